module @forward {
  func.func @main(%step: tensor<36xi32>, %embedding: tensor<64x32xbf16>, %final_norm: tensor<32xf32>, %input_norm: tensor<1x32xf32>, %post_norm: tensor<1x32xf32>, %attn_sub_norm: tensor<1x64xf32>, %ffn_sub_norm: tensor<1x48xf32>, %cos: tensor<64x8xf32>, %sin: tensor<64x8xf32>, %head: tensor<64x32xbf16>, %units_qkv: tensor<1x32xf32>, %units_o: tensor<1x8xf32>, %units_gate_up: tensor<1x24xf32>, %units_down: tensor<1x8xf32>, %w_qkv_0: tensor<32x32xui8>, %w_o_0: tensor<8x64xui8>, %w_gate_up_0: tensor<24x32xui8>, %w_down_0: tensor<8x48xui8>, %lora_scales: tensor<3x1x7xf32>, %lora_a_q: tensor<3x1x8x32xf32>, %lora_b_q: tensor<3x1x8x64xf32>, %lora_a_k: tensor<3x1x8x32xf32>, %lora_b_k: tensor<3x1x8x32xf32>, %lora_a_v: tensor<3x1x8x32xf32>, %lora_b_v: tensor<3x1x8x32xf32>, %lora_a_o: tensor<3x1x8x64xf32>, %lora_b_o: tensor<3x1x8x32xf32>, %lora_a_gate: tensor<3x1x8x32xf32>, %lora_b_gate: tensor<3x1x8x48xf32>, %lora_a_up: tensor<3x1x8x32xf32>, %lora_b_up: tensor<3x1x8x48xf32>, %lora_a_down: tensor<3x1x8x48xf32>, %lora_b_down: tensor<3x1x8x32xf32>, %alias1_cache_0: tensor<21x8x2x32xi32> { tf.aliasing_output = 1 : i32 }) -> (tensor<4x64xf32>, tensor<21x8x2x32xi32>) {
    %0 = "stablehlo.slice"(%step) {
      limit_indices = array<i64: 4>,
      start_indices = array<i64: 0>,
      strides = array<i64: 1>
    } : (tensor<36xi32>) -> tensor<4xi32>
    %1 = "stablehlo.reshape"(%0) : (tensor<4xi32>) -> tensor<4x1xi32>
    %2 = "stablehlo.slice"(%step) {
      limit_indices = array<i64: 8>,
      start_indices = array<i64: 4>,
      strides = array<i64: 1>
    } : (tensor<36xi32>) -> tensor<4xi32>
    %3 = "stablehlo.reshape"(%2) : (tensor<4xi32>) -> tensor<4x1xi32>
    %4 = "stablehlo.slice"(%step) {
      limit_indices = array<i64: 16>,
      start_indices = array<i64: 8>,
      strides = array<i64: 1>
    } : (tensor<36xi32>) -> tensor<8xi32>
    %5 = "stablehlo.reshape"(%4) : (tensor<8xi32>) -> tensor<1x4x2xi32>
    %6 = "stablehlo.slice"(%step) {
      limit_indices = array<i64: 32>,
      start_indices = array<i64: 16>,
      strides = array<i64: 1>
    } : (tensor<36xi32>) -> tensor<16xi32>
    %7 = "stablehlo.reshape"(%6) : (tensor<16xi32>) -> tensor<4x4x1xi32>
    %8 = "stablehlo.slice"(%step) {
      limit_indices = array<i64: 36>,
      start_indices = array<i64: 32>,
      strides = array<i64: 1>
    } : (tensor<36xi32>) -> tensor<4xi32>
    %9 = "stablehlo.reshape"(%8) : (tensor<4xi32>) -> tensor<4x1xi32>
    %10 = "stablehlo.reshape"(%5) : (tensor<1x4x2xi32>) -> tensor<4x2xi32>
    %11 = "stablehlo.gather"(%lora_scales, %9) {
      dimension_numbers = #stablehlo.gather<
  offset_dims = [1, 2],
  collapsed_slice_dims = [0],
  operand_batching_dims = [],
  start_indices_batching_dims = [],
  start_index_map = [0],
  index_vector_dim = 1>,
      indices_are_sorted = false,
      slice_sizes = array<i64: 1, 1, 7>
    } : (tensor<3x1x7xf32>, tensor<4x1xi32>) -> tensor<4x1x7xf32>
    %12 = "stablehlo.gather"(%cos, %3) {
      dimension_numbers = #stablehlo.gather<
  offset_dims = [1],
  collapsed_slice_dims = [0],
  operand_batching_dims = [],
  start_indices_batching_dims = [],
  start_index_map = [0],
  index_vector_dim = 1>,
      indices_are_sorted = false,
      slice_sizes = array<i64: 1, 8>
    } : (tensor<64x8xf32>, tensor<4x1xi32>) -> tensor<4x8xf32>
    %13 = "stablehlo.reshape"(%12) : (tensor<4x8xf32>) -> tensor<4x1x8xf32>
    %14 = "stablehlo.gather"(%sin, %3) {
      dimension_numbers = #stablehlo.gather<
  offset_dims = [1],
  collapsed_slice_dims = [0],
  operand_batching_dims = [],
  start_indices_batching_dims = [],
  start_index_map = [0],
  index_vector_dim = 1>,
      indices_are_sorted = false,
      slice_sizes = array<i64: 1, 8>
    } : (tensor<64x8xf32>, tensor<4x1xi32>) -> tensor<4x8xf32>
    %15 = "stablehlo.reshape"(%14) : (tensor<4x8xf32>) -> tensor<4x1x8xf32>
    %16 = "stablehlo.reshape"(%3) : (tensor<4x1xi32>) -> tensor<4x1x1xi32>
    %17 = "stablehlo.iota"() { iota_dimension = 2 : i64 } : () -> tensor<4x1x32xi32>
    %18 = "stablehlo.broadcast_in_dim"(%16) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xi32>) -> tensor<4x1x32xi32>
    %19 = "stablehlo.compare"(%17, %18) {
      compare_type = #stablehlo<comparison_type SIGNED>,
      comparison_direction = #stablehlo<comparison_direction LE>
    } : (tensor<4x1x32xi32>, tensor<4x1x32xi32>) -> tensor<4x1x32xi1>
    %20 = "stablehlo.reshape"(%19) : (tensor<4x1x32xi1>) -> tensor<4x1x1x1x32xi1>
    %22 = "stablehlo.constant"() { value = dense<-2147483648> : tensor<i32> } : () -> tensor<i32>
    %23 = "stablehlo.reduce"(%16, %22) ({
      ^reductionFn(%lhs: tensor<i32>, %rhs: tensor<i32>) :
          %21 = "stablehlo.maximum"(%lhs, %rhs) : (tensor<i32>, tensor<i32>) -> tensor<i32>
          "stablehlo.return"(%21) : (tensor<i32>) -> ()
    }) { dimensions = array<i64: 1> } : (tensor<4x1x1xi32>, tensor<i32>) -> tensor<4x1xi32>
    %24 = "stablehlo.iota"() { iota_dimension = 1 : i64 } : () -> tensor<4x32xi32>
    %25 = "stablehlo.broadcast_in_dim"(%23) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xi32>) -> tensor<4x32xi32>
    %26 = "stablehlo.compare"(%24, %25) {
      compare_type = #stablehlo<comparison_type SIGNED>,
      comparison_direction = #stablehlo<comparison_direction LE>
    } : (tensor<4x32xi32>, tensor<4x32xi32>) -> tensor<4x32xi1>
    %27 = "stablehlo.reshape"(%26) : (tensor<4x32xi1>) -> tensor<4x32x1xi1>
    %28 = "stablehlo.gather"(%embedding, %1) {
      dimension_numbers = #stablehlo.gather<
  offset_dims = [1],
  collapsed_slice_dims = [0],
  operand_batching_dims = [],
  start_indices_batching_dims = [],
  start_index_map = [0],
  index_vector_dim = 1>,
      indices_are_sorted = false,
      slice_sizes = array<i64: 1, 32>
    } : (tensor<64x32xbf16>, tensor<4x1xi32>) -> tensor<4x32xbf16>
    %29 = "stablehlo.convert"(%28) : (tensor<4x32xbf16>) -> tensor<4x32xf32>
    %30 = "stablehlo.slice"(%input_norm) {
      limit_indices = array<i64: 1, 32>,
      start_indices = array<i64: 0, 0>,
      strides = array<i64: 1, 1>
    } : (tensor<1x32xf32>) -> tensor<1x32xf32>
    %31 = "stablehlo.reshape"(%30) : (tensor<1x32xf32>) -> tensor<32xf32>
    %32 = "stablehlo.multiply"(%29, %29) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %34 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %35 = "stablehlo.reduce"(%32, %34) ({
      ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
          %33 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
          "stablehlo.return"(%33) : (tensor<f32>) -> ()
    }) { dimensions = array<i64: 1> } : (tensor<4x32xf32>, tensor<f32>) -> tensor<4xf32>
    %36 = "stablehlo.constant"() { value = dense<0.03125> : tensor<f32> } : () -> tensor<f32>
    %37 = "stablehlo.broadcast_in_dim"(%36) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %38 = "stablehlo.multiply"(%35, %37) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %39 = "stablehlo.constant"() { value = dense<9.999999747378752e-06> : tensor<f32> } : () -> tensor<f32>
    %40 = "stablehlo.broadcast_in_dim"(%39) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %41 = "stablehlo.add"(%38, %40) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %42 = "stablehlo.sqrt"(%41) : (tensor<4xf32>) -> tensor<4xf32>
    %43 = "stablehlo.constant"() { value = dense<1.0> : tensor<f32> } : () -> tensor<f32>
    %44 = "stablehlo.broadcast_in_dim"(%43) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %45 = "stablehlo.divide"(%44, %42) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %46 = "stablehlo.reshape"(%45) : (tensor<4xf32>) -> tensor<4x1xf32>
    %47 = "stablehlo.broadcast_in_dim"(%46) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x32xf32>
    %48 = "stablehlo.multiply"(%29, %47) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %49 = "stablehlo.reshape"(%31) : (tensor<32xf32>) -> tensor<1x32xf32>
    %50 = "stablehlo.broadcast_in_dim"(%49) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<1x32xf32>) -> tensor<4x32xf32>
    %51 = "stablehlo.multiply"(%48, %50) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %52 = "stablehlo.abs"(%51) : (tensor<4x32xf32>) -> tensor<4x32xf32>
    %54 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
    %55 = "stablehlo.reduce"(%52, %54) ({
      ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
          %53 = "stablehlo.maximum"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
          "stablehlo.return"(%53) : (tensor<f32>) -> ()
    }) { dimensions = array<i64: 1> } : (tensor<4x32xf32>, tensor<f32>) -> tensor<4xf32>
    %56 = "stablehlo.constant"() { value = dense<9.999999747378752e-06> : tensor<f32> } : () -> tensor<f32>
    %57 = "stablehlo.broadcast_in_dim"(%56) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %58 = "stablehlo.maximum"(%55, %57) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %59 = "stablehlo.broadcast_in_dim"(%43) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %60 = "stablehlo.constant"() { value = dense<127.0> : tensor<f32> } : () -> tensor<f32>
    %61 = "stablehlo.broadcast_in_dim"(%60) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %62 = "stablehlo.multiply"(%59, %61) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %63 = "stablehlo.divide"(%62, %58) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %64 = "stablehlo.reshape"(%63) : (tensor<4xf32>) -> tensor<4x1xf32>
    %65 = "stablehlo.broadcast_in_dim"(%64) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x32xf32>
    %66 = "stablehlo.multiply"(%51, %65) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %67 = "stablehlo.round_nearest_even"(%66) : (tensor<4x32xf32>) -> tensor<4x32xf32>
    %68 = "stablehlo.constant"() { value = dense<-128.0> : tensor<f32> } : () -> tensor<f32>
    %69 = "stablehlo.broadcast_in_dim"(%68) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x32xf32>
    %70 = "stablehlo.maximum"(%67, %69) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %71 = "stablehlo.broadcast_in_dim"(%60) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x32xf32>
    %72 = "stablehlo.minimum"(%70, %71) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %73 = "stablehlo.constant"() { value = dense<0> : tensor<ui8> } : () -> tensor<ui8>
    %74 = "stablehlo.broadcast_in_dim"(%73) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<32x32xui8>
    %75 = "stablehlo.shift_right_logical"(%w_qkv_0, %74) : (tensor<32x32xui8>, tensor<32x32xui8>) -> tensor<32x32xui8>
    %76 = "stablehlo.constant"() { value = dense<3> : tensor<ui8> } : () -> tensor<ui8>
    %77 = "stablehlo.broadcast_in_dim"(%76) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<32x32xui8>
    %78 = "stablehlo.and"(%75, %77) : (tensor<32x32xui8>, tensor<32x32xui8>) -> tensor<32x32xui8>
    %79 = "stablehlo.convert"(%78) : (tensor<32x32xui8>) -> tensor<32x32xf32>
    %80 = "stablehlo.constant"() { value = dense<-1.0> : tensor<f32> } : () -> tensor<f32>
    %81 = "stablehlo.broadcast_in_dim"(%80) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<32x32xf32>
    %82 = "stablehlo.add"(%79, %81) : (tensor<32x32xf32>, tensor<32x32xf32>) -> tensor<32x32xf32>
    %83 = "stablehlo.reshape"(%82) : (tensor<32x32xf32>) -> tensor<1x32x32xf32>
    %84 = "stablehlo.constant"() { value = dense<2> : tensor<ui8> } : () -> tensor<ui8>
    %85 = "stablehlo.broadcast_in_dim"(%84) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<32x32xui8>
    %86 = "stablehlo.shift_right_logical"(%w_qkv_0, %85) : (tensor<32x32xui8>, tensor<32x32xui8>) -> tensor<32x32xui8>
    %87 = "stablehlo.broadcast_in_dim"(%76) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<32x32xui8>
    %88 = "stablehlo.and"(%86, %87) : (tensor<32x32xui8>, tensor<32x32xui8>) -> tensor<32x32xui8>
    %89 = "stablehlo.convert"(%88) : (tensor<32x32xui8>) -> tensor<32x32xf32>
    %90 = "stablehlo.broadcast_in_dim"(%80) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<32x32xf32>
    %91 = "stablehlo.add"(%89, %90) : (tensor<32x32xf32>, tensor<32x32xf32>) -> tensor<32x32xf32>
    %92 = "stablehlo.reshape"(%91) : (tensor<32x32xf32>) -> tensor<1x32x32xf32>
    %93 = "stablehlo.constant"() { value = dense<4> : tensor<ui8> } : () -> tensor<ui8>
    %94 = "stablehlo.broadcast_in_dim"(%93) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<32x32xui8>
    %95 = "stablehlo.shift_right_logical"(%w_qkv_0, %94) : (tensor<32x32xui8>, tensor<32x32xui8>) -> tensor<32x32xui8>
    %96 = "stablehlo.broadcast_in_dim"(%76) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<32x32xui8>
    %97 = "stablehlo.and"(%95, %96) : (tensor<32x32xui8>, tensor<32x32xui8>) -> tensor<32x32xui8>
    %98 = "stablehlo.convert"(%97) : (tensor<32x32xui8>) -> tensor<32x32xf32>
    %99 = "stablehlo.broadcast_in_dim"(%80) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<32x32xf32>
    %100 = "stablehlo.add"(%98, %99) : (tensor<32x32xf32>, tensor<32x32xf32>) -> tensor<32x32xf32>
    %101 = "stablehlo.reshape"(%100) : (tensor<32x32xf32>) -> tensor<1x32x32xf32>
    %102 = "stablehlo.constant"() { value = dense<6> : tensor<ui8> } : () -> tensor<ui8>
    %103 = "stablehlo.broadcast_in_dim"(%102) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<32x32xui8>
    %104 = "stablehlo.shift_right_logical"(%w_qkv_0, %103) : (tensor<32x32xui8>, tensor<32x32xui8>) -> tensor<32x32xui8>
    %105 = "stablehlo.broadcast_in_dim"(%76) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<32x32xui8>
    %106 = "stablehlo.and"(%104, %105) : (tensor<32x32xui8>, tensor<32x32xui8>) -> tensor<32x32xui8>
    %107 = "stablehlo.convert"(%106) : (tensor<32x32xui8>) -> tensor<32x32xf32>
    %108 = "stablehlo.broadcast_in_dim"(%80) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<32x32xf32>
    %109 = "stablehlo.add"(%107, %108) : (tensor<32x32xf32>, tensor<32x32xf32>) -> tensor<32x32xf32>
    %110 = "stablehlo.reshape"(%109) : (tensor<32x32xf32>) -> tensor<1x32x32xf32>
    %111 = "stablehlo.concatenate"(%83, %92, %101, %110) { dimension = 0 : i64 } : (tensor<1x32x32xf32>, tensor<1x32x32xf32>, tensor<1x32x32xf32>, tensor<1x32x32xf32>) -> tensor<4x32x32xf32>
    %112 = "stablehlo.dot_general"(%72, %111) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [],
  rhs_batching_dimensions = [],
  lhs_contracting_dimensions = [1],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x32xf32>, tensor<4x32x32xf32>) -> tensor<4x4x32xf32>
    %113 = "stablehlo.slice"(%units_qkv) {
      limit_indices = array<i64: 1, 32>,
      start_indices = array<i64: 0, 0>,
      strides = array<i64: 1, 1>
    } : (tensor<1x32xf32>) -> tensor<1x32xf32>
    %114 = "stablehlo.reshape"(%113) : (tensor<1x32xf32>) -> tensor<32xf32>
    %115 = "stablehlo.reshape"(%114) : (tensor<32xf32>) -> tensor<1x1x32xf32>
    %116 = "stablehlo.reshape"(%64) : (tensor<4x1xf32>) -> tensor<4x1x1xf32>
    %117 = "stablehlo.broadcast_in_dim"(%116) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x32xf32>
    %118 = "stablehlo.broadcast_in_dim"(%115) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<1x1x32xf32>) -> tensor<4x1x32xf32>
    %119 = "stablehlo.divide"(%118, %117) : (tensor<4x1x32xf32>, tensor<4x1x32xf32>) -> tensor<4x1x32xf32>
    %120 = "stablehlo.broadcast_in_dim"(%119) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x32xf32>) -> tensor<4x4x32xf32>
    %121 = "stablehlo.multiply"(%112, %120) : (tensor<4x4x32xf32>, tensor<4x4x32xf32>) -> tensor<4x4x32xf32>
    %122 = "stablehlo.reshape"(%51) : (tensor<4x32xf32>) -> tensor<4x1x32xf32>
    %123 = "stablehlo.constant"() { value = dense<1> : tensor<i32> } : () -> tensor<i32>
    %124 = "stablehlo.broadcast_in_dim"(%123) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %125 = "stablehlo.constant"() { value = dense<0> : tensor<i32> } : () -> tensor<i32>
    %126 = "stablehlo.broadcast_in_dim"(%125) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %127 = "stablehlo.multiply"(%124, %126) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %128 = "stablehlo.concatenate"(%9, %127) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %129 = "stablehlo.gather"(%lora_a_q, %128) {
      dimension_numbers = #stablehlo.gather<
  offset_dims = [1, 2],
  collapsed_slice_dims = [0, 1],
  operand_batching_dims = [],
  start_indices_batching_dims = [],
  start_index_map = [0, 1],
  index_vector_dim = 1>,
      indices_are_sorted = false,
      slice_sizes = array<i64: 1, 1, 8, 32>
    } : (tensor<3x1x8x32xf32>, tensor<4x2xi32>) -> tensor<4x8x32xf32>
    %130 = "stablehlo.dot_general"(%122, %129) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x32xf32>, tensor<4x8x32xf32>) -> tensor<4x1x8xf32>
    %131 = "stablehlo.broadcast_in_dim"(%123) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %132 = "stablehlo.broadcast_in_dim"(%125) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %133 = "stablehlo.multiply"(%131, %132) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %134 = "stablehlo.concatenate"(%9, %133) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %135 = "stablehlo.gather"(%lora_b_q, %134) {
      dimension_numbers = #stablehlo.gather<
  offset_dims = [1, 2],
  collapsed_slice_dims = [0, 1],
  operand_batching_dims = [],
  start_indices_batching_dims = [],
  start_index_map = [0, 1],
  index_vector_dim = 1>,
      indices_are_sorted = false,
      slice_sizes = array<i64: 1, 1, 8, 64>
    } : (tensor<3x1x8x64xf32>, tensor<4x2xi32>) -> tensor<4x8x64xf32>
    %136 = "stablehlo.dot_general"(%130, %135) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x8xf32>, tensor<4x8x64xf32>) -> tensor<4x1x64xf32>
    %137 = "stablehlo.slice"(%11) {
      limit_indices = array<i64: 4, 1, 1>,
      start_indices = array<i64: 0, 0, 0>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x1x7xf32>) -> tensor<4x1x1xf32>
    %138 = "stablehlo.broadcast_in_dim"(%137) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x64xf32>
    %139 = "stablehlo.multiply"(%136, %138) : (tensor<4x1x64xf32>, tensor<4x1x64xf32>) -> tensor<4x1x64xf32>
    %140 = "stablehlo.reshape"(%139) : (tensor<4x1x64xf32>) -> tensor<4x4x16xf32>
    %141 = "stablehlo.broadcast_in_dim"(%123) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %142 = "stablehlo.broadcast_in_dim"(%125) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %143 = "stablehlo.multiply"(%141, %142) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %144 = "stablehlo.concatenate"(%9, %143) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %145 = "stablehlo.gather"(%lora_a_k, %144) {
      dimension_numbers = #stablehlo.gather<
  offset_dims = [1, 2],
  collapsed_slice_dims = [0, 1],
  operand_batching_dims = [],
  start_indices_batching_dims = [],
  start_index_map = [0, 1],
  index_vector_dim = 1>,
      indices_are_sorted = false,
      slice_sizes = array<i64: 1, 1, 8, 32>
    } : (tensor<3x1x8x32xf32>, tensor<4x2xi32>) -> tensor<4x8x32xf32>
    %146 = "stablehlo.dot_general"(%122, %145) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x32xf32>, tensor<4x8x32xf32>) -> tensor<4x1x8xf32>
    %147 = "stablehlo.broadcast_in_dim"(%123) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %148 = "stablehlo.broadcast_in_dim"(%125) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %149 = "stablehlo.multiply"(%147, %148) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %150 = "stablehlo.concatenate"(%9, %149) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %151 = "stablehlo.gather"(%lora_b_k, %150) {
      dimension_numbers = #stablehlo.gather<
  offset_dims = [1, 2],
  collapsed_slice_dims = [0, 1],
  operand_batching_dims = [],
  start_indices_batching_dims = [],
  start_index_map = [0, 1],
  index_vector_dim = 1>,
      indices_are_sorted = false,
      slice_sizes = array<i64: 1, 1, 8, 32>
    } : (tensor<3x1x8x32xf32>, tensor<4x2xi32>) -> tensor<4x8x32xf32>
    %152 = "stablehlo.dot_general"(%146, %151) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x8xf32>, tensor<4x8x32xf32>) -> tensor<4x1x32xf32>
    %153 = "stablehlo.slice"(%11) {
      limit_indices = array<i64: 4, 1, 2>,
      start_indices = array<i64: 0, 0, 1>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x1x7xf32>) -> tensor<4x1x1xf32>
    %154 = "stablehlo.broadcast_in_dim"(%153) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x32xf32>
    %155 = "stablehlo.multiply"(%152, %154) : (tensor<4x1x32xf32>, tensor<4x1x32xf32>) -> tensor<4x1x32xf32>
    %156 = "stablehlo.reshape"(%155) : (tensor<4x1x32xf32>) -> tensor<4x4x8xf32>
    %157 = "stablehlo.broadcast_in_dim"(%123) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %158 = "stablehlo.broadcast_in_dim"(%125) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %159 = "stablehlo.multiply"(%157, %158) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %160 = "stablehlo.concatenate"(%9, %159) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %161 = "stablehlo.gather"(%lora_a_v, %160) {
      dimension_numbers = #stablehlo.gather<
  offset_dims = [1, 2],
  collapsed_slice_dims = [0, 1],
  operand_batching_dims = [],
  start_indices_batching_dims = [],
  start_index_map = [0, 1],
  index_vector_dim = 1>,
      indices_are_sorted = false,
      slice_sizes = array<i64: 1, 1, 8, 32>
    } : (tensor<3x1x8x32xf32>, tensor<4x2xi32>) -> tensor<4x8x32xf32>
    %162 = "stablehlo.dot_general"(%122, %161) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x32xf32>, tensor<4x8x32xf32>) -> tensor<4x1x8xf32>
    %163 = "stablehlo.broadcast_in_dim"(%123) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %164 = "stablehlo.broadcast_in_dim"(%125) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %165 = "stablehlo.multiply"(%163, %164) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %166 = "stablehlo.concatenate"(%9, %165) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %167 = "stablehlo.gather"(%lora_b_v, %166) {
      dimension_numbers = #stablehlo.gather<
  offset_dims = [1, 2],
  collapsed_slice_dims = [0, 1],
  operand_batching_dims = [],
  start_indices_batching_dims = [],
  start_index_map = [0, 1],
  index_vector_dim = 1>,
      indices_are_sorted = false,
      slice_sizes = array<i64: 1, 1, 8, 32>
    } : (tensor<3x1x8x32xf32>, tensor<4x2xi32>) -> tensor<4x8x32xf32>
    %168 = "stablehlo.dot_general"(%162, %167) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x8xf32>, tensor<4x8x32xf32>) -> tensor<4x1x32xf32>
    %169 = "stablehlo.slice"(%11) {
      limit_indices = array<i64: 4, 1, 3>,
      start_indices = array<i64: 0, 0, 2>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x1x7xf32>) -> tensor<4x1x1xf32>
    %170 = "stablehlo.broadcast_in_dim"(%169) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x32xf32>
    %171 = "stablehlo.multiply"(%168, %170) : (tensor<4x1x32xf32>, tensor<4x1x32xf32>) -> tensor<4x1x32xf32>
    %172 = "stablehlo.reshape"(%171) : (tensor<4x1x32xf32>) -> tensor<4x4x8xf32>
    %173 = "stablehlo.concatenate"(%140, %156, %172) { dimension = 2 : i64 } : (tensor<4x4x16xf32>, tensor<4x4x8xf32>, tensor<4x4x8xf32>) -> tensor<4x4x32xf32>
    %174 = "stablehlo.add"(%121, %173) : (tensor<4x4x32xf32>, tensor<4x4x32xf32>) -> tensor<4x4x32xf32>
    %175 = "stablehlo.slice"(%174) {
      limit_indices = array<i64: 4, 4, 16>,
      start_indices = array<i64: 0, 0, 0>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x4x32xf32>) -> tensor<4x4x16xf32>
    %176 = "stablehlo.reshape"(%175) : (tensor<4x4x16xf32>) -> tensor<4x64xf32>
    %177 = "stablehlo.slice"(%174) {
      limit_indices = array<i64: 4, 4, 24>,
      start_indices = array<i64: 0, 0, 16>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x4x32xf32>) -> tensor<4x4x8xf32>
    %178 = "stablehlo.reshape"(%177) : (tensor<4x4x8xf32>) -> tensor<4x32xf32>
    %179 = "stablehlo.slice"(%174) {
      limit_indices = array<i64: 4, 4, 32>,
      start_indices = array<i64: 0, 0, 24>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x4x32xf32>) -> tensor<4x4x8xf32>
    %180 = "stablehlo.reshape"(%179) : (tensor<4x4x8xf32>) -> tensor<4x32xf32>
    %181 = "stablehlo.reshape"(%178) : (tensor<4x32xf32>) -> tensor<4x2x16xf32>
    %182 = "stablehlo.slice"(%181) {
      limit_indices = array<i64: 4, 2, 8>,
      start_indices = array<i64: 0, 0, 0>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x2x16xf32>) -> tensor<4x2x8xf32>
    %183 = "stablehlo.slice"(%181) {
      limit_indices = array<i64: 4, 2, 16>,
      start_indices = array<i64: 0, 0, 8>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x2x16xf32>) -> tensor<4x2x8xf32>
    %184 = "stablehlo.broadcast_in_dim"(%13) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x8xf32>) -> tensor<4x2x8xf32>
    %185 = "stablehlo.broadcast_in_dim"(%15) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x8xf32>) -> tensor<4x2x8xf32>
    %186 = "stablehlo.multiply"(%182, %184) : (tensor<4x2x8xf32>, tensor<4x2x8xf32>) -> tensor<4x2x8xf32>
    %187 = "stablehlo.multiply"(%183, %185) : (tensor<4x2x8xf32>, tensor<4x2x8xf32>) -> tensor<4x2x8xf32>
    %188 = "stablehlo.subtract"(%186, %187) : (tensor<4x2x8xf32>, tensor<4x2x8xf32>) -> tensor<4x2x8xf32>
    %189 = "stablehlo.multiply"(%183, %184) : (tensor<4x2x8xf32>, tensor<4x2x8xf32>) -> tensor<4x2x8xf32>
    %190 = "stablehlo.multiply"(%182, %185) : (tensor<4x2x8xf32>, tensor<4x2x8xf32>) -> tensor<4x2x8xf32>
    %191 = "stablehlo.add"(%189, %190) : (tensor<4x2x8xf32>, tensor<4x2x8xf32>) -> tensor<4x2x8xf32>
    %192 = "stablehlo.concatenate"(%188, %191) { dimension = 2 : i64 } : (tensor<4x2x8xf32>, tensor<4x2x8xf32>) -> tensor<4x2x16xf32>
    %193 = "stablehlo.reshape"(%192) : (tensor<4x2x16xf32>) -> tensor<4x1x32xf32>
    %194 = "stablehlo.reshape"(%180) : (tensor<4x32xf32>) -> tensor<4x1x32xf32>
    %195 = "stablehlo.concatenate"(%193, %194) { dimension = 1 : i64 } : (tensor<4x1x32xf32>, tensor<4x1x32xf32>) -> tensor<4x2x32xf32>
    %196 = "stablehlo.bitcast_convert"(%195) : (tensor<4x2x32xf32>) -> tensor<4x2x32xi32>
    %197 = "stablehlo.gather"(%alias1_cache_0, %10) {
      dimension_numbers = #stablehlo.gather<
  offset_dims = [1, 2],
  collapsed_slice_dims = [0, 1],
  operand_batching_dims = [],
  start_indices_batching_dims = [],
  start_index_map = [0, 1],
  index_vector_dim = 1>,
      indices_are_sorted = false,
      slice_sizes = array<i64: 1, 1, 2, 32>
    } : (tensor<21x8x2x32xi32>, tensor<4x2xi32>) -> tensor<4x2x32xi32>
    %198 = "stablehlo.subtract"(%196, %197) : (tensor<4x2x32xi32>, tensor<4x2x32xi32>) -> tensor<4x2x32xi32>
    %200 = "stablehlo.scatter"(%alias1_cache_0, %10, %198) ({
      ^updateFn(%lhs: tensor<i32>, %rhs: tensor<i32>) :
          %199 = "stablehlo.add"(%lhs, %rhs) : (tensor<i32>, tensor<i32>) -> tensor<i32>
          "stablehlo.return"(%199) : (tensor<i32>) -> ()
    }) {
      indices_are_sorted = false,
      scatter_dimension_numbers = #stablehlo.scatter<
  update_window_dims = [1, 2],
  inserted_window_dims = [0, 1],
  input_batching_dims = [],
  scatter_indices_batching_dims = [],
  scatter_dims_to_operand_dims = [0, 1],
  index_vector_dim = 1>,
      unique_indices = true
    } : (tensor<21x8x2x32xi32>, tensor<4x2xi32>, tensor<4x2x32xi32>) -> tensor<21x8x2x32xi32>
    %201 = "stablehlo.reshape"(%176) : (tensor<4x64xf32>) -> tensor<4x4x16xf32>
    %202 = "stablehlo.slice"(%201) {
      limit_indices = array<i64: 4, 4, 8>,
      start_indices = array<i64: 0, 0, 0>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x4x16xf32>) -> tensor<4x4x8xf32>
    %203 = "stablehlo.slice"(%201) {
      limit_indices = array<i64: 4, 4, 16>,
      start_indices = array<i64: 0, 0, 8>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x4x16xf32>) -> tensor<4x4x8xf32>
    %204 = "stablehlo.broadcast_in_dim"(%13) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x8xf32>) -> tensor<4x4x8xf32>
    %205 = "stablehlo.broadcast_in_dim"(%15) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x8xf32>) -> tensor<4x4x8xf32>
    %206 = "stablehlo.multiply"(%202, %204) : (tensor<4x4x8xf32>, tensor<4x4x8xf32>) -> tensor<4x4x8xf32>
    %207 = "stablehlo.multiply"(%203, %205) : (tensor<4x4x8xf32>, tensor<4x4x8xf32>) -> tensor<4x4x8xf32>
    %208 = "stablehlo.subtract"(%206, %207) : (tensor<4x4x8xf32>, tensor<4x4x8xf32>) -> tensor<4x4x8xf32>
    %209 = "stablehlo.multiply"(%203, %204) : (tensor<4x4x8xf32>, tensor<4x4x8xf32>) -> tensor<4x4x8xf32>
    %210 = "stablehlo.multiply"(%202, %205) : (tensor<4x4x8xf32>, tensor<4x4x8xf32>) -> tensor<4x4x8xf32>
    %211 = "stablehlo.add"(%209, %210) : (tensor<4x4x8xf32>, tensor<4x4x8xf32>) -> tensor<4x4x8xf32>
    %212 = "stablehlo.concatenate"(%208, %211) { dimension = 2 : i64 } : (tensor<4x4x8xf32>, tensor<4x4x8xf32>) -> tensor<4x4x16xf32>
    %213 = "stablehlo.gather"(%200, %7) {
      dimension_numbers = #stablehlo.gather<
  offset_dims = [2, 3, 4],
  collapsed_slice_dims = [0],
  operand_batching_dims = [],
  start_indices_batching_dims = [],
  start_index_map = [0],
  index_vector_dim = 2>,
      indices_are_sorted = false,
      slice_sizes = array<i64: 1, 8, 2, 32>
    } : (tensor<21x8x2x32xi32>, tensor<4x4x1xi32>) -> tensor<4x4x8x2x32xi32>
    %214 = "stablehlo.bitcast_convert"(%213) : (tensor<4x4x8x2x32xi32>) -> tensor<4x4x8x2x32xf32>
    %215 = "stablehlo.reshape"(%214) : (tensor<4x4x8x2x32xf32>) -> tensor<4x32x2x32xf32>
    %216 = "stablehlo.slice"(%215) {
      limit_indices = array<i64: 4, 32, 2, 32>,
      start_indices = array<i64: 0, 0, 1, 0>,
      strides = array<i64: 1, 1, 1, 1>
    } : (tensor<4x32x2x32xf32>) -> tensor<4x32x1x32xf32>
    %217 = "stablehlo.reshape"(%216) : (tensor<4x32x1x32xf32>) -> tensor<4x32x32xf32>
    %218 = "stablehlo.broadcast_in_dim"(%27) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x32x1xi1>) -> tensor<4x32x32xi1>
    %219 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %220 = "stablehlo.broadcast_in_dim"(%219) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x32x32xf32>
    %221 = "stablehlo.select"(%218, %217, %220) : (tensor<4x32x32xi1>, tensor<4x32x32xf32>, tensor<4x32x32xf32>) -> tensor<4x32x32xf32>
    %222 = "stablehlo.slice"(%215) {
      limit_indices = array<i64: 4, 32, 1, 32>,
      start_indices = array<i64: 0, 0, 0, 0>,
      strides = array<i64: 1, 1, 1, 1>
    } : (tensor<4x32x2x32xf32>) -> tensor<4x32x1x32xf32>
    %223 = "stablehlo.reshape"(%222) : (tensor<4x32x1x32xf32>) -> tensor<4x32x32xf32>
    %224 = "stablehlo.reshape"(%223) : (tensor<4x32x32xf32>) -> tensor<4x32x2x16xf32>
    %225 = "stablehlo.reshape"(%221) : (tensor<4x32x32xf32>) -> tensor<4x32x2x16xf32>
    %226 = "stablehlo.reshape"(%212) : (tensor<4x4x16xf32>) -> tensor<4x1x2x2x16xf32>
    %227 = "stablehlo.dot_general"(%226, %224) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0, 2],
  rhs_batching_dimensions = [0, 2],
  lhs_contracting_dimensions = [4],
  rhs_contracting_dimensions = [3]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x2x2x16xf32>, tensor<4x32x2x16xf32>) -> tensor<4x2x1x2x32xf32>
    %228 = "stablehlo.transpose"(%227) { permutation = array<i64: 0, 1, 3, 2, 4> } : (tensor<4x2x1x2x32xf32>) -> tensor<4x2x2x1x32xf32>
    %229 = "stablehlo.constant"() { value = dense<0.25> : tensor<f32> } : () -> tensor<f32>
    %230 = "stablehlo.broadcast_in_dim"(%229) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x2x2x1x32xf32>
    %231 = "stablehlo.multiply"(%228, %230) : (tensor<4x2x2x1x32xf32>, tensor<4x2x2x1x32xf32>) -> tensor<4x2x2x1x32xf32>
    %232 = "stablehlo.broadcast_in_dim"(%20) { broadcast_dimensions = array<i64: 0, 1, 2, 3, 4> } : (tensor<4x1x1x1x32xi1>) -> tensor<4x2x2x1x32xi1>
    %233 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
    %234 = "stablehlo.broadcast_in_dim"(%233) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x2x2x1x32xf32>
    %235 = "stablehlo.select"(%232, %231, %234) : (tensor<4x2x2x1x32xi1>, tensor<4x2x2x1x32xf32>, tensor<4x2x2x1x32xf32>) -> tensor<4x2x2x1x32xf32>
    %236 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
    %237 = "stablehlo.reduce"(%235, %236) ({
      ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
          %53 = "stablehlo.maximum"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
          "stablehlo.return"(%53) : (tensor<f32>) -> ()
    }) { dimensions = array<i64: 4> } : (tensor<4x2x2x1x32xf32>, tensor<f32>) -> tensor<4x2x2x1xf32>
    %238 = "stablehlo.reshape"(%237) : (tensor<4x2x2x1xf32>) -> tensor<4x2x2x1x1xf32>
    %239 = "stablehlo.broadcast_in_dim"(%219) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x2x2x1x32xf32>
    %240 = "stablehlo.broadcast_in_dim"(%238) { broadcast_dimensions = array<i64: 0, 1, 2, 3, 4> } : (tensor<4x2x2x1x1xf32>) -> tensor<4x2x2x1x32xf32>
    %241 = "stablehlo.subtract"(%231, %240) : (tensor<4x2x2x1x32xf32>, tensor<4x2x2x1x32xf32>) -> tensor<4x2x2x1x32xf32>
    %242 = "stablehlo.select"(%232, %241, %239) : (tensor<4x2x2x1x32xi1>, tensor<4x2x2x1x32xf32>, tensor<4x2x2x1x32xf32>) -> tensor<4x2x2x1x32xf32>
    %243 = "stablehlo.exponential"(%242) : (tensor<4x2x2x1x32xf32>) -> tensor<4x2x2x1x32xf32>
    %244 = "stablehlo.select"(%232, %243, %239) : (tensor<4x2x2x1x32xi1>, tensor<4x2x2x1x32xf32>, tensor<4x2x2x1x32xf32>) -> tensor<4x2x2x1x32xf32>
    %245 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %246 = "stablehlo.reduce"(%244, %245) ({
      ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
          %33 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
          "stablehlo.return"(%33) : (tensor<f32>) -> ()
    }) { dimensions = array<i64: 4> } : (tensor<4x2x2x1x32xf32>, tensor<f32>) -> tensor<4x2x2x1xf32>
    %247 = "stablehlo.reshape"(%246) : (tensor<4x2x2x1xf32>) -> tensor<4x2x2x1x1xf32>
    %248 = "stablehlo.broadcast_in_dim"(%247) { broadcast_dimensions = array<i64: 0, 1, 2, 3, 4> } : (tensor<4x2x2x1x1xf32>) -> tensor<4x2x2x1x32xf32>
    %249 = "stablehlo.divide"(%244, %248) : (tensor<4x2x2x1x32xf32>, tensor<4x2x2x1x32xf32>) -> tensor<4x2x2x1x32xf32>
    %250 = "stablehlo.select"(%232, %249, %239) : (tensor<4x2x2x1x32xi1>, tensor<4x2x2x1x32xf32>, tensor<4x2x2x1x32xf32>) -> tensor<4x2x2x1x32xf32>
    %251 = "stablehlo.dot_general"(%250, %225) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0, 1],
  rhs_batching_dimensions = [0, 2],
  lhs_contracting_dimensions = [4],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x2x2x1x32xf32>, tensor<4x32x2x16xf32>) -> tensor<4x2x2x1x16xf32>
    %252 = "stablehlo.transpose"(%251) { permutation = array<i64: 0, 3, 1, 2, 4> } : (tensor<4x2x2x1x16xf32>) -> tensor<4x1x2x2x16xf32>
    %253 = "stablehlo.reshape"(%252) : (tensor<4x1x2x2x16xf32>) -> tensor<4x64xf32>
    %254 = "stablehlo.slice"(%attn_sub_norm) {
      limit_indices = array<i64: 1, 64>,
      start_indices = array<i64: 0, 0>,
      strides = array<i64: 1, 1>
    } : (tensor<1x64xf32>) -> tensor<1x64xf32>
    %255 = "stablehlo.reshape"(%254) : (tensor<1x64xf32>) -> tensor<64xf32>
    %256 = "stablehlo.multiply"(%253, %253) : (tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xf32>
    %257 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %258 = "stablehlo.reduce"(%256, %257) ({
      ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
          %33 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
          "stablehlo.return"(%33) : (tensor<f32>) -> ()
    }) { dimensions = array<i64: 1> } : (tensor<4x64xf32>, tensor<f32>) -> tensor<4xf32>
    %259 = "stablehlo.constant"() { value = dense<0.015625> : tensor<f32> } : () -> tensor<f32>
    %260 = "stablehlo.broadcast_in_dim"(%259) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %261 = "stablehlo.multiply"(%258, %260) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %262 = "stablehlo.broadcast_in_dim"(%39) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %263 = "stablehlo.add"(%261, %262) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %264 = "stablehlo.sqrt"(%263) : (tensor<4xf32>) -> tensor<4xf32>
    %265 = "stablehlo.broadcast_in_dim"(%43) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %266 = "stablehlo.divide"(%265, %264) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %267 = "stablehlo.reshape"(%266) : (tensor<4xf32>) -> tensor<4x1xf32>
    %268 = "stablehlo.broadcast_in_dim"(%267) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x64xf32>
    %269 = "stablehlo.multiply"(%253, %268) : (tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xf32>
    %270 = "stablehlo.reshape"(%255) : (tensor<64xf32>) -> tensor<1x64xf32>
    %271 = "stablehlo.broadcast_in_dim"(%270) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<1x64xf32>) -> tensor<4x64xf32>
    %272 = "stablehlo.multiply"(%269, %271) : (tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xf32>
    %273 = "stablehlo.abs"(%272) : (tensor<4x64xf32>) -> tensor<4x64xf32>
    %274 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
    %275 = "stablehlo.reduce"(%273, %274) ({
      ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
          %53 = "stablehlo.maximum"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
          "stablehlo.return"(%53) : (tensor<f32>) -> ()
    }) { dimensions = array<i64: 1> } : (tensor<4x64xf32>, tensor<f32>) -> tensor<4xf32>
    %276 = "stablehlo.broadcast_in_dim"(%56) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %277 = "stablehlo.maximum"(%275, %276) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %278 = "stablehlo.broadcast_in_dim"(%43) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %279 = "stablehlo.broadcast_in_dim"(%60) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %280 = "stablehlo.multiply"(%278, %279) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %281 = "stablehlo.divide"(%280, %277) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %282 = "stablehlo.reshape"(%281) : (tensor<4xf32>) -> tensor<4x1xf32>
    %283 = "stablehlo.broadcast_in_dim"(%282) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x64xf32>
    %284 = "stablehlo.multiply"(%272, %283) : (tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xf32>
    %285 = "stablehlo.round_nearest_even"(%284) : (tensor<4x64xf32>) -> tensor<4x64xf32>
    %286 = "stablehlo.broadcast_in_dim"(%68) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x64xf32>
    %287 = "stablehlo.maximum"(%285, %286) : (tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xf32>
    %288 = "stablehlo.broadcast_in_dim"(%60) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x64xf32>
    %289 = "stablehlo.minimum"(%287, %288) : (tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xf32>
    %290 = "stablehlo.broadcast_in_dim"(%73) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x64xui8>
    %291 = "stablehlo.shift_right_logical"(%w_o_0, %290) : (tensor<8x64xui8>, tensor<8x64xui8>) -> tensor<8x64xui8>
    %292 = "stablehlo.broadcast_in_dim"(%76) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x64xui8>
    %293 = "stablehlo.and"(%291, %292) : (tensor<8x64xui8>, tensor<8x64xui8>) -> tensor<8x64xui8>
    %294 = "stablehlo.convert"(%293) : (tensor<8x64xui8>) -> tensor<8x64xf32>
    %295 = "stablehlo.broadcast_in_dim"(%80) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<8x64xf32>
    %296 = "stablehlo.add"(%294, %295) : (tensor<8x64xf32>, tensor<8x64xf32>) -> tensor<8x64xf32>
    %297 = "stablehlo.reshape"(%296) : (tensor<8x64xf32>) -> tensor<1x8x64xf32>
    %298 = "stablehlo.broadcast_in_dim"(%84) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x64xui8>
    %299 = "stablehlo.shift_right_logical"(%w_o_0, %298) : (tensor<8x64xui8>, tensor<8x64xui8>) -> tensor<8x64xui8>
    %300 = "stablehlo.broadcast_in_dim"(%76) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x64xui8>
    %301 = "stablehlo.and"(%299, %300) : (tensor<8x64xui8>, tensor<8x64xui8>) -> tensor<8x64xui8>
    %302 = "stablehlo.convert"(%301) : (tensor<8x64xui8>) -> tensor<8x64xf32>
    %303 = "stablehlo.broadcast_in_dim"(%80) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<8x64xf32>
    %304 = "stablehlo.add"(%302, %303) : (tensor<8x64xf32>, tensor<8x64xf32>) -> tensor<8x64xf32>
    %305 = "stablehlo.reshape"(%304) : (tensor<8x64xf32>) -> tensor<1x8x64xf32>
    %306 = "stablehlo.broadcast_in_dim"(%93) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x64xui8>
    %307 = "stablehlo.shift_right_logical"(%w_o_0, %306) : (tensor<8x64xui8>, tensor<8x64xui8>) -> tensor<8x64xui8>
    %308 = "stablehlo.broadcast_in_dim"(%76) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x64xui8>
    %309 = "stablehlo.and"(%307, %308) : (tensor<8x64xui8>, tensor<8x64xui8>) -> tensor<8x64xui8>
    %310 = "stablehlo.convert"(%309) : (tensor<8x64xui8>) -> tensor<8x64xf32>
    %311 = "stablehlo.broadcast_in_dim"(%80) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<8x64xf32>
    %312 = "stablehlo.add"(%310, %311) : (tensor<8x64xf32>, tensor<8x64xf32>) -> tensor<8x64xf32>
    %313 = "stablehlo.reshape"(%312) : (tensor<8x64xf32>) -> tensor<1x8x64xf32>
    %314 = "stablehlo.broadcast_in_dim"(%102) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x64xui8>
    %315 = "stablehlo.shift_right_logical"(%w_o_0, %314) : (tensor<8x64xui8>, tensor<8x64xui8>) -> tensor<8x64xui8>
    %316 = "stablehlo.broadcast_in_dim"(%76) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x64xui8>
    %317 = "stablehlo.and"(%315, %316) : (tensor<8x64xui8>, tensor<8x64xui8>) -> tensor<8x64xui8>
    %318 = "stablehlo.convert"(%317) : (tensor<8x64xui8>) -> tensor<8x64xf32>
    %319 = "stablehlo.broadcast_in_dim"(%80) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<8x64xf32>
    %320 = "stablehlo.add"(%318, %319) : (tensor<8x64xf32>, tensor<8x64xf32>) -> tensor<8x64xf32>
    %321 = "stablehlo.reshape"(%320) : (tensor<8x64xf32>) -> tensor<1x8x64xf32>
    %322 = "stablehlo.concatenate"(%297, %305, %313, %321) { dimension = 0 : i64 } : (tensor<1x8x64xf32>, tensor<1x8x64xf32>, tensor<1x8x64xf32>, tensor<1x8x64xf32>) -> tensor<4x8x64xf32>
    %323 = "stablehlo.dot_general"(%289, %322) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [],
  rhs_batching_dimensions = [],
  lhs_contracting_dimensions = [1],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x64xf32>, tensor<4x8x64xf32>) -> tensor<4x4x8xf32>
    %324 = "stablehlo.slice"(%units_o) {
      limit_indices = array<i64: 1, 8>,
      start_indices = array<i64: 0, 0>,
      strides = array<i64: 1, 1>
    } : (tensor<1x8xf32>) -> tensor<1x8xf32>
    %325 = "stablehlo.reshape"(%324) : (tensor<1x8xf32>) -> tensor<8xf32>
    %326 = "stablehlo.reshape"(%325) : (tensor<8xf32>) -> tensor<1x1x8xf32>
    %327 = "stablehlo.reshape"(%282) : (tensor<4x1xf32>) -> tensor<4x1x1xf32>
    %328 = "stablehlo.broadcast_in_dim"(%327) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x8xf32>
    %329 = "stablehlo.broadcast_in_dim"(%326) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<1x1x8xf32>) -> tensor<4x1x8xf32>
    %330 = "stablehlo.divide"(%329, %328) : (tensor<4x1x8xf32>, tensor<4x1x8xf32>) -> tensor<4x1x8xf32>
    %331 = "stablehlo.broadcast_in_dim"(%330) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x8xf32>) -> tensor<4x4x8xf32>
    %332 = "stablehlo.multiply"(%323, %331) : (tensor<4x4x8xf32>, tensor<4x4x8xf32>) -> tensor<4x4x8xf32>
    %333 = "stablehlo.reshape"(%272) : (tensor<4x64xf32>) -> tensor<4x1x64xf32>
    %334 = "stablehlo.broadcast_in_dim"(%123) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %335 = "stablehlo.broadcast_in_dim"(%125) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %336 = "stablehlo.multiply"(%334, %335) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %337 = "stablehlo.concatenate"(%9, %336) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %338 = "stablehlo.gather"(%lora_a_o, %337) {
      dimension_numbers = #stablehlo.gather<
  offset_dims = [1, 2],
  collapsed_slice_dims = [0, 1],
  operand_batching_dims = [],
  start_indices_batching_dims = [],
  start_index_map = [0, 1],
  index_vector_dim = 1>,
      indices_are_sorted = false,
      slice_sizes = array<i64: 1, 1, 8, 64>
    } : (tensor<3x1x8x64xf32>, tensor<4x2xi32>) -> tensor<4x8x64xf32>
    %339 = "stablehlo.dot_general"(%333, %338) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x64xf32>, tensor<4x8x64xf32>) -> tensor<4x1x8xf32>
    %340 = "stablehlo.broadcast_in_dim"(%123) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %341 = "stablehlo.broadcast_in_dim"(%125) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %342 = "stablehlo.multiply"(%340, %341) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %343 = "stablehlo.concatenate"(%9, %342) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %344 = "stablehlo.gather"(%lora_b_o, %343) {
      dimension_numbers = #stablehlo.gather<
  offset_dims = [1, 2],
  collapsed_slice_dims = [0, 1],
  operand_batching_dims = [],
  start_indices_batching_dims = [],
  start_index_map = [0, 1],
  index_vector_dim = 1>,
      indices_are_sorted = false,
      slice_sizes = array<i64: 1, 1, 8, 32>
    } : (tensor<3x1x8x32xf32>, tensor<4x2xi32>) -> tensor<4x8x32xf32>
    %345 = "stablehlo.dot_general"(%339, %344) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x8xf32>, tensor<4x8x32xf32>) -> tensor<4x1x32xf32>
    %346 = "stablehlo.slice"(%11) {
      limit_indices = array<i64: 4, 1, 4>,
      start_indices = array<i64: 0, 0, 3>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x1x7xf32>) -> tensor<4x1x1xf32>
    %347 = "stablehlo.broadcast_in_dim"(%346) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x32xf32>
    %348 = "stablehlo.multiply"(%345, %347) : (tensor<4x1x32xf32>, tensor<4x1x32xf32>) -> tensor<4x1x32xf32>
    %349 = "stablehlo.reshape"(%348) : (tensor<4x1x32xf32>) -> tensor<4x4x8xf32>
    %350 = "stablehlo.add"(%332, %349) : (tensor<4x4x8xf32>, tensor<4x4x8xf32>) -> tensor<4x4x8xf32>
    %351 = "stablehlo.reshape"(%350) : (tensor<4x4x8xf32>) -> tensor<4x32xf32>
    %352 = "stablehlo.add"(%29, %351) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %353 = "stablehlo.slice"(%post_norm) {
      limit_indices = array<i64: 1, 32>,
      start_indices = array<i64: 0, 0>,
      strides = array<i64: 1, 1>
    } : (tensor<1x32xf32>) -> tensor<1x32xf32>
    %354 = "stablehlo.reshape"(%353) : (tensor<1x32xf32>) -> tensor<32xf32>
    %355 = "stablehlo.multiply"(%352, %352) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %356 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %357 = "stablehlo.reduce"(%355, %356) ({
      ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
          %33 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
          "stablehlo.return"(%33) : (tensor<f32>) -> ()
    }) { dimensions = array<i64: 1> } : (tensor<4x32xf32>, tensor<f32>) -> tensor<4xf32>
    %358 = "stablehlo.broadcast_in_dim"(%36) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %359 = "stablehlo.multiply"(%357, %358) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %360 = "stablehlo.broadcast_in_dim"(%39) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %361 = "stablehlo.add"(%359, %360) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %362 = "stablehlo.sqrt"(%361) : (tensor<4xf32>) -> tensor<4xf32>
    %363 = "stablehlo.broadcast_in_dim"(%43) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %364 = "stablehlo.divide"(%363, %362) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %365 = "stablehlo.reshape"(%364) : (tensor<4xf32>) -> tensor<4x1xf32>
    %366 = "stablehlo.broadcast_in_dim"(%365) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x32xf32>
    %367 = "stablehlo.multiply"(%352, %366) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %368 = "stablehlo.reshape"(%354) : (tensor<32xf32>) -> tensor<1x32xf32>
    %369 = "stablehlo.broadcast_in_dim"(%368) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<1x32xf32>) -> tensor<4x32xf32>
    %370 = "stablehlo.multiply"(%367, %369) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %371 = "stablehlo.abs"(%370) : (tensor<4x32xf32>) -> tensor<4x32xf32>
    %372 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
    %373 = "stablehlo.reduce"(%371, %372) ({
      ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
          %53 = "stablehlo.maximum"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
          "stablehlo.return"(%53) : (tensor<f32>) -> ()
    }) { dimensions = array<i64: 1> } : (tensor<4x32xf32>, tensor<f32>) -> tensor<4xf32>
    %374 = "stablehlo.broadcast_in_dim"(%56) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %375 = "stablehlo.maximum"(%373, %374) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %376 = "stablehlo.broadcast_in_dim"(%43) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %377 = "stablehlo.broadcast_in_dim"(%60) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %378 = "stablehlo.multiply"(%376, %377) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %379 = "stablehlo.divide"(%378, %375) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %380 = "stablehlo.reshape"(%379) : (tensor<4xf32>) -> tensor<4x1xf32>
    %381 = "stablehlo.broadcast_in_dim"(%380) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x32xf32>
    %382 = "stablehlo.multiply"(%370, %381) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %383 = "stablehlo.round_nearest_even"(%382) : (tensor<4x32xf32>) -> tensor<4x32xf32>
    %384 = "stablehlo.broadcast_in_dim"(%68) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x32xf32>
    %385 = "stablehlo.maximum"(%383, %384) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %386 = "stablehlo.broadcast_in_dim"(%60) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x32xf32>
    %387 = "stablehlo.minimum"(%385, %386) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %388 = "stablehlo.broadcast_in_dim"(%73) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<24x32xui8>
    %389 = "stablehlo.shift_right_logical"(%w_gate_up_0, %388) : (tensor<24x32xui8>, tensor<24x32xui8>) -> tensor<24x32xui8>
    %390 = "stablehlo.broadcast_in_dim"(%76) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<24x32xui8>
    %391 = "stablehlo.and"(%389, %390) : (tensor<24x32xui8>, tensor<24x32xui8>) -> tensor<24x32xui8>
    %392 = "stablehlo.convert"(%391) : (tensor<24x32xui8>) -> tensor<24x32xf32>
    %393 = "stablehlo.broadcast_in_dim"(%80) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<24x32xf32>
    %394 = "stablehlo.add"(%392, %393) : (tensor<24x32xf32>, tensor<24x32xf32>) -> tensor<24x32xf32>
    %395 = "stablehlo.reshape"(%394) : (tensor<24x32xf32>) -> tensor<1x24x32xf32>
    %396 = "stablehlo.broadcast_in_dim"(%84) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<24x32xui8>
    %397 = "stablehlo.shift_right_logical"(%w_gate_up_0, %396) : (tensor<24x32xui8>, tensor<24x32xui8>) -> tensor<24x32xui8>
    %398 = "stablehlo.broadcast_in_dim"(%76) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<24x32xui8>
    %399 = "stablehlo.and"(%397, %398) : (tensor<24x32xui8>, tensor<24x32xui8>) -> tensor<24x32xui8>
    %400 = "stablehlo.convert"(%399) : (tensor<24x32xui8>) -> tensor<24x32xf32>
    %401 = "stablehlo.broadcast_in_dim"(%80) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<24x32xf32>
    %402 = "stablehlo.add"(%400, %401) : (tensor<24x32xf32>, tensor<24x32xf32>) -> tensor<24x32xf32>
    %403 = "stablehlo.reshape"(%402) : (tensor<24x32xf32>) -> tensor<1x24x32xf32>
    %404 = "stablehlo.broadcast_in_dim"(%93) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<24x32xui8>
    %405 = "stablehlo.shift_right_logical"(%w_gate_up_0, %404) : (tensor<24x32xui8>, tensor<24x32xui8>) -> tensor<24x32xui8>
    %406 = "stablehlo.broadcast_in_dim"(%76) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<24x32xui8>
    %407 = "stablehlo.and"(%405, %406) : (tensor<24x32xui8>, tensor<24x32xui8>) -> tensor<24x32xui8>
    %408 = "stablehlo.convert"(%407) : (tensor<24x32xui8>) -> tensor<24x32xf32>
    %409 = "stablehlo.broadcast_in_dim"(%80) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<24x32xf32>
    %410 = "stablehlo.add"(%408, %409) : (tensor<24x32xf32>, tensor<24x32xf32>) -> tensor<24x32xf32>
    %411 = "stablehlo.reshape"(%410) : (tensor<24x32xf32>) -> tensor<1x24x32xf32>
    %412 = "stablehlo.broadcast_in_dim"(%102) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<24x32xui8>
    %413 = "stablehlo.shift_right_logical"(%w_gate_up_0, %412) : (tensor<24x32xui8>, tensor<24x32xui8>) -> tensor<24x32xui8>
    %414 = "stablehlo.broadcast_in_dim"(%76) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<24x32xui8>
    %415 = "stablehlo.and"(%413, %414) : (tensor<24x32xui8>, tensor<24x32xui8>) -> tensor<24x32xui8>
    %416 = "stablehlo.convert"(%415) : (tensor<24x32xui8>) -> tensor<24x32xf32>
    %417 = "stablehlo.broadcast_in_dim"(%80) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<24x32xf32>
    %418 = "stablehlo.add"(%416, %417) : (tensor<24x32xf32>, tensor<24x32xf32>) -> tensor<24x32xf32>
    %419 = "stablehlo.reshape"(%418) : (tensor<24x32xf32>) -> tensor<1x24x32xf32>
    %420 = "stablehlo.concatenate"(%395, %403, %411, %419) { dimension = 0 : i64 } : (tensor<1x24x32xf32>, tensor<1x24x32xf32>, tensor<1x24x32xf32>, tensor<1x24x32xf32>) -> tensor<4x24x32xf32>
    %421 = "stablehlo.dot_general"(%387, %420) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [],
  rhs_batching_dimensions = [],
  lhs_contracting_dimensions = [1],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x32xf32>, tensor<4x24x32xf32>) -> tensor<4x4x24xf32>
    %422 = "stablehlo.slice"(%units_gate_up) {
      limit_indices = array<i64: 1, 24>,
      start_indices = array<i64: 0, 0>,
      strides = array<i64: 1, 1>
    } : (tensor<1x24xf32>) -> tensor<1x24xf32>
    %423 = "stablehlo.reshape"(%422) : (tensor<1x24xf32>) -> tensor<24xf32>
    %424 = "stablehlo.reshape"(%423) : (tensor<24xf32>) -> tensor<1x1x24xf32>
    %425 = "stablehlo.reshape"(%380) : (tensor<4x1xf32>) -> tensor<4x1x1xf32>
    %426 = "stablehlo.broadcast_in_dim"(%425) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x24xf32>
    %427 = "stablehlo.broadcast_in_dim"(%424) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<1x1x24xf32>) -> tensor<4x1x24xf32>
    %428 = "stablehlo.divide"(%427, %426) : (tensor<4x1x24xf32>, tensor<4x1x24xf32>) -> tensor<4x1x24xf32>
    %429 = "stablehlo.broadcast_in_dim"(%428) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x24xf32>) -> tensor<4x4x24xf32>
    %430 = "stablehlo.multiply"(%421, %429) : (tensor<4x4x24xf32>, tensor<4x4x24xf32>) -> tensor<4x4x24xf32>
    %431 = "stablehlo.reshape"(%370) : (tensor<4x32xf32>) -> tensor<4x1x32xf32>
    %432 = "stablehlo.broadcast_in_dim"(%123) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %433 = "stablehlo.broadcast_in_dim"(%125) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %434 = "stablehlo.multiply"(%432, %433) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %435 = "stablehlo.concatenate"(%9, %434) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %436 = "stablehlo.gather"(%lora_a_gate, %435) {
      dimension_numbers = #stablehlo.gather<
  offset_dims = [1, 2],
  collapsed_slice_dims = [0, 1],
  operand_batching_dims = [],
  start_indices_batching_dims = [],
  start_index_map = [0, 1],
  index_vector_dim = 1>,
      indices_are_sorted = false,
      slice_sizes = array<i64: 1, 1, 8, 32>
    } : (tensor<3x1x8x32xf32>, tensor<4x2xi32>) -> tensor<4x8x32xf32>
    %437 = "stablehlo.dot_general"(%431, %436) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x32xf32>, tensor<4x8x32xf32>) -> tensor<4x1x8xf32>
    %438 = "stablehlo.broadcast_in_dim"(%123) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %439 = "stablehlo.broadcast_in_dim"(%125) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %440 = "stablehlo.multiply"(%438, %439) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %441 = "stablehlo.concatenate"(%9, %440) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %442 = "stablehlo.gather"(%lora_b_gate, %441) {
      dimension_numbers = #stablehlo.gather<
  offset_dims = [1, 2],
  collapsed_slice_dims = [0, 1],
  operand_batching_dims = [],
  start_indices_batching_dims = [],
  start_index_map = [0, 1],
  index_vector_dim = 1>,
      indices_are_sorted = false,
      slice_sizes = array<i64: 1, 1, 8, 48>
    } : (tensor<3x1x8x48xf32>, tensor<4x2xi32>) -> tensor<4x8x48xf32>
    %443 = "stablehlo.dot_general"(%437, %442) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x8xf32>, tensor<4x8x48xf32>) -> tensor<4x1x48xf32>
    %444 = "stablehlo.slice"(%11) {
      limit_indices = array<i64: 4, 1, 5>,
      start_indices = array<i64: 0, 0, 4>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x1x7xf32>) -> tensor<4x1x1xf32>
    %445 = "stablehlo.broadcast_in_dim"(%444) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x48xf32>
    %446 = "stablehlo.multiply"(%443, %445) : (tensor<4x1x48xf32>, tensor<4x1x48xf32>) -> tensor<4x1x48xf32>
    %447 = "stablehlo.reshape"(%446) : (tensor<4x1x48xf32>) -> tensor<4x4x12xf32>
    %448 = "stablehlo.broadcast_in_dim"(%123) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %449 = "stablehlo.broadcast_in_dim"(%125) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %450 = "stablehlo.multiply"(%448, %449) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %451 = "stablehlo.concatenate"(%9, %450) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %452 = "stablehlo.gather"(%lora_a_up, %451) {
      dimension_numbers = #stablehlo.gather<
  offset_dims = [1, 2],
  collapsed_slice_dims = [0, 1],
  operand_batching_dims = [],
  start_indices_batching_dims = [],
  start_index_map = [0, 1],
  index_vector_dim = 1>,
      indices_are_sorted = false,
      slice_sizes = array<i64: 1, 1, 8, 32>
    } : (tensor<3x1x8x32xf32>, tensor<4x2xi32>) -> tensor<4x8x32xf32>
    %453 = "stablehlo.dot_general"(%431, %452) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x32xf32>, tensor<4x8x32xf32>) -> tensor<4x1x8xf32>
    %454 = "stablehlo.broadcast_in_dim"(%123) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %455 = "stablehlo.broadcast_in_dim"(%125) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %456 = "stablehlo.multiply"(%454, %455) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %457 = "stablehlo.concatenate"(%9, %456) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %458 = "stablehlo.gather"(%lora_b_up, %457) {
      dimension_numbers = #stablehlo.gather<
  offset_dims = [1, 2],
  collapsed_slice_dims = [0, 1],
  operand_batching_dims = [],
  start_indices_batching_dims = [],
  start_index_map = [0, 1],
  index_vector_dim = 1>,
      indices_are_sorted = false,
      slice_sizes = array<i64: 1, 1, 8, 48>
    } : (tensor<3x1x8x48xf32>, tensor<4x2xi32>) -> tensor<4x8x48xf32>
    %459 = "stablehlo.dot_general"(%453, %458) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x8xf32>, tensor<4x8x48xf32>) -> tensor<4x1x48xf32>
    %460 = "stablehlo.slice"(%11) {
      limit_indices = array<i64: 4, 1, 6>,
      start_indices = array<i64: 0, 0, 5>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x1x7xf32>) -> tensor<4x1x1xf32>
    %461 = "stablehlo.broadcast_in_dim"(%460) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x48xf32>
    %462 = "stablehlo.multiply"(%459, %461) : (tensor<4x1x48xf32>, tensor<4x1x48xf32>) -> tensor<4x1x48xf32>
    %463 = "stablehlo.reshape"(%462) : (tensor<4x1x48xf32>) -> tensor<4x4x12xf32>
    %464 = "stablehlo.concatenate"(%447, %463) { dimension = 2 : i64 } : (tensor<4x4x12xf32>, tensor<4x4x12xf32>) -> tensor<4x4x24xf32>
    %465 = "stablehlo.add"(%430, %464) : (tensor<4x4x24xf32>, tensor<4x4x24xf32>) -> tensor<4x4x24xf32>
    %466 = "stablehlo.slice"(%465) {
      limit_indices = array<i64: 4, 4, 12>,
      start_indices = array<i64: 0, 0, 0>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x4x24xf32>) -> tensor<4x4x12xf32>
    %467 = "stablehlo.reshape"(%466) : (tensor<4x4x12xf32>) -> tensor<4x48xf32>
    %468 = "stablehlo.slice"(%465) {
      limit_indices = array<i64: 4, 4, 24>,
      start_indices = array<i64: 0, 0, 12>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x4x24xf32>) -> tensor<4x4x12xf32>
    %469 = "stablehlo.reshape"(%468) : (tensor<4x4x12xf32>) -> tensor<4x48xf32>
    %470 = "stablehlo.broadcast_in_dim"(%219) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x48xf32>
    %471 = "stablehlo.maximum"(%467, %470) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
    %472 = "stablehlo.multiply"(%471, %471) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
    %473 = "stablehlo.multiply"(%472, %469) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
    %474 = "stablehlo.slice"(%ffn_sub_norm) {
      limit_indices = array<i64: 1, 48>,
      start_indices = array<i64: 0, 0>,
      strides = array<i64: 1, 1>
    } : (tensor<1x48xf32>) -> tensor<1x48xf32>
    %475 = "stablehlo.reshape"(%474) : (tensor<1x48xf32>) -> tensor<48xf32>
    %476 = "stablehlo.multiply"(%473, %473) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
    %477 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %478 = "stablehlo.reduce"(%476, %477) ({
      ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
          %33 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
          "stablehlo.return"(%33) : (tensor<f32>) -> ()
    }) { dimensions = array<i64: 1> } : (tensor<4x48xf32>, tensor<f32>) -> tensor<4xf32>
    %479 = "stablehlo.constant"() { value = dense<0.02083333395421505> : tensor<f32> } : () -> tensor<f32>
    %480 = "stablehlo.broadcast_in_dim"(%479) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %481 = "stablehlo.multiply"(%478, %480) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %482 = "stablehlo.broadcast_in_dim"(%39) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %483 = "stablehlo.add"(%481, %482) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %484 = "stablehlo.sqrt"(%483) : (tensor<4xf32>) -> tensor<4xf32>
    %485 = "stablehlo.broadcast_in_dim"(%43) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %486 = "stablehlo.divide"(%485, %484) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %487 = "stablehlo.reshape"(%486) : (tensor<4xf32>) -> tensor<4x1xf32>
    %488 = "stablehlo.broadcast_in_dim"(%487) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x48xf32>
    %489 = "stablehlo.multiply"(%473, %488) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
    %490 = "stablehlo.reshape"(%475) : (tensor<48xf32>) -> tensor<1x48xf32>
    %491 = "stablehlo.broadcast_in_dim"(%490) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<1x48xf32>) -> tensor<4x48xf32>
    %492 = "stablehlo.multiply"(%489, %491) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
    %493 = "stablehlo.abs"(%492) : (tensor<4x48xf32>) -> tensor<4x48xf32>
    %494 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
    %495 = "stablehlo.reduce"(%493, %494) ({
      ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
          %53 = "stablehlo.maximum"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
          "stablehlo.return"(%53) : (tensor<f32>) -> ()
    }) { dimensions = array<i64: 1> } : (tensor<4x48xf32>, tensor<f32>) -> tensor<4xf32>
    %496 = "stablehlo.broadcast_in_dim"(%56) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %497 = "stablehlo.maximum"(%495, %496) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %498 = "stablehlo.broadcast_in_dim"(%43) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %499 = "stablehlo.broadcast_in_dim"(%60) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %500 = "stablehlo.multiply"(%498, %499) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %501 = "stablehlo.divide"(%500, %497) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %502 = "stablehlo.reshape"(%501) : (tensor<4xf32>) -> tensor<4x1xf32>
    %503 = "stablehlo.broadcast_in_dim"(%502) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x48xf32>
    %504 = "stablehlo.multiply"(%492, %503) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
    %505 = "stablehlo.round_nearest_even"(%504) : (tensor<4x48xf32>) -> tensor<4x48xf32>
    %506 = "stablehlo.broadcast_in_dim"(%68) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x48xf32>
    %507 = "stablehlo.maximum"(%505, %506) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
    %508 = "stablehlo.broadcast_in_dim"(%60) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x48xf32>
    %509 = "stablehlo.minimum"(%507, %508) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
    %510 = "stablehlo.broadcast_in_dim"(%73) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x48xui8>
    %511 = "stablehlo.shift_right_logical"(%w_down_0, %510) : (tensor<8x48xui8>, tensor<8x48xui8>) -> tensor<8x48xui8>
    %512 = "stablehlo.broadcast_in_dim"(%76) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x48xui8>
    %513 = "stablehlo.and"(%511, %512) : (tensor<8x48xui8>, tensor<8x48xui8>) -> tensor<8x48xui8>
    %514 = "stablehlo.convert"(%513) : (tensor<8x48xui8>) -> tensor<8x48xf32>
    %515 = "stablehlo.broadcast_in_dim"(%80) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<8x48xf32>
    %516 = "stablehlo.add"(%514, %515) : (tensor<8x48xf32>, tensor<8x48xf32>) -> tensor<8x48xf32>
    %517 = "stablehlo.reshape"(%516) : (tensor<8x48xf32>) -> tensor<1x8x48xf32>
    %518 = "stablehlo.broadcast_in_dim"(%84) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x48xui8>
    %519 = "stablehlo.shift_right_logical"(%w_down_0, %518) : (tensor<8x48xui8>, tensor<8x48xui8>) -> tensor<8x48xui8>
    %520 = "stablehlo.broadcast_in_dim"(%76) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x48xui8>
    %521 = "stablehlo.and"(%519, %520) : (tensor<8x48xui8>, tensor<8x48xui8>) -> tensor<8x48xui8>
    %522 = "stablehlo.convert"(%521) : (tensor<8x48xui8>) -> tensor<8x48xf32>
    %523 = "stablehlo.broadcast_in_dim"(%80) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<8x48xf32>
    %524 = "stablehlo.add"(%522, %523) : (tensor<8x48xf32>, tensor<8x48xf32>) -> tensor<8x48xf32>
    %525 = "stablehlo.reshape"(%524) : (tensor<8x48xf32>) -> tensor<1x8x48xf32>
    %526 = "stablehlo.broadcast_in_dim"(%93) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x48xui8>
    %527 = "stablehlo.shift_right_logical"(%w_down_0, %526) : (tensor<8x48xui8>, tensor<8x48xui8>) -> tensor<8x48xui8>
    %528 = "stablehlo.broadcast_in_dim"(%76) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x48xui8>
    %529 = "stablehlo.and"(%527, %528) : (tensor<8x48xui8>, tensor<8x48xui8>) -> tensor<8x48xui8>
    %530 = "stablehlo.convert"(%529) : (tensor<8x48xui8>) -> tensor<8x48xf32>
    %531 = "stablehlo.broadcast_in_dim"(%80) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<8x48xf32>
    %532 = "stablehlo.add"(%530, %531) : (tensor<8x48xf32>, tensor<8x48xf32>) -> tensor<8x48xf32>
    %533 = "stablehlo.reshape"(%532) : (tensor<8x48xf32>) -> tensor<1x8x48xf32>
    %534 = "stablehlo.broadcast_in_dim"(%102) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x48xui8>
    %535 = "stablehlo.shift_right_logical"(%w_down_0, %534) : (tensor<8x48xui8>, tensor<8x48xui8>) -> tensor<8x48xui8>
    %536 = "stablehlo.broadcast_in_dim"(%76) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x48xui8>
    %537 = "stablehlo.and"(%535, %536) : (tensor<8x48xui8>, tensor<8x48xui8>) -> tensor<8x48xui8>
    %538 = "stablehlo.convert"(%537) : (tensor<8x48xui8>) -> tensor<8x48xf32>
    %539 = "stablehlo.broadcast_in_dim"(%80) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<8x48xf32>
    %540 = "stablehlo.add"(%538, %539) : (tensor<8x48xf32>, tensor<8x48xf32>) -> tensor<8x48xf32>
    %541 = "stablehlo.reshape"(%540) : (tensor<8x48xf32>) -> tensor<1x8x48xf32>
    %542 = "stablehlo.concatenate"(%517, %525, %533, %541) { dimension = 0 : i64 } : (tensor<1x8x48xf32>, tensor<1x8x48xf32>, tensor<1x8x48xf32>, tensor<1x8x48xf32>) -> tensor<4x8x48xf32>
    %543 = "stablehlo.dot_general"(%509, %542) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [],
  rhs_batching_dimensions = [],
  lhs_contracting_dimensions = [1],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x48xf32>, tensor<4x8x48xf32>) -> tensor<4x4x8xf32>
    %544 = "stablehlo.slice"(%units_down) {
      limit_indices = array<i64: 1, 8>,
      start_indices = array<i64: 0, 0>,
      strides = array<i64: 1, 1>
    } : (tensor<1x8xf32>) -> tensor<1x8xf32>
    %545 = "stablehlo.reshape"(%544) : (tensor<1x8xf32>) -> tensor<8xf32>
    %546 = "stablehlo.reshape"(%545) : (tensor<8xf32>) -> tensor<1x1x8xf32>
    %547 = "stablehlo.reshape"(%502) : (tensor<4x1xf32>) -> tensor<4x1x1xf32>
    %548 = "stablehlo.broadcast_in_dim"(%547) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x8xf32>
    %549 = "stablehlo.broadcast_in_dim"(%546) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<1x1x8xf32>) -> tensor<4x1x8xf32>
    %550 = "stablehlo.divide"(%549, %548) : (tensor<4x1x8xf32>, tensor<4x1x8xf32>) -> tensor<4x1x8xf32>
    %551 = "stablehlo.broadcast_in_dim"(%550) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x8xf32>) -> tensor<4x4x8xf32>
    %552 = "stablehlo.multiply"(%543, %551) : (tensor<4x4x8xf32>, tensor<4x4x8xf32>) -> tensor<4x4x8xf32>
    %553 = "stablehlo.reshape"(%492) : (tensor<4x48xf32>) -> tensor<4x1x48xf32>
    %554 = "stablehlo.broadcast_in_dim"(%123) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %555 = "stablehlo.broadcast_in_dim"(%125) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %556 = "stablehlo.multiply"(%554, %555) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %557 = "stablehlo.concatenate"(%9, %556) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %558 = "stablehlo.gather"(%lora_a_down, %557) {
      dimension_numbers = #stablehlo.gather<
  offset_dims = [1, 2],
  collapsed_slice_dims = [0, 1],
  operand_batching_dims = [],
  start_indices_batching_dims = [],
  start_index_map = [0, 1],
  index_vector_dim = 1>,
      indices_are_sorted = false,
      slice_sizes = array<i64: 1, 1, 8, 48>
    } : (tensor<3x1x8x48xf32>, tensor<4x2xi32>) -> tensor<4x8x48xf32>
    %559 = "stablehlo.dot_general"(%553, %558) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x48xf32>, tensor<4x8x48xf32>) -> tensor<4x1x8xf32>
    %560 = "stablehlo.broadcast_in_dim"(%123) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %561 = "stablehlo.broadcast_in_dim"(%125) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %562 = "stablehlo.multiply"(%560, %561) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %563 = "stablehlo.concatenate"(%9, %562) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %564 = "stablehlo.gather"(%lora_b_down, %563) {
      dimension_numbers = #stablehlo.gather<
  offset_dims = [1, 2],
  collapsed_slice_dims = [0, 1],
  operand_batching_dims = [],
  start_indices_batching_dims = [],
  start_index_map = [0, 1],
  index_vector_dim = 1>,
      indices_are_sorted = false,
      slice_sizes = array<i64: 1, 1, 8, 32>
    } : (tensor<3x1x8x32xf32>, tensor<4x2xi32>) -> tensor<4x8x32xf32>
    %565 = "stablehlo.dot_general"(%559, %564) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x8xf32>, tensor<4x8x32xf32>) -> tensor<4x1x32xf32>
    %566 = "stablehlo.slice"(%11) {
      limit_indices = array<i64: 4, 1, 7>,
      start_indices = array<i64: 0, 0, 6>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x1x7xf32>) -> tensor<4x1x1xf32>
    %567 = "stablehlo.broadcast_in_dim"(%566) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x32xf32>
    %568 = "stablehlo.multiply"(%565, %567) : (tensor<4x1x32xf32>, tensor<4x1x32xf32>) -> tensor<4x1x32xf32>
    %569 = "stablehlo.reshape"(%568) : (tensor<4x1x32xf32>) -> tensor<4x4x8xf32>
    %570 = "stablehlo.add"(%552, %569) : (tensor<4x4x8xf32>, tensor<4x4x8xf32>) -> tensor<4x4x8xf32>
    %571 = "stablehlo.reshape"(%570) : (tensor<4x4x8xf32>) -> tensor<4x32xf32>
    %572 = "stablehlo.add"(%352, %571) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %573 = "stablehlo.multiply"(%572, %572) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %574 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %575 = "stablehlo.reduce"(%573, %574) ({
      ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
          %33 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
          "stablehlo.return"(%33) : (tensor<f32>) -> ()
    }) { dimensions = array<i64: 1> } : (tensor<4x32xf32>, tensor<f32>) -> tensor<4xf32>
    %576 = "stablehlo.broadcast_in_dim"(%36) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %577 = "stablehlo.multiply"(%575, %576) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %578 = "stablehlo.broadcast_in_dim"(%39) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %579 = "stablehlo.add"(%577, %578) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %580 = "stablehlo.sqrt"(%579) : (tensor<4xf32>) -> tensor<4xf32>
    %581 = "stablehlo.broadcast_in_dim"(%43) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %582 = "stablehlo.divide"(%581, %580) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %583 = "stablehlo.reshape"(%582) : (tensor<4xf32>) -> tensor<4x1xf32>
    %584 = "stablehlo.broadcast_in_dim"(%583) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x32xf32>
    %585 = "stablehlo.multiply"(%572, %584) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %586 = "stablehlo.reshape"(%final_norm) : (tensor<32xf32>) -> tensor<1x32xf32>
    %587 = "stablehlo.broadcast_in_dim"(%586) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<1x32xf32>) -> tensor<4x32xf32>
    %588 = "stablehlo.multiply"(%585, %587) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %589 = "stablehlo.convert"(%head) : (tensor<64x32xbf16>) -> tensor<64x32xf32>
    %590 = "stablehlo.dot_general"(%588, %589) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [],
  rhs_batching_dimensions = [],
  lhs_contracting_dimensions = [1],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x32xf32>, tensor<64x32xf32>) -> tensor<4x64xf32>
    "stablehlo.return"(%590, %200) : (tensor<4x64xf32>, tensor<21x8x2x32xi32>) -> ()
  }
}

module @forward {
  func.func @main(%step: tensor<36xi32>, %embedding: tensor<64x32xbf16>, %final_norm: tensor<32xf32>, %input_norm: tensor<1x32xf32>, %post_norm: tensor<1x32xf32>, %attn_sub_norm: tensor<1x32xf32>, %ffn_sub_norm: tensor<1x48xf32>, %cos: tensor<64x4xf32>, %sin: tensor<64x4xf32>, %head: tensor<64x32xbf16>, %units_qkv: tensor<1x16xf32>, %units_o: tensor<1x8xf32>, %units_gate_up: tensor<1x24xf32>, %units_down: tensor<1x8xf32>, %w_qkv_0: tensor<16x32xui8>, %w_o_0: tensor<8x32xui8>, %w_gate_up_0: tensor<24x32xui8>, %w_down_0: tensor<8x48xui8>, %lora_scales: tensor<3x1x7xf32>, %lora_a_q: tensor<3x1x8x32xf32>, %lora_b_q: tensor<3x1x8x32xf32>, %lora_a_k: tensor<3x1x8x32xf32>, %lora_b_k: tensor<3x1x8x16xf32>, %lora_a_v: tensor<3x1x8x32xf32>, %lora_b_v: tensor<3x1x8x16xf32>, %lora_a_o: tensor<3x1x8x32xf32>, %lora_b_o: tensor<3x1x8x32xf32>, %lora_a_gate: tensor<3x1x8x32xf32>, %lora_b_gate: tensor<3x1x8x48xf32>, %lora_a_up: tensor<3x1x8x32xf32>, %lora_b_up: tensor<3x1x8x48xf32>, %lora_a_down: tensor<3x1x8x48xf32>, %lora_b_down: tensor<3x1x8x32xf32>, %alias1_cache_0: tensor<21x8x2x16xi32> { tf.aliasing_output = 1 : i32 }) -> (tensor<4x64xf32>, tensor<21x8x2x16xi32>) {
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
      slice_sizes = array<i64: 1, 4>
    } : (tensor<64x4xf32>, tensor<4x1xi32>) -> tensor<4x4xf32>
    %13 = "stablehlo.reshape"(%12) : (tensor<4x4xf32>) -> tensor<4x1x4xf32>
    %14 = "stablehlo.gather"(%sin, %3) {
      dimension_numbers = #stablehlo.gather<
  offset_dims = [1],
  collapsed_slice_dims = [0],
  operand_batching_dims = [],
  start_indices_batching_dims = [],
  start_index_map = [0],
  index_vector_dim = 1>,
      indices_are_sorted = false,
      slice_sizes = array<i64: 1, 4>
    } : (tensor<64x4xf32>, tensor<4x1xi32>) -> tensor<4x4xf32>
    %15 = "stablehlo.reshape"(%14) : (tensor<4x4xf32>) -> tensor<4x1x4xf32>
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
    %74 = "stablehlo.broadcast_in_dim"(%73) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<16x32xui8>
    %75 = "stablehlo.shift_right_logical"(%w_qkv_0, %74) : (tensor<16x32xui8>, tensor<16x32xui8>) -> tensor<16x32xui8>
    %76 = "stablehlo.constant"() { value = dense<3> : tensor<ui8> } : () -> tensor<ui8>
    %77 = "stablehlo.broadcast_in_dim"(%76) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<16x32xui8>
    %78 = "stablehlo.and"(%75, %77) : (tensor<16x32xui8>, tensor<16x32xui8>) -> tensor<16x32xui8>
    %79 = "stablehlo.convert"(%78) : (tensor<16x32xui8>) -> tensor<16x32xf32>
    %80 = "stablehlo.constant"() { value = dense<-1.0> : tensor<f32> } : () -> tensor<f32>
    %81 = "stablehlo.broadcast_in_dim"(%80) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<16x32xf32>
    %82 = "stablehlo.add"(%79, %81) : (tensor<16x32xf32>, tensor<16x32xf32>) -> tensor<16x32xf32>
    %83 = "stablehlo.reshape"(%82) : (tensor<16x32xf32>) -> tensor<1x16x32xf32>
    %84 = "stablehlo.constant"() { value = dense<2> : tensor<ui8> } : () -> tensor<ui8>
    %85 = "stablehlo.broadcast_in_dim"(%84) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<16x32xui8>
    %86 = "stablehlo.shift_right_logical"(%w_qkv_0, %85) : (tensor<16x32xui8>, tensor<16x32xui8>) -> tensor<16x32xui8>
    %87 = "stablehlo.broadcast_in_dim"(%76) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<16x32xui8>
    %88 = "stablehlo.and"(%86, %87) : (tensor<16x32xui8>, tensor<16x32xui8>) -> tensor<16x32xui8>
    %89 = "stablehlo.convert"(%88) : (tensor<16x32xui8>) -> tensor<16x32xf32>
    %90 = "stablehlo.broadcast_in_dim"(%80) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<16x32xf32>
    %91 = "stablehlo.add"(%89, %90) : (tensor<16x32xf32>, tensor<16x32xf32>) -> tensor<16x32xf32>
    %92 = "stablehlo.reshape"(%91) : (tensor<16x32xf32>) -> tensor<1x16x32xf32>
    %93 = "stablehlo.constant"() { value = dense<4> : tensor<ui8> } : () -> tensor<ui8>
    %94 = "stablehlo.broadcast_in_dim"(%93) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<16x32xui8>
    %95 = "stablehlo.shift_right_logical"(%w_qkv_0, %94) : (tensor<16x32xui8>, tensor<16x32xui8>) -> tensor<16x32xui8>
    %96 = "stablehlo.broadcast_in_dim"(%76) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<16x32xui8>
    %97 = "stablehlo.and"(%95, %96) : (tensor<16x32xui8>, tensor<16x32xui8>) -> tensor<16x32xui8>
    %98 = "stablehlo.convert"(%97) : (tensor<16x32xui8>) -> tensor<16x32xf32>
    %99 = "stablehlo.broadcast_in_dim"(%80) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<16x32xf32>
    %100 = "stablehlo.add"(%98, %99) : (tensor<16x32xf32>, tensor<16x32xf32>) -> tensor<16x32xf32>
    %101 = "stablehlo.reshape"(%100) : (tensor<16x32xf32>) -> tensor<1x16x32xf32>
    %102 = "stablehlo.constant"() { value = dense<6> : tensor<ui8> } : () -> tensor<ui8>
    %103 = "stablehlo.broadcast_in_dim"(%102) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<16x32xui8>
    %104 = "stablehlo.shift_right_logical"(%w_qkv_0, %103) : (tensor<16x32xui8>, tensor<16x32xui8>) -> tensor<16x32xui8>
    %105 = "stablehlo.broadcast_in_dim"(%76) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<16x32xui8>
    %106 = "stablehlo.and"(%104, %105) : (tensor<16x32xui8>, tensor<16x32xui8>) -> tensor<16x32xui8>
    %107 = "stablehlo.convert"(%106) : (tensor<16x32xui8>) -> tensor<16x32xf32>
    %108 = "stablehlo.broadcast_in_dim"(%80) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<16x32xf32>
    %109 = "stablehlo.add"(%107, %108) : (tensor<16x32xf32>, tensor<16x32xf32>) -> tensor<16x32xf32>
    %110 = "stablehlo.reshape"(%109) : (tensor<16x32xf32>) -> tensor<1x16x32xf32>
    %111 = "stablehlo.concatenate"(%83, %92, %101, %110) { dimension = 0 : i64 } : (tensor<1x16x32xf32>, tensor<1x16x32xf32>, tensor<1x16x32xf32>, tensor<1x16x32xf32>) -> tensor<4x16x32xf32>
    %112 = "stablehlo.dot_general"(%72, %111) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [],
  rhs_batching_dimensions = [],
  lhs_contracting_dimensions = [1],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]
    } : (tensor<4x32xf32>, tensor<4x16x32xf32>) -> tensor<4x4x16xf32>
    %113 = "stablehlo.slice"(%units_qkv) {
      limit_indices = array<i64: 1, 16>,
      start_indices = array<i64: 0, 0>,
      strides = array<i64: 1, 1>
    } : (tensor<1x16xf32>) -> tensor<1x16xf32>
    %114 = "stablehlo.reshape"(%113) : (tensor<1x16xf32>) -> tensor<16xf32>
    %115 = "stablehlo.reshape"(%114) : (tensor<16xf32>) -> tensor<1x1x16xf32>
    %116 = "stablehlo.reshape"(%64) : (tensor<4x1xf32>) -> tensor<4x1x1xf32>
    %117 = "stablehlo.broadcast_in_dim"(%116) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x16xf32>
    %118 = "stablehlo.broadcast_in_dim"(%115) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<1x1x16xf32>) -> tensor<4x1x16xf32>
    %119 = "stablehlo.divide"(%118, %117) : (tensor<4x1x16xf32>, tensor<4x1x16xf32>) -> tensor<4x1x16xf32>
    %120 = "stablehlo.broadcast_in_dim"(%119) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x16xf32>) -> tensor<4x4x16xf32>
    %121 = "stablehlo.multiply"(%112, %120) : (tensor<4x4x16xf32>, tensor<4x4x16xf32>) -> tensor<4x4x16xf32>
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
      precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]
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
      slice_sizes = array<i64: 1, 1, 8, 32>
    } : (tensor<3x1x8x32xf32>, tensor<4x2xi32>) -> tensor<4x8x32xf32>
    %136 = "stablehlo.dot_general"(%130, %135) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]
    } : (tensor<4x1x8xf32>, tensor<4x8x32xf32>) -> tensor<4x1x32xf32>
    %137 = "stablehlo.slice"(%11) {
      limit_indices = array<i64: 4, 1, 1>,
      start_indices = array<i64: 0, 0, 0>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x1x7xf32>) -> tensor<4x1x1xf32>
    %138 = "stablehlo.broadcast_in_dim"(%137) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x32xf32>
    %139 = "stablehlo.multiply"(%136, %138) : (tensor<4x1x32xf32>, tensor<4x1x32xf32>) -> tensor<4x1x32xf32>
    %140 = "stablehlo.reshape"(%139) : (tensor<4x1x32xf32>) -> tensor<4x4x8xf32>
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
      precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]
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
      slice_sizes = array<i64: 1, 1, 8, 16>
    } : (tensor<3x1x8x16xf32>, tensor<4x2xi32>) -> tensor<4x8x16xf32>
    %152 = "stablehlo.dot_general"(%146, %151) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]
    } : (tensor<4x1x8xf32>, tensor<4x8x16xf32>) -> tensor<4x1x16xf32>
    %153 = "stablehlo.slice"(%11) {
      limit_indices = array<i64: 4, 1, 2>,
      start_indices = array<i64: 0, 0, 1>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x1x7xf32>) -> tensor<4x1x1xf32>
    %154 = "stablehlo.broadcast_in_dim"(%153) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x16xf32>
    %155 = "stablehlo.multiply"(%152, %154) : (tensor<4x1x16xf32>, tensor<4x1x16xf32>) -> tensor<4x1x16xf32>
    %156 = "stablehlo.reshape"(%155) : (tensor<4x1x16xf32>) -> tensor<4x4x4xf32>
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
      precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]
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
      slice_sizes = array<i64: 1, 1, 8, 16>
    } : (tensor<3x1x8x16xf32>, tensor<4x2xi32>) -> tensor<4x8x16xf32>
    %168 = "stablehlo.dot_general"(%162, %167) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]
    } : (tensor<4x1x8xf32>, tensor<4x8x16xf32>) -> tensor<4x1x16xf32>
    %169 = "stablehlo.slice"(%11) {
      limit_indices = array<i64: 4, 1, 3>,
      start_indices = array<i64: 0, 0, 2>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x1x7xf32>) -> tensor<4x1x1xf32>
    %170 = "stablehlo.broadcast_in_dim"(%169) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x16xf32>
    %171 = "stablehlo.multiply"(%168, %170) : (tensor<4x1x16xf32>, tensor<4x1x16xf32>) -> tensor<4x1x16xf32>
    %172 = "stablehlo.reshape"(%171) : (tensor<4x1x16xf32>) -> tensor<4x4x4xf32>
    %173 = "stablehlo.concatenate"(%140, %156, %172) { dimension = 2 : i64 } : (tensor<4x4x8xf32>, tensor<4x4x4xf32>, tensor<4x4x4xf32>) -> tensor<4x4x16xf32>
    %174 = "stablehlo.add"(%121, %173) : (tensor<4x4x16xf32>, tensor<4x4x16xf32>) -> tensor<4x4x16xf32>
    %175 = "stablehlo.slice"(%174) {
      limit_indices = array<i64: 4, 4, 8>,
      start_indices = array<i64: 0, 0, 0>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x4x16xf32>) -> tensor<4x4x8xf32>
    %176 = "stablehlo.reshape"(%175) : (tensor<4x4x8xf32>) -> tensor<4x32xf32>
    %177 = "stablehlo.slice"(%174) {
      limit_indices = array<i64: 4, 4, 12>,
      start_indices = array<i64: 0, 0, 8>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x4x16xf32>) -> tensor<4x4x4xf32>
    %178 = "stablehlo.reshape"(%177) : (tensor<4x4x4xf32>) -> tensor<4x16xf32>
    %179 = "stablehlo.slice"(%174) {
      limit_indices = array<i64: 4, 4, 16>,
      start_indices = array<i64: 0, 0, 12>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x4x16xf32>) -> tensor<4x4x4xf32>
    %180 = "stablehlo.reshape"(%179) : (tensor<4x4x4xf32>) -> tensor<4x16xf32>
    %181 = "stablehlo.reshape"(%176) : (tensor<4x32xf32>) -> tensor<4x4x8xf32>
    %182 = "stablehlo.slice"(%181) {
      limit_indices = array<i64: 4, 4, 4>,
      start_indices = array<i64: 0, 0, 0>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x4x8xf32>) -> tensor<4x4x4xf32>
    %183 = "stablehlo.slice"(%181) {
      limit_indices = array<i64: 4, 4, 8>,
      start_indices = array<i64: 0, 0, 4>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x4x8xf32>) -> tensor<4x4x4xf32>
    %184 = "stablehlo.broadcast_in_dim"(%13) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x4xf32>) -> tensor<4x4x4xf32>
    %185 = "stablehlo.broadcast_in_dim"(%15) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x4xf32>) -> tensor<4x4x4xf32>
    %186 = "stablehlo.multiply"(%182, %184) : (tensor<4x4x4xf32>, tensor<4x4x4xf32>) -> tensor<4x4x4xf32>
    %187 = "stablehlo.multiply"(%183, %185) : (tensor<4x4x4xf32>, tensor<4x4x4xf32>) -> tensor<4x4x4xf32>
    %188 = "stablehlo.subtract"(%186, %187) : (tensor<4x4x4xf32>, tensor<4x4x4xf32>) -> tensor<4x4x4xf32>
    %189 = "stablehlo.multiply"(%183, %184) : (tensor<4x4x4xf32>, tensor<4x4x4xf32>) -> tensor<4x4x4xf32>
    %190 = "stablehlo.multiply"(%182, %185) : (tensor<4x4x4xf32>, tensor<4x4x4xf32>) -> tensor<4x4x4xf32>
    %191 = "stablehlo.add"(%189, %190) : (tensor<4x4x4xf32>, tensor<4x4x4xf32>) -> tensor<4x4x4xf32>
    %192 = "stablehlo.concatenate"(%188, %191) { dimension = 2 : i64 } : (tensor<4x4x4xf32>, tensor<4x4x4xf32>) -> tensor<4x4x8xf32>
    %193 = "stablehlo.reshape"(%178) : (tensor<4x16xf32>) -> tensor<4x2x8xf32>
    %194 = "stablehlo.slice"(%193) {
      limit_indices = array<i64: 4, 2, 4>,
      start_indices = array<i64: 0, 0, 0>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x2x8xf32>) -> tensor<4x2x4xf32>
    %195 = "stablehlo.slice"(%193) {
      limit_indices = array<i64: 4, 2, 8>,
      start_indices = array<i64: 0, 0, 4>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x2x8xf32>) -> tensor<4x2x4xf32>
    %196 = "stablehlo.broadcast_in_dim"(%13) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x4xf32>) -> tensor<4x2x4xf32>
    %197 = "stablehlo.broadcast_in_dim"(%15) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x4xf32>) -> tensor<4x2x4xf32>
    %198 = "stablehlo.multiply"(%194, %196) : (tensor<4x2x4xf32>, tensor<4x2x4xf32>) -> tensor<4x2x4xf32>
    %199 = "stablehlo.multiply"(%195, %197) : (tensor<4x2x4xf32>, tensor<4x2x4xf32>) -> tensor<4x2x4xf32>
    %200 = "stablehlo.subtract"(%198, %199) : (tensor<4x2x4xf32>, tensor<4x2x4xf32>) -> tensor<4x2x4xf32>
    %201 = "stablehlo.multiply"(%195, %196) : (tensor<4x2x4xf32>, tensor<4x2x4xf32>) -> tensor<4x2x4xf32>
    %202 = "stablehlo.multiply"(%194, %197) : (tensor<4x2x4xf32>, tensor<4x2x4xf32>) -> tensor<4x2x4xf32>
    %203 = "stablehlo.add"(%201, %202) : (tensor<4x2x4xf32>, tensor<4x2x4xf32>) -> tensor<4x2x4xf32>
    %204 = "stablehlo.concatenate"(%200, %203) { dimension = 2 : i64 } : (tensor<4x2x4xf32>, tensor<4x2x4xf32>) -> tensor<4x2x8xf32>
    %205 = "stablehlo.reshape"(%204) : (tensor<4x2x8xf32>) -> tensor<4x1x16xf32>
    %206 = "stablehlo.reshape"(%180) : (tensor<4x16xf32>) -> tensor<4x1x16xf32>
    %207 = "stablehlo.concatenate"(%205, %206) { dimension = 1 : i64 } : (tensor<4x1x16xf32>, tensor<4x1x16xf32>) -> tensor<4x2x16xf32>
    %208 = "stablehlo.bitcast_convert"(%207) : (tensor<4x2x16xf32>) -> tensor<4x2x16xi32>
    %209 = "stablehlo.gather"(%alias1_cache_0, %10) {
      dimension_numbers = #stablehlo.gather<
  offset_dims = [1, 2],
  collapsed_slice_dims = [0, 1],
  operand_batching_dims = [],
  start_indices_batching_dims = [],
  start_index_map = [0, 1],
  index_vector_dim = 1>,
      indices_are_sorted = false,
      slice_sizes = array<i64: 1, 1, 2, 16>
    } : (tensor<21x8x2x16xi32>, tensor<4x2xi32>) -> tensor<4x2x16xi32>
    %210 = "stablehlo.subtract"(%208, %209) : (tensor<4x2x16xi32>, tensor<4x2x16xi32>) -> tensor<4x2x16xi32>
    %212 = "stablehlo.scatter"(%alias1_cache_0, %10, %210) ({
      ^updateFn(%lhs: tensor<i32>, %rhs: tensor<i32>) :
          %211 = "stablehlo.add"(%lhs, %rhs) : (tensor<i32>, tensor<i32>) -> tensor<i32>
          "stablehlo.return"(%211) : (tensor<i32>) -> ()
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
    } : (tensor<21x8x2x16xi32>, tensor<4x2xi32>, tensor<4x2x16xi32>) -> tensor<21x8x2x16xi32>
    %213 = "stablehlo.gather"(%212, %7) {
      dimension_numbers = #stablehlo.gather<
  offset_dims = [2, 3, 4],
  collapsed_slice_dims = [0],
  operand_batching_dims = [],
  start_indices_batching_dims = [],
  start_index_map = [0],
  index_vector_dim = 2>,
      indices_are_sorted = false,
      slice_sizes = array<i64: 1, 8, 2, 16>
    } : (tensor<21x8x2x16xi32>, tensor<4x4x1xi32>) -> tensor<4x4x8x2x16xi32>
    %214 = "stablehlo.bitcast_convert"(%213) : (tensor<4x4x8x2x16xi32>) -> tensor<4x4x8x2x16xf32>
    %215 = "stablehlo.reshape"(%214) : (tensor<4x4x8x2x16xf32>) -> tensor<4x32x2x16xf32>
    %216 = "stablehlo.slice"(%215) {
      limit_indices = array<i64: 4, 32, 2, 16>,
      start_indices = array<i64: 0, 0, 1, 0>,
      strides = array<i64: 1, 1, 1, 1>
    } : (tensor<4x32x2x16xf32>) -> tensor<4x32x1x16xf32>
    %217 = "stablehlo.reshape"(%216) : (tensor<4x32x1x16xf32>) -> tensor<4x32x16xf32>
    %218 = "stablehlo.broadcast_in_dim"(%27) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x32x1xi1>) -> tensor<4x32x16xi1>
    %219 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %220 = "stablehlo.broadcast_in_dim"(%219) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x32x16xf32>
    %221 = "stablehlo.select"(%218, %217, %220) : (tensor<4x32x16xi1>, tensor<4x32x16xf32>, tensor<4x32x16xf32>) -> tensor<4x32x16xf32>
    %222 = "stablehlo.slice"(%215) {
      limit_indices = array<i64: 4, 32, 1, 16>,
      start_indices = array<i64: 0, 0, 0, 0>,
      strides = array<i64: 1, 1, 1, 1>
    } : (tensor<4x32x2x16xf32>) -> tensor<4x32x1x16xf32>
    %223 = "stablehlo.reshape"(%222) : (tensor<4x32x1x16xf32>) -> tensor<4x32x16xf32>
    %224 = "stablehlo.reshape"(%223) : (tensor<4x32x16xf32>) -> tensor<4x32x2x8xf32>
    %225 = "stablehlo.reshape"(%221) : (tensor<4x32x16xf32>) -> tensor<4x32x2x8xf32>
    %226 = "stablehlo.reshape"(%192) : (tensor<4x4x8xf32>) -> tensor<4x1x2x2x8xf32>
    %227 = "stablehlo.dot_general"(%226, %224) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0, 2],
  rhs_batching_dimensions = [0, 2],
  lhs_contracting_dimensions = [4],
  rhs_contracting_dimensions = [3]
>,
      precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]
    } : (tensor<4x1x2x2x8xf32>, tensor<4x32x2x8xf32>) -> tensor<4x2x1x2x32xf32>
    %228 = "stablehlo.transpose"(%227) { permutation = array<i64: 0, 1, 3, 2, 4> } : (tensor<4x2x1x2x32xf32>) -> tensor<4x2x2x1x32xf32>
    %229 = "stablehlo.constant"() { value = dense<0.3535533845424652> : tensor<f32> } : () -> tensor<f32>
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
      precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]
    } : (tensor<4x2x2x1x32xf32>, tensor<4x32x2x8xf32>) -> tensor<4x2x2x1x8xf32>
    %252 = "stablehlo.transpose"(%251) { permutation = array<i64: 0, 3, 1, 2, 4> } : (tensor<4x2x2x1x8xf32>) -> tensor<4x1x2x2x8xf32>
    %253 = "stablehlo.reshape"(%252) : (tensor<4x1x2x2x8xf32>) -> tensor<4x32xf32>
    %254 = "stablehlo.slice"(%attn_sub_norm) {
      limit_indices = array<i64: 1, 32>,
      start_indices = array<i64: 0, 0>,
      strides = array<i64: 1, 1>
    } : (tensor<1x32xf32>) -> tensor<1x32xf32>
    %255 = "stablehlo.reshape"(%254) : (tensor<1x32xf32>) -> tensor<32xf32>
    %256 = "stablehlo.multiply"(%253, %253) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %257 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %258 = "stablehlo.reduce"(%256, %257) ({
      ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
          %33 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
          "stablehlo.return"(%33) : (tensor<f32>) -> ()
    }) { dimensions = array<i64: 1> } : (tensor<4x32xf32>, tensor<f32>) -> tensor<4xf32>
    %259 = "stablehlo.broadcast_in_dim"(%36) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %260 = "stablehlo.multiply"(%258, %259) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %261 = "stablehlo.broadcast_in_dim"(%39) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %262 = "stablehlo.add"(%260, %261) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %263 = "stablehlo.sqrt"(%262) : (tensor<4xf32>) -> tensor<4xf32>
    %264 = "stablehlo.broadcast_in_dim"(%43) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %265 = "stablehlo.divide"(%264, %263) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %266 = "stablehlo.reshape"(%265) : (tensor<4xf32>) -> tensor<4x1xf32>
    %267 = "stablehlo.broadcast_in_dim"(%266) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x32xf32>
    %268 = "stablehlo.multiply"(%253, %267) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %269 = "stablehlo.reshape"(%255) : (tensor<32xf32>) -> tensor<1x32xf32>
    %270 = "stablehlo.broadcast_in_dim"(%269) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<1x32xf32>) -> tensor<4x32xf32>
    %271 = "stablehlo.multiply"(%268, %270) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %272 = "stablehlo.abs"(%271) : (tensor<4x32xf32>) -> tensor<4x32xf32>
    %273 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
    %274 = "stablehlo.reduce"(%272, %273) ({
      ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
          %53 = "stablehlo.maximum"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
          "stablehlo.return"(%53) : (tensor<f32>) -> ()
    }) { dimensions = array<i64: 1> } : (tensor<4x32xf32>, tensor<f32>) -> tensor<4xf32>
    %275 = "stablehlo.broadcast_in_dim"(%56) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %276 = "stablehlo.maximum"(%274, %275) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %277 = "stablehlo.broadcast_in_dim"(%43) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %278 = "stablehlo.broadcast_in_dim"(%60) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %279 = "stablehlo.multiply"(%277, %278) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %280 = "stablehlo.divide"(%279, %276) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %281 = "stablehlo.reshape"(%280) : (tensor<4xf32>) -> tensor<4x1xf32>
    %282 = "stablehlo.broadcast_in_dim"(%281) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x32xf32>
    %283 = "stablehlo.multiply"(%271, %282) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %284 = "stablehlo.round_nearest_even"(%283) : (tensor<4x32xf32>) -> tensor<4x32xf32>
    %285 = "stablehlo.broadcast_in_dim"(%68) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x32xf32>
    %286 = "stablehlo.maximum"(%284, %285) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %287 = "stablehlo.broadcast_in_dim"(%60) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x32xf32>
    %288 = "stablehlo.minimum"(%286, %287) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %289 = "stablehlo.broadcast_in_dim"(%73) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x32xui8>
    %290 = "stablehlo.shift_right_logical"(%w_o_0, %289) : (tensor<8x32xui8>, tensor<8x32xui8>) -> tensor<8x32xui8>
    %291 = "stablehlo.broadcast_in_dim"(%76) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x32xui8>
    %292 = "stablehlo.and"(%290, %291) : (tensor<8x32xui8>, tensor<8x32xui8>) -> tensor<8x32xui8>
    %293 = "stablehlo.convert"(%292) : (tensor<8x32xui8>) -> tensor<8x32xf32>
    %294 = "stablehlo.broadcast_in_dim"(%80) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<8x32xf32>
    %295 = "stablehlo.add"(%293, %294) : (tensor<8x32xf32>, tensor<8x32xf32>) -> tensor<8x32xf32>
    %296 = "stablehlo.reshape"(%295) : (tensor<8x32xf32>) -> tensor<1x8x32xf32>
    %297 = "stablehlo.broadcast_in_dim"(%84) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x32xui8>
    %298 = "stablehlo.shift_right_logical"(%w_o_0, %297) : (tensor<8x32xui8>, tensor<8x32xui8>) -> tensor<8x32xui8>
    %299 = "stablehlo.broadcast_in_dim"(%76) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x32xui8>
    %300 = "stablehlo.and"(%298, %299) : (tensor<8x32xui8>, tensor<8x32xui8>) -> tensor<8x32xui8>
    %301 = "stablehlo.convert"(%300) : (tensor<8x32xui8>) -> tensor<8x32xf32>
    %302 = "stablehlo.broadcast_in_dim"(%80) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<8x32xf32>
    %303 = "stablehlo.add"(%301, %302) : (tensor<8x32xf32>, tensor<8x32xf32>) -> tensor<8x32xf32>
    %304 = "stablehlo.reshape"(%303) : (tensor<8x32xf32>) -> tensor<1x8x32xf32>
    %305 = "stablehlo.broadcast_in_dim"(%93) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x32xui8>
    %306 = "stablehlo.shift_right_logical"(%w_o_0, %305) : (tensor<8x32xui8>, tensor<8x32xui8>) -> tensor<8x32xui8>
    %307 = "stablehlo.broadcast_in_dim"(%76) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x32xui8>
    %308 = "stablehlo.and"(%306, %307) : (tensor<8x32xui8>, tensor<8x32xui8>) -> tensor<8x32xui8>
    %309 = "stablehlo.convert"(%308) : (tensor<8x32xui8>) -> tensor<8x32xf32>
    %310 = "stablehlo.broadcast_in_dim"(%80) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<8x32xf32>
    %311 = "stablehlo.add"(%309, %310) : (tensor<8x32xf32>, tensor<8x32xf32>) -> tensor<8x32xf32>
    %312 = "stablehlo.reshape"(%311) : (tensor<8x32xf32>) -> tensor<1x8x32xf32>
    %313 = "stablehlo.broadcast_in_dim"(%102) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x32xui8>
    %314 = "stablehlo.shift_right_logical"(%w_o_0, %313) : (tensor<8x32xui8>, tensor<8x32xui8>) -> tensor<8x32xui8>
    %315 = "stablehlo.broadcast_in_dim"(%76) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x32xui8>
    %316 = "stablehlo.and"(%314, %315) : (tensor<8x32xui8>, tensor<8x32xui8>) -> tensor<8x32xui8>
    %317 = "stablehlo.convert"(%316) : (tensor<8x32xui8>) -> tensor<8x32xf32>
    %318 = "stablehlo.broadcast_in_dim"(%80) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<8x32xf32>
    %319 = "stablehlo.add"(%317, %318) : (tensor<8x32xf32>, tensor<8x32xf32>) -> tensor<8x32xf32>
    %320 = "stablehlo.reshape"(%319) : (tensor<8x32xf32>) -> tensor<1x8x32xf32>
    %321 = "stablehlo.concatenate"(%296, %304, %312, %320) { dimension = 0 : i64 } : (tensor<1x8x32xf32>, tensor<1x8x32xf32>, tensor<1x8x32xf32>, tensor<1x8x32xf32>) -> tensor<4x8x32xf32>
    %322 = "stablehlo.dot_general"(%288, %321) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [],
  rhs_batching_dimensions = [],
  lhs_contracting_dimensions = [1],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]
    } : (tensor<4x32xf32>, tensor<4x8x32xf32>) -> tensor<4x4x8xf32>
    %323 = "stablehlo.slice"(%units_o) {
      limit_indices = array<i64: 1, 8>,
      start_indices = array<i64: 0, 0>,
      strides = array<i64: 1, 1>
    } : (tensor<1x8xf32>) -> tensor<1x8xf32>
    %324 = "stablehlo.reshape"(%323) : (tensor<1x8xf32>) -> tensor<8xf32>
    %325 = "stablehlo.reshape"(%324) : (tensor<8xf32>) -> tensor<1x1x8xf32>
    %326 = "stablehlo.reshape"(%281) : (tensor<4x1xf32>) -> tensor<4x1x1xf32>
    %327 = "stablehlo.broadcast_in_dim"(%326) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x8xf32>
    %328 = "stablehlo.broadcast_in_dim"(%325) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<1x1x8xf32>) -> tensor<4x1x8xf32>
    %329 = "stablehlo.divide"(%328, %327) : (tensor<4x1x8xf32>, tensor<4x1x8xf32>) -> tensor<4x1x8xf32>
    %330 = "stablehlo.broadcast_in_dim"(%329) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x8xf32>) -> tensor<4x4x8xf32>
    %331 = "stablehlo.multiply"(%322, %330) : (tensor<4x4x8xf32>, tensor<4x4x8xf32>) -> tensor<4x4x8xf32>
    %332 = "stablehlo.reshape"(%271) : (tensor<4x32xf32>) -> tensor<4x1x32xf32>
    %333 = "stablehlo.broadcast_in_dim"(%123) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %334 = "stablehlo.broadcast_in_dim"(%125) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %335 = "stablehlo.multiply"(%333, %334) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %336 = "stablehlo.concatenate"(%9, %335) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %337 = "stablehlo.gather"(%lora_a_o, %336) {
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
    %338 = "stablehlo.dot_general"(%332, %337) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]
    } : (tensor<4x1x32xf32>, tensor<4x8x32xf32>) -> tensor<4x1x8xf32>
    %339 = "stablehlo.broadcast_in_dim"(%123) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %340 = "stablehlo.broadcast_in_dim"(%125) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %341 = "stablehlo.multiply"(%339, %340) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %342 = "stablehlo.concatenate"(%9, %341) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %343 = "stablehlo.gather"(%lora_b_o, %342) {
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
    %344 = "stablehlo.dot_general"(%338, %343) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]
    } : (tensor<4x1x8xf32>, tensor<4x8x32xf32>) -> tensor<4x1x32xf32>
    %345 = "stablehlo.slice"(%11) {
      limit_indices = array<i64: 4, 1, 4>,
      start_indices = array<i64: 0, 0, 3>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x1x7xf32>) -> tensor<4x1x1xf32>
    %346 = "stablehlo.broadcast_in_dim"(%345) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x32xf32>
    %347 = "stablehlo.multiply"(%344, %346) : (tensor<4x1x32xf32>, tensor<4x1x32xf32>) -> tensor<4x1x32xf32>
    %348 = "stablehlo.reshape"(%347) : (tensor<4x1x32xf32>) -> tensor<4x4x8xf32>
    %349 = "stablehlo.add"(%331, %348) : (tensor<4x4x8xf32>, tensor<4x4x8xf32>) -> tensor<4x4x8xf32>
    %350 = "stablehlo.reshape"(%349) : (tensor<4x4x8xf32>) -> tensor<4x32xf32>
    %351 = "stablehlo.add"(%29, %350) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %352 = "stablehlo.slice"(%post_norm) {
      limit_indices = array<i64: 1, 32>,
      start_indices = array<i64: 0, 0>,
      strides = array<i64: 1, 1>
    } : (tensor<1x32xf32>) -> tensor<1x32xf32>
    %353 = "stablehlo.reshape"(%352) : (tensor<1x32xf32>) -> tensor<32xf32>
    %354 = "stablehlo.multiply"(%351, %351) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %355 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %356 = "stablehlo.reduce"(%354, %355) ({
      ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
          %33 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
          "stablehlo.return"(%33) : (tensor<f32>) -> ()
    }) { dimensions = array<i64: 1> } : (tensor<4x32xf32>, tensor<f32>) -> tensor<4xf32>
    %357 = "stablehlo.broadcast_in_dim"(%36) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %358 = "stablehlo.multiply"(%356, %357) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %359 = "stablehlo.broadcast_in_dim"(%39) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %360 = "stablehlo.add"(%358, %359) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %361 = "stablehlo.sqrt"(%360) : (tensor<4xf32>) -> tensor<4xf32>
    %362 = "stablehlo.broadcast_in_dim"(%43) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %363 = "stablehlo.divide"(%362, %361) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %364 = "stablehlo.reshape"(%363) : (tensor<4xf32>) -> tensor<4x1xf32>
    %365 = "stablehlo.broadcast_in_dim"(%364) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x32xf32>
    %366 = "stablehlo.multiply"(%351, %365) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %367 = "stablehlo.reshape"(%353) : (tensor<32xf32>) -> tensor<1x32xf32>
    %368 = "stablehlo.broadcast_in_dim"(%367) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<1x32xf32>) -> tensor<4x32xf32>
    %369 = "stablehlo.multiply"(%366, %368) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %370 = "stablehlo.abs"(%369) : (tensor<4x32xf32>) -> tensor<4x32xf32>
    %371 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
    %372 = "stablehlo.reduce"(%370, %371) ({
      ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
          %53 = "stablehlo.maximum"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
          "stablehlo.return"(%53) : (tensor<f32>) -> ()
    }) { dimensions = array<i64: 1> } : (tensor<4x32xf32>, tensor<f32>) -> tensor<4xf32>
    %373 = "stablehlo.broadcast_in_dim"(%56) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %374 = "stablehlo.maximum"(%372, %373) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %375 = "stablehlo.broadcast_in_dim"(%43) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %376 = "stablehlo.broadcast_in_dim"(%60) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %377 = "stablehlo.multiply"(%375, %376) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %378 = "stablehlo.divide"(%377, %374) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %379 = "stablehlo.reshape"(%378) : (tensor<4xf32>) -> tensor<4x1xf32>
    %380 = "stablehlo.broadcast_in_dim"(%379) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x32xf32>
    %381 = "stablehlo.multiply"(%369, %380) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %382 = "stablehlo.round_nearest_even"(%381) : (tensor<4x32xf32>) -> tensor<4x32xf32>
    %383 = "stablehlo.broadcast_in_dim"(%68) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x32xf32>
    %384 = "stablehlo.maximum"(%382, %383) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %385 = "stablehlo.broadcast_in_dim"(%60) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x32xf32>
    %386 = "stablehlo.minimum"(%384, %385) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %387 = "stablehlo.broadcast_in_dim"(%73) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<24x32xui8>
    %388 = "stablehlo.shift_right_logical"(%w_gate_up_0, %387) : (tensor<24x32xui8>, tensor<24x32xui8>) -> tensor<24x32xui8>
    %389 = "stablehlo.broadcast_in_dim"(%76) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<24x32xui8>
    %390 = "stablehlo.and"(%388, %389) : (tensor<24x32xui8>, tensor<24x32xui8>) -> tensor<24x32xui8>
    %391 = "stablehlo.convert"(%390) : (tensor<24x32xui8>) -> tensor<24x32xf32>
    %392 = "stablehlo.broadcast_in_dim"(%80) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<24x32xf32>
    %393 = "stablehlo.add"(%391, %392) : (tensor<24x32xf32>, tensor<24x32xf32>) -> tensor<24x32xf32>
    %394 = "stablehlo.reshape"(%393) : (tensor<24x32xf32>) -> tensor<1x24x32xf32>
    %395 = "stablehlo.broadcast_in_dim"(%84) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<24x32xui8>
    %396 = "stablehlo.shift_right_logical"(%w_gate_up_0, %395) : (tensor<24x32xui8>, tensor<24x32xui8>) -> tensor<24x32xui8>
    %397 = "stablehlo.broadcast_in_dim"(%76) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<24x32xui8>
    %398 = "stablehlo.and"(%396, %397) : (tensor<24x32xui8>, tensor<24x32xui8>) -> tensor<24x32xui8>
    %399 = "stablehlo.convert"(%398) : (tensor<24x32xui8>) -> tensor<24x32xf32>
    %400 = "stablehlo.broadcast_in_dim"(%80) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<24x32xf32>
    %401 = "stablehlo.add"(%399, %400) : (tensor<24x32xf32>, tensor<24x32xf32>) -> tensor<24x32xf32>
    %402 = "stablehlo.reshape"(%401) : (tensor<24x32xf32>) -> tensor<1x24x32xf32>
    %403 = "stablehlo.broadcast_in_dim"(%93) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<24x32xui8>
    %404 = "stablehlo.shift_right_logical"(%w_gate_up_0, %403) : (tensor<24x32xui8>, tensor<24x32xui8>) -> tensor<24x32xui8>
    %405 = "stablehlo.broadcast_in_dim"(%76) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<24x32xui8>
    %406 = "stablehlo.and"(%404, %405) : (tensor<24x32xui8>, tensor<24x32xui8>) -> tensor<24x32xui8>
    %407 = "stablehlo.convert"(%406) : (tensor<24x32xui8>) -> tensor<24x32xf32>
    %408 = "stablehlo.broadcast_in_dim"(%80) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<24x32xf32>
    %409 = "stablehlo.add"(%407, %408) : (tensor<24x32xf32>, tensor<24x32xf32>) -> tensor<24x32xf32>
    %410 = "stablehlo.reshape"(%409) : (tensor<24x32xf32>) -> tensor<1x24x32xf32>
    %411 = "stablehlo.broadcast_in_dim"(%102) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<24x32xui8>
    %412 = "stablehlo.shift_right_logical"(%w_gate_up_0, %411) : (tensor<24x32xui8>, tensor<24x32xui8>) -> tensor<24x32xui8>
    %413 = "stablehlo.broadcast_in_dim"(%76) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<24x32xui8>
    %414 = "stablehlo.and"(%412, %413) : (tensor<24x32xui8>, tensor<24x32xui8>) -> tensor<24x32xui8>
    %415 = "stablehlo.convert"(%414) : (tensor<24x32xui8>) -> tensor<24x32xf32>
    %416 = "stablehlo.broadcast_in_dim"(%80) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<24x32xf32>
    %417 = "stablehlo.add"(%415, %416) : (tensor<24x32xf32>, tensor<24x32xf32>) -> tensor<24x32xf32>
    %418 = "stablehlo.reshape"(%417) : (tensor<24x32xf32>) -> tensor<1x24x32xf32>
    %419 = "stablehlo.concatenate"(%394, %402, %410, %418) { dimension = 0 : i64 } : (tensor<1x24x32xf32>, tensor<1x24x32xf32>, tensor<1x24x32xf32>, tensor<1x24x32xf32>) -> tensor<4x24x32xf32>
    %420 = "stablehlo.dot_general"(%386, %419) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [],
  rhs_batching_dimensions = [],
  lhs_contracting_dimensions = [1],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]
    } : (tensor<4x32xf32>, tensor<4x24x32xf32>) -> tensor<4x4x24xf32>
    %421 = "stablehlo.slice"(%units_gate_up) {
      limit_indices = array<i64: 1, 24>,
      start_indices = array<i64: 0, 0>,
      strides = array<i64: 1, 1>
    } : (tensor<1x24xf32>) -> tensor<1x24xf32>
    %422 = "stablehlo.reshape"(%421) : (tensor<1x24xf32>) -> tensor<24xf32>
    %423 = "stablehlo.reshape"(%422) : (tensor<24xf32>) -> tensor<1x1x24xf32>
    %424 = "stablehlo.reshape"(%379) : (tensor<4x1xf32>) -> tensor<4x1x1xf32>
    %425 = "stablehlo.broadcast_in_dim"(%424) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x24xf32>
    %426 = "stablehlo.broadcast_in_dim"(%423) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<1x1x24xf32>) -> tensor<4x1x24xf32>
    %427 = "stablehlo.divide"(%426, %425) : (tensor<4x1x24xf32>, tensor<4x1x24xf32>) -> tensor<4x1x24xf32>
    %428 = "stablehlo.broadcast_in_dim"(%427) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x24xf32>) -> tensor<4x4x24xf32>
    %429 = "stablehlo.multiply"(%420, %428) : (tensor<4x4x24xf32>, tensor<4x4x24xf32>) -> tensor<4x4x24xf32>
    %430 = "stablehlo.reshape"(%369) : (tensor<4x32xf32>) -> tensor<4x1x32xf32>
    %431 = "stablehlo.broadcast_in_dim"(%123) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %432 = "stablehlo.broadcast_in_dim"(%125) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %433 = "stablehlo.multiply"(%431, %432) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %434 = "stablehlo.concatenate"(%9, %433) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %435 = "stablehlo.gather"(%lora_a_gate, %434) {
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
    %436 = "stablehlo.dot_general"(%430, %435) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]
    } : (tensor<4x1x32xf32>, tensor<4x8x32xf32>) -> tensor<4x1x8xf32>
    %437 = "stablehlo.broadcast_in_dim"(%123) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %438 = "stablehlo.broadcast_in_dim"(%125) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %439 = "stablehlo.multiply"(%437, %438) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %440 = "stablehlo.concatenate"(%9, %439) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %441 = "stablehlo.gather"(%lora_b_gate, %440) {
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
    %442 = "stablehlo.dot_general"(%436, %441) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]
    } : (tensor<4x1x8xf32>, tensor<4x8x48xf32>) -> tensor<4x1x48xf32>
    %443 = "stablehlo.slice"(%11) {
      limit_indices = array<i64: 4, 1, 5>,
      start_indices = array<i64: 0, 0, 4>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x1x7xf32>) -> tensor<4x1x1xf32>
    %444 = "stablehlo.broadcast_in_dim"(%443) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x48xf32>
    %445 = "stablehlo.multiply"(%442, %444) : (tensor<4x1x48xf32>, tensor<4x1x48xf32>) -> tensor<4x1x48xf32>
    %446 = "stablehlo.reshape"(%445) : (tensor<4x1x48xf32>) -> tensor<4x4x12xf32>
    %447 = "stablehlo.broadcast_in_dim"(%123) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %448 = "stablehlo.broadcast_in_dim"(%125) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %449 = "stablehlo.multiply"(%447, %448) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %450 = "stablehlo.concatenate"(%9, %449) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %451 = "stablehlo.gather"(%lora_a_up, %450) {
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
    %452 = "stablehlo.dot_general"(%430, %451) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]
    } : (tensor<4x1x32xf32>, tensor<4x8x32xf32>) -> tensor<4x1x8xf32>
    %453 = "stablehlo.broadcast_in_dim"(%123) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %454 = "stablehlo.broadcast_in_dim"(%125) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %455 = "stablehlo.multiply"(%453, %454) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %456 = "stablehlo.concatenate"(%9, %455) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %457 = "stablehlo.gather"(%lora_b_up, %456) {
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
    %458 = "stablehlo.dot_general"(%452, %457) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]
    } : (tensor<4x1x8xf32>, tensor<4x8x48xf32>) -> tensor<4x1x48xf32>
    %459 = "stablehlo.slice"(%11) {
      limit_indices = array<i64: 4, 1, 6>,
      start_indices = array<i64: 0, 0, 5>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x1x7xf32>) -> tensor<4x1x1xf32>
    %460 = "stablehlo.broadcast_in_dim"(%459) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x48xf32>
    %461 = "stablehlo.multiply"(%458, %460) : (tensor<4x1x48xf32>, tensor<4x1x48xf32>) -> tensor<4x1x48xf32>
    %462 = "stablehlo.reshape"(%461) : (tensor<4x1x48xf32>) -> tensor<4x4x12xf32>
    %463 = "stablehlo.concatenate"(%446, %462) { dimension = 2 : i64 } : (tensor<4x4x12xf32>, tensor<4x4x12xf32>) -> tensor<4x4x24xf32>
    %464 = "stablehlo.add"(%429, %463) : (tensor<4x4x24xf32>, tensor<4x4x24xf32>) -> tensor<4x4x24xf32>
    %465 = "stablehlo.slice"(%464) {
      limit_indices = array<i64: 4, 4, 12>,
      start_indices = array<i64: 0, 0, 0>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x4x24xf32>) -> tensor<4x4x12xf32>
    %466 = "stablehlo.reshape"(%465) : (tensor<4x4x12xf32>) -> tensor<4x48xf32>
    %467 = "stablehlo.slice"(%464) {
      limit_indices = array<i64: 4, 4, 24>,
      start_indices = array<i64: 0, 0, 12>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x4x24xf32>) -> tensor<4x4x12xf32>
    %468 = "stablehlo.reshape"(%467) : (tensor<4x4x12xf32>) -> tensor<4x48xf32>
    %469 = "stablehlo.broadcast_in_dim"(%219) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x48xf32>
    %470 = "stablehlo.maximum"(%466, %469) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
    %471 = "stablehlo.multiply"(%470, %470) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
    %472 = "stablehlo.multiply"(%471, %468) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
    %473 = "stablehlo.slice"(%ffn_sub_norm) {
      limit_indices = array<i64: 1, 48>,
      start_indices = array<i64: 0, 0>,
      strides = array<i64: 1, 1>
    } : (tensor<1x48xf32>) -> tensor<1x48xf32>
    %474 = "stablehlo.reshape"(%473) : (tensor<1x48xf32>) -> tensor<48xf32>
    %475 = "stablehlo.multiply"(%472, %472) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
    %476 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %477 = "stablehlo.reduce"(%475, %476) ({
      ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
          %33 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
          "stablehlo.return"(%33) : (tensor<f32>) -> ()
    }) { dimensions = array<i64: 1> } : (tensor<4x48xf32>, tensor<f32>) -> tensor<4xf32>
    %478 = "stablehlo.constant"() { value = dense<0.02083333395421505> : tensor<f32> } : () -> tensor<f32>
    %479 = "stablehlo.broadcast_in_dim"(%478) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %480 = "stablehlo.multiply"(%477, %479) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %481 = "stablehlo.broadcast_in_dim"(%39) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %482 = "stablehlo.add"(%480, %481) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %483 = "stablehlo.sqrt"(%482) : (tensor<4xf32>) -> tensor<4xf32>
    %484 = "stablehlo.broadcast_in_dim"(%43) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %485 = "stablehlo.divide"(%484, %483) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %486 = "stablehlo.reshape"(%485) : (tensor<4xf32>) -> tensor<4x1xf32>
    %487 = "stablehlo.broadcast_in_dim"(%486) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x48xf32>
    %488 = "stablehlo.multiply"(%472, %487) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
    %489 = "stablehlo.reshape"(%474) : (tensor<48xf32>) -> tensor<1x48xf32>
    %490 = "stablehlo.broadcast_in_dim"(%489) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<1x48xf32>) -> tensor<4x48xf32>
    %491 = "stablehlo.multiply"(%488, %490) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
    %492 = "stablehlo.abs"(%491) : (tensor<4x48xf32>) -> tensor<4x48xf32>
    %493 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
    %494 = "stablehlo.reduce"(%492, %493) ({
      ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
          %53 = "stablehlo.maximum"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
          "stablehlo.return"(%53) : (tensor<f32>) -> ()
    }) { dimensions = array<i64: 1> } : (tensor<4x48xf32>, tensor<f32>) -> tensor<4xf32>
    %495 = "stablehlo.broadcast_in_dim"(%56) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %496 = "stablehlo.maximum"(%494, %495) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %497 = "stablehlo.broadcast_in_dim"(%43) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %498 = "stablehlo.broadcast_in_dim"(%60) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %499 = "stablehlo.multiply"(%497, %498) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %500 = "stablehlo.divide"(%499, %496) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %501 = "stablehlo.reshape"(%500) : (tensor<4xf32>) -> tensor<4x1xf32>
    %502 = "stablehlo.broadcast_in_dim"(%501) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x48xf32>
    %503 = "stablehlo.multiply"(%491, %502) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
    %504 = "stablehlo.round_nearest_even"(%503) : (tensor<4x48xf32>) -> tensor<4x48xf32>
    %505 = "stablehlo.broadcast_in_dim"(%68) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x48xf32>
    %506 = "stablehlo.maximum"(%504, %505) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
    %507 = "stablehlo.broadcast_in_dim"(%60) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x48xf32>
    %508 = "stablehlo.minimum"(%506, %507) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
    %509 = "stablehlo.broadcast_in_dim"(%73) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x48xui8>
    %510 = "stablehlo.shift_right_logical"(%w_down_0, %509) : (tensor<8x48xui8>, tensor<8x48xui8>) -> tensor<8x48xui8>
    %511 = "stablehlo.broadcast_in_dim"(%76) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x48xui8>
    %512 = "stablehlo.and"(%510, %511) : (tensor<8x48xui8>, tensor<8x48xui8>) -> tensor<8x48xui8>
    %513 = "stablehlo.convert"(%512) : (tensor<8x48xui8>) -> tensor<8x48xf32>
    %514 = "stablehlo.broadcast_in_dim"(%80) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<8x48xf32>
    %515 = "stablehlo.add"(%513, %514) : (tensor<8x48xf32>, tensor<8x48xf32>) -> tensor<8x48xf32>
    %516 = "stablehlo.reshape"(%515) : (tensor<8x48xf32>) -> tensor<1x8x48xf32>
    %517 = "stablehlo.broadcast_in_dim"(%84) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x48xui8>
    %518 = "stablehlo.shift_right_logical"(%w_down_0, %517) : (tensor<8x48xui8>, tensor<8x48xui8>) -> tensor<8x48xui8>
    %519 = "stablehlo.broadcast_in_dim"(%76) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x48xui8>
    %520 = "stablehlo.and"(%518, %519) : (tensor<8x48xui8>, tensor<8x48xui8>) -> tensor<8x48xui8>
    %521 = "stablehlo.convert"(%520) : (tensor<8x48xui8>) -> tensor<8x48xf32>
    %522 = "stablehlo.broadcast_in_dim"(%80) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<8x48xf32>
    %523 = "stablehlo.add"(%521, %522) : (tensor<8x48xf32>, tensor<8x48xf32>) -> tensor<8x48xf32>
    %524 = "stablehlo.reshape"(%523) : (tensor<8x48xf32>) -> tensor<1x8x48xf32>
    %525 = "stablehlo.broadcast_in_dim"(%93) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x48xui8>
    %526 = "stablehlo.shift_right_logical"(%w_down_0, %525) : (tensor<8x48xui8>, tensor<8x48xui8>) -> tensor<8x48xui8>
    %527 = "stablehlo.broadcast_in_dim"(%76) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x48xui8>
    %528 = "stablehlo.and"(%526, %527) : (tensor<8x48xui8>, tensor<8x48xui8>) -> tensor<8x48xui8>
    %529 = "stablehlo.convert"(%528) : (tensor<8x48xui8>) -> tensor<8x48xf32>
    %530 = "stablehlo.broadcast_in_dim"(%80) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<8x48xf32>
    %531 = "stablehlo.add"(%529, %530) : (tensor<8x48xf32>, tensor<8x48xf32>) -> tensor<8x48xf32>
    %532 = "stablehlo.reshape"(%531) : (tensor<8x48xf32>) -> tensor<1x8x48xf32>
    %533 = "stablehlo.broadcast_in_dim"(%102) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x48xui8>
    %534 = "stablehlo.shift_right_logical"(%w_down_0, %533) : (tensor<8x48xui8>, tensor<8x48xui8>) -> tensor<8x48xui8>
    %535 = "stablehlo.broadcast_in_dim"(%76) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x48xui8>
    %536 = "stablehlo.and"(%534, %535) : (tensor<8x48xui8>, tensor<8x48xui8>) -> tensor<8x48xui8>
    %537 = "stablehlo.convert"(%536) : (tensor<8x48xui8>) -> tensor<8x48xf32>
    %538 = "stablehlo.broadcast_in_dim"(%80) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<8x48xf32>
    %539 = "stablehlo.add"(%537, %538) : (tensor<8x48xf32>, tensor<8x48xf32>) -> tensor<8x48xf32>
    %540 = "stablehlo.reshape"(%539) : (tensor<8x48xf32>) -> tensor<1x8x48xf32>
    %541 = "stablehlo.concatenate"(%516, %524, %532, %540) { dimension = 0 : i64 } : (tensor<1x8x48xf32>, tensor<1x8x48xf32>, tensor<1x8x48xf32>, tensor<1x8x48xf32>) -> tensor<4x8x48xf32>
    %542 = "stablehlo.dot_general"(%508, %541) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [],
  rhs_batching_dimensions = [],
  lhs_contracting_dimensions = [1],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]
    } : (tensor<4x48xf32>, tensor<4x8x48xf32>) -> tensor<4x4x8xf32>
    %543 = "stablehlo.slice"(%units_down) {
      limit_indices = array<i64: 1, 8>,
      start_indices = array<i64: 0, 0>,
      strides = array<i64: 1, 1>
    } : (tensor<1x8xf32>) -> tensor<1x8xf32>
    %544 = "stablehlo.reshape"(%543) : (tensor<1x8xf32>) -> tensor<8xf32>
    %545 = "stablehlo.reshape"(%544) : (tensor<8xf32>) -> tensor<1x1x8xf32>
    %546 = "stablehlo.reshape"(%501) : (tensor<4x1xf32>) -> tensor<4x1x1xf32>
    %547 = "stablehlo.broadcast_in_dim"(%546) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x8xf32>
    %548 = "stablehlo.broadcast_in_dim"(%545) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<1x1x8xf32>) -> tensor<4x1x8xf32>
    %549 = "stablehlo.divide"(%548, %547) : (tensor<4x1x8xf32>, tensor<4x1x8xf32>) -> tensor<4x1x8xf32>
    %550 = "stablehlo.broadcast_in_dim"(%549) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x8xf32>) -> tensor<4x4x8xf32>
    %551 = "stablehlo.multiply"(%542, %550) : (tensor<4x4x8xf32>, tensor<4x4x8xf32>) -> tensor<4x4x8xf32>
    %552 = "stablehlo.reshape"(%491) : (tensor<4x48xf32>) -> tensor<4x1x48xf32>
    %553 = "stablehlo.broadcast_in_dim"(%123) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %554 = "stablehlo.broadcast_in_dim"(%125) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %555 = "stablehlo.multiply"(%553, %554) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %556 = "stablehlo.concatenate"(%9, %555) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %557 = "stablehlo.gather"(%lora_a_down, %556) {
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
    %558 = "stablehlo.dot_general"(%552, %557) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]
    } : (tensor<4x1x48xf32>, tensor<4x8x48xf32>) -> tensor<4x1x8xf32>
    %559 = "stablehlo.broadcast_in_dim"(%123) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %560 = "stablehlo.broadcast_in_dim"(%125) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %561 = "stablehlo.multiply"(%559, %560) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %562 = "stablehlo.concatenate"(%9, %561) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %563 = "stablehlo.gather"(%lora_b_down, %562) {
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
    %564 = "stablehlo.dot_general"(%558, %563) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]
    } : (tensor<4x1x8xf32>, tensor<4x8x32xf32>) -> tensor<4x1x32xf32>
    %565 = "stablehlo.slice"(%11) {
      limit_indices = array<i64: 4, 1, 7>,
      start_indices = array<i64: 0, 0, 6>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x1x7xf32>) -> tensor<4x1x1xf32>
    %566 = "stablehlo.broadcast_in_dim"(%565) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x32xf32>
    %567 = "stablehlo.multiply"(%564, %566) : (tensor<4x1x32xf32>, tensor<4x1x32xf32>) -> tensor<4x1x32xf32>
    %568 = "stablehlo.reshape"(%567) : (tensor<4x1x32xf32>) -> tensor<4x4x8xf32>
    %569 = "stablehlo.add"(%551, %568) : (tensor<4x4x8xf32>, tensor<4x4x8xf32>) -> tensor<4x4x8xf32>
    %570 = "stablehlo.reshape"(%569) : (tensor<4x4x8xf32>) -> tensor<4x32xf32>
    %571 = "stablehlo.add"(%351, %570) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %572 = "stablehlo.multiply"(%571, %571) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %573 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %574 = "stablehlo.reduce"(%572, %573) ({
      ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
          %33 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
          "stablehlo.return"(%33) : (tensor<f32>) -> ()
    }) { dimensions = array<i64: 1> } : (tensor<4x32xf32>, tensor<f32>) -> tensor<4xf32>
    %575 = "stablehlo.broadcast_in_dim"(%36) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %576 = "stablehlo.multiply"(%574, %575) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %577 = "stablehlo.broadcast_in_dim"(%39) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %578 = "stablehlo.add"(%576, %577) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %579 = "stablehlo.sqrt"(%578) : (tensor<4xf32>) -> tensor<4xf32>
    %580 = "stablehlo.broadcast_in_dim"(%43) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %581 = "stablehlo.divide"(%580, %579) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %582 = "stablehlo.reshape"(%581) : (tensor<4xf32>) -> tensor<4x1xf32>
    %583 = "stablehlo.broadcast_in_dim"(%582) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x32xf32>
    %584 = "stablehlo.multiply"(%571, %583) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %585 = "stablehlo.reshape"(%final_norm) : (tensor<32xf32>) -> tensor<1x32xf32>
    %586 = "stablehlo.broadcast_in_dim"(%585) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<1x32xf32>) -> tensor<4x32xf32>
    %587 = "stablehlo.multiply"(%584, %586) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %588 = "stablehlo.convert"(%head) : (tensor<64x32xbf16>) -> tensor<64x32xf32>
    %589 = "stablehlo.dot_general"(%587, %588) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [],
  rhs_batching_dimensions = [],
  lhs_contracting_dimensions = [1],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]
    } : (tensor<4x32xf32>, tensor<64x32xf32>) -> tensor<4x64xf32>
    "stablehlo.return"(%589, %212) : (tensor<4x64xf32>, tensor<21x8x2x16xi32>) -> ()
  }
}

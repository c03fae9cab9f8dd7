module @forward {
  func.func @main(%step: tensor<40xi32>, %embedding: tensor<64x32xbf16>, %final_norm: tensor<32xf32>, %input_norm: tensor<1x32xf32>, %post_norm: tensor<1x32xf32>, %attn_sub_norm: tensor<1x32xf32>, %ffn_sub_norm: tensor<1x48xf32>, %cos: tensor<64x4xf32>, %sin: tensor<64x4xf32>, %head: tensor<64x32xbf16>, %units_qkv: tensor<1x16xf32>, %units_o: tensor<1x8xf32>, %units_gate_up: tensor<1x24xf32>, %units_down: tensor<1x8xf32>, %w_qkv_0: tensor<16x32xui8>, %w_o_0: tensor<8x32xui8>, %w_gate_up_0: tensor<24x32xui8>, %w_down_0: tensor<8x48xui8>, %lora_scales: tensor<3x1x7xf32>, %lora_a_q: tensor<3x1x8x32xf32>, %lora_b_q: tensor<3x1x8x32xf32>, %lora_a_k: tensor<3x1x8x32xf32>, %lora_b_k: tensor<3x1x8x16xf32>, %lora_a_v: tensor<3x1x8x32xf32>, %lora_b_v: tensor<3x1x8x16xf32>, %lora_a_o: tensor<3x1x8x32xf32>, %lora_b_o: tensor<3x1x8x32xf32>, %lora_a_gate: tensor<3x1x8x32xf32>, %lora_b_gate: tensor<3x1x8x48xf32>, %lora_a_up: tensor<3x1x8x32xf32>, %lora_b_up: tensor<3x1x8x48xf32>, %lora_a_down: tensor<3x1x8x48xf32>, %lora_b_down: tensor<3x1x8x32xf32>, %alias1_cache_0: tensor<21x8x2x16xi32> { tf.aliasing_output = 1 : i32 }) -> (tensor<4x64xf32>, tensor<21x8x2x16xi32>) {
    %0 = "stablehlo.slice"(%step) {
      limit_indices = array<i64: 4>,
      start_indices = array<i64: 0>,
      strides = array<i64: 1>
    } : (tensor<40xi32>) -> tensor<4xi32>
    %1 = "stablehlo.reshape"(%0) : (tensor<4xi32>) -> tensor<4x1xi32>
    %2 = "stablehlo.slice"(%step) {
      limit_indices = array<i64: 8>,
      start_indices = array<i64: 4>,
      strides = array<i64: 1>
    } : (tensor<40xi32>) -> tensor<4xi32>
    %3 = "stablehlo.reshape"(%2) : (tensor<4xi32>) -> tensor<4x1xi32>
    %4 = "stablehlo.slice"(%step) {
      limit_indices = array<i64: 12>,
      start_indices = array<i64: 8>,
      strides = array<i64: 1>
    } : (tensor<40xi32>) -> tensor<4xi32>
    %5 = "stablehlo.reshape"(%4) : (tensor<4xi32>) -> tensor<4x1xi32>
    %6 = "stablehlo.slice"(%step) {
      limit_indices = array<i64: 20>,
      start_indices = array<i64: 12>,
      strides = array<i64: 1>
    } : (tensor<40xi32>) -> tensor<8xi32>
    %7 = "stablehlo.reshape"(%6) : (tensor<8xi32>) -> tensor<1x4x2xi32>
    %8 = "stablehlo.slice"(%step) {
      limit_indices = array<i64: 36>,
      start_indices = array<i64: 20>,
      strides = array<i64: 1>
    } : (tensor<40xi32>) -> tensor<16xi32>
    %9 = "stablehlo.reshape"(%8) : (tensor<16xi32>) -> tensor<4x4x1xi32>
    %10 = "stablehlo.slice"(%step) {
      limit_indices = array<i64: 40>,
      start_indices = array<i64: 36>,
      strides = array<i64: 1>
    } : (tensor<40xi32>) -> tensor<4xi32>
    %11 = "stablehlo.reshape"(%10) : (tensor<4xi32>) -> tensor<4x1xi32>
    %12 = "stablehlo.reshape"(%7) : (tensor<1x4x2xi32>) -> tensor<4x2xi32>
    %13 = "stablehlo.gather"(%lora_scales, %11) {
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
    %14 = "stablehlo.gather"(%cos, %3) {
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
    %16 = "stablehlo.gather"(%sin, %3) {
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
    %17 = "stablehlo.reshape"(%16) : (tensor<4x4xf32>) -> tensor<4x1x4xf32>
    %18 = "stablehlo.reshape"(%3) : (tensor<4x1xi32>) -> tensor<4x1x1xi32>
    %19 = "stablehlo.iota"() { iota_dimension = 2 : i64 } : () -> tensor<4x1x32xi32>
    %20 = "stablehlo.broadcast_in_dim"(%18) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xi32>) -> tensor<4x1x32xi32>
    %21 = "stablehlo.compare"(%19, %20) {
      compare_type = #stablehlo<comparison_type SIGNED>,
      comparison_direction = #stablehlo<comparison_direction LE>
    } : (tensor<4x1x32xi32>, tensor<4x1x32xi32>) -> tensor<4x1x32xi1>
    %22 = "stablehlo.reshape"(%21) : (tensor<4x1x32xi1>) -> tensor<4x1x1x1x32xi1>
    %24 = "stablehlo.constant"() { value = dense<-2147483648> : tensor<i32> } : () -> tensor<i32>
    %25 = "stablehlo.reduce"(%18, %24) ({
      ^reductionFn(%lhs: tensor<i32>, %rhs: tensor<i32>) :
          %23 = "stablehlo.maximum"(%lhs, %rhs) : (tensor<i32>, tensor<i32>) -> tensor<i32>
          "stablehlo.return"(%23) : (tensor<i32>) -> ()
    }) { dimensions = array<i64: 1> } : (tensor<4x1x1xi32>, tensor<i32>) -> tensor<4x1xi32>
    %26 = "stablehlo.iota"() { iota_dimension = 1 : i64 } : () -> tensor<4x32xi32>
    %27 = "stablehlo.broadcast_in_dim"(%25) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xi32>) -> tensor<4x32xi32>
    %28 = "stablehlo.compare"(%26, %27) {
      compare_type = #stablehlo<comparison_type SIGNED>,
      comparison_direction = #stablehlo<comparison_direction LE>
    } : (tensor<4x32xi32>, tensor<4x32xi32>) -> tensor<4x32xi1>
    %29 = "stablehlo.reshape"(%28) : (tensor<4x32xi1>) -> tensor<4x32x1xi1>
    %30 = "stablehlo.gather"(%embedding, %1) {
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
    %31 = "stablehlo.convert"(%30) : (tensor<4x32xbf16>) -> tensor<4x32xf32>
    %32 = "stablehlo.slice"(%input_norm) {
      limit_indices = array<i64: 1, 32>,
      start_indices = array<i64: 0, 0>,
      strides = array<i64: 1, 1>
    } : (tensor<1x32xf32>) -> tensor<1x32xf32>
    %33 = "stablehlo.reshape"(%32) : (tensor<1x32xf32>) -> tensor<32xf32>
    %34 = "stablehlo.multiply"(%31, %31) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %36 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %37 = "stablehlo.reduce"(%34, %36) ({
      ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
          %35 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
          "stablehlo.return"(%35) : (tensor<f32>) -> ()
    }) { dimensions = array<i64: 1> } : (tensor<4x32xf32>, tensor<f32>) -> tensor<4xf32>
    %38 = "stablehlo.constant"() { value = dense<0.03125> : tensor<f32> } : () -> tensor<f32>
    %39 = "stablehlo.broadcast_in_dim"(%38) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %40 = "stablehlo.multiply"(%37, %39) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %41 = "stablehlo.constant"() { value = dense<9.999999747378752e-06> : tensor<f32> } : () -> tensor<f32>
    %42 = "stablehlo.broadcast_in_dim"(%41) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %43 = "stablehlo.add"(%40, %42) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %44 = "stablehlo.sqrt"(%43) : (tensor<4xf32>) -> tensor<4xf32>
    %45 = "stablehlo.constant"() { value = dense<1.0> : tensor<f32> } : () -> tensor<f32>
    %46 = "stablehlo.broadcast_in_dim"(%45) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %47 = "stablehlo.divide"(%46, %44) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %48 = "stablehlo.reshape"(%47) : (tensor<4xf32>) -> tensor<4x1xf32>
    %49 = "stablehlo.broadcast_in_dim"(%48) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x32xf32>
    %50 = "stablehlo.multiply"(%31, %49) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %51 = "stablehlo.reshape"(%33) : (tensor<32xf32>) -> tensor<1x32xf32>
    %52 = "stablehlo.broadcast_in_dim"(%51) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<1x32xf32>) -> tensor<4x32xf32>
    %53 = "stablehlo.multiply"(%50, %52) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %54 = "stablehlo.abs"(%53) : (tensor<4x32xf32>) -> tensor<4x32xf32>
    %56 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
    %57 = "stablehlo.reduce"(%54, %56) ({
      ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
          %55 = "stablehlo.maximum"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
          "stablehlo.return"(%55) : (tensor<f32>) -> ()
    }) { dimensions = array<i64: 1> } : (tensor<4x32xf32>, tensor<f32>) -> tensor<4xf32>
    %58 = "stablehlo.constant"() { value = dense<9.999999747378752e-06> : tensor<f32> } : () -> tensor<f32>
    %59 = "stablehlo.broadcast_in_dim"(%58) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %60 = "stablehlo.maximum"(%57, %59) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %61 = "stablehlo.broadcast_in_dim"(%45) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %62 = "stablehlo.constant"() { value = dense<127.0> : tensor<f32> } : () -> tensor<f32>
    %63 = "stablehlo.broadcast_in_dim"(%62) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %64 = "stablehlo.multiply"(%61, %63) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %65 = "stablehlo.divide"(%64, %60) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %66 = "stablehlo.reshape"(%65) : (tensor<4xf32>) -> tensor<4x1xf32>
    %67 = "stablehlo.broadcast_in_dim"(%66) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x32xf32>
    %68 = "stablehlo.multiply"(%53, %67) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %69 = "stablehlo.round_nearest_even"(%68) : (tensor<4x32xf32>) -> tensor<4x32xf32>
    %70 = "stablehlo.constant"() { value = dense<-128.0> : tensor<f32> } : () -> tensor<f32>
    %71 = "stablehlo.broadcast_in_dim"(%70) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x32xf32>
    %72 = "stablehlo.maximum"(%69, %71) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %73 = "stablehlo.broadcast_in_dim"(%62) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x32xf32>
    %74 = "stablehlo.minimum"(%72, %73) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %75 = "stablehlo.constant"() { value = dense<0> : tensor<ui8> } : () -> tensor<ui8>
    %76 = "stablehlo.broadcast_in_dim"(%75) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<16x32xui8>
    %77 = "stablehlo.shift_right_logical"(%w_qkv_0, %76) : (tensor<16x32xui8>, tensor<16x32xui8>) -> tensor<16x32xui8>
    %78 = "stablehlo.constant"() { value = dense<3> : tensor<ui8> } : () -> tensor<ui8>
    %79 = "stablehlo.broadcast_in_dim"(%78) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<16x32xui8>
    %80 = "stablehlo.and"(%77, %79) : (tensor<16x32xui8>, tensor<16x32xui8>) -> tensor<16x32xui8>
    %81 = "stablehlo.convert"(%80) : (tensor<16x32xui8>) -> tensor<16x32xf32>
    %82 = "stablehlo.constant"() { value = dense<-1.0> : tensor<f32> } : () -> tensor<f32>
    %83 = "stablehlo.broadcast_in_dim"(%82) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<16x32xf32>
    %84 = "stablehlo.add"(%81, %83) : (tensor<16x32xf32>, tensor<16x32xf32>) -> tensor<16x32xf32>
    %85 = "stablehlo.reshape"(%84) : (tensor<16x32xf32>) -> tensor<1x16x32xf32>
    %86 = "stablehlo.constant"() { value = dense<2> : tensor<ui8> } : () -> tensor<ui8>
    %87 = "stablehlo.broadcast_in_dim"(%86) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<16x32xui8>
    %88 = "stablehlo.shift_right_logical"(%w_qkv_0, %87) : (tensor<16x32xui8>, tensor<16x32xui8>) -> tensor<16x32xui8>
    %89 = "stablehlo.broadcast_in_dim"(%78) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<16x32xui8>
    %90 = "stablehlo.and"(%88, %89) : (tensor<16x32xui8>, tensor<16x32xui8>) -> tensor<16x32xui8>
    %91 = "stablehlo.convert"(%90) : (tensor<16x32xui8>) -> tensor<16x32xf32>
    %92 = "stablehlo.broadcast_in_dim"(%82) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<16x32xf32>
    %93 = "stablehlo.add"(%91, %92) : (tensor<16x32xf32>, tensor<16x32xf32>) -> tensor<16x32xf32>
    %94 = "stablehlo.reshape"(%93) : (tensor<16x32xf32>) -> tensor<1x16x32xf32>
    %95 = "stablehlo.constant"() { value = dense<4> : tensor<ui8> } : () -> tensor<ui8>
    %96 = "stablehlo.broadcast_in_dim"(%95) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<16x32xui8>
    %97 = "stablehlo.shift_right_logical"(%w_qkv_0, %96) : (tensor<16x32xui8>, tensor<16x32xui8>) -> tensor<16x32xui8>
    %98 = "stablehlo.broadcast_in_dim"(%78) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<16x32xui8>
    %99 = "stablehlo.and"(%97, %98) : (tensor<16x32xui8>, tensor<16x32xui8>) -> tensor<16x32xui8>
    %100 = "stablehlo.convert"(%99) : (tensor<16x32xui8>) -> tensor<16x32xf32>
    %101 = "stablehlo.broadcast_in_dim"(%82) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<16x32xf32>
    %102 = "stablehlo.add"(%100, %101) : (tensor<16x32xf32>, tensor<16x32xf32>) -> tensor<16x32xf32>
    %103 = "stablehlo.reshape"(%102) : (tensor<16x32xf32>) -> tensor<1x16x32xf32>
    %104 = "stablehlo.constant"() { value = dense<6> : tensor<ui8> } : () -> tensor<ui8>
    %105 = "stablehlo.broadcast_in_dim"(%104) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<16x32xui8>
    %106 = "stablehlo.shift_right_logical"(%w_qkv_0, %105) : (tensor<16x32xui8>, tensor<16x32xui8>) -> tensor<16x32xui8>
    %107 = "stablehlo.broadcast_in_dim"(%78) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<16x32xui8>
    %108 = "stablehlo.and"(%106, %107) : (tensor<16x32xui8>, tensor<16x32xui8>) -> tensor<16x32xui8>
    %109 = "stablehlo.convert"(%108) : (tensor<16x32xui8>) -> tensor<16x32xf32>
    %110 = "stablehlo.broadcast_in_dim"(%82) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<16x32xf32>
    %111 = "stablehlo.add"(%109, %110) : (tensor<16x32xf32>, tensor<16x32xf32>) -> tensor<16x32xf32>
    %112 = "stablehlo.reshape"(%111) : (tensor<16x32xf32>) -> tensor<1x16x32xf32>
    %113 = "stablehlo.concatenate"(%85, %94, %103, %112) { dimension = 0 : i64 } : (tensor<1x16x32xf32>, tensor<1x16x32xf32>, tensor<1x16x32xf32>, tensor<1x16x32xf32>) -> tensor<4x16x32xf32>
    %114 = "stablehlo.dot_general"(%74, %113) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [],
  rhs_batching_dimensions = [],
  lhs_contracting_dimensions = [1],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x32xf32>, tensor<4x16x32xf32>) -> tensor<4x4x16xf32>
    %115 = "stablehlo.slice"(%units_qkv) {
      limit_indices = array<i64: 1, 16>,
      start_indices = array<i64: 0, 0>,
      strides = array<i64: 1, 1>
    } : (tensor<1x16xf32>) -> tensor<1x16xf32>
    %116 = "stablehlo.reshape"(%115) : (tensor<1x16xf32>) -> tensor<16xf32>
    %117 = "stablehlo.reshape"(%116) : (tensor<16xf32>) -> tensor<1x1x16xf32>
    %118 = "stablehlo.reshape"(%66) : (tensor<4x1xf32>) -> tensor<4x1x1xf32>
    %119 = "stablehlo.broadcast_in_dim"(%118) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x16xf32>
    %120 = "stablehlo.broadcast_in_dim"(%117) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<1x1x16xf32>) -> tensor<4x1x16xf32>
    %121 = "stablehlo.divide"(%120, %119) : (tensor<4x1x16xf32>, tensor<4x1x16xf32>) -> tensor<4x1x16xf32>
    %122 = "stablehlo.broadcast_in_dim"(%121) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x16xf32>) -> tensor<4x4x16xf32>
    %123 = "stablehlo.multiply"(%114, %122) : (tensor<4x4x16xf32>, tensor<4x4x16xf32>) -> tensor<4x4x16xf32>
    %124 = "stablehlo.reshape"(%53) : (tensor<4x32xf32>) -> tensor<4x1x32xf32>
    %125 = "stablehlo.constant"() { value = dense<1> : tensor<i32> } : () -> tensor<i32>
    %126 = "stablehlo.broadcast_in_dim"(%125) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %127 = "stablehlo.constant"() { value = dense<0> : tensor<i32> } : () -> tensor<i32>
    %128 = "stablehlo.broadcast_in_dim"(%127) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %129 = "stablehlo.multiply"(%126, %128) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %130 = "stablehlo.concatenate"(%11, %129) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %131 = "stablehlo.gather"(%lora_a_q, %130) {
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
    %132 = "stablehlo.dot_general"(%124, %131) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x32xf32>, tensor<4x8x32xf32>) -> tensor<4x1x8xf32>
    %133 = "stablehlo.broadcast_in_dim"(%125) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %134 = "stablehlo.broadcast_in_dim"(%127) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %135 = "stablehlo.multiply"(%133, %134) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %136 = "stablehlo.concatenate"(%11, %135) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %137 = "stablehlo.gather"(%lora_b_q, %136) {
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
    %138 = "stablehlo.dot_general"(%132, %137) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x8xf32>, tensor<4x8x32xf32>) -> tensor<4x1x32xf32>
    %139 = "stablehlo.slice"(%13) {
      limit_indices = array<i64: 4, 1, 1>,
      start_indices = array<i64: 0, 0, 0>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x1x7xf32>) -> tensor<4x1x1xf32>
    %140 = "stablehlo.broadcast_in_dim"(%139) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x32xf32>
    %141 = "stablehlo.multiply"(%138, %140) : (tensor<4x1x32xf32>, tensor<4x1x32xf32>) -> tensor<4x1x32xf32>
    %142 = "stablehlo.reshape"(%141) : (tensor<4x1x32xf32>) -> tensor<4x4x8xf32>
    %143 = "stablehlo.broadcast_in_dim"(%125) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %144 = "stablehlo.broadcast_in_dim"(%127) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %145 = "stablehlo.multiply"(%143, %144) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %146 = "stablehlo.concatenate"(%11, %145) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %147 = "stablehlo.gather"(%lora_a_k, %146) {
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
    %148 = "stablehlo.dot_general"(%124, %147) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x32xf32>, tensor<4x8x32xf32>) -> tensor<4x1x8xf32>
    %149 = "stablehlo.broadcast_in_dim"(%125) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %150 = "stablehlo.broadcast_in_dim"(%127) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %151 = "stablehlo.multiply"(%149, %150) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %152 = "stablehlo.concatenate"(%11, %151) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %153 = "stablehlo.gather"(%lora_b_k, %152) {
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
    %154 = "stablehlo.dot_general"(%148, %153) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x8xf32>, tensor<4x8x16xf32>) -> tensor<4x1x16xf32>
    %155 = "stablehlo.slice"(%13) {
      limit_indices = array<i64: 4, 1, 2>,
      start_indices = array<i64: 0, 0, 1>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x1x7xf32>) -> tensor<4x1x1xf32>
    %156 = "stablehlo.broadcast_in_dim"(%155) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x16xf32>
    %157 = "stablehlo.multiply"(%154, %156) : (tensor<4x1x16xf32>, tensor<4x1x16xf32>) -> tensor<4x1x16xf32>
    %158 = "stablehlo.reshape"(%157) : (tensor<4x1x16xf32>) -> tensor<4x4x4xf32>
    %159 = "stablehlo.broadcast_in_dim"(%125) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %160 = "stablehlo.broadcast_in_dim"(%127) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %161 = "stablehlo.multiply"(%159, %160) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %162 = "stablehlo.concatenate"(%11, %161) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %163 = "stablehlo.gather"(%lora_a_v, %162) {
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
    %164 = "stablehlo.dot_general"(%124, %163) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x32xf32>, tensor<4x8x32xf32>) -> tensor<4x1x8xf32>
    %165 = "stablehlo.broadcast_in_dim"(%125) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %166 = "stablehlo.broadcast_in_dim"(%127) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %167 = "stablehlo.multiply"(%165, %166) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %168 = "stablehlo.concatenate"(%11, %167) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %169 = "stablehlo.gather"(%lora_b_v, %168) {
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
    %170 = "stablehlo.dot_general"(%164, %169) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x8xf32>, tensor<4x8x16xf32>) -> tensor<4x1x16xf32>
    %171 = "stablehlo.slice"(%13) {
      limit_indices = array<i64: 4, 1, 3>,
      start_indices = array<i64: 0, 0, 2>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x1x7xf32>) -> tensor<4x1x1xf32>
    %172 = "stablehlo.broadcast_in_dim"(%171) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x16xf32>
    %173 = "stablehlo.multiply"(%170, %172) : (tensor<4x1x16xf32>, tensor<4x1x16xf32>) -> tensor<4x1x16xf32>
    %174 = "stablehlo.reshape"(%173) : (tensor<4x1x16xf32>) -> tensor<4x4x4xf32>
    %175 = "stablehlo.concatenate"(%142, %158, %174) { dimension = 2 : i64 } : (tensor<4x4x8xf32>, tensor<4x4x4xf32>, tensor<4x4x4xf32>) -> tensor<4x4x16xf32>
    %176 = "stablehlo.add"(%123, %175) : (tensor<4x4x16xf32>, tensor<4x4x16xf32>) -> tensor<4x4x16xf32>
    %177 = "stablehlo.slice"(%176) {
      limit_indices = array<i64: 4, 4, 8>,
      start_indices = array<i64: 0, 0, 0>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x4x16xf32>) -> tensor<4x4x8xf32>
    %178 = "stablehlo.reshape"(%177) : (tensor<4x4x8xf32>) -> tensor<4x32xf32>
    %179 = "stablehlo.slice"(%176) {
      limit_indices = array<i64: 4, 4, 12>,
      start_indices = array<i64: 0, 0, 8>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x4x16xf32>) -> tensor<4x4x4xf32>
    %180 = "stablehlo.reshape"(%179) : (tensor<4x4x4xf32>) -> tensor<4x16xf32>
    %181 = "stablehlo.slice"(%176) {
      limit_indices = array<i64: 4, 4, 16>,
      start_indices = array<i64: 0, 0, 12>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x4x16xf32>) -> tensor<4x4x4xf32>
    %182 = "stablehlo.reshape"(%181) : (tensor<4x4x4xf32>) -> tensor<4x16xf32>
    %183 = "stablehlo.reshape"(%178) : (tensor<4x32xf32>) -> tensor<4x4x8xf32>
    %184 = "stablehlo.slice"(%183) {
      limit_indices = array<i64: 4, 4, 4>,
      start_indices = array<i64: 0, 0, 0>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x4x8xf32>) -> tensor<4x4x4xf32>
    %185 = "stablehlo.slice"(%183) {
      limit_indices = array<i64: 4, 4, 8>,
      start_indices = array<i64: 0, 0, 4>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x4x8xf32>) -> tensor<4x4x4xf32>
    %186 = "stablehlo.broadcast_in_dim"(%15) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x4xf32>) -> tensor<4x4x4xf32>
    %187 = "stablehlo.broadcast_in_dim"(%17) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x4xf32>) -> tensor<4x4x4xf32>
    %188 = "stablehlo.multiply"(%184, %186) : (tensor<4x4x4xf32>, tensor<4x4x4xf32>) -> tensor<4x4x4xf32>
    %189 = "stablehlo.multiply"(%185, %187) : (tensor<4x4x4xf32>, tensor<4x4x4xf32>) -> tensor<4x4x4xf32>
    %190 = "stablehlo.subtract"(%188, %189) : (tensor<4x4x4xf32>, tensor<4x4x4xf32>) -> tensor<4x4x4xf32>
    %191 = "stablehlo.multiply"(%185, %186) : (tensor<4x4x4xf32>, tensor<4x4x4xf32>) -> tensor<4x4x4xf32>
    %192 = "stablehlo.multiply"(%184, %187) : (tensor<4x4x4xf32>, tensor<4x4x4xf32>) -> tensor<4x4x4xf32>
    %193 = "stablehlo.add"(%191, %192) : (tensor<4x4x4xf32>, tensor<4x4x4xf32>) -> tensor<4x4x4xf32>
    %194 = "stablehlo.concatenate"(%190, %193) { dimension = 2 : i64 } : (tensor<4x4x4xf32>, tensor<4x4x4xf32>) -> tensor<4x4x8xf32>
    %195 = "stablehlo.reshape"(%180) : (tensor<4x16xf32>) -> tensor<4x2x8xf32>
    %196 = "stablehlo.slice"(%195) {
      limit_indices = array<i64: 4, 2, 4>,
      start_indices = array<i64: 0, 0, 0>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x2x8xf32>) -> tensor<4x2x4xf32>
    %197 = "stablehlo.slice"(%195) {
      limit_indices = array<i64: 4, 2, 8>,
      start_indices = array<i64: 0, 0, 4>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x2x8xf32>) -> tensor<4x2x4xf32>
    %198 = "stablehlo.broadcast_in_dim"(%15) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x4xf32>) -> tensor<4x2x4xf32>
    %199 = "stablehlo.broadcast_in_dim"(%17) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x4xf32>) -> tensor<4x2x4xf32>
    %200 = "stablehlo.multiply"(%196, %198) : (tensor<4x2x4xf32>, tensor<4x2x4xf32>) -> tensor<4x2x4xf32>
    %201 = "stablehlo.multiply"(%197, %199) : (tensor<4x2x4xf32>, tensor<4x2x4xf32>) -> tensor<4x2x4xf32>
    %202 = "stablehlo.subtract"(%200, %201) : (tensor<4x2x4xf32>, tensor<4x2x4xf32>) -> tensor<4x2x4xf32>
    %203 = "stablehlo.multiply"(%197, %198) : (tensor<4x2x4xf32>, tensor<4x2x4xf32>) -> tensor<4x2x4xf32>
    %204 = "stablehlo.multiply"(%196, %199) : (tensor<4x2x4xf32>, tensor<4x2x4xf32>) -> tensor<4x2x4xf32>
    %205 = "stablehlo.add"(%203, %204) : (tensor<4x2x4xf32>, tensor<4x2x4xf32>) -> tensor<4x2x4xf32>
    %206 = "stablehlo.concatenate"(%202, %205) { dimension = 2 : i64 } : (tensor<4x2x4xf32>, tensor<4x2x4xf32>) -> tensor<4x2x8xf32>
    %207 = "stablehlo.reshape"(%206) : (tensor<4x2x8xf32>) -> tensor<4x1x16xf32>
    %208 = "stablehlo.reshape"(%182) : (tensor<4x16xf32>) -> tensor<4x1x16xf32>
    %209 = "stablehlo.concatenate"(%207, %208) { dimension = 1 : i64 } : (tensor<4x1x16xf32>, tensor<4x1x16xf32>) -> tensor<4x2x16xf32>
    %210 = "stablehlo.bitcast_convert"(%209) : (tensor<4x2x16xf32>) -> tensor<4x2x16xi32>
    %211 = "stablehlo.gather"(%alias1_cache_0, %12) {
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
    %212 = "stablehlo.subtract"(%210, %211) : (tensor<4x2x16xi32>, tensor<4x2x16xi32>) -> tensor<4x2x16xi32>
    %214 = "stablehlo.scatter"(%alias1_cache_0, %12, %212) ({
      ^updateFn(%lhs: tensor<i32>, %rhs: tensor<i32>) :
          %213 = "stablehlo.add"(%lhs, %rhs) : (tensor<i32>, tensor<i32>) -> tensor<i32>
          "stablehlo.return"(%213) : (tensor<i32>) -> ()
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
    %215 = "stablehlo.gather"(%214, %9) {
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
    %216 = "stablehlo.bitcast_convert"(%215) : (tensor<4x4x8x2x16xi32>) -> tensor<4x4x8x2x16xf32>
    %217 = "stablehlo.reshape"(%216) : (tensor<4x4x8x2x16xf32>) -> tensor<4x32x2x16xf32>
    %218 = "stablehlo.slice"(%217) {
      limit_indices = array<i64: 4, 32, 2, 16>,
      start_indices = array<i64: 0, 0, 1, 0>,
      strides = array<i64: 1, 1, 1, 1>
    } : (tensor<4x32x2x16xf32>) -> tensor<4x32x1x16xf32>
    %219 = "stablehlo.reshape"(%218) : (tensor<4x32x1x16xf32>) -> tensor<4x32x16xf32>
    %220 = "stablehlo.broadcast_in_dim"(%29) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x32x1xi1>) -> tensor<4x32x16xi1>
    %221 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %222 = "stablehlo.broadcast_in_dim"(%221) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x32x16xf32>
    %223 = "stablehlo.select"(%220, %219, %222) : (tensor<4x32x16xi1>, tensor<4x32x16xf32>, tensor<4x32x16xf32>) -> tensor<4x32x16xf32>
    %224 = "stablehlo.slice"(%217) {
      limit_indices = array<i64: 4, 32, 1, 16>,
      start_indices = array<i64: 0, 0, 0, 0>,
      strides = array<i64: 1, 1, 1, 1>
    } : (tensor<4x32x2x16xf32>) -> tensor<4x32x1x16xf32>
    %225 = "stablehlo.reshape"(%224) : (tensor<4x32x1x16xf32>) -> tensor<4x32x16xf32>
    %226 = "stablehlo.reshape"(%225) : (tensor<4x32x16xf32>) -> tensor<4x32x2x8xf32>
    %227 = "stablehlo.reshape"(%223) : (tensor<4x32x16xf32>) -> tensor<4x32x2x8xf32>
    %228 = "stablehlo.reshape"(%194) : (tensor<4x4x8xf32>) -> tensor<4x1x2x2x8xf32>
    %229 = "stablehlo.dot_general"(%228, %226) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0, 2],
  rhs_batching_dimensions = [0, 2],
  lhs_contracting_dimensions = [4],
  rhs_contracting_dimensions = [3]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x2x2x8xf32>, tensor<4x32x2x8xf32>) -> tensor<4x2x1x2x32xf32>
    %230 = "stablehlo.transpose"(%229) { permutation = array<i64: 0, 1, 3, 2, 4> } : (tensor<4x2x1x2x32xf32>) -> tensor<4x2x2x1x32xf32>
    %231 = "stablehlo.constant"() { value = dense<0.3535533845424652> : tensor<f32> } : () -> tensor<f32>
    %232 = "stablehlo.broadcast_in_dim"(%231) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x2x2x1x32xf32>
    %233 = "stablehlo.multiply"(%230, %232) : (tensor<4x2x2x1x32xf32>, tensor<4x2x2x1x32xf32>) -> tensor<4x2x2x1x32xf32>
    %234 = "stablehlo.broadcast_in_dim"(%22) { broadcast_dimensions = array<i64: 0, 1, 2, 3, 4> } : (tensor<4x1x1x1x32xi1>) -> tensor<4x2x2x1x32xi1>
    %235 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
    %236 = "stablehlo.broadcast_in_dim"(%235) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x2x2x1x32xf32>
    %237 = "stablehlo.select"(%234, %233, %236) : (tensor<4x2x2x1x32xi1>, tensor<4x2x2x1x32xf32>, tensor<4x2x2x1x32xf32>) -> tensor<4x2x2x1x32xf32>
    %238 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
    %239 = "stablehlo.reduce"(%237, %238) ({
      ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
          %55 = "stablehlo.maximum"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
          "stablehlo.return"(%55) : (tensor<f32>) -> ()
    }) { dimensions = array<i64: 4> } : (tensor<4x2x2x1x32xf32>, tensor<f32>) -> tensor<4x2x2x1xf32>
    %240 = "stablehlo.reshape"(%239) : (tensor<4x2x2x1xf32>) -> tensor<4x2x2x1x1xf32>
    %241 = "stablehlo.broadcast_in_dim"(%221) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x2x2x1x32xf32>
    %242 = "stablehlo.broadcast_in_dim"(%240) { broadcast_dimensions = array<i64: 0, 1, 2, 3, 4> } : (tensor<4x2x2x1x1xf32>) -> tensor<4x2x2x1x32xf32>
    %243 = "stablehlo.subtract"(%233, %242) : (tensor<4x2x2x1x32xf32>, tensor<4x2x2x1x32xf32>) -> tensor<4x2x2x1x32xf32>
    %244 = "stablehlo.select"(%234, %243, %241) : (tensor<4x2x2x1x32xi1>, tensor<4x2x2x1x32xf32>, tensor<4x2x2x1x32xf32>) -> tensor<4x2x2x1x32xf32>
    %245 = "stablehlo.exponential"(%244) : (tensor<4x2x2x1x32xf32>) -> tensor<4x2x2x1x32xf32>
    %246 = "stablehlo.select"(%234, %245, %241) : (tensor<4x2x2x1x32xi1>, tensor<4x2x2x1x32xf32>, tensor<4x2x2x1x32xf32>) -> tensor<4x2x2x1x32xf32>
    %247 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %248 = "stablehlo.reduce"(%246, %247) ({
      ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
          %35 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
          "stablehlo.return"(%35) : (tensor<f32>) -> ()
    }) { dimensions = array<i64: 4> } : (tensor<4x2x2x1x32xf32>, tensor<f32>) -> tensor<4x2x2x1xf32>
    %249 = "stablehlo.reshape"(%248) : (tensor<4x2x2x1xf32>) -> tensor<4x2x2x1x1xf32>
    %250 = "stablehlo.broadcast_in_dim"(%249) { broadcast_dimensions = array<i64: 0, 1, 2, 3, 4> } : (tensor<4x2x2x1x1xf32>) -> tensor<4x2x2x1x32xf32>
    %251 = "stablehlo.divide"(%246, %250) : (tensor<4x2x2x1x32xf32>, tensor<4x2x2x1x32xf32>) -> tensor<4x2x2x1x32xf32>
    %252 = "stablehlo.select"(%234, %251, %241) : (tensor<4x2x2x1x32xi1>, tensor<4x2x2x1x32xf32>, tensor<4x2x2x1x32xf32>) -> tensor<4x2x2x1x32xf32>
    %253 = "stablehlo.dot_general"(%252, %227) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0, 1],
  rhs_batching_dimensions = [0, 2],
  lhs_contracting_dimensions = [4],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x2x2x1x32xf32>, tensor<4x32x2x8xf32>) -> tensor<4x2x2x1x8xf32>
    %254 = "stablehlo.transpose"(%253) { permutation = array<i64: 0, 3, 1, 2, 4> } : (tensor<4x2x2x1x8xf32>) -> tensor<4x1x2x2x8xf32>
    %255 = "stablehlo.reshape"(%254) : (tensor<4x1x2x2x8xf32>) -> tensor<4x32xf32>
    %256 = "stablehlo.slice"(%attn_sub_norm) {
      limit_indices = array<i64: 1, 32>,
      start_indices = array<i64: 0, 0>,
      strides = array<i64: 1, 1>
    } : (tensor<1x32xf32>) -> tensor<1x32xf32>
    %257 = "stablehlo.reshape"(%256) : (tensor<1x32xf32>) -> tensor<32xf32>
    %258 = "stablehlo.multiply"(%255, %255) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %259 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %260 = "stablehlo.reduce"(%258, %259) ({
      ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
          %35 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
          "stablehlo.return"(%35) : (tensor<f32>) -> ()
    }) { dimensions = array<i64: 1> } : (tensor<4x32xf32>, tensor<f32>) -> tensor<4xf32>
    %261 = "stablehlo.broadcast_in_dim"(%38) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %262 = "stablehlo.multiply"(%260, %261) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %263 = "stablehlo.broadcast_in_dim"(%41) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %264 = "stablehlo.add"(%262, %263) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %265 = "stablehlo.sqrt"(%264) : (tensor<4xf32>) -> tensor<4xf32>
    %266 = "stablehlo.broadcast_in_dim"(%45) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %267 = "stablehlo.divide"(%266, %265) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %268 = "stablehlo.reshape"(%267) : (tensor<4xf32>) -> tensor<4x1xf32>
    %269 = "stablehlo.broadcast_in_dim"(%268) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x32xf32>
    %270 = "stablehlo.multiply"(%255, %269) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %271 = "stablehlo.reshape"(%257) : (tensor<32xf32>) -> tensor<1x32xf32>
    %272 = "stablehlo.broadcast_in_dim"(%271) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<1x32xf32>) -> tensor<4x32xf32>
    %273 = "stablehlo.multiply"(%270, %272) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %274 = "stablehlo.abs"(%273) : (tensor<4x32xf32>) -> tensor<4x32xf32>
    %275 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
    %276 = "stablehlo.reduce"(%274, %275) ({
      ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
          %55 = "stablehlo.maximum"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
          "stablehlo.return"(%55) : (tensor<f32>) -> ()
    }) { dimensions = array<i64: 1> } : (tensor<4x32xf32>, tensor<f32>) -> tensor<4xf32>
    %277 = "stablehlo.broadcast_in_dim"(%58) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %278 = "stablehlo.maximum"(%276, %277) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %279 = "stablehlo.broadcast_in_dim"(%45) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %280 = "stablehlo.broadcast_in_dim"(%62) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %281 = "stablehlo.multiply"(%279, %280) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %282 = "stablehlo.divide"(%281, %278) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %283 = "stablehlo.reshape"(%282) : (tensor<4xf32>) -> tensor<4x1xf32>
    %284 = "stablehlo.broadcast_in_dim"(%283) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x32xf32>
    %285 = "stablehlo.multiply"(%273, %284) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %286 = "stablehlo.round_nearest_even"(%285) : (tensor<4x32xf32>) -> tensor<4x32xf32>
    %287 = "stablehlo.broadcast_in_dim"(%70) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x32xf32>
    %288 = "stablehlo.maximum"(%286, %287) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %289 = "stablehlo.broadcast_in_dim"(%62) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x32xf32>
    %290 = "stablehlo.minimum"(%288, %289) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %291 = "stablehlo.broadcast_in_dim"(%75) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x32xui8>
    %292 = "stablehlo.shift_right_logical"(%w_o_0, %291) : (tensor<8x32xui8>, tensor<8x32xui8>) -> tensor<8x32xui8>
    %293 = "stablehlo.broadcast_in_dim"(%78) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x32xui8>
    %294 = "stablehlo.and"(%292, %293) : (tensor<8x32xui8>, tensor<8x32xui8>) -> tensor<8x32xui8>
    %295 = "stablehlo.convert"(%294) : (tensor<8x32xui8>) -> tensor<8x32xf32>
    %296 = "stablehlo.broadcast_in_dim"(%82) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<8x32xf32>
    %297 = "stablehlo.add"(%295, %296) : (tensor<8x32xf32>, tensor<8x32xf32>) -> tensor<8x32xf32>
    %298 = "stablehlo.reshape"(%297) : (tensor<8x32xf32>) -> tensor<1x8x32xf32>
    %299 = "stablehlo.broadcast_in_dim"(%86) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x32xui8>
    %300 = "stablehlo.shift_right_logical"(%w_o_0, %299) : (tensor<8x32xui8>, tensor<8x32xui8>) -> tensor<8x32xui8>
    %301 = "stablehlo.broadcast_in_dim"(%78) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x32xui8>
    %302 = "stablehlo.and"(%300, %301) : (tensor<8x32xui8>, tensor<8x32xui8>) -> tensor<8x32xui8>
    %303 = "stablehlo.convert"(%302) : (tensor<8x32xui8>) -> tensor<8x32xf32>
    %304 = "stablehlo.broadcast_in_dim"(%82) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<8x32xf32>
    %305 = "stablehlo.add"(%303, %304) : (tensor<8x32xf32>, tensor<8x32xf32>) -> tensor<8x32xf32>
    %306 = "stablehlo.reshape"(%305) : (tensor<8x32xf32>) -> tensor<1x8x32xf32>
    %307 = "stablehlo.broadcast_in_dim"(%95) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x32xui8>
    %308 = "stablehlo.shift_right_logical"(%w_o_0, %307) : (tensor<8x32xui8>, tensor<8x32xui8>) -> tensor<8x32xui8>
    %309 = "stablehlo.broadcast_in_dim"(%78) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x32xui8>
    %310 = "stablehlo.and"(%308, %309) : (tensor<8x32xui8>, tensor<8x32xui8>) -> tensor<8x32xui8>
    %311 = "stablehlo.convert"(%310) : (tensor<8x32xui8>) -> tensor<8x32xf32>
    %312 = "stablehlo.broadcast_in_dim"(%82) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<8x32xf32>
    %313 = "stablehlo.add"(%311, %312) : (tensor<8x32xf32>, tensor<8x32xf32>) -> tensor<8x32xf32>
    %314 = "stablehlo.reshape"(%313) : (tensor<8x32xf32>) -> tensor<1x8x32xf32>
    %315 = "stablehlo.broadcast_in_dim"(%104) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x32xui8>
    %316 = "stablehlo.shift_right_logical"(%w_o_0, %315) : (tensor<8x32xui8>, tensor<8x32xui8>) -> tensor<8x32xui8>
    %317 = "stablehlo.broadcast_in_dim"(%78) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x32xui8>
    %318 = "stablehlo.and"(%316, %317) : (tensor<8x32xui8>, tensor<8x32xui8>) -> tensor<8x32xui8>
    %319 = "stablehlo.convert"(%318) : (tensor<8x32xui8>) -> tensor<8x32xf32>
    %320 = "stablehlo.broadcast_in_dim"(%82) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<8x32xf32>
    %321 = "stablehlo.add"(%319, %320) : (tensor<8x32xf32>, tensor<8x32xf32>) -> tensor<8x32xf32>
    %322 = "stablehlo.reshape"(%321) : (tensor<8x32xf32>) -> tensor<1x8x32xf32>
    %323 = "stablehlo.concatenate"(%298, %306, %314, %322) { dimension = 0 : i64 } : (tensor<1x8x32xf32>, tensor<1x8x32xf32>, tensor<1x8x32xf32>, tensor<1x8x32xf32>) -> tensor<4x8x32xf32>
    %324 = "stablehlo.dot_general"(%290, %323) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [],
  rhs_batching_dimensions = [],
  lhs_contracting_dimensions = [1],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x32xf32>, tensor<4x8x32xf32>) -> tensor<4x4x8xf32>
    %325 = "stablehlo.slice"(%units_o) {
      limit_indices = array<i64: 1, 8>,
      start_indices = array<i64: 0, 0>,
      strides = array<i64: 1, 1>
    } : (tensor<1x8xf32>) -> tensor<1x8xf32>
    %326 = "stablehlo.reshape"(%325) : (tensor<1x8xf32>) -> tensor<8xf32>
    %327 = "stablehlo.reshape"(%326) : (tensor<8xf32>) -> tensor<1x1x8xf32>
    %328 = "stablehlo.reshape"(%283) : (tensor<4x1xf32>) -> tensor<4x1x1xf32>
    %329 = "stablehlo.broadcast_in_dim"(%328) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x8xf32>
    %330 = "stablehlo.broadcast_in_dim"(%327) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<1x1x8xf32>) -> tensor<4x1x8xf32>
    %331 = "stablehlo.divide"(%330, %329) : (tensor<4x1x8xf32>, tensor<4x1x8xf32>) -> tensor<4x1x8xf32>
    %332 = "stablehlo.broadcast_in_dim"(%331) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x8xf32>) -> tensor<4x4x8xf32>
    %333 = "stablehlo.multiply"(%324, %332) : (tensor<4x4x8xf32>, tensor<4x4x8xf32>) -> tensor<4x4x8xf32>
    %334 = "stablehlo.reshape"(%273) : (tensor<4x32xf32>) -> tensor<4x1x32xf32>
    %335 = "stablehlo.broadcast_in_dim"(%125) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %336 = "stablehlo.broadcast_in_dim"(%127) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %337 = "stablehlo.multiply"(%335, %336) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %338 = "stablehlo.concatenate"(%11, %337) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %339 = "stablehlo.gather"(%lora_a_o, %338) {
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
    %340 = "stablehlo.dot_general"(%334, %339) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x32xf32>, tensor<4x8x32xf32>) -> tensor<4x1x8xf32>
    %341 = "stablehlo.broadcast_in_dim"(%125) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %342 = "stablehlo.broadcast_in_dim"(%127) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %343 = "stablehlo.multiply"(%341, %342) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %344 = "stablehlo.concatenate"(%11, %343) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %345 = "stablehlo.gather"(%lora_b_o, %344) {
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
    %346 = "stablehlo.dot_general"(%340, %345) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x8xf32>, tensor<4x8x32xf32>) -> tensor<4x1x32xf32>
    %347 = "stablehlo.slice"(%13) {
      limit_indices = array<i64: 4, 1, 4>,
      start_indices = array<i64: 0, 0, 3>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x1x7xf32>) -> tensor<4x1x1xf32>
    %348 = "stablehlo.broadcast_in_dim"(%347) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x32xf32>
    %349 = "stablehlo.multiply"(%346, %348) : (tensor<4x1x32xf32>, tensor<4x1x32xf32>) -> tensor<4x1x32xf32>
    %350 = "stablehlo.reshape"(%349) : (tensor<4x1x32xf32>) -> tensor<4x4x8xf32>
    %351 = "stablehlo.add"(%333, %350) : (tensor<4x4x8xf32>, tensor<4x4x8xf32>) -> tensor<4x4x8xf32>
    %352 = "stablehlo.reshape"(%351) : (tensor<4x4x8xf32>) -> tensor<4x32xf32>
    %353 = "stablehlo.add"(%31, %352) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %354 = "stablehlo.slice"(%post_norm) {
      limit_indices = array<i64: 1, 32>,
      start_indices = array<i64: 0, 0>,
      strides = array<i64: 1, 1>
    } : (tensor<1x32xf32>) -> tensor<1x32xf32>
    %355 = "stablehlo.reshape"(%354) : (tensor<1x32xf32>) -> tensor<32xf32>
    %356 = "stablehlo.multiply"(%353, %353) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %357 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %358 = "stablehlo.reduce"(%356, %357) ({
      ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
          %35 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
          "stablehlo.return"(%35) : (tensor<f32>) -> ()
    }) { dimensions = array<i64: 1> } : (tensor<4x32xf32>, tensor<f32>) -> tensor<4xf32>
    %359 = "stablehlo.broadcast_in_dim"(%38) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %360 = "stablehlo.multiply"(%358, %359) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %361 = "stablehlo.broadcast_in_dim"(%41) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %362 = "stablehlo.add"(%360, %361) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %363 = "stablehlo.sqrt"(%362) : (tensor<4xf32>) -> tensor<4xf32>
    %364 = "stablehlo.broadcast_in_dim"(%45) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %365 = "stablehlo.divide"(%364, %363) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %366 = "stablehlo.reshape"(%365) : (tensor<4xf32>) -> tensor<4x1xf32>
    %367 = "stablehlo.broadcast_in_dim"(%366) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x32xf32>
    %368 = "stablehlo.multiply"(%353, %367) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %369 = "stablehlo.reshape"(%355) : (tensor<32xf32>) -> tensor<1x32xf32>
    %370 = "stablehlo.broadcast_in_dim"(%369) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<1x32xf32>) -> tensor<4x32xf32>
    %371 = "stablehlo.multiply"(%368, %370) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %372 = "stablehlo.abs"(%371) : (tensor<4x32xf32>) -> tensor<4x32xf32>
    %373 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
    %374 = "stablehlo.reduce"(%372, %373) ({
      ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
          %55 = "stablehlo.maximum"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
          "stablehlo.return"(%55) : (tensor<f32>) -> ()
    }) { dimensions = array<i64: 1> } : (tensor<4x32xf32>, tensor<f32>) -> tensor<4xf32>
    %375 = "stablehlo.broadcast_in_dim"(%58) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %376 = "stablehlo.maximum"(%374, %375) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %377 = "stablehlo.broadcast_in_dim"(%45) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %378 = "stablehlo.broadcast_in_dim"(%62) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %379 = "stablehlo.multiply"(%377, %378) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %380 = "stablehlo.divide"(%379, %376) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %381 = "stablehlo.reshape"(%380) : (tensor<4xf32>) -> tensor<4x1xf32>
    %382 = "stablehlo.broadcast_in_dim"(%381) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x32xf32>
    %383 = "stablehlo.multiply"(%371, %382) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %384 = "stablehlo.round_nearest_even"(%383) : (tensor<4x32xf32>) -> tensor<4x32xf32>
    %385 = "stablehlo.broadcast_in_dim"(%70) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x32xf32>
    %386 = "stablehlo.maximum"(%384, %385) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %387 = "stablehlo.broadcast_in_dim"(%62) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x32xf32>
    %388 = "stablehlo.minimum"(%386, %387) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %389 = "stablehlo.broadcast_in_dim"(%75) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<24x32xui8>
    %390 = "stablehlo.shift_right_logical"(%w_gate_up_0, %389) : (tensor<24x32xui8>, tensor<24x32xui8>) -> tensor<24x32xui8>
    %391 = "stablehlo.broadcast_in_dim"(%78) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<24x32xui8>
    %392 = "stablehlo.and"(%390, %391) : (tensor<24x32xui8>, tensor<24x32xui8>) -> tensor<24x32xui8>
    %393 = "stablehlo.convert"(%392) : (tensor<24x32xui8>) -> tensor<24x32xf32>
    %394 = "stablehlo.broadcast_in_dim"(%82) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<24x32xf32>
    %395 = "stablehlo.add"(%393, %394) : (tensor<24x32xf32>, tensor<24x32xf32>) -> tensor<24x32xf32>
    %396 = "stablehlo.reshape"(%395) : (tensor<24x32xf32>) -> tensor<1x24x32xf32>
    %397 = "stablehlo.broadcast_in_dim"(%86) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<24x32xui8>
    %398 = "stablehlo.shift_right_logical"(%w_gate_up_0, %397) : (tensor<24x32xui8>, tensor<24x32xui8>) -> tensor<24x32xui8>
    %399 = "stablehlo.broadcast_in_dim"(%78) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<24x32xui8>
    %400 = "stablehlo.and"(%398, %399) : (tensor<24x32xui8>, tensor<24x32xui8>) -> tensor<24x32xui8>
    %401 = "stablehlo.convert"(%400) : (tensor<24x32xui8>) -> tensor<24x32xf32>
    %402 = "stablehlo.broadcast_in_dim"(%82) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<24x32xf32>
    %403 = "stablehlo.add"(%401, %402) : (tensor<24x32xf32>, tensor<24x32xf32>) -> tensor<24x32xf32>
    %404 = "stablehlo.reshape"(%403) : (tensor<24x32xf32>) -> tensor<1x24x32xf32>
    %405 = "stablehlo.broadcast_in_dim"(%95) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<24x32xui8>
    %406 = "stablehlo.shift_right_logical"(%w_gate_up_0, %405) : (tensor<24x32xui8>, tensor<24x32xui8>) -> tensor<24x32xui8>
    %407 = "stablehlo.broadcast_in_dim"(%78) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<24x32xui8>
    %408 = "stablehlo.and"(%406, %407) : (tensor<24x32xui8>, tensor<24x32xui8>) -> tensor<24x32xui8>
    %409 = "stablehlo.convert"(%408) : (tensor<24x32xui8>) -> tensor<24x32xf32>
    %410 = "stablehlo.broadcast_in_dim"(%82) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<24x32xf32>
    %411 = "stablehlo.add"(%409, %410) : (tensor<24x32xf32>, tensor<24x32xf32>) -> tensor<24x32xf32>
    %412 = "stablehlo.reshape"(%411) : (tensor<24x32xf32>) -> tensor<1x24x32xf32>
    %413 = "stablehlo.broadcast_in_dim"(%104) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<24x32xui8>
    %414 = "stablehlo.shift_right_logical"(%w_gate_up_0, %413) : (tensor<24x32xui8>, tensor<24x32xui8>) -> tensor<24x32xui8>
    %415 = "stablehlo.broadcast_in_dim"(%78) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<24x32xui8>
    %416 = "stablehlo.and"(%414, %415) : (tensor<24x32xui8>, tensor<24x32xui8>) -> tensor<24x32xui8>
    %417 = "stablehlo.convert"(%416) : (tensor<24x32xui8>) -> tensor<24x32xf32>
    %418 = "stablehlo.broadcast_in_dim"(%82) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<24x32xf32>
    %419 = "stablehlo.add"(%417, %418) : (tensor<24x32xf32>, tensor<24x32xf32>) -> tensor<24x32xf32>
    %420 = "stablehlo.reshape"(%419) : (tensor<24x32xf32>) -> tensor<1x24x32xf32>
    %421 = "stablehlo.concatenate"(%396, %404, %412, %420) { dimension = 0 : i64 } : (tensor<1x24x32xf32>, tensor<1x24x32xf32>, tensor<1x24x32xf32>, tensor<1x24x32xf32>) -> tensor<4x24x32xf32>
    %422 = "stablehlo.dot_general"(%388, %421) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [],
  rhs_batching_dimensions = [],
  lhs_contracting_dimensions = [1],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x32xf32>, tensor<4x24x32xf32>) -> tensor<4x4x24xf32>
    %423 = "stablehlo.slice"(%units_gate_up) {
      limit_indices = array<i64: 1, 24>,
      start_indices = array<i64: 0, 0>,
      strides = array<i64: 1, 1>
    } : (tensor<1x24xf32>) -> tensor<1x24xf32>
    %424 = "stablehlo.reshape"(%423) : (tensor<1x24xf32>) -> tensor<24xf32>
    %425 = "stablehlo.reshape"(%424) : (tensor<24xf32>) -> tensor<1x1x24xf32>
    %426 = "stablehlo.reshape"(%381) : (tensor<4x1xf32>) -> tensor<4x1x1xf32>
    %427 = "stablehlo.broadcast_in_dim"(%426) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x24xf32>
    %428 = "stablehlo.broadcast_in_dim"(%425) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<1x1x24xf32>) -> tensor<4x1x24xf32>
    %429 = "stablehlo.divide"(%428, %427) : (tensor<4x1x24xf32>, tensor<4x1x24xf32>) -> tensor<4x1x24xf32>
    %430 = "stablehlo.broadcast_in_dim"(%429) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x24xf32>) -> tensor<4x4x24xf32>
    %431 = "stablehlo.multiply"(%422, %430) : (tensor<4x4x24xf32>, tensor<4x4x24xf32>) -> tensor<4x4x24xf32>
    %432 = "stablehlo.reshape"(%371) : (tensor<4x32xf32>) -> tensor<4x1x32xf32>
    %433 = "stablehlo.broadcast_in_dim"(%125) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %434 = "stablehlo.broadcast_in_dim"(%127) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %435 = "stablehlo.multiply"(%433, %434) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %436 = "stablehlo.concatenate"(%11, %435) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %437 = "stablehlo.gather"(%lora_a_gate, %436) {
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
    %438 = "stablehlo.dot_general"(%432, %437) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x32xf32>, tensor<4x8x32xf32>) -> tensor<4x1x8xf32>
    %439 = "stablehlo.broadcast_in_dim"(%125) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %440 = "stablehlo.broadcast_in_dim"(%127) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %441 = "stablehlo.multiply"(%439, %440) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %442 = "stablehlo.concatenate"(%11, %441) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %443 = "stablehlo.gather"(%lora_b_gate, %442) {
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
    %444 = "stablehlo.dot_general"(%438, %443) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x8xf32>, tensor<4x8x48xf32>) -> tensor<4x1x48xf32>
    %445 = "stablehlo.slice"(%13) {
      limit_indices = array<i64: 4, 1, 5>,
      start_indices = array<i64: 0, 0, 4>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x1x7xf32>) -> tensor<4x1x1xf32>
    %446 = "stablehlo.broadcast_in_dim"(%445) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x48xf32>
    %447 = "stablehlo.multiply"(%444, %446) : (tensor<4x1x48xf32>, tensor<4x1x48xf32>) -> tensor<4x1x48xf32>
    %448 = "stablehlo.reshape"(%447) : (tensor<4x1x48xf32>) -> tensor<4x4x12xf32>
    %449 = "stablehlo.broadcast_in_dim"(%125) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %450 = "stablehlo.broadcast_in_dim"(%127) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %451 = "stablehlo.multiply"(%449, %450) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %452 = "stablehlo.concatenate"(%11, %451) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %453 = "stablehlo.gather"(%lora_a_up, %452) {
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
    %454 = "stablehlo.dot_general"(%432, %453) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x32xf32>, tensor<4x8x32xf32>) -> tensor<4x1x8xf32>
    %455 = "stablehlo.broadcast_in_dim"(%125) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %456 = "stablehlo.broadcast_in_dim"(%127) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %457 = "stablehlo.multiply"(%455, %456) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %458 = "stablehlo.concatenate"(%11, %457) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %459 = "stablehlo.gather"(%lora_b_up, %458) {
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
    %460 = "stablehlo.dot_general"(%454, %459) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x8xf32>, tensor<4x8x48xf32>) -> tensor<4x1x48xf32>
    %461 = "stablehlo.slice"(%13) {
      limit_indices = array<i64: 4, 1, 6>,
      start_indices = array<i64: 0, 0, 5>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x1x7xf32>) -> tensor<4x1x1xf32>
    %462 = "stablehlo.broadcast_in_dim"(%461) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x48xf32>
    %463 = "stablehlo.multiply"(%460, %462) : (tensor<4x1x48xf32>, tensor<4x1x48xf32>) -> tensor<4x1x48xf32>
    %464 = "stablehlo.reshape"(%463) : (tensor<4x1x48xf32>) -> tensor<4x4x12xf32>
    %465 = "stablehlo.concatenate"(%448, %464) { dimension = 2 : i64 } : (tensor<4x4x12xf32>, tensor<4x4x12xf32>) -> tensor<4x4x24xf32>
    %466 = "stablehlo.add"(%431, %465) : (tensor<4x4x24xf32>, tensor<4x4x24xf32>) -> tensor<4x4x24xf32>
    %467 = "stablehlo.slice"(%466) {
      limit_indices = array<i64: 4, 4, 12>,
      start_indices = array<i64: 0, 0, 0>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x4x24xf32>) -> tensor<4x4x12xf32>
    %468 = "stablehlo.reshape"(%467) : (tensor<4x4x12xf32>) -> tensor<4x48xf32>
    %469 = "stablehlo.slice"(%466) {
      limit_indices = array<i64: 4, 4, 24>,
      start_indices = array<i64: 0, 0, 12>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x4x24xf32>) -> tensor<4x4x12xf32>
    %470 = "stablehlo.reshape"(%469) : (tensor<4x4x12xf32>) -> tensor<4x48xf32>
    %471 = "stablehlo.broadcast_in_dim"(%221) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x48xf32>
    %472 = "stablehlo.maximum"(%468, %471) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
    %473 = "stablehlo.multiply"(%472, %472) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
    %474 = "stablehlo.multiply"(%473, %470) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
    %475 = "stablehlo.slice"(%ffn_sub_norm) {
      limit_indices = array<i64: 1, 48>,
      start_indices = array<i64: 0, 0>,
      strides = array<i64: 1, 1>
    } : (tensor<1x48xf32>) -> tensor<1x48xf32>
    %476 = "stablehlo.reshape"(%475) : (tensor<1x48xf32>) -> tensor<48xf32>
    %477 = "stablehlo.multiply"(%474, %474) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
    %478 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %479 = "stablehlo.reduce"(%477, %478) ({
      ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
          %35 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
          "stablehlo.return"(%35) : (tensor<f32>) -> ()
    }) { dimensions = array<i64: 1> } : (tensor<4x48xf32>, tensor<f32>) -> tensor<4xf32>
    %480 = "stablehlo.constant"() { value = dense<0.02083333395421505> : tensor<f32> } : () -> tensor<f32>
    %481 = "stablehlo.broadcast_in_dim"(%480) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %482 = "stablehlo.multiply"(%479, %481) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %483 = "stablehlo.broadcast_in_dim"(%41) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %484 = "stablehlo.add"(%482, %483) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %485 = "stablehlo.sqrt"(%484) : (tensor<4xf32>) -> tensor<4xf32>
    %486 = "stablehlo.broadcast_in_dim"(%45) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %487 = "stablehlo.divide"(%486, %485) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %488 = "stablehlo.reshape"(%487) : (tensor<4xf32>) -> tensor<4x1xf32>
    %489 = "stablehlo.broadcast_in_dim"(%488) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x48xf32>
    %490 = "stablehlo.multiply"(%474, %489) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
    %491 = "stablehlo.reshape"(%476) : (tensor<48xf32>) -> tensor<1x48xf32>
    %492 = "stablehlo.broadcast_in_dim"(%491) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<1x48xf32>) -> tensor<4x48xf32>
    %493 = "stablehlo.multiply"(%490, %492) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
    %494 = "stablehlo.abs"(%493) : (tensor<4x48xf32>) -> tensor<4x48xf32>
    %495 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
    %496 = "stablehlo.reduce"(%494, %495) ({
      ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
          %55 = "stablehlo.maximum"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
          "stablehlo.return"(%55) : (tensor<f32>) -> ()
    }) { dimensions = array<i64: 1> } : (tensor<4x48xf32>, tensor<f32>) -> tensor<4xf32>
    %497 = "stablehlo.broadcast_in_dim"(%58) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %498 = "stablehlo.maximum"(%496, %497) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %499 = "stablehlo.broadcast_in_dim"(%45) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %500 = "stablehlo.broadcast_in_dim"(%62) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %501 = "stablehlo.multiply"(%499, %500) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %502 = "stablehlo.divide"(%501, %498) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %503 = "stablehlo.reshape"(%502) : (tensor<4xf32>) -> tensor<4x1xf32>
    %504 = "stablehlo.broadcast_in_dim"(%503) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x48xf32>
    %505 = "stablehlo.multiply"(%493, %504) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
    %506 = "stablehlo.round_nearest_even"(%505) : (tensor<4x48xf32>) -> tensor<4x48xf32>
    %507 = "stablehlo.broadcast_in_dim"(%70) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x48xf32>
    %508 = "stablehlo.maximum"(%506, %507) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
    %509 = "stablehlo.broadcast_in_dim"(%62) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x48xf32>
    %510 = "stablehlo.minimum"(%508, %509) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
    %511 = "stablehlo.broadcast_in_dim"(%75) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x48xui8>
    %512 = "stablehlo.shift_right_logical"(%w_down_0, %511) : (tensor<8x48xui8>, tensor<8x48xui8>) -> tensor<8x48xui8>
    %513 = "stablehlo.broadcast_in_dim"(%78) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x48xui8>
    %514 = "stablehlo.and"(%512, %513) : (tensor<8x48xui8>, tensor<8x48xui8>) -> tensor<8x48xui8>
    %515 = "stablehlo.convert"(%514) : (tensor<8x48xui8>) -> tensor<8x48xf32>
    %516 = "stablehlo.broadcast_in_dim"(%82) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<8x48xf32>
    %517 = "stablehlo.add"(%515, %516) : (tensor<8x48xf32>, tensor<8x48xf32>) -> tensor<8x48xf32>
    %518 = "stablehlo.reshape"(%517) : (tensor<8x48xf32>) -> tensor<1x8x48xf32>
    %519 = "stablehlo.broadcast_in_dim"(%86) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x48xui8>
    %520 = "stablehlo.shift_right_logical"(%w_down_0, %519) : (tensor<8x48xui8>, tensor<8x48xui8>) -> tensor<8x48xui8>
    %521 = "stablehlo.broadcast_in_dim"(%78) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x48xui8>
    %522 = "stablehlo.and"(%520, %521) : (tensor<8x48xui8>, tensor<8x48xui8>) -> tensor<8x48xui8>
    %523 = "stablehlo.convert"(%522) : (tensor<8x48xui8>) -> tensor<8x48xf32>
    %524 = "stablehlo.broadcast_in_dim"(%82) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<8x48xf32>
    %525 = "stablehlo.add"(%523, %524) : (tensor<8x48xf32>, tensor<8x48xf32>) -> tensor<8x48xf32>
    %526 = "stablehlo.reshape"(%525) : (tensor<8x48xf32>) -> tensor<1x8x48xf32>
    %527 = "stablehlo.broadcast_in_dim"(%95) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x48xui8>
    %528 = "stablehlo.shift_right_logical"(%w_down_0, %527) : (tensor<8x48xui8>, tensor<8x48xui8>) -> tensor<8x48xui8>
    %529 = "stablehlo.broadcast_in_dim"(%78) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x48xui8>
    %530 = "stablehlo.and"(%528, %529) : (tensor<8x48xui8>, tensor<8x48xui8>) -> tensor<8x48xui8>
    %531 = "stablehlo.convert"(%530) : (tensor<8x48xui8>) -> tensor<8x48xf32>
    %532 = "stablehlo.broadcast_in_dim"(%82) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<8x48xf32>
    %533 = "stablehlo.add"(%531, %532) : (tensor<8x48xf32>, tensor<8x48xf32>) -> tensor<8x48xf32>
    %534 = "stablehlo.reshape"(%533) : (tensor<8x48xf32>) -> tensor<1x8x48xf32>
    %535 = "stablehlo.broadcast_in_dim"(%104) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x48xui8>
    %536 = "stablehlo.shift_right_logical"(%w_down_0, %535) : (tensor<8x48xui8>, tensor<8x48xui8>) -> tensor<8x48xui8>
    %537 = "stablehlo.broadcast_in_dim"(%78) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x48xui8>
    %538 = "stablehlo.and"(%536, %537) : (tensor<8x48xui8>, tensor<8x48xui8>) -> tensor<8x48xui8>
    %539 = "stablehlo.convert"(%538) : (tensor<8x48xui8>) -> tensor<8x48xf32>
    %540 = "stablehlo.broadcast_in_dim"(%82) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<8x48xf32>
    %541 = "stablehlo.add"(%539, %540) : (tensor<8x48xf32>, tensor<8x48xf32>) -> tensor<8x48xf32>
    %542 = "stablehlo.reshape"(%541) : (tensor<8x48xf32>) -> tensor<1x8x48xf32>
    %543 = "stablehlo.concatenate"(%518, %526, %534, %542) { dimension = 0 : i64 } : (tensor<1x8x48xf32>, tensor<1x8x48xf32>, tensor<1x8x48xf32>, tensor<1x8x48xf32>) -> tensor<4x8x48xf32>
    %544 = "stablehlo.dot_general"(%510, %543) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [],
  rhs_batching_dimensions = [],
  lhs_contracting_dimensions = [1],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x48xf32>, tensor<4x8x48xf32>) -> tensor<4x4x8xf32>
    %545 = "stablehlo.slice"(%units_down) {
      limit_indices = array<i64: 1, 8>,
      start_indices = array<i64: 0, 0>,
      strides = array<i64: 1, 1>
    } : (tensor<1x8xf32>) -> tensor<1x8xf32>
    %546 = "stablehlo.reshape"(%545) : (tensor<1x8xf32>) -> tensor<8xf32>
    %547 = "stablehlo.reshape"(%546) : (tensor<8xf32>) -> tensor<1x1x8xf32>
    %548 = "stablehlo.reshape"(%503) : (tensor<4x1xf32>) -> tensor<4x1x1xf32>
    %549 = "stablehlo.broadcast_in_dim"(%548) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x8xf32>
    %550 = "stablehlo.broadcast_in_dim"(%547) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<1x1x8xf32>) -> tensor<4x1x8xf32>
    %551 = "stablehlo.divide"(%550, %549) : (tensor<4x1x8xf32>, tensor<4x1x8xf32>) -> tensor<4x1x8xf32>
    %552 = "stablehlo.broadcast_in_dim"(%551) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x8xf32>) -> tensor<4x4x8xf32>
    %553 = "stablehlo.multiply"(%544, %552) : (tensor<4x4x8xf32>, tensor<4x4x8xf32>) -> tensor<4x4x8xf32>
    %554 = "stablehlo.reshape"(%493) : (tensor<4x48xf32>) -> tensor<4x1x48xf32>
    %555 = "stablehlo.broadcast_in_dim"(%125) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %556 = "stablehlo.broadcast_in_dim"(%127) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %557 = "stablehlo.multiply"(%555, %556) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %558 = "stablehlo.concatenate"(%11, %557) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %559 = "stablehlo.gather"(%lora_a_down, %558) {
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
    %560 = "stablehlo.dot_general"(%554, %559) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x48xf32>, tensor<4x8x48xf32>) -> tensor<4x1x8xf32>
    %561 = "stablehlo.broadcast_in_dim"(%125) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %562 = "stablehlo.broadcast_in_dim"(%127) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %563 = "stablehlo.multiply"(%561, %562) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %564 = "stablehlo.concatenate"(%11, %563) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %565 = "stablehlo.gather"(%lora_b_down, %564) {
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
    %566 = "stablehlo.dot_general"(%560, %565) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x8xf32>, tensor<4x8x32xf32>) -> tensor<4x1x32xf32>
    %567 = "stablehlo.slice"(%13) {
      limit_indices = array<i64: 4, 1, 7>,
      start_indices = array<i64: 0, 0, 6>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x1x7xf32>) -> tensor<4x1x1xf32>
    %568 = "stablehlo.broadcast_in_dim"(%567) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x32xf32>
    %569 = "stablehlo.multiply"(%566, %568) : (tensor<4x1x32xf32>, tensor<4x1x32xf32>) -> tensor<4x1x32xf32>
    %570 = "stablehlo.reshape"(%569) : (tensor<4x1x32xf32>) -> tensor<4x4x8xf32>
    %571 = "stablehlo.add"(%553, %570) : (tensor<4x4x8xf32>, tensor<4x4x8xf32>) -> tensor<4x4x8xf32>
    %572 = "stablehlo.reshape"(%571) : (tensor<4x4x8xf32>) -> tensor<4x32xf32>
    %573 = "stablehlo.add"(%353, %572) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %574 = "stablehlo.gather"(%573, %5) {
      dimension_numbers = #stablehlo.gather<
  offset_dims = [1],
  collapsed_slice_dims = [0],
  operand_batching_dims = [],
  start_indices_batching_dims = [],
  start_index_map = [0],
  index_vector_dim = 1>,
      indices_are_sorted = false,
      slice_sizes = array<i64: 1, 32>
    } : (tensor<4x32xf32>, tensor<4x1xi32>) -> tensor<4x32xf32>
    %575 = "stablehlo.multiply"(%574, %574) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %576 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %577 = "stablehlo.reduce"(%575, %576) ({
      ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
          %35 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
          "stablehlo.return"(%35) : (tensor<f32>) -> ()
    }) { dimensions = array<i64: 1> } : (tensor<4x32xf32>, tensor<f32>) -> tensor<4xf32>
    %578 = "stablehlo.broadcast_in_dim"(%38) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %579 = "stablehlo.multiply"(%577, %578) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %580 = "stablehlo.broadcast_in_dim"(%41) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %581 = "stablehlo.add"(%579, %580) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %582 = "stablehlo.sqrt"(%581) : (tensor<4xf32>) -> tensor<4xf32>
    %583 = "stablehlo.broadcast_in_dim"(%45) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %584 = "stablehlo.divide"(%583, %582) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %585 = "stablehlo.reshape"(%584) : (tensor<4xf32>) -> tensor<4x1xf32>
    %586 = "stablehlo.broadcast_in_dim"(%585) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x32xf32>
    %587 = "stablehlo.multiply"(%574, %586) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %588 = "stablehlo.reshape"(%final_norm) : (tensor<32xf32>) -> tensor<1x32xf32>
    %589 = "stablehlo.broadcast_in_dim"(%588) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<1x32xf32>) -> tensor<4x32xf32>
    %590 = "stablehlo.multiply"(%587, %589) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %591 = "stablehlo.convert"(%head) : (tensor<64x32xbf16>) -> tensor<64x32xf32>
    %592 = "stablehlo.dot_general"(%590, %591) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [],
  rhs_batching_dimensions = [],
  lhs_contracting_dimensions = [1],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x32xf32>, tensor<64x32xf32>) -> tensor<4x64xf32>
    "stablehlo.return"(%592, %214) : (tensor<4x64xf32>, tensor<21x8x2x16xi32>) -> ()
  }
}

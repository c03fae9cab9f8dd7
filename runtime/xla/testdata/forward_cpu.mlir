module @forward {
  func.func @main(%tokens: tensor<4x1xi32>, %positions: tensor<4x1xi32>, %last: tensor<4x1xi32>, %slots: tensor<4x2xi32>, %table: tensor<4x4x1xi32>, %scales: tensor<1x7xf32>, %adapters: tensor<4x1xi32>, %lora_scales: tensor<3x1x7xf32>, %cos: tensor<64x4xf32>, %sin: tensor<64x4xf32>, %embedding: tensor<64x32xbf16>, %input_norm: tensor<1x32xf32>, %w_qkv_0: tensor<16x32xui8>, %lora_a_q: tensor<3x1x8x32xf32>, %lora_b_q: tensor<3x1x8x32xf32>, %lora_a_k: tensor<3x1x8x32xf32>, %lora_b_k: tensor<3x1x8x16xf32>, %lora_a_v: tensor<3x1x8x32xf32>, %lora_b_v: tensor<3x1x8x16xf32>, %alias1_cache_0: tensor<21x8x2x16xi32> { tf.aliasing_output = 1 : i32 }, %attn_sub_norm: tensor<1x32xf32>, %w_o_0: tensor<8x32xui8>, %lora_a_o: tensor<3x1x8x32xf32>, %lora_b_o: tensor<3x1x8x32xf32>, %post_norm: tensor<1x32xf32>, %w_gate_up_0: tensor<24x32xui8>, %lora_a_gate: tensor<3x1x8x32xf32>, %lora_b_gate: tensor<3x1x8x48xf32>, %lora_a_up: tensor<3x1x8x32xf32>, %lora_b_up: tensor<3x1x8x48xf32>, %ffn_sub_norm: tensor<1x48xf32>, %w_down_0: tensor<8x48xui8>, %lora_a_down: tensor<3x1x8x48xf32>, %lora_b_down: tensor<3x1x8x32xf32>, %final_norm: tensor<32xf32>, %head: tensor<64x32xbf16>) -> (tensor<4x64xf32>, tensor<21x8x2x16xi32>) {
    %0 = "stablehlo.gather"(%lora_scales, %adapters) {
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
    %1 = "stablehlo.gather"(%cos, %positions) {
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
    %2 = "stablehlo.reshape"(%1) : (tensor<4x4xf32>) -> tensor<4x1x4xf32>
    %3 = "stablehlo.gather"(%sin, %positions) {
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
    %4 = "stablehlo.reshape"(%3) : (tensor<4x4xf32>) -> tensor<4x1x4xf32>
    %5 = "stablehlo.reshape"(%positions) : (tensor<4x1xi32>) -> tensor<4x1x1xi32>
    %6 = "stablehlo.iota"() { iota_dimension = 2 : i64 } : () -> tensor<4x1x32xi32>
    %7 = "stablehlo.broadcast_in_dim"(%5) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xi32>) -> tensor<4x1x32xi32>
    %8 = "stablehlo.compare"(%6, %7) {
      compare_type = #stablehlo<comparison_type SIGNED>,
      comparison_direction = #stablehlo<comparison_direction LE>
    } : (tensor<4x1x32xi32>, tensor<4x1x32xi32>) -> tensor<4x1x32xi1>
    %9 = "stablehlo.reshape"(%8) : (tensor<4x1x32xi1>) -> tensor<4x1x1x1x32xi1>
    %11 = "stablehlo.constant"() { value = dense<-2147483648> : tensor<i32> } : () -> tensor<i32>
    %12 = "stablehlo.reduce"(%5, %11) ({
      ^reductionFn(%lhs: tensor<i32>, %rhs: tensor<i32>) :
          %10 = "stablehlo.maximum"(%lhs, %rhs) : (tensor<i32>, tensor<i32>) -> tensor<i32>
          "stablehlo.return"(%10) : (tensor<i32>) -> ()
    }) { dimensions = array<i64: 1> } : (tensor<4x1x1xi32>, tensor<i32>) -> tensor<4x1xi32>
    %13 = "stablehlo.iota"() { iota_dimension = 1 : i64 } : () -> tensor<4x32xi32>
    %14 = "stablehlo.broadcast_in_dim"(%12) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xi32>) -> tensor<4x32xi32>
    %15 = "stablehlo.compare"(%13, %14) {
      compare_type = #stablehlo<comparison_type SIGNED>,
      comparison_direction = #stablehlo<comparison_direction LE>
    } : (tensor<4x32xi32>, tensor<4x32xi32>) -> tensor<4x32xi1>
    %16 = "stablehlo.reshape"(%15) : (tensor<4x32xi1>) -> tensor<4x32x1xi1>
    %17 = "stablehlo.gather"(%embedding, %tokens) {
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
    %18 = "stablehlo.convert"(%17) : (tensor<4x32xbf16>) -> tensor<4x32xf32>
    %19 = "stablehlo.slice"(%input_norm) {
      limit_indices = array<i64: 1, 32>,
      start_indices = array<i64: 0, 0>,
      strides = array<i64: 1, 1>
    } : (tensor<1x32xf32>) -> tensor<1x32xf32>
    %20 = "stablehlo.reshape"(%19) : (tensor<1x32xf32>) -> tensor<32xf32>
    %21 = "stablehlo.multiply"(%18, %18) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %23 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %24 = "stablehlo.reduce"(%21, %23) ({
      ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
          %22 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
          "stablehlo.return"(%22) : (tensor<f32>) -> ()
    }) { dimensions = array<i64: 1> } : (tensor<4x32xf32>, tensor<f32>) -> tensor<4xf32>
    %25 = "stablehlo.constant"() { value = dense<0.03125> : tensor<f32> } : () -> tensor<f32>
    %26 = "stablehlo.broadcast_in_dim"(%25) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %27 = "stablehlo.multiply"(%24, %26) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %28 = "stablehlo.constant"() { value = dense<9.999999747378752e-06> : tensor<f32> } : () -> tensor<f32>
    %29 = "stablehlo.broadcast_in_dim"(%28) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %30 = "stablehlo.add"(%27, %29) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %31 = "stablehlo.sqrt"(%30) : (tensor<4xf32>) -> tensor<4xf32>
    %32 = "stablehlo.constant"() { value = dense<1.0> : tensor<f32> } : () -> tensor<f32>
    %33 = "stablehlo.broadcast_in_dim"(%32) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %34 = "stablehlo.divide"(%33, %31) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %35 = "stablehlo.reshape"(%34) : (tensor<4xf32>) -> tensor<4x1xf32>
    %36 = "stablehlo.broadcast_in_dim"(%35) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x32xf32>
    %37 = "stablehlo.multiply"(%18, %36) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %38 = "stablehlo.reshape"(%20) : (tensor<32xf32>) -> tensor<1x32xf32>
    %39 = "stablehlo.broadcast_in_dim"(%38) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<1x32xf32>) -> tensor<4x32xf32>
    %40 = "stablehlo.multiply"(%37, %39) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %41 = "stablehlo.abs"(%40) : (tensor<4x32xf32>) -> tensor<4x32xf32>
    %43 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
    %44 = "stablehlo.reduce"(%41, %43) ({
      ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
          %42 = "stablehlo.maximum"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
          "stablehlo.return"(%42) : (tensor<f32>) -> ()
    }) { dimensions = array<i64: 1> } : (tensor<4x32xf32>, tensor<f32>) -> tensor<4xf32>
    %45 = "stablehlo.constant"() { value = dense<9.999999747378752e-06> : tensor<f32> } : () -> tensor<f32>
    %46 = "stablehlo.broadcast_in_dim"(%45) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %47 = "stablehlo.maximum"(%44, %46) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %48 = "stablehlo.broadcast_in_dim"(%32) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %49 = "stablehlo.constant"() { value = dense<127.0> : tensor<f32> } : () -> tensor<f32>
    %50 = "stablehlo.broadcast_in_dim"(%49) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %51 = "stablehlo.multiply"(%48, %50) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %52 = "stablehlo.divide"(%51, %47) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %53 = "stablehlo.reshape"(%52) : (tensor<4xf32>) -> tensor<4x1xf32>
    %54 = "stablehlo.broadcast_in_dim"(%53) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x32xf32>
    %55 = "stablehlo.multiply"(%40, %54) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %56 = "stablehlo.round_nearest_even"(%55) : (tensor<4x32xf32>) -> tensor<4x32xf32>
    %57 = "stablehlo.constant"() { value = dense<-128.0> : tensor<f32> } : () -> tensor<f32>
    %58 = "stablehlo.broadcast_in_dim"(%57) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x32xf32>
    %59 = "stablehlo.maximum"(%56, %58) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %60 = "stablehlo.broadcast_in_dim"(%49) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x32xf32>
    %61 = "stablehlo.minimum"(%59, %60) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %62 = "stablehlo.constant"() { value = dense<0> : tensor<ui8> } : () -> tensor<ui8>
    %63 = "stablehlo.broadcast_in_dim"(%62) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<16x32xui8>
    %64 = "stablehlo.shift_right_logical"(%w_qkv_0, %63) : (tensor<16x32xui8>, tensor<16x32xui8>) -> tensor<16x32xui8>
    %65 = "stablehlo.constant"() { value = dense<3> : tensor<ui8> } : () -> tensor<ui8>
    %66 = "stablehlo.broadcast_in_dim"(%65) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<16x32xui8>
    %67 = "stablehlo.and"(%64, %66) : (tensor<16x32xui8>, tensor<16x32xui8>) -> tensor<16x32xui8>
    %68 = "stablehlo.convert"(%67) : (tensor<16x32xui8>) -> tensor<16x32xf32>
    %69 = "stablehlo.constant"() { value = dense<-1.0> : tensor<f32> } : () -> tensor<f32>
    %70 = "stablehlo.broadcast_in_dim"(%69) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<16x32xf32>
    %71 = "stablehlo.add"(%68, %70) : (tensor<16x32xf32>, tensor<16x32xf32>) -> tensor<16x32xf32>
    %72 = "stablehlo.reshape"(%71) : (tensor<16x32xf32>) -> tensor<1x16x32xf32>
    %73 = "stablehlo.constant"() { value = dense<2> : tensor<ui8> } : () -> tensor<ui8>
    %74 = "stablehlo.broadcast_in_dim"(%73) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<16x32xui8>
    %75 = "stablehlo.shift_right_logical"(%w_qkv_0, %74) : (tensor<16x32xui8>, tensor<16x32xui8>) -> tensor<16x32xui8>
    %76 = "stablehlo.broadcast_in_dim"(%65) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<16x32xui8>
    %77 = "stablehlo.and"(%75, %76) : (tensor<16x32xui8>, tensor<16x32xui8>) -> tensor<16x32xui8>
    %78 = "stablehlo.convert"(%77) : (tensor<16x32xui8>) -> tensor<16x32xf32>
    %79 = "stablehlo.broadcast_in_dim"(%69) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<16x32xf32>
    %80 = "stablehlo.add"(%78, %79) : (tensor<16x32xf32>, tensor<16x32xf32>) -> tensor<16x32xf32>
    %81 = "stablehlo.reshape"(%80) : (tensor<16x32xf32>) -> tensor<1x16x32xf32>
    %82 = "stablehlo.constant"() { value = dense<4> : tensor<ui8> } : () -> tensor<ui8>
    %83 = "stablehlo.broadcast_in_dim"(%82) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<16x32xui8>
    %84 = "stablehlo.shift_right_logical"(%w_qkv_0, %83) : (tensor<16x32xui8>, tensor<16x32xui8>) -> tensor<16x32xui8>
    %85 = "stablehlo.broadcast_in_dim"(%65) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<16x32xui8>
    %86 = "stablehlo.and"(%84, %85) : (tensor<16x32xui8>, tensor<16x32xui8>) -> tensor<16x32xui8>
    %87 = "stablehlo.convert"(%86) : (tensor<16x32xui8>) -> tensor<16x32xf32>
    %88 = "stablehlo.broadcast_in_dim"(%69) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<16x32xf32>
    %89 = "stablehlo.add"(%87, %88) : (tensor<16x32xf32>, tensor<16x32xf32>) -> tensor<16x32xf32>
    %90 = "stablehlo.reshape"(%89) : (tensor<16x32xf32>) -> tensor<1x16x32xf32>
    %91 = "stablehlo.constant"() { value = dense<6> : tensor<ui8> } : () -> tensor<ui8>
    %92 = "stablehlo.broadcast_in_dim"(%91) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<16x32xui8>
    %93 = "stablehlo.shift_right_logical"(%w_qkv_0, %92) : (tensor<16x32xui8>, tensor<16x32xui8>) -> tensor<16x32xui8>
    %94 = "stablehlo.broadcast_in_dim"(%65) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<16x32xui8>
    %95 = "stablehlo.and"(%93, %94) : (tensor<16x32xui8>, tensor<16x32xui8>) -> tensor<16x32xui8>
    %96 = "stablehlo.convert"(%95) : (tensor<16x32xui8>) -> tensor<16x32xf32>
    %97 = "stablehlo.broadcast_in_dim"(%69) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<16x32xf32>
    %98 = "stablehlo.add"(%96, %97) : (tensor<16x32xf32>, tensor<16x32xf32>) -> tensor<16x32xf32>
    %99 = "stablehlo.reshape"(%98) : (tensor<16x32xf32>) -> tensor<1x16x32xf32>
    %100 = "stablehlo.concatenate"(%72, %81, %90, %99) { dimension = 0 : i64 } : (tensor<1x16x32xf32>, tensor<1x16x32xf32>, tensor<1x16x32xf32>, tensor<1x16x32xf32>) -> tensor<4x16x32xf32>
    %101 = "stablehlo.dot_general"(%61, %100) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [],
  rhs_batching_dimensions = [],
  lhs_contracting_dimensions = [1],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]
    } : (tensor<4x32xf32>, tensor<4x16x32xf32>) -> tensor<4x4x16xf32>
    %102 = "stablehlo.slice"(%101) {
      limit_indices = array<i64: 4, 4, 8>,
      start_indices = array<i64: 0, 0, 0>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x4x16xf32>) -> tensor<4x4x8xf32>
    %103 = "stablehlo.reshape"(%102) : (tensor<4x4x8xf32>) -> tensor<4x32xf32>
    %104 = "stablehlo.slice"(%scales) {
      limit_indices = array<i64: 1, 1>,
      start_indices = array<i64: 0, 0>,
      strides = array<i64: 1, 1>
    } : (tensor<1x7xf32>) -> tensor<1x1xf32>
    %105 = "stablehlo.broadcast_in_dim"(%104) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<1x1xf32>) -> tensor<4x1xf32>
    %106 = "stablehlo.divide"(%105, %53) : (tensor<4x1xf32>, tensor<4x1xf32>) -> tensor<4x1xf32>
    %107 = "stablehlo.broadcast_in_dim"(%106) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x32xf32>
    %108 = "stablehlo.multiply"(%103, %107) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %109 = "stablehlo.slice"(%101) {
      limit_indices = array<i64: 4, 4, 12>,
      start_indices = array<i64: 0, 0, 8>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x4x16xf32>) -> tensor<4x4x4xf32>
    %110 = "stablehlo.reshape"(%109) : (tensor<4x4x4xf32>) -> tensor<4x16xf32>
    %111 = "stablehlo.slice"(%scales) {
      limit_indices = array<i64: 1, 2>,
      start_indices = array<i64: 0, 1>,
      strides = array<i64: 1, 1>
    } : (tensor<1x7xf32>) -> tensor<1x1xf32>
    %112 = "stablehlo.broadcast_in_dim"(%111) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<1x1xf32>) -> tensor<4x1xf32>
    %113 = "stablehlo.divide"(%112, %53) : (tensor<4x1xf32>, tensor<4x1xf32>) -> tensor<4x1xf32>
    %114 = "stablehlo.broadcast_in_dim"(%113) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x16xf32>
    %115 = "stablehlo.multiply"(%110, %114) : (tensor<4x16xf32>, tensor<4x16xf32>) -> tensor<4x16xf32>
    %116 = "stablehlo.slice"(%101) {
      limit_indices = array<i64: 4, 4, 16>,
      start_indices = array<i64: 0, 0, 12>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x4x16xf32>) -> tensor<4x4x4xf32>
    %117 = "stablehlo.reshape"(%116) : (tensor<4x4x4xf32>) -> tensor<4x16xf32>
    %118 = "stablehlo.slice"(%scales) {
      limit_indices = array<i64: 1, 3>,
      start_indices = array<i64: 0, 2>,
      strides = array<i64: 1, 1>
    } : (tensor<1x7xf32>) -> tensor<1x1xf32>
    %119 = "stablehlo.broadcast_in_dim"(%118) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<1x1xf32>) -> tensor<4x1xf32>
    %120 = "stablehlo.divide"(%119, %53) : (tensor<4x1xf32>, tensor<4x1xf32>) -> tensor<4x1xf32>
    %121 = "stablehlo.broadcast_in_dim"(%120) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x16xf32>
    %122 = "stablehlo.multiply"(%117, %121) : (tensor<4x16xf32>, tensor<4x16xf32>) -> tensor<4x16xf32>
    %123 = "stablehlo.reshape"(%40) : (tensor<4x32xf32>) -> tensor<4x1x32xf32>
    %124 = "stablehlo.constant"() { value = dense<1> : tensor<i32> } : () -> tensor<i32>
    %125 = "stablehlo.broadcast_in_dim"(%124) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %126 = "stablehlo.constant"() { value = dense<0> : tensor<i32> } : () -> tensor<i32>
    %127 = "stablehlo.broadcast_in_dim"(%126) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %128 = "stablehlo.multiply"(%125, %127) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %129 = "stablehlo.concatenate"(%adapters, %128) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %130 = "stablehlo.gather"(%lora_a_q, %129) {
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
    %131 = "stablehlo.broadcast_in_dim"(%124) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %132 = "stablehlo.broadcast_in_dim"(%126) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %133 = "stablehlo.multiply"(%131, %132) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %134 = "stablehlo.concatenate"(%adapters, %133) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
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
    %136 = "stablehlo.dot_general"(%123, %130) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]
    } : (tensor<4x1x32xf32>, tensor<4x8x32xf32>) -> tensor<4x1x8xf32>
    %137 = "stablehlo.dot_general"(%136, %135) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]
    } : (tensor<4x1x8xf32>, tensor<4x8x32xf32>) -> tensor<4x1x32xf32>
    %138 = "stablehlo.slice"(%0) {
      limit_indices = array<i64: 4, 1, 1>,
      start_indices = array<i64: 0, 0, 0>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x1x7xf32>) -> tensor<4x1x1xf32>
    %139 = "stablehlo.broadcast_in_dim"(%138) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x32xf32>
    %140 = "stablehlo.multiply"(%137, %139) : (tensor<4x1x32xf32>, tensor<4x1x32xf32>) -> tensor<4x1x32xf32>
    %141 = "stablehlo.reshape"(%140) : (tensor<4x1x32xf32>) -> tensor<4x32xf32>
    %142 = "stablehlo.add"(%108, %141) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %143 = "stablehlo.broadcast_in_dim"(%124) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %144 = "stablehlo.broadcast_in_dim"(%126) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %145 = "stablehlo.multiply"(%143, %144) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %146 = "stablehlo.concatenate"(%adapters, %145) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
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
    %148 = "stablehlo.broadcast_in_dim"(%124) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %149 = "stablehlo.broadcast_in_dim"(%126) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %150 = "stablehlo.multiply"(%148, %149) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %151 = "stablehlo.concatenate"(%adapters, %150) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %152 = "stablehlo.gather"(%lora_b_k, %151) {
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
    %153 = "stablehlo.dot_general"(%123, %147) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]
    } : (tensor<4x1x32xf32>, tensor<4x8x32xf32>) -> tensor<4x1x8xf32>
    %154 = "stablehlo.dot_general"(%153, %152) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]
    } : (tensor<4x1x8xf32>, tensor<4x8x16xf32>) -> tensor<4x1x16xf32>
    %155 = "stablehlo.slice"(%0) {
      limit_indices = array<i64: 4, 1, 2>,
      start_indices = array<i64: 0, 0, 1>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x1x7xf32>) -> tensor<4x1x1xf32>
    %156 = "stablehlo.broadcast_in_dim"(%155) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x16xf32>
    %157 = "stablehlo.multiply"(%154, %156) : (tensor<4x1x16xf32>, tensor<4x1x16xf32>) -> tensor<4x1x16xf32>
    %158 = "stablehlo.reshape"(%157) : (tensor<4x1x16xf32>) -> tensor<4x16xf32>
    %159 = "stablehlo.add"(%115, %158) : (tensor<4x16xf32>, tensor<4x16xf32>) -> tensor<4x16xf32>
    %160 = "stablehlo.broadcast_in_dim"(%124) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %161 = "stablehlo.broadcast_in_dim"(%126) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %162 = "stablehlo.multiply"(%160, %161) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %163 = "stablehlo.concatenate"(%adapters, %162) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %164 = "stablehlo.gather"(%lora_a_v, %163) {
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
    %165 = "stablehlo.broadcast_in_dim"(%124) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %166 = "stablehlo.broadcast_in_dim"(%126) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %167 = "stablehlo.multiply"(%165, %166) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %168 = "stablehlo.concatenate"(%adapters, %167) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
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
    %170 = "stablehlo.dot_general"(%123, %164) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]
    } : (tensor<4x1x32xf32>, tensor<4x8x32xf32>) -> tensor<4x1x8xf32>
    %171 = "stablehlo.dot_general"(%170, %169) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]
    } : (tensor<4x1x8xf32>, tensor<4x8x16xf32>) -> tensor<4x1x16xf32>
    %172 = "stablehlo.slice"(%0) {
      limit_indices = array<i64: 4, 1, 3>,
      start_indices = array<i64: 0, 0, 2>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x1x7xf32>) -> tensor<4x1x1xf32>
    %173 = "stablehlo.broadcast_in_dim"(%172) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x16xf32>
    %174 = "stablehlo.multiply"(%171, %173) : (tensor<4x1x16xf32>, tensor<4x1x16xf32>) -> tensor<4x1x16xf32>
    %175 = "stablehlo.reshape"(%174) : (tensor<4x1x16xf32>) -> tensor<4x16xf32>
    %176 = "stablehlo.add"(%122, %175) : (tensor<4x16xf32>, tensor<4x16xf32>) -> tensor<4x16xf32>
    %177 = "stablehlo.reshape"(%142) : (tensor<4x32xf32>) -> tensor<4x4x8xf32>
    %178 = "stablehlo.slice"(%177) {
      limit_indices = array<i64: 4, 4, 4>,
      start_indices = array<i64: 0, 0, 0>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x4x8xf32>) -> tensor<4x4x4xf32>
    %179 = "stablehlo.slice"(%177) {
      limit_indices = array<i64: 4, 4, 8>,
      start_indices = array<i64: 0, 0, 4>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x4x8xf32>) -> tensor<4x4x4xf32>
    %180 = "stablehlo.broadcast_in_dim"(%2) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x4xf32>) -> tensor<4x4x4xf32>
    %181 = "stablehlo.broadcast_in_dim"(%4) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x4xf32>) -> tensor<4x4x4xf32>
    %182 = "stablehlo.multiply"(%178, %180) : (tensor<4x4x4xf32>, tensor<4x4x4xf32>) -> tensor<4x4x4xf32>
    %183 = "stablehlo.multiply"(%179, %181) : (tensor<4x4x4xf32>, tensor<4x4x4xf32>) -> tensor<4x4x4xf32>
    %184 = "stablehlo.subtract"(%182, %183) : (tensor<4x4x4xf32>, tensor<4x4x4xf32>) -> tensor<4x4x4xf32>
    %185 = "stablehlo.multiply"(%179, %180) : (tensor<4x4x4xf32>, tensor<4x4x4xf32>) -> tensor<4x4x4xf32>
    %186 = "stablehlo.multiply"(%178, %181) : (tensor<4x4x4xf32>, tensor<4x4x4xf32>) -> tensor<4x4x4xf32>
    %187 = "stablehlo.add"(%185, %186) : (tensor<4x4x4xf32>, tensor<4x4x4xf32>) -> tensor<4x4x4xf32>
    %188 = "stablehlo.concatenate"(%184, %187) { dimension = 2 : i64 } : (tensor<4x4x4xf32>, tensor<4x4x4xf32>) -> tensor<4x4x8xf32>
    %189 = "stablehlo.reshape"(%159) : (tensor<4x16xf32>) -> tensor<4x2x8xf32>
    %190 = "stablehlo.slice"(%189) {
      limit_indices = array<i64: 4, 2, 4>,
      start_indices = array<i64: 0, 0, 0>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x2x8xf32>) -> tensor<4x2x4xf32>
    %191 = "stablehlo.slice"(%189) {
      limit_indices = array<i64: 4, 2, 8>,
      start_indices = array<i64: 0, 0, 4>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x2x8xf32>) -> tensor<4x2x4xf32>
    %192 = "stablehlo.broadcast_in_dim"(%2) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x4xf32>) -> tensor<4x2x4xf32>
    %193 = "stablehlo.broadcast_in_dim"(%4) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x4xf32>) -> tensor<4x2x4xf32>
    %194 = "stablehlo.multiply"(%190, %192) : (tensor<4x2x4xf32>, tensor<4x2x4xf32>) -> tensor<4x2x4xf32>
    %195 = "stablehlo.multiply"(%191, %193) : (tensor<4x2x4xf32>, tensor<4x2x4xf32>) -> tensor<4x2x4xf32>
    %196 = "stablehlo.subtract"(%194, %195) : (tensor<4x2x4xf32>, tensor<4x2x4xf32>) -> tensor<4x2x4xf32>
    %197 = "stablehlo.multiply"(%191, %192) : (tensor<4x2x4xf32>, tensor<4x2x4xf32>) -> tensor<4x2x4xf32>
    %198 = "stablehlo.multiply"(%190, %193) : (tensor<4x2x4xf32>, tensor<4x2x4xf32>) -> tensor<4x2x4xf32>
    %199 = "stablehlo.add"(%197, %198) : (tensor<4x2x4xf32>, tensor<4x2x4xf32>) -> tensor<4x2x4xf32>
    %200 = "stablehlo.concatenate"(%196, %199) { dimension = 2 : i64 } : (tensor<4x2x4xf32>, tensor<4x2x4xf32>) -> tensor<4x2x8xf32>
    %201 = "stablehlo.reshape"(%200) : (tensor<4x2x8xf32>) -> tensor<4x1x16xf32>
    %202 = "stablehlo.reshape"(%176) : (tensor<4x16xf32>) -> tensor<4x1x16xf32>
    %203 = "stablehlo.concatenate"(%201, %202) { dimension = 1 : i64 } : (tensor<4x1x16xf32>, tensor<4x1x16xf32>) -> tensor<4x2x16xf32>
    %204 = "stablehlo.bitcast_convert"(%203) : (tensor<4x2x16xf32>) -> tensor<4x2x16xi32>
    %205 = "stablehlo.gather"(%alias1_cache_0, %slots) {
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
    %206 = "stablehlo.subtract"(%204, %205) : (tensor<4x2x16xi32>, tensor<4x2x16xi32>) -> tensor<4x2x16xi32>
    %208 = "stablehlo.scatter"(%alias1_cache_0, %slots, %206) ({
      ^updateFn(%lhs: tensor<i32>, %rhs: tensor<i32>) :
          %207 = "stablehlo.add"(%lhs, %rhs) : (tensor<i32>, tensor<i32>) -> tensor<i32>
          "stablehlo.return"(%207) : (tensor<i32>) -> ()
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
    %209 = "stablehlo.gather"(%208, %table) {
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
    %210 = "stablehlo.bitcast_convert"(%209) : (tensor<4x4x8x2x16xi32>) -> tensor<4x4x8x2x16xf32>
    %211 = "stablehlo.reshape"(%210) : (tensor<4x4x8x2x16xf32>) -> tensor<4x32x2x16xf32>
    %212 = "stablehlo.slice"(%211) {
      limit_indices = array<i64: 4, 32, 1, 16>,
      start_indices = array<i64: 0, 0, 0, 0>,
      strides = array<i64: 1, 1, 1, 1>
    } : (tensor<4x32x2x16xf32>) -> tensor<4x32x1x16xf32>
    %213 = "stablehlo.reshape"(%212) : (tensor<4x32x1x16xf32>) -> tensor<4x32x16xf32>
    %214 = "stablehlo.reshape"(%213) : (tensor<4x32x16xf32>) -> tensor<4x32x2x8xf32>
    %215 = "stablehlo.slice"(%211) {
      limit_indices = array<i64: 4, 32, 2, 16>,
      start_indices = array<i64: 0, 0, 1, 0>,
      strides = array<i64: 1, 1, 1, 1>
    } : (tensor<4x32x2x16xf32>) -> tensor<4x32x1x16xf32>
    %216 = "stablehlo.reshape"(%215) : (tensor<4x32x1x16xf32>) -> tensor<4x32x16xf32>
    %217 = "stablehlo.broadcast_in_dim"(%16) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x32x1xi1>) -> tensor<4x32x16xi1>
    %218 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %219 = "stablehlo.broadcast_in_dim"(%218) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x32x16xf32>
    %220 = "stablehlo.select"(%217, %216, %219) : (tensor<4x32x16xi1>, tensor<4x32x16xf32>, tensor<4x32x16xf32>) -> tensor<4x32x16xf32>
    %221 = "stablehlo.reshape"(%220) : (tensor<4x32x16xf32>) -> tensor<4x32x2x8xf32>
    %222 = "stablehlo.reshape"(%188) : (tensor<4x4x8xf32>) -> tensor<4x1x2x2x8xf32>
    %223 = "stablehlo.dot_general"(%222, %214) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0, 2],
  rhs_batching_dimensions = [0, 2],
  lhs_contracting_dimensions = [4],
  rhs_contracting_dimensions = [3]
>,
      precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]
    } : (tensor<4x1x2x2x8xf32>, tensor<4x32x2x8xf32>) -> tensor<4x2x1x2x32xf32>
    %224 = "stablehlo.transpose"(%223) { permutation = array<i64: 0, 1, 3, 2, 4> } : (tensor<4x2x1x2x32xf32>) -> tensor<4x2x2x1x32xf32>
    %225 = "stablehlo.constant"() { value = dense<0.3535533845424652> : tensor<f32> } : () -> tensor<f32>
    %226 = "stablehlo.broadcast_in_dim"(%225) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x2x2x1x32xf32>
    %227 = "stablehlo.multiply"(%224, %226) : (tensor<4x2x2x1x32xf32>, tensor<4x2x2x1x32xf32>) -> tensor<4x2x2x1x32xf32>
    %228 = "stablehlo.broadcast_in_dim"(%9) { broadcast_dimensions = array<i64: 0, 1, 2, 3, 4> } : (tensor<4x1x1x1x32xi1>) -> tensor<4x2x2x1x32xi1>
    %229 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
    %230 = "stablehlo.broadcast_in_dim"(%229) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x2x2x1x32xf32>
    %231 = "stablehlo.select"(%228, %227, %230) : (tensor<4x2x2x1x32xi1>, tensor<4x2x2x1x32xf32>, tensor<4x2x2x1x32xf32>) -> tensor<4x2x2x1x32xf32>
    %232 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
    %233 = "stablehlo.reduce"(%231, %232) ({
      ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
          %42 = "stablehlo.maximum"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
          "stablehlo.return"(%42) : (tensor<f32>) -> ()
    }) { dimensions = array<i64: 4> } : (tensor<4x2x2x1x32xf32>, tensor<f32>) -> tensor<4x2x2x1xf32>
    %234 = "stablehlo.reshape"(%233) : (tensor<4x2x2x1xf32>) -> tensor<4x2x2x1x1xf32>
    %235 = "stablehlo.broadcast_in_dim"(%218) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x2x2x1x32xf32>
    %236 = "stablehlo.broadcast_in_dim"(%234) { broadcast_dimensions = array<i64: 0, 1, 2, 3, 4> } : (tensor<4x2x2x1x1xf32>) -> tensor<4x2x2x1x32xf32>
    %237 = "stablehlo.subtract"(%227, %236) : (tensor<4x2x2x1x32xf32>, tensor<4x2x2x1x32xf32>) -> tensor<4x2x2x1x32xf32>
    %238 = "stablehlo.select"(%228, %237, %235) : (tensor<4x2x2x1x32xi1>, tensor<4x2x2x1x32xf32>, tensor<4x2x2x1x32xf32>) -> tensor<4x2x2x1x32xf32>
    %239 = "stablehlo.exponential"(%238) : (tensor<4x2x2x1x32xf32>) -> tensor<4x2x2x1x32xf32>
    %240 = "stablehlo.select"(%228, %239, %235) : (tensor<4x2x2x1x32xi1>, tensor<4x2x2x1x32xf32>, tensor<4x2x2x1x32xf32>) -> tensor<4x2x2x1x32xf32>
    %241 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %242 = "stablehlo.reduce"(%240, %241) ({
      ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
          %22 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
          "stablehlo.return"(%22) : (tensor<f32>) -> ()
    }) { dimensions = array<i64: 4> } : (tensor<4x2x2x1x32xf32>, tensor<f32>) -> tensor<4x2x2x1xf32>
    %243 = "stablehlo.reshape"(%242) : (tensor<4x2x2x1xf32>) -> tensor<4x2x2x1x1xf32>
    %244 = "stablehlo.broadcast_in_dim"(%243) { broadcast_dimensions = array<i64: 0, 1, 2, 3, 4> } : (tensor<4x2x2x1x1xf32>) -> tensor<4x2x2x1x32xf32>
    %245 = "stablehlo.divide"(%240, %244) : (tensor<4x2x2x1x32xf32>, tensor<4x2x2x1x32xf32>) -> tensor<4x2x2x1x32xf32>
    %246 = "stablehlo.select"(%228, %245, %235) : (tensor<4x2x2x1x32xi1>, tensor<4x2x2x1x32xf32>, tensor<4x2x2x1x32xf32>) -> tensor<4x2x2x1x32xf32>
    %247 = "stablehlo.dot_general"(%246, %221) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0, 1],
  rhs_batching_dimensions = [0, 2],
  lhs_contracting_dimensions = [4],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]
    } : (tensor<4x2x2x1x32xf32>, tensor<4x32x2x8xf32>) -> tensor<4x2x2x1x8xf32>
    %248 = "stablehlo.transpose"(%247) { permutation = array<i64: 0, 3, 1, 2, 4> } : (tensor<4x2x2x1x8xf32>) -> tensor<4x1x2x2x8xf32>
    %249 = "stablehlo.reshape"(%248) : (tensor<4x1x2x2x8xf32>) -> tensor<4x32xf32>
    %250 = "stablehlo.slice"(%attn_sub_norm) {
      limit_indices = array<i64: 1, 32>,
      start_indices = array<i64: 0, 0>,
      strides = array<i64: 1, 1>
    } : (tensor<1x32xf32>) -> tensor<1x32xf32>
    %251 = "stablehlo.reshape"(%250) : (tensor<1x32xf32>) -> tensor<32xf32>
    %252 = "stablehlo.multiply"(%249, %249) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %253 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %254 = "stablehlo.reduce"(%252, %253) ({
      ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
          %22 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
          "stablehlo.return"(%22) : (tensor<f32>) -> ()
    }) { dimensions = array<i64: 1> } : (tensor<4x32xf32>, tensor<f32>) -> tensor<4xf32>
    %255 = "stablehlo.broadcast_in_dim"(%25) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %256 = "stablehlo.multiply"(%254, %255) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %257 = "stablehlo.broadcast_in_dim"(%28) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %258 = "stablehlo.add"(%256, %257) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %259 = "stablehlo.sqrt"(%258) : (tensor<4xf32>) -> tensor<4xf32>
    %260 = "stablehlo.broadcast_in_dim"(%32) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %261 = "stablehlo.divide"(%260, %259) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %262 = "stablehlo.reshape"(%261) : (tensor<4xf32>) -> tensor<4x1xf32>
    %263 = "stablehlo.broadcast_in_dim"(%262) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x32xf32>
    %264 = "stablehlo.multiply"(%249, %263) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %265 = "stablehlo.reshape"(%251) : (tensor<32xf32>) -> tensor<1x32xf32>
    %266 = "stablehlo.broadcast_in_dim"(%265) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<1x32xf32>) -> tensor<4x32xf32>
    %267 = "stablehlo.multiply"(%264, %266) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %268 = "stablehlo.abs"(%267) : (tensor<4x32xf32>) -> tensor<4x32xf32>
    %269 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
    %270 = "stablehlo.reduce"(%268, %269) ({
      ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
          %42 = "stablehlo.maximum"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
          "stablehlo.return"(%42) : (tensor<f32>) -> ()
    }) { dimensions = array<i64: 1> } : (tensor<4x32xf32>, tensor<f32>) -> tensor<4xf32>
    %271 = "stablehlo.broadcast_in_dim"(%45) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %272 = "stablehlo.maximum"(%270, %271) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %273 = "stablehlo.broadcast_in_dim"(%32) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %274 = "stablehlo.broadcast_in_dim"(%49) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %275 = "stablehlo.multiply"(%273, %274) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %276 = "stablehlo.divide"(%275, %272) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %277 = "stablehlo.reshape"(%276) : (tensor<4xf32>) -> tensor<4x1xf32>
    %278 = "stablehlo.broadcast_in_dim"(%277) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x32xf32>
    %279 = "stablehlo.multiply"(%267, %278) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %280 = "stablehlo.round_nearest_even"(%279) : (tensor<4x32xf32>) -> tensor<4x32xf32>
    %281 = "stablehlo.broadcast_in_dim"(%57) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x32xf32>
    %282 = "stablehlo.maximum"(%280, %281) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %283 = "stablehlo.broadcast_in_dim"(%49) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x32xf32>
    %284 = "stablehlo.minimum"(%282, %283) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %285 = "stablehlo.broadcast_in_dim"(%62) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x32xui8>
    %286 = "stablehlo.shift_right_logical"(%w_o_0, %285) : (tensor<8x32xui8>, tensor<8x32xui8>) -> tensor<8x32xui8>
    %287 = "stablehlo.broadcast_in_dim"(%65) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x32xui8>
    %288 = "stablehlo.and"(%286, %287) : (tensor<8x32xui8>, tensor<8x32xui8>) -> tensor<8x32xui8>
    %289 = "stablehlo.convert"(%288) : (tensor<8x32xui8>) -> tensor<8x32xf32>
    %290 = "stablehlo.broadcast_in_dim"(%69) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<8x32xf32>
    %291 = "stablehlo.add"(%289, %290) : (tensor<8x32xf32>, tensor<8x32xf32>) -> tensor<8x32xf32>
    %292 = "stablehlo.reshape"(%291) : (tensor<8x32xf32>) -> tensor<1x8x32xf32>
    %293 = "stablehlo.broadcast_in_dim"(%73) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x32xui8>
    %294 = "stablehlo.shift_right_logical"(%w_o_0, %293) : (tensor<8x32xui8>, tensor<8x32xui8>) -> tensor<8x32xui8>
    %295 = "stablehlo.broadcast_in_dim"(%65) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x32xui8>
    %296 = "stablehlo.and"(%294, %295) : (tensor<8x32xui8>, tensor<8x32xui8>) -> tensor<8x32xui8>
    %297 = "stablehlo.convert"(%296) : (tensor<8x32xui8>) -> tensor<8x32xf32>
    %298 = "stablehlo.broadcast_in_dim"(%69) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<8x32xf32>
    %299 = "stablehlo.add"(%297, %298) : (tensor<8x32xf32>, tensor<8x32xf32>) -> tensor<8x32xf32>
    %300 = "stablehlo.reshape"(%299) : (tensor<8x32xf32>) -> tensor<1x8x32xf32>
    %301 = "stablehlo.broadcast_in_dim"(%82) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x32xui8>
    %302 = "stablehlo.shift_right_logical"(%w_o_0, %301) : (tensor<8x32xui8>, tensor<8x32xui8>) -> tensor<8x32xui8>
    %303 = "stablehlo.broadcast_in_dim"(%65) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x32xui8>
    %304 = "stablehlo.and"(%302, %303) : (tensor<8x32xui8>, tensor<8x32xui8>) -> tensor<8x32xui8>
    %305 = "stablehlo.convert"(%304) : (tensor<8x32xui8>) -> tensor<8x32xf32>
    %306 = "stablehlo.broadcast_in_dim"(%69) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<8x32xf32>
    %307 = "stablehlo.add"(%305, %306) : (tensor<8x32xf32>, tensor<8x32xf32>) -> tensor<8x32xf32>
    %308 = "stablehlo.reshape"(%307) : (tensor<8x32xf32>) -> tensor<1x8x32xf32>
    %309 = "stablehlo.broadcast_in_dim"(%91) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x32xui8>
    %310 = "stablehlo.shift_right_logical"(%w_o_0, %309) : (tensor<8x32xui8>, tensor<8x32xui8>) -> tensor<8x32xui8>
    %311 = "stablehlo.broadcast_in_dim"(%65) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x32xui8>
    %312 = "stablehlo.and"(%310, %311) : (tensor<8x32xui8>, tensor<8x32xui8>) -> tensor<8x32xui8>
    %313 = "stablehlo.convert"(%312) : (tensor<8x32xui8>) -> tensor<8x32xf32>
    %314 = "stablehlo.broadcast_in_dim"(%69) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<8x32xf32>
    %315 = "stablehlo.add"(%313, %314) : (tensor<8x32xf32>, tensor<8x32xf32>) -> tensor<8x32xf32>
    %316 = "stablehlo.reshape"(%315) : (tensor<8x32xf32>) -> tensor<1x8x32xf32>
    %317 = "stablehlo.concatenate"(%292, %300, %308, %316) { dimension = 0 : i64 } : (tensor<1x8x32xf32>, tensor<1x8x32xf32>, tensor<1x8x32xf32>, tensor<1x8x32xf32>) -> tensor<4x8x32xf32>
    %318 = "stablehlo.dot_general"(%284, %317) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [],
  rhs_batching_dimensions = [],
  lhs_contracting_dimensions = [1],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]
    } : (tensor<4x32xf32>, tensor<4x8x32xf32>) -> tensor<4x4x8xf32>
    %319 = "stablehlo.slice"(%318) {
      limit_indices = array<i64: 4, 4, 8>,
      start_indices = array<i64: 0, 0, 0>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x4x8xf32>) -> tensor<4x4x8xf32>
    %320 = "stablehlo.reshape"(%319) : (tensor<4x4x8xf32>) -> tensor<4x32xf32>
    %321 = "stablehlo.slice"(%scales) {
      limit_indices = array<i64: 1, 4>,
      start_indices = array<i64: 0, 3>,
      strides = array<i64: 1, 1>
    } : (tensor<1x7xf32>) -> tensor<1x1xf32>
    %322 = "stablehlo.broadcast_in_dim"(%321) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<1x1xf32>) -> tensor<4x1xf32>
    %323 = "stablehlo.divide"(%322, %277) : (tensor<4x1xf32>, tensor<4x1xf32>) -> tensor<4x1xf32>
    %324 = "stablehlo.broadcast_in_dim"(%323) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x32xf32>
    %325 = "stablehlo.multiply"(%320, %324) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %326 = "stablehlo.reshape"(%267) : (tensor<4x32xf32>) -> tensor<4x1x32xf32>
    %327 = "stablehlo.broadcast_in_dim"(%124) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %328 = "stablehlo.broadcast_in_dim"(%126) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %329 = "stablehlo.multiply"(%327, %328) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %330 = "stablehlo.concatenate"(%adapters, %329) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %331 = "stablehlo.gather"(%lora_a_o, %330) {
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
    %332 = "stablehlo.broadcast_in_dim"(%124) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %333 = "stablehlo.broadcast_in_dim"(%126) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %334 = "stablehlo.multiply"(%332, %333) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %335 = "stablehlo.concatenate"(%adapters, %334) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %336 = "stablehlo.gather"(%lora_b_o, %335) {
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
    %337 = "stablehlo.dot_general"(%326, %331) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]
    } : (tensor<4x1x32xf32>, tensor<4x8x32xf32>) -> tensor<4x1x8xf32>
    %338 = "stablehlo.dot_general"(%337, %336) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]
    } : (tensor<4x1x8xf32>, tensor<4x8x32xf32>) -> tensor<4x1x32xf32>
    %339 = "stablehlo.slice"(%0) {
      limit_indices = array<i64: 4, 1, 4>,
      start_indices = array<i64: 0, 0, 3>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x1x7xf32>) -> tensor<4x1x1xf32>
    %340 = "stablehlo.broadcast_in_dim"(%339) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x32xf32>
    %341 = "stablehlo.multiply"(%338, %340) : (tensor<4x1x32xf32>, tensor<4x1x32xf32>) -> tensor<4x1x32xf32>
    %342 = "stablehlo.reshape"(%341) : (tensor<4x1x32xf32>) -> tensor<4x32xf32>
    %343 = "stablehlo.add"(%325, %342) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %344 = "stablehlo.add"(%18, %343) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %345 = "stablehlo.slice"(%post_norm) {
      limit_indices = array<i64: 1, 32>,
      start_indices = array<i64: 0, 0>,
      strides = array<i64: 1, 1>
    } : (tensor<1x32xf32>) -> tensor<1x32xf32>
    %346 = "stablehlo.reshape"(%345) : (tensor<1x32xf32>) -> tensor<32xf32>
    %347 = "stablehlo.multiply"(%344, %344) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %348 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %349 = "stablehlo.reduce"(%347, %348) ({
      ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
          %22 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
          "stablehlo.return"(%22) : (tensor<f32>) -> ()
    }) { dimensions = array<i64: 1> } : (tensor<4x32xf32>, tensor<f32>) -> tensor<4xf32>
    %350 = "stablehlo.broadcast_in_dim"(%25) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %351 = "stablehlo.multiply"(%349, %350) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %352 = "stablehlo.broadcast_in_dim"(%28) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %353 = "stablehlo.add"(%351, %352) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %354 = "stablehlo.sqrt"(%353) : (tensor<4xf32>) -> tensor<4xf32>
    %355 = "stablehlo.broadcast_in_dim"(%32) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %356 = "stablehlo.divide"(%355, %354) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %357 = "stablehlo.reshape"(%356) : (tensor<4xf32>) -> tensor<4x1xf32>
    %358 = "stablehlo.broadcast_in_dim"(%357) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x32xf32>
    %359 = "stablehlo.multiply"(%344, %358) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %360 = "stablehlo.reshape"(%346) : (tensor<32xf32>) -> tensor<1x32xf32>
    %361 = "stablehlo.broadcast_in_dim"(%360) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<1x32xf32>) -> tensor<4x32xf32>
    %362 = "stablehlo.multiply"(%359, %361) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %363 = "stablehlo.abs"(%362) : (tensor<4x32xf32>) -> tensor<4x32xf32>
    %364 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
    %365 = "stablehlo.reduce"(%363, %364) ({
      ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
          %42 = "stablehlo.maximum"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
          "stablehlo.return"(%42) : (tensor<f32>) -> ()
    }) { dimensions = array<i64: 1> } : (tensor<4x32xf32>, tensor<f32>) -> tensor<4xf32>
    %366 = "stablehlo.broadcast_in_dim"(%45) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %367 = "stablehlo.maximum"(%365, %366) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %368 = "stablehlo.broadcast_in_dim"(%32) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %369 = "stablehlo.broadcast_in_dim"(%49) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %370 = "stablehlo.multiply"(%368, %369) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %371 = "stablehlo.divide"(%370, %367) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %372 = "stablehlo.reshape"(%371) : (tensor<4xf32>) -> tensor<4x1xf32>
    %373 = "stablehlo.broadcast_in_dim"(%372) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x32xf32>
    %374 = "stablehlo.multiply"(%362, %373) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %375 = "stablehlo.round_nearest_even"(%374) : (tensor<4x32xf32>) -> tensor<4x32xf32>
    %376 = "stablehlo.broadcast_in_dim"(%57) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x32xf32>
    %377 = "stablehlo.maximum"(%375, %376) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %378 = "stablehlo.broadcast_in_dim"(%49) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x32xf32>
    %379 = "stablehlo.minimum"(%377, %378) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %380 = "stablehlo.broadcast_in_dim"(%62) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<24x32xui8>
    %381 = "stablehlo.shift_right_logical"(%w_gate_up_0, %380) : (tensor<24x32xui8>, tensor<24x32xui8>) -> tensor<24x32xui8>
    %382 = "stablehlo.broadcast_in_dim"(%65) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<24x32xui8>
    %383 = "stablehlo.and"(%381, %382) : (tensor<24x32xui8>, tensor<24x32xui8>) -> tensor<24x32xui8>
    %384 = "stablehlo.convert"(%383) : (tensor<24x32xui8>) -> tensor<24x32xf32>
    %385 = "stablehlo.broadcast_in_dim"(%69) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<24x32xf32>
    %386 = "stablehlo.add"(%384, %385) : (tensor<24x32xf32>, tensor<24x32xf32>) -> tensor<24x32xf32>
    %387 = "stablehlo.reshape"(%386) : (tensor<24x32xf32>) -> tensor<1x24x32xf32>
    %388 = "stablehlo.broadcast_in_dim"(%73) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<24x32xui8>
    %389 = "stablehlo.shift_right_logical"(%w_gate_up_0, %388) : (tensor<24x32xui8>, tensor<24x32xui8>) -> tensor<24x32xui8>
    %390 = "stablehlo.broadcast_in_dim"(%65) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<24x32xui8>
    %391 = "stablehlo.and"(%389, %390) : (tensor<24x32xui8>, tensor<24x32xui8>) -> tensor<24x32xui8>
    %392 = "stablehlo.convert"(%391) : (tensor<24x32xui8>) -> tensor<24x32xf32>
    %393 = "stablehlo.broadcast_in_dim"(%69) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<24x32xf32>
    %394 = "stablehlo.add"(%392, %393) : (tensor<24x32xf32>, tensor<24x32xf32>) -> tensor<24x32xf32>
    %395 = "stablehlo.reshape"(%394) : (tensor<24x32xf32>) -> tensor<1x24x32xf32>
    %396 = "stablehlo.broadcast_in_dim"(%82) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<24x32xui8>
    %397 = "stablehlo.shift_right_logical"(%w_gate_up_0, %396) : (tensor<24x32xui8>, tensor<24x32xui8>) -> tensor<24x32xui8>
    %398 = "stablehlo.broadcast_in_dim"(%65) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<24x32xui8>
    %399 = "stablehlo.and"(%397, %398) : (tensor<24x32xui8>, tensor<24x32xui8>) -> tensor<24x32xui8>
    %400 = "stablehlo.convert"(%399) : (tensor<24x32xui8>) -> tensor<24x32xf32>
    %401 = "stablehlo.broadcast_in_dim"(%69) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<24x32xf32>
    %402 = "stablehlo.add"(%400, %401) : (tensor<24x32xf32>, tensor<24x32xf32>) -> tensor<24x32xf32>
    %403 = "stablehlo.reshape"(%402) : (tensor<24x32xf32>) -> tensor<1x24x32xf32>
    %404 = "stablehlo.broadcast_in_dim"(%91) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<24x32xui8>
    %405 = "stablehlo.shift_right_logical"(%w_gate_up_0, %404) : (tensor<24x32xui8>, tensor<24x32xui8>) -> tensor<24x32xui8>
    %406 = "stablehlo.broadcast_in_dim"(%65) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<24x32xui8>
    %407 = "stablehlo.and"(%405, %406) : (tensor<24x32xui8>, tensor<24x32xui8>) -> tensor<24x32xui8>
    %408 = "stablehlo.convert"(%407) : (tensor<24x32xui8>) -> tensor<24x32xf32>
    %409 = "stablehlo.broadcast_in_dim"(%69) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<24x32xf32>
    %410 = "stablehlo.add"(%408, %409) : (tensor<24x32xf32>, tensor<24x32xf32>) -> tensor<24x32xf32>
    %411 = "stablehlo.reshape"(%410) : (tensor<24x32xf32>) -> tensor<1x24x32xf32>
    %412 = "stablehlo.concatenate"(%387, %395, %403, %411) { dimension = 0 : i64 } : (tensor<1x24x32xf32>, tensor<1x24x32xf32>, tensor<1x24x32xf32>, tensor<1x24x32xf32>) -> tensor<4x24x32xf32>
    %413 = "stablehlo.dot_general"(%379, %412) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [],
  rhs_batching_dimensions = [],
  lhs_contracting_dimensions = [1],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]
    } : (tensor<4x32xf32>, tensor<4x24x32xf32>) -> tensor<4x4x24xf32>
    %414 = "stablehlo.slice"(%413) {
      limit_indices = array<i64: 4, 4, 12>,
      start_indices = array<i64: 0, 0, 0>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x4x24xf32>) -> tensor<4x4x12xf32>
    %415 = "stablehlo.reshape"(%414) : (tensor<4x4x12xf32>) -> tensor<4x48xf32>
    %416 = "stablehlo.slice"(%scales) {
      limit_indices = array<i64: 1, 5>,
      start_indices = array<i64: 0, 4>,
      strides = array<i64: 1, 1>
    } : (tensor<1x7xf32>) -> tensor<1x1xf32>
    %417 = "stablehlo.broadcast_in_dim"(%416) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<1x1xf32>) -> tensor<4x1xf32>
    %418 = "stablehlo.divide"(%417, %372) : (tensor<4x1xf32>, tensor<4x1xf32>) -> tensor<4x1xf32>
    %419 = "stablehlo.broadcast_in_dim"(%418) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x48xf32>
    %420 = "stablehlo.multiply"(%415, %419) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
    %421 = "stablehlo.slice"(%413) {
      limit_indices = array<i64: 4, 4, 24>,
      start_indices = array<i64: 0, 0, 12>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x4x24xf32>) -> tensor<4x4x12xf32>
    %422 = "stablehlo.reshape"(%421) : (tensor<4x4x12xf32>) -> tensor<4x48xf32>
    %423 = "stablehlo.slice"(%scales) {
      limit_indices = array<i64: 1, 6>,
      start_indices = array<i64: 0, 5>,
      strides = array<i64: 1, 1>
    } : (tensor<1x7xf32>) -> tensor<1x1xf32>
    %424 = "stablehlo.broadcast_in_dim"(%423) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<1x1xf32>) -> tensor<4x1xf32>
    %425 = "stablehlo.divide"(%424, %372) : (tensor<4x1xf32>, tensor<4x1xf32>) -> tensor<4x1xf32>
    %426 = "stablehlo.broadcast_in_dim"(%425) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x48xf32>
    %427 = "stablehlo.multiply"(%422, %426) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
    %428 = "stablehlo.reshape"(%362) : (tensor<4x32xf32>) -> tensor<4x1x32xf32>
    %429 = "stablehlo.broadcast_in_dim"(%124) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %430 = "stablehlo.broadcast_in_dim"(%126) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %431 = "stablehlo.multiply"(%429, %430) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %432 = "stablehlo.concatenate"(%adapters, %431) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %433 = "stablehlo.gather"(%lora_a_gate, %432) {
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
    %434 = "stablehlo.broadcast_in_dim"(%124) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %435 = "stablehlo.broadcast_in_dim"(%126) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %436 = "stablehlo.multiply"(%434, %435) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %437 = "stablehlo.concatenate"(%adapters, %436) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %438 = "stablehlo.gather"(%lora_b_gate, %437) {
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
    %439 = "stablehlo.dot_general"(%428, %433) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]
    } : (tensor<4x1x32xf32>, tensor<4x8x32xf32>) -> tensor<4x1x8xf32>
    %440 = "stablehlo.dot_general"(%439, %438) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]
    } : (tensor<4x1x8xf32>, tensor<4x8x48xf32>) -> tensor<4x1x48xf32>
    %441 = "stablehlo.slice"(%0) {
      limit_indices = array<i64: 4, 1, 5>,
      start_indices = array<i64: 0, 0, 4>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x1x7xf32>) -> tensor<4x1x1xf32>
    %442 = "stablehlo.broadcast_in_dim"(%441) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x48xf32>
    %443 = "stablehlo.multiply"(%440, %442) : (tensor<4x1x48xf32>, tensor<4x1x48xf32>) -> tensor<4x1x48xf32>
    %444 = "stablehlo.reshape"(%443) : (tensor<4x1x48xf32>) -> tensor<4x48xf32>
    %445 = "stablehlo.add"(%420, %444) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
    %446 = "stablehlo.broadcast_in_dim"(%124) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %447 = "stablehlo.broadcast_in_dim"(%126) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %448 = "stablehlo.multiply"(%446, %447) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %449 = "stablehlo.concatenate"(%adapters, %448) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %450 = "stablehlo.gather"(%lora_a_up, %449) {
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
    %451 = "stablehlo.broadcast_in_dim"(%124) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %452 = "stablehlo.broadcast_in_dim"(%126) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %453 = "stablehlo.multiply"(%451, %452) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %454 = "stablehlo.concatenate"(%adapters, %453) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %455 = "stablehlo.gather"(%lora_b_up, %454) {
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
    %456 = "stablehlo.dot_general"(%428, %450) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]
    } : (tensor<4x1x32xf32>, tensor<4x8x32xf32>) -> tensor<4x1x8xf32>
    %457 = "stablehlo.dot_general"(%456, %455) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]
    } : (tensor<4x1x8xf32>, tensor<4x8x48xf32>) -> tensor<4x1x48xf32>
    %458 = "stablehlo.slice"(%0) {
      limit_indices = array<i64: 4, 1, 6>,
      start_indices = array<i64: 0, 0, 5>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x1x7xf32>) -> tensor<4x1x1xf32>
    %459 = "stablehlo.broadcast_in_dim"(%458) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x48xf32>
    %460 = "stablehlo.multiply"(%457, %459) : (tensor<4x1x48xf32>, tensor<4x1x48xf32>) -> tensor<4x1x48xf32>
    %461 = "stablehlo.reshape"(%460) : (tensor<4x1x48xf32>) -> tensor<4x48xf32>
    %462 = "stablehlo.add"(%427, %461) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
    %463 = "stablehlo.broadcast_in_dim"(%218) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x48xf32>
    %464 = "stablehlo.maximum"(%445, %463) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
    %465 = "stablehlo.multiply"(%464, %464) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
    %466 = "stablehlo.multiply"(%465, %462) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
    %467 = "stablehlo.slice"(%ffn_sub_norm) {
      limit_indices = array<i64: 1, 48>,
      start_indices = array<i64: 0, 0>,
      strides = array<i64: 1, 1>
    } : (tensor<1x48xf32>) -> tensor<1x48xf32>
    %468 = "stablehlo.reshape"(%467) : (tensor<1x48xf32>) -> tensor<48xf32>
    %469 = "stablehlo.multiply"(%466, %466) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
    %470 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %471 = "stablehlo.reduce"(%469, %470) ({
      ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
          %22 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
          "stablehlo.return"(%22) : (tensor<f32>) -> ()
    }) { dimensions = array<i64: 1> } : (tensor<4x48xf32>, tensor<f32>) -> tensor<4xf32>
    %472 = "stablehlo.constant"() { value = dense<0.02083333395421505> : tensor<f32> } : () -> tensor<f32>
    %473 = "stablehlo.broadcast_in_dim"(%472) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %474 = "stablehlo.multiply"(%471, %473) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %475 = "stablehlo.broadcast_in_dim"(%28) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %476 = "stablehlo.add"(%474, %475) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %477 = "stablehlo.sqrt"(%476) : (tensor<4xf32>) -> tensor<4xf32>
    %478 = "stablehlo.broadcast_in_dim"(%32) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %479 = "stablehlo.divide"(%478, %477) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %480 = "stablehlo.reshape"(%479) : (tensor<4xf32>) -> tensor<4x1xf32>
    %481 = "stablehlo.broadcast_in_dim"(%480) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x48xf32>
    %482 = "stablehlo.multiply"(%466, %481) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
    %483 = "stablehlo.reshape"(%468) : (tensor<48xf32>) -> tensor<1x48xf32>
    %484 = "stablehlo.broadcast_in_dim"(%483) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<1x48xf32>) -> tensor<4x48xf32>
    %485 = "stablehlo.multiply"(%482, %484) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
    %486 = "stablehlo.abs"(%485) : (tensor<4x48xf32>) -> tensor<4x48xf32>
    %487 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
    %488 = "stablehlo.reduce"(%486, %487) ({
      ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
          %42 = "stablehlo.maximum"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
          "stablehlo.return"(%42) : (tensor<f32>) -> ()
    }) { dimensions = array<i64: 1> } : (tensor<4x48xf32>, tensor<f32>) -> tensor<4xf32>
    %489 = "stablehlo.broadcast_in_dim"(%45) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %490 = "stablehlo.maximum"(%488, %489) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %491 = "stablehlo.broadcast_in_dim"(%32) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %492 = "stablehlo.broadcast_in_dim"(%49) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %493 = "stablehlo.multiply"(%491, %492) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %494 = "stablehlo.divide"(%493, %490) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %495 = "stablehlo.reshape"(%494) : (tensor<4xf32>) -> tensor<4x1xf32>
    %496 = "stablehlo.broadcast_in_dim"(%495) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x48xf32>
    %497 = "stablehlo.multiply"(%485, %496) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
    %498 = "stablehlo.round_nearest_even"(%497) : (tensor<4x48xf32>) -> tensor<4x48xf32>
    %499 = "stablehlo.broadcast_in_dim"(%57) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x48xf32>
    %500 = "stablehlo.maximum"(%498, %499) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
    %501 = "stablehlo.broadcast_in_dim"(%49) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x48xf32>
    %502 = "stablehlo.minimum"(%500, %501) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
    %503 = "stablehlo.broadcast_in_dim"(%62) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x48xui8>
    %504 = "stablehlo.shift_right_logical"(%w_down_0, %503) : (tensor<8x48xui8>, tensor<8x48xui8>) -> tensor<8x48xui8>
    %505 = "stablehlo.broadcast_in_dim"(%65) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x48xui8>
    %506 = "stablehlo.and"(%504, %505) : (tensor<8x48xui8>, tensor<8x48xui8>) -> tensor<8x48xui8>
    %507 = "stablehlo.convert"(%506) : (tensor<8x48xui8>) -> tensor<8x48xf32>
    %508 = "stablehlo.broadcast_in_dim"(%69) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<8x48xf32>
    %509 = "stablehlo.add"(%507, %508) : (tensor<8x48xf32>, tensor<8x48xf32>) -> tensor<8x48xf32>
    %510 = "stablehlo.reshape"(%509) : (tensor<8x48xf32>) -> tensor<1x8x48xf32>
    %511 = "stablehlo.broadcast_in_dim"(%73) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x48xui8>
    %512 = "stablehlo.shift_right_logical"(%w_down_0, %511) : (tensor<8x48xui8>, tensor<8x48xui8>) -> tensor<8x48xui8>
    %513 = "stablehlo.broadcast_in_dim"(%65) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x48xui8>
    %514 = "stablehlo.and"(%512, %513) : (tensor<8x48xui8>, tensor<8x48xui8>) -> tensor<8x48xui8>
    %515 = "stablehlo.convert"(%514) : (tensor<8x48xui8>) -> tensor<8x48xf32>
    %516 = "stablehlo.broadcast_in_dim"(%69) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<8x48xf32>
    %517 = "stablehlo.add"(%515, %516) : (tensor<8x48xf32>, tensor<8x48xf32>) -> tensor<8x48xf32>
    %518 = "stablehlo.reshape"(%517) : (tensor<8x48xf32>) -> tensor<1x8x48xf32>
    %519 = "stablehlo.broadcast_in_dim"(%82) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x48xui8>
    %520 = "stablehlo.shift_right_logical"(%w_down_0, %519) : (tensor<8x48xui8>, tensor<8x48xui8>) -> tensor<8x48xui8>
    %521 = "stablehlo.broadcast_in_dim"(%65) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x48xui8>
    %522 = "stablehlo.and"(%520, %521) : (tensor<8x48xui8>, tensor<8x48xui8>) -> tensor<8x48xui8>
    %523 = "stablehlo.convert"(%522) : (tensor<8x48xui8>) -> tensor<8x48xf32>
    %524 = "stablehlo.broadcast_in_dim"(%69) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<8x48xf32>
    %525 = "stablehlo.add"(%523, %524) : (tensor<8x48xf32>, tensor<8x48xf32>) -> tensor<8x48xf32>
    %526 = "stablehlo.reshape"(%525) : (tensor<8x48xf32>) -> tensor<1x8x48xf32>
    %527 = "stablehlo.broadcast_in_dim"(%91) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x48xui8>
    %528 = "stablehlo.shift_right_logical"(%w_down_0, %527) : (tensor<8x48xui8>, tensor<8x48xui8>) -> tensor<8x48xui8>
    %529 = "stablehlo.broadcast_in_dim"(%65) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x48xui8>
    %530 = "stablehlo.and"(%528, %529) : (tensor<8x48xui8>, tensor<8x48xui8>) -> tensor<8x48xui8>
    %531 = "stablehlo.convert"(%530) : (tensor<8x48xui8>) -> tensor<8x48xf32>
    %532 = "stablehlo.broadcast_in_dim"(%69) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<8x48xf32>
    %533 = "stablehlo.add"(%531, %532) : (tensor<8x48xf32>, tensor<8x48xf32>) -> tensor<8x48xf32>
    %534 = "stablehlo.reshape"(%533) : (tensor<8x48xf32>) -> tensor<1x8x48xf32>
    %535 = "stablehlo.concatenate"(%510, %518, %526, %534) { dimension = 0 : i64 } : (tensor<1x8x48xf32>, tensor<1x8x48xf32>, tensor<1x8x48xf32>, tensor<1x8x48xf32>) -> tensor<4x8x48xf32>
    %536 = "stablehlo.dot_general"(%502, %535) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [],
  rhs_batching_dimensions = [],
  lhs_contracting_dimensions = [1],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]
    } : (tensor<4x48xf32>, tensor<4x8x48xf32>) -> tensor<4x4x8xf32>
    %537 = "stablehlo.slice"(%536) {
      limit_indices = array<i64: 4, 4, 8>,
      start_indices = array<i64: 0, 0, 0>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x4x8xf32>) -> tensor<4x4x8xf32>
    %538 = "stablehlo.reshape"(%537) : (tensor<4x4x8xf32>) -> tensor<4x32xf32>
    %539 = "stablehlo.slice"(%scales) {
      limit_indices = array<i64: 1, 7>,
      start_indices = array<i64: 0, 6>,
      strides = array<i64: 1, 1>
    } : (tensor<1x7xf32>) -> tensor<1x1xf32>
    %540 = "stablehlo.broadcast_in_dim"(%539) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<1x1xf32>) -> tensor<4x1xf32>
    %541 = "stablehlo.divide"(%540, %495) : (tensor<4x1xf32>, tensor<4x1xf32>) -> tensor<4x1xf32>
    %542 = "stablehlo.broadcast_in_dim"(%541) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x32xf32>
    %543 = "stablehlo.multiply"(%538, %542) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %544 = "stablehlo.reshape"(%485) : (tensor<4x48xf32>) -> tensor<4x1x48xf32>
    %545 = "stablehlo.broadcast_in_dim"(%124) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %546 = "stablehlo.broadcast_in_dim"(%126) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %547 = "stablehlo.multiply"(%545, %546) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %548 = "stablehlo.concatenate"(%adapters, %547) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %549 = "stablehlo.gather"(%lora_a_down, %548) {
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
    %550 = "stablehlo.broadcast_in_dim"(%124) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %551 = "stablehlo.broadcast_in_dim"(%126) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %552 = "stablehlo.multiply"(%550, %551) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %553 = "stablehlo.concatenate"(%adapters, %552) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %554 = "stablehlo.gather"(%lora_b_down, %553) {
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
    %555 = "stablehlo.dot_general"(%544, %549) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]
    } : (tensor<4x1x48xf32>, tensor<4x8x48xf32>) -> tensor<4x1x8xf32>
    %556 = "stablehlo.dot_general"(%555, %554) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]
    } : (tensor<4x1x8xf32>, tensor<4x8x32xf32>) -> tensor<4x1x32xf32>
    %557 = "stablehlo.slice"(%0) {
      limit_indices = array<i64: 4, 1, 7>,
      start_indices = array<i64: 0, 0, 6>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x1x7xf32>) -> tensor<4x1x1xf32>
    %558 = "stablehlo.broadcast_in_dim"(%557) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x32xf32>
    %559 = "stablehlo.multiply"(%556, %558) : (tensor<4x1x32xf32>, tensor<4x1x32xf32>) -> tensor<4x1x32xf32>
    %560 = "stablehlo.reshape"(%559) : (tensor<4x1x32xf32>) -> tensor<4x32xf32>
    %561 = "stablehlo.add"(%543, %560) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %562 = "stablehlo.add"(%344, %561) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %563 = "stablehlo.gather"(%562, %last) {
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
    %564 = "stablehlo.multiply"(%563, %563) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %565 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %566 = "stablehlo.reduce"(%564, %565) ({
      ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
          %22 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
          "stablehlo.return"(%22) : (tensor<f32>) -> ()
    }) { dimensions = array<i64: 1> } : (tensor<4x32xf32>, tensor<f32>) -> tensor<4xf32>
    %567 = "stablehlo.broadcast_in_dim"(%25) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %568 = "stablehlo.multiply"(%566, %567) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %569 = "stablehlo.broadcast_in_dim"(%28) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %570 = "stablehlo.add"(%568, %569) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %571 = "stablehlo.sqrt"(%570) : (tensor<4xf32>) -> tensor<4xf32>
    %572 = "stablehlo.broadcast_in_dim"(%32) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %573 = "stablehlo.divide"(%572, %571) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %574 = "stablehlo.reshape"(%573) : (tensor<4xf32>) -> tensor<4x1xf32>
    %575 = "stablehlo.broadcast_in_dim"(%574) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x32xf32>
    %576 = "stablehlo.multiply"(%563, %575) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %577 = "stablehlo.reshape"(%final_norm) : (tensor<32xf32>) -> tensor<1x32xf32>
    %578 = "stablehlo.broadcast_in_dim"(%577) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<1x32xf32>) -> tensor<4x32xf32>
    %579 = "stablehlo.multiply"(%576, %578) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %580 = "stablehlo.convert"(%head) : (tensor<64x32xbf16>) -> tensor<64x32xf32>
    %581 = "stablehlo.dot_general"(%579, %580) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [],
  rhs_batching_dimensions = [],
  lhs_contracting_dimensions = [1],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]
    } : (tensor<4x32xf32>, tensor<64x32xf32>) -> tensor<4x64xf32>
    "stablehlo.return"(%581, %208) : (tensor<4x64xf32>, tensor<21x8x2x16xi32>) -> ()
  }
}

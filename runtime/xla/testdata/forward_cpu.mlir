module @forward {
  func.func @main(%tokens: tensor<4x1xi32>, %positions: tensor<4x1xi32>, %last: tensor<4x1xi32>, %slots: tensor<4x2xi32>, %table: tensor<4x4x1xi32>, %scales: tensor<1x7xf32>, %adapters: tensor<4x1xi32>, %lora_scales: tensor<3x1x7xf32>, %cos: tensor<64x4xf32>, %sin: tensor<64x4xf32>, %embedding: tensor<64x32xbf16>, %input_norm: tensor<1x32xf32>, %w_qkv_0: tensor<16x32xui8>, %lora_a_q: tensor<3x1x8x32xf32>, %lora_b_q: tensor<3x1x8x32xf32>, %lora_a_k: tensor<3x1x8x32xf32>, %lora_b_k: tensor<3x1x8x16xf32>, %lora_a_v: tensor<3x1x8x32xf32>, %lora_b_v: tensor<3x1x8x16xf32>, %alias1_cache_0: tensor<21x8x32xi32> { tf.aliasing_output = 1 : i32 }, %attn_sub_norm: tensor<1x32xf32>, %w_o_0: tensor<8x32xui8>, %lora_a_o: tensor<3x1x8x32xf32>, %lora_b_o: tensor<3x1x8x32xf32>, %post_norm: tensor<1x32xf32>, %w_gate_up_0: tensor<24x32xui8>, %lora_a_gate: tensor<3x1x8x32xf32>, %lora_b_gate: tensor<3x1x8x48xf32>, %lora_a_up: tensor<3x1x8x32xf32>, %lora_b_up: tensor<3x1x8x48xf32>, %ffn_sub_norm: tensor<1x48xf32>, %w_down_0: tensor<8x48xui8>, %lora_a_down: tensor<3x1x8x48xf32>, %lora_b_down: tensor<3x1x8x32xf32>, %final_norm: tensor<32xf32>, %head: tensor<64x32xbf16>) -> (tensor<4x64xf32>, tensor<21x8x32xi32>) {
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
    %201 = "stablehlo.reshape"(%200) : (tensor<4x2x8xf32>) -> tensor<4x16xf32>
    %202 = "stablehlo.concatenate"(%201, %176) { dimension = 1 : i64 } : (tensor<4x16xf32>, tensor<4x16xf32>) -> tensor<4x32xf32>
    %203 = "stablehlo.bitcast_convert"(%202) : (tensor<4x32xf32>) -> tensor<4x32xi32>
    %204 = "stablehlo.gather"(%alias1_cache_0, %slots) {
      dimension_numbers = #stablehlo.gather<
  offset_dims = [1],
  collapsed_slice_dims = [0, 1],
  operand_batching_dims = [],
  start_indices_batching_dims = [],
  start_index_map = [0, 1],
  index_vector_dim = 1>,
      indices_are_sorted = false,
      slice_sizes = array<i64: 1, 1, 32>
    } : (tensor<21x8x32xi32>, tensor<4x2xi32>) -> tensor<4x32xi32>
    %205 = "stablehlo.subtract"(%203, %204) : (tensor<4x32xi32>, tensor<4x32xi32>) -> tensor<4x32xi32>
    %207 = "stablehlo.scatter"(%alias1_cache_0, %slots, %205) ({
      ^updateFn(%lhs: tensor<i32>, %rhs: tensor<i32>) :
          %206 = "stablehlo.add"(%lhs, %rhs) : (tensor<i32>, tensor<i32>) -> tensor<i32>
          "stablehlo.return"(%206) : (tensor<i32>) -> ()
    }) {
      indices_are_sorted = false,
      scatter_dimension_numbers = #stablehlo.scatter<
  update_window_dims = [1],
  inserted_window_dims = [0, 1],
  input_batching_dims = [],
  scatter_indices_batching_dims = [],
  scatter_dims_to_operand_dims = [0, 1],
  index_vector_dim = 1>,
      unique_indices = true
    } : (tensor<21x8x32xi32>, tensor<4x2xi32>, tensor<4x32xi32>) -> tensor<21x8x32xi32>
    %208 = "stablehlo.gather"(%207, %table) {
      dimension_numbers = #stablehlo.gather<
  offset_dims = [2, 3],
  collapsed_slice_dims = [0],
  operand_batching_dims = [],
  start_indices_batching_dims = [],
  start_index_map = [0],
  index_vector_dim = 2>,
      indices_are_sorted = false,
      slice_sizes = array<i64: 1, 8, 32>
    } : (tensor<21x8x32xi32>, tensor<4x4x1xi32>) -> tensor<4x4x8x32xi32>
    %209 = "stablehlo.bitcast_convert"(%208) : (tensor<4x4x8x32xi32>) -> tensor<4x4x8x32xf32>
    %210 = "stablehlo.reshape"(%209) : (tensor<4x4x8x32xf32>) -> tensor<4x32x32xf32>
    %211 = "stablehlo.slice"(%210) {
      limit_indices = array<i64: 4, 32, 16>,
      start_indices = array<i64: 0, 0, 0>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x32x32xf32>) -> tensor<4x32x16xf32>
    %212 = "stablehlo.reshape"(%211) : (tensor<4x32x16xf32>) -> tensor<4x32x2x8xf32>
    %213 = "stablehlo.slice"(%210) {
      limit_indices = array<i64: 4, 32, 32>,
      start_indices = array<i64: 0, 0, 16>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x32x32xf32>) -> tensor<4x32x16xf32>
    %214 = "stablehlo.broadcast_in_dim"(%16) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x32x1xi1>) -> tensor<4x32x16xi1>
    %215 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %216 = "stablehlo.broadcast_in_dim"(%215) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x32x16xf32>
    %217 = "stablehlo.select"(%214, %213, %216) : (tensor<4x32x16xi1>, tensor<4x32x16xf32>, tensor<4x32x16xf32>) -> tensor<4x32x16xf32>
    %218 = "stablehlo.reshape"(%217) : (tensor<4x32x16xf32>) -> tensor<4x32x2x8xf32>
    %219 = "stablehlo.reshape"(%188) : (tensor<4x4x8xf32>) -> tensor<4x1x2x2x8xf32>
    %220 = "stablehlo.dot_general"(%219, %212) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0, 2],
  rhs_batching_dimensions = [0, 2],
  lhs_contracting_dimensions = [4],
  rhs_contracting_dimensions = [3]
>,
      precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]
    } : (tensor<4x1x2x2x8xf32>, tensor<4x32x2x8xf32>) -> tensor<4x2x1x2x32xf32>
    %221 = "stablehlo.transpose"(%220) { permutation = array<i64: 0, 1, 3, 2, 4> } : (tensor<4x2x1x2x32xf32>) -> tensor<4x2x2x1x32xf32>
    %222 = "stablehlo.constant"() { value = dense<0.3535533845424652> : tensor<f32> } : () -> tensor<f32>
    %223 = "stablehlo.broadcast_in_dim"(%222) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x2x2x1x32xf32>
    %224 = "stablehlo.multiply"(%221, %223) : (tensor<4x2x2x1x32xf32>, tensor<4x2x2x1x32xf32>) -> tensor<4x2x2x1x32xf32>
    %225 = "stablehlo.broadcast_in_dim"(%9) { broadcast_dimensions = array<i64: 0, 1, 2, 3, 4> } : (tensor<4x1x1x1x32xi1>) -> tensor<4x2x2x1x32xi1>
    %226 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
    %227 = "stablehlo.broadcast_in_dim"(%226) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x2x2x1x32xf32>
    %228 = "stablehlo.select"(%225, %224, %227) : (tensor<4x2x2x1x32xi1>, tensor<4x2x2x1x32xf32>, tensor<4x2x2x1x32xf32>) -> tensor<4x2x2x1x32xf32>
    %229 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
    %230 = "stablehlo.reduce"(%228, %229) ({
      ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
          %42 = "stablehlo.maximum"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
          "stablehlo.return"(%42) : (tensor<f32>) -> ()
    }) { dimensions = array<i64: 4> } : (tensor<4x2x2x1x32xf32>, tensor<f32>) -> tensor<4x2x2x1xf32>
    %231 = "stablehlo.reshape"(%230) : (tensor<4x2x2x1xf32>) -> tensor<4x2x2x1x1xf32>
    %232 = "stablehlo.broadcast_in_dim"(%215) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x2x2x1x32xf32>
    %233 = "stablehlo.broadcast_in_dim"(%231) { broadcast_dimensions = array<i64: 0, 1, 2, 3, 4> } : (tensor<4x2x2x1x1xf32>) -> tensor<4x2x2x1x32xf32>
    %234 = "stablehlo.subtract"(%224, %233) : (tensor<4x2x2x1x32xf32>, tensor<4x2x2x1x32xf32>) -> tensor<4x2x2x1x32xf32>
    %235 = "stablehlo.select"(%225, %234, %232) : (tensor<4x2x2x1x32xi1>, tensor<4x2x2x1x32xf32>, tensor<4x2x2x1x32xf32>) -> tensor<4x2x2x1x32xf32>
    %236 = "stablehlo.exponential"(%235) : (tensor<4x2x2x1x32xf32>) -> tensor<4x2x2x1x32xf32>
    %237 = "stablehlo.select"(%225, %236, %232) : (tensor<4x2x2x1x32xi1>, tensor<4x2x2x1x32xf32>, tensor<4x2x2x1x32xf32>) -> tensor<4x2x2x1x32xf32>
    %238 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %239 = "stablehlo.reduce"(%237, %238) ({
      ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
          %22 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
          "stablehlo.return"(%22) : (tensor<f32>) -> ()
    }) { dimensions = array<i64: 4> } : (tensor<4x2x2x1x32xf32>, tensor<f32>) -> tensor<4x2x2x1xf32>
    %240 = "stablehlo.reshape"(%239) : (tensor<4x2x2x1xf32>) -> tensor<4x2x2x1x1xf32>
    %241 = "stablehlo.broadcast_in_dim"(%240) { broadcast_dimensions = array<i64: 0, 1, 2, 3, 4> } : (tensor<4x2x2x1x1xf32>) -> tensor<4x2x2x1x32xf32>
    %242 = "stablehlo.divide"(%237, %241) : (tensor<4x2x2x1x32xf32>, tensor<4x2x2x1x32xf32>) -> tensor<4x2x2x1x32xf32>
    %243 = "stablehlo.select"(%225, %242, %232) : (tensor<4x2x2x1x32xi1>, tensor<4x2x2x1x32xf32>, tensor<4x2x2x1x32xf32>) -> tensor<4x2x2x1x32xf32>
    %244 = "stablehlo.dot_general"(%243, %218) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0, 1],
  rhs_batching_dimensions = [0, 2],
  lhs_contracting_dimensions = [4],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]
    } : (tensor<4x2x2x1x32xf32>, tensor<4x32x2x8xf32>) -> tensor<4x2x2x1x8xf32>
    %245 = "stablehlo.transpose"(%244) { permutation = array<i64: 0, 3, 1, 2, 4> } : (tensor<4x2x2x1x8xf32>) -> tensor<4x1x2x2x8xf32>
    %246 = "stablehlo.reshape"(%245) : (tensor<4x1x2x2x8xf32>) -> tensor<4x32xf32>
    %247 = "stablehlo.slice"(%attn_sub_norm) {
      limit_indices = array<i64: 1, 32>,
      start_indices = array<i64: 0, 0>,
      strides = array<i64: 1, 1>
    } : (tensor<1x32xf32>) -> tensor<1x32xf32>
    %248 = "stablehlo.reshape"(%247) : (tensor<1x32xf32>) -> tensor<32xf32>
    %249 = "stablehlo.multiply"(%246, %246) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %250 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %251 = "stablehlo.reduce"(%249, %250) ({
      ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
          %22 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
          "stablehlo.return"(%22) : (tensor<f32>) -> ()
    }) { dimensions = array<i64: 1> } : (tensor<4x32xf32>, tensor<f32>) -> tensor<4xf32>
    %252 = "stablehlo.broadcast_in_dim"(%25) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %253 = "stablehlo.multiply"(%251, %252) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %254 = "stablehlo.broadcast_in_dim"(%28) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %255 = "stablehlo.add"(%253, %254) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %256 = "stablehlo.sqrt"(%255) : (tensor<4xf32>) -> tensor<4xf32>
    %257 = "stablehlo.broadcast_in_dim"(%32) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %258 = "stablehlo.divide"(%257, %256) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %259 = "stablehlo.reshape"(%258) : (tensor<4xf32>) -> tensor<4x1xf32>
    %260 = "stablehlo.broadcast_in_dim"(%259) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x32xf32>
    %261 = "stablehlo.multiply"(%246, %260) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %262 = "stablehlo.reshape"(%248) : (tensor<32xf32>) -> tensor<1x32xf32>
    %263 = "stablehlo.broadcast_in_dim"(%262) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<1x32xf32>) -> tensor<4x32xf32>
    %264 = "stablehlo.multiply"(%261, %263) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %265 = "stablehlo.abs"(%264) : (tensor<4x32xf32>) -> tensor<4x32xf32>
    %266 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
    %267 = "stablehlo.reduce"(%265, %266) ({
      ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
          %42 = "stablehlo.maximum"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
          "stablehlo.return"(%42) : (tensor<f32>) -> ()
    }) { dimensions = array<i64: 1> } : (tensor<4x32xf32>, tensor<f32>) -> tensor<4xf32>
    %268 = "stablehlo.broadcast_in_dim"(%45) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %269 = "stablehlo.maximum"(%267, %268) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %270 = "stablehlo.broadcast_in_dim"(%32) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %271 = "stablehlo.broadcast_in_dim"(%49) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %272 = "stablehlo.multiply"(%270, %271) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %273 = "stablehlo.divide"(%272, %269) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %274 = "stablehlo.reshape"(%273) : (tensor<4xf32>) -> tensor<4x1xf32>
    %275 = "stablehlo.broadcast_in_dim"(%274) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x32xf32>
    %276 = "stablehlo.multiply"(%264, %275) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %277 = "stablehlo.round_nearest_even"(%276) : (tensor<4x32xf32>) -> tensor<4x32xf32>
    %278 = "stablehlo.broadcast_in_dim"(%57) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x32xf32>
    %279 = "stablehlo.maximum"(%277, %278) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %280 = "stablehlo.broadcast_in_dim"(%49) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x32xf32>
    %281 = "stablehlo.minimum"(%279, %280) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %282 = "stablehlo.broadcast_in_dim"(%62) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x32xui8>
    %283 = "stablehlo.shift_right_logical"(%w_o_0, %282) : (tensor<8x32xui8>, tensor<8x32xui8>) -> tensor<8x32xui8>
    %284 = "stablehlo.broadcast_in_dim"(%65) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x32xui8>
    %285 = "stablehlo.and"(%283, %284) : (tensor<8x32xui8>, tensor<8x32xui8>) -> tensor<8x32xui8>
    %286 = "stablehlo.convert"(%285) : (tensor<8x32xui8>) -> tensor<8x32xf32>
    %287 = "stablehlo.broadcast_in_dim"(%69) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<8x32xf32>
    %288 = "stablehlo.add"(%286, %287) : (tensor<8x32xf32>, tensor<8x32xf32>) -> tensor<8x32xf32>
    %289 = "stablehlo.reshape"(%288) : (tensor<8x32xf32>) -> tensor<1x8x32xf32>
    %290 = "stablehlo.broadcast_in_dim"(%73) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x32xui8>
    %291 = "stablehlo.shift_right_logical"(%w_o_0, %290) : (tensor<8x32xui8>, tensor<8x32xui8>) -> tensor<8x32xui8>
    %292 = "stablehlo.broadcast_in_dim"(%65) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x32xui8>
    %293 = "stablehlo.and"(%291, %292) : (tensor<8x32xui8>, tensor<8x32xui8>) -> tensor<8x32xui8>
    %294 = "stablehlo.convert"(%293) : (tensor<8x32xui8>) -> tensor<8x32xf32>
    %295 = "stablehlo.broadcast_in_dim"(%69) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<8x32xf32>
    %296 = "stablehlo.add"(%294, %295) : (tensor<8x32xf32>, tensor<8x32xf32>) -> tensor<8x32xf32>
    %297 = "stablehlo.reshape"(%296) : (tensor<8x32xf32>) -> tensor<1x8x32xf32>
    %298 = "stablehlo.broadcast_in_dim"(%82) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x32xui8>
    %299 = "stablehlo.shift_right_logical"(%w_o_0, %298) : (tensor<8x32xui8>, tensor<8x32xui8>) -> tensor<8x32xui8>
    %300 = "stablehlo.broadcast_in_dim"(%65) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x32xui8>
    %301 = "stablehlo.and"(%299, %300) : (tensor<8x32xui8>, tensor<8x32xui8>) -> tensor<8x32xui8>
    %302 = "stablehlo.convert"(%301) : (tensor<8x32xui8>) -> tensor<8x32xf32>
    %303 = "stablehlo.broadcast_in_dim"(%69) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<8x32xf32>
    %304 = "stablehlo.add"(%302, %303) : (tensor<8x32xf32>, tensor<8x32xf32>) -> tensor<8x32xf32>
    %305 = "stablehlo.reshape"(%304) : (tensor<8x32xf32>) -> tensor<1x8x32xf32>
    %306 = "stablehlo.broadcast_in_dim"(%91) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x32xui8>
    %307 = "stablehlo.shift_right_logical"(%w_o_0, %306) : (tensor<8x32xui8>, tensor<8x32xui8>) -> tensor<8x32xui8>
    %308 = "stablehlo.broadcast_in_dim"(%65) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x32xui8>
    %309 = "stablehlo.and"(%307, %308) : (tensor<8x32xui8>, tensor<8x32xui8>) -> tensor<8x32xui8>
    %310 = "stablehlo.convert"(%309) : (tensor<8x32xui8>) -> tensor<8x32xf32>
    %311 = "stablehlo.broadcast_in_dim"(%69) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<8x32xf32>
    %312 = "stablehlo.add"(%310, %311) : (tensor<8x32xf32>, tensor<8x32xf32>) -> tensor<8x32xf32>
    %313 = "stablehlo.reshape"(%312) : (tensor<8x32xf32>) -> tensor<1x8x32xf32>
    %314 = "stablehlo.concatenate"(%289, %297, %305, %313) { dimension = 0 : i64 } : (tensor<1x8x32xf32>, tensor<1x8x32xf32>, tensor<1x8x32xf32>, tensor<1x8x32xf32>) -> tensor<4x8x32xf32>
    %315 = "stablehlo.dot_general"(%281, %314) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [],
  rhs_batching_dimensions = [],
  lhs_contracting_dimensions = [1],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]
    } : (tensor<4x32xf32>, tensor<4x8x32xf32>) -> tensor<4x4x8xf32>
    %316 = "stablehlo.slice"(%315) {
      limit_indices = array<i64: 4, 4, 8>,
      start_indices = array<i64: 0, 0, 0>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x4x8xf32>) -> tensor<4x4x8xf32>
    %317 = "stablehlo.reshape"(%316) : (tensor<4x4x8xf32>) -> tensor<4x32xf32>
    %318 = "stablehlo.slice"(%scales) {
      limit_indices = array<i64: 1, 4>,
      start_indices = array<i64: 0, 3>,
      strides = array<i64: 1, 1>
    } : (tensor<1x7xf32>) -> tensor<1x1xf32>
    %319 = "stablehlo.broadcast_in_dim"(%318) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<1x1xf32>) -> tensor<4x1xf32>
    %320 = "stablehlo.divide"(%319, %274) : (tensor<4x1xf32>, tensor<4x1xf32>) -> tensor<4x1xf32>
    %321 = "stablehlo.broadcast_in_dim"(%320) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x32xf32>
    %322 = "stablehlo.multiply"(%317, %321) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %323 = "stablehlo.reshape"(%264) : (tensor<4x32xf32>) -> tensor<4x1x32xf32>
    %324 = "stablehlo.broadcast_in_dim"(%124) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %325 = "stablehlo.broadcast_in_dim"(%126) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %326 = "stablehlo.multiply"(%324, %325) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %327 = "stablehlo.concatenate"(%adapters, %326) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %328 = "stablehlo.gather"(%lora_a_o, %327) {
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
    %329 = "stablehlo.broadcast_in_dim"(%124) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %330 = "stablehlo.broadcast_in_dim"(%126) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %331 = "stablehlo.multiply"(%329, %330) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %332 = "stablehlo.concatenate"(%adapters, %331) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %333 = "stablehlo.gather"(%lora_b_o, %332) {
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
    %334 = "stablehlo.dot_general"(%323, %328) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]
    } : (tensor<4x1x32xf32>, tensor<4x8x32xf32>) -> tensor<4x1x8xf32>
    %335 = "stablehlo.dot_general"(%334, %333) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]
    } : (tensor<4x1x8xf32>, tensor<4x8x32xf32>) -> tensor<4x1x32xf32>
    %336 = "stablehlo.slice"(%0) {
      limit_indices = array<i64: 4, 1, 4>,
      start_indices = array<i64: 0, 0, 3>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x1x7xf32>) -> tensor<4x1x1xf32>
    %337 = "stablehlo.broadcast_in_dim"(%336) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x32xf32>
    %338 = "stablehlo.multiply"(%335, %337) : (tensor<4x1x32xf32>, tensor<4x1x32xf32>) -> tensor<4x1x32xf32>
    %339 = "stablehlo.reshape"(%338) : (tensor<4x1x32xf32>) -> tensor<4x32xf32>
    %340 = "stablehlo.add"(%322, %339) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %341 = "stablehlo.add"(%18, %340) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %342 = "stablehlo.slice"(%post_norm) {
      limit_indices = array<i64: 1, 32>,
      start_indices = array<i64: 0, 0>,
      strides = array<i64: 1, 1>
    } : (tensor<1x32xf32>) -> tensor<1x32xf32>
    %343 = "stablehlo.reshape"(%342) : (tensor<1x32xf32>) -> tensor<32xf32>
    %344 = "stablehlo.multiply"(%341, %341) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %345 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %346 = "stablehlo.reduce"(%344, %345) ({
      ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
          %22 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
          "stablehlo.return"(%22) : (tensor<f32>) -> ()
    }) { dimensions = array<i64: 1> } : (tensor<4x32xf32>, tensor<f32>) -> tensor<4xf32>
    %347 = "stablehlo.broadcast_in_dim"(%25) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %348 = "stablehlo.multiply"(%346, %347) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %349 = "stablehlo.broadcast_in_dim"(%28) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %350 = "stablehlo.add"(%348, %349) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %351 = "stablehlo.sqrt"(%350) : (tensor<4xf32>) -> tensor<4xf32>
    %352 = "stablehlo.broadcast_in_dim"(%32) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %353 = "stablehlo.divide"(%352, %351) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %354 = "stablehlo.reshape"(%353) : (tensor<4xf32>) -> tensor<4x1xf32>
    %355 = "stablehlo.broadcast_in_dim"(%354) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x32xf32>
    %356 = "stablehlo.multiply"(%341, %355) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %357 = "stablehlo.reshape"(%343) : (tensor<32xf32>) -> tensor<1x32xf32>
    %358 = "stablehlo.broadcast_in_dim"(%357) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<1x32xf32>) -> tensor<4x32xf32>
    %359 = "stablehlo.multiply"(%356, %358) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %360 = "stablehlo.abs"(%359) : (tensor<4x32xf32>) -> tensor<4x32xf32>
    %361 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
    %362 = "stablehlo.reduce"(%360, %361) ({
      ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
          %42 = "stablehlo.maximum"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
          "stablehlo.return"(%42) : (tensor<f32>) -> ()
    }) { dimensions = array<i64: 1> } : (tensor<4x32xf32>, tensor<f32>) -> tensor<4xf32>
    %363 = "stablehlo.broadcast_in_dim"(%45) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %364 = "stablehlo.maximum"(%362, %363) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %365 = "stablehlo.broadcast_in_dim"(%32) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %366 = "stablehlo.broadcast_in_dim"(%49) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %367 = "stablehlo.multiply"(%365, %366) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %368 = "stablehlo.divide"(%367, %364) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %369 = "stablehlo.reshape"(%368) : (tensor<4xf32>) -> tensor<4x1xf32>
    %370 = "stablehlo.broadcast_in_dim"(%369) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x32xf32>
    %371 = "stablehlo.multiply"(%359, %370) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %372 = "stablehlo.round_nearest_even"(%371) : (tensor<4x32xf32>) -> tensor<4x32xf32>
    %373 = "stablehlo.broadcast_in_dim"(%57) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x32xf32>
    %374 = "stablehlo.maximum"(%372, %373) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %375 = "stablehlo.broadcast_in_dim"(%49) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x32xf32>
    %376 = "stablehlo.minimum"(%374, %375) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %377 = "stablehlo.broadcast_in_dim"(%62) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<24x32xui8>
    %378 = "stablehlo.shift_right_logical"(%w_gate_up_0, %377) : (tensor<24x32xui8>, tensor<24x32xui8>) -> tensor<24x32xui8>
    %379 = "stablehlo.broadcast_in_dim"(%65) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<24x32xui8>
    %380 = "stablehlo.and"(%378, %379) : (tensor<24x32xui8>, tensor<24x32xui8>) -> tensor<24x32xui8>
    %381 = "stablehlo.convert"(%380) : (tensor<24x32xui8>) -> tensor<24x32xf32>
    %382 = "stablehlo.broadcast_in_dim"(%69) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<24x32xf32>
    %383 = "stablehlo.add"(%381, %382) : (tensor<24x32xf32>, tensor<24x32xf32>) -> tensor<24x32xf32>
    %384 = "stablehlo.reshape"(%383) : (tensor<24x32xf32>) -> tensor<1x24x32xf32>
    %385 = "stablehlo.broadcast_in_dim"(%73) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<24x32xui8>
    %386 = "stablehlo.shift_right_logical"(%w_gate_up_0, %385) : (tensor<24x32xui8>, tensor<24x32xui8>) -> tensor<24x32xui8>
    %387 = "stablehlo.broadcast_in_dim"(%65) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<24x32xui8>
    %388 = "stablehlo.and"(%386, %387) : (tensor<24x32xui8>, tensor<24x32xui8>) -> tensor<24x32xui8>
    %389 = "stablehlo.convert"(%388) : (tensor<24x32xui8>) -> tensor<24x32xf32>
    %390 = "stablehlo.broadcast_in_dim"(%69) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<24x32xf32>
    %391 = "stablehlo.add"(%389, %390) : (tensor<24x32xf32>, tensor<24x32xf32>) -> tensor<24x32xf32>
    %392 = "stablehlo.reshape"(%391) : (tensor<24x32xf32>) -> tensor<1x24x32xf32>
    %393 = "stablehlo.broadcast_in_dim"(%82) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<24x32xui8>
    %394 = "stablehlo.shift_right_logical"(%w_gate_up_0, %393) : (tensor<24x32xui8>, tensor<24x32xui8>) -> tensor<24x32xui8>
    %395 = "stablehlo.broadcast_in_dim"(%65) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<24x32xui8>
    %396 = "stablehlo.and"(%394, %395) : (tensor<24x32xui8>, tensor<24x32xui8>) -> tensor<24x32xui8>
    %397 = "stablehlo.convert"(%396) : (tensor<24x32xui8>) -> tensor<24x32xf32>
    %398 = "stablehlo.broadcast_in_dim"(%69) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<24x32xf32>
    %399 = "stablehlo.add"(%397, %398) : (tensor<24x32xf32>, tensor<24x32xf32>) -> tensor<24x32xf32>
    %400 = "stablehlo.reshape"(%399) : (tensor<24x32xf32>) -> tensor<1x24x32xf32>
    %401 = "stablehlo.broadcast_in_dim"(%91) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<24x32xui8>
    %402 = "stablehlo.shift_right_logical"(%w_gate_up_0, %401) : (tensor<24x32xui8>, tensor<24x32xui8>) -> tensor<24x32xui8>
    %403 = "stablehlo.broadcast_in_dim"(%65) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<24x32xui8>
    %404 = "stablehlo.and"(%402, %403) : (tensor<24x32xui8>, tensor<24x32xui8>) -> tensor<24x32xui8>
    %405 = "stablehlo.convert"(%404) : (tensor<24x32xui8>) -> tensor<24x32xf32>
    %406 = "stablehlo.broadcast_in_dim"(%69) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<24x32xf32>
    %407 = "stablehlo.add"(%405, %406) : (tensor<24x32xf32>, tensor<24x32xf32>) -> tensor<24x32xf32>
    %408 = "stablehlo.reshape"(%407) : (tensor<24x32xf32>) -> tensor<1x24x32xf32>
    %409 = "stablehlo.concatenate"(%384, %392, %400, %408) { dimension = 0 : i64 } : (tensor<1x24x32xf32>, tensor<1x24x32xf32>, tensor<1x24x32xf32>, tensor<1x24x32xf32>) -> tensor<4x24x32xf32>
    %410 = "stablehlo.dot_general"(%376, %409) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [],
  rhs_batching_dimensions = [],
  lhs_contracting_dimensions = [1],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]
    } : (tensor<4x32xf32>, tensor<4x24x32xf32>) -> tensor<4x4x24xf32>
    %411 = "stablehlo.slice"(%410) {
      limit_indices = array<i64: 4, 4, 12>,
      start_indices = array<i64: 0, 0, 0>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x4x24xf32>) -> tensor<4x4x12xf32>
    %412 = "stablehlo.reshape"(%411) : (tensor<4x4x12xf32>) -> tensor<4x48xf32>
    %413 = "stablehlo.slice"(%scales) {
      limit_indices = array<i64: 1, 5>,
      start_indices = array<i64: 0, 4>,
      strides = array<i64: 1, 1>
    } : (tensor<1x7xf32>) -> tensor<1x1xf32>
    %414 = "stablehlo.broadcast_in_dim"(%413) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<1x1xf32>) -> tensor<4x1xf32>
    %415 = "stablehlo.divide"(%414, %369) : (tensor<4x1xf32>, tensor<4x1xf32>) -> tensor<4x1xf32>
    %416 = "stablehlo.broadcast_in_dim"(%415) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x48xf32>
    %417 = "stablehlo.multiply"(%412, %416) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
    %418 = "stablehlo.slice"(%410) {
      limit_indices = array<i64: 4, 4, 24>,
      start_indices = array<i64: 0, 0, 12>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x4x24xf32>) -> tensor<4x4x12xf32>
    %419 = "stablehlo.reshape"(%418) : (tensor<4x4x12xf32>) -> tensor<4x48xf32>
    %420 = "stablehlo.slice"(%scales) {
      limit_indices = array<i64: 1, 6>,
      start_indices = array<i64: 0, 5>,
      strides = array<i64: 1, 1>
    } : (tensor<1x7xf32>) -> tensor<1x1xf32>
    %421 = "stablehlo.broadcast_in_dim"(%420) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<1x1xf32>) -> tensor<4x1xf32>
    %422 = "stablehlo.divide"(%421, %369) : (tensor<4x1xf32>, tensor<4x1xf32>) -> tensor<4x1xf32>
    %423 = "stablehlo.broadcast_in_dim"(%422) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x48xf32>
    %424 = "stablehlo.multiply"(%419, %423) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
    %425 = "stablehlo.reshape"(%359) : (tensor<4x32xf32>) -> tensor<4x1x32xf32>
    %426 = "stablehlo.broadcast_in_dim"(%124) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %427 = "stablehlo.broadcast_in_dim"(%126) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %428 = "stablehlo.multiply"(%426, %427) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %429 = "stablehlo.concatenate"(%adapters, %428) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %430 = "stablehlo.gather"(%lora_a_gate, %429) {
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
    %431 = "stablehlo.broadcast_in_dim"(%124) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %432 = "stablehlo.broadcast_in_dim"(%126) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %433 = "stablehlo.multiply"(%431, %432) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %434 = "stablehlo.concatenate"(%adapters, %433) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %435 = "stablehlo.gather"(%lora_b_gate, %434) {
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
    %436 = "stablehlo.dot_general"(%425, %430) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]
    } : (tensor<4x1x32xf32>, tensor<4x8x32xf32>) -> tensor<4x1x8xf32>
    %437 = "stablehlo.dot_general"(%436, %435) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]
    } : (tensor<4x1x8xf32>, tensor<4x8x48xf32>) -> tensor<4x1x48xf32>
    %438 = "stablehlo.slice"(%0) {
      limit_indices = array<i64: 4, 1, 5>,
      start_indices = array<i64: 0, 0, 4>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x1x7xf32>) -> tensor<4x1x1xf32>
    %439 = "stablehlo.broadcast_in_dim"(%438) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x48xf32>
    %440 = "stablehlo.multiply"(%437, %439) : (tensor<4x1x48xf32>, tensor<4x1x48xf32>) -> tensor<4x1x48xf32>
    %441 = "stablehlo.reshape"(%440) : (tensor<4x1x48xf32>) -> tensor<4x48xf32>
    %442 = "stablehlo.add"(%417, %441) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
    %443 = "stablehlo.broadcast_in_dim"(%124) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %444 = "stablehlo.broadcast_in_dim"(%126) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %445 = "stablehlo.multiply"(%443, %444) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %446 = "stablehlo.concatenate"(%adapters, %445) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %447 = "stablehlo.gather"(%lora_a_up, %446) {
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
    %448 = "stablehlo.broadcast_in_dim"(%124) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %449 = "stablehlo.broadcast_in_dim"(%126) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %450 = "stablehlo.multiply"(%448, %449) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %451 = "stablehlo.concatenate"(%adapters, %450) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %452 = "stablehlo.gather"(%lora_b_up, %451) {
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
    %453 = "stablehlo.dot_general"(%425, %447) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]
    } : (tensor<4x1x32xf32>, tensor<4x8x32xf32>) -> tensor<4x1x8xf32>
    %454 = "stablehlo.dot_general"(%453, %452) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]
    } : (tensor<4x1x8xf32>, tensor<4x8x48xf32>) -> tensor<4x1x48xf32>
    %455 = "stablehlo.slice"(%0) {
      limit_indices = array<i64: 4, 1, 6>,
      start_indices = array<i64: 0, 0, 5>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x1x7xf32>) -> tensor<4x1x1xf32>
    %456 = "stablehlo.broadcast_in_dim"(%455) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x48xf32>
    %457 = "stablehlo.multiply"(%454, %456) : (tensor<4x1x48xf32>, tensor<4x1x48xf32>) -> tensor<4x1x48xf32>
    %458 = "stablehlo.reshape"(%457) : (tensor<4x1x48xf32>) -> tensor<4x48xf32>
    %459 = "stablehlo.add"(%424, %458) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
    %460 = "stablehlo.broadcast_in_dim"(%215) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x48xf32>
    %461 = "stablehlo.maximum"(%442, %460) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
    %462 = "stablehlo.multiply"(%461, %461) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
    %463 = "stablehlo.multiply"(%462, %459) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
    %464 = "stablehlo.slice"(%ffn_sub_norm) {
      limit_indices = array<i64: 1, 48>,
      start_indices = array<i64: 0, 0>,
      strides = array<i64: 1, 1>
    } : (tensor<1x48xf32>) -> tensor<1x48xf32>
    %465 = "stablehlo.reshape"(%464) : (tensor<1x48xf32>) -> tensor<48xf32>
    %466 = "stablehlo.multiply"(%463, %463) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
    %467 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %468 = "stablehlo.reduce"(%466, %467) ({
      ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
          %22 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
          "stablehlo.return"(%22) : (tensor<f32>) -> ()
    }) { dimensions = array<i64: 1> } : (tensor<4x48xf32>, tensor<f32>) -> tensor<4xf32>
    %469 = "stablehlo.constant"() { value = dense<0.02083333395421505> : tensor<f32> } : () -> tensor<f32>
    %470 = "stablehlo.broadcast_in_dim"(%469) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %471 = "stablehlo.multiply"(%468, %470) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %472 = "stablehlo.broadcast_in_dim"(%28) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %473 = "stablehlo.add"(%471, %472) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %474 = "stablehlo.sqrt"(%473) : (tensor<4xf32>) -> tensor<4xf32>
    %475 = "stablehlo.broadcast_in_dim"(%32) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %476 = "stablehlo.divide"(%475, %474) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %477 = "stablehlo.reshape"(%476) : (tensor<4xf32>) -> tensor<4x1xf32>
    %478 = "stablehlo.broadcast_in_dim"(%477) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x48xf32>
    %479 = "stablehlo.multiply"(%463, %478) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
    %480 = "stablehlo.reshape"(%465) : (tensor<48xf32>) -> tensor<1x48xf32>
    %481 = "stablehlo.broadcast_in_dim"(%480) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<1x48xf32>) -> tensor<4x48xf32>
    %482 = "stablehlo.multiply"(%479, %481) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
    %483 = "stablehlo.abs"(%482) : (tensor<4x48xf32>) -> tensor<4x48xf32>
    %484 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
    %485 = "stablehlo.reduce"(%483, %484) ({
      ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
          %42 = "stablehlo.maximum"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
          "stablehlo.return"(%42) : (tensor<f32>) -> ()
    }) { dimensions = array<i64: 1> } : (tensor<4x48xf32>, tensor<f32>) -> tensor<4xf32>
    %486 = "stablehlo.broadcast_in_dim"(%45) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %487 = "stablehlo.maximum"(%485, %486) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %488 = "stablehlo.broadcast_in_dim"(%32) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %489 = "stablehlo.broadcast_in_dim"(%49) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %490 = "stablehlo.multiply"(%488, %489) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %491 = "stablehlo.divide"(%490, %487) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %492 = "stablehlo.reshape"(%491) : (tensor<4xf32>) -> tensor<4x1xf32>
    %493 = "stablehlo.broadcast_in_dim"(%492) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x48xf32>
    %494 = "stablehlo.multiply"(%482, %493) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
    %495 = "stablehlo.round_nearest_even"(%494) : (tensor<4x48xf32>) -> tensor<4x48xf32>
    %496 = "stablehlo.broadcast_in_dim"(%57) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x48xf32>
    %497 = "stablehlo.maximum"(%495, %496) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
    %498 = "stablehlo.broadcast_in_dim"(%49) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x48xf32>
    %499 = "stablehlo.minimum"(%497, %498) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
    %500 = "stablehlo.broadcast_in_dim"(%62) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x48xui8>
    %501 = "stablehlo.shift_right_logical"(%w_down_0, %500) : (tensor<8x48xui8>, tensor<8x48xui8>) -> tensor<8x48xui8>
    %502 = "stablehlo.broadcast_in_dim"(%65) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x48xui8>
    %503 = "stablehlo.and"(%501, %502) : (tensor<8x48xui8>, tensor<8x48xui8>) -> tensor<8x48xui8>
    %504 = "stablehlo.convert"(%503) : (tensor<8x48xui8>) -> tensor<8x48xf32>
    %505 = "stablehlo.broadcast_in_dim"(%69) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<8x48xf32>
    %506 = "stablehlo.add"(%504, %505) : (tensor<8x48xf32>, tensor<8x48xf32>) -> tensor<8x48xf32>
    %507 = "stablehlo.reshape"(%506) : (tensor<8x48xf32>) -> tensor<1x8x48xf32>
    %508 = "stablehlo.broadcast_in_dim"(%73) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x48xui8>
    %509 = "stablehlo.shift_right_logical"(%w_down_0, %508) : (tensor<8x48xui8>, tensor<8x48xui8>) -> tensor<8x48xui8>
    %510 = "stablehlo.broadcast_in_dim"(%65) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x48xui8>
    %511 = "stablehlo.and"(%509, %510) : (tensor<8x48xui8>, tensor<8x48xui8>) -> tensor<8x48xui8>
    %512 = "stablehlo.convert"(%511) : (tensor<8x48xui8>) -> tensor<8x48xf32>
    %513 = "stablehlo.broadcast_in_dim"(%69) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<8x48xf32>
    %514 = "stablehlo.add"(%512, %513) : (tensor<8x48xf32>, tensor<8x48xf32>) -> tensor<8x48xf32>
    %515 = "stablehlo.reshape"(%514) : (tensor<8x48xf32>) -> tensor<1x8x48xf32>
    %516 = "stablehlo.broadcast_in_dim"(%82) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x48xui8>
    %517 = "stablehlo.shift_right_logical"(%w_down_0, %516) : (tensor<8x48xui8>, tensor<8x48xui8>) -> tensor<8x48xui8>
    %518 = "stablehlo.broadcast_in_dim"(%65) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x48xui8>
    %519 = "stablehlo.and"(%517, %518) : (tensor<8x48xui8>, tensor<8x48xui8>) -> tensor<8x48xui8>
    %520 = "stablehlo.convert"(%519) : (tensor<8x48xui8>) -> tensor<8x48xf32>
    %521 = "stablehlo.broadcast_in_dim"(%69) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<8x48xf32>
    %522 = "stablehlo.add"(%520, %521) : (tensor<8x48xf32>, tensor<8x48xf32>) -> tensor<8x48xf32>
    %523 = "stablehlo.reshape"(%522) : (tensor<8x48xf32>) -> tensor<1x8x48xf32>
    %524 = "stablehlo.broadcast_in_dim"(%91) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x48xui8>
    %525 = "stablehlo.shift_right_logical"(%w_down_0, %524) : (tensor<8x48xui8>, tensor<8x48xui8>) -> tensor<8x48xui8>
    %526 = "stablehlo.broadcast_in_dim"(%65) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x48xui8>
    %527 = "stablehlo.and"(%525, %526) : (tensor<8x48xui8>, tensor<8x48xui8>) -> tensor<8x48xui8>
    %528 = "stablehlo.convert"(%527) : (tensor<8x48xui8>) -> tensor<8x48xf32>
    %529 = "stablehlo.broadcast_in_dim"(%69) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<8x48xf32>
    %530 = "stablehlo.add"(%528, %529) : (tensor<8x48xf32>, tensor<8x48xf32>) -> tensor<8x48xf32>
    %531 = "stablehlo.reshape"(%530) : (tensor<8x48xf32>) -> tensor<1x8x48xf32>
    %532 = "stablehlo.concatenate"(%507, %515, %523, %531) { dimension = 0 : i64 } : (tensor<1x8x48xf32>, tensor<1x8x48xf32>, tensor<1x8x48xf32>, tensor<1x8x48xf32>) -> tensor<4x8x48xf32>
    %533 = "stablehlo.dot_general"(%499, %532) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [],
  rhs_batching_dimensions = [],
  lhs_contracting_dimensions = [1],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]
    } : (tensor<4x48xf32>, tensor<4x8x48xf32>) -> tensor<4x4x8xf32>
    %534 = "stablehlo.slice"(%533) {
      limit_indices = array<i64: 4, 4, 8>,
      start_indices = array<i64: 0, 0, 0>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x4x8xf32>) -> tensor<4x4x8xf32>
    %535 = "stablehlo.reshape"(%534) : (tensor<4x4x8xf32>) -> tensor<4x32xf32>
    %536 = "stablehlo.slice"(%scales) {
      limit_indices = array<i64: 1, 7>,
      start_indices = array<i64: 0, 6>,
      strides = array<i64: 1, 1>
    } : (tensor<1x7xf32>) -> tensor<1x1xf32>
    %537 = "stablehlo.broadcast_in_dim"(%536) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<1x1xf32>) -> tensor<4x1xf32>
    %538 = "stablehlo.divide"(%537, %492) : (tensor<4x1xf32>, tensor<4x1xf32>) -> tensor<4x1xf32>
    %539 = "stablehlo.broadcast_in_dim"(%538) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x32xf32>
    %540 = "stablehlo.multiply"(%535, %539) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %541 = "stablehlo.reshape"(%482) : (tensor<4x48xf32>) -> tensor<4x1x48xf32>
    %542 = "stablehlo.broadcast_in_dim"(%124) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %543 = "stablehlo.broadcast_in_dim"(%126) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %544 = "stablehlo.multiply"(%542, %543) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %545 = "stablehlo.concatenate"(%adapters, %544) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %546 = "stablehlo.gather"(%lora_a_down, %545) {
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
    %547 = "stablehlo.broadcast_in_dim"(%124) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %548 = "stablehlo.broadcast_in_dim"(%126) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %549 = "stablehlo.multiply"(%547, %548) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %550 = "stablehlo.concatenate"(%adapters, %549) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %551 = "stablehlo.gather"(%lora_b_down, %550) {
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
    %552 = "stablehlo.dot_general"(%541, %546) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]
    } : (tensor<4x1x48xf32>, tensor<4x8x48xf32>) -> tensor<4x1x8xf32>
    %553 = "stablehlo.dot_general"(%552, %551) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]
    } : (tensor<4x1x8xf32>, tensor<4x8x32xf32>) -> tensor<4x1x32xf32>
    %554 = "stablehlo.slice"(%0) {
      limit_indices = array<i64: 4, 1, 7>,
      start_indices = array<i64: 0, 0, 6>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x1x7xf32>) -> tensor<4x1x1xf32>
    %555 = "stablehlo.broadcast_in_dim"(%554) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x32xf32>
    %556 = "stablehlo.multiply"(%553, %555) : (tensor<4x1x32xf32>, tensor<4x1x32xf32>) -> tensor<4x1x32xf32>
    %557 = "stablehlo.reshape"(%556) : (tensor<4x1x32xf32>) -> tensor<4x32xf32>
    %558 = "stablehlo.add"(%540, %557) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %559 = "stablehlo.add"(%341, %558) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %560 = "stablehlo.gather"(%559, %last) {
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
    %561 = "stablehlo.multiply"(%560, %560) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %562 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %563 = "stablehlo.reduce"(%561, %562) ({
      ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
          %22 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
          "stablehlo.return"(%22) : (tensor<f32>) -> ()
    }) { dimensions = array<i64: 1> } : (tensor<4x32xf32>, tensor<f32>) -> tensor<4xf32>
    %564 = "stablehlo.broadcast_in_dim"(%25) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %565 = "stablehlo.multiply"(%563, %564) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %566 = "stablehlo.broadcast_in_dim"(%28) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %567 = "stablehlo.add"(%565, %566) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %568 = "stablehlo.sqrt"(%567) : (tensor<4xf32>) -> tensor<4xf32>
    %569 = "stablehlo.broadcast_in_dim"(%32) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %570 = "stablehlo.divide"(%569, %568) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %571 = "stablehlo.reshape"(%570) : (tensor<4xf32>) -> tensor<4x1xf32>
    %572 = "stablehlo.broadcast_in_dim"(%571) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x32xf32>
    %573 = "stablehlo.multiply"(%560, %572) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %574 = "stablehlo.reshape"(%final_norm) : (tensor<32xf32>) -> tensor<1x32xf32>
    %575 = "stablehlo.broadcast_in_dim"(%574) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<1x32xf32>) -> tensor<4x32xf32>
    %576 = "stablehlo.multiply"(%573, %575) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %577 = "stablehlo.convert"(%head) : (tensor<64x32xbf16>) -> tensor<64x32xf32>
    %578 = "stablehlo.dot_general"(%576, %577) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [],
  rhs_batching_dimensions = [],
  lhs_contracting_dimensions = [1],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]
    } : (tensor<4x32xf32>, tensor<64x32xf32>) -> tensor<4x64xf32>
    "stablehlo.return"(%578, %207) : (tensor<4x64xf32>, tensor<21x8x32xi32>) -> ()
  }
}

module @forward {
  func.func @main(%step: tensor<88xi32>, %embedding: tensor<64x32xbf16>, %final_norm: tensor<32xf32>, %input_norm: tensor<1x32xf32>, %post_norm: tensor<1x32xf32>, %attn_sub_norm: tensor<1x32xf32>, %ffn_sub_norm: tensor<1x48xf32>, %cos: tensor<64x4xf32>, %sin: tensor<64x4xf32>, %head: tensor<64x32xbf16>, %units_qkv: tensor<1x16xf32>, %units_o: tensor<1x8xf32>, %units_gate_up: tensor<1x24xf32>, %units_down: tensor<1x8xf32>, %w_qkv_0: tensor<16x32xui8>, %w_o_0: tensor<8x32xui8>, %w_gate_up_0: tensor<24x32xui8>, %w_down_0: tensor<8x48xui8>, %alias1_cache_0: tensor<21x8x2x16xi32> { tf.aliasing_output = 1 : i32 }) -> (tensor<4x4xi32>, tensor<21x8x2x16xi32>) {
    %0 = "stablehlo.slice"(%step) {
      limit_indices = array<i64: 4>,
      start_indices = array<i64: 0>,
      strides = array<i64: 1>
    } : (tensor<88xi32>) -> tensor<4xi32>
    %1 = "stablehlo.reshape"(%0) : (tensor<4xi32>) -> tensor<4x1xi32>
    %2 = "stablehlo.slice"(%step) {
      limit_indices = array<i64: 8>,
      start_indices = array<i64: 4>,
      strides = array<i64: 1>
    } : (tensor<88xi32>) -> tensor<4xi32>
    %3 = "stablehlo.reshape"(%2) : (tensor<4xi32>) -> tensor<4x1xi32>
    %4 = "stablehlo.slice"(%step) {
      limit_indices = array<i64: 12>,
      start_indices = array<i64: 8>,
      strides = array<i64: 1>
    } : (tensor<88xi32>) -> tensor<4xi32>
    %5 = "stablehlo.reshape"(%4) : (tensor<4xi32>) -> tensor<4x1xi32>
    %6 = "stablehlo.slice"(%step) {
      limit_indices = array<i64: 44>,
      start_indices = array<i64: 12>,
      strides = array<i64: 1>
    } : (tensor<88xi32>) -> tensor<32xi32>
    %7 = "stablehlo.reshape"(%6) : (tensor<32xi32>) -> tensor<4x4x2xi32>
    %8 = "stablehlo.slice"(%step) {
      limit_indices = array<i64: 60>,
      start_indices = array<i64: 44>,
      strides = array<i64: 1>
    } : (tensor<88xi32>) -> tensor<16xi32>
    %9 = "stablehlo.reshape"(%8) : (tensor<16xi32>) -> tensor<4x4x1xi32>
    %10 = "stablehlo.slice"(%step) {
      limit_indices = array<i64: 64>,
      start_indices = array<i64: 60>,
      strides = array<i64: 1>
    } : (tensor<88xi32>) -> tensor<4xi32>
    %11 = "stablehlo.reshape"(%10) : (tensor<4xi32>) -> tensor<4x1xi32>
    %12 = "stablehlo.slice"(%step) {
      limit_indices = array<i64: 68>,
      start_indices = array<i64: 64>,
      strides = array<i64: 1>
    } : (tensor<88xi32>) -> tensor<4xi32>
    %13 = "stablehlo.reshape"(%12) : (tensor<4xi32>) -> tensor<4x1xi32>
    %14 = "stablehlo.slice"(%step) {
      limit_indices = array<i64: 72>,
      start_indices = array<i64: 68>,
      strides = array<i64: 1>
    } : (tensor<88xi32>) -> tensor<4xi32>
    %15 = "stablehlo.reshape"(%14) : (tensor<4xi32>) -> tensor<4x1xi32>
    %16 = "stablehlo.slice"(%step) {
      limit_indices = array<i64: 88>,
      start_indices = array<i64: 72>,
      strides = array<i64: 1>
    } : (tensor<88xi32>) -> tensor<16xi32>
    %17 = "stablehlo.reshape"(%16) : (tensor<16xi32>) -> tensor<4x4x1xi32>
    %18 = "stablehlo.constant"() { value = dense<0> : tensor<i32> } : () -> tensor<i32>
    %19 = "stablehlo.constant"() { value = dense<[[0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]]> : tensor<4x4xi32> } : () -> tensor<4x4xi32>
    %1010, %1011, %1012, %1013, %1014, %1015, %1016, %1017, %1018, %1019, %1020, %1021, %1022, %1023, %1024, %1025, %1026, %1027, %1028, %1029, %1030, %1031 = "stablehlo.while"(%18, %1, %19, %alias1_cache_0, %step, %embedding, %final_norm, %input_norm, %post_norm, %attn_sub_norm, %ffn_sub_norm, %cos, %sin, %head, %units_qkv, %units_o, %units_gate_up, %units_down, %w_qkv_0, %w_o_0, %w_gate_up_0, %w_down_0) ({
      ^cond(%state_0: tensor<i32>, %state_1: tensor<4x1xi32>, %state_2: tensor<4x4xi32>, %state_3: tensor<21x8x2x16xi32>, %state_4: tensor<88xi32>, %state_5: tensor<64x32xbf16>, %state_6: tensor<32xf32>, %state_7: tensor<1x32xf32>, %state_8: tensor<1x32xf32>, %state_9: tensor<1x32xf32>, %state_10: tensor<1x48xf32>, %state_11: tensor<64x4xf32>, %state_12: tensor<64x4xf32>, %state_13: tensor<64x32xbf16>, %state_14: tensor<1x16xf32>, %state_15: tensor<1x8xf32>, %state_16: tensor<1x24xf32>, %state_17: tensor<1x8xf32>, %state_18: tensor<16x32xui8>, %state_19: tensor<8x32xui8>, %state_20: tensor<24x32xui8>, %state_21: tensor<8x48xui8>) :
          %20 = "stablehlo.constant"() { value = dense<4> : tensor<i32> } : () -> tensor<i32>
          %21 = "stablehlo.compare"(%state_0, %20) {
            compare_type = #stablehlo<comparison_type SIGNED>,
            comparison_direction = #stablehlo<comparison_direction LT>
          } : (tensor<i32>, tensor<i32>) -> tensor<i1>
          "stablehlo.return"(%21) : (tensor<i1>) -> ()
    }, {
      ^body(%state_0: tensor<i32>, %state_1: tensor<4x1xi32>, %state_2: tensor<4x4xi32>, %state_3: tensor<21x8x2x16xi32>, %state_4: tensor<88xi32>, %state_5: tensor<64x32xbf16>, %state_6: tensor<32xf32>, %state_7: tensor<1x32xf32>, %state_8: tensor<1x32xf32>, %state_9: tensor<1x32xf32>, %state_10: tensor<1x48xf32>, %state_11: tensor<64x4xf32>, %state_12: tensor<64x4xf32>, %state_13: tensor<64x32xbf16>, %state_14: tensor<1x16xf32>, %state_15: tensor<1x8xf32>, %state_16: tensor<1x24xf32>, %state_17: tensor<1x8xf32>, %state_18: tensor<16x32xui8>, %state_19: tensor<8x32xui8>, %state_20: tensor<24x32xui8>, %state_21: tensor<8x48xui8>) :
          %22 = "stablehlo.slice"(%state_4) {
            limit_indices = array<i64: 4>,
            start_indices = array<i64: 0>,
            strides = array<i64: 1>
          } : (tensor<88xi32>) -> tensor<4xi32>
          %23 = "stablehlo.reshape"(%22) : (tensor<4xi32>) -> tensor<4x1xi32>
          %24 = "stablehlo.slice"(%state_4) {
            limit_indices = array<i64: 8>,
            start_indices = array<i64: 4>,
            strides = array<i64: 1>
          } : (tensor<88xi32>) -> tensor<4xi32>
          %25 = "stablehlo.reshape"(%24) : (tensor<4xi32>) -> tensor<4x1xi32>
          %26 = "stablehlo.slice"(%state_4) {
            limit_indices = array<i64: 12>,
            start_indices = array<i64: 8>,
            strides = array<i64: 1>
          } : (tensor<88xi32>) -> tensor<4xi32>
          %27 = "stablehlo.reshape"(%26) : (tensor<4xi32>) -> tensor<4x1xi32>
          %28 = "stablehlo.slice"(%state_4) {
            limit_indices = array<i64: 44>,
            start_indices = array<i64: 12>,
            strides = array<i64: 1>
          } : (tensor<88xi32>) -> tensor<32xi32>
          %29 = "stablehlo.reshape"(%28) : (tensor<32xi32>) -> tensor<4x4x2xi32>
          %30 = "stablehlo.slice"(%state_4) {
            limit_indices = array<i64: 60>,
            start_indices = array<i64: 44>,
            strides = array<i64: 1>
          } : (tensor<88xi32>) -> tensor<16xi32>
          %31 = "stablehlo.reshape"(%30) : (tensor<16xi32>) -> tensor<4x4x1xi32>
          %32 = "stablehlo.slice"(%state_4) {
            limit_indices = array<i64: 64>,
            start_indices = array<i64: 60>,
            strides = array<i64: 1>
          } : (tensor<88xi32>) -> tensor<4xi32>
          %33 = "stablehlo.reshape"(%32) : (tensor<4xi32>) -> tensor<4x1xi32>
          %34 = "stablehlo.slice"(%state_4) {
            limit_indices = array<i64: 68>,
            start_indices = array<i64: 64>,
            strides = array<i64: 1>
          } : (tensor<88xi32>) -> tensor<4xi32>
          %35 = "stablehlo.reshape"(%34) : (tensor<4xi32>) -> tensor<4x1xi32>
          %36 = "stablehlo.slice"(%state_4) {
            limit_indices = array<i64: 72>,
            start_indices = array<i64: 68>,
            strides = array<i64: 1>
          } : (tensor<88xi32>) -> tensor<4xi32>
          %37 = "stablehlo.reshape"(%36) : (tensor<4xi32>) -> tensor<4x1xi32>
          %38 = "stablehlo.slice"(%state_4) {
            limit_indices = array<i64: 88>,
            start_indices = array<i64: 72>,
            strides = array<i64: 1>
          } : (tensor<88xi32>) -> tensor<16xi32>
          %39 = "stablehlo.reshape"(%38) : (tensor<16xi32>) -> tensor<4x4x1xi32>
          %40 = "stablehlo.broadcast_in_dim"(%state_0) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
          %41 = "stablehlo.add"(%25, %40) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
          %42 = "stablehlo.reshape"(%state_0) : (tensor<i32>) -> tensor<1xi32>
          %43 = "stablehlo.gather"(%29, %42) {
            dimension_numbers = #stablehlo.gather<
  offset_dims = [0, 1],
  collapsed_slice_dims = [0],
  operand_batching_dims = [],
  start_indices_batching_dims = [],
  start_index_map = [0],
  index_vector_dim = 0>,
            indices_are_sorted = false,
            slice_sizes = array<i64: 1, 4, 2>
          } : (tensor<4x4x2xi32>, tensor<1xi32>) -> tensor<4x2xi32>
          %44 = "stablehlo.gather"(%state_11, %41) {
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
          %45 = "stablehlo.reshape"(%44) : (tensor<4x4xf32>) -> tensor<4x1x4xf32>
          %46 = "stablehlo.gather"(%state_12, %41) {
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
          %47 = "stablehlo.reshape"(%46) : (tensor<4x4xf32>) -> tensor<4x1x4xf32>
          %48 = "stablehlo.reshape"(%41) : (tensor<4x1xi32>) -> tensor<4x1x1xi32>
          %49 = "stablehlo.iota"() { iota_dimension = 2 : i64 } : () -> tensor<4x1x32xi32>
          %50 = "stablehlo.broadcast_in_dim"(%48) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xi32>) -> tensor<4x1x32xi32>
          %51 = "stablehlo.compare"(%49, %50) {
            compare_type = #stablehlo<comparison_type SIGNED>,
            comparison_direction = #stablehlo<comparison_direction LE>
          } : (tensor<4x1x32xi32>, tensor<4x1x32xi32>) -> tensor<4x1x32xi1>
          %52 = "stablehlo.reshape"(%51) : (tensor<4x1x32xi1>) -> tensor<4x1x1x1x32xi1>
          %54 = "stablehlo.constant"() { value = dense<-2147483648> : tensor<i32> } : () -> tensor<i32>
          %55 = "stablehlo.reduce"(%48, %54) ({
            ^reductionFn(%lhs: tensor<i32>, %rhs: tensor<i32>) :
                %53 = "stablehlo.maximum"(%lhs, %rhs) : (tensor<i32>, tensor<i32>) -> tensor<i32>
                "stablehlo.return"(%53) : (tensor<i32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x1x1xi32>, tensor<i32>) -> tensor<4x1xi32>
          %56 = "stablehlo.iota"() { iota_dimension = 1 : i64 } : () -> tensor<4x32xi32>
          %57 = "stablehlo.broadcast_in_dim"(%55) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xi32>) -> tensor<4x32xi32>
          %58 = "stablehlo.compare"(%56, %57) {
            compare_type = #stablehlo<comparison_type SIGNED>,
            comparison_direction = #stablehlo<comparison_direction LE>
          } : (tensor<4x32xi32>, tensor<4x32xi32>) -> tensor<4x32xi1>
          %59 = "stablehlo.reshape"(%58) : (tensor<4x32xi1>) -> tensor<4x32x1xi1>
          %60 = "stablehlo.gather"(%state_5, %state_1) {
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
          %61 = "stablehlo.convert"(%60) : (tensor<4x32xbf16>) -> tensor<4x32xf32>
          %62 = "stablehlo.slice"(%state_7) {
            limit_indices = array<i64: 1, 32>,
            start_indices = array<i64: 0, 0>,
            strides = array<i64: 1, 1>
          } : (tensor<1x32xf32>) -> tensor<1x32xf32>
          %63 = "stablehlo.reshape"(%62) : (tensor<1x32xf32>) -> tensor<32xf32>
          %64 = "stablehlo.multiply"(%61, %61) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
          %66 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %67 = "stablehlo.reduce"(%64, %66) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %65 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%65) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x32xf32>, tensor<f32>) -> tensor<4xf32>
          %68 = "stablehlo.constant"() { value = dense<0.03125> : tensor<f32> } : () -> tensor<f32>
          %69 = "stablehlo.broadcast_in_dim"(%68) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %70 = "stablehlo.multiply"(%67, %69) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %71 = "stablehlo.constant"() { value = dense<9.999999747378752e-06> : tensor<f32> } : () -> tensor<f32>
          %72 = "stablehlo.broadcast_in_dim"(%71) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %73 = "stablehlo.add"(%70, %72) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %74 = "stablehlo.sqrt"(%73) : (tensor<4xf32>) -> tensor<4xf32>
          %75 = "stablehlo.constant"() { value = dense<1.0> : tensor<f32> } : () -> tensor<f32>
          %76 = "stablehlo.broadcast_in_dim"(%75) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %77 = "stablehlo.divide"(%76, %74) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %78 = "stablehlo.reshape"(%77) : (tensor<4xf32>) -> tensor<4x1xf32>
          %79 = "stablehlo.broadcast_in_dim"(%78) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x32xf32>
          %80 = "stablehlo.multiply"(%61, %79) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
          %81 = "stablehlo.reshape"(%63) : (tensor<32xf32>) -> tensor<1x32xf32>
          %82 = "stablehlo.broadcast_in_dim"(%81) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<1x32xf32>) -> tensor<4x32xf32>
          %83 = "stablehlo.multiply"(%80, %82) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
          %84 = "stablehlo.abs"(%83) : (tensor<4x32xf32>) -> tensor<4x32xf32>
          %86 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
          %87 = "stablehlo.reduce"(%84, %86) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %85 = "stablehlo.maximum"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%85) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x32xf32>, tensor<f32>) -> tensor<4xf32>
          %88 = "stablehlo.constant"() { value = dense<9.999999747378752e-06> : tensor<f32> } : () -> tensor<f32>
          %89 = "stablehlo.broadcast_in_dim"(%88) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %90 = "stablehlo.maximum"(%87, %89) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %91 = "stablehlo.broadcast_in_dim"(%75) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %92 = "stablehlo.constant"() { value = dense<127.0> : tensor<f32> } : () -> tensor<f32>
          %93 = "stablehlo.broadcast_in_dim"(%92) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %94 = "stablehlo.multiply"(%91, %93) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %95 = "stablehlo.divide"(%94, %90) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %96 = "stablehlo.reshape"(%95) : (tensor<4xf32>) -> tensor<4x1xf32>
          %97 = "stablehlo.broadcast_in_dim"(%96) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x32xf32>
          %98 = "stablehlo.multiply"(%83, %97) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
          %99 = "stablehlo.round_nearest_even"(%98) : (tensor<4x32xf32>) -> tensor<4x32xf32>
          %100 = "stablehlo.constant"() { value = dense<-128.0> : tensor<f32> } : () -> tensor<f32>
          %101 = "stablehlo.broadcast_in_dim"(%100) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x32xf32>
          %102 = "stablehlo.maximum"(%99, %101) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
          %103 = "stablehlo.broadcast_in_dim"(%92) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x32xf32>
          %104 = "stablehlo.minimum"(%102, %103) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
          %105 = "stablehlo.constant"() { value = dense<0> : tensor<ui8> } : () -> tensor<ui8>
          %106 = "stablehlo.broadcast_in_dim"(%105) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<16x32xui8>
          %107 = "stablehlo.shift_right_logical"(%state_18, %106) : (tensor<16x32xui8>, tensor<16x32xui8>) -> tensor<16x32xui8>
          %108 = "stablehlo.constant"() { value = dense<3> : tensor<ui8> } : () -> tensor<ui8>
          %109 = "stablehlo.broadcast_in_dim"(%108) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<16x32xui8>
          %110 = "stablehlo.and"(%107, %109) : (tensor<16x32xui8>, tensor<16x32xui8>) -> tensor<16x32xui8>
          %111 = "stablehlo.convert"(%110) : (tensor<16x32xui8>) -> tensor<16x32xf32>
          %112 = "stablehlo.constant"() { value = dense<-1.0> : tensor<f32> } : () -> tensor<f32>
          %113 = "stablehlo.broadcast_in_dim"(%112) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<16x32xf32>
          %114 = "stablehlo.add"(%111, %113) : (tensor<16x32xf32>, tensor<16x32xf32>) -> tensor<16x32xf32>
          %115 = "stablehlo.reshape"(%114) : (tensor<16x32xf32>) -> tensor<1x16x32xf32>
          %116 = "stablehlo.constant"() { value = dense<2> : tensor<ui8> } : () -> tensor<ui8>
          %117 = "stablehlo.broadcast_in_dim"(%116) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<16x32xui8>
          %118 = "stablehlo.shift_right_logical"(%state_18, %117) : (tensor<16x32xui8>, tensor<16x32xui8>) -> tensor<16x32xui8>
          %119 = "stablehlo.broadcast_in_dim"(%108) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<16x32xui8>
          %120 = "stablehlo.and"(%118, %119) : (tensor<16x32xui8>, tensor<16x32xui8>) -> tensor<16x32xui8>
          %121 = "stablehlo.convert"(%120) : (tensor<16x32xui8>) -> tensor<16x32xf32>
          %122 = "stablehlo.broadcast_in_dim"(%112) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<16x32xf32>
          %123 = "stablehlo.add"(%121, %122) : (tensor<16x32xf32>, tensor<16x32xf32>) -> tensor<16x32xf32>
          %124 = "stablehlo.reshape"(%123) : (tensor<16x32xf32>) -> tensor<1x16x32xf32>
          %125 = "stablehlo.constant"() { value = dense<4> : tensor<ui8> } : () -> tensor<ui8>
          %126 = "stablehlo.broadcast_in_dim"(%125) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<16x32xui8>
          %127 = "stablehlo.shift_right_logical"(%state_18, %126) : (tensor<16x32xui8>, tensor<16x32xui8>) -> tensor<16x32xui8>
          %128 = "stablehlo.broadcast_in_dim"(%108) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<16x32xui8>
          %129 = "stablehlo.and"(%127, %128) : (tensor<16x32xui8>, tensor<16x32xui8>) -> tensor<16x32xui8>
          %130 = "stablehlo.convert"(%129) : (tensor<16x32xui8>) -> tensor<16x32xf32>
          %131 = "stablehlo.broadcast_in_dim"(%112) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<16x32xf32>
          %132 = "stablehlo.add"(%130, %131) : (tensor<16x32xf32>, tensor<16x32xf32>) -> tensor<16x32xf32>
          %133 = "stablehlo.reshape"(%132) : (tensor<16x32xf32>) -> tensor<1x16x32xf32>
          %134 = "stablehlo.constant"() { value = dense<6> : tensor<ui8> } : () -> tensor<ui8>
          %135 = "stablehlo.broadcast_in_dim"(%134) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<16x32xui8>
          %136 = "stablehlo.shift_right_logical"(%state_18, %135) : (tensor<16x32xui8>, tensor<16x32xui8>) -> tensor<16x32xui8>
          %137 = "stablehlo.broadcast_in_dim"(%108) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<16x32xui8>
          %138 = "stablehlo.and"(%136, %137) : (tensor<16x32xui8>, tensor<16x32xui8>) -> tensor<16x32xui8>
          %139 = "stablehlo.convert"(%138) : (tensor<16x32xui8>) -> tensor<16x32xf32>
          %140 = "stablehlo.broadcast_in_dim"(%112) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<16x32xf32>
          %141 = "stablehlo.add"(%139, %140) : (tensor<16x32xf32>, tensor<16x32xf32>) -> tensor<16x32xf32>
          %142 = "stablehlo.reshape"(%141) : (tensor<16x32xf32>) -> tensor<1x16x32xf32>
          %143 = "stablehlo.concatenate"(%115, %124, %133, %142) { dimension = 0 : i64 } : (tensor<1x16x32xf32>, tensor<1x16x32xf32>, tensor<1x16x32xf32>, tensor<1x16x32xf32>) -> tensor<4x16x32xf32>
          %144 = "stablehlo.dot_general"(%104, %143) {
            dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [],
  rhs_batching_dimensions = [],
  lhs_contracting_dimensions = [1],
  rhs_contracting_dimensions = [2]
>,
            precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
          } : (tensor<4x32xf32>, tensor<4x16x32xf32>) -> tensor<4x4x16xf32>
          %145 = "stablehlo.slice"(%state_14) {
            limit_indices = array<i64: 1, 16>,
            start_indices = array<i64: 0, 0>,
            strides = array<i64: 1, 1>
          } : (tensor<1x16xf32>) -> tensor<1x16xf32>
          %146 = "stablehlo.reshape"(%145) : (tensor<1x16xf32>) -> tensor<16xf32>
          %147 = "stablehlo.reshape"(%146) : (tensor<16xf32>) -> tensor<1x1x16xf32>
          %148 = "stablehlo.reshape"(%96) : (tensor<4x1xf32>) -> tensor<4x1x1xf32>
          %149 = "stablehlo.broadcast_in_dim"(%148) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x16xf32>
          %150 = "stablehlo.broadcast_in_dim"(%147) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<1x1x16xf32>) -> tensor<4x1x16xf32>
          %151 = "stablehlo.divide"(%150, %149) : (tensor<4x1x16xf32>, tensor<4x1x16xf32>) -> tensor<4x1x16xf32>
          %152 = "stablehlo.broadcast_in_dim"(%151) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x16xf32>) -> tensor<4x4x16xf32>
          %153 = "stablehlo.multiply"(%144, %152) : (tensor<4x4x16xf32>, tensor<4x4x16xf32>) -> tensor<4x4x16xf32>
          %154 = "stablehlo.slice"(%153) {
            limit_indices = array<i64: 4, 4, 8>,
            start_indices = array<i64: 0, 0, 0>,
            strides = array<i64: 1, 1, 1>
          } : (tensor<4x4x16xf32>) -> tensor<4x4x8xf32>
          %155 = "stablehlo.reshape"(%154) : (tensor<4x4x8xf32>) -> tensor<4x32xf32>
          %156 = "stablehlo.slice"(%153) {
            limit_indices = array<i64: 4, 4, 12>,
            start_indices = array<i64: 0, 0, 8>,
            strides = array<i64: 1, 1, 1>
          } : (tensor<4x4x16xf32>) -> tensor<4x4x4xf32>
          %157 = "stablehlo.reshape"(%156) : (tensor<4x4x4xf32>) -> tensor<4x16xf32>
          %158 = "stablehlo.slice"(%153) {
            limit_indices = array<i64: 4, 4, 16>,
            start_indices = array<i64: 0, 0, 12>,
            strides = array<i64: 1, 1, 1>
          } : (tensor<4x4x16xf32>) -> tensor<4x4x4xf32>
          %159 = "stablehlo.reshape"(%158) : (tensor<4x4x4xf32>) -> tensor<4x16xf32>
          %160 = "stablehlo.reshape"(%155) : (tensor<4x32xf32>) -> tensor<4x4x8xf32>
          %161 = "stablehlo.slice"(%160) {
            limit_indices = array<i64: 4, 4, 4>,
            start_indices = array<i64: 0, 0, 0>,
            strides = array<i64: 1, 1, 1>
          } : (tensor<4x4x8xf32>) -> tensor<4x4x4xf32>
          %162 = "stablehlo.slice"(%160) {
            limit_indices = array<i64: 4, 4, 8>,
            start_indices = array<i64: 0, 0, 4>,
            strides = array<i64: 1, 1, 1>
          } : (tensor<4x4x8xf32>) -> tensor<4x4x4xf32>
          %163 = "stablehlo.broadcast_in_dim"(%45) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x4xf32>) -> tensor<4x4x4xf32>
          %164 = "stablehlo.broadcast_in_dim"(%47) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x4xf32>) -> tensor<4x4x4xf32>
          %165 = "stablehlo.multiply"(%161, %163) : (tensor<4x4x4xf32>, tensor<4x4x4xf32>) -> tensor<4x4x4xf32>
          %166 = "stablehlo.multiply"(%162, %164) : (tensor<4x4x4xf32>, tensor<4x4x4xf32>) -> tensor<4x4x4xf32>
          %167 = "stablehlo.subtract"(%165, %166) : (tensor<4x4x4xf32>, tensor<4x4x4xf32>) -> tensor<4x4x4xf32>
          %168 = "stablehlo.multiply"(%162, %163) : (tensor<4x4x4xf32>, tensor<4x4x4xf32>) -> tensor<4x4x4xf32>
          %169 = "stablehlo.multiply"(%161, %164) : (tensor<4x4x4xf32>, tensor<4x4x4xf32>) -> tensor<4x4x4xf32>
          %170 = "stablehlo.add"(%168, %169) : (tensor<4x4x4xf32>, tensor<4x4x4xf32>) -> tensor<4x4x4xf32>
          %171 = "stablehlo.concatenate"(%167, %170) { dimension = 2 : i64 } : (tensor<4x4x4xf32>, tensor<4x4x4xf32>) -> tensor<4x4x8xf32>
          %172 = "stablehlo.reshape"(%157) : (tensor<4x16xf32>) -> tensor<4x2x8xf32>
          %173 = "stablehlo.slice"(%172) {
            limit_indices = array<i64: 4, 2, 4>,
            start_indices = array<i64: 0, 0, 0>,
            strides = array<i64: 1, 1, 1>
          } : (tensor<4x2x8xf32>) -> tensor<4x2x4xf32>
          %174 = "stablehlo.slice"(%172) {
            limit_indices = array<i64: 4, 2, 8>,
            start_indices = array<i64: 0, 0, 4>,
            strides = array<i64: 1, 1, 1>
          } : (tensor<4x2x8xf32>) -> tensor<4x2x4xf32>
          %175 = "stablehlo.broadcast_in_dim"(%45) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x4xf32>) -> tensor<4x2x4xf32>
          %176 = "stablehlo.broadcast_in_dim"(%47) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x4xf32>) -> tensor<4x2x4xf32>
          %177 = "stablehlo.multiply"(%173, %175) : (tensor<4x2x4xf32>, tensor<4x2x4xf32>) -> tensor<4x2x4xf32>
          %178 = "stablehlo.multiply"(%174, %176) : (tensor<4x2x4xf32>, tensor<4x2x4xf32>) -> tensor<4x2x4xf32>
          %179 = "stablehlo.subtract"(%177, %178) : (tensor<4x2x4xf32>, tensor<4x2x4xf32>) -> tensor<4x2x4xf32>
          %180 = "stablehlo.multiply"(%174, %175) : (tensor<4x2x4xf32>, tensor<4x2x4xf32>) -> tensor<4x2x4xf32>
          %181 = "stablehlo.multiply"(%173, %176) : (tensor<4x2x4xf32>, tensor<4x2x4xf32>) -> tensor<4x2x4xf32>
          %182 = "stablehlo.add"(%180, %181) : (tensor<4x2x4xf32>, tensor<4x2x4xf32>) -> tensor<4x2x4xf32>
          %183 = "stablehlo.concatenate"(%179, %182) { dimension = 2 : i64 } : (tensor<4x2x4xf32>, tensor<4x2x4xf32>) -> tensor<4x2x8xf32>
          %184 = "stablehlo.reshape"(%183) : (tensor<4x2x8xf32>) -> tensor<4x1x16xf32>
          %185 = "stablehlo.reshape"(%159) : (tensor<4x16xf32>) -> tensor<4x1x16xf32>
          %186 = "stablehlo.concatenate"(%184, %185) { dimension = 1 : i64 } : (tensor<4x1x16xf32>, tensor<4x1x16xf32>) -> tensor<4x2x16xf32>
          %187 = "stablehlo.bitcast_convert"(%186) : (tensor<4x2x16xf32>) -> tensor<4x2x16xi32>
          %188 = "stablehlo.gather"(%state_3, %43) {
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
          %189 = "stablehlo.subtract"(%187, %188) : (tensor<4x2x16xi32>, tensor<4x2x16xi32>) -> tensor<4x2x16xi32>
          %191 = "stablehlo.scatter"(%state_3, %43, %189) ({
            ^updateFn(%lhs: tensor<i32>, %rhs: tensor<i32>) :
                %190 = "stablehlo.add"(%lhs, %rhs) : (tensor<i32>, tensor<i32>) -> tensor<i32>
                "stablehlo.return"(%190) : (tensor<i32>) -> ()
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
          %192 = "stablehlo.gather"(%191, %31) {
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
          %193 = "stablehlo.bitcast_convert"(%192) : (tensor<4x4x8x2x16xi32>) -> tensor<4x4x8x2x16xf32>
          %194 = "stablehlo.reshape"(%193) : (tensor<4x4x8x2x16xf32>) -> tensor<4x32x2x16xf32>
          %195 = "stablehlo.slice"(%194) {
            limit_indices = array<i64: 4, 32, 2, 16>,
            start_indices = array<i64: 0, 0, 1, 0>,
            strides = array<i64: 1, 1, 1, 1>
          } : (tensor<4x32x2x16xf32>) -> tensor<4x32x1x16xf32>
          %196 = "stablehlo.reshape"(%195) : (tensor<4x32x1x16xf32>) -> tensor<4x32x16xf32>
          %197 = "stablehlo.broadcast_in_dim"(%59) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x32x1xi1>) -> tensor<4x32x16xi1>
          %198 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %199 = "stablehlo.broadcast_in_dim"(%198) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x32x16xf32>
          %200 = "stablehlo.select"(%197, %196, %199) : (tensor<4x32x16xi1>, tensor<4x32x16xf32>, tensor<4x32x16xf32>) -> tensor<4x32x16xf32>
          %201 = "stablehlo.slice"(%194) {
            limit_indices = array<i64: 4, 32, 1, 16>,
            start_indices = array<i64: 0, 0, 0, 0>,
            strides = array<i64: 1, 1, 1, 1>
          } : (tensor<4x32x2x16xf32>) -> tensor<4x32x1x16xf32>
          %202 = "stablehlo.reshape"(%201) : (tensor<4x32x1x16xf32>) -> tensor<4x32x16xf32>
          %203 = "stablehlo.reshape"(%202) : (tensor<4x32x16xf32>) -> tensor<4x32x2x8xf32>
          %204 = "stablehlo.reshape"(%200) : (tensor<4x32x16xf32>) -> tensor<4x32x2x8xf32>
          %205 = "stablehlo.reshape"(%171) : (tensor<4x4x8xf32>) -> tensor<4x1x2x2x8xf32>
          %206 = "stablehlo.dot_general"(%205, %203) {
            dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0, 2],
  rhs_batching_dimensions = [0, 2],
  lhs_contracting_dimensions = [4],
  rhs_contracting_dimensions = [3]
>,
            precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
          } : (tensor<4x1x2x2x8xf32>, tensor<4x32x2x8xf32>) -> tensor<4x2x1x2x32xf32>
          %207 = "stablehlo.transpose"(%206) { permutation = array<i64: 0, 1, 3, 2, 4> } : (tensor<4x2x1x2x32xf32>) -> tensor<4x2x2x1x32xf32>
          %208 = "stablehlo.constant"() { value = dense<0.3535533845424652> : tensor<f32> } : () -> tensor<f32>
          %209 = "stablehlo.broadcast_in_dim"(%208) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x2x2x1x32xf32>
          %210 = "stablehlo.multiply"(%207, %209) : (tensor<4x2x2x1x32xf32>, tensor<4x2x2x1x32xf32>) -> tensor<4x2x2x1x32xf32>
          %211 = "stablehlo.broadcast_in_dim"(%52) { broadcast_dimensions = array<i64: 0, 1, 2, 3, 4> } : (tensor<4x1x1x1x32xi1>) -> tensor<4x2x2x1x32xi1>
          %212 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
          %213 = "stablehlo.broadcast_in_dim"(%212) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x2x2x1x32xf32>
          %214 = "stablehlo.select"(%211, %210, %213) : (tensor<4x2x2x1x32xi1>, tensor<4x2x2x1x32xf32>, tensor<4x2x2x1x32xf32>) -> tensor<4x2x2x1x32xf32>
          %215 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
          %216 = "stablehlo.reduce"(%214, %215) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %85 = "stablehlo.maximum"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%85) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 4> } : (tensor<4x2x2x1x32xf32>, tensor<f32>) -> tensor<4x2x2x1xf32>
          %217 = "stablehlo.reshape"(%216) : (tensor<4x2x2x1xf32>) -> tensor<4x2x2x1x1xf32>
          %218 = "stablehlo.broadcast_in_dim"(%198) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x2x2x1x32xf32>
          %219 = "stablehlo.broadcast_in_dim"(%217) { broadcast_dimensions = array<i64: 0, 1, 2, 3, 4> } : (tensor<4x2x2x1x1xf32>) -> tensor<4x2x2x1x32xf32>
          %220 = "stablehlo.subtract"(%210, %219) : (tensor<4x2x2x1x32xf32>, tensor<4x2x2x1x32xf32>) -> tensor<4x2x2x1x32xf32>
          %221 = "stablehlo.select"(%211, %220, %218) : (tensor<4x2x2x1x32xi1>, tensor<4x2x2x1x32xf32>, tensor<4x2x2x1x32xf32>) -> tensor<4x2x2x1x32xf32>
          %222 = "stablehlo.exponential"(%221) : (tensor<4x2x2x1x32xf32>) -> tensor<4x2x2x1x32xf32>
          %223 = "stablehlo.select"(%211, %222, %218) : (tensor<4x2x2x1x32xi1>, tensor<4x2x2x1x32xf32>, tensor<4x2x2x1x32xf32>) -> tensor<4x2x2x1x32xf32>
          %224 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %225 = "stablehlo.reduce"(%223, %224) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %65 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%65) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 4> } : (tensor<4x2x2x1x32xf32>, tensor<f32>) -> tensor<4x2x2x1xf32>
          %226 = "stablehlo.reshape"(%225) : (tensor<4x2x2x1xf32>) -> tensor<4x2x2x1x1xf32>
          %227 = "stablehlo.broadcast_in_dim"(%226) { broadcast_dimensions = array<i64: 0, 1, 2, 3, 4> } : (tensor<4x2x2x1x1xf32>) -> tensor<4x2x2x1x32xf32>
          %228 = "stablehlo.divide"(%223, %227) : (tensor<4x2x2x1x32xf32>, tensor<4x2x2x1x32xf32>) -> tensor<4x2x2x1x32xf32>
          %229 = "stablehlo.select"(%211, %228, %218) : (tensor<4x2x2x1x32xi1>, tensor<4x2x2x1x32xf32>, tensor<4x2x2x1x32xf32>) -> tensor<4x2x2x1x32xf32>
          %230 = "stablehlo.dot_general"(%229, %204) {
            dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0, 1],
  rhs_batching_dimensions = [0, 2],
  lhs_contracting_dimensions = [4],
  rhs_contracting_dimensions = [1]
>,
            precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
          } : (tensor<4x2x2x1x32xf32>, tensor<4x32x2x8xf32>) -> tensor<4x2x2x1x8xf32>
          %231 = "stablehlo.transpose"(%230) { permutation = array<i64: 0, 3, 1, 2, 4> } : (tensor<4x2x2x1x8xf32>) -> tensor<4x1x2x2x8xf32>
          %232 = "stablehlo.reshape"(%231) : (tensor<4x1x2x2x8xf32>) -> tensor<4x32xf32>
          %233 = "stablehlo.slice"(%state_9) {
            limit_indices = array<i64: 1, 32>,
            start_indices = array<i64: 0, 0>,
            strides = array<i64: 1, 1>
          } : (tensor<1x32xf32>) -> tensor<1x32xf32>
          %234 = "stablehlo.reshape"(%233) : (tensor<1x32xf32>) -> tensor<32xf32>
          %235 = "stablehlo.multiply"(%232, %232) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
          %236 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %237 = "stablehlo.reduce"(%235, %236) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %65 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%65) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x32xf32>, tensor<f32>) -> tensor<4xf32>
          %238 = "stablehlo.broadcast_in_dim"(%68) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %239 = "stablehlo.multiply"(%237, %238) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %240 = "stablehlo.broadcast_in_dim"(%71) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %241 = "stablehlo.add"(%239, %240) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %242 = "stablehlo.sqrt"(%241) : (tensor<4xf32>) -> tensor<4xf32>
          %243 = "stablehlo.broadcast_in_dim"(%75) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %244 = "stablehlo.divide"(%243, %242) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %245 = "stablehlo.reshape"(%244) : (tensor<4xf32>) -> tensor<4x1xf32>
          %246 = "stablehlo.broadcast_in_dim"(%245) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x32xf32>
          %247 = "stablehlo.multiply"(%232, %246) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
          %248 = "stablehlo.reshape"(%234) : (tensor<32xf32>) -> tensor<1x32xf32>
          %249 = "stablehlo.broadcast_in_dim"(%248) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<1x32xf32>) -> tensor<4x32xf32>
          %250 = "stablehlo.multiply"(%247, %249) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
          %251 = "stablehlo.abs"(%250) : (tensor<4x32xf32>) -> tensor<4x32xf32>
          %252 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
          %253 = "stablehlo.reduce"(%251, %252) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %85 = "stablehlo.maximum"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%85) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x32xf32>, tensor<f32>) -> tensor<4xf32>
          %254 = "stablehlo.broadcast_in_dim"(%88) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %255 = "stablehlo.maximum"(%253, %254) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %256 = "stablehlo.broadcast_in_dim"(%75) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %257 = "stablehlo.broadcast_in_dim"(%92) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %258 = "stablehlo.multiply"(%256, %257) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %259 = "stablehlo.divide"(%258, %255) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %260 = "stablehlo.reshape"(%259) : (tensor<4xf32>) -> tensor<4x1xf32>
          %261 = "stablehlo.broadcast_in_dim"(%260) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x32xf32>
          %262 = "stablehlo.multiply"(%250, %261) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
          %263 = "stablehlo.round_nearest_even"(%262) : (tensor<4x32xf32>) -> tensor<4x32xf32>
          %264 = "stablehlo.broadcast_in_dim"(%100) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x32xf32>
          %265 = "stablehlo.maximum"(%263, %264) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
          %266 = "stablehlo.broadcast_in_dim"(%92) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x32xf32>
          %267 = "stablehlo.minimum"(%265, %266) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
          %268 = "stablehlo.broadcast_in_dim"(%105) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x32xui8>
          %269 = "stablehlo.shift_right_logical"(%state_19, %268) : (tensor<8x32xui8>, tensor<8x32xui8>) -> tensor<8x32xui8>
          %270 = "stablehlo.broadcast_in_dim"(%108) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x32xui8>
          %271 = "stablehlo.and"(%269, %270) : (tensor<8x32xui8>, tensor<8x32xui8>) -> tensor<8x32xui8>
          %272 = "stablehlo.convert"(%271) : (tensor<8x32xui8>) -> tensor<8x32xf32>
          %273 = "stablehlo.broadcast_in_dim"(%112) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<8x32xf32>
          %274 = "stablehlo.add"(%272, %273) : (tensor<8x32xf32>, tensor<8x32xf32>) -> tensor<8x32xf32>
          %275 = "stablehlo.reshape"(%274) : (tensor<8x32xf32>) -> tensor<1x8x32xf32>
          %276 = "stablehlo.broadcast_in_dim"(%116) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x32xui8>
          %277 = "stablehlo.shift_right_logical"(%state_19, %276) : (tensor<8x32xui8>, tensor<8x32xui8>) -> tensor<8x32xui8>
          %278 = "stablehlo.broadcast_in_dim"(%108) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x32xui8>
          %279 = "stablehlo.and"(%277, %278) : (tensor<8x32xui8>, tensor<8x32xui8>) -> tensor<8x32xui8>
          %280 = "stablehlo.convert"(%279) : (tensor<8x32xui8>) -> tensor<8x32xf32>
          %281 = "stablehlo.broadcast_in_dim"(%112) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<8x32xf32>
          %282 = "stablehlo.add"(%280, %281) : (tensor<8x32xf32>, tensor<8x32xf32>) -> tensor<8x32xf32>
          %283 = "stablehlo.reshape"(%282) : (tensor<8x32xf32>) -> tensor<1x8x32xf32>
          %284 = "stablehlo.broadcast_in_dim"(%125) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x32xui8>
          %285 = "stablehlo.shift_right_logical"(%state_19, %284) : (tensor<8x32xui8>, tensor<8x32xui8>) -> tensor<8x32xui8>
          %286 = "stablehlo.broadcast_in_dim"(%108) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x32xui8>
          %287 = "stablehlo.and"(%285, %286) : (tensor<8x32xui8>, tensor<8x32xui8>) -> tensor<8x32xui8>
          %288 = "stablehlo.convert"(%287) : (tensor<8x32xui8>) -> tensor<8x32xf32>
          %289 = "stablehlo.broadcast_in_dim"(%112) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<8x32xf32>
          %290 = "stablehlo.add"(%288, %289) : (tensor<8x32xf32>, tensor<8x32xf32>) -> tensor<8x32xf32>
          %291 = "stablehlo.reshape"(%290) : (tensor<8x32xf32>) -> tensor<1x8x32xf32>
          %292 = "stablehlo.broadcast_in_dim"(%134) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x32xui8>
          %293 = "stablehlo.shift_right_logical"(%state_19, %292) : (tensor<8x32xui8>, tensor<8x32xui8>) -> tensor<8x32xui8>
          %294 = "stablehlo.broadcast_in_dim"(%108) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x32xui8>
          %295 = "stablehlo.and"(%293, %294) : (tensor<8x32xui8>, tensor<8x32xui8>) -> tensor<8x32xui8>
          %296 = "stablehlo.convert"(%295) : (tensor<8x32xui8>) -> tensor<8x32xf32>
          %297 = "stablehlo.broadcast_in_dim"(%112) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<8x32xf32>
          %298 = "stablehlo.add"(%296, %297) : (tensor<8x32xf32>, tensor<8x32xf32>) -> tensor<8x32xf32>
          %299 = "stablehlo.reshape"(%298) : (tensor<8x32xf32>) -> tensor<1x8x32xf32>
          %300 = "stablehlo.concatenate"(%275, %283, %291, %299) { dimension = 0 : i64 } : (tensor<1x8x32xf32>, tensor<1x8x32xf32>, tensor<1x8x32xf32>, tensor<1x8x32xf32>) -> tensor<4x8x32xf32>
          %301 = "stablehlo.dot_general"(%267, %300) {
            dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [],
  rhs_batching_dimensions = [],
  lhs_contracting_dimensions = [1],
  rhs_contracting_dimensions = [2]
>,
            precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
          } : (tensor<4x32xf32>, tensor<4x8x32xf32>) -> tensor<4x4x8xf32>
          %302 = "stablehlo.slice"(%state_15) {
            limit_indices = array<i64: 1, 8>,
            start_indices = array<i64: 0, 0>,
            strides = array<i64: 1, 1>
          } : (tensor<1x8xf32>) -> tensor<1x8xf32>
          %303 = "stablehlo.reshape"(%302) : (tensor<1x8xf32>) -> tensor<8xf32>
          %304 = "stablehlo.reshape"(%303) : (tensor<8xf32>) -> tensor<1x1x8xf32>
          %305 = "stablehlo.reshape"(%260) : (tensor<4x1xf32>) -> tensor<4x1x1xf32>
          %306 = "stablehlo.broadcast_in_dim"(%305) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x8xf32>
          %307 = "stablehlo.broadcast_in_dim"(%304) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<1x1x8xf32>) -> tensor<4x1x8xf32>
          %308 = "stablehlo.divide"(%307, %306) : (tensor<4x1x8xf32>, tensor<4x1x8xf32>) -> tensor<4x1x8xf32>
          %309 = "stablehlo.broadcast_in_dim"(%308) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x8xf32>) -> tensor<4x4x8xf32>
          %310 = "stablehlo.multiply"(%301, %309) : (tensor<4x4x8xf32>, tensor<4x4x8xf32>) -> tensor<4x4x8xf32>
          %311 = "stablehlo.reshape"(%310) : (tensor<4x4x8xf32>) -> tensor<4x32xf32>
          %312 = "stablehlo.add"(%61, %311) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
          %313 = "stablehlo.slice"(%state_8) {
            limit_indices = array<i64: 1, 32>,
            start_indices = array<i64: 0, 0>,
            strides = array<i64: 1, 1>
          } : (tensor<1x32xf32>) -> tensor<1x32xf32>
          %314 = "stablehlo.reshape"(%313) : (tensor<1x32xf32>) -> tensor<32xf32>
          %315 = "stablehlo.multiply"(%312, %312) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
          %316 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %317 = "stablehlo.reduce"(%315, %316) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %65 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%65) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x32xf32>, tensor<f32>) -> tensor<4xf32>
          %318 = "stablehlo.broadcast_in_dim"(%68) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %319 = "stablehlo.multiply"(%317, %318) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %320 = "stablehlo.broadcast_in_dim"(%71) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %321 = "stablehlo.add"(%319, %320) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %322 = "stablehlo.sqrt"(%321) : (tensor<4xf32>) -> tensor<4xf32>
          %323 = "stablehlo.broadcast_in_dim"(%75) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %324 = "stablehlo.divide"(%323, %322) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %325 = "stablehlo.reshape"(%324) : (tensor<4xf32>) -> tensor<4x1xf32>
          %326 = "stablehlo.broadcast_in_dim"(%325) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x32xf32>
          %327 = "stablehlo.multiply"(%312, %326) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
          %328 = "stablehlo.reshape"(%314) : (tensor<32xf32>) -> tensor<1x32xf32>
          %329 = "stablehlo.broadcast_in_dim"(%328) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<1x32xf32>) -> tensor<4x32xf32>
          %330 = "stablehlo.multiply"(%327, %329) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
          %331 = "stablehlo.abs"(%330) : (tensor<4x32xf32>) -> tensor<4x32xf32>
          %332 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
          %333 = "stablehlo.reduce"(%331, %332) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %85 = "stablehlo.maximum"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%85) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x32xf32>, tensor<f32>) -> tensor<4xf32>
          %334 = "stablehlo.broadcast_in_dim"(%88) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %335 = "stablehlo.maximum"(%333, %334) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %336 = "stablehlo.broadcast_in_dim"(%75) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %337 = "stablehlo.broadcast_in_dim"(%92) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %338 = "stablehlo.multiply"(%336, %337) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %339 = "stablehlo.divide"(%338, %335) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %340 = "stablehlo.reshape"(%339) : (tensor<4xf32>) -> tensor<4x1xf32>
          %341 = "stablehlo.broadcast_in_dim"(%340) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x32xf32>
          %342 = "stablehlo.multiply"(%330, %341) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
          %343 = "stablehlo.round_nearest_even"(%342) : (tensor<4x32xf32>) -> tensor<4x32xf32>
          %344 = "stablehlo.broadcast_in_dim"(%100) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x32xf32>
          %345 = "stablehlo.maximum"(%343, %344) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
          %346 = "stablehlo.broadcast_in_dim"(%92) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x32xf32>
          %347 = "stablehlo.minimum"(%345, %346) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
          %348 = "stablehlo.broadcast_in_dim"(%105) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<24x32xui8>
          %349 = "stablehlo.shift_right_logical"(%state_20, %348) : (tensor<24x32xui8>, tensor<24x32xui8>) -> tensor<24x32xui8>
          %350 = "stablehlo.broadcast_in_dim"(%108) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<24x32xui8>
          %351 = "stablehlo.and"(%349, %350) : (tensor<24x32xui8>, tensor<24x32xui8>) -> tensor<24x32xui8>
          %352 = "stablehlo.convert"(%351) : (tensor<24x32xui8>) -> tensor<24x32xf32>
          %353 = "stablehlo.broadcast_in_dim"(%112) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<24x32xf32>
          %354 = "stablehlo.add"(%352, %353) : (tensor<24x32xf32>, tensor<24x32xf32>) -> tensor<24x32xf32>
          %355 = "stablehlo.reshape"(%354) : (tensor<24x32xf32>) -> tensor<1x24x32xf32>
          %356 = "stablehlo.broadcast_in_dim"(%116) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<24x32xui8>
          %357 = "stablehlo.shift_right_logical"(%state_20, %356) : (tensor<24x32xui8>, tensor<24x32xui8>) -> tensor<24x32xui8>
          %358 = "stablehlo.broadcast_in_dim"(%108) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<24x32xui8>
          %359 = "stablehlo.and"(%357, %358) : (tensor<24x32xui8>, tensor<24x32xui8>) -> tensor<24x32xui8>
          %360 = "stablehlo.convert"(%359) : (tensor<24x32xui8>) -> tensor<24x32xf32>
          %361 = "stablehlo.broadcast_in_dim"(%112) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<24x32xf32>
          %362 = "stablehlo.add"(%360, %361) : (tensor<24x32xf32>, tensor<24x32xf32>) -> tensor<24x32xf32>
          %363 = "stablehlo.reshape"(%362) : (tensor<24x32xf32>) -> tensor<1x24x32xf32>
          %364 = "stablehlo.broadcast_in_dim"(%125) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<24x32xui8>
          %365 = "stablehlo.shift_right_logical"(%state_20, %364) : (tensor<24x32xui8>, tensor<24x32xui8>) -> tensor<24x32xui8>
          %366 = "stablehlo.broadcast_in_dim"(%108) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<24x32xui8>
          %367 = "stablehlo.and"(%365, %366) : (tensor<24x32xui8>, tensor<24x32xui8>) -> tensor<24x32xui8>
          %368 = "stablehlo.convert"(%367) : (tensor<24x32xui8>) -> tensor<24x32xf32>
          %369 = "stablehlo.broadcast_in_dim"(%112) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<24x32xf32>
          %370 = "stablehlo.add"(%368, %369) : (tensor<24x32xf32>, tensor<24x32xf32>) -> tensor<24x32xf32>
          %371 = "stablehlo.reshape"(%370) : (tensor<24x32xf32>) -> tensor<1x24x32xf32>
          %372 = "stablehlo.broadcast_in_dim"(%134) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<24x32xui8>
          %373 = "stablehlo.shift_right_logical"(%state_20, %372) : (tensor<24x32xui8>, tensor<24x32xui8>) -> tensor<24x32xui8>
          %374 = "stablehlo.broadcast_in_dim"(%108) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<24x32xui8>
          %375 = "stablehlo.and"(%373, %374) : (tensor<24x32xui8>, tensor<24x32xui8>) -> tensor<24x32xui8>
          %376 = "stablehlo.convert"(%375) : (tensor<24x32xui8>) -> tensor<24x32xf32>
          %377 = "stablehlo.broadcast_in_dim"(%112) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<24x32xf32>
          %378 = "stablehlo.add"(%376, %377) : (tensor<24x32xf32>, tensor<24x32xf32>) -> tensor<24x32xf32>
          %379 = "stablehlo.reshape"(%378) : (tensor<24x32xf32>) -> tensor<1x24x32xf32>
          %380 = "stablehlo.concatenate"(%355, %363, %371, %379) { dimension = 0 : i64 } : (tensor<1x24x32xf32>, tensor<1x24x32xf32>, tensor<1x24x32xf32>, tensor<1x24x32xf32>) -> tensor<4x24x32xf32>
          %381 = "stablehlo.dot_general"(%347, %380) {
            dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [],
  rhs_batching_dimensions = [],
  lhs_contracting_dimensions = [1],
  rhs_contracting_dimensions = [2]
>,
            precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
          } : (tensor<4x32xf32>, tensor<4x24x32xf32>) -> tensor<4x4x24xf32>
          %382 = "stablehlo.slice"(%state_16) {
            limit_indices = array<i64: 1, 24>,
            start_indices = array<i64: 0, 0>,
            strides = array<i64: 1, 1>
          } : (tensor<1x24xf32>) -> tensor<1x24xf32>
          %383 = "stablehlo.reshape"(%382) : (tensor<1x24xf32>) -> tensor<24xf32>
          %384 = "stablehlo.reshape"(%383) : (tensor<24xf32>) -> tensor<1x1x24xf32>
          %385 = "stablehlo.reshape"(%340) : (tensor<4x1xf32>) -> tensor<4x1x1xf32>
          %386 = "stablehlo.broadcast_in_dim"(%385) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x24xf32>
          %387 = "stablehlo.broadcast_in_dim"(%384) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<1x1x24xf32>) -> tensor<4x1x24xf32>
          %388 = "stablehlo.divide"(%387, %386) : (tensor<4x1x24xf32>, tensor<4x1x24xf32>) -> tensor<4x1x24xf32>
          %389 = "stablehlo.broadcast_in_dim"(%388) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x24xf32>) -> tensor<4x4x24xf32>
          %390 = "stablehlo.multiply"(%381, %389) : (tensor<4x4x24xf32>, tensor<4x4x24xf32>) -> tensor<4x4x24xf32>
          %391 = "stablehlo.slice"(%390) {
            limit_indices = array<i64: 4, 4, 12>,
            start_indices = array<i64: 0, 0, 0>,
            strides = array<i64: 1, 1, 1>
          } : (tensor<4x4x24xf32>) -> tensor<4x4x12xf32>
          %392 = "stablehlo.reshape"(%391) : (tensor<4x4x12xf32>) -> tensor<4x48xf32>
          %393 = "stablehlo.slice"(%390) {
            limit_indices = array<i64: 4, 4, 24>,
            start_indices = array<i64: 0, 0, 12>,
            strides = array<i64: 1, 1, 1>
          } : (tensor<4x4x24xf32>) -> tensor<4x4x12xf32>
          %394 = "stablehlo.reshape"(%393) : (tensor<4x4x12xf32>) -> tensor<4x48xf32>
          %395 = "stablehlo.broadcast_in_dim"(%198) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x48xf32>
          %396 = "stablehlo.maximum"(%392, %395) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
          %397 = "stablehlo.multiply"(%396, %396) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
          %398 = "stablehlo.multiply"(%397, %394) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
          %399 = "stablehlo.slice"(%state_10) {
            limit_indices = array<i64: 1, 48>,
            start_indices = array<i64: 0, 0>,
            strides = array<i64: 1, 1>
          } : (tensor<1x48xf32>) -> tensor<1x48xf32>
          %400 = "stablehlo.reshape"(%399) : (tensor<1x48xf32>) -> tensor<48xf32>
          %401 = "stablehlo.multiply"(%398, %398) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
          %402 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %403 = "stablehlo.reduce"(%401, %402) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %65 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%65) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x48xf32>, tensor<f32>) -> tensor<4xf32>
          %404 = "stablehlo.constant"() { value = dense<0.02083333395421505> : tensor<f32> } : () -> tensor<f32>
          %405 = "stablehlo.broadcast_in_dim"(%404) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %406 = "stablehlo.multiply"(%403, %405) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %407 = "stablehlo.broadcast_in_dim"(%71) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %408 = "stablehlo.add"(%406, %407) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %409 = "stablehlo.sqrt"(%408) : (tensor<4xf32>) -> tensor<4xf32>
          %410 = "stablehlo.broadcast_in_dim"(%75) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %411 = "stablehlo.divide"(%410, %409) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %412 = "stablehlo.reshape"(%411) : (tensor<4xf32>) -> tensor<4x1xf32>
          %413 = "stablehlo.broadcast_in_dim"(%412) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x48xf32>
          %414 = "stablehlo.multiply"(%398, %413) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
          %415 = "stablehlo.reshape"(%400) : (tensor<48xf32>) -> tensor<1x48xf32>
          %416 = "stablehlo.broadcast_in_dim"(%415) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<1x48xf32>) -> tensor<4x48xf32>
          %417 = "stablehlo.multiply"(%414, %416) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
          %418 = "stablehlo.abs"(%417) : (tensor<4x48xf32>) -> tensor<4x48xf32>
          %419 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
          %420 = "stablehlo.reduce"(%418, %419) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %85 = "stablehlo.maximum"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%85) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x48xf32>, tensor<f32>) -> tensor<4xf32>
          %421 = "stablehlo.broadcast_in_dim"(%88) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %422 = "stablehlo.maximum"(%420, %421) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %423 = "stablehlo.broadcast_in_dim"(%75) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %424 = "stablehlo.broadcast_in_dim"(%92) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %425 = "stablehlo.multiply"(%423, %424) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %426 = "stablehlo.divide"(%425, %422) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %427 = "stablehlo.reshape"(%426) : (tensor<4xf32>) -> tensor<4x1xf32>
          %428 = "stablehlo.broadcast_in_dim"(%427) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x48xf32>
          %429 = "stablehlo.multiply"(%417, %428) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
          %430 = "stablehlo.round_nearest_even"(%429) : (tensor<4x48xf32>) -> tensor<4x48xf32>
          %431 = "stablehlo.broadcast_in_dim"(%100) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x48xf32>
          %432 = "stablehlo.maximum"(%430, %431) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
          %433 = "stablehlo.broadcast_in_dim"(%92) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x48xf32>
          %434 = "stablehlo.minimum"(%432, %433) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
          %435 = "stablehlo.broadcast_in_dim"(%105) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x48xui8>
          %436 = "stablehlo.shift_right_logical"(%state_21, %435) : (tensor<8x48xui8>, tensor<8x48xui8>) -> tensor<8x48xui8>
          %437 = "stablehlo.broadcast_in_dim"(%108) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x48xui8>
          %438 = "stablehlo.and"(%436, %437) : (tensor<8x48xui8>, tensor<8x48xui8>) -> tensor<8x48xui8>
          %439 = "stablehlo.convert"(%438) : (tensor<8x48xui8>) -> tensor<8x48xf32>
          %440 = "stablehlo.broadcast_in_dim"(%112) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<8x48xf32>
          %441 = "stablehlo.add"(%439, %440) : (tensor<8x48xf32>, tensor<8x48xf32>) -> tensor<8x48xf32>
          %442 = "stablehlo.reshape"(%441) : (tensor<8x48xf32>) -> tensor<1x8x48xf32>
          %443 = "stablehlo.broadcast_in_dim"(%116) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x48xui8>
          %444 = "stablehlo.shift_right_logical"(%state_21, %443) : (tensor<8x48xui8>, tensor<8x48xui8>) -> tensor<8x48xui8>
          %445 = "stablehlo.broadcast_in_dim"(%108) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x48xui8>
          %446 = "stablehlo.and"(%444, %445) : (tensor<8x48xui8>, tensor<8x48xui8>) -> tensor<8x48xui8>
          %447 = "stablehlo.convert"(%446) : (tensor<8x48xui8>) -> tensor<8x48xf32>
          %448 = "stablehlo.broadcast_in_dim"(%112) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<8x48xf32>
          %449 = "stablehlo.add"(%447, %448) : (tensor<8x48xf32>, tensor<8x48xf32>) -> tensor<8x48xf32>
          %450 = "stablehlo.reshape"(%449) : (tensor<8x48xf32>) -> tensor<1x8x48xf32>
          %451 = "stablehlo.broadcast_in_dim"(%125) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x48xui8>
          %452 = "stablehlo.shift_right_logical"(%state_21, %451) : (tensor<8x48xui8>, tensor<8x48xui8>) -> tensor<8x48xui8>
          %453 = "stablehlo.broadcast_in_dim"(%108) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x48xui8>
          %454 = "stablehlo.and"(%452, %453) : (tensor<8x48xui8>, tensor<8x48xui8>) -> tensor<8x48xui8>
          %455 = "stablehlo.convert"(%454) : (tensor<8x48xui8>) -> tensor<8x48xf32>
          %456 = "stablehlo.broadcast_in_dim"(%112) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<8x48xf32>
          %457 = "stablehlo.add"(%455, %456) : (tensor<8x48xf32>, tensor<8x48xf32>) -> tensor<8x48xf32>
          %458 = "stablehlo.reshape"(%457) : (tensor<8x48xf32>) -> tensor<1x8x48xf32>
          %459 = "stablehlo.broadcast_in_dim"(%134) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x48xui8>
          %460 = "stablehlo.shift_right_logical"(%state_21, %459) : (tensor<8x48xui8>, tensor<8x48xui8>) -> tensor<8x48xui8>
          %461 = "stablehlo.broadcast_in_dim"(%108) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x48xui8>
          %462 = "stablehlo.and"(%460, %461) : (tensor<8x48xui8>, tensor<8x48xui8>) -> tensor<8x48xui8>
          %463 = "stablehlo.convert"(%462) : (tensor<8x48xui8>) -> tensor<8x48xf32>
          %464 = "stablehlo.broadcast_in_dim"(%112) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<8x48xf32>
          %465 = "stablehlo.add"(%463, %464) : (tensor<8x48xf32>, tensor<8x48xf32>) -> tensor<8x48xf32>
          %466 = "stablehlo.reshape"(%465) : (tensor<8x48xf32>) -> tensor<1x8x48xf32>
          %467 = "stablehlo.concatenate"(%442, %450, %458, %466) { dimension = 0 : i64 } : (tensor<1x8x48xf32>, tensor<1x8x48xf32>, tensor<1x8x48xf32>, tensor<1x8x48xf32>) -> tensor<4x8x48xf32>
          %468 = "stablehlo.dot_general"(%434, %467) {
            dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [],
  rhs_batching_dimensions = [],
  lhs_contracting_dimensions = [1],
  rhs_contracting_dimensions = [2]
>,
            precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
          } : (tensor<4x48xf32>, tensor<4x8x48xf32>) -> tensor<4x4x8xf32>
          %469 = "stablehlo.slice"(%state_17) {
            limit_indices = array<i64: 1, 8>,
            start_indices = array<i64: 0, 0>,
            strides = array<i64: 1, 1>
          } : (tensor<1x8xf32>) -> tensor<1x8xf32>
          %470 = "stablehlo.reshape"(%469) : (tensor<1x8xf32>) -> tensor<8xf32>
          %471 = "stablehlo.reshape"(%470) : (tensor<8xf32>) -> tensor<1x1x8xf32>
          %472 = "stablehlo.reshape"(%427) : (tensor<4x1xf32>) -> tensor<4x1x1xf32>
          %473 = "stablehlo.broadcast_in_dim"(%472) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x8xf32>
          %474 = "stablehlo.broadcast_in_dim"(%471) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<1x1x8xf32>) -> tensor<4x1x8xf32>
          %475 = "stablehlo.divide"(%474, %473) : (tensor<4x1x8xf32>, tensor<4x1x8xf32>) -> tensor<4x1x8xf32>
          %476 = "stablehlo.broadcast_in_dim"(%475) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x8xf32>) -> tensor<4x4x8xf32>
          %477 = "stablehlo.multiply"(%468, %476) : (tensor<4x4x8xf32>, tensor<4x4x8xf32>) -> tensor<4x4x8xf32>
          %478 = "stablehlo.reshape"(%477) : (tensor<4x4x8xf32>) -> tensor<4x32xf32>
          %479 = "stablehlo.add"(%312, %478) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
          %480 = "stablehlo.gather"(%479, %27) {
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
          %481 = "stablehlo.multiply"(%480, %480) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
          %482 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %483 = "stablehlo.reduce"(%481, %482) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %65 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%65) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x32xf32>, tensor<f32>) -> tensor<4xf32>
          %484 = "stablehlo.broadcast_in_dim"(%68) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %485 = "stablehlo.multiply"(%483, %484) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %486 = "stablehlo.broadcast_in_dim"(%71) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %487 = "stablehlo.add"(%485, %486) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %488 = "stablehlo.sqrt"(%487) : (tensor<4xf32>) -> tensor<4xf32>
          %489 = "stablehlo.broadcast_in_dim"(%75) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %490 = "stablehlo.divide"(%489, %488) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %491 = "stablehlo.reshape"(%490) : (tensor<4xf32>) -> tensor<4x1xf32>
          %492 = "stablehlo.broadcast_in_dim"(%491) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x32xf32>
          %493 = "stablehlo.multiply"(%480, %492) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
          %494 = "stablehlo.reshape"(%state_6) : (tensor<32xf32>) -> tensor<1x32xf32>
          %495 = "stablehlo.broadcast_in_dim"(%494) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<1x32xf32>) -> tensor<4x32xf32>
          %496 = "stablehlo.multiply"(%493, %495) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
          %497 = "stablehlo.convert"(%state_13) : (tensor<64x32xbf16>) -> tensor<64x32xf32>
          %498 = "stablehlo.dot_general"(%496, %497) {
            dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [],
  rhs_batching_dimensions = [],
  lhs_contracting_dimensions = [1],
  rhs_contracting_dimensions = [1]
>,
            precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
          } : (tensor<4x32xf32>, tensor<64x32xf32>) -> tensor<4x64xf32>
          %499 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
          %500 = "stablehlo.broadcast_in_dim"(%499) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x64xf32>
          %501 = "stablehlo.compare"(%498, %498) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction EQ>
          } : (tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xi1>
          %502 = "stablehlo.select"(%501, %498, %500) : (tensor<4x64xi1>, tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xf32>
          %503 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
          %504 = "stablehlo.reduce"(%502, %503) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %85 = "stablehlo.maximum"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%85) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x64xf32>, tensor<f32>) -> tensor<4xf32>
          %505 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
          %506 = "stablehlo.broadcast_in_dim"(%505) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %507 = "stablehlo.compare"(%504, %506) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction LE>
          } : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xi1>
          %516 = "stablehlo.iota"() { iota_dimension = 1 : i64 } : () -> tensor<4x64xi32>
          %517 = "stablehlo.constant"() { value = dense<0> : tensor<i32> } : () -> tensor<i32>
          %518 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
          %519, %520 = "stablehlo.reduce"(%516, %502, %517, %518) ({
            ^reductionFn(%lhs_idx: tensor<i32>, %lhs_v: tensor<f32>, %rhs_idx: tensor<i32>, %rhs_v: tensor<f32>) :
                %508 = "stablehlo.compare"(%lhs_v, %rhs_v) {
                  compare_type = #stablehlo<comparison_type FLOAT>,
                  comparison_direction = #stablehlo<comparison_direction GT>
                } : (tensor<f32>, tensor<f32>) -> tensor<i1>
                %509 = "stablehlo.compare"(%lhs_v, %lhs_v) {
                  compare_type = #stablehlo<comparison_type FLOAT>,
                  comparison_direction = #stablehlo<comparison_direction NE>
                } : (tensor<f32>, tensor<f32>) -> tensor<i1>
                %510 = "stablehlo.or"(%508, %509) : (tensor<i1>, tensor<i1>) -> tensor<i1>
                %511 = "stablehlo.compare"(%lhs_v, %rhs_v) {
                  compare_type = #stablehlo<comparison_type FLOAT>,
                  comparison_direction = #stablehlo<comparison_direction EQ>
                } : (tensor<f32>, tensor<f32>) -> tensor<i1>
                %512 = "stablehlo.minimum"(%lhs_idx, %rhs_idx) : (tensor<i32>, tensor<i32>) -> tensor<i32>
                %513 = "stablehlo.select"(%511, %512, %rhs_idx) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
                %514 = "stablehlo.select"(%510, %lhs_idx, %513) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
                %515 = "stablehlo.maximum"(%lhs_v, %rhs_v) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%514, %515) : (tensor<i32>, tensor<f32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x64xi32>, tensor<4x64xf32>, tensor<i32>, tensor<f32>) -> (tensor<4xi32>, tensor<4xf32>)
          %521 = "stablehlo.constant"() { value = dense<1> : tensor<i32> } : () -> tensor<i32>
          %522 = "stablehlo.broadcast_in_dim"(%521) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4xi32>
          %523 = "stablehlo.constant"() { value = dense<-1> : tensor<i32> } : () -> tensor<i32>
          %524 = "stablehlo.broadcast_in_dim"(%523) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4xi32>
          %525 = "stablehlo.multiply"(%522, %524) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
          %526 = "stablehlo.select"(%507, %525, %519) : (tensor<4xi1>, tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
          %527 = "stablehlo.reshape"(%state_0) : (tensor<i32>) -> tensor<1xi32>
          %528 = "stablehlo.gather"(%39, %527) {
            dimension_numbers = #stablehlo.gather<
  offset_dims = [0, 1],
  collapsed_slice_dims = [0],
  operand_batching_dims = [],
  start_indices_batching_dims = [],
  start_index_map = [0],
  index_vector_dim = 0>,
            indices_are_sorted = false,
            slice_sizes = array<i64: 1, 4, 1>
          } : (tensor<4x4x1xi32>, tensor<1xi32>) -> tensor<4x1xi32>
          %529 = "stablehlo.bitcast_convert"(%33) : (tensor<4x1xi32>) -> tensor<4x1xf32>
          %530 = "stablehlo.bitcast_convert"(%35) : (tensor<4x1xi32>) -> tensor<4x1xf32>
          %531 = "stablehlo.bitcast_convert"(%37) : (tensor<4x1xi32>) -> tensor<4x1xf32>
          %532 = "stablehlo.bitcast_convert"(%528) : (tensor<4x1xi32>) -> tensor<4x1xf32>
          %533 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
          %534 = "stablehlo.broadcast_in_dim"(%533) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x64xf32>
          %535 = "stablehlo.compare"(%498, %498) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction EQ>
          } : (tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xi1>
          %536 = "stablehlo.select"(%535, %498, %534) : (tensor<4x64xi1>, tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xf32>
          %537 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
          %538 = "stablehlo.reduce"(%536, %537) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %85 = "stablehlo.maximum"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%85) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x64xf32>, tensor<f32>) -> tensor<4xf32>
          %539 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
          %540 = "stablehlo.broadcast_in_dim"(%539) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %541 = "stablehlo.compare"(%538, %540) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction LE>
          } : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xi1>
          %542 = "stablehlo.iota"() { iota_dimension = 1 : i64 } : () -> tensor<4x64xi32>
          %543 = "stablehlo.constant"() { value = dense<0> : tensor<i32> } : () -> tensor<i32>
          %544 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
          %545, %546 = "stablehlo.reduce"(%542, %536, %543, %544) ({
            ^reductionFn(%lhs_idx: tensor<i32>, %lhs_v: tensor<f32>, %rhs_idx: tensor<i32>, %rhs_v: tensor<f32>) :
                %508 = "stablehlo.compare"(%lhs_v, %rhs_v) {
                  compare_type = #stablehlo<comparison_type FLOAT>,
                  comparison_direction = #stablehlo<comparison_direction GT>
                } : (tensor<f32>, tensor<f32>) -> tensor<i1>
                %509 = "stablehlo.compare"(%lhs_v, %lhs_v) {
                  compare_type = #stablehlo<comparison_type FLOAT>,
                  comparison_direction = #stablehlo<comparison_direction NE>
                } : (tensor<f32>, tensor<f32>) -> tensor<i1>
                %510 = "stablehlo.or"(%508, %509) : (tensor<i1>, tensor<i1>) -> tensor<i1>
                %511 = "stablehlo.compare"(%lhs_v, %rhs_v) {
                  compare_type = #stablehlo<comparison_type FLOAT>,
                  comparison_direction = #stablehlo<comparison_direction EQ>
                } : (tensor<f32>, tensor<f32>) -> tensor<i1>
                %512 = "stablehlo.minimum"(%lhs_idx, %rhs_idx) : (tensor<i32>, tensor<i32>) -> tensor<i32>
                %513 = "stablehlo.select"(%511, %512, %rhs_idx) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
                %514 = "stablehlo.select"(%510, %lhs_idx, %513) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
                %515 = "stablehlo.maximum"(%lhs_v, %rhs_v) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%514, %515) : (tensor<i32>, tensor<f32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x64xi32>, tensor<4x64xf32>, tensor<i32>, tensor<f32>) -> (tensor<4xi32>, tensor<4xf32>)
          %547 = "stablehlo.broadcast_in_dim"(%521) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4xi32>
          %548 = "stablehlo.broadcast_in_dim"(%523) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4xi32>
          %549 = "stablehlo.multiply"(%547, %548) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
          %550 = "stablehlo.select"(%541, %549, %545) : (tensor<4xi1>, tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
          %551 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
          %552 = "stablehlo.broadcast_in_dim"(%551) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x64xf32>
          %553 = "stablehlo.compare"(%498, %498) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction EQ>
          } : (tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xi1>
          %554 = "stablehlo.select"(%553, %498, %552) : (tensor<4x64xi1>, tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xf32>
          %555 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
          %556 = "stablehlo.reduce"(%554, %555) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %85 = "stablehlo.maximum"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%85) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x64xf32>, tensor<f32>) -> tensor<4xf32>
          %557 = "stablehlo.reshape"(%556) : (tensor<4xf32>) -> tensor<4x1xf32>
          %558 = "stablehlo.broadcast_in_dim"(%198) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x1xf32>
          %559 = "stablehlo.compare"(%529, %558) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction LE>
          } : (tensor<4x1xf32>, tensor<4x1xf32>) -> tensor<4x1xi1>
          %560 = "stablehlo.constant"() { value = dense<0x7f800000> : tensor<f32> } : () -> tensor<f32>
          %561 = "stablehlo.broadcast_in_dim"(%560) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x1xf32>
          %562 = "stablehlo.compare"(%557, %561) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x1xf32>, tensor<4x1xf32>) -> tensor<4x1xi1>
          %563 = "stablehlo.or"(%559, %562) : (tensor<4x1xi1>, tensor<4x1xi1>) -> tensor<4x1xi1>
          %564 = "stablehlo.broadcast_in_dim"(%557) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x64xf32>
          %565 = "stablehlo.subtract"(%554, %564) : (tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xf32>
          %566 = "stablehlo.broadcast_in_dim"(%75) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x1xf32>
          %567 = "stablehlo.select"(%563, %566, %529) : (tensor<4x1xi1>, tensor<4x1xf32>, tensor<4x1xf32>) -> tensor<4x1xf32>
          %568 = "stablehlo.broadcast_in_dim"(%567) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x64xf32>
          %569 = "stablehlo.divide"(%565, %568) : (tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xf32>
          %570 = "stablehlo.broadcast_in_dim"(%198) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x64xf32>
          %571 = "stablehlo.constant"() { value = dense<-50.0> : tensor<f32> } : () -> tensor<f32>
          %572 = "stablehlo.broadcast_in_dim"(%571) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x64xf32>
          %573 = "stablehlo.add"(%570, %572) : (tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xf32>
          %574 = "stablehlo.compare"(%569, %573) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GT>
          } : (tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xi1>
          %575 = "stablehlo.exponential"(%569) : (tensor<4x64xf32>) -> tensor<4x64xf32>
          %576 = "stablehlo.select"(%574, %575, %570) : (tensor<4x64xi1>, tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xf32>
          %577 = "stablehlo.broadcast_in_dim"(%198) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x64xf32>
          %578 = "stablehlo.add"(%554, %577) : (tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xf32>
          %579 = "stablehlo.bitcast_convert"(%578) : (tensor<4x64xf32>) -> tensor<4x64xui32>
          %580 = "stablehlo.constant"() { value = dense<2147483648> : tensor<ui32> } : () -> tensor<ui32>
          %581 = "stablehlo.broadcast_in_dim"(%580) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x64xui32>
          %582 = "stablehlo.compare"(%579, %581) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x64xui32>, tensor<4x64xui32>) -> tensor<4x64xi1>
          %583 = "stablehlo.not"(%579) : (tensor<4x64xui32>) -> tensor<4x64xui32>
          %584 = "stablehlo.broadcast_in_dim"(%580) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x64xui32>
          %585 = "stablehlo.or"(%579, %584) : (tensor<4x64xui32>, tensor<4x64xui32>) -> tensor<4x64xui32>
          %586 = "stablehlo.select"(%582, %583, %585) : (tensor<4x64xi1>, tensor<4x64xui32>, tensor<4x64xui32>) -> tensor<4x64xui32>
          %587 = "stablehlo.compare"(%576, %570) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GT>
          } : (tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xi1>
          %588 = "stablehlo.broadcast_in_dim"(%75) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x64xf32>
          %589 = "stablehlo.select"(%587, %588, %570) : (tensor<4x64xi1>, tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xf32>
          %590 = "stablehlo.reshape"(%586) : (tensor<4x64xui32>) -> tensor<4x1x64xui32>
          %591 = "stablehlo.broadcast_in_dim"(%590) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x64xui32>) -> tensor<4x15x64xui32>
          %592 = "stablehlo.reshape"(%589) : (tensor<4x64xf32>) -> tensor<4x1x64xf32>
          %593 = "stablehlo.broadcast_in_dim"(%592) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x64xf32>) -> tensor<4x15x64xf32>
          %594 = "stablehlo.iota"() { iota_dimension = 1 : i64 } : () -> tensor<4x15xui32>
          %595 = "stablehlo.constant"() { value = dense<1> : tensor<ui32> } : () -> tensor<ui32>
          %596 = "stablehlo.broadcast_in_dim"(%595) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %597 = "stablehlo.add"(%596, %594) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %598 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %599 = "stablehlo.broadcast_in_dim"(%598) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %600 = "stablehlo.broadcast_in_dim"(%599) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x15xui32>
          %601 = "stablehlo.constant"() { value = dense<268435456> : tensor<ui32> } : () -> tensor<ui32>
          %602 = "stablehlo.broadcast_in_dim"(%601) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %603 = "stablehlo.multiply"(%597, %602) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %604 = "stablehlo.add"(%600, %603) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %605 = "stablehlo.reshape"(%604) : (tensor<4x15xui32>) -> tensor<4x15x1xui32>
          %606 = "stablehlo.broadcast_in_dim"(%605) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x15x1xui32>) -> tensor<4x15x64xui32>
          %607 = "stablehlo.compare"(%591, %606) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15x64xui32>, tensor<4x15x64xui32>) -> tensor<4x15x64xi1>
          %608 = "stablehlo.broadcast_in_dim"(%198) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x15x64xf32>
          %609 = "stablehlo.select"(%607, %593, %608) : (tensor<4x15x64xi1>, tensor<4x15x64xf32>, tensor<4x15x64xf32>) -> tensor<4x15x64xf32>
          %610 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %611 = "stablehlo.reduce"(%609, %610) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %65 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%65) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x15x64xf32>, tensor<f32>) -> tensor<4x15xf32>
          %612 = "stablehlo.broadcast_in_dim"(%530) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x15xf32>
          %613 = "stablehlo.compare"(%611, %612) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15xf32>, tensor<4x15xf32>) -> tensor<4x15xi1>
          %614 = "stablehlo.convert"(%613) : (tensor<4x15xi1>) -> tensor<4x15xui32>
          %616 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %617 = "stablehlo.reduce"(%614, %616) ({
            ^reductionFn(%lhs: tensor<ui32>, %rhs: tensor<ui32>) :
                %615 = "stablehlo.add"(%lhs, %rhs) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
                "stablehlo.return"(%615) : (tensor<ui32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x15xui32>, tensor<ui32>) -> tensor<4xui32>
          %618 = "stablehlo.reshape"(%617) : (tensor<4xui32>) -> tensor<4x1xui32>
          %619 = "stablehlo.broadcast_in_dim"(%601) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %620 = "stablehlo.multiply"(%618, %619) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %621 = "stablehlo.add"(%599, %620) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %622 = "stablehlo.broadcast_in_dim"(%621) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x15xui32>
          %623 = "stablehlo.constant"() { value = dense<16777216> : tensor<ui32> } : () -> tensor<ui32>
          %624 = "stablehlo.broadcast_in_dim"(%623) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %625 = "stablehlo.multiply"(%597, %624) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %626 = "stablehlo.add"(%622, %625) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %627 = "stablehlo.reshape"(%626) : (tensor<4x15xui32>) -> tensor<4x15x1xui32>
          %628 = "stablehlo.broadcast_in_dim"(%627) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x15x1xui32>) -> tensor<4x15x64xui32>
          %629 = "stablehlo.compare"(%591, %628) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15x64xui32>, tensor<4x15x64xui32>) -> tensor<4x15x64xi1>
          %630 = "stablehlo.broadcast_in_dim"(%198) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x15x64xf32>
          %631 = "stablehlo.select"(%629, %593, %630) : (tensor<4x15x64xi1>, tensor<4x15x64xf32>, tensor<4x15x64xf32>) -> tensor<4x15x64xf32>
          %632 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %633 = "stablehlo.reduce"(%631, %632) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %65 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%65) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x15x64xf32>, tensor<f32>) -> tensor<4x15xf32>
          %634 = "stablehlo.broadcast_in_dim"(%530) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x15xf32>
          %635 = "stablehlo.compare"(%633, %634) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15xf32>, tensor<4x15xf32>) -> tensor<4x15xi1>
          %636 = "stablehlo.convert"(%635) : (tensor<4x15xi1>) -> tensor<4x15xui32>
          %637 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %638 = "stablehlo.reduce"(%636, %637) ({
            ^reductionFn(%lhs: tensor<ui32>, %rhs: tensor<ui32>) :
                %615 = "stablehlo.add"(%lhs, %rhs) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
                "stablehlo.return"(%615) : (tensor<ui32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x15xui32>, tensor<ui32>) -> tensor<4xui32>
          %639 = "stablehlo.reshape"(%638) : (tensor<4xui32>) -> tensor<4x1xui32>
          %640 = "stablehlo.broadcast_in_dim"(%623) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %641 = "stablehlo.multiply"(%639, %640) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %642 = "stablehlo.add"(%621, %641) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %643 = "stablehlo.broadcast_in_dim"(%642) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x15xui32>
          %644 = "stablehlo.constant"() { value = dense<1048576> : tensor<ui32> } : () -> tensor<ui32>
          %645 = "stablehlo.broadcast_in_dim"(%644) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %646 = "stablehlo.multiply"(%597, %645) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %647 = "stablehlo.add"(%643, %646) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %648 = "stablehlo.reshape"(%647) : (tensor<4x15xui32>) -> tensor<4x15x1xui32>
          %649 = "stablehlo.broadcast_in_dim"(%648) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x15x1xui32>) -> tensor<4x15x64xui32>
          %650 = "stablehlo.compare"(%591, %649) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15x64xui32>, tensor<4x15x64xui32>) -> tensor<4x15x64xi1>
          %651 = "stablehlo.broadcast_in_dim"(%198) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x15x64xf32>
          %652 = "stablehlo.select"(%650, %593, %651) : (tensor<4x15x64xi1>, tensor<4x15x64xf32>, tensor<4x15x64xf32>) -> tensor<4x15x64xf32>
          %653 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %654 = "stablehlo.reduce"(%652, %653) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %65 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%65) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x15x64xf32>, tensor<f32>) -> tensor<4x15xf32>
          %655 = "stablehlo.broadcast_in_dim"(%530) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x15xf32>
          %656 = "stablehlo.compare"(%654, %655) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15xf32>, tensor<4x15xf32>) -> tensor<4x15xi1>
          %657 = "stablehlo.convert"(%656) : (tensor<4x15xi1>) -> tensor<4x15xui32>
          %658 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %659 = "stablehlo.reduce"(%657, %658) ({
            ^reductionFn(%lhs: tensor<ui32>, %rhs: tensor<ui32>) :
                %615 = "stablehlo.add"(%lhs, %rhs) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
                "stablehlo.return"(%615) : (tensor<ui32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x15xui32>, tensor<ui32>) -> tensor<4xui32>
          %660 = "stablehlo.reshape"(%659) : (tensor<4xui32>) -> tensor<4x1xui32>
          %661 = "stablehlo.broadcast_in_dim"(%644) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %662 = "stablehlo.multiply"(%660, %661) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %663 = "stablehlo.add"(%642, %662) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %664 = "stablehlo.broadcast_in_dim"(%663) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x15xui32>
          %665 = "stablehlo.constant"() { value = dense<65536> : tensor<ui32> } : () -> tensor<ui32>
          %666 = "stablehlo.broadcast_in_dim"(%665) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %667 = "stablehlo.multiply"(%597, %666) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %668 = "stablehlo.add"(%664, %667) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %669 = "stablehlo.reshape"(%668) : (tensor<4x15xui32>) -> tensor<4x15x1xui32>
          %670 = "stablehlo.broadcast_in_dim"(%669) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x15x1xui32>) -> tensor<4x15x64xui32>
          %671 = "stablehlo.compare"(%591, %670) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15x64xui32>, tensor<4x15x64xui32>) -> tensor<4x15x64xi1>
          %672 = "stablehlo.broadcast_in_dim"(%198) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x15x64xf32>
          %673 = "stablehlo.select"(%671, %593, %672) : (tensor<4x15x64xi1>, tensor<4x15x64xf32>, tensor<4x15x64xf32>) -> tensor<4x15x64xf32>
          %674 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %675 = "stablehlo.reduce"(%673, %674) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %65 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%65) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x15x64xf32>, tensor<f32>) -> tensor<4x15xf32>
          %676 = "stablehlo.broadcast_in_dim"(%530) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x15xf32>
          %677 = "stablehlo.compare"(%675, %676) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15xf32>, tensor<4x15xf32>) -> tensor<4x15xi1>
          %678 = "stablehlo.convert"(%677) : (tensor<4x15xi1>) -> tensor<4x15xui32>
          %679 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %680 = "stablehlo.reduce"(%678, %679) ({
            ^reductionFn(%lhs: tensor<ui32>, %rhs: tensor<ui32>) :
                %615 = "stablehlo.add"(%lhs, %rhs) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
                "stablehlo.return"(%615) : (tensor<ui32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x15xui32>, tensor<ui32>) -> tensor<4xui32>
          %681 = "stablehlo.reshape"(%680) : (tensor<4xui32>) -> tensor<4x1xui32>
          %682 = "stablehlo.broadcast_in_dim"(%665) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %683 = "stablehlo.multiply"(%681, %682) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %684 = "stablehlo.add"(%663, %683) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %685 = "stablehlo.broadcast_in_dim"(%684) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x15xui32>
          %686 = "stablehlo.constant"() { value = dense<4096> : tensor<ui32> } : () -> tensor<ui32>
          %687 = "stablehlo.broadcast_in_dim"(%686) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %688 = "stablehlo.multiply"(%597, %687) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %689 = "stablehlo.add"(%685, %688) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %690 = "stablehlo.reshape"(%689) : (tensor<4x15xui32>) -> tensor<4x15x1xui32>
          %691 = "stablehlo.broadcast_in_dim"(%690) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x15x1xui32>) -> tensor<4x15x64xui32>
          %692 = "stablehlo.compare"(%591, %691) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15x64xui32>, tensor<4x15x64xui32>) -> tensor<4x15x64xi1>
          %693 = "stablehlo.broadcast_in_dim"(%198) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x15x64xf32>
          %694 = "stablehlo.select"(%692, %593, %693) : (tensor<4x15x64xi1>, tensor<4x15x64xf32>, tensor<4x15x64xf32>) -> tensor<4x15x64xf32>
          %695 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %696 = "stablehlo.reduce"(%694, %695) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %65 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%65) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x15x64xf32>, tensor<f32>) -> tensor<4x15xf32>
          %697 = "stablehlo.broadcast_in_dim"(%530) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x15xf32>
          %698 = "stablehlo.compare"(%696, %697) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15xf32>, tensor<4x15xf32>) -> tensor<4x15xi1>
          %699 = "stablehlo.convert"(%698) : (tensor<4x15xi1>) -> tensor<4x15xui32>
          %700 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %701 = "stablehlo.reduce"(%699, %700) ({
            ^reductionFn(%lhs: tensor<ui32>, %rhs: tensor<ui32>) :
                %615 = "stablehlo.add"(%lhs, %rhs) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
                "stablehlo.return"(%615) : (tensor<ui32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x15xui32>, tensor<ui32>) -> tensor<4xui32>
          %702 = "stablehlo.reshape"(%701) : (tensor<4xui32>) -> tensor<4x1xui32>
          %703 = "stablehlo.broadcast_in_dim"(%686) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %704 = "stablehlo.multiply"(%702, %703) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %705 = "stablehlo.add"(%684, %704) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %706 = "stablehlo.broadcast_in_dim"(%705) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x15xui32>
          %707 = "stablehlo.constant"() { value = dense<256> : tensor<ui32> } : () -> tensor<ui32>
          %708 = "stablehlo.broadcast_in_dim"(%707) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %709 = "stablehlo.multiply"(%597, %708) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %710 = "stablehlo.add"(%706, %709) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %711 = "stablehlo.reshape"(%710) : (tensor<4x15xui32>) -> tensor<4x15x1xui32>
          %712 = "stablehlo.broadcast_in_dim"(%711) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x15x1xui32>) -> tensor<4x15x64xui32>
          %713 = "stablehlo.compare"(%591, %712) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15x64xui32>, tensor<4x15x64xui32>) -> tensor<4x15x64xi1>
          %714 = "stablehlo.broadcast_in_dim"(%198) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x15x64xf32>
          %715 = "stablehlo.select"(%713, %593, %714) : (tensor<4x15x64xi1>, tensor<4x15x64xf32>, tensor<4x15x64xf32>) -> tensor<4x15x64xf32>
          %716 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %717 = "stablehlo.reduce"(%715, %716) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %65 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%65) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x15x64xf32>, tensor<f32>) -> tensor<4x15xf32>
          %718 = "stablehlo.broadcast_in_dim"(%530) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x15xf32>
          %719 = "stablehlo.compare"(%717, %718) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15xf32>, tensor<4x15xf32>) -> tensor<4x15xi1>
          %720 = "stablehlo.convert"(%719) : (tensor<4x15xi1>) -> tensor<4x15xui32>
          %721 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %722 = "stablehlo.reduce"(%720, %721) ({
            ^reductionFn(%lhs: tensor<ui32>, %rhs: tensor<ui32>) :
                %615 = "stablehlo.add"(%lhs, %rhs) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
                "stablehlo.return"(%615) : (tensor<ui32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x15xui32>, tensor<ui32>) -> tensor<4xui32>
          %723 = "stablehlo.reshape"(%722) : (tensor<4xui32>) -> tensor<4x1xui32>
          %724 = "stablehlo.broadcast_in_dim"(%707) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %725 = "stablehlo.multiply"(%723, %724) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %726 = "stablehlo.add"(%705, %725) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %727 = "stablehlo.broadcast_in_dim"(%726) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x15xui32>
          %728 = "stablehlo.constant"() { value = dense<16> : tensor<ui32> } : () -> tensor<ui32>
          %729 = "stablehlo.broadcast_in_dim"(%728) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %730 = "stablehlo.multiply"(%597, %729) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %731 = "stablehlo.add"(%727, %730) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %732 = "stablehlo.reshape"(%731) : (tensor<4x15xui32>) -> tensor<4x15x1xui32>
          %733 = "stablehlo.broadcast_in_dim"(%732) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x15x1xui32>) -> tensor<4x15x64xui32>
          %734 = "stablehlo.compare"(%591, %733) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15x64xui32>, tensor<4x15x64xui32>) -> tensor<4x15x64xi1>
          %735 = "stablehlo.broadcast_in_dim"(%198) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x15x64xf32>
          %736 = "stablehlo.select"(%734, %593, %735) : (tensor<4x15x64xi1>, tensor<4x15x64xf32>, tensor<4x15x64xf32>) -> tensor<4x15x64xf32>
          %737 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %738 = "stablehlo.reduce"(%736, %737) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %65 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%65) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x15x64xf32>, tensor<f32>) -> tensor<4x15xf32>
          %739 = "stablehlo.broadcast_in_dim"(%530) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x15xf32>
          %740 = "stablehlo.compare"(%738, %739) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15xf32>, tensor<4x15xf32>) -> tensor<4x15xi1>
          %741 = "stablehlo.convert"(%740) : (tensor<4x15xi1>) -> tensor<4x15xui32>
          %742 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %743 = "stablehlo.reduce"(%741, %742) ({
            ^reductionFn(%lhs: tensor<ui32>, %rhs: tensor<ui32>) :
                %615 = "stablehlo.add"(%lhs, %rhs) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
                "stablehlo.return"(%615) : (tensor<ui32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x15xui32>, tensor<ui32>) -> tensor<4xui32>
          %744 = "stablehlo.reshape"(%743) : (tensor<4xui32>) -> tensor<4x1xui32>
          %745 = "stablehlo.broadcast_in_dim"(%728) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %746 = "stablehlo.multiply"(%744, %745) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %747 = "stablehlo.add"(%726, %746) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %748 = "stablehlo.broadcast_in_dim"(%747) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x15xui32>
          %749 = "stablehlo.broadcast_in_dim"(%595) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %750 = "stablehlo.multiply"(%597, %749) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %751 = "stablehlo.add"(%748, %750) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %752 = "stablehlo.reshape"(%751) : (tensor<4x15xui32>) -> tensor<4x15x1xui32>
          %753 = "stablehlo.broadcast_in_dim"(%752) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x15x1xui32>) -> tensor<4x15x64xui32>
          %754 = "stablehlo.compare"(%591, %753) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15x64xui32>, tensor<4x15x64xui32>) -> tensor<4x15x64xi1>
          %755 = "stablehlo.broadcast_in_dim"(%198) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x15x64xf32>
          %756 = "stablehlo.select"(%754, %593, %755) : (tensor<4x15x64xi1>, tensor<4x15x64xf32>, tensor<4x15x64xf32>) -> tensor<4x15x64xf32>
          %757 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %758 = "stablehlo.reduce"(%756, %757) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %65 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%65) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x15x64xf32>, tensor<f32>) -> tensor<4x15xf32>
          %759 = "stablehlo.broadcast_in_dim"(%530) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x15xf32>
          %760 = "stablehlo.compare"(%758, %759) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15xf32>, tensor<4x15xf32>) -> tensor<4x15xi1>
          %761 = "stablehlo.convert"(%760) : (tensor<4x15xi1>) -> tensor<4x15xui32>
          %762 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %763 = "stablehlo.reduce"(%761, %762) ({
            ^reductionFn(%lhs: tensor<ui32>, %rhs: tensor<ui32>) :
                %615 = "stablehlo.add"(%lhs, %rhs) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
                "stablehlo.return"(%615) : (tensor<ui32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x15xui32>, tensor<ui32>) -> tensor<4xui32>
          %764 = "stablehlo.reshape"(%763) : (tensor<4xui32>) -> tensor<4x1xui32>
          %765 = "stablehlo.broadcast_in_dim"(%595) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %766 = "stablehlo.multiply"(%764, %765) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %767 = "stablehlo.add"(%747, %766) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %768 = "stablehlo.broadcast_in_dim"(%767) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x64xui32>
          %769 = "stablehlo.compare"(%586, %768) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x64xui32>, tensor<4x64xui32>) -> tensor<4x64xi1>
          %770 = "stablehlo.select"(%769, %576, %570) : (tensor<4x64xi1>, tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xf32>
          %771 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %772 = "stablehlo.reduce"(%770, %771) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %65 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%65) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x64xf32>, tensor<f32>) -> tensor<4xf32>
          %773 = "stablehlo.reshape"(%772) : (tensor<4xf32>) -> tensor<4x1xf32>
          %774 = "stablehlo.multiply"(%531, %773) : (tensor<4x1xf32>, tensor<4x1xf32>) -> tensor<4x1xf32>
          %775 = "stablehlo.reshape"(%586) : (tensor<4x64xui32>) -> tensor<4x1x64xui32>
          %776 = "stablehlo.broadcast_in_dim"(%775) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x64xui32>) -> tensor<4x15x64xui32>
          %777 = "stablehlo.reshape"(%770) : (tensor<4x64xf32>) -> tensor<4x1x64xf32>
          %778 = "stablehlo.broadcast_in_dim"(%777) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x64xf32>) -> tensor<4x15x64xf32>
          %779 = "stablehlo.iota"() { iota_dimension = 1 : i64 } : () -> tensor<4x15xui32>
          %780 = "stablehlo.broadcast_in_dim"(%595) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %781 = "stablehlo.add"(%780, %779) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %782 = "stablehlo.broadcast_in_dim"(%598) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %783 = "stablehlo.broadcast_in_dim"(%782) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x15xui32>
          %784 = "stablehlo.broadcast_in_dim"(%601) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %785 = "stablehlo.multiply"(%781, %784) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %786 = "stablehlo.add"(%783, %785) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %787 = "stablehlo.reshape"(%786) : (tensor<4x15xui32>) -> tensor<4x15x1xui32>
          %788 = "stablehlo.broadcast_in_dim"(%787) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x15x1xui32>) -> tensor<4x15x64xui32>
          %789 = "stablehlo.compare"(%776, %788) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15x64xui32>, tensor<4x15x64xui32>) -> tensor<4x15x64xi1>
          %790 = "stablehlo.broadcast_in_dim"(%198) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x15x64xf32>
          %791 = "stablehlo.select"(%789, %778, %790) : (tensor<4x15x64xi1>, tensor<4x15x64xf32>, tensor<4x15x64xf32>) -> tensor<4x15x64xf32>
          %792 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %793 = "stablehlo.reduce"(%791, %792) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %65 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%65) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x15x64xf32>, tensor<f32>) -> tensor<4x15xf32>
          %794 = "stablehlo.broadcast_in_dim"(%774) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x15xf32>
          %795 = "stablehlo.compare"(%793, %794) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15xf32>, tensor<4x15xf32>) -> tensor<4x15xi1>
          %796 = "stablehlo.convert"(%795) : (tensor<4x15xi1>) -> tensor<4x15xui32>
          %797 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %798 = "stablehlo.reduce"(%796, %797) ({
            ^reductionFn(%lhs: tensor<ui32>, %rhs: tensor<ui32>) :
                %615 = "stablehlo.add"(%lhs, %rhs) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
                "stablehlo.return"(%615) : (tensor<ui32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x15xui32>, tensor<ui32>) -> tensor<4xui32>
          %799 = "stablehlo.reshape"(%798) : (tensor<4xui32>) -> tensor<4x1xui32>
          %800 = "stablehlo.broadcast_in_dim"(%601) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %801 = "stablehlo.multiply"(%799, %800) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %802 = "stablehlo.add"(%782, %801) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %803 = "stablehlo.broadcast_in_dim"(%802) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x15xui32>
          %804 = "stablehlo.broadcast_in_dim"(%623) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %805 = "stablehlo.multiply"(%781, %804) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %806 = "stablehlo.add"(%803, %805) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %807 = "stablehlo.reshape"(%806) : (tensor<4x15xui32>) -> tensor<4x15x1xui32>
          %808 = "stablehlo.broadcast_in_dim"(%807) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x15x1xui32>) -> tensor<4x15x64xui32>
          %809 = "stablehlo.compare"(%776, %808) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15x64xui32>, tensor<4x15x64xui32>) -> tensor<4x15x64xi1>
          %810 = "stablehlo.broadcast_in_dim"(%198) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x15x64xf32>
          %811 = "stablehlo.select"(%809, %778, %810) : (tensor<4x15x64xi1>, tensor<4x15x64xf32>, tensor<4x15x64xf32>) -> tensor<4x15x64xf32>
          %812 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %813 = "stablehlo.reduce"(%811, %812) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %65 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%65) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x15x64xf32>, tensor<f32>) -> tensor<4x15xf32>
          %814 = "stablehlo.broadcast_in_dim"(%774) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x15xf32>
          %815 = "stablehlo.compare"(%813, %814) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15xf32>, tensor<4x15xf32>) -> tensor<4x15xi1>
          %816 = "stablehlo.convert"(%815) : (tensor<4x15xi1>) -> tensor<4x15xui32>
          %817 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %818 = "stablehlo.reduce"(%816, %817) ({
            ^reductionFn(%lhs: tensor<ui32>, %rhs: tensor<ui32>) :
                %615 = "stablehlo.add"(%lhs, %rhs) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
                "stablehlo.return"(%615) : (tensor<ui32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x15xui32>, tensor<ui32>) -> tensor<4xui32>
          %819 = "stablehlo.reshape"(%818) : (tensor<4xui32>) -> tensor<4x1xui32>
          %820 = "stablehlo.broadcast_in_dim"(%623) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %821 = "stablehlo.multiply"(%819, %820) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %822 = "stablehlo.add"(%802, %821) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %823 = "stablehlo.broadcast_in_dim"(%822) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x15xui32>
          %824 = "stablehlo.broadcast_in_dim"(%644) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %825 = "stablehlo.multiply"(%781, %824) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %826 = "stablehlo.add"(%823, %825) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %827 = "stablehlo.reshape"(%826) : (tensor<4x15xui32>) -> tensor<4x15x1xui32>
          %828 = "stablehlo.broadcast_in_dim"(%827) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x15x1xui32>) -> tensor<4x15x64xui32>
          %829 = "stablehlo.compare"(%776, %828) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15x64xui32>, tensor<4x15x64xui32>) -> tensor<4x15x64xi1>
          %830 = "stablehlo.broadcast_in_dim"(%198) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x15x64xf32>
          %831 = "stablehlo.select"(%829, %778, %830) : (tensor<4x15x64xi1>, tensor<4x15x64xf32>, tensor<4x15x64xf32>) -> tensor<4x15x64xf32>
          %832 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %833 = "stablehlo.reduce"(%831, %832) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %65 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%65) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x15x64xf32>, tensor<f32>) -> tensor<4x15xf32>
          %834 = "stablehlo.broadcast_in_dim"(%774) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x15xf32>
          %835 = "stablehlo.compare"(%833, %834) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15xf32>, tensor<4x15xf32>) -> tensor<4x15xi1>
          %836 = "stablehlo.convert"(%835) : (tensor<4x15xi1>) -> tensor<4x15xui32>
          %837 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %838 = "stablehlo.reduce"(%836, %837) ({
            ^reductionFn(%lhs: tensor<ui32>, %rhs: tensor<ui32>) :
                %615 = "stablehlo.add"(%lhs, %rhs) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
                "stablehlo.return"(%615) : (tensor<ui32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x15xui32>, tensor<ui32>) -> tensor<4xui32>
          %839 = "stablehlo.reshape"(%838) : (tensor<4xui32>) -> tensor<4x1xui32>
          %840 = "stablehlo.broadcast_in_dim"(%644) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %841 = "stablehlo.multiply"(%839, %840) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %842 = "stablehlo.add"(%822, %841) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %843 = "stablehlo.broadcast_in_dim"(%842) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x15xui32>
          %844 = "stablehlo.broadcast_in_dim"(%665) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %845 = "stablehlo.multiply"(%781, %844) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %846 = "stablehlo.add"(%843, %845) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %847 = "stablehlo.reshape"(%846) : (tensor<4x15xui32>) -> tensor<4x15x1xui32>
          %848 = "stablehlo.broadcast_in_dim"(%847) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x15x1xui32>) -> tensor<4x15x64xui32>
          %849 = "stablehlo.compare"(%776, %848) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15x64xui32>, tensor<4x15x64xui32>) -> tensor<4x15x64xi1>
          %850 = "stablehlo.broadcast_in_dim"(%198) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x15x64xf32>
          %851 = "stablehlo.select"(%849, %778, %850) : (tensor<4x15x64xi1>, tensor<4x15x64xf32>, tensor<4x15x64xf32>) -> tensor<4x15x64xf32>
          %852 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %853 = "stablehlo.reduce"(%851, %852) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %65 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%65) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x15x64xf32>, tensor<f32>) -> tensor<4x15xf32>
          %854 = "stablehlo.broadcast_in_dim"(%774) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x15xf32>
          %855 = "stablehlo.compare"(%853, %854) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15xf32>, tensor<4x15xf32>) -> tensor<4x15xi1>
          %856 = "stablehlo.convert"(%855) : (tensor<4x15xi1>) -> tensor<4x15xui32>
          %857 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %858 = "stablehlo.reduce"(%856, %857) ({
            ^reductionFn(%lhs: tensor<ui32>, %rhs: tensor<ui32>) :
                %615 = "stablehlo.add"(%lhs, %rhs) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
                "stablehlo.return"(%615) : (tensor<ui32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x15xui32>, tensor<ui32>) -> tensor<4xui32>
          %859 = "stablehlo.reshape"(%858) : (tensor<4xui32>) -> tensor<4x1xui32>
          %860 = "stablehlo.broadcast_in_dim"(%665) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %861 = "stablehlo.multiply"(%859, %860) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %862 = "stablehlo.add"(%842, %861) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %863 = "stablehlo.broadcast_in_dim"(%862) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x15xui32>
          %864 = "stablehlo.broadcast_in_dim"(%686) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %865 = "stablehlo.multiply"(%781, %864) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %866 = "stablehlo.add"(%863, %865) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %867 = "stablehlo.reshape"(%866) : (tensor<4x15xui32>) -> tensor<4x15x1xui32>
          %868 = "stablehlo.broadcast_in_dim"(%867) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x15x1xui32>) -> tensor<4x15x64xui32>
          %869 = "stablehlo.compare"(%776, %868) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15x64xui32>, tensor<4x15x64xui32>) -> tensor<4x15x64xi1>
          %870 = "stablehlo.broadcast_in_dim"(%198) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x15x64xf32>
          %871 = "stablehlo.select"(%869, %778, %870) : (tensor<4x15x64xi1>, tensor<4x15x64xf32>, tensor<4x15x64xf32>) -> tensor<4x15x64xf32>
          %872 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %873 = "stablehlo.reduce"(%871, %872) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %65 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%65) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x15x64xf32>, tensor<f32>) -> tensor<4x15xf32>
          %874 = "stablehlo.broadcast_in_dim"(%774) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x15xf32>
          %875 = "stablehlo.compare"(%873, %874) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15xf32>, tensor<4x15xf32>) -> tensor<4x15xi1>
          %876 = "stablehlo.convert"(%875) : (tensor<4x15xi1>) -> tensor<4x15xui32>
          %877 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %878 = "stablehlo.reduce"(%876, %877) ({
            ^reductionFn(%lhs: tensor<ui32>, %rhs: tensor<ui32>) :
                %615 = "stablehlo.add"(%lhs, %rhs) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
                "stablehlo.return"(%615) : (tensor<ui32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x15xui32>, tensor<ui32>) -> tensor<4xui32>
          %879 = "stablehlo.reshape"(%878) : (tensor<4xui32>) -> tensor<4x1xui32>
          %880 = "stablehlo.broadcast_in_dim"(%686) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %881 = "stablehlo.multiply"(%879, %880) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %882 = "stablehlo.add"(%862, %881) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %883 = "stablehlo.broadcast_in_dim"(%882) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x15xui32>
          %884 = "stablehlo.broadcast_in_dim"(%707) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %885 = "stablehlo.multiply"(%781, %884) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %886 = "stablehlo.add"(%883, %885) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %887 = "stablehlo.reshape"(%886) : (tensor<4x15xui32>) -> tensor<4x15x1xui32>
          %888 = "stablehlo.broadcast_in_dim"(%887) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x15x1xui32>) -> tensor<4x15x64xui32>
          %889 = "stablehlo.compare"(%776, %888) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15x64xui32>, tensor<4x15x64xui32>) -> tensor<4x15x64xi1>
          %890 = "stablehlo.broadcast_in_dim"(%198) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x15x64xf32>
          %891 = "stablehlo.select"(%889, %778, %890) : (tensor<4x15x64xi1>, tensor<4x15x64xf32>, tensor<4x15x64xf32>) -> tensor<4x15x64xf32>
          %892 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %893 = "stablehlo.reduce"(%891, %892) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %65 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%65) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x15x64xf32>, tensor<f32>) -> tensor<4x15xf32>
          %894 = "stablehlo.broadcast_in_dim"(%774) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x15xf32>
          %895 = "stablehlo.compare"(%893, %894) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15xf32>, tensor<4x15xf32>) -> tensor<4x15xi1>
          %896 = "stablehlo.convert"(%895) : (tensor<4x15xi1>) -> tensor<4x15xui32>
          %897 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %898 = "stablehlo.reduce"(%896, %897) ({
            ^reductionFn(%lhs: tensor<ui32>, %rhs: tensor<ui32>) :
                %615 = "stablehlo.add"(%lhs, %rhs) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
                "stablehlo.return"(%615) : (tensor<ui32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x15xui32>, tensor<ui32>) -> tensor<4xui32>
          %899 = "stablehlo.reshape"(%898) : (tensor<4xui32>) -> tensor<4x1xui32>
          %900 = "stablehlo.broadcast_in_dim"(%707) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %901 = "stablehlo.multiply"(%899, %900) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %902 = "stablehlo.add"(%882, %901) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %903 = "stablehlo.broadcast_in_dim"(%902) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x15xui32>
          %904 = "stablehlo.broadcast_in_dim"(%728) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %905 = "stablehlo.multiply"(%781, %904) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %906 = "stablehlo.add"(%903, %905) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %907 = "stablehlo.reshape"(%906) : (tensor<4x15xui32>) -> tensor<4x15x1xui32>
          %908 = "stablehlo.broadcast_in_dim"(%907) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x15x1xui32>) -> tensor<4x15x64xui32>
          %909 = "stablehlo.compare"(%776, %908) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15x64xui32>, tensor<4x15x64xui32>) -> tensor<4x15x64xi1>
          %910 = "stablehlo.broadcast_in_dim"(%198) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x15x64xf32>
          %911 = "stablehlo.select"(%909, %778, %910) : (tensor<4x15x64xi1>, tensor<4x15x64xf32>, tensor<4x15x64xf32>) -> tensor<4x15x64xf32>
          %912 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %913 = "stablehlo.reduce"(%911, %912) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %65 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%65) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x15x64xf32>, tensor<f32>) -> tensor<4x15xf32>
          %914 = "stablehlo.broadcast_in_dim"(%774) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x15xf32>
          %915 = "stablehlo.compare"(%913, %914) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15xf32>, tensor<4x15xf32>) -> tensor<4x15xi1>
          %916 = "stablehlo.convert"(%915) : (tensor<4x15xi1>) -> tensor<4x15xui32>
          %917 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %918 = "stablehlo.reduce"(%916, %917) ({
            ^reductionFn(%lhs: tensor<ui32>, %rhs: tensor<ui32>) :
                %615 = "stablehlo.add"(%lhs, %rhs) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
                "stablehlo.return"(%615) : (tensor<ui32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x15xui32>, tensor<ui32>) -> tensor<4xui32>
          %919 = "stablehlo.reshape"(%918) : (tensor<4xui32>) -> tensor<4x1xui32>
          %920 = "stablehlo.broadcast_in_dim"(%728) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %921 = "stablehlo.multiply"(%919, %920) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %922 = "stablehlo.add"(%902, %921) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %923 = "stablehlo.broadcast_in_dim"(%922) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x15xui32>
          %924 = "stablehlo.broadcast_in_dim"(%595) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %925 = "stablehlo.multiply"(%781, %924) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %926 = "stablehlo.add"(%923, %925) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %927 = "stablehlo.reshape"(%926) : (tensor<4x15xui32>) -> tensor<4x15x1xui32>
          %928 = "stablehlo.broadcast_in_dim"(%927) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x15x1xui32>) -> tensor<4x15x64xui32>
          %929 = "stablehlo.compare"(%776, %928) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15x64xui32>, tensor<4x15x64xui32>) -> tensor<4x15x64xi1>
          %930 = "stablehlo.broadcast_in_dim"(%198) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x15x64xf32>
          %931 = "stablehlo.select"(%929, %778, %930) : (tensor<4x15x64xi1>, tensor<4x15x64xf32>, tensor<4x15x64xf32>) -> tensor<4x15x64xf32>
          %932 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %933 = "stablehlo.reduce"(%931, %932) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %65 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%65) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x15x64xf32>, tensor<f32>) -> tensor<4x15xf32>
          %934 = "stablehlo.broadcast_in_dim"(%774) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x15xf32>
          %935 = "stablehlo.compare"(%933, %934) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15xf32>, tensor<4x15xf32>) -> tensor<4x15xi1>
          %936 = "stablehlo.convert"(%935) : (tensor<4x15xi1>) -> tensor<4x15xui32>
          %937 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %938 = "stablehlo.reduce"(%936, %937) ({
            ^reductionFn(%lhs: tensor<ui32>, %rhs: tensor<ui32>) :
                %615 = "stablehlo.add"(%lhs, %rhs) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
                "stablehlo.return"(%615) : (tensor<ui32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x15xui32>, tensor<ui32>) -> tensor<4xui32>
          %939 = "stablehlo.reshape"(%938) : (tensor<4xui32>) -> tensor<4x1xui32>
          %940 = "stablehlo.broadcast_in_dim"(%595) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %941 = "stablehlo.multiply"(%939, %940) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %942 = "stablehlo.add"(%922, %941) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %943 = "stablehlo.broadcast_in_dim"(%942) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x64xui32>
          %944 = "stablehlo.compare"(%586, %943) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x64xui32>, tensor<4x64xui32>) -> tensor<4x64xi1>
          %945 = "stablehlo.select"(%944, %770, %570) : (tensor<4x64xi1>, tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xf32>
          %946 = "stablehlo.reshape"(%563) : (tensor<4x1xi1>) -> tensor<4xi1>
          %947 = "stablehlo.reshape"(%945) : (tensor<4x64xf32>) -> tensor<4x8x8xf32>
          %948 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %949 = "stablehlo.reduce"(%947, %948) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %65 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%65) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x8x8xf32>, tensor<f32>) -> tensor<4x8xf32>
          %950 = "stablehlo.iota"() { iota_dimension = 0 : i64 } : () -> tensor<8x8xi32>
          %951 = "stablehlo.iota"() { iota_dimension = 1 : i64 } : () -> tensor<8x8xi32>
          %952 = "stablehlo.compare"(%950, %951) {
            compare_type = #stablehlo<comparison_type SIGNED>,
            comparison_direction = #stablehlo<comparison_direction LE>
          } : (tensor<8x8xi32>, tensor<8x8xi32>) -> tensor<8x8xi1>
          %953 = "stablehlo.convert"(%952) : (tensor<8x8xi1>) -> tensor<8x8xf32>
          %954 = "stablehlo.dot_general"(%949, %953) {
            dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [],
  rhs_batching_dimensions = [],
  lhs_contracting_dimensions = [1],
  rhs_contracting_dimensions = [0]
>,
            precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
          } : (tensor<4x8xf32>, tensor<8x8xf32>) -> tensor<4x8xf32>
          %955 = "stablehlo.slice"(%954) {
            limit_indices = array<i64: 4, 8>,
            start_indices = array<i64: 0, 7>,
            strides = array<i64: 1, 1>
          } : (tensor<4x8xf32>) -> tensor<4x1xf32>
          %956 = "stablehlo.multiply"(%532, %955) : (tensor<4x1xf32>, tensor<4x1xf32>) -> tensor<4x1xf32>
          %957 = "stablehlo.broadcast_in_dim"(%956) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x8xf32>
          %958 = "stablehlo.compare"(%954, %957) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction LE>
          } : (tensor<4x8xf32>, tensor<4x8xf32>) -> tensor<4x8xi1>
          %959 = "stablehlo.convert"(%958) : (tensor<4x8xi1>) -> tensor<4x8xi32>
          %960 = "stablehlo.constant"() { value = dense<0> : tensor<i32> } : () -> tensor<i32>
          %961 = "stablehlo.reduce"(%959, %960) ({
            ^reductionFn(%lhs: tensor<i32>, %rhs: tensor<i32>) :
                %190 = "stablehlo.add"(%lhs, %rhs) : (tensor<i32>, tensor<i32>) -> tensor<i32>
                "stablehlo.return"(%190) : (tensor<i32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x8xi32>, tensor<i32>) -> tensor<4xi32>
          %962 = "stablehlo.constant"() { value = dense<7> : tensor<i32> } : () -> tensor<i32>
          %963 = "stablehlo.broadcast_in_dim"(%962) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4xi32>
          %964 = "stablehlo.minimum"(%961, %963) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
          %965 = "stablehlo.reshape"(%964) : (tensor<4xi32>) -> tensor<4x1xi32>
          %966 = "stablehlo.iota"() { iota_dimension = 0 : i64 } : () -> tensor<4x1xi32>
          %967 = "stablehlo.concatenate"(%966, %965) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
          %968 = "stablehlo.gather"(%947, %967) {
            dimension_numbers = #stablehlo.gather<
  offset_dims = [1],
  collapsed_slice_dims = [0, 1],
  operand_batching_dims = [],
  start_indices_batching_dims = [],
  start_index_map = [0, 1],
  index_vector_dim = 1>,
            indices_are_sorted = false,
            slice_sizes = array<i64: 1, 1, 8>
          } : (tensor<4x8x8xf32>, tensor<4x2xi32>) -> tensor<4x8xf32>
          %969 = "stablehlo.gather"(%954, %967) {
            dimension_numbers = #stablehlo.gather<
  offset_dims = [],
  collapsed_slice_dims = [0, 1],
  operand_batching_dims = [],
  start_indices_batching_dims = [],
  start_index_map = [0, 1],
  index_vector_dim = 1>,
            indices_are_sorted = false,
            slice_sizes = array<i64: 1, 1>
          } : (tensor<4x8xf32>, tensor<4x2xi32>) -> tensor<4xf32>
          %970 = "stablehlo.gather"(%949, %967) {
            dimension_numbers = #stablehlo.gather<
  offset_dims = [],
  collapsed_slice_dims = [0, 1],
  operand_batching_dims = [],
  start_indices_batching_dims = [],
  start_index_map = [0, 1],
  index_vector_dim = 1>,
            indices_are_sorted = false,
            slice_sizes = array<i64: 1, 1>
          } : (tensor<4x8xf32>, tensor<4x2xi32>) -> tensor<4xf32>
          %971 = "stablehlo.subtract"(%969, %970) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %972 = "stablehlo.reshape"(%971) : (tensor<4xf32>) -> tensor<4x1xf32>
          %973 = "stablehlo.iota"() { iota_dimension = 0 : i64 } : () -> tensor<8x8xi32>
          %974 = "stablehlo.iota"() { iota_dimension = 1 : i64 } : () -> tensor<8x8xi32>
          %975 = "stablehlo.compare"(%973, %974) {
            compare_type = #stablehlo<comparison_type SIGNED>,
            comparison_direction = #stablehlo<comparison_direction LE>
          } : (tensor<8x8xi32>, tensor<8x8xi32>) -> tensor<8x8xi1>
          %976 = "stablehlo.convert"(%975) : (tensor<8x8xi1>) -> tensor<8x8xf32>
          %977 = "stablehlo.dot_general"(%968, %976) {
            dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [],
  rhs_batching_dimensions = [],
  lhs_contracting_dimensions = [1],
  rhs_contracting_dimensions = [0]
>,
            precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
          } : (tensor<4x8xf32>, tensor<8x8xf32>) -> tensor<4x8xf32>
          %978 = "stablehlo.broadcast_in_dim"(%972) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x8xf32>
          %979 = "stablehlo.add"(%977, %978) : (tensor<4x8xf32>, tensor<4x8xf32>) -> tensor<4x8xf32>
          %980 = "stablehlo.broadcast_in_dim"(%956) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x8xf32>
          %981 = "stablehlo.compare"(%979, %980) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction LE>
          } : (tensor<4x8xf32>, tensor<4x8xf32>) -> tensor<4x8xi1>
          %982 = "stablehlo.convert"(%981) : (tensor<4x8xi1>) -> tensor<4x8xi32>
          %983 = "stablehlo.constant"() { value = dense<0> : tensor<i32> } : () -> tensor<i32>
          %984 = "stablehlo.reduce"(%982, %983) ({
            ^reductionFn(%lhs: tensor<i32>, %rhs: tensor<i32>) :
                %190 = "stablehlo.add"(%lhs, %rhs) : (tensor<i32>, tensor<i32>) -> tensor<i32>
                "stablehlo.return"(%190) : (tensor<i32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x8xi32>, tensor<i32>) -> tensor<4xi32>
          %985 = "stablehlo.broadcast_in_dim"(%962) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4xi32>
          %986 = "stablehlo.minimum"(%984, %985) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
          %987 = "stablehlo.reshape"(%986) : (tensor<4xi32>) -> tensor<4x1xi32>
          %988 = "stablehlo.concatenate"(%966, %987) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
          %989 = "stablehlo.gather"(%968, %988) {
            dimension_numbers = #stablehlo.gather<
  offset_dims = [],
  collapsed_slice_dims = [0, 1],
  operand_batching_dims = [],
  start_indices_batching_dims = [],
  start_index_map = [0, 1],
  index_vector_dim = 1>,
            indices_are_sorted = false,
            slice_sizes = array<i64: 1, 1>
          } : (tensor<4x8xf32>, tensor<4x2xi32>) -> tensor<4xf32>
          %990 = "stablehlo.constant"() { value = dense<8> : tensor<i32> } : () -> tensor<i32>
          %991 = "stablehlo.broadcast_in_dim"(%990) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
          %992 = "stablehlo.multiply"(%965, %991) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
          %993 = "stablehlo.add"(%992, %987) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
          %994 = "stablehlo.reshape"(%993) : (tensor<4x1xi32>) -> tensor<4xi32>
          %995 = "stablehlo.broadcast_in_dim"(%198) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %996 = "stablehlo.compare"(%989, %995) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GT>
          } : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xi1>
          %997 = "stablehlo.select"(%996, %994, %550) : (tensor<4xi1>, tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
          %998 = "stablehlo.select"(%946, %550, %997) : (tensor<4xi1>, tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
          %999 = "stablehlo.iota"() { iota_dimension = 0 : i64 } : () -> tensor<4x4xi32>
          %1000 = "stablehlo.broadcast_in_dim"(%state_0) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x4xi32>
          %1001 = "stablehlo.compare"(%999, %1000) {
            compare_type = #stablehlo<comparison_type SIGNED>,
            comparison_direction = #stablehlo<comparison_direction EQ>
          } : (tensor<4x4xi32>, tensor<4x4xi32>) -> tensor<4x4xi1>
          %1002 = "stablehlo.reshape"(%998) : (tensor<4xi32>) -> tensor<1x4xi32>
          %1003 = "stablehlo.broadcast_in_dim"(%1002) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<1x4xi32>) -> tensor<4x4xi32>
          %1004 = "stablehlo.select"(%1001, %1003, %state_2) : (tensor<4x4xi1>, tensor<4x4xi32>, tensor<4x4xi32>) -> tensor<4x4xi32>
          %1005 = "stablehlo.constant"() { value = dense<0> : tensor<i32> } : () -> tensor<i32>
          %1006 = "stablehlo.broadcast_in_dim"(%1005) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4xi32>
          %1007 = "stablehlo.maximum"(%998, %1006) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
          %1008 = "stablehlo.reshape"(%1007) : (tensor<4xi32>) -> tensor<4x1xi32>
          %1009 = "stablehlo.add"(%521, %state_0) : (tensor<i32>, tensor<i32>) -> tensor<i32>
          "stablehlo.return"(%1009, %1008, %1004, %191, %state_4, %state_5, %state_6, %state_7, %state_8, %state_9, %state_10, %state_11, %state_12, %state_13, %state_14, %state_15, %state_16, %state_17, %state_18, %state_19, %state_20, %state_21) : (tensor<i32>, tensor<4x1xi32>, tensor<4x4xi32>, tensor<21x8x2x16xi32>, tensor<88xi32>, tensor<64x32xbf16>, tensor<32xf32>, tensor<1x32xf32>, tensor<1x32xf32>, tensor<1x32xf32>, tensor<1x48xf32>, tensor<64x4xf32>, tensor<64x4xf32>, tensor<64x32xbf16>, tensor<1x16xf32>, tensor<1x8xf32>, tensor<1x24xf32>, tensor<1x8xf32>, tensor<16x32xui8>, tensor<8x32xui8>, tensor<24x32xui8>, tensor<8x48xui8>) -> ()
    }) : (tensor<i32>, tensor<4x1xi32>, tensor<4x4xi32>, tensor<21x8x2x16xi32>, tensor<88xi32>, tensor<64x32xbf16>, tensor<32xf32>, tensor<1x32xf32>, tensor<1x32xf32>, tensor<1x32xf32>, tensor<1x48xf32>, tensor<64x4xf32>, tensor<64x4xf32>, tensor<64x32xbf16>, tensor<1x16xf32>, tensor<1x8xf32>, tensor<1x24xf32>, tensor<1x8xf32>, tensor<16x32xui8>, tensor<8x32xui8>, tensor<24x32xui8>, tensor<8x48xui8>) -> (tensor<i32>, tensor<4x1xi32>, tensor<4x4xi32>, tensor<21x8x2x16xi32>, tensor<88xi32>, tensor<64x32xbf16>, tensor<32xf32>, tensor<1x32xf32>, tensor<1x32xf32>, tensor<1x32xf32>, tensor<1x48xf32>, tensor<64x4xf32>, tensor<64x4xf32>, tensor<64x32xbf16>, tensor<1x16xf32>, tensor<1x8xf32>, tensor<1x24xf32>, tensor<1x8xf32>, tensor<16x32xui8>, tensor<8x32xui8>, tensor<24x32xui8>, tensor<8x48xui8>)
    "stablehlo.return"(%1012, %1013) : (tensor<4x4xi32>, tensor<21x8x2x16xi32>) -> ()
  }
}

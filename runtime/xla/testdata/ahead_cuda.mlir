module @forward {
  func.func @main(%step: tensor<84xi32>, %embedding: tensor<64x32xbf16>, %final_norm: tensor<32xf32>, %input_norm: tensor<1x32xf32>, %post_norm: tensor<1x32xf32>, %attn_sub_norm: tensor<1x32xf32>, %ffn_sub_norm: tensor<1x48xf32>, %cos: tensor<64x4xf32>, %sin: tensor<64x4xf32>, %head: tensor<64x32xbf16>, %units_qkv: tensor<1x16xf32>, %units_o: tensor<1x8xf32>, %units_gate_up: tensor<1x24xf32>, %units_down: tensor<1x8xf32>, %w_qkv_0: tensor<16x32xui8>, %w_o_0: tensor<8x32xui8>, %w_gate_up_0: tensor<24x32xui8>, %w_down_0: tensor<8x48xui8>, %alias1_cache_0: tensor<21x8x2x16xi32> { tf.aliasing_output = 1 : i32 }) -> (tensor<4x4xi32>, tensor<21x8x2x16xi32>) {
    %0 = "stablehlo.slice"(%step) {
      limit_indices = array<i64: 4>,
      start_indices = array<i64: 0>,
      strides = array<i64: 1>
    } : (tensor<84xi32>) -> tensor<4xi32>
    %1 = "stablehlo.reshape"(%0) : (tensor<4xi32>) -> tensor<4x1xi32>
    %2 = "stablehlo.slice"(%step) {
      limit_indices = array<i64: 8>,
      start_indices = array<i64: 4>,
      strides = array<i64: 1>
    } : (tensor<84xi32>) -> tensor<4xi32>
    %3 = "stablehlo.reshape"(%2) : (tensor<4xi32>) -> tensor<4x1xi32>
    %4 = "stablehlo.slice"(%step) {
      limit_indices = array<i64: 40>,
      start_indices = array<i64: 8>,
      strides = array<i64: 1>
    } : (tensor<84xi32>) -> tensor<32xi32>
    %5 = "stablehlo.reshape"(%4) : (tensor<32xi32>) -> tensor<4x4x2xi32>
    %6 = "stablehlo.slice"(%step) {
      limit_indices = array<i64: 56>,
      start_indices = array<i64: 40>,
      strides = array<i64: 1>
    } : (tensor<84xi32>) -> tensor<16xi32>
    %7 = "stablehlo.reshape"(%6) : (tensor<16xi32>) -> tensor<4x4x1xi32>
    %8 = "stablehlo.slice"(%step) {
      limit_indices = array<i64: 60>,
      start_indices = array<i64: 56>,
      strides = array<i64: 1>
    } : (tensor<84xi32>) -> tensor<4xi32>
    %9 = "stablehlo.reshape"(%8) : (tensor<4xi32>) -> tensor<4x1xi32>
    %10 = "stablehlo.slice"(%step) {
      limit_indices = array<i64: 64>,
      start_indices = array<i64: 60>,
      strides = array<i64: 1>
    } : (tensor<84xi32>) -> tensor<4xi32>
    %11 = "stablehlo.reshape"(%10) : (tensor<4xi32>) -> tensor<4x1xi32>
    %12 = "stablehlo.slice"(%step) {
      limit_indices = array<i64: 68>,
      start_indices = array<i64: 64>,
      strides = array<i64: 1>
    } : (tensor<84xi32>) -> tensor<4xi32>
    %13 = "stablehlo.reshape"(%12) : (tensor<4xi32>) -> tensor<4x1xi32>
    %14 = "stablehlo.slice"(%step) {
      limit_indices = array<i64: 84>,
      start_indices = array<i64: 68>,
      strides = array<i64: 1>
    } : (tensor<84xi32>) -> tensor<16xi32>
    %15 = "stablehlo.reshape"(%14) : (tensor<16xi32>) -> tensor<4x4x1xi32>
    %16 = "stablehlo.constant"() { value = dense<0> : tensor<i32> } : () -> tensor<i32>
    %17 = "stablehlo.constant"() { value = dense<[[0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]]> : tensor<4x4xi32> } : () -> tensor<4x4xi32>
    %1005, %1006, %1007, %1008, %1009, %1010, %1011, %1012, %1013, %1014, %1015, %1016, %1017, %1018, %1019, %1020, %1021, %1022, %1023, %1024, %1025, %1026 = "stablehlo.while"(%16, %1, %17, %alias1_cache_0, %step, %embedding, %final_norm, %input_norm, %post_norm, %attn_sub_norm, %ffn_sub_norm, %cos, %sin, %head, %units_qkv, %units_o, %units_gate_up, %units_down, %w_qkv_0, %w_o_0, %w_gate_up_0, %w_down_0) ({
      ^cond(%state_0: tensor<i32>, %state_1: tensor<4x1xi32>, %state_2: tensor<4x4xi32>, %state_3: tensor<21x8x2x16xi32>, %state_4: tensor<84xi32>, %state_5: tensor<64x32xbf16>, %state_6: tensor<32xf32>, %state_7: tensor<1x32xf32>, %state_8: tensor<1x32xf32>, %state_9: tensor<1x32xf32>, %state_10: tensor<1x48xf32>, %state_11: tensor<64x4xf32>, %state_12: tensor<64x4xf32>, %state_13: tensor<64x32xbf16>, %state_14: tensor<1x16xf32>, %state_15: tensor<1x8xf32>, %state_16: tensor<1x24xf32>, %state_17: tensor<1x8xf32>, %state_18: tensor<16x32xui8>, %state_19: tensor<8x32xui8>, %state_20: tensor<24x32xui8>, %state_21: tensor<8x48xui8>) :
          %18 = "stablehlo.constant"() { value = dense<4> : tensor<i32> } : () -> tensor<i32>
          %19 = "stablehlo.compare"(%state_0, %18) {
            compare_type = #stablehlo<comparison_type SIGNED>,
            comparison_direction = #stablehlo<comparison_direction LT>
          } : (tensor<i32>, tensor<i32>) -> tensor<i1>
          "stablehlo.return"(%19) : (tensor<i1>) -> ()
    }, {
      ^body(%state_0: tensor<i32>, %state_1: tensor<4x1xi32>, %state_2: tensor<4x4xi32>, %state_3: tensor<21x8x2x16xi32>, %state_4: tensor<84xi32>, %state_5: tensor<64x32xbf16>, %state_6: tensor<32xf32>, %state_7: tensor<1x32xf32>, %state_8: tensor<1x32xf32>, %state_9: tensor<1x32xf32>, %state_10: tensor<1x48xf32>, %state_11: tensor<64x4xf32>, %state_12: tensor<64x4xf32>, %state_13: tensor<64x32xbf16>, %state_14: tensor<1x16xf32>, %state_15: tensor<1x8xf32>, %state_16: tensor<1x24xf32>, %state_17: tensor<1x8xf32>, %state_18: tensor<16x32xui8>, %state_19: tensor<8x32xui8>, %state_20: tensor<24x32xui8>, %state_21: tensor<8x48xui8>) :
          %20 = "stablehlo.slice"(%state_4) {
            limit_indices = array<i64: 4>,
            start_indices = array<i64: 0>,
            strides = array<i64: 1>
          } : (tensor<84xi32>) -> tensor<4xi32>
          %21 = "stablehlo.reshape"(%20) : (tensor<4xi32>) -> tensor<4x1xi32>
          %22 = "stablehlo.slice"(%state_4) {
            limit_indices = array<i64: 8>,
            start_indices = array<i64: 4>,
            strides = array<i64: 1>
          } : (tensor<84xi32>) -> tensor<4xi32>
          %23 = "stablehlo.reshape"(%22) : (tensor<4xi32>) -> tensor<4x1xi32>
          %24 = "stablehlo.slice"(%state_4) {
            limit_indices = array<i64: 40>,
            start_indices = array<i64: 8>,
            strides = array<i64: 1>
          } : (tensor<84xi32>) -> tensor<32xi32>
          %25 = "stablehlo.reshape"(%24) : (tensor<32xi32>) -> tensor<4x4x2xi32>
          %26 = "stablehlo.slice"(%state_4) {
            limit_indices = array<i64: 56>,
            start_indices = array<i64: 40>,
            strides = array<i64: 1>
          } : (tensor<84xi32>) -> tensor<16xi32>
          %27 = "stablehlo.reshape"(%26) : (tensor<16xi32>) -> tensor<4x4x1xi32>
          %28 = "stablehlo.slice"(%state_4) {
            limit_indices = array<i64: 60>,
            start_indices = array<i64: 56>,
            strides = array<i64: 1>
          } : (tensor<84xi32>) -> tensor<4xi32>
          %29 = "stablehlo.reshape"(%28) : (tensor<4xi32>) -> tensor<4x1xi32>
          %30 = "stablehlo.slice"(%state_4) {
            limit_indices = array<i64: 64>,
            start_indices = array<i64: 60>,
            strides = array<i64: 1>
          } : (tensor<84xi32>) -> tensor<4xi32>
          %31 = "stablehlo.reshape"(%30) : (tensor<4xi32>) -> tensor<4x1xi32>
          %32 = "stablehlo.slice"(%state_4) {
            limit_indices = array<i64: 68>,
            start_indices = array<i64: 64>,
            strides = array<i64: 1>
          } : (tensor<84xi32>) -> tensor<4xi32>
          %33 = "stablehlo.reshape"(%32) : (tensor<4xi32>) -> tensor<4x1xi32>
          %34 = "stablehlo.slice"(%state_4) {
            limit_indices = array<i64: 84>,
            start_indices = array<i64: 68>,
            strides = array<i64: 1>
          } : (tensor<84xi32>) -> tensor<16xi32>
          %35 = "stablehlo.reshape"(%34) : (tensor<16xi32>) -> tensor<4x4x1xi32>
          %36 = "stablehlo.broadcast_in_dim"(%state_0) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
          %37 = "stablehlo.add"(%23, %36) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
          %38 = "stablehlo.reshape"(%state_0) : (tensor<i32>) -> tensor<1xi32>
          %39 = "stablehlo.gather"(%25, %38) {
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
          %40 = "stablehlo.gather"(%state_11, %37) {
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
          %41 = "stablehlo.reshape"(%40) : (tensor<4x4xf32>) -> tensor<4x1x4xf32>
          %42 = "stablehlo.gather"(%state_12, %37) {
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
          %43 = "stablehlo.reshape"(%42) : (tensor<4x4xf32>) -> tensor<4x1x4xf32>
          %44 = "stablehlo.reshape"(%37) : (tensor<4x1xi32>) -> tensor<4x1x1xi32>
          %45 = "stablehlo.iota"() { iota_dimension = 2 : i64 } : () -> tensor<4x1x32xi32>
          %46 = "stablehlo.broadcast_in_dim"(%44) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xi32>) -> tensor<4x1x32xi32>
          %47 = "stablehlo.compare"(%45, %46) {
            compare_type = #stablehlo<comparison_type SIGNED>,
            comparison_direction = #stablehlo<comparison_direction LE>
          } : (tensor<4x1x32xi32>, tensor<4x1x32xi32>) -> tensor<4x1x32xi1>
          %48 = "stablehlo.reshape"(%47) : (tensor<4x1x32xi1>) -> tensor<4x1x1x1x32xi1>
          %50 = "stablehlo.constant"() { value = dense<-2147483648> : tensor<i32> } : () -> tensor<i32>
          %51 = "stablehlo.reduce"(%44, %50) ({
            ^reductionFn(%lhs: tensor<i32>, %rhs: tensor<i32>) :
                %49 = "stablehlo.maximum"(%lhs, %rhs) : (tensor<i32>, tensor<i32>) -> tensor<i32>
                "stablehlo.return"(%49) : (tensor<i32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x1x1xi32>, tensor<i32>) -> tensor<4x1xi32>
          %52 = "stablehlo.iota"() { iota_dimension = 1 : i64 } : () -> tensor<4x32xi32>
          %53 = "stablehlo.broadcast_in_dim"(%51) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xi32>) -> tensor<4x32xi32>
          %54 = "stablehlo.compare"(%52, %53) {
            compare_type = #stablehlo<comparison_type SIGNED>,
            comparison_direction = #stablehlo<comparison_direction LE>
          } : (tensor<4x32xi32>, tensor<4x32xi32>) -> tensor<4x32xi1>
          %55 = "stablehlo.reshape"(%54) : (tensor<4x32xi1>) -> tensor<4x32x1xi1>
          %56 = "stablehlo.gather"(%state_5, %state_1) {
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
          %57 = "stablehlo.convert"(%56) : (tensor<4x32xbf16>) -> tensor<4x32xf32>
          %58 = "stablehlo.slice"(%state_7) {
            limit_indices = array<i64: 1, 32>,
            start_indices = array<i64: 0, 0>,
            strides = array<i64: 1, 1>
          } : (tensor<1x32xf32>) -> tensor<1x32xf32>
          %59 = "stablehlo.reshape"(%58) : (tensor<1x32xf32>) -> tensor<32xf32>
          %60 = "stablehlo.multiply"(%57, %57) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
          %62 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %63 = "stablehlo.reduce"(%60, %62) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %61 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%61) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x32xf32>, tensor<f32>) -> tensor<4xf32>
          %64 = "stablehlo.constant"() { value = dense<0.03125> : tensor<f32> } : () -> tensor<f32>
          %65 = "stablehlo.broadcast_in_dim"(%64) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %66 = "stablehlo.multiply"(%63, %65) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %67 = "stablehlo.constant"() { value = dense<9.999999747378752e-06> : tensor<f32> } : () -> tensor<f32>
          %68 = "stablehlo.broadcast_in_dim"(%67) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %69 = "stablehlo.add"(%66, %68) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %70 = "stablehlo.sqrt"(%69) : (tensor<4xf32>) -> tensor<4xf32>
          %71 = "stablehlo.constant"() { value = dense<1.0> : tensor<f32> } : () -> tensor<f32>
          %72 = "stablehlo.broadcast_in_dim"(%71) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %73 = "stablehlo.divide"(%72, %70) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %74 = "stablehlo.reshape"(%73) : (tensor<4xf32>) -> tensor<4x1xf32>
          %75 = "stablehlo.broadcast_in_dim"(%74) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x32xf32>
          %76 = "stablehlo.multiply"(%57, %75) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
          %77 = "stablehlo.reshape"(%59) : (tensor<32xf32>) -> tensor<1x32xf32>
          %78 = "stablehlo.broadcast_in_dim"(%77) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<1x32xf32>) -> tensor<4x32xf32>
          %79 = "stablehlo.multiply"(%76, %78) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
          %80 = "stablehlo.abs"(%79) : (tensor<4x32xf32>) -> tensor<4x32xf32>
          %82 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
          %83 = "stablehlo.reduce"(%80, %82) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %81 = "stablehlo.maximum"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%81) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x32xf32>, tensor<f32>) -> tensor<4xf32>
          %84 = "stablehlo.constant"() { value = dense<9.999999747378752e-06> : tensor<f32> } : () -> tensor<f32>
          %85 = "stablehlo.broadcast_in_dim"(%84) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %86 = "stablehlo.maximum"(%83, %85) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %87 = "stablehlo.broadcast_in_dim"(%71) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %88 = "stablehlo.constant"() { value = dense<127.0> : tensor<f32> } : () -> tensor<f32>
          %89 = "stablehlo.broadcast_in_dim"(%88) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %90 = "stablehlo.multiply"(%87, %89) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %91 = "stablehlo.divide"(%90, %86) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %92 = "stablehlo.reshape"(%91) : (tensor<4xf32>) -> tensor<4x1xf32>
          %93 = "stablehlo.broadcast_in_dim"(%92) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x32xf32>
          %94 = "stablehlo.multiply"(%79, %93) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
          %95 = "stablehlo.round_nearest_even"(%94) : (tensor<4x32xf32>) -> tensor<4x32xf32>
          %96 = "stablehlo.constant"() { value = dense<-128.0> : tensor<f32> } : () -> tensor<f32>
          %97 = "stablehlo.broadcast_in_dim"(%96) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x32xf32>
          %98 = "stablehlo.maximum"(%95, %97) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
          %99 = "stablehlo.broadcast_in_dim"(%88) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x32xf32>
          %100 = "stablehlo.minimum"(%98, %99) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
          %101 = "stablehlo.constant"() { value = dense<0> : tensor<ui8> } : () -> tensor<ui8>
          %102 = "stablehlo.broadcast_in_dim"(%101) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<16x32xui8>
          %103 = "stablehlo.shift_right_logical"(%state_18, %102) : (tensor<16x32xui8>, tensor<16x32xui8>) -> tensor<16x32xui8>
          %104 = "stablehlo.constant"() { value = dense<3> : tensor<ui8> } : () -> tensor<ui8>
          %105 = "stablehlo.broadcast_in_dim"(%104) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<16x32xui8>
          %106 = "stablehlo.and"(%103, %105) : (tensor<16x32xui8>, tensor<16x32xui8>) -> tensor<16x32xui8>
          %107 = "stablehlo.convert"(%106) : (tensor<16x32xui8>) -> tensor<16x32xf32>
          %108 = "stablehlo.constant"() { value = dense<-1.0> : tensor<f32> } : () -> tensor<f32>
          %109 = "stablehlo.broadcast_in_dim"(%108) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<16x32xf32>
          %110 = "stablehlo.add"(%107, %109) : (tensor<16x32xf32>, tensor<16x32xf32>) -> tensor<16x32xf32>
          %111 = "stablehlo.reshape"(%110) : (tensor<16x32xf32>) -> tensor<1x16x32xf32>
          %112 = "stablehlo.constant"() { value = dense<2> : tensor<ui8> } : () -> tensor<ui8>
          %113 = "stablehlo.broadcast_in_dim"(%112) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<16x32xui8>
          %114 = "stablehlo.shift_right_logical"(%state_18, %113) : (tensor<16x32xui8>, tensor<16x32xui8>) -> tensor<16x32xui8>
          %115 = "stablehlo.broadcast_in_dim"(%104) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<16x32xui8>
          %116 = "stablehlo.and"(%114, %115) : (tensor<16x32xui8>, tensor<16x32xui8>) -> tensor<16x32xui8>
          %117 = "stablehlo.convert"(%116) : (tensor<16x32xui8>) -> tensor<16x32xf32>
          %118 = "stablehlo.broadcast_in_dim"(%108) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<16x32xf32>
          %119 = "stablehlo.add"(%117, %118) : (tensor<16x32xf32>, tensor<16x32xf32>) -> tensor<16x32xf32>
          %120 = "stablehlo.reshape"(%119) : (tensor<16x32xf32>) -> tensor<1x16x32xf32>
          %121 = "stablehlo.constant"() { value = dense<4> : tensor<ui8> } : () -> tensor<ui8>
          %122 = "stablehlo.broadcast_in_dim"(%121) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<16x32xui8>
          %123 = "stablehlo.shift_right_logical"(%state_18, %122) : (tensor<16x32xui8>, tensor<16x32xui8>) -> tensor<16x32xui8>
          %124 = "stablehlo.broadcast_in_dim"(%104) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<16x32xui8>
          %125 = "stablehlo.and"(%123, %124) : (tensor<16x32xui8>, tensor<16x32xui8>) -> tensor<16x32xui8>
          %126 = "stablehlo.convert"(%125) : (tensor<16x32xui8>) -> tensor<16x32xf32>
          %127 = "stablehlo.broadcast_in_dim"(%108) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<16x32xf32>
          %128 = "stablehlo.add"(%126, %127) : (tensor<16x32xf32>, tensor<16x32xf32>) -> tensor<16x32xf32>
          %129 = "stablehlo.reshape"(%128) : (tensor<16x32xf32>) -> tensor<1x16x32xf32>
          %130 = "stablehlo.constant"() { value = dense<6> : tensor<ui8> } : () -> tensor<ui8>
          %131 = "stablehlo.broadcast_in_dim"(%130) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<16x32xui8>
          %132 = "stablehlo.shift_right_logical"(%state_18, %131) : (tensor<16x32xui8>, tensor<16x32xui8>) -> tensor<16x32xui8>
          %133 = "stablehlo.broadcast_in_dim"(%104) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<16x32xui8>
          %134 = "stablehlo.and"(%132, %133) : (tensor<16x32xui8>, tensor<16x32xui8>) -> tensor<16x32xui8>
          %135 = "stablehlo.convert"(%134) : (tensor<16x32xui8>) -> tensor<16x32xf32>
          %136 = "stablehlo.broadcast_in_dim"(%108) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<16x32xf32>
          %137 = "stablehlo.add"(%135, %136) : (tensor<16x32xf32>, tensor<16x32xf32>) -> tensor<16x32xf32>
          %138 = "stablehlo.reshape"(%137) : (tensor<16x32xf32>) -> tensor<1x16x32xf32>
          %139 = "stablehlo.concatenate"(%111, %120, %129, %138) { dimension = 0 : i64 } : (tensor<1x16x32xf32>, tensor<1x16x32xf32>, tensor<1x16x32xf32>, tensor<1x16x32xf32>) -> tensor<4x16x32xf32>
          %140 = "stablehlo.dot_general"(%100, %139) {
            dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [],
  rhs_batching_dimensions = [],
  lhs_contracting_dimensions = [1],
  rhs_contracting_dimensions = [2]
>,
            precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
          } : (tensor<4x32xf32>, tensor<4x16x32xf32>) -> tensor<4x4x16xf32>
          %141 = "stablehlo.slice"(%state_14) {
            limit_indices = array<i64: 1, 16>,
            start_indices = array<i64: 0, 0>,
            strides = array<i64: 1, 1>
          } : (tensor<1x16xf32>) -> tensor<1x16xf32>
          %142 = "stablehlo.reshape"(%141) : (tensor<1x16xf32>) -> tensor<16xf32>
          %143 = "stablehlo.reshape"(%142) : (tensor<16xf32>) -> tensor<1x1x16xf32>
          %144 = "stablehlo.reshape"(%92) : (tensor<4x1xf32>) -> tensor<4x1x1xf32>
          %145 = "stablehlo.broadcast_in_dim"(%144) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x16xf32>
          %146 = "stablehlo.broadcast_in_dim"(%143) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<1x1x16xf32>) -> tensor<4x1x16xf32>
          %147 = "stablehlo.divide"(%146, %145) : (tensor<4x1x16xf32>, tensor<4x1x16xf32>) -> tensor<4x1x16xf32>
          %148 = "stablehlo.broadcast_in_dim"(%147) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x16xf32>) -> tensor<4x4x16xf32>
          %149 = "stablehlo.multiply"(%140, %148) : (tensor<4x4x16xf32>, tensor<4x4x16xf32>) -> tensor<4x4x16xf32>
          %150 = "stablehlo.slice"(%149) {
            limit_indices = array<i64: 4, 4, 8>,
            start_indices = array<i64: 0, 0, 0>,
            strides = array<i64: 1, 1, 1>
          } : (tensor<4x4x16xf32>) -> tensor<4x4x8xf32>
          %151 = "stablehlo.reshape"(%150) : (tensor<4x4x8xf32>) -> tensor<4x32xf32>
          %152 = "stablehlo.slice"(%149) {
            limit_indices = array<i64: 4, 4, 12>,
            start_indices = array<i64: 0, 0, 8>,
            strides = array<i64: 1, 1, 1>
          } : (tensor<4x4x16xf32>) -> tensor<4x4x4xf32>
          %153 = "stablehlo.reshape"(%152) : (tensor<4x4x4xf32>) -> tensor<4x16xf32>
          %154 = "stablehlo.slice"(%149) {
            limit_indices = array<i64: 4, 4, 16>,
            start_indices = array<i64: 0, 0, 12>,
            strides = array<i64: 1, 1, 1>
          } : (tensor<4x4x16xf32>) -> tensor<4x4x4xf32>
          %155 = "stablehlo.reshape"(%154) : (tensor<4x4x4xf32>) -> tensor<4x16xf32>
          %156 = "stablehlo.reshape"(%151) : (tensor<4x32xf32>) -> tensor<4x4x8xf32>
          %157 = "stablehlo.slice"(%156) {
            limit_indices = array<i64: 4, 4, 4>,
            start_indices = array<i64: 0, 0, 0>,
            strides = array<i64: 1, 1, 1>
          } : (tensor<4x4x8xf32>) -> tensor<4x4x4xf32>
          %158 = "stablehlo.slice"(%156) {
            limit_indices = array<i64: 4, 4, 8>,
            start_indices = array<i64: 0, 0, 4>,
            strides = array<i64: 1, 1, 1>
          } : (tensor<4x4x8xf32>) -> tensor<4x4x4xf32>
          %159 = "stablehlo.broadcast_in_dim"(%41) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x4xf32>) -> tensor<4x4x4xf32>
          %160 = "stablehlo.broadcast_in_dim"(%43) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x4xf32>) -> tensor<4x4x4xf32>
          %161 = "stablehlo.multiply"(%157, %159) : (tensor<4x4x4xf32>, tensor<4x4x4xf32>) -> tensor<4x4x4xf32>
          %162 = "stablehlo.multiply"(%158, %160) : (tensor<4x4x4xf32>, tensor<4x4x4xf32>) -> tensor<4x4x4xf32>
          %163 = "stablehlo.subtract"(%161, %162) : (tensor<4x4x4xf32>, tensor<4x4x4xf32>) -> tensor<4x4x4xf32>
          %164 = "stablehlo.multiply"(%158, %159) : (tensor<4x4x4xf32>, tensor<4x4x4xf32>) -> tensor<4x4x4xf32>
          %165 = "stablehlo.multiply"(%157, %160) : (tensor<4x4x4xf32>, tensor<4x4x4xf32>) -> tensor<4x4x4xf32>
          %166 = "stablehlo.add"(%164, %165) : (tensor<4x4x4xf32>, tensor<4x4x4xf32>) -> tensor<4x4x4xf32>
          %167 = "stablehlo.concatenate"(%163, %166) { dimension = 2 : i64 } : (tensor<4x4x4xf32>, tensor<4x4x4xf32>) -> tensor<4x4x8xf32>
          %168 = "stablehlo.reshape"(%153) : (tensor<4x16xf32>) -> tensor<4x2x8xf32>
          %169 = "stablehlo.slice"(%168) {
            limit_indices = array<i64: 4, 2, 4>,
            start_indices = array<i64: 0, 0, 0>,
            strides = array<i64: 1, 1, 1>
          } : (tensor<4x2x8xf32>) -> tensor<4x2x4xf32>
          %170 = "stablehlo.slice"(%168) {
            limit_indices = array<i64: 4, 2, 8>,
            start_indices = array<i64: 0, 0, 4>,
            strides = array<i64: 1, 1, 1>
          } : (tensor<4x2x8xf32>) -> tensor<4x2x4xf32>
          %171 = "stablehlo.broadcast_in_dim"(%41) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x4xf32>) -> tensor<4x2x4xf32>
          %172 = "stablehlo.broadcast_in_dim"(%43) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x4xf32>) -> tensor<4x2x4xf32>
          %173 = "stablehlo.multiply"(%169, %171) : (tensor<4x2x4xf32>, tensor<4x2x4xf32>) -> tensor<4x2x4xf32>
          %174 = "stablehlo.multiply"(%170, %172) : (tensor<4x2x4xf32>, tensor<4x2x4xf32>) -> tensor<4x2x4xf32>
          %175 = "stablehlo.subtract"(%173, %174) : (tensor<4x2x4xf32>, tensor<4x2x4xf32>) -> tensor<4x2x4xf32>
          %176 = "stablehlo.multiply"(%170, %171) : (tensor<4x2x4xf32>, tensor<4x2x4xf32>) -> tensor<4x2x4xf32>
          %177 = "stablehlo.multiply"(%169, %172) : (tensor<4x2x4xf32>, tensor<4x2x4xf32>) -> tensor<4x2x4xf32>
          %178 = "stablehlo.add"(%176, %177) : (tensor<4x2x4xf32>, tensor<4x2x4xf32>) -> tensor<4x2x4xf32>
          %179 = "stablehlo.concatenate"(%175, %178) { dimension = 2 : i64 } : (tensor<4x2x4xf32>, tensor<4x2x4xf32>) -> tensor<4x2x8xf32>
          %180 = "stablehlo.reshape"(%179) : (tensor<4x2x8xf32>) -> tensor<4x1x16xf32>
          %181 = "stablehlo.reshape"(%155) : (tensor<4x16xf32>) -> tensor<4x1x16xf32>
          %182 = "stablehlo.concatenate"(%180, %181) { dimension = 1 : i64 } : (tensor<4x1x16xf32>, tensor<4x1x16xf32>) -> tensor<4x2x16xf32>
          %183 = "stablehlo.bitcast_convert"(%182) : (tensor<4x2x16xf32>) -> tensor<4x2x16xi32>
          %184 = "stablehlo.gather"(%state_3, %39) {
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
          %185 = "stablehlo.subtract"(%183, %184) : (tensor<4x2x16xi32>, tensor<4x2x16xi32>) -> tensor<4x2x16xi32>
          %187 = "stablehlo.scatter"(%state_3, %39, %185) ({
            ^updateFn(%lhs: tensor<i32>, %rhs: tensor<i32>) :
                %186 = "stablehlo.add"(%lhs, %rhs) : (tensor<i32>, tensor<i32>) -> tensor<i32>
                "stablehlo.return"(%186) : (tensor<i32>) -> ()
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
          %188 = "stablehlo.gather"(%187, %27) {
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
          %189 = "stablehlo.bitcast_convert"(%188) : (tensor<4x4x8x2x16xi32>) -> tensor<4x4x8x2x16xf32>
          %190 = "stablehlo.reshape"(%189) : (tensor<4x4x8x2x16xf32>) -> tensor<4x32x2x16xf32>
          %191 = "stablehlo.slice"(%190) {
            limit_indices = array<i64: 4, 32, 2, 16>,
            start_indices = array<i64: 0, 0, 1, 0>,
            strides = array<i64: 1, 1, 1, 1>
          } : (tensor<4x32x2x16xf32>) -> tensor<4x32x1x16xf32>
          %192 = "stablehlo.reshape"(%191) : (tensor<4x32x1x16xf32>) -> tensor<4x32x16xf32>
          %193 = "stablehlo.broadcast_in_dim"(%55) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x32x1xi1>) -> tensor<4x32x16xi1>
          %194 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %195 = "stablehlo.broadcast_in_dim"(%194) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x32x16xf32>
          %196 = "stablehlo.select"(%193, %192, %195) : (tensor<4x32x16xi1>, tensor<4x32x16xf32>, tensor<4x32x16xf32>) -> tensor<4x32x16xf32>
          %197 = "stablehlo.slice"(%190) {
            limit_indices = array<i64: 4, 32, 1, 16>,
            start_indices = array<i64: 0, 0, 0, 0>,
            strides = array<i64: 1, 1, 1, 1>
          } : (tensor<4x32x2x16xf32>) -> tensor<4x32x1x16xf32>
          %198 = "stablehlo.reshape"(%197) : (tensor<4x32x1x16xf32>) -> tensor<4x32x16xf32>
          %199 = "stablehlo.reshape"(%198) : (tensor<4x32x16xf32>) -> tensor<4x32x2x8xf32>
          %200 = "stablehlo.reshape"(%196) : (tensor<4x32x16xf32>) -> tensor<4x32x2x8xf32>
          %201 = "stablehlo.reshape"(%167) : (tensor<4x4x8xf32>) -> tensor<4x1x2x2x8xf32>
          %202 = "stablehlo.dot_general"(%201, %199) {
            dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0, 2],
  rhs_batching_dimensions = [0, 2],
  lhs_contracting_dimensions = [4],
  rhs_contracting_dimensions = [3]
>,
            precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
          } : (tensor<4x1x2x2x8xf32>, tensor<4x32x2x8xf32>) -> tensor<4x2x1x2x32xf32>
          %203 = "stablehlo.transpose"(%202) { permutation = array<i64: 0, 1, 3, 2, 4> } : (tensor<4x2x1x2x32xf32>) -> tensor<4x2x2x1x32xf32>
          %204 = "stablehlo.constant"() { value = dense<0.3535533845424652> : tensor<f32> } : () -> tensor<f32>
          %205 = "stablehlo.broadcast_in_dim"(%204) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x2x2x1x32xf32>
          %206 = "stablehlo.multiply"(%203, %205) : (tensor<4x2x2x1x32xf32>, tensor<4x2x2x1x32xf32>) -> tensor<4x2x2x1x32xf32>
          %207 = "stablehlo.broadcast_in_dim"(%48) { broadcast_dimensions = array<i64: 0, 1, 2, 3, 4> } : (tensor<4x1x1x1x32xi1>) -> tensor<4x2x2x1x32xi1>
          %208 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
          %209 = "stablehlo.broadcast_in_dim"(%208) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x2x2x1x32xf32>
          %210 = "stablehlo.select"(%207, %206, %209) : (tensor<4x2x2x1x32xi1>, tensor<4x2x2x1x32xf32>, tensor<4x2x2x1x32xf32>) -> tensor<4x2x2x1x32xf32>
          %211 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
          %212 = "stablehlo.reduce"(%210, %211) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %81 = "stablehlo.maximum"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%81) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 4> } : (tensor<4x2x2x1x32xf32>, tensor<f32>) -> tensor<4x2x2x1xf32>
          %213 = "stablehlo.reshape"(%212) : (tensor<4x2x2x1xf32>) -> tensor<4x2x2x1x1xf32>
          %214 = "stablehlo.broadcast_in_dim"(%194) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x2x2x1x32xf32>
          %215 = "stablehlo.broadcast_in_dim"(%213) { broadcast_dimensions = array<i64: 0, 1, 2, 3, 4> } : (tensor<4x2x2x1x1xf32>) -> tensor<4x2x2x1x32xf32>
          %216 = "stablehlo.subtract"(%206, %215) : (tensor<4x2x2x1x32xf32>, tensor<4x2x2x1x32xf32>) -> tensor<4x2x2x1x32xf32>
          %217 = "stablehlo.select"(%207, %216, %214) : (tensor<4x2x2x1x32xi1>, tensor<4x2x2x1x32xf32>, tensor<4x2x2x1x32xf32>) -> tensor<4x2x2x1x32xf32>
          %218 = "stablehlo.exponential"(%217) : (tensor<4x2x2x1x32xf32>) -> tensor<4x2x2x1x32xf32>
          %219 = "stablehlo.select"(%207, %218, %214) : (tensor<4x2x2x1x32xi1>, tensor<4x2x2x1x32xf32>, tensor<4x2x2x1x32xf32>) -> tensor<4x2x2x1x32xf32>
          %220 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %221 = "stablehlo.reduce"(%219, %220) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %61 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%61) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 4> } : (tensor<4x2x2x1x32xf32>, tensor<f32>) -> tensor<4x2x2x1xf32>
          %222 = "stablehlo.reshape"(%221) : (tensor<4x2x2x1xf32>) -> tensor<4x2x2x1x1xf32>
          %223 = "stablehlo.broadcast_in_dim"(%222) { broadcast_dimensions = array<i64: 0, 1, 2, 3, 4> } : (tensor<4x2x2x1x1xf32>) -> tensor<4x2x2x1x32xf32>
          %224 = "stablehlo.divide"(%219, %223) : (tensor<4x2x2x1x32xf32>, tensor<4x2x2x1x32xf32>) -> tensor<4x2x2x1x32xf32>
          %225 = "stablehlo.select"(%207, %224, %214) : (tensor<4x2x2x1x32xi1>, tensor<4x2x2x1x32xf32>, tensor<4x2x2x1x32xf32>) -> tensor<4x2x2x1x32xf32>
          %226 = "stablehlo.dot_general"(%225, %200) {
            dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0, 1],
  rhs_batching_dimensions = [0, 2],
  lhs_contracting_dimensions = [4],
  rhs_contracting_dimensions = [1]
>,
            precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
          } : (tensor<4x2x2x1x32xf32>, tensor<4x32x2x8xf32>) -> tensor<4x2x2x1x8xf32>
          %227 = "stablehlo.transpose"(%226) { permutation = array<i64: 0, 3, 1, 2, 4> } : (tensor<4x2x2x1x8xf32>) -> tensor<4x1x2x2x8xf32>
          %228 = "stablehlo.reshape"(%227) : (tensor<4x1x2x2x8xf32>) -> tensor<4x32xf32>
          %229 = "stablehlo.slice"(%state_9) {
            limit_indices = array<i64: 1, 32>,
            start_indices = array<i64: 0, 0>,
            strides = array<i64: 1, 1>
          } : (tensor<1x32xf32>) -> tensor<1x32xf32>
          %230 = "stablehlo.reshape"(%229) : (tensor<1x32xf32>) -> tensor<32xf32>
          %231 = "stablehlo.multiply"(%228, %228) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
          %232 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %233 = "stablehlo.reduce"(%231, %232) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %61 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%61) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x32xf32>, tensor<f32>) -> tensor<4xf32>
          %234 = "stablehlo.broadcast_in_dim"(%64) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %235 = "stablehlo.multiply"(%233, %234) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %236 = "stablehlo.broadcast_in_dim"(%67) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %237 = "stablehlo.add"(%235, %236) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %238 = "stablehlo.sqrt"(%237) : (tensor<4xf32>) -> tensor<4xf32>
          %239 = "stablehlo.broadcast_in_dim"(%71) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %240 = "stablehlo.divide"(%239, %238) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %241 = "stablehlo.reshape"(%240) : (tensor<4xf32>) -> tensor<4x1xf32>
          %242 = "stablehlo.broadcast_in_dim"(%241) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x32xf32>
          %243 = "stablehlo.multiply"(%228, %242) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
          %244 = "stablehlo.reshape"(%230) : (tensor<32xf32>) -> tensor<1x32xf32>
          %245 = "stablehlo.broadcast_in_dim"(%244) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<1x32xf32>) -> tensor<4x32xf32>
          %246 = "stablehlo.multiply"(%243, %245) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
          %247 = "stablehlo.abs"(%246) : (tensor<4x32xf32>) -> tensor<4x32xf32>
          %248 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
          %249 = "stablehlo.reduce"(%247, %248) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %81 = "stablehlo.maximum"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%81) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x32xf32>, tensor<f32>) -> tensor<4xf32>
          %250 = "stablehlo.broadcast_in_dim"(%84) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %251 = "stablehlo.maximum"(%249, %250) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %252 = "stablehlo.broadcast_in_dim"(%71) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %253 = "stablehlo.broadcast_in_dim"(%88) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %254 = "stablehlo.multiply"(%252, %253) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %255 = "stablehlo.divide"(%254, %251) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %256 = "stablehlo.reshape"(%255) : (tensor<4xf32>) -> tensor<4x1xf32>
          %257 = "stablehlo.broadcast_in_dim"(%256) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x32xf32>
          %258 = "stablehlo.multiply"(%246, %257) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
          %259 = "stablehlo.round_nearest_even"(%258) : (tensor<4x32xf32>) -> tensor<4x32xf32>
          %260 = "stablehlo.broadcast_in_dim"(%96) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x32xf32>
          %261 = "stablehlo.maximum"(%259, %260) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
          %262 = "stablehlo.broadcast_in_dim"(%88) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x32xf32>
          %263 = "stablehlo.minimum"(%261, %262) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
          %264 = "stablehlo.broadcast_in_dim"(%101) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x32xui8>
          %265 = "stablehlo.shift_right_logical"(%state_19, %264) : (tensor<8x32xui8>, tensor<8x32xui8>) -> tensor<8x32xui8>
          %266 = "stablehlo.broadcast_in_dim"(%104) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x32xui8>
          %267 = "stablehlo.and"(%265, %266) : (tensor<8x32xui8>, tensor<8x32xui8>) -> tensor<8x32xui8>
          %268 = "stablehlo.convert"(%267) : (tensor<8x32xui8>) -> tensor<8x32xf32>
          %269 = "stablehlo.broadcast_in_dim"(%108) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<8x32xf32>
          %270 = "stablehlo.add"(%268, %269) : (tensor<8x32xf32>, tensor<8x32xf32>) -> tensor<8x32xf32>
          %271 = "stablehlo.reshape"(%270) : (tensor<8x32xf32>) -> tensor<1x8x32xf32>
          %272 = "stablehlo.broadcast_in_dim"(%112) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x32xui8>
          %273 = "stablehlo.shift_right_logical"(%state_19, %272) : (tensor<8x32xui8>, tensor<8x32xui8>) -> tensor<8x32xui8>
          %274 = "stablehlo.broadcast_in_dim"(%104) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x32xui8>
          %275 = "stablehlo.and"(%273, %274) : (tensor<8x32xui8>, tensor<8x32xui8>) -> tensor<8x32xui8>
          %276 = "stablehlo.convert"(%275) : (tensor<8x32xui8>) -> tensor<8x32xf32>
          %277 = "stablehlo.broadcast_in_dim"(%108) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<8x32xf32>
          %278 = "stablehlo.add"(%276, %277) : (tensor<8x32xf32>, tensor<8x32xf32>) -> tensor<8x32xf32>
          %279 = "stablehlo.reshape"(%278) : (tensor<8x32xf32>) -> tensor<1x8x32xf32>
          %280 = "stablehlo.broadcast_in_dim"(%121) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x32xui8>
          %281 = "stablehlo.shift_right_logical"(%state_19, %280) : (tensor<8x32xui8>, tensor<8x32xui8>) -> tensor<8x32xui8>
          %282 = "stablehlo.broadcast_in_dim"(%104) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x32xui8>
          %283 = "stablehlo.and"(%281, %282) : (tensor<8x32xui8>, tensor<8x32xui8>) -> tensor<8x32xui8>
          %284 = "stablehlo.convert"(%283) : (tensor<8x32xui8>) -> tensor<8x32xf32>
          %285 = "stablehlo.broadcast_in_dim"(%108) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<8x32xf32>
          %286 = "stablehlo.add"(%284, %285) : (tensor<8x32xf32>, tensor<8x32xf32>) -> tensor<8x32xf32>
          %287 = "stablehlo.reshape"(%286) : (tensor<8x32xf32>) -> tensor<1x8x32xf32>
          %288 = "stablehlo.broadcast_in_dim"(%130) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x32xui8>
          %289 = "stablehlo.shift_right_logical"(%state_19, %288) : (tensor<8x32xui8>, tensor<8x32xui8>) -> tensor<8x32xui8>
          %290 = "stablehlo.broadcast_in_dim"(%104) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x32xui8>
          %291 = "stablehlo.and"(%289, %290) : (tensor<8x32xui8>, tensor<8x32xui8>) -> tensor<8x32xui8>
          %292 = "stablehlo.convert"(%291) : (tensor<8x32xui8>) -> tensor<8x32xf32>
          %293 = "stablehlo.broadcast_in_dim"(%108) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<8x32xf32>
          %294 = "stablehlo.add"(%292, %293) : (tensor<8x32xf32>, tensor<8x32xf32>) -> tensor<8x32xf32>
          %295 = "stablehlo.reshape"(%294) : (tensor<8x32xf32>) -> tensor<1x8x32xf32>
          %296 = "stablehlo.concatenate"(%271, %279, %287, %295) { dimension = 0 : i64 } : (tensor<1x8x32xf32>, tensor<1x8x32xf32>, tensor<1x8x32xf32>, tensor<1x8x32xf32>) -> tensor<4x8x32xf32>
          %297 = "stablehlo.dot_general"(%263, %296) {
            dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [],
  rhs_batching_dimensions = [],
  lhs_contracting_dimensions = [1],
  rhs_contracting_dimensions = [2]
>,
            precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
          } : (tensor<4x32xf32>, tensor<4x8x32xf32>) -> tensor<4x4x8xf32>
          %298 = "stablehlo.slice"(%state_15) {
            limit_indices = array<i64: 1, 8>,
            start_indices = array<i64: 0, 0>,
            strides = array<i64: 1, 1>
          } : (tensor<1x8xf32>) -> tensor<1x8xf32>
          %299 = "stablehlo.reshape"(%298) : (tensor<1x8xf32>) -> tensor<8xf32>
          %300 = "stablehlo.reshape"(%299) : (tensor<8xf32>) -> tensor<1x1x8xf32>
          %301 = "stablehlo.reshape"(%256) : (tensor<4x1xf32>) -> tensor<4x1x1xf32>
          %302 = "stablehlo.broadcast_in_dim"(%301) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x8xf32>
          %303 = "stablehlo.broadcast_in_dim"(%300) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<1x1x8xf32>) -> tensor<4x1x8xf32>
          %304 = "stablehlo.divide"(%303, %302) : (tensor<4x1x8xf32>, tensor<4x1x8xf32>) -> tensor<4x1x8xf32>
          %305 = "stablehlo.broadcast_in_dim"(%304) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x8xf32>) -> tensor<4x4x8xf32>
          %306 = "stablehlo.multiply"(%297, %305) : (tensor<4x4x8xf32>, tensor<4x4x8xf32>) -> tensor<4x4x8xf32>
          %307 = "stablehlo.reshape"(%306) : (tensor<4x4x8xf32>) -> tensor<4x32xf32>
          %308 = "stablehlo.add"(%57, %307) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
          %309 = "stablehlo.slice"(%state_8) {
            limit_indices = array<i64: 1, 32>,
            start_indices = array<i64: 0, 0>,
            strides = array<i64: 1, 1>
          } : (tensor<1x32xf32>) -> tensor<1x32xf32>
          %310 = "stablehlo.reshape"(%309) : (tensor<1x32xf32>) -> tensor<32xf32>
          %311 = "stablehlo.multiply"(%308, %308) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
          %312 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %313 = "stablehlo.reduce"(%311, %312) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %61 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%61) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x32xf32>, tensor<f32>) -> tensor<4xf32>
          %314 = "stablehlo.broadcast_in_dim"(%64) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %315 = "stablehlo.multiply"(%313, %314) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %316 = "stablehlo.broadcast_in_dim"(%67) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %317 = "stablehlo.add"(%315, %316) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %318 = "stablehlo.sqrt"(%317) : (tensor<4xf32>) -> tensor<4xf32>
          %319 = "stablehlo.broadcast_in_dim"(%71) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %320 = "stablehlo.divide"(%319, %318) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %321 = "stablehlo.reshape"(%320) : (tensor<4xf32>) -> tensor<4x1xf32>
          %322 = "stablehlo.broadcast_in_dim"(%321) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x32xf32>
          %323 = "stablehlo.multiply"(%308, %322) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
          %324 = "stablehlo.reshape"(%310) : (tensor<32xf32>) -> tensor<1x32xf32>
          %325 = "stablehlo.broadcast_in_dim"(%324) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<1x32xf32>) -> tensor<4x32xf32>
          %326 = "stablehlo.multiply"(%323, %325) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
          %327 = "stablehlo.abs"(%326) : (tensor<4x32xf32>) -> tensor<4x32xf32>
          %328 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
          %329 = "stablehlo.reduce"(%327, %328) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %81 = "stablehlo.maximum"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%81) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x32xf32>, tensor<f32>) -> tensor<4xf32>
          %330 = "stablehlo.broadcast_in_dim"(%84) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %331 = "stablehlo.maximum"(%329, %330) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %332 = "stablehlo.broadcast_in_dim"(%71) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %333 = "stablehlo.broadcast_in_dim"(%88) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %334 = "stablehlo.multiply"(%332, %333) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %335 = "stablehlo.divide"(%334, %331) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %336 = "stablehlo.reshape"(%335) : (tensor<4xf32>) -> tensor<4x1xf32>
          %337 = "stablehlo.broadcast_in_dim"(%336) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x32xf32>
          %338 = "stablehlo.multiply"(%326, %337) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
          %339 = "stablehlo.round_nearest_even"(%338) : (tensor<4x32xf32>) -> tensor<4x32xf32>
          %340 = "stablehlo.broadcast_in_dim"(%96) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x32xf32>
          %341 = "stablehlo.maximum"(%339, %340) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
          %342 = "stablehlo.broadcast_in_dim"(%88) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x32xf32>
          %343 = "stablehlo.minimum"(%341, %342) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
          %344 = "stablehlo.broadcast_in_dim"(%101) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<24x32xui8>
          %345 = "stablehlo.shift_right_logical"(%state_20, %344) : (tensor<24x32xui8>, tensor<24x32xui8>) -> tensor<24x32xui8>
          %346 = "stablehlo.broadcast_in_dim"(%104) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<24x32xui8>
          %347 = "stablehlo.and"(%345, %346) : (tensor<24x32xui8>, tensor<24x32xui8>) -> tensor<24x32xui8>
          %348 = "stablehlo.convert"(%347) : (tensor<24x32xui8>) -> tensor<24x32xf32>
          %349 = "stablehlo.broadcast_in_dim"(%108) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<24x32xf32>
          %350 = "stablehlo.add"(%348, %349) : (tensor<24x32xf32>, tensor<24x32xf32>) -> tensor<24x32xf32>
          %351 = "stablehlo.reshape"(%350) : (tensor<24x32xf32>) -> tensor<1x24x32xf32>
          %352 = "stablehlo.broadcast_in_dim"(%112) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<24x32xui8>
          %353 = "stablehlo.shift_right_logical"(%state_20, %352) : (tensor<24x32xui8>, tensor<24x32xui8>) -> tensor<24x32xui8>
          %354 = "stablehlo.broadcast_in_dim"(%104) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<24x32xui8>
          %355 = "stablehlo.and"(%353, %354) : (tensor<24x32xui8>, tensor<24x32xui8>) -> tensor<24x32xui8>
          %356 = "stablehlo.convert"(%355) : (tensor<24x32xui8>) -> tensor<24x32xf32>
          %357 = "stablehlo.broadcast_in_dim"(%108) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<24x32xf32>
          %358 = "stablehlo.add"(%356, %357) : (tensor<24x32xf32>, tensor<24x32xf32>) -> tensor<24x32xf32>
          %359 = "stablehlo.reshape"(%358) : (tensor<24x32xf32>) -> tensor<1x24x32xf32>
          %360 = "stablehlo.broadcast_in_dim"(%121) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<24x32xui8>
          %361 = "stablehlo.shift_right_logical"(%state_20, %360) : (tensor<24x32xui8>, tensor<24x32xui8>) -> tensor<24x32xui8>
          %362 = "stablehlo.broadcast_in_dim"(%104) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<24x32xui8>
          %363 = "stablehlo.and"(%361, %362) : (tensor<24x32xui8>, tensor<24x32xui8>) -> tensor<24x32xui8>
          %364 = "stablehlo.convert"(%363) : (tensor<24x32xui8>) -> tensor<24x32xf32>
          %365 = "stablehlo.broadcast_in_dim"(%108) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<24x32xf32>
          %366 = "stablehlo.add"(%364, %365) : (tensor<24x32xf32>, tensor<24x32xf32>) -> tensor<24x32xf32>
          %367 = "stablehlo.reshape"(%366) : (tensor<24x32xf32>) -> tensor<1x24x32xf32>
          %368 = "stablehlo.broadcast_in_dim"(%130) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<24x32xui8>
          %369 = "stablehlo.shift_right_logical"(%state_20, %368) : (tensor<24x32xui8>, tensor<24x32xui8>) -> tensor<24x32xui8>
          %370 = "stablehlo.broadcast_in_dim"(%104) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<24x32xui8>
          %371 = "stablehlo.and"(%369, %370) : (tensor<24x32xui8>, tensor<24x32xui8>) -> tensor<24x32xui8>
          %372 = "stablehlo.convert"(%371) : (tensor<24x32xui8>) -> tensor<24x32xf32>
          %373 = "stablehlo.broadcast_in_dim"(%108) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<24x32xf32>
          %374 = "stablehlo.add"(%372, %373) : (tensor<24x32xf32>, tensor<24x32xf32>) -> tensor<24x32xf32>
          %375 = "stablehlo.reshape"(%374) : (tensor<24x32xf32>) -> tensor<1x24x32xf32>
          %376 = "stablehlo.concatenate"(%351, %359, %367, %375) { dimension = 0 : i64 } : (tensor<1x24x32xf32>, tensor<1x24x32xf32>, tensor<1x24x32xf32>, tensor<1x24x32xf32>) -> tensor<4x24x32xf32>
          %377 = "stablehlo.dot_general"(%343, %376) {
            dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [],
  rhs_batching_dimensions = [],
  lhs_contracting_dimensions = [1],
  rhs_contracting_dimensions = [2]
>,
            precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
          } : (tensor<4x32xf32>, tensor<4x24x32xf32>) -> tensor<4x4x24xf32>
          %378 = "stablehlo.slice"(%state_16) {
            limit_indices = array<i64: 1, 24>,
            start_indices = array<i64: 0, 0>,
            strides = array<i64: 1, 1>
          } : (tensor<1x24xf32>) -> tensor<1x24xf32>
          %379 = "stablehlo.reshape"(%378) : (tensor<1x24xf32>) -> tensor<24xf32>
          %380 = "stablehlo.reshape"(%379) : (tensor<24xf32>) -> tensor<1x1x24xf32>
          %381 = "stablehlo.reshape"(%336) : (tensor<4x1xf32>) -> tensor<4x1x1xf32>
          %382 = "stablehlo.broadcast_in_dim"(%381) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x24xf32>
          %383 = "stablehlo.broadcast_in_dim"(%380) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<1x1x24xf32>) -> tensor<4x1x24xf32>
          %384 = "stablehlo.divide"(%383, %382) : (tensor<4x1x24xf32>, tensor<4x1x24xf32>) -> tensor<4x1x24xf32>
          %385 = "stablehlo.broadcast_in_dim"(%384) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x24xf32>) -> tensor<4x4x24xf32>
          %386 = "stablehlo.multiply"(%377, %385) : (tensor<4x4x24xf32>, tensor<4x4x24xf32>) -> tensor<4x4x24xf32>
          %387 = "stablehlo.slice"(%386) {
            limit_indices = array<i64: 4, 4, 12>,
            start_indices = array<i64: 0, 0, 0>,
            strides = array<i64: 1, 1, 1>
          } : (tensor<4x4x24xf32>) -> tensor<4x4x12xf32>
          %388 = "stablehlo.reshape"(%387) : (tensor<4x4x12xf32>) -> tensor<4x48xf32>
          %389 = "stablehlo.slice"(%386) {
            limit_indices = array<i64: 4, 4, 24>,
            start_indices = array<i64: 0, 0, 12>,
            strides = array<i64: 1, 1, 1>
          } : (tensor<4x4x24xf32>) -> tensor<4x4x12xf32>
          %390 = "stablehlo.reshape"(%389) : (tensor<4x4x12xf32>) -> tensor<4x48xf32>
          %391 = "stablehlo.broadcast_in_dim"(%194) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x48xf32>
          %392 = "stablehlo.maximum"(%388, %391) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
          %393 = "stablehlo.multiply"(%392, %392) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
          %394 = "stablehlo.multiply"(%393, %390) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
          %395 = "stablehlo.slice"(%state_10) {
            limit_indices = array<i64: 1, 48>,
            start_indices = array<i64: 0, 0>,
            strides = array<i64: 1, 1>
          } : (tensor<1x48xf32>) -> tensor<1x48xf32>
          %396 = "stablehlo.reshape"(%395) : (tensor<1x48xf32>) -> tensor<48xf32>
          %397 = "stablehlo.multiply"(%394, %394) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
          %398 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %399 = "stablehlo.reduce"(%397, %398) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %61 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%61) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x48xf32>, tensor<f32>) -> tensor<4xf32>
          %400 = "stablehlo.constant"() { value = dense<0.02083333395421505> : tensor<f32> } : () -> tensor<f32>
          %401 = "stablehlo.broadcast_in_dim"(%400) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %402 = "stablehlo.multiply"(%399, %401) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %403 = "stablehlo.broadcast_in_dim"(%67) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %404 = "stablehlo.add"(%402, %403) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %405 = "stablehlo.sqrt"(%404) : (tensor<4xf32>) -> tensor<4xf32>
          %406 = "stablehlo.broadcast_in_dim"(%71) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %407 = "stablehlo.divide"(%406, %405) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %408 = "stablehlo.reshape"(%407) : (tensor<4xf32>) -> tensor<4x1xf32>
          %409 = "stablehlo.broadcast_in_dim"(%408) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x48xf32>
          %410 = "stablehlo.multiply"(%394, %409) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
          %411 = "stablehlo.reshape"(%396) : (tensor<48xf32>) -> tensor<1x48xf32>
          %412 = "stablehlo.broadcast_in_dim"(%411) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<1x48xf32>) -> tensor<4x48xf32>
          %413 = "stablehlo.multiply"(%410, %412) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
          %414 = "stablehlo.abs"(%413) : (tensor<4x48xf32>) -> tensor<4x48xf32>
          %415 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
          %416 = "stablehlo.reduce"(%414, %415) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %81 = "stablehlo.maximum"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%81) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x48xf32>, tensor<f32>) -> tensor<4xf32>
          %417 = "stablehlo.broadcast_in_dim"(%84) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %418 = "stablehlo.maximum"(%416, %417) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %419 = "stablehlo.broadcast_in_dim"(%71) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %420 = "stablehlo.broadcast_in_dim"(%88) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %421 = "stablehlo.multiply"(%419, %420) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %422 = "stablehlo.divide"(%421, %418) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %423 = "stablehlo.reshape"(%422) : (tensor<4xf32>) -> tensor<4x1xf32>
          %424 = "stablehlo.broadcast_in_dim"(%423) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x48xf32>
          %425 = "stablehlo.multiply"(%413, %424) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
          %426 = "stablehlo.round_nearest_even"(%425) : (tensor<4x48xf32>) -> tensor<4x48xf32>
          %427 = "stablehlo.broadcast_in_dim"(%96) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x48xf32>
          %428 = "stablehlo.maximum"(%426, %427) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
          %429 = "stablehlo.broadcast_in_dim"(%88) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x48xf32>
          %430 = "stablehlo.minimum"(%428, %429) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
          %431 = "stablehlo.broadcast_in_dim"(%101) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x48xui8>
          %432 = "stablehlo.shift_right_logical"(%state_21, %431) : (tensor<8x48xui8>, tensor<8x48xui8>) -> tensor<8x48xui8>
          %433 = "stablehlo.broadcast_in_dim"(%104) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x48xui8>
          %434 = "stablehlo.and"(%432, %433) : (tensor<8x48xui8>, tensor<8x48xui8>) -> tensor<8x48xui8>
          %435 = "stablehlo.convert"(%434) : (tensor<8x48xui8>) -> tensor<8x48xf32>
          %436 = "stablehlo.broadcast_in_dim"(%108) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<8x48xf32>
          %437 = "stablehlo.add"(%435, %436) : (tensor<8x48xf32>, tensor<8x48xf32>) -> tensor<8x48xf32>
          %438 = "stablehlo.reshape"(%437) : (tensor<8x48xf32>) -> tensor<1x8x48xf32>
          %439 = "stablehlo.broadcast_in_dim"(%112) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x48xui8>
          %440 = "stablehlo.shift_right_logical"(%state_21, %439) : (tensor<8x48xui8>, tensor<8x48xui8>) -> tensor<8x48xui8>
          %441 = "stablehlo.broadcast_in_dim"(%104) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x48xui8>
          %442 = "stablehlo.and"(%440, %441) : (tensor<8x48xui8>, tensor<8x48xui8>) -> tensor<8x48xui8>
          %443 = "stablehlo.convert"(%442) : (tensor<8x48xui8>) -> tensor<8x48xf32>
          %444 = "stablehlo.broadcast_in_dim"(%108) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<8x48xf32>
          %445 = "stablehlo.add"(%443, %444) : (tensor<8x48xf32>, tensor<8x48xf32>) -> tensor<8x48xf32>
          %446 = "stablehlo.reshape"(%445) : (tensor<8x48xf32>) -> tensor<1x8x48xf32>
          %447 = "stablehlo.broadcast_in_dim"(%121) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x48xui8>
          %448 = "stablehlo.shift_right_logical"(%state_21, %447) : (tensor<8x48xui8>, tensor<8x48xui8>) -> tensor<8x48xui8>
          %449 = "stablehlo.broadcast_in_dim"(%104) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x48xui8>
          %450 = "stablehlo.and"(%448, %449) : (tensor<8x48xui8>, tensor<8x48xui8>) -> tensor<8x48xui8>
          %451 = "stablehlo.convert"(%450) : (tensor<8x48xui8>) -> tensor<8x48xf32>
          %452 = "stablehlo.broadcast_in_dim"(%108) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<8x48xf32>
          %453 = "stablehlo.add"(%451, %452) : (tensor<8x48xf32>, tensor<8x48xf32>) -> tensor<8x48xf32>
          %454 = "stablehlo.reshape"(%453) : (tensor<8x48xf32>) -> tensor<1x8x48xf32>
          %455 = "stablehlo.broadcast_in_dim"(%130) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x48xui8>
          %456 = "stablehlo.shift_right_logical"(%state_21, %455) : (tensor<8x48xui8>, tensor<8x48xui8>) -> tensor<8x48xui8>
          %457 = "stablehlo.broadcast_in_dim"(%104) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x48xui8>
          %458 = "stablehlo.and"(%456, %457) : (tensor<8x48xui8>, tensor<8x48xui8>) -> tensor<8x48xui8>
          %459 = "stablehlo.convert"(%458) : (tensor<8x48xui8>) -> tensor<8x48xf32>
          %460 = "stablehlo.broadcast_in_dim"(%108) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<8x48xf32>
          %461 = "stablehlo.add"(%459, %460) : (tensor<8x48xf32>, tensor<8x48xf32>) -> tensor<8x48xf32>
          %462 = "stablehlo.reshape"(%461) : (tensor<8x48xf32>) -> tensor<1x8x48xf32>
          %463 = "stablehlo.concatenate"(%438, %446, %454, %462) { dimension = 0 : i64 } : (tensor<1x8x48xf32>, tensor<1x8x48xf32>, tensor<1x8x48xf32>, tensor<1x8x48xf32>) -> tensor<4x8x48xf32>
          %464 = "stablehlo.dot_general"(%430, %463) {
            dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [],
  rhs_batching_dimensions = [],
  lhs_contracting_dimensions = [1],
  rhs_contracting_dimensions = [2]
>,
            precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
          } : (tensor<4x48xf32>, tensor<4x8x48xf32>) -> tensor<4x4x8xf32>
          %465 = "stablehlo.slice"(%state_17) {
            limit_indices = array<i64: 1, 8>,
            start_indices = array<i64: 0, 0>,
            strides = array<i64: 1, 1>
          } : (tensor<1x8xf32>) -> tensor<1x8xf32>
          %466 = "stablehlo.reshape"(%465) : (tensor<1x8xf32>) -> tensor<8xf32>
          %467 = "stablehlo.reshape"(%466) : (tensor<8xf32>) -> tensor<1x1x8xf32>
          %468 = "stablehlo.reshape"(%423) : (tensor<4x1xf32>) -> tensor<4x1x1xf32>
          %469 = "stablehlo.broadcast_in_dim"(%468) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x8xf32>
          %470 = "stablehlo.broadcast_in_dim"(%467) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<1x1x8xf32>) -> tensor<4x1x8xf32>
          %471 = "stablehlo.divide"(%470, %469) : (tensor<4x1x8xf32>, tensor<4x1x8xf32>) -> tensor<4x1x8xf32>
          %472 = "stablehlo.broadcast_in_dim"(%471) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x8xf32>) -> tensor<4x4x8xf32>
          %473 = "stablehlo.multiply"(%464, %472) : (tensor<4x4x8xf32>, tensor<4x4x8xf32>) -> tensor<4x4x8xf32>
          %474 = "stablehlo.reshape"(%473) : (tensor<4x4x8xf32>) -> tensor<4x32xf32>
          %475 = "stablehlo.add"(%308, %474) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
          %476 = "stablehlo.multiply"(%475, %475) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
          %477 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %478 = "stablehlo.reduce"(%476, %477) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %61 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%61) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x32xf32>, tensor<f32>) -> tensor<4xf32>
          %479 = "stablehlo.broadcast_in_dim"(%64) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %480 = "stablehlo.multiply"(%478, %479) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %481 = "stablehlo.broadcast_in_dim"(%67) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %482 = "stablehlo.add"(%480, %481) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %483 = "stablehlo.sqrt"(%482) : (tensor<4xf32>) -> tensor<4xf32>
          %484 = "stablehlo.broadcast_in_dim"(%71) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %485 = "stablehlo.divide"(%484, %483) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %486 = "stablehlo.reshape"(%485) : (tensor<4xf32>) -> tensor<4x1xf32>
          %487 = "stablehlo.broadcast_in_dim"(%486) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x32xf32>
          %488 = "stablehlo.multiply"(%475, %487) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
          %489 = "stablehlo.reshape"(%state_6) : (tensor<32xf32>) -> tensor<1x32xf32>
          %490 = "stablehlo.broadcast_in_dim"(%489) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<1x32xf32>) -> tensor<4x32xf32>
          %491 = "stablehlo.multiply"(%488, %490) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
          %492 = "stablehlo.convert"(%state_13) : (tensor<64x32xbf16>) -> tensor<64x32xf32>
          %493 = "stablehlo.dot_general"(%491, %492) {
            dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [],
  rhs_batching_dimensions = [],
  lhs_contracting_dimensions = [1],
  rhs_contracting_dimensions = [1]
>,
            precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
          } : (tensor<4x32xf32>, tensor<64x32xf32>) -> tensor<4x64xf32>
          %494 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
          %495 = "stablehlo.broadcast_in_dim"(%494) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x64xf32>
          %496 = "stablehlo.compare"(%493, %493) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction EQ>
          } : (tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xi1>
          %497 = "stablehlo.select"(%496, %493, %495) : (tensor<4x64xi1>, tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xf32>
          %498 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
          %499 = "stablehlo.reduce"(%497, %498) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %81 = "stablehlo.maximum"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%81) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x64xf32>, tensor<f32>) -> tensor<4xf32>
          %500 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
          %501 = "stablehlo.broadcast_in_dim"(%500) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %502 = "stablehlo.compare"(%499, %501) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction LE>
          } : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xi1>
          %511 = "stablehlo.iota"() { iota_dimension = 1 : i64 } : () -> tensor<4x64xi32>
          %512 = "stablehlo.constant"() { value = dense<0> : tensor<i32> } : () -> tensor<i32>
          %513 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
          %514, %515 = "stablehlo.reduce"(%511, %497, %512, %513) ({
            ^reductionFn(%lhs_idx: tensor<i32>, %lhs_v: tensor<f32>, %rhs_idx: tensor<i32>, %rhs_v: tensor<f32>) :
                %503 = "stablehlo.compare"(%lhs_v, %rhs_v) {
                  compare_type = #stablehlo<comparison_type FLOAT>,
                  comparison_direction = #stablehlo<comparison_direction GT>
                } : (tensor<f32>, tensor<f32>) -> tensor<i1>
                %504 = "stablehlo.compare"(%lhs_v, %lhs_v) {
                  compare_type = #stablehlo<comparison_type FLOAT>,
                  comparison_direction = #stablehlo<comparison_direction NE>
                } : (tensor<f32>, tensor<f32>) -> tensor<i1>
                %505 = "stablehlo.or"(%503, %504) : (tensor<i1>, tensor<i1>) -> tensor<i1>
                %506 = "stablehlo.compare"(%lhs_v, %rhs_v) {
                  compare_type = #stablehlo<comparison_type FLOAT>,
                  comparison_direction = #stablehlo<comparison_direction EQ>
                } : (tensor<f32>, tensor<f32>) -> tensor<i1>
                %507 = "stablehlo.minimum"(%lhs_idx, %rhs_idx) : (tensor<i32>, tensor<i32>) -> tensor<i32>
                %508 = "stablehlo.select"(%506, %507, %rhs_idx) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
                %509 = "stablehlo.select"(%505, %lhs_idx, %508) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
                %510 = "stablehlo.maximum"(%lhs_v, %rhs_v) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%509, %510) : (tensor<i32>, tensor<f32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x64xi32>, tensor<4x64xf32>, tensor<i32>, tensor<f32>) -> (tensor<4xi32>, tensor<4xf32>)
          %516 = "stablehlo.constant"() { value = dense<1> : tensor<i32> } : () -> tensor<i32>
          %517 = "stablehlo.broadcast_in_dim"(%516) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4xi32>
          %518 = "stablehlo.constant"() { value = dense<-1> : tensor<i32> } : () -> tensor<i32>
          %519 = "stablehlo.broadcast_in_dim"(%518) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4xi32>
          %520 = "stablehlo.multiply"(%517, %519) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
          %521 = "stablehlo.select"(%502, %520, %514) : (tensor<4xi1>, tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
          %522 = "stablehlo.reshape"(%state_0) : (tensor<i32>) -> tensor<1xi32>
          %523 = "stablehlo.gather"(%35, %522) {
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
          %524 = "stablehlo.bitcast_convert"(%29) : (tensor<4x1xi32>) -> tensor<4x1xf32>
          %525 = "stablehlo.bitcast_convert"(%31) : (tensor<4x1xi32>) -> tensor<4x1xf32>
          %526 = "stablehlo.bitcast_convert"(%33) : (tensor<4x1xi32>) -> tensor<4x1xf32>
          %527 = "stablehlo.bitcast_convert"(%523) : (tensor<4x1xi32>) -> tensor<4x1xf32>
          %528 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
          %529 = "stablehlo.broadcast_in_dim"(%528) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x64xf32>
          %530 = "stablehlo.compare"(%493, %493) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction EQ>
          } : (tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xi1>
          %531 = "stablehlo.select"(%530, %493, %529) : (tensor<4x64xi1>, tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xf32>
          %532 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
          %533 = "stablehlo.reduce"(%531, %532) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %81 = "stablehlo.maximum"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%81) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x64xf32>, tensor<f32>) -> tensor<4xf32>
          %534 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
          %535 = "stablehlo.broadcast_in_dim"(%534) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %536 = "stablehlo.compare"(%533, %535) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction LE>
          } : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xi1>
          %537 = "stablehlo.iota"() { iota_dimension = 1 : i64 } : () -> tensor<4x64xi32>
          %538 = "stablehlo.constant"() { value = dense<0> : tensor<i32> } : () -> tensor<i32>
          %539 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
          %540, %541 = "stablehlo.reduce"(%537, %531, %538, %539) ({
            ^reductionFn(%lhs_idx: tensor<i32>, %lhs_v: tensor<f32>, %rhs_idx: tensor<i32>, %rhs_v: tensor<f32>) :
                %503 = "stablehlo.compare"(%lhs_v, %rhs_v) {
                  compare_type = #stablehlo<comparison_type FLOAT>,
                  comparison_direction = #stablehlo<comparison_direction GT>
                } : (tensor<f32>, tensor<f32>) -> tensor<i1>
                %504 = "stablehlo.compare"(%lhs_v, %lhs_v) {
                  compare_type = #stablehlo<comparison_type FLOAT>,
                  comparison_direction = #stablehlo<comparison_direction NE>
                } : (tensor<f32>, tensor<f32>) -> tensor<i1>
                %505 = "stablehlo.or"(%503, %504) : (tensor<i1>, tensor<i1>) -> tensor<i1>
                %506 = "stablehlo.compare"(%lhs_v, %rhs_v) {
                  compare_type = #stablehlo<comparison_type FLOAT>,
                  comparison_direction = #stablehlo<comparison_direction EQ>
                } : (tensor<f32>, tensor<f32>) -> tensor<i1>
                %507 = "stablehlo.minimum"(%lhs_idx, %rhs_idx) : (tensor<i32>, tensor<i32>) -> tensor<i32>
                %508 = "stablehlo.select"(%506, %507, %rhs_idx) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
                %509 = "stablehlo.select"(%505, %lhs_idx, %508) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
                %510 = "stablehlo.maximum"(%lhs_v, %rhs_v) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%509, %510) : (tensor<i32>, tensor<f32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x64xi32>, tensor<4x64xf32>, tensor<i32>, tensor<f32>) -> (tensor<4xi32>, tensor<4xf32>)
          %542 = "stablehlo.broadcast_in_dim"(%516) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4xi32>
          %543 = "stablehlo.broadcast_in_dim"(%518) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4xi32>
          %544 = "stablehlo.multiply"(%542, %543) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
          %545 = "stablehlo.select"(%536, %544, %540) : (tensor<4xi1>, tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
          %546 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
          %547 = "stablehlo.broadcast_in_dim"(%546) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x64xf32>
          %548 = "stablehlo.compare"(%493, %493) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction EQ>
          } : (tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xi1>
          %549 = "stablehlo.select"(%548, %493, %547) : (tensor<4x64xi1>, tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xf32>
          %550 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
          %551 = "stablehlo.reduce"(%549, %550) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %81 = "stablehlo.maximum"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%81) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x64xf32>, tensor<f32>) -> tensor<4xf32>
          %552 = "stablehlo.reshape"(%551) : (tensor<4xf32>) -> tensor<4x1xf32>
          %553 = "stablehlo.broadcast_in_dim"(%194) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x1xf32>
          %554 = "stablehlo.compare"(%524, %553) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction LE>
          } : (tensor<4x1xf32>, tensor<4x1xf32>) -> tensor<4x1xi1>
          %555 = "stablehlo.constant"() { value = dense<0x7f800000> : tensor<f32> } : () -> tensor<f32>
          %556 = "stablehlo.broadcast_in_dim"(%555) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x1xf32>
          %557 = "stablehlo.compare"(%552, %556) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x1xf32>, tensor<4x1xf32>) -> tensor<4x1xi1>
          %558 = "stablehlo.or"(%554, %557) : (tensor<4x1xi1>, tensor<4x1xi1>) -> tensor<4x1xi1>
          %559 = "stablehlo.broadcast_in_dim"(%552) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x64xf32>
          %560 = "stablehlo.subtract"(%549, %559) : (tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xf32>
          %561 = "stablehlo.broadcast_in_dim"(%71) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x1xf32>
          %562 = "stablehlo.select"(%558, %561, %524) : (tensor<4x1xi1>, tensor<4x1xf32>, tensor<4x1xf32>) -> tensor<4x1xf32>
          %563 = "stablehlo.broadcast_in_dim"(%562) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x64xf32>
          %564 = "stablehlo.divide"(%560, %563) : (tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xf32>
          %565 = "stablehlo.broadcast_in_dim"(%194) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x64xf32>
          %566 = "stablehlo.constant"() { value = dense<-50.0> : tensor<f32> } : () -> tensor<f32>
          %567 = "stablehlo.broadcast_in_dim"(%566) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x64xf32>
          %568 = "stablehlo.add"(%565, %567) : (tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xf32>
          %569 = "stablehlo.compare"(%564, %568) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GT>
          } : (tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xi1>
          %570 = "stablehlo.exponential"(%564) : (tensor<4x64xf32>) -> tensor<4x64xf32>
          %571 = "stablehlo.select"(%569, %570, %565) : (tensor<4x64xi1>, tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xf32>
          %572 = "stablehlo.broadcast_in_dim"(%194) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x64xf32>
          %573 = "stablehlo.add"(%549, %572) : (tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xf32>
          %574 = "stablehlo.bitcast_convert"(%573) : (tensor<4x64xf32>) -> tensor<4x64xui32>
          %575 = "stablehlo.constant"() { value = dense<2147483648> : tensor<ui32> } : () -> tensor<ui32>
          %576 = "stablehlo.broadcast_in_dim"(%575) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x64xui32>
          %577 = "stablehlo.compare"(%574, %576) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x64xui32>, tensor<4x64xui32>) -> tensor<4x64xi1>
          %578 = "stablehlo.not"(%574) : (tensor<4x64xui32>) -> tensor<4x64xui32>
          %579 = "stablehlo.broadcast_in_dim"(%575) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x64xui32>
          %580 = "stablehlo.or"(%574, %579) : (tensor<4x64xui32>, tensor<4x64xui32>) -> tensor<4x64xui32>
          %581 = "stablehlo.select"(%577, %578, %580) : (tensor<4x64xi1>, tensor<4x64xui32>, tensor<4x64xui32>) -> tensor<4x64xui32>
          %582 = "stablehlo.compare"(%571, %565) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GT>
          } : (tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xi1>
          %583 = "stablehlo.broadcast_in_dim"(%71) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x64xf32>
          %584 = "stablehlo.select"(%582, %583, %565) : (tensor<4x64xi1>, tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xf32>
          %585 = "stablehlo.reshape"(%581) : (tensor<4x64xui32>) -> tensor<4x1x64xui32>
          %586 = "stablehlo.broadcast_in_dim"(%585) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x64xui32>) -> tensor<4x15x64xui32>
          %587 = "stablehlo.reshape"(%584) : (tensor<4x64xf32>) -> tensor<4x1x64xf32>
          %588 = "stablehlo.broadcast_in_dim"(%587) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x64xf32>) -> tensor<4x15x64xf32>
          %589 = "stablehlo.iota"() { iota_dimension = 1 : i64 } : () -> tensor<4x15xui32>
          %590 = "stablehlo.constant"() { value = dense<1> : tensor<ui32> } : () -> tensor<ui32>
          %591 = "stablehlo.broadcast_in_dim"(%590) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %592 = "stablehlo.add"(%591, %589) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %593 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %594 = "stablehlo.broadcast_in_dim"(%593) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %595 = "stablehlo.broadcast_in_dim"(%594) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x15xui32>
          %596 = "stablehlo.constant"() { value = dense<268435456> : tensor<ui32> } : () -> tensor<ui32>
          %597 = "stablehlo.broadcast_in_dim"(%596) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %598 = "stablehlo.multiply"(%592, %597) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %599 = "stablehlo.add"(%595, %598) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %600 = "stablehlo.reshape"(%599) : (tensor<4x15xui32>) -> tensor<4x15x1xui32>
          %601 = "stablehlo.broadcast_in_dim"(%600) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x15x1xui32>) -> tensor<4x15x64xui32>
          %602 = "stablehlo.compare"(%586, %601) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15x64xui32>, tensor<4x15x64xui32>) -> tensor<4x15x64xi1>
          %603 = "stablehlo.broadcast_in_dim"(%194) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x15x64xf32>
          %604 = "stablehlo.select"(%602, %588, %603) : (tensor<4x15x64xi1>, tensor<4x15x64xf32>, tensor<4x15x64xf32>) -> tensor<4x15x64xf32>
          %605 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %606 = "stablehlo.reduce"(%604, %605) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %61 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%61) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x15x64xf32>, tensor<f32>) -> tensor<4x15xf32>
          %607 = "stablehlo.broadcast_in_dim"(%525) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x15xf32>
          %608 = "stablehlo.compare"(%606, %607) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15xf32>, tensor<4x15xf32>) -> tensor<4x15xi1>
          %609 = "stablehlo.convert"(%608) : (tensor<4x15xi1>) -> tensor<4x15xui32>
          %611 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %612 = "stablehlo.reduce"(%609, %611) ({
            ^reductionFn(%lhs: tensor<ui32>, %rhs: tensor<ui32>) :
                %610 = "stablehlo.add"(%lhs, %rhs) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
                "stablehlo.return"(%610) : (tensor<ui32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x15xui32>, tensor<ui32>) -> tensor<4xui32>
          %613 = "stablehlo.reshape"(%612) : (tensor<4xui32>) -> tensor<4x1xui32>
          %614 = "stablehlo.broadcast_in_dim"(%596) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %615 = "stablehlo.multiply"(%613, %614) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %616 = "stablehlo.add"(%594, %615) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %617 = "stablehlo.broadcast_in_dim"(%616) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x15xui32>
          %618 = "stablehlo.constant"() { value = dense<16777216> : tensor<ui32> } : () -> tensor<ui32>
          %619 = "stablehlo.broadcast_in_dim"(%618) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %620 = "stablehlo.multiply"(%592, %619) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %621 = "stablehlo.add"(%617, %620) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %622 = "stablehlo.reshape"(%621) : (tensor<4x15xui32>) -> tensor<4x15x1xui32>
          %623 = "stablehlo.broadcast_in_dim"(%622) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x15x1xui32>) -> tensor<4x15x64xui32>
          %624 = "stablehlo.compare"(%586, %623) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15x64xui32>, tensor<4x15x64xui32>) -> tensor<4x15x64xi1>
          %625 = "stablehlo.broadcast_in_dim"(%194) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x15x64xf32>
          %626 = "stablehlo.select"(%624, %588, %625) : (tensor<4x15x64xi1>, tensor<4x15x64xf32>, tensor<4x15x64xf32>) -> tensor<4x15x64xf32>
          %627 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %628 = "stablehlo.reduce"(%626, %627) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %61 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%61) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x15x64xf32>, tensor<f32>) -> tensor<4x15xf32>
          %629 = "stablehlo.broadcast_in_dim"(%525) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x15xf32>
          %630 = "stablehlo.compare"(%628, %629) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15xf32>, tensor<4x15xf32>) -> tensor<4x15xi1>
          %631 = "stablehlo.convert"(%630) : (tensor<4x15xi1>) -> tensor<4x15xui32>
          %632 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %633 = "stablehlo.reduce"(%631, %632) ({
            ^reductionFn(%lhs: tensor<ui32>, %rhs: tensor<ui32>) :
                %610 = "stablehlo.add"(%lhs, %rhs) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
                "stablehlo.return"(%610) : (tensor<ui32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x15xui32>, tensor<ui32>) -> tensor<4xui32>
          %634 = "stablehlo.reshape"(%633) : (tensor<4xui32>) -> tensor<4x1xui32>
          %635 = "stablehlo.broadcast_in_dim"(%618) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %636 = "stablehlo.multiply"(%634, %635) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %637 = "stablehlo.add"(%616, %636) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %638 = "stablehlo.broadcast_in_dim"(%637) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x15xui32>
          %639 = "stablehlo.constant"() { value = dense<1048576> : tensor<ui32> } : () -> tensor<ui32>
          %640 = "stablehlo.broadcast_in_dim"(%639) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %641 = "stablehlo.multiply"(%592, %640) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %642 = "stablehlo.add"(%638, %641) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %643 = "stablehlo.reshape"(%642) : (tensor<4x15xui32>) -> tensor<4x15x1xui32>
          %644 = "stablehlo.broadcast_in_dim"(%643) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x15x1xui32>) -> tensor<4x15x64xui32>
          %645 = "stablehlo.compare"(%586, %644) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15x64xui32>, tensor<4x15x64xui32>) -> tensor<4x15x64xi1>
          %646 = "stablehlo.broadcast_in_dim"(%194) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x15x64xf32>
          %647 = "stablehlo.select"(%645, %588, %646) : (tensor<4x15x64xi1>, tensor<4x15x64xf32>, tensor<4x15x64xf32>) -> tensor<4x15x64xf32>
          %648 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %649 = "stablehlo.reduce"(%647, %648) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %61 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%61) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x15x64xf32>, tensor<f32>) -> tensor<4x15xf32>
          %650 = "stablehlo.broadcast_in_dim"(%525) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x15xf32>
          %651 = "stablehlo.compare"(%649, %650) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15xf32>, tensor<4x15xf32>) -> tensor<4x15xi1>
          %652 = "stablehlo.convert"(%651) : (tensor<4x15xi1>) -> tensor<4x15xui32>
          %653 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %654 = "stablehlo.reduce"(%652, %653) ({
            ^reductionFn(%lhs: tensor<ui32>, %rhs: tensor<ui32>) :
                %610 = "stablehlo.add"(%lhs, %rhs) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
                "stablehlo.return"(%610) : (tensor<ui32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x15xui32>, tensor<ui32>) -> tensor<4xui32>
          %655 = "stablehlo.reshape"(%654) : (tensor<4xui32>) -> tensor<4x1xui32>
          %656 = "stablehlo.broadcast_in_dim"(%639) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %657 = "stablehlo.multiply"(%655, %656) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %658 = "stablehlo.add"(%637, %657) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %659 = "stablehlo.broadcast_in_dim"(%658) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x15xui32>
          %660 = "stablehlo.constant"() { value = dense<65536> : tensor<ui32> } : () -> tensor<ui32>
          %661 = "stablehlo.broadcast_in_dim"(%660) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %662 = "stablehlo.multiply"(%592, %661) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %663 = "stablehlo.add"(%659, %662) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %664 = "stablehlo.reshape"(%663) : (tensor<4x15xui32>) -> tensor<4x15x1xui32>
          %665 = "stablehlo.broadcast_in_dim"(%664) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x15x1xui32>) -> tensor<4x15x64xui32>
          %666 = "stablehlo.compare"(%586, %665) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15x64xui32>, tensor<4x15x64xui32>) -> tensor<4x15x64xi1>
          %667 = "stablehlo.broadcast_in_dim"(%194) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x15x64xf32>
          %668 = "stablehlo.select"(%666, %588, %667) : (tensor<4x15x64xi1>, tensor<4x15x64xf32>, tensor<4x15x64xf32>) -> tensor<4x15x64xf32>
          %669 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %670 = "stablehlo.reduce"(%668, %669) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %61 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%61) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x15x64xf32>, tensor<f32>) -> tensor<4x15xf32>
          %671 = "stablehlo.broadcast_in_dim"(%525) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x15xf32>
          %672 = "stablehlo.compare"(%670, %671) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15xf32>, tensor<4x15xf32>) -> tensor<4x15xi1>
          %673 = "stablehlo.convert"(%672) : (tensor<4x15xi1>) -> tensor<4x15xui32>
          %674 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %675 = "stablehlo.reduce"(%673, %674) ({
            ^reductionFn(%lhs: tensor<ui32>, %rhs: tensor<ui32>) :
                %610 = "stablehlo.add"(%lhs, %rhs) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
                "stablehlo.return"(%610) : (tensor<ui32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x15xui32>, tensor<ui32>) -> tensor<4xui32>
          %676 = "stablehlo.reshape"(%675) : (tensor<4xui32>) -> tensor<4x1xui32>
          %677 = "stablehlo.broadcast_in_dim"(%660) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %678 = "stablehlo.multiply"(%676, %677) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %679 = "stablehlo.add"(%658, %678) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %680 = "stablehlo.broadcast_in_dim"(%679) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x15xui32>
          %681 = "stablehlo.constant"() { value = dense<4096> : tensor<ui32> } : () -> tensor<ui32>
          %682 = "stablehlo.broadcast_in_dim"(%681) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %683 = "stablehlo.multiply"(%592, %682) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %684 = "stablehlo.add"(%680, %683) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %685 = "stablehlo.reshape"(%684) : (tensor<4x15xui32>) -> tensor<4x15x1xui32>
          %686 = "stablehlo.broadcast_in_dim"(%685) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x15x1xui32>) -> tensor<4x15x64xui32>
          %687 = "stablehlo.compare"(%586, %686) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15x64xui32>, tensor<4x15x64xui32>) -> tensor<4x15x64xi1>
          %688 = "stablehlo.broadcast_in_dim"(%194) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x15x64xf32>
          %689 = "stablehlo.select"(%687, %588, %688) : (tensor<4x15x64xi1>, tensor<4x15x64xf32>, tensor<4x15x64xf32>) -> tensor<4x15x64xf32>
          %690 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %691 = "stablehlo.reduce"(%689, %690) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %61 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%61) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x15x64xf32>, tensor<f32>) -> tensor<4x15xf32>
          %692 = "stablehlo.broadcast_in_dim"(%525) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x15xf32>
          %693 = "stablehlo.compare"(%691, %692) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15xf32>, tensor<4x15xf32>) -> tensor<4x15xi1>
          %694 = "stablehlo.convert"(%693) : (tensor<4x15xi1>) -> tensor<4x15xui32>
          %695 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %696 = "stablehlo.reduce"(%694, %695) ({
            ^reductionFn(%lhs: tensor<ui32>, %rhs: tensor<ui32>) :
                %610 = "stablehlo.add"(%lhs, %rhs) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
                "stablehlo.return"(%610) : (tensor<ui32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x15xui32>, tensor<ui32>) -> tensor<4xui32>
          %697 = "stablehlo.reshape"(%696) : (tensor<4xui32>) -> tensor<4x1xui32>
          %698 = "stablehlo.broadcast_in_dim"(%681) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %699 = "stablehlo.multiply"(%697, %698) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %700 = "stablehlo.add"(%679, %699) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %701 = "stablehlo.broadcast_in_dim"(%700) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x15xui32>
          %702 = "stablehlo.constant"() { value = dense<256> : tensor<ui32> } : () -> tensor<ui32>
          %703 = "stablehlo.broadcast_in_dim"(%702) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %704 = "stablehlo.multiply"(%592, %703) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %705 = "stablehlo.add"(%701, %704) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %706 = "stablehlo.reshape"(%705) : (tensor<4x15xui32>) -> tensor<4x15x1xui32>
          %707 = "stablehlo.broadcast_in_dim"(%706) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x15x1xui32>) -> tensor<4x15x64xui32>
          %708 = "stablehlo.compare"(%586, %707) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15x64xui32>, tensor<4x15x64xui32>) -> tensor<4x15x64xi1>
          %709 = "stablehlo.broadcast_in_dim"(%194) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x15x64xf32>
          %710 = "stablehlo.select"(%708, %588, %709) : (tensor<4x15x64xi1>, tensor<4x15x64xf32>, tensor<4x15x64xf32>) -> tensor<4x15x64xf32>
          %711 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %712 = "stablehlo.reduce"(%710, %711) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %61 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%61) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x15x64xf32>, tensor<f32>) -> tensor<4x15xf32>
          %713 = "stablehlo.broadcast_in_dim"(%525) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x15xf32>
          %714 = "stablehlo.compare"(%712, %713) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15xf32>, tensor<4x15xf32>) -> tensor<4x15xi1>
          %715 = "stablehlo.convert"(%714) : (tensor<4x15xi1>) -> tensor<4x15xui32>
          %716 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %717 = "stablehlo.reduce"(%715, %716) ({
            ^reductionFn(%lhs: tensor<ui32>, %rhs: tensor<ui32>) :
                %610 = "stablehlo.add"(%lhs, %rhs) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
                "stablehlo.return"(%610) : (tensor<ui32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x15xui32>, tensor<ui32>) -> tensor<4xui32>
          %718 = "stablehlo.reshape"(%717) : (tensor<4xui32>) -> tensor<4x1xui32>
          %719 = "stablehlo.broadcast_in_dim"(%702) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %720 = "stablehlo.multiply"(%718, %719) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %721 = "stablehlo.add"(%700, %720) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %722 = "stablehlo.broadcast_in_dim"(%721) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x15xui32>
          %723 = "stablehlo.constant"() { value = dense<16> : tensor<ui32> } : () -> tensor<ui32>
          %724 = "stablehlo.broadcast_in_dim"(%723) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %725 = "stablehlo.multiply"(%592, %724) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %726 = "stablehlo.add"(%722, %725) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %727 = "stablehlo.reshape"(%726) : (tensor<4x15xui32>) -> tensor<4x15x1xui32>
          %728 = "stablehlo.broadcast_in_dim"(%727) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x15x1xui32>) -> tensor<4x15x64xui32>
          %729 = "stablehlo.compare"(%586, %728) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15x64xui32>, tensor<4x15x64xui32>) -> tensor<4x15x64xi1>
          %730 = "stablehlo.broadcast_in_dim"(%194) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x15x64xf32>
          %731 = "stablehlo.select"(%729, %588, %730) : (tensor<4x15x64xi1>, tensor<4x15x64xf32>, tensor<4x15x64xf32>) -> tensor<4x15x64xf32>
          %732 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %733 = "stablehlo.reduce"(%731, %732) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %61 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%61) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x15x64xf32>, tensor<f32>) -> tensor<4x15xf32>
          %734 = "stablehlo.broadcast_in_dim"(%525) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x15xf32>
          %735 = "stablehlo.compare"(%733, %734) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15xf32>, tensor<4x15xf32>) -> tensor<4x15xi1>
          %736 = "stablehlo.convert"(%735) : (tensor<4x15xi1>) -> tensor<4x15xui32>
          %737 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %738 = "stablehlo.reduce"(%736, %737) ({
            ^reductionFn(%lhs: tensor<ui32>, %rhs: tensor<ui32>) :
                %610 = "stablehlo.add"(%lhs, %rhs) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
                "stablehlo.return"(%610) : (tensor<ui32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x15xui32>, tensor<ui32>) -> tensor<4xui32>
          %739 = "stablehlo.reshape"(%738) : (tensor<4xui32>) -> tensor<4x1xui32>
          %740 = "stablehlo.broadcast_in_dim"(%723) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %741 = "stablehlo.multiply"(%739, %740) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %742 = "stablehlo.add"(%721, %741) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %743 = "stablehlo.broadcast_in_dim"(%742) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x15xui32>
          %744 = "stablehlo.broadcast_in_dim"(%590) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %745 = "stablehlo.multiply"(%592, %744) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %746 = "stablehlo.add"(%743, %745) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %747 = "stablehlo.reshape"(%746) : (tensor<4x15xui32>) -> tensor<4x15x1xui32>
          %748 = "stablehlo.broadcast_in_dim"(%747) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x15x1xui32>) -> tensor<4x15x64xui32>
          %749 = "stablehlo.compare"(%586, %748) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15x64xui32>, tensor<4x15x64xui32>) -> tensor<4x15x64xi1>
          %750 = "stablehlo.broadcast_in_dim"(%194) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x15x64xf32>
          %751 = "stablehlo.select"(%749, %588, %750) : (tensor<4x15x64xi1>, tensor<4x15x64xf32>, tensor<4x15x64xf32>) -> tensor<4x15x64xf32>
          %752 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %753 = "stablehlo.reduce"(%751, %752) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %61 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%61) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x15x64xf32>, tensor<f32>) -> tensor<4x15xf32>
          %754 = "stablehlo.broadcast_in_dim"(%525) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x15xf32>
          %755 = "stablehlo.compare"(%753, %754) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15xf32>, tensor<4x15xf32>) -> tensor<4x15xi1>
          %756 = "stablehlo.convert"(%755) : (tensor<4x15xi1>) -> tensor<4x15xui32>
          %757 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %758 = "stablehlo.reduce"(%756, %757) ({
            ^reductionFn(%lhs: tensor<ui32>, %rhs: tensor<ui32>) :
                %610 = "stablehlo.add"(%lhs, %rhs) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
                "stablehlo.return"(%610) : (tensor<ui32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x15xui32>, tensor<ui32>) -> tensor<4xui32>
          %759 = "stablehlo.reshape"(%758) : (tensor<4xui32>) -> tensor<4x1xui32>
          %760 = "stablehlo.broadcast_in_dim"(%590) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %761 = "stablehlo.multiply"(%759, %760) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %762 = "stablehlo.add"(%742, %761) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %763 = "stablehlo.broadcast_in_dim"(%762) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x64xui32>
          %764 = "stablehlo.compare"(%581, %763) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x64xui32>, tensor<4x64xui32>) -> tensor<4x64xi1>
          %765 = "stablehlo.select"(%764, %571, %565) : (tensor<4x64xi1>, tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xf32>
          %766 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %767 = "stablehlo.reduce"(%765, %766) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %61 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%61) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x64xf32>, tensor<f32>) -> tensor<4xf32>
          %768 = "stablehlo.reshape"(%767) : (tensor<4xf32>) -> tensor<4x1xf32>
          %769 = "stablehlo.multiply"(%526, %768) : (tensor<4x1xf32>, tensor<4x1xf32>) -> tensor<4x1xf32>
          %770 = "stablehlo.reshape"(%581) : (tensor<4x64xui32>) -> tensor<4x1x64xui32>
          %771 = "stablehlo.broadcast_in_dim"(%770) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x64xui32>) -> tensor<4x15x64xui32>
          %772 = "stablehlo.reshape"(%765) : (tensor<4x64xf32>) -> tensor<4x1x64xf32>
          %773 = "stablehlo.broadcast_in_dim"(%772) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x64xf32>) -> tensor<4x15x64xf32>
          %774 = "stablehlo.iota"() { iota_dimension = 1 : i64 } : () -> tensor<4x15xui32>
          %775 = "stablehlo.broadcast_in_dim"(%590) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %776 = "stablehlo.add"(%775, %774) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %777 = "stablehlo.broadcast_in_dim"(%593) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %778 = "stablehlo.broadcast_in_dim"(%777) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x15xui32>
          %779 = "stablehlo.broadcast_in_dim"(%596) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %780 = "stablehlo.multiply"(%776, %779) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %781 = "stablehlo.add"(%778, %780) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %782 = "stablehlo.reshape"(%781) : (tensor<4x15xui32>) -> tensor<4x15x1xui32>
          %783 = "stablehlo.broadcast_in_dim"(%782) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x15x1xui32>) -> tensor<4x15x64xui32>
          %784 = "stablehlo.compare"(%771, %783) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15x64xui32>, tensor<4x15x64xui32>) -> tensor<4x15x64xi1>
          %785 = "stablehlo.broadcast_in_dim"(%194) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x15x64xf32>
          %786 = "stablehlo.select"(%784, %773, %785) : (tensor<4x15x64xi1>, tensor<4x15x64xf32>, tensor<4x15x64xf32>) -> tensor<4x15x64xf32>
          %787 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %788 = "stablehlo.reduce"(%786, %787) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %61 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%61) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x15x64xf32>, tensor<f32>) -> tensor<4x15xf32>
          %789 = "stablehlo.broadcast_in_dim"(%769) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x15xf32>
          %790 = "stablehlo.compare"(%788, %789) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15xf32>, tensor<4x15xf32>) -> tensor<4x15xi1>
          %791 = "stablehlo.convert"(%790) : (tensor<4x15xi1>) -> tensor<4x15xui32>
          %792 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %793 = "stablehlo.reduce"(%791, %792) ({
            ^reductionFn(%lhs: tensor<ui32>, %rhs: tensor<ui32>) :
                %610 = "stablehlo.add"(%lhs, %rhs) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
                "stablehlo.return"(%610) : (tensor<ui32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x15xui32>, tensor<ui32>) -> tensor<4xui32>
          %794 = "stablehlo.reshape"(%793) : (tensor<4xui32>) -> tensor<4x1xui32>
          %795 = "stablehlo.broadcast_in_dim"(%596) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %796 = "stablehlo.multiply"(%794, %795) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %797 = "stablehlo.add"(%777, %796) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %798 = "stablehlo.broadcast_in_dim"(%797) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x15xui32>
          %799 = "stablehlo.broadcast_in_dim"(%618) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %800 = "stablehlo.multiply"(%776, %799) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %801 = "stablehlo.add"(%798, %800) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %802 = "stablehlo.reshape"(%801) : (tensor<4x15xui32>) -> tensor<4x15x1xui32>
          %803 = "stablehlo.broadcast_in_dim"(%802) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x15x1xui32>) -> tensor<4x15x64xui32>
          %804 = "stablehlo.compare"(%771, %803) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15x64xui32>, tensor<4x15x64xui32>) -> tensor<4x15x64xi1>
          %805 = "stablehlo.broadcast_in_dim"(%194) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x15x64xf32>
          %806 = "stablehlo.select"(%804, %773, %805) : (tensor<4x15x64xi1>, tensor<4x15x64xf32>, tensor<4x15x64xf32>) -> tensor<4x15x64xf32>
          %807 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %808 = "stablehlo.reduce"(%806, %807) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %61 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%61) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x15x64xf32>, tensor<f32>) -> tensor<4x15xf32>
          %809 = "stablehlo.broadcast_in_dim"(%769) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x15xf32>
          %810 = "stablehlo.compare"(%808, %809) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15xf32>, tensor<4x15xf32>) -> tensor<4x15xi1>
          %811 = "stablehlo.convert"(%810) : (tensor<4x15xi1>) -> tensor<4x15xui32>
          %812 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %813 = "stablehlo.reduce"(%811, %812) ({
            ^reductionFn(%lhs: tensor<ui32>, %rhs: tensor<ui32>) :
                %610 = "stablehlo.add"(%lhs, %rhs) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
                "stablehlo.return"(%610) : (tensor<ui32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x15xui32>, tensor<ui32>) -> tensor<4xui32>
          %814 = "stablehlo.reshape"(%813) : (tensor<4xui32>) -> tensor<4x1xui32>
          %815 = "stablehlo.broadcast_in_dim"(%618) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %816 = "stablehlo.multiply"(%814, %815) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %817 = "stablehlo.add"(%797, %816) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %818 = "stablehlo.broadcast_in_dim"(%817) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x15xui32>
          %819 = "stablehlo.broadcast_in_dim"(%639) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %820 = "stablehlo.multiply"(%776, %819) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %821 = "stablehlo.add"(%818, %820) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %822 = "stablehlo.reshape"(%821) : (tensor<4x15xui32>) -> tensor<4x15x1xui32>
          %823 = "stablehlo.broadcast_in_dim"(%822) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x15x1xui32>) -> tensor<4x15x64xui32>
          %824 = "stablehlo.compare"(%771, %823) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15x64xui32>, tensor<4x15x64xui32>) -> tensor<4x15x64xi1>
          %825 = "stablehlo.broadcast_in_dim"(%194) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x15x64xf32>
          %826 = "stablehlo.select"(%824, %773, %825) : (tensor<4x15x64xi1>, tensor<4x15x64xf32>, tensor<4x15x64xf32>) -> tensor<4x15x64xf32>
          %827 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %828 = "stablehlo.reduce"(%826, %827) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %61 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%61) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x15x64xf32>, tensor<f32>) -> tensor<4x15xf32>
          %829 = "stablehlo.broadcast_in_dim"(%769) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x15xf32>
          %830 = "stablehlo.compare"(%828, %829) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15xf32>, tensor<4x15xf32>) -> tensor<4x15xi1>
          %831 = "stablehlo.convert"(%830) : (tensor<4x15xi1>) -> tensor<4x15xui32>
          %832 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %833 = "stablehlo.reduce"(%831, %832) ({
            ^reductionFn(%lhs: tensor<ui32>, %rhs: tensor<ui32>) :
                %610 = "stablehlo.add"(%lhs, %rhs) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
                "stablehlo.return"(%610) : (tensor<ui32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x15xui32>, tensor<ui32>) -> tensor<4xui32>
          %834 = "stablehlo.reshape"(%833) : (tensor<4xui32>) -> tensor<4x1xui32>
          %835 = "stablehlo.broadcast_in_dim"(%639) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %836 = "stablehlo.multiply"(%834, %835) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %837 = "stablehlo.add"(%817, %836) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %838 = "stablehlo.broadcast_in_dim"(%837) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x15xui32>
          %839 = "stablehlo.broadcast_in_dim"(%660) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %840 = "stablehlo.multiply"(%776, %839) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %841 = "stablehlo.add"(%838, %840) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %842 = "stablehlo.reshape"(%841) : (tensor<4x15xui32>) -> tensor<4x15x1xui32>
          %843 = "stablehlo.broadcast_in_dim"(%842) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x15x1xui32>) -> tensor<4x15x64xui32>
          %844 = "stablehlo.compare"(%771, %843) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15x64xui32>, tensor<4x15x64xui32>) -> tensor<4x15x64xi1>
          %845 = "stablehlo.broadcast_in_dim"(%194) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x15x64xf32>
          %846 = "stablehlo.select"(%844, %773, %845) : (tensor<4x15x64xi1>, tensor<4x15x64xf32>, tensor<4x15x64xf32>) -> tensor<4x15x64xf32>
          %847 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %848 = "stablehlo.reduce"(%846, %847) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %61 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%61) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x15x64xf32>, tensor<f32>) -> tensor<4x15xf32>
          %849 = "stablehlo.broadcast_in_dim"(%769) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x15xf32>
          %850 = "stablehlo.compare"(%848, %849) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15xf32>, tensor<4x15xf32>) -> tensor<4x15xi1>
          %851 = "stablehlo.convert"(%850) : (tensor<4x15xi1>) -> tensor<4x15xui32>
          %852 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %853 = "stablehlo.reduce"(%851, %852) ({
            ^reductionFn(%lhs: tensor<ui32>, %rhs: tensor<ui32>) :
                %610 = "stablehlo.add"(%lhs, %rhs) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
                "stablehlo.return"(%610) : (tensor<ui32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x15xui32>, tensor<ui32>) -> tensor<4xui32>
          %854 = "stablehlo.reshape"(%853) : (tensor<4xui32>) -> tensor<4x1xui32>
          %855 = "stablehlo.broadcast_in_dim"(%660) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %856 = "stablehlo.multiply"(%854, %855) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %857 = "stablehlo.add"(%837, %856) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %858 = "stablehlo.broadcast_in_dim"(%857) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x15xui32>
          %859 = "stablehlo.broadcast_in_dim"(%681) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %860 = "stablehlo.multiply"(%776, %859) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %861 = "stablehlo.add"(%858, %860) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %862 = "stablehlo.reshape"(%861) : (tensor<4x15xui32>) -> tensor<4x15x1xui32>
          %863 = "stablehlo.broadcast_in_dim"(%862) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x15x1xui32>) -> tensor<4x15x64xui32>
          %864 = "stablehlo.compare"(%771, %863) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15x64xui32>, tensor<4x15x64xui32>) -> tensor<4x15x64xi1>
          %865 = "stablehlo.broadcast_in_dim"(%194) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x15x64xf32>
          %866 = "stablehlo.select"(%864, %773, %865) : (tensor<4x15x64xi1>, tensor<4x15x64xf32>, tensor<4x15x64xf32>) -> tensor<4x15x64xf32>
          %867 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %868 = "stablehlo.reduce"(%866, %867) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %61 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%61) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x15x64xf32>, tensor<f32>) -> tensor<4x15xf32>
          %869 = "stablehlo.broadcast_in_dim"(%769) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x15xf32>
          %870 = "stablehlo.compare"(%868, %869) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15xf32>, tensor<4x15xf32>) -> tensor<4x15xi1>
          %871 = "stablehlo.convert"(%870) : (tensor<4x15xi1>) -> tensor<4x15xui32>
          %872 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %873 = "stablehlo.reduce"(%871, %872) ({
            ^reductionFn(%lhs: tensor<ui32>, %rhs: tensor<ui32>) :
                %610 = "stablehlo.add"(%lhs, %rhs) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
                "stablehlo.return"(%610) : (tensor<ui32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x15xui32>, tensor<ui32>) -> tensor<4xui32>
          %874 = "stablehlo.reshape"(%873) : (tensor<4xui32>) -> tensor<4x1xui32>
          %875 = "stablehlo.broadcast_in_dim"(%681) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %876 = "stablehlo.multiply"(%874, %875) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %877 = "stablehlo.add"(%857, %876) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %878 = "stablehlo.broadcast_in_dim"(%877) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x15xui32>
          %879 = "stablehlo.broadcast_in_dim"(%702) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %880 = "stablehlo.multiply"(%776, %879) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %881 = "stablehlo.add"(%878, %880) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %882 = "stablehlo.reshape"(%881) : (tensor<4x15xui32>) -> tensor<4x15x1xui32>
          %883 = "stablehlo.broadcast_in_dim"(%882) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x15x1xui32>) -> tensor<4x15x64xui32>
          %884 = "stablehlo.compare"(%771, %883) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15x64xui32>, tensor<4x15x64xui32>) -> tensor<4x15x64xi1>
          %885 = "stablehlo.broadcast_in_dim"(%194) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x15x64xf32>
          %886 = "stablehlo.select"(%884, %773, %885) : (tensor<4x15x64xi1>, tensor<4x15x64xf32>, tensor<4x15x64xf32>) -> tensor<4x15x64xf32>
          %887 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %888 = "stablehlo.reduce"(%886, %887) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %61 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%61) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x15x64xf32>, tensor<f32>) -> tensor<4x15xf32>
          %889 = "stablehlo.broadcast_in_dim"(%769) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x15xf32>
          %890 = "stablehlo.compare"(%888, %889) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15xf32>, tensor<4x15xf32>) -> tensor<4x15xi1>
          %891 = "stablehlo.convert"(%890) : (tensor<4x15xi1>) -> tensor<4x15xui32>
          %892 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %893 = "stablehlo.reduce"(%891, %892) ({
            ^reductionFn(%lhs: tensor<ui32>, %rhs: tensor<ui32>) :
                %610 = "stablehlo.add"(%lhs, %rhs) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
                "stablehlo.return"(%610) : (tensor<ui32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x15xui32>, tensor<ui32>) -> tensor<4xui32>
          %894 = "stablehlo.reshape"(%893) : (tensor<4xui32>) -> tensor<4x1xui32>
          %895 = "stablehlo.broadcast_in_dim"(%702) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %896 = "stablehlo.multiply"(%894, %895) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %897 = "stablehlo.add"(%877, %896) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %898 = "stablehlo.broadcast_in_dim"(%897) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x15xui32>
          %899 = "stablehlo.broadcast_in_dim"(%723) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %900 = "stablehlo.multiply"(%776, %899) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %901 = "stablehlo.add"(%898, %900) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %902 = "stablehlo.reshape"(%901) : (tensor<4x15xui32>) -> tensor<4x15x1xui32>
          %903 = "stablehlo.broadcast_in_dim"(%902) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x15x1xui32>) -> tensor<4x15x64xui32>
          %904 = "stablehlo.compare"(%771, %903) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15x64xui32>, tensor<4x15x64xui32>) -> tensor<4x15x64xi1>
          %905 = "stablehlo.broadcast_in_dim"(%194) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x15x64xf32>
          %906 = "stablehlo.select"(%904, %773, %905) : (tensor<4x15x64xi1>, tensor<4x15x64xf32>, tensor<4x15x64xf32>) -> tensor<4x15x64xf32>
          %907 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %908 = "stablehlo.reduce"(%906, %907) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %61 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%61) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x15x64xf32>, tensor<f32>) -> tensor<4x15xf32>
          %909 = "stablehlo.broadcast_in_dim"(%769) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x15xf32>
          %910 = "stablehlo.compare"(%908, %909) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15xf32>, tensor<4x15xf32>) -> tensor<4x15xi1>
          %911 = "stablehlo.convert"(%910) : (tensor<4x15xi1>) -> tensor<4x15xui32>
          %912 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %913 = "stablehlo.reduce"(%911, %912) ({
            ^reductionFn(%lhs: tensor<ui32>, %rhs: tensor<ui32>) :
                %610 = "stablehlo.add"(%lhs, %rhs) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
                "stablehlo.return"(%610) : (tensor<ui32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x15xui32>, tensor<ui32>) -> tensor<4xui32>
          %914 = "stablehlo.reshape"(%913) : (tensor<4xui32>) -> tensor<4x1xui32>
          %915 = "stablehlo.broadcast_in_dim"(%723) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %916 = "stablehlo.multiply"(%914, %915) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %917 = "stablehlo.add"(%897, %916) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %918 = "stablehlo.broadcast_in_dim"(%917) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x15xui32>
          %919 = "stablehlo.broadcast_in_dim"(%590) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %920 = "stablehlo.multiply"(%776, %919) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %921 = "stablehlo.add"(%918, %920) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %922 = "stablehlo.reshape"(%921) : (tensor<4x15xui32>) -> tensor<4x15x1xui32>
          %923 = "stablehlo.broadcast_in_dim"(%922) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x15x1xui32>) -> tensor<4x15x64xui32>
          %924 = "stablehlo.compare"(%771, %923) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15x64xui32>, tensor<4x15x64xui32>) -> tensor<4x15x64xi1>
          %925 = "stablehlo.broadcast_in_dim"(%194) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x15x64xf32>
          %926 = "stablehlo.select"(%924, %773, %925) : (tensor<4x15x64xi1>, tensor<4x15x64xf32>, tensor<4x15x64xf32>) -> tensor<4x15x64xf32>
          %927 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %928 = "stablehlo.reduce"(%926, %927) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %61 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%61) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x15x64xf32>, tensor<f32>) -> tensor<4x15xf32>
          %929 = "stablehlo.broadcast_in_dim"(%769) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x15xf32>
          %930 = "stablehlo.compare"(%928, %929) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15xf32>, tensor<4x15xf32>) -> tensor<4x15xi1>
          %931 = "stablehlo.convert"(%930) : (tensor<4x15xi1>) -> tensor<4x15xui32>
          %932 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %933 = "stablehlo.reduce"(%931, %932) ({
            ^reductionFn(%lhs: tensor<ui32>, %rhs: tensor<ui32>) :
                %610 = "stablehlo.add"(%lhs, %rhs) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
                "stablehlo.return"(%610) : (tensor<ui32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x15xui32>, tensor<ui32>) -> tensor<4xui32>
          %934 = "stablehlo.reshape"(%933) : (tensor<4xui32>) -> tensor<4x1xui32>
          %935 = "stablehlo.broadcast_in_dim"(%590) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %936 = "stablehlo.multiply"(%934, %935) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %937 = "stablehlo.add"(%917, %936) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %938 = "stablehlo.broadcast_in_dim"(%937) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x64xui32>
          %939 = "stablehlo.compare"(%581, %938) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x64xui32>, tensor<4x64xui32>) -> tensor<4x64xi1>
          %940 = "stablehlo.select"(%939, %765, %565) : (tensor<4x64xi1>, tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xf32>
          %941 = "stablehlo.reshape"(%558) : (tensor<4x1xi1>) -> tensor<4xi1>
          %942 = "stablehlo.reshape"(%940) : (tensor<4x64xf32>) -> tensor<4x8x8xf32>
          %943 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %944 = "stablehlo.reduce"(%942, %943) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %61 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%61) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x8x8xf32>, tensor<f32>) -> tensor<4x8xf32>
          %945 = "stablehlo.iota"() { iota_dimension = 0 : i64 } : () -> tensor<8x8xi32>
          %946 = "stablehlo.iota"() { iota_dimension = 1 : i64 } : () -> tensor<8x8xi32>
          %947 = "stablehlo.compare"(%945, %946) {
            compare_type = #stablehlo<comparison_type SIGNED>,
            comparison_direction = #stablehlo<comparison_direction LE>
          } : (tensor<8x8xi32>, tensor<8x8xi32>) -> tensor<8x8xi1>
          %948 = "stablehlo.convert"(%947) : (tensor<8x8xi1>) -> tensor<8x8xf32>
          %949 = "stablehlo.dot_general"(%944, %948) {
            dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [],
  rhs_batching_dimensions = [],
  lhs_contracting_dimensions = [1],
  rhs_contracting_dimensions = [0]
>,
            precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
          } : (tensor<4x8xf32>, tensor<8x8xf32>) -> tensor<4x8xf32>
          %950 = "stablehlo.slice"(%949) {
            limit_indices = array<i64: 4, 8>,
            start_indices = array<i64: 0, 7>,
            strides = array<i64: 1, 1>
          } : (tensor<4x8xf32>) -> tensor<4x1xf32>
          %951 = "stablehlo.multiply"(%527, %950) : (tensor<4x1xf32>, tensor<4x1xf32>) -> tensor<4x1xf32>
          %952 = "stablehlo.broadcast_in_dim"(%951) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x8xf32>
          %953 = "stablehlo.compare"(%949, %952) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction LE>
          } : (tensor<4x8xf32>, tensor<4x8xf32>) -> tensor<4x8xi1>
          %954 = "stablehlo.convert"(%953) : (tensor<4x8xi1>) -> tensor<4x8xi32>
          %955 = "stablehlo.constant"() { value = dense<0> : tensor<i32> } : () -> tensor<i32>
          %956 = "stablehlo.reduce"(%954, %955) ({
            ^reductionFn(%lhs: tensor<i32>, %rhs: tensor<i32>) :
                %186 = "stablehlo.add"(%lhs, %rhs) : (tensor<i32>, tensor<i32>) -> tensor<i32>
                "stablehlo.return"(%186) : (tensor<i32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x8xi32>, tensor<i32>) -> tensor<4xi32>
          %957 = "stablehlo.constant"() { value = dense<7> : tensor<i32> } : () -> tensor<i32>
          %958 = "stablehlo.broadcast_in_dim"(%957) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4xi32>
          %959 = "stablehlo.minimum"(%956, %958) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
          %960 = "stablehlo.reshape"(%959) : (tensor<4xi32>) -> tensor<4x1xi32>
          %961 = "stablehlo.iota"() { iota_dimension = 0 : i64 } : () -> tensor<4x1xi32>
          %962 = "stablehlo.concatenate"(%961, %960) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
          %963 = "stablehlo.gather"(%942, %962) {
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
          %964 = "stablehlo.gather"(%949, %962) {
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
          %965 = "stablehlo.gather"(%944, %962) {
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
          %966 = "stablehlo.subtract"(%964, %965) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %967 = "stablehlo.reshape"(%966) : (tensor<4xf32>) -> tensor<4x1xf32>
          %968 = "stablehlo.iota"() { iota_dimension = 0 : i64 } : () -> tensor<8x8xi32>
          %969 = "stablehlo.iota"() { iota_dimension = 1 : i64 } : () -> tensor<8x8xi32>
          %970 = "stablehlo.compare"(%968, %969) {
            compare_type = #stablehlo<comparison_type SIGNED>,
            comparison_direction = #stablehlo<comparison_direction LE>
          } : (tensor<8x8xi32>, tensor<8x8xi32>) -> tensor<8x8xi1>
          %971 = "stablehlo.convert"(%970) : (tensor<8x8xi1>) -> tensor<8x8xf32>
          %972 = "stablehlo.dot_general"(%963, %971) {
            dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [],
  rhs_batching_dimensions = [],
  lhs_contracting_dimensions = [1],
  rhs_contracting_dimensions = [0]
>,
            precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
          } : (tensor<4x8xf32>, tensor<8x8xf32>) -> tensor<4x8xf32>
          %973 = "stablehlo.broadcast_in_dim"(%967) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x8xf32>
          %974 = "stablehlo.add"(%972, %973) : (tensor<4x8xf32>, tensor<4x8xf32>) -> tensor<4x8xf32>
          %975 = "stablehlo.broadcast_in_dim"(%951) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x8xf32>
          %976 = "stablehlo.compare"(%974, %975) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction LE>
          } : (tensor<4x8xf32>, tensor<4x8xf32>) -> tensor<4x8xi1>
          %977 = "stablehlo.convert"(%976) : (tensor<4x8xi1>) -> tensor<4x8xi32>
          %978 = "stablehlo.constant"() { value = dense<0> : tensor<i32> } : () -> tensor<i32>
          %979 = "stablehlo.reduce"(%977, %978) ({
            ^reductionFn(%lhs: tensor<i32>, %rhs: tensor<i32>) :
                %186 = "stablehlo.add"(%lhs, %rhs) : (tensor<i32>, tensor<i32>) -> tensor<i32>
                "stablehlo.return"(%186) : (tensor<i32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x8xi32>, tensor<i32>) -> tensor<4xi32>
          %980 = "stablehlo.broadcast_in_dim"(%957) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4xi32>
          %981 = "stablehlo.minimum"(%979, %980) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
          %982 = "stablehlo.reshape"(%981) : (tensor<4xi32>) -> tensor<4x1xi32>
          %983 = "stablehlo.concatenate"(%961, %982) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
          %984 = "stablehlo.gather"(%963, %983) {
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
          %985 = "stablehlo.constant"() { value = dense<8> : tensor<i32> } : () -> tensor<i32>
          %986 = "stablehlo.broadcast_in_dim"(%985) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
          %987 = "stablehlo.multiply"(%960, %986) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
          %988 = "stablehlo.add"(%987, %982) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
          %989 = "stablehlo.reshape"(%988) : (tensor<4x1xi32>) -> tensor<4xi32>
          %990 = "stablehlo.broadcast_in_dim"(%194) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %991 = "stablehlo.compare"(%984, %990) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GT>
          } : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xi1>
          %992 = "stablehlo.select"(%991, %989, %545) : (tensor<4xi1>, tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
          %993 = "stablehlo.select"(%941, %545, %992) : (tensor<4xi1>, tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
          %994 = "stablehlo.iota"() { iota_dimension = 0 : i64 } : () -> tensor<4x4xi32>
          %995 = "stablehlo.broadcast_in_dim"(%state_0) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x4xi32>
          %996 = "stablehlo.compare"(%994, %995) {
            compare_type = #stablehlo<comparison_type SIGNED>,
            comparison_direction = #stablehlo<comparison_direction EQ>
          } : (tensor<4x4xi32>, tensor<4x4xi32>) -> tensor<4x4xi1>
          %997 = "stablehlo.reshape"(%993) : (tensor<4xi32>) -> tensor<1x4xi32>
          %998 = "stablehlo.broadcast_in_dim"(%997) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<1x4xi32>) -> tensor<4x4xi32>
          %999 = "stablehlo.select"(%996, %998, %state_2) : (tensor<4x4xi1>, tensor<4x4xi32>, tensor<4x4xi32>) -> tensor<4x4xi32>
          %1000 = "stablehlo.constant"() { value = dense<0> : tensor<i32> } : () -> tensor<i32>
          %1001 = "stablehlo.broadcast_in_dim"(%1000) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4xi32>
          %1002 = "stablehlo.maximum"(%993, %1001) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
          %1003 = "stablehlo.reshape"(%1002) : (tensor<4xi32>) -> tensor<4x1xi32>
          %1004 = "stablehlo.add"(%516, %state_0) : (tensor<i32>, tensor<i32>) -> tensor<i32>
          "stablehlo.return"(%1004, %1003, %999, %187, %state_4, %state_5, %state_6, %state_7, %state_8, %state_9, %state_10, %state_11, %state_12, %state_13, %state_14, %state_15, %state_16, %state_17, %state_18, %state_19, %state_20, %state_21) : (tensor<i32>, tensor<4x1xi32>, tensor<4x4xi32>, tensor<21x8x2x16xi32>, tensor<84xi32>, tensor<64x32xbf16>, tensor<32xf32>, tensor<1x32xf32>, tensor<1x32xf32>, tensor<1x32xf32>, tensor<1x48xf32>, tensor<64x4xf32>, tensor<64x4xf32>, tensor<64x32xbf16>, tensor<1x16xf32>, tensor<1x8xf32>, tensor<1x24xf32>, tensor<1x8xf32>, tensor<16x32xui8>, tensor<8x32xui8>, tensor<24x32xui8>, tensor<8x48xui8>) -> ()
    }) : (tensor<i32>, tensor<4x1xi32>, tensor<4x4xi32>, tensor<21x8x2x16xi32>, tensor<84xi32>, tensor<64x32xbf16>, tensor<32xf32>, tensor<1x32xf32>, tensor<1x32xf32>, tensor<1x32xf32>, tensor<1x48xf32>, tensor<64x4xf32>, tensor<64x4xf32>, tensor<64x32xbf16>, tensor<1x16xf32>, tensor<1x8xf32>, tensor<1x24xf32>, tensor<1x8xf32>, tensor<16x32xui8>, tensor<8x32xui8>, tensor<24x32xui8>, tensor<8x48xui8>) -> (tensor<i32>, tensor<4x1xi32>, tensor<4x4xi32>, tensor<21x8x2x16xi32>, tensor<84xi32>, tensor<64x32xbf16>, tensor<32xf32>, tensor<1x32xf32>, tensor<1x32xf32>, tensor<1x32xf32>, tensor<1x48xf32>, tensor<64x4xf32>, tensor<64x4xf32>, tensor<64x32xbf16>, tensor<1x16xf32>, tensor<1x8xf32>, tensor<1x24xf32>, tensor<1x8xf32>, tensor<16x32xui8>, tensor<8x32xui8>, tensor<24x32xui8>, tensor<8x48xui8>)
    "stablehlo.return"(%1007, %1008) : (tensor<4x4xi32>, tensor<21x8x2x16xi32>) -> ()
  }
}

module @forward {
  func.func @main(%step: tensor<84xi32>, %embedding: tensor<64x32xbf16>, %final_norm: tensor<32xf32>, %input_norm: tensor<1x32xf32>, %post_norm: tensor<1x32xf32>, %attn_sub_norm: tensor<1x64xf32>, %ffn_sub_norm: tensor<1x48xf32>, %cos: tensor<64x8xf32>, %sin: tensor<64x8xf32>, %head: tensor<64x32xbf16>, %units_qkv: tensor<1x32xf32>, %units_o: tensor<1x8xf32>, %units_gate_up: tensor<1x24xf32>, %units_down: tensor<1x8xf32>, %w_qkv_0: tensor<32x32xui8>, %w_o_0: tensor<8x64xui8>, %w_gate_up_0: tensor<24x32xui8>, %w_down_0: tensor<8x48xui8>, %alias1_cache_0: tensor<21x8x2x32xi32> { tf.aliasing_output = 1 : i32 }) -> (tensor<4x4xi32>, tensor<21x8x2x32xi32>) {
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
    %1006, %1007, %1008, %1009, %1010, %1011, %1012, %1013, %1014, %1015, %1016, %1017, %1018, %1019, %1020, %1021, %1022, %1023, %1024, %1025, %1026, %1027 = "stablehlo.while"(%16, %1, %17, %alias1_cache_0, %step, %embedding, %final_norm, %input_norm, %post_norm, %attn_sub_norm, %ffn_sub_norm, %cos, %sin, %head, %units_qkv, %units_o, %units_gate_up, %units_down, %w_qkv_0, %w_o_0, %w_gate_up_0, %w_down_0) ({
      ^cond(%state_0: tensor<i32>, %state_1: tensor<4x1xi32>, %state_2: tensor<4x4xi32>, %state_3: tensor<21x8x2x32xi32>, %state_4: tensor<84xi32>, %state_5: tensor<64x32xbf16>, %state_6: tensor<32xf32>, %state_7: tensor<1x32xf32>, %state_8: tensor<1x32xf32>, %state_9: tensor<1x64xf32>, %state_10: tensor<1x48xf32>, %state_11: tensor<64x8xf32>, %state_12: tensor<64x8xf32>, %state_13: tensor<64x32xbf16>, %state_14: tensor<1x32xf32>, %state_15: tensor<1x8xf32>, %state_16: tensor<1x24xf32>, %state_17: tensor<1x8xf32>, %state_18: tensor<32x32xui8>, %state_19: tensor<8x64xui8>, %state_20: tensor<24x32xui8>, %state_21: tensor<8x48xui8>) :
          %18 = "stablehlo.constant"() { value = dense<4> : tensor<i32> } : () -> tensor<i32>
          %19 = "stablehlo.compare"(%state_0, %18) {
            compare_type = #stablehlo<comparison_type SIGNED>,
            comparison_direction = #stablehlo<comparison_direction LT>
          } : (tensor<i32>, tensor<i32>) -> tensor<i1>
          "stablehlo.return"(%19) : (tensor<i1>) -> ()
    }, {
      ^body(%state_0: tensor<i32>, %state_1: tensor<4x1xi32>, %state_2: tensor<4x4xi32>, %state_3: tensor<21x8x2x32xi32>, %state_4: tensor<84xi32>, %state_5: tensor<64x32xbf16>, %state_6: tensor<32xf32>, %state_7: tensor<1x32xf32>, %state_8: tensor<1x32xf32>, %state_9: tensor<1x64xf32>, %state_10: tensor<1x48xf32>, %state_11: tensor<64x8xf32>, %state_12: tensor<64x8xf32>, %state_13: tensor<64x32xbf16>, %state_14: tensor<1x32xf32>, %state_15: tensor<1x8xf32>, %state_16: tensor<1x24xf32>, %state_17: tensor<1x8xf32>, %state_18: tensor<32x32xui8>, %state_19: tensor<8x64xui8>, %state_20: tensor<24x32xui8>, %state_21: tensor<8x48xui8>) :
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
            slice_sizes = array<i64: 1, 8>
          } : (tensor<64x8xf32>, tensor<4x1xi32>) -> tensor<4x8xf32>
          %41 = "stablehlo.reshape"(%40) : (tensor<4x8xf32>) -> tensor<4x1x8xf32>
          %42 = "stablehlo.gather"(%state_12, %37) {
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
          %43 = "stablehlo.reshape"(%42) : (tensor<4x8xf32>) -> tensor<4x1x8xf32>
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
          %102 = "stablehlo.broadcast_in_dim"(%101) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<32x32xui8>
          %103 = "stablehlo.shift_right_logical"(%state_18, %102) : (tensor<32x32xui8>, tensor<32x32xui8>) -> tensor<32x32xui8>
          %104 = "stablehlo.constant"() { value = dense<3> : tensor<ui8> } : () -> tensor<ui8>
          %105 = "stablehlo.broadcast_in_dim"(%104) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<32x32xui8>
          %106 = "stablehlo.and"(%103, %105) : (tensor<32x32xui8>, tensor<32x32xui8>) -> tensor<32x32xui8>
          %107 = "stablehlo.convert"(%106) : (tensor<32x32xui8>) -> tensor<32x32xf32>
          %108 = "stablehlo.constant"() { value = dense<-1.0> : tensor<f32> } : () -> tensor<f32>
          %109 = "stablehlo.broadcast_in_dim"(%108) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<32x32xf32>
          %110 = "stablehlo.add"(%107, %109) : (tensor<32x32xf32>, tensor<32x32xf32>) -> tensor<32x32xf32>
          %111 = "stablehlo.reshape"(%110) : (tensor<32x32xf32>) -> tensor<1x32x32xf32>
          %112 = "stablehlo.constant"() { value = dense<2> : tensor<ui8> } : () -> tensor<ui8>
          %113 = "stablehlo.broadcast_in_dim"(%112) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<32x32xui8>
          %114 = "stablehlo.shift_right_logical"(%state_18, %113) : (tensor<32x32xui8>, tensor<32x32xui8>) -> tensor<32x32xui8>
          %115 = "stablehlo.broadcast_in_dim"(%104) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<32x32xui8>
          %116 = "stablehlo.and"(%114, %115) : (tensor<32x32xui8>, tensor<32x32xui8>) -> tensor<32x32xui8>
          %117 = "stablehlo.convert"(%116) : (tensor<32x32xui8>) -> tensor<32x32xf32>
          %118 = "stablehlo.broadcast_in_dim"(%108) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<32x32xf32>
          %119 = "stablehlo.add"(%117, %118) : (tensor<32x32xf32>, tensor<32x32xf32>) -> tensor<32x32xf32>
          %120 = "stablehlo.reshape"(%119) : (tensor<32x32xf32>) -> tensor<1x32x32xf32>
          %121 = "stablehlo.constant"() { value = dense<4> : tensor<ui8> } : () -> tensor<ui8>
          %122 = "stablehlo.broadcast_in_dim"(%121) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<32x32xui8>
          %123 = "stablehlo.shift_right_logical"(%state_18, %122) : (tensor<32x32xui8>, tensor<32x32xui8>) -> tensor<32x32xui8>
          %124 = "stablehlo.broadcast_in_dim"(%104) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<32x32xui8>
          %125 = "stablehlo.and"(%123, %124) : (tensor<32x32xui8>, tensor<32x32xui8>) -> tensor<32x32xui8>
          %126 = "stablehlo.convert"(%125) : (tensor<32x32xui8>) -> tensor<32x32xf32>
          %127 = "stablehlo.broadcast_in_dim"(%108) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<32x32xf32>
          %128 = "stablehlo.add"(%126, %127) : (tensor<32x32xf32>, tensor<32x32xf32>) -> tensor<32x32xf32>
          %129 = "stablehlo.reshape"(%128) : (tensor<32x32xf32>) -> tensor<1x32x32xf32>
          %130 = "stablehlo.constant"() { value = dense<6> : tensor<ui8> } : () -> tensor<ui8>
          %131 = "stablehlo.broadcast_in_dim"(%130) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<32x32xui8>
          %132 = "stablehlo.shift_right_logical"(%state_18, %131) : (tensor<32x32xui8>, tensor<32x32xui8>) -> tensor<32x32xui8>
          %133 = "stablehlo.broadcast_in_dim"(%104) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<32x32xui8>
          %134 = "stablehlo.and"(%132, %133) : (tensor<32x32xui8>, tensor<32x32xui8>) -> tensor<32x32xui8>
          %135 = "stablehlo.convert"(%134) : (tensor<32x32xui8>) -> tensor<32x32xf32>
          %136 = "stablehlo.broadcast_in_dim"(%108) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<32x32xf32>
          %137 = "stablehlo.add"(%135, %136) : (tensor<32x32xf32>, tensor<32x32xf32>) -> tensor<32x32xf32>
          %138 = "stablehlo.reshape"(%137) : (tensor<32x32xf32>) -> tensor<1x32x32xf32>
          %139 = "stablehlo.concatenate"(%111, %120, %129, %138) { dimension = 0 : i64 } : (tensor<1x32x32xf32>, tensor<1x32x32xf32>, tensor<1x32x32xf32>, tensor<1x32x32xf32>) -> tensor<4x32x32xf32>
          %140 = "stablehlo.dot_general"(%100, %139) {
            dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [],
  rhs_batching_dimensions = [],
  lhs_contracting_dimensions = [1],
  rhs_contracting_dimensions = [2]
>,
            precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
          } : (tensor<4x32xf32>, tensor<4x32x32xf32>) -> tensor<4x4x32xf32>
          %141 = "stablehlo.slice"(%state_14) {
            limit_indices = array<i64: 1, 32>,
            start_indices = array<i64: 0, 0>,
            strides = array<i64: 1, 1>
          } : (tensor<1x32xf32>) -> tensor<1x32xf32>
          %142 = "stablehlo.reshape"(%141) : (tensor<1x32xf32>) -> tensor<32xf32>
          %143 = "stablehlo.reshape"(%142) : (tensor<32xf32>) -> tensor<1x1x32xf32>
          %144 = "stablehlo.reshape"(%92) : (tensor<4x1xf32>) -> tensor<4x1x1xf32>
          %145 = "stablehlo.broadcast_in_dim"(%144) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x32xf32>
          %146 = "stablehlo.broadcast_in_dim"(%143) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<1x1x32xf32>) -> tensor<4x1x32xf32>
          %147 = "stablehlo.divide"(%146, %145) : (tensor<4x1x32xf32>, tensor<4x1x32xf32>) -> tensor<4x1x32xf32>
          %148 = "stablehlo.broadcast_in_dim"(%147) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x32xf32>) -> tensor<4x4x32xf32>
          %149 = "stablehlo.multiply"(%140, %148) : (tensor<4x4x32xf32>, tensor<4x4x32xf32>) -> tensor<4x4x32xf32>
          %150 = "stablehlo.slice"(%149) {
            limit_indices = array<i64: 4, 4, 16>,
            start_indices = array<i64: 0, 0, 0>,
            strides = array<i64: 1, 1, 1>
          } : (tensor<4x4x32xf32>) -> tensor<4x4x16xf32>
          %151 = "stablehlo.reshape"(%150) : (tensor<4x4x16xf32>) -> tensor<4x64xf32>
          %152 = "stablehlo.slice"(%149) {
            limit_indices = array<i64: 4, 4, 24>,
            start_indices = array<i64: 0, 0, 16>,
            strides = array<i64: 1, 1, 1>
          } : (tensor<4x4x32xf32>) -> tensor<4x4x8xf32>
          %153 = "stablehlo.reshape"(%152) : (tensor<4x4x8xf32>) -> tensor<4x32xf32>
          %154 = "stablehlo.slice"(%149) {
            limit_indices = array<i64: 4, 4, 32>,
            start_indices = array<i64: 0, 0, 24>,
            strides = array<i64: 1, 1, 1>
          } : (tensor<4x4x32xf32>) -> tensor<4x4x8xf32>
          %155 = "stablehlo.reshape"(%154) : (tensor<4x4x8xf32>) -> tensor<4x32xf32>
          %156 = "stablehlo.reshape"(%153) : (tensor<4x32xf32>) -> tensor<4x2x16xf32>
          %157 = "stablehlo.slice"(%156) {
            limit_indices = array<i64: 4, 2, 8>,
            start_indices = array<i64: 0, 0, 0>,
            strides = array<i64: 1, 1, 1>
          } : (tensor<4x2x16xf32>) -> tensor<4x2x8xf32>
          %158 = "stablehlo.slice"(%156) {
            limit_indices = array<i64: 4, 2, 16>,
            start_indices = array<i64: 0, 0, 8>,
            strides = array<i64: 1, 1, 1>
          } : (tensor<4x2x16xf32>) -> tensor<4x2x8xf32>
          %159 = "stablehlo.broadcast_in_dim"(%41) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x8xf32>) -> tensor<4x2x8xf32>
          %160 = "stablehlo.broadcast_in_dim"(%43) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x8xf32>) -> tensor<4x2x8xf32>
          %161 = "stablehlo.multiply"(%157, %159) : (tensor<4x2x8xf32>, tensor<4x2x8xf32>) -> tensor<4x2x8xf32>
          %162 = "stablehlo.multiply"(%158, %160) : (tensor<4x2x8xf32>, tensor<4x2x8xf32>) -> tensor<4x2x8xf32>
          %163 = "stablehlo.subtract"(%161, %162) : (tensor<4x2x8xf32>, tensor<4x2x8xf32>) -> tensor<4x2x8xf32>
          %164 = "stablehlo.multiply"(%158, %159) : (tensor<4x2x8xf32>, tensor<4x2x8xf32>) -> tensor<4x2x8xf32>
          %165 = "stablehlo.multiply"(%157, %160) : (tensor<4x2x8xf32>, tensor<4x2x8xf32>) -> tensor<4x2x8xf32>
          %166 = "stablehlo.add"(%164, %165) : (tensor<4x2x8xf32>, tensor<4x2x8xf32>) -> tensor<4x2x8xf32>
          %167 = "stablehlo.concatenate"(%163, %166) { dimension = 2 : i64 } : (tensor<4x2x8xf32>, tensor<4x2x8xf32>) -> tensor<4x2x16xf32>
          %168 = "stablehlo.reshape"(%167) : (tensor<4x2x16xf32>) -> tensor<4x1x32xf32>
          %169 = "stablehlo.reshape"(%155) : (tensor<4x32xf32>) -> tensor<4x1x32xf32>
          %170 = "stablehlo.concatenate"(%168, %169) { dimension = 1 : i64 } : (tensor<4x1x32xf32>, tensor<4x1x32xf32>) -> tensor<4x2x32xf32>
          %171 = "stablehlo.bitcast_convert"(%170) : (tensor<4x2x32xf32>) -> tensor<4x2x32xi32>
          %172 = "stablehlo.gather"(%state_3, %39) {
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
          %173 = "stablehlo.subtract"(%171, %172) : (tensor<4x2x32xi32>, tensor<4x2x32xi32>) -> tensor<4x2x32xi32>
          %175 = "stablehlo.scatter"(%state_3, %39, %173) ({
            ^updateFn(%lhs: tensor<i32>, %rhs: tensor<i32>) :
                %174 = "stablehlo.add"(%lhs, %rhs) : (tensor<i32>, tensor<i32>) -> tensor<i32>
                "stablehlo.return"(%174) : (tensor<i32>) -> ()
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
          %176 = "stablehlo.reshape"(%151) : (tensor<4x64xf32>) -> tensor<4x4x16xf32>
          %177 = "stablehlo.slice"(%176) {
            limit_indices = array<i64: 4, 4, 8>,
            start_indices = array<i64: 0, 0, 0>,
            strides = array<i64: 1, 1, 1>
          } : (tensor<4x4x16xf32>) -> tensor<4x4x8xf32>
          %178 = "stablehlo.slice"(%176) {
            limit_indices = array<i64: 4, 4, 16>,
            start_indices = array<i64: 0, 0, 8>,
            strides = array<i64: 1, 1, 1>
          } : (tensor<4x4x16xf32>) -> tensor<4x4x8xf32>
          %179 = "stablehlo.broadcast_in_dim"(%41) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x8xf32>) -> tensor<4x4x8xf32>
          %180 = "stablehlo.broadcast_in_dim"(%43) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x8xf32>) -> tensor<4x4x8xf32>
          %181 = "stablehlo.multiply"(%177, %179) : (tensor<4x4x8xf32>, tensor<4x4x8xf32>) -> tensor<4x4x8xf32>
          %182 = "stablehlo.multiply"(%178, %180) : (tensor<4x4x8xf32>, tensor<4x4x8xf32>) -> tensor<4x4x8xf32>
          %183 = "stablehlo.subtract"(%181, %182) : (tensor<4x4x8xf32>, tensor<4x4x8xf32>) -> tensor<4x4x8xf32>
          %184 = "stablehlo.multiply"(%178, %179) : (tensor<4x4x8xf32>, tensor<4x4x8xf32>) -> tensor<4x4x8xf32>
          %185 = "stablehlo.multiply"(%177, %180) : (tensor<4x4x8xf32>, tensor<4x4x8xf32>) -> tensor<4x4x8xf32>
          %186 = "stablehlo.add"(%184, %185) : (tensor<4x4x8xf32>, tensor<4x4x8xf32>) -> tensor<4x4x8xf32>
          %187 = "stablehlo.concatenate"(%183, %186) { dimension = 2 : i64 } : (tensor<4x4x8xf32>, tensor<4x4x8xf32>) -> tensor<4x4x16xf32>
          %188 = "stablehlo.gather"(%175, %27) {
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
          %189 = "stablehlo.bitcast_convert"(%188) : (tensor<4x4x8x2x32xi32>) -> tensor<4x4x8x2x32xf32>
          %190 = "stablehlo.reshape"(%189) : (tensor<4x4x8x2x32xf32>) -> tensor<4x32x2x32xf32>
          %191 = "stablehlo.slice"(%190) {
            limit_indices = array<i64: 4, 32, 2, 32>,
            start_indices = array<i64: 0, 0, 1, 0>,
            strides = array<i64: 1, 1, 1, 1>
          } : (tensor<4x32x2x32xf32>) -> tensor<4x32x1x32xf32>
          %192 = "stablehlo.reshape"(%191) : (tensor<4x32x1x32xf32>) -> tensor<4x32x32xf32>
          %193 = "stablehlo.broadcast_in_dim"(%55) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x32x1xi1>) -> tensor<4x32x32xi1>
          %194 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %195 = "stablehlo.broadcast_in_dim"(%194) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x32x32xf32>
          %196 = "stablehlo.select"(%193, %192, %195) : (tensor<4x32x32xi1>, tensor<4x32x32xf32>, tensor<4x32x32xf32>) -> tensor<4x32x32xf32>
          %197 = "stablehlo.slice"(%190) {
            limit_indices = array<i64: 4, 32, 1, 32>,
            start_indices = array<i64: 0, 0, 0, 0>,
            strides = array<i64: 1, 1, 1, 1>
          } : (tensor<4x32x2x32xf32>) -> tensor<4x32x1x32xf32>
          %198 = "stablehlo.reshape"(%197) : (tensor<4x32x1x32xf32>) -> tensor<4x32x32xf32>
          %199 = "stablehlo.reshape"(%198) : (tensor<4x32x32xf32>) -> tensor<4x32x2x16xf32>
          %200 = "stablehlo.reshape"(%196) : (tensor<4x32x32xf32>) -> tensor<4x32x2x16xf32>
          %201 = "stablehlo.reshape"(%187) : (tensor<4x4x16xf32>) -> tensor<4x1x2x2x16xf32>
          %202 = "stablehlo.dot_general"(%201, %199) {
            dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0, 2],
  rhs_batching_dimensions = [0, 2],
  lhs_contracting_dimensions = [4],
  rhs_contracting_dimensions = [3]
>,
            precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
          } : (tensor<4x1x2x2x16xf32>, tensor<4x32x2x16xf32>) -> tensor<4x2x1x2x32xf32>
          %203 = "stablehlo.transpose"(%202) { permutation = array<i64: 0, 1, 3, 2, 4> } : (tensor<4x2x1x2x32xf32>) -> tensor<4x2x2x1x32xf32>
          %204 = "stablehlo.constant"() { value = dense<0.25> : tensor<f32> } : () -> tensor<f32>
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
          } : (tensor<4x2x2x1x32xf32>, tensor<4x32x2x16xf32>) -> tensor<4x2x2x1x16xf32>
          %227 = "stablehlo.transpose"(%226) { permutation = array<i64: 0, 3, 1, 2, 4> } : (tensor<4x2x2x1x16xf32>) -> tensor<4x1x2x2x16xf32>
          %228 = "stablehlo.reshape"(%227) : (tensor<4x1x2x2x16xf32>) -> tensor<4x64xf32>
          %229 = "stablehlo.slice"(%state_9) {
            limit_indices = array<i64: 1, 64>,
            start_indices = array<i64: 0, 0>,
            strides = array<i64: 1, 1>
          } : (tensor<1x64xf32>) -> tensor<1x64xf32>
          %230 = "stablehlo.reshape"(%229) : (tensor<1x64xf32>) -> tensor<64xf32>
          %231 = "stablehlo.multiply"(%228, %228) : (tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xf32>
          %232 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %233 = "stablehlo.reduce"(%231, %232) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %61 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%61) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x64xf32>, tensor<f32>) -> tensor<4xf32>
          %234 = "stablehlo.constant"() { value = dense<0.015625> : tensor<f32> } : () -> tensor<f32>
          %235 = "stablehlo.broadcast_in_dim"(%234) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %236 = "stablehlo.multiply"(%233, %235) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %237 = "stablehlo.broadcast_in_dim"(%67) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %238 = "stablehlo.add"(%236, %237) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %239 = "stablehlo.sqrt"(%238) : (tensor<4xf32>) -> tensor<4xf32>
          %240 = "stablehlo.broadcast_in_dim"(%71) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %241 = "stablehlo.divide"(%240, %239) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %242 = "stablehlo.reshape"(%241) : (tensor<4xf32>) -> tensor<4x1xf32>
          %243 = "stablehlo.broadcast_in_dim"(%242) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x64xf32>
          %244 = "stablehlo.multiply"(%228, %243) : (tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xf32>
          %245 = "stablehlo.reshape"(%230) : (tensor<64xf32>) -> tensor<1x64xf32>
          %246 = "stablehlo.broadcast_in_dim"(%245) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<1x64xf32>) -> tensor<4x64xf32>
          %247 = "stablehlo.multiply"(%244, %246) : (tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xf32>
          %248 = "stablehlo.abs"(%247) : (tensor<4x64xf32>) -> tensor<4x64xf32>
          %249 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
          %250 = "stablehlo.reduce"(%248, %249) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %81 = "stablehlo.maximum"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%81) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x64xf32>, tensor<f32>) -> tensor<4xf32>
          %251 = "stablehlo.broadcast_in_dim"(%84) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %252 = "stablehlo.maximum"(%250, %251) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %253 = "stablehlo.broadcast_in_dim"(%71) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %254 = "stablehlo.broadcast_in_dim"(%88) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %255 = "stablehlo.multiply"(%253, %254) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %256 = "stablehlo.divide"(%255, %252) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %257 = "stablehlo.reshape"(%256) : (tensor<4xf32>) -> tensor<4x1xf32>
          %258 = "stablehlo.broadcast_in_dim"(%257) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x64xf32>
          %259 = "stablehlo.multiply"(%247, %258) : (tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xf32>
          %260 = "stablehlo.round_nearest_even"(%259) : (tensor<4x64xf32>) -> tensor<4x64xf32>
          %261 = "stablehlo.broadcast_in_dim"(%96) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x64xf32>
          %262 = "stablehlo.maximum"(%260, %261) : (tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xf32>
          %263 = "stablehlo.broadcast_in_dim"(%88) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x64xf32>
          %264 = "stablehlo.minimum"(%262, %263) : (tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xf32>
          %265 = "stablehlo.broadcast_in_dim"(%101) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x64xui8>
          %266 = "stablehlo.shift_right_logical"(%state_19, %265) : (tensor<8x64xui8>, tensor<8x64xui8>) -> tensor<8x64xui8>
          %267 = "stablehlo.broadcast_in_dim"(%104) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x64xui8>
          %268 = "stablehlo.and"(%266, %267) : (tensor<8x64xui8>, tensor<8x64xui8>) -> tensor<8x64xui8>
          %269 = "stablehlo.convert"(%268) : (tensor<8x64xui8>) -> tensor<8x64xf32>
          %270 = "stablehlo.broadcast_in_dim"(%108) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<8x64xf32>
          %271 = "stablehlo.add"(%269, %270) : (tensor<8x64xf32>, tensor<8x64xf32>) -> tensor<8x64xf32>
          %272 = "stablehlo.reshape"(%271) : (tensor<8x64xf32>) -> tensor<1x8x64xf32>
          %273 = "stablehlo.broadcast_in_dim"(%112) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x64xui8>
          %274 = "stablehlo.shift_right_logical"(%state_19, %273) : (tensor<8x64xui8>, tensor<8x64xui8>) -> tensor<8x64xui8>
          %275 = "stablehlo.broadcast_in_dim"(%104) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x64xui8>
          %276 = "stablehlo.and"(%274, %275) : (tensor<8x64xui8>, tensor<8x64xui8>) -> tensor<8x64xui8>
          %277 = "stablehlo.convert"(%276) : (tensor<8x64xui8>) -> tensor<8x64xf32>
          %278 = "stablehlo.broadcast_in_dim"(%108) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<8x64xf32>
          %279 = "stablehlo.add"(%277, %278) : (tensor<8x64xf32>, tensor<8x64xf32>) -> tensor<8x64xf32>
          %280 = "stablehlo.reshape"(%279) : (tensor<8x64xf32>) -> tensor<1x8x64xf32>
          %281 = "stablehlo.broadcast_in_dim"(%121) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x64xui8>
          %282 = "stablehlo.shift_right_logical"(%state_19, %281) : (tensor<8x64xui8>, tensor<8x64xui8>) -> tensor<8x64xui8>
          %283 = "stablehlo.broadcast_in_dim"(%104) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x64xui8>
          %284 = "stablehlo.and"(%282, %283) : (tensor<8x64xui8>, tensor<8x64xui8>) -> tensor<8x64xui8>
          %285 = "stablehlo.convert"(%284) : (tensor<8x64xui8>) -> tensor<8x64xf32>
          %286 = "stablehlo.broadcast_in_dim"(%108) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<8x64xf32>
          %287 = "stablehlo.add"(%285, %286) : (tensor<8x64xf32>, tensor<8x64xf32>) -> tensor<8x64xf32>
          %288 = "stablehlo.reshape"(%287) : (tensor<8x64xf32>) -> tensor<1x8x64xf32>
          %289 = "stablehlo.broadcast_in_dim"(%130) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x64xui8>
          %290 = "stablehlo.shift_right_logical"(%state_19, %289) : (tensor<8x64xui8>, tensor<8x64xui8>) -> tensor<8x64xui8>
          %291 = "stablehlo.broadcast_in_dim"(%104) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x64xui8>
          %292 = "stablehlo.and"(%290, %291) : (tensor<8x64xui8>, tensor<8x64xui8>) -> tensor<8x64xui8>
          %293 = "stablehlo.convert"(%292) : (tensor<8x64xui8>) -> tensor<8x64xf32>
          %294 = "stablehlo.broadcast_in_dim"(%108) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<8x64xf32>
          %295 = "stablehlo.add"(%293, %294) : (tensor<8x64xf32>, tensor<8x64xf32>) -> tensor<8x64xf32>
          %296 = "stablehlo.reshape"(%295) : (tensor<8x64xf32>) -> tensor<1x8x64xf32>
          %297 = "stablehlo.concatenate"(%272, %280, %288, %296) { dimension = 0 : i64 } : (tensor<1x8x64xf32>, tensor<1x8x64xf32>, tensor<1x8x64xf32>, tensor<1x8x64xf32>) -> tensor<4x8x64xf32>
          %298 = "stablehlo.dot_general"(%264, %297) {
            dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [],
  rhs_batching_dimensions = [],
  lhs_contracting_dimensions = [1],
  rhs_contracting_dimensions = [2]
>,
            precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
          } : (tensor<4x64xf32>, tensor<4x8x64xf32>) -> tensor<4x4x8xf32>
          %299 = "stablehlo.slice"(%state_15) {
            limit_indices = array<i64: 1, 8>,
            start_indices = array<i64: 0, 0>,
            strides = array<i64: 1, 1>
          } : (tensor<1x8xf32>) -> tensor<1x8xf32>
          %300 = "stablehlo.reshape"(%299) : (tensor<1x8xf32>) -> tensor<8xf32>
          %301 = "stablehlo.reshape"(%300) : (tensor<8xf32>) -> tensor<1x1x8xf32>
          %302 = "stablehlo.reshape"(%257) : (tensor<4x1xf32>) -> tensor<4x1x1xf32>
          %303 = "stablehlo.broadcast_in_dim"(%302) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x8xf32>
          %304 = "stablehlo.broadcast_in_dim"(%301) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<1x1x8xf32>) -> tensor<4x1x8xf32>
          %305 = "stablehlo.divide"(%304, %303) : (tensor<4x1x8xf32>, tensor<4x1x8xf32>) -> tensor<4x1x8xf32>
          %306 = "stablehlo.broadcast_in_dim"(%305) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x8xf32>) -> tensor<4x4x8xf32>
          %307 = "stablehlo.multiply"(%298, %306) : (tensor<4x4x8xf32>, tensor<4x4x8xf32>) -> tensor<4x4x8xf32>
          %308 = "stablehlo.reshape"(%307) : (tensor<4x4x8xf32>) -> tensor<4x32xf32>
          %309 = "stablehlo.add"(%57, %308) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
          %310 = "stablehlo.slice"(%state_8) {
            limit_indices = array<i64: 1, 32>,
            start_indices = array<i64: 0, 0>,
            strides = array<i64: 1, 1>
          } : (tensor<1x32xf32>) -> tensor<1x32xf32>
          %311 = "stablehlo.reshape"(%310) : (tensor<1x32xf32>) -> tensor<32xf32>
          %312 = "stablehlo.multiply"(%309, %309) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
          %313 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %314 = "stablehlo.reduce"(%312, %313) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %61 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%61) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x32xf32>, tensor<f32>) -> tensor<4xf32>
          %315 = "stablehlo.broadcast_in_dim"(%64) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %316 = "stablehlo.multiply"(%314, %315) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %317 = "stablehlo.broadcast_in_dim"(%67) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %318 = "stablehlo.add"(%316, %317) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %319 = "stablehlo.sqrt"(%318) : (tensor<4xf32>) -> tensor<4xf32>
          %320 = "stablehlo.broadcast_in_dim"(%71) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %321 = "stablehlo.divide"(%320, %319) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %322 = "stablehlo.reshape"(%321) : (tensor<4xf32>) -> tensor<4x1xf32>
          %323 = "stablehlo.broadcast_in_dim"(%322) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x32xf32>
          %324 = "stablehlo.multiply"(%309, %323) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
          %325 = "stablehlo.reshape"(%311) : (tensor<32xf32>) -> tensor<1x32xf32>
          %326 = "stablehlo.broadcast_in_dim"(%325) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<1x32xf32>) -> tensor<4x32xf32>
          %327 = "stablehlo.multiply"(%324, %326) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
          %328 = "stablehlo.abs"(%327) : (tensor<4x32xf32>) -> tensor<4x32xf32>
          %329 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
          %330 = "stablehlo.reduce"(%328, %329) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %81 = "stablehlo.maximum"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%81) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x32xf32>, tensor<f32>) -> tensor<4xf32>
          %331 = "stablehlo.broadcast_in_dim"(%84) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %332 = "stablehlo.maximum"(%330, %331) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %333 = "stablehlo.broadcast_in_dim"(%71) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %334 = "stablehlo.broadcast_in_dim"(%88) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %335 = "stablehlo.multiply"(%333, %334) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %336 = "stablehlo.divide"(%335, %332) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %337 = "stablehlo.reshape"(%336) : (tensor<4xf32>) -> tensor<4x1xf32>
          %338 = "stablehlo.broadcast_in_dim"(%337) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x32xf32>
          %339 = "stablehlo.multiply"(%327, %338) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
          %340 = "stablehlo.round_nearest_even"(%339) : (tensor<4x32xf32>) -> tensor<4x32xf32>
          %341 = "stablehlo.broadcast_in_dim"(%96) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x32xf32>
          %342 = "stablehlo.maximum"(%340, %341) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
          %343 = "stablehlo.broadcast_in_dim"(%88) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x32xf32>
          %344 = "stablehlo.minimum"(%342, %343) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
          %345 = "stablehlo.broadcast_in_dim"(%101) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<24x32xui8>
          %346 = "stablehlo.shift_right_logical"(%state_20, %345) : (tensor<24x32xui8>, tensor<24x32xui8>) -> tensor<24x32xui8>
          %347 = "stablehlo.broadcast_in_dim"(%104) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<24x32xui8>
          %348 = "stablehlo.and"(%346, %347) : (tensor<24x32xui8>, tensor<24x32xui8>) -> tensor<24x32xui8>
          %349 = "stablehlo.convert"(%348) : (tensor<24x32xui8>) -> tensor<24x32xf32>
          %350 = "stablehlo.broadcast_in_dim"(%108) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<24x32xf32>
          %351 = "stablehlo.add"(%349, %350) : (tensor<24x32xf32>, tensor<24x32xf32>) -> tensor<24x32xf32>
          %352 = "stablehlo.reshape"(%351) : (tensor<24x32xf32>) -> tensor<1x24x32xf32>
          %353 = "stablehlo.broadcast_in_dim"(%112) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<24x32xui8>
          %354 = "stablehlo.shift_right_logical"(%state_20, %353) : (tensor<24x32xui8>, tensor<24x32xui8>) -> tensor<24x32xui8>
          %355 = "stablehlo.broadcast_in_dim"(%104) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<24x32xui8>
          %356 = "stablehlo.and"(%354, %355) : (tensor<24x32xui8>, tensor<24x32xui8>) -> tensor<24x32xui8>
          %357 = "stablehlo.convert"(%356) : (tensor<24x32xui8>) -> tensor<24x32xf32>
          %358 = "stablehlo.broadcast_in_dim"(%108) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<24x32xf32>
          %359 = "stablehlo.add"(%357, %358) : (tensor<24x32xf32>, tensor<24x32xf32>) -> tensor<24x32xf32>
          %360 = "stablehlo.reshape"(%359) : (tensor<24x32xf32>) -> tensor<1x24x32xf32>
          %361 = "stablehlo.broadcast_in_dim"(%121) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<24x32xui8>
          %362 = "stablehlo.shift_right_logical"(%state_20, %361) : (tensor<24x32xui8>, tensor<24x32xui8>) -> tensor<24x32xui8>
          %363 = "stablehlo.broadcast_in_dim"(%104) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<24x32xui8>
          %364 = "stablehlo.and"(%362, %363) : (tensor<24x32xui8>, tensor<24x32xui8>) -> tensor<24x32xui8>
          %365 = "stablehlo.convert"(%364) : (tensor<24x32xui8>) -> tensor<24x32xf32>
          %366 = "stablehlo.broadcast_in_dim"(%108) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<24x32xf32>
          %367 = "stablehlo.add"(%365, %366) : (tensor<24x32xf32>, tensor<24x32xf32>) -> tensor<24x32xf32>
          %368 = "stablehlo.reshape"(%367) : (tensor<24x32xf32>) -> tensor<1x24x32xf32>
          %369 = "stablehlo.broadcast_in_dim"(%130) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<24x32xui8>
          %370 = "stablehlo.shift_right_logical"(%state_20, %369) : (tensor<24x32xui8>, tensor<24x32xui8>) -> tensor<24x32xui8>
          %371 = "stablehlo.broadcast_in_dim"(%104) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<24x32xui8>
          %372 = "stablehlo.and"(%370, %371) : (tensor<24x32xui8>, tensor<24x32xui8>) -> tensor<24x32xui8>
          %373 = "stablehlo.convert"(%372) : (tensor<24x32xui8>) -> tensor<24x32xf32>
          %374 = "stablehlo.broadcast_in_dim"(%108) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<24x32xf32>
          %375 = "stablehlo.add"(%373, %374) : (tensor<24x32xf32>, tensor<24x32xf32>) -> tensor<24x32xf32>
          %376 = "stablehlo.reshape"(%375) : (tensor<24x32xf32>) -> tensor<1x24x32xf32>
          %377 = "stablehlo.concatenate"(%352, %360, %368, %376) { dimension = 0 : i64 } : (tensor<1x24x32xf32>, tensor<1x24x32xf32>, tensor<1x24x32xf32>, tensor<1x24x32xf32>) -> tensor<4x24x32xf32>
          %378 = "stablehlo.dot_general"(%344, %377) {
            dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [],
  rhs_batching_dimensions = [],
  lhs_contracting_dimensions = [1],
  rhs_contracting_dimensions = [2]
>,
            precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
          } : (tensor<4x32xf32>, tensor<4x24x32xf32>) -> tensor<4x4x24xf32>
          %379 = "stablehlo.slice"(%state_16) {
            limit_indices = array<i64: 1, 24>,
            start_indices = array<i64: 0, 0>,
            strides = array<i64: 1, 1>
          } : (tensor<1x24xf32>) -> tensor<1x24xf32>
          %380 = "stablehlo.reshape"(%379) : (tensor<1x24xf32>) -> tensor<24xf32>
          %381 = "stablehlo.reshape"(%380) : (tensor<24xf32>) -> tensor<1x1x24xf32>
          %382 = "stablehlo.reshape"(%337) : (tensor<4x1xf32>) -> tensor<4x1x1xf32>
          %383 = "stablehlo.broadcast_in_dim"(%382) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x24xf32>
          %384 = "stablehlo.broadcast_in_dim"(%381) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<1x1x24xf32>) -> tensor<4x1x24xf32>
          %385 = "stablehlo.divide"(%384, %383) : (tensor<4x1x24xf32>, tensor<4x1x24xf32>) -> tensor<4x1x24xf32>
          %386 = "stablehlo.broadcast_in_dim"(%385) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x24xf32>) -> tensor<4x4x24xf32>
          %387 = "stablehlo.multiply"(%378, %386) : (tensor<4x4x24xf32>, tensor<4x4x24xf32>) -> tensor<4x4x24xf32>
          %388 = "stablehlo.slice"(%387) {
            limit_indices = array<i64: 4, 4, 12>,
            start_indices = array<i64: 0, 0, 0>,
            strides = array<i64: 1, 1, 1>
          } : (tensor<4x4x24xf32>) -> tensor<4x4x12xf32>
          %389 = "stablehlo.reshape"(%388) : (tensor<4x4x12xf32>) -> tensor<4x48xf32>
          %390 = "stablehlo.slice"(%387) {
            limit_indices = array<i64: 4, 4, 24>,
            start_indices = array<i64: 0, 0, 12>,
            strides = array<i64: 1, 1, 1>
          } : (tensor<4x4x24xf32>) -> tensor<4x4x12xf32>
          %391 = "stablehlo.reshape"(%390) : (tensor<4x4x12xf32>) -> tensor<4x48xf32>
          %392 = "stablehlo.broadcast_in_dim"(%194) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x48xf32>
          %393 = "stablehlo.maximum"(%389, %392) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
          %394 = "stablehlo.multiply"(%393, %393) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
          %395 = "stablehlo.multiply"(%394, %391) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
          %396 = "stablehlo.slice"(%state_10) {
            limit_indices = array<i64: 1, 48>,
            start_indices = array<i64: 0, 0>,
            strides = array<i64: 1, 1>
          } : (tensor<1x48xf32>) -> tensor<1x48xf32>
          %397 = "stablehlo.reshape"(%396) : (tensor<1x48xf32>) -> tensor<48xf32>
          %398 = "stablehlo.multiply"(%395, %395) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
          %399 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %400 = "stablehlo.reduce"(%398, %399) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %61 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%61) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x48xf32>, tensor<f32>) -> tensor<4xf32>
          %401 = "stablehlo.constant"() { value = dense<0.02083333395421505> : tensor<f32> } : () -> tensor<f32>
          %402 = "stablehlo.broadcast_in_dim"(%401) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %403 = "stablehlo.multiply"(%400, %402) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %404 = "stablehlo.broadcast_in_dim"(%67) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %405 = "stablehlo.add"(%403, %404) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %406 = "stablehlo.sqrt"(%405) : (tensor<4xf32>) -> tensor<4xf32>
          %407 = "stablehlo.broadcast_in_dim"(%71) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %408 = "stablehlo.divide"(%407, %406) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %409 = "stablehlo.reshape"(%408) : (tensor<4xf32>) -> tensor<4x1xf32>
          %410 = "stablehlo.broadcast_in_dim"(%409) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x48xf32>
          %411 = "stablehlo.multiply"(%395, %410) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
          %412 = "stablehlo.reshape"(%397) : (tensor<48xf32>) -> tensor<1x48xf32>
          %413 = "stablehlo.broadcast_in_dim"(%412) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<1x48xf32>) -> tensor<4x48xf32>
          %414 = "stablehlo.multiply"(%411, %413) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
          %415 = "stablehlo.abs"(%414) : (tensor<4x48xf32>) -> tensor<4x48xf32>
          %416 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
          %417 = "stablehlo.reduce"(%415, %416) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %81 = "stablehlo.maximum"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%81) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x48xf32>, tensor<f32>) -> tensor<4xf32>
          %418 = "stablehlo.broadcast_in_dim"(%84) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %419 = "stablehlo.maximum"(%417, %418) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %420 = "stablehlo.broadcast_in_dim"(%71) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %421 = "stablehlo.broadcast_in_dim"(%88) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %422 = "stablehlo.multiply"(%420, %421) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %423 = "stablehlo.divide"(%422, %419) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %424 = "stablehlo.reshape"(%423) : (tensor<4xf32>) -> tensor<4x1xf32>
          %425 = "stablehlo.broadcast_in_dim"(%424) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x48xf32>
          %426 = "stablehlo.multiply"(%414, %425) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
          %427 = "stablehlo.round_nearest_even"(%426) : (tensor<4x48xf32>) -> tensor<4x48xf32>
          %428 = "stablehlo.broadcast_in_dim"(%96) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x48xf32>
          %429 = "stablehlo.maximum"(%427, %428) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
          %430 = "stablehlo.broadcast_in_dim"(%88) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x48xf32>
          %431 = "stablehlo.minimum"(%429, %430) : (tensor<4x48xf32>, tensor<4x48xf32>) -> tensor<4x48xf32>
          %432 = "stablehlo.broadcast_in_dim"(%101) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x48xui8>
          %433 = "stablehlo.shift_right_logical"(%state_21, %432) : (tensor<8x48xui8>, tensor<8x48xui8>) -> tensor<8x48xui8>
          %434 = "stablehlo.broadcast_in_dim"(%104) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x48xui8>
          %435 = "stablehlo.and"(%433, %434) : (tensor<8x48xui8>, tensor<8x48xui8>) -> tensor<8x48xui8>
          %436 = "stablehlo.convert"(%435) : (tensor<8x48xui8>) -> tensor<8x48xf32>
          %437 = "stablehlo.broadcast_in_dim"(%108) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<8x48xf32>
          %438 = "stablehlo.add"(%436, %437) : (tensor<8x48xf32>, tensor<8x48xf32>) -> tensor<8x48xf32>
          %439 = "stablehlo.reshape"(%438) : (tensor<8x48xf32>) -> tensor<1x8x48xf32>
          %440 = "stablehlo.broadcast_in_dim"(%112) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x48xui8>
          %441 = "stablehlo.shift_right_logical"(%state_21, %440) : (tensor<8x48xui8>, tensor<8x48xui8>) -> tensor<8x48xui8>
          %442 = "stablehlo.broadcast_in_dim"(%104) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x48xui8>
          %443 = "stablehlo.and"(%441, %442) : (tensor<8x48xui8>, tensor<8x48xui8>) -> tensor<8x48xui8>
          %444 = "stablehlo.convert"(%443) : (tensor<8x48xui8>) -> tensor<8x48xf32>
          %445 = "stablehlo.broadcast_in_dim"(%108) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<8x48xf32>
          %446 = "stablehlo.add"(%444, %445) : (tensor<8x48xf32>, tensor<8x48xf32>) -> tensor<8x48xf32>
          %447 = "stablehlo.reshape"(%446) : (tensor<8x48xf32>) -> tensor<1x8x48xf32>
          %448 = "stablehlo.broadcast_in_dim"(%121) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x48xui8>
          %449 = "stablehlo.shift_right_logical"(%state_21, %448) : (tensor<8x48xui8>, tensor<8x48xui8>) -> tensor<8x48xui8>
          %450 = "stablehlo.broadcast_in_dim"(%104) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x48xui8>
          %451 = "stablehlo.and"(%449, %450) : (tensor<8x48xui8>, tensor<8x48xui8>) -> tensor<8x48xui8>
          %452 = "stablehlo.convert"(%451) : (tensor<8x48xui8>) -> tensor<8x48xf32>
          %453 = "stablehlo.broadcast_in_dim"(%108) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<8x48xf32>
          %454 = "stablehlo.add"(%452, %453) : (tensor<8x48xf32>, tensor<8x48xf32>) -> tensor<8x48xf32>
          %455 = "stablehlo.reshape"(%454) : (tensor<8x48xf32>) -> tensor<1x8x48xf32>
          %456 = "stablehlo.broadcast_in_dim"(%130) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x48xui8>
          %457 = "stablehlo.shift_right_logical"(%state_21, %456) : (tensor<8x48xui8>, tensor<8x48xui8>) -> tensor<8x48xui8>
          %458 = "stablehlo.broadcast_in_dim"(%104) { broadcast_dimensions = array<i64> } : (tensor<ui8>) -> tensor<8x48xui8>
          %459 = "stablehlo.and"(%457, %458) : (tensor<8x48xui8>, tensor<8x48xui8>) -> tensor<8x48xui8>
          %460 = "stablehlo.convert"(%459) : (tensor<8x48xui8>) -> tensor<8x48xf32>
          %461 = "stablehlo.broadcast_in_dim"(%108) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<8x48xf32>
          %462 = "stablehlo.add"(%460, %461) : (tensor<8x48xf32>, tensor<8x48xf32>) -> tensor<8x48xf32>
          %463 = "stablehlo.reshape"(%462) : (tensor<8x48xf32>) -> tensor<1x8x48xf32>
          %464 = "stablehlo.concatenate"(%439, %447, %455, %463) { dimension = 0 : i64 } : (tensor<1x8x48xf32>, tensor<1x8x48xf32>, tensor<1x8x48xf32>, tensor<1x8x48xf32>) -> tensor<4x8x48xf32>
          %465 = "stablehlo.dot_general"(%431, %464) {
            dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [],
  rhs_batching_dimensions = [],
  lhs_contracting_dimensions = [1],
  rhs_contracting_dimensions = [2]
>,
            precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
          } : (tensor<4x48xf32>, tensor<4x8x48xf32>) -> tensor<4x4x8xf32>
          %466 = "stablehlo.slice"(%state_17) {
            limit_indices = array<i64: 1, 8>,
            start_indices = array<i64: 0, 0>,
            strides = array<i64: 1, 1>
          } : (tensor<1x8xf32>) -> tensor<1x8xf32>
          %467 = "stablehlo.reshape"(%466) : (tensor<1x8xf32>) -> tensor<8xf32>
          %468 = "stablehlo.reshape"(%467) : (tensor<8xf32>) -> tensor<1x1x8xf32>
          %469 = "stablehlo.reshape"(%424) : (tensor<4x1xf32>) -> tensor<4x1x1xf32>
          %470 = "stablehlo.broadcast_in_dim"(%469) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x8xf32>
          %471 = "stablehlo.broadcast_in_dim"(%468) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<1x1x8xf32>) -> tensor<4x1x8xf32>
          %472 = "stablehlo.divide"(%471, %470) : (tensor<4x1x8xf32>, tensor<4x1x8xf32>) -> tensor<4x1x8xf32>
          %473 = "stablehlo.broadcast_in_dim"(%472) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x8xf32>) -> tensor<4x4x8xf32>
          %474 = "stablehlo.multiply"(%465, %473) : (tensor<4x4x8xf32>, tensor<4x4x8xf32>) -> tensor<4x4x8xf32>
          %475 = "stablehlo.reshape"(%474) : (tensor<4x4x8xf32>) -> tensor<4x32xf32>
          %476 = "stablehlo.add"(%309, %475) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
          %477 = "stablehlo.multiply"(%476, %476) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
          %478 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %479 = "stablehlo.reduce"(%477, %478) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %61 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%61) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x32xf32>, tensor<f32>) -> tensor<4xf32>
          %480 = "stablehlo.broadcast_in_dim"(%64) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %481 = "stablehlo.multiply"(%479, %480) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %482 = "stablehlo.broadcast_in_dim"(%67) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %483 = "stablehlo.add"(%481, %482) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %484 = "stablehlo.sqrt"(%483) : (tensor<4xf32>) -> tensor<4xf32>
          %485 = "stablehlo.broadcast_in_dim"(%71) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %486 = "stablehlo.divide"(%485, %484) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %487 = "stablehlo.reshape"(%486) : (tensor<4xf32>) -> tensor<4x1xf32>
          %488 = "stablehlo.broadcast_in_dim"(%487) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x32xf32>
          %489 = "stablehlo.multiply"(%476, %488) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
          %490 = "stablehlo.reshape"(%state_6) : (tensor<32xf32>) -> tensor<1x32xf32>
          %491 = "stablehlo.broadcast_in_dim"(%490) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<1x32xf32>) -> tensor<4x32xf32>
          %492 = "stablehlo.multiply"(%489, %491) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
          %493 = "stablehlo.convert"(%state_13) : (tensor<64x32xbf16>) -> tensor<64x32xf32>
          %494 = "stablehlo.dot_general"(%492, %493) {
            dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [],
  rhs_batching_dimensions = [],
  lhs_contracting_dimensions = [1],
  rhs_contracting_dimensions = [1]
>,
            precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
          } : (tensor<4x32xf32>, tensor<64x32xf32>) -> tensor<4x64xf32>
          %495 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
          %496 = "stablehlo.broadcast_in_dim"(%495) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x64xf32>
          %497 = "stablehlo.compare"(%494, %494) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction EQ>
          } : (tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xi1>
          %498 = "stablehlo.select"(%497, %494, %496) : (tensor<4x64xi1>, tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xf32>
          %499 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
          %500 = "stablehlo.reduce"(%498, %499) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %81 = "stablehlo.maximum"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%81) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x64xf32>, tensor<f32>) -> tensor<4xf32>
          %501 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
          %502 = "stablehlo.broadcast_in_dim"(%501) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %503 = "stablehlo.compare"(%500, %502) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction LE>
          } : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xi1>
          %512 = "stablehlo.iota"() { iota_dimension = 1 : i64 } : () -> tensor<4x64xi32>
          %513 = "stablehlo.constant"() { value = dense<0> : tensor<i32> } : () -> tensor<i32>
          %514 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
          %515, %516 = "stablehlo.reduce"(%512, %498, %513, %514) ({
            ^reductionFn(%lhs_idx: tensor<i32>, %lhs_v: tensor<f32>, %rhs_idx: tensor<i32>, %rhs_v: tensor<f32>) :
                %504 = "stablehlo.compare"(%lhs_v, %rhs_v) {
                  compare_type = #stablehlo<comparison_type FLOAT>,
                  comparison_direction = #stablehlo<comparison_direction GT>
                } : (tensor<f32>, tensor<f32>) -> tensor<i1>
                %505 = "stablehlo.compare"(%lhs_v, %lhs_v) {
                  compare_type = #stablehlo<comparison_type FLOAT>,
                  comparison_direction = #stablehlo<comparison_direction NE>
                } : (tensor<f32>, tensor<f32>) -> tensor<i1>
                %506 = "stablehlo.or"(%504, %505) : (tensor<i1>, tensor<i1>) -> tensor<i1>
                %507 = "stablehlo.compare"(%lhs_v, %rhs_v) {
                  compare_type = #stablehlo<comparison_type FLOAT>,
                  comparison_direction = #stablehlo<comparison_direction EQ>
                } : (tensor<f32>, tensor<f32>) -> tensor<i1>
                %508 = "stablehlo.minimum"(%lhs_idx, %rhs_idx) : (tensor<i32>, tensor<i32>) -> tensor<i32>
                %509 = "stablehlo.select"(%507, %508, %rhs_idx) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
                %510 = "stablehlo.select"(%506, %lhs_idx, %509) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
                %511 = "stablehlo.maximum"(%lhs_v, %rhs_v) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%510, %511) : (tensor<i32>, tensor<f32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x64xi32>, tensor<4x64xf32>, tensor<i32>, tensor<f32>) -> (tensor<4xi32>, tensor<4xf32>)
          %517 = "stablehlo.constant"() { value = dense<1> : tensor<i32> } : () -> tensor<i32>
          %518 = "stablehlo.broadcast_in_dim"(%517) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4xi32>
          %519 = "stablehlo.constant"() { value = dense<-1> : tensor<i32> } : () -> tensor<i32>
          %520 = "stablehlo.broadcast_in_dim"(%519) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4xi32>
          %521 = "stablehlo.multiply"(%518, %520) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
          %522 = "stablehlo.select"(%503, %521, %515) : (tensor<4xi1>, tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
          %523 = "stablehlo.reshape"(%state_0) : (tensor<i32>) -> tensor<1xi32>
          %524 = "stablehlo.gather"(%35, %523) {
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
          %525 = "stablehlo.bitcast_convert"(%29) : (tensor<4x1xi32>) -> tensor<4x1xf32>
          %526 = "stablehlo.bitcast_convert"(%31) : (tensor<4x1xi32>) -> tensor<4x1xf32>
          %527 = "stablehlo.bitcast_convert"(%33) : (tensor<4x1xi32>) -> tensor<4x1xf32>
          %528 = "stablehlo.bitcast_convert"(%524) : (tensor<4x1xi32>) -> tensor<4x1xf32>
          %529 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
          %530 = "stablehlo.broadcast_in_dim"(%529) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x64xf32>
          %531 = "stablehlo.compare"(%494, %494) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction EQ>
          } : (tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xi1>
          %532 = "stablehlo.select"(%531, %494, %530) : (tensor<4x64xi1>, tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xf32>
          %533 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
          %534 = "stablehlo.reduce"(%532, %533) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %81 = "stablehlo.maximum"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%81) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x64xf32>, tensor<f32>) -> tensor<4xf32>
          %535 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
          %536 = "stablehlo.broadcast_in_dim"(%535) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %537 = "stablehlo.compare"(%534, %536) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction LE>
          } : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xi1>
          %538 = "stablehlo.iota"() { iota_dimension = 1 : i64 } : () -> tensor<4x64xi32>
          %539 = "stablehlo.constant"() { value = dense<0> : tensor<i32> } : () -> tensor<i32>
          %540 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
          %541, %542 = "stablehlo.reduce"(%538, %532, %539, %540) ({
            ^reductionFn(%lhs_idx: tensor<i32>, %lhs_v: tensor<f32>, %rhs_idx: tensor<i32>, %rhs_v: tensor<f32>) :
                %504 = "stablehlo.compare"(%lhs_v, %rhs_v) {
                  compare_type = #stablehlo<comparison_type FLOAT>,
                  comparison_direction = #stablehlo<comparison_direction GT>
                } : (tensor<f32>, tensor<f32>) -> tensor<i1>
                %505 = "stablehlo.compare"(%lhs_v, %lhs_v) {
                  compare_type = #stablehlo<comparison_type FLOAT>,
                  comparison_direction = #stablehlo<comparison_direction NE>
                } : (tensor<f32>, tensor<f32>) -> tensor<i1>
                %506 = "stablehlo.or"(%504, %505) : (tensor<i1>, tensor<i1>) -> tensor<i1>
                %507 = "stablehlo.compare"(%lhs_v, %rhs_v) {
                  compare_type = #stablehlo<comparison_type FLOAT>,
                  comparison_direction = #stablehlo<comparison_direction EQ>
                } : (tensor<f32>, tensor<f32>) -> tensor<i1>
                %508 = "stablehlo.minimum"(%lhs_idx, %rhs_idx) : (tensor<i32>, tensor<i32>) -> tensor<i32>
                %509 = "stablehlo.select"(%507, %508, %rhs_idx) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
                %510 = "stablehlo.select"(%506, %lhs_idx, %509) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
                %511 = "stablehlo.maximum"(%lhs_v, %rhs_v) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%510, %511) : (tensor<i32>, tensor<f32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x64xi32>, tensor<4x64xf32>, tensor<i32>, tensor<f32>) -> (tensor<4xi32>, tensor<4xf32>)
          %543 = "stablehlo.broadcast_in_dim"(%517) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4xi32>
          %544 = "stablehlo.broadcast_in_dim"(%519) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4xi32>
          %545 = "stablehlo.multiply"(%543, %544) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
          %546 = "stablehlo.select"(%537, %545, %541) : (tensor<4xi1>, tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
          %547 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
          %548 = "stablehlo.broadcast_in_dim"(%547) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x64xf32>
          %549 = "stablehlo.compare"(%494, %494) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction EQ>
          } : (tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xi1>
          %550 = "stablehlo.select"(%549, %494, %548) : (tensor<4x64xi1>, tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xf32>
          %551 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
          %552 = "stablehlo.reduce"(%550, %551) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %81 = "stablehlo.maximum"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%81) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x64xf32>, tensor<f32>) -> tensor<4xf32>
          %553 = "stablehlo.reshape"(%552) : (tensor<4xf32>) -> tensor<4x1xf32>
          %554 = "stablehlo.broadcast_in_dim"(%194) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x1xf32>
          %555 = "stablehlo.compare"(%525, %554) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction LE>
          } : (tensor<4x1xf32>, tensor<4x1xf32>) -> tensor<4x1xi1>
          %556 = "stablehlo.constant"() { value = dense<0x7f800000> : tensor<f32> } : () -> tensor<f32>
          %557 = "stablehlo.broadcast_in_dim"(%556) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x1xf32>
          %558 = "stablehlo.compare"(%553, %557) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x1xf32>, tensor<4x1xf32>) -> tensor<4x1xi1>
          %559 = "stablehlo.or"(%555, %558) : (tensor<4x1xi1>, tensor<4x1xi1>) -> tensor<4x1xi1>
          %560 = "stablehlo.broadcast_in_dim"(%553) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x64xf32>
          %561 = "stablehlo.subtract"(%550, %560) : (tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xf32>
          %562 = "stablehlo.broadcast_in_dim"(%71) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x1xf32>
          %563 = "stablehlo.select"(%559, %562, %525) : (tensor<4x1xi1>, tensor<4x1xf32>, tensor<4x1xf32>) -> tensor<4x1xf32>
          %564 = "stablehlo.broadcast_in_dim"(%563) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x64xf32>
          %565 = "stablehlo.divide"(%561, %564) : (tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xf32>
          %566 = "stablehlo.broadcast_in_dim"(%194) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x64xf32>
          %567 = "stablehlo.constant"() { value = dense<-50.0> : tensor<f32> } : () -> tensor<f32>
          %568 = "stablehlo.broadcast_in_dim"(%567) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x64xf32>
          %569 = "stablehlo.add"(%566, %568) : (tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xf32>
          %570 = "stablehlo.compare"(%565, %569) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GT>
          } : (tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xi1>
          %571 = "stablehlo.exponential"(%565) : (tensor<4x64xf32>) -> tensor<4x64xf32>
          %572 = "stablehlo.select"(%570, %571, %566) : (tensor<4x64xi1>, tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xf32>
          %573 = "stablehlo.broadcast_in_dim"(%194) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x64xf32>
          %574 = "stablehlo.add"(%550, %573) : (tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xf32>
          %575 = "stablehlo.bitcast_convert"(%574) : (tensor<4x64xf32>) -> tensor<4x64xui32>
          %576 = "stablehlo.constant"() { value = dense<2147483648> : tensor<ui32> } : () -> tensor<ui32>
          %577 = "stablehlo.broadcast_in_dim"(%576) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x64xui32>
          %578 = "stablehlo.compare"(%575, %577) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x64xui32>, tensor<4x64xui32>) -> tensor<4x64xi1>
          %579 = "stablehlo.not"(%575) : (tensor<4x64xui32>) -> tensor<4x64xui32>
          %580 = "stablehlo.broadcast_in_dim"(%576) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x64xui32>
          %581 = "stablehlo.or"(%575, %580) : (tensor<4x64xui32>, tensor<4x64xui32>) -> tensor<4x64xui32>
          %582 = "stablehlo.select"(%578, %579, %581) : (tensor<4x64xi1>, tensor<4x64xui32>, tensor<4x64xui32>) -> tensor<4x64xui32>
          %583 = "stablehlo.compare"(%572, %566) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GT>
          } : (tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xi1>
          %584 = "stablehlo.broadcast_in_dim"(%71) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x64xf32>
          %585 = "stablehlo.select"(%583, %584, %566) : (tensor<4x64xi1>, tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xf32>
          %586 = "stablehlo.reshape"(%582) : (tensor<4x64xui32>) -> tensor<4x1x64xui32>
          %587 = "stablehlo.broadcast_in_dim"(%586) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x64xui32>) -> tensor<4x15x64xui32>
          %588 = "stablehlo.reshape"(%585) : (tensor<4x64xf32>) -> tensor<4x1x64xf32>
          %589 = "stablehlo.broadcast_in_dim"(%588) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x64xf32>) -> tensor<4x15x64xf32>
          %590 = "stablehlo.iota"() { iota_dimension = 1 : i64 } : () -> tensor<4x15xui32>
          %591 = "stablehlo.constant"() { value = dense<1> : tensor<ui32> } : () -> tensor<ui32>
          %592 = "stablehlo.broadcast_in_dim"(%591) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %593 = "stablehlo.add"(%592, %590) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %594 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %595 = "stablehlo.broadcast_in_dim"(%594) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %596 = "stablehlo.broadcast_in_dim"(%595) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x15xui32>
          %597 = "stablehlo.constant"() { value = dense<268435456> : tensor<ui32> } : () -> tensor<ui32>
          %598 = "stablehlo.broadcast_in_dim"(%597) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %599 = "stablehlo.multiply"(%593, %598) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %600 = "stablehlo.add"(%596, %599) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %601 = "stablehlo.reshape"(%600) : (tensor<4x15xui32>) -> tensor<4x15x1xui32>
          %602 = "stablehlo.broadcast_in_dim"(%601) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x15x1xui32>) -> tensor<4x15x64xui32>
          %603 = "stablehlo.compare"(%587, %602) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15x64xui32>, tensor<4x15x64xui32>) -> tensor<4x15x64xi1>
          %604 = "stablehlo.broadcast_in_dim"(%194) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x15x64xf32>
          %605 = "stablehlo.select"(%603, %589, %604) : (tensor<4x15x64xi1>, tensor<4x15x64xf32>, tensor<4x15x64xf32>) -> tensor<4x15x64xf32>
          %606 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %607 = "stablehlo.reduce"(%605, %606) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %61 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%61) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x15x64xf32>, tensor<f32>) -> tensor<4x15xf32>
          %608 = "stablehlo.broadcast_in_dim"(%526) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x15xf32>
          %609 = "stablehlo.compare"(%607, %608) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15xf32>, tensor<4x15xf32>) -> tensor<4x15xi1>
          %610 = "stablehlo.convert"(%609) : (tensor<4x15xi1>) -> tensor<4x15xui32>
          %612 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %613 = "stablehlo.reduce"(%610, %612) ({
            ^reductionFn(%lhs: tensor<ui32>, %rhs: tensor<ui32>) :
                %611 = "stablehlo.add"(%lhs, %rhs) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
                "stablehlo.return"(%611) : (tensor<ui32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x15xui32>, tensor<ui32>) -> tensor<4xui32>
          %614 = "stablehlo.reshape"(%613) : (tensor<4xui32>) -> tensor<4x1xui32>
          %615 = "stablehlo.broadcast_in_dim"(%597) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %616 = "stablehlo.multiply"(%614, %615) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %617 = "stablehlo.add"(%595, %616) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %618 = "stablehlo.broadcast_in_dim"(%617) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x15xui32>
          %619 = "stablehlo.constant"() { value = dense<16777216> : tensor<ui32> } : () -> tensor<ui32>
          %620 = "stablehlo.broadcast_in_dim"(%619) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %621 = "stablehlo.multiply"(%593, %620) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %622 = "stablehlo.add"(%618, %621) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %623 = "stablehlo.reshape"(%622) : (tensor<4x15xui32>) -> tensor<4x15x1xui32>
          %624 = "stablehlo.broadcast_in_dim"(%623) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x15x1xui32>) -> tensor<4x15x64xui32>
          %625 = "stablehlo.compare"(%587, %624) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15x64xui32>, tensor<4x15x64xui32>) -> tensor<4x15x64xi1>
          %626 = "stablehlo.broadcast_in_dim"(%194) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x15x64xf32>
          %627 = "stablehlo.select"(%625, %589, %626) : (tensor<4x15x64xi1>, tensor<4x15x64xf32>, tensor<4x15x64xf32>) -> tensor<4x15x64xf32>
          %628 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %629 = "stablehlo.reduce"(%627, %628) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %61 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%61) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x15x64xf32>, tensor<f32>) -> tensor<4x15xf32>
          %630 = "stablehlo.broadcast_in_dim"(%526) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x15xf32>
          %631 = "stablehlo.compare"(%629, %630) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15xf32>, tensor<4x15xf32>) -> tensor<4x15xi1>
          %632 = "stablehlo.convert"(%631) : (tensor<4x15xi1>) -> tensor<4x15xui32>
          %633 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %634 = "stablehlo.reduce"(%632, %633) ({
            ^reductionFn(%lhs: tensor<ui32>, %rhs: tensor<ui32>) :
                %611 = "stablehlo.add"(%lhs, %rhs) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
                "stablehlo.return"(%611) : (tensor<ui32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x15xui32>, tensor<ui32>) -> tensor<4xui32>
          %635 = "stablehlo.reshape"(%634) : (tensor<4xui32>) -> tensor<4x1xui32>
          %636 = "stablehlo.broadcast_in_dim"(%619) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %637 = "stablehlo.multiply"(%635, %636) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %638 = "stablehlo.add"(%617, %637) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %639 = "stablehlo.broadcast_in_dim"(%638) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x15xui32>
          %640 = "stablehlo.constant"() { value = dense<1048576> : tensor<ui32> } : () -> tensor<ui32>
          %641 = "stablehlo.broadcast_in_dim"(%640) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %642 = "stablehlo.multiply"(%593, %641) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %643 = "stablehlo.add"(%639, %642) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %644 = "stablehlo.reshape"(%643) : (tensor<4x15xui32>) -> tensor<4x15x1xui32>
          %645 = "stablehlo.broadcast_in_dim"(%644) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x15x1xui32>) -> tensor<4x15x64xui32>
          %646 = "stablehlo.compare"(%587, %645) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15x64xui32>, tensor<4x15x64xui32>) -> tensor<4x15x64xi1>
          %647 = "stablehlo.broadcast_in_dim"(%194) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x15x64xf32>
          %648 = "stablehlo.select"(%646, %589, %647) : (tensor<4x15x64xi1>, tensor<4x15x64xf32>, tensor<4x15x64xf32>) -> tensor<4x15x64xf32>
          %649 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %650 = "stablehlo.reduce"(%648, %649) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %61 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%61) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x15x64xf32>, tensor<f32>) -> tensor<4x15xf32>
          %651 = "stablehlo.broadcast_in_dim"(%526) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x15xf32>
          %652 = "stablehlo.compare"(%650, %651) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15xf32>, tensor<4x15xf32>) -> tensor<4x15xi1>
          %653 = "stablehlo.convert"(%652) : (tensor<4x15xi1>) -> tensor<4x15xui32>
          %654 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %655 = "stablehlo.reduce"(%653, %654) ({
            ^reductionFn(%lhs: tensor<ui32>, %rhs: tensor<ui32>) :
                %611 = "stablehlo.add"(%lhs, %rhs) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
                "stablehlo.return"(%611) : (tensor<ui32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x15xui32>, tensor<ui32>) -> tensor<4xui32>
          %656 = "stablehlo.reshape"(%655) : (tensor<4xui32>) -> tensor<4x1xui32>
          %657 = "stablehlo.broadcast_in_dim"(%640) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %658 = "stablehlo.multiply"(%656, %657) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %659 = "stablehlo.add"(%638, %658) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %660 = "stablehlo.broadcast_in_dim"(%659) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x15xui32>
          %661 = "stablehlo.constant"() { value = dense<65536> : tensor<ui32> } : () -> tensor<ui32>
          %662 = "stablehlo.broadcast_in_dim"(%661) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %663 = "stablehlo.multiply"(%593, %662) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %664 = "stablehlo.add"(%660, %663) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %665 = "stablehlo.reshape"(%664) : (tensor<4x15xui32>) -> tensor<4x15x1xui32>
          %666 = "stablehlo.broadcast_in_dim"(%665) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x15x1xui32>) -> tensor<4x15x64xui32>
          %667 = "stablehlo.compare"(%587, %666) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15x64xui32>, tensor<4x15x64xui32>) -> tensor<4x15x64xi1>
          %668 = "stablehlo.broadcast_in_dim"(%194) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x15x64xf32>
          %669 = "stablehlo.select"(%667, %589, %668) : (tensor<4x15x64xi1>, tensor<4x15x64xf32>, tensor<4x15x64xf32>) -> tensor<4x15x64xf32>
          %670 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %671 = "stablehlo.reduce"(%669, %670) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %61 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%61) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x15x64xf32>, tensor<f32>) -> tensor<4x15xf32>
          %672 = "stablehlo.broadcast_in_dim"(%526) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x15xf32>
          %673 = "stablehlo.compare"(%671, %672) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15xf32>, tensor<4x15xf32>) -> tensor<4x15xi1>
          %674 = "stablehlo.convert"(%673) : (tensor<4x15xi1>) -> tensor<4x15xui32>
          %675 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %676 = "stablehlo.reduce"(%674, %675) ({
            ^reductionFn(%lhs: tensor<ui32>, %rhs: tensor<ui32>) :
                %611 = "stablehlo.add"(%lhs, %rhs) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
                "stablehlo.return"(%611) : (tensor<ui32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x15xui32>, tensor<ui32>) -> tensor<4xui32>
          %677 = "stablehlo.reshape"(%676) : (tensor<4xui32>) -> tensor<4x1xui32>
          %678 = "stablehlo.broadcast_in_dim"(%661) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %679 = "stablehlo.multiply"(%677, %678) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %680 = "stablehlo.add"(%659, %679) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %681 = "stablehlo.broadcast_in_dim"(%680) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x15xui32>
          %682 = "stablehlo.constant"() { value = dense<4096> : tensor<ui32> } : () -> tensor<ui32>
          %683 = "stablehlo.broadcast_in_dim"(%682) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %684 = "stablehlo.multiply"(%593, %683) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %685 = "stablehlo.add"(%681, %684) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %686 = "stablehlo.reshape"(%685) : (tensor<4x15xui32>) -> tensor<4x15x1xui32>
          %687 = "stablehlo.broadcast_in_dim"(%686) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x15x1xui32>) -> tensor<4x15x64xui32>
          %688 = "stablehlo.compare"(%587, %687) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15x64xui32>, tensor<4x15x64xui32>) -> tensor<4x15x64xi1>
          %689 = "stablehlo.broadcast_in_dim"(%194) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x15x64xf32>
          %690 = "stablehlo.select"(%688, %589, %689) : (tensor<4x15x64xi1>, tensor<4x15x64xf32>, tensor<4x15x64xf32>) -> tensor<4x15x64xf32>
          %691 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %692 = "stablehlo.reduce"(%690, %691) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %61 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%61) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x15x64xf32>, tensor<f32>) -> tensor<4x15xf32>
          %693 = "stablehlo.broadcast_in_dim"(%526) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x15xf32>
          %694 = "stablehlo.compare"(%692, %693) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15xf32>, tensor<4x15xf32>) -> tensor<4x15xi1>
          %695 = "stablehlo.convert"(%694) : (tensor<4x15xi1>) -> tensor<4x15xui32>
          %696 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %697 = "stablehlo.reduce"(%695, %696) ({
            ^reductionFn(%lhs: tensor<ui32>, %rhs: tensor<ui32>) :
                %611 = "stablehlo.add"(%lhs, %rhs) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
                "stablehlo.return"(%611) : (tensor<ui32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x15xui32>, tensor<ui32>) -> tensor<4xui32>
          %698 = "stablehlo.reshape"(%697) : (tensor<4xui32>) -> tensor<4x1xui32>
          %699 = "stablehlo.broadcast_in_dim"(%682) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %700 = "stablehlo.multiply"(%698, %699) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %701 = "stablehlo.add"(%680, %700) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %702 = "stablehlo.broadcast_in_dim"(%701) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x15xui32>
          %703 = "stablehlo.constant"() { value = dense<256> : tensor<ui32> } : () -> tensor<ui32>
          %704 = "stablehlo.broadcast_in_dim"(%703) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %705 = "stablehlo.multiply"(%593, %704) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %706 = "stablehlo.add"(%702, %705) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %707 = "stablehlo.reshape"(%706) : (tensor<4x15xui32>) -> tensor<4x15x1xui32>
          %708 = "stablehlo.broadcast_in_dim"(%707) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x15x1xui32>) -> tensor<4x15x64xui32>
          %709 = "stablehlo.compare"(%587, %708) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15x64xui32>, tensor<4x15x64xui32>) -> tensor<4x15x64xi1>
          %710 = "stablehlo.broadcast_in_dim"(%194) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x15x64xf32>
          %711 = "stablehlo.select"(%709, %589, %710) : (tensor<4x15x64xi1>, tensor<4x15x64xf32>, tensor<4x15x64xf32>) -> tensor<4x15x64xf32>
          %712 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %713 = "stablehlo.reduce"(%711, %712) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %61 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%61) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x15x64xf32>, tensor<f32>) -> tensor<4x15xf32>
          %714 = "stablehlo.broadcast_in_dim"(%526) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x15xf32>
          %715 = "stablehlo.compare"(%713, %714) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15xf32>, tensor<4x15xf32>) -> tensor<4x15xi1>
          %716 = "stablehlo.convert"(%715) : (tensor<4x15xi1>) -> tensor<4x15xui32>
          %717 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %718 = "stablehlo.reduce"(%716, %717) ({
            ^reductionFn(%lhs: tensor<ui32>, %rhs: tensor<ui32>) :
                %611 = "stablehlo.add"(%lhs, %rhs) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
                "stablehlo.return"(%611) : (tensor<ui32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x15xui32>, tensor<ui32>) -> tensor<4xui32>
          %719 = "stablehlo.reshape"(%718) : (tensor<4xui32>) -> tensor<4x1xui32>
          %720 = "stablehlo.broadcast_in_dim"(%703) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %721 = "stablehlo.multiply"(%719, %720) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %722 = "stablehlo.add"(%701, %721) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %723 = "stablehlo.broadcast_in_dim"(%722) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x15xui32>
          %724 = "stablehlo.constant"() { value = dense<16> : tensor<ui32> } : () -> tensor<ui32>
          %725 = "stablehlo.broadcast_in_dim"(%724) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %726 = "stablehlo.multiply"(%593, %725) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %727 = "stablehlo.add"(%723, %726) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %728 = "stablehlo.reshape"(%727) : (tensor<4x15xui32>) -> tensor<4x15x1xui32>
          %729 = "stablehlo.broadcast_in_dim"(%728) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x15x1xui32>) -> tensor<4x15x64xui32>
          %730 = "stablehlo.compare"(%587, %729) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15x64xui32>, tensor<4x15x64xui32>) -> tensor<4x15x64xi1>
          %731 = "stablehlo.broadcast_in_dim"(%194) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x15x64xf32>
          %732 = "stablehlo.select"(%730, %589, %731) : (tensor<4x15x64xi1>, tensor<4x15x64xf32>, tensor<4x15x64xf32>) -> tensor<4x15x64xf32>
          %733 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %734 = "stablehlo.reduce"(%732, %733) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %61 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%61) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x15x64xf32>, tensor<f32>) -> tensor<4x15xf32>
          %735 = "stablehlo.broadcast_in_dim"(%526) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x15xf32>
          %736 = "stablehlo.compare"(%734, %735) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15xf32>, tensor<4x15xf32>) -> tensor<4x15xi1>
          %737 = "stablehlo.convert"(%736) : (tensor<4x15xi1>) -> tensor<4x15xui32>
          %738 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %739 = "stablehlo.reduce"(%737, %738) ({
            ^reductionFn(%lhs: tensor<ui32>, %rhs: tensor<ui32>) :
                %611 = "stablehlo.add"(%lhs, %rhs) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
                "stablehlo.return"(%611) : (tensor<ui32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x15xui32>, tensor<ui32>) -> tensor<4xui32>
          %740 = "stablehlo.reshape"(%739) : (tensor<4xui32>) -> tensor<4x1xui32>
          %741 = "stablehlo.broadcast_in_dim"(%724) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %742 = "stablehlo.multiply"(%740, %741) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %743 = "stablehlo.add"(%722, %742) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %744 = "stablehlo.broadcast_in_dim"(%743) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x15xui32>
          %745 = "stablehlo.broadcast_in_dim"(%591) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %746 = "stablehlo.multiply"(%593, %745) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %747 = "stablehlo.add"(%744, %746) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %748 = "stablehlo.reshape"(%747) : (tensor<4x15xui32>) -> tensor<4x15x1xui32>
          %749 = "stablehlo.broadcast_in_dim"(%748) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x15x1xui32>) -> tensor<4x15x64xui32>
          %750 = "stablehlo.compare"(%587, %749) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15x64xui32>, tensor<4x15x64xui32>) -> tensor<4x15x64xi1>
          %751 = "stablehlo.broadcast_in_dim"(%194) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x15x64xf32>
          %752 = "stablehlo.select"(%750, %589, %751) : (tensor<4x15x64xi1>, tensor<4x15x64xf32>, tensor<4x15x64xf32>) -> tensor<4x15x64xf32>
          %753 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %754 = "stablehlo.reduce"(%752, %753) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %61 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%61) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x15x64xf32>, tensor<f32>) -> tensor<4x15xf32>
          %755 = "stablehlo.broadcast_in_dim"(%526) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x15xf32>
          %756 = "stablehlo.compare"(%754, %755) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15xf32>, tensor<4x15xf32>) -> tensor<4x15xi1>
          %757 = "stablehlo.convert"(%756) : (tensor<4x15xi1>) -> tensor<4x15xui32>
          %758 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %759 = "stablehlo.reduce"(%757, %758) ({
            ^reductionFn(%lhs: tensor<ui32>, %rhs: tensor<ui32>) :
                %611 = "stablehlo.add"(%lhs, %rhs) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
                "stablehlo.return"(%611) : (tensor<ui32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x15xui32>, tensor<ui32>) -> tensor<4xui32>
          %760 = "stablehlo.reshape"(%759) : (tensor<4xui32>) -> tensor<4x1xui32>
          %761 = "stablehlo.broadcast_in_dim"(%591) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %762 = "stablehlo.multiply"(%760, %761) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %763 = "stablehlo.add"(%743, %762) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %764 = "stablehlo.broadcast_in_dim"(%763) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x64xui32>
          %765 = "stablehlo.compare"(%582, %764) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x64xui32>, tensor<4x64xui32>) -> tensor<4x64xi1>
          %766 = "stablehlo.select"(%765, %572, %566) : (tensor<4x64xi1>, tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xf32>
          %767 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %768 = "stablehlo.reduce"(%766, %767) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %61 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%61) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x64xf32>, tensor<f32>) -> tensor<4xf32>
          %769 = "stablehlo.reshape"(%768) : (tensor<4xf32>) -> tensor<4x1xf32>
          %770 = "stablehlo.multiply"(%527, %769) : (tensor<4x1xf32>, tensor<4x1xf32>) -> tensor<4x1xf32>
          %771 = "stablehlo.reshape"(%582) : (tensor<4x64xui32>) -> tensor<4x1x64xui32>
          %772 = "stablehlo.broadcast_in_dim"(%771) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x64xui32>) -> tensor<4x15x64xui32>
          %773 = "stablehlo.reshape"(%766) : (tensor<4x64xf32>) -> tensor<4x1x64xf32>
          %774 = "stablehlo.broadcast_in_dim"(%773) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x64xf32>) -> tensor<4x15x64xf32>
          %775 = "stablehlo.iota"() { iota_dimension = 1 : i64 } : () -> tensor<4x15xui32>
          %776 = "stablehlo.broadcast_in_dim"(%591) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %777 = "stablehlo.add"(%776, %775) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %778 = "stablehlo.broadcast_in_dim"(%594) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %779 = "stablehlo.broadcast_in_dim"(%778) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x15xui32>
          %780 = "stablehlo.broadcast_in_dim"(%597) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %781 = "stablehlo.multiply"(%777, %780) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %782 = "stablehlo.add"(%779, %781) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %783 = "stablehlo.reshape"(%782) : (tensor<4x15xui32>) -> tensor<4x15x1xui32>
          %784 = "stablehlo.broadcast_in_dim"(%783) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x15x1xui32>) -> tensor<4x15x64xui32>
          %785 = "stablehlo.compare"(%772, %784) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15x64xui32>, tensor<4x15x64xui32>) -> tensor<4x15x64xi1>
          %786 = "stablehlo.broadcast_in_dim"(%194) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x15x64xf32>
          %787 = "stablehlo.select"(%785, %774, %786) : (tensor<4x15x64xi1>, tensor<4x15x64xf32>, tensor<4x15x64xf32>) -> tensor<4x15x64xf32>
          %788 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %789 = "stablehlo.reduce"(%787, %788) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %61 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%61) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x15x64xf32>, tensor<f32>) -> tensor<4x15xf32>
          %790 = "stablehlo.broadcast_in_dim"(%770) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x15xf32>
          %791 = "stablehlo.compare"(%789, %790) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15xf32>, tensor<4x15xf32>) -> tensor<4x15xi1>
          %792 = "stablehlo.convert"(%791) : (tensor<4x15xi1>) -> tensor<4x15xui32>
          %793 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %794 = "stablehlo.reduce"(%792, %793) ({
            ^reductionFn(%lhs: tensor<ui32>, %rhs: tensor<ui32>) :
                %611 = "stablehlo.add"(%lhs, %rhs) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
                "stablehlo.return"(%611) : (tensor<ui32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x15xui32>, tensor<ui32>) -> tensor<4xui32>
          %795 = "stablehlo.reshape"(%794) : (tensor<4xui32>) -> tensor<4x1xui32>
          %796 = "stablehlo.broadcast_in_dim"(%597) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %797 = "stablehlo.multiply"(%795, %796) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %798 = "stablehlo.add"(%778, %797) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %799 = "stablehlo.broadcast_in_dim"(%798) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x15xui32>
          %800 = "stablehlo.broadcast_in_dim"(%619) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %801 = "stablehlo.multiply"(%777, %800) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %802 = "stablehlo.add"(%799, %801) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %803 = "stablehlo.reshape"(%802) : (tensor<4x15xui32>) -> tensor<4x15x1xui32>
          %804 = "stablehlo.broadcast_in_dim"(%803) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x15x1xui32>) -> tensor<4x15x64xui32>
          %805 = "stablehlo.compare"(%772, %804) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15x64xui32>, tensor<4x15x64xui32>) -> tensor<4x15x64xi1>
          %806 = "stablehlo.broadcast_in_dim"(%194) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x15x64xf32>
          %807 = "stablehlo.select"(%805, %774, %806) : (tensor<4x15x64xi1>, tensor<4x15x64xf32>, tensor<4x15x64xf32>) -> tensor<4x15x64xf32>
          %808 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %809 = "stablehlo.reduce"(%807, %808) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %61 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%61) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x15x64xf32>, tensor<f32>) -> tensor<4x15xf32>
          %810 = "stablehlo.broadcast_in_dim"(%770) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x15xf32>
          %811 = "stablehlo.compare"(%809, %810) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15xf32>, tensor<4x15xf32>) -> tensor<4x15xi1>
          %812 = "stablehlo.convert"(%811) : (tensor<4x15xi1>) -> tensor<4x15xui32>
          %813 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %814 = "stablehlo.reduce"(%812, %813) ({
            ^reductionFn(%lhs: tensor<ui32>, %rhs: tensor<ui32>) :
                %611 = "stablehlo.add"(%lhs, %rhs) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
                "stablehlo.return"(%611) : (tensor<ui32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x15xui32>, tensor<ui32>) -> tensor<4xui32>
          %815 = "stablehlo.reshape"(%814) : (tensor<4xui32>) -> tensor<4x1xui32>
          %816 = "stablehlo.broadcast_in_dim"(%619) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %817 = "stablehlo.multiply"(%815, %816) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %818 = "stablehlo.add"(%798, %817) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %819 = "stablehlo.broadcast_in_dim"(%818) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x15xui32>
          %820 = "stablehlo.broadcast_in_dim"(%640) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %821 = "stablehlo.multiply"(%777, %820) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %822 = "stablehlo.add"(%819, %821) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %823 = "stablehlo.reshape"(%822) : (tensor<4x15xui32>) -> tensor<4x15x1xui32>
          %824 = "stablehlo.broadcast_in_dim"(%823) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x15x1xui32>) -> tensor<4x15x64xui32>
          %825 = "stablehlo.compare"(%772, %824) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15x64xui32>, tensor<4x15x64xui32>) -> tensor<4x15x64xi1>
          %826 = "stablehlo.broadcast_in_dim"(%194) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x15x64xf32>
          %827 = "stablehlo.select"(%825, %774, %826) : (tensor<4x15x64xi1>, tensor<4x15x64xf32>, tensor<4x15x64xf32>) -> tensor<4x15x64xf32>
          %828 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %829 = "stablehlo.reduce"(%827, %828) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %61 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%61) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x15x64xf32>, tensor<f32>) -> tensor<4x15xf32>
          %830 = "stablehlo.broadcast_in_dim"(%770) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x15xf32>
          %831 = "stablehlo.compare"(%829, %830) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15xf32>, tensor<4x15xf32>) -> tensor<4x15xi1>
          %832 = "stablehlo.convert"(%831) : (tensor<4x15xi1>) -> tensor<4x15xui32>
          %833 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %834 = "stablehlo.reduce"(%832, %833) ({
            ^reductionFn(%lhs: tensor<ui32>, %rhs: tensor<ui32>) :
                %611 = "stablehlo.add"(%lhs, %rhs) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
                "stablehlo.return"(%611) : (tensor<ui32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x15xui32>, tensor<ui32>) -> tensor<4xui32>
          %835 = "stablehlo.reshape"(%834) : (tensor<4xui32>) -> tensor<4x1xui32>
          %836 = "stablehlo.broadcast_in_dim"(%640) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %837 = "stablehlo.multiply"(%835, %836) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %838 = "stablehlo.add"(%818, %837) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %839 = "stablehlo.broadcast_in_dim"(%838) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x15xui32>
          %840 = "stablehlo.broadcast_in_dim"(%661) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %841 = "stablehlo.multiply"(%777, %840) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %842 = "stablehlo.add"(%839, %841) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %843 = "stablehlo.reshape"(%842) : (tensor<4x15xui32>) -> tensor<4x15x1xui32>
          %844 = "stablehlo.broadcast_in_dim"(%843) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x15x1xui32>) -> tensor<4x15x64xui32>
          %845 = "stablehlo.compare"(%772, %844) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15x64xui32>, tensor<4x15x64xui32>) -> tensor<4x15x64xi1>
          %846 = "stablehlo.broadcast_in_dim"(%194) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x15x64xf32>
          %847 = "stablehlo.select"(%845, %774, %846) : (tensor<4x15x64xi1>, tensor<4x15x64xf32>, tensor<4x15x64xf32>) -> tensor<4x15x64xf32>
          %848 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %849 = "stablehlo.reduce"(%847, %848) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %61 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%61) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x15x64xf32>, tensor<f32>) -> tensor<4x15xf32>
          %850 = "stablehlo.broadcast_in_dim"(%770) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x15xf32>
          %851 = "stablehlo.compare"(%849, %850) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15xf32>, tensor<4x15xf32>) -> tensor<4x15xi1>
          %852 = "stablehlo.convert"(%851) : (tensor<4x15xi1>) -> tensor<4x15xui32>
          %853 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %854 = "stablehlo.reduce"(%852, %853) ({
            ^reductionFn(%lhs: tensor<ui32>, %rhs: tensor<ui32>) :
                %611 = "stablehlo.add"(%lhs, %rhs) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
                "stablehlo.return"(%611) : (tensor<ui32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x15xui32>, tensor<ui32>) -> tensor<4xui32>
          %855 = "stablehlo.reshape"(%854) : (tensor<4xui32>) -> tensor<4x1xui32>
          %856 = "stablehlo.broadcast_in_dim"(%661) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %857 = "stablehlo.multiply"(%855, %856) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %858 = "stablehlo.add"(%838, %857) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %859 = "stablehlo.broadcast_in_dim"(%858) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x15xui32>
          %860 = "stablehlo.broadcast_in_dim"(%682) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %861 = "stablehlo.multiply"(%777, %860) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %862 = "stablehlo.add"(%859, %861) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %863 = "stablehlo.reshape"(%862) : (tensor<4x15xui32>) -> tensor<4x15x1xui32>
          %864 = "stablehlo.broadcast_in_dim"(%863) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x15x1xui32>) -> tensor<4x15x64xui32>
          %865 = "stablehlo.compare"(%772, %864) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15x64xui32>, tensor<4x15x64xui32>) -> tensor<4x15x64xi1>
          %866 = "stablehlo.broadcast_in_dim"(%194) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x15x64xf32>
          %867 = "stablehlo.select"(%865, %774, %866) : (tensor<4x15x64xi1>, tensor<4x15x64xf32>, tensor<4x15x64xf32>) -> tensor<4x15x64xf32>
          %868 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %869 = "stablehlo.reduce"(%867, %868) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %61 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%61) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x15x64xf32>, tensor<f32>) -> tensor<4x15xf32>
          %870 = "stablehlo.broadcast_in_dim"(%770) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x15xf32>
          %871 = "stablehlo.compare"(%869, %870) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15xf32>, tensor<4x15xf32>) -> tensor<4x15xi1>
          %872 = "stablehlo.convert"(%871) : (tensor<4x15xi1>) -> tensor<4x15xui32>
          %873 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %874 = "stablehlo.reduce"(%872, %873) ({
            ^reductionFn(%lhs: tensor<ui32>, %rhs: tensor<ui32>) :
                %611 = "stablehlo.add"(%lhs, %rhs) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
                "stablehlo.return"(%611) : (tensor<ui32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x15xui32>, tensor<ui32>) -> tensor<4xui32>
          %875 = "stablehlo.reshape"(%874) : (tensor<4xui32>) -> tensor<4x1xui32>
          %876 = "stablehlo.broadcast_in_dim"(%682) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %877 = "stablehlo.multiply"(%875, %876) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %878 = "stablehlo.add"(%858, %877) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %879 = "stablehlo.broadcast_in_dim"(%878) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x15xui32>
          %880 = "stablehlo.broadcast_in_dim"(%703) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %881 = "stablehlo.multiply"(%777, %880) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %882 = "stablehlo.add"(%879, %881) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %883 = "stablehlo.reshape"(%882) : (tensor<4x15xui32>) -> tensor<4x15x1xui32>
          %884 = "stablehlo.broadcast_in_dim"(%883) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x15x1xui32>) -> tensor<4x15x64xui32>
          %885 = "stablehlo.compare"(%772, %884) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15x64xui32>, tensor<4x15x64xui32>) -> tensor<4x15x64xi1>
          %886 = "stablehlo.broadcast_in_dim"(%194) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x15x64xf32>
          %887 = "stablehlo.select"(%885, %774, %886) : (tensor<4x15x64xi1>, tensor<4x15x64xf32>, tensor<4x15x64xf32>) -> tensor<4x15x64xf32>
          %888 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %889 = "stablehlo.reduce"(%887, %888) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %61 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%61) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x15x64xf32>, tensor<f32>) -> tensor<4x15xf32>
          %890 = "stablehlo.broadcast_in_dim"(%770) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x15xf32>
          %891 = "stablehlo.compare"(%889, %890) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15xf32>, tensor<4x15xf32>) -> tensor<4x15xi1>
          %892 = "stablehlo.convert"(%891) : (tensor<4x15xi1>) -> tensor<4x15xui32>
          %893 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %894 = "stablehlo.reduce"(%892, %893) ({
            ^reductionFn(%lhs: tensor<ui32>, %rhs: tensor<ui32>) :
                %611 = "stablehlo.add"(%lhs, %rhs) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
                "stablehlo.return"(%611) : (tensor<ui32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x15xui32>, tensor<ui32>) -> tensor<4xui32>
          %895 = "stablehlo.reshape"(%894) : (tensor<4xui32>) -> tensor<4x1xui32>
          %896 = "stablehlo.broadcast_in_dim"(%703) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %897 = "stablehlo.multiply"(%895, %896) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %898 = "stablehlo.add"(%878, %897) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %899 = "stablehlo.broadcast_in_dim"(%898) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x15xui32>
          %900 = "stablehlo.broadcast_in_dim"(%724) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %901 = "stablehlo.multiply"(%777, %900) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %902 = "stablehlo.add"(%899, %901) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %903 = "stablehlo.reshape"(%902) : (tensor<4x15xui32>) -> tensor<4x15x1xui32>
          %904 = "stablehlo.broadcast_in_dim"(%903) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x15x1xui32>) -> tensor<4x15x64xui32>
          %905 = "stablehlo.compare"(%772, %904) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15x64xui32>, tensor<4x15x64xui32>) -> tensor<4x15x64xi1>
          %906 = "stablehlo.broadcast_in_dim"(%194) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x15x64xf32>
          %907 = "stablehlo.select"(%905, %774, %906) : (tensor<4x15x64xi1>, tensor<4x15x64xf32>, tensor<4x15x64xf32>) -> tensor<4x15x64xf32>
          %908 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %909 = "stablehlo.reduce"(%907, %908) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %61 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%61) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x15x64xf32>, tensor<f32>) -> tensor<4x15xf32>
          %910 = "stablehlo.broadcast_in_dim"(%770) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x15xf32>
          %911 = "stablehlo.compare"(%909, %910) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15xf32>, tensor<4x15xf32>) -> tensor<4x15xi1>
          %912 = "stablehlo.convert"(%911) : (tensor<4x15xi1>) -> tensor<4x15xui32>
          %913 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %914 = "stablehlo.reduce"(%912, %913) ({
            ^reductionFn(%lhs: tensor<ui32>, %rhs: tensor<ui32>) :
                %611 = "stablehlo.add"(%lhs, %rhs) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
                "stablehlo.return"(%611) : (tensor<ui32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x15xui32>, tensor<ui32>) -> tensor<4xui32>
          %915 = "stablehlo.reshape"(%914) : (tensor<4xui32>) -> tensor<4x1xui32>
          %916 = "stablehlo.broadcast_in_dim"(%724) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %917 = "stablehlo.multiply"(%915, %916) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %918 = "stablehlo.add"(%898, %917) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %919 = "stablehlo.broadcast_in_dim"(%918) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x15xui32>
          %920 = "stablehlo.broadcast_in_dim"(%591) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %921 = "stablehlo.multiply"(%777, %920) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %922 = "stablehlo.add"(%919, %921) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %923 = "stablehlo.reshape"(%922) : (tensor<4x15xui32>) -> tensor<4x15x1xui32>
          %924 = "stablehlo.broadcast_in_dim"(%923) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x15x1xui32>) -> tensor<4x15x64xui32>
          %925 = "stablehlo.compare"(%772, %924) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15x64xui32>, tensor<4x15x64xui32>) -> tensor<4x15x64xi1>
          %926 = "stablehlo.broadcast_in_dim"(%194) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x15x64xf32>
          %927 = "stablehlo.select"(%925, %774, %926) : (tensor<4x15x64xi1>, tensor<4x15x64xf32>, tensor<4x15x64xf32>) -> tensor<4x15x64xf32>
          %928 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %929 = "stablehlo.reduce"(%927, %928) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %61 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%61) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x15x64xf32>, tensor<f32>) -> tensor<4x15xf32>
          %930 = "stablehlo.broadcast_in_dim"(%770) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x15xf32>
          %931 = "stablehlo.compare"(%929, %930) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15xf32>, tensor<4x15xf32>) -> tensor<4x15xi1>
          %932 = "stablehlo.convert"(%931) : (tensor<4x15xi1>) -> tensor<4x15xui32>
          %933 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %934 = "stablehlo.reduce"(%932, %933) ({
            ^reductionFn(%lhs: tensor<ui32>, %rhs: tensor<ui32>) :
                %611 = "stablehlo.add"(%lhs, %rhs) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
                "stablehlo.return"(%611) : (tensor<ui32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x15xui32>, tensor<ui32>) -> tensor<4xui32>
          %935 = "stablehlo.reshape"(%934) : (tensor<4xui32>) -> tensor<4x1xui32>
          %936 = "stablehlo.broadcast_in_dim"(%591) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %937 = "stablehlo.multiply"(%935, %936) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %938 = "stablehlo.add"(%918, %937) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %939 = "stablehlo.broadcast_in_dim"(%938) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x64xui32>
          %940 = "stablehlo.compare"(%582, %939) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x64xui32>, tensor<4x64xui32>) -> tensor<4x64xi1>
          %941 = "stablehlo.select"(%940, %766, %566) : (tensor<4x64xi1>, tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xf32>
          %942 = "stablehlo.reshape"(%559) : (tensor<4x1xi1>) -> tensor<4xi1>
          %943 = "stablehlo.reshape"(%941) : (tensor<4x64xf32>) -> tensor<4x8x8xf32>
          %944 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %945 = "stablehlo.reduce"(%943, %944) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %61 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%61) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x8x8xf32>, tensor<f32>) -> tensor<4x8xf32>
          %946 = "stablehlo.iota"() { iota_dimension = 0 : i64 } : () -> tensor<8x8xi32>
          %947 = "stablehlo.iota"() { iota_dimension = 1 : i64 } : () -> tensor<8x8xi32>
          %948 = "stablehlo.compare"(%946, %947) {
            compare_type = #stablehlo<comparison_type SIGNED>,
            comparison_direction = #stablehlo<comparison_direction LE>
          } : (tensor<8x8xi32>, tensor<8x8xi32>) -> tensor<8x8xi1>
          %949 = "stablehlo.convert"(%948) : (tensor<8x8xi1>) -> tensor<8x8xf32>
          %950 = "stablehlo.dot_general"(%945, %949) {
            dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [],
  rhs_batching_dimensions = [],
  lhs_contracting_dimensions = [1],
  rhs_contracting_dimensions = [0]
>,
            precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
          } : (tensor<4x8xf32>, tensor<8x8xf32>) -> tensor<4x8xf32>
          %951 = "stablehlo.slice"(%950) {
            limit_indices = array<i64: 4, 8>,
            start_indices = array<i64: 0, 7>,
            strides = array<i64: 1, 1>
          } : (tensor<4x8xf32>) -> tensor<4x1xf32>
          %952 = "stablehlo.multiply"(%528, %951) : (tensor<4x1xf32>, tensor<4x1xf32>) -> tensor<4x1xf32>
          %953 = "stablehlo.broadcast_in_dim"(%952) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x8xf32>
          %954 = "stablehlo.compare"(%950, %953) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction LE>
          } : (tensor<4x8xf32>, tensor<4x8xf32>) -> tensor<4x8xi1>
          %955 = "stablehlo.convert"(%954) : (tensor<4x8xi1>) -> tensor<4x8xi32>
          %956 = "stablehlo.constant"() { value = dense<0> : tensor<i32> } : () -> tensor<i32>
          %957 = "stablehlo.reduce"(%955, %956) ({
            ^reductionFn(%lhs: tensor<i32>, %rhs: tensor<i32>) :
                %174 = "stablehlo.add"(%lhs, %rhs) : (tensor<i32>, tensor<i32>) -> tensor<i32>
                "stablehlo.return"(%174) : (tensor<i32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x8xi32>, tensor<i32>) -> tensor<4xi32>
          %958 = "stablehlo.constant"() { value = dense<7> : tensor<i32> } : () -> tensor<i32>
          %959 = "stablehlo.broadcast_in_dim"(%958) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4xi32>
          %960 = "stablehlo.minimum"(%957, %959) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
          %961 = "stablehlo.reshape"(%960) : (tensor<4xi32>) -> tensor<4x1xi32>
          %962 = "stablehlo.iota"() { iota_dimension = 0 : i64 } : () -> tensor<4x1xi32>
          %963 = "stablehlo.concatenate"(%962, %961) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
          %964 = "stablehlo.gather"(%943, %963) {
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
          %965 = "stablehlo.gather"(%950, %963) {
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
          %966 = "stablehlo.gather"(%945, %963) {
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
          %967 = "stablehlo.subtract"(%965, %966) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %968 = "stablehlo.reshape"(%967) : (tensor<4xf32>) -> tensor<4x1xf32>
          %969 = "stablehlo.iota"() { iota_dimension = 0 : i64 } : () -> tensor<8x8xi32>
          %970 = "stablehlo.iota"() { iota_dimension = 1 : i64 } : () -> tensor<8x8xi32>
          %971 = "stablehlo.compare"(%969, %970) {
            compare_type = #stablehlo<comparison_type SIGNED>,
            comparison_direction = #stablehlo<comparison_direction LE>
          } : (tensor<8x8xi32>, tensor<8x8xi32>) -> tensor<8x8xi1>
          %972 = "stablehlo.convert"(%971) : (tensor<8x8xi1>) -> tensor<8x8xf32>
          %973 = "stablehlo.dot_general"(%964, %972) {
            dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [],
  rhs_batching_dimensions = [],
  lhs_contracting_dimensions = [1],
  rhs_contracting_dimensions = [0]
>,
            precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
          } : (tensor<4x8xf32>, tensor<8x8xf32>) -> tensor<4x8xf32>
          %974 = "stablehlo.broadcast_in_dim"(%968) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x8xf32>
          %975 = "stablehlo.add"(%973, %974) : (tensor<4x8xf32>, tensor<4x8xf32>) -> tensor<4x8xf32>
          %976 = "stablehlo.broadcast_in_dim"(%952) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x8xf32>
          %977 = "stablehlo.compare"(%975, %976) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction LE>
          } : (tensor<4x8xf32>, tensor<4x8xf32>) -> tensor<4x8xi1>
          %978 = "stablehlo.convert"(%977) : (tensor<4x8xi1>) -> tensor<4x8xi32>
          %979 = "stablehlo.constant"() { value = dense<0> : tensor<i32> } : () -> tensor<i32>
          %980 = "stablehlo.reduce"(%978, %979) ({
            ^reductionFn(%lhs: tensor<i32>, %rhs: tensor<i32>) :
                %174 = "stablehlo.add"(%lhs, %rhs) : (tensor<i32>, tensor<i32>) -> tensor<i32>
                "stablehlo.return"(%174) : (tensor<i32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x8xi32>, tensor<i32>) -> tensor<4xi32>
          %981 = "stablehlo.broadcast_in_dim"(%958) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4xi32>
          %982 = "stablehlo.minimum"(%980, %981) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
          %983 = "stablehlo.reshape"(%982) : (tensor<4xi32>) -> tensor<4x1xi32>
          %984 = "stablehlo.concatenate"(%962, %983) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
          %985 = "stablehlo.gather"(%964, %984) {
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
          %986 = "stablehlo.constant"() { value = dense<8> : tensor<i32> } : () -> tensor<i32>
          %987 = "stablehlo.broadcast_in_dim"(%986) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
          %988 = "stablehlo.multiply"(%961, %987) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
          %989 = "stablehlo.add"(%988, %983) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
          %990 = "stablehlo.reshape"(%989) : (tensor<4x1xi32>) -> tensor<4xi32>
          %991 = "stablehlo.broadcast_in_dim"(%194) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %992 = "stablehlo.compare"(%985, %991) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GT>
          } : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xi1>
          %993 = "stablehlo.select"(%992, %990, %546) : (tensor<4xi1>, tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
          %994 = "stablehlo.select"(%942, %546, %993) : (tensor<4xi1>, tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
          %995 = "stablehlo.iota"() { iota_dimension = 0 : i64 } : () -> tensor<4x4xi32>
          %996 = "stablehlo.broadcast_in_dim"(%state_0) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x4xi32>
          %997 = "stablehlo.compare"(%995, %996) {
            compare_type = #stablehlo<comparison_type SIGNED>,
            comparison_direction = #stablehlo<comparison_direction EQ>
          } : (tensor<4x4xi32>, tensor<4x4xi32>) -> tensor<4x4xi1>
          %998 = "stablehlo.reshape"(%994) : (tensor<4xi32>) -> tensor<1x4xi32>
          %999 = "stablehlo.broadcast_in_dim"(%998) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<1x4xi32>) -> tensor<4x4xi32>
          %1000 = "stablehlo.select"(%997, %999, %state_2) : (tensor<4x4xi1>, tensor<4x4xi32>, tensor<4x4xi32>) -> tensor<4x4xi32>
          %1001 = "stablehlo.constant"() { value = dense<0> : tensor<i32> } : () -> tensor<i32>
          %1002 = "stablehlo.broadcast_in_dim"(%1001) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4xi32>
          %1003 = "stablehlo.maximum"(%994, %1002) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
          %1004 = "stablehlo.reshape"(%1003) : (tensor<4xi32>) -> tensor<4x1xi32>
          %1005 = "stablehlo.add"(%517, %state_0) : (tensor<i32>, tensor<i32>) -> tensor<i32>
          "stablehlo.return"(%1005, %1004, %1000, %175, %state_4, %state_5, %state_6, %state_7, %state_8, %state_9, %state_10, %state_11, %state_12, %state_13, %state_14, %state_15, %state_16, %state_17, %state_18, %state_19, %state_20, %state_21) : (tensor<i32>, tensor<4x1xi32>, tensor<4x4xi32>, tensor<21x8x2x32xi32>, tensor<84xi32>, tensor<64x32xbf16>, tensor<32xf32>, tensor<1x32xf32>, tensor<1x32xf32>, tensor<1x64xf32>, tensor<1x48xf32>, tensor<64x8xf32>, tensor<64x8xf32>, tensor<64x32xbf16>, tensor<1x32xf32>, tensor<1x8xf32>, tensor<1x24xf32>, tensor<1x8xf32>, tensor<32x32xui8>, tensor<8x64xui8>, tensor<24x32xui8>, tensor<8x48xui8>) -> ()
    }) : (tensor<i32>, tensor<4x1xi32>, tensor<4x4xi32>, tensor<21x8x2x32xi32>, tensor<84xi32>, tensor<64x32xbf16>, tensor<32xf32>, tensor<1x32xf32>, tensor<1x32xf32>, tensor<1x64xf32>, tensor<1x48xf32>, tensor<64x8xf32>, tensor<64x8xf32>, tensor<64x32xbf16>, tensor<1x32xf32>, tensor<1x8xf32>, tensor<1x24xf32>, tensor<1x8xf32>, tensor<32x32xui8>, tensor<8x64xui8>, tensor<24x32xui8>, tensor<8x48xui8>) -> (tensor<i32>, tensor<4x1xi32>, tensor<4x4xi32>, tensor<21x8x2x32xi32>, tensor<84xi32>, tensor<64x32xbf16>, tensor<32xf32>, tensor<1x32xf32>, tensor<1x32xf32>, tensor<1x64xf32>, tensor<1x48xf32>, tensor<64x8xf32>, tensor<64x8xf32>, tensor<64x32xbf16>, tensor<1x32xf32>, tensor<1x8xf32>, tensor<1x24xf32>, tensor<1x8xf32>, tensor<32x32xui8>, tensor<8x64xui8>, tensor<24x32xui8>, tensor<8x48xui8>)
    "stablehlo.return"(%1008, %1009) : (tensor<4x4xi32>, tensor<21x8x2x32xi32>) -> ()
  }
}

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
    %988, %989, %990, %991, %992, %993, %994, %995, %996, %997, %998, %999, %1000, %1001, %1002, %1003, %1004, %1005, %1006, %1007, %1008, %1009 = "stablehlo.while"(%16, %1, %17, %alias1_cache_0, %step, %embedding, %final_norm, %input_norm, %post_norm, %attn_sub_norm, %ffn_sub_norm, %cos, %sin, %head, %units_qkv, %units_o, %units_gate_up, %units_down, %w_qkv_0, %w_o_0, %w_gate_up_0, %w_down_0) ({
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
          %495 = "stablehlo.reshape"(%state_0) : (tensor<i32>) -> tensor<1xi32>
          %496 = "stablehlo.gather"(%35, %495) {
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
          %497 = "stablehlo.bitcast_convert"(%29) : (tensor<4x1xi32>) -> tensor<4x1xf32>
          %498 = "stablehlo.bitcast_convert"(%31) : (tensor<4x1xi32>) -> tensor<4x1xf32>
          %499 = "stablehlo.bitcast_convert"(%33) : (tensor<4x1xi32>) -> tensor<4x1xf32>
          %500 = "stablehlo.bitcast_convert"(%496) : (tensor<4x1xi32>) -> tensor<4x1xf32>
          %501 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
          %502 = "stablehlo.broadcast_in_dim"(%501) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x64xf32>
          %503 = "stablehlo.compare"(%494, %494) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction EQ>
          } : (tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xi1>
          %504 = "stablehlo.select"(%503, %494, %502) : (tensor<4x64xi1>, tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xf32>
          %505 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
          %506 = "stablehlo.reduce"(%504, %505) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %81 = "stablehlo.maximum"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%81) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x64xf32>, tensor<f32>) -> tensor<4xf32>
          %507 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
          %508 = "stablehlo.broadcast_in_dim"(%507) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %509 = "stablehlo.compare"(%506, %508) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction LE>
          } : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xi1>
          %518 = "stablehlo.iota"() { iota_dimension = 1 : i64 } : () -> tensor<4x64xi32>
          %519 = "stablehlo.constant"() { value = dense<0> : tensor<i32> } : () -> tensor<i32>
          %520 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
          %521, %522 = "stablehlo.reduce"(%518, %504, %519, %520) ({
            ^reductionFn(%lhs_idx: tensor<i32>, %lhs_v: tensor<f32>, %rhs_idx: tensor<i32>, %rhs_v: tensor<f32>) :
                %510 = "stablehlo.compare"(%lhs_v, %rhs_v) {
                  compare_type = #stablehlo<comparison_type FLOAT>,
                  comparison_direction = #stablehlo<comparison_direction GT>
                } : (tensor<f32>, tensor<f32>) -> tensor<i1>
                %511 = "stablehlo.compare"(%lhs_v, %lhs_v) {
                  compare_type = #stablehlo<comparison_type FLOAT>,
                  comparison_direction = #stablehlo<comparison_direction NE>
                } : (tensor<f32>, tensor<f32>) -> tensor<i1>
                %512 = "stablehlo.or"(%510, %511) : (tensor<i1>, tensor<i1>) -> tensor<i1>
                %513 = "stablehlo.compare"(%lhs_v, %rhs_v) {
                  compare_type = #stablehlo<comparison_type FLOAT>,
                  comparison_direction = #stablehlo<comparison_direction EQ>
                } : (tensor<f32>, tensor<f32>) -> tensor<i1>
                %514 = "stablehlo.minimum"(%lhs_idx, %rhs_idx) : (tensor<i32>, tensor<i32>) -> tensor<i32>
                %515 = "stablehlo.select"(%513, %514, %rhs_idx) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
                %516 = "stablehlo.select"(%512, %lhs_idx, %515) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
                %517 = "stablehlo.maximum"(%lhs_v, %rhs_v) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%516, %517) : (tensor<i32>, tensor<f32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x64xi32>, tensor<4x64xf32>, tensor<i32>, tensor<f32>) -> (tensor<4xi32>, tensor<4xf32>)
          %523 = "stablehlo.constant"() { value = dense<1> : tensor<i32> } : () -> tensor<i32>
          %524 = "stablehlo.broadcast_in_dim"(%523) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4xi32>
          %525 = "stablehlo.constant"() { value = dense<-1> : tensor<i32> } : () -> tensor<i32>
          %526 = "stablehlo.broadcast_in_dim"(%525) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4xi32>
          %527 = "stablehlo.multiply"(%524, %526) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
          %528 = "stablehlo.select"(%509, %527, %521) : (tensor<4xi1>, tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
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
          %535 = "stablehlo.reshape"(%534) : (tensor<4xf32>) -> tensor<4x1xf32>
          %536 = "stablehlo.broadcast_in_dim"(%194) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x1xf32>
          %537 = "stablehlo.compare"(%497, %536) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction LE>
          } : (tensor<4x1xf32>, tensor<4x1xf32>) -> tensor<4x1xi1>
          %538 = "stablehlo.constant"() { value = dense<0x7f800000> : tensor<f32> } : () -> tensor<f32>
          %539 = "stablehlo.broadcast_in_dim"(%538) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x1xf32>
          %540 = "stablehlo.compare"(%535, %539) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x1xf32>, tensor<4x1xf32>) -> tensor<4x1xi1>
          %541 = "stablehlo.or"(%537, %540) : (tensor<4x1xi1>, tensor<4x1xi1>) -> tensor<4x1xi1>
          %542 = "stablehlo.broadcast_in_dim"(%535) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x64xf32>
          %543 = "stablehlo.subtract"(%532, %542) : (tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xf32>
          %544 = "stablehlo.broadcast_in_dim"(%71) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x1xf32>
          %545 = "stablehlo.select"(%541, %544, %497) : (tensor<4x1xi1>, tensor<4x1xf32>, tensor<4x1xf32>) -> tensor<4x1xf32>
          %546 = "stablehlo.broadcast_in_dim"(%545) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x64xf32>
          %547 = "stablehlo.divide"(%543, %546) : (tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xf32>
          %548 = "stablehlo.broadcast_in_dim"(%194) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x64xf32>
          %549 = "stablehlo.constant"() { value = dense<-50.0> : tensor<f32> } : () -> tensor<f32>
          %550 = "stablehlo.broadcast_in_dim"(%549) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x64xf32>
          %551 = "stablehlo.add"(%548, %550) : (tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xf32>
          %552 = "stablehlo.compare"(%547, %551) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GT>
          } : (tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xi1>
          %553 = "stablehlo.exponential"(%547) : (tensor<4x64xf32>) -> tensor<4x64xf32>
          %554 = "stablehlo.select"(%552, %553, %548) : (tensor<4x64xi1>, tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xf32>
          %555 = "stablehlo.broadcast_in_dim"(%194) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x64xf32>
          %556 = "stablehlo.add"(%532, %555) : (tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xf32>
          %557 = "stablehlo.bitcast_convert"(%556) : (tensor<4x64xf32>) -> tensor<4x64xui32>
          %558 = "stablehlo.constant"() { value = dense<2147483648> : tensor<ui32> } : () -> tensor<ui32>
          %559 = "stablehlo.broadcast_in_dim"(%558) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x64xui32>
          %560 = "stablehlo.compare"(%557, %559) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x64xui32>, tensor<4x64xui32>) -> tensor<4x64xi1>
          %561 = "stablehlo.not"(%557) : (tensor<4x64xui32>) -> tensor<4x64xui32>
          %562 = "stablehlo.broadcast_in_dim"(%558) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x64xui32>
          %563 = "stablehlo.or"(%557, %562) : (tensor<4x64xui32>, tensor<4x64xui32>) -> tensor<4x64xui32>
          %564 = "stablehlo.select"(%560, %561, %563) : (tensor<4x64xi1>, tensor<4x64xui32>, tensor<4x64xui32>) -> tensor<4x64xui32>
          %565 = "stablehlo.compare"(%554, %548) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GT>
          } : (tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xi1>
          %566 = "stablehlo.broadcast_in_dim"(%71) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x64xf32>
          %567 = "stablehlo.select"(%565, %566, %548) : (tensor<4x64xi1>, tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xf32>
          %568 = "stablehlo.reshape"(%564) : (tensor<4x64xui32>) -> tensor<4x1x64xui32>
          %569 = "stablehlo.broadcast_in_dim"(%568) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x64xui32>) -> tensor<4x15x64xui32>
          %570 = "stablehlo.reshape"(%567) : (tensor<4x64xf32>) -> tensor<4x1x64xf32>
          %571 = "stablehlo.broadcast_in_dim"(%570) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x64xf32>) -> tensor<4x15x64xf32>
          %572 = "stablehlo.iota"() { iota_dimension = 1 : i64 } : () -> tensor<4x15xui32>
          %573 = "stablehlo.constant"() { value = dense<1> : tensor<ui32> } : () -> tensor<ui32>
          %574 = "stablehlo.broadcast_in_dim"(%573) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %575 = "stablehlo.add"(%574, %572) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %576 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %577 = "stablehlo.broadcast_in_dim"(%576) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %578 = "stablehlo.broadcast_in_dim"(%577) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x15xui32>
          %579 = "stablehlo.constant"() { value = dense<268435456> : tensor<ui32> } : () -> tensor<ui32>
          %580 = "stablehlo.broadcast_in_dim"(%579) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %581 = "stablehlo.multiply"(%575, %580) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %582 = "stablehlo.add"(%578, %581) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %583 = "stablehlo.reshape"(%582) : (tensor<4x15xui32>) -> tensor<4x15x1xui32>
          %584 = "stablehlo.broadcast_in_dim"(%583) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x15x1xui32>) -> tensor<4x15x64xui32>
          %585 = "stablehlo.compare"(%569, %584) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15x64xui32>, tensor<4x15x64xui32>) -> tensor<4x15x64xi1>
          %586 = "stablehlo.broadcast_in_dim"(%194) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x15x64xf32>
          %587 = "stablehlo.select"(%585, %571, %586) : (tensor<4x15x64xi1>, tensor<4x15x64xf32>, tensor<4x15x64xf32>) -> tensor<4x15x64xf32>
          %588 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %589 = "stablehlo.reduce"(%587, %588) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %61 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%61) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x15x64xf32>, tensor<f32>) -> tensor<4x15xf32>
          %590 = "stablehlo.broadcast_in_dim"(%498) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x15xf32>
          %591 = "stablehlo.compare"(%589, %590) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15xf32>, tensor<4x15xf32>) -> tensor<4x15xi1>
          %592 = "stablehlo.convert"(%591) : (tensor<4x15xi1>) -> tensor<4x15xui32>
          %594 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %595 = "stablehlo.reduce"(%592, %594) ({
            ^reductionFn(%lhs: tensor<ui32>, %rhs: tensor<ui32>) :
                %593 = "stablehlo.add"(%lhs, %rhs) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
                "stablehlo.return"(%593) : (tensor<ui32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x15xui32>, tensor<ui32>) -> tensor<4xui32>
          %596 = "stablehlo.reshape"(%595) : (tensor<4xui32>) -> tensor<4x1xui32>
          %597 = "stablehlo.broadcast_in_dim"(%579) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %598 = "stablehlo.multiply"(%596, %597) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %599 = "stablehlo.add"(%577, %598) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %600 = "stablehlo.broadcast_in_dim"(%599) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x15xui32>
          %601 = "stablehlo.constant"() { value = dense<16777216> : tensor<ui32> } : () -> tensor<ui32>
          %602 = "stablehlo.broadcast_in_dim"(%601) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %603 = "stablehlo.multiply"(%575, %602) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %604 = "stablehlo.add"(%600, %603) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %605 = "stablehlo.reshape"(%604) : (tensor<4x15xui32>) -> tensor<4x15x1xui32>
          %606 = "stablehlo.broadcast_in_dim"(%605) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x15x1xui32>) -> tensor<4x15x64xui32>
          %607 = "stablehlo.compare"(%569, %606) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15x64xui32>, tensor<4x15x64xui32>) -> tensor<4x15x64xi1>
          %608 = "stablehlo.broadcast_in_dim"(%194) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x15x64xf32>
          %609 = "stablehlo.select"(%607, %571, %608) : (tensor<4x15x64xi1>, tensor<4x15x64xf32>, tensor<4x15x64xf32>) -> tensor<4x15x64xf32>
          %610 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %611 = "stablehlo.reduce"(%609, %610) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %61 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%61) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x15x64xf32>, tensor<f32>) -> tensor<4x15xf32>
          %612 = "stablehlo.broadcast_in_dim"(%498) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x15xf32>
          %613 = "stablehlo.compare"(%611, %612) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15xf32>, tensor<4x15xf32>) -> tensor<4x15xi1>
          %614 = "stablehlo.convert"(%613) : (tensor<4x15xi1>) -> tensor<4x15xui32>
          %615 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %616 = "stablehlo.reduce"(%614, %615) ({
            ^reductionFn(%lhs: tensor<ui32>, %rhs: tensor<ui32>) :
                %593 = "stablehlo.add"(%lhs, %rhs) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
                "stablehlo.return"(%593) : (tensor<ui32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x15xui32>, tensor<ui32>) -> tensor<4xui32>
          %617 = "stablehlo.reshape"(%616) : (tensor<4xui32>) -> tensor<4x1xui32>
          %618 = "stablehlo.broadcast_in_dim"(%601) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %619 = "stablehlo.multiply"(%617, %618) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %620 = "stablehlo.add"(%599, %619) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %621 = "stablehlo.broadcast_in_dim"(%620) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x15xui32>
          %622 = "stablehlo.constant"() { value = dense<1048576> : tensor<ui32> } : () -> tensor<ui32>
          %623 = "stablehlo.broadcast_in_dim"(%622) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %624 = "stablehlo.multiply"(%575, %623) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %625 = "stablehlo.add"(%621, %624) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %626 = "stablehlo.reshape"(%625) : (tensor<4x15xui32>) -> tensor<4x15x1xui32>
          %627 = "stablehlo.broadcast_in_dim"(%626) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x15x1xui32>) -> tensor<4x15x64xui32>
          %628 = "stablehlo.compare"(%569, %627) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15x64xui32>, tensor<4x15x64xui32>) -> tensor<4x15x64xi1>
          %629 = "stablehlo.broadcast_in_dim"(%194) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x15x64xf32>
          %630 = "stablehlo.select"(%628, %571, %629) : (tensor<4x15x64xi1>, tensor<4x15x64xf32>, tensor<4x15x64xf32>) -> tensor<4x15x64xf32>
          %631 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %632 = "stablehlo.reduce"(%630, %631) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %61 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%61) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x15x64xf32>, tensor<f32>) -> tensor<4x15xf32>
          %633 = "stablehlo.broadcast_in_dim"(%498) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x15xf32>
          %634 = "stablehlo.compare"(%632, %633) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15xf32>, tensor<4x15xf32>) -> tensor<4x15xi1>
          %635 = "stablehlo.convert"(%634) : (tensor<4x15xi1>) -> tensor<4x15xui32>
          %636 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %637 = "stablehlo.reduce"(%635, %636) ({
            ^reductionFn(%lhs: tensor<ui32>, %rhs: tensor<ui32>) :
                %593 = "stablehlo.add"(%lhs, %rhs) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
                "stablehlo.return"(%593) : (tensor<ui32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x15xui32>, tensor<ui32>) -> tensor<4xui32>
          %638 = "stablehlo.reshape"(%637) : (tensor<4xui32>) -> tensor<4x1xui32>
          %639 = "stablehlo.broadcast_in_dim"(%622) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %640 = "stablehlo.multiply"(%638, %639) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %641 = "stablehlo.add"(%620, %640) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %642 = "stablehlo.broadcast_in_dim"(%641) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x15xui32>
          %643 = "stablehlo.constant"() { value = dense<65536> : tensor<ui32> } : () -> tensor<ui32>
          %644 = "stablehlo.broadcast_in_dim"(%643) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %645 = "stablehlo.multiply"(%575, %644) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %646 = "stablehlo.add"(%642, %645) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %647 = "stablehlo.reshape"(%646) : (tensor<4x15xui32>) -> tensor<4x15x1xui32>
          %648 = "stablehlo.broadcast_in_dim"(%647) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x15x1xui32>) -> tensor<4x15x64xui32>
          %649 = "stablehlo.compare"(%569, %648) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15x64xui32>, tensor<4x15x64xui32>) -> tensor<4x15x64xi1>
          %650 = "stablehlo.broadcast_in_dim"(%194) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x15x64xf32>
          %651 = "stablehlo.select"(%649, %571, %650) : (tensor<4x15x64xi1>, tensor<4x15x64xf32>, tensor<4x15x64xf32>) -> tensor<4x15x64xf32>
          %652 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %653 = "stablehlo.reduce"(%651, %652) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %61 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%61) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x15x64xf32>, tensor<f32>) -> tensor<4x15xf32>
          %654 = "stablehlo.broadcast_in_dim"(%498) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x15xf32>
          %655 = "stablehlo.compare"(%653, %654) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15xf32>, tensor<4x15xf32>) -> tensor<4x15xi1>
          %656 = "stablehlo.convert"(%655) : (tensor<4x15xi1>) -> tensor<4x15xui32>
          %657 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %658 = "stablehlo.reduce"(%656, %657) ({
            ^reductionFn(%lhs: tensor<ui32>, %rhs: tensor<ui32>) :
                %593 = "stablehlo.add"(%lhs, %rhs) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
                "stablehlo.return"(%593) : (tensor<ui32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x15xui32>, tensor<ui32>) -> tensor<4xui32>
          %659 = "stablehlo.reshape"(%658) : (tensor<4xui32>) -> tensor<4x1xui32>
          %660 = "stablehlo.broadcast_in_dim"(%643) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %661 = "stablehlo.multiply"(%659, %660) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %662 = "stablehlo.add"(%641, %661) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %663 = "stablehlo.broadcast_in_dim"(%662) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x15xui32>
          %664 = "stablehlo.constant"() { value = dense<4096> : tensor<ui32> } : () -> tensor<ui32>
          %665 = "stablehlo.broadcast_in_dim"(%664) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %666 = "stablehlo.multiply"(%575, %665) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %667 = "stablehlo.add"(%663, %666) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %668 = "stablehlo.reshape"(%667) : (tensor<4x15xui32>) -> tensor<4x15x1xui32>
          %669 = "stablehlo.broadcast_in_dim"(%668) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x15x1xui32>) -> tensor<4x15x64xui32>
          %670 = "stablehlo.compare"(%569, %669) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15x64xui32>, tensor<4x15x64xui32>) -> tensor<4x15x64xi1>
          %671 = "stablehlo.broadcast_in_dim"(%194) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x15x64xf32>
          %672 = "stablehlo.select"(%670, %571, %671) : (tensor<4x15x64xi1>, tensor<4x15x64xf32>, tensor<4x15x64xf32>) -> tensor<4x15x64xf32>
          %673 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %674 = "stablehlo.reduce"(%672, %673) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %61 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%61) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x15x64xf32>, tensor<f32>) -> tensor<4x15xf32>
          %675 = "stablehlo.broadcast_in_dim"(%498) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x15xf32>
          %676 = "stablehlo.compare"(%674, %675) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15xf32>, tensor<4x15xf32>) -> tensor<4x15xi1>
          %677 = "stablehlo.convert"(%676) : (tensor<4x15xi1>) -> tensor<4x15xui32>
          %678 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %679 = "stablehlo.reduce"(%677, %678) ({
            ^reductionFn(%lhs: tensor<ui32>, %rhs: tensor<ui32>) :
                %593 = "stablehlo.add"(%lhs, %rhs) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
                "stablehlo.return"(%593) : (tensor<ui32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x15xui32>, tensor<ui32>) -> tensor<4xui32>
          %680 = "stablehlo.reshape"(%679) : (tensor<4xui32>) -> tensor<4x1xui32>
          %681 = "stablehlo.broadcast_in_dim"(%664) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %682 = "stablehlo.multiply"(%680, %681) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %683 = "stablehlo.add"(%662, %682) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %684 = "stablehlo.broadcast_in_dim"(%683) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x15xui32>
          %685 = "stablehlo.constant"() { value = dense<256> : tensor<ui32> } : () -> tensor<ui32>
          %686 = "stablehlo.broadcast_in_dim"(%685) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %687 = "stablehlo.multiply"(%575, %686) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %688 = "stablehlo.add"(%684, %687) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %689 = "stablehlo.reshape"(%688) : (tensor<4x15xui32>) -> tensor<4x15x1xui32>
          %690 = "stablehlo.broadcast_in_dim"(%689) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x15x1xui32>) -> tensor<4x15x64xui32>
          %691 = "stablehlo.compare"(%569, %690) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15x64xui32>, tensor<4x15x64xui32>) -> tensor<4x15x64xi1>
          %692 = "stablehlo.broadcast_in_dim"(%194) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x15x64xf32>
          %693 = "stablehlo.select"(%691, %571, %692) : (tensor<4x15x64xi1>, tensor<4x15x64xf32>, tensor<4x15x64xf32>) -> tensor<4x15x64xf32>
          %694 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %695 = "stablehlo.reduce"(%693, %694) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %61 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%61) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x15x64xf32>, tensor<f32>) -> tensor<4x15xf32>
          %696 = "stablehlo.broadcast_in_dim"(%498) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x15xf32>
          %697 = "stablehlo.compare"(%695, %696) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15xf32>, tensor<4x15xf32>) -> tensor<4x15xi1>
          %698 = "stablehlo.convert"(%697) : (tensor<4x15xi1>) -> tensor<4x15xui32>
          %699 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %700 = "stablehlo.reduce"(%698, %699) ({
            ^reductionFn(%lhs: tensor<ui32>, %rhs: tensor<ui32>) :
                %593 = "stablehlo.add"(%lhs, %rhs) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
                "stablehlo.return"(%593) : (tensor<ui32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x15xui32>, tensor<ui32>) -> tensor<4xui32>
          %701 = "stablehlo.reshape"(%700) : (tensor<4xui32>) -> tensor<4x1xui32>
          %702 = "stablehlo.broadcast_in_dim"(%685) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %703 = "stablehlo.multiply"(%701, %702) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %704 = "stablehlo.add"(%683, %703) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %705 = "stablehlo.broadcast_in_dim"(%704) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x15xui32>
          %706 = "stablehlo.constant"() { value = dense<16> : tensor<ui32> } : () -> tensor<ui32>
          %707 = "stablehlo.broadcast_in_dim"(%706) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %708 = "stablehlo.multiply"(%575, %707) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %709 = "stablehlo.add"(%705, %708) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %710 = "stablehlo.reshape"(%709) : (tensor<4x15xui32>) -> tensor<4x15x1xui32>
          %711 = "stablehlo.broadcast_in_dim"(%710) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x15x1xui32>) -> tensor<4x15x64xui32>
          %712 = "stablehlo.compare"(%569, %711) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15x64xui32>, tensor<4x15x64xui32>) -> tensor<4x15x64xi1>
          %713 = "stablehlo.broadcast_in_dim"(%194) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x15x64xf32>
          %714 = "stablehlo.select"(%712, %571, %713) : (tensor<4x15x64xi1>, tensor<4x15x64xf32>, tensor<4x15x64xf32>) -> tensor<4x15x64xf32>
          %715 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %716 = "stablehlo.reduce"(%714, %715) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %61 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%61) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x15x64xf32>, tensor<f32>) -> tensor<4x15xf32>
          %717 = "stablehlo.broadcast_in_dim"(%498) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x15xf32>
          %718 = "stablehlo.compare"(%716, %717) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15xf32>, tensor<4x15xf32>) -> tensor<4x15xi1>
          %719 = "stablehlo.convert"(%718) : (tensor<4x15xi1>) -> tensor<4x15xui32>
          %720 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %721 = "stablehlo.reduce"(%719, %720) ({
            ^reductionFn(%lhs: tensor<ui32>, %rhs: tensor<ui32>) :
                %593 = "stablehlo.add"(%lhs, %rhs) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
                "stablehlo.return"(%593) : (tensor<ui32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x15xui32>, tensor<ui32>) -> tensor<4xui32>
          %722 = "stablehlo.reshape"(%721) : (tensor<4xui32>) -> tensor<4x1xui32>
          %723 = "stablehlo.broadcast_in_dim"(%706) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %724 = "stablehlo.multiply"(%722, %723) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %725 = "stablehlo.add"(%704, %724) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %726 = "stablehlo.broadcast_in_dim"(%725) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x15xui32>
          %727 = "stablehlo.broadcast_in_dim"(%573) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %728 = "stablehlo.multiply"(%575, %727) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %729 = "stablehlo.add"(%726, %728) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %730 = "stablehlo.reshape"(%729) : (tensor<4x15xui32>) -> tensor<4x15x1xui32>
          %731 = "stablehlo.broadcast_in_dim"(%730) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x15x1xui32>) -> tensor<4x15x64xui32>
          %732 = "stablehlo.compare"(%569, %731) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15x64xui32>, tensor<4x15x64xui32>) -> tensor<4x15x64xi1>
          %733 = "stablehlo.broadcast_in_dim"(%194) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x15x64xf32>
          %734 = "stablehlo.select"(%732, %571, %733) : (tensor<4x15x64xi1>, tensor<4x15x64xf32>, tensor<4x15x64xf32>) -> tensor<4x15x64xf32>
          %735 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %736 = "stablehlo.reduce"(%734, %735) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %61 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%61) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x15x64xf32>, tensor<f32>) -> tensor<4x15xf32>
          %737 = "stablehlo.broadcast_in_dim"(%498) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x15xf32>
          %738 = "stablehlo.compare"(%736, %737) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15xf32>, tensor<4x15xf32>) -> tensor<4x15xi1>
          %739 = "stablehlo.convert"(%738) : (tensor<4x15xi1>) -> tensor<4x15xui32>
          %740 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %741 = "stablehlo.reduce"(%739, %740) ({
            ^reductionFn(%lhs: tensor<ui32>, %rhs: tensor<ui32>) :
                %593 = "stablehlo.add"(%lhs, %rhs) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
                "stablehlo.return"(%593) : (tensor<ui32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x15xui32>, tensor<ui32>) -> tensor<4xui32>
          %742 = "stablehlo.reshape"(%741) : (tensor<4xui32>) -> tensor<4x1xui32>
          %743 = "stablehlo.broadcast_in_dim"(%573) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %744 = "stablehlo.multiply"(%742, %743) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %745 = "stablehlo.add"(%725, %744) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %746 = "stablehlo.broadcast_in_dim"(%745) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x64xui32>
          %747 = "stablehlo.compare"(%564, %746) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x64xui32>, tensor<4x64xui32>) -> tensor<4x64xi1>
          %748 = "stablehlo.select"(%747, %554, %548) : (tensor<4x64xi1>, tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xf32>
          %749 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %750 = "stablehlo.reduce"(%748, %749) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %61 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%61) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x64xf32>, tensor<f32>) -> tensor<4xf32>
          %751 = "stablehlo.reshape"(%750) : (tensor<4xf32>) -> tensor<4x1xf32>
          %752 = "stablehlo.multiply"(%499, %751) : (tensor<4x1xf32>, tensor<4x1xf32>) -> tensor<4x1xf32>
          %753 = "stablehlo.reshape"(%564) : (tensor<4x64xui32>) -> tensor<4x1x64xui32>
          %754 = "stablehlo.broadcast_in_dim"(%753) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x64xui32>) -> tensor<4x15x64xui32>
          %755 = "stablehlo.reshape"(%748) : (tensor<4x64xf32>) -> tensor<4x1x64xf32>
          %756 = "stablehlo.broadcast_in_dim"(%755) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x64xf32>) -> tensor<4x15x64xf32>
          %757 = "stablehlo.iota"() { iota_dimension = 1 : i64 } : () -> tensor<4x15xui32>
          %758 = "stablehlo.broadcast_in_dim"(%573) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %759 = "stablehlo.add"(%758, %757) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %760 = "stablehlo.broadcast_in_dim"(%576) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %761 = "stablehlo.broadcast_in_dim"(%760) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x15xui32>
          %762 = "stablehlo.broadcast_in_dim"(%579) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %763 = "stablehlo.multiply"(%759, %762) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %764 = "stablehlo.add"(%761, %763) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %765 = "stablehlo.reshape"(%764) : (tensor<4x15xui32>) -> tensor<4x15x1xui32>
          %766 = "stablehlo.broadcast_in_dim"(%765) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x15x1xui32>) -> tensor<4x15x64xui32>
          %767 = "stablehlo.compare"(%754, %766) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15x64xui32>, tensor<4x15x64xui32>) -> tensor<4x15x64xi1>
          %768 = "stablehlo.broadcast_in_dim"(%194) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x15x64xf32>
          %769 = "stablehlo.select"(%767, %756, %768) : (tensor<4x15x64xi1>, tensor<4x15x64xf32>, tensor<4x15x64xf32>) -> tensor<4x15x64xf32>
          %770 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %771 = "stablehlo.reduce"(%769, %770) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %61 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%61) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x15x64xf32>, tensor<f32>) -> tensor<4x15xf32>
          %772 = "stablehlo.broadcast_in_dim"(%752) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x15xf32>
          %773 = "stablehlo.compare"(%771, %772) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15xf32>, tensor<4x15xf32>) -> tensor<4x15xi1>
          %774 = "stablehlo.convert"(%773) : (tensor<4x15xi1>) -> tensor<4x15xui32>
          %775 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %776 = "stablehlo.reduce"(%774, %775) ({
            ^reductionFn(%lhs: tensor<ui32>, %rhs: tensor<ui32>) :
                %593 = "stablehlo.add"(%lhs, %rhs) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
                "stablehlo.return"(%593) : (tensor<ui32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x15xui32>, tensor<ui32>) -> tensor<4xui32>
          %777 = "stablehlo.reshape"(%776) : (tensor<4xui32>) -> tensor<4x1xui32>
          %778 = "stablehlo.broadcast_in_dim"(%579) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %779 = "stablehlo.multiply"(%777, %778) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %780 = "stablehlo.add"(%760, %779) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %781 = "stablehlo.broadcast_in_dim"(%780) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x15xui32>
          %782 = "stablehlo.broadcast_in_dim"(%601) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %783 = "stablehlo.multiply"(%759, %782) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %784 = "stablehlo.add"(%781, %783) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %785 = "stablehlo.reshape"(%784) : (tensor<4x15xui32>) -> tensor<4x15x1xui32>
          %786 = "stablehlo.broadcast_in_dim"(%785) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x15x1xui32>) -> tensor<4x15x64xui32>
          %787 = "stablehlo.compare"(%754, %786) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15x64xui32>, tensor<4x15x64xui32>) -> tensor<4x15x64xi1>
          %788 = "stablehlo.broadcast_in_dim"(%194) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x15x64xf32>
          %789 = "stablehlo.select"(%787, %756, %788) : (tensor<4x15x64xi1>, tensor<4x15x64xf32>, tensor<4x15x64xf32>) -> tensor<4x15x64xf32>
          %790 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %791 = "stablehlo.reduce"(%789, %790) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %61 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%61) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x15x64xf32>, tensor<f32>) -> tensor<4x15xf32>
          %792 = "stablehlo.broadcast_in_dim"(%752) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x15xf32>
          %793 = "stablehlo.compare"(%791, %792) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15xf32>, tensor<4x15xf32>) -> tensor<4x15xi1>
          %794 = "stablehlo.convert"(%793) : (tensor<4x15xi1>) -> tensor<4x15xui32>
          %795 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %796 = "stablehlo.reduce"(%794, %795) ({
            ^reductionFn(%lhs: tensor<ui32>, %rhs: tensor<ui32>) :
                %593 = "stablehlo.add"(%lhs, %rhs) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
                "stablehlo.return"(%593) : (tensor<ui32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x15xui32>, tensor<ui32>) -> tensor<4xui32>
          %797 = "stablehlo.reshape"(%796) : (tensor<4xui32>) -> tensor<4x1xui32>
          %798 = "stablehlo.broadcast_in_dim"(%601) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %799 = "stablehlo.multiply"(%797, %798) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %800 = "stablehlo.add"(%780, %799) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %801 = "stablehlo.broadcast_in_dim"(%800) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x15xui32>
          %802 = "stablehlo.broadcast_in_dim"(%622) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %803 = "stablehlo.multiply"(%759, %802) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %804 = "stablehlo.add"(%801, %803) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %805 = "stablehlo.reshape"(%804) : (tensor<4x15xui32>) -> tensor<4x15x1xui32>
          %806 = "stablehlo.broadcast_in_dim"(%805) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x15x1xui32>) -> tensor<4x15x64xui32>
          %807 = "stablehlo.compare"(%754, %806) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15x64xui32>, tensor<4x15x64xui32>) -> tensor<4x15x64xi1>
          %808 = "stablehlo.broadcast_in_dim"(%194) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x15x64xf32>
          %809 = "stablehlo.select"(%807, %756, %808) : (tensor<4x15x64xi1>, tensor<4x15x64xf32>, tensor<4x15x64xf32>) -> tensor<4x15x64xf32>
          %810 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %811 = "stablehlo.reduce"(%809, %810) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %61 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%61) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x15x64xf32>, tensor<f32>) -> tensor<4x15xf32>
          %812 = "stablehlo.broadcast_in_dim"(%752) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x15xf32>
          %813 = "stablehlo.compare"(%811, %812) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15xf32>, tensor<4x15xf32>) -> tensor<4x15xi1>
          %814 = "stablehlo.convert"(%813) : (tensor<4x15xi1>) -> tensor<4x15xui32>
          %815 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %816 = "stablehlo.reduce"(%814, %815) ({
            ^reductionFn(%lhs: tensor<ui32>, %rhs: tensor<ui32>) :
                %593 = "stablehlo.add"(%lhs, %rhs) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
                "stablehlo.return"(%593) : (tensor<ui32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x15xui32>, tensor<ui32>) -> tensor<4xui32>
          %817 = "stablehlo.reshape"(%816) : (tensor<4xui32>) -> tensor<4x1xui32>
          %818 = "stablehlo.broadcast_in_dim"(%622) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %819 = "stablehlo.multiply"(%817, %818) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %820 = "stablehlo.add"(%800, %819) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %821 = "stablehlo.broadcast_in_dim"(%820) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x15xui32>
          %822 = "stablehlo.broadcast_in_dim"(%643) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %823 = "stablehlo.multiply"(%759, %822) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %824 = "stablehlo.add"(%821, %823) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %825 = "stablehlo.reshape"(%824) : (tensor<4x15xui32>) -> tensor<4x15x1xui32>
          %826 = "stablehlo.broadcast_in_dim"(%825) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x15x1xui32>) -> tensor<4x15x64xui32>
          %827 = "stablehlo.compare"(%754, %826) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15x64xui32>, tensor<4x15x64xui32>) -> tensor<4x15x64xi1>
          %828 = "stablehlo.broadcast_in_dim"(%194) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x15x64xf32>
          %829 = "stablehlo.select"(%827, %756, %828) : (tensor<4x15x64xi1>, tensor<4x15x64xf32>, tensor<4x15x64xf32>) -> tensor<4x15x64xf32>
          %830 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %831 = "stablehlo.reduce"(%829, %830) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %61 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%61) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x15x64xf32>, tensor<f32>) -> tensor<4x15xf32>
          %832 = "stablehlo.broadcast_in_dim"(%752) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x15xf32>
          %833 = "stablehlo.compare"(%831, %832) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15xf32>, tensor<4x15xf32>) -> tensor<4x15xi1>
          %834 = "stablehlo.convert"(%833) : (tensor<4x15xi1>) -> tensor<4x15xui32>
          %835 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %836 = "stablehlo.reduce"(%834, %835) ({
            ^reductionFn(%lhs: tensor<ui32>, %rhs: tensor<ui32>) :
                %593 = "stablehlo.add"(%lhs, %rhs) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
                "stablehlo.return"(%593) : (tensor<ui32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x15xui32>, tensor<ui32>) -> tensor<4xui32>
          %837 = "stablehlo.reshape"(%836) : (tensor<4xui32>) -> tensor<4x1xui32>
          %838 = "stablehlo.broadcast_in_dim"(%643) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %839 = "stablehlo.multiply"(%837, %838) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %840 = "stablehlo.add"(%820, %839) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %841 = "stablehlo.broadcast_in_dim"(%840) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x15xui32>
          %842 = "stablehlo.broadcast_in_dim"(%664) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %843 = "stablehlo.multiply"(%759, %842) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %844 = "stablehlo.add"(%841, %843) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %845 = "stablehlo.reshape"(%844) : (tensor<4x15xui32>) -> tensor<4x15x1xui32>
          %846 = "stablehlo.broadcast_in_dim"(%845) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x15x1xui32>) -> tensor<4x15x64xui32>
          %847 = "stablehlo.compare"(%754, %846) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15x64xui32>, tensor<4x15x64xui32>) -> tensor<4x15x64xi1>
          %848 = "stablehlo.broadcast_in_dim"(%194) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x15x64xf32>
          %849 = "stablehlo.select"(%847, %756, %848) : (tensor<4x15x64xi1>, tensor<4x15x64xf32>, tensor<4x15x64xf32>) -> tensor<4x15x64xf32>
          %850 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %851 = "stablehlo.reduce"(%849, %850) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %61 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%61) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x15x64xf32>, tensor<f32>) -> tensor<4x15xf32>
          %852 = "stablehlo.broadcast_in_dim"(%752) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x15xf32>
          %853 = "stablehlo.compare"(%851, %852) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15xf32>, tensor<4x15xf32>) -> tensor<4x15xi1>
          %854 = "stablehlo.convert"(%853) : (tensor<4x15xi1>) -> tensor<4x15xui32>
          %855 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %856 = "stablehlo.reduce"(%854, %855) ({
            ^reductionFn(%lhs: tensor<ui32>, %rhs: tensor<ui32>) :
                %593 = "stablehlo.add"(%lhs, %rhs) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
                "stablehlo.return"(%593) : (tensor<ui32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x15xui32>, tensor<ui32>) -> tensor<4xui32>
          %857 = "stablehlo.reshape"(%856) : (tensor<4xui32>) -> tensor<4x1xui32>
          %858 = "stablehlo.broadcast_in_dim"(%664) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %859 = "stablehlo.multiply"(%857, %858) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %860 = "stablehlo.add"(%840, %859) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %861 = "stablehlo.broadcast_in_dim"(%860) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x15xui32>
          %862 = "stablehlo.broadcast_in_dim"(%685) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %863 = "stablehlo.multiply"(%759, %862) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %864 = "stablehlo.add"(%861, %863) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %865 = "stablehlo.reshape"(%864) : (tensor<4x15xui32>) -> tensor<4x15x1xui32>
          %866 = "stablehlo.broadcast_in_dim"(%865) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x15x1xui32>) -> tensor<4x15x64xui32>
          %867 = "stablehlo.compare"(%754, %866) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15x64xui32>, tensor<4x15x64xui32>) -> tensor<4x15x64xi1>
          %868 = "stablehlo.broadcast_in_dim"(%194) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x15x64xf32>
          %869 = "stablehlo.select"(%867, %756, %868) : (tensor<4x15x64xi1>, tensor<4x15x64xf32>, tensor<4x15x64xf32>) -> tensor<4x15x64xf32>
          %870 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %871 = "stablehlo.reduce"(%869, %870) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %61 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%61) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x15x64xf32>, tensor<f32>) -> tensor<4x15xf32>
          %872 = "stablehlo.broadcast_in_dim"(%752) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x15xf32>
          %873 = "stablehlo.compare"(%871, %872) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15xf32>, tensor<4x15xf32>) -> tensor<4x15xi1>
          %874 = "stablehlo.convert"(%873) : (tensor<4x15xi1>) -> tensor<4x15xui32>
          %875 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %876 = "stablehlo.reduce"(%874, %875) ({
            ^reductionFn(%lhs: tensor<ui32>, %rhs: tensor<ui32>) :
                %593 = "stablehlo.add"(%lhs, %rhs) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
                "stablehlo.return"(%593) : (tensor<ui32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x15xui32>, tensor<ui32>) -> tensor<4xui32>
          %877 = "stablehlo.reshape"(%876) : (tensor<4xui32>) -> tensor<4x1xui32>
          %878 = "stablehlo.broadcast_in_dim"(%685) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %879 = "stablehlo.multiply"(%877, %878) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %880 = "stablehlo.add"(%860, %879) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %881 = "stablehlo.broadcast_in_dim"(%880) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x15xui32>
          %882 = "stablehlo.broadcast_in_dim"(%706) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %883 = "stablehlo.multiply"(%759, %882) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %884 = "stablehlo.add"(%881, %883) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %885 = "stablehlo.reshape"(%884) : (tensor<4x15xui32>) -> tensor<4x15x1xui32>
          %886 = "stablehlo.broadcast_in_dim"(%885) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x15x1xui32>) -> tensor<4x15x64xui32>
          %887 = "stablehlo.compare"(%754, %886) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15x64xui32>, tensor<4x15x64xui32>) -> tensor<4x15x64xi1>
          %888 = "stablehlo.broadcast_in_dim"(%194) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x15x64xf32>
          %889 = "stablehlo.select"(%887, %756, %888) : (tensor<4x15x64xi1>, tensor<4x15x64xf32>, tensor<4x15x64xf32>) -> tensor<4x15x64xf32>
          %890 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %891 = "stablehlo.reduce"(%889, %890) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %61 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%61) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x15x64xf32>, tensor<f32>) -> tensor<4x15xf32>
          %892 = "stablehlo.broadcast_in_dim"(%752) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x15xf32>
          %893 = "stablehlo.compare"(%891, %892) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15xf32>, tensor<4x15xf32>) -> tensor<4x15xi1>
          %894 = "stablehlo.convert"(%893) : (tensor<4x15xi1>) -> tensor<4x15xui32>
          %895 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %896 = "stablehlo.reduce"(%894, %895) ({
            ^reductionFn(%lhs: tensor<ui32>, %rhs: tensor<ui32>) :
                %593 = "stablehlo.add"(%lhs, %rhs) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
                "stablehlo.return"(%593) : (tensor<ui32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x15xui32>, tensor<ui32>) -> tensor<4xui32>
          %897 = "stablehlo.reshape"(%896) : (tensor<4xui32>) -> tensor<4x1xui32>
          %898 = "stablehlo.broadcast_in_dim"(%706) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %899 = "stablehlo.multiply"(%897, %898) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %900 = "stablehlo.add"(%880, %899) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %901 = "stablehlo.broadcast_in_dim"(%900) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x15xui32>
          %902 = "stablehlo.broadcast_in_dim"(%573) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x15xui32>
          %903 = "stablehlo.multiply"(%759, %902) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %904 = "stablehlo.add"(%901, %903) : (tensor<4x15xui32>, tensor<4x15xui32>) -> tensor<4x15xui32>
          %905 = "stablehlo.reshape"(%904) : (tensor<4x15xui32>) -> tensor<4x15x1xui32>
          %906 = "stablehlo.broadcast_in_dim"(%905) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x15x1xui32>) -> tensor<4x15x64xui32>
          %907 = "stablehlo.compare"(%754, %906) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15x64xui32>, tensor<4x15x64xui32>) -> tensor<4x15x64xi1>
          %908 = "stablehlo.broadcast_in_dim"(%194) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x15x64xf32>
          %909 = "stablehlo.select"(%907, %756, %908) : (tensor<4x15x64xi1>, tensor<4x15x64xf32>, tensor<4x15x64xf32>) -> tensor<4x15x64xf32>
          %910 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %911 = "stablehlo.reduce"(%909, %910) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %61 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%61) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x15x64xf32>, tensor<f32>) -> tensor<4x15xf32>
          %912 = "stablehlo.broadcast_in_dim"(%752) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x15xf32>
          %913 = "stablehlo.compare"(%911, %912) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x15xf32>, tensor<4x15xf32>) -> tensor<4x15xi1>
          %914 = "stablehlo.convert"(%913) : (tensor<4x15xi1>) -> tensor<4x15xui32>
          %915 = "stablehlo.constant"() { value = dense<0> : tensor<ui32> } : () -> tensor<ui32>
          %916 = "stablehlo.reduce"(%914, %915) ({
            ^reductionFn(%lhs: tensor<ui32>, %rhs: tensor<ui32>) :
                %593 = "stablehlo.add"(%lhs, %rhs) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
                "stablehlo.return"(%593) : (tensor<ui32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x15xui32>, tensor<ui32>) -> tensor<4xui32>
          %917 = "stablehlo.reshape"(%916) : (tensor<4xui32>) -> tensor<4x1xui32>
          %918 = "stablehlo.broadcast_in_dim"(%573) { broadcast_dimensions = array<i64> } : (tensor<ui32>) -> tensor<4x1xui32>
          %919 = "stablehlo.multiply"(%917, %918) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %920 = "stablehlo.add"(%900, %919) : (tensor<4x1xui32>, tensor<4x1xui32>) -> tensor<4x1xui32>
          %921 = "stablehlo.broadcast_in_dim"(%920) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xui32>) -> tensor<4x64xui32>
          %922 = "stablehlo.compare"(%564, %921) {
            compare_type = #stablehlo<comparison_type UNSIGNED>,
            comparison_direction = #stablehlo<comparison_direction GE>
          } : (tensor<4x64xui32>, tensor<4x64xui32>) -> tensor<4x64xi1>
          %923 = "stablehlo.select"(%922, %748, %548) : (tensor<4x64xi1>, tensor<4x64xf32>, tensor<4x64xf32>) -> tensor<4x64xf32>
          %924 = "stablehlo.reshape"(%541) : (tensor<4x1xi1>) -> tensor<4xi1>
          %925 = "stablehlo.reshape"(%923) : (tensor<4x64xf32>) -> tensor<4x8x8xf32>
          %926 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
          %927 = "stablehlo.reduce"(%925, %926) ({
            ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
                %61 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
                "stablehlo.return"(%61) : (tensor<f32>) -> ()
          }) { dimensions = array<i64: 2> } : (tensor<4x8x8xf32>, tensor<f32>) -> tensor<4x8xf32>
          %928 = "stablehlo.iota"() { iota_dimension = 0 : i64 } : () -> tensor<8x8xi32>
          %929 = "stablehlo.iota"() { iota_dimension = 1 : i64 } : () -> tensor<8x8xi32>
          %930 = "stablehlo.compare"(%928, %929) {
            compare_type = #stablehlo<comparison_type SIGNED>,
            comparison_direction = #stablehlo<comparison_direction LE>
          } : (tensor<8x8xi32>, tensor<8x8xi32>) -> tensor<8x8xi1>
          %931 = "stablehlo.convert"(%930) : (tensor<8x8xi1>) -> tensor<8x8xf32>
          %932 = "stablehlo.dot_general"(%927, %931) {
            dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [],
  rhs_batching_dimensions = [],
  lhs_contracting_dimensions = [1],
  rhs_contracting_dimensions = [0]
>,
            precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
          } : (tensor<4x8xf32>, tensor<8x8xf32>) -> tensor<4x8xf32>
          %933 = "stablehlo.slice"(%932) {
            limit_indices = array<i64: 4, 8>,
            start_indices = array<i64: 0, 7>,
            strides = array<i64: 1, 1>
          } : (tensor<4x8xf32>) -> tensor<4x1xf32>
          %934 = "stablehlo.multiply"(%500, %933) : (tensor<4x1xf32>, tensor<4x1xf32>) -> tensor<4x1xf32>
          %935 = "stablehlo.broadcast_in_dim"(%934) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x8xf32>
          %936 = "stablehlo.compare"(%932, %935) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction LE>
          } : (tensor<4x8xf32>, tensor<4x8xf32>) -> tensor<4x8xi1>
          %937 = "stablehlo.convert"(%936) : (tensor<4x8xi1>) -> tensor<4x8xi32>
          %938 = "stablehlo.constant"() { value = dense<0> : tensor<i32> } : () -> tensor<i32>
          %939 = "stablehlo.reduce"(%937, %938) ({
            ^reductionFn(%lhs: tensor<i32>, %rhs: tensor<i32>) :
                %174 = "stablehlo.add"(%lhs, %rhs) : (tensor<i32>, tensor<i32>) -> tensor<i32>
                "stablehlo.return"(%174) : (tensor<i32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x8xi32>, tensor<i32>) -> tensor<4xi32>
          %940 = "stablehlo.constant"() { value = dense<7> : tensor<i32> } : () -> tensor<i32>
          %941 = "stablehlo.broadcast_in_dim"(%940) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4xi32>
          %942 = "stablehlo.minimum"(%939, %941) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
          %943 = "stablehlo.reshape"(%942) : (tensor<4xi32>) -> tensor<4x1xi32>
          %944 = "stablehlo.iota"() { iota_dimension = 0 : i64 } : () -> tensor<4x1xi32>
          %945 = "stablehlo.concatenate"(%944, %943) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
          %946 = "stablehlo.gather"(%925, %945) {
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
          %947 = "stablehlo.gather"(%932, %945) {
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
          %948 = "stablehlo.gather"(%927, %945) {
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
          %949 = "stablehlo.subtract"(%947, %948) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
          %950 = "stablehlo.reshape"(%949) : (tensor<4xf32>) -> tensor<4x1xf32>
          %951 = "stablehlo.iota"() { iota_dimension = 0 : i64 } : () -> tensor<8x8xi32>
          %952 = "stablehlo.iota"() { iota_dimension = 1 : i64 } : () -> tensor<8x8xi32>
          %953 = "stablehlo.compare"(%951, %952) {
            compare_type = #stablehlo<comparison_type SIGNED>,
            comparison_direction = #stablehlo<comparison_direction LE>
          } : (tensor<8x8xi32>, tensor<8x8xi32>) -> tensor<8x8xi1>
          %954 = "stablehlo.convert"(%953) : (tensor<8x8xi1>) -> tensor<8x8xf32>
          %955 = "stablehlo.dot_general"(%946, %954) {
            dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [],
  rhs_batching_dimensions = [],
  lhs_contracting_dimensions = [1],
  rhs_contracting_dimensions = [0]
>,
            precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
          } : (tensor<4x8xf32>, tensor<8x8xf32>) -> tensor<4x8xf32>
          %956 = "stablehlo.broadcast_in_dim"(%950) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x8xf32>
          %957 = "stablehlo.add"(%955, %956) : (tensor<4x8xf32>, tensor<4x8xf32>) -> tensor<4x8xf32>
          %958 = "stablehlo.broadcast_in_dim"(%934) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x8xf32>
          %959 = "stablehlo.compare"(%957, %958) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction LE>
          } : (tensor<4x8xf32>, tensor<4x8xf32>) -> tensor<4x8xi1>
          %960 = "stablehlo.convert"(%959) : (tensor<4x8xi1>) -> tensor<4x8xi32>
          %961 = "stablehlo.constant"() { value = dense<0> : tensor<i32> } : () -> tensor<i32>
          %962 = "stablehlo.reduce"(%960, %961) ({
            ^reductionFn(%lhs: tensor<i32>, %rhs: tensor<i32>) :
                %174 = "stablehlo.add"(%lhs, %rhs) : (tensor<i32>, tensor<i32>) -> tensor<i32>
                "stablehlo.return"(%174) : (tensor<i32>) -> ()
          }) { dimensions = array<i64: 1> } : (tensor<4x8xi32>, tensor<i32>) -> tensor<4xi32>
          %963 = "stablehlo.broadcast_in_dim"(%940) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4xi32>
          %964 = "stablehlo.minimum"(%962, %963) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
          %965 = "stablehlo.reshape"(%964) : (tensor<4xi32>) -> tensor<4x1xi32>
          %966 = "stablehlo.concatenate"(%944, %965) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
          %967 = "stablehlo.gather"(%946, %966) {
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
          %968 = "stablehlo.constant"() { value = dense<8> : tensor<i32> } : () -> tensor<i32>
          %969 = "stablehlo.broadcast_in_dim"(%968) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
          %970 = "stablehlo.multiply"(%943, %969) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
          %971 = "stablehlo.add"(%970, %965) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
          %972 = "stablehlo.reshape"(%971) : (tensor<4x1xi32>) -> tensor<4xi32>
          %973 = "stablehlo.broadcast_in_dim"(%194) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
          %974 = "stablehlo.compare"(%967, %973) {
            compare_type = #stablehlo<comparison_type FLOAT>,
            comparison_direction = #stablehlo<comparison_direction GT>
          } : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xi1>
          %975 = "stablehlo.select"(%974, %972, %528) : (tensor<4xi1>, tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
          %976 = "stablehlo.select"(%924, %528, %975) : (tensor<4xi1>, tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
          %977 = "stablehlo.iota"() { iota_dimension = 0 : i64 } : () -> tensor<4x4xi32>
          %978 = "stablehlo.broadcast_in_dim"(%state_0) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x4xi32>
          %979 = "stablehlo.compare"(%977, %978) {
            compare_type = #stablehlo<comparison_type SIGNED>,
            comparison_direction = #stablehlo<comparison_direction EQ>
          } : (tensor<4x4xi32>, tensor<4x4xi32>) -> tensor<4x4xi1>
          %980 = "stablehlo.reshape"(%976) : (tensor<4xi32>) -> tensor<1x4xi32>
          %981 = "stablehlo.broadcast_in_dim"(%980) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<1x4xi32>) -> tensor<4x4xi32>
          %982 = "stablehlo.select"(%979, %981, %state_2) : (tensor<4x4xi1>, tensor<4x4xi32>, tensor<4x4xi32>) -> tensor<4x4xi32>
          %983 = "stablehlo.constant"() { value = dense<0> : tensor<i32> } : () -> tensor<i32>
          %984 = "stablehlo.broadcast_in_dim"(%983) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4xi32>
          %985 = "stablehlo.maximum"(%976, %984) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
          %986 = "stablehlo.reshape"(%985) : (tensor<4xi32>) -> tensor<4x1xi32>
          %987 = "stablehlo.add"(%523, %state_0) : (tensor<i32>, tensor<i32>) -> tensor<i32>
          "stablehlo.return"(%987, %986, %982, %175, %state_4, %state_5, %state_6, %state_7, %state_8, %state_9, %state_10, %state_11, %state_12, %state_13, %state_14, %state_15, %state_16, %state_17, %state_18, %state_19, %state_20, %state_21) : (tensor<i32>, tensor<4x1xi32>, tensor<4x4xi32>, tensor<21x8x2x32xi32>, tensor<84xi32>, tensor<64x32xbf16>, tensor<32xf32>, tensor<1x32xf32>, tensor<1x32xf32>, tensor<1x64xf32>, tensor<1x48xf32>, tensor<64x8xf32>, tensor<64x8xf32>, tensor<64x32xbf16>, tensor<1x32xf32>, tensor<1x8xf32>, tensor<1x24xf32>, tensor<1x8xf32>, tensor<32x32xui8>, tensor<8x64xui8>, tensor<24x32xui8>, tensor<8x48xui8>) -> ()
    }) : (tensor<i32>, tensor<4x1xi32>, tensor<4x4xi32>, tensor<21x8x2x32xi32>, tensor<84xi32>, tensor<64x32xbf16>, tensor<32xf32>, tensor<1x32xf32>, tensor<1x32xf32>, tensor<1x64xf32>, tensor<1x48xf32>, tensor<64x8xf32>, tensor<64x8xf32>, tensor<64x32xbf16>, tensor<1x32xf32>, tensor<1x8xf32>, tensor<1x24xf32>, tensor<1x8xf32>, tensor<32x32xui8>, tensor<8x64xui8>, tensor<24x32xui8>, tensor<8x48xui8>) -> (tensor<i32>, tensor<4x1xi32>, tensor<4x4xi32>, tensor<21x8x2x32xi32>, tensor<84xi32>, tensor<64x32xbf16>, tensor<32xf32>, tensor<1x32xf32>, tensor<1x32xf32>, tensor<1x64xf32>, tensor<1x48xf32>, tensor<64x8xf32>, tensor<64x8xf32>, tensor<64x32xbf16>, tensor<1x32xf32>, tensor<1x8xf32>, tensor<1x24xf32>, tensor<1x8xf32>, tensor<32x32xui8>, tensor<8x64xui8>, tensor<24x32xui8>, tensor<8x48xui8>)
    "stablehlo.return"(%990, %991) : (tensor<4x4xi32>, tensor<21x8x2x32xi32>) -> ()
  }
}

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
    %32, %33, %34 = "stablehlo.custom_call"(%31, %input_norm) {
      api_version = 2 : i32,
      backend_config = "{name = \"rms_norm_plain_4x32_w0_normed\", kernel_type = \"ptx\", kernel_data = (see package ptx), grid_x = 4 : i32, grid_y = 1 : i32, grid_z = 1 : i32, block_x = 32 : i32, block_y = 1 : i32, block_z = 1 : i32, shared_mem_bytes = 0 : i32, output_indices = [2 : i32, 3 : i32, 4 : i32]}",
      call_target_name = "__gpu$xla.gpu.ptx",
      operand_layouts = [dense<[1, 0]> : tensor<2xindex>, dense<[1, 0]> : tensor<2xindex>],
      result_layouts = [dense<[1, 0]> : tensor<2xindex>, dense<0> : tensor<1xindex>, dense<[1, 0]> : tensor<2xindex>]
    } : (tensor<4x32xf32>, tensor<1x32xf32>) -> (tensor<4x32xi8>, tensor<4xf32>, tensor<4x32xf32>)
    %35 = "stablehlo.custom_call"(%32, %33, %w_qkv_0, %units_qkv) {
      api_version = 2 : i32,
      backend_config = "{name = \"ternary_matmul_4x32x16_s0\", kernel_type = \"ptx\", kernel_data = (see package ptx), grid_x = 16 : i32, grid_y = 1 : i32, grid_z = 1 : i32, block_x = 32 : i32, block_y = 1 : i32, block_z = 1 : i32, shared_mem_bytes = 0 : i32, output_indices = [4 : i32]}",
      call_target_name = "__gpu$xla.gpu.ptx",
      operand_layouts = [dense<[1, 0]> : tensor<2xindex>, dense<0> : tensor<1xindex>, dense<[1, 0]> : tensor<2xindex>, dense<[1, 0]> : tensor<2xindex>],
      result_layouts = [dense<[2, 1, 0]> : tensor<3xindex>]
    } : (tensor<4x32xi8>, tensor<4xf32>, tensor<16x32xui8>, tensor<1x16xf32>) -> tensor<4x4x16xf32>
    %36 = "stablehlo.reshape"(%34) : (tensor<4x32xf32>) -> tensor<4x1x32xf32>
    %37 = "stablehlo.constant"() { value = dense<1> : tensor<i32> } : () -> tensor<i32>
    %38 = "stablehlo.broadcast_in_dim"(%37) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %39 = "stablehlo.constant"() { value = dense<0> : tensor<i32> } : () -> tensor<i32>
    %40 = "stablehlo.broadcast_in_dim"(%39) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %41 = "stablehlo.multiply"(%38, %40) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %42 = "stablehlo.concatenate"(%11, %41) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %43 = "stablehlo.gather"(%lora_a_q, %42) {
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
    %44 = "stablehlo.dot_general"(%36, %43) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x32xf32>, tensor<4x8x32xf32>) -> tensor<4x1x8xf32>
    %45 = "stablehlo.broadcast_in_dim"(%37) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %46 = "stablehlo.broadcast_in_dim"(%39) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %47 = "stablehlo.multiply"(%45, %46) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %48 = "stablehlo.concatenate"(%11, %47) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %49 = "stablehlo.gather"(%lora_b_q, %48) {
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
    %50 = "stablehlo.dot_general"(%44, %49) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x8xf32>, tensor<4x8x32xf32>) -> tensor<4x1x32xf32>
    %51 = "stablehlo.slice"(%13) {
      limit_indices = array<i64: 4, 1, 1>,
      start_indices = array<i64: 0, 0, 0>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x1x7xf32>) -> tensor<4x1x1xf32>
    %52 = "stablehlo.broadcast_in_dim"(%51) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x32xf32>
    %53 = "stablehlo.multiply"(%50, %52) : (tensor<4x1x32xf32>, tensor<4x1x32xf32>) -> tensor<4x1x32xf32>
    %54 = "stablehlo.reshape"(%53) : (tensor<4x1x32xf32>) -> tensor<4x4x8xf32>
    %55 = "stablehlo.broadcast_in_dim"(%37) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %56 = "stablehlo.broadcast_in_dim"(%39) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %57 = "stablehlo.multiply"(%55, %56) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %58 = "stablehlo.concatenate"(%11, %57) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %59 = "stablehlo.gather"(%lora_a_k, %58) {
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
    %60 = "stablehlo.dot_general"(%36, %59) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x32xf32>, tensor<4x8x32xf32>) -> tensor<4x1x8xf32>
    %61 = "stablehlo.broadcast_in_dim"(%37) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %62 = "stablehlo.broadcast_in_dim"(%39) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %63 = "stablehlo.multiply"(%61, %62) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %64 = "stablehlo.concatenate"(%11, %63) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %65 = "stablehlo.gather"(%lora_b_k, %64) {
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
    %66 = "stablehlo.dot_general"(%60, %65) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x8xf32>, tensor<4x8x16xf32>) -> tensor<4x1x16xf32>
    %67 = "stablehlo.slice"(%13) {
      limit_indices = array<i64: 4, 1, 2>,
      start_indices = array<i64: 0, 0, 1>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x1x7xf32>) -> tensor<4x1x1xf32>
    %68 = "stablehlo.broadcast_in_dim"(%67) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x16xf32>
    %69 = "stablehlo.multiply"(%66, %68) : (tensor<4x1x16xf32>, tensor<4x1x16xf32>) -> tensor<4x1x16xf32>
    %70 = "stablehlo.reshape"(%69) : (tensor<4x1x16xf32>) -> tensor<4x4x4xf32>
    %71 = "stablehlo.broadcast_in_dim"(%37) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %72 = "stablehlo.broadcast_in_dim"(%39) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %73 = "stablehlo.multiply"(%71, %72) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %74 = "stablehlo.concatenate"(%11, %73) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %75 = "stablehlo.gather"(%lora_a_v, %74) {
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
    %76 = "stablehlo.dot_general"(%36, %75) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x32xf32>, tensor<4x8x32xf32>) -> tensor<4x1x8xf32>
    %77 = "stablehlo.broadcast_in_dim"(%37) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %78 = "stablehlo.broadcast_in_dim"(%39) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %79 = "stablehlo.multiply"(%77, %78) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %80 = "stablehlo.concatenate"(%11, %79) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %81 = "stablehlo.gather"(%lora_b_v, %80) {
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
    %82 = "stablehlo.dot_general"(%76, %81) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x8xf32>, tensor<4x8x16xf32>) -> tensor<4x1x16xf32>
    %83 = "stablehlo.slice"(%13) {
      limit_indices = array<i64: 4, 1, 3>,
      start_indices = array<i64: 0, 0, 2>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x1x7xf32>) -> tensor<4x1x1xf32>
    %84 = "stablehlo.broadcast_in_dim"(%83) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x16xf32>
    %85 = "stablehlo.multiply"(%82, %84) : (tensor<4x1x16xf32>, tensor<4x1x16xf32>) -> tensor<4x1x16xf32>
    %86 = "stablehlo.reshape"(%85) : (tensor<4x1x16xf32>) -> tensor<4x4x4xf32>
    %87 = "stablehlo.concatenate"(%54, %70, %86) { dimension = 2 : i64 } : (tensor<4x4x8xf32>, tensor<4x4x4xf32>, tensor<4x4x4xf32>) -> tensor<4x4x16xf32>
    %88 = "stablehlo.add"(%35, %87) : (tensor<4x4x16xf32>, tensor<4x4x16xf32>) -> tensor<4x4x16xf32>
    %89 = "stablehlo.slice"(%88) {
      limit_indices = array<i64: 4, 4, 8>,
      start_indices = array<i64: 0, 0, 0>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x4x16xf32>) -> tensor<4x4x8xf32>
    %90 = "stablehlo.reshape"(%89) : (tensor<4x4x8xf32>) -> tensor<4x32xf32>
    %91 = "stablehlo.slice"(%88) {
      limit_indices = array<i64: 4, 4, 12>,
      start_indices = array<i64: 0, 0, 8>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x4x16xf32>) -> tensor<4x4x4xf32>
    %92 = "stablehlo.reshape"(%91) : (tensor<4x4x4xf32>) -> tensor<4x16xf32>
    %93 = "stablehlo.slice"(%88) {
      limit_indices = array<i64: 4, 4, 16>,
      start_indices = array<i64: 0, 0, 12>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x4x16xf32>) -> tensor<4x4x4xf32>
    %94 = "stablehlo.reshape"(%93) : (tensor<4x4x4xf32>) -> tensor<4x16xf32>
    %95 = "stablehlo.reshape"(%90) : (tensor<4x32xf32>) -> tensor<4x4x8xf32>
    %96 = "stablehlo.slice"(%95) {
      limit_indices = array<i64: 4, 4, 4>,
      start_indices = array<i64: 0, 0, 0>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x4x8xf32>) -> tensor<4x4x4xf32>
    %97 = "stablehlo.slice"(%95) {
      limit_indices = array<i64: 4, 4, 8>,
      start_indices = array<i64: 0, 0, 4>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x4x8xf32>) -> tensor<4x4x4xf32>
    %98 = "stablehlo.broadcast_in_dim"(%15) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x4xf32>) -> tensor<4x4x4xf32>
    %99 = "stablehlo.broadcast_in_dim"(%17) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x4xf32>) -> tensor<4x4x4xf32>
    %100 = "stablehlo.multiply"(%96, %98) : (tensor<4x4x4xf32>, tensor<4x4x4xf32>) -> tensor<4x4x4xf32>
    %101 = "stablehlo.multiply"(%97, %99) : (tensor<4x4x4xf32>, tensor<4x4x4xf32>) -> tensor<4x4x4xf32>
    %102 = "stablehlo.subtract"(%100, %101) : (tensor<4x4x4xf32>, tensor<4x4x4xf32>) -> tensor<4x4x4xf32>
    %103 = "stablehlo.multiply"(%97, %98) : (tensor<4x4x4xf32>, tensor<4x4x4xf32>) -> tensor<4x4x4xf32>
    %104 = "stablehlo.multiply"(%96, %99) : (tensor<4x4x4xf32>, tensor<4x4x4xf32>) -> tensor<4x4x4xf32>
    %105 = "stablehlo.add"(%103, %104) : (tensor<4x4x4xf32>, tensor<4x4x4xf32>) -> tensor<4x4x4xf32>
    %106 = "stablehlo.concatenate"(%102, %105) { dimension = 2 : i64 } : (tensor<4x4x4xf32>, tensor<4x4x4xf32>) -> tensor<4x4x8xf32>
    %107 = "stablehlo.reshape"(%92) : (tensor<4x16xf32>) -> tensor<4x2x8xf32>
    %108 = "stablehlo.slice"(%107) {
      limit_indices = array<i64: 4, 2, 4>,
      start_indices = array<i64: 0, 0, 0>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x2x8xf32>) -> tensor<4x2x4xf32>
    %109 = "stablehlo.slice"(%107) {
      limit_indices = array<i64: 4, 2, 8>,
      start_indices = array<i64: 0, 0, 4>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x2x8xf32>) -> tensor<4x2x4xf32>
    %110 = "stablehlo.broadcast_in_dim"(%15) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x4xf32>) -> tensor<4x2x4xf32>
    %111 = "stablehlo.broadcast_in_dim"(%17) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x4xf32>) -> tensor<4x2x4xf32>
    %112 = "stablehlo.multiply"(%108, %110) : (tensor<4x2x4xf32>, tensor<4x2x4xf32>) -> tensor<4x2x4xf32>
    %113 = "stablehlo.multiply"(%109, %111) : (tensor<4x2x4xf32>, tensor<4x2x4xf32>) -> tensor<4x2x4xf32>
    %114 = "stablehlo.subtract"(%112, %113) : (tensor<4x2x4xf32>, tensor<4x2x4xf32>) -> tensor<4x2x4xf32>
    %115 = "stablehlo.multiply"(%109, %110) : (tensor<4x2x4xf32>, tensor<4x2x4xf32>) -> tensor<4x2x4xf32>
    %116 = "stablehlo.multiply"(%108, %111) : (tensor<4x2x4xf32>, tensor<4x2x4xf32>) -> tensor<4x2x4xf32>
    %117 = "stablehlo.add"(%115, %116) : (tensor<4x2x4xf32>, tensor<4x2x4xf32>) -> tensor<4x2x4xf32>
    %118 = "stablehlo.concatenate"(%114, %117) { dimension = 2 : i64 } : (tensor<4x2x4xf32>, tensor<4x2x4xf32>) -> tensor<4x2x8xf32>
    %119 = "stablehlo.reshape"(%118) : (tensor<4x2x8xf32>) -> tensor<4x1x16xf32>
    %120 = "stablehlo.reshape"(%94) : (tensor<4x16xf32>) -> tensor<4x1x16xf32>
    %121 = "stablehlo.concatenate"(%119, %120) { dimension = 1 : i64 } : (tensor<4x1x16xf32>, tensor<4x1x16xf32>) -> tensor<4x2x16xf32>
    %122 = "stablehlo.bitcast_convert"(%121) : (tensor<4x2x16xf32>) -> tensor<4x2x16xi32>
    %123 = "stablehlo.gather"(%alias1_cache_0, %12) {
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
    %124 = "stablehlo.subtract"(%122, %123) : (tensor<4x2x16xi32>, tensor<4x2x16xi32>) -> tensor<4x2x16xi32>
    %126 = "stablehlo.scatter"(%alias1_cache_0, %12, %124) ({
      ^updateFn(%lhs: tensor<i32>, %rhs: tensor<i32>) :
          %125 = "stablehlo.add"(%lhs, %rhs) : (tensor<i32>, tensor<i32>) -> tensor<i32>
          "stablehlo.return"(%125) : (tensor<i32>) -> ()
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
    %127 = "stablehlo.gather"(%126, %9) {
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
    %128 = "stablehlo.bitcast_convert"(%127) : (tensor<4x4x8x2x16xi32>) -> tensor<4x4x8x2x16xf32>
    %129 = "stablehlo.reshape"(%128) : (tensor<4x4x8x2x16xf32>) -> tensor<4x32x2x16xf32>
    %130 = "stablehlo.slice"(%129) {
      limit_indices = array<i64: 4, 32, 2, 16>,
      start_indices = array<i64: 0, 0, 1, 0>,
      strides = array<i64: 1, 1, 1, 1>
    } : (tensor<4x32x2x16xf32>) -> tensor<4x32x1x16xf32>
    %131 = "stablehlo.reshape"(%130) : (tensor<4x32x1x16xf32>) -> tensor<4x32x16xf32>
    %132 = "stablehlo.broadcast_in_dim"(%29) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x32x1xi1>) -> tensor<4x32x16xi1>
    %133 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %134 = "stablehlo.broadcast_in_dim"(%133) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x32x16xf32>
    %135 = "stablehlo.select"(%132, %131, %134) : (tensor<4x32x16xi1>, tensor<4x32x16xf32>, tensor<4x32x16xf32>) -> tensor<4x32x16xf32>
    %136 = "stablehlo.slice"(%129) {
      limit_indices = array<i64: 4, 32, 1, 16>,
      start_indices = array<i64: 0, 0, 0, 0>,
      strides = array<i64: 1, 1, 1, 1>
    } : (tensor<4x32x2x16xf32>) -> tensor<4x32x1x16xf32>
    %137 = "stablehlo.reshape"(%136) : (tensor<4x32x1x16xf32>) -> tensor<4x32x16xf32>
    %138 = "stablehlo.reshape"(%137) : (tensor<4x32x16xf32>) -> tensor<4x32x2x8xf32>
    %139 = "stablehlo.reshape"(%135) : (tensor<4x32x16xf32>) -> tensor<4x32x2x8xf32>
    %140 = "stablehlo.reshape"(%106) : (tensor<4x4x8xf32>) -> tensor<4x1x2x2x8xf32>
    %141 = "stablehlo.dot_general"(%140, %138) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0, 2],
  rhs_batching_dimensions = [0, 2],
  lhs_contracting_dimensions = [4],
  rhs_contracting_dimensions = [3]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x2x2x8xf32>, tensor<4x32x2x8xf32>) -> tensor<4x2x1x2x32xf32>
    %142 = "stablehlo.transpose"(%141) { permutation = array<i64: 0, 1, 3, 2, 4> } : (tensor<4x2x1x2x32xf32>) -> tensor<4x2x2x1x32xf32>
    %143 = "stablehlo.constant"() { value = dense<0.3535533845424652> : tensor<f32> } : () -> tensor<f32>
    %144 = "stablehlo.broadcast_in_dim"(%143) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x2x2x1x32xf32>
    %145 = "stablehlo.multiply"(%142, %144) : (tensor<4x2x2x1x32xf32>, tensor<4x2x2x1x32xf32>) -> tensor<4x2x2x1x32xf32>
    %146 = "stablehlo.broadcast_in_dim"(%22) { broadcast_dimensions = array<i64: 0, 1, 2, 3, 4> } : (tensor<4x1x1x1x32xi1>) -> tensor<4x2x2x1x32xi1>
    %147 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
    %148 = "stablehlo.broadcast_in_dim"(%147) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x2x2x1x32xf32>
    %149 = "stablehlo.select"(%146, %145, %148) : (tensor<4x2x2x1x32xi1>, tensor<4x2x2x1x32xf32>, tensor<4x2x2x1x32xf32>) -> tensor<4x2x2x1x32xf32>
    %151 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
    %152 = "stablehlo.reduce"(%149, %151) ({
      ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
          %150 = "stablehlo.maximum"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
          "stablehlo.return"(%150) : (tensor<f32>) -> ()
    }) { dimensions = array<i64: 4> } : (tensor<4x2x2x1x32xf32>, tensor<f32>) -> tensor<4x2x2x1xf32>
    %153 = "stablehlo.reshape"(%152) : (tensor<4x2x2x1xf32>) -> tensor<4x2x2x1x1xf32>
    %154 = "stablehlo.broadcast_in_dim"(%133) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x2x2x1x32xf32>
    %155 = "stablehlo.broadcast_in_dim"(%153) { broadcast_dimensions = array<i64: 0, 1, 2, 3, 4> } : (tensor<4x2x2x1x1xf32>) -> tensor<4x2x2x1x32xf32>
    %156 = "stablehlo.subtract"(%145, %155) : (tensor<4x2x2x1x32xf32>, tensor<4x2x2x1x32xf32>) -> tensor<4x2x2x1x32xf32>
    %157 = "stablehlo.select"(%146, %156, %154) : (tensor<4x2x2x1x32xi1>, tensor<4x2x2x1x32xf32>, tensor<4x2x2x1x32xf32>) -> tensor<4x2x2x1x32xf32>
    %158 = "stablehlo.exponential"(%157) : (tensor<4x2x2x1x32xf32>) -> tensor<4x2x2x1x32xf32>
    %159 = "stablehlo.select"(%146, %158, %154) : (tensor<4x2x2x1x32xi1>, tensor<4x2x2x1x32xf32>, tensor<4x2x2x1x32xf32>) -> tensor<4x2x2x1x32xf32>
    %161 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %162 = "stablehlo.reduce"(%159, %161) ({
      ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
          %160 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
          "stablehlo.return"(%160) : (tensor<f32>) -> ()
    }) { dimensions = array<i64: 4> } : (tensor<4x2x2x1x32xf32>, tensor<f32>) -> tensor<4x2x2x1xf32>
    %163 = "stablehlo.reshape"(%162) : (tensor<4x2x2x1xf32>) -> tensor<4x2x2x1x1xf32>
    %164 = "stablehlo.broadcast_in_dim"(%163) { broadcast_dimensions = array<i64: 0, 1, 2, 3, 4> } : (tensor<4x2x2x1x1xf32>) -> tensor<4x2x2x1x32xf32>
    %165 = "stablehlo.divide"(%159, %164) : (tensor<4x2x2x1x32xf32>, tensor<4x2x2x1x32xf32>) -> tensor<4x2x2x1x32xf32>
    %166 = "stablehlo.select"(%146, %165, %154) : (tensor<4x2x2x1x32xi1>, tensor<4x2x2x1x32xf32>, tensor<4x2x2x1x32xf32>) -> tensor<4x2x2x1x32xf32>
    %167 = "stablehlo.dot_general"(%166, %139) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0, 1],
  rhs_batching_dimensions = [0, 2],
  lhs_contracting_dimensions = [4],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x2x2x1x32xf32>, tensor<4x32x2x8xf32>) -> tensor<4x2x2x1x8xf32>
    %168 = "stablehlo.transpose"(%167) { permutation = array<i64: 0, 3, 1, 2, 4> } : (tensor<4x2x2x1x8xf32>) -> tensor<4x1x2x2x8xf32>
    %169 = "stablehlo.reshape"(%168) : (tensor<4x1x2x2x8xf32>) -> tensor<4x32xf32>
    %170, %171, %172 = "stablehlo.custom_call"(%169, %attn_sub_norm) {
      api_version = 2 : i32,
      backend_config = "{name = \"rms_norm_plain_4x32_w0_normed\", kernel_type = \"ptx\", kernel_data = (see package ptx), grid_x = 4 : i32, grid_y = 1 : i32, grid_z = 1 : i32, block_x = 32 : i32, block_y = 1 : i32, block_z = 1 : i32, shared_mem_bytes = 0 : i32, output_indices = [2 : i32, 3 : i32, 4 : i32]}",
      call_target_name = "__gpu$xla.gpu.ptx",
      operand_layouts = [dense<[1, 0]> : tensor<2xindex>, dense<[1, 0]> : tensor<2xindex>],
      result_layouts = [dense<[1, 0]> : tensor<2xindex>, dense<0> : tensor<1xindex>, dense<[1, 0]> : tensor<2xindex>]
    } : (tensor<4x32xf32>, tensor<1x32xf32>) -> (tensor<4x32xi8>, tensor<4xf32>, tensor<4x32xf32>)
    %173 = "stablehlo.custom_call"(%170, %171, %w_o_0, %units_o) {
      api_version = 2 : i32,
      backend_config = "{name = \"ternary_matmul_4x32x8_s0\", kernel_type = \"ptx\", kernel_data = (see package ptx), grid_x = 8 : i32, grid_y = 1 : i32, grid_z = 1 : i32, block_x = 32 : i32, block_y = 1 : i32, block_z = 1 : i32, shared_mem_bytes = 0 : i32, output_indices = [4 : i32]}",
      call_target_name = "__gpu$xla.gpu.ptx",
      operand_layouts = [dense<[1, 0]> : tensor<2xindex>, dense<0> : tensor<1xindex>, dense<[1, 0]> : tensor<2xindex>, dense<[1, 0]> : tensor<2xindex>],
      result_layouts = [dense<[2, 1, 0]> : tensor<3xindex>]
    } : (tensor<4x32xi8>, tensor<4xf32>, tensor<8x32xui8>, tensor<1x8xf32>) -> tensor<4x4x8xf32>
    %174 = "stablehlo.reshape"(%172) : (tensor<4x32xf32>) -> tensor<4x1x32xf32>
    %175 = "stablehlo.broadcast_in_dim"(%37) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %176 = "stablehlo.broadcast_in_dim"(%39) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %177 = "stablehlo.multiply"(%175, %176) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %178 = "stablehlo.concatenate"(%11, %177) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %179 = "stablehlo.gather"(%lora_a_o, %178) {
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
    %180 = "stablehlo.dot_general"(%174, %179) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x32xf32>, tensor<4x8x32xf32>) -> tensor<4x1x8xf32>
    %181 = "stablehlo.broadcast_in_dim"(%37) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %182 = "stablehlo.broadcast_in_dim"(%39) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %183 = "stablehlo.multiply"(%181, %182) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %184 = "stablehlo.concatenate"(%11, %183) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %185 = "stablehlo.gather"(%lora_b_o, %184) {
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
    %186 = "stablehlo.dot_general"(%180, %185) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x8xf32>, tensor<4x8x32xf32>) -> tensor<4x1x32xf32>
    %187 = "stablehlo.slice"(%13) {
      limit_indices = array<i64: 4, 1, 4>,
      start_indices = array<i64: 0, 0, 3>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x1x7xf32>) -> tensor<4x1x1xf32>
    %188 = "stablehlo.broadcast_in_dim"(%187) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x32xf32>
    %189 = "stablehlo.multiply"(%186, %188) : (tensor<4x1x32xf32>, tensor<4x1x32xf32>) -> tensor<4x1x32xf32>
    %190 = "stablehlo.reshape"(%189) : (tensor<4x1x32xf32>) -> tensor<4x4x8xf32>
    %191 = "stablehlo.add"(%173, %190) : (tensor<4x4x8xf32>, tensor<4x4x8xf32>) -> tensor<4x4x8xf32>
    %192 = "stablehlo.reshape"(%191) : (tensor<4x4x8xf32>) -> tensor<4x32xf32>
    %193, %194, %195, %196 = "stablehlo.custom_call"(%31, %192, %post_norm) {
      api_version = 2 : i32,
      backend_config = "{name = \"rms_norm_sum_4x32_w0_normed\", kernel_type = \"ptx\", kernel_data = (see package ptx), grid_x = 4 : i32, grid_y = 1 : i32, grid_z = 1 : i32, block_x = 32 : i32, block_y = 1 : i32, block_z = 1 : i32, shared_mem_bytes = 0 : i32, output_indices = [3 : i32, 4 : i32, 5 : i32, 6 : i32]}",
      call_target_name = "__gpu$xla.gpu.ptx",
      operand_layouts = [dense<[1, 0]> : tensor<2xindex>, dense<[1, 0]> : tensor<2xindex>, dense<[1, 0]> : tensor<2xindex>],
      result_layouts = [dense<[1, 0]> : tensor<2xindex>, dense<[1, 0]> : tensor<2xindex>, dense<0> : tensor<1xindex>, dense<[1, 0]> : tensor<2xindex>]
    } : (tensor<4x32xf32>, tensor<4x32xf32>, tensor<1x32xf32>) -> (tensor<4x32xf32>, tensor<4x32xi8>, tensor<4xf32>, tensor<4x32xf32>)
    %197 = "stablehlo.custom_call"(%194, %195, %w_gate_up_0, %units_gate_up) {
      api_version = 2 : i32,
      backend_config = "{name = \"ternary_matmul_4x32x24_s0\", kernel_type = \"ptx\", kernel_data = (see package ptx), grid_x = 24 : i32, grid_y = 1 : i32, grid_z = 1 : i32, block_x = 32 : i32, block_y = 1 : i32, block_z = 1 : i32, shared_mem_bytes = 0 : i32, output_indices = [4 : i32]}",
      call_target_name = "__gpu$xla.gpu.ptx",
      operand_layouts = [dense<[1, 0]> : tensor<2xindex>, dense<0> : tensor<1xindex>, dense<[1, 0]> : tensor<2xindex>, dense<[1, 0]> : tensor<2xindex>],
      result_layouts = [dense<[2, 1, 0]> : tensor<3xindex>]
    } : (tensor<4x32xi8>, tensor<4xf32>, tensor<24x32xui8>, tensor<1x24xf32>) -> tensor<4x4x24xf32>
    %198 = "stablehlo.reshape"(%196) : (tensor<4x32xf32>) -> tensor<4x1x32xf32>
    %199 = "stablehlo.broadcast_in_dim"(%37) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %200 = "stablehlo.broadcast_in_dim"(%39) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %201 = "stablehlo.multiply"(%199, %200) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %202 = "stablehlo.concatenate"(%11, %201) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %203 = "stablehlo.gather"(%lora_a_gate, %202) {
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
    %204 = "stablehlo.dot_general"(%198, %203) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x32xf32>, tensor<4x8x32xf32>) -> tensor<4x1x8xf32>
    %205 = "stablehlo.broadcast_in_dim"(%37) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %206 = "stablehlo.broadcast_in_dim"(%39) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %207 = "stablehlo.multiply"(%205, %206) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %208 = "stablehlo.concatenate"(%11, %207) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %209 = "stablehlo.gather"(%lora_b_gate, %208) {
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
    %210 = "stablehlo.dot_general"(%204, %209) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x8xf32>, tensor<4x8x48xf32>) -> tensor<4x1x48xf32>
    %211 = "stablehlo.slice"(%13) {
      limit_indices = array<i64: 4, 1, 5>,
      start_indices = array<i64: 0, 0, 4>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x1x7xf32>) -> tensor<4x1x1xf32>
    %212 = "stablehlo.broadcast_in_dim"(%211) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x48xf32>
    %213 = "stablehlo.multiply"(%210, %212) : (tensor<4x1x48xf32>, tensor<4x1x48xf32>) -> tensor<4x1x48xf32>
    %214 = "stablehlo.reshape"(%213) : (tensor<4x1x48xf32>) -> tensor<4x4x12xf32>
    %215 = "stablehlo.broadcast_in_dim"(%37) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %216 = "stablehlo.broadcast_in_dim"(%39) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %217 = "stablehlo.multiply"(%215, %216) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %218 = "stablehlo.concatenate"(%11, %217) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %219 = "stablehlo.gather"(%lora_a_up, %218) {
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
    %220 = "stablehlo.dot_general"(%198, %219) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x32xf32>, tensor<4x8x32xf32>) -> tensor<4x1x8xf32>
    %221 = "stablehlo.broadcast_in_dim"(%37) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %222 = "stablehlo.broadcast_in_dim"(%39) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %223 = "stablehlo.multiply"(%221, %222) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %224 = "stablehlo.concatenate"(%11, %223) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %225 = "stablehlo.gather"(%lora_b_up, %224) {
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
    %226 = "stablehlo.dot_general"(%220, %225) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x8xf32>, tensor<4x8x48xf32>) -> tensor<4x1x48xf32>
    %227 = "stablehlo.slice"(%13) {
      limit_indices = array<i64: 4, 1, 6>,
      start_indices = array<i64: 0, 0, 5>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x1x7xf32>) -> tensor<4x1x1xf32>
    %228 = "stablehlo.broadcast_in_dim"(%227) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x48xf32>
    %229 = "stablehlo.multiply"(%226, %228) : (tensor<4x1x48xf32>, tensor<4x1x48xf32>) -> tensor<4x1x48xf32>
    %230 = "stablehlo.reshape"(%229) : (tensor<4x1x48xf32>) -> tensor<4x4x12xf32>
    %231 = "stablehlo.concatenate"(%214, %230) { dimension = 2 : i64 } : (tensor<4x4x12xf32>, tensor<4x4x12xf32>) -> tensor<4x4x24xf32>
    %232 = "stablehlo.add"(%197, %231) : (tensor<4x4x24xf32>, tensor<4x4x24xf32>) -> tensor<4x4x24xf32>
    %233, %234, %235 = "stablehlo.custom_call"(%232, %ffn_sub_norm) {
      api_version = 2 : i32,
      backend_config = "{name = \"rms_norm_relu2_4x48_w0_normed\", kernel_type = \"ptx\", kernel_data = (see package ptx), grid_x = 4 : i32, grid_y = 1 : i32, grid_z = 1 : i32, block_x = 32 : i32, block_y = 1 : i32, block_z = 1 : i32, shared_mem_bytes = 0 : i32, output_indices = [2 : i32, 3 : i32, 4 : i32]}",
      call_target_name = "__gpu$xla.gpu.ptx",
      operand_layouts = [dense<[2, 1, 0]> : tensor<3xindex>, dense<[1, 0]> : tensor<2xindex>],
      result_layouts = [dense<[1, 0]> : tensor<2xindex>, dense<0> : tensor<1xindex>, dense<[1, 0]> : tensor<2xindex>]
    } : (tensor<4x4x24xf32>, tensor<1x48xf32>) -> (tensor<4x48xi8>, tensor<4xf32>, tensor<4x48xf32>)
    %236 = "stablehlo.custom_call"(%233, %234, %w_down_0, %units_down) {
      api_version = 2 : i32,
      backend_config = "{name = \"ternary_matmul_4x48x8_s0\", kernel_type = \"ptx\", kernel_data = (see package ptx), grid_x = 8 : i32, grid_y = 1 : i32, grid_z = 1 : i32, block_x = 32 : i32, block_y = 1 : i32, block_z = 1 : i32, shared_mem_bytes = 0 : i32, output_indices = [4 : i32]}",
      call_target_name = "__gpu$xla.gpu.ptx",
      operand_layouts = [dense<[1, 0]> : tensor<2xindex>, dense<0> : tensor<1xindex>, dense<[1, 0]> : tensor<2xindex>, dense<[1, 0]> : tensor<2xindex>],
      result_layouts = [dense<[2, 1, 0]> : tensor<3xindex>]
    } : (tensor<4x48xi8>, tensor<4xf32>, tensor<8x48xui8>, tensor<1x8xf32>) -> tensor<4x4x8xf32>
    %237 = "stablehlo.reshape"(%235) : (tensor<4x48xf32>) -> tensor<4x1x48xf32>
    %238 = "stablehlo.broadcast_in_dim"(%37) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %239 = "stablehlo.broadcast_in_dim"(%39) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %240 = "stablehlo.multiply"(%238, %239) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %241 = "stablehlo.concatenate"(%11, %240) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %242 = "stablehlo.gather"(%lora_a_down, %241) {
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
    %243 = "stablehlo.dot_general"(%237, %242) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x48xf32>, tensor<4x8x48xf32>) -> tensor<4x1x8xf32>
    %244 = "stablehlo.broadcast_in_dim"(%37) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %245 = "stablehlo.broadcast_in_dim"(%39) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %246 = "stablehlo.multiply"(%244, %245) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %247 = "stablehlo.concatenate"(%11, %246) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %248 = "stablehlo.gather"(%lora_b_down, %247) {
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
    %249 = "stablehlo.dot_general"(%243, %248) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x8xf32>, tensor<4x8x32xf32>) -> tensor<4x1x32xf32>
    %250 = "stablehlo.slice"(%13) {
      limit_indices = array<i64: 4, 1, 7>,
      start_indices = array<i64: 0, 0, 6>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x1x7xf32>) -> tensor<4x1x1xf32>
    %251 = "stablehlo.broadcast_in_dim"(%250) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x32xf32>
    %252 = "stablehlo.multiply"(%249, %251) : (tensor<4x1x32xf32>, tensor<4x1x32xf32>) -> tensor<4x1x32xf32>
    %253 = "stablehlo.reshape"(%252) : (tensor<4x1x32xf32>) -> tensor<4x4x8xf32>
    %254 = "stablehlo.add"(%236, %253) : (tensor<4x4x8xf32>, tensor<4x4x8xf32>) -> tensor<4x4x8xf32>
    %255 = "stablehlo.reshape"(%254) : (tensor<4x4x8xf32>) -> tensor<4x32xf32>
    %256 = "stablehlo.add"(%193, %255) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %257 = "stablehlo.gather"(%256, %5) {
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
    %258 = "stablehlo.multiply"(%257, %257) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %259 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %260 = "stablehlo.reduce"(%258, %259) ({
      ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
          %160 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
          "stablehlo.return"(%160) : (tensor<f32>) -> ()
    }) { dimensions = array<i64: 1> } : (tensor<4x32xf32>, tensor<f32>) -> tensor<4xf32>
    %261 = "stablehlo.constant"() { value = dense<0.03125> : tensor<f32> } : () -> tensor<f32>
    %262 = "stablehlo.broadcast_in_dim"(%261) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %263 = "stablehlo.multiply"(%260, %262) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %264 = "stablehlo.constant"() { value = dense<9.999999747378752e-06> : tensor<f32> } : () -> tensor<f32>
    %265 = "stablehlo.broadcast_in_dim"(%264) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %266 = "stablehlo.add"(%263, %265) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %267 = "stablehlo.sqrt"(%266) : (tensor<4xf32>) -> tensor<4xf32>
    %268 = "stablehlo.constant"() { value = dense<1.0> : tensor<f32> } : () -> tensor<f32>
    %269 = "stablehlo.broadcast_in_dim"(%268) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %270 = "stablehlo.divide"(%269, %267) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %271 = "stablehlo.reshape"(%270) : (tensor<4xf32>) -> tensor<4x1xf32>
    %272 = "stablehlo.broadcast_in_dim"(%271) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x32xf32>
    %273 = "stablehlo.multiply"(%257, %272) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %274 = "stablehlo.reshape"(%final_norm) : (tensor<32xf32>) -> tensor<1x32xf32>
    %275 = "stablehlo.broadcast_in_dim"(%274) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<1x32xf32>) -> tensor<4x32xf32>
    %276 = "stablehlo.multiply"(%273, %275) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %277 = "stablehlo.convert"(%head) : (tensor<64x32xbf16>) -> tensor<64x32xf32>
    %278 = "stablehlo.dot_general"(%276, %277) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [],
  rhs_batching_dimensions = [],
  lhs_contracting_dimensions = [1],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x32xf32>, tensor<64x32xf32>) -> tensor<4x64xf32>
    "stablehlo.return"(%278, %126) : (tensor<4x64xf32>, tensor<21x8x2x16xi32>) -> ()
  }

  func.func @rms_norm_plain_4x32_w0_normed_c2331670(%operand_0: tensor<4x32xf32>, %operand_1: tensor<1x32xf32>) -> (tensor<4x32xi8>, tensor<4xf32>, tensor<4x32xf32>) {
    %0 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %1 = "stablehlo.convert"(%0) : (tensor<f32>) -> tensor<i8>
    %2 = "stablehlo.broadcast_in_dim"(%1) { broadcast_dimensions = array<i64> } : (tensor<i8>) -> tensor<4x32xi8>
    %3 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %4 = "stablehlo.broadcast_in_dim"(%3) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %5 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %6 = "stablehlo.broadcast_in_dim"(%5) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x32xf32>
    "stablehlo.return"(%2, %4, %6) : (tensor<4x32xi8>, tensor<4xf32>, tensor<4x32xf32>) -> ()
  }

  func.func @ternary_matmul_4x32x16_s0_275a179c(%operand_0: tensor<4x32xi8>, %operand_1: tensor<4xf32>, %operand_2: tensor<16x32xui8>, %operand_3: tensor<1x16xf32>) -> tensor<4x4x16xf32> {
    %0 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %1 = "stablehlo.broadcast_in_dim"(%0) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x4x16xf32>
    "stablehlo.return"(%1) : (tensor<4x4x16xf32>) -> ()
  }

  func.func @ternary_matmul_4x32x8_s0_3aea71c4(%operand_0: tensor<4x32xi8>, %operand_1: tensor<4xf32>, %operand_2: tensor<8x32xui8>, %operand_3: tensor<1x8xf32>) -> tensor<4x4x8xf32> {
    %0 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %1 = "stablehlo.broadcast_in_dim"(%0) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x4x8xf32>
    "stablehlo.return"(%1) : (tensor<4x4x8xf32>) -> ()
  }

  func.func @rms_norm_sum_4x32_w0_normed_2ae1d71f(%operand_0: tensor<4x32xf32>, %operand_1: tensor<4x32xf32>, %operand_2: tensor<1x32xf32>) -> (tensor<4x32xf32>, tensor<4x32xi8>, tensor<4xf32>, tensor<4x32xf32>) {
    %0 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %1 = "stablehlo.broadcast_in_dim"(%0) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x32xf32>
    %2 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %3 = "stablehlo.convert"(%2) : (tensor<f32>) -> tensor<i8>
    %4 = "stablehlo.broadcast_in_dim"(%3) { broadcast_dimensions = array<i64> } : (tensor<i8>) -> tensor<4x32xi8>
    %5 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %6 = "stablehlo.broadcast_in_dim"(%5) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %7 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %8 = "stablehlo.broadcast_in_dim"(%7) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x32xf32>
    "stablehlo.return"(%1, %4, %6, %8) : (tensor<4x32xf32>, tensor<4x32xi8>, tensor<4xf32>, tensor<4x32xf32>) -> ()
  }

  func.func @ternary_matmul_4x32x24_s0_a2cd592c(%operand_0: tensor<4x32xi8>, %operand_1: tensor<4xf32>, %operand_2: tensor<24x32xui8>, %operand_3: tensor<1x24xf32>) -> tensor<4x4x24xf32> {
    %0 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %1 = "stablehlo.broadcast_in_dim"(%0) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x4x24xf32>
    "stablehlo.return"(%1) : (tensor<4x4x24xf32>) -> ()
  }

  func.func @rms_norm_relu2_4x48_w0_normed_273321cc(%operand_0: tensor<4x4x24xf32>, %operand_1: tensor<1x48xf32>) -> (tensor<4x48xi8>, tensor<4xf32>, tensor<4x48xf32>) {
    %0 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %1 = "stablehlo.convert"(%0) : (tensor<f32>) -> tensor<i8>
    %2 = "stablehlo.broadcast_in_dim"(%1) { broadcast_dimensions = array<i64> } : (tensor<i8>) -> tensor<4x48xi8>
    %3 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %4 = "stablehlo.broadcast_in_dim"(%3) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %5 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %6 = "stablehlo.broadcast_in_dim"(%5) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x48xf32>
    "stablehlo.return"(%2, %4, %6) : (tensor<4x48xi8>, tensor<4xf32>, tensor<4x48xf32>) -> ()
  }

  func.func @ternary_matmul_4x48x8_s0_37626776(%operand_0: tensor<4x48xi8>, %operand_1: tensor<4xf32>, %operand_2: tensor<8x48xui8>, %operand_3: tensor<1x8xf32>) -> tensor<4x4x8xf32> {
    %0 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %1 = "stablehlo.broadcast_in_dim"(%0) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x4x8xf32>
    "stablehlo.return"(%1) : (tensor<4x4x8xf32>) -> ()
  }
}

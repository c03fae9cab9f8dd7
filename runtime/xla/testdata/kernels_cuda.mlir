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
    %30, %31, %32 = "stablehlo.custom_call"(%29, %input_norm) {
      api_version = 2 : i32,
      backend_config = "{name = \"rms_norm_plain_4x32_w0_normed\", kernel_type = \"ptx\", kernel_data = (see package ptx), grid_x = 4 : i32, grid_y = 1 : i32, grid_z = 1 : i32, block_x = 32 : i32, block_y = 1 : i32, block_z = 1 : i32, shared_mem_bytes = 0 : i32, output_indices = [2 : i32, 3 : i32, 4 : i32]}",
      call_target_name = "__gpu$xla.gpu.ptx",
      operand_layouts = [dense<[1, 0]> : tensor<2xindex>, dense<[1, 0]> : tensor<2xindex>],
      result_layouts = [dense<[1, 0]> : tensor<2xindex>, dense<0> : tensor<1xindex>, dense<[1, 0]> : tensor<2xindex>]
    } : (tensor<4x32xf32>, tensor<1x32xf32>) -> (tensor<4x32xi8>, tensor<4xf32>, tensor<4x32xf32>)
    %33 = "stablehlo.custom_call"(%30, %31, %w_qkv_0, %units_qkv) {
      api_version = 2 : i32,
      backend_config = "{name = \"ternary_matmul_4x32x16_s0\", kernel_type = \"ptx\", kernel_data = (see package ptx), grid_x = 16 : i32, grid_y = 1 : i32, grid_z = 1 : i32, block_x = 32 : i32, block_y = 1 : i32, block_z = 1 : i32, shared_mem_bytes = 0 : i32, output_indices = [4 : i32]}",
      call_target_name = "__gpu$xla.gpu.ptx",
      operand_layouts = [dense<[1, 0]> : tensor<2xindex>, dense<0> : tensor<1xindex>, dense<[1, 0]> : tensor<2xindex>, dense<[1, 0]> : tensor<2xindex>],
      result_layouts = [dense<[2, 1, 0]> : tensor<3xindex>]
    } : (tensor<4x32xi8>, tensor<4xf32>, tensor<16x32xui8>, tensor<1x16xf32>) -> tensor<4x4x16xf32>
    %34 = "stablehlo.reshape"(%32) : (tensor<4x32xf32>) -> tensor<4x1x32xf32>
    %35 = "stablehlo.constant"() { value = dense<1> : tensor<i32> } : () -> tensor<i32>
    %36 = "stablehlo.broadcast_in_dim"(%35) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %37 = "stablehlo.constant"() { value = dense<0> : tensor<i32> } : () -> tensor<i32>
    %38 = "stablehlo.broadcast_in_dim"(%37) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %39 = "stablehlo.multiply"(%36, %38) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %40 = "stablehlo.concatenate"(%9, %39) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %41 = "stablehlo.gather"(%lora_a_q, %40) {
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
    %42 = "stablehlo.dot_general"(%34, %41) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x32xf32>, tensor<4x8x32xf32>) -> tensor<4x1x8xf32>
    %43 = "stablehlo.broadcast_in_dim"(%35) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %44 = "stablehlo.broadcast_in_dim"(%37) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %45 = "stablehlo.multiply"(%43, %44) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %46 = "stablehlo.concatenate"(%9, %45) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %47 = "stablehlo.gather"(%lora_b_q, %46) {
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
    %48 = "stablehlo.dot_general"(%42, %47) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x8xf32>, tensor<4x8x32xf32>) -> tensor<4x1x32xf32>
    %49 = "stablehlo.slice"(%11) {
      limit_indices = array<i64: 4, 1, 1>,
      start_indices = array<i64: 0, 0, 0>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x1x7xf32>) -> tensor<4x1x1xf32>
    %50 = "stablehlo.broadcast_in_dim"(%49) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x32xf32>
    %51 = "stablehlo.multiply"(%48, %50) : (tensor<4x1x32xf32>, tensor<4x1x32xf32>) -> tensor<4x1x32xf32>
    %52 = "stablehlo.reshape"(%51) : (tensor<4x1x32xf32>) -> tensor<4x4x8xf32>
    %53 = "stablehlo.broadcast_in_dim"(%35) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %54 = "stablehlo.broadcast_in_dim"(%37) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %55 = "stablehlo.multiply"(%53, %54) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %56 = "stablehlo.concatenate"(%9, %55) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %57 = "stablehlo.gather"(%lora_a_k, %56) {
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
    %58 = "stablehlo.dot_general"(%34, %57) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x32xf32>, tensor<4x8x32xf32>) -> tensor<4x1x8xf32>
    %59 = "stablehlo.broadcast_in_dim"(%35) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %60 = "stablehlo.broadcast_in_dim"(%37) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %61 = "stablehlo.multiply"(%59, %60) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %62 = "stablehlo.concatenate"(%9, %61) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %63 = "stablehlo.gather"(%lora_b_k, %62) {
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
    %64 = "stablehlo.dot_general"(%58, %63) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x8xf32>, tensor<4x8x16xf32>) -> tensor<4x1x16xf32>
    %65 = "stablehlo.slice"(%11) {
      limit_indices = array<i64: 4, 1, 2>,
      start_indices = array<i64: 0, 0, 1>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x1x7xf32>) -> tensor<4x1x1xf32>
    %66 = "stablehlo.broadcast_in_dim"(%65) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x16xf32>
    %67 = "stablehlo.multiply"(%64, %66) : (tensor<4x1x16xf32>, tensor<4x1x16xf32>) -> tensor<4x1x16xf32>
    %68 = "stablehlo.reshape"(%67) : (tensor<4x1x16xf32>) -> tensor<4x4x4xf32>
    %69 = "stablehlo.broadcast_in_dim"(%35) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %70 = "stablehlo.broadcast_in_dim"(%37) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %71 = "stablehlo.multiply"(%69, %70) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %72 = "stablehlo.concatenate"(%9, %71) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %73 = "stablehlo.gather"(%lora_a_v, %72) {
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
    %74 = "stablehlo.dot_general"(%34, %73) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x32xf32>, tensor<4x8x32xf32>) -> tensor<4x1x8xf32>
    %75 = "stablehlo.broadcast_in_dim"(%35) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %76 = "stablehlo.broadcast_in_dim"(%37) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %77 = "stablehlo.multiply"(%75, %76) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %78 = "stablehlo.concatenate"(%9, %77) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %79 = "stablehlo.gather"(%lora_b_v, %78) {
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
    %80 = "stablehlo.dot_general"(%74, %79) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x8xf32>, tensor<4x8x16xf32>) -> tensor<4x1x16xf32>
    %81 = "stablehlo.slice"(%11) {
      limit_indices = array<i64: 4, 1, 3>,
      start_indices = array<i64: 0, 0, 2>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x1x7xf32>) -> tensor<4x1x1xf32>
    %82 = "stablehlo.broadcast_in_dim"(%81) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x16xf32>
    %83 = "stablehlo.multiply"(%80, %82) : (tensor<4x1x16xf32>, tensor<4x1x16xf32>) -> tensor<4x1x16xf32>
    %84 = "stablehlo.reshape"(%83) : (tensor<4x1x16xf32>) -> tensor<4x4x4xf32>
    %85 = "stablehlo.concatenate"(%52, %68, %84) { dimension = 2 : i64 } : (tensor<4x4x8xf32>, tensor<4x4x4xf32>, tensor<4x4x4xf32>) -> tensor<4x4x16xf32>
    %86 = "stablehlo.add"(%33, %85) : (tensor<4x4x16xf32>, tensor<4x4x16xf32>) -> tensor<4x4x16xf32>
    %87 = "stablehlo.slice"(%86) {
      limit_indices = array<i64: 4, 4, 8>,
      start_indices = array<i64: 0, 0, 0>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x4x16xf32>) -> tensor<4x4x8xf32>
    %88 = "stablehlo.reshape"(%87) : (tensor<4x4x8xf32>) -> tensor<4x32xf32>
    %89 = "stablehlo.slice"(%86) {
      limit_indices = array<i64: 4, 4, 12>,
      start_indices = array<i64: 0, 0, 8>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x4x16xf32>) -> tensor<4x4x4xf32>
    %90 = "stablehlo.reshape"(%89) : (tensor<4x4x4xf32>) -> tensor<4x16xf32>
    %91 = "stablehlo.slice"(%86) {
      limit_indices = array<i64: 4, 4, 16>,
      start_indices = array<i64: 0, 0, 12>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x4x16xf32>) -> tensor<4x4x4xf32>
    %92 = "stablehlo.reshape"(%91) : (tensor<4x4x4xf32>) -> tensor<4x16xf32>
    %93 = "stablehlo.reshape"(%88) : (tensor<4x32xf32>) -> tensor<4x4x8xf32>
    %94 = "stablehlo.slice"(%93) {
      limit_indices = array<i64: 4, 4, 4>,
      start_indices = array<i64: 0, 0, 0>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x4x8xf32>) -> tensor<4x4x4xf32>
    %95 = "stablehlo.slice"(%93) {
      limit_indices = array<i64: 4, 4, 8>,
      start_indices = array<i64: 0, 0, 4>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x4x8xf32>) -> tensor<4x4x4xf32>
    %96 = "stablehlo.broadcast_in_dim"(%13) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x4xf32>) -> tensor<4x4x4xf32>
    %97 = "stablehlo.broadcast_in_dim"(%15) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x4xf32>) -> tensor<4x4x4xf32>
    %98 = "stablehlo.multiply"(%94, %96) : (tensor<4x4x4xf32>, tensor<4x4x4xf32>) -> tensor<4x4x4xf32>
    %99 = "stablehlo.multiply"(%95, %97) : (tensor<4x4x4xf32>, tensor<4x4x4xf32>) -> tensor<4x4x4xf32>
    %100 = "stablehlo.subtract"(%98, %99) : (tensor<4x4x4xf32>, tensor<4x4x4xf32>) -> tensor<4x4x4xf32>
    %101 = "stablehlo.multiply"(%95, %96) : (tensor<4x4x4xf32>, tensor<4x4x4xf32>) -> tensor<4x4x4xf32>
    %102 = "stablehlo.multiply"(%94, %97) : (tensor<4x4x4xf32>, tensor<4x4x4xf32>) -> tensor<4x4x4xf32>
    %103 = "stablehlo.add"(%101, %102) : (tensor<4x4x4xf32>, tensor<4x4x4xf32>) -> tensor<4x4x4xf32>
    %104 = "stablehlo.concatenate"(%100, %103) { dimension = 2 : i64 } : (tensor<4x4x4xf32>, tensor<4x4x4xf32>) -> tensor<4x4x8xf32>
    %105 = "stablehlo.reshape"(%90) : (tensor<4x16xf32>) -> tensor<4x2x8xf32>
    %106 = "stablehlo.slice"(%105) {
      limit_indices = array<i64: 4, 2, 4>,
      start_indices = array<i64: 0, 0, 0>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x2x8xf32>) -> tensor<4x2x4xf32>
    %107 = "stablehlo.slice"(%105) {
      limit_indices = array<i64: 4, 2, 8>,
      start_indices = array<i64: 0, 0, 4>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x2x8xf32>) -> tensor<4x2x4xf32>
    %108 = "stablehlo.broadcast_in_dim"(%13) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x4xf32>) -> tensor<4x2x4xf32>
    %109 = "stablehlo.broadcast_in_dim"(%15) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x4xf32>) -> tensor<4x2x4xf32>
    %110 = "stablehlo.multiply"(%106, %108) : (tensor<4x2x4xf32>, tensor<4x2x4xf32>) -> tensor<4x2x4xf32>
    %111 = "stablehlo.multiply"(%107, %109) : (tensor<4x2x4xf32>, tensor<4x2x4xf32>) -> tensor<4x2x4xf32>
    %112 = "stablehlo.subtract"(%110, %111) : (tensor<4x2x4xf32>, tensor<4x2x4xf32>) -> tensor<4x2x4xf32>
    %113 = "stablehlo.multiply"(%107, %108) : (tensor<4x2x4xf32>, tensor<4x2x4xf32>) -> tensor<4x2x4xf32>
    %114 = "stablehlo.multiply"(%106, %109) : (tensor<4x2x4xf32>, tensor<4x2x4xf32>) -> tensor<4x2x4xf32>
    %115 = "stablehlo.add"(%113, %114) : (tensor<4x2x4xf32>, tensor<4x2x4xf32>) -> tensor<4x2x4xf32>
    %116 = "stablehlo.concatenate"(%112, %115) { dimension = 2 : i64 } : (tensor<4x2x4xf32>, tensor<4x2x4xf32>) -> tensor<4x2x8xf32>
    %117 = "stablehlo.reshape"(%116) : (tensor<4x2x8xf32>) -> tensor<4x1x16xf32>
    %118 = "stablehlo.reshape"(%92) : (tensor<4x16xf32>) -> tensor<4x1x16xf32>
    %119 = "stablehlo.concatenate"(%117, %118) { dimension = 1 : i64 } : (tensor<4x1x16xf32>, tensor<4x1x16xf32>) -> tensor<4x2x16xf32>
    %120 = "stablehlo.bitcast_convert"(%119) : (tensor<4x2x16xf32>) -> tensor<4x2x16xi32>
    %121 = "stablehlo.gather"(%alias1_cache_0, %10) {
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
    %122 = "stablehlo.subtract"(%120, %121) : (tensor<4x2x16xi32>, tensor<4x2x16xi32>) -> tensor<4x2x16xi32>
    %124 = "stablehlo.scatter"(%alias1_cache_0, %10, %122) ({
      ^updateFn(%lhs: tensor<i32>, %rhs: tensor<i32>) :
          %123 = "stablehlo.add"(%lhs, %rhs) : (tensor<i32>, tensor<i32>) -> tensor<i32>
          "stablehlo.return"(%123) : (tensor<i32>) -> ()
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
    %125 = "stablehlo.gather"(%124, %7) {
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
    %126 = "stablehlo.bitcast_convert"(%125) : (tensor<4x4x8x2x16xi32>) -> tensor<4x4x8x2x16xf32>
    %127 = "stablehlo.reshape"(%126) : (tensor<4x4x8x2x16xf32>) -> tensor<4x32x2x16xf32>
    %128 = "stablehlo.slice"(%127) {
      limit_indices = array<i64: 4, 32, 2, 16>,
      start_indices = array<i64: 0, 0, 1, 0>,
      strides = array<i64: 1, 1, 1, 1>
    } : (tensor<4x32x2x16xf32>) -> tensor<4x32x1x16xf32>
    %129 = "stablehlo.reshape"(%128) : (tensor<4x32x1x16xf32>) -> tensor<4x32x16xf32>
    %130 = "stablehlo.broadcast_in_dim"(%27) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x32x1xi1>) -> tensor<4x32x16xi1>
    %131 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %132 = "stablehlo.broadcast_in_dim"(%131) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x32x16xf32>
    %133 = "stablehlo.select"(%130, %129, %132) : (tensor<4x32x16xi1>, tensor<4x32x16xf32>, tensor<4x32x16xf32>) -> tensor<4x32x16xf32>
    %134 = "stablehlo.slice"(%127) {
      limit_indices = array<i64: 4, 32, 1, 16>,
      start_indices = array<i64: 0, 0, 0, 0>,
      strides = array<i64: 1, 1, 1, 1>
    } : (tensor<4x32x2x16xf32>) -> tensor<4x32x1x16xf32>
    %135 = "stablehlo.reshape"(%134) : (tensor<4x32x1x16xf32>) -> tensor<4x32x16xf32>
    %136 = "stablehlo.reshape"(%135) : (tensor<4x32x16xf32>) -> tensor<4x32x2x8xf32>
    %137 = "stablehlo.reshape"(%133) : (tensor<4x32x16xf32>) -> tensor<4x32x2x8xf32>
    %138 = "stablehlo.reshape"(%104) : (tensor<4x4x8xf32>) -> tensor<4x1x2x2x8xf32>
    %139 = "stablehlo.dot_general"(%138, %136) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0, 2],
  rhs_batching_dimensions = [0, 2],
  lhs_contracting_dimensions = [4],
  rhs_contracting_dimensions = [3]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x2x2x8xf32>, tensor<4x32x2x8xf32>) -> tensor<4x2x1x2x32xf32>
    %140 = "stablehlo.transpose"(%139) { permutation = array<i64: 0, 1, 3, 2, 4> } : (tensor<4x2x1x2x32xf32>) -> tensor<4x2x2x1x32xf32>
    %141 = "stablehlo.constant"() { value = dense<0.3535533845424652> : tensor<f32> } : () -> tensor<f32>
    %142 = "stablehlo.broadcast_in_dim"(%141) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x2x2x1x32xf32>
    %143 = "stablehlo.multiply"(%140, %142) : (tensor<4x2x2x1x32xf32>, tensor<4x2x2x1x32xf32>) -> tensor<4x2x2x1x32xf32>
    %144 = "stablehlo.broadcast_in_dim"(%20) { broadcast_dimensions = array<i64: 0, 1, 2, 3, 4> } : (tensor<4x1x1x1x32xi1>) -> tensor<4x2x2x1x32xi1>
    %145 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
    %146 = "stablehlo.broadcast_in_dim"(%145) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x2x2x1x32xf32>
    %147 = "stablehlo.select"(%144, %143, %146) : (tensor<4x2x2x1x32xi1>, tensor<4x2x2x1x32xf32>, tensor<4x2x2x1x32xf32>) -> tensor<4x2x2x1x32xf32>
    %149 = "stablehlo.constant"() { value = dense<0xff800000> : tensor<f32> } : () -> tensor<f32>
    %150 = "stablehlo.reduce"(%147, %149) ({
      ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
          %148 = "stablehlo.maximum"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
          "stablehlo.return"(%148) : (tensor<f32>) -> ()
    }) { dimensions = array<i64: 4> } : (tensor<4x2x2x1x32xf32>, tensor<f32>) -> tensor<4x2x2x1xf32>
    %151 = "stablehlo.reshape"(%150) : (tensor<4x2x2x1xf32>) -> tensor<4x2x2x1x1xf32>
    %152 = "stablehlo.broadcast_in_dim"(%131) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x2x2x1x32xf32>
    %153 = "stablehlo.broadcast_in_dim"(%151) { broadcast_dimensions = array<i64: 0, 1, 2, 3, 4> } : (tensor<4x2x2x1x1xf32>) -> tensor<4x2x2x1x32xf32>
    %154 = "stablehlo.subtract"(%143, %153) : (tensor<4x2x2x1x32xf32>, tensor<4x2x2x1x32xf32>) -> tensor<4x2x2x1x32xf32>
    %155 = "stablehlo.select"(%144, %154, %152) : (tensor<4x2x2x1x32xi1>, tensor<4x2x2x1x32xf32>, tensor<4x2x2x1x32xf32>) -> tensor<4x2x2x1x32xf32>
    %156 = "stablehlo.exponential"(%155) : (tensor<4x2x2x1x32xf32>) -> tensor<4x2x2x1x32xf32>
    %157 = "stablehlo.select"(%144, %156, %152) : (tensor<4x2x2x1x32xi1>, tensor<4x2x2x1x32xf32>, tensor<4x2x2x1x32xf32>) -> tensor<4x2x2x1x32xf32>
    %159 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %160 = "stablehlo.reduce"(%157, %159) ({
      ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
          %158 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
          "stablehlo.return"(%158) : (tensor<f32>) -> ()
    }) { dimensions = array<i64: 4> } : (tensor<4x2x2x1x32xf32>, tensor<f32>) -> tensor<4x2x2x1xf32>
    %161 = "stablehlo.reshape"(%160) : (tensor<4x2x2x1xf32>) -> tensor<4x2x2x1x1xf32>
    %162 = "stablehlo.broadcast_in_dim"(%161) { broadcast_dimensions = array<i64: 0, 1, 2, 3, 4> } : (tensor<4x2x2x1x1xf32>) -> tensor<4x2x2x1x32xf32>
    %163 = "stablehlo.divide"(%157, %162) : (tensor<4x2x2x1x32xf32>, tensor<4x2x2x1x32xf32>) -> tensor<4x2x2x1x32xf32>
    %164 = "stablehlo.select"(%144, %163, %152) : (tensor<4x2x2x1x32xi1>, tensor<4x2x2x1x32xf32>, tensor<4x2x2x1x32xf32>) -> tensor<4x2x2x1x32xf32>
    %165 = "stablehlo.dot_general"(%164, %137) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0, 1],
  rhs_batching_dimensions = [0, 2],
  lhs_contracting_dimensions = [4],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x2x2x1x32xf32>, tensor<4x32x2x8xf32>) -> tensor<4x2x2x1x8xf32>
    %166 = "stablehlo.transpose"(%165) { permutation = array<i64: 0, 3, 1, 2, 4> } : (tensor<4x2x2x1x8xf32>) -> tensor<4x1x2x2x8xf32>
    %167 = "stablehlo.reshape"(%166) : (tensor<4x1x2x2x8xf32>) -> tensor<4x32xf32>
    %168, %169, %170 = "stablehlo.custom_call"(%167, %attn_sub_norm) {
      api_version = 2 : i32,
      backend_config = "{name = \"rms_norm_plain_4x32_w0_normed\", kernel_type = \"ptx\", kernel_data = (see package ptx), grid_x = 4 : i32, grid_y = 1 : i32, grid_z = 1 : i32, block_x = 32 : i32, block_y = 1 : i32, block_z = 1 : i32, shared_mem_bytes = 0 : i32, output_indices = [2 : i32, 3 : i32, 4 : i32]}",
      call_target_name = "__gpu$xla.gpu.ptx",
      operand_layouts = [dense<[1, 0]> : tensor<2xindex>, dense<[1, 0]> : tensor<2xindex>],
      result_layouts = [dense<[1, 0]> : tensor<2xindex>, dense<0> : tensor<1xindex>, dense<[1, 0]> : tensor<2xindex>]
    } : (tensor<4x32xf32>, tensor<1x32xf32>) -> (tensor<4x32xi8>, tensor<4xf32>, tensor<4x32xf32>)
    %171 = "stablehlo.custom_call"(%168, %169, %w_o_0, %units_o) {
      api_version = 2 : i32,
      backend_config = "{name = \"ternary_matmul_4x32x8_s0\", kernel_type = \"ptx\", kernel_data = (see package ptx), grid_x = 8 : i32, grid_y = 1 : i32, grid_z = 1 : i32, block_x = 32 : i32, block_y = 1 : i32, block_z = 1 : i32, shared_mem_bytes = 0 : i32, output_indices = [4 : i32]}",
      call_target_name = "__gpu$xla.gpu.ptx",
      operand_layouts = [dense<[1, 0]> : tensor<2xindex>, dense<0> : tensor<1xindex>, dense<[1, 0]> : tensor<2xindex>, dense<[1, 0]> : tensor<2xindex>],
      result_layouts = [dense<[2, 1, 0]> : tensor<3xindex>]
    } : (tensor<4x32xi8>, tensor<4xf32>, tensor<8x32xui8>, tensor<1x8xf32>) -> tensor<4x4x8xf32>
    %172 = "stablehlo.reshape"(%170) : (tensor<4x32xf32>) -> tensor<4x1x32xf32>
    %173 = "stablehlo.broadcast_in_dim"(%35) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %174 = "stablehlo.broadcast_in_dim"(%37) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %175 = "stablehlo.multiply"(%173, %174) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %176 = "stablehlo.concatenate"(%9, %175) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %177 = "stablehlo.gather"(%lora_a_o, %176) {
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
    %178 = "stablehlo.dot_general"(%172, %177) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x32xf32>, tensor<4x8x32xf32>) -> tensor<4x1x8xf32>
    %179 = "stablehlo.broadcast_in_dim"(%35) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %180 = "stablehlo.broadcast_in_dim"(%37) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %181 = "stablehlo.multiply"(%179, %180) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %182 = "stablehlo.concatenate"(%9, %181) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %183 = "stablehlo.gather"(%lora_b_o, %182) {
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
    %184 = "stablehlo.dot_general"(%178, %183) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x8xf32>, tensor<4x8x32xf32>) -> tensor<4x1x32xf32>
    %185 = "stablehlo.slice"(%11) {
      limit_indices = array<i64: 4, 1, 4>,
      start_indices = array<i64: 0, 0, 3>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x1x7xf32>) -> tensor<4x1x1xf32>
    %186 = "stablehlo.broadcast_in_dim"(%185) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x32xf32>
    %187 = "stablehlo.multiply"(%184, %186) : (tensor<4x1x32xf32>, tensor<4x1x32xf32>) -> tensor<4x1x32xf32>
    %188 = "stablehlo.reshape"(%187) : (tensor<4x1x32xf32>) -> tensor<4x4x8xf32>
    %189 = "stablehlo.add"(%171, %188) : (tensor<4x4x8xf32>, tensor<4x4x8xf32>) -> tensor<4x4x8xf32>
    %190 = "stablehlo.reshape"(%189) : (tensor<4x4x8xf32>) -> tensor<4x32xf32>
    %191, %192, %193, %194 = "stablehlo.custom_call"(%29, %190, %post_norm) {
      api_version = 2 : i32,
      backend_config = "{name = \"rms_norm_sum_4x32_w0_normed\", kernel_type = \"ptx\", kernel_data = (see package ptx), grid_x = 4 : i32, grid_y = 1 : i32, grid_z = 1 : i32, block_x = 32 : i32, block_y = 1 : i32, block_z = 1 : i32, shared_mem_bytes = 0 : i32, output_indices = [3 : i32, 4 : i32, 5 : i32, 6 : i32]}",
      call_target_name = "__gpu$xla.gpu.ptx",
      operand_layouts = [dense<[1, 0]> : tensor<2xindex>, dense<[1, 0]> : tensor<2xindex>, dense<[1, 0]> : tensor<2xindex>],
      result_layouts = [dense<[1, 0]> : tensor<2xindex>, dense<[1, 0]> : tensor<2xindex>, dense<0> : tensor<1xindex>, dense<[1, 0]> : tensor<2xindex>]
    } : (tensor<4x32xf32>, tensor<4x32xf32>, tensor<1x32xf32>) -> (tensor<4x32xf32>, tensor<4x32xi8>, tensor<4xf32>, tensor<4x32xf32>)
    %195 = "stablehlo.custom_call"(%192, %193, %w_gate_up_0, %units_gate_up) {
      api_version = 2 : i32,
      backend_config = "{name = \"ternary_matmul_4x32x24_s0\", kernel_type = \"ptx\", kernel_data = (see package ptx), grid_x = 24 : i32, grid_y = 1 : i32, grid_z = 1 : i32, block_x = 32 : i32, block_y = 1 : i32, block_z = 1 : i32, shared_mem_bytes = 0 : i32, output_indices = [4 : i32]}",
      call_target_name = "__gpu$xla.gpu.ptx",
      operand_layouts = [dense<[1, 0]> : tensor<2xindex>, dense<0> : tensor<1xindex>, dense<[1, 0]> : tensor<2xindex>, dense<[1, 0]> : tensor<2xindex>],
      result_layouts = [dense<[2, 1, 0]> : tensor<3xindex>]
    } : (tensor<4x32xi8>, tensor<4xf32>, tensor<24x32xui8>, tensor<1x24xf32>) -> tensor<4x4x24xf32>
    %196 = "stablehlo.reshape"(%194) : (tensor<4x32xf32>) -> tensor<4x1x32xf32>
    %197 = "stablehlo.broadcast_in_dim"(%35) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %198 = "stablehlo.broadcast_in_dim"(%37) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %199 = "stablehlo.multiply"(%197, %198) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %200 = "stablehlo.concatenate"(%9, %199) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %201 = "stablehlo.gather"(%lora_a_gate, %200) {
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
    %202 = "stablehlo.dot_general"(%196, %201) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x32xf32>, tensor<4x8x32xf32>) -> tensor<4x1x8xf32>
    %203 = "stablehlo.broadcast_in_dim"(%35) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %204 = "stablehlo.broadcast_in_dim"(%37) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %205 = "stablehlo.multiply"(%203, %204) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %206 = "stablehlo.concatenate"(%9, %205) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %207 = "stablehlo.gather"(%lora_b_gate, %206) {
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
    %208 = "stablehlo.dot_general"(%202, %207) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x8xf32>, tensor<4x8x48xf32>) -> tensor<4x1x48xf32>
    %209 = "stablehlo.slice"(%11) {
      limit_indices = array<i64: 4, 1, 5>,
      start_indices = array<i64: 0, 0, 4>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x1x7xf32>) -> tensor<4x1x1xf32>
    %210 = "stablehlo.broadcast_in_dim"(%209) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x48xf32>
    %211 = "stablehlo.multiply"(%208, %210) : (tensor<4x1x48xf32>, tensor<4x1x48xf32>) -> tensor<4x1x48xf32>
    %212 = "stablehlo.reshape"(%211) : (tensor<4x1x48xf32>) -> tensor<4x4x12xf32>
    %213 = "stablehlo.broadcast_in_dim"(%35) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %214 = "stablehlo.broadcast_in_dim"(%37) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %215 = "stablehlo.multiply"(%213, %214) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %216 = "stablehlo.concatenate"(%9, %215) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %217 = "stablehlo.gather"(%lora_a_up, %216) {
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
    %218 = "stablehlo.dot_general"(%196, %217) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x32xf32>, tensor<4x8x32xf32>) -> tensor<4x1x8xf32>
    %219 = "stablehlo.broadcast_in_dim"(%35) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %220 = "stablehlo.broadcast_in_dim"(%37) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %221 = "stablehlo.multiply"(%219, %220) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %222 = "stablehlo.concatenate"(%9, %221) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %223 = "stablehlo.gather"(%lora_b_up, %222) {
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
    %224 = "stablehlo.dot_general"(%218, %223) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x8xf32>, tensor<4x8x48xf32>) -> tensor<4x1x48xf32>
    %225 = "stablehlo.slice"(%11) {
      limit_indices = array<i64: 4, 1, 6>,
      start_indices = array<i64: 0, 0, 5>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x1x7xf32>) -> tensor<4x1x1xf32>
    %226 = "stablehlo.broadcast_in_dim"(%225) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x48xf32>
    %227 = "stablehlo.multiply"(%224, %226) : (tensor<4x1x48xf32>, tensor<4x1x48xf32>) -> tensor<4x1x48xf32>
    %228 = "stablehlo.reshape"(%227) : (tensor<4x1x48xf32>) -> tensor<4x4x12xf32>
    %229 = "stablehlo.concatenate"(%212, %228) { dimension = 2 : i64 } : (tensor<4x4x12xf32>, tensor<4x4x12xf32>) -> tensor<4x4x24xf32>
    %230 = "stablehlo.add"(%195, %229) : (tensor<4x4x24xf32>, tensor<4x4x24xf32>) -> tensor<4x4x24xf32>
    %231, %232, %233 = "stablehlo.custom_call"(%230, %ffn_sub_norm) {
      api_version = 2 : i32,
      backend_config = "{name = \"rms_norm_relu2_4x48_w0_normed\", kernel_type = \"ptx\", kernel_data = (see package ptx), grid_x = 4 : i32, grid_y = 1 : i32, grid_z = 1 : i32, block_x = 32 : i32, block_y = 1 : i32, block_z = 1 : i32, shared_mem_bytes = 0 : i32, output_indices = [2 : i32, 3 : i32, 4 : i32]}",
      call_target_name = "__gpu$xla.gpu.ptx",
      operand_layouts = [dense<[2, 1, 0]> : tensor<3xindex>, dense<[1, 0]> : tensor<2xindex>],
      result_layouts = [dense<[1, 0]> : tensor<2xindex>, dense<0> : tensor<1xindex>, dense<[1, 0]> : tensor<2xindex>]
    } : (tensor<4x4x24xf32>, tensor<1x48xf32>) -> (tensor<4x48xi8>, tensor<4xf32>, tensor<4x48xf32>)
    %234 = "stablehlo.custom_call"(%231, %232, %w_down_0, %units_down) {
      api_version = 2 : i32,
      backend_config = "{name = \"ternary_matmul_4x48x8_s0\", kernel_type = \"ptx\", kernel_data = (see package ptx), grid_x = 8 : i32, grid_y = 1 : i32, grid_z = 1 : i32, block_x = 32 : i32, block_y = 1 : i32, block_z = 1 : i32, shared_mem_bytes = 0 : i32, output_indices = [4 : i32]}",
      call_target_name = "__gpu$xla.gpu.ptx",
      operand_layouts = [dense<[1, 0]> : tensor<2xindex>, dense<0> : tensor<1xindex>, dense<[1, 0]> : tensor<2xindex>, dense<[1, 0]> : tensor<2xindex>],
      result_layouts = [dense<[2, 1, 0]> : tensor<3xindex>]
    } : (tensor<4x48xi8>, tensor<4xf32>, tensor<8x48xui8>, tensor<1x8xf32>) -> tensor<4x4x8xf32>
    %235 = "stablehlo.reshape"(%233) : (tensor<4x48xf32>) -> tensor<4x1x48xf32>
    %236 = "stablehlo.broadcast_in_dim"(%35) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %237 = "stablehlo.broadcast_in_dim"(%37) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %238 = "stablehlo.multiply"(%236, %237) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %239 = "stablehlo.concatenate"(%9, %238) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %240 = "stablehlo.gather"(%lora_a_down, %239) {
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
    %241 = "stablehlo.dot_general"(%235, %240) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x48xf32>, tensor<4x8x48xf32>) -> tensor<4x1x8xf32>
    %242 = "stablehlo.broadcast_in_dim"(%35) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %243 = "stablehlo.broadcast_in_dim"(%37) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %244 = "stablehlo.multiply"(%242, %243) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %245 = "stablehlo.concatenate"(%9, %244) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %246 = "stablehlo.gather"(%lora_b_down, %245) {
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
    %247 = "stablehlo.dot_general"(%241, %246) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x8xf32>, tensor<4x8x32xf32>) -> tensor<4x1x32xf32>
    %248 = "stablehlo.slice"(%11) {
      limit_indices = array<i64: 4, 1, 7>,
      start_indices = array<i64: 0, 0, 6>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x1x7xf32>) -> tensor<4x1x1xf32>
    %249 = "stablehlo.broadcast_in_dim"(%248) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x32xf32>
    %250 = "stablehlo.multiply"(%247, %249) : (tensor<4x1x32xf32>, tensor<4x1x32xf32>) -> tensor<4x1x32xf32>
    %251 = "stablehlo.reshape"(%250) : (tensor<4x1x32xf32>) -> tensor<4x4x8xf32>
    %252 = "stablehlo.add"(%234, %251) : (tensor<4x4x8xf32>, tensor<4x4x8xf32>) -> tensor<4x4x8xf32>
    %253 = "stablehlo.reshape"(%252) : (tensor<4x4x8xf32>) -> tensor<4x32xf32>
    %254 = "stablehlo.add"(%191, %253) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %255 = "stablehlo.multiply"(%254, %254) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %256 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %257 = "stablehlo.reduce"(%255, %256) ({
      ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
          %158 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
          "stablehlo.return"(%158) : (tensor<f32>) -> ()
    }) { dimensions = array<i64: 1> } : (tensor<4x32xf32>, tensor<f32>) -> tensor<4xf32>
    %258 = "stablehlo.constant"() { value = dense<0.03125> : tensor<f32> } : () -> tensor<f32>
    %259 = "stablehlo.broadcast_in_dim"(%258) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %260 = "stablehlo.multiply"(%257, %259) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %261 = "stablehlo.constant"() { value = dense<9.999999747378752e-06> : tensor<f32> } : () -> tensor<f32>
    %262 = "stablehlo.broadcast_in_dim"(%261) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %263 = "stablehlo.add"(%260, %262) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %264 = "stablehlo.sqrt"(%263) : (tensor<4xf32>) -> tensor<4xf32>
    %265 = "stablehlo.constant"() { value = dense<1.0> : tensor<f32> } : () -> tensor<f32>
    %266 = "stablehlo.broadcast_in_dim"(%265) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %267 = "stablehlo.divide"(%266, %264) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %268 = "stablehlo.reshape"(%267) : (tensor<4xf32>) -> tensor<4x1xf32>
    %269 = "stablehlo.broadcast_in_dim"(%268) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x32xf32>
    %270 = "stablehlo.multiply"(%254, %269) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %271 = "stablehlo.reshape"(%final_norm) : (tensor<32xf32>) -> tensor<1x32xf32>
    %272 = "stablehlo.broadcast_in_dim"(%271) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<1x32xf32>) -> tensor<4x32xf32>
    %273 = "stablehlo.multiply"(%270, %272) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %274 = "stablehlo.convert"(%head) : (tensor<64x32xbf16>) -> tensor<64x32xf32>
    %275 = "stablehlo.dot_general"(%273, %274) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [],
  rhs_batching_dimensions = [],
  lhs_contracting_dimensions = [1],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x32xf32>, tensor<64x32xf32>) -> tensor<4x64xf32>
    "stablehlo.return"(%275, %124) : (tensor<4x64xf32>, tensor<21x8x2x16xi32>) -> ()
  }

  func.func @rms_norm_plain_4x32_w0_normed_587c3a39(%operand_0: tensor<4x32xf32>, %operand_1: tensor<1x32xf32>) -> (tensor<4x32xi8>, tensor<4xf32>, tensor<4x32xf32>) {
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

  func.func @rms_norm_sum_4x32_w0_normed_ca32bcac(%operand_0: tensor<4x32xf32>, %operand_1: tensor<4x32xf32>, %operand_2: tensor<1x32xf32>) -> (tensor<4x32xf32>, tensor<4x32xi8>, tensor<4xf32>, tensor<4x32xf32>) {
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

  func.func @rms_norm_relu2_4x48_w0_normed_177e1c8f(%operand_0: tensor<4x4x24xf32>, %operand_1: tensor<1x48xf32>) -> (tensor<4x48xi8>, tensor<4xf32>, tensor<4x48xf32>) {
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

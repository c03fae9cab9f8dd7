module @forward {
  func.func @main(%step: tensor<36xi32>, %embedding: tensor<64x32xbf16>, %final_norm: tensor<32xf32>, %input_norm: tensor<1x32xf32>, %post_norm: tensor<1x32xf32>, %attn_sub_norm: tensor<1x64xf32>, %ffn_sub_norm: tensor<1x48xf32>, %cos: tensor<64x8xf32>, %sin: tensor<64x8xf32>, %head: tensor<64x32xbf16>, %units_qkv: tensor<1x32xf32>, %units_o: tensor<1x8xf32>, %units_gate_up: tensor<1x24xf32>, %units_down: tensor<1x8xf32>, %w_qkv_0: tensor<32x32xui8>, %w_o_0: tensor<8x64xui8>, %w_gate_up_0: tensor<24x32xui8>, %w_down_0: tensor<8x48xui8>, %lora_scales: tensor<3x1x7xf32>, %lora_a_q: tensor<3x1x8x32xf32>, %lora_b_q: tensor<3x1x8x64xf32>, %lora_a_k: tensor<3x1x8x32xf32>, %lora_b_k: tensor<3x1x8x32xf32>, %lora_a_v: tensor<3x1x8x32xf32>, %lora_b_v: tensor<3x1x8x32xf32>, %lora_a_o: tensor<3x1x8x64xf32>, %lora_b_o: tensor<3x1x8x32xf32>, %lora_a_gate: tensor<3x1x8x32xf32>, %lora_b_gate: tensor<3x1x8x48xf32>, %lora_a_up: tensor<3x1x8x32xf32>, %lora_b_up: tensor<3x1x8x48xf32>, %lora_a_down: tensor<3x1x8x48xf32>, %lora_b_down: tensor<3x1x8x32xf32>, %alias1_cache_0: tensor<21x8x2x32xi32> { tf.aliasing_output = 1 : i32 }) -> (tensor<4x64xf32>, tensor<21x8x2x32xi32>) {
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
      slice_sizes = array<i64: 1, 8>
    } : (tensor<64x8xf32>, tensor<4x1xi32>) -> tensor<4x8xf32>
    %13 = "stablehlo.reshape"(%12) : (tensor<4x8xf32>) -> tensor<4x1x8xf32>
    %14 = "stablehlo.gather"(%sin, %3) {
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
    %15 = "stablehlo.reshape"(%14) : (tensor<4x8xf32>) -> tensor<4x1x8xf32>
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
      backend_config = "{name = \"ternary_matmul_4x32x32_s0\", kernel_type = \"ptx\", kernel_data = (see package ptx), grid_x = 32 : i32, grid_y = 1 : i32, grid_z = 1 : i32, block_x = 32 : i32, block_y = 1 : i32, block_z = 1 : i32, shared_mem_bytes = 0 : i32, output_indices = [4 : i32]}",
      call_target_name = "__gpu$xla.gpu.ptx",
      operand_layouts = [dense<[1, 0]> : tensor<2xindex>, dense<0> : tensor<1xindex>, dense<[1, 0]> : tensor<2xindex>, dense<[1, 0]> : tensor<2xindex>],
      result_layouts = [dense<[2, 1, 0]> : tensor<3xindex>]
    } : (tensor<4x32xi8>, tensor<4xf32>, tensor<32x32xui8>, tensor<1x32xf32>) -> tensor<4x4x32xf32>
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
      slice_sizes = array<i64: 1, 1, 8, 64>
    } : (tensor<3x1x8x64xf32>, tensor<4x2xi32>) -> tensor<4x8x64xf32>
    %48 = "stablehlo.dot_general"(%42, %47) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x8xf32>, tensor<4x8x64xf32>) -> tensor<4x1x64xf32>
    %49 = "stablehlo.slice"(%11) {
      limit_indices = array<i64: 4, 1, 1>,
      start_indices = array<i64: 0, 0, 0>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x1x7xf32>) -> tensor<4x1x1xf32>
    %50 = "stablehlo.broadcast_in_dim"(%49) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x64xf32>
    %51 = "stablehlo.multiply"(%48, %50) : (tensor<4x1x64xf32>, tensor<4x1x64xf32>) -> tensor<4x1x64xf32>
    %52 = "stablehlo.reshape"(%51) : (tensor<4x1x64xf32>) -> tensor<4x4x16xf32>
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
      slice_sizes = array<i64: 1, 1, 8, 32>
    } : (tensor<3x1x8x32xf32>, tensor<4x2xi32>) -> tensor<4x8x32xf32>
    %64 = "stablehlo.dot_general"(%58, %63) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x8xf32>, tensor<4x8x32xf32>) -> tensor<4x1x32xf32>
    %65 = "stablehlo.slice"(%11) {
      limit_indices = array<i64: 4, 1, 2>,
      start_indices = array<i64: 0, 0, 1>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x1x7xf32>) -> tensor<4x1x1xf32>
    %66 = "stablehlo.broadcast_in_dim"(%65) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x32xf32>
    %67 = "stablehlo.multiply"(%64, %66) : (tensor<4x1x32xf32>, tensor<4x1x32xf32>) -> tensor<4x1x32xf32>
    %68 = "stablehlo.reshape"(%67) : (tensor<4x1x32xf32>) -> tensor<4x4x8xf32>
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
      slice_sizes = array<i64: 1, 1, 8, 32>
    } : (tensor<3x1x8x32xf32>, tensor<4x2xi32>) -> tensor<4x8x32xf32>
    %80 = "stablehlo.dot_general"(%74, %79) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x8xf32>, tensor<4x8x32xf32>) -> tensor<4x1x32xf32>
    %81 = "stablehlo.slice"(%11) {
      limit_indices = array<i64: 4, 1, 3>,
      start_indices = array<i64: 0, 0, 2>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x1x7xf32>) -> tensor<4x1x1xf32>
    %82 = "stablehlo.broadcast_in_dim"(%81) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x32xf32>
    %83 = "stablehlo.multiply"(%80, %82) : (tensor<4x1x32xf32>, tensor<4x1x32xf32>) -> tensor<4x1x32xf32>
    %84 = "stablehlo.reshape"(%83) : (tensor<4x1x32xf32>) -> tensor<4x4x8xf32>
    %85 = "stablehlo.concatenate"(%52, %68, %84) { dimension = 2 : i64 } : (tensor<4x4x16xf32>, tensor<4x4x8xf32>, tensor<4x4x8xf32>) -> tensor<4x4x32xf32>
    %86 = "stablehlo.add"(%33, %85) : (tensor<4x4x32xf32>, tensor<4x4x32xf32>) -> tensor<4x4x32xf32>
    %87 = "stablehlo.slice"(%86) {
      limit_indices = array<i64: 4, 4, 16>,
      start_indices = array<i64: 0, 0, 0>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x4x32xf32>) -> tensor<4x4x16xf32>
    %88 = "stablehlo.reshape"(%87) : (tensor<4x4x16xf32>) -> tensor<4x64xf32>
    %89 = "stablehlo.slice"(%86) {
      limit_indices = array<i64: 4, 4, 24>,
      start_indices = array<i64: 0, 0, 16>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x4x32xf32>) -> tensor<4x4x8xf32>
    %90 = "stablehlo.reshape"(%89) : (tensor<4x4x8xf32>) -> tensor<4x32xf32>
    %91 = "stablehlo.slice"(%86) {
      limit_indices = array<i64: 4, 4, 32>,
      start_indices = array<i64: 0, 0, 24>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x4x32xf32>) -> tensor<4x4x8xf32>
    %92 = "stablehlo.reshape"(%91) : (tensor<4x4x8xf32>) -> tensor<4x32xf32>
    %93 = "stablehlo.reshape"(%90) : (tensor<4x32xf32>) -> tensor<4x2x16xf32>
    %94 = "stablehlo.slice"(%93) {
      limit_indices = array<i64: 4, 2, 8>,
      start_indices = array<i64: 0, 0, 0>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x2x16xf32>) -> tensor<4x2x8xf32>
    %95 = "stablehlo.slice"(%93) {
      limit_indices = array<i64: 4, 2, 16>,
      start_indices = array<i64: 0, 0, 8>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x2x16xf32>) -> tensor<4x2x8xf32>
    %96 = "stablehlo.broadcast_in_dim"(%13) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x8xf32>) -> tensor<4x2x8xf32>
    %97 = "stablehlo.broadcast_in_dim"(%15) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x8xf32>) -> tensor<4x2x8xf32>
    %98 = "stablehlo.multiply"(%94, %96) : (tensor<4x2x8xf32>, tensor<4x2x8xf32>) -> tensor<4x2x8xf32>
    %99 = "stablehlo.multiply"(%95, %97) : (tensor<4x2x8xf32>, tensor<4x2x8xf32>) -> tensor<4x2x8xf32>
    %100 = "stablehlo.subtract"(%98, %99) : (tensor<4x2x8xf32>, tensor<4x2x8xf32>) -> tensor<4x2x8xf32>
    %101 = "stablehlo.multiply"(%95, %96) : (tensor<4x2x8xf32>, tensor<4x2x8xf32>) -> tensor<4x2x8xf32>
    %102 = "stablehlo.multiply"(%94, %97) : (tensor<4x2x8xf32>, tensor<4x2x8xf32>) -> tensor<4x2x8xf32>
    %103 = "stablehlo.add"(%101, %102) : (tensor<4x2x8xf32>, tensor<4x2x8xf32>) -> tensor<4x2x8xf32>
    %104 = "stablehlo.concatenate"(%100, %103) { dimension = 2 : i64 } : (tensor<4x2x8xf32>, tensor<4x2x8xf32>) -> tensor<4x2x16xf32>
    %105 = "stablehlo.reshape"(%104) : (tensor<4x2x16xf32>) -> tensor<4x1x32xf32>
    %106 = "stablehlo.reshape"(%92) : (tensor<4x32xf32>) -> tensor<4x1x32xf32>
    %107 = "stablehlo.concatenate"(%105, %106) { dimension = 1 : i64 } : (tensor<4x1x32xf32>, tensor<4x1x32xf32>) -> tensor<4x2x32xf32>
    %108 = "stablehlo.bitcast_convert"(%107) : (tensor<4x2x32xf32>) -> tensor<4x2x32xi32>
    %109 = "stablehlo.gather"(%alias1_cache_0, %10) {
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
    %110 = "stablehlo.subtract"(%108, %109) : (tensor<4x2x32xi32>, tensor<4x2x32xi32>) -> tensor<4x2x32xi32>
    %112 = "stablehlo.scatter"(%alias1_cache_0, %10, %110) ({
      ^updateFn(%lhs: tensor<i32>, %rhs: tensor<i32>) :
          %111 = "stablehlo.add"(%lhs, %rhs) : (tensor<i32>, tensor<i32>) -> tensor<i32>
          "stablehlo.return"(%111) : (tensor<i32>) -> ()
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
    %113 = "stablehlo.reshape"(%3) : (tensor<4x1xi32>) -> tensor<4xi32>
    %114 = "stablehlo.reshape"(%7) : (tensor<4x4x1xi32>) -> tensor<4x4xi32>
    %115, %116 = "stablehlo.custom_call"(%86, %cos, %sin, %113, %114, %112) {
      api_version = 2 : i32,
      backend_config = "{name = \"attention_4x4x2x16_4x8_s1\", kernel_type = \"ptx\", kernel_data = (see package ptx), grid_x = 1 : i32, grid_y = 2 : i32, grid_z = 4 : i32, block_x = 64 : i32, block_y = 1 : i32, block_z = 1 : i32, shared_mem_bytes = 0 : i32, output_indices = [6 : i32, 7 : i32]}",
      call_target_name = "__gpu$xla.gpu.ptx",
      operand_layouts = [dense<[2, 1, 0]> : tensor<3xindex>, dense<[1, 0]> : tensor<2xindex>, dense<[1, 0]> : tensor<2xindex>, dense<0> : tensor<1xindex>, dense<[1, 0]> : tensor<2xindex>, dense<[3, 2, 1, 0]> : tensor<4xindex>],
      result_layouts = [dense<[3, 2, 1, 0]> : tensor<4xindex>, dense<[3, 2, 1, 0]> : tensor<4xindex>]
    } : (tensor<4x4x32xf32>, tensor<64x8xf32>, tensor<64x8xf32>, tensor<4xi32>, tensor<4x4xi32>, tensor<21x8x2x32xi32>) -> (tensor<4x4x1x16xf32>, tensor<4x4x1x2xf32>)
    %117, %118, %119 = "stablehlo.custom_call"(%115, %116, %attn_sub_norm) {
      api_version = 2 : i32,
      backend_config = "{name = \"rms_norm_parts_4x64_w0_h16_s1_normed\", kernel_type = \"ptx\", kernel_data = (see package ptx), grid_x = 4 : i32, grid_y = 1 : i32, grid_z = 1 : i32, block_x = 32 : i32, block_y = 1 : i32, block_z = 1 : i32, shared_mem_bytes = 0 : i32, output_indices = [3 : i32, 4 : i32, 5 : i32]}",
      call_target_name = "__gpu$xla.gpu.ptx",
      operand_layouts = [dense<[3, 2, 1, 0]> : tensor<4xindex>, dense<[3, 2, 1, 0]> : tensor<4xindex>, dense<[1, 0]> : tensor<2xindex>],
      result_layouts = [dense<[1, 0]> : tensor<2xindex>, dense<0> : tensor<1xindex>, dense<[1, 0]> : tensor<2xindex>]
    } : (tensor<4x4x1x16xf32>, tensor<4x4x1x2xf32>, tensor<1x64xf32>) -> (tensor<4x64xi8>, tensor<4xf32>, tensor<4x64xf32>)
    %120 = "stablehlo.custom_call"(%117, %118, %w_o_0, %units_o) {
      api_version = 2 : i32,
      backend_config = "{name = \"ternary_matmul_4x64x8_s0\", kernel_type = \"ptx\", kernel_data = (see package ptx), grid_x = 8 : i32, grid_y = 1 : i32, grid_z = 1 : i32, block_x = 32 : i32, block_y = 1 : i32, block_z = 1 : i32, shared_mem_bytes = 0 : i32, output_indices = [4 : i32]}",
      call_target_name = "__gpu$xla.gpu.ptx",
      operand_layouts = [dense<[1, 0]> : tensor<2xindex>, dense<0> : tensor<1xindex>, dense<[1, 0]> : tensor<2xindex>, dense<[1, 0]> : tensor<2xindex>],
      result_layouts = [dense<[2, 1, 0]> : tensor<3xindex>]
    } : (tensor<4x64xi8>, tensor<4xf32>, tensor<8x64xui8>, tensor<1x8xf32>) -> tensor<4x4x8xf32>
    %121 = "stablehlo.reshape"(%119) : (tensor<4x64xf32>) -> tensor<4x1x64xf32>
    %122 = "stablehlo.broadcast_in_dim"(%35) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %123 = "stablehlo.broadcast_in_dim"(%37) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %124 = "stablehlo.multiply"(%122, %123) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %125 = "stablehlo.concatenate"(%9, %124) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %126 = "stablehlo.gather"(%lora_a_o, %125) {
      dimension_numbers = #stablehlo.gather<
  offset_dims = [1, 2],
  collapsed_slice_dims = [0, 1],
  operand_batching_dims = [],
  start_indices_batching_dims = [],
  start_index_map = [0, 1],
  index_vector_dim = 1>,
      indices_are_sorted = false,
      slice_sizes = array<i64: 1, 1, 8, 64>
    } : (tensor<3x1x8x64xf32>, tensor<4x2xi32>) -> tensor<4x8x64xf32>
    %127 = "stablehlo.dot_general"(%121, %126) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x64xf32>, tensor<4x8x64xf32>) -> tensor<4x1x8xf32>
    %128 = "stablehlo.broadcast_in_dim"(%35) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %129 = "stablehlo.broadcast_in_dim"(%37) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %130 = "stablehlo.multiply"(%128, %129) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %131 = "stablehlo.concatenate"(%9, %130) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %132 = "stablehlo.gather"(%lora_b_o, %131) {
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
    %133 = "stablehlo.dot_general"(%127, %132) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x8xf32>, tensor<4x8x32xf32>) -> tensor<4x1x32xf32>
    %134 = "stablehlo.slice"(%11) {
      limit_indices = array<i64: 4, 1, 4>,
      start_indices = array<i64: 0, 0, 3>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x1x7xf32>) -> tensor<4x1x1xf32>
    %135 = "stablehlo.broadcast_in_dim"(%134) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x32xf32>
    %136 = "stablehlo.multiply"(%133, %135) : (tensor<4x1x32xf32>, tensor<4x1x32xf32>) -> tensor<4x1x32xf32>
    %137 = "stablehlo.reshape"(%136) : (tensor<4x1x32xf32>) -> tensor<4x4x8xf32>
    %138 = "stablehlo.add"(%120, %137) : (tensor<4x4x8xf32>, tensor<4x4x8xf32>) -> tensor<4x4x8xf32>
    %139 = "stablehlo.reshape"(%138) : (tensor<4x4x8xf32>) -> tensor<4x32xf32>
    %140, %141, %142, %143 = "stablehlo.custom_call"(%29, %139, %post_norm) {
      api_version = 2 : i32,
      backend_config = "{name = \"rms_norm_sum_4x32_w0_normed\", kernel_type = \"ptx\", kernel_data = (see package ptx), grid_x = 4 : i32, grid_y = 1 : i32, grid_z = 1 : i32, block_x = 32 : i32, block_y = 1 : i32, block_z = 1 : i32, shared_mem_bytes = 0 : i32, output_indices = [3 : i32, 4 : i32, 5 : i32, 6 : i32]}",
      call_target_name = "__gpu$xla.gpu.ptx",
      operand_layouts = [dense<[1, 0]> : tensor<2xindex>, dense<[1, 0]> : tensor<2xindex>, dense<[1, 0]> : tensor<2xindex>],
      result_layouts = [dense<[1, 0]> : tensor<2xindex>, dense<[1, 0]> : tensor<2xindex>, dense<0> : tensor<1xindex>, dense<[1, 0]> : tensor<2xindex>]
    } : (tensor<4x32xf32>, tensor<4x32xf32>, tensor<1x32xf32>) -> (tensor<4x32xf32>, tensor<4x32xi8>, tensor<4xf32>, tensor<4x32xf32>)
    %144 = "stablehlo.custom_call"(%141, %142, %w_gate_up_0, %units_gate_up) {
      api_version = 2 : i32,
      backend_config = "{name = \"ternary_matmul_4x32x24_s0\", kernel_type = \"ptx\", kernel_data = (see package ptx), grid_x = 24 : i32, grid_y = 1 : i32, grid_z = 1 : i32, block_x = 32 : i32, block_y = 1 : i32, block_z = 1 : i32, shared_mem_bytes = 0 : i32, output_indices = [4 : i32]}",
      call_target_name = "__gpu$xla.gpu.ptx",
      operand_layouts = [dense<[1, 0]> : tensor<2xindex>, dense<0> : tensor<1xindex>, dense<[1, 0]> : tensor<2xindex>, dense<[1, 0]> : tensor<2xindex>],
      result_layouts = [dense<[2, 1, 0]> : tensor<3xindex>]
    } : (tensor<4x32xi8>, tensor<4xf32>, tensor<24x32xui8>, tensor<1x24xf32>) -> tensor<4x4x24xf32>
    %145 = "stablehlo.reshape"(%143) : (tensor<4x32xf32>) -> tensor<4x1x32xf32>
    %146 = "stablehlo.broadcast_in_dim"(%35) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %147 = "stablehlo.broadcast_in_dim"(%37) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %148 = "stablehlo.multiply"(%146, %147) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %149 = "stablehlo.concatenate"(%9, %148) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %150 = "stablehlo.gather"(%lora_a_gate, %149) {
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
    %151 = "stablehlo.dot_general"(%145, %150) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x32xf32>, tensor<4x8x32xf32>) -> tensor<4x1x8xf32>
    %152 = "stablehlo.broadcast_in_dim"(%35) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %153 = "stablehlo.broadcast_in_dim"(%37) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %154 = "stablehlo.multiply"(%152, %153) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %155 = "stablehlo.concatenate"(%9, %154) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %156 = "stablehlo.gather"(%lora_b_gate, %155) {
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
    %157 = "stablehlo.dot_general"(%151, %156) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x8xf32>, tensor<4x8x48xf32>) -> tensor<4x1x48xf32>
    %158 = "stablehlo.slice"(%11) {
      limit_indices = array<i64: 4, 1, 5>,
      start_indices = array<i64: 0, 0, 4>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x1x7xf32>) -> tensor<4x1x1xf32>
    %159 = "stablehlo.broadcast_in_dim"(%158) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x48xf32>
    %160 = "stablehlo.multiply"(%157, %159) : (tensor<4x1x48xf32>, tensor<4x1x48xf32>) -> tensor<4x1x48xf32>
    %161 = "stablehlo.reshape"(%160) : (tensor<4x1x48xf32>) -> tensor<4x4x12xf32>
    %162 = "stablehlo.broadcast_in_dim"(%35) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %163 = "stablehlo.broadcast_in_dim"(%37) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %164 = "stablehlo.multiply"(%162, %163) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %165 = "stablehlo.concatenate"(%9, %164) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %166 = "stablehlo.gather"(%lora_a_up, %165) {
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
    %167 = "stablehlo.dot_general"(%145, %166) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x32xf32>, tensor<4x8x32xf32>) -> tensor<4x1x8xf32>
    %168 = "stablehlo.broadcast_in_dim"(%35) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %169 = "stablehlo.broadcast_in_dim"(%37) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %170 = "stablehlo.multiply"(%168, %169) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %171 = "stablehlo.concatenate"(%9, %170) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %172 = "stablehlo.gather"(%lora_b_up, %171) {
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
    %173 = "stablehlo.dot_general"(%167, %172) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x8xf32>, tensor<4x8x48xf32>) -> tensor<4x1x48xf32>
    %174 = "stablehlo.slice"(%11) {
      limit_indices = array<i64: 4, 1, 6>,
      start_indices = array<i64: 0, 0, 5>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x1x7xf32>) -> tensor<4x1x1xf32>
    %175 = "stablehlo.broadcast_in_dim"(%174) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x48xf32>
    %176 = "stablehlo.multiply"(%173, %175) : (tensor<4x1x48xf32>, tensor<4x1x48xf32>) -> tensor<4x1x48xf32>
    %177 = "stablehlo.reshape"(%176) : (tensor<4x1x48xf32>) -> tensor<4x4x12xf32>
    %178 = "stablehlo.concatenate"(%161, %177) { dimension = 2 : i64 } : (tensor<4x4x12xf32>, tensor<4x4x12xf32>) -> tensor<4x4x24xf32>
    %179 = "stablehlo.add"(%144, %178) : (tensor<4x4x24xf32>, tensor<4x4x24xf32>) -> tensor<4x4x24xf32>
    %180, %181, %182 = "stablehlo.custom_call"(%179, %ffn_sub_norm) {
      api_version = 2 : i32,
      backend_config = "{name = \"rms_norm_relu2_4x48_w0_normed\", kernel_type = \"ptx\", kernel_data = (see package ptx), grid_x = 4 : i32, grid_y = 1 : i32, grid_z = 1 : i32, block_x = 32 : i32, block_y = 1 : i32, block_z = 1 : i32, shared_mem_bytes = 0 : i32, output_indices = [2 : i32, 3 : i32, 4 : i32]}",
      call_target_name = "__gpu$xla.gpu.ptx",
      operand_layouts = [dense<[2, 1, 0]> : tensor<3xindex>, dense<[1, 0]> : tensor<2xindex>],
      result_layouts = [dense<[1, 0]> : tensor<2xindex>, dense<0> : tensor<1xindex>, dense<[1, 0]> : tensor<2xindex>]
    } : (tensor<4x4x24xf32>, tensor<1x48xf32>) -> (tensor<4x48xi8>, tensor<4xf32>, tensor<4x48xf32>)
    %183 = "stablehlo.custom_call"(%180, %181, %w_down_0, %units_down) {
      api_version = 2 : i32,
      backend_config = "{name = \"ternary_matmul_4x48x8_s0\", kernel_type = \"ptx\", kernel_data = (see package ptx), grid_x = 8 : i32, grid_y = 1 : i32, grid_z = 1 : i32, block_x = 32 : i32, block_y = 1 : i32, block_z = 1 : i32, shared_mem_bytes = 0 : i32, output_indices = [4 : i32]}",
      call_target_name = "__gpu$xla.gpu.ptx",
      operand_layouts = [dense<[1, 0]> : tensor<2xindex>, dense<0> : tensor<1xindex>, dense<[1, 0]> : tensor<2xindex>, dense<[1, 0]> : tensor<2xindex>],
      result_layouts = [dense<[2, 1, 0]> : tensor<3xindex>]
    } : (tensor<4x48xi8>, tensor<4xf32>, tensor<8x48xui8>, tensor<1x8xf32>) -> tensor<4x4x8xf32>
    %184 = "stablehlo.reshape"(%182) : (tensor<4x48xf32>) -> tensor<4x1x48xf32>
    %185 = "stablehlo.broadcast_in_dim"(%35) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %186 = "stablehlo.broadcast_in_dim"(%37) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %187 = "stablehlo.multiply"(%185, %186) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %188 = "stablehlo.concatenate"(%9, %187) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %189 = "stablehlo.gather"(%lora_a_down, %188) {
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
    %190 = "stablehlo.dot_general"(%184, %189) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [2]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x48xf32>, tensor<4x8x48xf32>) -> tensor<4x1x8xf32>
    %191 = "stablehlo.broadcast_in_dim"(%35) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %192 = "stablehlo.broadcast_in_dim"(%37) { broadcast_dimensions = array<i64> } : (tensor<i32>) -> tensor<4x1xi32>
    %193 = "stablehlo.multiply"(%191, %192) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %194 = "stablehlo.concatenate"(%9, %193) { dimension = 1 : i64 } : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %195 = "stablehlo.gather"(%lora_b_down, %194) {
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
    %196 = "stablehlo.dot_general"(%190, %195) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [0],
  rhs_batching_dimensions = [0],
  lhs_contracting_dimensions = [2],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x1x8xf32>, tensor<4x8x32xf32>) -> tensor<4x1x32xf32>
    %197 = "stablehlo.slice"(%11) {
      limit_indices = array<i64: 4, 1, 7>,
      start_indices = array<i64: 0, 0, 6>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x1x7xf32>) -> tensor<4x1x1xf32>
    %198 = "stablehlo.broadcast_in_dim"(%197) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xf32>) -> tensor<4x1x32xf32>
    %199 = "stablehlo.multiply"(%196, %198) : (tensor<4x1x32xf32>, tensor<4x1x32xf32>) -> tensor<4x1x32xf32>
    %200 = "stablehlo.reshape"(%199) : (tensor<4x1x32xf32>) -> tensor<4x4x8xf32>
    %201 = "stablehlo.add"(%183, %200) : (tensor<4x4x8xf32>, tensor<4x4x8xf32>) -> tensor<4x4x8xf32>
    %202 = "stablehlo.reshape"(%201) : (tensor<4x4x8xf32>) -> tensor<4x32xf32>
    %203 = "stablehlo.add"(%140, %202) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %204 = "stablehlo.multiply"(%203, %203) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %206 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %207 = "stablehlo.reduce"(%204, %206) ({
      ^reductionFn(%lhs: tensor<f32>, %rhs: tensor<f32>) :
          %205 = "stablehlo.add"(%lhs, %rhs) : (tensor<f32>, tensor<f32>) -> tensor<f32>
          "stablehlo.return"(%205) : (tensor<f32>) -> ()
    }) { dimensions = array<i64: 1> } : (tensor<4x32xf32>, tensor<f32>) -> tensor<4xf32>
    %208 = "stablehlo.constant"() { value = dense<0.03125> : tensor<f32> } : () -> tensor<f32>
    %209 = "stablehlo.broadcast_in_dim"(%208) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %210 = "stablehlo.multiply"(%207, %209) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %211 = "stablehlo.constant"() { value = dense<9.999999747378752e-06> : tensor<f32> } : () -> tensor<f32>
    %212 = "stablehlo.broadcast_in_dim"(%211) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %213 = "stablehlo.add"(%210, %212) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %214 = "stablehlo.sqrt"(%213) : (tensor<4xf32>) -> tensor<4xf32>
    %215 = "stablehlo.constant"() { value = dense<1.0> : tensor<f32> } : () -> tensor<f32>
    %216 = "stablehlo.broadcast_in_dim"(%215) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %217 = "stablehlo.divide"(%216, %214) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %218 = "stablehlo.reshape"(%217) : (tensor<4xf32>) -> tensor<4x1xf32>
    %219 = "stablehlo.broadcast_in_dim"(%218) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xf32>) -> tensor<4x32xf32>
    %220 = "stablehlo.multiply"(%203, %219) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %221 = "stablehlo.reshape"(%final_norm) : (tensor<32xf32>) -> tensor<1x32xf32>
    %222 = "stablehlo.broadcast_in_dim"(%221) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<1x32xf32>) -> tensor<4x32xf32>
    %223 = "stablehlo.multiply"(%220, %222) : (tensor<4x32xf32>, tensor<4x32xf32>) -> tensor<4x32xf32>
    %224 = "stablehlo.convert"(%head) : (tensor<64x32xbf16>) -> tensor<64x32xf32>
    %225 = "stablehlo.dot_general"(%223, %224) {
      dot_dimension_numbers = #stablehlo.dot<
  lhs_batching_dimensions = [],
  rhs_batching_dimensions = [],
  lhs_contracting_dimensions = [1],
  rhs_contracting_dimensions = [1]
>,
      precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]
    } : (tensor<4x32xf32>, tensor<64x32xf32>) -> tensor<4x64xf32>
    "stablehlo.return"(%225, %112) : (tensor<4x64xf32>, tensor<21x8x2x32xi32>) -> ()
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

  func.func @ternary_matmul_4x32x32_s0_571a886c(%operand_0: tensor<4x32xi8>, %operand_1: tensor<4xf32>, %operand_2: tensor<32x32xui8>, %operand_3: tensor<1x32xf32>) -> tensor<4x4x32xf32> {
    %0 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %1 = "stablehlo.broadcast_in_dim"(%0) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x4x32xf32>
    "stablehlo.return"(%1) : (tensor<4x4x32xf32>) -> ()
  }

  func.func @attention_4x4x2x16_4x8_s1_3c913c3e(%operand_0: tensor<4x4x32xf32>, %operand_1: tensor<64x8xf32>, %operand_2: tensor<64x8xf32>, %operand_3: tensor<4xi32>, %operand_4: tensor<4x4xi32>, %operand_5: tensor<21x8x2x32xi32>) -> (tensor<4x4x1x16xf32>, tensor<4x4x1x2xf32>) {
    %0 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %1 = "stablehlo.broadcast_in_dim"(%0) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x4x1x16xf32>
    %2 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %3 = "stablehlo.broadcast_in_dim"(%2) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x4x1x2xf32>
    "stablehlo.return"(%1, %3) : (tensor<4x4x1x16xf32>, tensor<4x4x1x2xf32>) -> ()
  }

  func.func @rms_norm_parts_4x64_w0_h16_s1_normed_ed22e249(%operand_0: tensor<4x4x1x16xf32>, %operand_1: tensor<4x4x1x2xf32>, %operand_2: tensor<1x64xf32>) -> (tensor<4x64xi8>, tensor<4xf32>, tensor<4x64xf32>) {
    %0 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %1 = "stablehlo.convert"(%0) : (tensor<f32>) -> tensor<i8>
    %2 = "stablehlo.broadcast_in_dim"(%1) { broadcast_dimensions = array<i64> } : (tensor<i8>) -> tensor<4x64xi8>
    %3 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %4 = "stablehlo.broadcast_in_dim"(%3) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %5 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %6 = "stablehlo.broadcast_in_dim"(%5) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x64xf32>
    "stablehlo.return"(%2, %4, %6) : (tensor<4x64xi8>, tensor<4xf32>, tensor<4x64xf32>) -> ()
  }

  func.func @ternary_matmul_4x64x8_s0_e4a3a228(%operand_0: tensor<4x64xi8>, %operand_1: tensor<4xf32>, %operand_2: tensor<8x64xui8>, %operand_3: tensor<1x8xf32>) -> tensor<4x4x8xf32> {
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

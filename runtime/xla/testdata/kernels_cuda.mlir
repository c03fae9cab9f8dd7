module @forward {
  func.func @main(%step: tensor<36xi32>, %embedding: tensor<64x32xbf16>, %final_norm: tensor<32xf32>, %input_norm: tensor<1x32xf32>, %post_norm: tensor<1x32xf32>, %attn_sub_norm: tensor<1x64xf32>, %ffn_sub_norm: tensor<1x48xf32>, %cos: tensor<64x8xf32>, %sin: tensor<64x8xf32>, %head_int8: tensor<64x32xi8>, %head_scale: tensor<64xf32>, %units_qkv: tensor<1x32xf32>, %units_o: tensor<1x8xf32>, %units_gate_up: tensor<1x24xf32>, %units_down: tensor<1x8xf32>, %w_qkv_0: tensor<32x32xui8>, %w_o_0: tensor<8x64xui8>, %w_gate_up_0: tensor<24x32xui8>, %w_down_0: tensor<8x48xui8>, %lora_scales: tensor<3x1x7xf32>, %lora_a_q: tensor<3x1x8x32xf32>, %lora_b_q: tensor<3x1x8x64xf32>, %lora_a_k: tensor<3x1x8x32xf32>, %lora_b_k: tensor<3x1x8x32xf32>, %lora_a_v: tensor<3x1x8x32xf32>, %lora_b_v: tensor<3x1x8x32xf32>, %lora_a_o: tensor<3x1x8x64xf32>, %lora_b_o: tensor<3x1x8x32xf32>, %lora_a_gate: tensor<3x1x8x32xf32>, %lora_b_gate: tensor<3x1x8x48xf32>, %lora_a_up: tensor<3x1x8x32xf32>, %lora_b_up: tensor<3x1x8x48xf32>, %lora_a_down: tensor<3x1x8x48xf32>, %lora_b_down: tensor<3x1x8x32xf32>, %alias1_cache_0: tensor<21x8x2x32xi32> { tf.aliasing_output = 1 : i32 }) -> (tensor<4x64xf32>, tensor<21x8x2x32xi32>) {
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
    %11 = "stablehlo.gather"(%cos, %3) {
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
    %12 = "stablehlo.reshape"(%11) : (tensor<4x8xf32>) -> tensor<4x1x8xf32>
    %13 = "stablehlo.gather"(%sin, %3) {
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
    %14 = "stablehlo.reshape"(%13) : (tensor<4x8xf32>) -> tensor<4x1x8xf32>
    %15 = "stablehlo.reshape"(%3) : (tensor<4x1xi32>) -> tensor<4x1x1xi32>
    %16 = "stablehlo.iota"() { iota_dimension = 2 : i64 } : () -> tensor<4x1x32xi32>
    %17 = "stablehlo.broadcast_in_dim"(%15) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x1xi32>) -> tensor<4x1x32xi32>
    %18 = "stablehlo.compare"(%16, %17) {
      compare_type = #stablehlo<comparison_type SIGNED>,
      comparison_direction = #stablehlo<comparison_direction LE>
    } : (tensor<4x1x32xi32>, tensor<4x1x32xi32>) -> tensor<4x1x32xi1>
    %19 = "stablehlo.reshape"(%18) : (tensor<4x1x32xi1>) -> tensor<4x1x1x1x32xi1>
    %21 = "stablehlo.constant"() { value = dense<-2147483648> : tensor<i32> } : () -> tensor<i32>
    %22 = "stablehlo.reduce"(%15, %21) ({
      ^reductionFn(%lhs: tensor<i32>, %rhs: tensor<i32>) :
          %20 = "stablehlo.maximum"(%lhs, %rhs) : (tensor<i32>, tensor<i32>) -> tensor<i32>
          "stablehlo.return"(%20) : (tensor<i32>) -> ()
    }) { dimensions = array<i64: 1> } : (tensor<4x1x1xi32>, tensor<i32>) -> tensor<4x1xi32>
    %23 = "stablehlo.iota"() { iota_dimension = 1 : i64 } : () -> tensor<4x32xi32>
    %24 = "stablehlo.broadcast_in_dim"(%22) { broadcast_dimensions = array<i64: 0, 1> } : (tensor<4x1xi32>) -> tensor<4x32xi32>
    %25 = "stablehlo.compare"(%23, %24) {
      compare_type = #stablehlo<comparison_type SIGNED>,
      comparison_direction = #stablehlo<comparison_direction LE>
    } : (tensor<4x32xi32>, tensor<4x32xi32>) -> tensor<4x32xi1>
    %26 = "stablehlo.reshape"(%25) : (tensor<4x32xi1>) -> tensor<4x32x1xi1>
    %27 = "stablehlo.gather"(%embedding, %1) {
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
    %28 = "stablehlo.convert"(%27) : (tensor<4x32xbf16>) -> tensor<4x32xf32>
    %29, %30, %31 = "stablehlo.custom_call"(%28, %input_norm) {
      api_version = 2 : i32,
      backend_config = "{name = \"rms_norm_plain_4x32_w0_normed\", kernel_type = \"ptx\", kernel_data = (see package ptx), grid_x = 4 : i32, grid_y = 1 : i32, grid_z = 1 : i32, block_x = 32 : i32, block_y = 1 : i32, block_z = 1 : i32, shared_mem_bytes = 0 : i32, output_indices = [2 : i32, 3 : i32, 4 : i32]}",
      call_target_name = "__gpu$xla.gpu.ptx",
      operand_layouts = [dense<[1, 0]> : tensor<2xindex>, dense<[1, 0]> : tensor<2xindex>],
      result_layouts = [dense<[1, 0]> : tensor<2xindex>, dense<0> : tensor<1xindex>, dense<[1, 0]> : tensor<2xindex>]
    } : (tensor<4x32xf32>, tensor<1x32xf32>) -> (tensor<4x32xi8>, tensor<4xf32>, tensor<4x32xf32>)
    %32 = "stablehlo.custom_call"(%29, %30, %w_qkv_0, %units_qkv) {
      api_version = 2 : i32,
      backend_config = "{name = \"ternary_matmul_4x32x32_s0\", kernel_type = \"ptx\", kernel_data = (see package ptx), grid_x = 32 : i32, grid_y = 1 : i32, grid_z = 1 : i32, block_x = 32 : i32, block_y = 1 : i32, block_z = 1 : i32, shared_mem_bytes = 0 : i32, output_indices = [4 : i32]}",
      call_target_name = "__gpu$xla.gpu.ptx",
      operand_layouts = [dense<[1, 0]> : tensor<2xindex>, dense<0> : tensor<1xindex>, dense<[1, 0]> : tensor<2xindex>, dense<[1, 0]> : tensor<2xindex>],
      result_layouts = [dense<[2, 1, 0]> : tensor<3xindex>]
    } : (tensor<4x32xi8>, tensor<4xf32>, tensor<32x32xui8>, tensor<1x32xf32>) -> tensor<4x4x32xf32>
    %33 = "stablehlo.reshape"(%9) : (tensor<4x1xi32>) -> tensor<4xi32>
    %34 = "stablehlo.custom_call"(%31, %33, %lora_a_q, %lora_a_k, %lora_a_v) {
      api_version = 2 : i32,
      backend_config = "{name = \"lora_shrink_4x32x8_m3_l0of1\", kernel_type = \"ptx\", kernel_data = (see package ptx), grid_x = 8 : i32, grid_y = 3 : i32, grid_z = 4 : i32, block_x = 32 : i32, block_y = 1 : i32, block_z = 1 : i32, shared_mem_bytes = 0 : i32, output_indices = [5 : i32]}",
      call_target_name = "__gpu$xla.gpu.ptx",
      operand_layouts = [dense<[1, 0]> : tensor<2xindex>, dense<0> : tensor<1xindex>, dense<[3, 2, 1, 0]> : tensor<4xindex>, dense<[3, 2, 1, 0]> : tensor<4xindex>, dense<[3, 2, 1, 0]> : tensor<4xindex>],
      result_layouts = [dense<[2, 1, 0]> : tensor<3xindex>]
    } : (tensor<4x32xf32>, tensor<4xi32>, tensor<3x1x8x32xf32>, tensor<3x1x8x32xf32>, tensor<3x1x8x32xf32>) -> tensor<4x3x8xf32>
    %35 = "stablehlo.custom_call"(%32, %34, %33, %lora_scales, %lora_b_q, %lora_b_k, %lora_b_v) {
      api_version = 2 : i32,
      backend_config = "{name = \"lora_expand_4x8_o64x32x32_l0of1_s0of7\", kernel_type = \"ptx\", kernel_data = (see package ptx), grid_x = 1 : i32, grid_y = 4 : i32, grid_z = 1 : i32, block_x = 64 : i32, block_y = 1 : i32, block_z = 1 : i32, shared_mem_bytes = 0 : i32, output_indices = [7 : i32]}",
      call_target_name = "__gpu$xla.gpu.ptx",
      operand_layouts = [dense<[2, 1, 0]> : tensor<3xindex>, dense<[2, 1, 0]> : tensor<3xindex>, dense<0> : tensor<1xindex>, dense<[2, 1, 0]> : tensor<3xindex>, dense<[3, 2, 1, 0]> : tensor<4xindex>, dense<[3, 2, 1, 0]> : tensor<4xindex>, dense<[3, 2, 1, 0]> : tensor<4xindex>],
      result_layouts = [dense<[2, 1, 0]> : tensor<3xindex>]
    } : (tensor<4x4x32xf32>, tensor<4x3x8xf32>, tensor<4xi32>, tensor<3x1x7xf32>, tensor<3x1x8x64xf32>, tensor<3x1x8x32xf32>, tensor<3x1x8x32xf32>) -> tensor<4x4x32xf32>
    %36 = "stablehlo.slice"(%35) {
      limit_indices = array<i64: 4, 4, 16>,
      start_indices = array<i64: 0, 0, 0>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x4x32xf32>) -> tensor<4x4x16xf32>
    %37 = "stablehlo.reshape"(%36) : (tensor<4x4x16xf32>) -> tensor<4x64xf32>
    %38 = "stablehlo.slice"(%35) {
      limit_indices = array<i64: 4, 4, 24>,
      start_indices = array<i64: 0, 0, 16>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x4x32xf32>) -> tensor<4x4x8xf32>
    %39 = "stablehlo.reshape"(%38) : (tensor<4x4x8xf32>) -> tensor<4x32xf32>
    %40 = "stablehlo.slice"(%35) {
      limit_indices = array<i64: 4, 4, 32>,
      start_indices = array<i64: 0, 0, 24>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x4x32xf32>) -> tensor<4x4x8xf32>
    %41 = "stablehlo.reshape"(%40) : (tensor<4x4x8xf32>) -> tensor<4x32xf32>
    %42 = "stablehlo.reshape"(%39) : (tensor<4x32xf32>) -> tensor<4x2x16xf32>
    %43 = "stablehlo.slice"(%42) {
      limit_indices = array<i64: 4, 2, 8>,
      start_indices = array<i64: 0, 0, 0>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x2x16xf32>) -> tensor<4x2x8xf32>
    %44 = "stablehlo.slice"(%42) {
      limit_indices = array<i64: 4, 2, 16>,
      start_indices = array<i64: 0, 0, 8>,
      strides = array<i64: 1, 1, 1>
    } : (tensor<4x2x16xf32>) -> tensor<4x2x8xf32>
    %45 = "stablehlo.broadcast_in_dim"(%12) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x8xf32>) -> tensor<4x2x8xf32>
    %46 = "stablehlo.broadcast_in_dim"(%14) { broadcast_dimensions = array<i64: 0, 1, 2> } : (tensor<4x1x8xf32>) -> tensor<4x2x8xf32>
    %47 = "stablehlo.multiply"(%43, %45) : (tensor<4x2x8xf32>, tensor<4x2x8xf32>) -> tensor<4x2x8xf32>
    %48 = "stablehlo.multiply"(%44, %46) : (tensor<4x2x8xf32>, tensor<4x2x8xf32>) -> tensor<4x2x8xf32>
    %49 = "stablehlo.subtract"(%47, %48) : (tensor<4x2x8xf32>, tensor<4x2x8xf32>) -> tensor<4x2x8xf32>
    %50 = "stablehlo.multiply"(%44, %45) : (tensor<4x2x8xf32>, tensor<4x2x8xf32>) -> tensor<4x2x8xf32>
    %51 = "stablehlo.multiply"(%43, %46) : (tensor<4x2x8xf32>, tensor<4x2x8xf32>) -> tensor<4x2x8xf32>
    %52 = "stablehlo.add"(%50, %51) : (tensor<4x2x8xf32>, tensor<4x2x8xf32>) -> tensor<4x2x8xf32>
    %53 = "stablehlo.concatenate"(%49, %52) { dimension = 2 : i64 } : (tensor<4x2x8xf32>, tensor<4x2x8xf32>) -> tensor<4x2x16xf32>
    %54 = "stablehlo.reshape"(%53) : (tensor<4x2x16xf32>) -> tensor<4x1x32xf32>
    %55 = "stablehlo.reshape"(%41) : (tensor<4x32xf32>) -> tensor<4x1x32xf32>
    %56 = "stablehlo.concatenate"(%54, %55) { dimension = 1 : i64 } : (tensor<4x1x32xf32>, tensor<4x1x32xf32>) -> tensor<4x2x32xf32>
    %57 = "stablehlo.bitcast_convert"(%56) : (tensor<4x2x32xf32>) -> tensor<4x2x32xi32>
    %58 = "stablehlo.gather"(%alias1_cache_0, %10) {
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
    %59 = "stablehlo.subtract"(%57, %58) : (tensor<4x2x32xi32>, tensor<4x2x32xi32>) -> tensor<4x2x32xi32>
    %61 = "stablehlo.scatter"(%alias1_cache_0, %10, %59) ({
      ^updateFn(%lhs: tensor<i32>, %rhs: tensor<i32>) :
          %60 = "stablehlo.add"(%lhs, %rhs) : (tensor<i32>, tensor<i32>) -> tensor<i32>
          "stablehlo.return"(%60) : (tensor<i32>) -> ()
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
    %62 = "stablehlo.reshape"(%3) : (tensor<4x1xi32>) -> tensor<4xi32>
    %63 = "stablehlo.reshape"(%7) : (tensor<4x4x1xi32>) -> tensor<4x4xi32>
    %64, %65 = "stablehlo.custom_call"(%35, %cos, %sin, %62, %63, %61) {
      api_version = 2 : i32,
      backend_config = "{name = \"attention_4x4x2x16_4x8_s1\", kernel_type = \"ptx\", kernel_data = (see package ptx), grid_x = 1 : i32, grid_y = 2 : i32, grid_z = 4 : i32, block_x = 64 : i32, block_y = 1 : i32, block_z = 1 : i32, shared_mem_bytes = 0 : i32, output_indices = [6 : i32, 7 : i32]}",
      call_target_name = "__gpu$xla.gpu.ptx",
      operand_layouts = [dense<[2, 1, 0]> : tensor<3xindex>, dense<[1, 0]> : tensor<2xindex>, dense<[1, 0]> : tensor<2xindex>, dense<0> : tensor<1xindex>, dense<[1, 0]> : tensor<2xindex>, dense<[3, 2, 1, 0]> : tensor<4xindex>],
      result_layouts = [dense<[3, 2, 1, 0]> : tensor<4xindex>, dense<[3, 2, 1, 0]> : tensor<4xindex>]
    } : (tensor<4x4x32xf32>, tensor<64x8xf32>, tensor<64x8xf32>, tensor<4xi32>, tensor<4x4xi32>, tensor<21x8x2x32xi32>) -> (tensor<4x4x1x16xf32>, tensor<4x4x1x2xf32>)
    %66, %67, %68 = "stablehlo.custom_call"(%64, %65, %attn_sub_norm) {
      api_version = 2 : i32,
      backend_config = "{name = \"rms_norm_parts_4x64_w0_h16_s1_normed\", kernel_type = \"ptx\", kernel_data = (see package ptx), grid_x = 4 : i32, grid_y = 1 : i32, grid_z = 1 : i32, block_x = 32 : i32, block_y = 1 : i32, block_z = 1 : i32, shared_mem_bytes = 0 : i32, output_indices = [3 : i32, 4 : i32, 5 : i32]}",
      call_target_name = "__gpu$xla.gpu.ptx",
      operand_layouts = [dense<[3, 2, 1, 0]> : tensor<4xindex>, dense<[3, 2, 1, 0]> : tensor<4xindex>, dense<[1, 0]> : tensor<2xindex>],
      result_layouts = [dense<[1, 0]> : tensor<2xindex>, dense<0> : tensor<1xindex>, dense<[1, 0]> : tensor<2xindex>]
    } : (tensor<4x4x1x16xf32>, tensor<4x4x1x2xf32>, tensor<1x64xf32>) -> (tensor<4x64xi8>, tensor<4xf32>, tensor<4x64xf32>)
    %69 = "stablehlo.custom_call"(%66, %67, %w_o_0, %units_o) {
      api_version = 2 : i32,
      backend_config = "{name = \"ternary_matmul_4x64x8_s0\", kernel_type = \"ptx\", kernel_data = (see package ptx), grid_x = 8 : i32, grid_y = 1 : i32, grid_z = 1 : i32, block_x = 32 : i32, block_y = 1 : i32, block_z = 1 : i32, shared_mem_bytes = 0 : i32, output_indices = [4 : i32]}",
      call_target_name = "__gpu$xla.gpu.ptx",
      operand_layouts = [dense<[1, 0]> : tensor<2xindex>, dense<0> : tensor<1xindex>, dense<[1, 0]> : tensor<2xindex>, dense<[1, 0]> : tensor<2xindex>],
      result_layouts = [dense<[2, 1, 0]> : tensor<3xindex>]
    } : (tensor<4x64xi8>, tensor<4xf32>, tensor<8x64xui8>, tensor<1x8xf32>) -> tensor<4x4x8xf32>
    %70 = "stablehlo.reshape"(%9) : (tensor<4x1xi32>) -> tensor<4xi32>
    %71 = "stablehlo.custom_call"(%68, %70, %lora_a_o) {
      api_version = 2 : i32,
      backend_config = "{name = \"lora_shrink_4x64x8_m1_l0of1\", kernel_type = \"ptx\", kernel_data = (see package ptx), grid_x = 8 : i32, grid_y = 1 : i32, grid_z = 4 : i32, block_x = 32 : i32, block_y = 1 : i32, block_z = 1 : i32, shared_mem_bytes = 0 : i32, output_indices = [3 : i32]}",
      call_target_name = "__gpu$xla.gpu.ptx",
      operand_layouts = [dense<[1, 0]> : tensor<2xindex>, dense<0> : tensor<1xindex>, dense<[3, 2, 1, 0]> : tensor<4xindex>],
      result_layouts = [dense<[2, 1, 0]> : tensor<3xindex>]
    } : (tensor<4x64xf32>, tensor<4xi32>, tensor<3x1x8x64xf32>) -> tensor<4x1x8xf32>
    %72 = "stablehlo.custom_call"(%69, %71, %70, %lora_scales, %lora_b_o) {
      api_version = 2 : i32,
      backend_config = "{name = \"lora_expand_4x8_o32_l0of1_s3of7\", kernel_type = \"ptx\", kernel_data = (see package ptx), grid_x = 1 : i32, grid_y = 4 : i32, grid_z = 1 : i32, block_x = 64 : i32, block_y = 1 : i32, block_z = 1 : i32, shared_mem_bytes = 0 : i32, output_indices = [5 : i32]}",
      call_target_name = "__gpu$xla.gpu.ptx",
      operand_layouts = [dense<[2, 1, 0]> : tensor<3xindex>, dense<[2, 1, 0]> : tensor<3xindex>, dense<0> : tensor<1xindex>, dense<[2, 1, 0]> : tensor<3xindex>, dense<[3, 2, 1, 0]> : tensor<4xindex>],
      result_layouts = [dense<[2, 1, 0]> : tensor<3xindex>]
    } : (tensor<4x4x8xf32>, tensor<4x1x8xf32>, tensor<4xi32>, tensor<3x1x7xf32>, tensor<3x1x8x32xf32>) -> tensor<4x4x8xf32>
    %73 = "stablehlo.reshape"(%72) : (tensor<4x4x8xf32>) -> tensor<4x32xf32>
    %74, %75, %76, %77 = "stablehlo.custom_call"(%28, %73, %post_norm) {
      api_version = 2 : i32,
      backend_config = "{name = \"rms_norm_sum_4x32_w0_normed\", kernel_type = \"ptx\", kernel_data = (see package ptx), grid_x = 4 : i32, grid_y = 1 : i32, grid_z = 1 : i32, block_x = 32 : i32, block_y = 1 : i32, block_z = 1 : i32, shared_mem_bytes = 0 : i32, output_indices = [3 : i32, 4 : i32, 5 : i32, 6 : i32]}",
      call_target_name = "__gpu$xla.gpu.ptx",
      operand_layouts = [dense<[1, 0]> : tensor<2xindex>, dense<[1, 0]> : tensor<2xindex>, dense<[1, 0]> : tensor<2xindex>],
      result_layouts = [dense<[1, 0]> : tensor<2xindex>, dense<[1, 0]> : tensor<2xindex>, dense<0> : tensor<1xindex>, dense<[1, 0]> : tensor<2xindex>]
    } : (tensor<4x32xf32>, tensor<4x32xf32>, tensor<1x32xf32>) -> (tensor<4x32xf32>, tensor<4x32xi8>, tensor<4xf32>, tensor<4x32xf32>)
    %78 = "stablehlo.custom_call"(%75, %76, %w_gate_up_0, %units_gate_up) {
      api_version = 2 : i32,
      backend_config = "{name = \"ternary_matmul_4x32x24_s0\", kernel_type = \"ptx\", kernel_data = (see package ptx), grid_x = 24 : i32, grid_y = 1 : i32, grid_z = 1 : i32, block_x = 32 : i32, block_y = 1 : i32, block_z = 1 : i32, shared_mem_bytes = 0 : i32, output_indices = [4 : i32]}",
      call_target_name = "__gpu$xla.gpu.ptx",
      operand_layouts = [dense<[1, 0]> : tensor<2xindex>, dense<0> : tensor<1xindex>, dense<[1, 0]> : tensor<2xindex>, dense<[1, 0]> : tensor<2xindex>],
      result_layouts = [dense<[2, 1, 0]> : tensor<3xindex>]
    } : (tensor<4x32xi8>, tensor<4xf32>, tensor<24x32xui8>, tensor<1x24xf32>) -> tensor<4x4x24xf32>
    %79 = "stablehlo.reshape"(%9) : (tensor<4x1xi32>) -> tensor<4xi32>
    %80 = "stablehlo.custom_call"(%77, %79, %lora_a_gate, %lora_a_up) {
      api_version = 2 : i32,
      backend_config = "{name = \"lora_shrink_4x32x8_m2_l0of1\", kernel_type = \"ptx\", kernel_data = (see package ptx), grid_x = 8 : i32, grid_y = 2 : i32, grid_z = 4 : i32, block_x = 32 : i32, block_y = 1 : i32, block_z = 1 : i32, shared_mem_bytes = 0 : i32, output_indices = [4 : i32]}",
      call_target_name = "__gpu$xla.gpu.ptx",
      operand_layouts = [dense<[1, 0]> : tensor<2xindex>, dense<0> : tensor<1xindex>, dense<[3, 2, 1, 0]> : tensor<4xindex>, dense<[3, 2, 1, 0]> : tensor<4xindex>],
      result_layouts = [dense<[2, 1, 0]> : tensor<3xindex>]
    } : (tensor<4x32xf32>, tensor<4xi32>, tensor<3x1x8x32xf32>, tensor<3x1x8x32xf32>) -> tensor<4x2x8xf32>
    %81 = "stablehlo.custom_call"(%78, %80, %79, %lora_scales, %lora_b_gate, %lora_b_up) {
      api_version = 2 : i32,
      backend_config = "{name = \"lora_expand_4x8_o48x48_l0of1_s4of7\", kernel_type = \"ptx\", kernel_data = (see package ptx), grid_x = 1 : i32, grid_y = 4 : i32, grid_z = 1 : i32, block_x = 64 : i32, block_y = 1 : i32, block_z = 1 : i32, shared_mem_bytes = 0 : i32, output_indices = [6 : i32]}",
      call_target_name = "__gpu$xla.gpu.ptx",
      operand_layouts = [dense<[2, 1, 0]> : tensor<3xindex>, dense<[2, 1, 0]> : tensor<3xindex>, dense<0> : tensor<1xindex>, dense<[2, 1, 0]> : tensor<3xindex>, dense<[3, 2, 1, 0]> : tensor<4xindex>, dense<[3, 2, 1, 0]> : tensor<4xindex>],
      result_layouts = [dense<[2, 1, 0]> : tensor<3xindex>]
    } : (tensor<4x4x24xf32>, tensor<4x2x8xf32>, tensor<4xi32>, tensor<3x1x7xf32>, tensor<3x1x8x48xf32>, tensor<3x1x8x48xf32>) -> tensor<4x4x24xf32>
    %82, %83, %84 = "stablehlo.custom_call"(%81, %ffn_sub_norm) {
      api_version = 2 : i32,
      backend_config = "{name = \"rms_norm_relu2_4x48_w0_normed\", kernel_type = \"ptx\", kernel_data = (see package ptx), grid_x = 4 : i32, grid_y = 1 : i32, grid_z = 1 : i32, block_x = 32 : i32, block_y = 1 : i32, block_z = 1 : i32, shared_mem_bytes = 0 : i32, output_indices = [2 : i32, 3 : i32, 4 : i32]}",
      call_target_name = "__gpu$xla.gpu.ptx",
      operand_layouts = [dense<[2, 1, 0]> : tensor<3xindex>, dense<[1, 0]> : tensor<2xindex>],
      result_layouts = [dense<[1, 0]> : tensor<2xindex>, dense<0> : tensor<1xindex>, dense<[1, 0]> : tensor<2xindex>]
    } : (tensor<4x4x24xf32>, tensor<1x48xf32>) -> (tensor<4x48xi8>, tensor<4xf32>, tensor<4x48xf32>)
    %85 = "stablehlo.custom_call"(%82, %83, %w_down_0, %units_down) {
      api_version = 2 : i32,
      backend_config = "{name = \"ternary_matmul_4x48x8_s0\", kernel_type = \"ptx\", kernel_data = (see package ptx), grid_x = 8 : i32, grid_y = 1 : i32, grid_z = 1 : i32, block_x = 32 : i32, block_y = 1 : i32, block_z = 1 : i32, shared_mem_bytes = 0 : i32, output_indices = [4 : i32]}",
      call_target_name = "__gpu$xla.gpu.ptx",
      operand_layouts = [dense<[1, 0]> : tensor<2xindex>, dense<0> : tensor<1xindex>, dense<[1, 0]> : tensor<2xindex>, dense<[1, 0]> : tensor<2xindex>],
      result_layouts = [dense<[2, 1, 0]> : tensor<3xindex>]
    } : (tensor<4x48xi8>, tensor<4xf32>, tensor<8x48xui8>, tensor<1x8xf32>) -> tensor<4x4x8xf32>
    %86 = "stablehlo.reshape"(%9) : (tensor<4x1xi32>) -> tensor<4xi32>
    %87 = "stablehlo.custom_call"(%84, %86, %lora_a_down) {
      api_version = 2 : i32,
      backend_config = "{name = \"lora_shrink_4x48x8_m1_l0of1\", kernel_type = \"ptx\", kernel_data = (see package ptx), grid_x = 8 : i32, grid_y = 1 : i32, grid_z = 4 : i32, block_x = 32 : i32, block_y = 1 : i32, block_z = 1 : i32, shared_mem_bytes = 0 : i32, output_indices = [3 : i32]}",
      call_target_name = "__gpu$xla.gpu.ptx",
      operand_layouts = [dense<[1, 0]> : tensor<2xindex>, dense<0> : tensor<1xindex>, dense<[3, 2, 1, 0]> : tensor<4xindex>],
      result_layouts = [dense<[2, 1, 0]> : tensor<3xindex>]
    } : (tensor<4x48xf32>, tensor<4xi32>, tensor<3x1x8x48xf32>) -> tensor<4x1x8xf32>
    %88 = "stablehlo.custom_call"(%85, %87, %86, %lora_scales, %lora_b_down) {
      api_version = 2 : i32,
      backend_config = "{name = \"lora_expand_4x8_o32_l0of1_s6of7\", kernel_type = \"ptx\", kernel_data = (see package ptx), grid_x = 1 : i32, grid_y = 4 : i32, grid_z = 1 : i32, block_x = 64 : i32, block_y = 1 : i32, block_z = 1 : i32, shared_mem_bytes = 0 : i32, output_indices = [5 : i32]}",
      call_target_name = "__gpu$xla.gpu.ptx",
      operand_layouts = [dense<[2, 1, 0]> : tensor<3xindex>, dense<[2, 1, 0]> : tensor<3xindex>, dense<0> : tensor<1xindex>, dense<[2, 1, 0]> : tensor<3xindex>, dense<[3, 2, 1, 0]> : tensor<4xindex>],
      result_layouts = [dense<[2, 1, 0]> : tensor<3xindex>]
    } : (tensor<4x4x8xf32>, tensor<4x1x8xf32>, tensor<4xi32>, tensor<3x1x7xf32>, tensor<3x1x8x32xf32>) -> tensor<4x4x8xf32>
    %89 = "stablehlo.reshape"(%88) : (tensor<4x4x8xf32>) -> tensor<4x32xf32>
    %90, %91, %92 = "stablehlo.custom_call"(%74, %89, %final_norm) {
      api_version = 2 : i32,
      backend_config = "{name = \"rms_norm_sum_4x32_w0\", kernel_type = \"ptx\", kernel_data = (see package ptx), grid_x = 4 : i32, grid_y = 1 : i32, grid_z = 1 : i32, block_x = 32 : i32, block_y = 1 : i32, block_z = 1 : i32, shared_mem_bytes = 0 : i32, output_indices = [3 : i32, 4 : i32, 5 : i32]}",
      call_target_name = "__gpu$xla.gpu.ptx",
      operand_layouts = [dense<[1, 0]> : tensor<2xindex>, dense<[1, 0]> : tensor<2xindex>, dense<0> : tensor<1xindex>],
      result_layouts = [dense<[1, 0]> : tensor<2xindex>, dense<[1, 0]> : tensor<2xindex>, dense<0> : tensor<1xindex>]
    } : (tensor<4x32xf32>, tensor<4x32xf32>, tensor<32xf32>) -> (tensor<4x32xf32>, tensor<4x32xi8>, tensor<4xf32>)
    %93 = "stablehlo.custom_call"(%91, %92, %head_int8, %head_scale) {
      api_version = 2 : i32,
      backend_config = "{name = \"int8_matmul_4x32x64\", kernel_type = \"ptx\", kernel_data = (see package ptx), grid_x = 4 : i32, grid_y = 1 : i32, grid_z = 1 : i32, block_x = 128 : i32, block_y = 1 : i32, block_z = 1 : i32, shared_mem_bytes = 0 : i32, output_indices = [4 : i32]}",
      call_target_name = "__gpu$xla.gpu.ptx",
      operand_layouts = [dense<[1, 0]> : tensor<2xindex>, dense<0> : tensor<1xindex>, dense<[1, 0]> : tensor<2xindex>, dense<0> : tensor<1xindex>],
      result_layouts = [dense<[1, 0]> : tensor<2xindex>]
    } : (tensor<4x32xi8>, tensor<4xf32>, tensor<64x32xi8>, tensor<64xf32>) -> tensor<4x64xf32>
    "stablehlo.return"(%93, %61) : (tensor<4x64xf32>, tensor<21x8x2x32xi32>) -> ()
  }

  func.func @rms_norm_plain_4x32_w0_normed_65e11a3c(%operand_0: tensor<4x32xf32>, %operand_1: tensor<1x32xf32>) -> (tensor<4x32xi8>, tensor<4xf32>, tensor<4x32xf32>) {
    %0 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %1 = "stablehlo.convert"(%0) : (tensor<f32>) -> tensor<i8>
    %2 = "stablehlo.broadcast_in_dim"(%1) { broadcast_dimensions = array<i64> } : (tensor<i8>) -> tensor<4x32xi8>
    %3 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %4 = "stablehlo.broadcast_in_dim"(%3) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %5 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %6 = "stablehlo.broadcast_in_dim"(%5) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x32xf32>
    "stablehlo.return"(%2, %4, %6) : (tensor<4x32xi8>, tensor<4xf32>, tensor<4x32xf32>) -> ()
  }

  func.func @ternary_matmul_4x32x32_s0_35b30c30(%operand_0: tensor<4x32xi8>, %operand_1: tensor<4xf32>, %operand_2: tensor<32x32xui8>, %operand_3: tensor<1x32xf32>) -> tensor<4x4x32xf32> {
    %0 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %1 = "stablehlo.broadcast_in_dim"(%0) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x4x32xf32>
    "stablehlo.return"(%1) : (tensor<4x4x32xf32>) -> ()
  }

  func.func @lora_shrink_4x32x8_m3_l0of1_0b9f569a(%operand_0: tensor<4x32xf32>, %operand_1: tensor<4xi32>, %operand_2: tensor<3x1x8x32xf32>, %operand_3: tensor<3x1x8x32xf32>, %operand_4: tensor<3x1x8x32xf32>) -> tensor<4x3x8xf32> {
    %0 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %1 = "stablehlo.broadcast_in_dim"(%0) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x3x8xf32>
    "stablehlo.return"(%1) : (tensor<4x3x8xf32>) -> ()
  }

  func.func @lora_expand_4x8_o64x32x32_l0of1_s0of7_69f7cdca(%operand_0: tensor<4x4x32xf32>, %operand_1: tensor<4x3x8xf32>, %operand_2: tensor<4xi32>, %operand_3: tensor<3x1x7xf32>, %operand_4: tensor<3x1x8x64xf32>, %operand_5: tensor<3x1x8x32xf32>, %operand_6: tensor<3x1x8x32xf32>) -> tensor<4x4x32xf32> {
    %0 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %1 = "stablehlo.broadcast_in_dim"(%0) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x4x32xf32>
    "stablehlo.return"(%1) : (tensor<4x4x32xf32>) -> ()
  }

  func.func @attention_4x4x2x16_4x8_s1_aec869c8(%operand_0: tensor<4x4x32xf32>, %operand_1: tensor<64x8xf32>, %operand_2: tensor<64x8xf32>, %operand_3: tensor<4xi32>, %operand_4: tensor<4x4xi32>, %operand_5: tensor<21x8x2x32xi32>) -> (tensor<4x4x1x16xf32>, tensor<4x4x1x2xf32>) {
    %0 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %1 = "stablehlo.broadcast_in_dim"(%0) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x4x1x16xf32>
    %2 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %3 = "stablehlo.broadcast_in_dim"(%2) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x4x1x2xf32>
    "stablehlo.return"(%1, %3) : (tensor<4x4x1x16xf32>, tensor<4x4x1x2xf32>) -> ()
  }

  func.func @rms_norm_parts_4x64_w0_h16_s1_normed_5bfb79db(%operand_0: tensor<4x4x1x16xf32>, %operand_1: tensor<4x4x1x2xf32>, %operand_2: tensor<1x64xf32>) -> (tensor<4x64xi8>, tensor<4xf32>, tensor<4x64xf32>) {
    %0 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %1 = "stablehlo.convert"(%0) : (tensor<f32>) -> tensor<i8>
    %2 = "stablehlo.broadcast_in_dim"(%1) { broadcast_dimensions = array<i64> } : (tensor<i8>) -> tensor<4x64xi8>
    %3 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %4 = "stablehlo.broadcast_in_dim"(%3) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %5 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %6 = "stablehlo.broadcast_in_dim"(%5) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x64xf32>
    "stablehlo.return"(%2, %4, %6) : (tensor<4x64xi8>, tensor<4xf32>, tensor<4x64xf32>) -> ()
  }

  func.func @ternary_matmul_4x64x8_s0_6579480c(%operand_0: tensor<4x64xi8>, %operand_1: tensor<4xf32>, %operand_2: tensor<8x64xui8>, %operand_3: tensor<1x8xf32>) -> tensor<4x4x8xf32> {
    %0 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %1 = "stablehlo.broadcast_in_dim"(%0) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x4x8xf32>
    "stablehlo.return"(%1) : (tensor<4x4x8xf32>) -> ()
  }

  func.func @lora_shrink_4x64x8_m1_l0of1_04d6e92c(%operand_0: tensor<4x64xf32>, %operand_1: tensor<4xi32>, %operand_2: tensor<3x1x8x64xf32>) -> tensor<4x1x8xf32> {
    %0 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %1 = "stablehlo.broadcast_in_dim"(%0) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x1x8xf32>
    "stablehlo.return"(%1) : (tensor<4x1x8xf32>) -> ()
  }

  func.func @lora_expand_4x8_o32_l0of1_s3of7_2510eb55(%operand_0: tensor<4x4x8xf32>, %operand_1: tensor<4x1x8xf32>, %operand_2: tensor<4xi32>, %operand_3: tensor<3x1x7xf32>, %operand_4: tensor<3x1x8x32xf32>) -> tensor<4x4x8xf32> {
    %0 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %1 = "stablehlo.broadcast_in_dim"(%0) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x4x8xf32>
    "stablehlo.return"(%1) : (tensor<4x4x8xf32>) -> ()
  }

  func.func @rms_norm_sum_4x32_w0_normed_c626b2f6(%operand_0: tensor<4x32xf32>, %operand_1: tensor<4x32xf32>, %operand_2: tensor<1x32xf32>) -> (tensor<4x32xf32>, tensor<4x32xi8>, tensor<4xf32>, tensor<4x32xf32>) {
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

  func.func @ternary_matmul_4x32x24_s0_1e4082b4(%operand_0: tensor<4x32xi8>, %operand_1: tensor<4xf32>, %operand_2: tensor<24x32xui8>, %operand_3: tensor<1x24xf32>) -> tensor<4x4x24xf32> {
    %0 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %1 = "stablehlo.broadcast_in_dim"(%0) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x4x24xf32>
    "stablehlo.return"(%1) : (tensor<4x4x24xf32>) -> ()
  }

  func.func @lora_shrink_4x32x8_m2_l0of1_1a870a81(%operand_0: tensor<4x32xf32>, %operand_1: tensor<4xi32>, %operand_2: tensor<3x1x8x32xf32>, %operand_3: tensor<3x1x8x32xf32>) -> tensor<4x2x8xf32> {
    %0 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %1 = "stablehlo.broadcast_in_dim"(%0) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x2x8xf32>
    "stablehlo.return"(%1) : (tensor<4x2x8xf32>) -> ()
  }

  func.func @lora_expand_4x8_o48x48_l0of1_s4of7_f12db3be(%operand_0: tensor<4x4x24xf32>, %operand_1: tensor<4x2x8xf32>, %operand_2: tensor<4xi32>, %operand_3: tensor<3x1x7xf32>, %operand_4: tensor<3x1x8x48xf32>, %operand_5: tensor<3x1x8x48xf32>) -> tensor<4x4x24xf32> {
    %0 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %1 = "stablehlo.broadcast_in_dim"(%0) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x4x24xf32>
    "stablehlo.return"(%1) : (tensor<4x4x24xf32>) -> ()
  }

  func.func @rms_norm_relu2_4x48_w0_normed_338faee0(%operand_0: tensor<4x4x24xf32>, %operand_1: tensor<1x48xf32>) -> (tensor<4x48xi8>, tensor<4xf32>, tensor<4x48xf32>) {
    %0 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %1 = "stablehlo.convert"(%0) : (tensor<f32>) -> tensor<i8>
    %2 = "stablehlo.broadcast_in_dim"(%1) { broadcast_dimensions = array<i64> } : (tensor<i8>) -> tensor<4x48xi8>
    %3 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %4 = "stablehlo.broadcast_in_dim"(%3) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    %5 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %6 = "stablehlo.broadcast_in_dim"(%5) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x48xf32>
    "stablehlo.return"(%2, %4, %6) : (tensor<4x48xi8>, tensor<4xf32>, tensor<4x48xf32>) -> ()
  }

  func.func @ternary_matmul_4x48x8_s0_3c6060de(%operand_0: tensor<4x48xi8>, %operand_1: tensor<4xf32>, %operand_2: tensor<8x48xui8>, %operand_3: tensor<1x8xf32>) -> tensor<4x4x8xf32> {
    %0 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %1 = "stablehlo.broadcast_in_dim"(%0) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x4x8xf32>
    "stablehlo.return"(%1) : (tensor<4x4x8xf32>) -> ()
  }

  func.func @lora_shrink_4x48x8_m1_l0of1_b4e0e9c8(%operand_0: tensor<4x48xf32>, %operand_1: tensor<4xi32>, %operand_2: tensor<3x1x8x48xf32>) -> tensor<4x1x8xf32> {
    %0 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %1 = "stablehlo.broadcast_in_dim"(%0) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x1x8xf32>
    "stablehlo.return"(%1) : (tensor<4x1x8xf32>) -> ()
  }

  func.func @lora_expand_4x8_o32_l0of1_s6of7_10dd91f7(%operand_0: tensor<4x4x8xf32>, %operand_1: tensor<4x1x8xf32>, %operand_2: tensor<4xi32>, %operand_3: tensor<3x1x7xf32>, %operand_4: tensor<3x1x8x32xf32>) -> tensor<4x4x8xf32> {
    %0 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %1 = "stablehlo.broadcast_in_dim"(%0) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x4x8xf32>
    "stablehlo.return"(%1) : (tensor<4x4x8xf32>) -> ()
  }

  func.func @rms_norm_sum_4x32_w0_44b9225a(%operand_0: tensor<4x32xf32>, %operand_1: tensor<4x32xf32>, %operand_2: tensor<32xf32>) -> (tensor<4x32xf32>, tensor<4x32xi8>, tensor<4xf32>) {
    %0 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %1 = "stablehlo.broadcast_in_dim"(%0) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x32xf32>
    %2 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %3 = "stablehlo.convert"(%2) : (tensor<f32>) -> tensor<i8>
    %4 = "stablehlo.broadcast_in_dim"(%3) { broadcast_dimensions = array<i64> } : (tensor<i8>) -> tensor<4x32xi8>
    %5 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %6 = "stablehlo.broadcast_in_dim"(%5) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4xf32>
    "stablehlo.return"(%1, %4, %6) : (tensor<4x32xf32>, tensor<4x32xi8>, tensor<4xf32>) -> ()
  }

  func.func @int8_matmul_4x32x64_a72f55f8(%operand_0: tensor<4x32xi8>, %operand_1: tensor<4xf32>, %operand_2: tensor<64x32xi8>, %operand_3: tensor<64xf32>) -> tensor<4x64xf32> {
    %0 = "stablehlo.constant"() { value = dense<0.0> : tensor<f32> } : () -> tensor<f32>
    %1 = "stablehlo.broadcast_in_dim"(%0) { broadcast_dimensions = array<i64> } : (tensor<f32>) -> tensor<4x64xf32>
    "stablehlo.return"(%1) : (tensor<4x64xf32>) -> ()
  }
}

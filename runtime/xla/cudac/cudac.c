// Compiles StableHLO programs for a GPU that is not there: the CUDA plugin for PJRT
// describes one from a text, and its compiler needs no driver for that.
//
//   cudac PLUGIN TARGET PROGRAM
//
// TARGET is a file with XLA's GpuTargetConfigProto as text, PROGRAM one with the
// program as text. It prints a line of JSON: bytes of the results that lie in
// parameters, of scratch, and of code. XLA_FLAGS says where ptxas and libdevice are
// (--xla_gpu_cuda_data_dir) and where to leave what it made (--xla_dump_to).
//
// It is built against the header that go-xla has: see the Makefile.

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pjrt_c_api.h"

static const PJRT_Api *api;

static void die(const char *what, const char *why) {
  fprintf(stderr, "cudac: %s: %s\n", what, why);
  exit(1);
}

// check ends the program when the plugin gave an error.
static void check(const char *what, PJRT_Error *error) {
  if (error == NULL) return;
  PJRT_Error_Message_Args message = {.struct_size = PJRT_Error_Message_Args_STRUCT_SIZE, .error = error};
  api->PJRT_Error_Message(&message);
  fprintf(stderr, "cudac: %s: %.*s\n", what, (int)message.message_size, message.message);
  exit(1);
}

static char *read_file(const char *path, size_t *size) {
  FILE *f = fopen(path, "rb");
  if (f == NULL) die(path, "cannot be opened");
  fseek(f, 0, SEEK_END);
  *size = ftell(f);
  rewind(f);
  char *data = malloc(*size + 1);
  if (data == NULL || fread(data, 1, *size, f) != *size) die(path, "cannot be read");
  fclose(f);
  data[*size] = 0;
  return data;
}

static PJRT_NamedValue text(const char *name, const char *value) {
  PJRT_NamedValue v = {.struct_size = PJRT_NamedValue_STRUCT_SIZE, .name = name, .name_size = strlen(name), .type = PJRT_NamedValue_kString};
  v.string_value = value;
  v.value_size = strlen(value);
  return v;
}

static void open_plugin(const char *path) {
  void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) die(path, dlerror());
  const PJRT_Api *(*get)(void) = (const PJRT_Api *(*)(void))dlsym(library, "GetPjrtApi");
  if (get == NULL) die(path, "is no PJRT plugin");
  api = get();
  PJRT_Plugin_Initialize_Args initialize = {.struct_size = PJRT_Plugin_Initialize_Args_STRUCT_SIZE};
  check("initialize", api->PJRT_Plugin_Initialize(&initialize));
}

int main(int argc, char **argv) {
  if (argc != 4) die("usage", "cudac PLUGIN TARGET PROGRAM");
  open_plugin(argv[1]);
  size_t size;
  PJRT_NamedValue options[] = {text("topology", "1x1x1"), text("target_config", read_file(argv[2], &size))};
  PJRT_TopologyDescription_Create_Args create = {
      .struct_size = PJRT_TopologyDescription_Create_Args_STRUCT_SIZE, .topology_name = "gpu", .topology_name_size = 3, .create_options = options, .num_options = 2};
  check("describe the GPU", api->PJRT_TopologyDescription_Create(&create));

  PJRT_Program program = {.struct_size = PJRT_Program_STRUCT_SIZE, .format = "mlir", .format_size = 4};
  program.code = read_file(argv[3], &program.code_size);
  // A CompileOptionsProto: one replica, one partition.
  static const char compile_options[] = {0x1a, 4, 0x20, 1, 0x28, 1};
  PJRT_Compile_Args compile = {
      .struct_size = PJRT_Compile_Args_STRUCT_SIZE, .topology = create.topology, .program = &program, .compile_options = compile_options, .compile_options_size = sizeof compile_options};
  check("compile", api->PJRT_Compile(&compile));

  PJRT_Executable_GetCompiledMemoryStats_Args stats = {.struct_size = PJRT_Executable_GetCompiledMemoryStats_Args_STRUCT_SIZE, .executable = compile.executable};
  check("memory", api->PJRT_Executable_GetCompiledMemoryStats(&stats));
  printf("{\"alias\": %lld, \"scratch\": %lld, \"code\": %lld}\n", (long long)stats.alias_size_in_bytes, (long long)stats.temp_size_in_bytes,
         (long long)stats.generated_code_size_in_bytes);
  return 0;
}

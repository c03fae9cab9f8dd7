// A PJRT plugin for tests, which fails on request. It is the real plugin that
// FAKE_PJRT_REAL names, loaded behind it, with some functions of its table
// replaced; FAKE_PJRT says what goes wrong, and is looked at in each call:
//
//   null          GetPjrtApi gives no table
//   old, new      the API's version is 0.10, or 1.0
//   initialize    the plugin cannot be initialised
//   no-driver     no client can be made, as by a CUDA plugin without a driver
//   oom-load      the device has no memory for a buffer
//   oom-compile   nor for a program
//   oom-run       nor for its results
//   run           a program fails
//
// It is built against the header that go-xla has: see the Makefile.

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pjrt_c_api.h"

static const PJRT_Api *real;
static PJRT_Api fake;

// An error of ours. The real plugin's functions do not understand it.
struct failure {
  unsigned long long mark;
  PJRT_Error_Code code;
  char text[128];
};
#define MARK 0x52334d45532d4641ull

static int asked(const char *what) {
  const char *mode = getenv("FAKE_PJRT");
  return mode != NULL && strcmp(mode, what) == 0;
}

static PJRT_Error *fail(PJRT_Error_Code code, const char *text) {
  struct failure *f = calloc(1, sizeof *f);
  f->mark = MARK;
  f->code = code;
  snprintf(f->text, sizeof f->text, "%s", text);
  return (PJRT_Error *)f;
}

static const struct failure *ours(const PJRT_Error *e) {
  const struct failure *f = (const struct failure *)e;
  return f != NULL && f->mark == MARK ? f : NULL;
}

static void error_destroy(PJRT_Error_Destroy_Args *args) {
  if (ours(args->error) != NULL) {
    free(args->error);
    return;
  }
  real->PJRT_Error_Destroy(args);
}

static void error_message(PJRT_Error_Message_Args *args) {
  const struct failure *f = ours(args->error);
  if (f == NULL) {
    real->PJRT_Error_Message(args);
    return;
  }
  args->message = f->text;
  args->message_size = strlen(f->text);
}

static PJRT_Error *error_code(PJRT_Error_GetCode_Args *args) {
  const struct failure *f = ours(args->error);
  if (f == NULL) return real->PJRT_Error_GetCode(args);
  args->code = f->code;
  return NULL;
}

static PJRT_Error *initialize(PJRT_Plugin_Initialize_Args *args) {
  if (asked("initialize")) return fail(PJRT_Error_Code_INTERNAL, "fake: cannot initialize");
  return real->PJRT_Plugin_Initialize(args);
}

static PJRT_Error *client_create(PJRT_Client_Create_Args *args) {
  if (asked("no-driver")) return fail(PJRT_Error_Code_FAILED_PRECONDITION, "fake: no CUDA driver: cuInit failed");
  return real->PJRT_Client_Create(args);
}

static PJRT_Error *from_host(PJRT_Client_BufferFromHostBuffer_Args *args) {
  if (asked("oom-load")) return fail(PJRT_Error_Code_RESOURCE_EXHAUSTED, "fake: out of memory allocating a buffer");
  return real->PJRT_Client_BufferFromHostBuffer(args);
}

static PJRT_Error *client_compile(PJRT_Client_Compile_Args *args) {
  if (asked("oom-compile")) return fail(PJRT_Error_Code_RESOURCE_EXHAUSTED, "fake: out of memory compiling");
  return real->PJRT_Client_Compile(args);
}

static PJRT_Error *execute(PJRT_LoadedExecutable_Execute_Args *args) {
  if (asked("oom-run")) return fail(PJRT_Error_Code_RESOURCE_EXHAUSTED, "fake: out of memory running");
  if (asked("run")) return fail(PJRT_Error_Code_INTERNAL, "fake: the device fell over");
  return real->PJRT_LoadedExecutable_Execute(args);
}

const PJRT_Api *GetPjrtApi(void) {
  if (asked("null")) return NULL;
  const char *path = getenv("FAKE_PJRT_REAL");
  void *library = path == NULL ? NULL : dlopen(path, RTLD_LAZY | RTLD_LOCAL);
  const PJRT_Api *(*get)(void) = library == NULL ? NULL : (const PJRT_Api *(*)(void))dlsym(library, "GetPjrtApi");
  if (get == NULL) {
    fprintf(stderr, "fakepjrt: FAKE_PJRT_REAL=%s is no plugin\n", path == NULL ? "" : path);
    return NULL;
  }
  real = get();
  memcpy(&fake, real, real->struct_size < sizeof fake ? real->struct_size : sizeof fake);
  if (asked("old")) fake.pjrt_api_version.minor_version = 10;
  if (asked("new")) fake.pjrt_api_version.major_version = 1;
  fake.PJRT_Error_Destroy = error_destroy;
  fake.PJRT_Error_Message = error_message;
  fake.PJRT_Error_GetCode = error_code;
  fake.PJRT_Plugin_Initialize = initialize;
  fake.PJRT_Client_Create = client_create;
  fake.PJRT_Client_BufferFromHostBuffer = from_host;
  fake.PJRT_Client_Compile = client_compile;
  fake.PJRT_LoadedExecutable_Execute = execute;
  return &fake;
}

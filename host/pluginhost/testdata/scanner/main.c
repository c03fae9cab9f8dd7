// A guest that does nothing but look at bytes and branch: the worst case for
// what counting costs. It scans its request a hundred times as a JSON reader
// would, and answers.
#include <stdint.h>

#define ENV(result, name, ...) \
  __attribute__((import_module("extism:host/env"), import_name(#name))) extern result name(__VA_ARGS__)

ENV(uint64_t, input_length, void);
ENV(uint64_t, input_load_u64, uint64_t);
ENV(uint64_t, alloc, uint64_t);
ENV(void, store_u8, uint64_t, uint32_t);
ENV(void, output_set, uint64_t, uint64_t);

static uint8_t in[1 << 16];
static volatile uint32_t seen;

static uint32_t scan(uint64_t len) {
  uint32_t depth = 0, deepest = 0, texts = 0, quoted = 0, escaped = 0;
  for (uint64_t i = 0; i < len; i++) {
    uint8_t c = in[i];
    if (escaped) {
      escaped = 0;
    } else if (quoted) {
      if (c == '\\') escaped = 1;
      else if (c == '"') quoted = 0, texts++;
    } else if (c == '"') {
      quoted = 1;
    } else if (c == '{' || c == '[') {
      if (++depth > deepest) deepest = depth;
    } else if (c == '}' || c == ']') {
      depth--;
    }
  }
  return texts * 64 + deepest;
}

__attribute__((export_name("r3mes_route"))) int32_t route(void) {
  uint64_t len = input_length();
  if (len > sizeof in - 8) return 1;
  for (uint64_t i = 0; i + 8 <= len; i += 8) *(uint64_t *)(in + i) = input_load_u64(i);
  for (int round = 0; round < 100; round++) seen = scan(len & ~7ull);
  static const char answer[] = "{\"adapter\":null,\"priority\":0,\"reason\":\"scanned\"}";
  uint64_t out = alloc(sizeof answer - 1);
  for (uint64_t i = 0; i < sizeof answer - 1; i++) store_u8(out + i, (uint8_t)answer[i]);
  output_set(out, sizeof answer - 1);
  return 0;
}

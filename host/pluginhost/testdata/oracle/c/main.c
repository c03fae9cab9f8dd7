// The oracle's guest in C: each export does one thing with Extism's functions.
// See oracle_test.go for what it must answer.
#include <stdint.h>

#define ENV(result, name, ...) \
  __attribute__((import_module("extism:host/env"), import_name(#name))) extern result name(__VA_ARGS__)
#define EXPORT(name) __attribute__((export_name("r3mes_" #name))) int32_t do_##name(void)

ENV(uint64_t, input_length, void);
ENV(uint32_t, input_load_u8, uint64_t);
ENV(uint64_t, input_load_u64, uint64_t);
ENV(void, output_set, uint64_t, uint64_t);
ENV(void, error_set, uint64_t);
ENV(uint64_t, alloc, uint64_t);
ENV(void, free, uint64_t);
ENV(uint64_t, length, uint64_t);
ENV(uint32_t, load_u8, uint64_t);
ENV(uint64_t, load_u64, uint64_t);
ENV(void, store_u8, uint64_t, uint32_t);
ENV(void, store_u64, uint64_t, uint64_t);
ENV(uint64_t, config_get, uint64_t);
ENV(uint64_t, var_get, uint64_t);
ENV(void, var_set, uint64_t, uint64_t);
ENV(uint64_t, http_request, uint64_t, uint64_t);
ENV(uint32_t, http_status_code, void);
ENV(void, log_info, uint64_t);
ENV(void, log_warn, uint64_t);
ENV(void, log_error, uint64_t);

static uint8_t in[1 << 18], out[1 << 18];
static uint64_t in_len, out_len;

static void read_input(void) {
  in_len = input_length();
  out_len = 0;
  uint64_t i = 0;
  for (; i + 8 <= in_len; i += 8) {
    uint64_t word = input_load_u64(i);
    for (int b = 0; b < 8; b++) in[i + b] = (uint8_t)(word >> (8 * b));
  }
  for (; i < in_len; i++) in[i] = (uint8_t)input_load_u8(i);
}

static uint64_t place(const uint8_t *bytes, uint64_t n) {
  uint64_t p = alloc(n);
  for (uint64_t i = 0; i < n; i++) store_u8(p + i, bytes[i]);
  return p;
}

static uint64_t size_of(const char *text) {
  uint64_t n = 0;
  while (text[n]) n++;
  return n;
}

static uint64_t place_text(const char *text) { return place((const uint8_t *)text, size_of(text)); }

static void put(const uint8_t *bytes, uint64_t n) {
  for (uint64_t i = 0; i < n; i++) out[out_len++] = bytes[i];
}

static void put_text(const char *text) { put((const uint8_t *)text, size_of(text)); }

static void put_number(uint64_t n) {
  uint8_t digits[20];
  int at = 20;
  do digits[--at] = '0' + n % 10; while (n /= 10);
  put(digits + at, 20 - at);
}

static void put_block(uint64_t p) {
  uint64_t n = length(p);
  for (uint64_t i = 0; i < n; i++) out[out_len++] = (uint8_t)load_u8(p + i);
}

static int32_t answer(void) {
  output_set(place(out, out_len), out_len);
  return 0;
}

EXPORT(echo) {
  read_input();
  put(in, in_len);
  return answer();
}

EXPORT(reverse) {
  read_input();
  for (uint64_t i = in_len; i > 0; i--) put(in + i - 1, 1);
  return answer();
}

EXPORT(size) {
  out_len = 0;
  put_number(input_length());
  return answer();
}

EXPORT(silent) { return 0; }

EXPORT(fail) {
  read_input();
  put_text("declined: ");
  put(in, in_len);
  error_set(place(out, out_len));
  return 1;
}

EXPORT(trap) { __builtin_trap(); }

EXPORT(vars) {
  read_input();
  var_set(place_text("k"), place(in, in_len));
  put_block(var_get(place_text("k")));
  var_set(place_text("k"), 0);
  put_text(var_get(place_text("k")) ? "|some" : "|none");
  return answer();
}

EXPORT(config) {
  read_input();
  uint64_t value = config_get(place(in, in_len));
  if (value) put_block(value);
  else put_text("none");
  return answer();
}

EXPORT(log) {
  read_input();
  log_info(place(in, in_len));
  log_warn(place(in, in_len));
  log_error(place(in, in_len));
  put_text("logged");
  return answer();
}

EXPORT(memory) {
  out_len = 0;
  uint64_t p = alloc(24);
  put_number(length(p));
  free(p);
  put_text(",");
  put_number(length(p));
  for (int i = 0; i < 500; i++) {
    uint64_t q = alloc(100 + i);
    store_u8(q, i);
    if (i % 2) free(q);
  }
  p = alloc(7);
  put_text(",");
  put_number(length(p));
  return answer();
}

EXPORT(widths) {
  out_len = 0;
  uint64_t p = alloc(16);
  store_u64(p, 0x0102030405060708);
  store_u64(p + 8, ~0ull);
  put_number(load_u8(p));
  put_text(",");
  put_number(load_u64(p + 4));
  store_u8(p + 8, 0x1ff);
  store_u8(p + 15, 0x7f);
  put_text(",");
  put_number(load_u64(p + 8));
  put_text(",");
  put_number(load_u8(p + 15));
  return answer();
}

// nested finds the string under "c", however deep.
EXPORT(nested) {
  read_input();
  put_text("{\"found\":{\"c\":\"");
  for (uint64_t i = 0; i + 5 <= in_len; i++) {
    if (in[i] == '"' && in[i + 1] == 'c' && in[i + 2] == '"' && in[i + 3] == ':' && in[i + 4] == '"') {
      for (i += 5; i < in_len && in[i] != '"'; i++) put(in + i, 1);
      break;
    }
  }
  put_text("\"}}");
  return answer();
}

EXPORT(unicode) {
  read_input();
  put(in, in_len);
  put_text("héllo 世界 🎉");
  return answer();
}

EXPORT(http) {
  read_input();
  uint64_t body = http_request(place(in, in_len), 0);
  put_number(http_status_code());
  put_text(":");
  if (body) put_block(body);
  return answer();
}

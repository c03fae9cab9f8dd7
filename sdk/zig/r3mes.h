/* r3mes.h: the R3MES plugin SDK for C, in one header and without a C library.
 *
 *   #include "r3mes.h"
 *
 *   static const char *route(const r3mes_route_request *q, r3mes_route_response *a) {
 *     if (q->adapters.count == 0) { a->abstain = true; return 0; }
 *     a->adapter = q->adapters.items[0].name;
 *     a->reason = r3mes_lit("the first");
 *     return 0;
 *   }
 *   R3MES_ROUTE(route)
 *
 * Include it in one .c file only and build with
 *
 *   zig cc -target wasm32-freestanding -Os -Wl,--no-entry -I r3mes main.c -o plugin.wasm
 *
 * or with `r3mes plugin build`. A hook returns 0, or the words of an error.
 * All memory of a call, the request's strings included, is valid until the
 * hook returns; nothing outlives it. Types and R3MES_<HOOK> macros are in
 * r3mes_contract.h, which is made from the contract's JSON Schemas.
 */
#ifndef R3MES_H
#define R3MES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Strings are UTF-8 and not terminated; ptr may be 0 when len is. */
typedef struct {
  const char *ptr;
  size_t len;
} r3mes_str;

/* Text of one JSON value, read with r3mes_get and its siblings. */
typedef r3mes_str r3mes_json;

/* A string literal as an r3mes_str. */
#define r3mes_lit(literal) ((r3mes_str){literal, sizeof(literal) - 1})

/* ---- Memory ------------------------------------------------------------ */

extern unsigned char __heap_base;
static size_t r3mes_top; /* first free byte; 0: at __heap_base */

/* r3mes_alloc returns n bytes that live until the hook returns. Traps when the
 * host gives no more memory. */
static void *r3mes_alloc(size_t n) {
  const size_t page = 65536;
  if (r3mes_top == 0) r3mes_top = ((size_t)&__heap_base + 15) & ~(size_t)15;
  size_t at = r3mes_top, have = __builtin_wasm_memory_size(0) * page;
  if (n > (size_t)-1 - 15 - at) __builtin_trap();
  r3mes_top = (at + n + 15) & ~(size_t)15;
  if (r3mes_top > have && __builtin_wasm_memory_grow(0, (r3mes_top - have + page - 1) / page) == (size_t)-1) __builtin_trap();
  return (void *)at;
}

static void r3mes_copy(char *to, const char *from, size_t n) {
  for (size_t i = 0; i < n; i++) to[i] = from[i];
}

static bool r3mes_equal(r3mes_str a, r3mes_str b) {
  if (a.len != b.len) return false;
  for (size_t i = 0; i < a.len; i++)
    if (a.ptr[i] != b.ptr[i]) return false;
  return true;
}

/* r3mes_concat is a followed by b. */
static inline r3mes_str r3mes_concat(r3mes_str a, r3mes_str b) {
  char *both = r3mes_alloc(a.len + b.len);
  r3mes_copy(both, a.ptr, a.len);
  r3mes_copy(both + a.len, b.ptr, b.len);
  return (r3mes_str){both, a.len + b.len};
}

/* ---- The host: Extism's guest ABI --------------------------------------- */

#define R3MES_IMPORT(name) __attribute__((import_module("extism:host/env"), import_name(name))) extern
R3MES_IMPORT("input_length") uint64_t r3mes_input_length(void);
R3MES_IMPORT("input_load_u8") uint32_t r3mes_input_load_u8(uint64_t);
R3MES_IMPORT("input_load_u64") uint64_t r3mes_input_load_u64(uint64_t);
R3MES_IMPORT("alloc") uint64_t r3mes_host_alloc(uint64_t);
R3MES_IMPORT("store_u8") void r3mes_store_u8(uint64_t, uint32_t);
R3MES_IMPORT("store_u64") void r3mes_store_u64(uint64_t, uint64_t);
R3MES_IMPORT("output_set") void r3mes_output_set(uint64_t, uint64_t);
R3MES_IMPORT("error_set") void r3mes_error_set(uint64_t);
R3MES_IMPORT("log_info") void r3mes_log_info(uint64_t);

/* r3mes_place copies text into the host's memory and returns where. */
static uint64_t r3mes_place(r3mes_str text) {
  uint64_t at = r3mes_host_alloc(text.len);
  size_t i = 0;
  if (at == 0) return 0;
  for (; i + 8 <= text.len; i += 8) {
    uint64_t word;
    __builtin_memcpy(&word, text.ptr + i, 8);
    r3mes_store_u64(at + i, word);
  }
  for (; i < text.len; i++) r3mes_store_u8(at + i, (unsigned char)text.ptr[i]);
  return at;
}

/* r3mes_log writes a line to the plugin's log, if the operator granted it. */
static inline void r3mes_log(r3mes_str line) { r3mes_log_info(r3mes_place(line)); }

/* ---- Reading JSON -------------------------------------------------------- */

enum r3mes_kind { R3MES_STR, R3MES_NULLABLE, R3MES_INT, R3MES_NUM, R3MES_BOOL, R3MES_JSON, R3MES_OBJECT, R3MES_LIST };

typedef struct r3mes_shape r3mes_shape;

typedef struct {
  const char *key;
  uint16_t key_len;
  uint16_t kind;
  uint32_t offset;
  const r3mes_shape *of; /* of R3MES_OBJECT and R3MES_LIST */
} r3mes_field;

struct r3mes_shape {
  const r3mes_field *fields;
  uint32_t count, size;
};

/* The indexes of the fields that one form of an answer has. */
typedef struct {
  uint8_t count;
  uint8_t fields[15];
} r3mes_form;

typedef struct {
  char *p, *end;
  bool bad;
} r3mes_reader;

static char r3mes_peek(r3mes_reader *r) {
  while (r->p < r->end && (*r->p == ' ' || *r->p == '\n' || *r->p == '\t' || *r->p == '\r')) r->p++;
  return r->p < r->end ? *r->p : 0;
}

static bool r3mes_take(r3mes_reader *r, char c) {
  if (r3mes_peek(r) != c) return false;
  r->p++;
  return true;
}

static void r3mes_want(r3mes_reader *r, char c) {
  if (!r3mes_take(r, c)) r->bad = true;
}

/* r3mes_raw_string moves past a string and returns what is between its quotes. */
static r3mes_str r3mes_raw_string(r3mes_reader *r) {
  r3mes_str s = {0, 0};
  r3mes_want(r, '"');
  if (r->bad) return s;
  s.ptr = r->p;
  while (r->p < r->end && *r->p != '"') r->p += *r->p == '\\' ? 2 : 1;
  if (r->p >= r->end) {
    r->bad = true;
    r->p = r->end;
    return s;
  }
  s.len = (size_t)(r->p++ - s.ptr);
  return s;
}

static uint32_t r3mes_hex4(const char *p, const char *end) {
  uint32_t v = 0;
  if (end - p < 4) return 0xfffd;
  for (int i = 0; i < 4; i++) {
    char c = p[i];
    uint32_t d = c >= '0' && c <= '9' ? (uint32_t)(c - '0') : (c | 32) >= 'a' && (c | 32) <= 'f' ? (uint32_t)((c | 32) - 'a' + 10) : 16;
    if (d == 16) return 0xfffd;
    v = v << 4 | d;
  }
  return v;
}

static char *r3mes_utf8(char *to, uint32_t c) {
  if (c < 0x80) {
    *to++ = (char)c;
  } else if (c < 0x800) {
    *to++ = (char)(0xc0 | c >> 6);
    *to++ = (char)(0x80 | (c & 63));
  } else {
    if (c < 0x10000) {
      *to++ = (char)(0xe0 | c >> 12);
    } else {
      *to++ = (char)(0xf0 | c >> 18);
      *to++ = (char)(0x80 | (c >> 12 & 63));
    }
    *to++ = (char)(0x80 | (c >> 6 & 63));
    *to++ = (char)(0x80 | (c & 63));
  }
  return to;
}

/* r3mes_unescape replaces the escapes of a raw string in place: its text never
 * grows. Half a surrogate pair becomes U+FFFD. */
static r3mes_str r3mes_unescape(r3mes_str raw) {
  char *to = (char *)raw.ptr;
  const char *p = raw.ptr, *end = raw.ptr + raw.len;
  while (p < end) {
    if (*p != '\\') {
      *to++ = *p++;
      continue;
    }
    char c = p[1];
    p += 2;
    if (c != 'u') {
      *to++ = c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c == 'b' ? '\b' : c == 'f' ? '\f' : c;
      continue;
    }
    uint32_t u = r3mes_hex4(p, end);
    p += end - p < 4 ? end - p : 4;
    if (u >= 0xd800 && u < 0xe000) {
      uint32_t low = u < 0xdc00 && end - p >= 6 && p[0] == '\\' && p[1] == 'u' ? r3mes_hex4(p + 2, end) : 0;
      if (low >= 0xdc00 && low < 0xe000) {
        u = 0x10000 + ((u - 0xd800) << 10) + (low - 0xdc00);
        p += 6;
      } else {
        u = 0xfffd;
      }
    }
    to = r3mes_utf8(to, u);
  }
  return (r3mes_str){raw.ptr, (size_t)(to - raw.ptr)};
}

/* r3mes_skip moves past one value, however deep, without recursion. */
static void r3mes_skip(r3mes_reader *r) {
  size_t depth = 0;
  do {
    char c = r3mes_peek(r);
    if (c == '"') {
      r3mes_raw_string(r);
    } else if (c == '{' || c == '[') {
      depth++;
      r->p++;
    } else if (c == '}' || c == ']') {
      if (depth == 0) r->bad = true;
      depth--;
      r->p++;
    } else if ((c == ',' || c == ':') && depth > 0) {
      r->p++;
    } else {
      char *from = r->p;
      while (r->p < r->end && ((*r->p | 32) >= 'a' ? (*r->p | 32) <= 'z' : (*r->p >= '0' && *r->p <= '9') || *r->p == '-' || *r->p == '+' || *r->p == '.')) r->p++;
      if (r->p == from) r->bad = true;
    }
  } while (depth > 0 && !r->bad);
}

/* r3mes_number reads a number; *whole is its integer part, saturated. The
 * result is within one unit in the last place. */
static double r3mes_number(r3mes_reader *r, int64_t *whole) {
  r3mes_peek(r);
  bool minus = r->p < r->end && *r->p == '-';
  if (minus) r->p++;
  uint64_t mantissa = 0, integer = 0;
  int exponent = 0, digits = 0;
  bool fraction = false, full = false;
  for (; r->p < r->end; r->p++) {
    char c = *r->p;
    if (c == '.' && !fraction) {
      fraction = true;
      continue;
    }
    if (c < '0' || c > '9') break;
    digits++;
    if (!fraction) {
      if (integer > (INT64_MAX - (uint64_t)(c - '0')) / 10) full = true;
      integer = integer * 10 + (uint64_t)(c - '0');
    }
    if (mantissa < 1000000000000000000u) {
      mantissa = mantissa * 10 + (uint64_t)(c - '0');
      exponent -= fraction;
    } else {
      exponent += !fraction;
    }
  }
  if (digits == 0) r->bad = true;
  if (r->p < r->end && (*r->p | 32) == 'e') {
    int e = 0;
    r->p++;
    bool down = r->p < r->end && *r->p == '-';
    if (r->p < r->end && (*r->p == '-' || *r->p == '+')) r->p++;
    for (; r->p < r->end && *r->p >= '0' && *r->p <= '9'; r->p++)
      if (e < 10000) e = e * 10 + (*r->p - '0');
    exponent += down ? -e : e;
    if (e != 0) integer = 0, full = true; /* no integer field is written with an exponent */
  }
  if (whole != 0) {
    *whole = full ? INT64_MAX : (int64_t)integer;
    if (minus) *whole = -*whole;
  }
  double v = (double)mantissa, power = 1, ten = 10;
  unsigned n = (unsigned)(exponent < 0 ? -exponent : exponent);
  for (; n > 0; n >>= 1, ten *= ten)
    if (n & 1) power *= ten;
  v = exponent < 0 ? v / power : v * power;
  return minus ? -v : v;
}

static void r3mes_read_object(r3mes_reader *r, const r3mes_shape *shape, char *to);

/* r3mes_count tells how many values the array at r holds, moving a copy. */
static size_t r3mes_count(r3mes_reader r) {
  size_t n = 0;
  if (r3mes_peek(&r) == ']') return 0;
  do {
    r3mes_skip(&r);
    n++;
  } while (!r.bad && r3mes_take(&r, ','));
  return n;
}

typedef struct {
  char *items;
  size_t count;
} r3mes_list;

static void r3mes_read_list(r3mes_reader *r, const r3mes_shape *shape, r3mes_list *to) {
  r3mes_want(r, '[');
  size_t count = r3mes_count(*r);
  to->items = r3mes_alloc(count * shape->size);
  for (size_t i = 0; i < count * shape->size; i++) to->items[i] = 0;
  for (to->count = 0; to->count < count && !r->bad; to->count++) {
    if (to->count > 0) r3mes_want(r, ',');
    r3mes_read_object(r, shape, to->items + to->count * shape->size);
  }
  r3mes_want(r, ']');
}

static void r3mes_read_value(r3mes_reader *r, const r3mes_field *f, char *to) {
  char c = r3mes_peek(r), *from = r->p;
  if (c == 'n' && f->kind != R3MES_JSON) { /* null is a field's zero */
    r3mes_skip(r);
    return;
  }
  switch (f->kind) {
  case R3MES_STR:
  case R3MES_NULLABLE:
    *(r3mes_str *)to = r3mes_unescape(r3mes_raw_string(r));
    return;
  case R3MES_INT:
    r3mes_number(r, (int64_t *)to);
    return;
  case R3MES_NUM:
    *(double *)to = r3mes_number(r, 0);
    return;
  case R3MES_BOOL:
    *(bool *)to = c == 't';
    if (c != 't' && c != 'f') r->bad = true;
    r3mes_skip(r);
    return;
  case R3MES_JSON:
    r3mes_skip(r);
    *(r3mes_json *)to = (r3mes_json){from, (size_t)(r->p - from)};
    return;
  case R3MES_OBJECT:
    r3mes_read_object(r, f->of, to);
    return;
  default:
    r3mes_read_list(r, f->of, (r3mes_list *)to);
  }
}

/* r3mes_read_object fills to by key, in whatever order the keys come; keys that
 * the shape does not have are skipped. */
static void r3mes_read_object(r3mes_reader *r, const r3mes_shape *shape, char *to) {
  r3mes_want(r, '{');
  if (r3mes_take(r, '}')) return;
  do {
    r3mes_str key = r3mes_unescape(r3mes_raw_string(r));
    r3mes_want(r, ':');
    uint32_t i = 0;
    while (i < shape->count && !r3mes_equal(key, (r3mes_str){shape->fields[i].key, shape->fields[i].key_len})) i++;
    if (r->bad) return;
    if (i < shape->count)
      r3mes_read_value(r, &shape->fields[i], to + shape->fields[i].offset);
    else
      r3mes_skip(r);
  } while (!r->bad && r3mes_take(r, ','));
  r3mes_want(r, '}');
}

/* r3mes_get is the text of a key's value in an object; its len is 0 when the
 * object does not have the key. */
static r3mes_json r3mes_get(r3mes_json object, r3mes_str key) {
  r3mes_json found = {0, 0};
  const r3mes_field field = {key.ptr, (uint16_t)key.len, R3MES_JSON, 0, 0};
  const r3mes_shape shape = {&field, 1, sizeof(found)};
  r3mes_reader r = {(char *)object.ptr, (char *)object.ptr + object.len, false};
  if (object.len > 0) r3mes_read_object(&r, &shape, (char *)&found);
  return r.bad ? (r3mes_json){0, 0} : found;
}

/* The value of a key, or the fallback when it is missing. Unescaping works on
 * the request's own bytes, so ask for a string once. */
static inline int64_t r3mes_get_int(r3mes_json object, r3mes_str key, int64_t fallback) {
  r3mes_json v = r3mes_get(object, key);
  r3mes_reader r = {(char *)v.ptr, (char *)v.ptr + v.len, v.len == 0};
  if (!r.bad) r3mes_number(&r, &fallback);
  return fallback;
}

static inline double r3mes_get_num(r3mes_json object, r3mes_str key, double fallback) {
  r3mes_json v = r3mes_get(object, key);
  r3mes_reader r = {(char *)v.ptr, (char *)v.ptr + v.len, v.len == 0};
  return r.bad ? fallback : r3mes_number(&r, 0);
}

static inline bool r3mes_get_bool(r3mes_json object, r3mes_str key, bool fallback) {
  r3mes_json v = r3mes_get(object, key);
  return v.len == 0 ? fallback : *v.ptr == 't';
}

static inline r3mes_str r3mes_get_str(r3mes_json object, r3mes_str key, r3mes_str fallback) {
  r3mes_json v = r3mes_get(object, key);
  if (v.len < 2 || *v.ptr != '"') return fallback;
  char *copy = r3mes_alloc(v.len);
  r3mes_copy(copy, v.ptr + 1, v.len - 2);
  return r3mes_unescape((r3mes_str){copy, v.len - 2});
}

/* ---- Writing JSON -------------------------------------------------------- */

/* The answer is built at the top of memory, so it can grow without moving. */
static void r3mes_put(r3mes_str *out, char c) {
  if ((out->len & 15) == 0) {
    char *more = r3mes_alloc(1); /* 16 bytes, next to the last ones */
    if (out->len == 0) out->ptr = more;
  }
  ((char *)out->ptr)[out->len++] = c;
}

static void r3mes_put_text(r3mes_str *out, r3mes_str text) {
  for (size_t i = 0; i < text.len; i++) r3mes_put(out, text.ptr[i]);
}

static void r3mes_put_string(r3mes_str *out, r3mes_str s) {
  static const char hex[16] = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};
  r3mes_put(out, '"');
  for (size_t i = 0; i < s.len; i++) {
    unsigned char c = (unsigned char)s.ptr[i];
    if (c < ' ') {
      r3mes_put_text(out, r3mes_lit("\\u00"));
      r3mes_put(out, hex[c >> 4]);
      c = (unsigned char)hex[c & 15];
    } else if (c == '"' || c == '\\') {
      r3mes_put(out, '\\');
    }
    r3mes_put(out, (char)c);
  }
  r3mes_put(out, '"');
}

static void r3mes_put_int(r3mes_str *out, int64_t n) {
  char digits[20];
  int i = 0;
  uint64_t u = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
  if (n < 0) r3mes_put(out, '-');
  do digits[i++] = (char)('0' + u % 10);
  while (u /= 10);
  while (i > 0) r3mes_put(out, digits[--i]);
}

static void r3mes_put_object(r3mes_str *out, const r3mes_shape *shape, const r3mes_form *form, const char *from);

static void r3mes_put_value(r3mes_str *out, const r3mes_field *f, const char *from) {
  const r3mes_str *s = (const r3mes_str *)from;
  switch (f->kind) {
  case R3MES_NULLABLE:
    if (s->len == 0) {
      r3mes_put_text(out, r3mes_lit("null"));
      return;
    }
    /* fall through */
  case R3MES_STR:
    r3mes_put_string(out, *s);
    return;
  case R3MES_INT:
    r3mes_put_int(out, *(const int64_t *)from);
    return;
  case R3MES_BOOL:
    r3mes_put_text(out, *(const bool *)from ? r3mes_lit("true") : r3mes_lit("false"));
    return;
  case R3MES_JSON:
    r3mes_put_text(out, s->len > 0 ? *s : r3mes_lit("null"));
    return;
  case R3MES_OBJECT:
    r3mes_put_object(out, f->of, 0, from);
    return;
  case R3MES_LIST: {
    const r3mes_list *list = (const r3mes_list *)from;
    r3mes_put(out, '[');
    for (size_t i = 0; i < list->count; i++) {
      if (i > 0) r3mes_put(out, ',');
      r3mes_put_object(out, f->of, 0, list->items + i * f->of->size);
    }
    r3mes_put(out, ']');
    return;
  }
  default:
    __builtin_trap(); /* no answer of the contract has a number with a fraction */
  }
}

/* r3mes_put_object writes the fields of form, or all without one. */
static void r3mes_put_object(r3mes_str *out, const r3mes_shape *shape, const r3mes_form *form, const char *from) {
  uint32_t count = form != 0 ? form->count : shape->count;
  r3mes_put(out, '{');
  for (uint32_t i = 0; i < count; i++) {
    const r3mes_field *f = &shape->fields[form != 0 ? form->fields[i] : i];
    if (i > 0) r3mes_put(out, ',');
    r3mes_put_string(out, (r3mes_str){f->key, f->key_len});
    r3mes_put(out, ':');
    r3mes_put_value(out, f, from + f->offset);
  }
  r3mes_put(out, '}');
}

/* ---- One call ------------------------------------------------------------ */

static const char *r3mes_read(const r3mes_shape *shape, void *request) {
  r3mes_top = 0;
  size_t n = (size_t)r3mes_input_length(), i = 0;
  char *text = r3mes_alloc(n);
  for (; i + 8 <= n; i += 8) {
    uint64_t word = r3mes_input_load_u64(i);
    __builtin_memcpy(text + i, &word, 8);
  }
  for (; i < n; i++) text[i] = (char)r3mes_input_load_u8(i);
  r3mes_reader r = {text, text + n, false};
  r3mes_read_object(&r, shape, request);
  if (r3mes_peek(&r) != 0) r.bad = true;
  return r.bad ? "r3mes: the request is not the JSON object of this hook" : 0;
}

/* r3mes_chosen tells whether a form's first field says that it is the one. */
static bool r3mes_chosen(const r3mes_shape *shape, const r3mes_form *form, const char *from) {
  const r3mes_field *f = &shape->fields[form->fields[0]];
  return f->kind == R3MES_BOOL ? *(const bool *)(from + f->offset) : ((const r3mes_str *)(from + f->offset))->len > 0;
}

static int32_t r3mes_answer(const char *error, const r3mes_shape *shape, const r3mes_form *forms, uint32_t count, const void *response) {
  if (error != 0) {
    r3mes_str words = {error, 0};
    while (error[words.len] != 0) words.len++;
    r3mes_error_set(r3mes_place(words));
    return 1;
  }
  uint32_t i = 0;
  while (i + 1 < count && !r3mes_chosen(shape, &forms[i], response)) i++;
  r3mes_str out = {0, 0};
  r3mes_put_object(&out, shape, &forms[i], response);
  r3mes_output_set(r3mes_place(out), out.len);
  return 0;
}

#include "r3mes_contract.h"

#endif

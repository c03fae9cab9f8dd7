/* r3mes_reach.h: what a plugin in C may reach when it was granted: pairs,
 * embeddings, metrics and HTTP. A function that is not called is not linked, so
 * it asks for no grant. A call that is not allowed ends the hook with an error.
 * Results live until the hook returns.
 */
#ifndef R3MES_REACH_H
#define R3MES_REACH_H

#include "r3mes.h"

#define R3MES_USER(name) __attribute__((import_module("extism:host/user"), import_name(name))) extern
R3MES_USER("r3mes_kv_get") uint64_t r3mes_host_kv_get(uint64_t);
R3MES_USER("r3mes_kv_set") uint64_t r3mes_host_kv_set(uint64_t, uint64_t, uint64_t);
R3MES_USER("r3mes_kv_add") int64_t r3mes_host_kv_add(uint64_t, int64_t);
R3MES_USER("r3mes_embed") uint64_t r3mes_host_embed(uint64_t);
R3MES_USER("r3mes_similarity") double r3mes_host_similarity(uint64_t, uint64_t);
R3MES_USER("r3mes_metric_add") void r3mes_host_metric_add(uint64_t, double);
R3MES_IMPORT("http_request") uint64_t r3mes_host_http_request(uint64_t, uint64_t);
R3MES_IMPORT("http_status_code") uint32_t r3mes_host_http_status_code(void);
R3MES_IMPORT("http_headers") uint64_t r3mes_host_http_headers(void);
R3MES_IMPORT("length") uint64_t r3mes_host_length(uint64_t);
R3MES_IMPORT("load_u8") uint32_t r3mes_host_load_u8(uint64_t);
R3MES_IMPORT("load_u64") uint64_t r3mes_host_load_u64(uint64_t);
R3MES_IMPORT("free") void r3mes_host_free(uint64_t);

/* r3mes_fetch_block copies a block of the host's memory and frees it; empty for 0. */
static inline r3mes_str r3mes_fetch_block(uint64_t at) {
  if (at == 0) return (r3mes_str){0, 0};
  size_t n = (size_t)r3mes_host_length(at), i = 0;
  char *bytes = r3mes_alloc(n);
  for (; i + 8 <= n; i += 8) {
    uint64_t word = r3mes_host_load_u64(at + i);
    __builtin_memcpy(bytes + i, &word, 8);
  }
  for (; i < n; i++) bytes[i] = (char)r3mes_host_load_u8(at + i);
  r3mes_host_free(at);
  return (r3mes_str){bytes, n};
}

/* The value that this plugin stored under the key; empty when there is none, or
 * its time is over. Needs the grant kv. */
static inline r3mes_str r3mes_kv_get(r3mes_str key) {
  uint64_t k = r3mes_place(key);
  r3mes_str value = r3mes_fetch_block(r3mes_host_kv_get(k));
  r3mes_host_free(k);
  return value;
}

/* Stores a pair for so many seconds, 0: for ever; an empty value removes the
 * key. False when quota or rate forbid it. Needs the grant kv. */
static inline bool r3mes_kv_set(r3mes_str key, r3mes_str value, uint64_t seconds) {
  uint64_t k = r3mes_place(key), v = r3mes_place(value);
  bool ok = r3mes_host_kv_set(k, v, seconds) != 0;
  r3mes_host_free(k);
  r3mes_host_free(v);
  return ok;
}

/* Adds to a counter, atomically, and returns the sum. Needs the grant kv. */
static inline int64_t r3mes_kv_add(r3mes_str key, int64_t delta) {
  uint64_t k = r3mes_place(key);
  int64_t sum = r3mes_host_kv_add(k, delta);
  r3mes_host_free(k);
  return sum;
}

/* The host's sentence embedding of a text: n floats at the result. Needs the
 * grant embed. */
static inline const float *r3mes_embed(r3mes_str text, size_t *n) {
  uint64_t t = r3mes_place(text);
  r3mes_str bytes = r3mes_fetch_block(r3mes_host_embed(t));
  r3mes_host_free(t);
  *n = bytes.len / sizeof(float);
  return (const float *)bytes.ptr; /* r3mes_alloc aligns to 16 */
}

/* The cosine of two texts' embeddings. Needs the grant embed. */
static inline double r3mes_similarity(r3mes_str a, r3mes_str b) {
  uint64_t x = r3mes_place(a), y = r3mes_place(b);
  double cosine = r3mes_host_similarity(x, y);
  r3mes_host_free(x);
  r3mes_host_free(y);
  return cosine;
}

/* Adds to one of the counters that the manifest lists under metrics. Needs the
 * grant metrics. */
static inline void r3mes_metric_add(r3mes_str name, double delta) {
  uint64_t n = r3mes_place(name);
  r3mes_host_metric_add(n, delta);
  r3mes_host_free(n);
}

/* A header of a request. The value may hold {{secret:name}}: the host puts the
 * secret there, and the plugin never sees it. */
typedef struct {
  r3mes_str name, value;
} r3mes_header;

typedef struct {
  r3mes_str url;
  r3mes_str method; /* empty: GET */
  const r3mes_header *headers;
  size_t header_count;
  r3mes_str body;
} r3mes_http_request;

typedef struct {
  uint32_t status;
  r3mes_json headers; /* an object, names in lower case */
  r3mes_str body;
} r3mes_http_response;

/* Makes a request and follows redirects, each hop by the grant http. */
static inline r3mes_http_response r3mes_http(const r3mes_http_request *q) {
  r3mes_str text = {0, 0};
  r3mes_put_text(&text, r3mes_lit("{\"url\":"));
  r3mes_put_string(&text, q->url);
  r3mes_put_text(&text, r3mes_lit(",\"method\":"));
  r3mes_put_string(&text, q->method);
  r3mes_put_text(&text, r3mes_lit(",\"headers\":{"));
  for (size_t i = 0; i < q->header_count; i++) {
    if (i > 0) r3mes_put(&text, ',');
    r3mes_put_string(&text, q->headers[i].name);
    r3mes_put(&text, ':');
    r3mes_put_string(&text, q->headers[i].value);
  }
  r3mes_put_text(&text, r3mes_lit("}}"));
  uint64_t body = r3mes_host_http_request(r3mes_place(text), r3mes_place(q->body)); /* the host frees both */
  r3mes_http_response a;
  a.status = r3mes_host_http_status_code();
  a.body = r3mes_fetch_block(body);
  a.headers = r3mes_fetch_block(r3mes_host_http_headers());
  return a;
}

#endif

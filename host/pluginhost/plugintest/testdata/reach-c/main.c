/* The guest that uses everything it was granted, in C. See reach_test.go. */
#include "r3mes_reach.h"

static char out[512];
static size_t len;

static void say(r3mes_str text) {
  if (len > 0) out[len++] = ' ';
  r3mes_copy(out + len, text.ptr, text.len);
  len += text.len;
}

static void say_truth(bool b) { say(b ? r3mes_lit("true") : r3mes_lit("false")); }

static void say_number(int64_t n) {
  r3mes_str digits = {0, 0};
  r3mes_put_int(&digits, n);
  say(digits);
}

static const char *route(const r3mes_route_request *q, r3mes_route_response *a) {
  len = 0;
  r3mes_kv_add(r3mes_lit("n"), 5);
  say_number(r3mes_kv_add(r3mes_lit("n"), -7));
  say_truth(r3mes_kv_set(r3mes_lit("ü"), r3mes_lit("wäre\""), 60));
  say(r3mes_kv_get(r3mes_lit("ü")));
  r3mes_kv_set(r3mes_lit("ü"), r3mes_lit(""), 0);
  say_truth(r3mes_kv_get(r3mes_lit("ü")).len == 0);
  r3mes_metric_add(r3mes_lit("asked_total"), 1.5);
  say_truth(r3mes_similarity(r3mes_lit("same"), r3mes_lit("same")) > 0.99);
  size_t dimensions;
  r3mes_embed(r3mes_lit("text"), &dimensions);
  say_number((int64_t)dimensions);
  r3mes_header headers[] = {{r3mes_lit("X-Quote"), r3mes_lit("a\"b\\c")}, {r3mes_lit("X-Key"), r3mes_lit("{{secret:key}}")}};
  r3mes_http_request request = {.url = q->adapters.items[0].description, .headers = headers, .header_count = 2};
  r3mes_http_response answer = r3mes_http(&request);
  say_number(answer.status);
  say(answer.body);
  say(r3mes_get_str(answer.headers, r3mes_lit("x-echo"), r3mes_lit("")));
  a->reason = (r3mes_str){out, len};
  return 0;
}
R3MES_ROUTE(route)

// What a plugin may reach when it was granted: pairs, embeddings, metrics and
// HTTP. A function that is not called is not linked, so it asks for no grant. A
// call that is not allowed ends the hook with an error.
import { Json, Writer, place } from "./guest";

// @ts-ignore: decorator
@external("extism:host/user", "r3mes_kv_get") declare function r3mes_kv_get(key: u64): u64;
// @ts-ignore: decorator
@external("extism:host/user", "r3mes_kv_set") declare function r3mes_kv_set(key: u64, value: u64, seconds: u64): u64;
// @ts-ignore: decorator
@external("extism:host/user", "r3mes_kv_add") declare function r3mes_kv_add(key: u64, delta: i64): i64;
// @ts-ignore: decorator
@external("extism:host/user", "r3mes_embed") declare function r3mes_embed(text: u64): u64;
// @ts-ignore: decorator
@external("extism:host/user", "r3mes_similarity") declare function r3mes_similarity(a: u64, b: u64): f64;
// @ts-ignore: decorator
@external("extism:host/user", "r3mes_metric_add") declare function r3mes_metric_add(name: u64, delta: f64): void;
// @ts-ignore: decorator
@external("extism:host/env", "http_request") declare function http_request(request: u64, body: u64): u64;
// @ts-ignore: decorator
@external("extism:host/env", "http_status_code") declare function http_status_code(): i32;
// @ts-ignore: decorator
@external("extism:host/env", "http_headers") declare function http_headers(): u64;
// @ts-ignore: decorator
@external("extism:host/env", "length") declare function length(offset: u64): u64;
// @ts-ignore: decorator
@external("extism:host/env", "load_u8") declare function load_u8(offset: u64): u32;
// @ts-ignore: decorator
@external("extism:host/env", "load_u64") declare function load_u64(offset: u64): u64;
// @ts-ignore: decorator
@external("extism:host/env", "free") declare function free(offset: u64): void;

/** Copies a block of the host's memory and frees it; empty for 0. */
function take(offset: u64): ArrayBuffer {
  if (offset == 0) return new ArrayBuffer(0);
  const n = <i32>length(offset);
  const bytes = new ArrayBuffer(n);
  const to = changetype<usize>(bytes);
  let i = 0;
  for (; i + 8 <= n; i += 8) store<u64>(to + i, load_u64(offset + i));
  for (; i < n; i++) store<u8>(to + i, <u8>load_u8(offset + i));
  free(offset);
  return bytes;
}

function lend(text: string): u64 {
  return place(String.UTF8.encode(text));
}

/**
 * The value that this plugin stored under the key; empty when there is none, or
 * its time is over. Needs the grant kv.
 */
export function kvGet(key: string): ArrayBuffer {
  const k = lend(key);
  const value = take(r3mes_kv_get(k));
  free(k);
  return value;
}

/** kvGet of a pair whose value is text. */
export function kvGetString(key: string): string {
  return String.UTF8.decode(kvGet(key));
}

/**
 * Stores a pair for so many seconds, 0: for ever; an empty value removes the
 * key. False when quota or rate forbid it. Needs the grant kv.
 */
export function kvSet(key: string, value: ArrayBuffer, seconds: u64 = 0): bool {
  const k = lend(key);
  const v = place(value);
  const ok = r3mes_kv_set(k, v, seconds) != 0;
  free(k);
  free(v);
  return ok;
}

/** kvSet of a value that is text. */
export function kvSetString(key: string, value: string, seconds: u64 = 0): bool {
  return kvSet(key, String.UTF8.encode(value), seconds);
}

/** Adds to a counter, atomically, and returns the sum. Needs the grant kv. */
export function kvAdd(key: string, delta: i64): i64 {
  const k = lend(key);
  const sum = r3mes_kv_add(k, delta);
  free(k);
  return sum;
}

/** The host's sentence embedding of a text. Needs the grant embed. */
export function embed(text: string): Float32Array {
  const t = lend(text);
  const vector = Float32Array.wrap(take(r3mes_embed(t)));
  free(t);
  return vector;
}

/** The cosine of two texts' embeddings. Needs the grant embed. */
export function similarity(a: string, b: string): f64 {
  const x = lend(a);
  const y = lend(b);
  const cosine = r3mes_similarity(x, y);
  free(x);
  free(y);
  return cosine;
}

/**
 * Adds to one of the counters that the manifest lists under metrics. Needs the
 * grant metrics.
 */
export function metricAdd(name: string, delta: f64): void {
  const n = lend(name);
  r3mes_metric_add(n, delta);
  free(n);
}

/** One request of a plugin. */
export class HttpRequest {
  method: string = "GET";
  body: ArrayBuffer = new ArrayBuffer(0);
  private names: string[] = [];
  private values: string[] = [];

  constructor(public url: string) {}

  /**
   * Sets a header. The value may hold {{secret:name}}: the host puts the secret
   * there, and the plugin never sees it.
   */
  header(name: string, value: string): HttpRequest {
    this.names.push(name);
    this.values.push(value);
    return this;
  }

  text(): string {
    const w = new Writer();
    w.open("{");
    w.string("url", this.url);
    w.string("method", this.method);
    w.key("headers");
    w.open("{");
    for (let i = 0; i < this.names.length; i++) w.string(this.names[i], this.values[i]);
    w.close("}");
    w.close("}");
    return w.text;
  }
}

/** The answer to an HttpRequest. */
export class HttpResponse {
  status: i32 = 0;
  /** An object, names in lower case: headers.string("content-type", ""). */
  headers: Json = new Json();
  body: ArrayBuffer = new ArrayBuffer(0);

  bodyText(): string {
    return String.UTF8.decode(this.body);
  }
}

/** Makes a request and follows redirects, each hop by the grant http. */
export function http(request: HttpRequest): HttpResponse {
  const a = new HttpResponse();
  const body = http_request(lend(request.text()), place(request.body)); // the host frees both
  a.status = http_status_code();
  a.body = take(body);
  a.headers.text = String.UTF8.decode(take(http_headers()));
  return a;
}

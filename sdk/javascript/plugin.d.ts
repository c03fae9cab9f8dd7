// The interface of a plugin with a route hook, for Extism's compiler: `extism-js
// plugin.js -i plugin.d.ts -o plugin.wasm`. Export one function for each hook of
// the manifest.

declare module "main" {
  export function r3mes_route(): I32;
}

// What the host provides besides Extism's own functions. Keep the lines of what
// the manifest asks for: importing one that is not granted refuses the module.
// Values are memory handles, 0 for none.
declare module "extism:host" {
  interface user {
    /** The value of a key, or 0. Grant kv. */
    r3mes_kv_get(key: I64): I64;
    /** Stores a value for so many seconds, 0 for ever; 0 when it was refused. Grant kv. */
    r3mes_kv_set(key: I64, value: I64, ttlSeconds: I64): I64;
    /** Adds to a counter and returns it. Grant kv. */
    r3mes_kv_add(key: I64, delta: I64): I64;
    /** The vector of a text, float32 little-endian. Grant embed. */
    r3mes_embed(text: I64): I64;
    /** The cosine of two texts. Grant embed. */
    r3mes_similarity(a: I64, b: I64): F64;
    /** Adds to a counter that the manifest declares. Grant metrics. */
    r3mes_metric_add(name: I64, delta: F64): void;
  }
}

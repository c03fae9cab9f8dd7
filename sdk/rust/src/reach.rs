//! What a plugin may reach when it was granted: pairs, embeddings, metrics and
//! HTTP. A function that is not called is not linked, so it asks for no grant.
//! A call that is not allowed ends the hook with an error.

use crate::host::place;
use crate::json::{Encode, Writer};
use crate::Json;

#[cfg(target_arch = "wasm32")]
mod abi {
    #[link(wasm_import_module = "extism:host/user")]
    extern "C" {
        pub fn r3mes_kv_get(key: u64) -> u64;
        pub fn r3mes_kv_set(key: u64, value: u64, seconds: u64) -> u64;
        pub fn r3mes_kv_add(key: u64, delta: i64) -> i64;
        pub fn r3mes_embed(text: u64) -> u64;
        pub fn r3mes_similarity(a: u64, b: u64) -> f64;
        pub fn r3mes_metric_add(name: u64, delta: f64);
    }
    #[link(wasm_import_module = "extism:host/env")]
    extern "C" {
        pub fn http_request(request: u64, body: u64) -> u64;
        pub fn http_status_code() -> u32;
        pub fn http_headers() -> u64;
        pub fn length(offset: u64) -> u64;
        pub fn load_u8(offset: u64) -> u32;
        pub fn load_u64(offset: u64) -> u64;
        pub fn free(offset: u64);
    }
}

/// Native builds have no host: logic under `cargo test` takes what it reaches
/// as an argument.
#[cfg(not(target_arch = "wasm32"))]
mod abi {
    macro_rules! none {
        ($($name:ident($($arg:ident: $type:ty),*) -> $result:ty;)*) => {
            $(pub unsafe fn $name($($arg: $type),*) -> $result {
                $(let _ = $arg;)*
                panic!(concat!("r3mes: ", stringify!($name), ": a native build has no host"))
            })*
        };
    }
    none! {
        r3mes_kv_get(key: u64) -> u64;
        r3mes_kv_set(key: u64, value: u64, seconds: u64) -> u64;
        r3mes_kv_add(key: u64, delta: i64) -> i64;
        r3mes_embed(text: u64) -> u64;
        r3mes_similarity(a: u64, b: u64) -> f64;
        r3mes_metric_add(name: u64, delta: f64) -> ();
        http_request(request: u64, body: u64) -> u64;
        http_status_code() -> u32;
        http_headers() -> u64;
        length(offset: u64) -> u64;
        load_u8(offset: u64) -> u32;
        load_u64(offset: u64) -> u64;
        free(offset: u64) -> ();
    }
}

/// Copies a block of the host's memory and frees it; None for 0.
fn take(offset: u64) -> Option<Vec<u8>> {
    if offset == 0 {
        return None;
    }
    unsafe {
        let length = abi::length(offset);
        let mut bytes = Vec::with_capacity(length as usize);
        for at in (0..length & !7).step_by(8) {
            bytes.extend_from_slice(&abi::load_u64(offset + at).to_le_bytes());
        }
        for at in length & !7..length {
            bytes.push(abi::load_u8(offset + at) as u8);
        }
        abi::free(offset);
        Some(bytes)
    }
}

/// Places bytes for one host call and frees them afterwards.
fn lend<T>(bytes: &[u8], call: impl FnOnce(u64) -> T) -> T {
    let offset = place(bytes);
    let result = call(offset);
    unsafe { abi::free(offset) };
    result
}

/// The value that this plugin stored under the key; None when there is none, it
/// was empty, or its time is over. Needs the grant `kv`.
pub fn kv_get(key: &str) -> Option<Vec<u8>> {
    take(lend(key.as_bytes(), |k| unsafe { abi::r3mes_kv_get(k) }))
}

/// Stores a pair for so many seconds, 0: for ever; an empty value removes the
/// key. False when quota or rate forbid it. Needs the grant `kv`.
pub fn kv_set(key: &str, value: &[u8], seconds: u64) -> bool {
    lend(key.as_bytes(), |k| lend(value, |v| unsafe { abi::r3mes_kv_set(k, v, seconds) })) != 0
}

/// Adds to a counter, atomically, and returns the sum. Needs the grant `kv`.
pub fn kv_add(key: &str, delta: i64) -> i64 {
    lend(key.as_bytes(), |k| unsafe { abi::r3mes_kv_add(k, delta) })
}

/// The host's sentence embedding of a text. Needs the grant `embed`.
pub fn embed(text: &str) -> Vec<f32> {
    let raw = take(lend(text.as_bytes(), |t| unsafe { abi::r3mes_embed(t) })).unwrap_or_default();
    raw.chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect()
}

/// The cosine of two texts' embeddings. Needs the grant `embed`.
pub fn similarity(a: &str, b: &str) -> f64 {
    lend(a.as_bytes(), |x| lend(b.as_bytes(), |y| unsafe { abi::r3mes_similarity(x, y) }))
}

/// Adds to one of the counters that the manifest lists under metrics. Needs the
/// grant `metrics`.
pub fn metric_add(name: &str, delta: f64) {
    lend(name.as_bytes(), |n| unsafe { abi::r3mes_metric_add(n, delta) })
}

/// One request of a plugin.
#[derive(Clone, Debug, Default)]
pub struct HttpRequest<'a> {
    pub url: &'a str,
    /// Empty: GET.
    pub method: &'a str,
    /// Names and values. A value may hold `{{secret:name}}`: the host puts the
    /// secret there, and the plugin never sees it.
    pub headers: &'a [(&'a str, &'a str)],
    pub body: &'a [u8],
}

/// The answer to an HttpRequest.
#[derive(Clone, Debug, Default)]
pub struct HttpResponse {
    pub status: u32,
    /// An object, names in lower case: `headers.str("content-type", "")`.
    pub headers: Json,
    pub body: Vec<u8>,
}

struct Headers<'a>(&'a [(&'a str, &'a str)]);

impl Encode for Headers<'_> {
    fn encode(&self, w: &mut Writer) {
        w.begin();
        for (name, value) in self.0 {
            w.field(name, &value.to_string());
        }
        w.end();
    }
}

/// Makes a request and follows redirects, each hop by the grant `http`.
pub fn http(request: &HttpRequest) -> HttpResponse {
    let mut w = Writer::new();
    w.begin();
    w.field("url", &request.url.to_string());
    w.field("method", &request.method.to_string());
    w.field("headers", &Headers(request.headers));
    w.end();
    unsafe {
        let body = abi::http_request(place(&w.into_bytes()), place(request.body)); // the host frees both
        HttpResponse {
            status: abi::http_status_code(),
            body: take(body).unwrap_or_default(),
            headers: Json(String::from_utf8(take(abi::http_headers()).unwrap_or_default()).unwrap_or_default()),
        }
    }
}

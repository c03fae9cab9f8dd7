//! What a plugin may reach when it was granted: pairs, embeddings, metrics and
//! HTTP. A function that is not called is not linked, so it asks for no grant.
//! A call that is not allowed ends the hook with an error.

const guest = @import("guest.zig");

extern "extism:host/user" fn r3mes_kv_get(u64) u64;
extern "extism:host/user" fn r3mes_kv_set(u64, u64, u64) u64;
extern "extism:host/user" fn r3mes_kv_add(u64, i64) i64;
extern "extism:host/user" fn r3mes_embed(u64) u64;
extern "extism:host/user" fn r3mes_similarity(u64, u64) f64;
extern "extism:host/user" fn r3mes_metric_add(u64, f64) void;
extern "extism:host/env" fn http_request(u64, u64) u64;
extern "extism:host/env" fn http_status_code() u32;
extern "extism:host/env" fn http_headers() u64;
extern "extism:host/env" fn length(u64) u64;
extern "extism:host/env" fn load_u8(u64) u32;
extern "extism:host/env" fn load_u64(u64) u64;
extern "extism:host/env" fn free(u64) void;

/// Copies a block of the host's memory and frees it; empty for 0.
fn take(offset: u64) []u8 {
    if (offset == 0) return &.{};
    const bytes = guest.memory.many(u8, @intCast(length(offset)));
    var i: usize = 0;
    while (i + 8 <= bytes.len) : (i += 8) {
        const word: *align(1) u64 = @ptrCast(bytes[i..].ptr);
        word.* = load_u64(offset + i);
    }
    while (i < bytes.len) : (i += 1) bytes[i] = @truncate(load_u8(offset + i));
    free(offset);
    return bytes;
}

/// The value that this plugin stored under the key; empty when there is none,
/// or its time is over. Needs the grant kv.
pub fn kvGet(key: []const u8) []const u8 {
    const k = guest.place(key);
    defer free(k);
    return take(r3mes_kv_get(k));
}

/// Stores a pair for so many seconds, 0: for ever; an empty value removes the
/// key. False when quota or rate forbid it. Needs the grant kv.
pub fn kvSet(key: []const u8, value: []const u8, seconds: u64) bool {
    const k = guest.place(key);
    defer free(k);
    const v = guest.place(value);
    defer free(v);
    return r3mes_kv_set(k, v, seconds) != 0;
}

/// Adds to a counter, atomically, and returns the sum. Needs the grant kv.
pub fn kvAdd(key: []const u8, delta: i64) i64 {
    const k = guest.place(key);
    defer free(k);
    return r3mes_kv_add(k, delta);
}

/// The host's sentence embedding of a text. Needs the grant embed.
pub fn embed(text: []const u8) []const f32 {
    const t = guest.place(text);
    defer free(t);
    const bytes = take(r3mes_embed(t));
    const vector: [*]const f32 = @ptrCast(@alignCast(bytes.ptr)); // memory.many aligns to 16
    return vector[0 .. bytes.len / 4];
}

/// The cosine of two texts' embeddings. Needs the grant embed.
pub fn similarity(a: []const u8, b: []const u8) f64 {
    const x = guest.place(a);
    defer free(x);
    const y = guest.place(b);
    defer free(y);
    return r3mes_similarity(x, y);
}

/// Adds to one of the counters that the manifest lists under metrics. Needs the
/// grant metrics.
pub fn metricAdd(name: []const u8, delta: f64) void {
    const n = guest.place(name);
    defer free(n);
    r3mes_metric_add(n, delta);
}

/// A header of a request. The value may hold {{secret:name}}: the host puts the
/// secret there, and the plugin never sees it.
pub const Header = struct { name: []const u8, value: []const u8 };

/// One request of a plugin.
pub const HttpRequest = struct {
    url: []const u8,
    method: []const u8 = "GET",
    headers: []const Header = &.{},
    body: []const u8 = "",
};

/// The answer to an HttpRequest.
pub const HttpResponse = struct {
    status: u32,
    /// An object, names in lower case: headers.str("content-type", "").
    headers: guest.Json,
    body: []const u8,
};

/// Makes a request and follows redirects, each hop by the grant http.
pub fn http(request: HttpRequest) HttpResponse {
    var w: guest.Writer = .{};
    w.plain("{\"url\":");
    w.string(request.url);
    w.plain(",\"method\":");
    w.string(request.method);
    w.plain(",\"headers\":{");
    for (request.headers, 0..) |h, i| {
        if (i > 0) w.byte(',');
        w.string(h.name);
        w.byte(':');
        w.string(h.value);
    }
    w.plain("}}");
    const body = take(http_request(guest.place(w.text()), guest.place(request.body))); // the host frees both
    return .{ .status = http_status_code(), .headers = .{ .text = take(http_headers()) }, .body = body };
}

// The oracle's guest in Zig: each export does one thing with Extism's
// functions. See oracle_test.go for what it must answer.
extern "extism:host/env" fn input_length() u64;
extern "extism:host/env" fn input_load_u8(u64) u32;
extern "extism:host/env" fn input_load_u64(u64) u64;
extern "extism:host/env" fn output_set(u64, u64) void;
extern "extism:host/env" fn error_set(u64) void;
extern "extism:host/env" fn alloc(u64) u64;
extern "extism:host/env" fn free(u64) void;
extern "extism:host/env" fn length(u64) u64;
extern "extism:host/env" fn load_u8(u64) u32;
extern "extism:host/env" fn load_u64(u64) u64;
extern "extism:host/env" fn store_u8(u64, u32) void;
extern "extism:host/env" fn store_u64(u64, u64) void;
extern "extism:host/env" fn config_get(u64) u64;
extern "extism:host/env" fn var_get(u64) u64;
extern "extism:host/env" fn var_set(u64, u64) void;
extern "extism:host/env" fn http_request(u64, u64) u64;
extern "extism:host/env" fn http_status_code() u32;
extern "extism:host/env" fn log_info(u64) void;
extern "extism:host/env" fn log_warn(u64) void;
extern "extism:host/env" fn log_error(u64) void;

var in_buffer: [1 << 18]u8 = undefined;
var out_buffer: [1 << 18]u8 = undefined;
var out_len: usize = 0;

fn input() []u8 {
    out_len = 0;
    const n: usize = @intCast(input_length());
    var i: usize = 0;
    while (i + 8 <= n) : (i += 8) {
        const word = input_load_u64(i);
        for (0..8) |b| in_buffer[i + b] = @truncate(word >> @intCast(8 * b));
    }
    while (i < n) : (i += 1) in_buffer[i] = @truncate(input_load_u8(i));
    return in_buffer[0..n];
}

fn place(bytes: []const u8) u64 {
    const p = alloc(bytes.len);
    for (bytes, 0..) |byte, i| store_u8(p + i, byte);
    return p;
}

fn put(bytes: []const u8) void {
    for (bytes) |byte| {
        out_buffer[out_len] = byte;
        out_len += 1;
    }
}

fn putNumber(value: u64) void {
    var digits: [20]u8 = undefined;
    var at: usize = 20;
    var n = value;
    while (true) {
        at -= 1;
        digits[at] = '0' + @as(u8, @intCast(n % 10));
        n /= 10;
        if (n == 0) break;
    }
    put(digits[at..]);
}

fn putBlock(p: u64) void {
    for (0..@intCast(length(p))) |i| put(&.{@as(u8, @truncate(load_u8(p + i)))});
}

fn answer() i32 {
    output_set(place(out_buffer[0..out_len]), out_len);
    return 0;
}

export fn r3mes_echo() i32 {
    put(input());
    return answer();
}

export fn r3mes_reverse() i32 {
    const in = input();
    var i = in.len;
    while (i > 0) : (i -= 1) put(in[i - 1 .. i]);
    return answer();
}

export fn r3mes_size() i32 {
    out_len = 0;
    putNumber(input_length());
    return answer();
}

export fn r3mes_silent() i32 {
    return 0;
}

export fn r3mes_fail() i32 {
    const in = input();
    put("declined: ");
    put(in);
    error_set(place(out_buffer[0..out_len]));
    return 1;
}

export fn r3mes_trap() i32 {
    @trap();
}

export fn r3mes_vars() i32 {
    const in = input();
    var_set(place("k"), place(in));
    putBlock(var_get(place("k")));
    var_set(place("k"), 0);
    put(if (var_get(place("k")) != 0) "|some" else "|none");
    return answer();
}

export fn r3mes_config() i32 {
    const value = config_get(place(input()));
    if (value != 0) putBlock(value) else put("none");
    return answer();
}

export fn r3mes_log() i32 {
    const in = input();
    log_info(place(in));
    log_warn(place(in));
    log_error(place(in));
    put("logged");
    return answer();
}

export fn r3mes_memory() i32 {
    out_len = 0;
    var p = alloc(24);
    putNumber(length(p));
    free(p);
    put(",");
    putNumber(length(p));
    for (0..500) |i| {
        const q = alloc(100 + i);
        store_u8(q, @truncate(i));
        if (i % 2 == 1) free(q);
    }
    p = alloc(7);
    put(",");
    putNumber(length(p));
    return answer();
}

export fn r3mes_widths() i32 {
    out_len = 0;
    const p = alloc(16);
    store_u64(p, 0x0102030405060708);
    store_u64(p + 8, 0xffffffffffffffff);
    putNumber(load_u8(p));
    put(",");
    putNumber(load_u64(p + 4));
    store_u8(p + 8, 0x1ff);
    store_u8(p + 15, 0x7f);
    put(",");
    putNumber(load_u64(p + 8));
    put(",");
    putNumber(load_u8(p + 15));
    return answer();
}

export fn r3mes_nested() i32 {
    const in = input();
    const key = "\"c\":\"";
    put("{\"found\":{\"c\":\"");
    var i: usize = 0;
    find: while (i + key.len <= in.len) : (i += 1) {
        for (key, 0..) |byte, at| if (in[i + at] != byte) continue :find;
        i += key.len;
        while (i < in.len and in[i] != '"') : (i += 1) put(in[i .. i + 1]);
        break;
    }
    put("\"}}");
    return answer();
}

export fn r3mes_unicode() i32 {
    put(input());
    put("héllo 世界 🎉");
    return answer();
}

export fn r3mes_http() i32 {
    const body = http_request(place(input()), 0);
    putNumber(http_status_code());
    put(":");
    if (body != 0) putBlock(body);
    return answer();
}

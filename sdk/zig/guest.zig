//! What carries a request and an answer between the host and a hook's
//! function: Extism's guest ABI, a JSON reader and writer over the structs of
//! r3mes.zig, and memory that lasts for one call. Standard library not needed.

extern "extism:host/env" fn input_length() u64;
extern "extism:host/env" fn input_load_u8(u64) u32;
extern "extism:host/env" fn input_load_u64(u64) u64;
extern "extism:host/env" fn alloc(u64) u64;
extern "extism:host/env" fn store_u8(u64, u32) void;
extern "extism:host/env" fn store_u64(u64, u64) void;
extern "extism:host/env" fn output_set(u64, u64) void;
extern "extism:host/env" fn error_set(u64) void;
extern "extism:host/env" fn log_info(u64) void;
extern const __heap_base: u8;

/// What a hook's function may return instead of an answer.
pub const Error = error{
    /// Made by fail, which keeps the words.
    Refused,
    /// The request is not the JSON object of this hook.
    BadRequest,
};

var words: []const u8 = "";

/// Keeps the words of an error for the operator: `return r3mes.fail("…")`.
pub fn fail(message: []const u8) Error {
    words = message;
    return error.Refused;
}

/// Writes a line to the plugin's log, if the operator granted it.
pub fn log(line: []const u8) void {
    log_info(place(line));
}

// ---- Memory -----------------------------------------------------------------

/// Memory of the current call: nothing is freed before it ends.
pub const memory = struct {
    var top: usize = 0;

    /// n values that live until the hook returns. Traps when the host gives no
    /// more memory.
    pub fn many(comptime T: type, n: usize) []T {
        const page = 65536;
        if (top == 0) top = @intFromPtr(&__heap_base);
        const at = (top + 15) & ~@as(usize, 15);
        const end = at + n * @sizeOf(T);
        const have = @wasmMemorySize(0) * page;
        if (end < at) @trap();
        if (end > have and @wasmMemoryGrow(0, (end - have + page - 1) / page) < 0) @trap();
        top = end;
        return @as([*]T, @ptrFromInt(at))[0..n];
    }
};

/// a followed by b.
pub fn concat(a: []const u8, b: []const u8) []const u8 {
    const both = memory.many(u8, a.len + b.len);
    @memcpy(both[0..a.len], a);
    @memcpy(both[a.len..], b);
    return both;
}

/// Copies text into the host's memory and returns where.
pub fn place(text: []const u8) u64 {
    const at = alloc(text.len);
    if (at == 0) return 0;
    var i: usize = 0;
    while (i + 8 <= text.len) : (i += 8) {
        const word: *align(1) const u64 = @ptrCast(text[i..].ptr);
        store_u64(at + i, word.*);
    }
    while (i < text.len) : (i += 1) store_u8(at + i, text[i]);
    return at;
}

fn input() []u8 {
    const text = memory.many(u8, @intCast(input_length()));
    var i: usize = 0;
    while (i + 8 <= text.len) : (i += 8) {
        const word: *align(1) u64 = @ptrCast(text[i..].ptr);
        word.* = input_load_u64(i);
    }
    while (i < text.len) : (i += 1) text[i] = @truncate(input_load_u8(i));
    return text;
}

// ---- One call ---------------------------------------------------------------

/// Reads the request, asks answer and writes what it says.
pub fn serve(comptime Request: type, comptime Response: type, comptime answer: fn (*const Request) Error!Response) i32 {
    memory.top = 0;
    const response = call(Request, Response, answer) catch |err| {
        if (err == error.BadRequest) words = "r3mes: the request is not the JSON object of this hook";
        error_set(place(words));
        return 1;
    };
    var w: Writer = .{};
    w.object(Response, &response);
    output_set(place(w.text()), w.len);
    return 0;
}

fn call(comptime Request: type, comptime Response: type, comptime answer: fn (*const Request) Error!Response) Error!Response {
    var r: Reader = .{ .text = input() };
    var request: Request = .{};
    try r.object(Request, &request);
    if (r.peek() != 0) return error.BadRequest;
    return answer(&request);
}

// ---- Reading JSON -----------------------------------------------------------

/// The text of any JSON value; empty when there is none.
pub const Json = struct {
    text: []const u8 = "",

    /// The value of a key of an object; an empty Json when it has none.
    pub fn get(self: Json, key: []const u8) Json {
        var r: Reader = .{ .text = memory.many(u8, self.text.len) };
        @memcpy(r.text, self.text); // reading unescapes in place
        return r.member(key) catch .{};
    }

    /// The value of a key, or the fallback when the object has none.
    pub fn int(self: Json, key: []const u8, fallback: i64) i64 {
        var r = self.get(key).reader();
        return (r.number() catch return fallback).integer();
    }
    pub fn num(self: Json, key: []const u8, fallback: f64) f64 {
        var r = self.get(key).reader();
        return (r.number() catch return fallback).float();
    }
    pub fn boolean(self: Json, key: []const u8, fallback: bool) bool {
        const value = self.get(key).text;
        return if (value.len == 0) fallback else value[0] == 't';
    }
    pub fn str(self: Json, key: []const u8, fallback: []const u8) []const u8 {
        var r = self.get(key).reader();
        return r.string() catch fallback;
    }

    fn reader(self: Json) Reader {
        return .{ .text = @constCast(self.text) };
    }
};

const Number = struct {
    minus: bool,
    whole: u64, // the integer part, saturated
    mantissa: u64,
    exponent: i32,

    fn integer(n: Number) i64 {
        const whole: i64 = @intCast(@min(n.whole, 0x7fffffffffffffff));
        return if (n.minus) -whole else whole;
    }

    /// Within one unit in the last place.
    fn float(n: Number) f64 {
        var power: f64 = 1;
        var ten: f64 = 10;
        var e: u32 = @abs(n.exponent);
        while (e > 0) : (e >>= 1) {
            if (e & 1 == 1) power *= ten;
            ten *= ten;
        }
        const m: f64 = @floatFromInt(n.mantissa);
        const v = if (n.exponent < 0) m / power else m * power;
        return if (n.minus) -v else v;
    }
};

/// Reads JSON by key, in whatever order the keys come. Strings are unescaped
/// in place: their text never grows.
const Reader = struct {
    text: []u8,
    at: usize = 0,

    fn peek(r: *Reader) u8 {
        while (r.at < r.text.len) : (r.at += 1) switch (r.text[r.at]) {
            ' ', '\n', '\t', '\r' => {},
            else => |c| return c,
        };
        return 0;
    }

    fn take(r: *Reader, c: u8) bool {
        if (r.peek() != c) return false;
        r.at += 1;
        return true;
    }

    fn want(r: *Reader, c: u8) Error!void {
        if (!r.take(c)) return error.BadRequest;
    }

    fn object(r: *Reader, comptime T: type, to: *T) Error!void {
        try r.want('{');
        if (r.take('}')) return;
        while (true) {
            const key = try r.string();
            try r.want(':');
            try r.field(T, key, to);
            if (!r.take(',')) return r.want('}');
        }
    }

    fn field(r: *Reader, comptime T: type, key: []const u8, to: *T) Error!void {
        inline for (comptime fields(T)) |name| {
            if (equal(key, name)) {
                if (r.peek() == 'n') return r.skip(); // null is a field's zero
                return r.value(@FieldType(T, name), &@field(to, name));
            }
        }
        return r.skip();
    }

    fn value(r: *Reader, comptime T: type, to: *T) Error!void {
        switch (T) {
            []const u8 => to.* = try r.string(),
            i64 => to.* = (try r.number()).integer(),
            f64 => to.* = (try r.number()).float(),
            bool => {
                to.* = r.peek() == 't';
                try r.skip();
            },
            Json => to.* = try r.json(),
            else => if (comptime isList(T)) {
                to.* = try r.list(Item(T));
            } else {
                try r.object(T, to);
            },
        }
    }

    fn list(r: *Reader, comptime T: type) Error![]const T {
        try r.want('[');
        const items = memory.many(T, try r.count());
        for (items, 0..) |*item, i| {
            if (i > 0) try r.want(',');
            item.* = .{};
            try r.object(T, item);
        }
        try r.want(']');
        return items;
    }

    /// How many values the array at r holds.
    fn count(r: *Reader) Error!usize {
        const from = r.at;
        defer r.at = from;
        if (r.peek() == ']') return 0;
        var n: usize = 1;
        try r.skip();
        while (r.take(',')) : (n += 1) try r.skip();
        return n;
    }

    fn member(r: *Reader, key: []const u8) Error!Json {
        try r.want('{');
        if (r.take('}')) return .{};
        while (true) {
            const found = equal(try r.string(), key);
            try r.want(':');
            if (found) return r.json();
            try r.skip();
            if (!r.take(',')) return .{};
        }
    }

    fn json(r: *Reader) Error!Json {
        _ = r.peek();
        const from = r.at;
        try r.skip();
        return .{ .text = r.text[from..r.at] };
    }

    /// Moves past one value, however deep, without recursion.
    fn skip(r: *Reader) Error!void {
        var depth: usize = 0;
        while (true) {
            switch (r.peek()) {
                '"' => _ = try r.raw(),
                '{', '[' => {
                    depth += 1;
                    r.at += 1;
                },
                '}', ']' => {
                    if (depth == 0) return error.BadRequest;
                    depth -= 1;
                    r.at += 1;
                },
                ',', ':' => {
                    if (depth == 0) return error.BadRequest;
                    r.at += 1;
                },
                else => {
                    const from = r.at;
                    while (r.at < r.text.len) : (r.at += 1) switch (r.text[r.at]) {
                        'a'...'z', 'A'...'Z', '0'...'9', '-', '+', '.' => {},
                        else => break,
                    };
                    if (r.at == from) return error.BadRequest;
                },
            }
            if (depth == 0) return;
        }
    }

    fn raw(r: *Reader) Error![]u8 {
        try r.want('"');
        const from = r.at;
        while (r.at < r.text.len and r.text[r.at] != '"') r.at += if (r.text[r.at] == '\\') 2 else 1;
        if (r.at >= r.text.len) return error.BadRequest;
        r.at += 1;
        return r.text[from .. r.at - 1];
    }

    fn string(r: *Reader) Error![]const u8 {
        const s = try r.raw();
        var to: usize = 0;
        var p: usize = 0;
        while (p < s.len) {
            var c = s[p];
            p += 1;
            if (c == '\\') {
                c = s[p];
                p += 1;
                switch (c) {
                    'u' => {
                        to = utf8(s, to, escape(s, &p));
                        continue;
                    },
                    'n' => c = '\n',
                    't' => c = '\t',
                    'r' => c = '\r',
                    'b' => c = 8,
                    'f' => c = 12,
                    else => {},
                }
            }
            s[to] = c;
            to += 1;
        }
        return s[0..to];
    }

    fn number(r: *Reader) Error!Number {
        var n: Number = .{ .minus = r.take('-'), .whole = 0, .mantissa = 0, .exponent = 0 };
        var fraction = false;
        var digits: usize = 0;
        while (r.at < r.text.len) : (r.at += 1) {
            const c = r.text[r.at];
            if (c == '.' and !fraction) {
                fraction = true;
                continue;
            }
            if (c < '0' or c > '9') break;
            digits += 1;
            if (!fraction) n.whole = n.whole *| 10 +| (c - '0');
            if (n.mantissa < 1000000000000000000) {
                n.mantissa = n.mantissa * 10 + (c - '0');
                if (fraction) n.exponent -= 1;
            } else if (!fraction) n.exponent += 1;
        }
        if (digits == 0) return error.BadRequest;
        if (r.at < r.text.len and r.text[r.at] | 32 == 'e') {
            r.at += 1;
            const down = r.take('-');
            if (!down) _ = r.take('+');
            var e: i32 = 0;
            while (r.at < r.text.len and r.text[r.at] >= '0' and r.text[r.at] <= '9') : (r.at += 1) {
                if (e < 10000) e = e * 10 + (r.text[r.at] - '0');
            }
            n.exponent += if (down) -e else e;
        }
        return n;
    }
};

fn hex4(s: []const u8, at: usize) u32 {
    if (at + 4 > s.len) return 0xfffd;
    var v: u32 = 0;
    for (s[at .. at + 4]) |c| v = v << 4 | @as(u32, switch (c) {
        '0'...'9' => c - '0',
        'a'...'f' => c - 'a' + 10,
        'A'...'F' => c - 'A' + 10,
        else => return 0xfffd,
    });
    return v;
}

/// The character of the escape whose digits are at p; half a surrogate pair is
/// U+FFFD.
fn escape(s: []const u8, p: *usize) u32 {
    const u = hex4(s, p.*);
    p.* = @min(p.* + 4, s.len);
    if (u < 0xd800 or u >= 0xe000) return u;
    if (u < 0xdc00 and p.* + 6 <= s.len and s[p.*] == '\\' and s[p.* + 1] == 'u') {
        const low = hex4(s, p.* + 2);
        if (low >= 0xdc00 and low < 0xe000) {
            p.* += 6;
            return 0x10000 + ((u - 0xd800) << 10) + (low - 0xdc00);
        }
    }
    return 0xfffd;
}

fn utf8(s: []u8, at: usize, c: u32) usize {
    if (c < 0x80) {
        s[at] = @truncate(c);
        return at + 1;
    }
    const n: usize = if (c < 0x800) 2 else if (c < 0x10000) 3 else 4;
    var rest = c;
    var i = n - 1;
    while (i > 0) : (i -= 1) {
        s[at + i] = @truncate(0x80 | (rest & 63));
        rest >>= 6;
    }
    const lead: u32 = switch (n) {
        2 => 0xc0,
        3 => 0xe0,
        else => 0xf0,
    };
    s[at] = @truncate(lead | rest);
    return at + n;
}

/// Whether two strings are the same.
pub fn equal(a: []const u8, b: []const u8) bool {
    if (a.len != b.len) return false;
    for (a, b) |x, y| if (x != y) return false;
    return true;
}

// ---- Reflection -------------------------------------------------------------

fn fields(comptime T: type) []const []const u8 {
    return @typeInfo(T).@"struct".field_names;
}

fn isList(comptime T: type) bool {
    return @typeInfo(T) == .pointer;
}

fn Item(comptime T: type) type {
    return @typeInfo(T).pointer.child;
}

// ---- Writing JSON -----------------------------------------------------------

/// Builds a text that grows at the top of memory. Nothing else is allocated
/// meanwhile.
pub const Writer = struct {
    start: usize = 0,
    len: usize = 0,

    pub fn text(w: *const Writer) []const u8 {
        return @as([*]const u8, @ptrFromInt(w.start))[0..w.len];
    }

    pub fn byte(w: *Writer, c: u8) void {
        if (w.len & 15 == 0) {
            const more = memory.many(u8, 16);
            if (w.len == 0) w.start = @intFromPtr(more.ptr);
        }
        @as(*u8, @ptrFromInt(w.start + w.len)).* = c;
        w.len += 1;
    }

    pub fn plain(w: *Writer, s: []const u8) void {
        for (s) |c| w.byte(c);
    }

    /// An answer has the fields of its form, anything else has all.
    fn object(w: *Writer, comptime T: type, from: *const T) void {
        w.byte('{');
        if (!@hasDecl(T, "forms")) {
            w.members(T, comptime fields(T), from);
        } else inline for (T.forms, 1..) |form, n| {
            if (n == T.forms.len or chosen(@field(from, form[0]))) {
                w.members(T, &form, from);
                break;
            }
        }
        w.byte('}');
    }

    fn members(w: *Writer, comptime T: type, comptime names: []const []const u8, from: *const T) void {
        inline for (names, 0..) |name, i| {
            if (i > 0) w.byte(',');
            w.string(name);
            w.byte(':');
            const v = @field(from, name);
            if (comptime isNullable(T, name)) {
                if (v.len == 0) w.plain("null") else w.string(v);
            } else w.value(@TypeOf(v), v);
        }
    }

    fn value(w: *Writer, comptime T: type, v: T) void {
        switch (T) {
            []const u8 => w.string(v),
            i64 => w.int(v),
            bool => w.plain(if (v) "true" else "false"),
            Json => w.plain(if (v.text.len > 0) v.text else "null"),
            f64 => @compileError("no answer of the contract has a number with a fraction"),
            else => if (comptime isList(T)) {
                w.byte('[');
                for (v, 0..) |*item, i| {
                    if (i > 0) w.byte(',');
                    w.object(Item(T), item);
                }
                w.byte(']');
            } else w.object(T, &v),
        }
    }

    pub fn string(w: *Writer, s: []const u8) void {
        w.byte('"');
        for (s) |c| {
            if (c < ' ') {
                w.plain("\\u00");
                w.byte('0' + (c >> 4));
                w.byte("0123456789abcdef"[c & 15]);
                continue;
            }
            if (c == '"' or c == '\\') w.byte('\\');
            w.byte(c);
        }
        w.byte('"');
    }

    fn int(w: *Writer, n: i64) void {
        var digits: [20]u8 = undefined;
        var i: usize = digits.len;
        var u: u64 = @abs(n);
        while (true) {
            i -= 1;
            digits[i] = @intCast('0' + u % 10);
            u /= 10;
            if (u == 0) break;
        }
        if (n < 0) w.byte('-');
        w.plain(digits[i..]);
    }
};

fn chosen(v: anytype) bool {
    return if (@TypeOf(v) == bool) v else v.len > 0;
}

fn isNullable(comptime T: type, comptime name: []const u8) bool {
    if (!@hasDecl(T, "nullable")) return false;
    inline for (T.nullable) |n| if (equal(n, name)) return true;
    return false;
}

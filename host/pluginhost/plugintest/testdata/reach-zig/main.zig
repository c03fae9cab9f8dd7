// The guest that uses everything it was granted, in Zig. See reach_test.go.
const r3mes = @import("r3mes");
const reach = r3mes.reach;

export fn r3mes_route() i32 {
    return r3mes.serveRoute(route);
}

var out: [512]u8 = undefined;
var len: usize = 0;

fn say(text: []const u8) void {
    if (len > 0) {
        out[len] = ' ';
        len += 1;
    }
    for (text) |c| {
        out[len] = c;
        len += 1;
    }
}

fn truth(b: bool) []const u8 {
    return if (b) "true" else "false";
}

fn number(n: i64) []const u8 {
    const digits = r3mes.memory.many(u8, 20);
    var at: usize = digits.len;
    var u: u64 = @abs(n);
    while (true) {
        at -= 1;
        digits[at] = '0' + @as(u8, @intCast(u % 10));
        u /= 10;
        if (u == 0) break;
    }
    if (n < 0) {
        at -= 1;
        digits[at] = '-';
    }
    return digits[at..];
}

fn route(q: *const r3mes.RouteRequest) r3mes.Error!r3mes.RouteResponse {
    len = 0;
    _ = reach.kvAdd("n", 5);
    say(number(reach.kvAdd("n", -7)));
    say(truth(reach.kvSet("ü", "wäre\"", 60)));
    say(reach.kvGet("ü"));
    _ = reach.kvSet("ü", "", 0);
    say(truth(reach.kvGet("ü").len == 0));
    reach.metricAdd("asked_total", 1.5);
    say(truth(reach.similarity("same", "same") > 0.99));
    say(number(@intCast(reach.embed("text").len)));
    const a = reach.http(.{ .url = q.adapters[0].description, .headers = &.{
        .{ .name = "X-Quote", .value = "a\"b\\c" },
        .{ .name = "X-Key", .value = "{{secret:key}}" },
    } });
    say(number(a.status));
    say(a.body);
    say(a.headers.str("x-echo", ""));
    return .{ .reason = out[0..len] };
}

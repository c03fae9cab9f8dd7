//! Asks so much a token, and a share of it at the weekend. Price guests are
//! deterministic: they see the hour of the week, never the clock, and they count
//! in integers.
const r3mes = @import("r3mes");

export fn r3mes_quote() i32 {
    return r3mes.serveQuote(quote);
}

export fn r3mes_settle() i32 {
    return r3mes.serveSettle(settle);
}

fn quote(q: *const r3mes.QuoteRequest) r3mes.Error!r3mes.QuoteResponse {
    const tokens = q.prompt_tokens +| q.max_tokens *| q.n;
    return .{ .ceiling_microcredits = try price(q.plugin_config, tokens, q.time_bucket), .rule = rule(q.time_bucket) };
}

/// What was used costs the rate that was quoted, even if the weekend has begun
/// meanwhile.
fn settle(q: *const r3mes.SettleRequest) r3mes.Error!r3mes.SettleResponse {
    const tokens = q.usage.prompt_tokens +| q.usage.completion_tokens;
    const then = q.quote_request.time_bucket;
    return .{ .charge_microcredits = try price(q.plugin_config, tokens, then), .rule = rule(then) };
}

/// Saturday and Sunday are hours 120 to 167 of the week.
fn isWeekend(hour: i64) bool {
    return hour >= 120;
}

fn rule(hour: i64) []const u8 {
    return if (isWeekend(hour)) "weekend" else "week";
}

/// Rounded up, so that work is never free by rounding.
fn price(config: r3mes.Json, tokens: i64, hour: i64) r3mes.Error!i64 {
    const full = @mulWithOverflow(tokens, config.int("per_token_microcredits", 0));
    if (tokens < 0 or full[1] != 0) return r3mes.fail("token count out of range");
    if (!isWeekend(hour)) return full[0];
    const percent = config.int("weekend_percent", 100);
    const share = @mulWithOverflow(full[0], percent);
    if (share[1] != 0) return r3mes.fail("token count out of range");
    const whole = @divFloor(share[0], 100);
    return if (@rem(share[0], 100) == 0) whole else whole + 1;
}

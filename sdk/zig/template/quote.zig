//! Asks so much a token. Price guests are deterministic: no clock, no random
//! numbers, and integers only.
const r3mes = @import("r3mes");

export fn r3mes_quote() i32 {
    return r3mes.serveQuote(quote);
}

export fn r3mes_settle() i32 {
    return r3mes.serveSettle(settle);
}

/// Asked before any work: the most this request can cost.
fn quote(q: *const r3mes.QuoteRequest) r3mes.Error!r3mes.QuoteResponse {
    const ceiling = try price(q.plugin_config, q.prompt_tokens +| q.max_tokens *| q.n);
    return .{ .ceiling_microcredits = ceiling, .rule = "per token" };
}

/// Asked after the work: what was used costs the same rate.
fn settle(q: *const r3mes.SettleRequest) r3mes.Error!r3mes.SettleResponse {
    const charge = try price(q.plugin_config, q.usage.prompt_tokens +| q.usage.completion_tokens);
    return .{ .charge_microcredits = charge, .rule = "per token" };
}

fn price(config: r3mes.Json, tokens: i64) r3mes.Error!i64 {
    const microcredits = @mulWithOverflow(tokens, config.int("per_token_microcredits", 0));
    if (tokens < 0 or microcredits[1] != 0) return r3mes.fail("token count out of range");
    return microcredits[0];
}

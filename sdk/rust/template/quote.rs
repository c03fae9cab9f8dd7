//! Asks so much a token. Price guests are deterministic: no clock, no random
//! numbers, and integers only.

use r3mes::{Json, QuoteRequest, QuoteResponse, SettleRequest, SettleResponse};

r3mes::export!(r3mes_quote, quote);
r3mes::export!(r3mes_settle, settle);

/// quote is asked before any work: the most this request can cost.
fn quote(q: QuoteRequest) -> Result<QuoteResponse, String> {
    let tokens = q.max_tokens.checked_mul(q.n).and_then(|t| t.checked_add(q.prompt_tokens));
    Ok(QuoteResponse { ceiling_microcredits: price(&q.plugin_config, tokens)?, rule: "per token".to_string(), ..Default::default() })
}

/// settle is asked after the work: what was used costs the same rate.
fn settle(q: SettleRequest) -> Result<SettleResponse, String> {
    let tokens = q.usage.prompt_tokens.checked_add(q.usage.completion_tokens);
    Ok(SettleResponse { charge_microcredits: price(&q.plugin_config, tokens)?, rule: "per token".to_string() })
}

fn price(config: &Json, tokens: Option<i64>) -> Result<i64, String> {
    let per_token = config.int("per_token_microcredits", 0);
    let microcredits = tokens.filter(|t| *t >= 0).and_then(|t| t.checked_mul(per_token));
    microcredits.ok_or_else(|| "token count out of range".to_string())
}

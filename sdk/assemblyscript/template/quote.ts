// Asks so much a token. Price guests are deterministic: no clock, no random
// numbers, and integers only.
import { Json, QuoteRequest, QuoteResponse, SettleRequest, SettleResponse, fail, serveQuote, serveSettle } from "r3mes";

export function r3mes_quote(): i32 {
  return serveQuote(quote);
}

export function r3mes_settle(): i32 {
  return serveSettle(settle);
}

// quote is asked before any work: the most this request can cost.
function quote(q: QuoteRequest): QuoteResponse {
  const answer = new QuoteResponse();
  answer.ceiling_microcredits = price(q.plugin_config, q.prompt_tokens + q.max_tokens * q.n);
  answer.rule = "per token";
  return answer;
}

// settle is asked after the work: what was used costs the same rate.
function settle(q: SettleRequest): SettleResponse {
  const answer = new SettleResponse();
  answer.charge_microcredits = price(q.plugin_config, q.usage.prompt_tokens + q.usage.completion_tokens);
  answer.rule = "per token";
  return answer;
}

function price(config: Json, tokens: i64): i64 {
  const perToken = config.integer("per_token_microcredits", 0);
  if (tokens < 0 || (perToken > 0 && tokens > i64.MAX_VALUE / perToken)) {
    fail("token count out of range");
    return 0;
  }
  return tokens * perToken;
}

/* Asks so much a token. Price guests are deterministic: no clock, no random
 * numbers, and integers only. */
#include "r3mes.h"

static const char *price(r3mes_json config, int64_t tokens, int64_t *microcredits) {
  int64_t per_token = r3mes_get_int(config, r3mes_lit("per_token_microcredits"), 0);
  if (tokens < 0 || __builtin_mul_overflow(tokens, per_token, microcredits)) return "token count out of range";
  return 0;
}

/* quote is asked before any work: the most this request can cost. */
static const char *quote(const r3mes_quote_request *q, r3mes_quote_response *answer) {
  int64_t tokens;
  if (__builtin_mul_overflow(q->max_tokens, q->n, &tokens) || __builtin_add_overflow(tokens, q->prompt_tokens, &tokens))
    return "token count out of range";
  answer->rule = r3mes_lit("per token");
  return price(q->plugin_config, tokens, &answer->ceiling_microcredits);
}

/* settle is asked after the work: what was used costs the same rate. */
static const char *settle(const r3mes_settle_request *q, r3mes_settle_response *answer) {
  answer->rule = r3mes_lit("per token");
  return price(q->plugin_config, q->usage.prompt_tokens + q->usage.completion_tokens, &answer->charge_microcredits);
}

R3MES_QUOTE(quote)
R3MES_SETTLE(settle)

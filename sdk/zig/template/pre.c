/* Gives a chat a system prompt, unless it has one. */
#include "r3mes.h"

/* pre is asked before the model sees the chat. Abstaining leaves it as it is;
 * refuse would end the request with a reason for the client. */
static const char *pre(const r3mes_pre_request *q, r3mes_pre_response *answer) {
  size_t count = q->messages.count;
  if (count > 0 && r3mes_equal(q->messages.items[0].role, r3mes_lit("system"))) {
    answer->abstain = true;
    return 0;
  }
  answer->messages.items = r3mes_alloc((count + 1) * sizeof(r3mes_message));
  answer->messages.count = count + 1;
  answer->messages.items[0] = (r3mes_message){r3mes_lit("system"), r3mes_get_str(q->plugin_config, r3mes_lit("prompt"), r3mes_lit(""))};
  for (size_t i = 0; i < count; i++) answer->messages.items[i + 1] = q->messages.items[i];
  return 0;
}

R3MES_PRE(pre)

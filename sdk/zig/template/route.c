/* Sends a prompt to the adapter whose examples mean the most similar thing, if
 * it is similar enough. */
#include "r3mes.h"

/* route is asked once per request. Abstaining leaves the choice to the next
 * plugin of the chain. */
static const char *route(const r3mes_route_request *q, r3mes_route_response *answer) {
  double best = r3mes_get_num(q->plugin_config, r3mes_lit("threshold"), 0.5);
  answer->abstain = true;
  for (size_t i = 0; i < q->adapters.count; i++) {
    if (q->adapters.items[i].similarity >= best) {
      best = q->adapters.items[i].similarity;
      answer->abstain = false;
      answer->adapter = q->adapters.items[i].name;
      answer->reason = r3mes_concat(r3mes_lit("most similar: "), q->adapters.items[i].description);
    }
  }
  return 0;
}

R3MES_ROUTE(route)

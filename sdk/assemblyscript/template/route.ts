// Sends a prompt to the adapter whose examples mean the most similar thing, if
// it is similar enough.
import { RouteRequest, RouteResponse, serveRoute } from "r3mes";

export function r3mes_route(): i32 {
  return serveRoute(route);
}

// route is asked once per request. Abstaining leaves the choice to the next
// plugin of the chain.
function route(q: RouteRequest): RouteResponse {
  const answer = new RouteResponse();
  answer.abstain = true;
  let best = q.plugin_config.number("threshold", 0.5);
  for (let i = 0; i < q.adapters.length; i++) {
    const a = q.adapters[i];
    if (a.similarity >= best) {
      best = a.similarity;
      answer.abstain = false;
      answer.adapter = a.name;
      answer.reason = "most similar: " + a.description;
    }
  }
  return answer;
}

// The guest that uses everything it was granted, in AssemblyScript. See
// reach_test.go.
import { HttpRequest, RouteRequest, RouteResponse, embed, http, kvAdd, kvGet, kvGetString, kvSetString, metricAdd, serveRoute, similarity } from "r3mes";

export function r3mes_route(): i32 {
  return serveRoute(route);
}

function route(q: RouteRequest): RouteResponse {
  kvAdd("n", 5);
  const said: string[] = [kvAdd("n", -7).toString()];
  said.push(kvSetString("ü", 'wäre"', 60).toString());
  said.push(kvGetString("ü"));
  kvSetString("ü", "");
  said.push((kvGet("ü").byteLength == 0).toString());
  metricAdd("asked_total", 1.5);
  said.push((similarity("same", "same") > 0.99).toString());
  said.push(embed("text").length.toString());
  const a = http(new HttpRequest(q.adapters[0].description).header("X-Quote", 'a"b\\c').header("X-Key", "{{secret:key}}"));
  said.push(a.status.toString());
  said.push(a.bodyText());
  said.push(a.headers.string("x-echo", ""));
  const answer = new RouteResponse();
  answer.reason = said.join(" ");
  return answer;
}

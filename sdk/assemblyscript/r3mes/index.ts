/**
 * The R3MES plugin SDK for AssemblyScript: the requests and responses of every
 * hook, and what carries them between a WebAssembly guest and its host.
 *
 *     import { RouteRequest, RouteResponse, serveRoute } from "r3mes";
 *
 *     function route(q: RouteRequest): RouteResponse {
 *       const a = new RouteResponse();
 *       if (q.adapters.length == 0) a.abstain = true;
 *       else a.adapter = q.adapters[0].name;
 *       return a;
 *     }
 *
 *     export function r3mes_route(): i32 { return serveRoute(route); }
 *
 * A hook that cannot answer calls fail("why") and returns anything. Nothing
 * outlives a call: any instance may serve any call.
 */
export * from "./contract";
export { Json, fail, log } from "./guest";
export * from "./reach";

// @ts-check

/**
 * Chooses the most similar adapter.
 *
 * @param {import("./r3mes").RouteRequest} request
 * @returns {import("./r3mes").RouteResponse}
 */
function route(request) {
  const threshold = config(request).threshold ?? 0.5;
  let best = null;
  for (const adapter of request.adapters ?? []) {
    if (best === null || (adapter.similarity ?? 0) > (best.similarity ?? 0)) best = adapter;
  }
  if (best?.name === undefined || (best.similarity ?? 0) < threshold) return { abstain: true };
  return { adapter: best.name, reason: `similarity ${(best.similarity ?? 0).toFixed(3)}` };
}

/**
 * @param {import("./r3mes").RouteRequest} request
 * @returns {{threshold?: number}}
 */
function config(request) {
  return /** @type {{threshold?: number}} */ (request.plugin_config ?? {});
}

function r3mes_route() {
  Host.outputString(JSON.stringify(route(JSON.parse(Host.inputString()))));
  return 0;
}

module.exports = { r3mes_route };

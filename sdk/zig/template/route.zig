//! Sends a prompt to the adapter whose examples mean the most similar thing, if
//! it is similar enough.
const r3mes = @import("r3mes");

export fn r3mes_route() i32 {
    return r3mes.serveRoute(route);
}

/// Asked once per request. Abstaining leaves the choice to the next plugin of
/// the chain.
fn route(q: *const r3mes.RouteRequest) r3mes.Error!r3mes.RouteResponse {
    var answer: r3mes.RouteResponse = .{ .abstain = true };
    var best = q.plugin_config.num("threshold", 0.5);
    for (q.adapters) |a| {
        if (a.similarity >= best) {
            best = a.similarity;
            answer = .{ .adapter = a.name, .reason = r3mes.concat("most similar: ", a.description) };
        }
    }
    return answer;
}

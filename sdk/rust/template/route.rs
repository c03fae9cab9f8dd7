//! Sends a prompt to the adapter whose examples mean the most similar thing, if
//! it is similar enough.

use r3mes::{RouteRequest, RouteResponse};

r3mes::export!(r3mes_route, route);

/// route is asked once per request. Abstaining leaves the choice to the next
/// plugin of the chain.
fn route(q: RouteRequest) -> Result<RouteResponse, String> {
    let mut answer = RouteResponse { abstain: true, ..Default::default() };
    let mut best = q.plugin_config.num("threshold", 0.5);
    for a in q.adapters {
        if a.similarity >= best {
            best = a.similarity;
            answer = RouteResponse { adapter: a.name, reason: "most similar: ".to_string() + &a.description, ..Default::default() };
        }
    }
    Ok(answer)
}

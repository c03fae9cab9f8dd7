//! The guest that uses everything it was granted, in Rust. See reach_test.go.
use r3mes::reach::{embed, http, kv_add, kv_get, kv_set, metric_add, similarity, HttpRequest};
use r3mes::{RouteRequest, RouteResponse};

r3mes::export!(r3mes_route, route);

fn text(bytes: Option<Vec<u8>>) -> String {
    String::from_utf8(bytes.unwrap_or_default()).unwrap_or_default()
}

fn route(q: RouteRequest) -> Result<RouteResponse, String> {
    kv_add("n", 5);
    let sum = kv_add("n", -7);
    let set = kv_set("ü", "wäre\"".as_bytes(), 60);
    let value = text(kv_get("ü"));
    kv_set("ü", b"", 0);
    let gone = kv_get("ü").is_none();
    metric_add("asked_total", 1.5);
    let a = http(&HttpRequest {
        url: &q.adapters[0].description,
        headers: &[("X-Quote", "a\"b\\c"), ("X-Key", "{{secret:key}}")],
        ..Default::default()
    });
    Ok(RouteResponse {
        reason: format!(
            "{} {} {} {} {} {} {} {} {}",
            sum, set, value, gone, similarity("same", "same") > 0.99, embed("text").len(), a.status, text(Some(a.body)), a.headers.str("x-echo", "")
        ),
        ..Default::default()
    })
}

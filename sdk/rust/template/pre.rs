//! Gives a chat a system prompt, unless it has one.

use r3mes::{Message, PreRequest, PreResponse};

r3mes::export!(r3mes_pre, pre);

/// pre is asked before the model sees the chat. Abstaining leaves it as it is;
/// refuse would end the request with a reason for the client.
fn pre(q: PreRequest) -> Result<PreResponse, String> {
    if q.messages.first().map_or(false, |m| m.role == "system") {
        return Ok(PreResponse { abstain: true, ..Default::default() });
    }
    let mut messages = vec![Message { role: "system".to_string(), content: q.plugin_config.str("prompt", "") }];
    messages.extend(q.messages);
    Ok(PreResponse { messages, ..Default::default() })
}

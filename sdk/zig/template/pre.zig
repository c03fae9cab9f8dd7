//! Gives a chat a system prompt, unless it has one.
const r3mes = @import("r3mes");

export fn r3mes_pre() i32 {
    return r3mes.servePre(pre);
}

/// Asked before the model sees the chat. Abstaining leaves it as it is; refuse
/// would end the request with a reason for the client.
fn pre(q: *const r3mes.PreRequest) r3mes.Error!r3mes.PreResponse {
    if (q.messages.len > 0 and r3mes.equal(q.messages[0].role, "system")) return .{ .abstain = true };
    const messages = r3mes.memory.many(r3mes.Message, q.messages.len + 1);
    messages[0] = .{ .role = "system", .content = q.plugin_config.str("prompt", "") };
    @memcpy(messages[1..], q.messages);
    return .{ .messages = messages };
}

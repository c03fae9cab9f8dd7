//! Masks the digits of an answer while it is being written.
const r3mes = @import("r3mes");

export fn r3mes_post() i32 {
    return r3mes.servePost(post);
}

/// Asked for each piece of the answer. A guest that must see more before it
/// decides holds text back: it leaves it out of text, counts its bytes in held,
/// and keeps it in state, which comes back with the next piece.
fn post(q: *const r3mes.PostRequest) r3mes.Error!r3mes.PostResponse {
    const mask = q.plugin_config.str("mask", "#");
    const text = r3mes.memory.many(u8, q.piece.len * @max(1, mask.len));
    var n: usize = 0;
    for (q.piece) |c| {
        const put: []const u8 = if (c >= '0' and c <= '9') mask else &.{c};
        @memcpy(text[n..][0..put.len], put);
        n += put.len;
    }
    return .{ .text = text[0..n] };
}

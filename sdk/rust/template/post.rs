//! Masks the digits of an answer while it is being written.

use r3mes::{PostRequest, PostResponse};

r3mes::export!(r3mes_post, post);

/// post is asked for each piece of the answer. A guest that must see more before
/// it decides holds text back: it leaves it out of text, counts its bytes in
/// held, and keeps it in state, which comes back with the next piece.
fn post(q: PostRequest) -> Result<PostResponse, String> {
    let mask = q.plugin_config.str("mask", "#");
    let mut text = String::with_capacity(q.piece.len());
    for char in q.piece.chars() {
        if char.is_ascii_digit() {
            text.push_str(&mask);
        } else {
            text.push(char);
        }
    }
    Ok(PostResponse { text, ..Default::default() })
}

//! Keeps the newest turns of a long chat, and every system prompt, so that a
//! chat that goes on for days still fits the model's context and costs what its
//! last questions cost.

use r3mes::{Message, PreRequest, PreResponse};

r3mes::export!(r3mes_pre, pre);

/// pre rewrites the chat before the template is applied and the prompt counted.
fn pre(q: PreRequest) -> Result<PreResponse, String> {
    let keep = usize::try_from(q.plugin_config.int("turns", 8)).map_err(|_| "turns is negative".to_string())?;
    match recent(q.messages, keep) {
        Some(messages) => Ok(PreResponse { messages, ..Default::default() }),
        None => Ok(PreResponse { abstain: true, ..Default::default() }),
    }
}

/// The system messages and the last keep of the others, in their order; None
/// when that is all of them. What is kept never begins with an answer.
fn recent(messages: Vec<Message>, keep: usize) -> Option<Vec<Message>> {
    let is_turn = |m: &Message| m.role != "system";
    let turns = messages.iter().filter(|m| is_turn(m)).count();
    let mut drop = turns.checked_sub(keep).filter(|n| *n > 0)?;
    if messages.iter().filter(|m| is_turn(m)).nth(drop).map_or(false, |m| m.role == "assistant") {
        drop += 1;
    }
    let mut seen = 0;
    let kept = messages.into_iter().filter(|m| {
        seen += is_turn(m) as usize;
        !is_turn(m) || seen > drop
    });
    Some(kept.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_chat_is_left_alone() {
        assert_eq!(recent(vec![Message::default()], 1), None);
        assert_eq!(recent(vec![], 0), None);
    }
}

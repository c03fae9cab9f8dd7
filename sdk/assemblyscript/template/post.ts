// Masks the digits of an answer while it is being written.
import { PostRequest, PostResponse, servePost } from "r3mes";

export function r3mes_post(): i32 {
  return servePost(post);
}

// post is asked for each piece of the answer. A guest that must see more before
// it decides holds text back: it leaves it out of text, counts its bytes in
// held, and keeps it in state, which comes back with the next piece.
function post(q: PostRequest): PostResponse {
  const answer = new PostResponse();
  const mask = q.plugin_config.string("mask", "#");
  let done = 0;
  for (let i = 0; i < q.piece.length; i++) {
    const c = q.piece.charCodeAt(i);
    if (c < 0x30 || c > 0x39) continue;
    answer.text += q.piece.substring(done, i) + mask;
    done = i + 1;
  }
  answer.text += q.piece.substring(done);
  return answer;
}

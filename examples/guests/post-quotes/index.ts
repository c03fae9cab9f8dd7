// Replaces typographic quotation marks, dashes and ellipses by the characters
// every keyboard has, for clients that paste answers into code. Each character
// stands alone, so nothing is ever held back and no state is needed.
import { PostRequest, PostResponse, servePost } from "r3mes";

export function r3mes_post(): i32 {
  return servePost(post);
}

function post(q: PostRequest): PostResponse {
  const answer = new PostResponse();
  answer.text = plain(q.piece, q.plugin_config.boolean("dashes", true));
  return answer;
}

function plain(text: string, dashes: bool): string {
  let out = "";
  let done = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c < 0x2010 || c > 0x2026) continue;
    const ascii = replacement(c, dashes);
    if (ascii.length == 0) continue;
    out += text.substring(done, i) + ascii;
    done = i + 1;
  }
  return out + text.substring(done);
}

// replacement is empty for characters that stay.
function replacement(c: i32, dashes: bool): string {
  if (c == 0x2018 || c == 0x2019 || c == 0x201a) return "'";
  if (c == 0x201c || c == 0x201d || c == 0x201e) return '"';
  if (c == 0x2026) return "...";
  if (dashes && (c == 0x2013 || c == 0x2014)) return "-";
  return "";
}

// Gives a chat a system prompt, unless it has one.
import { Message, PreRequest, PreResponse, servePre } from "r3mes";

export function r3mes_pre(): i32 {
  return servePre(pre);
}

// pre is asked before the model sees the chat. Abstaining leaves it as it is;
// refuse would end the request with a reason for the client.
function pre(q: PreRequest): PreResponse {
  const answer = new PreResponse();
  if (q.messages.length > 0 && q.messages[0].role == "system") {
    answer.abstain = true;
    return answer;
  }
  const prompt = new Message();
  prompt.role = "system";
  prompt.content = q.plugin_config.string("prompt", "");
  answer.messages = [prompt];
  for (let i = 0; i < q.messages.length; i++) answer.messages.push(q.messages[i]);
  return answer;
}

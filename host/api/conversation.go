package api

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/r3mes/r3mes/host/toolcall"
	"github.com/r3mes/r3mes/runtime/tokenizer"
)

// turn is one message of a chat with tools.
type turn struct {
	role  string // system, user, assistant; tool: text is what a call returned
	text  string
	calls []toolcall.Call // of an assistant, after its text
}

// inputMessage is a message of a chat completion.
type inputMessage struct {
	Role       string          `json:"role"`
	Content    json.RawMessage `json:"content"`
	ToolCalls  []inputCall     `json:"tool_calls"`
	ToolCallID string          `json:"tool_call_id"`
}

type inputCall struct {
	ID       string `json:"id"`
	Function struct {
		Name      string `json:"name"`
		Arguments string `json:"arguments"`
	} `json:"function"`
}

// turns reads the messages of a chat completion.
func turns(in []inputMessage) ([]turn, error) {
	if len(in) < 1 || len(in) > maxMessages {
		return nil, field(invalid, "messages", "messages must have 1 to %d entries, has %d", maxMessages, len(in))
	}
	called := map[string]bool{} // ids of calls so far
	out := make([]turn, len(in))
	for i, m := range in {
		at := fmt.Sprintf("messages[%d]", i)
		role, err := chatRole(m, at, called)
		if err != nil {
			return nil, err
		}
		out[i].role = role
		if out[i].text, err = content(m.Content, at+".content"); err != nil {
			return nil, err
		}
		if len(m.ToolCalls) > 0 && role != "assistant" {
			return nil, field(invalid, at+".tool_calls", "%s.tool_calls is for the role assistant", at)
		}
		for j, c := range m.ToolCalls {
			if c.ID == "" || c.Function.Name == "" {
				return nil, field(invalid, at+".tool_calls", "%s.tool_calls[%d] must have an id and a function with a name", at, j)
			}
			called[c.ID] = true
			out[i].calls = append(out[i].calls, toolcall.Call{Name: c.Function.Name, Arguments: c.Function.Arguments})
		}
	}
	return out, nil
}

// chatRole reads a message's role. The result of a call must answer one of called.
func chatRole(m inputMessage, at string, called map[string]bool) (string, error) {
	switch m.Role {
	case "system", "user", "assistant":
		return m.Role, nil
	case "developer":
		return "system", nil
	case "tool":
		if !called[m.ToolCallID] {
			return "", field(invalid, at+".tool_call_id", "%s.tool_call_id must be the id of a call in an assistant's message before it", at)
		}
		return "tool", nil
	case "function":
		return "", field(unsupported, at+".role", "%s.role %q is not supported by this server; it is called \"tool\" now", at, m.Role)
	}
	return "", field(invalid, at+".role", "%s.role must be system, developer, user, assistant or tool", at)
}

// content reads a message's text: a string, or a list of text parts.
func content(raw json.RawMessage, at string) (string, error) {
	if len(raw) == 0 {
		return "", nil
	}
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return text, nil
	}
	var parts []struct {
		Type    string `json:"type"`
		Text    string `json:"text"`
		Refusal string `json:"refusal"`
	}
	if json.Unmarshal(raw, &parts) != nil {
		return "", field(invalid, at, "%s must be a string or a list of text parts", at)
	}
	for _, p := range parts {
		switch p.Type {
		case "text", "input_text", "output_text":
			text += p.Text
		case "refusal":
			text += p.Refusal
		default:
			return "", field(unsupported, at, "%s has a part of type %.32q; this server reads text only", at, p.Type)
		}
	}
	return text, nil
}

// messagesOf writes a chat for the model's template, which knows system, user and
// assistant only: tools stand in the system message, calls in the assistant's,
// and what they returned in the user's.
func messagesOf(turns []turn, tools []toolcall.Tool) []tokenizer.Message {
	var out []tokenizer.Message
	if shown := toolcall.Prompt(tools); shown != "" {
		if turns[0].role == "system" {
			turns[0].text = join(turns[0].text, shown)
		} else {
			out = append(out, tokenizer.Message{Role: "system", Content: shown})
		}
	}
	for i, t := range turns {
		if t.role == "tool" {
			text := toolcall.Response(t.text)
			if i > 0 && turns[i-1].role == "tool" { // results that came together stand together
				last := &out[len(out)-1]
				last.Content += "\n" + text
				continue
			}
			out = append(out, tokenizer.Message{Role: "user", Content: text})
			continue
		}
		var calls []string
		for _, c := range t.calls {
			calls = append(calls, toolcall.Render(c))
		}
		text := t.text
		if len(calls) > 0 {
			text = strings.TrimLeft(text+"\n"+strings.Join(calls, "\n"), "\n")
		}
		out = append(out, tokenizer.Message{Role: t.role, Content: text})
	}
	return out
}

// join puts an empty line between two texts, where both say something.
func join(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "\n\n" + b
}

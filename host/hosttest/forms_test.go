package hosttest_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/r3mes/r3mes/host/hosttest"
)

// city is a schema whose every text is short, so that an answer reaches its end.
var city = object{
	"type": "object", "properties": object{"city": object{"type": "string", "maxLength": 8}, "unit": object{"enum": []string{"C", "F"}}},
	"required": []string{"city", "unit"}, "additionalProperties": false,
}

// fits tells whether a text is JSON that city allows.
func fits(text string) bool {
	var v struct {
		City *string
		Unit string
	}
	return json.Unmarshal([]byte(text), &v) == nil && v.City != nil && len([]rune(*v.City)) <= 8 && (v.Unit == "C" || v.Unit == "F")
}

// A random model, whatever its seed, says nothing but what the schema allows.
func TestAnswersFitTheirSchema(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true})
	chat := object{"messages": []object{{"role": "user", "content": "hi"}}, "n": 4, "temperature": 2, "max_tokens": 400, "wallet_address": s.Wallet,
		"response_format": object{"type": "json_schema", "json_schema": object{"name": "city", "strict": true, "schema": city}}}
	var whole struct {
		Choices []struct {
			Message struct{ Content string }
			Finish  string `json:"finish_reason"`
		}
	}
	read(t, call(t, "POST", s.URL+"/v1/chat/completions", chat), &whole)
	for i, c := range whole.Choices {
		if !fits(c.Message.Content) || c.Finish != "stop" {
			t.Errorf("answer %d: %q, %s", i, c.Message.Content, c.Finish)
		}
	}
	chat["stream"] = true
	list, _ := events(t, s.URL+"/v1/chat/completions", chat)
	for i, text := range chunks(t, list).text {
		if !fits(text) {
			t.Errorf("streamed answer %d: %q", i, text)
		}
	}
	var response struct {
		Output []struct{ Content []struct{ Text string } }
	}
	read(t, call(t, "POST", s.URL+"/v1/responses", object{"input": "hi", "temperature": 2, "max_output_tokens": 400, "wallet_address": s.Wallet,
		"text": object{"format": object{"type": "json_schema", "name": "city", "schema": city}}}), &response)
	if text := response.Output[0].Content[0].Text; !fits(text) {
		t.Errorf("response: %q", text)
	}
	var anything struct {
		Choices []struct {
			Message struct{ Content string }
			Finish  string `json:"finish_reason"`
		}
	}
	chat["stream"], chat["response_format"] = false, object{"type": "json_object"}
	read(t, call(t, "POST", s.URL+"/v1/chat/completions", chat), &anything)
	for i, c := range anything.Choices {
		var v map[string]any
		if text := c.Message.Content; !strings.HasPrefix(strings.TrimSpace(text), "{") || c.Finish == "stop" && json.Unmarshal([]byte(text), &v) != nil {
			t.Errorf("object %d: %q, %s", i, text, c.Finish)
		}
	}
}

func TestACallIsForcedAndStreamsInPieces(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true})
	type function struct{ Name, Arguments string }
	type toolCall struct {
		Index    int
		ID, Type string
		Function function
	}
	chat := object{"messages": []object{{"role": "user", "content": "hi"}}, "temperature": 2, "max_tokens": 400, "wallet_address": s.Wallet,
		"tools": []object{
			{"type": "function", "function": object{"name": "now", "description": "the time"}},
			{"type": "function", "function": object{"name": "weather", "parameters": city}},
		}, "tool_choice": object{"type": "function", "function": object{"name": "weather"}}, "seed": 3}
	var whole struct {
		Choices []struct {
			Message struct {
				Content *string
				Calls   []toolCall `json:"tool_calls"`
			}
			Finish string `json:"finish_reason"`
		}
	}
	read(t, call(t, "POST", s.URL+"/v1/chat/completions", chat), &whole)
	c := whole.Choices[0]
	if c.Finish != "tool_calls" || c.Message.Content != nil || len(c.Message.Calls) != 1 || c.Message.Calls[0].Function.Name != "weather" ||
		!strings.HasPrefix(c.Message.Calls[0].ID, "call_") || !fits(c.Message.Calls[0].Function.Arguments) {
		t.Errorf("%+v, want one call of weather", c)
	}
	chat["stream"] = true
	list, _ := events(t, s.URL+"/v1/chat/completions", chat)
	var name, arguments string
	pieces := 0
	for _, e := range list {
		var chunk struct {
			Choices []struct {
				Delta struct {
					Calls []toolCall `json:"tool_calls"`
				}
			}
		}
		if e.data == "[DONE]" {
			continue
		}
		if err := json.Unmarshal([]byte(e.data), &chunk); err != nil {
			t.Fatal(err)
		}
		for _, d := range chunk.Choices[0].Delta.Calls {
			if (d.ID != "") != (d.Function.Name != "") || (d.Type == "function") != (d.ID != "") {
				t.Errorf("%s: id, type and name come together, once", e.data)
			}
			name += d.Function.Name
			arguments += d.Function.Arguments
			pieces++
		}
	}
	if name != "weather" || arguments != c.Message.Calls[0].Function.Arguments || pieces < 2 {
		t.Errorf("streamed %s %q in %d pieces, whole %+v", name, arguments, pieces, c.Message.Calls)
	}
	// Any of them.
	chat["stream"], chat["tool_choice"] = false, "required"
	read(t, call(t, "POST", s.URL+"/v1/chat/completions", chat), &whole)
	if calls := whole.Choices[0].Message.Calls; len(calls) != 1 || calls[0].Function.Name == "weather" && !fits(calls[0].Function.Arguments) {
		t.Errorf("%+v, want one call", whole.Choices[0])
	}
	response := object{"input": "hi", "temperature": 2, "max_output_tokens": 400, "wallet_address": s.Wallet, "tool_choice": "required", "stream": true,
		"tools": []object{{"type": "function", "name": "weather", "parameters": city, "strict": true}}}
	list, _ = events(t, s.URL+"/v1/responses", response)
	var order []string
	var done struct{ Name, Arguments string }
	arguments = ""
	for _, e := range list {
		var v struct{ Delta string }
		if err := json.Unmarshal([]byte(e.data), &v); err != nil {
			t.Fatal(err)
		}
		arguments += v.Delta
		if e.name == "response.function_call_arguments.done" {
			if err := json.Unmarshal([]byte(e.data), &done); err != nil {
				t.Fatal(err)
			}
		}
		if len(order) == 0 || order[len(order)-1] != e.name {
			order = append(order, e.name)
		}
	}
	const want = "[response.created response.in_progress response.output_item.added response.function_call_arguments.delta response.function_call_arguments.done response.output_item.done response.completed]"
	if fmt.Sprint(order) != want || done.Name != "weather" || !fits(arguments) || done.Arguments != arguments {
		t.Errorf("events %v, arguments %q, done %+v", order, arguments, done)
	}
}

func TestFormatsThatCannotBeKeptAreRefused(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true})
	schema := func(v any) object {
		return object{"response_format": object{"type": "json_schema", "json_schema": object{"name": "x", "schema": v}}}
	}
	tool := []object{{"type": "function", "function": object{"name": "f", "parameters": object{"type": "object", "unevaluatedProperties": false}}}}
	for name, c := range map[string]struct {
		body  object
		param string
		say   string
	}{
		"an unknown keyword":    {schema(object{"type": "object", "properties": object{"a": object{"not": object{}}}}), "response_format.json_schema.schema", "not"},
		"no schema":             {object{"response_format": object{"type": "json_schema"}}, "response_format.schema", "JSON Schema"},
		"an unknown type":       {object{"response_format": object{"type": "xml"}}, "response_format.type", "json_object"},
		"a tool's keyword":      {object{"tools": tool, "tool_choice": "required"}, "tools", "unevaluatedProperties"},
		"tools beside a format": {object{"tools": tool, "response_format": object{"type": "json_object"}}, "response_format", "tool_choice"},
		"no end":                {object{"ignore_eos": true, "response_format": object{"type": "json_object"}}, "ignore_eos", "end"},
	} {
		c.body["messages"], c.body["wallet_address"] = []object{{"role": "user", "content": "hi"}}, s.Wallet
		got := call(t, "POST", s.URL+"/v1/chat/completions", c.body)
		if got.status != 400 || !strings.Contains(got.body, fmt.Sprintf(`"param":%q`, c.param)) || !strings.Contains(got.body, c.say) {
			t.Errorf("%s: %d %s, want 400 about %s", name, got.status, got.body, c.param)
		}
	}
	if strings.Contains(s.Log(), "unevaluatedProperties") {
		t.Error("the log quotes a schema, which is the client's")
	}
	if got := balance(t, s, s.Wallet); got != "1000" {
		t.Errorf("balance = %s after refusals only", got)
	}
}

// A model that calls a tool by itself is understood, in every way that an answer
// can be asked for, with several at once.
func TestCallsAreReadOutOfTheAnswer(t *testing.T) {
	s := guestsFor(t, "Let me look.\n<tool_call>\n{\"name\": \"weather\", \"arguments\": {\"city\": \"Paris\"}}\n</tool_call>", nil)
	chat := object{"model": "law", "messages": []object{{"role": "user", "content": "hi"}}, "n": 2, "max_tokens": 300, "ignore_eos": true, "wallet_address": s.Wallet,
		"tools": []object{{"type": "function", "function": object{"name": "weather", "parameters": city}}}}
	type choice struct {
		Index   int
		Message struct {
			Content string
			Calls   []struct {
				Function struct{ Name, Arguments string }
			} `json:"tool_calls"`
		}
		Delta struct {
			Content string
			Calls   []struct {
				Function struct{ Name, Arguments string }
			} `json:"tool_calls"`
		}
		Finish string `json:"finish_reason"`
	}
	var whole struct{ Choices []choice }
	read(t, call(t, "POST", s.URL+"/v1/chat/completions", chat), &whole)
	for _, c := range whole.Choices {
		if c.Message.Content != "Let me look." || len(c.Message.Calls) != 1 || c.Message.Calls[0].Function.Arguments != `{"city": "Paris"}` {
			t.Errorf("%+v, want text and one call", c)
		}
	}
	if len(whole.Choices) != 2 {
		t.Errorf("%d answers, want 2", len(whole.Choices))
	}
	chat["stream"] = true
	list, _ := events(t, s.URL+"/v1/chat/completions", chat)
	text, arguments := map[int]string{}, map[int]string{}
	for _, e := range list {
		var chunk struct{ Choices []choice }
		if e.data != "[DONE]" && json.Unmarshal([]byte(e.data), &chunk) != nil {
			t.Fatal(e.data)
		}
		for _, c := range chunk.Choices {
			text[c.Index] += c.Delta.Content
			for _, piece := range c.Delta.Calls {
				arguments[c.Index] += piece.Function.Name + piece.Function.Arguments
			}
		}
	}
	for i := range 2 {
		if text[i] != "Let me look." || arguments[i] != `weather{"city": "Paris"}` {
			t.Errorf("streamed answer %d: %q and %q", i, text[i], arguments[i])
		}
	}
	var response struct {
		Output []struct{ Type, Name, Arguments, Status string }
	}
	read(t, call(t, "POST", s.URL+"/v1/responses", object{"model": "law", "input": "hi", "max_output_tokens": 300, "ignore_eos": true, "wallet_address": s.Wallet,
		"tools": []object{{"type": "function", "name": "weather"}}}), &response)
	if o := response.Output; len(o) != 2 || o[0].Type != "message" || o[1].Type != "function_call" || o[1].Name != "weather" || o[1].Arguments != `{"city": "Paris"}` {
		t.Errorf("response %+v, want a message and a call", o)
	}
	// What the plugin writes is not what the model said, and its tokens stay inside.
	chat["stream"], chat["logprobs"] = false, true
	if r := call(t, "POST", s.URL+"/v1/chat/completions", chat); r.status != 400 || !strings.Contains(r.body, "unsupported_parameter") {
		t.Errorf("log probabilities beside a post plugin: %d %s", r.status, r.body)
	}
}

package api

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
)

func TestToolsAndTheirHistoryAreShownToTheModel(t *testing.T) {
	var body completionRequest
	err := json.Unmarshal([]byte(`{
		"messages": [
			{"role": "developer", "content": "Be brief."},
			{"role": "user", "content": "Weather in Paris and Rome?"},
			{"role": "assistant", "content": null, "tool_calls": [
				{"id": "c1", "type": "function", "function": {"name": "weather", "arguments": "{\"city\":\"Paris\"}"}},
				{"id": "c2", "type": "function", "function": {"name": "weather", "arguments": "{\"city\":\"Rome\"}"}}]},
			{"role": "tool", "tool_call_id": "c1", "content": "sun"},
			{"role": "tool", "tool_call_id": "c2", "content": [{"type": "text", "text": "rain"}]}],
		"tools": [{"type": "function", "function": {"name": "weather", "parameters": {"type": "object"}}}]}`), &body)
	if err != nil {
		t.Fatal(err)
	}
	req, tooling, err := body.request(0.5)
	if err != nil || len(tooling.tools) != 1 {
		t.Fatalf("%+v, %v", tooling, err)
	}
	var b strings.Builder
	for _, m := range req.Messages {
		b.WriteString(m.Role + ": " + m.Content + "\n")
	}
	for _, want := range []string{
		"system: Be brief.\n\n# Tools", `{"type":"function","function":{"name":"weather","parameters":{"type": "object"}}}`,
		"user: Weather in Paris and Rome?\n",
		"assistant: <tool_call>\n{\"name\":\"weather\",\"arguments\":{\"city\":\"Paris\"}}\n</tool_call>\n<tool_call>\n{\"name\":\"weather\",\"arguments\":{\"city\":\"Rome\"}}\n</tool_call>\n",
		"user: <tool_response>\nsun\n</tool_response>\n<tool_response>\nrain\n</tool_response>\n",
	} {
		if want = strings.ReplaceAll(want, `{"type": "object"}`, `{"type":"object"}`); !strings.Contains(b.String(), want) {
			t.Errorf("%q is not in\n%s", want, b.String())
		}
	}
	if len(req.Messages) != 4 {
		t.Errorf("%d messages, want 4", len(req.Messages))
	}
	// Who may call nothing is shown nothing.
	body.ToolChoice = json.RawMessage(`"none"`)
	if req, _, err = body.request(0.5); err != nil || strings.Contains(req.Messages[0].Content, "Tools") {
		t.Errorf("tool_choice none: %q, %v", req.Messages[0].Content, err)
	}
}

func TestBadRequestsNameTheField(t *testing.T) {
	const user = `{"messages":[{"role":"user","content":"x"}],`
	const f = `"tools":[{"type":"function","function":{"name":"f"}}]`
	for body, param := range map[string]string{
		`{"messages":[]}`: "messages",
		`{"messages":[{"role":"robot","content":"x"}]}`:                                                  "messages[0].role",
		`{"messages":[{"role":"tool","tool_call_id":"c","content":"x"}]}`:                                "messages[0].tool_call_id",
		`{"messages":[{"role":"user","content":"x","tool_calls":[{"id":"c","function":{"name":"f"}}]}]}`: "messages[0].tool_calls",
		`{"messages":[{"role":"user","content":[{"type":"image_url"}]}]}`:                                "messages[0].content",
		user + `"n":0}`:          "n",
		user + `"n":129}`:        "n",
		user + `"max_tokens":0}`: "max_tokens",
		user + `"max_completion_tokens":-1,"max_tokens":5}`:                              "max_completion_tokens",
		user + `"top_logprobs":3}`:                                                       "top_logprobs",
		user + `"logprobs":true,"top_logprobs":21}`:                                      "top_logprobs",
		user + `"logit_bias":{"x":1}}`:                                                   "logit_bias",
		user + `"logit_bias":{"1":101}}`:                                                 "logit_bias",
		user + `"logit_bias":[1]}`:                                                       "logit_bias",
		user + `"top_k":-2}`:                                                             "top_k",
		user + `"temperature":2.5}`:                                                      "temperature",
		user + `"stop":[1]}`:                                                             "stop",
		user + `"functions":[{"name":"f"}]}`:                                             "functions",
		user + `"modalities":["audio"]}`:                                                 "modalities",
		user + `"tools":[{"type":"web_search"}]}`:                                        "tools",
		user + `"tools":[{"type":"function","function":{}}]}`:                            "tools[0].function.name",
		user + f[:len(f)-1] + `,` + f[9:] + `}`:                                          "tools[1].function.name",
		user + `"tools":[{"type":"function","function":{"name":"f","parameters":[1]}}]}`: "tools[0].function.parameters",
		user + `"tool_choice":"required"}`:                                               "tool_choice",
		user + `"tool_choice":"any",` + f + `}`:                                          "tool_choice",
		user + `"tool_choice":{"type":"function","function":{"name":"g"}},` + f + `}`:    "tool_choice",
		user + `"tool_choice":{"type":"allowed_tools"},` + f + `}`:                       "tool_choice",
	} {
		var b completionRequest
		if err := json.Unmarshal([]byte(body), &b); err != nil {
			t.Errorf("%s: %v", body, err)
			continue
		}
		_, _, err := b.request(0.5)
		var e *apiError
		if !errors.As(err, &e) || e.status != 400 || e.param != param {
			t.Errorf("%s: error %v about %q, want 400 about %q", body, err, paramOf(e), param)
		}
	}
}

func paramOf(e *apiError) string {
	if e == nil {
		return ""
	}
	return e.param
}

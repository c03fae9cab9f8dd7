package hosttest_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/r3mes/r3mes/host/hosttest"
)

func TestResponsesStreamInTheOfficialOrder(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true})
	body := object{"input": "hi", "instructions": "be brief", "max_output_tokens": 5, "ignore_eos": true, "temperature": 0, "wallet_address": s.Wallet, "stream": true}
	list, _ := events(t, s.URL+"/v1/responses", body)
	type item struct {
		ID, Type, Status, Role string
		Content                []struct{ Type, Text string }
	}
	type response struct {
		ID, Object, Status, Model string
		Output                    []item
		Incomplete                *struct{ Reason string } `json:"incomplete_details"`
		Usage                     *struct {
			Input  int `json:"input_tokens"`
			Output int `json:"output_tokens"`
			Total  int `json:"total_tokens"`
			Cost   int `json:"cost_microcredits"`
		}
	}
	var names []string
	var text, done string
	var last response
	for i, e := range list {
		var v struct {
			Type        string
			Sequence    int `json:"sequence_number"`
			Delta, Text string
			Response    response
		}
		if err := json.Unmarshal([]byte(e.data), &v); err != nil || v.Type != e.name || v.Sequence != i {
			t.Fatalf("event %d %s: %v in %s", i, e.name, err, e.data)
		}
		if len(names) == 0 || names[len(names)-1] != e.name {
			names = append(names, e.name)
		}
		text += v.Delta
		done += v.Text
		last = v.Response
	}
	want := []string{
		"response.created", "response.in_progress", "response.output_item.added", "response.content_part.added", "response.output_text.delta",
		"response.output_text.done", "response.content_part.done", "response.output_item.done", "response.incomplete",
	}
	if !slices.Equal(names, want) {
		t.Errorf("events %v, want %v", names, want)
	}
	body["stream"] = false
	var whole response
	read(t, call(t, "POST", s.URL+"/v1/responses", body), &whole)
	if text == "" || text != done || last.Output[0].Content[0].Text != text || whole.Output[0].Content[0].Text != text {
		t.Errorf("pieces %q, done %q, last %+v, whole %+v; want the same text", text, done, last.Output, whole.Output)
	}
	if whole.Status != "incomplete" || whole.Incomplete == nil || whole.Incomplete.Reason != "max_output_tokens" || whole.Object != "response" || !strings.HasPrefix(whole.Model, "tiny") ||
		whole.Usage == nil || whole.Usage.Output != 5 || whole.Usage.Total != whole.Usage.Input+5 || *whole.Usage != *last.Usage {
		t.Errorf("whole %+v, streamed %+v", whole, last)
	}
	if whole.Output[0].Type != "message" || whole.Output[0].Role != "assistant" || whole.Output[0].Status != "incomplete" {
		t.Errorf("item %+v", whole.Output[0])
	}
}

func TestResponsesReadTheirInputAndKeepNothing(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true})
	for name, c := range map[string]struct {
		body  object
		param string // "": answered
	}{
		"a conversation with calls": {object{"store": false, "input": []object{
			{"role": "user", "content": []object{{"type": "input_text", "text": "weather?"}}},
			{"type": "reasoning", "summary": []object{}},
			{"type": "function_call", "call_id": "c", "name": "weather", "arguments": "{}"},
			{"type": "function_call_output", "call_id": "c", "output": "sun"},
			{"type": "message", "role": "assistant", "content": []object{{"type": "output_text", "text": "sun"}}},
			{"role": "developer", "content": "go on"},
		}, "tools": []object{{"type": "function", "name": "weather", "parameters": object{"type": "object"}}}, "reasoning": object{"effort": "low"}}, ""},
		"stored":              {object{"input": "hi", "store": true}, "store"},
		"continued":           {object{"input": "hi", "previous_response_id": "resp_1"}, "previous_response_id"},
		"in the background":   {object{"input": "hi", "background": true}, "background"},
		"no input":            {object{}, "input"},
		"an item of OpenAI's": {object{"input": []object{{"type": "item_reference", "id": "x"}}}, "input[0].type"},
		"an unknown call":     {object{"input": []object{{"type": "function_call_output", "call_id": "c", "output": "x"}}}, "input[0].call_id"},
		"a hosted tool":       {object{"input": "hi", "tools": []object{{"type": "web_search"}}}, "tools"},
	} {
		c.body["wallet_address"], c.body["max_output_tokens"] = s.Wallet, 2
		got := call(t, "POST", s.URL+"/v1/responses", c.body)
		if c.param == "" && got.status != 200 || c.param != "" && (got.status != 400 || !strings.Contains(got.body, fmt.Sprintf(`"param":%q`, c.param))) {
			t.Errorf("%s: %d %s, want %q", name, got.status, got.body, c.param)
		}
	}
}

package sdk

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// The files of testdata/v1 are requests as a host of contract version 1 wrote
// them. They never change: what this package reads from them, it reads for
// ever, and what it writes is the same text again.
func TestVersion1StaysReadable(t *testing.T) {
	for name, request := range map[string]any{"route": &RouteRequest{}, "quote": &QuoteRequest{}, "settle": &SettleRequest{}, "pre": &PreRequest{}, "post": &PostRequest{}} {
		text, err := os.ReadFile(filepath.Join("testdata", "v1", name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(text, request); err != nil {
			t.Fatal(err)
		}
		written, err := json.Marshal(request)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := string(written), strings.TrimSpace(string(text)); got != want {
			t.Errorf("%s: wrote\n%s, want\n%s", name, got, want)
		}
		assertFilled(t, name, reflect.ValueOf(request).Elem())
	}
}

// assertFilled fails for fields that the fixture leaves zero: such a field
// would not be held by it.
func assertFilled(t *testing.T, where string, v reflect.Value) {
	for i := range v.NumField() {
		field, name := v.Field(i), where+"."+v.Type().Field(i).Name
		if field.Kind() == reflect.Struct {
			assertFilled(t, name, field)
		} else if field.IsZero() {
			t.Errorf("%s is zero in the fixture", name)
		}
	}
}

// Requests in any key order, with keys of a later host and escaped text, mean
// the same.
func TestRequestsDoNotDependOnOrder(t *testing.T) {
	const shuffled = `{"later":{"a":[1]},"messages":[{"content":"\u0068i","role":"user","x":1}],"adapters":[{"loaded":true,"similarity":0.5,"name":"law"}],"kind":"chat","hook":"route"}`
	var r RouteRequest
	if err := json.Unmarshal([]byte(shuffled), &r); err != nil {
		t.Fatal(err)
	}
	if r.Messages[0].Content != "hi" || r.Adapters[0].Name != "law" || !r.Adapters[0].Loaded || r.Hook != HookRoute {
		t.Errorf("read %+v", r)
	}
}

func TestResponses(t *testing.T) {
	for _, c := range []struct {
		value any
		text  string
	}{
		{RouteResponse{Abstain: true, Adapter: "ignored"}, `{"abstain":true}`},
		{RouteResponse{}, `{"adapter":null,"priority":0,"reason":""}`},
		{RouteResponse{Adapter: "law", Priority: -2, Reason: "r"}, `{"adapter":"law","priority":-2,"reason":"r"}`},
		{QuoteResponse{Abstain: true}, `{"abstain":true}`},
		{QuoteResponse{CeilingMicrocredits: 1 << 62, Rule: "r"}, `{"ceiling_microcredits":4611686018427387904,"rule":"r"}`},
		{SettleResponse{ChargeMicrocredits: 3, Rule: "r"}, `{"charge_microcredits":3,"rule":"r"}`},
		{PreResponse{Abstain: true, Refuse: true}, `{"abstain":true}`},
		{PreResponse{Refuse: true, Reason: "r"}, `{"refuse":true,"reason":"r"}`},
		{PreResponse{Messages: []Message{{Role: "user", Content: "c"}}}, `{"messages":[{"role":"user","content":"c"}]}`},
		{PostResponse{Text: "t", Held: 2, State: "s", Stop: true}, `{"text":"t","held":2,"state":"s","stop":true}`},
		{PostResponse{}, `{"text":"","held":0,"state":"","stop":false}`},
	} {
		text, err := json.Marshal(c.value)
		if err != nil || string(text) != c.text {
			t.Errorf("%+v is written as %s, %v, want %s", c.value, text, err, c.text)
		}
	}
}

// What is written is read back.
func TestResponsesSurviveTheWire(t *testing.T) {
	for _, value := range []any{
		&RouteResponse{Abstain: true}, &RouteResponse{Adapter: "law", Priority: -2, Reason: "r"},
		&QuoteResponse{Abstain: true}, &QuoteResponse{CeilingMicrocredits: 7, Rule: "r"}, &SettleResponse{ChargeMicrocredits: 3, Rule: "r"},
		&PreResponse{Abstain: true}, &PreResponse{Refuse: true, Reason: "r"}, &PreResponse{Messages: []Message{{Role: "user", Content: "c"}}},
		&PostResponse{Text: "t", Held: 2, State: "s", Stop: true},
	} {
		text, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		got := reflect.New(reflect.TypeOf(value).Elem()).Interface()
		if err := json.Unmarshal(text, got); err != nil || !reflect.DeepEqual(got, value) {
			t.Errorf("%s is read as %+v, %v, want %+v", text, got, err, value)
		}
	}
}

func TestResponsesThatSayNothingAreErrors(t *testing.T) {
	for _, c := range []struct {
		into any
		text string
	}{
		{new(RouteResponse), `{}`}, {new(RouteResponse), `{"abstain":false}`}, {new(RouteResponse), `null`}, {new(RouteResponse), `[]`},
		{new(QuoteResponse), `{"rule":"r"}`}, {new(QuoteResponse), `{"ceiling_microcredits":null}`}, {new(QuoteResponse), `{"ceiling_microcredits":1e3}`},
		{new(SettleResponse), `{}`}, {new(SettleResponse), `{"charge_microcredits":"1"}`},
		{new(PreResponse), `{}`}, {new(PreResponse), `{"messages":[]}`}, {new(PreResponse), `{"refuse":false,"reason":"r"}`},
		{new(PostResponse), `{}`}, {new(PostResponse), `{"text":null,"state":""}`}, {new(PostResponse), `{"text":"","held":"1"}`},
	} {
		if err := json.Unmarshal([]byte(c.text), c.into); err == nil {
			t.Errorf("%s was read as %+v", c.text, c.into)
		}
	}
	var r RouteResponse
	if err := json.Unmarshal([]byte(`{"adapter":""}`), &r); err != nil || r != (RouteResponse{}) {
		t.Errorf("an empty adapter was read as %+v, %v, want the base model", r, err)
	}
}

func TestConfigRefusesUnknownKeys(t *testing.T) {
	type config struct {
		A int `json:"a"`
	}
	if _, err := Config[config](Envelope{PluginConfig: json.RawMessage(`{"a":1,"b":2}`)}); err == nil || !strings.Contains(err.Error(), `"b"`) {
		t.Errorf("error %v, want one that names the key", err)
	}
	if c, err := Config[config](Envelope{}); err != nil || c.A != 0 {
		t.Errorf("no configuration gives %+v, %v", c, err)
	}
}

package toolcall

import (
	"encoding/json"
	"strings"
	"testing"
)

var tools = []Tool{
	{Name: "weather", Description: "of a city", Parameters: json.RawMessage(`{"type":"object","properties":{"city":{"type":"string"}}}`)},
	{Name: "now"},
}

// read gives the pieces to a parser and writes its events as text: calls as
// name(arguments).
func read(mode Mode, pieces ...string) string {
	p := NewParser(tools, mode)
	var events []Event
	for _, piece := range pieces {
		events = append(events, p.Push(piece)...)
	}
	events = append(events, p.End()...)
	var b strings.Builder
	open := false
	for _, e := range events {
		if open && (e.Name != "" || e.Text != "") {
			b.WriteByte(')')
			open = false
		}
		if e.Name != "" {
			b.WriteString("[" + e.Name + "(")
			open = true
		}
		b.WriteString(e.Arguments + e.Text)
	}
	if open {
		b.WriteByte(')')
	}
	return b.String()
}

var answers = []struct {
	name string
	mode Mode
	text string
	want string
}{
	{"plain text", Tagged, "It is <b>warm</b> today. ", "It is <b>warm</b> today. "},
	{"a call", Tagged, "<tool_call>\n{\"name\": \"weather\", \"arguments\": {\"city\": \"Paris\"}}\n</tool_call>", `[weather({"city": "Paris"})`},
	{"text before a call", Tagged, "Let me look.\n<tool_call>{\"name\":\"now\",\"arguments\":{}}</tool_call>", "Let me look.[now({})"},
	{"two calls", Tagged, "<tool_call>{\"name\":\"now\",\"arguments\":{}}</tool_call>\n<tool_call>{\"name\":\"weather\",\"arguments\":{\"a\":[1,{}]}}</tool_call>", `[now({})[weather({"a":[1,{}]})`},
	{"the end tag is forgotten", Tagged, "<tool_call>{\"name\":\"now\",\"arguments\":{}}\n<tool_call>{\"name\":\"now\",\"arguments\":{}}", `[now({})[now({})`},
	{"braces and quotes in a string", Tagged, `<tool_call>{"name":"weather","arguments":{"city":"}\"{\\"}}</tool_call> done`, `[weather({"city":"}\"{\\"})done`},
	{"keys in another order", Tagged, `<tool_call>{"arguments":{"city":"x"},"name":"weather"}</tool_call>`, `[weather({"city":"x"})`},
	{"more keys than ours", Tagged, `<tool_call>{"id": 7, "name":"weather","arguments":{}}</tool_call>`, `[weather({})`},
	{"an unknown tool is text", Tagged, `<tool_call>{"name":"rm","arguments":{}}</tool_call>`, `<tool_call>{"name":"rm","arguments":{}}</tool_call>`},
	{"no JSON is text", Tagged, `<tool_call>hello</tool_call>`, `<tool_call>hello</tool_call>`},
	{"no object is text", Tagged, `<tool_call>{"name":"now","arguments":7}</tool_call>`, `<tool_call>{"name":"now","arguments":7}</tool_call>`},
	{"a call after what is none", Tagged, `<tool_call>x<tool_call>{"name":"now","arguments":{}}</tool_call>`, `<tool_call>x[now({})`},
	{"cut in the arguments", Tagged, `<tool_call>{"name":"weather","arguments":{"city": "Pa`, `[weather({"city": "Pa)`},
	{"cut in the head", Tagged, `ok <tool_call>{"name":"wea`, `ok <tool_call>{"name":"wea`},
	{"cut in the tag", Tagged, `ok <tool_c`, `ok <tool_c`},
	{"bare", Bare, ` {"name": "weather", "arguments": {"city": "Rome"}} `, `[weather({"city": "Rome"})`},
	{"bare, cut", Bare, `{"name": "weather", "arg`, `{"name": "weather", "arg`},
	{"bare, tags are text", Bare, `{"name": "weather", "arguments": {"city": "<tool_call>"}}`, `[weather({"city": "<tool_call>"})`},
}

func TestAnswersAreTakenApart(t *testing.T) {
	for _, c := range answers {
		t.Run(c.name, func(t *testing.T) {
			if got := read(c.mode, c.text); got != c.want {
				t.Errorf("whole: %q, want %q", got, c.want)
			}
			if got := read(c.mode, strings.Split(c.text, "")...); got != c.want {
				t.Errorf("byte by byte: %q, want %q", got, c.want)
			}
			for i := range c.text {
				if got := read(c.mode, c.text[:i], c.text[i:]); got != c.want {
					t.Errorf("cut at %d: %q, want %q", i, got, c.want)
				}
			}
		})
	}
}

func TestArgumentsComeInPieces(t *testing.T) {
	p := NewParser(tools, Tagged)
	p.Push(`<tool_call>{"name":"weather","arguments":`)
	for _, piece := range []string{`{"city`, `":"Par`, `is"}`} {
		events := p.Push(piece)
		last := events[len(events)-1]
		if last.Arguments != piece || last.Call != 0 {
			t.Errorf("%q gave %+v, want it passed on at once", piece, events)
		}
	}
	if p.Calls() != 1 {
		t.Errorf("%d calls, want 1", p.Calls())
	}
}

func TestPromptShowsToolsAndRenderIsReadBack(t *testing.T) {
	text := Prompt(tools)
	for _, want := range []string{
		`{"type":"function","function":{"name":"weather","description":"of a city","parameters":{"type":"object","properties":{"city":{"type":"string"}}}}}`,
		`{"type":"function","function":{"name":"now"}}`, "<tools>", "<tool_call>",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in %s", want, text)
		}
	}
	if Prompt(nil) != "" {
		t.Error("a prompt for no tools")
	}
	for _, arguments := range []string{`{"city":"<a> & b"}`, `{}`} {
		if got, want := read(Tagged, Render(Call{"weather", arguments})), "[weather("+arguments+")"; got != want {
			t.Errorf("%s read back as %s", want, got)
		}
	}
	if got := Render(Call{"weather", "not JSON"}); !strings.Contains(got, `"arguments":"not JSON"`) {
		t.Errorf("arguments that are no JSON: %s", got)
	}
}

// Whatever comes, and however it is cut: nothing panics, the pieces decide
// nothing but the borders, and an answer without a call is passed on whole.
func FuzzParser(f *testing.F) {
	for _, c := range answers {
		f.Add(c.text, c.mode == Bare, uint8(3))
	}
	f.Fuzz(func(t *testing.T, text string, bare bool, cut uint8) {
		mode := Tagged
		if bare {
			mode = Bare
		}
		want := read(mode, text)
		n := int(cut) % (len(text) + 1)
		if got := read(mode, text[:n], text[n:]); got != want {
			t.Errorf("cut at %d: %q, whole %q", n, got, want)
		}
		p := NewParser(tools, mode)
		var same strings.Builder
		for _, e := range append(p.Push(text), p.End()...) {
			same.WriteString(e.Text)
		}
		if p.Calls() == 0 && same.String() != text {
			t.Errorf("%q holds no call and became %q", text, same.String())
		}
	})
}

package api

import (
	"encoding/json"
	"fmt"
	"regexp"

	"github.com/r3mes/r3mes/host/pipeline"
	"github.com/r3mes/r3mes/host/toolcall"
	"github.com/r3mes/r3mes/runtime/engine"
	"github.com/r3mes/r3mes/runtime/grammar"
)

// maxTools is the most tools of a request.
const maxTools = 128

// toolName is what OpenAI allows.
var toolName = regexp.MustCompile(`^[a-zA-Z0-9_-]{1,64}$`)

// inputFunction is a tool as clients send it, in a chat completion below the key
// "function" and in a response beside "type".
type inputFunction struct {
	Name        string          `json:"name"`
	Description string          `json:"description"`
	Parameters  json.RawMessage `json:"parameters"`
	Strict      *bool           `json:"strict"` // accepted: a forced call fits anyway, one that the model chooses may not
}

type inputTool struct {
	Type     string        `json:"type"`
	Function inputFunction `json:"function"`
}

// tooling is what a request says about tools: those that the model is shown, and
// whether it must call one.
type tooling struct {
	tools    []toolcall.Tool // none when the model may not call any
	required bool            // the answer is one call
	only     string          // of the tool with this name; empty: of any
	single   bool            // at most one call
}

// tools reads the tools of a request, function by function; at names them.
func tools(in []inputFunction, at func(i int) string) ([]toolcall.Tool, error) {
	if len(in) > maxTools {
		return nil, field(invalid, "tools", "tools must have at most %d entries, has %d", maxTools, len(in))
	}
	seen := map[string]bool{}
	out := make([]toolcall.Tool, len(in))
	for i, f := range in {
		if !toolName.MatchString(f.Name) {
			return nil, field(invalid, at(i)+".name", "%s.name must be 1 to 64 letters, digits, - or _", at(i))
		}
		if seen[f.Name] {
			return nil, field(invalid, at(i)+".name", "%s.name is the name of another tool too", at(i))
		}
		seen[f.Name] = true
		out[i] = toolcall.Tool{Name: f.Name, Description: f.Description}
		if given(f.Parameters) {
			var schema map[string]json.RawMessage
			if json.Unmarshal(f.Parameters, &schema) != nil {
				return nil, field(invalid, at(i)+".parameters", "%s.parameters must be a JSON Schema of an object", at(i))
			}
			out[i].Parameters = f.Parameters
		}
	}
	return out, nil
}

// toolChoice reads tool_choice, in the form of chat completions ("function":
// {"name": …}) or of responses ("name": …).
func toolChoice(raw json.RawMessage, tools []toolcall.Tool, parallel *bool) (tooling, error) {
	t := tooling{tools: tools, single: parallel != nil && !*parallel}
	if !given(raw) {
		return t, nil
	}
	var word string
	if json.Unmarshal(raw, &word) == nil {
		switch word {
		case "none":
			return tooling{}, nil
		case "auto":
			return t, nil
		case "required":
			t.required = true
			return t, t.check()
		}
		return t, field(invalid, "tool_choice", "tool_choice must be none, auto, required, or name a function")
	}
	var named struct {
		Type     string `json:"type"`
		Name     string `json:"name"`
		Function struct {
			Name string `json:"name"`
		} `json:"function"`
	}
	if json.Unmarshal(raw, &named) != nil || named.Type == "" {
		return t, field(invalid, "tool_choice", "tool_choice must be none, auto, required, or name a function")
	}
	if named.Type != "function" {
		return t, field(unsupported, "tool_choice", "tool_choice of type %.32q is not supported by this server", named.Type)
	}
	t.required, t.only = true, named.Name+named.Function.Name
	return t, t.check()
}

// check refuses a choice that no tool fits.
func (t *tooling) check() error {
	if len(t.tools) == 0 {
		return field(invalid, "tool_choice", "tool_choice asks for a call, but there are no tools")
	}
	for _, tool := range t.tools {
		if t.only == "" || tool.Name == t.only {
			return nil
		}
	}
	return field(invalid, "tool_choice", "tool_choice names %.64q, which is none of the tools", t.only)
}

// limit ends an answer after its first call, where the client wants no more.
func (t *tooling) limit(req *pipeline.Request) {
	if t.single && len(t.tools) > 0 && !t.required {
		req.Stop = append(req.Stop, toolcall.CloseTag)
	}
}

// deltas takes the answers to a chat as they come, calls of tools apart from the
// text.
type deltas interface {
	begin(a pipeline.Accepted) error
	// text: one of text and logprobs may be empty.
	text(choice int, text string, logprobs []engine.Logprob) error
	// call is the beginning of a call, or more of its arguments.
	call(choice int, e toolcall.Event) error
}

// parted is a pipeline.Sink that finds the calls in what the model says.
type parted struct {
	deltas
	parsers []*toolcall.Parser // by choice; nil: the model was shown no tools
}

// part prepares for the answers to req.
func (t *tooling) part(n int, d deltas) *parted {
	p := &parted{deltas: d}
	if len(t.tools) == 0 {
		return p
	}
	mode := toolcall.Tagged
	if t.required {
		mode = toolcall.Bare
	}
	for range n {
		p.parsers = append(p.parsers, toolcall.NewParser(t.tools, mode))
	}
	return p
}

// Begin implements pipeline.Sink.
func (p *parted) Begin(a pipeline.Accepted) error { return p.begin(a) }

// Admitted implements pipeline.Admitter for streams of events.
func (p *parted) Admitted(a pipeline.Accepted) {
	if stream, ok := p.deltas.(beating); ok {
		stream.Admitted(a)
	}
}

func (p *parted) still() bool {
	stream, ok := p.deltas.(beating)
	return ok && stream.still()
}

// Piece implements pipeline.Sink.
func (p *parted) Piece(piece pipeline.Piece) error {
	if p.parsers == nil {
		return p.text(piece.Choice, piece.Text, piece.Logprobs)
	}
	if len(piece.Logprobs) > 0 {
		if err := p.text(piece.Choice, "", piece.Logprobs); err != nil {
			return err
		}
	}
	return p.pass(piece.Choice, p.parsers[piece.Choice].Push(piece.Text))
}

func (p *parted) pass(choice int, events []toolcall.Event) error {
	for _, e := range events {
		var err error
		if e.Text != "" {
			err = p.text(choice, e.Text, nil)
		} else {
			err = p.call(choice, e)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// end passes on what was held back. Whoever left now misses no more than that.
func (p *parted) end() error {
	for i, parser := range p.parsers {
		if err := p.pass(i, parser.End()); err != nil {
			return err
		}
	}
	return nil
}

// called tells whether answer i calls a tool.
func (p *parted) called(i int) bool { return p.parsers != nil && p.parsers[i].Calls() > 0 }

// finish is OpenAI's name for how answer i ended.
func (p *parted) finish(out pipeline.Outcome, i int) string {
	reason := finishReason(out.Choices[i].Finish)
	if reason == "stop" && p.called(i) {
		return "tool_calls"
	}
	return reason
}

// callID is the id of a new call.
func callID() string { return "call_" + newID() }

// at names the entries of a list.
func at(format string) func(int) string {
	return func(i int) string { return fmt.Sprintf(format, i) }
}

// reply is one whole answer.
type reply struct {
	text     string
	calls    []reading
	logprobs []engine.Logprob
}

// reading is a call as it was read.
type reading struct{ id, name, arguments string }

// collected keeps answers until all of them is there.
type collected []reply

func (c *collected) begin(pipeline.Accepted) error { return nil }

// at returns reply i.
func (c *collected) at(i int) *reply {
	for len(*c) <= i {
		*c = append(*c, reply{})
	}
	return &(*c)[i]
}

func (c *collected) text(choice int, text string, logprobs []engine.Logprob) error {
	r := c.at(choice)
	r.text += text
	r.logprobs = append(r.logprobs, logprobs...)
	return nil
}

func (c *collected) call(choice int, e toolcall.Event) error {
	r := c.at(choice)
	if e.Name != "" {
		r.calls = append(r.calls, reading{id: callID(), name: e.Name})
	}
	r.calls[e.Call].arguments += e.Arguments
	return nil
}

// language is that of one call, for an answer that must be one.
func (t *tooling) language() language {
	var offered []grammar.Tool
	for _, tool := range t.tools {
		if t.only == "" || tool.Name == t.only {
			offered = append(offered, grammar.Tool{Name: tool.Name, Parameters: tool.Parameters})
		}
	}
	return func(v *grammar.Vocabulary) (*grammar.Grammar, error) {
		g, err := v.ToolCall(offered)
		return g, schemaError(err, "tools")
	}
}

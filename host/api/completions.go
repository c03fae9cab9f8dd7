package api

import (
	"encoding/json"
	"net/http"
	"slices"

	"github.com/r3mes/r3mes/host/pipeline"
	"github.com/r3mes/r3mes/host/toolcall"
	"github.com/r3mes/r3mes/runtime/engine"
	"github.com/r3mes/r3mes/sdk"
	"github.com/r3mes/r3mes/store"
)

func (s *server) completionRoutes() []route {
	return []route{{
		method: "POST", path: "/v1/chat/completions", family: openai, tag: "openai", say: "OpenAI's chat completion", who: wallet, limit: limitChat,
		body: completionRequest{}, answer: completion{}, media: []string{eventStream}, handle: s.completions,
	}}
}

// completionRequest is the body of a chat completion.
type completionRequest struct {
	parameters
	Messages      []inputMessage `json:"messages"`
	StreamOptions streamOptions  `json:"stream_options"`
	MaxTokens     *int           `json:"max_tokens"`
	MaxCompletion *int           `json:"max_completion_tokens"`
	N             *int           `json:"n"`
	Logprobs      *bool          `json:"logprobs"`
	TopLogprobs   *int           `json:"top_logprobs"`

	Tools          []inputTool     `json:"tools"`
	ToolChoice     json.RawMessage `json:"tool_choice"`
	Parallel       *bool           `json:"parallel_tool_calls"`
	ResponseFormat *outputFormat   `json:"response_format"`

	Functions    json.RawMessage `json:"functions"`
	FunctionCall json.RawMessage `json:"function_call"`
	Modalities   []string        `json:"modalities"`
}

// completions is OpenAI's chat completion, whole or as server-sent events.
func (s *server) completions(w http.ResponseWriter, r *http.Request) error {
	var body completionRequest
	if err := s.read(w, r, &body); err != nil {
		return err
	}
	req, tools, err := body.request(s.Temperature)
	if err != nil {
		return err
	}
	c, err := s.identify(r, store.ScopeChat, body.Wallet)
	if err != nil {
		return err
	}
	req.Wallet, req.Kind = c.wallet, sdk.KindChat
	head := newHead[choice]("chatcmpl-", r)
	if body.Stream {
		return s.streamed(r, req, tools, &chunks{chunkStream[choice]{s.events(w), head, body.StreamOptions.IncludeUsage}, req.N})
	}
	return s.whole(w, r, req, tools, completion{completionHead: head})
}

// request validates the body. temperature is the default.
func (b *completionRequest) request(temperature float64) (req pipeline.Request, t tooling, err error) {
	err = refuse(
		ask{"functions", given(b.Functions)}, ask{"function_call", given(b.FunctionCall) && string(b.FunctionCall) != `"none"`},
		ask{"modalities", slices.ContainsFunc(b.Modalities, func(m string) bool { return m != "text" })},
	)
	if err != nil {
		return req, t, err
	}
	if req, err = b.parameters.request(temperature); err != nil {
		return req, t, err
	}
	if req.N, err = choices(b.N, 1); err != nil {
		return req, t, err
	}
	if req.MaxTokens, err = b.maxTokens(); err != nil {
		return req, t, err
	}
	if req.Logprobs, req.TopLogprobs, err = b.logprobs(); err != nil {
		return req, t, err
	}
	if t, err = b.tools(); err != nil {
		return req, t, err
	}
	chat, err := turns(b.Messages)
	if err != nil {
		return req, t, err
	}
	req.Messages = messagesOf(chat, t.tools)
	t.limit(&req)
	return req, t, constrain(&req, b.ResponseFormat, "response_format", t)
}

func (b *completionRequest) maxTokens() (int, error) {
	if b.MaxCompletion != nil {
		return atLeastOne("max_completion_tokens", b.MaxCompletion)
	}
	return atLeastOne("max_tokens", b.MaxTokens)
}

func (b *completionRequest) logprobs() (yes bool, top int, err error) {
	yes, top = or(b.Logprobs, false), or(b.TopLogprobs, 0)
	switch {
	case top < 0 || top > maxLogprobs:
		return yes, top, field(invalid, "top_logprobs", "top_logprobs must be between 0 and %d", maxLogprobs)
	case top > 0 && !yes:
		return yes, top, field(invalid, "top_logprobs", "top_logprobs needs logprobs to be true")
	}
	return yes, top, nil
}

func (b *completionRequest) tools() (tooling, error) {
	functions := make([]inputFunction, len(b.Tools))
	for i, t := range b.Tools {
		if t.Type != "function" {
			return tooling{}, field(unsupported, "tools", "tools[%d].type must be function; %.32q is not supported by this server", i, t.Type)
		}
		functions[i] = t.Function
	}
	list, err := tools(functions, at("tools[%d].function"))
	if err != nil {
		return tooling{}, err
	}
	return toolChoice(b.ToolChoice, list, b.Parallel)
}

// completion is a whole answer.
type completion struct {
	completionHead[choice]
	Usage usage `json:"usage"`
}

type choice struct {
	Index    int       `json:"index"`
	Message  *message  `json:"message,omitempty"`
	Delta    *delta    `json:"delta,omitempty"`
	Logprobs *logprobs `json:"logprobs"`
	Finish   *string   `json:"finish_reason"`
}

type message struct {
	Role    string  `json:"role"`
	Content *string `json:"content"` // null when all that the model says is calls
	Refusal *string `json:"refusal"`
	Calls   []call  `json:"tool_calls,omitempty"`
}

type delta struct {
	Role    string  `json:"role,omitempty"`
	Content *string `json:"content,omitempty"`
	Calls   []call  `json:"tool_calls,omitempty"`
}

// call is a call of a tool, whole or, with Index, the next piece of one.
type call struct {
	Index    *int     `json:"index,omitempty"`
	ID       string   `json:"id,omitempty"`
	Type     string   `json:"type,omitempty"`
	Function function `json:"function"`
}

type function struct {
	Name      string `json:"name,omitempty"`
	Arguments string `json:"arguments"`
}

// whole answers when all of it is there.
func (s *server) whole(w http.ResponseWriter, r *http.Request, req pipeline.Request, t tooling, answer completion) error {
	var all collected
	parts := t.part(req.N, &all)
	out, err := s.answer(r, req, parts)
	if err != nil {
		return err
	}
	_ = parts.end() // collected never fails
	accepted(w.Header(), out.Accepted)
	answer.describe("chat.completion", out.Accepted)
	answer.Usage = usageOf(out)
	for i := range out.Choices {
		finish := parts.finish(out, i)
		c := choice{Index: i, Message: all.at(i).message(), Finish: &finish}
		if req.Logprobs {
			c.Logprobs = logprobsOf(all.at(i).logprobs)
		}
		answer.Choices = append(answer.Choices, c)
	}
	return writeJSON(w, http.StatusOK, answer)
}

// message is a whole answer as a chat completion has it.
func (r *reply) message() *message {
	m := &message{Role: "assistant", Content: &r.text}
	for _, c := range r.calls {
		m.Calls = append(m.Calls, call{ID: c.id, Type: "function", Function: function{Name: c.name, Arguments: c.arguments}})
	}
	if len(m.Calls) > 0 && r.text == "" {
		m.Content = nil
	}
	return m
}

func finishReason(finish string) string {
	switch finish {
	case engine.FinishLength:
		return "length"
	case pipeline.FinishFiltered:
		return pipeline.FinishFiltered
	}
	return "stop"
}

// streamed answers piece by piece.
func (s *server) streamed(r *http.Request, req pipeline.Request, t tooling, sink *chunks) error {
	parts := t.part(req.N, sink)
	out, err := s.answer(r, req, parts)
	if err != nil {
		return sink.fail(err, openai)
	}
	return sink.end(out, parts)
}

// chunks writes a chat's answers as server-sent events.
type chunks struct {
	chunkStream[choice]
	n int // answers
}

// begin opens each answer with a chunk that names the role.
func (e *chunks) begin(a pipeline.Accepted) error {
	e.open("chat.completion.chunk", a)
	for i := range e.n {
		empty := ""
		if err := e.chunk(choice{Index: i, Delta: &delta{Role: "assistant", Content: &empty}}); err != nil {
			return err
		}
	}
	return nil
}

func (e *chunks) text(i int, text string, logprobs []engine.Logprob) error {
	c := choice{Index: i, Delta: &delta{Content: &text}}
	if len(logprobs) > 0 {
		c.Logprobs = logprobsOf(logprobs)
	}
	return e.chunk(c)
}

func (e *chunks) call(i int, ev toolcall.Event) error {
	piece := call{Index: &ev.Call, Function: function{Name: ev.Name, Arguments: ev.Arguments}}
	if ev.Name != "" {
		piece.ID, piece.Type = callID(), "function"
	}
	return e.chunk(choice{Index: i, Delta: &delta{Calls: []call{piece}}})
}

// end sends the finish reasons and closes the stream. Errors are not looked at:
// whoever left now has the whole answer.
func (e *chunks) end(out pipeline.Outcome, parts *parted) error {
	e.ending()
	_ = parts.end()
	for i := range out.Choices {
		finish := parts.finish(out, i)
		_ = e.chunk(choice{Index: i, Delta: &delta{}, Finish: &finish})
	}
	e.close(out)
	return nil
}

package api

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/r3mes/r3mes/host/pipeline"
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

// completions is OpenAI's chat completion, whole or as server-sent events.
func (s *server) completions(w http.ResponseWriter, r *http.Request) error {
	var body completionRequest
	if err := s.read(w, r, &body); err != nil {
		return err
	}
	req, err := body.request(s.Temperature)
	if err != nil {
		return err
	}
	c, err := s.identify(r, store.ScopeChat, body.Wallet)
	if err != nil {
		return err
	}
	req.Wallet, req.Kind = c.wallet, sdk.KindChat
	id := "chatcmpl-" + requestID(r)
	if body.Stream {
		return s.streamed(w, r, req, &eventSink{events: s.events(w), answer: newCompletion(id), usage: body.StreamOptions.IncludeUsage})
	}
	return s.whole(w, r, req, newCompletion(id))
}

// completion is the answer, and each chunk of a streamed one.
type completion struct {
	ID          string   `json:"id"`
	Object      string   `json:"object"`
	Created     int64    `json:"created"`
	Model       string   `json:"model"`
	Fingerprint string   `json:"system_fingerprint"`
	Choices     []choice `json:"choices"`
	// Usage: nil leaves the key out, null writes null, which OpenAI's chunks
	// before the last have when usage was asked for.
	Usage json.RawMessage `json:"usage,omitempty"`
}

type choice struct {
	Index    int      `json:"index"`
	Message  *message `json:"message,omitempty"`
	Delta    *delta   `json:"delta,omitempty"`
	Logprobs any      `json:"logprobs"`
	Finish   *string  `json:"finish_reason"`
}

type message struct {
	Role    string  `json:"role"`
	Content string  `json:"content"`
	Refusal *string `json:"refusal"`
}

type delta struct {
	Role    string  `json:"role,omitempty"`
	Content *string `json:"content,omitempty"`
}

type usage struct {
	Prompt     int `json:"prompt_tokens"`
	Completion int `json:"completion_tokens"`
	Total      int `json:"total_tokens"`
	Details    struct {
		Cached int `json:"cached_tokens"`
	} `json:"prompt_tokens_details"`
	Cost store.MicroCredits `json:"cost_microcredits"`
}

func newCompletion(id string) completion { return completion{ID: id, Created: time.Now().Unix()} }

// fingerprint is OpenAI's name for the weights that answered.
func fingerprint(a pipeline.Accepted) string {
	return "fp_" + a.ModelDigest[:min(len(a.ModelDigest), 12)]
}

// modelID is the id under which the same model answers again.
func modelID(a pipeline.Accepted) string {
	if a.Adapter == "" {
		return a.Model
	}
	return a.Model + ":" + a.Adapter
}

func usageOf(out pipeline.Outcome) json.RawMessage {
	u := usage{
		Prompt: out.Usage.PromptTokens, Completion: out.Usage.CompletionTokens,
		Total: out.Usage.PromptTokens + out.Usage.CompletionTokens, Cost: out.Receipt.Charge,
	}
	u.Details.Cached = out.Usage.CachedTokens
	text, err := json.Marshal(u)
	if err != nil {
		panic(err) // integers always marshal
	}
	return text
}

// whole answers when all of it is there.
func (s *server) whole(w http.ResponseWriter, r *http.Request, req pipeline.Request, answer completion) error {
	var text collector
	out, err := s.answer(r, req, &text)
	if err != nil {
		return err
	}
	accepted(w.Header(), out.Accepted)
	finish := finishReason(out.Finish)
	answer.Object, answer.Model, answer.Usage = "chat.completion", modelID(out.Accepted), usageOf(out)
	answer.Fingerprint = fingerprint(out.Accepted)
	answer.Choices = []choice{{Message: &message{Role: "assistant", Content: text.String()}, Finish: &finish}}
	return writeJSON(w, http.StatusOK, answer)
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

// collector is a Sink that keeps the text.
type collector struct{ strings.Builder }

// Begin implements pipeline.Sink.
func (*collector) Begin(pipeline.Accepted) error { return nil }

// Piece implements pipeline.Sink.
func (c *collector) Piece(p pipeline.Piece) error { c.WriteString(p.Text); return nil }

// streamed answers piece by piece.
func (s *server) streamed(w http.ResponseWriter, r *http.Request, req pipeline.Request, sink *eventSink) error {
	out, err := s.answer(r, req, sink)
	if err != nil {
		return sink.fail(err, openai)
	}
	return sink.end(out)
}

// eventSink writes chunks as server-sent events.
type eventSink struct {
	events
	answer completion
	usage  bool // the client asked for it
}

var null = json.RawMessage("null")

// Begin implements pipeline.Sink.
func (e *eventSink) Begin(a pipeline.Accepted) error {
	e.answer.Object, e.answer.Model, e.answer.Fingerprint = "chat.completion.chunk", modelID(a), fingerprint(a)
	if e.usage {
		e.answer.Usage = null
	}
	e.begin(a)
	empty := ""
	return e.chunk(choice{Delta: &delta{Role: "assistant", Content: &empty}})
}

// Piece implements pipeline.Sink.
func (e *eventSink) Piece(p pipeline.Piece) error {
	return e.chunk(choice{Delta: &delta{Content: &p.Text}})
}

func (e *eventSink) chunk(choices ...choice) error {
	e.answer.Choices = append([]choice{}, choices...)
	return e.json(e.answer)
}

// end sends the finish reason, the usage when asked for, and the end mark.
// Errors are not looked at: whoever left now has the whole answer.
func (e *eventSink) end(out pipeline.Outcome) error {
	finish := finishReason(out.Finish)
	_ = e.chunk(choice{Delta: &delta{}, Finish: &finish})
	if e.usage {
		e.answer.Usage = usageOf(out)
		_ = e.chunk()
	}
	e.done()
	return nil
}

package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/r3mes/r3mes/host/pipeline"
	"github.com/r3mes/r3mes/host/toolcall"
	"github.com/r3mes/r3mes/sdk"
	"github.com/r3mes/r3mes/store"
)

func (s *server) responseRoutes() []route {
	return []route{{
		method: "POST", path: "/v1/responses", family: openai, tag: "openai", say: "OpenAI's response, without state", who: wallet, limit: limitChat,
		body: responseRequest{}, answer: responseAnswer{}, media: []string{eventStream}, handle: s.responses,
	}}
}

// responseRequest is the body of a response. What only makes sense with a
// reasoning model, such as reasoning, is accepted and ignored.
type responseRequest struct {
	parameters
	Input           json.RawMessage   `json:"input"`
	Instructions    *string           `json:"instructions"`
	MaxOutputTokens *int              `json:"max_output_tokens"`
	TopLogprobs     *int              `json:"top_logprobs"`
	Include         []string          `json:"include"`
	Text            responseText      `json:"text"`
	Tools           []json.RawMessage `json:"tools"`
	ToolChoice      json.RawMessage   `json:"tool_choice"`
	Parallel        *bool             `json:"parallel_tool_calls"`
	Metadata        map[string]string `json:"metadata"`
	Truncation      string            `json:"truncation"`

	Store        *bool           `json:"store"`
	Previous     *string         `json:"previous_response_id"`
	Conversation json.RawMessage `json:"conversation"`
	Background   *bool           `json:"background"`
	Prompt       json.RawMessage `json:"prompt"`
}

type responseText struct {
	Format json.RawMessage `json:"format"`
}

// includeLogprobs asks for log probabilities, in include.
const includeLogprobs = "message.output_text.logprobs"

// responses is OpenAI's response, whole or as server-sent events. Nothing is kept:
// the client sends the whole conversation each time.
func (s *server) responses(w http.ResponseWriter, r *http.Request) error {
	var body responseRequest
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
	req.Wallet, req.Kind = c.wallet, sdk.KindResponse
	writer := &responseWriter{response: body.response(r, s.Temperature), logprobs: req.Logprobs}
	if body.Stream {
		stream := s.events(w)
		writer.events = &stream
	}
	parts := tools.part(1, writer)
	out, err := s.answer(r, req, parts)
	if err != nil {
		return writer.fail(err)
	}
	_ = parts.end() // whoever left now has the whole answer
	writer.end(out)
	if body.Stream {
		return nil
	}
	accepted(w.Header(), out.Accepted)
	return writeJSON(w, http.StatusOK, writer.response)
}

// request validates the body. temperature is the default.
func (b *responseRequest) request(temperature float64) (req pipeline.Request, t tooling, err error) {
	err = refuse(
		ask{"store", or(b.Store, false)}, ask{"previous_response_id", or(b.Previous, "") != ""}, ask{"conversation", given(b.Conversation)},
		ask{"background", or(b.Background, false)}, ask{"prompt", given(b.Prompt)},
	)
	if err != nil {
		return req, t, err
	}
	if req, err = b.parameters.request(temperature); err != nil {
		return req, t, err
	}
	if req.MaxTokens, err = atLeastOne("max_output_tokens", b.MaxOutputTokens); err != nil {
		return req, t, err
	}
	if req.Logprobs, req.TopLogprobs, err = b.logprobs(); err != nil {
		return req, t, err
	}
	format, err := b.format()
	if err != nil {
		return req, t, err
	}
	if t, err = b.tools(); err != nil {
		return req, t, err
	}
	turns, err := b.turns()
	if err != nil {
		return req, t, err
	}
	req.Messages = messagesOf(turns, t.tools)
	t.limit(&req)
	return req, t, constrain(&req, format, "text.format", t)
}

func (b *responseRequest) logprobs() (yes bool, top int, err error) {
	top = or(b.TopLogprobs, 0)
	if top < 0 || top > maxLogprobs {
		return false, top, field(invalid, "top_logprobs", "top_logprobs must be between 0 and %d", maxLogprobs)
	}
	yes = top > 0
	for _, name := range b.Include {
		yes = yes || name == includeLogprobs
	}
	return yes, top, nil
}

// format reads text.format, nil for none.
func (b *responseRequest) format() (*outputFormat, error) {
	if !given(b.Text.Format) {
		return nil, nil
	}
	var format outputFormat
	if json.Unmarshal(b.Text.Format, &format) != nil {
		return nil, field(invalid, "text.format", "text.format must be an object with a type")
	}
	return &format, nil
}

func (b *responseRequest) tools() (tooling, error) {
	functions := make([]inputFunction, len(b.Tools))
	for i, raw := range b.Tools {
		var kind struct {
			Type string `json:"type"`
		}
		if json.Unmarshal(raw, &kind) != nil || json.Unmarshal(raw, &functions[i]) != nil {
			return tooling{}, field(invalid, "tools", "tools[%d] is no function", i)
		}
		if kind.Type != "function" {
			return tooling{}, field(unsupported, "tools", "tools[%d].type must be function; %.32q is not supported by this server", i, kind.Type)
		}
	}
	list, err := tools(functions, at("tools[%d]"))
	if err != nil {
		return tooling{}, err
	}
	return toolChoice(b.ToolChoice, list, b.Parallel)
}

// inputItem is one item of a response's input.
type inputItem struct {
	Type      string          `json:"type"`
	Role      string          `json:"role"`
	Content   json.RawMessage `json:"content"`
	CallID    string          `json:"call_id"`
	Name      string          `json:"name"`
	Arguments string          `json:"arguments"`
	Output    json.RawMessage `json:"output"`
}

// turns reads the instructions and the input.
func (b *responseRequest) turns() ([]turn, error) {
	var out []turn
	if b.Instructions != nil && *b.Instructions != "" {
		out = []turn{{role: "system", text: *b.Instructions}}
	}
	var text string
	if given(b.Input) && json.Unmarshal(b.Input, &text) == nil {
		return append(out, turn{role: "user", text: text}), nil
	}
	var items []inputItem
	if !given(b.Input) || json.Unmarshal(b.Input, &items) != nil {
		return nil, field(invalid, "input", "input must be a string or a list of items")
	}
	if len(items) > maxMessages {
		return nil, field(invalid, "input", "input must have at most %d items, has %d", maxMessages, len(items))
	}
	called := map[string]bool{}
	for i, item := range items {
		var err error
		if out, err = item.add(out, called, fmt.Sprintf("input[%d]", i)); err != nil {
			return nil, err
		}
	}
	if len(out) == 0 {
		return nil, field(invalid, "input", "input has no message")
	}
	return out, nil
}

// add appends the item to a conversation. Calls that follow each other are one
// turn, which is also that of the text before them.
func (item *inputItem) add(turns []turn, called map[string]bool, at string) ([]turn, error) {
	switch item.Type {
	case "", "message":
		role, err := chatRole(inputMessage{Role: item.Role}, at, nil)
		if err != nil {
			return nil, err
		}
		text, err := content(item.Content, at+".content")
		return append(turns, turn{role: role, text: text}), err
	case "function_call":
		if item.CallID == "" || item.Name == "" {
			return nil, field(invalid, at, "%s must have a call_id and a name", at)
		}
		called[item.CallID] = true
		if len(turns) == 0 || turns[len(turns)-1].role != "assistant" {
			turns = append(turns, turn{role: "assistant"})
		}
		last := &turns[len(turns)-1]
		last.calls = append(last.calls, toolcall.Call{Name: item.Name, Arguments: item.Arguments})
		return turns, nil
	case "function_call_output":
		if !called[item.CallID] {
			return nil, field(invalid, at+".call_id", "%s.call_id must be the id of a call before it", at)
		}
		text, err := content(item.Output, at+".output")
		return append(turns, turn{role: "tool", text: text}), err
	case "reasoning":
		return turns, nil
	}
	return nil, field(unsupported, at+".type", "%s of type %.32q is not supported by this server", at, item.Type)
}

// responseAnswer is the whole answer.
type responseAnswer struct {
	ID           string              `json:"id"`
	Object       string              `json:"object"`
	Created      int64               `json:"created_at"`
	Status       string              `json:"status"` // in_progress, completed, incomplete, failed
	Background   bool                `json:"background"`
	Error        *responseError      `json:"error"`
	Incomplete   *responseIncomplete `json:"incomplete_details"`
	Instructions *string             `json:"instructions"`
	MaxOutput    *int                `json:"max_output_tokens"`
	Model        string              `json:"model"`
	Output       []outputItem        `json:"output"`
	Parallel     bool                `json:"parallel_tool_calls"`
	Previous     *string             `json:"previous_response_id"`
	Reasoning    responseReasoning   `json:"reasoning"`
	Store        bool                `json:"store"`
	Temperature  float64             `json:"temperature"`
	Text         responseText        `json:"text"`
	ToolChoice   json.RawMessage     `json:"tool_choice"`
	Tools        []json.RawMessage   `json:"tools"`
	TopLogprobs  int                 `json:"top_logprobs"`
	TopP         float64             `json:"top_p"`
	Truncation   string              `json:"truncation"`
	Usage        *responseUsage      `json:"usage"`
	User         *string             `json:"user"`
	Metadata     map[string]string   `json:"metadata"`
}

type responseError struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

type responseIncomplete struct {
	Reason string `json:"reason"`
}

type responseReasoning struct {
	Effort  *string `json:"effort"`
	Summary *string `json:"summary"`
}

type responseUsage struct {
	Input        int `json:"input_tokens"`
	InputDetails struct {
		Cached int `json:"cached_tokens"`
	} `json:"input_tokens_details"`
	Output        int `json:"output_tokens"`
	OutputDetails struct {
		Reasoning int `json:"reasoning_tokens"`
	} `json:"output_tokens_details"`
	Total int                `json:"total_tokens"`
	Cost  store.MicroCredits `json:"cost_microcredits"`
}

// response begins the answer with what the request said.
func (b *responseRequest) response(r *http.Request, temperature float64) responseAnswer {
	a := responseAnswer{
		ID: "resp_" + requestID(r), Object: "response", Created: time.Now().Unix(), Status: inProgress,
		Instructions: b.Instructions, MaxOutput: b.MaxOutputTokens, Output: []outputItem{}, Parallel: or(b.Parallel, true),
		Temperature: or(b.Temperature, temperature), TopP: or(b.TopP, 1), TopLogprobs: or(b.TopLogprobs, 0),
		Text: b.Text, ToolChoice: b.ToolChoice, Tools: b.Tools, Truncation: "disabled", Metadata: b.Metadata,
	}
	if !given(a.Text.Format) {
		a.Text.Format = json.RawMessage(`{"type":"text"}`)
	}
	if !given(a.ToolChoice) {
		a.ToolChoice = json.RawMessage(`"auto"`)
	}
	if a.Tools == nil {
		a.Tools = []json.RawMessage{}
	}
	if a.Metadata == nil {
		a.Metadata = map[string]string{}
	}
	if b.User != "" {
		a.User = &b.User
	}
	return a
}

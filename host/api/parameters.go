package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/r3mes/r3mes/host/pipeline"
	"github.com/r3mes/r3mes/runtime/sample"
	"github.com/r3mes/r3mes/runtime/tokenizer"
)

// completionRequest is the body of a chat completion. What we cannot do is
// decoded too, to be refused by name and not ignored.
type completionRequest struct {
	Model         string          `json:"model"`
	Messages      []inputMessage  `json:"messages"`
	Wallet        string          `json:"wallet_address"`
	Stream        bool            `json:"stream"`
	StreamOptions streamOptions   `json:"stream_options"`
	MaxTokens     *int            `json:"max_tokens"`
	MaxCompletion *int            `json:"max_completion_tokens"`
	Stop          json.RawMessage `json:"stop"`
	IgnoreEOS     bool            `json:"ignore_eos"`

	Temperature       *float64 `json:"temperature"`
	TopP              *float64 `json:"top_p"`
	TopK              *int     `json:"top_k"`
	MinP              *float64 `json:"min_p"`
	RepetitionPenalty *float64 `json:"repetition_penalty"`
	PresencePenalty   *float64 `json:"presence_penalty"`
	FrequencyPenalty  *float64 `json:"frequency_penalty"`
	Seed              *int64   `json:"seed"`

	N              *int            `json:"n"`
	Logprobs       *bool           `json:"logprobs"`
	TopLogprobs    *int            `json:"top_logprobs"`
	LogitBias      json.RawMessage `json:"logit_bias"`
	Tools          json.RawMessage `json:"tools"`
	ToolChoice     json.RawMessage `json:"tool_choice"`
	Functions      json.RawMessage `json:"functions"`
	FunctionCall   json.RawMessage `json:"function_call"`
	ResponseFormat *struct {
		Type string `json:"type"`
	} `json:"response_format"`
	Modalities []string `json:"modalities"`
}

type streamOptions struct {
	IncludeUsage bool `json:"include_usage"`
}

type inputMessage struct {
	Role      string          `json:"role"`
	Content   json.RawMessage `json:"content"`
	ToolCalls json.RawMessage `json:"tool_calls"`
}

// Limits of a completion request.
const (
	maxStops     = 16
	maxStopBytes = 256
	maxMessages  = 1024
)

// request validates the body. temperature is the default.
func (b *completionRequest) request(temperature float64) (pipeline.Request, error) {
	if err := b.supported(); err != nil {
		return pipeline.Request{}, err
	}
	req := pipeline.Request{Model: b.Model, IgnoreEOS: b.IgnoreEOS}
	var err error
	if req.Messages, err = messages(b.Messages); err != nil {
		return req, err
	}
	if req.MaxTokens, err = b.maxTokens(); err != nil {
		return req, err
	}
	if req.Stop, err = stops(b.Stop); err != nil {
		return req, err
	}
	req.Sampling, err = b.sampling(temperature)
	return req, err
}

// supported refuses what the engine does not do, where a request asks for it.
func (b *completionRequest) supported() error {
	asks := []struct {
		name string
		yes  bool
	}{
		{"tools", given(b.Tools)}, {"tool_choice", given(b.ToolChoice) && string(b.ToolChoice) != `"none"` && string(b.ToolChoice) != `"auto"`},
		{"functions", given(b.Functions)}, {"function_call", given(b.FunctionCall) && string(b.FunctionCall) != `"none"`},
		{"logit_bias", given(b.LogitBias)},
		{"logprobs", b.Logprobs != nil && *b.Logprobs}, {"top_logprobs", b.TopLogprobs != nil && *b.TopLogprobs > 0},
		{"n", b.N != nil && *b.N != 1},
		{"response_format", b.ResponseFormat != nil && b.ResponseFormat.Type != "text"},
		{"modalities", slices.ContainsFunc(b.Modalities, func(m string) bool { return m != "text" })},
	}
	for _, a := range asks {
		if a.yes {
			return field(unsupported, a.name, "%s is not supported by this server", a.name)
		}
	}
	return nil
}

// given tells a value from null and from nothing in brackets.
func given(raw json.RawMessage) bool {
	compact := string(bytes.TrimSpace(raw))
	return compact != "" && compact != "null" && compact != "[]" && compact != "{}"
}

func messages(in []inputMessage) ([]tokenizer.Message, error) {
	if len(in) < 1 || len(in) > maxMessages {
		return nil, field(invalid, "messages", "messages must have 1 to %d entries, has %d", maxMessages, len(in))
	}
	out := make([]tokenizer.Message, len(in))
	for i, m := range in {
		at := fmt.Sprintf("messages[%d]", i)
		switch m.Role {
		case "system", "user", "assistant":
			out[i].Role = m.Role
		case "developer":
			out[i].Role = "system"
		case "tool", "function":
			return nil, field(unsupported, at+".role", "%s.role %q is not supported by this server", at, m.Role)
		default:
			return nil, field(invalid, at+".role", "%s.role must be system, developer, user or assistant", at)
		}
		if given(m.ToolCalls) {
			return nil, field(unsupported, at+".tool_calls", "%s.tool_calls is not supported by this server", at)
		}
		text, err := content(m.Content, at+".content")
		if err != nil {
			return nil, err
		}
		out[i].Content = text
	}
	return out, nil
}

// content reads a message's text: a string, or a list of text parts.
func content(raw json.RawMessage, at string) (string, error) {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return text, nil
	}
	var parts []struct {
		Type string `json:"type"`
		Text string `json:"text"`
	}
	if json.Unmarshal(raw, &parts) != nil {
		return "", field(invalid, at, "%s must be a string or a list of text parts", at)
	}
	for _, p := range parts {
		if p.Type != "text" {
			return "", field(unsupported, at, "%s has a part of type %.32q; this server reads text only", at, p.Type)
		}
		text += p.Text
	}
	return text, nil
}

func (b *completionRequest) maxTokens() (int, error) {
	name, n := "max_completion_tokens", b.MaxCompletion
	if n == nil {
		name, n = "max_tokens", b.MaxTokens
	}
	if n == nil {
		return 0, nil
	}
	if *n < 1 {
		return 0, field(invalid, name, "%s must be at least 1", name)
	}
	return *n, nil
}

func stops(raw json.RawMessage) ([]string, error) {
	if !given(raw) {
		return nil, nil
	}
	var one string
	var many []string
	if json.Unmarshal(raw, &one) == nil {
		many = []string{one}
	} else if json.Unmarshal(raw, &many) != nil {
		return nil, field(invalid, "stop", "stop must be a string or a list of strings")
	}
	if len(many) > maxStops {
		return nil, field(invalid, "stop", "stop must have at most %d strings", maxStops)
	}
	for _, s := range many {
		if len(s) > maxStopBytes {
			return nil, field(invalid, "stop", "each stop must have at most %d bytes", maxStopBytes)
		}
	}
	return many, nil
}

// sampling builds the sampler's parameters. OpenAI's top_p of 0 keeps the most
// likely token only, where the sampler's 0 keeps all.
func (b *completionRequest) sampling(temperature float64) (sample.Params, error) {
	p := sample.Params{
		Temperature: or(b.Temperature, temperature), TopP: or(b.TopP, 0), TopK: or(b.TopK, 0), MinP: or(b.MinP, 0),
		RepetitionPenalty: or(b.RepetitionPenalty, 0), PresencePenalty: or(b.PresencePenalty, 0), FrequencyPenalty: or(b.FrequencyPenalty, 0),
		Seed: seed(),
	}
	if b.Seed != nil {
		p.Seed = uint64(*b.Seed)
	}
	if b.TopP != nil && *b.TopP == 0 {
		p.Temperature = 0
	}
	if !(p.Temperature >= 0 && p.Temperature <= 2) {
		return p, field(invalid, "temperature", "temperature must be between 0 and 2")
	}
	if err := p.Validate(); err != nil {
		return p, &apiError{kind: invalid, text: lastLine(err), cause: err}
	}
	return p, nil
}

func or[T any](v *T, otherwise T) T {
	if v == nil {
		return otherwise
	}
	return *v
}

// seed is for requests that name none.
func seed() uint64 { return rand.Uint64() }

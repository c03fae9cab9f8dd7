package api

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"strconv"

	"github.com/r3mes/r3mes/host/pipeline"
	"github.com/r3mes/r3mes/runtime/sample"
)

// parameters are what every request of the OpenAI family may say about the text
// that it wants. What we cannot do is decoded too, to be refused by name and not
// ignored.
type parameters struct {
	Model  string `json:"model"`
	Wallet string `json:"wallet_address"`
	User   string `json:"user"` // accepted, not used
	Stream bool   `json:"stream"`

	Stop              json.RawMessage `json:"stop"`
	IgnoreEOS         bool            `json:"ignore_eos"`
	Temperature       *float64        `json:"temperature"`
	TopP              *float64        `json:"top_p"`
	TopK              *int            `json:"top_k"`
	MinP              *float64        `json:"min_p"`
	RepetitionPenalty *float64        `json:"repetition_penalty"`
	PresencePenalty   *float64        `json:"presence_penalty"`
	FrequencyPenalty  *float64        `json:"frequency_penalty"`
	Seed              *int64          `json:"seed"`
	LogitBias         json.RawMessage `json:"logit_bias"`
}

type streamOptions struct {
	IncludeUsage bool `json:"include_usage"`
}

// Limits of a request.
const (
	maxStops     = 16
	maxStopBytes = 256
	maxMessages  = 1024
	maxChoices   = 128 // answers of one request
	maxBiases    = 1024
	maxLogprobs  = sample.MaxTop
)

// request begins the pipeline's request. temperature is the default.
func (p *parameters) request(temperature float64) (req pipeline.Request, err error) {
	req.Model, req.IgnoreEOS = p.Model, p.IgnoreEOS
	if req.Stop, err = stops(p.Stop); err != nil {
		return req, err
	}
	if req.Sampling, err = p.sampling(temperature); err != nil {
		return req, err
	}
	req.Sampling.Bias, err = bias(p.LogitBias)
	return req, err
}

// ask is something that a request may ask for and this server does not do.
type ask struct {
	name string
	yes  bool
}

// refuse refuses the first that a request asks for.
func refuse(asks ...ask) error {
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

// choices reads n: how many answers to each of so many prompts.
func choices(n *int, prompts int) (int, error) {
	want := or(n, 1)
	if want < 1 || want > maxChoices/prompts {
		return 0, field(invalid, "n", "n must be 1 to %d", maxChoices/prompts)
	}
	return want, nil
}

// atLeastOne reads a number of tokens; 0: the request does not say.
func atLeastOne(name string, n *int) (int, error) {
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

// bias reads logit_bias: token ids, which JSON can only have as strings, to what
// is added to their logits.
func bias(raw json.RawMessage) (map[int]float64, error) {
	if !given(raw) {
		return nil, nil
	}
	var byName map[string]float64
	if json.Unmarshal(raw, &byName) != nil {
		return nil, field(invalid, "logit_bias", "logit_bias must map token ids to numbers")
	}
	if len(byName) > maxBiases {
		return nil, field(invalid, "logit_bias", "logit_bias must have at most %d tokens", maxBiases)
	}
	byID := make(map[int]float64, len(byName))
	for name, v := range byName {
		id, err := strconv.Atoi(name)
		if err != nil || id < 0 {
			return nil, field(invalid, "logit_bias", "logit_bias has the key %.32q, which is no token id", name)
		}
		if v < -100 || v > 100 {
			return nil, field(invalid, "logit_bias", "logit_bias of token %d is %v, want -100 to 100", id, v)
		}
		byID[id] = v
	}
	return byID, nil
}

// sampling builds the sampler's parameters. OpenAI's top_p of 0 keeps the most
// likely token only, where the sampler's 0 keeps all.
func (p *parameters) sampling(temperature float64) (sample.Params, error) {
	s := sample.Params{
		Temperature: or(p.Temperature, temperature), TopP: or(p.TopP, 0), TopK: max(or(p.TopK, 0), 0), MinP: or(p.MinP, 0),
		RepetitionPenalty: or(p.RepetitionPenalty, 0), PresencePenalty: or(p.PresencePenalty, 0), FrequencyPenalty: or(p.FrequencyPenalty, 0),
		Seed: seed(),
	}
	if p.TopK != nil && *p.TopK < -1 {
		return s, field(invalid, "top_k", "top_k must be at least 1; 0 and -1 keep all tokens")
	}
	if p.Seed != nil {
		s.Seed = uint64(*p.Seed)
	}
	if p.TopP != nil && *p.TopP == 0 {
		s.Temperature = 0
	}
	if !(s.Temperature >= 0 && s.Temperature <= 2) {
		return s, field(invalid, "temperature", "temperature must be between 0 and 2")
	}
	if err := s.Validate(); err != nil {
		return s, &apiError{kind: invalid, text: lastLine(err), cause: err}
	}
	return s, nil
}

func or[T any](v *T, otherwise T) T {
	if v == nil {
		return otherwise
	}
	return *v
}

// seed is for requests that name none.
func seed() uint64 { return rand.Uint64() }

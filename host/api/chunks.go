package api

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/r3mes/r3mes/host/pipeline"
	"github.com/r3mes/r3mes/store"
)

// completionHead is what a completion and each of its chunks have in common. C
// is a choice of a chat or of a text.
type completionHead[C any] struct {
	ID          string `json:"id"`
	Object      string `json:"object"`
	Created     int64  `json:"created"`
	Model       string `json:"model"`
	Fingerprint string `json:"system_fingerprint"`
	Choices     []C    `json:"choices"`
}

func newHead[C any](prefix string, r *http.Request) completionHead[C] {
	return completionHead[C]{ID: prefix + requestID(r), Created: time.Now().Unix()}
}

// describe says what answers.
func (h *completionHead[C]) describe(object string, a pipeline.Accepted) {
	h.Object, h.Model, h.Fingerprint = object, modelID(a), fingerprint(a)
}

// modelID is the id under which the same model answers again.
func modelID(a pipeline.Accepted) string {
	if a.Adapter == "" {
		return a.Model
	}
	return a.Model + ":" + a.Adapter
}

// fingerprint is OpenAI's name for the weights that answered.
func fingerprint(a pipeline.Accepted) string {
	return "fp_" + weights(a)
}

// weights names the weights that answered, short.
func weights(a pipeline.Accepted) string { return a.ModelDigest[:min(len(a.ModelDigest), 12)] }

type usage struct {
	Prompt     int `json:"prompt_tokens"`
	Completion int `json:"completion_tokens"`
	Total      int `json:"total_tokens"`
	Details    struct {
		Cached int `json:"cached_tokens"`
	} `json:"prompt_tokens_details"`
	Cost store.MicroCredits `json:"cost_microcredits"`
}

func usageOf(out pipeline.Outcome) usage {
	u := usage{
		Prompt: out.Usage.PromptTokens, Completion: out.Usage.CompletionTokens,
		Total: out.Usage.PromptTokens + out.Usage.CompletionTokens, Cost: out.Receipt.Charge,
	}
	u.Details.Cached = out.Usage.CachedTokens
	return u
}

// chunkStream writes a completion as server-sent events.
type chunkStream[C any] struct {
	events
	head  completionHead[C]
	usage bool // the client asked for it
}

// open sends the headers.
func (s *chunkStream[C]) open(object string, a pipeline.Accepted) {
	s.head.describe(object, a)
	s.begin(a)
}

// chunk sends choices. Chunks have usage null before the last, when the client
// asked for it, and no such key when it did not.
func (s *chunkStream[C]) chunk(choices ...C) error {
	if s.usage {
		return s.send(json.RawMessage("null"), choices...)
	}
	return s.send(nil, choices...)
}

func (s *chunkStream[C]) send(usage json.RawMessage, choices ...C) error {
	s.head.Choices = append([]C{}, choices...)
	return s.json(struct {
		completionHead[C]
		Usage json.RawMessage `json:"usage,omitempty"`
	}{s.head, usage})
}

// close sends the usage when asked for, and the end mark.
func (s *chunkStream[C]) close(out pipeline.Outcome) {
	if s.usage {
		text, err := json.Marshal(usageOf(out))
		if err != nil {
			panic(err) // integers always marshal
		}
		_ = s.send(text)
	}
	s.done()
}

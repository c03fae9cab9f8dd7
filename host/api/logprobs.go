package api

import (
	"strings"

	"github.com/r3mes/r3mes/runtime/engine"
)

// logprobs are the log probabilities of a chat's answer.
type logprobs struct {
	Content []tokenLogprob `json:"content"`
	Refusal *string        `json:"refusal"`
}

type tokenLogprob struct {
	alternative
	Top []alternative `json:"top_logprobs"`
}

// alternative is a token that may stand at one place. Bytes are its own, where
// Token has U+FFFD for part of a character.
type alternative struct {
	Token   string  `json:"token"`
	Logprob float64 `json:"logprob"`
	Bytes   []int   `json:"bytes"`
}

func logprobsOf(list []engine.Logprob) *logprobs { return &logprobs{Content: tokenLogprobs(list)} }

// tokenLogprobs is never nil.
func tokenLogprobs(list []engine.Logprob) []tokenLogprob {
	out := make([]tokenLogprob, len(list))
	for i, l := range list {
		out[i] = tokenLogprob{alternative: alternativeOf(l.Token), Top: make([]alternative, len(l.Top))}
		for j, t := range l.Top {
			out[i].Top[j] = alternativeOf(t)
		}
	}
	return out
}

func alternativeOf(t engine.Token) alternative {
	a := alternative{Token: readable(t.Bytes), Logprob: t.Logprob, Bytes: make([]int, len(t.Bytes))}
	for i := range len(t.Bytes) {
		a.Bytes[i] = int(t.Bytes[i])
	}
	return a
}

func readable(bytes string) string { return strings.ToValidUTF8(bytes, "\uFFFD") }

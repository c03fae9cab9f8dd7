package sample

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
)

// Params are the wishes of one request. The zero value is greedy decoding. A
// field at its zero value is off.
type Params struct {
	Temperature float64 // 0: greedy, the most likely token, whatever the next three say; up to 100
	TopK        int     // only the k most likely tokens; 0: all
	TopP        float64 // only the most likely tokens that together reach this probability, 0 to 1; 0 and 1: all
	MinP        float64 // only tokens at least this fraction as likely as the most likely one, 0 to 1

	RepetitionPenalty float64 // divides positive and multiplies negative logits of tokens in prompt or answer; 0 and 1: off; up to 10
	PresencePenalty   float64 // taken once from the logits of tokens in the answer, -2 to 2
	FrequencyPenalty  float64 // taken once for each time the token is in the answer, -2 to 2

	Bias map[int]float64 // added to the logits of these tokens, -100 to 100 each; not changed, not copied. Ids without a logit are ignored

	Seed uint64 // of the draws; equal seeds give equal tokens
}

// Validate returns every problem at once, or nil.
func (p Params) Validate() error {
	var errs []error
	within := func(name string, v, lo, hi float64) {
		if math.IsNaN(v) || v < lo || v > hi {
			errs = append(errs, fmt.Errorf("%s is %v, want %v to %v", name, v, lo, hi))
		}
	}
	within("temperature", p.Temperature, 0, 100)
	within("top_p", p.TopP, 0, 1)
	within("min_p", p.MinP, 0, 1)
	within("repetition_penalty", p.RepetitionPenalty, 0, 10)
	within("presence_penalty", p.PresencePenalty, -2, 2)
	within("frequency_penalty", p.FrequencyPenalty, -2, 2)
	if p.TopK < 0 {
		errs = append(errs, fmt.Errorf("top_k is %d, want 0 or more", p.TopK))
	}
	for _, id := range slices.Sorted(maps.Keys(p.Bias)) {
		within(fmt.Sprintf("logit_bias[%d]", id), p.Bias[id], -100, 100)
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("sample: parameters: %w", err)
	}
	return nil
}

func (p Params) penalises() bool {
	return p.repeats() || p.PresencePenalty != 0 || p.FrequencyPenalty != 0
}

func (p Params) repeats() bool { return p.RepetitionPenalty != 0 && p.RepetitionPenalty != 1 }

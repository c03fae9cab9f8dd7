package engine

import (
	"errors"
	"fmt"
)

// Options tune an Engine. The zero value means the defaults.
type Options struct {
	MaxBatch           int // sequences in one step; default 16, at most what the model allows
	Queue              int // requests that may wait; default 256
	PrefillTokens      int // prompt tokens in a step in which nobody decodes; default and at most the model's StepTokens
	MixedPrefillTokens int // prompt tokens in a step in which somebody decodes; default 64
	Threads            int // goroutines that sample; default GOMAXPROCS
}

// Validate returns every problem at once.
func (o Options) Validate() error {
	var errs []error
	for _, option := range []struct {
		name  string
		value int
	}{
		{"max_batch", o.MaxBatch}, {"queue", o.Queue}, {"prefill_tokens", o.PrefillTokens},
		{"mixed_prefill_tokens", o.MixedPrefillTokens}, {"threads", o.Threads},
	} {
		if option.value < 0 {
			errs = append(errs, fmt.Errorf("engine: options: %s is %d, must not be negative", option.name, option.value))
		}
	}
	return errors.Join(errs...)
}

// within returns o with defaults, held inside the model's limits.
func (o Options) within(l Limits) Options {
	pick := func(v, def, limit int) int {
		if v == 0 {
			v = def
		}
		return min(v, limit)
	}
	o.MaxBatch = pick(o.MaxBatch, 16, min(l.StepRows, l.StepTokens))
	o.Queue = pick(o.Queue, 256, 1<<20)
	o.PrefillTokens = pick(o.PrefillTokens, l.StepTokens, l.StepTokens)
	o.MixedPrefillTokens = pick(o.MixedPrefillTokens, 64, o.PrefillTokens)
	// Room for a chunk beside a full batch, or prompts would starve.
	o.MaxBatch = min(o.MaxBatch, max(1, l.StepTokens-1))
	return o
}

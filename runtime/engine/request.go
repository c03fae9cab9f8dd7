package engine

import (
	"fmt"
	"slices"
	"time"

	"github.com/r3mes/r3mes/runtime/lora"
	"github.com/r3mes/r3mes/runtime/sample"
)

// Request is one answer to generate.
type Request struct {
	ID      string        // for the caller's logs; the engine does not interpret it
	Wallet  string        // admission takes turns among wallets
	Adapter *lora.Adapter // nil: the base model. Must stay loaded until Result returned

	// Priority: higher leaves the queue first, 0 is usual. It decides who is
	// admitted, nothing after that.
	Priority int

	Prompt    []int // token ids, at least one; not changed, not copied
	MaxTokens int   // tokens to generate at most, at least 1
	Sampling  sample.Params
	Stop      []string // the answer ends before the first of these strings
	IgnoreEOS bool     // go on to MaxTokens; for benchmarks
}

// Finish reasons of a Result.
const (
	FinishStop      = "stop"      // an end token or a stop string
	FinishLength    = "length"    // MaxTokens generated
	FinishCancelled = "cancelled" // the request's context ended, or the engine closed (then Err is ErrClosed)
	FinishError     = "error"     // Err says why
)

// Usage counts tokens exactly.
type Usage struct {
	PromptTokens     int // tokens of the prompt, whether computed yet or not
	CachedTokens     int // of these, taken from a prefix cache; 0, there is none yet
	CompletionTokens int // tokens sampled, the ending token and a stop string's tokens included
}

// Piece is text to show, and how many sampled tokens it took since the last
// piece. The Tokens of all pieces add up to Usage.CompletionTokens; Text may be
// empty, when tokens end in the middle of a character or the answer ends.
type Piece struct {
	Text   string
	Tokens int
}

// Timing says where a request's time went, measured from Submit.
type Timing struct {
	Admitted   time.Duration // left the queue; 0 if it never did
	FirstToken time.Duration // first token sampled; 0 if none was
	Total      time.Duration
}

// Result is how a request ended.
type Result struct {
	Finish string // one of the Finish constants
	Usage  Usage
	Timing Timing
	Err    error // nil unless Finish is "error", or "cancelled" by the engine
}

// check returns the error that refuses the request, or nil.
func (r *Request) check(vocab, context int) error {
	invalid := func(format string, args ...any) error {
		return fmt.Errorf("%w: "+format, append([]any{ErrInvalidRequest}, args...)...)
	}
	if len(r.Prompt) == 0 {
		return invalid("prompt is empty")
	}
	if r.MaxTokens < 1 {
		return invalid("max_tokens %d is below 1", r.MaxTokens)
	}
	// Subtracting keeps a huge MaxTokens from overflowing the sum.
	if len(r.Prompt) > context || r.MaxTokens > context-len(r.Prompt) {
		return &ContextLengthError{Prompt: len(r.Prompt), MaxTokens: r.MaxTokens, Limit: context}
	}
	for i, id := range r.Prompt {
		if id < 0 || id >= vocab {
			return invalid("prompt token %d is %d, vocabulary has %d", i, id, vocab)
		}
	}
	if slices.Contains(r.Stop, "") {
		return invalid("a stop string is empty")
	}
	if err := r.Sampling.Validate(); err != nil {
		return fmt.Errorf("%w: %w", ErrInvalidRequest, err)
	}
	return nil
}

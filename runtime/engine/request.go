package engine

import (
	"fmt"
	"maps"
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
	IgnoreEOS bool     // go on to MaxTokens; for benchmarks. Not with a Constraint

	// Constraint, unless nil, decides which tokens may be chosen. It belongs to
	// this request alone from Submit until Result has returned. An answer that
	// MaxTokens or a stop string ends may be unfinished: Finish says "length".
	Constraint Constraint

	Logprobs    bool // pieces carry the log probability of every token
	TopLogprobs int  // and those of so many of the likeliest tokens at its place, 0 to sample.MaxTop
}

// Constraint holds an answer inside a language, such as the texts that a JSON
// Schema allows; runtime/grammar makes them. The engine calls it from one
// goroutine at a time: Mask before every token, then Accept with the one chosen.
// What it answers must depend on the tokens accepted and nothing else.
type Constraint interface {
	// Mask sets bit id%64 of allowed[id/64] for every token that may come next,
	// and reports whether the answer may end here: then the engine allows the
	// model's end tokens too. allowed comes zeroed and has a bit for every token
	// of the model. The answer fails when nothing is allowed and it may not end.
	Mask(allowed []uint64) (mayEnd bool)

	// Accept takes a token that the last Mask allowed, never an end token. When
	// nothing may follow, complete is true and the answer ends with "stop". An
	// error ends the request with "error".
	Accept(token int) (complete bool, err error)
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

	// Logprobs are, where the request asks for them, the tokens that Text is
	// made of, in order. A token comes with the piece that holds the last of its
	// text; one that ends inside a character, with the rest of the character; one
	// whose text the answer's stop string cuts, with the last piece. Tokens
	// that are no part of the text are left out: the end token, other special
	// tokens and those that lie wholly in the stop string. So the Bytes of all
	// make up the text, but for the rest of a token that was cut, and for bytes
	// that are no UTF-8, which the text has as U+FFFD.
	Logprobs []Logprob
}

// Logprob is a token of the answer, with the likeliest tokens at its place.
type Logprob struct {
	Token
	Top []Token // falling, of equals the lowest id first; Request.TopLogprobs of them
}

// Token is a token and how likely the model found it.
type Token struct {
	ID    int
	Bytes string // its part of the text, see tokenizer.Bytes; "" outside the tokenizer's vocabulary
	// Logprob is the natural logarithm of its probability in the model's own
	// distribution: before bias, penalties, constraint and temperature. It is
	// sample.Unlikely at least. See sample.Measure.
	Logprob float64
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
	if r.IgnoreEOS && r.Constraint != nil {
		return invalid("ignore_eos and a constraint exclude each other: a constraint says where the answer ends")
	}
	if r.TopLogprobs < 0 || r.TopLogprobs > sample.MaxTop {
		return invalid("top_logprobs %d is not in 0 to %d", r.TopLogprobs, sample.MaxTop)
	}
	return r.checkSampling(vocab)
}

func (r *Request) checkSampling(vocab int) error {
	if err := r.Sampling.Validate(); err != nil {
		return fmt.Errorf("%w: %w", ErrInvalidRequest, err)
	}
	for _, id := range slices.Sorted(maps.Keys(r.Sampling.Bias)) {
		if id < 0 || id >= vocab {
			return fmt.Errorf("%w: logit_bias names token %d, vocabulary has %d", ErrInvalidRequest, id, vocab)
		}
	}
	return nil
}

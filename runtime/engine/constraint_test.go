package engine_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"github.com/r3mes/r3mes/runtime/engine"
	"github.com/r3mes/r3mes/runtime/enginetest"
	"github.com/r3mes/r3mes/runtime/sample"
)

// oneOf lets an answer be one of the words, in the tokens of enginetest.Bytes.
type oneOf struct {
	words []string
	said  string
	fail  error // returned by Accept
}

func (c *oneOf) Mask(allowed []uint64) (mayEnd bool) {
	for _, w := range c.words {
		if len(w) > len(c.said) && w[:len(c.said)] == c.said {
			b := w[len(c.said)]
			allowed[b/64] |= 1 << (b % 64)
		}
	}
	return slices.Contains(c.words, c.said)
}

func (c *oneOf) Accept(token int) (complete bool, err error) {
	c.said += string([]byte{byte(token)})
	follows := false
	for _, w := range c.words {
		follows = follows || len(w) > len(c.said) && w[:len(c.said)] == c.said
	}
	return !follows && slices.Contains(c.words, c.said), c.fail
}

var _ engine.Constraint = (*oneOf)(nil)

func TestConstraintHoldsTheAnswer(t *testing.T) {
	e := serve(t, enginetest.NewFake(64), engine.Options{})
	words := []string{"yes", "no", "no way", "été"}
	seen := map[string]bool{}
	for i := range 200 {
		a := ask(t, e, engine.Request{
			Prompt: prompt("choose"), MaxTokens: 20, Constraint: &oneOf{words: words},
			Sampling: sample.Params{Temperature: 1, Seed: uint64(i)},
		})
		if !slices.Contains(words, a.text) || a.result.Finish != engine.FinishStop || a.result.Err != nil {
			t.Fatalf("seed %d: %q, %+v; want one of %q, stop", i, a.text, a.result, words)
		}
		// Where nothing may follow, no end token is spent; after "no" one is.
		if want := len(a.text); a.text != "no" && a.tokens != want || a.text == "no" && a.tokens != want+1 {
			t.Fatalf("seed %d: %q took %d tokens", i, a.text, a.tokens)
		}
		seen[a.text] = true
	}
	if len(seen) != len(words) {
		t.Errorf("200 seeds gave %v, want each of %q", seen, words)
	}
}

func TestConstrainedAnswerMayBeCut(t *testing.T) {
	e := serve(t, enginetest.NewFake(64), engine.Options{})
	r := engine.Request{Prompt: prompt("choose"), MaxTokens: 3, Constraint: &oneOf{words: []string{"maybe"}}}
	if a := ask(t, e, r); a.text != "may" || a.result.Finish != engine.FinishLength {
		t.Errorf("max_tokens 3: %q, %+v; want may, length", a.text, a.result)
	}
	r.MaxTokens, r.Constraint = 5, &oneOf{words: []string{"maybe"}}
	if a := ask(t, e, r); a.text != "maybe" || a.result.Finish != engine.FinishStop {
		t.Errorf("complete with the last of max_tokens: %q, %+v; want maybe, stop", a.text, a.result)
	}
}

// Invariant: a constraint that fails, or allows nothing, ends its own request
// and no other.
func TestFailingConstraintEndsItsRequestOnly(t *testing.T) {
	e := serve(t, enginetest.NewFake(64), engine.Options{})
	broken := errors.New("no such token")
	other := engine.Request{Prompt: prompt("neighbour"), MaxTokens: 30}
	neighbour := submit(t, e, context.Background(), other)
	failing := submit(t, e, context.Background(), engine.Request{Prompt: prompt("x"), MaxTokens: 5, Constraint: &oneOf{words: []string{"yes"}, fail: broken}})
	stuck := submit(t, e, context.Background(), engine.Request{Prompt: prompt("x"), MaxTokens: 5, Constraint: &oneOf{}})
	if a := read(t, failing); a.result.Finish != engine.FinishError || !errors.Is(a.result.Err, broken) {
		t.Errorf("failing constraint: %+v; want error", a.result)
	}
	if a := read(t, stuck); a.result.Finish != engine.FinishError || !errors.Is(a.result.Err, sample.ErrNoToken) {
		t.Errorf("constraint that allows nothing: %+v; want error", a.result)
	}
	if got, want := read(t, neighbour), alone(t, other); got.text != want.text || got.result.Finish != want.result.Finish {
		t.Errorf("neighbour = %q (%s), want %q (%s)", got.text, got.result.Finish, want.text, want.result.Finish)
	}
}

// Invariant: bias, constraint and log probabilities of a request are the same in
// any company, to the last bit.
func TestCompanyChangesNothingOfChoices(t *testing.T) {
	request := func(i int) engine.Request {
		r := engine.Request{
			Prompt: prompt(fmt.Sprint("together ", i)), MaxTokens: 12, Logprobs: true, TopLogprobs: i,
			Sampling: sample.Params{Temperature: 0.8, Seed: uint64(i), Bias: map[int]float64{'a' + i: 3, 'z': -100}},
		}
		if i%2 == 0 {
			r.Constraint = &oneOf{words: []string{"yes", "yesterday", "no", "never"}}
		}
		return r
	}
	e := serve(t, enginetest.NewFake(64), engine.Options{MaxBatch: 5, MixedPrefillTokens: 5})
	var streams []*engine.Stream
	for i := range 10 {
		streams = append(streams, submit(t, e, context.Background(), request(i)))
	}
	for i, s := range streams {
		text, tokens, _ := measuredAnswer(t, s)
		lonely := serve(t, enginetest.NewFake(64), engine.Options{})
		wantText, wantTokens, _ := measuredAnswer(t, submit(t, lonely, context.Background(), request(i)))
		if text != wantText || !reflect.DeepEqual(tokens, wantTokens) {
			t.Errorf("request %d: %q %+v, alone %q %+v", i, text, tokens, wantText, wantTokens)
		}
	}
}

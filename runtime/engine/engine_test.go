package engine_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/r3mes/r3mes/runtime/engine"
	"github.com/r3mes/r3mes/runtime/enginetest"
	"github.com/r3mes/r3mes/runtime/lora"
	"github.com/r3mes/r3mes/runtime/sample"
)

// Invariant: what a request gets does not depend on who else is there. Twelve
// requests with three adapters, several lengths and sampling settings run at
// once, through a pool too small for all of them, and get what each gets alone.
func TestCompanyChangesNothing(t *testing.T) {
	adapters := []*lora.Adapter{nil, {Digest: "a"}, {Digest: "b"}}
	request := func(i int) engine.Request {
		r := engine.Request{
			ID: fmt.Sprint(i), Wallet: fmt.Sprint(i % 4), Adapter: adapters[i%3],
			Prompt: prompt(strings.Repeat("all work and no play ", 1+i%4)), MaxTokens: 10 + 5*i,
		}
		if i%2 == 1 {
			r.Sampling = sample.Params{Temperature: 0.9, TopP: 0.9, Seed: uint64(i)}
		}
		return r
	}
	e := serve(t, enginetest.NewFake(64), engine.Options{MaxBatch: 7, MixedPrefillTokens: 5})
	var streams []*engine.Stream
	for i := range 12 {
		streams = append(streams, submit(t, e, context.Background(), request(i)))
	}
	seen := map[string]bool{}
	for i, s := range streams {
		got, want := read(t, s), alone(t, request(i))
		if got.text != want.text || got.result.Usage != want.result.Usage || got.result.Finish != want.result.Finish {
			t.Errorf("request %d = %q %+v, alone %q %+v", i, got.text, got.result, want.text, want.result)
		}
		seen[got.text] = true
	}
	if len(seen) != 12 {
		t.Errorf("12 different requests got %d different answers: the test could not see a mix-up", len(seen))
	}
}

// Invariant: tokens are counted exactly. The pieces' tokens add up to the
// usage, and max_tokens is never exceeded, even where bytes make no character.
func TestPiecesAddUpToUsage(t *testing.T) {
	e := serve(t, enginetest.NewFake(64), engine.Options{})
	for max := 1; max <= 40; max++ {
		a := ask(t, e, engine.Request{Prompt: prompt("count"), MaxTokens: max, IgnoreEOS: true})
		want := engine.Usage{PromptTokens: 5, CompletionTokens: max}
		if a.result.Usage != want || a.tokens != max || a.result.Finish != engine.FinishLength {
			t.Fatalf("max_tokens %d: %+v, %d tokens in pieces; want %+v, length", max, a.result, a.tokens, want)
		}
	}
}

func TestEndTokenStopsAndIsCounted(t *testing.T) {
	e := serve(t, enginetest.NewFake(64), engine.Options{})
	for i := range 200 {
		r := engine.Request{Prompt: prompt(fmt.Sprint("end ", i)), MaxTokens: 50}
		a := ask(t, e, r)
		if a.result.Finish != engine.FinishStop {
			continue
		}
		r.IgnoreEOS = true
		full := ask(t, e, r)
		if full.result.Usage.CompletionTokens != 50 || !strings.HasPrefix(full.text, strings.TrimRight(a.text, "\ufffd")) {
			t.Fatalf("%v stopped after %d tokens with %q; without the end token %q", r.Prompt, a.tokens, a.text, full.text)
		}
		if a.tokens != a.result.Usage.CompletionTokens || a.tokens < 1 {
			t.Fatalf("%d tokens in pieces, usage %+v", a.tokens, a.result.Usage)
		}
		return
	}
	t.Fatal("no prompt of 200 led to an end token")
}

func TestStopStringEndsTheAnswerBeforeIt(t *testing.T) {
	e := serve(t, enginetest.NewFake(64), engine.Options{})
	r := engine.Request{Prompt: prompt("stop here"), MaxTokens: 60, IgnoreEOS: true}
	full := ask(t, e, r)
	stop := regexp.MustCompile(`[ -~]{3}`).FindString(full.text[len(full.text)/3:]) // three tokens
	if stop == "" {
		t.Fatalf("no three characters of ASCII in %q", full.text)
	}
	r.Stop = []string{"never in the text", stop}
	a := ask(t, e, r)
	if want := full.text[:strings.Index(full.text, stop)]; a.text != want || a.result.Finish != engine.FinishStop {
		t.Fatalf("stop %q: %q (%s), want %q (stop)", stop, a.text, a.result.Finish, want)
	}
	if a.tokens != a.result.Usage.CompletionTokens || a.tokens >= 60 {
		t.Fatalf("%d tokens in pieces, usage %+v", a.tokens, a.result.Usage)
	}
}

func TestBadRequestsAreRefusedBeforeTheQueue(t *testing.T) {
	e := serve(t, enginetest.NewFake(64), engine.Options{})
	small := serve(t, enginetest.NewFake(10), engine.Options{})
	for _, test := range []struct {
		name   string
		engine *engine.Engine
		r      engine.Request
		want   error
	}{
		{"no prompt", e, engine.Request{MaxTokens: 1}, engine.ErrInvalidRequest},
		{"no tokens wanted", e, engine.Request{Prompt: prompt("x")}, engine.ErrInvalidRequest},
		{"token outside the vocabulary", e, engine.Request{Prompt: []int{257}, MaxTokens: 1}, engine.ErrInvalidRequest},
		{"negative token", e, engine.Request{Prompt: []int{-1}, MaxTokens: 1}, engine.ErrInvalidRequest},
		{"bad sampling", e, engine.Request{Prompt: prompt("x"), MaxTokens: 1, Sampling: sample.Params{Temperature: -1}}, engine.ErrInvalidRequest},
		{"bias for a token outside the vocabulary", e, engine.Request{Prompt: prompt("x"), MaxTokens: 1, Sampling: sample.Params{Bias: map[int]float64{257: 1}}}, engine.ErrInvalidRequest},
		{"more alternatives than there are", e, engine.Request{Prompt: prompt("x"), MaxTokens: 1, Logprobs: true, TopLogprobs: 21}, engine.ErrInvalidRequest},
		{"no end under a constraint", e, engine.Request{Prompt: prompt("x"), MaxTokens: 1, IgnoreEOS: true, Constraint: &oneOf{}}, engine.ErrInvalidRequest},
		{"empty stop string", e, engine.Request{Prompt: prompt("x"), MaxTokens: 1, Stop: []string{""}}, engine.ErrInvalidRequest},
		{"longer than the context", e, engine.Request{Prompt: prompt("x"), MaxTokens: 256}, engine.ErrContextLength},
		{"max tokens near overflow", e, engine.Request{Prompt: prompt("x"), MaxTokens: math.MaxInt}, engine.ErrContextLength},
		{"larger than the whole cache", small, engine.Request{Prompt: prompt("x"), MaxTokens: 40}, engine.ErrContextLength},
	} {
		t.Run(test.name, func(t *testing.T) {
			if _, err := test.engine.Submit(context.Background(), test.r); !errors.Is(err, test.want) {
				t.Errorf("Submit() = %v, want %v", err, test.want)
			}
		})
	}
	if a := ask(t, e, engine.Request{Prompt: prompt("x"), MaxTokens: 255, IgnoreEOS: true}); a.tokens != 255 {
		t.Errorf("prompt 1 + max_tokens 255 in a context of 256 gave %d tokens", a.tokens)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := e.Submit(ctx, engine.Request{Prompt: prompt("x"), MaxTokens: 1}); !errors.Is(err, context.Canceled) {
		t.Errorf("Submit with an ended context = %v", err)
	}
}

// Invariant: a request whose context ends leaves in the step that is being
// made: no further step is made for it, its blocks are free, its tokens stay
// counted, and its neighbour notices nothing.
func TestCancellationFreesBlocksInOneStep(t *testing.T) {
	f := enginetest.NewFake(64)
	e := serve(t, f, engine.Options{})
	g := newGate(t, f)
	ctx, cancel := context.WithCancel(context.Background())
	other := engine.Request{Prompt: prompt("neighbour"), MaxTokens: 30}
	leaves := submit(t, e, ctx, engine.Request{Prompt: prompt("leaves"), MaxTokens: 100, IgnoreEOS: true})
	g.step(5) // five tokens
	stays := submit(t, e, context.Background(), other)
	g.step(1)
	<-g.entered
	held := e.Stats().BlocksPromised
	cancel()
	g.leave <- struct{}{}
	if b := <-g.entered; len(b.Rows) != 1 { // the next step
		t.Errorf("the step after the cancellation has %d rows, want the neighbour's only", len(b.Rows))
	}
	select {
	case <-leaves.Done():
	default:
		t.Error("the stream has not ended when the next step began")
	}
	if s := e.Stats(); s.BlocksPromised >= held || s.Running != 1 {
		t.Errorf("after the step: %d blocks promised of %d before, %d running; want fewer, 1", s.BlocksPromised, held, s.Running)
	}
	g.leave <- struct{}{}
	g.open()
	if a := read(t, leaves); a.result.Finish != engine.FinishCancelled || a.result.Err != nil || a.tokens != 6 || a.result.Usage.CompletionTokens != 6 {
		t.Errorf("cancelled request: %+v, %d tokens in pieces; want cancelled after 6", a.result, a.tokens)
	}
	if got, want := read(t, stays), alone(t, other); got.text != want.text {
		t.Errorf("neighbour = %q, want %q", got.text, want.text)
	}
}

func TestCancellationInTheQueueAndInTheMiddleOfAPrompt(t *testing.T) {
	f := enginetest.NewFake(64)
	e := serve(t, f, engine.Options{MaxBatch: 1, PrefillTokens: 4})
	g := newGate(t, f)
	ctx, cancel := context.WithCancel(context.Background())
	running := submit(t, e, ctx, engine.Request{Prompt: prompt("twenty tokens prompt"), MaxTokens: 5})
	<-g.entered
	queued := submit(t, e, ctx, engine.Request{Prompt: prompt("queued"), MaxTokens: 5})
	cancel()
	g.leave <- struct{}{}
	for _, s := range []*engine.Stream{running, queued} {
		if a := read(t, s); a.result.Finish != engine.FinishCancelled || a.tokens != 0 {
			t.Errorf("%+v, %d tokens; want cancelled, 0", a.result, a.tokens)
		}
	}
	if f.Steps() != 1 {
		t.Errorf("%d steps, want 1", f.Steps())
	}
}

// A reader that stops waiting has left: its request ends as if it were
// cancelled.
func TestReaderThatLeavesCancels(t *testing.T) {
	f := enginetest.NewFake(64)
	e := serve(t, f, engine.Options{})
	g := newGate(t, f)
	s := submit(t, e, context.Background(), engine.Request{Prompt: prompt("x"), MaxTokens: 100, IgnoreEOS: true})
	<-g.entered
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, ok := s.Next(ctx); ok {
		t.Fatal("Next with an ended context returned a piece")
	}
	g.leave <- struct{}{}
	if r := s.Result(); r.Finish != engine.FinishCancelled {
		t.Fatalf("Result() = %+v, want cancelled", r)
	}
}

// Invariant: a reader that does not read costs the others nothing, and finds
// everything when it comes back.
func TestSlowReaderBlocksNobody(t *testing.T) {
	e := serve(t, enginetest.NewFake(64), engine.Options{})
	r := engine.Request{Prompt: prompt("slow"), MaxTokens: 100, IgnoreEOS: true}
	slow := submit(t, e, context.Background(), r)
	for range 5 {
		ask(t, e, engine.Request{Prompt: prompt("quick"), MaxTokens: 20})
	}
	<-slow.Done()
	if got, want := read(t, slow), alone(t, r); got.text != want.text || got.tokens != 100 {
		t.Errorf("slow reader got %d tokens %q, want 100 %q", got.tokens, got.text, want.text)
	}
}

func TestNextTakesTurnsWithSteps(t *testing.T) {
	f := enginetest.NewFake(64)
	e := serve(t, f, engine.Options{})
	g := newGate(t, f)
	s := submit(t, e, context.Background(), engine.Request{Prompt: prompt("stream"), MaxTokens: 40, IgnoreEOS: true})
	pieces := 0
	for i := 0; i < 40; i++ {
		g.step(1)
		if i == 20 {
			// Half of the steps are done: what they made is already there.
			p, ok := s.Next(context.Background())
			if !ok || p.Tokens < 1 || p.Tokens > 21 {
				t.Fatalf("after 21 steps Next() = %+v, %v", p, ok)
			}
			pieces = p.Tokens
		}
	}
	if a := read(t, s); a.tokens+pieces != 40 {
		t.Fatalf("%d + %d tokens, want 40", pieces, a.tokens)
	}
}

// Invariant: while somebody decodes, a long prompt next to it is fed in small
// chunks and the decoder gets a token in every step; alone, the prompt is fed
// in the largest chunks.
func TestPromptsAreFedInChunksBesideDecoding(t *testing.T) {
	f := enginetest.NewFake(128)
	e := serve(t, f, engine.Options{MixedPrefillTokens: 8})
	g := newGate(t, f)
	submit(t, e, context.Background(), engine.Request{Prompt: prompt("first"), MaxTokens: 50, IgnoreEOS: true})
	<-g.entered
	long := submit(t, e, context.Background(), engine.Request{Prompt: prompt(strings.Repeat("x", 30)), MaxTokens: 2, IgnoreEOS: true})
	g.leave <- struct{}{}
	for _, want := range []int{8, 8, 8, 6} {
		b := <-g.entered
		if len(b.Rows) != 2 || len(b.Rows[0].Tokens) != 1 || len(b.Rows[1].Tokens) != want {
			t.Fatalf("step with %d rows of which the second has %d tokens, want 2 rows and %d", len(b.Rows), len(b.Rows[len(b.Rows)-1].Tokens), want)
		}
		g.leave <- struct{}{}
	}
	g.open()
	read(t, long)

	f = enginetest.NewFake(128)
	e = serve(t, f, engine.Options{MixedPrefillTokens: 8})
	g = newGate(t, f)
	submit(t, e, context.Background(), engine.Request{Prompt: prompt(strings.Repeat("x", 70)), MaxTokens: 1})
	for _, want := range []int{32, 32, 6} {
		if b := <-g.entered; len(b.Rows[0].Tokens) != want {
			t.Fatalf("chunk of %d tokens, want %d", len(b.Rows[0].Tokens), want)
		}
		g.leave <- struct{}{}
	}
}

// Invariant: wallets take turns. A wallet with ten requests in the queue delays
// another wallet's first by one turn, not by ten.
func TestAdmissionTakesTurnsAmongWallets(t *testing.T) {
	f := enginetest.NewFake(64)
	e := serve(t, f, engine.Options{MaxBatch: 1})
	g := newGate(t, f)
	ask := func(wallet string, n int) (streams []*engine.Stream) {
		for range n {
			streams = append(streams, submit(t, e, context.Background(), engine.Request{Wallet: wallet, Prompt: prompt(wallet), MaxTokens: 1}))
		}
		return streams
	}
	first := ask("a", 1)
	<-g.entered // "a" runs, the rest queues behind it
	rest := append(append(ask("a", 9), ask("b", 2)...), ask("c", 1)...)
	g.leave <- struct{}{}
	var order string
	for range rest {
		b := <-g.entered
		order += string(rune(b.Rows[0].Tokens[0]))
		g.leave <- struct{}{}
	}
	if want := "abcabaaaaaaa"; order != want {
		t.Errorf("admitted %s, want %s", order, want)
	}
	for _, s := range append(first, rest...) {
		read(t, s)
	}
}

// Invariant: a request of a higher priority leaves the queue before all lower
// ones, whoever came first; equals take turns.
func TestAdmissionTakesHigherPrioritiesFirst(t *testing.T) {
	f := enginetest.NewFake(64)
	e := serve(t, f, engine.Options{MaxBatch: 1})
	g := newGate(t, f)
	var streams []*engine.Stream
	ask := func(wallet string, priority int) {
		streams = append(streams, submit(t, e, context.Background(), engine.Request{Wallet: wallet, Priority: priority, Prompt: prompt(wallet), MaxTokens: 1}))
	}
	ask("x", 0)
	<-g.entered // "x" runs, the rest queues behind it
	ask("l", -100)
	ask("a", 0)
	ask("a", 0)
	ask("b", 0)
	ask("h", 5)
	ask("t", 100)
	g.leave <- struct{}{}
	var order string
	for range streams[1:] {
		b := <-g.entered
		order += string(rune(b.Rows[0].Tokens[0]))
		g.leave <- struct{}{}
	}
	if want := "thabal"; order != want {
		t.Errorf("admitted %s, want %s", order, want)
	}
	for _, s := range streams {
		read(t, s)
	}
}

// Invariant: a sequence runs only when the blocks for its whole life are
// promised to it; the others wait and run later.
func TestAdmissionWaitsForBlocks(t *testing.T) {
	f := enginetest.NewFake(20) // 80 positions
	most := 0
	f.Before = func(_ int, b *engine.Batch) error { most = max(most, len(b.Rows)); return nil }
	e := newEngine(t, f, engine.Options{})
	var streams []*engine.Stream
	for range 9 {
		streams = append(streams, submit(t, e, context.Background(), engine.Request{Prompt: prompt("0123456789"), MaxTokens: 29, IgnoreEOS: true}))
	}
	run(t, e)
	for _, s := range streams {
		if a := read(t, s); a.tokens != 29 || a.result.Finish != engine.FinishLength {
			t.Fatalf("%+v, %d tokens; want 29", a.result, a.tokens)
		}
	}
	if most != 2 {
		t.Errorf("up to %d sequences of 38 positions ran at once in a cache of 80, want 2", most)
	}
}

// Invariant: the queue is bounded. One more is refused at once, with a time to
// come back, and once the queue has moved there is room again.
func TestFullQueueRefuses(t *testing.T) {
	f := enginetest.NewFake(64)
	e := serve(t, f, engine.Options{MaxBatch: 1, Queue: 3})
	g := newGate(t, f)
	r := engine.Request{Prompt: prompt("x"), MaxTokens: 2, IgnoreEOS: true}
	streams := []*engine.Stream{submit(t, e, context.Background(), r)}
	<-g.entered
	for range 3 {
		streams = append(streams, submit(t, e, context.Background(), r))
	}
	_, err := e.Submit(context.Background(), r)
	var overloaded *engine.OverloadedError
	if !errors.Is(err, engine.ErrOverloaded) || !errors.As(err, &overloaded) || overloaded.Queued != 3 || overloaded.RetryAfter < time.Second {
		t.Fatalf("Submit() = %v, want an OverloadedError with 3 queued and at least a second", err)
	}
	g.leave <- struct{}{}
	g.open()
	for _, s := range streams {
		read(t, s)
	}
	ask(t, e, r)
	if s := e.Stats(); s.Overloaded != 1 || s.Submitted != 5 || s.Finished[engine.FinishLength] != 5 {
		t.Errorf("Stats() = %+v, want 1 overloaded, 5 submitted, 5 finished", s)
	}
}

// Invariant: every request inside counts for its adapter, in the queue or in the
// batch, from Submit until it has left.
func TestLoadsAreKnownByAdapter(t *testing.T) {
	f := enginetest.NewFake(64)
	e := serve(t, f, engine.Options{MaxBatch: 2})
	g := newGate(t, f)
	law := &lora.Adapter{Name: "law", Digest: "law"}
	r := engine.Request{Prompt: prompt("x"), MaxTokens: 2, IgnoreEOS: true}
	ctx, cancel := context.WithCancel(context.Background())
	streams := []*engine.Stream{submit(t, e, context.Background(), r)}
	r.Adapter = law
	streams = append(streams, submit(t, e, context.Background(), r))
	<-g.entered // the first is in the batch; the second may be
	g.leave <- struct{}{}
	<-g.entered // now it is
	streams = append(streams, submit(t, e, ctx, r), submit(t, e, context.Background(), r))
	want := []engine.Load{{Adapter: "", Queued: 0, Running: 1}, {Adapter: "law", Queued: 2, Running: 1}}
	if got := e.Stats().Loads; !slices.Equal(got, want) {
		t.Errorf("loads %+v, want %+v", got, want)
	}
	cancel()
	g.leave <- struct{}{}
	g.open()
	for _, s := range streams {
		read(t, s)
	}
	if got := e.Stats().Loads; len(got) != 0 {
		t.Errorf("loads %+v when all have left", got)
	}
}

// chooser is a model that chooses tokens itself where it may, up to ahead of them
// in a step.
type chooser struct {
	*enginetest.Fake
	ahead  int
	broken bool // nothing can be chosen after the second token
	chosen int
}

func (c *chooser) Limits() engine.Limits {
	l := c.Fake.Limits()
	l.Ahead = c.ahead
	return l
}

func (c *chooser) Forward(b *engine.Batch) error {
	if err := c.Fake.Forward(b); err != nil {
		return err
	}
	for i := range b.Rows { // the fake has one buffer for all logits
		b.Rows[i].Logits = slices.Clone(b.Rows[i].Logits)
	}
	for i := range b.Rows {
		if r := &b.Rows[i]; r.Want && len(r.Draws) > 0 {
			if err := c.choose(r); err != nil {
				return err
			}
		}
	}
	return nil
}

// choose chooses a row's tokens, and feeds all but the last.
func (c *chooser) choose(r *engine.Row) error {
	row := *r
	for i, d := range r.Draws {
		before := row.Pos + len(row.Tokens) - len("x") // tokens chosen before
		s := sample.New(sample.Params{Temperature: d.Temperature, TopK: d.TopK, TopP: d.TopP, Seed: 9}, nil)
		s.Chose(before)
		// The seed of the request's sampler is 9 too: the draws must be its own.
		if own := s.Draws(nil, 1); d.Temperature > 0 && !slices.Equal(own, r.Draws[i:i+1]) {
			return fmt.Errorf("token %d draws %+v, want %+v", before, d, own)
		}
		token, err := s.Next(row.Logits, nil)
		if c.broken && before >= 2 {
			token = -1
		}
		if err != nil {
			return err
		}
		c.chosen++
		if r.Chosen = append(r.Chosen, token); i+1 == len(r.Draws) || token < 0 {
			break
		}
		row.Pos, row.Tokens = row.Pos+len(row.Tokens), []int{token}
		next := engine.Batch{Rows: []engine.Row{row}}
		if err := c.Fake.Forward(&next); err != nil {
			return err
		}
		row = next.Rows[0]
	}
	r.Logits = nil
	return nil
}

// Invariant: a request gets the same tokens whether the engine or the model
// chooses them, one or several in a step; and the model is asked only where nothing
// but the logits, and a number for each token, decides.
func TestModelsMayChoose(t *testing.T) {
	for name, c := range map[string]struct {
		request engine.Request
		chosen  int
	}{
		"greedy":          {engine.Request{}, 6},
		"drawn":           {engine.Request{Sampling: sample.Params{Temperature: 1, TopK: 50, TopP: 0.9, Seed: 9}}, 6},
		"a penalty":       {engine.Request{Sampling: sample.Params{FrequencyPenalty: 1}}, 0},
		"a bias":          {engine.Request{Sampling: sample.Params{Bias: map[int]float64{65: 1}}}, 0},
		"log probability": {engine.Request{Logprobs: true}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			r := c.request
			r.Prompt, r.MaxTokens, r.IgnoreEOS = prompt("x"), 6, true
			want := read(t, submit(t, serve(t, enginetest.NewFake(64), engine.Options{}), context.Background(), r))
			for _, ahead := range []int{0, 1, 4, 9} {
				model := &chooser{Fake: enginetest.NewFake(64), ahead: ahead}
				got := read(t, submit(t, serve(t, model, engine.Options{}), context.Background(), r))
				if got.text != want.text || got.result.Err != nil || got.result.Usage != want.result.Usage || got.tokens != want.tokens {
					t.Errorf("%d ahead: the model chose %q, the engine %q, %+v", ahead, got.text, want.text, got.result)
				}
				if model.chosen != c.chosen {
					t.Errorf("%d ahead: the model chose %d tokens, want %d", ahead, model.chosen, c.chosen)
				}
			}
		})
	}
}

// Invariant: of the tokens that a model chose in a step, those behind one that ends
// the request are neither delivered nor counted.
func TestTokensChosenInVain(t *testing.T) {
	full := engine.Request{Prompt: prompt("x"), MaxTokens: 40, IgnoreEOS: true}
	text := read(t, submit(t, serve(t, enginetest.NewFake(64), engine.Options{}), context.Background(), full)).text
	for name, c := range map[string]struct {
		request engine.Request
		broken  bool
	}{
		"a stop string": {request: engine.Request{MaxTokens: 40, IgnoreEOS: true, Stop: []string{text[5:7]}}},
		"the most":      {request: engine.Request{MaxTokens: 7, IgnoreEOS: true}},
		"a broken one":  {request: engine.Request{MaxTokens: 40, IgnoreEOS: true}, broken: true},
	} {
		t.Run(name, func(t *testing.T) {
			r := c.request
			r.Prompt = prompt("x")
			want := read(t, submit(t, serve(t, enginetest.NewFake(64), engine.Options{}), context.Background(), r))
			model := &chooser{Fake: enginetest.NewFake(64), ahead: 4, broken: c.broken}
			e := serve(t, model, engine.Options{})
			got := read(t, submit(t, e, context.Background(), r))
			if c.broken {
				if !errors.Is(got.result.Err, sample.ErrNoToken) || !errors.Is(got.result.Err, engine.ErrModel) || got.tokens != 2 {
					t.Errorf("%+v after %d tokens, want ErrNoToken after 2", got.result, got.tokens)
				}
				return
			}
			if got.text != want.text || got.result.Usage != want.result.Usage || got.result.Finish != want.result.Finish || got.tokens != want.tokens {
				t.Errorf("got %q, %+v; want %q, %+v", got.text, got.result, want.text, want.result)
			}
			if n := e.Stats().CompletionTokens; n != int64(want.result.Usage.CompletionTokens) {
				t.Errorf("%d tokens are counted, want %d", n, want.result.Usage.CompletionTokens)
			}
			if e.Stats().BlocksUsed != 0 || e.Stats().BlocksPromised != 0 {
				t.Errorf("blocks are left behind: %+v", e.Stats())
			}
		})
	}
}

// Invariant: an error of Forward ends the requests of that step and no others.
func TestForwardErrorEndsTheStepsRequests(t *testing.T) {
	f := enginetest.NewFake(64)
	broken := errors.New("out of device memory")
	f.Before = func(step int, _ *engine.Batch) error {
		if step == 2 {
			return broken
		}
		return nil
	}
	e := serve(t, f, engine.Options{MaxBatch: 1})
	r := engine.Request{Prompt: prompt("x"), MaxTokens: 5, IgnoreEOS: true}
	first, second := submit(t, e, context.Background(), r), submit(t, e, context.Background(), r)
	if a := read(t, first); a.result.Finish != engine.FinishError || !errors.Is(a.result.Err, broken) || !errors.Is(a.result.Err, engine.ErrModel) || a.tokens != 1 {
		t.Errorf("request in the failing step: %+v, %d tokens; want error after 1", a.result, a.tokens)
	}
	if a := read(t, second); a.result.Finish != engine.FinishLength || a.tokens != 5 {
		t.Errorf("request after the failing step: %+v, want length", a.result)
	}
	if err := e.Ready(); err != nil {
		t.Errorf("Ready() after good steps = %v", err)
	}
}

// Invariant: after a panic nothing of the model is used again. Every request
// ends with an error, the engine is not ready and refuses, and Run returns.
func TestPanicEndsTheEngine(t *testing.T) {
	f := enginetest.NewFake(64)
	f.Before = func(step int, _ *engine.Batch) error {
		if step == 3 {
			panic("shape mismatch")
		}
		return nil
	}
	e := newEngine(t, f, engine.Options{MaxBatch: 1})
	if e.Ready() == nil {
		t.Error("Ready() = nil before Run")
	}
	r := engine.Request{Prompt: prompt("x"), MaxTokens: 5, IgnoreEOS: true}
	streams := []*engine.Stream{submit(t, e, context.Background(), r), submit(t, e, context.Background(), r)}
	done := run(t, e)
	for i, s := range streams {
		if a := read(t, s); a.result.Finish != engine.FinishError || !errors.Is(a.result.Err, engine.ErrModel) || a.tokens != 2*(1-i) {
			t.Errorf("request %d: %+v, %d tokens; want error", i, a.result, a.tokens)
		}
	}
	var p *engine.PanicError
	if err := <-done; !errors.As(err, &p) || p.Value != "shape mismatch" || len(p.Stack) == 0 {
		t.Errorf("Run() = %v, want a PanicError with value and stack", err)
	}
	if err := e.Ready(); !errors.Is(err, engine.ErrModel) {
		t.Errorf("Ready() = %v, want ErrModel", err)
	}
	if _, err := e.Submit(context.Background(), r); !errors.Is(err, engine.ErrModel) {
		t.Errorf("Submit() = %v, want ErrModel", err)
	}
	if err := e.Drain(context.Background()); err != nil {
		t.Errorf("Drain() = %v", err)
	}
}

// Invariant: Drain refuses what is new and finishes what is inside.
func TestDrainFinishesWhatIsInside(t *testing.T) {
	f := enginetest.NewFake(64)
	e := newEngine(t, f, engine.Options{MaxBatch: 2})
	done := run(t, e)
	g := newGate(t, f)
	var streams []*engine.Stream
	for range 6 {
		streams = append(streams, submit(t, e, context.Background(), engine.Request{Prompt: prompt("x"), MaxTokens: 9, IgnoreEOS: true}))
	}
	<-g.entered // it runs
	g.open()
	if err := e.Drain(context.Background()); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil {
		t.Errorf("Run() = %v after Drain", err)
	}
	for _, s := range streams {
		if a := read(t, s); a.tokens != 9 || a.result.Finish != engine.FinishLength {
			t.Errorf("%+v, want length", a.result)
		}
	}
	if _, err := e.Submit(context.Background(), engine.Request{Prompt: prompt("x"), MaxTokens: 1}); !errors.Is(err, engine.ErrClosed) {
		t.Errorf("Submit() after Drain = %v, want ErrClosed", err)
	}
}

func TestDrainThatRunsOutOfTimeCancels(t *testing.T) {
	f := enginetest.NewFake(64)
	e := serve(t, f, engine.Options{})
	g := newGate(t, f)
	s := submit(t, e, context.Background(), engine.Request{Prompt: prompt("x"), MaxTokens: 250, IgnoreEOS: true})
	g.step(3)
	ctx, cancel := context.WithCancel(context.Background())
	drained := make(chan error)
	go func() { drained <- e.Drain(ctx) }()
	cancel()
	for ended := false; !ended; { // steps go on until Drain has noticed
		select {
		case <-g.entered:
			time.Sleep(time.Millisecond)
			g.leave <- struct{}{}
		case <-s.Done():
			ended = true
		}
	}
	if err := <-drained; !errors.Is(err, context.Canceled) {
		t.Errorf("Drain() = %v, want canceled", err)
	}
	if a := read(t, s); a.result.Finish != engine.FinishCancelled || !errors.Is(a.result.Err, engine.ErrClosed) || a.tokens < 3 {
		t.Errorf("%+v, %d tokens; want cancelled by ErrClosed", a.result, a.tokens)
	}
}

func TestDrainBeforeRunEndsWhatWaits(t *testing.T) {
	e := newEngine(t, enginetest.NewFake(64), engine.Options{})
	s := submit(t, e, context.Background(), engine.Request{Prompt: prompt("x"), MaxTokens: 1})
	if err := e.Drain(context.Background()); err != nil {
		t.Fatal(err)
	}
	if a := read(t, s); a.result.Finish != engine.FinishCancelled || !errors.Is(a.result.Err, engine.ErrClosed) {
		t.Errorf("%+v, want cancelled by ErrClosed", a.result)
	}
	if e.Run(context.Background()) == nil {
		t.Error("Run() after Drain = nil")
	}
}

func TestRunTwiceIsRefused(t *testing.T) {
	e := serve(t, enginetest.NewFake(64), engine.Options{})
	ask(t, e, engine.Request{Prompt: prompt("x"), MaxTokens: 1})
	if e.Run(context.Background()) == nil {
		t.Error("second Run() = nil")
	}
}

func TestOptionsAreChecked(t *testing.T) {
	_, err := engine.New(enginetest.NewFake(1), enginetest.Bytes(), engine.Options{MaxBatch: -1, Queue: -2})
	if err == nil || !strings.Contains(err.Error(), "max_batch is -1") || !strings.Contains(err.Error(), "queue is -2") {
		t.Errorf("New() = %v, want both problems", err)
	}
}

// Invariant: under random submits, cancellations, readers that leave and
// readers that are slow, every request ends, those that were left alone get
// exactly what they get alone, and no block is lost. Run with -race.
func TestHammer(t *testing.T) {
	f := enginetest.NewFake(48)
	e := serve(t, f, engine.Options{MaxBatch: 6, Queue: 20, MixedPrefillTokens: 7})
	request := func(i int) engine.Request {
		return engine.Request{
			Wallet: fmt.Sprint(i % 5), Prompt: prompt(strings.Repeat("hammer ", 1+i%7)), MaxTokens: 1 + i%23,
			Sampling: sample.Params{Temperature: float64(i % 2), Seed: uint64(i)},
		}
	}
	want := make([]answer, 40)
	for i := range want {
		want[i] = alone(t, request(i))
	}
	var clients sync.WaitGroup
	for c := range 8 {
		clients.Go(func() {
			for n := range 60 {
				i := (c*31 + n*7) % len(want)
				ctx, cancel := context.WithCancel(context.Background())
				s, err := e.Submit(ctx, request(i))
				switch {
				case errors.Is(err, engine.ErrOverloaded):
				case err != nil:
					t.Error(err)
				case n%4 == 1:
					s.Next(ctx)
					cancel()
				case n%4 == 2:
					go s.Cancel()
				default:
					if got := read(t, s); got.text != want[i].text || got.result.Finish != want[i].result.Finish {
						t.Errorf("request %d = %q, alone %q", i, got.text, want[i].text)
					}
				}
				if s != nil {
					if r := s.Result(); r.Finish == "" || r.Err != nil {
						t.Errorf("request %d ended with %+v", i, r)
					}
				}
				cancel()
			}
		})
	}
	clients.Wait()
}

// A model whose logits are no numbers fails the request, not the engine.
func TestBrokenLogitsFailTheRequest(t *testing.T) {
	broken := newEngine(t, nan{enginetest.NewFake(64)}, engine.Options{})
	run(t, broken)
	r := engine.Request{Prompt: prompt("x"), MaxTokens: 3}
	if a := ask(t, broken, r); a.result.Finish != engine.FinishError || !errors.Is(a.result.Err, engine.ErrModel) || a.tokens != 0 {
		t.Errorf("%+v, %d tokens; want error", a.result, a.tokens)
	}
}

// nan is a fake whose logits are NaN.
type nan struct{ *enginetest.Fake }

func (n nan) Forward(b *engine.Batch) error {
	err := n.Fake.Forward(b)
	for i := range b.Rows {
		for j := range b.Rows[i].Logits {
			b.Rows[i].Logits[j] = float32(math.NaN())
		}
	}
	return err
}

// The queue's length changes while requests wait: a shorter one refuses the
// next, and keeps those that are in.
func TestTheQueueBecomesLongerAndShorter(t *testing.T) {
	e, err := engine.New(enginetest.NewFake(256), enginetest.Bytes(), engine.Options{Queue: 1})
	if err != nil {
		t.Fatal(err)
	}
	submit := func() error {
		_, err := e.Submit(t.Context(), engine.Request{ID: "r", Wallet: "w", Prompt: []int{1}, MaxTokens: 1})
		return err
	}
	if err := submit(); err != nil {
		t.Fatal(err)
	}
	if err := submit(); !errors.Is(err, engine.ErrOverloaded) {
		t.Errorf("the second of a queue of one: %v", err)
	}
	e.SetQueue(3)
	if err := errors.Join(submit(), submit()); err != nil {
		t.Errorf("a longer queue: %v", err)
	}
	e.SetQueue(2)
	if err := submit(); !errors.Is(err, engine.ErrOverloaded) {
		t.Errorf("a shorter queue: %v", err)
	}
	if st := e.Stats(); st.MaxQueue != 2 || st.Queued != 3 {
		t.Errorf("queue of %d with %d waiting, want 2 with 3", st.MaxQueue, st.Queued)
	}
	if err := e.Drain(t.Context()); err != nil {
		t.Error(err)
	}
}

package enginetest

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/r3mes/r3mes/kernels/cpufeat"
	"github.com/r3mes/r3mes/kernels/dense"
	"github.com/r3mes/r3mes/runtime/checkpoint"
	"github.com/r3mes/r3mes/runtime/checkpoint/checkpointtest"
	"github.com/r3mes/r3mes/runtime/engine"
	"github.com/r3mes/r3mes/runtime/lora"
	"github.com/r3mes/r3mes/runtime/sample"
	"github.com/r3mes/r3mes/runtime/tokenizer"
)

// Shape is how a model under test is to be built.
type Shape struct {
	Threads     int
	StepTokens  int
	BlockTokens int
}

// Open builds the model under test for a checkpoint; the function ends it.
type Open func(c *checkpoint.Model, s Shape) (engine.Model, func(), error)

// Conformance is what every engine.Model passes: the golden cases, prompts in
// chunks of several sizes; and all runs of a case at once through an engine, with
// and without adapters, whose greedy answers are the reference's.
func Conformance(t *testing.T, open Open) {
	cases, err := Cases()
	if err != nil {
		t.Fatal(err)
	}
	if len(cases) == 0 {
		t.Fatal("no golden case: make golden")
	}
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			for _, chunk := range []int{1, 5, 64} {
				report, err := checkCase(&c, open, chunk, 2)
				if err != nil {
					t.Errorf("chunks of %d: %v", chunk, err)
					continue
				}
				t.Logf("chunks of %d: %d numbers, at worst %.3f of the bound (%s), logits within %.2g", chunk, report.Compared, report.Worst, report.Where, report.Largest)
			}
			var requests []engine.Request
			for i, r := range c.Runs {
				requests = append(requests, engine.Request{ID: fmt.Sprint(i), Wallet: fmt.Sprint(i), Adapter: c.Adapters[r.Adapter], Prompt: r.Prompt, MaxTokens: len(r.Tokens), IgnoreEOS: true})
			}
			answers := together(t, open, c.Model, Shape{Threads: 2, StepTokens: 64, BlockTokens: 16}, engine.Options{MixedPrefillTokens: 3}, requests)
			for i, r := range c.Runs {
				if want := spell(Numbers(c.Model.Config.VocabSize), r.Tokens); answers[i] != want {
					t.Errorf("run %s through an engine: %s, want %s", r.Name, answers[i], want)
				}
			}
		})
	}
}

// spell is the text of tokens.
func spell(t *tokenizer.Tokenizer, tokens []int) string {
	d := t.NewDecoder()
	text := ""
	for _, id := range tokens {
		text += d.Next(id)
	}
	return text + d.Flush()
}

// Golden runs the golden cases on every kernel level of this machine, with
// different chunk sizes and numbers of threads.
func Golden(t *testing.T, open Open) {
	cases, err := Cases()
	if err != nil {
		t.Fatal(err)
	}
	if len(cases) == 0 {
		t.Fatal("no golden case: make golden")
	}
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) { GoldenCase(t, open, c) })
	}
}

// GoldenCase is Golden for one case.
func GoldenCase(t *testing.T, open Open, c Case) {
	EachLevel(t, func(t *testing.T) {
		for _, variant := range []struct{ chunk, threads int }{{1, 1}, {5, 3}, {64, 2}} {
			report, err := checkCase(&c, open, variant.chunk, variant.threads)
			if err != nil {
				t.Errorf("chunks of %d, %d threads: %v", variant.chunk, variant.threads, err)
				continue
			}
			t.Logf("chunks of %d, %d threads: %d numbers, at worst %.3f of the bound (%s), logits within %.2g",
				variant.chunk, variant.threads, report.Compared, report.Worst, report.Where, report.Largest)
		}
	})
}

func checkCase(c *Case, open Open, chunk, threads int) (Report, error) {
	m, end, err := open(c.Model, Shape{Threads: threads, StepTokens: 256, BlockTokens: 16})
	if err != nil {
		return Report{}, err
	}
	defer end()
	return c.Check(m, chunk)
}

// Determinism: invariant: what a request gets depends on nothing but the
// request. Eight concurrent requests on mixed adapters with mixed sampling get
// the tokens that each gets alone, on every kernel level, for several numbers
// of threads, chunk sizes and block sizes. What each gets alone is computed
// once, by the level named generic, one thread, whole prompts.
func Determinism(t *testing.T, open Open) {
	c := Random(t, 11)
	requests := mixed(c)
	want := make([]string, len(requests))
	withLevel(t, cpufeat.Generic, func() {
		for i := range requests {
			want[i] = together(t, open, c, Shape{Threads: 1, StepTokens: 64, BlockTokens: 16}, engine.Options{}, requests[i:i+1])[0]
		}
	})
	for i := range want {
		for j := range i {
			if want[i] == want[j] {
				t.Fatalf("requests %d and %d get the same answer alone: a mix-up could not be seen", j, i)
			}
		}
	}
	EachLevel(t, func(t *testing.T) {
		for _, v := range []struct {
			shape   Shape
			options engine.Options
		}{
			{Shape{Threads: 1, StepTokens: 64, BlockTokens: 16}, engine.Options{}},
			{Shape{Threads: 2, StepTokens: 40, BlockTokens: 16}, engine.Options{MixedPrefillTokens: 3}},
			{Shape{Threads: 3, StepTokens: 9, BlockTokens: 8}, engine.Options{PrefillTokens: 5, MixedPrefillTokens: 1}},
			{Shape{Threads: 7, StepTokens: 64, BlockTokens: 32}, engine.Options{MaxBatch: 5, MixedPrefillTokens: 17}},
		} {
			for i, got := range together(t, open, c, v.shape, v.options, requests) {
				if got != want[i] {
					t.Errorf("%+v %+v: request %d = %s, alone %s", v.shape, v.options, i, got, want[i])
				}
			}
		}
	})
}

// Bits: invariant: the logits of a row are the same to the last bit whatever
// the kernel level, the threads, the chunks and the other rows.
func Bits(t *testing.T, open Open) {
	c := Random(t, 12)
	jobs := make([]Job, 5)
	sums := make([][]uint64, len(jobs))
	for i := range jobs {
		jobs[i] = Job{Adapter: mixedAdapter(c, i), Prompt: numbers(c, 20+3*i, i), Answer: 6}
		jobs[i].Logits = func(pos int, logits []float32) {
			if pos >= len(jobs[i].Prompt)-1 {
				sums[i] = append(sums[i], bits(logits))
			}
		}
	}
	run := func(threads, chunk int, jobs ...Job) {
		m, end, err := open(c, Shape{Threads: threads, StepTokens: 256, BlockTokens: 16})
		if err != nil {
			t.Fatal(err)
		}
		defer end()
		if _, err := Drive(m, chunk, jobs...); err != nil {
			t.Fatal(err)
		}
	}
	want := make([][]uint64, len(jobs))
	withLevel(t, cpufeat.Generic, func() {
		for i := range jobs {
			run(1, 64, jobs[i])
			want[i], sums[i] = sums[i], nil
		}
	})
	EachLevel(t, func(t *testing.T) {
		for _, v := range []struct{ threads, chunk int }{{1, 64}, {2, 7}, {4, 1}} {
			run(v.threads, v.chunk, jobs...)
			for i := range jobs {
				if fmt.Sprint(sums[i]) != fmt.Sprint(want[i]) {
					t.Errorf("%d threads, chunks of %d: job %d has other bits than alone", v.threads, v.chunk, i)
				}
				sums[i] = nil
			}
		}
	})
}

// bits folds the bit patterns of logits.
func bits(logits []float32) uint64 {
	h := uint64(14695981039346656037)
	for _, v := range logits {
		h = (h ^ uint64(math.Float32bits(v))) * 1099511628211
	}
	return h
}

// EachLevel runs f on every kernel level of this machine.
func EachLevel(t *testing.T, f func(*testing.T)) {
	for _, level := range cpufeat.Levels() {
		t.Run("kernel="+level, func(t *testing.T) {
			withLevel(t, level, func() { f(t) })
		})
	}
}

func withLevel(t *testing.T, level string, f func()) {
	t.Helper()
	before := cpufeat.Level()
	if err := cpufeat.SetLevel(level); err != nil {
		t.Fatal(err)
	}
	defer cpufeat.SetLevel(before)
	f()
}

// Random opens a small random checkpoint.
func Random(t testing.TB, seed uint64) *checkpoint.Model {
	t.Helper()
	dir := t.TempDir()
	if err := checkpointtest.WriteRandom(dir, checkpointtest.Small(), seed); err != nil {
		t.Fatal(err)
	}
	c, err := checkpoint.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

// RandomAdapter makes an adapter of a rank on the linears whose letter is in
// targets: q k v o g(ate) u(p) d(own).
func RandomAdapter(c checkpoint.Config, rank int, targets string, seed uint64) *lora.Adapter {
	rng := rand.New(rand.NewPCG(seed, 5))
	matrix := func(rows, cols int) dense.Matrix {
		w := make([]float32, rows*cols)
		for i := range w {
			w[i] = float32(rng.NormFloat64()) / 8
		}
		return dense.Matrix{Rows: rows, Cols: cols, F32: w}
	}
	h, kv, f := c.HiddenSize, c.KVHeads*c.HeadDim, c.IntermediateSize
	a := &lora.Adapter{Name: fmt.Sprint("random-", seed), Digest: fmt.Sprint("random-", seed, rank, targets), MaxRank: rank, Layers: make([]lora.Layer, c.Layers)}
	for i := range a.Layers {
		l := &a.Layers[i]
		deltas := map[rune]**lora.Delta{'q': &l.Q, 'k': &l.K, 'v': &l.V, 'o': &l.O, 'g': &l.Gate, 'u': &l.Up, 'd': &l.Down}
		shapes := map[rune][2]int{'q': {h, h}, 'k': {h, kv}, 'v': {h, kv}, 'o': {h, h}, 'g': {h, f}, 'u': {h, f}, 'd': {f, h}}
		for _, target := range targets {
			in, out := shapes[target][0], shapes[target][1]
			*deltas[target] = &lora.Delta{Rank: rank, Scale: 0.5, A: matrix(rank, in), BT: matrix(rank, out)}
		}
	}
	return a
}

func mixedAdapter(c *checkpoint.Model, i int) *lora.Adapter {
	switch i % 4 {
	case 1:
		return RandomAdapter(c.Config, 3, "qkvogud", 1)
	case 2:
		return RandomAdapter(c.Config, 16, "qd", 2)
	case 3:
		return RandomAdapter(c.Config, 8, "kvgu", 3)
	}
	return nil
}

// numbers makes a prompt of n tokens.
func numbers(c *checkpoint.Model, n, seed int) []int {
	ids := make([]int, n)
	for i := range ids {
		ids[i] = (3 + 17*i + 101*seed) % c.Config.VocabSize
	}
	return ids
}

// mixed makes eight requests that share three adapters and the base model.
func mixed(c *checkpoint.Model) []engine.Request {
	adapters := []*lora.Adapter{mixedAdapter(c, 0), mixedAdapter(c, 1), mixedAdapter(c, 2), mixedAdapter(c, 3)}
	samplings := []sample.Params{
		{},
		{Temperature: 0.8, Seed: 1},
		{Temperature: 1.2, TopP: 0.9, Seed: 2},
		{Temperature: 1, TopK: 20, RepetitionPenalty: 1.3, Seed: 3},
		{RepetitionPenalty: 1.1, FrequencyPenalty: 0.4},
		{Temperature: 0.7, MinP: 0.05, PresencePenalty: 0.5, Seed: 4},
	}
	requests := make([]engine.Request, 8)
	for i := range requests {
		requests[i] = engine.Request{
			ID: fmt.Sprint(i), Wallet: fmt.Sprint(i % 3), Adapter: adapters[i%4],
			Prompt: numbers(c, 5+6*i, i), MaxTokens: 24, Sampling: samplings[i%len(samplings)], IgnoreEOS: true,
		}
	}
	return requests
}

// together runs requests at once on one engine and returns each one's tokens.
func together(t *testing.T, open Open, c *checkpoint.Model, s Shape, o engine.Options, requests []engine.Request) []string {
	t.Helper()
	m, end, err := open(c, s)
	if err != nil {
		t.Fatal(err)
	}
	defer end()
	e, err := engine.New(m, Numbers(c.Config.VocabSize), o)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() {
		if err := e.Run(ctx); err != nil {
			t.Error(err)
		}
	})
	defer running.Wait()
	defer cancel()
	answers := make([]string, len(requests))
	var readers sync.WaitGroup
	for i := range requests {
		s, err := e.Submit(ctx, requests[i])
		if err != nil {
			t.Fatal(err)
		}
		readers.Go(func() {
			var err error
			if answers[i], err = collect(ctx, s); err != nil {
				t.Errorf("request %d: %v", i, err)
			}
		})
	}
	readers.Wait()
	if st := e.Stats(); st.BlocksUsed != 0 || st.BlocksPromised != 0 {
		t.Errorf("%d blocks used, %d promised after the last answer; want 0", st.BlocksUsed, st.BlocksPromised)
	}
	return answers
}

func collect(ctx context.Context, s *engine.Stream) (string, error) {
	text := ""
	for {
		p, ok := s.Next(ctx)
		if !ok {
			break
		}
		text += p.Text
	}
	if r := s.Result(); r.Finish != engine.FinishLength {
		return text, errors.Join(fmt.Errorf("finished with %q", r.Finish), r.Err)
	}
	return text, nil
}

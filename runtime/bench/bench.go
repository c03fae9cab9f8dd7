// Package bench measures how fast a model runs: prefill, decode, a batch, and
// a batch in which every sequence has its own adapter.
//
// It drives engine.Model, so it times what a request pays without HTTP, money
// or plugins. Each phase runs Repeats times after a warm-up; the median counts.
//
// # Caveats
//
// A fast wrong answer is worth nothing: Run checks its own. The logits after
// the timed prompt must equal, bit for bit, those of the same prompt fed one
// token at a time, and a short prompt must give the same bits with the generic
// kernels. Figures of a machine that does other work meanwhile mean little;
// the report carries the load average so that a reader can see it.
package bench

import (
	"context"
	"errors"
	"fmt"
	"math"
	"runtime"
	"slices"
	"time"

	"github.com/r3mes/r3mes/kernels/cpufeat"
	"github.com/r3mes/r3mes/runtime/engine"
	"github.com/r3mes/r3mes/runtime/lora"
)

// The phases, in the order in which they run.
const (
	Prefill  = "prefill"
	Decode   = "decode"
	Batch    = "batch"
	Adapters = "adapters"
)

// Phases lists every phase.
func Phases() []string { return []string{Prefill, Decode, Batch, Adapters} }

// Options say what to measure. Default fills them.
type Options struct {
	Prefill   int             // prompt tokens of the prefill phase
	Decode    int             // tokens of the decode, batch and adapters phases
	Sequences int             // sequences of the batch and adapters phases
	Repeats   int             // counted rounds
	Only      []string        // phases to run; nil: all
	Adapters  []*lora.Adapter // one a sequence, for the adapters phase
	Progress  func(string)    // told what starts; may be nil
}

// Default returns the options of `r3mes bench`.
func Default() Options {
	return Options{Prefill: 512, Decode: 64, Sequences: 16, Repeats: 3}
}

// Validate returns every problem at once.
func (o Options) Validate(l engine.Limits) error {
	var errs []error
	bad := func(format string, args ...any) { errs = append(errs, fmt.Errorf("bench: "+format, args...)) }
	for _, phase := range o.Only {
		if !slices.Contains(Phases(), phase) {
			bad("unknown phase %q, have %v", phase, Phases())
		}
	}
	if o.Prefill < 1 || o.Prefill+1 > l.Context {
		bad("prefill is %d tokens, must be 1 to %d", o.Prefill, l.Context-1)
	}
	if o.Decode < 1 || decodePrompt+o.Decode > l.Context {
		bad("decode is %d tokens, must be 1 to %d", o.Decode, l.Context-decodePrompt)
	}
	if o.Sequences < 1 || o.Sequences > l.StepRows {
		bad("sequences is %d, must be 1 to %d", o.Sequences, l.StepRows)
	}
	if o.Repeats < 1 {
		bad("repeats is %d, must be positive", o.Repeats)
	}
	if o.runs(Adapters) && len(o.Adapters) < o.Sequences {
		bad("the adapters phase has %d adapters for %d sequences", len(o.Adapters), o.Sequences)
	}
	return errors.Join(errs...)
}

func (o Options) runs(phase string) bool { return o.Only == nil || slices.Contains(o.Only, phase) }

// Report is what was measured. Rates are tokens per second; a phase that did
// not run is zero.
type Report struct {
	CPU     string `json:"cpu"`
	Kernel  string `json:"kernel"`
	Threads int    `json:"threads"`
	Load    string `json:"load_before"`

	PrefillTokens int     `json:"prefill_tokens"`
	PrefillRate   float64 `json:"prefill_tok_s"`
	DecodeTokens  int     `json:"decode_tokens"`
	DecodeRate    float64 `json:"decode_tok_s"`
	Sequences     int     `json:"batch_sequences"`
	BatchRate     float64 `json:"batch_tok_s"`
	AdaptersRate  float64 `json:"adapters_tok_s"`
	AdaptersRatio float64 `json:"adapters_ratio"` // adapters over batch; 1 means they cost nothing

	RSS     float64 `json:"rss_mb"` // resident memory after the run, 0 where the system does not tell
	Checked string  `json:"checked"`
}

// decodePrompt is how many tokens a sequence has before decode is timed.
const decodePrompt = 16

// checkTokens is how much of the prompt the generic kernels repeat: enough for
// attention over several tokens, little enough for a model of billions.
const checkTokens = 4

// Run measures m. It owns the model meanwhile; threads is only reported. It
// stops between steps when ctx ends.
func Run(ctx context.Context, m engine.Model, threads int, o Options) (Report, error) {
	if err := o.Validate(m.Limits()); err != nil {
		return Report{}, err
	}
	b := &bencher{ctx: ctx, model: m, limits: m.Limits(), options: o}
	r := Report{
		CPU: cpufeat.CPU(), Kernel: cpufeat.Level(), Threads: threads, Load: LoadAverage(),
		PrefillTokens: o.Prefill, DecodeTokens: o.Decode, Sequences: o.Sequences,
	}
	var err error
	if r.PrefillRate, err = b.phase(Prefill, b.prefill); err != nil {
		return Report{}, err
	}
	if r.DecodeRate, err = b.phase(Decode, func() (float64, error) { return b.decode(1, nil) }); err != nil {
		return Report{}, err
	}
	if r.BatchRate, err = b.phase(Batch, func() (float64, error) { return b.decode(o.Sequences, nil) }); err != nil {
		return Report{}, err
	}
	if r.AdaptersRate, err = b.phase(Adapters, func() (float64, error) { return b.decode(o.Sequences, o.Adapters) }); err != nil {
		return Report{}, err
	}
	if r.BatchRate > 0 {
		r.AdaptersRatio = r.AdaptersRate / r.BatchRate
	}
	r.RSS = residentMB()
	if r.Checked, err = b.check(); err != nil {
		return Report{}, err
	}
	return r, nil
}

type bencher struct {
	ctx     context.Context
	model   engine.Model
	limits  engine.Limits
	options Options
	timed   []float32 // logits after the prompt of the last timed prefill
}

// phase warms up, measures and takes the median rate; 0 when not asked for.
func (b *bencher) phase(name string, once func() (float64, error)) (float64, error) {
	if !b.options.runs(name) {
		return 0, nil
	}
	rates := make([]float64, 0, b.options.Repeats)
	for i := -1; i < b.options.Repeats; i++ {
		b.say("%s: round %d of %d", name, i+1, b.options.Repeats)
		rate, err := once()
		if err != nil {
			return 0, fmt.Errorf("bench: %s: %w", name, err)
		}
		if i >= 0 {
			rates = append(rates, rate)
		}
		runtime.GC() // outside the timing
	}
	slices.Sort(rates)
	return rates[len(rates)/2], nil
}

func (b *bencher) say(format string, args ...any) {
	if b.options.Progress != nil {
		b.options.Progress(fmt.Sprintf(format, args...))
	}
}

// prompt returns n token ids spread over the vocabulary, the same each time.
func (b *bencher) prompt(n, sequence int) []int {
	ids := make([]int, n)
	for i := range ids {
		ids[i] = (7 + i*7919 + sequence*104729) % b.limits.Vocab
	}
	return ids
}

// blocks gives sequence i its own KV blocks for n positions.
func (b *bencher) blocks(i, n int) ([]int32, error) {
	each := (n + b.limits.BlockTokens - 1) / b.limits.BlockTokens
	if (i+1)*each > b.limits.Blocks {
		return nil, fmt.Errorf("%d sequences of %d tokens need %d KV blocks, the model has %d", i+1, n, (i+1)*each, b.limits.Blocks)
	}
	table := make([]int32, each)
	for j := range table {
		table[j] = int32(i*each + j)
	}
	return table, nil
}

func (b *bencher) forward(batch *engine.Batch) error {
	if err := b.ctx.Err(); err != nil {
		return err
	}
	return b.model.Forward(batch)
}

// feed runs a prompt through the model, at most chunk tokens a step, and
// returns a copy of the logits after it.
func (b *bencher) feed(tokens []int, chunk int, blocks []int32) ([]float32, error) {
	var logits []float32
	for pos := 0; pos < len(tokens); pos += chunk {
		end := min(pos+chunk, len(tokens))
		batch := engine.Batch{Rows: []engine.Row{{Tokens: tokens[pos:end], Pos: pos, Blocks: blocks, Want: end == len(tokens)}}}
		if err := b.forward(&batch); err != nil {
			return nil, err
		}
		logits = batch.Rows[0].Logits
	}
	return slices.Clone(logits), nil
}

func (b *bencher) prefill() (float64, error) {
	tokens := b.prompt(b.options.Prefill, 0)
	blocks, err := b.blocks(0, len(tokens))
	if err != nil {
		return 0, err
	}
	begin := time.Now()
	b.timed, err = b.feed(tokens, b.limits.StepTokens, blocks)
	return float64(len(tokens)) / time.Since(begin).Seconds(), err
}

// decode times greedy decoding of n sequences in one batch, sequence i with
// adapters[i].
func (b *bencher) decode(n int, adapters []*lora.Adapter) (float64, error) {
	batch := engine.Batch{Rows: make([]engine.Row, n)}
	for i := range batch.Rows {
		blocks, err := b.blocks(i, decodePrompt+b.options.Decode)
		if err != nil {
			return 0, err
		}
		row := engine.Row{Blocks: blocks, Tokens: b.prompt(decodePrompt, i), Want: true}
		if adapters != nil {
			row.Adapter = adapters[i]
		}
		first := engine.Batch{Rows: []engine.Row{row}}
		if err := b.forward(&first); err != nil {
			return 0, err
		}
		row.Pos, row.Tokens = decodePrompt, []int{argmax(first.Rows[0].Logits)}
		batch.Rows[i] = row
	}
	begin := time.Now()
	for range b.options.Decode {
		if err := b.forward(&batch); err != nil {
			return 0, err
		}
		for i := range batch.Rows {
			row := &batch.Rows[i]
			row.Pos++
			row.Tokens[0] = argmax(row.Logits)
		}
	}
	return float64(n*b.options.Decode) / time.Since(begin).Seconds(), nil
}

func argmax(x []float32) int {
	best := 0
	for i, v := range x {
		if v > x[best] {
			best = i
		}
	}
	return best
}

// check proves the timed run: chunks against single tokens, this machine's
// kernels against generic Go.
func (b *bencher) check() (string, error) {
	b.say("check: the same prompt token by token")
	tokens := b.prompt(b.options.Prefill, 0)
	blocks, err := b.blocks(0, len(tokens))
	if err != nil {
		return "", err
	}
	done := ""
	if b.timed != nil {
		single, err := b.feed(tokens, 1, blocks)
		if err != nil {
			return "", fmt.Errorf("bench: check: %w", err)
		}
		if i := firstDifference(b.timed, single); i >= 0 {
			return "", fmt.Errorf("bench: check: logit %d of the timed prefill is %v, token by token it is %v", i, b.timed[i], single[i])
		}
		done = fmt.Sprintf("%d tokens at once = one by one; ", len(tokens))
	}
	short := tokens[:min(checkTokens, len(tokens))]
	fast, err := b.feed(short, len(short), blocks)
	if err != nil {
		return "", fmt.Errorf("bench: check: %w", err)
	}
	b.say("check: generic kernels on %d tokens", len(short))
	slow, err := b.generic(short, blocks)
	if err != nil {
		return "", fmt.Errorf("bench: check: %w", err)
	}
	if i := firstDifference(fast, slow); i >= 0 {
		return "", fmt.Errorf("bench: check: logit %d with kernel %s is %v, with generic %v", i, cpufeat.Level(), fast[i], slow[i])
	}
	return done + fmt.Sprintf("%s = generic on %d tokens; bit for bit", cpufeat.Level(), len(short)), nil
}

func (b *bencher) generic(tokens []int, blocks []int32) ([]float32, error) {
	level := cpufeat.Level()
	if err := cpufeat.SetLevel(cpufeat.Generic); err != nil {
		return nil, err
	}
	logits, err := b.feed(tokens, len(tokens), blocks)
	return logits, errors.Join(err, cpufeat.SetLevel(level))
}

// firstDifference returns the first index at which the bits differ, −1 if none.
func firstDifference(a, b []float32) int {
	if len(a) != len(b) {
		return min(len(a), len(b))
	}
	for i := range a {
		if math.Float32bits(a[i]) != math.Float32bits(b[i]) {
			return i
		}
	}
	return -1
}

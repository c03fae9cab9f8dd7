package enginetest

import (
	"fmt"
	"slices"

	"github.com/r3mes/r3mes/runtime/engine"
	"github.com/r3mes/r3mes/runtime/lora"
)

// Job is a sequence for Drive: a prompt to feed and how many tokens to choose
// greedily after it.
type Job struct {
	Adapter *lora.Adapter
	Prompt  []int
	Answer  int

	// Logits, if set, sees the logits after each position that was asked for:
	// the last of every chunk. The slice is valid during the call.
	Logits func(pos int, logits []float32)
	// Tap, if set, sees the outputs of linears, from a model that has SetTap.
	Tap func(layer int, linear string, pos int, out []float32)
}

// tapped is the optional ability of a model to show what linears give.
type tapped interface {
	SetTap(func(layer int, linear string, row, pos int, out []float32))
}

// Drive runs jobs on m without an engine, all in one batch, their prompts in
// chunks of at most chunk tokens, and returns the tokens chosen for each. Jobs
// share the cache, each a region of it, in interleaved blocks, so that no block table is
// contiguous.
func Drive(m engine.Model, chunk int, jobs ...Job) ([][]int, error) {
	d := &drive{model: m, limits: m.Limits(), chunk: chunk}
	regions := max(d.limits.Regions, 1)
	size := d.limits.Blocks / regions
	for i, job := range jobs {
		l := &lane{Job: job, tokens: slices.Clone(job.Prompt)}
		region, place := i%regions, i/regions
		together := (len(jobs) - region + regions - 1) / regions // jobs of the region
		positions := len(job.Prompt) + job.Answer
		for b := 0; b*d.limits.BlockTokens < positions; b++ {
			id := b*together + together - 1 - place
			if id >= size {
				return nil, fmt.Errorf("enginetest: drive: %d jobs do not fit into %d blocks", together, size)
			}
			l.blocks = append(l.blocks, int32(region*size+id))
		}
		d.lanes = append(d.lanes, l)
	}
	if t, ok := m.(tapped); ok {
		t.SetTap(d.tap)
		defer t.SetTap(nil)
	}
	for d.next() {
		if err := d.step(); err != nil {
			return nil, err
		}
	}
	answers := make([][]int, len(jobs))
	for i, l := range d.lanes {
		answers[i] = l.tokens[len(l.Prompt):]
	}
	return answers, nil
}

type drive struct {
	model  engine.Model
	limits engine.Limits
	chunk  int
	lanes  []*lane
	batch  engine.Batch
	rows   []*lane // of the batch
}

type lane struct {
	Job
	tokens []int // prompt and answer
	fed    int
	blocks []int32
}

// next builds the batch of the next step and returns false when all is done.
func (d *drive) next() bool {
	d.batch.Rows, d.rows = nil, nil
	for _, l := range d.lanes {
		last := len(l.Prompt) + max(l.Answer-1, 0) // an answer's last token is not fed
		n := min(d.chunk, min(len(l.tokens), last)-l.fed)
		if n <= 0 {
			continue
		}
		end := l.fed + n
		d.batch.Rows = append(d.batch.Rows, engine.Row{
			Tokens: l.tokens[l.fed:end], Pos: l.fed, Adapter: l.Adapter,
			Blocks: l.blocks[:(end+d.limits.BlockTokens-1)/d.limits.BlockTokens],
			Want:   l.Logits != nil || end >= len(l.Prompt),
		})
		d.rows = append(d.rows, l)
	}
	return len(d.rows) > 0
}

func (d *drive) step() error {
	if err := d.model.Forward(&d.batch); err != nil {
		return err
	}
	for i, l := range d.rows {
		row := &d.batch.Rows[i]
		l.fed += len(row.Tokens)
		if row.Want && len(row.Logits) != d.limits.Vocab {
			return fmt.Errorf("enginetest: drive: job got %d logits, want %d", len(row.Logits), d.limits.Vocab)
		}
		if l.Logits != nil {
			l.Logits(l.fed-1, row.Logits)
		}
		if l.fed >= len(l.Prompt) && len(l.tokens) < len(l.Prompt)+l.Answer {
			l.tokens = append(l.tokens, argmax(row.Logits))
		}
	}
	return nil
}

func (d *drive) tap(layer int, linear string, row, pos int, out []float32) {
	if l := d.rows[row]; l.Tap != nil {
		l.Tap(layer, linear, pos, out)
	}
}

// argmax returns the index of the largest value, the first among equals.
func argmax(x []float32) int {
	best := 0
	for i, v := range x {
		if v > x[best] {
			best = i
		}
	}
	return best
}

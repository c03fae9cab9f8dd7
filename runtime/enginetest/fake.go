package enginetest

import (
	"fmt"
	"hash/fnv"
	"sync"

	"github.com/r3mes/r3mes/runtime/engine"
)

// FakeEOS is the end token of a Fake and of Bytes; the ids below it are bytes.
const FakeEOS = 256

// Fake is an engine.Model without mathematics: the logits after a token are a
// hash of the adapter's digest and of every token that the row's KV blocks hold
// up to it. An engine that mixes up blocks, positions, rows or adapters
// therefore generates other tokens, and an honest one always the same.
type Fake struct {
	// Before runs at the start of each Forward, if set: it may wait, panic or
	// return an error. Steps count from 1.
	Before func(step int, b *engine.Batch) error

	limits engine.Limits
	blocks [][]int // tokens by block and position
	logits []float32

	mu    sync.Mutex
	steps int
}

// NewFake returns a fake of blocks KV blocks of four positions, which takes 32
// tokens and 8 rows a step and has a context of 256.
func NewFake(blocks int) *Fake {
	return &Fake{
		limits: engine.Limits{
			Context: 256, Vocab: FakeEOS + 1, EOS: []int{FakeEOS},
			BlockTokens: 4, BlockBytes: 4, Blocks: blocks, StepTokens: 32, StepRows: 8,
		},
		blocks: make([][]int, blocks),
	}
}

// Limits implements engine.Model.
func (f *Fake) Limits() engine.Limits { return f.limits }

// Steps returns how many times Forward was called.
func (f *Fake) Steps() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.steps
}

// Forward implements engine.Model.
func (f *Fake) Forward(b *engine.Batch) error {
	f.mu.Lock()
	f.steps++
	step := f.steps
	f.mu.Unlock()
	if f.Before != nil {
		if err := f.Before(step, b); err != nil {
			return err
		}
	}
	if b.Tokens() > f.limits.StepTokens || len(b.Rows) > f.limits.StepRows || len(b.Rows) == 0 {
		return fmt.Errorf("enginetest: fake: %d tokens in %d rows", b.Tokens(), len(b.Rows))
	}
	for i := range b.Rows {
		f.write(&b.Rows[i])
	}
	if n := len(b.Rows) * f.limits.Vocab; len(f.logits) < n {
		f.logits = make([]float32, n)
	}
	for i := range b.Rows {
		if row := &b.Rows[i]; row.Want {
			row.Logits = f.logits[i*f.limits.Vocab : (i+1)*f.limits.Vocab]
			f.score(row)
		}
	}
	return nil
}

func (f *Fake) write(row *engine.Row) {
	for j, id := range row.Tokens {
		block, at := row.Blocks[(row.Pos+j)/f.limits.BlockTokens], (row.Pos+j)%f.limits.BlockTokens
		if f.blocks[block] == nil {
			f.blocks[block] = make([]int, f.limits.BlockTokens)
		}
		f.blocks[block][at] = id
	}
}

// score fills the row's logits with small numbers that depend on everything
// the row may see and on nothing else.
func (f *Fake) score(row *engine.Row) {
	h := fnv.New64a()
	if row.Adapter != nil {
		h.Write([]byte(row.Adapter.Digest))
	}
	for pos := range row.Pos + len(row.Tokens) {
		id := f.blocks[row.Blocks[pos/f.limits.BlockTokens]][pos%f.limits.BlockTokens]
		h.Write([]byte{byte(id), byte(id >> 8)})
	}
	state := h.Sum64()
	for i := range row.Logits {
		state = state*6364136223846793005 + 1442695040888963407
		row.Logits[i] = float32(state>>40) / (1 << 21)
		if i >= ' ' && i <= '~' {
			row.Logits[i] += 0.05 // mostly text, some broken characters
		}
	}
}

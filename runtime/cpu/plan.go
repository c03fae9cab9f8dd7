package cpu

import (
	"fmt"

	"github.com/r3mes/r3mes/runtime/engine"
	"github.com/r3mes/r3mes/runtime/lora"
)

// pieceTokens bounds a piece: enough rows to read an adapter's matrix once for
// many, few enough to share a prompt's rows among threads.
const pieceTokens = 16

// plan is a batch laid out for the forward pass: one line a token, the tokens of
// rows with the same adapter next to each other.
type plan struct {
	rows   []planRow
	tokens []planToken
	pieces []piece // the tokens that have an adapter
	wanted []int   // token index of every row that wants logits, in order of rows
	order  []int   // rows sorted by adapter; scratch
}

type planRow struct {
	row    *engine.Row
	index  int // in the batch
	first  int // token index of its first token
	blocks int // index of its first block in the views
}

type planToken struct {
	id  int
	pos int
	row int // index into rows
}

// piece is a run of tokens with one adapter.
type piece struct {
	adapter *lora.Adapter
	lo, hi  int // token indices
}

// lay fills the plan from a batch.
func (p *plan) lay(b *engine.Batch) {
	p.rows, p.tokens, p.pieces, p.wanted = p.rows[:0], p.tokens[:0], p.pieces[:0], p.wanted[:0]
	p.group(b)
	views := 0
	for _, i := range p.order {
		r := &b.Rows[i]
		first := len(p.tokens)
		for j, id := range r.Tokens {
			p.tokens = append(p.tokens, planToken{id: id, pos: r.Pos + j, row: len(p.rows)})
		}
		p.rows = append(p.rows, planRow{row: r, index: i, first: first, blocks: views})
		views += len(r.Blocks)
		if r.Want {
			p.wanted = append(p.wanted, len(p.tokens)-1)
		}
		p.cover(r.Adapter, first, len(p.tokens))
	}
}

// group orders the rows so that equal adapters are neighbours, each adapter
// where its first row is. Batches are small: a quadratic search is the fastest.
func (p *plan) group(b *engine.Batch) {
	p.order = p.order[:0]
	for i := range b.Rows {
		if p.placed(b, i) {
			continue
		}
		for j := i; j < len(b.Rows); j++ {
			if b.Rows[j].Adapter == b.Rows[i].Adapter {
				p.order = append(p.order, j)
			}
		}
	}
}

// placed says whether a row before i has the adapter of row i.
func (p *plan) placed(b *engine.Batch, i int) bool {
	for j := range i {
		if b.Rows[j].Adapter == b.Rows[i].Adapter {
			return true
		}
	}
	return false
}

// cover adds tokens [lo, hi) to the pieces, filling up the last one if it has
// the same adapter.
func (p *plan) cover(a *lora.Adapter, lo, hi int) {
	if a == nil {
		return
	}
	for lo < hi {
		if n := len(p.pieces); n > 0 {
			if last := &p.pieces[n-1]; last.adapter == a && last.hi == lo && last.hi-last.lo < pieceTokens {
				last.hi = min(hi, last.lo+pieceTokens)
				lo = last.hi
				continue
			}
		}
		next := min(hi, lo+pieceTokens)
		p.pieces = append(p.pieces, piece{a, lo, next})
		lo = next
	}
}

// check returns an error for a batch that would read or write out of bounds:
// the engine's bug, found before it does harm.
func (m *Model) check(b *engine.Batch) error {
	if n := b.Tokens(); n > m.limits.StepTokens || len(b.Rows) > m.limits.StepRows {
		return fmt.Errorf("cpu: forward: %d tokens in %d rows, the limits are %d and %d", n, len(b.Rows), m.limits.StepTokens, m.limits.StepRows)
	}
	for i := range b.Rows {
		if err := m.checkRow(&b.Rows[i]); err != nil {
			return fmt.Errorf("cpu: forward: row %d: %w", i, err)
		}
	}
	return nil
}

func (m *Model) checkRow(r *engine.Row) error {
	end := r.Pos + len(r.Tokens)
	switch {
	case len(r.Tokens) == 0:
		return fmt.Errorf("no tokens")
	case r.Pos < 0 || end > m.limits.Context:
		return fmt.Errorf("positions %d to %d, the context is %d", r.Pos, end, m.limits.Context)
	case len(r.Blocks)*m.limits.BlockTokens < end:
		return fmt.Errorf("%d blocks of %d positions for %d positions", len(r.Blocks), m.limits.BlockTokens, end)
	case r.Adapter != nil && len(r.Adapter.Layers) != len(m.checkpoint.Layers):
		return fmt.Errorf("adapter %q has %d layers, the model has %d", r.Adapter.Name, len(r.Adapter.Layers), len(m.checkpoint.Layers))
	}
	for _, id := range r.Tokens {
		if id < 0 || id >= m.limits.Vocab {
			return fmt.Errorf("token %d, the vocabulary has %d", id, m.limits.Vocab)
		}
	}
	for _, id := range r.Blocks {
		if id < 0 || int(id) >= m.limits.Blocks {
			return fmt.Errorf("block %d, the cache has %d", id, m.limits.Blocks)
		}
	}
	return nil
}

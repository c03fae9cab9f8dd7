package cpu

import (
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

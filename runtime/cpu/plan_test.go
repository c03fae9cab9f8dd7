package cpu

import (
	"math/rand/v2"
	"testing"

	"github.com/r3mes/r3mes/runtime/engine"
	"github.com/r3mes/r3mes/runtime/lora"
)

// Invariant: however rows and adapters are mixed, every token of the batch has
// exactly one line, in its row's order; a line whose row has an adapter lies in
// exactly one piece, of that adapter and at most pieceTokens long; and the
// lines whose logits are wanted are the last ones of the rows that ask.
func TestPlanCoversEveryTokenOnce(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	adapters := []*lora.Adapter{nil, {Name: "a"}, {Name: "b"}, {Name: "c"}}
	var p plan
	for range 500 {
		b := &engine.Batch{Rows: make([]engine.Row, 1+rng.IntN(12))}
		for i := range b.Rows {
			b.Rows[i] = engine.Row{
				Tokens: make([]int, 1+rng.IntN(40)), Pos: rng.IntN(10), Blocks: make([]int32, rng.IntN(5)),
				Adapter: adapters[rng.IntN(len(adapters))], Want: rng.IntN(2) == 0,
			}
		}
		p.lay(b)
		checkPlan(t, &p, b)
		if t.Failed() {
			return
		}
	}
}

func checkPlan(t *testing.T, p *plan, b *engine.Batch) {
	t.Helper()
	if len(p.tokens) != b.Tokens() || len(p.rows) != len(b.Rows) {
		t.Errorf("%d lines for %d tokens, %d rows for %d", len(p.tokens), b.Tokens(), len(p.rows), len(b.Rows))
	}
	owner := make([]*lora.Adapter, len(p.tokens))
	for _, piece := range p.pieces {
		if piece.adapter == nil || piece.hi-piece.lo < 1 || piece.hi-piece.lo > pieceTokens {
			t.Errorf("piece %+v", piece)
		}
		for i := piece.lo; i < piece.hi; i++ {
			if owner[i] != nil {
				t.Errorf("line %d lies in two pieces", i)
			}
			owner[i] = piece.adapter
		}
	}
	next := make([]int, len(b.Rows))
	for i, token := range p.tokens {
		row := p.rows[token.row]
		if token.pos != row.row.Pos+next[row.index] {
			t.Errorf("line %d has position %d, want %d", i, token.pos, row.row.Pos+next[row.index])
		}
		next[row.index]++
		if owner[i] != row.row.Adapter {
			t.Errorf("line %d of a row with adapter %v lies in a piece of %v", i, row.row.Adapter, owner[i])
		}
	}
	wanted := 0
	for _, row := range p.rows {
		if row.row.Want {
			last := p.tokens[p.wanted[wanted]]
			if p.rows[last.row].index != row.index || last.pos != row.row.Pos+len(row.row.Tokens)-1 {
				t.Errorf("wanted line %d is position %d of row %d", wanted, last.pos, p.rows[last.row].index)
			}
			wanted++
		}
	}
	if wanted != len(p.wanted) {
		t.Errorf("%d lines wanted, want %d", len(p.wanted), wanted)
	}
}

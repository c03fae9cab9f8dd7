package cpu

import (
	"github.com/r3mes/r3mes/kernels/dense"
	"github.com/r3mes/r3mes/kernels/ternary"
	"github.com/r3mes/r3mes/kernels/threads"
	"github.com/r3mes/r3mes/runtime/lora"
)

// linear sets y to W·x plus, for the tokens that have an adapter, its delta
// s·B·(A·x). The ternary product uses the int8 form of x made by quantize; the
// delta uses x itself, as in training (PEFT keeps the quantiser inside the
// base layer).
func (m *Model) linear(y []float32, w *ternary.Matrix, x []float32, layer int, pick func(*lora.Layer) *lora.Delta) {
	ternary.MatMul(m.pool, y[:len(m.plan.tokens)*w.Rows], *w, &m.acts.quant)
	switch len(m.plan.pieces) {
	case 0:
	case 1:
		// One piece alone shares its matrices among the threads.
		m.reserveDelta(layer, pick)
		m.addDelta(m.pool, &m.plan.pieces[0], y, x, layer, pick)
	default:
		m.reserveDelta(layer, pick)
		m.pool.For(len(m.plan.pieces), 1, func(lo, hi int) {
			for i := lo; i < hi; i++ {
				m.addDelta(nil, &m.plan.pieces[i], y, x, layer, pick)
			}
		})
	}
}

// reserveDelta makes room for the adapters' products.
func (m *Model) reserveDelta(layer int, pick func(*lora.Layer) *lora.Delta) {
	rank, out := 0, 0
	for i := range m.plan.pieces {
		if d := pick(&m.plan.pieces[i].adapter.Layers[layer]); d != nil {
			rank, out = max(rank, d.A.Rows), max(out, d.B.Rows)
		}
	}
	n := len(m.plan.tokens)
	m.acts.shrunk = grow(m.acts.shrunk, n*rank)
	m.acts.delta = grow(m.acts.delta, n*out)
}

// addDelta adds one adapter's delta to the lines of its tokens.
func (m *Model) addDelta(pool *threads.Pool, p *piece, y, x []float32, layer int, pick func(*lora.Layer) *lora.Delta) {
	d := pick(&p.adapter.Layers[layer])
	if d == nil {
		return
	}
	n, in, out := p.hi-p.lo, d.A.Cols, d.B.Rows
	// Pieces have different ranks: each takes the share of the widest.
	perToken := len(m.acts.shrunk) / len(m.plan.tokens)
	shrunk := m.acts.shrunk[p.lo*perToken:][:n*d.A.Rows]
	perToken = len(m.acts.delta) / len(m.plan.tokens)
	delta := m.acts.delta[p.lo*perToken:][:n*out]
	dense.MatMul(pool, shrunk, d.A, x[p.lo*in:p.hi*in], n)
	dense.MatMul(pool, delta, d.B, shrunk, n)
	dense.AXPY(y[p.lo*out:p.hi*out], d.Scale, delta)
}

// grow returns a slice of length n, s itself when it is long enough.
func grow(s []float32, n int) []float32 {
	if cap(s) < n {
		return make([]float32, n)
	}
	return s[:n]
}

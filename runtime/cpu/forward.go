package cpu

import (
	"errors"
	"fmt"

	"github.com/r3mes/r3mes/kernels/act"
	"github.com/r3mes/r3mes/kernels/attend"
	"github.com/r3mes/r3mes/kernels/dense"
	"github.com/r3mes/r3mes/kernels/norm"
	"github.com/r3mes/r3mes/runtime/checkpoint"
	"github.com/r3mes/r3mes/runtime/engine"
)

// Forward implements engine.Model.
//
// Source: BitNet b1.58 (arXiv 2402.17764) and 2B4T (arXiv 2504.12285), in the
// form of transformers, modeling_bitnet.py.
func (m *Model) Forward(b *engine.Batch) error {
	m.running.Lock()
	defer m.running.Unlock()
	if m.closed {
		return errors.New("cpu: forward: the model is closed")
	}
	if err := m.limits.Check(b, len(m.checkpoint.Layers)); err != nil {
		return fmt.Errorf("cpu: forward: %w", err)
	}
	m.plan.lay(b)
	defer m.forget()
	m.view()
	m.embed()
	for i := range m.checkpoint.Layers {
		m.attention(i, &m.checkpoint.Layers[i])
		m.feedForward(i, &m.checkpoint.Layers[i])
	}
	m.logits()
	return nil
}

// forget drops the references to the engine's memory and to adapters, which
// may be unloaded before the next step.
func (m *Model) forget() {
	clear(m.plan.rows)
	clear(m.plan.pieces)
	clear(m.acts.deltas[:cap(m.acts.deltas)])
}

// view makes room for the views of the rows' blocks.
func (m *Model) view() {
	views := 0
	for _, r := range m.plan.rows {
		for _, id := range r.row.Blocks {
			m.cache.used[id] = true
		}
		views += len(r.row.Blocks)
	}
	if cap(m.acts.keys) < views {
		m.acts.keys, m.acts.values = make([][]float32, views), make([][]float32, views)
	}
	m.acts.keys, m.acts.values = m.acts.keys[:views], m.acts.values[:views]
}

// embed sets the residual stream to the tokens' embeddings.
func (m *Model) embed() {
	h := m.checkpoint.Config.HiddenSize
	for t, token := range m.plan.tokens {
		m.checkpoint.Embedding.Row(m.acts.hidden[t*h:(t+1)*h], token.id)
		m.embedded++
		if m.head.small.Q != nil && m.embedded%evictAfter == 0 {
			m.checkpoint.EvictEmbedding()
		}
	}
}

// evictAfter is how many rows of a mapped embedding are read before its pages
// are given back. The system maps up to a megabyte around each row: without
// this an embedding that is only read by row ends up resident as a whole.
const evictAfter = 16

// attention adds one layer's attention to the residual stream:
// hidden += o(attn_sub_norm(attend(rope(q), rope(k), v))), of norm(hidden).
func (m *Model) attention(layer int, w *checkpoint.Layer) {
	a := &m.acts
	m.normalize(a.norm, a.hidden, w.InputNorm)
	m.apply(m.linears[layer].qkv[:], layer, a.norm)
	m.store(layer)
	m.attend(layer)
	m.normalize(a.attn, a.attn, w.AttnSubNorm)
	m.apply(m.linears[layer].o[:], layer, a.attn)
	m.report(layer, "o_proj")
	m.addResidual()
}

// feedForward adds one layer's feed-forward part to the residual stream:
// hidden += down(ffn_sub_norm(relu(gate)² * up)), of norm(hidden).
func (m *Model) feedForward(layer int, w *checkpoint.Layer) {
	a := &m.acts
	m.normalize(a.norm, a.hidden, w.PostAttnNorm)
	m.apply(m.linears[layer].gateUp[:], layer, a.norm)
	m.activate()
	m.normalize(a.gate, a.gate, w.FFNSubNorm)
	m.apply(m.linears[layer].down[:], layer, a.gate)
	m.report(layer, "down_proj")
	m.addResidual()
}

// normalize sets dst to the RMS norm of every line of x; dst may be x.
func (m *Model) normalize(dst, x, weight []float32) {
	n := len(weight)
	m.pool.For(len(m.plan.tokens), 1, func(lo, hi int) {
		for t := lo; t < hi; t++ {
			norm.RMS(dst[t*n:(t+1)*n], x[t*n:(t+1)*n], weight, m.checkpoint.Config.RMSEps)
		}
	})
}

// store rotates queries and keys by their positions and writes keys and values
// into the cache.
func (m *Model) store(layer int) {
	a := &m.acts
	c := &m.checkpoint.Config
	nq, nk, bt := c.Heads*c.HeadDim, c.KVHeads*c.HeadDim, m.limits.BlockTokens
	m.pool.For(len(m.plan.tokens), 1, func(lo, hi int) {
		for t := lo; t < hi; t++ {
			token := m.plan.tokens[t]
			q, k, v := a.q[t*nq:(t+1)*nq], a.k[t*nk:(t+1)*nk], a.v[t*nk:(t+1)*nk]
			m.rope.Apply(q, token.pos)
			m.rope.Apply(k, token.pos)
			block, at := m.plan.rows[token.row].row.Blocks[token.pos/bt], token.pos%bt*nk
			copy(m.cache.keys(block, layer)[at:at+nk], k)
			copy(m.cache.values(block, layer)[at:at+nk], v)
		}
	})
}

// attend sets attn for every token from the positions up to its own.
func (m *Model) attend(layer int) {
	a := &m.acts
	c := &m.checkpoint.Config
	for _, r := range m.plan.rows {
		for i, id := range r.row.Blocks {
			a.keys[r.blocks+i], a.values[r.blocks+i] = m.cache.keys(id, layer), m.cache.values(id, layer)
		}
	}
	nq := c.Heads * c.HeadDim
	m.pool.For(len(m.plan.tokens)*c.KVHeads, 1, func(lo, hi int) {
		scores := <-a.scores
		for i := lo; i < hi; i++ {
			t, kvHead := i/c.KVHeads, i%c.KVHeads
			token := m.plan.tokens[t]
			r := &m.plan.rows[token.row]
			first, last := r.blocks, r.blocks+len(r.row.Blocks)
			attend.Token(a.attn[t*nq:(t+1)*nq], a.q[t*nq:(t+1)*nq], a.keys[first:last], a.values[first:last],
				token.pos+1, m.limits.BlockTokens, c.Heads, c.KVHeads, c.HeadDim, kvHead, scores)
		}
		a.scores <- scores
	})
}

// activate sets gate to the gated activation of gate and up.
func (m *Model) activate() {
	a := &m.acts
	n := m.checkpoint.Config.IntermediateSize
	m.pool.For(len(m.plan.tokens), 1, func(lo, hi int) {
		act.ReLU2Mul(a.gate[lo*n:hi*n], a.gate[lo*n:hi*n], a.up[lo*n:hi*n])
	})
}

// addResidual adds out to the residual stream.
func (m *Model) addResidual() {
	n := m.checkpoint.Config.HiddenSize
	m.pool.For(len(m.plan.tokens), 1, func(lo, hi int) {
		dense.AXPY(m.acts.hidden[lo*n:hi*n], 1, m.acts.out[lo*n:hi*n])
	})
}

// report shows out to the tap.
func (m *Model) report(layer int, linear string) {
	if m.tap == nil {
		return
	}
	n := m.checkpoint.Config.HiddenSize
	for t, token := range m.plan.tokens {
		m.tap(layer, linear, m.plan.rows[token.row].index, token.pos, m.acts.out[t*n:(t+1)*n])
	}
}

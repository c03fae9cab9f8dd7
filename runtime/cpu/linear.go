package cpu

import (
	"github.com/r3mes/r3mes/kernels/ternary"
	"github.com/r3mes/r3mes/runtime/checkpoint"
	"github.com/r3mes/r3mes/runtime/lora"
)

// linear is one linear layer with the buffer its result goes to.
type linear struct {
	w     *ternary.Matrix
	y     []float32 // [stepTokens, w.Rows]
	delta func(*lora.Layer) *lora.Delta
}

// layerLinears are the linears of one layer, by the input they share.
type layerLinears struct {
	qkv    [3]linear
	o      [1]linear
	gateUp [2]linear
	down   [1]linear
}

func newLinears(c *checkpoint.Model, a *activations) []layerLinears {
	all := make([]layerLinears, len(c.Layers))
	for i := range all {
		w := &c.Layers[i]
		all[i] = layerLinears{
			qkv: [3]linear{
				{&w.Q, a.q, func(l *lora.Layer) *lora.Delta { return l.Q }},
				{&w.K, a.k, func(l *lora.Layer) *lora.Delta { return l.K }},
				{&w.V, a.v, func(l *lora.Layer) *lora.Delta { return l.V }},
			},
			o: [1]linear{{&w.O, a.out, func(l *lora.Layer) *lora.Delta { return l.O }}},
			gateUp: [2]linear{
				{&w.Gate, a.gate, func(l *lora.Layer) *lora.Delta { return l.Gate }},
				{&w.Up, a.up, func(l *lora.Layer) *lora.Delta { return l.Up }},
			},
			down: [1]linear{{&w.Down, a.out, func(l *lora.Layer) *lora.Delta { return l.Down }}},
		}
	}
	return all
}

// apply sets the result of each linear, for every token, to W·x plus, where
// the token has an adapter, its delta s·B·(A·x). The ternary product takes the
// int8 form of x; the delta takes x itself, as in training (PEFT keeps the
// quantiser inside the base layer).
func (m *Model) apply(linears []linear, layer int, x []float32) {
	n, cols := len(m.plan.tokens), linears[0].w.Cols
	m.acts.quant.Quantize(m.pool, x[:n*cols], n, cols)
	for i := range linears {
		l := &linears[i]
		ternary.MatMul(m.pool, l.y[:n*l.w.Rows], *l.w, &m.acts.quant)
	}
	if len(m.plan.pieces) > 0 {
		m.addDeltas(linears, layer, x)
	}
}

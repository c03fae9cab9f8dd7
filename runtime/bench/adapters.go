package bench

import (
	"fmt"
	"math/rand/v2"

	"github.com/r3mes/r3mes/kernels/dense"
	"github.com/r3mes/r3mes/runtime/checkpoint"
	"github.com/r3mes/r3mes/runtime/lora"
)

// RandomAdapters makes n adapters of a rank on all seven linears of every
// layer, with small random weights: what a full server would carry. One costs
// rank × 4 bytes × the sum of all inputs and outputs.
func RandomAdapters(c checkpoint.Config, n, rank int) []*lora.Adapter {
	adapters := make([]*lora.Adapter, n)
	for i := range adapters {
		rng := rand.New(rand.NewPCG(1, uint64(i)))
		delta := func(in, out int) *lora.Delta {
			return &lora.Delta{Rank: rank, Scale: 2, A: randomMatrix(rng, rank, in), BT: randomMatrix(rng, rank, out)}
		}
		h, ffn, q, kv := c.HiddenSize, c.IntermediateSize, c.Heads*c.HeadDim, c.KVHeads*c.HeadDim
		a := &lora.Adapter{Name: fmt.Sprintf("random-%d", i), Digest: fmt.Sprintf("random-%d-rank-%d", i, rank), Layers: make([]lora.Layer, c.Layers)}
		for l := range a.Layers {
			a.Layers[l] = lora.Layer{
				Q: delta(h, q), K: delta(h, kv), V: delta(h, kv), O: delta(q, h),
				Gate: delta(h, ffn), Up: delta(h, ffn), Down: delta(ffn, h),
			}
		}
		adapters[i] = a
	}
	return adapters
}

func randomMatrix(rng *rand.Rand, rows, cols int) dense.Matrix {
	w := make([]float32, rows*cols)
	for i := range w {
		w[i] = (rng.Float32() - 0.5) / 64
	}
	return dense.Matrix{Rows: rows, Cols: cols, F32: w}
}

package checkpoint

import (
	"math"

	"github.com/r3mes/r3mes/kernels/ternary"
	"github.com/r3mes/r3mes/runtime/checkpoint/safetensors"
)

// minMean keeps the reciprocal of an all-zero tensor finite.
const minMean = 1e-5

// quantize sets m, which has its shape, from master weights:
//
//	mean = max(mean|W|, 1e-5), w = clamp(round(W * (1/mean)), -1, 1), Scale = mean
//
// in float32 with the reciprocal rounded first and ties to even, as the
// "online" mode of transformers computes it. The mean is summed in float64
// and rounded once; a float32 sum depends on its order, so a weight on the
// border between two codes may differ from another program's.
func quantize(m *ternary.Matrix, t safetensors.Tensor) {
	row := make([]float32, m.Cols)
	stride := m.Cols * t.DType.Size()
	load := func(r int) { safetensors.Widen(row, t.DType, t.Data[r*stride:][:stride]) }

	sum := 0.0
	for r := range m.Rows {
		load(r)
		for _, w := range row {
			sum += math.Abs(float64(w))
		}
	}
	mean := max(float32(sum/float64(m.Rows*m.Cols)), minMean)
	reciprocal := 1 / mean

	quarter := m.Rows / 4
	m.Packed = make([]byte, ternary.PackedLen(m.Rows, m.Cols))
	for r := range m.Rows {
		load(r)
		packed, shift := m.Packed[r%quarter*m.Cols:][:m.Cols], 2*(r/quarter)
		for c, w := range row {
			packed[c] |= code(w*reciprocal) << shift
		}
	}
	m.Scale = mean
}

// code rounds a scaled weight to -1, 0 or 1 and adds one. Ties go to even, so
// plus and minus one half become zero.
func code(x float32) byte {
	switch {
	case x > 0.5:
		return 2
	case x < -0.5:
		return 0
	}
	return 1
}

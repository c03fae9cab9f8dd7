package norm

import (
	"fmt"
	"math"

	"github.com/r3mes/r3mes/kernels/lanes"
)

// Layer sets dst to (x - mean(x)) / sqrt(variance(x) + eps) * weight + bias.
//
// Shapes: dst, x, weight and bias are [cols]. dst may be x. Multiplies by the
// reciprocal of the root first, then by the weight, then adds the bias, each
// rounded; both sums have the order of package lanes.
// All implementations agree bit for bit. Panics if the lengths differ.
// Source: Layer Normalization (arXiv 1607.06450).
func Layer(dst, x, weight, bias []float32, eps float32) {
	if len(dst) != len(x) || len(weight) != len(x) || len(bias) != len(x) {
		panic(fmt.Sprintf("norm: layer: lengths %d, %d, %d, %d differ", len(dst), len(x), len(weight), len(bias)))
	}
	if len(x) == 0 {
		return
	}
	mean := sum(x) / float32(len(x))
	for i, v := range x {
		dst[i] = v - mean
	}
	variance := lanes.Dot(dst, dst) / float32(len(x))
	root := float32(math.Sqrt(float64(variance + eps)))
	scaleTable.Fn()(dst, dst, weight, 1/root)
	for i, b := range bias {
		dst[i] += b
	}
}

// sum adds x in the order of package lanes.
func sum(x []float32) float32 {
	var partial [lanes.Count]float32
	for i, v := range x {
		partial[i%lanes.Count] += v
	}
	return lanes.Sum(&partial)
}

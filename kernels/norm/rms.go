// Package norm scales rows to a root mean square of one, by RMS as they are, by
// Layer around their mean.
//
// # Caveats
//
// The means have the summation order of package lanes, so that all
// implementations agree bit for bit; another order gives other last bits.
package norm

import (
	"fmt"
	"math"

	"github.com/r3mes/r3mes/kernels/cpufeat"
	"github.com/r3mes/r3mes/kernels/lanes"
)

// RMS sets dst to x / sqrt(mean(x²) + eps) * weight.
//
// Shapes: dst, x and weight are [cols]. dst may be x. Multiplies by the
// reciprocal of the root first, then by the weight, each rounded.
// All implementations agree bit for bit. Panics if the lengths differ.
// Source: Root Mean Square Layer Normalization (arXiv 1910.07467).
func RMS(dst, x, weight []float32, eps float32) {
	if len(dst) != len(x) || len(weight) != len(x) {
		panic(fmt.Sprintf("norm: rms: lengths %d, %d, %d differ", len(dst), len(x), len(weight)))
	}
	if len(x) == 0 {
		return
	}
	mean := lanes.Dot(x, x) / float32(len(x))
	root := float32(math.Sqrt(float64(mean + eps)))
	scaleTable.Fn()(dst, x, weight, 1/root)
}

// scaleFunc sets dst to x*factor*weight, from left to right.
type scaleFunc func(dst, x, weight []float32, factor float32)

var scaleTable = cpufeat.NewTable(append(scaleArch, cpufeat.Impl[scaleFunc]{Level: cpufeat.Generic, Fn: scaleGeneric})...)

func scaleGeneric(dst, x, weight []float32, factor float32) {
	for i, v := range x {
		dst[i] = float32(v*factor) * weight[i]
	}
}

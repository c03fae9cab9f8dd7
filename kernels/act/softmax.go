package act

import (
	"math"

	"github.com/r3mes/r3mes/kernels/cpufeat"
	"github.com/r3mes/r3mes/kernels/lanes"
)

// Softmax replaces x by exp(x - max) / sum(exp(x - max)).
//
// The sum has the order of package lanes. A NaN anywhere, or +Inf, makes all of x NaN; -Inf becomes 0 when another
// element is finite. An empty x stays empty. All implementations agree bit
// for bit.
func Softmax(x []float32) {
	if len(x) == 0 {
		return
	}
	k := softmaxTable.Fn()
	var partial [lanes.Count]float32
	k.expSum(x, k.max(x, float32(math.Inf(-1))), &partial)
	k.scale(x, 1/lanes.Sum(&partial))
}

// Scale multiplies x by factor.
func Scale(x []float32, factor float32) { softmaxTable.Fn().scale(x, factor) }

// softmaxKernel is one implementation of the parts of Softmax.
type softmaxKernel struct {
	max    func(x []float32, start float32) float32                          // the largest of start and x, NaN apart
	expSum func(x []float32, largest float32, partial *[lanes.Count]float32) // x = exp(x - largest), summed into partial, which is zero
	scale  func(x []float32, factor float32)                                 // x *= factor
}

var softmaxTable = cpufeat.NewTable(append(softmaxArch, cpufeat.Impl[softmaxKernel]{
	Level: cpufeat.Generic, Fn: softmaxKernel{maxGeneric, expSumGeneric, scaleGeneric},
})...)

func maxGeneric(x []float32, start float32) float32 {
	for _, v := range x {
		if v > start {
			start = v
		}
	}
	return start
}

func expSumGeneric(x []float32, largest float32, partial *[lanes.Count]float32) {
	for i, v := range x {
		x[i] = exp(v - largest)
		partial[i%lanes.Count] += x[i]
	}
}

func scaleGeneric(x []float32, factor float32) {
	for i := range x {
		x[i] *= factor
	}
}

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
	if len(x) > 0 {
		softmaxTable.Fn()(x)
	}
}

// softmaxFunc computes Softmax of at least one element.
type softmaxFunc func(x []float32)

var softmaxTable = cpufeat.NewTable(append(softmaxArch, cpufeat.Impl[softmaxFunc]{Level: cpufeat.Generic, Fn: softmaxGeneric})...)

func softmaxGeneric(x []float32) {
	scaleBy(x, 1/expSum(x, maxOf(x)))
}

// maxOf returns the largest element that is not NaN, -Inf if there is none.
func maxOf(x []float32) float32 {
	largest := float32(math.Inf(-1))
	for _, v := range x {
		if v > largest {
			largest = v
		}
	}
	return largest
}

// expSum replaces x by exp(x - largest) and returns the sum.
func expSum(x []float32, largest float32) float32 {
	var partial [lanes.Count]float32
	for i, v := range x {
		x[i] = exp(v - largest)
		partial[i%lanes.Count] += x[i]
	}
	return lanes.Sum(&partial)
}

func scaleBy(x []float32, factor float32) {
	for i := range x {
		x[i] *= factor
	}
}

package dense

import (
	"fmt"

	"github.com/r3mes/r3mes/kernels/cpufeat"
	"github.com/r3mes/r3mes/kernels/lanes"
)

// Dot returns the sum of a[i]*b[i] in the order of package lanes. Panics if the lengths differ.
func Dot(a, b []float32) float32 {
	if len(a) != len(b) {
		panic(fmt.Sprintf("dense: dot: lengths %d and %d differ", len(a), len(b)))
	}
	return dotTable.Fn()(a, b)
}

// dotFunc computes Dot for equal lengths.
type dotFunc func(a, b []float32) float32

var dotTable = cpufeat.NewTable(append(dotArch, cpufeat.Impl[dotFunc]{Level: cpufeat.Generic, Fn: dotGeneric})...)

func dotGeneric(a, b []float32) float32 { return lanes.Dot(a, b) }

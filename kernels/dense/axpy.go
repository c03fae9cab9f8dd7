package dense

import (
	"fmt"

	"github.com/r3mes/r3mes/kernels/cpufeat"
)

// AXPY adds a*x to dst, element by element, with two roundings.
//
// Shapes: dst and x have the same length. dst may be x, but must not overlap
// it otherwise. Panics if the lengths differ.
func AXPY(dst []float32, a float32, x []float32) {
	if len(dst) != len(x) {
		panic(fmt.Sprintf("dense: axpy: lengths %d and %d differ", len(dst), len(x)))
	}
	axpyTable.Fn()(dst, a, x)
}

// axpyFunc computes AXPY for equal lengths.
type axpyFunc func(dst []float32, a float32, x []float32)

var axpyTable = cpufeat.NewTable(append(axpyArch, cpufeat.Impl[axpyFunc]{Level: cpufeat.Generic, Fn: axpyGeneric})...)

func axpyGeneric(dst []float32, a float32, x []float32) {
	for i, v := range x {
		dst[i] += float32(a * v)
	}
}

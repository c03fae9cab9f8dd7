// Package quant turns rows of activations into int8, as BitNet b1.58 does.
//
// One row is one token. Its scale is s = 127 / max(max|x|, 1e-5), and its
// integers are q = clamp(round(x*s), -128, 127), ties to even; so x is about
// q/s. The sum of q is kept beside them: kernels that store weights with an
// offset need it once a row.
//
//	var q quant.Rows
//	q.Quantize(pool, x, n, cols) // reuses the buffers of q
//	ternary.MatMul(pool, y, w, &q)
//
// Source: BitNet b1.58 (arXiv 2402.17764), section 2, and the "bitnet"
// integration of Hugging Face transformers (ActQuant).
//
// # Caveats
//
// NaN is not an error here: it becomes -128 and does not count for the
// maximum. A row with an infinity has scale 0, so its results are not finite.
package quant

import (
	"fmt"
	"math"

	"github.com/r3mes/r3mes/kernels/cpufeat"
	"github.com/r3mes/r3mes/kernels/threads"
)

// minAbsMax keeps the scale of an all-zero row finite.
const minAbsMax = 1e-5

// Rows holds quantised activations. The zero value is ready to use; Quantize
// overwrites everything.
type Rows struct {
	N, Cols int
	Q       []int8    // [N, Cols]
	Scale   []float32 // [N]; q = round(x*Scale)
	Sum     []int32   // [N]; sum of the row's q
}

// Quantize sets r to the quantised rows of x.
//
// Shapes: x is [n, cols] row-major. The buffers of r grow when needed and are
// reused otherwise. x must not change meanwhile. Each row depends on that row
// alone. Panics if the length of x is not n*cols, or if a row's sum could
// overflow (cols >= 1<<24).
func (r *Rows) Quantize(p *threads.Pool, x []float32, n, cols int) {
	if n < 0 || cols < 0 || len(x) != n*cols || cols >= 1<<24 {
		panic(fmt.Sprintf("quant: quantize: x has %d elements, want n*cols = %d*%d", len(x), n, cols))
	}
	r.resize(n, cols)
	fn := rowTable.Fn()
	p.For(n, 1, func(lo, hi int) {
		for t := lo; t < hi; t++ {
			at := t * cols
			r.Scale[t], r.Sum[t] = fn(r.Q[at:at+cols], x[at:at+cols])
		}
	})
}

func (r *Rows) resize(n, cols int) {
	r.N, r.Cols = n, cols
	r.Q = grow(r.Q, n*cols)
	r.Scale = grow(r.Scale, n)
	r.Sum = grow(r.Sum, n)
}

func grow[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}

// Row quantises one row: q and x have the same length. It returns the scale s,
// q = round(x*s), and the sum of q. Panics if the lengths differ.
func Row(q []int8, x []float32) (scale float32, sum int32) {
	if len(q) != len(x) {
		panic(fmt.Sprintf("quant: row: lengths %d and %d differ", len(q), len(x)))
	}
	return rowTable.Fn()(q, x)
}

// rowFunc quantises one row into q, of the same length, and returns the scale
// and the sum of q.
type rowFunc func(q []int8, x []float32) (scale float32, sum int32)

var rowTable = cpufeat.NewTable(append(rowArch, cpufeat.Impl[rowFunc]{Level: cpufeat.Generic, Fn: rowGeneric})...)

func rowGeneric(q []int8, x []float32) (scale float32, sum int32) {
	scale = scaleOf(absMax(x))
	return scale, roundAll(q, x, scale)
}

// absMax returns the largest magnitude, NaN apart.
func absMax(x []float32) float32 {
	var largest float32
	for _, v := range x {
		if v < 0 {
			v = -v
		}
		if v > largest { // false for NaN
			largest = v
		}
	}
	return largest
}

// roundAll sets q to the rounded x*scale and returns its sum.
func roundAll(q []int8, x []float32, scale float32) (sum int32) {
	for i, v := range x {
		q[i] = round(v * scale)
		sum += int32(q[i])
	}
	return sum
}

func scaleOf(absMax float32) float32 {
	return 127 / max(absMax, minAbsMax)
}

// round rounds half to even and saturates; NaN gives -128.
func round(v float32) int8 {
	// Adding 1.5*2^23 leaves no room for a fraction in the 24-bit mantissa, so
	// the addition itself rounds to the nearest integer, ties to even.
	const magic = 1<<23 + 1<<22
	switch {
	case v >= 127:
		return 127
	case v > -128:
		return int8(int32(math.Float32bits(v+magic)) - int32(math.Float32bits(magic)))
	}
	return -128
}

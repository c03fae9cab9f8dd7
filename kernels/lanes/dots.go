package lanes

import (
	"fmt"
	"math"

	"github.com/r3mes/r3mes/kernels/cpufeat"
)

// Dot returns the sum of a[i]*b[i] in the order of this package. Panics if
// the lengths differ.
func Dot(a, b []float32) float32 {
	if len(a) != len(b) {
		panic(fmt.Sprintf("lanes: dot: lengths %d and %d differ", len(a), len(b)))
	}
	var dst [1]float32
	Dots(dst[:], 1, a, len(a), 1, b, len(b), 1, len(a))
	return dst[0]
}

// Dots sets dst[t*dstStride+r] to the dot product of row r of w and vector t
// of x, for rows rows and n vectors.
//
// Shapes: row r is w[r*wStride:][:cols], vector t is x[t*xStride:][:cols].
// dst must not overlap w or x. All implementations agree bit for bit, and a
// product does not depend on rows or n. Panics if a slice is too short.
func Dots(dst []float32, dstStride int, w []float32, wStride, rows int, x []float32, xStride, n, cols int) {
	dots(f32Table.Fn(), call[float32]{dst, w, x, dstStride, wStride, xStride, rows, n, cols})
}

// DotsBF16 is Dots for rows of bfloat16, each the upper half of a float32.
func DotsBF16(dst []float32, dstStride int, w []uint16, wStride, rows int, x []float32, xStride, n, cols int) {
	dots(bf16Table.Fn(), call[uint16]{dst, w, x, dstStride, wStride, xStride, rows, n, cols})
}

// weight is the type of a row's elements; uint16 is bfloat16.
type weight interface{ float32 | uint16 }

// call holds the arguments of Dots.
type call[W weight] struct {
	dst                         []float32
	w                           []W
	x                           []float32
	dstStride, wStride, xStride int
	rows, n, cols               int
}

func dots[W weight](fn func(call[W]), c call[W]) {
	if c.rows <= 0 || c.n <= 0 {
		return
	}
	c.check()
	if c.cols == 0 {
		for t := range c.n {
			clear(c.dst[t*c.dstStride:][:c.rows])
		}
		return
	}
	fn(c)
}

func (c call[W]) check() {
	if c.cols < 0 || c.wStride < 0 || c.xStride < 0 || c.dstStride < 0 ||
		len(c.w) < (c.rows-1)*c.wStride+c.cols || len(c.x) < (c.n-1)*c.xStride+c.cols || len(c.dst) < (c.n-1)*c.dstStride+c.rows {
		panic(fmt.Sprintf("lanes: dots: dst %d by %d, %d rows in %d by %d, %d vectors in %d by %d, %d columns",
			len(c.dst), c.dstStride, c.rows, len(c.w), c.wStride, c.n, len(c.x), c.xStride, c.cols))
	}
}

var (
	f32Table  = cpufeat.NewTable(append(f32Arch, cpufeat.Impl[func(call[float32])]{Level: cpufeat.Generic, Fn: f32Generic})...)
	bf16Table = cpufeat.NewTable(append(bf16Arch, cpufeat.Impl[func(call[uint16])]{Level: cpufeat.Generic, Fn: bf16Generic})...)
)

func f32Generic(c call[float32]) {
	for r := range c.rows {
		row := c.w[r*c.wStride:][:c.cols]
		for t := range c.n {
			c.dst[t*c.dstStride+r] = dotGeneric(row, c.x[t*c.xStride:][:c.cols])
		}
	}
}

func bf16Generic(c call[uint16]) {
	row := make([]float32, c.cols)
	for r := range c.rows {
		widen(row, c.w[r*c.wStride:][:c.cols])
		for t := range c.n {
			c.dst[t*c.dstStride+r] = dotGeneric(row, c.x[t*c.xStride:][:c.cols])
		}
	}
}

// dotGeneric is the specification: b is as long as a.
func dotGeneric(a, b []float32) float32 {
	var partial [Count]float32
	b = b[:len(a)]
	for i, v := range a {
		// The conversion forbids the compiler to fuse the two roundings.
		partial[i%Count] += float32(v * b[i])
	}
	return Sum(&partial)
}

// widen turns bfloat16 into float32; every value is exact.
func widen(dst []float32, w []uint16) {
	for i, v := range w {
		dst[i] = math.Float32frombits(uint32(v) << 16)
	}
}

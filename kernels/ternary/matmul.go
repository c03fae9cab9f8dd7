package ternary

import (
	"fmt"

	"github.com/r3mes/r3mes/kernels/cpufeat"
	"github.com/r3mes/r3mes/kernels/quant"
	"github.com/r3mes/r3mes/kernels/threads"
)

// MatMul sets dst to x·Wᵀ for quantised activations x.
//
// Shapes: W is [Rows, Cols]; q is [q.N, Cols]; dst is [q.N, Rows] float32.
// Units: dst[t][j] = float32(dot) * (m.Scale / q.Scale[t]) with an exact
// integer dot. dst must not overlap m.Packed or q. Allocates nothing that
// grows with the matrix.
// Exact: all implementations agree bit for bit, whatever q.N and the number
// of threads. Panics if a length does not match or Cols exceeds 1<<17.
// Source: BitNet b1.58 (arXiv 2402.17764), section 2.
func MatMul(p *threads.Pool, dst []float32, m Matrix, q *quant.Rows) {
	if q.Cols != m.Cols || len(dst) != q.N*m.Rows || len(m.Packed) != PackedLen(m.Rows, m.Cols) || m.Rows%4 != 0 || m.Cols > maxCols {
		panic(fmt.Sprintf("ternary: matmul: dst %d = [%d, %d] x [%d, %d], %d packed bytes", len(dst), q.N, q.Cols, m.Rows, m.Cols, len(m.Packed)))
	}
	if len(m.Packed) == 0 || q.N == 0 {
		clear(dst)
		return
	}
	j := job{dst: dst, m: m, q: q, factors: make([]float32, q.N)}
	for t, s := range q.Scale[:q.N] {
		j.factors[t] = m.Scale / s
	}
	fn := rowsTable.Fn()
	p.For(m.Rows/4, rowGrain, func(lo, hi int) { fn(&j, lo, hi) })
}

// rowGrain is the number of packed rows that the widest implementation takes
// at once.
const rowGrain = 4

// job is one call of MatMul.
type job struct {
	dst     []float32 // [q.N, m.Rows]
	m       Matrix
	q       *quant.Rows
	factors []float32 // [q.N]; m.Scale / q.Scale
}

// rowsFunc computes the outputs of packed rows lo to hi, for all tokens.
type rowsFunc func(j *job, lo, hi int)

var rowsTable = cpufeat.NewTable(append(rowsArch, cpufeat.Impl[rowsFunc]{Level: cpufeat.Generic, Fn: rowsGeneric})...)

func rowsGeneric(j *job, lo, hi int) {
	cols, quarter := j.m.Cols, j.m.Rows/4
	for r := lo; r < hi; r++ {
		packed := j.m.Packed[r*cols:][:cols]
		for t := range j.q.N {
			dots := dotGeneric(packed, j.q.Q[t*cols:][:cols])
			for i, dot := range dots {
				// Codes are weights plus one, so their dot is too large by the row's sum.
				j.dst[t*j.m.Rows+i*quarter+r] = float32(dot-j.q.Sum[t]) * j.factors[t]
			}
		}
	}
}

// dotGeneric returns the dots of q with the four rows of codes in packed.
func dotGeneric(packed []byte, q []int8) (dots [4]int32) {
	var d0, d1, d2, d3 int32
	for c, b := range packed {
		v := int32(q[c])
		d0 += int32(b&3) * v
		d1 += int32(b>>2&3) * v
		d2 += int32(b>>4&3) * v
		d3 += int32(b>>6) * v
	}
	return [4]int32{d0, d1, d2, d3}
}

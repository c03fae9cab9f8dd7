package dense

import (
	"fmt"

	"github.com/r3mes/r3mes/kernels/cpufeat"
	"github.com/r3mes/r3mes/kernels/quant"
	"github.com/r3mes/r3mes/kernels/threads"
)

// maxInt8Cols keeps every partial sum of every implementation inside int32:
// the widest intermediate is 255*128 per column.
const maxInt8Cols = 1 << 16

// Int8 is a matrix of int8 weights with one scale a row: w = Q*Scale[row].
type Int8 struct {
	Rows, Cols int
	Q          []int8    // [Rows, Cols]
	Scale      []float32 // [Rows]
}

// QuantizeInt8 rounds each row of m to int8, symmetrically: the row's largest
// magnitude becomes 127. An all-zero row gets a tiny positive scale. It
// rounds as package quant does.
func QuantizeInt8(p *threads.Pool, m Matrix) Int8 {
	m.check("quantize")
	out := Int8{Rows: m.Rows, Cols: m.Cols, Q: make([]int8, m.Rows*m.Cols), Scale: make([]float32, m.Rows)}
	p.For(m.Rows, 16, func(lo, hi int) {
		row := make([]float32, m.Cols)
		for r := lo; r < hi; r++ {
			m.Row(row, r)
			s, _ := quant.Row(out.Q[r*m.Cols:][:m.Cols], row)
			out.Scale[r] = 1 / s
		}
	})
	return out
}

// MatMulInt8 sets dst to x·Wᵀ for quantised activations x.
//
// Shapes: W is [Rows, Cols]; q is [q.N, Cols]; dst is [q.N, Rows].
// Units: dst[t][j] = float32(dot) * m.Scale[j] * (1 / q.Scale[t]), multiplied
// in this order, with an exact integer dot. dst must not overlap m or q.
// Exact: all implementations agree bit for bit, whatever q.N and the number
// of threads. Panics if a length does not match or Cols exceeds 1<<16.
func MatMulInt8(p *threads.Pool, dst []float32, m Int8, q *quant.Rows) {
	if q.Cols != m.Cols || len(dst) != q.N*m.Rows || len(m.Q) != m.Rows*m.Cols || len(m.Scale) != m.Rows || m.Cols > maxInt8Cols {
		panic(fmt.Sprintf("dense: matmul int8: dst %d = [%d, %d] x [%d, %d], %d weights, %d scales", len(dst), q.N, q.Cols, m.Rows, m.Cols, len(m.Q), len(m.Scale)))
	}
	if len(dst) == 0 || m.Cols == 0 {
		clear(dst)
		return
	}
	j := int8Job{dst: dst, m: m, q: q, factors: make([]float32, q.N), sum128: make([]int32, q.N), zeros: make([]int32, q.N)}
	for t, s := range q.Scale[:q.N] {
		j.factors[t] = 1 / s
		j.sum128[t] = 128 * q.Sum[t]
	}
	fn := int8Table.Fn()
	p.For(m.Rows, rowGrain, func(lo, hi int) { fn(&j, lo, hi) })
}

// int8Job is one call of MatMulInt8.
type int8Job struct {
	dst     []float32 // [q.N, m.Rows]
	m       Int8
	q       *quant.Rows
	factors []float32 // [q.N]; 1 / q.Scale
	sum128  []int32   // [q.N]; what 128 added to each weight adds to a dot
	zeros   []int32   // [q.N]
}

// int8Func computes the outputs of rows lo to hi, for all tokens.
type int8Func func(j *int8Job, lo, hi int)

var int8Table = cpufeat.NewTable(append(int8Arch, cpufeat.Impl[int8Func]{Level: cpufeat.Generic, Fn: int8Generic})...)

func int8Generic(j *int8Job, lo, hi int) {
	cols := j.m.Cols
	for r := lo; r < hi; r++ {
		row := j.m.Q[r*cols:][:cols]
		for t := range j.q.N {
			dot := dotInt8Generic(row, j.q.Q[t*cols:][:cols])
			j.dst[t*j.m.Rows+r] = float32(float32(dot)*j.m.Scale[r]) * j.factors[t]
		}
	}
}

func dotInt8Generic(a, b []int8) (dot int32) {
	for i, v := range a {
		dot += int32(v) * int32(b[i])
	}
	return dot
}

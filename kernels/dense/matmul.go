package dense

import (
	"fmt"

	"github.com/r3mes/r3mes/kernels/cpufeat"
	"github.com/r3mes/r3mes/kernels/threads"
)

// MatMul sets dst to x·Wᵀ: dst[t][j] = Dot(x[t], W[j]).
//
// Shapes: W is [Rows, Cols]; x is [n, Cols]; dst is [n, Rows]. dst must not
// overlap x or W.
// All implementations agree bit for bit, whatever n and the number of
// threads. Panics if a length does not match.
func MatMul(p *threads.Pool, dst []float32, m Matrix, x []float32, n int) {
	m.check("matmul")
	if n < 0 || len(x) != n*m.Cols || len(dst) != n*m.Rows {
		panic(fmt.Sprintf("dense: matmul: dst %d = x %d, n %d, times [%d, %d]", len(dst), len(x), n, m.Rows, m.Cols))
	}
	if len(dst) == 0 {
		return
	}
	fn := matMulTable.Fn()
	j := matMulJob{dst: dst, m: m, x: x, n: n}
	p.For(m.Rows, rowGrain, func(lo, hi int) { fn(&j, lo, hi) })
}

// rowGrain is the number of rows that the widest implementation takes at once.
const rowGrain = 4

// matMulJob is one call of MatMul.
type matMulJob struct {
	dst []float32 // [n, m.Rows]
	m   Matrix
	x   []float32 // [n, m.Cols]
	n   int
}

// matMulFunc computes the outputs of rows lo to hi, for all tokens.
type matMulFunc func(j *matMulJob, lo, hi int)

var matMulTable = cpufeat.NewTable(append(matMulArch, cpufeat.Impl[matMulFunc]{Level: cpufeat.Generic, Fn: matMulGeneric})...)

func matMulGeneric(j *matMulJob, lo, hi int) {
	cols := j.m.Cols
	row := make([]float32, cols)
	for r := lo; r < hi; r++ {
		j.m.Row(row, r)
		for t := range j.n {
			j.dst[t*j.m.Rows+r] = dotGeneric(row, j.x[t*cols:][:cols])
		}
	}
}

package dense

import (
	"fmt"

	"github.com/r3mes/r3mes/kernels/lanes"
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
	p.For(m.Rows, rowGrain, func(lo, hi int) { m.rows(dst[lo:], x, n, lo, hi) })
}

// rowGrain is the number of rows that the widest tile takes at once.
const rowGrain = 4

// rows computes the outputs of rows lo to hi, for all vectors.
func (m Matrix) rows(dst, x []float32, n, lo, hi int) {
	if m.F32 != nil {
		lanes.Dots(dst, m.Rows, m.F32[lo*m.Cols:], m.Cols, hi-lo, x, m.Cols, n, m.Cols)
		return
	}
	lanes.DotsBF16(dst, m.Rows, m.BF16[lo*m.Cols:], m.Cols, hi-lo, x, m.Cols, n, m.Cols)
}

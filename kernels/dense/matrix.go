// Package dense multiplies float and int8 matrices: embeddings, output heads
// and LoRA factors.
//
// A Matrix holds float32 or bfloat16 weights row-major, [Rows, Cols], as
// linear layers store them: MatMul computes x·Wᵀ. Int8 is the same with one
// scale a row, for heads that would otherwise dominate the memory traffic of
// a decode step.
//
//	dense.MatMul(pool, logits, head, hidden, n)
//
// A float sum has the order of package lanes, so all implementations give the
// same bits.
//
// # Caveats
//
// Another order of summation, for example a plain loop in float64, gives
// other last bits. Int8 keeps about 8 bits of a row's largest weight: decide
// with real logits whether that is enough.
package dense

import (
	"fmt"
	"math"
)

// Matrix is a matrix of float32 or bfloat16 weights. Exactly one of F32 and
// BF16 is set.
type Matrix struct {
	Rows, Cols int
	F32        []float32 // [Rows, Cols]
	BF16       []uint16  // [Rows, Cols], the upper halves of float32 values
}

// Row writes row i to dst as float32. dst is [Cols]. Panics if a length does
// not match.
func (m Matrix) Row(dst []float32, i int) {
	m.check("row")
	if len(dst) != m.Cols {
		panic(fmt.Sprintf("dense: row: dst has %d elements, want %d", len(dst), m.Cols))
	}
	if m.F32 != nil {
		copy(dst, m.F32[i*m.Cols:][:m.Cols])
		return
	}
	for c, v := range m.BF16[i*m.Cols:][:m.Cols] {
		dst[c] = fromBF16(v)
	}
}

func (m Matrix) check(act string) {
	want := m.Rows * m.Cols
	if (m.F32 != nil && m.BF16 != nil) || len(m.F32)+len(m.BF16) != want {
		panic(fmt.Sprintf("dense: %s: %d float32 and %d bfloat16 weights for [%d, %d]", act, len(m.F32), len(m.BF16), m.Rows, m.Cols))
	}
}

// fromBF16 widens a bfloat16; every value is exact in float32.
func fromBF16(v uint16) float32 { return math.Float32frombits(uint32(v) << 16) }

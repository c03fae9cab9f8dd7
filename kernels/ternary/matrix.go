// Package ternary multiplies matrices whose weights are -1, 0 and +1.
//
// A Matrix keeps the bytes of a published BitNet checkpoint as they are, so
// it can lie in the pages of a mapped file: byte [r][c] holds the codes of
// four rows, r + i*Rows/4 for i = 0..3, at column c, two bits each, lowest
// bits first. A code is the weight plus one. Activations are int8 rows (see
// package quant), so a product is exact integer arithmetic until the last
// multiplication:
//
//	y[t][j] = float32(sum over c of W[j][c]*q[t][c]) * (Scale / q.Scale[t])
//
//	m := ternary.Matrix{Rows: 2560, Cols: 6912, Packed: file[at : at+2560/4*6912], Scale: 0.01}
//	if err := m.Validate(); err != nil { ... }
//	ternary.MatMul(pool, y, m, &q)
//
// Source: BitNet b1.58 (arXiv 2402.17764), section 2; the packing is that of
// Hugging Face transformers, integrations/bitnet.py, pack_weights.
//
// # Caveats
//
// Scale is what a weight of one means. Files of the "bitlinear" class store
// the inverse; the loader inverts it. A kernel does not look for the invalid
// code 3: call Validate once on data that is not yours.
package ternary

import (
	"fmt"
	"math"
)

// maxCols keeps every partial sum of every implementation inside int32: the
// widest intermediate is code*64*128 per column.
const maxCols = 1 << 17

// Matrix is a ternary matrix [Rows, Cols] in the published packing.
type Matrix struct {
	Rows, Cols int     // Rows is a multiple of four
	Packed     []byte  // [Rows/4, Cols]
	Scale      float32 // a weight w means w*Scale
}

// PackedLen returns the length of Packed for a shape.
func PackedLen(rows, cols int) int { return rows / 4 * cols }

// Pack writes the packed form of values, each -1, 0 or +1, to dst.
//
// Shapes: values is [rows, cols] row-major, dst is PackedLen(rows, cols)
// bytes, rows a multiple of four. Panics on other lengths or values.
func Pack(dst []byte, values []int8, rows, cols int) {
	if rows%4 != 0 || len(values) != rows*cols || len(dst) != PackedLen(rows, cols) {
		panic(fmt.Sprintf("ternary: pack: %d values into %d bytes for [%d, %d]", len(values), len(dst), rows, cols))
	}
	quarter := len(dst)
	for k := range dst {
		var b byte
		for i := range 4 {
			v := values[i*quarter+k]
			if v < -1 || v > 1 {
				panic(fmt.Sprintf("ternary: pack: value %d is not -1, 0 or 1", v))
			}
			b |= byte(v+1) << (2 * i)
		}
		dst[k] = b
	}
}

// At returns the weight in row r and column c, unscaled.
func (m Matrix) At(r, c int) int8 {
	quarter := m.Rows / 4
	return int8(m.Packed[r%quarter*m.Cols+c]>>(2*(r/quarter))&3) - 1
}

// Validate returns an error that says what is wrong with a matrix read from a
// file: its shape, the length of Packed, a scale that is not positive and
// finite, a code 3, or weights that are all the same. The last is refused
// because published checkpoints had such tensors by accident.
func (m Matrix) Validate() error {
	switch {
	case m.Rows <= 0 || m.Cols <= 0 || m.Rows%4 != 0:
		return fmt.Errorf("ternary: validate: shape [%d, %d]: rows must be a positive multiple of 4, cols positive", m.Rows, m.Cols)
	case m.Cols > maxCols:
		return fmt.Errorf("ternary: validate: %d columns exceed %d", m.Cols, maxCols)
	case len(m.Packed) != PackedLen(m.Rows, m.Cols):
		return fmt.Errorf("ternary: validate: %d packed bytes for [%d, %d], want %d", len(m.Packed), m.Rows, m.Cols, PackedLen(m.Rows, m.Cols))
	case !(m.Scale > 0) || math.IsInf(float64(m.Scale), 0):
		return fmt.Errorf("ternary: validate: scale %v is not positive and finite", m.Scale)
	}
	return m.validateCodes()
}

func (m Matrix) validateCodes() error {
	first, same := m.Packed[0], true
	for k, b := range m.Packed {
		if b&(b>>1)&0x55 != 0 { // both bits of a code
			return m.invalidCode(k)
		}
		same = same && b == first
	}
	if same && m.singleValued() {
		return fmt.Errorf("ternary: validate: every weight is %d: the tensor is empty or damaged", m.At(0, 0))
	}
	return nil
}

// singleValued reports whether the four codes of the first byte are equal.
func (m Matrix) singleValued() bool {
	b := m.Packed[0]
	return b == b&3*0x55
}

// invalidCode names the first weight with code 3 in byte k.
func (m Matrix) invalidCode(k int) error {
	b, i := m.Packed[k], 0
	for b>>(2*i)&3 != 3 {
		i++
	}
	return fmt.Errorf("ternary: validate: code 3 at row %d, column %d: valid codes are 0, 1, 2", i*m.Rows/4+k/m.Cols, k%m.Cols)
}

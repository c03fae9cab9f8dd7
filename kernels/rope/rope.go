// Package rope rotates query and key heads by their position.
//
// The rotation is the "rotate half" form of Hugging Face checkpoints: element
// i of a head turns together with element i + headDim/2, by the angle
// pos * theta^(-2i/headDim).
//
//	table := rope.New(128, 4096, 500000)
//	table.Apply(queries, pos) // [heads*128], in place
//
// Source: RoFormer (arXiv 2104.09864); the half form is that of transformers,
// modeling_llama.py, rotate_half.
//
// # Caveats
//
// GGUF files of the "llama" architecture hold query and key rows permuted for
// the interleaved form; they must be permuted back first. Angles are computed
// in float32, as transformers does: at far positions a float64 angle differs
// visibly from what a model was trained with.
package rope

import (
	"fmt"
	"math"

	"github.com/r3mes/r3mes/kernels/cpufeat"
)

// Table holds the cosines and sines of all positions. It is safe for
// concurrent use.
type Table struct {
	headDim, maxPos int
	cos, sin        []float32 // [maxPos, headDim/2]
}

// New computes a table for positions below maxPos; it takes
// 4*maxPos*headDim bytes. Panics unless headDim is even and positive, maxPos
// not negative and theta positive.
func New(headDim, maxPos int, theta float64) *Table {
	if headDim <= 0 || headDim%2 != 0 || maxPos < 0 || !(theta > 0) {
		panic(fmt.Sprintf("rope: new: headDim %d, maxPos %d, theta %v", headDim, maxPos, theta))
	}
	half := headDim / 2
	t := &Table{headDim: headDim, maxPos: maxPos, cos: make([]float32, maxPos*half), sin: make([]float32, maxPos*half)}
	for i := range half {
		exponent := float32(2*i) / float32(headDim)
		frequency := 1 / float32(math.Pow(theta, float64(exponent)))
		for pos := range maxPos {
			angle := float64(float32(pos) * frequency)
			t.cos[pos*half+i] = float32(math.Cos(angle))
			t.sin[pos*half+i] = float32(math.Sin(angle))
		}
	}
	return t
}

// MaxPos returns the number of positions in the table.
func (t *Table) MaxPos() int { return t.maxPos }

// Tables returns the cosines and sines, [MaxPos, headDim/2] each; for who rotates
// elsewhere. They must not be changed.
func (t *Table) Tables() (cos, sin []float32) { return t.cos, t.sin }

// Apply rotates the heads in x, in place, for position pos.
//
// Shapes: x is [heads*headDim] for any number of heads. All implementations
// agree bit for bit. Panics if x is not whole heads or pos is outside the
// table.
func (t *Table) Apply(x []float32, pos int) {
	if len(x)%t.headDim != 0 || pos < 0 || pos >= t.maxPos {
		panic(fmt.Sprintf("rope: apply: %d elements in heads of %d at position %d of %d", len(x), t.headDim, pos, t.maxPos))
	}
	half := t.headDim / 2
	cos, sin := t.cos[pos*half:][:half], t.sin[pos*half:][:half]
	fn := rotateTable.Fn()
	for ; len(x) > 0; x = x[t.headDim:] {
		fn(x[:half], x[half:t.headDim], cos, sin)
	}
}

// rotateFunc rotates one head: a is its first half, b its second.
type rotateFunc func(a, b, cos, sin []float32)

var rotateTable = cpufeat.NewTable(append(rotateArch, cpufeat.Impl[rotateFunc]{Level: cpufeat.Generic, Fn: rotateGeneric})...)

func rotateGeneric(a, b, cos, sin []float32) {
	for i, u := range a {
		v := b[i]
		a[i] = float32(u*cos[i]) - float32(v*sin[i])
		b[i] = float32(v*cos[i]) + float32(u*sin[i])
	}
}

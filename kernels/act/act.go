// Package act holds the element-wise functions of a transformer: the gated
// activations, GELU and softmax.
//
// # Caveats
//
// exp is a polynomial of our own (within 2 ULP), so that assembly and Go
// agree bit for bit; it differs from math.Exp in the last bits. So is erf,
// which GELU uses (within 6 ULP).
package act

import (
	"fmt"

	"github.com/r3mes/r3mes/kernels/cpufeat"
)

// ReLU2Mul sets dst to max(gate, 0)² * up, element by element.
//
// Shapes: all three have the same length. dst may be gate or up. NaN stays
// NaN. All implementations agree bit for bit. Panics if the lengths differ.
// Source: BitNet b1.58 2B4T technical report (arXiv 2504.12285), section 2.
func ReLU2Mul(dst, gate, up []float32) {
	checkLengths("relu2", len(dst), len(gate), len(up))
	relu2Table.Fn()(dst, gate, up)
}

// SiLUMul sets dst to gate / (1 + exp(-gate)) * up, element by element.
//
// Shapes, aliasing, NaN and agreement as for ReLU2Mul.
func SiLUMul(dst, gate, up []float32) {
	checkLengths("silu", len(dst), len(gate), len(up))
	siluTable.Fn()(dst, gate, up)
}

func checkLengths(what string, dst, gate, up int) {
	if gate != dst || up != dst {
		panic(fmt.Sprintf("act: %s: lengths %d, %d, %d differ", what, dst, gate, up))
	}
}

// gatedFunc computes a gated activation for equal lengths.
type gatedFunc func(dst, gate, up []float32)

var (
	relu2Table = cpufeat.NewTable(append(relu2Arch, cpufeat.Impl[gatedFunc]{Level: cpufeat.Generic, Fn: relu2Generic})...)
	siluTable  = cpufeat.NewTable(append(siluArch, cpufeat.Impl[gatedFunc]{Level: cpufeat.Generic, Fn: siluGeneric})...)
)

func relu2Generic(dst, gate, up []float32) {
	for i, g := range gate {
		if g < 0 {
			g = 0
		}
		dst[i] = float32(g*g) * up[i]
	}
}

func siluGeneric(dst, gate, up []float32) {
	for i, g := range gate {
		dst[i] = float32(g/(1+exp(-g))) * up[i]
	}
}

// Command rope writes the assembly of package rope.
package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"

	"github.com/r3mes/r3mes/kernels/_gen/asm"
)

func main() {
	asm.Header()
	TEXT("rotateBlocksAVX2", NOSPLIT, "func(a, b, cos, sin *float32, blocks int)")
	Pragma("noescape")
	Doc("rotateBlocksAVX2 sets a to a*cos - b*sin and b to b*cos + a*sin for blocks blocks of 8, at least one.")
	a, b := Load(Param("a"), GP64()), Load(Param("b"), GP64())
	cos, sin := Load(Param("cos"), GP64()), Load(Param("sin"), GP64())
	blocks := Load(Param("blocks"), GP64())
	asm.Loop(blocks, 32, []Register{a, b, cos, sin}, func() {
		u, v, c, s, x, y := YMM(), YMM(), YMM(), YMM(), YMM(), YMM()
		VMOVUPS(Mem{Base: a}, u)
		VMOVUPS(Mem{Base: b}, v)
		VMOVUPS(Mem{Base: cos}, c)
		VMOVUPS(Mem{Base: sin}, s)
		VMULPS(c, u, x)
		VMULPS(s, v, y)
		VSUBPS(y, x, x)
		VMOVUPS(x, Mem{Base: a})
		VMULPS(c, v, x)
		VMULPS(s, u, y)
		VADDPS(y, x, x)
		VMOVUPS(x, Mem{Base: b})
	})
	VZEROUPPER()
	RET()
	Generate()
}

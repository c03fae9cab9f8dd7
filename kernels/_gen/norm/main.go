// Command norm writes the assembly of package norm; its sum of squares is a
// dot product of package lanes.
package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"

	"github.com/r3mes/r3mes/kernels/_gen/asm"
)

func main() {
	asm.Header()
	TEXT("scaleBlocksAVX2", NOSPLIT, "func(dst, x, weight *float32, factor float32, blocks int)")
	Pragma("noescape")
	Doc("scaleBlocksAVX2 sets dst to x*factor*weight for blocks blocks of 16, at least one.")
	dst, x, weight := Load(Param("dst"), GP64()), Load(Param("x"), GP64()), Load(Param("weight"), GP64())
	blocks := Load(Param("blocks"), GP64())
	factor := asm.Broadcast("factor")
	asm.Loop(blocks, 64, []Register{dst, x, weight}, func() {
		for i := range 2 {
			y := YMM()
			VMULPS(Mem{Base: x, Disp: 32 * i}, factor, y)
			VMULPS(Mem{Base: weight, Disp: 32 * i}, y, y)
			VMOVUPS(y, Mem{Base: dst, Disp: 32 * i})
		}
	})
	VZEROUPPER()
	RET()
	Generate()
}

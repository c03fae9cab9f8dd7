// Command quant writes the assembly of package quant.
package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"

	"github.com/r3mes/r3mes/kernels/_gen/asm"
)

func main() {
	asm.Header()
	words := asm.Words32("constants", 0x7fffffff, 0x01010101, 0x00010001)
	order := GLOBL("order", RODATA|NOPTR)
	for i, v := range []uint32{0, 4, 1, 5, 2, 6, 3, 7} {
		DATA(4*i, U32(v))
	}
	absMax(words[0])
	round(words[1], words[2], order)
	Generate()
}

func absMax(magnitude Mem) {
	TEXT("absMaxBlocksAVX2", NOSPLIT, "func(x *float32, blocks int) float32")
	Pragma("noescape")
	Doc("absMaxBlocksAVX2 returns the largest magnitude, NaN apart, of blocks blocks of 32, at least one.")
	x, blocks := Load(Param("x"), GP64()), Load(Param("blocks"), GP64())
	largest := asm.YMMs(4)
	asm.ZeroY(largest...)
	mask := YMM()
	VMOVDQU(magnitude, mask)
	asm.Loop(blocks, 128, []Register{x}, func() {
		for i, m := range largest {
			v := YMM()
			VANDPS(Mem{Base: x, Disp: 32 * i}, mask, v)
			asm.Max(v, m)
		}
	})
	asm.MaxOfY(largest)
	Store(largest[0].AsX(), ReturnIndex(0))
	VZEROUPPER()
	RET()
}

func round(ones8, ones16, order Mem) {
	TEXT("roundBlocksAVX2", NOSPLIT, "func(q *int8, x *float32, scale float32, blocks int) int32")
	Pragma("noescape")
	Doc("roundBlocksAVX2 sets q to x*scale, rounded half to even and saturated, for blocks",
		"blocks of 32, at least one, and returns the sum of q. NaN becomes -128.")
	q, x := Load(Param("q"), GP64()), Load(Param("x"), GP64())
	blocks := Load(Param("blocks"), GP64())
	scale := asm.Broadcast("scale")
	sum, eights, sixteens, permute := YMM(), YMM(), YMM(), YMM()
	asm.ZeroY(sum)
	VMOVDQU(ones8, eights)
	VMOVDQU(ones16, sixteens)
	VMOVDQU(order, permute)
	Label("block")
	v := asm.YMMs(4)
	for i, y := range v {
		VMULPS(Mem{Base: x, Disp: 32 * i}, scale, y)
		VCVTPS2DQ(y, y)
	}
	Comment("Packing works in each half of a register; the permutation restores the order.")
	VPACKSSDW(v[1], v[0], v[0])
	VPACKSSDW(v[3], v[2], v[2])
	VPACKSSWB(v[2], v[0], v[0])
	VPERMD(v[0], permute, v[0])
	VMOVDQU(v[0], Mem{Base: q})
	VPMADDUBSW(v[0], eights, v[0])
	VPMADDWD(sixteens, v[0], v[0])
	VPADDD(v[0], sum, sum)
	ADDQ(Imm(32), q)
	ADDQ(Imm(128), x)
	DECQ(blocks)
	JNZ(LabelRef("block"))

	half := XMM()
	VEXTRACTI128(Imm(1), sum, half)
	VPADDD(half, sum.AsX(), sum.AsX())
	VPSHUFD(Imm(0b01_00_11_10), sum.AsX(), half)
	VPADDD(half, sum.AsX(), sum.AsX())
	VPSHUFD(Imm(0b10_11_00_01), sum.AsX(), half)
	VPADDD(half, sum.AsX(), sum.AsX())
	out := GP32()
	VMOVD(sum.AsX(), out)
	Store(out, ReturnIndex(0))
	VZEROUPPER()
	RET()
}

// Command attend writes the assembly of package attend: the weighted sum of
// values. Scores are dot products of package lanes.
package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"

	"github.com/r3mes/r3mes/kernels/_gen/asm"
)

func main() {
	asm.Header()
	write("AVX2", 8, asm.YMMs)
	write("AVX512", 16, asm.ZMMs)
	Generate()
}

// write makes a function that keeps wide, else narrow, columns of dst in
// registers of width floats, and walks over all tokens for them.
func write(level string, width int, registers func(int) []VecVirtual) {
	wide, narrow := 8*width, 32
	name := "valuesBlocks" + level
	TEXT(name, NOSPLIT, "func(dst, weights, values *float32, tokens, stride, cols int)")
	Pragma("noescape")
	Doc(name+" adds weights[t]*values[t] to dst for t rising, for tokens tokens, at least one,",
		"stride bytes apart, and cols columns, a positive multiple of 32.")
	dst, values := Load(Param("dst"), GP64()), Load(Param("values"), GP64())
	stride, cols := Load(Param("stride"), GP64()), Load(Param("cols"), GP64())

	strip := func(columns int) {
		weights, tokens, value := GP64(), GP64(), GP64()
		Load(Param("weights"), weights)
		Load(Param("tokens"), tokens)
		MOVQ(values, value)
		sums := registers(columns / width)
		for i, s := range sums {
			VMOVUPS(Mem{Base: dst, Disp: 4 * width * i}, s)
		}
		token := fmt.Sprintf("token%d", columns)
		Label(token)
		weight := registers(1)[0]
		VBROADCASTSS(Mem{Base: weights}, weight)
		for i, s := range sums {
			product := registers(1)[0]
			VMULPS(Mem{Base: value, Disp: 4 * width * i}, weight, product)
			VADDPS(product, s, s)
		}
		ADDQ(Imm(4), weights)
		ADDQ(stride, value)
		DECQ(tokens)
		JNZ(LabelRef(token))
		for i, s := range sums {
			VMOVUPS(s, Mem{Base: dst, Disp: 4 * width * i})
		}
		ADDQ(U32(4*columns), dst)
		ADDQ(U32(4*columns), values)
		SUBQ(U32(columns), cols)
	}

	Label("wide")
	CMPQ(cols, U32(wide))
	JLT(LabelRef("narrow"))
	strip(wide)
	JMP(LabelRef("wide"))
	Label("narrow")
	TESTQ(cols, cols)
	JZ(LabelRef("done"))
	strip(narrow)
	JMP(LabelRef("narrow"))
	Label("done")
	VZEROUPPER()
	RET()
}

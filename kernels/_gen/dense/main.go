// Command dense writes the assembly of package dense: int8 products and AXPY.
package main

import (
	"fmt"
	"strings"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"

	"github.com/r3mes/r3mes/kernels/_gen/asm"
)

const doc = `computes the products of rows rows of int8 weights, a multiple of four, with %d tokens.

Rows of w and tokens of q are cols bytes apart%s. dst + t*dstStride + 4*r
receives (dot - correct[t]) * scales[r] * factors[t]; the stride is in bytes.`

func main() {
	asm.Header()
	tail := GLOBL("tailMask", RODATA|NOPTR) // 16 zero bytes, then 16 of 255
	for i := range 4 {
		DATA(8*i, U64([]uint64{0, 0xffffffffffffffff}[i/2]))
	}
	sign := GLOBL("signBits", RODATA|NOPTR)
	DATA(0, U32(0x80808080))
	for t := 1; t <= 6; t++ {
		avx512{tile: tile{t: t}, sign: sign}.write()
	}
	for t := 1; t <= 2; t++ {
		avx2{tile: tile{t: t}, tail: tail}.write()
	}
	axpy()
	Generate()
}

// tile multiplies four rows with t tokens.
type tile struct {
	t int

	w, q, dst, correct, scales, factors, cols, rows, dstStride Register
}

func (k *tile) begin(level, note string) {
	name := fmt.Sprintf("int8Tile4x%d%s", k.t, level)
	TEXT(name, NOSPLIT, "func(w, q *int8, dst *float32, correct *int32, scales, factors *float32, cols, rows, dstStride int)")
	Pragma("noescape")
	Doc(strings.Split(name+" "+fmt.Sprintf(doc, k.t, note), "\n")...)
	k.w = Load(Param("w"), GP64())
	k.q = Load(Param("q"), GP64())
	k.dst = Load(Param("dst"), GP64())
	k.scales = Load(Param("scales"), GP64())
	k.cols = Load(Param("cols"), GP64())
	k.rows = Load(Param("rows"), GP64())
}

// outputs stores what sums returns for each token, then moves on by four rows
// and jumps back unless all are done.
func (k *tile) outputs(sums func(t int) VecVirtual) {
	at, correct, factors, stride := GP64(), GP64(), GP64(), GP64()
	MOVQ(k.dst, at)
	Load(Param("correct"), correct)
	Load(Param("factors"), factors)
	Load(Param("dstStride"), stride)
	for t := range k.t {
		x, v := sums(t).AsX(), XMM()
		VPBROADCASTD(Mem{Base: correct, Disp: 4 * t}, v)
		VPSUBD(v, x, x)
		VCVTDQ2PS(x, x)
		VMULPS(Mem{Base: k.scales}, x, x)
		VBROADCASTSS(Mem{Base: factors, Disp: 4 * t}, v)
		VMULPS(v, x, x)
		VMOVUPS(x, Mem{Base: at})
		if t+1 < k.t {
			ADDQ(stride, at)
		}
	}
	LEAQ(Mem{Base: k.w, Index: k.cols, Scale: 4}, k.w)
	ADDQ(Imm(16), k.dst)
	ADDQ(Imm(16), k.scales)
	SUBQ(Imm(4), k.rows)
	JNZ(LabelRef("rows"))
	VZEROUPPER()
	RET()
}

// avx512 makes the weights unsigned by flipping their sign bits, which adds
// 128 to each, for vpdpbusd: correct is 128 times the token's sum.
type avx512 struct {
	tile
	sign Mem
	accs [][]VecVirtual // [4][t]
	keep Register       // mask of the last columns
	flip VecVirtual
}

func (k avx512) write() {
	k.begin("AVX512", "")
	Comment("The last columns, fewer than 64, are loaded under a mask.")
	bits, rest := GP64(), GP64()
	k.keep = K()
	MOVQ(k.cols, rest)
	ANDQ(Imm(63), rest)
	MOVQ(I32(-1), bits)
	BZHIQ(rest, bits, bits)
	KMOVQ(bits, k.keep)

	Label("rows")
	for range 4 {
		k.accs = append(k.accs, asm.ZMMs(k.t))
	}
	for _, a := range k.accs {
		asm.ZeroZ(a...)
	}
	w, q := asm.NewRows(k.w, k.cols, 4), asm.NewRows(k.q, k.cols, k.t)
	steps := GP64()
	MOVQ(k.cols, steps)
	SHRQ(Imm(6), steps)
	JZ(LabelRef("tail"))
	Label("block")
	k.block(w, q, func(m Mem, z VecVirtual) { VMOVDQU64(m, z) })
	w.Advance(Imm(64))
	q.Advance(Imm(64))
	DECQ(steps)
	JNZ(LabelRef("block"))

	Label("tail")
	left := GP64()
	MOVQ(k.cols, left)
	ANDQ(Imm(63), left)
	JZ(LabelRef("sums"))
	k.block(w, q, func(m Mem, z VecVirtual) { VMOVDQU8_Z(m, k.keep, z) })

	Label("sums")
	k.outputs(func(t int) VecVirtual {
		return asm.SumInt32x4([]VecVirtual{k.accs[0][t], k.accs[1][t], k.accs[2][t], k.accs[3][t]}, true)
	})
}

// block accumulates 64 columns.
func (k avx512) block(w, q asm.Rows, load func(Mem, VecVirtual)) {
	acts := asm.ZMMs(k.t)
	for t, z := range acts {
		load(q.At(t), z)
	}
	for i, accs := range k.accs {
		if k.t <= 3 {
			PREFETCHT0(w.At(i).Offset(asm.PrefetchBytes))
		}
		weights := ZMM()
		load(w.At(i), weights)
		VPXORD_BCST(k.sign, weights, weights)
		for t, z := range acts {
			VPDPBUSD(z, weights, accs[t])
		}
	}
}

// avx2 widens both sides to 16 bits: products of two signed bytes do not fit
// the 8-bit multiplication of AVX2. correct is zero.
type avx2 struct {
	tile
	tail Mem
	accs [][]VecVirtual // [4][t]
}

func (k avx2) write() {
	k.begin("AVX2", ",\nof which there are at least 16")
	Label("rows")
	for range 4 {
		k.accs = append(k.accs, asm.YMMs(k.t))
	}
	for _, a := range k.accs {
		asm.ZeroY(a...)
	}
	w, q := asm.NewRows(k.w, k.cols, 4), asm.NewRows(k.q, k.cols, k.t)
	steps := GP64()
	MOVQ(k.cols, steps)
	SHRQ(Imm(4), steps)
	Label("block")
	if k.t == 1 {
		for i := range 4 {
			PREFETCHT0(w.At(i).Offset(asm.PrefetchBytes))
		}
	}
	k.block(w, q, nil)
	w.Advance(Imm(16))
	q.Advance(Imm(16))
	DECQ(steps)
	JNZ(LabelRef("block"))

	Comment("The last columns: the last 16 again, without those already counted.")
	rest, mask := GP64(), GP64()
	MOVQ(k.cols, rest)
	ANDQ(Imm(15), rest)
	JZ(LabelRef("sums"))
	LEAQ(k.tail, mask)
	ADDQ(rest, mask)
	SUBQ(Imm(16), rest)
	w.Advance(rest)
	q.Advance(rest)
	k.block(w, q, mask)

	Label("sums")
	k.outputs(func(t int) VecVirtual {
		return asm.SumInt32x4([]VecVirtual{k.accs[0][t], k.accs[1][t], k.accs[2][t], k.accs[3][t]}, false)
	})
}

// block accumulates 16 columns; keep, if given, points to a mask of them.
func (k avx2) block(w, q asm.Rows, keep Register) {
	acts := asm.YMMs(k.t)
	for t, y := range acts {
		if keep != nil {
			VMOVDQU(q.At(t), y.AsX())
			VPAND(Mem{Base: keep}, y.AsX(), y.AsX())
			VPMOVSXBW(y.AsX(), y)
		} else {
			VPMOVSXBW(q.At(t), y)
		}
	}
	for i, accs := range k.accs {
		weights := YMM()
		VPMOVSXBW(w.At(i), weights)
		for t, y := range acts {
			products := YMM()
			VPMADDWD(y, weights, products)
			VPADDD(products, accs[t], accs[t])
		}
	}
}

func axpy() {
	TEXT("axpyBlocksAVX2", NOSPLIT, "func(dst *float32, a float32, x *float32, blocks int)")
	Pragma("noescape")
	Doc("axpyBlocksAVX2 adds a*x to dst for blocks blocks of 16, at least one.")
	dst, x := Load(Param("dst"), GP64()), Load(Param("x"), GP64())
	blocks := Load(Param("blocks"), GP64())
	a := YMM()
	from, err := Param("a").Resolve()
	if err != nil {
		panic(err)
	}
	VBROADCASTSS(from.Addr, a)
	Label("block")
	for i := range 2 {
		y := YMM()
		VMULPS(Mem{Base: x, Disp: 32 * i}, a, y)
		VADDPS(Mem{Base: dst, Disp: 32 * i}, y, y)
		VMOVUPS(y, Mem{Base: dst, Disp: 32 * i})
	}
	ADDQ(Imm(64), dst)
	ADDQ(Imm(64), x)
	DECQ(blocks)
	JNZ(LabelRef("block"))
	VZEROUPPER()
	RET()
}

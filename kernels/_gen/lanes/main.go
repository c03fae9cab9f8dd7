// Command lanes writes the assembly of package lanes: functions that compute
// the dot products of some rows with a tile of vectors, and weighted sums of
// rows.
//
// Each dot product has 32 partial sums: two zmm registers or four ymm. A tile
// keeps those of r rows and t vectors in registers.
package main

import (
	"fmt"
	"strings"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"

	"github.com/r3mes/r3mes/kernels/_gen/asm"
)

const doc = `computes the dot products of rows rows of w, a multiple of %d, with %d vectors.

All strides are in bytes. dst + t*dstStride + 4*r receives that of row r and vector t.`

func main() {
	asm.Header()
	tail := GLOBL("tailMask", RODATA|NOPTR) // 32 words of ones, then 32 of zeros
	for i := range 32 {
		DATA(8*i, U64([]uint64{0xffffffffffffffff, 0}[i/16]))
	}
	for _, bf16 := range []bool{false, true} {
		for _, s := range [][2]int{{4, 1}, {4, 2}, {4, 3}, {1, 1}, {1, 2}, {1, 3}} {
			avx512{tile: tile{r: s[0], t: s[1], bf16: bf16}}.write()
		}
		for _, s := range [][2]int{{2, 1}, {1, 1}, {1, 2}, {1, 3}} {
			avx2{tile: tile{r: s[0], t: s[1], bf16: bf16}, tail: tail}.write()
		}
	}
	addRows("AVX2", 8, asm.YMMs)
	addRows("AVX512", 16, asm.ZMMs)
	Generate()
}

// tile is what both instruction sets share.
type tile struct {
	r, t int
	bf16 bool // w is bfloat16, otherwise float32

	w, x, dst, cols, rows, wStride, xStride, dstStride Register
}

func (k *tile) begin(level string) {
	kind, element := "F32", "float32"
	if k.bf16 {
		kind, element = "BF16", "uint16"
	}
	name := fmt.Sprintf("tile%dx%d%s%s", k.r, k.t, kind, level)
	note := ""
	if k.bf16 && level == "AVX2" {
		note = "\ncols is a multiple of 32."
	}
	TEXT(name, NOSPLIT, "func(w *"+element+", x, dst *float32, cols, rows, wStride, xStride, dstStride int)")
	Pragma("noescape")
	Doc(strings.Split(name+" "+fmt.Sprintf(doc, k.r, k.t)+note, "\n")...)
	k.w = Load(Param("w"), GP64())
	k.x = Load(Param("x"), GP64())
	k.dst = Load(Param("dst"), GP64())
	k.cols = Load(Param("cols"), GP64())
	k.rows = Load(Param("rows"), GP64())
	k.wStride = Load(Param("wStride"), GP64())
	k.xStride = Load(Param("xStride"), GP64())
	k.dstStride = Load(Param("dstStride"), GP64())
}

// blocks runs block for each whole 32 columns, and tail once for the rest.
func (k *tile) blocks(w, x asm.Rows, block, tail func()) {
	steps := GP64()
	MOVQ(k.cols, steps)
	SHRQ(Imm(5), steps)
	JZ(LabelRef("tail"))
	Label("block")
	block()
	w.Advance(Imm(uint64(32 * k.wSize())))
	x.Advance(Imm(32 * 4))
	DECQ(steps)
	JNZ(LabelRef("block"))

	Label("tail")
	if tail != nil {
		rest := GP64()
		MOVQ(k.cols, rest)
		ANDQ(Imm(31), rest)
		JZ(LabelRef("sums"))
		tail()
	}
	Label("sums")
}

func (k *tile) wSize() int {
	if k.bf16 {
		return 2
	}
	return 4
}

// next moves on by r rows and jumps back unless all are done.
func (k *tile) next() {
	for range k.r {
		ADDQ(k.wStride, k.w)
	}
	ADDQ(Imm(uint64(4*k.r)), k.dst)
	SUBQ(Imm(uint64(k.r)), k.rows)
	JNZ(LabelRef("rows"))
	VZEROUPPER()
	RET()
}

// prefetch asks for rows that follow, where one vector leaves memory the
// bottleneck.
func (k *tile) prefetch(w asm.Rows, i int) {
	if k.t == 1 && k.r > 1 {
		PREFETCHT0(w.At(i).Offset(asm.PrefetchBytes))
		if !k.bf16 {
			PREFETCHT0(w.At(i).Offset(asm.PrefetchBytes + 64))
		}
	}
}

type avx512 struct {
	tile
	accs [][][]VecVirtual // [r][t][2]
	keep []Register       // masks of the last columns
}

func (k avx512) write() {
	k.begin("AVX512")
	Comment("The last columns, fewer than 32, are loaded under two masks.")
	rest, bits := GP64(), GP64()
	MOVQ(k.cols, rest)
	ANDQ(Imm(31), rest)
	MOVQ(I32(-1), bits)
	BZHIQ(rest, bits, bits)
	for i := range 2 {
		k.keep = append(k.keep, K())
		KMOVW(bits.As32(), k.keep[i])
		SHRQ(Imm(16), bits)
	}

	Label("rows")
	for i := range k.r {
		k.accs = append(k.accs, nil)
		for range k.t {
			k.accs[i] = append(k.accs[i], asm.ZMMs(2))
		}
	}
	for _, row := range k.accs {
		for _, pair := range row {
			asm.ZeroZ(pair...)
		}
	}
	w, x := asm.NewRows(k.w, k.wStride, k.r), asm.NewRows(k.x, k.xStride, k.t)
	k.blocks(w, x,
		func() { k.block(w, x, false) },
		func() { k.block(w, x, true) })

	at := GP64()
	MOVQ(k.dst, at)
	for t := range k.t {
		for i := range k.r {
			asm.FoldZ(k.accs[i][t][0], k.accs[i][t][1])
		}
		if k.r == 4 {
			sums := asm.SumFloat32x4([]VecVirtual{k.accs[0][t][0], k.accs[1][t][0], k.accs[2][t][0], k.accs[3][t][0]})
			VMOVUPS(sums, Mem{Base: at})
		} else {
			asm.SumFloat32(k.accs[0][t][0])
			VMOVSS(k.accs[0][t][0].AsX(), Mem{Base: at})
		}
		if t+1 < k.t {
			ADDQ(k.dstStride, at)
		}
	}
	k.next()
}

// block accumulates 32 columns, or the last ones under the masks.
func (k avx512) block(w, x asm.Rows, masked bool) {
	var vectors [][]VecVirtual
	for t := range k.t {
		vectors = append(vectors, asm.ZMMs(2))
		for h, z := range vectors[t] {
			if masked {
				VMOVUPS_Z(x.At(t).Offset(64*h), k.keep[h], z)
			} else {
				VMOVUPS(x.At(t).Offset(64*h), z)
			}
		}
	}
	for i := range k.r {
		if !masked {
			k.prefetch(w, i)
		}
		for h := range 2 {
			weights := ZMM()
			k.load(w.At(i).Offset(16*k.wSize()*h), weights, h, masked)
			for t := range k.t {
				product := ZMM()
				VMULPS(vectors[t][h], weights, product)
				VADDPS(product, k.accs[i][t][h], k.accs[i][t][h])
			}
		}
	}
}

func (k avx512) load(m Mem, z VecVirtual, h int, masked bool) {
	switch {
	case k.bf16 && masked:
		VPMOVZXWD_Z(m, k.keep[h], z)
	case k.bf16:
		VPMOVZXWD(m, z)
	case masked:
		VMOVUPS_Z(m, k.keep[h], z)
	default:
		VMOVUPS(m, z)
	}
	if k.bf16 {
		VPSLLD(Imm(16), z, z)
	}
}

type avx2 struct {
	tile
	tail Mem
	accs [][][]VecVirtual // [r][t][4]
}

func (k avx2) write() {
	k.begin("AVX2")
	Label("rows")
	for i := range k.r {
		k.accs = append(k.accs, nil)
		for range k.t {
			k.accs[i] = append(k.accs[i], asm.YMMs(4))
		}
	}
	for _, row := range k.accs {
		for _, four := range row {
			asm.ZeroY(four...)
		}
	}
	w, x := asm.NewRows(k.w, k.wStride, k.r), asm.NewRows(k.x, k.xStride, k.t)
	tail := func() { k.last(w, x) }
	if k.bf16 {
		tail = nil // 16-bit loads cannot be masked; the caller widens such rows
	}
	k.blocks(w, x, func() { k.block(w, x) }, tail)

	at := GP64()
	MOVQ(k.dst, at)
	for t := range k.t {
		for i := range k.r {
			asm.FoldY(k.accs[i][t])
			asm.SumFloat32(k.accs[i][t][0])
			VMOVSS(k.accs[i][t][0].AsX(), Mem{Base: at, Disp: 4 * i})
		}
		if t+1 < k.t {
			ADDQ(k.dstStride, at)
		}
	}
	k.next()
}

// block accumulates 32 columns.
func (k avx2) block(w, x asm.Rows) {
	for i := range k.r {
		k.prefetch(w, i)
		for c := range 4 {
			weights := YMM()
			m := w.At(i).Offset(8 * k.wSize() * c)
			if k.bf16 {
				VPMOVZXWD(m, weights)
				VPSLLD(Imm(16), weights, weights)
			} else {
				VMOVUPS(m, weights)
			}
			for t := range k.t {
				product := YMM()
				VMULPS(x.At(t).Offset(32*c), weights, product)
				VADDPS(product, k.accs[i][t][c], k.accs[i][t][c])
			}
		}
	}
}

// last accumulates the columns behind the last whole block.
func (k avx2) last(w, x asm.Rows) {
	Comment("The mask of eight columns starts where the ones left of it are as many as columns.")
	rest, table := GP64(), GP64()
	MOVQ(k.cols, rest)
	ANDQ(Imm(31), rest)
	SHLQ(Imm(2), rest)
	LEAQ(k.tail.Offset(32*4), table)
	SUBQ(rest, table)
	for c := range 4 {
		mask := YMM()
		VMOVDQU(Mem{Base: table, Disp: 32 * c}, mask)
		for i := range k.r {
			for t := range k.t {
				weights, vector := YMM(), YMM()
				VMASKMOVPS(w.At(i).Offset(32*c), mask, weights)
				VMASKMOVPS(x.At(t).Offset(32*c), mask, vector)
				VMULPS(vector, weights, vector)
				VADDPS(vector, k.accs[i][t][c], k.accs[i][t][c])
			}
		}
	}
}

// addRows makes a function that keeps wide, else narrow, columns of dst in
// registers of width floats, and walks over all rows for them.
func addRows(level string, width int, registers func(int) []VecVirtual) {
	wide, narrow := 8*width, 32
	name := "addRowsBlocks" + level
	TEXT(name, NOSPLIT, "func(dst, weights, rows *float32, n, stride, cols int)")
	Pragma("noescape")
	Doc(name+" adds weights[i]*rows[i] to dst for i rising, for n rows, at least one,",
		"stride bytes apart, and cols columns, a positive multiple of 32.")
	dst, rows := Load(Param("dst"), GP64()), Load(Param("rows"), GP64())
	stride, cols := Load(Param("stride"), GP64()), Load(Param("cols"), GP64())

	strip := func(columns int) {
		weights, n, row := GP64(), GP64(), GP64()
		Load(Param("weights"), weights)
		Load(Param("n"), n)
		MOVQ(rows, row)
		sums := registers(columns / width)
		for i, s := range sums {
			VMOVUPS(Mem{Base: dst, Disp: 4 * width * i}, s)
		}
		label := fmt.Sprintf("row%d", columns)
		Label(label)
		weight := registers(1)[0]
		VBROADCASTSS(Mem{Base: weights}, weight)
		for i, s := range sums {
			product := registers(1)[0]
			VMULPS(Mem{Base: row, Disp: 4 * width * i}, weight, product)
			VADDPS(product, s, s)
		}
		ADDQ(Imm(4), weights)
		ADDQ(stride, row)
		DECQ(n)
		JNZ(LabelRef(label))
		for i, s := range sums {
			VMOVUPS(s, Mem{Base: dst, Disp: 4 * width * i})
		}
		ADDQ(U32(4*columns), dst)
		ADDQ(U32(4*columns), rows)
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

// Command ternary writes the assembly of package ternary: functions that
// multiply some packed rows with a tile of tokens.
//
// A tile of p packed rows and t tokens keeps 4*p*t accumulators in registers,
// four because a packed row holds four rows. Weights are unpacked once for t
// tokens, and activations are loaded once for 4*p rows.
package main

import (
	"fmt"
	"strings"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"

	"github.com/r3mes/r3mes/kernels/_gen/asm"
)

const signature = "func(packed *byte, q *int8, dst *float32, sums *int32, factors *float32, cols, rows, quarter int)"

const doc = `multiplies rows packed rows, a multiple of %d, with %d tokens.

Packed rows and tokens are cols bytes apart%s. The output of packed row r,
part i, token t goes to dst[t*4*quarter + i*quarter + r].`

func main() {
	asm.Header()
	masks := GLOBL("codeMasks", RODATA|NOPTR)
	for i := range 4 {
		DATA(4*i, U32(0x03030303<<(2*i)))
	}
	tail := GLOBL("tailMask", RODATA|NOPTR) // 32 zero bytes, then 32 of 255
	for i := range 8 {
		DATA(8*i, U64(uint64(i/4)*0xffffffffffffffff))
	}
	for _, s := range [][2]int{{4, 1}, {2, 2}, {2, 3}, {1, 1}, {1, 2}, {1, 3}, {1, 4}, {1, 5}, {1, 6}} {
		avx512{tile: tile{p: s[0], t: s[1]}, masks: masks}.write()
	}
	for _, s := range [][2]int{{2, 1}, {1, 1}, {1, 2}, {1, 3}} {
		avx2{tile: tile{p: s[0], t: s[1]}, masks: masks, tail: tail}.write()
	}
	Generate()
}

// tile is what both instruction sets share.
type tile struct {
	p, t int

	packed, q, dst, sums, factors, cols, rows, quarter Register
}

func (k *tile) begin(level, note string) {
	name := fmt.Sprintf("tile%dx%d%s", k.p, k.t, level)
	TEXT(name, NOSPLIT, signature)
	Pragma("noescape")
	Doc(strings.Split(name+" "+fmt.Sprintf(doc, k.p, k.t, note), "\n")...)
	k.packed = Load(Param("packed"), GP64())
	k.q = Load(Param("q"), GP64())
	k.dst = Load(Param("dst"), GP64())
	k.sums = Load(Param("sums"), GP64())
	k.factors = Load(Param("factors"), GP64())
	k.cols = Load(Param("cols"), GP64())
	k.rows = Load(Param("rows"), GP64())
	k.quarter = Load(Param("quarter"), GP64())
	SHLQ(Imm(2), k.quarter) // to bytes
}

// next moves on by p rows and jumps to label unless all are done.
func (k *tile) next(label string) {
	for range k.p {
		ADDQ(k.cols, k.packed)
	}
	ADDQ(Imm(uint64(4*k.p)), k.dst)
	SUBQ(Imm(uint64(k.p)), k.rows)
	JNZ(LabelRef(label))
	VZEROUPPER()
	RET()
}

// store turns the four sums of codes in dots into outputs of packed row p and
// token t; at points to the token's outputs.
func (k *tile) store(dots VecVirtual, p, t int, at, upper Register) {
	x, v := dots.AsX(), XMM()
	VPBROADCASTD(Mem{Base: k.sums, Disp: 4 * t}, v)
	VPSUBD(v, x, x)
	VCVTDQ2PS(x, x)
	VBROADCASTSS(Mem{Base: k.factors, Disp: 4 * t}, v)
	VMULPS(v, x, x)
	VMOVSS(x, Mem{Base: at, Disp: 4 * p})
	VEXTRACTPS(Imm(1), x, Mem{Base: at, Index: k.quarter, Scale: 1, Disp: 4 * p})
	VEXTRACTPS(Imm(2), x, Mem{Base: upper, Disp: 4 * p})
	VEXTRACTPS(Imm(3), x, Mem{Base: upper, Index: k.quarter, Scale: 1, Disp: 4 * p})
}

// outputs calls sums for each row and token and stores what it returns.
func (k *tile) outputs(sums func(p, t int) VecVirtual) {
	at, upper := GP64(), GP64()
	MOVQ(k.dst, at)
	for t := range k.t {
		LEAQ(Mem{Base: at, Index: k.quarter, Scale: 2}, upper)
		for p := range k.p {
			k.store(sums(p, t), p, t, at, upper)
		}
		if t+1 < k.t {
			LEAQ(Mem{Base: upper, Index: k.quarter, Scale: 2}, at)
		}
	}
}

// prefetch asks for the weights that follow, where a tile has too little work
// for its bytes to hide the memory.
func (k *tile) prefetch(w asm.Rows, p int) {
	if k.t <= 3 {
		PREFETCHT0(w.At(p).Offset(asm.PrefetchBytes))
	}
}

// avx512 uses vpdpbusd on codes that are masked but not shifted: the sums of
// part i are 4^i times too large, and shifting them once at the end costs
// less than shifting each weight.
type avx512 struct {
	tile
	masks Mem

	accs [][]VecVirtual // [p*4+i][t]
	mask []VecVirtual   // the four code masks; nil when registers are short
	rest Register       // columns beyond the last whole block
	keep Register       // its mask
}

func (k avx512) write() {
	k.begin("AVX512", "")
	Comment("The last columns, fewer than 64, are loaded under a mask.")
	k.rest, k.keep = GP64(), K()
	MOVQ(k.cols, k.rest)
	ANDQ(Imm(63), k.rest)
	bits := GP64()
	MOVQ(I32(-1), bits)
	BZHIQ(k.rest, bits, bits)
	KMOVQ(bits, k.keep)
	if 4*k.p*k.t+k.t+2+4 <= 32 {
		k.mask = asm.ZMMs(4)
		for i, z := range k.mask {
			VPBROADCASTD(k.masks.Offset(4*i), z)
		}
	}

	Label("rows")
	for range 4 * k.p {
		k.accs = append(k.accs, asm.ZMMs(k.t))
	}
	for _, a := range k.accs {
		asm.ZeroZ(a...)
	}
	w, q := asm.NewRows(k.packed, k.cols, k.p), asm.NewRows(k.q, k.cols, k.t)
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
	TESTQ(k.rest, k.rest)
	JZ(LabelRef("sums"))
	k.block(w, q, func(m Mem, z VecVirtual) { VMOVDQU8_Z(m, k.keep, z) })

	Label("sums")
	k.outputs(func(p, t int) VecVirtual {
		var parts []VecVirtual
		for i := range 4 {
			a := k.accs[4*p+i][t]
			if i > 0 {
				VPSRAD(Imm(uint64(2*i)), a, a)
			}
			parts = append(parts, a)
		}
		return asm.SumInt32x4(parts, true)
	})
	k.next("rows")
}

// block accumulates 64 columns.
func (k avx512) block(w, q asm.Rows, load func(Mem, VecVirtual)) {
	acts := asm.ZMMs(k.t)
	for t, z := range acts {
		load(q.At(t), z)
	}
	for p := range k.p {
		k.prefetch(w, p)
		weights := ZMM()
		load(w.At(p), weights)
		for i := range 4 {
			codes := ZMM()
			if k.mask != nil {
				VPANDD(k.mask[i], weights, codes)
			} else {
				VPANDD_BCST(k.masks.Offset(4*i), weights, codes)
			}
			for t, z := range acts {
				VPDPBUSD(z, codes, k.accs[4*p+i][t])
			}
		}
	}
}

// avx2 multiplies codes with vpmaddubsw into pairs of at most 2*2*128 = 512,
// of which 16 bits hold flushEvery; then they move to 32-bit sums on the stack.
type avx2 struct {
	tile
	masks, tail Mem

	accs [][]VecVirtual // [p*4+i][t], 16 bits
	wide Mem            // the 32-bit sums, 32 bytes for each of accs
	mask VecVirtual     // 3 in every byte
}

const flushEvery = 64

func (k avx2) write() {
	k.begin("AVX2", "; cols is at least 32")
	k.wide = AllocLocal(32 * 4 * k.p * k.t)
	k.mask = YMM()
	VPBROADCASTD(k.masks, k.mask)

	Label("rows")
	zero := YMM()
	asm.ZeroY(zero)
	for i := range 4 * k.p * k.t {
		VMOVDQU(zero, k.wide.Offset(32*i))
	}
	w, q := asm.NewRows(k.packed, k.cols, k.p), asm.NewRows(k.q, k.cols, k.t)
	left, steps := GP64(), GP64()
	MOVQ(k.cols, left)
	SHRQ(Imm(5), left)

	Label("stretch")
	Comment("At most 64 blocks of 32 columns fit 16-bit sums.")
	MOVQ(U32(flushEvery), steps)
	CMPQ(left, steps)
	CMOVQLT(left, steps)
	SUBQ(steps, left)
	for range 4 * k.p {
		k.accs = append(k.accs, asm.YMMs(k.t))
	}
	for _, a := range k.accs {
		asm.ZeroY(a...)
	}
	Label("block")
	k.block(w, q, nil)
	w.Advance(Imm(32))
	q.Advance(Imm(32))
	DECQ(steps)
	JNZ(LabelRef("block"))
	k.flush()
	TESTQ(left, left)
	JNZ(LabelRef("stretch"))

	Comment("The last columns: the last 32 again, without those already counted.")
	rest := GP64()
	MOVQ(k.cols, rest)
	ANDQ(Imm(31), rest)
	JZ(LabelRef("sums"))
	mask := GP64()
	LEAQ(k.tail, mask)
	ADDQ(rest, mask)
	SUBQ(Imm(32), rest)
	w.Advance(rest)
	q.Advance(rest)
	for _, a := range k.accs {
		asm.ZeroY(a...)
	}
	k.block(w, q, mask)
	k.flush()

	Label("sums")
	k.outputs(func(p, t int) VecVirtual {
		parts := asm.YMMs(4)
		for i, y := range parts {
			VMOVDQU(k.slot(4*p+i, t), y)
		}
		return asm.SumInt32x4(parts, false)
	})
	k.next("rows")
}

// slot is where the 32-bit sums of accs[i][t] are.
func (k avx2) slot(i, t int) Mem { return k.wide.Offset(32 * (i*k.t + t)) }

// block accumulates 32 columns; keep, if given, points to a mask of weights.
func (k avx2) block(w, q asm.Rows, keep Register) {
	for p := range k.p {
		k.prefetch(w, p)
		weights := YMM()
		VMOVDQU(w.At(p), weights)
		if keep != nil {
			VPAND(Mem{Base: keep}, weights, weights)
		}
		for i := range 4 {
			codes := weights
			if i > 0 {
				codes = YMM()
				VPSRLW(Imm(uint64(2*i)), weights, codes)
				VPAND(k.mask, codes, codes)
			} else {
				codes = YMM()
				VPAND(k.mask, weights, codes)
			}
			for t := range k.t {
				pairs := YMM()
				VPMADDUBSW(q.At(t), codes, pairs)
				VPADDW(pairs, k.accs[4*p+i][t], k.accs[4*p+i][t])
			}
		}
	}
}

// flush adds the 16-bit sums to the 32-bit ones.
func (k avx2) flush() {
	ones := YMM()
	VPCMPEQW(ones, ones, ones)
	VPSRLW(Imm(15), ones, ones)
	for i, tokens := range k.accs {
		for t, a := range tokens {
			VPMADDWD(ones, a, a)
			VPADDD(k.slot(i, t), a, a)
			VMOVDQU(a, k.slot(i, t))
		}
	}
}

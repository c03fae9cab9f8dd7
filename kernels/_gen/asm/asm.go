// Package asm holds what the generators of several kernels share.
//
// Operands are written in Go's order: sources first, destination last.
package asm

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// Header sets what all generated files begin with.
func Header() { ConstraintExpr("!purego") }

// PrefetchBytes is how far ahead streaming kernels ask for weights. Rows follow
// each other in memory, so what lies ahead is a later row. Measured on a Zen 5
// with two threads, one row at a time: 16 KiB reads 1.5 to 2.9 times as fast
// as no prefetch, 8 and 24 KiB come close, 2 KiB gains little.
const PrefetchBytes = 16 << 10

// ZMMs, YMMs and XMMs return n fresh registers.
func ZMMs(n int) []VecVirtual { return many(n, ZMM) }
func YMMs(n int) []VecVirtual { return many(n, YMM) }
func XMMs(n int) []VecVirtual { return many(n, XMM) }

func many(n int, one func() VecVirtual) []VecVirtual {
	regs := make([]VecVirtual, n)
	for i := range regs {
		regs[i] = one()
	}
	return regs
}

// ZeroZ and ZeroY clear registers.
func ZeroZ(regs ...VecVirtual) {
	for _, r := range regs {
		VPXORD(r, r, r)
	}
}

func ZeroY(regs ...VecVirtual) {
	for _, r := range regs {
		VXORPS(r, r, r)
	}
}

// Rows addresses up to six rows of one matrix that lie stride bytes apart,
// with two pointers: x86 scales an index by 1, 2, 4 or 8 only, so rows 3 and
// 5 are reached from a second pointer at row 3.
type Rows struct {
	stride       Register
	first, third GPVirtual
	n            int
}

// NewRows points at n rows, the first at base, which is not changed.
func NewRows(base, stride Register, n int) Rows {
	r := Rows{stride: stride, first: GP64(), n: n}
	MOVQ(base, r.first)
	if n > 3 {
		r.third = GP64()
		LEAQ(Mem{Base: base, Index: stride, Scale: 2}, r.third)
		ADDQ(stride, r.third)
	}
	return r
}

// At is the current position in row i.
func (r Rows) At(i int) Mem {
	switch i {
	case 0:
		return Mem{Base: r.first}
	case 1, 2, 4:
		return Mem{Base: r.first, Index: r.stride, Scale: uint8(i)}
	case 3:
		return Mem{Base: r.third}
	}
	return Mem{Base: r.third, Index: r.stride, Scale: uint8(i - 3)}
}

// Advance moves the position in all rows by some bytes, a register or a
// constant.
func (r Rows) Advance(bytes Op) {
	ADDQ(bytes, r.first)
	if r.n > 3 {
		ADDQ(bytes, r.third)
	}
}

// SumInt32x4 returns a register whose element i is the sum of the 32-bit
// elements of a[i], for four zmm or four ymm registers. It overwrites a.
func SumInt32x4(a []VecVirtual, zmm bool) VecVirtual {
	view, even, odd := VecVirtual.AsY, YMM(), YMM()
	if zmm {
		view, even, odd = VecVirtual.AsZ, ZMM(), ZMM()
	}
	// Each 128-bit part: [a0 a1 a0 a1] and [a2 a3 a2 a3] partial sums ...
	VPUNPCKLDQ(view(a[1]), view(a[0]), view(even))
	VPUNPCKHDQ(view(a[1]), view(a[0]), view(odd))
	VPADDD(view(even), view(odd), view(a[0]))
	VPUNPCKLDQ(view(a[3]), view(a[2]), view(even))
	VPUNPCKHDQ(view(a[3]), view(a[2]), view(odd))
	VPADDD(view(even), view(odd), view(a[1]))
	// ... then [a0 a1 a2 a3], and the parts are added.
	VPUNPCKLQDQ(view(a[1]), view(a[0]), view(even))
	VPUNPCKHQDQ(view(a[1]), view(a[0]), view(odd))
	VPADDD(view(even), view(odd), view(even))
	if zmm {
		VEXTRACTI64X4(Imm(1), even, odd.AsY())
		VPADDD(odd.AsY(), even.AsY(), even.AsY())
		VEXTRACTI32X4(Imm(1), even.AsY(), odd.AsX()) // reaches registers 16 to 31
	} else {
		VEXTRACTI128(Imm(1), even.AsY(), odd.AsX())
	}
	VPADDD(odd.AsX(), even.AsX(), even.AsX())
	return even
}

// SumFloat32x4 returns a register whose element i is the sum of a[i], each
// given as four partial sums, in the order of package lanes: the upper two to
// the lower two, then the upper one to the lower one. It overwrites a.
func SumFloat32x4(a []VecVirtual) VecVirtual {
	lo, hi := XMM(), XMM()
	for i := 0; i < 4; i += 2 {
		VUNPCKLPS(a[i+1].AsX(), a[i].AsX(), lo)
		VUNPCKHPS(a[i+1].AsX(), a[i].AsX(), hi)
		VADDPS(hi, lo, a[i].AsX()) // [a0+a2 b0+b2 a1+a3 b1+b3]
	}
	VUNPCKLPD(a[2].AsX(), a[0].AsX(), lo)
	VUNPCKHPD(a[2].AsX(), a[0].AsX(), hi)
	VADDPS(hi, lo, lo)
	return lo
}

// FoldZ adds the partial sums of two zmm registers until four are left, in
// the lowest part of lo.
func FoldZ(lo, hi VecVirtual) {
	VADDPS(hi, lo, lo)
	VEXTRACTF64X4(Imm(1), lo, hi.AsY())
	VADDPS(hi.AsY(), lo.AsY(), lo.AsY())
	VEXTRACTF32X4(Imm(1), lo.AsY(), hi.AsX())
	VADDPS(hi.AsX(), lo.AsX(), lo.AsX())
}

// FoldY is FoldZ for four ymm registers, and leaves the sum in a[0].
func FoldY(a []VecVirtual) {
	VADDPS(a[2], a[0], a[0])
	VADDPS(a[3], a[1], a[1])
	VADDPS(a[1], a[0], a[0])
	VEXTRACTF128(Imm(1), a[0].AsY(), a[1].AsX())
	VADDPS(a[1].AsX(), a[0].AsX(), a[0].AsX())
}

// SumFloat32 adds the four partial sums in the lowest part of a.
func SumFloat32(a VecVirtual) {
	t := XMM()
	x := a.AsX()
	VMOVHLPS(x, x, t)
	VADDPS(t, x, x)
	VPSRLQ(Imm(32), x, t)
	VADDPS(t, x, x)
}

// Floats32 defines constants of eight equal floats, operands of ymm
// instructions, and returns where each is.
func Floats32(name string, values ...float32) []Mem {
	at := GLOBL(name, RODATA|NOPTR)
	var all []Mem
	for i, v := range values {
		for j := range 8 {
			DATA(32*i+4*j, F32(v))
		}
		all = append(all, at.Offset(32*i))
	}
	return all
}

// Words32 is Floats32 for 32-bit integers.
func Words32(name string, values ...uint32) []Mem {
	at := GLOBL(name, RODATA|NOPTR)
	var all []Mem
	for i, v := range values {
		for j := range 8 {
			DATA(32*i+4*j, U32(v))
		}
		all = append(all, at.Offset(32*i))
	}
	return all
}

// Broadcast fills a ymm register with a float parameter.
func Broadcast(param string) VecVirtual {
	from, err := Param(param).Resolve()
	if err != nil {
		panic(err)
	}
	y := YMM()
	VBROADCASTSS(from.Addr, y)
	return y
}

// Loop writes a loop over blocks, at least one, that advances pointers by
// bytes after each.
func Loop(blocks Register, bytes int, pointers []Register, body func()) {
	Label("block")
	body()
	for _, p := range pointers {
		ADDQ(Imm(uint64(bytes)), p)
	}
	DECQ(blocks)
	JNZ(LabelRef("block"))
}

// Max keeps the larger of m and v in m; where v is NaN, m stays.
func Max(v, m Op) { VMAXPS(m, v, m) }

// MaxOfY reduces a[0] to a[3] to their largest element, in the lowest of a[0].
func MaxOfY(a []VecVirtual) {
	Max(a[1], a[0])
	Max(a[3], a[2])
	Max(a[2], a[0])
	x, y := a[0].AsX(), a[1].AsX()
	VEXTRACTF128(Imm(1), a[0].AsY(), y)
	Max(y, x)
	VMOVHLPS(x, x, y)
	Max(y, x)
	VPSRLQ(Imm(32), x, y)
	Max(y, x)
}

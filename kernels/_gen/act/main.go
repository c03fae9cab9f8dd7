// Command act writes the assembly of package act. The exponential and the error
// function follow exp in kernels/act/exp.go and erf in gelu.go instruction by
// instruction.
package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"

	"github.com/r3mes/r3mes/kernels/_gen/asm"
)

// The constants of exp, by their names there.
type constants struct {
	expLow, expHigh, log2e, magic, ln2High, ln2Low, one Mem
	poly                                                []Mem // exp5 to exp0
	bias, sign                                          Mem
}

func main() {
	asm.Header()
	f := asm.Floats32("expFloats", -87.33654, 88, 1.44269504088896341, 1<<23+1<<22, 0.693359375, -2.12194440e-4, 1,
		1.9875691500e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1)
	w := asm.Words32("expWords", 127<<23, 1<<31)
	c := constants{f[0], f[1], f[2], f[3], f[4], f[5], f[6], f[7:], w[0], w[1]}
	relu2()
	silu(c)
	largest()
	expSum(c)
	scale()
	gelu()
	Generate()
}

func begin(name, signature string, doc ...string) {
	TEXT(name, NOSPLIT, signature)
	Pragma("noescape")
	Doc(doc...)
}

func end() {
	VZEROUPPER()
	RET()
}

// exp replaces x by e to the power x.
func (c constants) exp(x VecVirtual) {
	tiny, t, n, p, u := YMM(), YMM(), YMM(), YMM(), YMM()
	VCMPPS(Imm(1), c.expLow, x, tiny) // less than; false for NaN
	VMOVUPS(c.expHigh, t)
	VMINPS(x, t, x) // the second operand, x, if either is NaN
	VMULPS(c.log2e, x, t)
	VADDPS(c.magic, t, t)
	VSUBPS(c.magic, t, n)
	VMULPS(c.ln2High, n, u)
	VSUBPS(u, x, x)
	VMULPS(c.ln2Low, n, u)
	VSUBPS(u, x, x)

	VMULPS(c.poly[0], x, p)
	for _, next := range c.poly[1:] {
		VADDPS(next, p, p)
		if next != c.poly[len(c.poly)-1] {
			VMULPS(x, p, p)
		}
	}
	VMULPS(x, x, u)
	VMULPS(u, p, p)
	VADDPS(x, p, p)
	VADDPS(c.one, p, p)

	VPSLLD(Imm(23), t, t)
	VPADDD(c.bias, t, t)
	VMULPS(t, p, p)
	VANDNPS(p, tiny, x)
}

func gated(name, doc string, body func(gate, up Mem, out VecVirtual)) {
	begin(name, "func(dst, gate, up *float32, blocks int)", name+" "+doc+" for blocks blocks of 8, at least one.")
	dst, gate, up := Load(Param("dst"), GP64()), Load(Param("gate"), GP64()), Load(Param("up"), GP64())
	blocks := Load(Param("blocks"), GP64())
	asm.Loop(blocks, 32, []Register{dst, gate, up}, func() {
		out := YMM()
		body(Mem{Base: gate}, Mem{Base: up}, out)
		VMOVUPS(out, Mem{Base: dst})
	})
	end()
}

func relu2() {
	gated("relu2BlocksAVX2", "sets dst to max(gate, 0)*max(gate, 0)*up", func(gate, up Mem, out VecVirtual) {
		zero := YMM()
		asm.ZeroY(zero)
		VMAXPS(gate, zero, out) // gate if it is NaN
		VMULPS(out, out, out)
		VMULPS(up, out, out)
	})
}

func silu(c constants) {
	gated("siluBlocksAVX2", "sets dst to gate/(1+exp(-gate))*up", func(gate, up Mem, out VecVirtual) {
		g := YMM()
		VMOVUPS(gate, g)
		VXORPS(c.sign, g, out)
		c.exp(out)
		VADDPS(c.one, out, out)
		VDIVPS(out, g, out)
		VMULPS(up, out, out)
	})
}

func largest() {
	begin("maxBlocksAVX2", "func(x *float32, start float32, blocks int) float32",
		"maxBlocksAVX2 returns the largest of start and, NaN apart, blocks blocks of 32, at least one.")
	x, blocks := Load(Param("x"), GP64()), Load(Param("blocks"), GP64())
	start := asm.Broadcast("start")
	m := asm.YMMs(4)
	for _, y := range m {
		VMOVAPS(start, y)
	}
	asm.Loop(blocks, 128, []Register{x}, func() {
		for i, y := range m {
			v := YMM()
			VMOVUPS(Mem{Base: x, Disp: 32 * i}, v)
			asm.Max(v, y)
		}
	})
	asm.MaxOfY(m)
	Store(m[0].AsX(), ReturnIndex(0))
	end()
}

func expSum(c constants) {
	begin("expSumBlocksAVX2", "func(x *float32, largest float32, partial *float32, blocks int)",
		"expSumBlocksAVX2 replaces x by exp(x - largest) and sets the 32 partial sums, for",
		"blocks blocks of 32, at least one.")
	x, partial := Load(Param("x"), GP64()), Load(Param("partial"), GP64())
	blocks := Load(Param("blocks"), GP64())
	largest := asm.Broadcast("largest")
	sums := asm.YMMs(4)
	asm.ZeroY(sums...)
	asm.Loop(blocks, 128, []Register{x}, func() {
		for i, s := range sums {
			v := YMM()
			VMOVUPS(Mem{Base: x, Disp: 32 * i}, v)
			VSUBPS(largest, v, v)
			c.exp(v)
			VMOVUPS(v, Mem{Base: x, Disp: 32 * i})
			VADDPS(v, s, s)
		}
	})
	for i, s := range sums {
		VMOVUPS(s, Mem{Base: partial, Disp: 32 * i})
	}
	end()
}

func scale() {
	begin("scaleBlocksAVX2", "func(x *float32, factor float32, blocks int)",
		"scaleBlocksAVX2 multiplies x by factor for blocks blocks of 32, at least one.")
	x, blocks := Load(Param("x"), GP64()), Load(Param("blocks"), GP64())
	factor := asm.Broadcast("factor")
	asm.Loop(blocks, 128, []Register{x}, func() {
		for i := range 4 {
			y := YMM()
			VMULPS(Mem{Base: x, Disp: 32 * i}, factor, y)
			VMOVUPS(y, Mem{Base: x, Disp: 32 * i})
		}
	})
	end()
}

// gelu follows geluGeneric.
func gelu() {
	f := asm.Floats32("erfFloats", 0.70710678118654752, 0.5, 1, -1, 3.832506856900711, -3.832506856900711)
	p := asm.Floats32("erfP", 0.00022905065861350646, 0.0034082910107109506, 0.050955695062380861, 0.18520832239976145, 1.128379143519084)
	q := asm.Floats32("erfQ", -1.1791602954361697e-7, 0.000023547966471313185, 0.0010179625278914885, 0.014070470171167667,
		0.11098505178285362, 0.49746925110067538, 1)
	sqrtHalf, half, one, minusOne, erfEnd, minusEnd := f[0], f[1], f[2], f[3], f[4], f[5]
	begin("geluBlocksAVX2", "func(x *float32, blocks int)", "geluBlocksAVX2 replaces x by x*(1+erf(x/√2))/2 for blocks blocks of 8, at least one.")
	x, blocks := Load(Param("x"), GP64()), Load(Param("blocks"), GP64())
	asm.Loop(blocks, 32, []Register{x}, func() {
		v, z, s, num, den := YMM(), YMM(), YMM(), YMM(), YMM()
		VMOVUPS(Mem{Base: x}, v)
		VMULPS(sqrtHalf, v, z)
		clamp(z, erfEnd, minusEnd)
		VMULPS(z, z, s)
		horner(p, s, num)
		horner(q, s, den)
		VMULPS(num, z, z)
		VDIVPS(den, z, z)
		clamp(z, one, minusOne)
		VADDPS(one, z, z)
		VMULPS(half, v, v)
		VMULPS(z, v, v)
		VMOVUPS(v, Mem{Base: x})
	})
	end()
}

// horner sets sum to the polynomial of s with the coefficients c, the one of the
// highest power first.
func horner(c []Mem, s, sum VecVirtual) {
	VMOVUPS(c[0], sum)
	for _, next := range c[1:] {
		VMULPS(s, sum, sum)
		VADDPS(next, sum, sum)
	}
}

// clamp bounds v to low and high; NaN stays, being the second operand.
func clamp(v VecVirtual, high, low Mem) {
	t := YMM()
	VMOVUPS(high, t)
	VMINPS(v, t, v)
	VMOVUPS(low, t)
	VMAXPS(v, t, v)
}

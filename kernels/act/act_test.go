package act

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/r3mes/r3mes/kernels/cpufeat"
	"github.com/r3mes/r3mes/kernels/kerneltest"
)

// ulps returns how many units in the last place got is off.
func ulps(got float32, want float64) float64 {
	unit := math.Nextafter32(float32(want), math.MaxFloat32) - float32(want)
	return math.Abs(float64(got)-want) / float64(unit)
}

func TestExpIsWithinTwoUnits(t *testing.T) {
	for x := float32(-87.3); x < 88; x += 0.000713 {
		if off := ulps(exp(x), math.Exp(float64(x))); off > 2 {
			t.Fatalf("exp(%v) is off by %.2f units", x, off)
		}
	}
}

func TestExpAtTheEnds(t *testing.T) {
	inf := float32(math.Inf(1))
	for _, c := range []struct{ x, want float32 }{
		{0, 1}, {-inf, 0}, {-87.4, 0}, {-1000, 0}, {inf, exp(88)}, {1000, exp(88)},
	} {
		if got := exp(c.x); got != c.want {
			t.Errorf("exp(%v) = %v, want %v", c.x, got, c.want)
		}
	}
	if got := exp(float32(math.NaN())); got == got {
		t.Errorf("exp(NaN) = %v, want NaN", got)
	}
}

func TestReLU2MulIsItsFormula(t *testing.T) {
	kerneltest.EachLevel(t, func(t *testing.T) {
		gate, up := slices.Repeat([]float32{3, -3, 0, 2}, 5), slices.Repeat([]float32{2, 5, 7, -1}, 5)
		ReLU2Mul(gate, gate, up)
		kerneltest.SameBits(t, gate, slices.Repeat([]float32{18, 0, 0, -4}, 5))
	})
}

func TestSiLUMulIsCloseToItsFormula(t *testing.T) {
	r := kerneltest.Rand(1)
	gate, up := kerneltest.Floats(r, 1000), kerneltest.Floats(r, 1000)
	dst := make([]float32, len(gate))
	SiLUMul(dst, gate, up)
	for i, g := range gate {
		want := float64(g) / (1 + math.Exp(-float64(g))) * float64(up[i])
		// exp is within 2 units; sum, quotient and product add half of one each.
		if off := ulps(dst[i], want); off > 6 {
			t.Fatalf("silu(%v)*%v = %v, off by %.1f units", g, up[i], dst[i], off)
		}
	}
}

func TestGELUIsCloseToItsFormula(t *testing.T) {
	for v := -9.0; v < 9; v += 0.0000713 {
		x := []float32{float32(v)}
		GELU(x)
		at := float64(float32(v))
		want := at * (1 + math.Erf(at/math.Sqrt2)) / 2
		if off := math.Abs(float64(x[0]) - want); off > 4*math.Abs(at)/(1<<24) {
			t.Fatalf("gelu(%v) = %v, want %v", at, x[0], want)
		}
	}
}

func TestGELUAtTheEnds(t *testing.T) {
	inf, nan := float32(math.Inf(1)), float32(math.NaN())
	kerneltest.EachLevel(t, func(t *testing.T) {
		x := slices.Repeat([]float32{0, 40, -40, inf, nan, -inf}, 3)
		GELU(x)
		kerneltest.SameBits(t, x, slices.Repeat([]float32{0, 40, float32(math.Copysign(0, -1)), inf, nan, nan}, 3))
	})
}

func TestSoftmaxIsCloseToItsFormula(t *testing.T) {
	x := kerneltest.Floats(kerneltest.Rand(2), 777)
	want, sum := make([]float64, len(x)), 0.0
	for i, v := range x {
		want[i] = math.Exp(float64(v - slices.Max(x)))
		sum += want[i]
	}
	got, total := slices.Clone(x), 0.0
	Softmax(got)
	for i, g := range got {
		total += float64(g)
		if w := want[i] / sum; math.Abs(float64(g)-w) > w*40/(1<<24)+1e-38 {
			t.Fatalf("element %d = %v, want %v", i, g, w)
		}
	}
	if math.Abs(total-1) > 1e-5 {
		t.Errorf("the sum is %v, want 1", total)
	}
}

func TestSoftmaxOfSpecialValues(t *testing.T) {
	inf, nan := float32(math.Inf(1)), float32(math.NaN())
	pad := slices.Repeat([]float32{-inf}, 40)
	for name, c := range map[string]struct {
		x    []float32
		want float32 // of the first element
	}{
		"one element":         {[]float32{-5}, 1},
		"masked others":       {append([]float32{3}, pad...), 1},
		"NaN poisons all":     {append([]float32{3, nan}, pad...), nan},
		"infinity poisons":    {append([]float32{3, inf}, pad...), nan},
		"nothing is finite":   {pad, nan},
		"far below the other": {append([]float32{-200, 0}, pad...), 0},
	} {
		t.Run(name, func(t *testing.T) {
			kerneltest.EachLevel(t, func(t *testing.T) {
				x := slices.Clone(c.x)
				Softmax(x)
				kerneltest.SameBits(t, x[:1], []float32{c.want})
			})
		})
	}
	Softmax(nil)
}

// kernels are the functions of this package in one form: they overwrite dst,
// which holds x at first.
var kernels = map[string]func(dst, x, y []float32){
	"relu2":   func(dst, x, y []float32) { ReLU2Mul(dst, x, y) },
	"silu":    func(dst, x, y []float32) { SiLUMul(dst, x, y) },
	"inplace": func(dst, x, y []float32) { SiLUMul(dst, y, dst) },
	"gelu":    func(dst, x, y []float32) { GELU(dst) },
	"softmax": func(dst, x, y []float32) { Softmax(dst) },
	"scale":   func(dst, x, y []float32) { Scale(dst, 0.3) },
}

func sameKernels(t *testing.T, x, y []float32, shift int) {
	t.Helper()
	for name, kernel := range kernels {
		compute := func() []float32 {
			dst, check := kerneltest.Guarded[float32](t, len(x), shift, -7)
			copy(dst, x)
			kernel(dst, kerneltest.Copy(x, shift), y)
			check()
			return dst
		}
		want := kerneltest.AtLevel(t, cpufeat.Generic, compute)
		for _, level := range cpufeat.Levels() {
			if msg := kerneltest.Differ(kerneltest.AtLevel(t, level, compute), want); msg != "" {
				t.Fatalf("%s impl=%s: %s", name, level, msg)
			}
		}
	}
}

func TestActivationsHaveTheSameBitsAtEveryLevel(t *testing.T) {
	r := kerneltest.Rand(3)
	for n := range 150 {
		sameKernels(t, kerneltest.Floats(r, n), kerneltest.Floats(r, n), n%9)
		sameKernels(t, kerneltest.Nasty(r, n, false), kerneltest.Nasty(r, n, true), n%9)
		sameKernels(t, kerneltest.Nasty(r, n, true), kerneltest.Nasty(r, n, true), n%9)
	}
}

// Softmax sees exp below zero only, SiLU on both sides: together they walk
// the assembly's exp over its whole range, and GELU its erf.
func TestExpAndErfHaveTheSameBitsInAssembly(t *testing.T) {
	const n = 1 << 14
	x := make([]float32, n)
	for i := range x {
		x[i] = float32(i-n/2) / (n / 2) * 110
	}
	sameKernels(t, x, slices.Repeat([]float32{1}, n), 0)
}

func TestGatedPanicsOnDifferentLengths(t *testing.T) {
	for name, call := range map[string]func(){
		"relu2": func() { ReLU2Mul(make([]float32, 3), make([]float32, 3), make([]float32, 2)) },
		"silu":  func() { SiLUMul(make([]float32, 3), make([]float32, 2), make([]float32, 3)) },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			call()
		})
	}
}

func FuzzActivations(f *testing.F) {
	f.Add(uint64(1), uint16(100), true)
	f.Fuzz(func(t *testing.T, seed uint64, n uint16, special bool) {
		r := kerneltest.Rand(seed)
		sameKernels(t, kerneltest.Nasty(r, int(n%400), special), kerneltest.Nasty(r, int(n%400), special), int(n%7))
	})
}

func BenchmarkActivations(b *testing.B) {
	r := kerneltest.Rand(4)
	for _, n := range []int{512, 6912} {
		x, y := kerneltest.Floats(r, n), kerneltest.Floats(r, n)
		dst := make([]float32, n)
		for _, name := range []string{"relu2", "silu", "gelu", "softmax"} {
			kerneltest.BenchLevels(b, fmt.Sprintf("kernel=%s/n=%d", name, n), func(b *testing.B) {
				b.SetBytes(int64(4 * n))
				for b.Loop() {
					kernels[name](dst, x, y)
				}
			})
		}
	}
}

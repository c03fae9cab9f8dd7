package norm

import (
	"math"
	"testing"

	"github.com/r3mes/r3mes/kernels/cpufeat"
	"github.com/r3mes/r3mes/kernels/kerneltest"
)

func TestLayerIsCloseToTheFormula(t *testing.T) {
	r := kerneltest.Rand(4)
	x, weight, bias := kerneltest.Floats(r, 384), kerneltest.Floats(r, 384), kerneltest.Floats(r, 384)
	mean, variance, largest := 0.0, 0.0, 0.0
	for _, v := range x {
		mean += float64(v) / float64(len(x))
		largest = max(largest, math.Abs(float64(v)))
	}
	for _, v := range x {
		variance += (float64(v) - mean) * (float64(v) - mean) / float64(len(x))
	}
	root := math.Sqrt(variance + 1e-12)
	got := make([]float32, len(x))
	Layer(got, x, weight, bias, 1e-12)
	for i, v := range x {
		want := (float64(v)-mean)/root*float64(weight[i]) + float64(bias[i])
		// A sum takes 12 additions a partial sum and 5 to join them. The mean's
		// roundings are of the size of the largest element, the others of the result.
		bound := 20 * (largest/root*math.Abs(float64(weight[i])) + math.Abs(want) + math.Abs(float64(bias[i]))) / (1 << 24)
		if math.Abs(float64(got[i])-want) > bound {
			t.Fatalf("element %d = %v, want %v within %v", i, got[i], want, bound)
		}
	}
}

func sameLayer(t *testing.T, x, weight, bias []float32, shift int) {
	t.Helper()
	for _, alias := range []bool{false, true} {
		compute := func() []float32 {
			dst, check := kerneltest.Guarded[float32](t, len(x), shift, -7)
			from := kerneltest.Copy(x, shift)
			if alias {
				copy(dst, x)
				from = dst
			}
			Layer(dst, from, weight, bias, 1e-12)
			check()
			return dst
		}
		want := kerneltest.AtLevel(t, cpufeat.Generic, compute)
		for _, level := range cpufeat.Levels() {
			if msg := kerneltest.Differ(kerneltest.AtLevel(t, level, compute), want); msg != "" {
				t.Fatalf("impl=%s alias=%v: %s", level, alias, msg)
			}
		}
	}
}

func TestLayerHasTheSameBitsAtEveryLevel(t *testing.T) {
	r := kerneltest.Rand(5)
	for n := range 100 {
		sameLayer(t, kerneltest.Floats(r, n), kerneltest.Floats(r, n), kerneltest.Floats(r, n), n%9)
		sameLayer(t, kerneltest.Nasty(r, n, n%2 == 0), kerneltest.Nasty(r, n, n%3 == 0), kerneltest.Nasty(r, n, n%5 == 0), n%9)
	}
}

func TestLayerPanicsOnDifferentLengths(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	Layer(make([]float32, 3), make([]float32, 3), make([]float32, 3), make([]float32, 2), 0)
}

func FuzzLayer(f *testing.F) {
	f.Add(uint64(1), uint16(100), true)
	f.Fuzz(func(t *testing.T, seed uint64, n uint16, special bool) {
		r, n := kerneltest.Rand(seed), n%500
		sameLayer(t, kerneltest.Nasty(r, int(n), special), kerneltest.Nasty(r, int(n), special), kerneltest.Nasty(r, int(n), special), int(n%7))
	})
}

func BenchmarkLayer(b *testing.B) {
	r := kerneltest.Rand(6)
	x, weight, bias, dst := kerneltest.Floats(r, 384), kerneltest.Floats(r, 384), kerneltest.Floats(r, 384), make([]float32, 384)
	kerneltest.BenchLevels(b, "cols=384", func(b *testing.B) {
		b.SetBytes(4 * 384)
		for b.Loop() {
			Layer(dst, x, weight, bias, 1e-12)
		}
	})
}

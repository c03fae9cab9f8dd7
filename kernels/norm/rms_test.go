package norm

import (
	"fmt"
	"math"
	"testing"

	"github.com/r3mes/r3mes/kernels/cpufeat"
	"github.com/r3mes/r3mes/kernels/kerneltest"
)

func TestRMSIsCloseToTheFormula(t *testing.T) {
	r := kerneltest.Rand(1)
	x, weight := kerneltest.Floats(r, 2560), kerneltest.Floats(r, 2560)
	mean := 0.0
	for _, v := range x {
		mean += float64(v) * float64(v) / float64(len(x))
	}
	got := make([]float32, len(x))
	RMS(got, x, weight, 1e-5)
	for i, v := range x {
		want := float64(v) / math.Sqrt(mean+1e-5) * float64(weight[i])
		// The sum of squares takes 86 roundings, all of one sign at worst; its root halves them.
		if math.Abs(float64(got[i])-want) > math.Abs(want)*50/(1<<24) {
			t.Fatalf("element %d = %v, want %v", i, got[i], want)
		}
	}
}

func sameRMS(t *testing.T, x, weight []float32, shift int) {
	t.Helper()
	for _, alias := range []bool{false, true} {
		compute := func() []float32 {
			dst, check := kerneltest.Guarded[float32](t, len(x), shift, -7)
			from := kerneltest.Copy(x, shift)
			if alias {
				copy(dst, x)
				from = dst
			}
			RMS(dst, from, weight, 1e-6)
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

func TestRMSHasTheSameBitsAtEveryLevel(t *testing.T) {
	r := kerneltest.Rand(2)
	for n := range 100 {
		sameRMS(t, kerneltest.Floats(r, n), kerneltest.Floats(r, n), n%9)
		sameRMS(t, kerneltest.Nasty(r, n, n%2 == 0), kerneltest.Nasty(r, n, n%3 == 0), n%9)
	}
}

func TestRMSPanicsOnDifferentLengths(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	RMS(make([]float32, 3), make([]float32, 3), make([]float32, 2), 0)
}

func FuzzRMS(f *testing.F) {
	f.Add(uint64(1), uint16(100), true)
	f.Fuzz(func(t *testing.T, seed uint64, n uint16, special bool) {
		r := kerneltest.Rand(seed)
		sameRMS(t, kerneltest.Nasty(r, int(n%500), special), kerneltest.Nasty(r, int(n%500), special), int(n%7))
	})
}

func BenchmarkRMS(b *testing.B) {
	for _, n := range []int{2560, 6912} {
		r := kerneltest.Rand(3)
		x, weight, dst := kerneltest.Floats(r, n), kerneltest.Floats(r, n), make([]float32, n)
		kerneltest.BenchLevels(b, fmt.Sprintf("cols=%d", n), func(b *testing.B) {
			b.SetBytes(int64(4 * n))
			for b.Loop() {
				RMS(dst, x, weight, 1e-5)
			}
		})
	}
}

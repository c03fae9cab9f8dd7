package lanes

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/r3mes/r3mes/kernels/cpufeat"
	"github.com/r3mes/r3mes/kernels/kerneltest"
)

func sameRows(t *testing.T, r *rand.Rand, n, cols int, special bool) {
	t.Helper()
	stride, shift := cols+r.IntN(5), r.IntN(16)
	start, weights := kerneltest.Nasty(r, cols, special), kerneltest.Nasty(r, n, special)
	rows := kerneltest.Copy(kerneltest.Nasty(r, n*stride, special), shift)
	want := slices.Clone(start)
	for i, w := range weights {
		for c := range want {
			p := w * rows[i*stride+c]
			want[c] = want[c] + p
		}
	}
	for _, level := range cpufeat.Levels() {
		got := kerneltest.AtLevel(t, level, func() []float32 {
			dst, check := kerneltest.Guarded[float32](t, cols, shift, -7)
			copy(dst, start)
			AddRows(dst, weights, rows, stride)
			check()
			return dst
		})
		if msg := kerneltest.Differ(got, want); msg != "" {
			t.Fatalf("impl=%s n=%d cols=%d: %s", level, n, cols, msg)
		}
	}
}

func TestAddRowsAddsInTheOrderOfRows(t *testing.T) {
	r := kerneltest.Rand(1)
	for _, cols := range []int{0, 1, 31, 32, 33, 64, 96, 128, 160, 200, 256, 415} {
		for n := range 6 {
			sameRows(t, r, n, cols, false)
			sameRows(t, r, n, cols, true)
		}
	}
}

func TestAddRowsPanicsOnShortRows(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	AddRows(make([]float32, 4), make([]float32, 2), make([]float32, 8), 5)
}

func FuzzAddRows(f *testing.F) {
	f.Add(uint64(1), uint8(3), uint16(128), true)
	f.Fuzz(func(t *testing.T, seed uint64, n uint8, cols uint16, special bool) {
		sameRows(t, kerneltest.Rand(seed), int(n%20), int(cols%600), special)
	})
}

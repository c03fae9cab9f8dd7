package quant

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/r3mes/r3mes/kernels/cpufeat"
	"github.com/r3mes/r3mes/kernels/kerneltest"
	"github.com/r3mes/r3mes/kernels/threads"
)

func TestQuantizeIsTheDocumentedFormula(t *testing.T) {
	r := kerneltest.Rand(1)
	x := kerneltest.Floats(r, 7*100)
	var got Rows
	got.Quantize(nil, x, 7, 100)
	for i := range 7 {
		row := x[i*100:][:100]
		largest := 0.0
		for _, v := range row {
			largest = max(largest, math.Abs(float64(v)))
		}
		s, sum := float32(127)/float32(largest), int32(0)
		if got.Scale[i] != s {
			t.Errorf("Scale[%d] = %v, want %v", i, got.Scale[i], s)
		}
		for c, v := range row {
			want := int8(math.RoundToEven(float64(v * s)))
			if got.Q[i*100+c] != want {
				t.Errorf("Q[%d][%d] = %d, want %d", i, c, got.Q[i*100+c], want)
			}
			sum += int32(want)
		}
		if got.Sum[i] != sum {
			t.Errorf("Sum[%d] = %d, want %d", i, got.Sum[i], sum)
		}
	}
}

func TestTiesGoToEven(t *testing.T) {
	x := []float32{127, 0.5, 1.5, 2.5, -0.5, -1.5, -2.5, -127}
	x = append(x, make([]float32, 64)...) // so that the assembly sees them too
	kerneltest.EachLevel(t, func(t *testing.T) {
		q := make([]int8, len(x))
		scale, _ := Row(q, x)
		if want := []int8{127, 0, 2, 2, 0, -2, -2, -127}; scale != 1 || !slices.Equal(q[:8], want) {
			t.Errorf("Row = %v, %v, want 1, %v", scale, q[:8], want)
		}
	})
}

func TestSpecialRows(t *testing.T) {
	inf, nan := float32(math.Inf(1)), float32(math.NaN())
	for name, c := range map[string]struct {
		value, scale float32
		q            int8
	}{
		"all zero":  {0, 127 / float32(1e-5), 0},
		"tiny":      {1e-38, 127 / float32(1e-5), 0},
		"largest":   {-math.MaxFloat32, 127 / float32(math.MaxFloat32), -127},
		"infinite":  {inf, 0, -128},
		"NaN alone": {nan, 127 / float32(1e-5), -128},
	} {
		t.Run(name, func(t *testing.T) {
			kerneltest.EachLevel(t, func(t *testing.T) {
				q := make([]int8, 70)
				scale, sum := Row(q, slices.Repeat([]float32{c.value}, 70))
				if scale != c.scale || q[0] != c.q || q[69] != c.q || sum != 70*int32(c.q) {
					t.Errorf("Row = %v, %d, q %d and %d, want %v, %d, %d", scale, sum, q[0], q[69], c.scale, 70*int32(c.q), c.q)
				}
			})
		})
	}
}

func sameRow(t *testing.T, x []float32, shift int) {
	t.Helper()
	want := make([]int8, len(x))
	wantScale, wantSum := rowGeneric(want, x)
	for _, level := range cpufeat.Levels() {
		q, check := kerneltest.Guarded[int8](t, len(x), shift, -7)
		var scale float32
		sum := kerneltest.AtLevel(t, level, func() (sum int32) {
			scale, sum = Row(q, kerneltest.Copy(x, shift%8))
			return sum
		})
		check()
		if scale != wantScale || sum != wantSum || !slices.Equal(q, want) {
			t.Fatalf("impl=%s len=%d: scale %v sum %d q %v, want %v %d %v", level, len(x), scale, sum, q, wantScale, wantSum, want)
		}
	}
}

func TestRowsAreTheSameAtEveryLevel(t *testing.T) {
	r := kerneltest.Rand(2)
	for n := range 200 {
		sameRow(t, kerneltest.Floats(r, n), n)
		sameRow(t, kerneltest.Nasty(r, n, false), n)
		sameRow(t, kerneltest.Nasty(r, n, true), n)
	}
}

func TestARowDoesNotDependOnItsBatch(t *testing.T) {
	const n, cols = 9, 77
	x := kerneltest.Floats(kerneltest.Rand(3), n*cols)
	pool := threads.New(3)
	defer pool.Close()
	kerneltest.EachLevel(t, func(t *testing.T) {
		var all, one Rows
		all.Quantize(pool, x, n, cols)
		for i := range n {
			one.Quantize(nil, x[i*cols:][:cols], 1, cols)
			if one.Scale[0] != all.Scale[i] || one.Sum[0] != all.Sum[i] || !slices.Equal(one.Q, all.Q[i*cols:][:cols]) {
				t.Errorf("row %d differs from the same row alone", i)
			}
		}
	})
}

func TestQuantizeReusesItsBuffers(t *testing.T) {
	var q Rows
	x := make([]float32, 64)
	q.Quantize(nil, x, 2, 32)
	before := &q.Q[0]
	q.Quantize(nil, x[:32], 1, 32)
	if &q.Q[0] != before || len(q.Q) != 32 || len(q.Scale) != 1 || len(q.Sum) != 1 {
		t.Errorf("a smaller row got new buffers or wrong lengths: %d %d %d", len(q.Q), len(q.Scale), len(q.Sum))
	}
}

func FuzzRow(f *testing.F) {
	f.Add(uint64(1), uint16(100), true, uint8(3))
	f.Fuzz(func(t *testing.T, seed uint64, n uint16, special bool, shift uint8) {
		sameRow(t, kerneltest.Nasty(kerneltest.Rand(seed), int(n%1000), special), int(shift))
	})
}

func BenchmarkQuantize(b *testing.B) {
	for _, cols := range []int{2560, 6912} {
		x := kerneltest.Floats(kerneltest.Rand(4), cols)
		kerneltest.BenchLevels(b, fmt.Sprintf("n=1/cols=%d", cols), func(b *testing.B) {
			var q Rows
			b.SetBytes(int64(4 * cols))
			for b.Loop() {
				q.Quantize(nil, x, 1, cols)
			}
		})
	}
}

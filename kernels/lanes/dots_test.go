package lanes

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/r3mes/r3mes/kernels/cpufeat"
	"github.com/r3mes/r3mes/kernels/kerneltest"
)

func toBF16(x []float32) []uint16 {
	w := make([]uint16, len(x))
	for i, v := range x {
		w[i] = uint16(math.Float32bits(v) >> 16)
	}
	return w
}

// check compares every level with the generic one, for both types of rows.
func check(t *testing.T, r *rand.Rand, rows, n, cols int, values func(n int) []float32) {
	t.Helper()
	wStride, xStride, dstStride := cols+r.IntN(9), cols+r.IntN(9), rows+r.IntN(5)
	w := kerneltest.Copy(values(rows*wStride), r.IntN(16))
	half := kerneltest.Copy(toBF16(w), r.IntN(16))
	x := kerneltest.Copy(values(n*xStride), r.IntN(16))
	shift := r.IntN(16)
	compute := func(bf16 bool) func() []float32 {
		return func() []float32 {
			dst, guard := kerneltest.Guarded[float32](t, n*dstStride, shift, -7)
			if bf16 {
				DotsBF16(dst, dstStride, half, wStride, rows, x, xStride, n, cols)
			} else {
				Dots(dst, dstStride, w, wStride, rows, x, xStride, n, cols)
			}
			guard()
			return dst // the canaries between the rows of dst are compared too
		}
	}
	for _, bf16 := range []bool{false, true} {
		want := kerneltest.AtLevel(t, cpufeat.Generic, compute(bf16))
		for _, level := range cpufeat.Levels() {
			got := kerneltest.AtLevel(t, level, compute(bf16))
			if msg := kerneltest.Differ(got, want); msg != "" {
				t.Fatalf("impl=%s bf16=%v rows=%d n=%d cols=%d: %s", level, bf16, rows, n, cols, msg)
			}
		}
	}
}

func TestDotsHaveTheSameBitsAtEveryLevel(t *testing.T) {
	r := kerneltest.Rand(1)
	for _, cols := range []int{0, 1, 2, 7, 8, 15, 16, 17, 31, 32, 33, 48, 63, 64, 65, 96, 127, 500} {
		for _, rows := range []int{0, 1, 2, 3, 4, 5, 7, 9} {
			for _, n := range []int{0, 1, 2, 3, 4, 5, 7} {
				check(t, r, rows, n, cols, func(n int) []float32 { return kerneltest.Floats(r, n) })
			}
		}
	}
}

func TestDotsOfNastyValuesHaveTheSameBits(t *testing.T) {
	r := kerneltest.Rand(2)
	for range 300 {
		rows, n, cols := 1+r.IntN(6), 1+r.IntN(5), r.IntN(70)
		check(t, r, rows, n, cols, func(n int) []float32 { return kerneltest.Nasty(r, n, r.IntN(2) == 0) })
	}
}

// The order is a promise: it is spelled out here a second time.
func TestDotAddsInTheDocumentedOrder(t *testing.T) {
	r := kerneltest.Rand(3)
	a, b := kerneltest.Floats(r, 77), kerneltest.Floats(r, 77)
	var part [32]float32
	for i := range a {
		p := a[i] * b[i]
		part[i%32] = part[i%32] + p
	}
	for _, half := range []int{16, 8, 4, 2, 1} {
		for i := range half {
			part[i] = part[i] + part[i+half]
		}
	}
	kerneltest.EachLevel(t, func(t *testing.T) {
		if got := Dot(a, b); got != part[0] {
			t.Errorf("Dot = %v, want %v", got, part[0])
		}
	})
}

func TestDotIsCloseToTheExactSum(t *testing.T) {
	r := kerneltest.Rand(4)
	a, b := kerneltest.Floats(r, 2560), kerneltest.Floats(r, 2560)
	exact, magnitude := 0.0, 0.0
	for i := range a {
		p := float64(a[i]) * float64(b[i])
		exact += p
		magnitude += math.Abs(p)
	}
	// Each partial sum takes 80 roundings, the tree 5, the product 1.
	if got, bound := float64(Dot(a, b)), magnitude*86/(1<<24); math.Abs(got-exact) > bound {
		t.Errorf("Dot = %v, want %v within %v", got, exact, bound)
	}
}

func TestDotsPanicOnShortSlices(t *testing.T) {
	one := make([]float32, 4)
	for name, call := range map[string]func(){
		"w":   func() { Dots(make([]float32, 4), 2, one[:3], 2, 2, one, 2, 2, 2) },
		"x":   func() { Dots(make([]float32, 4), 2, one, 2, 2, one[:3], 2, 2, 2) },
		"dst": func() { Dots(make([]float32, 3), 2, one, 2, 2, one, 2, 2, 2) },
		"dot": func() { Dot(one, one[:3]) },
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

func FuzzDots(f *testing.F) {
	f.Add(uint64(1), uint8(4), uint8(3), uint16(128), false)
	f.Add(uint64(2), uint8(5), uint8(4), uint16(33), true)
	f.Fuzz(func(t *testing.T, seed uint64, rows, n uint8, cols uint16, nasty bool) {
		r := kerneltest.Rand(seed)
		check(t, r, int(rows%12), int(n%8), int(cols%300), func(n int) []float32 {
			if nasty {
				return kerneltest.Nasty(r, n, true)
			}
			return kerneltest.Floats(r, n)
		})
	})
}

func BenchmarkDot(b *testing.B) {
	for _, n := range []int{128, 2560} {
		r := kerneltest.Rand(5)
		x, y := kerneltest.Floats(r, n), kerneltest.Floats(r, n)
		kerneltest.BenchLevels(b, fmt.Sprintf("n=%d", n), func(b *testing.B) {
			b.SetBytes(int64(8 * n))
			for b.Loop() {
				Dot(x, y)
			}
		})
	}
}

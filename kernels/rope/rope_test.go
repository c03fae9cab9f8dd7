package rope

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/r3mes/r3mes/kernels/cpufeat"
	"github.com/r3mes/r3mes/kernels/kerneltest"
)

func TestApplyRotatesHalves(t *testing.T) {
	table := New(4, 8, 10000)
	x := []float32{1, 2, 3, 4}
	table.Apply(x, 3)
	for i, want := range []float64{
		1*math.Cos(3) - 3*math.Sin(3), 2*math.Cos(0.03) - 4*math.Sin(0.03),
		3*math.Cos(3) + 1*math.Sin(3), 4*math.Cos(0.03) + 2*math.Sin(0.03),
	} {
		if math.Abs(float64(x[i])-want) > 1e-6 {
			t.Errorf("element %d = %v, want %v", i, x[i], want)
		}
	}
}

func TestPositionZeroChangesNothing(t *testing.T) {
	x := kerneltest.Floats(kerneltest.Rand(1), 256)
	want := slices.Clone(x)
	New(128, 1, 500000).Apply(x, 0)
	kerneltest.SameBits(t, x, want)
}

// A score depends on the distance of two positions only.
func TestScoresDependOnTheDistance(t *testing.T) {
	r := kerneltest.Rand(2)
	table := New(64, 300, 10000)
	q, k := kerneltest.Floats(r, 64), kerneltest.Floats(r, 64)
	score := func(a, b int) (sum float64) {
		qa, kb := slices.Clone(q), slices.Clone(k)
		table.Apply(qa, a)
		table.Apply(kb, b)
		for i := range qa {
			sum += float64(qa[i]) * float64(kb[i])
		}
		return sum
	}
	magnitude := 0.0
	for i := range q {
		magnitude += math.Abs(float64(q[i])) + math.Abs(float64(k[i]))
	}
	if near, far := score(7, 2), score(287, 282); math.Abs(near-far) > 1e-4*magnitude {
		t.Errorf("score(7, 2) = %v, score(287, 282) = %v", near, far)
	}
}

func sameRotation(t *testing.T, headDim, heads, pos int, x []float32) {
	t.Helper()
	table := New(headDim, pos+1, 500000)
	compute := func() []float32 {
		dst, check := kerneltest.Guarded[float32](t, headDim*heads, pos%8, -7)
		copy(dst, x)
		table.Apply(dst, pos)
		check()
		return dst
	}
	want := kerneltest.AtLevel(t, cpufeat.Generic, compute)
	for _, level := range cpufeat.Levels() {
		if msg := kerneltest.Differ(kerneltest.AtLevel(t, level, compute), want); msg != "" {
			t.Fatalf("impl=%s headDim=%d: %s", level, headDim, msg)
		}
	}
}

func TestRotationsHaveTheSameBitsAtEveryLevel(t *testing.T) {
	r := kerneltest.Rand(3)
	for _, headDim := range []int{2, 4, 14, 16, 18, 32, 64, 80, 128, 256} {
		for heads := range 4 {
			sameRotation(t, headDim, heads, r.IntN(50), kerneltest.Nasty(r, headDim*heads, heads%2 == 0))
		}
	}
}

func TestWrongArgumentsPanic(t *testing.T) {
	table := New(8, 4, 10000)
	for name, call := range map[string]func(){
		"odd head":          func() { New(7, 4, 10000) },
		"zero theta":        func() { New(8, 4, 0) },
		"part of a head":    func() { table.Apply(make([]float32, 12), 0) },
		"position too far":  func() { table.Apply(make([]float32, 8), 4) },
		"negative position": func() { table.Apply(make([]float32, 8), -1) },
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

func FuzzApply(f *testing.F) {
	f.Add(uint64(1), uint8(64), uint8(3), uint8(9))
	f.Fuzz(func(t *testing.T, seed uint64, half, heads, pos uint8) {
		headDim, n := 2*(int(half%100)+1), int(heads%6)
		sameRotation(t, headDim, n, int(pos), kerneltest.Nasty(kerneltest.Rand(seed), headDim*n, true))
	})
}

func BenchmarkApply(b *testing.B) {
	table := New(128, 512, 500000)
	x := kerneltest.Floats(kerneltest.Rand(4), 25*128)
	kerneltest.BenchLevels(b, fmt.Sprintf("heads=%d/headDim=%d", 25, 128), func(b *testing.B) {
		b.SetBytes(int64(4 * len(x)))
		for b.Loop() {
			table.Apply(x, 511)
		}
	})
}

// Package kerneltest holds what the tests of all kernels share: levels,
// guarded buffers, nasty values and comparison of bits.
//
// A kernel's test computes its expectation once with the generic level and
// compares every level with it:
//
//	want := kerneltest.AtLevel(t, cpufeat.Generic, compute)
//	kerneltest.EachLevel(t, func(t *testing.T) { kerneltest.SameBits(t, compute(), want) })
//
// # Caveats
//
// The level is global, so tests that use these helpers must not run in
// parallel with each other.
package kerneltest

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/r3mes/r3mes/kernels/cpufeat"
)

// EachLevel runs body once for each level of this machine, as a subtest named
// impl=<level>, and restores the level afterwards.
func EachLevel(t *testing.T, body func(t *testing.T)) {
	t.Helper()
	for _, level := range cpufeat.Levels() {
		t.Run("impl="+level, func(t *testing.T) {
			use(t, level)
			body(t)
		})
	}
}

// BenchLevels runs body once for each level, named impl=<level>/<name>.
func BenchLevels(b *testing.B, name string, body func(b *testing.B)) {
	b.Helper()
	for _, level := range cpufeat.Levels() {
		b.Run("impl="+level+"/"+name, func(b *testing.B) {
			use(b, level)
			body(b)
		})
	}
}

// AtLevel returns what compute returns at a level, then restores the level.
func AtLevel[T any](tb testing.TB, level string, compute func() T) T {
	tb.Helper()
	before := cpufeat.Level()
	set(tb, level)
	defer set(tb, before)
	return compute()
}

func use(tb testing.TB, level string) {
	tb.Helper()
	before := cpufeat.Level()
	set(tb, level)
	tb.Cleanup(func() { set(tb, before) })
}

func set(tb testing.TB, level string) {
	tb.Helper()
	if err := cpufeat.SetLevel(level); err != nil {
		tb.Fatal(err)
	}
}

// guardLen is the number of guard elements on either side of a buffer, more
// than the widest store writes.
const guardLen = 64

// Guarded returns a slice of n elements that starts shift elements behind an
// allocation's guard, so that it may be unaligned, and a function that fails
// the test if anything around the slice was written. The slice and its
// surroundings are filled with canary.
func Guarded[T comparable](tb testing.TB, n, shift int, canary T) (buf []T, check func()) {
	tb.Helper()
	all, check := guarded(tb, n, shift, canary)
	return all[guardLen+shift:][:n:n], check
}

// guarded returns the whole allocation.
func guarded[T comparable](tb testing.TB, n, shift int, canary T) (all []T, check func()) {
	all = make([]T, n+shift+2*guardLen)
	for i := range all {
		all[i] = canary
	}
	return all, func() {
		tb.Helper()
		for i, v := range all {
			if at := i - guardLen - shift; (at < 0 || at >= n) && v != canary {
				tb.Fatalf("element %d of a buffer of %d was overwritten with %v", at, n, v)
			}
		}
	}
}

// Copy returns a copy of s that starts shift elements behind the start of its
// allocation.
func Copy[T any](s []T, shift int) []T {
	all := make([]T, len(s)+shift)
	copy(all[shift:], s)
	return all[shift:]
}

// Rand returns a generator of its own for a test case.
func Rand(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 20261124)) }

// Floats returns n values around zero, of magnitudes from tiny to large.
func Floats(r *rand.Rand, n int) []float32 {
	x := make([]float32, n)
	for i := range x {
		x[i] = float32(r.NormFloat64() * math.Exp2(float64(r.IntN(9)-4)))
	}
	return x
}

// Nasty returns n values among which are zeros of both signs, subnormals and
// the largest floats; with special also infinities and NaN.
func Nasty(r *rand.Rand, n int, special bool) []float32 {
	values := []float32{
		0, float32(math.Copysign(0, -1)), math.SmallestNonzeroFloat32, -math.SmallestNonzeroFloat32,
		1e-40, -1e-40, math.MaxFloat32, -math.MaxFloat32, 1, -1, 0.5, 1e-5, 127, -128, 88, -88, -104,
	}
	if special {
		values = append(values, float32(math.Inf(1)), float32(math.Inf(-1)), float32(math.NaN()))
	}
	x := make([]float32, n)
	for i := range x {
		if x[i] = float32(r.NormFloat64()); r.IntN(2) == 0 {
			x[i] = values[r.IntN(len(values))]
		}
	}
	return x
}

// Int8s returns n values with many of the extremes -128 and 127.
func Int8s(r *rand.Rand, n int) []int8 {
	x := make([]int8, n)
	for i := range x {
		switch r.IntN(4) {
		case 0:
			x[i] = -128
		case 1:
			x[i] = 127
		default:
			x[i] = int8(r.IntN(256) - 128)
		}
	}
	return x
}

// SameBits fails unless got and want are equal bit for bit; see Differ.
func SameBits(tb testing.TB, got, want []float32) {
	tb.Helper()
	if msg := Differ(got, want); msg != "" {
		tb.Fatal(msg)
	}
}

// Differ returns the first difference of got and want as a message, "" if
// they are equal bit for bit. Any NaN equals any other: which operand's
// payload survives is not part of a kernel's contract.
func Differ(got, want []float32) string {
	if len(got) != len(want) {
		return fmt.Sprintf("got %d elements, want %d", len(got), len(want))
	}
	for i, g := range got {
		if w := want[i]; math.Float32bits(g) != math.Float32bits(w) && (g == g || w == w) {
			return fmt.Sprintf("element %d of %d = %v (%08x), want %v (%08x)", i, len(got),
				g, math.Float32bits(g), w, math.Float32bits(w))
		}
	}
	return ""
}

package kerneltest

import (
	"math"
	"testing"

	"github.com/r3mes/r3mes/kernels/cpufeat"
)

// failures counts what a helper reports, without failing the test that checks it.
type failures struct {
	testing.TB
	n int
}

func (f *failures) Helper()               {}
func (f *failures) Fatalf(string, ...any) { f.n++ }
func (f *failures) Fatal(...any)          { f.n++ }

func TestGuardedSeesWritesOnBothSides(t *testing.T) {
	for _, at := range []int{-guardLen, -1, 5, 5 + guardLen - 1} {
		f := &failures{TB: t}
		buf, check := Guarded[int8](f, 5, 3, -7)
		if check(); f.n != 0 || len(buf) != 5 || cap(buf) != 5 {
			t.Fatalf("an untouched buffer: %d failures, len %d, cap %d", f.n, len(buf), cap(buf))
		}
		all, shared := guarded[int8](f, 5, 3, -7)
		all[guardLen+3+at] = 1
		if shared(); f.n == 0 {
			t.Errorf("a write at %d was not seen", at)
		}
	}
}

func TestDiffer(t *testing.T) {
	nan, zero := float32(math.NaN()), float32(0)
	other := math.Float32frombits(math.Float32bits(nan) ^ 1<<31)
	for name, c := range map[string]struct {
		a, b []float32
		same bool
	}{
		"equal":            {[]float32{1, 2}, []float32{1, 2}, true},
		"any NaN":          {[]float32{nan}, []float32{other}, true},
		"NaN and a number": {[]float32{nan}, []float32{1}, false},
		"a number and NaN": {[]float32{1}, []float32{nan}, false},
		"signs of zero":    {[]float32{zero}, []float32{float32(math.Copysign(0, -1))}, false},
		"one bit":          {[]float32{1}, []float32{math.Nextafter32(1, 2)}, false},
		"lengths":          {[]float32{1}, nil, false},
	} {
		if msg := Differ(c.a, c.b); (msg == "") != c.same {
			t.Errorf("%s: Differ = %q", name, msg)
		}
	}
}

func TestEachLevelRestoresTheLevel(t *testing.T) {
	before, seen := cpufeat.Level(), []string(nil)
	EachLevel(t, func(t *testing.T) { seen = append(seen, cpufeat.Level()) })
	if cpufeat.Level() != before || len(seen) != len(cpufeat.Levels()) {
		t.Errorf("level %q after, %q before; saw %v", cpufeat.Level(), before, seen)
	}
	if got := AtLevel(t, cpufeat.Generic, cpufeat.Level); got != cpufeat.Generic || cpufeat.Level() != before {
		t.Errorf("AtLevel ran at %q and left %q", got, cpufeat.Level())
	}
}

package store

import (
	"testing"

	"pgregory.net/rapid"
)

func TestHeightsAreASet(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var h Heights
		want := map[int64]bool{}
		for _, n := range rapid.SliceOf(rapid.Int64Range(1, 40)).Draw(rt, "heights") {
			if added := h.Add(n); added == want[n] {
				rt.Fatalf("Add(%d) = %v of a set that has it: %v", n, added, want[n])
			}
			want[n] = true
		}
		runs := 0
		for n := int64(0); n <= 41; n++ {
			if h.Has(n) != want[n] {
				rt.Fatalf("Has(%d) = %v, want %v", n, h.Has(n), want[n])
			}
			if want[n] && !want[n-1] {
				runs++
			}
		}
		if len(h.runs) != runs {
			rt.Fatalf("%d runs are kept as %v", runs, h.runs)
		}
	})
}

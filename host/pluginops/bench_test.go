package pluginops

import (
	"testing"
)

// BenchmarkRollback measures an operator's way back, saved, published and
// recorded.
func BenchmarkRollback(b *testing.B) {
	r := start(b, nil)
	for b.Loop() {
		b.StopTimer()
		r.load(router("mine", "one"))
		r.load(router("mine", "two"))
		b.StartTimer()
		if _, err := r.Rollback(b.Context(), somebody, "mine", 1); err != nil {
			b.Fatal(err)
		}
	}
}

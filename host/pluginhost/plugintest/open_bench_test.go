package plugintest_test

import (
	"path/filepath"
	"testing"

	"github.com/r3mes/r3mes/host/pluginhost"
	"github.com/r3mes/r3mes/host/pluginhost/plugintest"
)

// BenchmarkOpen loads one Go guest: parse, compile, start, self-tests.
func BenchmarkOpen(b *testing.B) {
	dir := plugintest.Guests(b)
	for name, cache := range map[string]string{"none": "", "warm": filepath.Join(b.TempDir(), "cache")} {
		b.Run("guest=price-tokens/cache="+name, func(b *testing.B) {
			load := func() {
				h, err := pluginhost.Open(b.Context(), pluginhost.Options{Dir: dir, Disabled: []string{"price-flat", "route-keyword", "route-semantic"}, CacheDir: cache})
				if err != nil {
					b.Fatal(err)
				}
				h.Close()
			}
			if cache != "" {
				load()
			}
			for b.Loop() {
				load()
			}
		})
	}
}

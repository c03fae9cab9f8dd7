//go:build xla && cgo

package xla

import (
	"os"
	"testing"
)

// What measures a GPU runs whole on the plugin under test, with a tiny model, and
// finds the cache written in place and every form of the product exact.
func TestCheck(t *testing.T) {
	r, err := Check(CheckOptions{Plugin: os.Getenv("R3MES_PJRT_PLUGIN"), Small: true})
	if err != nil {
		t.Fatal(err)
	}
	if len(r.LeftOut) > 0 || !r.InPlace || r.AliasBytes != r.CacheBytes || len(r.Steps) != 21 || len(r.Overhead) != 3 {
		t.Errorf("%+v", r)
	}
	for _, g := range r.GEMV {
		if !g.Exact {
			t.Errorf("%s at %d rows gives other sums than the first form", g.Form, g.Rows)
		}
	}
}

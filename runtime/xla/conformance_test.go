//go:build xla && cgo

package xla_test

import (
	"os"
	"testing"

	"github.com/r3mes/r3mes/runtime/checkpoint"
	"github.com/r3mes/r3mes/runtime/engine"
	"github.com/r3mes/r3mes/runtime/enginetest"
	"github.com/r3mes/r3mes/runtime/xla"
)

// plugin is the PJRT plugin under test, which `make test-xla` fetches.
func plugin(t testing.TB) string {
	t.Helper()
	path := os.Getenv("R3MES_PJRT_PLUGIN")
	if path == "" {
		t.Fatal("R3MES_PJRT_PLUGIN names no plugin: make test-xla")
	}
	return path
}

func open(t testing.TB) enginetest.Open {
	path := plugin(t)
	return func(c *checkpoint.Model, s enginetest.Shape) (engine.Model, func(), error) {
		m, err := xla.New(c, xla.Options{Plugin: path, StepTokens: s.StepTokens, BlockTokens: s.BlockTokens})
		if err != nil {
			return nil, nil, err
		}
		return m, m.Close, nil
	}
}

func TestGolden(t *testing.T) {
	cases, err := enginetest.Cases()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			for _, chunk := range []int{1, 5, 64} {
				m, end, err := open(t)(c.Model, enginetest.Shape{StepTokens: 256, BlockTokens: 16})
				if err != nil {
					t.Fatal(err)
				}
				report, err := c.Check(m, chunk)
				end()
				if err != nil {
					t.Errorf("chunks of %d: %v", chunk, err)
					continue
				}
				t.Logf("chunks of %d: %d numbers, at worst %.3f of the bound (%s), logits within %.2g", chunk, report.Compared, report.Worst, report.Where, report.Largest)
			}
		})
	}
}

//go:build xla && cgo

package xla_test

import (
	"os"
	"testing"

	"github.com/r3mes/r3mes/runtime/checkpoint"
	"github.com/r3mes/r3mes/runtime/demo"
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

func TestConformance(t *testing.T) { enginetest.Conformance(t, open(t)) }

// The embedded model and its adapters give the answers that transformers and peft
// give. Its numbers are not compared one by one: in layer 0, at position 11 of the
// first prompt, an activation of attention is -0.49959 on the scale of its
// integers, 6811 u from the border; scores are so large there that float32 sums of
// another order move it across, and everything behind it by one step.
func TestGoldenDemo(t *testing.T) {
	model, err := checkpoint.OpenFS(demo.Model())
	if err != nil {
		t.Fatal(err)
	}
	defer model.Close()
	c, err := enginetest.Demo(model)
	if err != nil {
		t.Fatal(err)
	}
	m, end, err := open(t)(c.Model, enginetest.Shape{StepTokens: 256, BlockTokens: 16})
	if err != nil {
		t.Fatal(err)
	}
	defer end()
	for _, chunk := range []int{64, 7} {
		if err := c.Answers(m, chunk); err != nil {
			t.Errorf("chunks of %d: %v", chunk, err)
		}
	}
}

package cpu_test

import (
	"testing"

	"github.com/r3mes/r3mes/runtime/checkpoint"
	"github.com/r3mes/r3mes/runtime/demo"
	"github.com/r3mes/r3mes/runtime/enginetest"
)

// The embedded model and its adapters agree with transformers and peft as the
// random checkpoints do. After a new training: make golden.
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
	enginetest.GoldenCase(t, open, c)
}

package cpu_test

import (
	"io/fs"
	"testing"

	"github.com/r3mes/r3mes/runtime/checkpoint"
	"github.com/r3mes/r3mes/runtime/demo"
	"github.com/r3mes/r3mes/runtime/enginetest"
	"github.com/r3mes/r3mes/runtime/lora"
)

// The embedded model and its adapters agree with transformers and peft as the
// random checkpoints do. After a new training: make golden.
func TestGoldenDemo(t *testing.T) {
	model, err := checkpoint.OpenFS(demo.Model())
	if err != nil {
		t.Fatal(err)
	}
	defer model.Close()
	adapters := map[string]*lora.Adapter{}
	for _, name := range []string{"default", "coder", "law"} {
		files, err := fs.Sub(demo.Adapters(), name)
		if err != nil {
			t.Fatal(err)
		}
		if adapters[name], err = lora.Load(files, name, model.Config); err != nil {
			t.Fatal(err)
		}
	}
	golden, err := fs.Sub(enginetest.Testdata(), "demo")
	if err != nil {
		t.Fatal(err)
	}
	c, err := enginetest.ReadCase(golden, "demo", model, adapters)
	if err != nil {
		t.Fatal(err)
	}
	enginetest.GoldenCase(t, open, c)
}

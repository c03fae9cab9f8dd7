//go:build xla && cgo

package xla

import (
	"testing"

	"github.com/gomlx/compute/gobackend"

	"github.com/r3mes/r3mes/runtime/enginetest"
	"github.com/r3mes/r3mes/runtime/lora"
)

// The mathematics of the graph, without XLA: on GoMLX's backend in Go the golden
// cases hold as they do on a plugin. Its default configuration can deadlock.
func TestGoldenOnTheGoBackend(t *testing.T) {
	cases, err := enginetest.Cases()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			backend, err := gobackend.New("ops_sequential")
			if err != nil {
				t.Fatal(err)
			}
			o, err := Options{Plugin: "/none", KVTokens: 1024, StepTokens: 64}.fill(c.Model.Config)
			if err != nil {
				t.Fatal(err)
			}
			g, err := o.geometry(c.Model)
			if err != nil {
				t.Fatal(err)
			}
			m, err := newModel(backend, "GoMLX in Go", c.Model, g, o)
			if err != nil {
				t.Fatal(err)
			}
			defer m.Close()
			m.replicas[0].adapters.stackOnHost(t, c.Adapters)
			report, err := c.Check(m, 16)
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("%d numbers, at worst %.3f of the bound (%s), logits within %.2g", report.Compared, report.Worst, report.Where, report.Largest)
		})
	}
}

// stackOnHost puts adapters into their slots without a program: the Go backend
// has no dynamic update slice.
func (a *adapters) stackOnHost(t *testing.T, all map[string]*lora.Adapter) {
	t.Helper()
	if len(all) == 0 {
		return
	}
	g := a.replica.model.geometry
	for _, one := range all {
		a.shape = a.shape.with(shapeOf(one))
	}
	stacks := map[string][]float32{}
	for _, s := range g.stacks(a.shape) {
		stacks[s.name] = make([]float32, s.shape().Size())
	}
	a.slots, a.used = map[string]int{}, map[int]int64{}
	for _, one := range all {
		slot := 1 + len(a.slots)
		a.slots[one.Digest] = slot
		for name, tensor := range g.tensorsOf(one, a.shape.rank) {
			copy(stacks[name][slot*len(tensor):], tensor)
		}
	}
	on := placed{}
	for _, s := range g.stacks(a.shape) {
		b, err := uploadFloats(a.replica.devices[0], s.kind, stacks[s.name], s.dims...)
		if err != nil {
			t.Fatal(err)
		}
		on[s.name] = b
	}
	a.stacks = []placed{on}
}

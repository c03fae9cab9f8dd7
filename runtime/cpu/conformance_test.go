package cpu_test

import (
	"testing"

	"github.com/r3mes/r3mes/runtime/checkpoint"
	"github.com/r3mes/r3mes/runtime/cpu"
	"github.com/r3mes/r3mes/runtime/engine"
	"github.com/r3mes/r3mes/runtime/enginetest"
)

func open(c *checkpoint.Model, s enginetest.Shape) (engine.Model, func(), error) {
	m, err := cpu.New(c, cpu.Options{Threads: s.Threads, StepTokens: s.StepTokens, BlockTokens: s.BlockTokens})
	if err != nil {
		return nil, nil, err
	}
	return m, m.Close, nil
}

func openInt8(c *checkpoint.Model, s enginetest.Shape) (engine.Model, func(), error) {
	m, err := cpu.New(c, cpu.Options{Threads: s.Threads, StepTokens: s.StepTokens, BlockTokens: s.BlockTokens, Head: cpu.HeadInt8})
	if err != nil {
		return nil, nil, err
	}
	return m, m.Close, nil
}

func TestConformance(t *testing.T)     { enginetest.Conformance(t, open) }
func TestGolden(t *testing.T)          { enginetest.Golden(t, open) }
func TestDeterminism(t *testing.T)     { enginetest.Determinism(t, open) }
func TestDeterminismInt8(t *testing.T) { enginetest.Determinism(t, openInt8) }
func TestBits(t *testing.T)            { enginetest.Bits(t, open) }

// The golden comparison must be able to fail. Each of these faults is one that
// a serving system has shipped.
func TestGoldenSeesFaults(t *testing.T) {
	cases, err := enginetest.Cases()
	if err != nil {
		t.Fatal(err)
	}
	if len(cases) == 0 {
		t.Fatal("no golden case: make golden")
	}
	for _, c := range cases {
		if len(c.Adapters) > 0 {
			t.Run(c.Name+"/adapter not applied", func(t *testing.T) {
				wantFault(t, c, func(row *engine.Row) { row.Adapter = nil })
			})
			t.Run(c.Name+"/adapter of another request", func(t *testing.T) {
				wantFault(t, c, func(row *engine.Row) {
					for _, a := range c.Adapters {
						if a != row.Adapter {
							row.Adapter = a
							return
						}
					}
				})
			})
		}
		t.Run(c.Name+"/position off by one", func(t *testing.T) {
			wantFault(t, c, func(row *engine.Row) {
				if row.Pos > 0 {
					row.Pos--
				}
			})
		})
		t.Run(c.Name+"/weight scale inverted", func(t *testing.T) {
			layers := c.Model.Layers
			defer func() { c.Model.Layers = layers }()
			c.Model.Layers = append([]checkpoint.Layer(nil), layers...)
			o := &c.Model.Layers[0].O
			o.Scale = 1 / o.Scale
			wantFault(t, c, func(*engine.Row) {})
		})
	}
}

// wantFault checks that a model whose rows are changed by spoil does not pass.
func wantFault(t *testing.T, c enginetest.Case, spoil func(*engine.Row)) {
	t.Helper()
	m := newModel(t, c.Model, cpu.Options{Threads: 1})
	if _, err := c.Check(spoiled{m, spoil}, 1); err == nil {
		t.Error("the golden comparison passes")
	}
}

type spoiled struct {
	*cpu.Model
	spoil func(*engine.Row)
}

func (s spoiled) Forward(b *engine.Batch) error {
	for i := range b.Rows {
		s.spoil(&b.Rows[i])
	}
	return s.Model.Forward(b)
}

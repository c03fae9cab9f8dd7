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

func TestGolden(t *testing.T)          { enginetest.Golden(t, open) }
func TestDeterminism(t *testing.T)     { enginetest.Determinism(t, open) }
func TestDeterminismInt8(t *testing.T) { enginetest.Determinism(t, openInt8) }
func TestBits(t *testing.T)            { enginetest.Bits(t, open) }

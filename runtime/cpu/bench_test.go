package cpu_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/r3mes/r3mes/kernels/cpufeat"
	"github.com/r3mes/r3mes/runtime/checkpoint"
	"github.com/r3mes/r3mes/runtime/checkpoint/checkpointtest"
	"github.com/r3mes/r3mes/runtime/cpu"
	"github.com/r3mes/r3mes/runtime/engine"
	"github.com/r3mes/r3mes/runtime/enginetest"
	"github.com/r3mes/r3mes/runtime/lora"
)

// benchLayers of the 30 of bitnet-b1.58-2B-4T, and a small head, so that the
// benchmark needs no gigabyte: what it times is a layer.
const benchLayers = 2

// BenchmarkForward asks what a layer of the 2B-4T shape costs in each phase,
// and what an adapter of rank 16 on every linear adds.
func BenchmarkForward(b *testing.B) {
	c := benchCheckpoint(b)
	for _, phase := range []struct {
		name           string
		rows, tokens   int
		adapters, past int
	}{
		{"decode", 1, 1, 0, 128},
		{"decode", 1, 1, 1, 128},
		{"decode", 16, 1, 0, 128},
		{"decode", 16, 1, 1, 128},
		{"decode", 16, 1, 16, 128},
		{"prefill", 1, 256, 0, 0},
		{"prefill", 1, 256, 1, 0},
	} {
		name := fmt.Sprintf("kernel=%s/phase=%s/rows=%d/tokens=%d/adapters=%d", cpufeat.Level(), phase.name, phase.rows, phase.tokens, phase.adapters)
		b.Run(name, func(b *testing.B) {
			m, err := cpu.New(c, cpu.Options{Head: cpu.HeadInt8})
			if err != nil {
				b.Fatal(err)
			}
			defer m.Close()
			batch := benchBatch(m, c.Config, phase.rows, phase.tokens, phase.adapters, phase.past)
			b.ReportAllocs()
			for b.Loop() {
				if err := m.Forward(batch); err != nil {
					b.Fatal(err)
				}
			}
			perLayer := b.Elapsed().Seconds() / float64(b.N) / benchLayers
			b.ReportMetric(perLayer*1e6, "µs/layer")
			b.ReportMetric(float64(phase.rows*phase.tokens)/(30*perLayer), "tok/s-of-30-layers")
		})
	}
}

var benchModel struct {
	once sync.Once
	c    *checkpoint.Model
	err  error
}

func benchCheckpoint(b *testing.B) *checkpoint.Model {
	benchModel.once.Do(func() {
		shape := checkpointtest.Shape2B4T()
		shape.Layers, shape.Vocab, shape.BOS, shape.EOS = benchLayers, 4096, 0, []int{1}
		dir := b.TempDir() // unlinked after the benchmark, mapped until the end
		if benchModel.err = checkpointtest.WriteRandom(dir, shape, 1); benchModel.err == nil {
			benchModel.c, benchModel.err = checkpoint.Open(dir)
		}
	})
	if benchModel.err != nil {
		b.Fatal(benchModel.err)
	}
	return benchModel.c
}

// benchBatch makes rows sequences of tokens tokens after past positions, which
// take turns among some adapters.
func benchBatch(m *cpu.Model, c checkpoint.Config, rows, tokens, adapters, past int) *engine.Batch {
	var loaded []*lora.Adapter
	for i := range adapters {
		loaded = append(loaded, enginetest.RandomAdapter(c, 16, "qkvogud", uint64(i)))
	}
	l := m.Limits()
	batch := &engine.Batch{}
	for i := range rows {
		row := engine.Row{Pos: past, Want: true}
		for j := range tokens {
			row.Tokens = append(row.Tokens, (7*i+13*j)%l.Vocab)
		}
		for p := 0; p < past+tokens; p += l.BlockTokens {
			row.Blocks = append(row.Blocks, int32(p/l.BlockTokens*rows+i))
		}
		if adapters > 0 {
			row.Adapter = loaded[i%adapters]
		}
		batch.Rows = append(batch.Rows, row)
	}
	return batch
}

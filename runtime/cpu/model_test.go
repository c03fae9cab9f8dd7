package cpu_test

import (
	"math"
	"strings"
	"testing"

	"github.com/r3mes/r3mes/runtime/checkpoint"
	"github.com/r3mes/r3mes/runtime/cpu"
	"github.com/r3mes/r3mes/runtime/engine"
	"github.com/r3mes/r3mes/runtime/enginetest"
	"github.com/r3mes/r3mes/runtime/lora"
)

func newModel(t *testing.T, c *checkpoint.Model, o cpu.Options) *cpu.Model {
	t.Helper()
	m, err := cpu.New(c, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(m.Close)
	return m
}

func TestBadOptionsAreNamedTogether(t *testing.T) {
	_, err := cpu.New(enginetest.Random(t, 1), cpu.Options{Head: "int4", Context: 1 << 20, StepTokens: -1, KVBytes: -1})
	for _, want := range []string{`head is "int4"`, "context is 1048576", "step tokens is -1", "kv bytes is -1"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("New() = %v, want a line with %s", err, want)
		}
	}
	if _, err := cpu.New(enginetest.Random(t, 1), cpu.Options{KVBytes: 10}); err == nil || !strings.Contains(err.Error(), "do not pay for one block") {
		t.Errorf("New() with 10 bytes of cache = %v", err)
	}
}

// A batch that would read or write outside the cache is refused before it
// touches anything.
func TestBadBatchesAreRefused(t *testing.T) {
	c := enginetest.Random(t, 1)
	m := newModel(t, c, cpu.Options{KVTokens: 64, StepTokens: 8, StepRows: 2})
	good := engine.Row{Tokens: []int{1, 2}, Blocks: []int32{0}}
	for _, test := range []struct {
		name string
		edit func(*engine.Batch)
	}{
		{"no tokens", func(b *engine.Batch) { b.Rows[0].Tokens = nil }},
		{"token outside the vocabulary", func(b *engine.Batch) { b.Rows[0].Tokens[1] = 320 }},
		{"negative token", func(b *engine.Batch) { b.Rows[0].Tokens[1] = -1 }},
		{"position before the start", func(b *engine.Batch) { b.Rows[0].Pos = -1 }},
		{"position after the context", func(b *engine.Batch) { b.Rows[0].Pos = 255; b.Rows[0].Blocks = make([]int32, 17) }},
		{"too few blocks", func(b *engine.Batch) { b.Rows[0].Pos = 15 }},
		{"block outside the cache", func(b *engine.Batch) { b.Rows[0].Blocks = []int32{4} }},
		{"negative block", func(b *engine.Batch) { b.Rows[0].Blocks = []int32{-1} }},
		{"too many tokens", func(b *engine.Batch) { b.Rows[0].Tokens = make([]int, 9) }},
		{"too many rows", func(b *engine.Batch) { b.Rows = append(b.Rows, good, good) }},
		{"adapter of another model", func(b *engine.Batch) { b.Rows[0].Adapter = &lora.Adapter{Layers: make([]lora.Layer, 3)} }},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := &engine.Batch{Rows: []engine.Row{{Tokens: []int{1, 2}, Blocks: []int32{0}}}}
			test.edit(b)
			if err := m.Forward(b); err == nil {
				t.Error("Forward() = nil")
			}
		})
	}
	if err := m.Forward(&engine.Batch{Rows: []engine.Row{good}}); err != nil {
		t.Errorf("Forward() of a good batch = %v", err)
	}
}

// Only rows that ask get logits, and each gets its own.
func TestOnlyRowsThatAskGetLogits(t *testing.T) {
	m := newModel(t, enginetest.Random(t, 1), cpu.Options{})
	b := &engine.Batch{Rows: []engine.Row{
		{Tokens: []int{5, 6}, Blocks: []int32{0}, Want: true},
		{Tokens: []int{7}, Blocks: []int32{1}},
		{Tokens: []int{5, 6}, Blocks: []int32{2}, Want: true},
		{Tokens: []int{9}, Blocks: []int32{3}, Want: true},
	}}
	if err := m.Forward(b); err != nil {
		t.Fatal(err)
	}
	same := func(i, j int) bool {
		for k := range b.Rows[i].Logits {
			if b.Rows[i].Logits[k] != b.Rows[j].Logits[k] {
				return false
			}
		}
		return true
	}
	if b.Rows[1].Logits != nil || len(b.Rows[0].Logits) != 320 || !same(0, 2) || same(0, 3) {
		t.Errorf("logits of lengths %d %d %d %d; want 320, 0, 320 equal to the first, 320 different",
			len(b.Rows[0].Logits), len(b.Rows[1].Logits), len(b.Rows[2].Logits), len(b.Rows[3].Logits))
	}
}

// The int8 head is close to the exact one: within what rounding every weight
// and every activation to eight bits may change.
func TestInt8HeadIsNearTheExactOne(t *testing.T) {
	c := enginetest.Random(t, 1)
	var logits [2][]float32
	for i, head := range []string{cpu.HeadBF16, cpu.HeadInt8} {
		m := newModel(t, c, cpu.Options{Head: head})
		b := &engine.Batch{Rows: []engine.Row{{Tokens: []int{1, 2, 3, 4}, Blocks: []int32{0}, Want: true}}}
		if err := m.Forward(b); err != nil {
			t.Fatal(err)
		}
		logits[i] = b.Rows[0].Logits
	}
	// Rounding errors are at most half a step of 1/127 of the largest magnitude;
	// the hidden state has a root mean square near one, so its largest element is
	// at most sqrt(hidden), and a row's bound is
	// sum over c of |w|·dx + |x|·dw + dw·dx <= hidden · (wmax·dx + xmax·dw + dw·dx).
	h := float64(c.Config.HiddenSize)
	row := make([]float32, c.Config.HiddenSize)
	xmax := math.Sqrt(h) * largest(c.FinalNorm)
	for id := range c.Config.VocabSize {
		c.Head.Row(row, id)
		wmax := largest(row)
		dx, dw := xmax/254, wmax/254
		bound := h * (wmax*dx + xmax*dw + dw*dx)
		if diff := math.Abs(float64(logits[0][id] - logits[1][id])); diff > bound || math.IsNaN(diff) {
			t.Fatalf("logit %d is %g with the int8 head, %g with the exact one; they may differ by %g", id, logits[1][id], logits[0][id], bound)
		}
	}
}

func largest(x []float32) float64 {
	most := 0.0
	for _, v := range x {
		most = max(most, math.Abs(float64(v)))
	}
	return most
}

// Invariant: memory for keys and values follows the peak of blocks in use, not
// the size of the pool, and does not grow with the number of requests.
func TestCacheGrowsWithUse(t *testing.T) {
	m := newModel(t, enginetest.Random(t, 1), cpu.Options{})
	if m.CacheBytes() != 0 {
		t.Errorf("CacheBytes() = %d before the first step", m.CacheBytes())
	}
	for range 3 {
		if _, err := enginetest.Drive(m, 8, enginetest.Job{Prompt: make([]int, 20), Answer: 13}); err != nil {
			t.Fatal(err)
		}
	}
	if want := 2 * m.Limits().BlockBytes; m.CacheBytes() != want {
		t.Errorf("CacheBytes() = %d after sequences of 32 positions, want two blocks, %d", m.CacheBytes(), want)
	}
}

// Progress ends at the whole head.
func TestProgressOfTheInt8Head(t *testing.T) {
	done, total := 0, 0
	newModel(t, enginetest.Random(t, 1), cpu.Options{Head: cpu.HeadInt8, Progress: func(d, n int) { done, total = d, n }})
	if done != 320 || total != 320 {
		t.Errorf("progress ended at %d of %d, want 320 of 320", done, total)
	}
}

// Close waits for a Forward that runs, and refuses those that come later.
func TestForwardAfterCloseIsRefused(t *testing.T) {
	m := newModel(t, enginetest.Random(t, 1), cpu.Options{})
	forward := func() error {
		return m.Forward(&engine.Batch{Rows: []engine.Row{{Tokens: []int{1}, Blocks: []int32{0}}}})
	}
	if err := forward(); err != nil {
		t.Fatal(err)
	}
	m.Close()
	if forward() == nil {
		t.Error("Forward() after Close = nil")
	}
	m.Close()
}

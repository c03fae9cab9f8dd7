package bench

import (
	"context"
	"strings"
	"testing"

	"github.com/r3mes/r3mes/kernels/cpufeat"
	"github.com/r3mes/r3mes/runtime/engine"
	"github.com/r3mes/r3mes/runtime/lora"
)

// hashModel is a model in name only: its cache holds a running hash of each
// sequence, its logits are made from that hash. It can lie on purpose.
type hashModel struct {
	limits     engine.Limits
	state      map[int32]uint64 // by first block
	lazy       bool             // ignores all but the last token of a chunk
	kernelBias bool             // answers differently with the generic kernels
	adapters   int              // rows that came with an adapter
}

func newHashModel() *hashModel {
	return &hashModel{
		limits: engine.Limits{Context: 256, Vocab: 64, BlockTokens: 16, Blocks: 64, StepTokens: 32, StepRows: 8},
		state:  map[int32]uint64{},
	}
}

func (m *hashModel) Limits() engine.Limits { return m.limits }

func (m *hashModel) Forward(b *engine.Batch) error {
	for i := range b.Rows {
		row := &b.Rows[i]
		if row.Adapter != nil {
			m.adapters++
		}
		h := m.state[row.Blocks[0]]
		if row.Pos == 0 {
			h = 1
		}
		tokens := row.Tokens
		if m.lazy {
			tokens = tokens[len(tokens)-1:]
		}
		for _, id := range tokens {
			h = h*6364136223846793005 + uint64(id) + 1442695040888963407
		}
		m.state[row.Blocks[0]] = h
		if !row.Want {
			continue
		}
		if m.kernelBias && cpufeat.Level() == cpufeat.Generic {
			h = ^h
		}
		row.Logits = make([]float32, m.limits.Vocab)
		for j := range row.Logits {
			row.Logits[j] = float32((h>>8)*uint64(j+1)%10007) / 10007
		}
	}
	return nil
}

func smallOptions() Options {
	return Options{Prefill: 100, Decode: 8, Sequences: 4, Repeats: 2, Adapters: make([]*lora.Adapter, 4)}
}

func TestRunMeasuresEveryPhase(t *testing.T) {
	o := smallOptions()
	for i := range o.Adapters {
		o.Adapters[i] = &lora.Adapter{}
	}
	m := newHashModel()
	r, err := Run(context.Background(), m, 1, o)
	if err != nil {
		t.Fatal(err)
	}
	if r.PrefillRate <= 0 || r.DecodeRate <= 0 || r.BatchRate <= 0 || r.AdaptersRate <= 0 || r.AdaptersRatio <= 0 {
		t.Errorf("a phase has no figure: %+v", r)
	}
	if want := (o.Repeats + 1) * o.Sequences * (o.Decode + 1); m.adapters != want {
		t.Errorf("%d rows came with an adapter, want %d", m.adapters, want)
	}
	if !strings.Contains(r.Checked, "100 tokens at once") {
		t.Errorf("checked = %q, want the timed prompt named", r.Checked)
	}
}

func TestRunRefusesAPrefillThatSkipsWork(t *testing.T) {
	m := newHashModel()
	m.lazy = true
	if _, err := Run(context.Background(), m, 1, smallOptions()); err == nil || !strings.Contains(err.Error(), "token by token") {
		t.Errorf("error = %v, want the difference between chunk and single tokens", err)
	}
}

func TestRunRefusesAKernelThatDisagrees(t *testing.T) {
	if cpufeat.Level() == cpufeat.Generic {
		t.Skip("only the generic kernels here")
	}
	m := newHashModel()
	m.kernelBias = true
	if _, err := Run(context.Background(), m, 1, smallOptions()); err == nil || !strings.Contains(err.Error(), "generic") {
		t.Errorf("error = %v, want the difference to the generic kernels", err)
	}
}

func TestValidateNamesEveryProblem(t *testing.T) {
	o := Options{Prefill: 1000, Decode: 0, Sequences: 99, Repeats: 0, Only: []string{"prefil"}}
	err := o.Validate(newHashModel().limits)
	if err == nil {
		t.Fatal("no error")
	}
	for _, want := range []string{"prefil", "prefill is 1000", "decode is 0", "sequences is 99", "repeats is 0"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("error does not name %q: %v", want, err)
		}
	}
}

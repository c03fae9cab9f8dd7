//go:build xla && cgo

package xla

import (
	"fmt"
	"testing"

	"github.com/r3mes/r3mes/runtime/engine"
	"github.com/r3mes/r3mes/runtime/enginetest"
	"github.com/r3mes/r3mes/runtime/sample"
)

// answers drives sequences as the engine does, asking for as many tokens as the
// model may choose, and returns the tokens and how many steps it took.
func answers(t *testing.T, m *Model, jobs []enginetest.Job, params sample.Params, length int) (all [][]int, steps int) {
	t.Helper()
	var b engine.Batch
	each := m.limits.Blocks / len(jobs)
	samplers := make([]*sample.Sampler, len(jobs))
	for i, job := range jobs {
		p := params
		p.Seed = uint64(i)
		samplers[i] = sample.New(p, job.Prompt)
		row := engine.Row{Tokens: job.Prompt, Adapter: job.Adapter, Want: true}
		for block := range each {
			row.Blocks = append(row.Blocks, int32(i*each+block))
		}
		b.Rows = append(b.Rows, row)
	}
	all = make([][]int, len(jobs))
	for len(all[0]) < length {
		for i := range b.Rows {
			row := &b.Rows[i]
			row.Draws = samplers[i].Draws(nil, min(m.limits.Ahead, length-len(all[i])))
			row.Chosen, row.Logits = nil, nil
		}
		if err := m.Forward(&b); err != nil {
			t.Fatal(err)
		}
		m.programs.working.Wait() // for the programs that this step would have liked
		steps++
		for i := range b.Rows {
			row := &b.Rows[i]
			if len(row.Chosen) == 0 {
				t.Fatalf("row %d: nothing was chosen", i)
			}
			all[i] = append(all[i], row.Chosen...)
			samplers[i].Chose(len(row.Chosen))
			row.Pos += len(row.Tokens) + len(row.Chosen) - 1
			row.Tokens = row.Chosen[len(row.Chosen)-1:]
		}
	}
	return all, steps
}

// Programs that choose several tokens choose those that programs for one choose,
// greedy ones and drawn ones, with adapters and without, and write the cache in
// place as those do.
func TestSeveralTokensInAProgram(t *testing.T) {
	c := enginetest.Random(t, 41)
	for name, params := range map[string]sample.Params{"greedy": {}, "drawn": {Temperature: 0.8, TopK: 20, TopP: 0.95}} {
		t.Run(name, func(t *testing.T) {
			one, four := onPlugin(t, c, Options{Ahead: 1}), onPlugin(t, c, Options{})
			want, slow := answers(t, one, probes(c, 5), params, 18)
			before := four.replicas[0].cacheAt()
			got, fast := answers(t, four, probes(c, 5), params, 18)
			if fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("four at a time:\n%v\none at a time:\n%v", got, want)
			}
			if slow != 18 || fast > 8 {
				t.Errorf("%d steps one at a time, %d four at a time", slow, fast)
			}
			if after := four.replicas[0].cacheAt(); fmt.Sprint(after) != fmt.Sprint(before) {
				t.Errorf("the caches lie at %x, before at %x", after, before)
			}
			for k, p := range four.programs.ready {
				if k.steps > 0 && (k.draws != (params.Temperature > 0) || aliases(p) != bytesOf(four.geometry.caches())) {
					t.Errorf("%+v: %d bytes alias, want %d", k, aliases(p), bytesOf(four.geometry.caches()))
				}
			}
		})
	}
}

// So do several devices, each with a share of the rows, and such that hold the model
// together.
func TestSeveralTokensOnSeveralDevices(t *testing.T) {
	c := enginetest.Random(t, 43)
	want, _ := answers(t, onPlugin(t, c, Options{Ahead: 1}), probes(c, 4), sample.Params{}, 9)
	for name, o := range map[string]Options{"four models": {Devices: 4, KVTokens: 1024}, "a model in four parts": {Shards: 4}} {
		m := onPlugin(t, c, o)
		got, steps := answers(t, m, probes(c, 4), sample.Params{}, 9)
		if fmt.Sprint(got) != fmt.Sprint(want) || steps > 6 {
			t.Errorf("%s, in %d steps:\n%v\none device:\n%v", name, steps, got, want)
		}
	}
}

//go:build xla && cgo

package modelhost

import (
	"path/filepath"

	"github.com/r3mes/r3mes/runtime/checkpoint"
	"github.com/r3mes/r3mes/runtime/lora"
	"github.com/r3mes/r3mes/runtime/xla"
)

// compiledDir is where XLA keeps what it compiled, below Options.Dir.
const compiledDir = "xla"

func (h *Host) newXLA(c *checkpoint.Model, adapters *lora.Registry, say progress) (forward, error) {
	o, e := h.options, h.options.Engine
	rank, wide := widest(adapters)
	say("PJRT plugin %s", e.PJRT)
	m, err := xla.New(c, xla.Options{
		Plugin: e.PJRT, Cache: filepath.Join(o.Dir, compiledDir), Head: e.Head, KV: e.KVType, Context: e.Context, KVTokens: e.KVTokens, StepRows: e.MaxBatch,
		Devices: e.Devices, Shards: e.Shards, AdapterBytes: o.AdapterBytes, WarmUp: true, WarmRank: rank, WarmWide: wide,
		Warn:     func(err error) { h.log.Warn("the PJRT plugin does without", "reason", err) },
		Progress: func(done, total int) { say("compiling programs: %d of %d", done, total) },
	})
	if err != nil {
		return nil, err
	}
	weights, caches, _ := m.DeviceBytes()
	programs, took := m.Compiled()
	say("compiled %d programs, %.1f s of the compiler's time", programs, took.Seconds())
	say("on the device: %d MB of weights, %d MB of KV cache", weights>>20, caches>>20)
	return m, nil
}

// widest is what the adapters of a registry need on a device: the largest rank, and
// whether any is more than bfloat16.
func widest(r *lora.Registry) (rank int, wide bool) {
	for _, a := range r.List() {
		rank, wide = max(rank, a.MaxRank), wide || !a.BF16
	}
	return rank, wide
}

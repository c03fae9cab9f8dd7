package modelhost

import (
	"fmt"
	"path/filepath"

	"github.com/r3mes/r3mes/host/config"
	"github.com/r3mes/r3mes/runtime/checkpoint"
	"github.com/r3mes/r3mes/runtime/cpu"
	"github.com/r3mes/r3mes/runtime/engine"
	"github.com/r3mes/r3mes/runtime/lora"
)

// forward is a forward pass: that of runtime/cpu, or of runtime/xla in binaries
// that have it.
type forward interface {
	engine.Model
	Describe() string // what computes
	Close()
}

// uploader is a forward pass that has adapters in a memory of its own.
type uploader interface {
	Upload(*lora.Adapter) error
}

// upload brings an adapter there, so that its first request does not wait for it.
func (h *Host) upload(s *served, a *lora.Adapter) {
	u, ok := s.forward.(uploader)
	if !ok {
		return
	}
	if err := u.Upload(a); err != nil {
		h.log.Warn("an adapter could not be brought to the device: its first request will try", "adapter", a.Name, "error", err)
	}
}

// uploadAll brings there what is in memory.
func (h *Host) uploadAll(s *served) {
	if _, ok := s.forward.(uploader); !ok {
		return
	}
	for _, info := range s.registry.List() {
		if !info.Resident {
			continue
		}
		if a, release, err := s.registry.Acquire(info.Name); err == nil {
			h.upload(s, a)
			release()
		}
	}
}

// newForward makes the forward pass that the configuration names, for the adapters of
// a registry at first. A plugin that does not work is an error, unless the operator
// allowed the processor for it.
func (h *Host) newForward(c *checkpoint.Model, adapters *lora.Registry, say progress) (forward, error) {
	e := h.options.Engine
	if e.Kind != config.EngineXLA {
		return newCPU(c, e, say)
	}
	f, err := h.openXLA(c, adapters, say)
	if err == nil || !e.Fallback {
		return f, err
	}
	h.log.Error("the PJRT plugin does not work: this model is served on the processor, as engine.fallback allows", "error", err)
	return newCPU(c, e, say)
}

func (h *Host) openXLA(c *checkpoint.Model, adapters *lora.Registry, say progress) (forward, error) {
	if e := h.options.Engine; !filepath.IsAbs(e.PJRT) {
		return nil, fmt.Errorf("engine.pjrt is %q, must be the absolute path of a PJRT plugin for engine.kind xla: nothing is searched or downloaded", e.PJRT)
	}
	return h.newXLA(c, adapters, say)
}

func newCPU(c *checkpoint.Model, e config.Engine, say progress) (forward, error) {
	m, err := cpu.New(c, cpu.Options{
		Threads: e.Threads, Head: e.Head, Context: e.Context, KVTokens: e.KVTokens,
		Progress: func(done, total int) { say("preparing the int8 head: %d of %d rows", done, total) },
	})
	if err != nil {
		return nil, err
	}
	return m, nil
}

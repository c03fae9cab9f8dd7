// Package machine samples what the machine does: its memory, its processors, its
// GPUs.
//
//	m := machine.New(log)
//	go m.Run(ctx)
//	numbers := m.Numbers()
//
// Asking for the numbers costs nothing: they are of the last sample, which Run
// takes once in Every, however often somebody asks.
package machine

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/shirou/gopsutil/v4/cpu"
	"github.com/shirou/gopsutil/v4/mem"

	"github.com/r3mes/r3mes/host/gpu"
)

// Every is how old numbers are at most while Run samples.
const Every = 5 * time.Second

// Numbers are of one sample; zero before the first.
type Numbers struct {
	MemoryTotal uint64   // bytes; 0: not known
	MemoryUsed  uint64   // bytes
	CPU         *float64 // percent of all processors together since the sample before; nil: not known
	GPUs        []gpu.Device
}

// Machine samples. Numbers is safe for concurrent use; Run is called once.
type Machine struct {
	log    *slog.Logger
	looked bool      // for GPUs
	gpus   *gpu.NVML // nil: none

	mu      sync.Mutex
	numbers Numbers
}

// New returns a Machine that knows nothing before Run.
func New(log *slog.Logger) *Machine { return &Machine{log: log} }

// Numbers returns the last sample. The caller owns it.
func (m *Machine) Numbers() Numbers {
	m.mu.Lock()
	defer m.mu.Unlock()
	n := m.numbers
	n.GPUs = slices.Clone(n.GPUs)
	return n
}

// Run samples at once and then once in Every, until ctx ends. A GPU's driver that
// does not answer does not keep it: its call is left behind.
func (m *Machine) Run(ctx context.Context) {
	tick := time.NewTicker(Every)
	defer tick.Stop()
	for {
		sampled := make(chan struct{})
		go func() {
			defer close(sampled)
			m.sample()
		}()
		select {
		case <-sampled:
		case <-ctx.Done():
			return
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			m.close()
			return
		}
	}
}

func (m *Machine) sample() {
	var n Numbers
	if v, err := mem.VirtualMemory(); err == nil {
		n.MemoryTotal, n.MemoryUsed = v.Total, v.Total-min(v.Available, v.Total)
	}
	if p, err := cpu.Percent(0, false); err == nil && len(p) == 1 {
		n.CPU = &p[0]
	}
	n.GPUs = m.listGPUs()
	m.mu.Lock()
	defer m.mu.Unlock()
	m.numbers = n
}

func (m *Machine) listGPUs() []gpu.Device {
	if !m.looked {
		m.looked = true
		var err error
		if m.gpus, err = gpu.Open(); err != nil && !errors.Is(err, gpu.ErrNone) {
			m.log.Warn("GPUs are not watched", "error", err)
		}
	}
	if m.gpus == nil {
		return nil
	}
	list, err := m.gpus.List()
	if err != nil {
		m.log.Debug("a GPU does not answer", "error", err)
	}
	return list
}

func (m *Machine) close() {
	if m.gpus == nil {
		return
	}
	if err := m.gpus.Close(); err != nil {
		m.log.Warn("the GPUs' library was not closed", "error", err)
	}
}

package pluginhost

import (
	"maps"
	"math/bits"
	"slices"
	"sync"
	"time"
)

// Stats counts the calls of one version since it was loaded. Its self-tests
// do not count.
type Stats struct {
	Plugin  string      `json:"plugin"`
	Version string      `json:"version"`
	Hash    string      `json:"hash"` // of the module
	ID      string      `json:"id"`   // as Info.ID
	Role    string      `json:"role"` // active, canary, shadow or previous
	Since   time.Time   `json:"since"`
	Hooks   []HookStats `json:"hooks"` // by name
	// PoolWait is the waiting for an instance, making one included.
	PoolWait Latency `json:"pool_wait"`
	// MemoryBytes is the high-water mark of one instance's linear memory.
	MemoryBytes int64            `json:"memory_high_water_bytes"`
	Instances   int              `json:"instances"` // that exist now
	Discarded   int64            `json:"discarded_instances"`
	Denied      map[string]int64 `json:"denied"`        // host calls refused for want of a grant, by capability
	HTTP        map[string]int64 `json:"http_requests"` // by outcome, as Call.HTTP
}

// HookStats counts the calls of one hook.
type HookStats struct {
	Hook   string           `json:"hook"`
	Calls  int64            `json:"calls"`
	Errors map[string]int64 `json:"errors"` // by sdk's Error… constant
	// Duration is of the guest alone, without granted host calls.
	Duration Latency `json:"duration"`
	Fuel     int64   `json:"fuel"`     // units of all calls
	MaxFuel  int64   `json:"max_fuel"` // of one call
}

// Latency sums up durations. Quantiles are the upper bound of a bucket, at
// most an eighth above the true value, and never more than Max.
type Latency struct {
	Count int64         `json:"count"`
	Mean  time.Duration `json:"mean_ns"`
	P50   time.Duration `json:"p50_ns"`
	P99   time.Duration `json:"p99_ns"`
	Max   time.Duration `json:"max_ns"`
}

// Roles of a version in the lineup of its plugin.
const (
	RoleActive   = "active"
	RoleCanary   = "canary"
	RoleShadow   = "shadow"
	RolePrevious = "previous"
)

// Stats counts the calls of every version that is kept, ordered by plugin: the
// active one first, then canary, shadow, and those before, the last first.
func (p *published) Stats() []Stats {
	list := []Stats{}
	for _, name := range slices.Sorted(maps.Keys(p.lineups)) {
		for v := range p.lineups[name].versions() {
			st := v.stats.read(v)
			st.Role = p.lineups[name].role(v)
			list = append(list, st)
		}
	}
	return list
}

func (l *lineup) role(v *version) string {
	switch v {
	case l.active:
		return RoleActive
	case l.canary:
		return RoleCanary
	case l.shadow:
		return RoleShadow
	}
	return RolePrevious
}

// versionStats counts. The zero value has counted nothing. Safe for concurrent
// use.
type versionStats struct {
	mu           sync.Mutex
	hooks        map[string]*hookStats
	poolWait     histogram
	memory       int64
	discarded    int64
	denied, http map[string]int64
}

type hookStats struct {
	calls    int64
	errors   map[string]int64
	duration histogram
	fuel     int64
	maxFuel  int64
}

func (s *versionStats) count(c Call) {
	s.mu.Lock()
	defer s.mu.Unlock()
	h := s.hooks[c.Hook]
	if h == nil {
		h = &hookStats{}
		if s.hooks == nil {
			s.hooks = map[string]*hookStats{}
		}
		s.hooks[c.Hook] = h
	}
	h.calls++
	h.duration.add(c.Duration - c.HostTime)
	h.fuel += c.Fuel
	h.maxFuel = max(h.maxFuel, c.Fuel)
	if c.ErrorKind != "" {
		h.errors = tally(h.errors, c.ErrorKind, 1)
	}
	s.poolWait.add(c.PoolWait)
	s.memory = max(s.memory, c.MemoryBytes)
	if c.Discarded {
		s.discarded++
	}
	for capability, n := range c.Denied {
		s.denied = tally(s.denied, capability, n)
	}
	for outcome, n := range c.HTTP {
		s.http = tally(s.http, outcome, n)
	}
}

// tally adds n to a counter of m, which is made at the first.
func tally(m map[string]int64, name string, n int) map[string]int64 {
	if m == nil {
		m = map[string]int64{}
	}
	m[name] += int64(n)
	return m
}

func (s *versionStats) read(v *version) Stats {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := Stats{
		Plugin: v.manifest.Name, Version: v.manifest.Version, Hash: v.hash, ID: v.id, Since: v.loaded, Hooks: []HookStats{},
		PoolWait: s.poolWait.sum(), MemoryBytes: s.memory, Instances: int(v.pool.made.Load()), Discarded: s.discarded, Denied: copied(s.denied), HTTP: copied(s.http),
	}
	for _, hook := range slices.Sorted(maps.Keys(s.hooks)) {
		h := s.hooks[hook]
		out.Hooks = append(out.Hooks, HookStats{Hook: hook, Calls: h.calls, Errors: copied(h.errors), Duration: h.duration.sum(), Fuel: h.fuel, MaxFuel: h.maxFuel})
	}
	return out
}

// copied is a copy that is never nil, so that JSON writes {}.
func copied(m map[string]int64) map[string]int64 {
	c := make(map[string]int64, len(m))
	maps.Copy(c, m)
	return c
}

// histogram counts durations in buckets, eight for each doubling of
// nanoseconds. The zero value is empty.
type histogram struct {
	buckets [64 * 8]uint32
	count   int64
	total   time.Duration
	longest time.Duration
}

func (h *histogram) add(d time.Duration) {
	d = max(d, 0)
	h.buckets[bucketOf(uint64(d))]++
	h.count++
	h.total += d
	h.longest = max(h.longest, d)
}

// bucketOf takes the three bits below the highest one.
func bucketOf(n uint64) int {
	if n < 8 {
		return int(n)
	}
	shift := bits.Len64(n) - 4
	return (shift+1)*8 + int(n>>shift)&7
}

// bucketEnd is the largest number of bucket i.
func bucketEnd(i int) uint64 {
	if i < 8 {
		return uint64(i)
	}
	shift := i/8 - 1
	return (uint64(8+i%8)+1)<<shift - 1
}

func (h *histogram) sum() Latency {
	if h.count == 0 {
		return Latency{}
	}
	return Latency{Count: h.count, Mean: h.total / time.Duration(h.count), P50: h.quantile(50), P99: h.quantile(99), Max: h.longest}
}

// quantile is the duration that percent of all do not exceed.
func (h *histogram) quantile(percent int64) time.Duration {
	rank := (h.count*percent + 99) / 100
	for i, n := range h.buckets {
		if rank -= int64(n); rank <= 0 {
			return min(time.Duration(bucketEnd(i)), h.longest)
		}
	}
	return h.longest
}

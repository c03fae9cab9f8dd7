package pluginhost

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strconv"
	"sync"
	"time"

	"github.com/tetratelabs/wazero/api"

	"github.com/r3mes/r3mes/sdk"
	"github.com/r3mes/r3mes/store"
)

// KV keeps the pairs of plugins, each in the namespace of its name. Errors that
// wrap store.ErrKVQuota, ErrNotCounter, ErrCounterOverflow or ErrInvalid are
// the guest's doing, all others the host's.
type KV interface {
	KVGet(ctx context.Context, namespace string, key []byte) (value []byte, found bool, err error)
	KVSet(ctx context.Context, namespace string, key, value []byte, ttl time.Duration, q store.KVQuota) error
	KVAdd(ctx context.Context, namespace string, key []byte, delta int64, q store.KVQuota) (int64, error)
}

// Writes of one plugin, over all its instances: each waits for a commit that
// holds of money wait for too.
const (
	kvWriteBurst     = 200
	kvWritesPerSec   = 100
	maxKVValueByHost = 16 << 10 // bytes
)

var kvFuncs = []hostFunc{
	{"r3mes_kv_get", one64, one64, kvGet},
	{"r3mes_kv_set", []api.ValueType{i64, i64, i64}, one64, kvSet},
	{"r3mes_kv_add", two64, one64, kvAdd},
}

// kvGet answers the value under a key; 0 when there is none or it is empty.
func kvGet(s *callState, _ api.Module, stack []uint64) {
	s.need(CapKV)
	var value []byte
	s.keep(func(ctx context.Context) (err error) {
		value, err = s.pair(ctx, s.memory.bytes(stack[0]))
		return err
	})
	stack[0] = s.placed(value)
}

// pair reads a value. A blank call, such as a self-test, finds none, or the
// same module would load on one host and not on another.
func (s *callState) pair(ctx context.Context, key []byte) ([]byte, error) {
	name := s.version.manifest.Name
	if s.blank {
		return nil, store.CheckKV(name, key, nil, 0)
	}
	value, _, err := s.version.host.kv.KVGet(ctx, name, key)
	return value, err
}

// kvSet stores a pair for so many seconds, 0: for ever; a value handle of 0
// removes the key. It answers 1, or 0 when quota or rate forbid it.
func kvSet(s *callState, _ api.Module, stack []uint64) {
	s.need(CapKV)
	key, value, ttl := s.memory.bytes(stack[0]), []byte(nil), ttlOf(stack[2])
	if stack[1] != 0 {
		if value = s.memory.bytes(stack[1]); value == nil {
			stop(sdk.ErrorTrap, "kv: %d is not the handle of a value", stack[1])
		}
	}
	if len(value) > maxKVValueByHost {
		stop(sdk.ErrorTrap, "kv: value has %d bytes (limit %d)", len(value), maxKVValueByHost)
	}
	stack[0] = 1
	if s.dropsPairs() {
		return
	}
	if !s.version.kvWrites.allow() {
		stack[0] = 0
		return
	}
	s.keep(func(ctx context.Context) error {
		err := s.version.host.kv.KVSet(ctx, s.version.manifest.Name, key, value, ttl, s.version.access.quota)
		if errors.Is(err, store.ErrKVQuota) {
			stack[0], err = 0, nil
		}
		return err
	})
}

// dropsPairs says that nothing the call stores is kept: it is a shadow's, or of a
// plugin that was removed, whose name may soon be another's.
func (s *callState) dropsPairs() bool { return s.shadow || s.version.removed.Load() }

// ttlOf makes any number of seconds a time that the store refuses or takes.
func ttlOf(seconds uint64) time.Duration {
	if seconds > math.MaxInt64/uint64(time.Second) {
		return math.MaxInt64
	}
	return time.Duration(seconds) * time.Second
}

// kvAdd adds to a counter and answers the sum. There is no value that could
// mean a failure, so all of them end the guest's call.
func kvAdd(s *callState, _ api.Module, stack []uint64) {
	s.need(CapKV)
	key, delta := s.memory.bytes(stack[0]), int64(stack[1])
	if !s.dropsPairs() && !s.version.kvWrites.allow() {
		stop(sdk.ErrorTrap, "kv: more than %d writes a second", kvWritesPerSec)
	}
	var sum int64
	s.keep(func(ctx context.Context) (err error) {
		if s.dropsPairs() {
			sum, err = s.wouldAdd(ctx, key, delta)
			return err
		}
		sum, err = s.version.host.kv.KVAdd(ctx, s.version.manifest.Name, key, delta, s.version.access.quota)
		return err
	})
	stack[0] = uint64(sum)
}

// wouldAdd is the sum that kvAdd would answer, with nothing written.
func (s *callState) wouldAdd(ctx context.Context, key []byte, delta int64) (int64, error) {
	value, err := s.pair(ctx, key)
	if err != nil {
		return 0, err
	}
	return store.Count(value, delta)
}

// keep runs an access to the store. Its failure ends the guest's call: as the
// guest's fault when it asked for what cannot be, else as the host's. Neither
// keys nor values stand in the error.
func (s *callState) keep(work func(ctx context.Context) error) {
	var err error
	s.outside(&s.kvTime, s.version.host.limits.KVTime, func(ctx context.Context) { err = work(ctx) })
	switch {
	case err == nil:
	case errors.Is(err, store.ErrCounterOverflow):
		stop(sdk.ErrorTrap, "kv: %v", store.ErrCounterOverflow)
	case errors.Is(err, store.ErrNotCounter):
		stop(sdk.ErrorTrap, "kv: %v", store.ErrNotCounter)
	case errors.Is(err, store.ErrKVQuota):
		stop(sdk.ErrorTrap, "kv: %v (%d keys, %d bytes)", store.ErrKVQuota, s.version.access.quota.Keys, s.version.access.quota.Bytes)
	case errors.Is(err, store.ErrInvalid):
		stop(sdk.ErrorTrap, "kv: key, value or time to live out of bounds (1 to %d bytes, at most %d bytes, at most %v)", store.MaxKVKey, maxKVValueByHost, store.MaxKVTTL)
	case s.kvTime.left <= 0 || errors.Is(err, context.DeadlineExceeded):
		stop(sdk.ErrorDeadline, "kv: calls of one hook took longer than %v", s.version.host.limits.KVTime)
	default:
		stop(sdk.ErrorHost, "kv: %v", err)
	}
}

// memoryKV is the KV of a host that was given none: pairs live as long as it.
type memoryKV struct {
	mu    sync.Mutex
	pairs map[string]map[string]memoryPair // by namespace and key
}

type memoryPair struct {
	value   []byte
	expires time.Time // zero: never
}

func newMemoryKV() *memoryKV { return &memoryKV{pairs: map[string]map[string]memoryPair{}} }

// live returns the pairs of a namespace that have not expired.
func (m *memoryKV) live(namespace string) map[string]memoryPair {
	pairs := m.pairs[namespace]
	if pairs == nil {
		pairs = map[string]memoryPair{}
		m.pairs[namespace] = pairs
	}
	now := time.Now()
	for key, p := range pairs {
		if !p.expires.IsZero() && !now.Before(p.expires) {
			delete(pairs, key)
		}
	}
	return pairs
}

// KVGet implements KV.
func (m *memoryKV) KVGet(_ context.Context, namespace string, key []byte) ([]byte, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	p, found := m.live(namespace)[string(key)]
	return p.value, found, store.CheckKV(namespace, key, nil, 0)
}

// KVSet implements KV.
func (m *memoryKV) KVSet(_ context.Context, namespace string, key, value []byte, ttl time.Duration, q store.KVQuota) error {
	if err := store.CheckKV(namespace, key, value, ttl); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	p := memoryPair{value: append([]byte{}, value...)}
	if ttl > 0 {
		p.expires = time.Now().Add(ttl)
	}
	if value == nil {
		delete(m.live(namespace), string(key))
		return nil
	}
	return m.put(namespace, string(key), p, q)
}

// KVAdd implements KV.
func (m *memoryKV) KVAdd(_ context.Context, namespace string, key []byte, delta int64, q store.KVQuota) (int64, error) {
	if err := store.CheckKV(namespace, key, nil, 0); err != nil {
		return 0, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	p := m.live(namespace)[string(key)]
	sum, err := store.Count(p.value, delta)
	if err != nil {
		return 0, fmt.Errorf("pluginhost: %w", err)
	}
	p.value = strconv.AppendInt(nil, sum, 10)
	return sum, m.put(namespace, string(key), p, q)
}

func (m *memoryKV) put(namespace, key string, p memoryPair, q store.KVQuota) error {
	pairs := m.live(namespace)
	use := store.KVUsage{Keys: 1, Bytes: int64(len(key) + len(p.value))}
	for k, old := range pairs {
		if k != key {
			use.Keys++
			use.Bytes += int64(len(k) + len(old.value))
		}
	}
	if err := use.Within(q); err != nil {
		return err
	}
	pairs[key] = p
	return nil
}

package store

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"time"
)

// Bounds of a plugin's key-value pairs that no quota exceeds.
const (
	MaxKVKey   = 256      // bytes of a key
	MaxKVValue = 64 << 10 // bytes of a value
	// MaxKVTTL is the longest time to live; longer is not for ever but a
	// mistake in units.
	MaxKVTTL = 10 * 365 * 24 * time.Hour
)

// The errors of the key-value pairs that callers decide on.
var (
	// ErrKVQuota: the pair would exceed its namespace's quota.
	ErrKVQuota = errors.New("key-value quota exceeded")
	// ErrNotCounter: the value under the key is not a decimal int64.
	ErrNotCounter = errors.New("value is not a counter")
	// ErrCounterOverflow: the sum is beyond int64; the counter keeps its value.
	ErrCounterOverflow = errors.New("counter overflows int64")
)

// A KVQuota bounds what one namespace may hold.
type KVQuota struct {
	Keys  int64
	Bytes int64 // of keys and values together
}

// A KVUsage is what one namespace holds, expired pairs included until they are
// swept.
type KVUsage struct {
	Keys  int64 `json:"keys"`
	Bytes int64 `json:"bytes"`
}

// Within returns ErrKVQuota when u exceeds q.
func (u KVUsage) Within(q KVQuota) error {
	if u.Keys > q.Keys {
		return fmt.Errorf("store: %w: %d keys (limit %d)", ErrKVQuota, u.Keys, q.Keys)
	}
	if u.Bytes > q.Bytes {
		return fmt.Errorf("store: %w: %d bytes (limit %d)", ErrKVQuota, u.Bytes, q.Bytes)
	}
	return nil
}

// CheckKV checks the parts of a pair.
func CheckKV(namespace string, key, value []byte, ttl time.Duration) error {
	if err := Name("key-value namespace", namespace); err != nil {
		return err
	}
	switch {
	case len(key) == 0 || len(key) > MaxKVKey:
		return fmt.Errorf("store: key of %d bytes: %w: want 1 to %d", len(key), ErrInvalid, MaxKVKey)
	case len(value) > MaxKVValue:
		return fmt.Errorf("store: value of %d bytes: %w: want at most %d", len(value), ErrInvalid, MaxKVValue)
	case ttl < 0 || ttl > MaxKVTTL:
		return fmt.Errorf("store: time to live of %v: %w: want 0 (for ever) to %v", ttl, ErrInvalid, MaxKVTTL)
	}
	return nil
}

// Count adds delta to the counter in value, which is decimal text; an absent
// value counts from 0. ErrNotCounter and ErrCounterOverflow leave it as it is.
func Count(value []byte, delta int64) (sum int64, err error) {
	var n int64
	if len(value) > 0 {
		if n, err = strconv.ParseInt(string(value), 10, 64); err != nil {
			return 0, fmt.Errorf("store: %w: it has %d bytes", ErrNotCounter, len(value))
		}
	}
	if (delta > 0 && n > math.MaxInt64-delta) || (delta < 0 && n < math.MinInt64-delta) {
		return 0, fmt.Errorf("store: %w: %d plus %d", ErrCounterOverflow, n, delta)
	}
	return n + delta, nil
}

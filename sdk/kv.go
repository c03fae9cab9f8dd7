package sdk

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"time"
)

// ErrKVRefused is what KVSet returns when the plugin's quota is used up or it
// writes too often.
var ErrKVRefused = errors.New("sdk: the host refused to store the pair: quota or rate")

// KVGet returns the value that this plugin stored under key, nil when there is
// none, it was empty, or its time is over. Needs the grant "kv".
//
// Pairs belong to the plugin by its name, whatever its version, and outlive
// calls and restarts. The hooks quote and settle cannot use them: a price must
// follow from the request alone.
func KVGet(key string) []byte { return kvGet(key) }

// KVSet stores a pair, for ttl in whole seconds when that is not 0; less than a
// second counts as one. An empty value removes the key; what must never be seen
// again is overwritten rather than removed. The pair is durable when KVSet
// returns. Keys have 1 to 256 bytes, values up to 16 KiB. Needs the
// grant "kv"; ErrKVRefused when its quota forbids the pair.
func KVSet(key string, value []byte, ttl time.Duration) error {
	if ttl > 0 {
		ttl = max(ttl, time.Second)
	}
	if !kvSet(key, value, ttl) {
		return ErrKVRefused
	}
	return nil
}

// KVAdd adds delta to the counter under key and returns the sum; an absent
// counter starts at 0. Adding is atomic over all instances of the plugin: of n
// calls that add 1 each gets another sum. KVGet reads a counter as decimal
// text. A sum beyond int64, a value that is no counter, or a full quota end the
// call with an error. Needs the grant "kv".
func KVAdd(key string, delta int64) int64 { return kvAdd(key, delta) }

// addCounter is what a host does at KVAdd.
func addCounter(value []byte, delta int64) (int64, error) {
	var n int64
	if len(value) > 0 {
		var err error
		if n, err = strconv.ParseInt(string(value), 10, 64); err != nil {
			return 0, errors.New("sdk: value is not a counter")
		}
	}
	if (delta > 0 && n > math.MaxInt64-delta) || (delta < 0 && n < math.MinInt64-delta) {
		return 0, fmt.Errorf("sdk: counter overflows int64: %d plus %d", n, delta)
	}
	return n + delta, nil
}

func counterText(n int64) []byte { return strconv.AppendInt(nil, n, 10) }

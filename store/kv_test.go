package store

import (
	"errors"
	"math"
	"strings"
	"testing"
	"time"
)

func TestCount(t *testing.T) {
	for _, c := range []struct {
		value string
		delta int64
		want  int64
		err   error
	}{
		{"", 5, 5, nil}, {"5", -7, -2, nil}, {"-3", 3, 0, nil}, {"+4", 1, 5, nil},
		{"9223372036854775806", 1, math.MaxInt64, nil}, {"9223372036854775807", 1, 0, ErrCounterOverflow},
		{"-9223372036854775807", -1, math.MinInt64, nil}, {"-9223372036854775808", -1, 0, ErrCounterOverflow},
		{"1", math.MaxInt64, 0, ErrCounterOverflow}, {"-1", math.MinInt64, 0, ErrCounterOverflow}, {"0", math.MinInt64, math.MinInt64, nil},
		{"9223372036854775808", 0, 0, ErrNotCounter}, {"1.5", 1, 0, ErrNotCounter}, {"x", 1, 0, ErrNotCounter}, {" 1", 1, 0, ErrNotCounter},
	} {
		got, err := Count([]byte(c.value), c.delta)
		if got != c.want || !errors.Is(err, c.err) {
			t.Errorf("Count(%q, %d) = %d, %v, want %d, %v", c.value, c.delta, got, err, c.want, c.err)
		}
	}
}

func TestCheckKV(t *testing.T) {
	long := []byte(strings.Repeat("k", MaxKVKey+1))
	for _, c := range []struct {
		name       string
		namespace  string
		key, value []byte
		ttl        time.Duration
		ok         bool
	}{
		{"a usual pair", "p", []byte{0, 255}, []byte("v"), time.Second, true},
		{"the largest pair", "p", long[1:], make([]byte, MaxKVValue), MaxKVTTL, true},
		{"no namespace", "", []byte("k"), nil, 0, false},
		{"a namespace with a zero byte", "p\x00q", []byte("k"), nil, 0, false},
		{"no key", "p", nil, nil, 0, false},
		{"a key too long", "p", long, nil, 0, false},
		{"a value too long", "p", []byte("k"), make([]byte, MaxKVValue+1), 0, false},
		{"a negative time to live", "p", []byte("k"), nil, -1, false},
		{"a time to live beyond the limit", "p", []byte("k"), nil, MaxKVTTL + 1, false},
	} {
		if err := CheckKV(c.namespace, c.key, c.value, c.ttl); (err == nil) != c.ok || (err != nil && !errors.Is(err, ErrInvalid)) {
			t.Errorf("%s: CheckKV = %v, want accepted: %v", c.name, err, c.ok)
		}
	}
}

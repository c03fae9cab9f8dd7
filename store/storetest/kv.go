package storetest

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"sync/atomic"
	"testing"
	"time"

	"github.com/r3mes/r3mes/store"
)

// roomy is a quota that no test about something else meets.
var roomy = store.KVQuota{Keys: 10_000, Bytes: 16 << 20}

func (f *fixture) set(namespace, key string, value []byte, ttl time.Duration) {
	f.t.Helper()
	if err := f.KVSet(f.t.Context(), namespace, []byte(key), value, ttl, roomy); err != nil {
		f.t.Fatalf("KVSet %s/%s = %v", namespace, key, err)
	}
}

// holds fails unless the namespace has that value under key, "" for none.
func (f *fixture) holds(namespace, key, want string) {
	f.t.Helper()
	got, found, err := f.KVGet(f.t.Context(), namespace, []byte(key))
	if err != nil || string(got) != want || found != (want != "") {
		f.t.Errorf("KVGet(%s/%s) = %q, %v, %v, want %q", namespace, key, got, found, err, want)
	}
}

func (f *fixture) uses(namespace string, keys, size int64) {
	f.t.Helper()
	want := store.KVUsage{Keys: keys, Bytes: size}
	if got, err := f.KVUsage(f.t.Context(), namespace); err != nil || got != want {
		f.t.Errorf("KVUsage(%s) = %+v, %v, want %+v", namespace, got, err, want)
	}
}

func testKVPairs(t *testing.T, f *fixture) {
	f.set("a", "k", []byte("one"), 0)
	f.set("b", "k", []byte("two"), 0)
	f.set("a", "k\x00\xff", []byte("binary"), 0)
	f.set("a", "gone", []byte("x"), 0)
	f.set("a", "k", []byte("three"), 0)
	f.set("a", "gone", nil, 0)
	f.set("a", "never", nil, 0)
	for range 2 {
		f.holds("a", "k", "three")
		f.holds("b", "k", "two")
		f.holds("a", "k\x00\xff", "binary")
		f.holds("a", "gone", "")
		f.holds("ab", "k", "")
		f.uses("a", 2, 15)
		f.uses("b", 1, 4)
		f.reopen()
	}
	if err := f.KVSet(t.Context(), "a", []byte("empty"), []byte{}, 0, roomy); err != nil {
		t.Fatal(err)
	}
	if value, found, err := f.KVGet(t.Context(), "a", []byte("empty")); len(value) > 0 || !found || err != nil {
		t.Errorf("an empty value reads as %q, %v, %v", value, found, err)
	}
	for i := range 600 { // more than one commit removes
		f.set("b", fmt.Sprint("n", i), []byte("v"), 0)
	}
	if err := f.KVClear(t.Context(), "b"); err != nil {
		t.Fatal(err)
	}
	f.uses("b", 0, 0)
	f.holds("a", "k", "three")
	if _, _, err := f.KVGet(t.Context(), "", []byte("k")); !errors.Is(err, store.ErrInvalid) {
		t.Errorf("KVGet without a namespace = %v, want ErrInvalid", err)
	}
	if err := f.KVSet(t.Context(), "a", bytes.Repeat([]byte("k"), store.MaxKVKey+1), []byte("v"), 0, roomy); !errors.Is(err, store.ErrInvalid) {
		t.Errorf("KVSet with a long key = %v, want ErrInvalid", err)
	}
}

func testKVTime(t *testing.T, f *fixture) {
	f.set("a", "short", []byte("1"), time.Second)
	f.set("a", "long", []byte("2"), time.Hour)
	f.clock.advance(time.Second - 1)
	f.holds("a", "short", "1")
	f.clock.advance(1)
	f.holds("a", "short", "")
	f.holds("a", "long", "2")
	f.reopen()
	f.holds("a", "short", "")
	// A counter keeps its time, and starts anew when it is over.
	if n, err := f.KVAdd(t.Context(), "a", []byte("long"), 5, roomy); n != 7 || err != nil {
		t.Errorf("KVAdd = %d, %v, want 7", n, err)
	}
	f.clock.advance(time.Hour)
	f.holds("a", "long", "")
	if n, err := f.KVAdd(t.Context(), "a", []byte("long"), 5, roomy); n != 5 || err != nil {
		t.Errorf("KVAdd after the time = %d, %v, want 5", n, err)
	}
	f.clock.advance(2 * time.Hour)
	f.holds("a", "long", "5")
	// An expired pair makes room.
	full := store.KVQuota{Keys: 2, Bytes: 100}
	for _, key := range []string{"x", "y"} {
		if err := f.KVSet(t.Context(), "q", []byte(key), []byte("v"), time.Minute, full); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.KVSet(t.Context(), "q", []byte("z"), []byte("v"), 0, full); !errors.Is(err, store.ErrKVQuota) {
		t.Errorf("KVSet beyond the quota = %v, want ErrKVQuota", err)
	}
	f.clock.advance(time.Minute)
	if err := f.KVSet(t.Context(), "q", []byte("z"), []byte("v"), 0, full); err != nil {
		t.Errorf("KVSet when the others expired = %v", err)
	}
	f.uses("q", 1, 2)
}

func testKVCounters(t *testing.T, f *fixture) {
	const callers, rounds = 32, 20
	var sums [callers*rounds + 1]atomic.Int32
	parallel(callers, func(int) {
		for range rounds {
			n, err := f.KVAdd(t.Context(), "a", []byte("n"), 1, roomy)
			if err != nil || n < 1 || n > callers*rounds {
				t.Errorf("KVAdd = %d, %v", n, err)
				return
			}
			sums[n].Add(1)
		}
	})
	for n := 1; n < len(sums); n++ {
		if got := sums[n].Load(); got != 1 {
			t.Fatalf("%d callers were told %d, want one", got, n)
		}
	}
	f.reopen()
	f.holds("a", "n", fmt.Sprint(callers*rounds))

	f.set("a", "top", []byte(fmt.Sprint(int64(math.MaxInt64-1))), 0)
	if n, err := f.KVAdd(t.Context(), "a", []byte("top"), 1, roomy); n != math.MaxInt64 || err != nil {
		t.Errorf("KVAdd to the top = %d, %v", n, err)
	}
	for _, delta := range []int64{1, math.MaxInt64} {
		if _, err := f.KVAdd(t.Context(), "a", []byte("top"), delta, roomy); !errors.Is(err, store.ErrCounterOverflow) {
			t.Errorf("KVAdd of %d over the top = %v, want ErrCounterOverflow", delta, err)
		}
	}
	f.holds("a", "top", fmt.Sprint(int64(math.MaxInt64)))
	f.set("a", "text", []byte("seven"), 0)
	if _, err := f.KVAdd(t.Context(), "a", []byte("text"), 1, roomy); !errors.Is(err, store.ErrNotCounter) {
		t.Errorf("KVAdd to a text = %v, want ErrNotCounter", err)
	}
	f.holds("a", "text", "seven")
}

func testKVQuota(t *testing.T, f *fixture) {
	q := store.KVQuota{Keys: 10, Bytes: 100}
	var stored atomic.Int64
	parallel(50, func(i int) {
		err := f.KVSet(t.Context(), "keys", fmt.Appendf(nil, "%03d", i), []byte("v"), 0, q)
		switch {
		case err == nil:
			stored.Add(1)
		case !errors.Is(err, store.ErrKVQuota):
			t.Errorf("KVSet = %v, want nil or ErrKVQuota", err)
		}
	})
	if n := stored.Load(); n != q.Keys {
		t.Errorf("%d keys were stored, want %d", n, q.Keys)
	}
	f.uses("keys", 10, 40)
	if _, err := f.KVAdd(t.Context(), "keys", []byte("counter"), 1, q); !errors.Is(err, store.ErrKVQuota) {
		t.Errorf("KVAdd of an eleventh key = %v, want ErrKVQuota", err)
	}

	set := func(key string, n int) error {
		return f.KVSet(t.Context(), "bytes", []byte(key), bytes.Repeat([]byte("v"), n), 0, q)
	}
	if err := errors.Join(set("a", 49), set("b", 49), set("a", 49)); err != nil {
		t.Errorf("100 bytes are refused: %v", err)
	}
	if err := set("a", 50); !errors.Is(err, store.ErrKVQuota) {
		t.Errorf("KVSet of the 101st byte = %v, want ErrKVQuota", err)
	}
	f.reopen()
	if err := set("c", 0); !errors.Is(err, store.ErrKVQuota) {
		t.Errorf("KVSet of one more key after a restart = %v, want ErrKVQuota", err)
	}
	if err := errors.Join(set("a", 10), set("c", 10)); err != nil {
		t.Errorf("after a value shrank: %v", err)
	}
	f.uses("bytes", 3, 10+49+10+3)
}

func testKVJournal(t *testing.T, f *fixture) {
	f.topUp("t", "w", 100)
	before, err := f.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	parallel(8, func(i int) {
		f.KVAdd(t.Context(), "a", []byte("n"), 1, roomy)
		f.KVSet(t.Context(), "a", fmt.Appendf(nil, "k%d", i), []byte("v"), time.Second, roomy)
		f.TopUp(t.Context(), store.TopUp{OpID: id("with", i), Wallet: "w", Amount: 1})
	})
	if after, err := f.Head(t.Context()); err != nil || after.Seq != before.Seq+8 {
		t.Errorf("8 top-ups and 16 pairs moved the journal from %d to %d, %v", before.Seq, after.Seq, err)
	}
	f.owns("w", 108, 0)
}

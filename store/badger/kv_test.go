package badger

import (
	"fmt"
	"testing"
	"time"

	"github.com/r3mes/r3mes/store"
)

// TestExpiredPairsAreSwept fills two namespaces, lets part of one expire, and
// wants the records gone and not only hidden.
func TestExpiredPairsAreSwept(t *testing.T) {
	now := time.Unix(1_000_000, 0).UTC()
	s := opened(t, t.TempDir(), Options{Now: func() time.Time { return now }})
	defer s.Close()
	q := store.KVQuota{Keys: 10_000, Bytes: 1 << 20}
	const expiring = maxDrop + 100 // more than one commit
	for i := range expiring {
		if err := s.KVSet(t.Context(), "a", fmt.Appendf(nil, "k%d", i), []byte("v"), time.Minute, q); err != nil {
			t.Fatal(err)
		}
	}
	for _, set := range []struct {
		namespace, key string
		ttl            time.Duration
	}{{"a", "kept", 0}, {"a", "later", time.Hour}, {"b", "kept", time.Hour}} {
		if err := s.KVSet(t.Context(), set.namespace, []byte(set.key), []byte("v"), set.ttl, q); err != nil {
			t.Fatal(err)
		}
	}
	left := func(namespace string, want int64) {
		t.Helper()
		if u, err := s.KVUsage(t.Context(), namespace); err != nil || u.Keys != want {
			t.Errorf("namespace %s has %+v, %v, want %d keys", namespace, u, err, want)
		}
	}
	sweep := func() {
		t.Helper()
		if err := s.sweepPairs(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	sweep()
	left("a", expiring+2)
	now = now.Add(time.Minute)
	sweep()
	left("a", 2)
	left("b", 1)
	now = now.Add(time.Hour)
	sweep()
	left("a", 1)
	left("b", 0)
	if report, err := s.Verify(t.Context()); err != nil || report.Err() != nil {
		t.Errorf("Verify after the sweep = %v, %v", report.Err(), err)
	}
}

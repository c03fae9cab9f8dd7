package badger

import (
	"testing"
	"time"

	"github.com/r3mes/r3mes/store/storetest"
)

func TestConformance(t *testing.T) {
	storetest.Run(t, func(t testing.TB, place string, now func() time.Time) storetest.Store {
		return opened(t, place, Options{Now: now})
	})
}

// opened opens a store that must open.
func opened(t testing.TB, dir string, o Options) *Store {
	t.Helper()
	s, err := Open(dir, o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

package chain

import (
	"context"
	"log/slog"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/r3mes/r3mes/host/chain/chaintest"
	"github.com/r3mes/r3mes/store"
	"github.com/r3mes/r3mes/store/badger"
)

// patience is the longest that a test waits for what must come.
const patience = time.Minute

// quick are options with which a test does not wait for seconds.
func quick(o Options) Options {
	if o.firstWait == 0 {
		o.firstWait = time.Millisecond
	}
	if o.Poll == 0 {
		o.Poll = 10 * time.Millisecond
	}
	return o
}

func openLedger(t *testing.T, dir string) *badger.Store {
	t.Helper()
	l, err := badger.Open(dir, badger.Default())
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// newLedger is a ledger that must verify when the test ends.
func newLedger(t *testing.T) *badger.Store {
	t.Helper()
	l := openLedger(t, filepath.Join(t.TempDir(), "ledger"))
	t.Cleanup(func() {
		report, err := l.Verify(context.Background())
		if err != nil || report.Err() != nil {
			t.Errorf("ledger: %v, %v", err, report.Err())
		}
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	})
	return l
}

// newNode serves a chain of n blocks.
func newNode(t *testing.T, n int) (*chaintest.Node, string) {
	t.Helper()
	node := chaintest.New(n)
	server := httptest.NewServer(node)
	t.Cleanup(server.Close)
	t.Cleanup(node.Drop)
	return node, server.URL
}

// running opens a chain and runs it until the returned function, or the end of
// the test, ends it.
func running(t *testing.T, o Options) (c *Chain, stop func()) {
	t.Helper()
	c, err := Open(quick(o))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		c.Run(ctx)
	}()
	stop = sync.OnceFunc(func() {
		cancel()
		<-ended
	})
	t.Cleanup(stop)
	return c, stop
}

// eventually waits until ok holds.
func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !ok(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%s did not come true within %s", what, patience)
		}
	}
}

// creditsTo waits until a ledger has credited the heights up to one.
func creditsTo(t *testing.T, l *badger.Store, height int64) {
	t.Helper()
	eventually(t, "the last block's credit", func() bool {
		_, err := l.Block(t.Context(), height)
		return err == nil
	})
}

// issued is how many blocks' rewards a ledger has given.
func issued(t *testing.T, l *badger.Store) int64 {
	t.Helper()
	totals, err := l.Totals(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if totals.Issued%Reward != 0 {
		t.Errorf("%d micro-credits are issued, no number of rewards", -totals.Issued)
	}
	return int64(-totals.Issued / Reward)
}

// forks counts the recorded forks of a ledger.
func forks(t *testing.T, l *badger.Store) (n int) {
	t.Helper()
	entries, err := l.Journal(t.Context(), 0, 10_000)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Kind == store.KindFork {
			n++
		}
	}
	return n
}

// logged is a log that can be read while it is written.
type logged struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *logged) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

func (l *logged) logger() *slog.Logger { return slog.New(slog.NewTextHandler(l, nil)) }

package badger

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	badgerdb "github.com/dgraph-io/badger/v4"

	"github.com/r3mes/r3mes/store"
)

// TestAFailedCommitStopsTheStore: after an error of a commit nobody knows what
// is on disk, so nothing is answered, nothing is tried again, and opening again
// tells. The commit here fails before or after the write: both are possible.
func TestAFailedCommitStopsTheStore(t *testing.T) {
	for name, c := range map[string]struct {
		commit func(*badgerdb.Txn) error
		cause  error
		wrote  bool
	}{
		"no space, nothing written":                {func(*badgerdb.Txn) error { return syscall.ENOSPC }, syscall.ENOSPC, false},
		"sync error after writing":                 {func(txn *badgerdb.Txn) error { return errors.Join(txn.Commit(), syscall.EIO) }, syscall.EIO, true},
		"a conflict, which one writer cannot have": {func(*badgerdb.Txn) error { return badgerdb.ErrConflict }, badgerdb.ErrConflict, false},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			s := opened(t, dir, Options{})
			fill(t, s)
			var commits int
			s.commit = func(txn *badgerdb.Txn) error { commits++; return c.commit(txn) }
			topUp := store.TopUp{OpID: "lost", Wallet: "a", Amount: 5}
			if _, err := s.TopUp(t.Context(), topUp); !errors.Is(err, store.ErrOutcomeUnknown) || !errors.Is(err, store.ErrPoisoned) || !errors.Is(err, c.cause) {
				t.Errorf("TopUp = %v, want ErrOutcomeUnknown by %v", err, c.cause)
			}
			refusesAll(t, s)
			if commits != 1 {
				t.Errorf("%d commits were tried, want 1", commits)
			}
			if err := s.Close(); err != nil {
				t.Errorf("Close = %v", err)
			}
			s = opened(t, dir, Options{})
			defer s.Close()
			if _, err := s.Operation(t.Context(), "lost"); (err == nil) != c.wrote {
				t.Errorf("after opening again: Operation = %v, want written = %v", err, c.wrote)
			}
			if _, err := s.TopUp(t.Context(), topUp); err != nil {
				t.Errorf("TopUp again = %v", err)
			}
			if b, err := s.Balance(t.Context(), "a"); err != nil || b.Available+b.Held != 985 {
				t.Errorf("Balance = %+v, %v, want the top-up once", b, err)
			}
		})
	}
}

// TestANearlyFullDiskIsNotWritten: with little space holds end and nothing
// begins, with less nothing is written, and with space all is well again.
func TestANearlyFullDiskIsNotWritten(t *testing.T) {
	ctx := t.Context()
	s := opened(t, t.TempDir(), Options{})
	defer s.Close()
	fill(t, s)
	plain, k, err := s.CreateKey(ctx, store.NewKey{Wallet: "a"})
	if err != nil {
		t.Fatal(err)
	}
	free := s.options.MinFreeBytes - 1
	s.free = func(string) (int64, error) { return free, nil }
	begin := func(id string) error { return s.Hold(ctx, store.Hold{OpID: id, Wallet: "a", Amount: 1}) }
	if err := begin("x"); !errors.Is(err, store.ErrNoSpace) || errors.Is(err, store.ErrOutcomeUnknown) {
		t.Errorf("Hold with little space = %v, want ErrNoSpace", err)
	}
	if err := s.Ready(); !errors.Is(err, store.ErrNoSpace) {
		t.Errorf("Ready with little space = %v, want ErrNoSpace", err)
	}
	if err := errors.Join(s.Release(ctx, "h2", "error"), s.RevokeKey(ctx, "a", k.ID)); err != nil {
		t.Errorf("Release and RevokeKey with little space = %v", err)
	}
	if _, err := s.FindKey(ctx, plain.Reveal()); !errors.Is(err, store.ErrRevokedKey) {
		t.Errorf("FindKey = %v, want ErrRevokedKey", err)
	}
	free = s.options.MinFreeBytes/2 - 1
	if err := s.Release(ctx, "open", "error"); !errors.Is(err, store.ErrNoSpace) {
		t.Errorf("Release with no space = %v, want ErrNoSpace", err)
	}
	free = s.options.MinFreeBytes
	if err := errors.Join(s.Ready(), begin("x"), s.Release(ctx, "open", "error")); err != nil {
		t.Errorf("with space again: %v", err)
	}
}

func TestAFullDiskIsNotOpened(t *testing.T) {
	for cause, free := range map[error]func(string) (int64, error){
		store.ErrNoSpace: func(string) (int64, error) { return 1 << 20, nil },
		syscall.EIO:      func(string) (int64, error) { return 0, syscall.EIO },
	} {
		if _, err := open(t.TempDir(), Options{}, free); !errors.Is(err, cause) {
			t.Errorf("open = %v, want %v", err, cause)
		}
	}
	if free, err := freeBytes(t.TempDir()); err != nil || free <= 0 {
		t.Errorf("freeBytes = %d, %v, want what this test can still write", free, err)
	}
}

func refusesAll(t *testing.T, s *Store) {
	t.Helper()
	ctx := t.Context()
	_, topUp := s.TopUp(ctx, store.TopUp{OpID: "next", Wallet: "a", Amount: 5})
	_, balance := s.Balance(ctx, "a")
	_, totals := s.Totals(ctx)
	_, settle := s.Settle(ctx, store.Settle{OpID: "h2", Charge: 1, Receipt: store.Receipt{Outcome: store.OutcomeComplete}})
	for what, err := range map[string]error{
		"Ready": s.Ready(), "TopUp": topUp, "Balance": balance, "Totals": totals, "Settle": settle,
		"Hold": s.Hold(ctx, store.Hold{OpID: "x", Wallet: "a", Amount: 1}), "Release": s.Release(ctx, "h2", "x"),
	} {
		if !errors.Is(err, store.ErrPoisoned) {
			t.Errorf("%s of a poisoned store = %v, want ErrPoisoned", what, err)
		}
	}
}

// TestCompanyIsCommittedTogether holds the first commit back until everybody
// waits: the rest then needs one commit more, and one bad operation in it
// harms only itself.
func TestCompanyIsCommittedTogether(t *testing.T) {
	s := opened(t, t.TempDir(), Options{})
	defer s.Close()
	const callers = 100
	first, release := make(chan struct{}), make(chan struct{})
	var commits int
	s.commit = func(txn *badgerdb.Txn) error {
		if commits++; commits == 1 {
			close(first)
			<-release
		}
		return txn.Commit()
	}
	var wg sync.WaitGroup
	topUp := func(i int) {
		_, err := s.TopUp(context.Background(), store.TopUp{OpID: fmt.Sprint("t", i), Wallet: "w", Amount: 1})
		if err != nil {
			t.Errorf("TopUp = %v", err)
		}
	}
	wg.Go(func() { topUp(0) })
	<-first
	for i := 1; i < callers; i++ {
		wg.Go(func() { topUp(i) })
	}
	wg.Go(func() {
		if err := s.Hold(context.Background(), store.Hold{OpID: "h", Wallet: "w", Amount: 1000}); !errors.Is(err, store.ErrInsufficientCredit) {
			t.Errorf("Hold = %v, want ErrInsufficientCredit", err)
		}
	})
	for len(s.requests) < callers { // all but the first wait in the queue
		time.Sleep(time.Millisecond)
	}
	close(release)
	wg.Wait()
	if commits != 2 {
		t.Errorf("%d commits, want 2", commits)
	}
	if b, err := s.Balance(t.Context(), "w"); err != nil || b.Available != callers {
		t.Errorf("Balance = %+v, %v, want %d", b, err, callers)
	}
}

// TestABatchFitsOneTransaction queues more bytes than Badger takes at once.
func TestABatchFitsOneTransaction(t *testing.T) {
	s := opened(t, t.TempDir(), Options{MemTableBytes: 8 << 20})
	defer s.Close()
	if _, err := s.TopUp(t.Context(), store.TopUp{OpID: "t", Wallet: "w", Amount: 1 << 30}); err != nil {
		t.Fatal(err)
	}
	name := strings.Repeat("<", store.MaxName)
	long := strings.Repeat("<", store.MaxRule) // six bytes each in JSON
	var wg sync.WaitGroup
	for i := range maxBatch {
		wg.Go(func() {
			err := s.Hold(t.Context(), store.Hold{
				OpID: fmt.Sprint("h", i), Wallet: "w", Amount: 1, Kind: long, Model: long, Adapter: long, RoutePlugin: long, RouteReason: long,
				Pre:   slices.Repeat([]store.Guest{{Plugin: name, Version: name, Hash: name}}, store.MaxGuests),
				Price: store.PriceRule{Plugin: long, Version: long, Hash: long, Rule: long},
			})
			if err != nil {
				t.Errorf("Hold = %v", err)
			}
		})
	}
	wg.Wait()
	if b, err := s.Balance(t.Context(), "w"); err != nil || b.Held != maxBatch {
		t.Errorf("Balance = %+v, %v, want %d held", b, err, maxBatch)
	}
}

// TestTheHeadFileFollows looks for the promise behind the head file: it is
// never ahead of what was committed, and equal after Close.
func TestTheHeadFileFollows(t *testing.T) {
	dir := t.TempDir()
	s := opened(t, dir, Options{})
	s.commit = func(txn *badgerdb.Txn) error {
		if head, _, err := readHead(s.headPath()); err != nil || head.Seq > s.state.head.Seq {
			t.Errorf("head file = %+v, %v before the commit after %d", head, err, s.state.head.Seq)
		}
		return txn.Commit()
	}
	fill(t, s)
	want, err := s.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s.syncHead()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if got, ok, err := readHead(s.headPath()); err != nil || !ok || got != want {
		t.Errorf("head file = %+v, %v, want %+v", got, err, want)
	}
}

// TestUsesOfAKeyAreWrittenLazily: finding a key commits nothing by itself.
func TestUsesOfAKeyAreWrittenLazily(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	s := opened(t, dir, Options{})
	plain, k, err := s.CreateKey(ctx, store.NewKey{Wallet: "w"})
	if err != nil {
		t.Fatal(err)
	}
	var commits int
	s.commit = func(txn *badgerdb.Txn) error { commits++; return txn.Commit() }
	for range 100 {
		if _, err := s.FindKey(ctx, plain.Reveal()); err != nil {
			t.Fatal(err)
		}
	}
	if commits != 0 {
		t.Errorf("100 uses made %d commits, want 0", commits)
	}
	if err := errors.Join(s.flushUses(ctx), s.flushUses(ctx)); err != nil || commits != 1 {
		t.Errorf("flush = %v with %d commits, want 1", err, commits)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = opened(t, dir, Options{})
	defer s.Close()
	if keys, err := s.ListKeys(ctx, "w"); err != nil || len(keys) != 1 || keys[0].ID != k.ID || keys[0].LastUsed.IsZero() {
		t.Errorf("ListKeys = %+v, %v, want the last use", keys, err)
	}
}

// Package storetest is the suite that every ledger backend passes: [Run] checks
// a [Backend] against the rules of package store, one subtest for each. Its
// names are the sentences that hold.
//
// Caveats: tests write many operations, so a backend whose disk syncs slowly
// takes its time. What only one backend has (files, locks) it tests itself.
package storetest

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/r3mes/r3mes/store"
)

// A Store is what the suite asks of a backend.
type Store interface {
	TopUp(context.Context, store.TopUp) (store.Balance, error)
	Hold(context.Context, store.Hold) error
	Settle(context.Context, store.Settle) (store.Receipt, error)
	Release(ctx context.Context, opID, reason string) error
	ResolveOpenHolds(ctx context.Context, reason string) ([]store.Receipt, error)
	SetTier(ctx context.Context, wallet, tier string) error
	CreditBlocks(context.Context, store.BlockBatch) ([]store.BlockResult, error)

	Balance(ctx context.Context, wallet string) (store.Balance, error)
	Wallet(ctx context.Context, wallet string) (store.Wallet, error)
	Wallets(ctx context.Context, after string, limit int) ([]store.Wallet, error)
	Totals(context.Context) (store.Totals, error)
	Head(context.Context) (store.Head, error)
	Receipt(ctx context.Context, id string) (store.Receipt, error)
	Operation(ctx context.Context, opID string) (store.Operation, error)
	Entries(ctx context.Context, wallet string, limit int) ([]store.Entry, error)
	Journal(ctx context.Context, after uint64, limit int) ([]store.Entry, error)
	OpenHolds(context.Context) ([]store.OpenHold, error)
	BlockCursor(ctx context.Context, source string) (int64, error)
	Block(ctx context.Context, height int64) (store.MinedBlock, error)
	Mined(ctx context.Context, wallet string, since time.Time) ([]store.MinedBlock, error)
	Miners(context.Context) (int, error)
	Transactions(ctx context.Context, wallet string, limit int) (list []store.Entry, total int, err error)
	Verify(context.Context) (store.Report, error)

	CreateKey(context.Context, store.NewKey) (store.Secret, store.Key, error)
	FindKey(ctx context.Context, plain string) (store.Key, error)
	ListKeys(ctx context.Context, wallet string) ([]store.Key, error)
	RevokeKey(ctx context.Context, wallet, id string) error
	DeleteKey(ctx context.Context, wallet, id string) error

	CreateToken(context.Context, store.NewToken) (store.Secret, store.Key, error)
	RevokeToken(ctx context.Context, plain string) error

	ReportMiner(context.Context, store.MinerReport) (store.MinerReport, error)
	MinerReports(ctx context.Context, wallet string, limit int) ([]store.MinerReport, error)
	MinerDays(ctx context.Context, wallet string, since time.Time) ([]store.MinerDay, error)

	KVGet(ctx context.Context, namespace string, key []byte) (value []byte, found bool, err error)
	KVSet(ctx context.Context, namespace string, key, value []byte, ttl time.Duration, q store.KVQuota) error
	KVAdd(ctx context.Context, namespace string, key []byte, delta int64, q store.KVQuota) (int64, error)
	KVUsage(ctx context.Context, namespace string) (store.KVUsage, error)
	KVClear(ctx context.Context, namespace string) error

	Ready() error
	Close() error
}

// A Backend opens the store that lives at a place (a folder that exists), new
// or again, with the clock now.
type Backend func(t testing.TB, place string, now func() time.Time) Store

// Run checks a backend, each rule on a store of its own.
func Run(t *testing.T, open Backend) {
	for _, rule := range []struct {
		name string
		test func(*testing.T, *fixture)
	}{
		{"money is conserved under parallel random operations", testConservation},
		{"a balance worth k holds admits k of a thousand", testExactlyK},
		{"a hold ends once", testHoldEndsOnce},
		{"the rest of a hold returns in the settle's commit", testRemainder},
		{"a charge above the hold changes nothing", testChargeAboveHold},
		{"a refused hold leaves no trace", testRefusedHold},
		{"a top-up repeated fifty times in parallel credits once", testReplay},
		{"an operation id names one content", testConflict},
		{"answers survive a restart", testRestart},
		{"open holds of a former process are released", testOrphans},
		{"balances are the fold of the journal", testFold},
		{"amounts beyond int64 are refused", testOverflow},
		{"the displayed balance is the enforced one", testDisplayed},
		{"receipts say what happened", testReceipts},
		{"entries, wallets and tiers are listed", testListing},
		{"a height is credited once, whoever reports it", testBlocks},
		{"another block of a credited height is recorded and not credited", testForks},
		{"the cursor moves with the credits of its batch", testBlockCursor},
		{"a malformed batch of blocks changes nothing", testMalformedBlocks},
		{"a wallet is a miner for a day after its block", testRecentMiners},
		{"transactions are what moved money for good", testTransactions},
		{"token volume leaves after thirty days", testVolume},
		{"a key opens until it is revoked, deleted or expired", testKeys},
		{"a key is its own wallet's", testKeyOwner},
		{"no error or print tells a secret", testSecrets},
		{"a token opens until it is revoked or expired", testTokens},
		{"what a miner reports is kept by day", testMiners},
		{"what is kept of a miner is bounded", testMinerBounds},
		{"a namespace's pairs are its own and survive a restart", testKVPairs},
		{"a pair is gone when its time is over", testKVTime},
		{"counters are atomic and never wrap", testKVCounters},
		{"a namespace never exceeds its quota", testKVQuota},
		{"pairs leave the journal alone", testKVJournal},
		{"malformed names are refused", testNames},
		{"a cancelled caller's operation is not carried out", testCancelled},
		{"random operations agree with a model", testModel},
		{"a closed store refuses", testClosed},
	} {
		t.Run(rule.name, func(t *testing.T) {
			t.Parallel()
			f := &fixture{t: t, open: open, place: t.TempDir(), clock: &clock{now: time.Date(2026, 1, 2, 3, 4, 5, 6, time.UTC)}}
			f.Store = open(t, f.place, f.clock.Now)
			rule.test(t, f)
			f.check()
			f.close()
		})
	}
}

// A fixture is one store and the means to disturb it.
type fixture struct {
	Store
	t      *testing.T
	open   Backend
	place  string
	clock  *clock
	closed bool
}

func (f *fixture) close() {
	f.t.Helper()
	if f.closed {
		return
	}
	if err := f.Close(); err != nil {
		f.t.Errorf("Close = %v", err)
	}
}

func (f *fixture) reopen() {
	f.t.Helper()
	f.close()
	f.Store = f.open(f.t, f.place, f.clock.Now)
}

// check is what holds at the end of every test.
func (f *fixture) check() {
	f.t.Helper()
	if f.closed {
		return
	}
	report, err := f.Verify(f.t.Context())
	if err != nil || report.Err() != nil {
		f.t.Errorf("Verify = %v, %v", report.Err(), err)
	}
	totals, err := f.Totals(f.t.Context())
	if err != nil || totals.Check() != nil || totals != report.Totals {
		f.t.Errorf("Totals = %+v, %v; the report says %+v", totals, err, report.Totals)
	}
}

func (f *fixture) topUp(id, wallet string, n store.MicroCredits) {
	f.t.Helper()
	if _, err := f.TopUp(f.t.Context(), store.TopUp{OpID: id, Wallet: wallet, Amount: n}); err != nil {
		f.t.Fatalf("TopUp %s = %v", id, err)
	}
}

func (f *fixture) hold(id, wallet string, n store.MicroCredits) {
	f.t.Helper()
	if err := f.Hold(f.t.Context(), store.Hold{OpID: id, Wallet: wallet, Amount: n}); err != nil {
		f.t.Fatalf("Hold %s = %v", id, err)
	}
}

func (f *fixture) settle(id string, n store.MicroCredits) store.Receipt {
	f.t.Helper()
	r, err := f.Settle(f.t.Context(), settleFor(id, n))
	if err != nil {
		f.t.Fatalf("Settle %s = %v", id, err)
	}
	return r
}

func settleFor(id string, n store.MicroCredits) store.Settle {
	return store.Settle{OpID: id, Charge: n, Receipt: store.Receipt{
		Outcome: store.OutcomeComplete, Usage: store.Usage{PromptTokens: 3, CachedTokens: 1, CompletionTokens: 4},
	}}
}

// owns fails unless the wallet owns just that.
func (f *fixture) owns(wallet string, available, held store.MicroCredits) {
	f.t.Helper()
	want := store.Balance{Wallet: wallet, Available: available, Held: held}
	if got, err := f.Balance(f.t.Context(), wallet); err != nil || got != want {
		f.t.Errorf("Balance(%s) = %+v, %v, want %+v", wallet, got, err, want)
	}
}

func (f *fixture) seq() uint64 {
	f.t.Helper()
	head, err := f.Head(f.t.Context())
	if err != nil {
		f.t.Fatal(err)
	}
	return head.Seq
}

// parallel runs n callers at once.
func parallel(n int, call func(i int)) {
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { call(i) })
	}
	wg.Wait()
}

// A clock is the time as a test sets it.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func id(prefix string, n int) string { return fmt.Sprintf("%s-%d", prefix, n) }

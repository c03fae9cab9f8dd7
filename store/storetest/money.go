package storetest

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"reflect"
	"sync/atomic"
	"testing"

	"github.com/r3mes/r3mes/store"
)

// testConservation is the bank test: whatever runs at the same time, every
// snapshot of the totals sums to zero, and the end is what was put in.
func testConservation(t *testing.T, f *fixture) {
	ctx := t.Context()
	const callers, rounds, wallets = 16, 40, 5
	for w := range wallets {
		f.topUp(id("seed", w), id("wallet", w), 1000)
	}
	stop, watched := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(watched)
		for {
			select {
			case <-stop:
				return
			default:
			}
			totals, err := f.Totals(ctx)
			if err != nil || totals.Check() != nil || totals.Available < 0 || totals.Held < 0 {
				t.Errorf("Totals = %+v, %v while running", totals, err)
			}
		}
	}()
	parallel(callers, func(i int) { randomCaller(t, f, i, rounds, wallets) })
	close(stop)
	<-watched
	totals, err := f.Totals(ctx)
	if err != nil || totals.Held != 0 || totals.OpenHolds != 0 || totals.Wallets != wallets {
		t.Errorf("Totals = %+v, %v, want nothing held by %d wallets", totals, err, wallets)
	}
}

func randomCaller(t *testing.T, f *fixture, caller, rounds, wallets int) {
	ctx, rng := t.Context(), rand.New(rand.NewPCG(uint64(caller), 7))
	for n := range rounds {
		name, wallet := id(id("op", caller), n), id("wallet", rng.IntN(wallets))
		amount := store.MicroCredits(rng.Int64N(400))
		if rng.IntN(8) == 0 {
			if _, err := f.CreditBlocks(ctx, store.BlockBatch{Blocks: []store.BlockCredit{{Height: 1 + rng.Int64N(50), Hash: name, Miner: wallet, Amount: amount + 1}}}); err != nil {
				t.Errorf("CreditBlocks = %v", err)
			}
			continue
		}
		if rng.IntN(4) == 0 {
			if _, err := f.TopUp(ctx, store.TopUp{OpID: name, Wallet: wallet, Amount: amount + 1}); err != nil {
				t.Errorf("TopUp = %v", err)
			}
			continue
		}
		err := f.Hold(ctx, store.Hold{OpID: name, Wallet: wallet, Amount: amount})
		switch {
		case errors.Is(err, store.ErrInsufficientCredit):
			continue
		case err != nil:
			t.Errorf("Hold = %v", err)
			continue
		case rng.IntN(3) == 0:
			err = f.Release(ctx, name, "test")
		default:
			_, err = f.Settle(ctx, settleFor(name, store.MicroCredits(rng.Int64N(int64(amount)+1))))
		}
		if err != nil {
			t.Errorf("end of hold %s = %v", name, err)
		}
	}
}

func testExactlyK(t *testing.T, f *fixture) {
	const callers, k, price = 1000, 37, 250
	f.topUp("t", "w", k*price+price-1)
	var admitted, refused atomic.Int64
	parallel(callers, func(i int) {
		err := f.Hold(t.Context(), store.Hold{OpID: id("h", i), Wallet: "w", Amount: price})
		switch {
		case err == nil:
			admitted.Add(1)
		case errors.Is(err, store.ErrInsufficientCredit):
			refused.Add(1)
		default:
			t.Errorf("Hold = %v", err)
		}
	})
	if admitted.Load() != k || refused.Load() != callers-k {
		t.Errorf("admitted %d and refused %d of %d, want %d admitted", admitted.Load(), refused.Load(), callers, k)
	}
	f.owns("w", price-1, k*price)
}

func testHoldEndsOnce(t *testing.T, f *fixture) {
	const rounds = 25
	f.topUp("t", "w", rounds*100)
	var charged store.MicroCredits
	for n := range rounds {
		name := id("h", n)
		f.hold(name, "w", 100)
		ends := []func() error{
			func() error { _, err := f.Settle(t.Context(), settleFor(name, 10)); return err },
			func() error { _, err := f.Settle(t.Context(), settleFor(name, 20)); return err },
			func() error { return f.Release(t.Context(), name, "cancelled") },
			func() error { return f.Release(t.Context(), name, "error") },
		}
		var won, lost atomic.Int64
		parallel(len(ends), func(i int) {
			err := ends[i]()
			var resolved *store.ResolvedError
			switch {
			case err == nil:
				won.Add(1)
			case errors.Is(err, store.ErrResolved) && errors.As(err, &resolved):
				lost.Add(1)
			default:
				t.Errorf("end = %v", err)
			}
		})
		if won.Load() != 1 || lost.Load() != int64(len(ends)-1) {
			t.Errorf("hold %s ended %d times, %d were told so, want 1 and %d", name, won.Load(), lost.Load(), len(ends)-1)
		}
		receipt, err := f.Receipt(t.Context(), store.ReceiptID(name))
		if err != nil {
			t.Fatal(err)
		}
		charged += receipt.Charge
	}
	f.owns("w", rounds*100-charged, 0)
}

func testRemainder(t *testing.T, f *fixture) {
	f.topUp("t", "w", 100)
	f.hold("h", "w", 80)
	f.owns("w", 20, 80)
	before := f.seq()
	f.settle("h", 30)
	f.owns("w", 70, 0)
	if f.seq() != before+1 {
		t.Errorf("settle wrote %d entries, want 1", f.seq()-before)
	}
	f.hold("all", "w", 70)
	f.settle("all", 70)
	f.hold("nothing", "w", 0)
	f.settle("nothing", 0)
	f.owns("w", 0, 0)
	if totals, _ := f.Totals(t.Context()); totals.Revenue != 100 {
		t.Errorf("revenue = %d, want 100", totals.Revenue)
	}
}

func testChargeAboveHold(t *testing.T, f *fixture) {
	f.topUp("t", "w", 100)
	f.hold("h", "w", 50)
	before := f.seq()
	for _, charge := range []store.MicroCredits{51, 100, math.MaxInt64, -1, math.MinInt64} {
		if _, err := f.Settle(t.Context(), settleFor("h", charge)); !errors.Is(err, store.ErrInvalidAmount) {
			t.Errorf("Settle for %d = %v, want ErrInvalidAmount", charge, err)
		}
	}
	if _, err := f.Settle(t.Context(), settleFor("t", 1)); !errors.Is(err, store.ErrUnknownHold) {
		t.Errorf("Settle of a top-up = %v, want ErrUnknownHold", err)
	}
	if err := f.Release(t.Context(), "none", "x"); !errors.Is(err, store.ErrUnknownHold) {
		t.Errorf("Release of nothing = %v, want ErrUnknownHold", err)
	}
	f.owns("w", 50, 50)
	if f.seq() != before {
		t.Errorf("refused settles wrote %d entries", f.seq()-before)
	}
}

func testRefusedHold(t *testing.T, f *fixture) {
	f.topUp("t", "w", 100)
	before := f.seq()
	for _, c := range []struct {
		hold store.Hold
		want error
	}{
		{store.Hold{OpID: "h", Wallet: "w", Amount: 101}, store.ErrInsufficientCredit},
		{store.Hold{OpID: "h", Wallet: "w", Amount: math.MaxInt64}, store.ErrInsufficientCredit},
		{store.Hold{OpID: "h", Wallet: "w", Amount: -1}, store.ErrInvalidAmount},
		{store.Hold{OpID: "h", Wallet: "stranger", Amount: 1}, store.ErrUnknownWallet},
		{store.Hold{OpID: "h", Wallet: "", Amount: 1}, store.ErrInvalid},
	} {
		if err := f.Hold(t.Context(), c.hold); !errors.Is(err, c.want) {
			t.Errorf("Hold %+v = %v, want %v", c.hold, err, c.want)
		}
	}
	if _, err := f.Balance(t.Context(), "stranger"); !errors.Is(err, store.ErrUnknownWallet) {
		t.Errorf("Balance of the refused = %v, want ErrUnknownWallet", err)
	}
	if _, err := f.Operation(t.Context(), "h"); !errors.Is(err, store.ErrUnknownOperation) {
		t.Errorf("Operation = %v, want ErrUnknownOperation", err)
	}
	if f.seq() != before {
		t.Errorf("refused holds wrote %d entries", f.seq()-before)
	}
	f.hold("h", "w", 100) // the id is still free
}

func testReplay(t *testing.T, f *fixture) {
	topUp := store.TopUp{OpID: "webhook-7", Wallet: "w", Amount: 500, Reason: "card"}
	answers := make([]store.Balance, 50)
	parallel(len(answers), func(i int) {
		var err error
		if answers[i], err = f.TopUp(t.Context(), topUp); err != nil {
			t.Errorf("TopUp = %v", err)
		}
	})
	for _, got := range answers {
		if want := (store.Balance{Wallet: "w", Available: 500}); got != want {
			t.Fatalf("TopUp = %+v, want %+v", got, want)
		}
	}
	f.topUp("other", "w", 1)
	if again, err := f.TopUp(t.Context(), topUp); err != nil || again != answers[0] {
		t.Errorf("TopUp again = %+v, %v, want the first answer %+v", again, err, answers[0])
	}
	f.owns("w", 501, 0)
	if f.seq() != 2 {
		t.Errorf("journal has %d entries, want 2", f.seq())
	}
}

func testConflict(t *testing.T, f *fixture) {
	ctx := t.Context()
	f.topUp("a", "w", 100)
	f.hold("h", "w", 10)
	before := f.seq()
	_, topUp := f.TopUp(ctx, store.TopUp{OpID: "a", Wallet: "w", Amount: 101})
	_, other := f.TopUp(ctx, store.TopUp{OpID: "h", Wallet: "w", Amount: 10})
	for name, err := range map[string]error{
		"top-up of another amount": topUp,
		"top-up with a hold's id":  other,
		"hold of another amount":   f.Hold(ctx, store.Hold{OpID: "h", Wallet: "w", Amount: 11}),
		"hold of another wallet":   f.Hold(ctx, store.Hold{OpID: "h", Wallet: "v", Amount: 10}),
		"hold at another price":    f.Hold(ctx, store.Hold{OpID: "h", Wallet: "w", Amount: 10, Price: store.PriceRule{Hash: "x"}}),
		"hold with a top-up's id":  f.Hold(ctx, store.Hold{OpID: "a", Wallet: "w", Amount: 100}),
		"settle with a taken receipt": func() error {
			f.hold("h2", "w", 1)
			f.settle("h2", 1)
			before = f.seq()
			s := settleFor("h", 1)
			s.Receipt.ID = store.ReceiptID("h2")
			_, err := f.Settle(ctx, s)
			return err
		}(),
	} {
		if !errors.Is(err, store.ErrConflict) {
			t.Errorf("%s = %v, want ErrConflict", name, err)
		}
	}
	if err := f.Hold(ctx, store.Hold{OpID: "h", Wallet: "w", Amount: 10}); err != nil {
		t.Errorf("the same hold again = %v, want nil", err)
	}
	f.owns("w", 89, 10)
	if f.seq() != before {
		t.Errorf("conflicts wrote %d entries", f.seq()-before)
	}
}

func testRestart(t *testing.T, f *fixture) {
	ctx := t.Context()
	f.topUp("t", "w", 100)
	f.hold("settled", "w", 40)
	f.hold("released", "w", 40)
	receipt := f.settle("settled", 15)
	if err := f.Release(ctx, "released", "error"); err != nil {
		t.Fatal(err)
	}
	before := f.seq()
	f.reopen()
	if again := f.settle("settled", 15); !reflect.DeepEqual(again, receipt) {
		t.Errorf("Settle again = %+v, want %+v", again, receipt)
	}
	if err := f.Release(ctx, "released", "error"); err != nil {
		t.Errorf("Release again = %v", err)
	}
	var resolved *store.ResolvedError
	if _, err := f.Settle(ctx, settleFor("released", 1)); !errors.As(err, &resolved) || resolved.How != store.Released || resolved.Reason != "error" {
		t.Errorf("Settle after release = %v, want it to say released (error)", err)
	}
	if err := f.Release(ctx, "settled", "late"); !errors.As(err, &resolved) || resolved.How != store.Settled || resolved.Charge != 15 {
		t.Errorf("Release after settle = %v, want it to say settled for 15", err)
	}
	if err := f.Hold(ctx, store.Hold{OpID: "settled", Wallet: "w", Amount: 40}); !errors.Is(err, store.ErrResolved) {
		t.Errorf("Hold again after its end = %v, want ErrResolved", err)
	}
	f.topUp("t", "w", 100)
	f.owns("w", 85, 0)
	if f.seq() != before {
		t.Errorf("repetitions wrote %d entries", f.seq()-before)
	}
}

func testOrphans(t *testing.T, f *fixture) {
	ctx := t.Context()
	f.topUp("t", "w", 1000)
	const orphans = 150
	for n := range orphans {
		f.hold(id("old", n), "w", 2)
	}
	f.hold("done", "w", 5)
	f.settle("done", 5)
	f.reopen()
	f.hold("new", "w", 7)
	if err := f.Release(ctx, id("old", 0), "late client"); err != nil {
		t.Fatal(err)
	}
	receipts, err := f.ResolveOpenHolds(ctx, "restart")
	if err != nil || len(receipts) != orphans-1 {
		t.Fatalf("ResolveOpenHolds = %d receipts, %v, want %d", len(receipts), err, orphans-1)
	}
	if r := receipts[0]; r.Outcome != store.OutcomeReleased || r.Reason != "restart" || r.Hold != 2 || r.Charge != 0 {
		t.Errorf("receipt = %+v, want released, restart, 2 held, 0 charged", r)
	}
	holds, err := f.OpenHolds(ctx)
	if err != nil || len(holds) != 1 || holds[0].OpID != "new" {
		t.Errorf("OpenHolds = %+v, %v, want the new one", holds, err)
	}
	f.owns("w", 988, 7)
	if again, err := f.ResolveOpenHolds(ctx, "restart"); err != nil || len(again) != 0 {
		t.Errorf("ResolveOpenHolds again = %d receipts, %v, want none", len(again), err)
	}
	entries, err := f.Entries(ctx, "w", 1)
	if err != nil || entries[0].Kind != store.KindRelease || entries[0].Reason != "restart" {
		t.Errorf("newest entry = %+v, %v, want a release that says restart", entries, err)
	}
}

// testFold folds the journal as any reader of it could.
func testFold(t *testing.T, f *fixture) {
	for w := range 3 {
		f.topUp(id("t", w), id("wallet", w), 500)
	}
	parallel(4, func(i int) { randomCaller(t, f, i, 20, 3) })
	f.topUp("t", "holder", 3)
	f.hold("open", "holder", 3)
	books := store.NewBooks()
	for {
		entries, err := f.Journal(t.Context(), books.Head.Seq, 7)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if err := books.Apply(e, e.Encode()); err != nil {
				t.Fatal(err)
			}
		}
		if len(entries) == 0 {
			break
		}
	}
	if err := books.Check(); err != nil {
		t.Error(err)
	}
	head, err := f.Head(t.Context())
	if err != nil || head != books.Head {
		t.Errorf("Head = %+v, %v, the fold ends at %+v", head, err, books.Head)
	}
	for name, folded := range books.Wallets {
		f.owns(name, folded.Available, folded.Held)
	}
	if hold, ok := books.Holds["open"]; !ok || hold.Amount != 3 {
		t.Errorf("the fold has holds %+v, want the open one", books.Holds)
	}
}

func testOverflow(t *testing.T, f *fixture) {
	ctx := t.Context()
	f.topUp("max", "rich", math.MaxInt64)
	before := f.seq()
	for _, c := range []store.TopUp{
		{OpID: "a", Wallet: "rich", Amount: 1},
		{OpID: "b", Wallet: "other", Amount: math.MaxInt64},
		{OpID: "c", Wallet: "other", Amount: 0},
		{OpID: "d", Wallet: "other", Amount: -1},
		{OpID: "e", Wallet: "other", Amount: math.MinInt64},
	} {
		if _, err := f.TopUp(ctx, c); !errors.Is(err, store.ErrInvalidAmount) {
			t.Errorf("TopUp %d = %v, want ErrInvalidAmount", c.Amount, err)
		}
	}
	f.hold("h", "rich", 5)
	before++
	for _, usage := range []store.Usage{{PromptTokens: -1}, {CompletionTokens: math.MinInt64}, {PromptTokens: 1, CachedTokens: 2}} {
		s := settleFor("h", 1)
		s.Receipt.Usage = usage
		if _, err := f.Settle(ctx, s); !errors.Is(err, store.ErrInvalidAmount) {
			t.Errorf("Settle with usage %+v = %v, want ErrInvalidAmount", usage, err)
		}
	}
	if f.seq() != before {
		t.Errorf("refused amounts wrote %d entries", f.seq()-before)
	}
	f.owns("rich", math.MaxInt64-5, 5)
}

func testDisplayed(t *testing.T, f *fixture) {
	rng := rand.New(rand.NewPCG(1, 1))
	f.topUp("t", "w", 100_000)
	for n := range 30 {
		balance, err := f.Balance(t.Context(), "w")
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Hold(t.Context(), store.Hold{OpID: id("more", n), Wallet: "w", Amount: balance.Available + 1}); !errors.Is(err, store.ErrInsufficientCredit) {
			t.Errorf("Hold of %d with %d displayed = %v, want ErrInsufficientCredit", balance.Available+1, balance.Available, err)
		}
		f.hold(id("all", n), "w", balance.Available)
		f.owns("w", 0, balance.Available)
		f.settle(id("all", n), store.MicroCredits(rng.Int64N(2000)))
	}
}

// testCancelled: a context that is over before the operation starts means that
// it did not happen.
func testCancelled(t *testing.T, f *fixture) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := f.TopUp(ctx, store.TopUp{OpID: "t", Wallet: "w", Amount: 1}); !errors.Is(err, context.Canceled) {
		t.Errorf("TopUp = %v, want context.Canceled", err)
	}
	if _, err := f.Operation(t.Context(), "t"); !errors.Is(err, store.ErrUnknownOperation) {
		t.Errorf("Operation = %v, want ErrUnknownOperation", err)
	}
}

func testClosed(t *testing.T, f *fixture) {
	f.topUp("t", "w", 1)
	f.check()
	f.close()
	f.closed = true
	if _, err := f.TopUp(t.Context(), store.TopUp{OpID: "u", Wallet: "w", Amount: 1}); !errors.Is(err, store.ErrClosed) {
		t.Errorf("TopUp = %v, want ErrClosed", err)
	}
	if _, err := f.Balance(t.Context(), "w"); !errors.Is(err, store.ErrClosed) {
		t.Errorf("Balance = %v, want ErrClosed", err)
	}
	if err := f.Ready(); !errors.Is(err, store.ErrClosed) {
		t.Errorf("Ready = %v, want ErrClosed", err)
	}
	if err := f.Close(); !errors.Is(err, store.ErrClosed) {
		t.Errorf("Close = %v, want ErrClosed", err)
	}
}

package storetest

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/r3mes/r3mes/store"
)

func testReceipts(t *testing.T, f *fixture) {
	ctx := t.Context()
	f.topUp("t", "w", 100)
	quote := store.PriceRule{Plugin: "price-tokens", Version: "1.0.0", Hash: "abc", Rule: "2/token"}
	hold := store.Hold{
		OpID: "h", Wallet: "w", Amount: 60, RequestID: "req-1", Price: quote,
		Kind: "chat", Model: "demo", Adapter: "law", RoutePlugin: "route-semantic", RouteReason: "0.81",
		Route: &store.Guest{Plugin: "route-semantic", Version: "1.0.0", Hash: "123"},
		Pre:   []store.Guest{{Plugin: "pre-redact", Version: "1.0.0", Hash: "456"}, {Plugin: "pre-persona", Version: "2.0.0", Hash: "789"}},
	}
	if err := f.Hold(ctx, hold); err != nil {
		t.Fatal(err)
	}
	created := f.clock.Now()
	f.clock.advance(3 * time.Second)
	got, err := f.Settle(ctx, store.Settle{OpID: "h", Charge: 14, Receipt: store.Receipt{
		Outcome: store.OutcomeCancelled, Usage: store.Usage{PromptTokens: 3, CompletionTokens: 4},
		Adapter: "coder", Clamped: true, Settle: store.PriceRule{Plugin: "price-tokens", Hash: "def"},
		Post:   []store.Guest{{Plugin: "post-redact", Version: "1.1.0", Hash: "aaa"}},
		Wallet: "somebody else", Hold: 1, Charge: 99, // the store knows better
	}})
	want := store.Receipt{
		ID: store.ReceiptID("h"), RequestID: "req-1", Wallet: "w", Kind: "chat", Model: "demo", Adapter: "coder",
		Outcome: store.OutcomeCancelled, Usage: store.Usage{PromptTokens: 3, CompletionTokens: 4},
		Hold: 60, Charge: 14, Clamped: true, Quote: quote, Settle: store.PriceRule{Plugin: "price-tokens", Hash: "def"},
		RoutePlugin: "route-semantic", RouteReason: "0.81", Route: hold.Route, Pre: hold.Pre,
		Post: []store.Guest{{Plugin: "post-redact", Version: "1.1.0", Hash: "aaa"}}, CreatedAt: created, SettledAt: f.clock.Now(),
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("Settle = %+v, %v, want %+v", got, err, want)
	}
	if stored, err := f.Receipt(ctx, want.ID); err != nil || !reflect.DeepEqual(stored, want) {
		t.Errorf("Receipt = %+v, %v, want %+v", stored, err, want)
	}
	hold.OpID = "h2"
	if err := errors.Join(f.Hold(ctx, hold), f.Release(ctx, "h2", "no tokens")); err != nil {
		t.Fatal(err)
	}
	released, err := f.Receipt(ctx, store.ReceiptID("h2"))
	if err != nil || released.Outcome != store.OutcomeReleased || released.Reason != "no tokens" || released.Charge != 0 || released.Model != "demo" || len(released.Pre) != 2 || released.Route == nil {
		t.Errorf("Receipt of the release = %+v, %v", released, err)
	}
	if op, err := f.Operation(ctx, "h"); err != nil || op.State != store.Settled || op.ReceiptID != want.ID || op.EndSeq != 3 {
		t.Errorf("Operation = %+v, %v, want settled by entry 3", op, err)
	}
	if _, err := f.Receipt(ctx, "none"); !errors.Is(err, store.ErrUnknownReceipt) {
		t.Errorf("Receipt of nothing = %v, want ErrUnknownReceipt", err)
	}
	hold.OpID, hold.Pre = "h4", make([]store.Guest, store.MaxGuests+1)
	if err := f.Hold(ctx, hold); !errors.Is(err, store.ErrInvalid) {
		t.Errorf("Hold with %d plugins = %v, want ErrInvalid", len(hold.Pre), err)
	}
	if _, err := f.Settle(ctx, store.Settle{OpID: "h3", Receipt: store.Receipt{Outcome: "lost"}}); !errors.Is(err, store.ErrInvalid) {
		t.Errorf("Settle with outcome lost = %v, want ErrInvalid", err)
	}
}

func testListing(t *testing.T, f *fixture) {
	ctx := t.Context()
	born := f.clock.Now()
	for _, w := range []string{"carol", "alice", "bob", "alice2"} {
		f.topUp("t-"+w, w, 100)
		f.clock.advance(time.Minute)
	}
	f.hold("h", "alice", 30)
	f.settle("h", 20)
	if err := f.SetTier(ctx, "alice", "gold"); err != nil {
		t.Fatal(err)
	}
	if err := f.SetTier(ctx, "nobody", "gold"); !errors.Is(err, store.ErrUnknownWallet) {
		t.Errorf("SetTier of a stranger = %v, want ErrUnknownWallet", err)
	}
	f.reopen()
	before := f.seq()
	if err := f.SetTier(ctx, "alice", "gold"); err != nil || f.seq() != before {
		t.Errorf("the same tier again = %v and wrote %d entries", err, f.seq()-before)
	}
	if alice, err := f.Wallet(ctx, "alice"); err != nil || alice.Tier != "gold" || alice.Entries != 4 || !alice.CreatedAt.Equal(born.Add(time.Minute)) {
		t.Errorf("Wallet = %+v, %v, want gold, 4 entries, created with its top-up", alice, err)
	}
	entries, err := f.Entries(ctx, "alice", 3)
	kinds := make([]store.Kind, len(entries))
	for i, e := range entries {
		kinds[i] = e.Kind
	}
	if want := []store.Kind{store.KindTier, store.KindSettle, store.KindHold}; err != nil || !slices.Equal(kinds, want) {
		t.Errorf("Entries = %v, %v, want %v", kinds, err, want)
	}
	if entries[1].Amount() != 20 || entries[2].Amount() != 30 {
		t.Errorf("amounts = %d and %d, want 20 charged of 30 held", entries[1].Amount(), entries[2].Amount())
	}
	if all, err := f.Entries(ctx, "", 100); err != nil || len(all) != 7 || all[0].Seq != 7 {
		t.Errorf("Entries of all = %d, %v, want 7, newest first", len(all), err)
	}
	var names []string
	for after := ""; ; {
		page, err := f.Wallets(ctx, after, 3)
		if err != nil {
			t.Fatal(err)
		}
		if len(page) == 0 {
			break
		}
		for _, w := range page {
			names = append(names, w.Wallet)
		}
		after = names[len(names)-1]
	}
	if want := []string{"alice", "alice2", "bob", "carol"}; !slices.Equal(names, want) {
		t.Errorf("Wallets = %v, want %v", names, want)
	}
	if totals, err := f.Totals(ctx); err != nil || totals.Wallets != 4 || totals.Credits() != 380 || totals.Issued != -400 || totals.Revenue != 20 {
		t.Errorf("Totals = %+v, %v, want 4 wallets with 380 of 400", totals, err)
	}
}

func testVolume(t *testing.T, f *fixture) {
	const day = 24 * time.Hour
	f.topUp("t", "w", 100)
	use := func(n int) {
		t.Helper()
		f.hold(id("h", n), "w", 1)
		f.settle(id("h", n), 1) // seven tokens
	}
	expect := func(when string, want int64) {
		t.Helper()
		if w, err := f.Wallet(t.Context(), "w"); err != nil || w.Volume30d != want {
			t.Errorf("%s: volume = %d, %v, want %d", when, w.Volume30d, err, want)
		}
	}
	use(0)
	f.clock.advance(10 * day)
	use(1)
	use(2)
	expect("after ten days", 21)
	f.clock.advance(19 * day)
	expect("on the thirtieth day", 21)
	f.clock.advance(day)
	expect("when the first day left", 14)
	f.reopen()
	use(3)
	expect("after a restart", 21)
	f.clock.advance(-5 * day)
	use(4)
	expect("when the clock went back", 28)
	f.clock.advance(400 * day)
	expect("after a year", 0)
}

func testKeys(t *testing.T, f *fixture) {
	ctx := t.Context()
	plain, k, err := f.CreateKey(ctx, store.NewKey{Wallet: "w", Name: "laptop"})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(k.Scopes, store.DefaultScopes()) || !k.CreatedAt.Equal(f.clock.Now()) || !strings.HasPrefix(plain.Reveal(), store.KeyPrefix+k.ID) {
		t.Errorf("CreateKey = %+v", k)
	}
	f.clock.advance(time.Second)
	other, short, err := f.CreateKey(ctx, store.NewKey{Wallet: "w", Name: "short", Scopes: []store.Scope{store.ScopeReport}, ExpiresAt: f.clock.Now().Add(time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	f.owns("w", 0, 0) // a key is enough to be somebody
	f.clock.advance(time.Minute)
	used := f.clock.Now()
	find := func(when string, plain store.Secret, want error) {
		t.Helper()
		if got, err := f.FindKey(ctx, plain.Reveal()); !errors.Is(err, want) || (err == nil && got.Wallet != "w") {
			t.Errorf("%s: FindKey = %+v, %v, want %v", when, got, err, want)
		}
	}
	find("new", plain, nil)
	find("not yet expired", other, nil)
	f.reopen()
	keys, err := f.ListKeys(ctx, "w")
	if err != nil || len(keys) != 2 || keys[0].ID != k.ID || !keys[0].LastUsed.Equal(used) || !keys[1].ExpiresAt.Equal(short.ExpiresAt) {
		t.Errorf("ListKeys = %+v, %v, want both, oldest first, with their last use", keys, err)
	}
	f.clock.advance(time.Hour)
	find("expired", other, store.ErrExpiredKey)
	if err := errors.Join(f.RevokeKey(ctx, "w", k.ID), f.RevokeKey(ctx, "w", k.ID)); err != nil {
		t.Fatal(err)
	}
	find("revoked", plain, store.ErrRevokedKey)
	if err := f.DeleteKey(ctx, "w", short.ID); err != nil {
		t.Fatal(err)
	}
	find("deleted", other, store.ErrRevokedKey)
	f.reopen()
	find("revoked, after a restart", plain, store.ErrRevokedKey)
	find("deleted, after a restart", other, store.ErrRevokedKey)
	keys, err = f.ListKeys(ctx, "w")
	if err != nil || len(keys) != 1 || keys[0].RevokedAt.IsZero() || keys[0].Active(f.clock.Now()) {
		t.Errorf("ListKeys = %+v, %v, want the revoked one", keys, err)
	}
	if err := f.DeleteKey(ctx, "w", short.ID); !errors.Is(err, store.ErrUnknownKey) {
		t.Errorf("DeleteKey again = %v, want ErrUnknownKey", err)
	}
}

func testKeyOwner(t *testing.T, f *fixture) {
	ctx := t.Context()
	plain, k, err := f.CreateKey(ctx, store.NewKey{Wallet: "mine"})
	if err != nil {
		t.Fatal(err)
	}
	// A name that continues another one must not see its keys.
	if _, _, err := f.CreateKey(ctx, store.NewKey{Wallet: "mine2"}); err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{f.RevokeKey(ctx, "mine2", k.ID), f.DeleteKey(ctx, "mine2", k.ID), f.RevokeKey(ctx, "mine", "nonesuch")} {
		if !errors.Is(err, store.ErrUnknownKey) {
			t.Errorf("ending another's key = %v, want ErrUnknownKey", err)
		}
	}
	if _, err := f.FindKey(ctx, plain.Reveal()); err != nil {
		t.Errorf("FindKey = %v", err)
	}
	mine, err := f.ListKeys(ctx, "mine")
	if err != nil || len(mine) != 1 {
		t.Errorf("ListKeys = %+v, %v, want one", mine, err)
	}
	if all, err := f.ListKeys(ctx, ""); err != nil || len(all) != 2 {
		t.Errorf("ListKeys of all = %+v, %v, want two", all, err)
	}
}

// testNames gives every entrance a name that would break a key space, a log
// line or a report.
func testNames(t *testing.T, f *fixture) {
	ctx := t.Context()
	f.topUp("t", "w", 10)
	f.hold("h", "w", 1)
	for _, bad := range []string{"", "a b", "a\x00b", "a\nb", "ü", "\x7f", strings.Repeat("x", store.MaxName+1)} {
		_, id := f.TopUp(ctx, store.TopUp{OpID: bad, Wallet: "w", Amount: 1})
		_, wallet := f.TopUp(ctx, store.TopUp{OpID: "n", Wallet: bad, Amount: 1})
		_, _, key := f.CreateKey(ctx, store.NewKey{Wallet: bad})
		_, settle := f.Settle(ctx, store.Settle{OpID: bad, Receipt: store.Receipt{Outcome: store.OutcomeComplete}})
		for _, err := range []error{id, wallet, key, settle, f.SetTier(ctx, "w", bad), f.Release(ctx, bad, "x"), f.Hold(ctx, store.Hold{OpID: bad, Wallet: "w"})} {
			if !errors.Is(err, store.ErrInvalid) {
				t.Errorf("with name %q = %v, want ErrInvalid", bad, err)
			}
		}
	}
	long := strings.Repeat("x", store.MaxRule+1)
	_, reason := f.TopUp(ctx, store.TopUp{OpID: "n", Wallet: "w", Amount: 1, Reason: long})
	_, utf8 := f.TopUp(ctx, store.TopUp{OpID: "n", Wallet: "w", Amount: 1, Reason: "\xff"})
	_, _, scope := f.CreateKey(ctx, store.NewKey{Wallet: "w", Scopes: []store.Scope{"root"}})
	_, _, twice := f.CreateKey(ctx, store.NewKey{Wallet: "w", Scopes: []store.Scope{"chat", "chat"}})
	for _, err := range []error{reason, utf8, scope, twice, f.Release(ctx, "h", long), f.Hold(ctx, store.Hold{OpID: "n", Wallet: "w", Model: long})} {
		if !errors.Is(err, store.ErrInvalid) {
			t.Errorf("with malformed text = %v, want ErrInvalid", err)
		}
	}
	f.owns("w", 9, 1)
}

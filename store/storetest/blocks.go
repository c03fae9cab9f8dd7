package storetest

import (
	"errors"
	"reflect"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/r3mes/r3mes/store"
)

const reward = 100 * store.Credit

func block(height int64, hash, miner string) store.BlockCredit {
	return store.BlockCredit{Height: height, Hash: hash, Miner: miner, Amount: reward}
}

func (f *fixture) credit(source string, done int64, blocks ...store.BlockCredit) []store.BlockResult {
	f.t.Helper()
	results, err := f.CreditBlocks(f.t.Context(), store.BlockBatch{Source: source, Done: done, Blocks: blocks})
	if err != nil || len(results) != len(blocks) {
		f.t.Fatalf("CreditBlocks = %d results, %v, want %d", len(results), err, len(blocks))
	}
	return results
}

func testBlocks(t *testing.T, f *fixture) {
	const heights, callers = 20, 8
	var credited atomic.Int64
	parallel(callers, func(i int) {
		for h := int64(1); h <= heights; h++ {
			results, err := f.CreditBlocks(t.Context(), store.BlockBatch{Source: id("source", i), Done: h, Blocks: []store.BlockCredit{block(h, "hash", "w")}})
			if err != nil || !results[0].Credited {
				t.Errorf("CreditBlocks(%d) = %+v, %v, want it credited", h, results, err)
			} else if !results[0].Repeated {
				credited.Add(1)
			}
		}
	})
	if credited.Load() != heights || f.seq() != heights {
		t.Errorf("%d credits and %d entries, want %d of each", credited.Load(), f.seq(), heights)
	}
	f.owns("w", heights*reward, 0)
	before, err := f.Block(t.Context(), 7)
	if err != nil || before.BlockCredit != block(7, "hash", "w") || !before.CreditedAt.Equal(f.clock.Now()) {
		t.Errorf("Block(7) = %+v, %v", before, err)
	}
	f.reopen()
	again := f.credit("", 0, block(7, "hash", "another"), block(heights+1, "hash", "w"), block(heights+1, "hash", "w"))
	if want := (store.BlockResult{Credited: true, Repeated: true, Block: before.BlockCredit, Seq: before.Seq}); again[0] != want {
		t.Errorf("the same block after a restart = %+v, want %+v", again[0], want)
	}
	if !again[1].Credited || again[1].Repeated || !again[2].Repeated {
		t.Errorf("a block twice in one batch = %+v, want one credit", again[1:])
	}
	f.owns("w", (heights+1)*reward, 0)
	if _, err := f.Block(t.Context(), heights+2); !errors.Is(err, store.ErrUnknownBlock) {
		t.Errorf("Block of an unknown height = %v, want ErrUnknownBlock", err)
	}
	if totals, _ := f.Totals(t.Context()); totals.Issued != -(heights+1)*reward || totals.Wallets != 1 {
		t.Errorf("Totals = %+v, want %d blocks issued to one wallet", totals, heights+1)
	}
}

func testForks(t *testing.T, f *fixture) {
	first := f.credit("", 0, block(5, "A", "a"))[0]
	want := store.BlockResult{Block: block(5, "A", "a"), Seq: first.Seq}
	if got := f.credit("", 0, block(5, "B", "b"))[0]; got != want {
		t.Errorf("another block of the height = %+v, want %+v", got, want)
	}
	f.reopen()
	want.Repeated = true
	if got := f.credit("", 0, block(5, "B", "b"))[0]; got != want {
		t.Errorf("the other block again = %+v, want %+v", got, want)
	}
	f.owns("a", reward, 0)
	if _, err := f.Balance(t.Context(), "b"); !errors.Is(err, store.ErrUnknownWallet) {
		t.Errorf("Balance of the other block's miner = %v, want ErrUnknownWallet", err)
	}
	entries, err := f.Journal(t.Context(), first.Seq, 10)
	if err != nil || len(entries) != 1 {
		t.Fatalf("Journal = %d entries, %v, want the fork's alone", len(entries), err)
	}
	seen, err := entries[0].Block()
	if e := entries[0]; err != nil || e.Kind != store.KindFork || e.Ref != first.Seq || e.Amount() != 0 || seen != block(5, "B", "b") {
		t.Errorf("entry = %+v of %+v, %v, want a fork beside entry %d", e, seen, err, first.Seq)
	}
	// A block without a hash is whatever stands at its height.
	f.credit("", 0, block(6, "", "a"))
	for _, b := range []store.BlockCredit{block(5, "", "b"), block(6, "C", "b")} {
		if got := f.credit("", 0, b)[0]; !got.Credited || !got.Repeated {
			t.Errorf("block %q without a hash on one side = %+v, want the credited one", b.ID(), got)
		}
	}
}

func testBlockCursor(t *testing.T, f *fixture) {
	cursor := func(source string, want int64) {
		t.Helper()
		if got, err := f.BlockCursor(t.Context(), source); err != nil || got != want {
			t.Errorf("BlockCursor(%s) = %d, %v, want %d", source, got, err, want)
		}
	}
	cursor("rpc", 0)
	f.credit("rpc", 3, block(1, "A", "w"), block(3, "C", "w"))
	f.credit("rpc", 9) // blocks without a miner
	f.credit("file", 2, block(2, "B", "w"))
	f.credit("rpc", 4, block(4, "D", "w")) // a node that went back
	f.credit("", 99)
	f.reopen()
	cursor("rpc", 9)
	cursor("file", 2)
	f.owns("w", 4*reward, 0)
}

func testMalformedBlocks(t *testing.T, f *fixture) {
	good := block(1, "A", "w")
	change := func(change func(*store.BlockCredit)) store.BlockBatch {
		b := block(2, "B", "w")
		change(&b)
		return store.BlockBatch{Source: "rpc", Done: 2, Blocks: []store.BlockCredit{good, b}}
	}
	for name, c := range map[string]struct {
		batch store.BlockBatch
		want  error
	}{
		"no height":         {change(func(b *store.BlockCredit) { b.Height = 0 }), store.ErrInvalid},
		"no miner":          {change(func(b *store.BlockCredit) { b.Miner = "" }), store.ErrInvalid},
		"a miner of spaces": {change(func(b *store.BlockCredit) { b.Miner = "a b" }), store.ErrInvalid},
		"a hash of bytes":   {change(func(b *store.BlockCredit) { b.Hash = "\x00" }), store.ErrInvalid},
		"a long hash":       {change(func(b *store.BlockCredit) { b.Hash = strings.Repeat("a", store.MaxBlockHash+1) }), store.ErrInvalid},
		"no amount":         {change(func(b *store.BlockCredit) { b.Amount = 0 }), store.ErrInvalidAmount},
		"a far year":        {change(func(b *store.BlockCredit) { b.Time = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC) }), store.ErrInvalid},
		"an odd source":     {store.BlockBatch{Source: "a b"}, store.ErrInvalid},
		"a cursor below 0":  {store.BlockBatch{Source: "rpc", Done: -1}, store.ErrInvalid},
		"too many blocks":   {store.BlockBatch{Blocks: make([]store.BlockCredit, store.MaxBlocks+1)}, store.ErrInvalid},
		"beyond int64":      {change(func(b *store.BlockCredit) { b.Amount = 1<<63 - 1 }), store.ErrInvalidAmount},
	} {
		if _, err := f.CreditBlocks(t.Context(), c.batch); !errors.Is(err, c.want) {
			t.Errorf("%s: CreditBlocks = %v, want %v", name, err, c.want)
		}
	}
	if got, _ := f.BlockCursor(t.Context(), "rpc"); got != 0 || f.seq() != 0 {
		t.Errorf("refused batches moved the cursor to %d and wrote %d entries", got, f.seq())
	}
	f.credit("rpc", 1, good)
}

func testRecentMiners(t *testing.T, f *fixture) {
	miners := func(want int) {
		t.Helper()
		if got, err := f.Miners(t.Context()); err != nil || got != want {
			t.Errorf("Miners = %d, %v, want %d", got, err, want)
		}
	}
	isMiner := func(wallet string, want bool) {
		t.Helper()
		if w, err := f.Wallet(t.Context(), wallet); err != nil || w.IsMiner(f.clock.Now()) != want {
			t.Errorf("wallet %s is a miner: %v, %v, want %v", wallet, w.IsMiner(f.clock.Now()), err, want)
		}
	}
	start := f.clock.Now()
	old := block(1, "A", "old")
	old.Time = start.Add(-store.MinerWindow)
	f.topUp("t", "user", 1)
	f.credit("", 0, old, block(2, "B", "new"))
	miners(1)
	isMiner("user", false)
	isMiner("old", false)
	isMiner("new", true)
	f.clock.advance(store.MinerWindow - time.Second)
	future := block(3, "C", "old")
	future.Time = f.clock.Now().Add(time.Hour) // counts as mined now
	f.credit("", 0, future)
	f.reopen()
	miners(2)
	f.clock.advance(time.Second)
	miners(1)
	isMiner("new", false)
	isMiner("old", true)
	f.clock.advance(store.MinerWindow)
	miners(0)
	w, err := f.Wallet(t.Context(), "old")
	if err != nil || w.Blocks != 2 || w.Mined != 2*reward || !w.LastBlock.Equal(start.Add(store.MinerWindow-time.Second)) {
		t.Errorf("Wallet = %+v, %v, want two blocks", w, err)
	}
	mined, err := f.Mined(t.Context(), "old", time.Time{})
	if err != nil || len(mined) != 2 || mined[0].BlockCredit != future || mined[1].BlockCredit != old {
		t.Errorf("Mined = %+v, %v, want both, newest first", mined, err)
	}
	if since, err := f.Mined(t.Context(), "old", start.Add(time.Second)); err != nil || len(since) != 1 {
		t.Errorf("Mined since later = %+v, %v, want one", since, err)
	}
	if none, err := f.Mined(t.Context(), "user", time.Time{}); err != nil || len(none) != 0 {
		t.Errorf("Mined of a user = %+v, %v, want nothing", none, err)
	}
}

func testTransactions(t *testing.T, f *fixture) {
	ctx := t.Context()
	f.topUp("t", "w", 100)
	if err := f.SetTier(ctx, "w", "gold"); err != nil {
		t.Fatal(err)
	}
	f.hold("h", "w", 50)
	f.settle("h", 20)
	f.hold("released", "w", 10)
	if err := f.Release(ctx, "released", "error"); err != nil {
		t.Fatal(err)
	}
	f.hold("open", "w", 5)
	f.credit("", 0, block(3, "A", "w"))
	f.credit("", 0, block(3, "B", "w"))
	kinds := func(limit int) (kinds []store.Kind, total int) {
		t.Helper()
		list, total, err := f.Transactions(ctx, "w", limit)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range list {
			kinds = append(kinds, e.Kind)
		}
		return kinds, total
	}
	want := []store.Kind{store.KindBlock, store.KindSettle, store.KindTopUp}
	if got, total := kinds(10); !reflect.DeepEqual(got, want) || total != 3 {
		t.Errorf("Transactions = %v of %d, want %v of 3", got, total, want)
	}
	if got, total := kinds(1); !reflect.DeepEqual(got, want[:1]) || total != 3 {
		t.Errorf("Transactions, 1 at most = %v of %d, want %v of 3", got, total, want[:1])
	}
	if _, _, err := f.Transactions(ctx, "nobody", 1); !errors.Is(err, store.ErrUnknownWallet) {
		t.Errorf("Transactions of nobody = %v, want ErrUnknownWallet", err)
	}
}

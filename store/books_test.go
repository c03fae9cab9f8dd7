package store

import (
	"errors"
	"math"
	"strings"
	"testing"
	"time"
)

// journal is a ledger in memory: entries of operations, chained.
func chain(entries ...Entry) []Entry {
	var head Head
	for i := range entries {
		e := &entries[i]
		e.Seq, e.Prev, e.Time = head.Seq+1, head.Hash, time.Unix(int64(i), 0).UTC()
		head = Head{Seq: e.Seq, Hash: HashEntry(e.Encode())}
	}
	return entries
}

func fold(entries []Entry) (*Books, error) {
	b := NewBooks()
	for _, e := range entries {
		if err := b.Apply(e, e.Encode()); err != nil {
			return b, err
		}
	}
	return b, b.Check()
}

func topUp(n MicroCredits) Entry {
	return Entry{Kind: KindTopUp, OpID: "t", Wallet: "w", Postings: TopUpPostings("w", n)}
}

func hold(id string, n MicroCredits) Entry {
	return Entry{Kind: KindHold, OpID: id, Wallet: "w", Postings: HoldPostings("w", n)}
}

func block(height int64, hash, miner string) BlockCredit {
	return BlockCredit{Height: height, Hash: hash, Miner: miner, Amount: 100}
}

func TestTheFoldOfBlocks(t *testing.T) {
	first := block(7, "A", "w")
	b, err := fold(chain(first.Entry(), block(9, "", "v").Entry(), block(7, "B", "x").ForkEntry(first, 1)))
	if err != nil {
		t.Fatal(err)
	}
	w := b.Wallets["w"]
	if w.Available != 100 || w.Blocks != 1 || w.Mined != 100 || !w.LastBlock.Equal(time.Unix(0, 0)) || w.Entries != 2 {
		t.Errorf("wallet = %+v, want one block for 100", w)
	}
	if b.Totals.Issued != -200 || b.Totals.Wallets != 2 || !b.Blocks.Has(9) || b.Blocks.Has(8) {
		t.Errorf("books = %+v, want two blocks of two wallets", b)
	}
}

func TestTheFoldOfARun(t *testing.T) {
	b, err := fold(chain(
		topUp(100), hold("a", 60), hold("b", 30),
		Entry{Kind: KindSettle, OpID: "a", Ref: 2, Wallet: "w", Postings: SettlePostings("w", 60, 25)},
		Entry{Kind: KindTier, OpID: "w", Wallet: "w", Doc: []byte("gold")},
		Entry{Kind: KindKey, OpID: "k", Wallet: "x", Doc: []byte("digest")},
	))
	if err != nil {
		t.Fatal(err)
	}
	want := Totals{Wallets: 2, OpenHolds: 1, Available: 45, Held: 30, Issued: -100, Revenue: 25}
	if b.Totals != want || b.Wallets["w"].Tier != "gold" || b.Wallets["w"].Entries != 5 || b.Keys["k"] != "digest" || b.Holds["b"].Amount != 30 {
		t.Errorf("books = %+v, want totals %+v", b, want)
	}
}

func TestTheFoldRefuses(t *testing.T) {
	settle := func(ref uint64, postings []Posting) Entry {
		return Entry{Kind: KindSettle, OpID: "h", Ref: ref, Wallet: "w", Postings: postings}
	}
	over := append(HoldPostings("w", 5), Posting{Account{Available, "thief"}, 5})
	for name, entries := range map[string][]Entry{
		"an overdraft":                 {topUp(10), hold("h", 11)},
		"money from nowhere":           {topUp(10), {Kind: KindHold, OpID: "h", Wallet: "w", Postings: []Posting{{Account{Held, "w"}, 5}}}},
		"a third account":              {topUp(10), {Kind: KindHold, OpID: "h", Wallet: "w", Postings: over}},
		"a charge above the hold":      {topUp(10), hold("h", 5), settle(2, []Posting{{Account{Held, "w"}, -5}, {Account{Revenue, ""}, 6}, {Account{Available, "w"}, -1}})},
		"a settle without a hold":      {topUp(10), settle(1, SettlePostings("w", 5, 5))},
		"a settle of another entry":    {topUp(10), hold("h", 5), settle(1, SettlePostings("w", 5, 5))},
		"a second settle":              {topUp(10), hold("h", 5), settle(2, SettlePostings("w", 5, 5)), settle(2, SettlePostings("w", 5, 5))},
		"a release of more than held":  {topUp(10), hold("h", 5), {Kind: KindRelease, OpID: "h", Ref: 2, Wallet: "w", Postings: ReleasePostings("w", 6)}},
		"a release for another wallet": {topUp(10), hold("h", 5), {Kind: KindRelease, OpID: "h", Ref: 2, Wallet: "v", Postings: ReleasePostings("v", 5)}},
		"the same hold twice":          {topUp(10), hold("h", 5), hold("h", 5)},
		"a top-up of nothing":          {{Kind: KindTopUp, OpID: "t", Wallet: "w"}},
		"a negative top-up":            {topUp(10), topUp(-5)},
		"a top-up beyond int64":        {topUp(math.MaxInt64), topUp(1)},
		"a key that moves money":       {topUp(10), {Kind: KindKey, OpID: "k", Wallet: "w", Postings: HoldPostings("w", 1)}},
		"a height credited twice":      {block(7, "A", "w").Entry(), block(7, "B", "v").Entry()},
		"a block of another miner":     {{Kind: KindBlock, OpID: "block-7-A", Wallet: "w", Postings: TopUpPostings("w", 100), Doc: block(7, "A", "v").Entry().Doc}},
		"a block of another amount":    {{Kind: KindBlock, OpID: "block-7-A", Wallet: "w", Postings: TopUpPostings("w", 101), Doc: block(7, "A", "w").Entry().Doc}},
		"a block named after another":  {{Kind: KindBlock, OpID: "block-8-A", Wallet: "w", Postings: TopUpPostings("w", 100), Doc: block(7, "A", "w").Entry().Doc}},
		"a fork beside nothing":        {block(7, "A", "w").Entry(), block(8, "B", "v").ForkEntry(block(8, "A", "w"), 1)},
		"a fork that moves money":      {block(7, "A", "w").Entry(), {Kind: KindFork, OpID: "block-7-B", Wallet: "w", Postings: TopUpPostings("w", 100), Doc: block(7, "B", "w").Entry().Doc}},
		"an entry about no wallet":     {{Kind: KindKey, OpID: "k"}},
	} {
		b, err := fold(chain(entries...))
		if !errors.Is(err, ErrCorrupt) {
			t.Errorf("%s: fold = %v, want ErrCorrupt", name, err)
		}
		if b.Head.Seq != uint64(len(entries)-1) || b.Check() != nil {
			t.Errorf("%s: books stand at entry %d with %v, want them sound at %d", name, b.Head.Seq, b.Check(), len(entries)-1)
		}
	}
}

func TestTheChainShowsEveryChange(t *testing.T) {
	make := func() []Entry { return chain(topUp(10), hold("a", 1), hold("b", 1), hold("c", 1)) }
	for name, c := range map[string]struct {
		change func([]Entry) []Entry
		says   string
	}{
		"an entry left out":   {func(e []Entry) []Entry { return append(e[:1], e[2:]...) }, "follows entry 1"},
		"an entry twice":      {func(e []Entry) []Entry { return append(e[:2], e[1:]...) }, "follows entry 2"},
		"two entries swapped": {func(e []Entry) []Entry { e[1], e[2] = e[2], e[1]; return e }, "follows entry 1"},
		"another reason":      {func(e []Entry) []Entry { e[1].Reason = "x"; return e }, "previous hash"},
		"renumbered":          {func(e []Entry) []Entry { e[2].Seq = 2; return append(e[:1], e[2:]...) }, "previous hash"},
	} {
		if _, err := fold(c.change(make())); !errors.Is(err, ErrCorrupt) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: fold = %v, want %q", name, err, c.says)
		}
	}
}

func TestPostingsAddUpToZero(t *testing.T) {
	for _, p := range [][]Posting{
		TopUpPostings("w", 5), HoldPostings("w", 5), HoldPostings("w", 0), SettlePostings("w", 5, 0), SettlePostings("w", 5, 5),
		SettlePostings("w", 5, 2), SettlePostings("w", math.MaxInt64, 1), ReleasePostings("w", math.MaxInt64),
	} {
		var totals Totals
		if err := totals.Post(p); err != nil || totals.Check() != nil {
			t.Errorf("%v: %v, %v", p, err, totals.Check())
		}
	}
}

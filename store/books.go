package store

import (
	"fmt"
	"slices"
	"strings"
)

// A Head is the end of a journal: its last entry's number and hash. The zero
// Head is that of an empty journal.
type Head struct {
	Seq  uint64 `json:"seq"`
	Hash Hash   `json:"hash"`
}

// Books is the fold of a journal: what all balances and open holds must be.
// The zero value is not usable; see NewBooks. Not safe for concurrent use.
type Books struct {
	Head    Head
	Totals  Totals
	Wallets map[string]Wallet   // Volume30d is left 0: it is not of the journal's
	Holds   map[string]HeldBack // open holds by operation id
	Keys    map[string]string   // digest of each key's newest record by key id
	Blocks  Heights             // that were credited
}

// A HeldBack is the part of an open hold that the rules need.
type HeldBack struct {
	Seq    uint64
	Wallet string
	Amount MicroCredits
}

// NewBooks returns the books of an empty journal.
func NewBooks() *Books {
	return &Books{Wallets: map[string]Wallet{}, Holds: map[string]HeldBack{}, Keys: map[string]string{}}
}

// Apply adds the next entry, given with its encoding. It checks everything
// that the journal alone can show: number, chain, postings by the rule of the
// entry's kind, no balance below zero, a hold ended once. On error the books
// are unchanged and wrap ErrCorrupt.
func (b *Books) Apply(e Entry, encoded []byte) error {
	if e.Seq != b.Head.Seq+1 {
		return fmt.Errorf("store: entry %d: %w: follows entry %d", e.Seq, ErrCorrupt, b.Head.Seq)
	}
	if e.Prev != b.Head.Hash {
		return fmt.Errorf("store: entry %d: %w: its previous hash is %s, entry %d has %s", e.Seq, ErrCorrupt, e.Prev, b.Head.Seq, b.Head.Hash)
	}
	if err := b.apply(e); err != nil {
		return fmt.Errorf("store: entry %d (%s): %w: %w", e.Seq, e.Kind, ErrCorrupt, err)
	}
	b.Head = Head{Seq: e.Seq, Hash: HashEntry(encoded)}
	return nil
}

func (b *Books) apply(e Entry) error {
	if err := Name("wallet", e.Wallet); err != nil {
		return err
	}
	wallet, known := b.Wallets[e.Wallet]
	if !known {
		wallet = Wallet{Balance: Balance{Wallet: e.Wallet}, CreatedAt: e.Time, Tier: DefaultTier}
	}
	block, err := blockOf(e)
	if err != nil {
		return err
	}
	if err := b.checkRule(e, block); err != nil {
		return err
	}
	if err := wallet.Post(e.Postings); err != nil {
		return err
	}
	totals := b.Totals
	if err := totals.Post(e.Postings); err != nil {
		return err
	}
	if !known {
		totals.Wallets++
	}
	wallet.Entries++
	b.note(e, block, &wallet, &totals)
	b.Wallets[e.Wallet], b.Totals = wallet, totals
	return nil
}

// blockOf is the block that an entry credits or refuses; nothing of another one.
func blockOf(e Entry) (BlockCredit, error) {
	if e.Kind != KindBlock && e.Kind != KindFork {
		return BlockCredit{}, nil
	}
	return e.Block()
}

// checkRule compares the postings with those that the entry's kind makes.
func (b *Books) checkRule(e Entry, block BlockCredit) error {
	amount := e.Amount()
	var want []Posting
	switch e.Kind {
	case KindTopUp:
		want = TopUpPostings(e.Wallet, amount)
		if amount <= 0 {
			return fmt.Errorf("%w: tops up nothing", ErrInvalidAmount)
		}
	case KindBlock:
		want = TopUpPostings(e.Wallet, block.Amount)
		if b.Blocks.Has(block.Height) {
			return fmt.Errorf("%w: height %d is credited already", ErrConflict, block.Height)
		}
	case KindFork:
		if !b.Blocks.Has(block.Height) {
			return fmt.Errorf("%w: height %d is not credited", ErrInvalid, block.Height)
		}
	case KindHold:
		want = HoldPostings(e.Wallet, amount)
		if _, open := b.Holds[e.OpID]; open {
			return fmt.Errorf("%w: hold %q is open already", ErrConflict, e.OpID)
		}
	case KindSettle, KindRelease:
		hold, open := b.Holds[e.OpID]
		if !open || hold.Seq != e.Ref || hold.Wallet != e.Wallet {
			return fmt.Errorf("%w: %q by entry %d is not open for wallet %q", ErrUnknownHold, e.OpID, e.Ref, e.Wallet)
		}
		want = ReleasePostings(e.Wallet, hold.Amount)
		if e.Kind == KindSettle {
			if amount > hold.Amount {
				return fmt.Errorf("%w: charges %d, hold is %d", ErrInvalidAmount, int64(amount), int64(hold.Amount))
			}
			want = SettlePostings(e.Wallet, hold.Amount, amount)
		}
	}
	if !slices.Equal(e.Postings, want) {
		return fmt.Errorf("%w: posts %v, the rule posts %v", ErrInvalidAmount, e.Postings, want)
	}
	return nil
}

// note records what the entry means beside its postings.
func (b *Books) note(e Entry, block BlockCredit, wallet *Wallet, totals *Totals) {
	switch e.Kind {
	case KindHold:
		b.Holds[e.OpID] = HeldBack{Seq: e.Seq, Wallet: e.Wallet, Amount: e.Amount()}
		totals.OpenHolds++
	case KindSettle, KindRelease:
		delete(b.Holds, e.OpID)
		totals.OpenHolds--
	case KindBlock:
		wallet.NoteBlock(block, e.Time)
		b.Blocks.Add(block.Height)
	case KindKey:
		b.Keys[e.OpID] = string(e.Doc)
	case KindTier:
		wallet.Tier = string(e.Doc)
	}
}

// Check compares sums that are kept twice: totals against wallets and holds,
// and the conservation of money.
func (b *Books) Check() error {
	var available, held, open MicroCredits
	for _, w := range b.Wallets {
		available, held = available+w.Available, held+w.Held
	}
	for _, h := range b.Holds {
		open += h.Amount
	}
	t := b.Totals
	switch {
	case available != t.Available || held != t.Held:
		return fmt.Errorf("store: %w: wallets sum to %d available and %d held, totals say %d and %d", ErrCorrupt, available, held, t.Available, t.Held)
	case open != t.Held:
		return fmt.Errorf("store: %w: open holds sum to %d, held is %d", ErrCorrupt, open, t.Held)
	}
	return t.Check()
}

// Check says whether the totals conserve money.
func (t Totals) Check() error {
	if sum := t.Issued + t.Available + t.Held + t.Revenue + t.Promo + t.Writeoff; sum != 0 {
		return fmt.Errorf("store: %w: all books sum to %d, not 0", ErrCorrupt, int64(sum))
	}
	return nil
}

// A Report is the outcome of a verification.
type Report struct {
	Head     Head     `json:"head"`
	Totals   Totals   `json:"totals"`
	Keys     int64    `json:"keys"`
	Problems []string `json:"problems,omitempty"` // empty: the ledger verifies
}

// Err returns nil for a report without problems, else one ErrCorrupt of all.
func (r Report) Err() error {
	if len(r.Problems) == 0 {
		return nil
	}
	return fmt.Errorf("store: %w: %s", ErrCorrupt, strings.Join(r.Problems, "; "))
}

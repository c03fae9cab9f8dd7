package store

import (
	"fmt"
	"time"
)

// A Book is one kind of account. Its numbers are part of the journal's bytes:
// never reuse one.
type Book uint8

const (
	// Available is what a wallet may spend.
	Available Book = 1
	// Held is what a wallet has promised to running requests.
	Held Book = 2
	// Issued is the source of top-ups; its balance is never positive.
	Issued Book = 16
	// Revenue is what settled requests were charged.
	Revenue Book = 17
	// Promo is what was given away, kept for entries to come.
	Promo Book = 18
	// Writeoff is what was given up, kept for entries to come.
	Writeoff Book = 19
)

var bookNames = map[Book]string{
	Available: "available", Held: "held",
	Issued: "issued", Revenue: "revenue", Promo: "promo", Writeoff: "writeoff",
}

// String returns the book's name in the glossary.
func (b Book) String() string {
	if name, ok := bookNames[b]; ok {
		return name
	}
	return fmt.Sprintf("book(%d)", uint8(b))
}

// MarshalText writes the book's name.
func (b Book) MarshalText() ([]byte, error) { return []byte(b.String()), nil }

func (b Book) ofWallet() bool { return b == Available || b == Held }

// An Account is one wallet's book, or a book of the system when Wallet is "".
type Account struct {
	Book   Book   `json:"book"`
	Wallet string `json:"wallet,omitempty"`
}

// A Balance is what one wallet owns at one moment. Neither amount is ever
// negative.
type Balance struct {
	Wallet    string       `json:"wallet"`
	Available MicroCredits `json:"available_microcredits"`
	Held      MicroCredits `json:"held_microcredits"`
}

// DefaultTier is the tier of a wallet that no operator gave one.
const DefaultTier = "default"

// A Wallet is everything recorded about one wallet.
type Wallet struct {
	Balance
	CreatedAt time.Time `json:"created_at"` // of its first entry
	Tier      string    `json:"tier"`
	Entries   uint64    `json:"entries"` // journal entries about it
	// Volume30d counts prompt and completion tokens of settled requests in the
	// last 30 UTC days, today included. It is kept per day, so it falls at
	// midnight; no ledger rule reads it.
	Volume30d int64 `json:"volume_30d_tokens"`
	// Of the blocks that the wallet was credited for: how many, for how much in
	// all, and when the newest was mined.
	Blocks    uint64       `json:"blocks,omitempty"`
	Mined     MicroCredits `json:"mined_microcredits,omitempty"`
	LastBlock time.Time    `json:"last_block,omitzero"`
}

// MinerWindow is how long after its newest block a wallet counts as a miner.
const MinerWindow = 24 * time.Hour

// IsMiner tells whether the wallet was credited for a block that was mined
// within MinerWindow before now.
func (w Wallet) IsMiner(now time.Time) bool {
	return w.Blocks > 0 && now.Sub(w.LastBlock) < MinerWindow
}

// NoteBlock counts a block that was credited at the given time.
func (w *Wallet) NoteBlock(b BlockCredit, credited time.Time) {
	w.Blocks++
	w.Mined += b.Amount // cannot overflow: the postings of the same sum did not
	if mined := b.Mined(credited); mined.After(w.LastBlock) {
		w.LastBlock = mined.UTC().Round(0)
	}
}

// Totals sums every account. Issued + Available + Held + Revenue + Promo +
// Writeoff = 0.
type Totals struct {
	Wallets   int64        `json:"wallets"`
	OpenHolds int64        `json:"open_holds"`
	Available MicroCredits `json:"available_microcredits"`
	Held      MicroCredits `json:"held_microcredits"`
	Issued    MicroCredits `json:"issued_microcredits"`
	Revenue   MicroCredits `json:"revenue_microcredits"`
	Promo     MicroCredits `json:"promo_microcredits"`
	Writeoff  MicroCredits `json:"writeoff_microcredits"`
}

// Credits is what all wallets own together.
func (t Totals) Credits() MicroCredits { return t.Available + t.Held }

// book returns the total of one book, nil for a book that does not exist.
func (t *Totals) book(b Book) *MicroCredits {
	switch b {
	case Available:
		return &t.Available
	case Held:
		return &t.Held
	case Issued:
		return &t.Issued
	case Revenue:
		return &t.Revenue
	case Promo:
		return &t.Promo
	case Writeoff:
		return &t.Writeoff
	}
	return nil
}

// Post adds one entry's postings to the totals, all or none.
func (t *Totals) Post(postings []Posting) error {
	next := *t
	for _, p := range postings {
		total := next.book(p.Account.Book)
		if total == nil {
			return fmt.Errorf("store: post to %s: %w: no such book", p.Account.Book, ErrInvalid)
		}
		sum, err := total.Add(p.Amount)
		if err != nil {
			return err
		}
		*total = sum
	}
	*t = next
	return nil
}

// Post adds one entry's postings to this wallet's balance, all or none, and
// refuses a balance below zero: ErrInsufficientCredit when the available
// amount does not suffice, ErrInvalidAmount otherwise. Postings of other
// accounts are passed over.
func (b *Balance) Post(postings []Posting) error {
	next := *b
	for _, p := range postings {
		amount := &next.Available
		switch {
		case p.Account.Wallet != b.Wallet || !p.Account.Book.ofWallet():
			continue
		case p.Account.Book == Held:
			amount = &next.Held
		}
		sum, err := amount.Add(p.Amount)
		if err != nil {
			return err
		}
		*amount = sum
	}
	if next.Available < 0 {
		return fmt.Errorf("store: wallet %q: %w: needs %s credits, has %s", b.Wallet, ErrInsufficientCredit, b.Available-next.Available, b.Available)
	}
	if next.Held < 0 {
		return fmt.Errorf("store: wallet %q: %w: held would be %d", b.Wallet, ErrInvalidAmount, int64(next.Held))
	}
	*b = next
	return nil
}

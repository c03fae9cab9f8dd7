package store

import (
	"encoding/json"
	"fmt"
	"time"
)

// Limits of block credits.
const (
	MaxBlocks    = 64  // blocks of one batch
	MaxBlockHash = 100 // bytes of a block's hash
)

// A BlockCredit gives the reward of one block of the chain to its miner. What
// names it is its height: of all blocks of one height that are ever reported,
// the first is credited and no other.
type BlockCredit struct {
	Height int64 `json:"height"` // 1, 2, 3 …
	// Hash tells blocks of one height apart. "" is not known: such a block passes
	// for whatever was credited at its height.
	Hash   string       `json:"hash,omitempty"`
	Miner  string       `json:"miner"` // the wallet, which is made when it is new
	Amount MicroCredits `json:"amount"`
	Time   time.Time    `json:"time,omitzero"` // when the block was made, UTC; zero: not known
}

// A BlockBatch is what one source reports of the chain, credited in one
// transaction.
type BlockBatch struct {
	// Source names the cursor that moves in the same transaction; "" moves none.
	Source string
	// Done is the cursor: the source need not be asked again for blocks up to this
	// height, whether they had a miner or not. A cursor never goes back.
	Done   int64
	Blocks []BlockCredit // MaxBlocks at most
}

// A BlockResult is what became of one block of a batch.
type BlockResult struct {
	// Credited says that the height's credit is this block's. Otherwise another
	// block had it before; nothing was credited, and an entry records that this
	// one was seen.
	Credited bool
	// Repeated says that this call found all of that done.
	Repeated bool
	// Block is the credited one.
	Block BlockCredit
	Seq   uint64 // of its entry
}

// A MinedBlock is a block that a wallet was credited for.
type MinedBlock struct {
	BlockCredit
	CreditedAt time.Time `json:"credited_at"`
	Seq        uint64    `json:"seq"`
}

// Validate reports the first thing no backend accepts.
func (b BlockBatch) Validate() error {
	if b.Source != "" {
		if err := Name("block source", b.Source); err != nil {
			return err
		}
	}
	if b.Done < 0 {
		return fmt.Errorf("store: block cursor: %w: %d is negative", ErrInvalid, b.Done)
	}
	if len(b.Blocks) > MaxBlocks {
		return fmt.Errorf("store: block batch: %w: %d blocks (limit %d)", ErrInvalid, len(b.Blocks), MaxBlocks)
	}
	for _, block := range b.Blocks {
		if err := block.Validate(); err != nil {
			return err
		}
	}
	return nil
}

// Validate reports the first thing no backend accepts.
func (b BlockCredit) Validate() error {
	if b.Height < 1 {
		return fmt.Errorf("store: block %d: %w: heights begin at 1", b.Height, ErrInvalid)
	}
	if err := Name("block miner", b.Miner); err != nil {
		return err
	}
	if b.Hash != "" {
		if err := Name("block hash", b.Hash); err != nil {
			return err
		}
	}
	if len(b.Hash) > MaxBlockHash {
		return fmt.Errorf("store: block %d: %w: its hash has %d bytes (limit %d)", b.Height, ErrInvalid, len(b.Hash), MaxBlockHash)
	}
	if b.Amount <= 0 {
		return fmt.Errorf("store: block %d: %w: %d is not positive", b.Height, ErrInvalidAmount, int64(b.Amount))
	}
	if y := b.Time.Year(); !b.Time.IsZero() && (y < 1970 || y > 2261) {
		return fmt.Errorf("store: block %d: %w: it was made in the year %d", b.Height, ErrInvalid, y)
	}
	return nil
}

// ID names the block in its entry: its height and hash.
func (b BlockCredit) ID() string { return fmt.Sprintf("block-%d-%s", b.Height, b.Hash) }

// Same tells whether two blocks of one height are the same one. The miner and
// the amount of a block are those of its first report.
func (b BlockCredit) Same(other BlockCredit) bool {
	return b.Hash == other.Hash || b.Hash == "" || other.Hash == ""
}

// Mined is when the block counts as mined, for people: its own time, unless it
// has none or one after its credit.
func (b BlockCredit) Mined(credited time.Time) time.Time {
	if b.Time.IsZero() || b.Time.After(credited) {
		return credited
	}
	return b.Time
}

// Entry is the credit's journal entry; Seq, Prev and Time are the backend's.
func (b BlockCredit) Entry() Entry {
	return Entry{
		Kind: KindBlock, OpID: b.ID(), Wallet: b.Miner, Postings: TopUpPostings(b.Miner, b.Amount),
		Fingerprint: fingerprint(KindBlock, b), Doc: b.document(),
	}
}

// ForkEntry is the journal entry that records another block of the height of
// credited, whose entry is seq. It moves nothing.
func (b BlockCredit) ForkEntry(credited BlockCredit, seq uint64) Entry {
	return Entry{
		Kind: KindFork, OpID: b.ID(), Ref: seq, Wallet: credited.Miner,
		Fingerprint: fingerprint(KindFork, b), Doc: b.document(),
	}
}

func (b BlockCredit) document() []byte {
	body, err := json.Marshal(b)
	if err != nil {
		panic(fmt.Sprintf("store: block %d: %v", b.Height, err)) // Validate bounds the time, the rest always marshals
	}
	return body
}

// Block is the block of a block or fork entry.
func (e Entry) Block() (BlockCredit, error) {
	var b BlockCredit
	if err := json.Unmarshal(e.Doc, &b); err != nil {
		return BlockCredit{}, fmt.Errorf("store: entry %d: its block: %w", e.Seq, err)
	}
	if err := b.Validate(); err != nil {
		return BlockCredit{}, err
	}
	if e.OpID != b.ID() || (e.Kind == KindBlock && e.Wallet != b.Miner) {
		return BlockCredit{}, fmt.Errorf("store: entry %d: %w: it holds block %q of %q", e.Seq, ErrInvalid, b.ID(), b.Miner)
	}
	return b, nil
}

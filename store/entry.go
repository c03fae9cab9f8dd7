package store

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"github.com/r3mes/r3mes/store/internal/wire"
)

// A Hash is a SHA-256; in text it is hexadecimal.
type Hash [sha256.Size]byte

// String writes the hash in hexadecimal.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// MarshalText writes the hash in hexadecimal.
func (h Hash) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (h *Hash) UnmarshalText(text []byte) error {
	if hex.DecodedLen(len(text)) != len(h) {
		return fmt.Errorf("store: hash %.80q: %w: want %d hexadecimal digits", text, ErrInvalid, 2*len(h))
	}
	_, err := hex.Decode(h[:], text)
	return err
}

// A Kind is what an entry did. Its numbers are part of the journal's bytes:
// never reuse one.
type Kind uint8

// The kinds of entries. 5 to 7 are kept for refund, adjust and expire.
const (
	KindTopUp   Kind = 1
	KindHold    Kind = 2
	KindSettle  Kind = 3
	KindRelease Kind = 4
	KindBlock   Kind = 8  // a block of the chain was credited to its miner
	KindFork    Kind = 9  // another block of a credited height was seen
	KindKey     Kind = 16 // an API key was created, revoked or deleted
	KindTier    Kind = 17 // a wallet was given a tier
)

var kindNames = map[Kind]string{
	KindTopUp: "topup", KindHold: "hold", KindSettle: "settle", KindRelease: "release",
	KindBlock: "block", KindFork: "fork", KindKey: "key", KindTier: "tier",
}

// String returns the kind's name in the glossary.
func (k Kind) String() string {
	if name, ok := kindNames[k]; ok {
		return name
	}
	return fmt.Sprintf("kind(%d)", uint8(k))
}

// Transaction tells whether entries of the kind move a wallet's money for good:
// a hold only sets aside what its settle or release decides about.
func (k Kind) Transaction() bool { return k == KindTopUp || k == KindSettle || k == KindBlock }

// MarshalText writes the kind's name.
func (k Kind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// A Posting adds Amount, never zero, to an account.
type Posting struct {
	Account
	Amount MicroCredits `json:"amount_microcredits"`
}

// An Entry is one line of the journal.
type Entry struct {
	Seq  uint64    `json:"seq"` // 1, 2, 3 …
	Prev Hash      `json:"prev_hash"`
	Kind Kind      `json:"kind"`
	Time time.Time `json:"ts"` // UTC, for people: no rule reads it
	// OpID is the operation's id; a settle or release has its hold's. Of a key
	// or tier entry it is the key's id or the wallet, of a block or fork entry
	// BlockCredit.ID.
	OpID      string    `json:"op_id"`
	Ref       uint64    `json:"ref,omitempty"` // Seq of the hold that a settle or release ends, or of the block that a fork stands beside
	Wallet    string    `json:"wallet"`
	Postings  []Posting `json:"postings,omitempty"`
	Reason    string    `json:"reason,omitempty"`
	RequestID string    `json:"request_id,omitempty"`
	PriceHash string    `json:"price_rule_hash,omitempty"`
	// Fingerprint is the content of the operation, for "same id, same content".
	Fingerprint Hash `json:"fingerprint"`
	// Doc is what the entry is about: JSON of the hold, of the receipt or of the
	// block, the digest of a key's record, a tier's name. nil when there is nothing
	// to say.
	Doc []byte `json:"doc,omitempty"`
}

// Amount is what the entry moved: the top-up, the block's credit, the hold, the
// charge, or what a release gave back.
func (e Entry) Amount() MicroCredits {
	for _, p := range e.Postings {
		if p.Amount > 0 && (e.Kind != KindSettle || p.Book == Revenue) {
			return p.Amount
		}
	}
	return 0
}

const (
	entryVersion = 1
	hashDomain   = "r3mes/journal/1\x00"
)

// Encode writes e in its one binary form; Decode reads it back. Times are kept
// to the nanosecond, in UTC.
func (e Entry) Encode() []byte {
	b := make([]byte, 0, 192+len(e.Reason)+len(e.Doc)+32*len(e.Postings))
	b = append(b, entryVersion)
	b = binary.BigEndian.AppendUint64(b, e.Seq)
	b = append(b, e.Prev[:]...)
	b = append(b, byte(e.Kind))
	b = binary.BigEndian.AppendUint64(b, uint64(e.Time.UnixNano()))
	b = wire.AppendString(b, e.OpID)
	b = binary.AppendUvarint(b, e.Ref)
	b = wire.AppendString(b, e.Wallet)
	b = wire.AppendString(b, e.Reason)
	b = wire.AppendString(b, e.RequestID)
	b = wire.AppendString(b, e.PriceHash)
	b = append(b, e.Fingerprint[:]...)
	b = binary.AppendUvarint(b, uint64(len(e.Postings)))
	for _, p := range e.Postings {
		b = append(b, byte(p.Book))
		b = wire.AppendString(b, p.Wallet)
		b = binary.AppendVarint(b, int64(p.Amount))
	}
	return wire.AppendString(b, e.Doc)
}

// DecodeEntry reads an encoded entry. It is strict: unknown versions, kinds and
// books, zero postings, bytes too few or too many are errors, and whatever it
// accepts encodes to the same bytes again. It does not judge the entry; that
// is the work of Books.
func DecodeEntry(b []byte) (Entry, error) {
	r := wire.NewReader(b)
	var e Entry
	r.Version(entryVersion)
	e.Seq = r.Uint64()
	copy(e.Prev[:], r.Bytes(len(e.Prev)))
	e.Kind = Kind(r.Byte())
	e.Time = time.Unix(0, int64(r.Uint64())).UTC()
	e.OpID = r.String()
	e.Ref = r.Uvarint()
	e.Wallet = r.String()
	e.Reason = r.String()
	e.RequestID = r.String()
	e.PriceHash = r.String()
	copy(e.Fingerprint[:], r.Bytes(len(e.Fingerprint)))
	e.Postings = readPostings(r)
	e.Doc = r.Block()
	if err := r.Close(); err != nil {
		return Entry{}, fmt.Errorf("store: decode entry: %w", err)
	}
	if _, known := kindNames[e.Kind]; !known {
		return Entry{}, fmt.Errorf("store: decode entry %d: unknown %s", e.Seq, e.Kind)
	}
	return e, nil
}

func readPostings(r *wire.Reader) []Posting {
	n := r.Uvarint()
	var postings []Posting
	for ; n > 0 && r.More(); n-- {
		p := Posting{Account: Account{Book: Book(r.Byte()), Wallet: r.String()}, Amount: MicroCredits(r.Varint())}
		if _, known := bookNames[p.Book]; !known {
			r.Fail(fmt.Errorf("posts to unknown %s", p.Book))
		}
		if p.Amount == 0 {
			r.Fail(fmt.Errorf("posts nothing to %s", p.Book))
		}
		postings = append(postings, p)
	}
	if n > 0 {
		r.Fail(wire.ErrShort)
	}
	return postings
}

// HashEntry is the hash of an encoded entry, which the next one carries.
func HashEntry(encoded []byte) Hash {
	h := sha256.New()
	h.Write([]byte(hashDomain))
	h.Write(encoded)
	return Hash(h.Sum(nil))
}

// TopUpPostings issues n to a wallet, for a top-up or for a block.
func TopUpPostings(wallet string, n MicroCredits) []Posting {
	return postings(Posting{Account{Issued, ""}, -n}, Posting{Account{Available, wallet}, n})
}

// HoldPostings sets n of a wallet aside.
func HoldPostings(wallet string, n MicroCredits) []Posting {
	return postings(Posting{Account{Available, wallet}, -n}, Posting{Account{Held, wallet}, n})
}

// SettlePostings earns charge out of a hold and returns the rest, for
// 0 <= charge <= hold.
func SettlePostings(wallet string, hold, charge MicroCredits) []Posting {
	return postings(Posting{Account{Held, wallet}, -hold}, Posting{Account{Revenue, ""}, charge}, Posting{Account{Available, wallet}, hold - charge})
}

// ReleasePostings returns all of a hold.
func ReleasePostings(wallet string, hold MicroCredits) []Posting {
	return postings(Posting{Account{Held, wallet}, -hold}, Posting{Account{Available, wallet}, hold})
}

// postings leaves out those of zero, so that an entry has one form.
func postings(all ...Posting) []Posting {
	all = slices.DeleteFunc(all, func(p Posting) bool { return p.Amount == 0 })
	if len(all) == 0 {
		return nil
	}
	return all
}

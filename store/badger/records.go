package badger

import (
	"encoding/binary"
	"fmt"
	"time"

	"github.com/r3mes/r3mes/store"
	"github.com/r3mes/r3mes/store/internal/wire"
)

// The key space. Names contain no zero byte (store.Name), so one ends a name
// inside a key.
//
//	j<seq>            an entry of the journal
//	o<operation id>   opRecord
//	r<receipt id>     seq of the entry that holds the receipt
//	x<wallet>\0<seq>  the entries of a wallet
//	w<wallet>         walletRecord
//	k<key id>         keyRecord
//	i<wallet>\0<id>   the keys of a wallet
//	u<key id>         when a key was last used
//	b<height>         seq of the entry that credits the block of a height
//	f<height><hash>   seq of the entry that records another block of a height
//	y<wallet>\0<seq>  the blocks of a wallet
//	h<source>         how far a source of blocks is done
//	p<plugin>\0<key>  a pair of a plugin's key-value namespace
//	t<token id>       keyRecord of an access token
//	n<wallet>         what a miner reported last
//	d<wallet>\0<slot> minerDay
//	m<name>           stateRecord, format, pepper check
//
// Everything but u, h, p, t, n, d and the token counts inside w follows from j.
const (
	journalPrefix  = 'j'
	opPrefix       = 'o'
	receiptPrefix  = 'r'
	indexPrefix    = 'x'
	walletPrefix   = 'w'
	keyPrefix      = 'k'
	keyIndexPrefix = 'i'
	usedPrefix     = 'u'
	kvPrefix       = 'p'
	tokenPrefix    = 't'
	minerPrefix    = 'n'
	minerDayPrefix = 'd'
	heightPrefix   = 'b'
	forkPrefix     = 'f'
	minedPrefix    = 'y'
	cursorPrefix   = 'h'
)

const (
	stateKey  = "mstate"
	formatKey = "mformat"
	pepperKey = "mpepper"

	format = "r3mes ledger 1"
)

func named(prefix byte, name string) string { return string(prefix) + name }

// numbered is a key that sorts by n.
func numbered(prefix byte, n uint64) string {
	return string(binary.BigEndian.AppendUint64([]byte{prefix}, n))
}

// listed is a key that sorts by wallet, then by entry.
func listed(prefix byte, wallet string, seq uint64) string {
	return string(binary.BigEndian.AppendUint64([]byte(named(prefix, wallet)+"\x00"), seq))
}

func journalKey(seq uint64) string { return numbered(journalPrefix, seq) }

func indexKey(wallet string, seq uint64) string { return listed(indexPrefix, wallet, seq) }

func keyIndexKey(wallet, id string) string { return named(keyIndexPrefix, wallet) + "\x00" + id }

const recordVersion = 1

// decodeRecord reads one record of the given key strictly.
func decodeRecord(key string, value []byte, read func(*wire.Reader)) error {
	r := wire.NewReader(value)
	r.Version(recordVersion)
	read(r)
	if err := r.Close(); err != nil {
		return fmt.Errorf("badger: record %q: %w: %w", key, store.ErrCorrupt, err)
	}
	return nil
}

// An opRecord says where an operation's entries are, and what a top-up
// answered.
type opRecord struct {
	kind  store.Kind
	seq   uint64
	end   uint64 // of a hold: seq of its settle or release, 0 while open
	after store.Balance
}

func (o opRecord) encode() []byte {
	b := []byte{recordVersion, byte(o.kind)}
	for _, n := range []uint64{o.seq, o.end, uint64(o.after.Available), uint64(o.after.Held)} {
		b = binary.AppendUvarint(b, n)
	}
	return b
}

func decodeOp(key string, value []byte) (opRecord, error) {
	var o opRecord
	err := decodeRecord(key, value, func(r *wire.Reader) {
		o.kind = store.Kind(r.Byte())
		o.seq, o.end = r.Uvarint(), r.Uvarint()
		o.after.Available, o.after.Held = store.MicroCredits(r.Uvarint()), store.MicroCredits(r.Uvarint())
	})
	return o, err
}

// volumeDays is the window of Wallet.Volume30d.
const volumeDays = 30

// A walletRecord is a wallet with its token counts: days[i] is the count of
// UTC day lastDay-i.
type walletRecord struct {
	store.Wallet
	lastDay int64
	days    [volumeDays]uint64
}

func newWallet(name string, now time.Time) walletRecord {
	return walletRecord{Wallet: store.Wallet{
		Balance: store.Balance{Wallet: name}, CreatedAt: now, Tier: store.DefaultTier,
	}}
}

func (w walletRecord) encode() []byte {
	b := make([]byte, 0, 96+len(w.Tier))
	b = append(b, recordVersion)
	for _, n := range []uint64{uint64(w.Available), uint64(w.Held), w.Entries} {
		b = binary.AppendUvarint(b, n)
	}
	b = binary.AppendVarint(b, nanos(w.CreatedAt))
	b = wire.AppendString(b, w.Tier)
	b = binary.AppendVarint(b, w.lastDay)
	for _, n := range w.days {
		b = binary.AppendUvarint(b, n)
	}
	return w.encodeBlocks(b)
}

func decodeWallet(key string, value []byte) (walletRecord, error) {
	var w walletRecord
	err := decodeRecord(key, value, func(r *wire.Reader) {
		w.Wallet.Wallet = key[1:]
		w.Available, w.Held = store.MicroCredits(r.Uvarint()), store.MicroCredits(r.Uvarint())
		w.Entries = r.Uvarint()
		w.CreatedAt = instant(r.Varint())
		w.Tier = r.String()
		w.lastDay = r.Varint()
		for i := range w.days {
			w.days[i] = r.Uvarint()
		}
		w.decodeBlocks(r)
	})
	return w, err
}

// turnTo makes day the newest one, unless the clock went back: then counts go
// to the newest day that was.
func (w *walletRecord) turnTo(day int64) {
	if day <= w.lastDay {
		return
	}
	if shift := day - w.lastDay; shift < volumeDays {
		copy(w.days[shift:], w.days[:volumeDays-shift])
		clear(w.days[:shift])
	} else {
		clear(w.days[:])
	}
	w.lastDay = day
}

func (w *walletRecord) count(tokens int, now time.Time) {
	w.turnTo(dayOf(now))
	w.days[0] += uint64(tokens)
}

// volume sums the window that ends today.
func (w walletRecord) volume(now time.Time) int64 {
	w.turnTo(dayOf(now))
	var sum uint64
	for _, n := range w.days {
		sum += n
	}
	return int64(sum & (1<<63 - 1))
}

func dayOf(t time.Time) int64 { return t.Unix() / (24 * 60 * 60) }

// A stateRecord is the end of the journal and the sums over all accounts.
type stateRecord struct {
	head   store.Head
	totals store.Totals
}

func (s stateRecord) encode() []byte {
	b := []byte{recordVersion}
	b = binary.AppendUvarint(b, s.head.Seq)
	b = append(b, s.head.Hash[:]...)
	t := s.totals
	for _, n := range []int64{t.Wallets, t.OpenHolds, int64(t.Available), int64(t.Held), int64(t.Issued), int64(t.Revenue), int64(t.Promo), int64(t.Writeoff)} {
		b = binary.AppendVarint(b, n)
	}
	return b
}

func decodeState(value []byte) (stateRecord, error) {
	var s stateRecord
	err := decodeRecord(stateKey, value, func(r *wire.Reader) {
		s.head.Seq = r.Uvarint()
		copy(s.head.Hash[:], r.Bytes(len(s.head.Hash)))
		t := &s.totals
		t.Wallets, t.OpenHolds = r.Varint(), r.Varint()
		for _, sum := range []*store.MicroCredits{&t.Available, &t.Held, &t.Issued, &t.Revenue, &t.Promo, &t.Writeoff} {
			*sum = store.MicroCredits(r.Varint())
		}
	})
	return s, err
}

// A keyRecord is an API key's state. It is only ever overwritten: a record
// that Badger brought back from an older file would open a revoked key.
type keyRecord struct {
	store.Key // without LastUsed
	deleted   bool
	mac       store.Hash
}

func (k keyRecord) encode() []byte {
	b := []byte{recordVersion, 0}
	if k.deleted {
		b[1] = 1
	}
	b = append(b, k.mac[:]...)
	b = wire.AppendString(b, k.Wallet)
	b = wire.AppendString(b, k.Name)
	for _, t := range []time.Time{k.CreatedAt, k.ExpiresAt, k.RevokedAt} {
		b = binary.AppendVarint(b, nanos(t))
	}
	for _, scope := range k.Scopes {
		b = wire.AppendString(b, scope)
	}
	return b
}

func decodeKey(key string, value []byte) (keyRecord, error) {
	var k keyRecord
	err := decodeRecord(key, value, func(r *wire.Reader) {
		k.ID = key[1:]
		k.deleted = r.Flag()
		copy(k.mac[:], r.Bytes(len(k.mac)))
		k.Wallet, k.Name = r.String(), r.String()
		for _, t := range []*time.Time{&k.CreatedAt, &k.ExpiresAt, &k.RevokedAt} {
			*t = instant(r.Varint())
		}
		for r.More() {
			k.Scopes = append(k.Scopes, store.Scope(r.String()))
		}
	})
	return k, err
}

func encodeSeq(seq uint64) []byte { return binary.AppendUvarint([]byte{recordVersion}, seq) }

func decodeSeq(key string, value []byte) (seq uint64, err error) {
	err = decodeRecord(key, value, func(r *wire.Reader) { seq = r.Uvarint() })
	return seq, err
}

// nanos and instant keep a time as Unix nanoseconds, the zero time as 0.
func nanos(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixNano()
}

func instant(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.Unix(0, n).UTC()
}

package badger

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"maps"
	"strings"
	"time"

	"github.com/r3mes/r3mes/store"
)

// Verify walks the whole journal and compares everything stored with it, on
// one snapshot, while the store serves. The error is about reading; what does
// not verify is in the report.
func (s *Store) Verify(ctx context.Context) (report store.Report, err error) {
	err = s.view(ctx, func(v view) error {
		report = newVerifier(store.Head{}).run(ctx, v).report()
		return ctx.Err()
	})
	return report, err
}

// A verifier folds the journal and compares every other record with it. The
// indexes are compared as sets: digests of what the journal says and of what
// is stored must agree, so that memory is bounded by wallets and open holds,
// not by history.
type verifier struct {
	books    *store.Books
	seen     store.Head // the entry whose number the head file names
	headFile store.Head
	problems []string
	keys     int64
	uses     map[string]kvUse // of plugins' namespaces: counted, since no journal says what they hold

	miners map[string]time.Time // newest block of each wallet that has one

	ops, receipts, index, keyIndex, blocks setPair
}

func newVerifier(headFile store.Head) *verifier {
	return &verifier{books: store.NewBooks(), headFile: headFile, uses: map[string]kvUse{}, miners: map[string]time.Time{}}
}

// run does the whole verification. A broken journal ends it: comparing the
// rest with half a fold would only repeat the first problem.
func (r *verifier) run(ctx context.Context, v view) *verifier {
	if err := v.each(string(rune(journalPrefix)), false, func(key string, value []byte) (bool, error) {
		return ctx.Err() == nil, r.entry(key, value)
	}); err != nil {
		r.problem(err)
		return r
	}
	for prefix, check := range map[rune]func(string, []byte) error{
		walletPrefix: r.wallet, keyPrefix: r.key, kvPrefix: r.pair,
		opPrefix:       func(key string, value []byte) error { r.ops.stored.add(key, string(value)); return nil },
		receiptPrefix:  r.receipt,
		indexPrefix:    func(key string, _ []byte) error { r.index.stored.add(key); return nil },
		keyIndexPrefix: func(key string, _ []byte) error { r.keyIndex.stored.add(key); return nil },
		heightPrefix:   r.block, forkPrefix: r.block, minedPrefix: r.block, cursorPrefix: r.cursor,
	} {
		r.problem(v.each(string(prefix), false, func(key string, value []byte) (bool, error) {
			return ctx.Err() == nil, check(key, value)
		}))
	}
	r.sums(v)
	return r
}

func (r *verifier) problem(err error) {
	if err != nil {
		r.problems = append(r.problems, err.Error())
	}
}

// entry folds one entry and adds to the sets the records that it makes.
func (r *verifier) entry(key string, value []byte) error {
	e, err := store.DecodeEntry(value)
	if err != nil {
		return fmt.Errorf("badger: entry after %d: %w: %w", r.books.Head.Seq, store.ErrCorrupt, err)
	}
	if key != journalKey(e.Seq) {
		return fmt.Errorf("badger: entry after %d: %w: key %x holds entry %d", r.books.Head.Seq, store.ErrCorrupt, key, e.Seq)
	}
	if err := r.books.Apply(e, value); err != nil {
		return err
	}
	if e.Seq == r.headFile.Seq {
		r.seen = r.books.Head
	}
	r.index.journal.add(indexKey(e.Wallet, e.Seq))
	r.addOp(e)
	return nil
}

func (r *verifier) addOp(e store.Entry) {
	key := named(opPrefix, e.OpID)
	switch e.Kind {
	case store.KindTopUp:
		r.ops.journal.add(key, string(opRecord{kind: e.Kind, seq: e.Seq, after: r.books.Wallets[e.Wallet].Balance}.encode()))
	case store.KindHold:
		r.ops.journal.add(key, string(opRecord{kind: e.Kind, seq: e.Seq}.encode()))
	case store.KindBlock, store.KindFork:
		r.addBlock(e)
	case store.KindSettle, store.KindRelease:
		open := opRecord{kind: store.KindHold, seq: e.Ref}
		r.ops.journal.remove(key, string(open.encode()))
		open.end = e.Seq
		r.ops.journal.add(key, string(open.encode()))
		r.receipts.journal.add(string(encodeSeq(e.Seq)))
	}
}

func (r *verifier) wallet(key string, value []byte) error {
	stored, err := decodeWallet(key, value)
	if err != nil {
		return err
	}
	folded, ok := r.books.Wallets[key[1:]]
	if !ok || stored.Wallet != folded {
		return fmt.Errorf("badger: wallet %q: %w: stored as %+v, the journal gives %+v", key[1:], store.ErrCorrupt, stored.Wallet, folded)
	}
	if stored.Blocks > 0 {
		r.miners[key[1:]] = stored.LastBlock
	}
	delete(r.books.Wallets, key[1:]) // what is left at the end has no record
	return nil
}

func (r *verifier) key(key string, value []byte) error {
	r.keys++
	digest := sha256.Sum256(value)
	if r.books.Keys[key[1:]] != string(digest[:]) {
		return fmt.Errorf("badger: key %q: %w: its record is not the one in the journal", key[1:], store.ErrCorrupt)
	}
	delete(r.books.Keys, key[1:])
	k, err := decodeKey(key, value)
	r.keyIndex.journal.add(keyIndexKey(k.Wallet, k.ID))
	return err
}

// pair reads one pair of a plugin: it must be one, and no more can be known.
func (r *verifier) pair(key string, value []byte) error {
	namespace, name, ok := strings.Cut(key[1:], "\x00")
	p, err := decodePair(key, value)
	if err == nil && (!ok || store.CheckKV(namespace, []byte(name), p.value, 0) != nil) {
		err = fmt.Errorf("badger: pair %q: %w: not one that can be written", key, store.ErrCorrupt)
	}
	u := r.uses[namespace]
	u.add(len(name), p)
	r.uses[namespace] = u
	return err
}

func (r *verifier) receipt(_ string, value []byte) error {
	r.receipts.stored.add(string(value))
	return nil
}

// sums compares what is left when all records were seen.
func (r *verifier) sums(v view) {
	for name := range maps.Keys(r.books.Wallets) {
		r.problem(fmt.Errorf("badger: wallet %q: %w: in the journal, and has no record", name, store.ErrCorrupt))
	}
	for id := range maps.Keys(r.books.Keys) {
		r.problem(fmt.Errorf("badger: key %q: %w: in the journal, and has no record", id, store.ErrCorrupt))
	}
	r.problem(r.ops.compare("operations and open holds"))
	r.problem(r.receipts.compare("receipts"))
	r.problem(r.index.compare("wallets' entries"))
	r.problem(r.keyIndex.compare("wallets' keys"))
	r.problem(r.blocks.compare("blocks"))
	r.state(v)
}

func (r *verifier) state(v view) {
	var state stateRecord
	value, ok, err := v.get(stateKey)
	if err == nil && ok {
		state, err = decodeState(value)
	}
	r.problem(err)
	if want := (stateRecord{head: r.books.Head, totals: r.books.Totals}); err == nil && state != want {
		r.problem(fmt.Errorf("badger: totals: %w: stored as %+v, the journal gives %+v", store.ErrCorrupt, state, want))
	}
	if r.headFile.Seq > r.books.Head.Seq {
		r.problem(fmt.Errorf("badger: journal: %w: it ends at entry %d, the head file has seen entry %d: the end was lost", store.ErrCorrupt, r.books.Head.Seq, r.headFile.Seq))
	} else if r.seen != r.headFile {
		r.problem(fmt.Errorf("badger: journal: %w: entry %d has hash %s, the head file has seen %s: history was replaced", store.ErrCorrupt, r.headFile.Seq, r.seen.Hash, r.headFile.Hash))
	}
}

func (r *verifier) report() store.Report {
	return store.Report{Head: r.books.Head, Totals: r.books.Totals, Keys: r.keys, Problems: r.problems}
}

// A setPair is one set as the journal implies it and as it is stored.
type setPair struct{ journal, stored setDigest }

func (p setPair) compare(what string) error {
	if p.journal == p.stored {
		return nil
	}
	return fmt.Errorf("badger: %s: %w: %d records stored, the journal gives %d, or their contents differ", what, store.ErrCorrupt, p.stored.n, p.journal.n)
}

// A setDigest is a digest of a set that does not depend on order: the XOR of
// its members' hashes. It finds accidents; against someone who can choose
// records it would be too weak, but who can do that can also write a new
// journal.
type setDigest struct {
	n   int64
	sum store.Hash
}

func (d *setDigest) add(parts ...string)    { d.n++; d.mix(parts) }
func (d *setDigest) remove(parts ...string) { d.n--; d.mix(parts) }

func (d *setDigest) mix(parts []string) {
	h := sha256.New()
	for _, part := range parts {
		h.Write(binary.AppendUvarint(nil, uint64(len(part))))
		h.Write([]byte(part))
	}
	for i, b := range h.Sum(nil) {
		d.sum[i] ^= b
	}
}

func lastUint64(key string) uint64 { return binary.BigEndian.Uint64([]byte(key[len(key)-8:])) }

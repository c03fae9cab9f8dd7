package badger

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"

	badgerdb "github.com/dgraph-io/badger/v4"

	"github.com/r3mes/r3mes/store"
)

// view runs fn on one snapshot. A poisoned store answers nothing: readers
// might see a commit of which nobody knows whether it is on disk.
func (s *Store) view(ctx context.Context, fn func(view) error) error {
	s.door.RLock()
	defer s.door.RUnlock()
	if err := cmp.Or(ctx.Err(), s.failure()); err != nil {
		return err
	}
	if s.closed {
		return store.ErrClosed
	}
	return s.db.View(func(txn *badgerdb.Txn) error { return fn(view{txn}) })
}

// each calls fn with the keys of a prefix and their values, in order or, with
// newest, in reverse, until fn returns false. key and value are fn's own.
func (v view) each(prefix string, newest bool, fn func(key string, value []byte) (bool, error)) error {
	return v.from(prefix, prefix, newest, fn)
}

// from is each, beginning at the key start.
func (v view) from(prefix, start string, newest bool, fn func(key string, value []byte) (bool, error)) error {
	options := badgerdb.DefaultIteratorOptions
	options.Prefix, options.Reverse = []byte(prefix), newest
	it := v.txn.NewIterator(options)
	defer it.Close()
	seek := []byte(start)
	if newest {
		// A reverse iterator seeks at or before; names and numbers after the
		// prefix never begin with nine bytes of 0xff.
		seek = append(seek, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)
	}
	for it.Seek(seek); it.ValidForPrefix([]byte(prefix)); it.Next() {
		key := string(it.Item().Key())
		value, err := it.Item().ValueCopy(nil)
		if err != nil {
			return fmt.Errorf("badger: read %q: %w", key, err)
		}
		if more, err := fn(key, value); err != nil || !more {
			return err
		}
	}
	return nil
}

// Balance returns what a wallet owns: the very numbers a hold is checked
// against. store.ErrUnknownWallet when nothing is recorded.
func (s *Store) Balance(ctx context.Context, wallet string) (store.Balance, error) {
	w, err := s.Wallet(ctx, wallet)
	return w.Balance, err
}

// Wallet returns everything recorded about a wallet.
func (s *Store) Wallet(ctx context.Context, wallet string) (w store.Wallet, err error) {
	err = s.view(ctx, func(v view) error {
		key := named(walletPrefix, wallet)
		value, ok, err := v.get(key)
		if err == nil && !ok {
			err = fmt.Errorf("badger: wallet %.40q: %w", wallet, store.ErrUnknownWallet)
		}
		if err != nil {
			return err
		}
		w, err = s.decodeWallet(key, value)
		return err
	})
	return w, err
}

func (s *Store) decodeWallet(key string, value []byte) (store.Wallet, error) {
	record, err := decodeWallet(key, value)
	record.Volume30d = record.volume(s.now())
	return record.Wallet, err
}

// Wallets lists wallets by name, those after the given one, limit at most.
func (s *Store) Wallets(ctx context.Context, after string, limit int) ([]store.Wallet, error) {
	var wallets []store.Wallet
	err := s.view(ctx, func(v view) error {
		return v.from(string(rune(walletPrefix)), named(walletPrefix, after), false, func(key string, value []byte) (bool, error) {
			if key[1:] == after {
				return true, nil
			}
			if len(wallets) >= limit {
				return false, nil
			}
			w, err := s.decodeWallet(key, value)
			wallets = append(wallets, w)
			return true, err
		})
	})
	return wallets, err
}

// Totals returns the sums over all accounts; it reads one record.
func (s *Store) Totals(ctx context.Context) (t store.Totals, err error) {
	state, err := s.readState(ctx)
	return state.totals, err
}

// Head returns the end of the journal.
func (s *Store) Head(ctx context.Context) (store.Head, error) {
	state, err := s.readState(ctx)
	return state.head, err
}

func (s *Store) readState(ctx context.Context) (state stateRecord, err error) {
	err = s.view(ctx, func(v view) error {
		value, ok, err := v.get(stateKey)
		if err != nil || !ok {
			return err // no record: nothing was written yet
		}
		state, err = decodeState(value)
		return err
	})
	return state, err
}

// Receipt returns the receipt with that id.
func (s *Store) Receipt(ctx context.Context, id string) (r store.Receipt, err error) {
	err = s.view(ctx, func(v view) error {
		key := named(receiptPrefix, id)
		value, ok, err := v.get(key)
		if err == nil && !ok {
			err = fmt.Errorf("badger: receipt %.40q: %w", id, store.ErrUnknownReceipt)
		}
		if err != nil {
			return err
		}
		seq, err := decodeSeq(key, value)
		if err != nil {
			return err
		}
		r, err = readReceipt(v.get, seq)
		if err == nil && r.ID != id {
			err = fmt.Errorf("badger: receipt %q: %w: entry %d holds %q", id, store.ErrCorrupt, seq, r.ID)
		}
		return err
	})
	return r, err
}

// Operation returns what became of an operation id.
func (s *Store) Operation(ctx context.Context, id string) (op store.Operation, err error) {
	err = s.view(ctx, func(v view) error {
		o, known, err := readOp(v.get, id)
		if err == nil && !known {
			err = fmt.Errorf("badger: operation %.40q: %w", id, store.ErrUnknownOperation)
		}
		if err != nil {
			return err
		}
		op, err = describe(v.get, id, o)
		return err
	})
	return op, err
}

func describe(get getter, id string, o opRecord) (store.Operation, error) {
	e, err := readEntry(get, o.seq)
	op := store.Operation{OpID: id, Kind: o.kind, Seq: o.seq, EndSeq: o.end, Wallet: e.Wallet}
	if err != nil || o.kind != store.KindHold {
		return op, err
	}
	if op.State = store.Open; o.end == 0 {
		return op, nil
	}
	end, err := readEntry(get, o.end)
	if err != nil {
		return op, err
	}
	if op.State = store.Released; end.Kind == store.KindSettle {
		op.State = store.Settled
	}
	receipt, err := readReceipt(get, o.end)
	op.ReceiptID = receipt.ID
	return op, err
}

// Entries lists a wallet's journal entries, newest first, limit at most; with
// an empty wallet, everybody's.
func (s *Store) Entries(ctx context.Context, wallet string, limit int) ([]store.Entry, error) {
	prefix := string(rune(journalPrefix))
	if wallet != "" {
		prefix = named(indexPrefix, wallet) + "\x00"
	}
	var entries []store.Entry
	err := s.view(ctx, func(v view) error {
		return v.each(prefix, true, func(key string, value []byte) (bool, error) {
			if len(entries) >= limit {
				return false, nil
			}
			e, err := v.listedEntry(wallet, key, value)
			entries = append(entries, e)
			return true, err
		})
	})
	return entries, err
}

// listedEntry is the entry itself in a walk of the journal, and the one that
// the key points to in a walk of a wallet's index.
func (v view) listedEntry(wallet, key string, value []byte) (store.Entry, error) {
	if wallet == "" {
		return store.DecodeEntry(value)
	}
	return readEntry(v.get, lastUint64(key))
}

// Journal lists entries in order, those after the given number, limit at most.
func (s *Store) Journal(ctx context.Context, after uint64, limit int) ([]store.Entry, error) {
	var entries []store.Entry
	err := s.view(ctx, func(v view) error {
		return v.from(string(rune(journalPrefix)), journalKey(after+1), false, func(_ string, value []byte) (bool, error) {
			if len(entries) >= limit {
				return false, nil
			}
			e, err := store.DecodeEntry(value)
			entries = append(entries, e)
			return true, err
		})
	})
	return entries, err
}

// OpenHolds lists the holds that nothing has ended, oldest first.
func (s *Store) OpenHolds(ctx context.Context) ([]store.OpenHold, error) {
	var holds []store.OpenHold
	err := s.view(ctx, func(v view) error {
		for _, id := range s.holds.ids() {
			o, _, err := readOp(v.get, id)
			if err != nil {
				return err
			}
			if o.seq == 0 || o.end != 0 {
				continue // ended, or begun, since the list was made
			}
			h, err := readHold(v.get, o.seq)
			if err != nil {
				return err
			}
			holds = append(holds, h)
		}
		return nil
	})
	slices.SortFunc(holds, func(a, b store.OpenHold) int { return cmp.Compare(a.Seq, b.Seq) })
	return holds, err
}

// openHolds is the list of open holds, rebuilt from the journal when the store
// opens: on disk a hold's end is a state of its record, never a deletion,
// since a deleted record that Badger brought back would be money held twice.
type openHolds struct {
	mu  sync.Mutex
	seq map[string]uint64
}

// A holdChange is a hold that began or ended.
type holdChange struct {
	id    string
	seq   uint64
	ended bool
}

func (h *openHolds) merge(changes []holdChange) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, c := range changes {
		if c.ended {
			delete(h.seq, c.id)
		} else {
			h.seq[c.id] = c.seq
		}
	}
}

// ids lists them oldest first.
func (h *openHolds) ids() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	ids := make([]string, 0, len(h.seq))
	for id := range h.seq {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b string) int { return cmp.Compare(h.seq[a], h.seq[b]) })
	return ids
}

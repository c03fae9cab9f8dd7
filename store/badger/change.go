package badger

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/r3mes/r3mes/store"
)

// A change is what one operation reads and writes. It becomes part of the
// batch only when the operation succeeds.
type change struct {
	batch   *batch
	state   stateRecord
	puts    map[string][]byte // nil: removed
	uses    map[string]kvUse  // of the namespaces it changes
	holds   []holdChange
	entries []store.Entry // that it adds to the journal
	mined   []minedChange
	now     time.Time
}

func (c *change) get(key string) ([]byte, bool, error) {
	if value, ok := c.puts[key]; ok {
		return value, value != nil, nil
	}
	return c.batch.get(key)
}

func (c *change) put(key string, value []byte) { c.puts[key] = value }

// drop removes a record. Only pairs of plugins and expired tokens are ever
// removed; see RATIONALE.md "Why may the pairs of plugins be deleted?".
func (c *change) drop(key string) { c.puts[key] = nil }

// append writes the journal's next entry and posts it to the wallet and the
// totals. The caller leaves Seq, Prev and Time to it.
func (c *change) append(e store.Entry) (store.Entry, walletRecord, error) {
	wallet, known, err := c.wallet(e.Wallet)
	if err != nil {
		return e, wallet, err
	}
	if !known {
		c.state.totals.Wallets++
	}
	if err := wallet.Post(e.Postings); err != nil {
		return e, wallet, err
	}
	if err := c.state.totals.Post(e.Postings); err != nil {
		return e, wallet, err
	}
	wallet.Entries++
	e.Seq, e.Prev, e.Time = c.state.head.Seq+1, c.state.head.Hash, c.now
	encoded := e.Encode()
	c.state.head = store.Head{Seq: e.Seq, Hash: store.HashEntry(encoded)}
	c.put(journalKey(e.Seq), encoded)
	c.put(indexKey(e.Wallet, e.Seq), []byte{recordVersion})
	c.putWallet(wallet)
	c.entries = append(c.entries, e)
	return e, wallet, nil
}

// wallet returns the wallet's record, a new one when it is unknown.
func (c *change) wallet(name string) (w walletRecord, known bool, err error) {
	key := named(walletPrefix, name)
	value, known, err := c.get(key)
	if err != nil || !known {
		return newWallet(name, c.now), false, err
	}
	w, err = decodeWallet(key, value)
	return w, true, err
}

func (c *change) knownWallet(name string) error {
	_, known, err := c.wallet(name)
	if err == nil && !known {
		err = fmt.Errorf("badger: wallet %q: %w", name, store.ErrUnknownWallet)
	}
	return err
}

func (c *change) putWallet(w walletRecord) { c.put(named(walletPrefix, w.Wallet.Wallet), w.encode()) }

// op returns the record of an operation id.
func (c *change) op(id string) (o opRecord, known bool, err error) {
	return readOp(c.get, id)
}

func (c *change) putOp(id string, o opRecord) { c.put(named(opPrefix, id), o.encode()) }

// entry returns a journal entry that some record points to.
func (c *change) entry(seq uint64) (store.Entry, error) { return readEntry(c.get, seq) }

// hold returns the hold whose record is o.
func (c *change) hold(o opRecord) (store.OpenHold, error) { return readHold(c.get, o.seq) }

// A getter reads a value from a transaction or from a change on top of one.
type getter func(key string) (value []byte, ok bool, err error)

func readOp(get getter, id string) (o opRecord, known bool, err error) {
	key := named(opPrefix, id)
	value, known, err := get(key)
	if err != nil || !known {
		return opRecord{}, false, err
	}
	o, err = decodeOp(key, value)
	return o, err == nil, err
}

func readEntry(get getter, seq uint64) (store.Entry, error) {
	encoded, ok, err := get(journalKey(seq))
	if err == nil && !ok {
		err = fmt.Errorf("badger: entry %d: %w: an index points to it and it is not there", seq, store.ErrCorrupt)
	}
	if err != nil {
		return store.Entry{}, err
	}
	return store.DecodeEntry(encoded)
}

func readHold(get getter, seq uint64) (store.OpenHold, error) {
	e, err := readEntry(get, seq)
	if err != nil {
		return store.OpenHold{}, err
	}
	h := store.OpenHold{Seq: e.Seq, CreatedAt: e.Time}
	if err := json.Unmarshal(e.Doc, &h.Hold); err != nil {
		return store.OpenHold{}, fmt.Errorf("badger: entry %d: %w: its hold: %w", seq, store.ErrCorrupt, err)
	}
	return h, nil
}

func readReceipt(get getter, seq uint64) (store.Receipt, error) {
	e, err := readEntry(get, seq)
	if err != nil {
		return store.Receipt{}, err
	}
	r, err := e.Receipt()
	if err != nil {
		return store.Receipt{}, fmt.Errorf("badger: entry %d: %w: %w", seq, store.ErrCorrupt, err)
	}
	return r, nil
}

// document encodes a hold or a receipt for its entry.
func document(v any) []byte {
	body, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("badger: document of %T: %v", v, err)) // plain structs always marshal
	}
	return body
}

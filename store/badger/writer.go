package badger

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"time"

	badgerdb "github.com/dgraph-io/badger/v4"

	"github.com/r3mes/r3mes/store"
)

const (
	// maxBatch and maxBatchBytes bound one commit. Badger takes 15 % of a
	// memtable, 1.2 MB at the smallest, and one operation is below 20 kB.
	maxBatch      = 512
	maxBatchBytes = 1 << 20
)

// A request is one operation on its way through the writer.
type request struct {
	ctx     context.Context
	need    need
	run     func(*change) error
	entries []store.Entry // that it added to the journal
	err     error
	done    chan struct{}
}

// submit runs an operation in the writer and returns when its commit did. ctx
// counts until the operation starts; after that it is carried out.
func (s *Store) submit(ctx context.Context, n need, run func(*change) error) error {
	r := &request{ctx: ctx, need: n, run: run, done: make(chan struct{})}
	if err := s.enqueue(r); err != nil {
		return err
	}
	<-r.done
	if len(r.entries) > 0 && (r.err == nil || errors.Is(r.err, store.ErrOutcomeUnknown)) {
		s.options.Changed(ctx, r.entries)
	}
	return r.err
}

func (s *Store) enqueue(r *request) error {
	s.door.RLock()
	defer s.door.RUnlock()
	switch {
	case s.closed:
		return store.ErrClosed
	case s.options.ReadOnly:
		return store.ErrReadOnly
	}
	select {
	case s.requests <- r:
		return nil
	case <-r.ctx.Done():
		return fmt.Errorf("badger: wait for the writer: %w", r.ctx.Err())
	}
}

// write is the one goroutine that changes the database. It ends when requests
// is closed and empty.
func (s *Store) write() {
	defer close(s.written)
	var waiting []*request
	for {
		waiting = s.gather(waiting)
		if len(waiting) == 0 {
			return
		}
		done := s.commitBatch(waiting)
		rest := copy(waiting, waiting[done:])
		clear(waiting[rest:])
		waiting = waiting[:rest]
	}
}

// gather adds what has arrived, and waits only when there is nothing at all:
// company makes a commit cheaper, waiting for it would make each one later.
func (s *Store) gather(waiting []*request) []*request {
	if len(waiting) == 0 {
		r, open := <-s.requests
		if !open {
			return nil
		}
		waiting = append(waiting, r)
	}
	for len(waiting) < maxBatch {
		select {
		case r, open := <-s.requests:
			if !open {
				return waiting
			}
			waiting = append(waiting, r)
		default:
			return waiting
		}
	}
	return waiting
}

// commitBatch carries out as many requests as fit one commit, answers them and
// returns how many.
func (s *Store) commitBatch(requests []*request) int {
	b := &batch{store: s, state: s.state, puts: map[string][]byte{}, uses: map[string]kvUse{}}
	failed := s.failure()
	if failed == nil {
		b.txn = s.db.NewTransaction(true)
		defer b.txn.Discard()
	}
	n := 0
	for ; n < len(requests) && b.bytes < maxBatchBytes; n++ {
		if requests[n].err = failed; failed == nil {
			requests[n].err = b.run(requests[n])
		}
	}
	if failed == nil {
		s.finish(b, requests[:n])
	}
	for _, r := range requests[:n] {
		close(r.done)
	}
	return n
}

// finish commits a batch. Whatever a commit says, its writes may be on disk or
// visible to readers, so after an error nothing about them is known: every
// operation of the batch hears so, and the store stops.
func (s *Store) finish(b *batch, requests []*request) {
	if len(b.puts) == 0 {
		return
	}
	if err := b.commit(); err != nil {
		s.poison(err)
		for _, r := range requests {
			if r.err == nil {
				r.err = fmt.Errorf("badger: commit: %w: %w: %w", store.ErrOutcomeUnknown, store.ErrPoisoned, err)
			}
		}
		return
	}
	s.state = b.state
	maps.Copy(s.uses, b.uses)
	s.holds.merge(b.holds)
	s.miners.merge(b.mined)
	if err := s.head.write(s.state.head); err != nil {
		s.poison(err)
		return
	}
	s.headDirty.Store(true)
}

// poison stops the store; the first reason stays.
func (s *Store) poison(err error) {
	err = fmt.Errorf("badger: %w: %w (open the store again: it will be checked)", store.ErrPoisoned, err)
	if s.poisoned.CompareAndSwap(nil, &err) {
		s.options.Logger.Error("ledger stopped", "error", err)
	}
}

// failure is why the store refuses, nil when it does not.
func (s *Store) failure() error {
	if err := s.poisoned.Load(); err != nil {
		return *err
	}
	return nil
}

// A batch collects the writes of several operations for one commit. Reads see
// the batch's own writes first.
type batch struct {
	store *Store
	txn   *badgerdb.Txn
	state stateRecord
	puts  map[string][]byte // nil: removed
	uses  map[string]kvUse  // of the namespaces it changes
	bytes int
	holds []holdChange
	mined []minedChange
}

// run carries out one operation; when it fails it leaves nothing in the batch.
func (b *batch) run(r *request) error {
	if err := r.ctx.Err(); err != nil {
		return fmt.Errorf("badger: wait for the writer: %w", err)
	}
	if err := b.store.space(r.need); err != nil {
		return err
	}
	c := &change{batch: b, state: b.state, puts: map[string][]byte{}, now: b.store.now()}
	if err := r.run(c); err != nil {
		return err
	}
	for key, value := range c.puts {
		b.puts[key] = value
		b.bytes += len(key) + len(value)
	}
	r.entries = c.entries
	b.state = c.state
	maps.Copy(b.uses, c.uses)
	b.holds = append(b.holds, c.holds...)
	b.mined = append(b.mined, c.mined...)
	return nil
}

func (b *batch) commit() error {
	if b.state != b.store.state {
		b.puts[stateKey] = b.state.encode()
	}
	for key, value := range b.puts {
		if err := b.write(key, value); err != nil {
			return err
		}
	}
	begin := time.Now()
	err := b.store.commit(b.txn)
	b.store.options.Committed(begin, time.Since(begin))
	return err
}

func (b *batch) write(key string, value []byte) error {
	if value == nil {
		return b.txn.Delete([]byte(key))
	}
	return b.txn.Set([]byte(key), value)
}

func (b *batch) get(key string) ([]byte, bool, error) {
	if value, ok := b.puts[key]; ok {
		return value, value != nil, nil
	}
	return get(b.txn, key)
}

// get reads one value; false when there is none.
func get(txn *badgerdb.Txn, key string) ([]byte, bool, error) {
	item, err := txn.Get([]byte(key))
	if errors.Is(err, badgerdb.ErrKeyNotFound) {
		return nil, false, nil
	}
	if err == nil {
		var value []byte
		if value, err = item.ValueCopy(nil); err == nil {
			return value, true, nil
		}
	}
	return nil, false, fmt.Errorf("badger: read %q: %w", key, err)
}

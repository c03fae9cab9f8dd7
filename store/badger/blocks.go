package badger

import (
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"sync"
	"time"

	"github.com/r3mes/r3mes/store"
	"github.com/r3mes/r3mes/store/internal/wire"
)

// CreditBlocks credits the blocks of a batch, each height once, and moves the
// source's cursor, all in one commit. The results are in the batch's order.
func (s *Store) CreditBlocks(ctx context.Context, b store.BlockBatch) ([]store.BlockResult, error) {
	if err := b.Validate(); err != nil {
		return nil, err
	}
	var results []store.BlockResult
	err := s.submit(ctx, needToBegin, func(c *change) (err error) {
		results, err = c.creditBlocks(b)
		return err
	})
	if err != nil {
		return nil, err
	}
	return results, nil
}

func (c *change) creditBlocks(b store.BlockBatch) ([]store.BlockResult, error) {
	results := make([]store.BlockResult, len(b.Blocks))
	for i, block := range b.Blocks {
		block.Time = block.Time.UTC().Round(0)
		var err error
		if results[i], err = c.creditBlock(block); err != nil {
			return nil, err
		}
	}
	return results, c.moveCursor(b.Source, b.Done)
}

func (c *change) creditBlock(block store.BlockCredit) (store.BlockResult, error) {
	key := heightKey(block.Height)
	seq, known, err := seqAt(c.get, key)
	if err != nil {
		return store.BlockResult{}, err
	}
	if known {
		return c.creditedBefore(block, seq)
	}
	e, wallet, err := c.append(block.Entry())
	if err != nil {
		return store.BlockResult{}, err
	}
	wallet.NoteBlock(block, e.Time)
	c.putWallet(wallet)
	c.put(key, encodeSeq(e.Seq))
	c.put(minedKey(block.Miner, e.Seq), []byte{recordVersion})
	c.mined = append(c.mined, minedChange{block.Miner, wallet.LastBlock})
	return store.BlockResult{Credited: true, Block: block, Seq: e.Seq}, nil
}

// creditedBefore answers a block whose height has its credit, by entry seq: it
// is the same block, or another one, which is recorded once.
func (c *change) creditedBefore(block store.BlockCredit, seq uint64) (store.BlockResult, error) {
	credited, err := readBlock(c.get, seq)
	if err != nil {
		return store.BlockResult{}, err
	}
	result := store.BlockResult{Credited: true, Repeated: true, Block: credited.BlockCredit, Seq: seq}
	if credited.Same(block) {
		return result, nil
	}
	result.Credited = false
	key := forkKey(block)
	if _, result.Repeated, err = c.get(key); err != nil || result.Repeated {
		return result, err
	}
	e, _, err := c.append(block.ForkEntry(credited.BlockCredit, seq))
	c.put(key, encodeSeq(e.Seq))
	return result, err
}

// moveCursor moves a source's cursor forward.
func (c *change) moveCursor(source string, done int64) error {
	if source == "" {
		return nil
	}
	key := named(cursorPrefix, source)
	old, known, err := seqAt(c.get, key)
	if err == nil && (!known || uint64(done) > old) {
		c.put(key, encodeSeq(uint64(done)))
	}
	return err
}

// seqAt reads a record that is one number.
func seqAt(get getter, key string) (n uint64, known bool, err error) {
	value, known, err := get(key)
	if err != nil || !known {
		return 0, false, err
	}
	n, err = decodeSeq(key, value)
	return n, true, err
}

func readBlock(get getter, seq uint64) (store.MinedBlock, error) {
	e, err := readEntry(get, seq)
	if err != nil {
		return store.MinedBlock{}, err
	}
	block, err := e.Block()
	if err != nil {
		return store.MinedBlock{}, fmt.Errorf("badger: entry %d: %w: %w", seq, store.ErrCorrupt, err)
	}
	return store.MinedBlock{BlockCredit: block, CreditedAt: e.Time, Seq: seq}, nil
}

// BlockCursor returns how far a source is done, 0 for one that never was.
func (s *Store) BlockCursor(ctx context.Context, source string) (height int64, err error) {
	err = s.view(ctx, func(v view) error {
		n, _, err := seqAt(v.get, named(cursorPrefix, source))
		height = int64(n)
		return err
	})
	return height, err
}

// Block returns the credited block of a height; store.ErrUnknownBlock when
// none is.
func (s *Store) Block(ctx context.Context, height int64) (b store.MinedBlock, err error) {
	err = s.view(ctx, func(v view) error {
		seq, known, err := seqAt(v.get, heightKey(height))
		if err == nil && !known {
			err = fmt.Errorf("badger: block %d: %w", height, store.ErrUnknownBlock)
		}
		if err != nil {
			return err
		}
		b, err = readBlock(v.get, seq)
		return err
	})
	return b, err
}

// Mined lists the blocks that a wallet was credited for since a time, the
// newest credit first; all of them for the zero time. Empty for a wallet that
// has none, known or not.
func (s *Store) Mined(ctx context.Context, wallet string, since time.Time) ([]store.MinedBlock, error) {
	var blocks []store.MinedBlock
	err := s.view(ctx, func(v view) error {
		return v.each(named(minedPrefix, wallet)+"\x00", true, func(key string, _ []byte) (bool, error) {
			b, err := readBlock(v.get, lastUint64(key))
			if err != nil || b.CreditedAt.Before(since) {
				return false, err
			}
			blocks = append(blocks, b)
			return ctx.Err() == nil, nil
		})
	})
	return blocks, cmp.Or(err, ctx.Err())
}

// Miners counts the wallets that store.Wallet.IsMiner holds for.
func (s *Store) Miners(ctx context.Context) (n int, err error) {
	err = s.view(ctx, func(view) error {
		n = s.miners.count(s.now())
		return nil
	})
	return n, err
}

// Transactions lists what moved a wallet's money for good, newest first, limit
// at most, and says how many there are: top-ups, credits for blocks, charges.
// It walks all that is recorded about the wallet.
func (s *Store) Transactions(ctx context.Context, wallet string, limit int) (list []store.Entry, total int, err error) {
	err = s.view(ctx, func(v view) error {
		if _, ok, err := v.get(named(walletPrefix, wallet)); err != nil || !ok {
			return cmp.Or(err, fmt.Errorf("badger: wallet %.40q: %w", wallet, store.ErrUnknownWallet))
		}
		err := v.each(named(indexPrefix, wallet)+"\x00", true, func(key string, _ []byte) (bool, error) {
			e, err := readEntry(v.get, lastUint64(key))
			if err != nil || !e.Kind.Transaction() {
				return err == nil, err
			}
			if total++; len(list) < limit {
				list = append(list, e)
			}
			return ctx.Err() == nil, nil
		})
		return cmp.Or(err, ctx.Err())
	})
	return list, total, err
}

// recentMiners is when each wallet's newest block was mined, rebuilt when the
// store opens: counting miners must not read every wallet.
type recentMiners struct {
	mu   sync.Mutex
	last map[string]time.Time
}

// A minedChange is a wallet's newest block.
type minedChange struct {
	wallet string
	at     time.Time
}

func (m *recentMiners) merge(changes []minedChange) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, c := range changes {
		m.last[c.wallet] = c.at
	}
}

// count forgets those that are miners no more: they come back with a block.
func (m *recentMiners) count(now time.Time) int {
	m.mu.Lock()
	defer m.mu.Unlock()
	maps.DeleteFunc(m.last, func(_ string, at time.Time) bool { return now.Sub(at) >= store.MinerWindow })
	return len(m.last)
}

func heightKey(height int64) string { return numbered(heightPrefix, uint64(height)) }

func forkKey(b store.BlockCredit) string { return numbered(forkPrefix, uint64(b.Height)) + b.Hash }

func minedKey(wallet string, seq uint64) string { return listed(minedPrefix, wallet, seq) }

// encodeBlocks adds to a wallet's record what it mined; nothing for a wallet
// without blocks, so that records from before there were any keep their bytes.
func (w walletRecord) encodeBlocks(b []byte) []byte {
	if w.Blocks == 0 {
		return b
	}
	b = binary.AppendUvarint(b, w.Blocks)
	b = binary.AppendUvarint(b, uint64(w.Mined))
	return binary.AppendVarint(b, nanos(w.LastBlock))
}

func (w *walletRecord) decodeBlocks(r *wire.Reader) {
	if !r.More() {
		return
	}
	if w.Blocks = r.Uvarint(); w.Blocks == 0 {
		r.Fail(errors.New("says that it has no blocks"))
	}
	w.Mined = store.MicroCredits(r.Uvarint())
	w.LastBlock = instant(r.Varint())
}

// addBlock adds the records that a block's or a fork's entry makes.
func (r *verifier) addBlock(e store.Entry) {
	block, err := e.Block()
	if err != nil {
		return // the fold refused it
	}
	seq := string(encodeSeq(e.Seq))
	if e.Kind == store.KindFork {
		r.blocks.journal.add(forkKey(block), seq)
		return
	}
	r.blocks.journal.add(heightKey(block.Height), seq)
	r.blocks.journal.add(minedKey(block.Miner, e.Seq), string([]byte{recordVersion}))
}

// block reads a record that addBlock answers for.
func (r *verifier) block(key string, value []byte) error {
	r.blocks.stored.add(key, string(value))
	return nil
}

// cursor reads how far a source is done: no journal says what it must be.
func (r *verifier) cursor(key string, value []byte) error {
	_, err := decodeSeq(key, value)
	return err
}

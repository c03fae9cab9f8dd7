package chain

import (
	"context"
	"fmt"
	"log/slog"
	"sync/atomic"

	"github.com/r3mes/r3mes/store"
)

// A Ledger credits blocks. *badger.Store is one.
type Ledger interface {
	CreditBlocks(ctx context.Context, b store.BlockBatch) ([]store.BlockResult, error)
	BlockCursor(ctx context.Context, source string) (int64, error)
}

// maxFork is how deep a reorganisation is looked into.
const maxFork = 100

// A creditor gives the blocks of one source to the ledger, from where it stopped
// before. What it remembers itself only saves questions: the ledger decides.
type creditor struct {
	name   string
	source source
	from   int64 // lowest height that is credited
	ledger Ledger
	log    *slog.Logger
	stats  *counters

	highest, done atomic.Int64 // for Stats: what the source has, and how far it is credited

	probed Block  // the credited block that was last compared with the source's
	seen   uint64 // of a file: digest of the blocks up to the cursor at the last look; see again
}

// step credits what the source has and the ledger has not.
func (c *creditor) step(ctx context.Context) error {
	lowest, highest, err := c.source.Heights(ctx)
	if err != nil || highest == 0 {
		return err
	}
	cursor, err := c.ledger.BlockCursor(ctx, c.name)
	if err != nil {
		return err
	}
	c.highest.Store(highest)
	c.done.Store(cursor)
	if cursor >= lowest {
		if err := c.probe(ctx, lowest, min(cursor, highest)); err != nil {
			return err
		}
	}
	begin, err := c.begin(cursor, lowest)
	if err != nil {
		return err
	}
	for from := begin; from <= highest; {
		list, done, err := c.source.blocks(ctx, from, min(from+store.MaxBlocks-1, highest))
		if failed := c.submit(ctx, list, done); failed != nil {
			return failed
		}
		if err != nil {
			return err
		}
		c.done.Store(done)
		from = done + 1
	}
	return c.note(max(cursor, highest))
}

// begin is the first height to look at.
func (c *creditor) begin(cursor, lowest int64) (int64, error) {
	again, err := c.again(cursor)
	if err != nil || again {
		return max(c.from, lowest), err
	}
	begin := max(cursor+1, c.from)
	if cursor > 0 && begin < lowest {
		c.log.Warn("chain: the source has lost blocks that were not credited", "source", c.name, "first", begin, "last", lowest-1)
	}
	return max(begin, lowest), nil
}

// again tells whether blocks that were passed are to be looked at once more: a
// file may get blocks below its highest one, and may have been changed while
// nobody looked. Nothing is credited twice.
func (c *creditor) again(cursor int64) (bool, error) {
	f, ok := c.source.(*file)
	if !ok {
		return false, nil
	}
	digest, err := f.digest(cursor)
	return digest != c.seen, err
}

func (c *creditor) note(cursor int64) (err error) {
	if f, ok := c.source.(*file); ok {
		c.seen, err = f.digest(cursor)
	}
	return err
}

// submit credits a batch and moves the cursor to done.
func (c *creditor) submit(ctx context.Context, list []Block, done int64) error {
	batch := store.BlockBatch{Source: c.name, Done: max(done, 0)}
	for _, b := range list {
		credit := b.credit()
		if b.Miner == "" {
			continue
		}
		if err := credit.Validate(); err != nil {
			// It will never be valid, and must not hold up the others.
			c.stats.malformed.Add(1)
			c.log.Warn("chain: a block is passed over", "source", c.name, "height", b.Height, "error", err)
			continue
		}
		if batch.Blocks = append(batch.Blocks, credit); len(batch.Blocks) == store.MaxBlocks {
			// Many blocks of one height in a file: the cursor waits for the last.
			if _, err := c.send(ctx, store.BlockBatch{Blocks: batch.Blocks}); err != nil {
				return err
			}
			batch.Blocks = nil
		}
	}
	_, err := c.send(ctx, batch)
	return err
}

// send credits, counts, and tells of forks.
func (c *creditor) send(ctx context.Context, batch store.BlockBatch) ([]store.BlockResult, error) {
	results, err := c.ledger.CreditBlocks(ctx, batch)
	if err != nil {
		return nil, fmt.Errorf("chain: credit blocks: %w", err)
	}
	for i, r := range results {
		switch {
		case r.Credited && !r.Repeated:
			c.stats.credited.Add(1)
		case !r.Credited && !r.Repeated:
			c.stats.forks.Add(1)
			c.log.Warn("chain: another block of a credited height is recorded and not credited",
				"source", c.name, "height", r.Block.Height, "credited", r.Block.Hash, "seen", batch.Blocks[i].Hash)
		}
	}
	return results, nil
}

// probe compares the newest credited block that the source still has with what
// was credited, and after a reorganisation those below it, so that each is
// recorded. It costs a question for each new block.
func (c *creditor) probe(ctx context.Context, lowest, height int64) error {
	for depth := range int64(maxFork) {
		h := height - depth
		if h < max(lowest, c.from) {
			return nil
		}
		list, _, err := c.source.blocks(ctx, h, h)
		if err != nil {
			return err
		}
		if len(list) != 1 || list[0].Miner == "" || (depth == 0 && list[0] == c.probed) {
			return nil
		}
		if depth == 0 {
			c.probed = list[0]
		}
		credit := list[0].credit()
		if credit.Validate() != nil {
			return nil // submit has said so
		}
		results, err := c.send(ctx, store.BlockBatch{Blocks: []store.BlockCredit{credit}})
		if err != nil {
			c.probed = Block{}
			return err
		}
		if results[0].Credited || results[0].Repeated {
			return nil // one chain from here down, or recorded before
		}
	}
	return nil
}

package chain

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/r3mes/r3mes/store"
)

// Reward is what a block is worth to its miner.
const Reward = 100 * store.Credit

// A Block is one block of the chain, as a source reports it.
type Block struct {
	Height         int64
	Hash           string    // "": not known
	Miner          string    // the wallet that gets the reward; "": nobody
	Proposer       string    // "": not known
	Time           time.Time // UTC; zero: not known
	Txs            int
	ValidatorsHash string // "": not known
}

// check compares a block of a node with the one that was asked for.
func (b Block) check(endpoint string, height int64) error {
	if b.Height != height || b.Hash == "" {
		return fmt.Errorf("chain: %s: %w: block %d with hash %.40q for block %d", endpoint, ErrMalformed, b.Height, b.Hash, height)
	}
	return nil
}

// credit is what the ledger gets of a block.
func (b Block) credit() store.BlockCredit {
	c := store.BlockCredit{Height: b.Height, Hash: b.Hash, Miner: b.Miner, Amount: Reward, Time: b.Time}
	if y := b.Time.Year(); y < 1970 || y > 2261 {
		c.Time = time.Time{} // an invented one is worth as much as none
	}
	return c
}

// A source reports the blocks of a chain.
type source interface {
	// Heights returns the lowest and highest height that it has, 0 and 0 when it
	// has none.
	Heights(ctx context.Context) (lowest, highest int64, err error)
	// blocks returns the blocks that it has of the heights from to to, ascending,
	// and the height up to which there are no others: to or more, less with an
	// error.
	blocks(ctx context.Context, from, to int64) (list []Block, done int64, err error)
}

// blocker is a client of a node, which is asked for one block at a time.
type blocker interface {
	Block(ctx context.Context, height int64) (Block, error)
}

func (r *RPC) blocks(ctx context.Context, from, to int64) ([]Block, int64, error) {
	return fetch(ctx, r, from, to)
}

// fetch asks a node for a range of blocks, several at a time. After an error it
// returns those before the first block that is missing.
func fetch(ctx context.Context, node blocker, from, to int64) (list []Block, done int64, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	list = make([]Block, to-from+1)
	got := make([]bool, len(list))
	var group sync.WaitGroup
	var first sync.Once
	slots := make(chan struct{}, fetchers)
	for i := range list {
		slots <- struct{}{}
		group.Go(func() {
			defer func() { <-slots }()
			b, failed := node.Block(ctx, from+int64(i))
			if failed != nil {
				first.Do(func() { err = failed }) // the others' may be our cancel
				cancel()
				return
			}
			list[i], got[i] = b, true
		})
	}
	group.Wait()
	n := 0
	for n < len(got) && got[n] {
		n++
	}
	return list[:n], from + int64(n) - 1, err
}

// nodeBlock is a block as a node tells it, over both of its APIs. D is how they
// write bytes: RPC in hexadecimal, REST in base64.
type nodeBlock[D ~string] struct {
	ID struct {
		Hash D `json:"hash"`
	} `json:"block_id"`
	Block struct {
		Header struct {
			Height     Int       `json:"height"`
			Time       time.Time `json:"time"`
			Proposer   D         `json:"proposer_address"`
			Validators D         `json:"validators_hash"`
		} `json:"header"`
		Data struct {
			Txs []discard `json:"txs"`
		} `json:"data"`
	} `json:"block"`
}

func (n nodeBlock[D]) read() Block {
	h := n.Block.Header
	return Block{
		Height: int64(h.Height), Hash: strings.ToUpper(string(n.ID.Hash)), Miner: string(h.Proposer), Proposer: string(h.Proposer),
		Time: h.Time.UTC(), Txs: len(n.Block.Data.Txs), ValidatorsHash: string(h.Validators),
	}
}

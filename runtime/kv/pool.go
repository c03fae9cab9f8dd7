// Package kv accounts for the key/value cache: fixed-size blocks of positions,
// handed out to sequences by id.
//
// A Pool holds no floats. It knows which block ids are free, held or promised;
// the model behind an engine owns the memory that an id stands for (Go slices
// in runtime/cpu, device buffers in an accelerator engine). A sequence takes a
// Lease: it is promised every block it can ever need before it starts, and
// receives the ids one by one as its context grows. So nothing that runs can
// run out of blocks, and there is no preemption to get wrong.
//
//	pool := kv.NewPool(kv.Config{Blocks: 128, BlockTokens: 16})
//	lease, ok := pool.Reserve(prompt + maxTokens)
//	ids := lease.Grow(prompt) // block table for positions [0, prompt)
//	lease.Free()
//
// Caveats: a Pool and its leases belong to one goroutine (the engine's). Using
// a lease after Free is a bug in the caller and panics.
package kv

import (
	"errors"
	"fmt"
)

// Config sizes a Pool.
type Config struct {
	Blocks      int // how many blocks exist
	BlockTokens int // positions a block holds
	Regions     int // equal parts of the blocks, one after the other; those of a lease lie in one. 0: 1
}

// BlocksWithin returns how many blocks of blockBytes a budget in bytes pays for.
func BlocksWithin(budget, blockBytes int64) int {
	if blockBytes <= 0 || budget <= 0 {
		return 0
	}
	return int(min(budget/blockBytes, 1<<31-1))
}

// BlocksFor returns how many blocks of blockTokens positions hold tokens positions.
func BlocksFor(tokens, blockTokens int) int {
	return (tokens + blockTokens - 1) / blockTokens
}

// Pool hands out block ids 0 … Blocks-1. Not safe for concurrent use.
type Pool struct {
	config  Config
	regions []region
	leases  map[*Lease]struct{}
}

// region is a part of a pool.
type region struct {
	free     []int32 // a stack: the block freed last is reused first, so untouched ids stay untouched and need no memory
	promised int     // blocks leased but not handed out yet
}

func (r *region) available() int { return len(r.free) - r.promised }

// NewPool returns a pool in which every block is free. It panics when a size is
// not positive, or regions would not be equal: that is wiring, not input.
func NewPool(c Config) *Pool {
	c.Regions = max(c.Regions, 1)
	if c.Blocks <= 0 || c.BlockTokens <= 0 || c.Blocks%c.Regions != 0 {
		panic(fmt.Sprintf("kv: new pool: %d blocks of %d tokens in %d regions, all must be positive and regions equal", c.Blocks, c.BlockTokens, c.Regions))
	}
	p := &Pool{config: c, regions: make([]region, c.Regions), leases: map[*Lease]struct{}{}}
	each := c.Blocks / c.Regions
	for r := range p.regions {
		free := make([]int32, each)
		for i := range free {
			free[i] = int32((r+1)*each - 1 - i)
		}
		p.regions[r].free = free
	}
	return p
}

// Tokens returns how many positions one sequence can have at most: those of a
// region.
func (p *Pool) Tokens() int { return p.config.Blocks / p.config.Regions * p.config.BlockTokens }

// Blocks returns how many blocks exist.
func (p *Pool) Blocks() int { return p.config.Blocks }

// Used returns how many blocks hold positions of a sequence now.
func (p *Pool) Used() int {
	used := p.config.Blocks
	for i := range p.regions {
		used -= len(p.regions[i].free)
	}
	return used
}

// Available returns how many blocks are neither held nor promised.
func (p *Pool) Available() (n int) {
	for i := range p.regions {
		n += p.regions[i].available()
	}
	return n
}

// Reserve promises the blocks for tokens positions, or returns false when the
// pool cannot keep that promise now. They come from the region that has the most.
func (p *Pool) Reserve(tokens int) (*Lease, bool) {
	n := BlocksFor(tokens, p.config.BlockTokens)
	best := &p.regions[0]
	for i := range p.regions {
		if r := &p.regions[i]; r.available() > best.available() {
			best = r
		}
	}
	if n > best.available() {
		return nil, false
	}
	best.promised += n
	l := &Lease{pool: p, region: best, quota: n, ids: make([]int32, 0, n)}
	p.leases[l] = struct{}{}
	return l, true
}

// Check returns an error when the books do not balance: a block that is both
// free and held, held twice or lost, or a promise that cannot be kept.
func (p *Pool) Check() error {
	owners := make([]int, p.config.Blocks)
	for i := range p.regions {
		for _, id := range p.regions[i].free {
			owners[id]++
		}
	}
	promised := map[*region]int{}
	var errs []error
	for l := range p.leases {
		promised[l.region] += l.quota - len(l.ids)
		for _, id := range l.ids {
			owners[id]++
			if &p.regions[int(id)/(p.config.Blocks/p.config.Regions)] != l.region {
				errs = append(errs, fmt.Errorf("kv: check: block %d is not of its lease's region", id))
			}
		}
	}
	for id, n := range owners {
		if n != 1 {
			errs = append(errs, fmt.Errorf("kv: check: block %d has %d owners, want 1", id, n))
		}
	}
	for i := range p.regions {
		if r := &p.regions[i]; promised[r] != r.promised || r.available() < 0 {
			errs = append(errs, fmt.Errorf("kv: check: region %d: %d blocks promised, books say %d, %d free", i, promised[r], r.promised, len(r.free)))
		}
	}
	return errors.Join(errs...)
}

// Lease is one sequence's share of a pool.
type Lease struct {
	pool   *Pool
	region *region
	quota  int     // blocks promised in all
	ids    []int32 // blocks handed out: ids[i] holds positions [i*BlockTokens, (i+1)*BlockTokens)
}

// Grow makes the lease hold positions [0, tokens) and returns its block table.
// The table is valid until Free. It panics beyond what Reserve promised.
func (l *Lease) Grow(tokens int) []int32 {
	n := BlocksFor(tokens, l.pool.config.BlockTokens)
	if n > l.quota {
		panic(fmt.Sprintf("kv: grow: %d positions need %d blocks, the lease has %d", tokens, n, l.quota))
	}
	for len(l.ids) < n {
		top := len(l.region.free) - 1
		l.ids = append(l.ids, l.region.free[top])
		l.region.free = l.region.free[:top]
		l.region.promised--
	}
	return l.ids
}

// Free gives every block and promise back. It panics when called twice.
func (l *Lease) Free() {
	if _, ok := l.pool.leases[l]; !ok {
		panic("kv: free: lease is not of this pool or was freed before")
	}
	delete(l.pool.leases, l)
	l.region.promised -= l.quota - len(l.ids)
	for i := len(l.ids) - 1; i >= 0; i-- {
		l.region.free = append(l.region.free, l.ids[i])
	}
	l.ids, l.quota = nil, 0
}

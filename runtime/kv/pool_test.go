package kv

import (
	"math/rand/v2"
	"testing"
)

func TestReserveRefusesWhatItCannotKeep(t *testing.T) {
	p := NewPool(Config{Blocks: 4, BlockTokens: 16})
	a, ok := p.Reserve(33)
	if !ok || p.Available() != 1 || p.Used() != 0 {
		t.Fatalf("Reserve(33) = %v, available %d, used %d; want true, 1, 0", ok, p.Available(), p.Used())
	}
	if _, ok := p.Reserve(17); ok {
		t.Fatal("Reserve(17) = true with one block left")
	}
	if got := len(a.Grow(17)); got != 2 {
		t.Fatalf("Grow(17) holds %d blocks, want 2", got)
	}
	if got := len(a.Grow(3)); got != 2 {
		t.Fatalf("Grow(3) after Grow(17) holds %d blocks, want 2: a lease never shrinks", got)
	}
	a.Free()
	if p.Available() != 4 || p.Used() != 0 {
		t.Fatalf("after Free: available %d, used %d; want 4, 0", p.Available(), p.Used())
	}
}

func TestGrowBeyondTheReservationPanics(t *testing.T) {
	p := NewPool(Config{Blocks: 4, BlockTokens: 16})
	l, _ := p.Reserve(16)
	mustPanic(t, func() { l.Grow(17) })
}

func TestFreeTwicePanics(t *testing.T) {
	p := NewPool(Config{Blocks: 4, BlockTokens: 16})
	l, _ := p.Reserve(16)
	l.Free()
	mustPanic(t, l.Free)
}

func TestCheckSeesALostBlock(t *testing.T) {
	p := NewPool(Config{Blocks: 4, BlockTokens: 16})
	p.regions[0].free = p.regions[0].free[1:]
	if p.Check() == nil {
		t.Fatal("Check() = nil with a block that has no owner")
	}
	p = NewPool(Config{Blocks: 4, BlockTokens: 16})
	p.regions[0].free[0] = p.regions[0].free[1]
	if p.Check() == nil {
		t.Fatal("Check() = nil with a block that is free twice")
	}
}

// Invariant: whatever the order of reserve, grow and free, every block has
// exactly one owner, no promise is broken, and when all leases are freed the
// pool is whole again.
func TestBooksBalanceUnderRandomUse(t *testing.T) {
	for _, c := range []Config{{Blocks: 37, BlockTokens: 8}, {Blocks: 80, BlockTokens: 8, Regions: 4}} {
		useAtRandom(t, NewPool(c))
	}
}

func useAtRandom(t *testing.T, p *Pool) {
	t.Helper()
	rng := rand.New(rand.NewPCG(1, 2))
	type held struct {
		lease *Lease
		limit int
	}
	var live []held
	for range 5000 {
		switch op := rng.IntN(3); {
		case op == 0:
			tokens := 1 + rng.IntN(100)
			if l, ok := p.Reserve(tokens); ok {
				live = append(live, held{l, tokens})
			}
		case op == 1 && len(live) > 0:
			h := live[rng.IntN(len(live))]
			h.lease.Grow(1 + rng.IntN(h.limit))
		case len(live) > 0:
			i := rng.IntN(len(live))
			live[i].lease.Free()
			live = append(live[:i], live[i+1:]...)
		}
		if err := p.Check(); err != nil {
			t.Fatal(err)
		}
	}
	for _, h := range live {
		h.lease.Free()
	}
	if p.Available() != p.Blocks() || p.Used() != 0 {
		t.Fatalf("all leases freed: %d of %d blocks available, %d used", p.Available(), p.Blocks(), p.Used())
	}
}

// Sequences spread over regions, and none is larger than one.
func TestALeaseLiesInOneRegion(t *testing.T) {
	p := NewPool(Config{Blocks: 8, BlockTokens: 16, Regions: 2})
	if p.Tokens() != 64 {
		t.Errorf("Tokens() = %d, want those of a region, 64", p.Tokens())
	}
	if _, ok := p.Reserve(65); ok {
		t.Error("Reserve(65) = true, a region has 64")
	}
	a, _ := p.Reserve(40)
	b, ok := p.Reserve(40)
	if !ok {
		t.Fatal("Reserve(40) = false with an empty region")
	}
	if x, y := a.Grow(40), b.Grow(40); x[0]/4 == y[0]/4 || x[0]/4 != x[2]/4 {
		t.Errorf("leases %v and %v, want each in a region of its own", x, y)
	}
	if _, ok := p.Reserve(32); ok {
		t.Errorf("Reserve(32) = true, each region has 16 left")
	}
	mustPanic(t, func() { NewPool(Config{Blocks: 7, BlockTokens: 16, Regions: 2}) })
}

// Memory follows the peak of blocks in use, not the number of sequences served,
// because a freed block is the next one handed out.
func TestFreedBlocksAreReusedFirst(t *testing.T) {
	p := NewPool(Config{Blocks: 100, BlockTokens: 16})
	highest := int32(0)
	for range 50 {
		l, _ := p.Reserve(64)
		for _, id := range l.Grow(64) {
			highest = max(highest, id)
		}
		l.Free()
	}
	if highest != 3 {
		t.Fatalf("50 sequences of 4 blocks in turn touched block %d, want at most 3", highest)
	}
}

func mustPanic(t *testing.T, f func()) {
	t.Helper()
	defer func() {
		if recover() == nil {
			t.Fatal("no panic")
		}
	}()
	f()
}

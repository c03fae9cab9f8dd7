package pluginhost

import (
	"bytes"
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestArenaHandles(t *testing.T) {
	a := &arena{limit: 1 << 10}
	a.reset()
	p, q := a.place([]byte("first")), a.place([]byte("second"))
	if p == 0 || q <= p+5 {
		t.Fatalf("blocks at %d and %d", p, q)
	}
	if got := a.bytes(q); string(got) != "second" {
		t.Errorf("block holds %q", got)
	}
	for _, none := range []uint64{0, 1, p - 1, p + 1, q + 1, 1 << 9, math.MaxUint64} {
		if a.length(none) != 0 || a.bytes(none) != nil {
			t.Errorf("%d is taken for a block", none)
		}
	}
	a.free(p)
	a.free(p + 1)
	if a.length(p) != 0 || a.length(q) != 6 {
		t.Error("free hit the wrong block")
	}
}

func TestArenaBounds(t *testing.T) {
	a := &arena{limit: 1 << 10}
	a.reset()
	if a.alloc(0) != 0 || a.alloc(1<<10) != 0 || a.alloc(math.MaxUint64) != 0 {
		t.Error("an impossible block was allocated")
	}
	p := a.alloc(100)
	for _, r := range []struct {
		p, n uint64
		want bool
	}{
		{p, 100, true}, {p, 0, true}, {p + 50, 50, true}, {p, 1 << 9, false}, {0, 10, false}, {p, math.MaxUint64, false},
		{math.MaxUint64, 1, false}, {math.MaxUint64 - 5, 10, false}, {1 << 9, 1, false},
	} {
		if got := a.holds(r.p, r.n); got != r.want {
			t.Errorf("holds(%d, %d) = %v, want %v", r.p, r.n, got, r.want)
		}
	}
	if _, ok := a.loadU64(1<<10 - 7); ok {
		t.Error("eight bytes were read over the end")
	}
	if !a.storeU64(1<<10-8, 7) {
		t.Error("the last eight bytes are not writable")
	}
	if a.storeU64(math.MaxUint64-3, 7) || a.loadU8(math.MaxUint64) != 0 {
		t.Error("an address wrapped around")
	}
	a.storeU8(math.MaxUint64, 1)
}

// Freed room is used again when the rest is gone, so a guest that frees what
// it allocates never runs dry.
func TestArenaReusesFreedBlocks(t *testing.T) {
	a := &arena{limit: 1 << 10}
	a.reset()
	for i := range 1000 {
		p := a.alloc(200)
		if p == 0 {
			t.Fatalf("allocation %d failed", i)
		}
		a.free(p)
	}
}

// Live blocks never overlap, keep their contents, and a reset forgets all.
func TestArenaKeepsBlocksApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := &arena{limit: rapid.IntRange(200, 4000).Draw(t, "limit")}
		a.reset()
		live := map[uint64][]byte{}
		for i := range rapid.IntRange(1, 60).Draw(t, "steps") {
			if rapid.Bool().Draw(t, "free") && len(live) > 0 {
				for p := range live {
					a.free(p)
					delete(live, p)
					break
				}
				continue
			}
			data := bytes.Repeat([]byte{byte(i + 1)}, rapid.IntRange(1, 300).Draw(t, "size"))
			if p := a.place(data); p != 0 {
				if live[p] != nil {
					t.Fatalf("block %d was given out twice", p)
				}
				live[p] = data
			}
			for p, want := range live {
				if got := a.bytes(p); !bytes.Equal(got, want) {
					t.Fatalf("block %d holds %v, want %v", p, got, want)
				}
			}
		}
		used := a.buf
		a.reset()
		if bytes.Trim(used, "\x00") != nil && len(bytes.Trim(used, "\x00")) > 0 || len(a.blocks) != 0 {
			t.Fatal("something outlived the reset")
		}
	})
}

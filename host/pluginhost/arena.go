package pluginhost

import (
	"encoding/binary"
	"slices"
	"sort"
)

// arena is the memory that the host keeps for one guest call and that the
// guest reaches through load, store and alloc: the Extism kernel's memory, as
// a Go slice. Offsets are the guest's handles; 0 is nothing.
//
// Blocks are handed out upwards with a gap between them, so that an offset
// into a block's middle, or one past its end, is never another block's handle.
// Bookkeeping lives outside the bytes: no store of a guest can damage it.
type arena struct {
	buf    []byte // [0, len) has been touched in this call; the rest up to limit reads as zero
	limit  int
	top    int     // first offset not yet handed out
	blocks []block // by rising offset
	freed  []int   // indices of blocks that were given back, the last one last
}

type block struct {
	at, size, used int
	live           bool
}

const (
	arenaStart = 64 // offset of the first block's gap; a null handle plus a small index hits no block
	blockGap   = 16
	blockAlign = 8
	freedLooks = 64
)

// reset empties the arena and forgets all contents.
func (a *arena) reset() {
	clear(a.buf)
	a.buf, a.blocks, a.freed, a.top = a.buf[:0], a.blocks[:0], a.freed[:0], arenaStart
}

// alloc returns the handle of a new block of n bytes, or 0 when n is 0 or no
// room is left. Freed blocks are used again only then, as in the kernel: some
// guests free a block that the host still reads. Of those it looks at the last
// few: a guest that allocates without end must not make every call a search.
func (a *arena) alloc(n uint64) uint64 {
	if n == 0 || n > uint64(a.limit) {
		return 0
	}
	at := a.top + blockGap
	if end := at + int(n); end <= a.limit {
		a.top = (end + blockAlign - 1) &^ (blockAlign - 1)
		a.touch(end)
		a.blocks = append(a.blocks, block{at: at, size: int(n), used: int(n), live: true})
		return uint64(at)
	}
	for k := len(a.freed) - 1; k >= max(0, len(a.freed)-freedLooks); k-- {
		if b := &a.blocks[a.freed[k]]; b.size >= int(n) {
			a.freed = slices.Delete(a.freed, k, k+1)
			b.used, b.live = int(n), true
			return uint64(b.at)
		}
	}
	return 0
}

// touch makes [0, end) addressable; end is at most limit.
func (a *arena) touch(end int) {
	if end <= len(a.buf) {
		return
	}
	if end > cap(a.buf) {
		grown := make([]byte, len(a.buf), min(max(end, 2*cap(a.buf), 16<<10), a.limit))
		copy(grown, a.buf)
		a.buf = grown
	}
	a.buf = a.buf[:end]
}

// index is that of the live block p, -1 for anything else.
func (a *arena) index(p uint64) int {
	i := sort.Search(len(a.blocks), func(i int) bool { return uint64(a.blocks[i].at) >= p })
	if i < len(a.blocks) && uint64(a.blocks[i].at) == p && a.blocks[i].live {
		return i
	}
	return -1
}

func (a *arena) find(p uint64) *block {
	if i := a.index(p); i >= 0 {
		return &a.blocks[i]
	}
	return nil
}

// free gives a block back. Handles that are not a live block's are ignored.
func (a *arena) free(p uint64) {
	if i := a.index(p); i >= 0 {
		a.blocks[i].live = false
		a.freed = append(a.freed, i)
	}
}

// length is the size of the live block p, 0 for anything else.
func (a *arena) length(p uint64) uint64 {
	if b := a.find(p); b != nil {
		return uint64(b.used)
	}
	return 0
}

// bytes is the content of the live block p, valid until the next change of the
// arena; nil for anything else.
func (a *arena) bytes(p uint64) []byte {
	if b := a.find(p); b != nil {
		return a.buf[b.at : b.at+b.used]
	}
	return nil
}

// place copies data into a new block; 0 when data is empty or room is short.
func (a *arena) place(data []byte) uint64 {
	p := a.alloc(uint64(len(data)))
	copy(a.bytes(p), data)
	return p
}

// holds tells whether [p, p+n) lies in memory that was handed out, without
// adding the two.
func (a *arena) holds(p, n uint64) bool {
	top := uint64(a.top)
	return p >= arenaStart && p <= top && n <= top-p && p+n <= uint64(len(a.buf))
}

// inside tells whether n bytes at p are below limit.
func (a *arena) inside(p, n uint64) bool {
	return p <= uint64(a.limit) && n <= uint64(a.limit)-p
}

func (a *arena) loadU8(p uint64) uint64 {
	if p >= uint64(len(a.buf)) {
		return 0
	}
	return uint64(a.buf[p])
}

func (a *arena) storeU8(p uint64, value byte) {
	if a.inside(p, 1) {
		a.touch(int(p) + 1)
		a.buf[p] = value
	}
}

func (a *arena) loadU64(p uint64) (uint64, bool) {
	if !a.inside(p, 8) {
		return 0, false
	}
	a.touch(int(p) + 8)
	return binary.LittleEndian.Uint64(a.buf[p:]), true
}

func (a *arena) storeU64(p, value uint64) bool {
	if !a.inside(p, 8) {
		return false
	}
	a.touch(int(p) + 8)
	binary.LittleEndian.PutUint64(a.buf[p:], value)
	return true
}

package tokenizer

import "sync"

// bpe is the model: byte strings that have an id, and which neighbours merge.
// Immutable.
type bpe struct {
	ids          map[string]int32 // byte string → id
	byteID       [256]int32       // the id of each single byte
	merges       []merge          // by rank
	rank         map[uint64]int32 // pair(left, right) → rank
	ignoreMerges bool             // a word that is in ids is taken whole
}

type merge struct{ left, right, result int32 }

func pair(left, right int32) uint64 { return uint64(uint32(left))<<32 | uint64(uint32(right)) }

// appendWord appends the ids of one word to dst: of all pairs of neighbours that
// may merge, always the one of lowest rank, the leftmost first.
//
// n log n in the length of the word: the pairs wait in a heap, the pieces form a
// linked list, and an entry whose pieces have changed since is dropped when it
// comes up. (The obvious loop is quadratic, and 100 kB of one letter is one word.)
func (m *bpe) appendWord(dst []int, word string) []int {
	if m.ignoreMerges || len(word) == 1 {
		if id, ok := m.ids[word]; ok {
			return append(dst, int(id))
		}
	}
	w := workspaces.Get().(*workspace)
	defer workspaces.Put(w)
	w.load(m, word)
	for len(w.heap) > 0 {
		w.apply(m, w.pop())
	}
	for i := int32(0); i >= 0; i = w.pieces[i].next {
		dst = append(dst, int(w.pieces[i].id))
	}
	return dst
}

// workspace holds the pieces of one word while they merge.
type workspace struct {
	pieces []piece
	heap   []uint64 // rank<<32 | index of the left piece: sorts by rank, then by place
}

type piece struct {
	id         int32 // -1: merged into its left neighbour
	prev, next int32 // -1: none
}

var workspaces = sync.Pool{New: func() any { return new(workspace) }}

func (w *workspace) load(m *bpe, word string) {
	w.pieces, w.heap = w.pieces[:0], w.heap[:0]
	for i := range len(word) {
		w.pieces = append(w.pieces, piece{id: m.byteID[word[i]], prev: int32(i) - 1, next: int32(i) + 1})
	}
	w.pieces[len(word)-1].next = -1
	for i := range w.pieces {
		w.propose(m, int32(i))
	}
}

// propose queues the merge of piece i with its right neighbour, if they merge.
func (w *workspace) propose(m *bpe, i int32) {
	next := w.pieces[i].next
	if next < 0 {
		return
	}
	if rank, ok := m.rank[pair(w.pieces[i].id, w.pieces[next].id)]; ok {
		w.push(uint64(rank)<<32 | uint64(i))
	}
}

func (w *workspace) apply(m *bpe, entry uint64) {
	i, rule := int32(uint32(entry)), m.merges[entry>>32]
	left := &w.pieces[i]
	if left.id != rule.left || left.next < 0 {
		return
	}
	right := &w.pieces[left.next]
	if right.id != rule.right {
		return
	}
	left.id, right.id = rule.result, -1
	left.next = right.next
	if left.next >= 0 {
		w.pieces[left.next].prev = i
	}
	if left.prev >= 0 {
		w.propose(m, left.prev)
	}
	w.propose(m, i)
}

// push and pop keep w.heap a binary heap with the least entry first.
func (w *workspace) push(e uint64) {
	w.heap = append(w.heap, e)
	h := w.heap
	for i := len(h) - 1; i > 0; {
		up := (i - 1) / 2
		if h[up] <= h[i] {
			return
		}
		h[up], h[i] = h[i], h[up]
		i = up
	}
}

func (w *workspace) pop() uint64 {
	h := w.heap
	least, last := h[0], len(h)-1
	h[0] = h[last]
	h = h[:last]
	w.heap = h
	for i := 0; ; {
		child := 2*i + 1
		if child >= last {
			return least
		}
		if child+1 < last && h[child+1] < h[child] {
			child++
		}
		if h[i] <= h[child] {
			return least
		}
		h[i], h[child] = h[child], h[i]
		i = child
	}
}

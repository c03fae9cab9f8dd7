package grammar

import (
	"encoding/binary"
	"fmt"
)

// Grammar is a language of JSON texts, for the tokens of one vocabulary. It is
// immutable and safe for concurrent use.
type Grammar struct {
	vocabulary *Vocabulary
	id         uint32
	root       *node
	blanks     [2]*node
	tallest    int32 // height of the highest node
}

// Answer is one text of a grammar while it is being made: an engine.Constraint.
// It serves one request, from one goroutine at a time.
type Answer struct {
	grammar *Grammar
	machine *machine
	threads threads
	scratch [2]threads
	key     []byte
}

// Start returns an answer at its beginning.
func (g *Grammar) Start() *Answer {
	a := &Answer{grammar: g, machine: g.machine(1)}
	a.machine.start(g.root, &a.threads)
	return a
}

func (g *Grammar) machine(chunk int) *machine { return &machine{blanks: g.blanks, chunk: chunk} }

// Accept takes the next token, which the last Mask must have allowed. complete
// says that nothing may follow.
func (a *Answer) Accept(token int) (complete bool, err error) {
	v := a.grammar.vocabulary
	if token < 0 || token >= v.size || v.text[token] == "" || !a.read(v.text[token]) {
		return false, fmt.Errorf("grammar: accept: token %d is not allowed here", token)
	}
	return len(a.threads.tops) == 0, nil
}

// read moves on by text and reports whether it may stand here; else nothing
// changes.
//
// Each stack is followed by itself, as for its mask, so that a token that a mask
// allows is read whatever other ways of reading are dropped as too many.
func (a *Answer) read(text string) bool {
	var after threads
	for _, f := range a.threads.tops {
		from, to := &a.scratch[0], &a.scratch[1]
		from.reset()
		from.add(f)
		for i := range len(text) {
			a.machine.next(from.tops, text[i], to)
			from, to = to, from
		}
		after.ended = after.ended || from.ended
		for _, f := range from.tops {
			after.add(f)
		}
	}
	if len(after.tops) == 0 && !after.ended {
		return false
	}
	a.threads = after
	return true
}

// Mask implements engine.Constraint.
func (a *Answer) Mask(allowed []uint64) (mayEnd bool) {
	for _, f := range a.threads.tops {
		for i, word := range a.mask(f, maxSteps/len(a.threads.tops)) {
			if i < len(allowed) {
				allowed[i] |= word
			}
		}
	}
	return a.threads.ended
}

// maxSteps bounds the work of one Mask: steps of the machine, shared evenly by the
// stacks. A schema that needs more (an ordinary one needs a tenth for a vocabulary
// of 128,000) loses tokens of several bytes, never validity: the single bytes come
// first. It counts steps and not time, so a mask depends on the text so far and
// nothing else.
const maxSteps = 4 << 20

// maskEntry is the mask of a stack.
type maskEntry struct {
	words    []uint64
	steps    int
	complete bool // the steps sufficed
}

// mask returns the tokens that a stack can read, from the cache if it knows a stack
// that agrees with it as far down as any token reaches.
func (a *Answer) mask(f *frame, budget int) []uint64 {
	if e := a.known(f, budget); e != nil {
		return e.words
	}
	e, low := a.grammar.walk(f, budget)
	a.key = a.grammar.header(a.key[:0], f)
	for at := f; at != nil && at.height >= low; at = at.below {
		a.key = a.grammar.append(a.key, at)
	}
	if low == 0 {
		a.key = append(a.key, bottom)
	}
	if !e.complete {
		a.key = withBudget(a.key, budget)
	}
	a.grammar.vocabulary.masks.put(a.key, e)
	return e.words
}

// known looks for a mask under the frames of a stack, from one frame up.
func (a *Answer) known(f *frame, budget int) *maskEntry {
	masks := a.grammar.vocabulary.masks
	a.key = a.grammar.header(a.key[:0], f)
	for at := f; at != nil; at = at.below {
		a.key = a.grammar.append(a.key, at)
		if e := find(masks, a.key, budget); e != nil {
			return e
		}
	}
	return find(masks, append(a.key, bottom), budget)
}

// find returns the mask that a walk with this budget gives, or nil.
func find(masks *lru[*maskEntry], key []byte, budget int) *maskEntry {
	if e, ok := masks.get(key); ok && e.steps <= budget {
		return e
	}
	e, _ := masks.get(withBudget(key, budget))
	return e
}

// Keys are a header, frames of twelve bytes, then maybe one of these and a budget.
const (
	bottom  = 0xFF // the mask depends on the stack's ending here
	bounded = 0xFE // the mask is what could be found within a budget
)

func withBudget(key []byte, budget int) []byte {
	return binary.LittleEndian.AppendUint32(append(key, bounded), uint32(budget))
}

// header begins the key of a stack: the grammar, and the depth that is left as far
// as a token can use it up.
func (g *Grammar) header(key []byte, f *frame) []byte {
	left := min(MaxDepth-f.depth, g.vocabulary.opens+g.tallest)
	return binary.LittleEndian.AppendUint32(append(key, byte(left)), g.id)
}

// append adds a frame to a key: the same for frames that no token tells apart.
func (g *Grammar) append(key []byte, f *frame) []byte {
	state, n := f.state, g.vocabulary.longest
	switch f.node.kind {
	case textNode:
		state = f.node.chars.class(f.state, n)
	case arrayNode:
		state = f.node.array.class(f.state, n)
	}
	key = binary.LittleEndian.AppendUint32(key, uint32(f.node.id))
	key = binary.LittleEndian.AppendUint32(key, uint32(state))
	return binary.LittleEndian.AppendUint32(key, f.part)
}

// walk computes the mask of a stack, and the lowest height that it depends on.
func (g *Grammar) walk(f *frame, budget int) (*maskEntry, int32) {
	v := g.vocabulary
	w := &walker{machine: g.machine(256), vocabulary: v, entry: &maskEntry{words: make([]uint64, v.words())}}
	w.machine.low = f.height
	w.levels = [][]*frame{{f}}
	w.singles()
	switch {
	case f.node.kind != textNode || f.part != inside:
		w.walk(v.all, budget)
	case f.node.chars.free(f.state, v.longest):
		for i, word := range v.plain {
			w.entry.words[i] |= word
		}
		w.walk(v.odd, budget)
	default:
		w.walkPlain(f, budget)
		w.walk(v.odd, budget)
	}
	return w.entry, w.machine.low
}

type walker struct {
	machine    *machine
	vocabulary *Vocabulary
	entry      *maskEntry
	levels     [][]*frame // [bytes read] the stacks there
	threads    threads
}

// singles visits the single bytes, one of which every stack can read, so that a
// budget never leaves a mask empty.
func (w *walker) singles() {
	t := w.vocabulary.all
	for i := int32(0); int(i) < len(t.char); i = t.skip[i] {
		w.visit(t, i)
	}
}

// walkPlain visits the plain tokens at a place between two characters of a string.
// They are whole characters that stand for themselves, so the string's automaton
// reads them without a stack.
func (w *walker) walkPlain(f *frame, budget int) {
	t, c := w.vocabulary.plainTrie, f.node.chars
	states := make([]int32, w.vocabulary.longest+1)
	states[0] = f.state
	i := int32(0)
	for int(i) < len(t.char) && w.machine.steps < budget {
		w.machine.steps++
		state := states[t.depth[i]]
		if r := t.whole[i]; r >= 0 {
			if state = c.step(state, r); state == -1 {
				i = t.skip[i]
				continue
			}
		}
		states[t.depth[i]+1] = state
		w.allow(t.token[i])
		i++
	}
}

// walk visits a trie, below a node only when something may follow there.
func (w *walker) walk(t *trie, budget int) {
	i := int32(0)
	for int(i) < len(t.char) && w.machine.steps < budget {
		if w.visit(t, i) {
			i++
		} else {
			i = t.skip[i]
		}
	}
	w.entry.steps, w.entry.complete = w.machine.steps, int(i) == len(t.char)
}

// visit reads the byte of a node and reports whether more may follow.
func (w *walker) visit(t *trie, i int32) bool {
	depth := t.depth[i]
	for len(w.levels) < int(depth)+2 {
		w.levels = append(w.levels, nil)
	}
	w.threads.tops = w.levels[depth+1]
	w.machine.next(w.levels[depth], t.char[i], &w.threads)
	w.levels[depth+1] = w.threads.tops
	if len(w.threads.tops) == 0 && !w.threads.ended {
		return false
	}
	w.allow(t.token[i])
	return len(w.threads.tops) > 0
}

// allow sets the bits of a token, unless it is -1, and of those of equal bytes.
func (w *walker) allow(id int32) {
	for ; id >= 0; id = w.vocabulary.twin[id] {
		w.entry.words[id/64] |= 1 << (id % 64)
	}
}

// class is equal for counts that let the same of up to n items follow.
func (a *array) class(count int32, n int) int32 {
	if int(count) < len(a.prefix) {
		return count
	}
	items := lengths{a.min, a.max}
	return int32(len(a.prefix)) + items.class(count, n)
}

package grammar

import "slices"

// frame is one level of a stack: a node, and how far its text has come. Frames are
// immutable and shared among stacks; a stack is named by its top. The top always
// reads the next byte, what is below waits for it to end.
type frame struct {
	node   *node
	state  int32  // bytes: of its automaton; text: of its chars; object: the next property; array: items
	part   uint32 // text: a spelling; object, array: a phase
	height int32  // frames from the bottom, this one included
	depth  int32  // arrays and objects among them
	below  *frame
}

// Phases of objects and arrays. An object that reads the name of a property is in
// phaseName + the state of its trie.
const (
	phaseStart = iota // before the bracket
	phaseOpen         // after it and white space
	phaseComma        // after a comma and white space
	phaseValue        // after a value
	phaseClose        // after a value and white space
	phaseColon        // after the key of another member
	phaseName
)

// threads are the stacks that are possible after some text: several, where it can
// be read in several ways.
type threads struct {
	tops  []*frame
	ended bool // the text may end here
}

// maxThreads bounds the ways to read a text. Further ways are not followed: fewer
// answers are then possible, all of them valid.
const maxThreads = 256

func (t *threads) add(f *frame) {
	if len(t.tops) >= maxThreads {
		return
	}
	for _, o := range t.tops {
		if o == f || o.node == f.node && o.state == f.state && o.part == f.part && o.below == f.below {
			return
		}
	}
	t.tops = append(t.tops, f)
}

func (t *threads) reset() { t.tops, t.ended = t.tops[:0], false }

// machine reads bytes. It belongs to one goroutine.
type machine struct {
	blanks [2]*node // white space that may be nothing, that may not
	out    *threads // where settle puts what it finds
	low    int32    // the lowest height looked at; 0: whether the stack ends there
	steps  int      // stacks that read a byte
	spare  []frame
	chunk  int // frames made at once
}

// next reads c on every stack of from and puts what follows into to.
func (m *machine) next(from []*frame, c byte, to *threads) {
	to.reset()
	m.out = to
	for _, f := range from {
		m.steps++
		m.step(f, c)
	}
}

// start puts the beginning of a text into to.
func (m *machine) start(n *node, to *threads) {
	to.reset()
	m.out = to
	m.settle(m.push(n, nil))
}

func (m *machine) see(f *frame) {
	if f == nil {
		m.low = 0
	} else {
		m.low = min(m.low, f.height)
	}
}

func (m *machine) make() *frame {
	if len(m.spare) == 0 {
		m.spare = make([]frame, m.chunk)
	}
	f := &m.spare[0]
	m.spare = m.spare[1:]
	return f
}

// push returns a new top: n at its beginning.
func (m *machine) push(n *node, below *frame) *frame {
	f := m.make()
	*f = frame{node: n, below: below, height: 1}
	if n.kind == textNode {
		f.part = unquote
	}
	if below != nil {
		f.height, f.depth = below.height+1, below.depth
	}
	if n.kind == objectNode || n.kind == arrayNode {
		f.depth++
	}
	return f
}

// with returns f further on.
func (m *machine) with(f *frame, state int32, part uint32) *frame {
	if f.state == state && f.part == part {
		return f
	}
	g := m.make()
	*g = *f
	g.state, g.part = state, part
	return g
}

// fits reports whether some text of n nests no deeper than it may on f.
func fits(n *node, f *frame) bool {
	depth := int32(0)
	if f != nil {
		depth = f.depth
	}
	return depth+n.height <= MaxDepth
}

// settle puts f, or what is on top after everything that takes no byte, into out.
func (m *machine) settle(f *frame) {
	m.see(f)
	if f == nil {
		m.out.ended = true
		return
	}
	switch f.node.kind {
	case choiceNode:
		for _, n := range f.node.choices {
			if fits(n, f.below) {
				m.settle(m.push(n, f.below))
			}
		}
	case bytesNode:
		if len(f.node.bytes.edges[f.state]) > 0 {
			m.out.add(f)
		}
		if f.node.bytes.final[f.state] {
			m.settle(f.below)
		}
	case arrayNode:
		m.settleArray(f)
	case objectNode:
		m.out.add(f)
		if f.part == phaseValue && f.closable() {
			m.settle(m.push(m.blanks[1], m.with(f, f.state, phaseClose)))
		}
	case textNode:
		m.out.add(f)
	}
}

// step reads a byte on the stack f.
func (m *machine) step(f *frame, c byte) {
	m.see(f)
	switch f.node.kind {
	case bytesNode:
		if to := f.node.bytes.next(f.state, c); to >= 0 {
			m.settle(m.with(f, to, 0))
		}
	case textNode:
		m.stepText(f, c)
	case objectNode:
		m.stepObject(f, c)
	case arrayNode:
		m.stepArray(f, c)
	}
}

func (m *machine) settleArray(f *frame) {
	a := f.node.array
	switch f.part {
	case phaseOpen:
		if a.min == 0 {
			m.out.add(f)
		}
		m.item(f)
	case phaseComma:
		m.item(f)
	case phaseValue:
		m.out.add(f)
		if f.state >= a.min {
			m.settle(m.push(m.blanks[1], m.with(f, f.state, phaseClose)))
		}
	default:
		m.out.add(f)
	}
}

// item puts the next item on top of an array.
func (m *machine) item(f *frame) {
	a := f.node.array
	if n := a.item(f.state); n != nil && fits(n, f) {
		m.settle(m.push(n, m.with(f, a.count(f.state+1), phaseValue)))
	}
}

func (m *machine) stepArray(f *frame, c byte) {
	a := f.node.array
	switch {
	case f.part == phaseStart && c == '[':
		m.settle(m.push(m.blanks[0], m.with(f, 0, phaseOpen)))
	case f.part == phaseValue && c == ',':
		if n := a.item(f.state); n != nil && fits(n, f) {
			m.settle(m.push(m.blanks[0], m.with(f, f.state, phaseComma)))
		}
	case c == ']' && (f.part == phaseOpen || f.part == phaseClose || f.part == phaseValue && f.state >= a.min):
		m.settle(f.below)
	}
}

// closable reports whether no required property is missing.
func (f *frame) closable() bool {
	o := f.node.object
	return int(o.required[f.state]) == len(o.properties)
}

// possible reports whether one of some properties, given in order, may come next:
// none that is required may be passed over.
func (f *frame) possible(properties []int32) bool {
	o := f.node.object
	from, _ := slices.BinarySearch(properties, f.state)
	for _, p := range properties[from:] {
		if p > o.required[f.state] {
			return false
		}
		if fits(o.properties[p].value, f) {
			return true
		}
	}
	return false
}

// named and other report whether a property, or another member, may come next.
func (f *frame) named() bool {
	o := f.node.object
	return len(o.names) > 0 && f.possible(o.names[0].properties)
}

func (f *frame) other() bool {
	o := f.node.object
	return o.others != nil && f.closable() && fits(o.others, f)
}

func (m *machine) stepObject(f *frame, c byte) {
	switch {
	case f.part >= phaseName:
		m.stepName(f, c)
	case f.part == phaseStart:
		if c == '{' {
			m.settle(m.push(m.blanks[0], m.with(f, 0, phaseOpen)))
		}
	case f.part == phaseColon:
		if c == ':' {
			m.value(m.with(f, f.state, phaseValue), f.node.object.others)
		}
	case c == '}':
		if f.part != phaseComma && f.closable() {
			m.settle(f.below)
		}
	case c == '"' && f.part <= phaseComma:
		m.member(f)
	case c == ',' && f.part == phaseValue:
		if f.named() || f.other() {
			m.settle(m.push(m.blanks[0], m.with(f, f.state, phaseComma)))
		}
	}
}

// member begins a member after its first quote.
func (m *machine) member(f *frame) {
	o := f.node.object
	if f.named() {
		m.settle(m.with(f, f.state, phaseName))
	}
	if f.other() {
		key := m.push(o.key, m.with(f, int32(len(o.properties)), phaseColon))
		m.settle(m.with(key, key.state, inside))
	}
}

// stepName reads a byte of the rest of a property's name, quote and colon.
func (m *machine) stepName(f *frame, c byte) {
	o := f.node.object
	for _, e := range o.names[f.part-phaseName].edges {
		if e.lo != c {
			continue
		}
		to := &o.names[e.to]
		switch {
		case !f.possible(to.properties):
		case to.end:
			p := to.properties[0]
			m.value(m.with(f, p+1, phaseValue), o.properties[p].value)
		default:
			m.settle(m.with(f, f.state, phaseName+uint32(e.to)))
		}
	}
}

// value puts a member's value on top of an object, with white space before it.
func (m *machine) value(f *frame, n *node) {
	m.settle(m.push(m.blanks[0], m.push(n, f)))
}

package fuel

import "github.com/r3mes/r3mes/host/pluginhost/wasmbin"

const (
	maxUnchecked = 10_000         // units between two looks at the counter, about
	maxEarly     = 16             // units that a segment may charge for code behind a branch
	outOfBudget  = -1<<63 | 1<<31 // the signs of the counter's halves
)

// control is an open block of the function that is rewritten.
type control struct {
	op       byte
	segment  int   // in which it was opened
	dead     bool  // was opened in unreachable code
	targeted bool  // by a branch in reachable code
	in       int64 // unchecked units when it opened
	out      int64 // the most unchecked units with which its end is reached
}

// rewriter writes the instrumented code of one function.
//
// Code is gathered in segments. A segment has one charge, at its beginning,
// that pays for all of it: for the code that is executed whenever the segment
// is entered, and for up to maxEarly units behind branches, so that short
// blocks need no charge of their own. A segment ends where code is reached that
// could be reached without passing its beginning, where a loop begins or ends,
// and where it would pay too much.
type rewriter struct {
	m       *module
	d       *decoder
	f       *function
	out     []byte
	counter uint32 // index of the local that holds the counter
	length  uint32 // index of the local for an operand of bulk operations
	global  uint32
	yield   uint32
	frame   int64
	leaves  bool // the body stands in a block whose end is the only way out

	stack []control

	// The open segment.
	segment     int
	pending     []byte
	head, rest  []byte // buffers of flush and split
	entry       bool   // the counter comes from the global
	check       bool   // the counter must be looked at
	live        bool
	mark        int   // length of pending that is paid
	paid        int64 // for pending[:mark]
	early       int64 // of it, behind branches
	tail        int64 // units behind mark
	conditional bool  // what stands behind mark is behind a branch
	unchecked   int64 // before the segment
}

// rewrite returns the body of f as it stands in the instrumented module.
func (m *module) rewrite(f *function) []byte {
	d, h := m.decode(f)
	params := len(m.typeOf(f.index).params)
	w := &rewriter{
		m: m, d: d, f: f, counter: d.locals, length: d.locals + 1, global: m.globals, yield: m.imported,
		frame: f.shape.frame(params), leaves: f.shape.exits,
	}
	if f.shape.free() {
		w.out = append(wasmbin.AppendU32(nil, uint32(h.runs)), h.bytes...)
		w.copyFree()
		return w.out
	}
	runs := h.runs + 1
	extra := []byte{1, typeI64}
	if f.shape.bulk {
		runs++
		extra = append(extra, 1, typeI32)
	}
	w.out = wasmbin.AppendU32(w.out, uint32(runs))
	w.out = append(append(w.out, h.bytes...), extra...)
	w.body()
	return w.out
}

// copyFree copies a function that counts nothing.
func (w *rewriter) copyFree() {
	for w.d.r.More() {
		i := w.d.next()
		w.pending = w.pending[:0]
		w.copy(&i)
		w.out = append(w.out, w.pending...)
	}
}

func (w *rewriter) body() {
	w.open(true)
	w.entry = true
	w.stack = append(w.stack, control{op: opBlock})
	if w.leaves {
		w.emit(opBlock)
		w.pending = append(w.pending, w.blockOfResults()...)
	}
	for len(w.stack) > 0 {
		i := w.d.next()
		w.instruction(&i)
	}
}

// blockOfResults is the type of a block that leaves what the function returns.
func (w *rewriter) blockOfResults() []byte {
	results := w.m.typeOf(w.f.index).results
	switch len(results) {
	case 0:
		return []byte{typeEmpty}
	case 1:
		return results
	}
	return wasmbin.AppendI64(nil, int64(w.m.addType(nil, results)))
}

func (w *rewriter) instruction(i *instruction) {
	if i.op != opEnd && i.op != opElse && i.op != opLoop {
		w.add(unitsOf(i.op))
	}
	switch i.op {
	case opBlock, opIf, opLoop:
		w.structure(i)
	case opElse:
		w.otherwise(i)
	case opEnd:
		w.end(i)
	case opBr:
		w.copy(i)
		w.branch(i.index)
		w.die()
	case opBrIf:
		w.copy(i)
		w.branch(i.index)
		w.fork()
	case opBrTable:
		w.copy(i)
		for _, l := range i.targets {
			w.branch(l)
		}
		w.die()
	case opReturn:
		// Not a return: the epilogue stands behind the block.
		w.branch(uint32(len(w.stack) - 1))
		w.emit(opBr, uint32(len(w.stack)-1))
		w.die()
	case opUnreachable:
		w.copy(i)
		w.die()
	case opCall, opCallIndirect:
		w.call(i)
	default:
		if i.isBulk {
			w.dynamic(i)
		}
		w.copy(i)
	}
}

// copy copies an instruction into the open segment; functions have another
// index now.
func (w *rewriter) copy(i *instruction) {
	switch i.op {
	case opCall, opRefFunc:
		w.emit(i.op, w.m.shifted(i.index))
	default:
		w.pending = append(w.pending, w.f.body[i.at:i.end]...)
	}
}

// emit appends an instruction with unsigned immediates.
func (w *rewriter) emit(op byte, immediates ...uint32) {
	w.pending = append(w.pending, op)
	for _, v := range immediates {
		w.pending = wasmbin.AppendU32(w.pending, v)
	}
}

func (w *rewriter) structure(i *instruction) {
	loop := i.op == opLoop && w.live
	if loop {
		w.flush()
	} else {
		w.copy(i)
	}
	w.stack = append(w.stack, control{op: i.op, segment: w.segment, dead: !w.live, in: w.reached(), out: -1})
	switch {
	case i.op == opIf:
		w.fork()
	case loop:
		w.out = append(w.out, w.f.body[i.at:i.end]...)
		w.open(true)
		w.add(1) // so that a loop of nothing costs something
	}
}

// reached is the most units that were charged since the counter was looked at.
func (w *rewriter) reached() int64 { return w.unchecked + w.paid + w.tail }

// branch notes a jump to the label of that depth.
func (w *rewriter) branch(depth uint32) {
	c := &w.stack[len(w.stack)-1-int(depth)]
	if w.live && c.op != opLoop {
		c.targeted = true
		c.out = max(c.out, w.reached())
	}
}

func (w *rewriter) otherwise(i *instruction) {
	c := &w.stack[len(w.stack)-1]
	if w.live {
		c.out = max(c.out, w.reached())
	}
	c.op = opElse
	w.join(i, c, !c.dead, c.in)
}

func (w *rewriter) end(i *instruction) {
	c := w.stack[len(w.stack)-1]
	w.stack = w.stack[:len(w.stack)-1]
	if len(w.stack) == 0 {
		w.finish(&c)
		return
	}
	switch {
	case c.dead, c.op == opBlock && !c.targeted:
		w.copy(i)
	case c.op == opLoop: // the only way here is the one we are on
		w.flush()
		w.out = append(w.out, w.f.body[i.at:i.end]...)
		if w.live {
			w.open(false)
		}
	default:
		reach := c.out
		if w.live {
			reach = max(reach, w.reached())
		}
		if c.op == opIf { // without else
			reach = max(reach, c.in)
		}
		w.join(i, &c, reach >= 0, reach)
	}
}

// join copies the else or the end of c. What follows is reached from several
// places, of which all lie in the open segment when that is the one in which c
// began.
func (w *rewriter) join(i *instruction, c *control, live bool, unchecked int64) {
	if c.segment == w.segment {
		w.copy(i)
		w.live = live
		w.fork()
		w.conditional = true
		return
	}
	w.flush()
	w.out = append(w.out, w.f.body[i.at:i.end]...)
	w.unchecked = unchecked
	if w.live = live; live {
		w.open(false)
	}
}

// finish writes the way out.
func (w *rewriter) finish(c *control) {
	live := w.live || c.targeted
	w.flush()
	if w.leaves {
		w.out = append(w.out, opEnd)
	}
	if live {
		w.get()
		if w.frame > 0 {
			w.constant(w.frame << 32)
			w.emit(opI64Add)
		}
		w.emit(opGlobalSet, w.global)
		w.out = append(w.out, w.pending...)
	}
	w.out = append(w.out, opEnd)
}

// open begins a segment where the last one ended.
func (w *rewriter) open(check bool) {
	w.pending = w.pending[:0]
	w.entry, w.check, w.live = false, check, true
	w.mark, w.paid, w.early, w.tail, w.conditional = 0, 0, 0, 0, false
}

// add counts units against the open segment, and ends it when it would pay too
// much.
func (w *rewriter) add(units int64) {
	if !w.live {
		return
	}
	switch {
	case w.conditional && w.early+w.tail+units > maxEarly:
		w.split()
	case w.paid+w.tail+units > maxUnchecked && !w.conditional:
		w.settle()
		w.flush()
		w.open(true)
	}
	w.tail += units
}

// split ends the segment at its mark. What stands behind it is the beginning of
// the next.
func (w *rewriter) split() {
	w.rest = append(w.rest[:0], w.pending[w.mark:]...)
	tail := w.tail
	w.pending, w.tail = w.pending[:w.mark], 0
	w.flush()
	w.open(false)
	w.pending, w.tail = append(w.pending, w.rest...), tail
}

// settle makes the segment pay for all that it holds so far.
func (w *rewriter) settle() {
	w.paid += w.tail
	if w.conditional {
		w.early += w.tail
	}
	w.tail, w.mark = 0, len(w.pending)
}

// fork is the place behind a branch: what follows may not be executed.
func (w *rewriter) fork() {
	w.settle()
	w.conditional = true
}

// die is the place behind an instruction that does not go on.
func (w *rewriter) die() {
	w.fork()
	w.live = false
}

// flush writes the open segment with its charge.
func (w *rewriter) flush() {
	w.settle()
	if w.unchecked += w.paid; w.unchecked > maxUnchecked {
		w.check = true
	}
	if w.check {
		w.unchecked = 0
	}
	code := w.pending
	w.pending = w.head[:0]
	w.charge()
	w.out = append(append(w.out, w.pending...), code...)
	w.head, w.pending = w.pending, code[:0]
	w.mark, w.paid, w.early, w.entry, w.check = 0, 0, 0, false, false
	w.segment++
}

// charge writes what a segment begins with.
func (w *rewriter) charge() {
	if w.paid == 0 && !w.check && !w.entry {
		return
	}
	amount := w.paid
	if w.entry {
		w.emit(opGlobalGet, w.global)
		amount += w.frame << 32
	} else {
		w.get()
	}
	w.constant(amount)
	w.emit(opI64Sub)
	if w.check {
		w.look(w.entry && w.frame > 0)
	} else {
		w.emit(opLocalSet, w.counter)
	}
}

// look keeps the counter that lies on the stack, and calls Yield if its fuel
// has run out, or its stack too.
func (w *rewriter) look(stackToo bool) {
	w.emit(opLocalTee, w.counter)
	if stackToo {
		w.constant(outOfBudget)
		w.emit(opI64And)
		w.constant(0)
		w.emit(opI64Ne)
	} else {
		w.emit(opI32WrapI64)
		w.emit(opI32Const, 0)
		w.emit(opI32LtS)
	}
	w.emit(opIf)
	w.pending = append(w.pending, typeEmpty)
	w.get()
	w.emit(opCall, w.yield)
	w.emit(opLocalSet, w.counter)
	w.emit(opEnd)
}

func (w *rewriter) get() { w.emit(opLocalGet, w.counter) }

func (w *rewriter) constant(v int64) {
	w.pending = wasmbin.AppendI64(append(w.pending, opI64Const), v)
}

// call hands the counter over to a function that counts, and takes it back.
// Those of the host do not see it; those that are free are paid for here.
func (w *rewriter) call(i *instruction) {
	switch {
	case i.op == opCallIndirect:
		w.add(maxFree + hostCallCost)
	case i.index < w.m.imported:
		w.add(hostCallCost)
		w.copy(i)
		return
	default:
		if callee := &w.m.code[i.index-w.m.imported].shape; callee.free() {
			w.add(callee.cost)
			w.copy(i)
			return
		}
	}
	w.get()
	w.emit(opGlobalSet, w.global)
	w.copy(i)
	w.emit(opGlobalGet, w.global)
	w.emit(opLocalSet, w.counter)
}

// dynamic charges an operation by the operand on top of the stack.
func (w *rewriter) dynamic(i *instruction) {
	w.emit(opLocalTee, w.length)
	w.get()
	w.emit(opLocalGet, w.length)
	w.emit(opI64ExtendU)
	switch {
	case i.isGrow: // more pages than a memory has are refused at once
		w.shifted(maxPages, pageShift)
	case i.isTable: // more elements than a table has are too
		w.shifted(2*maxElements, elementShift)
	default:
		w.constant(bytesShift)
		w.emit(opI64ShrU)
	}
	w.emit(opI64Sub)
	w.look(false)
}

// maxPages is the most pages of a 32-bit memory.
const maxPages = 1 << 16

// shifted writes a length below limit, a power of two, times 1 << shift.
func (w *rewriter) shifted(limit, shift int64) {
	w.constant(limit - 1)
	w.emit(opI64And)
	w.constant(shift)
	w.emit(opI64Shl)
}

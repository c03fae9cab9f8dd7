package fuel

import "fmt"

// Costs in units of fuel. An instruction is 1, structure is free.
const (
	hostCallCost = 100 // of a call that leaves the module, about 70 ns
	maxFree      = 64  // a leaf of at most so many units is paid for by its callers
	bytesShift   = 2   // memory operations cost their bytes >> bytesShift,
	pageShift    = 10  // memory.grow its pages << pageShift,
	elementShift = 2   // table operations their elements << elementShift
)

// Estimated bytes of a native stack frame. The base errs upwards: it covers
// every register that a callee may have to save.
const (
	frameBase  = 512
	frameValue = 8 // a local or an operand
)

// shape is what the rewriting of a function, and of those that call it, must
// know beforehand.
type shape struct {
	cost   int64 // of all instructions, each once
	calls  bool  // functions of this module, directly or by table
	loops  bool
	bulk   bool
	exits  bool  // leaves other than by its end
	height int64 // of the operand stack, at most
	header header
}

// free tells whether callers pay for the function, which then counts nothing.
func (s *shape) free() bool { return !s.calls && !s.loops && !s.bulk && s.cost <= maxFree }

// frame is the estimated size of its stack frame. A function that calls none
// needs no budget: there is one of them at a time.
func (s *shape) frame(params int) int64 {
	if !s.calls {
		return 0
	}
	return frameBase + frameValue*(int64(s.header.declared)+int64(params)+s.height)
}

// frameControl is an open block as far as the height of the operand stack
// matters.
type frameControl struct {
	op      byte
	height  int64 // below its parameters
	params  int64
	results int64
}

// carries is how many values a branch to the block takes along.
func (c *frameControl) carries() int64 {
	if c.op == opLoop {
		return c.params
	}
	return c.results
}

// survey reads a function for the first time and checks that every index and
// label leads somewhere.
func (m *module) survey(f *function) error {
	d, h := m.decode(f)
	s := &f.shape
	s.header = h
	stack := []frameControl{{op: opBlock, results: int64(len(m.typeOf(f.index).results))}}
	var height, places, branches, loops int64
	at := 0
	for d.r.Err == nil && len(stack) > 0 {
		i := d.next()
		at = i.at
		s.count(&i, m)
		height = max(height-int64(i.pops), stack[len(stack)-1].height)
		height += int64(i.pushes)
		d.labels(&i, s, stack)
		branches += int64(len(i.targets))
		switch i.op {
		case opBrIf:
			places++
		case opLocalGet, opLocalSet, opLocalTee:
			m.accesses += loops * loops
		case opBlock, opLoop, opIf:
			places++
			if i.op == opLoop {
				loops++
			}
			if len(stack) == maxNesting {
				d.r.Fail("blocks are nested deeper than %d", maxNesting)
			}
			stack = append(stack, frameControl{i.op, max(height-int64(i.params), 0), int64(i.params), int64(i.results)})
		case opElse:
			c := stack[len(stack)-1]
			height = c.height + c.params
		case opEnd:
			c := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			height = c.height + c.results
			if c.op == opLoop {
				loops--
			}
		}
		s.height = max(s.height, height)
	}
	if d.r.Err == nil && d.r.More() {
		d.r.Fail("code follows the last end")
	}
	if d.r.Err != nil {
		return fmt.Errorf("function %d, at byte %d of its body: %w", f.index, at, d.r.Err)
	}
	if m.locals += int64(h.declared); m.locals > maxAllLocals {
		return fmt.Errorf("the module has more than %d locals in all", maxAllLocals)
	}
	m.pairs += places * (places + branches)
	switch {
	case m.pairs > maxBranchPairs:
		return fmt.Errorf("function %d: too much to compile: %d blocks and %d targets of br_table; split the function", f.index, places, branches)
	case m.accesses > maxLoopAccesses:
		return fmt.Errorf("function %d: too much to compile: its loops are nested too deep for its locals; split the function", f.index)
	}
	return nil
}

// count adds one instruction to the shape.
func (s *shape) count(i *instruction, m *module) {
	s.cost += unitsOf(i.op)
	s.bulk = s.bulk || i.isBulk
	switch i.op {
	case opLoop:
		s.loops = true
	case opReturn:
		s.exits = true
	case opCall:
		if i.index < m.imported {
			s.cost += hostCallCost
		} else {
			s.calls = true
		}
	case opCallIndirect:
		s.calls = true
	}
}

// labels checks the labels of a branch.
func (d *decoder) labels(i *instruction, s *shape, stack []frameControl) {
	check := func(l uint32) {
		if uint64(l) >= uint64(len(stack)) {
			d.r.Fail("branch to label %d, of %d", l, len(stack))
			return
		}
		s.exits = s.exits || int(l) == len(stack)-1
		d.m.carried += stack[len(stack)-1-int(l)].carries()
	}
	switch i.op {
	case opBr, opBrIf:
		check(i.index)
	case opBrTable:
		for _, l := range i.targets {
			check(l)
		}
	}
	if d.m.carried > maxCarried {
		d.r.Fail("the branches of the module take more than %d values along", maxCarried)
	}
}

// unitsOf is the cost of an instruction itself.
func unitsOf(op byte) int64 {
	switch op {
	case opBlock, opLoop, opElse, opEnd:
		return 0
	}
	return 1
}

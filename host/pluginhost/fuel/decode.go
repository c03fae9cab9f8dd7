package fuel

import "github.com/r3mes/r3mes/host/pluginhost/wasmbin"

// instruction is one decoded instruction.
type instruction struct {
	op      byte
	sub     uint32 // behind opPrefix
	at, end int    // where it stands in the code
	index   uint32 // of a function, type, or label
	targets []uint32
	pops    int
	pushes  int
	params  int // of a block
	results int
	isBulk  bool // costs by its length, the operand on top
	isTable bool // and that counts elements
	isGrow  bool // and that counts pages
}

// decoder reads the instructions of one function and holds every index to what
// the module has.
type decoder struct {
	m       *module
	r       wasmbin.Reader
	locals  uint32 // parameters included
	targets []uint32
}

// next reads one instruction. Errors are in d.r.
func (d *decoder) next() instruction {
	r := &d.r
	i := instruction{at: r.At}
	i.op = r.Byte()
	known := operations[i.op]
	i.pops, i.pushes = int(known.pops), int(known.pushes)
	d.immediates(&i, known.immediate)
	i.end = r.At
	return i
}

func (d *decoder) immediates(i *instruction, kind immediate) {
	r := &d.r
	switch kind {
	case refused:
		r.Fail("opcode 0x%02x (%s) is not accepted", i.op, proposal(i.op))
	case blockType:
		i.params, i.results = d.blockType()
	case label:
		i.index = r.U32()
	case labels:
		d.branchTable(i)
	case funcIndex:
		d.function(i)
	case indirect:
		i.index = d.m.typeIndex(r)
		d.below("table", d.m.tables)
		if r.Err == nil {
			i.pops += len(d.m.types[i.index].params)
			i.pushes += len(d.m.types[i.index].results)
		}
	case localIndex:
		d.below("local", d.locals)
	case globalIndex:
		d.below("global", d.m.globals)
	case tableIndex:
		d.below("table", d.m.tables)
	case memArg:
		if align := r.U32(); align >= 32 {
			r.Fail("memory access with alignment 2^%d, or to another memory than the first", align)
		}
		r.U32()
	case memIndex:
		d.memory()
		i.isBulk = i.op == opMemoryGrow
		i.isGrow = i.isBulk
	case int32Imm:
		r.Signed(32)
	case int64Imm:
		r.Signed(64)
	case float32Imm:
		r.Skip(4)
	case float64Imm:
		r.Skip(8)
	case typeVector:
		for n := r.Count("types of select", 1); n > 0; n-- {
			checkValueType(r, r.Byte())
		}
	case refType:
		if t := r.Byte(); r.Err == nil && t != typeFuncRef && t != typeExternRef {
			r.Fail("reference type %#x is not accepted", t)
		}
	case prefixed:
		d.prefixed(i)
	}
}

func (d *decoder) blockType() (params, results int) {
	r := &d.r
	switch t := r.Signed(33); {
	case r.Err != nil || t == typeEmpty-0x80:
		return 0, 0
	case t < -0x40:
		r.Fail("block of type %d", t)
		return 0, 0
	case t < 0:
		checkValueType(r, byte(t+0x80))
		return 0, 1
	case t >= int64(len(d.m.types)):
		r.Fail("block of type %d, of %d", t, len(d.m.types))
		return 0, 0
	default:
		return len(d.m.types[t].params), len(d.m.types[t].results)
	}
}

func (d *decoder) branchTable(i *instruction) {
	d.targets = d.targets[:0]
	for n := d.r.Count("branch targets", maxTargets) + 1; n > 0 && d.r.Err == nil; n-- {
		d.targets = append(d.targets, d.r.U32())
	}
	i.targets = d.targets
}

func (d *decoder) function(i *instruction) {
	i.index = d.below("function", uint32(len(d.m.functions)))
	if i.op == opCall && d.r.Err == nil {
		i.pops += len(d.m.typeOf(i.index).params)
		i.pushes += len(d.m.typeOf(i.index).results)
	}
}

// below reads an index and holds it to what the module had before it was
// instrumented.
func (d *decoder) below(what string, n uint32) uint32 {
	index := d.r.U32()
	if d.r.Err == nil && index >= n {
		d.r.Fail("%s %d, of %d", what, index, n)
	}
	return index
}

func (d *decoder) memory() {
	if d.r.Byte() != 0 {
		d.r.Fail("access to another memory than the first")
	}
}

func (d *decoder) prefixed(i *instruction) {
	i.sub = d.r.U32()
	switch {
	case d.r.Err != nil:
	case i.sub < opMemoryInit: // saturating conversions
		i.pops, i.pushes = 1, 1
	case i.sub == opMemoryInit:
		d.below("data segment", d.m.data)
		d.memory()
		i.pops, i.isBulk = 3, true
	case i.sub == opDataDrop:
		d.below("data segment", d.m.data)
	case i.sub == opMemoryCopy:
		d.memory()
		d.memory()
		i.pops, i.isBulk = 3, true
	case i.sub == opMemoryFill:
		d.memory()
		i.pops, i.isBulk = 3, true
	case i.sub == opTableInit:
		d.below("element segment", d.m.elements)
		d.below("table", d.m.tables)
		i.pops, i.isBulk, i.isTable = 3, true, true
	case i.sub == opElemDrop:
		d.below("element segment", d.m.elements)
	case i.sub == opTableCopy:
		d.below("table", d.m.tables)
		d.below("table", d.m.tables)
		i.pops, i.isBulk, i.isTable = 3, true, true
	case i.sub == opTableGrow:
		d.below("table", d.m.tables)
		i.pops, i.pushes, i.isBulk, i.isTable = 2, 1, true, true
	case i.sub == opTableSize:
		d.below("table", d.m.tables)
		i.pushes = 1
	case i.sub == opTableFill:
		d.below("table", d.m.tables)
		i.pops, i.isBulk, i.isTable = 3, true, true
	default:
		d.r.Fail("opcode 0xfc %d is not accepted", i.sub)
	}
}

// header is what stands before the instructions of a function.
type header struct {
	runs     int
	bytes    []byte // of the runs, without their number
	declared uint32 // locals
}

// decode returns a decoder at the first instruction of f.
func (m *module) decode(f *function) (*decoder, header) {
	d := &decoder{m: m, r: wasmbin.Reader{Data: f.body}}
	h := header{runs: d.r.Count("runs of locals", maxLocals)}
	start, total := d.r.At, uint64(0)
	for n := h.runs; n > 0 && d.r.Err == nil; n-- {
		total += uint64(d.r.U32())
		checkValueType(&d.r, d.r.Byte())
	}
	if total > maxLocals {
		d.r.Fail("%d locals (limit %d)", total, maxLocals)
	}
	if d.r.Err != nil {
		return d, header{}
	}
	h.bytes, h.declared = f.body[start:d.r.At], uint32(total)
	d.locals = h.declared + uint32(len(m.typeOf(f.index).params))
	return d, h
}

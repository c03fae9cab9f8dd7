package fuel

// immediate is what follows an opcode in the code.
type immediate uint8

const (
	refused   immediate = iota // not an instruction that is accepted
	bare                       // nothing
	blockType                  // of block, loop and if
	label                      // branch depth
	labels                     // of br_table
	funcIndex
	indirect // of call_indirect: a type and a table
	localIndex
	globalIndex
	tableIndex
	memArg   // alignment and offset
	memIndex // memory 0
	int32Imm // signed LEB128
	int64Imm // signed LEB128
	float32Imm
	float64Imm
	typeVector // of select with types
	refType
	prefixed // another opcode follows
)

// Opcodes that are more to the instrumenter than their immediates.
const (
	opUnreachable  = 0x00
	opBlock        = 0x02
	opLoop         = 0x03
	opIf           = 0x04
	opElse         = 0x05
	opEnd          = 0x0b
	opBr           = 0x0c
	opBrIf         = 0x0d
	opBrTable      = 0x0e
	opReturn       = 0x0f
	opCall         = 0x10
	opCallIndirect = 0x11
	opSelect       = 0x1b
	opSelectTyped  = 0x1c
	opLocalGet     = 0x20
	opLocalSet     = 0x21
	opLocalTee     = 0x22
	opGlobalGet    = 0x23
	opGlobalSet    = 0x24
	opMemoryGrow   = 0x40
	opI32Const     = 0x41
	opI64Const     = 0x42
	opF32Const     = 0x43
	opF64Const     = 0x44
	opI32LtS       = 0x48
	opI64Eqz       = 0x50
	opI64Ne        = 0x52
	opI64Add       = 0x7c
	opI64Sub       = 0x7d
	opI64And       = 0x83
	opI64Shl       = 0x86
	opI64ShrU      = 0x88
	opI32WrapI64   = 0xa7
	opI64ExtendU   = 0xad
	opRefNull      = 0xd0
	opRefFunc      = 0xd2
	opPrefix       = 0xfc
)

// Opcodes behind opPrefix.
const (
	opMemoryInit = 8
	opDataDrop   = 9
	opMemoryCopy = 10
	opMemoryFill = 11
	opTableInit  = 12
	opElemDrop   = 13
	opTableCopy  = 14
	opTableGrow  = 15
	opTableSize  = 16
	opTableFill  = 17
)

// operation is what is known of a one-byte opcode.
type operation struct {
	immediate immediate
	pops      uint8 // operands taken; of instructions whose type is fixed
	pushes    uint8
}

// operations is the set of instructions that are accepted: WebAssembly 2.0
// without SIMD.
var operations = func() (t [256]operation) {
	set := func(imm immediate, pops, pushes uint8, ops ...int) {
		for _, op := range ops {
			t[op] = operation{imm, pops, pushes}
		}
	}
	span := func(imm immediate, pops, pushes uint8, from, to int) {
		for op := from; op <= to; op++ {
			t[op] = operation{imm, pops, pushes}
		}
	}
	set(bare, 0, 0, opUnreachable, 0x01, opElse, opEnd, opReturn)
	set(bare, 1, 0, 0x1a)     // drop
	set(bare, 3, 1, opSelect) // of two values and a condition
	set(typeVector, 3, 1, opSelectTyped)
	set(blockType, 0, 0, opBlock, opLoop)
	set(blockType, 1, 0, opIf)
	set(label, 0, 0, opBr)
	set(label, 1, 0, opBrIf)
	set(labels, 1, 0, opBrTable)
	set(funcIndex, 0, 0, opCall)
	set(funcIndex, 0, 1, opRefFunc)
	set(indirect, 1, 0, opCallIndirect)
	set(localIndex, 0, 1, opLocalGet)
	set(localIndex, 1, 0, opLocalSet)
	set(localIndex, 1, 1, opLocalTee)
	set(globalIndex, 0, 1, opGlobalGet)
	set(globalIndex, 1, 0, opGlobalSet)
	set(tableIndex, 1, 1, 0x25)    // table.get
	set(tableIndex, 2, 0, 0x26)    // table.set
	span(memArg, 1, 1, 0x28, 0x35) // loads
	span(memArg, 2, 0, 0x36, 0x3e) // stores
	set(memIndex, 0, 1, 0x3f)      // memory.size
	set(memIndex, 1, 1, opMemoryGrow)
	set(int32Imm, 0, 1, opI32Const)
	set(int64Imm, 0, 1, opI64Const)
	set(float32Imm, 0, 1, opF32Const)
	set(float64Imm, 0, 1, opF64Const)
	span(bare, 2, 1, 0x46, 0xa6)    // comparisons and arithmetic, but for
	set(bare, 1, 1, 0x45, opI64Eqz) // eqz,
	span(bare, 1, 1, 0x67, 0x69)    // clz, ctz, popcnt of i32,
	span(bare, 1, 1, 0x79, 0x7b)    // of i64,
	span(bare, 1, 1, 0x8b, 0x91)    // abs, neg, … of f32,
	span(bare, 1, 1, 0x99, 0x9f)    // of f64
	span(bare, 1, 1, 0xa7, 0xc4)    // conversions and sign extension
	set(refType, 0, 1, opRefNull)
	set(bare, 1, 1, 0xd1) // ref.is_null
	set(prefixed, 0, 0, opPrefix)
	return t
}()

// proposal names what an opcode that is not accepted belongs to.
func proposal(op byte) string {
	switch {
	case op >= 0x06 && op <= 0x0a, op == 0x18, op == 0x19, op == 0x1f:
		return "exception handling"
	case op == 0x12, op == 0x13:
		return "tail calls"
	case op == 0x14, op == 0x15, op >= 0xd3 && op <= 0xd6:
		return "typed function references"
	case op == 0xfb:
		return "garbage collection"
	case op == 0xfd:
		return "SIMD"
	case op == 0xfe:
		return "threads"
	}
	return "unknown"
}

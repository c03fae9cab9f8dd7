package fuel_test

import "github.com/r3mes/r3mes/host/pluginhost/wasmbin"

// Value types of generated code.
const (
	typeI32 = byte(0x7f)
	typeI64 = byte(0x7e)
	typeF64 = byte(0x7c)
)

// signature is the type of a generated function or block.
type signature struct{ params, results []byte }

// signatures are the types of every generated module. Each function has one.
var signatures = []signature{
	{nil, nil},
	{[]byte{typeI32}, []byte{typeI32}},
	{[]byte{typeI64, typeI32}, []byte{typeI64}},
	{[]byte{typeI32, typeI32}, []byte{typeI32, typeI64}}, // several results
	{[]byte{typeF64}, []byte{typeF64}},
	{nil, []byte{typeI32}},
	{[]byte{typeI64}, []byte{typeI64}}, // of the host function
	{[]byte{typeI64}, nil},
}

// Indices and sizes of what every generated module has.
const (
	hostFunction  = 0 // i64 → i64
	hostSignature = 6
	firstFunction = 1

	stepsGlobal = 0 // i64: loops and calls that are left: everything ends, and no call stack is too deep
	countGlobal = 1 // i64: units of the instructions executed, where they are counted
	freeGlobal  = 2 // i32, i64, f64: what the code uses

	tableElements = 8
	dataBytes     = 64
)

// generator writes random code that is valid: it keeps track of types as the
// validator does. The same bytes make the same code. When they have run out,
// every choice is the first, and the first choices end.
type generator struct {
	random    []byte
	counting  bool     // every instruction is preceded by one more for countGlobal
	functions []int    // signature of each function of the module's own
	locals    []byte   // types, parameters first
	labels    [][]byte // what a branch to each takes along, the innermost last
	results   []byte   // of the function
	code      []byte
	small     bool // no calls and no branches
	budget    int  // instructions that the function may still get
}

// pick returns a number below n.
func (g *generator) pick(n int) int {
	if len(g.random) == 0 || n <= 1 {
		return 0
	}
	b := g.random[0]
	g.random = g.random[1:]
	return int(b) % n
}

func (g *generator) word() (v uint64) {
	for range 1 + g.pick(8) {
		v = v<<8 | uint64(g.pick(256))
	}
	return v
}

// op writes an instruction that costs a unit of fuel, or hundred more when it
// may leave the module.
func (g *generator) op(opcode byte, immediates ...uint64) {
	const call, callIndirect = 0x10, 0x11
	if opcode == callIndirect || opcode == call && immediates[0] == hostFunction {
		g.count(101)
	} else {
		g.count(1)
	}
	g.raw(opcode, immediates...)
}

// count writes, when counting, the code that counts an instruction.
func (g *generator) count(units int64) {
	if g.counting {
		g.raw(0x23, countGlobal)
		g.code = wasmbin.AppendI64(append(g.code, 0x42), units)
		g.raw(0x7c)
		g.raw(0x24, countGlobal)
	}
	g.budget--
}

// raw writes an instruction with unsigned immediates and counts nothing.
func (g *generator) raw(opcode byte, immediates ...uint64) {
	g.code = append(g.code, opcode)
	for _, v := range immediates {
		g.code = appendUnsigned(g.code, v)
	}
}

func (g *generator) bulk(sub uint32, immediates ...uint64) {
	g.count(1)
	g.code = wasmbin.AppendU32(append(g.code, 0xfc), sub)
	for _, v := range immediates {
		g.code = appendUnsigned(g.code, v)
	}
}

func appendUnsigned(b []byte, v uint64) []byte { return wasmbin.AppendU32(b, uint32(v)) }

func (g *generator) constant(t byte, v uint64) {
	g.count(1)
	switch t {
	case typeI32:
		g.code = wasmbin.AppendI64(append(g.code, 0x41), int64(int32(v)))
	case typeI64:
		g.code = wasmbin.AppendI64(append(g.code, 0x42), int64(v))
	case typeF64:
		g.code = append(g.code, 0x44, byte(v), byte(v>>8), byte(v>>16), byte(v>>24), byte(v>>32), byte(v>>40), 0x30, 0x40)
	}
}

// step ends the program when it has made too many steps.
func (g *generator) step() {
	g.op(0x23, stepsGlobal)
	g.constant(typeI64, ^uint64(0))
	g.op(0x7c)
	g.op(0x24, stepsGlobal)
	g.op(0x23, stepsGlobal)
	g.op(0x50)
	g.op(0x04, 0x40)
	g.op(0x00)
	g.raw(0x0b)
}

// function writes the body of one function.
func (g *generator) function(s signature) []byte {
	g.code, g.labels, g.results, g.budget = nil, nil, s.results, 40+4*g.pick(100)
	g.locals = append([]byte(nil), s.params...)
	for range g.pick(6) {
		g.locals = append(g.locals, g.valueType())
	}
	declared := g.locals[len(s.params):]
	head := wasmbin.AppendU32(nil, uint32(len(declared)))
	for _, t := range declared {
		head = append(head, 1, t)
	}
	g.labels = append(g.labels, s.results)
	// One that calls nothing and does not branch may be small enough to be free.
	if g.small = g.pick(4) == 3 && len(s.results) > 0; !g.small {
		g.step()
		for range 1 + g.pick(8) {
			g.statement(3)
		}
		if g.pick(16) == 15 { // one long piece of code
			for g.budget = 12_000; g.budget > 0; {
				g.statement(2)
			}
		}
	}
	for _, t := range s.results {
		g.value(t, 3)
	}
	return append(append(head, g.code...), 0x0b)
}

func (g *generator) valueType() byte { return []byte{typeI32, typeI64, typeF64}[g.pick(3)] }

// statements leave the stack as it was.
func (g *generator) statements(depth int) {
	for range g.pick(6) {
		if g.budget <= 0 {
			return
		}
		g.statement(depth)
	}
}

func (g *generator) statement(depth int) {
	if depth <= 0 {
		g.simple()
		return
	}
	switch g.pick(18) {
	case 0, 1:
		g.simple()
	case 2:
		g.block(0x02, depth)
	case 3:
		g.block(0x03, depth)
	case 4, 5:
		g.choice(depth)
	case 6:
		g.loop(depth)
	case 7:
		g.branchIf(depth)
	case 8:
		g.branch(depth)
	case 9:
		g.branchTable(depth)
	case 10:
		for _, t := range g.results {
			g.value(t, depth-1)
		}
		g.op(0x0f)
		g.unreachable()
	case 11:
		g.call(depth)
	case 12:
		g.callIndirect(depth)
	case 13:
		g.callHost(depth)
		g.op(0x1a)
	case 14:
		g.memory(depth)
	case 15:
		g.table(depth)
	case 16:
		t := g.valueType()
		g.value(t, depth-1)
		g.op(0x1a)
	case 17:
		if g.pick(8) == 7 {
			g.op(0x00)
			g.unreachable()
		}
	}
}

// simple stores a value.
func (g *generator) simple() {
	switch g.pick(4) {
	case 0:
		g.op(0x01) // nop
	case 1:
		if len(g.locals) > 0 {
			l := g.pick(len(g.locals))
			g.value(g.locals[l], 1)
			g.op(0x21, uint64(l))
		}
	case 2:
		k := g.pick(3)
		g.value([]byte{typeI32, typeI64, typeF64}[k], 1)
		g.op(0x24, uint64(freeGlobal+k))
	case 3:
		g.address()
		switch g.pick(4) {
		case 0:
			g.value(typeI32, 1)
			g.op(0x36, 2, uint64(g.pick(64)))
		case 1:
			g.value(typeI64, 1)
			g.op(0x37, 3, uint64(g.pick(64)))
		case 2:
			g.value(typeF64, 1)
			g.op(0x39, 3, uint64(g.pick(64)))
		case 3:
			g.value(typeI32, 1)
			g.op(0x3a, 0, uint64(g.pick(64)))
		}
	}
}

// address leaves one that is in memory, most of the time.
func (g *generator) address() {
	g.value(typeI32, 1)
	if g.pick(64) > 0 {
		g.constant(typeI32, 0xfff0)
		g.op(0x71)
	}
}

// open begins a block of signature t, whose parameters are on the stack.
func (g *generator) open(opcode byte, t int) {
	if opcode == 0x03 || opcode == 0x02 {
		g.raw(opcode, uint64(t))
	} else {
		g.op(opcode, uint64(t))
	}
}

// block is a block or a loop of any type without host types, entered once.
func (g *generator) block(opcode byte, depth int) {
	t := g.pick(len(signatures))
	s := signatures[t]
	for _, p := range s.params {
		g.value(p, depth-1)
	}
	g.open(opcode, t)
	takes := s.results
	if opcode == 0x03 {
		takes = s.params
	}
	g.labels = append(g.labels, takes)
	if opcode == 0x03 {
		g.step()
	}
	for range s.params {
		g.op(0x1a)
	}
	g.statements(depth - 1)
	for _, r := range s.results {
		g.value(r, depth-1)
	}
	g.labels = g.labels[:len(g.labels)-1]
	g.raw(0x0b)
	for range s.results {
		g.op(0x1a)
	}
}

// choice is an if, with or without an else.
func (g *generator) choice(depth int) {
	t := []int{0, 5, 1}[g.pick(3)]
	s := signatures[t]
	for _, p := range s.params {
		g.value(p, depth-1)
	}
	g.value(typeI32, depth-1)
	g.open(0x04, t)
	g.labels = append(g.labels, s.results)
	arm := func() {
		for range s.params {
			g.op(0x1a)
		}
		g.statements(depth - 1)
		for _, r := range s.results {
			g.value(r, depth-1)
		}
	}
	arm()
	if len(s.results) > 0 || g.pick(2) == 1 {
		g.raw(0x05)
		arm()
	}
	g.labels = g.labels[:len(g.labels)-1]
	g.raw(0x0b)
	for range s.results {
		g.op(0x1a)
	}
}

// loop runs its body some times.
func (g *generator) loop(depth int) {
	counter := -1
	for l, t := range g.locals {
		if t == typeI32 {
			counter = l
		}
	}
	if counter < 0 {
		return
	}
	g.constant(typeI32, uint64(1+g.pick(200)))
	g.op(0x21, uint64(counter))
	g.raw(0x03, 0x40)
	g.labels = append(g.labels, nil)
	g.step()
	g.statements(depth - 1)
	g.op(0x20, uint64(counter))
	g.constant(typeI32, 1)
	g.op(0x6b)
	g.op(0x22, uint64(counter))
	g.constant(typeI32, 0)
	g.op(0x4a) // gt_s: the body may have changed it
	g.op(0x0d, 0)
	g.labels = g.labels[:len(g.labels)-1]
	g.raw(0x0b)
}

// label is a random one, and what a branch to it takes along.
func (g *generator) label() (depth int, takes []byte) {
	depth = g.pick(len(g.labels))
	return depth, g.labels[len(g.labels)-1-depth]
}

func (g *generator) branchIf(depth int) {
	l, takes := g.label()
	for _, t := range takes {
		g.value(t, depth-1)
	}
	g.value(typeI32, depth-1)
	g.op(0x0d, uint64(l))
	for range takes {
		g.op(0x1a)
	}
}

func (g *generator) branch(depth int) {
	l, takes := g.label()
	for _, t := range takes {
		g.value(t, depth-1)
	}
	g.op(0x0c, uint64(l))
	g.unreachable()
}

// branchTable branches to several labels that take the same.
func (g *generator) branchTable(depth int) {
	first, takes := g.label()
	alike := []int{first}
	for l := range g.labels {
		if string(g.labels[len(g.labels)-1-l]) == string(takes) && g.pick(2) == 1 {
			alike = append(alike, l)
		}
	}
	for _, t := range takes {
		g.value(t, depth-1)
	}
	g.value(typeI32, depth-1)
	if g.pick(4) > 0 {
		g.constant(typeI32, 3)
		g.op(0x71)
	}
	g.op(0x0e)
	g.code = wasmbin.AppendU32(g.code, uint32(len(alike)-1))
	for _, l := range alike {
		g.code = wasmbin.AppendU32(g.code, uint32(l))
	}
	g.unreachable()
}

// unreachable writes code that no valid stack holds the operands of, as is
// allowed behind a branch.
func (g *generator) unreachable() {
	switch g.pick(6) {
	case 1:
		g.op(0x6a) // i32.add
		g.op(0x1a)
	case 2:
		g.op(0x1a)
		g.op(0x1a)
	case 3:
		g.op(0x04, 0x40)
		g.op(0x01)
		g.raw(0x05)
		g.op(0x00)
		g.raw(0x0b)
	case 4:
		g.op(0x10, hostFunction)
		g.op(0x1a)
	case 5:
		g.raw(0x03, 0x40)
		g.op(0x0c, 0)
		g.raw(0x0b)
	}
}

// call calls any function, itself included, and drops the results.
func (g *generator) call(depth int) {
	f := g.pick(len(g.functions))
	s := signatures[g.functions[f]]
	for _, p := range s.params {
		g.value(p, depth-1)
	}
	g.op(0x10, uint64(firstFunction+f))
	for range s.results {
		g.op(0x1a)
	}
}

// callIndirect calls what lies in the table: the type may be wrong, or nothing
// be there.
func (g *generator) callIndirect(depth int) {
	f := g.pick(len(g.functions))
	s := signatures[g.functions[f]]
	for _, p := range s.params {
		g.value(p, depth-1)
	}
	if g.pick(32) > 0 {
		g.constant(typeI32, uint64(f%tableElements))
	} else {
		g.value(typeI32, 0)
	}
	g.op(0x11, uint64(g.functions[f]), 0)
	for range s.results {
		g.op(0x1a)
	}
}

func (g *generator) callHost(depth int) {
	g.value(typeI64, depth-1)
	g.op(0x10, hostFunction)
}

// length is one of a bulk operation.
func (g *generator) length() {
	g.value(typeI32, 0)
	g.constant(typeI32, 0x3ff)
	g.op(0x71)
}

func (g *generator) memory(depth int) {
	switch g.pick(5) {
	case 0:
		g.constant(typeI32, uint64(g.pick(3)))
		g.op(0x40, 0)
		g.op(0x1a)
	case 1:
		g.address()
		g.value(typeI32, depth-1)
		g.length()
		g.bulk(11, 0)
	case 2:
		g.address()
		g.address()
		g.length()
		g.bulk(10, 0, 0)
	case 3:
		g.address()
		g.constant(typeI32, uint64(g.pick(dataBytes)))
		g.constant(typeI32, uint64(g.pick(dataBytes)))
		g.bulk(8, 0, 0)
	case 4:
		if g.pick(8) == 7 {
			g.bulk(9, 0)
		}
	}
}

func (g *generator) table(depth int) {
	reference := func() {
		if g.pick(2) == 0 {
			g.op(0xd0, 0x70)
		} else {
			g.op(0xd2, uint64(firstFunction+g.pick(len(g.functions))))
		}
	}
	index := func() { g.constant(typeI32, uint64(g.pick(tableElements))) }
	switch g.pick(7) {
	case 0:
		index()
		reference()
		g.op(0x26, 0)
	case 1:
		index()
		g.op(0x25, 0)
		g.op(0xd1)
		g.op(0x1a)
	case 2:
		reference()
		g.constant(typeI32, uint64(g.pick(4)))
		g.bulk(15, 0)
		g.op(0x1a)
	case 3:
		index()
		reference()
		g.constant(typeI32, uint64(g.pick(4)))
		g.bulk(17, 0)
	case 4:
		index()
		index()
		g.constant(typeI32, uint64(g.pick(4)))
		g.bulk(14, 0, 0)
	case 5:
		index()
		g.constant(typeI32, uint64(g.pick(2)))
		g.constant(typeI32, uint64(g.pick(2)))
		g.bulk(12, 0, 0)
	case 6:
		g.bulk(16, 0)
		g.op(0x1a)
	}
}

// value leaves one value of type t.
func (g *generator) value(t byte, depth int) {
	if depth <= 0 || g.budget <= 0 {
		g.leaf(t)
		return
	}
	switch g.pick(7) {
	case 0:
		g.leaf(t)
	case 1, 2:
		g.arithmetic(t, depth)
	case 3:
		g.value(t, depth-1)
		g.value(t, depth-1)
		g.value(typeI32, depth-1)
		if g.pick(2) == 0 {
			g.op(0x1b)
		} else {
			g.count(1)
			g.code = append(g.code, 0x1c, 1, t)
		}
	case 4:
		if g.small {
			g.leaf(t)
			return
		}
		g.code = append(g.code, 0x02, t)
		g.labels = append(g.labels, []byte{t})
		g.statements(depth - 1)
		g.value(t, depth-1)
		g.labels = g.labels[:len(g.labels)-1]
		g.raw(0x0b)
	case 5:
		switch {
		case t != typeI64:
			g.convert(t, depth)
		case g.small:
			g.leaf(t)
		default:
			g.callHost(depth)
		}
	case 6:
		g.load(t)
	}
}

func (g *generator) leaf(t byte) {
	if g.pick(3) > 0 {
		for l, lt := range g.locals {
			if lt == t && g.pick(2) == 0 {
				g.op(0x20, uint64(l))
				return
			}
		}
		if g.pick(3) == 0 {
			g.op(0x23, uint64(freeGlobal+map[byte]int{typeI32: 0, typeI64: 1, typeF64: 2}[t]))
			return
		}
	}
	g.constant(t, g.word())
}

// arithmetic takes one or two operands; divisions may trap.
func (g *generator) arithmetic(t byte, depth int) {
	var binary, unary []byte
	switch t {
	case typeI32:
		binary = []byte{0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f, 0x70, 0x71, 0x72, 0x73, 0x74, 0x75, 0x76, 0x77, 0x78, 0x46, 0x47, 0x48, 0x49, 0x4d, 0x4f}
		unary = []byte{0x45, 0x67, 0x68, 0x69, 0xc0, 0xc1}
	case typeI64:
		binary = []byte{0x7c, 0x7d, 0x7e, 0x7f, 0x80, 0x81, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8a}
		unary = []byte{0x79, 0x7a, 0x7b, 0xc2, 0xc3, 0xc4}
	case typeF64:
		binary = []byte{0xa0, 0xa1, 0xa2, 0xa4, 0xa5, 0xa6}
		unary = []byte{0x99, 0x9a, 0x9b, 0x9c, 0x9d}
	}
	g.value(t, depth-1)
	if g.pick(4) == 3 {
		g.op(unary[g.pick(len(unary))])
		return
	}
	g.value(t, depth-1)
	g.op(binary[g.pick(len(binary))])
}

func (g *generator) convert(t byte, depth int) {
	switch t {
	case typeI32:
		switch g.pick(4) {
		case 0:
			g.value(typeI64, depth-1)
			g.op(0xa7)
		case 1:
			g.value(typeF64, depth-1)
			g.bulk(2) // trunc_sat
		case 2:
			g.value(typeF64, depth-1)
			g.op(0xaa) // trunc, which traps
		case 3:
			g.op(0x3f, 0) // memory.size
		}
	case typeF64:
		g.value(typeI32, depth-1)
		g.op(0xb7)
	}
}

func (g *generator) load(t byte) {
	g.address()
	switch t {
	case typeI32:
		g.op([]byte{0x28, 0x2c, 0x2d, 0x2f}[g.pick(4)], 0, uint64(g.pick(64)))
	case typeI64:
		g.op([]byte{0x29, 0x30, 0x35}[g.pick(3)], 0, uint64(g.pick(64)))
	case typeF64:
		g.op(0x2b, 0, uint64(g.pick(64)))
	}
}

// driver is a function that calls every other a few times.
func (g *generator) driver() []byte {
	g.code = nil
	g.constant(typeI32, 4)
	g.op(0x21, 0)
	g.raw(0x03, 0x40)
	for f, s := range g.functions {
		for _, p := range signatures[s].params {
			g.constant(p, g.word())
		}
		g.op(0x10, uint64(firstFunction+f))
		for range signatures[s].results {
			g.op(0x1a)
		}
	}
	g.op(0x20, 0)
	g.constant(typeI32, 1)
	g.op(0x6b)
	g.op(0x22, 0)
	g.op(0x0d, 0)
	g.raw(0x0b)
	return append(append([]byte{1, 1, typeI32}, g.code...), 0x0b)
}

// straight is the body of a function that neither branches nor calls.
func (g *generator) straight() []byte {
	g.code, g.locals, g.small = nil, nil, true
	for g.budget = 200; g.budget > 0; { // too much to be free
		t := g.valueType()
		g.value(t, 3)
		g.op(0x1a)
	}
	return append(append([]byte{0}, g.code...), 0x0b)
}

// generate makes a module from random bytes. Counting, it has the same code
// and counts every instruction in countGlobal.
func generate(random []byte, counting bool) []byte {
	g := &generator{random: random, counting: counting}
	return g.module(g.driver)
}

// module makes a module of random functions and of run, the one to call.
func (g *generator) module(run func() []byte) []byte {
	for range 1 + g.pick(5) {
		g.functions = append(g.functions, []int{0, 1, 2, 3, 4, 5, 7}[g.pick(7)])
	}
	var types, imports, functions, exports, codes [][]byte
	for _, s := range signatures {
		types = append(types, append(vectorOf([]byte{0x60}, s.params), vectorOf(nil, s.results)...))
	}
	imports = append(imports, append(append(name("h"), name("mix")...), 0, hostSignature))
	for f, s := range g.functions {
		functions = append(functions, wasmbin.AppendU32(nil, uint32(s)))
		exports = append(exports, append(name(string(rune('a'+f))), 0, byte(firstFunction+f)))
		codes = append(codes, vectorOf(nil, g.function(signatures[s])))
	}
	functions = append(functions, []byte{0})
	exports = append(exports, append(name("run"), 0, byte(firstFunction+len(g.functions))))
	codes = append(codes, vectorOf(nil, run()))
	exports = append(exports, append(name("memory"), 2, 0))
	for k := range 5 {
		exports = append(exports, append(name("g"+string(rune('0'+k))), 3, byte(k)))
	}
	elements := []byte{0, 0x41, 0, 0x0b, byte(len(g.functions))} // active, at 0
	for f := range g.functions {
		elements = append(elements, byte(firstFunction+f))
	}
	data := vectorOf([]byte{1}, []byte(dataText)) // passive
	out := []byte(wasmbin.Preamble)
	section := func(id byte, entries ...[]byte) {
		body := wasmbin.AppendU32(nil, uint32(len(entries)))
		for _, e := range entries {
			body = append(body, e...)
		}
		out = append(wasmbin.AppendU32(append(out, id), uint32(len(body))), body...)
	}
	section(wasmbin.SectionType, types...)
	section(wasmbin.SectionImport, imports...)
	section(wasmbin.SectionFunction, functions...)
	section(wasmbin.SectionTable, []byte{0x70, 1, tableElements, 16})
	section(wasmbin.SectionMemory, []byte{1, 1, 3})
	section(wasmbin.SectionGlobal,
		append(wasmbin.AppendI64([]byte{typeI64, 1, 0x42}, 10_000), 0x0b),
		[]byte{typeI64, 1, 0x42, 0, 0x0b},
		[]byte{typeI32, 1, 0x41, 7, 0x0b}, []byte{typeI64, 1, 0x42, 11, 0x0b}, []byte{typeF64, 1, 0x44, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f, 0x0b})
	section(wasmbin.SectionExport, exports...)
	section(wasmbin.SectionElement, elements)
	out = append(out, wasmbin.SectionDataCount, 1, 1)
	section(wasmbin.SectionCode, codes...)
	section(wasmbin.SectionData, data)
	return out
}

const dataText = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ+/"

func name(s string) []byte { return vectorOf(nil, []byte(s)) }

func vectorOf(prefix, content []byte) []byte {
	return append(wasmbin.AppendU32(prefix, uint32(len(content))), content...)
}

package plugintest

import "encoding/binary"

// Module builds a WebAssembly module. Import every function before the first
// Func: imports come first in the index space.
//
//	m := &plugintest.Module{}
//	f := m.Func(nil, nil, plugintest.Loop(plugintest.Br(0)))
//	m.Export("r3mes_route", f)
//	wasm := m.Bytes()
type Module struct {
	types, imports, functions, exports, code, custom [][]byte
	memory, table                                    []byte
	start                                            []byte
	imported                                         int
}

// Value types.
const (
	I32 = byte(0x7f)
	I64 = byte(0x7e)
)

// Import declares an imported function and returns its index.
func (m *Module) Import(module, name string, params, results []byte) int {
	m.imports = append(m.imports, join(str(module), str(name), []byte{0}, m.typeOf(params, results)))
	m.imported++
	return m.imported - 1
}

// ImportMemory declares an imported memory of at least one page.
func (m *Module) ImportMemory(module, name string) {
	m.imports = append(m.imports, join(str(module), str(name), []byte{2, 0, 1}))
}

// Func adds a function without parameters and returns its index. It has two
// i64 locals, 0 and 1.
func (m *Module) Func(results []byte, body ...[]byte) int {
	m.functions = append(m.functions, m.typeOf(nil, results))
	code := join(append([][]byte{{1, 2, I64}}, append(body, []byte{0x0b})...)...)
	m.code = append(m.code, join(uleb(uint64(len(code))), code))
	return m.imported + len(m.functions) - 1
}

// FuncOfLocals adds a function with n i64 locals that takes and returns
// nothing.
func (m *Module) FuncOfLocals(n int, body ...[]byte) int {
	m.functions = append(m.functions, m.typeOf(nil, nil))
	code := join(join([]byte{1}, uleb(uint64(n)), []byte{I64}), join(body...), []byte{0x0b})
	m.code = append(m.code, join(uleb(uint64(len(code))), code))
	return m.imported + len(m.functions) - 1
}

// Memory gives the module min pages of memory and lets it grow to max.
func (m *Module) Memory(min, max int) {
	m.memory = join([]byte{1, 1}, uleb(uint64(min)), uleb(uint64(max)))
}

// Table gives the module a table of min function references that may grow to
// max.
func (m *Module) Table(min, max int) {
	m.table = join([]byte{1, 0x70, 1}, uleb(uint64(min)), uleb(uint64(max)))
}

// Export exports function f.
func (m *Module) Export(name string, f int) {
	m.exports = append(m.exports, join(str(name), []byte{0}, uleb(uint64(f))))
}

// Start makes f the start function.
func (m *Module) Start(f int) { m.start = uleb(uint64(f)) }

// Custom adds a custom section.
func (m *Module) Custom(name string, content []byte) {
	m.custom = append(m.custom, join(str(name), content))
}

// Bytes returns the binary module.
func (m *Module) Bytes() []byte {
	out := []byte("\x00asm\x01\x00\x00\x00")
	section := func(id byte, entries [][]byte) {
		if len(entries) > 0 {
			body := join(append([][]byte{uleb(uint64(len(entries)))}, entries...)...)
			out = append(out, join([]byte{id}, uleb(uint64(len(body))), body)...)
		}
	}
	section(1, m.types)
	section(2, m.imports)
	section(3, m.functions)
	if m.table != nil {
		out = append(out, join([]byte{4}, uleb(uint64(len(m.table))), m.table)...)
	}
	if m.memory != nil {
		out = append(out, join([]byte{5}, uleb(uint64(len(m.memory))), m.memory)...)
	}
	section(7, m.exports)
	if m.start != nil {
		out = append(out, join([]byte{8, byte(len(m.start))}, m.start)...)
	}
	section(10, m.code)
	for _, c := range m.custom {
		out = append(out, join([]byte{0}, uleb(uint64(len(c))), c)...)
	}
	return out
}

func (m *Module) typeOf(params, results []byte) []byte {
	m.types = append(m.types, join([]byte{0x60}, uleb(uint64(len(params))), params, uleb(uint64(len(results))), results))
	return uleb(uint64(len(m.types) - 1))
}

// Instructions.

func Unreachable() []byte         { return []byte{0x00} }
func Drop() []byte                { return []byte{0x1a} }
func Call(f int) []byte           { return join([]byte{0x10}, uleb(uint64(f))) }
func Get(local int) []byte        { return join([]byte{0x20}, uleb(uint64(local))) }
func Set(local int) []byte        { return join([]byte{0x21}, uleb(uint64(local))) }
func Const32(n int32) []byte      { return join([]byte{0x41}, sleb(int64(n))) }
func Const64(n uint64) []byte     { return join([]byte{0x42}, sleb(int64(n))) }
func Load64() []byte              { return []byte{0x29, 0, 0} } // [i32] → [i64]
func Store64() []byte             { return []byte{0x37, 0, 0} } // [i32 i64] → []
func Add64() []byte               { return []byte{0x7c} }
func And64() []byte               { return []byte{0x83} }
func Eqz64() []byte               { return []byte{0x50} }
func Eq32() []byte                { return []byte{0x46} }
func Extend32() []byte            { return []byte{0xad} }          // [i32] → [i64], unsigned
func GrowMemory() []byte          { return []byte{0x40, 0} }       // [i32] → [i32], −1 when refused
func FillMemory() []byte          { return []byte{0xfc, 0x0b, 0} } // [i32 at, i32 byte, i32 n] → []
func GrowTable() []byte           { return []byte{0xfc, 0x0f, 0} } // [funcref i32] → [i32], −1 when refused
func NullFunc() []byte            { return []byte{0xd0, 0x70} }    // [] → [funcref]
func Br(depth int) []byte         { return join([]byte{0x0c}, uleb(uint64(depth))) }
func BrIf(depth int) []byte       { return join([]byte{0x0d}, uleb(uint64(depth))) }
func Loop(body ...[]byte) []byte  { return join([]byte{0x03, 0x40}, join(body...), []byte{0x0b}) }
func Block(body ...[]byte) []byte { return join([]byte{0x02, 0x40}, join(body...), []byte{0x0b}) }
func If(then ...[]byte) []byte    { return join([]byte{0x04, 0x40}, join(then...), []byte{0x0b}) } // [i32]

func join(parts ...[]byte) []byte {
	var out []byte
	for _, p := range parts {
		out = append(out, p...)
	}
	return out
}

func str(s string) []byte { return join(uleb(uint64(len(s))), []byte(s)) }

func uleb(n uint64) []byte { return binary.AppendUvarint(nil, n) }

func sleb(n int64) []byte {
	var out []byte
	for {
		b := byte(n & 0x7f)
		n >>= 7
		if (n == 0 && b&0x40 == 0) || (n == -1 && b&0x40 != 0) {
			return append(out, b)
		}
		out = append(out, b|0x80)
	}
}

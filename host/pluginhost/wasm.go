package pluginhost

import (
	"errors"
	"fmt"
	"unicode/utf8"
)

// module is what the host wants to know of a .wasm file before it compiles it.
// The compiler validates the rest; this reader looks at nothing but the
// sections it needs and copies nothing.
type module struct {
	types     []funcType
	imports   []wasmImport
	functions []uint32 // type index of every function, imported ones first
	exports   map[string]wasmExport
	memories  []memoryLimits
	custom    map[string][]byte
}

type funcType struct{ params, results []byte } // value types as in the file

type wasmImport struct {
	module, name string
	kind         byte
}

type wasmExport struct {
	kind  byte
	index uint32
}

type memoryLimits struct{ min, max uint64 } // pages; max is 1<<32 when the file has none

// Kinds of imports and exports.
const (
	kindFunction = 0
	kindTable    = 1
	kindMemory   = 2
	kindGlobal   = 3
)

// Section ids.
const (
	sectionCustom   = 0
	sectionType     = 1
	sectionImport   = 2
	sectionFunction = 3
	sectionMemory   = 5
	sectionExport   = 7
)

var errTruncated = errors.New("file ends in the middle of a section")

// parseModule reads a binary module. Its errors name what is wrong in the
// file; a module it accepts may still be refused by the compiler.
func parseModule(wasm []byte) (*module, error) {
	const preamble = "\x00asm\x01\x00\x00\x00"
	if len(wasm) < len(preamble) || string(wasm[:len(preamble)]) != preamble {
		return nil, errors.New("not a WebAssembly 1.0 module")
	}
	m := &module{exports: map[string]wasmExport{}, custom: map[string][]byte{}}
	for r := (&reader{rest: wasm[len(preamble):]}); len(r.rest) > 0; {
		id := r.byte()
		body := reader{rest: r.bytes()}
		if r.err != nil {
			return nil, r.err
		}
		if err := m.section(id, &body); err != nil {
			return nil, fmt.Errorf("section %d: %w", id, err)
		}
	}
	return m, nil
}

func (m *module) section(id byte, r *reader) error {
	switch id {
	case sectionCustom:
		name := r.name()
		if r.err == nil {
			m.custom[name] = r.rest
		}
		return r.err
	case sectionType:
		return r.vector(m.readType)
	case sectionImport:
		return r.vector(m.readImport)
	case sectionFunction:
		return r.vector(func(r *reader) { m.functions = append(m.functions, r.u32()) })
	case sectionMemory:
		return r.vector(func(r *reader) { m.memories = append(m.memories, r.limits()) })
	case sectionExport:
		return r.vector(m.readExport)
	}
	return nil
}

func (m *module) readType(r *reader) {
	const function = 0x60
	if form := r.byte(); form != function && r.err == nil {
		r.err = fmt.Errorf("type %d has form %#x, only functions are accepted", len(m.types), form)
		return
	}
	m.types = append(m.types, funcType{params: r.bytes(), results: r.bytes()})
}

func (m *module) readImport(r *reader) {
	i := wasmImport{module: r.name(), name: r.name(), kind: r.byte()}
	switch i.kind {
	case kindFunction:
		m.functions = append(m.functions, r.u32())
	case kindTable:
		r.byte()
		r.limits()
	case kindMemory:
		r.limits()
	case kindGlobal:
		r.byte()
		r.byte()
	default:
		r.fail(fmt.Errorf("import %s.%s has unknown kind %d", i.module, i.name, i.kind))
	}
	m.imports = append(m.imports, i)
}

func (m *module) readExport(r *reader) {
	name := r.name()
	if _, twice := m.exports[name]; twice {
		r.fail(fmt.Errorf("export %q stands twice", name))
	}
	m.exports[name] = wasmExport{kind: r.byte(), index: r.u32()}
}

// signature returns the type of an exported function, false when name is not
// one or its index leads nowhere.
func (m *module) signature(name string) (funcType, bool) {
	e, ok := m.exports[name]
	if !ok || e.kind != kindFunction || uint64(e.index) >= uint64(len(m.functions)) {
		return funcType{}, false
	}
	t := m.functions[e.index]
	if uint64(t) >= uint64(len(m.types)) {
		return funcType{}, false
	}
	return m.types[t], true
}

// reader takes values off the front of rest. After the first error all values
// are zero and err stays.
type reader struct {
	rest []byte
	err  error
}

func (r *reader) fail(err error) {
	if r.err == nil {
		r.err = err
	}
	r.rest = nil
}

func (r *reader) byte() byte {
	if len(r.rest) == 0 {
		r.fail(errTruncated)
		return 0
	}
	b := r.rest[0]
	r.rest = r.rest[1:]
	return b
}

// uleb reads an unsigned LEB128 number of at most width bits.
func (r *reader) uleb(width uint) uint64 {
	var value uint64
	for shift := uint(0); ; shift += 7 {
		b := r.byte()
		if r.err != nil {
			return 0
		}
		if shift >= width || (shift+7 > width && b>>(width-shift) != 0) {
			r.fail(fmt.Errorf("number exceeds %d bits", width))
			return 0
		}
		value |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return value
		}
	}
}

func (r *reader) u32() uint32 { return uint32(r.uleb(32)) }

// bytes reads a length and that many bytes.
func (r *reader) bytes() []byte {
	n := r.u32()
	if uint64(n) > uint64(len(r.rest)) {
		r.fail(errTruncated)
	}
	if r.err != nil {
		return nil
	}
	b := r.rest[:n:n]
	r.rest = r.rest[n:]
	return b
}

func (r *reader) name() string {
	b := r.bytes()
	if !utf8.Valid(b) {
		r.fail(errors.New("name is not UTF-8"))
	}
	return string(b)
}

func (r *reader) limits() memoryLimits {
	const hasMax, known = 1, 1
	flags := r.byte()
	if flags&^known != 0 {
		r.fail(fmt.Errorf("limits have flags %#x: shared and 64-bit memories are not accepted", flags))
	}
	l := memoryLimits{min: uint64(r.u32()), max: 1 << 32}
	if flags&hasMax != 0 {
		l.max = uint64(r.u32())
	}
	return l
}

// vector calls element once per entry of a vector. An entry takes at least one
// byte, so a lying count ends at the section's end.
func (r *reader) vector(element func(*reader)) error {
	for n := r.u32(); n > 0 && r.err == nil; n-- {
		element(r)
	}
	return r.err
}

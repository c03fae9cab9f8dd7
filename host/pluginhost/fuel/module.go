package fuel

import (
	"errors"
	"fmt"
	"slices"

	"github.com/r3mes/r3mes/host/pluginhost/wasmbin"
)

// Limits of a module, far above what compilers produce. The last ones bound the
// time and memory that compiling takes, which grow faster than the file: without
// them 17 kB of nested loops take a minute and a gigabyte. A Go guest of 3.3 MB
// has 20 million branch pairs and 0.3 million loop accesses.
const (
	maxTypes     = 10_000
	maxFunctions = 200_000
	maxTables    = 8
	maxElements  = 1 << 17 // of a table: a megabyte of references
	maxLocals    = 5_000   // of a function
	maxAllLocals = 1 << 22
	maxNesting   = 20_000
	maxTargets   = 20_000  // of a br_table
	maxCarried   = 1 << 23 // values that all targets of all br_tables take
	maxSignature = 1_000   // parameters, and results

	maxBranchPairs  = 250_000_000 // over all functions: places to branch to × those and branches
	maxLoopAccesses = 50_000_000  // accesses of locals × the square of the loops around them
)

// Names that belong to the instrumenter.
const (
	// Import is the module of the function Yield, (i64) → (i64), which a module
	// calls when its counter has run out.
	Import = "host:fuel"
	// Yield takes the counter and returns the refilled one, or does not return.
	Yield = "yield"
	// CounterExport is the exported mutable global that holds the counter
	// between calls.
	CounterExport = "host:fuel.counter"
)

// Types of values.
const (
	typeI32       = 0x7f
	typeI64       = 0x7e
	typeF32       = 0x7d
	typeF64       = 0x7c
	typeFuncRef   = 0x70
	typeExternRef = 0x6f
	typeFunction  = 0x60
	typeEmpty     = 0x40
)

// signature is a function type: value types as in the file.
type signature struct{ params, results []byte }

// module is what the instrumenter knows of the module it reads.
type module struct {
	sections map[byte][]byte // bodies, without custom ones

	types     []signature
	added     []signature // types behind those of the file
	functions []uint32    // type of each, imported ones first
	imported  uint32      // of functions
	tables    uint32
	globals   uint32
	elements  uint32
	data      uint32 // what the data count section says
	locals    int64  // of all functions so far
	carried   int64  // by all targets of br_tables so far
	pairs     int64  // see maxBranchPairs
	accesses  int64  // see maxLoopAccesses
	code      []*function
}

// function is one body of the module's own.
type function struct {
	index uint32
	body  []byte // as in the file
	shape shape
}

// parse reads all of a module that instrumenting needs.
func parse(wasm []byte) (*module, error) {
	m := &module{sections: map[byte][]byte{}}
	last := -1
	err := wasmbin.Sections(wasm, func(id byte, r *wasmbin.Reader) error {
		if id == wasmbin.SectionCustom {
			return nil
		}
		place := slices.Index(sectionOrder, id)
		if place <= last {
			return errors.New("unknown, out of order or there twice")
		}
		last = place
		m.sections[id] = r.Data
		return m.read(id, r)
	})
	if err != nil {
		return nil, err
	}
	if n := len(m.functions) - int(m.imported); n != len(m.code) {
		return nil, fmt.Errorf("%d functions are declared and %d have a body", n, len(m.code))
	}
	return m, nil
}

// sectionOrder is the order of sections in a file.
var sectionOrder = []byte{
	wasmbin.SectionType, wasmbin.SectionImport, wasmbin.SectionFunction, wasmbin.SectionTable, wasmbin.SectionMemory,
	wasmbin.SectionGlobal, wasmbin.SectionExport, wasmbin.SectionStart, wasmbin.SectionElement, wasmbin.SectionDataCount,
	wasmbin.SectionCode, wasmbin.SectionData,
}

func (m *module) read(id byte, r *wasmbin.Reader) error {
	switch id {
	case wasmbin.SectionType:
		m.each(r, "types", maxTypes, m.readType)
	case wasmbin.SectionImport:
		m.each(r, "imports", maxFunctions, m.readImport)
	case wasmbin.SectionFunction:
		m.each(r, "functions", maxFunctions, func(r *wasmbin.Reader) {
			m.functions = append(m.functions, m.typeIndex(r))
		})
	case wasmbin.SectionTable:
		m.tables = uint32(r.Count("tables", maxTables)) // read again when it is written
		return r.Err
	case wasmbin.SectionGlobal:
		m.globals += uint32(r.Count("globals", maxFunctions))
		return r.Err
	case wasmbin.SectionElement:
		m.elements = uint32(r.Count("element segments", maxFunctions))
		return r.Err
	case wasmbin.SectionDataCount:
		m.data = r.U32()
	case wasmbin.SectionCode:
		m.each(r, "bodies", maxFunctions, func(r *wasmbin.Reader) {
			index := m.imported + uint32(len(m.code))
			m.code = append(m.code, &function{index: index, body: r.Bytes()})
		})
	case wasmbin.SectionData:
		m.each(r, "data segments", maxFunctions, m.readData)
	default:
		return nil // copied as it is
	}
	return r.Done()
}

// each calls element for every entry of a vector of limited length.
func (m *module) each(r *wasmbin.Reader, what string, limit int, element func(*wasmbin.Reader)) {
	for n := r.Count(what, limit); n > 0 && r.Err == nil; n-- {
		element(r)
	}
}

func (m *module) readType(r *wasmbin.Reader) {
	if form := r.Byte(); form != typeFunction {
		r.Fail("type %d has form %#x, only functions are accepted", len(m.types), form)
	}
	s := signature{params: r.Bytes(), results: r.Bytes()}
	if len(s.params) > maxSignature || len(s.results) > maxSignature {
		r.Fail("type %d has more than %d parameters or results", len(m.types), maxSignature)
	}
	for _, t := range append(slices.Clone(s.params), s.results...) {
		checkValueType(r, t)
	}
	m.types = append(m.types, s)
}

func (m *module) readImport(r *wasmbin.Reader) {
	from, name := r.Name(), r.Name()
	if from == Import {
		r.Fail("imports %s.%s, which is the host's own", from, name)
	}
	switch kind := r.Byte(); kind {
	case wasmbin.KindFunction:
		m.functions = append(m.functions, m.typeIndex(r))
		m.imported++
	case wasmbin.KindGlobal:
		checkValueType(r, r.Byte())
		r.Byte()
		m.globals++
	default:
		r.Fail("imports %s.%s of kind %d, only functions and globals are accepted", from, name, kind)
	}
}

// readData holds a data segment to what is there. It is copied as it is, and the
// compiler makes room for as many bytes, and segments, as a file says it has.
func (m *module) readData(r *wasmbin.Reader) {
	const passive, explicit = 1, 2 // the kinds of segments beside that of memory 0
	switch kind := r.U32(); kind {
	case 0:
		m.expression(r, nil)
	case passive:
	case explicit:
		r.U32()
		m.expression(r, nil)
	default:
		r.Fail("data segment of kind %d", kind)
	}
	r.Bytes()
}

// typeIndex reads the index of a type of the file.
func (m *module) typeIndex(r *wasmbin.Reader) uint32 {
	t := r.U32()
	if r.Err == nil && uint64(t) >= uint64(len(m.types)) {
		r.Fail("type %d, of %d", t, len(m.types))
		return 0
	}
	return t
}

func (m *module) typeOf(f uint32) signature { return m.types[m.functions[f]] }

func checkValueType(r *wasmbin.Reader, t byte) {
	switch t {
	case typeI32, typeI64, typeF32, typeF64, typeFuncRef, typeExternRef:
	case 0x7b:
		r.Fail("value type v128 (SIMD) is not accepted")
	default:
		r.Fail("value type %#x is not accepted", t)
	}
}

// addType returns the index of a type that the instrumented module has besides
// its own.
func (m *module) addType(params, results []byte) uint32 {
	for i, s := range m.added {
		if string(s.params) == string(params) && string(s.results) == string(results) {
			return uint32(len(m.types) + i)
		}
	}
	m.added = append(m.added, signature{params, results})
	return uint32(len(m.types) + len(m.added) - 1)
}

// shifted is the index that function f has in the instrumented module, where
// Yield stands behind the imports.
func (m *module) shifted(f uint32) uint32 {
	if f >= m.imported {
		return f + 1
	}
	return f
}

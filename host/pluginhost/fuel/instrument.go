package fuel

import (
	"fmt"

	"github.com/r3mes/r3mes/host/pluginhost/wasmbin"
)

// Instrument returns wasm rewritten so that it counts its work; see the
// package comment. The error names what is not accepted, and where.
func Instrument(wasm []byte) ([]byte, error) {
	m, err := parse(wasm)
	if err != nil {
		return nil, fmt.Errorf("fuel: %w", err)
	}
	for _, f := range m.code {
		if err := m.survey(f); err != nil {
			return nil, fmt.Errorf("fuel: %w", err)
		}
	}
	out, err := m.write(len(wasm))
	if err != nil {
		return nil, fmt.Errorf("fuel: %w", err)
	}
	return out, nil
}

// write assembles the instrumented module. Code comes first, since it may ask
// for types.
func (m *module) write(size int) ([]byte, error) {
	yield := m.addType([]byte{typeI64}, []byte{typeI64})
	code := wasmbin.AppendU32(make([]byte, 0, size+size/4), uint32(len(m.code)))
	for _, f := range m.code {
		body := m.rewrite(f)
		code = append(wasmbin.AppendU32(code, uint32(len(body))), body...)
	}
	out := make([]byte, 0, len(code)+size)
	out = append(out, wasmbin.Preamble...)
	for _, id := range sectionOrder {
		body, err := m.section(id, yield, code)
		if err != nil {
			return nil, fmt.Errorf("section %d: %w", id, err)
		}
		if body != nil {
			out = append(wasmbin.AppendU32(append(out, id), uint32(len(body))), body...)
		}
	}
	return out, nil
}

// section returns the body of a section of the instrumented module; nil: it
// has none.
func (m *module) section(id byte, yield uint32, code []byte) ([]byte, error) {
	old, there := m.sections[id]
	switch id {
	case wasmbin.SectionType, wasmbin.SectionImport, wasmbin.SectionGlobal, wasmbin.SectionExport: // these get an entry
		if !there {
			old = []byte{0}
		}
	case wasmbin.SectionCode:
		return code, nil
	default:
		if !there {
			return nil, nil
		}
	}
	r := &wasmbin.Reader{Data: old}
	switch id {
	case wasmbin.SectionType:
		return extended(r, m.addedTypes()), nil
	case wasmbin.SectionImport:
		return extended(r, [][]byte{wasmbin.AppendU32(append(append(text(Import), text(Yield)...), wasmbin.KindFunction), yield)}), nil
	case wasmbin.SectionGlobal:
		return m.globalSection(r)
	case wasmbin.SectionExport:
		return m.exportSection(r)
	case wasmbin.SectionTable:
		return m.tableSection(r)
	case wasmbin.SectionStart:
		f := r.U32()
		return wasmbin.AppendU32(nil, m.shifted(f)), r.Err
	case wasmbin.SectionElement:
		return m.elementSection(r)
	}
	return old, nil
}

func text(s string) []byte { return append(wasmbin.AppendU32(nil, uint32(len(s))), s...) }

// extended is a vector with entries appended. The old one was read before, so
// its count is right.
func extended(r *wasmbin.Reader, entries [][]byte) []byte {
	out := wasmbin.AppendU32(nil, r.U32()+uint32(len(entries)))
	out = append(out, r.Data[r.At:]...)
	for _, e := range entries {
		out = append(out, e...)
	}
	return out
}

func (m *module) addedTypes() (entries [][]byte) {
	for _, s := range m.added {
		e := wasmbin.AppendU32([]byte{typeFunction}, uint32(len(s.params)))
		e = wasmbin.AppendU32(append(e, s.params...), uint32(len(s.results)))
		entries = append(entries, append(e, s.results...))
	}
	return entries
}

// globalSection appends the counter, which begins with a whole stack and no
// fuel.
func (m *module) globalSection(r *wasmbin.Reader) ([]byte, error) {
	n, out := r.U32(), []byte(nil)
	for range n {
		kind := r.Skip(2) // type and mutability
		out = m.expression(r, append(out, kind...))
		if r.Err != nil {
			return nil, r.Err
		}
	}
	if err := r.Done(); err != nil {
		return nil, err
	}
	const mutable = 1
	out = wasmbin.AppendI64(append(out, typeI64, mutable, opI64Const), StackBytes<<32)
	return append(wasmbin.AppendU32(nil, n+1), append(out, opEnd)...), nil
}

func (m *module) exportSection(r *wasmbin.Reader) ([]byte, error) {
	n, out := r.U32(), []byte(nil)
	for range n {
		name, kind, index := r.Name(), r.Byte(), r.U32()
		if name == CounterExport {
			r.Fail("exports %q, which is the host's own", name)
		}
		if r.Err != nil {
			return nil, r.Err
		}
		switch {
		case kind == wasmbin.KindFunction && uint64(index) >= uint64(len(m.functions)),
			kind == wasmbin.KindGlobal && index >= m.globals:
			return nil, fmt.Errorf("export %q of kind %d leads to %d, which does not exist", name, kind, index)
		case kind == wasmbin.KindFunction:
			index = m.shifted(index)
		}
		out = wasmbin.AppendU32(append(append(out, text(name)...), kind), index)
	}
	if err := r.Done(); err != nil {
		return nil, err
	}
	out = wasmbin.AppendU32(append(append(out, text(CounterExport)...), wasmbin.KindGlobal), m.globals)
	return append(wasmbin.AppendU32(nil, n+1), out...), nil
}

// tableSection holds every table to a maximum: a table that grows takes host
// memory which no limit on pages covers.
func (m *module) tableSection(r *wasmbin.Reader) ([]byte, error) {
	n := r.U32()
	out := wasmbin.AppendU32(nil, n)
	for range n {
		kind, limits := r.Byte(), r.Limits()
		if r.Err == nil && limits.Min > maxElements {
			r.Fail("table of %d elements (limit %d)", limits.Min, maxElements)
		}
		if r.Err != nil {
			return nil, r.Err
		}
		const hasMax = 1
		out = wasmbin.AppendU32(append(out, kind, hasMax), uint32(limits.Min))
		out = wasmbin.AppendU32(out, uint32(min(limits.Max, maxElements)))
	}
	return out, r.Done()
}

// elementSection shifts the functions of element segments.
func (m *module) elementSection(r *wasmbin.Reader) ([]byte, error) {
	n := r.U32()
	out := wasmbin.AppendU32(nil, n)
	for range n {
		if out = m.elementSegment(r, out); r.Err != nil {
			return nil, r.Err
		}
	}
	return out, r.Done()
}

func (m *module) elementSegment(r *wasmbin.Reader, out []byte) []byte {
	const passive, explicit, expressions = 1, 2, 4 // the bits of a segment's flags
	flags := r.U32()
	if flags > passive|explicit|expressions {
		r.Fail("element segment of kind %d", flags)
		return out
	}
	out = wasmbin.AppendU32(out, flags)
	if flags&passive == 0 {
		if flags&explicit != 0 {
			out = wasmbin.AppendU32(out, r.U32()) // table
		}
		out = m.expression(r, out) // offset
	}
	if flags&(passive|explicit) != 0 {
		out = append(out, r.Byte()) // type or kind of the elements
	}
	count := r.Count("elements of a segment", maxElements)
	out = wasmbin.AppendU32(out, uint32(count))
	for ; count > 0 && r.Err == nil; count-- {
		if flags&expressions != 0 {
			out = m.expression(r, out)
		} else {
			out = wasmbin.AppendU32(out, m.functionIndex(r))
		}
	}
	return out
}

// functionIndex reads the index of a function and shifts it.
func (m *module) functionIndex(r *wasmbin.Reader) uint32 {
	f := r.U32()
	if r.Err == nil && uint64(f) >= uint64(len(m.functions)) {
		r.Fail("function %d, of %d", f, len(m.functions))
		return 0
	}
	return m.shifted(f)
}

// expression copies a constant expression: one instruction and an end.
func (m *module) expression(r *wasmbin.Reader, out []byte) []byte {
	start := r.At
	switch op := r.Byte(); op {
	case opI32Const:
		r.Signed(32)
	case opI64Const:
		r.Signed(64)
	case opF32Const:
		r.Skip(4)
	case opF64Const:
		r.Skip(8)
	case opGlobalGet:
		if g := r.U32(); r.Err == nil && g >= m.globals {
			r.Fail("global %d, of %d", g, m.globals)
		}
	case opRefNull:
		r.Byte()
	case opRefFunc:
		f := m.functionIndex(r)
		if r.Byte() != opEnd {
			r.Fail("constant expression goes on after ref.func")
		}
		return append(wasmbin.AppendU32(append(out, opRefFunc), f), opEnd)
	default:
		r.Fail("opcode 0x%02x in a constant expression is not accepted", op)
	}
	if r.Byte() != opEnd {
		r.Fail("constant expression of more than one instruction")
	}
	if r.Err != nil {
		return out
	}
	return append(out, r.Data[start:r.At]...)
}

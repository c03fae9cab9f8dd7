package pluginhost

import "github.com/r3mes/r3mes/host/pluginhost/wasmbin"

// module is what the host wants to know of a .wasm file before it compiles it.
// The compiler validates the rest; this reader looks at nothing but the
// sections it needs and copies nothing.
type module struct {
	types     []funcType
	imports   []wasmImport
	functions []uint32 // type index of every function, imported ones first
	exports   map[string]wasmExport
	memories  []wasmbin.Limits // in pages
	custom    map[string][]byte
}

type funcType struct{ params, results []byte } // value types as in the file

type wasmImport struct {
	module, name string
	kind         byte
}

type wasmExport struct {
	kind  byte // of package wasmbin
	index uint32
}

// parseModule reads a binary module. Its errors name what is wrong in the
// file; a module it accepts may still be refused by the compiler.
func parseModule(wasm []byte) (*module, error) {
	m := &module{exports: map[string]wasmExport{}, custom: map[string][]byte{}}
	if err := wasmbin.Sections(wasm, m.section); err != nil {
		return nil, err
	}
	return m, nil
}

func (m *module) section(id byte, r *wasmbin.Reader) error {
	switch id {
	case wasmbin.SectionCustom:
		name := r.Name()
		if r.Err == nil {
			m.custom[name] = r.Data[r.At:]
		}
		return r.Err
	case wasmbin.SectionType:
		return r.Vector(m.readType)
	case wasmbin.SectionImport:
		return r.Vector(m.readImport)
	case wasmbin.SectionFunction:
		return r.Vector(func(r *wasmbin.Reader) { m.functions = append(m.functions, r.U32()) })
	case wasmbin.SectionMemory:
		return r.Vector(func(r *wasmbin.Reader) { m.memories = append(m.memories, r.Limits()) })
	case wasmbin.SectionExport:
		return r.Vector(m.readExport)
	}
	return nil
}

func (m *module) readType(r *wasmbin.Reader) {
	const function = 0x60
	if form := r.Byte(); form != function && r.Err == nil {
		r.Fail("type %d has form %#x, only functions are accepted", len(m.types), form)
		return
	}
	m.types = append(m.types, funcType{params: r.Bytes(), results: r.Bytes()})
}

func (m *module) readImport(r *wasmbin.Reader) {
	i := wasmImport{module: r.Name(), name: r.Name(), kind: r.Byte()}
	switch i.kind {
	case wasmbin.KindFunction:
		m.functions = append(m.functions, r.U32())
	case wasmbin.KindTable:
		r.Byte()
		r.Limits()
	case wasmbin.KindMemory:
		r.Limits()
	case wasmbin.KindGlobal:
		r.Byte()
		r.Byte()
	default:
		r.Fail("import %s.%s has unknown kind %d", i.module, i.name, i.kind)
	}
	m.imports = append(m.imports, i)
}

func (m *module) readExport(r *wasmbin.Reader) {
	name := r.Name()
	if _, twice := m.exports[name]; twice {
		r.Fail("export %q stands twice", name)
	}
	m.exports[name] = wasmExport{kind: r.Byte(), index: r.U32()}
}

// signature returns the type of an exported function, false when name is not
// one or its index leads nowhere.
func (m *module) signature(name string) (funcType, bool) {
	e, ok := m.exports[name]
	if !ok || e.kind != wasmbin.KindFunction || uint64(e.index) >= uint64(len(m.functions)) {
		return funcType{}, false
	}
	t := m.functions[e.index]
	if uint64(t) >= uint64(len(m.types)) {
		return funcType{}, false
	}
	return m.types[t], true
}

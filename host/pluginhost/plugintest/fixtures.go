package plugintest

import (
	"encoding/binary"
	"fmt"
	"strings"
)

// Manifest is a valid manifest of a plugin that answers hooks, with further
// lines of top-level keys or whole tables.
func Manifest(name string, hooks []string, more ...string) string {
	var keys, tables strings.Builder
	for _, hook := range hooks {
		fmt.Fprintf(&tables, "[hooks.%s]\n", hook)
	}
	for _, text := range more {
		if strings.HasPrefix(text, "[") {
			tables.WriteString(text + "\n")
		} else {
			keys.WriteString(text + "\n")
		}
	}
	return fmt.Sprintf("name = %q\nversion = \"1.0.0\"\ncontract = { min = 1, max = 1 }\n%s%s", name, &keys, &tables)
}

// Env imports the functions of the Extism guest ABI that fixtures use. Call it
// on an empty module.
type Env struct {
	Alloc, StoreU64, OutputSet, ErrorSet, VarGet, VarSet, Length int
}

// NewEnv imports an Env into m.
func NewEnv(m *Module) Env {
	const env = "extism:host/env"
	return Env{
		Alloc:     m.Import(env, "alloc", []byte{I64}, []byte{I64}),
		StoreU64:  m.Import(env, "store_u64", []byte{I64, I64}, nil),
		OutputSet: m.Import(env, "output_set", []byte{I64, I64}, nil),
		ErrorSet:  m.Import(env, "error_set", []byte{I64}, nil),
		VarGet:    m.Import(env, "var_get", []byte{I64}, []byte{I64}),
		VarSet:    m.Import(env, "var_set", []byte{I64, I64}, nil),
		Length:    m.Import(env, "length", []byte{I64}, []byte{I64}),
	}
}

// Place leaves the handle of a new block that holds text in local.
func (e Env) Place(local int, text string) []byte {
	// Stores write eight bytes, so the block is allocated with room for the last.
	padded := append([]byte(text), make([]byte, 8)...)
	code := join(Const64(uint64(len(padded))), Call(e.Alloc), Set(local))
	for i := 0; i < len(text); i += 8 {
		code = join(code, Get(local), Const64(uint64(i)), Add64(), Const64(binary.LittleEndian.Uint64(padded[i:])), Call(e.StoreU64))
	}
	return code
}

// Output answers text.
func (e Env) Output(text string) []byte {
	return join(e.Place(0, text), Get(0), Const64(uint64(len(text))), Call(e.OutputSet))
}

// Answer is a guest that gives the same answer at hook, always.
func Answer(hook, text string) []byte {
	return Guest(map[string]func(Env) []byte{hook: func(e Env) []byte { return e.Output(text) }})
}

// Guest is a guest whose hooks run the given code and return nothing.
func Guest(hooks map[string]func(Env) []byte) []byte {
	m := &Module{}
	env := NewEnv(m)
	for hook, body := range hooks {
		m.Export("r3mes_"+hook, m.Func(nil, body(env)))
	}
	return m.Bytes()
}

package pluginhost

import (
	"slices"
	"strings"
	"testing"

	"github.com/r3mes/r3mes/host/pluginhost/plugintest"
	"github.com/r3mes/r3mes/host/pluginhost/wasmbin"
)

func sampleModule() []byte {
	m := &plugintest.Module{}
	m.Import("extism:host/env", "alloc", []byte{plugintest.I64}, []byte{plugintest.I64})
	m.Memory(2, 3)
	m.Export("r3mes_route", m.Func([]byte{plugintest.I32}, plugintest.Const32(0)))
	m.Custom("r3mes.manifest", []byte("text"))
	return m.Bytes()
}

func TestParseModule(t *testing.T) {
	m, err := parseModule(sampleModule())
	if err != nil {
		t.Fatal(err)
	}
	if want := (wasmImport{"extism:host/env", "alloc", wasmbin.KindFunction}); len(m.imports) != 1 || m.imports[0] != want {
		t.Errorf("imports %+v, want %+v", m.imports, want)
	}
	if len(m.memories) != 1 || m.memories[0] != (wasmbin.Limits{Min: 2, Max: 3}) {
		t.Errorf("memories %+v, want one of 2 to 3 pages", m.memories)
	}
	if got, ok := m.signature("r3mes_route"); !ok || len(got.params) != 0 || !slices.Equal(got.results, []byte{plugintest.I32}) {
		t.Errorf("signature %+v, %v, want () → i32", got, ok)
	}
	if _, ok := m.signature("alloc"); ok {
		t.Error("an import counts as an export")
	}
	if string(m.custom["r3mes.manifest"]) != "text" {
		t.Errorf("custom section %q", m.custom["r3mes.manifest"])
	}
}

func TestParseModuleRefuses(t *testing.T) {
	const preamble = "\x00asm\x01\x00\x00\x00"
	for body, says := range map[string]string{
		"\x01":                                   "middle of a section",
		"\x01\x05\x01":                           "middle of a section",
		"\x01\x05\xff\xff\xff\xff\x1f":           "32 bits",
		"\x01\x02\x01\x5f":                       "form 0x5f",
		"\x05\x03\x01\x03\x01":                   "flags 0x3",
		"\x07\x09\x02\x01a\x00\x00\x01a\x00\x00": "stands twice",
		"\x02\x05\x01\x01\xff\x00\x00":           "not UTF-8",
		"\x02\x06\x01\x01a\x01b\x09":             "unknown kind 9",
		"\x03\x05\xff\xff\xff\xff\x0f":           "middle of a section", // four billion functions, none there
	} {
		if _, err := parseModule([]byte(preamble + body)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: error %v, want one with %q", body, err, says)
		}
	}
	if _, err := parseModule([]byte("\x00asm\x0d\x00\x01\x00")); err == nil {
		t.Error("a component was taken for a module")
	}
}

// Every cut of a module is refused or read, never a panic, and what is read
// holds no more than the file does.
func FuzzParseModule(f *testing.F) {
	whole := sampleModule()
	f.Add(whole)
	f.Add(compilerPanic())
	for i := range whole {
		f.Add(whole[:i])
	}
	f.Fuzz(func(t *testing.T, wasm []byte) {
		m, err := parseModule(wasm)
		if err != nil {
			return
		}
		if n := len(m.imports) + len(m.functions) + len(m.types) + len(m.exports) + len(m.memories); n > 2*len(wasm) {
			t.Errorf("%d entries in a file of %d bytes", n, len(wasm))
		}
		for name := range m.exports {
			m.signature(name)
		}
	})
}

package pluginhost

import (
	"context"
	"encoding/binary"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	extism "github.com/extism/go-sdk"

	"github.com/r3mes/r3mes/host/pluginhost/plugintest"
)

// divergence is one row of DIVERGENCE.md: what a guest sees under Extism's Go
// SDK and under our host, in a few words.
type divergence struct {
	name               string
	both               func(t *testing.T) (theirs, ours string)
	wantTheirs, wantUs string
}

// extismPlugin is one instance under Extism's Go SDK, which its calls share.
func extismPlugin(t *testing.T, wasm []byte, change func(*extism.Manifest)) func(export, input string) string {
	t.Helper()
	manifest := extism.Manifest{Wasm: []extism.Wasm{extism.WasmData{Data: wasm}}, Config: map[string]string{"k": "value"}, AllowedHosts: []string{"127.0.0.1", "localhost"}}
	if change != nil {
		change(&manifest)
	}
	plugin, err := extism.NewPlugin(t.Context(), manifest, extism.PluginConfig{EnableWasi: true}, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { plugin.Close(context.Background()) })
	plugin.SetLogger(func(extism.LogLevel, string) {})
	return func(export, input string) string {
		_, output, err := plugin.Call("r3mes_"+export, []byte(input))
		return outcome(output, err)
	}
}

// ourPlugin is the same guest under our host.
func ourPlugin(t *testing.T, wasm []byte, grants ...string) func(export, input string) string {
	t.Helper()
	m, err := parseModule(wasm)
	if err != nil {
		t.Fatal(err)
	}
	call := ourHost(t, m, wasm, grants)
	return func(export, input string) string { return outcome(call(export, []byte(input))) }
}

// outcome is an answer, or the kind of an error.
func outcome(output []byte, err error) string {
	switch kind := kindOf(err); {
	case kind != "":
		return "error " + kind
	case err != nil:
		return "error"
	case len(output) > 40:
		return fmt.Sprintf("%d bytes", len(output))
	}
	return fmt.Sprintf("%q", output)
}

// guestOf builds a guest whose exports run the given code.
func guestOf(exports map[string]func(m *plugintest.Module, e plugintest.Env) []byte, more ...func(*plugintest.Module)) []byte {
	m := &plugintest.Module{}
	e := plugintest.NewEnv(m)
	code := map[string][]byte{}
	for name, body := range exports { // imports come before functions
		code[name] = body(m, e)
	}
	for _, add := range more {
		add(m)
	}
	for name, body := range code {
		m.Export("r3mes_"+name, m.Func(nil, body))
	}
	return m.Bytes()
}

// withMemory gives a guest one page.
func withMemory(m *plugintest.Module) { m.Memory(1, 1) }

// answer64 is the code that answers the i64 on the stack, eight bytes.
func answer64(e plugintest.Env) []byte {
	return cat(plugintest.Set(1), plugintest.Const64(8), plugintest.Call(e.Alloc), plugintest.Set(0),
		plugintest.Get(0), plugintest.Get(1), plugintest.Call(e.StoreU64), plugintest.Get(0), plugintest.Const64(8), plugintest.Call(e.OutputSet))
}

// answerBlock is the code that answers the block whose handle is on the stack.
func answerBlock(e plugintest.Env) []byte {
	return cat(plugintest.Set(1), plugintest.Get(1), plugintest.Get(1), plugintest.Call(e.Length), plugintest.Call(e.OutputSet))
}

// store64 is i64.store at the address and value on the stack.
func store64() []byte { return []byte{0x37, 3, 0} }

// exactly places text in a block of its own length, which must be eight bytes.
func exactly(e plugintest.Env, text string) []byte {
	word := binary.LittleEndian.Uint64([]byte(text))
	return cat(plugintest.Const64(8), plugintest.Call(e.Alloc), plugintest.Set(0), plugintest.Get(0), plugintest.Const64(word), plugintest.Call(e.StoreU64), plugintest.Get(0))
}

// on runs one call of the export "it" under both hosts.
func on(wasm func() []byte, input string) func(t *testing.T) (theirs, ours string) {
	return func(t *testing.T) (string, string) {
		w := wasm()
		return extismPlugin(t, w, nil)("it", input), ourPlugin(t, w)("it", input)
	}
}

type code = func(m *plugintest.Module, e plugintest.Env) []byte

func it(body code, more ...func(*plugintest.Module)) func() []byte {
	return func() []byte { return guestOf(map[string]code{"it": body}, more...) }
}

func importEnv(m *plugintest.Module, name string, params, results []byte) int {
	return m.Import(envModule, name, params, results)
}

var p64 = []byte{plugintest.I64}

// inputLength answers how much input the guest finds.
func inputLength(m *plugintest.Module, e plugintest.Env) []byte {
	return cat(plugintest.Call(importEnv(m, "input_length", nil, p64)), answer64(e))
}

// word is the outcome of a guest that answers n.
func word(n uint64) string { return fmt.Sprintf("%q", binary.LittleEndian.AppendUint64(nil, n)) }

// fetches is a guest that requests a URL and answers the body.
func fetches(url string) func() []byte {
	return it(func(m *plugintest.Module, e plugintest.Env) []byte {
		text := `{"url":"` + url + `"}`
		text += strings.Repeat(" ", 8-len(text)%8)
		place := cat(plugintest.Const64(uint64(len(text))), plugintest.Call(e.Alloc), plugintest.Set(0))
		for i := 0; i < len(text); i += 8 {
			w := binary.LittleEndian.Uint64([]byte(text[i:]))
			place = cat(place, plugintest.Get(0), plugintest.Const64(uint64(i)), plugintest.Add64(), plugintest.Const64(w), plugintest.Call(e.StoreU64))
		}
		request := importEnv(m, "http_request", []byte{plugintest.I64, plugintest.I64}, p64)
		return cat(place, plugintest.Get(0), plugintest.Const64(0), plugintest.Call(request), answerBlock(e))
	})
}

var divergences = []divergence{
	{"oversize input", func(t *testing.T) (string, string) {
		wasm := it(inputLength)()
		small := extismPlugin(t, wasm, func(m *extism.Manifest) { m.Memory = &extism.ManifestMemory{MaxPages: 20} })
		return small("it", strings.Repeat("x", 3<<20)), ourPlugin(t, wasm)("it", strings.Repeat("x", 3<<20))
	}, word(0), "error input"},
	{"answer outside memory", on(it(func(_ *plugintest.Module, e plugintest.Env) []byte {
		return cat(plugintest.Const64(1<<40), plugintest.Const64(10), plugintest.Call(e.OutputSet))
	}), ""), `""`, "error output"},
	{"answer over the cap", on(it(func(_ *plugintest.Module, e plugintest.Env) []byte {
		return cat(plugintest.Const64(1<<19), plugintest.Call(e.Alloc), plugintest.Set(0), plugintest.Get(0), plugintest.Const64(1<<19), plugintest.Call(e.OutputSet))
	}), ""), "524288 bytes", "error output"},
	{"return code without a message", func(t *testing.T) (string, string) {
		m := &plugintest.Module{}
		e := plugintest.NewEnv(m)
		m.Export("r3mes_it", m.Func([]byte{plugintest.I32}, e.Output("out"), plugintest.Const32(7)))
		return extismPlugin(t, m.Bytes(), nil)("it", ""), ourPlugin(t, m.Bytes())("it", "")
	}, `"out"`, "error guest"},
	{"proc_exit(0)", on(it(func(m *plugintest.Module, e plugintest.Env) []byte {
		exit := m.Import(wasiModule, "proc_exit", []byte{plugintest.I32}, nil)
		return cat(e.Output("out"), plugintest.Const32(0), plugintest.Call(exit))
	}), ""), `"out"`, "error trap"},
	{"reuse after a trap", func(t *testing.T) (string, string) {
		wasm := guestOf(map[string]code{
			"trap": func(*plugintest.Module, plugintest.Env) []byte {
				return cat(plugintest.Const32(0), plugintest.Const64(1), store64(), plugintest.Unreachable())
			},
			"it": func(_ *plugintest.Module, e plugintest.Env) []byte {
				return cat(plugintest.Const32(0), plugintest.Load64(), answer64(e))
			},
		}, withMemory)
		theirs, ours := extismPlugin(t, wasm, nil), ourPlugin(t, wasm)
		theirs("trap", "")
		ours("trap", "")
		return theirs("it", ""), ours("it", "")
	}, word(1), word(0)},
	{"variables across calls", func(t *testing.T) (string, string) {
		wasm := guestOf(map[string]code{
			"set": func(_ *plugintest.Module, e plugintest.Env) []byte {
				return cat(exactly(e, "variable"), exactly(e, "keptkept"), plugintest.Call(e.VarSet))
			},
			"it": func(_ *plugintest.Module, e plugintest.Env) []byte {
				return cat(exactly(e, "variable"), plugintest.Call(e.VarGet), answerBlock(e))
			},
		})
		theirs, ours := extismPlugin(t, wasm, nil), ourPlugin(t, wasm)
		theirs("set", "")
		ours("set", "")
		return theirs("it", ""), ours("it", "")
	}, `"keptkept"`, `""`},
	{"a word over the end of the input", func(t *testing.T) (string, string) {
		wasm := it(func(m *plugintest.Module, e plugintest.Env) []byte {
			load := importEnv(m, "input_load_u64", p64, p64)
			return cat(plugintest.Const64(0), plugintest.Call(load), plugintest.Eqz64(), plugintest.Extend32(), answer64(e))
		})()
		return extismPlugin(t, wasm, nil)("it", "abc"), ourPlugin(t, wasm)("it", "abc")
	}, word(0), word(1)},
	{"a clock within a call", on(it(func(m *plugintest.Module, e plugintest.Env) []byte {
		clock := m.Import(wasiModule, "clock_time_get", []byte{plugintest.I32, plugintest.I64, plugintest.I32}, []byte{plugintest.I32})
		read := func(at int32) []byte {
			return cat(plugintest.Const32(0), plugintest.Const64(0), plugintest.Const32(at), plugintest.Call(clock), plugintest.Drop())
		}
		const xor = 0x85 // i64.xor
		return cat(read(0), read(8), plugintest.Const32(0), plugintest.Load64(), plugintest.Const32(8), plugintest.Load64(), []byte{xor},
			plugintest.Eqz64(), plugintest.Extend32(), answer64(e))
	}, withMemory), ""), word(0), word(1)},
	{"configuration without the grant", func(t *testing.T) (string, string) {
		wasm := it(func(m *plugintest.Module, e plugintest.Env) []byte {
			get := importEnv(m, "config_get", p64, p64)
			return cat(exactly(e, "thegrant"), plugintest.Call(get), answerBlock(e))
		})()
		theirs := extismPlugin(t, wasm, func(m *extism.Manifest) { m.Config = map[string]string{"thegrant": "value"} })
		return theirs("it", ""), withoutGrants(t, wasm)
	}, `"value"`, `""`},
	{"a module that panics the compiler", func(t *testing.T) (theirs, ours string) {
		wasm := compilerPanic()
		func() {
			defer func() {
				if recover() != nil {
					theirs = "panic"
				}
			}()
			_, err := extism.NewPlugin(t.Context(), extism.Manifest{Wasm: []extism.Wasm{extism.WasmData{Data: wasm}}}, extism.PluginConfig{}, nil)
			theirs = outcome(nil, err)
		}()
		h, err := newHost(Options{Limits: generous(Limits{})})
		if err != nil {
			t.Fatal(err)
		}
		_, err = h.load(t.Context(), source{wasm: wasm, manifest: &Manifest{Name: "p", Hooks: map[string]HookSpec{"route": {}}}})
		return theirs, outcome(nil, err)
	}, "panic", "error"},
	{"a redirect to another host", func(t *testing.T) (string, string) {
		var port string
		s := serveWeb(t, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/" {
				http.Redirect(w, r, "http://localhost:"+port+"/inside", http.StatusFound)
				return
			}
			w.Write([]byte("internal"))
		})
		port = s.port
		wasm := fetches(s.URL + "/")()
		theirs := extismPlugin(t, wasm, func(m *extism.Manifest) { m.AllowedHosts = []string{"127.0.0.1"} })
		return theirs("it", ""), ourPlugin(t, wasm, "http:GET 127.0.0.1:"+s.port+loopback)("it", "")
	}, `"internal"`, "error trap"},
	{"another port of an allowed host", func(t *testing.T) (string, string) {
		s := serveWeb(t, func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("other")) })
		wasm := fetches(s.URL)()
		return extismPlugin(t, wasm, nil)("it", ""), ourPlugin(t, wasm, "http:GET 127.0.0.1:1"+loopback)("it", "")
	}, `"other"`, "error trap"},
	{"an allowed host whose address is private", func(t *testing.T) (string, string) {
		s := serveWeb(t, func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("inside")) })
		wasm := fetches("http://" + net.JoinHostPort("localhost", s.port))()
		return extismPlugin(t, wasm, nil)("it", ""), ourPlugin(t, wasm, "http:GET localhost:"+s.port)("it", "")
	}, `"inside"`, "error trap"},
	{"a proxy of the environment", func(t *testing.T) (string, string) {
		var proxied atomic.Int32
		s := serveWeb(t, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Host != "" {
				proxied.Add(1)
			}
		})
		transport := http.DefaultTransport.(*http.Transport)
		before := transport.Proxy
		defer func() { transport.Proxy = before }()
		proxy, err := url.Parse(s.URL)
		if err != nil {
			t.Fatal(err)
		}
		transport.Proxy = http.ProxyURL(proxy) // http.ProxyFromEnvironment reads its variables once a process
		wasm := fetches("http://127.0.0.1:1/")()
		extismPlugin(t, wasm, nil)("it", "")
		theirs := fmt.Sprintf("%d through it", proxied.Swap(0))
		ourPlugin(t, wasm, "http:GET 127.0.0.1:1"+loopback)("it", "")
		return theirs, fmt.Sprintf("%d through it", proxied.Load())
	}, "1 through it", "0 through it"},
}

// withoutGrants is the outcome of "it" for a plugin that was granted nothing.
func withoutGrants(t *testing.T, wasm []byte) string {
	t.Helper()
	h, err := newHost(Options{Limits: generous(Limits{}), Config: map[string]map[string]any{"p": {"thegrant": "value"}}})
	if err != nil {
		t.Fatal(err)
	}
	v, err := h.load(t.Context(), source{wasm: wasm, settings: h.options.Settings("p"), manifest: &Manifest{
		Name: "p", Version: "1.0.0", Hooks: map[string]HookSpec{"it": {}}, Config: ConfigSpec{Schema: []byte(`{"type":"object"}`)},
	}})
	if err != nil {
		t.Fatal(err)
	}
	defer v.release()
	var out string
	err = v.call(t.Context(), guestCall{hook: "it", limit: h.limits.RouteDeadline, accept: func(answer []byte) error {
		out = outcome(answer, nil)
		return nil
	}})
	if err != nil {
		return outcome(nil, err)
	}
	return out
}

func TestDivergence(t *testing.T) {
	for _, d := range divergences {
		t.Run(d.name, func(t *testing.T) {
			theirs, ours := d.both(t)
			if theirs != d.wantTheirs {
				t.Errorf("under Extism's SDK: %s, want %s", theirs, d.wantTheirs)
			}
			if ours != d.wantUs {
				t.Errorf("here: %s, want %s", ours, d.wantUs)
			}
		})
	}
}

// Each row of the document names a test that exists, and each test has a row.
func TestDivergenceIsDocumented(t *testing.T) {
	text, err := os.ReadFile("DIVERGENCE.md")
	if err != nil {
		t.Fatal(err)
	}
	var documented, tested []string
	for _, row := range regexp.MustCompile("(?m)^\\|.*\\| `TestDivergence/([^`]+)` \\|$").FindAllStringSubmatch(string(text), -1) {
		documented = append(documented, row[1])
	}
	for _, d := range divergences {
		tested = append(tested, strings.ReplaceAll(d.name, " ", "_"))
	}
	if rows := strings.Count(string(text), "\n|") - 2; rows != len(documented) {
		t.Errorf("%d rows, of which %d name a test", rows, len(documented))
	}
	if !slices.Equal(documented, tested) {
		t.Errorf("DIVERGENCE.md documents %q, the tests are %q", documented, tested)
	}
}

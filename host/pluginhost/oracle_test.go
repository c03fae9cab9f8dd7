package pluginhost

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	extism "github.com/extism/go-sdk"

	"github.com/r3mes/r3mes/host/pluginbuild"
	"github.com/r3mes/r3mes/host/pluginhost/guesttest"
	"github.com/r3mes/r3mes/host/pluginhost/plugintest"
	"github.com/r3mes/r3mes/sdk/sdktest"
)

// The oracle is Extism's own Go SDK: a guest that speaks its ABI must answer
// the same under our host. Where the two differ on purpose is told in
// DIVERGENCE.md.

// oracleConfig is the configuration of every oracle guest.
var oracleConfig = map[string]string{"city": "Ankara", "größe": "1,80 m", "long": strings.Repeat("x", 5000)}

// pair is one guest under both hosts.
type pair struct {
	ours   func(export string, input []byte) ([]byte, error)
	oracle func(export string, input []byte) ([]byte, error)
	has    func(export string) bool
}

// newPair loads a guest under both hosts. Its exports r3mes_… are its hooks,
// whatever their names.
func newPair(t *testing.T, wasm []byte, grants ...string) *pair {
	t.Helper()
	m, err := parseModule(wasm)
	if err != nil {
		t.Fatal(err)
	}
	p := &pair{has: func(export string) bool { _, ok := m.exports["r3mes_"+export]; return ok }}
	p.ours = ourHost(t, m, wasm, grants)
	p.oracle = extismHost(t, wasm)
	return p
}

func ourHost(t *testing.T, m *module, wasm []byte, grants []string) func(string, []byte) ([]byte, error) {
	t.Helper()
	v := ourVersion(t, m, wasm, grants)
	return func(export string, input []byte) (output []byte, err error) {
		err = v.call(context.Background(), guestCall{
			hook: export, input: input, limit: v.host.limits.RouteDeadline,
			accept: func(answer []byte) error { output = slices.Clone(answer); return nil },
		})
		return output, err
	}
}

// ourVersion is a guest as our host would serve it, all its exports as hooks.
func ourVersion(t *testing.T, m *module, wasm []byte, grants []string) *version {
	t.Helper()
	grants = append(grants, CapLog, CapConfig)
	manifest := &Manifest{
		Name: "p", Version: "1.0.0", Contract: ContractRange{Min: 1, Max: 1}, Hooks: map[string]HookSpec{}, Capabilities: grants,
		Config: ConfigSpec{Schema: json.RawMessage(`{"type":"object"}`)}, Limits: WantedLimit{MemoryPages: 1024},
	}
	for name := range m.exports {
		if hook, ok := strings.CutPrefix(name, "r3mes_"); ok {
			manifest.Hooks[hook] = HookSpec{}
		}
	}
	config := map[string]any{}
	for key, value := range oracleConfig {
		config[key] = value
	}
	h, err := newHost(Options{
		Limits: generous(Limits{}), CacheDir: plugintest.CacheDir(t), Grants: map[string][]string{"p": grants}, Config: map[string]map[string]any{"p": config},
	})
	if err != nil {
		t.Fatal(err)
	}
	v, err := h.load(t.Context(), source{wasm: wasm, manifest: manifest, settings: h.options.Settings("p")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(v.release)
	return v
}

func extismHost(t *testing.T, wasm []byte) func(string, []byte) ([]byte, error) {
	t.Helper()
	manifest := extism.Manifest{Wasm: []extism.Wasm{extism.WasmData{Data: wasm}}, Config: maps.Clone(oracleConfig), AllowedHosts: []string{"127.0.0.1"}}
	compiled, err := extism.NewCompiledPlugin(t.Context(), manifest, extism.PluginConfig{EnableWasi: true, EnableHttpResponseHeaders: true}, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { compiled.Close(context.Background()) })
	return func(export string, input []byte) ([]byte, error) {
		// An instance a call, since variables and traps outlive calls there.
		plugin, err := compiled.Instance(context.Background(), extism.PluginInstanceConfig{})
		if err != nil {
			return nil, err
		}
		defer plugin.Close(context.Background())
		plugin.SetLogger(func(extism.LogLevel, string) {})
		_, output, err := plugin.Call("r3mes_"+export, input)
		return output, err
	}
}

// agree fails unless both hosts give the same answer to the export, which is
// want; or both an error, when failing.
func (p *pair) agree(t *testing.T, export string, input []byte, want string, failing bool) {
	t.Helper()
	ours, ourErr := p.ours(export, input)
	theirs, theirErr := p.oracle(export, input)
	if (ourErr != nil) != failing || (theirErr != nil) != failing {
		t.Errorf("%s(%.40q): ours %v, Extism %v; want an error: %v", export, input, ourErr, theirErr, failing)
		return
	}
	if !failing && (!bytes.Equal(ours, theirs) || string(ours) != want) {
		t.Errorf("%s(%.40q): ours %.80q, Extism %.80q, want %.80q", export, input, ours, theirs, want)
	}
}

// oracleCase is one call; every guest that has the export must give the answer.
type oracleCase struct {
	name, export, input, want string
	failing                   bool
}

// oracleCases are the calls, for a web server on loopback at base.
func oracleCases(base string) []oracleCase {
	binary := make([]byte, 256)
	for i := range binary {
		binary[i] = byte(i)
	}
	reversed := func(s string) string { b := []byte(s); slices.Reverse(b); return string(b) }
	large := strings.Repeat("0123456789abcdef", 3750) // 60,000 bytes: near the output cap
	request := func(path string) string {
		text, _ := json.Marshal(webRequest{URL: base + path, Method: "GET", Headers: map[string]string{"X-Asked": "yes"}})
		return string(text)
	}
	cases := []oracleCase{
		{"nothing echoed", "echo", "", "", false},
		{"one byte", "echo", "x", "x", false},
		{"eight bytes", "echo", "12345678", "12345678", false},
		{"nine bytes", "echo", "123456789", "123456789", false},
		{"every byte value", "echo", string(binary), string(binary), false},
		{"zero bytes", "echo", "\x00\x00\x00", "\x00\x00\x00", false},
		{"unicode through", "echo", "ığüşöç 世界 🎉", "ığüşöç 世界 🎉", false},
		{"broken UTF-8 through", "echo", "a\xff\xfeb\xc3", "a\xff\xfeb\xc3", false},
		{"nested JSON through", "echo", `{"a":{"b":[1,2,{"c":"d"}]},"n":null}`, `{"a":{"b":[1,2,{"c":"d"}]},"n":null}`, false},
		{"large", "echo", large, large, false},
		{"a word reversed", "reverse", "abcdefg", "gfedcba", false},
		{"words of eight reversed", "reverse", "abcdefghijklmnop", "ponmlkjihgfedcba", false},
		{"binary reversed", "reverse", string(binary), reversed(string(binary)), false},
		{"large reversed", "reverse", large, reversed(large), false},
		{"size of nothing", "size", "", "0", false},
		{"size of large input", "size", strings.Repeat("x", 200_000), "200000", false},
		{"no output", "silent", "ignored", "", false},
		{"an error", "fail", "why", "", true},
		{"an error of nothing", "fail", "", "", true},
		{"an error with unicode", "fail", "niçin 🎉", "", true},
		{"a trap", "trap", "", "", true},
		{"a variable", "vars", "value", "value|none", false},
		{"a binary variable", "vars", string(binary), string(binary) + "|none", false},
		{"a large variable", "vars", strings.Repeat("v", 10_000), strings.Repeat("v", 10_000) + "|none", false},
		{"configuration", "config", "city", "Ankara", false},
		{"configuration with unicode", "config", "größe", "1,80 m", false},
		{"long configuration", "config", "long", oracleConfig["long"], false},
		{"configuration that is not there", "config", "county", "none", false},
		{"a log line", "log", "hello", "logged", false},
		{"a long log line", "log", strings.Repeat("long ", 2000), "logged", false},
		{"a log line with control characters", "log", "a\x1b[31m\nb\x00c", "logged", false},
		{"blocks", "memory", "", "24,0,7", false},
		{"widths", "widths", "", "8,18446744069431493380,9223372036854775807,127", false},
		{"nested JSON", "nested", `{"a":{"b":[1,2,{"c":"deep"}]}}`, `{"found":{"c":"deep"}}`, false},
		{"nested JSON with unicode", "nested", `{"a":{"b":[{"x":{}},{"c":"tief ü 世"}]}}`, `{"found":{"c":"tief ü 世"}}`, false},
		{"nested JSON with nothing", "nested", `{"a":{"b":[{"c":""}]}}`, `{"found":{"c":""}}`, false},
		{"unicode from the guest", "unicode", "", "héllo 世界 🎉", false},
		{"unicode from both", "unicode", "ç→", "ç→héllo 世界 🎉", false},
		{"HTTP", "http", request("/hello"), "200:GET /hello yes", false},
		{"HTTP with an error status", "http", request("/missing"), "404:none", false},
		{"HTTP without a body", "http", request("/empty"), "204:", false},
		{"HTTP with unicode", "http", request("/unicode"), "200:ığ 世 🎉", false},
		{"HTTP over a redirect to the same place", "http", request("/moved"), "200:GET /hello yes", false},
		{"HTTP to where no grant leads", "http", `{"url":"http://localhost.example/"}`, "", true},
		{"HTTP to nowhere", "http", `{"url":"nonsense"}`, "", true},
	}
	return cases
}

// oracleWeb is the server of the HTTP cases.
func oracleWeb(t *testing.T) web {
	return serveWeb(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/hello":
			fmt.Fprintf(w, "%s %s %s", r.Method, r.URL.Path, r.Header.Get("X-Asked"))
		case "/empty":
			w.WriteHeader(http.StatusNoContent)
		case "/unicode":
			io.WriteString(w, "ığ 世 🎉")
		case "/moved":
			http.Redirect(w, r, "/hello", http.StatusFound)
		default:
			w.WriteHeader(http.StatusNotFound)
			io.WriteString(w, "none")
		}
	})
}

// consult runs every case whose export the guest has, and wants at least so
// many.
func consult(t *testing.T, wasm []byte, least int) {
	t.Helper()
	s := oracleWeb(t)
	p := newPair(t, wasm, "http:GET 127.0.0.1:"+s.port+loopback)
	ran := 0
	for _, c := range oracleCases(s.URL) {
		if !p.has(c.export) {
			continue
		}
		ran++
		t.Run(c.name, func(t *testing.T) { p.agree(t, c.export, []byte(c.input), c.want, c.failing) })
	}
	if ran < least {
		t.Errorf("%d cases ran, want at least %d", ran, least)
	}
}

// A guest built with Extism's Go kit answers the same under both hosts.
func TestOracleGo(t *testing.T) {
	consult(t, guesttest.Build(t, pluginbuild.Go, filepath.Join("oracle", "gopdk")), 40)
}

// So does one built with our kit, over its own golden cases.
func TestOracleGoSDK(t *testing.T) {
	guests := plugintest.Guests(t)
	for _, name := range []string{"price-tokens"} {
		consultGuest(t, guests, name)
	}
}

func consultGuest(t *testing.T, guests, name string) {
	t.Helper()
	wasm, err := os.ReadFile(filepath.Join(guests, name, "plugin.wasm"))
	if err != nil {
		t.Fatal(err)
	}
	cases, err := sdktest.Load(filepath.Join("..", "..", "plugins", name, "testdata"))
	if err != nil {
		t.Fatal(err)
	}
	p := newPair(t, wasm)
	for _, c := range cases {
		t.Run(name+"/"+c.Name, func(t *testing.T) {
			ours, ourErr := p.ours(c.Hook, c.Request)
			theirs, theirErr := p.oracle(c.Hook, c.Request)
			if !bytes.Equal(ours, theirs) || (ourErr != nil) != (theirErr != nil) {
				t.Errorf("ours %s, %v; Extism %s, %v", ours, ourErr, theirs, theirErr)
			}
		})
	}
}

// The same guest written in the other four languages, with and without a
// development kit of Extism's.
func TestSlowOracle(t *testing.T) {
	for _, lang := range []pluginbuild.Language{pluginbuild.C, pluginbuild.Zig, pluginbuild.Rust} {
		t.Run(string(lang), func(t *testing.T) {
			consult(t, guesttest.Build(t, lang, filepath.Join("testdata", "oracle", string(lang))), 40)
		})
	}
	t.Run("assemblyscript", func(t *testing.T) { consult(t, buildOnASKit(t), 40) })
}

// buildOnASKit compiles the AssemblyScript guest on Extism's kit, which lies
// beside the compiler and not in our SDK.
func buildOnASKit(t *testing.T) []byte {
	t.Helper()
	guesttest.Need(t)
	guesttest.UseToolchains(t)
	asc, err := exec.LookPath("asc")
	if err != nil {
		t.Fatal(err)
	}
	if asc, err = filepath.EvalSymlinks(asc); err != nil { // …/node_modules/assemblyscript/bin/asc.js
		t.Fatal(err)
	}
	modules := filepath.Join(filepath.Dir(asc), "..", "..")
	out := filepath.Join(t.TempDir(), "plugin.wasm")
	cmd := exec.Command("asc", "index.ts", "--outFile", out, "-O2", "--use", "abort=", "--path", modules)
	cmd.Dir = filepath.Join("testdata", "oracle", "assemblyscript")
	if text, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("asc: %v\n%s", err, text)
	}
	wasm, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	return wasm
}

// Every first-party guest, over its own golden cases.
func TestSlowOracleFirstParty(t *testing.T) {
	guesttest.Need(t)
	guests := plugintest.Guests(t)
	for _, source := range plugintest.Sources(t) {
		consultGuest(t, guests, filepath.Base(source))
	}
}

package pluginhost

import (
	"bytes"
	"encoding/hex"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/r3mes/r3mes/host/pluginhost/plugintest"
)

// Every refusal says which rule was broken and where.
func TestLoadRefuses(t *testing.T) {
	honest := plugintest.Answer("route", `{"adapter":null}`)
	with := func(build func(m *plugintest.Module)) []byte {
		m := &plugintest.Module{}
		build(m)
		return m.Bytes()
	}
	importing := func(module, name string) []byte {
		return with(func(m *plugintest.Module) {
			m.Import(module, name, nil, nil)
			m.Export("r3mes_route", m.Func(nil))
		})
	}
	manifest := plugintest.Manifest("p", []string{"route"})
	for _, c := range []struct {
		name     string
		wasm     []byte
		manifest string
		options  Options
		says     []string
	}{
		{"not wasm", []byte("#!/bin/sh\n"), manifest, Options{}, []string{"load p", "not a WebAssembly 1.0 module"}},
		{"cut short", honest[:len(honest)-3], manifest, Options{}, []string{"ends in the middle"}},
		{"too large", honest, manifest, Options{Limits: Limits{ModuleBytes: 10}}, []string{"plugin.wasm has", "limit 10"}},
		{"an unknown WASI import", importing("wasi_snapshot_preview1", "path_open"), manifest, Options{}, []string{"wasi_snapshot_preview1.path_open", "not one the host provides"}},
		{"an unknown host import", importing("extism:host/env", "format_disk"), manifest, Options{}, []string{"extism:host/env.format_disk"}},
		{"another module's import", importing("env", "memcpy"), manifest, Options{}, []string{"import env.memcpy"}},
		{"an import without its grant asked for", importing("extism:host/user", "r3mes_kv_get"), manifest, Options{Grants: map[string][]string{"p": {"kv"}}},
			[]string{"extism:host/user.r3mes_kv_get", `grant "kv"`, "manifest's capabilities"}},
		{"an import without its grant given", importing("extism:host/user", "r3mes_metric_add"), plugintest.Manifest("p", []string{"route"}, `capabilities = ["metrics"]`), Options{},
			[]string{"extism:host/user.r3mes_metric_add", `grant "metrics"`, "plugins.grants.p"}},
		{"an import that is not one of ours", importing("extism:host/user", "r3mes_exec"), manifest, Options{}, []string{"extism:host/user.r3mes_exec is not one the host provides"}},
		{"an imported memory", with(func(m *plugintest.Module) {
			m.ImportMemory("env", "memory")
			m.Export("r3mes_route", m.Func(nil))
		}), manifest, Options{}, []string{"env.memory", "not a function"}},
		{"an import of the wrong type", with(func(m *plugintest.Module) {
			m.Import("extism:host/env", "alloc", nil, nil)
			m.Export("r3mes_route", m.Func(nil))
		}), manifest, Options{}, []string{"alloc"}},
		{"a hook that is not exported", honest, plugintest.Manifest("p", []string{"quote", "settle"}), Options{}, []string{"does not export", "r3mes_"}},
		{"an export that is no hook of the manifest", plugintest.Guest(map[string]func(plugintest.Env) []byte{"route": says("{}"), "pre": says("{}")}), manifest, Options{}, []string{"r3mes_pre", "[hooks.pre]"}},
		{"an export of the wrong type", with(func(m *plugintest.Module) {
			m.Export("r3mes_route", m.Func([]byte{plugintest.I64}, plugintest.Const64(0)))
		}), manifest, Options{}, []string{"r3mes_route must take nothing"}},
		{"a start that traps", with(func(m *plugintest.Module) {
			m.Export("r3mes_route", m.Func(nil))
			m.Start(m.Func(nil, plugintest.Unreachable()))
		}), manifest, Options{}, []string{"make an instance", "unreachable"}},
		{"a start that never ends", with(func(m *plugintest.Module) {
			m.Export("r3mes_route", m.Func(nil))
			m.Start(m.Func(nil, plugintest.Loop(plugintest.Br(0))))
		}), manifest, Options{Limits: Limits{StartDeadline: 50 * time.Millisecond}}, []string{"time is up"}},
		{"an initialisation that never ends", with(func(m *plugintest.Module) {
			m.Export("r3mes_route", m.Func(nil))
			m.Export("_initialize", m.Func(nil, plugintest.Loop(plugintest.Br(0))))
		}), manifest, Options{Limits: Limits{StartDeadline: 50 * time.Millisecond}}, []string{"time is up"}},
		{"more memory than the plugin's limit", with(func(m *plugintest.Module) {
			m.Memory(300, 400)
			m.Export("r3mes_route", m.Func(nil))
		}), manifest, Options{}, []string{"300 pages", "256"}},
		{"more memory wanted than the host's maximum", honest, plugintest.Manifest("p", []string{"route"}, "[limits]\nmemory_pages = 5000"), Options{}, []string{"memory_pages is 5000", "1024"}},
		{"a module that panics the compiler", compilerPanic(), manifest, Options{}, []string{"type 127, of 1"}},
		{"a failing self-test", honest, plugintest.Manifest("p", []string{"route"},
			"[[selftest]]\nname = \"t1\"\nhook = \"route\"\nwant = { adapter = \"law\" }"), Options{}, []string{`selftest "t1"`, `{"adapter":null}`, "want"}},
		{"a self-test that wants an error", honest, plugintest.Manifest("p", []string{"route"},
			"[[selftest]]\nname = \"t1\"\nhook = \"route\"\nerror = \"sorry\""), Options{}, []string{`selftest "t1"`, `want an error with "sorry"`}},
		{"a self-test with a field that no request has", honest, plugintest.Manifest("p", []string{"route"},
			"[[selftest]]\nname = \"t1\"\nhook = \"route\"\ninput = { adaptors = [] }\nwant = { adapter = \"\" }"), Options{}, []string{`selftest "t1"`, "adaptors"}},
		{"a description that disagrees", plugintest.Guest(map[string]func(plugintest.Env) []byte{"route": says("{}"),
			"describe": says(`{"name":"q","version":"1.0.0","hooks":["route"],"contract_min":1,"contract_max":1}`)}), manifest, Options{}, []string{`describe: name is q, the manifest says p`}},
		{"config for a plugin without a schema", honest, manifest, Options{Config: map[string]map[string]any{"p": {"a": 1}}}, []string{"keys a given", "no config.schema"}},
		{"config for no plugin", honest, manifest, Options{Config: map[string]map[string]any{"q": {"a": 1}}}, []string{`config: no plugin "q"`, "found: p"}},
		{"grants for no plugin", honest, manifest, Options{Grants: map[string][]string{"q": nil}}, []string{`grants: no plugin "q"`}},
		{"an unknown grant", honest, manifest, Options{Grants: map[string][]string{"p": {"everything"}}}, []string{`grant "everything" is not one of`}},
		{"a grant of http to nowhere", honest, manifest, Options{Grants: map[string][]string{"p": {"http"}}}, []string{`grant "http" names nothing`, "http:GET|POST api.example.com:443"}},
		{"a grant of any secret", honest, manifest, Options{Grants: map[string][]string{"p": {"secrets"}}}, []string{`grant "secrets" names nothing`}},
		{"a grant that is malformed", honest, manifest, Options{Grants: map[string][]string{"p": {"http:GET example.com"}}}, []string{`grant "http:GET example.com"`, "no port"}},
		{"an endpoint over the ceiling", honest, manifest,
			Options{Grants: map[string][]string{"p": {"http:GET|POST a.example:443"}}, Limits: Limits{Capabilities: []string{"http:GET a.example:443"}}},
			[]string{`grant "http:GET|POST a.example:443" is wider than the host's ceiling (http:GET a.example:443)`}},
		{"a quota over the ceiling", honest, manifest, Options{Grants: map[string][]string{"p": {"kv"}}, Limits: Limits{Capabilities: []string{"kv:keys=10"}}},
			[]string{`grant "kv:keys=1000 bytes=1048576" is wider than the host's ceiling (kv:keys=10)`}},
		{"an address range wanted by an author", honest, plugintest.Manifest("p", []string{"route"}, `capabilities = ["http:GET a.example:443 net=10.0.0.0/8"]`), Options{}, []string{"only an operator can open address ranges"}},
		{"a metric that is no name", honest, plugintest.Manifest("p", []string{"route"}, `metrics = ["a b"]`), Options{}, []string{`metric "a b"`}},
		{"a metric declared twice", honest, plugintest.Manifest("p", []string{"route"}, `metrics = ["a", "a"]`), Options{}, []string{`metric "a"`, "stand once"}},
		{"a grant over the ceiling", honest, manifest, Options{Grants: map[string][]string{"p": {"prompt"}}, Limits: Limits{Capabilities: []string{"log"}}}, []string{`grant "prompt" is wider than the host's ceiling (log)`}},
	} {
		t.Run(c.name, func(t *testing.T) { refuse(t, c.options, c.says, plugin{"p", c.wasm, c.manifest}) })
	}
}

// A panic of the compiler is an error of the load, should the instrumenter not
// have refused the module before.
func TestCompilerPanicIsCaught(t *testing.T) {
	h, err := newHost(Options{})
	if err != nil {
		t.Fatal(err)
	}
	h.withoutFuel = true
	_, err = h.Prepare(t.Context(), Source{Wasm: compilerPanic(), Manifest: []byte(plugintest.Manifest("p", []string{"route"}))}, Settings{})
	if err == nil || !strings.Contains(err.Error(), "the compiler panicked") {
		t.Errorf("error %v, want one that tells of the panic", err)
	}
}

// compilerPanic is a module whose second function has a type index out of
// range and is called by the first: the compiler looks the type up before it
// checks the index. The hex is the smallest known reproducer, here with the
// export that brings it as far as the compiler.
func compilerPanic() []byte {
	wasm, err := hex.DecodeString("0061736d01000000010401600000030302007f0a0902040010010b02000b")
	if err != nil {
		panic(err)
	}
	const head = 8 + 6 + 5 // preamble, type section, function section
	export := append([]byte{7, 15, 1, 11}, "r3mes_route\x00\x00"...)
	return bytes.Join([][]byte{wasm[:head], export, wasm[head:]}, nil)
}

func TestAllProblemsAreReportedAtOnce(t *testing.T) {
	trap := func(plugintest.Env) []byte { return plugintest.Unreachable() }
	bad := func(name string) plugin {
		return routePlugin(name, trap, "[[selftest]]\nname = \"t\"\nhook = \"route\"\nwant = {}")
	}
	refuse(t, Options{}, []string{"load one:", "load two:"}, bad("one"), bad("two"), routePlugin("fine", says(`{"adapter":null}`)))
}

func TestOneNameOneFolder(t *testing.T) {
	twin := routePlugin("p", says(`{"adapter":null}`))
	other := twin
	other.name = "copy-of-p"
	refuse(t, Options{}, []string{`plugin "p" is in both`, "copy-of-p"}, twin, other)
}

// A disabled plugin may keep its configuration; a name that nobody has is only
// a warning.
func TestDisabledPluginsAreNotServed(t *testing.T) {
	var log bytes.Buffer
	h, _ := serve(t, Options{
		Disabled: []string{"a", "misspelt"}, Config: map[string]map[string]any{"a": {"n": 1}}, Logger: slog.New(slog.NewTextHandler(&log, nil)),
	}, routePlugin("a", says("{}")), routePlugin("b", says("{}")))
	if list := h.List(); len(list) != 1 || list[0].Name != "b" {
		t.Errorf("served %+v, want b alone", list)
	}
	if !strings.Contains(log.String(), "plugin=misspelt") || strings.Contains(log.String(), "plugin=a ") {
		t.Errorf("logged %s, want a warning about the name that nobody has", log.String())
	}
}

func TestManifestInsideTheModule(t *testing.T) {
	m := &plugintest.Module{}
	m.Export("r3mes_route", m.Func(nil))
	m.Custom(manifestSection, []byte(`{"name":"inside","version":"1.0.0","contract":{"min":1,"max":2},"hooks":{"route":{}}}`))
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "x"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "x", "plugin.wasm"), m.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	h, err := Open(t.Context(), Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	if list := h.List(); len(list) != 1 || list[0].Name != "inside" {
		t.Errorf("served %+v", list)
	}
}

func TestDescriptionThatAgrees(t *testing.T) {
	wasm := plugintest.Guest(map[string]func(plugintest.Env) []byte{"route": says(`{"adapter":null}`),
		"describe": says(`{"name":"p","version":"1.0.0","hooks":["route"],"contract_min":1,"contract_max":1}`)})
	_, g := serve(t, Options{}, plugin{"p", wasm, plugintest.Manifest("p", []string{"route"})})
	if d := g.Route(t.Context(), routeRequest()); d.Plugin != "p" {
		t.Errorf("decided by %q, %v", d.Plugin, d.Err)
	}
}

func TestWantedAndGranted(t *testing.T) {
	h, _ := serve(t, Options{Grants: map[string][]string{"p": {"prompt", "clock"}}},
		routePlugin("p", says("{}"), `capabilities = ["prompt", "log", "kv"]`))
	info := h.List()[0]
	if got := strings.Join(info.Granted, " "); got != "prompt" {
		t.Errorf("granted %q, want what is both wanted and allowed", got)
	}
}

// logGuest logs at every level and prints to standard error.
func logGuest() []byte {
	m := &plugintest.Module{}
	env := plugintest.NewEnv(m)
	warn := m.Import("extism:host/env", "log_warn", []byte{plugintest.I64}, nil)
	line := func(text string) []byte { return cat(env.Place(0, text), plugintest.Get(0), plugintest.Call(warn)) }
	flood := cat(bytes.Repeat(line("x"), 40))
	m.Export("r3mes_route", m.Func(nil, line("two\nlines"), flood, env.Output(`{"adapter":null}`)))
	return m.Bytes()
}

func TestLogsNeedTheGrantAndAreLimited(t *testing.T) {
	manifest := plugintest.Manifest("p", []string{"route"}, `capabilities = ["log"]`)
	for _, granted := range []bool{false, true} {
		var log bytes.Buffer
		seen := &recorder{}
		o := Options{Logger: slog.New(slog.NewTextHandler(&log, nil)), Observe: seen.observe}
		if granted {
			o.Grants = map[string][]string{"p": {"log"}}
		}
		_, g := serve(t, o, plugin{"p", logGuest(), manifest})
		g.Route(t.Context(), routeRequest())
		lines := strings.Count(log.String(), "plugin log")
		switch {
		case !granted && (lines != 0 || seen.last().Denied[CapLog] != 41):
			t.Errorf("without the grant %d lines were logged and %d denied, want 0 and 41", lines, seen.last().Denied[CapLog])
		case granted && (lines != maxLogLines || !strings.Contains(log.String(), `message="two lines"`) || !strings.Contains(log.String(), "plugin=p")):
			t.Errorf("with the grant %d lines were logged, want %d:\n%s", lines, maxLogLines, log.String())
		}
	}
}

// config_get answers by grant only: bare strings, other values as JSON.
func TestConfigGet(t *testing.T) {
	m := &plugintest.Module{}
	env := plugintest.NewEnv(m)
	get := m.Import("extism:host/env", "config_get", []byte{plugintest.I64}, []byte{plugintest.I64})
	m.Export("r3mes_route", m.Func(nil,
		// Exactly eight bytes: a key's block must not be longer than the key.
		plugintest.Const64(8), plugintest.Call(env.Alloc), plugintest.Set(0),
		plugintest.Get(0), plugintest.Const64(0x79656b7965746d79), plugintest.Call(env.StoreU64), // "ymteykey" little-endian
		plugintest.Get(0), plugintest.Call(get), plugintest.Set(1),
		plugintest.Get(1), plugintest.Get(1), plugintest.Call(env.Length), plugintest.Call(env.OutputSet)))
	manifest := plugintest.Manifest("p", []string{"route"}, `capabilities = ["config"]`, "[config.schema]\ntype = \"object\"")
	for value, want := range map[any]string{"text": "text", 12: "12", true: "true"} {
		_, g := serve(t, Options{Config: map[string]map[string]any{"p": {"ymteykey": value}}, Grants: map[string][]string{"p": {"config"}}}, plugin{"p", m.Bytes(), manifest})
		if out, err := callRaw(g, "p", "route"); err != nil || string(out) != want {
			t.Errorf("config_get of %v answered %q, %v", value, out, err)
		}
	}
	_, g := serve(t, Options{Config: map[string]map[string]any{"p": {"ymteykey": "text"}}}, plugin{"p", m.Bytes(), manifest})
	if out, err := callRaw(g, "p", "route"); err != nil || len(out) != 0 {
		t.Errorf("without the grant config_get answered %q, %v", out, err)
	}
}

func TestCompileCache(t *testing.T) {
	p := routePlugin("p", says(`{"adapter":null}`))
	dir := filepath.Join(t.TempDir(), "cache")
	open := func() {
		t.Helper()
		h, err := Open(t.Context(), Options{Dir: writePlugins(t, p), CacheDir: dir, Limits: generous(Limits{})})
		if err != nil {
			t.Fatal(err)
		}
		defer h.Close()
		g := h.Pin("")
		defer g.Release()
		if d := g.Route(t.Context(), routeRequest()); d.Plugin != "p" {
			t.Errorf("decided by %q, %v", d.Plugin, d.Err)
		}
	}
	open()
	files := cacheFiles(t, dir)
	if len(files) != 1 {
		t.Fatalf("%d files in the cache, want 1", len(files))
	}
	open()
	// A damaged entry costs time, not the plugin.
	if err := os.WriteFile(files[0], []byte("damaged beyond recognition"), 0o600); err != nil {
		t.Fatal(err)
	}
	open()
}

func cacheFiles(t *testing.T, dir string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*", "*"))
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestCompileCacheMustBeOurs(t *testing.T) {
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	_, err := Open(t.Context(), Options{CacheDir: dir})
	if err == nil || !strings.Contains(err.Error(), "others may write it") {
		t.Errorf("error %v, want the directory refused", err)
	}
}

func TestOptionsAreChecked(t *testing.T) {
	for want, o := range map[string]Options{
		"must not be negative":  {Pricing: &Pricing{PerRequest: -1}},
		"exceeds max_quote":     {Pricing: &Pricing{MinQuote: 2, MaxQuote: 1}},
		"needs at least 16":     {WalletKey: []byte("short")},
		"do not hold one input": {Limits: Limits{HostBytes: 1000}},
		"exceed the maximum":    {Limits: Limits{MemoryPages: 2000}},
		"limits must not be":    {Limits: Limits{Instances: -1}},
	} {
		if _, err := Open(t.Context(), o); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
}

func TestPoolSizeFollowsMemory(t *testing.T) {
	l := DefaultLimits()
	l.Instances = 8
	for pages, want := range map[int]int{16: 8, 256: 8, 1024: 4, 8192: 1} {
		if got := l.instances(pages); got != want {
			t.Errorf("%d pages: %d instances, want %d", pages, got, want)
		}
	}
}

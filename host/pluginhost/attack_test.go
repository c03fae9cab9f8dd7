package pluginhost

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"log/slog"
	"math"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/r3mes/r3mes/host/pluginhost/guesttest"
	"github.com/r3mes/r3mes/host/pluginhost/plugintest"
	"github.com/r3mes/r3mes/sdk"
)

// The attack suite: what hostile guests do, each under siege (siege_test.go).
// Attacks that need a network are in exfiltrate_test.go; corrupted modules are
// in corrupt_test.go.

// attack is a guest that does harm at route.
type attack struct {
	name     string
	wasm     []byte
	manifest []string // more lines of it
	options  Options
	input    string // of each call; empty: a minimal request
	// kind and says are of each call's error, which names plugin and hook; with
	// kind "" the call must answer says.
	kind, says string
	// after looks at what is left of the attack.
	after func(t *testing.T, h *Host)
}

// attackers call the guest at once: as many as the test machine has processors
// leave none to the others, unless the sandbox sees to it.
const attackers = 2

func attacks() []attack {
	loop := func(body ...[]byte) []byte { return plugintest.Loop(append(body, plugintest.Br(0))...) }
	route := func(body func(e plugintest.Env) []byte) []byte {
		return plugintest.Guest(map[string]func(plugintest.Env) []byte{"route": body})
	}
	log, lines := countLines("plugin log")
	return []attack{
		{name: "trap", kind: sdk.ErrorTrap, says: "unreachable",
			wasm: route(func(plugintest.Env) []byte { return plugintest.Unreachable() })},
		{name: "endless loop", kind: sdk.ErrorFuel, says: "all 50000000 units of fuel are used up",
			wasm: route(func(plugintest.Env) []byte { return loop() })},
		{name: "endless loop with fuel to spare", manifest: []string{"[limits]\nfuel = 1_000_000_000\ndeadline_ms = 50"}, kind: sdk.ErrorDeadline, says: "time is up",
			wasm: route(func(plugintest.Env) []byte { return loop() })},
		{name: "endless host calls", kind: sdk.ErrorFuel, says: "units of fuel are used up",
			wasm: route(func(e plugintest.Env) []byte {
				return loop(plugintest.Const64(1), plugintest.Call(e.Alloc), plugintest.Drop())
			})},
		{name: "call tree without loops", kind: sdk.ErrorFuel, says: "units of fuel are used up", wasm: callTree("r3mes_route")},
		{name: "bulk fill", kind: sdk.ErrorFuel, says: "units of fuel are used up", wasm: bulkFill()},
		{name: "table bomb", says: "refused", wasm: tableBomb()},
		{name: "all its fuel, and an answer", says: "spent", wasm: spendthrift()},
		{name: "memory bomb", says: "refused", wasm: memoryBomb()},
		{name: "deep recursion", kind: sdk.ErrorTrap, says: "nested too deep", wasm: recursion()},
		{name: "answer over the cap", kind: sdk.ErrorOutput, says: "65537 bytes (limit 65536)",
			wasm: route(func(e plugintest.Env) []byte {
				return cat(plugintest.Const64(65537), plugintest.Call(e.Alloc), plugintest.Set(0),
					plugintest.Get(0), plugintest.Const64(65537), plugintest.Call(e.OutputSet))
			})},
		{name: "answer of more bytes than exist", kind: sdk.ErrorOutput, says: "limit 65536",
			wasm: route(func(e plugintest.Env) []byte {
				return cat(plugintest.Const64(80), plugintest.Const64(^uint64(0)), plugintest.Call(e.OutputSet))
			})},
		{name: "answer outside memory", kind: sdk.ErrorOutput, says: "outside the memory",
			wasm: route(func(e plugintest.Env) []byte {
				return cat(plugintest.Const64(1<<40), plugintest.Const64(10), plugintest.Call(e.OutputSet))
			})},
		{name: "answer range that wraps around", kind: sdk.ErrorOutput, says: "outside the memory",
			wasm: route(func(e plugintest.Env) []byte {
				return cat(plugintest.Const64(^uint64(7)), plugintest.Const64(16), plugintest.Call(e.OutputSet))
			})},
		{name: "store outside host memory", kind: sdk.ErrorTrap, says: "store_u64",
			wasm: route(func(e plugintest.Env) []byte {
				return cat(plugintest.Const64(^uint64(0)-3), plugintest.Const64(1), plugintest.Call(e.StoreU64))
			})},
		{name: "error of its own", kind: sdk.ErrorGuest, says: "no such wallet",
			wasm: route(func(e plugintest.Env) []byte {
				return cat(e.Place(0, "no such wallet"), plugintest.Get(0), plugintest.Call(e.ErrorSet))
			})},
		{name: "error handle that is none", kind: sdk.ErrorGuest, says: "without a message",
			wasm: route(func(e plugintest.Env) []byte { return cat(plugintest.Const64(1<<40), plugintest.Call(e.ErrorSet)) })},
		{name: "variables without end", kind: sdk.ErrorTrap, says: "variables take",
			wasm: route(func(e plugintest.Env) []byte {
				return cat(e.Place(0, "k"), plugintest.Const64(70<<10), plugintest.Call(e.Alloc), plugintest.Set(1),
					plugintest.Get(0), plugintest.Get(1), plugintest.Call(e.VarSet))
			})},
		{name: "oversize input", kind: sdk.ErrorInput, says: "limit 262144",
			wasm: route(says(`{"adapter":null}`)), input: `{"request_id":"` + strings.Repeat("x", 256<<10) + `"}`},
		{name: "trap then reuse", kind: sdk.ErrorTrap, says: "unreachable", wasm: dirtyThenTrap()},
		{name: "log flood", kind: sdk.ErrorFuel, says: "units of fuel",
			manifest: []string{`capabilities = ["log"]`}, options: Options{Grants: map[string][]string{"hostile": {"log"}}, Logger: log},
			wasm: logFlood(), after: func(t *testing.T, _ *Host) {
				if n := lines(); n == 0 || n > logBurst+logPerSecond*60 {
					t.Errorf("the flood left %d lines in the operator's log", n)
				}
			}},
		{name: "KV flood", kind: sdk.ErrorFuel, says: "units of fuel",
			manifest: []string{`capabilities = ["kv"]`}, options: Options{Grants: map[string][]string{"hostile": {"kv:keys=20 bytes=4096"}}},
			wasm: kvFlood(), after: func(t *testing.T, h *Host) {
				if pairs := h.kv.(*memoryKV).pairs["hostile"]; len(pairs) != 20 {
					t.Errorf("the flood left %d pairs, want the quota of 20", len(pairs))
				}
			}},
	}
}

func TestAttacks(t *testing.T) {
	for _, a := range attacks() {
		t.Run(a.name, func(t *testing.T) { a.run(t, 3) })
	}
}

// The same for longer.
func TestSlowAttacks(t *testing.T) {
	guesttest.Need(t)
	for _, a := range attacks() {
		t.Run(a.name, func(t *testing.T) { a.run(t, 100) })
	}
}

// run attacks a host from all sides, each so many times.
func (a attack) run(t *testing.T, times int) {
	seen := &recorder{}
	a.options.Observe = seen.observe
	h, g := serve(t, a.options, bystander(), plugin{"hostile", a.wasm, plugintest.Manifest("hostile", []string{"route"}, a.manifest...)})
	warm(t, g, "hostile", attackers)
	s := besiege(t, h, nil)
	var wg sync.WaitGroup
	for range attackers {
		wg.Go(func() {
			for range times {
				a.strike(t, g)
			}
		})
	}
	wg.Wait()
	s.lift()
	if d := g.Route(t.Context(), routeRequest()); a.kind != "" && a.input == "" && (d.Plugin != "other" || kindOf(d.Err) != a.kind) {
		t.Errorf("decided by %q, %v; want the next plugin, and the error of this one", d.Plugin, d.Err)
	}
	wantDiscarded(t, seen)
	if a.after != nil {
		a.after(t, h)
	}
}

// wantDiscarded wants that no instance was used again after it failed, or
// after its memory grew over the high-water mark of three quarters.
func wantDiscarded(t *testing.T, seen *recorder) {
	t.Helper()
	seen.mu.Lock()
	defer seen.mu.Unlock()
	for _, c := range seen.calls {
		failed := c.ErrorKind != "" && c.ErrorKind != sdk.ErrorInput // no guest sees a refused input
		if want := failed || c.MemoryBytes > 192<<16; c.Plugin == "hostile" && c.Discarded != want {
			t.Errorf("reported %+v, want a discarded instance: %v", c, want)
		}
	}
}

// strike makes one call and looks at what the caller is told.
func (a attack) strike(t *testing.T, g *Generation) {
	out, err := g.Call(context.Background(), "hostile", sdk.HookRoute, a.request())
	if a.kind == "" {
		if err != nil || string(out) != a.says {
			t.Errorf("answered %q, %v, want %q", out, err, a.says)
		}
		return
	}
	wantFailure(t, err, a.kind, a.says)
}

func (a attack) request() []byte { return []byte(cmp.Or(a.input, `{"request_id":"r1"}`)) }

// wantFailure wants an error that names the hostile plugin, its hook and the
// cause, in a line that fits a log.
func wantFailure(t *testing.T, err error, kind, says string) {
	t.Helper()
	var p *sdk.PluginError
	switch {
	case !errors.As(err, &p):
		t.Errorf("error %v, want a *sdk.PluginError", err)
	case p.Plugin != "hostile" || p.Hook != sdk.HookRoute || p.Kind != kind || !strings.Contains(err.Error(), says):
		t.Errorf("error %v of plugin %q, hook %q, kind %q; want hostile, route, %s with %q", err, p.Plugin, p.Hook, p.Kind, kind, says)
	case len(err.Error()) > 1024 || strings.Contains(err.Error(), "\n"):
		t.Errorf("error %q does not fit a log's line", err)
	}
}

// warm makes the pool of a plugin as large as callers who call at once would.
func warm(t *testing.T, g *Generation, name string, callers int) {
	t.Helper()
	for _, v := range g.versions {
		if v.manifest.Name != name {
			continue
		}
		var lent []*instance
		for range callers {
			in, err := v.pool.take(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			lent = append(lent, in)
		}
		for _, in := range lent {
			v.pool.give(in, false)
		}
	}
}

// recursion never comes to its end.
func recursion() []byte {
	m := &plugintest.Module{}
	m.Export("r3mes_route", m.Func(nil, plugintest.Call(0)))
	return m.Bytes()
}

// callTree is a tree of calls with 2^32 leaves under export, or under the start
// section when export is empty.
func callTree(export string) []byte {
	m := &plugintest.Module{}
	f := m.Func(nil)
	for range 32 {
		f = m.Func(nil, plugintest.Call(f), plugintest.Call(f))
	}
	if export == "" {
		m.Start(f)
	} else {
		m.Export(export, f)
	}
	if export != "r3mes_route" {
		m.Export("r3mes_route", m.Func(nil))
	}
	return m.Bytes()
}

// bulkFill fills the most memory it can get, again and again.
func bulkFill() []byte {
	m := &plugintest.Module{}
	m.Memory(256, 256)
	m.Export("r3mes_route", m.Func(nil, plugintest.Loop(
		plugintest.Const32(0), plugintest.Const32(1), plugintest.Const32(256<<16), plugintest.FillMemory(), plugintest.Br(0))))
	return m.Bytes()
}

// tableBomb grows its table until it is refused and then answers.
func tableBomb() []byte {
	m := &plugintest.Module{}
	env := plugintest.NewEnv(m)
	m.Table(1, math.MaxUint32)
	m.Export("r3mes_route", m.Func(nil, plugintest.Block(plugintest.Loop(
		plugintest.NullFunc(), plugintest.Const32(4096), plugintest.GrowTable(), plugintest.Const32(-1), plugintest.Eq32(),
		plugintest.If(env.Output("refused"), plugintest.Br(2)), plugintest.Br(0)))))
	return m.Bytes()
}

// spendthrift uses nearly all the fuel of a call and answers: it does nothing
// that an error or a breaker would stop.
func spendthrift() []byte {
	m := &plugintest.Module{}
	env := plugintest.NewEnv(m)
	const rounds = 5_000_000 // of nine units
	m.Export("r3mes_route", m.Func(nil,
		plugintest.Const64(rounds), plugintest.Set(1),
		plugintest.Block(plugintest.Loop(
			plugintest.Get(1), plugintest.Const64(math.MaxUint64), plugintest.Add64(), plugintest.Set(1),
			plugintest.Get(1), plugintest.Eqz64(), plugintest.BrIf(1), plugintest.Br(0))),
		env.Output("spent")))
	return m.Bytes()
}

// dirtyThenTrap leaves a mark in its memory and traps; whoever meets the mark
// answers.
func dirtyThenTrap() []byte {
	m := &plugintest.Module{}
	env := plugintest.NewEnv(m)
	m.Memory(1, 1)
	m.Export("r3mes_route", m.Func(nil,
		plugintest.Const32(8), plugintest.Load64(), plugintest.Eqz64(), plugintest.If(
			plugintest.Const32(8), plugintest.Const64(1), plugintest.Store64(), plugintest.Unreachable()),
		env.Output("the mark of another call")))
	return m.Bytes()
}

// logFlood logs the same line without end.
func logFlood() []byte {
	m := &plugintest.Module{}
	env := plugintest.NewEnv(m)
	info := m.Import("extism:host/env", "log_info", []byte{plugintest.I64}, nil)
	m.Export("r3mes_route", m.Func(nil, plugintest.Loop(env.Place(0, "flood"), plugintest.Get(0), plugintest.Call(info), plugintest.Br(0))))
	return m.Bytes()
}

// kvFlood stores pair after pair under new keys without end.
func kvFlood() []byte {
	m := &plugintest.Module{}
	env := plugintest.NewEnv(m)
	set := m.Import("extism:host/user", "r3mes_kv_set", []byte{plugintest.I64, plugintest.I64, plugintest.I64}, []byte{plugintest.I64})
	m.Export("r3mes_route", m.Func(nil,
		env.Place(0, "key-0000"), plugintest.Loop(
			plugintest.Get(1), plugintest.Const64(1), plugintest.Add64(), plugintest.Set(1),
			plugintest.Get(0), plugintest.Get(1), plugintest.Call(env.StoreU64),
			plugintest.Get(0), plugintest.Get(0), plugintest.Const64(0), plugintest.Call(set), plugintest.Drop(),
			plugintest.Br(0))))
	return m.Bytes()
}

// A price that would follow the clock is the same at any time, though the
// plugin was granted the clock, which its route hook does see.
func TestAttackOfAPriceThatFollowsTheClock(t *testing.T) {
	manifest := plugintest.Manifest("hostile", allHooks, `capabilities = ["clock"]`)
	h, g := serve(t, Options{Grants: map[string][]string{"hostile": {"clock"}}}, bystander(), plugin{"hostile", clockwise(), manifest})
	s := besiege(t, h, nil)
	seen := map[string]map[string]int{}
	for range 40 {
		for _, hook := range allHooks {
			out := mustCall(t, g, "hostile", hook, "r1")
			if seen[hook] == nil {
				seen[hook] = map[string]int{}
			}
			seen[hook][string(out)]++
		}
		time.Sleep(time.Millisecond)
	}
	s.lift()
	if len(seen["quote"]) != 1 || len(seen["settle"]) != 1 {
		t.Errorf("prices changed with the clock: %v", seen)
	}
	if len(seen["route"]) != 2 {
		t.Errorf("route answered %v, want both answers, or this test sees nothing", seen["route"])
	}
}

// clockwise answers by a bit of the time in microseconds.
func clockwise() []byte {
	m := &plugintest.Module{}
	env := plugintest.NewEnv(m)
	now := m.Import("wasi_snapshot_preview1", "clock_time_get", []byte{plugintest.I32, plugintest.I64, plugintest.I32}, []byte{plugintest.I32})
	m.Memory(1, 1)
	answer := func(price string) []byte {
		return env.Output(`{"ceiling_microcredits":` + price + `,"charge_microcredits":` + price + `,"adapter":null,"rule":"clock"}`)
	}
	body := cat(plugintest.Const32(0), plugintest.Const64(1), plugintest.Const32(8), plugintest.Call(now), plugintest.Drop(),
		answer("100"), plugintest.Const32(8), plugintest.Load64(), plugintest.Const64(1<<12), plugintest.And64(), plugintest.Eqz64(),
		plugintest.If(answer("200")))
	for _, hook := range allHooks {
		m.Export("r3mes_"+hook, m.Func(nil, body))
	}
	return m.Bytes()
}

// compileBomb has a thousand loops, one in the other, in a function of a
// thousand locals.
func compileBomb() []byte {
	m := &plugintest.Module{}
	m.Export("r3mes_route", m.Func(nil))
	const depth = 1000
	var body []byte
	for i := range depth {
		body = append(append(body, plugintest.Get(i)...), plugintest.Drop()...)
	}
	for range depth {
		body = plugintest.Loop(body)
	}
	m.FuncOfLocals(depth, body)
	return m.Bytes()
}

// withSection is a module with one more section at its end.
func withSection(id byte, body ...byte) []byte {
	m := &plugintest.Module{}
	m.Memory(1, 1)
	m.Export("r3mes_route", m.Func(nil))
	return append(append(m.Bytes(), id, byte(len(body))), body...)
}

// countLines is a logger, and how many of its lines have the message.
func countLines(message string) (*slog.Logger, func() int) {
	var mu sync.Mutex
	var out bytes.Buffer
	log := slog.New(slog.NewTextHandler(&lockedWriter{&mu, &out}, nil))
	return log, func() int {
		mu.Lock()
		defer mu.Unlock()
		return strings.Count(out.String(), message)
	}
}

type lockedWriter struct {
	mu  *sync.Mutex
	out *bytes.Buffer
}

func (w *lockedWriter) Write(b []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.out.Write(b)
}

// Modules that do their harm while they are loaded are refused by name, in a
// host that goes on serving.
func TestAttacksAtLoad(t *testing.T) {
	with := func(build func(m *plugintest.Module)) []byte {
		m := &plugintest.Module{}
		m.Export("r3mes_route", m.Func(nil))
		build(m)
		return m.Bytes()
	}
	spin := plugintest.Loop(plugintest.Br(0))
	importing := func(module, name string) []byte {
		m := &plugintest.Module{}
		m.Import(module, name, nil, nil)
		m.Export("r3mes_route", m.Func(nil))
		return m.Bytes()
	}
	const short, long = 200 * time.Millisecond, 10 * time.Second
	for _, c := range []struct {
		name, says string
		deadline   time.Duration // of making an instance
		wasm       []byte
	}{
		{"start function that never ends", "time is up", short, with(func(m *plugintest.Module) { m.Start(m.Func(nil, spin)) })},
		{"initialisation that never ends", "time is up", short, with(func(m *plugintest.Module) { m.Export("_initialize", m.Func(nil, spin)) })},
		{"constructors that never end", "time is up", short, with(func(m *plugintest.Module) { m.Export("__wasm_call_ctors", m.Func(nil, spin)) })},
		{"description that never ends", "units of fuel", short, with(func(m *plugintest.Module) { m.Export("r3mes_describe", m.Func(nil, spin)) })},
		{"start function that is a tree of calls", "time is up", short, callTree("")},
		{"description that is a tree of calls", "units of fuel are used up", long, callTree("r3mes_describe")},
		{"table of a gigabyte", "table of 134217728 elements (limit 131072)", long, with(func(m *plugintest.Module) { m.Table(1<<27, 1<<27) })},
		{"loops that would keep the compiler busy", "nested too deep for its locals", long, compileBomb()},
		{"data that is said to have 268435455 segments", "268435455 data segments", long, withSection(11, 0xff, 0xff, 0xff, 0x7f)},
		{"data that is said to have 4294967295 bytes", "file ends in the middle of a section", long, withSection(11, 1, 1, 0xff, 0xff, 0xff, 0xff, 0x0f)},
		{"memory over the limit", "300 pages", long, with(func(m *plugintest.Module) { m.Memory(300, 400) })},
		{"start function that recurses", "nested too deep", long, with(func(m *plugintest.Module) { m.Start(m.Func(nil, plugintest.Call(1))) })},
		{"import that is not granted", `needs the grant "kv"`, long, importing("extism:host/user", "r3mes_kv_get")},
		{"import of a file system", "wasi_snapshot_preview1.path_open is not one the host provides", long, importing("wasi_snapshot_preview1", "path_open")},
		{"module that panics the compiler", "type 127, of 1", long, compilerPanic()},
	} {
		t.Run(c.name, func(t *testing.T) {
			h, _ := serve(t, Options{Limits: Limits{StartDeadline: c.deadline}}, bystander())
			manifest := plugintest.Manifest("hostile", []string{"route"}, "[limits]\ndeadline_ms = 200")
			s := besiege(t, h, nil)
			candidate, err := h.Prepare(t.Context(), Source{Wasm: c.wasm, Manifest: []byte(manifest)}, Settings{})
			if err == nil {
				candidate.Close()
			}
			if err == nil || !strings.Contains(err.Error(), "load hostile: ") || !strings.Contains(err.Error(), c.says) {
				t.Errorf("error %v, want one that names the plugin and says %q", err, c.says)
			}
			s.lift()
		})
	}
}

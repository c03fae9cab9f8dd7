package pluginhost

import (
	"bytes"
	"context"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/r3mes/r3mes/host/pluginhost/plugintest"
	"github.com/r3mes/r3mes/sdk"
)

func cat(parts ...[]byte) []byte { return bytes.Join(parts, nil) }

// memoryBomb grows until it is refused and then answers.
func memoryBomb() []byte {
	m := &plugintest.Module{}
	env := plugintest.NewEnv(m)
	m.Memory(1, 1000)
	grow := plugintest.Loop(cat(plugintest.Const32(1), plugintest.GrowMemory(), plugintest.Const32(-1), plugintest.Eq32(),
		plugintest.If(cat(env.Output("refused"), plugintest.Br(2))), plugintest.Br(0)))
	m.Export("r3mes_route", m.Func(nil, plugintest.Block(grow)))
	return m.Bytes()
}

func TestMemoryStopsAtThePageLimit(t *testing.T) {
	seen := &recorder{}
	_, g := serve(t, Options{Observe: seen.observe},
		plugin{"bomb", memoryBomb(), plugintest.Manifest("bomb", []string{"route"}, "[limits]\nmemory_pages = 20")})
	out, err := callRaw(g, "bomb", sdk.HookRoute)
	if err != nil || string(out) != "refused" {
		t.Fatalf("answered %q, %v, want to be refused memory", out, err)
	}
	if last := seen.last(); last.MemoryBytes != 20<<16 || !last.Discarded {
		t.Errorf("instance ended with %d bytes, discarded %v; want %d, true (over the high-water mark)", last.MemoryBytes, last.Discarded, 20<<16)
	}
}

func TestOversizeInputIsRefusedBeforeTheGuest(t *testing.T) {
	seen := &recorder{}
	_, g := serve(t, Options{Observe: seen.observe, Limits: Limits{InputBytes: 300}}, routePlugin("a", says(`{"adapter":null}`)))
	_, err := g.Call(t.Context(), "a", sdk.HookRoute, []byte(`{"request_id":"`+strings.Repeat("x", 300)+`"}`))
	if kindOf(err) != sdk.ErrorInput || !strings.Contains(err.Error(), "limit 300") {
		t.Errorf("error %v, want kind %s", err, sdk.ErrorInput)
	}
	if seen.last().Discarded {
		t.Error("the instance was discarded, though no guest ran")
	}
	if _, err := callRaw(g, "a", sdk.HookRoute); err != nil {
		t.Errorf("a request that fits fails: %v", err)
	}
}

// The whole request arrives, whatever its length modulo the eight bytes that
// one load takes.
func TestInputArrivesWhole(t *testing.T) {
	m := &plugintest.Module{}
	const env = "extism:host/env"
	offset := m.Import(env, "input_offset", nil, []byte{plugintest.I64})
	length := m.Import(env, "input_length", nil, []byte{plugintest.I64})
	output := m.Import(env, "output_set", []byte{plugintest.I64, plugintest.I64}, nil)
	m.Export("r3mes_route", m.Func(nil, plugintest.Call(offset), plugintest.Call(length), plugintest.Call(output)))
	_, g := serve(t, Options{}, plugin{"echo", m.Bytes(), plugintest.Manifest("echo", []string{"route"})})
	for n := range 20 {
		input := []byte(`{"request_id":"` + strings.Repeat("é", n) + `"}`)
		if out, err := g.Call(t.Context(), "echo", sdk.HookRoute, input); err != nil || !bytes.Equal(out, input) {
			t.Fatalf("echoed %q, %v, want %q", out, err, input)
		}
	}
}

// Variables live for one call: a guest that answers its variable's length and
// then sets it never finds what it set before.
func TestNothingOutlivesACall(t *testing.T) {
	leak := func(e plugintest.Env) []byte {
		found := cat(e.Place(0, "key"), plugintest.Get(0), plugintest.Call(e.VarGet), plugintest.Eqz64(),
			plugintest.If(e.Output("fresh")))
		return cat(found, e.Place(0, "key"), e.Place(1, "value"), plugintest.Get(0), plugintest.Get(1), plugintest.Call(e.VarSet))
	}
	_, g := serve(t, Options{}, routePlugin("leak", leak))
	for range 3 {
		if out, err := callRaw(g, "leak", sdk.HookRoute); err != nil || string(out) != "fresh" {
			t.Fatalf("answered %q, %v, want fresh", out, err)
		}
	}
}

// wasiProbe answers the eight bytes that a WASI call leaves at address 8 in
// the first run, then those of the second run.
func wasiProbe(name string, params []byte, call func(f int) []byte) []byte {
	m := &plugintest.Module{}
	env := plugintest.NewEnv(m)
	f := m.Import("wasi_snapshot_preview1", name, params, []byte{plugintest.I32})
	m.Memory(1, 1)
	keep := func(at uint64) []byte {
		return cat(plugintest.Get(0), plugintest.Const64(at), plugintest.Add64(), plugintest.Const32(8), plugintest.Load64(), plugintest.Call(env.StoreU64))
	}
	body := cat(plugintest.Const64(16), plugintest.Call(env.Alloc), plugintest.Set(0),
		call(f), plugintest.Drop(), keep(0), call(f), plugintest.Drop(), keep(8),
		plugintest.Get(0), plugintest.Const64(16), plugintest.Call(env.OutputSet))
	for _, hook := range []string{"route", "quote", "settle"} {
		m.Export("r3mes_"+hook, m.Func(nil, body))
	}
	return m.Bytes()
}

func clockProbe() []byte {
	return wasiProbe("clock_time_get", []byte{plugintest.I32, plugintest.I64, plugintest.I32}, func(f int) []byte {
		return cat(plugintest.Const32(0), plugintest.Const64(1), plugintest.Const32(8), plugintest.Call(f))
	})
}

func randomProbe() []byte {
	return wasiProbe("random_get", []byte{plugintest.I32, plugintest.I32}, func(f int) []byte {
		return cat(plugintest.Const32(8), plugintest.Const32(8), plugintest.Call(f))
	})
}

var allHooks = []string{"route", "quote", "settle"}

func TestClockStandsStillWithoutTheGrant(t *testing.T) {
	manifest := plugintest.Manifest("clock", allHooks, `capabilities = ["clock"]`)
	_, still := serve(t, Options{}, plugin{"clock", clockProbe(), manifest})
	_, granted := serve(t, Options{Grants: map[string][]string{"clock": {"clock"}}}, plugin{"clock", clockProbe(), manifest})

	fixed := mustCall(t, still, "clock", "route", "a")
	if !bytes.Equal(fixed[:8], fixed[8:]) {
		t.Error("the clock moved within a call")
	}
	for _, hook := range allHooks {
		if got := mustCall(t, still, "clock", hook, "b"); !bytes.Equal(got, fixed) {
			t.Errorf("%s saw another time than the first call", hook)
		}
	}
	if got := mustCall(t, granted, "clock", "route", "a"); bytes.Equal(got, fixed) {
		t.Error("a granted clock stands still")
	}
	if got := mustCall(t, granted, "clock", "quote", "a"); !bytes.Equal(got, fixed) {
		t.Error("quote saw the time, though it must be deterministic")
	}
}

func TestRandomStreamFollowsTheRequest(t *testing.T) {
	manifest := plugintest.Manifest("random", allHooks, `capabilities = ["random"]`)
	_, seeded := serve(t, Options{}, plugin{"random", randomProbe(), manifest})
	_, granted := serve(t, Options{Grants: map[string][]string{"random": {"random"}}}, plugin{"random", randomProbe(), manifest})

	a := mustCall(t, seeded, "random", "route", "a")
	if bytes.Equal(a[:8], a[8:]) {
		t.Error("the stream repeats itself")
	}
	if !bytes.Equal(a, mustCall(t, seeded, "random", "route", "a")) {
		t.Error("the same request saw another stream")
	}
	if bytes.Equal(a, mustCall(t, seeded, "random", "route", "b")) {
		t.Error("another request saw the same stream")
	}
	for _, g := range []*Generation{seeded, granted} {
		if !bytes.Equal(mustCall(t, g, "random", "quote", "a"), mustCall(t, g, "random", "quote", "b")) {
			t.Error("quote's stream depends on the request")
		}
	}
	if bytes.Equal(mustCall(t, granted, "random", "route", "a"), mustCall(t, granted, "random", "route", "a")) {
		t.Error("granted random numbers repeat")
	}
}

func mustCall(t *testing.T, g *Generation, name, hook, requestID string) []byte {
	t.Helper()
	out, err := g.Call(t.Context(), name, hook, []byte(`{"request_id":"`+requestID+`"}`))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// proc_exit is an error whatever its code: a hook answers and returns.
func TestExitIsAnError(t *testing.T) {
	m := &plugintest.Module{}
	exit := m.Import("wasi_snapshot_preview1", "proc_exit", []byte{plugintest.I32}, nil)
	m.Export("r3mes_route", m.Func(nil, plugintest.Const32(0), plugintest.Call(exit)))
	_, g := serve(t, Options{}, plugin{"exit", m.Bytes(), plugintest.Manifest("exit", []string{"route"})})
	if _, err := callRaw(g, "exit", sdk.HookRoute); kindOf(err) != sdk.ErrorTrap || !strings.Contains(err.Error(), "code 0") {
		t.Errorf("error %v, want a trap that names the code", err)
	}
}

// http_request links, so that a development kit that always imports it loads,
// and fails when called.
func TestHTTPIsRefused(t *testing.T) {
	m := &plugintest.Module{}
	request := m.Import("extism:host/env", "http_request", []byte{plugintest.I64, plugintest.I64}, []byte{plugintest.I64})
	m.Export("r3mes_route", m.Func(nil, plugintest.Const64(0), plugintest.Const64(0), plugintest.Call(request), plugintest.Drop()))
	seen := &recorder{}
	_, g := serve(t, Options{Observe: seen.observe}, plugin{"http", m.Bytes(), plugintest.Manifest("http", []string{"route"})})
	if _, err := callRaw(g, "http", sdk.HookRoute); kindOf(err) != sdk.ErrorTrap || !strings.Contains(err.Error(), `grant "http"`) {
		t.Errorf("error %v, want one that names the grant", err)
	}
	if seen.last().Denied[CapHTTP] != 1 {
		t.Errorf("reported %v denied host calls, want one", seen.last().Denied)
	}
}

// A pool of one instance makes a second caller wait, and gives up in time.
func TestPoolIsBounded(t *testing.T) {
	loop := func(plugintest.Env) []byte { return plugintest.Loop(plugintest.Br(0)) }
	_, g := serve(t, Options{Limits: Limits{Instances: 1, RouteDeadline: 400 * time.Millisecond, PoolWait: 20 * time.Millisecond, Fuel: unlimited}}, routePlugin("slow", loop))
	kinds := make(chan string, 2)
	for range 2 {
		go func() {
			_, err := callRaw(g, "slow", sdk.HookRoute)
			kinds <- kindOf(err)
		}()
	}
	if first, second := <-kinds, <-kinds; first != sdk.ErrorPool || second != sdk.ErrorDeadline {
		t.Errorf("kinds %q and %q, want %q at once and %q later", first, second, sdk.ErrorPool, sdk.ErrorDeadline)
	}
}

func abstainer() []byte {
	return plugintest.Guest(map[string]func(plugintest.Env) []byte{"route": says(`{"abstain":true}`)})
}

// What instances may grow to is bounded over all plugins; a closed instance
// makes room for another.
func TestPluginMemoryIsBounded(t *testing.T) {
	const instance = 256 << 16
	h, g := serve(t, Options{Limits: Limits{MemoryBytes: 3 * instance, Instances: 2}},
		plugin{"a", abstainer(), plugintest.Manifest("a", []string{"route"})}, plugin{"b", abstainer(), plugintest.Manifest("b", []string{"route"})})
	a, b := g.versions[0], g.versions[1]
	warm(t, g, "a", 2)
	if _, err := b.pool.take(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := b.pool.take(t.Context()); kindOf(a.failure("route", err)) != sdk.ErrorPool || !strings.Contains(err.Error(), "limit 50331648") {
		t.Errorf("a fourth instance: %v, want it refused", err)
	}
	a.pool.drain()
	if _, err := b.pool.take(t.Context()); err != nil {
		t.Errorf("after two were closed: %v", err)
	}
	if got := h.memory.Load(); got != 2*instance {
		t.Errorf("%d bytes are reserved, want two instances' %d", got, 2*instance)
	}
}

func TestInstancesAreReplacedAfterTheirCalls(t *testing.T) {
	seen := &recorder{}
	_, g := serve(t, Options{Observe: seen.observe, Limits: Limits{CallsEach: 3, Instances: 1, PoolWait: time.Minute}}, routePlugin("a", says("{}")))
	for i := 1; i <= 9; i++ {
		if _, err := callRaw(g, "a", sdk.HookRoute); err != nil {
			t.Fatal(err)
		}
		if got := seen.last().Discarded; got != (i%3 == 0) {
			t.Errorf("call %d: discarded %v", i, got)
		}
	}
}

// A caller that goes away ends its guest call, and the plugin is not blamed.
func TestCancelledCallerStopsTheGuest(t *testing.T) {
	loop := func(plugintest.Env) []byte { return plugintest.Loop(plugintest.Br(0)) }
	_, g := serve(t, Options{Limits: Limits{Fuel: unlimited}}, routePlugin("slow", loop))
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Millisecond)
	defer cancel()
	_, err := g.Call(ctx, "slow", sdk.HookRoute, []byte(`{}`))
	if kindOf(err) != sdk.ErrorCancelled {
		t.Errorf("error %v, want kind %s", err, sdk.ErrorCancelled)
	}
}

// Hammered from many sides with failures mixed in, the host never makes more
// instances than allowed and ends with no more goroutines than it began with.
func TestHammerLeavesNothingBehind(t *testing.T) {
	before := runtime.NumGoroutine()
	trap := func(plugintest.Env) []byte { return plugintest.Unreachable() }
	h, err := Open(t.Context(), Options{Limits: generous(Limits{}), Dir: writePlugins(t,
		routePlugin("a-trap", trap), routePlugin("b", says(`{"adapter":null,"reason":"b"}`)))})
	if err != nil {
		t.Fatal(err)
	}
	g := h.Pin("")
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 50 {
				if d := g.Route(context.Background(), routeRequest()); d.Plugin != "b" || kindOf(d.Err) != sdk.ErrorTrap {
					t.Errorf("decided by %q, %v", d.Plugin, d.Err)
				}
			}
		})
	}
	wg.Wait()
	for _, info := range h.List() {
		if info.Instances > info.MaxInstances {
			t.Errorf("%s has %d instances, at most %d are allowed", info.Name, info.Instances, info.MaxInstances)
		}
	}
	g.Release()
	h.Close()
	for _, v := range g.versions {
		eventually(t, func() bool { return v.refs.Load() == 0 && v.pool.made.Load() == 0 })
	}
	eventually(t, func() bool { return runtime.NumGoroutine() <= before })
}

// eventually waits for what background work brings about soon.
func eventually(t *testing.T, ok func() bool) {
	t.Helper()
	for range 500 {
		if ok() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Error("waited 5 s in vain")
}

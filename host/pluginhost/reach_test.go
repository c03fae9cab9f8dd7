package pluginhost

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tetratelabs/wazero/api"

	"github.com/r3mes/r3mes/host/pluginhost/plugintest"
	"github.com/r3mes/r3mes/sdk"
	"github.com/r3mes/r3mes/store"
	"github.com/r3mes/r3mes/store/badger"
)

// reacher is a call state with grants, without a guest: tests make the host
// calls that a guest would.
type reacher struct {
	t *testing.T
	*callState
}

// reach starts a call of hook for a plugin p that is granted all it wants.
func reach(t *testing.T, h *Host, hook string, grants ...string) *reacher {
	t.Helper()
	m := &Manifest{Name: "p", Version: "1.0.0", Metrics: []string{"seen_total"}}
	a, err := newAccess(grants, grants, allCapabilities)
	if err != nil {
		t.Fatal(err)
	}
	v := &version{host: h, manifest: m, access: a, kvWrites: rateLimiter{burst: kvWriteBurst, perSecond: kvWritesPerSec}}
	s := &callState{version: v, memory: arena{limit: 1 << 20}}
	s.begin(hook, "", nil)
	s.admit(t.Context(), guestCall{})
	s.clock = startClock(time.Hour)
	return &reacher{t, s}
}

func reachHost(t *testing.T, o Options) *Host {
	t.Helper()
	o.Limits = generous(o.Limits)
	h, err := newHost(o)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// call makes one host call; err is what would end the guest's call.
func (r *reacher) call(name string, args ...uint64) (result uint64, err error) {
	defer func() {
		if p := recover(); p != nil {
			stopped, ok := p.(*hostError)
			if !ok {
				panic(p)
			}
			err = stopped
		}
	}()
	stack := append(args, 0)
	for _, f := range slices.Concat(envFuncs, userFuncs) {
		if f.name == name {
			f.call(r.callState, nil, stack)
			return stack[0], nil
		}
	}
	r.t.Fatalf("no host function %q", name)
	return 0, nil
}

// must is call for calls that succeed.
func (r *reacher) must(name string, args ...uint64) uint64 {
	r.t.Helper()
	result, err := r.call(name, args...)
	if err != nil {
		r.t.Fatalf("%s = %v", name, err)
	}
	return result
}

// fails wants the call to end the guest with that kind and text.
func (r *reacher) fails(kind, says, name string, args ...uint64) {
	r.t.Helper()
	_, err := r.call(name, args...)
	var stopped *hostError
	if !errors.As(err, &stopped) || stopped.kind != kind || !strings.Contains(err.Error(), says) {
		r.t.Errorf("%s = %v, want an error of kind %s with %q", name, err, kind, says)
	}
}

func (r *reacher) text(s string) uint64 { return r.memory.place([]byte(s)) }

func (r *reacher) value(p uint64) string { return string(r.memory.bytes(p)) }

// kvs are the stores that a host can have.
func kvs(t *testing.T) map[string]KV {
	s, err := badger.Open(t.TempDir(), badger.Default())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return map[string]KV{"in the ledger": s, "in memory": nil}
}

func TestKV(t *testing.T) {
	for name, kv := range kvs(t) {
		t.Run(name, func(t *testing.T) {
			h := reachHost(t, Options{KV: kv})
			r := reach(t, h, sdk.HookRoute, "kv:keys=3 bytes=100")
			get := func(key, want string) {
				t.Helper()
				if got := r.value(r.must("r3mes_kv_get", r.text(key))); got != want {
					t.Errorf("kv_get(%q) = %q, want %q", key, got, want)
				}
			}
			set := func(key, value string, want uint64) {
				t.Helper()
				if got := r.must("r3mes_kv_set", r.text(key), r.text(value), 0); got != want {
					t.Errorf("kv_set(%q) = %d, want %d", key, got, want)
				}
			}
			get("a", "")
			set("a", "one", 1)
			get("a", "one")
			set("b", "two", 1)
			set("c", "3", 1)
			set("d", "beyond the quota", 0)
			set("c", strings.Repeat("x", 95), 0)
			get("c", "3")
			if got := int64(r.must("r3mes_kv_add", r.text("c"), 5)); got != 8 {
				t.Errorf("kv_add = %d, want 8", got)
			}
			get("c", "8")
			r.fails(sdk.ErrorTrap, "quota", "r3mes_kv_add", r.text("d"), 1)
			r.fails(sdk.ErrorTrap, "not a counter", "r3mes_kv_add", r.text("a"), 1)
			maximum := int64(math.MaxInt64 - 8)
			r.must("r3mes_kv_add", r.text("c"), uint64(maximum))
			r.fails(sdk.ErrorTrap, "overflows", "r3mes_kv_add", r.text("c"), 1)
			get("c", fmt.Sprint(int64(math.MaxInt64)))
			r.fails(sdk.ErrorTrap, "out of bounds", "r3mes_kv_get", 0)
			r.fails(sdk.ErrorTrap, "out of bounds", "r3mes_kv_set", r.text(strings.Repeat("k", store.MaxKVKey+1)), r.text("v"), 0)
			r.fails(sdk.ErrorTrap, "out of bounds", "r3mes_kv_set", r.text("a"), r.text("v"), math.MaxUint64)
			r.fails(sdk.ErrorTrap, "limit 16384", "r3mes_kv_set", r.text("a"), r.text(strings.Repeat("v", maxKVValueByHost+1)), 0)
			r.fails(sdk.ErrorTrap, "not the handle", "r3mes_kv_set", r.text("a"), 7, 0)
			if got := r.must("r3mes_kv_set", r.text("a"), 0, 0); got != 1 {
				t.Errorf("removing a key = %d, want 1", got)
			}
			get("a", "")

			// Another plugin has pairs of its own.
			r.version.manifest.Name = "q"
			get("b", "")
			set("b", "theirs", 1)
			r.version.manifest.Name = "p"
			get("b", "two")
		})
	}
}

func TestKVPairsExpire(t *testing.T) {
	h := reachHost(t, Options{})
	r := reach(t, h, sdk.HookRoute, "kv")
	r.must("r3mes_kv_set", r.text("a"), r.text("v"), 1000)
	m := h.kv.(*memoryKV)
	p := m.pairs["p"]["a"]
	if left := time.Until(p.expires); left < 900*time.Second || left > 1000*time.Second {
		t.Errorf("a pair set for 1000 s lives for %v", left)
	}
	p.expires = time.Now()
	m.pairs["p"]["a"] = p
	if got := r.must("r3mes_kv_get", r.text("a")); got != 0 {
		t.Errorf("an expired pair is %q", r.value(got))
	}
}

// Nothing is allowed that was not granted, nor to prices, nor before a hook is
// called; each refusal is counted under its capability.
func TestNeed(t *testing.T) {
	h := reachHost(t, Options{})
	all := []string{"kv", "embed", "metrics", "http:GET a.example:443"}
	for _, c := range []struct{ capability, function string }{
		{CapKV, "r3mes_kv_get"}, {CapKV, "r3mes_kv_set"}, {CapKV, "r3mes_kv_add"}, {CapEmbed, "r3mes_embed"}, {CapEmbed, "r3mes_similarity"},
		{CapMetrics, "r3mes_metric_add"}, {CapHTTP, "http_request"},
	} {
		refused := func(hook, says string, grants ...string) {
			t.Helper()
			r := reach(t, h, hook, grants...)
			r.fails(sdk.ErrorTrap, says, c.function, 0, 0, 0)
			if r.denied[c.capability] != 1 || len(r.denied) != 1 {
				t.Errorf("%s at %s: counted %v, want one of %s", c.function, hook, r.denied, c.capability)
			}
		}
		refused(sdk.HookRoute, `needs the grant "`+c.capability+`"`)
		refused(hookStart, "not for start", all...)
		refused(describeExport, "not for describe", all...)
		if c.capability == CapKV || c.capability == CapHTTP {
			refused(sdk.HookQuote, "a price must follow from the request alone", all...)
			refused(sdk.HookSettle, "a price must follow from the request alone", all...)
		}
	}
}

// What a shadow call writes is dropped, what it asks the network is refused.
func TestShadowCallsLeaveNoTrace(t *testing.T) {
	var metrics int
	h := reachHost(t, Options{Metric: func(string, string, float64) { metrics++ }})
	live := reach(t, h, sdk.HookRoute, "kv", "metrics", "http:GET a.example:443")
	live.must("r3mes_kv_set", live.text("n"), live.text("5"), 0)
	shadow := reach(t, h, sdk.HookRoute, "kv", "metrics", "http:GET a.example:443")
	shadow.shadow = true
	if got := shadow.must("r3mes_kv_set", shadow.text("n"), shadow.text("99"), 0); got != 1 {
		t.Errorf("a shadow call sees that its write was dropped: %d", got)
	}
	if got := shadow.must("r3mes_kv_add", shadow.text("n"), 2); got != 7 {
		t.Errorf("a shadow call's counter is %d, want 7", got)
	}
	shadow.must("r3mes_metric_add", shadow.text("seen_total"), api.EncodeF64(1))
	shadow.fails(sdk.ErrorTrap, "shadow", "http_request", shadow.text(`{"url":"https://a.example/"}`), 0)
	blank := reach(t, h, sdk.HookRoute, "kv") // a self-test
	blank.shadow, blank.blank = true, true
	if got := blank.must("r3mes_kv_get", blank.text("n")); got != 0 {
		t.Errorf("a self-test finds the pair %q", blank.value(got))
	}
	if got := blank.must("r3mes_kv_add", blank.text("n"), 2); got != 2 {
		t.Errorf("a self-test's counter is %d, want 2", got)
	}
	if got := live.value(live.must("r3mes_kv_get", live.text("n"))); got != "5" || metrics != 0 {
		t.Errorf("after a shadow call the pair is %q and %d metrics were added, want 5 and none", got, metrics)
	}
}

func TestKVWritesAreRateLimited(t *testing.T) {
	r := reach(t, reachHost(t, Options{}), sdk.HookRoute, "kv")
	key, value := r.text("k"), r.text("v")
	stored := 0
	for range 10 * kvWriteBurst {
		stored += int(r.must("r3mes_kv_set", key, value, 0))
	}
	if stored < kvWriteBurst || stored > 5*kvWriteBurst {
		t.Errorf("%d of %d writes in a row were taken, want about %d", stored, 10*kvWriteBurst, kvWriteBurst)
	}
}

func TestMetrics(t *testing.T) {
	var mu sync.Mutex
	sums := map[string]float64{}
	h := reachHost(t, Options{Metric: func(plugin, name string, delta float64) {
		mu.Lock()
		defer mu.Unlock()
		sums[plugin+" "+name] += delta
	}})
	r := reach(t, h, sdk.HookQuote, "metrics")
	add := func(name string, x float64) []uint64 { return []uint64{r.text(name), api.EncodeF64(x)} }
	r.must("r3mes_metric_add", add("seen_total", 1.5)...)
	r.must("r3mes_metric_add", add("seen_total", 2)...)
	r.fails(sdk.ErrorTrap, `metric "made_up"`, "r3mes_metric_add", add("made_up", 1)...)
	r.fails(sdk.ErrorTrap, `metric ""`, "r3mes_metric_add", 0, api.EncodeF64(1))
	for _, x := range []float64{-1, math.NaN(), math.Inf(1)} {
		r.fails(sdk.ErrorTrap, "only grow", "r3mes_metric_add", add("seen_total", x)...)
	}
	if len(sums) != 1 || sums["p seen_total"] != 3.5 {
		t.Errorf("metrics are %v, want p seen_total 3.5", sums)
	}
}

func TestEmbed(t *testing.T) {
	h := reachHost(t, Options{Embed: func(_ context.Context, text string) ([]float32, error) {
		switch text {
		case "east":
			return []float32{1, 0}, nil
		case "north":
			return []float32{0, 1}, nil
		case "fail":
			return nil, errors.New("fail is my text")
		}
		return []float32{.6, .8}, nil
	}})
	r := reach(t, h, sdk.HookRoute, "embed")
	if got := r.value(r.must("r3mes_embed", r.text("east"))); got != "\x00\x00\x80\x3f\x00\x00\x00\x00" {
		t.Errorf("embedding is %x, want two float32, little-endian", got)
	}
	for _, c := range []struct {
		a, b string
		want float64
	}{{"east", "north", 0}, {"east", "east", 1}, {"east", "between", 0.6}} {
		got := api.DecodeF64(r.must("r3mes_similarity", r.text(c.a), r.text(c.b)))
		if math.Abs(got-c.want) > 1e-6 {
			t.Errorf("similarity(%s, %s) = %v, want %v", c.a, c.b, got, c.want)
		}
	}
	r.fails(sdk.ErrorTrap, "limit 65536", "r3mes_embed", r.memory.alloc(maxEmbedBytes+1))
	if _, err := r.call("r3mes_embed", r.text("fail")); err == nil || strings.Contains(err.Error(), "my text") {
		t.Errorf("a failing embedder = %v, want an error without its text", err)
	}
	in := reach(t, reachHost(t, Options{}), sdk.HookRoute, "embed") // the embedder in the binary
	near := api.DecodeF64(in.must("r3mes_similarity", in.text("how do I sort a list"), in.text("sorting an array")))
	far := api.DecodeF64(in.must("r3mes_similarity", in.text("how do I sort a list"), in.text("the verdict of the court")))
	if near <= far {
		t.Errorf("similarities are %v and %v, want the first larger", near, far)
	}
}

// An embedder that hangs costs the guest its call and the host nothing more
// than the time allowed.
func TestEmbedIsBounded(t *testing.T) {
	release := make(chan struct{})
	defer close(release)
	h := reachHost(t, Options{
		Limits: Limits{EmbedTime: 10 * time.Millisecond},
		Embed:  func(context.Context, string) ([]float32, error) { <-release; return nil, nil },
	})
	r := reach(t, h, sdk.HookRoute, "embed")
	r.fails(sdk.ErrorDeadline, "longer than 10ms", "r3mes_embed", r.text("a"))
}

// The guest's deadline stands still while the host works for it, and goes on
// afterwards.
func TestHostTimeIsNotTheGuests(t *testing.T) {
	// The guest has less time than the embedder takes.
	const guestTime, hostTime = time.Second, 1200 * time.Millisecond
	slow := func(context.Context, string) ([]float32, error) { time.Sleep(hostTime); return []float32{1}, nil }
	guest := func(then []byte) plugin {
		m := &plugintest.Module{}
		env := plugintest.NewEnv(m)
		embed := m.Import(userModule, "r3mes_embed", []byte{plugintest.I64}, []byte{plugintest.I64})
		m.Export("r3mes_route", m.Func(nil, env.Place(0, "text"), plugintest.Get(0), plugintest.Call(embed), plugintest.Drop(), then, env.Output(`{"adapter":null}`)))
		return plugin{"p", m.Bytes(), plugintest.Manifest("p", []string{"route"}, `capabilities = ["embed"]`)}
	}
	seen := &recorder{}
	o := Options{
		Grants: map[string][]string{"p": {"embed"}}, Embed: slow, Observe: seen.observe,
		Limits: Limits{RouteDeadline: guestTime, EmbedTime: time.Minute, Fuel: unlimited},
	}
	_, g := serve(t, o, guest(nil))
	if _, err := callRaw(g, "p", sdk.HookRoute); err != nil {
		t.Errorf("a guest that waited for the host failed: %v", err)
	}
	if last := seen.last(); last.HostTime < hostTime || last.Duration < last.HostTime {
		t.Errorf("reported %v, of it %v in the host; want at least %v", last.Duration, last.HostTime, hostTime)
	}
	_, g = serve(t, o, guest(plugintest.Loop(plugintest.Br(0))))
	if _, err := callRaw(g, "p", sdk.HookRoute); kindOf(err) != sdk.ErrorDeadline {
		t.Errorf("a guest that spins after a host call = %v, want its deadline", err)
	}
}

// A request that is cancelled does not wait for the host call.
func TestHostCallsEndWithTheRequest(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	h := reachHost(t, Options{Embed: func(ctx context.Context, _ string) ([]float32, error) {
		cancel()
		<-ctx.Done()
		return nil, ctx.Err()
	}})
	r := reach(t, h, sdk.HookRoute, "embed")
	r.request = ctx
	if _, err := r.call("r3mes_embed", r.text("a")); err == nil {
		t.Error("a cancelled request's host call succeeded")
	}
}

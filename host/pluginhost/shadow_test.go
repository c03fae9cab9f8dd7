package pluginhost

import (
	"context"
	"encoding/json"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/r3mes/r3mes/host/pluginhost/plugintest"
	"github.com/r3mes/r3mes/sdk"
)

// everyHook is a plugin that answers every hook with fixed texts.
func everyHook(adapter, quote, pre, post string) plugin {
	answers := map[string]string{
		"route": `{"adapter":"` + adapter + `","reason":"because ` + pre + `"}`, "quote": quote, "settle": `{"charge_microcredits":3,"rule":"flat"}`,
		"pre": `{"messages":[{"role":"user","content":"` + pre + `"}]}`, "post": `{"text":"` + post + `"}`,
	}
	bodies := map[string]func(plugintest.Env) []byte{}
	for hook, answer := range answers {
		bodies[hook] = says(answer)
	}
	manifest := plugintest.Manifest("all", []string{"route", "quote", "settle"}, `capabilities = ["prompt"]`,
		"[hooks.pre]\nfail = \"open\"\nadapters = [\"*\"]", "[hooks.post]\nfail = \"open\"\nadapters = [\"*\"]")
	return plugin{"all", plugintest.Guest(bodies), manifest}
}

// chat asks every hook once, as a request does, and returns what was decided.
func chat(t *testing.T, h *Host, wallet string) string {
	t.Helper()
	ctx := context.Background()
	g := h.Pin(wallet)
	defer g.Release()
	envelope := sdk.Envelope{RequestID: "r1", Kind: sdk.KindChat, WalletHash: wallet}
	d := g.Route(ctx, routeRequest("one", "two"))
	p, err := g.Pre(ctx, sdk.PreRequest{Envelope: envelope, Messages: []sdk.Message{{Role: "user", Content: "SECRET question"}}})
	if err != nil {
		t.Error(err)
	}
	q := g.Quote(ctx, quoteRequest())
	post := g.Post(envelope, sdk.BoundAdapter{}, 0)
	text := ""
	for i, piece := range []string{"SECRET ", "answer", ""} {
		out, _, err := post.Push(ctx, piece, i == 2)
		if err != nil {
			t.Error(err)
		}
		text += out
	}
	post.Close()
	s := g.Settle(ctx, q, settleRequest())
	told, err := json.Marshal([]any{d.Adapter, p.Messages, q.Ceiling, text, s.Charge})
	if err != nil {
		t.Fatal(err)
	}
	return string(told)
}

// idle waits until no shadow is asked any more.
func idle(t *testing.T, h *Host) {
	t.Helper()
	eventually(t, func() bool { h.shadows.mu.Lock(); defer h.shadows.mu.Unlock(); return !h.shadows.running })
}

// shadowing gives h's plugin a shadow.
func shadowing(t *testing.T, h *Host, p plugin) *version {
	t.Helper()
	c := prepare(t, h, p)
	if _, err := h.Shadow(c); err != nil {
		t.Fatal(err)
	}
	return c.version
}

func hooksOf(d Differences) map[string]HookDifferences {
	m := map[string]HookDifferences{}
	for _, h := range d.Hooks {
		m[h.Hook] = h
	}
	return m
}

// A shadow is asked what the active version was asked, after the answer; its
// differences are counted, and nothing that it says is seen by a request. What
// client and model wrote is not in the report.
func TestShadowIsComparedAndDecidesNothing(t *testing.T) {
	seen := &recorder{}
	h, _ := serve(t, Options{Observe: seen.observe, Grants: map[string][]string{"all": {"prompt"}}}, everyHook("one", `{"ceiling_microcredits":5}`, "SECRET rewritten", "SECRET out"))
	want := chat(t, h, "w")
	shadowing(t, h, everyHook("two", `{"ceiling_microcredits":5}`, "SECRET rewritten", "SECRET other"))
	if got := chat(t, h, "w"); got != want {
		t.Errorf("with a shadow %s, want %s", got, want)
	}
	idle(t, h)
	d, err := h.Differences("all")
	if err != nil {
		t.Fatal(err)
	}
	s, err := h.State("all")
	if err != nil || d.Active != s.Active.ID || d.Shadow != s.Shadow.ID || d.Dropped != 0 {
		t.Errorf("differences %+v of %+v, %v", d, s, err)
	}
	for hook, want := range map[string]HookDifferences{
		"route": {Different: 1}, "pre": {Same: 1}, "quote": {Same: 1}, "settle": {Same: 1}, "post": {Different: 1},
	} {
		want.Hook = hook
		if got := hooksOf(d)[hook]; got != want {
			t.Errorf("%s: %+v, want %+v", hook, got, want)
		}
	}
	if len(d.Samples) != 2 || d.Samples[1].Hook != "route" || !strings.Contains(d.Samples[1].Active, `"one"`) || !strings.Contains(d.Samples[1].Shadow, `"two"`) {
		t.Errorf("samples %+v, want route's and then post's, the newest first", d.Samples)
	}
	text, err := json.Marshal(d)
	if err != nil || strings.Contains(string(text), "SECRET") {
		t.Errorf("the report quotes the chat: %s, %v", text, err)
	}
	shadows := 0
	for _, c := range seen.calls {
		if c.Shadow {
			shadows++
		}
	}
	if live := len(seen.calls) - shadows; shadows == 0 || live != 2*shadows {
		t.Errorf("observed %d calls of shadows and %d others, want those of one request and of two", shadows, live)
	}
}

// No request waits for a shadow: it is asked once the pin is given up.
func TestShadowIsAskedAfterTheAnswer(t *testing.T) {
	h, _ := serve(t, Options{}, naming("route", "one"))
	v := shadowing(t, h, naming("route", "two"))
	g := h.Pin("")
	g.Route(t.Context(), routeRequest("one", "two"))
	idle(t, h)
	if st := v.stats.read(v); len(st.Hooks) != 0 {
		t.Errorf("asked while the request was under way: %+v", st)
	}
	g.Release()
	idle(t, h)
	if st := v.stats.read(v); len(st.Hooks) != 1 || st.Hooks[0].Calls != 1 {
		t.Errorf("asked %+v, want one route call", st.Hooks)
	}
}

// A shadow that fails is counted, and that is all: no breaker, no fallback.
func TestShadowThatFails(t *testing.T) {
	h, _ := serve(t, Options{Limits: Limits{BreakerFailures: 1}}, naming("route", "one"))
	shadowing(t, h, routePlugin("route", func(plugintest.Env) []byte { return plugintest.Unreachable() }))
	for range 3 {
		if got := chosen(t, h, ""); got != "one" {
			t.Fatalf("chose %q", got)
		}
	}
	idle(t, h)
	d, err := h.Differences("route")
	if err != nil || len(d.Hooks) != 1 || d.Hooks[0] != (HookDifferences{Hook: "route", Errors: 3}) || d.Samples[0].Shadow != "error: trap" {
		t.Errorf("differences %+v, %v, want three errors", d, err)
	}
}

// What is too much for the queue is dropped and counted.
func TestShadowQueueIsBounded(t *testing.T) {
	h, _ := serve(t, Options{}, naming("route", "one"))
	v := shadowing(t, h, naming("route", "two"))
	dropped := func(act func()) int64 {
		before, err := h.Differences("route")
		if err != nil {
			t.Fatal(err)
		}
		act()
		if got := chosen(t, h, ""); got != "one" {
			t.Errorf("chose %q", got)
		}
		idle(t, h)
		after, err := h.Differences("route")
		if err != nil {
			t.Fatal(err)
		}
		return after.Dropped - before.Dropped
	}
	if n := dropped(func() {}); n != 0 {
		t.Errorf("%d dropped of a question that fits", n)
	}
	if n := dropped(func() { h.shadows.limit = 0 }); n != 1 {
		t.Errorf("%d dropped by a full queue, want 1", n)
	}
	h.shadows.limit = maxShadowQueue
	if n := dropped(func() { h.shadowBytes.Add(maxShadowBytes) }); n != 1 {
		t.Errorf("%d dropped over the bytes, want 1", n)
	}
	h.shadowBytes.Add(-maxShadowBytes)
	if left := h.shadowBytes.Load(); left != 0 {
		t.Errorf("%d bytes are still counted", left)
	}
	if got := len(v.differences.samples); got != 1 {
		t.Errorf("%d samples, want the one that was asked", got)
	}
}

// Too long an answer is not kept for its shadow.
func TestShadowOfALongAnswer(t *testing.T) {
	h, _ := serve(t, Options{}, everyHook("one", `{}`, "a", "b"))
	shadowing(t, h, everyHook("one", `{}`, "a", "c"))
	g := h.Pin("")
	post := g.Post(sdk.Envelope{RequestID: "r1"}, sdk.BoundAdapter{}, 0)
	for n := 0; n <= maxShadowPost; n += maxPiece {
		if _, _, err := post.Push(t.Context(), strings.Repeat("x", maxPiece), false); err != nil {
			t.Fatal(err)
		}
	}
	post.Close()
	g.Release()
	idle(t, h)
	if d, err := h.Differences("all"); err != nil || d.Dropped != 1 || len(d.Hooks) != 0 {
		t.Errorf("differences %+v, %v, want one dropped", d, err)
	}
}

// Only what the active version was asked is compared, and from the beginning
// when another becomes active.
func TestDifferencesAreOfTheActiveVersion(t *testing.T) {
	h, _ := serve(t, Options{}, naming("route", "one"))
	shadowing(t, h, naming("route", "two"))
	if _, err := h.Canary(prepare(t, h, naming("route", "three")), 100); err != nil {
		t.Fatal(err)
	}
	count := func() (n int64) {
		idle(t, h)
		d, err := h.Differences("route")
		if err != nil {
			t.Fatal(err)
		}
		for _, hook := range d.Hooks {
			n += hook.Same + hook.Different
		}
		return n
	}
	chosen(t, h, "wallet")
	if n := count(); n != 0 {
		t.Errorf("%d compared of a request that the canary served", n)
	}
	late := h.Pin("")
	late.Route(t.Context(), routeRequest("one", "two"))
	chosen(t, h, "")
	if n := count(); n != 1 {
		t.Errorf("%d compared, want 1", n)
	}
	activate(t, h, naming("route", "four"))
	if n := count(); n != 0 {
		t.Errorf("%d compared with a version that was just activated", n)
	}
	late.Release()
	if n := count(); n != 0 {
		t.Errorf("%d compared with a version that is no more active", n)
	}
	if _, err := h.Differences("nothing"); err == nil {
		t.Error("differences of nothing")
	}
}

// The newest differences are kept, and no more than the limit.
func TestDifferencesKeepTheNewest(t *testing.T) {
	var d differences
	active := &version{}
	for i := range maxDifferences + 3 {
		d.add(question{active: active, hook: "route", decided: decision{what: "a"}}, string(rune('a'+i%26)), decision{what: "b"})
	}
	_, _, samples := d.read(active, 0)
	last := string(rune('a' + (maxDifferences+2)%26))
	if len(samples) != maxDifferences || samples[0].Input != last {
		t.Errorf("%d samples, the first of %q, want %d from %q on", len(samples), samples[0].Input, maxDifferences, last)
	}
}

// Requests, shadows and operators at once leave nothing behind.
func TestShadowHammer(t *testing.T) {
	before := runtime.NumGoroutine()
	h, err := Open(t.Context(), Options{Dir: writePlugins(t, naming("route", "one")), Limits: generous(Limits{})})
	if err != nil {
		t.Fatal(err)
	}
	var versions []*version
	stop := make(chan struct{})
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
					chosen(t, h, "wallet")
				}
			}
		})
	}
	halt := sync.OnceFunc(func() {
		close(stop)
		wg.Wait()
	})
	defer halt()
	for i := range 10 {
		c, err := h.Prepare(t.Context(), sourceOf(routePlugin("route", says(fmt.Sprintf(`{"adapter":"two","reason":"%d"}`, i)))), Settings{})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.Shadow(c); err != nil {
			t.Error(err)
		}
		c.Close()
		versions = append(versions, c.version)
		if i%3 == 2 {
			if _, err := h.Promote("route"); err != nil {
				t.Error(err)
			}
		}
	}
	halt()
	h.Close()
	for _, v := range versions {
		eventually(t, func() bool { return closed(v) }) // an instance in place of a cancelled call's may be under way
	}
	eventually(t, func() bool { return runtime.NumGoroutine() <= before })
}

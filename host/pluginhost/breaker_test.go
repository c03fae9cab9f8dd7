package pluginhost

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/r3mes/r3mes/host/pluginhost/plugintest"
	"github.com/r3mes/r3mes/sdk"
)

// The breaker's rules, on a clock of the test's own. Each word is a call: "+" an
// answer, "?" the guest's own error, "-" a trap, "t" a time-out, "f" out of
// fuel, "x" a full pool,
// "." a second of rest, "#" a call that is not admitted.
func TestBreaker(t *testing.T) {
	kinds := map[rune]string{'+': "", '?': sdk.ErrorGuest, '-': sdk.ErrorTrap, 't': sdk.ErrorDeadline, 'f': sdk.ErrorFuel, 'x': sdk.ErrorPool}
	for _, c := range []struct{ name, calls, state string }{
		{"good calls", "+++++", BreakerClosed},
		{"failures with answers between", "--+--+--", BreakerClosed},
		{"the guest's own errors", "?????", BreakerClosed},
		{"the guest's own error ends a row", "--?--", BreakerClosed},
		{"three traps", "---#", BreakerOpen},
		{"two time-outs", "tt#", BreakerOpen},
		{"out of fuel and out of time", "ft#", BreakerOpen},
		{"time-outs and traps add up", "t-t#", BreakerOpen},
		{"time-outs not in a row", "t-+t", BreakerClosed},
		{"a full pool is no failure", "--x-#", BreakerOpen},
		{"a full pool alone", "xxxxx", BreakerClosed},
		{"half of the rest", "---.#", BreakerOpen},
		{"the rest is over", "---..", BreakerHalfOpen},
		{"a good trial", "---..+--", BreakerClosed},
		{"a bad trial", "---..-#.#", BreakerOpen},
		{"a trial that says nothing is made again", "---..x+", BreakerClosed},
		{"one bad trial is enough for a time-out", "tt..t#", BreakerOpen},
	} {
		b := newBreaker(Limits{BreakerOverruns: 2, BreakerFailures: 3, BreakerRest: 2 * time.Second})
		now := time.Unix(0, 0)
		for i, call := range c.calls {
			if call == '.' {
				now = now.Add(time.Second)
				continue
			}
			resting := b.state(now) == BreakerHalfOpen
			try, ok := b.admit(now)
			if ok != (call != '#') || try != (resting && ok) {
				t.Fatalf("%s: call %d of %s: admitted %t, to try %t", c.name, i, c.calls, ok, try)
			}
			if ok {
				b.done(try, kinds[call], now)
			}
		}
		if got := b.state(now); got != c.state {
			t.Errorf("%s: after %s it is %s, want %s", c.name, c.calls, got, c.state)
		}
	}
}

// Only one call tries, and one that began before does not decide.
func TestBreakerTriesOnce(t *testing.T) {
	b := newBreaker(Limits{BreakerOverruns: 2, BreakerFailures: 1, BreakerRest: time.Second})
	now := time.Unix(0, 0)
	b.admit(now) // ends late
	b.admit(now)
	if changed := b.done(false, sdk.ErrorTrap, now); changed != BreakerOpen {
		t.Fatalf("changed to %q, want open", changed)
	}
	now = now.Add(time.Second)
	if try, ok := b.admit(now); !try || !ok {
		t.Fatal("no call may try after the rest")
	}
	if _, ok := b.admit(now); ok {
		t.Error("two calls try at once")
	}
	if changed := b.done(false, "", now); changed != "" || b.state(now) != BreakerHalfOpen {
		t.Errorf("a call of before made it %q", b.state(now))
	}
	if changed := b.done(true, "", now); changed != BreakerClosed {
		t.Errorf("a good trial changed it to %q", changed)
	}
}

// events collects what Options.Changed is told.
type events struct {
	mu   sync.Mutex
	list []Event
}

func (e *events) add(event Event) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.list = append(e.list, event)
}

func (e *events) kinds() string {
	e.mu.Lock()
	defer e.mu.Unlock()
	var kinds []string
	for _, event := range e.list {
		kinds = append(kinds, event.Kind)
	}
	return strings.Join(kinds, " ")
}

// A version that keeps failing is left alone: the hook falls back at once, its
// error says so, and after the rest a call on a fresh instance is tried.
func TestBreakerOfAServedVersion(t *testing.T) {
	var told events
	seen := &recorder{}
	h, g := serve(t, Options{Changed: told.add, Observe: seen.observe, Limits: Limits{BreakerFailures: 3, BreakerRest: time.Hour}},
		routePlugin("a-trap", func(plugintest.Env) []byte { return plugintest.Unreachable() }), routePlugin("b", says(`{"adapter":"law"}`)))
	for i := range 6 {
		want := sdk.ErrorTrap
		if i >= 3 {
			want = sdk.ErrorBreaker
		}
		d := g.Route(t.Context(), routeRequest("law"))
		if d.Adapter != "law" || kindOf(d.Err) != want {
			t.Errorf("call %d: %q, %v, want law and an error of kind %s", i, d.Adapter, d.Err, want)
		}
	}
	eventually(t, func() bool { return told.kinds() == EventBreakerOpen })
	if info := h.List()[0]; info.Breaker != BreakerOpen {
		t.Errorf("%s is %s, want open", info.Name, info.Breaker)
	}
	if _, err := callRaw(g, "a-trap", "route"); kindOf(err) != sdk.ErrorTrap {
		t.Errorf("an operator's call: %v, want it made all the same", err)
	}
	v := g.chains["route"][0]
	v.breaker.mu.Lock()
	v.breaker.until = time.Now() // the hour is over
	v.breaker.mu.Unlock()
	if d := g.Route(t.Context(), routeRequest("law")); kindOf(d.Err) != sdk.ErrorTrap {
		t.Errorf("after the rest: %v, want a trial", d.Err)
	}
	if d := g.Route(t.Context(), routeRequest("law")); kindOf(d.Err) != sdk.ErrorBreaker {
		t.Errorf("after a bad trial: %v", d.Err)
	}
	if last := seen.calls[len(seen.calls)-2]; last.ErrorKind != sdk.ErrorBreaker || last.Duration != 0 {
		t.Errorf("observed %+v, want a call that was not made", last)
	}
}

// answersOnce is a guest each of whose instances answers one call and traps at
// the next: it counts in the size of its memory.
func answersOnce(text string) []byte {
	m := &plugintest.Module{}
	env := plugintest.NewEnv(m)
	m.Memory(1, 100)
	m.Export("r3mes_route", m.Func(nil,
		plugintest.Block(plugintest.Const32(1), plugintest.GrowMemory(), plugintest.Const32(1), plugintest.Eq32(), plugintest.BrIf(0), plugintest.Unreachable()),
		env.Output(text)))
	return m.Bytes()
}

// A trial is made on an instance that has served nobody: a guest that answers
// only its first call would look broken for ever on an old one.
func TestBreakerTriesOnAFreshInstance(t *testing.T) {
	h, g := serve(t, Options{Limits: Limits{BreakerFailures: 1, BreakerRest: time.Hour, Instances: 1}},
		plugin{"p", answersOnce(`{"adapter":"law"}`), plugintest.Manifest("p", []string{"route"})})
	v := g.versions[0]
	ask := func() RouteDecision { return g.Route(context.Background(), routeRequest("law")) }
	if d := ask(); d.Adapter != "law" {
		t.Fatal(d.Err)
	}
	v.breaker.mu.Lock()
	v.breaker.open, v.breaker.until = true, time.Now() // as after failures in the past
	v.breaker.mu.Unlock()
	if d := ask(); d.Adapter != "law" || h.List()[0].Breaker != BreakerClosed {
		t.Errorf("tried with %v, breaker %s", d.Err, h.List()[0].Breaker)
	}
	if d := ask(); kindOf(d.Err) != sdk.ErrorTrap {
		t.Errorf("the guest of this test answers more than once: %v", d.Err)
	}
}

package pluginhost

import (
	"fmt"
	"testing"

	"github.com/r3mes/r3mes/host/pluginhost/plugintest"
	"github.com/r3mes/r3mes/sdk"
)

// A version of which too many of the first calls fail is taken back, and who
// keeps the books is told why. Requests are served all the while.
func TestProbation(t *testing.T) {
	good := pricePlugin("price", `{"ceiling_microcredits":7}`, `{"charge_microcredits":7}`)
	bad := plugin{name: "price", manifest: plugintest.Manifest("price", []string{"quote", "settle"}),
		wasm: plugintest.Guest(map[string]func(plugintest.Env) []byte{
			"quote":  func(e plugintest.Env) []byte { return plugintest.Unreachable() },
			"settle": says(`{"charge_microcredits":7}`),
		})}
	limits := Limits{ProbationCalls: 50, ProbationErrors: 5}
	ask := func(h *Host, wallet string, times int) {
		for range times {
			g := h.Pin(wallet)
			g.Quote(t.Context(), quoteRequest())
			g.Release()
		}
	}
	for _, c := range []struct {
		name  string
		begin func(*Host, *Candidate) (int64, error)
		want  string
	}{
		{"activated", (*Host).Activate, EventRolledBack},
		{"promoted", func(h *Host, c *Candidate) (int64, error) {
			if _, err := h.Shadow(c); err != nil {
				return 0, err
			}
			return h.Promote("price")
		}, EventRolledBack},
		{"canary", func(h *Host, c *Candidate) (int64, error) { return h.Canary(c, 100) }, EventCanaryWithdrawn},
	} {
		t.Run(c.name, func(t *testing.T) {
			var told events
			h, _ := serve(t, Options{Limits: limits, Changed: told.add}, good)
			candidate := prepare(t, h, bad)
			if _, err := c.begin(h, candidate); err != nil {
				t.Fatal(err)
			}
			ask(h, "wallet", 4)
			if got := told.kinds(); got != "" {
				t.Fatalf("after 4 failures: %s", got)
			}
			ask(h, "wallet", 20)
			eventually(t, func() bool { return told.kinds() == c.want })
			e := told.list[0]
			if e.Plugin != "price" || e.ID != candidate.Info().ID || e.Generation == 0 || e.Reason == "" {
				t.Errorf("told %+v", e)
			}
			s, err := h.State("price")
			if err != nil || s.Active.ID == e.ID || s.Canary != nil || len(s.Previous) != 0 {
				t.Errorf("state %+v, %v, want the good version alone", s, err)
			}
			g := h.Pin("wallet")
			defer g.Release()
			if q := g.Quote(t.Context(), quoteRequest()); q.Ceiling != 7 || q.Plugin != "price" {
				t.Errorf("quote %+v, want the good version's", q)
			}
		})
	}
}

// What ends probation without a rollback.
func TestProbationIsPassed(t *testing.T) {
	for _, c := range []struct {
		name   string
		limits Limits
		calls  string // kinds of outcomes: + good, - trap, x a full pool
		over   bool
	}{
		{"few errors", Limits{ProbationCalls: 100, ProbationErrors: 5}, "----", false},
		{"many errors among more good calls", Limits{ProbationCalls: 100, ProbationErrors: 2, ProbationPercent: 50}, "+-+-+-+-", false},
		{"the host's own errors", Limits{ProbationCalls: 3, ProbationErrors: 1}, "xxxxxxxx", false},
		{"errors after the first calls", Limits{ProbationCalls: 3, ProbationErrors: 1}, "++++----", true},
		{"never taken back", Limits{ProbationCalls: 100, ProbationErrors: 1, ProbationPercent: 100}, "--------", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			var told events
			h, _ := serve(t, Options{Limits: c.limits, Changed: told.add}, naming("route", "one"))
			v := activate(t, h, naming("route", "two"))
			for _, call := range c.calls {
				v.count(map[rune]string{'+': "", '-': sdk.ErrorTrap, 'x': sdk.ErrorPool}[call])
			}
			h.Close() // waits for what is under way
			if got := told.kinds(); got != "" {
				t.Errorf("after %s: %s, want nothing", c.calls, got)
			}
			if over := v.probation.Load() == nil; over != c.over {
				t.Errorf("probation over: %t, want %t", over, c.over)
			}
		})
	}
}

// There is no probation where nothing could be gone back to, and none for what
// was gone back to.
func TestWhoIsOnProbation(t *testing.T) {
	h, g := serve(t, Options{}, naming("route", "one"))
	first := activate(t, h, naming("other", "one"))
	second := activate(t, h, naming("route", "two"))
	third := activate(t, h, naming("route", "three"))
	for name, c := range map[string]struct {
		v    *version
		want bool
	}{"loaded at start": {g.versions[0], false}, "the first of its name": {first, false}, "the second": {second, true}, "the third": {third, true}} {
		if got := c.v.probation.Load() != nil; got != c.want {
			t.Errorf("%s is on probation: %t, want %t", name, got, c.want)
		}
	}
	if _, err := h.Rollback("route", 1); err != nil {
		t.Fatal(err)
	}
	if second.probation.Load() != nil {
		t.Error("a version that was rolled back to is on probation")
	}
}

// A version that was superseded before it could be taken back is left alone.
func TestGivingUpWhatServesNoMore(t *testing.T) {
	var told events
	h, _ := serve(t, Options{Changed: told.add}, naming("route", "one"))
	old := activate(t, h, naming("route", "two"))
	activate(t, h, naming("route", "three"))
	for i, name := range []string{"route", "nothing"} {
		if i == 1 {
			if _, err := h.Remove("route"); err != nil {
				t.Fatal(err)
			}
		}
		before := h.current.Load().number
		h.giveUp(old, fmt.Sprint("test of ", name))
		eventually(t, func() bool { h.backlog.mu.Lock(); defer h.backlog.mu.Unlock(); return !h.backlog.running })
		if now := h.current.Load().number; now != before || told.kinds() != "" {
			t.Errorf("generation %d after %d, told %q, want nothing done", now, before, told.kinds())
		}
	}
}

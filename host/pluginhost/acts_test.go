package pluginhost

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/r3mes/r3mes/host/pluginhost/plugintest"
)

// chosen is the adapter that h's current generation chooses for a wallet, when
// each route plugin answers with its version's name.
func chosen(t *testing.T, h *Host, walletHash string) string {
	t.Helper()
	g := h.Pin(walletHash)
	defer g.Release()
	d := g.Route(t.Context(), routeRequest("one", "two", "three", "four"))
	if d.Err != nil {
		t.Error(d.Err)
	}
	return d.Adapter
}

func naming(plugin, adapter string) plugin {
	return routePlugin(plugin, says(`{"adapter":"`+adapter+`"}`))
}

// An act on one plugin changes that plugin and no other: rolling back a does
// not undo a later load of b.
func TestActsChangeOnePluginOnly(t *testing.T) {
	price := func(ceiling int) plugin {
		return pricePlugin("price", fmt.Sprintf(`{"ceiling_microcredits":%d}`, ceiling), `{"charge_microcredits":1}`)
	}
	h, _ := serve(t, Options{}, naming("route", "one"), price(1))
	activate(t, h, naming("route", "two"))
	activate(t, h, price(2))
	if _, err := h.Rollback("route", 1); err != nil {
		t.Fatal(err)
	}
	g := h.Pin("")
	defer g.Release()
	if q := g.Quote(t.Context(), quoteRequest()); q.Ceiling != 2 {
		t.Errorf("rolling back a route plugin left the ceiling %d, want that of the later load, 2", q.Ceiling)
	}
	if got := chosen(t, h, ""); got != "one" {
		t.Errorf("rolled back to %q, want one", got)
	}
}

func TestRollbackReachesEitherVersionBefore(t *testing.T) {
	for steps, want := range map[int]string{1: "three", 2: "two"} {
		t.Run(fmt.Sprint(steps), func(t *testing.T) {
			h, _ := serve(t, Options{}, naming("route", "one"))
			for _, adapter := range []string{"two", "three", "four"} {
				activate(t, h, naming("route", adapter))
			}
			before, err := h.State("route")
			if err != nil || len(before.Previous) != 2 {
				t.Fatalf("state %+v, %v, want two previous versions", before, err)
			}
			for _, p := range before.Previous {
				if p.Instances == 0 {
					t.Errorf("previous version %s has no warm instance", p.ID)
				}
			}
			generation, err := h.Rollback("route", steps)
			if err != nil {
				t.Fatal(err)
			}
			after, err := h.State("route")
			if err != nil || after.Active.ID != before.Previous[steps-1].ID || after.Generation != generation || generation <= before.Generation {
				t.Errorf("active %s in generation %d, %v; want %s in %d", after.Active.ID, after.Generation, err, before.Previous[steps-1].ID, generation)
			}
			if got := chosen(t, h, ""); got != want {
				t.Errorf("chose %q, want %q", got, want)
			}
			if left := keptVersions - steps; len(after.Previous) != left {
				t.Errorf("%d previous versions after %d steps back, want %d", len(after.Previous), steps, left)
			}
		})
	}
}

// A version that serves no more keeps one warm instance, once the last request
// that pinned it is over.
func TestPreviousVersionKeepsOneInstance(t *testing.T) {
	h, _ := serve(t, Options{Limits: Limits{Instances: 4}}, naming("other", "one"))
	activate(t, h, naming("route", "one"))
	g := h.Pin("")
	warm(t, g, "route", 3)
	activate(t, h, naming("route", "two"))
	instances := func() int {
		s, err := h.State("route")
		if err != nil {
			t.Fatal(err)
		}
		return s.Previous[0].Instances
	}
	if n := instances(); n != 3 {
		t.Errorf("%d instances under a pin, want the 3 that were there", n)
	}
	g.Release()
	if n := instances(); n != 1 {
		t.Errorf("%d instances after the last pin, want 1", n)
	}
	var want int64
	for _, s := range h.States() {
		for _, info := range append(s.Previous, s.Active) {
			want += int64(info.Instances*info.MemoryPages) << 16
		}
	}
	if got := h.memory.Load(); got != want {
		t.Errorf("%d bytes are counted as the instances' memory, want %d", got, want)
	}
}

// A version that comes back is not kept twice.
func TestActivatingAPreviousVersionAgainKeepsItOnce(t *testing.T) {
	h, _ := serve(t, Options{}, naming("route", "one"))
	activate(t, h, naming("route", "two"))
	activate(t, h, naming("route", "one"))
	s, err := h.State("route")
	if err != nil || len(s.Previous) != 1 || s.Previous[0].ID == s.Active.ID {
		t.Errorf("state %+v, %v, want one previous version, another than the active one", s, err)
	}
}

func TestActsRefuse(t *testing.T) {
	h, _ := serve(t, Options{}, naming("route", "one"))
	stranger, closedOne := prepare(t, h, naming("stranger", "two")), prepare(t, h, naming("route", "three"))
	closedOne.Close()
	generation := h.current.Load().number
	for _, c := range []struct {
		name string
		act  func() (int64, error)
		is   error
		says string
	}{
		{"rollback of what has no previous version", func() (int64, error) { return h.Rollback("route", 1) }, nil, "rollback route: 1 steps back: 0 previous versions are kept"},
		{"rollback too far", func() (int64, error) { return h.Rollback("route", 3) }, nil, "must be 1 to 2"},
		{"rollback of nothing", func() (int64, error) { return h.Rollback("nothing", 1) }, ErrUnknownPlugin, "rollback nothing"},
		{"remove of nothing", func() (int64, error) { return h.Remove("nothing") }, ErrUnknownPlugin, "remove nothing"},
		{"promote of nothing", func() (int64, error) { return h.Promote("nothing") }, ErrUnknownPlugin, "promote nothing"},
		{"promote without a trial", func() (int64, error) { return h.Promote("route") }, nil, "neither a canary nor a shadow"},
		{"withdraw without a trial", func() (int64, error) { return h.Withdraw("route") }, ErrUnknownPlugin, "neither a canary nor a shadow"},
		{"canary of what is not served", func() (int64, error) { return h.Canary(stranger, 10) }, ErrUnknownPlugin, "canary stranger"},
		{"shadow of what is not served", func() (int64, error) { return h.Shadow(stranger) }, ErrUnknownPlugin, "shadow stranger"},
		{"canary for more than all", func() (int64, error) { return h.Canary(stranger, 101) }, nil, "101 percent: must be 0 to 100"},
		{"canary for less than none", func() (int64, error) { return h.CanaryPercent("route", -1) }, nil, "-1 percent"},
		{"share of no canary", func() (int64, error) { return h.CanaryPercent("route", 5) }, ErrUnknownPlugin, "has no canary"},
		{"a closed candidate", func() (int64, error) { return h.Activate(closedOne) }, nil, "candidate is closed"},
	} {
		_, err := c.act()
		if err == nil || !strings.Contains(err.Error(), c.says) || (c.is != nil && !errors.Is(err, c.is)) {
			t.Errorf("%s: %v, want %v and %q", c.name, err, c.is, c.says)
		}
	}
	if now := h.current.Load().number; now != generation {
		t.Errorf("refused acts published generation %d over %d", now, generation)
	}
	h.Close()
	if _, err := h.Activate(stranger); !errors.Is(err, ErrClosed) {
		t.Errorf("activate on a closed host: %v", err)
	}
	if _, err := h.Prepare(t.Context(), sourceOf(naming("route", "two")), Settings{}); !errors.Is(err, ErrClosed) {
		t.Errorf("prepare on a closed host: %v", err)
	}
}

// A load that fails says why, and the version before goes on serving.
func TestRefusedLoadLeavesTheOldServing(t *testing.T) {
	h, _ := serve(t, Options{}, naming("route", "one"))
	good := sourceOf(naming("route", "two"))
	for _, c := range []struct {
		name   string
		source Source
		set    Settings
		says   string
	}{
		{"a module cut short", Source{good.Wasm[:len(good.Wasm)-3], good.Manifest}, Settings{}, "ends in the middle"},
		{"no manifest", Source{good.Wasm, nil}, Settings{}, `no section "r3mes.manifest"`},
		{"a grant that is none", good, Settings{Grants: []string{"everything"}}, `grant "everything" is not one of`},
		{"a config without a schema", good, Settings{Config: map[string]any{"a": 1}}, "no config.schema"},
		{"a binding of a route plugin", good, Settings{Adapters: []string{"*"}, Bound: true}, "load route"},
		{"a failing self-test", Source{good.Wasm, []byte(plugintest.Manifest("route", []string{"route"},
			"[[selftest]]\nname = \"t1\"\nhook = \"route\"\nwant = { adapter = \"law\" }"))}, Settings{}, `selftest "t1"`},
	} {
		if _, err := verify(t, h, c.source, c.set); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want %q", c.name, err, c.says)
		}
	}
	if got := chosen(t, h, ""); got != "one" {
		t.Errorf("chose %q, want one", got)
	}
}

// verify prepares for the verdict alone.
func verify(t *testing.T, h *Host, s Source, set Settings) (Info, error) {
	t.Helper()
	c, err := h.Prepare(t.Context(), s, set)
	if err != nil {
		return Info{}, err
	}
	defer c.Close()
	return c.Info(), nil
}

func TestACandidateServesNobody(t *testing.T) {
	h, _ := serve(t, Options{}, naming("route", "one"))
	info, err := verify(t, h, sourceOf(naming("route", "two")), Settings{})
	if err != nil || info.Name != "route" || info.Instances != 1 || info.Hooks[0].Position != -1 {
		t.Errorf("verified %+v, %v", info, err)
	}
	if got := chosen(t, h, ""); got != "one" {
		t.Errorf("chose %q, want one", got)
	}
}

// Another configuration is another version; the same one is none.
func TestPrepareTellsWhatIsUnchanged(t *testing.T) {
	more := "[config]\nschema = { type = \"object\", properties = { level = { type = \"integer\" } } }\n[config.defaults]\nlevel = 1"
	p := routePlugin("route", says(`{"adapter":"one"}`), more)
	h, _ := serve(t, Options{}, p)
	for _, c := range []struct {
		name   string
		config map[string]any
		same   bool
	}{
		{"no configuration", nil, true},
		{"the defaults in words", map[string]any{"level": 1}, true},
		{"another value", map[string]any{"level": 2}, false},
	} {
		info, err := verify(t, h, sourceOf(p), Settings{Config: c.config})
		if errors.Is(err, ErrUnchanged) != c.same || (err == nil) == c.same {
			t.Errorf("%s: %+v, %v; want unchanged %t", c.name, info, err, c.same)
		}
	}
	c, err := h.Prepare(t.Context(), sourceOf(p), Settings{Config: map[string]any{"level": 2}})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := h.Activate(c); err != nil {
		t.Fatal(err)
	}
	if s, err := h.Settings("route"); err != nil || s.Config["level"] != 2 {
		t.Errorf("settings %+v, %v, want level 2", s, err)
	}
	if _, err := verify(t, h, sourceOf(p), Settings{}); err != nil {
		t.Errorf("the version before is unchanged, too: %v", err)
	}
}

func TestOneLoadAtATime(t *testing.T) {
	h, _ := serve(t, Options{}, naming("route", "one"))
	h.loading <- struct{}{} // as a load in progress does
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := h.Prepare(ctx, sourceOf(naming("route", "two")), Settings{}); !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "another load") {
		t.Errorf("a second load: %v", err)
	}
	<-h.loading
	activate(t, h, naming("route", "two"))
}

// Wallets stay with their version, a growing canary keeps those that it has,
// and one request sees one version at all hooks.
func TestCanaryIsSticky(t *testing.T) {
	price := func(n int) plugin {
		return pricePlugin("price", fmt.Sprintf(`{"ceiling_microcredits":%d}`, n), fmt.Sprintf(`{"charge_microcredits":%d}`, n))
	}
	h, _ := serve(t, Options{}, price(1))
	const wallets = 500
	serves := func() (canary map[string]bool) {
		canary = map[string]bool{}
		for i := range wallets {
			hash := h.WalletHash(fmt.Sprint("wallet", i))
			for range 2 {
				g := h.Pin(hash)
				q := g.Quote(t.Context(), quoteRequest())
				s := g.Settle(t.Context(), q, settleRequest())
				g.Release()
				if q.Ceiling != s.Charge || s.Plugin != "price" {
					t.Fatalf("quoted %+v, settled %+v", q, s)
				}
				if was, asked := canary[hash]; asked && was != (q.Ceiling == 2) {
					t.Fatal("a wallet changed versions")
				}
				canary[hash] = q.Ceiling == 2
			}
		}
		return canary
	}
	count := func(canary map[string]bool) (n int) {
		for _, is := range canary {
			if is {
				n++
			}
		}
		return n
	}
	if _, err := h.Canary(prepare(t, h, price(2)), 20); err != nil {
		t.Fatal(err)
	}
	some := serves()
	if n := count(some); n < wallets*12/100 || n > wallets*28/100 {
		t.Errorf("20 percent are %d of %d wallets", n, wallets)
	}
	nobody := h.Pin("")
	if nobody.versions[0] != nobody.lineups["price"].active {
		t.Error("nobody's wallet is served by the canary")
	}
	nobody.Release()
	if _, err := h.CanaryPercent("price", 60); err != nil {
		t.Fatal(err)
	}
	more := serves()
	for hash := range some {
		if some[hash] && !more[hash] {
			t.Fatal("a wallet left a canary that grew")
		}
	}
	for percent, want := range map[int]int{0: 0, 100: wallets} {
		if _, err := h.CanaryPercent("price", percent); err != nil {
			t.Fatal(err)
		}
		if n := count(serves()); n != want {
			t.Errorf("%d percent are %d of %d wallets", percent, n, wallets)
		}
	}
	if _, err := h.Withdraw("price"); err != nil {
		t.Fatal(err)
	}
	if n := count(serves()); n != 0 {
		t.Errorf("%d wallets are served by a canary that was withdrawn", n)
	}
}

func TestPromote(t *testing.T) {
	for name, try := range map[string]func(*Host, *Candidate) (int64, error){
		"canary": func(h *Host, c *Candidate) (int64, error) { return h.Canary(c, 0) },
		"shadow": (*Host).Shadow,
	} {
		t.Run(name, func(t *testing.T) {
			h, _ := serve(t, Options{}, naming("route", "one"))
			if _, err := try(h, prepare(t, h, naming("route", "two"))); err != nil {
				t.Fatal(err)
			}
			before, err := h.State("route")
			if err != nil || (before.Canary == nil) == (before.Shadow == nil) {
				t.Fatalf("state %+v, %v, want one trial", before, err)
			}
			if got := chosen(t, h, "somebody"); got != "one" {
				t.Errorf("before it was promoted, %q was chosen", got)
			}
			if _, err := h.Promote("route"); err != nil {
				t.Fatal(err)
			}
			if got := chosen(t, h, "somebody"); got != "two" {
				t.Errorf("the promoted version chose %q", got)
			}
			after, err := h.State("route")
			if err != nil || after.Canary != nil || after.Shadow != nil || len(after.Previous) != 1 || after.Previous[0].ID != before.Active.ID {
				t.Errorf("state %+v, %v, want no trial and the old version kept", after, err)
			}
		})
	}
}

func TestRemove(t *testing.T) {
	h, g := serve(t, Options{}, naming("route", "one"))
	v := g.versions[0]
	if _, err := h.Remove("route"); err != nil {
		t.Fatal(err)
	}
	if len(h.List()) != 0 || len(h.States()) != 0 || chosen(t, h, "") != "" {
		t.Error("a removed plugin is still there")
	}
	if closed(v) {
		t.Error("closed under a pin")
	}
	if _, err := h.State("route"); !errors.Is(err, ErrUnknownPlugin) {
		t.Errorf("state of a removed plugin: %v", err)
	}
}

func stored(p plugin) Stored {
	return Stored{Read: func() (Source, error) { return sourceOf(p), nil }}
}

// What an operator changed is there again after a restart, instead of what the
// folder holds.
func TestRestore(t *testing.T) {
	canary := stored(naming("route", "four"))
	broken := stored(plugin{wasm: []byte("\x00asm"), manifest: naming("route", "one").manifest})
	h, _ := serve(t, Options{Restore: []Restored{
		{Name: "route", Active: stored(naming("route", "three")), Previous: []Stored{stored(naming("route", "two")), broken, stored(naming("route", "one"))}, Canary: &canary, Percent: 100},
		{Name: "gone", Removed: true},
		{Name: "uploaded", Active: stored(naming("uploaded", "one"))},
		{Name: "off", Active: stored(naming("off", "one"))},
	}, Disabled: []string{"off"}, Config: map[string]map[string]any{"uploaded": nil}},
		naming("route", "one"), naming("gone", "one"), naming("other", "one"))
	if s, err := h.State("route"); err != nil || len(s.Previous) != 1 || s.Percent != 100 || s.Canary == nil {
		t.Errorf("state %+v, %v, want one previous version (the first that loads) and a canary", s, err)
	}
	var names []string
	for _, s := range h.States() {
		names = append(names, s.Name)
	}
	if got := strings.Join(names, " "); got != "other route uploaded" {
		t.Errorf("plugins %q, want other, route and uploaded", got)
	}
	pinned := func(walletHash string) string {
		g := h.Pin(walletHash)
		defer g.Release()
		b, err := callRaw(g, "route", "route")
		if err != nil {
			t.Error(err)
		}
		return string(b)
	}
	if nobody, wallet := pinned(""), pinned("w"); !strings.Contains(nobody, "three") || !strings.Contains(wallet, "four") {
		t.Errorf("active answers %s, canary %s", nobody, wallet)
	}
	if _, err := h.Rollback("route", 1); err != nil {
		t.Fatal(err)
	}
	if got := pinned(""); !strings.Contains(got, "two") {
		t.Errorf("rolled back to %s", got)
	}
}

func TestRestoreRefuses(t *testing.T) {
	good := naming("route", "one")
	for name, c := range map[string]struct {
		active Stored
		says   string
	}{
		"what cannot be read":   {Stored{Read: func() (Source, error) { return Source{}, errors.New("no such blob") }}, "load other: no such blob"},
		"another plugin's file": {stored(good), "its manifest is of route"},
	} {
		t.Run(name, func(t *testing.T) {
			refuse(t, Options{Restore: []Restored{{Name: "other", Active: c.active}}}, []string{c.says}, good)
		})
	}
}

// A kept plugin that does not load any more keeps nobody else from being served.
func TestRestoreGoesOnWithoutABrokenPlugin(t *testing.T) {
	var told error
	broken := Restored{Name: "broken", Active: stored(plugin{wasm: []byte("\x00asm"), manifest: naming("broken", "one").manifest}), Broken: func(err error) { told = err }}
	whole := Restored{Name: "whole", Active: stored(naming("whole", "one"))}
	whole.Active.Settings.Ref = "mine"
	h, _ := serve(t, Options{Restore: []Restored{broken, whole}}, naming("broken", "one"), naming("other", "one"))
	if told == nil || !strings.Contains(told.Error(), "load broken") {
		t.Errorf("told %v, want why it does not load", told)
	}
	var names []string
	for _, i := range h.List() {
		names = append(names, i.Name+i.Ref)
	}
	if got := strings.Join(names, " "); got != "other wholemine" {
		t.Errorf("served %q, want other and whole with its reference: the folder does not take a broken one's place", got)
	}
}

// BenchmarkRollback measures an operator's way back to either version before, of
// a guest in Go of 3 MB: the act, the closing of what is given up, and the first
// request that the version answers again.
func BenchmarkRollback(b *testing.B) {
	folder := filepath.Join(plugintest.Guests(b), "price-flat")
	var guest Source
	for file, content := range map[string]*[]byte{"plugin.wasm": &guest.Wasm, "manifest.toml": &guest.Manifest} {
		var err error
		if *content, err = os.ReadFile(filepath.Join(folder, file)); err != nil {
			b.Fatal(err)
		}
	}
	for _, steps := range []int{1, 2} {
		b.Run(fmt.Sprintf("steps=%d", steps), func(b *testing.B) {
			h, _ := serve(b, Options{CacheDir: plugintest.CacheDir(b)})
			price := 0
			for b.Loop() {
				b.StopTimer()
				for range 1 + keptVersions {
					price++
					c, err := h.Prepare(b.Context(), guest, Settings{Config: map[string]any{"per_request_microcredits": price}})
					if err != nil {
						b.Fatal(err)
					}
					if _, err := h.Activate(c); err != nil {
						b.Fatal(err)
					}
					c.Close()
				}
				b.StartTimer()
				if _, err := h.Rollback("price-flat", steps); err != nil {
					b.Fatal(err)
				}
				g := h.Pin("")
				if q := g.Quote(b.Context(), quoteRequest()); q.Ceiling != int64(price-steps) {
					b.Fatalf("quote %+v, want the version's before, %d", q, price-steps)
				}
				g.Release()
			}
		})
	}
}

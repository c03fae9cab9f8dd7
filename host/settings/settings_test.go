package settings

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/r3mes/r3mes/host/audit"
	"github.com/r3mes/r3mes/host/config"
)

var operator = audit.Actor{Name: "op"}

// router is a routing plugin.
type router struct {
	value  float64
	served bool
	fail   error
}

func (r *router) Threshold() (float64, bool) { return r.value, r.served }

func (r *router) SetThreshold(_ context.Context, _ audit.Actor, value float64) error {
	if r.fail == nil {
		r.value = value
	}
	return r.fail
}

func open(t *testing.T, dir string, cfg config.Config, r Router) *Settings {
	t.Helper()
	s, err := Open(Options{Dir: dir, Config: cfg})
	if err != nil {
		t.Fatal(err)
	}
	log, err := audit.Open(t.TempDir(), audit.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := log.Close(); err != nil {
			t.Error(err)
		}
	})
	s.Wire(log, r)
	return s
}

func TestAChangeIsAppliedKeptAndAudited(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, config.Default(), nil)
	var applied []string
	s.Applied(func(c config.Config) { applied = append(applied, c.Log.Level+" "+c.Limits.Chat) })
	if err := s.Set(t.Context(), operator, map[string]any{"log.level": "debug", "limits.chat": "3/minute"}); err != nil {
		t.Fatal(err)
	}
	if len(applied) != 1 || applied[0] != "debug 3/minute" || s.Shown()["log.level"] != "debug" || s.Shown()["server.grace"] != "20s" {
		t.Errorf("applied %q, shown %v", applied, s.Shown())
	}
	entries, err := s.audit.List(0, 10)
	if err != nil || len(entries) != 1 || entries[0].Act != "config.set" || entries[0].Detail["log.level"] != `"debug"` {
		t.Errorf("audit: %+v, %v", entries, err)
	}
	// A restart, with the same configuration and with others.
	if c := open(t, dir, config.Default(), nil).Config(); c.Log.Level != "debug" || c.Limits.Chat != "3/minute" {
		t.Errorf("after a restart: %s, %s", c.Log.Level, c.Limits.Chat)
	}
	other := config.Default()
	other.Log.Level = "warn"
	if c := open(t, dir, other, nil).Config(); c.Log.Level != "warn" || c.Limits.Chat != "3/minute" {
		t.Errorf("after the configuration changed: %s, %s; want its level, and the limit as changed", c.Log.Level, c.Limits.Chat)
	}
}

func TestARefusedChangeChangesNothing(t *testing.T) {
	s := open(t, t.TempDir(), config.Default(), &router{value: 0.2, served: true, fail: errors.New("sandbox")})
	s.Applied(func(config.Config) { t.Error("a refused change was applied") })
	for _, values := range []map[string]any{
		{"log.level": "debug", "server.listen": "x"},
		{"log.level": "debug", config.RouterThreshold: 0.5}, // the plugin refuses it
	} {
		if err := s.Set(t.Context(), operator, values); err == nil {
			t.Errorf("%v was accepted", values)
		}
	}
	if s.Config().Log.Level != "info" || len(s.Changes()) != 0 {
		t.Errorf("level %s, changes %v", s.Config().Log.Level, s.Changes())
	}
	if got := open(t, s.options.Dir, config.Default(), nil).Config().Log.Level; got != "info" {
		t.Errorf("after a restart: %s", got)
	}
	if err := open(t, t.TempDir(), config.Default(), &router{}).Set(t.Context(), operator, map[string]any{config.RouterThreshold: 0.5}); !errors.Is(err, ErrNoRouter) {
		t.Errorf("without the plugin: %v", err)
	}
}

func TestTheThresholdIsThePlugins(t *testing.T) {
	r := &router{value: 0.25, served: true}
	s := open(t, t.TempDir(), config.Default(), r)
	shown := func() any { return s.Shown()["plugins.config."+config.RouterPlugin].(map[string]any)["threshold"] }
	if shown() != 0.25 {
		t.Errorf("shown %v, want the plugin's", shown())
	}
	if err := s.Set(t.Context(), operator, map[string]any{config.RouterThreshold: 0.5}); err != nil || r.value != 0.5 || shown() != 0.5 {
		t.Errorf("%v: the plugin has %v, shown %v", err, r.value, shown())
	}
	if len(s.Changes()) != 0 {
		t.Errorf("changes %v, want it kept with the plugin alone", s.Changes())
	}
}

func TestCheckReadsTheSourcesAgain(t *testing.T) {
	next, fail := config.Default(), error(nil)
	s, err := Open(Options{Dir: t.TempDir(), Config: config.Default(), Reload: func() (config.Config, []string, error) { return next, []string{"a warning"}, fail }})
	if err != nil {
		t.Fatal(err)
	}
	next.Server.Listen = "127.0.0.1:1"
	if r := s.Check(); !r.Valid || len(r.Errors) != 0 || len(r.Warnings) != 2 || !strings.HasPrefix(r.Warnings[1], "server.listen") {
		t.Errorf("%+v, want valid with two warnings", r)
	}
	fail = errors.Join(errors.New("one"), errors.New("two"))
	if r := s.Check(); r.Valid || len(r.Errors) != 2 {
		t.Errorf("%+v, want both errors", r)
	}
}

func TestDamagedChangesAreSaid(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "config")
	open(t, dir, config.Default(), nil)
	if err := os.WriteFile(filepath.Join(dir, changesFile), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(Options{Dir: dir, Config: config.Default()}); err == nil {
		t.Error("damaged changes were read")
	}
}

// Whoever reads sees a change whole: both bounds, or neither.
func TestHammer(t *testing.T) {
	s := open(t, t.TempDir(), config.Default(), nil)
	stop := make(chan struct{})
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				if p := s.Config().Pricing; p.MinQuote != 0 && p.MaxQuote != p.MinQuote+1 {
					t.Errorf("half a change: %+v", p)
				}
			}
		})
	}
	for n := range int64(30) {
		if err := s.Set(t.Context(), operator, map[string]any{"pricing.min_quote_microcredits": n + 1, "pricing.max_quote_microcredits": n + 2}); err != nil {
			t.Error(err)
		}
	}
	close(stop)
	wg.Wait()
}

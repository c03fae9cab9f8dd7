package pluginhost

import (
	"context"
	"math"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/r3mes/r3mes/host/pluginhost/plugintest"
	"github.com/r3mes/r3mes/sdk"
)

// plugin is one folder of a test's plugin directory.
type plugin struct {
	name     string
	wasm     []byte
	manifest string
}

// routePlugin answers route with the given code.
func routePlugin(name string, body func(plugintest.Env) []byte, more ...string) plugin {
	return plugin{
		name: name, manifest: plugintest.Manifest(name, []string{"route"}, more...),
		wasm: plugintest.Guest(map[string]func(plugintest.Env) []byte{"route": body}),
	}
}

// pricePlugin answers quote and settle with fixed texts.
func pricePlugin(name, quote, settle string, more ...string) plugin {
	text := func(s string) func(plugintest.Env) []byte {
		return func(e plugintest.Env) []byte { return e.Output(s) }
	}
	return plugin{
		name: name, manifest: plugintest.Manifest(name, []string{"quote", "settle"}, more...),
		wasm: plugintest.Guest(map[string]func(plugintest.Env) []byte{"quote": text(quote), "settle": text(settle)}),
	}
}

// says is the code that answers text.
func says(text string) func(plugintest.Env) []byte {
	return func(e plugintest.Env) []byte { return e.Output(text) }
}

func writePlugins(t testing.TB, plugins ...plugin) string {
	t.Helper()
	dir := t.TempDir()
	for _, p := range plugins {
		plugintest.Folder(t, filepath.Join(dir, p.name), p.wasm, p.manifest)
	}
	return dir
}

// unlimited is fuel for tests of what else stops a guest.
const unlimited = 1 << 40

// generous are deadlines that a busy machine does not run into, and breakers that
// stay closed however often a test lets a guest fail; tests about these set their
// own.
func generous(l Limits) Limits {
	for _, d := range []*time.Duration{&l.RouteDeadline, &l.QuoteDeadline, &l.SettleDeadline, &l.PreDeadline, &l.PostDeadline, &l.MaxDeadline, &l.StartDeadline, &l.PoolWait} {
		if *d == 0 {
			*d = 10 * time.Second
		}
	}
	for _, n := range []*int{&l.BreakerOverruns, &l.BreakerFailures} {
		if *n == 0 {
			*n = math.MaxInt
		}
	}
	return l
}

// serve opens a host over plugins and pins its generation for the test.
func serve(t testing.TB, o Options, plugins ...plugin) (*Host, *Generation) {
	t.Helper()
	o.Dir = writePlugins(t, plugins...)
	o.Limits = generous(o.Limits)
	h, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	g := h.Pin("")
	t.Cleanup(func() {
		g.Release()
		h.Close()
	})
	return h, g
}

// refuse opens a host that must not open, and wants every part in the error.
func refuse(t *testing.T, o Options, parts []string, plugins ...plugin) {
	t.Helper()
	o.Dir = writePlugins(t, plugins...)
	o.Limits = generous(o.Limits)
	h, err := Open(t.Context(), o)
	if err == nil {
		h.Close()
		t.Fatalf("Open accepted it, want an error with %q", parts)
	}
	for _, part := range parts {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("error %q does not say %q", err, part)
		}
	}
}

func routeRequest(adapters ...string) sdk.RouteRequest {
	r := sdk.RouteRequest{Envelope: sdk.Envelope{RequestID: "r1", Kind: sdk.KindChat}}
	for _, name := range adapters {
		r.Adapters = append(r.Adapters, sdk.Adapter{Name: name})
	}
	return r
}

// callRaw calls hook with a minimal request.
func callRaw(g *Generation, name, hook string) ([]byte, error) {
	return g.Call(context.Background(), name, hook, []byte(`{"request_id":"r1"}`))
}

// recorder collects what an Observe callback is told.
type recorder struct {
	mu    sync.Mutex
	calls []Call
}

func (r *recorder) observe(c Call) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.calls = append(r.calls, c)
}

func (r *recorder) last() Call {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.calls[len(r.calls)-1]
}

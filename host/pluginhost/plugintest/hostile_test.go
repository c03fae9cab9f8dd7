package plugintest_test

import (
	"bytes"
	"errors"
	"log/slog"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/r3mes/r3mes/host/pluginhost"
	"github.com/r3mes/r3mes/sdk"
)

// serveHostile serves the misbehaving Go guest alone.
func serveHostile(t *testing.T, o pluginhost.Options) *pluginhost.Generation {
	t.Helper()
	return openSource(t, "hostile", o)
}

func misbehave(t *testing.T, g *pluginhost.Generation, mode string) (string, error) {
	t.Helper()
	out, err := g.Call(t.Context(), "hostile", sdk.HookRoute, []byte(`{"request_id":"r1","plugin_config":{"mode":"`+mode+`"}}`))
	return string(out), err
}

const behaved = `{"adapter":null,"priority":0,"reason":"behaved"}`

// A Go guest that panics, exits or eats memory fails alone with an
// error that says what happened, and the plugin answers the next request.
func TestMisbehavingGoGuest(t *testing.T) {
	g := serveHostile(t, pluginhost.Options{})
	for _, c := range []struct{ mode, kind, says string }{
		{"panic", sdk.ErrorTrap, "panic: the guest lost its mind"},
		{"error", sdk.ErrorGuest, "the guest declines"},
		{"exit", sdk.ErrorTrap, "code 3"},
		{"eat", sdk.ErrorTrap, "out of memory"},
	} {
		_, err := misbehave(t, g, c.mode)
		var p *sdk.PluginError
		if !errors.As(err, &p) || p.Kind != c.kind || !strings.Contains(err.Error(), c.says) || len(err.Error()) > 1024 {
			t.Errorf("%s: error %v, want kind %s with %q", c.mode, err, c.kind, c.says)
		}
		if out, err := misbehave(t, g, ""); err != nil || out != behaved {
			t.Errorf("after %s the guest answered %s, %v", c.mode, out, err)
		}
	}
}

// A Go guest that spins or sleeps is stopped at its deadline, and while it
// runs a garbage collection of the host comes to its end.
func TestSpinningGoGuest(t *testing.T) {
	g := serveHostile(t, pluginhost.Options{Limits: pluginhost.Limits{RouteDeadline: 300 * time.Millisecond, Fuel: 1 << 40}})
	for _, mode := range []string{"spin", "sleep"} {
		done := make(chan error)
		go func() {
			_, err := misbehave(t, g, mode)
			done <- err
		}()
		runtime.GC()
		var p *sdk.PluginError
		if err := <-done; !errors.As(err, &p) || p.Kind != sdk.ErrorDeadline {
			t.Errorf("%s: error %v, want kind %s", mode, err, sdk.ErrorDeadline)
		}
	}
}

// What a guest finds in its world: no arguments, no environment, a fixed year,
// whatever the day. What it logs and prints arrives
// by grant.
func TestGoGuestsWorld(t *testing.T) {
	var log bytes.Buffer
	g := serveHostile(t, pluginhost.Options{Grants: map[string][]string{"hostile": {"log"}}, Logger: slog.New(slog.NewTextHandler(&log, nil))})
	first, err := misbehave(t, g, "look")
	if err != nil || !strings.Contains(first, `"reason":"0 0 2022"`) {
		t.Errorf("the guest saw %s, %v", first, err)
	}
	for _, line := range []string{"message=logged", "message=printed"} {
		if !strings.Contains(log.String(), line) {
			t.Errorf("the log has no %s:\n%s", line, log.String())
		}
	}
}

//go:build xla && cgo

package xla

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/r3mes/r3mes/runtime/checkpoint"
	"github.com/r3mes/r3mes/runtime/engine"
	"github.com/r3mes/r3mes/runtime/enginetest"
)

// fakePlugin is a copy of the plugin that fails on request: a plugin is loaded
// once for each path.
func fakePlugin(t *testing.T) string {
	t.Helper()
	library := os.Getenv("FAKE_PJRT_LIBRARY")
	if library == "" || os.Getenv("FAKE_PJRT_REAL") == "" {
		t.Fatal("FAKE_PJRT_LIBRARY and FAKE_PJRT_REAL name no plugins: make test-xla")
	}
	data, err := os.ReadFile(library)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "fake.so")
	if err := os.WriteFile(path, data, 0o700); err != nil {
		t.Fatal(err)
	}
	return path
}

// A plugin that is not there, not one, or does not work is told with its path and
// the reason.
func TestPluginsThatDoNotWork(t *testing.T) {
	for name := range quiet {
		t.Setenv(name, os.Getenv(name))
	}
	write := func(content string) string {
		path := filepath.Join(t.TempDir(), "plugin.so")
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for name, c := range map[string]struct{ path, fake, says string }{
		"missing":             {path: "/nowhere/plugin.so", says: "there is no PJRT plugin at /nowhere/plugin.so"},
		"a relative path":     {path: "plugin.so", says: "must be the absolute path"},
		"a folder":            {path: t.TempDir(), says: "is no file"},
		"text":                {path: write("no library"), says: "is no PJRT plugin"},
		"an empty file":       {path: write(""), says: "is no PJRT plugin"},
		"another library":     {path: anotherLibrary(t), says: "is no PJRT plugin"},
		"no API":              {fake: "null", says: "PJRT API"},
		"too old":             {fake: "old", says: "speaks PJRT API 0.10, this program 0.100 and newer"},
		"too new":             {fake: "new", says: "speaks PJRT API 1."},
		"not initialised":     {fake: "initialize", says: "cannot initialize"},
		"CUDA without driver": {fake: "no-driver", says: "no CUDA driver"},
		"no memory to load":   {fake: "oom-load", says: "out of memory allocating"},
		"none to compile":     {fake: "oom-compile", says: "out of memory compiling"},
		"none to run":         {fake: "oom-run", says: "out of memory running"},
	} {
		t.Run(name, func(t *testing.T) {
			if c.fake != "" {
				c.path = fakePlugin(t)
				t.Setenv("FAKE_PJRT", c.fake)
			}
			m, err := New(model(t), Options{Plugin: c.path})
			if err == nil {
				m.Close()
				t.Fatal("it was opened")
			}
			if !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), filepath.Base(c.path)) {
				t.Errorf("error %q, want the path and %q", err, c.says)
			}
		})
	}
}

// A model that a device has not the memory for is refused with the numbers before
// it is loaded.
func TestAModelNeedsDeviceMemory(t *testing.T) {
	c := model(t)
	backend, err := openBackend(fakePlugin(t), nil, "")
	if err != nil {
		t.Fatal(err)
	}
	o, err := Options{Plugin: "/none", KVTokens: 1 << 16}.fill(c.Config)
	if err != nil {
		t.Fatal(err)
	}
	g, err := o.geometry(c)
	if err != nil {
		t.Fatal(err)
	}
	r := &replica{model: &Model{geometry: g}, devices: []device{{backend: backend, number: 2}}}
	defer backend.Finalize()
	if err := r.reserve(loraShape{rank: 16}); err != nil {
		t.Fatal(err)
	}
	t.Setenv("FAKE_PJRT", "oom-run")
	need := bytesOf(g.weights()) + bytesOf(g.caches()) + bytesOf(g.stacks(loraShape{rank: 16}))
	if err := r.reserve(loraShape{rank: 16}); err == nil || !strings.Contains(err.Error(), fmt.Sprintf("device 2: %d MB are needed", need>>20)) || !strings.Contains(err.Error(), "out of memory running") {
		t.Errorf("error %v, want the device, %d MB and the plugin's words", err, need>>20)
	}
}

func model(t *testing.T) *checkpoint.Model { return enginetest.Random(t, 31) }

// anotherLibrary is a library that is no plugin.
func anotherLibrary(t *testing.T) string {
	t.Helper()
	for _, pattern := range []string{"/lib/*/libc.so.6", "/usr/lib/*/libc.so.6", "/lib64/libc.so.6"} {
		if found, _ := filepath.Glob(pattern); len(found) > 0 {
			return found[0]
		}
	}
	t.Fatal("no libc found")
	return ""
}

// A step that fails takes the cache with it: whoever was in the middle fails too,
// and whoever comes afterwards gets the right answer.
func TestAfterAFailedStep(t *testing.T) {
	c := model(t)
	m, err := New(c, Options{Plugin: fakePlugin(t)})
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	jobs := func() []enginetest.Job { return probes(c, 2) }
	want := logitsOf(t, m, 1, jobs())
	for _, fault := range []string{"run", "oom-run", "oom-load"} {
		t.Setenv("FAKE_PJRT", fault)
		if _, err := enginetest.Drive(m, 64, jobs()...); err == nil || !strings.Contains(err.Error(), "fake: ") {
			t.Errorf("%s: error %v, want the plugin's", fault, err)
		}
		if _, err := enginetest.Drive(m, 64, jobs()...); err == nil {
			t.Errorf("%s: a second step went well", fault)
		}
		t.Setenv("FAKE_PJRT", "")
		if err := m.Forward(inTheMiddle(m)); fault != "oom-load" && (err == nil || !strings.Contains(err.Error(), "were lost")) {
			t.Errorf("%s: a sequence from before goes on: %v", fault, err)
		}
		agree(t, "after "+fault, logitsOf(t, m, 1, jobs()), want)
	}
}

// inTheMiddle is a step of a sequence that has five positions behind it.
func inTheMiddle(m *Model) *engine.Batch {
	return &engine.Batch{Rows: []engine.Row{{Tokens: []int{1}, Pos: 5, Blocks: []int32{0}}}}
}

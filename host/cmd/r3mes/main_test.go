package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/r3mes/r3mes/host/pluginhost/guesttest"
	"github.com/r3mes/r3mes/host/pluginhost/plugintest"
)

func TestMain(m *testing.M) { testscript.Main(m, map[string]func(){"r3mes": main}) }

// TestScripts runs the command line as a user would; each file of
// testdata/script is one session.
func TestScripts(t *testing.T) { runScripts(t, "testdata/script") }

// TestSlowScripts are those that need the guests' compilers.
func TestSlowScripts(t *testing.T) {
	guesttest.Need(t)
	guesttest.UseToolchains(t)
	runScripts(t, "testdata/slow")
}

func runScripts(t *testing.T, dir string) {
	caches, err := exec.Command("go", "env", "GOCACHE", "GOMODCACHE").Output()
	if err != nil {
		t.Fatal(err)
	}
	cache := strings.Fields(string(caches))
	testscript.Run(t, testscript.Params{
		Dir:                 dir,
		RequireUniqueNames:  true,
		RequireExplicitExec: true,
		Cmds:                map[string]func(ts *testscript.TestScript, neg bool, args []string){"waitfor": waitFor, "guest": writeGuest, "hangup": hangUp},
		Setup: func(e *testscript.Env) error {
			e.Setenv("HOME", e.WorkDir)
			e.Setenv("GOCACHE", cache[0])
			e.Setenv("GOMODCACHE", cache[1])
			return nil
		},
	})
}

// hangUp sends SIGHUP, which testscript's kill does not know, to what runs in
// the background.
func hangUp(ts *testscript.TestScript, neg bool, args []string) {
	for _, cmd := range ts.BackgroundCmds() {
		ts.Check(cmd.Process.Signal(syscall.SIGHUP))
	}
}

// writeGuest writes a plugin's folder: a route guest in a version, which always
// answers one adapter.
func writeGuest(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 4 {
		ts.Fatalf("usage: guest folder name version adapter [manifest lines]")
	}
	manifest := plugintest.Manifest(args[1], []string{"route"}, append([]string{"[limits]\ndeadline_ms = 250"}, args[4:]...)...)
	folder := ts.MkAbs(args[0])
	ts.Check(os.MkdirAll(folder, 0o777))
	ts.Check(os.WriteFile(filepath.Join(folder, "plugin.wasm"), plugintest.Answer("route", `{"adapter":"`+args[3]+`"}`), 0o666))
	ts.Check(os.WriteFile(filepath.Join(folder, "manifest.toml"), []byte(strings.Replace(manifest, "1.0.0", args[2], 1)), 0o666))
}

// waitFor waits until a file is there, which a background command makes.
func waitFor(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: waitfor file-or-pattern")
	}
	for range 3000 {
		if found, err := filepath.Glob(ts.MkAbs(args[0])); err == nil && found != nil {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	ts.Fatalf("%s did not appear in 30 s", args[0])
}

// Every command explains itself and shows an example.
func TestEveryCommandTeaches(t *testing.T) {
	for _, name := range []string{"R3MES_CONFIG"} {
		if err := os.Unsetenv(name); err != nil {
			t.Fatal(err)
		}
	}
	commands := newRoot().Commands()
	for i := 0; i < len(commands); i++ {
		c := commands[i]
		commands = append(commands, c.Commands()...)
		if c.Short == "" {
			t.Errorf("%s has no short help", c.CommandPath())
		}
		if !c.HasSubCommands() && c.Example == "" {
			t.Errorf("%s has no example", c.CommandPath())
		}
	}
}

package main

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/r3mes/r3mes/host/pluginhost/guesttest"
)

// The commands by which the README takes a newcomer from nothing to a live
// plugin are run as they stand, but for the port, and the plugin then decides.
func TestSlowReadmeTakesANewcomerToALivePlugin(t *testing.T) {
	guesttest.Need(t)
	dir, address := t.TempDir(), freeAddress(t)
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "bin"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(self, filepath.Join(dir, "bin", "r3mes")); err != nil {
		t.Fatal(err)
	}
	script := "set -euo pipefail\ntrap 'kill -INT %1; wait' EXIT\n" + strings.ReplaceAll(readmeCommands(t), "127.0.0.1:8000", address)
	recording := filepath.Join(dir, "calls.jsonl")
	run := func(script string) string {
		cmd := exec.CommandContext(t.Context(), "bash", "-c", script)
		cmd.Dir = dir
		cmd.Env = append(withoutOurs(os.Environ()), "R3MES_SERVER_LISTEN="+address, "R3MES_DATA_DIR="+filepath.Join(dir, "data"), "R3MES_PLUGINS_RECORD="+recording)
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		return string(out)
	}
	out := run(script + fmt.Sprintf("\ncurl -s http://%s/v1/receipts/$(cat receipt)", address))
	for _, want := range []string{"4 passed, 0 failed", "0 warnings", "0 findings", `"route_plugin":"my-router"`, `"adapter":"coder"`} {
		if !strings.Contains(out, want) {
			t.Errorf("the commands print no %q:\n%s", want, out)
		}
	}
	text, err := os.ReadFile(recording)
	if err != nil || !strings.Contains(string(text), `"plugin":"my-router"`) || strings.Contains(string(text), "write a loop") {
		t.Errorf("recorded %q, %v; want the call of my-router without its prompt", text, err)
	}
	if out := run("bin/r3mes plugin replay calls.jsonl my-plugins/my-router"); !strings.Contains(out, "1 calls, 0 differ") {
		t.Errorf("replay says %s, want no difference", out)
	}
}

// readmeCommands is the first shell block after the README's word on plugins;
// the answer's receipt goes to a file on the way.
func readmeCommands(t *testing.T) string {
	t.Helper()
	readme, err := os.ReadFile(filepath.Join("..", "..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, after, ok := strings.Cut(string(readme), "**Plugin.**")
	block := regexp.MustCompile("(?s)```sh\n(.*?)```").FindStringSubmatch(after)
	if !ok || block == nil {
		t.Fatal("the README has no shell block after **Plugin.**")
	}
	return strings.TrimSpace(block[1]) + ` | tee answer
grep -i '^x-r3mes-receipt:' answer | tr -d '\r' | cut -d' ' -f2 > receipt`
}

// withoutOurs leaves out the variables that steer tests: the command reads all
// that begin with R3MES_ as configuration.
func withoutOurs(env []string) []string {
	return slices.DeleteFunc(env, func(pair string) bool { return strings.HasPrefix(pair, "R3MES_") })
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

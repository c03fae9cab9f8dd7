package plugintest

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// Scripted writes the guest scripted of testdata to dir under a name of its
// own, with the rest of its manifest: at least fail of [hooks.pre] and
// [hooks.post]. What it does is its configuration.
func Scripted(t testing.TB, dir, name, hooks string) {
	t.Helper()
	root, err := moduleRoot()
	if err != nil {
		t.Fatal(err)
	}
	built := Build(t, filepath.Join(root, "host", "pluginhost", "plugintest", "testdata", "scripted"))
	wasm, err := os.ReadFile(filepath.Join(built, "plugin.wasm"))
	if err != nil {
		t.Fatal(err)
	}
	Folder(t, filepath.Join(dir, name), wasm, fmt.Sprintf(
		"name = %q\nversion = \"1.0.0\"\ncontract = { min = 1, max = 1 }\nlimits = { deadline_ms = 10_000 }\nconfig = { schema = { type = \"object\" } }\n%s", name, hooks))
}

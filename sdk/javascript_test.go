package sdk_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The JavaScript example, the contract's types and Extism's own fit together.
func TestSlowJavaScriptTypes(t *testing.T) {
	if os.Getenv("R3MES_SLOW_TESTS") == "" {
		t.Skip("needs the TypeScript compiler: run `make test-slow`")
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("javascript")); err != nil {
		t.Fatal(err)
	}
	toolchains, err := filepath.Abs("../.cache/toolchains")
	if err != nil {
		t.Fatal(err)
	}
	packages := filepath.Join(toolchains, "ts", "node_modules")
	if err := os.Symlink(packages, filepath.Join(dir, "node_modules")); err != nil {
		t.Fatal(err)
	}
	check := func() ([]byte, error) {
		cmd := exec.CommandContext(t.Context(), filepath.Join(toolchains, "bin", "node"), filepath.Join(packages, "typescript", "bin", "tsc"),
			"--noEmit", "--strict", "--allowJs", "--checkJs", "--target", "es2020", "--lib", "es2020", "--module", "commonjs",
			"--types", "@extism/js-pdk", "plugin.js", "plugin.d.ts", "r3mes.d.ts")
		cmd.Dir = dir
		return cmd.CombinedOutput()
	}
	if out, err := check(); err != nil {
		t.Fatalf("tsc: %v\n%s", err, out)
	}
	// A check that finds nothing finds nothing wrong either.
	f, err := os.OpenFile(filepath.Join(dir, "plugin.js"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString("\nroute({ adapters: [{ similarity: \"high\" }] });\n"); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if out, err := check(); err == nil || !strings.Contains(string(out), "not assignable to type 'number'") {
		t.Errorf("a similarity that is a string: %v\n%s", err, out)
	}
}

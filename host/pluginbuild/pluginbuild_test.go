package pluginbuild_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/r3mes/r3mes/host/pluginbuild"
	"github.com/r3mes/r3mes/host/pluginhost/guesttest"
)

func TestDetect(t *testing.T) {
	for files, want := range map[string]pluginbuild.Language{
		"main.go":                            pluginbuild.Go,
		"go.mod main.go r3mes/r3mes.c":       pluginbuild.Go,
		"Cargo.toml src/lib.rs":              pluginbuild.Rust,
		"index.ts":                           pluginbuild.AssemblyScript,
		"assembly/index.ts package.json":     pluginbuild.AssemblyScript,
		"main.zig r3mes/r3mes.zig":           pluginbuild.Zig,
		"main.c r3mes/r3mes.h manifest.toml": pluginbuild.C,
	} {
		dir := folder(t, strings.Fields(files)...)
		if got, err := pluginbuild.Detect(dir); err != nil || got != want {
			t.Errorf("Detect(%s) = %q, %v, want %q", files, got, err, want)
		}
	}
	for _, dir := range []string{folder(t, "README.md"), filepath.Join(t.TempDir(), "nowhere")} {
		if got, err := pluginbuild.Detect(dir); err == nil {
			t.Errorf("Detect(%s) = %q, want an error", dir, got)
		}
	}
}

func folder(t *testing.T, files ...string) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestParse(t *testing.T) {
	for _, l := range pluginbuild.Languages {
		if got, err := pluginbuild.Parse(string(l)); err != nil || got != l {
			t.Errorf("Parse(%q) = %q, %v", l, got, err)
		}
	}
	if _, err := pluginbuild.Parse("cobol"); err == nil || !strings.Contains(err.Error(), "go, rust, assemblyscript, zig, c") {
		t.Errorf(`Parse("cobol") = %v, want an error that lists the languages`, err)
	}
}

func TestALackingCompilerIsNamedWithItsCure(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	for lang, cure := range map[pluginbuild.Language]string{
		pluginbuild.Go: "go.dev/dl", pluginbuild.Zig: "ziglang==0.17.1", pluginbuild.C: "ziglang==0.17.1",
		pluginbuild.AssemblyScript: "assemblyscript@0.28.20", pluginbuild.Rust: "rustup target add wasm32-unknown-unknown",
	} {
		if tool, err := pluginbuild.Tool(t.Context(), lang); err == nil || !strings.Contains(err.Error(), cure) {
			t.Errorf("Tool(%s) = %q, %v, want an error with %q", lang, tool, err, cure)
		}
	}
}

// Every language builds from source to a small module that exports its hook.
func TestSlowBuilds(t *testing.T) {
	for lang, limit := range map[pluginbuild.Language]int{
		pluginbuild.Rust: 32 << 10, pluginbuild.AssemblyScript: 4 << 10, pluginbuild.Zig: 1 << 10, pluginbuild.C: 1 << 10,
	} {
		t.Run(string(lang), func(t *testing.T) {
			wasm := guesttest.Build(t, lang, filepath.Join("testdata", string(lang)))
			if !bytes.HasPrefix(wasm, []byte("\x00asm")) || !bytes.Contains(wasm, []byte("r3mes_route")) {
				t.Errorf("%d bytes are no module that exports r3mes_route", len(wasm))
			}
			if len(wasm) > limit {
				t.Errorf("module has %d bytes, want at most %d", len(wasm), limit)
			}
		})
	}
}

func TestSlowCompilerErrorsAreShown(t *testing.T) {
	guesttest.Need(t)
	guesttest.UseToolchains(t)
	for name, source := range map[string]string{
		"main.c": "int main(void) { return wrong_name; }", "main.zig": "export fn a() i32 { return wrong_name; }",
		"index.ts": "export function a(): i32 { return wrong_name; }", "main.go": "package main\nfunc main() { wrong_name() }",
	} {
		dir := folder(t, name)
		for path, text := range map[string]string{name: source, "../go.mod": "module broken\n"} {
			if err := os.WriteFile(filepath.Join(dir, path), []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		out := filepath.Join(dir, "plugin.wasm")
		err := pluginbuild.Build(t.Context(), dir, out)
		if err == nil || !strings.Contains(err.Error(), "wrong_name") {
			t.Errorf("%s: error %v, want the compiler's own with wrong_name", name, err)
		}
		if _, err := os.Stat(out); err == nil {
			t.Errorf("%s: a failed build left a module", name)
		}
	}
}

// The Rust SDK's own unit tests run natively.
func TestSlowRustSDKTests(t *testing.T) {
	guesttest.Need(t)
	cargo, err := pluginbuild.Tool(t.Context(), pluginbuild.Rust)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("..", "..", "sdk", "rust"))); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), cargo, "test", "--offline", "--quiet", "--lib")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "RUSTC="+filepath.Join(filepath.Dir(cargo), "rustc"))
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "test result: ok. 4 passed") {
		t.Errorf("cargo test: %v\n%s", err, out)
	}
}

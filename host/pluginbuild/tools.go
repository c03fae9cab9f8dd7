package pluginbuild

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// rustTarget is the target of Rust plugins: no imports but the plugin's own.
const rustTarget = "wasm32-unknown-unknown"

// tool is the program that compiles a language, and how one gets it.
type tool struct{ program, install string }

var tools = map[Language]tool{
	Go:             {"go", "install Go 1.26 or newer (https://go.dev/dl)"},
	AssemblyScript: {"asc", "npm install --global assemblyscript@0.28.20 (Node 20 or newer), or run `make toolchains` in the R3MES tree"},
	Zig:            {"zig", "install Zig 0.17 (pip install ziglang==0.17.1 and link its zig onto PATH), or run `make toolchains` in the R3MES tree"},
	C:              {"zig", "C plugins are compiled by zig cc: install Zig 0.17 (pip install ziglang==0.17.1 and link its zig onto PATH), or run `make toolchains` in the R3MES tree"},
	Rust:           {"cargo", "rustup target add " + rustTarget + ", or on Debian: apt-get install cargo rustc libstd-rust-dev-wasm32 lld-14"},
}

// Tool returns the compiler of a language as it would be run here, or an error
// that says how to get it.
func Tool(ctx context.Context, lang Language) (string, error) {
	if lang == Rust {
		cargo, _, err := findRust(ctx)
		return cargo, err
	}
	return find(lang)
}

func find(lang Language) (string, error) {
	path, err := exec.LookPath(tools[lang].program)
	if err != nil {
		return "", fmt.Errorf("no %q on PATH: %s", tools[lang].program, tools[lang].install)
	}
	return path, nil
}

// findRust returns the first cargo and rustc on PATH, in one folder, whose
// rustc has the standard library of rustTarget. A machine often has two: a
// rustup of its user, and the distribution's.
func findRust(ctx context.Context) (cargo, rustc string, err error) {
	found := false
	for _, dir := range filepath.SplitList(os.Getenv("PATH")) {
		cargo, err := exec.LookPath(filepath.Join(dir, "cargo"))
		if err != nil || !filepath.IsAbs(cargo) {
			continue
		}
		rustc, err := exec.LookPath(filepath.Join(dir, "rustc"))
		if err != nil {
			continue
		}
		found = true
		libs, err := exec.CommandContext(ctx, rustc, "--print", "target-libdir", "--target", rustTarget).Output()
		if err != nil {
			continue
		}
		if core, _ := filepath.Glob(filepath.Join(strings.TrimSpace(string(libs)), "libcore-*")); len(core) > 0 {
			return cargo, rustc, nil
		}
	}
	if found {
		return "", "", fmt.Errorf("rustc cannot build for %s: %s", rustTarget, tools[Rust].install)
	}
	return "", "", errors.New("no cargo and rustc on PATH: install Rust (https://rustup.rs), then " + tools[Rust].install)
}

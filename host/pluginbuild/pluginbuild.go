// Package pluginbuild compiles a plugin's source folder to plugin.wasm, in
// whichever of the five languages it is written, and with nothing fetched
// from a network.
//
//	lang, err := pluginbuild.Detect("my-plugin")
//	err = pluginbuild.Build(ctx, "my-plugin", "my-plugin/plugin.wasm")
//
// What each language needs on PATH is in Tools; a build that lacks one says
// what to install. What the compilers keep between builds lies in a folder
// below the user's cache, never in the plugin's.
package pluginbuild

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Language is the source language of a plugin.
type Language string

// The languages with an SDK of ours.
const (
	Go             Language = "go"
	Rust           Language = "rust"
	AssemblyScript Language = "assemblyscript"
	Zig            Language = "zig"
	C              Language = "c"
)

// Languages lists all of them, in the order in which help texts name them.
var Languages = []Language{Go, Rust, AssemblyScript, Zig, C}

// Parse is the language of that name. "as", "ts" and "golang" are understood.
func Parse(name string) (Language, error) {
	switch name {
	case "as", "ts":
		return AssemblyScript, nil
	case "golang":
		return Go, nil
	}
	for _, l := range Languages {
		if name == string(l) {
			return l, nil
		}
	}
	return "", fmt.Errorf("pluginbuild: language %q is not one of go, rust, assemblyscript, zig, c", name)
}

// sources are the files that give a language away, the decisive ones first. A
// folder may hold a vendored SDK in subfolders: only its own files count.
var sources = []struct {
	pattern string
	lang    Language
}{
	{"Cargo.toml", Rust}, {"go.mod", Go}, {"asconfig.json", AssemblyScript}, {"assembly/*.ts", AssemblyScript},
	{"*.go", Go}, {"*.zig", Zig}, {"*.ts", AssemblyScript}, {"*.c", C},
}

// Detect tells the language of a source folder by its files.
func Detect(dir string) (Language, error) {
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return "", fmt.Errorf("pluginbuild: %s is not a folder", dir)
	}
	for _, s := range sources {
		if files, _ := filepath.Glob(filepath.Join(dir, s.pattern)); len(files) > 0 {
			return s.lang, nil
		}
	}
	return "", fmt.Errorf("pluginbuild: %s holds no source: want Cargo.toml, *.go, *.ts (or assembly/*.ts), *.zig or *.c", dir)
}

// Build compiles the plugin in dir and puts the module at out. Nothing is
// written to out when it fails; the error then ends with the compiler's own
// words.
func Build(ctx context.Context, dir, out string) error {
	lang, err := Detect(dir)
	if err != nil {
		return err
	}
	dir, err = filepath.Abs(dir)
	if err != nil {
		return err
	}
	work, err := workFolder(dir)
	if err != nil {
		return err
	}
	b := &build{ctx: ctx, lang: lang, dir: dir, work: work, module: filepath.Join(work, "plugin.wasm")}
	if err := b.run(); err != nil {
		return fmt.Errorf("pluginbuild: build %s: %w", dir, err)
	}
	return install(b.module, out)
}

// workFolder is where the compilers keep what makes the next build quick, one
// folder for each plugin.
func workFolder(dir string) (string, error) {
	base, err := os.UserCacheDir()
	if err != nil {
		base = os.TempDir()
	}
	sum := sha256.Sum256([]byte(dir))
	work := filepath.Join(base, "r3mes", "build", fmt.Sprintf("%s-%x", filepath.Base(dir), sum[:6]))
	if err := os.MkdirAll(work, 0o700); err != nil {
		return "", fmt.Errorf("pluginbuild: %w", err)
	}
	return work, nil
}

// install copies the module beside out and renames it, so that a folder which
// a host watches never holds half a module.
func install(module, out string) error {
	wasm, err := os.ReadFile(module)
	if err != nil {
		return fmt.Errorf("pluginbuild: %w", err)
	}
	part := out + ".part"
	if err := errors.Join(os.WriteFile(part, wasm, 0o644), os.Rename(part, out)); err != nil {
		os.Remove(part)
		return fmt.Errorf("pluginbuild: %w", err)
	}
	return nil
}

// build is one build in progress.
type build struct {
	ctx    context.Context
	lang   Language
	dir    string // the plugin's folder, absolute
	work   string
	module string // where the compiler puts its result
}

func (b *build) run() error {
	switch b.lang {
	case Go:
		return b.goModule()
	case Rust:
		return b.rust()
	case AssemblyScript:
		return b.assemblyScript()
	case Zig:
		return b.zig()
	default:
		return b.c()
	}
}

func (b *build) goModule() error {
	tool, err := find(Go)
	if err != nil {
		return err
	}
	return b.exec([]string{"GOOS=wasip1", "GOARCH=wasm", "CGO_ENABLED=0", "GOFLAGS=-buildvcs=false"},
		tool, "build", "-trimpath", "-buildmode=c-shared", "-ldflags=-s -w", "-o", b.module, ".")
}

// rust builds the crate's library and takes the one module that comes out.
func (b *build) rust() error {
	cargo, rustc, err := findRust(b.ctx)
	if err != nil {
		return err
	}
	target := filepath.Join(b.work, "target")
	release := filepath.Join(target, rustTarget, "release")
	stale, _ := filepath.Glob(filepath.Join(release, "*.wasm"))
	for _, path := range stale { // of a crate that has been renamed
		os.Remove(path)
	}
	err = b.exec([]string{"RUSTC=" + rustc, "CARGO_NET_OFFLINE=true"},
		cargo, "build", "--quiet", "--lib", "--release", "--target", rustTarget, "--target-dir", target)
	if err != nil {
		return err
	}
	modules, _ := filepath.Glob(filepath.Join(release, "*.wasm"))
	if len(modules) != 1 {
		return errors.New(`cargo made no module: Cargo.toml needs [lib] with crate-type = ["cdylib"]`)
	}
	b.module = modules[0]
	return nil
}

// assemblyScript compiles assembly/index.ts, index.ts or the only *.ts file.
// An asconfig.json may add options; ours come last and win.
func (b *build) assemblyScript() error {
	tool, err := find(AssemblyScript)
	if err != nil {
		return err
	}
	entry, err := b.entry("assembly/index.ts", "index.ts", "*.ts")
	if err != nil {
		return err
	}
	args := []string{entry, "--outFile", b.module, "-O3", "--runtime", "minimal", "--use", "abort="}
	if sdk := b.sdk(); sdk != "" {
		args = append(args, "--path", filepath.Dir(sdk))
	}
	return b.exec(nil, tool, args...)
}

func (b *build) zig() error {
	tool, err := find(Zig)
	if err != nil {
		return err
	}
	entry, err := b.entry("main.zig", "src/main.zig", "*.zig")
	if err != nil {
		return err
	}
	args := []string{"build-exe", "-target", "wasm32-freestanding", "-fno-entry", "-rdynamic", "-O", "ReleaseSmall", "-femit-bin=" + b.module}
	if sdk := b.sdk(); sdk != "" {
		args = append(args, "--dep", "r3mes", "-Mroot="+entry, "-Mr3mes="+filepath.Join(sdk, "r3mes.zig"))
	} else {
		args = append(args, entry)
	}
	return b.exec(b.zigCache(), tool, args...)
}

// c compiles every *.c of the folder into one module.
func (b *build) c() error {
	tool, err := find(C)
	if err != nil {
		return err
	}
	files, err := filepath.Glob(filepath.Join(b.dir, "*.c"))
	if err != nil {
		return err
	}
	args := []string{"cc", "-target", "wasm32-freestanding", "-std=c11", "-Os", "-Wall", "-Wl,--no-entry", "-Wl,--strip-all", "-o", b.module}
	if sdk := b.sdk(); sdk != "" {
		args = append(args, "-I", sdk)
	}
	return b.exec(b.zigCache(), tool, append(args, files...)...)
}

func (b *build) zigCache() []string {
	return []string{"ZIG_LOCAL_CACHE_DIR=" + filepath.Join(b.work, "zig"), "ZIG_GLOBAL_CACHE_DIR=" + filepath.Join(filepath.Dir(b.work), "zig")}
}

// entry is the first file that exists among the patterns, of which the last
// must match once.
func (b *build) entry(patterns ...string) (string, error) {
	for _, pattern := range patterns {
		files, err := filepath.Glob(filepath.Join(b.dir, filepath.FromSlash(pattern)))
		if err != nil {
			return "", err
		}
		if len(files) == 1 {
			return filepath.Rel(b.dir, files[0])
		}
	}
	return "", fmt.Errorf("which file is the plugin? Name it %s", patterns[0])
}

// sdk is the folder of the plugin's SDK: its own copy in r3mes/, else, for a
// plugin inside the R3MES tree, that tree's sdk. Empty: the plugin has none.
func (b *build) sdk() string {
	folders := []string{filepath.Join(b.dir, "r3mes")}
	name := map[Language]string{AssemblyScript: "assemblyscript/r3mes", Zig: "zig", C: "zig"}[b.lang]
	for dir := b.dir; filepath.Dir(dir) != dir; dir = filepath.Dir(dir) {
		folders = append(folders, filepath.Join(dir, "sdk", filepath.FromSlash(name)))
	}
	for _, folder := range folders {
		if info, err := os.Stat(folder); err == nil && info.IsDir() {
			return folder
		}
	}
	return ""
}

// maxWords bounds how much of a compiler's output an error carries.
const maxWords = 16 << 10

func (b *build) exec(env []string, tool string, args ...string) error {
	cmd := exec.CommandContext(b.ctx, tool, args...)
	cmd.Dir = b.dir
	cmd.Env = append(os.Environ(), env...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); err != nil {
		if cause := context.Cause(b.ctx); cause != nil {
			return cause
		}
		words := strings.TrimSpace(out.String())
		return fmt.Errorf("%s: %w\n%s", filepath.Base(tool), err, words[:min(len(words), maxWords)])
	}
	return nil
}

// Package guesttest builds guests of any language from source, for tests of
// the slow suite.
//
//	func TestSlowSomething(t *testing.T) {
//		wasm := guesttest.Build(t, pluginbuild.Zig, "testdata/spin")
//		…
//	}
//
// Guests in Go need no toolchain but our own and are built in every suite; a
// test that asks for another language is skipped unless R3MES_SLOW_TESTS is
// set, as `make test-slow` does after it made the toolchains. That target runs
// the tests whose names begin with TestSlow, so a test that calls Build for
// another language than Go must have such a name.
package guesttest

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/r3mes/r3mes/host/pluginbuild"
	"github.com/r3mes/r3mes/host/plugintemplate"
)

// Need skips the test unless the slow suite runs.
func Need(t testing.TB) {
	t.Helper()
	if os.Getenv("R3MES_SLOW_TESTS") == "" {
		t.Skip("needs guest toolchains: run `make test-slow`")
	}
	if !strings.HasPrefix(t.Name(), "TestSlow") && !strings.HasPrefix(t.Name(), "Benchmark") {
		t.Fatalf("%s needs guest toolchains: name it TestSlow…, or `make test-slow` never runs it", t.Name())
	}
}

// Build returns the module of a guest's source folder, which must be written
// in lang. Modules are kept in .cache/guests by the content of the folder, of
// the SDK and of the build itself, so a test that changes nothing compiles
// nothing.
func Build(t testing.TB, lang pluginbuild.Language, dir string) []byte {
	t.Helper()
	if lang != pluginbuild.Go {
		Need(t)
	}
	wasm, err := build(t, lang, dir)
	if err != nil {
		t.Fatal(err)
	}
	return wasm
}

// Reference returns the module and manifest that `r3mes plugin new` starts
// hook's plugins from in lang: small guests that do the same in all languages.
func Reference(t testing.TB, lang pluginbuild.Language, hook string) (wasm []byte, manifest string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), hook)
	if err := plugintemplate.New(dir, plugintemplate.Options{Name: "reference-" + hook, Lang: lang, Hook: hook}); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(dir, "manifest.toml"))
	if err != nil {
		t.Fatal(err)
	}
	return Build(t, lang, dir), string(text)
}

// building keeps one test binary from running several compilers at once.
var building sync.Mutex

func build(t testing.TB, lang pluginbuild.Language, dir string) ([]byte, error) {
	building.Lock()
	defer building.Unlock()
	if found, err := pluginbuild.Detect(dir); err != nil {
		return nil, err
	} else if found != lang {
		return nil, fmt.Errorf("guesttest: %s is written in %s, not in %s", dir, found, lang)
	}
	root, err := moduleRoot()
	if err != nil {
		return nil, err
	}
	UseToolchains(t)
	key, err := digest(dir, filepath.Join(root, "sdk"), filepath.Join(root, "host", "pluginbuild"))
	if err != nil {
		return nil, err
	}
	cache := filepath.Join(root, ".cache", "guests")
	kept := filepath.Join(cache, fmt.Sprintf("%s-%s-%.16s.wasm", lang, filepath.Base(dir), key))
	if wasm, err := os.ReadFile(kept); err == nil {
		return wasm, nil
	}
	if err := os.MkdirAll(cache, 0o755); err != nil {
		return nil, err
	}
	if err := pluginbuild.Build(t.Context(), dir, kept); err != nil {
		return nil, err
	}
	return os.ReadFile(kept)
}

// UseToolchains puts what `make toolchains` made in front of PATH for the
// rest of the process.
func UseToolchains(t testing.TB) {
	t.Helper()
	root, err := moduleRoot()
	if err != nil {
		t.Fatal(err)
	}
	bin, path := filepath.Join(root, ".cache", "toolchains", "bin"), os.Getenv("PATH")
	if first, _, _ := strings.Cut(path, string(os.PathListSeparator)); first != bin {
		if err := os.Setenv("PATH", bin+string(os.PathListSeparator)+path); err != nil {
			t.Fatal(err)
		}
	}
}

// digest is a hash over the names and contents of all files of the folders.
func digest(folders ...string) (string, error) {
	sum := sha256.New()
	for _, folder := range folders {
		err := filepath.WalkDir(folder, func(path string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return err
			}
			content, err := os.ReadFile(path)
			fmt.Fprintf(sum, "%s %d\n", strings.TrimPrefix(path, folder), len(content))
			sum.Write(content)
			return err
		})
		if err != nil {
			return "", fmt.Errorf("guesttest: %w", err)
		}
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// moduleRoot is the folder of go.mod above the test's working directory.
func moduleRoot() (string, error) {
	dir, err := os.Getwd()
	for ; err == nil; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			return "", fmt.Errorf("guesttest: no go.mod above the working directory")
		}
	}
	return "", err
}

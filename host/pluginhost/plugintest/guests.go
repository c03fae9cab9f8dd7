// Package plugintest gives tests what they need of plugins: the first-party
// guests compiled from source, and small modules written byte by byte for
// whatever no honest compiler would emit.
//
//	dir := plugintest.Guests(t)             // all first-party plugins, built
//	wasm := plugintest.Answer("route", `{"abstain":true}`)
//	plugintest.Folder(t, dir, wasm, manifest)
//
// Building needs the Go toolchain alone. Built guests and compiled code are
// kept between runs in a folder below os.TempDir that only its owner may
// write; delete it to start cold.
package plugintest

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
)

// Guests builds every plugin of the tree and returns a folder fit for
// pluginhost.Options.Dir. Do not write into it: other tests share it.
func Guests(t testing.TB) string {
	t.Helper()
	dir, err := built()
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// Build builds one more Go guest from source, a folder with a manifest, and
// returns its folder.
func Build(t testing.TB, source string) string {
	t.Helper()
	dir, err := home("fixtures")
	if err != nil {
		t.Fatal(err)
	}
	unlock, err := lock(dir + ".lock")
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	folder := filepath.Join(dir, filepath.Base(source))
	if err := build(source, folder); err != nil {
		t.Fatal(err)
	}
	return folder
}

// CacheDir returns a compile cache that tests share, so that each guest is
// compiled once per machine and not once per test binary.
func CacheDir(t testing.TB) string {
	t.Helper()
	dir, err := home("compiled")
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// Sources returns the source folder of every first-party plugin.
func Sources(t testing.TB) []string {
	t.Helper()
	sources, err := sources()
	if err != nil {
		t.Fatal(err)
	}
	return sources
}

// Folder makes dir a plugin's folder.
func Folder(t testing.TB, dir string, wasm []byte, manifest string) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{"plugin.wasm": wasm, "manifest.toml": []byte(manifest)} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func sources() ([]string, error) {
	root, err := moduleRoot()
	if err != nil {
		return nil, err
	}
	manifests, err := filepath.Glob(filepath.Join(root, "plugins", "*", "manifest.toml"))
	if err != nil {
		return nil, err
	}
	if len(manifests) == 0 {
		return nil, fmt.Errorf("plugintest: no plugins below %s", root)
	}
	var folders []string
	for _, m := range manifests {
		folders = append(folders, filepath.Dir(m))
	}
	return folders, nil
}

// moduleRoot is the folder of go.mod above the test's working directory.
func moduleRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", fmt.Errorf("plugintest: no go.mod above the working directory")
		}
		dir = parent
	}
}

// home is a folder of ours below os.TempDir, one per checkout and user. What
// lies in it will be run, so a folder that somebody else made is refused.
func home(name string) (string, error) {
	root, err := moduleRoot()
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256([]byte(root))
	base := filepath.Join(os.TempDir(), fmt.Sprintf("r3mes-plugintest-%d-%x", os.Getuid(), sum[:4]))
	if err := os.Mkdir(base, 0o700); err != nil && !os.IsExist(err) {
		return "", err
	}
	if err := ours(base); err != nil {
		return "", fmt.Errorf("plugintest: %s: %w", base, err)
	}
	dir := filepath.Join(base, name)
	return dir, os.MkdirAll(dir, 0o700)
}

var built = sync.OnceValues(func() (string, error) {
	dir, err := home("guests")
	if err != nil {
		return "", err
	}
	unlock, err := lock(dir + ".lock")
	if err != nil {
		return "", err
	}
	defer unlock()
	folders, err := sources()
	if err != nil {
		return "", err
	}
	// Side by side: when nothing changed, the go tool's start is most of it.
	errs := make([]error, len(folders))
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	var wg sync.WaitGroup
	for i, source := range folders {
		wg.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			errs[i] = build(source, filepath.Join(dir, filepath.Base(source)))
		})
	}
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		return "", err
	}
	return dir, removeOthers(dir, folders)
})

// build compiles one guest. The go tool itself sees when nothing changed.
func build(source, folder string) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	cmd := exec.Command("go", "build", "-trimpath", "-buildmode=c-shared", "-ldflags=-s -w", "-o", filepath.Join(folder, "plugin.wasm"), ".")
	cmd.Dir = source
	cmd.Env = append(os.Environ(), "GOOS=wasip1", "GOARCH=wasm", "CGO_ENABLED=0", "GOFLAGS=-buildvcs=false")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("plugintest: build %s: %w\n%s", source, err, out)
	}
	manifest, err := os.ReadFile(filepath.Join(source, "manifest.toml"))
	if err != nil {
		return err
	}
	// In one step: another test's process may be reading it.
	next := filepath.Join(folder, ".manifest.toml")
	if err := os.WriteFile(next, manifest, 0o600); err != nil {
		return err
	}
	return os.Rename(next, filepath.Join(folder, "manifest.toml"))
}

// removeOthers drops guests whose source is gone.
func removeOthers(dir string, folders []string) error {
	keep := map[string]bool{}
	for _, f := range folders {
		keep[filepath.Base(f)] = true
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if !keep[e.Name()] {
			if err := os.RemoveAll(filepath.Join(dir, e.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}

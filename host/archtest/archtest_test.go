// Package archtest keeps the import directions of the tree. Each test fails
// with the rule that a wrong import breaks, so that the table in the README
// stays true.
package archtest

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/r3mes/r3mes"

// allowed maps a top folder to the top folders it may import. A folder may
// always import itself.
var allowed = map[string][]string{
	"host":     {"runtime", "store", "sdk", "kernels/cpufeat"},
	"plugins":  {"sdk"},
	"sdk":      {},
	"runtime":  {"kernels"},
	"kernels":  {},
	"store":    {},
	"examples": {"host", "sdk"},
}

// wrappers maps a library to the only package whose code may import it, so
// that its types cannot leak into the rest.
var wrappers = map[string]string{
	"github.com/tetratelabs/wazero":   "host/pluginhost",
	"github.com/extism":               "host/pluginhost",
	"github.com/dgraph-io/badger":     "store/badger",
	"github.com/jackc/pgx":            "store/postgres",
	"github.com/redis/go-redis":       "host/redis",
	"github.com/gomlx":                "runtime/xla",
	"github.com/go-chi/chi":           "host/api",
	"github.com/spf13/cobra":          "host/cmd/r3mes",
	"gopkg.in/natefinch/lumberjack":   "host/logs",
	"github.com/google/jsonschema-go": "host/api",
	"github.com/yuin/goldmark":        "host/api",
	"github.com/nikolalohinski/gonja": "runtime/tokenizer",
}

// topLevel is what the repository's root may hold, beside dot-files and
// whatever git ignores.
var topLevel = []string{
	"LICENSE", "Makefile", "README.md", "examples", "go.mod", "go.sum",
	"host", "kernels", "plugins", "runtime", "sdk", "store",
}

type goPackage struct {
	ImportPath                         string
	Doc                                string
	GoFiles                            []string
	Imports, TestImports, XTestImports []string
}

func listPackages(t *testing.T) []goPackage {
	t.Helper()
	cmd := exec.Command("go", "list", "-tags=xla", "-json=ImportPath,Doc,GoFiles,Imports,TestImports,XTestImports", module+"/...")
	cmd.Stderr = os.Stderr
	cmd.Env = append(os.Environ(), "CGO_ENABLED=1") // nothing is compiled
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var pkgs []goPackage
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p goPackage
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return pkgs
		} else if err != nil {
			t.Fatal(err)
		}
		pkgs = append(pkgs, p)
	}
}

// inside returns a package's path below the module, "" for others' packages.
func inside(importPath string) string {
	rest, ok := strings.CutPrefix(importPath, module+"/")
	if !ok {
		return ""
	}
	return rest
}

func top(path string) string { first, _, _ := strings.Cut(path, "/"); return first }

func mayImport(from, to string) bool {
	if top(from) == top(to) {
		return true
	}
	return slices.ContainsFunc(allowed[top(from)], func(rule string) bool { return under(to, rule) })
}

func under(path, folder string) bool { return path == folder || strings.HasPrefix(path, folder+"/") }

func TestImportsGoOnlyDownTheTable(t *testing.T) {
	for _, p := range listPackages(t) {
		from := inside(p.ImportPath)
		for _, imp := range slices.Concat(p.Imports, p.TestImports, p.XTestImports) {
			to := inside(imp)
			if to != "" && !mayImport(from, to) {
				t.Errorf("%s imports %s: %s may import %v only", from, to, top(from), allowed[top(from)])
			}
		}
	}
}

func TestLibrariesStayInTheirWrapper(t *testing.T) {
	for _, p := range listPackages(t) {
		from := inside(p.ImportPath)
		for _, imp := range p.Imports {
			for library, home := range wrappers {
				if under(imp, library) && !under(from, home) {
					t.Errorf("%s imports %s: only %s may", from, imp, home)
				}
			}
		}
	}
}

func TestEveryPackageIsDocumented(t *testing.T) {
	for _, p := range listPackages(t) {
		if len(p.GoFiles) > 0 && p.Doc == "" {
			t.Errorf("%s has no package comment", inside(p.ImportPath))
		}
	}
}

func TestTopLevelIsFixed(t *testing.T) {
	root := filepath.Join("..", "..")
	out, err := exec.Command("git", "-C", root, "ls-files").Output()
	if err != nil {
		t.Skipf("not a git checkout: %v", err)
	}
	for _, file := range strings.Fields(string(out)) {
		name := top(file)
		if !strings.HasPrefix(name, ".") && !slices.Contains(topLevel, name) {
			t.Errorf("%s: the top level is fixed to %v", file, topLevel)
		}
	}
	for _, folder := range []string{"examples", "host", "kernels", "plugins", "runtime", "sdk", "store"} {
		if _, err := os.Stat(filepath.Join(root, folder, "RATIONALE.md")); err != nil {
			t.Errorf("%s has no RATIONALE.md", folder)
		}
	}
}

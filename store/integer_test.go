package store

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// measured are the files of what miners measure, which is no money and may not
// name it.
var measured = []string{"miner.go", "badger/miners.go", "storetest/miners.go"}

// TestMoneyIsIntegerFromEndToEnd reads the source of the store and its
// backends: no floating point type, no floating point literal, no function of
// math.
func TestMoneyIsIntegerFromEndToEnd(t *testing.T) {
	files := 0
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		files++
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, path, nil, 0)
		if err != nil {
			return err
		}
		wrong := floating
		if slices.Contains(measured, filepath.ToSlash(path)) {
			wrong = money
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if what := wrong(n); what != "" {
				t.Errorf("%s: %s", set.Position(n.Pos()), what)
			}
			return true
		})
		return nil
	})
	if err != nil || files < 15 {
		t.Fatalf("read %d files, %v", files, err)
	}
}

func money(n ast.Node) string {
	if id, ok := n.(*ast.Ident); ok && (strings.Contains(id.Name, "Credit") || id.Name == "Posting") {
		return id.Name
	}
	return ""
}

func floating(n ast.Node) string {
	switch n := n.(type) {
	case *ast.Ident:
		if strings.Contains(strings.ToLower(n.Name), "float") || strings.HasPrefix(n.Name, "complex") {
			return n.Name
		}
	case *ast.BasicLit:
		// Badger's share of garbage is the one ratio; it is nobody's money.
		if (n.Kind == token.FLOAT || n.Kind == token.IMAG) && n.Value != "0.5" {
			return n.Value
		}
	case *ast.SelectorExpr:
		if x, ok := n.X.(*ast.Ident); ok && x.Name == "math" && !strings.Contains(n.Sel.Name, "Int") {
			return "math." + n.Sel.Name
		}
	}
	return ""
}

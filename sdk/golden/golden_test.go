package golden_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/r3mes/r3mes/sdk/golden"
)

func TestRewriteKeepsTheRequest(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.txt")
	const request = "{\"hook\": \"quote\",\n \"n\": 1}\n"
	for _, c := range []struct {
		answer string
		err    error
	}{{`{"a":1}`, nil}, {"", errors.New("no answer")}} {
		if err := os.WriteFile(path, []byte(request+"-- want --\n{}\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		cases, err := golden.Load(filepath.Dir(path))
		if err != nil {
			t.Fatal(err)
		}
		if err := cases[0].Rewrite([]byte(c.answer), c.err); err != nil {
			t.Fatal(err)
		}
		cases, err = golden.Load(filepath.Dir(path))
		if err != nil {
			t.Fatal(err)
		}
		if got := string(cases[0].Request); got != request {
			t.Errorf("request is %q, want %q", got, request)
		}
		if err := cases[0].Check([]byte(c.answer), c.err); err != nil {
			t.Errorf("the rewritten case does not pass: %v", err)
		}
	}
}

func ExampleLoad() {
	_, err := golden.Load(os.DevNull)
	fmt.Println(err)
	// Output: golden: no cases (*.txt) in /dev/null
}

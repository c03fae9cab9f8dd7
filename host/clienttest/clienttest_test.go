package clienttest

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/r3mes/r3mes/host/hosttest"
)

// installed is where `make clients` puts the packages, seen from here.
const installed = "../../.cache/clients"

func start(t *testing.T) *hosttest.Server {
	t.Helper()
	if os.Getenv("R3MES_CLIENT_TESTS") == "" {
		t.Skip("needs npm and Python packages: run `make test-clients`")
	}
	return hosttest.Start(t, hosttest.Options{})
}

// Each script prints a line for each of its checks, which becomes a test here.
func TestScripts(t *testing.T) {
	for _, c := range []struct {
		name, folder, program, script string
		checks                        int
	}{
		{"Python", "python", "bin/python", "openai_client.py", 13},
		{"JavaScript", "js", "node_modules/node/bin/node", "openai.mjs", 10},
		{"LangChain", "js", "node_modules/node/bin/node", "langchain.mjs", 9},
		{"Vercel", "js", "node_modules/node/bin/node", "vercel.mjs", 10},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := start(t)
			dir, err := filepath.Abs(filepath.Join(installed, c.folder))
			if err != nil {
				t.Fatal(err)
			}
			copyScripts(t, c.folder, dir)
			cmd := exec.CommandContext(t.Context(), filepath.Join(dir, c.program), c.script)
			cmd.Dir = dir
			cmd.Env = append(os.Environ(), "R3MES_URL="+s.URL, "R3MES_API_KEY="+s.Key)
			cmd.Stderr = os.Stderr
			out, err := cmd.Output()
			if err != nil {
				t.Errorf("%s: %v", c.script, err)
			}
			if got := report(t, out); got != c.checks {
				t.Errorf("%d checks ran, want %d", got, c.checks)
			}
		})
	}
}

// report makes tests of the lines that a script printed, and counts them.
func report(t *testing.T, out []byte) (checks int) {
	for lines := bufio.NewScanner(bytes.NewReader(out)); lines.Scan(); {
		verdict, rest, _ := strings.Cut(lines.Text(), " ")
		name, why, _ := strings.Cut(rest, ": ")
		checks++
		t.Run(name, func(t *testing.T) {
			var text string
			switch {
			case verdict == "ok":
			case verdict == "FAIL" && json.Unmarshal([]byte(why), &text) == nil:
				t.Error(text)
			default:
				t.Errorf("the script printed %q", lines.Text())
			}
		})
	}
	return checks
}

// copyScripts puts the scripts beside the packages that they import.
func copyScripts(t *testing.T, from, to string) {
	t.Helper()
	scripts, err := filepath.Glob(filepath.Join(from, "*.[mp]*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range scripts {
		text, err := os.ReadFile(path)
		if err == nil {
			err = os.WriteFile(filepath.Join(to, filepath.Base(path)), text, 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

package pluginkit_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/r3mes/r3mes/host/pluginhost/plugintest"
	"github.com/r3mes/r3mes/host/pluginkit"
	"github.com/r3mes/r3mes/sdk/golden"
)

// first answers with the value of "n" that comes first in the text, as a
// careless scanner would: right as long as nobody moves a key.
func first(_ context.Context, q pluginkit.Question) ([]byte, error) {
	_, after, ok := strings.Cut(q.Input, `"ceiling":`)
	if !ok {
		return nil, errors.New("no ceiling")
	}
	digits, _, _ := strings.Cut(strings.TrimSpace(after), ",")
	return []byte(`{"ceiling_microcredits":` + digits + `,"rule":"r"}`), nil
}

// careful decodes the request.
func careful(_ context.Context, q pluginkit.Question) ([]byte, error) {
	var r struct{ Ceiling int64 }
	if err := json.Unmarshal([]byte(q.Input), &r); err != nil {
		return nil, err
	}
	answer, err := json.Marshal(map[string]any{"ceiling_microcredits": r.Ceiling, "rule": "r"})
	return answer, err
}

func quoteCase(name, request, want string) golden.Case {
	return golden.Case{Name: name, Hook: "quote", Request: []byte(request), Want: []byte(want)}
}

var ceilings = []golden.Case{
	quoteCase("one", `{"hook":"quote","ceiling":7,"n":1,"model":"a"}`, `{"ceiling_microcredits":7,"rule":"r"}`),
	quoteCase("two", `{"hook":"quote","ceiling":9,"n":{"ceiling":1}}`, `{"rule":"r","ceiling_microcredits":9}`),
}

func rules(t *testing.T, run pluginkit.Runner, cases []golden.Case) []string {
	t.Helper()
	report, err := pluginkit.Conform(t.Context(), run, pluginkit.Question{}, cases)
	if err != nil {
		t.Fatal(err)
	}
	var rules []string
	for _, f := range report.Findings {
		if !slices.Contains(rules, f.Rule) {
			rules = append(rules, f.Rule)
		}
	}
	return rules
}

func TestConformFindsWhatAGuestDoesWrong(t *testing.T) {
	calls := 0
	for name, c := range map[string]struct {
		run   pluginkit.Runner
		cases []golden.Case
		want  []string
	}{
		"nothing":          {careful, ceilings, nil},
		"scans for a key":  {first, ceilings, []string{"same meaning"}},
		"a wrong answer":   {careful, []golden.Case{quoteCase("x", `{"ceiling":1}`, `{"ceiling_microcredits":2,"rule":"r"}`)}, []string{"golden"}},
		"a negative price": {careful, []golden.Case{quoteCase("x", `{"ceiling":-1}`, `{"ceiling_microcredits":-1,"rule":"r"}`)}, []string{"schema"}},
		"answers anything": {func(context.Context, pluginkit.Question) ([]byte, error) { return ceilings[0].Want, nil }, ceilings[:1], []string{"malformed"}},
		"remembers other calls": {func(ctx context.Context, q pluginkit.Question) ([]byte, error) {
			if calls++; calls > 20 {
				return nil, errors.New("tired")
			}
			return careful(ctx, q)
		}, ceilings, []string{"stateless"}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := rules(t, c.run, c.cases); !slices.Equal(got, c.want) {
				t.Errorf("broken rules %v, want %v", got, c.want)
			}
		})
	}
}

// A host on the other side of a pipe is asked and judged like the sandbox.
func TestAnotherHostAnswersByLines(t *testing.T) {
	asked, questions := io.Pipe()
	answers, replies := io.Pipe()
	go func() { replies.CloseWithError(pluginkit.Serve(t.Context(), asked, replies, careful)) }()
	c := pluginkit.NewCommand(questions, answers)
	report, err := pluginkit.Conform(t.Context(), c.Run, pluginkit.Question{Module: "x.wasm"}, ceilings)
	if err != nil || len(report.Findings) > 0 || report.Calls < 20 {
		t.Errorf("report %+v, %v, want many calls and no finding", report, err)
	}
}

func TestABrokenRunnerIsNoFinding(t *testing.T) {
	for program, says := range map[string]string{"exit 3": "the runner failed", "echo hello; cat >/dev/null": "hello", "echo '{}'; cat >/dev/null": "want {"} {
		var stderr bytes.Buffer
		c, err := pluginkit.StartCommand(t.Context(), program, &stderr)
		if err != nil {
			t.Fatal(err)
		}
		report, err := pluginkit.Conform(t.Context(), c.Run, pluginkit.Question{}, ceilings)
		if !errors.Is(err, pluginkit.ErrRunner) || !strings.Contains(err.Error(), says) || len(report.Findings) > 0 {
			t.Errorf("%s: report %+v, error %v; want no finding and an error with %q", program, report, err, says)
		}
		c.Close()
	}
}

// Every first-party guest passes the kit in the sandbox.
func TestFirstPartyGuestsConform(t *testing.T) {
	guests := plugintest.Guests(t)
	for _, source := range plugintest.Sources(t) {
		name := filepath.Base(source)
		t.Run(name, func(t *testing.T) {
			box, err := pluginkit.OpenSandbox(t.Context(), filepath.Join(guests, name), pluginkit.SandboxOptions{CacheDir: plugintest.CacheDir(t)})
			if err != nil {
				t.Fatal(err)
			}
			defer box.Close()
			cases, err := golden.Load(filepath.Join(source, "testdata"))
			if err != nil {
				t.Fatal(err)
			}
			report, err := pluginkit.Conform(t.Context(), box.Run, box.Question(), cases)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range report.Findings {
				t.Errorf("%s: %s: %s", f.Rule, f.Case, f.Problem)
			}
		})
	}
}

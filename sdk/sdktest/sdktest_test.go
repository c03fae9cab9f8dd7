package sdktest_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/r3mes/r3mes/sdk"
	"github.com/r3mes/r3mes/sdk/sdktest"
)

// flat is a plugin under test.
func flat(r sdk.QuoteRequest) (sdk.QuoteResponse, error) {
	if r.N < 1 {
		return sdk.QuoteResponse{}, errors.New("no answers asked for")
	}
	return sdk.QuoteResponse{CeilingMicrocredits: 5 * r.N, Rule: "flat"}, nil
}

var hooks = sdktest.Hooks{sdk.HookQuote: sdktest.Hook(flat)}

func TestRun(t *testing.T) { sdktest.Run(t, "testdata", hooks.Call) }

func ExampleHooks_Call() {
	answer, err := hooks.Call(sdk.HookQuote, []byte(`{"n":2}`))
	fmt.Println(string(answer), err)
	// Output: {"ceiling_microcredits":10,"rule":"flat"} <nil>
}

func ExampleHook() {
	answer := sdktest.Hook(flat)
	_, err := answer([]byte(`{"n":0}`))
	fmt.Println(err)
	// Output: no answers asked for
}

func ExampleLoad() {
	cases, err := sdktest.Load("testdata")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, c := range cases {
		fmt.Println(c.Hook, c.Name)
	}
	// Output:
	// quote an-error
	// quote two-answers
}

func ExampleCase_Check() {
	c := sdktest.Case{Name: "case", Want: []byte(`{"a": 1, "b": 2}`)}
	fmt.Println(c.Check([]byte(`{"b":2,"a":1}`), nil))
	fmt.Println(c.Check([]byte(`{"b":2}`), nil))
	// Output:
	// <nil>
	// case: answered {"b":2}, want {"a":1,"b":2}
}

func TestCheckFindsDifferences(t *testing.T) {
	answer := sdktest.Case{Name: "c", Want: []byte(`{"n":9007199254740993}`)}
	failure := sdktest.Case{Name: "c", WantErr: "out of"}
	for _, c := range []struct {
		c    sdktest.Case
		got  string
		err  error
		says string
	}{
		{answer, `{"n":9007199254740992}`, nil, "want"}, // one off, beyond what a float64 tells apart
		{answer, `{"n":`, nil, "not JSON"},
		{answer, ``, errors.New("broken"), `error "broken"`},
		{failure, `{}`, nil, "want an error"},
		{failure, ``, errors.New("broken"), `want one with "out of"`},
	} {
		if err := c.c.Check([]byte(c.got), c.err); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("Check(%s, %v) = %v, want it to say %q", c.got, c.err, err, c.says)
		}
	}
	if err := failure.Check(nil, errors.New("out of range")); err != nil {
		t.Error(err)
	}
}

func TestLoadRefuses(t *testing.T) {
	for content, says := range map[string]string{
		`{"hook":"quote"}`:   "no line",
		"{\n-- want --\n{}":  "request:",
		"{}\n-- want --\n{}": `no "hook"`,
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "x.txt"), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := sdktest.Load(dir); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: error %v, want one with %q", content, err, says)
		}
	}
	if _, err := sdktest.Load(t.TempDir()); err == nil {
		t.Error("a folder without cases was loaded")
	}
	if _, err := hooks.Call(sdk.HookRoute, nil); err == nil {
		t.Error("a hook that the plugin does not have was called")
	}
}

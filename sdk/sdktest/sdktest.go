// Package sdktest tests a plugin's logic natively, with plain go test and
// nothing but the standard library.
//
// A case is a file in testdata: a whole request as JSON, a line "-- want --",
// and the answer the plugin must give, or a line "error: " with a part of the
// error it must return. To add a case, add a file; to accept what the plugin
// answers now, run go test -update.
//
//	func TestCases(t *testing.T) {
//		sdktest.Run(t, "testdata", sdktest.Hooks{
//			sdk.HookQuote: sdktest.Hook(quote),
//		}.Call)
//	}
//
// The runner is an argument, so the same files are fed to the compiled guest
// by whoever can run one.
package sdktest

import (
	"flag"
	"fmt"
	"testing"

	"github.com/r3mes/r3mes/sdk"
	"github.com/r3mes/r3mes/sdk/golden"
)

var update = flag.Bool("update", false, "rewrite the wanted half of sdktest cases with what the plugin answers")

// Runner answers one request, given as JSON.
type Runner func(hook string, request []byte) ([]byte, error)

// Hooks is a plugin's logic by hook name.
type Hooks map[string]func(request []byte) ([]byte, error)

// Hook makes a hook's function callable on JSON.
func Hook[Req any, Resp sdk.Response, R sdk.Request[Req]](answer func(Req) (Resp, error)) func([]byte) ([]byte, error) {
	return func(request []byte) ([]byte, error) { return sdk.Handle[Req, Resp, R](request, answer) }
}

// Call is the native Runner.
func (h Hooks) Call(hook string, request []byte) ([]byte, error) {
	answer, ok := h[hook]
	if !ok {
		return nil, fmt.Errorf("sdktest: the plugin has no hook %q", hook)
	}
	return answer(request)
}

// Case is one file of testdata.
type Case = golden.Case

// Load reads the cases of dir, the files ending in .txt.
func Load(dir string) ([]Case, error) { return golden.Load(dir) }

// Run runs every case of dir as a subtest. With the flag -update it rewrites
// the wanted halves instead.
func Run(t *testing.T, dir string, run Runner) {
	t.Helper()
	cases, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			got, err := run(c.Hook, c.Request)
			if *update {
				if err := c.Rewrite(got, err); err != nil {
					t.Fatal(err)
				}
				return
			}
			if err := c.Check(got, err); err != nil {
				t.Error(err)
			}
		})
	}
}

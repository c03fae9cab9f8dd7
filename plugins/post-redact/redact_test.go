package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/r3mes/r3mes/sdk"
	"github.com/r3mes/r3mes/sdk/sdktest"
)

func TestCases(t *testing.T) {
	sdktest.Run(t, "testdata", sdktest.Hooks{
		sdk.HookPost: sdktest.Hook(post),
	}.Call)
}

// However the answer is cut into pieces, the client gets the same, and what is
// held back is counted right.
func FuzzTheCutDoesNotMatter(f *testing.F) {
	f.Add("Ask ann@example.org; pay with 4111 1111 1111 1111 or sk-abcdefghijklmnop0123.", uint64(0x123456789abcdef))
	f.Fuzz(func(t *testing.T, text string, cuts uint64) {
		text = strings.ToValidUTF8(text, "?")
		config := json.RawMessage(`{"kinds":["email","card","key"]}`)
		whole, err := post(sdk.PostRequest{Envelope: sdk.Envelope{PluginConfig: config}, Piece: text, End: true})
		if err != nil {
			t.Fatal(err)
		}
		var got, state string
		for rest := []rune(text); ; {
			n := min(1+int(cuts&7), len(rest))
			cuts = cuts>>3 | cuts<<61
			r, err := post(sdk.PostRequest{Envelope: sdk.Envelope{PluginConfig: config}, Piece: string(rest[:n]), End: n == len(rest), State: state})
			if err != nil || r.Held != int64(len(r.State)) {
				t.Fatalf("%+v, %v", r, err)
			}
			got, state, rest = got+r.Text, r.State, rest[n:]
			if len(rest) == 0 {
				break
			}
		}
		if got != whole.Text || state != "" {
			t.Errorf("in pieces %q, at once %q", got, whole.Text)
		}
	})
}

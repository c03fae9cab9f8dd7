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

// The answer ends at the same place however it is cut.
func FuzzTheCutDoesNotMatter(f *testing.F) {
	f.Add("the quick brown fox", "row", "brown f", uint64(0x123456789abcdef))
	f.Add("aaab", "aab", "b", uint64(0))
	f.Add("xüÜy", "üü", "Üy", uint64(1))
	f.Fuzz(func(t *testing.T, text, a, b string, cuts uint64) {
		text, a, b = strings.ToValidUTF8(text, "?"), strings.ToValidUTF8(a, "?"), strings.ToValidUTF8(b, "?")
		if a == "" || b == "" {
			return
		}
		settings, err := json.Marshal(config{Words: []string{a, b}, IgnoreCase: cuts&1 == 0})
		if err != nil {
			t.Fatal(err)
		}
		e := sdk.Envelope{PluginConfig: settings}
		whole, err := post(sdk.PostRequest{Envelope: e, Piece: text, End: true})
		if err != nil {
			t.Fatal(err)
		}
		var got, state string
		stopped := false
		for rest := []rune(text); !stopped; {
			n := min(1+int(cuts&7), len(rest))
			cuts = cuts>>3 | cuts<<61
			r, err := post(sdk.PostRequest{Envelope: e, Piece: string(rest[:n]), End: n == len(rest), State: state})
			if err != nil || r.Held != int64(len(r.State)) {
				t.Fatalf("%+v, %v", r, err)
			}
			got, state, rest, stopped = got+r.Text, r.State, rest[n:], r.Stop
			if len(rest) == 0 {
				break
			}
		}
		if got != whole.Text || stopped != whole.Stop {
			t.Errorf("in pieces %q, stopped %v; at once %q, %v", got, stopped, whole.Text, whole.Stop)
		}
	})
}

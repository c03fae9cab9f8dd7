package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/r3mes/r3mes/sdk"
	"github.com/r3mes/r3mes/sdk/sdktest"
)

func TestCases(t *testing.T) {
	sdktest.Run(t, "testdata", sdktest.Hooks{sdk.HookPost: sdktest.Hook(post)}.Call)
}

// stream sends text in pieces of 1 to 8 characters and returns what comes out.
func stream(t *testing.T, mode, text string, cuts uint64) (string, error) {
	t.Helper()
	var got, state string
	for rest := []rune(text); ; {
		n := min(1+int(cuts&7), len(rest))
		cuts = cuts>>3 | cuts<<61
		r, err := post(sdk.PostRequest{
			Envelope: sdk.Envelope{PluginConfig: json.RawMessage(`{"mode":"` + mode + `"}`)},
			Piece:    string(rest[:n]), End: n == len(rest), State: state,
		})
		if err != nil {
			return got, err
		}
		got, state, rest = got+r.Text, r.State, rest[n:]
		if len(rest) == 0 {
			return got, nil
		}
	}
}

func TestRepairs(t *testing.T) {
	for text, want := range map[string]string{
		`{"a": 1}`:                          `{"a": 1}`,
		"Sure!\n```json\n[1]\n```\nBye [2]": `[1]`,
		`{"a": 1, "b`:                       `{"a": 1}`,
		`{"a": 1, "b"`:                      `{"a": 1}`,
		`{"a": 1, "b": `:                    `{"a": 1}`,
		`{"a": 1, "b": tr`:                  `{"a": 1}`,
		`{"a": 1, "b": true`:                `{"a": 1, "b": true}`,
		`{"a": 12`:                          `{"a": 12}`,
		`[1, 2, ]`:                          `[1, 2]`,
		`{"a": 1,}`:                         `{"a": 1}`,
		`["half`:                            `["half"]`,
		`["esc\`:                            `["esc"]`,
		`["esc\u00`:                         `["esc"]`,
		`["esc\u00e9\n`:                     `["esc\u00e9\n"]`,
		"[\"two\nlines\"]":                  `["two\nlines"]`,
		`["bad \x", 1]`:                     `["bad "]`,
		`[1, nope, 2]`:                      `[1]`,
		`[[{"a": [`:                         `[[{"a": []}]]`,
		`{"a" 1}`:                           `{}`,
		`[1 2]`:                             `[1]`,
		`[`:                                 `[]`,
		`{"é": "ü`:                          `{"é": "ü"}`,
	} {
		got, err := stream(t, "repair", text, 0)
		if err != nil || got != want {
			t.Errorf("%q becomes %q, %v, want %q", text, got, err, want)
		}
	}
}

func TestRefuses(t *testing.T) {
	for _, text := range []string{`{"a": 1`, `[1,]`, "[\"a\nb\"]", `[nope]`, `{"a" 1}`, `no value`, ``} {
		if got, err := stream(t, "refuse", text, 0); err == nil {
			t.Errorf("%q became %q, want an error", text, got)
		}
	}
	if got, err := stream(t, "refuse", `x {"a": [1, "b"]} y`, 0); err != nil || got != `{"a": [1, "b"]}` {
		t.Errorf("%q, %v", got, err)
	}
}

// Repaired answers are JSON whatever they were, valid ones stay as they are, and
// pieces do not matter.
func FuzzRepaired(f *testing.F) {
	for _, text := range []string{`{"a": [1, 2.5e3, "x\u00e9\\"], "b": {"c": null}}`, `[tru`, `{"a`, `[-]`, `["\`, `[[[]]`, "[\"\x00\"]", `[1.]`, `{"a\`} {
		f.Add(text, uint64(0x123456789abcdef))
	}
	f.Fuzz(func(t *testing.T, text string, cuts uint64) {
		text = strings.ToValidUTF8(text, "?")
		got, err := stream(t, "repair", text, cuts)
		whole, wholeErr := post(sdk.PostRequest{Envelope: sdk.Envelope{PluginConfig: json.RawMessage(`{"mode":"repair"}`)}, Piece: text, End: true})
		if (err != nil) != (wholeErr != nil) || err == nil && got != whole.Text {
			t.Fatalf("%q in pieces %q, %v; at once %q, %v", text, got, err, whole.Text, wholeErr)
		}
		if err == nil && !json.Valid([]byte(got)) {
			t.Errorf("%q becomes %q, which is not JSON", text, got)
		}
		trimmed := strings.TrimSpace(text)
		if json.Valid([]byte(trimmed)) && strings.ContainsAny(trimmed[:1], "{[") && got != trimmed {
			t.Errorf("%q is JSON and becomes %q", trimmed, got)
		}
	})
}

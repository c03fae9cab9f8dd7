package api

import (
	"encoding/json"
	"errors"
	"slices"
	"testing"
)

func TestInputsAreOneTextOrAList(t *testing.T) {
	for raw, want := range map[string][]string{
		`"a"`: {"a"}, ` "a\u00e9" `: {"aé"}, `["a", "b"]`: {"a", "b"}, "[\n \"a\" ]": {"a"}, `[" "]`: {" "}, `"[1]"`: {"[1]"},
	} {
		if got, err := inputs(json.RawMessage(raw)); err != nil || !slices.Equal(got, want) {
			t.Errorf("inputs(%s) = %q, %v; want %q", raw, got, err, want)
		}
	}
}

func TestOtherInputsAreRefused(t *testing.T) {
	for raw, want := range map[string]kind{
		"": invalid, "null": invalid, "[]": invalid, "{}": invalid, `{"a": 1}`: invalid, `""`: invalid, `["a", ""]`: invalid, `[null]`: invalid, `["a", true]`: invalid,
		"7": invalid, "[7]": unsupported, "[-1]": unsupported, `["a", [1]]`: unsupported, "[[]]": unsupported,
	} {
		_, err := inputs(json.RawMessage(raw))
		var e *apiError
		if !errors.As(err, &e) || e.kind != want || e.param != "input" {
			t.Errorf("inputs(%s): %v, want %q about input", raw, err, want.code)
		}
	}
}

func FuzzInputs(f *testing.F) {
	for _, raw := range []string{`"a"`, `["a","b"]`, `[1]`, `[[1]]`, `[null]`, `""`, `[""]`, "{}", "\"\xff\""} {
		f.Add([]byte(raw))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		if !json.Valid(raw) {
			return // as a field of a body it is valid
		}
		texts, err := inputs(raw)
		if err == nil && (len(texts) < 1 || len(texts) > maxInputs || slices.Contains(texts, "")) {
			t.Errorf("inputs(%q) = %q", raw, texts)
		}
	})
}

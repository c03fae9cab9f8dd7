package sample

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// naive finds the first place where a stop string is complete, and the longest
// one complete there.
func naive(text string, stops []string) (string, bool) {
	for end := 1; end <= len(text); end++ {
		longest := 0
		for _, s := range stops {
			if s != "" && strings.HasSuffix(text[:end], s) {
				longest = max(longest, len(s))
			}
		}
		if longest > 0 {
			return text[:end-longest], true
		}
	}
	return text, false
}

// mustHold is the longest end of the text that begins a stop string.
func mustHold(text string, stops []string) int {
	longest := 0
	for _, s := range stops {
		for n := min(len(s)-1, len(text)); n > longest; n-- {
			if strings.HasSuffix(text, s[:n]) {
				longest = n
			}
		}
	}
	return longest
}

type failer interface {
	Helper()
	Fatalf(string, ...any)
}

func checkStops(t failer, pieces, stops []string) {
	t.Helper()
	m := NewStop(stops)
	var out, in strings.Builder
	stopped := false
	for _, p := range pieces {
		emit, done := m.Push(p)
		if !stopped {
			in.WriteString(p)
		}
		if stopped && (emit != "" || !done) {
			t.Fatalf("stops %q, pieces %q: Push after the stop = %q, %v", stops, pieces, emit, done)
		}
		stopped = done
		out.WriteString(emit)
		if !stopped && in.Len()-out.Len() != mustHold(in.String(), stops) {
			t.Fatalf("stops %q, pieces %q: %d bytes held back of %q, want %d", stops, pieces, in.Len()-out.Len(), in.String(), mustHold(in.String(), stops))
		}
	}
	out.WriteString(m.Flush())
	want, wantStopped := naive(strings.Join(pieces, ""), stops)
	if out.String() != want || stopped != wantStopped {
		t.Fatalf("stops %q, pieces %q: %q, stopped %v; want %q, %v", stops, pieces, out.String(), stopped, want, wantStopped)
	}
}

func TestStop(t *testing.T) {
	for name, c := range map[string]struct{ pieces, stops []string }{
		"none":                         {[]string{"a", "b"}, nil},
		"empty strings are no stops":   {[]string{"a", "b"}, []string{"", ""}},
		"within a piece":               {[]string{"hello END world"}, []string{"END"}},
		"over borders":                 {[]string{"hello E", "N", "D world"}, []string{"END"}},
		"nearly":                       {[]string{"hello E", "N", "d world"}, []string{"END"}},
		"one inside another":           {[]string{"x", "<|eo", "t|>"}, []string{"|", "<|eot|>"}},
		"ending together":              {[]string{"xab", "cd"}, []string{"cd", "abcd", "bcd"}},
		"overlapping itself":           {[]string{"aa", "ab", "aaab"}, []string{"aaab"}},
		"restart inside a match":       {[]string{"abab", "abac"}, []string{"ababac"}},
		"of one letter, first":         {[]string{"\n"}, []string{"\n"}},
		"held to the end":              {[]string{"ends in E", "N"}, []string{"END"}},
		"wide characters":              {[]string{"漢", "字", "終", "わ", "り"}, []string{"終わり", "字"}},
		"pieces after the stop":        {[]string{"a.", "b", "c"}, []string{"."}},
		"empty pieces":                 {[]string{"", "E", "", "ND", ""}, []string{"END"}},
		"the longer never comes":       {[]string{"ab", "x"}, []string{"abc", "b"}},
		"a beginning inside the other": {[]string{"aab", "aa", "c"}, []string{"aabaac", "baad"}},
	} {
		t.Run(name, func(t *testing.T) { checkStops(t, c.pieces, c.stops) })
	}
}

func TestStopHoldsWholeCharacters(t *testing.T) {
	m := NewStop([]string{"é!", "漢字"})
	for _, p := range []string{"caf", "é", "x", "漢", "è", "é", "漢", "字"} {
		if emit, _ := m.Push(p); !utf8.ValidString(emit) {
			t.Errorf("Push(%q) = %q", p, emit)
		}
	}
}

func TestStopEqualsTheNaiveSearch(t *testing.T) {
	words := rapid.StringOfN(rapid.RuneFrom([]rune("ab.é")), 0, 6, -1)
	rapid.Check(t, func(r *rapid.T) {
		checkStops(r, rapid.SliceOfN(words, 0, 12).Draw(r, "pieces"), rapid.SliceOfN(words, 0, 4).Draw(r, "stops"))
	})
}

func FuzzStop(f *testing.F) {
	f.Add("hello END", "END", "lo", byte(3))
	f.Add("aabaabaac", "aabaac", "baad", byte(1))
	f.Add("\xe6\xbc\xa2", "\xbc", "", byte(2))
	f.Fuzz(func(t *testing.T, text, stop1, stop2 string, size byte) {
		if len(text) > 300 || len(stop1) > 50 || len(stop2) > 50 {
			return // the naive search is cubic
		}
		var pieces []string
		n := int(size%9) + 1
		for rest := text; rest != ""; {
			cut := min(n, len(rest))
			pieces, rest = append(pieces, rest[:cut]), rest[cut:]
			n = n%4 + 1
		}
		checkStops(t, pieces, []string{stop1, stop2})
	})
}

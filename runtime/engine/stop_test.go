package engine_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/r3mes/r3mes/runtime/engine"
	"github.com/r3mes/r3mes/runtime/enginetest"
	"github.com/r3mes/r3mes/runtime/sample"
)

// Invariant: wherever a stop string lies over the borders of tokens, inside
// characters too, the answer ends before its first occurrence; and text that only
// begins one is delivered when the answer ends. A token is a byte here, so every
// stop string lies over borders.
func TestStopStringsOverTokenBorders(t *testing.T) {
	e := serve(t, enginetest.NewFake(64), engine.Options{})
	request := engine.Request{
		Prompt: prompt("borders"), MaxTokens: 60, IgnoreEOS: true,
		Sampling: sample.Params{Temperature: 1, Seed: 7, Bias: map[int]float64{0xC3: 6}},
	}
	for b := 0x80; b < 0xC0; b++ {
		request.Sampling.Bias[b] = 4 // characters of two bytes
	}
	full := ask(t, e, request)
	if n := utf8.RuneCountInString(full.text); n > len(full.text)-10 {
		t.Fatalf("%q has %d characters: too few are wide", full.text, n)
	}
	characters := strings.SplitAfter(full.text, "")
	for from := 0; from < len(characters); from += 3 {
		stop := strings.Join(characters[from:min(from+1+from%5, len(characters))], "")
		r := request
		r.Stop = []string{stop}
		a := ask(t, e, r)
		if want := full.text[:strings.Index(full.text, stop)]; a.text != want || a.result.Finish != engine.FinishStop {
			t.Errorf("stop %q: %q (%s), want %q (stop)", stop, a.text, a.result.Finish, want)
		}
	}
	r := request
	r.Stop = []string{strings.Join(characters[len(characters)-2:], "") + "never"}
	if a := ask(t, e, r); a.text != full.text || a.result.Finish != engine.FinishLength {
		t.Errorf("stop %q, of which the text ends in the beginning: %q (%s), want %q (length)", r.Stop[0], a.text, a.result.Finish, full.text)
	}
}

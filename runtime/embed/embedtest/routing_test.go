package embedtest

import (
	"testing"

	"github.com/r3mes/r3mes/runtime/embed"
)

var examples = map[string][]string{
	"coder": {"How do I sort a list in Python?", "Explain goroutines and channels.", "Why does my function return null?", "Write a unit test for this class."},
	"law":   {"Can my landlord keep the deposit?", "What is a power of attorney?", "Is a verbal contract binding?", "How do I appeal against a judgment?"},
	"cook":  {"How long do I boil an egg?", "A recipe for tomato soup.", "What can I bake with apples?"},
}

func TestRouting(t *testing.T) {
	phrases := []Phrase{
		{"how can i sort an array", "coder"}, {"what are python functions", "coder"}, {"my unit tests fail", "coder"},
		{"does a contract need to be written", "law"}, {"the landlord will not return my deposit", "law"}, {"how to appeal a court decision", "law"},
		{"recipe for an apple cake", "cook"}, {"boiling eggs", "cook"}, {"", ""}, {"漢字", ""},
	}
	accuracy, misses := Routing(embed.Default(), examples, Rule{Threshold: 0.2}, phrases)
	if accuracy != 1 || len(misses) != 0 {
		t.Errorf("accuracy %v, misses %+v", accuracy, misses)
	}
}

// fixed is an embedder whose vectors are given.
type fixed map[string][]float32

func (f fixed) Embed(text string) []float32 { return f[text] }

func TestRoutingCountsMissesAndKeepsTheThreshold(t *testing.T) {
	e := fixed{"a": {1, 0}, "b": {0, 1}, "near a": {0.8, 0.6}, "between": {0.70710678, 0.70710678}}
	by := map[string][]string{"A": {"a"}, "B": {"b"}}
	accuracy, misses := Routing(e, by, Rule{Threshold: 0.75}, []Phrase{{"near a", "A"}, {"near a", "B"}, {"between", ""}, {"between", "A"}})
	if accuracy != 0.5 || len(misses) != 2 || misses[0].Got != "A" || misses[0].Nearest != "a" || misses[1].Got != "" {
		t.Errorf("accuracy %v, misses %+v", accuracy, misses)
	}
	if accuracy, misses = Routing(e, by, Rule{Threshold: 0.5}, []Phrase{{"between", "A"}}); accuracy != 1 {
		t.Errorf("of equally near adapters the first should win: %+v", misses)
	}
	if accuracy, misses = Routing(e, by, Rule{Margin: 0.1, Fallback: "B"}, []Phrase{{"between", "B"}, {"near a", "A"}}); accuracy != 1 {
		t.Errorf("without a lead the fallback should win, with one the nearest: %+v", misses)
	}
	if accuracy, misses = Routing(e, map[string][]string{"A": {"a", "near a"}, "B": {"b"}}, Rule{Margin: 0.1}, []Phrase{{"near a", "A"}}); accuracy != 1 {
		t.Errorf("a second example of the same adapter takes no lead away: %+v", misses)
	}
	if accuracy, _ = Routing(e, by, Rule{}, nil); accuracy != 0 {
		t.Errorf("no phrases: accuracy %v", accuracy)
	}
}

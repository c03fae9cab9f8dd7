package main

import (
	"strings"
	"testing"

	"github.com/r3mes/r3mes/host/hosttest"
)

func TestEveryAdapterAnswersInItsOwnVoice(t *testing.T) {
	s := hosttest.Start(t, hosttest.Options{})
	var out strings.Builder
	adapters := []string{"default", "coder", "law"}
	if err := run(t.Context(), &out, s.URL, s.Wallet, adapters, "What is a contract?"); err != nil {
		t.Fatal(err)
	}
	answers := map[string]string{}
	name := ""
	for line := range strings.Lines(out.String()) {
		if text, indented := strings.CutPrefix(line, "  "); indented {
			answers[name] += text
		} else {
			name = strings.TrimSuffix(line, ":\n")
		}
	}
	if len(answers) != len(adapters) {
		t.Fatalf("printed %q, want an answer of each of %v", out.String(), adapters)
	}
	for i, a := range adapters {
		for _, b := range adapters[:i] {
			if answers[a] == answers[b] {
				t.Errorf("%s and %s answer the same: %q", a, b, answers[a])
			}
		}
	}
}

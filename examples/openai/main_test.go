package main

import (
	"strings"
	"testing"

	"github.com/r3mes/r3mes/host/hosttest"
)

func TestTheOfficialClientStreams(t *testing.T) {
	s := hosttest.Start(t, hosttest.Options{})
	var out strings.Builder
	if err := run(t.Context(), &out, s.URL, s.Key, "coder", "What is a loop?"); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), "completion tokens]") || len(strings.Fields(out.String())) < 8 {
		t.Errorf("printed %q, want an answer and its usage", out.String())
	}
}

func TestABadKeyIsRefused(t *testing.T) {
	s := hosttest.Start(t, hosttest.Options{Model: hosttest.Tiny()})
	err := run(t.Context(), &strings.Builder{}, s.URL, "r3mes_wrong", "auto", "hello")
	if err == nil || !strings.Contains(err.Error(), "401") {
		t.Errorf("error = %v, want 401", err)
	}
}

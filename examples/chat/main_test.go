package main

import (
	"strings"
	"testing"

	"github.com/r3mes/r3mes/host/hosttest"
)

func TestItChatsAndShowsWhatItCost(t *testing.T) {
	s := hosttest.Start(t, hosttest.Options{})
	var out strings.Builder
	if err := run(t.Context(), &out, s.URL, s.Wallet, "What is R3MES?"); err != nil {
		t.Fatal(err)
	}
	answer, cost, found := strings.Cut(out.String(), "\n[adapter default, ")
	if !found || len(strings.Fields(answer)) < 4 || !strings.HasSuffix(cost, " micro-credits]\n") || strings.HasPrefix(cost, "0 ") {
		t.Errorf("printed %q, want an answer of several words, its adapter and its price", out.String())
	}
}

func TestAnErrorOfTheServerIsShown(t *testing.T) {
	s := hosttest.Start(t, hosttest.Options{Model: hosttest.Tiny()})
	err := run(t.Context(), &strings.Builder{}, s.URL, "remes1nobody", "hello")
	if err == nil || !strings.Contains(err.Error(), "402") {
		t.Errorf("error = %v, want 402 for a wallet without credits", err)
	}
}

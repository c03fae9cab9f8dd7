package badger

import (
	"context"
	"testing"

	"github.com/r3mes/r3mes/store"
)

func TestAChargeLeavesTheRestAndAReceipt(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	s, err := Open(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.TopUp(ctx, store.TopUp{OpID: "t1", Wallet: "w", Amount: 100}); err != nil {
		t.Fatal(err)
	}
	if err := s.Hold(ctx, store.Hold{OpID: "h1", Wallet: "w", Amount: 60, RequestID: "req"}); err != nil {
		t.Fatal(err)
	}
	r, err := s.Settle(ctx, store.Settle{OpID: "h1", Charge: 20, Receipt: store.Receipt{Outcome: store.OutcomeComplete, Usage: store.Usage{PromptTokens: 5, CompletionTokens: 7}}})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s, err = Open(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	got, err := s.Receipt(ctx, r.ID)
	if err != nil || got != r {
		t.Fatalf("Receipt = %+v, %v, want %+v", got, err, r)
	}
	w, err := s.Wallet(ctx, "w")
	if err != nil || w.Available != 80 || w.Held != 0 || w.Volume30d != 12 {
		t.Fatalf("Wallet = %+v, %v, want 80 available, 12 tokens", w, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

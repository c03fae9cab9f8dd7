package badger

import (
	"errors"
	"testing"
	"time"

	"github.com/r3mes/r3mes/store"
)

// TestExpiredTokensAreSwept: so many logins, so many records, but only for two
// days.
func TestExpiredTokensAreSwept(t *testing.T) {
	start := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	now := start
	s := opened(t, t.TempDir(), Options{Now: func() time.Time { return now }})
	defer s.Close()
	var plain store.Secret
	for range maxDrop + 3 { // more than one commit
		var err error
		plain, _, err = s.CreateToken(t.Context(), store.NewToken{Wallet: "w", Scopes: store.DefaultScopes(), ExpiresAt: start.Add(time.Hour)})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, step := range []struct {
		at   time.Duration
		want error
	}{{0, nil}, {2 * time.Hour, store.ErrExpiredKey}, {time.Hour + tokenAfterlife, store.ErrUnknownKey}} {
		now = start.Add(step.at)
		if err := s.sweepTokens(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, err := s.FindKey(t.Context(), plain.Reveal()); !errors.Is(err, step.want) {
			t.Errorf("after %v: %v, want %v", step.at, err, step.want)
		}
	}
	left := 0
	err := s.view(t.Context(), func(v view) error {
		return v.each(string(rune(tokenPrefix)), false, func(string, []byte) (bool, error) { left++; return true, nil })
	})
	if err != nil || left != 0 {
		t.Errorf("%d tokens are left, %v", left, err)
	}
}

package storetest

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/r3mes/r3mes/store"
)

func testTokens(t *testing.T, f *fixture) {
	ctx := t.Context()
	scopes := []store.Scope{store.ScopeChat, store.ScopeRead, store.ScopeKeys}
	create := func() (string, store.Key) {
		t.Helper()
		plain, k, err := f.CreateToken(ctx, store.NewToken{Wallet: "w", Scopes: scopes, ExpiresAt: f.clock.Now().Add(time.Hour)})
		if err != nil {
			t.Fatal(err)
		}
		return plain.Reveal(), k
	}
	find := func(when, plain string, want error) {
		t.Helper()
		k, err := f.FindKey(ctx, plain)
		if !errors.Is(err, want) || (err == nil && (k.Wallet != "w" || !slices.Equal(k.Scopes, scopes))) {
			t.Errorf("%s: FindKey = %+v, %v, want %v", when, k, err, want)
		}
		if err != nil && strings.Contains(err.Error(), plain) {
			t.Errorf("%s: the error repeats the token", when)
		}
	}
	before := f.seq()
	one, k := create()
	two, _ := create()
	if one == two || !k.CreatedAt.Equal(f.clock.Now()) || !k.ExpiresAt.Equal(f.clock.Now().Add(time.Hour)) || !strings.HasPrefix(one, store.TokenPrefix+k.ID) {
		t.Errorf("CreateToken = %+v", k)
	}
	f.reopen()
	find("after a restart", one, nil)
	find("with another's secret", one[:len(one)-6]+two[len(two)-6:], store.ErrUnknownKey)
	find("as a key", strings.Replace(one, store.TokenPrefix, store.KeyPrefix, 1), store.ErrUnknownKey)
	if err := errors.Join(f.RevokeToken(ctx, one), f.RevokeToken(ctx, one)); err != nil {
		t.Fatal(err)
	}
	find("revoked", one, store.ErrRevokedKey)
	find("the other one", two, nil)
	f.reopen()
	find("revoked, after a restart", one, store.ErrRevokedKey)
	f.clock.advance(time.Hour)
	find("expired", two, store.ErrExpiredKey)
	stranger, _, err := f.CreateKey(ctx, store.NewKey{Wallet: "w"})
	if err != nil {
		t.Fatal(err)
	}
	_, made := store.GenerateToken()
	for _, plain := range []string{"", "nonsense", stranger.Reveal(), made.Reveal()} {
		if err := f.RevokeToken(ctx, plain); !errors.Is(err, store.ErrUnknownKey) {
			t.Errorf("RevokeToken of no token = %v, want ErrUnknownKey", err)
		}
	}
	if keys, err := f.ListKeys(ctx, "w"); err != nil || len(keys) != 1 {
		t.Errorf("ListKeys = %+v, %v, want the key alone", keys, err)
	}
	if f.seq() != before+1 {
		t.Errorf("%d entries, want the key's alone: tokens are no part of the journal", f.seq()-before)
	}
	for name, n := range map[string]store.NewToken{
		"no wallet": {Scopes: scopes, ExpiresAt: f.clock.Now()}, "no scope": {Wallet: "w", ExpiresAt: f.clock.Now()},
		"no end": {Wallet: "w", Scopes: scopes}, "an unknown scope": {Wallet: "w", Scopes: []store.Scope{"root"}, ExpiresAt: f.clock.Now()},
	} {
		if _, _, err := f.CreateToken(ctx, n); !errors.Is(err, store.ErrInvalid) {
			t.Errorf("%s: %v, want ErrInvalid", name, err)
		}
	}
}

package store

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"
)

// keyLen is the length of a key's text.
const keyLen = len(KeyPrefix) + KeyIDSize + keySecret + keyChecksum

func TestKeysHaveTheirForm(t *testing.T) {
	seen := map[string]bool{}
	for range 200 {
		id, plain := GenerateKey()
		got, err := ParseKey(plain.Reveal())
		if err != nil || got != id || len(id) != KeyIDSize || len(plain.Reveal()) != keyLen || seen[id] {
			t.Fatalf("ParseKey = %q, %v, want %q, new and %d characters in all", got, err, id, keyLen)
		}
		seen[id] = true
		id, plain = GenerateToken()
		if got, err := ParseToken(plain.Reveal()); err != nil || got != id {
			t.Fatalf("ParseToken = %q, %v, want %q", got, err, id)
		}
		if _, err := ParseKey(plain.Reveal()); !errors.Is(err, ErrUnknownKey) {
			t.Fatalf("ParseKey of a token = %v", err)
		}
	}
	// 62^43 > 2^256: the secret part carries at least 256 bits.
	if keySecret < 43 {
		t.Errorf("a secret of %d base62 characters is below 256 bits", keySecret)
	}
}

func TestRandomCharactersAreFair(t *testing.T) {
	counts := map[rune]int{}
	const n = 62 * 2000
	for _, c := range randomBase62(n) {
		counts[c]++
	}
	for _, c := range base62 {
		// 2,000 expected, standard deviation 45: ten of them is no accident.
		if counts[c] < 1550 || counts[c] > 2450 {
			t.Errorf("%q came %d times of %d, want about 2000", c, counts[c], n)
		}
	}
}

func FuzzParseKey(f *testing.F) {
	_, plain := GenerateKey()
	f.Add(plain.Reveal())
	f.Add(KeyPrefix)
	_, token := GenerateToken()
	f.Add(token.Reveal())
	f.Fuzz(func(t *testing.T, text string) {
		id, err := ParseKey(text)
		switch {
		case err != nil && !errors.Is(err, ErrUnknownKey):
			t.Errorf("ParseKey = %v, want ErrUnknownKey", err)
		case err != nil && len(text) > 20 && strings.Contains(err.Error(), text):
			t.Errorf("the error repeats %q", text)
		case err == nil && (!strings.HasPrefix(text, KeyPrefix+id) || len(text) != keyLen):
			t.Errorf("ParseKey(%q) = %q", text, id)
		}
	})
}

func TestThePepperDecides(t *testing.T) {
	one, err := NewPepper([]byte(strings.Repeat("1", PepperSize)))
	if err != nil {
		t.Fatal(err)
	}
	two, _ := NewPepper([]byte(strings.Repeat("2", PepperSize)))
	if EqualMAC(one.MAC("k"), two.MAC("k")) || EqualMAC(one.MAC("k"), one.MAC("l")) || EqualMAC(one.Check(), one.MAC("")) {
		t.Error("different peppers or keys have the same MAC")
	}
	if !EqualMAC(one.MAC("k"), one.MAC("k")) {
		t.Error("the same key has two MACs")
	}
	if text := fmt.Sprintf("%v %+v %#v", one, one, struct{ p Pepper }{one}); strings.Contains(text, "11111111") {
		t.Errorf("a pepper prints as %q", text)
	}
	if _, err := NewPepper([]byte("short")); err == nil {
		t.Error("a short pepper is taken")
	}
}

func TestAKeyAllowsItsScopes(t *testing.T) {
	now := time.Unix(100, 0)
	k := Key{Scopes: DefaultScopes(), ExpiresAt: now}
	if !k.Has(ScopeChat) || k.Has(ScopeOperator) || k.Has(ScopeKeys) {
		t.Errorf("a default key allows %v", k.Scopes)
	}
	if (Key{Scopes: []Scope{ScopeOperator}}).Has(ScopeKeys) == false {
		t.Error("an operator's key does not allow everything")
	}
	if !k.Expired(now) || k.Expired(now.Add(-1)) || (Key{}).Expired(now) || !(Key{}).Active(now) || (Key{RevokedAt: now}).Active(now) {
		t.Error("expiry is not at its instant")
	}
}

func TestASecretDoesNotPrint(t *testing.T) {
	s := NewSecret("canary")
	type nested struct {
		hidden Secret
		Shown  Secret
	}
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("m", "s", s, "n", nested{s, s}, "p", &s)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%t", "%c"} {
		fmt.Fprintf(&log, verb+verb+verb, s, nested{s, s}, []Secret{s})
	}
	if text := log.String(); strings.Contains(text, "canary") || strings.Contains(text, "63616e617279") {
		t.Errorf("a secret prints as %s", text)
	}
	if s.Reveal() != "canary" || (Secret{}).Reveal() != "" {
		t.Error("Reveal does not give the text")
	}
}

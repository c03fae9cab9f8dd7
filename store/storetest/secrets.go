package storetest

import (
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"log/slog"
	"strings"
	"testing"

	"github.com/r3mes/r3mes/store"
)

// testSecrets presents a key in every wrong way and searches all text that
// comes back for it, and the journal for anything that could open it.
func testSecrets(t *testing.T, f *fixture) {
	ctx := t.Context()
	plain, k, err := f.CreateKey(ctx, store.NewKey{Wallet: "w", Name: "canary"})
	if err != nil {
		t.Fatal(err)
	}
	text := plain.Reveal()
	secret := text[len(store.KeyPrefix)+store.KeyIDSize:]
	seen := []string{fmt.Sprint(plain), fmt.Sprintf("%s %v %+v %#v %q %x %d", plain, plain, plain, plain, plain, plain, plain)}
	for _, wrong := range []string{
		text + "x", text[1:], text[:len(text)-1], " " + text, text + "\n", strings.ToUpper(text), "Bearer " + text,
		text[:len(text)-7] + "-" + text[len(text)-6:], secret, "", forge(text),
	} {
		_, err := f.FindKey(ctx, wrong)
		if !errors.Is(err, store.ErrUnknownKey) {
			t.Errorf("FindKey with a damaged key = %v, want ErrUnknownKey", err)
		}
		seen = append(seen, err.Error())
	}
	if forged, err := store.ParseKey(forge(text)); err != nil || forged != k.ID {
		t.Errorf("the forged key parses as %q, %v, want %q", forged, err, k.ID)
	}
	stranger, _ := store.GenerateKey()
	if err := f.RevokeKey(ctx, "w", stranger); err == nil {
		t.Error("RevokeKey of an unknown key = nil")
	}
	if err := f.RevokeKey(ctx, "w", k.ID); err != nil {
		t.Fatal(err)
	}
	_, err = f.FindKey(ctx, text)
	seen = append(seen, err.Error(), dump(t, f, plain, k))
	for _, s := range seen {
		if strings.Contains(s, secret) || strings.Contains(s, text) {
			t.Errorf("the secret is in %q", s)
		}
	}
}

// forge is a key of the right id and form whose secret is another one: only the
// stored MAC tells it from the right one.
func forge(text string) string {
	const digits, sumSize = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", 6
	idEnd := len(store.KeyPrefix) + store.KeyIDSize
	body := text[:idEnd] + strings.Repeat("x", len(text)-idEnd-sumSize)
	sum := crc32.ChecksumIEEE([]byte(body))
	for _, place := range []uint32{62 * 62 * 62 * 62 * 62, 62 * 62 * 62 * 62, 62 * 62 * 62, 62 * 62, 62, 1} {
		body += string(digits[sum/place%62])
	}
	return body
}

// dump is everything the store and the secret would show to a log.
func dump(t *testing.T, f *fixture, plain store.Secret, k store.Key) string {
	var out strings.Builder
	slog.New(slog.NewJSONHandler(&out, nil)).Info("key", "plain", plain, "key", k, "in", struct{ hidden store.Secret }{plain})
	slog.New(slog.NewTextHandler(&out, nil)).Info("key", "plain", plain, "key", k, "in", struct{ hidden store.Secret }{plain})
	body, err := json.Marshal(map[string]any{"plain": plain, "key": k, "pointer": &plain})
	if err != nil {
		t.Error(err)
	}
	fmt.Fprintf(&out, "%s %+v %#v", body, struct{ hidden store.Secret }{plain}, struct{ Shown *store.Secret }{&plain})
	entries, err := f.Journal(t.Context(), 0, 1000)
	if err != nil {
		t.Error(err)
	}
	for _, e := range entries {
		fmt.Fprintf(&out, "%+v %s", e, e.Encode())
	}
	return out.String()
}

package hosttest_test

import (
	"crypto/sha256"
	"encoding/base64"
	"strings"
	"testing"

	"github.com/decred/dcrd/dcrec/secp256k1/v4"
	"github.com/decred/dcrd/dcrec/secp256k1/v4/ecdsa"

	"github.com/r3mes/r3mes/host/adr36"
	"github.com/r3mes/r3mes/host/config"
	"github.com/r3mes/r3mes/host/hosttest"
)

// account is a wallet that can sign.
type account struct {
	key     *secp256k1.PrivateKey
	address string
}

// newAccount makes the account of a secret number.
func newAccount(t *testing.T, secret byte) account {
	t.Helper()
	key := secp256k1.PrivKeyFromBytes([]byte{secret})
	address, err := adr36.Address("remes", key.PubKey().SerializeCompressed())
	if err != nil {
		t.Fatal(err)
	}
	return account{key, address}
}

// login signs a message as a wallet does.
func (s account) login(message string) object {
	digest := sha256.Sum256(adr36.SignDoc(s.address, message))
	signature := ecdsa.SignCompact(s.key, digest[:], true)[1:] // without the recovery code
	return object{
		"wallet_address": s.address, "signature": base64.StdEncoding.EncodeToString(signature),
		"pub_key": object{"type": "tendermint/PubKeySecp256k1", "value": base64.StdEncoding.EncodeToString(s.key.PubKey().SerializeCompressed())},
	}
}

func challenged(t *testing.T, s *hosttest.Server, wallet string) string {
	t.Helper()
	return call(t, "POST", s.URL+"/auth/challenge", object{"wallet_address": wallet}).json(t)["message"].(string)
}

func TestAWalletLogsInByItsSignature(t *testing.T) {
	keyMode := hosttest.Options{NoPlugins: true, Data: t.TempDir(), Config: func(c *config.Config) { c.Auth.Mode = config.ModeKey }}
	s := tiny(t, keyMode)
	alice, mallory := newAccount(t, 7), newAccount(t, 8)
	message := challenged(t, s, alice.address)
	signed := alice.login(message)

	stolen := mallory.login(message)
	stolen["wallet_address"] = alice.address
	for name, body := range map[string]object{
		"another's signature":      stolen,
		"another message":          alice.login("something else"),
		"another wallet's message": mallory.login(message),
	} {
		if got := call(t, "POST", s.URL+"/auth/login", body); got.status != 401 {
			t.Errorf("%s: %d %s, want 401", name, got.status, got.body)
		}
	}
	got := call(t, "POST", s.URL+"/api/auth/login", signed)
	if got.status != 200 {
		t.Fatalf("%d %s", got.status, got.body)
	}
	answer := got.json(t)
	bearer := []string{"Authorization", "Bearer " + answer["access_token"].(string)}
	if again := call(t, "POST", s.URL+"/auth/login", signed); again.status != 401 {
		t.Errorf("the same signature again: %d %s, want 401", again.status, again.body)
	}

	status := func(want int, method, path string, body any, headers ...string) {
		t.Helper()
		if got := call(t, method, s.URL+path, body, headers...); got.status != want {
			t.Errorf("%s %s: %d %s, want %d", method, path, got.status, got.body, want)
		}
	}
	if me := call(t, "GET", s.URL+"/auth/me", nil, bearer...).json(t); me["wallet_address"] != alice.address {
		t.Errorf("me: %v", me)
	}
	status(402, "POST", "/chat", object{"message": "x"}, bearer...) // is let in, and has no credit
	status(200, "POST", "/api-keys/create", object{"wallet_address": alice.address}, bearer...)
	status(403, "GET", "/user/info/"+mallory.address, nil, bearer...)
	status(403, "GET", "/admin/wallets", nil, bearer...)
	status(400, "GET", "/user/info/"+answer["access_token"].(string), nil)

	s.Stop()
	keyMode.Data = s.Data
	restarted := tiny(t, keyMode)
	if me := call(t, "GET", restarted.URL+"/auth/me", nil, bearer...); me.status != 200 {
		t.Errorf("after a restart: %d %s", me.status, me.body)
	}
	if out := call(t, "POST", restarted.URL+"/auth/logout", nil, bearer...); out.status != 200 {
		t.Errorf("logout: %d %s", out.status, out.body)
	}
	if me := call(t, "GET", restarted.URL+"/auth/me", nil, bearer...); me.status != 401 {
		t.Errorf("after the logout: %d %s", me.status, me.body)
	}
	if secret := bearer[1][len("Bearer r3mest_")+12:]; strings.Contains(s.Log()+restarted.Log(), secret) {
		t.Error("the log holds the token")
	}
}

func TestLoginShapes(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true, Config: func(c *config.Config) { c.Auth.Mode = config.ModeKey }})
	alice := newAccount(t, 7)
	answer := call(t, "POST", s.URL+"/auth/login", alice.login(challenged(t, s, alice.address))).json(t)
	shapes(t, s, "login", []shape{{"GET", "/auth/me", nil}, {"POST", "/auth/logout", nil}, {"GET", "/auth/me", nil}},
		"Authorization", "Bearer "+answer["access_token"].(string))
}

func TestLoginRefusesWhatIsNoSignature(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true})
	good := newAccount(t, 7).login("x")
	for name, c := range map[string]struct {
		field string
		value any
		says  string
	}{
		"no wallet":             {"wallet_address", "", "wallet_address"},
		"a wallet with a space": {"wallet_address", "a b", "wallet_address"},
		"no signature":          {"signature", "", "64 bytes"},
		"a signature in hex":    {"signature", strings.Repeat("ab", 64), "64 bytes"},
		"no key":                {"pub_key", nil, "33 bytes"},
		"a key of another kind": {"pub_key", object{"type": "tendermint/PubKeyEd25519", "value": "AAAA"}, "33 bytes"},
		"a key that is a list":  {"pub_key", []int{1}, "pub_key"},
	} {
		body := object{}
		for k, v := range good {
			body[k] = v
		}
		body[c.field] = c.value
		if got := call(t, "POST", s.URL+"/auth/login", body); got.status != 422 || !strings.Contains(got.body, c.says) {
			t.Errorf("%s: %d %s, want 422 with %s", name, got.status, got.body, c.says)
		}
	}
}

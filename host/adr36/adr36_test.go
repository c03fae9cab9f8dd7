package adr36

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/decred/dcrd/dcrec/secp256k1/v4"
)

// golden is one case of testdata/golden.json, which _golden made with CosmJS.
type golden struct {
	Address   string `json:"address"`
	Message   string `json:"message"`
	SignDoc   string `json:"sign_doc"`
	PubKey    []byte `json:"pub_key"`
	Signature []byte `json:"signature"`
}

func goldens(t testing.TB) []golden {
	t.Helper()
	text, err := os.ReadFile("testdata/golden.json")
	var cases []golden
	if err == nil {
		err = json.Unmarshal(text, &cases)
	}
	if err != nil || len(cases) < 10 {
		t.Fatalf("%d cases, %v", len(cases), err)
	}
	return cases
}

func (g golden) signed() Signed {
	return Signed{Prefix: "remes", Address: g.Address, Message: g.Message, PubKey: g.PubKey, Signature: g.Signature}
}

func TestWhatCosmJSSignsVerifies(t *testing.T) {
	for _, g := range goldens(t) {
		if address, err := Address("remes", g.PubKey); err != nil || address != g.Address {
			t.Errorf("Address = %s, %v, want %s", address, err, g.Address)
		}
		if doc := string(SignDoc(g.Address, g.Message)); doc != g.SignDoc {
			t.Errorf("SignDoc(%.20q) = %s, want %s", g.Message, doc, g.SignDoc)
		}
		if err := Verify(g.signed()); err != nil {
			t.Errorf("Verify(%.20q) = %v", g.Message, err)
		}
	}
}

// TestNothingElseVerifies changes one thing at a time.
func TestNothingElseVerifies(t *testing.T) {
	cases := goldens(t)
	one, other := cases[0], cases[len(cases)-1]
	changed := func(b []byte, at int) []byte {
		b = append([]byte(nil), b...)
		b[at] ^= 1
		return b
	}
	for name, change := range map[string]func(*Signed){
		"another message":           func(s *Signed) { s.Message += " " },
		"another wallet":            func(s *Signed) { s.Address = other.Address },
		"another key":               func(s *Signed) { s.PubKey = other.PubKey },
		"another wallet with key":   func(s *Signed) { s.Address, s.PubKey = other.Address, other.PubKey },
		"another chain":             func(s *Signed) { s.Prefix = "cosmos" },
		"the address in capitals":   func(s *Signed) { s.Address = strings.ToUpper(s.Address) },
		"another r":                 func(s *Signed) { s.Signature = changed(s.Signature, 5) },
		"another s":                 func(s *Signed) { s.Signature = changed(s.Signature, 60) },
		"the other s that verifies": func(s *Signed) { s.Signature = highS(t, s.Signature) },
		"r of zero":                 func(s *Signed) { s.Signature = append(make([]byte, 32), s.Signature[32:]...) },
		"s of zero":                 func(s *Signed) { s.Signature = append(s.Signature[:32:32], make([]byte, 32)...) },
		"r beyond the order":        func(s *Signed) { s.Signature = append(bytesOf(0xff, 32), s.Signature[32:]...) },
		"no signature":              func(s *Signed) { s.Signature = nil },
		"a signature with recovery": func(s *Signed) { s.Signature = append([]byte{27}, s.Signature...) },
		"no key":                    func(s *Signed) { s.PubKey = nil },
		"a key that is no point":    func(s *Signed) { s.PubKey = bytesOf(0xff, PubKeySize) },
		"a key of zeros":            func(s *Signed) { s.PubKey = make([]byte, PubKeySize) },
		"a key that is not short":   func(s *Signed) { s.PubKey = uncompressed(t, s.PubKey) },
	} {
		s := one.signed()
		change(&s)
		if err := Verify(s); !errors.Is(err, ErrSignature) {
			t.Errorf("%s: %v, want ErrSignature", name, err)
		}
	}
}

func bytesOf(b byte, n int) []byte { return []byte(strings.Repeat(string([]byte{b}), n)) }

// highS is the signature with the s that an attacker can make from it.
func highS(t *testing.T, signature []byte) []byte {
	t.Helper()
	var s secp256k1.ModNScalar
	s.SetByteSlice(signature[32:])
	s.Negate()
	high := s.Bytes()
	return append(signature[:32:32], high[:]...)
}

func uncompressed(t *testing.T, key []byte) []byte {
	t.Helper()
	p, err := secp256k1.ParsePubKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return p.SerializeUncompressed()
}

// FuzzVerify: only the bytes that the wallet made verify, and none panics.
func FuzzVerify(f *testing.F) {
	cases := goldens(f)
	g := cases[0]
	f.Add(g.PubKey, g.Signature)
	f.Add([]byte{2}, []byte{})
	f.Fuzz(func(t *testing.T, key, signature []byte) {
		s := g.signed()
		s.PubKey, s.Signature = key, signature
		if err := Verify(s); err == nil && (string(key) != string(g.PubKey) || string(signature) != string(g.Signature)) {
			t.Errorf("key %s, signature %s verify", base64.StdEncoding.EncodeToString(key), base64.StdEncoding.EncodeToString(signature))
		}
	})
}

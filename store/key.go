package store

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"hash/crc32"
	"slices"
	"strings"
	"time"
)

// A Scope is something an API key allows.
type Scope string

// The scopes, from a chat to the operator's everything.
const (
	ScopeChat     Scope = "chat"
	ScopeRead     Scope = "read"
	ScopeKeys     Scope = "keys"
	ScopeReport   Scope = "report"
	ScopeOperator Scope = "operator"
)

// Scopes lists every scope.
func Scopes() []Scope {
	return []Scope{ScopeChat, ScopeRead, ScopeKeys, ScopeReport, ScopeOperator}
}

// DefaultScopes is what a key allows whose creator named nothing.
func DefaultScopes() []Scope { return []Scope{ScopeChat, ScopeRead} }

// A NewKey asks for an API key. A wallet that is new is created with nothing
// on it. No scopes mean DefaultScopes; a zero ExpiresAt means never.
type NewKey struct {
	Wallet    string
	Name      string
	Scopes    []Scope
	ExpiresAt time.Time
}

// A Key is what is known of an API key once it was shown: never the secret.
type Key struct {
	ID        string    `json:"id"`
	Wallet    string    `json:"wallet"`
	Name      string    `json:"name"`
	Scopes    []Scope   `json:"scopes"`
	CreatedAt time.Time `json:"created_at"`
	ExpiresAt time.Time `json:"expires_at,omitzero"`
	RevokedAt time.Time `json:"revoked_at,omitzero"`
	LastUsed  time.Time `json:"last_used,omitzero"` // up to a minute late on disk
}

// Has tells whether the key allows s. The operator's key allows everything.
func (k Key) Has(s Scope) bool {
	return slices.Contains(k.Scopes, s) || slices.Contains(k.Scopes, ScopeOperator)
}

// Expired tells whether the key's time is over.
func (k Key) Expired(now time.Time) bool {
	return !k.ExpiresAt.IsZero() && !now.Before(k.ExpiresAt)
}

// Active tells whether the key opens anything.
func (k Key) Active(now time.Time) bool { return k.RevokedAt.IsZero() && !k.Expired(now) }

// Validate reports the first thing no backend accepts.
func (n NewKey) Validate() error {
	if err := Name("key wallet", n.Wallet); err != nil {
		return err
	}
	if err := text("key name", n.Name, MaxName); err != nil {
		return err
	}
	for i, s := range n.Scopes {
		if !slices.Contains(Scopes(), s) {
			return fmt.Errorf("store: key scope %.40q: %w: want some of %v", string(s), ErrInvalid, Scopes())
		}
		if slices.Contains(n.Scopes[:i], s) {
			return fmt.Errorf("store: key scope %q: %w: named twice", string(s), ErrInvalid)
		}
	}
	return nil
}

// The parts of a key's text: "r3mes_", an id that is not secret, 43 base62
// characters (256 bits) of secret, and a checksum over all before it, which
// lets a scanner tell a key from look-alikes without asking us.
const (
	KeyPrefix   = "r3mes_"
	KeyIDSize   = 12
	keySecret   = 43
	keyChecksum = 6
)

const base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

// GenerateKey makes a new key's id and text from the system's randomness.
func GenerateKey() (id string, plain Secret) { return generate(KeyPrefix) }

func generate(prefix string) (id string, plain Secret) {
	body := prefix + randomBase62(KeyIDSize+keySecret)
	return body[len(prefix):][:KeyIDSize], NewSecret(body + checksum(body))
}

// ParseKey returns the id inside a key's text, ErrUnknownKey when the text has
// not a key's form. The error never repeats the text.
func ParseKey(plain string) (id string, err error) { return parse(KeyPrefix, plain) }

func parse(prefix, plain string) (id string, err error) {
	rest, right := strings.CutPrefix(plain, prefix)
	body, sum := "", ""
	if right && len(rest) == KeyIDSize+keySecret+keyChecksum {
		body, sum = plain[:len(plain)-keyChecksum], plain[len(plain)-keyChecksum:]
	}
	// The checksum is no secret: it only tells typing errors from keys.
	if body == "" || strings.Trim(body[len(prefix):], base62) != "" || sum != checksum(body) {
		return "", fmt.Errorf("store: parse key: %w: not of the form %s…", ErrUnknownKey, prefix)
	}
	return rest[:KeyIDSize], nil
}

// A Pepper is the server's secret under which keys are stored, so that a
// stolen database cannot be matched against keys that leak elsewhere.
type Pepper struct{ secret Secret }

// PepperSize is the length of a pepper in bytes.
const PepperSize = 32

// NewPepper makes a pepper of PepperSize bytes.
func NewPepper(secret []byte) (Pepper, error) {
	if len(secret) != PepperSize {
		return Pepper{}, fmt.Errorf("store: pepper: %w: %d bytes, want %d", ErrInvalid, len(secret), PepperSize)
	}
	return Pepper{NewSecret(string(secret))}, nil
}

// MAC is the stored form of a key: HMAC-SHA-256 of its whole text.
func (p Pepper) MAC(plain string) Hash { return p.mac("r3mes/key/1\x00" + plain) }

// Check identifies the pepper without telling it, so that a backend notices
// when it is given another one.
func (p Pepper) Check() Hash { return p.mac("r3mes/pepper/1\x00") }

func (p Pepper) mac(message string) Hash {
	h := hmac.New(sha256.New, []byte(p.secret.Reveal()))
	h.Write([]byte(message))
	return Hash(h.Sum(nil))
}

// EqualMAC compares in constant time.
func EqualMAC(a, b Hash) bool { return subtle.ConstantTimeCompare(a[:], b[:]) == 1 }

func checksum(body string) string {
	sum := crc32.ChecksumIEEE([]byte(body))
	out := make([]byte, keyChecksum)
	for i := keyChecksum - 1; i >= 0; i-- {
		out[i] = base62[sum%62]
		sum /= 62
	}
	return string(out)
}

// randomBase62 draws n characters, each equally likely: bytes beyond the last
// whole multiple of 62 are thrown away.
func randomBase62(n int) string {
	const fair = 256 / 62 * 62
	out := make([]byte, 0, n)
	for buf := make([]byte, 2*n); len(out) < n; {
		_, _ = rand.Read(buf) // never fails: crypto/rand ends the program instead
		for _, b := range buf {
			if int(b) < fair && len(out) < n {
				out = append(out, base62[b%62])
			}
		}
	}
	return string(out)
}

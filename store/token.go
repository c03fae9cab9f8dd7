package store

import (
	"fmt"
	"time"
)

// A NewToken asks for an access token: what a wallet gets that proved itself by
// its signature. It opens what a key with its scopes opens, until it expires.
type NewToken struct {
	Wallet    string
	Scopes    []Scope   // at least one
	ExpiresAt time.Time // required
}

// TokenPrefix begins the text of an access token, which otherwise has the form
// of a key's.
const TokenPrefix = "r3mest_"

// GenerateToken makes a new token's id and text from the system's randomness.
func GenerateToken() (id string, plain Secret) { return generate(TokenPrefix) }

// ParseToken returns the id inside a token's text, ErrUnknownKey when the text
// has not a token's form. The error never repeats the text.
func ParseToken(plain string) (id string, err error) { return parse(TokenPrefix, plain) }

// Validate reports the first thing no backend accepts.
func (n NewToken) Validate() error {
	if len(n.Scopes) == 0 || n.ExpiresAt.IsZero() {
		return fmt.Errorf("store: token of %.40q: %w: want scopes and a time of expiry", n.Wallet, ErrInvalid)
	}
	return NewKey{Wallet: n.Wallet, Scopes: n.Scopes}.Validate()
}

package api

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/r3mes/r3mes/host/adr36"
	"github.com/r3mes/r3mes/store"
)

// walletPrefix begins the addresses of wallets that can sign.
const walletPrefix = "remes"

// tokenLife is for how long an access token opens.
const tokenLife = 24 * time.Hour

// tokenScopes are what a wallet may do for itself.
var tokenScopes = []store.Scope{store.ScopeChat, store.ScopeRead, store.ScopeKeys}

func (s *server) loginRoutes() []route {
	return []route{
		{method: "POST", path: "/auth/challenge", tag: "auth", say: "a message for a wallet to sign", body: challengeRequest{}, answer: challengeAnswer{}, handle: s.challenge},
		{method: "POST", path: "/auth/login", tag: "auth", say: "an access token for a wallet's ADR-36 signature of its challenge", body: loginRequest{}, answer: loginAnswer{}, handle: s.login},
		{method: "GET", path: "/auth/me", tag: "auth", say: "whose credentials these are", who: wallet, answer: userAnswer{}, handle: s.me},
		{method: "POST", path: "/auth/logout", tag: "auth", say: "end an access token", who: wallet, answer: messageAnswer{}, handle: s.logout},
	}
}

type challengeRequest struct {
	Wallet string `json:"wallet_address"`
}

type challengeAnswer struct {
	Nonce     string `json:"nonce"`
	Message   string `json:"message"`    // to sign
	ExpiresIn int    `json:"expires_in"` // seconds
}

// challenge gives a wallet something to sign.
func (s *server) challenge(w http.ResponseWriter, r *http.Request) error {
	var req challengeRequest
	if err := s.read(w, r, &req); err != nil {
		return err
	}
	if err := walletName(req.Wallet); err != nil {
		return err
	}
	nonce := s.challenges.issue(req.Wallet, time.Now())
	return writeJSON(w, http.StatusOK, challengeAnswer{Nonce: nonce, Message: challengeText(req.Wallet, nonce), ExpiresIn: int(challengeLife / time.Second)})
}

// loginRequest is what a wallet's signArbitrary returns, with its address.
type loginRequest struct {
	Wallet    string    `json:"wallet_address"`
	Signature string    `json:"signature"` // base64 of r and s
	PubKey    publicKey `json:"pub_key"`
}

// publicKey is a compressed secp256k1 key in base64, alone or inside amino's
// {"type": "tendermint/PubKeySecp256k1", "value": …}.
type publicKey string

// UnmarshalJSON implements json.Unmarshaler.
func (k *publicKey) UnmarshalJSON(text []byte) error {
	var amino struct {
		Value string `json:"value"`
	}
	if len(text) > 0 && text[0] == '{' {
		err := json.Unmarshal(text, &amino)
		*k = publicKey(amino.Value)
		return err
	}
	return json.Unmarshal(text, (*string)(k))
}

type loginAnswer struct {
	Token     string     `json:"access_token"`
	Type      string     `json:"token_type"` // bearer
	ExpiresIn int        `json:"expires_in"` // seconds
	User      userAnswer `json:"user"`
}

// login gives a token to a wallet that signed one of its open challenges.
func (s *server) login(w http.ResponseWriter, r *http.Request) error {
	var req loginRequest
	if err := s.read(w, r, &req); err != nil {
		return err
	}
	if err := walletName(req.Wallet); err != nil {
		return err
	}
	if err := s.prove(req, time.Now()); err != nil {
		return err
	}
	noteWallet(r, req.Wallet)
	plain, _, err := s.Ledger.CreateToken(r.Context(), store.NewToken{Wallet: req.Wallet, Scopes: tokenScopes, ExpiresAt: time.Now().Add(tokenLife)})
	if err != nil {
		return err
	}
	user, err := s.user(r, req.Wallet)
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, loginAnswer{Token: plain.Reveal(), Type: "bearer", ExpiresIn: int(tokenLife / time.Second), User: user})
}

// prove checks the signature and uses up the challenge that it is of.
func (s *server) prove(req loginRequest, now time.Time) error {
	signature, err := base64.StdEncoding.DecodeString(req.Signature)
	if err != nil || len(signature) != adr36.SignatureSize {
		return field(invalid, "signature", "signature must be base64 of %d bytes", adr36.SignatureSize)
	}
	key, err := base64.StdEncoding.DecodeString(string(req.PubKey))
	if err != nil || len(key) != adr36.PubKeySize {
		return field(invalid, "pub_key", "pub_key must be base64 of a compressed key of %d bytes", adr36.PubKeySize)
	}
	signed := adr36.Signed{Prefix: walletPrefix, Address: req.Wallet, PubKey: key, Signature: signature}
	for _, nonce := range s.challenges.open(req.Wallet, now) {
		signed.Message = challengeText(req.Wallet, nonce)
		if err = adr36.Verify(signed); err == nil && s.challenges.take(req.Wallet, nonce, now) {
			return nil
		}
	}
	return &apiError{kind: noCredentials, text: "The signature does not prove the wallet, or its challenge is used or expired: ask for a new one", cause: err}
}

// user is what a wallet is told about itself; one that nothing is recorded for
// has nothing.
func (s *server) user(r *http.Request, name string) (userAnswer, error) {
	wallet, err := s.Ledger.Wallet(r.Context(), name)
	if err != nil && !errors.Is(err, store.ErrUnknownWallet) {
		return userAnswer{}, err
	}
	return newUser(name, wallet), nil
}

// me says whose credentials the request has.
func (s *server) me(w http.ResponseWriter, r *http.Request) error {
	c, err := s.identify(r, store.ScopeRead, "")
	if err != nil {
		return err
	}
	user, err := s.user(r, c.wallet)
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, user)
}

// logout ends the token that the request has.
func (s *server) logout(w http.ResponseWriter, r *http.Request) error {
	if _, err := s.identify(r, store.ScopeRead, ""); err != nil {
		return err
	}
	if err := s.Ledger.RevokeToken(r.Context(), credential(r)); err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, messageAnswer{Message: "Logged out"})
}

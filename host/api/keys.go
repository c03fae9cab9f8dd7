package api

import (
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/r3mes/r3mes/store"
)

func (s *server) keyRoutes() []route {
	return []route{
		{method: "POST", path: "/api-keys/create", tag: "keys", say: "a new key, shown once", who: wallet, body: newKeyRequest{}, answer: newKeyAnswer{}, handle: s.createKey},
		{method: "GET", path: "/api-keys/list/{wallet}", tag: "keys", say: "a wallet's keys", who: wallet, answer: keyList{}, handle: s.listKeys},
		{method: "POST", path: "/api-keys/revoke", tag: "keys", say: "end a key and keep it listed", who: wallet, body: keyRequest{}, answer: messageAnswer{}, handle: s.revokeKey},
		{method: "DELETE", path: "/api-keys/delete", tag: "keys", say: "end a key and forget it", who: wallet, body: keyRequest{}, answer: messageAnswer{}, handle: s.deleteKey},
	}
}

// messageAnswer says that something was done.
type messageAnswer struct {
	Message string `json:"message"`
}

type newKeyAnswer struct {
	Plain     string     `json:"api_key"`
	Name      string     `json:"name"`
	CreatedAt time.Time  `json:"created_at"`
	ExpiresAt *time.Time `json:"expires_at"`
	Message   string     `json:"message"`
}

type keyList struct {
	Wallet string    `json:"wallet_address"`
	Keys   []keyInfo `json:"api_keys"`
}

type newKeyRequest struct {
	Wallet      string `json:"wallet_address"`
	Name        string `json:"name"`
	ExpiresDays *int   `json:"expires_days"`
}

// createKey makes a key for a wallet. It allows no more than its creator may.
func (s *server) createKey(w http.ResponseWriter, r *http.Request) error {
	var req newKeyRequest
	if err := s.read(w, r, &req); err != nil {
		return err
	}
	if req.Wallet == "" {
		return field(invalid, "wallet_address", "wallet_address is required")
	}
	c, err := s.forWallet(r, store.ScopeKeys, req.Wallet)
	if err != nil {
		return err
	}
	scopes := store.DefaultScopes()
	if !c.all {
		scopes = slices.DeleteFunc(scopes, func(scope store.Scope) bool { return !c.key.Has(scope) })
	}
	if len(scopes) == 0 {
		return fail(noScope, "The API key allows nothing that a new key could")
	}
	expires, err := expiry(req.ExpiresDays)
	if err != nil {
		return err
	}
	var plain store.Secret
	var key store.Key
	detail := map[string]string{"name": req.Name, "scopes": fmt.Sprint(scopes)}
	err = s.auditedFor(r, c, "key.create", detail, func() (err error) {
		plain, key, err = s.Ledger.CreateKey(r.Context(), store.NewKey{Wallet: req.Wallet, Name: req.Name, Scopes: scopes, ExpiresAt: expires})
		detail["id"] = key.ID
		return err
	})
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, newKeyAnswer{
		Plain: plain.Reveal(), Name: key.Name, CreatedAt: key.CreatedAt, ExpiresAt: orNull(key.ExpiresAt),
		Message: "Store this key now: it is shown only once.",
	})
}

func expiry(days *int) (time.Time, error) {
	if days == nil {
		return time.Time{}, nil
	}
	if *days < 1 || *days > 365 {
		return time.Time{}, field(invalid, "expires_days", "expires_days must be between 1 and 365")
	}
	return time.Now().UTC().AddDate(0, 0, *days), nil
}

// orNull is t for JSON, null when there is none.
func orNull(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}

type keyInfo struct {
	ID        string     `json:"id"`
	Name      string     `json:"name"`
	IsActive  bool       `json:"is_active"`
	CreatedAt time.Time  `json:"created_at"`
	ExpiresAt *time.Time `json:"expires_at"`
	LastUsed  *time.Time `json:"last_used"`
}

func (s *server) listKeys(w http.ResponseWriter, r *http.Request) error {
	c, err := s.forWallet(r, store.ScopeKeys, param(r, "wallet"))
	if err != nil {
		return err
	}
	keys, err := s.Ledger.ListKeys(r.Context(), c.wallet)
	if err != nil {
		return err
	}
	list := make([]keyInfo, len(keys))
	for i, k := range keys {
		list[i] = keyInfo{k.ID, k.Name, k.Active(time.Now()), k.CreatedAt, orNull(k.ExpiresAt), orNull(k.LastUsed)}
	}
	return writeJSON(w, http.StatusOK, keyList{c.wallet, list})
}

type keyRequest struct {
	ID     string `json:"api_key_id"`
	Wallet string `json:"wallet_address"`
}

func (s *server) revokeKey(w http.ResponseWriter, r *http.Request) error {
	req, c, err := s.ownKey(w, r)
	if err != nil {
		return err
	}
	err = s.auditedFor(r, c, "key.revoke", map[string]string{"id": req.ID}, func() error {
		return s.Ledger.RevokeKey(r.Context(), req.Wallet, req.ID)
	})
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, messageAnswer{"API key revoked"})
}

func (s *server) deleteKey(w http.ResponseWriter, r *http.Request) error {
	req, c, err := s.ownKey(w, r)
	if err != nil {
		return err
	}
	err = s.auditedFor(r, c, "key.delete", map[string]string{"id": req.ID}, func() error {
		return s.Ledger.DeleteKey(r.Context(), req.Wallet, req.ID)
	})
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, messageAnswer{"API key deleted"})
}

// ownKey reads which key is meant and checks that the caller may end it.
func (s *server) ownKey(w http.ResponseWriter, r *http.Request) (keyRequest, caller, error) {
	var req keyRequest
	if err := s.read(w, r, &req); err != nil {
		return req, caller{}, err
	}
	if req.ID == "" || req.Wallet == "" {
		return req, caller{}, field(invalid, "api_key_id", "api_key_id and wallet_address are required")
	}
	c, err := s.forWallet(r, store.ScopeKeys, req.Wallet)
	return req, c, err
}

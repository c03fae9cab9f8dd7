package api

import (
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/r3mes/r3mes/store"
)

// maxPage is the most rows of one admin listing.
const maxPage = 1000

func (s *server) walletRoutes() []route {
	return admin("wallets",
		route{
			method: "GET", path: "/wallets", say: "wallets, by name",
			query:  []query{{"limit", "integer", "most wallets, 1 to 1000", maxPage}, {"after", "string", "the last wallet of the page before", nil}},
			answer: walletList{}, handle: s.listWallets,
		},
		route{method: "GET", path: "/wallets/{wallet}", say: "one wallet", answer: store.Wallet{}, handle: s.getWallet},
		route{method: "POST", path: "/wallets/{wallet}/topup", say: "give credit, once per op_id", body: topUpRequest{}, answer: store.Balance{}, handle: s.topUp},
	)
}

func (s *server) adminKeyRoutes() []route {
	return admin("keys",
		route{method: "GET", path: "/keys", say: "keys of one wallet or of all", query: []query{{"wallet", "string", "whose", nil}}, answer: adminKeyList{}, handle: s.listAllKeys},
		route{method: "POST", path: "/keys", say: "a new key, shown once", body: newAdminKey{}, answer: adminKey{}, handle: s.createAnyKey},
		route{method: "POST", path: "/keys/{id}/revoke", say: "end a key and keep it listed", body: revokeRequest{}, answer: messageAnswer{}, handle: s.revokeAnyKey},
	)
}

func (s *server) ledgerRoutes() []route {
	return admin("ledger", route{method: "GET", path: "/ledger/verify", say: "check every sum of the books", answer: store.Report{}, handle: s.verifyLedger})
}

type walletList struct {
	Wallets []store.Wallet `json:"wallets"`
}

type adminKeyList struct {
	Keys []adminKey `json:"keys"`
}

type revokeRequest struct {
	Wallet string `json:"wallet"`
}

func (s *server) listWallets(w http.ResponseWriter, r *http.Request) error {
	limit := maxPage
	if text := r.URL.Query().Get("limit"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > maxPage {
			return field(invalid, "limit", "limit must be between 1 and %d", maxPage)
		}
		limit = n
	}
	wallets, err := s.Ledger.Wallets(r.Context(), r.URL.Query().Get("after"), limit)
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, walletList{orEmpty(wallets)})
}

func (s *server) getWallet(w http.ResponseWriter, r *http.Request) error {
	wallet, err := s.Ledger.Wallet(r.Context(), param(r, "wallet"))
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, wallet)
}

type topUpRequest struct {
	OpID   string             `json:"op_id"`
	Amount store.MicroCredits `json:"amount_microcredits"`
	Reason string             `json:"reason"`
}

// topUp gives credit, once per op_id.
func (s *server) topUp(w http.ResponseWriter, r *http.Request) error {
	var req topUpRequest
	if err := s.readStrict(w, r, &req); err != nil {
		return err
	}
	top := store.TopUp{OpID: req.OpID, Wallet: param(r, "wallet"), Amount: req.Amount, Reason: req.Reason}
	detail := map[string]string{"op_id": top.OpID, "amount_microcredits": strconv.FormatInt(int64(top.Amount), 10), "reason": top.Reason}
	var balance store.Balance
	err := s.audited(r, "wallet.topup", top.Wallet, detail, func() (err error) {
		balance, err = s.Ledger.TopUp(r.Context(), top)
		return err
	})
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, balance)
}

// adminKey is a key as operators see it.
type adminKey struct {
	store.Key
	Active bool   `json:"active"`
	Plain  string `json:"api_key,omitempty"` // only in the answer that made it
}

func (s *server) listAllKeys(w http.ResponseWriter, r *http.Request) error {
	keys, err := s.Ledger.ListKeys(r.Context(), r.URL.Query().Get("wallet"))
	if err != nil {
		return err
	}
	list := make([]adminKey, len(keys))
	for i, k := range keys {
		list[i] = adminKey{Key: k, Active: k.Active(time.Now())}
	}
	return writeJSON(w, http.StatusOK, adminKeyList{list})
}

type newAdminKey struct {
	Wallet      string        `json:"wallet"`
	Name        string        `json:"name"`
	Scopes      []store.Scope `json:"scopes"`
	ExpiresDays *int          `json:"expires_days"`
}

func (s *server) createAnyKey(w http.ResponseWriter, r *http.Request) error {
	var req newAdminKey
	if err := s.readStrict(w, r, &req); err != nil {
		return err
	}
	expires, err := expiry(req.ExpiresDays)
	if err != nil {
		return err
	}
	var plain store.Secret
	var key store.Key
	detail := map[string]string{"name": req.Name, "scopes": fmt.Sprint(req.Scopes)}
	err = s.audited(r, "key.create", req.Wallet, detail, func() (err error) {
		plain, key, err = s.Ledger.CreateKey(r.Context(), store.NewKey{Wallet: req.Wallet, Name: req.Name, Scopes: req.Scopes, ExpiresAt: expires})
		detail["id"] = key.ID
		return err
	})
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, adminKey{Key: key, Active: true, Plain: plain.Reveal()})
}

func (s *server) revokeAnyKey(w http.ResponseWriter, r *http.Request) error {
	var req revokeRequest
	if err := s.readStrict(w, r, &req); err != nil {
		return err
	}
	id := param(r, "id")
	err := s.audited(r, "key.revoke", req.Wallet, map[string]string{"id": id}, func() error {
		return s.Ledger.RevokeKey(r.Context(), req.Wallet, id)
	})
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, messageAnswer{"API key revoked"})
}

func (s *server) verifyLedger(w http.ResponseWriter, r *http.Request) error {
	report, err := s.Ledger.Verify(r.Context())
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, report)
}

// orEmpty makes a list that JSON writes as [], never null.
func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

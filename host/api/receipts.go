package api

import (
	"net/http"

	"github.com/r3mes/r3mes/store"
)

func (s *server) receiptRoutes() []route {
	return []route{{
		method: "GET", path: "/v1/receipts/{id}", family: openai, tag: "wallets", say: "what a request cost, and why", who: wallet,
		answer: store.Receipt{}, handle: s.getReceipt,
	}}
}

// getReceipt shows what a request cost, to the wallet that paid it. Another
// wallet's receipt does not exist for the caller.
func (s *server) getReceipt(w http.ResponseWriter, r *http.Request) error {
	viewer := caller{all: true}
	if !s.Open || credential(r) != "" {
		c, err := s.identify(r, store.ScopeRead, "")
		if err != nil {
			return err
		}
		viewer = c
	}
	receipt, err := s.Ledger.Receipt(r.Context(), param(r, "id"))
	if err != nil {
		return err
	}
	if !viewer.all && viewer.wallet != receipt.Wallet {
		return &apiError{kind: unknownRcpt}
	}
	return writeJSON(w, http.StatusOK, receipt)
}

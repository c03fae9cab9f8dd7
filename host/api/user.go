package api

import (
	"encoding/json"
	"net/http"

	"github.com/r3mes/r3mes/store"
)

// credits writes an amount as a JSON number of credits, exactly.
func credits(m store.MicroCredits) json.RawMessage { return json.RawMessage(m.String()) }

// userInfo shows what a wallet may spend: the number that holds are checked
// against.
func (s *server) userInfo(w http.ResponseWriter, r *http.Request) error {
	c, err := s.forWallet(r, store.ScopeRead, param(r, "wallet"))
	if err != nil {
		return err
	}
	wallet, err := s.Ledger.Wallet(r.Context(), c.wallet)
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, struct {
		Wallet  string          `json:"wallet_address"`
		Credits json.RawMessage `json:"credits"`
		IsMiner bool            `json:"is_miner"`
	}{c.wallet, credits(wallet.Available), false})
}

// networkStats sums up. Without a chain there are no miners and no height.
func (s *server) networkStats(w http.ResponseWriter, r *http.Request) error {
	totals, err := s.Ledger.Totals(r.Context())
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, struct {
		ActiveMiners int             `json:"active_miners"`
		TotalUsers   int64           `json:"total_users"`
		TotalCredits json.RawMessage `json:"total_credits"`
		BlockHeight  *int64          `json:"block_height"`
	}{0, totals.Wallets, credits(totals.Credits()), nil})
}

package api

import (
	"net/http"

	"github.com/r3mes/r3mes/host/cache"
	"github.com/r3mes/r3mes/store"
)

func (s *server) userRoutes() []route {
	return []route{
		{method: "GET", path: "/user/info/{wallet}", tag: "wallets", say: "what a wallet may spend", who: wallet,
			cache: cached{cache.UserInfo, []string{ofWallet}}, answer: userAnswer{}, handle: s.userInfo},
		{method: "GET", path: "/network/stats", tag: "chain", say: "the network in four numbers",
			cache: cached{cache.NetworkStats, []string{cache.Totals, cache.Blocks}}, answer: networkAnswer{}, handle: s.networkStats},
	}
}

// credits is an amount that JSON writes as a number of credits, exactly.
type credits store.MicroCredits

// MarshalJSON implements json.Marshaler.
func (c credits) MarshalJSON() ([]byte, error) { return []byte(store.MicroCredits(c).String()), nil }

type userAnswer struct {
	Wallet  string  `json:"wallet_address"`
	Credits credits `json:"credits"`
	IsMiner bool    `json:"is_miner"`
}

type networkAnswer struct {
	ActiveMiners int     `json:"active_miners"`
	TotalUsers   int64   `json:"total_users"`
	TotalCredits credits `json:"total_credits"`
	BlockHeight  *int64  `json:"block_height"`
}

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
	return writeJSON(w, http.StatusOK, userAnswer{Wallet: c.wallet, Credits: credits(wallet.Available)})
}

// networkStats sums up. Without a chain there are no miners and no height.
func (s *server) networkStats(w http.ResponseWriter, r *http.Request) error {
	totals, err := s.Ledger.Totals(r.Context())
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, networkAnswer{TotalUsers: totals.Wallets, TotalCredits: credits(totals.Credits())})
}

package api

import (
	"net/http"
	"time"

	"github.com/r3mes/r3mes/host/cache"
	"github.com/r3mes/r3mes/store"
)

func (s *server) userRoutes() []route {
	return []route{
		{method: "GET", path: "/user/info/{wallet}", tag: "wallets", say: "what a wallet may spend", who: wallet,
			cache: cached{cache.UserInfo, []string{ofWallet}}, answer: userAnswer{}, handle: s.userInfo},
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
	return writeJSON(w, http.StatusOK, newUser(c.wallet, wallet))
}

func newUser(name string, w store.Wallet) userAnswer {
	return userAnswer{Wallet: name, Credits: credits(w.Available), IsMiner: w.IsMiner(time.Now())}
}

package api

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/r3mes/r3mes/store"
)

// minerStats is what is known of a miner. Every field is always there.
type minerStats struct {
	Wallet      string  `json:"wallet_address"`
	Earnings    credits `json:"total_earnings"` // for blocks
	Hashrate    float64 `json:"hashrate"`       // as it was last reported
	Temperature float64 `json:"gpu_temperature"`
	Blocks      uint64  `json:"blocks_found"`
	Uptime      float64 `json:"uptime_percentage"`
	Difficulty  float64 `json:"network_difficulty"` // 0: the chain does not say
}

func (s *server) minerStats(w http.ResponseWriter, r *http.Request) error {
	c, err := s.forWallet(r, store.ScopeRead, param(r, "wallet"))
	if err != nil {
		return err
	}
	wallet, err := s.Ledger.Wallet(r.Context(), c.wallet)
	if err != nil && !errors.Is(err, store.ErrUnknownWallet) {
		return err
	}
	reports, err := s.Ledger.MinerReports(r.Context(), c.wallet, store.MinerReports)
	if err != nil {
		return err
	}
	answer := minerStats{Wallet: c.wallet, Earnings: credits(wallet.Mined), Blocks: wallet.Blocks, Difficulty: s.difficulty(r)}
	answer.report(reports)
	return writeJSON(w, http.StatusOK, answer)
}

// chainWait is how long an answer waits for a chain that is slow to say its
// difficulty.
const chainWait = 2 * time.Second

// difficulty is the network's, 0 where no chain says it.
func (s *server) difficulty(r *http.Request) float64 {
	if s.Difficulty == nil {
		return 0
	}
	ctx, cancel := context.WithTimeout(r.Context(), chainWait)
	defer cancel()
	d, err := s.Difficulty(ctx)
	if err != nil {
		note(r, slog.String("chain", lastLine(err)))
		return 0
	}
	return d
}

// report fills in what was reported last: a report need not say everything.
func (m *minerStats) report(newestFirst []store.MinerReport) {
	if len(newestFirst) > 0 {
		m.Hashrate = newestFirst[0].Hashrate
	}
	var temperature, uptime *float64
	for _, r := range newestFirst {
		temperature, uptime = cmp.Or(temperature, r.Temperature), cmp.Or(uptime, r.Uptime)
	}
	m.Temperature, m.Uptime = or(temperature, 0), or(uptime, 0)
}

type earningsAnswer struct {
	Earnings []dayEarnings `json:"earnings"` // oldest first
}

type dayEarnings struct {
	Date     string  `json:"date"` // such as Jan 05
	Earnings credits `json:"earnings"`
}

// minerEarnings sums up the blocks that a wallet was credited for, on the days
// on which they were mined.
func (s *server) minerEarnings(w http.ResponseWriter, r *http.Request) error {
	wallet, days, err := s.history(r)
	if err != nil {
		return err
	}
	blocks, err := s.Ledger.Mined(r.Context(), wallet, days[0])
	if err != nil {
		return err
	}
	sums := map[time.Time]store.MicroCredits{}
	for _, b := range blocks {
		sums[dayOf(b.Mined(b.CreditedAt))] += b.Amount
	}
	var answer earningsAnswer
	for _, day := range days {
		answer.Earnings = append(answer.Earnings, dayEarnings{day.Format(dayLayout), credits(sums[day])})
	}
	return writeJSON(w, http.StatusOK, answer)
}

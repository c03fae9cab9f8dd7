package api

import (
	"errors"
	"net/http"
	"time"

	"github.com/r3mes/r3mes/host/cache"
	"github.com/r3mes/r3mes/store"
)

func (s *server) minerRoutes() []route {
	days := []query{{"days", "integer", "of the last days, today included, 1 to 365", usualDays}}
	stats, history := cached{cache.MinerStats, []string{ofWallet}}, cached{cache.Histories, []string{ofWallet}}
	return []route{
		{
			method: "POST", path: "/miner/report", tag: "miners", say: "record what a miner says of itself", who: wallet,
			body: minerReport{}, answer: messageAnswer{}, handle: s.reportMiner,
		},
		{
			method: "GET", path: "/miner/stats/{wallet}", tag: "miners", say: "what is known of a miner; zeros for an unknown wallet", who: wallet,
			cache: stats, answer: minerStats{}, handle: s.minerStats,
		},
		{
			method: "GET", path: "/miner/earnings/{wallet}", tag: "miners", say: "credits for blocks by day", who: wallet,
			cache: history, query: days, answer: earningsAnswer{}, handle: s.minerEarnings,
		},
		{
			method: "GET", path: "/miner/hashrate/{wallet}", tag: "miners", say: "mean of the reported hash rates by day", who: wallet,
			cache: history, query: days, answer: hashrateAnswer{}, handle: s.minerHashrate,
		},
	}
}

// minerReport is what a miner sends. What it leaves out is not known.
type minerReport struct {
	Wallet      string   `json:"wallet_address"`
	Hashrate    *float64 `json:"hashrate"` // hashes a second
	Temperature *float64 `json:"gpu_temperature"`
	Uptime      *float64 `json:"uptime_percentage"` // 0 to 100
	Training    *struct {
		Loss         *float64 `json:"loss"`
		Epoch        *float64 `json:"epoch"`
		GradientNorm *float64 `json:"gradient_norm"`
	} `json:"training"`
}

// reportMiner records a report and tells those who watch.
func (s *server) reportMiner(w http.ResponseWriter, r *http.Request) error {
	var req minerReport
	if err := s.read(w, r, &req); err != nil {
		return err
	}
	switch {
	case req.Wallet == "":
		return field(invalid, "wallet_address", "wallet_address is required")
	case req.Hashrate == nil:
		return field(invalid, "hashrate", "hashrate is required")
	}
	if _, err := s.forWallet(r, store.ScopeReport, req.Wallet); err != nil {
		return err
	}
	report := store.MinerReport{Wallet: req.Wallet, Hashrate: *req.Hashrate, Temperature: req.Temperature, Uptime: req.Uptime, Training: (*store.Training)(req.Training)}
	recorded, err := s.Ledger.ReportMiner(r.Context(), report)
	var out *store.RangeError
	switch {
	case errors.As(err, &out):
		return field(invalid, out.Field, "%s must be between %v and %v", out.Field, out.Least, out.Most)
	case err != nil:
		return err
	}
	if s.Cache != nil {
		s.Cache.Touch(r.Context(), cache.Wallet(req.Wallet))
	}
	if s.Reported != nil {
		s.Reported(recorded)
	}
	return writeJSON(w, http.StatusOK, messageAnswer{Message: "Report recorded"})
}

// history reads who is asked about, and which days, today last.
func (s *server) history(r *http.Request) (wallet string, days []time.Time, err error) {
	c, err := s.forWallet(r, store.ScopeRead, param(r, "wallet"))
	if err != nil {
		return "", nil, err
	}
	n, err := number(r, "days", usualDays, 1, 365)
	if err != nil {
		return "", nil, err
	}
	today := dayOf(time.Now())
	for i := range n {
		days = append(days, today.AddDate(0, 0, i+1-n))
	}
	return c.wallet, days, nil
}

// dayOf is the midnight, UTC, at which the day of t began.
func dayOf(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }

// dayLayout writes a day as the original's charts do.
const dayLayout = "Jan 02"

type hashrateAnswer struct {
	Hashrate []dayHashrate `json:"hashrate"` // oldest first
}

type dayHashrate struct {
	Date     string  `json:"date"` // such as Jan 05
	Hashrate float64 `json:"hashrate"`
}

// minerHashrate is 0 on days without a report.
func (s *server) minerHashrate(w http.ResponseWriter, r *http.Request) error {
	wallet, days, err := s.history(r)
	if err != nil {
		return err
	}
	reported, err := s.Ledger.MinerDays(r.Context(), wallet, days[0])
	if err != nil {
		return err
	}
	means := map[time.Time]float64{}
	for _, d := range reported {
		means[d.Day] = d.Hashrate
	}
	var answer hashrateAnswer
	for _, day := range days {
		answer.Hashrate = append(answer.Hashrate, dayHashrate{day.Format(dayLayout), means[day]})
	}
	return writeJSON(w, http.StatusOK, answer)
}

package api

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/r3mes/r3mes/host/chain"
)

func (s *server) leaderboardRoutes() []route {
	limit := []query{{"limit", "integer", "most entries, 1 to 1000", 100}}
	return []route{
		{method: "GET", path: "/leaderboard/miners", tag: "chain", say: "miners by reputation", query: limit, answer: minersAnswer{}, handle: s.minersBoard},
		{method: "GET", path: "/leaderboard", tag: "chain", say: "the same", query: limit, answer: minersAnswer{}, handle: s.minersBoard},
		{method: "GET", path: "/leaderboard/validators", tag: "chain", say: "validators by trust score, then by stake", query: limit, answer: validatorsAnswer{}, handle: s.validatorsBoard},
	}
}

const (
	boardLimit = 100
	maxBoard   = 1000
	// boardWait is how long a leaderboard waits for the chain.
	boardWait = 10 * time.Second
)

type minersAnswer struct {
	Miners []minerAnswer `json:"miners"`
	Total  int           `json:"total"` // miners of the chain
}

type minerAnswer struct {
	Address       string  `json:"address"`
	Tier          string  `json:"tier"`
	Submissions   int64   `json:"total_submissions"`
	Reputation    float64 `json:"reputation"`
	TrustScore    float64 `json:"trust_score"`
	Successful    int64   `json:"successful_submissions"`
	Slashings     int64   `json:"slashing_events"`
	LastSubmitted int64   `json:"last_submission_height"`
	Trend         int64   `json:"trend"`
}

func (s *server) minersBoard(w http.ResponseWriter, r *http.Request) error {
	limit, err := number(r, "limit", boardLimit, 1, maxBoard)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(r.Context(), boardWait)
	defer cancel()
	list, err := s.Chain.Miners(ctx)
	if err != nil {
		return err
	}
	answer := minersAnswer{Miners: []minerAnswer{}, Total: len(list)}
	for _, m := range list[:min(limit, len(list))] {
		answer.Miners = append(answer.Miners, minerAnswer{
			Address: m.Address, Tier: chain.Tier(m.Reputation()), Submissions: int64(m.Submissions), Reputation: m.Reputation(),
			TrustScore: float64(m.TrustScore), Successful: int64(m.Successful), Slashings: int64(m.Slashings),
			LastSubmitted: int64(m.LastSubmitted), Trend: m.Trend(),
		})
	}
	return writeJSON(w, http.StatusOK, answer)
}

type validatorsAnswer struct {
	Validators []validatorAnswer `json:"validators"`
	Total      int               `json:"total"` // validators of the chain
}

// validatorAnswer is a validator. Its uptime is not measured: the API that is
// read does not say it.
type validatorAnswer struct {
	Operator   string       `json:"operator_address"`
	Address    string       `json:"address"` // its account
	Moniker    string       `json:"moniker"`
	Status     string       `json:"status"`
	Tokens     chain.Amount `json:"tokens"`
	Shares     float64      `json:"delegator_shares"`
	Commission float64      `json:"commission_rate"`
	Power      int64        `json:"voting_power"`
	UptimePart *float64     `json:"uptime_percentage"`
	Uptime     *float64     `json:"uptime"`
	TrustScore *float64     `json:"trust_score"` // of the account as a miner; null: it is none
	Tier       string       `json:"tier"`
}

func (s *server) validatorsBoard(w http.ResponseWriter, r *http.Request) error {
	limit, err := number(r, "limit", boardLimit, 1, maxBoard)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(r.Context(), boardWait)
	defer cancel()
	validators, err := s.Chain.Validators(ctx)
	if err != nil {
		return err
	}
	miners, err := s.Chain.Miners(ctx)
	if err != nil {
		return err
	}
	known := make(map[string]chain.Miner, len(miners))
	for _, m := range miners {
		known[m.Address] = m
	}
	answer := validatorsAnswer{Validators: make([]validatorAnswer, len(validators)), Total: len(validators)}
	for i, v := range validators {
		answer.Validators[i] = newValidator(v, known)
	}
	slices.SortStableFunc(answer.Validators, func(a, b validatorAnswer) int {
		return cmp.Or(cmp.Compare(trust(b), trust(a)), b.Tokens.Cmp(a.Tokens), cmp.Compare(a.Operator, b.Operator))
	})
	answer.Validators = answer.Validators[:min(limit, len(validators))]
	return writeJSON(w, http.StatusOK, answer)
}

func newValidator(v chain.Validator, miners map[string]chain.Miner) validatorAnswer {
	a := validatorAnswer{
		Operator: v.Operator, Address: v.Account(), Moniker: v.Description.Moniker, Status: v.Status, Tokens: v.Tokens,
		Shares: float64(v.Shares), Commission: float64(v.Commission.Rates.Rate), Power: v.VotingPower(), Tier: chain.Tier(0),
	}
	if m, ok := miners[a.Address]; ok {
		score := float64(m.TrustScore)
		a.TrustScore, a.Tier = &score, chain.Tier(m.Reputation())
	}
	return a
}

// trust orders validators of which nothing is known behind the others.
func trust(v validatorAnswer) float64 {
	if v.TrustScore == nil {
		return -1
	}
	return *v.TrustScore
}

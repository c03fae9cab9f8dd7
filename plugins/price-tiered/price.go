package main

import (
	"errors"
	"fmt"
	"math"
	"math/bits"

	"github.com/r3mes/r3mes/sdk"
)

// config is the plugin's configuration; manifest.toml holds its schema.
type config struct {
	PerRequest int64            `json:"per_request_microcredits"`
	Volumes    []volume         `json:"volumes"`
	Hours      []hours          `json:"hours"`
	Wallets    map[string]int64 `json:"wallet_tiers"` // percent by the operator's tier of a wallet
}

// volume is the price of wallets that used at least From tokens in 30 days.
type volume struct {
	From            int64 `json:"from_tokens"`
	Per1kPrompt     int64 `json:"per_1k_prompt_microcredits"`
	Per1kCompletion int64 `json:"per_1k_completion_microcredits"`
}

// hours is a part of the week, UTC hours 0 to 167, the last one not included.
type hours struct {
	From    int   `json:"from"`
	To      int   `json:"to"`
	Percent int64 `json:"percent"`
}

var (
	errTooLarge = errors.New("price exceeds the range of an account")
	errVolumes  = errors.New("no volume begins at or below 0 tokens, so nothing has a price: add one with from_tokens = 0")
)

// quote prices the most tokens the request may use.
func quote(r sdk.QuoteRequest) (sdk.QuoteResponse, error) {
	c, err := sdk.Config[config](r.Envelope)
	if err != nil {
		return sdk.QuoteResponse{}, err
	}
	completion, ok := product(r.MaxTokens, max(r.N, 1))
	if !ok {
		return sdk.QuoteResponse{}, errTooLarge
	}
	ceiling, rule, err := c.price(r.Work, r.PromptTokens, completion)
	return sdk.QuoteResponse{CeilingMicrocredits: ceiling, Rule: rule}, err
}

// settle prices the tokens that were used at the volume and hour of the quote,
// so no settlement exceeds it.
func settle(r sdk.SettleRequest) (sdk.SettleResponse, error) {
	c, err := sdk.Config[config](r.Envelope)
	if err != nil {
		return sdk.SettleResponse{}, err
	}
	charge, rule, err := c.price(r.Work, r.Usage.PromptTokens, r.Usage.CompletionTokens)
	return sdk.SettleResponse{ChargeMicrocredits: charge, Rule: rule}, err
}

// price is (1000·PerRequest + prompt·Per1kPrompt + completion·Per1kCompletion) ·
// hours % · tier % / 10,000,000, rounded up once, in integers.
func (c config) price(w sdk.Work, prompt, completion int64) (int64, string, error) {
	if prompt < 0 || completion < 0 {
		return 0, "", fmt.Errorf("negative token count: prompt %d, completion %d", prompt, completion)
	}
	v, err := c.volume(w.Volume30dTokens)
	if err != nil {
		return 0, "", err
	}
	hour, tier := c.hour(w.TimeBucket), int64(100)
	if percent, ok := c.Wallets[w.WalletTier]; ok {
		tier = percent
	}
	base, okBase := product(c.PerRequest, 1000)
	p, okPrompt := product(prompt, v.Per1kPrompt)
	q, okCompletion := product(completion, v.Per1kCompletion)
	tokens, okTokens := sum(p, q)
	full, okFull := sum(base, tokens)
	percent, okPercent := product(hour, tier)
	if !okBase || !okPrompt || !okCompletion || !okTokens || !okFull || !okPercent {
		return 0, "", errTooLarge
	}
	// 128 bits hold the product of two amounts; the quotient must fit an account.
	hi, lo := bits.Mul64(uint64(full), uint64(percent))
	const unit = 1000 * 100 * 100
	if hi >= unit {
		return 0, "", errTooLarge
	}
	total, rest := bits.Div64(hi, lo, unit)
	total += min(rest, 1)
	if total > math.MaxInt64 {
		return 0, "", errTooLarge
	}
	rule := fmt.Sprintf("tiered %d + %d/1k prompt + %d/1k completion, from %d tokens, hour %d%%, tier %d%%",
		c.PerRequest, v.Per1kPrompt, v.Per1kCompletion, v.From, hour, tier)
	return int64(total), rule, nil
}

// volume is the entry with the largest From that tokens reach.
func (c config) volume(tokens int64) (volume, error) {
	best, found := volume{}, false
	for _, v := range c.Volumes {
		if v.From <= max(tokens, 0) && (!found || v.From > best.From) {
			best, found = v, true
		}
	}
	if !found {
		return best, errVolumes
	}
	return best, nil
}

// hour is the percentage of the first part of the week that holds bucket; a
// part whose end is not after its beginning goes over the end of the week.
func (c config) hour(bucket int) int64 {
	for _, h := range c.Hours {
		inside := bucket >= h.From && bucket < h.To
		if h.To <= h.From {
			inside = bucket >= h.From || bucket < h.To
		}
		if inside {
			return h.Percent
		}
	}
	return 100
}

// product and sum take non-negative numbers and report whether the result fits.
func product(a, b int64) (int64, bool) {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	return int64(lo), a >= 0 && b >= 0 && hi == 0 && lo <= math.MaxInt64
}

func sum(a, b int64) (int64, bool) { return a + b, a <= math.MaxInt64-b }

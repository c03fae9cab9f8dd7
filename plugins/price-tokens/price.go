package main

import (
	"errors"
	"fmt"
	"math"
	"math/bits"

	"github.com/r3mes/r3mes/sdk"
)

// config is the plugin's configuration in micro-credits; manifest.toml holds
// its schema.
type config struct {
	PerRequest      int64 `json:"per_request_microcredits"`
	Per1kPrompt     int64 `json:"per_1k_prompt_microcredits"`
	Per1kCompletion int64 `json:"per_1k_completion_microcredits"`
}

var errTooLarge = errors.New("price exceeds the range of an account")

// quote prices the most tokens the request may use. The price grows with each
// token, so no settlement exceeds it.
func quote(r sdk.QuoteRequest) (sdk.QuoteResponse, error) {
	c, err := sdk.Config[config](r.Envelope)
	if err != nil {
		return sdk.QuoteResponse{}, err
	}
	completion, ok := product(r.MaxTokens, max(r.N, 1))
	if !ok {
		return sdk.QuoteResponse{}, errTooLarge
	}
	ceiling, err := c.price(r.PromptTokens, completion)
	return sdk.QuoteResponse{CeilingMicrocredits: ceiling, Rule: c.rule()}, err
}

// settle prices the tokens that were used, of a broken-off request too.
func settle(r sdk.SettleRequest) (sdk.SettleResponse, error) {
	c, err := sdk.Config[config](r.Envelope)
	if err != nil {
		return sdk.SettleResponse{}, err
	}
	charge, err := c.price(r.Usage.PromptTokens, r.Usage.CompletionTokens)
	return sdk.SettleResponse{ChargeMicrocredits: charge, Rule: c.rule()}, err
}

// price is PerRequest + (prompt·Per1kPrompt + completion·Per1kCompletion)/1000,
// the quotient rounded up once, in integers.
func (c config) price(prompt, completion int64) (int64, error) {
	if prompt < 0 || completion < 0 {
		return 0, fmt.Errorf("negative token count: prompt %d, completion %d", prompt, completion)
	}
	p, okP := product(prompt, c.Per1kPrompt)
	q, okQ := product(completion, c.Per1kCompletion)
	thousandths, okSum := sum(p, q)
	total, okTotal := sum(c.PerRequest, thousandths/1000+min(thousandths%1000, 1))
	if !okP || !okQ || !okSum || !okTotal {
		return 0, errTooLarge
	}
	return total, nil
}

func (c config) rule() string {
	return fmt.Sprintf("tokens %d + %d/1k prompt + %d/1k completion", c.PerRequest, c.Per1kPrompt, c.Per1kCompletion)
}

// product and sum take non-negative numbers and report whether the result fits.
func product(a, b int64) (int64, bool) {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	return int64(lo), a >= 0 && b >= 0 && hi == 0 && lo <= math.MaxInt64
}

func sum(a, b int64) (int64, bool) { return a + b, a <= math.MaxInt64-b }

// Command quote asks so much a token. It is what `r3mes plugin new --hook
// quote` starts from: change what you like. Price guests are deterministic:
// no clock, no random numbers, and integers only.
package main

import (
	"errors"
	"math"

	"github.com/r3mes/r3mes/sdk"
)

//go:wasmexport r3mes_quote
func ExportQuote() int32 { return sdk.ServeQuote(quote) }

//go:wasmexport r3mes_settle
func ExportSettle() int32 { return sdk.ServeSettle(settle) }

func main() {}

// config is what the operator may set; manifest.toml holds its schema.
type config struct {
	PerToken int64 `json:"per_token_microcredits"`
}

// quote is asked before any work: the most this request can cost.
func quote(r sdk.QuoteRequest) (sdk.QuoteResponse, error) {
	ceiling, err := price(r.Envelope, r.PromptTokens+r.MaxTokens*r.N)
	return sdk.QuoteResponse{CeilingMicrocredits: ceiling, Rule: "per token"}, err
}

// settle is asked after the work: what was used costs the same rate.
func settle(r sdk.SettleRequest) (sdk.SettleResponse, error) {
	charge, err := price(r.Envelope, r.Usage.PromptTokens+r.Usage.CompletionTokens)
	return sdk.SettleResponse{ChargeMicrocredits: charge, Rule: "per token"}, err
}

func price(e sdk.Envelope, tokens int64) (microcredits int64, err error) {
	c, err := sdk.Config[config](e)
	if err != nil {
		return 0, err
	}
	if tokens < 0 || (c.PerToken > 0 && tokens > math.MaxInt64/c.PerToken) {
		return 0, errors.New("token count out of range")
	}
	return tokens * c.PerToken, nil
}

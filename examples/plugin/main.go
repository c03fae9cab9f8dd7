// Command plugin is a whole pricing plugin in one file: so much a token, half
// as much at night. Price guests are deterministic: they see the hour of the
// week, never the clock, and they count in integers.
//
//	GOOS=wasip1 GOARCH=wasm go build -buildmode=c-shared -o my-plugins/price-night/plugin.wasm ./examples/plugin
//	cp examples/plugin/manifest.toml my-plugins/price-night/
//	bin/r3mes serve --plugins my-plugins
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
	c, err := sdk.Config[config](r.Envelope)
	if err != nil {
		return sdk.QuoteResponse{}, err
	}
	ceiling, rule, err := c.price(r.PromptTokens+r.MaxTokens*r.N, r.TimeBucket)
	return sdk.QuoteResponse{CeilingMicrocredits: ceiling, Rule: rule}, err
}

// settle is asked after the work: what was used costs the rate that was
// quoted, even if night has fallen meanwhile.
func settle(r sdk.SettleRequest) (sdk.SettleResponse, error) {
	c, err := sdk.Config[config](r.Envelope)
	if err != nil {
		return sdk.SettleResponse{}, err
	}
	charge, rule, err := c.price(r.Usage.PromptTokens+r.Usage.CompletionTokens, r.Work.TimeBucket)
	return sdk.SettleResponse{ChargeMicrocredits: charge, Rule: rule}, err
}

func (c config) price(tokens int64, hourOfWeek int) (microcredits int64, rule string, err error) {
	if tokens < 0 || (c.PerToken > 0 && tokens > math.MaxInt64/c.PerToken) {
		return 0, "", errors.New("price-night: token count out of range")
	}
	full := tokens * c.PerToken
	if hour := hourOfWeek % 24; hour < 6 || hour >= 22 {
		return full/2 + full%2, "night", nil
	}
	return full, "day", nil
}

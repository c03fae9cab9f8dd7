package main

import (
	"fmt"

	"github.com/r3mes/r3mes/sdk"
)

// config is the plugin's configuration; manifest.toml holds its schema.
type config struct {
	PerRequest      int64 `json:"per_request_microcredits"`
	ChargeCancelled bool  `json:"charge_cancelled"`
}

func quote(r sdk.QuoteRequest) (sdk.QuoteResponse, error) {
	c, err := sdk.Config[config](r.Envelope)
	if err != nil {
		return sdk.QuoteResponse{}, err
	}
	return sdk.QuoteResponse{CeilingMicrocredits: c.PerRequest, Rule: c.rule()}, nil
}

// settle charges the flat price, and nothing for a request its client broke
// off unless the operator wants it charged.
func settle(r sdk.SettleRequest) (sdk.SettleResponse, error) {
	c, err := sdk.Config[config](r.Envelope)
	if err != nil {
		return sdk.SettleResponse{}, err
	}
	if r.Outcome == sdk.OutcomeCancelled && !c.ChargeCancelled {
		return sdk.SettleResponse{Rule: c.rule() + ", cancelled is free"}, nil
	}
	return sdk.SettleResponse{ChargeMicrocredits: c.PerRequest, Rule: c.rule()}, nil
}

func (c config) rule() string { return fmt.Sprintf("flat %d", c.PerRequest) }

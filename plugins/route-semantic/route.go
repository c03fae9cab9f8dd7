package main

import (
	"fmt"

	"github.com/r3mes/r3mes/sdk"
)

// config is the plugin's configuration; manifest.toml holds its schema.
type config struct {
	Threshold float64 `json:"threshold"`
	Margin    float64 `json:"margin"`
	Fallback  string  `json:"fallback"`
}

// route picks the most similar adapter, if it is similar enough and clearly
// ahead of the second. Else the configured fallback serves, or the next plugin
// decides.
func route(r sdk.RouteRequest) (sdk.RouteResponse, error) {
	c, err := sdk.Config[config](r.Envelope)
	if err != nil {
		return sdk.RouteResponse{}, err
	}
	best, second := bestTwo(r.Adapters)
	switch {
	case best == nil:
		return sdk.RouteResponse{Abstain: true}, nil
	case best.Similarity < c.Threshold:
		return c.otherwise(r.Adapters, fmt.Sprintf("best is %s with %.3f, below %.3f", best.Name, best.Similarity, c.Threshold)), nil
	case second != nil && best.Similarity-second.Similarity < c.Margin:
		return c.otherwise(r.Adapters, fmt.Sprintf("%s and %s are too close, %.3f and %.3f", best.Name, second.Name, best.Similarity, second.Similarity)), nil
	}
	return sdk.RouteResponse{Adapter: best.Name, Reason: fmt.Sprintf("similarity %.3f", best.Similarity)}, nil
}

// bestTwo returns the two most similar adapters; of equals the first listed.
func bestTwo(adapters []sdk.Adapter) (best, second *sdk.Adapter) {
	for i := range adapters {
		switch a := &adapters[i]; {
		case best == nil || a.Similarity > best.Similarity:
			best, second = a, best
		case second == nil || a.Similarity > second.Similarity:
			second = a
		}
	}
	return best, second
}

// otherwise answers with the fallback when the catalogue has it.
func (c config) otherwise(adapters []sdk.Adapter, why string) sdk.RouteResponse {
	for _, a := range adapters {
		if a.Name == c.Fallback {
			return sdk.RouteResponse{Adapter: a.Name, Reason: why}
		}
	}
	return sdk.RouteResponse{Abstain: true}
}

package main

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"

	"github.com/r3mes/r3mes/sdk"
)

// config is the plugin's configuration; manifest.toml holds its schema.
type config struct {
	Salt string `json:"salt"`
	Arms []arm  `json:"arms"`
}

// arm is one side of the experiment.
type arm struct {
	Adapter string `json:"adapter"`
	Percent int64  `json:"percent"`
}

// route sends a wallet to the arm that its hash falls into, always the same one;
// wallets beyond the arms' shares, and arms that are not in the catalogue, are
// left to the next plugin.
func route(r sdk.RouteRequest) (sdk.RouteResponse, error) {
	c, err := sdk.Config[config](r.Envelope)
	if err != nil {
		return sdk.RouteResponse{}, err
	}
	var total int64
	for _, a := range c.Arms {
		total += a.Percent
	}
	if total > 100 {
		return sdk.RouteResponse{}, fmt.Errorf("the arms' percentages add up to %d, must not exceed 100", total)
	}
	at := bucket(c.Salt, r.WalletHash)
	for _, a := range c.Arms {
		if at -= a.Percent * 100; at >= 0 {
			continue
		}
		for _, have := range r.Adapters {
			if have.Name == a.Adapter {
				return sdk.RouteResponse{Adapter: a.Adapter, Reason: fmt.Sprintf("canary: %d %%", a.Percent)}, nil
			}
		}
		break
	}
	return sdk.RouteResponse{Abstain: true}, nil
}

// bucket is a wallet's place among 10,000. Another salt is another experiment,
// whose sides have nothing to do with this one's.
func bucket(salt, wallet string) int64 {
	sum := sha256.Sum256([]byte(salt + "\x00" + wallet))
	return int64(binary.BigEndian.Uint64(sum[:]) % 10_000)
}

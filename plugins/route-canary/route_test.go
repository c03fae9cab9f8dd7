package main

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/r3mes/r3mes/sdk"
	"github.com/r3mes/r3mes/sdk/sdktest"
)

func TestCases(t *testing.T) {
	sdktest.Run(t, "testdata", sdktest.Hooks{
		sdk.HookRoute: sdktest.Hook(route),
	}.Call)
}

// The shares are kept, a wallet stays where it is when a share grows, and
// another salt draws other wallets.
func TestShares(t *testing.T) {
	const wallets = 20_000
	side := func(wallet int, salt string, percent int64) bool {
		config, err := json.Marshal(config{Salt: salt, Arms: []arm{{"b", percent}}})
		if err != nil {
			t.Fatal(err)
		}
		r, err := route(sdk.RouteRequest{
			Envelope: sdk.Envelope{PluginConfig: config, WalletHash: fmt.Sprintf("%032x", wallet)}, Adapters: []sdk.Adapter{{Name: "b"}},
		})
		if err != nil {
			t.Fatal(err)
		}
		return !r.Abstain
	}
	var ten, both, left int
	for w := range wallets {
		in := side(w, "x", 10)
		if in {
			ten++
			if side(w, "y", 10) {
				both++
			}
			if !side(w, "x", 25) {
				left++
			}
		}
	}
	// Six standard deviations of a binomial share.
	if ten < 1746 || ten > 2254 {
		t.Errorf("%d of %d wallets in a tenth", ten, wallets)
	}
	if both > 290 {
		t.Errorf("%d of %d wallets are in both experiments, want about a tenth", both, ten)
	}
	if left > 0 {
		t.Errorf("%d wallets left the arm when it grew", left)
	}
}

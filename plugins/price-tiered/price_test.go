package main

import (
	"testing"

	"github.com/r3mes/r3mes/sdk"
	"github.com/r3mes/r3mes/sdk/sdktest"
)

func TestCases(t *testing.T) {
	sdktest.Run(t, "testdata", sdktest.Hooks{
		sdk.HookQuote:  sdktest.Hook(quote),
		sdk.HookSettle: sdktest.Hook(settle),
	}.Call)
}

// Whatever a request uses within its limits, its charge fits its quote, at any
// volume, hour and tier.
func FuzzChargeFitsQuote(f *testing.F) {
	f.Add(int64(10), int64(500), int64(1500), int64(123), int64(256), int64(255), int64(75), int64(33))
	f.Add(int64(1<<50), int64(1<<40), int64(1<<40), int64(1<<20), int64(1<<20), int64(1), int64(10_000), int64(10_000))
	f.Fuzz(func(t *testing.T, request, prompt1k, completion1k, prompt, maxTokens, used, hour, tier int64) {
		c := config{
			PerRequest: request, Volumes: []volume{{0, prompt1k, completion1k}},
			Hours: []hours{{0, 168, hour}}, Wallets: map[string]int64{"": tier},
		}
		if min(request, prompt1k, completion1k, prompt, maxTokens, used, hour, tier) < 0 || used > maxTokens {
			return
		}
		ceiling, _, err := c.price(sdk.Work{}, prompt, maxTokens)
		if err != nil {
			return
		}
		charge, _, err := c.price(sdk.Work{}, prompt, used)
		if err != nil || charge < 0 || charge > ceiling {
			t.Errorf("charge %d (%v) of %d tokens exceeds the ceiling %d of %d", charge, err, used, ceiling, maxTokens)
		}
	})
}

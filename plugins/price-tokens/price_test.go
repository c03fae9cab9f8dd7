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

// Whatever a request uses within its limits, its charge fits its quote: the
// price never falls when a token is added.
func FuzzChargeFitsQuote(f *testing.F) {
	f.Add(int64(10), int64(500), int64(1500), int64(123), int64(256), int64(1), int64(255))
	f.Add(int64(0), int64(1), int64(1), int64(999), int64(1), int64(3), int64(2))
	f.Fuzz(func(t *testing.T, request, prompt1k, completion1k, prompt, maxTokens, n, used int64) {
		c := config{PerRequest: request, Per1kPrompt: prompt1k, Per1kCompletion: completion1k}
		if min(request, prompt1k, completion1k, prompt, maxTokens, used) < 0 || n < 1 || maxTokens > 0 && used/maxTokens >= n || maxTokens == 0 && used > 0 {
			return
		}
		written, ok := product(maxTokens, n)
		if !ok || used > written {
			return
		}
		ceiling, err := c.price(prompt, written)
		if err != nil {
			return
		}
		charge, err := c.price(prompt, used)
		if err != nil || charge < 0 || charge > ceiling {
			t.Errorf("charge %d (%v) of %d tokens exceeds the ceiling %d of %d", charge, err, used, ceiling, written)
		}
	})
}

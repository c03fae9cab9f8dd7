//go:build !wasip1

package sdktest

import (
	"testing"

	"github.com/r3mes/r3mes/sdk"
)

// Host gives the test a fake host for sdk.KVGet, sdk.Embed, sdk.MetricAdd and
// sdk.HTTP, until it ends. Tests that use it must not run in parallel.
//
//	host := sdktest.Host(t)
//	host.Answer = func(r sdk.HTTPRequest) (sdk.HTTPResponse, error) { … }
func Host(t testing.TB) *sdk.FakeHost {
	t.Helper()
	h := &sdk.FakeHost{KV: map[string][]byte{}, Metrics: map[string]float64{}}
	t.Cleanup(sdk.SetFakeHost(h))
	return h
}

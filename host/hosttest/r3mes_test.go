package hosttest_test

import (
	"testing"

	"github.com/r3mes/r3mes/host/hosttest"
)

func TestR3MESShapes(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true})
	alice := newAccount(t, 7)
	shapes(t, s, "r3mes", []shape{
		{"POST", "/inference/pipeline/warmup", nil}, {"POST", "/inference/pipeline/warmup", nil},
		{"POST", "/inference/adapters/preload", []string{"coder", "law", "coder"}}, {"POST", "/inference/adapters/preload", []string{}}, {"POST", "/inference/adapters/preload", []string{"nobody"}},
		{"POST", "/api/inference/generate", object{"prompt": "hi", "wallet_address": s.Wallet, "max_tokens": 3, "temperature": 0, "force_experts": []string{"coder", "law"}}},
		{"POST", "/inference/generate", object{"prompt": "hi", "wallet_address": s.Wallet, "max_tokens": 0}},
		{"POST", "/inference/generate/stream", object{"prompt": "hi", "wallet_address": s.Wallet, "max_tokens": 1, "temperature": 0}},
		{"GET", "/inference/health", nil}, {"GET", "/api/inference/health/ready", nil}, {"GET", "/inference/health/live", nil},
		{"GET", "/inference/metrics", nil},
		{"GET", "/queue/stats", nil},
		{"GET", "/system/version", nil}, {"GET", "/api/system/version?version=nothing", nil}, {"GET", "/system/time", nil},
		{"GET", "/api/analytics?days=366", nil},
		{"POST", "/miner/report", object{"wallet_address": "m", "hashrate": 1e12, "gpu_temperature": 65.5, "uptime_percentage": 99.9, "training": object{"loss": 0.5, "epoch": 3, "gradient_norm": 1.5}}},
		{"POST", "/api/miner/report", object{"wallet_address": "m", "hashrate": -1}},
		{"GET", "/api/miner/stats/m", nil}, {"GET", "/miner/stats/nobody", nil}, {"GET", "/miner/earnings/m?days=2", nil}, {"GET", "/miner/hashrate/m?days=2", nil}, {"GET", "/miner/hashrate/m?days=0", nil},
		{"POST", "/auth/challenge", object{"wallet_address": alice.address}},
		{"POST", "/auth/login", alice.login(challenged(t, s, alice.address))},
		{"POST", "/api/auth/login", alice.login("another message")},
	})
}

// TestAnalyticsOutliveTheServer counts some requests, starts the server again
// and looks at the numbers.
func TestAnalyticsOutliveTheServer(t *testing.T) {
	o := hosttest.Options{NoPlugins: true}
	s := tiny(t, o)
	for range 2 {
		call(t, "POST", s.URL+"/api/chat", object{"message": "x", "wallet_address": s.Wallet})
	}
	call(t, "POST", s.URL+"/chat", object{"message": "x", "wallet_address": "nobody"}) // refused, and used all the same
	call(t, "GET", s.URL+"/network/stats", nil)
	call(t, "GET", s.URL+"/no/such/route", nil)
	s.Stop()
	o.Data = s.Data
	shapes(t, tiny(t, o), "analytics", []shape{{"GET", "/analytics", nil}})
}

//go:build xla && cgo

package hosttest_test

import (
	"os"
	"strings"
	"testing"

	"github.com/r3mes/r3mes/host/config"
	"github.com/r3mes/r3mes/host/hosttest"
)

// pjrt is the plugin that `make test-xla` runs these tests with.
func pjrt(t *testing.T) string {
	t.Helper()
	path := os.Getenv("R3MES_XLA_TESTS")
	if path == "" {
		t.Skip("set R3MES_XLA_TESTS to a PJRT plugin, or run make test-xla")
	}
	return path
}

func onXLA(path string) func(*config.Config) {
	return func(c *config.Config) { c.Engine.Kind, c.Engine.PJRT, c.Engine.Context = config.EngineXLA, path, 256 }
}

// The demo model and its adapters answer over HTTP as they do on the processor's
// own engine, word for word.
func TestXLAAnswersAsTheCPUEngine(t *testing.T) {
	s := hosttest.Start(t, hosttest.Options{Config: onXLA(pjrt(t))})
	if !strings.Contains(s.Info.Engine, "PJRT plugin") {
		t.Fatalf("the engine is %q", s.Info.Engine)
	}
	own := hosttest.Start(t, hosttest.Options{})
	for _, question := range []string{
		"What is R3MES?", "how do I write a loop in Go?", "what happens if someone breaks a contract?",
		"What is a credit?", "How do I sort a list in Go?", "Can my landlord keep the deposit?",
	} {
		body := object{"message": question, "wallet_address": s.Wallet}
		got, want := call(t, "POST", s.URL+"/chat", body), call(t, "POST", own.URL+"/chat", body)
		if got.status != 200 || got.body != want.body || got.header.Get("X-R3MES-Adapter") != want.header.Get("X-R3MES-Adapter") {
			t.Errorf("%s: %d, adapter %q, %q; on the CPU engine adapter %q, %q", question,
				got.status, got.header.Get("X-R3MES-Adapter"), got.body, want.header.Get("X-R3MES-Adapter"), want.body)
		}
	}
	// Sampling, masks and log probabilities come from the host: they work alike.
	body := object{"messages": []object{{"role": "user", "content": "A ticket, please"}}, "max_tokens": 60, "temperature": 0.7, "seed": 3, "wallet_address": s.Wallet,
		"response_format": object{"type": "json_schema", "json_schema": object{"name": "t", "schema": object{
			"type": "object", "properties": object{"n": object{"type": "integer"}}, "required": []string{"n"}, "additionalProperties": false}}}}
	if got := call(t, "POST", s.URL+"/v1/chat/completions", body); got.status != 200 || !strings.Contains(got.body, `{\"n\":`) {
		t.Errorf("structured output: %d %s", got.status, got.body)
	}
}

// Without the plugin the server does not start, unless the operator allowed the
// processor's engine for it.
func TestXLAFallsBackWhereAllowed(t *testing.T) {
	pjrt(t)
	s := tiny(t, hosttest.Options{NoPlugins: true, Config: func(c *config.Config) {
		onXLA("/nowhere/pjrt.so")(c)
		c.Engine.Fallback = true
	}})
	if !strings.Contains(s.Info.Engine, "kernels") || !strings.Contains(s.Log(), "/nowhere/pjrt.so") {
		t.Errorf("the engine is %q, the log does not name the plugin: %s", s.Info.Engine, s.Log())
	}
	if got := call(t, "POST", s.URL+"/chat", object{"message": "x", "wallet_address": s.Wallet}); got.status != 200 {
		t.Errorf("%d %s", got.status, got.body)
	}
}

//go:build xla && cgo

package hosttest_test

import (
	"bufio"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/r3mes/r3mes/host/config"
	"github.com/r3mes/r3mes/host/hosttest"
	"github.com/r3mes/r3mes/runtime/checkpoint"
	"github.com/r3mes/r3mes/runtime/demo"
	"github.com/r3mes/r3mes/runtime/enginetest"
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

// The demo model and its adapters answer the recorded prompts over HTTP as they do
// on the processor's own engine, word for word: those are the prompts whose
// answers no rounding can change. A question finds its adapter as well.
func TestXLAAnswersAsTheCPUEngine(t *testing.T) {
	s := hosttest.Start(t, hosttest.Options{Config: onXLA(pjrt(t))})
	if !strings.Contains(s.Info.Engine, "PJRT plugin") {
		t.Fatalf("the engine is %q", s.Info.Engine)
	}
	own := hosttest.Start(t, hosttest.Options{})
	asks := map[string]object{"/chat": {"message": "how do I write a loop in Go?"}} // its closest choice has a margin of 0.5
	for _, r := range recorded(t) {
		model := "r3mes-demo"
		if r.Adapter != "" {
			model += ":" + r.Adapter
		}
		asks["/v1/completions?"+r.Name] = object{"model": model, "prompt": r.Prompt, "max_tokens": len(r.Tokens)}
	}
	text := func(r reply) string {
		if strings.HasPrefix(r.header.Get("Content-Type"), "text/plain") {
			return r.body
		}
		return r.json(t)["choices"].([]any)[0].(object)["text"].(string)
	}
	for path, body := range asks {
		body["wallet_address"] = s.Wallet
		got, want := call(t, "POST", s.URL+path, body), call(t, "POST", own.URL+path, body)
		if got.status != 200 || want.status != 200 || got.header.Get("X-R3MES-Adapter") != want.header.Get("X-R3MES-Adapter") {
			t.Errorf("%s: %d, adapter %q, %q; on the CPU engine %d, adapter %q, %q", path,
				got.status, got.header.Get("X-R3MES-Adapter"), got.body, want.status, want.header.Get("X-R3MES-Adapter"), want.body)
			continue
		}
		if text(got) != text(want) || len(text(want)) < 10 {
			t.Errorf("%s: %q, on the CPU engine %q", path, text(got), text(want))
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

// recorded are the prompts of the demo model's golden file.
func recorded(t *testing.T) []enginetest.Run {
	t.Helper()
	model, err := checkpoint.OpenFS(demo.Model())
	if err != nil {
		t.Fatal(err)
	}
	defer model.Close()
	c, err := enginetest.Demo(model)
	if err != nil {
		t.Fatal(err)
	}
	return c.Runs
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

// A step that fails on the device fails its requests, with 503 or, when text was
// sent, inside the stream; their holds are released, the server is not ready; and
// when the device works again so does the server.
func TestXLAAFailedStep(t *testing.T) {
	pjrt(t)
	library := os.Getenv("FAKE_PJRT_LIBRARY")
	if library == "" {
		t.Fatal("FAKE_PJRT_LIBRARY names no plugin: make test-xla")
	}
	s := tiny(t, hosttest.Options{NoPlugins: true, Config: func(c *config.Config) {
		onXLA(library)(c)
		c.Engine.Context = 2048
	}})
	before := balance(t, s, s.Wallet)
	t.Setenv("FAKE_PJRT", "run")
	if got := call(t, "POST", s.URL+"/chat", object{"message": "x", "wallet_address": s.Wallet}); got.status != 503 || strings.Contains(got.body, "fell over") {
		t.Errorf("%d %s, want 503 and nothing of the device", got.status, got.body)
	}
	if got := call(t, "GET", s.URL+"/ready", nil); got.status != 503 {
		t.Errorf("ready: %d %s", got.status, got.body)
	}
	t.Setenv("FAKE_PJRT", "")
	resp, err := http.Post(s.URL+"/v1/chat/completions", "application/json", strings.NewReader(streamBody(s.Wallet, 1500)))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	in := bufio.NewReader(resp.Body)
	if line, err := in.ReadString('\n'); err != nil || !strings.HasPrefix(line, "data: {") {
		t.Fatalf("%q, %v", line, err)
	}
	t.Setenv("FAKE_PJRT", "run")
	rest, err := io.ReadAll(in)
	if err != nil || !strings.Contains(string(rest), `data: {"error":{`) || strings.Contains(string(rest), "[DONE]") {
		t.Errorf("the stream ends %q, %v, want an error and no mark", rest[max(0, len(rest)-200):], err)
	}
	t.Setenv("FAKE_PJRT", "")
	if after := balance(t, s, s.Wallet); after != before {
		t.Errorf("the balance is %s, before %s", after, before)
	}
	if got := call(t, "POST", s.URL+"/chat", object{"message": "x", "wallet_address": s.Wallet}); got.status != 200 {
		t.Errorf("afterwards: %d %s", got.status, got.body)
	}
	if got := call(t, "GET", s.URL+"/ready", nil); got.status != 200 {
		t.Errorf("ready afterwards: %d %s", got.status, got.body)
	}
}

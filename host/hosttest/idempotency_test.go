package hosttest_test

import (
	"bufio"
	"bytes"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/r3mes/r3mes/host/config"
	"github.com/r3mes/r3mes/host/hosttest"
)

// paidRoutes are requests of every kind that costs credits, and that a test
// server can answer.
func paidRoutes(s *hosttest.Server) map[string]object {
	question := []object{{"role": "user", "content": "hi"}}
	return map[string]object{
		"/chat":                      {"message": "hi", "wallet_address": s.Wallet},
		"/api/chat":                  {"message": "hi there", "wallet_address": s.Wallet},
		"/v1/chat/completions":       {"messages": question, "max_tokens": 5, "wallet_address": s.Wallet},
		"/v1/chat/completions#s":     {"messages": question, "max_tokens": 5, "wallet_address": s.Wallet, "stream": true, "temperature": 1.5},
		"/inference/generate":        {"prompt": "hi", "max_tokens": 5, "wallet_address": s.Wallet},
		"/inference/generate#s":      {"prompt": "hi", "max_tokens": 5, "wallet_address": s.Wallet, "stream": true},
		"/inference/generate/stream": {"prompt": "hi", "max_tokens": 5, "wallet_address": s.Wallet},
		"/v1/completions":            {"prompt": "hi", "max_tokens": 5, "wallet_address": s.Wallet},
		"/v1/completions#s":          {"prompt": "hi", "max_tokens": 5, "wallet_address": s.Wallet, "stream": true},
		"/v1/responses":              {"input": "hi", "max_output_tokens": 20, "wallet_address": s.Wallet},
		"/v1/responses#s":            {"input": "hi", "max_output_tokens": 20, "wallet_address": s.Wallet, "stream": true},
		"/v1/embeddings":             {"input": []string{"hi", "there"}, "wallet_address": s.Wallet},
	}
}

// credits is what the demo wallet has.
func credits(t *testing.T, s *hosttest.Server) any {
	t.Helper()
	return must(t, call(t, "GET", s.URL+"/admin/wallets/"+s.Wallet, nil))["available_microcredits"]
}

// A request that is sent again with its key gets the same answer, byte for byte,
// and costs nothing more, on every paid route.
func TestDuplicateKeysAreAnsweredOnce(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true})
	for path, body := range paidRoutes(s) {
		url := s.URL + strings.TrimSuffix(path, "#s")
		key := "key of " + path
		first := call(t, "POST", url, body, "Idempotency-Key", key)
		paid := credits(t, s)
		if first.status != 200 || first.header.Get("Idempotent-Replayed") != "" {
			t.Errorf("%s: %d %s", path, first.status, first.body)
			continue
		}
		again := call(t, "POST", url, body, "Idempotency-Key", key)
		if again.status != 200 || again.body != first.body || again.header.Get("Idempotent-Replayed") != "true" {
			t.Errorf("%s again: %d %q, want %q", path, again.status, again.body, first.body)
		}
		for _, name := range []string{"Content-Type", "X-R3MES-Adapter", "X-R3MES-Receipt"} {
			if again.header.Get(name) != first.header.Get(name) {
				t.Errorf("%s again: %s is %q, want %q", path, name, again.header.Get(name), first.header.Get(name))
			}
		}
		if again.header.Get("X-Request-ID") == first.header.Get("X-Request-ID") {
			t.Errorf("%s again: the id of the request before", path)
		}
		if got := credits(t, s); got != paid {
			t.Errorf("%s again: %v credits, want %v as before", path, got, paid)
		}
		body["user"] = "somebody else"
		if got := call(t, "POST", url, body, "Idempotency-Key", key); got.status != 422 {
			t.Errorf("%s, another body: %d %s, want 422", path, got.status, got.body)
		}
		body["wallet_address"] = "stranger"
		if got := call(t, "POST", url, body, "Idempotency-Key", key); got.status != 402 {
			t.Errorf("%s, the key of another wallet: %d %s, want its own 402", path, got.status, got.body)
		}
	}
	same := paidRoutes(s)["/chat"]
	call(t, "POST", s.URL+"/chat", same, "Idempotency-Key", "alias")
	if got := call(t, "POST", s.URL+"/api/chat", same, "Idempotency-Key", "alias"); got.header.Get("Idempotent-Replayed") != "true" {
		t.Errorf("below /api it is another request: %d %s", got.status, got.body)
	}
	if got := call(t, "POST", s.URL+"/inference/generate", same, "Idempotency-Key", "alias"); got.status != 422 {
		t.Errorf("on another route: %d %s", got.status, got.body)
	}
}

func TestBadIdempotencyKeysAreRefused(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true})
	body := paidRoutes(s)["/chat"]
	for _, key := range []string{"", strings.Repeat("k", 256), "umläut"} {
		if got := call(t, "POST", s.URL+"/chat", body, "Idempotency-Key", key); got.status != 422 || !strings.Contains(got.body, "Idempotency-Key") {
			t.Errorf("key %q: %d %s", key, got.status, got.body)
		}
	}
	req, err := http.NewRequest("POST", s.URL+"/chat", strings.NewReader(mustJSON(t, body)))
	if err != nil {
		t.Fatal(err)
	}
	req.Header = http.Header{"Content-Type": {"application/json"}, "Idempotency-Key": {"a", "b"}}
	if got := answered(t, req); got.status != 422 {
		t.Errorf("two keys: %d %s", got.status, got.body)
	}
	if got := call(t, "POST", s.URL+"/chat", `{"message":"`+strings.Repeat("x", 1<<20)+`"}`, "Idempotency-Key", "large"); got.status != 413 {
		t.Errorf("a large body: %d %s", got.status, got.body)
	}
	if got := call(t, "POST", s.URL+"/chat", `{"message":`, "Idempotency-Key", "broken"); got.status != 401 && got.status != 422 {
		t.Errorf("a broken body: %d %s", got.status, got.body)
	}
}

// What cost nothing is tried anew.
func TestErrorsAreNoAnswersToKeep(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true})
	ask := object{"message": "hi", "wallet_address": "poor"}
	if got := call(t, "POST", s.URL+"/chat", ask, "Idempotency-Key", "k"); got.status != 402 {
		t.Fatalf("without credit: %d %s", got.status, got.body)
	}
	must(t, call(t, "POST", s.URL+"/admin/wallets/poor/topup", object{"op_id": "t1", "amount_microcredits": 5_000_000, "reason": "test"}))
	if got := call(t, "POST", s.URL+"/chat", ask, "Idempotency-Key", "k"); got.status != 200 || got.header.Get("Idempotent-Replayed") != "" {
		t.Errorf("with credit: %d %s", got.status, got.body)
	}
	must(t, call(t, "DELETE", s.URL+"/admin/models/"+hosttest.TinyName, nil))
	if got := call(t, "POST", s.URL+"/chat", ask, "Idempotency-Key", "k2"); got.status != 503 {
		t.Fatalf("without a model: %d %s", got.status, got.body)
	}
	must(t, call(t, "POST", s.URL+"/admin/models", object{}))
	if got := call(t, "POST", s.URL+"/chat", ask, "Idempotency-Key", "k2"); got.status != 200 {
		t.Errorf("with a model: %d %s", got.status, got.body)
	}
}

// The keeper of an answer must be let in: a key that was revoked gets nothing.
func TestARevokedKeyGetsNoKeptAnswer(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true, Config: func(c *config.Config) { c.Auth.Mode = config.ModeKey }})
	ask := object{"message": "hi"}
	if got := call(t, "POST", s.URL+"/chat", ask, "X-API-Key", s.Key, "Idempotency-Key", "k"); got.status != 200 {
		t.Fatalf("%d %s", got.status, got.body)
	}
	operator := &http.Client{Transport: s.Operator()}
	resp, err := operator.Get("http://localhost/admin/keys?wallet=" + s.Wallet)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var list struct{ Keys []struct{ ID string } }
	if err := decode(resp.Body, &list); err != nil || len(list.Keys) != 1 {
		t.Fatal(list, err)
	}
	revoked, err := operator.Post("http://localhost/admin/keys/"+list.Keys[0].ID+"/revoke", "application/json", strings.NewReader(mustJSON(t, object{"wallet": s.Wallet})))
	if err != nil || revoked.StatusCode != 200 {
		t.Fatal(revoked, err)
	}
	revoked.Body.Close()
	if got := call(t, "POST", s.URL+"/chat", ask, "X-API-Key", s.Key, "Idempotency-Key", "k"); got.status != 401 {
		t.Errorf("%d %s, want 401", got.status, got.body)
	}
}

// Twenty of the same request at once: one is carried out, the others are refused
// or get its answer, and the wallet pays once.
func TestDuplicatesAtTheSameTimePayOnce(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true, Config: func(c *config.Config) { c.Pricing.Builtin.PerRequest = 1_000_000 }})
	before := credits(t, s).(float64)
	body := mustJSON(t, object{"message": "hi", "wallet_address": s.Wallet})
	var wg sync.WaitGroup
	var mu sync.Mutex
	bodies, refused := map[string]int{}, 0
	for range 20 {
		wg.Go(func() {
			req, err := http.NewRequest("POST", s.URL+"/chat", strings.NewReader(body))
			if err != nil {
				t.Error(err)
				return
			}
			req.Header = http.Header{"Content-Type": {"application/json"}, "Idempotency-Key": {"same"}}
			resp, err := http.DefaultClient.Do(req)
			if err != nil {
				t.Error(err)
				return
			}
			defer resp.Body.Close()
			text, err := io.ReadAll(resp.Body)
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil && resp.StatusCode == 200:
				bodies[string(text)]++
			case err == nil && resp.StatusCode == 409 && resp.Header.Get("Retry-After") != "":
				refused++
			default:
				t.Errorf("%d %s %v", resp.StatusCode, text, err)
			}
		})
	}
	wg.Wait()
	if len(bodies) != 1 {
		t.Errorf("%d different answers (%d refused), want one", len(bodies), refused)
	}
	if paid := before - credits(t, s).(float64); paid != 1_000_000 {
		t.Errorf("%v micro-credits paid, want one request's", paid)
	}
}

// A client that is cut off in the middle of a stream asks again and gets all of
// it, for the price of one.
func TestAStreamThatWasCutOffIsGivenWhole(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true, Config: func(c *config.Config) { c.Pricing.Builtin.Per1kCompletion = 1_000_000 }})
	before := credits(t, s).(float64)
	body := mustJSON(t, object{
		"messages": []object{{"role": "user", "content": "hi"}}, "max_tokens": 400, "ignore_eos": true, "stream": true,
		"stream_options": object{"include_usage": true}, "wallet_address": s.Wallet,
	})
	req, err := http.NewRequest("POST", s.URL+"/v1/chat/completions", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header = http.Header{"Content-Type": {"application/json"}, "Idempotency-Key": {"cut"}}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	first, err := bufio.NewReader(resp.Body).ReadBytes('\n')
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close() // cuts the connection
	var again reply
	for range 3000 {
		again = call(t, "POST", s.URL+"/v1/chat/completions", body, "Idempotency-Key", "cut")
		if again.status != http.StatusConflict {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	if again.status != 200 || !bytes.HasPrefix([]byte(again.body), first) || !strings.HasSuffix(again.body, "data: [DONE]\n\n") || !strings.Contains(again.body, `"completion_tokens":400`) {
		t.Errorf("again: %d, %d bytes that end in %q; want all 400 tokens", again.status, len(again.body), again.body[max(0, len(again.body)-200):])
	}
	receipt := must(t, call(t, "GET", s.URL+"/v1/receipts/"+again.header.Get("X-R3MES-Receipt"), nil))
	if receipt["outcome"] != "complete" || before-credits(t, s).(float64) != receipt["charge_microcredits"].(float64) {
		t.Errorf("receipt %v, %v paid; want one complete answer", receipt, before-credits(t, s).(float64))
	}
}

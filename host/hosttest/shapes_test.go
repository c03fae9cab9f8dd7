package hosttest_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/r3mes/r3mes/host/hosttest"
)

var update = flag.Bool("update", false, "rewrite golden files")

// What changes from run to run, with what stands for it.
var changing = []struct {
	pattern *regexp.Regexp
	as      string
}{
	{regexp.MustCompile(`"127\.0\.0\.1:\d+"`), `"ADDRESS"`},
	{regexp.MustCompile(`\b[0-9A-F]{64}\b`), "BLOCKHASH"},
	{regexp.MustCompile(`\b[0-9A-F]{40}\b`), "PROPOSER"},
	{regexp.MustCompile(`[0-9A-HJKMNP-TV-Z]{26}`), "ULID"},
	{regexp.MustCompile(`r3mes_[0-9A-Za-z]{61}`), "r3mes_KEY"},
	{regexp.MustCompile(`r3mest_[0-9A-Za-z]{61}`), "r3mest_TOKEN"},
	{regexp.MustCompile(`"date": "[A-Z][a-z]{2} \d\d"`), `"date": "DATE"`},
	{regexp.MustCompile(`"(signature)":"[^"]+"`), `"$1":"BASE64"`},
	{regexp.MustCompile(`((Nonce|"nonce"): "?)[0-9a-f]{32}`), "${1}NONCE"},
	{regexp.MustCompile(`"id": "[0-9A-Za-z]{12}"`), `"id": "KEYID"`},
	{regexp.MustCompile(`\d{4}-\d\d-\d\dT[0-9:.]+Z`), "TIME"},
	{regexp.MustCompile(`"(created|created_at)":( ?)\d+`), `"$1":${2}UNIX`},
	{regexp.MustCompile(`-\d+\.\d{6,}`), "LOGPROB"},
	{regexp.MustCompile(`"(content)":( ?)"[^"]+"(,"logprobs"|}|,\n +"refusal")`), `"$1":$2"TEXT"$3`},
	{regexp.MustCompile(`"(uptime_seconds|server_time)": \d+`), `"$1": N`},
	{regexp.MustCompile(`"((avg_)?latency_ms|\w+_latency_avg_ms|cache_ram_used_mb|average_latency|average_tokens_per_second)": [0-9.]+`), `"$1": N`},
	{regexp.MustCompile(`"timestamp": \d{13}`), `"timestamp": UNIXMS`},
	{regexp.MustCompile(`"text": "[^"]+"`), `"text": "TEXT"`},
	{regexp.MustCompile(`"(\w+)@[0-9a-f]{12}"`), `"$1@DIGEST"`},
	{regexp.MustCompile(`fp_[0-9a-f]{12}`), "fp_DIGEST"},
	{regexp.MustCompile(`"(data\.)?dir": "[^"]+"`), `"${1}dir": "FOLDER"`},
	{regexp.MustCompile(`"(digest|hash|Digest|Hash|head)": "[0-9a-f]{64}"`), `"$1": "SHA256"`},
}

func stable(text string) string {
	for _, c := range changing {
		text = c.pattern.ReplaceAllString(text, c.as)
	}
	return text
}

// indent makes a JSON body readable; another body stays as it is.
func indent(body string) string {
	var out bytes.Buffer
	if json.Indent(&out, []byte(strings.TrimSpace(body)), "", "  ") != nil {
		return strings.TrimRight(body, "\n")
	}
	return out.String()
}

// shape is one request whose answer is held to a reviewed text.
type shape struct {
	method, path string
	body         any
}

// TestShapes holds the answers of the routes that have no test of their own for
// it.
func TestShapes(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true})
	question := []object{{"role": "user", "content": "hi"}}
	shapes(t, s, "health", []shape{
		{"GET", "/", nil},
		{"GET", "/health", nil}, {"GET", "/health/live", nil}, {"GET", "/health/ready", nil}, {"GET", "/ready", nil}, {"GET", "/health/database", nil},
		{"GET", "/health/redis", nil}, {"GET", "/api/health/blockchain", nil},
	})
	shapes(t, s, "wallets", []shape{
		{"GET", "/api/network/stats", nil},
		{"GET", "/user/info/" + s.Wallet, nil}, {"GET", "/user/info/nobody", nil},
	})
	shapes(t, s, "chat", []shape{
		{"POST", "/chat", object{"message": "hi", "wallet_address": s.Wallet, "adapter": "coder"}},
		{"POST", "/chat", object{"wallet_address": s.Wallet}},
	})
	shapes(t, s, "keys", []shape{
		{"POST", "/api-keys/create", object{"wallet_address": "w1", "name": "laptop", "expires_days": 30}},
		{"POST", "/api-keys/create", object{"wallet_address": "w1"}},
		{"GET", "/api-keys/list/w1", nil},
		{"POST", "/api-keys/revoke", object{"api_key_id": "none", "wallet_address": "w1"}},
	})
	shapes(t, s, "openai", []shape{
		{"GET", "/v1/models", nil}, {"GET", "/v1/models/tiny:coder", nil}, {"GET", "/v1/models/nothing", nil},
		{"POST", "/v1/chat/completions", object{"messages": question, "max_tokens": 3, "wallet_address": s.Wallet, "model": "law"}},
		{"POST", "/v1/chat/completions", object{"messages": question, "max_tokens": 1, "wallet_address": s.Wallet, "stream": true}},
		{"POST", "/v1/chat/completions", object{"messages": question, "max_tokens": 1, "wallet_address": s.Wallet, "stream": true, "stream_options": object{"include_usage": true}}},
		{"POST", "/v1/chat/completions", object{"messages": question, "tools": []object{{}}}},
		{"POST", "/v1/chat/completions", object{"messages": question, "wallet_address": "w1"}},
	})
	shapes(t, s, "admin", []shape{
		{"POST", "/admin/wallets/w2/topup", object{"op_id": "t1", "amount_microcredits": 1_500_000, "reason": "test"}},
		{"POST", "/admin/wallets/w2/topup", object{"op_id": "t1", "amount_microcredits": 2_500_000}},
		{"GET", "/user/info/w2", nil},
		{"GET", "/admin/wallets/w2", nil},
		{"POST", "/admin/keys", object{"wallet": "w2", "scopes": []string{"operator"}}},
		{"GET", "/admin/keys?wallet=w2", nil},
		{"GET", "/admin/ledger/verify", nil},
	})
}

// shapes sends requests one after the other and holds their answers to the
// reviewed text testdata/shapes/<group>.golden: fields, types, order, status,
// and the headers that clients read. Run with -update after a deliberate change,
// and read the difference.
func shapes(t *testing.T, s *hosttest.Server, group string, list []shape, headers ...string) {
	t.Helper()
	var out strings.Builder
	for _, c := range list {
		got := call(t, c.method, s.URL+c.path, c.body, headers...)
		fmt.Fprintf(&out, "%s %s", c.method, c.path)
		if c.body != nil {
			fmt.Fprintf(&out, " %s", mustJSON(t, c.body))
		}
		fmt.Fprintf(&out, "\n-- %d %s", got.status, got.header.Get("Content-Type"))
		for _, name := range []string{"X-R3MES-Adapter", "X-R3MES-Receipt", "Retry-After", "WWW-Authenticate"} {
			if v := got.header.Get(name); v != "" {
				fmt.Fprintf(&out, "; %s: %s", name, v)
			}
		}
		if strings.HasPrefix(got.header.Get("Content-Type"), "text/plain") {
			got.body = "(text)" // a random model's; golden answers are the engine's tests
		}
		fmt.Fprintf(&out, "\n%s\n\n", indent(got.body))
		if id := got.header.Get("X-R3MES-Receipt"); id != "" {
			fmt.Fprintf(&out, "GET /v1/receipts/…\n-- its receipt\n%s\n\n", indent(call(t, "GET", s.URL+"/v1/receipts/"+id, nil).body))
		}
	}
	compare(t, "testdata/shapes/"+group+".golden", stable(out.String()))
}

func compare(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	gotLines, wantLines := strings.Split(got, "\n"), strings.Split(string(want), "\n")
	for i := range max(len(gotLines), len(wantLines)) {
		a, b := at(gotLines, i), at(wantLines, i)
		if a != b {
			t.Fatalf("%s:%d: got %q, want %q", path, i+1, a, b)
		}
	}
}

func at(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return "(end)"
}

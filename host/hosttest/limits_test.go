package hosttest_test

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/r3mes/r3mes/host/config"
	"github.com/r3mes/r3mes/host/hosttest"
)

// limitedTo starts a server in key mode whose limits are few.
func limitedTo(t *testing.T, chat, get, post string, more ...func(*config.Config)) *hosttest.Server {
	t.Helper()
	return tiny(t, hosttest.Options{NoPlugins: true, Config: func(c *config.Config) {
		c.Auth.Mode, c.Limits = config.ModeKey, config.Limits{Chat: chat, Get: get, Post: post}
		for _, f := range more {
			f(c)
		}
	}})
}

func TestTooManyRequestsAreRefused(t *testing.T) {
	s := limitedTo(t, "3/hour", "2/hour", "off")
	chat := func(path string, body object) reply { return call(t, "POST", s.URL+path, body, "X-API-Key", s.Key) }
	question := object{"messages": []object{{"role": "user", "content": "x"}}, "max_tokens": 2}
	for i, path := range []string{"/chat", "/v1/chat/completions", "/api/chat"} {
		got := chat(path, object{"message": "x", "messages": question["messages"], "max_tokens": 2})
		if left := strconv.Itoa(2 - i); got.status != 200 || got.header.Get("X-RateLimit-Limit") != "3" || got.header.Get("X-RateLimit-Remaining") != left {
			t.Fatalf("%s: %d %s %v, want 200 and %s left", path, got.status, got.body, got.header, left)
		}
	}
	got := chat("/chat", object{"message": "x"})
	if got.status != 429 || strings.TrimSpace(got.body) != `{"error":"Rate limit exceeded: 3 per 1 hour"}` {
		t.Errorf("the fourth: %d %s", got.status, got.body)
	}
	retry, _ := strconv.Atoi(got.header.Get("Retry-After"))
	reset, _ := strconv.ParseInt(got.header.Get("X-RateLimit-Reset"), 10, 64)
	if retry < 1 || retry > 3600 || reset < time.Now().Unix() || reset > time.Now().Unix()+3600 {
		t.Errorf("Retry-After %d, X-RateLimit-Reset %d", retry, reset)
	}
	if h := got.header; h.Get("X-RateLimit-Remaining") != "0" || h.Get("RateLimit-Policy") != `"chat";q=3;w=3600` || !strings.HasPrefix(h.Get("RateLimit"), `"chat";r=0;t=`) {
		t.Errorf("headers: %v", h)
	}
	if got := chat("/v1/chat/completions", question); got.status != 429 || !strings.Contains(got.body, `"code":"rate_limit_exceeded"`) {
		t.Errorf("OpenAI: %d %s", got.status, got.body)
	}
	// Refused by what it is for, and not by what it says: nothing of it was read.
	if got := call(t, "POST", s.URL+"/chat", `{"message":`); got.status != 429 {
		t.Errorf("a broken body: %d, want 429", got.status)
	}
	for i, want := range []int{200, 200, 429} {
		if got := call(t, "GET", s.URL+"/network/stats", nil); got.status != want {
			t.Errorf("GET %d: %d, want %d", i, got.status, want)
		}
	}
	for range 5 {
		if got := call(t, "GET", s.URL+"/health/live", nil); got.status != 200 || got.header.Get("X-RateLimit-Limit") != "" {
			t.Errorf("a probe: %d %v", got.status, got.header)
		}
	}
	scrape := call(t, "GET", s.URL+"/metrics", nil).body
	for _, line := range []string{`r3mes_rate_limited_total{class="chat"} 3`, `r3mes_rate_limited_total{class="get"} 1`} {
		if !strings.Contains(scrape, line) {
			t.Errorf("the scrape has no line %q", line)
		}
	}
	if balance := operatorBalance(t, s); balance != 1000_000_000-3_000_000 {
		t.Errorf("balance = %d micro-credits after three answers, want 997000000", balance)
	}
}

// operatorBalance asks over the administration socket, which has no limits.
func operatorBalance(t *testing.T, s *hosttest.Server) int64 {
	t.Helper()
	client := &http.Client{Transport: s.Operator()}
	var wallet struct {
		Available int64 `json:"available_microcredits"`
	}
	for range 5 {
		resp, err := client.Get("http://localhost/admin/wallets/" + s.Wallet)
		if err != nil {
			t.Fatal(err)
		}
		err = decode(resp.Body, &wallet)
		resp.Body.Close()
		if err != nil || resp.StatusCode != http.StatusOK {
			t.Fatalf("wallet: %d %v", resp.StatusCode, err)
		}
	}
	return wallet.Available
}

// A key is limited from wherever it comes, an address with whatever key; and who
// forges an address gains nothing.
func TestLimitsCountByAddressAndByKey(t *testing.T) {
	s := limitedTo(t, "off", "2/hour", "off", func(c *config.Config) { c.Server.TrustedProxies = []string{"127.0.0.1"} })
	other := newKey(t, s, s.Wallet)
	from := func(address, key string) int {
		return call(t, "GET", s.URL+"/user/info/"+s.Wallet, nil, "X-API-Key", key, "X-Forwarded-For", address).status
	}
	for i, c := range []struct {
		address, key string
		want         int
	}{
		{"192.0.2.1", s.Key, 200},
		{"192.0.2.2", s.Key, 200},
		{"192.0.2.3", s.Key, 429},            // the key's third
		{"192.0.2.3", other, 200},            // which did not count for the address
		{"192.0.2.9, 192.0.2.3", other, 200}, // forged before what the proxy added
		{"192.0.2.3", "r3mes_other", 429},    // the address's third
		{"192.0.2.4", "r3mes_other", 401},    // a wrong key counts too
		{"192.0.2.4", "r3mes_wrong", 401},
		{"192.0.2.4", "r3mes_guess", 429}, // so that keys cannot be guessed fast
		{"2001:db8::1", "r3mes_6", 401},
		{"2001:db8::2", "r3mes_6", 401},
		{"2001:db8::3", "r3mes_7", 429},
	} {
		if got := from(c.address, c.key); got != c.want {
			t.Errorf("request %d from %s: %d, want %d", i, c.address, got, c.want)
		}
	}
}

// Without trusted proxies the peer's address counts, whatever a header says.
func TestAForgedForwardedForGainsNothing(t *testing.T) {
	s := limitedTo(t, "off", "3/hour", "off")
	for i, want := range []int{200, 200, 200, 429, 429} {
		forged := fmt.Sprintf("192.0.2.%d", i)
		got := call(t, "GET", s.URL+"/v1/models", nil, "X-Forwarded-For", forged, "X-Real-IP", forged, "Forwarded", "for="+forged, "True-Client-IP", forged)
		if got.status != want {
			t.Errorf("request %d: %d, want %d", i, got.status, want)
		}
	}
}

func TestOpenModeHasNoLimitsOnThisMachine(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true, Config: func(c *config.Config) { c.Limits = config.Limits{Chat: "1/hour", Get: "1/hour", Post: "1/hour"} }})
	for range 5 {
		if got := call(t, "GET", s.URL+"/v1/models", nil); got.status != 200 || got.header.Get("X-RateLimit-Limit") != "" {
			t.Fatalf("%d %v", got.status, got.header)
		}
	}
}

// What the audit log says of an operator's address is the resolved one.
func TestTheAuditLogHasTheClientsAddress(t *testing.T) {
	s := limitedTo(t, "off", "off", "off", func(c *config.Config) { c.Server.TrustedProxies = []string{"127.0.0.0/8"} })
	boss := newKey(t, s, "ops", "operator")
	body := object{"wallet_address": s.Wallet, "name": "laptop"}
	if got := call(t, "POST", s.URL+"/api-keys/create", body, "X-API-Key", boss, "X-Forwarded-For", "198.51.100.1, 192.0.2.7"); got.status != 200 {
		t.Fatalf("%d %s", got.status, got.body)
	}
	log := call(t, "GET", s.URL+"/admin/audit?limit=1", nil, "X-API-Key", boss).body
	if !strings.Contains(log, `"192.0.2.7:0"`) || strings.Contains(log, "198.51.100.1") {
		t.Errorf("audit log: %s", log)
	}
}

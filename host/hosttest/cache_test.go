package hosttest_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/r3mes/r3mes/host/config"
	"github.com/r3mes/r3mes/host/hosttest"
	"github.com/r3mes/r3mes/host/redis/redistest"
	"github.com/r3mes/r3mes/store"
)

func TestAnswersAreServedFromTheCache(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true})
	for _, path := range []string{"/user/info/" + s.Wallet, "/network/stats"} {
		first, second := call(t, "GET", s.URL+path, nil), call(t, "GET", s.URL+"/api"+path+"?nonsense=1", nil)
		if first.header.Get("X-Cache") != "MISS" || second.header.Get("X-Cache") != "HIT" {
			t.Errorf("%s: %q then %q, want MISS then HIT", path, first.header.Get("X-Cache"), second.header.Get("X-Cache"))
		}
		if first.body != second.body || first.header.Get("Content-Type") != second.header.Get("Content-Type") {
			t.Errorf("%s: %q %q, then %q %q", path, first.header.Get("Content-Type"), first.body, second.header.Get("Content-Type"), second.body)
		}
		if first.header.Get("X-Request-ID") == second.header.Get("X-Request-ID") {
			t.Errorf("%s: a kept answer has the request id of another", path)
		}
	}
	for range 2 {
		if got := call(t, "GET", s.URL+"/user/info/nobody", nil); got.status != 404 || got.header.Get("X-Cache") != "" {
			t.Errorf("an unknown wallet: %d, X-Cache %q", got.status, got.header.Get("X-Cache"))
		}
	}
	scrape := call(t, "GET", s.URL+"/metrics", nil).body
	for _, line := range []string{"cache_hits_total 2", "cache_misses_total 4"} {
		if !strings.Contains(scrape, "\n"+line+"\n") {
			t.Errorf("the scrape has no line %q", line)
		}
	}
}

// neverStale spends, tops up and makes a wallet, and reads the balance and the
// sums from the cache right after each.
func neverStale(t *testing.T, s *hosttest.Server) {
	t.Helper()
	micro := int64(1_000_000_000)
	check := func(after string, caches ...string) {
		t.Helper()
		for _, want := range caches {
			got := call(t, "GET", s.URL+"/user/info/"+s.Wallet, nil)
			if balance := fmt.Sprintf(`"credits":%s,`, store.MicroCredits(micro)); !strings.Contains(got.body, balance) || got.header.Get("X-Cache") != want {
				t.Errorf("after %s: %s %s, want %s and %s", after, got.header.Get("X-Cache"), got.body, want, balance)
			}
			got = call(t, "GET", s.URL+"/network/stats", nil)
			if total := fmt.Sprintf(`"total_credits":%s,`, store.MicroCredits(micro)); !strings.Contains(got.body, total) {
				t.Errorf("after %s: %s, want %s", after, got.body, total)
			}
		}
	}
	call(t, "GET", s.URL+"/user/info/"+s.Wallet, nil)
	check("the start", "HIT")
	for range 3 {
		if got := call(t, "POST", s.URL+"/chat", object{"message": "x", "wallet_address": s.Wallet}); got.status != 200 {
			t.Fatalf("chat: %d %s", got.status, got.body)
		}
		micro -= 1_000_000
		check("a chat", "MISS", "HIT")
	}
	top := object{"op_id": "one", "amount_microcredits": 5_000_000}
	if got := call(t, "POST", s.URL+"/admin/wallets/"+s.Wallet+"/topup", top); got.status != 200 {
		t.Fatalf("top-up: %d %s", got.status, got.body)
	}
	micro += 5_000_000
	check("a top-up", "MISS", "HIT")
}

func TestABalanceIsNeverStale(t *testing.T) {
	neverStale(t, tiny(t, hosttest.Options{NoPlugins: true}))
}

// Who may not read a wallet may not read what is kept about it, and one caller's
// answer is not another's.
func TestKeptAnswersAreForWhoMayReadThem(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true, Config: func(c *config.Config) { c.Auth.Mode = config.ModeKey }})
	other, reader, boss := newKey(t, s, "bob"), newKey(t, s, s.Wallet, "read"), newKey(t, s, "ops", "operator")
	chatter := newKey(t, s, s.Wallet, "chat")
	for i, c := range []struct {
		key, cache string
		status     int
	}{
		{s.Key, "MISS", 200}, {s.Key, "HIT", 200}, {reader, "MISS", 200}, {boss, "MISS", 200}, {boss, "HIT", 200},
		{other, "", 403}, {chatter, "", 403}, {"", "", 401}, {s.Key[:len(s.Key)-1] + "!", "", 401}, {s.Key, "HIT", 200},
	} {
		got := call(t, "GET", s.URL+"/user/info/"+s.Wallet, nil, "X-API-Key", c.key)
		if got.status != c.status || got.header.Get("X-Cache") != c.cache {
			t.Errorf("caller %d: %d %q, want %d %q", i, got.status, got.header.Get("X-Cache"), c.status, c.cache)
		}
	}
}

// A key that is remembered is refused as soon as it is revoked, and its uses are
// noted.
func TestARememberedKeyEndsWithItsRevocation(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true, Config: func(c *config.Config) { c.Auth.Mode = config.ModeKey }})
	key, manager := newKey(t, s, s.Wallet, "read"), newKey(t, s, s.Wallet, "keys")
	id := key[len(store.KeyPrefix):][:store.KeyIDSize]
	used := func() any {
		for _, k := range call(t, "GET", s.URL+"/api-keys/list/"+s.Wallet, nil, "X-API-Key", manager).json(t)["api_keys"].([]any) {
			if k := k.(object); k["id"] == id {
				return k["last_used"]
			}
		}
		return nil
	}
	read := func() int { return call(t, "GET", s.URL+"/user/info/"+s.Wallet, nil, "X-API-Key", key).status }
	var last any
	for range 3 {
		if got := read(); got != 200 {
			t.Fatalf("status %d", got)
		}
		if now := used(); now == nil || now == last {
			t.Errorf("last used %v, then %v", last, now)
		} else {
			last = now
		}
	}
	end := object{"api_key_id": id, "wallet_address": s.Wallet}
	if got := call(t, "POST", s.URL+"/api-keys/revoke", end, "X-API-Key", manager); got.status != 200 {
		t.Fatalf("revoke: %d %s", got.status, got.body)
	}
	if got := read(); got != 401 {
		t.Errorf("a revoked key: %d, want 401", got)
	}
}

func TestHTTPRedisABalanceIsNeverStale(t *testing.T) {
	redis := redistest.Start(t)
	neverStale(t, tiny(t, hosttest.Options{NoPlugins: true, Config: func(c *config.Config) { c.Redis.URL = redis.URL }}))
}

// Two hosts with one Redis count together.
func TestHTTPRedisLimitsAreTheHostsTogether(t *testing.T) {
	redis := redistest.Start(t)
	share := func(c *config.Config) { c.Redis.URL = redis.URL }
	one, two := limitedTo(t, "off", "5/hour", "off", share), limitedTo(t, "off", "5/hour", "off", share)
	for i, want := range []int{200, 200, 200, 200, 200, 429, 429} {
		s := []*hosttest.Server{one, two}[i%2]
		if got := call(t, "GET", s.URL+"/v1/models", nil); got.status != want {
			t.Errorf("request %d: %d, want %d", i, got.status, want)
		}
	}
}

// Redis dies and comes back in the middle of traffic: no request fails, no
// balance is old, and the health route and the metrics say what happens.
func TestHTTPRedisDiesUnderTraffic(t *testing.T) {
	redis := redistest.Start(t)
	s := tiny(t, hosttest.Options{NoPlugins: true, Config: func(c *config.Config) {
		c.Redis.URL, c.Limits.Get = redis.URL, "1000000/day"
	}})
	healthy := func(want int) {
		t.Helper()
		waitUntil(t, fmt.Sprintf("/health/redis answers %d", want), func() bool { return call(t, "GET", s.URL+"/health/redis", nil).status == want })
	}
	healthy(200)
	stop := make(chan struct{})
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				for _, path := range []string{"/network/stats", "/user/info/" + s.Wallet, "/ready"} {
					resp, err := http.Get(s.URL + path)
					if err != nil {
						t.Error(err)
						return
					}
					resp.Body.Close()
					if resp.StatusCode != 200 {
						t.Errorf("%s: %d", path, resp.StatusCode)
					}
				}
			}
		})
	}
	for range 2 {
		redis.Kill()
		healthy(503)
		down := call(t, "GET", s.URL+"/health/redis", nil)
		if !strings.Contains(down.body, `"status":"unhealthy"`) || strings.Contains(down.body, "127.0.0.1") || strings.Contains(down.body, redistest.Password) {
			t.Errorf("health: %s", down.body)
		}
		if !strings.Contains(call(t, "GET", s.URL+"/metrics", nil).body, "\nr3mes_redis_up 0\n") {
			t.Error("the scrape does not say that Redis is gone")
		}
		redis.Begin()
		healthy(200)
	}
	close(stop)
	all.Wait()
	scrape := call(t, "GET", s.URL+"/metrics", nil).body
	if !strings.Contains(scrape, "\nr3mes_redis_up 1\n") || strings.Contains(scrape, "\nr3mes_redis_lost_total 0\n") {
		t.Error("the scrape does not say that Redis was gone and is back")
	}
	neverStale(t, s)
	for _, text := range []string{s.Log(), scrape} {
		if strings.Contains(text, redistest.Password) {
			t.Error("the password of Redis is told")
		}
	}
}

// waitUntil waits for what happens beside the requests.
func waitUntil(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(2 * time.Minute); !ok(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("not in two minutes: %s", what)
		}
	}
}

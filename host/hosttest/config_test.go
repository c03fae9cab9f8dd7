package hosttest_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/r3mes/r3mes/host/config"
	"github.com/r3mes/r3mes/host/hosttest"
)

// Live keys change what the server does from the next request on, all of them or
// none, and every other key is refused with the reason.
func TestTheConfigurationChangesWhileServing(t *testing.T) {
	s := hosttest.Start(t, hosttest.Options{Model: hosttest.Tiny(), Config: func(c *config.Config) { c.Auth.Mode = config.ModeKey }})
	operator := operatorKey(t, s)
	put := func(path string, body any) reply { return call(t, "PUT", s.URL+path, body, "X-API-Key", operator) }
	shown := func() object {
		return must(t, call(t, "GET", s.URL+"/config", nil, "X-API-Key", operator))["config"].(object)
	}
	ask := object{"message": "hello there"}
	chat := func() reply { return call(t, "POST", s.URL+"/chat", ask, "X-API-Key", s.Key) }

	if got := call(t, "GET", s.URL+"/config", nil, "X-API-Key", s.Key); got.status != 403 {
		t.Errorf("a wallet's key reads the configuration: %d %s", got.status, got.body)
	}
	before := shown()["limits.chat"]
	// All or nothing.
	if got := put("/config", object{"limits.chat": "1/hour", "server.listen": "0.0.0.0:1"}); got.status != 422 || !strings.Contains(got.body, "is read when the server starts") {
		t.Errorf("with a key that is not live: %d %s", got.status, got.body)
	}
	if got := put("/admin/config", object{"limits.chat": "1/hour", "log.level": "loud"}); got.status != 400 || !strings.Contains(got.body, "log.level") {
		t.Errorf("with a bad value: %d %s", got.status, got.body)
	}
	if now := shown()["limits.chat"]; now != before {
		t.Errorf("a refused change made limits.chat %v, want %v", now, before)
	}
	// Limits, as a nested table.
	must(t, put("/config", object{"limits": object{"chat": "2/hour"}}))
	for i, want := range []int{200, 200, 429} {
		if got := chat(); got.status != want {
			t.Errorf("chat %d with two an hour: %d %s", i+1, got.status, got.body)
		}
	}
	must(t, put("/config", object{"limits.chat": "off", "limits.get": "off", "limits.post": "off"}))
	// Prices are bounded anew.
	must(t, put("/config", object{"pricing.min_quote_microcredits": 3_000_000_000, "pricing.max_quote_microcredits": 4_000_000_000}))
	if got := chat(); got.status != http.StatusPaymentRequired {
		t.Errorf("a chat whose least quote nobody can pay: %d %s", got.status, got.body)
	}
	must(t, put("/config", object{"pricing.min_quote_microcredits": 0}))
	if got := chat(); got.status != 200 {
		t.Errorf("with the bound gone: %d %s", got.status, got.body)
	}
	// The router's threshold: nothing is similar enough, and the fallback serves.
	must(t, put("/config", object{config.RouterThreshold: 1, "plugins.fallback_adapter": "law"}))
	if got := chat(); got.status != 200 || got.header.Get("X-R3MES-Adapter") != "law" {
		t.Errorf("the fallback: %d, adapter %q", got.status, got.header.Get("X-R3MES-Adapter"))
	}
	if x := shown()["plugins.config."+config.RouterPlugin].(object)["threshold"]; x != 1.0 {
		t.Errorf("the threshold is shown as %v", x)
	}
	// Browser origins.
	origin := func() string {
		return call(t, "GET", s.URL+"/health/live", nil, "Origin", "https://new.example.com").header.Get("Access-Control-Allow-Origin")
	}
	if got := origin(); got != "" {
		t.Errorf("an origin that nobody allowed: %q", got)
	}
	must(t, put("/config", object{"server.cors_origins": []string{"https://new.example.com"}, "engine.queue": 7, "log.level": "error"}))
	if got := origin(); got != "https://new.example.com" {
		t.Errorf("an origin that was allowed: %q", got)
	}
	if got := call(t, "GET", s.URL+"/metrics", nil); !strings.Contains(got.body, "r3mes_queue_limit 7") {
		t.Errorf("the queue's length is not 7")
	}
	if got := must(t, call(t, "GET", s.URL+"/config/validate", nil, "X-API-Key", operator)); got["valid"] != true {
		t.Errorf("validate: %v", got)
	}
	acts := call(t, "GET", s.URL+"/admin/audit", nil, "X-API-Key", operator)
	if strings.Count(acts.body, `"config.set"`) < 8 || !strings.Contains(acts.body, `is read when the server starts`) {
		t.Errorf("audit: %s", acts.body)
	}
	s.Stop()

	again := hosttest.Start(t, hosttest.Options{Model: hosttest.Tiny(), Data: s.Data, Config: func(c *config.Config) { c.Auth.Mode = config.ModeKey }})
	kept := must(t, call(t, "GET", again.URL+"/config", nil, "X-API-Key", operator))["config"].(object)
	if kept["engine.queue"] != 7.0 || kept["limits.chat"] != "off" || kept["plugins.config."+config.RouterPlugin].(object)["threshold"] != 1.0 {
		t.Errorf("after a restart: queue %v, limit %v, router %v", kept["engine.queue"], kept["limits.chat"], kept["plugins.config."+config.RouterPlugin])
	}
}

// operatorKey makes a key of scope operator over the administration socket.
func operatorKey(t *testing.T, s *hosttest.Server) string {
	t.Helper()
	client := &http.Client{Transport: s.Operator()}
	resp, err := client.Post("http://localhost/admin/keys", "application/json", strings.NewReader(`{"wallet":"ops","scopes":["operator"]}`))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var key struct {
		Plain string `json:"api_key"`
	}
	if err := decode(resp.Body, &key); err != nil || key.Plain == "" {
		t.Fatal(resp.Status, err)
	}
	return key.Plain
}

// The golden file of /config is a list of all settings with their defaults, as an
// operator sees them.
func TestConfigShapes(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true})
	shapes(t, s, "config", []shape{
		{"GET", "/config", nil}, {"GET", "/config/validate", nil},
		{"PUT", "/config", object{"limits.chat": "20/minute"}}, {"PUT", "/config", object{"limits.chat": "often"}},
		{"PUT", "/config", object{"server.listen": "127.0.0.1:1"}}, {"PUT", "/config", object{"no.such": 1}},
	})
}

// Secrets of the configuration are not shown.
func TestTheConfigurationShowsNoSecret(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true, Config: func(c *config.Config) {
		c.Redis.URL = "redis://user:sesame@127.0.0.1:1/0"
	}})
	for _, path := range []string{"/config", "/api/config", "/admin/config", "/config/validate"} {
		if got := call(t, "GET", s.URL+path, nil); got.status != 200 || strings.Contains(got.body, "sesame") {
			t.Errorf("%s: %d %s", path, got.status, got.body)
		}
	}
}

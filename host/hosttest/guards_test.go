package hosttest_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/r3mes/r3mes/host/audit"
	"github.com/r3mes/r3mes/host/config"
	"github.com/r3mes/r3mes/host/hosttest"
	"github.com/r3mes/r3mes/store"
)

func TestOpenModeServesThisMachineOnly(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true})
	ask := object{"message": "x", "wallet_address": s.Wallet}
	for name, c := range map[string]struct {
		headers []string
		want    int
	}{
		"plain":                        {nil, 200},
		"localhost by name":            {[]string{"Host", "localhost:8000"}, 200},
		"IPv6 loopback":                {[]string{"Host", "[::1]"}, 200},
		"a rebound name":               {[]string{"Host", "evil.example"}, 403},
		"a name that begins like ours": {[]string{"Host", "127.0.0.1.evil.example"}, 403},
		"a page of another site":       {[]string{"Origin", "https://evil.example"}, 403},
		"a page without origin":        {[]string{"Origin", "null"}, 403},
		"a page of this machine":       {[]string{"Origin", "http://localhost:3000"}, 200},
		"a forged forwarded-for":       {[]string{"X-Forwarded-For", "8.8.8.8", "X-Forwarded-Host", "evil.example"}, 200},
	} {
		t.Run(name, func(t *testing.T) {
			got := call(t, "POST", s.URL+"/chat", ask, c.headers...)
			if got.status != c.want {
				t.Errorf("status %d %s, want %d", got.status, got.body, c.want)
			}
		})
	}
	preflight := call(t, "OPTIONS", s.URL+"/v1/chat/completions", nil, "Origin", "http://localhost:3000", "Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", "authorization")
	if preflight.header.Get("Access-Control-Allow-Origin") != "http://localhost:3000" {
		t.Errorf("preflight: %v", preflight.header)
	}
	if evil := call(t, "OPTIONS", s.URL+"/chat", nil, "Origin", "https://evil.example", "Access-Control-Request-Method", "POST"); evil.header.Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("preflight of another site: %v", evil.header)
	}
}

func TestHeadIsGetWithoutABody(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true})
	if got := call(t, "HEAD", s.URL+"/health/ready", nil); got.status != 200 || got.body != "" {
		t.Errorf("%d %q", got.status, got.body)
	}
}

func TestEveryAnswerHasItsIDAndSecurityHeaders(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true})
	seen := map[string]bool{}
	for _, path := range []string{"/", "/health", "/nowhere", "/v1/models", "/metrics", "/chat"} {
		got := call(t, "GET", s.URL+path, nil, "X-Request-ID", "chosen-by-client")
		id := got.header.Get("X-Request-ID")
		if len(id) != 26 || seen[id] {
			t.Errorf("%s: request id %q", path, id)
		}
		seen[id] = true
		for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer"} {
			if got.header.Get(name) != want {
				t.Errorf("%s: %s = %q, want %q", path, name, got.header.Get(name), want)
			}
		}
	}
}

func TestBadRequestsGetTheirStatus(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true, Config: func(c *config.Config) { c.Server.MaxBodyBytes = 40_000 }})
	key := []string{"X-API-Key", s.Key}
	for name, c := range map[string]struct {
		method, path string
		body         any
		headers      []string
		want         int
		says         string
	}{
		"an unknown path":              {"GET", "/nowhere", nil, nil, 404, `{"detail":"Not Found"}`},
		"an unknown path under api":    {"GET", "/api/nowhere", nil, nil, 404, `{"detail":"Not Found"}`},
		"an unknown path under v1":     {"GET", "/v1/nowhere", nil, nil, 404, `"code":"not_found"`},
		"the wrong method":             {"GET", "/chat", nil, nil, 405, `{"detail":"Method Not Allowed"}`},
		"the wrong content type":       {"POST", "/chat", `{}`, []string{"Content-Type", "text/plain"}, 415, "application/json"},
		"no JSON":                      {"POST", "/chat", `{"message":`, key, 422, `"loc":["body"]`},
		"no JSON for OpenAI":           {"POST", "/v1/chat/completions", `{`, key, 400, `"code":"invalid_request_error"`},
		"two values":                   {"POST", "/chat", `{"message":"x"} {}`, key, 422, "more than one"},
		"a wrong type":                 {"POST", "/chat", `{"message":5}`, key, 422, `"loc":["body","message"]`},
		"an empty message":             {"POST", "/chat", `{"message":""}`, key, 422, "1 to 10000"},
		"a message too long":           {"POST", "/chat", object{"message": strings.Repeat("é", 10_001)}, key, 422, "1 to 10000"},
		"a body too large":             {"POST", "/chat", object{"message": strings.Repeat("x", 50_000)}, key, 413, "40000"},
		"a prompt beyond the context":  {"POST", "/chat", object{"message": strings.Repeat("x", 9_000)}, key, 400, "context"},
		"the same for OpenAI":          {"POST", "/v1/chat/completions", object{"messages": []object{{"role": "user", "content": strings.Repeat("x", 9_000)}}}, key, 400, `"code":"context_length_exceeded"`},
		"no credentials":               {"POST", "/chat", object{"message": "x"}, nil, 401, `{"detail":"Invalid or expired API key"}`},
		"no credentials for OpenAI":    {"POST", "/v1/chat/completions", object{"messages": []object{{"role": "user", "content": "x"}}}, nil, 401, `"code":"invalid_api_key"`},
		"a made-up key":                {"POST", "/chat", object{"message": "x", "wallet_address": s.Wallet}, []string{"Authorization", "Bearer sk-123"}, 401, "Invalid or expired"},
		"a wallet without credit":      {"POST", "/chat", object{"message": "x", "wallet_address": "nobody"}, nil, 402, `{"detail":"Insufficient credits. Please mine blocks to earn credits."}`},
		"the same for OpenAI's":        {"POST", "/v1/chat/completions", object{"messages": []object{{"role": "user", "content": "x"}}, "wallet_address": "nobody"}, nil, 402, `"code":"insufficient_quota"`},
		"a wallet that is no name":     {"POST", "/chat", object{"message": "x", "wallet_address": "a b"}, nil, 422, "wallet_address"},
		"an unknown wallet":            {"GET", "/user/info/nobody", nil, nil, 404, `{"detail":"User not found"}`},
		"an unknown adapter":           {"POST", "/chat", object{"message": "x", "adapter": "nobody"}, key, 404, "nobody"},
		"an unknown model":             {"POST", "/v1/chat/completions", object{"model": "gpt-9", "messages": []object{{"role": "user", "content": "x"}}}, key, 404, `"code":"model_not_found"`},
		"an unknown model to look at":  {"GET", "/v1/models/gpt-9", nil, nil, 404, `"code":"model_not_found"`},
		"an unknown receipt":           {"GET", "/v1/receipts/none", nil, nil, 404, `"code":"receipt_not_found"`},
		"an unknown key to revoke":     {"POST", "/api-keys/revoke", object{"api_key_id": "x", "wallet_address": s.Wallet}, nil, 404, "API key not found"},
		"a key in the query":           {"GET", "/user/info/" + s.Wallet + "?api_key=" + s.Key, nil, nil, 400, "never accepted in URLs"},
		"a key in the path":            {"GET", "/user/info/" + s.Key, nil, nil, 400, "never accepted in URLs"},
		"an unknown field for admins":  {"POST", "/admin/wallets/w/topup", object{"op_id": "a", "amount_microcredits": 1, "ammount": 2}, nil, 400, "ammount"},
		"a top-up without a name":      {"POST", "/admin/wallets/w/topup", object{"amount_microcredits": 1}, nil, 400, "operation id"},
		"a negative top-up":            {"POST", "/admin/wallets/w/topup", object{"op_id": "a", "amount_microcredits": -1}, nil, 400, "not positive"},
		"a key for ever and a day":     {"POST", "/api-keys/create", object{"wallet_address": s.Wallet, "expires_days": 366}, nil, 422, "1 and 365"},
		"no messages":                  {"POST", "/v1/chat/completions", object{"messages": []object{}}, key, 400, `"param":"messages"`},
		"an unknown role":              {"POST", "/v1/chat/completions", object{"messages": []object{{"role": "wizard", "content": "x"}}}, key, 400, `messages[0].role`},
		"an image":                     {"POST", "/v1/chat/completions", object{"messages": []object{{"role": "user", "content": []object{{"type": "image_url"}}}}}, key, 400, `"code":"unsupported_parameter"`},
		"a temperature out of range":   {"POST", "/v1/chat/completions", object{"temperature": 2.5, "messages": []object{{"role": "user", "content": "x"}}}, key, 400, `"param":"temperature"`},
		"max_tokens of zero":           {"POST", "/v1/chat/completions", object{"max_tokens": 0, "messages": []object{{"role": "user", "content": "x"}}}, key, 400, `"param":"max_tokens"`},
		"a top_p that is not a number": {"POST", "/v1/chat/completions", object{"top_p": "x", "messages": []object{{"role": "user", "content": "x"}}}, key, 400, `"param":"top_p"`},
	} {
		t.Run(name, func(t *testing.T) {
			got := call(t, c.method, s.URL+c.path, c.body, c.headers...)
			if got.status != c.want || !strings.Contains(got.body, c.says) {
				t.Errorf("%d %s, want %d with %s", got.status, got.body, c.want, c.says)
			}
			if c.want == 405 && got.header.Get("Allow") != "POST" {
				t.Errorf("Allow = %q, want POST", got.header.Get("Allow"))
			}
		})
	}
	if got := balance(t, s, s.Wallet); got != "1000" {
		t.Errorf("balance = %s after refusals only, want 1000", got)
	}
}

func TestWhatIsNotSupportedIsRefusedByName(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true})
	for name, value := range map[string]any{
		"tools": []object{{"type": "web_search"}}, "functions": []object{{"name": "f"}}, "function_call": "f", "modalities": []string{"audio"},
	} {
		body := object{"messages": []object{{"role": "user", "content": "x"}}, "wallet_address": s.Wallet, name: value}
		got := call(t, "POST", s.URL+"/v1/chat/completions", body)
		if got.status != 400 || !strings.Contains(got.body, `"code":"unsupported_parameter"`) || !strings.Contains(got.body, `"param":"`+name+`"`) {
			t.Errorf("%s: %d %s", name, got.status, got.body)
		}
	}
	harmless := object{
		"messages": []object{{"role": "developer", "content": "be brief"}, {"role": "user", "content": []object{{"type": "text", "text": "x"}}}}, "wallet_address": s.Wallet,
		"tools": []object{}, "tool_choice": "none", "logprobs": false, "n": 1, "logit_bias": object{}, "response_format": object{"type": "text"}, "user": "u", "store": false, "invented": 1,
		"max_tokens": 3, "top_p": 0, "stop": "zzz", "seed": -4, "presence_penalty": 0.5, "frequency_penalty": -0.5, "top_k": 5, "min_p": 0.1, "repetition_penalty": 1.1,
	}
	if got := call(t, "POST", s.URL+"/v1/chat/completions", harmless); got.status != 200 {
		t.Errorf("harmless parameters: %d %s", got.status, got.body)
	}
}

func TestDribblingAndEndlessRequestsAreCutOff(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true, Config: func(c *config.Config) {
		c.Server.BodyTimeout, c.Server.HeaderTimeout, c.Server.MaxHeaderBytes = 100*time.Millisecond, 100*time.Millisecond, 4096
	}})
	address := strings.TrimPrefix(s.URL, "http://")
	for name, c := range map[string]struct{ sent, want string }{
		"a body that does not come": {"POST /chat HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\n{", "408"},
		"a body that nobody reads":  {"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\n{", "200"},
		"headers that do not end":   {"POST /chat HTTP/1.1\r\nHost: 127.0.0.1\r\n", ""}, // closed without an answer
		"headers without measure":   {"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Flood: " + strings.Repeat("x", 20_000) + "\r\n\r\n", "431"},
	} {
		t.Run(name, func(t *testing.T) {
			conn, err := net.Dial("tcp", address)
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			fmt.Fprint(conn, c.sent)
			conn.SetReadDeadline(time.Now().Add(20 * time.Second))
			line, err := bufio.NewReader(conn).ReadString('\n')
			if c.want == "" {
				if line != "" || err == nil {
					t.Errorf("answer %q, want the connection closed", line)
				}
			} else if !strings.Contains(line, " "+c.want+" ") {
				t.Errorf("answer %q (%v), want %s", line, err, c.want)
			}
		})
	}
}

func TestKeyModeWantsProof(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true, Config: func(c *config.Config) { c.Auth.Mode = config.ModeKey }})
	messages := []object{{"role": "user", "content": "x"}}
	other := newKey(t, s, "other")
	reader := newKey(t, s, s.Wallet, "read")
	manager := newKey(t, s, s.Wallet, "keys")
	boss := newKey(t, s, "ops", "operator")
	for name, c := range map[string]struct {
		method, path string
		body         any
		key          string
		want         int
	}{
		"a wallet only named":              {"POST", "/chat", object{"message": "x", "wallet_address": s.Wallet}, "", 401},
		"a wallet only named in the path":  {"GET", "/user/info/" + s.Wallet, nil, "", 401},
		"its key":                          {"POST", "/chat", object{"message": "x"}, s.Key, 200},
		"its key as bearer":                {"POST", "/v1/chat/completions", object{"messages": messages, "max_tokens": 2}, "Bearer " + s.Key, 200},
		"a key without the scope":          {"POST", "/chat", object{"message": "x"}, reader, 403},
		"a reading key reads":              {"GET", "/user/info/" + s.Wallet, nil, reader, 200},
		"another wallet's key":             {"GET", "/user/info/" + s.Wallet, nil, other, 403},
		"another wallet's credit":          {"POST", "/chat", object{"message": "x", "wallet_address": s.Wallet}, other, 402}, // other pays, and has nothing
		"an operator reads all":            {"GET", "/user/info/" + s.Wallet, nil, boss, 200},
		"a stranger at the admin door":     {"GET", "/admin/wallets", nil, s.Key, 403},
		"nobody at the admin door":         {"GET", "/admin/wallets", nil, "", 401},
		"an operator at the admin door":    {"GET", "/admin/wallets", nil, boss, 200},
		"making a key without the scope":   {"POST", "/api-keys/create", object{"wallet_address": s.Wallet}, s.Key, 403},
		"making more than one may oneself": {"POST", "/api-keys/create", object{"wallet_address": s.Wallet}, manager, 403},
		"listing keys with the scope":      {"GET", "/api-keys/list/" + s.Wallet, nil, manager, 200},
		"health is for all":                {"GET", "/health", nil, "", 200},
		"models are for all":               {"GET", "/v1/models", nil, "", 200},
	} {
		t.Run(name, func(t *testing.T) {
			var headers []string
			if bearer, ok := strings.CutPrefix(c.key, "Bearer "); ok {
				headers = []string{"Authorization", "Bearer " + bearer}
			} else if c.key != "" {
				headers = []string{"X-API-Key", c.key}
			}
			// In key mode the Host header is the operator's business.
			headers = append(headers, "Host", "r3mes.example")
			if got := call(t, c.method, s.URL+c.path, c.body, headers...); got.status != c.want {
				t.Errorf("%d %s, want %d", got.status, got.body, c.want)
			}
		})
	}
	receipt := call(t, "POST", s.URL+"/chat", object{"message": "x"}, "X-API-Key", s.Key).header.Get("X-R3MES-Receipt")
	for key, want := range map[string]int{s.Key: 200, reader: 200, other: 404, boss: 200} {
		if got := call(t, "GET", s.URL+"/v1/receipts/"+receipt, nil, "X-API-Key", key); got.status != want {
			t.Errorf("receipt by another key: %d %s, want %d", got.status, got.body, want)
		}
	}
}

// newKey makes a key through the administration socket's routes.
func newKey(t *testing.T, s *hosttest.Server, wallet string, scopes ...string) string {
	t.Helper()
	client := &http.Client{Transport: s.Operator()}
	body := object{"wallet": wallet}
	if len(scopes) > 0 {
		body["scopes"] = scopes
	}
	resp, err := client.Post("http://localhost/admin/keys", "application/json", strings.NewReader(mustJSON(t, body)))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var key struct {
		Plain string `json:"api_key"`
	}
	if err := decode(resp.Body, &key); err != nil || key.Plain == "" {
		t.Fatalf("new key: %d %v", resp.StatusCode, err)
	}
	return key.Plain
}

func TestALifeOfAKey(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true})
	made := call(t, "POST", s.URL+"/api-keys/create", object{"wallet_address": s.Wallet, "name": "laptop", "expires_days": 30}).json(t)
	plain := made["api_key"].(string)
	if got := call(t, "POST", s.URL+"/chat", object{"message": "x"}, "X-API-Key", plain); got.status != 200 {
		t.Fatalf("new key: %d %s", got.status, got.body)
	}
	var id string
	for _, k := range call(t, "GET", s.URL+"/api-keys/list/"+s.Wallet, nil).json(t)["api_keys"].([]any) {
		if k := k.(object); k["name"] == "laptop" {
			id = k["id"].(string)
			if k["is_active"] != true || k["expires_at"] == nil || k["last_used"] == nil {
				t.Errorf("listed as %v", k)
			}
		}
	}
	end := object{"api_key_id": id, "wallet_address": s.Wallet}
	if got := call(t, "POST", s.URL+"/api-keys/revoke", end); got.status != 200 {
		t.Fatalf("revoke: %d %s", got.status, got.body)
	}
	if got := call(t, "POST", s.URL+"/chat", object{"message": "x", "wallet_address": s.Wallet}, "X-API-Key", plain); got.status != 401 {
		t.Errorf("revoked key: %d, want 401 even though the body names a wallet", got.status)
	}
	if got := call(t, "DELETE", s.URL+"/api-keys/delete", end); got.status != 200 {
		t.Errorf("delete: %d %s", got.status, got.body)
	}
	if list := call(t, "GET", s.URL+"/api-keys/list/"+s.Wallet, nil).body; strings.Contains(list, id) {
		t.Errorf("a deleted key is listed: %s", list)
	}
}

// What an operator does to keys stands in the audit log, whichever route it took;
// what a wallet does to its own does not.
func TestActsOnKeysAreAudited(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true, Config: func(c *config.Config) { c.Auth.Mode = config.ModeKey }})
	boss, own := newKey(t, s, "ops", "operator"), newKey(t, s, "bob", "keys", "chat", "read")
	for _, key := range []string{own, boss} {
		made := call(t, "POST", s.URL+"/api-keys/create", object{"wallet_address": "bob", "name": "laptop"}, "X-API-Key", key).json(t)
		plain := made["api_key"].(string)
		end := object{"api_key_id": plain[len(store.KeyPrefix):][:store.KeyIDSize], "wallet_address": "bob"}
		for _, act := range []struct{ method, path string }{{"POST", "/api-keys/revoke"}, {"DELETE", "/api-keys/delete"}, {"DELETE", "/api-keys/delete"}} {
			call(t, act.method, s.URL+act.path, end, "X-API-Key", key)
		}
	}
	r := call(t, "GET", s.URL+"/admin/audit", nil, "X-API-Key", boss)
	var log struct{ Entries []audit.Entry }
	if err := json.Unmarshal([]byte(r.body), &log); err != nil || r.status != http.StatusOK {
		t.Fatalf("%d %s", r.status, r.body)
	}
	id := boss[len(store.KeyPrefix):][:store.KeyIDSize]
	var acts []string
	for _, e := range log.Entries {
		text := e.Act + " " + e.Target + " by " + strings.Replace(e.Name, id, "boss", 1)
		if e.Error != "" {
			text += " failed"
		}
		acts = append(acts, text)
	}
	want := []string{
		"key.delete bob by boss failed", "key.delete bob by boss", "key.revoke bob by boss", "key.create bob by boss",
		"key.create bob by local", "key.create ops by local",
	}
	if !slices.Equal(acts, want) {
		t.Errorf("acts %q, want %q", acts, want)
	}
	for _, key := range []string{boss, own} {
		if strings.Contains(r.body, key) {
			t.Error("a key's text is in the audit log")
		}
	}
}

// No key and no prompt may reach a log, a metric or an error, whatever goes
// wrong on the way.
func TestKeysAndPromptsAreNeverLogged(t *testing.T) {
	s := tiny(t, hosttest.Options{})
	const prompt = "CANARYPROMPT"
	forged := s.Key[:len(s.Key)-1] + "!"
	var said strings.Builder
	for _, key := range []string{s.Key, forged, "r3mes_CANARYKEYCANARYKEYCANARYKEYCANARYKEY"} {
		for _, c := range []struct {
			path string
			body any
		}{
			{"/chat", object{"message": prompt}},
			{"/chat", object{"message": prompt, "adapter": "nobody"}},
			{"/chat", object{"message": strings.Repeat(prompt, 800)}},
			{"/chat", `{"message": "` + prompt},
			{"/v1/chat/completions", object{"messages": []object{{"role": "user", "content": prompt}}, "max_tokens": 2}},
			{"/v1/chat/completions", object{"messages": []object{{"role": "user", "content": prompt}}, "temperature": 9}},
			{"/v1/chat/completions", object{"messages": prompt}},
			{"/v1/completions", object{"prompt": prompt, "max_tokens": 2}},
			{"/v1/completions", object{"prompt": object{"x": prompt}}},
			{"/v1/responses", object{"input": prompt, "max_output_tokens": 2}},
			{"/v1/responses", object{"input": []object{{"type": "odd", "text": prompt}}}},
			{"/v1/embeddings", object{"input": prompt, "model": "nothing"}},
			{"/v1/embeddings", object{"input": object{"x": prompt}}},
			{"/tokenize", object{"prompt": prompt}},
			{"/inference/generate", object{"prompt": prompt, "max_tokens": 2}},
			{"/inference/generate/stream", object{"prompt": prompt, "top_k": -1}},
			{"/chat?api_key=" + key, object{"message": prompt}},
			{"/" + key, object{"message": prompt}},
			{"/v1/models/" + key, nil},
		} {
			method := "POST"
			if c.body == nil {
				method = "GET"
			}
			got := call(t, method, s.URL+c.path, c.body, "X-API-Key", key)
			if got.status != 200 {
				said.WriteString(got.body)
			}
			call(t, method, s.URL+c.path, c.body, "Authorization", "Bearer "+key)
		}
	}
	said.WriteString(call(t, "GET", s.URL+"/metrics", nil).body)
	said.WriteString(s.Log())
	for _, canary := range []string{s.Key, s.Key[12:40], forged, "CANARYKEY", prompt} {
		if at := strings.Index(said.String(), canary); at >= 0 {
			text := said.String()
			t.Errorf("%q is told: …%s…", canary, text[max(0, at-120):min(len(text), at+60)])
		}
	}
}

package hosttest_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/r3mes/r3mes/host/config"
	"github.com/r3mes/r3mes/host/hosttest"
)

// raw sends text as it is on a connection of its own, and reads one answer.
func raw(t *testing.T, s *hosttest.Server, text string) reply {
	t.Helper()
	conn := dial(t, s)
	if _, err := io.WriteString(conn, text); err != nil {
		t.Fatal(err)
	}
	method, _, _ := strings.Cut(text, " ")
	resp, err := http.ReadResponse(bufio.NewReader(conn), &http.Request{Method: method})
	if err != nil {
		t.Fatalf("%.80q: %v", text, err)
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatalf("%.80q: %v", text, err)
	}
	return reply{resp.StatusCode, resp.Header, string(body)}
}

// A client of HTTP/1.1 that stops reading is cut off after the write timeout, and
// paid as far as it came. Four answers with 20 alternatives to each token are
// more than the kernel holds for a connection.
func TestAnAnswerThatIsNotReadIsCutOff(t *testing.T) {
	const tokens, answers = 1900, 4
	s := tiny(t, hosttest.Options{NoPlugins: true, Config: func(c *config.Config) {
		byToken(c)
		c.Server.WriteTimeout = 300 * time.Millisecond
	}})
	before := micro(t, balance(t, s, s.Wallet))
	conn := dial(t, s)
	if err := conn.(*net.TCPConn).SetReadBuffer(4096); err != nil {
		t.Fatal(err)
	}
	body := fmt.Sprintf(`{"messages":[{"role":"user","content":"x"}],"stream":true,"max_tokens":%d,"n":%d,"ignore_eos":true,"logprobs":true,"top_logprobs":20,"wallet_address":%q}`, tokens, answers, s.Wallet)
	fmt.Fprintf(conn, "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
	in := bufio.NewReaderSize(conn, 512)
	resp, err := http.ReadResponse(in, nil)
	if err != nil || resp.StatusCode != 200 {
		t.Fatal(resp, err)
	}
	settled(t, s, resp.Header.Get("X-R3MES-Receipt"), before, answers*tokens-1)
	if err := conn.(*net.TCPConn).SetReadBuffer(4 << 20); err != nil {
		t.Fatal(err)
	}
	if rest, err := io.ReadAll(resp.Body); err == nil {
		t.Errorf("what was not read ends in order: %.100q", rest[max(0, len(rest)-100):])
	}
}

// dial opens a connection that ends with the test, or when nothing comes for
// long.
func dial(t *testing.T, s *hosttest.Server) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	if err := conn.SetDeadline(time.Now().Add(2 * time.Minute)); err != nil {
		t.Fatal(err)
	}
	return conn
}

// No way of writing a path gets past who may call it, reads another route's
// answer or breaks the answer's headers.
func TestPathTricksOpenNothing(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true, Config: func(c *config.Config) { c.Auth.Mode = config.ModeKey }})
	for _, target := range []string{
		"/admin/wallets", "//admin/wallets", "/./admin/wallets", "/health/../admin/wallets", "/health/%2e%2e/admin/wallets", "/%2e/admin/wallets",
		"/admin%2fwallets", "/admin%2Fwallets", "/admin/%77allets", "/ADMIN/wallets", "/admin/wallets/", "/admin//wallets", "/admin/wallets;x=1", "/;/admin/wallets",
		"/admin/wallets%00", "/admin/wallets%20", "/admin/wallets%0d%0aX-Forged:%201", "/%c0%ae%c0%ae/admin/wallets", `/\admin\wallets`, "/api/admin/wallets", "/api//admin/wallets",
		"/api/../admin/wallets", "/v1/../admin/wallets", "http://localhost/admin/wallets", "http://evil.example//admin/wallets", "/admin/wallets?x=%00", "/admin/wallets#x",
		"/user/info/" + s.Wallet, "//user/info/" + s.Wallet, "/api/user/info/" + s.Wallet, "/user/info/%00", "/user/info/..%2f" + s.Wallet, "/user/info/" + s.Wallet + "%00",
		"/user/info/%0d%0aX-Forged:%201", "/user/info/" + strings.Repeat("a", 5000), "/v1/receipts/..%2f..%2fadmin%2fwallets", "*",
	} {
		for _, method := range []string{"GET", "HEAD"} {
			got := raw(t, s, method+" "+target+" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
			if got.status < 400 || got.status >= 500 || got.header.Get("X-Forged") != "" || strings.Contains(got.body, "microcredits") || strings.Contains(got.body, `"credits"`) {
				t.Errorf("%s %.80s: %d %v %.200s", method, target, got.status, got.header, got.body)
			}
		}
	}
	for _, text := range []string{
		"GET /health\x00 HTTP/1.1\r\nHost: localhost\r\n\r\n", "GET /health HTTP/1.1\r\nHost: localhost\r\nX-A: a\x00b\r\n\r\n", "GET /health HTTP/1.1\r\n\r\n",
		"GET /health HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "GET /health HTTP/9.9\r\nHost: a\r\n\r\n", "GET /health/live\r\n\r\n", // longer than what tells HTTP/2, or its tail is unread and resets the answer
		"POST /chat HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello", "POST /chat HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
		"POST /chat HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
		"POST /chat HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nContent-Type: application/json\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
	} {
		if got := raw(t, s, text); got.status < 400 || got.status == 500 {
			t.Errorf("%.60q: %d %s", text, got.status, got.body)
		}
	}
	if got := call(t, "GET", s.URL+"/health", nil); got.status != 200 {
		t.Errorf("after all that: %d", got.status)
	}
}

func TestHeaderFloods(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true, Config: func(c *config.Config) { c.Server.MaxHeaderBytes = 8 << 10 }})
	flood := func(n, size int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "X-%d: %s\r\n", i, strings.Repeat("x", size))
		}
		return b.String()
	}
	for name, c := range map[string]struct {
		head string
		want int
		says string
	}{
		"some headers":              {flood(50, 50), 200, "healthy"},
		"one long header":           {flood(1, 10_000), 431, `{"detail":"Request headers too large, the limit is 8192 bytes"}`},
		"many short headers":        {flood(1500, 1), 431, "8192"},
		"more than is looked at":    {flood(10, 10_000), 431, "431"},
		"one header without end":    {"X-A: " + strings.Repeat("x", 30_000) + "\r\n", 431, "431"},
		"a name and nothing else":   {strings.Repeat("x", 300) + "\r\n", 400, "400"},
		"a header in a continued …": {"X-A: a\r\n b\r\n", 200, "healthy"},
	} {
		t.Run(name, func(t *testing.T) {
			got := raw(t, s, "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"+c.head+"\r\n")
			if got.status != c.want || !strings.Contains(got.body, c.says) {
				t.Errorf("%d %.200s, want %d with %s", got.status, got.body, c.want, c.says)
			}
		})
	}
	if got := raw(t, s, "GET /v1/models?x="+strings.Repeat("x", 9000)+" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"); got.status != 431 || !strings.Contains(got.body, `"code":"request_too_large"`) {
		t.Errorf("a long query: %d %s", got.status, got.body)
	}
}

// Bodies that are too large, too deep, of the wrong kind or never end are
// refused before they cost anything.
func TestBadBodies(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true, Config: func(c *config.Config) { c.Server.MaxBodyBytes = 64 << 10 }})
	for name, c := range map[string]struct {
		media, body string
		want        int
	}{
		"as deep as a stack":           {"application/json", `{"message":` + strings.Repeat("[", 30_000), 422},
		"deep in what is ignored":      {"application/json", `{"x":` + strings.Repeat(`{"x":`, 9_000), 422},
		"a number beyond all":          {"application/json", `{"message":"x","wallet_address":"nobody","x":1e999999}`, 402},
		"bytes that are no text":       {"application/json", "{\"message\":\"\xff\xfe\",\"wallet_address\":\"nobody\"}", 402},
		"half a character":             {"application/json", `{"message":"\ud800","wallet_address":"nobody"}`, 402},
		"a byte order mark":            {"application/json", "\xef\xbb\xbf{\"message\":\"x\"}", 422},
		"a form":                       {"application/x-www-form-urlencoded", "message=x", 415},
		"a page's plain text":          {"text/plain", `{"message":"x","wallet_address":"` + s.Wallet + `"}`, 415},
		"a media type that is none":    {"application/json; charset", `{"message":"x"}`, 415},
		"two media types":              {"application/json, text/plain", `{"message":"x"}`, 415},
		"JSON with another name":       {"application/vnd.api+json", `{"message":"x","wallet_address":"nobody"}`, 402},
		"larger than the limit":        {"application/json", `{"message":"` + strings.Repeat("x", 70_000) + `"}`, 413},
		"spaces larger than the limit": {"application/json", strings.Repeat(" ", 70_000) + `{"message":"x"}`, 413},
		"a second body":                {"application/json", `{"message":"x"}{"message":"y"}`, 422},
	} {
		t.Run(name, func(t *testing.T) {
			got := call(t, "POST", s.URL+"/chat", c.body, "Content-Type", c.media)
			if got.status != c.want {
				t.Errorf("%d %.200s, want %d", got.status, got.body, c.want)
			}
		})
	}
	t.Run("chunks without end", func(t *testing.T) {
		conn := dial(t, s)
		io.WriteString(conn, "POST /chat HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
		chunk := fmt.Sprintf("%x\r\n%s\r\n", 16<<10, strings.Repeat(" ", 16<<10))
		go func() {
			for { // until the server has enough
				if _, err := io.WriteString(conn, chunk); err != nil {
					return
				}
			}
		}()
		resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil || resp.StatusCode != 413 {
			t.Fatalf("%v %v, want 413", resp, err)
		}
	})
	if got := balance(t, s, s.Wallet); got != "1000" {
		t.Errorf("balance = %s, want 1000", got)
	}
}

// What is said twice has one meaning: of a field the last, of credentials the
// first, and a wrong one is not made good by a right one behind it.
func TestSaidTwice(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true})
	got := call(t, "POST", s.URL+"/chat", `{"message":"x","wallet_address":"nobody","wallet_address":"`+s.Wallet+`"}`)
	if got.status != 200 {
		t.Errorf("the last wallet pays: %d %s", got.status, got.body)
	}
	if got := call(t, "POST", s.URL+"/chat", `{"message":"x","wallet_address":"`+s.Wallet+`","wallet_address":"nobody"}`); got.status != 402 {
		t.Errorf("the last wallet has no credit: %d %s", got.status, got.body)
	}
	if got := balance(t, s, s.Wallet); got != "999" {
		t.Errorf("balance = %s, want 999: one of the two paid", got)
	}
	for name, c := range map[string]struct {
		headers http.Header
		want    int
	}{
		"a right key, then a wrong one":     {http.Header{"X-Api-Key": {s.Key, "r3mes_wrong"}}, 200},
		"a wrong key, then a right one":     {http.Header{"X-Api-Key": {"r3mes_wrong", s.Key}}, 401},
		"a wrong key and a right token":     {http.Header{"X-Api-Key": {"r3mes_wrong"}, "Authorization": {"Bearer " + s.Key}}, 401},
		"two tokens, the second right":      {http.Header{"Authorization": {"Bearer r3mes_wrong", "Bearer " + s.Key}}, 401},
		"another scheme is no credential":   {http.Header{"Authorization": {"Basic " + s.Key}}, 200},
		"an empty key is no credential":     {http.Header{"X-Api-Key": {""}}, 200},
		"a key with a space is another key": {http.Header{"X-Api-Key": {s.Key + " x"}}, 401},
	} {
		t.Run(name, func(t *testing.T) {
			req, err := http.NewRequest("GET", s.URL+"/user/info/"+s.Wallet, nil)
			if err != nil {
				t.Fatal(err)
			}
			req.Header = c.headers
			if got := answered(t, req); got.status != c.want {
				t.Errorf("%d %s, want %d", got.status, got.body, c.want)
			}
		})
	}
}

// Connections that send a byte now and then, in the head or in the body, are
// ended, and others are served meanwhile.
func TestSlowSendersHarmNobody(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true, Config: func(c *config.Config) {
		c.Server.HeaderTimeout, c.Server.BodyTimeout = time.Second, time.Second
	}})
	var all sync.WaitGroup
	for i := range 60 {
		conn := dial(t, s)
		begin, want := "GET /health HTTP/1.1\r\nHost: local", ""
		if i%2 == 1 {
			begin, want = "POST /chat HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{", "HTTP/1.1 408 "
		}
		if _, err := io.WriteString(conn, begin); err != nil {
			t.Fatal(err)
		}
		done := make(chan struct{})
		all.Go(func() {
			defer close(done)
			text, _ := io.ReadAll(conn) // ends when the server closes; the connection's deadline is minutes away
			if !strings.HasPrefix(string(text), want) || want == "" && strings.Contains(string(text), " 200 ") {
				t.Errorf("answer %.100q, want %q", text, want)
			}
			if want != "" && !strings.Contains(string(text), `{"detail":"The request body took too long to arrive"}`) {
				t.Errorf("answer %q", text)
			}
		})
		all.Go(func() {
			for {
				select {
				case <-done:
					return
				case <-time.After(50 * time.Millisecond):
					_, _ = io.WriteString(conn, " ") // fails once the server has enough
				}
			}
		})
	}
	for range 20 {
		if got := call(t, "POST", s.URL+"/chat", object{"message": "x", "wallet_address": s.Wallet}); got.status != 200 {
			t.Errorf("another's chat: %d %s", got.status, got.body)
		}
	}
	all.Wait()
}

// In production a page may call only when its origin is configured, letter for
// letter.
func TestCORSAbuse(t *testing.T) {
	const app = "https://app.example"
	s := tiny(t, hosttest.Options{NoPlugins: true, Config: func(c *config.Config) {
		c.Auth.Mode, c.Server.CORSOrigins = config.ModeKey, []string{app}
	}})
	preflight := func(origin, method, header string) http.Header {
		return call(t, "OPTIONS", s.URL+"/v1/chat/completions", nil, "Origin", origin, "Access-Control-Request-Method", method, "Access-Control-Request-Headers", header).header
	}
	for _, origin := range []string{
		"http://app.example", "https://app.example.evil.example", "https://evil.example", "https://app.example:444", "https://sub.app.example", "https://appXexample",
		"null", "file://", "https://app.example/", "https://app.example@evil.example", "http://localhost:3000", "http://127.0.0.1", "*", "https://app.example https://evil.example",
	} {
		if h := preflight(origin, "POST", "authorization"); h.Get("Access-Control-Allow-Origin") != "" || h.Get("Access-Control-Allow-Methods") != "" {
			t.Errorf("preflight of %s: %v", origin, h)
		}
		if h := call(t, "GET", s.URL+"/v1/models", nil, "Origin", origin).header; h.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("GET of %s: %v", origin, h)
		}
	}
	for _, method := range []string{"GET", "POST", "PUT", "DELETE"} {
		h := preflight(app, method, "x-api-key,content-type")
		if h.Get("Access-Control-Allow-Origin") != app || h.Get("Access-Control-Allow-Methods") != method || !strings.EqualFold(h.Get("Access-Control-Allow-Headers"), "x-api-key, content-type") {
			t.Errorf("preflight of %s: %v", method, h)
		}
	}
	for _, method := range []string{"PATCH", "TRACE", "CONNECT", "X"} {
		if h := preflight(app, method, ""); h.Get("Access-Control-Allow-Methods") != "" {
			t.Errorf("preflight of %s: %v", method, h)
		}
	}
	h := call(t, "GET", s.URL+"/v1/models", nil, "Origin", app).header
	exposed := strings.Split(h.Get("Access-Control-Expose-Headers"), ", ")
	for i := range exposed {
		exposed[i] = strings.ToLower(exposed[i])
	}
	slices.Sort(exposed)
	want := []string{"x-r3mes-adapter", "x-r3mes-receipt", "x-ratelimit-limit", "x-ratelimit-remaining", "x-request-id"}
	if h.Get("Access-Control-Allow-Origin") != app || h.Get("Access-Control-Allow-Credentials") != "" || !slices.Contains(h.Values("Vary"), "Origin") || !slices.Equal(exposed, want) {
		t.Errorf("headers %v, exposed %q", h, exposed)
	}
	// A refusal can be read by the page too.
	if h := call(t, "GET", s.URL+"/user/info/x", nil, "Origin", app); h.status != 401 || h.header.Get("Access-Control-Allow-Origin") != app {
		t.Errorf("a refusal: %d %v", h.status, h.header)
	}
}

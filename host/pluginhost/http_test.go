package pluginhost

import (
	"cmp"
	"context"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/r3mes/r3mes/sdk"
	"github.com/r3mes/r3mes/store"
)

// loopback opens the range that test servers listen in.
const loopback = " net=127.0.0.0/8"

// web is a server and the port by which names of the test resolver lead to it.
type web struct {
	*httptest.Server
	port string
}

func serveWeb(t *testing.T, handler http.HandlerFunc) web {
	t.Helper()
	s := httptest.NewServer(handler)
	t.Cleanup(s.Close)
	u, err := url.Parse(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	return web{s, u.Port()}
}

// names makes every name lead to the loopback address.
func names(h *Host) *Host {
	h.web.dialer.lookup = func(context.Context, string) ([]netip.Addr, error) {
		return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, nil
	}
	return h
}

// ask makes a request as a guest does.
func (r *reacher) ask(w webRequest, body string) (string, error) {
	r.t.Helper()
	text, err := json.Marshal(w)
	if err != nil {
		r.t.Fatal(err)
	}
	p, err := r.call("http_request", r.text(string(text)), r.text(body))
	return r.value(p), err
}

func (r *reacher) status() uint64 { return r.must("http_status_code") }

// refuses wants the request to fail with that text, and no server to see it.
func (r *reacher) refuses(says string, w webRequest) {
	r.t.Helper()
	_, err := r.ask(w, "")
	if err == nil || !strings.Contains(err.Error(), says) {
		r.t.Errorf("%s %s = %v, want an error with %q", w.Method, w.URL, err, says)
	}
	if got := r.status(); got != 0 {
		r.t.Errorf("%s %s: status %d after a refusal, want 0", w.Method, w.URL, got)
	}
}

func TestHTTP(t *testing.T) {
	s := serveWeb(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.Header().Add("X-Many", "one")
		w.Header().Add("X-Many", "two")
		w.WriteHeader(http.StatusTeapot)
		fmt.Fprintf(w, "%s %s %s %q %q", r.Method, r.URL, r.Host, body, r.Header["X-Asked"])
	})
	r := reach(t, names(reachHost(t, Options{})), sdk.HookRoute, "http:GET|POST a.example:"+s.port+loopback)
	base := "http://A.Example:" + s.port
	got, err := r.ask(webRequest{URL: base + "/x?y=1", Method: "post", Headers: map[string]string{"x-asked": "v", "Host": "evil", "Content-Length": "3"}}, "body")
	if want := `POST /x?y=1 A.Example:` + s.port + ` "body" ["v"]`; err != nil || got != want {
		t.Errorf("answered %q, %v, want %q", got, err, want)
	}
	if r.status() != http.StatusTeapot {
		t.Errorf("status %d, want 418", r.status())
	}
	var headers map[string]string
	if err := json.Unmarshal([]byte(r.value(r.must("http_headers"))), &headers); err != nil || headers["x-many"] != "one,two" {
		t.Errorf("headers are %v, %v, want x-many one,two", headers, err)
	}
	if got, err := r.ask(webRequest{URL: base}, ""); err != nil || !strings.HasPrefix(got, "GET / ") {
		t.Errorf("without a method: %q, %v, want a GET", got, err)
	}
	if r.requests["4xx"] != 2 {
		t.Errorf("counted %v, want two answers 4xx", r.requests)
	}
	if _, err := r.call("http_request", r.text("no JSON"), 0); err == nil {
		t.Error("a request that is no JSON was made")
	}
	if r.must("http_headers") != 0 || r.status() != 0 {
		t.Error("after a failed request the last answer can still be read")
	}
}

// A grant is host, port, method and scheme's port, and nothing near them.
func TestHTTPRefusesWhatIsNotGranted(t *testing.T) {
	var seen atomic.Int32
	s := serveWeb(t, func(http.ResponseWriter, *http.Request) { seen.Add(1) })
	other := serveWeb(t, func(http.ResponseWriter, *http.Request) { seen.Add(1) })
	r := reach(t, names(reachHost(t, Options{})), sdk.HookRoute, "http:GET a.example:"+s.port+loopback)
	at := func(method, host, port string) webRequest {
		return webRequest{Method: method, URL: "http://" + host + ":" + port + "/"}
	}
	for _, w := range []webRequest{
		at("POST", "a.example", s.port), at("TRACE", "a.example", s.port), at("GET", "b.example", s.port), at("GET", "a.example", other.port), at("GET", "x.a.example", s.port),
		at("GET", "127.0.0.1", s.port), at("GET", "[::ffff:127.0.0.1]", s.port), at("GET", "2130706433", s.port), at("GET", "0x7f.1", s.port),
		{URL: "http://user@a.example:" + s.port}, {URL: "http://a.example:" + s.port + "@b.example/"},
		{URL: "http://a.example/"}, {URL: "ftp://a.example:" + s.port}, {URL: "file:///etc/passwd"}, {URL: "//a.example:" + s.port}, {URL: "http:a.example:" + s.port},
		{URL: "http://a.example:" + s.port + "\x00"}, {URL: "http://a.example%00.b:" + s.port}, {URL: ""},
	} {
		r.refuses("", w)
	}
	if n := seen.Load(); n != 0 {
		t.Errorf("%d requests reached a server", n)
	}
	if r.denied[CapHTTP] < 15 {
		t.Errorf("counted %v denied calls", r.denied)
	}
	if _, err := r.ask(at("GET", "a.example.", s.port), ""); err != nil || seen.Load() != 1 {
		t.Errorf("the endpoint granted = %v", err)
	}
}

func TestPublicAddresses(t *testing.T) {
	for text, want := range map[string]bool{
		"1.1.1.1": true, "93.184.216.34": true, "2606:4700::1111": true, "100.63.255.255": true, "172.32.0.1": true,
		"0.0.0.0": false, "0.1.2.3": false, "10.1.2.3": false, "100.64.0.1": false, "100.127.255.255": false, "127.0.0.1": false, "127.255.255.254": false,
		"169.254.169.254": false, "172.16.0.1": false, "172.31.255.255": false, "192.0.0.170": false, "192.0.2.1": false, "192.88.99.1": false, "192.168.1.1": false,
		"198.18.0.1": false, "198.51.100.1": false, "203.0.113.1": false, "224.0.0.1": false, "239.1.1.1": false, "240.0.0.1": false, "255.255.255.255": false,
		"::": false, "::1": false, "::ffff:1.1.1.1": false, "::1.1.1.1": false, "64:ff9b::1.1.1.1": false, "64:ff9b:1::1": false, "100::1": false,
		"2001::1": false, "2001:db8::1": false, "2002:101:101::1": false, "3fff::1": false, "fc00::1": false, "fd12::1": false, "fe80::1": false, "fe80::1%eth0": false,
		"fec0::1": false, "ff02::1": false, "4000::1": false,
	} {
		if got := public(netip.MustParseAddr(text)); got != want {
			t.Errorf("public(%s) = %v, want %v", text, got, want)
		}
	}
}

// The operator's literal range is what opens an address, and only for that
// endpoint.
func TestPrivateAddressesNeedTheirRange(t *testing.T) {
	var seen atomic.Int32
	s := serveWeb(t, func(http.ResponseWriter, *http.Request) { seen.Add(1) })
	for _, c := range []struct {
		grant string
		ok    bool
	}{
		{"http:GET 127.0.0.1:" + s.port, false},
		{"http:GET 127.0.0.1:" + s.port + " net=127.0.0.2/32", false},
		{"http:GET 127.0.0.1:" + s.port + " net=10.0.0.0/8|192.168.0.0/16", false},
		{"http:GET 127.0.0.1:" + s.port + " net=127.0.0.1/32", true},
		{"http:GET 127.0.0.1:" + s.port + loopback, true},
	} {
		before := seen.Load()
		r := reach(t, reachHost(t, Options{}), sdk.HookRoute, c.grant)
		_, err := r.ask(webRequest{URL: s.URL}, "")
		if (err == nil) != c.ok || (err != nil && !errors.Is(err, errRefusedAddress) && !strings.Contains(err.Error(), "not public")) || (seen.Load() > before) != c.ok {
			t.Errorf("with %q: %v, want allowed: %v", c.grant, err, c.ok)
		}
		if !c.ok && r.denied[CapHTTP] != 1 {
			t.Errorf("with %q: counted %v, want one denied call", c.grant, r.denied)
		}
	}
}

// resolver answers each lookup with the next list, and the last for ever.
type resolver struct {
	mu      sync.Mutex
	answers [][]string
	asked   int
}

func (d *resolver) lookup(context.Context, string) ([]netip.Addr, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	texts := d.answers[min(d.asked, len(d.answers)-1)]
	d.asked++
	var list []netip.Addr
	for _, text := range texts {
		list = append(list, netip.MustParseAddr(text))
	}
	return list, nil
}

// A name server that changes its answer between the check and the connection,
// between two requests or between two hops gains nothing: each connection goes
// to an address that was checked for it.
func TestDNSRebinding(t *testing.T) {
	s := serveWeb(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/again" {
			http.Redirect(w, r, "/", http.StatusFound)
		}
	})
	const open, closed = "127.0.0.1", "127.0.0.2" // the grant opens only the first
	grant := "http:GET a.example:" + s.port + " net=127.0.0.1/32"
	for _, c := range []struct {
		name     string
		answers  [][]string
		path     string
		requests int
		lookups  int
		says     string
	}{
		{"the second request", [][]string{{open}, {closed}}, "/", 2, 2, "not public"},
		{"the hop after a redirect", [][]string{{open}, {closed}}, "/again", 1, 2, "not public"},
		{"after the check", [][]string{{open}, {open}, {closed}}, "/", 2, 2, ""}, // a connection that asked again would fail
		{"one address of several", [][]string{{open, closed}}, "/", 1, 1, "not public"},
		{"metadata service", [][]string{{"169.254.169.254"}}, "/", 1, 1, "not public"},
		{"an IPv4 address in IPv6", [][]string{{"::ffff:127.0.0.2"}}, "/", 1, 1, "not public"},
		{"NAT64", [][]string{{"64:ff9b::7f00:1"}}, "/", 1, 1, "not public"},
		{"no address at all", [][]string{{}}, "/", 1, 1, "no address"},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := reachHost(t, Options{})
			d := &resolver{answers: c.answers}
			h.web.dialer.lookup = d.lookup
			r := reach(t, h, sdk.HookRoute, grant)
			var err error
			for range c.requests {
				_, err = r.ask(webRequest{URL: "http://a.example:" + s.port + c.path}, "")
			}
			if (err == nil) != (c.says == "") || !strings.Contains(fmt.Sprint(err), cmp.Or(c.says, "nil")) {
				t.Errorf("the last request = %v, want an error with %q", err, c.says)
			}
			if d.asked != c.lookups {
				t.Errorf("%d lookups for the connections, want %d: one each", d.asked, c.lookups)
			}
		})
	}
}

func TestRedirectsAreCheckedLikeTheFirstRequest(t *testing.T) {
	var target string
	var escaped atomic.Int32
	other := serveWeb(t, func(http.ResponseWriter, *http.Request) { escaped.Add(1) })
	s := serveWeb(t, func(w http.ResponseWriter, r *http.Request) {
		code, to := http.StatusFound, target
		switch r.URL.Path {
		case "/loop":
			to = "/loop"
		case "/end":
			fmt.Fprintf(w, "%s %s", r.Method, r.Header.Get("Content-Type"))
			return
		case "/kept":
			code, to = http.StatusTemporaryRedirect, "/end"
		case "/changed":
			code, to = http.StatusSeeOther, "/end"
		case "/none":
			w.WriteHeader(http.StatusFound)
			return
		}
		http.Redirect(w, r, to, code)
	})
	base := "http://a.example:" + s.port
	r := reach(t, names(reachHost(t, Options{Limits: Limits{HTTPHook: time.Minute}})), sdk.HookRoute, "http:GET|POST a.example:"+s.port+loopback, "http:POST b.example:"+other.port+loopback)
	for _, to := range []string{
		other.URL, "http://b.example:" + other.port, "http://localhost:" + other.port, "http://[::1]:" + other.port, "//b.example:" + other.port + "/", "file:///etc/passwd",
		"http://a.example:" + other.port, "http://user@a.example:" + s.port, "https://a.example:" + s.port,
	} {
		target = to
		if _, err := r.ask(webRequest{URL: base + "/away"}, ""); err == nil {
			t.Errorf("a redirect to %s was followed", to)
		}
	}
	if n := escaped.Load(); n != 0 {
		t.Errorf("%d redirects reached another server", n)
	}
	if _, err := r.ask(webRequest{URL: base + "/loop"}, ""); err == nil || !strings.Contains(err.Error(), "more than 5 redirects") {
		t.Errorf("redirects without end = %v", err)
	}
	post := map[string]string{"Content-Type": "text/x"}
	for path, want := range map[string]string{"/kept": "POST text/x", "/changed": "GET "} {
		if got, err := r.ask(webRequest{URL: base + path, Method: "POST", Headers: post}, "b"); err != nil || got != want {
			t.Errorf("POST %s ended as %q, %v, want %q", path, got, err, want)
		}
	}
	if _, err := r.ask(webRequest{URL: base + "/none"}, ""); err != nil || r.status() != http.StatusFound {
		t.Errorf("a redirect to nowhere is an answer: %v, status %d", err, r.status())
	}
}

func TestHTTPIsBounded(t *testing.T) {
	release := make(chan struct{})
	s := serveWeb(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/hang":
			select {
			case <-release:
			case <-r.Context().Done():
			}
		case "/drip":
			for r.Context().Err() == nil {
				io.WriteString(w, "x")
				w.(http.Flusher).Flush()
				time.Sleep(time.Millisecond)
			}
		case "/big":
			io.WriteString(w, strings.Repeat("x", 1001))
		case "/head":
			w.Header().Set("X-Big", strings.Repeat("x", 64<<10))
		case "/exact":
			io.WriteString(w, strings.Repeat("x", 1000))
		}
	})
	defer close(release)
	l := Limits{HTTPCall: 150 * time.Millisecond, HTTPHook: 200 * time.Millisecond, HTTPBodyBytes: 1000}
	at := func(path string) webRequest { return webRequest{URL: "http://a.example:" + s.port + path} }
	grant := "http:GET a.example:" + s.port + loopback
	for _, path := range []string{"/hang", "/drip"} {
		r := reach(t, names(reachHost(t, Options{Limits: l})), sdk.HookRoute, grant)
		for range 3 { // the third finds the hook's time used up
			if _, err := r.ask(at(path), ""); err == nil || !strings.Contains(err.Error(), "deadline") {
				t.Errorf("%s = %v, want the deadline", path, err)
			}
		}
		if r.requests[httpTimeout] != 3 || r.httpTime.left > 0 {
			t.Errorf("%s: counted %v, %v left", path, r.requests, r.httpTime.left)
		}
	}
	r := reach(t, names(reachHost(t, Options{Limits: Limits{HTTPBodyBytes: 1000}})), sdk.HookRoute, grant)
	r.refuses("more than 1000 bytes", at("/big"))
	r.refuses("", at("/head"))
	if got, err := r.ask(at("/exact"), ""); err != nil || len(got) != 1000 {
		t.Errorf("an answer of the largest size: %d bytes, %v", len(got), err)
	}
	if _, err := r.ask(at("/exact"), strings.Repeat("x", 1001)); err == nil || !strings.Contains(err.Error(), "limit 1000") {
		t.Errorf("a body over the cap = %v", err)
	}
	many := at("/exact")
	many.Headers = map[string]string{"X-Long": strings.Repeat("x", maxHeaderBytes)}
	r.refuses("headers of", many)
	for name, value := range map[string]string{"X-A": "a\r\nX-B: b", "X A": "v", "": "v"} {
		bad := at("/exact")
		bad.Headers = map[string]string{name: value}
		r.refuses("header", bad)
	}
	t.Setenv("HTTP_PROXY", s.URL)
	t.Setenv("http_proxy", s.URL)
	if _, err := r.ask(at("/exact"), ""); err != nil {
		t.Errorf("with a proxy in the environment = %v", err)
	}
}

// vault is the Secrets of tests.
func vault(name string) (store.Secret, error) {
	if name == "broken" {
		return store.Secret{}, errors.New("vault: " + secretValue)
	}
	text, ok := map[string]string{"key": secretValue, "other": "other-value", "lines": "a\r\nX-Injected: b", "empty": ""}[name]
	if !ok {
		return store.Secret{}, ErrUnknownSecret
	}
	return store.NewSecret(text), nil
}

const secretValue = "s3cr3t-canary-value"

// A secret reaches the granted host and nobody else: not the guest by an echo
// in body or headers, not another host by a redirect, not an error.
func TestSecrets(t *testing.T) {
	var mu sync.Mutex
	var arrived []string
	note := func(r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		arrived = append(arrived, strings.Join(append(r.Header["X-Key"], r.Header["Authorization"]...), " "))
	}
	other := serveWeb(t, func(w http.ResponseWriter, r *http.Request) { note(r); io.WriteString(w, "other") })
	s := serveWeb(t, func(w http.ResponseWriter, r *http.Request) {
		note(r)
		switch r.URL.Path {
		case "/away":
			http.Redirect(w, r, "http://b.example:"+other.port+"/", http.StatusTemporaryRedirect)
		case "/stay":
			http.Redirect(w, r, "/", http.StatusFound)
		default:
			w.Header().Set("X-Echo", r.Header.Get("X-Key"))
			fmt.Fprintf(w, "%s %v", r.Header.Get("X-Key"), r.Header["Accept-Encoding"])
		}
	})
	h := names(reachHost(t, Options{Secrets: vault}))
	r := reach(t, h, sdk.HookRoute, "http:GET a.example:"+s.port+loopback, "http:GET b.example:"+other.port+loopback,
		"secrets:key", "secrets:missing", "secrets:broken", "secrets:lines", "secrets:empty")
	with := func(path string, headers ...string) webRequest {
		w := webRequest{URL: "http://a.example:" + s.port + path, Headers: map[string]string{"Accept-Encoding": "gzip"}}
		for i := 0; i < len(headers); i += 2 {
			w.Headers[headers[i]] = headers[i+1]
		}
		return w
	}
	var shown []string
	for _, path := range []string{"/", "/stay", "/away"} {
		got, err := r.ask(with(path, "X-Key", "a{{secret:key}}b", "Authorization", "Bearer {{secret:key}}"), "")
		shown = append(shown, got, fmt.Sprint(err), r.value(r.must("http_headers")))
	}
	full := "a" + secretValue + "b Bearer " + secretValue
	if want := []string{full, full, full, full, " "}; strings.Join(arrived, "|") != strings.TrimSpace(strings.Join(want, "|")) {
		t.Errorf("the servers saw %q, want %q", arrived, want)
	}
	if !strings.Contains(shown[0], "a[redacted]b []") {
		t.Errorf("the echo is %q, want it redacted and never compressed", shown[0])
	}
	for _, c := range []struct{ mark, says string }{
		{"{{secret:other}}", `needs the grant "secrets:other"`}, {"{{secret:missing}}", "does not exist"}, {"{{secret:broken}}", "cannot be read"},
		{"{{secret:lines}}", "more than one line"}, {"{{secret:empty}}", "empty"}, {"{{secret:}}", "not granted"}, {"{{secret:../key}}", "not granted"},
	} {
		_, err := r.ask(with("/", "X-Key", c.mark), "")
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s = %v, want an error with %q", c.mark, err, c.says)
		}
		shown = append(shown, fmt.Sprint(err))
	}
	if r.denied[CapSecrets] != 3 {
		t.Errorf("counted %v, want 3 secrets denied", r.denied)
	}
	// Marks are filled in headers only.
	got, err := r.ask(webRequest{URL: "http://a.example:" + s.port + "/?q={{secret:key}}"}, "{{secret:key}}")
	shown = append(shown, got, fmt.Sprint(err))
	for _, text := range shown {
		if strings.Contains(text, secretValue) {
			t.Errorf("the guest sees the secret: %q", text)
		}
	}
}

// Over plain HTTP a secret goes only to addresses that the operator opened by
// their range; over TLS to public ones.
func TestSecretsNeedTLSOrANamedRange(t *testing.T) {
	h := names(reachHost(t, Options{Secrets: vault}))
	r := reach(t, h, sdk.HookRoute, "http:GET a.example:80", "http:GET b.example:80 net=10.0.0.0/8", "secrets:key")
	header := map[string]string{"X-Key": "{{secret:key}}"}
	r.refuses("plain http", webRequest{URL: "http://a.example/", Headers: header})
	h.web.dialer.lookup = func(context.Context, string) ([]netip.Addr, error) {
		return []netip.Addr{netip.MustParseAddr("93.184.216.34")}, nil
	}
	r.refuses("not public", webRequest{URL: "http://b.example/", Headers: header})

	tls := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X-Key") == secretValue {
			io.WriteString(w, "arrived")
		}
	}))
	tls.Config.ErrorLog = log.New(io.Discard, "", 0) // of the handshake that is to fail
	tls.StartTLS()
	defer tls.Close()
	u, err := url.Parse(tls.URL)
	if err != nil {
		t.Fatal(err)
	}
	h = names(reachHost(t, Options{Secrets: vault}))
	r = reach(t, h, sdk.HookRoute, "http:GET example.com:"+u.Port()+loopback, "secrets:key")
	at := webRequest{URL: "https://example.com:" + u.Port(), Headers: header}
	if _, err := r.ask(at, ""); err == nil || !strings.Contains(err.Error(), "certificate") {
		t.Errorf("a certificate that nobody signed = %v", err)
	}
	h.web.roots = x509.NewCertPool()
	h.web.roots.AddCert(tls.Certificate())
	if got, err := r.ask(at, ""); err != nil || got != "arrived" {
		t.Errorf("over TLS: %q, %v", got, err)
	}
}

// Requests in parallel, some cut off, leave no connection and no goroutine.
func TestHTTPLeavesNothingBehind(t *testing.T) {
	s := serveWeb(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/hang" {
			<-r.Context().Done()
			return
		}
		io.WriteString(w, strings.Repeat("x", 10_000))
	})
	h := names(reachHost(t, Options{Limits: Limits{HTTPCall: 100 * time.Millisecond, HTTPBodyBytes: 5000}}))
	before := runtime.NumGoroutine()
	var wg sync.WaitGroup
	for i := range 20 {
		r := reach(t, h, sdk.HookRoute, "http:GET a.example:"+s.port+loopback)
		path := []string{"/hang", "/too-large"}[i%2]
		text := r.text(`{"url":"http://a.example:` + s.port + path + `"}`)
		wg.Go(func() {
			if _, err := r.call("http_request", text, 0); err == nil {
				t.Errorf("%s succeeded", path)
			}
		})
	}
	wg.Wait()
	eventually(t, func() bool { return runtime.NumGoroutine() <= before })
}

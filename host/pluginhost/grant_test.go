package pluginhost

import (
	"strings"
	"testing"

	"github.com/r3mes/r3mes/store"
)

func TestParseGrant(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"log", "log"},
		{"kv", "kv"},
		{"kv:keys=5", "kv:keys=5"},
		{"kv:bytes=5  keys=7", "kv:keys=7 bytes=5"},
		{"http", "http"},
		{"http:POST|GET|GET API.Example.com.:443", "http:GET|POST api.example.com:443"},
		{"http:GET 192.0.2.1:80", "http:GET 192.0.2.1:80"},
		{"http:GET [2001:DB8::0:1]:80", "http:GET [2001:db8::1]:80"},
		{"http:GET localhost:1 net=127.0.0.0/8|::1/128", "http:GET localhost:1 net=127.0.0.0/8|::1/128"},
		{"secrets:api-key", "secrets:api-key"},
	} {
		g, err := parseGrant(c.text)
		if err != nil || g.String() != c.want {
			t.Errorf("parseGrant(%q) = %q, %v, want %q", c.text, g, err, c.want)
		}
	}
}

func TestParseGrantRefuses(t *testing.T) {
	for _, c := range []struct{ text, says string }{
		{"", "is not one of"}, {"root", "is not one of"}, {"log:all", `write "log" alone`},
		{"kv:", "no quota"}, {"kv:keys=0", "want one number"}, {"kv:keys=1 keys=2", "want one number"}, {"kv:keys=99999999", "1 to 100000"}, {"kv:rows=1", "neither keys= nor bytes="},
		{"http:", "want methods"}, {"http:GET", "want methods"}, {"http:get a:1", "method"}, {"http:TRACE a:1", "method"}, {"http:CONNECT a:1", "method"},
		{"http:GET a", "no port"}, {"http:GET a:0", "port"}, {"http:GET a:65536", "port"}, {"http:GET a:https", "port"},
		{"http:GET *.example.com:443", "neither a host name"}, {"http:GET bücher.example:443", "neither a host name"},
		{"http:GET 127.1:80", "neither a host name"}, {"http:GET 0x7f.1:80", "neither a host name"}, {"http:GET 2130706433:80", "neither a host name"},
		{"http:GET [::ffff:10.0.0.1]:80", "neither a host name"}, {"http:GET [fe80::1%eth0]:80", "neither a host name"},
		{"http:GET a:1 net=10.0.0.1/8", "is not a range"}, {"http:GET a:1 net=10.0.0.1", "is not a range"}, {"http:GET a:1 net=::ffff:0:0/96", "is not a range"},
		{"http:GET a:1 10.0.0.0/8", "is not net="}, {"http:GET a:1 net=10.0.0.0/8 b", "want methods"},
		{"secrets:", "is not a secret's name"}, {"secrets:A", "is not a secret's name"}, {"secrets:a}}", "is not a secret's name"},
	} {
		if _, err := parseGrant(c.text); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("parseGrant(%q) = %v, want an error with %q", c.text, err, c.says)
		}
	}
}

// FuzzParseGrant: what is accepted is written and read again as the same.
func FuzzParseGrant(f *testing.F) {
	for _, text := range []string{"log", "kv:keys=5 bytes=7", "http:GET|POST a.example:443 net=10.0.0.0/8|fd00::/8", "http:GET [2001:db8::1]:80", "secrets:a"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		g, err := parseGrant(text)
		if err != nil {
			return
		}
		again, err := parseGrant(g.String())
		if err != nil || again.String() != g.String() {
			t.Errorf("%q is written as %q and read as %q, %v", text, g, again, err)
		}
	})
}

// The effective grants are what manifest, operator and ceiling have in common.
func TestAccess(t *testing.T) {
	everything := allCapabilities
	for _, c := range []struct {
		name                     string
		wanted, granted, ceiling []string
		want                     string
	}{
		{"nothing by default", []string{"kv", "http", "log"}, nil, everything, ""},
		{"nothing that is not wanted", nil, []string{"kv", "http:GET a:1", "log"}, everything, ""},
		{"the grant's quota", []string{"kv"}, []string{"kv:keys=5 bytes=6"}, everything, "kv:keys=5 bytes=6"},
		{"the default quota", []string{"kv"}, []string{"kv"}, everything, "kv:keys=1000 bytes=1048576"},
		{"never more than the grant", []string{"kv:keys=90000"}, []string{"kv"}, everything, "kv:keys=1000 bytes=1048576"},
		{"no more than is wanted", []string{"kv:keys=3"}, []string{"kv"}, everything, "kv:keys=3 bytes=1048576"},
		{"the endpoint granted", []string{"http"}, []string{"http:GET|POST a:1"}, everything, "http:GET|POST a:1"},
		{"the methods both name", []string{"http:GET|PUT a:1"}, []string{"http:GET|POST a:1"}, everything, "http:GET a:1"},
		{"no endpoint in common", []string{"http:GET a:1"}, []string{"http:GET a:2", "http:GET b:1", "http:POST a:1"}, everything, ""},
		{"grants of one endpoint together", []string{"http"}, []string{"http:GET a:1", "http:POST a:1"}, everything, "http:GET|POST a:1"},
		{"grants of other ranges apart", []string{"http"}, []string{"http:GET a:1", "http:POST a:1 net=10.0.0.0/8"}, everything, "http:GET a:1, http:POST a:1 net=10.0.0.0/8"},
		{"what two wishes meet once", []string{"http", "http:GET a:1"}, []string{"http:GET a:1 net=fd00::/8|10.0.0.0/8"}, everything, "http:GET a:1 net=10.0.0.0/8|fd00::/8"},
		{"secrets by name", []string{"secrets"}, []string{"secrets:b", "secrets:a"}, everything, "secrets:a, secrets:b"},
		{"only secrets that are wanted", []string{"secrets:a"}, []string{"secrets:b", "secrets:a"}, everything, "secrets:a"},
		{"inside a narrow ceiling", []string{"http", "kv"}, []string{"http:GET a:1", "kv:keys=5 bytes=5"}, []string{"http:GET|POST a:1", "kv:keys=5 bytes=5"}, "kv:keys=5 bytes=5, http:GET a:1"},
	} {
		a, err := newAccess(c.wanted, c.granted, c.ceiling)
		if got := strings.Join(a.texts, ", "); err != nil || got != c.want {
			t.Errorf("%s: effective grants are %q, %v, want %q", c.name, got, err, c.want)
		}
	}
	for _, c := range []struct{ granted, ceiling string }{
		{"log", "kv"}, {"kv:keys=6", "kv:keys=5"}, {"kv", "kv:bytes=5"}, {"http:GET a:1", "http:GET a:2"}, {"http:GET|POST a:1", "http:GET a:1"},
		{"http:GET a:1 net=10.0.0.0/8", "http:GET a:1"}, {"secrets:a", "secrets:b"},
	} {
		if _, err := newAccess(nil, []string{c.granted}, []string{c.ceiling}); err == nil || !strings.Contains(err.Error(), "is wider than the host's ceiling ("+c.ceiling+")") || !strings.Contains(err.Error(), c.granted) {
			t.Errorf("grant %q under the ceiling %q: %v, want a refusal by name", c.granted, c.ceiling, err)
		}
	}
	if a, err := newAccess([]string{"kv"}, []string{"kv:keys=7 bytes=8"}, everything); err != nil || a.quota != (store.KVQuota{Keys: 7, Bytes: 8}) {
		t.Errorf("quota is %+v, %v", a.quota, err)
	}
}

// A range that is open to one method is not open to another, and the grants of
// one method add up.
func TestRangesBelongToTheirMethod(t *testing.T) {
	a, err := newAccess([]string{"http"}, []string{
		"http:GET a:1", "http:POST a:1 net=10.0.0.0/8", "http:PUT|POST a:1 net=192.168.0.0/16", "http:POST b:1 net=172.16.0.0/12",
	}, allCapabilities)
	if err != nil {
		t.Fatal(err)
	}
	for method, want := range map[string]string{
		"GET": "GET a:1", "PUT": "PUT a:1 net=192.168.0.0/16", "POST": "POST a:1 net=10.0.0.0/8|192.168.0.0/16", "DELETE": "",
	} {
		got := ""
		if e, ok := a.endpoint(method, "a", 1); ok {
			got = e.String()
		}
		if got != want {
			t.Errorf("%s may reach %q, want %q", method, got, want)
		}
	}
}

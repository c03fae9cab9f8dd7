package api

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"
)

func TestWhoACallerIsBehindProxies(t *testing.T) {
	behind := &server{Parts: Parts{Open: true, Proxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("127.0.0.1/32")}}}
	direct := &server{Parts: Parts{Open: true}}
	for name, c := range map[string]struct {
		server    *server
		peer      string
		forwarded []string
		want      string
		unlimited bool
	}{
		"no proxies, nothing said":                  {direct, "192.0.2.7:1234", nil, "192.0.2.7", false},
		"no proxies, a forged address":              {direct, "192.0.2.7:1234", []string{"127.0.0.1"}, "192.0.2.7", false},
		"this machine":                              {direct, "127.0.0.1:1234", nil, "127.0.0.1", true},
		"this machine says that it is another":      {direct, "127.0.0.1:1234", []string{"8.8.8.8"}, "127.0.0.1", true},
		"this machine by IPv6":                      {direct, "[::1]:1234", nil, "::1", true},
		"IPv4 written as IPv6":                      {direct, "[::ffff:192.0.2.7]:1234", nil, "192.0.2.7", false},
		"a proxy speaks for a client":               {behind, "10.1.2.3:1234", []string{"192.0.2.7"}, "192.0.2.7", false},
		"a stranger speaks for a client":            {behind, "192.0.2.9:1234", []string{"192.0.2.7"}, "192.0.2.9", false},
		"a client forges a chain":                   {behind, "10.1.2.3:1234", []string{"127.0.0.1, 192.0.2.7"}, "192.0.2.7", false},
		"a client forges it in a header of its own": {behind, "10.1.2.3:1234", []string{"127.0.0.1", "192.0.2.7"}, "192.0.2.7", false},
		"two proxies":                               {behind, "10.1.2.3:1234", []string{"192.0.2.7, 10.9.9.9"}, "192.0.2.7", false},
		"proxies only":                              {behind, "10.1.2.3:1234", []string{"10.9.9.9"}, "10.1.2.3", false},
		"garbage by a proxy on this machine":        {behind, "127.0.0.1:1234", []string{"x"}, "127.0.0.1", false},
		"nothing by a proxy on this machine":        {behind, "127.0.0.1:1234", nil, "127.0.0.1", true},
		"a proxy's client with a zone":              {behind, "10.1.2.3:1234", []string{"fe80::1%eth0"}, "fe80::1", false},
	} {
		t.Run(name, func(t *testing.T) {
			r := httptest.NewRequest("GET", "/", nil)
			r.RemoteAddr = c.peer
			for _, f := range c.forwarded {
				r.Header.Add("X-Forwarded-For", f)
			}
			c.server.address(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
				if got := client(r).String(); got != c.want {
					t.Errorf("client %s, want %s", got, c.want)
				}
				if got := c.server.unlimited(r); got != c.unlimited {
					t.Errorf("unlimited = %v, want %v", got, c.unlimited)
				}
			})).ServeHTTP(httptest.NewRecorder(), r)
		})
	}
}

func TestNamesThatARequestCountsFor(t *testing.T) {
	names := func(peer, key string) []string {
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = peer
		if key != "" {
			r.Header.Set("X-API-Key", key)
		}
		return callers(r)
	}
	if got := names("192.0.2.7:1", ""); len(got) != 1 || got[0] != "ip:192.0.2.7" {
		t.Errorf("without a key: %q", got)
	}
	one, other := names("[2001:db8::1]:1", "r3mes_one"), names("[2001:db8::2]:2", "r3mes_two")
	if one[0] != "ip:2001:db8::/64" || other[0] != one[0] {
		t.Errorf("two addresses of a network count as %q and %q", one[0], other[0])
	}
	if one[1] == other[1] || len(one[1]) != len("key:")+32 {
		t.Errorf("two keys count as %q and %q", one[1], other[1])
	}
}

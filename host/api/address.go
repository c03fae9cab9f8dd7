package api

import (
	"net"
	"net/http"
	"net/netip"

	"github.com/go-chi/chi/v5/middleware"
)

// address makes RemoteAddr the client's: the peer, or behind trusted proxies
// the last address in X-Forwarded-For that is not a proxy's. Limits, logs and
// the audit log read it from there.
func (s *server) address(next http.Handler) http.Handler {
	if len(s.Proxies) == 0 {
		return next
	}
	trusted := make([]string, len(s.Proxies))
	for i, p := range s.Proxies {
		trusted[i] = p.String()
	}
	return middleware.ClientIPFromXFF(trusted...)(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// Not valid: the chain is broken, or holds proxies only. Then the peer is
		// all that is known.
		if addr := middleware.GetClientIPAddr(r.Context()); addr.IsValid() {
			r = r.WithContext(r.Context())
			r.RemoteAddr = net.JoinHostPort(addr.String(), "0")
		}
		next.ServeHTTP(w, r)
	}))
}

// unproven tells whether a proxy said for whom it asks, but not so that it
// could be believed.
func (s *server) unproven(r *http.Request) bool {
	return len(s.Proxies) > 0 && r.Header.Get("X-Forwarded-For") != "" && !middleware.GetClientIPAddr(r.Context()).IsValid()
}

// client is the address that a request comes from; see address. It is not valid
// on a socket file.
func client(r *http.Request) netip.Addr {
	if peer, err := netip.ParseAddrPort(r.RemoteAddr); err == nil {
		return peer.Addr().Unmap().WithZone("")
	}
	return netip.Addr{}
}

package api

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/netip"
	"strconv"
	"time"

	"github.com/r3mes/r3mes/host/ratelimit"
)

// classes are the counters of the limits that a route may have.
var classes = map[limit]ratelimit.Class{limitChat: ratelimit.Chat, limitGet: ratelimit.Get, limitPost: ratelimit.Post}

// limited refuses requests beyond the route's limit, before anything of them is
// read or looked up.
func (s *server) limited(rt route, h handler) handler {
	class, counts := classes[rt.limits()]
	if !counts {
		return h
	}
	return func(w http.ResponseWriter, r *http.Request) error {
		if err := s.count(w, r, class); err != nil {
			return err
		}
		return h(w, r)
	}
}

// count counts one request, says in the headers what is left, and fails when it
// is one too many.
func (s *server) count(w http.ResponseWriter, r *http.Request, class ratelimit.Class) error {
	d, err := s.take(r, class)
	if d.Rate.Count == 0 {
		return err
	}
	h := w.Header()
	limit, remaining, reset := strconv.Itoa(d.Rate.Count), strconv.Itoa(d.Remaining), time.Now().Add(d.Reset)
	h.Set("X-RateLimit-Limit", limit)
	h.Set("X-RateLimit-Remaining", remaining)
	h.Set("X-RateLimit-Reset", strconv.FormatInt(reset.Unix(), 10))
	h.Set("RateLimit-Policy", fmt.Sprintf("%q;q=%s;w=%d", class, limit, seconds(d.Rate.Window)))
	h.Set("RateLimit", fmt.Sprintf("%q;r=%s;t=%d", class, remaining, seconds(d.Reset)))
	if err != nil {
		h.Set("Retry-After", strconv.Itoa(max(1, seconds(d.Retry))))
	}
	return err
}

// take counts one request for its client's address and for its key, and fails
// when it is one too many. A WebSocket counts each chat that comes over it. The
// zero decision: there is no limit.
func (s *server) take(r *http.Request, class ratelimit.Class) (ratelimit.Decision, error) {
	if s.Limits == nil || s.unlimited(r) {
		return ratelimit.Decision{}, nil
	}
	d := s.Limits.Take(r.Context(), class, callers(r)...)
	if d.Rate.Count == 0 || d.OK {
		return d, nil
	}
	if s.Metrics != nil {
		s.Metrics.Limited(string(class))
	}
	return d, fail(overloaded, "Rate limit exceeded: %s", d.Rate)
}

// seconds rounds up, so that who waits that long has waited long enough.
func seconds(d time.Duration) int { return int((d + time.Second - 1) / time.Second) }

// unlimited tells whether a request is the operator's, or in open mode this
// machine's: neither a newcomer nor a load generator stops at ten.
func (s *server) unlimited(r *http.Request) bool {
	return isLocal(r.Context()) || s.Open && !s.unproven(r) && client(r).IsLoopback()
}

// callers are the names for which a request counts.
func callers(r *http.Request) []string {
	names := []string{"ip:" + network(client(r))}
	if key := credential(r); key != "" {
		names = append(names, keyName(key))
	}
	return names
}

// keyName names a key by its digest: by its id anyone could use up another's
// rate, and its text is nobody's business.
func keyName(key string) string {
	digest := sha256.Sum256([]byte(key))
	return "key:" + hex.EncodeToString(digest[:16])
}

// network is the address that a client cannot change at will: of IPv6 the /64,
// of which a machine usually has all.
func network(addr netip.Addr) string {
	if addr.Is6() {
		if p, err := addr.Prefix(64); err == nil {
			return p.String()
		}
	}
	return addr.String()
}

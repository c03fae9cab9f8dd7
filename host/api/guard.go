package api

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/cors"
	"github.com/oklog/ulid/v2"
	"go.opentelemetry.io/otel/propagation"
)

// record is what one request's log line says beside the usual.
type record struct {
	id     string
	attrs  []slog.Attr
	wallet string // who calls; empty: nobody said
}

type recordKey struct{}

// note adds to the log line of r. Never a key, never a prompt.
func note(r *http.Request, attrs ...slog.Attr) {
	if rec, ok := r.Context().Value(recordKey{}).(*record); ok {
		rec.attrs = append(rec.attrs, attrs...)
	}
}

// noteWallet says whose request r is.
func noteWallet(r *http.Request, wallet string) {
	note(r, slog.String("wallet", wallet))
	if rec, ok := r.Context().Value(recordKey{}).(*record); ok {
		rec.wallet = wallet
	}
}

// requestID returns the id of r, which also names its hold and receipt.
func requestID(r *http.Request) string {
	if rec, ok := r.Context().Value(recordKey{}).(*record); ok {
		return rec.id
	}
	return newID()
}

func newID() string { return ulid.MustNew(ulid.Now(), rand.Reader).String() }

// observe gives a request its id, catches panics, counts and logs, once, at
// the end.
func (s *server) observe(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begin, rec := time.Now(), &record{id: newID()}
		out := &response{ResponseWriter: w, timeout: s.WriteTimeout}
		out.Header().Set("X-Request-ID", rec.id)
		// A caller that traces has the request's spans under its own.
		ctx := propagation.TraceContext{}.Extract(r.Context(), propagation.HeaderCarrier(r.Header))
		ctx = context.WithValue(ctx, recordKey{}, rec)
		r = r.WithContext(ctx)
		defer func() {
			p := recover()
			out.still()
			if p != nil && p != http.ErrAbortHandler {
				note(r, slog.String("panic", fmt.Sprint(p)), slog.String("stack", string(debug.Stack())))
				if out.status == 0 {
					writeError(out, r, familyOf(r.URL.Path), &apiError{kind: internal})
				}
			}
			s.account(r, out, rec, time.Since(begin), p)
			if p != nil && out.wrote {
				panic(http.ErrAbortHandler) // half an answer must not look like a whole one
			}
		}()
		s.limitBody(w, r)
		next.ServeHTTP(out, r)
	})
}

func (s *server) account(r *http.Request, out *response, rec *record, took time.Duration, panicked any) {
	route := "unmatched"
	if pattern := chi.RouteContext(r.Context()).RoutePattern(); pattern != "" && pattern != "/*" && pattern != "/admin/*" && pattern != "/api/*" {
		route = pattern
	}
	status := out.status
	if status == 0 {
		status = http.StatusOK
	}
	if s.Metrics != nil {
		s.Metrics.Request(r.Method, route, status, took)
	}
	if s.Analytics != nil && route != "unmatched" {
		s.Analytics.Request(endpoint(r.Method, route), rec.wallet)
	}
	level := slog.LevelInfo
	if status >= 500 || (panicked != nil && panicked != http.ErrAbortHandler) {
		level = slog.LevelError
	}
	attrs := append([]slog.Attr{
		slog.String("id", rec.id), slog.String("method", r.Method), slog.String("route", route),
		slog.Int("status", status), slog.Duration("took", took.Round(time.Microsecond)), slog.Int64("bytes", out.bytes),
	}, rec.attrs...)
	s.Log.LogAttrs(r.Context(), level, "request", attrs...)
}

// endpoint is the name of a route in analytics: the same with and without /api.
func endpoint(method, route string) string {
	if rest, below := strings.CutPrefix(route, "/api/"); below {
		route = "/" + rest
	}
	return method + ":" + route
}

// response remembers what was answered, and gives the client a limited time to
// take each piece: a client that does not read must not hold up its hold.
type response struct {
	http.ResponseWriter
	timeout time.Duration // 0: no limit
	status  int
	bytes   int64
	wrote   bool
	heart   heartbeat
}

// WriteHeader implements http.ResponseWriter. A status that a heartbeat has sent
// stays.
func (w *response) WriteHeader(status int) {
	w.heart.mu.Lock()
	defer w.heart.mu.Unlock()
	w.begin(status)
}

func (w *response) begin(status int) {
	if w.status == 0 {
		w.status = status
		w.ResponseWriter.WriteHeader(status)
	}
}

// Write implements http.ResponseWriter.
func (w *response) Write(b []byte) (int, error) {
	w.heart.mu.Lock()
	defer w.heart.mu.Unlock()
	return w.send(b)
}

// send writes under the heartbeat's lock.
func (w *response) send(b []byte) (int, error) {
	w.begin(http.StatusOK)
	w.wrote = true
	w.heart.last = time.Now()
	if w.timeout > 0 {
		// Not every ResponseWriter can; those of net/http do.
		_ = http.NewResponseController(w.ResponseWriter).SetWriteDeadline(w.heart.last.Add(w.timeout))
	}
	n, err := w.ResponseWriter.Write(b)
	w.bytes += int64(n)
	return n, err
}

// FlushError is what http.ResponseController flushes by.
func (w *response) FlushError() error {
	w.heart.mu.Lock()
	defer w.heart.mu.Unlock()
	return http.NewResponseController(w.ResponseWriter).Flush()
}

// Unwrap lets http.ResponseController reach the connection.
func (w *response) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// keyText finds what looks like one of our keys or tokens.
var keyText = regexp.MustCompile(`r3mest?_[0-9A-Za-z]{20,}`)

// secretQuery are query parameters in which people send keys.
var secretQuery = []string{"api_key", "apikey", "api-key", "key", "token", "access_token"}

// guard sets the security headers and refuses what no route should see.
func (s *server) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		h.Set("Cache-Control", "no-store")
		if err := s.admit(r); err != nil {
			writeError(w, r, familyOf(r.URL.Path), err)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func (s *server) admit(r *http.Request) error {
	if s.MaxHeaderBytes > 0 && headBytes(r) > s.MaxHeaderBytes {
		return fail(headTooLarge, "Request headers too large, the limit is %d bytes", s.MaxHeaderBytes)
	}
	if carriesKey(r.URL) {
		return &apiError{kind: keyInURL}
	}
	if !s.Open || isLocal(r.Context()) {
		return nil
	}
	// A page of any site can reach loopback through its visitor's browser.
	// Browsers say in Host and Origin where a request comes from.
	if !loopbackHost(r.Host) {
		return fail(noScope, "Open mode serves this machine only; the Host header names another")
	}
	if origin := r.Header.Get("Origin"); origin != "" && !s.allowOrigin(r, origin) {
		return fail(noScope, "Open mode does not serve pages of other origins")
	}
	return nil
}

// headBytes is the size of a request's head as it came, about.
func headBytes(r *http.Request) int {
	n := len(r.RequestURI) + len(r.Host)
	for name, values := range r.Header {
		for _, value := range values {
			n += len(name) + len(": \r\n") + len(value)
		}
	}
	return n
}

func carriesKey(u *url.URL) bool {
	query := u.Query()
	for _, name := range secretQuery {
		if query.Get(name) != "" {
			return true
		}
	}
	return keyText.MatchString(u.Path) || keyText.MatchString(u.RawQuery)
}

// loopbackHost tells whether a Host header names this machine to itself.
func loopbackHost(hostport string) bool {
	host, _, err := net.SplitHostPort(hostport)
	if err != nil {
		host = hostport
	}
	if len(host) > 1 && host[0] == '[' && host[len(host)-1] == ']' {
		host = host[1 : len(host)-1]
	}
	return host == "localhost" || net.ParseIP(host).IsLoopback()
}

// allowOrigin decides about a browser's origin: the configured ones, and in
// open mode those of this machine.
func (s *server) allowOrigin(_ *http.Request, origin string) bool {
	origins := s.Origins
	if s.Settings != nil {
		origins = s.Settings.Config().Server.CORSOrigins
	}
	if slices.Contains(origins, origin) {
		return true
	}
	u, err := url.Parse(origin)
	return s.Open && err == nil && u.Host != "" && loopbackHost(u.Host)
}

func (s *server) cors() func(http.Handler) http.Handler {
	return cors.Handler(cors.Options{
		AllowOriginFunc: s.allowOrigin,
		AllowedMethods:  []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodDelete},
		AllowedHeaders:  []string{"*"},
		ExposedHeaders:  []string{"X-Request-ID", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-R3MES-Adapter", "X-R3MES-Receipt"},
		MaxAge:          600,
	})
}

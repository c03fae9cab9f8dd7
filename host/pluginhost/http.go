package pluginhost

import (
	"bytes"
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/tetratelabs/wazero/api"

	"github.com/r3mes/r3mes/sdk"
)

// Bounds of one request that no operator needs to turn.
const (
	maxURLBytes          = 4 << 10
	maxHeaders           = 64
	maxHeaderBytes       = 8 << 10  // of all headers of a request
	maxResponseHeadBytes = 32 << 10 // of all headers of a response
	maxRedirects         = 5
)

// Outcomes of an HTTP call beside its status class, for metrics.
const (
	httpRefused = "refused" // by grant or address
	httpTimeout = "timeout"
	httpFailed  = "error"
)

// webRequest is Extism's description of a request.
type webRequest struct {
	URL     string            `json:"url"`
	Method  string            `json:"method"`
	Headers map[string]string `json:"headers"`
}

// webResponse is what a guest can ask about its last request.
type webResponse struct {
	status  int
	headers map[string]string // names in lower case
	body    []byte
}

// hop is one request of a chain of redirects.
type hop struct {
	method  string
	url     *url.URL
	to      endpoint
	headers http.Header
	secret  []string // names of the headers that hold a secret
	body    []byte
}

// webClient makes the requests of guests: no proxy of the environment, no
// cookies, no connection kept, since one that is kept was checked when it was
// made and not when it is used.
type webClient struct {
	dialer *dialer
	roots  *x509.CertPool // nil: the system's
}

// roundTrip makes one hop.
func (c *webClient) roundTrip(ctx context.Context, h hop) (*http.Response, error) {
	r, err := http.NewRequestWithContext(ctx, h.method, h.url.String(), bytes.NewReader(h.body))
	if err != nil {
		return nil, err
	}
	if len(h.body) == 0 {
		r.Body, r.ContentLength = http.NoBody, 0
	}
	r.Header = h.headers
	to := h.to
	to.netsOnly = len(h.secret) > 0 && h.url.Scheme == "http"
	t := &http.Transport{
		DialContext:       func(ctx context.Context, _, _ string) (net.Conn, error) { return c.dialer.dial(ctx, to) },
		TLSClientConfig:   &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: c.roots},
		DisableKeepAlives: true, DisableCompression: true, MaxResponseHeaderBytes: maxResponseHeadBytes,
	}
	return t.RoundTrip(r)
}

// httpRequest is Extism's http_request, for the endpoints granted. What cannot
// be done ends the guest's call, as in Extism.
func httpRequest(s *callState, _ api.Module, stack []uint64) {
	s.response = nil
	s.need(CapHTTP)
	if s.shadow {
		s.deny(CapHTTP)
		stop(sdk.ErrorTrap, "http: refused in shadow and in self-tests, whose effects must not be seen outside")
	}
	request, body := slices.Clone(s.memory.bytes(stack[0])), slices.Clone(s.memory.bytes(stack[1]))
	s.memory.free(stack[0])
	s.memory.free(stack[1])
	filler := &secretFiller{version: s.version}
	first, err := s.firstHop(request, body, filler)
	if err == nil {
		s.outside(&s.httpTime, s.version.host.limits.HTTPCall, func(ctx context.Context) {
			s.response, err = s.follow(ctx, first, filler)
		})
	}
	s.countHTTP(err)
	if err != nil {
		stop(kindOfHTTPError(err), "http: %s", printable(truncate(string(filler.hide([]byte(err.Error()))), maxErrorBytes)))
	}
	stack[0] = s.placed(s.response.body)
}

// errRefusedRequest is the error of a request that no grant allows.
var errRefusedRequest = errors.New("not granted")

func kindOfHTTPError(err error) string {
	if errors.Is(err, context.DeadlineExceeded) {
		return sdk.ErrorDeadline
	}
	return sdk.ErrorTrap
}

// countHTTP notes how the call went, for metrics.
func (s *callState) countHTTP(err error) {
	if s.requests == nil {
		s.requests = map[string]int{}
	}
	switch {
	case err == nil:
		s.requests[strconv.Itoa(s.response.status/100)+"xx"]++
	case errors.Is(err, errRefusedRequest), errors.Is(err, errRefusedAddress):
		s.deny(CapHTTP)
		s.requests[httpRefused]++
	case errors.Is(err, errNotGranted):
		s.deny(CapSecrets)
		s.requests[httpRefused]++
	case errors.Is(err, context.DeadlineExceeded):
		s.requests[httpTimeout]++
	default:
		s.requests[httpFailed]++
	}
}

// firstHop reads the guest's request.
func (s *callState) firstHop(text, body []byte, filler *secretFiller) (hop, error) {
	var r webRequest
	if err := json.Unmarshal(text, &r); err != nil {
		return hop{}, errors.New("the request is not the JSON of an Extism request")
	}
	if limit := s.version.host.limits.HTTPBodyBytes; len(body) > limit {
		return hop{}, fmt.Errorf("body has %d bytes (limit %d)", len(body), limit)
	}
	u, err := url.Parse(r.URL)
	if err != nil || len(r.URL) > maxURLBytes {
		return hop{}, fmt.Errorf("the URL is not one, or has more than %d bytes", maxURLBytes)
	}
	h := hop{method: strings.ToUpper(cmp.Or(r.Method, http.MethodGet)), url: u, body: body}
	if h.to, err = s.version.allowed(h.method, u); err != nil {
		return hop{}, err
	}
	return h, h.setHeaders(r.Headers, filler)
}

// allowed finds the grant for a hop.
func (v *version) allowed(method string, u *url.URL) (endpoint, error) {
	port, err := portOf(u)
	host, ok := hostName(u.Hostname())
	switch {
	case err != nil:
		return endpoint{}, err
	case u.User != nil:
		return endpoint{}, fmt.Errorf("a URL with a user in it is %w", errRefusedRequest)
	case !ok:
		return endpoint{}, fmt.Errorf("host %q is %w", printable(truncate(u.Hostname(), 64)), errRefusedRequest)
	}
	e, ok := v.access.endpoint(method, host, port)
	if !ok {
		asked := endpoint{host: host, port: port}
		return endpoint{}, fmt.Errorf("%s %s is %w", printable(truncate(method, 16)), asked.address(), errRefusedRequest)
	}
	return e, nil
}

func portOf(u *url.URL) (uint16, error) {
	text := u.Port()
	switch {
	case u.Scheme == "http":
		text = cmp.Or(text, "80")
	case u.Scheme == "https":
		text = cmp.Or(text, "443")
	default:
		return 0, fmt.Errorf("scheme %q is %w: want http or https", printable(truncate(u.Scheme, 16)), errRefusedRequest)
	}
	port, err := strconv.ParseUint(text, 10, 16)
	if err != nil {
		return 0, fmt.Errorf("port %q is %w", printable(truncate(text, 16)), errRefusedRequest)
	}
	return uint16(port), nil
}

// ownHeaders are the transport's business.
var ownHeaders = []string{
	"Host", "Connection", "Content-Length", "Transfer-Encoding", "Trailer", "Te", "Upgrade", "Keep-Alive", "Expect",
	"Proxy-Authorization", "Proxy-Authenticate", "Proxy-Connection",
}

// revealing headers make a server answer in a form in which an echoed secret
// would not be found.
var revealing = []string{"Accept-Encoding", "Range"}

// setHeaders takes the guest's headers over and fills secrets in.
func (h *hop) setHeaders(headers map[string]string, filler *secretFiller) error {
	h.headers = http.Header{"User-Agent": {"r3mes-plugin"}}
	size := 0
	for name, value := range headers {
		size += len(name) + len(value)
	}
	if len(headers) > maxHeaders || size > maxHeaderBytes {
		return fmt.Errorf("%d headers of %d bytes (limits %d and %d)", len(headers), size, maxHeaders, maxHeaderBytes)
	}
	for name, value := range headers {
		canonical := http.CanonicalHeaderKey(name)
		if slices.Contains(ownHeaders, canonical) {
			continue
		}
		before := len(filler.values)
		filled, err := filler.fill(value)
		if err != nil {
			return err
		}
		if !headerText(name, true) || !headerText(filled, false) {
			return errors.New("a header's name or value holds a character that headers cannot have")
		}
		h.headers[canonical] = []string{filled}
		if len(filler.values) > before {
			h.secret = append(h.secret, canonical)
		}
	}
	return h.guardSecrets()
}

// guardSecrets lets secrets travel only where nobody on the way can read them:
// over TLS, or into a network that the operator opened by its range.
func (h *hop) guardSecrets() error {
	if len(h.secret) == 0 {
		return nil
	}
	if h.url.Scheme != "https" && len(h.to.nets) == 0 {
		return fmt.Errorf("a secret over plain http to %s is %w: use https", h.to.address(), errRefusedRequest)
	}
	for _, name := range revealing {
		h.headers.Del(name)
	}
	return nil
}

// headerText tells whether s can stand in a header.
func headerText(s string, name bool) bool {
	for i := range len(s) {
		c := s[i]
		switch {
		case name && (c <= ' ' || c >= 0x7f || strings.IndexByte(`"(),/:;<=>?@[\]{}`, c) >= 0):
			return false
		case c < ' ' && c != '\t', c == 0x7f:
			return false
		}
	}
	return !name || s != ""
}

// follow makes the request and what it is redirected to, each hop checked like
// the first.
func (s *callState) follow(ctx context.Context, h hop, filler *secretFiller) (*webResponse, error) {
	for range maxRedirects + 1 {
		r, err := s.version.host.web.roundTrip(ctx, h)
		if err != nil {
			return nil, fmt.Errorf("%s %s: %w", h.method, h.to.address(), cmp.Or(ctx.Err(), err))
		}
		next, redirected, err := s.redirect(h, r)
		if err != nil {
			r.Body.Close()
			return nil, err
		}
		if !redirected {
			defer r.Body.Close()
			return s.read(ctx, h, r, filler)
		}
		r.Body.Close()
		h = next
	}
	return nil, fmt.Errorf("more than %d redirects", maxRedirects)
}

// redirect is the hop that an answer asks for.
func (s *callState) redirect(h hop, r *http.Response) (next hop, redirected bool, err error) {
	location := r.Header.Get("Location")
	switch r.StatusCode {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
	default:
		return h, false, nil
	}
	if location == "" {
		return h, false, nil
	}
	next = h
	if next.url, err = h.url.Parse(location); err != nil || len(location) > maxURLBytes {
		return h, false, errors.New("redirected to what is not a URL")
	}
	next.headers = h.headers.Clone()
	keeps := r.StatusCode == http.StatusTemporaryRedirect || r.StatusCode == http.StatusPermanentRedirect
	if !keeps && h.method != http.MethodGet && h.method != http.MethodHead {
		next.method, next.body = http.MethodGet, nil
		next.headers.Del("Content-Type")
	}
	if next.to, err = s.version.allowed(next.method, next.url); err != nil {
		return h, false, fmt.Errorf("redirected: %w", err)
	}
	if next.url.Scheme != h.url.Scheme || next.to.address() != h.to.address() {
		for _, name := range append([]string{"Authorization", "Cookie"}, h.secret...) {
			next.headers.Del(name)
		}
		next.secret = nil
	}
	return next, true, next.guardSecrets()
}

// read takes the answer, within its cap and without the secrets of the request.
func (s *callState) read(ctx context.Context, h hop, r *http.Response, filler *secretFiller) (*webResponse, error) {
	limit := s.version.host.limits.HTTPBodyBytes
	body, err := io.ReadAll(io.LimitReader(r.Body, int64(limit)+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s %s: read the answer: %w", h.method, h.to.address(), cmp.Or(ctx.Err(), err))
	case len(body) > limit:
		return nil, fmt.Errorf("%s %s: the answer has more than %d bytes", h.method, h.to.address(), limit)
	}
	w := &webResponse{status: r.StatusCode, headers: map[string]string{}, body: filler.hide(body)}
	for name, values := range r.Header {
		w.headers[strings.ToLower(name)] = string(filler.hide([]byte(strings.Join(values, ","))))
	}
	return w, nil
}

// httpStatusCode answers the status of the last request, 0 when there is none.
func httpStatusCode(s *callState, _ api.Module, stack []uint64) {
	stack[0] = 0
	if s.response != nil {
		stack[0] = uint64(s.response.status)
	}
}

// httpHeaders answers the headers of the last response as a JSON object with
// names in lower case; 0 when there is none.
func httpHeaders(s *callState, _ api.Module, stack []uint64) {
	stack[0] = 0
	if s.response == nil {
		return
	}
	text, err := json.Marshal(s.response.headers)
	if err != nil {
		panic(err) // a map of strings always marshals
	}
	stack[0] = s.placed(text)
}

package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"

	"github.com/r3mes/r3mes/host/idempotency"
	"github.com/r3mes/r3mes/store"
)

// Headers of requests that are carried out once.
const (
	idempotencyHeader = "Idempotency-Key"
	replayedHeader    = "Idempotent-Replayed" // "true" on an answer that was given before
)

// answerHeaders are those that belong to an answer, and not to the request that
// it answers.
var answerHeaders = []string{"Content-Type", "X-Accel-Buffering", "X-R3MES-Adapter", "X-R3MES-Receipt"}

// paid tells whether a route works for the model, and so for credits.
func (rt route) paid() bool { return rt.method == http.MethodPost && rt.limits() == limitChat }

// idempotent carries a request that has an Idempotency-Key out once, however
// often it comes: while it is carried out the others are refused, then they get
// the same answer, byte for byte.
//
// Such a request outlives its connection: who sends a key means to ask again,
// and shall find the whole answer that the wallet has paid for. Only an answer is
// kept: whatever cost nothing, an error or a full queue, is tried anew.
func (s *server) idempotent(rt route, h handler) handler {
	if !rt.paid() {
		return h
	}
	return func(w http.ResponseWriter, r *http.Request) error {
		keys := r.Header.Values(idempotencyHeader)
		if len(keys) == 0 {
			return h(w, r)
		}
		if len(keys) > 1 || !idempotency.Valid(keys[0]) {
			return field(invalid, idempotencyHeader, "Idempotency-Key must stand once and have 1 to %d printable ASCII characters", idempotency.MaxKey)
		}
		body, err := s.wholeBody(w, r)
		if err != nil {
			return err
		}
		scope, err := s.scope(r, body)
		if err != nil {
			return err
		}
		flight, answer, err := s.answers.Begin(idempotency.ID{Scope: scope, Key: keys[0]}, fingerprintOf(rt, body))
		if errors.Is(err, idempotency.ErrInFlight) {
			w.Header().Set("Retry-After", "1")
		}
		if err != nil {
			return err
		}
		if answer != nil {
			return replay(w, r, answer)
		}
		defer flight.Abandon()
		return s.carryOnce(w, r, h, flight)
	}
}

// wholeBody reads a request's body, and puts it back.
func (s *server) wholeBody(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, s.MaxBodyBytes))
	if err != nil {
		return nil, err
	}
	bodyRead(w)
	r.Body = io.NopCloser(bytes.NewReader(body))
	return body, nil
}

// scope names who asks: the wallet that pays, and the credential that speaks for
// it. Whoever may not ask gets no answer, a kept one neither.
func (s *server) scope(r *http.Request, body []byte) (string, error) {
	var named struct {
		Wallet string `json:"wallet_address"`
	}
	_ = json.Unmarshal(body, &named) // the route says what is wrong with the body
	c, err := s.identify(r, store.ScopeChat, named.Wallet)
	if err != nil {
		return "", err
	}
	digest := sha256.Sum256([]byte(credential(r)))
	return hex.EncodeToString(digest[:]) + " " + c.wallet, nil
}

// fingerprintOf is the digest of what makes a request another one. A route is
// the same at each of its paths.
func fingerprintOf(rt route, body []byte) [32]byte {
	h := sha256.New()
	h.Write([]byte(rt.path))
	h.Write([]byte{0})
	h.Write(body)
	return [32]byte(h.Sum(nil))
}

// carryOnce carries a request out, whether its client stays or not, and keeps
// its answer.
func (s *server) carryOnce(w http.ResponseWriter, r *http.Request, h handler, flight *idempotency.Flight) error {
	failed := &failure{}
	ctx := context.WithValue(context.WithoutCancel(r.Context()), failureKey{}, failed)
	rec := &transcript{ResponseWriter: w, limit: s.answers.Limit()}
	if err := h(rec, r.WithContext(ctx)); err != nil {
		return err
	}
	if rec.status != http.StatusOK || failed.noted {
		return nil
	}
	answer := idempotency.Answer{Status: rec.status, Header: http.Header{}, Body: rec.body.Bytes(), Large: rec.large}
	for _, name := range answerHeaders {
		if v := w.Header().Get(name); v != "" {
			answer.Header.Set(name, v)
		}
	}
	flight.Finish(answer)
	if rec.gone {
		note(r, slog.Bool("client_gone", true))
	}
	return nil
}

// failure is noted when a request fails after its answer has begun: status and
// headers do not tell any more.
type failure struct{ noted bool }

type failureKey struct{}

// noteFailure says that the answer to r, which may have begun, is none.
func noteFailure(r *http.Request) {
	if f, ok := r.Context().Value(failureKey{}).(*failure); ok {
		f.noted = true
	}
}

// replay writes an answer that was given before.
func replay(w http.ResponseWriter, r *http.Request, a *idempotency.Answer) error {
	note(r, slog.Bool("replayed", true))
	if a.Large {
		return fail(onceOnly, "The request was carried out and its answer was too large to be kept; its receipt is %s", a.Header.Get("X-R3MES-Receipt"))
	}
	for name, values := range a.Header {
		w.Header()[name] = values
	}
	w.Header().Set(replayedHeader, "true")
	w.WriteHeader(a.Status)
	_, _ = w.Write(a.Body) // nobody is there to be told
	return nil
}

// transcript keeps what is written, and goes on when the client does not take it
// any more.
type transcript struct {
	http.ResponseWriter
	limit  int64 // most bytes that are kept
	status int
	body   bytes.Buffer
	large  bool // there was more
	gone   bool // the client
}

// WriteHeader implements http.ResponseWriter.
func (w *transcript) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

// Write implements http.ResponseWriter. It never fails.
func (w *transcript) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	switch {
	case w.large:
	case int64(w.body.Len()+len(b)) > w.limit:
		w.large, w.body = true, bytes.Buffer{}
	default:
		w.body.Write(b)
	}
	if !w.gone {
		_, err := w.ResponseWriter.Write(b)
		w.gone = err != nil
	}
	return len(b), nil
}

// FlushError is what http.ResponseController calls. It never fails.
func (w *transcript) FlushError() error {
	if !w.gone {
		err := http.NewResponseController(w.ResponseWriter).Flush()
		w.gone = err != nil && !errors.Is(err, http.ErrNotSupported)
	}
	return nil
}

// Unwrap lets http.ResponseController reach the connection.
func (w *transcript) Unwrap() http.ResponseWriter { return w.ResponseWriter }

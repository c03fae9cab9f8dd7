package api

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/r3mes/r3mes/host/pipeline"
	"github.com/r3mes/r3mes/store"
)

// runner is a Runner that does what a test says.
type runner func(sink pipeline.Sink) (pipeline.Outcome, error)

func (r runner) Run(_ context.Context, req pipeline.Request, sink pipeline.Sink) (pipeline.Outcome, error) {
	return r(sink)
}

func (runner) Resolve(string) (string, bool, error) { return "", true, nil }

// noLedger is a Ledger of which a test uses nothing but readiness.
type noLedger struct {
	Ledger
	ready error
}

func (l noLedger) Ready() error { return l.ready }

// do sends one request to a server on fakes and returns the answer and the log.
func do(t *testing.T, p Parts, method, path, body string) (*httptest.ResponseRecorder, string) {
	t.Helper()
	var log strings.Builder
	p.Log, p.Open = slog.New(slog.NewTextHandler(&log, nil)), true
	if p.Ledger == nil {
		p.Ledger = noLedger{}
	}
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Host = "127.0.0.1"
	w := httptest.NewRecorder()
	func() {
		defer func() {
			if p := recover(); p != nil && p != http.ErrAbortHandler {
				t.Errorf("a panic left the handler: %v", p)
			} else if p != nil {
				log.WriteString("aborted")
			}
		}()
		New(p).ServeHTTP(w, r)
	}()
	return w, log.String()
}

const question = `{"message":"x","wallet_address":"w"}`

func TestAPanicIsA500AndALogLine(t *testing.T) {
	p := Parts{Pipeline: runner(func(pipeline.Sink) (pipeline.Outcome, error) { panic("bug of ours") })}
	w, log := do(t, p, "POST", "/chat", question)
	if w.Code != 500 || !strings.Contains(w.Body.String(), "Internal server error") || strings.Contains(w.Body.String(), "bug of ours") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if !strings.Contains(log, "bug of ours") || !strings.Contains(log, "api_test.go") || !strings.Contains(log, "level=ERROR") {
		t.Errorf("log %q, want the panic and its stack", log)
	}
}

func TestAfterTheFirstPieceErrorsStayInTheStream(t *testing.T) {
	half := func(sink pipeline.Sink) (pipeline.Outcome, error) {
		if err := errors.Join(sink.Begin(pipeline.Accepted{Model: "m", ReceiptID: "r"}), sink.Piece(pipeline.Piece{Text: "half an "})); err != nil {
			return pipeline.Outcome{}, err
		}
		return pipeline.Outcome{}, store.ErrPoisoned
	}
	w, log := do(t, Parts{Pipeline: runner(half)}, "POST", "/chat", question)
	if w.Code != 200 || w.Body.String() != "half an " || !strings.Contains(log, "aborted") {
		t.Errorf("text: %d %q, log %q; want the connection aborted", w.Code, w.Body, log)
	}
	w, log = do(t, Parts{Pipeline: runner(half)}, "POST", "/v1/chat/completions", `{"messages":[{"role":"user","content":"x"}],"stream":true,"wallet_address":"w"}`)
	if text := w.Body.String(); !strings.Contains(text, `data: {"error":{"code":"service_unavailable"`) || strings.Contains(text, "[DONE]") {
		t.Errorf("events: %q, want an error and no end mark", text)
	}
	if !strings.Contains(log, "code=service_unavailable") || !strings.Contains(log, store.ErrPoisoned.Error()) {
		t.Errorf("log %q does not say what ended the stream", log)
	}
}

func TestTextsAndResponsesFailInsideTheirStreamsToo(t *testing.T) {
	p := Parts{Pipeline: runner(func(sink pipeline.Sink) (pipeline.Outcome, error) {
		err := errors.Join(sink.Begin(pipeline.Accepted{Model: "m", ReceiptID: "r"}), sink.Piece(pipeline.Piece{Text: "half an "}))
		return pipeline.Outcome{}, errors.Join(err, store.ErrPoisoned)
	})}
	w, _ := do(t, p, "POST", "/v1/completions", `{"prompt":"x","stream":true,"wallet_address":"w"}`)
	if text := w.Body.String(); !strings.Contains(text, `data: {"error":{"code":"service_unavailable"`) || strings.Contains(text, "[DONE]") {
		t.Errorf("text completion: %q, want an error and no end mark", text)
	}
	w, _ = do(t, p, "POST", "/v1/responses", `{"input":"x","stream":true,"wallet_address":"w"}`)
	text := w.Body.String()
	for _, want := range []string{
		"event: error\ndata: {\"type\":\"error\",\"sequence_number\":5,\"code\":\"service_unavailable\"", "event: response.failed\n", `"status":"failed"`, `"sequence_number":6`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("response: %q is not in %q", want, text)
		}
	}
	if strings.Contains(text, "completed") || strings.Contains(text, "[DONE]") {
		t.Errorf("response: %q looks whole", text)
	}
}

func TestBeforeTheFirstPieceErrorsHaveTheirStatus(t *testing.T) {
	p := Parts{Pipeline: runner(func(pipeline.Sink) (pipeline.Outcome, error) { return pipeline.Outcome{}, store.ErrPoisoned })}
	if w, _ := do(t, p, "POST", "/chat", question); w.Code != 503 {
		t.Errorf("status %d, want 503", w.Code)
	}
}

func TestHealthTellsTheStatusAndNoPath(t *testing.T) {
	broken := errors.New("open /secret/path: no such file")
	for _, c := range []struct {
		path          string
		ledger, model error
		want          int
	}{
		{"/health", nil, nil, 200}, {"/health/ready", nil, nil, 200}, {"/ready", nil, nil, 200}, {"/health/live", nil, nil, 200}, {"/health/database", nil, nil, 200},
		{"/health", broken, nil, 503}, {"/health/database", broken, nil, 503}, {"/ready", broken, nil, 503}, {"/health/live", broken, broken, 200},
		{"/api/health/ready", nil, broken, 503}, {"/health/database", nil, broken, 200},
	} {
		w, log := do(t, Parts{Ledger: noLedger{ready: c.ledger}, Ready: func() error { return c.model }}, "GET", c.path, "")
		if w.Code != c.want || strings.Contains(w.Body.String(), "secret") {
			t.Errorf("%s with ledger %v, model %v: %d %s, want %d", c.path, c.ledger, c.model, w.Code, w.Body, c.want)
		}
		if c.want == 503 && !strings.Contains(log, "secret") {
			t.Errorf("%s: log %q does not say why", c.path, log)
		}
	}
}

package api

import (
	"bufio"
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/r3mes/r3mes/host/pipeline"
	"github.com/r3mes/r3mes/store"
)

// steps is a Runner whose request goes on when the test says so.
type steps struct {
	begin, piece, end chan struct{}
	err               error
}

func (s steps) Run(_ context.Context, _ pipeline.Request, sink pipeline.Sink) (out pipeline.Outcome, err error) {
	out.Accepted = pipeline.Accepted{Model: "m", Adapter: "coder", ReceiptID: "r1"}
	if sink, ok := sink.(pipeline.Admitter); ok {
		sink.Admitted(out.Accepted)
	}
	<-s.begin
	if err := sink.Begin(out.Accepted); err != nil {
		return out, err
	}
	<-s.piece
	if err := sink.Piece(pipeline.Piece{Text: "hello"}); err != nil {
		return out, err
	}
	<-s.end
	return out, s.err
}

func (steps) Resolve(string) (string, bool, error) { return "", true, nil }

// Every event stream tells that it is alive while it waits: for its first token,
// and between two; and errors stay inside it from then on.
func TestSilentEventStreamsBeat(t *testing.T) {
	for path, body := range map[string]string{
		"/v1/chat/completions":       `{"messages":[{"role":"user","content":"x"}],"stream":true,"wallet_address":"w"}`,
		"/v1/completions":            `{"prompt":"x","stream":true,"wallet_address":"w"}`,
		"/v1/responses":              `{"input":"x","stream":true,"store":false,"wallet_address":"w"}`,
		"/inference/generate/stream": `{"prompt":"x","wallet_address":"w"}`,
	} {
		for name, failure := range map[string]error{"whole": nil, "broken off": store.ErrPoisoned} {
			t.Run(path+" "+name, func(t *testing.T) {
				run := steps{make(chan struct{}), make(chan struct{}), make(chan struct{}), failure}
				server := httptest.NewServer(New(Parts{Ledger: noLedger{}, Open: true, Pipeline: run, Heartbeat: 2 * time.Millisecond}))
				defer server.Close()
				client := &http.Client{Timeout: time.Minute} // of a stream that never beats
				resp, err := client.Post(server.URL+path, "application/json", strings.NewReader(body))
				if err != nil {
					t.Fatal(err)
				}
				defer resp.Body.Close()
				// The headers came with the first beat, before there was a token.
				if resp.StatusCode != 200 || resp.Header.Get("X-R3MES-Receipt") != "r1" || resp.Header.Get("X-R3MES-Adapter") != "coder" || !strings.HasPrefix(resp.Header.Get("Content-Type"), eventStream) {
					t.Errorf("%d %v", resp.StatusCode, resp.Header)
				}
				lines := bufio.NewScanner(resp.Body)
				until := func(want string) {
					t.Helper()
					for lines.Scan() {
						if strings.Contains(lines.Text(), want) {
							return
						}
					}
					t.Fatalf("the stream ends without %q: %v", want, lines.Err())
				}
				until(strings.TrimSpace(keepAlive))
				close(run.begin)
				until(strings.TrimSpace(keepAlive))
				close(run.piece)
				until("hello")
				until(strings.TrimSpace(keepAlive))
				close(run.end)
				switch {
				case failure == nil:
				case path == "/v1/responses":
					until("response.failed")
				default:
					until(`{"error":{"code":"service_unavailable"`)
				}
				whole := false
				for lines.Scan() {
					whole = whole || lines.Text() == "data: [DONE]" || lines.Text() == "event: response.completed"
				}
				if whole == (failure != nil) {
					t.Errorf("whole is %v after %v", whole, failure)
				}
			})
		}
	}
}

// A request that is refused has its own status, however soon the heart beats.
func TestARefusalIsNoEventStream(t *testing.T) {
	refuse := runner(func(pipeline.Sink) (pipeline.Outcome, error) {
		time.Sleep(10 * time.Millisecond)
		return pipeline.Outcome{}, store.ErrInsufficientCredit
	})
	w, _ := do(t, Parts{Pipeline: refuse, Heartbeat: time.Millisecond}, "POST", "/v1/chat/completions", `{"messages":[{"role":"user","content":"x"}],"stream":true,"wallet_address":"w"}`)
	if w.Code != 402 || strings.Contains(w.Body.String(), "keep-alive") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

package api

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/r3mes/r3mes/host/pipeline"
)

// FuzzBody sends any bytes to the routes that decode a body. A body may be
// refused or answered; it is never a bug of ours, and never answered when it is
// not JSON.
func FuzzBody(f *testing.F) {
	for _, body := range []string{
		question, `{"messages":[{"role":"user","content":[{"type":"text","text":"x"}]}],"wallet_address":"w","stop":["a"],"logit_bias":{"5":1}}`,
		`{"prompt":"x","wallet_address":"w","max_tokens":5,"force_experts":["a"]}`, `{"input":["a","b"],"wallet_address":"w"}`,
		`{"message":"a","message":"b","MESSAGE":"c","wallet_address":"w"}`, `{"message":"\ud800","wallet_address":"w"}`, `[`, `null`, `"x"`, `1e999`, "\xff", "", `{} {}`,
		`{"message":"x","wallet_address":"w"}` + "\x00", strings.Repeat("[", 20_000), `{"a":` + strings.Repeat(`{"a":`, 5_000),
	} {
		f.Add([]byte(body))
	}
	p := Parts{Open: true, Ledger: noLedger{}, Pipeline: runner(func(sink pipeline.Sink) (pipeline.Outcome, error) {
		return pipeline.Outcome{}, pipeline.ErrMessages
	})}
	h := New(p)
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, path := range []string{"/chat", "/v1/chat/completions", "/inference/generate"} {
			r := httptest.NewRequest("POST", path, strings.NewReader(string(body)))
			r.Host = "127.0.0.1"
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if w.Code < 400 || w.Code >= 500 {
				t.Errorf("%s: %d %s", path, w.Code, w.Body)
			}
		}
	})
}

package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/r3mes/r3mes/host/audit"
	"github.com/r3mes/r3mes/host/idempotency"
	"github.com/r3mes/r3mes/host/modelhost"
	"github.com/r3mes/r3mes/host/pipeline"
	"github.com/r3mes/r3mes/host/pluginops"
	"github.com/r3mes/r3mes/host/pluginstore"
	"github.com/r3mes/r3mes/host/plugintrust"
	"github.com/r3mes/r3mes/runtime/engine"
	"github.com/r3mes/r3mes/runtime/lora"
	"github.com/r3mes/r3mes/store"
)

// answer is what a client sees of an error.
func answer(f family, err error) (*httptest.ResponseRecorder, string) {
	w := httptest.NewRecorder()
	writeError(w, httptest.NewRequest("POST", "/chat", nil), f, err)
	return w, strings.TrimSpace(w.Body.String())
}

func TestErrorsOfOtherPackagesHaveAStatusInBothFamilies(t *testing.T) {
	for _, c := range []struct {
		err            error
		r3mes, openai  int
		code           string
		detail, header string
	}{
		{fmt.Errorf("hold: %w", store.ErrInsufficientCredit), 402, 402, "insufficient_quota", `{"detail":"Insufficient credits. Please mine blocks to earn credits."}`, ""},
		{store.ErrUnknownWallet, 404, 404, "user_not_found", `{"detail":"User not found"}`, ""},
		{store.ErrUnknownReceipt, 404, 404, "receipt_not_found", `{"detail":"Receipt not found"}`, ""},
		{store.ErrUnknownKey, 404, 404, "api_key_not_found", `{"detail":"API key not found"}`, ""},
		{store.ErrConflict, 409, 409, "conflict", `already used`, ""},
		{store.ErrInvalid, 422, 400, "invalid_request_error", `"loc":["body"]`, ""},
		{store.ErrInvalidAmount, 422, 400, "invalid_request_error", `"loc":["body"]`, ""},
		{fmt.Errorf("%w: %q", pipeline.ErrUnknownModel, "gpt-9"), 404, 404, "model_not_found", "gpt-9", ""},
		{fmt.Errorf("%w: %q", pipeline.ErrUnknownAdapter, "x"), 404, 404, "model_not_found", "unknown adapter", ""},
		{pipeline.ErrMessages, 422, 400, "invalid_request_error", "chat template", ""},
		{&engine.ContextLengthError{Prompt: 900, MaxTokens: 1, Limit: 512}, 400, 400, "context_length_exceeded", "900 tokens", ""},
		{&engine.OverloadedError{Queued: 7, RetryAfter: 4 * time.Second}, 429, 429, "rate_limit_exceeded", `{"error":"Rate limit exceeded: 7 requests are waiting, try again in 4s"}`, "4"},
		{lora.ErrBudget, 429, 429, "rate_limit_exceeded", `{"error":`, "1"},
		{engine.ErrInvalidRequest, 422, 400, "invalid_request_error", "invalid request", ""},
		{engine.ErrClosed, 503, 503, "service_unavailable", `"code":"INFERENCE_DISABLED"`, "1"},
		{pipeline.ErrClosed, 503, 503, "service_unavailable", `"code":"INFERENCE_DISABLED"`, "1"},
		{pipeline.ErrTimeout, 503, 503, "service_unavailable", `"code":"INFERENCE_DISABLED"`, "1"},
		{&engine.PanicError{Step: 3, Value: "/secret/path"}, 503, 503, "service_unavailable", `"code":"INFERENCE_DISABLED"`, "1"},
		{fmt.Errorf("%w: /secret/path", store.ErrPoisoned), 503, 503, "service_unavailable", `"code":"INFERENCE_DISABLED"`, "1"},
		{store.ErrCorrupt, 503, 503, "service_unavailable", `"code":"INFERENCE_DISABLED"`, "1"},
		{&http.MaxBytesError{Limit: 1000}, 413, 413, "request_too_large", "1000 bytes", ""},
		{fmt.Errorf("read: %w", os.ErrDeadlineExceeded), 408, 408, "request_timeout", `{"detail":`, ""},
		{fmt.Errorf("pluginops: load x: %w: manifest: unknown key", pluginops.ErrRefused), 400, 400, "plugin_refused", "load x: refused: manifest: unknown key", ""},
		{fmt.Errorf("pluginops: %w", plugintrust.ErrUnsigned), 400, 400, "plugin_signature", "not signed", ""},
		{fmt.Errorf("pluginops: load x: %w", pluginops.ErrSigner), 409, 409, "conflict", "another signer", ""},
		{fmt.Errorf("pluginops: %w", pluginops.ErrChanged), 409, 409, "conflict", "repeat", ""},
		{fmt.Errorf("pluginops: %w", pluginops.ErrDisabled), 409, 409, "conflict", "plugins.disabled", ""},
		{fmt.Errorf("pluginops: %w \"x\"", pluginstore.ErrUnknownPlugin), 404, 404, "plugin_not_found", "x", ""},
		{fmt.Errorf("pluginstore: %w \"9\"", pluginstore.ErrUnknownVersion), 404, 404, "version_not_found", "9", ""},
		{fmt.Errorf("plugintrust: %w", plugintrust.ErrUnknownKey), 404, 404, "trusted_key_not_found", "unknown key", ""},
		{fmt.Errorf("audit: %w: %w", audit.ErrNotRecorded, errors.New("/secret/path: disk full")), 500, 500, "not_recorded", "Done, but not recorded", ""},
		{fmt.Errorf("modelhost: %w: path \"x\" is not absolute", modelhost.ErrRefused), 400, 400, "model_refused", "refused: path", ""},
		{modelhost.ErrBusy, 409, 409, "conflict", "is being loaded", ""},
		{fmt.Errorf("modelhost: %w \"x\"", lora.ErrUnknown), 404, 404, "adapter_not_found", "unknown adapter", ""},
		{pipeline.ErrNoModel, 503, 503, "service_unavailable", `"code":"INFERENCE_DISABLED"`, "1"},
		{idempotency.ErrInFlight, 409, 409, "idempotency_conflict", "is being carried out", ""},
		{idempotency.ErrMismatch, 422, 422, "idempotency_conflict", "another request", ""},
		{context.Canceled, 499, 499, "client_closed_request", `{"detail":`, ""},
		{errors.New("open /secret/path: no such file"), 500, 500, "internal_error", `{"detail":"Internal server error"}`, ""},
		{&apiError{kind: noCredentials}, 401, 401, "invalid_api_key", `{"detail":"Invalid or expired API key"}`, ""},
		{fail(noScope, "no"), 403, 403, "permission_denied", `{"detail":"no"}`, ""},
	} {
		w, body := answer(r3mes, c.err)
		if w.Code != c.r3mes || !strings.Contains(body, c.detail) {
			t.Errorf("%v: R3MES %d %s, want %d with %s", c.err, w.Code, body, c.r3mes, c.detail)
		}
		if c.header != "" && w.Header().Get("Retry-After") != c.header {
			t.Errorf("%v: Retry-After %q, want %q", c.err, w.Header().Get("Retry-After"), c.header)
		}
		if (c.r3mes == 401) != (w.Header().Get("WWW-Authenticate") != "") {
			t.Errorf("%v: WWW-Authenticate %q", c.err, w.Header().Get("WWW-Authenticate"))
		}
		w, body = answer(openai, c.err)
		var parsed struct {
			Error struct {
				Message, Type, Code string
				Param               *string
			}
		}
		if err := json.Unmarshal([]byte(body), &parsed); err != nil || w.Code != c.openai || parsed.Error.Code != c.code || parsed.Error.Message == "" || parsed.Error.Type == "" {
			t.Errorf("%v: OpenAI %d %s (%v), want %d with code %s", c.err, w.Code, body, err, c.openai, c.code)
		}
		if strings.Contains(body, "secret") {
			t.Errorf("%v: tells the client about the inside: %s", c.err, body)
		}
	}
}

func TestAJoinedErrorIsJudgedByItsFirstLineOfTheTable(t *testing.T) {
	err := errors.Join(&engine.OverloadedError{Queued: 1, RetryAfter: time.Second}, store.ErrPoisoned)
	if w, _ := answer(r3mes, err); w.Code != 429 {
		t.Errorf("status %d, want 429", w.Code)
	}
}

func TestLoopbackHost(t *testing.T) {
	for host, want := range map[string]bool{
		"127.0.0.1": true, "127.0.0.1:8000": true, "localhost": true, "localhost:1": true, "[::1]": true, "[::1]:8000": true, "::1": true, "127.1.2.3": true,
		"": false, "evil.example": false, "localhost.evil.example": false, "127.0.0.1.nip.io": false, "10.0.0.1": false, "0.0.0.0": false, "2130706433": false,
	} {
		if got := loopbackHost(host); got != want {
			t.Errorf("loopbackHost(%q) = %v, want %v", host, got, want)
		}
	}
}

func TestMessageContentForms(t *testing.T) {
	for raw, want := range map[string]string{
		`"plain"`: "plain", `[{"type":"text","text":"a"},{"type":"text","text":"b"}]`: "ab", `[]`: "", `null`: "",
	} {
		got, err := content(json.RawMessage(raw), "messages[0].content")
		if err != nil || got != want {
			t.Errorf("content(%s) = %q, %v; want %q", raw, got, err, want)
		}
	}
	for _, raw := range []string{`5`, `{"type":"text"}`, `[{"type":"image_url"}]`, `[5]`} {
		if _, err := content(json.RawMessage(raw), "messages[0].content"); err == nil {
			t.Errorf("content(%s): no error", raw)
		}
	}
}

// FuzzOtherRequests: as FuzzCompletionRequest, for text completions and responses.
func FuzzOtherRequests(f *testing.F) {
	for _, seed := range []string{
		`{"prompt":"x","n":2,"best_of":2,"logprobs":3}`, `{"prompt":[[1,2],[]],"echo":true}`, `{"prompt":["a",1]}`, `{"prompt":null}`,
		`{"input":"x","text":{"format":{"type":"json_schema","schema":{}}},"include":["message.output_text.logprobs"]}`,
		`{"input":[{"role":"user","content":[{"type":"input_text","text":"x"}]},{"type":"function_call","call_id":"c","name":"f","arguments":"{"},{"type":"function_call_output","call_id":"c","output":"y"}],"tools":[{"type":"function","name":"f"}],"tool_choice":"required"}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var prompt textRequest
		if json.Unmarshal([]byte(text), &prompt) == nil {
			req, err := prompt.request(0.5)
			if err != nil && classify(err).status != 400 || err == nil && (len(req.Prompts) == 0 || req.N < 1 || req.N*len(req.Prompts) > maxChoices) {
				t.Errorf("%s: text completion %+v, %v", text, req, err)
			}
		}
		var input responseRequest
		if json.Unmarshal([]byte(text), &input) == nil {
			req, tools, err := input.request(0.5)
			if err != nil && classify(err).status != 400 || err == nil && (len(req.Messages) == 0 || tools.required && req.Grammar == nil) {
				t.Errorf("%s: response %+v, %v", text, req, err)
			}
		}
	})
}

// FuzzCompletionRequest: whatever the body, validation ends in a request or in
// an error of the table, never in a panic.
func FuzzCompletionRequest(f *testing.F) {
	for _, seed := range []string{
		`{"messages":[{"role":"user","content":"x"}]}`, `{"messages":[{"role":"user","content":[{"type":"text","text":"x"}]}],"stop":["a"],"n":1,"seed":-1}`,
		`{"messages":[{"role":"tool"}],"tools":[{}],"top_p":0}`, `{"max_tokens":0}`, `{"temperature":1e308,"logit_bias":{"1":2}}`, `[]`, `null`,
		`{"messages":[{"role":"user","content":"x"},{"role":"assistant","tool_calls":[{"id":"c","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c","content":"1"}],"tools":[{"type":"function","function":{"name":"f","parameters":{}}}],"tool_choice":{"type":"function","function":{"name":"f"}}}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var body completionRequest
		if json.Unmarshal([]byte(text), &body) != nil {
			return
		}
		req, _, err := body.request(0.5)
		if err != nil {
			if e := classify(err); e.status != 400 {
				t.Errorf("%s: %d %v", text, e.status, err)
			}
			return
		}
		if len(req.Messages) == 0 || req.MaxTokens < 0 || req.Sampling.Validate() != nil {
			t.Errorf("%s: accepted as %+v", text, req)
		}
	})
}

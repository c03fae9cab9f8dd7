package api

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/r3mes/r3mes/host/audit"
	"github.com/r3mes/r3mes/host/chain"
	"github.com/r3mes/r3mes/host/config"
	"github.com/r3mes/r3mes/host/durable"
	"github.com/r3mes/r3mes/host/idempotency"
	"github.com/r3mes/r3mes/host/modelhost"
	"github.com/r3mes/r3mes/host/pipeline"
	"github.com/r3mes/r3mes/host/pluginhost"
	"github.com/r3mes/r3mes/host/pluginops"
	"github.com/r3mes/r3mes/host/pluginstore"
	"github.com/r3mes/r3mes/host/plugintrust"
	"github.com/r3mes/r3mes/host/secrets"
	"github.com/r3mes/r3mes/host/settings"
	"github.com/r3mes/r3mes/runtime/engine"
	"github.com/r3mes/r3mes/runtime/lora"
	"github.com/r3mes/r3mes/store"
)

// kind is one line of the error table: the status, OpenAI's type and code, and
// what is said when the error has no words of its own.
type kind struct {
	status     int
	typ, code  string
	say        string
	validation bool // R3MES: 422 and a list of fields
	limit      bool // R3MES: {"error": …} instead of {"detail": …}
	disabled   bool // R3MES: {"detail": {error, code, message}}
	own        bool // errors of the table speak for themselves: they are for operators
}

const (
	invalidRequest = "invalid_request_error"
	serverError    = "server_error"
)

// The error table. codes are part of the API: never change one.
var (
	noCredentials = kind{status: 401, typ: invalidRequest, code: "invalid_api_key", say: "Invalid or expired API key"}
	noCredit      = kind{status: 402, typ: "insufficient_quota", code: "insufficient_quota", say: "Insufficient credits. Please mine blocks to earn credits."}
	noScope       = kind{status: 403, typ: invalidRequest, code: "permission_denied", say: "Permission denied"}
	unknownThing  = kind{status: 404, typ: invalidRequest, code: "not_found", say: "Not Found"}
	unknownUser   = kind{status: 404, typ: invalidRequest, code: "user_not_found", say: "User not found"}
	unknownModel  = kind{status: 404, typ: invalidRequest, code: "model_not_found", say: "Model not found"}
	unknownKey    = kind{status: 404, typ: invalidRequest, code: "api_key_not_found", say: "API key not found"}
	unknownRcpt   = kind{status: 404, typ: invalidRequest, code: "receipt_not_found", say: "Receipt not found"}
	invalid       = kind{status: 400, typ: invalidRequest, code: invalidRequest, say: "Invalid request", validation: true}
	unsupported   = kind{status: 400, typ: invalidRequest, code: "unsupported_parameter", say: "Unsupported parameter"}
	tooLong       = kind{status: 400, typ: invalidRequest, code: "context_length_exceeded", say: "The prompt is longer than the model's context"}
	keyInURL      = kind{status: 400, typ: invalidRequest, code: "api_key_in_url", say: "API keys are never accepted in URLs; send X-API-Key or Authorization: Bearer"}
	conflict      = kind{status: 409, typ: invalidRequest, code: "conflict", say: "The operation id is already used for something else"}
	onceOnly      = kind{status: 409, typ: invalidRequest, code: "idempotency_conflict", say: "A request with this Idempotency-Key is being carried out: wait for its answer, or repeat"}
	otherRequest  = kind{status: 422, typ: invalidRequest, code: "idempotency_conflict", say: "This Idempotency-Key was used for another request: take a new one"}
	overloaded    = kind{status: 429, typ: "rate_limit_error", code: "rate_limit_exceeded", say: "Rate limit exceeded: the queue is full", limit: true}
	tooLarge      = kind{status: 413, typ: invalidRequest, code: "request_too_large", say: "Request body too large"}
	headTooLarge  = kind{status: 431, typ: invalidRequest, code: "request_too_large", say: "Request headers too large"}
	tooSlow       = kind{status: 408, typ: invalidRequest, code: "request_timeout", say: "The request body took too long to arrive"}
	wrongType     = kind{status: 415, typ: invalidRequest, code: invalidRequest, say: "Content-Type must be application/json"}
	wrongMethod   = kind{status: 405, typ: invalidRequest, code: invalidRequest, say: "Method Not Allowed"}
	noUpgrade     = kind{status: 426, typ: invalidRequest, code: "upgrade_required", say: "This route speaks WebSocket over HTTP/1.1"}
	badUpgrade    = kind{status: 400, typ: invalidRequest, code: invalidRequest, say: "Not a WebSocket upgrade of version 13"}
	duplicateID   = kind{status: 409, typ: invalidRequest, code: "duplicate_id", say: "The id is in use"}
	cancelled     = kind{status: 499, typ: invalidRequest, code: "cancelled", say: "Cancelled before the answer began; nothing is charged"}
	unavailable   = kind{status: 503, typ: serverError, code: "service_unavailable", say: "Inference is not available at the moment", disabled: true}
	chainDown     = kind{status: 503, typ: serverError, code: "service_unavailable", say: "The chain does not answer at the moment"}
	refused       = kind{status: 400, typ: invalidRequest, code: "content_filter", say: "The request was refused"}
	pluginDown    = kind{status: 503, typ: serverError, code: "plugin_unavailable", say: "A plugin that this request needs is not available at the moment"}
	unknownPlugin = kind{status: 404, typ: invalidRequest, code: "plugin_not_found", say: "Plugin not found", own: true}
	unknownVers   = kind{status: 404, typ: invalidRequest, code: "version_not_found", say: "Version not found", own: true}
	unknownSigner = kind{status: 404, typ: invalidRequest, code: "trusted_key_not_found", say: "No such key is trusted", own: true}
	unknownSecret = kind{status: 404, typ: invalidRequest, code: "secret_not_found", say: "Secret not found", own: true}
	refusedPlugin = kind{status: 400, typ: invalidRequest, code: "plugin_refused", say: "The plugin was refused", own: true}
	badSignature  = kind{status: 400, typ: invalidRequest, code: "plugin_signature", say: "The plugin's signature was refused", own: true}
	refusedModel  = kind{status: 400, typ: invalidRequest, code: "model_refused", say: "The model or adapter was refused", own: true}
	unknownAdapt  = kind{status: 404, typ: invalidRequest, code: "adapter_not_found", say: "Adapter not found", own: true}
	notServed     = kind{status: 404, typ: invalidRequest, code: "model_not_found", say: "Model not found", own: true}
	badChange     = kind{status: 400, typ: invalidRequest, code: invalidRequest, say: "Invalid configuration", validation: true, own: true}
	impossible    = kind{status: 409, typ: invalidRequest, code: "conflict", say: "That is not possible now", own: true}
	badOperand    = kind{status: 400, typ: invalidRequest, code: invalidRequest, say: "Invalid request", own: true}
	damaged       = kind{status: 500, typ: serverError, code: "damaged", say: "What is stored is damaged", own: true}
	notRecorded   = kind{status: 500, typ: serverError, code: "not_recorded", say: "Done, but not recorded in the audit log"}
	diskFull      = kind{status: 507, typ: serverError, code: "disk_full", say: "The disk of the data folder is full: nothing was changed; make room, then repeat"}
	clientGone    = kind{status: 499, typ: invalidRequest, code: "client_closed_request", say: "The client went away"}
	internal      = kind{status: 500, typ: serverError, code: "internal_error", say: "Internal server error"}
)

// table maps errors of the packages below to their line, first match wins. An
// error that is not here is a bug of ours: 500, and its text goes to the log
// only.
var table = []struct {
	is   error
	kind kind
}{
	{audit.ErrNotRecorded, notRecorded},
	{pluginops.ErrSigner, impossible},
	{pluginops.ErrChanged, impossible},
	{pluginops.ErrDisabled, impossible},
	{pluginstore.ErrState, impossible},
	{config.ErrLive, badChange},
	{settings.ErrNoRouter, impossible},
	{modelhost.ErrRefused, refusedModel},
	{modelhost.ErrBusy, impossible},
	{modelhost.ErrMemory, impossible},
	{modelhost.ErrUnknownModel, notServed},
	{modelhost.ErrClosed, unavailable},
	{lora.ErrUnknown, unknownAdapt},
	{pluginops.ErrRefused, refusedPlugin},
	{plugintrust.ErrUnsigned, badSignature},
	{plugintrust.ErrUntrusted, badSignature},
	{plugintrust.ErrSignature, badSignature},
	{plugintrust.ErrKey, badOperand},
	{plugintrust.ErrUnknownKey, unknownSigner},
	{secrets.ErrUnknown, unknownSecret},
	{secrets.ErrInvalid, badOperand},
	{pluginstore.ErrUnknownPlugin, unknownPlugin},
	{pluginhost.ErrUnknownPlugin, unknownPlugin},
	{pluginstore.ErrUnknownVersion, unknownVers},
	{durable.ErrDamaged, damaged},
	{syscall.ENOSPC, diskFull},
	{chain.ErrUnavailable, chainDown},
	{chain.ErrMalformed, chainDown},
	{chain.ErrRefused, chainDown},
	{pluginhost.ErrClosed, unavailable},
	{idempotency.ErrInFlight, onceOnly},
	{idempotency.ErrMismatch, otherRequest},
	{pipeline.ErrPlugin, pluginDown},
	{pipeline.ErrRefused, refused},
	{store.ErrInsufficientCredit, noCredit},
	{pipeline.ErrNoModel, unavailable},
	{pipeline.ErrUnknownModel, unknownModel},
	{pipeline.ErrUnknownAdapter, unknownModel},
	{engine.ErrContextLength, tooLong},
	{engine.ErrOverloaded, overloaded},
	{lora.ErrBudget, overloaded},
	{pipeline.ErrMessages, invalid},
	{pipeline.ErrPrompt, invalid},
	{pipeline.ErrLogprobs, unsupported},
	{engine.ErrInvalidRequest, invalid},
	{store.ErrUnknownWallet, unknownUser},
	{store.ErrUnknownKey, unknownKey},
	{store.ErrUnknownReceipt, unknownRcpt},
	{store.ErrConflict, conflict},
	{store.ErrInvalid, invalid},
	{store.ErrInvalidAmount, invalid},
	{pipeline.ErrClosed, unavailable},
	{pipeline.ErrTimeout, unavailable},
	{engine.ErrClosed, unavailable},
	{engine.ErrModel, unavailable},
	{store.ErrPoisoned, unavailable},
	{store.ErrClosed, unavailable},
	{store.ErrReadOnly, unavailable},
	{store.ErrCorrupt, unavailable},
	{os.ErrDeadlineExceeded, tooSlow},
	{context.Canceled, clientGone},
	{context.DeadlineExceeded, unavailable},
}

// apiError is an error that a handler made, already with its line of the table.
type apiError struct {
	kind
	text  string // for the caller; "" takes kind.say
	param string // the field it is about
	query bool   // which is of the query, not of the body
	cause error  // for the log
	quiet bool   // text quotes what the client sent: the log has kind.say instead
}

func (e *apiError) Error() string {
	if e.quiet {
		return "api: " + e.say
	}
	if e.cause != nil {
		return fmt.Sprintf("api: %s: %v", e.message(), e.cause)
	}
	return "api: " + e.message()
}

func (e *apiError) Unwrap() error { return e.cause }

func (e *apiError) message() string { return cmp.Or(e.text, e.say) }

// fail makes an error of the table with words for the caller.
func fail(k kind, format string, args ...any) *apiError {
	return &apiError{kind: k, text: fmt.Sprintf(format, args...)}
}

// field makes a validation error about one field.
func field(k kind, name, format string, args ...any) *apiError {
	return &apiError{kind: k, param: name, text: fmt.Sprintf(format, args...)}
}

// queryField makes a validation error about one parameter of the query.
func queryField(name, format string, args ...any) *apiError {
	e := field(invalid, name, format, args...)
	e.query = true
	return e
}

// noServer tells a command that it needs a server that runs, and why.
func noServer(why string) *apiError {
	return fail(unavailable, "No server runs on this data folder, and %s: start it with r3mes serve, then repeat", why)
}

// classify finds an error's line of the table and what the caller is told.
func classify(err error) *apiError {
	var own *apiError
	if errors.As(err, &own) {
		return own
	}
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return &apiError{kind: tooLarge, text: fmt.Sprintf("Request body too large, the limit is %d bytes", large.Limit), cause: err}
	}
	for _, line := range table {
		if errors.Is(err, line.is) {
			return &apiError{kind: line.kind, text: spoken(line.kind, err), cause: err}
		}
	}
	return &apiError{kind: internal, cause: err}
}

// spoken returns an error's own words where they help the caller and say
// nothing about the inside of the server.
func spoken(k kind, err error) string {
	var context *engine.ContextLengthError
	var input *pipeline.InputLengthError
	var full *engine.OverloadedError
	var refusal *pipeline.RefusedError
	switch {
	case k.own:
		return ownWords(err)
	case errors.As(err, &refusal):
		return refusal.Reason
	case errors.As(err, &context):
		return fmt.Sprintf("The prompt has %d tokens, the model's context is %d and must leave room for an answer", context.Prompt, context.Limit)
	case errors.As(err, &input):
		return fmt.Sprintf("input[%d] has %d tokens, the model reads %d; set truncate_prompt_tokens to -1 to embed its beginning", input.Input, input.Tokens, input.Limit)
	case errors.As(err, &full):
		return fmt.Sprintf("Rate limit exceeded: %d requests are waiting, try again in %s", full.Queued, full.RetryAfter)
	case errors.Is(err, pipeline.ErrUnknownModel), errors.Is(err, pipeline.ErrUnknownAdapter), errors.Is(err, pipeline.ErrLogprobs), k.code == invalidRequest:
		return strings.TrimPrefix(lastLine(err), "pipeline: ")
	}
	return ""
}

// ownWords are an error's words without the package that they begin with.
func ownWords(err error) string {
	text := oneLine(err, maxOwnWords)
	for _, from := range []string{"pluginops: ", "modelhost: ", "settings: "} {
		if rest, ok := strings.CutPrefix(text, from); ok {
			return rest
		}
	}
	return text
}

// maxOwnWords is the most bytes of an error that speaks for itself: a manifest
// may break many rules at once.
const maxOwnWords = 4000

// lastLine keeps an error's text on one line of bounded length.
func lastLine(err error) string { return oneLine(err, 300) }

func oneLine(err error, limit int) string {
	text := strings.ReplaceAll(err.Error(), "\n", "; ")
	if len(text) > limit {
		text = strings.ToValidUTF8(text[:limit], "") + "…"
	}
	return text
}

// family is how the errors of a route read.
type family int

const (
	r3mes  family = iota // {"detail": …}
	openai               // {"error": {…}}; the admin routes share it
)

// body writes an error.
func (f family) body(e *apiError) (status int, body any) {
	if f == openai {
		return openaiBody(e)
	}
	return r3mesBody(e)
}

// familyOf is the family of a path that no route has.
func familyOf(path string) family {
	for _, prefix := range []string{"/v1/", "/admin/", "/tokenize", "/detokenize"} {
		if strings.HasPrefix(path, prefix) {
			return openai
		}
	}
	return r3mes
}

type object = map[string]any

func r3mesBody(e *apiError) (int, any) {
	switch {
	case e.validation:
		loc := []any{"body"}
		if e.query {
			loc[0] = "query"
		}
		if e.param != "" {
			loc = append(loc, e.param)
		}
		return http.StatusUnprocessableEntity, object{"detail": []object{{"loc": loc, "msg": e.message(), "type": "value_error"}}}
	case e.limit:
		return e.status, object{"error": e.message()}
	case e.disabled:
		return e.status, object{"detail": object{"error": "Service unavailable", "code": "INFERENCE_DISABLED", "message": e.message()}}
	}
	return e.status, object{"detail": e.message()}
}

func openaiBody(e *apiError) (int, any) {
	var param any
	if e.param != "" {
		param = e.param
	}
	return e.status, object{"error": object{"message": e.message(), "type": e.typ, "param": param, "code": e.code}}
}

// writeError answers with an error. The cause goes to the request's log line.
func writeError(w http.ResponseWriter, r *http.Request, f family, err error) {
	e := classify(err)
	note(r, slog.String("error", lastLine(err)), slog.String("code", e.code))
	var full *engine.OverloadedError
	if errors.As(err, &full) {
		w.Header().Set("Retry-After", strconv.Itoa(int(full.RetryAfter.Round(time.Second)/time.Second)))
	} else if w.Header().Get("Retry-After") == "" && (e.status == http.StatusTooManyRequests || e.status == http.StatusServiceUnavailable) {
		w.Header().Set("Retry-After", "1")
	}
	if e.status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", "Bearer")
	}
	status, value := f.body(e)
	writeJSON(w, status, value)
}

package api

import (
	"io"
	"log/slog"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/r3mes/r3mes/host/pipeline"
	"github.com/r3mes/r3mes/runtime/engine"
	"github.com/r3mes/r3mes/runtime/sample"
	"github.com/r3mes/r3mes/runtime/tokenizer"
	"github.com/r3mes/r3mes/sdk"
	"github.com/r3mes/r3mes/store"
)

// maxMessage is the longest message of POST /chat, in characters.
const maxMessage = 10_000

type chatRequest struct {
	Message string `json:"message"`
	Wallet  string `json:"wallet_address"`
	Adapter string `json:"adapter"`
}

func (s *server) chatRoutes() []route {
	return []route{{
		method: "POST", path: "/chat", tag: "chat", say: "one answer as plain text, piece by piece", who: wallet, limit: limitChat,
		body: chatRequest{}, media: []string{"text/plain"}, handle: s.chat,
	}}
}

// chat streams one answer as plain text.
func (s *server) chat(w http.ResponseWriter, r *http.Request) error {
	var req chatRequest
	if err := s.read(w, r, &req); err != nil {
		return err
	}
	if n := utf8.RuneCountInString(req.Message); n < 1 || n > maxMessage {
		return field(invalid, "message", "message must have 1 to %d characters, has %d", maxMessage, n)
	}
	c, err := s.identify(r, store.ScopeChat, req.Wallet)
	if err != nil {
		return err
	}
	sink := &textSink{stream: s.stream(w)}
	_, err = s.answer(r, pipeline.Request{
		Wallet: c.wallet, Kind: sdk.KindChat, Adapter: req.Adapter,
		Messages: []tokenizer.Message{{Role: "user", Content: req.Message}},
		Sampling: sample.Params{Temperature: s.Temperature, Seed: seed()},
	}, sink)
	if err != nil {
		return sink.fail(err)
	}
	return sink.end()
}

// errGone ends a handler whose client left in the middle of the answer.
var errGone = &apiError{kind: clientGone}

// answer runs a request and notes for the log how it went. Its error is
// errGone when the client left.
func (s *server) answer(r *http.Request, req pipeline.Request, sink pipeline.Sink) (pipeline.Outcome, error) {
	if s.Pipeline == nil {
		return pipeline.Outcome{}, &apiError{kind: unavailable}
	}
	req.ID = requestID(r)
	watched := &watchedSink{Sink: sink}
	out, err := s.Pipeline.Run(r.Context(), req, watched)
	if err != nil && watched.sent() { // its status is 200: only the log can say what happened
		e := classify(err)
		note(r, slog.String("error", lastLine(e)), slog.String("code", e.code))
	}
	note(r, slog.String("adapter", out.Adapter), slog.String("finish", out.Finish),
		slog.Int("prompt_tokens", out.Usage.PromptTokens), slog.Int("completion_tokens", out.Usage.CompletionTokens),
		slog.Int64("charge_microcredits", int64(out.Receipt.Charge)), slog.Duration("first_token", out.Timing.FirstToken))
	if out.StoppedBy != "" {
		note(r, slog.String("stopped_by", out.StoppedBy))
	}
	if out.Plugins != nil {
		note(r, slog.String("plugins", lastLine(out.Plugins)))
	}
	if err == nil && out.Finish == engine.FinishCancelled {
		err = errGone
	}
	if err != nil {
		noteFailure(r)
	}
	return out, err
}

// watchedSink remembers whether an answer began.
type watchedSink struct {
	pipeline.Sink
	begun bool
}

// Begin implements pipeline.Sink.
func (w *watchedSink) Begin(a pipeline.Accepted) error {
	w.begun = true
	return w.Sink.Begin(a)
}

// beating is a sink whose stream may begin with a heartbeat; see events.
type beating interface {
	pipeline.Admitter
	still() (begun bool)
}

// Admitted implements pipeline.Admitter.
func (w *watchedSink) Admitted(a pipeline.Accepted) {
	if sink, ok := w.Sink.(beating); ok {
		sink.Admitted(a)
	}
}

// sent tells, after the end, whether the client was sent anything.
func (w *watchedSink) sent() bool {
	sink, ok := w.Sink.(beating)
	return w.begun || ok && sink.still()
}

// stream writes pieces to a client, each at once.
type stream struct {
	w       http.ResponseWriter
	control *http.ResponseController
	headed  bool // the headers are set
	begun   bool // and sent
	last    bool // what follows leaves with the end of the answer, in one packet
}

func (s *server) stream(w http.ResponseWriter) stream {
	return stream{w: w, control: http.NewResponseController(w)}
}

// head sets the headers, once: from then on a heartbeat may read them.
func (t *stream) head(a pipeline.Accepted, contentType string) {
	if t.headed {
		return
	}
	t.headed = true
	h := t.w.Header()
	h.Set("Content-Type", contentType)
	h.Set("X-Accel-Buffering", "no") // proxies that would hold pieces back
	accepted(h, a)
}

// begin sends the headers.
func (t *stream) begin(a pipeline.Accepted, contentType string) {
	t.head(a, contentType)
	t.w.WriteHeader(http.StatusOK)
	t.begun = true
}

// accepted names adapter and receipt.
func accepted(h http.Header, a pipeline.Accepted) {
	h.Set("X-R3MES-Adapter", a.Adapter)
	h.Set("X-R3MES-Receipt", a.ReceiptID)
}

// write sends text now, or with the end of the answer.
func (t *stream) write(text string) error {
	if _, err := io.WriteString(t.w, text); err != nil || t.last {
		return err
	}
	return t.control.Flush()
}

// abort ends a stream that has begun so that nobody takes it for whole.
func (t *stream) abort() { panic(http.ErrAbortHandler) }

// collector is a Sink that keeps the text of one answer.
type collector struct{ strings.Builder }

// Begin implements pipeline.Sink.
func (*collector) Begin(pipeline.Accepted) error { return nil }

// Piece implements pipeline.Sink.
func (c *collector) Piece(p pipeline.Piece) error { c.WriteString(p.Text); return nil }

// textSink is the plain stream of POST /chat.
type textSink struct {
	stream
	last byte
}

// Begin implements pipeline.Sink.
func (t *textSink) Begin(a pipeline.Accepted) error {
	t.begin(a, "text/plain; charset=utf-8")
	return nil
}

// Piece implements pipeline.Sink.
func (t *textSink) Piece(p pipeline.Piece) error {
	t.last = p.Text[len(p.Text)-1]
	return t.write(p.Text)
}

// end closes the last line: some clients drop a line without its newline.
func (t *textSink) end() error {
	if t.last != '\n' {
		_ = t.write("\n") // whoever left now has the whole answer
	}
	return nil
}

// fail answers with err, or aborts when text was already sent: an error text
// would look like an answer.
func (t *textSink) fail(err error) error {
	if t.begun {
		t.abort()
	}
	return err
}

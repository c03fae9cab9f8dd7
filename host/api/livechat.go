package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"sync"
	"time"

	"github.com/r3mes/r3mes/host/live"
	"github.com/r3mes/r3mes/host/pipeline"
	"github.com/r3mes/r3mes/host/ratelimit"
	"github.com/r3mes/r3mes/runtime/engine"
	"github.com/r3mes/r3mes/sdk"
	"github.com/r3mes/r3mes/store"
)

func (s *server) liveChatRoutes() []route {
	return []route{{
		method: "GET", path: "/ws/chat", tag: "chat", say: "WebSocket: several answers at a time, piece by piece", who: wallet, limit: limitGet,
		frames: []any{tokenFrame{}, doneFrame{}, errorFrame{}, live.Ping{}}, handle: s.liveChat,
	}}
}

// maxChatID is the longest id of a chat on a socket, bytes.
const maxChatID = 128

// chatMessage is what a client says on /ws/chat: {"type": "chat", id, …} or
// {"type": "cancel", id}. A chat has a message or messages, and the parameters
// of a chat completion.
type chatMessage struct {
	Type    string `json:"type"`
	ID      string `json:"id"`
	Message string `json:"message"`
	Adapter string `json:"adapter"`
	completionRequest
}

// tokenFrame is the next text of an answer.
type tokenFrame struct {
	Type string `json:"type"` // token
	ID   string `json:"id"`
	Text string `json:"text"`
}

// doneFrame ends an answer: also one that was cancelled, which is paid for as
// far as it came.
type doneFrame struct {
	Type    string `json:"type"` // done
	ID      string `json:"id"`
	Model   string `json:"model"`
	Finish  string `json:"finish_reason"` // stop, length, content_filter or cancelled
	Usage   usage  `json:"usage"`
	Receipt string `json:"receipt"` // GET /v1/receipts/{receipt}
}

// errorFrame refuses a message or ends an answer, for which nothing is charged.
type errorFrame struct {
	Type    string `json:"type"` // error
	ID      string `json:"id"`   // empty: the message had none
	Code    string `json:"code"`
	Message string `json:"message"`
}

// talk is the chats of one socket.
type talk struct {
	*server
	visitor *visitor
	request *http.Request // stands for the caller: address and key

	mu      sync.Mutex
	running map[string]context.CancelFunc // by id
}

// liveChat serves /ws/chat.
func (s *server) liveChat(w http.ResponseWriter, r *http.Request) error {
	// The request itself is net/http's again when this returns.
	ctx := context.WithValue(context.WithoutCancel(r.Context()), recordKey{}, nil)
	t := &talk{server: s, request: (&http.Request{Method: r.Method, Host: r.Host, URL: r.URL, Header: r.Header.Clone(), RemoteAddr: r.RemoteAddr}).WithContext(ctx), running: map[string]context.CancelFunc{}}
	t.visitor = &visitor{scope: store.ScopeChat, talk: t.hear}
	return s.socket(w, r, live.Accept{Channel: live.Chat, MessageBytes: s.MaxBodyBytes}, t.visitor)
}

// hear takes one message.
func (t *talk) hear(socket *live.Socket, text []byte) {
	var m chatMessage
	err := json.Unmarshal(text, &m)
	switch {
	case err != nil:
		err = malformed(err)
	case m.Type == "chat":
		err = t.begin(socket, m)
	case m.Type == "cancel":
		t.cancel(m.ID)
	default:
		err = field(invalid, "type", "type must be chat, cancel, auth or pong")
	}
	if err != nil {
		t.refuse(socket, m.ID, err)
	}
}

// refuse tells the client why not. Strangers lose the socket.
func (t *talk) refuse(socket *live.Socket, id string, err error) {
	e := classify(err)
	_ = socket.Send(errorFrame{Type: "error", ID: id, Code: e.code, Message: e.message()}) // a client that is gone need not know
	if e.status == http.StatusUnauthorized && t.visitor.key != "" {
		socket.Close(live.CodeBadToken, "invalid or expired API key")
	}
}

// begin begins a chat, or says why it does not.
func (t *talk) begin(socket *live.Socket, m chatMessage) error {
	ctx, stop := context.WithCancel(context.WithValue(t.request.Context(), recordKey{}, &record{id: newID()}))
	r := t.request.WithContext(ctx)
	req, err := t.order(r, m)
	if err == nil {
		err = t.enter(m.ID, stop)
	}
	if err != nil {
		stop()
		return err
	}
	work := func(gone context.Context) {
		defer context.AfterFunc(gone, stop)()
		t.run(r, socket, m.ID, req)
	}
	if !socket.Go(work) {
		t.leave(m.ID)
		return &apiError{kind: unavailable}
	}
	return nil
}

// order validates a chat and says who pays: the key is looked up for every chat,
// since it may have been revoked.
func (t *talk) order(r *http.Request, m chatMessage) (pipeline.Request, error) {
	if n := len(m.ID); n < 1 || n > maxChatID {
		return pipeline.Request{}, field(invalid, "id", "id must have 1 to %d bytes, has %d", maxChatID, n)
	}
	req, err := m.chat(t.Temperature)
	if err != nil {
		return req, err
	}
	if t.visitor.key != "" { // which may have come by another way than a header
		r.Header = r.Header.Clone()
		r.Header.Set("X-API-Key", t.visitor.key)
	}
	if _, err := t.take(r, ratelimit.Chat); err != nil {
		return req, err
	}
	c, err := t.identify(r, store.ScopeChat, m.Wallet)
	req.Wallet, req.Kind = c.wallet, sdk.KindChat
	return req, err
}

// chat validates a chat's content.
func (m *chatMessage) chat(temperature float64) (pipeline.Request, error) {
	for _, a := range []ask{{"n", or(m.N, 1) != 1}, {"logprobs", or(m.Logprobs, false)}, {"tools", len(m.Tools) > 0}} {
		if a.yes {
			return pipeline.Request{}, field(unsupported, a.name, "%s is not supported on a socket; use POST /v1/chat/completions", a.name)
		}
	}
	switch {
	case m.Message != "" && m.Messages != nil:
		return pipeline.Request{}, field(invalid, "message", "a chat has either message or messages")
	case m.Message != "":
		content, err := json.Marshal(m.Message)
		if err != nil {
			return pipeline.Request{}, err
		}
		m.Messages = []inputMessage{{Role: "user", Content: content}}
	}
	req, _, err := m.completionRequest.request(temperature) // no tools, so nothing to know of them
	req.Adapter = m.Adapter
	return req, err
}

// enter notes that a chat runs.
func (t *talk) enter(id string, cancel context.CancelFunc) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if _, taken := t.running[id]; taken {
		return field(duplicateID, "id", "A chat with this id is running; it goes on")
	}
	if len(t.running) >= t.LiveChats {
		return fail(overloaded, "Rate limit exceeded: %d chats run on this socket", len(t.running))
	}
	t.running[id] = cancel
	return nil
}

// leave forgets a chat, whose id is free again.
func (t *talk) leave(id string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.running[id]()
	delete(t.running, id)
}

// cancel ends a chat. One that is not running has ended by itself, which the
// client cannot have known.
func (t *talk) cancel(id string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if cancel := t.running[id]; cancel != nil {
		cancel()
	}
}

// run carries out one chat and writes its log line.
func (t *talk) run(r *http.Request, socket *live.Socket, id string, req pipeline.Request) {
	begin := time.Now()
	defer func() {
		if p := recover(); p != nil {
			note(r, slog.String("panic", fmt.Sprint(p)), slog.String("stack", string(debug.Stack())))
			t.end(socket, id, errorFrame{Type: "error", ID: id, Code: internal.code, Message: internal.say})
		}
		t.told(r, time.Since(begin))
	}()
	out, err := t.answer(r, req, socketSink{socket, id})
	if err != nil && !errors.Is(err, errGone) {
		e := classify(err)
		if errors.Is(err, context.Canceled) {
			e = &apiError{kind: cancelled}
		}
		note(r, slog.String("error", lastLine(err)), slog.String("code", e.code))
		t.end(socket, id, errorFrame{Type: "error", ID: id, Code: e.code, Message: e.message()})
		return
	}
	t.end(socket, id, doneFrame{Type: "done", ID: id, Model: modelID(out.Accepted), Finish: finishOf(out), Usage: usageOf(out), Receipt: out.ReceiptID})
}

// end sends a chat's last frame. Its id is free before the client can know.
func (t *talk) end(socket *live.Socket, id string, frame any) {
	t.leave(id)
	_ = socket.Send(frame) // whoever left has no use for it
}

func finishOf(out pipeline.Outcome) string {
	if out.Finish == engine.FinishCancelled {
		return "cancelled"
	}
	return finishReason(out.Finish)
}

// told writes the log line of a chat, as account does for requests.
func (t *talk) told(r *http.Request, took time.Duration) {
	rec := r.Context().Value(recordKey{}).(*record)
	if t.Analytics != nil {
		t.Analytics.Request(endpoint("WS", "/ws/chat"), rec.wallet)
	}
	attrs := append([]slog.Attr{slog.String("id", rec.id), slog.String("route", "/ws/chat"), slog.String("socket", t.visitor.id), slog.Duration("took", took.Round(time.Microsecond))}, rec.attrs...)
	t.Log.LogAttrs(r.Context(), slog.LevelInfo, "chat", attrs...)
}

// socketSink sends an answer's pieces as frames.
type socketSink struct {
	socket *live.Socket
	id     string
}

// Begin implements pipeline.Sink.
func (socketSink) Begin(pipeline.Accepted) error { return nil }

// Piece implements pipeline.Sink. It waits for a client that is slower than the
// model, whose pieces are joined meanwhile.
func (k socketSink) Piece(p pipeline.Piece) error {
	return k.socket.Send(tokenFrame{Type: "token", ID: k.id, Text: p.Text})
}

package live

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/coder/websocket"
)

// smallMessage is the longest message, bytes, of a client that has nothing to
// say but who it is and that it is there.
const smallMessage = 4 << 10

// Protocol is the subprotocol that is chosen when a client offers it. Browsers,
// which cannot set headers, offer a second one beside it that holds their key.
const Protocol = "r3mes"

// Accept says how a socket is to be served.
type Accept struct {
	Channel Channel
	// Admitted: the caller may listen. Otherwise nothing is published to the
	// socket until Admit, which must be called within Options.Admit; then it is
	// closed with CodeAuthRequired.
	Admitted bool
	// MessageBytes is the longest message of an admitted client; a longer one
	// closes with 1009. 0, and before Admit: 4 KiB, enough for a key or a pong.
	MessageBytes int64
	// Message is told of every message but pongs, one at a time. text is its
	// own. nil: messages are not looked at.
	Message func(s *Socket, text []byte)
	// Gone is told once, when the socket is closed and its work has ended. nil:
	// nobody is told.
	Gone func(s *Socket, e End)
}

// IsUpgrade tells whether a request asks for a WebSocket.
func IsUpgrade(r *http.Request) bool {
	return r.ProtoMajor == 1 && hasToken(r.Header, "Connection", "upgrade") && hasToken(r.Header, "Upgrade", "websocket")
}

func hasToken(h http.Header, name, token string) bool {
	for _, line := range h.Values(name) {
		for t := range strings.SplitSeq(line, ",") {
			if strings.EqualFold(strings.TrimSpace(t), token) {
				return true
			}
		}
	}
	return false
}

// Open upgrades a request and serves the socket until it closes, on goroutines
// of its own: the handler may return. Nothing of r is kept. It does not look at
// the Origin header: the caller has.
//
// After an error nothing was written, and w takes an answer.
func (h *Hub) Open(w http.ResponseWriter, r *http.Request, a Accept) (*Socket, error) {
	release, err := h.reserve()
	if err != nil {
		return nil, err
	}
	lean := &leanWriter{ResponseWriter: w}
	conn, err := websocket.Accept(lean, r, &websocket.AcceptOptions{Subprotocols: []string{Protocol}, InsecureSkipVerify: true})
	if err != nil {
		release()
		return nil, fmt.Errorf("%w: %w", ErrUpgrade, err)
	}
	conn.SetReadLimit(smallMessage)
	s := &Socket{hub: h, conn: conn, net: lean.conn, accept: a, opened: time.Now()}
	s.room.L = &s.mu
	s.ctx, s.cancel = context.WithCancel(context.Background())
	h.add(s)
	return s, nil
}

// leanWriter keeps an upgrade's refusal to itself, for the caller to write, and
// hands out a hijacked connection with small buffers instead of the
// two of 4 KiB that net/http has: most sockets are idle, and frames are short.
type leanWriter struct {
	http.ResponseWriter
	conn     net.Conn
	upgraded bool
}

// WriteHeader implements http.ResponseWriter.
func (w *leanWriter) WriteHeader(status int) {
	if w.upgraded = status == http.StatusSwitchingProtocols; w.upgraded {
		w.ResponseWriter.WriteHeader(status)
	}
}

// Write implements http.ResponseWriter.
func (w *leanWriter) Write(b []byte) (int, error) {
	if !w.upgraded {
		return len(b), nil
	}
	return w.ResponseWriter.Write(b)
}

// Sizes of the buffers of a socket. Longer frames take more system calls.
const (
	readBuffer  = 512
	writeBuffer = 1 << 10
)

// Unwrap lets http.ResponseController reach the rest.
func (w *leanWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// Hijack implements http.Hijacker.
func (w *leanWriter) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, buffered, err := http.NewResponseController(w.ResponseWriter).Hijack()
	if err != nil {
		return nil, nil, err
	}
	w.conn = conn
	if buffered.Reader.Buffered() > 0 { // a client that did not wait for our answer
		return conn, buffered, nil
	}
	return conn, bufio.NewReadWriter(bufio.NewReaderSize(conn, readBuffer), bufio.NewWriterSize(conn, writeBuffer)), nil
}

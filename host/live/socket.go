package live

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"os"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/coder/websocket"
)

// Socket is one WebSocket. Safe for concurrent use.
type Socket struct {
	hub    *Hub
	conn   *websocket.Conn
	net    net.Conn // under conn, for deadlines
	accept Accept
	ctx    context.Context
	cancel context.CancelFunc

	mu       sync.Mutex
	room     sync.Cond // the queue got shorter, or the socket ends
	queue    [][]byte  // frames that wait for the client
	bytes    int       // of them
	writing  bool      // a goroutine writes
	work     int       // of Go
	leaving  bool      // close when there is no work
	end      *ending   // nil: open
	admitted bool
	dropped  bool // the client did not read

	opened, admitBy, nextPing time.Time
	pinged                    time.Time // when the oldest ping without an answer was queued; zero: all were answered
	sent, received            int64
}

// ending is how a socket closes.
type ending struct {
	code   Code
	reason string
}

// End tells how a socket ended.
type End struct {
	Code           Code // ours, else the client's; 0: the connection broke
	Reason         string
	Open           time.Duration
	Sent, Received int64 // frames and messages
}

// Context ends when the connection does.
func (s *Socket) Context() context.Context { return s.ctx }

// Admit lets the socket hear what is published; see Accept.Admitted.
func (s *Socket) Admit() {
	s.hub.mu.Lock()
	defer s.hub.mu.Unlock()
	s.admit()
}

// admit is Admit, under the hub's lock. The first thing that the socket hears is
// what holds on its channel now.
func (s *Socket) admit() {
	s.mu.Lock()
	was := s.admitted
	s.admitted = true
	s.mu.Unlock()
	if was {
		return
	}
	s.conn.SetReadLimit(max(s.accept.MessageBytes, smallMessage))
	if text := s.hub.last[s.accept.Channel]; text != nil {
		s.push(text)
	}
}

// Send sends v as one JSON frame. It waits while the client has not taken what
// came before. Its error is ErrClosed when the socket is closing.
func (s *Socket) Send(v any) error {
	text, err := json.Marshal(v)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for s.end == nil && s.full() {
		s.room.Wait()
	}
	if s.end != nil {
		return ErrClosed
	}
	s.enqueue(text)
	return nil
}

// push is Send for frames that nobody waits for: a full queue drops the socket.
func (s *Socket) push(text []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.end != nil || !s.admitted:
	case s.full():
		s.drop()
	default:
		s.enqueue(text)
	}
}

// full tells whether the queue takes no more. The lock is held, here and in the
// functions below that say nothing of it.
func (s *Socket) full() bool {
	return len(s.queue) >= s.hub.options.Frames || s.bytes >= s.hub.options.Bytes
}

func (s *Socket) enqueue(text []byte) {
	s.queue = append(s.queue, text)
	s.bytes += len(text)
	s.wake()
}

// wake makes sure that a goroutine writes. There is none while there is nothing
// to write, which is most of the time.
func (s *Socket) wake() {
	if !s.writing {
		s.writing = true
		s.hub.running.Go(s.write)
	}
}

// drop ends a socket whose client does not read.
func (s *Socket) drop() {
	s.dropped = true
	s.finish(CodeSlow, "too slow to read what is sent", true)
}

// finish begins the end: nothing more is queued, and after the last frame, or
// at once when discard, a close frame goes out. The first call decides.
func (s *Socket) finish(code Code, reason string, discard bool) {
	if s.end != nil {
		return
	}
	s.end = &ending{code, reason}
	patience := s.hub.options.Write
	if discard {
		s.queue, s.bytes = nil, 0
		patience = s.hub.options.Bye
	}
	// For the frame that is being written, and those that wait.
	_ = s.net.SetWriteDeadline(time.Now().Add(patience))
	s.room.Broadcast()
	s.wake()
}

// Close sends what is queued, then a close frame, and ends the socket. It does
// not wait. Only the first call does something.
func (s *Socket) Close(code Code, reason string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.finish(code, reason, false)
}

// leave closes the socket as soon as it has no work.
func (s *Socket) leave() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.leaving = true
	if s.work == 0 {
		s.finish(CodeGoingAway, goingAway, false)
	}
}

const goingAway = "the server is shutting down"

// cut ends the connection without a word.
func (s *Socket) cut() {
	s.cancel()
	_ = s.net.Close()
}

// Go runs f on a goroutine of its own, as work of the socket: a shutdown lets it
// finish. f gets the socket's context. It reports false, and does not run f, when
// the socket is closing.
func (s *Socket) Go(f func(ctx context.Context)) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.end != nil || s.leaving {
		return false
	}
	s.work++
	s.hub.running.Go(func() {
		defer s.done()
		f(s.ctx)
	})
	return true
}

func (s *Socket) done() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.work--
	s.room.Broadcast() // read waits for the last one
	if s.leaving && s.work == 0 {
		s.finish(CodeGoingAway, goingAway, false)
	}
}

// look pings the socket when that is due and closes it when it is late.
func (s *Socket) look(now time.Time, ping []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	o := s.hub.options
	switch {
	case s.end != nil:
	case !s.admitted && now.After(s.admitBy):
		s.finish(CodeAuthRequired, "authentication required", true)
	case !s.pinged.IsZero() && now.Sub(s.pinged) > o.Pong:
		s.finish(CodeGoingAway, "no pong came", true)
	case now.After(s.nextPing) && s.admitted && !s.full(): // whoever has a full queue is not idle
		s.nextPing = now.Add(o.Ping)
		if s.pinged.IsZero() {
			s.pinged = now
		}
		s.enqueue(ping)
	}
}

// write sends what is queued and, when the socket ends, the close frame.
func (s *Socket) write() {
	for {
		text, end := s.next()
		switch {
		case text != nil:
			s.put(text)
		case end != nil:
			s.bye(end)
			return
		default:
			return
		}
	}
}

// bye ends the connection, which wakes read.
func (s *Socket) bye(end *ending) {
	if end.code == 0 {
		_ = s.conn.CloseNow()
		return
	}
	_ = s.net.SetDeadline(time.Now().Add(s.hub.options.Bye))
	_ = s.conn.Close(websocket.StatusCode(end.code), end.reason)
}

// next takes a frame from the queue. Without one it says how the socket ends;
// neither means that writing has stopped.
func (s *Socket) next() ([]byte, *ending) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.queue) > 0 {
		text := s.queue[0]
		s.queue[0], s.queue = nil, s.queue[1:]
		s.bytes -= len(text)
		if len(s.queue) == 0 {
			s.queue = nil // an idle socket keeps no array
		}
		s.room.Broadcast()
		if s.end == nil { // else it was set by finish
			_ = s.net.SetWriteDeadline(time.Now().Add(s.hub.options.Write))
		}
		return text, nil
	}
	if s.end == nil {
		s.writing = false
	}
	return nil, s.end
}

// put writes one frame. A client that does not take it in time is dropped. The
// deadline is the connection's: a context's would end the connection, and wake
// read, before it is known here why.
func (s *Socket) put(text []byte) {
	err := s.conn.Write(context.Background(), websocket.MessageText, text)
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case err == nil:
		s.sent++
	case errors.Is(err, os.ErrDeadlineExceeded):
		s.drop()
	default:
		s.finish(0, "", true) // the connection is gone: nobody will read a close frame
	}
	if s.end == nil { // the pongs that the library writes have no deadline of ours
		_ = s.net.SetWriteDeadline(time.Time{})
	}
}

// read takes the client's messages until the socket ends, and then cleans up.
func (s *Socket) read() {
	defer s.hub.running.Done()
	var err error
	for err == nil {
		err = s.message()
	}
	s.cancel()
	_ = s.conn.CloseNow()
	e := s.over(err)
	s.hub.remove(s)
	if s.accept.Gone != nil {
		s.accept.Gone(s, e)
	}
}

// over waits for the socket's work, after the connection is gone.
func (s *Socket) over(err error) End {
	s.mu.Lock()
	defer s.mu.Unlock()
	e := End{Open: time.Since(s.opened)}
	if code := websocket.CloseStatus(err); s.end == nil && code > 0 {
		e.Code, e.Reason = Code(code), "closed by the client"
	}
	if s.end != nil {
		e.Code, e.Reason = s.end.code, s.end.reason
	}
	s.finish(0, "", true)
	for s.work > 0 {
		s.room.Wait()
	}
	e.Sent, e.Received = s.sent, s.received
	return e
}

// message takes one message.
func (s *Socket) message() error {
	// A context that can end would cost a goroutine's wake-up for each frame;
	// what ends this is the connection's end.
	typ, r, err := s.conn.Reader(context.Background())
	if err != nil {
		return err
	}
	text, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if s.hears() {
		s.handle(typ, text)
	}
	return nil
}

// hears counts a message and reports whether it is to be handled: what comes
// after the end began is not.
func (s *Socket) hears() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.received++
	s.pinged = time.Time{}
	return s.end == nil
}

func (s *Socket) handle(typ websocket.MessageType, text []byte) {
	switch {
	case typ != websocket.MessageText:
		s.Close(CodeUnsupported, "messages are JSON text")
	case !utf8.Valid(text):
		s.Close(CodeInvalidText, "the message is not UTF-8")
	case isPong(text), s.accept.Message == nil:
	default:
		s.accept.Message(s, text)
	}
}

// isPong recognises {"type":"pong"}, with whatever else is in it.
func isPong(text []byte) bool {
	if len(text) > 1<<10 {
		return false
	}
	var m struct {
		Type string `json:"type"`
	}
	return json.Unmarshal(text, &m) == nil && m.Type == "pong"
}

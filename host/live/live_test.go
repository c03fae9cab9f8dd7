package live

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/coder/websocket"
)

// patience bounds what a test waits for; nothing that works takes this long.
const patience = 30 * time.Second

// serve starts a hub behind a loopback server and checks at the end that
// nothing of it is left.
func serve(t testing.TB, o Options, a Accept) (*Hub, string) {
	t.Helper()
	h := New(o)
	ctx, stop := context.WithCancel(context.Background())
	ran := make(chan struct{})
	go func() { defer close(ran); h.Run(ctx) }()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a := a
		if c := r.URL.Query().Get("channel"); c != "" {
			a.Channel = Channel(c)
		}
		if _, err := h.Open(w, r, a); err != nil {
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
		}
	}))
	t.Cleanup(func() {
		closing, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		if err := h.Close(closing); err != nil {
			t.Errorf("close: %v", err)
		}
		server.Close()
		stop()
		<-ran
		for c, n := range h.Stats() {
			if n.Open != 0 {
				t.Errorf("%d sockets of %s are open after Close", n.Open, c)
			}
		}
	})
	return h, "ws" + strings.TrimPrefix(server.URL, "http")
}

func dial(t testing.TB, url string) *websocket.Conn {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	c, _, err := websocket.Dial(ctx, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.CloseNow() })
	return c
}

// receive returns the next frame as text.
func receive(t testing.TB, c *websocket.Conn) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	_, text, err := c.Read(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// closed reads until the socket is closed and returns the code.
func closed(t testing.TB, c *websocket.Conn) Code {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	for {
		if _, _, err := c.Read(ctx); err != nil {
			if ctx.Err() != nil {
				t.Fatal("the socket stays open")
			}
			return Code(websocket.CloseStatus(err))
		}
	}
}

// eventually waits until ok.
func eventually(t testing.TB, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !ok(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("not after %s: %s", patience, what)
		}
	}
}

func TestWhatIsPublishedReachesTheChannelsListeners(t *testing.T) {
	h, url := serve(t, Options{}, Accept{Admitted: true})
	loss, height := 0.25, int64(7)
	at := time.Date(2026, 11, 26, 1, 2, 3, 0, time.UTC)
	for _, c := range []struct {
		channel Channel
		data    Data
		want    string
	}{
		{Miners, MinerUpdate{Wallet: "w", Hashrate: 1.5, Time: at}, `{"type":"miner_stats","data":{"wallet_address":"w","hashrate":1.5,"gpu_temperature":null,"uptime_percentage":null,"timestamp":"2026-11-26T01:02:03Z"}}`},
		{Training, TrainingMetrics{Wallet: "w", Loss: &loss, Time: at}, `{"type":"training_metrics","data":{"wallet_address":"w","loss":0.25,"epoch":null,"gradient_norm":null,"timestamp":"2026-11-26T01:02:03Z"}}`},
		{Network, NetworkStatus{BlockHeight: &height, TotalMiners: 2, TotalStake: "10", TotalCredits: "1.5", Time: at}, `{"type":"network_status","data":{"block_height":7,"total_miners":2,"total_validators":0,"total_stake":10,"total_users":0,"total_credits":1.5,"timestamp":"2026-11-26T01:02:03Z"}}`},
		{Blocks, Block{Height: 7, Hash: "AB", Proposer: "p", Time: at, TxCount: 3}, `{"type":"block_update","data":{"height":7,"hash":"AB","proposer":"p","timestamp":"2026-11-26T01:02:03Z","tx_count":3}}`},
	} {
		one, two, other := dial(t, url+"?channel="+string(c.channel)), dial(t, url+"?channel="+string(c.channel)), dial(t, url+"?channel=chat")
		eventually(t, "two listeners", func() bool { return h.Listeners(c.channel) == 2 && h.Listeners(Chat) == 1 })
		h.Publish(c.data)
		for _, conn := range []*websocket.Conn{one, two} {
			if got := receive(t, conn); got != c.want {
				t.Errorf("%s: %s, want %s", c.channel, got, c.want)
			}
		}
		if n := h.Stats()[Chat].Sent; n != 0 {
			t.Errorf("%s: a listener of another channel was sent %d frames", c.channel, n)
		}
		for _, conn := range []*websocket.Conn{one, two, other} {
			conn.Close(websocket.StatusNormalClosure, "")
		}
		eventually(t, "the sockets are gone", func() bool { return h.Listeners(c.channel) == 0 && h.Listeners(Chat) == 0 })
	}
	// The network's state holds until the next: who comes later is told.
	if got := receive(t, dial(t, url+"?channel=network_status")); !strings.Contains(got, `"block_height":7`) {
		t.Errorf("a later listener got %s", got)
	}
}

func TestAClientThatDoesNotAnswerPingsIsClosed(t *testing.T) {
	_, url := serve(t, Options{Ping: 20 * time.Millisecond, Pong: 300 * time.Millisecond}, Accept{Channel: Blocks, Admitted: true})
	alive := dial(t, url)
	silent := make(chan Code)
	go func() { silent <- closed(t, dial(t, url)) }()
	for answering := true; answering; {
		var ping Ping
		if err := json.Unmarshal([]byte(receive(t, alive)), &ping); err != nil || ping.Type != "ping" || time.Since(ping.Time) > time.Hour {
			t.Fatalf("%+v %v, want a ping with the time", ping, err)
		}
		if err := alive.Write(context.Background(), websocket.MessageText, []byte(`{"type": "pong", "timestamp": "x"}`)); err != nil {
			t.Fatal(err)
		}
		select {
		case code := <-silent:
			if code != CodeGoingAway {
				t.Errorf("the silent client was closed with %d, want %d", code, CodeGoingAway)
			}
			answering = false
		default:
		}
	}
}

func TestWhoIsNotAdmittedHearsNothingAndIsClosed(t *testing.T) {
	var told atomic.Int64
	h, url := serve(t, Options{Admit: 500 * time.Millisecond}, Accept{Channel: Blocks, Message: func(s *Socket, text []byte) {
		if string(text) == "let me in" {
			s.Admit()
		}
		told.Add(1)
	}})
	stranger, guest := dial(t, url), dial(t, url)
	if err := guest.Write(context.Background(), websocket.MessageText, []byte("let me in")); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the message arrives", func() bool { return told.Load() == 1 })
	h.Publish(Block{Height: 9})
	if got := receive(t, guest); !strings.Contains(got, `"height":9`) {
		t.Errorf("the guest heard %s", got)
	}
	if code := closed(t, stranger); code != CodeAuthRequired {
		t.Errorf("the stranger was closed with %d, want %d", code, CodeAuthRequired)
	}
	if n := h.Stats()[Blocks].Sent; n != 1 {
		t.Errorf("%d frames were sent, want the guest's one", n)
	}
	eventually(t, "only the guest is left", func() bool { return h.Listeners(Blocks) == 1 })
	// Before it is admitted a client may not send much.
	long := dial(t, url)
	if err := long.Write(context.Background(), websocket.MessageText, make([]byte, 2*smallMessage)); err == nil {
		if code := closed(t, long); code != Code(websocket.StatusMessageTooBig) {
			t.Errorf("a long message closed with %d", code)
		}
	}
}

// Fifty clients that do not read are dropped, and the one that does hears all of
// it: Publish waits for nobody.
func TestSlowReadersAreDroppedAndHarmNobody(t *testing.T) {
	const slow, frames = 50, 400
	h, url := serve(t, Options{Bye: 50 * time.Millisecond}, Accept{Channel: Blocks, Admitted: true})
	for range slow {
		raw(t, url) // never reads
	}
	fast := dial(t, url)
	fast.SetReadLimit(1 << 20)
	eventually(t, "all listen", func() bool { return h.Listeners(Blocks) == slow+1 })
	hash := strings.Repeat("x", 64<<10) // more than socket buffers hold
	for n := range frames {
		h.Publish(Block{Height: int64(n), Hash: hash})
		if got := receive(t, fast); !strings.Contains(got, fmt.Sprintf(`"height":%d,`, n)) {
			t.Fatalf("frame %d: %.40s", n, got)
		}
	}
	eventually(t, "the slow are gone", func() bool { return h.Listeners(Blocks) == 1 })
	if n := h.Stats()[Blocks].Dropped; n != slow {
		t.Errorf("%d were dropped, want %d", n, slow)
	}
}

// talker serves sockets on a hub and returns one with its client.
func talker(t *testing.T, o Options) (*Hub, *websocket.Conn, *Socket) {
	sockets := make(chan *Socket, 1)
	h, url := serve(t, o, Accept{Channel: Chat, Admitted: true, Message: func(s *Socket, _ []byte) { sockets <- s }})
	c := dial(t, url)
	c.SetReadLimit(1 << 20)
	if err := c.Write(context.Background(), websocket.MessageText, []byte("{}")); err != nil {
		t.Fatal(err)
	}
	return h, c, <-sockets
}

func TestSendWaitsForAClientThatReads(t *testing.T) {
	const frames = 300 // of 64 KiB: more than the queue and the socket's buffers hold
	_, c, s := talker(t, Options{})
	sent := make(chan error, 1)
	go func() {
		for range frames {
			if err := s.Send(strings.Repeat("x", 64<<10)); err != nil {
				sent <- err
				return
			}
		}
		sent <- nil
	}()
	for range frames {
		receive(t, c)
	}
	if err := <-sent; err != nil {
		t.Error(err)
	}
}

func TestSendGivesUpAClientThatDoesNotRead(t *testing.T) {
	h, _, s := talker(t, Options{Write: 200 * time.Millisecond, Bye: 50 * time.Millisecond})
	var err error
	for n := 0; err == nil; n++ {
		if n > 10_000 {
			t.Fatal("10,000 frames were taken by a client that does not read")
		}
		err = s.Send(strings.Repeat("x", 64<<10))
	}
	if !errors.Is(err, ErrClosed) {
		t.Errorf("%v, want ErrClosed", err)
	}
	eventually(t, "the context ends", func() bool { return s.Context().Err() != nil })
	eventually(t, "it is gone", func() bool { return h.Listeners(Chat) == 0 })
	if n := h.Stats()[Chat].Dropped; n != 1 {
		t.Errorf("%d were dropped, want 1", n)
	}
}

func TestCloseLetsWorkFinishAndSendsWhatIsQueued(t *testing.T) {
	work, begun := make(chan struct{}), make(chan struct{})
	ends := make(chan End, 2)
	h, url := serve(t, Options{}, Accept{Channel: Chat, Admitted: true, Gone: func(_ *Socket, e End) { ends <- e }, Message: func(s *Socket, _ []byte) {
		s.Go(func(ctx context.Context) {
			close(begun)
			<-work
			s.Send("one")
			s.Send("two")
		})
	}})
	idle, busy := dial(t, url), dial(t, url)
	if err := busy.Write(context.Background(), websocket.MessageText, []byte("{}")); err != nil {
		t.Fatal(err)
	}
	<-begun
	h.Leave()
	if code := closed(t, idle); code != CodeGoingAway {
		t.Errorf("the idle socket was closed with %d, want %d", code, CodeGoingAway)
	}
	if _, resp, err := websocket.Dial(context.Background(), url, nil); err == nil || resp == nil || resp.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("a new socket during shutdown: %v", err)
	}
	finished := make(chan error)
	go func() { finished <- h.Close(context.Background()) }()
	close(work)
	if got := receive(t, busy) + receive(t, busy); got != `"one""two"` {
		t.Errorf("heard %s", got)
	}
	if code := closed(t, busy); code != CodeGoingAway {
		t.Errorf("the busy socket was closed with %d, want %d", code, CodeGoingAway)
	}
	if err := <-finished; err != nil {
		t.Error(err)
	}
	for range 2 {
		if e := <-ends; e.Code != CodeGoingAway || e.Reason != goingAway {
			t.Errorf("ended %+v", e)
		}
	}
}

func TestCloseCutsWhatDoesNotFinish(t *testing.T) {
	begun := make(chan struct{})
	h, url := serve(t, Options{}, Accept{Channel: Chat, Admitted: true, Message: func(s *Socket, _ []byte) {
		s.Go(func(ctx context.Context) { close(begun); <-ctx.Done() })
	}})
	c := dial(t, url)
	if err := c.Write(context.Background(), websocket.MessageText, []byte("{}")); err != nil {
		t.Fatal(err)
	}
	<-begun
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := h.Close(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("close: %v, want the context's error", err)
	}
	closed(t, c)
}

func TestOnlySoManySockets(t *testing.T) {
	h, url := serve(t, Options{Sockets: 2}, Accept{Channel: Blocks, Admitted: true})
	one := dial(t, url)
	dial(t, url)
	if _, resp, err := websocket.Dial(context.Background(), url, nil); err == nil || resp == nil || resp.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("a third: %v", err)
	}
	one.Close(websocket.StatusNormalClosure, "")
	eventually(t, "room again", func() bool { return h.Listeners(Blocks) == 1 })
	dial(t, url)
}

// raw upgrades by hand and returns the connection, to send what no client would.
func raw(t testing.TB, url string) *net.TCPConn {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(url, "ws://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	fmt.Fprint(conn, "GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n")
	for b, head := make([]byte, 1), ""; !strings.HasSuffix(head, "\r\n\r\n"); head += string(b) {
		if _, err := io.ReadFull(conn, b); err != nil {
			t.Fatal(err)
		}
	}
	return conn.(*net.TCPConn)
}

// frame is a masked frame with a key of zeros.
func frame(first byte, payload string) string {
	n := len(payload)
	if n < 126 {
		return string([]byte{first, 0x80 | byte(n), 0, 0, 0, 0}) + payload
	}
	return string([]byte{first, 0x80 | 126, byte(n >> 8), byte(n), 0, 0, 0, 0}) + payload
}

func TestFramesThatBreakTheRulesEndTheirSocketOnly(t *testing.T) {
	h, url := serve(t, Options{Bye: 100 * time.Millisecond}, Accept{Channel: Chat, Admitted: true, MessageBytes: 10_000, Message: func(s *Socket, text []byte) { s.Send(len(text)) }})
	other := dial(t, url)
	for name, c := range map[string]struct {
		sent string
		want Code // of the close frame; 0: the connection just ends
	}{
		"an unmasked frame":             {"\x81\x02{}", 0},
		"a reserved bit":                {frame(0xc1, "{}"), 1002},
		"an unknown opcode":             {frame(0x83, "{}"), 1002},
		"a continuation of nothing":     {frame(0x80, "{}"), 1002},
		"a message inside a message":    {frame(0x01, "{") + frame(0x81, "{}"), 1002},
		"a fragmented ping":             {frame(0x09, "x"), 1002},
		"a ping too long":               {frame(0x89, strings.Repeat("x", 126)), 1002},
		"a close without a whole code":  {frame(0x88, "x"), 1002},
		"a close code that nobody may":  {frame(0x88, "\x03\xed"), 1002},
		"a binary message":              {frame(0x82, "{}"), CodeUnsupported},
		"text that is not UTF-8":        {frame(0x81, "\xff\xfe"), CodeInvalidText},
		"a message too long":            {frame(0x81, strings.Repeat("x", 20_000)), 1009},
		"many pieces of a long message": {frame(0x01, strings.Repeat("x", 100)) + strings.Repeat(frame(0x00, strings.Repeat("x", 100)), 150), 1009},
		"a length of 2^62":              {"\x81\xff\x40\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00" + strings.Repeat("x", 20_000), 1009},
		"a negative length":             {"\x81\xff\xff\xff\xff\xff\xff\xff\xff\xff\x00\x00\x00\x00", 0},
		"an orderly close":              {frame(0x88, "\x03\xe8"), 1000},
		"half a frame and goodbye":      {"\x81", 0},
	} {
		t.Run(name, func(t *testing.T) {
			conn := raw(t, url)
			if _, err := io.WriteString(conn, c.sent); err != nil && c.want != 1009 {
				t.Fatal(err)
			}
			if name == "half a frame and goodbye" {
				conn.CloseWrite()
			}
			conn.SetReadDeadline(time.Now().Add(patience))
			if got := closeCode(t, conn); got != c.want {
				t.Errorf("closed with %d, want %d", got, c.want)
			}
		})
	}
	eventually(t, "only the good one is open", func() bool { return h.Listeners(Chat) == 1 })
	if err := other.Write(context.Background(), websocket.MessageText, []byte("12345")); err != nil {
		t.Fatal(err)
	}
	if got := receive(t, other); got != "5" {
		t.Errorf("the other socket hears %s", got)
	}
	// A message in pieces, with a ping between them, is one message.
	conn := raw(t, url)
	io.WriteString(conn, frame(0x01, "123")+frame(0x89, "")+frame(0x80, "45"))
	got := make([]byte, 5)
	conn.SetReadDeadline(time.Now().Add(patience))
	if _, err := io.ReadFull(conn, got); err != nil || !bytes.Equal(got, []byte("\x8a\x00\x81\x015")) {
		t.Errorf("pieces: %q %v, want a pong and the answer 5", got, err)
	}
}

// closeCode reads frames until a close frame or the end of the connection.
func closeCode(t *testing.T, conn net.Conn) Code {
	t.Helper()
	in := bufio.NewReader(conn)
	for {
		head := make([]byte, 2)
		if _, err := io.ReadFull(in, head); err != nil {
			if err, ok := err.(net.Error); ok && err.Timeout() {
				t.Fatal("the socket stays open")
			}
			return 0
		}
		payload := make([]byte, head[1]&0x7f) // the server's frames in this test are short
		if _, err := io.ReadFull(in, payload); err != nil {
			return 0
		}
		if head[0] == 0x88 && len(payload) >= 2 {
			return Code(int(payload[0])<<8 | int(payload[1]))
		}
	}
}

// Sockets come, listen, talk and go while others publish, and a shutdown comes
// into the middle of it.
func TestHammer(t *testing.T) {
	before := runtime.NumGoroutine()
	h, url := serve(t, Options{Ping: 5 * time.Millisecond, Frames: 8, Bye: 100 * time.Millisecond}, Accept{Channel: Blocks, Admitted: true, Message: func(s *Socket, text []byte) {
		s.Go(func(context.Context) { s.Send(string(text)) })
	}})
	stop := make(chan struct{})
	var publishing, clients sync.WaitGroup
	for n := range 2 {
		publishing.Go(func() {
			for {
				select {
				case <-stop:
					return
				case <-time.After(time.Millisecond):
					h.Publish(Block{Height: int64(n)})
					h.Stats()
				}
			}
		})
	}
	for n := range 8 {
		clients.Go(func() {
			for round := range 12 {
				ctx, cancel := context.WithTimeout(context.Background(), patience)
				c, _, err := websocket.Dial(ctx, url, nil)
				if err != nil { // the shutdown was first
					cancel()
					return
				}
				for range round {
					if c.Write(ctx, websocket.MessageText, []byte("hello")) != nil {
						break
					}
					if _, _, err := c.Read(ctx); err != nil {
						break
					}
				}
				if n%2 == 0 {
					c.CloseNow()
				} else {
					c.Close(websocket.StatusNormalClosure, "")
				}
				cancel()
			}
		})
	}
	time.Sleep(50 * time.Millisecond)
	if err := h.Close(context.Background()); err != nil {
		t.Error(err)
	}
	clients.Wait()
	close(stop)
	publishing.Wait()
	http.DefaultClient.CloseIdleConnections()
	eventually(t, "no goroutine is left of it", func() bool { return runtime.NumGoroutine() <= before+3 }) // the server's and Run
}

// Whatever bytes come after the upgrade, the socket ends and the hub stays.
func FuzzFrames(f *testing.F) {
	f.Add([]byte(frame(0x81, `{"type":"pong"}`)))
	f.Add([]byte(frame(0x01, "{") + frame(0x80, "}")))
	f.Add([]byte("\x81\xff\x40\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"))
	f.Add([]byte(frame(0x88, "\x03\xe8")))
	h, url := serve(f, Options{Bye: 100 * time.Millisecond}, Accept{Channel: Chat, Admitted: true, Message: func(s *Socket, text []byte) { s.Send(string(text)) }})
	f.Fuzz(func(t *testing.T, sent []byte) {
		conn := raw(t, url)
		conn.SetDeadline(time.Now().Add(patience))
		conn.Write(sent)
		conn.CloseWrite()
		if _, err := io.Copy(io.Discard, conn); err != nil {
			var timeout net.Error
			if errors.As(err, &timeout) && timeout.Timeout() {
				t.Fatal("the socket stays open")
			}
		}
		eventually(t, "the socket is gone", func() bool { return h.Listeners(Chat) == 0 })
	})
}

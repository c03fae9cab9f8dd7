package hosttest_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/http2"

	"github.com/r3mes/r3mes/host/config"
	"github.com/r3mes/r3mes/host/hosttest"
	"github.com/r3mes/r3mes/host/live"
)

// httpTest skips what `make test-http` runs: tests that need other programs, or
// thousands of sockets.
func httpTest(t *testing.T) {
	t.Helper()
	if os.Getenv("R3MES_HTTP_TESTS") == "" {
		t.Skip("set R3MES_HTTP_TESTS=1, or run make test-http")
	}
}

// idle opens a socket by hand and returns the bare connection: what a client
// library would add is not what is measured.
func idle(t *testing.T, s *hosttest.Server, path string) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n", path)
	head := make([]byte, 0, 1024)
	for b := make([]byte, 1); !strings.HasSuffix(string(head), "\r\n\r\n"); head = append(head, b[0]) {
		if _, err := io.ReadFull(conn, b); err != nil {
			t.Fatal(err)
		}
	}
	if !strings.HasPrefix(string(head), "HTTP/1.1 101 ") {
		t.Fatalf("%s", head)
	}
	return conn
}

// inUse is the memory that Go objects and stacks take, after garbage collection.
func inUse() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc + m.StackInuse)
}

// 2,000 idle sockets and 500 concurrent streams, of which nobody is harmed by 50
// more whose clients do not read; and nothing is left of it afterwards. What an
// idle socket costs is told; it is bounded, loosely, so that a buffer too many
// is noticed.
func TestHTTPTwoThousandSocketsAndFiveHundredStreams(t *testing.T) {
	httpTest(t)
	const sockets, streams, stalled, most = 2000, 500, 50, 24 << 10
	before := runtime.NumGoroutine()
	s := tiny(t, hosttest.Options{NoPlugins: true, Config: func(c *config.Config) {
		c.Engine.Queue = streams + stalled
		c.Server.Grace = time.Second
		c.Pricing.Builtin = config.Builtin{PerRequest: 1000}
	}})
	if lim := s.Info.Files; lim < 2*(sockets+streams+stalled)+200 {
		t.Fatalf("only %d files may be open: raise ulimit -n", lim)
	}
	call(t, "POST", s.URL+"/chat", object{"message": "x", "wallet_address": s.Wallet}) // whatever is made once is made
	empty, routines := inUse(), runtime.NumGoroutine()
	var conns []net.Conn
	for range sockets {
		conns = append(conns, idle(t, s, "/ws/blocks"))
	}
	eventually(t, "all sockets are open", func() bool { return s.Sockets() == sockets })
	eventually(t, "the upgrades are over", func() bool { return runtime.NumGoroutine() <= routines+sockets+50 })
	each := (inUse() - empty) / sockets
	t.Logf("%d idle sockets: %d bytes of heap and stack each, both ends in one process; %.2f goroutines each", sockets, each, float64(runtime.NumGoroutine()-routines)/sockets)
	if each > most {
		t.Errorf("an idle socket takes %d bytes, want at most %d", each, most)
	}

	// Clients that open no window: their answers stand still in the middle.
	for range stalled {
		conn := stall(t, s)
		defer conn.Close()
	}
	var whole, broken atomic.Int64
	var wg sync.WaitGroup
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: streams}}
	begin := time.Now()
	for range streams {
		wg.Go(func() {
			resp, err := client.Post(s.URL+"/v1/chat/completions", "application/json", strings.NewReader(streamBody(s.Wallet, 20)))
			if err != nil {
				broken.Add(1)
				return
			}
			defer resp.Body.Close()
			text, err := io.ReadAll(resp.Body)
			if err != nil || resp.StatusCode != 200 || !strings.HasSuffix(string(text), "data: [DONE]\n\n") {
				broken.Add(1)
				return
			}
			whole.Add(1)
		})
	}
	// Meanwhile everyone who listens hears of a block.
	s.Publish(live.Block{Height: 7})
	for n, conn := range conns {
		conn.SetReadDeadline(time.Now().Add(patience))
		head := make([]byte, 2)
		if _, err := io.ReadFull(conn, head); err != nil || head[0] != 0x81 {
			t.Fatalf("socket %d heard %x, %v", n, head, err)
		}
	}
	wg.Wait()
	t.Logf("%d streams of 20 tokens beside %d that stand still: %s", streams, stalled, time.Since(begin).Round(time.Millisecond))
	if whole.Load() != streams {
		t.Errorf("%d streams came whole, %d did not", whole.Load(), broken.Load())
	}
	for _, conn := range conns {
		conn.Close()
	}
	client.CloseIdleConnections()
	eventually(t, "the sockets are gone", func() bool { return s.Sockets() == 0 })
	s.Stop() // no hold is left open
	eventually(t, "no goroutine is left", func() bool { return runtime.NumGoroutine() <= before+5 })
}

// stall asks for a long stream over HTTP/2 with a window of 100 bytes that it
// never opens again, and returns when the answer stands still.
func stall(t *testing.T, s *hosttest.Server) net.Conn {
	t.Helper()
	conn, framer := rawHTTP2(t, s, 100)
	postHTTP2(framer, 1, "/v1/chat/completions", streamBody(s.Wallet, 200))
	for got := 0; got < 100; {
		frame, err := framer.ReadFrame()
		if err != nil {
			t.Fatal(err)
		}
		if f, ok := frame.(*http2.DataFrame); ok {
			got += len(f.Data())
		}
	}
	return conn
}

// curl is the other implementation of HTTP/2 without TLS.
func TestHTTPCurlStreamsOverHTTP2(t *testing.T) {
	httpTest(t)
	s := tiny(t, hosttest.Options{NoPlugins: true})
	for _, version := range []string{"--http2-prior-knowledge", "--http1.1", "--http2"} { // the last asks by Upgrade, which is not served
		out, err := exec.Command("curl", "-sSN", version, "-w", "\n%{http_version} %{response_code}", "-H", "Content-Type: application/json",
			"-d", streamBody(s.Wallet, 20), s.URL+"/v1/chat/completions").CombinedOutput()
		want := map[string]string{"--http2-prior-knowledge": "2 200", "--http1.1": "1.1 200", "--http2": "1.1 200"}[version]
		if err != nil || !strings.Contains(string(out), "data: [DONE]") || !strings.HasSuffix(string(out), want) {
			t.Errorf("curl %s: %v %s, want %s", version, err, out, want)
		}
	}
	// A curl that is killed leaves no hold behind.
	cmd := exec.Command("curl", "-sSN", "--http2-prior-knowledge", "-H", "Content-Type: application/json", "-d", streamBody(s.Wallet, 2000), s.URL+"/v1/chat/completions")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Process.Kill()
	_ = cmd.Wait() // says that it was killed
	eventually(t, "the hold has ended", func() bool { return metric(t, s, "r3mes_holds_open") == 0 })
}

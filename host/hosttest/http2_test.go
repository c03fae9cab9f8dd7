package hosttest_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/http2"
	"golang.org/x/net/http2/hpack"

	"github.com/r3mes/r3mes/host/config"
	"github.com/r3mes/r3mes/host/hosttest"
	"github.com/r3mes/r3mes/store"
)

// overHTTP2 is a client that speaks HTTP/2 without TLS and nothing else.
func overHTTP2(t *testing.T) *http.Client {
	t.Helper()
	p := new(http.Protocols)
	p.SetUnencryptedHTTP2(true)
	transport := &http.Transport{Protocols: p}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

func streamBody(wallet string, tokens int) string {
	return fmt.Sprintf(`{"messages":[{"role":"user","content":"x"}],"stream":true,"max_tokens":%d,"ignore_eos":true,"wallet_address":%q}`, tokens, wallet)
}

func TestManyStreamsOverOneCleartextHTTP2Connection(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true})
	client := overHTTP2(t)
	var wg sync.WaitGroup
	for n := range 20 {
		wg.Go(func() {
			resp, err := client.Post(s.URL+"/v1/chat/completions", "application/json", strings.NewReader(streamBody(s.Wallet, 50)))
			if err != nil {
				t.Error(err)
				return
			}
			defer resp.Body.Close()
			text, err := io.ReadAll(resp.Body)
			if err != nil || resp.ProtoMajor != 2 || !strings.HasSuffix(string(text), "data: [DONE]\n\n") {
				t.Errorf("stream %d: %s %v %.60q", n, resp.Proto, err, text)
			}
		})
	}
	wg.Wait()
	// An upgrade has no meaning here, and the client is told.
	resp, err := client.Get(s.URL + "/ws/blocks")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusUpgradeRequired {
		t.Errorf("a WebSocket over HTTP/2: %d, want 426", resp.StatusCode)
	}
	// The idle connection does not hold up the shutdown.
	begin := time.Now()
	s.Stop()
	if took := time.Since(begin); took > config.Default().Server.Grace {
		t.Errorf("shutdown took %s", took)
	}
}

// RST_STREAM is to HTTP/2 what a closed connection is to HTTP/1.1: the chat is
// paid as far as it came.
func TestAStreamThatIsResetPaysByTheRule(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true, Config: byToken})
	client := overHTTP2(t)
	before := micro(t, balance(t, s, s.Wallet))
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, "POST", s.URL+"/v1/chat/completions", strings.NewReader(streamBody(s.Wallet, 2000)))
	if err != nil {
		t.Fatal(err)
	}
	resp, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if _, err := bufio.NewReader(resp.Body).ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	cancel()
	settled(t, s, resp.Header.Get("X-R3MES-Receipt"), before, 1999)
}

// settled waits for the receipt of an answer that was left in the middle and
// checks it: at most so many tokens, at a thousand micro-credits each.
func settled(t *testing.T, s *hosttest.Server, id string, before store.MicroCredits, most int) {
	t.Helper()
	eventually(t, "the hold is settled", func() bool { return call(t, "GET", s.URL+"/v1/receipts/"+id, nil).status == 200 })
	receipt := receiptOf(t, s, id)
	tokens := receipt.Usage.CompletionTokens
	if receipt.Outcome != store.OutcomeCancelled || tokens < 1 || tokens > most || receipt.Charge != store.MicroCredits(tokens)*1000 {
		t.Errorf("receipt %+v, want cancelled and 1000 a token", receipt)
	}
	if fell := before - micro(t, balance(t, s, s.Wallet)); fell != receipt.Charge {
		t.Errorf("the balance fell by %d, the receipt says %d", fell, receipt.Charge)
	}
}

func TestABodyThatStopsOverHTTP2IsCutOff(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true, Config: func(c *config.Config) { c.Server.BodyTimeout = 100 * time.Millisecond }})
	body, write := io.Pipe()
	defer write.Close()
	go io.WriteString(write, `{"message":`)
	resp, err := overHTTP2(t).Post(s.URL+"/chat", "application/json", body)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusRequestTimeout {
		t.Errorf("%d, want 408", resp.StatusCode)
	}
}

// rawHTTP2 opens a connection whose streams may send window bytes each.
func rawHTTP2(t *testing.T, s *hosttest.Server, window uint32) (net.Conn, *http2.Framer) {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	conn.SetDeadline(time.Now().Add(patience))
	framer := http2.NewFramer(conn, conn)
	framer.ReadMetaHeaders = hpack.NewDecoder(4096, nil)
	if _, err := io.WriteString(conn, http2.ClientPreface); err != nil {
		t.Fatal(err)
	}
	if err := framer.WriteSettings(http2.Setting{ID: http2.SettingInitialWindowSize, Val: window}); err != nil {
		t.Fatal(err)
	}
	return conn, framer
}

// postHTTP2 sends a request on a stream. That it went wrong shows in what is read.
func postHTTP2(framer *http2.Framer, stream uint32, path, body string) {
	var head bytes.Buffer
	enc := hpack.NewEncoder(&head)
	for _, f := range [][2]string{{":method", "POST"}, {":scheme", "http"}, {":authority", "127.0.0.1"}, {":path", path}, {"content-type", "application/json"}} {
		_ = enc.WriteField(hpack.HeaderField{Name: f[0], Value: f[1]}) // to memory
	}
	_ = framer.WriteHeaders(http2.HeadersFrameParam{StreamID: stream, BlockFragment: head.Bytes(), EndHeaders: true})
	_ = framer.WriteData(stream, true, []byte(body))
}

// A client of HTTP/2 that opens no window stops its own stream only: it is reset
// after the write timeout, and paid as far as it came; another stream on the
// same connection is answered.
func TestAStreamThatIsNotReadIsReset(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true, Config: func(c *config.Config) {
		byToken(c)
		c.Server.WriteTimeout = 300 * time.Millisecond
	}})
	before := micro(t, balance(t, s, s.Wallet))
	_, framer := rawHTTP2(t, s, 100)
	postHTTP2(framer, 1, "/v1/chat/completions", streamBody(s.Wallet, 2000))
	var receipt string
	for reset := false; !reset; {
		frame, err := framer.ReadFrame()
		if err != nil {
			t.Fatal(err)
		}
		switch f := frame.(type) {
		case *http2.SettingsFrame:
			if !f.IsAck() {
				framer.WriteSettingsAck()
			}
		case *http2.MetaHeadersFrame:
			for _, h := range f.Fields {
				if h.Name == "x-r3mes-receipt" {
					receipt = h.Value
				}
			}
		case *http2.DataFrame:
			if f.StreamEnded() {
				t.Fatal("the stream ended in order, unread")
			}
		case *http2.RSTStreamFrame:
			reset = f.StreamID == 1
		case *http2.GoAwayFrame:
			t.Fatalf("the connection ends: %v", f)
		}
	}
	settled(t, s, receipt, before, 2000) // the engine may have made all of it before the window closed
	postHTTP2(framer, 3, "/chat", `{"message":"","wallet_address":"w"}`)
	for {
		frame, err := framer.ReadFrame()
		if err != nil {
			t.Fatal(err)
		}
		if f, ok := frame.(*http2.MetaHeadersFrame); ok && f.StreamID == 3 {
			if got := f.PseudoValue("status"); got != "422" {
				t.Errorf("the next stream is answered %s, want 422", got)
			}
			return
		}
	}
}

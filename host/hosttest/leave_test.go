package hosttest_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/r3mes/r3mes/host/config"
	"github.com/r3mes/r3mes/host/hosttest"
	"github.com/r3mes/r3mes/runtime/engine"
	"github.com/r3mes/r3mes/store"
	"github.com/r3mes/r3mes/store/badger"
)

// visit is an answer of many tokens that a test looks at and leaves.
type visit struct {
	read  func() error // a byte of it, or a frame
	rest  func() error // all of it but the end of the connection
	leave func()       // without a word
}

// overHTTP asks by HTTP/1.1 on a connection of its own.
func overHTTP(path, body string) func(*testing.T, *hosttest.Server) visit {
	return func(t *testing.T, s *hosttest.Server) visit {
		conn, err := net.Dial("tcp", strings.TrimPrefix(s.URL, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		conn.SetDeadline(time.Now().Add(patience))
		fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", path, len(body), body)
		in := bufio.NewReader(conn)
		body := false
		skip := func() (err error) {
			for line := ""; !body && err == nil; body = line == "\r\n" {
				line, err = in.ReadString('\n')
			}
			return err
		}
		return visit{
			read: func() error {
				err := skip()
				if err == nil {
					_, err = in.ReadByte()
				}
				return err
			},
			rest: func() error {
				err := skip()
				for line := ""; err == nil && line != "0\r\n"; { // the last chunk, of no length
					line, err = in.ReadString('\n')
				}
				return err
			},
			leave: func() { conn.Close() },
		}
	}
}

// overSocket asks by WebSocket.
func overSocket(t *testing.T, s *hosttest.Server) visit {
	c := open(t, s, "/ws/chat")
	say(t, c, chat("a", object{"max_tokens": 1500}))
	text := ""
	return visit{
		read: func() error {
			for text == "" {
				frame, err := listen(c)
				if err != nil || frame["type"] != "token" {
					return errors.Join(err, io.EOF)
				}
				text = frame["text"].(string)
			}
			text = text[1:]
			return nil
		},
		rest: func() error {
			for {
				if frame, err := listen(c); err != nil || frame["type"] == "done" {
					return err
				}
			}
		},
		leave: func() { c.CloseNow() },
	}
}

// told is what the log says of the answers that have ended.
type told struct {
	answers, tokens int
	charge          store.MicroCredits
	last            string // how the last one ended
}

func toldOf(s *hosttest.Server) (all told) {
	for line := range strings.Lines(s.Log()) {
		var l struct {
			Finish string
			Charge store.MicroCredits `json:"charge_microcredits"`
			Tokens int                `json:"completion_tokens"`
		}
		if strings.Contains(line, `"finish":`) && json.Unmarshal([]byte(line), &l) == nil {
			all = told{all.answers + 1, all.tokens + l.Tokens, all.charge + l.Charge, l.Finish}
		}
	}
	return all
}

// metric reads one number of the scrape.
func metric(t *testing.T, s *hosttest.Server, name string) (value float64) {
	t.Helper()
	for line := range strings.Lines(call(t, "GET", s.URL+"/metrics", nil).body) {
		if text, ok := strings.CutPrefix(line, name+" "); ok {
			if _, err := fmt.Sscan(text, &value); err != nil {
				t.Fatal(err)
			}
			return value
		}
	}
	t.Fatalf("the scrape lacks %s", name)
	return 0
}

// A client that leaves pays for the tokens that were made until then, at
// whatever moment it leaves, and over whatever protocol: in the queue, while its
// prompt is computed, at the first byte, in the middle, and at the last.
func TestClientsLeaveAtEveryMoment(t *testing.T) {
	long := overHTTP("/v1/chat/completions", streamBody("remes1demo", 2000))
	for protocol, ask := range map[string]func(*testing.T, *hosttest.Server) visit{
		"plain text": overHTTP("/chat", `{"message":"x","wallet_address":"remes1demo"}`),
		"events":     overHTTP("/v1/chat/completions", streamBody("remes1demo", 1500)),
		"WebSocket":  overSocket,
	} {
		t.Run(protocol, func(t *testing.T) {
			s := tiny(t, hosttest.Options{NoPlugins: true, Config: func(c *config.Config) {
				byToken(c)
				c.Chat.MaxTokens, c.Engine.MaxBatch = 1500, 1
			}})
			leaveAfter(t, s, 1, ask)
			leaveAfter(t, s, 30, ask)
			leaveTheQueue(t, s, long, ask)
			for step := range 12 { // while the prompt is computed, and around that
				v := ask(t, s)
				time.Sleep(time.Duration(step) * 200 * time.Microsecond)
				v.leave()
			}
			v := ask(t, s)
			if err := v.rest(); err != nil {
				t.Fatalf("at the last byte: %v", err)
			}
			v.leave()
			eventually(t, "at the last byte: it ends whole", func() bool { return toldOf(s).last == engine.FinishLength || toldOf(s).last == engine.FinishStop })
			s.Stop() // no hold is open
			all := toldOf(s)
			if all.charge != store.MicroCredits(all.tokens)*1000 {
				t.Errorf("%d micro-credits for %d tokens, want 1000 each", all.charge, all.tokens)
			}
			s.WithLedger(func(ctx context.Context, l *badger.Store) error {
				totals, err := l.Totals(ctx)
				if totals.Revenue != all.charge {
					t.Errorf("the ledger took %d, the log says %d", totals.Revenue, all.charge)
				}
				return err
			})
		})
	}
}

// A client that leaves while its prompt is computed ends the work there: the rest
// of the prompt is never computed, and nothing is charged.
func TestAClientLeavesWhileItsPromptIsComputed(t *testing.T) {
	const prompt = 1900
	slow := hosttest.TinyLike(1, 512)
	s := hosttest.Start(t, hosttest.Options{Model: slow, NoPlugins: true, Config: func(c *config.Config) {
		byToken(c)
		c.Engine.Threads = 1
	}})
	before := micro(t, balance(t, s, s.Wallet))
	ask := overHTTP("/v1/completions", fmt.Sprintf(`{"prompt":%q,"stream":true,"max_tokens":1,"wallet_address":%q}`, strings.Repeat("x", prompt), s.Wallet))
	for range 20 { // on a busy machine it may be over before it is seen
		computed, ended := metric(t, s, "r3mes_engine_prompt_tokens_total"), toldOf(s).answers
		v := ask(t, s)
		for metric(t, s, "r3mes_engine_prompt_tokens_total") == computed && toldOf(s).answers == ended {
		}
		v.leave()
		eventually(t, "it ends", func() bool { return toldOf(s).answers > ended })
		if computed = metric(t, s, "r3mes_engine_prompt_tokens_total") - computed; computed >= prompt {
			continue
		}
		if all := toldOf(s); all.last != engine.FinishCancelled || all.tokens != 0 {
			t.Errorf("left after %v of %d tokens of its prompt: it ended %q, %d tokens were made", computed, prompt, all.last, all.tokens)
		}
		if after := micro(t, balance(t, s, s.Wallet)); after != before {
			t.Errorf("charged %d, want nothing", before-after)
		}
		return
	}
	t.Error("no client ever left while its prompt was computed")
}

// leaveAfter leaves an answer of which so many bytes have come.
func leaveAfter(t *testing.T, s *hosttest.Server, bytes int, ask func(*testing.T, *hosttest.Server) visit) {
	t.Helper()
	for range 50 { // on a busy machine it may be whole before it is read
		before, v := toldOf(s).answers, ask(t, s)
		var err error
		for n := 0; n < bytes && err == nil; n++ {
			err = v.read()
		}
		v.leave()
		eventually(t, "it ends", func() bool { return toldOf(s).answers > before })
		if err == nil && toldOf(s).last == engine.FinishCancelled {
			return
		}
	}
	t.Errorf("after %d bytes: no answer was ever cancelled", bytes)
}

// leaveTheQueue leaves an answer that waits for another one: it costs nothing.
func leaveTheQueue(t *testing.T, s *hosttest.Server, long, ask func(*testing.T, *hosttest.Server) visit) {
	t.Helper()
	for range 50 { // the other one may be too fast
		before := toldOf(s)
		busy := long(t, s)
		if err := busy.read(); err != nil {
			t.Fatal(err)
		}
		v := ask(t, s)
		waits := false
		for !waits && toldOf(s).answers == before.answers {
			waits = metric(t, s, "r3mes_queue_depth") == 1
		}
		v.leave()
		if waits {
			eventually(t, "in the queue: it ends", func() bool { return toldOf(s).answers > before.answers })
		}
		first := toldOf(s)
		busy.leave()
		eventually(t, "both end", func() bool { return toldOf(s).answers == before.answers+2 })
		if waits && first.answers == before.answers+1 && first.last == engine.FinishCancelled {
			if first.charge != before.charge {
				t.Errorf("in the queue: charged %d, want nothing", first.charge-before.charge)
			}
			return
		}
	}
	t.Error("no answer ever waited in the queue")
}

package hosttest_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"github.com/r3mes/r3mes/host/config"
	"github.com/r3mes/r3mes/host/hosttest"
	"github.com/r3mes/r3mes/host/live"
	"github.com/r3mes/r3mes/store"
	"github.com/r3mes/r3mes/store/badger"
)

// byToken prices a thousand micro-credits a token.
func byToken(c *config.Config) { c.Pricing.Builtin = config.Builtin{Per1kCompletion: 1_000_000} }

// frames collects what a socket says of several chats.
type frames struct {
	text map[string]string // by id
	last map[string]object // done or error
}

// chats reads until every id has ended.
func chats(t testing.TB, c *websocket.Conn, ids ...string) frames {
	t.Helper()
	f := frames{text: map[string]string{}, last: map[string]object{}}
	for {
		left := 0
		for _, id := range ids {
			if f.last[id] == nil {
				left++
			}
		}
		if left == 0 {
			return f
		}
		frame := hear(t, c)
		id, _ := frame["id"].(string)
		switch frame["type"] {
		case "token":
			if f.last[id] != nil {
				t.Fatalf("%v after the end of %q", frame, id)
			}
			f.text[id] += frame["text"].(string)
		case "done", "error":
			f.last[id] = frame
		default:
			t.Fatalf("frame %v", frame)
		}
	}
}

func chat(id string, more object) object {
	m := object{"type": "chat", "id": id, "message": "x", "wallet_address": "remes1demo", "temperature": 0, "ignore_eos": true}
	for k, v := range more {
		m[k] = v
	}
	return m
}

func TestSeveralChatsOnOneSocket(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true, Config: byToken})
	before := micro(t, balance(t, s, s.Wallet))
	c := open(t, s, "/ws/chat")
	ids := []string{"a", "b", "c"}
	for n, id := range ids {
		say(t, c, chat(id, object{"max_tokens": 20 * (n + 1), "adapter": []string{"", "coder", "law"}[n]}))
	}
	got := chats(t, c, ids...)
	var charged store.MicroCredits
	for n, id := range ids {
		done := got.last[id]
		if done["type"] != "done" || done["finish_reason"] != "length" {
			t.Fatalf("%s ended with %v", id, done)
		}
		receipt := receiptOf(t, s, done["receipt"].(string))
		usage := done["usage"].(object)
		if tokens := float64(20 * (n + 1)); usage["completion_tokens"] != tokens || receipt.Charge != store.MicroCredits(tokens*1000) || usage["cost_microcredits"] != tokens*1000 || receipt.Outcome != store.OutcomeComplete {
			t.Errorf("%s: usage %v, receipt %+v, want %v tokens at 1000 each", id, usage, receipt, tokens)
		}
		charged += receipt.Charge
		// The same request over HTTP is answered with the same text.
		body := object{"messages": []object{{"role": "user", "content": "x"}}, "wallet_address": s.Wallet, "temperature": 0, "ignore_eos": true, "max_tokens": 20 * (n + 1), "model": done["model"]}
		same := call(t, "POST", s.URL+"/v1/chat/completions", body).json(t)
		if want := same["choices"].([]any)[0].(object)["message"].(object)["content"]; got.text[id] != want {
			t.Errorf("%s: %q, want %q as over HTTP", id, got.text[id], want)
		}
		charged += store.MicroCredits(20 * (n + 1) * 1000)
	}
	if fell := before - micro(t, balance(t, s, s.Wallet)); fell != charged {
		t.Errorf("the balance fell by %d, the receipts say %d", fell, charged)
	}
	// An id is free again when its chat has ended; messages work like message.
	say(t, c, object{"type": "chat", "id": "a", "messages": []object{{"role": "system", "content": "be brief"}, {"role": "user", "content": "x"}}, "wallet_address": s.Wallet, "max_tokens": 3})
	if done := chats(t, c, "a").last["a"]; done["type"] != "done" {
		t.Errorf("again: %v", done)
	}
}

func TestAChatOnASocketIsCancelledAndPaidAsFarAsItCame(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true, Config: byToken})
	c := open(t, s, "/ws/chat")
	say(t, c, object{"type": "cancel", "id": "nobody"}) // has ended, as far as the server knows
	say(t, c, chat("long", object{"max_tokens": 2000}))
	if first := hear(t, c); first["type"] != "token" || first["id"] != "long" {
		t.Fatalf("first %v, want a token", first)
	}
	say(t, c, chat("long", nil)) // while it runs
	say(t, c, object{"type": "cancel", "id": "long"})
	var refused, done object
	for done == nil {
		switch frame := hear(t, c); frame["type"] {
		case "error":
			refused = frame
		case "done":
			done = frame
		}
	}
	if refused == nil || refused["code"] != "duplicate_id" || refused["id"] != "long" {
		t.Errorf("the same id again: %v, want duplicate_id", refused)
	}
	receipt := receiptOf(t, s, done["receipt"].(string))
	tokens := receipt.Usage.CompletionTokens
	if done["finish_reason"] != "cancelled" || receipt.Outcome != store.OutcomeCancelled || tokens < 1 || tokens >= 2000 || receipt.Charge != store.MicroCredits(tokens)*1000 {
		t.Errorf("%v, receipt %+v; want cancelled and 1000 a token", done, receipt)
	}
}

func TestOnlySoManyChatsOnOneSocket(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true, Config: func(c *config.Config) { c.Live.Chats = 2 }})
	c := open(t, s, "/ws/chat")
	for _, id := range []string{"a", "b", "c"} {
		say(t, c, chat(id, object{"max_tokens": 2000}))
	}
	refused := chats(t, c, "c").last["c"]
	if refused["type"] != "error" || refused["code"] != "rate_limit_exceeded" {
		t.Errorf("the third: %v, want rate_limit_exceeded", refused)
	}
	say(t, c, object{"type": "cancel", "id": "a"})
	say(t, c, object{"type": "cancel", "id": "b"})
	for id, last := range chats(t, c, "a", "b").last { // an answer may not have begun yet
		if last["finish_reason"] != "cancelled" && last["code"] != "cancelled" {
			t.Errorf("%s ended with %v, want it cancelled", id, last)
		}
	}
}

func TestBadMessagesOnASocketAreToldAndHarmNothing(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true})
	c := open(t, s, "/ws/chat")
	for name, m := range map[string]struct {
		sent     string
		code, id string
	}{
		"no JSON":                    {`{"type":`, "invalid_request_error", ""},
		"no object":                  {`[1]`, "invalid_request_error", ""},
		"no type":                    {`{"id":"a"}`, "invalid_request_error", "a"},
		"an unknown type":            {`{"type":"hello","id":"a"}`, "invalid_request_error", "a"},
		"no id":                      {`{"type":"chat","message":"x","wallet_address":"remes1demo"}`, "invalid_request_error", ""},
		"an id without measure":      {`{"type":"chat","id":"` + strings.Repeat("x", 129) + `","message":"x","wallet_address":"remes1demo"}`, "invalid_request_error", strings.Repeat("x", 129)},
		"an id that is a number":     {`{"type":"chat","id":7,"message":"x"}`, "invalid_request_error", ""},
		"nothing said":               {`{"type":"chat","id":"a","wallet_address":"remes1demo"}`, "invalid_request_error", "a"},
		"a message and messages":     {`{"type":"chat","id":"a","message":"x","messages":[],"wallet_address":"remes1demo"}`, "invalid_request_error", "a"},
		"a temperature out of range": {`{"type":"chat","id":"a","message":"x","temperature":9,"wallet_address":"remes1demo"}`, "invalid_request_error", "a"},
		"two answers":                {`{"type":"chat","id":"a","message":"x","n":2,"wallet_address":"remes1demo"}`, "unsupported_parameter", "a"},
		"no wallet":                  {`{"type":"chat","id":"a","message":"x"}`, "invalid_api_key", "a"},
		"a wallet without credit":    {`{"type":"chat","id":"a","message":"x","wallet_address":"nobody"}`, "insufficient_quota", "a"},
		"an unknown adapter":         {`{"type":"chat","id":"a","message":"x","adapter":"nobody","wallet_address":"remes1demo"}`, "model_not_found", "a"},
		"a prompt too long":          {`{"type":"chat","id":"a","message":"` + strings.Repeat("x", 9000) + `","wallet_address":"remes1demo"}`, "context_length_exceeded", "a"},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(context.Background(), patience)
			defer cancel()
			if err := c.Write(ctx, websocket.MessageText, []byte(m.sent)); err != nil {
				t.Fatal(err)
			}
			got := hear(t, c)
			if got["type"] != "error" || got["code"] != m.code || got["id"] != m.id || got["message"] == "" {
				t.Errorf("%v, want an error %s of %q", got, m.code, m.id)
			}
		})
	}
	say(t, c, chat("good", object{"max_tokens": 2}))
	if done := chats(t, c, "good").last["good"]; done["type"] != "done" {
		t.Errorf("afterwards: %v", done)
	}
	if got := balance(t, s, s.Wallet); got != "999" {
		t.Errorf("balance %s, want 999: one chat was answered", got)
	}
}

func TestKeysOnChatSockets(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true, Config: func(c *config.Config) { c.Auth.Mode = config.ModeKey }})
	host := []string{"Host", "r3mes.example"}
	reader := newKey(t, s, s.Wallet, "read")
	if code := farewell(t, open(t, s, "/ws/chat", append(host, "X-API-Key", reader)...)); code != live.CodeBadToken {
		t.Errorf("a key without the scope: closed with %d, want %d", code, live.CodeBadToken)
	}
	// By message; the wallet that pays is the key's, whatever the chat names.
	c := open(t, s, "/ws/chat", host...)
	say(t, c, object{"type": "auth", "token": s.Key})
	say(t, c, chat("a", object{"max_tokens": 2, "wallet_address": "another"}))
	done := chats(t, c, "a").last["a"]
	client := &http.Client{Transport: s.Operator()}
	if done["type"] != "done" {
		t.Fatalf("a chat with a key: %v", done)
	}
	resp, err := client.Get("http://localhost/v1/receipts/" + done["receipt"].(string))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var receipt store.Receipt
	if err := decode(resp.Body, &receipt); err != nil || receipt.Wallet != s.Wallet {
		t.Errorf("receipt %+v %v, want wallet %s", receipt, err, s.Wallet)
	}
	// A key that is revoked while its socket is open buys nothing more.
	id := s.Key[len(store.KeyPrefix):][:store.KeyIDSize]
	revoked, err := client.Post("http://localhost/admin/keys/"+id+"/revoke", "application/json", strings.NewReader(mustJSON(t, object{"wallet": s.Wallet})))
	if err != nil || revoked.StatusCode != 200 {
		t.Fatalf("revoke: %v %v", revoked, err)
	}
	revoked.Body.Close()
	say(t, c, chat("b", nil))
	if refused := chats(t, c, "b").last["b"]; refused["code"] != "invalid_api_key" {
		t.Errorf("a revoked key: %v, want invalid_api_key", refused)
	}
	if code := farewell(t, c); code != live.CodeBadToken {
		t.Errorf("closed with %d, want %d", code, live.CodeBadToken)
	}
}

// A client that leaves, or does not read, ends its chats; each is paid as far as
// it came.
func TestSocketsThatGoEndTheirChats(t *testing.T) {
	for name, leave := range map[string]func(c *websocket.Conn){
		"orderly":         func(c *websocket.Conn) { c.Close(websocket.StatusNormalClosure, "") },
		"without a word":  func(c *websocket.Conn) { c.CloseNow() },
		"without reading": func(*websocket.Conn) {},
	} {
		t.Run(name, func(t *testing.T) {
			s := tiny(t, hosttest.Options{NoPlugins: true, Config: func(c *config.Config) {
				byToken(c)
				c.Server.WriteTimeout, c.Live.Frames = 300*time.Millisecond, 4
			}})
			before := micro(t, balance(t, s, s.Wallet))
			c := open(t, s, "/ws/chat")
			for n := range 4 {
				say(t, c, chat(fmt.Sprint(n), object{"max_tokens": 2000}))
			}
			if name != "without reading" {
				for seen := map[any]bool{}; len(seen) < 4; { // each has begun
					seen[hear(t, c)["id"]] = true
				}
			}
			leave(c)
			if name == "without reading" {
				// The answers are shorter than what the kernel holds for a socket: a
				// client that does not read them has them all the same.
				eventually(t, "the answers are made", func() bool { return strings.Count(s.Log(), `"msg":"chat"`) == 4 })
				c.CloseNow()
			}
			eventually(t, "the socket is gone", func() bool { return s.Sockets() == 0 })
			eventually(t, "every chat is settled", func() bool { return strings.Count(s.Log(), `"msg":"chat"`) == 4 })
			fell := before - micro(t, balance(t, s, s.Wallet))
			if fell < 4*1000 || fell > 4*2000*1000 || (name != "without reading" && fell == 4*2000*1000) {
				t.Errorf("the balance fell by %d for four chats that were left", fell)
			}
			s.Stop() // no hold is open, the books are right
			s.WithLedger(func(ctx context.Context, l *badger.Store) error {
				totals, err := l.Totals(ctx)
				if err == nil && totals.Revenue != fell {
					t.Errorf("revenue %d, the balance fell by %d", totals.Revenue, fell)
				}
				return err
			})
		})
	}
}

func TestShutdownLetsChatsOnSocketsFinishAndHurryEndsThem(t *testing.T) {
	for name, hurry := range map[string]bool{"grace": false, "hurry": true} {
		t.Run(name, func(t *testing.T) {
			s := tiny(t, hosttest.Options{NoPlugins: true, Config: func(c *config.Config) {
				byToken(c)
				c.Server.Grace, c.Engine.Threads = time.Minute, 1
			}})
			c := open(t, s, "/ws/chat")
			say(t, c, chat("a", object{"max_tokens": 1500}))
			if first := hear(t, c); first["type"] != "token" {
				t.Fatalf("first %v", first)
			}
			s.Shutdown()
			if hurry {
				s.Hurry()
			}
			last := chats(t, c, "a").last["a"]
			if code := farewell(t, c); code != live.CodeGoingAway {
				t.Errorf("closed with %d, want %d", code, live.CodeGoingAway)
			}
			s.Stop()
			switch {
			case last["type"] == "done" && last["finish_reason"] == "length": // faster than the hurry, or within the grace
				s.WithLedger(func(ctx context.Context, l *badger.Store) error {
					receipt, err := l.Receipt(ctx, last["receipt"].(string))
					if receipt.Charge != 1500*1000 {
						t.Errorf("receipt %+v, want all of it charged", receipt)
					}
					return err
				})
			case !hurry:
				t.Errorf("ended with %v, want the whole answer", last)
			case last["code"] != "service_unavailable":
				t.Errorf("ended with %v, want service_unavailable", last)
			default: // what the server cut off is not charged
				s.WithLedger(func(ctx context.Context, l *badger.Store) error {
					totals, err := l.Totals(ctx)
					if totals.Revenue != 0 {
						t.Errorf("revenue %d of an answer that was cut off", totals.Revenue)
					}
					return err
				})
			}
		})
	}
}

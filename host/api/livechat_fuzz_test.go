package api

import (
	"context"
	"encoding/json"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"github.com/r3mes/r3mes/host/live"
	"github.com/r3mes/r3mes/host/pipeline"
	"github.com/r3mes/r3mes/store"
)

// noKeys is a Ledger that knows no key.
type noKeys struct{ noLedger }

func (noKeys) FindKey(context.Context, string) (store.Key, error) {
	return store.Key{}, store.ErrUnknownKey
}

// chatSocket serves /ws/chat on fakes.
func chatSocket(t testing.TB, run runner) (dial func() *websocket.Conn) {
	hub := live.New(live.Options{})
	server := httptest.NewServer(New(Parts{Ledger: noKeys{}, Open: true, Pipeline: run, Live: hub}))
	t.Cleanup(func() {
		if err := hub.Close(context.Background()); err != nil {
			t.Error(err)
		}
		server.Close()
	})
	return func() *websocket.Conn {
		c, _, err := websocket.Dial(context.Background(), server.URL+"/ws/chat", nil)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
}

// talkTo sends a message and returns the frames up to the first that ends a chat.
func talkTo(t testing.TB, c *websocket.Conn, text string) (last errorFrame) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	if err := c.Write(ctx, websocket.MessageText, []byte(text)); err != nil {
		t.Fatal(err)
	}
	for last.Type != "error" && last.Type != "done" {
		_, frame, err := c.Read(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(frame, &last); err != nil {
			t.Fatalf("%s: %v", frame, err)
		}
	}
	return last
}

func TestAPanicOnASocketEndsItsChatOnly(t *testing.T) {
	broken := true
	c := chatSocket(t, func(sink pipeline.Sink) (pipeline.Outcome, error) {
		if broken {
			panic("bug of ours")
		}
		return pipeline.Outcome{}, store.ErrInsufficientCredit
	})()
	defer c.CloseNow()
	const question = `{"type":"chat","id":"a","message":"x","wallet_address":"w"}`
	if got := talkTo(t, c, question); got.Code != "internal_error" || strings.Contains(got.Message, "bug of ours") {
		t.Errorf("%+v, want internal_error and no more", got)
	}
	broken = false
	if got := talkTo(t, c, question); got.Code != "insufficient_quota" || got.ID != "a" {
		t.Errorf("afterwards: %+v", got)
	}
}

// FuzzChatMessage sends any text on /ws/chat. It may be refused or answered; it
// is never a bug of ours, and the socket serves the next message.
func FuzzChatMessage(f *testing.F) {
	for _, text := range []string{
		`{"type":"chat","id":"a","message":"x","wallet_address":"w"}`, `{"type":"cancel","id":"a"}`, `{"type":"auth","token":"x"}`, `{"type":"pong"}`, `{"type":"ping"}`,
		`{"type":"chat","id":"a","messages":[{"role":"user","content":[{"type":"text","text":"x"}]}],"wallet_address":"w","stop":["a"],"logit_bias":{"5":1}}`,
		`{"type":"chat","id":"a","message":"x","wallet_address":"w","tools":[{"type":"function","function":{"name":"f"}}]}`,
		`{"type":"chat","id":null,"message":7}`, `[`, `null`, `"x"`, `1e999`, "", `{} {}`, `{"type":"chat"}` + "\x00", strings.Repeat("[", 5000),
	} {
		f.Add(text)
	}
	dial := chatSocket(f, func(sink pipeline.Sink) (pipeline.Outcome, error) {
		return pipeline.Outcome{}, pipeline.ErrMessages
	})
	f.Fuzz(func(t *testing.T, text string) {
		c := dial()
		defer c.CloseNow()
		if err := c.Write(context.Background(), websocket.MessageText, []byte(text)); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
		defer cancel()
		if err := c.Write(ctx, websocket.MessageText, []byte(`{"type":"chat","id":"the next","message":"x","wallet_address":"w"}`)); err != nil {
			return // it was closed: the text was no UTF-8, or a key that is none
		}
		for {
			_, frame, err := c.Read(ctx)
			if ctx.Err() != nil {
				t.Fatal("no answer")
			}
			if code := websocket.CloseStatus(err); err != nil {
				if code != websocket.StatusCode(live.CodeInvalidText) && code != websocket.StatusCode(live.CodeBadToken) {
					t.Fatalf("closed with %d: %v", code, err)
				}
				return
			}
			var e errorFrame
			if err := json.Unmarshal(frame, &e); err != nil || e.Type != "error" || e.Code == "internal_error" {
				t.Fatalf("%s", frame)
			}
			if e.ID == "the next" {
				return
			}
		}
	})
}

package chaintest

import (
	"encoding/json"
	"net/http"

	"github.com/coder/websocket"
	"github.com/coder/websocket/wsjson"
)

// subscribe serves one WebSocket: each subscription to new blocks is confirmed,
// then every block announced.
func (c *Node) subscribe(w http.ResponseWriter, r *http.Request) {
	conn, err := websocket.Accept(w, r, nil)
	if err != nil {
		return // it has answered
	}
	defer conn.CloseNow()
	var q struct {
		ID     json.RawMessage
		Method string
		Params struct{ Query string }
	}
	ctx := r.Context()
	if err := wsjson.Read(ctx, conn, &q); err != nil {
		return
	}
	if q.Method != "subscribe" || q.Params.Query != "tm.event='NewBlock'" {
		_ = wsjson.Write(ctx, conn, failure(q.ID, -32602, "Invalid params"))
		return
	}
	blocks := make(chan Block, 16)
	c.watch(blocks)
	defer c.unwatch(blocks)
	if wsjson.Write(ctx, conn, success(q.ID, object{})) != nil {
		return
	}
	gone := conn.CloseRead(ctx) // pings are answered meanwhile
	for {
		select {
		case <-gone.Done():
			return
		case b, open := <-blocks:
			if !open {
				return
			}
			event := object{"query": q.Params.Query, "data": object{"type": "tendermint/event/NewBlock", "value": b.encode(asIs)}}
			if wsjson.Write(ctx, conn, success(q.ID, event)) != nil {
				return
			}
		}
	}
}

func (c *Node) watch(w chan Block) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.watchers[w] = true
}

func (c *Node) unwatch(w chan Block) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.watchers, w)
}

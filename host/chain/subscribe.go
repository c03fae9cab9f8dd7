package chain

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/coder/websocket"
)

// How a subscription is kept.
const (
	pingEvery = 30 * time.Second // a connection that died in silence is found
	pingWait  = 10 * time.Second
)

// newBlocks is what a subscription asks for.
const newBlocks = `{"jsonrpc":"2.0","id":1,"method":"subscribe","params":{"query":"tm.event='NewBlock'"}}`

// subscribe calls nudge for each new block that the node announces, until ctx
// or the connection ends. It says only that there is something new: what, the
// node is asked, so a lost event loses nothing.
func (r *RPC) subscribe(ctx context.Context, nudge func()) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	conn, err := r.dial(ctx)
	if err != nil {
		return err
	}
	defer conn.CloseNow()
	conn.SetReadLimit(maxAnswer)
	if err := conn.Write(ctx, websocket.MessageText, []byte(newBlocks)); err != nil {
		return networkError(err)
	}
	go r.ping(ctx, conn)
	for {
		_, message, err := conn.Read(ctx)
		if err != nil {
			return networkError(err)
		}
		var a rpcAnswer
		if err := json.Unmarshal(message, &a); err != nil {
			return fmt.Errorf("chain: subscribe: %w: %w", ErrMalformed, err)
		}
		if a.Error != nil {
			return fmt.Errorf("chain: subscribe: %w", a.Error)
		}
		nudge()
	}
}

func (r *RPC) dial(ctx context.Context) (*websocket.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, r.caller.try)
	defer cancel()
	// http and https are read as ws and wss.
	conn, _, err := websocket.Dial(ctx, r.caller.base.JoinPath("websocket").String(), &websocket.DialOptions{HTTPClient: r.caller.http})
	if err != nil {
		return nil, networkError(err)
	}
	return conn, nil
}

// ping closes a connection that answers no more.
func (r *RPC) ping(ctx context.Context, conn *websocket.Conn) {
	ticker := time.NewTicker(pingEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		wait, cancel := context.WithTimeout(ctx, pingWait)
		err := conn.Ping(wait)
		cancel()
		if err != nil {
			_ = conn.CloseNow() // the reader tells why
			return
		}
	}
}

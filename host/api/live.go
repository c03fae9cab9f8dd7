package api

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"runtime/debug"
	"strings"
	"time"

	"github.com/r3mes/r3mes/host/live"
	"github.com/r3mes/r3mes/store"
)

func (s *server) liveRoutes() []route {
	var routes []route
	for _, c := range []struct {
		path, say string
		channel   live.Channel
		data      live.Data
	}{
		{"/ws/miner_stats", "WebSocket: what miners report of themselves", live.Miners, live.MinerUpdate{}},
		{"/ws/training_metrics", "WebSocket: what miners report of their training", live.Training, live.TrainingMetrics{}},
		{"/ws/network_status", "WebSocket: the network as a whole, now and every ten seconds", live.Network, live.NetworkStatus{}},
		{"/ws/blocks", "WebSocket: new blocks", live.Blocks, live.Block{}},
		{"/ws/block_updates", "the same as /ws/blocks", live.Blocks, live.Block{}},
	} {
		routes = append(routes, route{
			method: "GET", path: c.path, tag: "live", say: c.say, who: wallet, limit: limitGet,
			frames: []any{live.FrameOf(c.data), live.Ping{}},
			handle: func(w http.ResponseWriter, r *http.Request) error {
				return s.socket(w, r, live.Accept{Channel: c.channel}, &visitor{})
			},
		})
	}
	return routes
}

// visitor is who is behind a socket. It belongs to the goroutine that reads the
// socket.
type visitor struct {
	*server
	id, route string                                 // of the request that was upgraded
	key       string                                 // that was presented; empty: none
	in        bool                                   // may listen and talk
	refused   bool                                   // is being closed for who it is
	scope     store.Scope                            // that a key needs; empty: any key will do, as for what is told to everyone
	talk      func(socket *live.Socket, text []byte) // nil: there is nothing to say
}

// socket upgrades a request and serves the socket. v says what its key must be
// good for and is told of messages other than pongs and credentials.
//
// Who calls is proved like everywhere else, by header; browsers, which cannot set
// headers, offer the subprotocol "bearer.<key>" beside "r3mes", or send
// {"type": "auth", "token": "<key>"} first. Whether it is good is told after the
// upgrade, by close code: browsers show no other.
func (s *server) socket(w http.ResponseWriter, r *http.Request, a live.Accept, v *visitor) error {
	switch {
	case s.Live == nil:
		return &apiError{kind: unavailable}
	case !live.IsUpgrade(r):
		w.Header().Set("Upgrade", "websocket")
		w.Header().Set("Connection", "Upgrade")
		return &apiError{kind: noUpgrade}
	case !s.ownPage(r):
		return fail(noScope, "WebSockets are not opened for pages of other origins; see server.cors_origins")
	}
	v.server, v.id, v.route = s, requestID(r), r.URL.Path
	if plain := cmp.Or(credential(r), bearerProtocol(r)); plain == "" {
		v.in = s.Open || isLocal(r.Context())
	} else if err := v.prove(r.Context(), plain); err != nil {
		note(r, slog.String("error", lastLine(err)))
		v.refused = true
	}
	refused := v.refused // from Open on, v is of the goroutine that reads the socket
	a.Admitted, a.Message, a.Gone = v.in, v.hear, v.gone
	socket, err := s.Live.Open(w, r, a)
	switch {
	case errors.Is(err, live.ErrUpgrade):
		return &apiError{kind: badUpgrade, cause: err}
	case errors.Is(err, live.ErrFull):
		return fail(overloaded, "Rate limit exceeded: too many sockets are open")
	case errors.Is(err, live.ErrClosed):
		return &apiError{kind: unavailable, cause: err}
	case err != nil:
		return err
	}
	if refused {
		socket.Close(live.CodeBadToken, "invalid or expired API key")
	}
	return nil
}

// ownPage tells whether a browser's page may open sockets here: browsers do not
// ask before they do, as they do for other requests.
func (s *server) ownPage(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if origin == "" || s.allowOrigin(r, origin) {
		return true
	}
	u, err := url.Parse(origin)
	return err == nil && u.Host != "" && strings.EqualFold(u.Host, r.Host)
}

// bearerProtocol is the key that a browser offers as a subprotocol.
func bearerProtocol(r *http.Request) string {
	for _, line := range r.Header.Values("Sec-WebSocket-Protocol") {
		for p := range strings.SplitSeq(line, ",") {
			if key, ok := strings.CutPrefix(strings.TrimSpace(p), "bearer."); ok {
				return key
			}
		}
	}
	return ""
}

// prove lets the visitor in by a key, however it came.
func (v *visitor) prove(ctx context.Context, plain string) error {
	if !isLocal(ctx) {
		key, err := v.provenKey(ctx, plain)
		if err == nil && v.scope != "" {
			err = allows(key, v.scope)
		}
		if err != nil {
			return err
		}
	}
	v.key, v.in = plain, true
	return nil
}

// hear takes one message.
func (v *visitor) hear(socket *live.Socket, text []byte) {
	defer func() {
		if p := recover(); p != nil {
			v.Log.Error("socket", "id", v.id, "route", v.route, "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
			socket.Close(live.CodeInternal, "internal error")
		}
	}()
	token, asks := authToken(text)
	switch {
	case v.refused:
	case asks:
		if err := v.prove(socket.Context(), token); err != nil {
			v.refused = true
			socket.Close(live.CodeBadToken, "invalid or expired API key")
			return
		}
		socket.Admit()
	case !v.in:
		v.refused = true
		socket.Close(live.CodeAuthRequired, "authentication required")
	case v.talk != nil:
		v.talk(socket, text)
	}
}

// authToken reads {"type": "auth", "token": …}.
func authToken(text []byte) (token string, asks bool) {
	var m struct{ Type, Token string }
	if json.Unmarshal(text, &m) != nil || m.Type != "auth" {
		return "", false
	}
	return m.Token, true
}

// gone writes the one log line of a socket.
func (v *visitor) gone(_ *live.Socket, e live.End) {
	v.Log.Info("socket", "id", v.id, "route", v.route, "open", e.Open.Round(time.Microsecond), "code", int(e.Code), "reason", e.Reason, "sent", e.Sent, "received", e.Received)
}

package hosttest_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"github.com/r3mes/r3mes/host/chain/chaintest"
	"github.com/r3mes/r3mes/host/config"
	"github.com/r3mes/r3mes/host/hosttest"
	"github.com/r3mes/r3mes/host/live"
)

// patience bounds what a test waits for; nothing that works takes this long.
const patience = 30 * time.Second

// open opens a socket; headers come in pairs.
func open(t testing.TB, s *hosttest.Server, path string, headers ...string) *websocket.Conn {
	t.Helper()
	c, reply, err := tryOpen(t, s, path, headers...)
	if err != nil {
		t.Fatalf("%s: %v %s", path, err, reply.body)
	}
	return c
}

func tryOpen(t testing.TB, s *hosttest.Server, path string, headers ...string) (*websocket.Conn, reply, error) {
	t.Helper()
	o := &websocket.DialOptions{HTTPHeader: http.Header{}}
	for i := 0; i+1 < len(headers); i += 2 {
		switch headers[i] {
		case "Host":
			o.Host = headers[i+1]
		case "Sec-WebSocket-Protocol":
			o.Subprotocols = strings.Split(headers[i+1], ", ")
		default:
			o.HTTPHeader.Add(headers[i], headers[i+1])
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	c, resp, err := websocket.Dial(ctx, s.URL+path, o)
	var r reply
	if resp != nil {
		r = reply{status: resp.StatusCode, header: resp.Header}
		if err != nil {
			body, _ := io.ReadAll(resp.Body)
			r.body = string(body)
		}
	}
	if err == nil {
		c.SetReadLimit(1 << 20)
		t.Cleanup(func() { c.CloseNow() })
	}
	return c, r, err
}

// say sends one JSON message.
func say(t testing.TB, c *websocket.Conn, v any) {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := c.Write(ctx, websocket.MessageText, text); err != nil {
		t.Fatal(err)
	}
}

// hear returns the next frame that is not a ping.
func hear(t testing.TB, c *websocket.Conn) object {
	t.Helper()
	for {
		frame, err := listen(c)
		if err != nil {
			t.Fatal(err)
		}
		if frame["type"] != "ping" {
			return frame
		}
	}
}

func listen(c *websocket.Conn) (object, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	_, text, err := c.Read(ctx)
	if err != nil {
		return nil, err
	}
	var frame object
	return frame, json.Unmarshal(text, &frame)
}

// farewell reads until the socket is closed and returns the code, 0 when the
// connection broke.
func farewell(t testing.TB, c *websocket.Conn) live.Code {
	t.Helper()
	for {
		_, err := listen(c)
		switch {
		case errors.Is(err, context.DeadlineExceeded):
			t.Fatal("the socket stays open")
		case err != nil:
			return live.Code(max(0, websocket.CloseStatus(err)))
		}
	}
}

// eventually waits until ok.
func eventually(t testing.TB, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !ok(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("not after %s: %s", patience, what)
		}
	}
}

func TestEachChannelTellsItsOwn(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true})
	height := int64(41)
	status := live.NetworkStatus{BlockHeight: &height, TotalStake: "0", TotalCredits: "0"}
	data := map[string]live.Data{
		"miner_stats": live.MinerUpdate{Wallet: "w"}, "training_metrics": live.TrainingMetrics{Wallet: "w"},
		"network_status": status, "block_update": live.Block{Height: 41},
	}
	// The network's is a state: a new listener is told at once.
	first := hear(t, open(t, s, "/ws/network_status"))
	if d := first["data"].(object); d["total_users"] != 1.0 || d["total_credits"] != 1000.0 || d["block_height"] != nil {
		t.Errorf("the network is %v, want one user with 1,000 credits and no chain", d)
	}
	for path, want := range map[string]string{
		"/ws/miner_stats": "miner_stats", "/ws/training_metrics": "training_metrics", "/ws/network_status": "network_status",
		"/ws/blocks": "block_update", "/ws/block_updates": "block_update", "/api/ws/blocks": "block_update", "/api/ws/miner_stats": "miner_stats",
	} {
		c := open(t, s, path)
		eventually(t, path+" is heard", func() bool { return s.Sockets() == 2 })
		for _, d := range data {
			s.Publish(d)
		}
		if got := hear(t, c); got["type"] != want {
			t.Errorf("%s: %v, want a %s", path, got, want)
		}
		c.Close(websocket.StatusNormalClosure, "")
		eventually(t, path+" is closed", func() bool { return s.Sockets() == 1 })
	}
}

// A block that the chain finds is told to everyone who listens, and so is the
// network's new state.
func TestNewBlocksReachListeners(t *testing.T) {
	node := chaintest.New(3)
	fake := httptest.NewServer(node)
	defer fake.Close()
	s := tiny(t, hosttest.Options{NoPlugins: true, Config: func(c *config.Config) {
		c.Chain.RPCURL, c.Chain.RESTURL, c.Chain.Poll = fake.URL, fake.URL, 20*time.Millisecond
	}})
	blocks, network := open(t, s, "/ws/blocks"), open(t, s, "/api/ws/network_status")
	eventually(t, "both listen", func() bool { return s.Sockets() == 2 })
	until := func(c *websocket.Conn, ok func(data object) bool) {
		t.Helper()
		for !ok(hear(t, c)["data"].(object)) {
		}
	}
	until(network, func(data object) bool { return data["block_height"] == 3.0 }) // from here on blocks are new
	node.Grow(2)
	known := node.Blocks()
	newest := known[len(known)-1]
	until(blocks, func(data object) bool {
		if data["height"] != float64(newest.Height) {
			return false
		}
		if data["hash"] != newest.Hash || data["proposer"] == "" || data["tx_count"] == nil || data["timestamp"] == nil {
			t.Errorf("heard %v, want block %+v", data, newest)
		}
		return true
	})
	until(network, func(data object) bool {
		return data["block_height"] == float64(newest.Height) && data["total_validators"].(float64) > 0 && data["total_miners"].(float64) > 0 && data["total_stake"].(float64) > 0
	})
}

func TestWhatMinersReportReachesListeners(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true})
	stats, training := open(t, s, "/ws/miner_stats"), open(t, s, "/ws/training_metrics")
	eventually(t, "both listen", func() bool { return s.Sockets() == 2 })
	report := object{"wallet_address": "remes1miner", "hashrate": 12.5, "gpu_temperature": 61, "training": object{"loss": 0.5, "epoch": 3}}
	if got := call(t, "POST", s.URL+"/miner/report", report); got.status != 200 {
		t.Fatalf("report: %d %s", got.status, got.body)
	}
	heard := hear(t, stats)["data"].(object)
	if heard["wallet_address"] != "remes1miner" || heard["hashrate"] != 12.5 || heard["gpu_temperature"] != 61.0 || heard["uptime_percentage"] != nil || heard["timestamp"] == nil {
		t.Errorf("heard %v", heard)
	}
	heard = hear(t, training)["data"].(object)
	if heard["wallet_address"] != "remes1miner" || heard["loss"] != 0.5 || heard["epoch"] != 3.0 || heard["gradient_norm"] != nil {
		t.Errorf("heard %v", heard)
	}
}

// Whether credentials are good is told by close code, after the upgrade: that is
// what browsers show.
func TestKeyModeClosesSocketsOfStrangers(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true, Config: func(c *config.Config) { c.Auth.Mode, c.Live.Auth = config.ModeKey, 2*time.Second }})
	forged := s.Key[:len(s.Key)-1] + "!"
	reader := newKey(t, s, s.Wallet, "read")
	auth := func(key string) object { return object{"type": "auth", "token": key} }
	for name, c := range map[string]struct {
		path    string
		headers []string
		first   any
		want    live.Code // 0: the socket is served
	}{
		"a key in X-API-Key":         {"/ws/network_status", []string{"X-API-Key", s.Key}, nil, 0},
		"a key as bearer":            {"/ws/network_status", []string{"Authorization", "Bearer " + s.Key}, nil, 0},
		"a key as subprotocol":       {"/ws/network_status", []string{"Sec-WebSocket-Protocol", "r3mes, bearer." + s.Key}, nil, 0},
		"a key in the first message": {"/ws/network_status", nil, auth(s.Key), 0},
		"a reading key":              {"/ws/network_status", []string{"X-API-Key", reader}, nil, 0},
		"a forged key":               {"/ws/network_status", []string{"X-API-Key", forged}, nil, live.CodeBadToken},
		"a forged subprotocol":       {"/ws/network_status", []string{"Sec-WebSocket-Protocol", "r3mes, bearer." + forged}, nil, live.CodeBadToken},
		"a forged first message":     {"/ws/network_status", nil, auth(forged), live.CodeBadToken},
		"something else first":       {"/ws/network_status", nil, object{"type": "hello"}, live.CodeAuthRequired},
		"a pong first":               {"/ws/network_status", nil, object{"type": "pong"}, live.CodeAuthRequired},
		"nothing at all":             {"/ws/network_status", nil, nil, live.CodeAuthRequired},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ws := open(t, s, c.path, append(c.headers, "Host", "r3mes.example")...)
			if c.first != nil {
				say(t, ws, c.first)
			}
			if c.want == 0 {
				if got := hear(t, ws); got["type"] != "network_status" {
					t.Errorf("heard %v", got)
				}
				if strings.HasSuffix(name, "subprotocol") && ws.Subprotocol() != live.Protocol {
					t.Errorf("subprotocol %q, want %q", ws.Subprotocol(), live.Protocol)
				}
			} else if got := farewell(t, ws); got != c.want {
				t.Errorf("closed with %d, want %d", got, c.want)
			}
		})
	}
}

func TestWhoMayOpenASocket(t *testing.T) {
	const upgrade, key = "Upgrade", "MDEyMzQ1Njc4OWFiY2RlZg=="
	for mode, cases := range map[string]map[string]struct {
		path    string
		headers []string
		want    int
	}{
		config.ModeOpen: {
			"a page of this machine":  {"/ws/blocks", []string{"Origin", "http://localhost:3000"}, 101},
			"a page of another site":  {"/ws/blocks", []string{"Origin", "https://evil.example"}, 403},
			"a page without origin":   {"/ws/blocks", []string{"Origin", "null"}, 403},
			"a rebound name":          {"/ws/blocks", []string{"Host", "evil.example", "Origin", "http://evil.example"}, 403},
			"a key in the URL":        {"/ws/blocks?token=secret", nil, 400},
			"a channel there is none": {"/ws/nothing", nil, 404},
		},
		config.ModeKey: {
			"no page":                    {"/ws/blocks", []string{"Host", "r3mes.example"}, 101},
			"a page of the server's own": {"/ws/blocks", []string{"Host", "r3mes.example", "Origin", "https://r3mes.example"}, 101},
			"a configured page":          {"/ws/blocks", []string{"Host", "r3mes.example", "Origin", "https://app.example"}, 101},
			"a page of another site":     {"/ws/blocks", []string{"Host", "r3mes.example", "Origin", "https://evil.example", "X-API-Key", "anything"}, 403},
			"a page of no site":          {"/ws/blocks", []string{"Host", "r3mes.example", "Origin", "null"}, 403},
			"a page of this machine":     {"/ws/blocks", []string{"Host", "r3mes.example", "Origin", "http://localhost:3000"}, 403},
		},
	} {
		s := tiny(t, hosttest.Options{NoPlugins: true, Config: func(c *config.Config) {
			c.Auth.Mode, c.Server.CORSOrigins = mode, []string{"https://app.example"}
		}})
		for name, c := range cases {
			t.Run(mode+": "+name, func(t *testing.T) {
				ws, r, err := tryOpen(t, s, c.path, c.headers...)
				if r.status != c.want {
					t.Errorf("%d %s (%v), want %d", r.status, r.body, err, c.want)
				}
				if err == nil {
					ws.CloseNow()
				}
			})
		}
		for name, c := range map[string]struct {
			headers []string
			want    int
		}{
			"no upgrade":           {nil, 426},
			"no version":           {[]string{"Connection", upgrade, upgrade, "websocket", "Sec-WebSocket-Key", key}, 400},
			"a key that is no key": {[]string{"Connection", upgrade, upgrade, "websocket", "Sec-WebSocket-Version", "13", "Sec-WebSocket-Key", "x"}, 400},
		} {
			if got := call(t, "GET", s.URL+"/ws/blocks", nil, c.headers...); got.status != c.want {
				t.Errorf("%s: %d %s, want %d", name, got.status, got.body, c.want)
			}
		}
		eventually(t, "no socket is left", func() bool { return s.Sockets() == 0 })
	}
}

func TestSocketsAreCounted(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true})
	c := open(t, s, "/ws/blocks")
	say(t, c, object{"type": "pong"})
	eventually(t, "the socket is there", func() bool { return s.Sockets() == 1 })
	s.Publish(live.Block{Height: 1})
	hear(t, c)
	eventually(t, "the scrape tells of it", func() bool {
		text := call(t, "GET", s.URL+"/metrics", nil).body
		for _, want := range []string{
			`r3mes_sockets_open{channel="blocks"} 1`, `r3mes_sockets_open{channel="chat"} 0`, `r3mes_sockets_dropped_total{channel="blocks"} 0`,
			`r3mes_socket_frames_sent_total{channel="blocks"} 1`, `r3mes_socket_messages_received_total{channel="blocks"} 1`,
		} {
			if !strings.Contains(text, want) {
				return false
			}
		}
		return true
	})
}

func TestShutdownClosesSocketsInOrder(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true})
	var sockets []*websocket.Conn
	for range 20 {
		sockets = append(sockets, open(t, s, "/ws/blocks"))
	}
	eventually(t, "all are open", func() bool { return s.Sockets() == len(sockets) })
	s.Publish(live.Block{Height: 1})
	s.Shutdown()
	for _, c := range sockets {
		if got := hear(t, c); got["type"] != "block_update" {
			t.Errorf("heard %v, want what was published before", got)
		}
		if code := farewell(t, c); code != live.CodeGoingAway {
			t.Errorf("closed with %d, want %d", code, live.CodeGoingAway)
		}
	}
	s.Stop()
	if !strings.Contains(s.Log(), `"msg":"socket"`) {
		t.Error("the log does not tell of the sockets")
	}
}

// An upgrade that does not end, and a frame that does not end, end all the same.
func TestDribblingSocketsAreCutOff(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true, Config: func(c *config.Config) {
		c.Server.HeaderTimeout, c.Live.Ping, c.Live.Pong = 300*time.Millisecond, 20*time.Millisecond, 300*time.Millisecond
	}})
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprint(conn, "GET /ws/blocks HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n")
	conn.SetReadDeadline(time.Now().Add(patience))
	if text, err := io.ReadAll(conn); err != nil || len(text) != 0 {
		t.Errorf("half an upgrade: %q %v, want the connection closed", text, err)
	}
	c := open(t, s, "/ws/chat")
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	w, err := c.Writer(ctx, websocket.MessageText)
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		for ctx.Err() == nil { // a byte now and then
			if _, err := io.WriteString(w, " "); err != nil {
				return
			}
			time.Sleep(10 * time.Millisecond)
		}
	}()
	if code := farewell(t, c); code != live.CodeGoingAway {
		t.Errorf("half a message: closed with %d, want %d", code, live.CodeGoingAway)
	}
}

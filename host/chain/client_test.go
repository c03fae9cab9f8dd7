package chain

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
	"sync/atomic"
	"testing"
	"time"

	"github.com/r3mes/r3mes/host/chain/chaintest"
)

// script is a server that answers its requests one after the other, the last
// answer again and again.
type script struct {
	answers []func(w http.ResponseWriter, r *http.Request)
	asked   atomic.Int64
}

func (s *script) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body)
	n := int(s.asked.Add(1))
	s.answers[min(n, len(s.answers))-1](w, r)
}

func status(code int, body string) func(http.ResponseWriter, *http.Request) {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(code)
		_, _ = io.WriteString(w, body)
	}
}

// hangUp ends the connection without an answer.
func hangUp(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

// hang answers when the caller has gone.
func hang(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }

func play(t *testing.T, answers ...func(http.ResponseWriter, *http.Request)) (*script, string) {
	t.Helper()
	s := &script{answers: answers}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	return s, server.URL
}

func client(t *testing.T, url string, o Options) *caller {
	t.Helper()
	c, err := newCaller(url, quick(o))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.close)
	return c
}

const (
	fine   = `{"jsonrpc": "2.0", "id": 1, "result": {"sync_info": {"latest_block_height": "7"}}}`
	failed = `{"jsonrpc": "2.0", "id": 1, "error": {"code": %d, "message": "no", "data": "because"}}`
)

// What may work the next time is asked three times, nothing else is repeated.
func TestOnlyWhatMayWorkIsRepeated(t *testing.T) {
	down := status(503, "busy")
	for name, c := range map[string]struct {
		answers []func(http.ResponseWriter, *http.Request)
		asked   int64
		want    error // nil: height 7
	}{
		"an answer":                       {[]func(http.ResponseWriter, *http.Request){status(200, fine)}, 1, nil},
		"a server that was busy":          {[]func(http.ResponseWriter, *http.Request){down, status(500, ""), status(200, fine)}, 3, nil},
		"a connection that broke":         {[]func(http.ResponseWriter, *http.Request){hangUp, status(200, fine)}, 2, nil},
		"a server that stays busy":        {[]func(http.ResponseWriter, *http.Request){down}, 3, ErrUnavailable},
		"a server that stays silent":      {[]func(http.ResponseWriter, *http.Request){hang}, 3, ErrUnavailable},
		"a page that is not there":        {[]func(http.ResponseWriter, *http.Request){status(404, "")}, 1, ErrRefused},
		"too many questions":              {[]func(http.ResponseWriter, *http.Request){status(429, "")}, 1, ErrRefused},
		"a redirection":                   {[]func(http.ResponseWriter, *http.Request){status(302, "")}, 1, ErrRefused},
		"a question that is not JSON":     {[]func(http.ResponseWriter, *http.Request){status(200, fmt.Sprintf(failed, -32700))}, 1, ErrRefused},
		"a method that is not there":      {[]func(http.ResponseWriter, *http.Request){status(200, fmt.Sprintf(failed, -32601))}, 1, ErrRefused},
		"a server error of the RPC":       {[]func(http.ResponseWriter, *http.Request){status(200, fmt.Sprintf(failed, -32000))}, 1, ErrRefused},
		"the same with status 500":        {[]func(http.ResponseWriter, *http.Request){status(500, fmt.Sprintf(failed, -32603))}, 1, ErrRefused},
		"an error of another kind at 500": {[]func(http.ResponseWriter, *http.Request){status(500, fmt.Sprintf(failed, 7)), status(200, fine)}, 2, nil},
		"an error of another kind at 200": {[]func(http.ResponseWriter, *http.Request){status(200, fmt.Sprintf(failed, 7))}, 1, ErrRefused},
		"an answer that is not JSON":      {[]func(http.ResponseWriter, *http.Request){status(200, "<html>")}, 1, ErrMalformed},
		"a height that is no number":      {[]func(http.ResponseWriter, *http.Request){status(200, strings.Replace(fine, `"7"`, `"x"`, 1))}, 1, ErrMalformed},
	} {
		t.Run(name, func(t *testing.T) {
			s, url := play(t, c.answers...)
			r := &RPC{client(t, url, Options{tryTimeout: 300 * time.Millisecond})}
			_, height, err := r.Heights(t.Context())
			if !errors.Is(err, c.want) || (c.want == nil && (err != nil || height != 7)) {
				t.Errorf("Heights = %d, %v, want %v", height, err, c.want)
			}
			if n := s.asked.Load(); n != c.asked {
				t.Errorf("asked %d times, want %d", n, c.asked)
			}
			if err != nil && strings.Contains(err.Error(), url) {
				t.Errorf("the error %q tells the URL", err)
			}
		})
	}
}

// The waits between tries begin with a second and double, give or take half.
func TestWaitsGrow(t *testing.T) {
	s, url := play(t, status(503, ""))
	c, err := newCaller(url, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer c.close()
	if c.wait != time.Second || c.try != 10*time.Second {
		t.Errorf("the first wait is %s and a try takes %s, want 1s and 10s", c.wait, c.try)
	}
	begin := time.Now()
	if _, err := c.get(t.Context(), "x", "/x", nil); !errors.Is(err, ErrUnavailable) || s.asked.Load() != 3 {
		t.Errorf("get = %v after %d tries", err, s.asked.Load())
	}
	if took := time.Since(begin); took < 1500*time.Millisecond {
		t.Errorf("three tries took %s, want two waits of at least 0.5s and 1s", took)
	}
}

// An endpoint that keeps failing is left alone for a while, whatever others of
// the same server do; then one request tries again.
func TestABreakerPerEndpoint(t *testing.T) {
	node, url := newNode(t, 3)
	node.Fail(func(_ *http.Request, endpoint string) int {
		if endpoint == module+"/params" {
			return 503
		}
		return 0
	})
	const rest = 200 * time.Millisecond
	r := &REST{client(t, url, Options{breakFor: rest})}
	for range 4 {
		if _, err := r.Params(t.Context()); !errors.Is(err, ErrUnavailable) {
			t.Fatalf("Params = %v, want ErrUnavailable", err)
		}
		if _, err := r.Pool(t.Context()); err != nil {
			t.Fatalf("Pool = %v", err)
		}
	}
	if n := node.Asked(module + "/params"); n != breakAfter {
		t.Errorf("the failing endpoint was asked %d times, want %d", n, breakAfter)
	}
	node.Fail(nil)
	eventually(t, "the endpoint is tried again", func() bool {
		_, err := r.Params(t.Context())
		return err == nil
	})
	// Refusals are no failures.
	for range 3 * breakAfter {
		if _, err := r.MinerScore(t.Context(), "stranger"); !errors.Is(err, ErrRefused) {
			t.Fatalf("MinerScore = %v, want ErrRefused", err)
		}
	}
}

// The caller's time bounds everything, the waits too.
func TestTheCallersTimeBoundsAll(t *testing.T) {
	for name, answer := range map[string]func(http.ResponseWriter, *http.Request){"silence": hang, "waits": status(503, "")} {
		_, url := play(t, answer)
		c := client(t, url, Options{firstWait: 5 * time.Minute})
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		_, err := c.get(ctx, "x", "/x", nil)
		cancel()
		if !errors.Is(err, context.DeadlineExceeded) || !errors.Is(err, ErrUnavailable) {
			t.Errorf("%s: get = %v, want the deadline and what was waited for", name, err)
		}
		ctx, cancel = context.WithCancel(t.Context())
		cancel()
		for range 2 * breakAfter {
			if _, err := c.get(ctx, "y", "/y", nil); !errors.Is(err, context.Canceled) || errors.Is(err, ErrUnavailable) {
				t.Fatalf("%s: get for a caller that left = %v, want no more than that", name, err)
			}
		}
		if b := c.breaker("y"); b.Counts().TotalFailures != 0 {
			t.Errorf("%s: callers that left count as %d failures", name, b.Counts().TotalFailures)
		}
	}
}

func TestAnswersAreBounded(t *testing.T) {
	endless := func(w http.ResponseWriter, _ *http.Request) {
		piece := []byte(strings.Repeat("a", 1<<16))
		for {
			if _, err := w.Write(piece); err != nil {
				return
			}
		}
	}
	s, url := play(t, endless)
	if _, err := client(t, url, Options{}).get(t.Context(), "x", "/x", nil); !errors.Is(err, ErrMalformed) || s.asked.Load() != 1 {
		t.Errorf("get of an endless answer = %v after %d tries, want ErrMalformed after one", err, s.asked.Load())
	}
}

// A node that redirects, to a place that only this machine reaches perhaps, is
// not followed.
func TestRedirectionsAreNotFollowed(t *testing.T) {
	secret, target := play(t, status(200, fine))
	_, url := play(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, target, http.StatusTemporaryRedirect)
	})
	if _, err := client(t, url, Options{}).get(t.Context(), "x", "/x", nil); err == nil || secret.asked.Load() != 0 {
		t.Errorf("get = %v, the target was asked %d times", err, secret.asked.Load())
	}
}

func TestAddressesOfEndpoints(t *testing.T) {
	for _, bad := range []string{"host2:26657", "ftp://host2", "http://", "tcp://host2:26657", "http://[::1"} {
		if _, err := Open(Options{RPCURL: bad}); err == nil || strings.Contains(err.Error(), "host2") {
			t.Errorf("Open with %q = %v, want an error that does not repeat it", bad, err)
		}
	}
	if c, err := Open(Options{}); c != nil || err != nil {
		t.Errorf("Open of nothing = %v, %v, want no chain", c, err)
	}
	if _, err := Open(Options{RPCURL: "http://localhost:1", Credit: true}); err == nil {
		t.Error("Open without a ledger to credit to = nil, want an error")
	}
}

// A host without a chain asks a nil one.
func TestNoChainKnowsNothing(t *testing.T) {
	var c *Chain
	c.Run(t.Context())
	if _, ok := c.Height(); ok {
		t.Error("no chain has a height")
	}
	blocks, total, err := c.Blocks(5)
	miners, err2 := c.Miners(t.Context())
	validators, err3 := c.Validators(t.Context())
	if err := errors.Join(err, err2, err3); err != nil || len(blocks)+len(miners)+len(validators) != 0 || total != 0 {
		t.Errorf("no chain has %v, %v, %v, %v", blocks, miners, validators, err)
	}
	if _, err := c.Params(t.Context()); !errors.Is(err, ErrNotConfigured) {
		t.Errorf("Params = %v, want ErrNotConfigured", err)
	}
	if _, err := c.Ask(t.Context()); !errors.Is(err, ErrNotConfigured) {
		t.Errorf("Ask = %v, want ErrNotConfigured", err)
	}
	if s := c.Stats(); s != (Stats{}) || c.Network() != (Network{}) {
		t.Errorf("Stats = %+v, Network = %+v, want nothing", s, c.Network())
	}
}

// The REST API is read as Cosmos writes it: numbers as strings, of any size.
func TestTheRESTAPIIsRead(t *testing.T) {
	_, url := newNode(t, 4)
	c, err := Open(quick(Options{RESTURL: url}))
	if err != nil {
		t.Fatal(err)
	}
	ctx := t.Context()
	params, err := c.Params(ctx)
	if err != nil || params.Difficulty != 1234.5 || params.MinerShare != 0.7 {
		t.Errorf("Params = %+v, %v", params, err)
	}
	miners, err := c.Miners(ctx)
	if err != nil || len(miners) != 8 || miners[0].Submissions != 15000 || miners[7].TrustScore != 0 {
		t.Errorf("Miners = %+v, %v", miners, err)
	}
	validators, err := c.Validators(ctx)
	if err != nil || len(validators) != 3 {
		t.Fatalf("Validators = %+v, %v", validators, err)
	}
	if v := validators[2]; v.Tokens.String() != "123456789012345678901234" || v.VotingPower() != 123456789012345678 || v.Account() != miners[2].Address || v.Commission.Rates.Rate != 0 {
		t.Errorf("validator = %+v of %s", v, v.Account())
	}
	score, err := c.rest.MinerScore(ctx, miners[1].Address)
	if err != nil || score != miners[1] {
		t.Errorf("MinerScore = %+v, %v, want %+v", score, err, miners[1])
	}
	pool, err := c.rest.Pool(ctx)
	if err != nil || pool.Bonded.String() != "10000000000000" {
		t.Errorf("Pool = %+v, %v", pool, err)
	}
	supply, err := c.rest.Supply(ctx)
	if err != nil || len(supply) != 1 || supply[0].Denom != "uremes" || supply[0].Amount.String() != "1000000000000000" {
		t.Errorf("Supply = %+v, %v", supply, err)
	}
	balances, err := c.rest.Balances(ctx, miners[0].Address)
	if err != nil || len(balances) != 1 || balances[0].Amount.String() != "42000000" {
		t.Errorf("Balances = %+v, %v", balances, err)
	}
	statistics, err := c.rest.Statistics(ctx)
	adapters, err2 := c.rest.ApprovedAdapters(ctx)
	if err := errors.Join(err, err2); err != nil || !strings.Contains(string(statistics), `"total_miners"`) || !strings.Contains(string(adapters), `"law"`) {
		t.Errorf("Statistics = %s, ApprovedAdapters = %s, %v", statistics, adapters, err)
	}
	for _, bad := range []string{"", "remes1abc", "remesvaloper1", strings.ToUpper(validators[0].Operator)[:20]} {
		if a := (Validator{Operator: bad}).Account(); a != "" {
			t.Errorf("the account of %q is %q, want none", bad, a)
		}
	}
}

// Miners come in pages; a server that does not know pages, or never ends, is
// read to an end all the same.
func TestPagesOfMiners(t *testing.T) {
	miner := func(n int) string { return fmt.Sprintf(`{"address": "m%d", "trust_score": "0.5"}`, n) }
	pages := func(total int, offsets bool) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			var from, limit int
			fmt.Sscan(r.URL.Query().Get("pagination.offset"), &from)
			fmt.Sscan(r.URL.Query().Get("pagination.limit"), &limit)
			if !offsets {
				from = 0
			}
			var list []string
			for n := from; n < min(from+limit, total); n++ {
				list = append(list, miner(n))
			}
			fmt.Fprintf(w, `{"miners": [%s]}`, strings.Join(list, ","))
		}
	}
	for name, c := range map[string]struct {
		server http.HandlerFunc
		want   int
	}{
		"none": {pages(0, true), 0}, "one page": {pages(99, true), 99}, "just one page": {pages(100, true), 100}, "three pages": {pages(250, true), 250},
		"no offsets": {pages(100, false), 100}, "no end": {pages(1<<30, true), maxMiners},
	} {
		_, url := play(t, c.server)
		list, err := (&REST{client(t, url, Options{})}).Miners(t.Context())
		if err != nil || len(list) != c.want {
			t.Errorf("%s: %d miners, %v, want %d", name, len(list), err, c.want)
		}
	}
}

func TestTiersAndTrends(t *testing.T) {
	for score, want := range map[Decimal]string{2: "diamond", 1: "diamond", 0.9999: "platinum", 0.5: "platinum", 0.4999: "gold", 0.2: "gold", 0.1999: "silver", 0.05: "silver", 0.0499: "bronze", 0: "bronze"} {
		if got := Tier(Miner{TrustScore: score}.Reputation()); got != want {
			t.Errorf("the tier of a trust score of %v is %s, want %s", score, got, want)
		}
	}
	for _, c := range []struct {
		m    Miner
		want int64
	}{
		{Miner{}, 0}, {Miner{Successful: 99}, 0}, {Miner{Successful: 100}, 1}, {Miner{Successful: 1999}, 19}, {Miner{Successful: 1 << 60}, 20},
		{Miner{Successful: 5000, Slashings: 1}, -5}, {Miner{Slashings: 4}, -20}, {Miner{Slashings: 1 << 62}, -20},
	} {
		if got := c.m.Trend(); got != c.want {
			t.Errorf("the trend of %+v is %d, want %d", c.m, got, c.want)
		}
	}
	if r := (Miner{TrustScore: 0.29}).Reputation(); r != 290 {
		t.Errorf("the reputation of 0.29 is %v, want 290", r)
	}
}

func FuzzValues(f *testing.F) {
	for _, text := range []string{`"7"`, `7`, `null`, `""`, `"-9223372036854775808"`, `"1.5"`, `"NaN"`, `"1e999"`, `{}`, `"123456789012345678901234567890"`} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var v struct {
			Int     Int
			Decimal Decimal
			Amount  Amount
			Moment  moment
			Digest  digest
		}
		for _, name := range []string{"Int", "Decimal", "Amount", "Moment", "Digest"} {
			_ = json.Unmarshal(fmt.Appendf(nil, `{%q: %s}`, name, text), &v) // whatever comes, nothing panics
		}
		if v.Decimal != v.Decimal || v.Decimal-v.Decimal != 0 {
			t.Errorf("%s is read as %v", text, v.Decimal)
		}
		again, err := json.Marshal(v.Amount)
		var back Amount
		if err != nil || json.Unmarshal(again, &back) != nil || back.Cmp(v.Amount) != 0 {
			t.Errorf("%s is read as %s and written as %s", text, v.Amount, again)
		}
	})
}

// Announced blocks come without waiting for the poll; a subscription that is
// lost comes back, and what was announced meanwhile is not missed.
func TestASubscriptionIsKept(t *testing.T) {
	node, url := newNode(t, 3)
	blocks := make(chan Block, 100)
	c, _ := running(t, Options{RPCURL: url, Poll: 100 * time.Millisecond, OnBlock: func(b Block) { blocks <- b }})
	subscribed := func() {
		t.Helper()
		eventually(t, "a subscription", func() bool { return node.Subscribers() == 1 })
	}
	next := func(height int64) {
		t.Helper()
		select {
		case b := <-blocks:
			want := node.Blocks()[height-1]
			if b.Height != height || b.Hash != want.Hash || b.Proposer != want.Proposer || !b.Time.Equal(want.Time) || b.Txs != want.Txs {
				t.Fatalf("told of %+v, want %+v", b, want)
			}
		case <-time.After(patience):
			t.Fatalf("nobody told of block %d", height)
		}
	}
	subscribed()
	eventually(t, "the first look", func() bool { h, _ := c.Height(); return h == 3 })
	eventually(t, "the blocks of before", func() bool { list, _, _ := c.Blocks(10); return len(list) == 3 })
	node.Grow(1)
	next(4)
	node.Drop()
	node.Grow(2)
	next(5)
	next(6)
	subscribed()
	node.Grow(1)
	next(7)
	if list, total, err := c.Blocks(2); err != nil || total != 7 || len(list) != 2 || list[0].Height != 7 || list[1].Height != 6 {
		t.Errorf("Blocks = %+v of %d, %v, want 7 and 6", list, total, err)
	}
	if len(blocks) != 0 {
		t.Errorf("told of %d blocks more than there are", len(blocks))
	}
}

// With a poll that never comes, an announcement alone brings a block.
func TestAnAnnouncementIsEnough(t *testing.T) {
	node, url := newNode(t, 3)
	l := newLedger(t)
	c, _ := running(t, Options{RPCURL: url, Poll: time.Hour, Ledger: l, Credit: true})
	eventually(t, "a subscription", func() bool { return node.Subscribers() == 1 })
	eventually(t, "the first look", func() bool { h, _ := c.Height(); return h == 3 })
	creditsTo(t, l, 3)
	node.Grow(1)
	creditsTo(t, l, 4)
}

// A node whose WebSocket refuses is polled.
func TestWithoutASubscriptionTheNodeIsPolled(t *testing.T) {
	node, url := newNode(t, 3)
	node.Fail(func(_ *http.Request, endpoint string) int {
		if endpoint == "websocket" {
			return 403
		}
		return 0
	})
	l := newLedger(t)
	running(t, Options{RPCURL: url, Ledger: l, Credit: true})
	creditsTo(t, l, 3)
	node.Grow(5)
	creditsTo(t, l, 8)
}

// What the node says over the WebSocket is bounded and must be JSON.
func TestAWebSocketThatMisbehavesIsLeft(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			_, _ = conn.Write([]byte("HTTP/1.1 101 Nonsense\r\n\r\n\xff\xff\xff"))
			_ = conn.Close()
		}
	}()
	r := &RPC{client(t, "http://"+l.Addr().String(), Options{})}
	if err := r.subscribe(t.Context(), func() { t.Error("nudged") }); !errors.Is(err, ErrUnavailable) {
		t.Errorf("subscribe = %v, want ErrUnavailable", err)
	}
}

// Leaderboards outlive the chain for a while; callers at the same time ask once;
// a chain that never answered is an error.
func TestAnswersOutliveTheChain(t *testing.T) {
	node, url := newNode(t, 1)
	node.Fail(chaintest.Down)
	c, err := Open(quick(Options{RESTURL: url, breakFor: time.Millisecond}))
	if err != nil {
		t.Fatal(err)
	}
	if list, err := c.Miners(t.Context()); !errors.Is(err, ErrUnavailable) || list != nil {
		t.Errorf("Miners of a chain that never answered = %v, %v, want ErrUnavailable", list, err)
	}
	node.Fail(nil)
	before := node.Asked(module + "/dashboard/miners")
	var answered atomic.Int64
	ended := make(chan struct{})
	for range 20 {
		go func() {
			if list, err := c.Miners(context.Background()); err == nil && len(list) == 8 {
				answered.Add(1)
			}
			ended <- struct{}{}
		}()
	}
	for range 20 {
		<-ended
	}
	if asked := node.Asked(module+"/dashboard/miners") - before; answered.Load() != 20 || asked != 1 {
		t.Errorf("%d of 20 callers were answered by %d questions, want all by one", answered.Load(), asked)
	}
	node.Fail(chaintest.Down)
	age := func(d time.Duration) {
		c.miners.mu.Lock()
		defer c.miners.mu.Unlock()
		c.miners.at = time.Now().Add(-d)
	}
	age(2 * fresh)
	if list, err := c.Miners(t.Context()); err != nil || len(list) != 8 {
		t.Errorf("Miners of a chain that went down = %d, %v, want the eight of before", len(list), err)
	}
	age(2 * stale)
	if _, err := c.Miners(t.Context()); !errors.Is(err, ErrUnavailable) {
		t.Errorf("Miners long after the chain went down = %v, want ErrUnavailable", err)
	}
}

// The network's numbers are told when they change.
func TestTheNetworksNumbers(t *testing.T) {
	node, url := newNode(t, 5)
	told := make(chan Network, 100)
	c, stop := running(t, Options{RESTURL: url, RPCURL: url, OnStatus: func(n Network) { told <- n }})
	for deadline := time.After(patience); ; {
		select {
		case n := <-told:
			if n.BlockHeight != nil && *n.BlockHeight == 6 {
				stop()
				if *n.Miners != 8 || *n.Validators != 3 || n.Stake.String() != "10000000000000" {
					t.Errorf("Network = %+v", n)
				}
				if got := c.Network(); *got.BlockHeight != 6 {
					t.Errorf("Network is at %d, want 6", *got.BlockHeight)
				}
				return
			}
			if n.BlockHeight != nil && len(node.Blocks()) == 5 {
				node.Grow(1)
			}
		case <-deadline:
			t.Fatal("nobody told of height 6")
		}
	}
}

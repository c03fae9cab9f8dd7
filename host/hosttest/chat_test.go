package hosttest_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/r3mes/r3mes/host/config"
	"github.com/r3mes/r3mes/host/hosttest"
	"github.com/r3mes/r3mes/store"
	"github.com/r3mes/r3mes/store/badger"
)

// balance asks what a wallet may spend, as JSON writes it.
func balance(t *testing.T, s *hosttest.Server, wallet string) json.Number {
	t.Helper()
	var info struct{ Credits json.Number }
	r := call(t, "GET", s.URL+"/user/info/"+wallet, nil)
	if err := json.Unmarshal([]byte(r.body), &info); err != nil || r.status != 200 {
		t.Fatalf("user info of %s: %d %s %v", wallet, r.status, r.body, err)
	}
	return info.Credits
}

func micro(t *testing.T, credits json.Number) store.MicroCredits {
	t.Helper()
	m, err := store.ParseCredits(credits.String())
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func receiptOf(t *testing.T, s *hosttest.Server, id string) store.Receipt {
	t.Helper()
	var receipt store.Receipt
	r := call(t, "GET", s.URL+"/v1/receipts/"+id, nil)
	if err := json.Unmarshal([]byte(r.body), &receipt); err != nil || r.status != 200 {
		t.Fatalf("receipt %q: %d %s", id, r.status, r.body)
	}
	return receipt
}

func TestAChatIsStreamedChargedAndReceipted(t *testing.T) {
	s := tiny(t, hosttest.Options{Embedder: keywords{}})
	for _, path := range []string{"/chat", "/api/chat"} {
		before := micro(t, balance(t, s, s.Wallet))
		got := call(t, "POST", s.URL+path, object{"message": "how to write code?", "wallet_address": s.Wallet})
		if got.status != 200 || !strings.HasSuffix(got.body, "\n") || got.header.Get("Content-Type") != "text/plain; charset=utf-8" {
			t.Fatalf("%s: %d %q %v", path, got.status, got.body, got.header)
		}
		receipt := receiptOf(t, s, got.header.Get("X-R3MES-Receipt"))
		after := micro(t, balance(t, s, s.Wallet))
		if before-after != receipt.Charge || receipt.Charge <= 0 || receipt.Outcome != store.OutcomeComplete {
			t.Errorf("%s: balance fell by %d, receipt %+v", path, before-after, receipt)
		}
		if got.header.Get("X-R3MES-Adapter") != "coder" || receipt.Adapter != "coder" || receipt.RoutePlugin != "route-semantic" || len(receipt.Route.Hash) != 64 || receipt.Quote.Plugin != "price-tokens" {
			t.Errorf("%s: adapter %q, receipt %+v; want coder by route-semantic, priced by price-tokens", path, got.header.Get("X-R3MES-Adapter"), receipt)
		}
		if receipt.RequestID != got.header.Get("X-Request-ID") || receipt.Wallet != s.Wallet {
			t.Errorf("receipt %+v of request %s", receipt, got.header.Get("X-Request-ID"))
		}
	}
	// Another field goes to another adapter, and an explicit one wins.
	if got := call(t, "POST", s.URL+"/chat", object{"message": "what does the law say?", "wallet_address": s.Wallet}); got.header.Get("X-R3MES-Adapter") != "law" {
		t.Errorf("legal question: adapter %q", got.header.Get("X-R3MES-Adapter"))
	}
	if got := call(t, "POST", s.URL+"/chat", object{"message": "what does the law say?", "wallet_address": s.Wallet, "adapter": "coder"}); got.header.Get("X-R3MES-Adapter") != "coder" {
		t.Errorf("explicit adapter: %q", got.header.Get("X-R3MES-Adapter"))
	}
}

// keywords is an embedder for two fields; a text's one token says which.
type keywords struct{}

func (keywords) Name() string { return "keywords" }
func (keywords) Dim() int     { return 3 }
func (keywords) Limit() int   { return 1 }

func (keywords) Encode(text string) []int {
	text = strings.ToLower(text)
	switch {
	case strings.Contains(text, "code"), strings.Contains(text, "function"), strings.Contains(text, "loop"):
		return []int{0}
	case strings.Contains(text, "law"), strings.Contains(text, "contract"), strings.Contains(text, "landlord"):
		return []int{1}
	}
	return []int{2}
}

func (keywords) EmbedTokens(_ context.Context, lists [][]int) ([][]float32, error) {
	vectors := make([][]float32, len(lists))
	for i, list := range lists {
		vectors[i] = make([]float32, 3)
		vectors[i][list[0]] = 1
	}
	return vectors, nil
}

// With the model, the embedder and the plugins that the binary carries, the
// field of a question decides who answers.
func TestFieldsGoToTheirAdapters(t *testing.T) {
	s := hosttest.Start(t, hosttest.Options{})
	for question, want := range map[string]string{
		"How do I write a for loop in Go?": "coder", "How can I sort a list in Python?": "coder",
		"What is a contract?": "law", "Can my landlord keep my deposit?": "law",
	} {
		got := call(t, "POST", s.URL+"/chat", object{"message": question, "wallet_address": s.Wallet})
		receipt := receiptOf(t, s, got.header.Get("X-R3MES-Receipt"))
		if got.status != 200 || receipt.Adapter != want || receipt.RoutePlugin == "" || len(strings.TrimSpace(got.body)) == 0 {
			t.Errorf("%q: %d %q by %s (%s), want %s", question, got.status, got.body, receipt.Adapter, receipt.RouteReason, want)
		}
	}
}

func TestThePiecesArriveAsTheyAreMade(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true})
	resp, err := http.Post(s.URL+"/v1/chat/completions", "application/json", strings.NewReader(
		`{"messages":[{"role":"user","content":"x"}],"stream":true,"max_tokens":1500,"ignore_eos":true,"wallet_address":"`+s.Wallet+`"}`))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	events := 0
	for lines := bufio.NewScanner(resp.Body); lines.Scan(); {
		if strings.HasPrefix(lines.Text(), "data: ") {
			events++
		}
	}
	// Pieces that come while one is written are joined, so there may be fewer
	// than tokens; all in one would be a buffer in the way.
	if events < 20 {
		t.Errorf("%d events for 1500 tokens", events)
	}
}

func TestAClientThatLeavesPaysByTheRule(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true, Config: func(c *config.Config) {
		c.Pricing.Builtin = config.Builtin{Per1kCompletion: 1_000_000} // a thousand micro-credits a token
	}})
	for _, after := range []int{0, 1, 300} { // bytes read before leaving
		before := micro(t, balance(t, s, s.Wallet))
		ctx, cancel := context.WithCancel(context.Background())
		req, err := http.NewRequestWithContext(ctx, "POST", s.URL+"/v1/chat/completions", strings.NewReader(
			`{"messages":[{"role":"user","content":"x"}],"stream":true,"max_tokens":2000,"ignore_eos":true,"wallet_address":"`+s.Wallet+`"}`))
		if err != nil {
			t.Fatal(err)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		for n, b := 0, make([]byte, 1); n < after; n++ {
			if _, err := resp.Body.Read(b); err != nil {
				t.Fatal(err)
			}
		}
		cancel()
		resp.Body.Close()
		left := time.Now()
		id := resp.Header.Get("X-R3MES-Receipt")
		for call(t, "GET", s.URL+"/v1/receipts/"+id, nil).status != 200 {
			if time.Since(left) > 10*time.Second {
				t.Fatal("the hold is still open")
			}
			time.Sleep(5 * time.Millisecond)
		}
		receipt := receiptOf(t, s, id)
		tokens := receipt.Usage.CompletionTokens
		if receipt.Outcome != store.OutcomeCancelled || tokens < 1 || tokens >= 2000 || receipt.Charge != store.MicroCredits(tokens)*1000 {
			t.Errorf("left after %d bytes: receipt %+v, want cancelled and 1000 a token", after, receipt)
		}
		if got := before - micro(t, balance(t, s, s.Wallet)); got != receipt.Charge {
			t.Errorf("balance fell by %d, receipt says %d", got, receipt.Charge)
		}
	}
}

// A wallet that can pay for exactly k chats gets exactly k answers, however
// many ask at once: the hold is the admission.
func TestAThousandChatsOnAWalletThatPaysForFew(t *testing.T) {
	const asks, pays = 1000, 17
	s := tiny(t, hosttest.Options{NoPlugins: true, Config: func(c *config.Config) {
		c.Engine.Queue = asks
		c.Pricing.Builtin = config.Builtin{PerRequest: 3_000_000}
	}})
	top := call(t, "POST", s.URL+"/admin/wallets/poor/topup", object{"op_id": "t1", "amount_microcredits": pays*3_000_000 + 2_999_999})
	if top.status != 200 {
		t.Fatalf("topup: %d %s", top.status, top.body)
	}
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 100, MaxConnsPerHost: 200}}
	defer client.CloseIdleConnections()
	var answered, refused, other atomic.Int64
	var wg sync.WaitGroup
	for range asks {
		wg.Go(func() {
			resp, err := client.Post(s.URL+"/v1/chat/completions", "application/json", strings.NewReader(`{"messages":[{"role":"user","content":"x"}],"max_tokens":2,"wallet_address":"poor"}`))
			if err != nil {
				other.Add(1)
				return
			}
			defer resp.Body.Close()
			switch resp.StatusCode {
			case 200:
				answered.Add(1)
			case 402:
				refused.Add(1)
			default:
				other.Add(1)
			}
		})
	}
	wg.Wait()
	if answered.Load() != pays || refused.Load() != asks-pays || other.Load() != 0 {
		t.Errorf("%d answered, %d refused, %d other; want %d, %d, 0", answered.Load(), refused.Load(), other.Load(), pays, asks-pays)
	}
	if got := micro(t, balance(t, s, "poor")); got != 2_999_999 {
		t.Errorf("left over: %d, want 2999999", got)
	}
}

func TestShutdownLetsAnswersFinishAndHurryEndsThem(t *testing.T) {
	for name, hurry := range map[string]bool{"grace": false, "hurry": true} {
		t.Run(name, func(t *testing.T) {
			s := tiny(t, hosttest.Options{NoPlugins: true, Config: func(c *config.Config) { c.Server.Grace = time.Minute; c.Engine.Threads = 1 }})
			resp, err := http.Post(s.URL+"/v1/chat/completions", "application/json", strings.NewReader(
				`{"messages":[{"role":"user","content":"x"}],"stream":true,"max_tokens":2000,"ignore_eos":true,"wallet_address":"`+s.Wallet+`"}`))
			if err != nil {
				t.Fatal(err)
			}
			defer resp.Body.Close()
			s.Shutdown()
			if hurry {
				s.Hurry()
			}
			done := false
			lines := bufio.NewScanner(resp.Body)
			for lines.Scan() {
				done = done || lines.Text() == "data: [DONE]"
			}
			s.Stop() // checks the ledger
			var receipt store.Receipt
			s.WithLedger(func(ctx context.Context, l *badger.Store) (err error) {
				receipt, err = l.Receipt(ctx, resp.Header.Get("X-R3MES-Receipt"))
				return err
			})
			if hurry && !done && (receipt.Outcome != store.OutcomeReleased || receipt.Charge != 0) {
				t.Errorf("cut off: receipt %+v, want released", receipt)
			}
			if !hurry && (!done || receipt.Outcome != store.OutcomeComplete) {
				t.Errorf("grace: finished %v, receipt %+v; want all of it", done, receipt)
			}
			if hurry && done {
				t.Log("the answer was faster than the shutdown")
			}
		})
	}
}

func TestARestartKeepsMoneyAndGivesDemoCreditOnce(t *testing.T) {
	data := t.TempDir()
	s := tiny(t, hosttest.Options{NoPlugins: true, Data: data})
	call(t, "POST", s.URL+"/chat", object{"message": "x", "wallet_address": s.Wallet})
	want := balance(t, s, s.Wallet)
	s.Stop()
	again := tiny(t, hosttest.Options{NoPlugins: true, Data: data})
	if got := balance(t, again, again.Wallet); got != want || want != "999" {
		t.Errorf("balance after restart = %s, before %s, want 999", got, want)
	}
}

func TestOneServerPerDataFolder(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true})
	_, err := badger.Open(s.Data+"/ledger", badger.Default())
	if !errors.Is(err, store.ErrLocked) {
		t.Errorf("second open: %v, want ErrLocked", err)
	}
}

package pipeline

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/r3mes/r3mes/host/pluginhost"
	"github.com/r3mes/r3mes/runtime/engine"
	"github.com/r3mes/r3mes/runtime/lora"
	"github.com/r3mes/r3mes/runtime/tokenizer"
	"github.com/r3mes/r3mes/sdk"
	"github.com/r3mes/r3mes/store"
)

func TestACompleteAnswerIsChargedByUsage(t *testing.T) {
	w := newWorld(t, engine.Options{}, nil)
	sink := &page{}
	out, err := w.Run(context.Background(), ask("r1", "hello"), sink)
	if err != nil {
		t.Fatal(err)
	}
	want := store.MicroCredits(out.Usage.PromptTokens + out.Usage.CompletionTokens)
	if out.Finish != engine.FinishLength || out.Usage.CompletionTokens != 16 || out.Receipt.Charge != want || want == 0 {
		t.Errorf("outcome = %+v, want 16 tokens, finish length, charge %d", out, want)
	}
	if got := w.ledger.available[rich]; got != 1_000_000-want {
		t.Errorf("available = %d, want %d", got, 1_000_000-want)
	}
	r := w.ledger.receipts[out.ReceiptID]
	if r.Outcome != store.OutcomeComplete || r.Quote.Rule != "flat" || r.Settle.Rule != "usage" || r.Model != "base" || r.RequestID != "r1" || r.Hold != 1000 {
		t.Errorf("receipt = %+v", r)
	}
	if len(sink.accepted) != 1 || sink.accepted[0].ReceiptID != out.ReceiptID {
		t.Errorf("accepted = %+v, want once", sink.accepted)
	}
	q := w.plugins.quotes[0]
	if q.WalletTier != "gold" || q.Volume30dTokens != 12 || q.MaxTokens != 16 || q.PromptTokens != int64(out.Usage.PromptTokens) || q.WalletHash != "hash of rich" || q.RequestID != "r1" || q.Kind != sdk.KindChat {
		t.Errorf("quote request = %+v", q)
	}
	if pinned := w.plugins.pinned; len(pinned) != 1 || pinned[0] != q.WalletHash {
		t.Errorf("pinned for the wallets %q, want for %q once: a canary decides by it", pinned, q.WalletHash)
	}
}

func TestRefusalsBeforeTheHoldTouchNoMoney(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Request)
		want   error
	}{
		"prompt fills the context": {func(r *Request) { r.Messages[0].Content = strings.Repeat("x", 300) }, engine.ErrContextLength},
		"unknown model":            {func(r *Request) { r.Model = "gpt-9" }, ErrUnknownModel},
		"unknown adapter":          {func(r *Request) { r.Adapter = "nobody" }, ErrUnknownAdapter},
		"a role that is no word":   {func(r *Request) { r.Messages[0].Role = "<|eot_id|>" }, ErrMessages},
		"wallet without credit":    {func(r *Request) { r.Wallet = "nobody" }, store.ErrInsufficientCredit},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, engine.Options{}, nil)
			req, sink := ask("r1", "hello"), &page{}
			c.change(&req)
			_, err := w.Run(context.Background(), req, sink)
			if !errors.Is(err, c.want) {
				t.Errorf("error = %v, want %v", err, c.want)
			}
			if len(w.ledger.log) != 0 || len(sink.accepted) != 0 || w.model.Steps() != 0 {
				t.Errorf("ledger %v, sink %v, %d steps; want nothing to have happened", w.ledger.log, sink.accepted, w.model.Steps())
			}
		})
	}
}

func TestWithoutADurableHoldNothingIsComputed(t *testing.T) {
	w := newWorld(t, engine.Options{}, nil)
	w.ledger.failHold = store.ErrPoisoned
	_, err := w.Run(context.Background(), ask("r1", "hello"), &page{})
	if !errors.Is(err, store.ErrPoisoned) || w.model.Steps() != 0 {
		t.Errorf("error = %v after %d steps, want ErrPoisoned after none", err, w.model.Steps())
	}
}

func TestAFullQueueReleasesTheHold(t *testing.T) {
	w := newWorld(t, engine.Options{MaxBatch: 1, Queue: 1}, nil)
	hold := make(chan struct{})
	w.model.Before = func(int, *engine.Batch) error { <-hold; return nil }
	var wg sync.WaitGroup
	for i := range 2 { // the first runs before the second comes, which waits
		wg.Go(func() { w.Run(context.Background(), ask(fmt.Sprint("r", i), "hello"), &page{}) })
		for s := w.engine.Stats(); s.Submitted != int64(i+1) || s.Queued != i; s = w.engine.Stats() {
			time.Sleep(time.Millisecond)
		}
	}
	_, err := w.Run(context.Background(), ask("r9", "hello"), &page{})
	var full *engine.OverloadedError
	if !errors.As(err, &full) || full.RetryAfter <= 0 {
		t.Errorf("error = %v, want an OverloadedError with RetryAfter", err)
	}
	if got := w.ledger.log["r9"]; len(got) != 2 || !strings.HasPrefix(got[1], "release") {
		t.Errorf("ledger = %v, want hold and release", got)
	}
	close(hold)
	wg.Wait()
}

// The priority that a route plugin gives is the engine's.
func TestThePluginsPriorityOrdersTheQueue(t *testing.T) {
	w := newWorld(t, engine.Options{MaxBatch: 1}, nil)
	w.plugins.route = func(req sdk.RouteRequest) pluginhost.RouteDecision {
		priority, err := strconv.Atoi(req.RequestID)
		if err != nil {
			t.Error(err)
		}
		return pluginhost.RouteDecision{Plugin: "p", Priority: priority}
	}
	hold := make(chan struct{})
	var prompts []int // lengths, in order of admission: each request's is one longer than the one's before it
	w.model.Before = func(_ int, b *engine.Batch) error {
		<-hold
		if row := b.Rows[0]; row.Pos == 0 {
			prompts = append(prompts, len(row.Tokens))
		}
		return nil
	}
	var wg sync.WaitGroup
	for i, priority := range []int{1, -3, 0, 7} { // the first runs before the others come, which wait
		wg.Go(func() {
			if _, err := w.Run(context.Background(), ask(strconv.Itoa(priority), strings.Repeat("x", i+1)), &page{}); err != nil {
				t.Error(err)
			}
		})
		for s := w.engine.Stats(); s.Submitted != int64(i+1) || s.Queued != i; s = w.engine.Stats() {
			time.Sleep(time.Millisecond)
		}
	}
	close(hold)
	wg.Wait()
	n := prompts[0]
	if want := []int{n, n + 3, n + 2, n + 1}; !slices.Equal(prompts, want) {
		t.Errorf("prompts of %v tokens were admitted in this order, want %v", prompts, want)
	}
}

func TestAClientThatLeavesPaysForWhatWasGenerated(t *testing.T) {
	for name, leave := range map[string]func(cancel func()) error{
		"its context ends":    func(cancel func()) error { cancel(); return nil },
		"its connection ends": func(func()) error { return errors.New("broken pipe") },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, engine.Options{}, nil)
			w.model.Before = func(int, *engine.Batch) error { time.Sleep(time.Millisecond); return nil }
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			sink := &page{onPiece: func(n int) error {
				if n == 2 {
					return leave(cancel)
				}
				return nil
			}}
			req := ask("r1", "hello")
			req.MaxTokens = 200
			out, err := w.Run(ctx, req, sink)
			if err != nil || out.Finish != engine.FinishCancelled {
				t.Fatalf("outcome %+v, error %v; want cancelled without error", out, err)
			}
			n := out.Usage.CompletionTokens
			if n < 1 || n >= 200 {
				t.Errorf("%d tokens generated, want some and not all", n)
			}
			if r := w.ledger.receipts[out.ReceiptID]; r.Outcome != store.OutcomeCancelled || r.Charge != store.MicroCredits(out.Usage.PromptTokens+n) {
				t.Errorf("receipt = %+v, want cancelled and %d charged", r, out.Usage.PromptTokens+n)
			}
		})
	}
}

func TestLeavingBeforeTheFirstTokenCostsNothing(t *testing.T) {
	w := newWorld(t, engine.Options{}, nil)
	ctx, cancel := context.WithCancel(context.Background())
	w.model.Before = func(int, *engine.Batch) error { cancel(); return nil }
	out, err := w.Run(ctx, ask("r1", "hello"), &page{})
	if err != nil || out.Finish != engine.FinishCancelled || out.Usage.CompletionTokens != 0 {
		t.Errorf("outcome = %+v, %v", out, err)
	}
	if got := w.ledger.log["r1"]; len(got) != 2 || got[1] != "release: cancelled before the first token" || w.ledger.available[rich] != 1_000_000 {
		t.Errorf("ledger = %v, %d available", got, w.ledger.available[rich])
	}
}

func TestErrorsAreNeverCharged(t *testing.T) {
	t.Run("the model fails mid-answer", func(t *testing.T) {
		w := newWorld(t, engine.Options{}, nil)
		w.model.Before = func(step int, _ *engine.Batch) error {
			if step == 4 {
				return errors.New("boom")
			}
			return nil
		}
		_, err := w.Run(context.Background(), ask("r1", "hello"), &page{})
		if !errors.Is(err, engine.ErrModel) {
			t.Errorf("error = %v, want ErrModel", err)
		}
		wantReleased(t, w, "r1")
	})
	t.Run("the time is over", func(t *testing.T) {
		w := newWorld(t, engine.Options{}, func(p *Parts) { p.Timeout = 30 * time.Millisecond })
		w.model.Before = func(int, *engine.Batch) error { time.Sleep(5 * time.Millisecond); return nil }
		req := ask("r1", "hello")
		req.MaxTokens = 200
		_, err := w.Run(context.Background(), req, &page{})
		if !errors.Is(err, ErrTimeout) {
			t.Errorf("error = %v, want ErrTimeout", err)
		}
		wantReleased(t, w, "r1")
	})
	t.Run("the server stops", func(t *testing.T) {
		w := newWorld(t, engine.Options{}, nil)
		var once sync.Once
		drained := make(chan error, 1)
		now, cancel := context.WithCancel(context.Background())
		cancel()
		sink := &page{onPiece: func(int) error {
			once.Do(func() { w.Shut(); go func() { drained <- w.engine.Drain(now) }() })
			return nil
		}}
		w.model.Before = func(int, *engine.Batch) error { time.Sleep(time.Millisecond); return nil }
		req := ask("r1", "hello")
		req.MaxTokens = 200
		_, err := w.Run(context.Background(), req, sink)
		if !errors.Is(err, engine.ErrClosed) {
			t.Errorf("error = %v, want ErrClosed", err)
		}
		wantReleased(t, w, "r1")
		if err := w.Wait(context.Background()); err != nil {
			t.Error(err)
		}
		if _, err := w.Run(context.Background(), ask("r2", "hello"), &page{}); !errors.Is(err, ErrClosed) {
			t.Errorf("after Shut: %v, want ErrClosed", err)
		}
		<-drained
	})
}

func TestAPanicInTheSinkReleasesAndGoesOn(t *testing.T) {
	w := newWorld(t, engine.Options{}, nil)
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic was swallowed")
			}
		}()
		req := ask("r1", "hello")
		req.Adapter, req.MaxTokens = "coder", 200
		w.Run(context.Background(), req, &page{onPiece: func(int) error { panic("bug") }})
	}()
	wantReleased(t, w, "r1")
}

func wantReleased(t *testing.T, w *world, id string) {
	t.Helper()
	w.ledger.mu.Lock()
	defer w.ledger.mu.Unlock()
	if got := w.ledger.log[id]; len(got) != 2 || !strings.HasPrefix(got[1], "release: error") || w.ledger.available[rich] != 1_000_000 {
		t.Errorf("ledger of %s = %q, %d available; want released as an error and nothing charged", id, got, w.ledger.available[rich])
	}
}

func TestAGreedyPluginIsHeldToTheHold(t *testing.T) {
	for charge, want := range map[int64]store.MicroCredits{5000: 1000, -7: 0, 1000: 1000} {
		w := newWorld(t, engine.Options{}, nil)
		w.plugins.charge = func(sdk.SettleRequest) int64 { return charge }
		out, err := w.Run(context.Background(), ask("r1", "hello"), &page{})
		if err != nil || out.Receipt.Charge != want {
			t.Errorf("plugin asks %d: charged %d, %v; want %d", charge, out.Receipt.Charge, err, want)
		}
	}
}

func TestModelIDsChooseTheAdapter(t *testing.T) {
	for _, c := range []struct {
		model, adapter string // of the request
		route          string // what a route plugin would say
		want           string
		asked          bool
	}{
		{model: "", route: "law", want: "law", asked: true},
		{model: Auto, route: "coder", want: "coder", asked: true},
		{model: Auto, want: "", asked: true},
		{model: "base", route: "law", want: ""},
		{model: "base:law", want: "law"},
		{model: "coder", want: "coder"},
		{model: "coder", adapter: "law", want: "law"},
		{model: Auto, route: "gone", want: "", asked: true},
	} {
		w := newWorld(t, engine.Options{}, nil)
		w.plugins.route = func(sdk.RouteRequest) pluginhost.RouteDecision {
			return pluginhost.RouteDecision{Adapter: c.route, Plugin: "route-test", Reason: "said so"}
		}
		req := ask("r1", "some code please")
		req.Model, req.Adapter = c.model, c.adapter
		out, err := w.Run(context.Background(), req, &page{})
		if err != nil || out.Adapter != c.want || (len(w.plugins.routes) == 1) != c.asked {
			t.Errorf("%+v: adapter %q, asked %d times, %v", c, out.Adapter, len(w.plugins.routes), err)
		}
		if c.route == "gone" && (out.Plugins == nil || !strings.Contains(out.Receipt.RouteReason, "gone")) {
			t.Errorf("receipt says %q, log %v; want both to name the missing adapter", out.Receipt.RouteReason, out.Plugins)
		}
	}
}

func TestRoutePluginsSeeSimilarities(t *testing.T) {
	w := newWorld(t, engine.Options{}, nil)
	w.Warm()
	for i, c := range []struct {
		messages   []string
		coder, law float64
	}{
		{[]string{"explain this code to me"}, 1, 0},
		{[]string{"what does the law say"}, 0, 1},
		{[]string{"what does the law say", "and why?"}, 0, 1},
		{[]string{"what does the law say", "bake me a chocolate cake now"}, 0, 0},
	} {
		req := ask(fmt.Sprint("r", i), "")
		req.Messages, req.MaxTokens = nil, 1
		for j, m := range c.messages {
			if j > 0 {
				req.Messages = append(req.Messages, tokenizer.Message{Role: "assistant", Content: "code"})
			}
			req.Messages = append(req.Messages, tokenizer.Message{Role: "user", Content: m})
		}
		if _, err := w.Run(context.Background(), req, &page{}); err != nil {
			t.Fatal(err)
		}
		got := w.plugins.routes[i].Adapters
		if got[0].Similarity != c.coder || got[1].Similarity != c.law || !got[0].Loaded || got[1].Loaded || got[0].Description != "writes code" {
			t.Errorf("%q: adapters = %+v, want similarity %v and %v", c.messages, got, c.coder, c.law)
		}
	}
}

func TestExamplesAreEmbeddedAgainWhenTheyChange(t *testing.T) {
	var cache exampleCache
	ctx := t.Context()
	q := []float32{0, 0, 1} // cake
	info := lora.Info{Name: "a", Digest: "1", Examples: []string{"law"}}
	if got := cache.nearest(ctx, words{}, info, q); got != 0 {
		t.Errorf("similarity = %v, want 0", got)
	}
	info.Examples = []string{"law", "cake"}
	if got := cache.nearest(ctx, words{}, info, q); got != 1 {
		t.Errorf("similarity = %v after the examples changed, want 1", got)
	}
	if got := cache.nearest(ctx, words{}, lora.Info{Name: "b"}, q); got != 0 {
		t.Errorf("similarity = %v without examples, want 0", got)
	}
}

func TestMaxTokensIsCutToTheContext(t *testing.T) {
	w := newWorld(t, engine.Options{}, nil)
	req := ask("r1", strings.Repeat("x", 200))
	req.MaxTokens = 100_000
	out, err := w.Run(context.Background(), req, &page{})
	if err != nil || out.Usage.PromptTokens+out.Usage.CompletionTokens != w.engine.Context() {
		t.Errorf("usage = %+v, %v; want the context of %d filled", out.Usage, err, w.engine.Context())
	}
}

func TestALedgerThatFailsAtTheEndIsAnError(t *testing.T) {
	w := newWorld(t, engine.Options{}, nil)
	w.ledger.failEnd = store.ErrPoisoned
	_, err := w.Run(context.Background(), ask("r1", "hello"), &page{})
	if !errors.Is(err, store.ErrPoisoned) {
		t.Errorf("error = %v, want ErrPoisoned", err)
	}
	// The next start resolves it; here the scenario's books are put right by hand.
	delete(w.ledger.holds, "r1")
	delete(w.ledger.log, "r1")
}

func TestManyAtOnceBalance(t *testing.T) {
	var mu sync.Mutex
	charged := store.MicroCredits(0)
	w := newWorld(t, engine.Options{MaxBatch: 4, Queue: 8}, func(p *Parts) {
		p.Observe = func(o Outcome, err error) {
			mu.Lock()
			defer mu.Unlock()
			charged += o.Receipt.Charge
		}
	})
	var wg sync.WaitGroup
	for i := range 100 {
		wg.Go(func() {
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			sink := &page{onPiece: func(n int) error {
				if n == i%7+1 && i%3 == 0 {
					cancel()
				}
				if n == i%5+1 && i%4 == 0 {
					return errors.New("gone")
				}
				return nil
			}}
			req := ask(fmt.Sprint("r", i), "hello")
			req.Adapter = []string{"", "coder", "law"}[i%3]
			w.Run(ctx, req, sink)
		})
	}
	wg.Wait()
	if got := w.ledger.available[rich]; got != 1_000_000-charged || charged == 0 {
		t.Errorf("available = %d, want 1000000 - %d charged", got, charged)
	}
}

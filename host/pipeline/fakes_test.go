package pipeline

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/r3mes/r3mes/host/pluginhost"
	"github.com/r3mes/r3mes/runtime/engine"
	"github.com/r3mes/r3mes/runtime/enginetest"
	"github.com/r3mes/r3mes/runtime/grammar"
	"github.com/r3mes/r3mes/runtime/lora"
	"github.com/r3mes/r3mes/runtime/tokenizer"
	"github.com/r3mes/r3mes/sdk"
	"github.com/r3mes/r3mes/store"
)

// ledger is a Ledger in memory that remembers what was done to each hold.
type ledger struct {
	mu        sync.Mutex
	available map[string]store.MicroCredits
	holds     map[string]store.Hold
	log       map[string][]string // by operation id
	receipts  map[string]store.Receipt
	held      func() // called after a hold
	deaf      bool   // holds whether the context has ended or not
	failHold  error
	failEnd   error
}

func newLedger(wallet string, credits store.MicroCredits) *ledger {
	return &ledger{
		available: map[string]store.MicroCredits{wallet: credits},
		holds:     map[string]store.Hold{}, log: map[string][]string{}, receipts: map[string]store.Receipt{},
	}
}

func (l *ledger) Wallet(_ context.Context, wallet string) (store.Wallet, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	available, ok := l.available[wallet]
	if !ok {
		return store.Wallet{}, store.ErrUnknownWallet
	}
	return store.Wallet{Balance: store.Balance{Wallet: wallet, Available: available}, Tier: "gold", Volume30d: 12}, nil
}

func (l *ledger) Hold(ctx context.Context, h store.Hold) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.deaf {
		ctx = context.WithoutCancel(ctx)
	}
	if err := errors.Join(ctx.Err(), l.failHold, h.Validate()); err != nil {
		return err
	}
	available, ok := l.available[h.Wallet]
	if !ok {
		return store.ErrUnknownWallet
	}
	if available < h.Amount {
		return store.ErrInsufficientCredit
	}
	l.available[h.Wallet] -= h.Amount
	l.holds[h.OpID] = h
	l.log[h.OpID] = append(l.log[h.OpID], "hold")
	if l.held != nil {
		l.held()
	}
	return nil
}

func (l *ledger) end(ctx context.Context, id, what string, charge store.MicroCredits) (store.Hold, error) {
	if err := errors.Join(ctx.Err(), l.failEnd); err != nil {
		return store.Hold{}, err
	}
	h, open := l.holds[id]
	l.log[id] = append(l.log[id], what)
	if !open || charge > h.Amount {
		return h, fmt.Errorf("hold %s open %v, charge %d", id, open, charge)
	}
	delete(l.holds, id)
	l.available[h.Wallet] += h.Amount - charge
	return h, nil
}

func (l *ledger) Settle(ctx context.Context, s store.Settle) (store.Receipt, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	h, err := l.end(ctx, s.OpID, "settle", s.Charge)
	if err != nil {
		return store.Receipt{}, err
	}
	r := s.Receipt.Complete(store.OpenHold{Hold: h}, s.Charge, time.Now())
	l.receipts[r.ID] = r
	return r, nil
}

func (l *ledger) Release(ctx context.Context, id, reason string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	_, err := l.end(ctx, id, "release: "+reason, 0)
	return err
}

// plugins is a Generation with fixed answers: ceiling 1000, charge 1 a token.
type plugins struct {
	mu     sync.Mutex
	route  func(sdk.RouteRequest) pluginhost.RouteDecision
	pre    func(sdk.PreRequest) (pluginhost.PreDecision, error)
	charge func(sdk.SettleRequest) int64
	quotes []sdk.QuoteRequest
	routes []sdk.RouteRequest
	pins   int
	posts  bool
	pinned []string // wallet hashes
}

func (p *plugins) pin(walletHash string) Generation {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.pins++
	p.pinned = append(p.pinned, walletHash)
	return p
}

func (p *plugins) Release() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.pins--
}

func (p *plugins) Route(_ context.Context, r sdk.RouteRequest) pluginhost.RouteDecision {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.routes = append(p.routes, r)
	if p.route != nil {
		return p.route(r)
	}
	return pluginhost.RouteDecision{Fallback: true, Reason: "none"}
}

func (p *plugins) Pre(_ context.Context, r sdk.PreRequest) (pluginhost.PreDecision, error) {
	if p.pre != nil {
		return p.pre(r)
	}
	return pluginhost.PreDecision{Messages: r.Messages}, nil
}

func (p *plugins) Posts(sdk.BoundAdapter) bool { return p.posts }

func (p *plugins) Post(sdk.Envelope, sdk.BoundAdapter, int64) *pluginhost.Post {
	return &pluginhost.Post{}
}

func (p *plugins) Quote(_ context.Context, r sdk.QuoteRequest) pluginhost.Quote {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.quotes = append(p.quotes, r)
	return pluginhost.Quote{Ceiling: 1000, Rule: "flat", Plugin: "price-test", Version: "1", Hash: "h"}
}

func (p *plugins) Settle(_ context.Context, q pluginhost.Quote, r sdk.SettleRequest) pluginhost.Settlement {
	charge := r.Usage.PromptTokens + r.Usage.CompletionTokens
	if p.charge != nil {
		charge = p.charge(r)
	}
	return pluginhost.Settlement{Charge: charge, Rule: "usage", Plugin: q.Plugin, Version: q.Version, Hash: q.Hash}
}

// catalogue is an Adapters of named, empty adapters.
type catalogue struct {
	mu    sync.Mutex
	infos []lora.Info
	lent  int
	fail  error
}

func (c *catalogue) List() []lora.Info { return c.infos }

func (c *catalogue) Acquire(name string) (*lora.Adapter, func(), error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.fail != nil {
		return nil, nil, c.fail
	}
	if !slices.ContainsFunc(c.infos, func(i lora.Info) bool { return i.Name == name }) {
		return nil, nil, lora.ErrUnknown
	}
	c.lent++
	return &lora.Adapter{Name: name, Digest: name}, func() { c.mu.Lock(); c.lent--; c.mu.Unlock() }, nil
}

// words embeds a text as which of three words it contains: its tokens are the
// word's number, 3 for none, and then the text's bytes. One that holds back waits
// for the context.
type words struct{ hold bool }

func (words) Name() string { return "words" }
func (words) Dim() int     { return 3 }
func (words) Limit() int   { return 40 }

func (words) Encode(text string) []int {
	list := []int{3}
	for i, w := range []string{"cake", "law", "code"} {
		if strings.Contains(text, w) {
			list[0] = 2 - i
		}
	}
	for _, b := range []byte(text) {
		list = append(list, int(b))
	}
	return list
}

func (w words) EmbedTokens(ctx context.Context, lists [][]int) ([][]float32, error) {
	if w.hold {
		<-ctx.Done()
		return nil, context.Cause(ctx)
	}
	vectors := make([][]float32, len(lists))
	for i, list := range lists {
		vectors[i] = make([]float32, 4)
		vectors[i][list[0]] = 1
		vectors[i] = vectors[i][:3]
	}
	return vectors, nil
}

// page is a Sink that keeps everything, and can fail or panic.
type page struct {
	accepted []Accepted
	text     strings.Builder
	choices  map[int]string // the text of each answer
	logprobs [][]engine.Logprob
	pieces   int
	onPiece  func(n int) error
}

func (p *page) Begin(a Accepted) error { p.accepted = append(p.accepted, a); return nil }

func (p *page) Piece(piece Piece) error {
	p.pieces++
	if p.onPiece != nil {
		if err := p.onPiece(p.pieces); err != nil {
			return err
		}
	}
	p.text.WriteString(piece.Text)
	if p.choices == nil {
		p.choices = map[int]string{}
	}
	p.choices[piece.Choice] += piece.Text
	p.logprobs = append(p.logprobs, make([][]engine.Logprob, max(0, piece.Choice+1-len(p.logprobs)))...)
	p.logprobs[piece.Choice] = append(p.logprobs[piece.Choice], piece.Logprobs...)
	return nil
}

// world is a pipeline on fakes around a real engine.
type world struct {
	*Pipeline
	model    *enginetest.Fake
	engine   *engine.Engine
	ledger   *ledger
	plugins  *plugins
	adapters *catalogue
}

const rich = "rich"

func newWorld(t *testing.T, options engine.Options, change func(*Parts)) *world {
	t.Helper()
	w := &world{
		model: enginetest.NewFake(256), ledger: newLedger(rich, 1_000_000), plugins: &plugins{},
		adapters: &catalogue{infos: []lora.Info{
			{Name: "coder", Digest: "c", Examples: []string{"code", "more code"}, Resident: true, Description: "writes code"},
			{Name: "law", Digest: "l", Examples: []string{"law"}},
		}},
	}
	tok := enginetest.Bytes()
	var err error
	if w.engine, err = engine.New(w.model, tok, options); err != nil {
		t.Fatal(err)
	}
	parts := Parts{
		Borrow: Fixed(Model{BaseModel: "base", Generator: w.engine, Tokenizer: tok, Vocabulary: sync.OnceValue(func() *grammar.Vocabulary { return grammar.NewVocabulary(tok) }), Adapters: w.adapters}), Ledger: w.ledger,
		Pin: w.plugins.pin, WalletHash: func(s string) string { return "hash of " + s },
		MaxTokens: 16, Timeout: time.Minute, Embedder: words{},
	}
	if change != nil {
		change(&parts)
	}
	if w.Pipeline, err = New(parts); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	stopped := make(chan error, 1)
	go func() { stopped <- w.engine.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		<-stopped
		w.check(t)
	})
	return w
}

// check asserts what holds after every scenario: all that was borrowed is
// back, and every hold ended once.
func (w *world) check(t *testing.T) {
	t.Helper()
	if len(w.ledger.holds) != 0 {
		t.Errorf("open holds: %v", w.ledger.holds)
	}
	for id, log := range w.ledger.log {
		if len(log) != 2 {
			t.Errorf("hold %s: %q, want one hold and one end", id, log)
		}
	}
	if w.adapters.lent != 0 || w.plugins.pins != 0 {
		t.Errorf("%d adapters lent, %d generations pinned, want none", w.adapters.lent, w.plugins.pins)
	}
	if used := w.engine.Stats().BlocksUsed; used != 0 {
		t.Errorf("%d KV blocks in use", used)
	}
}

func ask(id, text string) Request {
	return Request{
		ID: id, Wallet: rich, Kind: sdk.KindChat, IgnoreEOS: true,
		Messages: []tokenizer.Message{{Role: "user", Content: text}},
	}
}

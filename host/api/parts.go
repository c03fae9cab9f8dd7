package api

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"github.com/r3mes/r3mes/host/analytics"
	"github.com/r3mes/r3mes/host/audit"
	"github.com/r3mes/r3mes/host/cache"
	"github.com/r3mes/r3mes/host/chain"
	"github.com/r3mes/r3mes/host/config"
	"github.com/r3mes/r3mes/host/idempotency"
	"github.com/r3mes/r3mes/host/live"
	"github.com/r3mes/r3mes/host/machine"
	"github.com/r3mes/r3mes/host/pipeline"
	"github.com/r3mes/r3mes/host/pluginops"
	"github.com/r3mes/r3mes/host/ratelimit"
	"github.com/r3mes/r3mes/runtime/lora"
	"github.com/r3mes/r3mes/store"
)

// Runner carries out requests. *pipeline.Pipeline is one.
type Runner interface {
	Run(ctx context.Context, req pipeline.Request, sink pipeline.Sink) (pipeline.Outcome, error)
	Resolve(model string) (adapter string, auto bool, err error)
}

// Ledger is what the routes read and change. Errors are those of package
// store. *badger.Store is one.
type Ledger interface {
	Ready() error
	Wallet(ctx context.Context, wallet string) (store.Wallet, error)
	Wallets(ctx context.Context, after string, limit int) ([]store.Wallet, error)
	Totals(ctx context.Context) (store.Totals, error)
	Miners(ctx context.Context) (int, error)
	Transactions(ctx context.Context, wallet string, limit int) (list []store.Entry, total int, err error)
	Receipt(ctx context.Context, id string) (store.Receipt, error)
	TopUp(ctx context.Context, t store.TopUp) (store.Balance, error)
	Verify(ctx context.Context) (store.Report, error)
	FindKey(ctx context.Context, plain string) (store.Key, error)
	UseKey(id string)
	CreateKey(ctx context.Context, n store.NewKey) (store.Secret, store.Key, error)
	ListKeys(ctx context.Context, wallet string) ([]store.Key, error)
	RevokeKey(ctx context.Context, wallet, id string) error
	DeleteKey(ctx context.Context, wallet, id string) error
	CreateToken(ctx context.Context, n store.NewToken) (store.Secret, store.Key, error)
	RevokeToken(ctx context.Context, plain string) error
	ReportMiner(ctx context.Context, r store.MinerReport) (store.MinerReport, error)
	MinerReports(ctx context.Context, wallet string, limit int) ([]store.MinerReport, error)
	Mined(ctx context.Context, wallet string, since time.Time) ([]store.MinedBlock, error)
	MinerDays(ctx context.Context, wallet string, since time.Time) ([]store.MinerDay, error)
}

// Metrics counts requests and shows what was counted.
type Metrics interface {
	Request(method, route string, status int, took time.Duration)
	Limited(class string)
	Handler() http.Handler
}

// Parts are what the routes stand on. Pipeline, Adapters, Models, Operator and
// Metrics may be nil: then only the ledger's routes work, which is what a command uses
// when no server runs.
type Parts struct {
	Ledger   Ledger // required
	Pipeline Runner
	Embedder Embedder                                // nil: no embeddings are made
	Borrow   func() (*pipeline.Model, func(), error) // the base model that serves, until release; nil: none
	Adapters func() []lora.Info
	Operator *pluginops.Operator
	Audit    *audit.Log // of operators' acts; nil: none is kept
	// LocalActor is who the audit log says acted over the administration socket;
	// empty: audit.ActorLocal.
	LocalActor string
	Metrics    Metrics
	Analytics  *analytics.Recorder // nil: nothing is recorded
	Inference  Inference
	Machine    func() machine.Numbers  // nil: nobody samples
	Reported   func(store.MinerReport) // told what a miner reported; nil: nobody watches
	// Difficulty is the network's, as the chain says it; nil: there is no chain.
	Difficulty func(context.Context) (float64, error)
	Clients    config.Clients
	Chain      *chain.Chain // nil: none is configured
	Ready      func() error // nil error: requests can be served; the ledger is asked apart

	Open           bool                        // open mode
	Origins        []string                    // browser origins that may call
	Proxies        []netip.Prefix              // whose X-Forwarded-For is believed
	Limits         *ratelimit.Limiter          // nil: none
	Cache          *cache.Cache                // nil: nothing is kept
	Redis          func(context.Context) error // nil error: it answers; nil: none is configured
	BaseModel      func() string               // id of the one that serves; empty: none
	Version        string
	Started        time.Time
	Temperature    float64 // when the request does not say
	MaxBodyBytes   int64
	MaxHeaderBytes int // 0: as many as the listener lets through
	BodyTimeout    time.Duration
	WriteTimeout   time.Duration

	Live      *live.Hub     // of WebSockets; nil: none are opened
	LiveChats int           // at a time on one of them; 0: 16
	Heartbeat time.Duration // silence of an event stream before a comment; 0: none comes

	Log *slog.Logger // of one line a request; nil: discarded

	Operations // what operators change while the server runs
}

// server holds the handlers.
type server struct {
	Parts
	document   func() ([]byte, error) // the OpenAPI document, made once
	routesPage func() ([]byte, error) // the page that lists the routes, made once
	challenges *challenges
	answers    *idempotency.Store // of paid requests with an Idempotency-Key
}

// New returns the handler of all routes.
func New(p Parts) http.Handler {
	if p.Log == nil {
		p.Log = slog.New(slog.DiscardHandler)
	}
	if p.Ready == nil {
		p.Ready = func() error { return errors.New("no model is loaded") }
	}
	if p.Adapters == nil {
		p.Adapters = func() []lora.Info { return nil }
	}
	if p.BaseModel == nil {
		p.BaseModel = func() string { return "" }
	}
	if p.LiveChats == 0 {
		p.LiveChats = 16
	}
	if p.MaxBodyBytes == 0 {
		p.MaxBodyBytes = 1 << 20
	}
	s := &server{Parts: p, challenges: newChallenges(), answers: idempotency.New(idempotency.Options{})}
	s.routesPage = sync.OnceValues(indexPage)
	s.document = sync.OnceValues(func() ([]byte, error) { return Document(p.Version, false) })
	return s.routes()
}

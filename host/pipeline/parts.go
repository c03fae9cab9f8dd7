package pipeline

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"go.opentelemetry.io/otel/trace"
	"go.opentelemetry.io/otel/trace/noop"

	"github.com/r3mes/r3mes/host/pluginhost"
	"github.com/r3mes/r3mes/runtime/engine"
	"github.com/r3mes/r3mes/runtime/lora"
	"github.com/r3mes/r3mes/sdk"
	"github.com/r3mes/r3mes/store"
)

// Generator computes answers. *engine.Engine is one.
type Generator interface {
	// Submit queues a request and never waits. Its errors are those of
	// package engine.
	Submit(ctx context.Context, r engine.Request) (*engine.Stream, error)
	// Context is how many tokens a request may have, prompt and answer.
	Context() int
}

// Adapters is the catalogue of adapters. *lora.Registry is one.
type Adapters interface {
	List() []lora.Info // ordered by name
	// Acquire lends an adapter until release is called.
	Acquire(name string) (a *lora.Adapter, release func(), err error)
}

// Ledger keeps the money. Its operations are exactly-once by operation id, and
// durable when they return nil. Errors are those of package store.
type Ledger interface {
	Wallet(ctx context.Context, wallet string) (store.Wallet, error)
	Hold(ctx context.Context, h store.Hold) error
	Settle(ctx context.Context, s store.Settle) (store.Receipt, error)
	Release(ctx context.Context, opID, reason string) error
}

// Generation is the list of plugins that one request asks. Route, Quote and
// Settle never fail; they fall back and say so. Pre and the chain that Post
// returns fail where a plugin fails closed. *pluginhost.Generation is one.
type Generation interface {
	Route(ctx context.Context, req sdk.RouteRequest) pluginhost.RouteDecision
	Pre(ctx context.Context, req sdk.PreRequest) (pluginhost.PreDecision, error)
	// Posts reports whether any post plugin is bound to the adapter.
	Posts(adapter sdk.BoundAdapter) bool
	Post(e sdk.Envelope, adapter sdk.BoundAdapter, seq int64) *pluginhost.Post
	Quote(ctx context.Context, req sdk.QuoteRequest) pluginhost.Quote
	Settle(ctx context.Context, q pluginhost.Quote, req sdk.SettleRequest) pluginhost.Settlement
	Release()
}

// Parts are what a Pipeline is made of. All but Embedder, the observers, Now
// and Tracer are required.
type Parts struct {
	// Borrow lends the base model that serves now until release is called; its
	// error is ErrNoModel, or of package engine. See Fixed.
	Borrow     func() (m *Model, release func(), err error)
	Ledger     Ledger
	WalletHash func(wallet string) string         // what plugins see of a wallet
	Pin        func(walletHash string) Generation // the current plugins for that wallet; released by Run

	MaxTokens int // of an answer, when the request does not say
	Timeout   time.Duration

	Embedder Embedder             // nil: similarities are 0
	Observe  func(Outcome, error) // told of every Run, for metrics; nil: nobody is told
	Between  func(time.Duration)  // told of the time between two tokens of an answer as they come; nil: nobody is told
	// ObserveEmbeddings is told of every Embed; nil: nobody is.
	ObserveEmbeddings func(Embeddings, error)
	Now               func() time.Time // nil: time.Now
	Tracer            trace.Tracer     // makes a span of every Run; nil: none
}

// Pipeline runs requests. Safe for concurrent use.
type Pipeline struct {
	Parts
	examples  exampleCache
	gate      *gate
	embedding atomic.Int64 // requests inside Embed
}

// New checks that nothing is missing; a missing part is a bug in the wiring.
func New(p Parts) (*Pipeline, error) {
	if p.Borrow == nil || p.Ledger == nil || p.Pin == nil || p.WalletHash == nil {
		return nil, errors.New("pipeline: new: a part is nil")
	}
	if p.MaxTokens < 1 || p.Timeout <= 0 {
		return nil, errors.New("pipeline: new: MaxTokens and Timeout must be set")
	}
	if p.Observe == nil {
		p.Observe = func(Outcome, error) {}
	}
	if p.ObserveEmbeddings == nil {
		p.ObserveEmbeddings = func(Embeddings, error) {}
	}
	if p.Between == nil {
		p.Between = func(time.Duration) {}
	}
	if p.Tracer == nil {
		p.Tracer = noop.Tracer{}
	}
	if p.Now == nil {
		p.Now = time.Now
	}
	return &Pipeline{Parts: p, gate: newGate()}, nil
}

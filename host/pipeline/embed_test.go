package pipeline

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/r3mes/r3mes/runtime/engine"
	"github.com/r3mes/r3mes/sdk"
	"github.com/r3mes/r3mes/store"
)

func wanted(id string, inputs ...string) EmbedRequest {
	return EmbedRequest{ID: id, Wallet: rich, Inputs: inputs}
}

func TestEmbeddingsAreHeldChargedAndReceipted(t *testing.T) {
	var observed Embeddings
	w := newWorld(t, engine.Options{}, func(p *Parts) {
		p.ObserveEmbeddings = func(e Embeddings, err error) { observed = e }
	})
	out, err := w.Embed(t.Context(), wanted("r1", "law", "cake"))
	if err != nil || len(out.Vectors) != 2 || out.Vectors[0][1] != 1 || out.Vectors[1][2] != 1 {
		t.Fatalf("vectors %v, %v", out.Vectors, err)
	}
	// One token for the word and one a byte.
	if out.Tokens != 9 || out.Model != "words" || out.ReceiptID != store.ReceiptID("r1") || out.Receipt.Charge != 9 {
		t.Errorf("outcome %+v", out)
	}
	work := w.plugins.quotes[0].Work
	if work.Model != "words" || work.PromptTokens != 9 || work.MaxTokens != 0 || work.N != 2 || work.WalletTier != "gold" {
		t.Errorf("the price was asked for %+v", work)
	}
	if kind := w.plugins.quotes[0].Kind; kind != sdk.KindEmbedding {
		t.Errorf("kind %q", kind)
	}
	r := w.ledger.receipts[out.ReceiptID]
	if r.Outcome != store.OutcomeComplete || r.Kind != sdk.KindEmbedding || r.Model != "words" || r.Usage != (store.Usage{PromptTokens: 9}) || r.Hold != 1000 {
		t.Errorf("receipt %+v", r)
	}
	if got := w.ledger.available[rich]; got != 1_000_000-9 {
		t.Errorf("available %d", got)
	}
	if observed.Receipt.ID != r.ID || observed.Tokens != 9 {
		t.Errorf("observed %+v", observed)
	}
}

func TestTextsBeyondTheLimit(t *testing.T) {
	w := newWorld(t, engine.Options{}, nil)
	long := "law" + strings.Repeat(".", 100)
	_, err := w.Embed(t.Context(), wanted("r1", "short", long))
	var length *InputLengthError
	if !errors.As(err, &length) || *length != (InputLengthError{Input: 1, Tokens: 104, Limit: 40}) || !errors.Is(err, engine.ErrContextLength) {
		t.Errorf("error %v", err)
	}
	if len(w.ledger.log) != 0 {
		t.Errorf("the ledger was asked: %v", w.ledger.log)
	}
	req := wanted("r2", "short", long)
	req.Truncate = true
	if out, err := w.Embed(t.Context(), req); err != nil || out.Tokens != 6+40 || out.Receipt.Charge != 46 {
		t.Errorf("truncated: %d tokens, charge %d, %v; want the 46 that were read", out.Tokens, out.Receipt.Charge, err)
	}
}

func TestEmbeddingsThatAreNotMadeCostNothing(t *testing.T) {
	none := func(p *Parts) { p.Embedder = nil }
	hold := func(p *Parts) { p.Embedder = words{hold: true} }
	for name, c := range map[string]struct {
		change func(*Parts)
		wallet string
		model  string
		cancel bool
		want   error
		log    string // the end of the hold
	}{
		"no embedder":       {none, rich, "", false, ErrUnknownModel, ""},
		"another model":     {nil, rich, "base", false, ErrUnknownModel, ""},
		"unknown wallet":    {nil, "poor", "", false, store.ErrInsufficientCredit, ""},
		"the client leaves": {hold, rich, "words", true, context.Canceled, "release: cancelled before the vectors were made"},
		"too slow": {func(p *Parts) {
			hold(p)
			p.Timeout = time.Millisecond
		}, rich, "words", false, ErrTimeout, "release: error: timeout"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, engine.Options{}, c.change)
			w.ledger.deaf = true // a timeout that is short comes after the hold all the same
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			if c.cancel {
				w.ledger.held = cancel
			}
			req := wanted("r1", "law")
			req.Wallet, req.Model = c.wallet, c.model
			out, err := w.Embed(ctx, req)
			if !errors.Is(err, c.want) || out.Vectors != nil || out.Receipt.Charge != 0 {
				t.Errorf("%v, %+v; want %v", err, out, c.want)
			}
			if log := w.ledger.log["r1"]; len(log) > 0 && log[len(log)-1] != c.log || len(log) == 0 && c.log != "" {
				t.Errorf("the hold's log is %q, want %q at its end", log, c.log)
			}
			if got := w.ledger.available[rich]; got != 1_000_000 {
				t.Errorf("available %d", got)
			}
		})
	}
}

func TestTooManyEmbeddingsAtOnceAreRefused(t *testing.T) {
	w := newWorld(t, engine.Options{}, func(p *Parts) { p.Embedder = words{hold: true} })
	ctx, cancel := context.WithCancel(t.Context())
	var inside sync.WaitGroup
	for i := range MaxEmbeddings {
		inside.Go(func() { w.Embed(ctx, wanted(fmt.Sprint("r", i), "law")) })
	}
	for w.embedding.Load() < MaxEmbeddings {
		time.Sleep(time.Millisecond)
	}
	var full *engine.OverloadedError
	if _, err := w.Embed(t.Context(), wanted("late", "law")); !errors.As(err, &full) || full.RetryAfter <= 0 {
		t.Errorf("error %v, want an OverloadedError", err)
	}
	cancel()
	inside.Wait()
	if n := w.embedding.Load(); n != 0 {
		t.Errorf("%d inside after all have left", n)
	}
	w.Shut()
	if _, err := w.Embed(t.Context(), wanted("later", "law")); !errors.Is(err, ErrClosed) {
		t.Errorf("error %v, want ErrClosed", err)
	}
}

// A route waits for its similarities no longer than its client.
func TestARouteWithoutItsEmbeddingGoesOn(t *testing.T) {
	w := newWorld(t, engine.Options{}, func(p *Parts) {
		p.Embedder = words{hold: true}
		p.Timeout = 10 * time.Millisecond
	})
	_, err := w.Run(t.Context(), ask("r1", "code"), &page{})
	if !errors.Is(err, ErrTimeout) && !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error %v, want the timeout", err)
	}
}

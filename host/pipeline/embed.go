package pipeline

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/r3mes/r3mes/runtime/embed"
	"github.com/r3mes/r3mes/runtime/engine"
	"github.com/r3mes/r3mes/sdk"
	"github.com/r3mes/r3mes/store"
)

// Embedder makes sentence embeddings. Safe for concurrent use. *embed.Static and
// *embed.Encoder are.
type Embedder interface {
	Name() string // the id of the model
	Dim() int     // length of a vector
	Limit() int   // tokens of one text
	// Encode returns all tokens of a text.
	Encode(text string) []int
	// EmbedTokens returns a vector of length one, or zero, for each list of tokens;
	// those beyond Limit are not looked at. Its error is ctx's unless a list is not
	// Encode's.
	EmbedTokens(ctx context.Context, lists [][]int) ([][]float32, error)
}

// MaxEmbeddings is how many requests for embeddings may be inside at once; the
// next one is refused as by a full queue.
const MaxEmbeddings = 256

// embedAgain is when a request that found too many inside should come back.
const embedAgain = time.Second

// EmbedRequest is one authenticated request for the vectors of some texts.
type EmbedRequest struct {
	ID     string // unique for ever: it names the hold and the receipt
	Wallet string // who pays
	Model  string // the embedder's name, or empty
	Inputs []string
	// Truncate reads only the beginning of texts beyond the limit, which are
	// otherwise refused.
	Truncate bool
}

// Embeddings is how a request for vectors ended. After an error only what was
// known by then is set.
type Embeddings struct {
	Accepted
	Vectors [][]float32 // one for each input
	Tokens  int         // that were read, of all inputs
	Took    time.Duration
	Receipt store.Receipt
	// Plugins joins what went wrong in plugins on the way; for the log.
	Plugins error
}

// InputLengthError is engine.ErrContextLength of one text to embed.
type InputLengthError struct {
	Input  int // its place among the inputs
	Tokens int
	Limit  int
}

func (e *InputLengthError) Error() string {
	return fmt.Sprintf("pipeline: embed: input %d has %d tokens, the model reads %d", e.Input, e.Tokens, e.Limit)
}

func (e *InputLengthError) Unwrap() error { return engine.ErrContextLength }

// EmbedModel returns the name and the dimensions of the embedder; an empty name
// means that there is none.
func (p *Pipeline) EmbedModel() (name string, dim int) {
	if p.Embedder == nil {
		return "", 0
	}
	return p.Embedder.Name(), p.Embedder.Dim()
}

// Embed computes vectors. It is paid for as a chat is, with a ceiling for its
// exact tokens and no answer: the pricing plugin is asked for Work whose MaxTokens
// is 0 and whose N is the number of texts. Whoever leaves before the vectors are
// made pays nothing.
//
// Errors are those of Run, ErrUnknownModel for a model that is not the embedder,
// and *InputLengthError.
func (p *Pipeline) Embed(ctx context.Context, req EmbedRequest) (out Embeddings, err error) {
	if !p.gate.enter() {
		return Embeddings{}, ErrClosed
	}
	defer p.gate.leave()
	defer p.embedding.Add(-1)
	if p.embedding.Add(1) > MaxEmbeddings {
		return Embeddings{}, &engine.OverloadedError{Queued: MaxEmbeddings, RetryAfter: embedAgain}
	}
	ctx, cancel := context.WithTimeoutCause(ctx, p.Timeout, ErrTimeout)
	defer cancel()
	ctx, span := p.Tracer.Start(ctx, sdk.KindEmbedding)
	e := p.embed(req)
	defer func() {
		out.Accepted, out.Tokens, out.Plugins = e.outcome.Accepted, e.outcome.PromptTokens, e.outcome.Plugins
		out.Took, out.Receipt = p.Now().Sub(e.begin), e.outcome.Receipt
		p.ObserveEmbeddings(out, err)
		endSpan(span, e.request, e.outcome, err)
	}()

	switch name, _ := p.EmbedModel(); {
	case name == "":
		return out, fmt.Errorf("pipeline: %w: this server has no embedder", ErrUnknownModel)
	case req.Model != "" && req.Model != name:
		return out, fmt.Errorf("pipeline: %w: %.64q makes no embeddings, %q does", ErrUnknownModel, req.Model, name)
	}
	e.plugins = p.Pin(e.walletHash)
	defer e.plugins.Release()
	if err := e.encodeInputs(req); err != nil {
		return out, err
	}
	if err := e.hold(ctx); err != nil {
		return out, err
	}
	defer e.abandon()
	vectors, err := p.Embedder.EmbedTokens(ctx, e.prompts)
	if err != nil {
		return out, errors.Join(fmt.Errorf("pipeline: embed: %w", err), e.release(ctx, unmade(ctx)))
	}
	out.Vectors = vectors
	return out, e.charge(ctx)
}

// embed makes a request that has prompts and no answers, and so a chat's way to
// hold and receipt.
func (p *Pipeline) embed(req EmbedRequest) *chat {
	name, _ := p.EmbedModel()
	c := &chat{
		Pipeline: p, Model: &Model{BaseModel: name}, begin: p.Now(), walletHash: p.WalletHash(req.Wallet),
		request: Request{ID: req.ID, Wallet: req.Wallet, Kind: sdk.KindEmbedding, N: 1},
	}
	c.outcome.Accepted = Accepted{RequestID: req.ID, Model: name, ReceiptID: store.ReceiptID(req.ID)}
	return c
}

// encodeInputs makes the exact tokens, from which the price follows.
func (c *chat) encodeInputs(req EmbedRequest) error {
	limit := c.Embedder.Limit()
	for i, text := range req.Inputs {
		list := c.Embedder.Encode(text)
		if len(list) > limit && !req.Truncate {
			return &InputLengthError{Input: i, Tokens: len(list), Limit: limit}
		}
		c.prompts = append(c.prompts, list)
		c.outcome.PromptTokens += min(len(list), limit)
	}
	c.outcome.Usage.PromptTokens = c.outcome.PromptTokens
	return nil
}

// unmade is why a hold is released whose vectors were not made.
func unmade(ctx context.Context) string {
	switch {
	case errors.Is(context.Cause(ctx), ErrTimeout):
		return "error: timeout"
	case ctx.Err() != nil:
		return "cancelled before the vectors were made"
	}
	return "error: embedder failed"
}

// embedTexts returns the vectors of the beginnings of texts.
func embedTexts(ctx context.Context, e Embedder, texts ...string) ([][]float32, error) {
	lists := make([][]int, len(texts))
	for i, text := range texts {
		lists[i] = e.Encode(embed.Head(text))
	}
	return e.EmbedTokens(ctx, lists)
}

package pipeline

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/r3mes/r3mes/host/pluginhost"
	"github.com/r3mes/r3mes/runtime/engine"
	"github.com/r3mes/r3mes/runtime/lora"
	"github.com/r3mes/r3mes/runtime/tokenizer"
	"github.com/r3mes/r3mes/sdk"
	"github.com/r3mes/r3mes/store"
)

// Run carries out one request and writes the answer to sink. The caller has
// done step 1: authenticated, decoded and validated.
//
// It returns when the hold, if there was one, is settled or released. An error
// means that nothing was charged, except one that is store.ErrPoisoned: the
// ledger says after its next start. A client that went away is no error:
// Outcome.Finish is engine.FinishCancelled.
func (p *Pipeline) Run(ctx context.Context, req Request, sink Sink) (out Outcome, err error) {
	if !p.gate.enter() {
		return Outcome{}, ErrClosed
	}
	defer p.gate.leave()
	ctx, cancel := context.WithTimeoutCause(ctx, p.Timeout, ErrTimeout)
	defer cancel()
	ctx, span := p.Tracer.Start(ctx, req.Kind)
	c := &chat{Pipeline: p, request: req, sink: sink, begin: p.Now(), walletHash: p.WalletHash(req.Wallet)}
	defer func() {
		p.Observe(c.outcome, err)
		endSpan(span, req, c.outcome, err)
	}()

	// 2. One base model and one generation of plugins for the whole request.
	m, release, err := p.Borrow()
	if err != nil {
		return c.outcome, err
	}
	defer release()
	c.Model, c.plugins = m, p.Pin(c.walletHash)
	defer c.plugins.Release()
	// 3. Which adapter.
	if err := c.route(ctx); err != nil {
		return c.outcome, err
	}
	defer c.releaseAdapter()
	// 4. What the model is shown, and the exact prompt.
	if err := c.preprocess(ctx); err != nil {
		return c.outcome, err
	}
	if err := c.encode(); err != nil {
		return c.outcome, err
	}
	// 5. The most it may cost, set aside durably. No hold, no inference.
	if err := c.hold(ctx); err != nil {
		return c.outcome, err
	}
	defer c.abandon()
	// 6. Into the engine's queue, or the hold goes back.
	if err := c.submit(ctx); err != nil {
		return c.outcome, err
	}
	// 7 and 8 are the engine's. 9: text through the post plugins to the client,
	// as it is made.
	c.deliver(ctx)
	// 10. What it cost, exactly once.
	err = c.settle(ctx)
	return c.outcome, err
}

// chat is one request on its way.
type chat struct {
	*Pipeline
	*Model
	request Request
	sink    Sink
	begin   time.Time

	walletHash string
	plugins    Generation

	adapter        *lora.Adapter // nil: the base model
	releaseAdapter func()
	decision       pluginhost.RouteDecision
	chat           []tokenizer.Message // what the model is shown
	prompt         []int
	maxTokens      int
	work           sdk.Work
	quote          pluginhost.Quote
	held           bool // a hold is open
	stream         *engine.Stream
	pre            []store.Guest // that were asked about the messages
	post           *pluginhost.Post
	failed         error // of a post plugin that fails closed
	begun          bool  // sink.Begin was called
	gone           error // why the sink does not take more

	outcome Outcome
}

// route chooses the adapter and borrows it until the request has left the
// engine.
func (c *chat) route(ctx context.Context) error {
	c.outcome.Accepted = Accepted{RequestID: c.request.ID, Model: c.BaseModel, ModelDigest: c.Digest, ReceiptID: store.ReceiptID(c.request.ID)}
	name, routed, err := c.choose(ctx)
	if err != nil {
		return err
	}
	c.releaseAdapter = func() {}
	if name == "" {
		return nil
	}
	a, release, err := c.Adapters.Acquire(name)
	switch {
	case err == nil:
		c.adapter, c.releaseAdapter = a, release
		c.outcome.Adapter = name
	case routed:
		// The adapter went away since it was listed, or there is no room for it. A
		// client that named none is better served by the base model than refused.
		c.decision.Reason = fmt.Sprintf("base model: adapter %s was chosen but not available", name)
		c.fault(err)
	case errors.Is(err, lora.ErrUnknown):
		return fmt.Errorf("pipeline: route: %w: %.64q", ErrUnknownAdapter, name)
	default:
		return fmt.Errorf("pipeline: route: %w", err)
	}
	return nil
}

// bound is the adapter as pre and post plugins see it.
func (c *chat) bound() sdk.BoundAdapter {
	if c.adapter == nil {
		return sdk.BoundAdapter{}
	}
	return sdk.BoundAdapter{Name: c.adapter.Name, Metadata: c.adapter.Metadata}
}

// preprocess lets the adapter's pre plugins rewrite or refuse the chat.
func (c *chat) preprocess(ctx context.Context) error {
	d, err := c.plugins.Pre(ctx, sdk.PreRequest{Envelope: c.envelope(), Adapter: c.bound(), Messages: c.messages()})
	c.fault(d.Err)
	c.pre = named(d.Asked)
	switch {
	case err != nil && ctx.Err() != nil:
		return fmt.Errorf("pipeline: pre: %w", context.Cause(ctx))
	case err != nil:
		return fmt.Errorf("pipeline: pre: %w: %w", ErrPlugin, err)
	case d.Refused:
		return &RefusedError{Plugin: d.Plugin, Reason: d.Reason}
	}
	c.chat = make([]tokenizer.Message, len(d.Messages))
	for i, m := range d.Messages {
		c.chat[i] = tokenizer.Message{Role: m.Role, Content: m.Content}
	}
	return nil
}

// encode applies the chat template. From here the prompt's token count is
// exact; a prompt that leaves no room for one token of answer is refused.
func (c *chat) encode() (err error) {
	c.prompt, err = c.Encoder.EncodeChat(c.chat, true)
	if err != nil {
		return fmt.Errorf("pipeline: encode: %w: %w", ErrMessages, err)
	}
	limit := c.Generator.Context()
	if len(c.prompt) >= limit {
		return &engine.ContextLengthError{Prompt: len(c.prompt), MaxTokens: 1, Limit: limit}
	}
	c.maxTokens = c.request.MaxTokens
	if c.maxTokens == 0 {
		c.maxTokens = c.MaxTokens
	}
	c.maxTokens = min(c.maxTokens, limit-len(c.prompt))
	c.outcome.PromptTokens = len(c.prompt)
	c.outcome.Usage.PromptTokens = len(c.prompt)
	return nil
}

// hold asks for the ceiling of the price and sets it aside.
func (c *chat) hold(ctx context.Context) error {
	wallet, err := c.Ledger.Wallet(ctx, c.request.Wallet)
	if err != nil && !errors.Is(err, store.ErrUnknownWallet) {
		return fmt.Errorf("pipeline: hold: %w", err)
	}
	if wallet.Tier == "" {
		wallet.Tier = store.DefaultTier
	}
	c.work = sdk.Work{
		Model: c.BaseModel, Adapter: c.outcome.Adapter,
		PromptTokens: int64(len(c.prompt)), MaxTokens: int64(c.maxTokens), N: 1,
		WalletTier: wallet.Tier, Volume30dTokens: wallet.Volume30d, TimeBucket: sdk.TimeBucket(c.begin),
	}
	c.quote = c.plugins.Quote(ctx, sdk.QuoteRequest{Envelope: c.envelope(), Work: c.work})
	c.fault(c.quote.Err)
	err = c.Ledger.Hold(ctx, store.Hold{
		OpID: c.request.ID, RequestID: c.request.ID, Wallet: c.request.Wallet, Amount: store.MicroCredits(c.quote.Ceiling),
		Price: store.PriceRule{Plugin: c.quote.Plugin, Version: c.quote.Version, Hash: c.quote.Hash, Rule: c.quote.Rule},
		Kind:  c.request.Kind, Model: c.BaseModel, Adapter: c.outcome.Adapter,
		RoutePlugin: c.decision.Plugin, RouteReason: c.decision.Reason, Route: c.router(), Pre: c.pre,
	})
	if errors.Is(err, store.ErrUnknownWallet) {
		err = fmt.Errorf("%w: %w", store.ErrInsufficientCredit, err)
	}
	if err != nil {
		return fmt.Errorf("pipeline: hold: %w", err)
	}
	c.held = true
	return nil
}

// named are those of the plugins that a receipt has room for.
func named(asked []store.Guest) []store.Guest { return asked[:min(len(asked), store.MaxGuests)] }

// router is the plugin that chose the adapter; nil: none did.
func (c *chat) router() *store.Guest {
	if c.decision.Plugin == "" {
		return nil
	}
	return &store.Guest{Plugin: c.decision.Plugin, Version: c.decision.Version, Hash: c.decision.Hash}
}

// submit hands the request to the engine.
func (c *chat) submit(ctx context.Context) error {
	stream, err := c.Generator.Submit(ctx, engine.Request{
		ID: c.request.ID, Wallet: c.request.Wallet, Adapter: c.adapter, Priority: c.decision.Priority,
		Prompt: c.prompt, MaxTokens: c.maxTokens,
		Sampling: c.request.Sampling, Stop: c.request.Stop, IgnoreEOS: c.request.IgnoreEOS,
	})
	if err != nil {
		return errors.Join(err, c.release(ctx, "not admitted by the engine"))
	}
	c.stream = stream
	return nil
}

// deliver passes text on until the answer ends, a post plugin ends it, or the
// client is gone.
func (c *chat) deliver(ctx context.Context) {
	c.post = c.plugins.Post(c.envelope(), c.bound(), 0)
	defer c.post.Close()
	more := true
	for more {
		piece, ok := c.stream.Next(ctx)
		if !ok {
			break
		}
		if piece.Text != "" {
			more = c.pass(ctx, piece.Text, false)
		}
	}
	if !more {
		c.stream.Cancel()
	}
	// Until here the engine uses the prompt and the adapter.
	result := c.stream.Result()
	if more && result.Err == nil && result.Finish != engine.FinishCancelled {
		c.pass(ctx, "", true)
	}
	c.outcome.Finish, c.outcome.Usage, c.outcome.Timing = result.Finish, result.Usage, result.Timing
	c.outcome.StoppedBy = c.post.StoppedBy
	c.fault(c.post.Err)
	switch {
	case c.gone != nil:
		c.outcome.Finish = engine.FinishCancelled
	case c.post.StoppedBy != "":
		c.outcome.Finish = FinishFiltered
	}
}

// pass sends a piece through the post plugins to the client and reports whether
// the answer goes on.
func (c *chat) pass(ctx context.Context, piece string, end bool) (more bool) {
	text, stop, err := c.post.Push(ctx, piece, end)
	switch {
	case err != nil && ctx.Err() != nil:
		c.gone = context.Cause(ctx)
		return false
	case err != nil:
		c.failed = fmt.Errorf("pipeline: post: %w: %w", ErrPlugin, err)
		return false
	}
	if text != "" {
		c.gone = c.write(text)
	}
	return c.gone == nil && !stop
}

func (c *chat) write(text string) error {
	if err := c.accept(); err != nil {
		return err
	}
	return c.sink.Piece(text)
}

// accept tells the sink once that the request will not be refused any more.
func (c *chat) accept() error {
	if c.begun {
		return nil
	}
	c.begun = true
	return c.sink.Begin(c.outcome.Accepted)
}

// settle ends the hold by the published rule: an error or no token releases
// it, anything else is charged by usage.
func (c *chat) settle(ctx context.Context) error {
	result := c.stream.Result()
	switch {
	case c.failed != nil:
		return errors.Join(c.failed, c.release(ctx, "error: plugin failed"))
	case result.Err != nil:
		return errors.Join(result.Err, c.release(ctx, "error: "+result.Finish))
	case errors.Is(context.Cause(ctx), ErrTimeout) && c.outcome.Finish == engine.FinishCancelled:
		return errors.Join(ErrTimeout, c.release(ctx, "error: timeout"))
	case result.Usage.CompletionTokens == 0:
		return c.release(ctx, "cancelled before the first token")
	}
	if err := c.charge(ctx); err != nil {
		return err
	}
	if c.outcome.Finish != engine.FinishCancelled {
		if c.gone = c.accept(); c.gone != nil { // an answer without text begins here
			c.outcome.Finish = engine.FinishCancelled
		}
	}
	return nil
}

// charge asks the plugin that quoted, and settles. The client's going away does
// not stop it.
func (c *chat) charge(ctx context.Context) error {
	ctx = context.WithoutCancel(ctx)
	outcome := store.OutcomeComplete
	if c.outcome.Finish == engine.FinishCancelled {
		outcome = store.OutcomeCancelled
	}
	usage := c.outcome.Usage
	price := c.plugins.Settle(ctx, c.quote, sdk.SettleRequest{
		Envelope: c.envelope(), Work: c.work, Outcome: outcome,
		Usage: sdk.Usage{PromptTokens: int64(usage.PromptTokens), CachedTokens: int64(usage.CachedTokens), CompletionTokens: int64(usage.CompletionTokens)},
	})
	c.fault(price.Err)
	receipt, err := c.Ledger.Settle(ctx, store.Settle{
		OpID: c.request.ID,
		// The plugin host clamps; that no plugin can take more than the hold is
		// worth a second lock on the same door.
		Charge: store.MicroCredits(min(max(price.Charge, 0), c.quote.Ceiling)),
		Receipt: store.Receipt{
			Outcome: outcome, CreatedAt: c.begin, Clamped: price.Clamped,
			Usage:  store.Usage{PromptTokens: usage.PromptTokens, CachedTokens: usage.CachedTokens, CompletionTokens: usage.CompletionTokens},
			Settle: store.PriceRule{Plugin: price.Plugin, Version: price.Version, Hash: price.Hash, Rule: price.Rule},
			Post:   named(c.post.Asked()),
		},
	})
	c.held = false
	if err != nil {
		return fmt.Errorf("pipeline: settle: %w", err)
	}
	c.outcome.Receipt = receipt
	return nil
}

// release gives the whole hold back.
func (c *chat) release(ctx context.Context, reason string) error {
	c.held = false
	if err := c.Ledger.Release(context.WithoutCancel(ctx), c.request.ID, reason); err != nil {
		return fmt.Errorf("pipeline: release: %w", err)
	}
	return nil
}

// abandon ends what a panic left open: the sequence in the engine and the
// hold. It does nothing on any other way out.
func (c *chat) abandon() {
	if !c.held {
		return
	}
	if c.stream != nil {
		c.stream.Cancel()
		c.stream.Result()
	}
	c.fault(c.release(context.Background(), "error: internal"))
}

func (c *chat) envelope() sdk.Envelope {
	return sdk.Envelope{RequestID: c.request.ID, Kind: c.request.Kind, WalletHash: c.walletHash}
}

// fault notes a failure that does not stop the request.
func (c *chat) fault(err error) { c.outcome.Plugins = errors.Join(c.outcome.Plugins, err) }

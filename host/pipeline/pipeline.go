package pipeline

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/r3mes/r3mes/host/pluginhost"
	"github.com/r3mes/r3mes/runtime/engine"
	"github.com/r3mes/r3mes/runtime/grammar"
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
	if err := c.read(); err != nil {
		return c.outcome, err
	}
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
	if s, ok := c.sink.(Admitter); ok {
		s.Admitted(c.outcome.Accepted)
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

	texts          []string         // of the prompts
	grammar        *grammar.Grammar // nil: none
	adapter        *lora.Adapter    // nil: the base model
	releaseAdapter func()
	decision       pluginhost.RouteDecision
	shown          [][]tokenizer.Message // what the model is shown: a chat, or one for each prompt
	prompts        [][]int
	maxTokens      int // of an answer, before it is cut to what its prompt leaves
	work           sdk.Work
	quote          pluginhost.Quote
	held           bool          // a hold is open
	answers        []*answer     // request.N to each prompt, prompt by prompt
	pre            []store.Guest // that were asked about the messages
	failed         error         // of a post plugin that fails closed
	begun          bool          // sink.Begin was called
	gone           error         // why the sink does not take more

	outcome Outcome
}

// read gives what the request leaves out its meaning. Plugins see each prompt as
// a message of the user.
func (c *chat) read() error {
	req := &c.request
	req.N = max(req.N, 1)
	if req.Grammar != nil {
		var err error
		if c.grammar, err = req.Grammar(c.Vocabulary()); err != nil {
			return fmt.Errorf("pipeline: grammar: %w", err)
		}
	}
	if len(req.Prompts) == 0 {
		return nil
	}
	req.Prompts, req.Messages = slices.Clone(req.Prompts), nil
	for i := range req.Prompts {
		p := &req.Prompts[i]
		for j, id := range p.Tokens {
			if _, ok := c.Tokenizer.Bytes(id); !ok {
				return fmt.Errorf("pipeline: %w: token %d of prompt %d is %d, which the vocabulary does not have", ErrPrompt, j, i, id)
			}
		}
		if p.Tokens != nil {
			p.Text = c.Tokenizer.Decode(p.Tokens)
		}
		c.texts = append(c.texts, p.Text)
		req.Messages = append(req.Messages, tokenizer.Message{Role: "user", Content: p.Text})
	}
	return nil
}

// route chooses the adapter and borrows it until the request has left the
// engine.
func (c *chat) route(ctx context.Context) error {
	c.outcome.Accepted = Accepted{RequestID: c.request.ID, Model: c.BaseModel, ModelDigest: c.Digest, ReceiptID: store.ReceiptID(c.request.ID), Prompts: c.texts}
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

// preprocess lets the adapter's pre plugins rewrite or refuse what the model is
// to be shown: the chat, or each prompt as a chat of one message.
func (c *chat) preprocess(ctx context.Context) error {
	all := c.messages()
	if len(c.request.Prompts) == 0 {
		return c.ask(ctx, all)
	}
	for i := range all {
		if err := c.ask(ctx, all[i:i+1]); err != nil {
			return err
		}
	}
	return nil
}

// ask asks the pre plugins about one chat.
func (c *chat) ask(ctx context.Context, messages []sdk.Message) error {
	d, err := c.plugins.Pre(ctx, sdk.PreRequest{Envelope: c.envelope(), Adapter: c.bound(), Messages: messages})
	c.fault(d.Err)
	c.pre = named(merge(c.pre, d.Asked))
	switch {
	case err != nil && ctx.Err() != nil:
		return fmt.Errorf("pipeline: pre: %w", context.Cause(ctx))
	case err != nil:
		return fmt.Errorf("pipeline: pre: %w: %w", ErrPlugin, err)
	case d.Refused:
		return &RefusedError{Plugin: d.Plugin, Reason: d.Reason}
	}
	shown := make([]tokenizer.Message, len(d.Messages))
	for i, m := range d.Messages {
		shown[i] = tokenizer.Message{Role: m.Role, Content: m.Content}
	}
	c.shown = append(c.shown, shown)
	return nil
}

// encode makes the exact prompts. From here their token count is known; a prompt
// that leaves no room for one token of answer is refused.
func (c *chat) encode() error {
	if c.request.Logprobs && c.plugins.Posts(c.bound()) {
		return fmt.Errorf("pipeline: %w (adapter %q)", ErrLogprobs, c.outcome.Adapter)
	}
	limit, most := c.Generator.Context(), 0
	for i := range c.shown {
		prompt, err := c.encodeShown(i)
		if err != nil {
			return err
		}
		if len(prompt) == 0 {
			return fmt.Errorf("pipeline: %w: prompt %d is empty", ErrPrompt, i)
		}
		if len(prompt) >= limit {
			return &engine.ContextLengthError{Prompt: len(prompt), MaxTokens: 1, Limit: limit}
		}
		most = max(most, limit-len(prompt))
		c.prompts = append(c.prompts, prompt)
		c.outcome.PromptTokens += len(prompt)
	}
	c.maxTokens = min(cmp.Or(c.request.MaxTokens, c.MaxTokens), most)
	c.outcome.Usage.PromptTokens = c.outcome.PromptTokens
	return nil
}

// encodeShown encodes shown[i]: a chat by the model's template, a prompt as it
// is. A prompt that came as tokens stays what it was unless a pre plugin made
// another text of it.
func (c *chat) encodeShown(i int) ([]int, error) {
	if len(c.request.Prompts) == 0 {
		prompt, err := c.Tokenizer.EncodeChat(c.shown[i], true)
		if err != nil {
			return nil, fmt.Errorf("pipeline: encode: %w: %w", ErrMessages, err)
		}
		return prompt, nil
	}
	var parts []string
	for _, m := range c.shown[i] {
		parts = append(parts, m.Content)
	}
	text, prompt := strings.Join(parts, "\n\n"), c.request.Prompts[i]
	if prompt.Tokens != nil && text == prompt.Text {
		return prompt.Tokens, nil
	}
	return c.Tokenizer.Frame(c.Tokenizer.Encode(text, true)), nil
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
		PromptTokens: int64(c.outcome.PromptTokens), MaxTokens: int64(c.maxTokens), N: int64(len(c.prompts) * c.request.N),
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

// submit hands every answer to the engine, or none.
func (c *chat) submit(ctx context.Context) error {
	for _, prompt := range c.prompts {
		for k := range c.request.N {
			stream, err := c.Generator.Submit(ctx, c.sequence(prompt, k))
			if err != nil {
				c.withdraw()
				return errors.Join(err, c.release(ctx, "not admitted by the engine"))
			}
			c.answers = append(c.answers, &answer{stream: stream})
		}
	}
	return nil
}

// sequence is the engine's request for the k-th answer to prompt. Answers to one
// prompt differ by their seeds; the first has the one that was asked for.
func (c *chat) sequence(prompt []int, k int) engine.Request {
	sampling := c.request.Sampling
	sampling.Seed += uint64(k)
	var constraint engine.Constraint
	if c.grammar != nil {
		constraint = c.grammar.Start()
	}
	return engine.Request{
		ID: c.request.ID, Wallet: c.request.Wallet, Adapter: c.adapter, Priority: c.decision.Priority,
		Prompt: prompt, MaxTokens: min(c.maxTokens, c.Generator.Context()-len(prompt)),
		Sampling: sampling, Stop: c.request.Stop, IgnoreEOS: c.request.IgnoreEOS,
		Constraint: constraint, Logprobs: c.request.Logprobs, TopLogprobs: c.request.TopLogprobs,
	}
}

// deliver passes text on until every answer has ended, by itself or by a post
// plugin, or until nobody wants more.
func (c *chat) deliver(ctx context.Context) {
	for i, a := range c.answers {
		a.post = c.plugins.Post(c.envelope(), c.bound(), int64(i))
		defer a.post.Close()
	}
	for n := range follow(ctx, c.answers) {
		c.take(ctx, n)
	}
	c.sum()
}

// take passes on what one answer made.
func (c *chat) take(ctx context.Context, n news) {
	a := c.answers[n.answer]
	if !n.ended {
		c.between(a)
	}
	switch {
	case a.closed:
		return
	case n.ended:
		a.closed = true
		switch result := a.stream.Result(); {
		case result.Err != nil:
			c.cancel() // one that failed fails the request
		case result.Finish != engine.FinishCancelled:
			c.pass(ctx, n.answer, "", true)
		}
	case c.request.Logprobs: // no post plugin comes between
		if n.piece.Text != "" || len(n.piece.Logprobs) > 0 {
			c.gone = c.write(Piece{Choice: n.answer, Text: n.piece.Text, Logprobs: n.piece.Logprobs})
		}
	case n.piece.Text != "":
		a.closed = !c.pass(ctx, n.answer, n.piece.Text, false)
	}
	switch {
	case c.gone != nil || c.failed != nil:
		c.cancel()
	case a.closed:
		a.stream.Cancel()
	}
}

// between tells how long a token came after the one before it.
func (c *chat) between(a *answer) {
	now := time.Now()
	if !a.last.IsZero() {
		c.Between(now.Sub(a.last))
	}
	a.last = now
}

// pass sends a piece through the answer's post plugins to the client and reports
// whether the answer goes on.
func (c *chat) pass(ctx context.Context, i int, piece string, end bool) (more bool) {
	text, stop, err := c.answers[i].post.Push(ctx, piece, end)
	switch {
	case err != nil && ctx.Err() != nil:
		c.gone = context.Cause(ctx)
		return false
	case err != nil:
		c.failed = fmt.Errorf("pipeline: post: %w: %w", ErrPlugin, err)
		return false
	}
	if text != "" {
		c.gone = c.write(Piece{Choice: i, Text: text})
	}
	return c.gone == nil && !stop
}

func (c *chat) write(p Piece) error {
	if err := c.accept(); err != nil {
		return err
	}
	return c.sink.Piece(p)
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
	result := c.failure()
	switch {
	case c.failed != nil:
		return errors.Join(c.failed, c.release(ctx, "error: plugin failed"))
	case result.Err != nil:
		return errors.Join(result.Err, c.release(ctx, "error: "+result.Finish))
	case errors.Is(context.Cause(ctx), ErrTimeout) && c.outcome.Finish == engine.FinishCancelled:
		return errors.Join(ErrTimeout, c.release(ctx, "error: timeout"))
	case c.outcome.Usage.CompletionTokens == 0:
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
			Post:   c.asked(),
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

// abandon ends what a panic left open: the sequences in the engine and the
// hold. It does nothing on any other way out.
func (c *chat) abandon() {
	if !c.held {
		return
	}
	c.withdraw()
	c.fault(c.release(context.Background(), "error: internal"))
}

func (c *chat) envelope() sdk.Envelope {
	return sdk.Envelope{RequestID: c.request.ID, Kind: c.request.Kind, WalletHash: c.walletHash}
}

// fault notes a failure that does not stop the request.
func (c *chat) fault(err error) { c.outcome.Plugins = errors.Join(c.outcome.Plugins, err) }

package engine

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"github.com/r3mes/r3mes/kernels/threads"
	"github.com/r3mes/r3mes/runtime/kv"
	"github.com/r3mes/r3mes/runtime/lora"
	"github.com/r3mes/r3mes/runtime/sample"
	"github.com/r3mes/r3mes/runtime/tokenizer"
)

// Options tune an Engine. The zero value means the defaults.
type Options struct {
	MaxBatch           int // sequences in one step; default 16, at most what the model allows
	Queue              int // requests that may wait; default 256
	PrefillTokens      int // prompt tokens in a step in which nobody decodes; default and at most the model's StepTokens
	MixedPrefillTokens int // prompt tokens in a step in which somebody decodes; default 64
	Threads            int // goroutines that sample; default GOMAXPROCS
}

// Validate returns every problem at once.
func (o Options) Validate() error {
	var errs []error
	for _, option := range []struct {
		name  string
		value int
	}{
		{"max_batch", o.MaxBatch}, {"queue", o.Queue}, {"prefill_tokens", o.PrefillTokens},
		{"mixed_prefill_tokens", o.MixedPrefillTokens}, {"threads", o.Threads},
	} {
		if option.value < 0 {
			errs = append(errs, fmt.Errorf("engine: options: %s is %d, must not be negative", option.name, option.value))
		}
	}
	return errors.Join(errs...)
}

// within returns o with defaults, held inside the model's limits.
func (o Options) within(l Limits) Options {
	pick := func(v, def, limit int) int {
		if v == 0 {
			v = def
		}
		return min(v, limit)
	}
	o.MaxBatch = pick(o.MaxBatch, 16, min(l.StepRows, l.StepTokens))
	o.Queue = pick(o.Queue, 256, 1<<20)
	o.PrefillTokens = pick(o.PrefillTokens, l.StepTokens, l.StepTokens)
	o.MixedPrefillTokens = pick(o.MixedPrefillTokens, 64, o.PrefillTokens)
	// Room for a chunk beside a full batch, or prompts would starve.
	o.MaxBatch = min(o.MaxBatch, max(1, l.StepTokens-1))
	return o
}

// Engine runs requests on one model. Submit, Stats, Ready and Drain are safe
// for concurrent use; Run is called once.
type Engine struct {
	model     Model
	tokenizer *tokenizer.Tokenizer
	options   Options
	limits    Limits
	context   int // tokens of one sequence: the model's, or the pool's if that is smaller
	eos       map[int]bool

	incoming chan *sequence // what Submit accepted; never full, because waiting is bounded first
	drain    chan struct{}  // closed: finish what is there, then stop
	abort    chan struct{}  // closed: stop now
	stopped  chan struct{}  // closed: nothing will change any more

	mu       sync.Mutex
	started  bool
	draining bool
	aborted  bool
	refusal  error         // why Submit refuses; nil while open
	health   error         // why the last step failed; nil when it did not
	waiting  int           // in incoming or in the queue
	stay     time.Duration // how long a sequence runs, moving average
	stats    Stats
	finished map[string]int64

	// Owned by the goroutine of Run.
	pool    *kv.Pool
	queue   *queue
	running []*sequence // in order of admission
	batch   Batch
	rows    []*sequence // rows[i] is the sequence of batch.Rows[i]
	asking  []int       // rows that want a token
	threads *threads.Pool
	leaving []*sequence // finished in this step, told after the books are closed
	sampled int64       // tokens, since New
}

// New returns an engine for model; tok turns its tokens into text. Nothing runs
// before Run is called, but Submit already queues.
func New(model Model, tok *tokenizer.Tokenizer, o Options) (*Engine, error) {
	if err := o.Validate(); err != nil {
		return nil, err
	}
	l := model.Limits()
	if l.Context < 1 || l.Vocab < 1 || l.Blocks < 1 || l.BlockTokens < 1 || l.StepTokens < 1 || l.StepRows < 1 {
		return nil, fmt.Errorf("engine: new: model limits %+v, each must be positive", l)
	}
	o = o.within(l)
	pool := kv.NewPool(kv.Config{Blocks: l.Blocks, BlockTokens: l.BlockTokens})
	e := &Engine{
		model: model, tokenizer: tok, options: o, limits: l,
		context:  min(l.Context, pool.Tokens()),
		eos:      make(map[int]bool, len(l.EOS)),
		incoming: make(chan *sequence, o.Queue),
		drain:    make(chan struct{}),
		abort:    make(chan struct{}),
		stopped:  make(chan struct{}),
		pool:     pool,
		queue:    newQueue(),
		finished: map[string]int64{},
	}
	for _, id := range l.EOS {
		e.eos[id] = true
	}
	e.stats = Stats{
		MaxQueue: o.Queue, MaxBatch: o.MaxBatch, Context: e.context,
		BlockTokens: l.BlockTokens, BlocksTotal: l.Blocks, BlockBytes: l.BlockBytes,
	}
	return e, nil
}

// Context returns how many tokens a request may have, prompt and answer.
func (e *Engine) Context() int { return e.context }

// Submit queues a request. The request lives until ctx ends. The error is one
// of errors.go: ErrInvalidRequest, ErrContextLength, ErrOverloaded, ErrClosed,
// ErrModel, or ctx's own. Submit never waits.
func (e *Engine) Submit(ctx context.Context, r Request) (*Stream, error) {
	if err := r.check(e.limits.Vocab, e.context); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("engine: submit: %w", err)
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.refusal != nil {
		return nil, e.refusal
	}
	if e.waiting >= e.options.Queue {
		e.stats.Overloaded++
		return nil, &OverloadedError{Queued: e.waiting, RetryAfter: e.retryAfter()}
	}
	ctx, cancel := context.WithCancel(ctx)
	s := &sequence{request: r, ctx: ctx, stream: newStream(cancel), born: time.Now()}
	s.result.Usage.PromptTokens = len(r.Prompt)
	e.waiting++
	e.stats.Submitted++
	e.incoming <- s
	return s.stream, nil
}

// retryAfter is when half of the queue will have been admitted, if sequences
// stay as long as they did lately.
func (e *Engine) retryAfter() time.Duration {
	d := e.stay * time.Duration(e.waiting) / time.Duration(2*e.options.MaxBatch)
	return min(max(d.Round(time.Second), time.Second), time.Minute)
}

// Ready returns nil when the engine runs and its last step went well, else why
// a load balancer should send its requests elsewhere.
func (e *Engine) Ready() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	switch {
	case e.refusal != nil:
		return e.refusal
	case !e.started:
		return fmt.Errorf("%w: not running yet", ErrClosed)
	}
	return e.health
}

// Run makes steps until ctx ends, Drain has finished or the model failed for
// good; only the last is an error. Whoever is still there then gets ErrClosed,
// or ErrModel.
func (e *Engine) Run(ctx context.Context) error {
	e.mu.Lock()
	if e.started || e.refusal != nil {
		e.mu.Unlock()
		return errors.New("engine: run: was started or drained before")
	}
	e.started = true
	e.mu.Unlock()
	e.threads = threads.New(e.options.Threads)
	defer e.threads.Close()
	var err error
	for err == nil && e.wait(ctx) {
		err = e.step()
	}
	e.close(err)
	return err
}

// Drain refuses new requests and waits until those inside have finished, or
// until ctx ends: then it cancels the rest and returns ctx's error.
func (e *Engine) Drain(ctx context.Context) error {
	e.mu.Lock()
	if e.refusal == nil {
		e.refusal = ErrClosed
	}
	if !e.draining {
		e.draining = true
		close(e.drain)
		if !e.started {
			defer e.close(nil)
		}
	}
	started := e.started
	e.mu.Unlock()
	if !started {
		return nil
	}
	select {
	case <-e.stopped:
		return nil
	case <-ctx.Done():
	}
	e.mu.Lock()
	if !e.aborted {
		e.aborted = true
		close(e.abort)
	}
	e.mu.Unlock()
	<-e.stopped
	return fmt.Errorf("engine: drain: %w", ctx.Err())
}

// wait returns true when there is something to do, blocking until there is, and
// false when it is time to stop.
func (e *Engine) wait(ctx context.Context) bool {
	e.collect()
	for len(e.running) == 0 && e.queue.len() == 0 {
		select {
		case s := <-e.incoming:
			e.queue.push(s)
		case <-ctx.Done():
			return false
		case <-e.abort:
			return false
		case <-e.drain:
			// Nothing is accepted since drain was closed: what incoming holds is all.
			if e.collect(); e.queue.len() == 0 {
				return false
			}
		}
	}
	select {
	case <-ctx.Done():
		return false
	case <-e.abort:
		return false
	default:
		return true
	}
}

// collect moves what was submitted into the queue.
func (e *Engine) collect() {
	for {
		select {
		case s := <-e.incoming:
			e.queue.push(s)
		default:
			return
		}
	}
}

// step is one turn of the loop. Its error is final.
func (e *Engine) step() (err error) {
	begin := time.Now()
	// A panic below is a bug in the model or in us. The process also holds money
	// and other models: the requests fail, it goes on.
	defer func() {
		if p := recover(); p != nil {
			err = &PanicError{Step: e.stats.Steps, Value: p, Stack: debug.Stack()}
		}
	}()
	e.dropCancelled()
	e.admit()
	e.schedule()
	var failure error
	var spent time.Duration
	if len(e.rows) > 0 {
		failure = e.model.Forward(&e.batch)
		spent = time.Since(begin)
		if failure == nil {
			e.sample()
		}
		e.deliver(failure)
	}
	e.publish(failure, spent, time.Since(begin))
	e.tell()
	return nil
}

// start gives an admitted sequence what it needs to run.
func (e *Engine) start(s *sequence, lease *kv.Lease) {
	s.lease = lease
	s.sampler = sample.New(s.request.Sampling, s.request.Prompt)
	s.decoder = e.tokenizer.NewDecoder()
	s.stop = sample.NewStop(s.request.Stop)
	s.result.Timing.Admitted = time.Since(s.born)
	s.admitted = true
	e.mu.Lock()
	e.waiting--
	e.mu.Unlock()
}

// sample chooses a token for every row that finished its prompt. With large
// vocabularies it costs milliseconds a row, so rows are shared among threads;
// each has its own sampler, so it does not matter who does which.
func (e *Engine) sample() {
	e.asking = e.asking[:0]
	for i := range e.rows {
		if e.batch.Rows[i].Want {
			e.asking = append(e.asking, i)
		}
	}
	e.threads.For(len(e.asking), 1, func(lo, hi int) {
		for _, i := range e.asking[lo:hi] {
			s := e.rows[i]
			s.picked, s.failure = s.sampler.Next(e.batch.Rows[i].Logits)
		}
	})
}

// deliver sends what was sampled, and lets those leave that are finished.
func (e *Engine) deliver(failure error) {
	for i, s := range e.rows {
		row := &e.batch.Rows[i]
		s.fed += len(row.Tokens)
		switch {
		case failure != nil:
			e.leave(s, FinishError, fmt.Errorf("%w: %w", ErrModel, failure))
		case s.ctx.Err() != nil:
			e.leave(s, FinishCancelled, nil)
		case row.Want && s.failure != nil:
			e.leave(s, FinishError, fmt.Errorf("%w: %w", ErrModel, s.failure))
		case row.Want:
			e.sampled++
			if finish := s.accept(s.picked, e.eos); finish != "" {
				e.leave(s, finish, nil)
			}
		}
	}
	e.keepRunning(func(s *sequence) bool { return s.result.Finish == "" })
}

// leave closes a sequence's books. Its reader is told at the end of the step,
// when Stats already shows the blocks as free.
func (e *Engine) leave(s *sequence, finish string, err error) {
	s.result.Finish = s.flush(finish)
	s.result.Err = err
	s.result.Timing.Total = time.Since(s.born)
	if s.lease != nil {
		s.lease.Free()
		s.lease = nil
	}
	e.leaving = append(e.leaving, s)
}

// publish brings the shared numbers up to date.
func (e *Engine) publish(failure error, spent, took time.Duration) {
	e.mu.Lock()
	defer e.mu.Unlock()
	st := &e.stats
	st.Running = len(e.running)
	st.BlocksUsed = e.pool.Used()
	st.BlocksPromised = e.pool.Blocks() - e.pool.Available()
	if len(e.rows) > 0 {
		e.health = nil
		if failure != nil {
			e.health = fmt.Errorf("%w: %w", ErrModel, failure)
		}
		e.count(spent, took)
	}
	for _, s := range e.leaving {
		e.finished[s.result.Finish]++
		if !s.admitted {
			e.waiting--
			continue
		}
		if ran := s.result.Timing.Total - s.result.Timing.Admitted; e.stay == 0 {
			e.stay = ran
		} else {
			e.stay += (ran - e.stay) / 8
		}
	}
}

// count adds the step to the counters; the caller holds mu.
func (e *Engine) count(spent, took time.Duration) {
	st := &e.stats
	st.Steps++
	st.ModelTime += spent
	st.CompletionTokens = e.sampled
	st.LastStep = Step{Rows: len(e.rows), Tokens: e.batch.Tokens(), Adapters: e.adapters(), Duration: took}
	for i := range e.batch.Rows {
		if row := &e.batch.Rows[i]; row.Pos < len(e.rows[i].request.Prompt) {
			st.PromptTokens += int64(len(row.Tokens))
		}
	}
}

// adapters counts the distinct adapters of the batch.
func (e *Engine) adapters() int {
	n := 0
	for i := range e.batch.Rows {
		a := e.batch.Rows[i].Adapter
		if a != nil && !e.seen(a, i) {
			n++
		}
	}
	return n
}

// seen says whether one of the first i rows has adapter a. Batches are small:
// this costs less than a map.
func (e *Engine) seen(a *lora.Adapter, i int) bool {
	for j := range i {
		if e.batch.Rows[j].Adapter == a {
			return true
		}
	}
	return false
}

// tell ends the streams of those who left.
func (e *Engine) tell() {
	for i, s := range e.leaving {
		s.stream.end(s.result)
		e.leaving[i] = nil
	}
	e.leaving = e.leaving[:0]
	// The last batch must not keep prompts and adapters alive.
	clear(e.batch.Rows)
	clear(e.rows)
}

// close refuses everything from now on and fails whoever is still inside.
func (e *Engine) close(cause error) {
	e.mu.Lock()
	switch {
	case cause != nil:
		e.refusal = cause
	case e.refusal == nil:
		e.refusal = ErrClosed
	}
	e.mu.Unlock()
	e.collect() // Submit refuses since refusal was set: this is the last of them
	finish, err := FinishCancelled, ErrClosed
	if cause != nil {
		finish, err = FinishError, cause
	}
	for _, s := range append(e.queue.remove(func(*sequence) bool { return true }), e.running...) {
		if s.result.Finish == "" {
			e.leave(s, finish, err)
		}
	}
	e.running = nil
	e.rows, e.batch.Rows = e.rows[:0], e.batch.Rows[:0]
	e.publish(nil, 0, 0)
	e.tell()
	close(e.stopped)
}

package engine

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/r3mes/r3mes/kernels/threads"
	"github.com/r3mes/r3mes/runtime/kv"
	"github.com/r3mes/r3mes/runtime/tokenizer"
)

// Engine runs requests on one model. Submit, Stats, Ready and Drain are safe
// for concurrent use; Run is called once.
type Engine struct {
	model     Model
	tokenizer *tokenizer.Tokenizer
	options   Options
	limits    Limits
	context   int // tokens of one sequence: the model's, or the pool's if that is smaller
	eos       map[int]bool

	wake    chan struct{} // holds one token when Submit has accepted something
	drain   chan struct{} // closed: finish what is there, then stop
	abort   chan struct{} // closed: stop now
	stopped chan struct{} // closed: nothing will change any more

	mu       sync.Mutex
	started  bool
	draining bool
	aborted  bool
	refusal  error         // why Submit refuses; nil while open
	health   error         // why the last step failed; nil when it did not
	waiting  int           // in arrived or in the queue
	arrived  []*sequence   // what Submit accepted and the engine has not taken yet
	stay     time.Duration // how long a sequence runs, moving average
	stats    Stats
	finished map[string]int64
	loads    loads

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
	pool := kv.NewPool(kv.Config{Blocks: l.Blocks, BlockTokens: l.BlockTokens, Regions: l.Regions})
	e := &Engine{
		model: model, tokenizer: tok, options: o, limits: l,
		context:  min(l.Context, pool.Tokens()),
		eos:      make(map[int]bool, len(l.EOS)),
		wake:     make(chan struct{}, 1),
		drain:    make(chan struct{}),
		abort:    make(chan struct{}),
		stopped:  make(chan struct{}),
		pool:     pool,
		queue:    &queue{},
		finished: map[string]int64{},
		loads:    loads{},
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
	e.loads.add(r.Adapter, 1, 0)
	e.stats.Submitted++
	e.arrived = append(e.arrived, s)
	select {
	case e.wake <- struct{}{}:
	default: // it will look anyway
	}
	return s.stream, nil
}

// SetQueue makes n the number of requests that may wait, 0 for the default of
// Options. Those that wait already go on waiting, however many they are.
func (e *Engine) SetQueue(n int) {
	n = Options{Queue: max(n, 0)}.within(e.limits).Queue
	e.mu.Lock()
	defer e.mu.Unlock()
	e.options.Queue, e.stats.MaxQueue = n, n
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
		case <-e.wake:
			e.collect()
		case <-ctx.Done():
			return false
		case <-e.abort:
			return false
		case <-e.drain:
			// Nothing is accepted since drain was closed: what has arrived is all.
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
	e.mu.Lock()
	arrived := e.arrived
	e.arrived = nil
	e.mu.Unlock()
	for _, s := range arrived {
		e.queue.push(s)
	}
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

package engine

import (
	"fmt"
	"runtime/debug"
	"time"

	"github.com/r3mes/r3mes/runtime/kv"
	"github.com/r3mes/r3mes/runtime/lora"
	"github.com/r3mes/r3mes/runtime/sample"
)

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
	if s.request.Constraint != nil {
		s.allowed = make([]uint64, (e.limits.Vocab+63)/64)
	}
	s.result.Timing.Admitted = time.Since(s.born)
	s.admitted = true
	e.mu.Lock()
	e.waiting--
	e.loads.add(s.request.Adapter, -1, 1)
	e.mu.Unlock()
}

// sample chooses a token for every row that finished its prompt. With large
// vocabularies it costs milliseconds a row, so rows are shared among threads;
// each has its own sampler, so it does not matter who does which.
func (e *Engine) sample() {
	e.asking = e.asking[:0]
	for i := range e.rows {
		switch row := &e.batch.Rows[i]; {
		case len(row.Chosen) > 0:
			e.rows[i].take(row.Chosen)
		case row.Want:
			e.asking = append(e.asking, i)
		}
	}
	e.threads.For(len(e.asking), 1, func(lo, hi int) {
		for _, i := range e.asking[lo:hi] {
			e.rows[i].choose(e.batch.Rows[i].Logits, e)
		}
	})
}

// deliver sends what was sampled, and lets those leave that are finished.
func (e *Engine) deliver(failure error) {
	for i, s := range e.rows {
		row := &e.batch.Rows[i]
		s.fed += len(row.Tokens) + max(0, len(row.Chosen)-1)
		switch {
		case failure != nil:
			e.leave(s, FinishError, fmt.Errorf("%w: %w", ErrModel, failure))
		case s.ctx.Err() != nil:
			e.leave(s, FinishCancelled, nil)
		case row.Want && s.failure != nil:
			e.leave(s, FinishError, fmt.Errorf("%w: %w", ErrModel, s.failure))
		case row.Want:
			e.accept(s)
		}
	}
	e.keepRunning(func(s *sequence) bool { return s.result.Finish == "" })
}

// accept gives a sequence the tokens of this step, up to one that ends it. Those
// behind that one were chosen in vain: they are neither delivered nor counted.
func (e *Engine) accept(s *sequence) {
	for _, token := range s.picked {
		if token < 0 {
			e.leave(s, FinishError, fmt.Errorf("%w: %w", ErrModel, sample.ErrNoToken))
			return
		}
		e.sampled++
		if finish := s.accept(token, e.eos); finish != "" {
			e.leave(s, finish, nil)
			return
		}
	}
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
			e.loads.add(s.request.Adapter, -1, 0)
			continue
		}
		e.loads.add(s.request.Adapter, 0, -1)
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
	st.LastStep = Step{Rows: len(e.rows), Tokens: e.batch.Tokens() + e.ahead(), Adapters: e.adapters(), Duration: took}
	for i := range e.batch.Rows {
		if row := &e.batch.Rows[i]; row.Pos < len(e.rows[i].request.Prompt) {
			st.PromptTokens += int64(len(row.Tokens))
		}
	}
}

// ahead counts the tokens that the model chose and fed itself.
func (e *Engine) ahead() (n int) {
	for i := range e.batch.Rows {
		n += max(0, len(e.batch.Rows[i].Chosen)-1)
	}
	return n
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

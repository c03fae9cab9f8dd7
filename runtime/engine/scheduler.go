package engine

// dropCancelled lets everyone leave whose context has ended.
func (e *Engine) dropCancelled() {
	gone := func(s *sequence) bool { return s.ctx.Err() != nil }
	for _, s := range e.queue.remove(gone) {
		e.leave(s, FinishCancelled, nil)
	}
	e.keepRunning(func(s *sequence) bool {
		if gone(s) {
			e.leave(s, FinishCancelled, nil)
			return false
		}
		return true
	})
}

// admit moves sequences from the queue into the batch while rows and KV blocks
// reach. It stops at the first that does not fit: letting smaller ones pass
// would let them starve it.
func (e *Engine) admit() {
	for len(e.running) < e.options.MaxBatch {
		s := e.queue.front()
		if s == nil {
			return
		}
		lease, ok := e.pool.Reserve(s.positions())
		if !ok {
			return
		}
		e.running = append(e.running, e.queue.pop())
		e.start(s, lease)
	}
}

// schedule fills the batch: one token of everyone who decodes, then prompts,
// those admitted first before the others, up to the chunk. While someone decodes the chunk
// is smaller, because everyone who decodes waits for the whole step.
func (e *Engine) schedule() {
	e.batch.Rows, e.rows = e.batch.Rows[:0], e.rows[:0]
	for _, s := range e.running {
		if !s.prefilling() {
			e.addRow(s, 1)
		}
	}
	chunk := e.options.PrefillTokens
	if len(e.rows) > 0 {
		chunk = min(e.options.MixedPrefillTokens, e.limits.StepTokens-len(e.rows))
	}
	for _, s := range e.running {
		if chunk > 0 && s.prefilling() {
			chunk -= e.addRow(s, chunk)
		}
	}
}

// addRow puts s into the batch with at most limit tokens and returns how many.
func (e *Engine) addRow(s *sequence, limit int) int {
	tokens := s.next(limit)
	end := s.fed + len(tokens)
	row := Row{
		Tokens:  tokens,
		Pos:     s.fed,
		Adapter: s.request.Adapter,
		Want:    end >= len(s.request.Prompt),
	}
	if row.Want {
		row.Draws = s.draws(e.limits.Ahead)
	}
	row.Blocks = s.lease.Grow(end + max(0, len(row.Draws)-1))
	e.batch.Rows = append(e.batch.Rows, row)
	e.rows = append(e.rows, s)
	return len(tokens)
}

// keepRunning filters the running sequences in place.
func (e *Engine) keepRunning(keep func(*sequence) bool) {
	kept := e.running[:0]
	for _, s := range e.running {
		if keep(s) {
			kept = append(kept, s)
		}
	}
	clear(e.running[len(kept):])
	e.running = kept
}

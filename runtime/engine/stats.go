package engine

import "time"

// Stats is a snapshot of the engine. The counters only grow.
type Stats struct {
	Queued   int // requests waiting
	Running  int // sequences in the batch
	MaxQueue int
	MaxBatch int
	Loads    []Load // of the adapters that have requests inside, by name

	Context        int // tokens a sequence may have, prompt and answer
	BlockTokens    int // positions of a KV block
	BlocksTotal    int
	BlocksUsed     int // holding positions
	BlocksPromised int // held or promised to running sequences
	BlockBytes     int64

	Submitted  int64            // requests accepted into the queue
	Overloaded int64            // requests refused because the queue was full
	Finished   map[string]int64 // by finish reason

	Steps            int64
	PromptTokens     int64         // fed
	CompletionTokens int64         // sampled
	ModelTime        time.Duration // inside Forward
	LastStep         Step
}

// Step describes one step.
type Step struct {
	Rows     int // sequences
	Adapters int // distinct adapters among them, the base model not counted
	Tokens   int // fed
	Duration time.Duration
}

// Stats returns the state after the last step. Safe for concurrent use.
func (e *Engine) Stats() Stats {
	e.mu.Lock()
	defer e.mu.Unlock()
	s := e.stats
	s.Queued = e.waiting
	s.Loads = e.loads.list()
	s.Finished = make(map[string]int64, len(e.finished))
	for reason, n := range e.finished {
		s.Finished[reason] = n
	}
	return s
}

package pipeline

import (
	"context"
	"fmt"
	"sync"
)

// gate counts who is inside, refuses entry once it is shut, and tells when the
// last one has left. A sync.WaitGroup cannot: it forbids Add during Wait.
type gate struct {
	mu     sync.Mutex
	inside int
	shut   bool
	empty  chan struct{} // closed when shut and nobody is inside
}

func newGate() *gate { return &gate{empty: make(chan struct{})} }

func (g *gate) enter() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.shut {
		return false
	}
	g.inside++
	return true
}

func (g *gate) leave() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.inside--
	if g.shut && g.inside == 0 {
		close(g.empty)
	}
}

func (g *gate) close() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.shut {
		return
	}
	g.shut = true
	if g.inside == 0 {
		close(g.empty)
	}
}

// Shut refuses further requests with ErrClosed; those inside go on.
func (p *Pipeline) Shut() { p.gate.close() }

// Wait returns when no request is inside a pipeline that was shut, or with
// ctx's error: then some hold may still be open.
func (p *Pipeline) Wait(ctx context.Context) error {
	select {
	case <-p.gate.empty:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("pipeline: wait: %w", ctx.Err())
	}
}

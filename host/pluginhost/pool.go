package pluginhost

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/r3mes/r3mes/sdk"
)

// pool lends a version's instances, the one used last first, and makes new
// ones up to its size.
type pool struct {
	version *version
	slots   chan struct{} // one token per lent or starting instance

	mu   sync.Mutex
	idle []*instance

	made      atomic.Int64 // instances that exist
	refilling atomic.Bool
}

func newPool(v *version, size int) *pool {
	return &pool{version: v, slots: make(chan struct{}, size)}
}

// take lends an instance. It waits for a free one no longer than ctx and the
// pool's limit allow; making a new one has its own limit.
func (p *pool) take(ctx context.Context) (*instance, error) {
	if err := p.enter(ctx); err != nil {
		return nil, err
	}
	if in := p.pop(); in != nil {
		return in, nil
	}
	return p.fill(ctx)
}

// takeFresh lends an instance that has served nobody.
func (p *pool) takeFresh(ctx context.Context) (*instance, error) {
	if err := p.enter(ctx); err != nil {
		return nil, err
	}
	p.drain() // those of a version that failed are no loss
	return p.fill(ctx)
}

// pop takes the idle instance that was used last, nil when there is none.
func (p *pool) pop() *instance {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := len(p.idle)
	if n == 0 {
		return nil
	}
	in := p.idle[n-1]
	p.idle = p.idle[:n-1]
	return in
}

// fill makes an instance for a slot that was entered, which it leaves when it
// cannot.
func (p *pool) fill(ctx context.Context) (*instance, error) {
	in, err := p.make(ctx)
	if err != nil {
		<-p.slots
	}
	return in, err
}

// enter takes a slot.
func (p *pool) enter(ctx context.Context) error {
	select {
	case p.slots <- struct{}{}:
		return nil
	default:
	}
	limit := p.version.host.limits.PoolWait
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case p.slots <- struct{}{}:
		return nil
	case <-timer.C:
		return &hostError{kind: sdk.ErrorPool, err: fmt.Errorf("all %d instances stayed busy for %v", cap(p.slots), limit)}
	case <-ctx.Done():
		return &hostError{kind: sdk.ErrorCancelled, err: ctx.Err()}
	}
}

// make makes an instance, if all plugins together leave the memory that it may
// grow to.
func (p *pool) make(ctx context.Context) (*instance, error) {
	memory, limit := &p.version.host.memory, p.version.host.limits.MemoryBytes
	if memory.Add(p.version.memoryBytes()) > limit {
		memory.Add(-p.version.memoryBytes())
		return nil, &hostError{kind: sdk.ErrorPool, err: fmt.Errorf(
			"the instances of all plugins may grow to %d bytes (limit %d): none can be added", memory.Load(), limit)}
	}
	in, err := newInstance(ctx, p.version)
	if err != nil {
		memory.Add(-p.version.memoryBytes())
		return nil, err
	}
	p.made.Add(1)
	return in, nil
}

// discard closes an instance that make made.
func (p *pool) discard(in *instance) {
	in.close()
	p.made.Add(-1)
	p.version.host.memory.Add(-p.version.memoryBytes())
}

// give ends a loan. A worn or failed instance is closed, and a replacement is
// made in the background when no idle one is left.
func (p *pool) give(in *instance, discard bool) {
	if discard {
		p.discard(in)
	} else {
		p.mu.Lock()
		p.idle = append(p.idle, in)
		p.mu.Unlock()
	}
	<-p.slots
	if discard {
		p.refill()
	}
}

// refill makes one idle instance unless there is one, at most one at a time. A
// failure is left for the next call to report.
func (p *pool) refill() {
	if p.hasIdle() || !p.refilling.CompareAndSwap(false, true) {
		return
	}
	p.version.retain() // the caller holds a reference, so the version is alive
	go func() {
		defer p.version.release()
		defer p.refilling.Store(false)
		select {
		case p.slots <- struct{}{}:
		default:
			return // busy: those who run will bring theirs back
		}
		// A caller may have been faster; one more would exceed the pool's size.
		if p.hasIdle() {
			<-p.slots
			return
		}
		if in, err := p.make(context.Background()); err == nil {
			p.give(in, false)
		} else {
			<-p.slots
		}
	}()
}

func (p *pool) hasIdle() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.idle) > 0
}

// trim closes the idle instances but one.
func (p *pool) trim() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for len(p.idle) > 1 {
		last := len(p.idle) - 1
		p.discard(p.idle[last])
		p.idle = p.idle[:last]
	}
}

// drain closes the idle instances; nobody borrows any more.
func (p *pool) drain() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, in := range p.idle {
		p.discard(in)
	}
	p.idle = nil
}

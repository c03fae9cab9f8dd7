package pluginhost

import (
	"context"
	"time"

	"github.com/r3mes/r3mes/sdk"
)

// guestClock bounds the wall time that a guest itself takes: it stands still
// while the host works for the guest, which has limits of its own. Only the
// goroutine of the call touches it.
type guestClock struct {
	cancel context.CancelCauseFunc
	timer  *time.Timer
	left   time.Duration // when the clock stands
	since  time.Time     // when it was started last
	away   time.Duration // spent in the host so far
}

// startClock returns a context that ends when the guest has run for limit; its
// cause is context.DeadlineExceeded then. Call stop when the guest is done.
func startClock(parent context.Context, limit time.Duration) (context.Context, *guestClock) {
	ctx, cancel := context.WithCancelCause(parent)
	c := &guestClock{cancel: cancel, left: limit}
	c.timer = time.AfterFunc(limit, func() { cancel(context.DeadlineExceeded) })
	c.since = time.Now()
	return ctx, c
}

// stop frees what the clock holds.
func (c *guestClock) stop() {
	c.timer.Stop()
	c.cancel(context.Canceled)
}

// outside runs work with the clock standing; false when the guest's time ran
// out just before, and the work was not begun.
func (c *guestClock) outside(work func()) bool {
	if !c.timer.Stop() {
		return false
	}
	began := time.Now()
	c.left -= began.Sub(c.since)
	defer func() {
		c.since = time.Now()
		c.away += c.since.Sub(began)
		c.timer.Reset(max(c.left, 0))
	}()
	work()
	return true
}

// An allowance is the time that one kind of host call may take within one call
// of a hook.
type allowance struct{ left time.Duration }

// outside runs a host call's work at the host's expense: the guest's deadline
// stands still, limit bounds this call and what is left of the allowance all of
// them together, and the request's own deadline bounds everything. ctx ends
// with the first of them.
func (s *callState) outside(a *allowance, limit time.Duration, work func(ctx context.Context)) {
	begun := s.clock.outside(func() {
		ctx, cancel := context.WithTimeout(s.request, min(limit, a.left))
		defer cancel()
		began := time.Now()
		defer func() { a.left -= time.Since(began) }()
		work(ctx)
	})
	if !begun {
		stop(sdk.ErrorDeadline, "time is up")
	}
}

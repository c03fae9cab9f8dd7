package pluginhost

import (
	"context"
	"time"

	"github.com/r3mes/r3mes/sdk"
)

// guestClock bounds the wall time that a guest itself takes: it stands still
// while the host works for the guest, which has limits of its own. It is read
// whenever the guest's fuel is refilled. Only the goroutine of the call touches
// it.
type guestClock struct {
	left  time.Duration // when the clock was started last
	since time.Time     // when that was
	away  time.Duration // spent in the host so far
}

func startClock(limit time.Duration) guestClock { return guestClock{left: limit, since: time.Now()} }

// expired says that the guest has run for its limit.
func (c *guestClock) expired() bool { return time.Since(c.since) >= c.left }

// outside runs work with the clock standing; false when the guest's time ran
// out just before, and the work was not begun.
func (c *guestClock) outside(work func()) bool {
	began := time.Now()
	if c.left -= began.Sub(c.since); c.left <= 0 {
		return false
	}
	defer func() {
		c.since = time.Now()
		c.away += c.since.Sub(began)
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

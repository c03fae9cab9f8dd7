package pluginhost

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/r3mes/r3mes/sdk"
)

// States of a breaker, as Info has them.
const (
	BreakerClosed   = "closed"    // the version is asked
	BreakerOpen     = "open"      // it is not
	BreakerHalfOpen = "half-open" // one call tries it
)

// breaker keeps a version from being asked that failed several times in a row:
// each such call costs its whole deadline and an instance. After a rest, one call
// is let through, in an instance that has served nobody; its outcome decides.
type breaker struct {
	overruns, failures int           // that open it, in a row
	rest               time.Duration // that it stays open

	mu      sync.Mutex
	overran int // in a row
	failed  int // in a row, overruns included
	open    bool
	until   time.Time // when open: no call before
	trying  bool      // when open: the call that tries is out
}

func newBreaker(l Limits) breaker {
	return breaker{overruns: l.BreakerOverruns, failures: l.BreakerFailures, rest: l.BreakerRest}
}

// admit says whether a call may be made now, and whether it is the one that
// tries. Every call that is admitted ends with done.
func (b *breaker) admit(now time.Time) (try, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.open {
		return false, true
	}
	if b.trying || now.Before(b.until) {
		return false, false
	}
	b.trying = true
	return true, true
}

// done counts the outcome of an admitted call, "" or the kind of its error, and
// returns the state that the breaker changed to, "" for none. What a call says
// that was admitted before the breaker opened does not count any more.
func (b *breaker) done(try bool, kind string, now time.Time) (changed string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case b.open && !try:
		return ""
	case b.open:
		b.trying = false
	}
	switch {
	case blameless(kind):
		return ""
	case kind == "" || kind == sdk.ErrorGuest: // it ran, and said so itself
		b.overran, b.failed = 0, 0
		if !b.open {
			return ""
		}
		b.open = false
		return BreakerClosed
	case overrun(kind):
		b.overran++
	default:
		b.overran = 0
	}
	b.failed++
	if !try && b.overran < b.overruns && b.failed < b.failures {
		return ""
	}
	was := b.open
	b.open, b.until = true, now.Add(b.rest)
	if was {
		return ""
	}
	return BreakerOpen
}

func (b *breaker) state(now time.Time) string {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case !b.open:
		return BreakerClosed
	case b.trying || !now.Before(b.until):
		return BreakerHalfOpen
	}
	return BreakerOpen
}

// overrun says that an error means the guest would have gone on.
func overrun(kind string) bool { return kind == sdk.ErrorDeadline || kind == sdk.ErrorFuel }

// blameless says that an error tells nothing about the version: the host is
// full or broken, the caller went away or asked for too much.
func blameless(kind string) bool {
	switch kind {
	case sdk.ErrorCancelled, sdk.ErrorInput, sdk.ErrorPool, sdk.ErrorHost:
		return true
	}
	return false
}

// guarded makes a request's call under the version's breaker, and counts it.
func (v *version) guarded(ctx context.Context, c guestCall, report *Call) (err error) {
	try, ok := v.breaker.admit(time.Now())
	if !ok {
		v.count(sdk.ErrorBreaker)
		return &hostError{kind: sdk.ErrorBreaker, err: fmt.Errorf("not asked: it failed too often in a row, and rests for %v", v.breaker.rest)}
	}
	kind := sdk.ErrorHost // of a panic
	defer func() {
		switch v.breaker.done(try, kind, time.Now()) {
		case BreakerOpen:
			v.host.happened(v, EventBreakerOpen, "the last calls failed, the last of all with "+kind)
		case BreakerClosed:
			v.host.happened(v, EventBreakerClosed, "a call on a fresh instance succeeded")
		}
		v.count(kind)
	}()
	if err = v.lend(ctx, c, report, try); err != nil {
		kind = v.failure(c.hook, err).Kind
	} else {
		kind = ""
	}
	return err
}

package ratelimit

import (
	"context"
	"sync/atomic"
	"time"
)

// A Class is a kind of request that has its own rate and its own counters.
type Class string

// The classes.
const (
	Chat Class = "chat"
	Get  Class = "get"
	Post Class = "post"
)

// Rates are the rate of each class.
type Rates struct{ Chat, Get, Post Rate }

func (r Rates) of(c Class) Rate {
	switch c {
	case Chat:
		return r.Chat
	case Get:
		return r.Get
	}
	return r.Post
}

// Shared is a set of counters that several hosts have in common.
// *redis.Client is one.
type Shared interface {
	// Take counts one request for every name, or for none when one of them has
	// had count in the window. It returns the slots of each name before that,
	// ascending, and the number of the current one; a slot is a sixtieth of the
	// window. An error means that nothing is known and nobody waits for long.
	Take(ctx context.Context, names []string, count int, window time.Duration) (now int64, slots [][]Slot, err error)
}

// A Slot is how many requests came in one sixtieth of a window.
type Slot struct {
	At int64 // its number
	N  int
}

// Slots is how many slots a window has.
const Slots = 60

// Limiter decides. Safe for concurrent use.
type Limiter struct {
	rates  atomic.Pointer[Rates]
	local  *counters
	shared Shared // nil: none
}

// New makes a limiter. shared may be nil.
func New(rates Rates, shared Shared) *Limiter {
	l := &Limiter{local: newCounters(), shared: shared}
	l.Set(rates)
	return l
}

// Set changes the rates for requests from now on. What was counted stays
// counted, unless the window is another one.
func (l *Limiter) Set(rates Rates) { l.rates.Store(&rates) }

// Rates are the current ones.
func (l *Limiter) Rates() Rates { return *l.rates.Load() }

// A Decision is about one request.
type Decision struct {
	OK        bool
	Rate      Rate          // zero: there is no limit, and the rest says nothing
	Remaining int           // requests that the tightest name has left, after this one
	Retry     time.Duration // until one more is allowed; 0 when one is
	Reset     time.Duration // until all that was counted is forgotten, at most
}

// Take counts one request for each of the names, and refuses it when one of
// them has used up its rate. Without a name there is nothing to count.
func (l *Limiter) Take(ctx context.Context, class Class, names ...string) Decision {
	rate := l.Rates().of(class)
	if rate.Count == 0 || len(names) == 0 {
		return Decision{OK: true}
	}
	named := make([]string, len(names))
	for i, name := range names {
		named[i] = string(class) + ":" + name
	}
	if l.shared != nil {
		if now, slots, err := l.shared.Take(ctx, named, rate.Count, rate.Window); err == nil {
			return decide(rate, now, slots)
		}
	}
	now, slots := l.local.take(named, rate)
	return decide(rate, now, slots)
}

// decide judges a request by the slots of its names before it.
func decide(rate Rate, now int64, slots [][]Slot) Decision {
	d := Decision{OK: true, Rate: rate, Remaining: rate.Count, Reset: rate.Window}
	for _, list := range slots {
		used := 0
		for _, s := range list {
			used += s.N
		}
		d.OK = d.OK && used < rate.Count
		d.Remaining = min(d.Remaining, max(0, rate.Count-used))
		d.Retry = max(d.Retry, wait(list, used-rate.Count+1, now)*(rate.Window/Slots))
	}
	if d.OK {
		d.Remaining--
	}
	return d
}

// wait is how many slots it takes until so many of the counted requests are
// forgotten.
func wait(list []Slot, many int, now int64) time.Duration {
	for _, s := range list {
		if many <= 0 {
			break
		}
		if many -= s.N; many <= 0 {
			return time.Duration(s.At + Slots - now)
		}
	}
	return 0
}

package ratelimit

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func TestParse(t *testing.T) {
	for text, want := range map[string]Rate{
		"10/minute":     {10, time.Minute},
		"10 per minute": {10, time.Minute},
		"5/10 seconds":  {5, 10 * time.Second},
		"5/10seconds":   {5, 10 * time.Second},
		"7 per 2 hours": {7, 2 * time.Hour},
		"1/day":         {1, 24 * time.Hour},
		"off":           {},
	} {
		if got, err := Parse(text); err != nil || got != want {
			t.Errorf("Parse(%q) = %+v, %v, want %+v", text, got, err, want)
		}
	}
	for _, text := range []string{"", "10", "0/minute", "-1/minute", "10/", "10/fortnight", "2/2 days", "10/0 minutes", "1e3/minute", "10/minute;100/hour", "9999999999/minute"} {
		if got, err := Parse(text); err == nil {
			t.Errorf("Parse(%q) = %+v, want an error", text, got)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("10/minute")
	f.Add("5 per 10 seconds")
	f.Fuzz(func(t *testing.T, text string) {
		rate, err := Parse(text)
		if err != nil {
			return
		}
		if again, err := Parse(rate.String()); err != nil || again != rate {
			t.Errorf("Parse(%q) = %+v, whose text %q is %+v, %v", text, rate, rate, again, err)
		}
	})
}

func TestRateReadsLikeTheOriginal(t *testing.T) {
	for rate, want := range map[Rate]string{
		{10, time.Minute}: "10 per 1 minute", {5, 10 * time.Second}: "5 per 10 second", {1, time.Hour}: "1 per 1 hour",
		{2, 90 * time.Minute}: "2 per 90 minute", {}: "off",
	} {
		if got := rate.String(); got != want {
			t.Errorf("%+v reads %q, want %q", rate, got, want)
		}
	}
}

// at makes a limiter whose clock the test moves.
func at(rates Rates, shared Shared) (*Limiter, *atomic.Int64) {
	l, clock := New(rates, shared), &atomic.Int64{}
	l.local.now = func() time.Duration { return time.Duration(clock.Load()) }
	return l, clock
}

func TestWhoIsRefusedMayComeBackAfterRetry(t *testing.T) {
	ctx := context.Background()
	l, clock := at(Rates{Chat: Rate{3, time.Minute}, Get: Rate{1, time.Second}}, nil)
	for i, second := range []int64{0, 10, 20} {
		clock.Store(second * int64(time.Second))
		d := l.Take(ctx, Chat, "a")
		if !d.OK || d.Remaining != 2-i || d.Retry != 0 || d.Reset != time.Minute {
			t.Fatalf("request %d: %+v", i, d)
		}
	}
	clock.Store(int64(30 * time.Second))
	refused := l.Take(ctx, Chat, "a")
	if refused.OK || refused.Remaining != 0 || refused.Retry != 30*time.Second {
		t.Fatalf("the fourth: %+v, want a refusal for 30s", refused)
	}
	if d := l.Take(ctx, Chat, "b"); !d.OK {
		t.Errorf("another name: %+v", d)
	}
	if d := l.Take(ctx, Get, "a"); !d.OK {
		t.Errorf("another class: %+v", d)
	}
	clock.Add(int64(refused.Retry) - 1)
	if d := l.Take(ctx, Chat, "a"); d.OK {
		t.Errorf("a moment too early: %+v", d)
	}
	clock.Add(1)
	if d := l.Take(ctx, Chat, "a"); !d.OK || d.Remaining != 0 {
		t.Errorf("after Retry: %+v", d)
	}
	if d := l.Take(ctx, Chat, "a"); d.OK || d.Retry != 10*time.Second {
		t.Errorf("the next: %+v, want a refusal for 10s, when the second is forgotten", d)
	}
}

// A request that one name refuses must not use up the other's rate.
func TestARefusedRequestCountsForNobody(t *testing.T) {
	ctx := context.Background()
	l, _ := at(Rates{Post: Rate{2, time.Minute}}, nil)
	l.Take(ctx, Post, "ip", "one")
	l.Take(ctx, Post, "ip", "one")
	for range 5 {
		if d := l.Take(ctx, Post, "ip", "two"); d.OK {
			t.Fatalf("%+v, want a refusal for the address", d)
		}
	}
	if d := l.Take(ctx, Post, "two"); !d.OK || d.Remaining != 1 {
		t.Errorf("%+v, want the second key's first request", d)
	}
	if d := l.Take(ctx, Post, "other", "one"); d.OK || d.Remaining != 0 {
		t.Errorf("%+v, want a refusal for the key, from any address", d)
	}
	if d := l.Take(ctx, Post); !d.OK || d.Rate.Count != 0 {
		t.Errorf("nobody: %+v", d)
	}
}

func TestRatesChangeWhileServing(t *testing.T) {
	ctx := context.Background()
	l, clock := at(Rates{Get: Rate{5, time.Minute}}, nil)
	for range 5 {
		l.Take(ctx, Get, "a")
	}
	l.Set(Rates{Get: Rate{6, time.Minute}})
	if d := l.Take(ctx, Get, "a"); !d.OK || d.Remaining != 0 {
		t.Errorf("one more is allowed now: %+v", d)
	}
	l.Set(Rates{Get: Rate{2, time.Minute}})
	clock.Store(int64(59 * time.Second))
	if d := l.Take(ctx, Get, "a"); d.OK || d.Retry != time.Second {
		t.Errorf("six in a rate of two: %+v", d)
	}
	l.Set(Rates{})
	if d := l.Take(ctx, Get, "a"); !d.OK || d.Rate.Count != 0 {
		t.Errorf("no limit: %+v", d)
	}
}

func TestCountersAreBounded(t *testing.T) {
	l, clock := at(Rates{Get: Rate{1, time.Hour}}, nil)
	l.Take(context.Background(), Get, "first")
	for i := range maxNames + 10 {
		l.Take(context.Background(), Get, fmt.Sprint(i))
	}
	if n := l.local.names.Len(); n != maxNames {
		t.Errorf("%d names are counted, want %d", n, maxNames)
	}
	for range 3 * Slots {
		clock.Add(int64(time.Minute))
		l.Take(context.Background(), Get, "again")
	}
	if one, _ := l.local.names.Get("get:again"); len(one.slots) > Slots {
		t.Errorf("%d slots of one name", len(one.slots))
	}
}

// broken is a shared set that does not answer.
type broken struct{}

func (broken) Take(context.Context, []string, int, time.Duration) (int64, [][]Slot, error) {
	return 0, nil, errors.New("down")
}

func TestWithoutSharedTheProcessCountsAlone(t *testing.T) {
	l, _ := at(Rates{Get: Rate{1, time.Minute}}, broken{})
	if d := l.Take(context.Background(), Get, "a"); !d.OK {
		t.Errorf("the first: %+v", d)
	}
	if d := l.Take(context.Background(), Get, "a"); d.OK {
		t.Errorf("the second: %+v", d)
	}
}

// However many come at once, exactly the rate is let through.
func TestHammer(t *testing.T) {
	l := New(Rates{Chat: Rate{100, time.Hour}}, nil)
	var through atomic.Int64
	var all sync.WaitGroup
	for g := range 8 {
		all.Go(func() {
			for i := range 200 {
				if l.Take(context.Background(), Chat, "ip", fmt.Sprintf("key%d", (g+i)%4)).OK {
					through.Add(1)
				}
				if i%50 == 0 {
					l.Set(l.Rates())
				}
			}
		})
	}
	all.Wait()
	if got := through.Load(); got != 100 {
		t.Errorf("%d requests passed, want 100", got)
	}
}

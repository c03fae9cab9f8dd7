package pluginhost

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/r3mes/r3mes/host/pluginhost/plugintest"
	"github.com/r3mes/r3mes/sdk"
)

// maxPause is the longest that a hostile guest may keep everything else from
// running.
const maxPause = time.Second

// A siege watches a host while its guests attack it, and demands the same of
// every attack: a goroutine that wakes every 10 ms is never kept waiting for
// maxPause, while garbage is collected all the time; calls of a well-behaved
// plugin succeed; and goroutines, instances and pages of memory return to
// their count.
type siege struct {
	t      *testing.T
	host   *Host
	before census

	stop    context.CancelFunc
	wg      sync.WaitGroup
	pause   time.Duration // the longest; read it when wg is done
	collect atomic.Int64  // garbage collections
	served  atomic.Int64  // calls of the bystander
}

// bystander is the plugin that a siege calls all the while. It stands behind
// the hostile one in the chain.
func bystander() plugin {
	return routePlugin("other", says(`{"adapter":null,"priority":0,"reason":"here"}`))
}

// callBystander is what a siege does with it.
func callBystander(ctx context.Context, h *Host) error {
	g := h.Pin("")
	defer g.Release()
	_, err := g.Call(ctx, "other", sdk.HookRoute, []byte(`{"request_id":"other"}`))
	return err
}

// besiege begins a siege of h, which serves the bystander. other is called
// all the while and must succeed; nil calls the bystander.
func besiege(t *testing.T, h *Host, other func(ctx context.Context) error) *siege {
	t.Helper()
	if other == nil {
		other = func(ctx context.Context) error { return callBystander(ctx, h) }
	}
	if err := other(t.Context()); err != nil {
		t.Fatalf("before the attack: %v", err)
	}
	s := &siege{t: t, host: h, before: count(h)}
	ctx, stop := context.WithCancel(t.Context())
	s.stop = stop
	s.wg.Go(func() { s.pause = heartbeat(ctx) })
	s.wg.Go(func() {
		for ctx.Err() == nil {
			runtime.GC()
			s.collect.Add(1)
			time.Sleep(time.Millisecond)
		}
	})
	s.wg.Go(func() {
		for ctx.Err() == nil {
			if err := other(t.Context()); err != nil {
				t.Errorf("somebody else's call failed: %v", err)
				return
			}
			s.served.Add(1)
			time.Sleep(time.Millisecond)
		}
	})
	return s
}

// heartbeat wakes every 10 ms until ctx ends and returns the longest time
// between two awakenings.
func heartbeat(ctx context.Context) (longest time.Duration) {
	for last := time.Now(); ctx.Err() == nil; {
		time.Sleep(10 * time.Millisecond)
		now := time.Now()
		longest = max(longest, now.Sub(last))
		last = now
	}
	return longest
}

// lift ends the siege and says what it found.
func (s *siege) lift() {
	s.t.Helper()
	for served, collected := s.served.Load(), s.collect.Load(); s.served.Load() == served || s.collect.Load() == collected; {
		if s.t.Failed() {
			break
		}
		time.Sleep(time.Millisecond) // one whole call and one collection at least, with the attack behind them
	}
	s.stop()
	s.wg.Wait()
	s.t.Logf("longest pause %v, %d calls of others", s.pause, s.served.Load())
	if s.pause > maxPause && !testing.Short() { // make race is short: it slows the host down, and not the guests
		s.t.Errorf("everything stood still for %v, want at most %v", s.pause, maxPause)
	}
	eventually(s.t, func() bool { return count(s.host).within(s.before) })
	if after := count(s.host); !after.within(s.before) {
		s.t.Errorf("the attack left %+v, before it there was %+v", after, s.before)
	}
}

// census counts what an attack may not leave behind.
type census struct {
	goroutines int
	instances  int64 // of all plugins
	pages      int64 // of their linear memory
}

func count(h *Host) census {
	g := h.Pin("")
	defer g.Release()
	c := census{goroutines: runtime.NumGoroutine()}
	for _, l := range g.lineups {
		for v := range l.versions() {
			v.pool.mu.Lock()
			for _, in := range v.pool.idle {
				c.pages += in.memoryBytes() >> 16
			}
			v.pool.mu.Unlock()
			c.instances += v.pool.made.Load()
		}
	}
	return c
}

func (c census) within(before census) bool {
	return c.goroutines <= before.goroutines && c.instances <= before.instances && c.pages <= before.pages
}

// A siege sees what it is there for: a heart that stops, and what is left.
func TestSiegeSeesDamage(t *testing.T) {
	h, _ := serve(t, Options{}, bystander())
	before := count(h)
	if before.instances != 1 || before.goroutines == 0 {
		t.Errorf("a host with one warm plugin counts %+v", before)
	}
	release := make(chan struct{})
	go func() { <-release }()
	if count(h).within(before) {
		t.Error("a goroutine more goes unseen")
	}
	close(release)
	g := h.Pin("")
	defer g.Release()
	in, err := g.versions[0].pool.make(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if count(h).within(before) {
		t.Error("an instance more goes unseen")
	}
	g.versions[0].pool.slots <- struct{}{}
	g.versions[0].pool.give(in, true)

	bomb, _ := serve(t, Options{}, plugin{"bomb", memoryBomb(), plugintest.Manifest("bomb", []string{"route"})})
	before = count(bomb)
	g = bomb.Pin("")
	defer g.Release()
	if _, ok := g.versions[0].pool.idle[0].module.Memory().Grow(3); !ok {
		t.Fatal("the memory did not grow")
	}
	if after := count(bomb); after.within(before) || after.pages != before.pages+3 {
		t.Errorf("three pages more are counted as %+v after %+v", after, before)
	}
}

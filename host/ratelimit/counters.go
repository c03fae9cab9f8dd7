package ratelimit

import (
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"
)

// maxNames is how many names are counted at once, about 16 MB when all of them
// use a default rate to its end.
const maxNames = 1 << 16

// counters are the counters of this process. They follow the monotonic clock:
// setting the machine's time changes nothing.
type counters struct {
	since time.Time
	now   func() time.Duration // since since; a seam for tests

	mu    sync.Mutex
	names *simplelru.LRU[string, *counter]
}

// counter is one name's slots, ascending, in a window of that length.
type counter struct {
	window time.Duration
	slots  []Slot
}

func newCounters() *counters {
	names, err := simplelru.NewLRU[string, *counter](maxNames, nil)
	if err != nil {
		panic(err) // only a size below 1 fails
	}
	c := &counters{since: time.Now(), names: names}
	c.now = func() time.Duration { return time.Since(c.since) }
	return c
}

// take is Shared.Take without what can fail.
func (c *counters) take(names []string, rate Rate) (now int64, slots [][]Slot) {
	now = int64(c.now() / (rate.Window / Slots))
	c.mu.Lock()
	defer c.mu.Unlock()
	all, free := make([]*counter, len(names)), true
	for i, name := range names {
		all[i] = c.of(name, rate.Window)
		used := all[i].forget(now)
		slots = append(slots, append([]Slot(nil), all[i].slots...))
		free = free && used < rate.Count
	}
	if free {
		for _, one := range all {
			one.add(now)
		}
	}
	return now, slots
}

// of is a name's counter, an empty one when it is new or counted another
// window.
func (c *counters) of(name string, window time.Duration) *counter {
	if one, ok := c.names.Get(name); ok && one.window == window {
		return one
	}
	one := &counter{window: window}
	c.names.Add(name, one)
	return one
}

// forget drops what is older than the window and says what is left.
func (c *counter) forget(now int64) (used int) {
	old := 0
	for _, s := range c.slots {
		if s.At <= now-Slots {
			old++
		} else {
			used += s.N
		}
	}
	c.slots = append(c.slots[:0], c.slots[old:]...)
	return used
}

func (c *counter) add(now int64) {
	if n := len(c.slots); n > 0 && c.slots[n-1].At == now {
		c.slots[n-1].N++
		return
	}
	c.slots = append(c.slots, Slot{At: now, N: 1})
}

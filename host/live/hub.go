package live

import (
	"context"
	"encoding/json"
	"sync"
	"time"
)

// Hub is all sockets of a server. Safe for concurrent use.
type Hub struct {
	options Options

	mu      sync.Mutex
	sockets map[*Socket]struct{}
	opening int                // upgrades on their way
	leaving bool               // no more sockets
	last    map[Channel][]byte // what a listener is sent first
	stats   map[Channel]*Counts
	running sync.WaitGroup // goroutines of sockets
}

// New makes a hub without sockets.
func New(o Options) *Hub {
	h := &Hub{options: o.withDefaults(), sockets: map[*Socket]struct{}{}, last: map[Channel][]byte{}, stats: map[Channel]*Counts{}}
	for _, c := range []Channel{Miners, Training, Network, Blocks, Chat} {
		h.stats[c] = &Counts{}
	}
	return h
}

// Run sends pings and closes who does not answer, until ctx ends.
func (h *Hub) Run(ctx context.Context) {
	o := h.options
	tick := time.NewTicker(max(min(o.Ping, o.Pong, o.Admit, 4*time.Second)/4, time.Millisecond))
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case now := <-tick.C:
			h.look(now)
		}
	}
}

// look pings who is due and closes who is late.
func (h *Hub) look(now time.Time) {
	ping, err := json.Marshal(Ping{Type: "ping", Time: now.UTC()})
	if err != nil {
		panic(err) // depends on nothing outside
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for s := range h.sockets {
		s.look(now, ping)
	}
}

// Publish sends d to everyone who listens to its channel. It never waits: who
// has not taken what came before is dropped. d must be marshallable; what is
// not is a bug.
func (h *Hub) Publish(d Data) {
	channel, _ := d.frame()
	text, err := json.Marshal(FrameOf(d))
	if err != nil {
		panic("live: publish: " + err.Error())
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if channel == Network {
		h.last[channel] = text // a state, which holds until the next
	}
	for s := range h.sockets {
		if s.accept.Channel == channel {
			s.push(text)
		}
	}
}

// Listeners is how many sockets a channel has.
func (h *Hub) Listeners(c Channel) int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.stats[c].Open
}

// Leave begins a shutdown: no socket is opened any more, and each is closed
// with CodeGoingAway as soon as it has no work (see Socket.Go).
func (h *Hub) Leave() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.leaving = true
	for s := range h.sockets {
		s.leave()
	}
}

// Close is Leave, and waits until every socket is closed and its work has ended.
// When ctx ends first, it ends the work and cuts the connections that are left,
// and returns ctx's error.
func (h *Hub) Close(ctx context.Context) error {
	h.Leave()
	gone := make(chan struct{})
	go func() { h.running.Wait(); close(gone) }()
	select {
	case <-gone:
		return nil
	case <-ctx.Done():
	}
	h.mu.Lock()
	for s := range h.sockets {
		s.cut()
	}
	h.mu.Unlock()
	<-gone
	return ctx.Err()
}

// reserve takes room for one socket until release is called, or until the
// socket is added.
func (h *Hub) reserve() (release func(), err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case h.leaving:
		return nil, ErrClosed
	case len(h.sockets)+h.opening >= h.options.Sockets:
		return nil, ErrFull
	}
	h.opening++
	h.running.Add(1) // Close waits for upgrades on their way too
	return func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.opening--
		h.running.Done()
	}, nil
}

// add begins to serve s, which takes over the count of reserve.
func (h *Hub) add(s *Socket) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.opening--
	h.sockets[s] = struct{}{}
	h.stats[s.accept.Channel].Open++
	s.admitBy, s.nextPing = s.opened.Add(h.options.Admit), s.opened.Add(h.options.Ping)
	if s.accept.Admitted {
		s.admit()
	}
	if h.leaving {
		s.leave()
	}
	go s.read()
}

// remove forgets s, whose numbers stay.
func (h *Hub) remove(s *Socket) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.sockets, s)
	c := h.stats[s.accept.Channel]
	c.Open--
	s.count(c)
}

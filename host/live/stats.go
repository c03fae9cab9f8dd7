package live

// Counts are the numbers of one channel.
type Counts struct {
	Open     int   // sockets now
	Dropped  int64 // sockets whose client did not read fast enough
	Sent     int64 // frames, pings included
	Received int64 // messages, pongs included
}

// Stats returns the numbers of every channel.
func (h *Hub) Stats() map[Channel]Counts {
	h.mu.Lock()
	defer h.mu.Unlock()
	all := make(map[Channel]Counts, len(h.stats))
	for c, n := range h.stats {
		all[c] = *n
	}
	for s := range h.sockets {
		n := all[s.accept.Channel]
		s.count(&n)
		all[s.accept.Channel] = n
	}
	return all
}

// count adds what the socket did to c.
func (s *Socket) count(c *Counts) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c.Sent += s.sent
	c.Received += s.received
	if s.dropped {
		c.Dropped++
	}
}

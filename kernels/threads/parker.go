package threads

import "sync/atomic"

// spinRounds bounds how long a thread looks for work before it sleeps: about
// ten to twenty microseconds, a few times the serial work between two matrices of
// a forward pass and as long as a sleep and wake-up take.
const spinRounds = 400

// parker lets one goroutine sleep until a condition may hold.
type parker struct {
	asleep *atomic.Bool
	signal chan struct{}
}

func newParker() parker { return parker{new(atomic.Bool), make(chan struct{}, 1)} }

// park returns when ready holds. Whoever makes it hold calls wake afterwards.
func (p parker) park(spin int, ready func() bool) {
	for {
		for range spin {
			if ready() {
				return
			}
			relax()
		}
		// Announce the sleep before the last look: a waker either sees the
		// announcement and signals, or made ready hold before this look.
		p.asleep.Store(true)
		if !ready() {
			<-p.signal
			continue
		}
		if !p.asleep.CompareAndSwap(true, false) {
			<-p.signal // a waker was faster; take its signal
		}
		return
	}
}

// wake ends a park, if there is one. It never blocks: only the waker that
// takes back the announcement sends, and the channel holds one signal.
func (p parker) wake() {
	if p.asleep.CompareAndSwap(true, false) {
		p.signal <- struct{}{}
	}
}

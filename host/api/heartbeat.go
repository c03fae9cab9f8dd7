package api

import (
	"net/http"
	"sync"
	"time"
)

// keepAlive is a comment in an event stream, which readers of events skip.
const keepAlive = ": keep-alive\n\n"

// heartbeat sends keepAlive when a response was silent for long, so that
// proxies do not take its connection for dead. It writes from a goroutine of its
// own, so whatever else writes holds mu.
type heartbeat struct {
	mu    sync.Mutex
	every time.Duration
	last  time.Time   // of the last write
	timer *time.Timer // nil: none
	over  bool        // no more beats
}

// beat begins w's heartbeat. The headers must be set: when nothing else is sent
// before, the first beat sends them, with status 200.
func (w *response) beat(every time.Duration) {
	w.heart.mu.Lock()
	defer w.heart.mu.Unlock()
	if every > 0 && w.heart.timer == nil && !w.heart.over {
		w.heart.every, w.heart.last = every, time.Now()
		w.heart.timer = time.AfterFunc(every, w.pulse)
	}
}

func (w *response) pulse() {
	w.heart.mu.Lock()
	defer w.heart.mu.Unlock()
	if w.heart.over {
		return
	}
	rest := w.heart.every - time.Since(w.heart.last)
	if rest <= 0 {
		rest = w.heart.every
		_, err := w.send([]byte(keepAlive))
		if err == nil {
			err = http.NewResponseController(w.ResponseWriter).Flush()
		}
		if err != nil {
			return // the client is gone; the request's context ends by that
		}
	}
	w.heart.timer.Reset(rest)
}

// still ends the heartbeat and tells whether anything was sent: then the answer
// has its status.
func (w *response) still() (begun bool) {
	w.heart.mu.Lock()
	defer w.heart.mu.Unlock()
	w.heart.over = true
	if w.heart.timer != nil {
		w.heart.timer.Stop()
	}
	return w.status != 0
}

// responseOf finds the response under whatever wraps it; nil: there is none.
func responseOf(w http.ResponseWriter) *response {
	for {
		switch t := w.(type) {
		case *response:
			return t
		case interface{ Unwrap() http.ResponseWriter }:
			w = t.Unwrap()
		default:
			return nil
		}
	}
}

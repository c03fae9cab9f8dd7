package pluginhost

import (
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"
)

// rateLimiter lets a plugin do something in a burst and then so many times a
// second.
type rateLimiter struct {
	burst, perSecond float64

	mu     sync.Mutex
	tokens float64
	last   time.Time
}

const (
	logBurst     = 100
	logPerSecond = 20
)

func (l *rateLimiter) allow() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	if l.last.IsZero() {
		l.tokens = l.burst
	} else {
		l.tokens = min(l.burst, l.tokens+now.Sub(l.last).Seconds()*l.perSecond)
	}
	l.last = now
	if l.tokens < 1 {
		return false
	}
	l.tokens--
	return true
}

// printable makes a guest's text safe for one line of a log, error or receipt.
func printable(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r == utf8.RuneError || !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, s))
}

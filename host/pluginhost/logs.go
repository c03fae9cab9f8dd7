package pluginhost

import (
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"
)

// logLimiter lets a plugin log a burst and then so many lines a second.
type logLimiter struct {
	mu     sync.Mutex
	tokens float64
	last   time.Time
}

const (
	logBurst     = 100
	logPerSecond = 20
)

func (l *logLimiter) allow() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	if l.last.IsZero() {
		l.tokens = logBurst
	} else {
		l.tokens = min(logBurst, l.tokens+now.Sub(l.last).Seconds()*logPerSecond)
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

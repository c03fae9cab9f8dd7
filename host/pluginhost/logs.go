package pluginhost

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/r3mes/r3mes/sdk"
)

// Bounds of what is kept of a plugin's log.
const (
	keptLogLines = 1000 // of one plugin, over all its versions
	logBurst     = 100
	logPerSecond = 20
)

// LevelTrace is the level below debug that Extism's log_trace has.
const LevelTrace = slog.LevelDebug - 4

// withheldWords stands for the words of a plugin that sees the chat: they may
// quote it.
const withheldWords = "withheld: the plugin sees the chat"

// LogLine is one line that a plugin logged or printed, or that the host wrote
// about a call of it that failed.
type LogLine struct {
	Number    int64     `json:"number"` // counts the plugin's lines, from 1
	Time      time.Time `json:"time"`
	Level     string    `json:"level"` // trace, debug, info, warn or error
	Version   string    `json:"version"`
	Hash      string    `json:"hash"` // of the module
	Hook      string    `json:"hook"`
	RequestID string    `json:"request_id"`
	Message   string    `json:"message"`
	// Withheld: Message is not the plugin's, for it sees the chat.
	Withheld bool `json:"withheld"`
	// Host: the host says it, of a failed call.
	Host bool `json:"host"`
}

// LogQuery says which lines are wanted.
type LogQuery struct {
	// After is the Next of the page before: the lines that follow it are wanted,
	// oldest first. 0: the newest ones.
	After int64
	Limit int        // at most so many; 0: all that are kept
	Level slog.Level // this one or above
}

// LogPage is a part of a plugin's log, in the order of writing.
type LogPage struct {
	Lines []LogLine `json:"lines"`
	Next  int64     `json:"next"` // the After of the next page
	// Missed counts the lines after LogQuery.After that are kept no more.
	Missed int64 `json:"missed"`
	// Dropped counts the lines that the limits of a call or of the plugin let
	// fall since the host was opened.
	Dropped int64 `json:"dropped"`
}

// Logs reads the log of a plugin, whichever versions wrote it: the newest 1,000
// lines since the host was opened. ok is false for a name that never logged.
func (h *Host) Logs(plugin string, q LogQuery) (page LogPage, ok bool) {
	l := h.logs.find(plugin)
	if l == nil {
		return LogPage{}, false
	}
	return l.read(q), true
}

// pluginLogs are the logs of all plugins by name. The zero value has none. Safe
// for concurrent use.
type pluginLogs struct {
	mu     sync.Mutex
	byName map[string]*pluginLog
}

func (p *pluginLogs) find(plugin string) *pluginLog {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.byName[plugin]
}

// open returns the log of a plugin, a new one if there is none.
func (p *pluginLogs) open(plugin string) *pluginLog {
	p.mu.Lock()
	defer p.mu.Unlock()
	l := p.byName[plugin]
	if l == nil {
		l = &pluginLog{limit: rateLimiter{burst: logBurst, perSecond: logPerSecond}}
		if p.byName == nil {
			p.byName = map[string]*pluginLog{}
		}
		p.byName[plugin] = l
	}
	return l
}

// pluginLog keeps a plugin's newest lines. Versions of a plugin share it, and
// so its limit: a swap gives no new burst. Safe for concurrent use.
type pluginLog struct {
	limit rateLimiter

	mu      sync.Mutex
	lines   []LogLine // the line of number n is at (n-1) % keptLogLines
	last    int64     // number of the newest line
	dropped int64
}

func (l *pluginLog) add(line LogLine) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.last++
	line.Number = l.last
	if len(l.lines) < keptLogLines {
		l.lines = append(l.lines, line)
		return
	}
	l.lines[(line.Number-1)%keptLogLines] = line
}

func (l *pluginLog) drop() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.dropped++
}

func (l *pluginLog) read(q LogQuery) LogPage {
	l.mu.Lock()
	defer l.mu.Unlock()
	page := LogPage{Lines: []LogLine{}, Next: l.last, Dropped: l.dropped}
	oldest := l.last - int64(len(l.lines)) + 1
	limit := q.Limit
	if limit <= 0 {
		limit = keptLogLines
	}
	if q.After <= 0 || q.After > l.last { // a cursor of a host before this one starts anew
		for n := l.last; n >= oldest && len(page.Lines) < limit; n-- {
			page.take(l.lines[(n-1)%keptLogLines], q.Level)
		}
		slices.Reverse(page.Lines)
		return page
	}
	page.Missed = max(oldest-1-q.After, 0)
	for n := max(q.After+1, oldest); n <= l.last; n++ {
		if page.take(l.lines[(n-1)%keptLogLines], q.Level); len(page.Lines) == limit {
			page.Next = n
			break
		}
	}
	return page
}

func (p *LogPage) take(line LogLine, least slog.Level) {
	if level, err := ParseLevel(line.Level); err == nil && level >= least {
		p.Lines = append(p.Lines, line)
	}
}

func levelName(level slog.Level) string {
	if level < slog.LevelDebug {
		return "trace"
	}
	return strings.ToLower(level.String())
}

// ParseLevel reads the level of a LogLine.
func ParseLevel(name string) (slog.Level, error) {
	for _, level := range []slog.Level{LevelTrace, slog.LevelDebug, slog.LevelInfo, slog.LevelWarn, slog.LevelError} {
		if levelName(level) == name {
			return level, nil
		}
	}
	return 0, fmt.Errorf("pluginhost: level is %q, want trace, debug, info, warn or error", name)
}

// logLine keeps one line of the guest for the operator, if granted and within
// the limits of the call and of the plugin.
func (s *callState) logLine(level slog.Level, line []byte) {
	v := s.version
	if !v.granted(CapLog) {
		s.deny(CapLog)
		return
	}
	s.lines++
	if s.lines > maxLogLines || !v.journal.limit.allow() {
		v.journal.drop()
		return
	}
	message := withheldWords
	if !s.private {
		message = printable(truncate(string(line), maxLogBytes))
	}
	v.journal.add(LogLine{
		Time: time.Now().UTC(), Level: levelName(level), Version: v.manifest.Version, Hash: v.hash,
		Hook: s.hook, RequestID: s.requestID, Message: message, Withheld: s.private,
	})
	v.host.log.Log(context.Background(), level, "plugin log",
		"plugin", v.manifest.Name, "version", v.manifest.Version, "hook", s.hook, "request", s.requestID, "message", message)
}

// flushPrinted hands what the guest printed to the plugin's log, line by line.
func (s *callState) flushPrinted() {
	if !s.version.granted(CapLog) {
		return
	}
	for line := range bytes.Lines(s.printed) {
		if len(bytes.TrimSpace(line)) > 0 {
			s.logLine(slog.LevelInfo, line)
		}
	}
}

// logFailure notes a failed call in the plugin's log. It needs no grant, for
// the words are the host's: PluginErrors hold none of a guest that sees the
// chat. That a self-test fails is the load's matter, and may be wanted; that a
// caller leaves is nobody's failure; that the breaker opened is said once, as an
// event.
func (v *version) logFailure(c guestCall, failure *sdk.PluginError) {
	if c.blank || failure.Kind == sdk.ErrorCancelled || failure.Kind == sdk.ErrorBreaker {
		return
	}
	if !v.journal.limit.allow() {
		v.journal.drop()
		return
	}
	v.journal.add(LogLine{
		Time: time.Now().UTC(), Level: levelName(slog.LevelError), Version: v.manifest.Version, Hash: v.hash,
		Hook: c.hook, RequestID: c.requestID, Message: printable(truncate(failure.Error(), maxLogBytes)), Host: true,
	})
}

// rateLimiter lets a plugin do something in a burst and then so many times a
// second.
type rateLimiter struct {
	burst, perSecond float64

	mu     sync.Mutex
	tokens float64
	last   time.Time
}

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

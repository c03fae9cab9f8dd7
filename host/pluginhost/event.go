package pluginhost

import (
	"log/slog"
	"sync"
	"time"
)

// Kinds of Event.
const (
	EventRolledBack      = "rollback"       // the active version failed its probation; the one before serves
	EventCanaryWithdrawn = "withdraw"       // the canary failed its probation
	EventBreakerOpen     = "breaker-open"   // a version is not asked for a while
	EventBreakerClosed   = "breaker-closed" // it is asked again
)

// Event is something that the host did to a plugin by itself.
type Event struct {
	Kind                      string // one of the Event… constants
	Plugin, Version, Hash, ID string // of the version that it happened to; see Info
	Generation                int64  // since the event
	Reason                    string
}

func (v *version) event(kind string, generation int64, reason string) Event {
	return Event{Kind: kind, Plugin: v.manifest.Name, Version: v.manifest.Version, Hash: v.hash, ID: v.id, Generation: generation, Reason: reason}
}

// happened reports an event from within a request, which does not wait for it.
func (h *Host) happened(v *version, kind, reason string) {
	e := v.event(kind, h.current.Load().number, reason)
	h.backlog.add(func() { h.report(e) })
}

// report logs an event, in the plugin's log too, and tells Options.Changed of it.
func (h *Host) report(e Event) {
	h.log.Warn("plugin host acted by itself", "event", e.Kind, "plugin", e.Plugin, "version", e.Version, "generation", e.Generation, "reason", e.Reason)
	h.logs.open(e.Plugin).add(LogLine{
		Time: time.Now().UTC(), Level: levelName(slog.LevelWarn), Version: e.Version, Hash: e.Hash,
		Message: printable(truncate(e.Kind+": "+e.Reason, maxLogBytes)), Host: true,
	})
	if h.options.Changed != nil {
		h.options.Changed(e)
	}
}

// maxBacklog is how many events may wait; each needs many failed calls.
const maxBacklog = 1000

// backlog runs jobs off the request path, one after the other, on a goroutine
// that lives as long as there are any. The host's Close waits for them.
type backlog struct {
	host  *Host
	limit int // jobs that may wait

	mu      sync.Mutex
	jobs    []func()
	running bool
}

// add leaves a job to be run; false when too many wait or the host is closed.
// It never blocks for long.
func (b *backlog) add(job func()) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.jobs) >= b.limit || !b.host.enter() {
		return false
	}
	b.jobs = append(b.jobs, func() {
		defer b.host.leave()
		job()
	})
	if !b.running {
		b.running = true
		go b.run()
	}
	return true
}

func (b *backlog) run() {
	for {
		b.mu.Lock()
		if len(b.jobs) == 0 {
			b.jobs, b.running = nil, false
			b.mu.Unlock()
			return
		}
		job := b.jobs[0]
		b.jobs = b.jobs[1:]
		b.mu.Unlock()
		job()
	}
}

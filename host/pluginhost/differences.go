package pluginhost

import (
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"
)

// maxDifferences is how many differing decisions are kept for reading.
const maxDifferences = 64

// Differences compare what a plugin's shadow decided with what its active
// version decided, on the same questions, since the shadow or the active version
// last changed.
type Differences struct {
	Plugin  string             `json:"plugin"`
	Active  string             `json:"active"` // ID of the version; see Info
	Shadow  string             `json:"shadow"`
	Hooks   []HookDifferences  `json:"hooks"`   // by name
	Dropped int64              `json:"dropped"` // questions that were too many or too long to be asked
	Samples []DifferenceSample `json:"samples"` // the newest first, at most 64
}

// HookDifferences counts questions of one hook. A post hook's are whole answers.
type HookDifferences struct {
	Hook      string `json:"hook"`
	Same      int64  `json:"same"`
	Different int64  `json:"different"`
	Errors    int64  `json:"errors"` // the shadow failed
}

// DifferenceSample is one question that was not decided alike. Decisions are
// JSON, or "error: " and one of sdk's Error… constants. Of what client and model
// wrote they hold lengths and digests; digests are keyed, and compare within one
// host only.
type DifferenceSample struct {
	Time   time.Time `json:"time"`
	Hook   string    `json:"hook"`
	Input  string    `json:"input"` // digest of the question
	Active string    `json:"active"`
	Shadow string    `json:"shadow"`
}

// differences are those of one shadow. The zero value has compared nothing. Safe
// for concurrent use.
type differences struct {
	mu         sync.Mutex
	generation int64    // the newest that was compared in
	active     *version // compared with; never called through, it may be closed
	hooks      map[string]*HookDifferences
	dropped    int64
	samples    []DifferenceSample // the oldest first
}

// versus begins anew when another version has become active; false for what was
// asked before that. The caller holds the lock.
func (d *differences) versus(active *version, generation int64) bool {
	if d.active != active {
		if generation < d.generation {
			return false
		}
		d.active, d.hooks, d.dropped, d.samples = active, map[string]*HookDifferences{}, 0, nil
	}
	d.generation = max(d.generation, generation)
	return true
}

// drop counts a question that is not asked.
func (d *differences) drop(q question) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.versus(q.active, q.generation) {
		d.dropped++
	}
}

// add compares the shadow's answer with the active version's.
func (d *differences) add(q question, input string, answer decision) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.versus(q.active, q.generation) {
		return
	}
	h := d.hooks[q.hook]
	if h == nil {
		h = &HookDifferences{Hook: q.hook}
		d.hooks[q.hook] = h
	}
	switch {
	case answer.kind != "":
		h.Errors++
	case answer == q.decided:
		h.Same++
		return
	default:
		h.Different++
	}
	if len(d.samples) == maxDifferences {
		d.samples = slices.Delete(d.samples, 0, 1)
	}
	d.samples = append(d.samples, DifferenceSample{
		Time: time.Now().UTC(), Hook: q.hook, Input: input, Active: q.decided.String(), Shadow: answer.String(),
	})
}

// read copies what was compared in a generation, with the active version of
// which it began anew.
func (d *differences) read(active *version, generation int64) (hooks []HookDifferences, dropped int64, samples []DifferenceSample) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.versus(active, generation)
	hooks = make([]HookDifferences, 0, len(d.hooks))
	for _, hook := range slices.Sorted(maps.Keys(d.hooks)) {
		hooks = append(hooks, *d.hooks[hook])
	}
	samples = append([]DifferenceSample{}, d.samples...)
	slices.Reverse(samples)
	return hooks, d.dropped, samples
}

// Differences of a plugin's shadow from its active version; the error is
// ErrUnknownPlugin when there is no such plugin, or it has no shadow.
func (h *Host) Differences(name string) (Differences, error) {
	g := h.Pin("")
	defer g.Release()
	l := g.lineups[name]
	if l == nil || l.shadow == nil {
		return Differences{}, fmt.Errorf("pluginhost: differences: %w: %.64q is not served with a shadow", ErrUnknownPlugin, name)
	}
	d := Differences{Plugin: name, Active: l.active.id, Shadow: l.shadow.id}
	d.Hooks, d.Dropped, d.Samples = l.shadow.differences.read(l.active, g.number)
	return d, nil
}

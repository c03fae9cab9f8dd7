package pluginhost

import (
	"fmt"
	"sync/atomic"
)

// probation watches the first calls of a version that has just begun to serve.
type probation struct {
	calls, errors atomic.Int64
	failed        atomic.Bool
}

// count notes one outcome of a request's call, "" or the kind of its error.
// Errors that tell nothing about the version do not count as calls either.
func (v *version) count(kind string) {
	p := v.probation.Load()
	if p == nil || blameless(kind) {
		return
	}
	l := &v.host.limits
	calls := p.calls.Add(1)
	if calls > int64(l.ProbationCalls) {
		v.probation.CompareAndSwap(p, nil)
		return
	}
	if kind == "" {
		return
	}
	errors := p.errors.Add(1)
	if errors >= int64(l.ProbationErrors) && errors*100 > int64(l.ProbationPercent)*calls && !p.failed.Swap(true) {
		v.host.giveUp(v, fmt.Sprintf("%d of its first %d calls failed, the last with %s", errors, calls, kind))
	}
}

// onProbation begins a version's first calls anew.
func (v *version) onProbation() { v.probation.Store(&probation{}) }

// trusted ends them: what is rolled back to is not left again without a word.
func (v *version) trusted() { v.probation.Store(nil) }

// giveUp takes a version on probation out of service again, soon and off the
// request path: the version before serves instead of the active one, and a
// canary is withdrawn. When it serves no more, or there is nothing to go back to,
// nothing happens.
func (h *Host) giveUp(v *version, reason string) {
	h.backlog.add(func() {
		kind := ""
		generation, err := h.change(v.manifest.Name, "give up", func(l *lineup) (*lineup, error) {
			switch {
			case l == nil:
			case l.canary == v:
				kind = EventCanaryWithdrawn
				return l.tried(nil, 0), nil
			case l.active == v && len(l.previous) > 0:
				kind = EventRolledBack
				return l.back(1)
			}
			return l, nil
		})
		if err == nil && kind != "" {
			h.report(v.event(kind, generation, reason))
		}
	})
}

package pluginhost

import (
	"errors"
	"fmt"
	"maps"
)

// Activate makes c the version that serves its plugin, from the next request
// on; requests that hold a pin finish with what they pinned. The version before
// it stays warm for Rollback, and is rolled back to when too many of c's first
// calls fail; see Limits.ProbationCalls. It returns the generation that c serves
// in, the current one when c serves already.
func (h *Host) Activate(c *Candidate) (generation int64, err error) {
	return h.adopt(c, "activate", func(l *lineup) (*lineup, error) {
		if l != nil && l.active.id == c.version.id {
			return l, nil
		}
		return l.replaced(c.version), nil
	})
}

// Canary lets c serve percent (0 to 100) of the wallets, always the same ones:
// a wallet's requests are all answered by one version. It replaces the canary
// before it, and is withdrawn when too many of its first calls fail.
func (h *Host) Canary(c *Candidate, percent int) (generation int64, err error) {
	if err := checkPercent(percent); err != nil {
		return 0, fmt.Errorf("pluginhost: canary %s: %w", c.version.manifest.Name, err)
	}
	return h.adopt(c, "canary", func(l *lineup) (*lineup, error) {
		if l == nil {
			return nil, fmt.Errorf("%w: there is no active version to try it beside; activate it", ErrUnknownPlugin)
		}
		c.version.onProbation()
		return l.tried(c.version, percent), nil
	})
}

// CanaryPercent changes how many wallets the canary of a plugin serves. More of
// them keeps those that it serves now.
func (h *Host) CanaryPercent(name string, percent int) (generation int64, err error) {
	if err := checkPercent(percent); err != nil {
		return 0, fmt.Errorf("pluginhost: canary %s: %w", name, err)
	}
	return h.change(name, "canary", func(l *lineup) (*lineup, error) {
		if l == nil || l.canary == nil {
			return nil, fmt.Errorf("%w: it has no canary", ErrUnknownPlugin)
		}
		return l.tried(l.canary, percent), nil
	})
}

func checkPercent(percent int) error {
	if percent < 0 || percent > 100 {
		return fmt.Errorf("%d percent: must be 0 to 100", percent)
	}
	return nil
}

// Shadow lets c be asked, after each answer, what the active version was asked,
// to compare the two; see Differences. It replaces the shadow before it.
func (h *Host) Shadow(c *Candidate) (generation int64, err error) {
	return h.adopt(c, "shadow", func(l *lineup) (*lineup, error) {
		if l == nil {
			return nil, fmt.Errorf("%w: there is no active version to compare it with; activate it", ErrUnknownPlugin)
		}
		return l.shadowed(c.version), nil
	})
}

// Promote makes a plugin's canary its active version, or its shadow when there
// is no canary. The active version before stays warm for Rollback.
func (h *Host) Promote(name string) (generation int64, err error) {
	return h.change(name, "promote", func(l *lineup) (*lineup, error) {
		if l == nil {
			return nil, ErrUnknownPlugin
		}
		switch {
		case l.canary != nil:
			return l.tried(nil, 0).replaced(l.canary), nil
		case l.shadow != nil:
			return l.shadowed(nil).replaced(l.shadow), nil
		}
		return nil, errors.New("it has neither a canary nor a shadow")
	})
}

// Withdraw takes a plugin's canary and shadow away.
func (h *Host) Withdraw(name string) (generation int64, err error) {
	return h.change(name, "withdraw", func(l *lineup) (*lineup, error) {
		if l == nil || (l.canary == nil && l.shadow == nil) {
			return nil, fmt.Errorf("%w: it has neither a canary nor a shadow", ErrUnknownPlugin)
		}
		return l.tried(nil, 0).shadowed(nil), nil
	})
}

// Rollback makes the version that served one or two steps ago the active one
// again. It is compiled and warm, so this takes no longer than a publication;
// other plugins, canary and shadow are as they were. The versions after it are
// given up.
func (h *Host) Rollback(name string, steps int) (generation int64, err error) {
	return h.change(name, "rollback", func(l *lineup) (*lineup, error) {
		if l == nil {
			return nil, ErrUnknownPlugin
		}
		return l.back(steps)
	})
}

// Remove stops serving a plugin, in all its versions. Requests that hold a pin
// finish with it, but what it stores from now on is dropped: once it is removed
// its pairs can be cleared for good.
func (h *Host) Remove(name string) (generation int64, err error) {
	return h.change(name, "remove", func(l *lineup) (*lineup, error) {
		if l == nil {
			return nil, ErrUnknownPlugin
		}
		for v := range l.versions() {
			v.removed.Store(true)
		}
		return nil, nil
	})
}

// adopt is change by a candidate, which must not be closed.
func (h *Host) adopt(c *Candidate, act string, edit func(*lineup) (*lineup, error)) (generation int64, err error) {
	name := c.version.manifest.Name
	if c.closed.Load() {
		return 0, fmt.Errorf("pluginhost: %s %s: the candidate is closed", act, name)
	}
	return h.change(name, act, edit)
}

// change publishes a generation in which only the lineup of one plugin differs:
// edit gets what it is now, nil when the plugin is not served, and returns what
// it shall be, nil to end serving it. Nothing is published when edit fails or
// returns what it got.
func (h *Host) change(name, act string, edit func(*lineup) (*lineup, error)) (generation int64, err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return 0, fmt.Errorf("pluginhost: %s %s: %w", act, name, ErrClosed)
	}
	now := h.current.Load() // stays current, and so open, while the lock is held
	old := now.lineups[name]
	next, err := edit(old)
	if err != nil {
		return 0, fmt.Errorf("pluginhost: %s %s: %w", act, name, err)
	}
	if next == old {
		return now.number, nil
	}
	lineups := maps.Clone(now.lineups)
	if next == nil {
		delete(lineups, name)
	} else {
		lineups[name] = next
	}
	return h.publish(lineups), nil
}

// publish makes lineups the current generation. The caller holds the lock.
func (h *Host) publish(lineups map[string]*lineup) int64 {
	next := newPublished(h, h.current.Load().number+1, lineups)
	h.current.Swap(next).release()
	return next.number
}

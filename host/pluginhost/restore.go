package pluginhost

import (
	"context"
	"fmt"
)

// Restored is one plugin as State described it when it was kept.
type Restored struct {
	Name     string
	Removed  bool // it is not served, though Options.Dir may hold it
	Active   Stored
	Previous []Stored // the last first
	Canary   *Stored  // nil: none
	Percent  int      // of the wallets, that the canary serves
	Shadow   *Stored  // nil: none
	// Broken is told why the active version does not load any more, by any
	// goroutine; the rest is then served without the plugin. Nil: Open fails.
	Broken func(error)
}

// Stored is one kept version.
type Stored struct {
	Read     func() (Source, error) // called once, when the host is opened
	Settings Settings
}

// restore loads one plugin's versions. Without its active version there is no
// plugin; without another that does not load any more, it only goes on without
// it.
func (h *Host) restore(ctx context.Context, r Restored) (*lineup, error) {
	active, err := h.loadStored(ctx, r.Name, r.Active)
	if err != nil {
		return nil, err
	}
	l := &lineup{active: active}
	for _, s := range r.Previous[:min(len(r.Previous), keptVersions)] {
		if v := h.loadSpare(ctx, r.Name, &s); v != nil {
			l.previous = append(l.previous, v)
		}
	}
	if v := h.loadSpare(ctx, r.Name, r.Canary); v != nil {
		l = l.tried(v, r.Percent)
	}
	if v := h.loadSpare(ctx, r.Name, r.Shadow); v != nil {
		l = l.shadowed(v)
	}
	return l, nil
}

// loadSpare loads a version that does not serve everybody; nil when there is
// none, or it does not load, which is logged.
func (h *Host) loadSpare(ctx context.Context, name string, s *Stored) *version {
	if s == nil {
		return nil
	}
	v, err := h.loadStored(ctx, name, *s)
	if err != nil {
		h.log.Warn("a version that was kept does not load any more", "plugin", name, "error", err)
		return nil
	}
	return v
}

func (h *Host) loadStored(ctx context.Context, name string, s Stored) (*version, error) {
	v, err := h.loadNamed(ctx, name, s)
	if err != nil {
		return nil, fmt.Errorf("pluginhost: load %s: %w", name, err)
	}
	return v, nil
}

func (h *Host) loadNamed(ctx context.Context, name string, s Stored) (*version, error) {
	read, err := s.Read()
	if err != nil {
		return nil, err
	}
	m, err := h.readSource(read)
	if err != nil {
		return nil, err
	}
	if m.Name != name {
		return nil, fmt.Errorf("its manifest is of %s", m.Name)
	}
	return h.load(ctx, source{wasm: read.Wasm, manifest: m, settings: s.Settings.clone()})
}

package pluginhost

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"time"
)

// Info describes one plugin version.
type Info struct {
	Name, Version, Hash     string // Hash: sha256 of plugin.wasm, hex
	ID                      string // sha256 of module, manifest and the effect of the settings, hex
	Ref                     string // of its Settings
	Description             string
	Hooks                   []HookInfo
	Wanted, Granted         []string // capabilities
	Config                  string   // the effective configuration, JSON
	ModuleBytes             int64
	MemoryPages             int
	Fuel                    int64  // of one call, in units
	Instances, MaxInstances int    // made now, allowed
	Breaker                 string // one of the Breaker… constants
}

// HookInfo is a plugin's place in one hook's chain.
type HookInfo struct {
	Hook, Phase string
	Priority    int
	Position    int // 0 is asked first; -1: it is in no chain
	Deadline    time.Duration
	Fail        string   // of pre and post: FailOpen or FailClosed
	Adapters    []string // of pre and post: whose requests it serves; see HookSpec
}

// State is what is kept of one plugin.
type State struct {
	Name       string
	Generation int64 // that the state was read of
	Active     Info
	Previous   []Info // kept warm for Rollback, the last first
	Canary     *Info  // nil: none
	Percent    int    // of the wallets, that the canary serves
	Shadow     *Info  // nil: none
}

// List describes the active version of every plugin, ordered by name.
func (h *Host) List() []Info {
	g := h.Pin("")
	defer g.Release()
	return g.List()
}

// States is the state of every plugin, ordered by name.
func (h *Host) States() []State {
	g := h.Pin("")
	defer g.Release()
	var states []State
	for _, name := range slices.Sorted(maps.Keys(g.lineups)) {
		states = append(states, g.state(name))
	}
	return states
}

// State is the state of one plugin; the error is ErrUnknownPlugin.
func (h *Host) State(name string) (State, error) {
	g := h.Pin("")
	defer g.Release()
	if g.lineups[name] == nil {
		return State{}, fmt.Errorf("pluginhost: %w: %.64q", ErrUnknownPlugin, name)
	}
	return g.state(name), nil
}

// Settings are those of a plugin's active version; the error is
// ErrUnknownPlugin.
func (h *Host) Settings(name string) (Settings, error) {
	g := h.Pin("")
	defer g.Release()
	l := g.lineups[name]
	if l == nil {
		return Settings{}, fmt.Errorf("pluginhost: %w: %.64q", ErrUnknownPlugin, name)
	}
	return l.active.settings.clone(), nil
}

func (g *Generation) state(name string) State {
	l := g.lineups[name]
	s := State{Name: name, Generation: g.number, Active: l.active.info(g.chains), Percent: l.percent}
	for _, v := range l.previous {
		s.Previous = append(s.Previous, v.info(nil))
	}
	for _, trial := range []struct {
		version *version
		info    **Info
	}{{l.canary, &s.Canary}, {l.shadow, &s.Shadow}} {
		if trial.version != nil {
			info := trial.version.info(nil)
			*trial.info = &info
		}
	}
	return s
}

// List describes the versions that serve the generation's wallet, ordered by
// name.
func (g *Generation) List() []Info {
	var list []Info
	for _, v := range g.versions {
		list = append(list, v.info(g.chains))
	}
	slices.SortFunc(list, func(a, b Info) int { return cmp.Compare(a.Name, b.Name) })
	return list
}

// info describes v with its places in chains, which may be nil.
func (v *version) info(chains map[string][]*version) Info {
	info := Info{
		Name: v.manifest.Name, Version: v.manifest.Version, Hash: v.hash, ID: v.id, Ref: v.settings.Ref, Description: v.manifest.Description,
		Wanted: slices.Clone(v.manifest.Capabilities), Granted: slices.Clone(v.access.texts), Config: string(v.config),
		ModuleBytes: v.size, MemoryPages: v.pages, Fuel: v.fuel(), Instances: int(v.pool.made.Load()), MaxInstances: cap(v.pool.slots), Breaker: v.breaker.state(time.Now()),
	}
	for _, hook := range slices.Sorted(maps.Keys(v.manifest.Hooks)) {
		spec := v.manifest.Hooks[hook]
		info.Hooks = append(info.Hooks, HookInfo{
			Hook: hook, Phase: spec.Phase, Priority: spec.Priority,
			Position: slices.Index(chains[hook], v), Deadline: v.deadline(hook),
			Fail: spec.Fail, Adapters: slices.Clone(v.bindings[hook]),
		})
	}
	return info
}

// ModuleLimit is the most bytes that a module may have.
func (h *Host) ModuleLimit() int64 { return h.limits.ModuleBytes }

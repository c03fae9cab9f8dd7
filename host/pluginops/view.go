package pluginops

import (
	"fmt"
	"maps"
	"slices"

	"github.com/r3mes/r3mes/host/pluginhost"
	"github.com/r3mes/r3mes/host/pluginstore"
)

// Plugin is what there is to say of one plugin.
type Plugin struct {
	Name     string
	State    *pluginhost.State     // nil: it is not served
	Stored   bool                  // else it is served from the plugins folder
	Versions []pluginstore.Version // stored ones, newest first
	Signer   string                // whose name it is; empty: nobody's
	Last     *pluginstore.Act      // that changed it; nil: none did
	Removed  bool                  // it stays in the folder, and is not served
	Broken   string                // why it is not served although it should be; empty: nothing is wrong
}

// List describes every plugin that is served or stored, sorted by name.
func (o *Operator) List() ([]Plugin, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	records, damaged, err := o.store.List()
	if err != nil {
		return nil, fmt.Errorf("pluginops: %w", err)
	}
	byName := map[string]*Plugin{}
	for _, s := range o.host.States() {
		byName[s.Name] = &Plugin{Name: s.Name, State: &s}
	}
	for _, r := range records {
		p := byName[r.Plugin]
		if p == nil {
			p = &Plugin{Name: r.Plugin}
			byName[r.Plugin] = p
		}
		p.Stored, p.Versions, p.Signer, p.Last, p.Removed = true, r.Versions, r.Signer, &r.Last, r.Removed
	}
	o.addBroken(byName, damaged)
	var list []Plugin
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		list = append(list, *byName[name])
	}
	return list, nil
}

// addBroken tells of plugins whose record is damaged, or that did not load at
// the start.
func (o *Operator) addBroken(byName map[string]*Plugin, damaged map[string]error) {
	broken := maps.Clone(o.broken)
	maps.Copy(broken, damaged)
	for name, err := range broken {
		if byName[name] == nil {
			byName[name] = &Plugin{Name: name, Stored: true}
		}
		byName[name].Broken = err.Error()
	}
}

// Show describes one plugin. The error is pluginstore.ErrUnknownPlugin.
func (o *Operator) Show(plugin string) (Plugin, error) {
	list, err := o.List()
	if err != nil {
		return Plugin{}, err
	}
	i := slices.IndexFunc(list, func(p Plugin) bool { return p.Name == plugin })
	if i < 0 {
		return Plugin{}, fmt.Errorf("pluginops: %w %.64q", pluginstore.ErrUnknownPlugin, plugin)
	}
	return list[i], nil
}

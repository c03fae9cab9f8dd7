package pluginops

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strconv"

	"github.com/r3mes/r3mes/host/audit"
	"github.com/r3mes/r3mes/host/pluginhost"
	"github.com/r3mes/r3mes/host/pluginstore"
)

// edit is what an act makes of a record.
type edit = func(pluginstore.Record) (pluginstore.Record, error)

// Activate serves a stored version from the next request on, the newest when
// version is empty; see pluginstore.Record.Find for what names one. Of a plugin
// that is only in the folder it is the version there.
func (o *Operator) Activate(ctx context.Context, by audit.Actor, plugin, version string) (Result, error) {
	return o.serve(ctx, by, actActivate, plugin, version, nil,
		func(r pluginstore.Record, id string) pluginstore.Record { return r.Activate(id) },
		(*pluginhost.Host).Activate)
}

// Canary lets a stored version serve percent (0 to 100) of the wallets, always
// the same ones. With an empty version it changes the percentage of the canary
// that there is.
func (o *Operator) Canary(ctx context.Context, by audit.Actor, plugin, version string, percent int) (Result, error) {
	detail := map[string]string{"percent": strconv.Itoa(percent)}
	if version == "" {
		return o.simple(by, actCanary, plugin, detail,
			func(r pluginstore.Record) (pluginstore.Record, error) {
				if r.Canary == nil {
					return r, fmt.Errorf("canary: %w: there is no canary: name a version", pluginstore.ErrState)
				}
				return r.WithCanary(r.Canary.ID, percent), nil
			},
			func() (int64, error) { return o.host.CanaryPercent(plugin, percent) })
	}
	return o.serve(ctx, by, actCanary, plugin, version, detail,
		func(r pluginstore.Record, id string) pluginstore.Record { return r.WithCanary(id, percent) },
		func(h *pluginhost.Host, c *pluginhost.Candidate) (int64, error) { return h.Canary(c, percent) })
}

// Shadow lets a stored version, the newest when version is empty, be asked after
// each answer what the active one was asked; see Differences.
func (o *Operator) Shadow(ctx context.Context, by audit.Actor, plugin, version string) (Result, error) {
	return o.serve(ctx, by, actShadow, plugin, version, nil,
		func(r pluginstore.Record, id string) pluginstore.Record { return r.WithShadow(id) },
		(*pluginhost.Host).Shadow)
}

// serve is the act that gives a stored version a role.
func (o *Operator) serve(ctx context.Context, by audit.Actor, name, plugin, version string, detail map[string]string,
	role func(r pluginstore.Record, id string) pluginstore.Record, publish func(*pluginhost.Host, *pluginhost.Candidate) (int64, error),
) (result Result, err error) {
	err = o.act(by, name, plugin, func(e *audit.Entry) error {
		maps.Copy(e.Detail, detail)
		c, err := o.prepareStored(ctx, e, plugin, version)
		if err != nil {
			return err
		}
		defer c.close()
		result = c.result(0)
		switch {
		case c.ready == nil && name == actActivate:
			e.Detail["unchanged"] = "this version serves already"
			return nil
		case c.ready == nil:
			return fmt.Errorf("%s: %w: version %s is the active one: name another", plugin, pluginstore.ErrState, c.version.ID)
		}
		result.Generation, err = o.commit(e, change{
			plugin: plugin, from: &c.from, blobs: c.blobs,
			edit: func(r pluginstore.Record) (pluginstore.Record, error) {
				if _, err := r.Find(c.version.ID); err != nil {
					if c.blobs == nil {
						return r, ErrChanged // newer loads have taken its place
					}
					r = r.Load(c.version) // of the folder
				}
				return role(r, c.version.ID), nil
			},
			publish: func() (int64, error) { return publish(o.host, c.ready) },
		})
		return err
	})
	return result, err
}

// Rollback serves the version that was active one or two activations ago. It is
// warm, so nothing is loaded.
func (o *Operator) Rollback(_ context.Context, by audit.Actor, plugin string, steps int) (Result, error) {
	return o.simple(by, actRollback, plugin, map[string]string{"steps": strconv.Itoa(steps)},
		func(r pluginstore.Record) (pluginstore.Record, error) { return r.Rollback(steps) },
		func() (int64, error) { return o.host.Rollback(plugin, steps) })
}

// Promote makes the canary the active version, or the shadow when there is no
// canary.
func (o *Operator) Promote(_ context.Context, by audit.Actor, plugin string) (Result, error) {
	return o.simple(by, actPromote, plugin, nil, pluginstore.Record.Promote,
		func() (int64, error) { return o.host.Promote(plugin) })
}

// Withdraw takes canary and shadow away.
func (o *Operator) Withdraw(_ context.Context, by audit.Actor, plugin string) (Result, error) {
	return o.simple(by, actWithdraw, plugin, nil,
		func(r pluginstore.Record) (pluginstore.Record, error) {
			return r.WithCanary("", 0).WithShadow(""), nil
		},
		func() (int64, error) { return o.host.Withdraw(plugin) })
}

// simple is an act that prepares nothing.
func (o *Operator) simple(by audit.Actor, name, plugin string, detail map[string]string, edit edit, publish func() (int64, error)) (result Result, err error) {
	result.Plugin = plugin
	err = o.act(by, name, plugin, func(e *audit.Entry) error {
		maps.Copy(e.Detail, detail)
		if err := o.known(plugin); err != nil {
			return err
		}
		edited := func(r pluginstore.Record) (pluginstore.Record, error) {
			r, err := edit(r)
			if err == nil {
				result.Version, _ = r.Find(r.Active)
				describe(e, result.Version)
			}
			return r, err
		}
		result.Generation, err = o.commit(e, change{plugin: plugin, edit: edited, publish: publish})
		return err
	})
	return result, err
}

// known refuses a plugin that is neither served nor stored.
func (o *Operator) known(plugin string) error {
	if _, err := o.host.State(plugin); err == nil {
		return nil
	}
	_, err := o.store.Get(plugin)
	return err
}

// Grant makes grants what the plugin may reach, in the form of
// pluginhost.Options.Grants, and serves the version that this makes.
func (o *Operator) Grant(ctx context.Context, by audit.Actor, plugin string, grants []string) (Result, error) {
	return o.reset(ctx, by, actGrant, plugin, func(s *pluginhost.Settings) { s.Grants = grants })
}

// Config lays values over the manifest's defaults, in the place of those before,
// and serves the version that this makes.
func (o *Operator) Config(ctx context.Context, by audit.Actor, plugin string, values map[string]any) (Result, error) {
	return o.reset(ctx, by, actConfig, plugin, func(s *pluginhost.Settings) { s.Config = values })
}

// Bind says whose requests a pre or post plugin serves, in the form of
// pluginhost.Options.Bindings, and serves the version that this makes. nil
// leaves it to the manifest.
func (o *Operator) Bind(ctx context.Context, by audit.Actor, plugin string, adapters []string) (Result, error) {
	return o.reset(ctx, by, actBind, plugin, func(s *pluginhost.Settings) { s.Adapters, s.Bound = adapters, adapters != nil })
}

// reset serves the active version's module with other settings. An optional
// plugin of the folder that is not served is served by this.
func (o *Operator) reset(ctx context.Context, by audit.Actor, name, plugin string, set func(*pluginhost.Settings)) (result Result, err error) {
	err = o.act(by, name, plugin, func(e *audit.Entry) error {
		c, err := o.prepareReset(ctx, e, plugin, set)
		if err != nil {
			return err
		}
		defer c.close()
		if result = c.result(0); c.ready == nil {
			e.Detail["unchanged"] = "this version serves already"
			return nil
		}
		c.version.Loaded = lastAct(*e)
		result.Version = c.version
		result.Generation, err = o.commit(e, o.loading(c, false))
		return err
	})
	return result, err
}

// prepareOptional prepares a plugin of the folder that nobody had named before.
func (o *Operator) prepareOptional(ctx context.Context, e *audit.Entry, r pluginstore.Record, change func(*pluginhost.Settings)) (*candidate, error) {
	u, _, err := o.folder(r.Plugin)
	if err != nil {
		return nil, err
	}
	set, err := o.settingsFor(r, nil)
	if err != nil {
		return nil, err
	}
	change(&set)
	u.Settings = &set
	return o.prepareUpload(ctx, e, u)
}

func (o *Operator) prepareReset(ctx context.Context, e *audit.Entry, plugin string, change func(*pluginhost.Settings)) (*candidate, error) {
	r, blobs, err := o.record(plugin)
	if err != nil {
		return nil, err
	}
	if len(r.Versions) == 0 && !r.Removed && o.inFolder(plugin) {
		return o.prepareOptional(ctx, e, r, change)
	}
	if r.Active == "" {
		return nil, fmt.Errorf("%s: %w: it has no active version that is stored: load it, or activate one", plugin, errors.Join(o.known(plugin), pluginstore.ErrState))
	}
	v, err := r.Find(r.Active)
	if err != nil {
		return nil, err
	}
	set, err := hostSettings(v)
	if err != nil {
		return nil, err
	}
	source, err := o.readOr(plugin, v, blobs)
	if err != nil {
		return nil, err
	}
	change(&set)
	u := Upload{Module: source.Wasm, Manifest: source.Manifest}
	next, err := u.version(v.Version, set)
	if err != nil {
		return nil, err
	}
	next.Signature, next.Signer = v.Signature, v.Signer
	c := &candidate{plugin: plugin, version: next, from: r, blobs: blobs}
	c.verdict.Signer = v.Signer
	return c, o.prepare(ctx, e, c, source, set)
}

// Remove stops serving a plugin, forgets its versions and whose name it was, and
// clears its pairs. One that is in the plugins folder stays out until Activate
// or Load brings it back.
func (o *Operator) Remove(ctx context.Context, by audit.Actor, plugin string) error {
	return o.act(by, actRemove, plugin, func(e *audit.Entry) error {
		return o.remove(ctx, e, plugin)
	})
}

func (o *Operator) remove(ctx context.Context, e *audit.Entry, plugin string) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	r, err := o.store.Get(plugin)
	if _, served := o.host.State(plugin); err != nil && !errors.Is(err, pluginstore.ErrDamaged) && served != nil {
		return err
	}
	if v, err := r.Find(r.Active); err == nil {
		describe(e, v)
	}
	// While it says so, a start ends what a crash left of the removal.
	if err := o.store.Save(pluginstore.Record{Plugin: plugin, Removed: true, Last: lastAct(*e)}); err != nil {
		return err
	}
	if _, err := o.host.Remove(plugin); err != nil && !errors.Is(err, pluginhost.ErrUnknownPlugin) {
		return err
	}
	delete(o.broken, plugin)
	return o.endRemoval(ctx, plugin)
}

// endRemoval clears what a removed plugin leaves. Its record stays when the
// folder still has the plugin.
func (o *Operator) endRemoval(ctx context.Context, plugin string) error {
	if o.options.ClearKV != nil {
		if err := o.options.ClearKV(ctx, plugin); err != nil {
			return fmt.Errorf("it is not served any more, but its pairs are still there; remove it again: %w", err)
		}
	}
	if !o.inFolder(plugin) {
		if err := o.store.Remove(plugin); err != nil {
			return err
		}
	}
	o.collect()
	return nil
}

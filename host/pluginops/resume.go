package pluginops

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/r3mes/r3mes/host/audit"
	"github.com/r3mes/r3mes/host/pluginhost"
	"github.com/r3mes/r3mes/host/pluginstore"
	"github.com/r3mes/r3mes/host/plugintrust"
)

// resume brings store, audit log and host together after a start: it ends what
// a crash left half done. What it cannot write, on a full disk for instance, is
// logged and left to the next start.
func (o *Operator) resume(ctx context.Context) error {
	records, _, err := o.store.List()
	if err != nil {
		return fmt.Errorf("pluginops: %w", err)
	}
	for _, r := range records {
		if err := errors.Join(o.recoverEntry(r), o.resumePlugin(ctx, r)); err != nil {
			o.log.Error("what a crash left of an act is not ended yet", "plugin", r.Plugin, "error", err)
		}
	}
	o.collect()
	return o.judgeFolder()
}

// recoverEntry writes the audit entry of an act whose state was saved by a
// process that ended before it wrote it.
func (o *Operator) recoverEntry(r pluginstore.Record) error {
	if r.Last.ID == "" {
		return nil
	}
	known, err := o.options.Audit.Has(r.Last.ID, r.Last.At)
	if err != nil || known {
		return err
	}
	_, err = o.options.Audit.Append(audit.Entry{
		ID: r.Last.ID, Actor: audit.Actor{Name: r.Last.By, From: r.Last.From}, Act: r.Last.Name, Target: r.Plugin,
		Detail: map[string]string{"recovered": "the server ended before it acknowledged this act, which is in effect", "began": r.Last.At.String()},
	})
	return err
}

// resumePlugin ends a removal, and makes the record say what the host holds.
func (o *Operator) resumePlugin(ctx context.Context, r pluginstore.Record) error {
	if r.Removed {
		return o.endRemoval(ctx, r.Plugin)
	}
	state, err := o.host.State(r.Plugin)
	if err != nil {
		return nil // not served: inactive, disabled or broken
	}
	if o.inFolder(r.Plugin) {
		o.log.Info("the stored plugin is served, not the one in the folder", "plugin", r.Plugin, "version", state.Active.Version)
	}
	if sameState(r, synced(r, state)) {
		return nil
	}
	return o.act(byHost, actRestore, r.Plugin, func(e *audit.Entry) error {
		e.Detail["reason"] = "versions that were kept do not load any more"
		return o.follow(e, r.Plugin)
	})
}

// byHost is the actor of what nobody asked for.
var byHost = audit.Actor{Name: audit.ActorHost}

// changed is pluginhost.Options.Changed: a version that the host took back by
// itself is saved and recorded like an operator's act. Breakers change nothing
// that lasts, and one that opens all day would push acts out of the audit log.
func (o *Operator) changed(event pluginhost.Event) {
	if event.Kind != pluginhost.EventRolledBack && event.Kind != pluginhost.EventCanaryWithdrawn {
		return
	}
	err := o.act(byHost, "plugin."+event.Kind, event.Plugin, func(e *audit.Entry) error {
		maps.Copy(e.Detail, map[string]string{"version": event.Version, "hash": event.Hash, "reason": event.Reason})
		o.mu.Lock()
		defer o.mu.Unlock()
		return o.follow(e, event.Plugin)
	})
	if err != nil {
		o.log.Error("what the plugin host did by itself is not saved: it is undone by the next start", "plugin", event.Plugin, "event", event.Kind, "error", err)
	}
}

// follow saves what the host holds of a plugin when it is not what is stored.
func (o *Operator) follow(e *audit.Entry, plugin string) error {
	r, err := o.store.Get(plugin)
	if errors.Is(err, pluginstore.ErrUnknownPlugin) {
		return nil // it is of the folder, and nobody changed it
	} else if err != nil {
		return err
	}
	state, err := o.host.State(plugin)
	if err != nil {
		return nil // removed meanwhile
	}
	next := synced(r, state)
	if sameState(r, next) {
		return nil
	}
	next.Last = lastAct(*e)
	return o.store.Save(next)
}

// synced is r with the roles that the host's state gives its versions.
func synced(r pluginstore.Record, s pluginhost.State) pluginstore.Record {
	active := idOf(r, s.Active)
	if active == "" {
		return r // a version that is not stored: of the folder, changed since
	}
	r.Active, r.Previous, r.Canary, r.Shadow = active, nil, nil, ""
	for _, p := range s.Previous {
		if id := idOf(r, p); id != "" {
			r.Previous = append(r.Previous, id)
		}
	}
	if s.Canary != nil {
		if id := idOf(r, *s.Canary); id != "" {
			r.Canary = &pluginstore.Canary{ID: id, Percent: s.Percent}
		}
	}
	if s.Shadow != nil {
		r.Shadow = idOf(r, *s.Shadow)
	}
	return r
}

// idOf is the id of a served version in r. One that was opened from the folder
// has no reference of ours, and is known by its module.
func idOf(r pluginstore.Record, i pluginhost.Info) string {
	for _, v := range r.Versions {
		if v.ID == i.Ref || (i.Ref == "" && v.Loaded.Name == actFolder && string(v.Module) == i.Hash) {
			return v.ID
		}
	}
	return ""
}

func sameState(a, b pluginstore.Record) bool {
	sameCanary := (a.Canary == nil) == (b.Canary == nil) && (a.Canary == nil || *a.Canary == *b.Canary)
	return a.Active == b.Active && slices.Equal(a.Previous, b.Previous) && sameCanary && a.Shadow == b.Shadow
}

// collect removes blobs that nobody needs. Not having done so costs space only.
func (o *Operator) collect() {
	if _, err := o.store.Collect(); err != nil {
		o.log.Warn("plugin store: unused files stay", "error", err)
	}
}

// judgeFolder holds the plugins of the folder to a policy that requires
// signatures, which lie beside the modules. Under the others the folder is
// trusted: whoever writes it starts the server.
func (o *Operator) judgeFolder() error {
	if o.trust.Policy() != plugintrust.Require {
		return nil
	}
	var errs []error
	for _, state := range o.host.States() {
		if state.Active.Ref != "" {
			continue // stored, and judged when it was read
		}
		u, folder, err := o.folder(state.Name)
		if err == nil {
			_, err = o.judge(state.Name, state.Active.Version, u)
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("pluginops: %s: %w; or name it in plugins.disabled", folder, err))
		}
	}
	return errors.Join(errs...)
}

// inFolder tells whether the plugins folder has a plugin of that name.
func (o *Operator) inFolder(plugin string) bool {
	_, err := o.folderOf(plugin)
	return err == nil
}

// folder reads a plugin of the plugins folder, as an upload of its files. The
// error is folderOf's, or that of a file.
func (o *Operator) folder(plugin string) (u Upload, path string, err error) {
	if path, err = o.folderOf(plugin); err != nil {
		return u, path, err
	}
	u, err = readFolder(path)
	return u, path, err
}

// folderOf finds a plugin in the plugins folder, whose path it returns else. The
// error is pluginhost.ErrUnknownPlugin when there is none of that name.
func (o *Operator) folderOf(plugin string) (path string, err error) {
	dir := o.options.Host.Dir
	paths, err := pluginhost.Folders(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return dir, err
	}
	for _, path := range paths {
		if m, err := pluginhost.ReadManifest(path); err == nil && m.Name == plugin {
			return path, nil
		}
	}
	return dir, fmt.Errorf("%w: %q is not in the plugins folder", pluginhost.ErrUnknownPlugin, plugin)
}

// readFolder reads the files of one plugin.
func readFolder(path string) (u Upload, err error) {
	for _, file := range []struct {
		name    string
		content *[]byte
	}{{"plugin.wasm", &u.Module}, {"plugin.wasm.minisig", &u.Signature}} {
		if *file.content, err = os.ReadFile(filepath.Join(path, file.name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return Upload{}, err
		}
	}
	if u.Manifest, err = pluginhost.ManifestFile(path); err != nil {
		return Upload{}, err
	}
	return u, nil
}

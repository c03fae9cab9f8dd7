package pluginops

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/fsnotify/fsnotify"

	"github.com/r3mes/r3mes/host/audit"
	"github.com/r3mes/r3mes/host/pluginhost"
)

// settling is how long nothing may change in the folder before it is looked at:
// a build writes a module in many pieces.
const settling = 300 * time.Millisecond

// watcher is the actor of what a watched folder brings about.
var watcher = audit.Actor{Name: audit.ActorHost, From: "plugins folder"}

// Watch follows the plugins folder of a server under development: what changes
// there is loaded like an upload, and what goes away is removed.
type Watch struct {
	operator *Operator
	notify   *fsnotify.Watcher
	folders  map[string]watched // by path
}

// watched is a plugin's folder as it was seen last.
type watched struct {
	content [sha256.Size]byte // of its files
	plugin  string            // that it serves; empty: none yet
	problem string            // that was logged of it
}

// Watch begins to watch the plugins folder, which must exist. What is in it now
// is taken as loaded. Run it, or close it.
func (o *Operator) Watch() (*Watch, error) {
	notify, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, fmt.Errorf("pluginops: watch: %w", err)
	}
	w := &Watch{operator: o, notify: notify, folders: map[string]watched{}}
	if err := notify.Add(o.options.Host.Dir); err != nil {
		return nil, errors.Join(fmt.Errorf("pluginops: watch %q: %w", o.options.Host.Dir, err), w.Close())
	}
	paths, err := w.list()
	if err != nil {
		return nil, errors.Join(err, w.Close())
	}
	for _, path := range paths {
		u, err := w.read(path)
		if err != nil {
			continue // the first look tells
		}
		seen := watched{content: contentOf(u)}
		if m, err := u.source().Read(); err == nil && o.serves(m.Name) {
			seen.plugin = m.Name
		}
		w.folders[path] = seen
	}
	return w, nil
}

// Close ends the watch.
func (w *Watch) Close() error { return w.notify.Close() }

// Run follows the folder until ctx ends or the watch is closed. A folder that
// does not load is logged, and what served before serves on.
func (w *Watch) Run(ctx context.Context) {
	settled := time.NewTimer(settling) // what changed since Watch may have been missed
	defer settled.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case _, ok := <-w.notify.Events:
			if !ok {
				return
			}
			settled.Reset(settling)
		case err, ok := <-w.notify.Errors:
			if !ok {
				return
			}
			w.operator.log.Warn("watched plugins folder: changes may have been missed", "error", err)
			settled.Reset(settling)
		case <-settled.C:
			w.look(ctx)
		}
	}
}

// look compares the folder with what was seen last.
func (w *Watch) look(ctx context.Context) {
	paths, err := w.list()
	if err != nil {
		w.operator.log.Error("watched plugins folder", "error", err)
		return
	}
	there := map[string]bool{}
	for _, path := range paths {
		there[path] = true
		w.lookInto(ctx, path)
	}
	for path, seen := range w.folders {
		if !there[path] {
			delete(w.folders, path)
			w.drop(ctx, path, seen.plugin)
		}
	}
}

// lookInto loads one folder when its files have changed.
func (w *Watch) lookInto(ctx context.Context, path string) {
	seen := w.folders[path]
	u, err := w.read(path)
	if err != nil { // as long as a build runs there may be no module
		if seen.problem != err.Error() {
			seen.problem = err.Error()
			w.folders[path] = seen
			w.failed(path, err)
		}
		return
	}
	content := contentOf(u)
	if content == seen.content {
		return
	}
	before := seen.plugin
	seen.content, seen.problem = content, ""
	if plugin, err := w.load(ctx, u); err != nil {
		w.failed(path, err)
	} else if plugin != "" {
		seen.plugin = plugin
	}
	w.folders[path] = seen
	if before != "" && before != seen.plugin {
		w.drop(ctx, path, before) // the folder's plugin has another name now
	}
}

// load serves what a folder holds and returns its plugin's name; empty when the
// plugin is not one to be served.
func (w *Watch) load(ctx context.Context, u Upload) (plugin string, err error) {
	o := w.operator
	m, err := u.source().Read()
	if err != nil {
		return "", err
	}
	if !o.serves(m.Name) && !o.options.Host.Wants(m) {
		o.log.Info("watched plugin is optional or disabled, and not served", "plugin", m.Name)
		return "", nil
	}
	if r, err := o.store.Get(m.Name); err == nil && r.Removed {
		o.log.Info("watched plugin was removed by an operator: activate it to serve it again", "plugin", m.Name)
		return "", nil
	}
	result, err := o.Load(ctx, watcher, u)
	if err != nil {
		return "", err
	}
	o.log.Info("watched plugin is served", "plugin", m.Name, "version", m.Version, "generation", result.Generation, "unchanged", result.Unchanged)
	return m.Name, nil
}

// drop removes the plugin that a folder served, unless another folder has it.
func (w *Watch) drop(ctx context.Context, path, plugin string) {
	o := w.operator
	if plugin == "" || !o.serves(plugin) || o.inFolder(plugin) {
		return
	}
	if err := o.Remove(ctx, watcher, plugin); err != nil {
		w.failed(path, err)
		return
	}
	o.log.Info("watched plugin is removed", "plugin", plugin, "folder", path)
}

func (w *Watch) failed(path string, err error) {
	w.operator.log.Error("watched plugin does not load; what served before serves on", "folder", path, "error", err)
}

// list returns the plugins' folders, and sees to it that all are watched.
func (w *Watch) list() ([]string, error) {
	folders, err := pluginhost.Folders(w.operator.options.Host.Dir)
	if err != nil {
		return nil, fmt.Errorf("pluginops: watch: %w", err)
	}
	var paths []string
	for _, path := range folders {
		if err := w.notify.Add(path); err != nil { // again and again: a folder may have been made anew
			if errors.Is(err, fs.ErrNotExist) {
				continue
			}
			return nil, fmt.Errorf("pluginops: watch %s: %w", path, err)
		}
		paths = append(paths, path)
	}
	return paths, nil
}

// read reads a folder's files; a module must be among them.
func (w *Watch) read(path string) (Upload, error) {
	u, err := readFolder(path)
	if err == nil && u.Module == nil {
		err = fmt.Errorf("plugin.wasm: %w", fs.ErrNotExist)
	}
	return u, err
}

func contentOf(u Upload) (content [sha256.Size]byte) {
	h := sha256.New()
	for _, file := range [][]byte{u.Module, u.Manifest, u.Signature} {
		fmt.Fprintf(h, "%d:", len(file))
		h.Write(file)
	}
	h.Sum(content[:0])
	return content
}

// serves tells whether a plugin is served now.
func (o *Operator) serves(plugin string) bool {
	_, err := o.host.State(plugin)
	return !errors.Is(err, pluginhost.ErrUnknownPlugin)
}

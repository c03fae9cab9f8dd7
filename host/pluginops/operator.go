package pluginops

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"sync"

	"github.com/r3mes/r3mes/host/audit"
	"github.com/r3mes/r3mes/host/pluginhost"
	"github.com/r3mes/r3mes/host/pluginstore"
	"github.com/r3mes/r3mes/host/plugintrust"
	"github.com/r3mes/r3mes/host/secrets"
	"github.com/r3mes/r3mes/store"
)

// Errors that callers decide on, beside those of the parts: ErrUnknownPlugin of
// pluginstore and pluginhost, ErrUnknownVersion, ErrState and ErrDamaged of
// pluginstore, those of plugintrust, secrets, and audit.ErrNotRecorded.
var (
	// ErrRefused: the load pipeline refused a version. The error says which rule
	// and how to mend it; what served before serves on.
	ErrRefused = errors.New("refused")
	// ErrSigner: the plugin's name belongs to another signer.
	ErrSigner = errors.New("the name belongs to another signer")
	// ErrChanged: another act changed the plugin meanwhile; repeat.
	ErrChanged = errors.New("the plugin was changed meanwhile: look at it, then repeat")
	// ErrDisabled: the configuration keeps the plugin from being served.
	ErrDisabled = errors.New("plugins.disabled names it: take it out of the configuration and start the server again")
)

// Options are what an Operator needs.
type Options struct {
	// Required.

	Dir    string // data folder; plugins, trust and secrets lie in it
	Audit  *audit.Log
	Policy plugintrust.Policy
	// Host opens the plugin host; Restore, Secrets and Changed are set here.
	Host pluginhost.Options

	// Usual.

	// ClearKV removes the pairs of a plugin that is removed; nil: they have no
	// place where they would stay.
	ClearKV func(ctx context.Context, plugin string) error
	Log     *slog.Logger // nil discards
}

// Operator carries out operators' acts on the plugins of one server. Safe for
// concurrent use; versions are prepared side by side with other acts, and saved
// and published one at a time.
type Operator struct {
	options Options
	log     *slog.Logger
	store   *pluginstore.Store
	trust   *plugintrust.Trust
	secrets *secrets.Store
	host    *pluginhost.Host

	mu     sync.Mutex       // from reading a record to its publication
	broken map[string]error // why a plugin that is stored is not served
}

// Open opens the store in o.Dir and a plugin host that serves what it holds and
// what o.Host.Dir holds. A stored plugin that does not load any more is logged,
// told of by List, and keeps nobody else from being served. Other errors say
// what to mend; nothing is then left open.
func Open(ctx context.Context, o Options) (*Operator, error) {
	p := &Operator{options: o, log: o.Log, broken: map[string]error{}}
	if p.log == nil {
		p.log = slog.New(slog.DiscardHandler)
	}
	var err error
	if p.store, err = pluginstore.Open(filepath.Join(o.Dir, "plugins")); err != nil {
		return nil, fmt.Errorf("pluginops: %w", err)
	}
	if p.trust, err = plugintrust.Open(filepath.Join(o.Dir, "trust"), o.Policy); err != nil {
		return nil, fmt.Errorf("pluginops: %w", err)
	}
	if p.secrets, err = secrets.Open(filepath.Join(o.Dir, "secrets")); err != nil {
		return nil, fmt.Errorf("pluginops: %w", err)
	}
	if err := p.openHost(ctx); err != nil {
		return nil, err
	}
	if err := p.resume(ctx); err != nil {
		return nil, errors.Join(err, p.host.Close())
	}
	return p, nil
}

// openHost opens the plugin host with what is stored.
func (o *Operator) openHost(ctx context.Context) error {
	records, damaged, err := o.store.List()
	if err != nil {
		return fmt.Errorf("pluginops: %w", err)
	}
	options := o.options.Host
	options.Secrets, options.Changed = o.secret, o.changed
	for _, r := range records {
		if r.Active == "" && o.inFolder(r.Plugin) && !r.Removed {
			continue // what was loaded inactive leaves the folder's serving
		}
		options.Restore = append(options.Restore, o.restored(r))
	}
	for plugin, err := range damaged {
		o.setBroken(plugin, err)
		// Not the one in the folder: whatever is damaged was the later word.
		options.Restore = append(options.Restore, pluginhost.Restored{Name: plugin, Removed: true})
	}
	if o.host, err = pluginhost.Open(ctx, options); err != nil {
		return fmt.Errorf("pluginops: %w", err)
	}
	return nil
}

// restored is a record as the host opens it.
func (o *Operator) restored(r pluginstore.Record) pluginhost.Restored {
	h := pluginhost.Restored{Name: r.Plugin, Removed: r.Active == "", Broken: func(err error) { o.setBroken(r.Plugin, err) }}
	if h.Removed {
		return h
	}
	h.Active = o.stored(r, r.Active)
	for _, id := range r.Previous {
		h.Previous = append(h.Previous, o.stored(r, id))
	}
	if r.Canary != nil {
		s := o.stored(r, r.Canary.ID)
		h.Canary, h.Percent = &s, r.Canary.Percent
	}
	if r.Shadow != "" {
		s := o.stored(r, r.Shadow)
		h.Shadow = &s
	}
	return h
}

// stored is a version as the host opens it. It is judged by today's policy.
func (o *Operator) stored(r pluginstore.Record, id string) pluginhost.Stored {
	v, err := r.Find(id)
	if err != nil {
		return pluginhost.Stored{Read: func() (pluginhost.Source, error) { return pluginhost.Source{}, err }}
	}
	settings, err := hostSettings(v)
	return pluginhost.Stored{Settings: settings, Read: func() (pluginhost.Source, error) {
		if err != nil {
			return pluginhost.Source{}, err
		}
		return o.read(r.Plugin, v)
	}}
}

// read gets a version's files out of the store and judges their signature.
func (o *Operator) read(plugin string, v pluginstore.Version) (pluginhost.Source, error) {
	files := make([][]byte, 3)
	for i, d := range []pluginstore.Digest{v.Module, v.Manifest, v.Signature} {
		if d == "" {
			continue
		}
		var err error
		if files[i], err = o.store.Blob(d); err != nil {
			return pluginhost.Source{}, err
		}
	}
	subject := plugintrust.Subject{Name: plugin, Version: v.Version, Module: files[0], Manifest: files[1]}
	if _, err := o.trust.Verify(subject, files[2]); err != nil {
		return pluginhost.Source{}, err
	}
	return pluginhost.Source{Wasm: files[0], Manifest: files[1]}, nil
}

// setBroken notes, and says loudly, that a stored plugin is not served.
func (o *Operator) setBroken(plugin string, err error) {
	o.log.Error("a stored plugin is not served: load it again, activate another version, or remove it", "plugin", plugin, "error", err)
	o.mu.Lock()
	defer o.mu.Unlock()
	o.broken[plugin] = err
}

// secret is pluginhost.Options.Secrets.
func (o *Operator) secret(name string) (store.Secret, error) {
	s, err := o.secrets.Get(name)
	if errors.Is(err, secrets.ErrUnknown) {
		return s, pluginhost.ErrUnknownSecret
	}
	return s, err
}

// Host is the plugin host that serves.
func (o *Operator) Host() *pluginhost.Host { return o.host }

// Close stops serving plugins, see pluginhost.Host.Close.
func (o *Operator) Close() error { return o.host.Close() }

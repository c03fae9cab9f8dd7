package pluginops

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/r3mes/r3mes/host/audit"
	"github.com/r3mes/r3mes/host/pluginhost"
	"github.com/r3mes/r3mes/host/pluginstore"
	"github.com/r3mes/r3mes/host/plugintrust"
)

// Upload is a plugin as an operator brings it.
type Upload struct {
	Module    []byte // plugin.wasm
	Manifest  []byte // manifest.toml or manifest.json; nil: the module carries it
	Signature []byte // plugin.wasm.minisig; nil: none
	// Settings of the version; nil: those of the active version, or, of a new
	// plugin, what the configuration says. Ref is not looked at.
	Settings *pluginhost.Settings
	// Inactive stores the version without serving it.
	Inactive bool
}

func (u Upload) source() pluginhost.Source {
	return pluginhost.Source{Wasm: u.Module, Manifest: u.Manifest}
}

// blobs are the files that there are.
func (u Upload) blobs() [][]byte {
	return slices.DeleteFunc([][]byte{u.Module, u.Manifest, u.Signature}, func(b []byte) bool { return b == nil })
}

// version is the upload as the store keeps it, with its id.
func (u Upload) version(version string, set pluginhost.Settings) (pluginstore.Version, error) {
	v := pluginstore.Version{
		Version: version, Module: pluginstore.DigestOf(u.Module),
		Settings: pluginstore.Settings{Grants: set.Grants, Adapters: set.Adapters, Bound: set.Bound},
	}
	if u.Manifest != nil {
		v.Manifest = pluginstore.DigestOf(u.Manifest)
	}
	if len(u.Signature) > 0 {
		v.Signature = pluginstore.DigestOf(u.Signature)
	}
	if len(set.Config) > 0 {
		text, err := json.Marshal(set.Config)
		if err != nil {
			return v, fmt.Errorf("config: %w", err)
		}
		v.Settings.Config = text
	}
	return v.Identified()
}

// Result is what became of an act.
type Result struct {
	Plugin     string
	Version    pluginstore.Version // that the act was about
	Info       pluginhost.Info     // of the version, as it was prepared; zero when nothing was
	Warning    string              // what the operator should know; empty: nothing
	Unchanged  bool                // this version served already: nothing was done
	Generation int64               // from which on requests see the act; 0: they do not
}

// candidate is an upload or a stored version that is ready to be served.
type candidate struct {
	plugin  string
	version pluginstore.Version
	verdict plugintrust.Verdict
	ready   *pluginhost.Candidate // nil: this version serves already
	from    pluginstore.Record    // that it was prepared on
	blobs   [][]byte
}

func (c *candidate) close() {
	if c.ready != nil {
		c.ready.Close()
	}
}

func (c *candidate) result(generation int64) Result {
	r := Result{Plugin: c.plugin, Version: c.version, Warning: c.verdict.Warning, Generation: generation, Unchanged: c.ready == nil}
	if c.ready != nil {
		r.Info = c.ready.Info()
	}
	return r
}

// Load takes an upload through the load pipeline, stores it and, unless it is
// to be inactive, serves it from the next request on. ErrRefused and the errors
// of plugintrust say which rule it broke and how to mend it; what served before
// serves on.
func (o *Operator) Load(ctx context.Context, by audit.Actor, u Upload) (result Result, err error) {
	err = o.act(by, actLoad, "", func(e *audit.Entry) error {
		c, err := o.prepareUpload(ctx, e, u)
		if err != nil {
			return err
		}
		defer c.close()
		c.version.Loaded = lastAct(*e)
		if c.ready == nil {
			result = c.result(0)
			e.Detail["unchanged"] = "this version serves already"
			return o.resign(e, c)
		}
		generation, err := o.commit(e, o.loading(c, u.Inactive))
		result = c.result(generation)
		return err
	})
	return result, err
}

// resign keeps the signature with which the version that serves was loaded
// again. Without it a policy that requires one would refuse it at the next
// start.
func (o *Operator) resign(e *audit.Entry, c *candidate) error {
	v, err := c.from.Find(c.version.ID)
	if err != nil || c.version.Signature == "" || v.Signature == c.version.Signature {
		return nil
	}
	_, err = o.commit(e, o.loading(c, true))
	return err
}

// loading is the change of a load.
func (o *Operator) loading(c *candidate, inactive bool) change {
	return change{
		plugin: c.plugin, from: &c.from, blobs: c.blobs,
		edit: func(r pluginstore.Record) (pluginstore.Record, error) {
			if err := o.checkSigner(r, c.verdict); err != nil {
				return r, err
			}
			r = r.Load(c.version)
			if !inactive {
				r = r.Activate(c.version.ID)
			}
			return r, nil
		},
		publish: func() (int64, error) {
			if inactive {
				return 0, nil
			}
			return o.host.Activate(c.ready)
		},
	}
}

// Check takes an upload through everything that Load does but storing and
// serving it.
func (o *Operator) Check(ctx context.Context, by audit.Actor, u Upload) (Result, error) {
	return o.verify(by, "", func(e *audit.Entry) (*candidate, error) { return o.prepareUpload(ctx, e, u) })
}

// Verify takes a stored version through the load pipeline again: its files, its
// signature by today's policy and the sandbox.
func (o *Operator) Verify(ctx context.Context, by audit.Actor, plugin, version string) (Result, error) {
	return o.verify(by, plugin, func(e *audit.Entry) (*candidate, error) { return o.prepareStored(ctx, e, plugin, version) })
}

// verify is the act that prepares a version and does no more with it.
func (o *Operator) verify(by audit.Actor, plugin string, prepare func(e *audit.Entry) (*candidate, error)) (result Result, err error) {
	err = o.act(by, actVerify, plugin, func(e *audit.Entry) error {
		c, err := prepare(e)
		if err != nil {
			return err
		}
		defer c.close()
		result = c.result(0)
		return nil
	})
	return result, err
}

// prepareUpload judges and prepares an upload. It completes the entry.
func (o *Operator) prepareUpload(ctx context.Context, e *audit.Entry, u Upload) (*candidate, error) {
	if limit := o.host.ModuleLimit(); int64(len(u.Module)) > limit {
		return nil, fmt.Errorf("load: %w: plugin.wasm has %d bytes (limit %d): leave debug information and unused code out", ErrRefused, len(u.Module), limit)
	}
	m, err := u.source().Read()
	if err != nil {
		return nil, fmt.Errorf("load: %w: %w", ErrRefused, err)
	}
	e.Target = m.Name
	r, blobs, err := o.record(m.Name)
	if err != nil {
		return nil, err
	}
	c := &candidate{plugin: m.Name, from: r}
	if c.verdict, err = o.judge(m.Name, m.Version, u); err != nil {
		return nil, fmt.Errorf("load %s: %w", m.Name, err)
	}
	if err := o.checkSigner(r, c.verdict); err != nil {
		return nil, fmt.Errorf("load %s: %w", m.Name, err)
	}
	set, err := o.settingsFor(r, u.Settings)
	if err != nil {
		return nil, fmt.Errorf("load %s: %w", m.Name, err)
	}
	if c.version, err = u.version(m.Version, set); err != nil {
		return nil, fmt.Errorf("load %s: %w: %w", m.Name, ErrRefused, err)
	}
	c.version.Signer, c.blobs = c.verdict.Signer, slices.Concat(blobs, u.blobs())
	return c, o.prepare(ctx, e, c, u.source(), set)
}

// prepareStored prepares the version that name means, "" the newest. Of a
// plugin that is only in the folder, it is the one there.
func (o *Operator) prepareStored(ctx context.Context, e *audit.Entry, plugin, name string) (*candidate, error) {
	r, blobs, err := o.record(plugin)
	if err != nil {
		return nil, err
	}
	if len(r.Versions) == 0 {
		return o.prepareFolder(ctx, e, plugin)
	}
	v := r.Versions[0]
	if name != "" {
		if v, err = r.Find(name); err != nil {
			return nil, err
		}
	}
	set, err := hostSettings(v)
	if err != nil {
		return nil, err
	}
	source, err := o.readOr(plugin, v, blobs)
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", plugin, v.Version, err)
	}
	c := &candidate{plugin: plugin, version: v, from: r, blobs: blobs}
	return c, o.prepare(ctx, e, c, source, set)
}

// readOr is read for a version whose blobs may not be stored yet.
func (o *Operator) readOr(plugin string, v pluginstore.Version, blobs [][]byte) (pluginhost.Source, error) {
	if blobs == nil {
		return o.read(plugin, v)
	}
	u, _, err := o.folder(plugin)
	return u.source(), err
}

// prepareFolder prepares a plugin of the folder that is not served: optional,
// or removed before.
func (o *Operator) prepareFolder(ctx context.Context, e *audit.Entry, plugin string) (*candidate, error) {
	u, _, err := o.folder(plugin)
	if err != nil {
		return nil, err
	}
	c, err := o.prepareUpload(ctx, e, u)
	if c != nil {
		c.version.Loaded = lastAct(*e)
	}
	return c, err
}

// prepare takes a version through the sandbox.
func (o *Operator) prepare(ctx context.Context, e *audit.Entry, c *candidate, source pluginhost.Source, set pluginhost.Settings) error {
	describe(e, c.version)
	if slices.Contains(o.options.Host.Disabled, c.plugin) {
		return fmt.Errorf("load %s: %w", c.plugin, ErrDisabled)
	}
	set.Ref = c.version.ID
	ready, err := o.host.Prepare(ctx, source, set)
	switch {
	case errors.Is(err, pluginhost.ErrUnchanged):
		return nil
	case errors.Is(err, pluginhost.ErrClosed), ctx.Err() != nil && err != nil:
		return err
	case err != nil:
		return fmt.Errorf("%w: %w", ErrRefused, err)
	}
	c.ready = ready
	return nil
}

// describe puts into an entry which version it is about. Of the configuration
// only the keys: a value may be what nobody should read.
func describe(e *audit.Entry, v pluginstore.Version) {
	detail := map[string]string{
		"version": v.Version, "id": v.ID, "hash": string(v.Module), "signer": v.Signer,
		"grants": strings.Join(v.Settings.Grants, ", "),
	}
	if v.Settings.Bound {
		detail["adapters"] = "[" + strings.Join(v.Settings.Adapters, ", ") + "]"
	}
	var config map[string]json.RawMessage
	if json.Unmarshal(v.Settings.Config, &config) == nil {
		detail["config"] = strings.Join(slices.Sorted(maps.Keys(config)), ", ")
	}
	for key, text := range detail {
		if text != "" {
			e.Detail[key] = text
		}
	}
}

// judge holds an upload to the policy.
func (o *Operator) judge(plugin, version string, u Upload) (plugintrust.Verdict, error) {
	return o.trust.Verify(plugintrust.Subject{Name: plugin, Version: version, Module: u.Module, Manifest: u.Manifest}, u.Signature)
}

// checkSigner refuses a version by another signer than the one whose name the
// plugin's is.
func (o *Operator) checkSigner(r pluginstore.Record, v plugintrust.Verdict) error {
	switch {
	case r.Signer == "" || r.Signer == v.Signer || o.trust.Policy() == plugintrust.Off:
		return nil
	case v.Signer == "":
		return fmt.Errorf("%w: %s was signed with the key %s, this version by nobody who is trusted: sign it with that key, or remove the plugin first", ErrSigner, r.Plugin, r.Signer)
	}
	return fmt.Errorf("%w: %s was signed with the key %s, this version with %s: sign it with the first one, or remove the plugin first", ErrSigner, r.Plugin, r.Signer, v.Signer)
}

// settingsFor are the settings of a new version: those given, those of the
// active version, or what the configuration says.
func (o *Operator) settingsFor(r pluginstore.Record, given *pluginhost.Settings) (pluginhost.Settings, error) {
	if given != nil {
		return *given, nil
	}
	if r.Active != "" {
		v, err := r.Find(r.Active)
		if err != nil {
			return pluginhost.Settings{}, err
		}
		return hostSettings(v)
	}
	return o.options.Host.Settings(r.Plugin), nil
}

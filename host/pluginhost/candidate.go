package pluginhost

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync/atomic"
)

// Errors that callers decide on.
var (
	// ErrUnchanged: the version at hand serves already.
	ErrUnchanged = errors.New("this version serves already")
	// ErrUnknownPlugin: no plugin of that name is served, or is in the folder.
	ErrUnknownPlugin = errors.New("unknown plugin")
	// ErrClosed: the host was closed.
	ErrClosed = errors.New("the plugin host is closed")
)

// Source is one plugin as an operator hands it in.
type Source struct {
	Wasm     []byte // plugin.wasm
	Manifest []byte // TOML, or JSON when it starts with a brace; nil: the module's own section
}

// Read reads the manifest of s, which is checked alone, not against the module.
func (s Source) Read() (*Manifest, error) {
	text := s.Manifest
	if text == nil {
		var err error
		if text, err = ownManifest(s.Wasm); err != nil {
			return nil, err
		}
	}
	return parseManifest(text)
}

// Settings are the operator's part of a version.
type Settings struct {
	Config map[string]any // over the manifest's defaults
	Grants []string       // as in Options.Grants
	// Adapters whose requests a pre or post plugin serves, when Bound is set; else
	// its manifest says.
	Adapters []string
	Bound    bool
	// Ref is what the caller calls the version, and Info tells back. It is no part
	// of what the version is.
	Ref string
}

// clone copies what an owner of s could still change.
func (s Settings) clone() Settings {
	s.Config, s.Grants, s.Adapters = maps.Clone(s.Config), slices.Clone(s.Grants), slices.Clone(s.Adapters)
	return s
}

// Settings are what the options say of a plugin.
func (o Options) Settings(name string) Settings {
	adapters, bound := o.Bindings[name]
	return Settings{Config: o.Config[name], Grants: o.Grants[name], Adapters: adapters, Bound: bound}
}

// Candidate is a version that passed the whole load pipeline, is warm, and
// serves nobody yet. Hand it to Activate, Canary or Shadow; Close it in any
// case. For one goroutine.
type Candidate struct {
	version *version
	closed  atomic.Bool
}

// Close gives the candidate up; acts that were handed it keep what they took.
// Further calls do nothing.
func (c *Candidate) Close() {
	if !c.closed.Swap(true) {
		c.version.release()
	}
}

// Info describes the version. It has no place in a chain yet: Position is -1.
func (c *Candidate) Info() Info { return c.version.info(nil) }

// Prepare takes a plugin through the load pipeline: limits, manifest, settings,
// imports, compilation, start, description and self-tests. One is prepared at a
// time; what serves goes on serving, whatever comes of it.
//
// The error says which rule was broken and how to mend it. It is ErrUnchanged
// when the plugin's active version is the same in module, manifest and the
// effect of the settings. s is not kept; ctx bounds preparation only.
func (h *Host) Prepare(ctx context.Context, s Source, set Settings) (*Candidate, error) {
	m, err := h.readSource(s)
	if err != nil {
		return nil, fmt.Errorf("pluginhost: load: %w", err)
	}
	select {
	case h.loading <- struct{}{}:
		defer func() { <-h.loading }()
	case <-ctx.Done():
		return nil, fmt.Errorf("pluginhost: load %s: waiting for another load to end: %w", m.Name, ctx.Err())
	}
	if !h.enter() {
		return nil, fmt.Errorf("pluginhost: load %s: %w", m.Name, ErrClosed)
	}
	defer h.leave()
	v, err := h.another(ctx, source{wasm: s.Wasm, manifest: m, settings: set.clone()})
	if err != nil {
		return nil, fmt.Errorf("pluginhost: load %s: %w", m.Name, err)
	}
	return &Candidate{version: v}, nil
}

// another is load for what does not serve yet.
func (h *Host) another(ctx context.Context, s source) (*version, error) {
	v, err := h.describe(s)
	if err != nil {
		return nil, err
	}
	if serves := h.current.Load().lineups[s.manifest.Name]; serves != nil && serves.active.id == v.id {
		return nil, ErrUnchanged
	}
	return v, v.complete(ctx, s.wasm)
}

// readSource is Source.Read within the host's limits.
func (h *Host) readSource(s Source) (*Manifest, error) {
	if int64(len(s.Wasm)) > h.limits.ModuleBytes {
		return nil, fmt.Errorf("plugin.wasm has %d bytes (limit %d)", len(s.Wasm), h.limits.ModuleBytes)
	}
	return s.Read()
}

// identify gives v the name of everything that makes it the version it is.
func (v *version) identify() error {
	text, err := json.Marshal(struct {
		Module   string
		Manifest *Manifest
		Config   json.RawMessage
		Granted  []string
		Bindings map[string][]string
	}{v.hash, v.manifest, v.config, v.access.texts, v.bindings})
	if err != nil {
		return fmt.Errorf("identify: %w", err)
	}
	sum := sha256.Sum256(text)
	v.id = hex.EncodeToString(sum[:])
	return nil
}

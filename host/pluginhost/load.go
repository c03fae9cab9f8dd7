package pluginhost

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"

	"github.com/r3mes/r3mes/host/pluginhost/fuel"
	"github.com/r3mes/r3mes/sdk"
)

// source is what a version is made of.
type source struct {
	wasm     []byte
	manifest *Manifest
	settings Settings
}

// loadAll loads what Options.Dir and Options.Restore hold. Plugins are loaded
// side by side: nothing is served yet, so the processors are free. The caller
// has a reference to each version.
func (h *Host) loadAll(ctx context.Context) (map[string]*lineup, error) {
	plugins, err := h.readDir()
	if err != nil {
		return nil, err
	}
	lineups, errs := make([]*lineup, len(plugins)), make([]error, len(plugins))
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	var wg sync.WaitGroup
	for i, p := range plugins {
		wg.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			lineups[i], errs[i] = h.restore(ctx, p)
			if errs[i] != nil && p.Broken != nil {
				p.Broken(errs[i])
				errs[i] = nil
			}
		})
	}
	wg.Wait()
	byName := map[string]*lineup{}
	for i, l := range lineups {
		if l != nil {
			byName[plugins[i].Name] = l
		}
	}
	if err := errors.Join(errs...); err != nil {
		releaseAll(byName)
		return nil, err
	}
	return byName, nil
}

// releaseAll gives up one reference to each version of lineups.
func releaseAll(lineups map[string]*lineup) {
	for _, l := range lineups {
		for v := range l.versions() {
			v.release()
		}
	}
}

// readDir reads what is to be served: Options.Restore, and the folders of
// Options.Dir that it does not name. Names in Config, Grants, Bindings and
// Enabled that nothing answers to are errors.
func (h *Host) readDir() ([]Restored, error) {
	var plugins []Restored
	found := map[string]string{} // name → where
	for _, r := range h.options.Restore {
		found[r.Name] = "Restore"
		if !r.Removed && !slices.Contains(h.options.Disabled, r.Name) {
			plugins = append(plugins, r)
		}
	}
	folders, err := Folders(h.options.Dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("pluginhost: %w", err)
	}
	var errs []error
	for _, folder := range folders {
		s, m, err := h.readFolder(folder)
		if err != nil {
			errs = append(errs, fmt.Errorf("pluginhost: load %s: %w", folder, err))
			continue
		}
		switch other := found[m.Name]; other {
		case "Restore":
			continue
		case "":
		default:
			errs = append(errs, fmt.Errorf("pluginhost: plugin %q is in both %s and %s", m.Name, other, folder))
			continue
		}
		found[m.Name] = folder
		if h.options.Wants(m) {
			read := func() (Source, error) { return s, nil }
			plugins = append(plugins, Restored{Name: m.Name, Active: Stored{Read: read, Settings: h.options.Settings(m.Name)}})
		}
	}
	if len(errs) == 0 { // else a name may be missing only because its folder is broken
		errs = h.unknownNames(found)
	}
	return plugins, errors.Join(errs...)
}

// Folders are the folders in dir that may hold a plugin each: all but hidden
// ones. The error is the system's, of a dir that is missing fs.ErrNotExist.
func Folders(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var folders []string
	for _, e := range entries {
		folder := filepath.Join(dir, e.Name())
		if info, err := os.Stat(folder); err == nil && info.IsDir() && !strings.HasPrefix(e.Name(), ".") {
			folders = append(folders, folder)
		}
	}
	return folders, nil
}

// Wants says that a plugin of the folder is to be served.
func (o Options) Wants(m *Manifest) bool {
	if slices.Contains(o.Disabled, m.Name) {
		return false
	}
	_, configured := o.Config[m.Name]
	_, granted := o.Grants[m.Name]
	_, bound := o.Bindings[m.Name]
	return !m.Optional || configured || granted || bound || slices.Contains(o.Enabled, m.Name) || slices.Contains(o.Enabled, "*")
}

// unknownNames is an error for each name of the options that no plugin has.
func (h *Host) unknownNames(found map[string]string) []error {
	for _, name := range h.options.Disabled {
		if _, ok := found[name]; !ok {
			h.log.Warn("disabled plugin does not exist", "plugin", name, "dir", h.options.Dir)
		}
	}
	var errs []error
	missing := func(what string, names []string) {
		for _, name := range names {
			if _, ok := found[name]; !ok {
				errs = append(errs, fmt.Errorf("pluginhost: %s: no plugin %q in %q (found: %s)", what, name, h.options.Dir,
					strings.Join(slices.Sorted(maps.Keys(found)), ", ")))
			}
		}
	}
	missing("config", slices.Sorted(maps.Keys(h.options.Config)))
	missing("grants", slices.Sorted(maps.Keys(h.options.Grants)))
	missing("bindings", slices.Sorted(maps.Keys(h.options.Bindings)))
	missing("enabled", slices.DeleteFunc(slices.Clone(h.options.Enabled), func(name string) bool { return name == "*" }))
	return errs
}

func (h *Host) readFolder(folder string) (Source, *Manifest, error) {
	wasm, err := readCapped(filepath.Join(folder, "plugin.wasm"), h.limits.ModuleBytes)
	if err != nil {
		return Source{}, nil, err
	}
	text, err := manifestText(folder, wasm)
	if err != nil {
		return Source{}, nil, err
	}
	m, err := parseManifest(text)
	if err != nil {
		return Source{}, nil, err
	}
	return Source{Wasm: wasm, Manifest: text}, m, nil
}

func readCapped(path string, limit int64) ([]byte, error) {
	if err := checkSize(path, limit); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
}

func checkSize(path string, limit int64) error {
	info, err := os.Stat(path)
	if err == nil && info.Size() > limit {
		err = fmt.Errorf("%s has %d bytes (limit %d)", filepath.Base(path), info.Size(), limit)
	}
	return err
}

// manifestText finds the manifest beside the module or in it.
func manifestText(folder string, wasm []byte) ([]byte, error) {
	if text, err := ManifestFile(folder); text != nil || err != nil {
		return text, err
	}
	return ownManifest(wasm)
}

// ManifestFile reads manifest.toml, or else manifest.json, in a plugin's folder;
// nil when there is neither and the module must carry its manifest.
func ManifestFile(folder string) ([]byte, error) {
	for _, name := range []string{"manifest.toml", "manifest.json"} {
		text, err := readCapped(filepath.Join(folder, name), maxManifestBytes)
		if err == nil || !errors.Is(err, fs.ErrNotExist) {
			return text, err
		}
	}
	return nil, nil
}

// ownManifest finds the manifest in the module.
func ownManifest(wasm []byte) ([]byte, error) {
	m, err := parseModule(wasm)
	if err != nil {
		return nil, err
	}
	if text, ok := m.custom[manifestSection]; ok {
		return text, nil
	}
	return nil, fmt.Errorf("no manifest.toml, no manifest.json, and no section %q in the module", manifestSection)
}

// load makes a servable version of one plugin, or says why not. The caller
// holds the version's first reference.
func (h *Host) load(ctx context.Context, s source) (*version, error) {
	v, err := h.describe(s)
	if err != nil {
		return nil, err
	}
	return v, v.complete(ctx, s.wasm)
}

// complete makes a described version servable. When it fails the version is
// closed.
func (v *version) complete(ctx context.Context, wasm []byte) error {
	m, err := parseModule(wasm)
	if err != nil {
		return err
	}
	if err := v.checkImports(m); err != nil {
		return err
	}
	if err := v.checkExports(m); err != nil {
		return err
	}
	v.hasMemory = len(m.memories) > 0
	if err := v.compile(ctx, wasm); err != nil {
		return err
	}
	v.pool = newPool(v, v.host.limits.instances(v.pages))
	if err := v.prove(ctx); err != nil {
		v.release()
		return err
	}
	v.host.log.Debug("plugin loaded", "plugin", v.manifest.Name, "version", v.manifest.Version, "hash", v.hash)
	return nil
}

// describe settles everything that needs no compiled code.
func (h *Host) describe(s source) (*version, error) {
	sum := sha256.Sum256(s.wasm)
	v := &version{
		host: h, manifest: s.manifest, settings: s.settings, hash: hex.EncodeToString(sum[:]), size: int64(len(s.wasm)),
		journal:  h.logs.open(s.manifest.Name),
		kvWrites: rateLimiter{burst: kvWriteBurst, perSecond: kvWritesPerSec},
		loaded:   time.Now().UTC(),
		breaker:  newBreaker(h.limits),
	}
	v.refs.Store(1)
	var err error
	if v.pages, err = h.limits.pages(s.manifest); err != nil {
		return nil, err
	}
	v.access, err = newAccess(s.manifest.Capabilities, s.settings.Grants, h.limits.Capabilities)
	if err != nil {
		return nil, err
	}
	if v.bindings, err = s.manifest.bind(s.settings.Adapters, s.settings.Bound); err != nil {
		return nil, err
	}
	values, err := rawConfig(s.settings.Config)
	if err != nil {
		return nil, err
	}
	if v.config, err = s.manifest.configure(values); err != nil {
		return nil, err
	}
	v.configStrings = configStrings(v.config)
	return v, v.identify()
}

// configStrings is what config_get answers: strings bare, the rest as JSON.
func configStrings(config json.RawMessage) map[string]string {
	var values map[string]json.RawMessage
	if json.Unmarshal(config, &values) != nil {
		return nil
	}
	texts := make(map[string]string, len(values))
	for key, value := range values {
		var text string
		if json.Unmarshal(value, &text) != nil {
			text = string(value)
		}
		texts[key] = text
	}
	return texts
}

// describeExport is the optional export that names the plugin from inside.
const describeExport = "describe"

// checkExports wants one export for each hook of the manifest, of the right
// type, and none for a hook the manifest does not name.
func (v *version) checkExports(m *module) error {
	v.exports = map[string]string{}
	for hook := range v.manifest.Hooks {
		v.exports[hook] = sdk.ExportPrefix + hook
	}
	if _, ok := m.exports[sdk.ExportPrefix+describeExport]; ok {
		v.exports[describeExport] = sdk.ExportPrefix + describeExport
	}
	for hook, name := range v.exports {
		t, ok := m.signature(name)
		if !ok {
			return fmt.Errorf("the manifest names hook %q but the module does not export a function %s", hook, name)
		}
		if len(t.params) > 0 || len(t.results) > 1 || (len(t.results) == 1 && t.results[0] != api.ValueTypeI32) {
			return fmt.Errorf("export %s must take nothing and return nothing or one i32", name)
		}
	}
	for name := range m.exports {
		hook, ok := strings.CutPrefix(name, sdk.ExportPrefix)
		if ok && v.exports[hook] == "" {
			return fmt.Errorf("the module exports %s but the manifest has no [hooks.%s]", name, hook)
		}
	}
	for _, name := range []string{"_initialize", "__wasm_call_ctors"} {
		if _, ok := m.exports[name]; !ok {
			continue
		}
		if t, ok := m.signature(name); !ok || len(t.params)+len(t.results) > 0 {
			return fmt.Errorf("export %s must be a function that takes and returns nothing", name)
		}
	}
	return nil
}

// compile makes the module count its fuel and compiles it, from the cache when
// it can. A cache that is damaged costs a warning, not a plugin.
func (v *version) compile(ctx context.Context, wasm []byte) error {
	wasm, err := v.instrument(wasm)
	if err != nil {
		return err
	}
	err = v.compileWith(ctx, wasm, v.host.cache)
	if err == nil || v.host.cache == nil {
		return err
	}
	if v.compileWith(ctx, wasm, nil) != nil {
		return err
	}
	v.host.log.Warn("compile cache not usable for plugin", "plugin", v.manifest.Name, "error", printable(truncate(err.Error(), maxErrorBytes)))
	return nil
}

func (v *version) instrument(wasm []byte) ([]byte, error) {
	if v.host.withoutFuel {
		return wasm, nil
	}
	return fuel.Instrument(wasm)
}

// compileWith guards against the compiler itself: some malformed modules make
// it panic.
func (v *version) compileWith(ctx context.Context, wasm []byte, cache *compileCache) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("compile: the compiler panicked on this module: %v", r)
		}
		if err != nil {
			v.closeRuntime()
		}
	}()
	config := wazero.NewRuntimeConfig().
		WithCoreFeatures(api.CoreFeaturesV2).
		WithMemoryLimitPages(uint32(v.pages)).
		WithDebugInfoEnabled(false)
	if cache != nil {
		v.cache = cache.retain()
		config = config.WithCompilationCache(cache.cache)
	}
	v.runtime = wazero.NewRuntimeWithConfig(ctx, config)
	for _, m := range []struct {
		name  string
		funcs []hostFunc
	}{{envModule, envFuncs}, {userModule, userFuncs}, {wasiModule, wasiFuncs}, {fuel.Import, fuelFuncs}} {
		if err := instantiateHost(ctx, v.runtime, m.name, m.funcs); err != nil {
			return fmt.Errorf("compile: %w", err)
		}
	}
	unlock := cache.alone(v.hash)
	defer unlock()
	if v.compiled, err = v.runtime.CompileModule(ctx, wasm); err != nil {
		return fmt.Errorf("compile: %s", printable(truncate(err.Error(), maxErrorBytes)))
	}
	return nil
}

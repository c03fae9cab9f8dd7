package pluginhost

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"time"
)

// ReadManifest reads the manifest in a plugin's folder: manifest.toml,
// manifest.json, or the module's own section. Without a module only the files
// are looked at.
func ReadManifest(folder string) (*Manifest, error) {
	m, err := readManifest(folder)
	if err != nil {
		return nil, fmt.Errorf("pluginhost: %s: %w", folder, err)
	}
	return m, nil
}

// readManifest reads the module only for a manifest that lies in it.
func readManifest(folder string) (*Manifest, error) {
	module, limit := filepath.Join(folder, "plugin.wasm"), DefaultLimits().ModuleBytes
	if err := checkSize(module, limit); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	text, err := ManifestFile(folder)
	if err != nil {
		return nil, err
	}
	if text == nil {
		wasm, err := readCapped(module, limit)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		if text, err = ownManifest(wasm); err != nil {
			return nil, err
		}
	}
	return parseManifest(text)
}

// HookDeadline is the wall time of one call of hook under DefaultLimits.
func HookDeadline(m *Manifest, hook string) time.Duration { return DefaultLimits().deadline(m, hook) }

// ModuleReport is what can be told of a module without running it.
type ModuleReport struct {
	Imports []string       // functions, as module.name
	Exports []string       // sorted
	Custom  map[string]int // bytes of each custom section
}

// Inspect reads a module without compiling it. Its errors are those of a load.
func Inspect(wasm []byte) (ModuleReport, error) {
	m, err := parseModule(wasm)
	if err != nil {
		return ModuleReport{}, fmt.Errorf("pluginhost: %w", err)
	}
	report := ModuleReport{Exports: slices.Sorted(maps.Keys(m.exports)), Custom: map[string]int{}}
	for _, i := range m.imports {
		report.Imports = append(report.Imports, i.module+"."+i.name)
	}
	for name, content := range m.custom {
		report.Custom[name] = len(content)
	}
	return report, nil
}

// Recorded is one finished guest call, whole, for Options.Record. Input and
// Output are valid until Record returns; Output is empty after a failure.
type Recorded struct {
	Plugin, Version, Hash, Hook string
	Input, Output               []byte
	ErrorKind                   string // "" or one of sdk's Error… constants
}

// record tells Options.Record of a call that a request made. Self-tests run
// as shadows do.
func (v *version) record(c guestCall, answer []byte, err error) {
	if v.host.options.Record == nil || c.shadow || c.hook == describeExport {
		return
	}
	r := Recorded{Plugin: v.manifest.Name, Version: v.manifest.Version, Hash: v.hash, Hook: c.hook, Input: c.input}
	if err != nil {
		r.ErrorKind = v.failure(c.hook, err).Kind
	} else {
		r.Output = answer
	}
	v.host.options.Record(r)
}

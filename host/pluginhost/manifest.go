package pluginhost

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/r3mes/r3mes/sdk"
)

// Manifest describes one plugin: what it answers, what it asks for and how it
// is configured. It stands beside the module as manifest.toml or
// manifest.json, or inside it as the custom section "r3mes.manifest".
type Manifest struct {
	Name        string              `json:"name"`    // lower-case words joined by "-"
	Version     string              `json:"version"` // semantic version
	Description string              `json:"description"`
	Contract    ContractRange       `json:"contract"`
	Hooks       map[string]HookSpec `json:"hooks"`

	// Capabilities the plugin asks for, written like grants; "http" and
	// "secrets" alone leave to the operator which. The operator's grant decides.
	Capabilities []string `json:"capabilities"`
	// Metrics are the names of the counters that it may add to with the
	// capability "metrics": lower-case words joined by "_".
	Metrics   []string    `json:"metrics"`
	Limits    WantedLimit `json:"limits"`
	Config    ConfigSpec  `json:"config"`
	SelfTests []SelfTest  `json:"selftest"`
	// Optional: served only where the operator names the plugin, in
	// Options.Enabled, Config, Grants or Bindings; else it is not even compiled.
	Optional bool `json:"optional"`
}

// ContractRange is the contract versions a plugin can serve, both ends
// included.
type ContractRange struct {
	Min int `json:"min"`
	Max int `json:"max"`
}

// HookSpec places a plugin in a hook's chain.
type HookSpec struct {
	Phase    string `json:"phase"`    // "early", "normal" (default) or "late"
	Priority int    `json:"priority"` // lower is asked first; then the name decides

	// Fail is what becomes of a request when the plugin fails: FailOpen or
	// FailClosed. pre and post must say, the other hooks fall back.
	Fail string `json:"fail"`
	// Adapters are those whose requests a pre or post plugin serves unless the
	// operator says otherwise: names, or "*" for every request, the base
	// model's included. Empty: none.
	Adapters []string `json:"adapters"`
}

// Failure policies of pre and post plugins.
const (
	FailOpen   = "open"   // go on without the plugin
	FailClosed = "closed" // end the request with an error
)

// allAdapters in a binding stands for every request.
const allAdapters = "*"

// WantedLimit is what a plugin would like instead of the host's defaults; the
// host grants it up to its own maximum.
type WantedLimit struct {
	MemoryPages int   `json:"memory_pages"` // of 64 KiB
	DeadlineMS  int   `json:"deadline_ms"`  // per hook call
	Fuel        int64 `json:"fuel"`         // units per hook call, see package fuel
}

// ConfigSpec is the plugin's configuration: a JSON Schema and the values the
// operator may lay others over, top-level key by key.
type ConfigSpec struct {
	Schema   json.RawMessage            `json:"schema"`
	Defaults map[string]json.RawMessage `json:"defaults"`
}

// SelfTest is one call made in the sandbox when the plugin is loaded. The
// envelope is the host's; plugin_config is Config over the defaults.
type SelfTest struct {
	Name   string                     `json:"name"`
	Hook   string                     `json:"hook"`
	Config map[string]json.RawMessage `json:"config"`
	Input  json.RawMessage            `json:"input"`
	Want   json.RawMessage            `json:"want"`  // the answer, as the contract reads it
	Error  string                     `json:"error"` // instead of Want: a part of the guest's error
}

// Phases of a chain, in order.
var phases = []string{"early", "normal", "late"}

// servedHooks are the hooks this host asks.
var servedHooks = []string{sdk.HookRoute, sdk.HookQuote, sdk.HookSettle, sdk.HookPre, sdk.HookPost}

var (
	namePattern    = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)
	versionPattern = regexp.MustCompile(`^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?$`)
)

const (
	manifestSection  = "r3mes.manifest"
	maxManifestBytes = 256 << 10
	maxNameBytes     = 64
)

// parseManifest reads TOML, or JSON when the text starts with a brace, and
// checks everything that needs no module. Unknown keys are an error.
func parseManifest(text []byte) (*Manifest, error) {
	if len(text) > maxManifestBytes {
		return nil, fmt.Errorf("manifest has %d bytes (limit %d)", len(text), maxManifestBytes)
	}
	object, err := manifestJSON(text)
	if err != nil {
		return nil, err
	}
	var m Manifest
	dec := json.NewDecoder(bytes.NewReader(object))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&m); err != nil {
		return nil, fmt.Errorf("manifest: %w", err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("manifest: text after the end")
	}
	for hook, spec := range m.Hooks {
		if spec.Phase == "" {
			spec.Phase = "normal"
			m.Hooks[hook] = spec
		}
	}
	return &m, m.validate()
}

// manifestJSON turns either form into JSON, so that one decoder and one set of
// rules serve both.
func manifestJSON(text []byte) ([]byte, error) {
	if bytes.HasPrefix(bytes.TrimSpace(text), []byte("{")) {
		return text, nil
	}
	var table map[string]any
	if err := toml.Unmarshal(text, &table); err != nil {
		return nil, fmt.Errorf("manifest: %w", err)
	}
	object, err := json.Marshal(table)
	if err != nil { // infinities and the like, which JSON does not have
		return nil, fmt.Errorf("manifest: %w", err)
	}
	return object, nil
}

// validate reports everything that is wrong at once.
func (m *Manifest) validate() error {
	var errs []error
	bad := func(format string, args ...any) { errs = append(errs, fmt.Errorf("manifest: "+format, args...)) }

	if !namePattern.MatchString(m.Name) || len(m.Name) > maxNameBytes || m.Name == BuiltinPrice {
		bad("name %q must be lower-case words joined by \"-\" (limit %d bytes), and not %q", m.Name, maxNameBytes, BuiltinPrice)
	}
	if !versionPattern.MatchString(m.Version) {
		bad("version %q is not of the form 1.2.3", m.Version)
	}
	if m.Contract.Min > sdk.ContractVersion || m.Contract.Max < sdk.ContractVersion {
		bad("contract range %d to %d does not contain %d, which this host serves: set contract = { min = %d, max = %d }",
			m.Contract.Min, m.Contract.Max, sdk.ContractVersion, sdk.ContractVersion, sdk.ContractVersion)
	}
	if len(m.Hooks) == 0 {
		bad("no [hooks.<name>]: a plugin answers at least one of %s", strings.Join(servedHooks, ", "))
	}
	for _, hook := range slices.Sorted(maps.Keys(m.Hooks)) {
		if !slices.Contains(servedHooks, hook) {
			bad("hook %q is not one of %s", hook, strings.Join(servedHooks, ", "))
		}
		if phase := m.Hooks[hook].Phase; !slices.Contains(phases, phase) {
			bad("hooks.%s: phase %q is not one of %s", hook, phase, strings.Join(phases, ", "))
		}
		if err := m.Hooks[hook].checkPolicy(hook); err != nil {
			bad("hooks.%s: %w", hook, err)
		}
	}
	_, quotes := m.Hooks[sdk.HookQuote]
	_, settles := m.Hooks[sdk.HookSettle]
	if quotes != settles {
		bad("quote and settle belong together: whoever quotes a price is asked to settle it")
	}
	for _, c := range m.Capabilities {
		if err := checkWish(c); err != nil {
			bad("capability %w", err)
		}
	}
	m.validateMetrics(bad)
	if min(int64(m.Limits.MemoryPages), int64(m.Limits.DeadlineMS), m.Limits.Fuel) < 0 {
		bad("limits must not be negative")
	}
	for i, test := range m.SelfTests {
		if _, ok := m.Hooks[test.Hook]; !ok {
			bad("selftest %d (%s): hook %q is not one of the plugin's", i+1, test.Name, test.Hook)
		}
		if (len(test.Want) == 0) == (test.Error == "") {
			bad("selftest %d (%s): give either want or error", i+1, test.Name)
		}
	}
	return errors.Join(errs...)
}

// processes says that a hook works on a chat's text: only such hooks have a
// failure policy and a binding.
func processes(hook string) bool { return hook == sdk.HookPre || hook == sdk.HookPost }

func (s HookSpec) checkPolicy(hook string) error {
	if !processes(hook) {
		if s.Fail != "" || s.Adapters != nil {
			return errors.New("fail and adapters are for pre and post; the other hooks fall back and are asked for every request: remove them")
		}
		return nil
	}
	if s.Fail != FailOpen && s.Fail != FailClosed {
		return fmt.Errorf("fail is %q, must be %q (go on without the plugin) or %q (end the request with an error)", s.Fail, FailOpen, FailClosed)
	}
	return checkBinding(s.Adapters)
}

// checkBinding refuses what could never match.
func checkBinding(adapters []string) error {
	if slices.Contains(adapters, "") {
		return errors.New(`adapters has an empty name; "*" stands for every request`)
	}
	if len(adapters) > 1 && slices.Contains(adapters, allAdapters) {
		return errors.New(`adapters has names beside "*", which stands for every request already`)
	}
	return nil
}

// bind returns the adapters that each pre and post hook serves: the operator's
// choice where there is one, else the manifest's.
func (m *Manifest) bind(operator []string, given bool) (map[string][]string, error) {
	bindings := map[string][]string{}
	for hook, spec := range m.Hooks {
		if processes(hook) {
			bindings[hook] = spec.Adapters
			if given {
				bindings[hook] = operator
			}
		}
	}
	if given && len(bindings) == 0 {
		return nil, errors.New("binding: the plugin has no pre or post hook; the others are asked for every request: remove the binding")
	}
	if err := checkBinding(operator); err != nil {
		return nil, fmt.Errorf("binding: %w", err)
	}
	return bindings, nil
}

// configSchema compiles the manifest's schema; nil when it has none. Schemas
// cannot refer to files or the network.
func (m *Manifest) configSchema() (*jsonschema.Schema, error) {
	if len(m.Config.Schema) == 0 {
		return nil, nil
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(m.Config.Schema))
	if err != nil {
		return nil, fmt.Errorf("manifest: config.schema: %w", err)
	}
	const url = "plugin:///config.json" // hierarchical, so that a relative $ref resolves to what no loader serves
	c := jsonschema.NewCompiler()
	c.UseLoader(jsonschema.SchemeURLLoader{})
	if err := c.AddResource(url, doc); err != nil {
		return nil, fmt.Errorf("manifest: config.schema: %w", err)
	}
	schema, err := c.Compile(url)
	if err != nil {
		return nil, fmt.Errorf("manifest: config.schema: %w", err)
	}
	return schema, nil
}

// configure lays values over the defaults and validates the result. The answer
// is one JSON object, its keys sorted.
func (m *Manifest) configure(values map[string]json.RawMessage) (json.RawMessage, error) {
	schema, err := m.configSchema()
	if err != nil {
		return nil, err
	}
	config := map[string]json.RawMessage{}
	maps.Copy(config, m.Config.Defaults)
	maps.Copy(config, values)
	text, err := json.Marshal(config)
	if err != nil {
		return nil, fmt.Errorf("config: %w", err)
	}
	if schema == nil {
		if len(config) > 0 {
			return nil, fmt.Errorf("config: keys %s given, but the manifest has no config.schema", strings.Join(slices.Sorted(maps.Keys(config)), ", "))
		}
		return text, nil
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return nil, fmt.Errorf("config: %w", err)
	}
	if err := schema.Validate(value); err != nil {
		return nil, fmt.Errorf("config: %s", flatten(err))
	}
	return text, nil
}

// flatten makes a validator's many-line message one line without the schema's
// made-up address.
func flatten(err error) string {
	lines := strings.Split(err.Error(), "\n")
	if len(lines) > 1 {
		lines = lines[1:]
	}
	for i, line := range lines {
		lines[i] = strings.TrimLeft(strings.TrimSpace(line), "- ")
	}
	return strings.Join(lines, "; ")
}

// rawConfig turns an operator's decoded values into JSON values.
func rawConfig(values map[string]any) (map[string]json.RawMessage, error) {
	raw := make(map[string]json.RawMessage, len(values))
	for key, value := range values {
		text, err := json.Marshal(value)
		if err != nil {
			return nil, fmt.Errorf("config: %s: %w", key, err)
		}
		raw[key] = text
	}
	return raw, nil
}

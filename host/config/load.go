package config

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/go-viper/mapstructure/v2"
	"github.com/knadh/koanf/v2"
	"github.com/pelletier/go-toml/v2"
)

// Sources are what Load reads, from weakest to strongest.
type Sources struct {
	File  string            // a TOML file; "": none
	Env   []string          // "NAME=value", as os.Environ returns it; nil: none
	Flags map[string]string // values by key
}

// Load overlays the sources on Default and validates the result. Its error
// tells every unknown key and every bad value of all sources. warnings name
// variables of the original service that are set and have no effect here.
func Load(s Sources) (cfg Config, warnings []string, err error) {
	keys := Keys()
	k := koanf.New(".")
	env, warnings, envErr := fromEnv(keys, s.Env)
	file, fileErr := fromFile(keys, s.File)
	flags, flagsErr := fromFlags(keys, s.Flags)
	if err := errors.Join(fileErr, envErr, flagsErr); err != nil {
		return Config{}, nil, err
	}
	for _, layer := range []layer{file, env, flags} {
		if err := k.Load(layer, nil); err != nil {
			return Config{}, nil, fmt.Errorf("config: merge: %w", err)
		}
	}
	cfg = Default()
	err = k.UnmarshalWithConf("", &cfg, koanf.UnmarshalConf{DecoderConfig: &mapstructure.DecoderConfig{
		Result: &cfg, TagName: "koanf", DecodeHook: mapstructure.StringToTimeDurationHookFunc(),
	}})
	if err != nil {
		return Config{}, nil, fmt.Errorf("config: %w", err)
	}
	return cfg, warnings, cfg.Validate()
}

// layer is one source as nested tables: the koanf.Provider of what is in
// memory.
type layer map[string]any

// Read implements koanf.Provider.
func (l layer) Read() (map[string]any, error) { return l, nil }

// ReadBytes implements koanf.Provider; nothing calls it without a parser.
func (layer) ReadBytes() ([]byte, error) { return nil, errors.New("config: no bytes") }

// set puts value under a dotted name. Below a table the rest of the name after
// the plugin's is one key, or a path into its configuration.
func (l layer) set(name string, value any) {
	at := map[string]any(l)
	parts := strings.Split(name, ".")
	for _, part := range parts[:len(parts)-1] {
		next, ok := at[part].(map[string]any)
		if !ok {
			next = map[string]any{}
			at[part] = next
		}
		at = next
	}
	at[parts[len(parts)-1]] = value
}

func fromFile(keys []Key, path string) (layer, error) {
	if path == "" {
		return layer{}, nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("config: read file: %w", err)
	}
	l := layer{}
	if err := toml.Unmarshal(text, (*map[string]any)(&l)); err != nil {
		var syntax *toml.DecodeError
		if errors.As(err, &syntax) {
			line, column := syntax.Position()
			return nil, fmt.Errorf("config: %s:%d:%d: %w", path, line, column, err)
		}
		return nil, fmt.Errorf("config: %s: %w", path, err)
	}
	return l, errors.Join(checkNames(keys, path, "", l)...)
}

// checkNames returns an error for every name in a file's tables that no key
// has.
func checkNames(keys []Key, source, prefix string, table map[string]any) []error {
	var errs []error
	for _, part := range slices.Sorted(maps.Keys(table)) {
		name := prefix + part
		if k, ok := find(keys, name); ok {
			if err := k.accepts(table[part]); err != nil {
				errs = append(errs, fmt.Errorf("config: %s: %s %w", source, name, err))
			}
			continue
		}
		below, isTable := table[part].(map[string]any)
		if isTable && slices.ContainsFunc(keys, func(k Key) bool { return strings.HasPrefix(k.Name, name+".") }) {
			errs = append(errs, checkNames(keys, source, name+".", below)...)
			continue
		}
		errs = append(errs, unknown(source, name, append(names(keys), sections(keys)...)))
	}
	return errs
}

// accepts checks the type of a value that TOML already gave one.
func (k Key) accepts(value any) error {
	switch value := value.(type) {
	case string:
		if k.kind == reflect.TypeFor[time.Duration]() {
			_, err := time.ParseDuration(value)
			return wrong(err == nil, value, `a duration such as "30s"`)
		}
		return wrong(k.kind.Kind() == reflect.String, value, k.wants())
	case int64:
		whole := k.kind.Kind() == reflect.Int || k.kind == reflect.TypeFor[int64]()
		return wrong(whole || k.kind.Kind() == reflect.Float64, value, k.wants())
	case float64:
		return wrong(k.kind.Kind() == reflect.Float64, value, k.wants())
	case bool:
		return wrong(k.kind.Kind() == reflect.Bool, value, k.wants())
	case []any:
		return wrong(k.kind.Kind() == reflect.Slice, value, k.wants())
	case map[string]any:
		return wrong(k.table(), value, k.wants())
	default:
		return wrong(false, value, k.wants())
	}
}

func wrong(ok bool, value any, want string) error {
	if ok {
		return nil
	}
	return fmt.Errorf("is %#v, want %s", value, want)
}

func (k Key) wants() string {
	switch {
	case k.kind == reflect.TypeFor[time.Duration]():
		return `a duration such as "30s"`
	case k.kind.Kind() == reflect.Slice:
		return "a list of strings"
	case k.table():
		return "a table"
	case k.kind.Kind() == reflect.Float64:
		return "a number"
	case k.kind.Kind() == reflect.String:
		return "a string"
	case k.kind.Kind() == reflect.Bool:
		return "true or false"
	}
	return "a whole number"
}

func fromFlags(keys []Key, flags map[string]string) (layer, error) {
	l := layer{}
	var errs []error
	for _, name := range slices.Sorted(maps.Keys(flags)) {
		k, ok := find(keys, name)
		if !ok {
			errs = append(errs, unknown("flags", name, names(keys)))
			continue
		}
		value, err := k.parse(name, flags[name])
		if err != nil {
			errs = append(errs, fmt.Errorf("config: flags: %s %w", name, err))
			continue
		}
		l.set(name, value)
	}
	return l, errors.Join(errs...)
}

// parse reads the text form of a value, as environment and flags have it.
func (k Key) parse(name, text string) (any, error) {
	if k.table() {
		return k.parseEntry(name, text)
	}
	switch kind := k.kind.Kind(); {
	case k.kind == reflect.TypeFor[time.Duration]():
		_, err := time.ParseDuration(text)
		return text, wrong(err == nil, text, k.wants())
	case kind == reflect.Int, kind == reflect.Int64:
		n, err := strconv.ParseInt(text, 10, 64)
		return n, wrong(err == nil, text, k.wants())
	case kind == reflect.Float64:
		f, err := strconv.ParseFloat(text, 64)
		return f, wrong(err == nil, text, k.wants())
	case kind == reflect.Bool:
		b, err := strconv.ParseBool(text)
		return b, wrong(err == nil, text, k.wants())
	case kind == reflect.Slice:
		return list(text), nil
	}
	return text, nil
}

// parseEntry reads a value inside a table: a list of grants, or a plugin's
// configuration in TOML's notation, else as a string.
func (k Key) parseEntry(name, text string) (any, error) {
	if name == k.Name {
		return nil, wrong(false, text, "a table: name an entry, as in "+k.Name+".<plugin>…")
	}
	if k.Name == "plugins.grants" || k.Name == "plugins.bindings" {
		return list(text), nil
	}
	if strings.Count(name, ".") < strings.Count(k.Name, ".")+2 {
		return nil, wrong(false, text, "a key of the plugin: "+k.Name+".<plugin>.<key>")
	}
	var value struct{ V any }
	if err := toml.Unmarshal([]byte("V = "+text), &value); err != nil {
		return text, nil
	}
	return value.V, nil
}

// list splits at commas; an empty text is an empty list.
func list(text string) []string {
	items := []string{}
	for item := range strings.SplitSeq(text, ",") {
		if item = strings.TrimSpace(item); item != "" {
			items = append(items, item)
		}
	}
	return items
}

func names(keys []Key) []string {
	all := make([]string, len(keys))
	for i, k := range keys {
		all[i] = k.Name
	}
	return all
}

func sections(keys []Key) []string {
	var all []string
	for _, k := range keys {
		if section, _, _ := strings.Cut(k.Name, "."); !slices.Contains(all, section) {
			all = append(all, section)
		}
	}
	return all
}

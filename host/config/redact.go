package config

import (
	"maps"
	"reflect"
	"slices"
	"strings"
)

// secretParts mark names inside plugin configuration whose values are not
// shown. Keys of Config that hold a secret have the tag secret.
var secretParts = []string{"secret", "token", "password", "key", "credential"}

// redacted stands for a secret.
const redacted = "[redacted]"

// Redacted returns every key with its value, dotted names to printable values,
// with what may be a secret replaced by "[redacted]".
func (c Config) Redacted() map[string]any {
	out := map[string]any{}
	flatten(out, "", reflect.ValueOf(c))
	return out
}

func flatten(out map[string]any, prefix string, v reflect.Value) {
	for i := range v.NumField() {
		name := prefix + v.Type().Field(i).Tag.Get("koanf")
		switch field := v.Field(i); {
		case field.Kind() == reflect.Struct:
			flatten(out, name+".", field)
		case field.Type() == reflect.TypeFor[map[string]map[string]any]():
			for plugin, config := range field.Interface().(map[string]map[string]any) {
				out[name+"."+plugin] = Redact(config)
			}
		case v.Type().Field(i).Tag.Get("secret") != "" && !field.IsZero():
			out[name] = redacted
		default:
			out[name] = field.Interface()
		}
	}
}

// Redact returns a copy of a table of values with what may be a secret, by its
// name, replaced by "[redacted]".
func Redact(table map[string]any) map[string]any {
	out := maps.Clone(table)
	for name, value := range out {
		lower := strings.ToLower(name)
		if slices.ContainsFunc(secretParts, func(p string) bool { return strings.Contains(lower, p) }) {
			out[name] = redacted
		} else if below, ok := value.(map[string]any); ok {
			out[name] = Redact(below)
		}
	}
	return out
}

package config

import (
	"fmt"
	"reflect"
	"strings"
	"time"
)

// Key describes one configuration key.
type Key struct {
	Name    string // section.key
	Help    string
	Default string // as one writes it in a flag; "" for a table
	Env     string // "" for a table, which only a file or --set can fill

	kind reflect.Type
}

// table tells whether the key holds keys of its own, chosen by the operator.
func (k Key) table() bool { return k.kind.Kind() == reflect.Map }

// Keys lists every key in the order of the Config struct.
func Keys() []Key { return keysOf(reflect.ValueOf(Default()), "") }

func keysOf(v reflect.Value, prefix string) []Key {
	var keys []Key
	for i := range v.NumField() {
		f := v.Type().Field(i)
		name := prefix + f.Tag.Get("koanf")
		if f.Type.Kind() == reflect.Struct {
			keys = append(keys, keysOf(v.Field(i), name+".")...)
			continue
		}
		k := Key{Name: name, Help: f.Tag.Get("help"), kind: f.Type}
		if !k.table() {
			k.Env, k.Default = envName(name), written(v.Field(i))
		}
		keys = append(keys, k)
	}
	return keys
}

func envName(key string) string {
	return envPrefix + strings.ToUpper(strings.NewReplacer(".", "_", "-", "_").Replace(key))
}

func written(v reflect.Value) string {
	switch value := v.Interface().(type) {
	case []string:
		return strings.Join(value, ",")
	case time.Duration:
		return value.String()
	default:
		return fmt.Sprint(value)
	}
}

// find returns the key that name sets: itself, or the table that it lies in.
func find(keys []Key, name string) (Key, bool) {
	for _, k := range keys {
		if k.Name == name || (k.table() && strings.HasPrefix(name, k.Name+".")) {
			return k, true
		}
	}
	return Key{}, false
}

// unknown is the error of a key that does not exist. list is what exists.
func unknown(source, name string, list []string) error {
	best, distance := "", 1+len(name)/3
	for _, candidate := range list {
		if d := edits(name, candidate); d <= distance {
			best, distance = candidate, d-1
		}
	}
	if best == "" {
		return fmt.Errorf("config: %s: unknown key %s; `r3mes serve --help` lists all", source, name)
	}
	return fmt.Errorf("config: %s: unknown key %s; did you mean %s?", source, name, best)
}

// edits is the Levenshtein distance of two names.
func edits(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j+1]+1, row[j]+1)
		}
	}
	return row[len(b)]
}

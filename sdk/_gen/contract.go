package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
)

// contract is what the SDKs are generated from.
type contract struct {
	types []*structure // those that others need come first
	hooks []string     // that have a request and a response
}

// structure is one JSON object with known keys.
type structure struct {
	name    string // CamelCase
	doc     string
	fields  []field
	read    bool // stands in a request
	written bool // stands in a response
	// forms are the alternatives of a response, each the keys of one. All but
	// the last are chosen by their first key being true or not empty.
	forms [][]string
}

type kind int

const (
	text     kind = iota // a string; null reads as empty
	integer              // 64 bits, signed
	number               // float64
	boolean              // true or false
	freeform             // any JSON value, kept as text
	object               // of a structure
	list                 // of a structure
)

type field struct {
	key, doc string
	kind     kind
	of       *structure // of object and list
	nullable bool       // written as null when empty
}

// schema is the part of JSON Schema that the contract uses.
type schema struct {
	Title       string
	Description string
	Type        any
	Properties  json.RawMessage
	Required    []string
	Items       *schema
	Const       any
	Enum        []any
	AnyOf       []schema
}

// names are the types of keys whose own name would say something else.
var names = map[string]string{"quote_request": "Work", "adapter": "BoundAdapter"}

// readContract reads every schema of dir.
func readContract(dir string) (*contract, error) {
	paths, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil {
		return nil, err
	}
	c := &contract{}
	for _, path := range paths {
		hook, direction, _ := strings.Cut(strings.TrimSuffix(filepath.Base(path), ".json"), ".")
		if hook == "describe" {
			continue // a manifest says the same
		}
		if err := c.read(path, direction == "response"); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		if direction == "response" {
			c.hooks = append(c.hooks, hook)
		}
	}
	return c, nil
}

func (c *contract) read(path string, response bool) error {
	content, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var s schema
	if err := json.Unmarshal(content, &s); err != nil {
		return err
	}
	t, err := c.structureOf(s.Title, s)
	if err != nil {
		return err
	}
	t.use(response)
	return nil
}

// use notes the direction in which t and all it holds travel.
func (t *structure) use(response bool) {
	t.read, t.written = t.read || !response, t.written || response
	for _, f := range t.fields {
		if f.of != nil {
			f.of.use(response)
		}
	}
}

// structureOf adds s under name, or finds the same structure there.
func (c *contract) structureOf(name string, s schema) (*structure, error) {
	t := &structure{name: name, doc: s.Description}
	forms := s.AnyOf
	if forms == nil {
		forms = []schema{s}
	}
	for _, form := range forms {
		keys, properties, err := ordered(form.Properties)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		t.forms = append(t.forms, firstRequired(keys, form.Required))
		for _, key := range keys {
			f, err := c.fieldOf(key, properties[key])
			if err != nil {
				return nil, fmt.Errorf("%s.%w", name, err)
			}
			if !slices.ContainsFunc(t.fields, func(other field) bool { return other.key == key }) {
				t.fields = append(t.fields, f)
			}
		}
	}
	for _, other := range c.types {
		if other.name == name {
			if !sameFields(other, t) {
				return nil, fmt.Errorf("%s stands for two different objects: give one a name in _gen", name)
			}
			return other, nil
		}
	}
	c.types = append(c.types, t)
	return t, nil
}

// firstRequired puts a required key first: it tells the form from the others.
func firstRequired(keys, required []string) []string {
	if len(required) == 0 {
		return keys
	}
	rest := slices.DeleteFunc(slices.Clone(keys), func(k string) bool { return k == required[0] })
	return append([]string{required[0]}, rest...)
}

func sameFields(a, b *structure) bool {
	return slices.EqualFunc(a.fields, b.fields, func(x, y field) bool { return x.key == y.key && x.kind == y.kind && x.of == y.of })
}

func (c *contract) fieldOf(key string, s schema) (field, error) {
	f := field{key: key, doc: s.Description}
	name := names[key]
	if name == "" {
		name = camel(strings.TrimSuffix(key, "s"))
	}
	var err error
	switch types := typesOf(s); {
	case slices.Contains(types, "null") && slices.Contains(types, "string"):
		f.kind, f.nullable = text, true
	case slices.Equal(types, []string{"string"}):
		f.kind = text
	case slices.Equal(types, []string{"integer"}):
		f.kind = integer
	case slices.Equal(types, []string{"number"}):
		f.kind = number
	case slices.Equal(types, []string{"boolean"}):
		f.kind = boolean
	case slices.Equal(types, []string{"array"}) && s.Items != nil && s.Items.Properties != nil:
		f.kind = list
		f.of, err = c.structureOf(name, *s.Items)
	case slices.Equal(types, []string{"object"}) && s.Properties != nil:
		f.kind = object
		f.of, err = c.structureOf(name, s)
	case types == nil || slices.Equal(types, []string{"object"}):
		f.kind = freeform
	default:
		return f, fmt.Errorf("%s: no type for %v", key, types)
	}
	if err != nil {
		return f, fmt.Errorf("%s: %w", key, err)
	}
	return f, nil
}

// typesOf are the JSON types a schema names or implies.
func typesOf(s schema) []string {
	values := s.Enum
	if s.Const != nil {
		values = []any{s.Const}
	}
	switch t := s.Type.(type) {
	case string:
		return []string{t}
	case []any:
		var all []string
		for _, one := range t {
			all = append(all, fmt.Sprint(one))
		}
		return all
	}
	var all []string
	for _, v := range values {
		t := map[reflect.Kind]string{reflect.String: "string", reflect.Bool: "boolean", reflect.Float64: "integer"}[reflect.TypeOf(v).Kind()]
		if !slices.Contains(all, t) {
			all = append(all, t)
		}
	}
	return all
}

// ordered reads an object of schemas and keeps the order of its keys.
func ordered(text json.RawMessage) (keys []string, properties map[string]schema, err error) {
	if err := json.Unmarshal(text, &properties); err != nil {
		return nil, nil, err
	}
	dec := json.NewDecoder(bytes.NewReader(text))
	for _, err = dec.Token(); err == nil && dec.More(); {
		var key json.Token
		var value json.RawMessage
		if key, err = dec.Token(); err == nil {
			err = dec.Decode(&value)
			keys = append(keys, key.(string))
		}
	}
	return keys, properties, err
}

// get is the field of a key.
func (t *structure) get(key string) field {
	return t.fields[slices.IndexFunc(t.fields, func(f field) bool { return f.key == key })]
}

func camel(snake string) string {
	var b strings.Builder
	for _, word := range strings.Split(snake, "_") {
		b.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return b.String()
}

// code is a growing source file.
type code struct{ strings.Builder }

func (c *code) line(format string, args ...any) { fmt.Fprintf(&c.Builder, format+"\n", args...) }

// branches writes what member writes for the fields of whichever form the
// answer t has, in languages with braces. All forms but the last are taken when
// chosen, a condition on their first field, holds. tab is one step of
// indentation, of which the code has depth.
func (c *code) branches(t *structure, tab string, depth int, chosen func(field) string, member func(indent string, f field)) {
	outer := strings.Repeat(tab, depth)
	inner := outer
	if len(t.forms) > 1 {
		inner += tab
	}
	for i, form := range t.forms {
		switch {
		case len(t.forms) == 1:
		case i == 0:
			c.line("%sif %s {", outer, chosen(t.get(form[0])))
		case i == len(t.forms)-1:
			c.line("%s} else {", outer)
		default:
			c.line("%s} else if %s {", outer, chosen(t.get(form[0])))
		}
		for _, key := range form {
			member(inner, t.get(key))
		}
	}
	if len(t.forms) > 1 {
		c.line("%s}", outer)
	}
}

const header = "Code generated by sdk/_gen from sdk/schema. DO NOT EDIT."

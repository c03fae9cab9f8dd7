package grammar

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// maxNesting is how deep a schema may be nested as JSON.
const maxNesting = 100

// members is a JSON object of a schema with its keys in order, which the answer
// keeps. Immutable.
type members struct {
	keys   []string
	values map[string]any
}

func newMembers() *members { return &members{values: map[string]any{}} }

func (m *members) set(key string, value any) {
	if _, ok := m.values[key]; !ok {
		m.keys = append(m.keys, key)
	}
	m.values[key] = value
}

func (m *members) has(key string) bool {
	_, ok := m.values[key]
	return ok
}

// parse reads one JSON value: nil, bool, json.Number, string, []any or *members.
func parse(data []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	v, err := parseValue(d, 0)
	if err != nil {
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("is followed by something else")
	}
	return v, nil
}

func parseValue(d *json.Decoder, depth int) (any, error) {
	if depth > maxNesting {
		return nil, fmt.Errorf("is nested more than %d deep", maxNesting)
	}
	t, err := d.Token()
	if err != nil {
		return nil, fmt.Errorf("is no JSON: %w", err)
	}
	switch t {
	case json.Delim('['):
		list := []any{}
		for d.More() {
			v, err := parseValue(d, depth+1)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		_, err := d.Token()
		return list, err
	case json.Delim('{'):
		return parseMembers(d, depth)
	}
	return t, nil
}

func parseMembers(d *json.Decoder, depth int) (*members, error) {
	m := newMembers()
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil, fmt.Errorf("is no JSON: %w", err)
		}
		if m.has(key.(string)) {
			return nil, fmt.Errorf("has the key %.60q twice", key)
		}
		v, err := parseValue(d, depth+1)
		if err != nil {
			return nil, err
		}
		m.set(key.(string), v)
	}
	_, err := d.Token()
	return m, err
}

// quote returns a string as compact JSON.
func quote(text string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.Encode(text) // a string always marshals
	return string(bytes.TrimSuffix(b.Bytes(), []byte("\n")))
}

// same reports whether two values of a schema are equal as JSON written alike.
func same(a, b any) bool {
	switch a := a.(type) {
	case []any:
		b, ok := b.([]any)
		if !ok || len(a) != len(b) {
			return false
		}
		for i := range a {
			if !same(a[i], b[i]) {
				return false
			}
		}
		return true
	case *members:
		b, ok := b.(*members)
		if !ok || len(a.keys) != len(b.keys) {
			return false
		}
		for _, key := range a.keys {
			if !b.has(key) || !same(a.values[key], b.values[key]) {
				return false
			}
		}
		return true
	}
	return a == b
}

// Package strictjson reads small JSON objects that come from strangers.
//
// It is encoding/json with the tolerance taken out: a key written twice, a
// key in another letter case, a value of another type, text after the value,
// bytes that are not UTF-8 and deep nesting are errors, because each of them
// lets two programs read one file differently.
//
//	o, err := strictjson.Parse(data)
//	hidden, err := strictjson.Get(o, "hidden_size", 0)
//
// # Caveats
//
// A null counts as an absent key, as it does for the Python programs that
// write these files.
package strictjson

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"unicode/utf8"
)

// MaxDepth is how deep objects and arrays may nest. The formats read here
// need four.
const MaxDepth = 16

// Object is one JSON object: its keys in the order of the file, and the
// undecoded value of each.
type Object struct {
	Keys   []string
	Values map[string]json.RawMessage
}

// Parse reads data, which must be exactly one object, white space around it
// allowed. All levels of nesting are checked, not only the first.
func Parse(data []byte) (Object, error) {
	if err := check(data); err != nil {
		return Object{}, err
	}
	return members(data)
}

// check walks every token with a stack of its own, so that neither depth nor
// size of the input can exhaust the goroutine's.
func check(data []byte) error {
	if !utf8.Valid(data) {
		return errors.New("not UTF-8")
	}
	type level struct {
		keys    map[string]bool // nil in an array
		wantKey bool
	}
	var stack []level
	for dec := json.NewDecoder(bytes.NewReader(data)); ; {
		token, err := dec.Token()
		if err != nil {
			if errors.Is(err, io.EOF) {
				err = io.ErrUnexpectedEOF
			}
			return fmt.Errorf("byte %d: %w", dec.InputOffset(), err)
		}
		top := len(stack) - 1
		delim, isDelim := token.(json.Delim)
		switch {
		case top >= 0 && stack[top].wantKey && token != json.Delim('}'):
			key := token.(string) // the decoder accepts nothing else here
			if stack[top].keys[key] {
				return fmt.Errorf("byte %d: key %q occurs twice", dec.InputOffset(), key)
			}
			stack[top].keys[key], stack[top].wantKey = true, false
			continue
		case top < 0 && token != json.Delim('{'):
			return errors.New("not an object")
		case isDelim && (delim == '{' || delim == '['):
			if len(stack) == MaxDepth {
				return fmt.Errorf("byte %d: nested deeper than %d levels", dec.InputOffset(), MaxDepth)
			}
			next := level{}
			if delim == '{' {
				next = level{keys: map[string]bool{}, wantKey: true}
			}
			stack = append(stack, next)
			continue
		case isDelim:
			stack = stack[:top]
		case token == nil && stack[top].keys == nil:
			// As an element, null would silently become a zero.
			return fmt.Errorf("byte %d: null in a list", dec.InputOffset())
		}
		if len(stack) == 0 {
			return trailing(data[dec.InputOffset():])
		}
		stack[len(stack)-1].wantKey = stack[len(stack)-1].keys != nil
	}
}

func trailing(rest []byte) error {
	if len(bytes.TrimLeft(rest, " \t\r\n")) > 0 {
		return errors.New("text after the object")
	}
	return nil
}

// members splits an object that check has passed.
func members(data []byte) (Object, error) {
	o := Object{Values: map[string]json.RawMessage{}}
	dec := json.NewDecoder(bytes.NewReader(data))
	if token, err := dec.Token(); err != nil || token != json.Delim('{') {
		return Object{}, errors.New("not an object")
	}
	for dec.More() {
		token, err := dec.Token()
		if err != nil {
			return Object{}, err
		}
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return Object{}, err
		}
		key := token.(string)
		o.Keys = append(o.Keys, key)
		o.Values[key] = value
	}
	return o, nil
}

// Has reports whether key is present with a value other than null.
func (o Object) Has(key string) bool {
	value, ok := o.Values[key]
	return ok && string(value) != "null"
}

// Only returns an error that names every key not among the known ones.
func (o Object) Only(known ...string) error {
	var errs []error
	for _, key := range o.Keys {
		if !slices.Contains(known, key) {
			errs = append(errs, fmt.Errorf("unknown key %q", key))
		}
	}
	return errors.Join(errs...)
}

// Get decodes the value of key into T, absent for a missing key or null. A
// number with a fraction or exponent is no integer.
func Get[T any](o Object, key string, absent T) (T, error) {
	if !o.Has(key) {
		return absent, nil
	}
	var value T
	if err := json.Unmarshal(o.Values[key], &value); err != nil {
		return absent, fmt.Errorf("%s: %s is no %T", key, short(o.Values[key]), value)
	}
	return value, nil
}

// Sub returns the object under key; a missing key or null gives one without
// keys.
func (o Object) Sub(key string) (Object, error) {
	if !o.Has(key) {
		return Object{}, nil
	}
	sub, err := members(o.Values[key])
	if err != nil {
		return Object{}, fmt.Errorf("%s: %s is no object", key, short(o.Values[key]))
	}
	return sub, nil
}

// short quotes a value for an error message, cut to a readable length.
func short(value json.RawMessage) string {
	const limit = 60
	if len(value) > limit {
		return string(bytes.ToValidUTF8(value[:limit], nil)) + "…"
	}
	return string(value)
}

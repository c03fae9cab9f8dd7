package schema_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/r3mes/r3mes/sdk"
	"github.com/r3mes/r3mes/sdk/schema"
)

func Example() {
	text, err := schema.Of("settle", "response")
	if err != nil {
		fmt.Println(err)
		return
	}
	var s struct{ Title string }
	json.Unmarshal(text, &s)
	fmt.Println(s.Title)
	// Output: SettleResponse
}

// object is the part of a schema that has a counterpart in a Go type.
type object struct {
	Type       any               `json:"type"`
	Properties json.RawMessage   `json:"properties"`
	Required   []string          `json:"required"`
	Items      *object           `json:"items"`
	Const      any               `json:"const"`
	Enum       []any             `json:"enum"`
	AnyOf      []json.RawMessage `json:"anyOf"`
}

func read(t *testing.T, hook, direction string) object {
	t.Helper()
	text, err := schema.Of(hook, direction)
	if err != nil {
		t.Fatal(err)
	}
	var o object
	if err := json.Unmarshal(text, &o); err != nil {
		t.Fatal(err)
	}
	return o
}

// The Go types and the schemas name the same keys, in the same order, with the
// same types, and require what is always sent.
func TestSchemasMatchTheGoTypes(t *testing.T) {
	for hook, request := range map[string]any{"route": sdk.RouteRequest{}, "quote": sdk.QuoteRequest{}, "settle": sdk.SettleRequest{}, "pre": sdk.PreRequest{}, "post": sdk.PostRequest{}} {
		compare(t, hook+".request", read(t, hook, "request"), reflect.TypeOf(request))
	}
	compare(t, "describe.response", read(t, "describe", "response"), reflect.TypeFor[sdk.Description]())
}

func compare(t *testing.T, where string, o object, typ reflect.Type) {
	t.Helper()
	switch typ.Kind() {
	case reflect.Struct:
		keys, properties := ordered(t, o.Properties)
		var names, required []string
		for _, f := range flat(typ) {
			name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
			names = append(names, name)
			if options != "omitempty" {
				required = append(required, name)
			}
			if p, ok := properties[name]; ok {
				compare(t, where+"."+name, p, f.Type)
			}
		}
		if !slices.Equal(keys, names) {
			t.Errorf("%s: schema has the keys %v, the Go type %v", where, keys, names)
		}
		if slices.Sort(required); !slices.Equal(slices.Sorted(slices.Values(o.Required)), required) {
			t.Errorf("%s: schema requires %v, the Go type always sends %v", where, o.Required, required)
		}
	case reflect.Slice:
		if typ == reflect.TypeFor[json.RawMessage]() {
			return
		}
		if o.Type != "array" || o.Items == nil {
			t.Errorf("%s: schema type is %v, want an array", where, o.Type)
			return
		}
		compare(t, where+"[]", *o.Items, typ.Elem())
	case reflect.Map: // keys are the operator's
		if o.Type != "object" || o.Properties != nil || typ.Elem().Kind() != reflect.String {
			t.Errorf("%s: schema type is %v, want an object of strings, as the Go type %v", where, o.Type, typ)
		}
	default:
		want := map[reflect.Kind]string{reflect.String: "string", reflect.Int: "integer", reflect.Int64: "integer", reflect.Float64: "number", reflect.Bool: "boolean"}[typ.Kind()]
		if o.Const == nil && o.Enum == nil && o.Type != want {
			t.Errorf("%s: schema type is %v, the Go type is %v", where, o.Type, typ)
		}
	}
}

// flat lists a struct's fields, those of embedded structs in their place.
func flat(typ reflect.Type) []reflect.StructField {
	var fields []reflect.StructField
	for i := range typ.NumField() {
		if f := typ.Field(i); f.Anonymous {
			fields = append(fields, flat(f.Type)...)
		} else {
			fields = append(fields, f)
		}
	}
	return fields
}

// ordered reads an object of schemas and keeps the order of its keys.
func ordered(t *testing.T, text json.RawMessage) (keys []string, properties map[string]object) {
	t.Helper()
	if err := json.Unmarshal(text, &properties); err != nil {
		t.Fatal(err)
	}
	dec := json.NewDecoder(bytes.NewReader(text))
	for depth := 0; ; {
		token, err := dec.Token()
		if err != nil {
			return keys, properties
		}
		switch token := token.(type) {
		case json.Delim:
			if token == '{' || token == '[' {
				depth++
			} else {
				depth--
			}
		case string:
			if depth == 1 { // a key, for the values at this depth are objects
				keys = append(keys, token)
			}
		}
	}
}

// Responses have wire forms of their own; what they write has the keys of one
// of the schema's forms.
func TestResponsesHaveTheSchemasKeys(t *testing.T) {
	for _, c := range []struct {
		hook     string
		response any
	}{
		{"route", sdk.RouteResponse{Abstain: true}}, {"route", sdk.RouteResponse{}}, {"route", sdk.RouteResponse{Adapter: "law", Priority: 1, Reason: "r"}},
		{"quote", sdk.QuoteResponse{Abstain: true}}, {"quote", sdk.QuoteResponse{CeilingMicrocredits: 1, Rule: "r"}},
		{"settle", sdk.SettleResponse{ChargeMicrocredits: 1, Rule: "r"}},
		{"pre", sdk.PreResponse{Abstain: true}}, {"pre", sdk.PreResponse{Refuse: true}}, {"pre", sdk.PreResponse{Messages: []sdk.Message{{}}}},
		{"post", sdk.PostResponse{}},
	} {
		text, err := json.Marshal(c.response)
		if err != nil {
			t.Fatal(err)
		}
		written, _ := ordered(t, wrap(t, text))
		matched := false
		for _, form := range forms(t, read(t, c.hook, "response")) {
			keys, _ := ordered(t, form.Properties)
			matched = matched || slices.Equal(keys, written)
		}
		if !matched {
			t.Errorf("%s: %s has the keys of no form of the schema", c.hook, text)
		}
	}
}

// wrap turns an object's values into objects, as ordered expects.
func wrap(t *testing.T, text []byte) json.RawMessage {
	t.Helper()
	var b bytes.Buffer
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.Token()
	for b.WriteByte('{'); dec.More(); {
		key, err := dec.Token()
		if err != nil {
			t.Fatal(err)
		}
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "%q:{},", key)
	}
	return append(bytes.TrimSuffix(b.Bytes(), []byte(",")), '}')
}

func forms(t *testing.T, o object) []object {
	t.Helper()
	if o.AnyOf == nil {
		return []object{o}
	}
	var all []object
	for _, text := range o.AnyOf {
		var form object
		if err := json.Unmarshal(text, &form); err != nil {
			t.Fatal(err)
		}
		all = append(all, form)
	}
	return all
}

func TestOfNothing(t *testing.T) {
	if _, err := schema.Of("route", "question"); err == nil {
		t.Error("a schema that does not exist was found")
	}
}

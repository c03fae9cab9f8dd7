package strictjson_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/r3mes/r3mes/runtime/checkpoint/strictjson"
)

func TestParseRefusesWhatTwoProgramsCouldReadDifferently(t *testing.T) {
	for name, text := range map[string]string{
		"a key twice":                     `{"a": 1, "a": 1}`,
		"a key twice inside":              `{"x": [{"a": 1, "a": 2}]}`,
		"a key twice, once escaped":       `{"a": 1, "\u0061": 2}`,
		"text after the object":           `{"a": 1} {}`,
		"an array":                        `[1]`,
		"a number":                        `1`,
		"nothing":                         ``,
		"an unfinished object":            `{"a": [1`,
		"a missing comma":                 `{"a": 1 "b": 2}`,
		"bytes that are not UTF-8":        "{\"a\": \"\xff\"}",
		"nesting as deep as the stack is": `{"a": ` + strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000) + `}`,
		"null in a list":                  `{"a": [1, null]}`,
	} {
		if _, err := strictjson.Parse([]byte(text)); err == nil {
			t.Errorf("Parse accepts %s", name)
		}
	}
}

func TestParseKeepsTheOrderOfKeys(t *testing.T) {
	o, err := strictjson.Parse([]byte(" {\"z\": {\"b\": 1, \"a\": {\"b\": 1}}, \"a\": [[], {}], \"m\": null}\n"))
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"z", "a", "m"}; !slices.Equal(o.Keys, want) {
		t.Errorf("Keys = %v, want %v", o.Keys, want)
	}
	sub, err := o.Sub("z")
	if err != nil || !slices.Equal(sub.Keys, []string{"b", "a"}) {
		t.Errorf("Sub(z) = %v, %v", sub.Keys, err)
	}
	if _, err := o.Sub("a"); err == nil {
		t.Error("Sub takes an array for an object")
	}
	if sub, err := o.Sub("m"); err != nil || len(sub.Keys) != 0 {
		t.Errorf("Sub of null = %v, %v; want no keys", sub, err)
	}
}

func TestGetWantsTheType(t *testing.T) {
	o, err := strictjson.Parse([]byte(`{"n": 3, "f": 1.5, "e": 1e3, "s": "x", "big": 99999999999999999999, "nil": null, "list": [1, 2]}`))
	if err != nil {
		t.Fatal(err)
	}
	if n, err := strictjson.Get(o, "n", 0); n != 3 || err != nil {
		t.Errorf("Get(n) = %d, %v", n, err)
	}
	for _, key := range []string{"f", "e", "s", "big", "list"} {
		if n, err := strictjson.Get(o, key, 7); err == nil || n != 7 {
			t.Errorf("Get(%s) as int = %d, %v; want 7 and an error", key, n, err)
		}
	}
	for _, key := range []string{"nil", "N", "absent"} {
		if n, err := strictjson.Get(o, key, 7); n != 7 || err != nil {
			t.Errorf("Get(%s) = %d, %v; want the value for absent keys", key, n, err)
		}
	}
	if err := o.Only("n", "f", "e", "s", "big", "nil"); err == nil || !strings.Contains(err.Error(), `"list"`) {
		t.Errorf("Only = %v, want the unknown key", err)
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{`{}`, `{"a": {"b": [1, "x", null]}}`, `{"a": 1, "a": 2}`, `{"a": 1e400}`, `{"": "\ud800"}`, `[`, `{"a"`, "{\"\xff\": 1}"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		o, err := strictjson.Parse(data)
		if err != nil {
			return
		}
		if len(o.Keys) != len(o.Values) {
			t.Fatalf("%d keys, %d values", len(o.Keys), len(o.Values))
		}
		for _, key := range o.Keys {
			// None of these may panic, whatever the value is.
			strictjson.Get(o, key, 0)
			strictjson.Get(o, key, map[string]string{})
			if sub, err := o.Sub(key); err == nil {
				sub.Only()
			}
		}
	})
}

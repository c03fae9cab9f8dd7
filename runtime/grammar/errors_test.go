package grammar_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/r3mes/r3mes/runtime/enginetest"
	"github.com/r3mes/r3mes/runtime/grammar"
)

// What is not supported is refused by name and place, never ignored.
func TestSchemaErrors(t *testing.T) {
	v := grammar.NewVocabulary(enginetest.Bytes())
	for name, c := range map[string]struct{ schema, path, text string }{
		"no JSON":                  {`{"type":`, "#", "no JSON"},
		"two values":               {`{} {}`, "#", "followed"},
		"a key twice":              {`{"type":"string","type":"null"}`, "#", "twice"},
		"no schema":                {`3`, "#", "object, true or false"},
		"nothing allowed":          {`{"properties":{"a":false}}`, "#/properties/a", "allows no value"},
		"unknown keyword":          {`{"properties":{"a":{"minlength":3}}}`, "#/properties/a", `"minlength"`},
		"not":                      {`{"not":{}}`, "#", `"not"`},
		"if":                       {`{"items":{"if":{}}}`, "#/items", `"if"`},
		"patternProperties":        {`{"type":"object","patternProperties":{}}`, "#", `"patternProperties"`},
		"uniqueItems":              {`{"type":"array","uniqueItems":true}`, "#", `"uniqueItems"`},
		"unknown type":             {`{"type":"text"}`, "#", "type must be one of"},
		"remote reference":         {`{"$ref":"https://example.com/schema"}`, "#", "only a pointer"},
		"dangling reference":       {`{"anyOf":[{"$ref":"#/$defs/x"}]}`, "#/anyOf/0", "leads nowhere"},
		"reference to itself":      {`{"$ref":"#"}`, "#", "no finite value"},
		"references in a ring":     {`{"anyOf":[{"$ref":"#/$defs/a"}],"$defs":{"a":{"$ref":"#/$defs/b"},"b":{"$ref":"#/$defs/a"}}}`, "#", "no finite value"},
		"merges in a ring":         {`{"$ref":"#/$defs/a","required":["x"],"$defs":{"a":{"$ref":"#","minLength":1}}}`, "#", "refer to themselves"},
		"requires itself":          {`{"properties":{"a":{"$ref":"#"}},"required":["a"]}`, "#", "no finite value"},
		"oneOf that may be both":   {`{"oneOf":[{"type":"string"},{"type":["string","null"]}]}`, "#", "exclude each other"},
		"oneOf with equal numbers": {`{"oneOf":[{"const":1},{"const":1.0}]}`, "#", "exclude each other"},
		"enum of another type":     {`{"type":"integer","enum":["a"]}`, "#", "no value of enum"},
		"empty enum":               {`{"enum":[]}`, "#", "at least one value"},
		"bad pattern":              {`{"pattern":"("}`, "#", "pattern cannot be parsed"},
		"lookahead":                {`{"pattern":"^(?=a)b"}`, "#", "pattern cannot be parsed"},
		"word boundary":            {`{"pattern":"\\bfoo"}`, "#", "word boundary"},
		"ignoring case":            {`{"pattern":"(?i)foo"}`, "#", "ignores case"},
		"pattern of no string":     {`{"pattern":"^ab$","minLength":3}`, "#", "matches no string"},
		"exponential pattern":      {`{"pattern":"(a|b)*a(a|b){30}$"}`, "#", "too large"},
		"long pattern":             {`{"pattern":"` + strings.Repeat("a", 1001) + `"}`, "#", "1001 bytes"},
		"unknown format":           {`{"type":"string","format":"iri"}`, "#", `format "iri"`},
		"pattern beside format":    {`{"pattern":"a","format":"date"}`, "#", "beside format"},
		"lengths crossed":          {`{"minLength":2,"maxLength":1}`, "#", "exceeds maxLength"},
		"negative length":          {`{"minLength":-1}`, "#", "minLength must be"},
		"range crossed":            {`{"type":"number","minimum":2,"maximum":1}`, "#", "no number"},
		"no integer in the range":  {`{"type":"integer","exclusiveMinimum":1,"exclusiveMaximum":2}`, "#", "no number"},
		"huge exponent":            {`{"minimum":1e999999999}`, "#", "minimum must be"},
		"odd multiple":             {`{"multipleOf":0.3}`, "#", "multipleOf must be"},
		"items crossed":            {`{"minItems":2,"maxItems":1}`, "#", "exceeds"},
		"items as a list":          {`{"items":[{}]}`, "#/items", "object, true or false"},
		"required and forbidden":   {`{"required":["a"],"additionalProperties":false}`, "#", `"a"`},
		"closed part":              {`{"properties":{"b":{}},"allOf":[{"properties":{"a":{}},"additionalProperties":false}]}`, "#", "additionalProperties beside"},
		"draft 4's exclusive":      {`{"minimum":1,"exclusiveMinimum":true}`, "#", "exclusiveMinimum must be"},
		"OpenAPI's nullable":       {`{"type":"string","nullable":true}`, "#", `"nullable"`},
		"deep nesting":             {strings.Repeat(`{"items":`, 200) + "{}" + strings.Repeat("}", 200), "#", "nested"},
		"too deep to be answered":  {deep(70), "#", "no finite value"},
		"huge":                     {`{"description":"` + strings.Repeat("x", grammar.MaxSchemaBytes) + `"}`, "#", "bytes, the limit"},
		"too many parts":           {many(9000), "#", "too large"},
		"too many alternatives":    {alternatives(300), "#", "alternatives"},
		"a name with a slash":      {`{"properties":{"a/b~":{"not":{}}}}`, "#/properties/a~1b~0", `"not"`},
		"doubling references":      {doubling(40), "#", "too many"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := v.Schema([]byte(c.schema))
			var s *grammar.SchemaError
			if !errors.As(err, &s) || s.Path != c.path && !strings.HasPrefix(s.Path, c.path+"/") || !strings.Contains(s.Problem, c.text) || len(err.Error()) > 500 {
				t.Errorf("Schema() = %v, want %q at %s", err, c.text, c.path)
			}
		})
	}
}

// deep requires n objects in each other.
func deep(n int) string {
	defs := map[string]any{}
	for i := range n {
		defs[fmt.Sprint(i)] = map[string]any{"properties": map[string]any{"a": map[string]any{"$ref": fmt.Sprint("#/$defs/", i+1)}}, "required": []string{"a"}}
	}
	defs[fmt.Sprint(n)] = map[string]any{"type": "null"}
	return encode(map[string]any{"$ref": "#/$defs/0", "$defs": defs})
}

func many(n int) string {
	properties := map[string]any{}
	for i := range n {
		properties[fmt.Sprint(i)] = map[string]any{"type": "string"}
	}
	return encode(map[string]any{"properties": properties})
}

func alternatives(n int) string {
	var list []any
	for i := range n {
		list = append(list, map[string]any{"type": "string", "maxLength": i})
	}
	return encode(map[string]any{"anyOf": list})
}

// doubling refers twice to what refers twice to what refers twice …
func doubling(n int) string {
	defs := map[string]any{}
	for i := range n {
		next := map[string]any{"$ref": fmt.Sprint("#/$defs/", i+1)}
		defs[fmt.Sprint(i)] = map[string]any{"allOf": []any{next, next}}
	}
	defs[fmt.Sprint(n)] = map[string]any{"type": "object"}
	return encode(map[string]any{"$ref": "#/$defs/0", "$defs": defs})
}

func encode(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err) // only maps, lists and strings
	}
	return string(data)
}

func TestToolCall(t *testing.T) {
	v := grammar.NewVocabulary(enginetest.Bytes())
	tools := []grammar.Tool{
		{Name: "get_weather", Parameters: []byte(`{"type":"object","properties":{"city":{"$ref":"#/$defs/city"}},"required":["city"],"$defs":{"city":{"enum":["Oslo","Rome"]}}}`)},
		{Name: "get_time"},
	}
	g, err := v.ToolCall(tools)
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]bool{
		`{"name":"get_weather","arguments":{"city":"Oslo"}}`:     true,
		`{"name": "get_weather", "arguments": {"city": "Rome"}}`: true,
		`{"name":"get_time","arguments":{}}`:                     true,
		`{"name":"get_time","arguments":{"city":"Oslo"}}`:        false,
		`{"name":"get_weather","arguments":{}}`:                  false,
		`{"name":"other","arguments":{}}`:                        false,
		`{"arguments":{},"name":"get_time"}`:                     false,
	} {
		if got := says(g, text); got != want {
			t.Errorf("%s: let through %v, want %v", text, got, want)
		}
	}
	tools[1].Parameters = []byte(`{"properties":{"zone":{"not":{}}}}`)
	if _, err := v.ToolCall(tools); err == nil || !strings.Contains(err.Error(), `tools/1#/properties/zone: keyword "not"`) {
		t.Errorf("ToolCall() = %v, want the tool and the place in its schema", err)
	}
	tools[1].Parameters = []byte(`{"properties":{"zone":{"$ref":"#"}},"required":["zone"]}`)
	if _, err := v.ToolCall(tools); err == nil || !strings.Contains(err.Error(), `tools/1#: no finite value`) {
		t.Errorf("ToolCall() = %v, want the tool that cannot be called", err)
	}
	if _, err := v.ToolCall(nil); err == nil {
		t.Error("ToolCall(nil) = nil, want an error")
	}
}

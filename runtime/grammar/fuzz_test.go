package grammar

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// FuzzSchema compiles any text: it must end, and either be refused with a place
// or give a grammar whose answers a validator accepts.
func FuzzSchema(f *testing.F) {
	for _, schema := range []string{
		`true`, `{}`, `{"type":"object","properties":{"a":{"$ref":"#"}},"required":["a"]}`,
		`{"anyOf":[{"$ref":"#/$defs/a"},{"type":"null"}],"$defs":{"a":{"type":"array","items":{"$ref":"#"}}}}`,
		`{"type":"string","pattern":"^(a|b)*c$","minLength":2,"maxLength":9}`,
		`{"type":"number","minimum":-1.25e1,"exclusiveMaximum":3}`, `{"enum":["a",1,{"b":[null]}]}`,
		`{"allOf":[{"properties":{"a":{}}},{"properties":{"b":{"type":"integer","multipleOf":3}},"required":["b"]}]}`,
		`{"type":"object","additionalProperties":{"format":"date-time"},"required":["x"]}`,
		`{"oneOf":[{"const":"a"},{"type":"array","prefixItems":[{"const":2}],"minItems":1}]}`,
	} {
		f.Add(schema, uint64(1))
	}
	v := vocabularies()["bytes"]
	f.Fuzz(func(t *testing.T, schema string, seed uint64) {
		g, err := v.Schema([]byte(schema))
		if err != nil {
			var s *SchemaError
			if !errors.As(err, &s) || !strings.HasPrefix(s.Path, "#") || s.Problem == "" {
				t.Fatalf("Schema() = %v, want a SchemaError with a place", err)
			}
			return
		}
		validator := validatorOf(schema)
		for range 3 {
			text, ended := randomAnswer(t, g, &seed)
			if !ended || validator == nil {
				continue
			}
			value, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
			if err != nil {
				t.Fatalf("schema %s\nanswer %q\n%v", schema, text, err)
			}
			if err := validator.Validate(value); err != nil {
				t.Fatalf("schema %s\nanswer %q\n%v", schema, text, err)
			}
		}
	})
}

// validatorOf returns nil for a schema that the validator refuses: it checks
// annotations and parts that nothing refers to, which a grammar does not read.
func validatorOf(schema string) *jsonschema.Schema {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader([]byte(schema)))
	if err != nil {
		return nil
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	c.AssertFormat()
	if c.AddResource("test:schema", doc) != nil {
		return nil
	}
	s, err := c.Compile("test:schema")
	if err != nil {
		return nil
	}
	return s
}

// randomAnswer draws up to a thousand tokens.
func randomAnswer(t *testing.T, g *Grammar, seed *uint64) (text string, ended bool) {
	a := g.Start()
	for range 1000 {
		allowed := make([]uint64, g.vocabulary.words())
		mayEnd := a.Mask(allowed)
		choices, closers := g.vocabulary.split(allowed)
		*seed = *seed*6364136223846793005 + 1442695040888963407
		draw := *seed >> 33
		switch {
		case mayEnd && (len(choices) == 0 || draw%4 == 0):
			return text, true
		case len(choices) == 0:
			t.Fatalf("after %q nothing is allowed, and it may not end", text)
		case len(closers) > 0 && draw%3 > 0:
			choices = closers
		}
		token := choices[draw/16%uint64(len(choices))]
		complete, err := a.Accept(token)
		if err != nil {
			t.Fatal(err)
		}
		if text += g.vocabulary.text[token]; complete {
			return text, true
		}
	}
	return text, false
}

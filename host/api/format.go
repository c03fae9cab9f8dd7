package api

import (
	"encoding/json"
	"errors"

	"github.com/r3mes/r3mes/host/pipeline"
	"github.com/r3mes/r3mes/runtime/grammar"
)

// outputFormat says what form an answer has. A chat completion has the schema
// below the key json_schema, a response beside the type.
type outputFormat struct {
	Type string `json:"type"` // text, json_object or json_schema
	jsonSchema
	Below *jsonSchema `json:"json_schema"`
}

type jsonSchema struct {
	Name   string          `json:"name"`
	Schema json.RawMessage `json:"schema"`
	Strict *bool           `json:"strict"` // every schema is kept to, whatever is said here
}

// language compiles what an answer may be.
type language = func(*grammar.Vocabulary) (*grammar.Grammar, error)

// language returns nil for text. at names the format in errors.
func (f *outputFormat) language(at string) (language, error) {
	if f == nil {
		return nil, nil
	}
	switch f.Type {
	case "", "text":
		return nil, nil
	case "json_object":
		return func(v *grammar.Vocabulary) (*grammar.Grammar, error) { return v.Object(), nil }, nil
	case "json_schema":
		schema, below := f.Schema, at+".schema"
		if f.Below != nil {
			schema, below = f.Below.Schema, at+".json_schema.schema"
		}
		if len(schema) == 0 {
			return nil, field(invalid, below, "%s must be a JSON Schema", below)
		}
		return func(v *grammar.Vocabulary) (*grammar.Grammar, error) {
			g, err := v.Schema(schema)
			return g, schemaError(err, below)
		}, nil
	}
	return nil, field(invalid, at+".type", "%s.type must be text, json_object or json_schema", at)
}

// schemaError says what is wrong with the schema at a field of the request.
func schemaError(err error, at string) error {
	var bad *grammar.SchemaError
	if !errors.As(err, &bad) {
		return err
	}
	return &apiError{kind: invalid, param: at, text: at + " at " + bad.Path + ": " + bad.Problem, quiet: true}
}

// constrain holds the answers in a format, and to a call where tools force one.
func constrain(req *pipeline.Request, format *outputFormat, at string, t tooling) (err error) {
	if req.Grammar, err = format.language(at); err != nil {
		return err
	}
	switch {
	case t.required:
		req.Grammar = t.language() // no text is left that could have a format
	case req.Grammar != nil && len(t.tools) > 0:
		return field(unsupported, at, "%s cannot be kept to while the model may call tools; send tool_choice none, required or a function", at)
	}
	if req.Grammar != nil && req.IgnoreEOS {
		return field(invalid, "ignore_eos", "ignore_eos cannot go with a format or a forced call, which say where the answer ends")
	}
	return nil
}

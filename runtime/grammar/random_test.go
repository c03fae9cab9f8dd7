package grammar

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"pgregory.net/rapid"

	"github.com/r3mes/r3mes/runtime/demo"
	"github.com/r3mes/r3mes/runtime/enginetest"
	"github.com/r3mes/r3mes/runtime/tokenizer"
)

// vocabularies are one token a byte, and the demo model's tokens.
var vocabularies = sync.OnceValue(func() map[string]*Vocabulary {
	tok, err := tokenizer.Load(demo.Model())
	if err != nil {
		panic(err)
	}
	return map[string]*Vocabulary{"bytes": NewVocabulary(enginetest.Bytes()), "demo": NewVocabulary(tok)}
})

// Property: whatever the schema, and whatever tokens are drawn from the masks, the
// answer satisfies the schema, as an independent validator says.
func TestEveryAnswerIsValid(t *testing.T) {
	for name, v := range vocabularies() {
		t.Run(name, func(t *testing.T) {
			tokens := 0
			rapid.Check(t, func(r *rapid.T) {
				schema := drawSchema(r)
				g, err := v.Schema(schema)
				if err != nil {
					r.Fatalf("%s\n%v", schema, err)
				}
				validator := compileValidator(r, schema)
				for range 3 {
					text, n := drawAnswer(r, g)
					tokens += n
					checkAnswer(r, validator, schema, text)
				}
			})
			t.Logf("%d tokens", tokens)
		})
	}
}

// Property: any answer to json_object is one object.
func TestEveryObjectIsJSON(t *testing.T) {
	for name, v := range vocabularies() {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(r *rapid.T) {
				text, _ := drawAnswer(r, v.Object())
				var object map[string]any
				if err := json.Unmarshal([]byte(text), &object); err != nil {
					r.Fatalf("%q: %v", text, err)
				}
			})
		})
	}
}

func compileValidator(r *rapid.T, schema []byte) *jsonschema.Schema {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(schema))
	if err != nil {
		r.Fatalf("%s\n%v", schema, err)
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	c.AssertFormat()
	if err := c.AddResource("test:schema", doc); err != nil {
		r.Fatalf("%s\n%v", schema, err)
	}
	s, err := c.Compile("test:schema")
	if err != nil {
		r.Fatalf("%s\n%v", schema, err)
	}
	return s
}

func checkAnswer(r *rapid.T, validator *jsonschema.Schema, schema []byte, text string) {
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		r.Fatalf("schema %s\nanswer %q\n%v", schema, text, err)
	}
	if err := validator.Validate(value); err != nil {
		r.Fatalf("schema %s\nanswer %q\n%v", schema, text, err)
	}
}

// drawAnswer draws tokens from the masks until the answer ends. What closes
// something is drawn more often, and always after a while, or some answers would
// be as long as chance wants.
func drawAnswer(r *rapid.T, g *Grammar) (text string, tokens int) {
	const long = 300
	// A generator of our own: a draw of rapid's for every token is slow.
	state := rapid.Uint64().Draw(r, "seed")
	random := func(n int) int {
		state = state*6364136223846793005 + 1442695040888963407
		return int(state >> 33 % uint64(n))
	}
	a := g.Start()
	for {
		allowed := make([]uint64, g.vocabulary.words())
		mayEnd := a.Mask(allowed)
		choices, closers := g.vocabulary.split(allowed)
		end := mayEnd && (len(choices) == 0 || random(4) == 0 || tokens > long)
		switch {
		case end:
			return text, tokens
		case len(choices) == 0:
			r.Fatalf("after %q nothing is allowed, and it may not end", text)
		case tokens > 50*long:
			r.Fatalf("the answer does not end: %q", text)
		case len(closers) > 0 && (random(3) == 0 || tokens > long):
			choices = closers
		}
		token := choices[random(len(choices))]
		if tokens%17 == 0 {
			checkMask(r, a, allowed)
		}
		complete, err := a.Accept(token)
		if err != nil {
			r.Fatalf("after %q the mask allows %q: %v", text, g.vocabulary.text[token], err)
		}
		text += g.vocabulary.text[token]
		if tokens++; complete {
			return text, tokens
		}
	}
}

// split lists the tokens of a mask, and those among them that close a string, a
// list or an object.
func (v *Vocabulary) split(allowed []uint64) (all, closers []int) {
	for id := range v.size {
		if allowed[id/64]>>(id%64)&1 == 1 {
			all = append(all, id)
			if strings.Trim(v.text[id], `"]}`) == "" {
				closers = append(closers, id)
			}
		}
	}
	return all, closers
}

// checkMask compares a mask with reading each token.
func checkMask(r *rapid.T, a *Answer, allowed []uint64) {
	before := a.threads
	for id, text := range a.grammar.vocabulary.text {
		can := text != "" && a.read(text)
		a.threads = before
		if got := allowed[id/64]>>(id%64)&1 == 1; got != can {
			r.Fatalf("token %q: mask %v, can be read %v", text, got, can)
		}
	}
}

// drawSchema draws a schema of everything that is supported.
func drawSchema(r *rapid.T) []byte {
	s := schemaOf(r, 3, "")
	s["$defs"] = map[string]any{
		"leaf": schemaOf(r, 0, "leaf"),
		"list": map[string]any{
			"type": "object", "required": []string{"value"}, "additionalProperties": false,
			"properties": map[string]any{
				"value": schemaOf(r, 0, "value"),
				"next":  map[string]any{"anyOf": []any{map[string]any{"$ref": "#/$defs/list"}, map[string]any{"type": "null"}}},
			},
		},
	}
	data, err := json.Marshal(s)
	if err != nil {
		r.Fatal(err)
	}
	return data
}

func schemaOf(r *rapid.T, depth int, at string) map[string]any {
	kinds := []string{"string", "integer", "number", "boolean", "null", "enum", "const", "anything"}
	if depth > 0 {
		kinds = append(kinds, "object", "object", "object", "array", "array", "anyOf", "$ref", "types", "allOf")
	}
	var s map[string]any
	switch kind := rapid.SampledFrom(kinds).Draw(r, at+" kind"); kind {
	case "object":
		s = objectSchema(r, depth, at)
	case "array":
		s = arraySchema(r, depth, at)
	case "string":
		s = stringSchema(r, at)
	case "integer", "number":
		s = numberSchema(r, kind, at)
	case "enum":
		s = map[string]any{"enum": rapid.SliceOfN(rapid.SampledFrom(constants), 1, 5).Draw(r, at+" enum")}
	case "const":
		s = map[string]any{"const": rapid.SampledFrom(constants).Draw(r, at+" const")}
	case "anything":
		s = map[string]any{}
	case "anyOf":
		s = map[string]any{"anyOf": []any{schemaOf(r, depth-1, at+"|0"), schemaOf(r, depth-1, at+"|1")}}
	case "allOf":
		s = map[string]any{"allOf": []any{map[string]any{"$ref": "#/$defs/list"}, map[string]any{"required": []string{"next"}}}}
	case "$ref":
		s = map[string]any{"$ref": rapid.SampledFrom([]string{"#/$defs/leaf", "#/$defs/list"}).Draw(r, at+" ref")}
	case "types":
		s = map[string]any{"type": []string{"string", "null", "integer"}, "maxLength": 3, "minimum": -5, "title": "a title"}
	default:
		s = map[string]any{"type": kind}
	}
	return s
}

var constants = []any{
	"", "a", "ab", "é\"\\\n\u2028<😀>", 0, -1, 1.5, 1e30, true, false, nil,
	[]any{}, []any{1, "x", []any{}}, map[string]any{}, map[string]any{"k": map[string]any{"l": nil}, "a b": 1},
}

func objectSchema(r *rapid.T, depth int, at string) map[string]any {
	s := map[string]any{"type": "object"}
	properties := map[string]any{}
	names := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"a", "ab", "abc", "é", "q\"", "", "long name", "\n"}), 0, 4, rapid.ID[string]).Draw(r, at+" names")
	for _, name := range names {
		properties[name] = schemaOf(r, depth-1, at+"."+name)
	}
	required := slices.DeleteFunc(slices.Sorted(maps.Keys(properties)), func(string) bool { return rapid.Bool().Draw(r, at+" optional") })
	if rapid.Bool().Draw(r, at+" listed") {
		s["properties"] = properties
	}
	if len(required) > 0 {
		s["required"] = required
	}
	switch rapid.IntRange(0, 3).Draw(r, at+" others") {
	case 0:
		s["additionalProperties"] = true
	case 1:
		s["additionalProperties"] = schemaOf(r, 0, at+".*")
	case 2:
		if s["properties"] != nil {
			s["additionalProperties"] = false
		}
	}
	return s
}

func arraySchema(r *rapid.T, depth int, at string) map[string]any {
	s := map[string]any{"type": "array"}
	prefix := rapid.IntRange(0, 2).Draw(r, at+" prefix")
	if prefix > 0 {
		var items []any
		for i := range prefix {
			items = append(items, schemaOf(r, depth-1, fmt.Sprint(at, "[", i, "]")))
		}
		s["prefixItems"] = items
	}
	if rapid.Bool().Draw(r, at+" items") {
		s["items"] = schemaOf(r, depth-1, at+"[]")
	}
	least := rapid.IntRange(0, 3).Draw(r, at+" least")
	s["minItems"] = least
	if rapid.Bool().Draw(r, at+" bounded") {
		s["maxItems"] = least + rapid.IntRange(0, 3).Draw(r, at+" more")
	}
	return s
}

func stringSchema(r *rapid.T, at string) map[string]any {
	s := map[string]any{"type": "string"}
	switch rapid.IntRange(0, 3).Draw(r, at+" text") {
	case 0:
		s["format"] = rapid.SampledFrom(slices.Sorted(maps.Keys(formats))).Draw(r, at+" format")
	case 1:
		s["pattern"] = rapid.SampledFrom([]string{
			`^[a-z]{2,4}$`, `b`, `^\d+-\d+$`, `^(é|😀|\\)*x$`, `^\S+ \S+$`, `^[^a]`, `[à-ÿ]$`, `^.{1,3}$`, `^(foo|bar)?$`, `\w+@\w+`, `^\p{L}+$`, `a|^b$|c$`,
		}).Draw(r, at+" pattern")
		s["maxLength"] = 12 // or chance would have to find the letter that is asked for
	case 2:
		least := rapid.IntRange(0, 5).Draw(r, at+" least")
		s["minLength"], s["maxLength"] = least, least+rapid.IntRange(0, 20).Draw(r, at+" more")
	}
	return s
}

func numberSchema(r *rapid.T, kind, at string) map[string]any {
	s := map[string]any{"type": kind}
	bounds := []float64{-1000, -37.5, -10, -1, -0.25, 0, 0.001, 1, 9, 10, 12.75, 99, 1e6}
	lo := rapid.IntRange(-1, len(bounds)-1).Draw(r, at+" lo")
	hi := rapid.IntRange(max(lo, 0), len(bounds)).Draw(r, at+" hi")
	if kind == "integer" && lo >= 0 && hi < len(bounds) {
		lo, hi = 0, len(bounds)-1 // there may be no integer between neighbours
	}
	if lo >= 0 {
		s["minimum"] = bounds[lo]
	}
	if hi < len(bounds) {
		s["maximum"] = bounds[hi]
	}
	if lo < hi-1 && kind == "number" && rapid.Bool().Draw(r, at+" excluded") {
		s["exclusiveMinimum"] = bounds[lo+1]
	}
	if lo < 0 && hi == len(bounds) {
		s["multipleOf"] = rapid.SampledFrom([]any{1, 7, 10, 250}).Draw(r, at+" multiple")
	}
	return s
}

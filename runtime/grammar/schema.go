package grammar

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// SchemaError says what is wrong with a schema, and where.
type SchemaError struct {
	Path    string // JSON pointer into the schema, "#" for all of it
	Problem string
}

func (e *SchemaError) Error() string {
	return fmt.Sprintf("grammar: schema %s: %s", e.Path, e.Problem)
}

func problem(at, format string, args ...any) error {
	return &SchemaError{Path: at, Problem: fmt.Errorf(format, args...).Error()}
}

// below extends a JSON pointer.
func below(at, key string) string {
	return at + "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(short(key))
}

// short keeps a hostile key from filling an error.
func short(text string) string {
	if len(text) > 60 {
		return strings.ToValidUTF8(text[:60], "") + "…"
	}
	return text
}

// Keywords by what they do. Those that none of these lists names are refused, so
// that no wish is silently dropped; keys that begin with "x-" are annotations.
var (
	annotations = []string{
		"title", "description", "default", "examples", "example", "deprecated", "readOnly", "writeOnly",
		"$comment", "$schema", "$id", "$defs", "definitions", "discriminator",
		"contentEncoding", "contentMediaType", "contentSchema",
	}
	general = []string{"type", "enum", "const", "anyOf", "oneOf", "allOf", "$ref"}

	stringKeywords = []string{"pattern", "format", "minLength", "maxLength"}
	numberKeywords = []string{"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"}
	arrayKeywords  = []string{"items", "prefixItems", "minItems", "maxItems", "uniqueItems"}
	objectKeywords = []string{"properties", "required", "additionalProperties"}
)

func annotation(key string) bool {
	return slices.Contains(annotations, key) || strings.HasPrefix(key, "x-")
}

func anyOfThem(s *members, keywords []string) bool {
	return slices.ContainsFunc(keywords, s.has)
}

// checkKeywords refuses what is not supported.
func checkKeywords(s *members, at string) error {
	for _, key := range s.keys {
		known := annotation(key)
		for _, list := range [][]string{general, stringKeywords, numberKeywords, arrayKeywords, objectKeywords} {
			known = known || slices.Contains(list, key)
		}
		switch {
		case !known:
			return problem(at, "keyword %q is not supported", short(key))
		case key == "uniqueItems" && s.values[key] != false:
			return problem(at, `keyword "uniqueItems" is not supported`)
		case key == "$id" && at != "#":
			return problem(at, `keyword "$id" is only supported at the root`)
		}
	}
	return nil
}

// asserts returns s without annotations and some other keys.
func asserts(s *members, but ...string) *members {
	out := newMembers()
	for _, key := range s.keys {
		if !annotation(key) && !slices.Contains(but, key) {
			out.set(key, s.values[key])
		}
	}
	return out
}

// lookup finds what a $ref names: a JSON pointer into the same document.
func lookup(root any, ref any, at string) (target any, path string, err error) {
	text, ok := ref.(string)
	if !ok {
		return nil, "", problem(at, "$ref must be a string")
	}
	pointer, ok := strings.CutPrefix(text, "#")
	if ok {
		pointer, err = url.PathUnescape(pointer)
	}
	if !ok || err != nil || pointer != "" && pointer[0] != '/' {
		return nil, "", problem(at, `$ref %q is not supported: only a pointer into this schema is, such as "#/$defs/name"`, short(text))
	}
	target, path = root, "#"
	if pointer == "" {
		return target, path, nil
	}
	for _, step := range strings.Split(pointer[1:], "/") {
		step = strings.NewReplacer("~1", "/", "~0", "~").Replace(step)
		path = below(path, step)
		switch v := target.(type) {
		case *members:
			target, ok = v.values[step]
		case []any:
			i, err := strconv.Atoi(step)
			if ok = err == nil && i >= 0 && i < len(v); ok {
				target = v[i]
			}
		default:
			ok = false
		}
		if !ok {
			return nil, "", problem(at, "$ref %q leads nowhere", short(text))
		}
	}
	return target, path, nil
}

// maxMerges bounds how often schemas are put together, over a whole document.
const maxMerges = 2000

// flat returns the assertions of s with those of its $ref and allOf among them.
func (c *compiler) flat(s *members, at string, depth int) (*members, error) {
	if err := checkKeywords(s, at); err != nil {
		return nil, err
	}
	out := asserts(s, "$ref", "allOf")
	include := func(v any, path string) error {
		if c.merges++; c.merges > maxMerges || depth > maxNesting {
			return problem(at, "$ref and allOf beside other keywords refer to themselves, or are too many")
		}
		part, ok := v.(*members)
		if !ok {
			if v == true {
				return nil
			}
			return problem(path, "allows no value")
		}
		part, err := c.flat(part, path, depth+1)
		if err != nil {
			return err
		}
		return merge(out, part, at)
	}
	if s.has("$ref") {
		target, path, err := lookup(c.root, s.values["$ref"], at)
		if err != nil {
			return nil, err
		}
		if err := include(target, path); err != nil {
			return nil, err
		}
	}
	parts, err := schemaList(s, "allOf", at)
	if err != nil {
		return nil, err
	}
	for i, part := range parts {
		if err := include(part, fmt.Sprintf("%s/allOf/%d", at, i)); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// merge adds the assertions of from to into. Both must hold; where that cannot be
// said with the keywords there are, it is an error.
func merge(into, from *members, at string) error {
	for _, side := range [][2]*members{{into, from}, {from, into}} {
		// It closes an object to what stands beside it, which would change.
		if side[0].has("additionalProperties") && side[1].has("properties") && !same(into.values["properties"], from.values["properties"]) {
			return problem(at, "additionalProperties beside a $ref, allOf or anyOf that adds properties is not supported")
		}
	}
	for _, key := range from.keys {
		theirs := from.values[key]
		ours, both := into.values[key]
		switch {
		case !both || same(ours, theirs):
			into.set(key, theirs)
		case key == "type":
			types, err := commonTypes(ours, theirs, at)
			if err != nil {
				return err
			}
			into.set(key, types)
		case key == "required":
			a, okA := ours.([]any)
			b, okB := theirs.([]any)
			if !okA || !okB {
				return problem(at, "required must be a list of strings")
			}
			into.set(key, append(slices.Clone(a), b...))
		case key == "properties":
			properties, err := mergeProperties(ours, theirs, at)
			if err != nil {
				return err
			}
			into.set(key, properties)
		default:
			return problem(at, "%q is given twice, here and in a $ref, allOf or anyOf; that is not supported", key)
		}
	}
	return nil
}

func mergeProperties(ours, theirs any, at string) (*members, error) {
	a, okA := ours.(*members)
	b, okB := theirs.(*members)
	if !okA || !okB {
		return nil, problem(at, "properties must be an object")
	}
	out := newMembers()
	for _, key := range a.keys {
		out.set(key, a.values[key])
	}
	for _, key := range b.keys {
		value := b.values[key]
		if ours, both := a.values[key]; both && !same(ours, value) {
			all := newMembers()
			all.set("allOf", []any{ours, value})
			value = all
		}
		out.set(key, value)
	}
	return out, nil
}

func commonTypes(ours, theirs any, at string) ([]any, error) {
	a, err := typeList(ours, at)
	if err != nil {
		return nil, err
	}
	b, err := typeList(theirs, at)
	if err != nil {
		return nil, err
	}
	var common []any
	for _, t := range a {
		switch {
		case slices.Contains(b, t) || t == "integer" && slices.Contains(b, "number"):
			common = append(common, t)
		case t == "number" && slices.Contains(b, "integer"):
			common = append(common, "integer")
		}
	}
	if len(common) == 0 {
		return nil, problem(at, "no type is allowed by all of $ref, allOf and anyOf")
	}
	return common, nil
}

var typeNames = []string{"object", "array", "string", "number", "integer", "boolean", "null"}

func typeList(v any, at string) ([]string, error) {
	items, ok := v.([]any)
	if !ok {
		items = []any{v}
	}
	var types []string
	for _, item := range items {
		name, ok := item.(string)
		if !ok || !slices.Contains(typeNames, name) {
			return nil, problem(at, "type must be one of %s, or a list of them", strings.Join(typeNames, ", "))
		}
		types = append(types, name)
	}
	if len(types) == 0 {
		return nil, problem(at, "type is an empty list")
	}
	return types, nil
}

// types returns what a schema allows, from its type or else from the keywords for
// one type: who writes "properties" means an object. nil: everything.
func types(s *members, at string) ([]string, error) {
	if s.has("type") {
		return typeList(s.values["type"], at)
	}
	var types []string
	for _, of := range []struct {
		name     string
		keywords []string
	}{{"object", objectKeywords}, {"array", arrayKeywords}, {"string", stringKeywords}, {"number", numberKeywords}} {
		if anyOfThem(s, of.keywords) {
			types = append(types, of.name)
		}
	}
	return types, nil
}

// schemaList returns a keyword's list of schemas, nil when it is not there.
func schemaList(s *members, key, at string) ([]any, error) {
	v, ok := s.values[key]
	if !ok {
		return nil, nil
	}
	items, ok := v.([]any)
	if !ok || len(items) == 0 {
		return nil, problem(at, "%s must be a list with at least one schema", key)
	}
	return items, nil
}

package grammar

import (
	"encoding/json"
	"fmt"
	"math/big"
	"slices"
	"strings"
)

// Limits of a schema, so that one request cannot take the host's time or memory.
const (
	MaxSchemaBytes = 256 << 10
	maxNodes       = 10_000    // of a grammar
	maxSpent       = 100_000   // nodes, properties, enum values and the like, while compiling
	maxLength      = 1_000_000 // minLength, maxLength
	maxItems       = 10_000    // minItems, maxItems
	maxTable       = 1 << 19   // cells of all patterns
)

// compiler turns schemas into nodes.
type compiler struct {
	root   any // the document that $ref points into
	nodes  []*node
	memo   map[*members]*node // so that what refers to itself ends
	merges int
	cells  int  // of all patterns
	looked int  // see maxClosure
	spent  *int // shared with compilers for a part

	blanks   [2]*node
	anything *node
	string   *node
}

func newCompiler(spent *int) *compiler {
	c := &compiler{memo: map[*members]*node{}, spent: spent}
	c.blanks = [2]*node{c.add(node{kind: bytesNode, bytes: blank(false)}), c.add(node{kind: bytesNode, bytes: blank(true)})}
	c.string = c.add(node{kind: textNode, chars: &lengths{max: unlimited}})
	c.anything = c.add(node{kind: choiceNode})
	number, err := (&number{fraction: maxFraction}).automaton()
	if err != nil {
		panic(err) // numbers without a bound exist
	}
	c.anything.choices = []*node{
		c.add(node{kind: objectNode, object: c.open()}),
		c.add(node{kind: arrayNode, array: &array{rest: c.anything, max: unlimited}}),
		c.string,
		c.add(node{kind: bytesNode, bytes: number}),
		c.add(node{kind: bytesNode, bytes: words([]string{"false", "null", "true"})}),
	}
	return c
}

// open is an object with any members.
func (c *compiler) open() *object {
	return &object{required: []int32{0}, others: c.anything, key: c.string}
}

func (c *compiler) add(n node) *node {
	n.id = int32(len(c.nodes))
	c.nodes = append(c.nodes, &n)
	*c.spent++
	return &n
}

// spend accounts for n things made at a place of the schema.
func (c *compiler) spend(n int, at string) error {
	if *c.spent += n; *c.spent > maxSpent || len(c.nodes) > maxNodes {
		return problem(at, "the schema is too large: %d parts are the limit", maxNodes)
	}
	return nil
}

// schema returns the node of a schema.
func (c *compiler) schema(v any, at string) (*node, error) {
	if err := c.spend(1, at); err != nil {
		return nil, err
	}
	switch s := v.(type) {
	case bool:
		if !s {
			return nil, problem(at, "allows no value")
		}
		return c.anything, nil
	case *members:
		if n := c.memo[s]; n != nil {
			return n, nil
		}
		n := c.add(node{kind: choiceNode})
		c.memo[s] = n
		inner, err := c.compile(s, at)
		if err != nil {
			return nil, err
		}
		n.choices = []*node{inner}
		return n, nil
	}
	return nil, problem(at, "must be an object, true or false")
}

func (c *compiler) compile(s *members, at string) (*node, error) {
	if err := checkKeywords(s, at); err != nil {
		return nil, err
	}
	if only := asserts(s); len(only.keys) == 1 && only.has("$ref") {
		target, path, err := lookup(c.root, s.values["$ref"], at)
		if err != nil {
			return nil, err
		}
		return c.schema(target, path)
	}
	s, err := c.flat(s, at, 0)
	if err != nil {
		return nil, err
	}
	switch {
	case s.has("anyOf") || s.has("oneOf"):
		return c.alternatives(s, at)
	case s.has("enum") || s.has("const"):
		return c.constants(s, at)
	}
	return c.typed(s, at)
}

// alternatives compiles anyOf, or a oneOf that no value can satisfy twice.
func (c *compiler) alternatives(s *members, at string) (*node, error) {
	key := "anyOf"
	if s.has("oneOf") {
		if key = "oneOf"; s.has("anyOf") {
			return nil, problem(at, "anyOf beside oneOf is not supported")
		}
	}
	parts, err := schemaList(s, key, at)
	if err != nil {
		return nil, err
	}
	if key == "oneOf" {
		if err := c.disjoint(parts, at); err != nil {
			return nil, err
		}
	}
	rest := asserts(s, key)
	n := c.add(node{kind: choiceNode})
	for i, part := range parts {
		path := fmt.Sprintf("%s/%s/%d", at, key, i)
		if len(rest.keys) > 0 {
			both := newMembers()
			both.set("allOf", []any{rest, part})
			part = both
		}
		choice, err := c.schema(part, path)
		if err != nil {
			return nil, err
		}
		n.choices = append(n.choices, choice)
	}
	return n, nil
}

// constants compiles enum and const: the values that the other keywords allow.
func (c *compiler) constants(s *members, at string) (*node, error) {
	values, err := schemaList(s, "enum", at)
	if err != nil {
		return nil, problem(at, "enum must be a list with at least one value")
	}
	if v, ok := s.values["const"]; ok {
		if s.has("enum") && !slices.ContainsFunc(values, func(e any) bool { return same(e, v) }) {
			return nil, problem(at, "const is none of enum")
		}
		values = []any{v}
	}
	if err := c.spend(len(values), at); err != nil {
		return nil, err
	}
	if rest := asserts(s, "enum", "const"); len(rest.keys) > 0 {
		if values, err = c.allowed(values, rest, at); err != nil {
			return nil, err
		}
	}
	n := c.add(node{kind: choiceNode})
	var scalars []string
	for _, v := range values {
		switch v.(type) {
		case []any, *members:
			choice, err := c.constant(v, at)
			if err != nil {
				return nil, err
			}
			n.choices = append(n.choices, choice)
		default:
			scalars = append(scalars, scalar(v))
		}
	}
	if len(scalars) > 0 {
		slices.Sort(scalars)
		n.choices = append(n.choices, c.add(node{kind: bytesNode, bytes: words(slices.Compact(scalars))}))
	}
	return n, nil
}

// scalar returns a value as compact JSON.
func scalar(v any) string {
	switch v := v.(type) {
	case string:
		return quote(v)
	case json.Number:
		return v.String()
	case bool:
		if v {
			return "true"
		}
		return "false"
	}
	return "null"
}

// constant compiles one value.
func (c *compiler) constant(v any, at string) (*node, error) {
	if err := c.spend(1, at); err != nil {
		return nil, err
	}
	switch v := v.(type) {
	case []any:
		a := &array{min: int32(len(v)), max: int32(len(v))}
		for _, item := range v {
			n, err := c.constant(item, at)
			if err != nil {
				return nil, err
			}
			a.prefix = append(a.prefix, n)
		}
		return c.add(node{kind: arrayNode, array: a}), nil
	case *members:
		var properties []property
		for _, key := range v.keys {
			n, err := c.constant(v.values[key], at)
			if err != nil {
				return nil, err
			}
			properties = append(properties, property{name: key, required: true, value: n})
		}
		return c.add(node{kind: objectNode, object: newObject(properties)}), nil
	}
	return c.add(node{kind: bytesNode, bytes: words([]string{scalar(v)})}), nil
}

// allowed returns the values that a schema allows.
func (c *compiler) allowed(values []any, s *members, at string) ([]any, error) {
	part := newCompiler(c.spent)
	part.root, part.cells, part.looked = c.root, c.cells, c.looked
	n, err := part.schema(s, at)
	c.cells, c.looked = part.cells, part.looked
	if err != nil {
		return nil, err
	}
	g, err := part.grammar(n, nil)
	if err != nil {
		return nil, err
	}
	var out []any
	for _, v := range values {
		a := g.Start()
		if a.read(compact(v)) && a.threads.ended {
			out = append(out, v)
		}
	}
	if len(out) == 0 {
		return nil, problem(at, "no value of enum or const is one that the other keywords allow")
	}
	return out, nil
}

func compact(v any) string {
	switch v := v.(type) {
	case []any:
		items := make([]string, len(v))
		for i, item := range v {
			items[i] = compact(item)
		}
		return "[" + strings.Join(items, ",") + "]"
	case *members:
		items := make([]string, len(v.keys))
		for i, key := range v.keys {
			items[i] = quote(key) + ":" + compact(v.values[key])
		}
		return "{" + strings.Join(items, ",") + "}"
	}
	return scalar(v)
}

// typed compiles a schema by its type.
func (c *compiler) typed(s *members, at string) (*node, error) {
	types, err := types(s, at)
	if err != nil {
		return nil, err
	}
	if types == nil {
		return c.anything, nil
	}
	n := c.add(node{kind: choiceNode})
	for _, t := range types {
		var choice *node
		switch t {
		case "object":
			choice, err = c.objectOf(s, at)
		case "array":
			choice, err = c.arrayOf(s, at)
		case "string":
			choice, err = c.stringOf(s, at)
		case "number", "integer":
			choice, err = c.numberOf(s, t == "integer", at)
		case "boolean":
			choice = c.add(node{kind: bytesNode, bytes: words([]string{"false", "true"})})
		case "null":
			choice = c.add(node{kind: bytesNode, bytes: words([]string{"null"})})
		}
		if err != nil {
			return nil, err
		}
		n.choices = append(n.choices, choice)
	}
	return n, nil
}

// count reads a keyword that counts something.
func count(s *members, key string, otherwise, most int32, at string) (int32, error) {
	v, ok := s.values[key]
	if !ok {
		return otherwise, nil
	}
	number, _ := v.(json.Number)
	if r, err := parseDecimal(number.String()); err == nil && r.IsInt() && r.Sign() >= 0 && r.Cmp(big.NewRat(int64(most), 1)) <= 0 {
		return int32(r.Num().Int64()), nil
	}
	return 0, problem(at, "%s must be a whole number from 0 to %d", key, most)
}

func (c *compiler) stringOf(s *members, at string) (*node, error) {
	l := lengths{}
	var err error
	if l.min, err = count(s, "minLength", 0, maxLength, at); err != nil {
		return nil, err
	}
	if l.max, err = count(s, "maxLength", unlimited, maxLength, at); err != nil {
		return nil, err
	}
	if l.min > l.max {
		return nil, problem(at, "minLength %d exceeds maxLength %d", l.min, l.max)
	}
	expr, what, err := expression(s, at)
	if err != nil {
		return nil, err
	}
	if what == "" {
		return c.add(node{kind: textNode, chars: &l}), nil
	}
	p, err := compilePattern(expr, l, &c.looked)
	if err != nil {
		return nil, problem(at, "%s %w", what, err)
	}
	if c.cells += len(p.next) * len(p.bounds); c.cells > maxTable {
		return nil, problem(at, "%s: the patterns of this schema are too large together", what)
	}
	return c.add(node{kind: textNode, chars: p}), nil
}

// expression returns the regular expression of a string, and what gives it; "" is
// none.
func expression(s *members, at string) (expr, what string, err error) {
	if v, ok := s.values["pattern"]; ok {
		if expr, ok = v.(string); !ok {
			return "", "", problem(at, "pattern must be a string")
		}
		what = "pattern"
	}
	if v, ok := s.values["format"]; ok {
		name, _ := v.(string)
		if what != "" {
			return "", "", problem(at, "pattern beside format is not supported")
		}
		if expr, ok = formats[name]; !ok {
			return "", "", problem(at, "format %q is not supported", short(fmt.Sprint(v)))
		}
		what = "format"
	}
	return expr, what, nil
}

func (c *compiler) numberOf(s *members, integer bool, at string) (*node, error) {
	n := number{integer: integer, fraction: maxFraction}
	for _, key := range numberKeywords {
		v, ok := s.values[key]
		if !ok {
			continue
		}
		text, _ := v.(json.Number)
		value, err := parseDecimal(text.String())
		if err != nil {
			return nil, problem(at, "%s must be a number of at most %d digits", key, maxBound)
		}
		if err := n.take(key, value); err != nil {
			return nil, problem(at, "%s %w", key, err)
		}
	}
	a, err := n.automaton()
	if err != nil {
		return nil, problem(at, "%w", err)
	}
	if err := c.spend(len(a.edges)/16, at); err != nil {
		return nil, err
	}
	return c.add(node{kind: bytesNode, bytes: a}), nil
}

// take applies a keyword.
func (n *number) take(key string, value *big.Rat) error {
	switch key {
	case "minimum", "exclusiveMinimum":
		b := &bound{value, key == "exclusiveMinimum"}
		if n.lo == nil || value.Cmp(n.lo.value) > 0 || b.excluded && value.Cmp(n.lo.value) == 0 {
			n.lo = b
		}
	case "maximum", "exclusiveMaximum":
		b := &bound{value, key == "exclusiveMaximum"}
		if n.hi == nil || value.Cmp(n.hi.value) < 0 || b.excluded && value.Cmp(n.hi.value) == 0 {
			n.hi = b
		}
	case "multipleOf":
		return n.multiplesOf(value)
	}
	return nil
}

const maxMultiple = 500

// multiplesOf supports whole numbers, and tenths, hundredths and so on.
func (n *number) multiplesOf(step *big.Rat) error {
	whole := step.IsInt() && step.Sign() > 0 && step.Num().IsInt64() && step.Num().Int64() <= maxMultiple
	if whole {
		n.integer, n.multiple = true, step.Num().Int64()
		return nil
	}
	power := big.NewRat(1, 1)
	for digits := 1; digits <= maxFraction; digits++ {
		if power.Mul(power, big.NewRat(1, 10)); power.Cmp(step) == 0 {
			n.fraction = digits
			return nil
		}
	}
	return fmt.Errorf("must be 1 to %d, or 0.1, 0.01 and so on", maxMultiple)
}

func (c *compiler) arrayOf(s *members, at string) (*node, error) {
	a := &array{}
	var err error
	if a.min, err = count(s, "minItems", 0, maxItems, at); err != nil {
		return nil, err
	}
	if a.max, err = count(s, "maxItems", unlimited, maxItems, at); err != nil {
		return nil, err
	}
	prefix, err := schemaList(s, "prefixItems", at)
	if err != nil {
		return nil, err
	}
	for i, item := range prefix {
		n, err := c.schema(item, fmt.Sprintf("%s/prefixItems/%d", at, i))
		if err != nil {
			return nil, err
		}
		a.prefix = append(a.prefix, n)
	}
	switch items, ok := s.values["items"]; {
	case ok && items != false:
		if a.rest, err = c.schema(items, below(at, "items")); err != nil {
			return nil, err
		}
	case !ok && (len(prefix) == 0 || int(a.min) > len(prefix)):
		a.rest = c.anything
	default: // a tuple: nothing after the prefix
		a.max = min(a.max, int32(len(prefix)))
	}
	if a.min > a.max {
		return nil, problem(at, "minItems %d exceeds what maxItems and items allow, %d", a.min, a.max)
	}
	return c.add(node{kind: arrayNode, array: a}), nil
}

func (c *compiler) objectOf(s *members, at string) (*node, error) {
	schemas, ok := s.values["properties"].(*members)
	if !ok && s.has("properties") {
		return nil, problem(at, "properties must be an object")
	} else if !ok {
		schemas = newMembers()
	}
	others, err := c.othersOf(s, at)
	if err != nil {
		return nil, err
	}
	required, err := requiredOf(s, at)
	if err != nil {
		return nil, err
	}
	var properties []property
	for _, name := range schemas.keys {
		value, err := c.schema(schemas.values[name], below(below(at, "properties"), name))
		if err != nil {
			return nil, err
		}
		properties = append(properties, property{name, required.has(name), value})
		if err := c.spend(1+len(name)/16, at); err != nil {
			return nil, err
		}
	}
	for _, name := range required.keys {
		if schemas.has(name) {
			continue
		}
		value := others
		if value == nil && !s.has("additionalProperties") {
			value = c.anything
		} else if value == nil {
			return nil, problem(at, "required names %q, which additionalProperties forbids", short(name))
		}
		properties = append(properties, property{name, true, value})
		if err := c.spend(1+len(name)/16, at); err != nil {
			return nil, err
		}
	}
	o := newObject(properties)
	if o.others = others; others != nil {
		o.key = c.keyOf(properties)
	}
	return c.add(node{kind: objectNode, object: o}), nil
}

// othersOf returns the node of members that no property names, nil for none. An
// object that lists properties has no others unless additionalProperties asks for
// them: each answer is then valid, and what the writer listed.
func (c *compiler) othersOf(s *members, at string) (*node, error) {
	v, ok := s.values["additionalProperties"]
	switch {
	case v == false:
		return nil, nil
	case ok:
		return c.schema(v, below(at, "additionalProperties"))
	case s.has("properties"):
		return nil, nil
	}
	return c.anything, nil
}

// requiredOf returns the names as keys, each once, in order; after an error there
// are none.
func requiredOf(s *members, at string) (*members, error) {
	v, ok := s.values["required"]
	items, isList := v.([]any)
	if ok && !isList {
		return newMembers(), problem(at, "required must be a list of strings")
	}
	names := newMembers()
	for _, item := range items {
		name, ok := item.(string)
		if !ok {
			return newMembers(), problem(at, "required must be a list of strings")
		}
		names.set(name, true)
	}
	return names, nil
}

// keyOf returns the node of the keys of other members.
func (c *compiler) keyOf(properties []property) *node {
	if len(properties) == 0 {
		return c.string
	}
	var listed []string
	for _, p := range properties {
		listed = append(listed, p.name)
	}
	return c.add(node{kind: textNode, chars: except(listed)})
}

// newObject returns an object with these properties and no others.
func newObject(properties []property) *object {
	o := &object{properties: properties, required: make([]int32, len(properties)+1)}
	next := int32(len(properties))
	o.required[next] = next
	for i := len(properties) - 1; i >= 0; i-- {
		if properties[i].required {
			next = int32(i)
		}
		o.required[i] = next
	}
	if len(properties) == 0 {
		return o
	}
	order := make([]int32, len(properties))
	for i := range order {
		order[i] = int32(i)
	}
	spelling := func(p int32) string { return quote(properties[p].name)[1:] + ":" }
	slices.SortFunc(order, func(a, b int32) int { return strings.Compare(spelling(a), spelling(b)) })
	spellings := make([]string, len(order))
	for i, p := range order {
		spellings[i] = spelling(p)
	}
	o.trie(spellings, order, 0)
	return o
}

// disjoint refuses a oneOf of which a value could satisfy two schemas: it would
// then be invalid. They must differ in type, or be objects that differ in the
// constant of a property that all require.
func (c *compiler) disjoint(parts []any, at string) error {
	flat := make([]*members, len(parts))
	for i, part := range parts {
		s, ok := part.(*members)
		if !ok {
			return problem(at, "oneOf must list objects")
		}
		var err error
		if flat[i], err = c.flat(s, fmt.Sprintf("%s/oneOf/%d", at, i), 0); err != nil {
			return err
		}
	}
	if err := c.spend(len(parts)*len(parts)/16, at); err != nil {
		return err
	}
	for i := range flat {
		for j := range i {
			apart, err := c.apart(flat[i], flat[j], at)
			if err != nil {
				return err
			}
			if !apart {
				return problem(at, "oneOf is only supported where the schemas exclude each other by type or by a required constant; use anyOf (%d and %d do not)", j, i)
			}
		}
	}
	return nil
}

func (c *compiler) apart(a, b *members, at string) (bool, error) {
	typesA, err := types(a, at)
	if err != nil {
		return false, err
	}
	typesB, err := types(b, at)
	if err != nil {
		return false, err
	}
	if apartTypes(typesA, typesB) || apartValues(a, b) {
		return true, nil
	}
	if !slices.Equal(typesA, []string{"object"}) || !slices.Equal(typesB, []string{"object"}) {
		return false, nil
	}
	requiredA, _ := requiredOf(a, at)
	requiredB, _ := requiredOf(b, at)
	propertiesA, _ := a.values["properties"].(*members)
	propertiesB, _ := b.values["properties"].(*members)
	if propertiesA == nil || propertiesB == nil {
		return false, nil
	}
	for _, name := range requiredA.keys {
		valueA, _ := propertiesA.values[name].(*members)
		valueB, _ := propertiesB.values[name].(*members)
		if valueA != nil && valueB != nil && requiredB.has(name) && apartValues(valueA, valueB) {
			return true, nil
		}
	}
	return false, nil
}

// apartTypes reports whether no value has a type of both lists.
func apartTypes(a, b []string) bool {
	if a == nil || b == nil {
		return false
	}
	for _, t := range a {
		if slices.Contains(b, t) || t == "integer" && slices.Contains(b, "number") || t == "number" && slices.Contains(b, "integer") {
			return false
		}
	}
	return true
}

// apartValues reports whether two schemas have constants, and no common one. Of
// numbers nothing is said: 1 and 1.0 are one value.
func apartValues(a, b *members) bool {
	valuesA, valuesB := constantsOf(a), constantsOf(b)
	if valuesA == nil || valuesB == nil {
		return false
	}
	for _, x := range valuesA {
		for _, y := range valuesB {
			_, text := x.(string)
			_, otherText := y.(string)
			if !text || !otherText || x == y {
				return false
			}
		}
	}
	return true
}

func constantsOf(s *members) []any {
	if v, ok := s.values["const"]; ok {
		return []any{v}
	}
	values, _ := s.values["enum"].([]any)
	return values
}

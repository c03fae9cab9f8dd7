package grammar

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
)

// Schema compiles a JSON Schema; the package comment says which part of draft
// 2020-12 is known. Every error is a *SchemaError and the schema's fault. Schemas
// that were compiled lately are remembered.
func (v *Vocabulary) Schema(schema []byte) (*Grammar, error) {
	key := sha256.Sum256(schema)
	if g, ok := v.schemas.get(key[:]); ok {
		return g, nil
	}
	c := newCompiler(new(int))
	n, err := c.document(schema)
	if err != nil {
		return nil, err
	}
	g, err := c.grammar(n, v)
	if err != nil {
		return nil, err
	}
	v.schemas.put(key[:], g)
	return g, nil
}

// Object is the language of all JSON objects: OpenAI's json_object.
func (v *Vocabulary) Object() *Grammar {
	g, err := v.Schema([]byte(`{"type":"object"}`))
	if err != nil {
		panic(err) // the schema is a constant
	}
	return g
}

// Tool is a function that a model may call.
type Tool struct {
	Name       string
	Parameters []byte // JSON Schema of its arguments; nil: it takes none
}

// ToolCall compiles the language of one call of one of some tools, for a request
// that forces a call:
//
//	{"name":"get_weather","arguments":{"city":"Oslo"}}
//
// in this order, white space as in Schema. A path in an error begins with
// tools/<index>.
func (v *Vocabulary) ToolCall(tools []Tool) (*Grammar, error) {
	h := sha256.New()
	for _, t := range tools {
		fmt.Fprintf(h, "%d %s %d %t %s\n", len(t.Name), t.Name, len(t.Parameters), t.Parameters == nil, t.Parameters)
	}
	key := h.Sum([]byte("tools"))
	if g, ok := v.schemas.get(key); ok {
		return g, nil
	}
	if len(tools) == 0 {
		return nil, problem("tools", "names no function")
	}
	c := newCompiler(new(int))
	calls := c.add(node{kind: choiceNode})
	for i, t := range tools {
		call, err := c.call(t)
		if err != nil {
			var s *SchemaError
			if errors.As(err, &s) {
				s.Path = fmt.Sprintf("tools/%d%s", i, s.Path)
			}
			return nil, err
		}
		calls.choices = append(calls.choices, call)
	}
	g, err := c.grammar(calls, v)
	for i, call := range calls.choices {
		if call.height >= unfinishable {
			err = endless(fmt.Sprintf("tools/%d#", i))
		}
	}
	if err != nil {
		return nil, err
	}
	v.schemas.put(key, g)
	return g, nil
}

// call returns the node of a call of one tool.
func (c *compiler) call(t Tool) (*node, error) {
	parameters := t.Parameters
	if parameters == nil {
		parameters = []byte(`{"type":"object","properties":{}}`)
	}
	arguments, err := c.document(parameters)
	if err != nil {
		return nil, err
	}
	name := c.add(node{kind: bytesNode, bytes: words([]string{quote(t.Name)})})
	return c.add(node{kind: objectNode, object: newObject([]property{
		{name: "name", required: true, value: name},
		{name: "arguments", required: true, value: arguments},
	})}), nil
}

// document compiles a whole schema.
func (c *compiler) document(schema []byte) (*node, error) {
	if len(schema) > MaxSchemaBytes {
		return nil, problem("#", "has %d bytes, the limit is %d", len(schema), MaxSchemaBytes)
	}
	root, err := parse(schema)
	if err != nil {
		return nil, problem("#", "%w", err)
	}
	c.root = root
	return c.schema(root, "#")
}

// grammar makes a grammar of the nodes so far.
func (c *compiler) grammar(root *node, v *Vocabulary) (*Grammar, error) {
	if err := c.choices(); err != nil {
		return nil, err
	}
	c.heights()
	if root.height >= unfinishable {
		return nil, endless("#")
	}
	g := &Grammar{vocabulary: v, root: root, blanks: c.blanks}
	if v != nil {
		g.id = v.ids.Add(1)
	}
	for _, n := range c.nodes {
		if n.height < unfinishable {
			g.tallest = max(g.tallest, n.height)
		}
	}
	return g, nil
}

func endless(at string) error {
	return problem(at, "no finite value satisfies the schema: it requires itself, or nests more than %d arrays and objects", MaxDepth)
}

// choices replaces choices among choices by what they lead to.
func (c *compiler) choices() error {
	for _, n := range c.nodes {
		if n.kind != choiceNode {
			continue
		}
		seen := map[*node]bool{n: true}
		var flat []*node
		todo := slices.Clone(n.choices)
		for len(todo) > 0 {
			first := todo[0]
			todo = todo[1:]
			if seen[first] {
				continue
			}
			seen[first] = true
			if first.kind == choiceNode {
				todo = append(slices.Clone(first.choices), todo...)
			} else {
				flat = append(flat, first)
			}
		}
		if len(flat) > maxThreads {
			return problem("#", "a place has %d alternatives, the limit is %d", len(flat), maxThreads)
		}
		n.choices = flat
	}
	return nil
}

// heights finds the flattest text of every node, by going over all of them until
// nothing falls any more; what is higher than MaxDepth counts as unfinishable.
func (c *compiler) heights() {
	for _, n := range c.nodes {
		n.height = unfinishable
	}
	for changed := true; changed; {
		changed = false
		for _, n := range c.nodes {
			if h := n.flattest(); h < n.height {
				n.height, changed = h, true
			}
		}
	}
}

func (n *node) flattest() int32 {
	h := int32(0)
	switch n.kind {
	case choiceNode:
		h = unfinishable
		for _, choice := range n.choices {
			h = min(h, choice.height)
		}
		return h
	case objectNode:
		for _, p := range n.object.properties {
			if p.required {
				h = max(h, p.value.height)
			}
		}
		h++
	case arrayNode:
		a := n.array
		for i, item := range a.prefix {
			if i < int(a.min) {
				h = max(h, item.height)
			}
		}
		if int(a.min) > len(a.prefix) {
			h = max(h, a.rest.height)
		}
		h++
	}
	if h > MaxDepth {
		return unfinishable
	}
	return h
}

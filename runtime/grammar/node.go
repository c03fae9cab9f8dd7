package grammar

import "slices"

// MaxDepth is how deep arrays and objects may lie in each other, whatever the
// schema allows.
const MaxDepth = 64

// unfinishable is the height of a node that no finite text satisfies.
const unfinishable = 1 << 20

type kind byte

const (
	choiceNode kind = iota // one of choices; never on a stack for long
	bytesNode
	textNode
	objectNode
	arrayNode
)

// node is a part of a grammar: what may stand at one place. Immutable once the
// grammar is compiled.
type node struct {
	id      int32 // within its grammar
	kind    kind
	height  int32   // how many arrays and objects its flattest text nests
	choices []*node // choice: none is a choice
	bytes   *automaton
	chars   chars
	object  *object
	array   *array
}

// object is a JSON object: its properties in order, each at most once, then others.
type object struct {
	properties []property
	required   []int32 // [property] the first required one from there on; one entry more, their number
	names      []nameState
	others     *node // schema of further members; nil: none
	key        *node // text node of their keys
}

type property struct {
	name     string
	required bool
	value    *node
}

// nameState is a state of the trie of the properties' spellings, quotes and
// colon included. State 0 is after the first quote.
type nameState struct {
	edges      []edge
	properties []int32 // those still possible, rising
	end        bool    // of the only one
}

// array is a JSON array.
type array struct {
	prefix   []*node
	rest     *node // after the prefix; nil: nothing
	min, max int32 // items; max may be unlimited
}

// item returns the schema of the i-th item, nil where there can be none.
func (a *array) item(i int32) *node {
	switch {
	case i >= a.max:
		return nil
	case int(i) < len(a.prefix):
		return a.prefix[i]
	}
	return a.rest
}

// count returns n, or a lower number after which the same may follow.
func (a *array) count(n int32) int32 {
	if a.max != unlimited {
		return n
	}
	return min(n, max(a.min, int32(len(a.prefix))))
}

// trie builds the states of the names. spellings are sorted, of the properties in
// order.
func (o *object) trie(spellings []string, order []int32, n int) int32 {
	state := int32(len(o.names))
	o.names = append(o.names, nameState{end: len(spellings[0]) == n})
	possible := slices.Clone(order)
	slices.Sort(possible)
	o.names[state].properties = possible
	for len(spellings) > 0 && len(spellings[0]) > n {
		same := 1
		for same < len(spellings) && spellings[same][n] == spellings[0][n] {
			same++
		}
		c := spellings[0][n]
		to := o.trie(spellings[:same], order[:same], n+1)
		o.names[state].edges = append(o.names[state].edges, edge{c, c, to})
		spellings, order = spellings[same:], order[same:]
	}
	return state
}

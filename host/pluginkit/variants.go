package pluginkit

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
)

// variant is a way to write the same request.
type variant struct {
	name string
	text func(node) string
}

// variants must all get the same answer. They hold what a later host, another
// host or a proxy may do to a request without changing what it says.
var variants = []variant{
	{"without spaces", func(n node) string { return n.write(style{}) }},
	{"spread over lines", func(n node) string { return n.write(style{gap: "\r\n\t "}) }},
	{"keys in reverse order", func(n node) string { return n.write(style{reverse: true}) }},
	{"keys sorted", func(n node) string { return n.write(style{sorted: true}) }},
	{"every character escaped", func(n node) string { return n.write(style{escape: true}) }},
	{"numbers with exponents", func(n node) string { return n.write(style{exponent: true}) }},
	{"unknown keys", func(n node) string { return n.write(style{unknown: true}) }},
}

// style is how a request is written.
type style struct {
	gap      string // between all tokens
	reverse  bool
	sorted   bool
	escape   bool
	exponent bool
	unknown  bool // keys that no contract has, in objects that are not the operator's
}

// node is a JSON value that keeps the order of its keys and the digits of its
// numbers.
type node struct {
	keys   []string
	values []node
	kind   byte // '{', '[', '"', '0' or 'a' for true, false and null
	text   string
}

func parseNode(text []byte) (node, error) {
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	n, err := readNode(dec)
	if err != nil {
		return node{}, fmt.Errorf("pluginkit: request: %w", err)
	}
	return n, nil
}

func readNode(dec *json.Decoder) (node, error) {
	token, err := dec.Token()
	if err != nil {
		return node{}, err
	}
	switch t := token.(type) {
	case string:
		return node{kind: '"', text: t}, nil
	case json.Number:
		return node{kind: '0', text: t.String()}, nil
	case json.Delim:
		n := node{kind: byte(t)}
		for dec.More() {
			if t == '{' {
				key, err := dec.Token()
				if err != nil {
					return node{}, err
				}
				n.keys = append(n.keys, key.(string))
			}
			value, err := readNode(dec)
			if err != nil {
				return node{}, err
			}
			n.values = append(n.values, value)
		}
		_, err := dec.Token()
		return n, err
	case nil:
		return node{kind: 'a', text: "null"}, nil
	default:
		return node{kind: 'a', text: fmt.Sprint(t)}, nil
	}
}

func (n node) write(s style) string {
	var b strings.Builder
	n.append(&b, s)
	return b.String()
}

func (n node) append(b *strings.Builder, s style) {
	b.WriteString(s.gap)
	switch n.kind {
	case '{':
		n.object(b, s)
	case '[':
		b.WriteByte('[')
		for i, v := range n.values {
			if i > 0 {
				b.WriteString("," + s.gap)
			}
			v.append(b, s)
		}
		b.WriteString(s.gap + "]")
	case '"':
		b.WriteString(quote(n.text, s.escape))
	case '0':
		b.WriteString(number(n.text, s.exponent))
	default:
		b.WriteString(n.text)
	}
	b.WriteString(s.gap)
}

// stranger is a member of objects that no contract knows, with what could
// confuse a reader that looks for brackets and keys.
const stranger = `{"name":"}]","hook":[{},[],"\\\"",null,-1.5e+3,true]}`

func (n node) object(b *strings.Builder, s style) {
	order := make([]int, len(n.keys))
	for i := range order {
		order[i] = i
	}
	if s.reverse {
		slices.Reverse(order)
	}
	if s.sorted {
		slices.SortFunc(order, func(i, j int) int { return strings.Compare(n.keys[i], n.keys[j]) })
	}
	unknown := s.unknown
	b.WriteByte('{')
	if unknown {
		b.WriteString(`"a_later_key":` + stranger)
	}
	for at, i := range order {
		if at > 0 || unknown {
			b.WriteString("," + s.gap)
		}
		b.WriteString(s.gap + quote(n.keys[i], s.escape) + s.gap + ":" + s.gap)
		below := s
		if n.keys[i] == "plugin_config" || n.keys[i] == "metadata" {
			below.unknown = false // their keys are the operator's
		}
		n.values[i].append(b, below)
	}
	if unknown {
		b.WriteString(`,"another_later_key":` + stranger)
	}
	b.WriteString(s.gap + "}")
}

// quote writes a string, all of it as \u escapes if asked to.
func quote(text string, escape bool) string {
	if !escape {
		quoted, err := json.Marshal(text)
		if err != nil {
			panic(err) // a string always marshals
		}
		return string(quoted)
	}
	var b strings.Builder
	b.WriteByte('"')
	for _, unit := range utf16.Encode([]rune(text)) {
		fmt.Fprintf(&b, `\u%04x`, unit)
	}
	b.WriteByte('"')
	return b.String()
}

// number writes a number with a fraction in scientific form, if asked to and
// if that is the same number. Whole numbers stay: a guest may read them as
// integers.
func number(text string, exponent bool) string {
	if !exponent || !strings.Contains(text, ".") || strings.ContainsAny(text, "eE") {
		return text
	}
	value, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return text
	}
	return strconv.FormatFloat(value, 'e', -1, 64)
}

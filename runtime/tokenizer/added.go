package tokenizer

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

// added is one entry of added_tokens: a string that the split never sees.
type added struct {
	ID         int    `json:"id"`
	Content    string `json:"content"`
	SingleWord bool   `json:"single_word"` // only where no word character touches it
	LStrip     bool   `json:"lstrip"`      // takes the white space on its left with it
	RStrip     bool   `json:"rstrip"`      // and on its right
	Normalized bool   `json:"normalized"`  // looked for after the others (there is no normalizer)
	Special    bool   `json:"special"`     // control: left out of decoded text
}

// trie finds the longest added token at a place. Node 0 is the root.
type trie struct {
	tokens []added
	nodes  []trieNode
	begins [256]bool // bytes that some token begins with
}

type trieNode struct {
	next  map[byte]int32
	token int32 // index into tokens, or -1
}

func newTrie(tokens []added) *trie {
	t := &trie{tokens: tokens, nodes: []trieNode{{token: -1}}}
	for i, tok := range tokens {
		t.begins[tok.Content[0]] = true
		at := int32(0)
		for j := range len(tok.Content) {
			at = t.child(at, tok.Content[j])
		}
		t.nodes[at].token = int32(i)
	}
	return t
}

func (t *trie) child(at int32, b byte) int32 {
	if next, ok := t.nodes[at].next[b]; ok {
		return next
	}
	if t.nodes[at].next == nil {
		t.nodes[at].next = make(map[byte]int32, 1)
	}
	next := int32(len(t.nodes))
	t.nodes[at].next[b] = next
	t.nodes = append(t.nodes, trieNode{token: -1})
	return next
}

// longest returns the longest token at s[at:] that the guard lets stand there,
// or nil.
func (t *trie) longest(s string, at int, g guard) *added {
	var found *added
	node := int32(0)
	for i := at; i < len(s); i++ {
		next, ok := t.nodes[node].next[s[i]]
		if !ok {
			break
		}
		node = next
		if k := t.nodes[node].token; k >= 0 && g.candidate(&t.tokens[k], at, i+1) {
			found = &t.tokens[k]
		}
	}
	return found
}

// segment is a piece of the text: an added token, or (nil) ordinary text.
type segment struct {
	token      *added
	start, end int
}

// appendSegments cuts text[start:end] at the trie's tokens.
func (t *trie) appendSegments(dst []segment, text string, start, end int, g guard) []segment {
	done := start
	for at := start; at < end; {
		if !t.begins[text[at]] {
			at++
			continue
		}
		tok := t.longest(text[:end], at, g)
		if tok == nil {
			at++
			continue
		}
		lo, hi := at, at+len(tok.Content)
		at = hi
		if g.refuses(tok, lo) || tok.SingleWord && !standsAlone(text[start:end], lo-start, hi-start) {
			continue
		}
		if tok.LStrip {
			lo = max(start+len(strings.TrimRightFunc(text[start:lo], unicode.IsSpace)), done)
		}
		if tok.RStrip {
			hi = end - len(strings.TrimLeftFunc(text[hi:end], unicode.IsSpace))
		}
		if lo > done {
			dst = append(dst, segment{nil, done, lo})
		}
		dst = append(dst, segment{tok, lo, hi})
		done = hi
	}
	if done < end {
		dst = append(dst, segment{nil, done, end})
	}
	return dst
}

// standsAlone reports whether no word character touches s[lo:hi].
func standsAlone(s string, lo, hi int) bool {
	before, n := utf8.DecodeLastRuneInString(s[:lo])
	if n > 0 && wordRune(before) {
		return false
	}
	after, n := utf8.DecodeRuneInString(s[hi:])
	return n == 0 || !wordRune(after)
}

// wordRune is \w of Unicode's regular expressions (UTS 18).
func wordRune(r rune) bool {
	return class(r) == letter || unicode.In(r, unicode.M, unicode.Nd, unicode.Nl, unicode.Pc,
		unicode.Other_Alphabetic, unicode.Join_Control)
}

// guard says where special tokens are only text: inside the given spans of the
// whole text, sorted and apart from each other. The zero guard forbids nothing.
type guard struct{ plain []span }

type span struct{ start, end int }

// candidate reports whether tok may be considered at [lo, hi): a special token
// that straddles the border of a plain span was put together by whoever wrote
// the plain text, and is not seen at all.
func (g guard) candidate(tok *added, lo, hi int) bool {
	if !tok.Special || !g.touches(lo, hi) {
		return true
	}
	p := g.plain[g.at(lo)]
	return p.start <= lo && hi <= p.end
}

// refuses reports whether tok, a candidate at lo, is mere text there.
func (g guard) refuses(tok *added, lo int) bool {
	return tok.Special && g.touches(lo, lo+1)
}

// touches reports whether any byte of [lo, hi) is inside a plain span.
func (g guard) touches(lo, hi int) bool {
	i := g.at(lo)
	return i < len(g.plain) && g.plain[i].start < hi
}

// at returns the index of the first plain span that ends after lo.
func (g guard) at(lo int) int {
	return sort.Search(len(g.plain), func(i int) bool { return g.plain[i].end > lo })
}

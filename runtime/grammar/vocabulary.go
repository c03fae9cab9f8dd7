package grammar

import (
	"slices"
	"strings"
	"sync/atomic"
	"unicode/utf8"
)

// Tokens are what a vocabulary is made of. *tokenizer.Tokenizer is one.
type Tokens interface {
	// VocabSize is one more than the largest id.
	VocabSize() int
	// Bytes returns the bytes that a token adds to a text, or false for an id
	// that does not exist.
	Bytes(id int) (string, bool)
	// IsSpecial reports whether a token adds nothing, such as an end token.
	IsSpecial(id int) bool
}

// Vocabulary holds a model's tokens as tries, and the masks that grammars have
// needed so far. It is made once for a model, in some tenths of a second for
// 128,000 tokens, and compiles grammars. Safe for concurrent use.
type Vocabulary struct {
	size    int
	text    []string // [id] its bytes; "": never allowed
	twin    []int32  // [id] another token of the same bytes, or -1
	all     *trie
	odd     *trie // tokens that are more, or less, than plain characters of a string
	longest int   // bytes of a token
	opens   int32 // brackets that open in a token, at most

	plainTrie *trie    // the other tokens
	plain     []uint64 // their bits

	masks   *lru[*maskEntry]
	schemas *lru[*Grammar]
	ids     atomic.Uint32 // of grammars
}

// What a vocabulary keeps: masks of so many bytes, and grammars compiled before.
const (
	maskBytes    = 64 << 20
	keptGrammars = 32
)

// NewVocabulary returns the vocabulary of a tokenizer. Special tokens and ids that
// do not exist are in no mask.
func NewVocabulary(tokens Tokens) *Vocabulary {
	v := &Vocabulary{size: tokens.VocabSize()}
	v.text, v.twin = make([]string, v.size), make([]int32, v.size)
	v.plain = make([]uint64, v.words())
	var all, odd, whole []int32
	for id := range v.size {
		if text, ok := tokens.Bytes(id); ok && text != "" && !tokens.IsSpecial(id) {
			v.add(id, text)
			all = append(all, int32(id))
		}
	}
	slices.SortStableFunc(all, func(a, b int32) int { return strings.Compare(v.text[a], v.text[b]) })
	for i, id := range all {
		if i > 0 && v.text[all[i-1]] == v.text[id] {
			v.twin[all[i-1]] = id
		}
		if plain(v.text[id]) {
			v.plain[id/64] |= 1 << (id % 64)
			whole = append(whole, id)
		} else {
			odd = append(odd, id)
		}
	}
	v.all, v.odd, v.plainTrie = v.trie(all), v.trie(odd), v.trie(whole)
	v.plainTrie.characters()
	v.masks = newLRU[*maskEntry](maskBytes / (8*v.words() + 1))
	v.schemas = newLRU[*Grammar](keptGrammars)
	return v
}

func (v *Vocabulary) words() int { return (v.size + 63) / 64 }

func (v *Vocabulary) add(id int, text string) {
	v.text[id], v.twin[id] = text, -1
	v.longest = max(v.longest, len(text))
	opens := int32(0)
	for _, c := range []byte(text) {
		if c == '[' || c == '{' {
			opens++
		}
	}
	v.opens = max(v.opens, opens)
}

// plain reports whether text is whole characters that stand for themselves in a
// JSON string.
func plain(text string) bool {
	for _, c := range []byte(text) {
		if c < ' ' || c == '"' || c == '\\' {
			return false
		}
	}
	return utf8.ValidString(text)
}

// trie holds tokens by their bytes. Its nodes are in preorder.
type trie struct {
	char  []byte  // the last byte
	depth []int32 // bytes before it
	skip  []int32 // the next node that is not below
	token []int32 // that ends here, or -1
	whole []rune  // plainTrie: the character that ends here, or -1
}

// characters fills whole, in a trie of plain tokens.
func (t *trie) characters() {
	t.whole = make([]rune, len(t.char))
	var path []byte  // the bytes to a node
	var begins []int // [depth] where the character begins that the byte is of
	for i, c := range t.char {
		depth := int(t.depth[i])
		path = append(path[:depth], c)
		if begins = begins[:depth]; utf8.RuneStart(c) {
			begins = append(begins, depth)
		} else {
			begins = append(begins, begins[depth-1])
		}
		t.whole[i] = -1
		if character := path[begins[depth]:]; utf8.FullRune(character) {
			t.whole[i], _ = utf8.DecodeRune(character)
		}
	}
}

// trie makes the trie of tokens that are sorted by their bytes. Of equal ones it
// holds the first; twin leads to the others.
func (v *Vocabulary) trie(ids []int32) *trie {
	t := &trie{}
	var open []int32 // the nodes of the token before
	last := ""
	for _, id := range ids {
		text := v.text[id]
		if text == last {
			continue
		}
		common := 0
		for common < len(last) && common < len(text) && last[common] == text[common] {
			common++
		}
		open = t.closeTo(open, common)
		for i := common; i < len(text); i++ {
			open = append(open, int32(len(t.char)))
			t.char, t.depth = append(t.char, text[i]), append(t.depth, int32(i))
			t.skip, t.token = append(t.skip, 0), append(t.token, -1)
		}
		t.token[len(t.token)-1] = id
		last = text
	}
	t.closeTo(open, 0)
	return t
}

// closeTo ends the nodes below a depth.
func (t *trie) closeTo(open []int32, depth int) []int32 {
	for _, n := range open[min(depth, len(open)):] {
		t.skip[n] = int32(len(t.char))
	}
	return open[:min(depth, len(open))]
}

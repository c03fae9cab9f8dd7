package tokenizer

import (
	"fmt"
	"io/fs"
	"strings"
	"unicode/utf8"
)

// Tokenizer encodes and decodes for one model. It is immutable and safe for
// concurrent use. Load makes one; the zero value is not usable.
type Tokenizer struct {
	bpe            *bpe
	tokens         []token        // by id; a gap has known false
	ids            map[string]int // token as written in the file → id
	first, second  *trie          // added tokens: looked for first; in what remains
	prefix, suffix []int          // what the post-processor puts around a text
	chat           *chatTemplate  // nil: none, chatMissing says why
	chatMissing    error
}

// token is what one id stands for.
type token struct {
	bytes   string
	known   bool
	special bool
}

// Load reads tokenizer.json from the root of fsys, and the chat template and the
// names of the special tokens from tokenizer_config.json where there is one.
//
// It fails, naming the file and the reason, when a file is missing, too large,
// inconsistent, or asks for anything this package does not do. A chat template
// that can not be parsed fails here too; without tokenizer_config.json or
// without a template in it, the published one of BitNet b1.58 2B4T is taken if
// the vocabulary has its <|eot_id|>, else EncodeChat fails.
func Load(fsys fs.FS) (*Tokenizer, error) {
	data, err := readFile(fsys, "tokenizer.json", maxFile)
	if err != nil {
		return nil, fmt.Errorf("tokenizer: load tokenizer.json: %w", err)
	}
	t, err := parse(data)
	if err != nil {
		return nil, fmt.Errorf("tokenizer: load tokenizer.json: %w", err)
	}
	if err := t.loadChat(fsys); err != nil {
		return nil, fmt.Errorf("tokenizer: load chat template: %w", err)
	}
	return t, nil
}

// addTokens fills the tables by id and the tries.
func (t *Tokenizer) addTokens(vocab map[string]int, list []added) error {
	size := len(vocab)
	for _, id := range vocab {
		size = max(size, id+1)
	}
	for _, a := range list {
		if a.ID < 0 || a.ID >= maxID {
			return fmt.Errorf("added token %.60q has id %d (limit %d)", a.Content, a.ID, maxID)
		}
		size = max(size, a.ID+1)
	}
	t.tokens = make([]token, size)
	t.ids = make(map[string]int, len(vocab)+len(list))
	for s, id := range vocab {
		if t.tokens[id].known {
			return fmt.Errorf("two tokens have id %d, one of them %.60q", id, s)
		}
		b, _ := tokenBytes(s)
		t.tokens[id] = token{bytes: b, known: true}
		t.ids[s] = id
	}
	var first, second []added
	for _, a := range list {
		if err := t.addToken(a); err != nil {
			return err
		}
		if a.Normalized {
			second = append(second, a)
		} else {
			first = append(first, a)
		}
	}
	t.first, t.second = newTrie(first), newTrie(second)
	return nil
}

func (t *Tokenizer) addToken(a added) error {
	if a.Content == "" || len(a.Content) > maxToken {
		return fmt.Errorf("added token %d has %d bytes, want 1 to %d", a.ID, len(a.Content), maxToken)
	}
	if id, ok := t.ids[a.Content]; ok && id != a.ID {
		return fmt.Errorf("added token %.60q has id %d, but the vocabulary says %d", a.Content, a.ID, id)
	} else if !ok && t.tokens[a.ID].known {
		return fmt.Errorf("added token %.60q has id %d, which is another token's", a.Content, a.ID)
	}
	b, _ := tokenBytes(a.Content)
	t.tokens[a.ID] = token{bytes: b, known: true, special: a.Special}
	t.ids[a.Content] = a.ID
	return nil
}

// VocabSize returns one more than the largest id.
func (t *Tokenizer) VocabSize() int { return len(t.tokens) }

// ID returns the id of a token as the file writes it, such as "<|eot_id|>" or
// "Ġthe".
func (t *Tokenizer) ID(tok string) (int, bool) {
	id, ok := t.ids[tok]
	return id, ok
}

// IsSpecial reports whether id is a control token, which decoding leaves out.
func (t *Tokenizer) IsSpecial(id int) bool {
	tok, ok := t.token(id)
	return ok && tok.special
}

// Bytes returns the bytes that id adds to a text, which may begin or end inside a
// character. Of a special token, which adds none, it returns the name. It returns
// false for an id that the vocabulary does not have.
func (t *Tokenizer) Bytes(id int) (string, bool) {
	tok, ok := t.token(id)
	return tok.bytes, ok
}

func (t *Tokenizer) token(id int) (token, bool) {
	if id < 0 || id >= len(t.tokens) || !t.tokens[id].known {
		return token{}, false
	}
	return t.tokens[id], true
}

// Encode returns the ids of text, with nothing put around them (see Frame).
//
// With special, special tokens written out in the text become their ids; without,
// they are encoded like any other text. Added tokens that are not special are
// recognised either way. Broken UTF-8 counts as U+FFFD. Never nil.
//
// Equal to Hugging Face's encode(text, add_special_tokens=False), without special
// to the same with encode_special_tokens set.
func (t *Tokenizer) Encode(text string, special bool) []int {
	text = valid(text)
	var g guard
	if !special {
		g.plain = []span{{0, len(text)}}
	}
	return t.encode(text, g)
}

// Frame returns ids with what the file's post-processor puts around a text: the
// begin-of-text token in front, as a rule. ids is not changed.
func (t *Tokenizer) Frame(ids []int) []int {
	framed := make([]int, 0, len(t.prefix)+len(ids)+len(t.suffix))
	framed = append(framed, t.prefix...)
	framed = append(framed, ids...)
	return append(framed, t.suffix...)
}

func valid(text string) string {
	if utf8.ValidString(text) {
		return text
	}
	return string(appendValid(nil, []byte(text)))
}

// encode encodes valid UTF-8. It never yields a special token's id for a word
// that the guard covers, not even where the vocabulary has one as a plain word.
func (t *Tokenizer) encode(text string, g guard) []int {
	ids := make([]int, 0, len(text)/3+1)
	for _, outer := range t.first.appendSegments(nil, text, 0, len(text), g) {
		if outer.token != nil {
			ids = append(ids, outer.token.ID)
			continue
		}
		for _, s := range t.second.appendSegments(nil, text, outer.start, outer.end, g) {
			if s.token != nil {
				ids = append(ids, s.token.ID)
				continue
			}
			ids = t.appendText(ids, text, s.start, s.end, g)
		}
	}
	return ids
}

func (t *Tokenizer) appendText(ids []int, text string, start, end int, g guard) []int {
	for start < end {
		n := nextWord(text[start:end])
		before := len(ids)
		ids = t.bpe.appendWord(ids, text[start:start+n])
		if t.anySpecial(ids[before:]) && g.touches(start, start+n) {
			ids = ids[:before]
			for _, b := range []byte(text[start : start+n]) {
				ids = append(ids, int(t.bpe.byteID[b]))
			}
		}
		start += n
	}
	return ids
}

func (t *Tokenizer) anySpecial(ids []int) bool {
	for _, id := range ids {
		if t.tokens[id].special {
			return true
		}
	}
	return false
}

// Decode returns the text of ids. Special tokens are left out, and so are ids
// outside the vocabulary; bytes that make no character become U+FFFD. It equals
// what a Decoder gives for the same ids, Flush included, and Hugging Face's
// decode with skip_special_tokens.
func (t *Tokenizer) Decode(ids []int) string {
	var b strings.Builder
	d := t.NewDecoder()
	for _, id := range ids {
		b.WriteString(d.Next(id))
	}
	b.WriteString(d.Flush())
	return b.String()
}

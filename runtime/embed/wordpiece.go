package embed

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// WordPiece is the tokenizer of BERT's uncased models: text is cleaned, stripped
// of accents and lower-cased, cut at white space and around punctuation, and each
// word is covered from the left by the longest pieces of the vocabulary.
// Immutable and safe for concurrent use. LoadWordPiece makes one.
type WordPiece struct {
	whole   map[string]int32 // pieces that begin a word
	inside  map[string]int32 // pieces that follow, without their ##
	longest int              // bytes of the longest piece
	unknown int
}

// maxWord is the longest word in characters that is cut into pieces; a longer one
// is unknown. It is part of the published tokenizer.
const maxWord = 100

// newWordPiece builds the tokenizer of a vocabulary whose ids are its indices.
// unknown is the id given for words that can not be covered.
func newWordPiece(vocab []string, unknown int) *WordPiece {
	w := &WordPiece{
		whole:   make(map[string]int32, len(vocab)),
		inside:  make(map[string]int32, len(vocab)/4),
		unknown: unknown,
	}
	for id, token := range vocab {
		if rest, ok := strings.CutPrefix(token, "##"); ok && rest != "" {
			w.inside[rest] = int32(id)
		} else {
			w.whole[token] = int32(id)
		}
		w.longest = max(w.longest, len(token))
	}
	return w
}

// Encode returns the ids of text's pieces, with nothing put around them. Never
// nil. Equal to Hugging Face's encode(text, add_special_tokens=False) with
// encode_special_tokens set: "[CLS]" in a text is five characters.
func (w *WordPiece) Encode(text string) []int {
	ids := []int{}
	start := -1
	text = normalize(text)
	for i, r := range text {
		switch {
		case unicode.IsSpace(r):
			ids, start = w.appendWord(ids, text, start, i), -1
		case punctuation(r):
			ids, start = w.appendWord(ids, text, start, i), -1
			ids = w.appendWord(ids, text, i, i+utf8.RuneLen(r))
		case start < 0:
			start = i
		}
	}
	return w.appendWord(ids, text, start, len(text))
}

// appendWord appends the pieces of text[start:end], nothing if start is -1.
func (w *WordPiece) appendWord(ids []int, text string, start, end int) []int {
	if start < 0 {
		return ids
	}
	word := text[start:end]
	if utf8.RuneCountInString(word) > maxWord {
		return append(ids, w.unknown)
	}
	before := len(ids)
	pieces := w.whole
	for word != "" {
		id, n := w.match(pieces, word)
		if n == 0 {
			return append(ids[:before], w.unknown)
		}
		ids = append(ids, id)
		word, pieces = word[n:], w.inside
	}
	return ids
}

// match finds the longest piece that word begins with; n is 0 without one.
func (w *WordPiece) match(pieces map[string]int32, word string) (id, n int) {
	for n = min(len(word), w.longest); n > 0; n-- {
		if id, ok := pieces[word[:n]]; ok {
			return int(id), n
		}
	}
	return 0, 0
}

// normalize is BertNormalizer with clean_text, handle_chinese_chars and lowercase,
// which strips accents too.
func normalize(text string) string {
	if ascii(text) {
		return strings.Map(cleanLower, text)
	}
	var clean strings.Builder
	clean.Grow(len(text))
	for _, r := range text {
		switch {
		case r == 0 || r == utf8.RuneError || control(r):
		case unicode.IsSpace(r):
			clean.WriteByte(' ')
		case chinese(r):
			clean.WriteByte(' ')
			clean.WriteRune(r)
			clean.WriteByte(' ')
		default:
			clean.WriteRune(r)
		}
	}
	return strings.Map(stripLower, norm.NFD.String(clean.String()))
}

func ascii(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func cleanLower(r rune) rune {
	switch {
	case r == '\t' || r == '\n' || r == '\r':
		return ' '
	case r < ' ' || r == 0x7F:
		return -1
	case r >= 'A' && r <= 'Z':
		return r + 'a' - 'A'
	}
	return r
}

func stripLower(r rune) rune {
	if unicode.Is(unicode.Mn, r) && !unicode.Is(notMark, r) || r == wasMark {
		return -1
	}
	return unicode.ToLower(r)
}

// control reports the characters that cleaning removes: controls, format
// characters and private use.
func control(r rune) bool {
	return r != '\t' && r != '\n' && r != '\r' && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co) && !unicode.Is(notFormat, r)
}

func chinese(r rune) bool {
	return r >= 0x4E00 && r <= 0x9FFF || r >= 0x3400 && r <= 0x4DBF || r >= 0x20000 && r <= 0x2A6DF ||
		r >= 0x2A700 && r <= 0x2B73F || r >= 0x2B740 && r <= 0x2B81F || r >= 0x2B920 && r <= 0x2CEAF ||
		r >= 0xF900 && r <= 0xFAFF || r >= 0x2F800 && r <= 0x2FA1F
}

// punctuation is Unicode's, and all of ASCII that is no letter, digit or space.
func punctuation(r rune) bool {
	if r < utf8.RuneSelf {
		return r > ' ' && r < 0x7F && !(r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z')
	}
	return unicode.IsPunct(r) && !unicode.Is(notPunct, r) || r == wasPunct1 || r == wasPunct2
}

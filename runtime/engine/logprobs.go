package engine

import (
	"github.com/r3mes/r3mes/runtime/sample"
	"github.com/r3mes/r3mes/runtime/tokenizer"
)

// inText reports whether a token is part of an answer's text.
func inText(tok *tokenizer.Tokenizer, id int) bool {
	_, known := tok.Bytes(id)
	return known && !tok.IsSpecial(id)
}

// measure returns a chosen token and the top likeliest ones with their log
// probabilities.
func measure(tok *tokenizer.Tokenizer, logits []float32, chosen, top int) Logprob {
	token := func(c sample.Choice) Token {
		bytes, _ := tok.Bytes(c.ID)
		return Token{ID: c.ID, Bytes: bytes, Logprob: c.Logprob}
	}
	choice, choices := sample.Measure(logits, chosen, top)
	l := Logprob{Token: token(choice)}
	for _, c := range choices {
		l.Top = append(l.Top, token(c))
	}
	return l
}

// measured holds tokens back until their text is delivered. Positions count bytes
// of decoded text from the beginning of the answer.
type measured struct {
	waiting   []waiting
	decoded   int // what the decoder has returned
	delivered int // what the stop matcher has let through
}

type waiting struct {
	logprob    Logprob
	begin, end int // its text; begin may lie inside a character that it ends
}

// add takes a token of the text that made the decoder return n bytes and left it
// holding so many bytes of a character. Such a token waits for the character.
func (m *measured) add(l Logprob, n, held int) {
	// What the decoder held before may come out in front of the token's own text.
	own := min(n, max(0, len(l.Bytes)-held))
	m.decoded += n
	w := waiting{logprob: l, begin: m.decoded - own, end: m.decoded}
	if held > 0 {
		w.end++
	}
	m.waiting = append(m.waiting, w)
}

// sent returns the tokens whose text is complete when n more bytes are delivered.
func (m *measured) sent(n int) []Logprob {
	m.delivered += n
	var out []Logprob
	for len(m.waiting) > 0 && m.waiting[0].end <= m.delivered {
		out = append(out, m.waiting[0].logprob)
		m.waiting = m.waiting[1:]
	}
	return out
}

// end returns, when nothing will be delivered any more, the tokens of which some
// text was.
func (m *measured) end() []Logprob {
	var out []Logprob
	for _, w := range m.waiting {
		if w.begin < m.delivered {
			out = append(out, w.logprob)
		}
	}
	m.waiting = nil
	return out
}

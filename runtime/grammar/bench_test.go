package grammar

import (
	"fmt"
	"testing"
)

// large is a vocabulary of Llama 3's size: the demo model's tokens, and pairs of
// them. Its tokens are longer than real ones, so its trie is larger.
type large struct {
	text []string
}

func newLarge() *large {
	l := &large{}
	known := map[string]bool{}
	add := func(text string) {
		if text != "" && !known[text] {
			known[text] = true
			l.text = append(l.text, text)
		}
	}
	parts := vocabularies()["demo"].text
	for _, text := range parts {
		add(text)
	}
	for state := uint64(1); len(l.text) < 128_256; {
		state = state*6364136223846793005 + 1442695040888963407
		add(parts[state>>33%uint64(len(parts))] + parts[state>>13%uint64(len(parts))])
	}
	return l
}

func (l *large) VocabSize() int              { return len(l.text) }
func (l *large) Bytes(id int) (string, bool) { return l.text[id], true }
func (l *large) IsSpecial(int) bool          { return false }

// places are texts after which a mask is wanted, with the schema they are of.
var places = []struct{ name, schema, text string }{
	{"start", `{"type":"object"}`, ``},
	{"key", `{"type":"object"}`, `{`},
	{"string", `{"type":"object"}`, `{"a":"some text`},
	{"number", `{"type":"object"}`, `{"a":1`},
	{"bounded-string", `{"type":"string","maxLength":8}`, `"some`},
	{"pattern", `{"type":"string","pattern":"^[a-z ]{1,40}$"}`, `"some`},
	{"enum", `{"enum":["red","green","blue"]}`, `"`},
	{"property", `{"type":"object","properties":{"title":{},"body":{},"tags":{}}}`, `{"`},
}

// BenchmarkMask says what a token costs: the first mask of a state, which walks the
// vocabulary, and one from the cache.
func BenchmarkMask(b *testing.B) {
	for _, v := range []*Vocabulary{vocabularies()["demo"], NewVocabulary(newLarge())} {
		for _, place := range places {
			g, err := v.Schema([]byte(place.schema))
			if err != nil {
				b.Fatal(err)
			}
			a := g.Start()
			if !a.read(place.text) {
				b.Fatalf("%s does not begin with %q", place.schema, place.text)
			}
			allowed := make([]uint64, v.words())
			at := fmt.Sprintf("vocabulary=%d/place=%s", v.size, place.name)
			b.Run(at+"/cache=no", func(b *testing.B) {
				steps := 0
				for b.Loop() {
					for _, f := range a.threads.tops {
						e, _ := g.walk(f, maxSteps/len(a.threads.tops))
						steps = e.steps
					}
				}
				b.ReportMetric(float64(steps), "steps")
			})
			b.Run(at+"/cache=yes", func(b *testing.B) {
				for b.Loop() {
					clear(allowed)
					a.Mask(allowed)
				}
			})
		}
	}
}

func BenchmarkNewVocabulary(b *testing.B) {
	tokens := newLarge()
	for b.Loop() {
		NewVocabulary(tokens)
	}
}

// Package embedtest measures embedders at the work they are for.
package embedtest

import (
	"sort"

	"github.com/r3mes/r3mes/runtime/embed"
)

// Embedder is what is measured.
type Embedder interface {
	Embed(text string) []float32
}

// Phrase is a prompt with the adapter it should go to; "" when to none.
type Phrase struct{ Text, Want string }

// Miss is a phrase that went elsewhere.
type Miss struct {
	Phrase
	Got     string
	Nearest string  // the example that drew it
	Cosine  float64 // with that example
}

// Rule says which adapter gets a phrase.
type Rule struct {
	Threshold float64 // least cosine with the nearest example
	Margin    float64 // least lead over the nearest example of another adapter
	Fallback  string  // who gets what neither holds of; "": nobody
}

// Routing sends each phrase to the adapter that has the nearest example, or as
// the rule says, and returns the fraction that arrived where it should, with the
// misses. Of equally near examples the one of the first adapter by name counts.
func Routing(e Embedder, examples map[string][]string, rule Rule, phrases []Phrase) (accuracy float64, misses []Miss) {
	catalogue := index(e, examples)
	for _, p := range phrases {
		if got := rule.route(catalogue, p, e.Embed(p.Text)); got.Got != p.Want {
			misses = append(misses, got)
		}
	}
	if len(phrases) == 0 {
		return 0, nil
	}
	return 1 - float64(len(misses))/float64(len(phrases)), misses
}

// route returns where a phrase goes, as a Miss whether it is one or not.
func (r Rule) route(catalogue []example, p Phrase, v []float32) Miss {
	best, other := Miss{Phrase: p, Cosine: -2}, -2.0
	for _, x := range catalogue {
		switch c := embed.Cosine(v, x.vector); {
		case c > best.Cosine:
			if x.adapter != best.Got {
				other = max(other, best.Cosine)
			}
			best.Got, best.Nearest, best.Cosine = x.adapter, x.text, c
		case x.adapter != best.Got:
			other = max(other, c)
		}
	}
	if best.Cosine < r.Threshold || best.Cosine-other < r.Margin {
		best.Got = r.Fallback
	}
	return best
}

type example struct {
	adapter, text string
	vector        []float32
}

func index(e Embedder, examples map[string][]string) []example {
	var list []example
	for adapter, texts := range examples {
		for _, t := range texts {
			list = append(list, example{adapter, t, e.Embed(t)})
		}
	}
	sort.Slice(list, func(i, j int) bool {
		return list[i].adapter < list[j].adapter || list[i].adapter == list[j].adapter && list[i].text < list[j].text
	})
	return list
}

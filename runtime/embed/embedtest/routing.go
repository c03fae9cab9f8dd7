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

// Routing sends each phrase to the adapter that has the nearest example, to "" if
// none has a cosine of at least threshold, and returns the fraction that arrived
// where it should, with the misses. Of equally near examples the one of the first
// adapter by name counts.
func Routing(e Embedder, examples map[string][]string, threshold float64, phrases []Phrase) (accuracy float64, misses []Miss) {
	catalogue := index(e, examples)
	for _, p := range phrases {
		best := Miss{Phrase: p, Cosine: threshold}
		v := e.Embed(p.Text)
		for _, x := range catalogue {
			if c := embed.Cosine(v, x.vector); c > best.Cosine || best.Nearest == "" && c == threshold {
				best.Got, best.Nearest, best.Cosine = x.adapter, x.text, c
			}
		}
		if best.Got != p.Want {
			misses = append(misses, best)
		}
	}
	if len(phrases) == 0 {
		return 0, nil
	}
	return 1 - float64(len(misses))/float64(len(phrases)), misses
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

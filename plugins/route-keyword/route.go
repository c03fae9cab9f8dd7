package main

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/r3mes/r3mes/sdk"
)

// config is the plugin's configuration; manifest.toml holds its schema.
type config struct {
	Words   map[string][]string `json:"words"` // by adapter
	MinHits int                 `json:"min_hits"`
}

// route counts, for each adapter of the catalogue, how many of its words and
// phrases stand in the newest user message. The most hits win; a draw, or too
// few, leaves the choice to the next plugin. Without the grant "prompt" there
// is no message to look at.
func route(r sdk.RouteRequest) (sdk.RouteResponse, error) {
	c, err := sdk.Config[config](r.Envelope)
	if err != nil {
		return sdk.RouteResponse{}, err
	}
	text := normalise(newest(r.Messages))
	var best string
	var bestHits []string
	draw := false
	for _, a := range r.Adapters {
		hits := hitsIn(text, c.Words[a.Name])
		switch {
		case len(hits) > len(bestHits):
			best, bestHits, draw = a.Name, hits, false
		case len(hits) == len(bestHits):
			draw = true
		}
	}
	if draw || len(bestHits) < max(c.MinHits, 1) {
		return sdk.RouteResponse{Abstain: true}, nil
	}
	return sdk.RouteResponse{Adapter: best, Reason: fmt.Sprintf("words: %s", strings.Join(bestHits, ", "))}, nil
}

// newest is the content of the last message a user wrote.
func newest(messages []sdk.Message) string {
	for _, m := range slices.Backward(messages) {
		if m.Role == "user" {
			return m.Content
		}
	}
	return ""
}

// normalise lower-cases s and joins its words with single spaces, one before
// the first and one after the last, so that a phrase is found only on word
// borders. Letters, digits, "+" and "#" make words: "c++" and "c#" are two.
func normalise(s string) string {
	words := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '+' && r != '#'
	})
	return " " + strings.Join(words, " ") + " "
}

// hitsIn lists the different phrases that text contains, in their order.
func hitsIn(text string, phrases []string) []string {
	var hits []string
	for _, p := range phrases {
		p = normalise(p)
		if word := strings.TrimSpace(p); word != "" && strings.Contains(text, p) && !slices.Contains(hits, word) {
			hits = append(hits, word)
		}
	}
	return hits
}

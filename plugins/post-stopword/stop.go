package main

import (
	"strings"

	"github.com/r3mes/r3mes/sdk"
)

// config is the plugin's configuration; manifest.toml holds its schema.
type config struct {
	Words      []string `json:"words"`
	IgnoreCase bool     `json:"ignore_case"`
}

// post passes text on until a word is complete and stops before it. The
// beginning of a word at the end of the text is held back, as the state.
func post(r sdk.PostRequest) (sdk.PostResponse, error) {
	c, err := sdk.Config[config](r.Envelope)
	if err != nil {
		return sdk.PostResponse{}, err
	}
	text := r.State + r.Piece
	seen := c.fold(text)
	if at := c.first(seen); at >= 0 {
		return sdk.PostResponse{Text: text[:at], Stop: true}, nil
	}
	held := 0
	if !r.End {
		held = c.begun(seen)
	}
	cut := len(text) - held
	return sdk.PostResponse{Text: text[:cut], State: text[cut:], Held: int64(held)}, nil
}

// first is where the word that is complete first begins, the longest of
// several that end together; −1 when there is none. Going by the end makes the
// answer independent of how the text is cut.
func (c config) first(text string) int {
	at, end := -1, len(text)+1
	for _, word := range c.Words {
		word = c.fold(word)
		i := strings.Index(text, word)
		if i < 0 || word == "" {
			continue
		}
		if e := i + len(word); e < end || e == end && i < at {
			at, end = i, e
		}
	}
	return at
}

// begun is the length of the longest end of text that begins a word.
func (c config) begun(text string) int {
	longest := 0
	for _, word := range c.Words {
		word = c.fold(word)
		for n := min(len(word)-1, len(text)); n > longest; n-- {
			if strings.HasSuffix(text, word[:n]) {
				longest = n
			}
		}
	}
	for longest > 0 && text[len(text)-longest]&0xc0 == 0x80 { // never inside a character
		longest++
	}
	return longest
}

// fold lower-cases A to Z when case does not count; other letters keep theirs,
// so that no length changes.
func (c config) fold(s string) string {
	if !c.IgnoreCase {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}, s)
}

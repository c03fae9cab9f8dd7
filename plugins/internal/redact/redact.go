// Package redact masks e-mail addresses, card numbers and keys in text that
// comes in pieces. The plugins pre-redact and post-redact are made of it.
//
// Text is read in segments. A segment ends where no pattern can go on: after a
// character that stands in none of them, or after a space that is not one between
// two digits. So what is masked depends on the text alone and never on how it is
// cut, and only the segment that is being written is held back.
//
// # Caveats
//
// A segment is at most MaxHold bytes: a pattern across the end of so long a run
// is not seen. Cards are runs of 13 to 19 digits in groups, joined by single
// spaces or dashes, whose check digit is right; keys are known prefixes followed
// by at least 16 characters of theirs. Other secrets pass.
package redact

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Kinds of pattern.
const (
	Email = "email"
	Card  = "card"
	Key   = "key"
)

// MaxHold is the most bytes that a segment may have, and so the most that is
// held back.
const MaxHold = 1024

var (
	email = regexp.MustCompile(`[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)*\.[A-Za-z]{2,}`)
	key   = regexp.MustCompile(`\b(?:(?:sk|pk|rk|r3mes|ghp|gho|ghs|github_pat|glpat|xox[abprs]|hf)[_\-][A-Za-z0-9_\-]{16,}|AKIA[0-9A-Z]{16}\b|AIza[A-Za-z0-9_\-]{30,})`)
	// digits is a run of digit groups joined by single spaces or dashes.
	digits = regexp.MustCompile(`[0-9]+(?:[ \-][0-9]+)*`)
)

// Masker masks the kinds it is made of.
type Masker struct{ kinds []string }

// New makes a Masker; an unknown kind is an error.
func New(kinds []string) (Masker, error) {
	for _, k := range kinds {
		if k != Email && k != Card && k != Key {
			return Masker{}, fmt.Errorf("redact: kind %q is not one of %s, %s, %s", k, Email, Card, Key)
		}
	}
	return Masker{kinds}, nil
}

// Mask returns text with every pattern replaced by [email], [card] or [key].
func (m Masker) Mask(text string) string {
	masked, _ := m.Next(text, true)
	return masked
}

// Next masks the whole segments of text, which begins where a segment does, and
// returns the rest that must be seen again with more text behind it; at the end
// of the text nothing is left.
func (m Masker) Next(text string, end bool) (masked, rest string) {
	var out strings.Builder
	for text != "" {
		n := segment(text)
		if n == 0 && !end {
			return out.String(), text
		}
		if n == 0 {
			n = len(text)
		}
		out.WriteString(m.mask(text[:n]))
		text = text[n:]
	}
	return out.String(), ""
}

// segment is the length of text's first segment, 0 when its end is not there.
func segment(text string) int {
	for i, c := range text {
		width := utf8.RuneLen(c)
		if c == utf8.RuneError {
			_, width = utf8.DecodeRuneInString(text[i:])
		}
		switch {
		case i+width > MaxHold:
			return i
		case c == ' ' && i > 0 && digit(text[i-1]):
			if i+1 == len(text) {
				return 0 // a digit may follow
			}
			if !digit(text[i+1]) {
				return i + 1
			}
		case !inPattern(c):
			return i + width
		}
	}
	return 0
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

// inPattern says that c may stand inside an address or a key; a space inside a
// card is its own case.
func inPattern(c rune) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.ContainsRune("._%+-@", c)
}

func (m Masker) mask(s string) string {
	if slices.Contains(m.kinds, Email) {
		s = email.ReplaceAllString(s, "[email]")
	}
	if slices.Contains(m.kinds, Key) {
		s = key.ReplaceAllString(s, "[key]")
	}
	if slices.Contains(m.kinds, Card) {
		s = digits.ReplaceAllStringFunc(s, maskCards)
	}
	return s
}

// maskCards replaces the first, longest spans of whole groups that are cards.
func maskCards(run string) string {
	var starts, ends []int // of groups
	for i := range len(run) {
		if digit(run[i]) && (i == 0 || !digit(run[i-1])) {
			starts = append(starts, i)
		}
		if digit(run[i]) && (i+1 == len(run) || !digit(run[i+1])) {
			ends = append(ends, i+1)
		}
	}
	for i, from := range starts {
		for _, to := range slices.Backward(ends[i:]) {
			if card(run[from:to]) {
				rest := run[to:]
				return run[:from] + "[card]" + maskCards(rest)
			}
		}
	}
	return run
}

// card is Luhn's check (ISO/IEC 7812-1) over 13 to 19 digits.
func card(s string) bool {
	sum, n := 0, 0
	for i := len(s) - 1; i >= 0; i-- {
		if !digit(s[i]) {
			continue
		}
		d := int(s[i] - '0')
		if n%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
		n++
	}
	return n >= 13 && n <= 19 && sum%10 == 0
}

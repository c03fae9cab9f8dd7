package grammar

import (
	"math"
	"unicode/utf8"
)

// chars is an automaton over the characters of a string, whatever their spelling
// in JSON. From every state that it gives, a final one can be reached.
type chars interface {
	// step returns the state after r, or -1.
	step(state int32, r rune) int32
	// live reports whether some character of lo to hi may follow. No surrogate is
	// asked for.
	live(state int32, lo, hi rune) bool
	// final reports whether the string may end.
	final(state int32) bool
	// free reports whether any text of up to n characters may follow.
	free(state int32, n int) bool
	// class is equal for states that let the same texts of up to n characters
	// follow, and let the string end after the same of them.
	class(state int32, n int) int32
}

// lengths lets all strings of min to max characters pass; the state counts them.
type lengths struct{ min, max int32 }

const unlimited = math.MaxInt32

func (l *lengths) step(state int32, _ rune) int32 {
	switch {
	case state >= l.max:
		return -1
	case l.max == unlimited && state >= l.min:
		return state // one state for all that is long enough
	}
	return state + 1
}

func (l *lengths) live(state int32, _, _ rune) bool { return state < l.max }
func (l *lengths) final(state int32) bool           { return state >= l.min }
func (l *lengths) free(state int32, n int) bool     { return int(l.max)-int(state) >= n }

func (l *lengths) class(state int32, n int) int32 {
	const far = 1 << 15
	missing := min(max(int(l.min)-int(state), 0), n+1, far-1)
	room := min(int(l.max)-int(state), n+1, far-1)
	return int32(missing*far + room)
}

// names lets all strings pass but some: the keys that have a schema of their own.
type names struct {
	next []map[rune]int32 // [state], the trie of the names; state 0 is its root
	name []bool           // [state] the end of a name
}

// off is the state of strings that are no beginning of a name.
const off = -2

func except(texts []string) *names {
	t := &names{next: []map[rune]int32{{}}, name: []bool{false}}
	for _, text := range texts {
		at := int32(0)
		for _, r := range text {
			to, ok := t.next[at][r]
			if !ok {
				to = int32(len(t.next))
				t.next[at][r] = to
				t.next, t.name = append(t.next, map[rune]int32{}), append(t.name, false)
			}
			at = to
		}
		t.name[at] = true
	}
	return t
}

func (t *names) step(state int32, r rune) int32 {
	if state == off {
		return off
	}
	if to, ok := t.next[state][r]; ok {
		return to
	}
	return off
}

func (t *names) live(int32, rune, rune) bool    { return true } // a longer string is no name
func (t *names) final(state int32) bool         { return state == off || !t.name[state] }
func (t *names) free(int32, int) bool           { return true }
func (t *names) class(state int32, _ int) int32 { return state }

// liveRange is chars.live without the surrogates between lo and hi.
func liveRange(c chars, state int32, lo, hi rune) bool {
	hi = min(hi, utf8.MaxRune)
	const first, last = 0xD800, 0xDFFF
	return lo <= min(hi, first-1) && c.live(state, lo, min(hi, first-1)) ||
		max(lo, last+1) <= hi && c.live(state, max(lo, last+1), hi)
}

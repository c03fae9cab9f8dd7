package sample

// StopMatcher looks for stop strings in text that comes in pieces, and lets
// through all that can not be part of one. NewStop makes one; it serves one text,
// from one goroutine.
type StopMatcher struct {
	stops   []stopString
	held    string // text not yet let through: the longest beginning of a stop string at the end
	stopped bool
}

// stopString is one stop string while it is being matched (Knuth, Morris, Pratt).
type stopString struct {
	text    string
	border  []int // [i]: the longest proper beginning of text[:i+1] that also ends it
	matched int   // the longest beginning of text that the input ends with
}

// NewStop returns a matcher for the given strings. Empty ones are ignored; with
// none, all text passes.
func NewStop(stops []string) *StopMatcher {
	m := &StopMatcher{}
	for _, s := range stops {
		if s != "" {
			m.stops = append(m.stops, stopString{text: s, border: borders(s)})
		}
	}
	return m
}

func borders(s string) []int {
	b := make([]int, len(s))
	for i, n := 1, 0; i < len(s); i++ {
		for n > 0 && s[i] != s[n] {
			n = b[n-1]
		}
		if s[i] == s[n] {
			n++
		}
		b[i] = n
	}
	return b
}

// Push takes the next piece of the text and returns what may be passed on of all
// that came so far. When a stop string is complete, stopped is true, the text ends
// before that string, and whatever follows is dropped, in this call and the next
// ones. The stop string is the first to be complete, the longest of those
// complete at the same place; how the text was cut into pieces makes no
// difference.
//
// No more is held back than must be: the longest end of the text that begins a
// stop string. If all pieces and stop strings are valid UTF-8, so is each result.
func (m *StopMatcher) Push(piece string) (emit string, stopped bool) {
	if m.stopped {
		return "", true
	}
	text := m.held + piece
	for i := range len(piece) {
		if n := m.advance(piece[i]); n > 0 {
			m.held, m.stopped = "", true
			return text[:len(text)-len(piece)+i+1-n], true
		}
	}
	keep := 0
	for _, s := range m.stops {
		keep = max(keep, s.matched)
	}
	m.held = text[len(text)-keep:]
	return text[:len(text)-keep], false
}

// advance takes one byte and returns the length of the longest stop string that
// it completes, or 0.
func (m *StopMatcher) advance(b byte) int {
	longest := 0
	for i := range m.stops {
		s := &m.stops[i]
		for s.matched > 0 && s.text[s.matched] != b {
			s.matched = s.border[s.matched-1]
		}
		if s.text[s.matched] == b {
			s.matched++
		}
		if s.matched == len(s.text) {
			longest = max(longest, s.matched)
		}
	}
	return longest
}

// Flush returns the text held back, at the end of a text that did not stop.
func (m *StopMatcher) Flush() string {
	text := m.held
	*m = StopMatcher{stopped: true}
	return text
}

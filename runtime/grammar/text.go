package grammar

import "unicode/utf8"

// A frame of a text node keeps in its part how far the spelling of the next
// character has come:
//
//	bits 0-2    the kind below
//	bits 3-4    bytes, or digits, still to come, less one
//	bits 5-6    utf8: length of the character, less one
//	bits 7-28   what has been read of its value; pair: after the high surrogate's ten bits
const (
	inside  = iota // between two characters
	unquote        // before the opening quote
	wide           // in UTF-8
	escape         // after a backslash
	hex            // in \uXXXX
	high           // after a high surrogate: a backslash must follow
	highU          // after that backslash: u must follow
	pair           // in the \uXXXX of a low surrogate
)

type spelling uint32

func spell(kind, left, length int, value rune) uint32 {
	return uint32(kind | (left-1)&3<<3 | (length-1)&3<<5 | int(value)<<7)
}

func (s spelling) kind() int   { return int(s & 7) }
func (s spelling) left() int   { return int(s>>3&3) + 1 }
func (s spelling) length() int { return int(s>>5&3) + 1 }
func (s spelling) value() rune { return rune(s >> 7) }

// minWide is the least character of a length in UTF-8.
var minWide = [5]rune{2: 0x80, 3: 0x800, 4: 0x10000}

// stepText reads a byte of a string. A part of a character is only taken when
// some whole one can come of it.
func (m *machine) stepText(f *frame, c byte) {
	s := spelling(f.part)
	switch s.kind() {
	case unquote:
		if c == '"' {
			m.settle(m.with(f, f.state, inside))
		}
	case inside:
		m.stepInside(f, c)
	case wide:
		if c&0xC0 == 0x80 {
			m.stepWide(f, s.left()-1, s.length(), s.value()<<6|rune(c&0x3F))
		}
	case escape:
		m.stepEscape(f, c)
	case hex, pair:
		m.stepHex(f, c)
	case high:
		if c == '\\' {
			m.settle(m.with(f, f.state, spell(highU, 1, 1, s.value())))
		}
	case highU:
		if c == 'u' {
			m.settle(m.with(f, f.state, spell(pair, 4, 1, s.value())))
		}
	}
}

func (m *machine) stepInside(f *frame, c byte) {
	switch {
	case c == '"':
		if f.node.chars.final(f.state) {
			m.settle(f.below)
		}
	case c == '\\':
		if liveRange(f.node.chars, f.state, 0, utf8.MaxRune) {
			m.settle(m.with(f, f.state, escape))
		}
	case c >= 0xF0 && c <= 0xF4:
		m.stepWide(f, 3, 4, rune(c&0x07))
	case c >= 0xE0 && c < 0xF0:
		m.stepWide(f, 2, 3, rune(c&0x0F))
	case c >= 0xC2 && c < 0xE0:
		m.stepWide(f, 1, 2, rune(c&0x1F))
	case c >= ' ' && c < utf8.RuneSelf:
		m.character(f, rune(c))
	}
}

// stepWide takes value, what has been read of a character of that length, with so
// many bytes left.
func (m *machine) stepWide(f *frame, left, length int, value rune) {
	lo := value << (6 * left)
	hi := lo + 1<<(6*left) - 1
	lo = max(lo, minWide[length]) // an overlong spelling is none
	switch {
	case lo > hi || !liveRange(f.node.chars, f.state, lo, hi):
	case left == 0:
		m.character(f, value)
	default:
		m.settle(m.with(f, f.state, spell(wide, left, length, value)))
	}
}

func (m *machine) stepEscape(f *frame, c byte) {
	switch c {
	case '"', '\\', '/':
		m.character(f, rune(c))
	case 'b':
		m.character(f, '\b')
	case 'f':
		m.character(f, '\f')
	case 'n':
		m.character(f, '\n')
	case 'r':
		m.character(f, '\r')
	case 't':
		m.character(f, '\t')
	case 'u':
		m.settle(m.with(f, f.state, spell(hex, 4, 1, 0)))
	}
}

// stepHex reads one of four hexadecimal digits.
func (m *machine) stepHex(f *frame, c byte) {
	digit, ok := hexDigit(c)
	if !ok {
		return
	}
	s := spelling(f.part)
	left := s.left() - 1
	read := s.value()<<4 | digit
	if s.kind() == pair {
		m.stepLow(f, left, s.value(), digit)
		return
	}
	lo := read << (4 * left)
	hi := lo + 1<<(4*left) - 1
	// High surrogates among lo to hi begin the characters from U+10000 on.
	first, last := max(lo, 0xD800), min(hi, 0xDBFF)
	switch {
	case !liveRange(f.node.chars, f.state, lo, hi) &&
		!(first <= last && f.node.chars.live(f.state, beyond(first, 0), beyond(last, 0x3FF))):
	case left > 0:
		m.settle(m.with(f, f.state, spell(hex, left, 1, read)))
	case first <= last:
		m.settle(m.with(f, f.state, spell(high, 1, 1, read-0xD800)))
	default:
		m.character(f, read)
	}
}

// stepLow reads a digit of a low surrogate. value is the ten bits of the high one,
// shifted by the digits already read.
func (m *machine) stepLow(f *frame, left int, value, digit rune) {
	taken := 3 - left // digits before this one
	upper, read := value>>(4*taken), value&(1<<(4*taken)-1)<<4|digit
	lo := max(read<<(4*left), 0xDC00)
	hi := min(read<<(4*left)+1<<(4*left)-1, 0xDFFF)
	if lo > hi || !f.node.chars.live(f.state, beyond(upper+0xD800, lo-0xDC00), beyond(upper+0xD800, hi-0xDC00)) {
		return
	}
	if left == 0 {
		m.character(f, beyond(upper+0xD800, lo-0xDC00))
		return
	}
	m.settle(m.with(f, f.state, spell(pair, left, 1, value<<4|digit)))
}

// beyond is the character of a high surrogate and the ten bits of a low one.
func beyond(high, low rune) rune { return 0x10000 + (high-0xD800)<<10 + low }

func hexDigit(c byte) (rune, bool) {
	switch {
	case c >= '0' && c <= '9':
		return rune(c - '0'), true
	case c >= 'a' && c <= 'f':
		return rune(c-'a') + 10, true
	case c >= 'A' && c <= 'F':
		return rune(c-'A') + 10, true
	}
	return 0, false
}

// character takes a whole character.
func (m *machine) character(f *frame, r rune) {
	if to := f.node.chars.step(f.state, r); to != -1 {
		m.settle(m.with(f, to, inside))
	}
}

package sdk

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// reader reads JSON front to back without reflection, which is most of what a
// call costs in a guest. It gives what encoding/json gives, save that a key has
// to be written as it is declared.
//
// A string without escapes is a part of the text: it is copied once, whole. The
// first error stays; from there on every value reads as if it were missing.
// Errors name a place and never quote the text: it may be a chat.
type reader struct {
	text string
	at   int
	err  error
}

// maxDepth is how deep values may be nested, as in encoding/json.
const maxDepth = 10_000

func (r *reader) fail(want string) {
	if r.err == nil {
		r.err = fmt.Errorf("byte %d: want %s", r.at, want)
	}
	r.at = len(r.text)
}

// peek is the next byte that is not white space, 0 at the end.
func (r *reader) peek() byte {
	for ; r.at < len(r.text); r.at++ {
		c := r.text[r.at]
		if c > ' ' || c != ' ' && c != '\t' && c != '\r' && c != '\n' {
			return c
		}
	}
	return 0
}

// accept passes over c if it comes next.
func (r *reader) accept(c byte) bool {
	if r.peek() != c || r.at == len(r.text) {
		return false
	}
	r.at++
	return true
}

func (r *reader) want(c byte) {
	if !r.accept(c) {
		r.fail(strconv.QuoteRune(rune(c)))
	}
}

// end wants nothing but white space to follow.
func (r *reader) end() {
	if r.peek(); r.at < len(r.text) {
		r.fail("the end")
	}
}

// null passes over a null, which leaves a field as it is.
func (r *reader) null() bool {
	if r.peek() != 'n' {
		return false
	}
	r.word("null")
	return true
}

func (r *reader) word(w string) {
	if end := r.at + len(w); end <= len(r.text) && r.text[r.at:end] == w {
		r.at = end
		return
	}
	r.fail(w)
}

// object hands each key to member, which reads the value or returns false for
// a key that it does not know.
func (r *reader) object(member func(key string) bool) {
	if r.null() {
		return
	}
	r.members(func(key string) {
		if !member(key) {
			r.skip(1)
		}
	})
}

// members reads an object; member reads each value.
func (r *reader) members(member func(key string)) {
	r.want('{')
	if r.accept('}') {
		return
	}
	for r.err == nil {
		key := r.string()
		r.want(':')
		member(key)
		if r.accept('}') {
			return
		}
		r.want(',')
	}
}

// array reads an array; element reads each value.
func (r *reader) array(element func()) {
	r.want('[')
	if r.accept(']') {
		return
	}
	for r.err == nil {
		element()
		if r.accept(']') {
			return
		}
		r.want(',')
	}
}

// readList reads an array of objects into list; member is asked for each key
// of each.
func readList[T any](r *reader, list *[]T, member func(*T, *reader, string) bool) {
	if r.null() {
		*list = nil
		return
	}
	*list = []T{}
	r.array(func() {
		var one T
		r.object(func(key string) bool { return member(&one, r, key) })
		*list = append(*list, one)
	})
}

func (r *reader) readText(s *string) {
	if !r.null() {
		*s = r.string()
	}
}

func (r *reader) readBool(b *bool) {
	switch r.peek() {
	case 't':
		r.word("true")
		*b = r.err == nil
	case 'f':
		r.word("false")
		*b = false
	case 'n':
		r.word("null")
	default:
		r.fail("true or false")
	}
}

func readInt[T int | int64](r *reader, n *T) {
	if r.null() {
		return
	}
	begin, digits := r.at, r.number()
	v, err := strconv.ParseInt(digits, 10, 64)
	if r.err == nil && (err != nil || int64(T(v)) != v) {
		r.at = begin
		r.fail("an integer of 64 bits")
		return
	}
	*n = T(v)
}

func (r *reader) readFloat(f *float64) {
	if r.null() {
		return
	}
	begin, digits := r.at, r.number()
	v, err := strconv.ParseFloat(digits, 64)
	if r.err == nil && err != nil {
		r.at = begin
		r.fail("a number of float64")
		return
	}
	*f = v
}

// readRaw keeps the text of any value.
func (r *reader) readRaw(raw *json.RawMessage) {
	r.peek()
	begin := r.at
	r.skip(1)
	if r.err == nil {
		*raw = json.RawMessage(r.text[begin:r.at])
	}
}

// readStrings reads an object of strings.
func (r *reader) readStrings(m *map[string]string) {
	if r.null() {
		*m = nil
		return
	}
	*m = map[string]string{}
	r.members(func(key string) {
		var value string
		r.readText(&value)
		(*m)[key] = value
	})
}

// skip passes over a value that is depth levels deep.
func (r *reader) skip(depth int) {
	if depth > maxDepth {
		r.fail("fewer levels")
		return
	}
	switch c := r.peek(); {
	case c == '{':
		r.members(func(string) { r.skip(depth + 1) })
	case c == '[':
		r.array(func() { r.skip(depth + 1) })
	case c == '"':
		_ = r.string()
	case c == 't' || c == 'f':
		var b bool
		r.readBool(&b)
	case c == 'n':
		r.word("null")
	default:
		r.number()
	}
}

// number passes over a number and returns its text.
func (r *reader) number() string {
	r.peek()
	begin := r.at
	if r.next() == '-' {
		r.at++
	}
	if r.next() == '0' {
		r.at++
	} else {
		r.digits()
	}
	if r.next() == '.' {
		r.at++
		r.digits()
	}
	if c := r.next(); c == 'e' || c == 'E' {
		r.at++
		if c := r.next(); c == '+' || c == '-' {
			r.at++
		}
		r.digits()
	}
	if r.err != nil {
		return ""
	}
	return r.text[begin:r.at]
}

// next is the next byte, 0 at the end.
func (r *reader) next() byte {
	if r.at < len(r.text) {
		return r.text[r.at]
	}
	return 0
}

func (r *reader) digits() {
	begin := r.at
	for c := r.next(); '0' <= c && c <= '9'; c = r.next() {
		r.at++
	}
	if r.at == begin {
		r.fail("a value")
	}
}

// string reads a string. Loops are dear in a guest, searches are not.
func (r *reader) string() string {
	if r.peek() != '"' {
		r.fail("a string")
		return ""
	}
	r.at++
	rest := r.text[r.at:]
	end := strings.IndexByte(rest, '"')
	if end < 0 {
		r.fail("the end of a string")
		return ""
	}
	if i := strings.IndexByte(rest[:end], '\\'); i >= 0 {
		return r.unescape(r.at + i)
	}
	r.at += end + 1
	return rest[:end]
}

// unescape reads on from r.at, of which the bytes before i are plain. Bytes that
// are no UTF-8, and halves of a surrogate pair, read as U+FFFD.
func (r *reader) unescape(i int) string {
	b := append(make([]byte, 0, 2*(i-r.at)+64), r.text[r.at:i]...)
	for r.at = i; r.at < len(r.text); {
		switch c := r.text[r.at]; {
		case c == '"':
			r.at++
			return string(b)
		case c == '\\':
			b = r.escape(b)
		case c < ' ':
			r.fail("no control character in a string")
			return ""
		case c < utf8.RuneSelf:
			b = append(b, c)
			r.at++
		default:
			c, size := utf8.DecodeRuneInString(r.text[r.at:])
			b = utf8.AppendRune(b, c)
			r.at += size
		}
	}
	r.fail("the end of a string")
	return ""
}

// escapes are what stands for itself or one character after a backslash.
var escapes = [256]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

// escape appends what the escape at r.at stands for.
func (r *reader) escape(b []byte) []byte {
	r.at++
	if c := r.next(); c != 'u' {
		if escapes[c] == 0 {
			r.fail("an escape")
			return b
		}
		r.at++
		return append(b, escapes[c])
	}
	first, ok := r.unit()
	if !ok {
		r.fail("an escape")
		return b
	}
	r.at += len("uFFFF")
	if r.next() == '\\' {
		r.at++
		if second, ok := r.unit(); ok {
			if c := utf16.DecodeRune(first, second); c != utf8.RuneError {
				r.at += len("uFFFF")
				return utf8.AppendRune(b, c)
			}
		}
		r.at--
	}
	return utf8.AppendRune(b, first) // of half a pair, U+FFFD
}

// unit is the UTF-16 unit whose escape's u stands at r.at.
func (r *reader) unit() (rune, bool) {
	end := r.at + len("uFFFF")
	if r.next() != 'u' || end > len(r.text) {
		return 0, false
	}
	var unit rune
	for _, c := range []byte(r.text[r.at+1 : end]) {
		digit := strings.IndexByte("0123456789abcdef", c|0x20)
		if digit < 0 || c < '0' {
			return 0, false
		}
		unit = unit<<4 | rune(digit)
	}
	return unit, true
}

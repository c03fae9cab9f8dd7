package tokenizer

import "unicode/utf8"

// llama3Split is the one split we know, as tokenizer.json writes it.
const llama3Split = `(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`

// nextWord returns the length in bytes of the first word of s under llama3Split.
// s must be valid UTF-8 and not empty; the words of a text follow one another
// without a gap. Each case below is one alternative of the expression, in its
// order. Linear: no byte is looked at more than a few times, but see spaces.
func nextWord(s string) int {
	if n := contraction(s); n > 0 {
		return n
	}
	r, size := utf8.DecodeRuneInString(s)
	c := class(r)
	if c == letter {
		return size + run(s[size:], letter)
	}
	if c == other || c == space {
		if n := run(s[size:], letter); n > 0 {
			return size + n
		}
	}
	switch {
	case c == number:
		return digits(s)
	case c == other:
		return symbols(s, 0)
	case r == ' ':
		if n := symbols(s, 1); n > 1 {
			return n
		}
	}
	return spaces(s)
}

// contraction matches (?i:'s|'t|'re|'ve|'m|'ll|'d). The long s folds to s, so
// it counts too.
func contraction(s string) int {
	if len(s) < 2 || s[0] != '\'' {
		return 0
	}
	switch s[1] | 0x20 {
	case 's', 't', 'm', 'd':
		return 2
	case 'r', 'v':
		if len(s) > 2 && s[2]|0x20 == 'e' {
			return 3
		}
	case 'l':
		if len(s) > 2 && s[2]|0x20 == 'l' {
			return 3
		}
	}
	if r, size := utf8.DecodeRuneInString(s[1:]); r == 'ſ' {
		return 1 + size
	}
	return 0
}

// run measures the characters of one class at the start of s.
func run(s string, want uint8) int {
	for i, r := range s {
		if class(r) != want {
			return i
		}
	}
	return len(s)
}

// digits matches \p{N}{1,3}.
func digits(s string) int {
	n := 0
	for i, r := range s {
		if n == 3 || class(r) != number {
			return i
		}
		n++
	}
	return len(s)
}

// symbols matches [^\s\p{L}\p{N}]+[\r\n]* from start on; it returns start when
// there is none.
func symbols(s string, start int) int {
	n := start + run(s[start:], other)
	if n == start {
		return start
	}
	return n + run(s[n:], newline)
}

// spaces matches \s*[\r\n]+|\s+(?!\S)|\s+: up to the last line end of the run of
// white space; without a line end the whole run at the end of the text, else the
// run less its last character, which goes with the word that follows.
//
// The run is read again for each word taken out of it, but at most three come
// out of one run, so the split stays linear.
func spaces(s string) int {
	end, lastStart, lineEnd := 0, 0, 0
	for i, r := range s {
		c := class(r)
		if c != space && c != newline {
			break
		}
		lastStart, end = i, i+utf8.RuneLen(r)
		if c == newline {
			lineEnd = end
		}
	}
	switch {
	case lineEnd > 0:
		return lineEnd
	case end == len(s) || lastStart == 0:
		return end
	}
	return lastStart
}

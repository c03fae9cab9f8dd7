package tokenizer

import "unicode/utf8"

// The byte alphabet of GPT-2 writes every byte as one printable character, so
// that a vocabulary of byte strings fits in JSON: printable Latin-1 stands for
// itself, the other 68 bytes are the characters from U+0100 on, in byte order.
var (
	byteRune = byteAlphabet()         // [byte] its character
	runeByte = invert(byteAlphabet()) // [character] its byte, or -1
)

func byteAlphabet() (a [256]rune) {
	next := rune(0x100)
	for b := range a {
		if printable(b) {
			a[b] = rune(b)
			continue
		}
		a[b] = next
		next++
	}
	return a
}

func printable(b int) bool {
	return b >= '!' && b <= '~' || b >= 0xA1 && b <= 0xAC || b >= 0xAE && b <= 0xFF
}

func invert(a [256]rune) (inv [0x180]int16) {
	for i := range inv {
		inv[i] = -1
	}
	for b, r := range a {
		inv[r] = int16(b)
	}
	return inv
}

// tokenBytes returns the bytes that a vocabulary entry stands for, and whether
// all its characters belong to the byte alphabet. Added tokens need not (they
// are written as they are), and then stand for their own UTF-8.
func tokenBytes(token string) (string, bool) {
	out := make([]byte, 0, len(token))
	for _, r := range token {
		if int(r) >= len(runeByte) || runeByte[r] < 0 {
			return token, false
		}
		out = append(out, byte(runeByte[r]))
	}
	return string(out), true
}

// appendValid appends s to dst with each longest broken piece of UTF-8 replaced
// by one U+FFFD, which is Unicode's recommended practice and what Rust does.
// (Ranging over a Go string replaces each byte instead.)
func appendValid(dst []byte, s []byte) []byte {
	for len(s) > 0 {
		if s[0] < utf8.RuneSelf {
			dst, s = append(dst, s[0]), s[1:]
			continue
		}
		n, ok := character(s)
		if ok {
			dst = append(dst, s[:n]...)
		} else {
			dst = append(dst, "\uFFFD"...)
		}
		s = s[n:]
	}
	return dst
}

// character measures the character at the start of s: its length when it is
// whole, else (false) the length of the longest piece that could have begun one,
// at least 1. s must not be empty.
func character(s []byte) (n int, ok bool) {
	if _, size := utf8.DecodeRune(s); size > 1 || s[0] < utf8.RuneSelf {
		return size, true
	}
	for n = 1; n < len(s) && n < utf8.UTFMax && canBegin(s[:n+1]); n++ {
	}
	return n, false
}

// canBegin reports whether s (1 to 4 bytes) is the beginning of a valid
// character, whole or cut. FullRune says true both for a whole character and for
// bytes that are already wrong, so the wrong ones are told apart by decoding.
func canBegin(s []byte) bool {
	if !utf8.FullRune(s) {
		return true
	}
	r, size := utf8.DecodeRune(s)
	return size == len(s) && !(r == utf8.RuneError && size == 1)
}

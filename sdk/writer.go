package sdk

import (
	"strconv"
	"unicode/utf8"
)

// Responses are appended to one buffer, without reflection. The text is what
// encoding/json writes, byte for byte.

// appendMember appends a key, after a comma unless it is an object's first.
func appendMember(b []byte, key string) []byte {
	if b[len(b)-1] != '{' {
		b = append(b, ',')
	}
	b = append(b, '"')
	b = append(b, key...)
	return append(b, '"', ':')
}

func appendTextMember(b []byte, key, value string) []byte {
	return appendText(appendMember(b, key), value)
}

func appendIntMember(b []byte, key string, value int64) []byte {
	return strconv.AppendInt(appendMember(b, key), value, 10)
}

func appendBoolMember(b []byte, key string, value bool) []byte {
	return strconv.AppendBool(appendMember(b, key), value)
}

// appendText appends s as a string. Bytes that are no UTF-8 become U+FFFD; the
// characters that mean something in HTML and JavaScript are escaped.
func appendText(b []byte, s string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	for i := 0; i < len(s); {
		c, size := rune(s[i]), 1
		if c >= utf8.RuneSelf {
			c, size = utf8.DecodeRuneInString(s[i:])
		}
		switch {
		case c == '"' || c == '\\':
			b = append(b, '\\', byte(c))
		case c == '\b':
			b = append(b, '\\', 'b')
		case c == '\f':
			b = append(b, '\\', 'f')
		case c == '\n':
			b = append(b, '\\', 'n')
		case c == '\r':
			b = append(b, '\\', 'r')
		case c == '\t':
			b = append(b, '\\', 't')
		case c < ' ' || c == '<' || c == '>' || c == '&' || c == '\u2028' || c == '\u2029' || c == utf8.RuneError && size == 1:
			b = append(b, '\\', 'u', hex[c>>12&15], hex[c>>8&15], hex[c>>4&15], hex[c&15])
		default:
			b = append(b, s[i:i+size]...)
		}
		i += size
	}
	return append(b, '"')
}

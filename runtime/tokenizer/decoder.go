package tokenizer

// Decoder turns a stream of tokens into text as they come. It holds back the
// bytes of a character until the character is whole, so each string it returns
// is valid UTF-8. One goroutine at a time; Tokenizer.NewDecoder makes one.
type Decoder struct {
	t    *Tokenizer
	held []byte // the beginning of a character, at most 3 bytes
}

// NewDecoder returns a decoder at the beginning of a text.
func (t *Tokenizer) NewDecoder() *Decoder { return &Decoder{t: t} }

// Next returns the text that id completes, "" when it completes none, is a
// special token or is not in the vocabulary. Bytes that can no longer become a
// character are returned as U+FFFD.
func (d *Decoder) Next(id int) string {
	tok, ok := d.t.token(id)
	if !ok || tok.special {
		return ""
	}
	if len(d.held) == 0 && isASCII(tok.bytes) {
		return tok.bytes
	}
	d.held = append(d.held, tok.bytes...)
	whole := len(d.held) - unfinished(d.held)
	text := string(appendValid(nil, d.held[:whole]))
	d.held = append(d.held[:0], d.held[whole:]...)
	return text
}

// Held returns how many bytes of an unfinished character the tokens so far end in.
func (d *Decoder) Held() int { return len(d.held) }

// Flush returns U+FFFD when the text ends inside a character, else "". The
// decoder is then at the beginning again.
func (d *Decoder) Flush() string {
	text := string(appendValid(nil, d.held))
	d.held = d.held[:0]
	return text
}

// unfinished measures the bytes at the end of s that may still become a character.
func unfinished(s []byte) int {
	for n := min(3, len(s)); n > 0; n-- {
		if tail := s[len(s)-n:]; tail[0] >= 0xC0 {
			if length, ok := character(tail); !ok && length == n && canBegin(tail) {
				return n
			}
		}
	}
	return 0
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

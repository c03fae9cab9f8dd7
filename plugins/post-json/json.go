package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/r3mes/r3mes/sdk"
)

// config is the plugin's configuration; manifest.toml holds its schema.
type config struct {
	Mode string `json:"mode"` // "repair" or "refuse"
}

// parser is the state between two pieces. Everything released so far, followed
// by the closers of Open, is one JSON value.
type parser struct {
	// Open are the objects and arrays that are open, "{" and "[", and a quote at
	// the end inside a released string.
	Open string `json:"open"`
	// Expect is what may come: see the constants.
	Expect string `json:"expect"`
	// Held is text that was read and not released: a name with its colon, a comma,
	// a number, a word, an escape that is not whole.
	Held string `json:"held"`
	// Done: the value is whole, or was broken off; the rest of the answer is
	// dropped.
	Done bool `json:"done"`
}

// What a parser may expect.
const (
	start      = ""          // the value's "{" or "["
	valueOrEnd = "value/end" // after "["
	value      = "value"     // after a comma in an array, or a colon
	nameOrEnd  = "name/end"  // after "{"
	name       = "name"      // after a comma in an object
	inName     = "in name"
	colon      = "colon"
	more       = "more" // a comma or the closer
	word       = "word" // inside a number, true, false or null
	inString   = "string"
)

// post releases the answer's first JSON object or array, and nothing else. Mode
// repair: what is cut short is closed, a trailing comma, a name without a value
// and half a word are left out, raw line ends in strings are escaped, and text
// that is no JSON ends the value there. Mode refuse: such text is an error.
// An answer without a value is an error in both.
func post(r sdk.PostRequest) (sdk.PostResponse, error) {
	c, err := sdk.Config[config](r.Envelope)
	if err != nil {
		return sdk.PostResponse{}, err
	}
	var p parser
	if r.State != "" {
		if err := json.Unmarshal([]byte(r.State), &p); err != nil {
			return sdk.PostResponse{}, fmt.Errorf("state: %w", err)
		}
	}
	var out strings.Builder
	for _, ch := range r.Piece {
		if p.Done {
			break
		}
		text, err := p.next(ch, c.Mode == "refuse")
		if err != nil {
			return sdk.PostResponse{}, err
		}
		out.WriteString(text)
	}
	if r.End {
		text, err := p.end(c.Mode == "refuse")
		return sdk.PostResponse{Text: out.String() + text}, err
	}
	state, err := json.Marshal(p)
	if err == nil && len(state) > sdk.MaxState {
		err = fmt.Errorf("a name or %d levels of brackets are too long to keep", len(p.Open))
	}
	return sdk.PostResponse{Text: out.String(), State: string(state), Held: int64(len(p.Held))}, err
}

var errNoValue = errors.New("the answer has no JSON object or array")

// end closes what is open.
func (p *parser) end(refuse bool) (string, error) {
	switch {
	case p.Expect == start && !p.Done:
		return "", errNoValue
	case p.Done:
		return "", nil
	case refuse:
		return "", errors.New("the answer ends inside its JSON value")
	}
	return p.close(), nil
}

// close ends the value: a whole word that is held is released, everything else
// that is held is dropped, and what is open is closed.
func (p *parser) close() string {
	var out strings.Builder
	if p.Expect == word && json.Valid([]byte(p.lastWord())) {
		out.WriteString(p.Held)
	}
	for i := len(p.Open) - 1; i >= 0; i-- {
		out.WriteByte(map[byte]byte{'{': '}', '[': ']', '"': '"'}[p.Open[i]])
	}
	p.Open, p.Held, p.Done = "", "", true
	return out.String()
}

// lastWord is the number or word at the end of what is held; before it stand a
// comma, or a name and its colon, and spaces.
func (p *parser) lastWord() string {
	return p.Held[strings.LastIndexAny(p.Held, ",:[ \t\r\n\"")+1:]
}

// next reads one character and returns what may be released.
func (p *parser) next(ch rune, refuse bool) (string, error) {
	switch p.Expect {
	case inString, inName:
		return p.quoted(ch, refuse)
	case word:
		if wordCharacter(ch) {
			p.Held += string(ch)
			return "", nil
		}
		if !json.Valid([]byte(p.lastWord())) {
			return p.broken(ch, refuse)
		}
		p.Expect = more
		text := p.take("")
		rest, err := p.next(ch, refuse)
		return text + rest, err
	}
	if space(ch) && p.Expect != start {
		p.Held += string(ch)
		return "", nil
	}
	switch {
	case ch == '{' && p.wants(start, value, valueOrEnd):
		p.Open, p.Expect = p.Open+"{", nameOrEnd
		return p.take("{"), nil
	case ch == '[' && p.wants(start, value, valueOrEnd):
		p.Open, p.Expect = p.Open+"[", valueOrEnd
		return p.take("["), nil
	case p.Expect == start:
		return "", nil // prose before the value
	case ch == '"' && p.wants(value, valueOrEnd):
		p.Open, p.Expect = p.Open+`"`, inString
		return p.take(`"`), nil
	case ch == '"' && p.wants(name, nameOrEnd):
		p.Expect = inName
		p.Held += `"`
	case ch == ':' && p.wants(colon):
		p.Expect = value
		p.Held += ":"
	case ch == ',' && p.wants(more):
		p.Expect = value
		if p.inside() == '{' {
			p.Expect = name
		}
		p.Held += ","
	case p.closes(ch, refuse):
		return p.shut(), nil
	case wordCharacter(ch) && p.wants(value, valueOrEnd):
		p.Expect = word
		p.Held += string(ch)
	default:
		return p.broken(ch, refuse)
	}
	return "", nil
}

// take releases what is held and text behind it.
func (p *parser) take(text string) string {
	text = p.Held + text
	p.Held = ""
	return text
}

func (p *parser) wants(expected ...string) bool {
	for _, e := range expected {
		if p.Expect == e {
			return true
		}
	}
	return false
}

func (p *parser) inside() byte { return p.Open[len(p.Open)-1] }

// closes says that ch ends the innermost object or array, with a comma before
// it where that may be repaired.
func (p *parser) closes(ch rune, refuse bool) bool {
	if ch == '}' && p.inside() == '{' {
		return p.wants(nameOrEnd, more) || !refuse && p.wants(name)
	}
	return ch == ']' && p.inside() == '[' && (p.wants(valueOrEnd, more) || !refuse && p.wants(value))
}

// shut releases the closer of the innermost object or array. A comma that is
// held has nothing behind it and is left out.
func (p *parser) shut() string {
	if p.wants(name, value) {
		p.Held = ""
	}
	closer := map[byte]string{'{': "}", '[': "]"}[p.inside()]
	p.Open, p.Expect = p.Open[:len(p.Open)-1], more
	p.Done = p.Open == ""
	return p.take(closer)
}

// quoted reads a character of a string, which is released at once, or of a
// name, which is held until its value begins.
func (p *parser) quoted(ch rune, refuse bool) (string, error) {
	escape := p.escape()
	switch {
	case escape != "":
		p.Held += string(ch)
		if n := len(escape); n == 1 && !strings.ContainsRune(`"\/bfnrtu`, ch) || n > 1 && !hex(ch) {
			p.Held = strings.TrimSuffix(p.Held, escape+string(ch))
			return p.broken(ch, refuse)
		}
		if whole := len(escape) == 5 || len(escape) == 1 && ch != 'u'; !whole {
			return "", nil
		}
	case ch == '"':
		if p.Expect == inName {
			p.Expect = colon
			p.Held += `"`
			return "", nil
		}
		p.Open, p.Expect = p.Open[:len(p.Open)-1], more
		return p.take(`"`), nil
	case ch < ' ' && (refuse || p.Expect == inName):
		return p.broken(ch, refuse)
	case ch < ' ':
		quoted, _ := json.Marshal(string(ch)) // a string always marshals
		p.Held += strings.Trim(string(quoted), `"`)
	default:
		p.Held += string(ch)
	}
	if p.Expect == inName || p.escape() != "" {
		return "", nil
	}
	return p.take(""), nil
}

// escape is the part of an escape that stands at the end of what is held.
func (p *parser) escape() string {
	for n := min(len(p.Held), 5); n > 0; n-- {
		tail := p.Held[len(p.Held)-n:]
		if tail[0] != '\\' || n > 1 && tail[1] != 'u' {
			continue
		}
		before := p.Held[:len(p.Held)-n]
		if backslashes := len(before) - len(strings.TrimRight(before, `\`)); backslashes%2 == 0 {
			return tail
		}
	}
	return ""
}

// broken ends the value where the text stops being JSON.
func (p *parser) broken(ch rune, refuse bool) (string, error) {
	if refuse {
		return "", fmt.Errorf("the answer is not JSON at a character U+%04X", ch)
	}
	if p.Expect == word && !json.Valid([]byte(p.lastWord())) {
		p.Held = ""
	}
	return p.close(), nil
}

func space(ch rune) bool { return ch == ' ' || ch == '\t' || ch == '\r' || ch == '\n' }

func wordCharacter(ch rune) bool {
	return ch >= 'a' && ch <= 'z' || ch >= 'A' && ch <= 'Z' || ch >= '0' && ch <= '9' || ch == '-' || ch == '+' || ch == '.'
}

func hex(ch rune) bool {
	return ch >= '0' && ch <= '9' || ch >= 'a' && ch <= 'f' || ch >= 'A' && ch <= 'F'
}

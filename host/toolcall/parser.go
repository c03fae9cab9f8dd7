package toolcall

import (
	"encoding/json"
	"strings"
)

// Mode says how calls stand in an answer.
type Mode int

const (
	Tagged Mode = iota // between tags, among text
	Bare               // the whole answer is one call: a grammar forced it
)

// Event is the next part of an answer: text, the beginning of a call, or more of
// its arguments.
type Event struct {
	Text string // when Name and Arguments are empty
	// Call counts the calls of the answer from 0.
	Call      int
	Name      string // the call begins
	Arguments string // the next piece of its arguments
}

// Parser reads one answer. It is not safe for concurrent use.
type Parser struct {
	mode  Mode
	tools map[string]bool
	state state
	held  string // not decided yet
	space string // before the tag that was read last
	calls int
	scan  scanner // of the arguments
}

type state int

const (
	inText      state = iota
	inHead            // of a call, before its arguments
	inArguments       // which are passed on as they come
	inTail            // after the arguments, to the end of the call
	between           // after a call, before text or another call
	plain             // all the rest is text
	ended             // after a bare call
)

// NewParser returns a parser for an answer that may call tools.
func NewParser(tools []Tool, mode Mode) *Parser {
	p := &Parser{mode: mode, tools: make(map[string]bool, len(tools))}
	for _, t := range tools {
		p.tools[t.Name] = true
	}
	if mode == Bare {
		p.state = inHead
	}
	return p
}

// Calls returns how many calls have begun.
func (p *Parser) Calls() int { return p.calls }

// Push takes the next piece of the answer and returns what it decides. All texts
// and arguments together are the answer without the tags and what is around the
// calls; their borders depend on the pieces.
func (p *Parser) Push(piece string) []Event {
	p.held += piece
	var events []Event
	for {
		e, more := p.next()
		if e != (Event{}) {
			events = append(events, e)
		}
		if !more {
			return events
		}
	}
}

// End says that the answer is over, and returns what was held back.
func (p *Parser) End() []Event {
	held := p.held
	p.held = ""
	switch {
	case p.state == inTail, p.state == ended:
		return nil
	case p.state == inHead && p.mode == Tagged:
		held = p.space + openTag + held
	}
	if held == "" {
		return nil
	}
	return []Event{{Text: held}}
}

// next decides about the beginning of what is held. more: there may be more to
// decide.
func (p *Parser) next() (e Event, more bool) {
	switch p.state {
	case inText:
		return p.text()
	case inHead:
		return p.head()
	case inArguments:
		return p.arguments()
	case inTail:
		return Event{}, p.tail()
	case between:
		p.held = trimSpace(p.held)
		if p.held != "" {
			p.state = inText
		}
		return Event{}, p.held != ""
	case plain:
		text := p.held
		p.held = ""
		return Event{Text: text}, false
	}
	p.held = ""
	return Event{}, false
}

// text passes text on up to a tag, or to what may become one. The white space
// before a tag is no part of the text.
func (p *Parser) text() (Event, bool) {
	if before, after, found := strings.Cut(p.held, openTag); found {
		text := strings.TrimRight(before, " \n\r\t")
		p.held, p.space, p.state = after, before[len(text):], inHead
		return Event{Text: text}, true
	}
	n := len(p.held) - suspicious(p.held)
	text := p.held[:n]
	p.held = p.held[n:]
	return Event{Text: text}, false
}

// suspicious counts the bytes at the end of s that may begin a tag, with the
// white space before them.
func suspicious(s string) int {
	n := 0
	for i := min(len(openTag)-1, len(s)); i > 0; i-- {
		if strings.HasSuffix(s, openTag[:i]) {
			n = i
			break
		}
	}
	return len(s) - len(strings.TrimRight(s[:len(s)-n], " \n\r\t"))
}

// head waits until the name and the beginning of the arguments are there, or the
// whole call where its keys stand in another order.
func (p *Parser) head() (Event, bool) {
	name, rest, verdict := readHead(p.held)
	switch {
	case verdict == undecided:
		return Event{}, false
	case verdict == yes && p.tools[name]:
		p.held, p.state, p.scan = rest, inArguments, scanner{}
		p.calls++
		return Event{Call: p.calls - 1, Name: name}, true
	case verdict == no:
		return p.whole()
	}
	return p.noCall(), true
}

// whole reads a call whose keys are not in the usual order, once it is all there.
func (p *Parser) whole() (Event, bool) {
	var scan scanner
	start := len(p.held) - len(trimSpace(p.held))
	n, done := scan.scan(p.held[start:])
	if !done {
		if scan.bad {
			return p.noCall(), true
		}
		return Event{}, false
	}
	var call struct {
		Name      string          `json:"name"`
		Arguments json.RawMessage `json:"arguments"`
	}
	if json.Unmarshal([]byte(p.held[start:start+n]), &call) != nil || !p.tools[call.Name] || len(call.Arguments) == 0 || call.Arguments[0] != '{' {
		return p.noCall(), true
	}
	// As if it had come in order: the arguments, and what ends the call.
	p.held = string(call.Arguments) + "}" + p.held[start+n:]
	p.state, p.scan = inArguments, scanner{}
	p.calls++
	return Event{Call: p.calls - 1, Name: call.Name}, true
}

// noCall makes text of what began like a call. After a tag, what follows may hold
// another.
func (p *Parser) noCall() Event {
	if p.mode == Bare {
		p.state = plain
		return Event{}
	}
	p.state = inText
	return Event{Text: p.space + openTag}
}

// arguments passes the arguments on as they come.
func (p *Parser) arguments() (Event, bool) {
	n, done := p.scan.scan(p.held)
	piece := p.held[:n]
	p.held = p.held[n:]
	if done {
		p.state = inTail
	}
	return Event{Call: p.calls - 1, Arguments: piece}, done
}

// tail drops what follows the arguments, to the end of the call.
func (p *Parser) tail() bool {
	if p.mode == Bare {
		p.state = ended
		return true
	}
	end, next := strings.Index(p.held, closeTag), strings.Index(p.held, openTag)
	switch {
	case next >= 0 && (end < 0 || next < end): // models forget the end tag
		p.held, p.state = p.held[next:], inText
	case end >= 0:
		p.held, p.state = p.held[end+len(closeTag):], between
	default:
		p.held = p.held[max(0, len(p.held)-len(closeTag)):]
		return false
	}
	return true
}

// verdict is what the text so far allows to say.
type verdict int

const (
	undecided verdict = iota
	yes
	no
)

// readHead reads {"name": "…", "arguments": up to the brace of the arguments,
// with which rest begins.
func readHead(s string) (name, rest string, v verdict) {
	for i, want := range []string{"{", `"name"`, ":", "", ",", `"arguments"`, ":"} {
		s = trimSpace(s)
		if i == 3 {
			var n int
			if name, n, v = readString(s); v != yes {
				return "", "", v
			}
			s = s[n:]
			continue
		}
		if len(s) < len(want) && strings.HasPrefix(want, s) {
			return "", "", undecided
		}
		if !strings.HasPrefix(s, want) {
			return "", "", no
		}
		s = s[len(want):]
	}
	switch s = trimSpace(s); {
	case s == "":
		return "", "", undecided
	case s[0] != '{':
		return "", "", no
	}
	return name, s, yes
}

// maxName bounds a name that does not end.
const maxName = 256

// readString reads a JSON string at the beginning of s.
func readString(s string) (text string, n int, v verdict) {
	if s == "" {
		return "", 0, undecided
	}
	if s[0] != '"' {
		return "", 0, no
	}
	for n = 1; n < len(s) && n < maxName; n++ {
		switch s[n] {
		case '\\':
			n++
		case '"':
			if json.Unmarshal([]byte(s[:n+1]), &text) != nil {
				return "", 0, no
			}
			return text, n + 1, yes
		}
	}
	if n >= maxName {
		return "", 0, no
	}
	return "", 0, undecided
}

func trimSpace(s string) string { return strings.TrimLeft(s, " \n\r\t") }

// scanner finds the end of a JSON object, which begins with its first byte.
type scanner struct {
	depth    int
	inString bool
	escaped  bool
	bad      bool // not an object
}

// scan reads on and returns how many bytes belong to the object, and whether it
// has ended with them.
func (s *scanner) scan(text string) (n int, done bool) {
	for i := range len(text) {
		c := text[i]
		switch {
		case s.escaped:
			s.escaped = false
		case s.inString:
			s.escaped, s.inString = c == '\\', c != '"'
		case c == '"':
			s.inString = true
		case c == '{' || c == '[':
			s.depth++
		case c == '}' || c == ']':
			s.depth--
			if s.depth == 0 {
				return i + 1, true
			}
		}
		if s.depth < 1 {
			s.bad = true
			return i, false
		}
	}
	return len(text), false
}

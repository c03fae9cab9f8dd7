package api

import (
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
)

// lineEnds are the three ends of a line that readers of events know.
var lineEnds = regexp.MustCompile("\r\n|\r|\n")

// readEvents reads a stream as the standard says: the data of each event, and
// every other field that stands there.
func readEvents(stream string) (data []string, others []string) {
	var lines []string
	for _, line := range lineEnds.Split(strings.TrimPrefix(stream, "\ufeff"), -1) {
		name, value, _ := strings.Cut(line, ":")
		switch {
		case line == "":
			if lines != nil {
				data = append(data, strings.Join(lines, "\n"))
			}
			lines = nil
		case name == "data":
			lines = append(lines, strings.TrimPrefix(value, " "))
		default:
			others = append(others, line)
		}
	}
	return data, others
}

// FuzzEvents writes any text as an event: a reader gets it back, with one kind
// of newline, and nothing in it becomes an event or a field of its own.
func FuzzEvents(f *testing.F) {
	for _, text := range []string{"", "a", " a ", "a\nb", "a\r\nb", "a\rb", "\n", "\n\n", "\r\r\n", "a\n\ndata: [DONE]\n\n", "event: x\nid: 7", ": comment", "retry: 1", "\x00", "\ufeff", "\u2028", "é\xff"} {
		f.Add(text)
	}
	s := &server{}
	f.Fuzz(func(t *testing.T, text string) {
		w := httptest.NewRecorder()
		e := s.events(w)
		for _, one := range []string{text, "after"} {
			if err := e.text(one); err != nil {
				t.Fatal(err)
			}
		}
		data, others := readEvents(w.Body.String())
		want := lineEnds.ReplaceAllString(text, "\n")
		if len(others) > 0 || len(data) != 2 || data[0] != want || data[1] != "after" {
			t.Errorf("%q is read as %q and %q", text, data, others)
		}
	})
}

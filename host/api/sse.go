package api

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/r3mes/r3mes/host/pipeline"
)

const (
	eventStream = "text/event-stream"
	doneMark    = "[DONE]" // ends an answer that is whole
)

// isDone tells whether clients would take text for the end mark.
func isDone(text string) bool { return strings.TrimSpace(text) == doneMark }

// events writes server-sent events. Every event stream goes through it: what
// holds for all of them (the form of an event, the end mark, errors inside the
// stream, the heartbeat) stands here once.
type events struct {
	stream
	out   *response     // nil: no heartbeat
	every time.Duration // of silence, then a beat
}

func (s *server) events(w http.ResponseWriter) events {
	return events{stream: s.stream(w), out: responseOf(w), every: s.Heartbeat}
}

// Admitted implements pipeline.Admitter. An answer that has long to wait for its
// first token begins with a heartbeat. A nil stream, of an answer that comes
// whole, has none.
func (e *events) Admitted(a pipeline.Accepted) {
	if e == nil {
		return
	}
	e.head(a, eventStream+"; charset=utf-8")
	if e.out != nil {
		e.out.beat(e.every)
	}
}

// begin sends the headers of an event stream.
func (e *events) begin(a pipeline.Accepted) {
	e.stream.begin(a, eventStream+"; charset=utf-8")
	if e.out != nil {
		e.out.beat(e.every)
	}
}

// still ends the heartbeat and tells whether the stream has begun.
func (e *events) still() bool {
	if e == nil {
		return false
	}
	begun := e.begun
	if e.out != nil {
		begun = e.out.still() || begun
	}
	return begun
}

// newlines are what ends a line for a reader of events.
var newlines = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// text sends one event of plain text. Each of its lines is a data line of the
// event: readers put the newlines back.
func (e *events) text(text string) error {
	return e.write("data: " + strings.ReplaceAll(newlines.Replace(text), "\n", "\ndata: ") + "\n\n")
}

// json sends one event that holds v as JSON, which has no newlines.
func (e *events) json(v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return e.write("data: " + string(body) + "\n\n")
}

// named sends one event with a name of its own, which holds v as JSON.
func (e *events) named(name string, v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return e.write("event: " + name + "\ndata: " + string(body) + "\n\n")
}

// done sends the mark that the answer is whole. That the client may have left
// is no error: it has everything.
func (e *events) done() {
	e.ending()
	_ = e.text(doneMark)
}

// ending ends the heartbeat: the events that follow are the last, and leave
// together.
func (e *events) ending() {
	if e == nil {
		return
	}
	e.still()
	e.last = true
}

// fail answers with err, in the stream when it has begun: then without the
// mark.
func (e *events) fail(err error, f family) error {
	if !e.still() {
		return err
	}
	_, v := f.body(classify(err))
	_ = e.json(v)
	return nil
}

package api

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"
)

// read decodes a JSON body into v. Fields that v does not have are ignored:
// clients send extras.
func (s *server) read(w http.ResponseWriter, r *http.Request, v any) error {
	return s.decode(w, r, v, false)
}

// readStrict is read for admin routes, where a field that does not exist is a
// mistake of the operator.
func (s *server) readStrict(w http.ResponseWriter, r *http.Request, v any) error {
	return s.decode(w, r, v, true)
}

// readAct is readStrict for acts that need not say anything: an empty body
// leaves v as it is.
func (s *server) readAct(w http.ResponseWriter, r *http.Request, v any) error {
	if r.ContentLength == 0 {
		return nil
	}
	return s.readStrict(w, r, v)
}

func (s *server) decode(w http.ResponseWriter, r *http.Request, v any, strict bool) error {
	if given := r.Header.Get("Content-Type"); given != "" {
		media, _, err := mime.ParseMediaType(given)
		if err != nil || (media != "application/json" && !strings.HasSuffix(media, "+json")) {
			return &apiError{kind: wrongType}
		}
	}
	dec := json.NewDecoder(http.MaxBytesReader(w, r.Body, s.MaxBodyBytes))
	if strict {
		dec.DisallowUnknownFields()
	}
	if err := dec.Decode(v); err != nil {
		return malformed(err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		if err != nil {
			return malformed(err)
		}
		return field(invalid, "", "The body holds more than one JSON value")
	}
	bodyRead(w)
	return nil
}

// bodyRead ends the deadline of limitBody, which is for the body only: while the
// answer streams, net/http keeps reading to notice a client that leaves, and
// must not time out. After a failure it stays, or net/http would wait for the
// rest.
func bodyRead(w http.ResponseWriter) {
	_ = http.NewResponseController(w).SetReadDeadline(time.Time{})
}

// limitBody bounds the time in which a request's body must have come, for
// routes that do not read it too.
func (s *server) limitBody(w http.ResponseWriter, r *http.Request) {
	if s.BodyTimeout > 0 && r.ContentLength != 0 {
		// Not every ResponseWriter can; those of net/http do.
		_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(s.BodyTimeout))
	}
}

// malformed tells a body that is not what it should be from one that could not
// be read.
func malformed(err error) error {
	var syntax *json.SyntaxError
	var typ *json.UnmarshalTypeError
	switch {
	case errors.As(err, &typ):
		// encoding/json names embedded structs too, which no client knows.
		name := strings.TrimPrefix(typ.Field, "parameters.")
		return field(invalid, name, "%s has the wrong type: got %s", name, typ.Value)
	case errors.As(err, &syntax):
		return field(invalid, "", "The body is not valid JSON (at byte %d)", syntax.Offset)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return field(invalid, "", "The body is not valid JSON: it ends too early")
	case strings.HasPrefix(err.Error(), "json: unknown field "):
		return field(invalid, strings.Trim(strings.TrimPrefix(err.Error(), "json: unknown field "), `"`), "%s", strings.TrimPrefix(err.Error(), "json: "))
	}
	return unread(err)
}

// unread is what a body is told that did not come as a body should: net/http
// has no error of its own for chunks that are none.
func unread(err error) error {
	var own *apiError
	var large *http.MaxBytesError
	var network *net.OpError
	switch {
	case errors.As(err, &own), errors.As(err, &large), errors.Is(err, os.ErrDeadlineExceeded):
		return err
	case errors.As(err, &network):
		return &apiError{kind: clientGone, cause: err}
	}
	return &apiError{kind: invalid, text: "The body cannot be read", cause: err}
}

// param returns a path parameter, unescaped.
func param(r *http.Request, name string) string {
	raw := chi.URLParam(r, name)
	if text, err := url.PathUnescape(raw); err == nil {
		return text
	}
	return raw
}

// writeJSON answers with v. That the client may have left is no error: nobody is
// there to be told.
func writeJSON(w http.ResponseWriter, status int, v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(append(body, '\n'))
	return nil
}

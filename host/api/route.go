package api

import "net/http"

// route is one route as data. The mux, the OpenAPI document, the table in the
// README, the rate limits and the cache all read it, so that none of them can
// say something else than the others.
type route struct {
	method string
	path   string // a chi pattern
	family family // of its errors; r3mes routes answer below /api too
	tag    string // the group that the documents show it in
	say    string // what it does, a line
	who    who
	limit  limit
	cache  cached // of a GET route's answers

	query   []query  // what the query may say
	body    any      // zero value of the request body's type; nil: none
	form    []query  // fields of a multipart request body; nil: none
	answer  any      // zero value of the JSON answer's type; nil: none, or not JSON
	failing any      // zero value of the JSON answer of a probe that fails, with 503; nil: the family's error
	media   []string // content types of an answer that is not, or not only, JSON
	frames  []any    // what a WebSocket sends, by zero values; nil: it is none
	alone   bool     // an r3mes route that does not answer below /api

	handle handler
}

// who may call a route.
type who int

const (
	public   who = iota // anyone
	wallet              // a wallet, proved by a credential; in open mode one that is only named
	operator            // a key with the scope operator, the administration socket, in open mode anyone
)

func (w who) String() string { return [...]string{"anyone", "wallet", "operator"}[w] }

// limit is the rate limit that a route counts for.
type limit int

const (
	limitUsual limit = iota // limitGet or limitPost, by the method
	limitNone               // probes and numbers that operators read
	limitChat               // work for the model
	limitGet
	limitPost
)

// limits is the limit that a route counts for.
func (rt route) limits() limit {
	switch {
	case rt.limit != limitUsual:
		return rt.limit
	case rt.method == http.MethodGet:
		return limitGet
	}
	return limitPost
}

// query describes one parameter of the query, or one field of a form.
type query struct {
	name, kind string // kind is a JSON Schema type; "file" in a form
	say        string
	otherwise  any // when it is left out; nil: nothing
}

// handler is a route that may fail.
type handler func(w http.ResponseWriter, r *http.Request) error

// serve makes a route's handler: who may call it, and how its errors read.
func (s *server) serve(rt route) http.HandlerFunc {
	h := s.remembered(rt, rt.handle)
	if rt.who == operator {
		h = s.operators(h)
	}
	return s.run(s.limited(rt, s.idempotent(rt, h)), rt.family)
}

func (s *server) run(h handler, f family) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := h(w, r); err != nil {
			writeError(w, r, f, err)
		}
	}
}

// paths are where a route answers.
func (rt route) paths() []string {
	if rt.family == r3mes && !rt.alone {
		return []string{rt.path, "/api" + rt.path}
	}
	return []string{rt.path}
}

// admin makes routes of operators below /admin.
func admin(tag string, routes ...route) []route {
	for i := range routes {
		rt := &routes[i]
		rt.path, rt.tag, rt.family, rt.who = "/admin"+rt.path, tag, openai, operator
	}
	return routes
}

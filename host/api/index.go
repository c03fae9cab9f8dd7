package api

import "net/http"

func (s *server) indexRoutes() []route {
	return []route{
		{method: "GET", path: "/", alone: true, tag: "health", say: "what this is", limit: limitNone, answer: indexAnswer{}, handle: s.index},
		{method: "GET", path: "/metrics", alone: true, tag: "health", say: "the numbers, for Prometheus", limit: limitNone, media: []string{"text/plain"}, handle: s.prometheus},
	}
}

type indexAnswer struct {
	Name    string   `json:"name"`
	Version string   `json:"version"`
	Model   string   `json:"model"`
	Routes  []string `json:"routes"`
}

// index says what this is to whoever opens the address in a browser.
func (s *server) index(w http.ResponseWriter, r *http.Request) error {
	return writeJSON(w, http.StatusOK, indexAnswer{
		Name: "R3MES", Version: s.Version, Model: s.BaseModel(),
		Routes: []string{"POST /chat", "POST /v1/chat/completions", "GET /v1/models", "GET /user/info/{wallet}", "GET /v1/receipts/{id}", "GET /health", "GET /metrics"},
	})
}

func (s *server) prometheus(w http.ResponseWriter, r *http.Request) error {
	if s.Metrics == nil {
		return fail(unknownThing, "Not Found")
	}
	s.Metrics.Handler().ServeHTTP(w, r)
	return nil
}

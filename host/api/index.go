package api

import "net/http"

// index says what this is to whoever opens the address in a browser.
func (s *server) index(w http.ResponseWriter, r *http.Request) error {
	return writeJSON(w, http.StatusOK, object{
		"name": "R3MES", "version": s.Version, "model": s.BaseModel,
		"routes": []string{"POST /chat", "POST /v1/chat/completions", "GET /v1/models", "GET /user/info/{wallet}", "GET /v1/receipts/{id}", "GET /health", "GET /metrics"},
	})
}

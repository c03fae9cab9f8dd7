package api

import (
	"log/slog"
	"net/http"
	"time"
)

// health is the page for people: 503 when something is wrong.
func (s *server) health(w http.ResponseWriter, r *http.Request) error {
	if err := s.wellness(); err != nil {
		return s.unhealthy(w, r, "not ready to serve", err)
	}
	return writeJSON(w, http.StatusOK, object{"status": "healthy", "version": s.Version, "model": s.BaseModel, "uptime_seconds": int64(time.Since(s.Started).Seconds())})
}

// live says that the process answers, whatever else is broken: a restart
// would not help.
func (s *server) live(w http.ResponseWriter, _ *http.Request) error {
	return writeJSON(w, http.StatusOK, object{"status": "healthy", "alive": true})
}

// ready tells a load balancer whether to send requests here.
func (s *server) ready(w http.ResponseWriter, r *http.Request) error {
	if err := s.wellness(); err != nil {
		return s.unhealthy(w, r, "not ready to serve", err)
	}
	return writeJSON(w, http.StatusOK, object{"status": "healthy", "ready": true})
}

// database is about the ledger alone.
func (s *server) database(w http.ResponseWriter, r *http.Request) error {
	if err := s.Ledger.Ready(); err != nil {
		return s.unhealthy(w, r, "the ledger refuses work", err)
	}
	return writeJSON(w, http.StatusOK, object{"status": "healthy"})
}

// notConfigured is the health of a part that this server runs without: nothing
// it needs is broken, and configured says that nothing was checked either.
func (s *server) notConfigured(w http.ResponseWriter, _ *http.Request) error {
	return writeJSON(w, http.StatusOK, object{"status": "healthy", "configured": false})
}

func (s *server) wellness() error {
	if err := s.Ledger.Ready(); err != nil {
		return err
	}
	return s.Ready()
}

// unhealthy answers with our words: the error's may hold paths.
func (s *server) unhealthy(w http.ResponseWriter, r *http.Request, say string, err error) error {
	note(r, slog.String("error", lastLine(err)))
	return writeJSON(w, http.StatusServiceUnavailable, object{"status": "unhealthy", "error": say})
}

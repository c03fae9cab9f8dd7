package api

import (
	"log/slog"
	"net/http"
	"time"
)

func (s *server) healthRoutes() []route {
	probe := func(path, say string, h handler) route {
		return route{method: "GET", path: path, tag: "health", say: say, limit: limitNone, answer: healthAnswer{}, failing: healthAnswer{}, handle: h}
	}
	return []route{
		probe("/health", "whether all is well", s.health),
		probe("/health/live", "whether the process answers", s.live),
		probe("/health/ready", "whether requests can be served", s.ready),
		probe("/ready", "the same", s.ready),
		probe("/health/database", "whether the ledger takes work", s.database),
		probe("/health/redis", "whether Redis answers", s.redis),
		probe("/health/blockchain", "whether the chain answers", s.blockchain),
	}
}

// healthAnswer is the answer of every probe; each says the fields that it knows.
type healthAnswer struct {
	Status     string `json:"status"` // healthy or unhealthy
	Version    string `json:"version,omitempty"`
	Model      string `json:"model,omitempty"`
	Uptime     *int64 `json:"uptime_seconds,omitempty"`
	Alive      bool   `json:"alive,omitempty"`
	Ready      bool   `json:"ready,omitempty"`
	Configured *bool  `json:"configured,omitempty"` // false: the server runs without it, and nothing was checked
	Height     *int64 `json:"block_height,omitempty"`
	Lag        *int64 `json:"lag_blocks,omitempty"` // blocks of the chain that were not looked at for credits yet
	Error      string `json:"error,omitempty"`
}

const (
	healthy   = "healthy"
	unhealthy = "unhealthy"
)

// health is the page for people: 503 when something is wrong.
func (s *server) health(w http.ResponseWriter, r *http.Request) error {
	if err := s.wellness(); err != nil {
		return s.unhealthy(w, r, "not ready to serve", err)
	}
	uptime := int64(time.Since(s.Started).Seconds())
	return writeJSON(w, http.StatusOK, healthAnswer{Status: healthy, Version: s.Version, Model: s.BaseModel(), Uptime: &uptime})
}

// live says that the process answers, whatever else is broken: a restart
// would not help.
func (s *server) live(w http.ResponseWriter, _ *http.Request) error {
	return writeJSON(w, http.StatusOK, healthAnswer{Status: healthy, Alive: true})
}

// ready tells a load balancer whether to send requests here.
func (s *server) ready(w http.ResponseWriter, r *http.Request) error {
	if err := s.wellness(); err != nil {
		return s.unhealthy(w, r, "not ready to serve", err)
	}
	return writeJSON(w, http.StatusOK, healthAnswer{Status: healthy, Ready: true})
}

// database is about the ledger alone.
func (s *server) database(w http.ResponseWriter, r *http.Request) error {
	if err := s.Ledger.Ready(); err != nil {
		return s.unhealthy(w, r, "the ledger refuses work", err)
	}
	return writeJSON(w, http.StatusOK, healthAnswer{Status: healthy})
}

// redis is about Redis alone. Nothing fails without it, so readiness does not ask.
func (s *server) redis(w http.ResponseWriter, r *http.Request) error {
	if s.Redis == nil {
		return s.notConfigured(w, r)
	}
	if err := s.Redis(r.Context()); err != nil {
		return s.unhealthy(w, r, "Redis does not answer: limits and answers are kept in this process", err)
	}
	return writeJSON(w, http.StatusOK, healthAnswer{Status: healthy})
}

// blockchain is about the chain alone, as it was last seen.
func (s *server) blockchain(w http.ResponseWriter, r *http.Request) error {
	if s.Chain == nil {
		return s.notConfigured(w, r)
	}
	stats := s.Chain.Stats()
	if stats.Err != nil {
		return s.unhealthy(w, r, chainDown.say, stats.Err)
	}
	configured := true
	return writeJSON(w, http.StatusOK, healthAnswer{Status: healthy, Configured: &configured, Height: stats.Height, Lag: stats.Lag})
}

// notConfigured is the health of a part that this server runs without: nothing
// it needs is broken, and configured says that nothing was checked either.
func (s *server) notConfigured(w http.ResponseWriter, _ *http.Request) error {
	return writeJSON(w, http.StatusOK, healthAnswer{Status: healthy, Configured: new(bool)})
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
	return writeJSON(w, http.StatusServiceUnavailable, healthAnswer{Status: unhealthy, Error: say})
}

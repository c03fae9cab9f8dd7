package api

import (
	"net/http"
	"time"

	"golang.org/x/mod/semver"
)

func (s *server) systemRoutes() []route {
	return []route{
		{
			method: "GET", path: "/queue/stats", tag: "inference", say: "who waits for the model and who is being answered", limit: limitNone,
			answer: queueStats{}, handle: s.queueStats,
		},
		{
			method: "GET", path: "/system/version", tag: "health", say: "which versions of client programs work",
			query: []query{{"version", "string", "the client's own", nil}}, answer: versionAnswer{}, handle: s.version,
		},
		{method: "GET", path: "/system/time", tag: "health", say: "the server's clock", answer: timeAnswer{}, handle: s.time},
	}
}

// queueStats is how full the engine is.
type queueStats struct {
	Depth    int           `json:"queue_depth"` // requests that wait
	MaxQueue int           `json:"max_queue"`   // that may wait before 429
	Running  int           `json:"running"`     // that are computed together
	MaxBatch int           `json:"max_batch"`
	Adapters []adapterLoad `json:"adapters"` // those with requests inside
}

type adapterLoad struct {
	Adapter string `json:"adapter"` // empty: the base model alone
	Queued  int    `json:"queued"`
	Running int    `json:"running"`
}

func (s *server) queueStats(w http.ResponseWriter, _ *http.Request) error {
	if s.Inference.Engine == nil {
		return &apiError{kind: unavailable}
	}
	st := s.Inference.Engine()
	answer := queueStats{Depth: st.Queued, MaxQueue: st.MaxQueue, Running: st.Running, MaxBatch: st.MaxBatch, Adapters: []adapterLoad{}}
	for _, l := range st.Loads {
		answer.Adapters = append(answer.Adapters, adapterLoad(l))
	}
	return writeJSON(w, http.StatusOK, answer)
}

type versionAnswer struct {
	Min       string `json:"min_version"`     // empty: every version works
	Current   string `json:"current_version"` // of the server
	Required  bool   `json:"update_required"` // the client's version is too old
	UpdateURL string `json:"update_url"`
	Critical  bool   `json:"critical"` // it does not work before it is updated
}

// version tells client programs whether they are too old, when they say how old
// they are. One that is does not work: every required update is critical.
func (s *server) version(w http.ResponseWriter, r *http.Request) error {
	answer := versionAnswer{Min: s.Clients.MinVersion, Current: s.Version, UpdateURL: s.Clients.UpdateURL}
	if own := r.URL.Query().Get("version"); own != "" {
		if !semver.IsValid("v" + own) {
			return queryField("version", "version must be one such as 1.2.0")
		}
		answer.Required = answer.Min != "" && semver.Compare("v"+own, "v"+answer.Min) < 0
		answer.Critical = answer.Required
	}
	return writeJSON(w, http.StatusOK, answer)
}

type timeAnswer struct {
	Unix     int64     `json:"server_time"` // seconds since 1970
	ISO      time.Time `json:"server_time_iso"`
	Timezone string    `json:"timezone"`
}

func (s *server) time(w http.ResponseWriter, _ *http.Request) error {
	now := time.Now().UTC()
	return writeJSON(w, http.StatusOK, timeAnswer{Unix: now.Unix(), ISO: now, Timezone: "UTC"})
}

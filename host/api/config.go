package api

import (
	"maps"
	"net/http"
	"slices"

	"github.com/r3mes/r3mes/host/config"
	"github.com/r3mes/r3mes/host/settings"
)

// configRoutes are the configuration, for clients of the original service and
// for operators.
func (s *server) configRoutes() []route {
	routes := admin("config",
		route{method: "GET", path: "/config", say: "the configuration in effect, secrets redacted", answer: Configuration{}, handle: s.getConfig},
		route{method: "PUT", path: "/config", say: "change live keys, all of them or none", body: configChange{}, answer: Configuration{}, handle: s.putConfig},
		route{method: "GET", path: "/config/validate", say: "what a start would make of the configuration now", answer: settings.Verdict{}, handle: s.validateConfig},
	)
	for _, rt := range slices.Clone(routes) {
		rt.path, rt.family = rt.path[len("/admin"):], r3mes
		routes = append(routes, rt)
	}
	return routes
}

// Configuration is the configuration in effect.
type Configuration struct {
	Config  map[string]any             `json:"config"`  // by dotted name; what may be a secret is redacted
	Live    []string                   `json:"live"`    // keys that change while the server runs
	Changes map[string]settings.Change `json:"changes"` // of operators, that hold
	Message string                     `json:"message"`
}

// configChange is new values by dotted name, or as nested tables.
type configChange map[string]any

// configuration returns who keeps the configuration in effect.
func (s *server) configuration() (*settings.Settings, error) {
	if s.Settings == nil {
		return nil, noServer("the configuration in effect is a server's")
	}
	return s.Settings, nil
}

func (s *server) getConfig(w http.ResponseWriter, _ *http.Request) error {
	c, err := s.configuration()
	if err != nil {
		return err
	}
	return writeConfig(w, c, "the configuration in effect; PUT changes the keys of live, a start all others")
}

func writeConfig(w http.ResponseWriter, c *settings.Settings, message string) error {
	return writeJSON(w, http.StatusOK, Configuration{Config: c.Shown(), Live: config.Live(), Changes: c.Changes(), Message: message})
}

func (s *server) putConfig(w http.ResponseWriter, r *http.Request) error {
	c, err := s.configuration()
	if err != nil {
		return err
	}
	var req configChange
	if err := s.readStrict(w, r, &req); err != nil {
		return err
	}
	values := map[string]any{}
	flatten(values, "", req)
	if len(values) == 0 {
		return field(invalid, "", `The body names no key: {"log.level": "debug"}`)
	}
	if err := c.Set(r.Context(), actorOf(r), values); err != nil {
		return err
	}
	return writeConfig(w, c, "changed and kept")
}

// flatten gives nested tables dotted names.
func flatten(out map[string]any, prefix string, table map[string]any) {
	for _, name := range slices.Sorted(maps.Keys(table)) {
		if below, ok := table[name].(map[string]any); ok {
			flatten(out, prefix+name+".", below)
			continue
		}
		out[prefix+name] = table[name]
	}
}

func (s *server) validateConfig(w http.ResponseWriter, _ *http.Request) error {
	c, err := s.configuration()
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, c.Check())
}

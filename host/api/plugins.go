package api

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"slices"
	"strconv"

	"github.com/r3mes/r3mes/host/audit"
	"github.com/r3mes/r3mes/host/config"
	"github.com/r3mes/r3mes/host/pluginhost"
	"github.com/r3mes/r3mes/host/pluginops"
	"github.com/r3mes/r3mes/host/pluginstore"
)

// pluginRoutes are the admin routes of plugins. The last word of each is a verb
// of r3mes plugin.
func (s *server) pluginRoutes() []route {
	upload := []query{
		{"module", "file", "plugin.wasm", nil}, {"manifest", "file", "manifest.toml or manifest.json; left out: the module carries it", nil},
		{"signature", "file", "plugin.wasm.minisig", nil}, {"settings", "file", "JSON: config, grants, adapters", nil},
		{"activate", "boolean", "serve it at once", true},
	}
	act := func(verb, say string, body any, h handler) route {
		return route{method: "POST", path: "/plugins/{name}/" + verb, say: say, body: body, answer: PluginResult{}, handle: h}
	}
	verify := act("verify", "all that a load checks, and nothing changes", versionRequest{}, s.verifyPlugin)
	verify.form = upload
	return admin("plugins",
		route{method: "GET", path: "/plugins", say: "what serves, what is tried, what is wrong", answer: pluginList{}, handle: s.listPlugins},
		route{method: "POST", path: "/plugins", say: "check, keep and serve a plugin", form: upload, answer: PluginResult{}, handle: s.loadPlugin},
		route{method: "GET", path: "/plugins/{name}", say: "versions, hooks, grants, configuration", answer: Plugin{}, handle: s.getPlugin},
		route{method: "DELETE", path: "/plugins/{name}", say: "stop serving it and forget it", answer: removedPlugin{}, handle: s.removePlugin},
		verify,
		act("activate", "serve a kept version", versionRequest{}, s.activatePlugin),
		act("rollback", "serve the version before, or the one before that", rollbackRequest{}, s.rollbackPlugin),
		act("canary", "serve a share of the wallets by a version", canaryRequest{}, s.canaryPlugin),
		act("shadow", "ask a version after each answer, and compare", shadowRequest{}, s.shadowPlugin),
		act("promote", "the canary, or the shadow, serves", nil, s.promotePlugin),
		act("grant", "all that it may reach", grantRequest{}, s.grantPlugin),
		act("config", "its configuration", configRequest{}, s.configPlugin),
		act("bind", "whose requests a pre or post plugin serves", bindRequest{}, s.bindPlugin),
		route{
			method: "GET", path: "/plugins/{name}/logs", say: "what it logged, and its failed calls",
			query: []query{
				{"limit", "integer", "most lines, 1 to 1000", usualLogPage}, {"after", "integer", "next of the page before", 0},
				{"level", "string", "lines of this level and above: trace, debug, info, warn, error", "trace"},
			},
			answer: pluginhost.LogPage{}, handle: s.pluginLogs,
		},
		route{method: "GET", path: "/plugins/{name}/differences", say: "where the shadow decided otherwise", answer: pluginhost.Differences{}, handle: s.pluginDifferences},
		route{method: "GET", path: "/plugins/{name}/metrics", say: "calls, errors, latency, fuel and memory by version", answer: pluginNumbers{}, handle: s.pluginMetrics},
	)
}

type pluginList struct {
	Plugins []Plugin `json:"plugins"`
}

type pluginNumbers struct {
	Plugin     string             `json:"plugin"`
	Generation int64              `json:"generation"`
	Versions   []pluginhost.Stats `json:"versions"`
}

// Plugin is one plugin as operators see it.
type Plugin struct {
	Name        string          `json:"name"`
	Description string          `json:"description"`
	Generation  int64           `json:"generation"` // that this was read of; 0: it is not served
	Active      *PluginVersion  `json:"active"`     // null: it is not served
	Canary      *PluginVersion  `json:"canary"`     // null: none
	Percent     int             `json:"percent"`    // of the wallets, that the canary serves
	Shadow      *PluginVersion  `json:"shadow"`     // null: none
	Previous    []PluginVersion `json:"previous"`   // ready for a rollback, the last first
	Versions    []StoredVersion `json:"versions"`   // newest first; empty: it is served from the plugins folder
	Stored      bool            `json:"stored"`
	Signer      string          `json:"signer"` // public key that the name belongs to; empty: nobody's
	Last        *PluginAct      `json:"last"`   // that changed it; null: none did
	Removed     bool            `json:"removed"`
	Broken      string          `json:"broken"` // why it is not served although it should be; empty: nothing is wrong
}

// PluginVersion is a version that is kept warm.
type PluginVersion struct {
	ID           string          `json:"id"` // of the stored version; empty: it is of the plugins folder
	Version      string          `json:"version"`
	Hash         string          `json:"hash"` // sha256 of plugin.wasm, hex
	Hooks        []PluginHook    `json:"hooks"`
	Wanted       []string        `json:"wanted"` // capabilities
	Granted      []string        `json:"granted"`
	Config       json.RawMessage `json:"config"` // in effect; what may be a secret is redacted
	Breaker      string          `json:"breaker"`
	ModuleBytes  int64           `json:"module_bytes"`
	MemoryPages  int             `json:"memory_pages"` // the most of one instance
	Fuel         int64           `json:"fuel"`         // of one call, in units of about one instruction
	Instances    int             `json:"instances"`
	MaxInstances int             `json:"max_instances"`
}

// PluginHook is a version's place in the chain of one hook.
type PluginHook struct {
	Hook       string   `json:"hook"`
	Phase      string   `json:"phase"`
	Priority   int      `json:"priority"`
	Position   int      `json:"position"` // 0 is asked first; -1: it is in no chain
	DeadlineMS int64    `json:"deadline_ms"`
	Fail       string   `json:"fail,omitempty"`     // of pre and post: open or closed
	Adapters   []string `json:"adapters,omitempty"` // of pre and post: whose requests it serves
}

// StoredVersion is a version in the store.
type StoredVersion struct {
	ID      string    `json:"id"`
	Version string    `json:"version"`
	Hash    string    `json:"hash"`
	Signer  string    `json:"signer"` // public key; empty: nobody who is trusted
	Role    string    `json:"role"`   // active, canary, shadow, previous, or empty
	Loaded  PluginAct `json:"loaded"`
}

// PluginAct says who did something to a plugin, and when.
type PluginAct = pluginstore.Act

// PluginResult is what became of an act on a plugin.
type PluginResult struct {
	Plugin     string `json:"plugin"`
	ID         string `json:"id"` // of the version that the act was about
	Version    string `json:"version"`
	Hash       string `json:"hash"`
	Signer     string `json:"signer"`
	Generation int64  `json:"generation"` // from which on requests see the act; 0: they do not
	Unchanged  bool   `json:"unchanged"`  // it was so before
	Warning    string `json:"warning"`    // what the operator should know; empty: nothing
}

// plugins returns who carries out acts on plugins.
func (s *server) plugins() (*pluginops.Operator, error) {
	if s.Operator == nil {
		return nil, noServer("plugins live in one")
	}
	return s.Operator, nil
}

func (s *server) listPlugins(w http.ResponseWriter, _ *http.Request) error {
	o, err := s.plugins()
	if err != nil {
		return err
	}
	list, err := o.List()
	if err != nil {
		return err
	}
	views := make([]Plugin, len(list))
	for i, p := range list {
		views[i] = viewPlugin(p)
	}
	return writeJSON(w, http.StatusOK, pluginList{views})
}

func (s *server) getPlugin(w http.ResponseWriter, r *http.Request) error {
	o, err := s.plugins()
	if err != nil {
		return err
	}
	p, err := o.Show(param(r, "name"))
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, viewPlugin(p))
}

func viewPlugin(p pluginops.Plugin) Plugin {
	v := Plugin{
		Name: p.Name, Stored: p.Stored, Signer: p.Signer, Last: p.Last, Removed: p.Removed, Broken: p.Broken,
		Previous: []PluginVersion{}, Versions: []StoredVersion{},
	}
	roles := map[string]string{}
	if st := p.State; st != nil {
		v.Description, v.Generation, v.Percent = st.Active.Description, st.Generation, st.Percent
		for i := range st.Previous {
			v.Previous = append(v.Previous, *viewVersion(&st.Previous[i]))
			roles[st.Previous[i].Ref] = pluginhost.RolePrevious
		}
		v.Active, v.Canary, v.Shadow = viewVersion(&st.Active), viewVersion(st.Canary), viewVersion(st.Shadow)
		for _, served := range []struct {
			version *PluginVersion
			role    string
		}{{v.Shadow, pluginhost.RoleShadow}, {v.Canary, pluginhost.RoleCanary}, {v.Active, pluginhost.RoleActive}} {
			if served.version != nil {
				roles[served.version.ID] = served.role
			}
		}
	}
	for _, stored := range p.Versions {
		v.Versions = append(v.Versions, StoredVersion{
			ID: stored.ID, Version: stored.Version, Hash: string(stored.Module), Signer: stored.Signer,
			Role: roles[stored.ID], Loaded: stored.Loaded,
		})
	}
	return v
}

func viewVersion(i *pluginhost.Info) *PluginVersion {
	if i == nil {
		return nil
	}
	v := &PluginVersion{
		ID: i.Ref, Version: i.Version, Hash: i.Hash, Hooks: []PluginHook{}, Wanted: orEmpty(i.Wanted), Granted: orEmpty(i.Granted),
		Config: redacted(i.Config), Breaker: i.Breaker, ModuleBytes: i.ModuleBytes, MemoryPages: i.MemoryPages, Fuel: i.Fuel,
		Instances: i.Instances, MaxInstances: i.MaxInstances,
	}
	for _, h := range i.Hooks {
		v.Hooks = append(v.Hooks, PluginHook{
			Hook: h.Hook, Phase: h.Phase, Priority: h.Priority, Position: h.Position, DeadlineMS: h.Deadline.Milliseconds(),
			Fail: h.Fail, Adapters: h.Adapters,
		})
	}
	return v
}

// redacted is a configuration without what may be a secret.
func redacted(text string) json.RawMessage {
	var values exactObject
	if json.Unmarshal([]byte(text), &values) != nil {
		return json.RawMessage("{}")
	}
	shown, err := json.Marshal(config.Redact(values))
	if err != nil {
		return json.RawMessage("{}")
	}
	return shown
}

func viewResult(r pluginops.Result) PluginResult {
	return PluginResult{
		Plugin: r.Plugin, ID: r.Version.ID, Version: r.Version.Version, Hash: string(r.Version.Module), Signer: r.Version.Signer,
		Generation: r.Generation, Unchanged: r.Unchanged, Warning: r.Warning,
	}
}

// maxLogPage is the most lines of one page of a log, and usualLogPage what a
// request gets that does not say.
const (
	maxLogPage   = 1000
	usualLogPage = 100
)

// pluginLogs reads a plugin's log: ?limit= lines at most, of ?level= or above,
// ?after= a cursor.
func (s *server) pluginLogs(w http.ResponseWriter, r *http.Request) error {
	o, err := s.plugins()
	if err != nil {
		return err
	}
	query := pluginhost.LogQuery{Level: pluginhost.LevelTrace}
	if query.Limit, err = number(r, "limit", usualLogPage, 1, maxLogPage); err != nil {
		return err
	}
	after, err := number(r, "after", 0, 0, int(^uint(0)>>1))
	if err != nil {
		return err
	}
	query.After = int64(after)
	if name := r.URL.Query().Get("level"); name != "" {
		if query.Level, err = pluginhost.ParseLevel(name); err != nil {
			return field(invalid, "level", "level is %.20q, want trace, debug, info, warn or error", name)
		}
	}
	name := param(r, "name")
	page, ok := o.Host().Logs(name, query)
	if !ok {
		if _, err := o.Show(name); err != nil { // it never logged, or never was
			return err
		}
		page.Lines = []pluginhost.LogLine{}
	}
	return writeJSON(w, http.StatusOK, page)
}

// pluginMetrics are the numbers of every version of one plugin that is kept.
func (s *server) pluginMetrics(w http.ResponseWriter, r *http.Request) error {
	o, err := s.plugins()
	if err != nil {
		return err
	}
	name := param(r, "name")
	if _, err := o.Host().State(name); err != nil {
		return err
	}
	g := o.Host().Pin("")
	defer g.Release()
	versions := slices.DeleteFunc(g.Stats(), func(st pluginhost.Stats) bool { return st.Plugin != name })
	return writeJSON(w, http.StatusOK, pluginNumbers{name, g.Number(), versions})
}

// pluginDifferences tells where a plugin's shadow would have decided otherwise.
func (s *server) pluginDifferences(w http.ResponseWriter, r *http.Request) error {
	o, err := s.plugins()
	if err != nil {
		return err
	}
	d, err := o.Host().Differences(param(r, "name"))
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, d)
}

// number reads a whole number of the query.
func number(r *http.Request, name string, otherwise, least, most int) (int, error) {
	text := r.URL.Query().Get(name)
	if text == "" {
		return otherwise, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < least || n > most {
		return 0, queryField(name, "%s must be a whole number between %d and %d", name, least, most)
	}
	return n, nil
}

type actorKey struct{}

// actorOf is who acts, for the audit log; routes of operators put it there.
func actorOf(r *http.Request) audit.Actor {
	actor, _ := r.Context().Value(actorKey{}).(audit.Actor)
	return actor
}

// acted notes an act in the request's log line.
func acted(r *http.Request, result pluginops.Result) {
	note(r, slog.String("plugin", result.Plugin), slog.String("plugin_version", result.Version.Version), slog.Int64("generation", result.Generation))
}

package api

import (
	"net/http"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
)

// routes is every route that is served. The R3MES family answers at P and at
// /api + P, because its clients use both.
func (s *server) routes() http.Handler {
	mux := chi.NewRouter()
	mux.Use(s.observe, s.guard, s.cors(), middleware.GetHead)
	mux.NotFound(s.notFound)
	mux.MethodNotAllowed(s.methodNotAllowed(mux))

	mux.Get("/", s.r3mes(s.index))
	s.family(mux)
	mux.Route("/api", func(r chi.Router) { s.family(r) })
	if s.Metrics != nil {
		mux.Method(http.MethodGet, "/metrics", s.Metrics.Handler())
	}

	mux.Get("/v1/models", s.openai(s.listModels))
	mux.Get("/v1/models/{id}", s.openai(s.getModel))
	mux.Post("/v1/chat/completions", s.openai(s.completions))
	mux.Get("/v1/receipts/{id}", s.openai(s.getReceipt))

	mux.Route("/admin", func(r chi.Router) {
		r.Get("/wallets", s.openai(s.operators(s.listWallets)))
		r.Get("/wallets/{wallet}", s.openai(s.operators(s.getWallet)))
		r.Post("/wallets/{wallet}/topup", s.openai(s.operators(s.topUp)))
		r.Get("/keys", s.openai(s.operators(s.listAllKeys)))
		r.Post("/keys", s.openai(s.operators(s.createAnyKey)))
		r.Post("/keys/{id}/revoke", s.openai(s.operators(s.revokeAnyKey)))
		r.Get("/ledger/verify", s.openai(s.operators(s.verifyLedger)))
		r.Get("/adapters", s.openai(s.operators(s.listAdapters)))
		s.pluginRoutes(r)
		r.Get("/trust", s.openai(s.operators(s.listTrust)))
		r.Post("/trust", s.openai(s.operators(s.addTrust)))
		r.Delete("/trust", s.openai(s.operators(s.removeTrust)))
		r.Get("/secrets", s.openai(s.operators(s.listSecrets)))
		r.Post("/secrets", s.openai(s.operators(s.setSecret)))
		r.Delete("/secrets", s.openai(s.operators(s.removeSecret)))
		r.Get("/audit", s.openai(s.operators(s.listAudit)))
	})
	return mux
}

// pluginRoutes are the admin routes of plugins. The last word of each is a verb
// of r3mes plugin.
func (s *server) pluginRoutes(r chi.Router) {
	r.Get("/plugins", s.openai(s.operators(s.listPlugins)))
	r.Post("/plugins", s.openai(s.operators(s.loadPlugin)))
	r.Get("/plugins/{name}", s.openai(s.operators(s.getPlugin)))
	r.Delete("/plugins/{name}", s.openai(s.operators(s.removePlugin)))
	for verb, h := range map[string]handler{
		"verify": s.verifyPlugin, "activate": s.activatePlugin, "rollback": s.rollbackPlugin, "canary": s.canaryPlugin,
		"shadow": s.shadowPlugin, "promote": s.promotePlugin, "grant": s.grantPlugin, "config": s.configPlugin, "bind": s.bindPlugin,
	} {
		r.Post("/plugins/{name}/"+verb, s.openai(s.operators(h)))
	}
	r.Get("/plugins/{name}/logs", s.openai(s.operators(s.pluginLogs)))
	r.Get("/plugins/{name}/differences", s.openai(s.operators(s.pluginDifferences)))
	r.Get("/plugins/{name}/metrics", s.openai(s.operators(s.pluginMetrics)))
}

// family is the R3MES family.
func (s *server) family(r chi.Router) {
	r.Post("/chat", s.r3mes(s.chat))
	r.Get("/user/info/{wallet}", s.r3mes(s.userInfo))
	r.Get("/network/stats", s.r3mes(s.networkStats))
	r.Post("/api-keys/create", s.r3mes(s.createKey))
	r.Get("/api-keys/list/{wallet}", s.r3mes(s.listKeys))
	r.Post("/api-keys/revoke", s.r3mes(s.revokeKey))
	r.Delete("/api-keys/delete", s.r3mes(s.deleteKey))
	r.Get("/health", s.r3mes(s.health))
	r.Get("/health/live", s.r3mes(s.live))
	r.Get("/health/ready", s.r3mes(s.ready))
	r.Get("/ready", s.r3mes(s.ready))
	r.Get("/health/database", s.r3mes(s.database))
	r.Get("/health/redis", s.r3mes(s.notConfigured))
	r.Get("/health/blockchain", s.r3mes(s.notConfigured))
}

// handler is a route that may fail.
type handler func(w http.ResponseWriter, r *http.Request) error

// r3mes writes a handler's error in the R3MES body.
func (s *server) r3mes(h handler) http.HandlerFunc { return s.run(h, r3mesBody) }

// openai writes a handler's error in the OpenAI body.
func (s *server) openai(h handler) http.HandlerFunc { return s.run(h, openaiBody) }

func (s *server) run(h handler, body family) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := h(w, r); err != nil {
			writeError(w, r, body, err)
		}
	}
}

func (s *server) notFound(w http.ResponseWriter, r *http.Request) {
	writeError(w, r, familyOf(r.URL.Path), fail(unknownThing, "Not Found"))
}

func (s *server) methodNotAllowed(mux *chi.Mux) http.HandlerFunc {
	methods := []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodDelete}
	return func(w http.ResponseWriter, r *http.Request) {
		for _, m := range methods {
			if mux.Match(chi.NewRouteContext(), m, r.URL.Path) {
				w.Header().Add("Allow", m)
			}
		}
		writeError(w, r, familyOf(r.URL.Path), fail(wrongMethod, "Method Not Allowed"))
	}
}

package api

import (
	"net/http"
	"slices"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
)

// table is every route that is served.
func (s *server) table() []route {
	return slices.Concat(
		s.indexRoutes(),
		s.openAPIRoutes(),
		s.docsRoutes(),
		s.chatRoutes(),
		s.inferenceRoutes(),
		s.systemRoutes(),
		s.analyticsRoutes(),
		s.minerRoutes(),
		s.gpuRoutes(),
		s.userRoutes(),
		s.blockRoutes(),
		s.leaderboardRoutes(),
		s.keyRoutes(),
		s.loginRoutes(),
		s.healthRoutes(),
		s.modelRoutes(),
		s.textRoutes(),
		s.completionRoutes(),
		s.embeddingRoutes(),
		s.tokenRoutes(),
		s.responseRoutes(),
		s.receiptRoutes(),
		s.walletRoutes(),
		s.adminKeyRoutes(),
		s.liveRoutes(),
		s.liveChatRoutes(),
		s.ledgerRoutes(),
		s.adapterRoutes(),
		s.baseModelRoutes(),
		s.configRoutes(),
		s.pluginRoutes(),
		s.trustRoutes(),
		s.secretRoutes(),
		s.auditRoutes(),
	)
}

// routes serves the table.
func (s *server) routes() http.Handler {
	mux := chi.NewRouter()
	mux.Use(s.address, s.observe, s.guard, s.cors(), middleware.GetHead)
	mux.NotFound(s.notFound)
	mux.MethodNotAllowed(s.methodNotAllowed(mux))
	for _, rt := range s.table() {
		for _, path := range rt.paths() {
			mux.Method(rt.method, path, s.serve(rt))
		}
	}
	return mux
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

package api

import (
	"log/slog"
	"net/http"
	"time"

	"github.com/r3mes/r3mes/host/modelhost"
	"github.com/r3mes/r3mes/host/settings"
)

// Operations are the parts of the server that operators change while it runs.
type Operations struct {
	Models   *modelhost.Host    // nil: no server runs
	Settings *settings.Settings // nil: no server runs
}

func (s *server) baseModelRoutes() []route {
	return admin("models",
		route{method: "GET", path: "/models", say: "the base model that serves, and those that come and go", answer: baseModelList{}, handle: s.listBaseModels},
		route{method: "POST", path: "/models", say: "load another base model and let it serve", body: baseModelRequest{}, answer: BaseModel{}, handle: s.loadBaseModel},
		route{method: "DELETE", path: "/models/{name}", say: "take the base model out; requests that run end with it", answer: BaseModel{}, handle: s.unloadBaseModel},
	)
}

// BaseModel is one base model as operators see it.
type BaseModel struct {
	Name             string    `json:"name"`
	Path             string    `json:"path"`   // on the server; empty: embedded
	State            string    `json:"state"`  // serving, draining, loading or failed
	Digest           string    `json:"digest"` // of its weights, hex
	Bytes            int64     `json:"bytes"`  // of its weights
	Context          int       `json:"context"`
	Users            int       `json:"users"` // requests that it answers now
	Requests         int64     `json:"requests"`
	PromptTokens     int64     `json:"prompt_tokens"`
	CompletionTokens int64     `json:"completion_tokens"`
	Loaded           time.Time `json:"loaded"`   // when it was, or when the load began
	Progress         string    `json:"progress"` // of a load
	Error            string    `json:"error"`    // of a load that failed
}

type baseModelList struct {
	Models []BaseModel `json:"models"`
}

type baseModelRequest struct {
	Path string `json:"path"` // a folder of the server, from its root; empty: the model of the configuration
	Name string `json:"name"` // its id; empty: the folder's
	Wait *bool  `json:"wait"` // answer when it serves, true, or when the load has begun
}

func viewBaseModel(m modelhost.Model) BaseModel {
	return BaseModel{
		Name: m.Name, Path: m.Path, State: m.State, Digest: m.Digest, Bytes: m.Bytes, Context: m.Context, Users: m.Users,
		Requests: m.Requests, PromptTokens: m.PromptTokens, CompletionTokens: m.CompletionTokens,
		Loaded: m.Loaded, Progress: m.Progress, Error: m.Error,
	}
}

func (s *server) listBaseModels(w http.ResponseWriter, _ *http.Request) error {
	h, err := s.models()
	if err != nil {
		return err
	}
	list := baseModelList{[]BaseModel{}}
	for _, m := range h.ListModels() {
		list.Models = append(list.Models, viewBaseModel(m))
	}
	return writeJSON(w, http.StatusOK, list)
}

// loadBaseModel begins a load, and answers when the model serves, or, without
// wait, at once. A client that goes away ends the wait, not the load.
func (s *server) loadBaseModel(w http.ResponseWriter, r *http.Request) error {
	h, err := s.models()
	if err != nil {
		return err
	}
	var req baseModelRequest
	if err := s.readAct(w, r, &req); err != nil {
		return err
	}
	wait, err := h.LoadModel(actorOf(r), req.Path, req.Name)
	if err != nil {
		return err
	}
	if req.Wait != nil && !*req.Wait {
		return writeJSON(w, http.StatusOK, BaseModel{Name: req.Name, Path: req.Path, State: modelhost.StateLoading, Loaded: time.Now().UTC()})
	}
	m, err := wait(r.Context())
	if err != nil {
		return err
	}
	note(r, slog.String("target", m.Name))
	return writeJSON(w, http.StatusOK, viewBaseModel(m))
}

func (s *server) unloadBaseModel(w http.ResponseWriter, r *http.Request) error {
	h, err := s.models()
	if err != nil {
		return err
	}
	m, err := h.UnloadModel(actorOf(r), param(r, "name"))
	if err != nil {
		return err
	}
	note(r, slog.String("target", m.Name))
	return writeJSON(w, http.StatusOK, viewBaseModel(m))
}

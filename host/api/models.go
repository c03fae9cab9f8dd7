package api

import (
	"fmt"
	"net/http"

	"github.com/r3mes/r3mes/host/pipeline"
)

func (s *server) modelRoutes() []route {
	return []route{
		{method: "GET", path: "/v1/models", family: openai, tag: "openai", say: "the ids that a request may name", answer: modelList{}, handle: s.listModels},
		{method: "GET", path: "/v1/models/{id}", family: openai, tag: "openai", say: "one of them", answer: model{}, handle: s.getModel},
	}
}

type modelList struct {
	Object string  `json:"object"`
	Data   []model `json:"data"`
}

type model struct {
	ID          string `json:"id"`
	Object      string `json:"object"`
	Created     int64  `json:"created"`
	OwnedBy     string `json:"owned_by"`
	Description string `json:"description,omitempty"`
}

func (s *server) model(id, description string) model {
	return model{ID: id, Object: "model", Created: s.Started.Unix(), OwnedBy: "r3mes", Description: description}
}

// listModels lists the ids that a request may name: auto, the base model, and
// the base model with each adapter; auto alone while no base model is loaded. The
// last one is the embedder, for /v1/embeddings.
func (s *server) listModels(w http.ResponseWriter, _ *http.Request) error {
	models := []model{s.model(pipeline.Auto, "the routing plugins choose the adapter")}
	if base := s.BaseModel(); base != "" {
		models = append(models, s.model(base, "the base model alone"))
		for _, a := range s.Adapters() {
			models = append(models, s.model(base+":"+a.Name, a.Description))
		}
	}
	if e, ok := s.embedModel(); ok {
		models = append(models, e)
	}
	return writeJSON(w, http.StatusOK, modelList{"list", models})
}

func (s *server) getModel(w http.ResponseWriter, r *http.Request) error {
	id := param(r, "id")
	if s.Pipeline == nil {
		return &apiError{kind: unavailable}
	}
	if e, ok := s.embedModel(); ok && e.ID == id {
		return writeJSON(w, http.StatusOK, e)
	}
	if _, _, err := s.Pipeline.Resolve(id); err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, s.model(id, ""))
}

// embedModel describes the embedder, if there is one.
func (s *server) embedModel() (model, bool) {
	if s.Embedder == nil {
		return model{}, false
	}
	name, dim := s.Embedder.EmbedModel()
	return s.model(name, fmt.Sprintf("sentence embedder, %d dimensions", dim)), name != ""
}

package server

import (
	"github.com/r3mes/r3mes/host/pluginhost"
	"github.com/r3mes/r3mes/runtime/lora"
)

// Info says what was loaded, for the banner.
type Info struct {
	URL      string
	Model    string
	Bytes    int64 // of the model
	Context  int   // tokens of one chat
	Adapters []lora.Info
	Embedder EmbedderInfo
	Plugins  []pluginhost.Info
	Engine   string // what computes: kernels and processor, or plugin and device
	Mode     string // of auth
	Released int    // holds of a process before, ended at start
	Files    int    // files and connections that may be open; 0: not known
}

// Info describes the server.
func (s *Server) Info() Info {
	model, _ := s.models.Serving()
	return Info{
		URL: s.URL(), Model: model.Name, Bytes: model.Bytes, Context: model.Context,
		Adapters: s.models.Adapters(), Embedder: s.embedderInfo(), Plugins: s.operator.Host().List(),
		Engine: model.Engine, Mode: s.config.Auth.Mode, Released: s.released, Files: openFiles(),
	}
}

package server

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/r3mes/r3mes/host/config"
	"github.com/r3mes/r3mes/runtime/embed"
)

func TestTheEmbedderIsTheConfiguredOne(t *testing.T) {
	s := &Server{config: config.Default(), progress: func(string, ...any) {}}
	if err := s.openEmbedder(t.Context(), Options{Embedder: embed.Default()}); err != nil || s.embedder != embed.Default() {
		t.Errorf("without embed.model: %v, %v", s.embedder, err)
	}
	s.config.Embed.Model = "../../runtime/embed/testdata/bert/"
	if err := s.openEmbedder(t.Context(), Options{Embedder: embed.Default()}); err != nil || s.embedder.Name() != "bert" || s.embedder.Dim() != 60 {
		t.Errorf("with embed.model: %v, %v", s.embedder, err)
	}
	for _, close := range s.opened {
		if err := close(); err != nil {
			t.Error(err)
		}
	}
}

func TestABadEmbedderIsToldByItsKey(t *testing.T) {
	empty, file := t.TempDir(), filepath.Join(t.TempDir(), "model.safetensors")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for dir, want := range map[string]string{"/no/such/folder": "no such file", empty: "config.json", file: "not a folder"} {
		s := &Server{config: config.Default(), progress: func(string, ...any) {}}
		s.config.Embed.Model = dir
		if err := s.openEmbedder(t.Context(), Options{}); err == nil || !strings.Contains(err.Error(), dir+" (embed.model): ") || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want embed.model and %q", dir, err, want)
		}
	}
}

package server

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/r3mes/r3mes/host/pipeline"
	"github.com/r3mes/r3mes/runtime/embed"
)

// openEmbedder takes the embedder that embed.model names, or the one that the
// program brought.
func (s *Server) openEmbedder(_ context.Context, o Options) error {
	s.embedder = o.Embedder
	dir := s.config.Embed.Model
	if dir == "" {
		return nil
	}
	whole, err := filepath.Abs(dir)
	if err != nil {
		return fmt.Errorf("server: embedder %s (embed.model): %w", dir, err)
	}
	name := filepath.Base(whole)
	s.progress("embedder %s from %s", name, dir)
	info, err := os.Stat(dir)
	if err == nil && !info.IsDir() {
		err = errors.New("not a folder")
	}
	var e *embed.Encoder
	if err == nil {
		e, err = embed.Load(os.DirFS(dir), embed.Options{Name: name, Threads: s.config.Embed.Threads})
	}
	if err != nil {
		return fmt.Errorf("server: embedder %s (embed.model): %w", dir, err)
	}
	s.embedder = e
	s.later(func() error { e.Close(); return nil })
	return nil
}

// pluginEmbed gives plugins the embedder that routing uses, so that their
// similarities are the ones in the request; nil: the plugin host's own.
func pluginEmbed(e pipeline.Embedder) func(context.Context, string) ([]float32, error) {
	if e == nil {
		return nil
	}
	return func(ctx context.Context, text string) ([]float32, error) {
		vectors, err := e.EmbedTokens(ctx, [][]int{e.Encode(embed.Head(text))})
		if err != nil {
			return nil, err
		}
		return vectors[0], nil
	}
}

// EmbedderInfo says which embedder serves, for the banner.
type EmbedderInfo struct {
	Name string // empty: none
	Dim  int
	// Static: the table in the binary, not a model.
	Static bool
}

func (s *Server) embedderInfo() EmbedderInfo {
	name, dim := s.pipeline.EmbedModel()
	_, static := s.embedder.(*embed.Static)
	return EmbedderInfo{Name: name, Dim: dim, Static: static}
}

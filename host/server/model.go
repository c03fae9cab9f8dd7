package server

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/r3mes/r3mes/kernels/cpufeat"
	"github.com/r3mes/r3mes/runtime/checkpoint"
	"github.com/r3mes/r3mes/runtime/cpu"
	"github.com/r3mes/r3mes/runtime/engine"
	"github.com/r3mes/r3mes/runtime/lora"
	"github.com/r3mes/r3mes/runtime/tokenizer"
)

// loaded is a base model with what belongs to it.
type loaded struct {
	name       string
	checkpoint *checkpoint.Model
	tokenizer  *tokenizer.Tokenizer
	adapters   *lora.Registry
	forward    *cpu.Model
}

// openModel loads checkpoint, tokenizer and adapters, and makes the engine.
func (s *Server) openModel(_ context.Context, o Options) error {
	if err := cpufeat.Err(); err != nil {
		return fmt.Errorf("server: %w", err)
	}
	m := &loaded{name: modelName(s.config, o.Demo)}
	s.model = m
	if err := s.openCheckpoint(m, o); err != nil {
		return err
	}
	if err := s.openAdapters(m, o); err != nil {
		return err
	}
	e := s.config.Engine
	var err error
	m.forward, err = cpu.New(m.checkpoint, cpu.Options{
		Threads: e.Threads, Head: e.Head, Context: e.Context, KVTokens: e.KVTokens,
		Progress: func(done, total int) { s.progress("preparing the int8 head: %d of %d rows", done, total) },
	})
	if err != nil {
		return fmt.Errorf("server: %w", err)
	}
	s.later(func() error { m.forward.Close(); return nil })
	s.engine, err = engine.New(m.forward, m.tokenizer, engine.Options{MaxBatch: e.MaxBatch, Queue: e.Queue})
	if err != nil {
		return fmt.Errorf("server: %w", err)
	}
	return nil
}

func (s *Server) openCheckpoint(m *loaded, o Options) (err error) {
	files := o.Demo.Model
	if path := s.config.Model.Path; path != "" {
		s.progress("model %s from %s", m.name, path)
		files = os.DirFS(path)
		m.checkpoint, err = checkpoint.Open(path)
	} else if files == nil {
		return errors.New("server: model.path is empty and this program has no embedded model")
	} else {
		s.progress("model %s, embedded", m.name)
		m.checkpoint, err = checkpoint.OpenFS(files)
	}
	if err != nil {
		return fmt.Errorf("server: model (model.path): %w", err)
	}
	s.later(m.checkpoint.Close)
	if m.tokenizer, err = tokenizer.Load(files); err != nil {
		return fmt.Errorf("server: tokenizer of the model (model.path): %w", err)
	}
	if have, want := m.tokenizer.VocabSize(), m.checkpoint.Config.VocabSize; have > want {
		return fmt.Errorf("server: the tokenizer has %d tokens, the model embeds %d: they do not belong together", have, want)
	}
	return nil
}

// openAdapters loads the demo's own adapters with the demo model, and whatever
// adapters.dir holds.
func (s *Server) openAdapters(m *loaded, o Options) error {
	m.adapters = lora.NewRegistry(m.checkpoint.Config, s.config.Adapters.BudgetBytes)
	if s.config.Model.Path == "" && o.Demo.Adapters != nil {
		folders, err := fs.ReadDir(o.Demo.Adapters, ".")
		if err != nil {
			return fmt.Errorf("server: embedded adapters: %w", err)
		}
		for _, f := range folders {
			files, err := fs.Sub(o.Demo.Adapters, f.Name())
			if err == nil && f.IsDir() {
				err = m.adapters.Load(f.Name(), files)
			}
			if err != nil {
				return fmt.Errorf("server: embedded adapters: %w", err)
			}
		}
	}
	if dir := s.config.Adapters.Dir; dir != "" {
		s.progress("adapters in %s", dir)
		if err := m.adapters.LoadDir(dir); err != nil {
			return fmt.Errorf("server: adapters (adapters.dir): %w", err)
		}
	}
	for _, a := range m.adapters.List() {
		if a.Name == m.name {
			return fmt.Errorf("server: the adapter %q has the base model's name; set model.name", a.Name)
		}
	}
	return nil
}

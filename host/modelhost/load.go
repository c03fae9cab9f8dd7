package modelhost

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/r3mes/r3mes/host/pipeline"
	"github.com/r3mes/r3mes/kernels/cpufeat"
	"github.com/r3mes/r3mes/runtime/checkpoint"
	"github.com/r3mes/r3mes/runtime/engine"
	"github.com/r3mes/r3mes/runtime/grammar"
	"github.com/r3mes/r3mes/runtime/lora"
	"github.com/r3mes/r3mes/runtime/tokenizer"
)

// served is a base model in memory with what belongs to it.
type served struct {
	model      pipeline.Model // what requests borrow
	source     Source
	loaded     time.Time
	checkpoint *checkpoint.Model
	tokenizer  *tokenizer.Tokenizer
	registry   *lora.Registry
	forward    forward
	engine     *engine.Engine
	running    context.Context
	stop       context.CancelFunc
	ran        chan struct{} // closed when the engine has stopped

	broken error // why adapters of the configuration do not fit

	// The host's lock guards these.
	have    map[string]origin // what registry holds
	unfit   map[string]unfitAdapter
	count   Count
	users   int
	retired bool
	idle    chan struct{} // closed when it is retired and nobody has it
}

// progress is told what is being loaded.
type progress = func(format string, args ...any)

// load reads a model and its adapters with every check and starts its engine. It
// serves nobody yet.
func (h *Host) load(src Source, say progress) (*served, error) {
	if err := cpufeat.Err(); err != nil {
		return nil, fmt.Errorf("modelhost: %w", err)
	}
	s := &served{source: src, loaded: time.Now().UTC(), have: map[string]origin{}, ran: make(chan struct{}), idle: make(chan struct{})}
	s.model.BaseModel = nameOf(src)
	s.running, s.stop = context.WithCancel(h.running)
	if err := h.fill(s, say); err != nil {
		close(s.ran)
		return nil, errors.Join(err, s.close())
	}
	go h.run(s)
	return s, nil
}

// nameOf is the id of the model at src.
func nameOf(src Source) string { return cmp.Or(src.Name, filepath.Base(filepath.Clean(src.Path))) }

func (h *Host) fill(s *served, say progress) error {
	if err := s.openCheckpoint(say); err != nil {
		return err
	}
	s.registry = lora.NewRegistry(s.checkpoint.Config, h.options.AdapterBytes)
	s.model.Adapters = s.registry
	say("adapters")
	s.broken = h.settle(s)
	e := h.options.Engine
	var err error
	if s.forward, err = h.newForward(s.checkpoint, s.registry, say); err != nil {
		return fmt.Errorf("modelhost: %w", err)
	}
	h.uploadAll(s)
	s.engine, err = engine.New(s.forward, s.tokenizer, engine.Options{MaxBatch: e.MaxBatch, Queue: e.Queue})
	if err != nil {
		return fmt.Errorf("modelhost: %w", err)
	}
	s.model.Generator, s.model.Digest = s.engine, s.checkpoint.Digest
	return nil
}

func (s *served) openCheckpoint(say progress) (err error) {
	files := s.source.Files
	if path := s.source.Path; path != "" {
		say("model %s from %s", s.model.BaseModel, path)
		files = os.DirFS(path)
		s.checkpoint, err = checkpoint.Open(path)
	} else if files == nil {
		return errors.New("modelhost: model.path is empty and this program has no embedded model")
	} else {
		say("model %s, embedded", s.model.BaseModel)
		s.checkpoint, err = checkpoint.OpenFS(files)
	}
	if err != nil {
		return fmt.Errorf("modelhost: model (model.path): %w", err)
	}
	if s.tokenizer, err = tokenizer.Load(files); err != nil {
		return fmt.Errorf("modelhost: tokenizer of the model (model.path): %w", err)
	}
	if have, want := s.tokenizer.VocabSize(), s.checkpoint.Config.VocabSize; have > want {
		return fmt.Errorf("modelhost: the tokenizer has %d tokens, the model embeds %d: they do not belong together", have, want)
	}
	s.model.Tokenizer = s.tokenizer
	s.model.Vocabulary = sync.OnceValue(func() *grammar.Vocabulary { return grammar.NewVocabulary(s.tokenizer) })
	return nil
}

func (s *served) describe() Model {
	state := StateServing
	if s.retired {
		state = StateDraining
	}
	return Model{
		Name: s.model.BaseModel, Path: s.source.Path, State: state, Digest: s.model.Digest, Bytes: s.checkpoint.Bytes(),
		Engine: s.forward.Describe(), Context: s.engine.Context(), Loaded: s.loaded, Users: s.users, Count: s.count,
	}
}

// close stops the engine, which ends what is still in it, and frees everything.
func (s *served) close() error {
	s.stop()
	<-s.ran
	if s.forward != nil {
		s.forward.Close()
	}
	if s.checkpoint != nil {
		return s.checkpoint.Close()
	}
	return nil
}

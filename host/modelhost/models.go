package modelhost

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/r3mes/r3mes/host/audit"
	"github.com/r3mes/r3mes/runtime/engine"
	"github.com/r3mes/r3mes/runtime/lora"
	"github.com/r3mes/r3mes/runtime/tokenizer"
)

// States of a base model.
const (
	StateServing  = "serving"  // new requests go to it
	StateDraining = "draining" // it ends the requests that it has
	StateLoading  = "loading"  // it is being read and checked
	StateFailed   = "failed"   // the last load; nothing of it is in memory
)

// Model describes one base model.
type Model struct {
	Name    string
	Path    string // empty: embedded
	State   string // one of the states above
	Digest  string // of its weights, hex
	Bytes   int64  // of its weights
	Context int    // tokens of one chat
	Engine  string // what computes
	Loaded  time.Time
	Users   int // requests that it answers now
	Count
	Progress string // of a load: what is being done
	Error    string // of a failed load
}

// loading is a load in progress, or the last one that failed.
type loading struct {
	src      Source
	began    time.Time
	progress string
	done     chan struct{} // closed when model or err is set
	model    Model
	err      error
}

// ListModels lists the model that serves, then those that end their requests,
// then the one that is being loaded or whose load failed last.
func (h *Host) ListModels() []Model {
	h.mu.Lock()
	defer h.mu.Unlock()
	var list []Model
	if h.current != nil {
		list = append(list, h.current.describe())
	}
	for _, s := range h.retiring {
		list = append(list, s.describe())
	}
	if l := h.loading; l != nil {
		m := Model{Name: nameOf(l.src), Path: l.src.Path, State: StateLoading, Loaded: l.began, Progress: l.progress}
		if l.err != nil {
			m.State, m.Error = StateFailed, l.err.Error()
		}
		list = append(list, m)
	}
	return list
}

// Acts on models, in the audit log.
const (
	actLoadModel   = "model.load"
	actUnloadModel = "model.unload"
)

// LoadModel begins to load the model in the folder path, an absolute path on the
// server, beside the one that serves; an empty path is the model that the
// configuration names. name is its id, empty for the folder's. Errors of this
// call are ErrBusy and ErrClosed.
//
// wait returns when the model serves, with what it is, or when its load failed,
// by ErrRefused or ErrMemory, and then what served before serves on; an end of
// ctx ends the wait only. When it serves, new requests go to it at once and after a restart; the model before
// ends the requests that it has and is closed.
func (h *Host) LoadModel(by audit.Actor, path, name string) (wait func(ctx context.Context) (Model, error), err error) {
	src := Source{Path: path, Name: name}
	if path == "" {
		src = h.options.Configured
		src.Name = cmp.Or(name, src.Name)
	}
	l := &loading{src: src, began: time.Now().UTC(), done: make(chan struct{})}
	if err := h.begin(l, func() { h.carryOut(by, l, path == "") }); err != nil {
		return nil, h.options.Audit.Do(l.entry(by), func(*audit.Entry) error { return err })
	}
	return func(ctx context.Context) (Model, error) {
		select {
		case <-l.done:
			return l.model, l.err
		case <-ctx.Done():
			return Model{}, ctx.Err()
		}
	}, nil
}

// begin carries out a load in the background, one at a time.
func (h *Host) begin(l *loading, carryOut func()) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case h.closed:
		return fmt.Errorf("modelhost: %w", ErrClosed)
	case h.loading != nil && h.loading.err == nil:
		return fmt.Errorf("modelhost: %w", ErrBusy)
	}
	h.loading = l
	h.closers.Go(carryOut)
	return nil
}

func (l *loading) entry(by audit.Actor) audit.Entry {
	return audit.Entry{Actor: by, Act: actLoadModel, Target: nameOf(l.src), Detail: map[string]string{"path": l.src.Path}}
}

// carryOut loads a model and puts it in the place of the one that serves.
func (h *Host) carryOut(by audit.Actor, l *loading, configured bool) {
	err := h.options.Audit.Do(l.entry(by), func(e *audit.Entry) error {
		s, err := h.prepareModel(l)
		if err != nil {
			return err
		}
		e.Detail["digest"] = s.model.Digest
		if err := h.swap(by, s, configured); err != nil {
			return errors.Join(err, s.close())
		}
		return nil
	})
	served := err == nil || errors.Is(err, audit.ErrNotRecorded)
	h.mu.Lock()
	l.err = err
	if served {
		h.loading = nil
		if h.current != nil { // nobody has unloaded it meanwhile
			l.model = h.current.describe()
		}
	}
	close(l.done)
	h.mu.Unlock()
	if served {
		h.options.Changed()
		h.log.Info("a base model serves", "model", l.model.Name, "digest", l.model.Digest)
		return
	}
	h.log.Error("a base model was not loaded; what served before serves on", "model", nameOf(l.src), "error", err)
}

// prepareModel reads a model with every check and has it make one token.
func (h *Host) prepareModel(l *loading) (*served, error) {
	say := func(format string, args ...any) {
		h.mu.Lock()
		defer h.mu.Unlock()
		l.progress = fmt.Sprintf(format, args...)
	}
	if path := l.src.Path; path != "" {
		if err := absolute(path); err != nil {
			return nil, err
		}
		if err := h.roomFor(path); err != nil {
			return nil, err
		}
	}
	s, err := h.load(l.src, say)
	if err != nil {
		return nil, fmt.Errorf("modelhost: %w: %w", ErrRefused, err)
	}
	say("making a first token")
	if err := s.try(h.running); err != nil {
		return nil, errors.Join(fmt.Errorf("modelhost: %w: it makes no token: %w", ErrRefused, err), s.close())
	}
	return s, nil
}

// try has the model answer a chat by one token.
func (s *served) try(ctx context.Context) error {
	prompt, err := s.tokenizer.EncodeChat([]tokenizer.Message{{Role: "user", Content: "Hello"}}, true)
	if err != nil {
		return err
	}
	stream, err := s.engine.Submit(ctx, engine.Request{ID: "load", Prompt: prompt, MaxTokens: 1})
	if err != nil {
		return err
	}
	return stream.Result().Err
}

// swap puts s in the place of the model that serves.
func (h *Host) swap(by audit.Actor, s *served, configured bool) error {
	h.acting.Lock()
	defer h.acting.Unlock()
	// Operators may have changed adapters since s was loaded.
	if err := h.settle(s); err != nil {
		h.log.Warn("adapters do not fit the base model", "model", s.model.BaseModel, "error", err)
	}
	if h.isClosed() {
		return fmt.Errorf("modelhost: %w", ErrClosed)
	}
	var choice *modelRecord
	if !configured {
		choice = &modelRecord{Path: s.source.Path, Name: s.source.Name, Configured: h.options.configured(), Last: actOf(by)}
	}
	if err := h.records.setModel(choice); err != nil {
		return err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	old := h.current
	h.current = s
	if old != nil {
		h.retire(old)
	}
	return nil
}

// UnloadModel takes the model that serves out of service: new requests are
// refused until another one is loaded, those that run end with it, and then its
// memory is free. The next start loads it again. It returns what was unloaded.
func (h *Host) UnloadModel(by audit.Actor, name string) (Model, error) {
	var was Model
	err := h.act(by, actUnloadModel, name, func(e *audit.Entry) error {
		h.mu.Lock()
		defer h.mu.Unlock()
		s := h.current
		if s == nil || s.model.BaseModel != name {
			return fmt.Errorf("modelhost: %w: %.64q does not serve", ErrUnknownModel, name)
		}
		if h.closed {
			return fmt.Errorf("modelhost: %w", ErrClosed)
		}
		e.Detail["digest"] = s.model.Digest
		h.current = nil
		h.retire(s)
		was = s.describe()
		return nil
	})
	return was, err
}

// resume is the model that Open loads: the one that an operator chose, as long
// as the configuration names the model that it named then.
func (h *Host) resume() (Source, bool) {
	choice, ok, err := h.records.model()
	switch {
	case err != nil:
		h.log.Error("the choice of a base model cannot be read; the configured one is served", "error", err)
	case ok && choice.Configured == h.options.configured():
		return Source{Path: choice.Path, Name: choice.Name}, true
	case ok:
		h.log.Warn("the configuration names another base model than when an operator loaded one; the configured one is served", "loaded", choice.Path)
		if err := h.records.setModel(nil); err != nil {
			h.log.Error("an operator's choice of a base model is not forgotten", "error", err)
		}
	}
	return h.options.Configured, false
}

// configured is the model that the configuration names.
func (o Options) configured() named { return named{Path: o.Configured.Path, Name: o.Configured.Name} }

// Adapters lists the adapters that requests may use, by name.
func (h *Host) Adapters() []lora.Info {
	s := h.serving()
	if s == nil {
		return nil
	}
	return s.registry.List()
}

// Serving describes the model that serves; false when none does.
func (h *Host) Serving() (Model, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.current == nil {
		return Model{}, false
	}
	return h.current.describe(), true
}

// isClosed tells whether nothing may be swapped any more. While acting is held
// it stays as it is.
func (h *Host) isClosed() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.closed
}

// shut refuses further acts on models, after the one that is carried out.
func (h *Host) shut() {
	h.acting.Lock()
	defer h.acting.Unlock()
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed = true
}

// inMemory are the models that may have requests. The caller holds mu.
func (h *Host) inMemory() []*served {
	all := slices.Clone(h.retiring)
	if h.current != nil {
		all = append(all, h.current)
	}
	return all
}

// Drain refuses new requests, and acts on models, and waits until the requests
// inside have left the engines, or until ctx ends: then it cancels the rest and
// returns ctx's error.
func (h *Host) Drain(ctx context.Context) error {
	h.shut()
	h.mu.Lock()
	all := h.inMemory()
	h.mu.Unlock()
	errs := make([]error, len(all))
	var wait sync.WaitGroup
	for i, s := range all {
		wait.Go(func() { errs[i] = s.engine.Drain(ctx) })
	}
	wait.Wait()
	return errors.Join(errs...)
}

package modelhost

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/r3mes/r3mes/host/audit"
	"github.com/r3mes/r3mes/host/config"
	"github.com/r3mes/r3mes/host/pipeline"
	"github.com/r3mes/r3mes/runtime/engine"
	"github.com/r3mes/r3mes/runtime/lora"
)

// Source is where a base model comes from.
type Source struct {
	Name     string // its id; empty: the last element of Path
	Path     string // folder of a checkpoint with its tokenizer; empty: Files
	Files    fs.FS  // what Path would hold, for an embedded model
	Adapters fs.FS  // the model's own adapters, one folder each; nil: none
}

// Options are what a Host needs.
type Options struct {
	// Required.

	Dir   string // where what operators did is kept
	Audit *audit.Log
	// Configured is the model that Open loads, unless an operator has loaded
	// another one since the configuration names it.
	Configured Source

	// Usual.

	// AdapterDir holds adapters, one folder each; empty: none.
	AdapterDir string
	// AdapterBytes bounds the adapter weights in memory; 0: no limit.
	AdapterBytes int64
	Engine       config.Engine
	// Changed is told when adapters, or the base model, are others; nil: nobody.
	Changed func()
	// Free tells how many bytes of memory are left, false if nobody knows; nil:
	// the system is asked.
	Free func() (bytes int64, ok bool)

	Log      *slog.Logger                     // nil: discarded
	Progress func(format string, args ...any) // told what Open loads; nil: nobody
}

// Host holds base models. Safe for concurrent use.
type Host struct {
	options Options
	log     *slog.Logger
	running context.Context // of the engines
	stop    context.CancelFunc
	failed  chan error
	closers sync.WaitGroup // of loads, and of models that serve nobody any more

	records *records

	acting sync.Mutex // held while an act is carried out; taken before mu

	mu       sync.Mutex
	closed   bool
	current  *served          // nil: none
	retiring []*served        // lent to requests that began before a swap
	loading  *loading         // the load in progress, or the last that failed; nil: none
	counts   map[string]Count // of adapters by name
}

// Open loads the base model. The error says what to mend; nothing is then left
// open. A model that an operator loaded and that cannot be loaded any more does
// not keep the server from starting: the configured one is served, and the log
// and ListModels say why.
func Open(o Options) (*Host, error) {
	h := &Host{options: o.filled(), failed: make(chan error, 1), counts: map[string]Count{}}
	h.log = h.options.Log
	var err error
	if h.records, err = openRecords(o.Dir); err != nil {
		return nil, err
	}
	h.running, h.stop = context.WithCancel(context.Background())
	if h.current, err = h.first(); err != nil {
		h.stop()
		return nil, err
	}
	return h, nil
}

// filled has what may be left out.
func (o Options) filled() Options {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Progress == nil {
		o.Progress = func(string, ...any) {}
	}
	if o.Changed == nil {
		o.Changed = func() {}
	}
	if o.Free == nil {
		o.Free = freeMemory
	}
	return o
}

// first loads the model that serves after a start.
func (h *Host) first() (*served, error) {
	src, chosen := h.resume()
	if chosen {
		s, err := h.load(src, h.options.Progress)
		if err == nil {
			return s, nil
		}
		h.log.Error("the base model that an operator loaded is not served: the configured one is; load another, or restore it and start again", "path", src.Path, "error", err)
		h.loading = &loading{src: src, began: time.Now().UTC(), err: err}
	}
	s, err := h.load(h.options.Configured, h.options.Progress)
	if err != nil {
		return nil, err
	}
	// A configuration that names adapters which do not fit its model is wrong.
	if s.broken != nil {
		return nil, errors.Join(s.broken, s.close())
	}
	return s, nil
}

// Borrow lends the model that serves until release is called; further calls of
// release do nothing. pipeline.ErrNoModel when none does.
func (h *Host) Borrow() (m *pipeline.Model, release func(), err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	s := h.current
	if s == nil {
		return nil, nil, fmt.Errorf("modelhost: %w", pipeline.ErrNoModel)
	}
	s.users++
	var once sync.Once
	return &s.model, func() { once.Do(func() { h.giveBack(s) }) }, nil
}

func (h *Host) giveBack(s *served) {
	h.mu.Lock()
	defer h.mu.Unlock()
	s.users--
	if s.retired && s.users == 0 {
		close(s.idle)
	}
}

// retire takes s out of service: it is closed when the last request has given
// it back. The caller holds mu and has put another model, or none, in its place.
func (h *Host) retire(s *served) {
	s.retired = true
	h.retiring = append(h.retiring, s)
	if s.users == 0 {
		close(s.idle)
	}
	h.closers.Go(func() {
		select {
		case <-s.idle:
		case <-h.running.Done():
		}
		if err := s.close(); err != nil {
			h.log.Error("a base model that served before was not closed", "model", s.model.BaseModel, "error", err)
		}
		h.mu.Lock()
		defer h.mu.Unlock()
		h.retiring = slices.DeleteFunc(h.retiring, func(other *served) bool { return other == s })
		h.log.Info("a base model that served before is closed", "model", s.model.BaseModel, "digest", s.model.Digest)
	})
}

// Failed tells of a model that serves and failed for good: only another process,
// or another model, can go on.
func (h *Host) Failed() <-chan error { return h.failed }

// run makes the engine's steps until the model is closed.
func (h *Host) run(s *served) {
	defer close(s.ran)
	err := s.engine.Run(s.running)
	if err == nil {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.current != s {
		h.log.Error("a base model that does not serve new requests failed", "model", s.model.BaseModel, "error", err)
		return
	}
	select {
	case h.failed <- fmt.Errorf("modelhost: model %s: %w", s.model.BaseModel, err):
	default: // one is enough
	}
}

// serving is the model that serves, nil for none.
func (h *Host) serving() *served {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.current
}

// Ready is nil while a model serves and its last step went well.
func (h *Host) Ready() error {
	s := h.serving()
	if s == nil {
		return fmt.Errorf("modelhost: %w", pipeline.ErrNoModel)
	}
	return s.engine.Ready()
}

// BaseModel is the id of the model that serves, empty for none.
func (h *Host) BaseModel() string {
	s := h.serving()
	if s == nil {
		return ""
	}
	return s.model.BaseModel
}

// SetQueue makes n the number of requests that may wait, of every model; 0 is the
// engine's default.
func (h *Host) SetQueue(n int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.options.Engine.Queue = n
	if h.current != nil {
		h.current.engine.SetQueue(n)
	}
}

// Stats are the engine's of the model that serves; zero when none does.
func (h *Host) Stats() engine.Stats {
	s := h.serving()
	if s == nil {
		return engine.Stats{}
	}
	return s.engine.Stats()
}

// AdapterUses counts how the serving model's adapters were lent; zero when no
// model serves.
func (h *Host) AdapterUses() lora.Uses {
	s := h.serving()
	if s == nil {
		return lora.Uses{}
	}
	return s.registry.Uses()
}

// Close ends everything without waiting for requests, and frees all memory.
func (h *Host) Close() error {
	h.stop()
	h.shut()
	h.mu.Lock()
	s := h.current
	h.current = nil
	h.mu.Unlock()
	var err error
	if s != nil {
		err = s.close()
	}
	h.closers.Wait()
	return err
}

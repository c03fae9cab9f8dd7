// Package settings is the configuration of a server that runs: what it was
// started with, and what an operator changed since.
//
//	s, err := settings.Open(settings.Options{Dir: dir, Config: cfg})
//	s.Applied(func(c config.Config) { limiter.Set(rates(c.Limits)) })
//	err = s.Set(ctx, actor, map[string]any{"limits.chat": "20/minute"})
//
// A change is made whole or not at all, and survives a restart: it holds until the
// configuration says something else of that key than it said when the change was
// made. Then the configuration is the later word.
package settings

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/r3mes/r3mes/host/audit"
	"github.com/r3mes/r3mes/host/config"
	"github.com/r3mes/r3mes/host/durable"
)

// Change is what an operator made of one key.
type Change struct {
	Value      json.RawMessage `json:"value"`
	Configured json.RawMessage `json:"configured"` // what the configuration said then
	By         string          `json:"by"`
	From       string          `json:"from,omitempty"`
	At         time.Time       `json:"at"`
}

// changesFile is the file of the changes by key.
const changesFile = "changes.json"

// Router changes the threshold of the routing plugin, and says what it is; false
// when the plugin is not served.
type Router interface {
	Threshold() (value float64, ok bool)
	SetThreshold(ctx context.Context, by audit.Actor, value float64) error
}

// Options are what Settings need.
type Options struct {
	Dir    string        // where the changes are kept
	Config config.Config // of file, environment and flags, valid
	// Reload reads the sources of Config again; nil: they are what they were.
	Reload func() (cfg config.Config, warnings []string, err error)
	Log    *slog.Logger // nil: discarded
}

// Settings are the configuration in effect. Safe for concurrent use.
type Settings struct {
	options Options
	folder  *durable.Folder
	current atomic.Pointer[config.Config]

	mu      sync.Mutex // held by a change
	changes map[string]Change
	apply   []func(config.Config)
	audit   *audit.Log
	router  Router
}

// Open makes the configuration that a start has: o.Config with the changes that
// still hold.
func Open(o Options) (*Settings, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	s := &Settings{options: o, changes: map[string]Change{}}
	var err error
	if s.folder, err = durable.Open(o.Dir); err != nil {
		return nil, fmt.Errorf("settings: %w", err)
	}
	if err := s.folder.ReadJSON(changesFile, &s.changes); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("settings: %w", err)
	}
	cfg := s.resume()
	s.current.Store(&cfg)
	return s, nil
}

// resume is the configuration with the changes that still hold; the others are
// forgotten with a warning.
func (s *Settings) resume() config.Config {
	values := map[string]any{}
	for key, c := range s.changes {
		if !slices.Contains(config.Live(), key) || !same(c.Configured, text(s.options.Config.Value(key))) {
			s.options.Log.Warn("the configuration was changed since an operator changed this key: it is the later word", "key", key)
			delete(s.changes, key)
			continue
		}
		var v any
		if err := json.Unmarshal(c.Value, &v); err == nil {
			values[key] = v
		}
	}
	cfg, err := s.options.Config.Change(values)
	if err != nil {
		s.options.Log.Error("what an operator changed does not go with the configuration any more and is forgotten", "error", err)
		s.changes = map[string]Change{}
		return s.options.Config
	}
	return cfg
}

// text is a value as it is kept.
func text(v any) json.RawMessage {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // texts, numbers and lists of texts always marshal
	}
	return b
}

// same compares two JSON texts, whatever their blanks.
func same(a, b json.RawMessage) bool {
	var x, y bytes.Buffer
	return json.Compact(&x, a) == nil && json.Compact(&y, b) == nil && bytes.Equal(x.Bytes(), y.Bytes())
}

// Wire gives what a change needs beside: the log of acts, and the routing plugin,
// nil for none. Call it once, before Set.
func (s *Settings) Wire(log *audit.Log, router Router) { s.audit, s.router = log, router }

// Applied has f put every later change into effect. f must not fail, and reads
// its own keys. Call it before Set.
func (s *Settings) Applied(f func(config.Config)) { s.apply = append(s.apply, f) }

// Config is the configuration in effect. Its slices and maps must not be changed.
func (s *Settings) Config() config.Config { return *s.current.Load() }

// Shown is the configuration in effect as operators see it: dotted names to
// printable values, secrets redacted.
func (s *Settings) Shown() map[string]any {
	c := s.Config()
	if s.router != nil {
		if x, ok := s.router.Threshold(); ok {
			if with, err := c.Change(map[string]any{config.RouterThreshold: x}); err == nil {
				c = with
			}
		}
	}
	shown := c.Redacted()
	for key, value := range shown {
		if d, ok := value.(time.Duration); ok {
			shown[key] = d.String()
		}
	}
	return shown
}

// Changes are the changes that hold, by key.
func (s *Settings) Changes() map[string]Change {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.changes)
}

// actSet is a change, in the audit log.
const actSet = "config.set"

// Set changes live keys, all of values or none, and writes it to the audit log.
// An error that is config.ErrLive says which values are refused and why.
func (s *Settings) Set(ctx context.Context, by audit.Actor, values map[string]any) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	entry := audit.Entry{Actor: by, Act: actSet, Target: "config", Detail: map[string]string{}}
	return s.audit.Do(entry, func(e *audit.Entry) error {
		before := s.Config()
		after, err := before.Change(values)
		if err != nil {
			return fmt.Errorf("settings: %w", err)
		}
		for key := range values {
			e.Detail[key] = string(text(after.Value(key)))
		}
		return s.commit(ctx, by, values, after)
	})
}

// commit keeps a change and puts it into effect.
func (s *Settings) commit(ctx context.Context, by audit.Actor, values map[string]any, after config.Config) error {
	changes := maps.Clone(s.changes)
	for key := range values {
		if key == config.RouterThreshold {
			continue // the plugin's own configuration is kept with the plugin
		}
		changes[key] = Change{Value: text(after.Value(key)), Configured: text(s.options.Config.Value(key)), By: by.Name, From: by.From, At: time.Now().UTC()}
	}
	if err := s.folder.WriteJSON(changesFile, changes); err != nil {
		return fmt.Errorf("settings: %w", err)
	}
	if _, ok := values[config.RouterThreshold]; ok {
		if err := s.setThreshold(ctx, by, after); err != nil {
			return errors.Join(fmt.Errorf("settings: %s: %w", config.RouterThreshold, err), s.folder.WriteJSON(changesFile, s.changes))
		}
	}
	s.changes = changes
	s.current.Store(&after)
	for _, apply := range s.apply {
		apply(after)
	}
	return nil
}

// ErrNoRouter: the routing plugin is not served, so it has no threshold.
var ErrNoRouter = errors.New("the plugin " + config.RouterPlugin + " is not served")

func (s *Settings) setThreshold(ctx context.Context, by audit.Actor, c config.Config) error {
	x, _ := c.Value(config.RouterThreshold).(float64)
	if s.router == nil {
		return ErrNoRouter
	}
	if _, ok := s.router.Threshold(); !ok {
		return ErrNoRouter
	}
	return s.router.SetThreshold(ctx, by, x)
}

// Verdict says what a start would make of the configuration.
type Verdict struct {
	Valid    bool     `json:"valid"`
	Errors   []string `json:"errors"`
	Warnings []string `json:"warnings"`
}

// Check reads the sources of the configuration again, as a start would: what is
// wrong, and which keys a start would change.
func (s *Settings) Check() Verdict {
	r := Verdict{Errors: []string{}, Warnings: []string{}}
	cfg, warnings, err := s.options.Config, []string(nil), s.options.Config.Validate()
	if s.options.Reload != nil {
		cfg, warnings, err = s.options.Reload()
	}
	r.Warnings = append(r.Warnings, warnings...)
	if err != nil {
		r.Errors = lines(err)
		return r
	}
	r.Valid = true
	now, next := s.options.Config.Redacted(), cfg.Redacted()
	for _, key := range slices.Sorted(maps.Keys(next)) {
		if !same(text(now[key]), text(next[key])) {
			r.Warnings = append(r.Warnings, key+" is not what the server was started with: a start reads it")
		}
	}
	return r
}

// lines are the errors that err joins.
func lines(err error) []string {
	var out []string
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, e := range joined.Unwrap() {
			out = append(out, lines(e)...)
		}
		return out
	}
	return []string{err.Error()}
}

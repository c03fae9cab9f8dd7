package pluginkit

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/r3mes/r3mes/host/pluginhost"
)

// SandboxOptions say how a plugin is opened.
type SandboxOptions struct {
	Config map[string]any // over the manifest's defaults
	// Grants is what the plugin is allowed; nil: whatever its manifest asks for
	// that needs no further word of the operator.
	Grants []string
	// CacheDir keeps compiled code; empty: a folder of ours below the user's
	// cache.
	CacheDir string
	// Log receives what the plugin logs; nil discards.
	Log *slog.Logger
}

// Sandbox is one plugin in the host's own sandbox: the same checks, limits and
// instrumentation that it will meet when it is served. Only deadlines are
// wide: a test must not fail because the machine is busy. Not safe for
// concurrent use.
type Sandbox struct {
	host     *pluginhost.Host
	pinned   *pluginhost.Generation
	manifest *pluginhost.Manifest
	info     pluginhost.Info
	question Question
	folder   string // made by us
	last     pluginhost.Call
}

// testDeadline is the wall time a call gets instead of its hook's.
const testDeadline = 10 * time.Second

// OpenSandbox loads the plugin in folder, or a module that is given by its
// path and has its manifest beside it or in it. The error is what a host would
// refuse the plugin for.
func OpenSandbox(ctx context.Context, path string, o SandboxOptions) (*Sandbox, error) {
	folder, module, err := locate(path)
	if err != nil {
		return nil, err
	}
	m, err := pluginhost.ReadManifest(folder)
	if err != nil {
		return nil, err
	}
	s := &Sandbox{manifest: m}
	if o.Grants == nil {
		o.Grants = grantable(m.Capabilities)
	}
	if s.folder, err = os.MkdirTemp("", "r3mes-sandbox-"); err != nil {
		return nil, fmt.Errorf("pluginkit: %w", err)
	}
	if err := s.open(ctx, folder, module, o); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// locate is the folder and module of a path that names either.
func locate(path string) (folder, module string, err error) {
	if path, err = filepath.Abs(path); err != nil {
		return "", "", fmt.Errorf("pluginkit: %w", err)
	}
	info, err := os.Stat(path)
	if err != nil {
		return "", "", fmt.Errorf("pluginkit: %w", err)
	}
	folder, module = path, filepath.Join(path, "plugin.wasm")
	if !info.IsDir() {
		folder, module = filepath.Dir(path), path
	}
	if _, err := os.Stat(module); err != nil {
		return "", "", fmt.Errorf("pluginkit: %s has no plugin.wasm: run r3mes plugin build %s", folder, folder)
	}
	return folder, module, nil
}

// grantable leaves out wishes that only an operator can spell out.
func grantable(wishes []string) []string {
	return slices.DeleteFunc(slices.Clone(wishes), func(w string) bool { return w == "http" || w == "secrets" })
}

// open lays a folder with this one plugin, since a host loads folders of them.
func (s *Sandbox) open(ctx context.Context, folder, module string, o SandboxOptions) error {
	laid := filepath.Join(s.folder, "plugin")
	if err := os.Mkdir(laid, 0o700); err != nil {
		return fmt.Errorf("pluginkit: %w", err)
	}
	files := map[string]string{module: "plugin.wasm"}
	for _, name := range []string{"manifest.toml", "manifest.json"} {
		files[filepath.Join(folder, name)] = name
	}
	for from, to := range files {
		content, err := os.ReadFile(from)
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err := errors.Join(err, os.WriteFile(filepath.Join(laid, to), content, 0o600)); err != nil {
			return fmt.Errorf("pluginkit: %w", err)
		}
	}
	cache := o.CacheDir
	if cache == "" {
		if user, err := os.UserCacheDir(); err == nil {
			cache = filepath.Join(user, "r3mes", "compiled")
		}
	}
	options := pluginhost.Options{
		Dir: s.folder, Enabled: []string{"*"}, CacheDir: cache, Logger: o.Log, Observe: func(c pluginhost.Call) { s.last = c },
		Limits: pluginhost.Limits{
			RouteDeadline: testDeadline, QuoteDeadline: testDeadline, SettleDeadline: testDeadline,
			PreDeadline: testDeadline, PostDeadline: testDeadline, MaxDeadline: testDeadline,
		},
	}
	name := s.manifest.Name
	if len(o.Config) > 0 {
		options.Config = map[string]map[string]any{name: o.Config}
	}
	if len(o.Grants) > 0 {
		options.Grants = map[string][]string{name: o.Grants}
	}
	host, err := pluginhost.Open(ctx, options)
	if err != nil {
		return err
	}
	s.host, s.pinned = host, host.Pin("")
	s.info = s.pinned.List()[0]
	s.question = Question{Module: module, Config: json.RawMessage(s.info.Config), Grants: s.info.Granted}
	return nil
}

// Close frees the plugin.
func (s *Sandbox) Close() error {
	if s.pinned != nil {
		s.pinned.Release()
	}
	if s.host != nil {
		s.host.Close()
	}
	return os.RemoveAll(s.folder)
}

// Run is a Runner; it asks this plugin whatever the question's module.
func (s *Sandbox) Run(ctx context.Context, q Question) ([]byte, error) {
	return s.pinned.Call(ctx, s.manifest.Name, q.Hook, []byte(q.Input))
}

// Question is a question to this plugin that lacks hook and input.
func (s *Sandbox) Question() Question { return s.question }

// Last reports the cost of the newest call.
func (s *Sandbox) Last() pluginhost.Call { return s.last }

// Manifest is the plugin's.
func (s *Sandbox) Manifest() *pluginhost.Manifest { return s.manifest }

// Info describes the plugin as it is served.
func (s *Sandbox) Info() pluginhost.Info { return s.info }

// Deadline is the wall time a host gives a call of hook when the operator does
// not say.
func (s *Sandbox) Deadline(hook string) time.Duration {
	return pluginhost.HookDeadline(s.manifest, hook)
}

// Folder is the plugin's folder for a path that names it or its module.
func Folder(path string) string {
	if strings.HasSuffix(path, ".wasm") {
		return filepath.Dir(path)
	}
	return path
}

// TestData is the folder of the golden cases that belong to a plugin's path.
func TestData(path string) string { return filepath.Join(Folder(path), "testdata") }

// Sandboxes is the Runner of this host for any module: each is opened at its
// first question, with the configuration and grants that the question names.
// The zero value is ready. Not safe for concurrent use.
type Sandboxes struct{ open map[string]*Sandbox }

// Run is a Runner.
func (s *Sandboxes) Run(ctx context.Context, q Question) ([]byte, error) {
	key := fmt.Sprintf("%s %s %q", q.Module, q.Config, q.Grants)
	box := s.open[key]
	if box == nil {
		var config map[string]any
		if len(q.Config) > 0 {
			if err := json.Unmarshal(q.Config, &config); err != nil {
				return nil, fmt.Errorf("pluginkit: config of the question: %w", err)
			}
		}
		grants := q.Grants
		if grants == nil {
			grants = []string{}
		}
		var err error
		if box, err = OpenSandbox(ctx, q.Module, SandboxOptions{Config: config, Grants: grants}); err != nil {
			return nil, err
		}
		if s.open == nil {
			s.open = map[string]*Sandbox{}
		}
		s.open[key] = box
	}
	return box.Run(ctx, q)
}

// Close frees all that were opened.
func (s *Sandboxes) Close() error {
	var errs []error
	for _, box := range s.open {
		errs = append(errs, box.Close())
	}
	return errors.Join(errs...)
}

package main

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"github.com/r3mes/r3mes/host/api"
	"github.com/r3mes/r3mes/host/config"
	"github.com/r3mes/r3mes/host/hosttest"
	"github.com/r3mes/r3mes/host/pluginhost/plugintest"
)

// authors are the verbs of r3mes plugin that need no server.
var authors = []string{"new", "build", "test", "lint", "bench", "sign", "replay", "diff", "conform"}

// The README's table of verbs and routes is true and whole: each verb is a
// command, each route is served and named by its verb, and no verb is missing.
func TestVerbsAreRoutes(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join("..", "..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	table := regexp.MustCompile("(?m)^\\| `([a-z]+(?: [a-z]+)?)[^`]*` \\| `([A-Z]+) (/admin/[^`]*)` \\|").FindAllStringSubmatch(string(readme), -1)
	handler := api.New(api.Parts{})
	var verbs []string
	for _, row := range table {
		verb, method, path := row[1], row[2], row[3]
		verbs = append(verbs, verb)
		if c, rest, err := newRoot().Find(strings.Fields(verb)); err != nil || len(rest) > 0 || c.CommandPath() != "r3mes "+verb {
			t.Errorf("there is no command %q", verb)
		}
		if last := path[strings.LastIndex(path, "/")+1:]; strings.Contains(path, "}/") && !strings.HasSuffix(verb, " "+last) {
			t.Errorf("%s is the verb of %s, want the last word", verb, path)
		}
		w := httptest.NewRecorder()
		r := httptest.NewRequest(method, strings.ReplaceAll(path, "{name}", "x"), nil)
		handler.ServeHTTP(w, r.WithContext(api.Local(r.Context())))
		if w.Code != http.StatusServiceUnavailable && w.Code != http.StatusBadRequest {
			t.Errorf("%s %s answers %d, want that it needs a server", method, path, w.Code)
		}
	}
	for _, path := range []string{"plugin", "trust", "secret", "audit", "adapter", "model", "config"} {
		for _, c := range leaves(t, path) {
			if verb := strings.TrimPrefix(c.CommandPath(), "r3mes "); !slices.Contains(verbs, verb) && !(path == "plugin" && slices.Contains(authors, c.Name())) && verb != "model inspect" {
				t.Errorf("the table lacks %q", verb)
			}
		}
	}
}

// leaves are the commands below one of the root's, or that one.
func leaves(t *testing.T, name string) []*cobra.Command {
	t.Helper()
	c, _, err := newRoot().Find([]string{name})
	if err != nil {
		t.Fatal(err)
	}
	if !c.HasSubCommands() {
		return []*cobra.Command{c}
	}
	return c.Commands()
}

// output is what a command printed, read while it prints.
type output struct {
	mu   sync.Mutex
	text strings.Builder
}

func (o *output) Write(b []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(b)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

// command runs a command line and returns what it printed and its status.
func command(t *testing.T, args ...string) (stdout, stderr string, status int) {
	t.Helper()
	var out, errOut output
	status = run(t.Context(), args, strings.NewReader(""), &out, &errOut)
	return out.String(), errOut.String(), status
}

// An operator elsewhere works by URL and key: loads, and follows the log as it
// is written.
func TestOperateByURLAndKey(t *testing.T) {
	s := hosttest.Start(t, hosttest.Options{Model: hosttest.Tiny(), NoPlugins: true, Config: func(c *config.Config) { c.Auth.Mode = config.ModeKey }})
	folder := t.TempDir()
	m := &plugintest.Module{}
	env := plugintest.NewEnv(m)
	log := m.Import("extism:host/env", "log_warn", []byte{plugintest.I64}, nil)
	m.Export("r3mes_route", m.Func(nil, slices.Concat(env.Place(0, "hello operator"), plugintest.Get(0), plugintest.Call(log), env.Output(`{"adapter":"law"}`))))
	plugintest.Folder(t, folder, m.Bytes(), plugintest.Manifest("my-router", []string{"route"}, `capabilities = ["log"]`, "[limits]\ndeadline_ms = 250"))

	t.Setenv("R3MES_API_KEY", s.Key)
	if _, says, status := command(t, "plugin", "list", "--url", s.URL); status == 0 || !strings.Contains(says, "R3MES_API_KEY must hold a key of scope operator") {
		t.Errorf("with a key of a wallet: %d %q", status, says)
	}
	key, says, status := command(t, "key", "create", "--wallet", "ops", "--scope", "operator", "--data", s.Data)
	if status != 0 {
		t.Fatal(says)
	}
	t.Setenv("R3MES_API_KEY", strings.TrimSpace(key))
	if out, says, status := command(t, "plugin", "load", folder, "--grant", "log", "--url", s.URL+"/"); status != 0 || !strings.Contains(out, "my-router 1.0.0 serves") {
		t.Fatalf("load: %d %q %q", status, out, says)
	}

	ctx, stop := context.WithCancel(t.Context())
	var followed output
	ended := make(chan int, 1)
	go func() {
		ended <- run(ctx, []string{"plugin", "logs", "my-router", "--follow", "--json", "--url", s.URL}, strings.NewReader(""), &followed, io.Discard)
	}()
	for n := 1; n <= 2; n++ {
		chatWith(t, s)
		waitUntil(t, func() bool { return strings.Count(followed.String(), `"message":"hello operator"`) == n })
	}
	stop()
	if status := <-ended; status != 0 {
		t.Errorf("following ended with status %d", status)
	}
	if out, _, _ := command(t, "plugin", "logs", "my-router", "--url", s.URL); strings.Count(out, "warn  1.0.0 route") != 2 || !strings.Contains(out, "plugin: hello operator") {
		t.Errorf("logs:\n%s", out)
	}
	if out, _, _ := command(t, "plugin", "metrics", "my-router", "--url", s.URL); !strings.Contains(out, "active  1.0.0") || !strings.Contains(out, "route  2") {
		t.Errorf("metrics:\n%s", out)
	}
	if out, _, _ := command(t, "audit", "--url", s.URL, "--json"); !strings.Contains(out, `"from": "127.0.0.1:`) || strings.Contains(out, strings.TrimSpace(key)) {
		t.Errorf("audit:\n%s", out)
	}
}

// chatWith sends one chat by the wallet's key.
func chatWith(t *testing.T, s *hosttest.Server) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), "POST", s.URL+"/chat", strings.NewReader(`{"message":"x"}`))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("X-API-Key", s.Key)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if _, err := io.Copy(io.Discard, resp.Body); err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("chat: %d, %v", resp.StatusCode, err)
	}
}

func waitUntil(t *testing.T, ok func() bool) {
	t.Helper()
	for range 3000 {
		if ok() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("it did not happen in 30 s")
}

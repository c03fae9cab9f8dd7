package main

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/r3mes/r3mes/host/hosttest"
)

// An operator's whole work on adapters and the base model of a server that runs.
func TestOperateAdaptersAndModels(t *testing.T) {
	tiny := hosttest.Tiny()
	s := hosttest.Start(t, hosttest.Options{Model: tiny, NoPlugins: true})
	dir := t.TempDir()
	law, err := fs.Sub(tiny.Adapters, "law")
	if err != nil {
		t.Fatal(err)
	}
	adapter, model, broken := filepath.Join(dir, "extra"), filepath.Join(dir, "next"), filepath.Join(dir, "broken")
	for folder, files := range map[string]fs.FS{adapter: law, model: hosttest.TinyLike(2, 64).Model} {
		if err := os.CopyFS(folder, files); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(broken, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args   string
		status int
		say    string // on standard output, or on standard error when it fails
	}{
		{"adapter load " + adapter, 0, "extra serves (rank 2, "},
		{"adapter load " + adapter + " --name other --on-server", 0, "other serves"},
		{"adapter load extra --on-server", 1, "not absolute"},
		{"adapter load " + broken, 1, "adapter_config.json"},
		{"adapter load " + adapter + " --name ../x", 1, "name must match"},
		{"adapter list", 0, "extra    load   2"},
		{"adapter pin extra", 0, "extra is pinned"},
		{"adapter list", 0, "pinned"},
		{"adapter unpin extra", 0, "extra is not pinned any more"},
		{"adapter pin nobody", 1, `"nobody"`},
		{"adapter unload other", 0, "other is unloaded"},
		{"model list", 0, "tiny  serving"},
		{"model load " + broken, 1, "config.json"},
		{"model list", 0, "tiny    serving"},
		{"model load " + model + " --name tiny-2", 0, "tiny-2 serves"},
		{"model load", 0, "tiny serves"},
		{"config set limits.chat=7/minute server.cors_origins=https://a.example,https://b.example", 0, `limits.chat = "7/minute"`},
		{"config show", 0, `"7/minute"`},
		{"config set server.listen=127.0.0.1:1", 1, "is read when the server starts"},
		{"config set log.level", 1, "want key=value"},
		{"config validate", 0, "valid"},
		{"config validate " + broken, 1, "is a directory"},
		{"model unload tiny-2", 1, "does not serve"},
		{"model unload tiny", 0, "tiny is unloaded; 0 requests"},
		{"model load", 0, "tiny serves"},
	} {
		out, says, status := command(t, append(strings.Fields(c.args), "--data", s.Data)...)
		text := out
		if status != 0 {
			text = says
		}
		if status != c.status || !strings.Contains(text, c.say) {
			t.Errorf("r3mes %s: status %d, %q %q; want %d and %q", c.args, status, out, says, c.status, c.say)
		}
	}
	out, says, status := command(t, "adapter", "list", "--json", "--data", s.Data)
	var list struct{ Adapters []struct{ Name string } }
	if err := json.Unmarshal([]byte(out), &list); err != nil || status != 0 || len(list.Adapters) != 4 {
		t.Errorf("adapter list --json: %d %q %q, want the three of the model and extra", status, out, says)
	}
	if out, _, _ := command(t, "audit", "--data", s.Data); !strings.Contains(out, "model.load") || !strings.Contains(out, "adapter.unload") || !strings.Contains(out, "FAILED") {
		t.Errorf("audit:\n%s", out)
	}
}

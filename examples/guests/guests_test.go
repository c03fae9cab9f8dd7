// Package guests tests the example plugins that are not written in Go: each is
// built from source and asked its golden cases and the conformance kit in the
// host's sandbox.
package guests

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/r3mes/r3mes/host/pluginbuild"
	"github.com/r3mes/r3mes/host/pluginhost/guesttest"
	"github.com/r3mes/r3mes/host/pluginhost/plugintest"
	"github.com/r3mes/r3mes/host/pluginkit"
	"github.com/r3mes/r3mes/sdk/golden"
)

func TestSlowGuests(t *testing.T) {
	guesttest.Need(t)
	for name, lang := range map[string]pluginbuild.Language{
		"pre-recent": pluginbuild.Rust, "post-quotes": pluginbuild.AssemblyScript, "price-weekend": pluginbuild.Zig,
	} {
		t.Run(name, func(t *testing.T) {
			manifest, err := os.ReadFile(filepath.Join(name, "manifest.toml"))
			if err != nil {
				t.Fatal(err)
			}
			folder := t.TempDir()
			plugintest.Folder(t, folder, guesttest.Build(t, lang, name), string(manifest))
			box, err := pluginkit.OpenSandbox(t.Context(), folder, pluginkit.SandboxOptions{CacheDir: plugintest.CacheDir(t)})
			if err != nil {
				t.Fatal(err)
			}
			defer box.Close()
			cases, err := golden.Load(filepath.Join(name, "testdata"))
			if err != nil {
				t.Fatal(err)
			}
			report, err := pluginkit.Conform(t.Context(), box.Run, box.Question(), cases)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range report.Findings {
				t.Errorf("%s: %s: %s", f.Rule, f.Case, f.Problem)
			}
		})
	}
}

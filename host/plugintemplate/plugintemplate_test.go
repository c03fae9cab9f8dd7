package plugintemplate_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/r3mes/r3mes/host/pluginbuild"
	"github.com/r3mes/r3mes/host/pluginhost"
	"github.com/r3mes/r3mes/host/pluginhost/guesttest"
	"github.com/r3mes/r3mes/host/pluginhost/plugintest"
	"github.com/r3mes/r3mes/host/plugintemplate"
	"github.com/r3mes/r3mes/sdk/sdktest"
)

// What every language starts from gives the same golden answers in the real
// sandbox, whatever the order of keys and however strings are escaped.
func TestGoTemplatesAnswerTheirCases(t *testing.T) { answerCases(t, pluginbuild.Go) }
func TestSlowTemplatesAnswerTheirCases(t *testing.T) {
	guesttest.Need(t)
	for _, lang := range pluginbuild.Languages {
		if lang != pluginbuild.Go {
			t.Run(string(lang), func(t *testing.T) { answerCases(t, lang) })
		}
	}
}

// generous is a deadline that a busy machine keeps too.
const generous = 30 * time.Second

// sizes are the most bytes a template's module may have.
var sizes = map[pluginbuild.Language]int{
	pluginbuild.Go: 8 << 20, pluginbuild.Rust: 80 << 10, pluginbuild.AssemblyScript: 24 << 10, pluginbuild.Zig: 12 << 10, pluginbuild.C: 12 << 10,
}

func answerCases(t *testing.T, lang pluginbuild.Language) {
	for _, hook := range plugintemplate.Hooks() {
		plugin := hook
		t.Run(plugin, func(t *testing.T) {
			wasm, manifest := guesttest.Reference(t, lang, hook)
			if len(wasm) > sizes[lang] {
				t.Errorf("module has %d bytes, want at most %d", len(wasm), sizes[lang])
			}
			dir := t.TempDir()
			plugintest.Folder(t, filepath.Join(dir, "p"), wasm, manifest)
			host, err := pluginhost.Open(t.Context(), pluginhost.Options{
				Dir: dir, CacheDir: plugintest.CacheDir(t),
				Limits: pluginhost.Limits{QuoteDeadline: generous, SettleDeadline: generous, RouteDeadline: generous, MaxDeadline: generous},
			})
			if err != nil {
				t.Fatal(err)
			}
			defer host.Close()
			g := host.Pin("")
			defer g.Release()
			sdktest.Run(t, filepath.Join("..", "..", "sdk", "template", hook, "testdata"), func(hook string, request []byte) ([]byte, error) {
				return g.Call(context.Background(), "reference-"+plugin, hook, request)
			})
		})
	}
}

func TestNewRefuses(t *testing.T) {
	full := t.TempDir()
	if err := os.WriteFile(filepath.Join(full, "mine"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	for want, o := range map[string]struct {
		dir     string
		options plugintemplate.Options
	}{
		"is not empty":           {full, plugintemplate.Options{Lang: pluginbuild.C, Hook: "route"}},
		`hook "rout" is not one`: {filepath.Join(t.TempDir(), "p"), plugintemplate.Options{Lang: pluginbuild.C, Hook: "rout"}},
	} {
		if err := plugintemplate.New(o.dir, o.options); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("New = %v, want an error with %q", err, want)
		}
	}
}

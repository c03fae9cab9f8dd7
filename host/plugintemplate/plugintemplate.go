// Package plugintemplate starts new plugins: it lays a folder with source,
// manifest, golden cases and a copy of the SDK, so that the plugin builds
// without a network.
//
//	err := plugintemplate.New("my-router", plugintemplate.Options{Lang: pluginbuild.Zig, Hook: "route"})
package plugintemplate

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/r3mes/r3mes/host/pluginbuild"
	"github.com/r3mes/r3mes/sdk"
)

// Options say what is started.
type Options struct {
	Name string // as in the manifest; the folder's base name when empty
	Lang pluginbuild.Language
	Hook string // one of Hooks
}

// Hooks are the hooks a plugin can start from. Quote brings settle: whoever
// quotes a price is asked to settle it.
func Hooks() []string {
	entries, err := fs.ReadDir(sdk.Source, "template")
	if err != nil {
		panic(fmt.Sprintf("plugintemplate: %v: the folder sdk/template is embedded by sdk/source.go", err))
	}
	var hooks []string
	for _, e := range entries {
		hooks = append(hooks, e.Name())
	}
	return hooks
}

// New lays the folder dir, which must be empty or not exist.
func New(dir string, o Options) error {
	if o.Name == "" {
		o.Name = filepath.Base(dir)
	}
	if !slices.Contains(Hooks(), o.Hook) {
		return fmt.Errorf("plugintemplate: hook %q is not one of %s", o.Hook, strings.Join(Hooks(), ", "))
	}
	if entries, err := os.ReadDir(dir); err == nil && len(entries) > 0 {
		return fmt.Errorf("plugintemplate: %s is not empty: name a new folder", dir)
	} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("plugintemplate: %w", err)
	}
	files, err := o.files()
	if err != nil {
		return fmt.Errorf("plugintemplate: %w", err)
	}
	for name, content := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, content, 0o644)); err != nil {
			return fmt.Errorf("plugintemplate: %w", err)
		}
	}
	return nil
}

// layout is where a language's files come from and go to: folders and files
// of sdk.Source, the author's own source first. A %s is the hook.
var layout = map[pluginbuild.Language][]struct{ from, to string }{
	pluginbuild.Go: {
		{"template/%s/main.go", "main.go"}, {"template/%s/main_test.go", "main_test.go"},
		{".", "r3mes/sdk"}, {"sdktest", "r3mes/sdk/sdktest"}, {"golden", "r3mes/sdk/golden"},
	},
	pluginbuild.Rust: {
		{"rust/template/%s.rs", "src/lib.rs"}, {"rust/template/Cargo.toml", "Cargo.toml"},
		{"rust/Cargo.toml", "r3mes/Cargo.toml"}, {"rust/src", "r3mes/src"}, {"rust/README.md", "r3mes/README.md"},
	},
	pluginbuild.AssemblyScript: {
		{"assemblyscript/template/%s.ts", "index.ts"}, {"assemblyscript/r3mes", "r3mes"}, {"assemblyscript/README.md", "r3mes/README.md"},
	},
	pluginbuild.Zig: {
		{"zig/template/%s.zig", "main.zig"}, {"zig/r3mes.zig", "r3mes/r3mes.zig"}, {"zig/guest.zig", "r3mes/guest.zig"}, {"zig/reach.zig", "r3mes/reach.zig"}, {"zig/README.md", "r3mes/README.md"},
	},
	pluginbuild.C: {
		{"zig/template/%s.c", "main.c"}, {"zig/r3mes.h", "r3mes/r3mes.h"}, {"zig/r3mes_contract.h", "r3mes/r3mes_contract.h"}, {"zig/r3mes_reach.h", "r3mes/r3mes_reach.h"}, {"zig/README.md", "r3mes/README.md"},
	},
}

// files are the whole folder by slashed path.
func (o Options) files() (map[string][]byte, error) {
	files := map[string][]byte{"README.md": []byte(o.readme())}
	for _, l := range layout[o.Lang] {
		from := l.from
		if strings.Contains(from, "%s") {
			from = fmt.Sprintf(from, o.Hook)
		}
		if err := collect(files, from, l.to); err != nil {
			return nil, err
		}
	}
	if o.Lang == pluginbuild.Go {
		const version = "go 1.26\n"
		files["go.mod"] = fmt.Appendf(nil, "module %s\n\n%s\nrequire github.com/r3mes/r3mes v0.0.0\n\nreplace github.com/r3mes/r3mes => ./r3mes\n", o.Name, version)
		files["r3mes/go.mod"] = []byte("module github.com/r3mes/r3mes\n\n" + version)
	}
	if err := collect(files, "template/"+o.Hook+"/testdata", "testdata"); err != nil {
		return nil, err
	}
	if err := collect(files, "template/"+o.Hook+"/manifest.toml", "manifest.toml"); err != nil {
		return nil, err
	}
	rename(files, "manifest.toml", fmt.Sprintf("name = %q", o.Hook), fmt.Sprintf("name = %q", o.Name))
	rename(files, "main.go", "// Command "+o.Hook+" ", "// Command "+o.Name+" ")
	rename(files, "Cargo.toml", `name = "plugin"`, fmt.Sprintf("name = %q", o.Name))
	return files, nil
}

func rename(files map[string][]byte, name, old, new string) {
	if content, ok := files[name]; ok {
		files[name] = []byte(strings.Replace(string(content), old, new, 1))
	}
}

// collect adds one file, or the files directly in a folder, of sdk.Source.
// Tests of the SDK itself stay behind.
func collect(files map[string][]byte, from, to string) error {
	info, err := fs.Stat(sdk.Source, from)
	if err != nil {
		return err
	}
	if !info.IsDir() {
		files[to], err = sdk.Source.ReadFile(from)
		return err
	}
	entries, err := fs.ReadDir(sdk.Source, from)
	for _, e := range entries {
		// source.go embeds what a copy does not have.
		if e.IsDir() || strings.HasSuffix(e.Name(), "_test.go") || e.Name() == "source.go" {
			continue
		}
		content, err := sdk.Source.ReadFile(path.Join(from, e.Name()))
		if err != nil {
			return err
		}
		files[path.Join(to, e.Name())] = content
	}
	return err
}

func (o Options) readme() string {
	source := layout[o.Lang][0].to
	return fmt.Sprintf(`# %s

A plugin for R3MES that answers the hook %s. It is written in %s; %s is the place to begin.

| file | what it is |
|---|---|
| %s | the plugin |
| manifest.toml | name, version, hooks, configuration and its schema, self-tests |
| testdata/*.txt | golden cases: a request, a line "-- want --", the answer |
| r3mes/ | the SDK, copied so that building needs no network |

    r3mes plugin build .      # plugin.wasm
    r3mes plugin test .       # the golden cases in the host's sandbox; --update accepts new answers
    r3mes plugin lint .       # everything the host will check, and good manners
    r3mes plugin conform .    # the same answers whatever the order of keys
    r3mes plugin load .       # into the server that runs (r3mes serve), from the next request on
    r3mes plugin logs %s
`, o.Name, o.Hook, o.Lang, source, source, o.Name)
}

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime/multipart"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/r3mes/r3mes/host/api"
	"github.com/r3mes/r3mes/host/pluginhost"
)

// upload is a plugin as it is sent to a server.
type upload struct {
	wasm, manifest, signature []byte
	settings                  *uploadSettings
	inactive                  bool
}

// uploadSettings is the part "settings" of an upload.
type uploadSettings struct {
	Config   map[string]any `json:"config,omitempty"`
	Grants   []string       `json:"grants,omitempty"`
	Adapters *[]string      `json:"adapters,omitempty"`
}

func newPluginLoad(l *live) *cobra.Command {
	var grants, values, adapters []string
	var inactive bool
	cmd := &cobra.Command{
		Use:   "load [FOLDER|FILE.wasm]",
		Short: "Load a plugin into a server that runs",
		Long: `Load sends plugin.wasm with manifest.toml (or manifest.json, or the manifest that
the module carries) and, if it is there, plugin.wasm.minisig. The server checks
the signature, takes the plugin through its sandbox with the self-tests, keeps it
and serves it from the next request on. If anything is refused, the message says
which rule and how to mend it, and what served before serves on.

The settings are those of the version that serves, or what the configuration
says. Whoever gives one of --grant, --value and --bind gives all of them.

With --inactive the version is kept and not served, for activate, canary or
shadow.`,
		Example: `  r3mes plugin load my-router
  r3mes plugin load my-router --grant log --grant "kv:keys=1000" --value limit=10
  r3mes plugin load my-router --inactive && r3mes plugin canary my-router 1.1.0 --percent 5`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			u, err := readUpload(folderOf(args))
			if err != nil {
				return err
			}
			u.inactive = inactive
			if u.settings, err = settingsOf(cmd, grants, values, adapters); err != nil {
				return err
			}
			return l.upload(cmd, "/admin/plugins", u, "serves")
		},
	}
	f := cmd.Flags()
	f.StringArrayVar(&grants, "grant", nil, "what it may reach, such as log or \"http:GET api.example.com:443\"; may be repeated")
	f.StringArrayVar(&values, "value", nil, "its configuration, as key=value; may be repeated")
	f.StringArrayVar(&adapters, "bind", nil, "adapter whose requests a pre or post plugin serves, * for all; may be repeated")
	f.DurationVar(&l.wait, "wait", 0, "how long to wait for the server on --data to be started")
	f.BoolVar(&inactive, "inactive", false, "keep it and do not serve it yet")
	return cmd
}

// settingsOf are the settings that flags give; nil: none do.
func settingsOf(cmd *cobra.Command, grants, values, adapters []string) (*uploadSettings, error) {
	set := &uploadSettings{Grants: grants}
	given := false
	for _, name := range []string{"grant", "value", "bind"} {
		given = given || cmd.Flags().Changed(name)
	}
	if !given {
		return nil, nil
	}
	if cmd.Flags().Changed("bind") {
		set.Adapters = &adapters
	}
	var err error
	set.Config, err = pairs(values)
	return set, err
}

// pairs reads key=value. A value that is JSON is that, anything else a text.
func pairs(list []string) (map[string]any, error) {
	values := map[string]any{}
	for _, pair := range list {
		key, text, ok := strings.Cut(pair, "=")
		if !ok || key == "" {
			return nil, fmt.Errorf("%q: want key=value, such as limit=10", pair)
		}
		values[key] = valueOf(text)
	}
	return values, nil
}

func valueOf(text string) any {
	if json.Valid([]byte(text)) {
		return json.RawMessage(text)
	}
	return text
}

// readUpload reads a plugin's folder, or a module with what lies beside it.
func readUpload(path string) (u upload, err error) {
	module := path
	if info, err := os.Stat(path); err != nil {
		return u, err
	} else if info.IsDir() {
		module = filepath.Join(path, "plugin.wasm")
	}
	if u.wasm, err = os.ReadFile(module); errors.Is(err, fs.ErrNotExist) {
		return u, fmt.Errorf("%w; build it with r3mes plugin build %s", err, path)
	} else if err != nil {
		return u, err
	}
	if u.signature, err = readIfThere(module + ".minisig"); err != nil || module == path {
		return u, err
	}
	u.manifest, err = pluginhost.ManifestFile(path)
	return u, err
}

// readIfThere reads a file; nil when there is none.
func readIfThere(path string) ([]byte, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return text, err
}

// name is what the manifest calls the plugin.
func (u upload) name() (string, error) {
	m, err := pluginhost.Source{Wasm: u.wasm, Manifest: u.manifest}.Read()
	if err != nil {
		return "", err
	}
	return m.Name, nil
}

// form is u as multipart/form-data.
func (u upload) form() (contentType string, body []byte, err error) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	parts := []struct {
		name    string
		content []byte
	}{{"manifest", u.manifest}, {"signature", u.signature}, {"module", u.wasm}, {"activate", []byte(strconv.FormatBool(!u.inactive))}}
	if u.settings != nil {
		text, err := json.Marshal(u.settings)
		if err != nil {
			return "", nil, err
		}
		parts = append(parts, struct {
			name    string
			content []byte
		}{"settings", text})
	}
	for _, p := range parts {
		if p.content == nil {
			continue
		}
		part, err := w.CreateFormFile(p.name, p.name)
		if err == nil {
			_, err = part.Write(p.content)
		}
		if err != nil {
			return "", nil, err
		}
	}
	if err := w.Close(); err != nil {
		return "", nil, err
	}
	return w.FormDataContentType(), b.Bytes(), nil
}

// upload sends u, says on standard error how far it is, and shows what became
// of it.
func (l *live) upload(cmd *cobra.Command, path string, u upload, done string) error {
	contentType, body, err := u.form()
	if err != nil {
		return err
	}
	return l.with(func(o *operator) error {
		began, errOut := time.Now(), cmd.ErrOrStderr()
		fmt.Fprintf(errOut, "sending %s …\n", describeBytes(int64(len(body))))
		sent := &told{r: bytes.NewReader(body), end: func() {
			fmt.Fprintln(errOut, "the server compiles it and runs its self-tests in the sandbox …")
		}}
		var raw json.RawMessage
		if err := o.send(cmd.Context(), "POST", path, contentType, sent, int64(len(body)), &raw); err != nil {
			return err
		}
		var r api.PluginResult
		return l.show(cmd.OutOrStdout(), raw, &r, func(w io.Writer) {
			switch {
			case r.Unchanged:
				fmt.Fprintf(w, "%s %s serves already, nothing changed\n", r.Plugin, r.Version)
			case u.inactive:
				fmt.Fprintf(w, "%s %s is kept as %s and not served yet; r3mes plugin activate %s %s serves it\n", r.Plugin, r.Version, r.ID, r.Plugin, r.ID)
			default:
				fmt.Fprintf(w, "%s %s %s (id %s, after %s)\n", r.Plugin, r.Version, done, r.ID, time.Since(began).Round(time.Millisecond))
			}
			warn(errOut, r)
		})
	})
}

// warn tells what the operator should know of an act that worked.
func warn(w io.Writer, r api.PluginResult) {
	if r.Warning != "" {
		fmt.Fprintf(w, "warning: %s\n", r.Warning)
	}
}

// told calls end once when all is read.
type told struct {
	r   io.Reader
	end func()
}

// Read implements io.Reader.
func (t *told) Read(b []byte) (int, error) {
	n, err := t.r.Read(b)
	if errors.Is(err, io.EOF) && t.end != nil {
		t.end()
		t.end = nil
	}
	return n, err
}

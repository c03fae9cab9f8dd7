package pluginhost

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/r3mes/r3mes/host/pluginbuild"
	"github.com/r3mes/r3mes/host/pluginhost/guesttest"
	"github.com/r3mes/r3mes/sdk"
)

// A hostile guest, compiled from source, tries to get past its HTTP grant and
// at a secret's value: by redirects, by a name that changes its address, by
// echoes. Each attempt fails alone, its error names plugin, hook and cause and
// holds no secret, and it stands the siege with other calls of the same plugin.
func TestGuestCannotEscapeOverHTTP(t *testing.T) {
	var leaked atomic.Int32
	outside := serveWeb(t, func(w http.ResponseWriter, r *http.Request) {
		leaked.Add(1)
		if slices.ContainsFunc(r.Header["X-Key"], func(v string) bool { return strings.Contains(v, secretValue) }) {
			leaked.Add(1000)
		}
	})
	var target atomic.Value
	inside := serveWeb(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/redirect":
			http.Redirect(w, r, target.Load().(string), http.StatusTemporaryRedirect)
		case "/echo":
			io.WriteString(w, "echo "+r.Header.Get("X-Key"))
		default:
			io.WriteString(w, "fine")
		}
	})
	wasm := guesttest.Build(t, pluginbuild.Go, filepath.Join("oracle", "gopdk"))
	m, err := parseModule(wasm)
	if err != nil {
		t.Fatal(err)
	}
	v := ourVersion(t, m, wasm, []string{"http:GET a.example:" + inside.port + " net=127.0.0.1/32", "secrets:key"})
	d := &resolver{answers: [][]string{{"127.0.0.1"}}}
	v.host.web.dialer.lookup, v.host.secrets = d.lookup, vault
	ask := func(path, key string) (string, error) {
		request, err := json.Marshal(webRequest{URL: "http://a.example:" + inside.port + path, Headers: map[string]string{"X-Key": key}})
		if err != nil {
			t.Fatal(err)
		}
		var output string
		err = v.call(t.Context(), guestCall{hook: "http", input: request, limit: time.Minute, accept: func(answer []byte) error {
			output = string(answer)
			return nil
		}})
		return output, err
	}

	v.host.publish(map[string]*lineup{"p": {active: v}})
	t.Cleanup(func() { v.host.Close() })
	g := v.host.Pin("")
	defer g.Release()
	warm(t, g, "p", cap(v.pool.slots)) // more there never are
	siege := besiege(t, v.host, func(ctx context.Context) error {
		return v.call(ctx, guestCall{hook: "size", input: []byte("abc"), limit: time.Minute, accept: func([]byte) error { return nil }})
	})
	for _, c := range []struct {
		name, path, target string
		answers            [][]string
		says               string
	}{
		{"a redirect to another host", "/redirect", "http://b.example:" + outside.port, nil, "not granted"},
		{"a redirect to another port", "/redirect", "http://a.example:" + outside.port, nil, "not granted"},
		{"a redirect to the address itself", "/redirect", outside.URL, nil, "not granted"},
		{"a redirect to the metadata service", "/redirect", "http://169.254.169.254/latest/meta-data/", nil, "not granted"},
		{"a redirect to an address in another form", "/redirect", "http://0x7f.1:" + outside.port, nil, "not granted"},
		{"a redirect to a file", "/redirect", "file:///etc/passwd", nil, "not granted"},
		{"a name that leads to the metadata service", "/", "", [][]string{{"169.254.169.254"}}, "not public"},
		{"a name that leads inside on the second hop", "/redirect", "/", [][]string{{"127.0.0.1"}, {"127.0.0.2"}}, "not public"},
		{"a name with one good address and one bad", "/", "", [][]string{{"127.0.0.1", "10.0.0.1"}}, "not public"},
	} {
		target.Store(c.target)
		d.mu.Lock()
		d.asked, d.answers = 0, [][]string{{"127.0.0.1"}}
		if c.answers != nil {
			d.answers = c.answers
		}
		d.mu.Unlock()
		out, err := ask(c.path, "{{secret:key}}")
		var p *sdk.PluginError
		if !errors.As(err, &p) || p.Plugin != "p" || p.Hook != "http" || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %q, %v, want a plugin's error with %q", c.name, out, err, c.says)
		}
		if text := fmt.Sprint(out, err); strings.Contains(text, secretValue) {
			t.Errorf("%s: the secret is in %q", c.name, text)
		}
	}
	d.mu.Lock()
	d.asked, d.answers = 0, [][]string{{"127.0.0.1"}}
	d.mu.Unlock()
	if out, err := ask("/echo", "x{{secret:key}}y"); err != nil || out != "200:echo x[redacted]y" {
		t.Errorf("an echo said %q, %v, want it redacted", out, err)
	}
	if out, err := ask("/", ""); err != nil || out != "200:fine" {
		t.Errorf("after the attacks the plugin said %q, %v", out, err)
	}
	inside.CloseClientConnections()
	siege.lift()
	if n := leaked.Load(); n != 0 {
		t.Errorf("%d requests left the grant (1000 more for each with the secret)", n)
	}
}

package plugintest_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/r3mes/r3mes/host/pluginbuild"
	"github.com/r3mes/r3mes/host/pluginhost"
	"github.com/r3mes/r3mes/host/pluginhost/guesttest"
	"github.com/r3mes/r3mes/host/pluginhost/plugintest"
	"github.com/r3mes/r3mes/runtime/embed"
	"github.com/r3mes/r3mes/sdk"
	"github.com/r3mes/r3mes/store"
	"github.com/r3mes/r3mes/store/badger"
)

// serveReach serves the guest that uses its grants.
func serveReach(t *testing.T, o pluginhost.Options, grants ...string) *pluginhost.Generation {
	t.Helper()
	o.Grants = map[string][]string{"reach": grants}
	return openSource(t, "reach", o)
}

// steps asks the guest to do the steps, given as name and arguments in turn.
func steps(t *testing.T, g *pluginhost.Generation, steps ...string) (string, error) {
	t.Helper()
	r := sdk.RouteRequest{Envelope: sdk.Envelope{RequestID: "r1", Hook: sdk.HookRoute}}
	for i := 0; i < len(steps); i += 2 {
		r.Adapters = append(r.Adapters, sdk.Adapter{Name: steps[i], Description: steps[i+1]})
	}
	request, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	out, err := g.Call(t.Context(), "reach", sdk.HookRoute, request)
	if err != nil {
		return "", err
	}
	var answer struct{ Reason string }
	if err := json.Unmarshal(out, &answer); err != nil {
		t.Fatal(err)
	}
	return answer.Reason, nil
}

var everyGrant = []string{"kv", "embed", "metrics", "log", "secrets:key", "http:GET 127.0.0.1:1 net=127.0.0.0/8"}

// A Go guest reaches what it was granted through the SDK, from inside the
// sandbox: pairs in the ledger, embeddings, metrics, a server, a secret.
func TestGoGuestReachesWhatItWasGranted(t *testing.T) {
	const secret = "canary-of-the-reach-test"
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Echo", r.Header.Get("X-Key"))
		fmt.Fprintf(w, "right: %v", r.Header.Get("X-Key") == "Bearer "+secret)
	}))
	defer server.Close()
	u, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	ledger, err := badger.Open(t.TempDir(), badger.Default())
	if err != nil {
		t.Fatal(err)
	}
	defer ledger.Close()
	var mu sync.Mutex
	sum := 0.0
	g := serveReach(t, pluginhost.Options{
		KV: ledger,
		Metric: func(_, _ string, delta float64) {
			mu.Lock()
			defer mu.Unlock()
			sum += delta
		},
		Secrets: func(name string) (store.Secret, error) {
			if name != "key" {
				return store.Secret{}, pluginhost.ErrUnknownSecret
			}
			return store.NewSecret(secret), nil
		},
	}, "kv", "embed", "metrics", "secrets:key", "http:GET 127.0.0.1:"+u.Port()+" net=127.0.0.0/8")
	for _, c := range []struct {
		steps []string
		want  string
	}{
		{[]string{"get", "a"}, ""},
		{[]string{"set", "a|eins|60", "get", "a", "set", "a|", "get", "a"}, "<nil>; eins; <nil>; "},
		{[]string{"set", "ü→|wäre|", "get", "ü→"}, "<nil>; wäre"},
		{[]string{"add", "n|5", "add", "n|-7", "get", "n"}, "5; -2; -2"},
		{[]string{"set", "long|" + strings.Repeat("v", 10_001), "get", "short"}, "<nil>; "},
		{[]string{"embed", "sorting a list"}, fmt.Sprint(embed.Default().Dim())},
		{[]string{"similarity", "same|same"}, "1.000"},
		{[]string{"metric", "asked_total|1.5", "metric", "asked_total|2"}, "added; added"},
		{[]string{"http", server.URL + "|Bearer {{secret:key}}"}, "200 right: true Bearer [redacted]"},
		{[]string{"http", server.URL}, "200 right: false "},
	} {
		if got, err := steps(t, g, c.steps...); err != nil || got != c.want {
			t.Errorf("%.60q said %q, %v, want %q", c.steps, got, err, c.want)
		}
	}
	if sum != 3.5 {
		t.Errorf("the metric is %v, want 3.5", sum)
	}
	for _, c := range []struct {
		steps []string
		says  string
	}{
		{[]string{"metric", "made_up|1"}, `metric "made_up"`},
		{[]string{"http", "http://localhost:" + u.Port()}, "not granted"},
		{[]string{"http", server.URL + "|{{secret:other}}"}, `secret "other" is not granted`},
		{[]string{"add", "a\x00|1", "set", "t|text|", "add", "t|1"}, "not a counter"},
	} {
		var p *sdk.PluginError
		if got, err := steps(t, g, c.steps...); !errors.As(err, &p) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%.60q said %q, %v, want an error with %q", c.steps, got, err, c.says)
		}
	}
	if value, found, err := ledger.KVGet(t.Context(), "reach", []byte("n")); string(value) != "-2" || !found || err != nil {
		t.Errorf("the ledger has %q, %v, %v under the plugin's name, want -2", value, found, err)
	}
}

// A counter that several instances add to at once loses nothing.
func TestGuestsCountTogether(t *testing.T) {
	const callers, rounds = 8, 10
	g := serveReach(t, pluginhost.Options{}, everyGrant...)
	var wg sync.WaitGroup
	for range callers {
		wg.Go(func() {
			for range rounds {
				if _, err := steps(t, g, "add", "n|1"); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if got, err := steps(t, g, "get", "n"); err != nil || got != fmt.Sprint(callers*rounds) {
		t.Errorf("%d calls counted to %q, %v", callers*rounds, got, err)
	}
}

// A guest that makes host calls without end is stopped by its own deadline or
// by what the host spends on it, the store holds no more than the quota, and
// money moves meanwhile.
func TestFloodsOfHostCalls(t *testing.T) {
	ledger, err := badger.Open(t.TempDir(), badger.Default())
	if err != nil {
		t.Fatal(err)
	}
	defer ledger.Close()
	var mu sync.Mutex
	denied := map[string]int{}
	g := serveReach(t, pluginhost.Options{
		KV: ledger, Limits: pluginhost.Limits{RouteDeadline: 300 * time.Millisecond, KVTime: 300 * time.Millisecond, EmbedTime: 300 * time.Millisecond},
		Observe: func(c pluginhost.Call) {
			mu.Lock()
			defer mu.Unlock()
			for capability, n := range c.Denied {
				denied[capability] += n
			}
		},
	}, "kv:keys=20 bytes=10000", "embed", "metrics", "http:GET 127.0.0.1:1 net=127.0.0.0/8")
	for _, what := range []string{"set", "add", "get", "embed", "metric", "log", "http"} {
		done := make(chan error, 1)
		go func() {
			_, err := steps(t, g, "flood", what)
			done <- err
		}()
		if _, err := ledger.TopUp(t.Context(), store.TopUp{OpID: what, Wallet: "w", Amount: 1}); err != nil {
			t.Errorf("a top-up during a flood of %s: %v", what, err)
		}
		var p *sdk.PluginError
		if err := <-done; !errors.As(err, &p) || !slices.Contains([]string{sdk.ErrorFuel, sdk.ErrorDeadline, sdk.ErrorTrap}, p.Kind) || p.Plugin != "reach" || p.Hook != sdk.HookRoute {
			t.Errorf("a flood of %s = %v, want it stopped by name", what, err)
		}
		if got, err := steps(t, g, "embed", "still here"); err != nil {
			t.Errorf("after a flood of %s the plugin said %q, %v", what, got, err)
		}
	}
	if u, err := ledger.KVUsage(t.Context(), "reach"); err != nil || u.Keys > 20 || u.Bytes > 10_000 {
		t.Errorf("the floods left %+v, %v, want at most the quota", u, err)
	}
	if denied["log"] == 0 || denied["http"] == 0 {
		t.Errorf("counted %v denied calls, want some of log and of http", denied)
	}
	if report, err := ledger.Verify(t.Context()); err != nil || report.Err() != nil {
		t.Errorf("after the floods the ledger = %v, %v", report.Err(), err)
	}
}

// Without the grant the guest does not load: the linker kept the imports that
// it calls.
func TestUngrantedImportsAreRefusedByName(t *testing.T) {
	source := plugintest.Build(t, filepath.Join("testdata", "reach"))
	for _, c := range []struct {
		grants []string
		says   string
	}{
		{nil, "extism:host/user.r3mes_"},
		{[]string{"kv", "embed"}, `r3mes_metric_add needs the grant "metrics", which the operator has not given`},
		{[]string{"metrics", "embed"}, `needs the grant "kv"`},
	} {
		dir := t.TempDir()
		if err := os.CopyFS(filepath.Join(dir, "reach"), os.DirFS(source)); err != nil {
			t.Fatal(err)
		}
		h, err := pluginhost.Open(t.Context(), pluginhost.Options{Dir: dir, Grants: map[string][]string{"reach": c.grants}})
		if err == nil {
			h.Close()
		}
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("with %v: %v, want an error with %q", c.grants, err, c.says)
		}
	}
}

// The SDKs of the other languages reach the same things in the same way.
func TestSlowReachInEveryLanguage(t *testing.T) {
	guesttest.Need(t)
	const secret = "canary-of-the-other-languages"
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Echo", r.Header.Get("X-Quote")+" "+r.Header.Get("X-Key"))
		fmt.Fprintf(w, "ç:%v", r.Header.Get("X-Key") == secret)
	}))
	defer server.Close()
	u, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	manifest, err := os.ReadFile(filepath.Join("testdata", "reach", "manifest.toml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []pluginbuild.Language{pluginbuild.Rust, pluginbuild.Zig, pluginbuild.C, pluginbuild.AssemblyScript} {
		t.Run(string(lang), func(t *testing.T) {
			var metric float64
			o := pluginhost.Options{
				Dir: t.TempDir(), Grants: map[string][]string{"reach": {"kv", "embed", "metrics", "secrets:key", "http:GET 127.0.0.1:" + u.Port() + " net=127.0.0.0/8"}},
				Limits:  pluginhost.Limits{RouteDeadline: time.Minute, StartDeadline: time.Minute, PoolWait: time.Minute},
				Metric:  func(_, _ string, delta float64) { metric += delta },
				Secrets: func(string) (store.Secret, error) { return store.NewSecret(secret), nil },
			}
			wasm := guesttest.Build(t, lang, filepath.Join("testdata", "reach-"+string(lang)))
			plugintest.Folder(t, filepath.Join(o.Dir, "reach"), wasm, string(manifest))
			h, err := pluginhost.Open(t.Context(), o)
			if err != nil {
				t.Fatal(err)
			}
			defer h.Close()
			g := h.Pin("")
			defer g.Release()
			want := fmt.Sprintf(`-2 true wäre" true true %d 200 ç:true a"b\c [redacted]`, embed.Default().Dim())
			if got, err := steps(t, g, "url", server.URL); err != nil || got != want {
				t.Errorf("the guest said %q, %v, want %q", got, err, want)
			}
			if metric != 1.5 {
				t.Errorf("the metric is %v, want 1.5", metric)
			}
		})
	}
}

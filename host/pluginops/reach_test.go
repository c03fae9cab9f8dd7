package pluginops

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"github.com/r3mes/r3mes/host/pluginhost"
	"github.com/r3mes/r3mes/host/pluginhost/plugintest"
	"github.com/r3mes/r3mes/sdk"
	"github.com/r3mes/r3mes/store"
)

// What a request that began before a removal stores after it is dropped, so that
// whoever takes the name finds nothing.
func TestNothingIsKeptOfARemovedPlugin(t *testing.T) {
	reach, err := readFolder(plugintest.Build(t, filepath.Join("..", "pluginhost", "plugintest", "testdata", "reach")))
	if err != nil {
		t.Fatal(err)
	}
	r := start(t, nil)
	reach.Settings = &pluginhost.Settings{Grants: []string{"kv", "embed", "metrics", "secrets:key", "http:GET 127.0.0.1:1 net=127.0.0.0/8"}}
	r.load(reach)
	g := r.Host().Pin("")
	defer g.Release()
	write := func() {
		t.Helper()
		answer, err := g.Call(t.Context(), "reach", sdk.HookRoute, []byte(`{"request_id":"r1","adapters":[{"name":"set","description":"a|one|0"},{"name":"add","description":"n|1"}]}`))
		if err != nil || !strings.Contains(string(answer), "1") {
			t.Errorf("%s, %v", answer, err)
		}
	}
	for _, want := range []int64{2, 0} {
		write()
		if u, err := r.ledger.KVUsage(t.Context(), "reach"); err != nil || u.Keys != want {
			t.Errorf("%d pairs, %v; want %d", u.Keys, err, want)
		}
		if want > 0 {
			if err := r.Remove(t.Context(), somebody, "reach"); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// A Go guest sends a secret from the call after it was set on, another after it
// was changed, and none after it was deleted; nothing is loaded again for it.
func TestASecretIsSentFromTheNextCallOn(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, strings.TrimPrefix(r.Header.Get("X-Key"), "Bearer canary-"))
	}))
	defer server.Close()
	u, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	reach, err := readFolder(plugintest.Build(t, filepath.Join("..", "pluginhost", "plugintest", "testdata", "reach")))
	if err != nil {
		t.Fatal(err)
	}
	r := start(t, nil)
	reach.Settings = &pluginhost.Settings{Grants: []string{"kv", "embed", "metrics", "secrets:key", "http:GET 127.0.0.1:" + u.Port() + " net=127.0.0.0/8"}}
	generation := r.load(reach).Generation
	ask := func() string {
		t.Helper()
		request, err := json.Marshal(sdk.RouteRequest{
			Envelope: sdk.Envelope{RequestID: "r1", Hook: sdk.HookRoute},
			Adapters: []sdk.Adapter{{Name: "http", Description: server.URL + "|Bearer {{secret:key}}"}},
		})
		if err != nil {
			t.Fatal(err)
		}
		g := r.Host().Pin("")
		defer g.Release()
		answer, err := g.Call(t.Context(), "reach", sdk.HookRoute, request)
		if err != nil {
			return err.Error()
		}
		return string(answer)
	}
	set := func(value string) {
		t.Helper()
		if _, err := r.SecretSet(somebody, "key", store.NewSecret(value)); err != nil {
			t.Fatal(err)
		}
	}
	if got := ask(); !strings.Contains(got, "does not exist") {
		t.Errorf("before it is set: %s", got)
	}
	set("canary-first")
	if got := ask(); !strings.Contains(got, "200 first") {
		t.Errorf("set: %s", got)
	}
	set("canary-second")
	if got := ask(); !strings.Contains(got, "200 second") {
		t.Errorf("changed: %s", got)
	}
	r.restart()
	if got := ask(); !strings.Contains(got, "200 second") {
		t.Errorf("after a start: %s", got)
	}
	if err := r.SecretDelete(somebody, "key"); err != nil {
		t.Fatal(err)
	}
	if got := ask(); !strings.Contains(got, "does not exist") || strings.Contains(got, "canary") {
		t.Errorf("deleted: %s", got)
	}
	if s := r.show("reach").State; generation == 0 || len(s.Previous) != 0 {
		t.Errorf("%+v: a secret made another version", s)
	}
}

package hosttest_test

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"aead.dev/minisign"

	"github.com/r3mes/r3mes/host/api"
	"github.com/r3mes/r3mes/host/audit"
	"github.com/r3mes/r3mes/host/config"
	"github.com/r3mes/r3mes/host/hosttest"
	"github.com/r3mes/r3mes/host/pluginhost"
	"github.com/r3mes/r3mes/host/pluginhost/plugintest"
	"github.com/r3mes/r3mes/host/plugintrust"
)

// part is one part of an upload.
type part struct{ name, content string }

// send uploads parts to a path, as the operator of an open server.
func send(t *testing.T, s *hosttest.Server, path string, parts ...part) reply {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for _, p := range parts {
		w, err := form.CreateFormFile(p.name, p.name)
		if err == nil {
			_, err = io.WriteString(w, p.content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequest(http.MethodPost, s.URL+path, &body)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", form.FormDataContentType())
	return answered(t, req)
}

// load uploads a plugin that must be accepted.
func load(t *testing.T, s *hosttest.Server, wasm []byte, manifest string, more ...part) api.PluginResult {
	t.Helper()
	return result(t, send(t, s, "/admin/plugins", append([]part{{"module", string(wasm)}, {"manifest", manifest}}, more...)...))
}

// result is what became of an act that must have worked.
func result(t *testing.T, r reply) (out api.PluginResult) {
	t.Helper()
	if err := json.Unmarshal([]byte(r.body), &out); err != nil || r.status != http.StatusOK {
		t.Fatalf("%d %s", r.status, r.body)
	}
	return out
}

// show is a plugin as the operator sees it.
func show(t *testing.T, s *hosttest.Server, name string) (p api.Plugin) {
	t.Helper()
	r := call(t, "GET", s.URL+"/admin/plugins/"+name, nil)
	if err := json.Unmarshal([]byte(r.body), &p); err != nil || r.status != http.StatusOK {
		t.Fatalf("%d %s", r.status, r.body)
	}
	return p
}

// router is a route guest that chooses the adapter.
func router(adapter string) []byte {
	return plugintest.Answer("route", `{"adapter":"`+adapter+`","reason":"because"}`)
}

// routerManifest is the manifest of version 1.0.<patch> of my-router.
func routerManifest(patch int, more ...string) string {
	text := plugintest.Manifest("my-router", []string{"route"}, append([]string{"[limits]\ndeadline_ms = 250"}, more...)...)
	return strings.Replace(text, "1.0.0", fmt.Sprint("1.0.", patch), 1)
}

// chooses is the adapter that a chat of the wallet gets.
func chooses(t *testing.T, s *hosttest.Server) string {
	t.Helper()
	r := call(t, "POST", s.URL+"/chat", object{"message": "x", "wallet_address": s.Wallet})
	if r.status != http.StatusOK {
		t.Fatalf("chat: %d %s", r.status, r.body)
	}
	return r.header.Get("X-R3MES-Adapter")
}

// bare starts a server without plugins of its own.
func bare(t *testing.T, edit func(*config.Config)) *hosttest.Server {
	t.Helper()
	return tiny(t, hosttest.Options{NoPlugins: true, Config: edit})
}

func post(t *testing.T, s *hosttest.Server, path string, body any) reply {
	t.Helper()
	return call(t, "POST", s.URL+"/admin/plugins/my-router/"+path, body)
}

// A plugin's whole life over HTTP: each act is seen by the next chat.
func TestLifeOfAPluginOverHTTP(t *testing.T) {
	s := bare(t, nil)
	if got := chooses(t, s); got != "default" {
		t.Fatalf("without plugins a chat gets %q", got)
	}
	one := load(t, s, router("law"), routerManifest(1))
	if one.Plugin != "my-router" || one.Version != "1.0.1" || len(one.Hash) != 64 || one.Generation == 0 || one.Unchanged || chooses(t, s) != "law" {
		t.Errorf("loaded %+v; a chat gets %q, want law", one, chooses(t, s))
	}
	if again := load(t, s, router("law"), routerManifest(1)); !again.Unchanged {
		t.Errorf("the same again: %+v, want unchanged", again)
	}
	two := load(t, s, router("coder"), routerManifest(2), part{"activate", "false"})
	if got := chooses(t, s); got != "law" || two.Generation != 0 {
		t.Errorf("a version that is only stored serves: %q, %+v", got, two)
	}
	if r := result(t, post(t, s, "verify", object{"version": "1.0.2"})); r.ID != two.ID {
		t.Errorf("verified %+v, want %s", r, two.ID)
	}
	if result(t, post(t, s, "activate", object{"version": two.ID})); chooses(t, s) != "coder" {
		t.Errorf("after activate: %q", chooses(t, s))
	}
	if r := result(t, post(t, s, "rollback", nil)); chooses(t, s) != "law" || r.ID != one.ID {
		t.Errorf("after rollback: %q, %+v", chooses(t, s), r)
	}
	result(t, post(t, s, "canary", object{"version": "1.0.2", "percent": 100}))
	if got, p := chooses(t, s), show(t, s, "my-router"); got != "coder" || p.Canary == nil || p.Canary.ID != two.ID || p.Percent != 100 || p.Active.ID != one.ID {
		t.Errorf("with a canary of all wallets: %q, %+v", got, p)
	}
	if result(t, post(t, s, "canary", object{"percent": 0})); chooses(t, s) != "law" {
		t.Errorf("with a canary of no wallet: %q", chooses(t, s))
	}
	result(t, post(t, s, "canary", object{"off": true}))
	result(t, post(t, s, "shadow", object{"version": "1.0.2"}))
	if got, p := chooses(t, s), show(t, s, "my-router"); got != "law" || p.Shadow == nil || p.Canary != nil {
		t.Errorf("with a shadow: %q, %+v", got, p)
	}
	shadowed(t, s)
	if result(t, post(t, s, "promote", nil)); chooses(t, s) != "coder" {
		t.Errorf("after promote: %q", chooses(t, s))
	}
	p := show(t, s, "my-router")
	if !p.Stored || p.Active.Version != "1.0.2" || len(p.Versions) != 2 || p.Versions[0].Role == "" || p.Last == nil || p.Last.Name != "plugin.promote" ||
		p.Active.Hooks[0].Hook != "route" || p.Active.Hooks[0].DeadlineMS != 250 || p.Active.Breaker != "closed" || p.Generation == 0 {
		t.Errorf("show: %+v", p)
	}
	if r := call(t, "DELETE", s.URL+"/admin/plugins/my-router", nil); r.status != http.StatusOK || chooses(t, s) != "default" {
		t.Errorf("remove: %d %s, then %q", r.status, r.body, chooses(t, s))
	}
	if r := call(t, "GET", s.URL+"/admin/plugins", nil); strings.TrimSpace(r.body) != `{"plugins":[]}` {
		t.Errorf("after remove the list is %s", r.body)
	}
}

// shadowed waits until the shadow of my-router, which chooses coder, was asked
// after a chat that got law.
func shadowed(t *testing.T, s *hosttest.Server) {
	t.Helper()
	var d pluginhost.Differences
	for range 1000 {
		r := call(t, "GET", s.URL+"/admin/plugins/my-router/differences", nil)
		if err := json.Unmarshal([]byte(r.body), &d); err != nil || r.status != http.StatusOK {
			t.Fatalf("differences: %d %s", r.status, r.body)
		}
		if len(d.Hooks) == 1 && d.Hooks[0].Different == 1 && len(d.Samples) == 1 && strings.Contains(d.Samples[0].Active, "law") && strings.Contains(d.Samples[0].Shadow, "coder") {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("differences %+v, want one of law and coder", d)
}

// Grants, configuration and binding are part of the version: each act serves
// another one, and a later load keeps them.
func TestSettingsOverHTTP(t *testing.T) {
	s := bare(t, nil)
	manifest := routerManifest(1, `capabilities = ["log", "prompt"]`, "[config.schema]\ntype = \"object\"\nproperties.limit = {type = \"integer\", maximum = 10}", "[config.defaults]\nlimit = 1\napi_key = \"s3cret\"")
	first := load(t, s, router("law"), manifest)
	granted := result(t, post(t, s, "grant", object{"grants": []string{"log"}}))
	if r := result(t, post(t, s, "grant", object{"grants": []string{"log", "kv:keys=5", "clock"}})); !strings.Contains(r.Warning, "does not ask for kv:keys=5, clock: without effect") {
		t.Errorf("granted more than the manifest asks for: %+v", r)
	}
	configured := result(t, post(t, s, "config", object{"config": object{"limit": 7}}))
	if first.ID == granted.ID || granted.ID == configured.ID {
		t.Errorf("ids %s, %s, %s: want three versions", first.ID, granted.ID, configured.ID)
	}
	load(t, s, router("coder"), strings.Replace(manifest, "1.0.1", "1.0.2", 1))
	p := show(t, s, "my-router")
	if !slices.Equal(p.Active.Granted, []string{"log"}) || string(p.Active.Config) != `{"api_key":"[redacted]","limit":7}` || p.Active.Version != "1.0.2" {
		t.Errorf("after another load: %v, %s, %s", p.Active.Granted, p.Active.Config, p.Active.Version)
	}
	load(t, s, router("coder"), strings.Replace(manifest, "1.0.1", "1.0.3", 1), part{"settings", `{"grants":[],"config":{"limit":9}}`})
	if p := show(t, s, "my-router"); len(p.Active.Granted) != 0 || !strings.Contains(string(p.Active.Config), `"limit":9`) {
		t.Errorf("settings of the upload: %v, %s", p.Active.Granted, p.Active.Config)
	}
}

// compilerPanic is the smallest module that makes wazero's compiler panic, with
// the export that brings it as far as the compiler.
func compilerPanic(t *testing.T) []byte {
	t.Helper()
	wasm, err := hex.DecodeString("0061736d01000000010401600000030302007f0a0902040010010b02000b")
	if err != nil {
		t.Fatal(err)
	}
	const head = 8 + 6 + 5 // preamble, type section, function section
	return slices.Concat(wasm[:head], append([]byte{7, 15, 1, 11}, "r3mes_route\x00\x00"...), wasm[head:])
}

// An operator's limits are the sandbox's.
func TestConfiguredLimitsHold(t *testing.T) {
	s := bare(t, func(c *config.Config) { c.Plugins.Limits = config.PluginLimits{Fuel: 5000, MemoryPages: 2} })
	m := &plugintest.Module{}
	m.Memory(3, 3)
	m.Export("r3mes_route", m.Func(nil))
	for says, part := range map[string][]part{
		"3 pages": {{"module", string(m.Bytes())}, {"manifest", routerManifest(1)}},
		"all 5000 units of fuel": {{"module", string(spinner())}, {"manifest", routerManifest(1,
			"[[selftest]]\nname = \"one\"\nhook = \"route\"\ninput = {}\nwant = {}")}},
	} {
		if r := send(t, s, "/admin/plugins", part...); r.status != http.StatusBadRequest || !strings.Contains(r.body, says) {
			t.Errorf("%d %s, want 400 with %q", r.status, r.body, says)
		}
	}
}

// spinner is a route guest that never answers.
func spinner() []byte {
	return plugintest.Guest(map[string]func(plugintest.Env) []byte{
		"route": func(plugintest.Env) []byte { return plugintest.Loop(plugintest.Br(0)) },
	})
}

// Whatever is refused is a 4xx that says the rule and how to mend it, and what
// served before serves on.
func TestRefusedUploadsLeaveTheOldServing(t *testing.T) {
	s := bare(t, func(c *config.Config) { c.Plugins.Ceiling = []string{"log", "kv:keys=10"} })
	load(t, s, router("law"), routerManifest(1))
	before := show(t, s, "my-router")
	importing := func(name string) []byte {
		m := &plugintest.Module{}
		m.Import("extism:host/user", name, []byte{plugintest.I64}, []byte{plugintest.I64})
		m.Export("r3mes_route", m.Func(nil, nil))
		return m.Bytes()
	}
	fine, schema := router("coder"), "[config.schema]\ntype = \"object\"\nproperties.limit = {type = \"integer\", maximum = 10}"
	for name, c := range map[string]struct {
		wasm     []byte
		manifest string
		more     []part
		status   int
		code     string
		says     []string
	}{
		"a manifest that names another hook":  {fine, plugintest.Manifest("my-router", []string{"quote", "settle"}), nil, 400, "plugin_refused", []string{"does not export", "r3mes_"}},
		"a manifest that is none":             {fine, "name = ", nil, 400, "plugin_refused", []string{"manifest"}},
		"a manifest with an unknown key":      {fine, routerManifest(2, `colour = "red"`), nil, 400, "plugin_refused", []string{"colour"}},
		"no manifest at all":                  {fine, "", nil, 400, "plugin_refused", []string{"r3mes.manifest"}},
		"a description that disagrees":        {plugintest.Guest(map[string]func(plugintest.Env) []byte{"route": output("{}"), "describe": output(`{"name":"other","version":"1.0.2","hooks":["route"],"contract_min":1,"contract_max":1}`)}), routerManifest(2), nil, 400, "plugin_refused", []string{"describe: name is other, the manifest says my-router"}},
		"a config that fails its schema":      {fine, routerManifest(2, schema), []part{{"settings", `{"config":{"limit":11}}`}}, 400, "plugin_refused", []string{"config", "limit", "10"}},
		"a config without a schema":           {fine, routerManifest(2), []part{{"settings", `{"config":{"limit":1}}`}}, 400, "plugin_refused", []string{"no config.schema"}},
		"a contract that is not served":       {fine, strings.Replace(routerManifest(2), "min = 1, max = 1", "min = 2, max = 3", 1), nil, 400, "plugin_refused", []string{"contract", "2", "3"}},
		"a grant wider than the ceiling":      {fine, routerManifest(2, `capabilities = ["prompt"]`), []part{{"settings", `{"grants":["prompt"]}`}}, 400, "plugin_refused", []string{`grant "prompt" is wider than the host's ceiling (log, kv:keys=10)`}},
		"a grant that is none":                {fine, routerManifest(2), []part{{"settings", `{"grants":["everything"]}`}}, 400, "plugin_refused", []string{`"everything"`}},
		"an import without its grant":         {importing("r3mes_kv_get"), routerManifest(2, `capabilities = ["kv"]`), nil, 400, "plugin_refused", []string{"r3mes_kv_get", `grant "kv"`, "--grant"}},
		"an import that nobody provides":      {importing("r3mes_exec"), routerManifest(2), nil, 400, "plugin_refused", []string{"r3mes_exec is not one the host provides"}},
		"a self-test that fails":              {fine, routerManifest(2, "[[selftest]]\nname = \"law first\"\nhook = \"route\"\nwant = { adapter = \"law\" }"), nil, 400, "plugin_refused", []string{`selftest "law first"`, "coder"}},
		"a module that is none":               {[]byte("#!/bin/sh\n"), routerManifest(2), nil, 400, "plugin_refused", []string{"not a WebAssembly"}},
		"a module that is cut short":          {fine[:len(fine)-3], routerManifest(2), nil, 400, "plugin_refused", []string{"ends in the middle"}},
		"a module that panics the compiler":   {compilerPanic(t), routerManifest(2), nil, 400, "plugin_refused", []string{"type 127"}},
		"a module that is too large":          {make([]byte, 9<<20), routerManifest(2), nil, 413, "request_too_large", []string{"module", "8388608"}},
		"a manifest that is too large":        {fine, strings.Repeat("#", 1<<20+1), nil, 413, "request_too_large", []string{"manifest"}},
		"an upload that is far too large":     {make([]byte, 32<<20), routerManifest(2), nil, 413, "request_too_large", nil},
		"an empty module":                     {nil, routerManifest(2), nil, 400, "invalid_request_error", []string{"module", "plugin.wasm"}},
		"a part that nobody knows":            {fine, routerManifest(2), []part{{"colour", "red"}}, 400, "invalid_request_error", []string{"colour", "signature"}},
		"a part that stands twice":            {fine, routerManifest(2), []part{{"activate", "true"}, {"activate", "false"}}, 400, "invalid_request_error", []string{"twice"}},
		"settings with an unknown field":      {fine, routerManifest(2), []part{{"settings", `{"grant":["log"]}`}}, 400, "invalid_request_error", []string{"grant"}},
		"settings that are no JSON":           {fine, routerManifest(2), []part{{"settings", `grants = []`}}, 400, "invalid_request_error", []string{"not valid JSON"}},
		"activate that is neither yes nor no": {fine, routerManifest(2), []part{{"activate", "maybe"}}, 400, "invalid_request_error", []string{"true or false"}},
	} {
		t.Run(name, func(t *testing.T) {
			parts := append([]part{{"module", string(c.wasm)}}, c.more...)
			if c.manifest != "" {
				parts = append(parts, part{"manifest", c.manifest})
			}
			r := send(t, s, "/admin/plugins", parts...)
			refusedWith(t, r, c.status, c.code, c.says...)
		})
	}
	after := show(t, s, "my-router")
	if after.Generation != before.Generation || after.Active.ID != before.Active.ID || len(after.Versions) != 1 || chooses(t, s) != "law" {
		t.Errorf("after all refusals: %+v, a chat gets %q; before %+v", after, chooses(t, s), before)
	}
}

// output is the code that answers text.
func output(text string) func(plugintest.Env) []byte {
	return func(e plugintest.Env) []byte { return e.Output(text) }
}

// refusedWith wants a status, a code and parts of the message, which never is
// the same as that of another error.
func refusedWith(t *testing.T, r reply, status int, code string, says ...string) {
	t.Helper()
	var body struct {
		Error struct{ Message, Code string }
	}
	if err := json.Unmarshal([]byte(r.body), &body); err != nil || r.status != status || body.Error.Code != code || body.Error.Message == "" {
		t.Fatalf("%d %s, want %d %s", r.status, r.body, status, code)
	}
	for _, part := range says {
		if !strings.Contains(body.Error.Message, part) {
			t.Errorf("the refusal %q does not say %q", body.Error.Message, part)
		}
	}
}

// Acts that make no sense are refused by what is wrong with them.
func TestRefusedActs(t *testing.T) {
	s := bare(t, nil)
	load(t, s, router("law"), routerManifest(1))
	for _, c := range []struct {
		path   string
		body   any
		status int
		code   string
		says   string
	}{
		{"/admin/plugins/nobody/activate", nil, 404, "plugin_not_found", "nobody"},
		{"/admin/plugins/nobody/rollback", nil, 404, "plugin_not_found", "nobody"},
		{"/admin/plugins/my-router/activate", object{"version": "9.9.9"}, 404, "version_not_found", "stored: 1.0.1"},
		{"/admin/plugins/my-router/activate", object{"versoin": "1.0.1"}, 400, "invalid_request_error", "versoin"},
		{"/admin/plugins/my-router/rollback", nil, 409, "conflict", "0 versions before"},
		{"/admin/plugins/my-router/rollback", object{"steps": 3}, 400, "invalid_request_error", "1 or 2"},
		{"/admin/plugins/my-router/canary", object{"percent": 101}, 400, "invalid_request_error", "0 to 100"},
		{"/admin/plugins/my-router/canary", object{}, 400, "invalid_request_error", "0 to 100"},
		{"/admin/plugins/my-router/canary", object{"percent": 5}, 409, "conflict", "no canary"},
		{"/admin/plugins/my-router/canary", object{"percent": 5, "version": "1.0.1"}, 409, "conflict", "active one"},
		{"/admin/plugins/my-router/promote", nil, 409, "conflict", "neither a canary nor a shadow"},
		{"/admin/plugins/my-router/grant", object{}, 400, "invalid_request_error", "grants is required"},
		{"/admin/plugins/my-router/grant", object{"grants": []string{"all"}}, 400, "plugin_refused", `"all"`},
		{"/admin/plugins/my-router/config", object{"config": object{"a": 1}}, 400, "plugin_refused", "no config.schema"},
		{"/admin/plugins/my-router/bind", object{"adapters": []string{"law"}}, 400, "plugin_refused", "pre"},
		{"/admin/plugins/my-router/bind", object{}, 400, "invalid_request_error", "adapters is required"},
		{"/admin/plugins", object{"module": "x"}, 415, "invalid_request_error", "multipart/form-data"},
		{"/admin/trust", object{"public_key": "no key"}, 400, "invalid_request_error", ".pub"},
		{"/admin/secrets", object{"name": "A B", "value": "canary"}, 400, "invalid_request_error", "not of the form"},
	} {
		r := call(t, "POST", s.URL+c.path, c.body)
		refusedWith(t, r, c.status, c.code, c.says)
		if strings.Contains(r.body, "canary\"") {
			t.Errorf("%s: %s repeats a secret", c.path, r.body)
		}
	}
	for _, c := range []struct{ method, path, code string }{
		{"GET", "/admin/plugins/nobody", "plugin_not_found"}, {"GET", "/admin/plugins/nobody/logs", "plugin_not_found"}, {"GET", "/admin/plugins/nobody/metrics", "plugin_not_found"},
		{"DELETE", "/admin/plugins/nobody", "plugin_not_found"}, {"DELETE", "/admin/trust?id=0123", "trusted_key_not_found"}, {"DELETE", "/admin/secrets?name=x", "secret_not_found"},
	} {
		refusedWith(t, call(t, c.method, s.URL+c.path, nil), 404, c.code)
	}
	refusedWith(t, call(t, "GET", s.URL+"/admin/plugins/my-router/logs?level=loud", nil), 400, "invalid_request_error", "trace, debug, info, warn or error")
	refusedWith(t, call(t, "GET", s.URL+"/admin/plugins/my-router/logs?limit=0", nil), 400, "invalid_request_error", "between 1 and 1000")
	if chooses(t, s) != "law" {
		t.Errorf("after all refusals a chat gets %q", chooses(t, s))
	}
}

// signer signs plugins.
type signer struct {
	private minisign.PrivateKey
	public  minisign.PublicKey
}

func newSigner(t *testing.T) signer {
	t.Helper()
	public, private, err := minisign.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return signer{private, public}
}

// sign is the part with the signature of version 1.0.<patch> of my-router.
func (s signer) sign(wasm []byte, manifest string, patch int) part {
	subject := plugintrust.Subject{Name: "my-router", Version: fmt.Sprint("1.0.", patch), Module: wasm, Manifest: []byte(manifest)}
	return part{"signature", string(minisign.SignWithComments(s.private, wasm, subject.Comment(), "test"))}
}

// Under the policy "require" only what a trusted key signed is served, and a
// name belongs to whoever signed it first.
func TestTrustOverHTTP(t *testing.T) {
	s := bare(t, func(c *config.Config) { c.Plugins.Trust = "require" })
	mine, other := newSigner(t), newSigner(t)
	trust := func(k signer) {
		t.Helper()
		if r := call(t, "POST", s.URL+"/admin/trust", object{"public_key": k.public.String(), "comment": "a team"}); r.status != http.StatusOK {
			t.Fatalf("trust: %d %s", r.status, r.body)
		}
	}
	upload := func(wasm []byte, manifest string, more ...part) reply {
		return send(t, s, "/admin/plugins", append(more, part{"module", string(wasm)}, part{"manifest", manifest})...)
	}
	wasm, manifest := router("law"), routerManifest(1)
	refusedWith(t, upload(wasm, manifest), 400, "plugin_signature", "not signed", "r3mes plugin sign")
	refusedWith(t, upload(wasm, manifest, mine.sign(wasm, manifest, 1)), 400, "plugin_signature", "not trusted", "r3mes trust add")
	trust(mine)
	trust(other)
	refusedWith(t, upload(router("coder"), manifest, mine.sign(wasm, manifest, 1)), 400, "plugin_signature", "did not sign this module")
	refusedWith(t, upload(wasm, manifest, mine.sign(wasm, manifest, 2)), 400, "plugin_signature", "sign this version")
	refusedWith(t, upload(wasm, manifest, part{"signature", "garbage"}), 400, "plugin_signature", ".minisig")
	if got := result(t, upload(wasm, manifest, mine.sign(wasm, manifest, 1))); got.Signer != mine.public.String() || chooses(t, s) != "law" {
		t.Errorf("a signed plugin: %+v, a chat gets %q", got, chooses(t, s))
	}
	next := routerManifest(2)
	refusedWith(t, upload(router("coder"), next, other.sign(router("coder"), next, 2)), 409, "conflict", "another signer", mine.public.String())
	if chooses(t, s) != "law" {
		t.Errorf("after the refusals a chat gets %q", chooses(t, s))
	}
	var list struct {
		Policy string
		Keys   []plugintrust.Key
	}
	r := call(t, "GET", s.URL+"/admin/trust", nil)
	if err := json.Unmarshal([]byte(r.body), &list); err != nil || list.Policy != "require" || len(list.Keys) != 2 || list.Keys[0].Comment != "a team" {
		t.Errorf("trust list %s", r.body)
	}
	if r := call(t, "DELETE", s.URL+"/admin/trust?id="+list.Keys[0].ID, nil); r.status != http.StatusOK {
		t.Errorf("remove: %d %s", r.status, r.body)
	}
}

// Logs can be read by level and followed, numbers stand by version.
func TestLogsAndMetricsOverHTTP(t *testing.T) {
	s := bare(t, nil)
	m := &plugintest.Module{}
	env := plugintest.NewEnv(m)
	warn := m.Import("extism:host/env", "log_warn", []byte{plugintest.I64}, nil)
	m.Export("r3mes_route", m.Func(nil, bytes.Join([][]byte{env.Place(0, "hello operator"), plugintest.Get(0), plugintest.Call(warn), env.Output(`{"adapter":"nowhere"}`)}, nil)))
	load(t, s, m.Bytes(), routerManifest(1, `capabilities = ["log"]`), part{"settings", `{"grants":["log"]}`})
	chooses(t, s)
	read := func(query string) (page pluginhost.LogPage) {
		t.Helper()
		r := call(t, "GET", s.URL+"/admin/plugins/my-router/logs"+query, nil)
		if err := json.Unmarshal([]byte(r.body), &page); err != nil || r.status != http.StatusOK {
			t.Fatalf("logs: %d %s", r.status, r.body)
		}
		return page
	}
	all := read("")
	if len(all.Lines) != 2 || all.Lines[0].Message != "hello operator" || all.Lines[0].Level != "warn" || all.Lines[0].RequestID == "" || !all.Lines[1].Host {
		t.Errorf("logs %+v, want the plugin's warning and the host's error", all)
	}
	if errors := read("?level=error&limit=5"); len(errors.Lines) != 1 || !errors.Lines[0].Host {
		t.Errorf("errors %+v", errors.Lines)
	}
	chooses(t, s)
	if next := read(fmt.Sprint("?after=", all.Next)); len(next.Lines) != 2 || next.Lines[0].Number != all.Next+1 || next.Missed != 0 {
		t.Errorf("what follows %d: %+v", all.Next, next)
	}
	var numbers struct {
		Generation int64
		Versions   []pluginhost.Stats
	}
	r := call(t, "GET", s.URL+"/admin/plugins/my-router/metrics", nil)
	if err := json.Unmarshal([]byte(r.body), &numbers); err != nil || len(numbers.Versions) != 1 {
		t.Fatalf("metrics %s, %v", r.body, err)
	}
	if v := numbers.Versions[0]; v.Role != "active" || v.Hooks[0].Calls != 2 || v.Hooks[0].Errors["bad_answer"] != 2 || numbers.Generation == 0 {
		t.Errorf("metrics %s", r.body)
	}
}

// Secrets go in and never come out; every act of an operator is in the audit
// log, with who did it, and a refused one with why.
func TestSecretsAndAuditOverHTTP(t *testing.T) {
	s := bare(t, nil)
	began := time.Now().Add(-time.Second)
	if r := call(t, "POST", s.URL+"/admin/secrets", object{"name": "api-key", "value": "canary-value"}); r.status != http.StatusOK || strings.Contains(r.body, "canary") {
		t.Fatalf("set: %d %s", r.status, r.body)
	}
	load(t, s, router("law"), routerManifest(1))
	send(t, s, "/admin/plugins", part{"module", "no wasm"}, part{"manifest", routerManifest(2)})
	call(t, "POST", s.URL+"/admin/wallets/bob/topup", object{"op_id": "gift", "amount_microcredits": 5, "reason": "birthday"})
	call(t, "DELETE", s.URL+"/admin/secrets?name=api-key", nil)
	var log struct{ Entries []audit.Entry }
	r := call(t, "GET", s.URL+"/admin/audit?limit=10", nil)
	if err := json.Unmarshal([]byte(r.body), &log); err != nil {
		t.Fatal(err)
	}
	var acts []string
	for _, e := range log.Entries {
		acts = append(acts, e.Act+" "+e.Target)
		if e.Name != audit.ActorOpen || e.From == "" || e.Time.Before(began) || e.Seq == 0 {
			t.Errorf("entry %+v", e)
		}
		if (e.Error != "") != (e.Detail["version"] == "1.0.2") {
			t.Errorf("entry %+v: want an error of the refused load only", e)
		}
	}
	if want := []string{"secret.delete api-key", "wallet.topup bob", "plugin.load my-router", "plugin.load my-router", "secret.set api-key"}; !slices.Equal(acts, want) {
		t.Errorf("acts %q, want %q", acts, want)
	}
	if page := call(t, "GET", s.URL+fmt.Sprint("/admin/audit?limit=1&before=", log.Entries[0].Seq), nil); !strings.Contains(page.body, "wallet.topup") {
		t.Errorf("the page before: %s", page.body)
	}
	everything := r.body + s.Log() + call(t, "GET", s.URL+"/admin/secrets", nil).body + call(t, "GET", s.URL+"/metrics", nil).body
	if strings.Contains(everything, "canary-value") {
		t.Error("the secret is in the audit log, the server's log, the list or the metrics")
	}
}

// With keys only an operator's key opens these routes, and its id stands in the
// audit log.
func TestPluginRoutesNeedTheOperator(t *testing.T) {
	s := bare(t, func(c *config.Config) { c.Auth.Mode = config.ModeKey })
	for _, path := range []string{"/admin/plugins", "/admin/plugins/x", "/admin/trust", "/admin/secrets", "/admin/audit", "/admin/plugins/x/logs"} {
		for key, want := range map[string]int{"": http.StatusUnauthorized, s.Key: http.StatusForbidden} {
			var headers []string
			if key != "" {
				headers = []string{"X-API-Key", key}
			}
			if r := call(t, "GET", s.URL+path, nil, headers...); r.status != want {
				t.Errorf("GET %s: %d %s, want %d", path, r.status, r.body, want)
			}
		}
	}
	if r := send(t, s, "/admin/plugins", part{"module", string(router("law"))}, part{"manifest", routerManifest(1)}); r.status != http.StatusUnauthorized {
		t.Errorf("an upload without a key: %d %s", r.status, r.body)
	}
}

// caller is a route guest that sends a GET to url with the secret api-key in a
// header, and abstains.
func caller(url string) []byte {
	m := &plugintest.Module{}
	env := plugintest.NewEnv(m)
	request := m.Import("extism:host/env", "http_request", []byte{plugintest.I64, plugintest.I64}, []byte{plugintest.I64})
	text := `{"method":"GET","url":"` + url + `","headers":{"X-Key":"{{secret:api-key}}"}}`
	text += strings.Repeat(" ", (8-len(text)%8)%8) // stores write eight bytes
	code := slices.Concat(plugintest.Const64(uint64(len(text))), plugintest.Call(env.Alloc), plugintest.Set(0))
	for i := 0; i < len(text); i += 8 {
		code = slices.Concat(code, plugintest.Get(0), plugintest.Const64(uint64(i)), plugintest.Add64(), plugintest.Const64(word(text[i:])), plugintest.Call(env.StoreU64))
	}
	m.Export("r3mes_route", m.Func(nil, slices.Concat(code, plugintest.Get(0), plugintest.Const64(0), plugintest.Call(request), plugintest.Drop(), env.Output(`{"abstain":true}`))))
	return m.Bytes()
}

// A secret that an operator sets reaches the service that a plugin calls from
// the next request on, and no log.
func TestASecretReachesItsService(t *testing.T) {
	var mu sync.Mutex
	var got []string
	service := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		got = append(got, r.Header.Get("X-Key"))
	}))
	t.Cleanup(service.Close)
	address := strings.TrimPrefix(service.URL, "http://")
	s := bare(t, nil)
	secret := func(value string) {
		if r := call(t, "POST", s.URL+"/admin/secrets", object{"name": "api-key", "value": value}); r.status != http.StatusOK {
			t.Fatalf("set: %d %s", r.status, r.body)
		}
	}
	secret("canary-one")
	load(t, s, caller(service.URL+"/"), routerManifest(1, `capabilities = ["http:GET `+address+`", "secrets:api-key"]`),
		part{"settings", mustJSON(t, object{"grants": []string{"http:GET " + address + " net=127.0.0.0/8", "secrets:api-key"}})})
	chooses(t, s)
	secret("canary-two")
	chooses(t, s)
	call(t, "DELETE", s.URL+"/admin/secrets?name=api-key", nil)
	chooses(t, s)
	mu.Lock()
	defer mu.Unlock()
	if !slices.Equal(got, []string{"canary-one", "canary-two"}) {
		t.Errorf("the service got %q", got)
	}
	log := call(t, "GET", s.URL+"/admin/plugins/my-router/logs", nil).body
	if !strings.Contains(log, "api-key") || strings.Contains(log+s.Log(), "canary") {
		t.Errorf("the logs hold the secret, or do not say which one is missing: %s", log)
	}
}

package pluginops

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/r3mes/r3mes/host/audit"
	"github.com/r3mes/r3mes/host/pluginhost"
	"github.com/r3mes/r3mes/host/pluginhost/plugintest"
	"github.com/r3mes/r3mes/host/pluginstore"
	"github.com/r3mes/r3mes/host/plugintrust"
	"github.com/r3mes/r3mes/host/secrets"
	"github.com/r3mes/r3mes/store"
)

func TestALoadedPluginOutlivesTheProcess(t *testing.T) {
	r := start(t, nil)
	one := r.load(router("mine", "one"))
	two := r.load(router("mine", "two", configurable))
	if one.Generation >= two.Generation || two.Unchanged || r.answers("mine") != "two" {
		t.Fatalf("%+v, then %+v; answers %q", one, two, r.answers("mine"))
	}
	if !strings.Contains(two.Warning, "not signed") {
		t.Errorf("warning %q, want one: nobody signed it", two.Warning)
	}
	for range 2 {
		if got, want := r.roles("mine"), two.Version.ID+" < "+one.Version.ID; got != want || r.kept("mine") != want {
			t.Errorf("host has %q, store %q, want %q", got, r.kept("mine"), want)
		}
		p := r.show("mine")
		if !p.Stored || p.Broken != "" || len(p.Versions) != 2 || p.Versions[0].Loaded.By != "key1" || p.Last.Name != actLoad {
			t.Errorf("%+v", p)
		}
		r.restart()
	}
	again, err := r.Load(t.Context(), somebody, router("mine", "two", configurable))
	if err != nil || !again.Unchanged {
		t.Errorf("loaded again: %+v, %v; want unchanged", again, err)
	}
	if _, err := r.Rollback(t.Context(), somebody, "mine", 1); err != nil || r.answers("mine") != "one" {
		t.Errorf("rolled back: %v, answers %q", err, r.answers("mine"))
	}
	r.restart()
	if r.answers("mine") != "one" {
		t.Errorf("after a rollback and a start: %q", r.answers("mine"))
	}
}

func TestALoadCanBeInactive(t *testing.T) {
	r := start(t, nil)
	u := router("mine", "one")
	u.Inactive = true
	result := r.load(u)
	if result.Generation != 0 || r.answers("mine") != "" {
		t.Errorf("%+v serves %q", result, r.answers("mine"))
	}
	r.restart()
	if p := r.show("mine"); p.State != nil || len(p.Versions) != 1 || p.Broken != "" {
		t.Errorf("%+v", p)
	}
	if _, err := r.Activate(t.Context(), somebody, "mine", ""); err != nil || r.answers("mine") != "one" {
		t.Errorf("activated: %v, answers %q", err, r.answers("mine"))
	}
}

// refusal is a load that must be refused.
type refusal struct {
	upload  Upload
	policy  plugintrust.Policy
	ceiling []string
	is      error
	says    []string // the rule, and how to mend it
}

func refusals(t *testing.T, owner, stranger signer) map[string]refusal {
	with := func(u Upload, s pluginhost.Settings) Upload { u.Settings = &s; return u }
	wasm := plugintest.Answer("route", `{"adapter":"two"}`)
	manifest := func(hooks []string, more ...string) []byte {
		return []byte(plugintest.Manifest("mine", hooks, more...))
	}
	kv := &plugintest.Module{}
	kv.Import("extism:host/user", "r3mes_kv_get", []byte{plugintest.I64}, []byte{plugintest.I64})
	kv.Export("r3mes_route", kv.Func(nil))
	selfTest := "[[selftest]]\nname = \"chooses three\"\nhook = \"route\"\ninput = {}\nwant = { adapter = \"three\" }"
	signed := owner.sign("mine", router("mine", "two"))
	signed.Module = append(bytes.Clone(signed.Module), 0, 1, 0) // an empty custom section more
	return map[string]refusal{
		"a manifest that disagrees with the module": {
			upload: Upload{Module: wasm, Manifest: manifest([]string{"quote", "settle"})},
			is:     ErrRefused, says: []string{"mine", "hook", "export"},
		},
		"a module that answers a hook more than the manifest": {
			upload: Upload{Module: plugintest.Guest(map[string]func(plugintest.Env) []byte{
				"route": func(e plugintest.Env) []byte { return e.Output("{}") }, "pre": func(e plugintest.Env) []byte { return e.Output("{}") },
			}), Manifest: manifest([]string{"route"})},
			is: ErrRefused, says: []string{"r3mes_pre", "[hooks.pre]"},
		},
		"a manifest that is none": {upload: Upload{Module: wasm, Manifest: []byte("name = ")}, is: ErrRefused, says: []string{"manifest"}},
		"no manifest at all":      {upload: Upload{Module: wasm}, is: ErrRefused, says: []string{"r3mes.manifest"}},
		"a config that fails its schema": {
			upload: with(router("mine", "two", configurable), pluginhost.Settings{Config: map[string]any{"a": 10}}),
			is:     ErrRefused, says: []string{"config", "/a", "9"},
		},
		"a config without a schema": {
			upload: with(router("mine", "two"), pluginhost.Settings{Config: map[string]any{"a": 1}}),
			is:     ErrRefused, says: []string{"config", "no config.schema"},
		},
		"a contract range that is not served": {
			upload: Upload{Module: wasm, Manifest: []byte(strings.Replace(plugintest.Manifest("mine", []string{"route"}), "min = 1, max = 1", "min = 2, max = 3", 1))},
			is:     ErrRefused, says: []string{"contract range 2 to 3", "set contract"},
		},
		"a grant that is wider than the ceiling": {
			upload:  with(router("mine", "two", `capabilities = ["kv"]`), pluginhost.Settings{Grants: []string{"kv"}}),
			ceiling: []string{"log"}, is: ErrRefused, says: []string{`"kv`, "wider than the host's ceiling", "log"},
		},
		"a grant that is none":               {upload: with(router("mine", "two"), pluginhost.Settings{Grants: []string{"everything"}}), is: ErrRefused, says: []string{"everything", "is not one of"}},
		"an import without its grant":        {upload: Upload{Module: kv.Bytes(), Manifest: manifest([]string{"route"}, `capabilities = ["kv"]`)}, is: ErrRefused, says: []string{"r3mes_kv_get", "grant"}},
		"a module that is too large":         {upload: Upload{Module: make([]byte, pluginhost.DefaultLimits().ModuleBytes+1), Manifest: manifest([]string{"route"})}, is: ErrRefused, says: []string{"bytes (limit"}},
		"a self-test that fails":             {upload: router("mine", "two", selfTest), is: ErrRefused, says: []string{"chooses three"}},
		"a malformed module":                 {upload: Upload{Module: wasm[:len(wasm)-3], Manifest: manifest([]string{"route"})}, is: ErrRefused, says: []string{"mine"}},
		"no module":                          {upload: Upload{Module: []byte("hello"), Manifest: manifest([]string{"route"})}, is: ErrRefused, says: []string{"mine"}},
		"a binding that is none":             {upload: with(router("mine", "two"), pluginhost.Settings{Adapters: []string{"x"}, Bound: true}), is: ErrRefused, says: []string{"mine", "pre"}},
		"a name with another signer":         {upload: stranger.sign("mine", router("mine", "two")), is: ErrSigner, says: []string{owner.public, stranger.public, "remove the plugin first"}},
		"an unsigned load of a signed name":  {upload: router("mine", "two"), is: ErrSigner, says: []string{owner.public, "sign it with that key", "remove the plugin first"}},
		"a signature that is false":          {upload: signed, is: plugintrust.ErrSignature, says: []string{"did not sign this module", "after the last build"}},
		"a signature that is noise":          {upload: Upload{Module: wasm, Manifest: manifest([]string{"route"}), Signature: []byte("x")}, is: plugintrust.ErrSignature, says: []string{".minisig"}},
		"a signature of another plugin":      {upload: owner.sign("yours", router("mine", "two")), is: plugintrust.ErrSignature, says: []string{"yours", "mine"}},
		"unsigned where a signature must be": {upload: router("mine", "two"), policy: plugintrust.Require, is: plugintrust.ErrUnsigned, says: []string{"require", "r3mes plugin sign"}},
		"signed by a key that nobody trusts": {upload: newSigner(t).sign("mine", router("mine", "two")), policy: plugintrust.Require, is: plugintrust.ErrUntrusted, says: []string{"r3mes trust add"}},
	}
}

// TestEveryRefusalLeavesTheOldServing is the table of what the load pipeline
// refuses: the error names the rule and says how to mend it, what served serves
// on, nothing is stored, and the audit log has the failure.
func TestEveryRefusalLeavesTheOldServing(t *testing.T) {
	owner, stranger := newSigner(t), newSigner(t)
	for name, c := range refusals(t, owner, stranger) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := start(t, func(o *Options) {
				o.Host.Limits.Capabilities = c.ceiling
				if c.policy != "" {
					o.Policy = c.policy
				}
			})
			for _, s := range []signer{owner, stranger} {
				if _, err := r.TrustAdd(somebody, s.public, ""); err != nil {
					t.Fatal(err)
				}
			}
			first := router("mine", "one")
			if !errors.Is(c.is, ErrRefused) {
				first = owner.sign("mine", first)
			}
			r.load(first)
			before, blobs := r.kept("mine"), r.blobs()
			for what, try := range map[string]func() error{
				"Load":  func() error { _, err := r.Load(t.Context(), somebody, c.upload); return err },
				"Check": func() error { _, err := r.Check(t.Context(), somebody, c.upload); return err },
			} {
				err := try()
				if !errors.Is(err, c.is) {
					t.Fatalf("%s: error %v, want %v", what, err, c.is)
				}
				for _, part := range c.says {
					if !strings.Contains(err.Error(), part) {
						t.Errorf("%s: error %q does not say %q", what, err, part)
					}
				}
				if last := r.acts(1)[0]; !strings.HasSuffix(last, "!") {
					t.Errorf("%s: the audit log has %q, want the failure", what, last)
				}
			}
			if got := r.answers("mine"); got != "one" || r.kept("mine") != before || r.blobs() != blobs {
				t.Errorf("answers %q; store %q, was %q; blobs %s, were %s", got, r.kept("mine"), before, r.blobs(), blobs)
			}
			r.restart()
			if got := r.answers("mine"); got != "one" {
				t.Errorf("after a start: %q", got)
			}
		})
	}
}

// blobs lists the stored files.
func (r *rig) blobs() string {
	r.t.Helper()
	entries, err := os.ReadDir(filepath.Join(r.data, "plugins", "blobs"))
	if err != nil {
		r.t.Fatal(err)
	}
	return fmt.Sprint(entries)
}

// TestStoreAndHostAgreeAfterEveryAct walks through the acts, and after each the
// store must have what the host serves, and a start must bring the same.
func TestStoreAndHostAgreeAfterEveryAct(t *testing.T) {
	r := start(t, nil)
	ctx, ids := t.Context(), map[string]string{}
	for _, adapter := range []string{"one", "two", "three", "four"} {
		u := router("mine", adapter, configurable, `capabilities = ["log"]`)
		u.Inactive = adapter != "one"
		ids[adapter] = r.load(u).Version.ID
	}
	steps := []struct {
		name string
		do   func() (Result, error)
		want string // what answers
	}{
		{"activate two", func() (Result, error) { return r.Activate(ctx, somebody, "mine", ids["two"]) }, "two"},
		{"activate it again", func() (Result, error) { return r.Activate(ctx, somebody, "mine", ids["two"]) }, "two"},
		{"canary three", func() (Result, error) { return r.Canary(ctx, somebody, "mine", ids["three"], 30) }, "two"},
		{"canary for more", func() (Result, error) { return r.Canary(ctx, somebody, "mine", "", 60) }, "two"},
		{"shadow four", func() (Result, error) { return r.Shadow(ctx, somebody, "mine", ids["four"]) }, "two"},
		{"grant", func() (Result, error) { return r.Grant(ctx, somebody, "mine", []string{"log"}) }, "two"},
		{"promote the canary", func() (Result, error) { return r.Promote(ctx, somebody, "mine") }, "three"},
		{"rollback two", func() (Result, error) { return r.Rollback(ctx, somebody, "mine", 2) }, "two"},
		{"promote the shadow", func() (Result, error) { return r.Promote(ctx, somebody, "mine") }, "four"},
		{"config", func() (Result, error) { return r.Config(ctx, somebody, "mine", map[string]any{"a": 5}) }, "four"},
		{"canary one", func() (Result, error) { return r.Canary(ctx, somebody, "mine", ids["one"], 100) }, "four"},
		{"withdraw", func() (Result, error) { return r.Withdraw(ctx, somebody, "mine") }, "four"},
		{"rollback", func() (Result, error) { return r.Rollback(ctx, somebody, "mine", 1) }, "four"},
		{"activate one", func() (Result, error) { return r.Activate(ctx, somebody, "mine", ids["one"]) }, "one"},
	}
	for _, s := range steps {
		if _, err := s.do(); err != nil {
			t.Fatalf("%s: %v", s.name, err)
		}
		roles := r.roles("mine")
		if got := r.answers("mine"); got != s.want || r.kept("mine") != roles {
			t.Fatalf("%s: answers %q, want %q; host %q, store %q", s.name, got, s.want, roles, r.kept("mine"))
		}
		r.restart()
		if got := r.roles("mine"); got != roles || r.answers("mine") != s.want {
			t.Fatalf("%s, then a start: host %q, was %q", s.name, got, roles)
		}
	}
	if got := len(r.acts(1000)); got != len(steps)+4 {
		t.Errorf("%d entries in the audit log, want one for each of %d acts", got, len(steps)+4)
	}
	if c := r.show("mine").State.Active.Config; c != `{"a":1}` {
		t.Errorf("config %s, want the first version's", c)
	}
}

func TestACanaryServesItsShare(t *testing.T) {
	r := start(t, nil)
	r.load(router("mine", "one"))
	u := router("mine", "two")
	u.Inactive = true
	id := r.load(u).Version.ID
	if _, err := r.Canary(t.Context(), somebody, "mine", id, 100); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if r.answersTo("mine", "a wallet") != "two" || r.answers("mine") != "one" {
			t.Errorf("a wallet is answered %q, nobody %q", r.answersTo("mine", "a wallet"), r.answers("mine"))
		}
		r.restart()
	}
}

func TestActsRefuse(t *testing.T) {
	r := start(t, func(o *Options) { o.Host.Disabled = []string{"off"} })
	ctx := t.Context()
	id := r.load(router("mine", "one")).Version.ID
	for name, c := range map[string]struct {
		do func() error
		is error
	}{
		"activate what is unknown":     {func() error { _, err := r.Activate(ctx, somebody, "other", ""); return err }, pluginhost.ErrUnknownPlugin},
		"activate an unknown version":  {func() error { _, err := r.Activate(ctx, somebody, "mine", "9.9.9"); return err }, pluginstore.ErrUnknownVersion},
		"verify what is unknown":       {func() error { _, err := r.Verify(ctx, somebody, "other", ""); return err }, pluginhost.ErrUnknownPlugin},
		"roll back what is unknown":    {func() error { _, err := r.Rollback(ctx, somebody, "other", 1); return err }, pluginstore.ErrUnknownPlugin},
		"roll back too far":            {func() error { _, err := r.Rollback(ctx, somebody, "mine", 1); return err }, pluginstore.ErrState},
		"promote nothing":              {func() error { _, err := r.Promote(ctx, somebody, "mine"); return err }, pluginstore.ErrState},
		"the active version as canary": {func() error { _, err := r.Canary(ctx, somebody, "mine", id, 5); return err }, pluginstore.ErrState},
		"more of no canary":            {func() error { _, err := r.Canary(ctx, somebody, "mine", "", 5); return err }, pluginstore.ErrState},
		"a name that is a path":        {func() error { return r.Remove(ctx, somebody, "../mine") }, pluginstore.ErrUnknownPlugin},
		"grant what is unknown":        {func() error { _, err := r.Grant(ctx, somebody, "other", nil); return err }, pluginstore.ErrUnknownPlugin},
		"a grant that is none":         {func() error { _, err := r.Grant(ctx, somebody, "mine", []string{"all"}); return err }, ErrRefused},
		"a config without a schema":    {func() error { _, err := r.Config(ctx, somebody, "mine", map[string]any{"a": 1}); return err }, ErrRefused},
		"remove what is unknown":       {func() error { return r.Remove(ctx, somebody, "other") }, pluginstore.ErrUnknownPlugin},
		"load what is disabled":        {func() error { _, err := r.Load(ctx, somebody, router("off", "x")); return err }, ErrDisabled},
	} {
		before := len(r.acts(1000))
		if err := c.do(); !errors.Is(err, c.is) {
			t.Errorf("%s: error %v, want %v", name, err, c.is)
		}
		acts := r.acts(1000)
		if len(acts) != before+1 || !strings.HasSuffix(acts[0], "!") {
			t.Errorf("%s: the audit log got %v, want one failure", name, acts[:len(acts)-before])
		}
	}
	if _, err := r.Show("other"); !errors.Is(err, pluginstore.ErrUnknownPlugin) {
		t.Errorf("show what is unknown: %v", err)
	}
	if got := r.answers("mine"); got != "one" || r.kept("mine") != r.roles("mine") {
		t.Errorf("answers %q; host %q, store %q", got, r.roles("mine"), r.kept("mine"))
	}
}

func TestAPluginOfTheFolder(t *testing.T) {
	var config map[string]map[string]any
	r := start(t, func(o *Options) { o.Host.Config = config })
	u := router("house", "folder", configurable, `capabilities = ["log"]`)
	r.close()
	config = map[string]map[string]any{"house": {"a": 3}}
	plugintest.Folder(t, filepath.Join(r.folder, "house"), u.Module, string(u.Manifest))
	r.open()
	if p := r.show("house"); p.Stored || p.State == nil || p.State.Active.Config != `{"a":3}` {
		t.Fatalf("%+v", p)
	}
	if _, err := r.Grant(t.Context(), somebody, "house", []string{"log"}); err != nil {
		t.Fatal(err)
	}
	for range 2 { // the first act stored it with its settings, and the version before can be rolled back to
		s := r.show("house").State
		if s == nil || s.Active.Config != `{"a":3}` || !slices.Equal(s.Active.Granted, []string{"log"}) || len(s.Previous) != 1 || len(s.Previous[0].Granted) != 0 {
			t.Fatalf("%+v", s)
		}
		r.restart()
	}
	if _, err := r.Rollback(t.Context(), somebody, "house", 1); err != nil {
		t.Fatal(err)
	}
	r.load(router("house", "uploaded", configurable))
	r.restart()
	if r.answers("house") != "uploaded" || !strings.Contains(r.log.String(), "not the one in the folder") {
		t.Errorf("answers %q, want the upload and a line in the log", r.answers("house"))
	}
	if err := r.Remove(t.Context(), somebody, "house"); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if p := r.show("house"); !p.Removed || p.State != nil {
			t.Fatalf("removed: %+v", p)
		}
		r.restart()
	}
	if _, err := r.Activate(t.Context(), somebody, "house", ""); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if p := r.show("house"); p.Removed || r.answers("house") != "folder" || p.State.Active.Config != `{"a":3}` {
			t.Errorf("brought back: %+v, answers %q", p, r.answers("house"))
		}
		r.restart()
	}
}

// An optional plugin of the folder is served once an operator names it.
func TestNamingAnOptionalPluginServesIt(t *testing.T) {
	for name, act := range map[string]func(*rig) (Result, error){
		"activate": func(r *rig) (Result, error) { return r.Activate(t.Context(), somebody, "spare", "") },
		"grant":    func(r *rig) (Result, error) { return r.Grant(t.Context(), somebody, "spare", []string{"log"}) },
		"config":   func(r *rig) (Result, error) { return r.Config(t.Context(), somebody, "spare", map[string]any{"a": 2}) },
		"bind":     func(r *rig) (Result, error) { return r.Bind(t.Context(), somebody, "spare", nil) },
	} {
		t.Run(name, func(t *testing.T) {
			r := start(t, nil)
			r.put("spare", router("spare", "one", "optional = true", configurable, `capabilities = ["log"]`))
			r.restart()
			if got := r.answers("spare"); got != "" {
				t.Fatalf("an optional plugin answers %q", got)
			}
			result, err := act(r)
			if err != nil || result.Generation == 0 || r.answers("spare") != "one" {
				t.Fatalf("%+v, %v; answers %q", result, err, r.answers("spare"))
			}
			r.restart()
			info := r.show("spare").State.Active
			if r.answers("spare") != "one" || (name == "grant") != slices.Equal(info.Granted, []string{"log"}) || (name == "config") != (info.Config == `{"a":2}`) {
				t.Errorf("after a start %q answers, with %+v", r.answers("spare"), info)
			}
		})
	}
}

func TestTheFolderUnderAPolicyThatRequiresSignatures(t *testing.T) {
	policy, owner := plugintrust.Warn, newSigner(t)
	r := start(t, func(o *Options) { o.Policy = policy })
	if _, err := r.TrustAdd(somebody, owner.public, ""); err != nil {
		t.Fatal(err)
	}
	r.close()
	u := owner.sign("house", router("house", "folder", `capabilities = ["log"]`))
	dir := filepath.Join(r.folder, "house")
	plugintest.Folder(t, dir, u.Module, string(u.Manifest))
	policy = plugintrust.Require
	if err := r.tryOpen(); !errors.Is(err, plugintrust.ErrUnsigned) || !strings.Contains(err.Error(), dir) || !strings.Contains(err.Error(), "plugins.disabled") {
		t.Fatalf("error %v, want one that names the folder and how to mend it", err)
	}
	r.close()
	if err := os.WriteFile(filepath.Join(dir, "plugin.wasm.minisig"), u.Signature, 0o600); err != nil {
		t.Fatal(err)
	}
	r.open()
	if _, err := r.Grant(t.Context(), somebody, "house", []string{"log"}); err != nil {
		t.Fatal(err)
	}
	r.restart()
	if p := r.show("house"); p.Signer != owner.public || r.answers("house") != "folder" {
		t.Errorf("stored with signer %q, answers %q", p.Signer, r.answers("house"))
	}
}

func TestRevokedTrustIsHeldAgainstWhatIsStored(t *testing.T) {
	owner := newSigner(t)
	r := start(t, func(o *Options) { o.Policy = plugintrust.Require })
	key, err := r.TrustAdd(somebody, owner.public, "")
	if err != nil {
		t.Fatal(err)
	}
	r.load(owner.sign("mine", router("mine", "one")))
	if _, err := r.TrustRemove(somebody, key.ID); err != nil {
		t.Fatal(err)
	}
	if r.answers("mine") != "one" {
		t.Error("it stopped at once")
	}
	r.restart()
	if p := r.show("mine"); p.State != nil || !strings.Contains(p.Broken, "not trusted") {
		t.Errorf("%+v, want it broken: its signer is not trusted any more", p)
	}
	if _, err := r.TrustAdd(somebody, owner.public, ""); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Activate(t.Context(), somebody, "mine", ""); err != nil || r.answers("mine") != "one" || r.show("mine").Broken != "" {
		t.Errorf("trusted again: %v, %+v", err, r.show("mine"))
	}
}

// What serves is signed afterwards, so that the next start may require it.
func TestASignatureForTheVersionThatServes(t *testing.T) {
	for _, where := range []string{"store", "folder"} {
		t.Run(where, func(t *testing.T) {
			policy, owner := plugintrust.Warn, newSigner(t)
			r := start(t, func(o *Options) { o.Policy = policy })
			if _, err := r.TrustAdd(somebody, owner.public, ""); err != nil {
				t.Fatal(err)
			}
			u := router("mine", "one")
			if where == "folder" {
				r.close()
				plugintest.Folder(t, filepath.Join(r.folder, "mine"), u.Module, string(u.Manifest))
				r.open()
			} else {
				r.load(u)
			}
			if result := r.load(owner.sign("mine", u)); !result.Unchanged {
				t.Errorf("%+v, want unchanged", result)
			}
			policy = plugintrust.Require
			r.restart()
			if p := r.show("mine"); p.Broken != "" || r.answers("mine") != "one" || p.Signer != owner.public || len(p.Versions) != 1 {
				t.Errorf("%+v, answers %q", p, r.answers("mine"))
			}
		})
	}
}

func TestABrokenPluginKeepsNobodyElseFromServing(t *testing.T) {
	for name, damage := range map[string]func(*rig, Result){
		"module": func(r *rig, one Result) { r.truncate("blobs", string(one.Version.Module)) },
		"record": func(r *rig, _ Result) { r.truncate("records", "mine.record") },
	} {
		t.Run(name, func(t *testing.T) {
			r := start(t, nil)
			one := r.load(router("mine", "one"))
			r.load(router("other", "other"))
			r.close()
			damage(r, one)
			r.open()
			p := r.show("mine")
			if p.Broken == "" || p.State != nil || r.answers("other") != "other" {
				t.Fatalf("%+v; the other answers %q", p, r.answers("other"))
			}
			if log := r.log.String(); !strings.Contains(log, "level=ERROR") || !strings.Contains(log, "mine") {
				t.Errorf("the log does not say it: %s", log)
			}
			if name == "record" { // whose name it was is not known any more: only Remove mends it
				if _, err := r.Load(t.Context(), somebody, router("mine", "one")); !errors.Is(err, pluginstore.ErrDamaged) || !strings.Contains(err.Error(), "remove the plugin") {
					t.Fatalf("loaded over a damaged record: %v", err)
				}
				if err := r.Remove(t.Context(), somebody, "mine"); err != nil {
					t.Fatal(err)
				}
			}
			r.load(router("mine", "one"))
			for range 2 {
				if p := r.show("mine"); p.Broken != "" || r.answers("mine") != "one" || r.kept("mine") != r.roles("mine") {
					t.Errorf("loaded again: %+v", p)
				}
				r.restart()
			}
		})
	}
}

// truncate damages a file of the plugin store.
func (r *rig) truncate(folder, name string) {
	r.t.Helper()
	if err := os.Truncate(filepath.Join(r.data, "plugins", folder, name), 20); err != nil {
		r.t.Fatal(err)
	}
}

func TestAKeptVersionThatDoesNotLoadIsGivenUp(t *testing.T) {
	r := start(t, nil)
	one := r.load(router("mine", "one"))
	r.load(router("mine", "two"))
	r.close()
	r.truncate("blobs", string(one.Version.Module))
	r.open()
	if r.answers("mine") != "two" || r.kept("mine") != r.roles("mine") || !strings.HasSuffix(r.kept("mine"), "<") {
		t.Errorf("answers %q; store %q, host %q", r.answers("mine"), r.kept("mine"), r.roles("mine"))
	}
	if got := r.acts(1)[0]; got != "plugin.restore mine" {
		t.Errorf("the audit log has %q", got)
	}
	if _, err := r.Rollback(t.Context(), somebody, "mine", 1); !errors.Is(err, pluginstore.ErrState) {
		t.Errorf("rolled back: %v", err)
	}
}

func TestRemoveForgetsEverything(t *testing.T) {
	owner, stranger := newSigner(t), newSigner(t)
	r := start(t, nil)
	for _, s := range []signer{owner, stranger} {
		if _, err := r.TrustAdd(somebody, s.public, ""); err != nil {
			t.Fatal(err)
		}
	}
	r.load(owner.sign("mine", router("mine", "one")))
	r.load(router("other", "other"))
	quota := store.KVQuota{Keys: 10, Bytes: 1000}
	for _, plugin := range []string{"mine", "other"} {
		if err := r.ledger.KVSet(t.Context(), plugin, []byte("k"), []byte("v"), 0, quota); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Remove(t.Context(), somebody, "mine"); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := r.Show("mine"); !errors.Is(err, pluginstore.ErrUnknownPlugin) || r.answers("mine") != "" {
			t.Errorf("%v; answers %q", err, r.answers("mine"))
		}
		for plugin, want := range map[string]int64{"mine": 0, "other": 1} {
			if u, err := r.ledger.KVUsage(t.Context(), plugin); err != nil || u.Keys != want {
				t.Errorf("%s has %d pairs, %v; want %d", plugin, u.Keys, err, want)
			}
		}
		r.restart()
	}
	if list, _ := filepath.Glob(filepath.Join(r.data, "plugins", "blobs", "*")); len(list) != 2 {
		t.Errorf("%d blobs are left, want the other plugin's two", len(list))
	}
	r.load(stranger.sign("mine", router("mine", "two"))) // the name is free
}

func TestTheAuditLogTellsWhoDidWhatAndNoSecret(t *testing.T) {
	r := start(t, nil)
	ctx := t.Context()
	u := router("mine", "one", configurable+"\n"+`capabilities = ["log", "secrets"]`)
	r.load(u)
	const canary = "canary-value"
	must := func(_ any, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(r.Config(ctx, somebody, "mine", map[string]any{"a": 7}))
	must(r.Grant(ctx, somebody, "mine", []string{"log", "secrets:api-key"}))
	must(r.SecretSet(somebody, "api-key", store.NewSecret(canary)))
	if _, err := r.SecretSet(somebody, canary+" ", store.NewSecret("x")); !errors.Is(err, secrets.ErrInvalid) {
		t.Errorf("name and value swapped: %v", err)
	}
	if err := r.SecretDelete(somebody, canary); !errors.Is(err, secrets.ErrUnknown) {
		t.Errorf("a value to delete: %v", err)
	}
	if _, err := r.Config(ctx, somebody, "mine", map[string]any{"a": 7, "token": canary}); err == nil {
		t.Error("an unknown key was accepted")
	}
	if v, err := r.secret("api-key"); err != nil || v.Reveal() != canary {
		t.Errorf("the host gets %v", err)
	}
	must(nil, r.SecretDelete(somebody, "api-key"))
	if _, err := r.secret("api-key"); !errors.Is(err, pluginhost.ErrUnknownSecret) {
		t.Errorf("a deleted secret: %v", err)
	}
	want := "secret.delete api-key, plugin.config mine!, secret.delete!, secret.set!, secret.set api-key, plugin.grant mine, plugin.config mine, plugin.load mine"
	if got := strings.Join(r.acts(100), ", "); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	entries, err := r.audit.List(0, 100)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(entries)
	if err != nil || strings.Contains(string(text), canary) {
		t.Errorf("%v: the log holds a secret: %s", err, text)
	}
	load := entries[len(entries)-1]
	if load.Name != "key1" || load.From != "127.0.0.1" || load.Detail["hash"] != string(pluginstore.DigestOf(u.Module)) || load.Detail["version"] != "1.0.0" || load.ID == "" {
		t.Errorf("%+v", load)
	}
	if grant := entries[5]; grant.Detail["grants"] != "log, secrets:api-key" || grant.Detail["config"] != "a" {
		t.Errorf("%+v", grant)
	}
	files, err := filepath.Glob(filepath.Join(r.data, "audit", "*"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, f := range files {
		if content, err := os.ReadFile(f); err != nil || bytes.Contains(content, []byte(canary)) {
			t.Errorf("%s: %v, or it holds a secret", f, err)
		}
	}
}

func TestAnAutomaticRollbackIsKeptAndRecorded(t *testing.T) {
	r := start(t, func(o *Options) { o.Host.Limits.ProbationErrors = 3 })
	r.load(router("mine", "one"))
	bad := router("mine", "unused")
	bad.Module = plugintest.Guest(map[string]func(plugintest.Env) []byte{"route": func(plugintest.Env) []byte { return plugintest.Unreachable() }})
	two := r.load(bad)
	for range 20 {
		g := r.Host().Pin("")
		g.Route(t.Context(), routeRequest())
		g.Release()
	}
	wait(t, "the rollback is recorded", func() bool { return slices.Contains(r.acts(100), "plugin.rollback mine") })
	if r.answers("mine") != "one" || r.kept("mine") != r.roles("mine") {
		t.Errorf("answers %q; store %q, host %q", r.answers("mine"), r.kept("mine"), r.roles("mine"))
	}
	entries, err := r.audit.List(0, 100)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(entries, func(e audit.Entry) bool { return e.Act == "plugin.rollback" })
	if e := entries[i]; e.Name != audit.ActorHost || e.Detail["hash"] != string(two.Version.Module) || !strings.Contains(e.Detail["reason"], "failed") {
		t.Errorf("%+v", e)
	}
	r.restart()
	if r.answers("mine") != "one" {
		t.Errorf("after a start: %q", r.answers("mine"))
	}
}

// wait fails the test when ok does not come true.
func wait(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(time.Minute); !ok(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("not after a minute: %s", what)
		}
	}
}

// Acts on different plugins, and on one, side by side: none fails but for what
// another changed, and store and host agree at the end.
func TestActsSideBySide(t *testing.T) {
	r := start(t, nil)
	ctx := t.Context()
	var wg sync.WaitGroup
	for worker := range 4 {
		plugin := fmt.Sprintf("p%d", worker%2)
		wg.Go(func() {
			for n := range 6 {
				acts := []func() (Result, error){
					func() (Result, error) { return r.Load(ctx, somebody, router(plugin, fmt.Sprint(worker, "-", n))) },
					func() (Result, error) { return r.Rollback(ctx, somebody, plugin, 1) },
					func() (Result, error) { return r.Canary(ctx, somebody, plugin, "1.0.0", 50) },
					func() (Result, error) { return r.Promote(ctx, somebody, plugin) },
				}
				for _, act := range acts {
					if _, err := act(); err != nil && !errors.Is(err, ErrChanged) && !errors.Is(err, pluginstore.ErrState) && !errors.Is(err, pluginstore.ErrUnknownPlugin) {
						t.Error(err)
					}
				}
				if _, err := r.List(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	for _, plugin := range []string{"p0", "p1"} {
		roles := r.roles(plugin)
		if r.kept(plugin) != roles || roles == "none" {
			t.Errorf("%s: store %q, host %q", plugin, r.kept(plugin), roles)
		}
		r.restart()
		if got := r.roles(plugin); got != roles {
			t.Errorf("%s after a start: %q, was %q", plugin, got, roles)
		}
	}
	if got := len(r.acts(1000)); got != 4*6*4 {
		t.Errorf("%d entries in the audit log, want %d", got, 4*6*4)
	}
}

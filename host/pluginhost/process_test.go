package pluginhost

import (
	"context"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/r3mes/r3mes/host/pluginhost/plugintest"
	"github.com/r3mes/r3mes/sdk"
)

// script is one scripted guest of a chain.
type script struct {
	name, fail, place string // place: further keys of both hooks
	config            map[string]any
}

// serveScripts serves scripted guests, bound to every request unless bindings
// says otherwise.
func serveScripts(t testing.TB, bindings map[string][]string, scripts ...script) *Generation {
	t.Helper()
	return serveScriptsWith(t, Options{Bindings: bindings}, scripts...)
}

// serveScriptsWith is serveScripts with further options.
func serveScriptsWith(t testing.TB, o Options, scripts ...script) *Generation {
	t.Helper()
	o.Dir, o.CacheDir, o.Config, o.Limits = t.TempDir(), plugintest.CacheDir(t), map[string]map[string]any{}, generous(Limits{})
	for _, s := range scripts {
		spec := "fail = \"" + s.fail + "\"\nadapters = [\"*\"]\n" + s.place + "\n"
		plugintest.Scripted(t, o.Dir, s.name, "[hooks.pre]\n"+spec+"[hooks.post]\n"+spec)
		o.Config[s.name] = s.config
	}
	h, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	g := h.Pin("")
	t.Cleanup(func() { g.Release(); h.Close() })
	return g
}

type values = map[string]any

func preRequest(text string) sdk.PreRequest {
	return sdk.PreRequest{
		Envelope: sdk.Envelope{RequestID: "r1", Kind: sdk.KindChat}, Adapter: sdk.BoundAdapter{Name: "law"},
		Messages: []sdk.Message{{Role: "user", Content: text}},
	}
}

func TestPreIsAChainByPhasePriorityAndName(t *testing.T) {
	g := serveScripts(t, nil,
		script{"a-last", FailOpen, `phase = "late"`, values{"tag": "4"}}, script{"c", FailOpen, "priority = 1", values{"tag": "2"}},
		script{"b", FailOpen, "priority = 1", values{"tag": "1"}}, script{"abstains", FailOpen, "priority = 2", nil},
		script{"z", FailOpen, `priority = 3`, values{"tag": "3"}})
	req := preRequest("x")
	d, err := g.Pre(t.Context(), req)
	if err != nil || d.Refused || d.Err != nil || d.Messages[0].Content != "x1234" {
		t.Errorf("decision %+v, %v, want x1234", d, err)
	}
	if req.Messages[0].Content != "x" {
		t.Errorf("the request's own messages became %q", req.Messages[0].Content)
	}
}

func TestPreRefusalEndsTheChain(t *testing.T) {
	g := serveScripts(t, nil, script{"a", FailOpen, "", values{"tag": "!"}}, script{"b", FailOpen, "", values{"stop_at": "bomb!"}}, script{"c", FailClosed, "", values{"fail_at": "bomb"}})
	req := preRequest("a bomb")
	req.Adapter.Metadata = map[string]string{"persona": " the judge"}
	d, err := g.Pre(t.Context(), req)
	if err != nil || !d.Refused || d.Reason != "no bomb! for law the judge" || d.Plugin != "b" || d.Version != "1.0.0" || len(d.Hash) != 64 {
		t.Errorf("decision %+v, %v, want a refusal by b", d, err)
	}
}

func TestPreFailurePolicies(t *testing.T) {
	for _, trap := range []bool{false, true} {
		g := serveScripts(t, nil, script{"a", FailOpen, "", values{"fail_at": "x", "panic": trap}}, script{"b", FailOpen, "", values{"tag": "b"}})
		d, err := g.Pre(t.Context(), preRequest("x"))
		if err != nil || d.Messages[0].Content != "xb" || kindOf(d.Err) == "" {
			t.Errorf("trap %v: open: %+v, %v, want xb and a note of the failure", trap, d, err)
		}
		g = serveScripts(t, nil, script{"a", FailClosed, "", values{"fail_at": "x", "panic": trap}})
		_, err = g.Pre(t.Context(), preRequest("x"))
		var p *sdk.PluginError
		if !errors.As(err, &p) || p.Plugin != "a" || p.Hook != sdk.HookPre {
			t.Errorf("trap %v: closed: error %v, want a's", trap, err)
		}
	}
}

// A guest that saw the chat cannot carry it into an error, and so not into a
// log.
func TestErrorsDoNotQuoteTheChat(t *testing.T) {
	g := serveScripts(t, nil, script{"a", FailOpen, "", values{"fail_at": "s3cret"}})
	d, err := g.Pre(t.Context(), preRequest("my s3cret"))
	if err != nil || d.Err == nil || strings.Contains(d.Err.Error(), "s3cret") {
		t.Errorf("pre: %v, %v, want an error without the prompt", d.Err, err)
	}
	p := g.Post(sdk.Envelope{}, sdk.BoundAdapter{}, 0)
	if _, _, err := p.Push(t.Context(), "my s3cret", true); err != nil || p.Err == nil || strings.Contains(p.Err.Error(), "s3cret") {
		t.Errorf("post: %v, %v, want an error without the answer", p.Err, err)
	}
}

func TestACallerWhoLeavesIsNobodysFailure(t *testing.T) {
	g := serveScripts(t, nil, script{"a", FailOpen, "", values{"tag": "a"}})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := g.Pre(ctx, preRequest("x")); !errors.Is(err, context.Canceled) {
		t.Errorf("pre: error %v, want Canceled although a fails open", err)
	}
	if _, _, err := g.Post(sdk.Envelope{}, sdk.BoundAdapter{}, 0).Push(ctx, "x", false); !errors.Is(err, context.Canceled) {
		t.Errorf("post: error %v, want Canceled although a fails open", err)
	}
}

func TestBindings(t *testing.T) {
	for name, c := range map[string]struct {
		bindings map[string][]string
		want     map[string]string // by adapter
	}{
		"the manifest's":     {nil, map[string]string{"": "x1", "law": "x1"}},
		"by name":            {map[string][]string{"a": {"law", "coder"}}, map[string]string{"": "x", "law": "x1", "coder": "x1", "default": "x"}},
		"to none":            {map[string][]string{"a": {}}, map[string]string{"": "x", "law": "x"}},
		"to all by operator": {map[string][]string{"a": {"*"}}, map[string]string{"": "x1", "law": "x1"}},
	} {
		t.Run(name, func(t *testing.T) {
			g := serveScripts(t, c.bindings, script{"a", FailOpen, "", values{"tag": "1", "from": "x", "to": "x1"}})
			for adapter, want := range c.want {
				req := preRequest("x")
				req.Adapter.Name = adapter
				if d, err := g.Pre(t.Context(), req); err != nil || d.Messages[0].Content != want {
					t.Errorf("%q: pre gives %+v, %v, want %q", adapter, d, err, want)
				}
				if text, _, err := g.Post(req.Envelope, req.Adapter, 0).Push(t.Context(), "x", true); err != nil || text != want {
					t.Errorf("%q: post gives %q, %v, want %q", adapter, text, err, want)
				}
			}
		})
	}
}

// stream sends pieces through a new chain and returns all that came out.
func stream(t *testing.T, g *Generation, pieces []string) (text string, p *Post, err error) {
	t.Helper()
	p = g.Post(sdk.Envelope{RequestID: "r1", Kind: sdk.KindChat}, sdk.BoundAdapter{Name: "law"}, 0)
	for i, piece := range append(pieces, "") {
		out, stop, err := p.Push(t.Context(), piece, i == len(pieces))
		text += out
		if stop || err != nil {
			return text, p, err
		}
	}
	return text, p, nil
}

// cut cuts text into pieces of whole characters.
func cut(r *rand.Rand, text string) []string {
	var pieces []string
	for runes := []rune(text); len(runes) > 0; {
		n := 1 + r.IntN(min(len(runes), 12))
		pieces, runes = append(pieces, string(runes[:n])), runes[n:]
	}
	return pieces
}

const tale = "the quick brown fox — über alle Hügel — jumps over the lazy dog and never comes back"

// However the answer is cut: what comes out of the chain is the same.
func TestPostDoesNotDependOnTheCut(t *testing.T) {
	g := serveScripts(t, nil, script{"a", FailClosed, "", values{"from": "e", "to": "33"}}, script{"b", FailClosed, "", values{"from": "the3", "to": "x"}}, script{"c", FailClosed, "", nil})
	r := rand.New(rand.NewPCG(1, 2))
	want := strings.ReplaceAll(tale, "e", "33")
	for range 40 {
		pieces := cut(r, tale)
		if got, p, err := stream(t, g, pieces); err != nil || got != want || p.Err != nil {
			t.Fatalf("%q: %q, %v, %v, want %q", pieces, got, p.Err, err, want)
		}
	}
}

// A plugin that fails open in the middle of held-back text loses none of it,
// and none comes twice: what it released stands, the rest comes unchanged.
func TestPostFailsOpenWithoutLoss(t *testing.T) {
	for name, scripts := range map[string][]script{
		"error":                 {{"a", FailOpen, "", values{"from": "o", "to": "O", "fail_at": "z"}}},
		"trap":                  {{"a", FailOpen, "", values{"from": "o", "to": "O", "fail_at": "z", "panic": true}}},
		"before others":         {{"a", FailOpen, "", values{"from": "o", "to": "O", "fail_at": "z"}}, {"b", FailOpen, "", nil}},
		"after others":          {{"0", FailOpen, "", nil}, {"a", FailOpen, "", values{"from": "o", "to": "O", "fail_at": "z"}}},
		"at once":               {{"a", FailOpen, "", values{"from": "o", "to": "O", "fail_at": "t"}}, {"b", FailOpen, "", values{"fail_at": "q"}}},
		"lies about held text":  {{"a", FailOpen, "", values{"from": "o", "to": "O", "hold": 1000}}},
		"too much state":        {{"a", FailOpen, "", values{"from": "o", "to": "O", "state": sdk.MaxState + 1}}},
		"holds back at the end": {{"a", FailOpen, "", values{"from": "o", "to": "O", "keep": true}}},
	} {
		t.Run(name, func(t *testing.T) {
			for i := range scripts {
				scripts[i].name = "p" + scripts[i].name
			}
			g := serveScripts(t, nil, scripts...)
			r := rand.New(rand.NewPCG(3, 4))
			for range 12 {
				pieces := cut(r, tale)
				got, p, err := stream(t, g, pieces)
				if err != nil || p.Err == nil {
					t.Fatalf("%q: errors %v, %v, want a failure passed over", pieces, p.Err, err)
				}
				if strings.ReplaceAll(got, "O", "o") != tale {
					t.Fatalf("%q came out as %q", pieces, got)
				}
				if bad := strings.Index(got, "o"); bad >= 0 && strings.Contains(got[bad:], "O") {
					t.Fatalf("%q came out as %q: asked again after a failure", pieces, got)
				}
			}
		})
	}
}

func TestPostFailsClosed(t *testing.T) {
	g := serveScripts(t, nil, script{"a", FailClosed, "", values{"fail_at": "z"}})
	got, _, err := stream(t, g, []string{"the ", "quick la", "zy ", "dog"})
	var p *sdk.PluginError
	if !errors.As(err, &p) || p.Plugin != "a" || p.Hook != sdk.HookPost || got != "the quick " {
		t.Errorf("%q, %v; want what was released before, and a's error", got, err)
	}
}

// A stop ends the answer: the stopping plugin's text is the last, and the
// plugins after it see the end, so that they release what they hold.
func TestPostStops(t *testing.T) {
	g := serveScripts(t, nil, script{"a", FailOpen, "", values{"stop_at": "fox"}}, script{"b", FailOpen, "", nil})
	got, p, err := stream(t, g, []string{"the qui", "ck bro", "wn fo", "x jumps"})
	if err != nil || got != "the quick brown " || p.StoppedBy != "a" || p.Err != nil {
		t.Errorf("%q, stopped by %q, %v, %v; want the text before fox, stopped by a", got, p.StoppedBy, p.Err, err)
	}
}

func TestAPieceLargerThanACallComesInSeveral(t *testing.T) {
	g := serveScripts(t, nil, script{"a", FailClosed, "", values{"from": "é", "to": "e"}}, script{"b", FailClosed, "", values{"stop_at": "END"}})
	long := strings.Repeat("é ", 3*maxPiece)
	got, p, err := stream(t, g, []string{long, "END x", "never"})
	if err != nil || got != strings.ReplaceAll(long, "é", "e") || p.StoppedBy != "b" {
		t.Errorf("%d bytes, stopped by %q, %v", len(got), p.StoppedBy, err)
	}
}

// Broken characters become U+FFFD before a guest counts bytes.
func TestPostRepairsCharacters(t *testing.T) {
	g := serveScripts(t, nil, script{"a", FailOpen, "", values{"fail_at": "z"}})
	got, _, err := stream(t, g, []string{"a \xffb", "z"})
	if want := "a \uFFFDbz"; err != nil || got != want {
		t.Errorf("%q, %v, want %q", got, err, want)
	}
}

func TestAnEmptyChainPassesEverything(t *testing.T) {
	_, g := serve(t, Options{})
	got, p, err := stream(t, g, []string{"a", "b"})
	if got != "ab" || err != nil || p.StoppedBy != "" {
		t.Errorf("%q, %v", got, err)
	}
	req := preRequest("x")
	if d, err := g.Pre(t.Context(), req); err != nil || &d.Messages[0] != &req.Messages[0] {
		t.Errorf("%+v, %v, want the request's own messages", d, err)
	}
}

func TestPoliciesAndBindingsInManifests(t *testing.T) {
	answer := func(name, hook, spec string) plugin {
		return plugin{name: name, manifest: plugintest.Manifest(name, nil, "[hooks."+hook+"]\n"+spec), wasm: plugintest.Answer(hook, `{"abstain":true}`)}
	}
	for name, c := range map[string]struct {
		hook, spec string
		bindings   map[string][]string
		want       []string
	}{
		"no policy":               {"pre", "", nil, []string{"hooks.pre", `fail is ""`, `"open"`, `"closed"`}},
		"an unknown policy":       {"post", `fail = "maybe"`, nil, []string{"hooks.post", `"maybe"`}},
		"a policy of route":       {"route", `fail = "closed"`, nil, []string{"hooks.route", "for pre and post", "remove them"}},
		"a binding of route":      {"route", `adapters = []`, nil, []string{"hooks.route", "for pre and post"}},
		"an empty name":           {"pre", "fail = \"open\"\nadapters = [\"\"]", nil, []string{"empty name"}},
		"names beside all":        {"pre", "fail = \"open\"\nadapters = [\"*\", \"law\"]", nil, []string{`beside "*"`}},
		"operator binds route":    {"route", "", map[string][]string{"p": {"law"}}, []string{"binding", "no pre or post hook"}},
		"operator's empty name":   {"pre", `fail = "open"`, map[string][]string{"p": {""}}, []string{"binding", "empty name"}},
		"operator binds a nobody": {"pre", `fail = "open"`, map[string][]string{"q": {}}, []string{"bindings", `"q"`, "found: p"}},
	} {
		t.Run(name, func(t *testing.T) {
			refuse(t, Options{Bindings: c.bindings}, c.want, answer("p", c.hook, c.spec))
		})
	}
	h, _ := serve(t, Options{Bindings: map[string][]string{"p": {"law"}}}, answer("p", "pre", "fail = \"open\"\nadapters = [\"*\"]"))
	if info := h.List()[0].Hooks[0]; info.Fail != FailOpen || len(info.Adapters) != 1 || info.Adapters[0] != "law" || info.Deadline != 10*time.Second {
		t.Errorf("info %+v, want open, bound to law", info)
	}
}

// An optional plugin costs nothing until the operator names it.
func TestOptionalPlugins(t *testing.T) {
	p := plugin{name: "p", manifest: plugintest.Manifest("p", []string{"route"}, "optional = true", "[config]\nschema = { type = \"object\" }"), wasm: plugintest.Answer("route", `{"abstain":true}`)}
	for name, c := range map[string]struct {
		options Options
		served  int
	}{
		"not named":         {Options{}, 0},
		"enabled":           {Options{Enabled: []string{"p"}}, 1},
		"all enabled":       {Options{Enabled: []string{"*"}}, 1},
		"configured":        {Options{Config: map[string]map[string]any{"p": {}}}, 1},
		"granted":           {Options{Grants: map[string][]string{"p": {}}}, 1},
		"enabled, disabled": {Options{Enabled: []string{"p"}, Disabled: []string{"p"}}, 0},
	} {
		if h, _ := serve(t, c.options, p); len(h.List()) != c.served {
			t.Errorf("%s: %d plugins served, want %d", name, len(h.List()), c.served)
		}
	}
	refuse(t, Options{Enabled: []string{"q"}}, []string{"enabled", `"q"`}, p)
}

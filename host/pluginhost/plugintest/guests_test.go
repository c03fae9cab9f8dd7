package plugintest_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/r3mes/r3mes/host/pluginhost"
	"github.com/r3mes/r3mes/host/pluginhost/plugintest"
	"github.com/r3mes/r3mes/sdk"
	"github.com/r3mes/r3mes/sdk/schema"
	"github.com/r3mes/r3mes/sdk/sdktest"
)

// open serves the compiled first-party guests, the optional ones that are named
// too, with every grant they ask for, and with the patience a busy test machine
// needs.
func open(t testing.TB, optional ...string) *pluginhost.Generation {
	t.Helper()
	o := pluginhost.Options{
		Enabled: optional,
		Dir:     plugintest.Guests(t), CacheDir: plugintest.CacheDir(t), Grants: map[string][]string{"route-keyword": {"prompt"}},
		Limits: pluginhost.Limits{StartDeadline: time.Minute, PoolWait: time.Minute},
	}
	return pinned(t, o)
}

// openSource serves one of the guests in testdata alone, with the same patience
// unless o says otherwise.
func openSource(t testing.TB, name string, o pluginhost.Options) *pluginhost.Generation {
	t.Helper()
	source := plugintest.Build(t, filepath.Join("testdata", name))
	o.Dir, o.CacheDir = t.TempDir(), plugintest.CacheDir(t)
	if err := os.CopyFS(filepath.Join(o.Dir, name), os.DirFS(source)); err != nil {
		t.Fatal(err)
	}
	o.Limits.StartDeadline, o.Limits.PoolWait = time.Minute, time.Minute
	if o.Limits.RouteDeadline == 0 {
		o.Limits.RouteDeadline = time.Minute
	}
	return pinned(t, o)
}

// pinned opens a host and pins its generation for the test.
func pinned(t testing.TB, o pluginhost.Options) *pluginhost.Generation {
	t.Helper()
	h, err := pluginhost.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	g := h.Pin("")
	t.Cleanup(func() {
		g.Release()
		h.Close()
	})
	return g
}

// Every compiled guest answers the cases of its native tests, and every
// request and answer of those cases obeys the published schemas.
func TestCompiledGuestsAnswerTheirCases(t *testing.T) {
	g := open(t, "*")
	for _, source := range plugintest.Sources(t) {
		name := filepath.Base(source)
		t.Run(name, func(t *testing.T) {
			sdktest.Run(t, filepath.Join(source, "testdata"), func(hook string, request []byte) ([]byte, error) {
				return g.Call(t.Context(), name, hook, request)
			})
		})
	}
}

func TestCasesObeyTheSchemas(t *testing.T) {
	// These are about requests that no host sends.
	broken := map[string]bool{
		"quote-negative-tokens": true, "settle-keys-in-another-order": true,
	}
	for _, source := range plugintest.Sources(t) {
		cases, err := sdktest.Load(filepath.Join(source, "testdata"))
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range cases {
			if err := validate(t, c.Hook, "request", c.Request); (err != nil) != broken[c.Name] {
				t.Errorf("%s: request: %v", c.Path, err)
			}
			if c.WantErr == "" {
				if err := validate(t, c.Hook, "response", c.Want); err != nil {
					t.Errorf("%s: response: %v", c.Path, err)
				}
			}
		}
	}
}

// What the host sends obeys the schemas too.
func TestHostRequestsObeyTheSchemas(t *testing.T) {
	e := sdk.Envelope{Contract: 1, RequestID: "r", Kind: sdk.KindChat, PluginConfig: json.RawMessage(`{}`)}
	with := func(hook string) sdk.Envelope { e.Hook = hook; return e }
	work := sdk.Work{Model: "demo", N: 1}
	for hook, request := range map[string]any{
		"route":  sdk.RouteRequest{Envelope: with("route"), Adapters: []sdk.Adapter{{Name: "law", Similarity: -1}}},
		"quote":  sdk.QuoteRequest{Envelope: with("quote"), Work: work},
		"settle": sdk.SettleRequest{Envelope: with("settle"), Work: work, Outcome: sdk.OutcomeCancelled},
		"pre":    sdk.PreRequest{Envelope: with("pre"), Adapter: sdk.BoundAdapter{Metadata: map[string]string{}}, Messages: []sdk.Message{{Role: "user"}}},
		"post":   sdk.PostRequest{Envelope: with("post"), Adapter: sdk.BoundAdapter{Metadata: map[string]string{"a": "b"}}, End: true},
	} {
		text, err := json.Marshal(request)
		if err != nil {
			t.Fatal(err)
		}
		if err := validate(t, hook, "request", text); err != nil {
			t.Error(err)
		}
	}
}

func validate(t *testing.T, hook, direction string, text []byte) error {
	t.Helper()
	source, err := schema.Of(hook, direction)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(source))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("schema.json", doc); err != nil {
		t.Fatal(err)
	}
	compiled, err := c.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return err
	}
	return compiled.Validate(value)
}

// The four together, as a server uses them.
func TestOneChatThroughTheGuests(t *testing.T) {
	g := open(t)
	e := sdk.Envelope{RequestID: "r1", Kind: sdk.KindChat}
	d := g.Route(t.Context(), sdk.RouteRequest{Envelope: e,
		Adapters: []sdk.Adapter{{Name: "coder", Similarity: 0.8}, {Name: "law", Similarity: 0.3}},
		Messages: []sdk.Message{{Role: "user", Content: "why does this not compile?"}}})
	if d.Adapter != "coder" || d.Plugin != "route-semantic" || d.Err != nil {
		t.Errorf("decision %+v, want coder by route-semantic", d)
	}
	work := sdk.Work{Model: "demo", Adapter: d.Adapter, PromptTokens: 40, MaxTokens: 100, N: 1, TimeBucket: sdk.TimeBucket(time.Now())}
	q := g.Quote(t.Context(), sdk.QuoteRequest{Envelope: e, Work: work})
	if q.Ceiling != 100_000+20_000+150_000 || q.Plugin != "price-tokens" || q.Err != nil {
		t.Errorf("quote %+v, want 270000 by price-tokens", q)
	}
	s := g.Settle(t.Context(), q, sdk.SettleRequest{Envelope: e, Work: work, Usage: sdk.Usage{PromptTokens: 40, CompletionTokens: 10}, Outcome: sdk.OutcomeComplete})
	if s.Charge != 100_000+20_000+15_000 || s.Plugin != "price-tokens" || s.Hash != q.Hash || s.Clamped || s.Err != nil {
		t.Errorf("settlement %+v, want 135000 by price-tokens", s)
	}
}

func BenchmarkWarmCall(b *testing.B) {
	g := open(b, "*")
	for _, source := range plugintest.Sources(b) {
		name := filepath.Base(source)
		cases, err := sdktest.Load(filepath.Join(source, "testdata"))
		if err != nil {
			b.Fatal(err)
		}
		c := cases[len(cases)-1]
		b.Run("guest="+name+"/hook="+c.Hook, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				got, err := g.Call(b.Context(), name, c.Hook, c.Request)
				if err := c.Check(got, err); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

package pluginhost

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/r3mes/r3mes/host/pluginhost/plugintest"
	"github.com/r3mes/r3mes/sdk"
)

func quoteRequest() sdk.QuoteRequest {
	return sdk.QuoteRequest{Envelope: sdk.Envelope{RequestID: "r1", Kind: sdk.KindChat}, Work: sdk.Work{PromptTokens: 10, MaxTokens: 20, N: 1}}
}

func settleRequest() sdk.SettleRequest {
	return sdk.SettleRequest{
		Envelope: sdk.Envelope{RequestID: "r1", Kind: sdk.KindChat}, Work: quoteRequest().Work,
		Usage: sdk.Usage{PromptTokens: 10, CompletionTokens: 5}, Outcome: sdk.OutcomeComplete,
	}
}

func TestRouteTakesTheFirstAnswerThatCounts(t *testing.T) {
	trap := func(plugintest.Env) []byte { return plugintest.Unreachable() }
	for _, c := range []struct {
		name    string
		plugins []plugin
		want    RouteDecision // without version and hash
		kind    string        // of the error that was passed over
	}{
		{"one answer", []plugin{routePlugin("a", says(`{"adapter":"law","priority":3,"reason":"x"}`))},
			RouteDecision{Adapter: "law", Priority: 3, Reason: "x", Plugin: "a"}, ""},
		{"null is the base model", []plugin{routePlugin("a", says(`{"adapter":null}`))}, RouteDecision{Plugin: "a"}, ""},
		{"abstention passes on", []plugin{routePlugin("a", says(`{"abstain":true}`)), routePlugin("b", says(`{"adapter":"law"}`))},
			RouteDecision{Adapter: "law", Plugin: "b"}, ""},
		{"a trap passes on", []plugin{routePlugin("a", trap), routePlugin("b", says(`{"adapter":"law"}`))},
			RouteDecision{Adapter: "law", Plugin: "b"}, sdk.ErrorTrap},
		{"an unknown adapter passes on", []plugin{routePlugin("a", says(`{"adapter":"nope"}`)), routePlugin("b", says(`{"adapter":"law"}`))},
			RouteDecision{Adapter: "law", Plugin: "b"}, sdk.ErrorAnswer},
		{"an empty answer passes on", []plugin{routePlugin("a", says(`{}`))},
			RouteDecision{Adapter: "default", Reason: "no route plugin answered", Fallback: true}, sdk.ErrorAnswer},
		{"an answer that is not JSON falls back", []plugin{routePlugin("a", says(`{"adapter":`))},
			RouteDecision{Adapter: "default", Reason: "no route plugin answered", Fallback: true}, sdk.ErrorAnswer},
		{"no answer at all falls back", []plugin{routePlugin("a", func(plugintest.Env) []byte { return nil })},
			RouteDecision{Adapter: "default", Reason: "no route plugin answered", Fallback: true}, sdk.ErrorAnswer},
		{"an answer of the wrong type falls back", []plugin{routePlugin("a", says(`{"adapter":7}`))},
			RouteDecision{Adapter: "default", Reason: "no route plugin answered", Fallback: true}, sdk.ErrorAnswer},
		{"no plugin falls back", nil, RouteDecision{Adapter: "default", Reason: "no route plugin answered", Fallback: true}, ""},
		{"priority and reason are bounded", []plugin{routePlugin("a", says(`{"adapter":null,"priority":1000000,"reason":"a\nb`+strings.Repeat("é", 200)+`"}`))},
			RouteDecision{Priority: 100, Reason: "a b" + strings.Repeat("é", 126), Plugin: "a"}, ""},
		{"unknown keys do not matter", []plugin{routePlugin("a", says(`{"adapter":"law","mood":"good"}`))},
			RouteDecision{Adapter: "law", Plugin: "a"}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, g := serve(t, Options{FallbackAdapter: "default"}, c.plugins...)
			got := g.Route(t.Context(), routeRequest("coder", "default", "law"))
			if kind := kindOf(got.Err); kind != c.kind {
				t.Errorf("passed over an error of kind %q (%v), want %q", kind, got.Err, c.kind)
			}
			if (got.Hash != "") != (c.want.Plugin != "") {
				t.Errorf("hash %q of plugin %q", got.Hash, got.Plugin)
			}
			got.Version, got.Hash, got.Err = "", "", nil
			if got != c.want {
				t.Errorf("decision %+v, want %+v", got, c.want)
			}
		})
	}
}

func TestFallbackAdapterMustBeInTheCatalogue(t *testing.T) {
	_, g := serve(t, Options{FallbackAdapter: "gone"})
	if d := g.Route(t.Context(), routeRequest("law")); d.Adapter != "" || !d.Fallback {
		t.Errorf("decision %+v, want no adapter", d)
	}
}

func TestQuoteAndSettle(t *testing.T) {
	pricing := Pricing{PerRequest: 1000, Per1kPrompt: 100, Per1kCompletion: 3000, MinQuote: 10, MaxQuote: 5000}
	const builtinCeiling, builtinCharge = 1000 + 1 + 60, 1000 + 1 + 15
	for _, c := range []struct {
		name          string
		quote, settle string
		wantQuote     Quote
		wantSettle    Settlement
		kinds         [2]string
	}{
		{"a fair price", `{"ceiling_microcredits":700,"rule":"r"}`, `{"charge_microcredits":300,"rule":"s"}`,
			Quote{Ceiling: 700, Rule: "r", Plugin: "p"}, Settlement{Charge: 300, Rule: "s", Plugin: "p"}, [2]string{}},
		{"a price above the bounds is lowered", `{"ceiling_microcredits":9223372036854775807}`, `{"charge_microcredits":5000}`,
			Quote{Ceiling: 5000, Plugin: "p", Bounded: true}, Settlement{Charge: 5000, Plugin: "p"}, [2]string{}},
		{"a price below the bounds is raised", `{"ceiling_microcredits":0}`, `{"charge_microcredits":0}`,
			Quote{Ceiling: 10, Plugin: "p", Bounded: true}, Settlement{Charge: 0, Plugin: "p"}, [2]string{}},
		{"a charge above the hold is clamped and flagged", `{"ceiling_microcredits":700}`, `{"charge_microcredits":701}`,
			Quote{Ceiling: 700, Plugin: "p"}, Settlement{Charge: 700, Plugin: "p", Clamped: true}, [2]string{}},
		{"a negative charge is clamped and flagged", `{"ceiling_microcredits":700}`, `{"charge_microcredits":-9223372036854775808}`,
			Quote{Ceiling: 700, Plugin: "p"}, Settlement{Charge: 0, Plugin: "p", Clamped: true}, [2]string{}},
		{"a negative ceiling is no price", `{"ceiling_microcredits":-1}`, `{"charge_microcredits":1}`,
			Quote{Ceiling: builtinCeiling, Rule: pricing.rule(), Plugin: BuiltinPrice}, Settlement{Charge: builtinCharge, Rule: pricing.rule(), Plugin: BuiltinPrice}, [2]string{sdk.ErrorAnswer}},
		{"a missing ceiling is not a free request", `{"rule":"r"}`, `{"charge_microcredits":1}`,
			Quote{Ceiling: builtinCeiling, Rule: pricing.rule(), Plugin: BuiltinPrice}, Settlement{Charge: builtinCharge, Rule: pricing.rule(), Plugin: BuiltinPrice}, [2]string{sdk.ErrorAnswer}},
		{"a fraction is no price", `{"ceiling_microcredits":1.5}`, `{"charge_microcredits":1}`,
			Quote{Ceiling: builtinCeiling, Rule: pricing.rule(), Plugin: BuiltinPrice}, Settlement{Charge: builtinCharge, Rule: pricing.rule(), Plugin: BuiltinPrice}, [2]string{sdk.ErrorAnswer}},
		{"a price beyond 64 bits is no price", `{"ceiling_microcredits":9223372036854775808}`, `{"charge_microcredits":1}`,
			Quote{Ceiling: builtinCeiling, Rule: pricing.rule(), Plugin: BuiltinPrice}, Settlement{Charge: builtinCharge, Rule: pricing.rule(), Plugin: BuiltinPrice}, [2]string{sdk.ErrorAnswer}},
		{"abstention leaves the built-in price", `{"abstain":true}`, `{"charge_microcredits":1}`,
			Quote{Ceiling: builtinCeiling, Rule: pricing.rule(), Plugin: BuiltinPrice}, Settlement{Charge: builtinCharge, Rule: pricing.rule(), Plugin: BuiltinPrice}, [2]string{}},
		{"a failed settlement charges the built-in price", `{"ceiling_microcredits":2000}`, `{}`,
			Quote{Ceiling: 2000, Plugin: "p"}, Settlement{Charge: builtinCharge, Rule: pricing.rule(), Plugin: BuiltinPrice}, [2]string{"", sdk.ErrorAnswer}},
		{"the built-in charge never exceeds the hold", `{"ceiling_microcredits":700}`, `null`,
			Quote{Ceiling: 700, Plugin: "p"}, Settlement{Charge: 700, Rule: pricing.rule(), Plugin: BuiltinPrice, Clamped: true}, [2]string{"", sdk.ErrorAnswer}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, g := serve(t, Options{Pricing: &pricing}, pricePlugin("p", c.quote, c.settle))
			q := g.Quote(t.Context(), quoteRequest())
			s := g.Settle(t.Context(), q, settleRequest())
			if kinds := [2]string{kindOf(q.Err), kindOf(s.Err)}; kinds != c.kinds {
				t.Errorf("errors of kinds %q (%v, %v), want %q", kinds, q.Err, s.Err, c.kinds)
			}
			q.Version, q.Hash, q.Err, q.said = "", "", nil, ""
			s.Version, s.Hash, s.Err = "", "", nil
			if q != c.wantQuote {
				t.Errorf("quote %+v, want %+v", q, c.wantQuote)
			}
			if s != c.wantSettle {
				t.Errorf("settlement %+v, want %+v", s, c.wantSettle)
			}
		})
	}
}

// A quote plugin that fails ends the chain: the next plugin might be cheaper
// than what the operator put first.
func TestFailedQuoteIsBuiltinEvenWithOthersInTheChain(t *testing.T) {
	_, g := serve(t, Options{},
		pricePlugin("a", `not JSON`, `{}`), pricePlugin("b", `{"ceiling_microcredits":1}`, `{"charge_microcredits":1}`))
	if q := g.Quote(t.Context(), quoteRequest()); q.Plugin != BuiltinPrice || q.Ceiling != 1_000_000 {
		t.Errorf("quote %+v, want the built-in credit", q)
	}
}

func TestOnlyTheQuotingPluginSettles(t *testing.T) {
	_, g := serve(t, Options{},
		pricePlugin("a", `{"abstain":true}`, `{"charge_microcredits":1}`), pricePlugin("b", `{"ceiling_microcredits":9}`, `{"charge_microcredits":2}`))
	q := g.Quote(t.Context(), quoteRequest())
	if s := g.Settle(t.Context(), q, settleRequest()); s.Plugin != "b" || s.Charge != 2 {
		t.Errorf("settled by %q for %d, want b for 2", s.Plugin, s.Charge)
	}
	other := q
	other.Hash = "another module"
	if s := g.Settle(t.Context(), other, settleRequest()); s.Plugin != BuiltinPrice {
		t.Errorf("a version that is not served settled as %q", s.Plugin)
	}
}

func TestChainOrder(t *testing.T) {
	hook := func(name, place string) plugin {
		p := routePlugin(name, says(`{"abstain":true}`))
		p.manifest = strings.Replace(p.manifest, "[hooks.route]", "[hooks.route]\n"+place, 1)
		return p
	}
	h, _ := serve(t, Options{},
		hook("d-late", `phase = "late"`), hook("c-early", `phase = "early"`), hook("b", ""), hook("a", "priority = 1"), hook("e-first", "priority = -1"))
	want := map[string]int{"c-early": 0, "e-first": 1, "b": 2, "a": 3, "d-late": 4}
	for _, info := range h.List() {
		if got := info.Hooks[0].Position; got != want[info.Name] {
			t.Errorf("%s is asked at position %d, want %d", info.Name, got, want[info.Name])
		}
	}
}

// The messages reach a route guest only by grant, and the host fills the
// envelope.
func TestWhatARouteGuestSees(t *testing.T) {
	manifest := plugintest.Manifest("spy", []string{"route"}, `capabilities = ["prompt", "log"]`,
		"[config.schema]\ntype = \"object\"\n", "[config.defaults]\na = 1\nb = \"x\"")
	for _, granted := range []bool{false, true} {
		o := Options{Config: map[string]map[string]any{"spy": {"b": "y"}}, Grants: map[string][]string{"spy": {"log"}}}
		if granted {
			o.Grants["spy"] = []string{"log", "prompt"}
		}
		req := routeRequest("law")
		req.Messages = []sdk.Message{{Role: "user", Content: "secret"}}
		req.Envelope.WalletHash = "w"
		req.Envelope.Hook, req.Envelope.Contract, req.Envelope.PluginConfig = "quote", 99, json.RawMessage(`"mine"`)
		seen := &sdk.RouteRequest{}
		saw, says := tattled(t, o, manifest, req)
		if err := json.Unmarshal([]byte(saw), seen); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(says, ownWords) == granted {
			t.Errorf("grant %v: the error says %q; who has seen the chat is not quoted, others are", granted, says)
		}
		if (len(seen.Messages) == 1) != granted {
			t.Errorf("grant %v: the guest saw %d messages", granted, len(seen.Messages))
		}
		if e := seen.Envelope; e.Contract != 1 || e.Hook != "route" || string(e.PluginConfig) != `{"a":1,"b":"y"}` || e.WalletHash != "w" || e.RequestID != "r1" || e.Kind != "chat" {
			t.Errorf("the guest saw the envelope %+v", e)
		}
	}
}

// tattler is a guest that logs its own request and fails with ownWords.
func tattler() []byte {
	m := &plugintest.Module{}
	env := plugintest.NewEnv(m)
	offset := m.Import("extism:host/env", "input_offset", nil, []byte{plugintest.I64})
	log := m.Import("extism:host/env", "log_info", []byte{plugintest.I64}, nil)
	m.Export("r3mes_route", m.Func(nil, plugintest.Call(offset), plugintest.Call(log),
		env.Place(0, ownWords), plugintest.Get(0), plugintest.Call(env.ErrorSet)))
	return m.Bytes()
}

const ownWords = "the user said: secret"

// tattled serves a tattler by o, sends it req, and returns what it saw of it
// and what its error says. The server's log and the plugin's own hold what it
// logged, unless it saw the chat.
func tattled(t *testing.T, o Options, manifest string, req sdk.RouteRequest) (saw, says string) {
	t.Helper()
	var log bytes.Buffer
	o.Logger = slog.New(slog.NewJSONHandler(&log, nil))
	o.Record = func(r Recorded) { saw = string(r.Input) }
	h, g := serve(t, o, plugin{"spy", tattler(), manifest})
	var p *sdk.PluginError
	if err := g.Route(t.Context(), req).Err; !errors.As(err, &p) || p.Kind != sdk.ErrorGuest {
		t.Fatalf("error %v, want the guest's own", err)
	}
	var line struct{ Message string }
	if err := json.Unmarshal(log.Bytes(), &line); err != nil {
		t.Fatalf("log %q: %v", &log, err)
	}
	logged := saw
	if strings.Contains(saw, "secret") {
		logged = withheldWords
	}
	page, _ := h.Logs("spy", LogQuery{})
	if len(page.Lines) != 2 || page.Lines[0].Message != logged || line.Message != logged || page.Lines[0].Withheld != (logged == withheldWords) {
		t.Errorf("logged %q, in the plugin's log %+v, want %q", line.Message, page.Lines, logged)
	}
	if logged == withheldWords && strings.Contains(fmt.Sprint(page)+log.String(), "secret") {
		t.Errorf("a log quotes the chat: %+v\n%s", page, &log)
	}
	return saw, p.Err.Error()
}

// Words that stand on receipts are the plugin's own, unless it saw the chat at
// any hook: then the receipt has its name and version, and no quotation. The
// plugin itself gets its rule back.
func TestReceiptsDoNotQuoteTheChat(t *testing.T) {
	wasm := plugintest.Guest(map[string]func(plugintest.Env) []byte{
		"route":  says(`{"adapter":"law","reason":"` + ownWords + `"}`),
		"quote":  says(`{"ceiling_microcredits":5,"rule":"` + ownWords + `"}`),
		"settle": says(`{"charge_microcredits":5,"rule":"` + ownWords + `"}`),
	})
	for _, granted := range []bool{false, true} {
		var settled string
		o := Options{Record: func(r Recorded) {
			if r.Hook == "settle" {
				settled = string(r.Input)
			}
		}}
		want := ownWords
		if granted {
			o.Grants, want = map[string][]string{"p": {"prompt"}}, withheldWords
		}
		_, g := serve(t, o, plugin{"p", wasm, plugintest.Manifest("p", []string{"route", "quote", "settle"}, `capabilities = ["prompt"]`)})
		d := g.Route(t.Context(), routeRequest("law"))
		q := g.Quote(t.Context(), quoteRequest())
		s := g.Settle(t.Context(), q, settleRequest())
		for what, got := range map[string]string{"reason": d.Reason, "rule of the quote": q.Rule, "rule of the charge": s.Rule} {
			if got != want {
				t.Errorf("prompt granted %v: the %s is %q, want %q", granted, what, got, want)
			}
		}
		if d.Plugin != "p" || s.Charge != 5 || !strings.Contains(settled, `"rule":"`+ownWords+`"`) {
			t.Errorf("prompt granted %v: decided by %q, charged %d, settle saw %s", granted, d.Plugin, s.Charge, settled)
		}
	}
}

// Key order on the wire is part of the contract.
func TestWireKeyOrder(t *testing.T) {
	o := Options{Grants: map[string][]string{"spy": {"log"}}}
	const want = `{"contract":1,"request_id":"r1","hook":"route","kind":"chat","plugin_config":{},"wallet_hash":"","adapters":[{"name":"law","description":"","similarity":0,"loaded":false}]}`
	got, _ := tattled(t, o, plugintest.Manifest("spy", []string{"route"}, `capabilities = ["log"]`), routeRequest("law"))
	if got != want {
		t.Errorf("request on the wire\n%s, want\n%s", got, want)
	}
}

func TestBuiltinPriceSaturates(t *testing.T) {
	p := Pricing{PerRequest: 1, Per1kPrompt: math.MaxInt64, Per1kCompletion: math.MaxInt64, MaxQuote: math.MaxInt64}
	if got := p.ceiling(sdk.Work{PromptTokens: math.MaxInt64, MaxTokens: math.MaxInt64, N: math.MaxInt64}); got != math.MaxInt64 {
		t.Errorf("ceiling %d, want %d", got, int64(math.MaxInt64))
	}
	if got := p.charge(sdk.Usage{PromptTokens: -5, CompletionTokens: -5}); got != 1 {
		t.Errorf("charge of negative usage %d, want the base price 1", got)
	}
}

// The built-in charge of any usage within the quoted limits never exceeds the
// built-in ceiling.
func TestBuiltinChargeFitsItsQuote(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		amount := rapid.Int64Range(0, 1<<40)
		p := Pricing{PerRequest: amount.Draw(t, "request"), Per1kPrompt: amount.Draw(t, "prompt"), Per1kCompletion: amount.Draw(t, "completion"), MaxQuote: math.MaxInt64}
		w := sdk.Work{PromptTokens: rapid.Int64Range(0, 1<<20).Draw(t, "p"), MaxTokens: rapid.Int64Range(0, 1<<20).Draw(t, "m"), N: rapid.Int64Range(1, 8).Draw(t, "n")}
		used := rapid.Int64Range(0, w.MaxTokens*w.N).Draw(t, "used")
		if charge := p.charge(sdk.Usage{PromptTokens: w.PromptTokens, CompletionTokens: used}); charge > p.ceiling(w) {
			t.Fatalf("charge %d exceeds the ceiling %d", charge, p.ceiling(w))
		}
	})
}

func TestWalletHash(t *testing.T) {
	key := []byte("0123456789abcdef")
	open := func(key []byte) *Host {
		h, err := Open(t.Context(), Options{WalletKey: key, Dir: filepath.Join(t.TempDir(), "missing")})
		if err != nil {
			t.Fatal(err)
		}
		return h
	}
	a, again, other := open(key), open(key), open(nil)
	if a.WalletHash("w") != again.WalletHash("w") || len(a.WalletHash("w")) != 32 {
		t.Errorf("hash %q is not stable", a.WalletHash("w"))
	}
	if a.WalletHash("w") == a.WalletHash("v") || a.WalletHash("w") == other.WalletHash("w") {
		t.Error("another wallet or host has the same hash")
	}
}

// An answer that is refused is a failed call: one report, and the instance
// that gave it is not asked again.
func TestRefusedAnswerCostsTheInstance(t *testing.T) {
	seen := &recorder{}
	_, g := serve(t, Options{Observe: seen.observe}, pricePlugin("p", `{"ceiling_microcredits":-1}`, `{"charge_microcredits":1}`))
	g.Quote(t.Context(), quoteRequest())
	if len(seen.calls) != 1 || seen.last().ErrorKind != sdk.ErrorAnswer || !seen.last().Discarded {
		t.Errorf("reported %+v, want one discarded call of kind %s", seen.calls, sdk.ErrorAnswer)
	}
}

package pluginhost

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/r3mes/r3mes/sdk"
)

// BuiltinPrice is the Plugin of a Quote that the host made itself.
const BuiltinPrice = "builtin"

// Bounds of what a guest may say.
const (
	maxPriority  = 100 // and −maxPriority
	maxRuleBytes = 256 // of a reason or a rule on a receipt
)

// RouteDecision says which adapter serves a request, and who said so.
type RouteDecision struct {
	Adapter  string // empty: the base model alone
	Priority int    // −100…100, higher first
	Reason   string // the plugin's own words, unless it sees the chat
	// Plugin, Version and Hash name the guest that decided; empty when
	// Fallback is set.
	Plugin, Version, Hash string
	// Fallback: no route plugin answered and the configured adapter serves.
	Fallback bool
	// Err joins the *sdk.PluginError of every plugin that failed on the way;
	// it is for the log and never stops a request.
	Err error
}

// Quote is the ceiling of a request's price.
type Quote struct {
	Ceiling int64  // micro-credits, within the operator's bounds
	Rule    string // as RouteDecision.Reason
	// Plugin, Version and Hash name the guest that quoted, or BuiltinPrice.
	Plugin, Version, Hash string
	// Bounded: the guest's answer lay outside the operator's bounds.
	Bounded bool
	Err     error // as in RouteDecision

	said string // the guest's rule for its own eyes
}

// Settlement is the price of finished work.
type Settlement struct {
	Charge int64  // micro-credits, 0…the quote's ceiling
	Rule   string // as RouteDecision.Reason
	// Plugin, Version and Hash name the guest that priced, or BuiltinPrice.
	Plugin, Version, Hash string
	// Clamped: the guest, or the built-in rule, asked for less than nothing or
	// more than was held.
	Clamped bool
	Err     error // as in RouteDecision
}

// Route asks the route plugins in chain order for the first answer that does
// not abstain. A plugin that fails, or names an adapter that is not in
// req.Adapters, is passed over. When nobody answers, the configured fallback
// adapter serves if the catalogue holds it, else none.
//
// The caller fills RequestID, Kind and WalletHash of the envelope, Adapters
// and Messages; who may not see the messages does not. Never fails.
func (g *Generation) Route(ctx context.Context, req sdk.RouteRequest) RouteDecision {
	var errs []error
	if req.Adapters == nil {
		req.Adapters = []sdk.Adapter{}
	}
	for _, v := range g.chains[sdk.HookRoute] {
		resp, err := v.route(ctx, req, forRequest)
		compare(g, v, sdk.HookRoute, req, resp, err, sayRoute, (*version).route)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		if !resp.Abstain {
			return RouteDecision{
				Adapter: resp.Adapter, Priority: boundPriority(resp.Priority), Reason: v.words(resp.Reason),
				Plugin: v.manifest.Name, Version: v.manifest.Version, Hash: v.hash, Err: errors.Join(errs...),
			}
		}
	}
	d := RouteDecision{Fallback: true, Reason: "no route plugin answered", Err: errors.Join(errs...)}
	if fallback := *g.host.fallback.Load(); hasAdapter(req.Adapters, fallback) {
		d.Adapter = fallback
	}
	return d
}

func boundPriority(n int) int { return min(max(n, -maxPriority), maxPriority) }

func (v *version) route(ctx context.Context, req sdk.RouteRequest, m mode) (sdk.RouteResponse, error) {
	req.Envelope = v.envelope(req.Envelope, sdk.HookRoute)
	if !v.granted(CapPrompt) {
		req.Messages = nil
	}
	return ask(ctx, v, m, req.Envelope, req, func(resp sdk.RouteResponse) error {
		if resp.Adapter != "" && !hasAdapter(req.Adapters, resp.Adapter) {
			if v.seesChat() {
				return errors.New("the adapter is not in the catalogue")
			}
			return fmt.Errorf("adapter %q is not in the catalogue", tidy(resp.Adapter))
		}
		return nil
	})
}

func hasAdapter(adapters []sdk.Adapter, name string) bool {
	for _, a := range adapters {
		if a.Name == name {
			return true
		}
	}
	return false
}

// Quote asks the quote plugins in chain order: the first that does not abstain
// prices the request. When it fails, or all abstain, the built-in price holds:
// a request is never free because a plugin broke, and never blocked.
//
// The caller fills the envelope as for Route, and Work. Never fails.
func (g *Generation) Quote(ctx context.Context, req sdk.QuoteRequest) Quote {
	for _, v := range g.chains[sdk.HookQuote] {
		resp, err := v.quote(ctx, req, forRequest)
		compare(g, v, sdk.HookQuote, req, resp, err, sayQuote, (*version).quote)
		if err != nil {
			return g.builtinQuote(req.Work, err)
		}
		if !resp.Abstain {
			bounded := g.host.pricing.Load().bound(resp.CeilingMicrocredits)
			return Quote{
				Ceiling: bounded, Bounded: bounded != resp.CeilingMicrocredits, Rule: v.words(resp.Rule), said: tidy(resp.Rule),
				Plugin: v.manifest.Name, Version: v.manifest.Version, Hash: v.hash,
			}
		}
	}
	return g.builtinQuote(req.Work, nil)
}

func (g *Generation) builtinQuote(w sdk.Work, err error) Quote {
	p := g.host.pricing.Load()
	return Quote{Ceiling: p.ceiling(w), Rule: p.rule(), Plugin: BuiltinPrice, Version: "1", Err: err}
}

func (v *version) quote(ctx context.Context, req sdk.QuoteRequest, m mode) (sdk.QuoteResponse, error) {
	req.Envelope = v.envelope(req.Envelope, sdk.HookQuote)
	return ask(ctx, v, m, req.Envelope, req, func(resp sdk.QuoteResponse) error {
		if resp.CeilingMicrocredits < 0 {
			return fmt.Errorf("ceiling is %d micro-credits, must not be negative", resp.CeilingMicrocredits)
		}
		return nil
	})
}

// Settle asks the plugin that made q for the charge, and nobody else; the
// built-in rule charges when that plugin fails or q is built-in. The charge is
// clamped to 0…q.Ceiling.
//
// The caller fills the envelope, Work, Usage and Outcome; Quote is taken from
// q. Use a context that outlives the client: work done is charged even when
// nobody waits for it. Never fails.
func (g *Generation) Settle(ctx context.Context, q Quote, req sdk.SettleRequest) Settlement {
	v := g.find(q.Plugin, q.Version, q.Hash)
	if v == nil {
		return g.builtinSettlement(q, req.Usage, nil)
	}
	req.Quote = sdk.Quote{CeilingMicrocredits: q.Ceiling, Rule: q.said}
	resp, err := v.settle(ctx, req, forRequest)
	compare(g, v, sdk.HookSettle, req, resp, err, saySettle, (*version).settle)
	if err != nil {
		return g.builtinSettlement(q, req.Usage, err)
	}
	s := Settlement{Rule: v.words(resp.Rule), Plugin: q.Plugin, Version: q.Version, Hash: q.Hash}
	s.Charge, s.Clamped = clamp(resp.ChargeMicrocredits, q.Ceiling)
	return s
}

func (v *version) settle(ctx context.Context, req sdk.SettleRequest, m mode) (sdk.SettleResponse, error) {
	req.Envelope = v.envelope(req.Envelope, sdk.HookSettle)
	return ask(ctx, v, m, req.Envelope, req, func(sdk.SettleResponse) error { return nil }) // clamped later, not refused
}

func (g *Generation) builtinSettlement(q Quote, u sdk.Usage, err error) Settlement {
	p := g.host.pricing.Load()
	s := Settlement{Rule: p.rule(), Plugin: BuiltinPrice, Version: "1", Err: err}
	s.Charge, s.Clamped = clamp(p.charge(u), q.Ceiling)
	return s
}

func clamp(charge, ceiling int64) (int64, bool) {
	kept := min(max(charge, 0), max(ceiling, 0))
	return kept, kept != charge
}

// rule names the built-in price on receipts.
func (p Pricing) rule() string {
	return fmt.Sprintf("builtin: %d + %d/1k prompt + %d/1k completion", p.PerRequest, p.Per1kPrompt, p.Per1kCompletion)
}

func (g *Generation) find(name, ver, hash string) *version {
	for _, v := range g.versions {
		if v.manifest.Name == name && v.manifest.Version == ver && v.hash == hash {
			return v
		}
	}
	return nil
}

// ask encodes req, calls the guest, and decodes and checks its answer.
func ask[Resp any](ctx context.Context, v *version, m mode, e sdk.Envelope, req any, check func(Resp) error) (Resp, error) {
	var resp Resp
	input, err := json.Marshal(req)
	if err != nil {
		return resp, v.failure(e.Hook, fmt.Errorf("encode request: %w", err))
	}
	err = v.call(ctx, guestCall{
		hook: e.Hook, seed: seedOf(e.Hook, e.RequestID), requestID: e.RequestID, input: input, limit: v.deadline(e.Hook), served: m == forRequest, shadow: m == forShadow, private: v.seesChat(),
		accept: func(answer []byte) error {
			if err := json.Unmarshal(answer, &resp); err != nil {
				return err
			}
			return check(resp)
		},
	})
	return resp, err
}

// seesChat tells whether any hook shows v what the client or the model wrote.
// An instance serves all hooks and may remember, so that what it says at one
// may be what it saw at another.
func (v *version) seesChat() bool {
	for hook := range v.manifest.Hooks {
		if processes(hook) || hook == sdk.HookRoute && v.granted(CapPrompt) {
			return true
		}
	}
	return false
}

// words are what a guest says for a receipt, unless it may quote the chat there.
func (v *version) words(s string) string {
	if s != "" && v.seesChat() {
		return withheldWords
	}
	return tidy(s)
}

// tidy makes a guest's text fit for receipts: printable, one line, bounded.
func tidy(s string) string { return printable(truncate(s, maxRuleBytes)) }

// truncate cuts s to at most n bytes at a character's border.
func truncate(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

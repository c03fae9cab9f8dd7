package pluginhost

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"time"

	"go.opentelemetry.io/otel/trace"

	"github.com/r3mes/r3mes/sdk"
	"github.com/r3mes/r3mes/store"
)

// Options say which plugins are served and within which limits. The zero value
// of every field but those named Required is usable.
type Options struct {
	// Usual.

	// Dir holds one folder per plugin, each with plugin.wasm and manifest.toml
	// (or manifest.json, or neither when the module carries its manifest).
	// Empty or missing: no plugins, every hook falls back.
	Dir string
	// Restore is what an operator changed in the process before, and is served
	// instead of what Dir holds under the same names.
	Restore []Restored
	// Disabled names plugins that are not served. A name that Dir does not hold
	// is logged as a warning and no error: what is to be absent is absent.
	Disabled []string
	// Config is each plugin's configuration by plugin name, laid over the
	// manifest's defaults and validated by its schema.
	Config map[string]map[string]any
	// Grants is what the operator allows each plugin, by plugin name. A plugin
	// gets what it asks for, is granted, and is inside Limits.Capabilities. An
	// entry is a capability ("log"), one with a quota
	// ("kv:keys=5000 bytes=4194304"), an endpoint
	// ("http:GET|POST api.example.com:443") or a secret ("secrets:api-key").
	Grants map[string][]string
	// Bindings are the adapters whose requests a pre or post plugin serves, by
	// plugin name, instead of what its manifest says; see HookSpec.Adapters.
	Bindings map[string][]string
	// Enabled names optional plugins to serve although Config, Grants and
	// Bindings do not name them; "*" is all.
	Enabled []string
	// FallbackAdapter serves when no route plugin answers; empty: none.
	FallbackAdapter string
	// Pricing is the built-in price and the bounds of every quote; nil is
	// DefaultPricing.
	Pricing *Pricing
	// WalletKey keys WalletHash, at least 16 bytes. Empty: a random key, so
	// hashes change with every start.
	WalletKey []byte

	// KV keeps the pairs of plugins with the grant "kv"; nil: in memory, as
	// long as the host lives.
	KV KV
	// Embed computes the vector of a text, of length 1 or 0, for plugins with the
	// grant "embed";
	// nil: by the embedder in the binary. Safe for concurrent use; its error is
	// not shown, since it may hold the text.
	Embed func(ctx context.Context, text string) ([]float32, error)
	// Secrets returns a secret by its name, ErrUnknownSecret when there is none,
	// for plugins with that secret's grant; nil: there are none. Safe for
	// concurrent use.
	Secrets func(name string) (store.Secret, error)

	// Tuning.

	// CacheDir keeps compiled code between starts. It holds machine code that
	// will be run: only the owner may be able to write it, and Open makes it so
	// or refuses. Empty: compile at every start.
	CacheDir string
	// Limits bound every plugin; zero fields take DefaultLimits.
	Limits Limits
	// Logger receives what plugins log and how loading went; nil discards.
	Logger *slog.Logger
	// Observe is told of every guest call, on the caller's goroutine; it must
	// be quick and safe for concurrent use. Nil: nobody is told.
	Observe func(Call)
	// Metric is told what plugins with the grant "metrics" add to the counters
	// that their manifests declare; like Observe.
	Metric func(plugin, name string, delta float64)
	// Tracer makes a span for every plugin that a hook of a request asks, under
	// the span of the request's context; nil: none.
	Tracer trace.Tracer
	// Changed is told of what the host did to a plugin by itself, one event after
	// the other, off the request path. Nil: it is only logged.
	Changed func(Event)
	// Record is handed every call that a request made, prompts included; like
	// Observe. Nil, which is usual: nothing is recorded.
	Record func(Recorded)
}

// Call is one finished guest call, for metrics.
type Call struct {
	Plugin, Version, Hook string
	Shadow                bool           // it was made to compare, and no request waited
	ErrorKind             string         // "" or one of sdk's Error… constants
	Duration              time.Duration  // from entry to return
	HostTime              time.Duration  // of it, in granted host calls that its deadline does not count
	Fuel                  int64          // units used; after a trap what was known last
	PoolWait              time.Duration  // waiting for an instance, making one included
	MemoryBytes           int64          // linear memory of the instance after the call
	Denied                map[string]int // host calls refused for want of a grant, by capability
	HTTP                  map[string]int // HTTP requests by outcome: "2xx"…, "refused", "timeout" or "error"
	Discarded             bool           // the instance was thrown away
}

// Limits are the sandbox's walls.
type Limits struct {
	RouteDeadline  time.Duration // wall time in the guest; default 5 ms
	QuoteDeadline  time.Duration // default 2 ms
	SettleDeadline time.Duration // default 2 ms
	PreDeadline    time.Duration // default 20 ms
	PostDeadline   time.Duration // of each piece; default 20 ms
	MaxDeadline    time.Duration // the most a manifest may ask for instead; default 250 ms
	StartDeadline  time.Duration // making one instance, initialisation included; default 5 s
	PoolWait       time.Duration // waiting for an instance; default 50 ms

	// Fuel bounds the work of one call, in units of about one instruction; see
	// package fuel. Unlike time it does not depend on how busy the machine is.
	Fuel      int64 // of any hook; default 50,000,000
	MaxFuel   int64 // the most a manifest may ask for instead; default 1,000,000,000
	StartFuel int64 // of an instance's initialisation; default 2,000,000,000

	ModuleBytes    int64 // size of plugin.wasm; default 8 MiB
	MemoryPages    int   // 64 KiB pages of linear memory when the manifest does not say; default 256 (16 MiB)
	MaxMemoryPages int   // the most a manifest may ask for; default 1024 (64 MiB)
	InputBytes     int   // a request; default 256 KiB
	OutputBytes    int   // an answer; default 64 KiB
	HostBytes      int   // memory kept for a call on the host's side: input, output, all it allocates; default 1 MiB

	Instances int // per plugin; default 2 × GOMAXPROCS
	// InstanceBytes bounds the linear memory of all instances of one plugin,
	// and so their number, of which one is always allowed; default 256 MiB.
	InstanceBytes int64
	// MemoryBytes bounds the linear memory that the instances of all plugins
	// together may grow to; default 4 GiB. An instance that does not fit is not
	// made, and the hook falls back.
	MemoryBytes int64
	CallsEach   int // calls before an instance is replaced; default 10,000

	// What a version may get wrong before it is not asked for a while: so many
	// calls in a row without an end (BreakerOverruns), or failed in any way that is
	// the guest's and not its own answer (BreakerFailures).
	BreakerOverruns int           // default 2
	BreakerFailures int           // default 5
	BreakerRest     time.Duration // before one call tries it again; default 5 s

	// A version that replaces another, or a canary, is on probation for its first
	// ProbationCalls. It is taken back when ProbationErrors of them have failed and
	// those are more than ProbationPercent of the calls so far.
	ProbationCalls   int // default 200
	ProbationErrors  int // default 10
	ProbationPercent int // default 20; 100: it is never taken back

	// Work of the host for one guest call, which the deadlines above do not
	// count.
	KVTime        time.Duration // of all key-value calls; default 500 ms
	EmbedTime     time.Duration // of all embeddings; default 500 ms
	HTTPCall      time.Duration // one HTTP request, redirects included; default 2 s
	HTTPHook      time.Duration // all HTTP requests; default 3 s
	HTTPBodyBytes int           // of a request's or an answer's body; default 256 KiB

	// Capabilities is the ceiling of all grants, written like these; "http" and
	// "secrets" alone stand for any endpoint and any secret. nil is everything.
	Capabilities []string
}

// Pricing is the price asked when no plugin prices, and the bounds of all
// quotes. All amounts are micro-credits.
type Pricing struct {
	PerRequest      int64 // default 1,000,000: one credit
	Per1kPrompt     int64
	Per1kCompletion int64
	MinQuote        int64
	MaxQuote        int64 // default 100,000,000
}

// DefaultPricing is one credit a request, at most a hundred.
func DefaultPricing() Pricing {
	return Pricing{PerRequest: 1_000_000, MaxQuote: 100_000_000}
}

// Validate reports every amount that makes no sense.
func (p Pricing) Validate() error {
	var errs []error
	for _, a := range []struct {
		name  string
		value int64
	}{
		{"per_request", p.PerRequest}, {"per_1k_prompt", p.Per1kPrompt}, {"per_1k_completion", p.Per1kCompletion},
		{"min_quote", p.MinQuote}, {"max_quote", p.MaxQuote},
	} {
		if a.value < 0 {
			errs = append(errs, fmt.Errorf("pluginhost: pricing: %s is %d micro-credits, must not be negative", a.name, a.value))
		}
	}
	if p.MinQuote > p.MaxQuote {
		errs = append(errs, fmt.Errorf("pluginhost: pricing: min_quote %d exceeds max_quote %d", p.MinQuote, p.MaxQuote))
	}
	return errors.Join(errs...)
}

// ceiling is the built-in quote: the price of the most tokens w may use.
func (p Pricing) ceiling(w sdk.Work) int64 {
	return p.bound(p.price(w.PromptTokens, mulSat(w.MaxTokens, max(w.N, 1))))
}

// charge is the built-in settlement of usage, before the hold clamps it.
func (p Pricing) charge(u sdk.Usage) int64 { return p.price(u.PromptTokens, u.CompletionTokens) }

// price saturates instead of overflowing, so that an absurd request costs the
// upper bound and never wraps to nothing.
func (p Pricing) price(prompt, completion int64) int64 {
	total := addSat(p.PerRequest, perThousand(p.Per1kPrompt, prompt))
	return addSat(total, perThousand(p.Per1kCompletion, completion))
}

func (p Pricing) bound(amount int64) int64 { return min(max(amount, p.MinQuote), p.MaxQuote) }

// perThousand is rate × tokens / 1000, rounded up.
func perThousand(rate, tokens int64) int64 {
	product := mulSat(rate, max(tokens, 0))
	if product == math.MaxInt64 {
		return math.MaxInt64
	}
	return product/1000 + min(product%1000, 1)
}

func mulSat(a, b int64) int64 {
	if a > 0 && b > math.MaxInt64/a {
		return math.MaxInt64
	}
	return a * b
}

func addSat(a, b int64) int64 {
	if a > math.MaxInt64-b {
		return math.MaxInt64
	}
	return a + b
}

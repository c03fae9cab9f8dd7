package pluginhost

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	extism "github.com/extism/go-sdk"
	"github.com/tetratelabs/wazero"

	"github.com/r3mes/r3mes/host/pluginbuild"
	"github.com/r3mes/r3mes/host/pluginhost/guesttest"
	"github.com/r3mes/r3mes/host/pluginhost/plugintest"
	"github.com/r3mes/r3mes/kernels/cpufeat"
	"github.com/r3mes/r3mes/runtime/benchreport"
	"github.com/r3mes/r3mes/sdk"
)

// What warm calls cost, beside Extism's Go SDK in the same run. `make
// bench-plugins` runs BenchmarkPlugins and prints its report.

// referenceLanguages are the languages of the reference guests.
var referenceLanguages = []pluginbuild.Language{pluginbuild.C, pluginbuild.Zig, pluginbuild.Rust, pluginbuild.AssemblyScript, pluginbuild.Go}

// speedReport is the last line of `make bench-plugins`. Ratios are of medians:
// Extism's SDK over our host.
type speedReport struct {
	ZigRatio float64 `json:"zig_ratio"`
	GoRatio  float64 `json:"go_ratio"`
	// FuelOverhead is what counting costs of a whole warm route call: the geometric
	// mean over the reference guests of instrumented over not, minus 1. FuelWorst is
	// the same of a guest that scans bytes and does nothing else.
	FuelOverhead float64 `json:"fuel_overhead"`
	FuelWorst    float64 `json:"fuel_worst"`
	// EmptyChainNS is a whole chat of a host without plugins: pin, all five
	// hooks, release.
	EmptyChainNS float64 `json:"empty_chain_ns"`
	// FiveHooksUS is what one Zig guest at each hook adds to that, the answer
	// coming in one piece.
	FiveHooksUS    float64 `json:"five_hooks_us"`
	GarbageBytes   float64 `json:"garbage_bytes"`    // a call: the larger of C's and Zig's
	GarbageBytesGo float64 `json:"garbage_bytes_go"` // a call of the Go guest
	CPU            string  `json:"cpu"`
}

// BenchmarkPlugins measures everything once, whatever b.N, and writes the
// report to the file that R3MES_BENCH_REPORT names.
func BenchmarkPlugins(b *testing.B) {
	guesttest.Need(b)
	report := benchreport.Open(b)
	var r speedReport
	r.CPU = cpufeat.CPU()
	table := tabwriter.NewWriter(report, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "warm call of route\tmodule bytes\tours p50 µs\tp99\tExtism's SDK p50 µs\tp99\tratio\tours garbage B\tExtism's garbage B")
	for _, lang := range referenceLanguages {
		s := compareWithExtism(b, lang)
		fmt.Fprintf(table, "%s\t%d\t%.1f\t%.1f\t%.1f\t%.1f\t%.1f\t%.0f\t%.0f\n", lang, s.size,
			micros(s.ours.p50()), micros(s.ours.p99()), micros(s.theirs.p50()), micros(s.theirs.p99()), s.ratio(), s.ourGarbage, s.theirGarbage)
		switch lang {
		case pluginbuild.C:
			r.GarbageBytes = max(r.GarbageBytes, s.ourGarbage)
		case pluginbuild.Zig:
			r.ZigRatio, r.GarbageBytes = s.ratio(), max(r.GarbageBytes, s.ourGarbage)
		case pluginbuild.Go:
			r.GoRatio, r.GarbageBytesGo = s.ratio(), s.ourGarbage
		}
	}
	table.Flush()
	measureFuel(b, &r, table)
	empty, five := measureChains(b)
	r.EmptyChainNS, r.FiveHooksUS = float64(empty.p50()), rounded(micros(five.p50()-empty.p50()))
	fmt.Fprintf(report, "a chat without plugins: %v; five Zig guests add %.1f µs to it\n", empty.p50(), r.FiveHooksUS)
	if err := json.NewEncoder(report).Encode(r); err != nil {
		b.Fatal(err)
	}
}

// durations are the times of single calls.
type durations []time.Duration

func (d durations) quantile(q float64) time.Duration {
	sorted := slices.Sorted(slices.Values(d))
	return sorted[min(int(q*float64(len(sorted))), len(sorted)-1)]
}

func (d durations) p50() time.Duration { return d.quantile(0.50) }
func (d durations) p99() time.Duration { return d.quantile(0.99) }

func micros(d time.Duration) float64 { return float64(d) / float64(time.Microsecond) }

// rounded keeps what a noisy machine can tell.
func rounded(x float64) float64 { return math.Round(x*100) / 100 }

// speed is one guest under both hosts.
type speed struct {
	size                     int
	ours, theirs             durations
	ourGarbage, theirGarbage float64 // bytes a call
}

func (s speed) ratio() float64 { return rounded(float64(s.theirs.p50()) / float64(s.ours.p50())) }

// interleave times the functions in short blocks that take turns, so that
// whatever else the machine does meets all alike.
func interleave(b *testing.B, total time.Duration, calls ...func() error) []durations {
	b.Helper()
	times := make([]durations, len(calls))
	for began := time.Now(); time.Since(began) < total; {
		for i, call := range calls {
			for range 50 {
				start := time.Now()
				err := call()
				times[i] = append(times[i], time.Since(start))
				if err != nil {
					b.Fatal(err)
				}
			}
		}
	}
	return times
}

// garbage is what one call allocates, in bytes.
func garbage(b *testing.B, call func() error) float64 {
	b.Helper()
	const calls = 500
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range calls {
		if err := call(); err != nil {
			b.Fatal(err)
		}
	}
	runtime.ReadMemStats(&after)
	return math.Round(float64(after.TotalAlloc-before.TotalAlloc) / calls)
}

// compareWithExtism times the reference guest of lang at route, handed the
// same bytes by both hosts, each with a deadline that it can enforce.
func compareWithExtism(b *testing.B, lang pluginbuild.Language) speed {
	b.Helper()
	wasm, manifest := guesttest.Reference(b, lang, sdk.HookRoute)
	_, g := serve(b, Options{CacheDir: plugintest.CacheDir(b)}, plugin{name: "reference-route", wasm: wasm, manifest: manifest})
	v := g.versions[0]
	req := referenceRoute()
	req.Envelope = v.envelope(req.Envelope, sdk.HookRoute)
	input, err := json.Marshal(req)
	if err != nil {
		b.Fatal(err)
	}

	var answer []byte
	ours := func() error {
		return v.call(context.Background(), guestCall{
			hook: sdk.HookRoute, seed: "r1", input: input, limit: v.deadline(sdk.HookRoute),
			accept: func(text []byte) error { answer = append(answer[:0], text...); return nil },
		})
	}
	theirGuest := extismWithDeadline(b, wasm)
	var theirAnswer []byte
	theirs := func() (err error) {
		_, theirAnswer, err = theirGuest.Call(sdk.ExportPrefix+sdk.HookRoute, input)
		return err
	}
	interleave(b, time.Second/2, ours, theirs) // warm
	if string(answer) != string(theirAnswer) || !strings.Contains(string(answer), `"sql"`) {
		b.Fatalf("%s: ours answered %s, Extism %s; want both the same, naming sql", lang, answer, theirAnswer)
	}
	times := interleave(b, 4*time.Second, ours, theirs)
	return speed{len(wasm), times[0], times[1], garbage(b, ours), garbage(b, theirs)}
}

// measureFuel times the same guests with and without counting.
func measureFuel(b *testing.B, r *speedReport, table *tabwriter.Writer) {
	b.Helper()
	fmt.Fprintln(table, "\nwhole route call\tfuel units\tcounting p50 µs\tnot counting p50 µs\toverhead")
	row := func(name string, wasm []byte, manifest string) float64 {
		counting, not, used := fuelOverhead(b, wasm, manifest)
		overhead := float64(counting.p50())/float64(not.p50()) - 1
		fmt.Fprintf(table, "%s\t%d\t%.1f\t%.1f\t%.1f %%\n", name, used, micros(counting.p50()), micros(not.p50()), 100*overhead)
		return overhead
	}
	logs := 0.0
	for _, lang := range referenceLanguages {
		wasm, manifest := guesttest.Reference(b, lang, sdk.HookRoute)
		logs += math.Log1p(row(string(lang), wasm, manifest))
	}
	r.FuelOverhead = rounded(math.Expm1(logs / float64(len(referenceLanguages))))
	scanner := guesttest.Build(b, pluginbuild.C, filepath.Join("testdata", "scanner"))
	r.FuelWorst = rounded(row("byte scanner (C)", scanner, plugintest.Manifest("reference-route", []string{sdk.HookRoute})))
	table.Flush()
}

// fuelOverhead times whole route calls of a guest that counts its fuel and of
// the same guest that does not.
func fuelOverhead(b *testing.B, wasm []byte, manifest string) (counting, not durations, used int64) {
	b.Helper()
	seen := &recorder{}
	metered, _ := serve(b, Options{CacheDir: plugintest.CacheDir(b), Observe: seen.observe}, plugin{"reference-route", wasm, manifest})
	unmetered := serveWithoutFuel(b, wasm, manifest)
	route := func(h *Host) func() error {
		return func() error {
			g := h.Pin("")
			defer g.Release()
			return g.Route(context.Background(), chatRoute).Err
		}
	}
	interleave(b, time.Second/2, route(metered), route(unmetered)) // warm
	used = seen.last().Fuel
	metered.options.Observe = nil
	times := interleave(b, 3*time.Second, route(metered), route(unmetered))
	return times[0], times[1], used
}

// serveWithoutFuel serves one guest as its author's compiler wrote it.
func serveWithoutFuel(b *testing.B, wasm []byte, manifest string) *Host {
	b.Helper()
	h, err := newHost(Options{Limits: generous(Limits{})})
	if err != nil {
		b.Fatal(err)
	}
	h.withoutFuel = true
	candidate, err := h.Prepare(b.Context(), Source{Wasm: wasm, Manifest: []byte(manifest)}, Settings{})
	if err != nil {
		b.Fatal(err)
	}
	defer candidate.Close()
	if _, err := h.Activate(candidate); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { h.Close() })
	return h
}

// extismWithDeadline is a warm guest under Extism's SDK, set up as a server
// would have to: with a deadline, which makes the SDK compile checks into the
// guest.
func extismWithDeadline(b *testing.B, wasm []byte) *extism.Plugin {
	b.Helper()
	manifest := extism.Manifest{Wasm: []extism.Wasm{extism.WasmData{Data: wasm}}, Timeout: 10_000}
	config := extism.PluginConfig{EnableWasi: true, RuntimeConfig: wazero.NewRuntimeConfig().WithCloseOnContextDone(true)}
	compiled, err := extism.NewCompiledPlugin(context.Background(), manifest, config, nil)
	if err != nil {
		b.Fatal(err)
	}
	guest, err := compiled.Instance(context.Background(), extism.PluginInstanceConfig{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		guest.Close(context.Background())
		compiled.Close(context.Background())
	})
	return guest
}

// referenceRoute is a request as a server with eight adapters makes it.
func referenceRoute() sdk.RouteRequest {
	r := sdk.RouteRequest{Envelope: sdk.Envelope{RequestID: "r1", Kind: sdk.KindChat, WalletHash: "0123456789abcdef0123456789abcdef"}}
	for i, name := range []string{"coder", "law", "medicine", "poetry", "sql", "translator", "math", "history"} {
		a := sdk.Adapter{Name: name, Description: "answers about " + name, Similarity: 0.1 + float64(i)/100, Loaded: i%2 == 0}
		if name == "sql" {
			a.Similarity = 0.8125
		}
		r.Adapters = append(r.Adapters, a)
	}
	return r
}

// measureChains times one chat's hooks in a host without plugins and in one
// with the Zig reference guest at every hook.
func measureChains(b *testing.B) (empty, five durations) {
	b.Helper()
	none, _ := serve(b, Options{})
	var guests []plugin
	for _, hook := range []string{sdk.HookRoute, sdk.HookPre, sdk.HookQuote, sdk.HookPost} { // that of quote answers settle too
		wasm, manifest := guesttest.Reference(b, pluginbuild.Zig, hook)
		guests = append(guests, plugin{name: "reference-" + hook, wasm: wasm, manifest: manifest})
	}
	full, g := serve(b, Options{CacheDir: plugintest.CacheDir(b)}, guests...)
	if len(g.chains) != 5 {
		b.Fatalf("the guests answer %d hooks, want 5", len(g.chains))
	}
	work := sdk.Work{Model: "demo", Adapter: "sql", PromptTokens: 40, MaxTokens: 100, N: 1, WalletTier: "default"}
	chats := func(h *Host) func() error { return func() error { return oneChat(h, work) } }
	interleave(b, time.Second/2, chats(none), chats(full)) // warm
	times := interleave(b, 4*time.Second, chats(none), chats(full))
	return times[0], times[1]
}

// oneChat asks all five hooks as a request does.
func oneChat(h *Host, work sdk.Work) error {
	ctx := context.Background()
	e := sdk.Envelope{RequestID: "r1", Kind: sdk.KindChat, WalletHash: "0123456789abcdef0123456789abcdef"}
	g := h.Pin("")
	defer g.Release()
	d := g.Route(ctx, chatRoute)
	pre, err := g.Pre(ctx, sdk.PreRequest{Envelope: e, Adapter: sdk.BoundAdapter{Name: "sql"}, Messages: chatMessages})
	if err != nil {
		return fmt.Errorf("pre: %w", err)
	}
	q := g.Quote(ctx, sdk.QuoteRequest{Envelope: e, Work: work})
	post := g.Post(e, sdk.BoundAdapter{Name: "sql"}, 0)
	if _, _, err := post.Push(ctx, "SELECT name FROM cities ORDER BY size DESC LIMIT 10;", true); err != nil {
		return fmt.Errorf("post: %w", err)
	}
	s := g.Settle(ctx, q, sdk.SettleRequest{Envelope: e, Work: work, Usage: sdk.Usage{PromptTokens: 40, CompletionTokens: 20}, Outcome: sdk.OutcomeComplete})
	for _, err := range []error{d.Err, pre.Err, q.Err, post.Err, s.Err} {
		if err != nil {
			return err
		}
	}
	return nil
}

var (
	chatRoute    = referenceRoute()
	chatMessages = []sdk.Message{{Role: "user", Content: "the ten largest cities of the table, please"}}
)

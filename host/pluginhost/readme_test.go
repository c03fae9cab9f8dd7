package pluginhost

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/r3mes/r3mes/host/pluginbuild"
	"github.com/r3mes/r3mes/host/pluginhost/fuel"
	"github.com/r3mes/r3mes/host/pluginhost/guesttest"
	"github.com/r3mes/r3mes/host/pluginhost/plugintest"
	"github.com/r3mes/r3mes/kernels/cpufeat"
	"github.com/r3mes/r3mes/runtime/benchreport"
	"github.com/r3mes/r3mes/sdk"
)

// The README's tables of plugins' limits and costs. `make limits` measures the
// costs and writes both; the limits are held to DefaultLimits by a test.

var readme = filepath.Join("..", "..", "README.md")

// limitRow is one line of the table of limits. %s in its value stand for the
// default values of the fields, in order.
type limitRow struct {
	what   string
	value  string
	fields string // of Limits, separated by blanks
	set    string // where a plugin's author asks for another
	passed string // what happens then
}

var limitRows = []limitRow{
	{"time in the guest", "`route` %s, `quote` %s, `settle` %s, `pre` %s, `post` %s a piece", "RouteDeadline QuoteDeadline SettleDeadline PreDeadline PostDeadline", "`limits.deadline_ms`", "error `deadline`"},
	{"the most of it to ask for", "%s", "MaxDeadline", "", "the plugin gets this much"},
	{"work in the guest, about an instruction a unit", "%s units", "Fuel", "`limits.fuel`", "error `fuel`"},
	{"the most of it to ask for", "%s units", "MaxFuel", "", "the plugin gets this much"},
	{"start and `_initialize` of an instance", "%s, %s units", "StartDeadline StartFuel", "", "not loaded; error `start` later"},
	{"call stack", stackBytes() + ", estimated", "", "", "error `trap`"},
	{"size of `plugin.wasm`", "%s", "ModuleBytes", "", "not loaded"},
	{"linear memory, in pages of 64 KiB", "%s", "MemoryPages", "`limits.memory_pages`", "`memory.grow` answers −1"},
	{"the most of it to ask for", "%s", "MaxMemoryPages", "", "not loaded"},
	{"request", "%s", "InputBytes", "", "error `input`, no guest is asked"},
	{"answer", "%s", "OutputBytes", "", "error `output`"},
	{"all that a call allocates of the host", "%s", "HostBytes", "", "`alloc` answers 0"},
	{"variables of a call", bytesText(maxVarBytes), "", "", "error `trap`"},
	{"log of a call", strconv.Itoa(maxLogLines) + " lines of " + bytesText(maxLogBytes), "", "", "the rest is dropped"},
	{"instances of a plugin", "2 a processor, %s of memory in all", "InstanceBytes Instances", "", "wait, then error `pool`"},
	{"wait for an instance", "%s", "PoolWait", "", "error `pool`"},
	{"memory of all plugins", "%s", "MemoryBytes", "", "error `pool`"},
	{"calls of an instance", "%s", "CallsEach", "", "another takes its place"},
	{"overruns, failures in a row", "%s, %s", "BreakerOverruns BreakerFailures BreakerRest", "", "error `breaker` for %s"},
	{"of the first calls of a new version, failed", "%s of %s, and %s %%", "ProbationErrors ProbationCalls ProbationPercent", "", "the version before serves again"},
	{"key-value calls of a hook", "%s", "KVTime", "", "error `deadline`"},
	{"embeddings of a hook", "%s", "EmbedTime", "", "error `deadline`"},
	{"HTTP: a request, all of a hook", "%s, %s", "HTTPCall HTTPHook", "", "error `deadline`"},
	{"HTTP: a body", "%s", "HTTPBodyBytes", "", "error `trap`"},
	{"capabilities", "none; at most what `plugins.ceiling` says", "Capabilities", "`capabilities`", "not loaded, or error `trap`"},
}

// limitsTable is the table of limits as DefaultLimits has them.
func limitsTable() string {
	var t strings.Builder
	t.WriteString("| limit | default | field of `Limits` | in a manifest | when it is passed |\n|---|---|---|---|---|\n")
	for _, r := range limitRows {
		value := r.value
		if n := strings.Count(value, "%s"); n > 0 {
			value = fmt.Sprintf(value, r.values()[:n]...)
		}
		passed := strings.Replace(r.passed, "%s", text(DefaultLimits().BreakerRest), 1)
		fields := "fixed"
		if names := strings.Fields(r.fields); len(names) > 0 {
			fields = "`" + strings.Join(names, "`, `") + "`"
		}
		fmt.Fprintf(&t, "| %s | %s | %s | %s | %s |\n", r.what, value, fields, r.set, passed)
	}
	return t.String()
}

// values are the defaults of the row's fields, as a reader writes them.
func (r limitRow) values() (texts []any) {
	defaults := reflect.ValueOf(DefaultLimits())
	for _, field := range strings.Fields(r.fields) {
		value := defaults.FieldByName(field)
		if strings.HasSuffix(field, "Bytes") {
			texts = append(texts, bytesText(value.Int()))
			continue
		}
		texts = append(texts, text(value.Interface()))
	}
	return texts
}

func text(value any) string {
	switch v := value.(type) {
	case time.Duration:
		s := v.String()
		return strings.TrimRight(s, "nµms") + " " + strings.TrimLeft(s, "0123456789.")
	case int64:
		return grouped(v)
	case int:
		return grouped(int64(v))
	}
	return fmt.Sprint(value)
}

func grouped(n int64) string {
	digits := strconv.FormatInt(n, 10)
	for at := len(digits) - 3; at > 0; at -= 3 {
		digits = digits[:at] + "," + digits[at:]
	}
	return digits
}

func bytesText(n int64) string {
	for _, unit := range []struct {
		name string
		size int64
	}{{"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}} {
		if n >= unit.size {
			return fmt.Sprintf("%d %s", n/unit.size, unit.name)
		}
	}
	return fmt.Sprintf("%d bytes", n)
}

func stackBytes() string { return bytesText(fuel.StackBytes) }

// replaceBetween replaces what stands between a begin and an end marker.
func replaceBetween(t testing.TB, page, name, content string) string {
	t.Helper()
	begin, end := "<!-- "+name+" -->\n", "<!-- /"+name+" -->"
	head, rest, ok := strings.Cut(page, begin)
	_, tail, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatalf("README.md has no %q … %q", begin, end)
	}
	return head + begin + content + end + tail
}

// Every field of Limits has its line, and the README's lines are the defaults.
func TestReadmeHasTheLimits(t *testing.T) {
	var named []string
	for _, r := range limitRows {
		named = append(named, strings.Fields(r.fields)...)
	}
	slices.Sort(named)
	var fields []string
	for _, f := range reflect.VisibleFields(reflect.TypeFor[Limits]()) {
		fields = append(fields, f.Name)
	}
	slices.Sort(fields)
	if !slices.Equal(named, fields) {
		t.Errorf("limitRows has lines for\n%v, want one for each field of Limits:\n%v", named, fields)
	}
	page, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	if replaceBetween(t, string(page), "limits", limitsTable()) != string(page) {
		t.Errorf("the README's table of limits is not that of DefaultLimits: run `make limits`, or write\n%s", limitsTable())
	}
}

// BenchmarkLimits measures what plugins cost and writes both tables to the
// README.
func BenchmarkLimits(b *testing.B) {
	guesttest.Need(b)
	page, err := os.ReadFile(readme)
	if err != nil {
		b.Fatal(err)
	}
	next := replaceBetween(b, string(page), "limits", limitsTable())
	costs := costsTable(b)
	if err := os.WriteFile(readme, []byte(replaceBetween(b, next, "costs", costs)), 0o644); err != nil {
		b.Fatal(err)
	}
	fmt.Fprint(benchreport.Open(b), costs)
}

// costsTable measures one reference guest of each language.
func costsTable(b *testing.B) string {
	b.Helper()
	lines := []string{"| reference guest of `route` |", "|---|", "| module |", "| instrument and compile |", "| the same, from the cache |",
		"| make an instance |", "| warm call, p50 |", "| of it, counting fuel |", "| fuel of the call |", "| linear memory |"}
	for _, lang := range referenceLanguages {
		wasm, manifest := guesttest.Reference(b, lang, sdk.HookRoute)
		counting, not, used := fuelOverhead(b, wasm, manifest)
		c := measureLoad(b, wasm, manifest)
		for i, cell := range []string{
			languageNames[lang], "---:", bytesText(int64(len(wasm))), millis(c.cold), millis(c.cached), millis(c.instance),
			fmt.Sprintf("%.0f µs", micros(counting.p50())), fmt.Sprintf("%.0f %%", 100*(1-float64(not.p50())/float64(counting.p50()))),
			grouped(used) + " units", bytesText(c.memory),
		} {
			lines[i] += " " + cell + " |"
		}
	}
	empty, five := measureChains(b)
	return fmt.Sprintf("%s\n\nA host call: %d ns. A chat without plugins: %d ns; with a Zig guest at each of the five hooks, %.0f µs more. Measured %s on %s, with %d processors; medians of a machine that was not idle.\n",
		strings.Join(lines, "\n"), measureHostCall(b).Nanoseconds(), empty.p50().Nanoseconds(), micros(five.p50()-empty.p50()),
		time.Now().UTC().Format(time.DateOnly), cpufeat.CPU(), runtime.GOMAXPROCS(0))
}

func millis(d time.Duration) string {
	ms := float64(d) / float64(time.Millisecond)
	if ms >= 10 {
		return grouped(int64(math.Round(ms))) + " ms"
	}
	return fmt.Sprintf("%.2g ms", ms)
}

var languageNames = map[pluginbuild.Language]string{
	pluginbuild.C: "C", pluginbuild.Zig: "Zig", pluginbuild.Rust: "Rust", pluginbuild.AssemblyScript: "AssemblyScript", pluginbuild.Go: "Go",
}

// loadCosts are medians.
type loadCosts struct {
	cold, cached, instance time.Duration
	memory                 int64 // of an instance after its start, bytes
}

func measureLoad(b *testing.B, wasm []byte, manifest string) (c loadCosts) {
	b.Helper()
	compile := func(cacheDir string) time.Duration {
		h, err := newHost(Options{Limits: generous(Limits{}), CacheDir: cacheDir})
		if err != nil {
			b.Fatal(err)
		}
		defer h.Close()
		began := time.Now()
		candidate, err := h.Prepare(b.Context(), Source{Wasm: wasm, Manifest: []byte(manifest)}, Settings{})
		took := time.Since(began)
		if err != nil {
			b.Fatal(err)
		}
		defer candidate.Close()
		return took
	}
	var cold, cached, instances durations
	cache := b.TempDir()
	compile(cache)
	for range 5 {
		cold, cached = append(cold, compile("")), append(cached, compile(cache))
	}
	_, g := serve(b, Options{CacheDir: cache}, plugin{"reference-route", wasm, manifest})
	pool := g.versions[0].pool
	for range 50 {
		began := time.Now()
		in, err := newInstance(context.Background(), pool.version)
		instances = append(instances, time.Since(began))
		if err != nil {
			b.Fatal(err)
		}
		c.memory = in.memoryBytes()
		in.close()
	}
	c.cold, c.cached, c.instance = cold.p50(), cached.p50(), instances.p50()
	return c
}

// measureHostCall is the time of one call of a function that does next to
// nothing, out of many in one call of a guest.
func measureHostCall(b *testing.B) time.Duration {
	b.Helper()
	const calls = 100_000
	m := &plugintest.Module{}
	env := plugintest.NewEnv(m)
	m.Export("r3mes_route", m.Func(nil, plugintest.Const64(calls), plugintest.Set(1), plugintest.Block(plugintest.Loop(
		plugintest.Const64(0), plugintest.Call(env.Length), plugintest.Drop(),
		plugintest.Get(1), plugintest.Const64(^uint64(0)), plugintest.Add64(), plugintest.Set(1),
		plugintest.Get(1), plugintest.Eqz64(), plugintest.BrIf(1), plugintest.Br(0)))))
	_, g := serve(b, Options{}, plugin{"p", m.Bytes(), plugintest.Manifest("p", []string{sdk.HookRoute})})
	times := interleave(b, time.Second, func() error {
		_, err := callRaw(g, "p", sdk.HookRoute)
		return err
	})
	return times[0].p50() / calls
}

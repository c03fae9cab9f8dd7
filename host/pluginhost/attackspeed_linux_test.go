package pluginhost

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"text/tabwriter"
	"time"

	"github.com/r3mes/r3mes/host/pluginbuild"
	"github.com/r3mes/r3mes/host/pluginhost/guesttest"
	"github.com/r3mes/r3mes/host/pluginhost/plugintest"
	"github.com/r3mes/r3mes/kernels/cpufeat"
	"github.com/r3mes/r3mes/runtime/benchreport"
	"github.com/r3mes/r3mes/sdk"
)

// attackReport is the last line of `make bench-attack`. Ratios are of the 99th
// percentile of others' requests, attacked over calm.
type attackReport struct {
	P99Ratio float64 `json:"p99_ratio"` // of the worst case, in a host as it is by default
	Worst    string  `json:"worst"`
	Mean     float64 `json:"mean_p99_ratio"` // geometric, over all cases
	// The same when no breaker keeps a plugin that fails from being asked again.
	UnbrokenP99Ratio float64 `json:"p99_ratio_without_breaker"`
	UnbrokenWorst    string  `json:"worst_without_breaker"`
	UnbrokenMean     float64 `json:"mean_p99_ratio_without_breaker"`
	Cases            int     `json:"cases"`
	CPU              string  `json:"cpu"`
}

// BenchmarkAttack measures how much longer others wait while a guest attacks:
// calls of a Zig guest that come every millisecond, with the hostile plugin
// asked as often, or as often as it comes to an end, over the same without. Calm
// and attacked times take turns.
func BenchmarkAttack(b *testing.B) {
	guesttest.Need(b)
	out := benchreport.Open(b)
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "\tby default\t\t\t\twithout breaker\t\t\t")
	fmt.Fprintln(table, "attack\trequests\tcalm p99 µs\tattacked\tratio\trequests\tcalm p99 µs\tattacked\tratio")
	r := attackReport{CPU: cpufeat.CPU()}
	var logs, unbrokenLogs float64
	for _, a := range attacks() {
		fmt.Fprint(table, a.name)
		shipped := a.ratio(b, table, Limits{})
		unbroken := a.ratio(b, table, Limits{BreakerOverruns: math.MaxInt, BreakerFailures: math.MaxInt})
		fmt.Fprintln(table)
		if shipped > r.P99Ratio {
			r.P99Ratio, r.Worst = shipped, a.name
		}
		if unbroken > r.UnbrokenP99Ratio {
			r.UnbrokenP99Ratio, r.UnbrokenWorst = unbroken, a.name
		}
		logs += math.Log(shipped)
		unbrokenLogs += math.Log(unbroken)
		r.Cases++
	}
	table.Flush()
	r.Mean, r.UnbrokenMean = rounded(math.Exp(logs/float64(r.Cases))), rounded(math.Exp(unbrokenLogs/float64(r.Cases)))
	if err := json.NewEncoder(out).Encode(r); err != nil {
		b.Fatal(err)
	}
}

// ratio measures one attack on a host with these limits, and writes its part of
// the table.
func (a attack) ratio(b *testing.B, table io.Writer, l Limits) float64 {
	b.Helper()
	a.options.Limits = l
	calm, attacked, ratio, requests := a.disturb(b)
	fmt.Fprintf(table, "\t%d\t%.0f\t%.0f\t%.2f", requests, micros(calm.p99()), micros(attacked.p99()), ratio)
	return ratio
}

// disturb times the calls of others while the attack goes on and while it does
// not, in turns, and counts the attacker's requests. The ratio is the median of
// those of the turns, since other programs disturb single ones.
func (a attack) disturb(b *testing.B) (calm, attacked durations, ratio float64, requests int64) {
	b.Helper()
	wasm, manifest := guesttest.Reference(b, pluginbuild.Zig, sdk.HookRoute)
	a.options.CacheDir = plugintest.CacheDir(b)
	a.options.Dir = writePlugins(b, plugin{"reference-route", wasm, manifest},
		plugin{"hostile", a.wasm, plugintest.Manifest("hostile", []string{"route"}, a.manifest...)})
	h, err := Open(b.Context(), a.options)
	if err != nil {
		b.Fatal(err)
	}
	defer h.Close()
	g := h.Pin("")
	defer g.Release()
	request, err := json.Marshal(referenceRoute())
	if err != nil {
		b.Fatal(err)
	}
	ask := func(name string, limit time.Duration, input []byte) error {
		i := slices.IndexFunc(g.versions, func(v *version) bool { return v.manifest.Name == name })
		return g.versions[i].call(context.Background(), guestCall{
			hook: sdk.HookRoute, seed: "r1", input: input, limit: limit, served: true,
			accept: func([]byte) error { return nil },
		})
	}
	attackRequest := a.request() // made once: making it is not the guest's doing
	other := func() error { return ask("reference-route", time.Minute, request) }
	const turns, turn = 5, 400 * time.Millisecond
	paced(b, turn, other) // warm
	var ratios []float64
	for range turns {
		quiet := paced(b, turn, other)
		var attacker sync.WaitGroup
		var over atomic.Bool
		attacker.Go(func() {
			for due := time.Now(); !over.Load(); due = later(due.Add(pace), time.Now()) {
				sleepUntil(due)
				ask("hostile", h.limits.RouteDeadline, attackRequest) // what it says, the suite judges
				requests++
			}
		})
		loud := paced(b, turn, other)
		over.Store(true)
		attacker.Wait()
		calm, attacked = append(calm, quiet...), append(attacked, loud...)
		ratios = append(ratios, float64(loud.p99())/float64(quiet.p99()))
	}
	slices.Sort(ratios)
	return calm, attacked, rounded(ratios[turns/2]), requests
}

// pace is the time from one request to the next.
const pace = time.Millisecond

// paced makes a call at every pace for so long, and times each from the moment
// it was due: a call that starts late because no processor was free has waited
// like one that takes long.
func paced(b *testing.B, long time.Duration, call func() error) durations {
	b.Helper()
	var times durations
	for due, end := time.Now(), time.Now().Add(long); due.Before(end); due = due.Add(pace) {
		sleepUntil(due)
		if err := call(); err != nil {
			b.Fatal(err)
		}
		times = append(times, time.Since(due))
	}
	return times
}

// sleepUntil sleeps in the system, and wakes as from a socket: timers of the Go
// runtime are up to a millisecond late on an idle machine, and would look better
// under attack.
func sleepUntil(due time.Time) {
	for rest := time.Until(due); rest > 0; rest = time.Until(due) { // signals interrupt it
		wait := syscall.NsecToTimespec(int64(rest))
		syscall.Nanosleep(&wait, nil)
	}
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

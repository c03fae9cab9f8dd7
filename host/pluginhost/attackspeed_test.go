package pluginhost

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"sync"
	"sync/atomic"
	"testing"
	"text/tabwriter"
	"time"

	"github.com/r3mes/r3mes/host/pluginbuild"
	"github.com/r3mes/r3mes/host/pluginhost/guesttest"
	"github.com/r3mes/r3mes/host/pluginhost/plugintest"
	"github.com/r3mes/r3mes/sdk"
)

// attackReport is the last line of `make bench-attack`.
type attackReport struct {
	P99Ratio float64 `json:"p99_ratio"` // attacked over calm, of the worst case
	Worst    string  `json:"worst"`
	Mean     float64 `json:"mean_p99_ratio"` // geometric, over all cases
	Cases    int     `json:"cases"`
	CPU      string  `json:"cpu"`
}

// BenchmarkAttack measures how much longer others wait while a guest attacks:
// the 99th percentile of a Zig guest's calls, one every millisecond, with the
// hostile plugin called without pause beside it, over the same without. Calm
// and attacked times take turns.
func BenchmarkAttack(b *testing.B) {
	guesttest.Need(b)
	out := openReport(b)
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "attack\tattacks\tcalm p50 µs\tcalm p99 µs\tattacked p50 µs\tattacked p99 µs\tp99 attacked over calm")
	r := attackReport{CPU: processor()}
	var logs float64
	for _, a := range attacks() {
		calm, attacked, strikes := a.disturb(b)
		ratio := rounded(float64(attacked.p99()) / float64(calm.p99()))
		fmt.Fprintf(table, "%s\t%d\t%.1f\t%.1f\t%.1f\t%.1f\t%.2f\n", a.name, strikes,
			micros(calm.p50()), micros(calm.p99()), micros(attacked.p50()), micros(attacked.p99()), ratio)
		if ratio > r.P99Ratio {
			r.P99Ratio, r.Worst = ratio, a.name
		}
		logs += math.Log(ratio)
		r.Cases++
	}
	table.Flush()
	r.Mean = rounded(math.Exp(logs / float64(r.Cases)))
	if err := json.NewEncoder(out).Encode(r); err != nil {
		b.Fatal(err)
	}
}

// disturb times the calls of others while the attack goes on and while it does
// not, and counts the attacker's calls.
func (a attack) disturb(b *testing.B) (calm, attacked durations, strikes int64) {
	b.Helper()
	wasm, manifest := guesttest.Reference(b, pluginbuild.Zig, sdk.HookRoute)
	a.options.CacheDir = plugintest.CacheDir(b)
	_, g := serve(b, a.options, plugin{"reference-route", wasm, manifest},
		plugin{"hostile", a.wasm, plugintest.Manifest("hostile", []string{"route"}, a.manifest...)})
	request, err := json.Marshal(referenceRoute())
	if err != nil {
		b.Fatal(err)
	}
	other := func() error {
		_, err := g.Call(context.Background(), "reference-route", sdk.HookRoute, request)
		return err
	}
	const turns, turn = 4, 500 * time.Millisecond
	paced(b, turn, other) // warm
	for range turns {
		calm = append(calm, paced(b, turn, other)...)
		var over atomic.Bool
		var attacker sync.WaitGroup
		attacker.Go(func() {
			for !over.Load() {
				g.Call(context.Background(), "hostile", sdk.HookRoute, a.request())
				strikes++
			}
		})
		attacked = append(attacked, paced(b, turn, other)...)
		over.Store(true)
		attacker.Wait()
	}
	return calm, attacked, strikes
}

// paced makes a call every millisecond for so long, and times each from the
// moment it was due: a call that starts late because no processor was free has
// waited like one that takes long.
func paced(b *testing.B, long time.Duration, call func() error) durations {
	b.Helper()
	const pace = time.Millisecond
	var times durations
	for due, end := time.Now(), time.Now().Add(long); due.Before(end); due = due.Add(pace) {
		time.Sleep(time.Until(due))
		if err := call(); err != nil {
			b.Fatal(err)
		}
		times = append(times, time.Since(due))
	}
	return times
}

package storetest

import (
	"errors"
	"math"
	"reflect"
	"testing"
	"time"

	"github.com/r3mes/r3mes/store"
)

func number(v float64) *float64 { return &v }

func testMiners(t *testing.T, f *fixture) {
	ctx := t.Context()
	report := func(r store.MinerReport) store.MinerReport {
		t.Helper()
		got, err := f.ReportMiner(ctx, r)
		if err != nil || !got.Time.Equal(f.clock.Now()) {
			t.Fatalf("ReportMiner = %+v, %v", got, err)
		}
		return got
	}
	before := f.seq()
	want := []store.MinerReport{
		report(store.MinerReport{Wallet: "w", Hashrate: 10, Training: &store.Training{}}),
		report(store.MinerReport{Wallet: "w", Hashrate: 20, Temperature: number(65.5), Uptime: number(0), Training: &store.Training{Loss: number(-1.5), Epoch: number(3), GradientNorm: number(0.1)}}),
	}
	report(store.MinerReport{Wallet: "w2", Hashrate: 999}) // a name that continues another one
	f.clock.advance(24 * time.Hour)
	want = append(want, report(store.MinerReport{Wallet: "w", Hashrate: 5}))
	f.reopen()
	newest, err := f.MinerReports(ctx, "w", 100)
	if err != nil || len(newest) != 3 || !reflect.DeepEqual(newest, []store.MinerReport{want[2], want[1], want[0]}) {
		t.Errorf("MinerReports = %+v, %v, want %+v newest first", newest, err, want)
	}
	if one, err := f.MinerReports(ctx, "w", 1); err != nil || len(one) != 1 || one[0].Hashrate != 5 {
		t.Errorf("the newest = %+v, %v", one, err)
	}
	if none, err := f.MinerReports(ctx, "nobody", 1); err != nil || len(none) != 0 {
		t.Errorf("of a stranger = %+v, %v", none, err)
	}
	day := want[0].Time.Truncate(24 * time.Hour)
	days := func(since time.Time) []store.MinerDay {
		t.Helper()
		days, err := f.MinerDays(ctx, "w", since)
		if err != nil {
			t.Fatal(err)
		}
		return days
	}
	all := []store.MinerDay{{Day: day, Reports: 2, Hashrate: 15}, {Day: day.Add(24 * time.Hour), Reports: 1, Hashrate: 5}}
	if got := days(day); !reflect.DeepEqual(got, all) {
		t.Errorf("MinerDays = %+v, want %+v", got, all)
	}
	if got := days(f.clock.Now()); !reflect.DeepEqual(got, all[1:]) {
		t.Errorf("MinerDays since yesterday's midnight = %+v, want %+v", got, all[1:])
	}
	if f.seq() != before {
		t.Error("a report wrote to the journal")
	}
}

// testMinerBounds reports for two years: what is kept stays bounded, and no
// day shows another year's numbers.
func testMinerBounds(t *testing.T, f *fixture) {
	ctx := t.Context()
	const years = 2 * 365
	for day := range years {
		if _, err := f.ReportMiner(ctx, store.MinerReport{Wallet: "w", Hashrate: float64(day)}); err != nil {
			t.Fatal(err)
		}
		f.clock.advance(24 * time.Hour)
	}
	days, err := f.MinerDays(ctx, "w", time.Unix(0, 0))
	if err != nil || len(days) != store.MinerDays {
		t.Fatalf("%d days are kept, %v, want %d", len(days), err, store.MinerDays)
	}
	for i, d := range days {
		if d.Reports != 1 || d.Hashrate != float64(years-len(days)+i) {
			t.Fatalf("day %d = %+v", i, d)
		}
	}
	if newest, err := f.MinerReports(ctx, "w", years); err != nil || len(newest) != store.MinerReports {
		t.Errorf("%d reports are kept, %v, want %d", len(newest), err, store.MinerReports)
	}
	for name, r := range map[string]store.MinerReport{
		"no wallet": {}, "a negative hashrate": {Wallet: "w", Hashrate: -1}, "an absurd hashrate": {Wallet: "w", Hashrate: 1e308},
		"no number": {Wallet: "w", Hashrate: math.NaN()}, "infinity": {Wallet: "w", Hashrate: math.Inf(1)},
		"a hot GPU": {Wallet: "w", Temperature: number(1e6)}, "more than all the time": {Wallet: "w", Uptime: number(100.1)},
		"an absurd loss":   {Wallet: "w", Training: &store.Training{Loss: number(-1e308)}},
		"a negative epoch": {Wallet: "w", Training: &store.Training{Epoch: number(-1)}}, "a norm that is none": {Wallet: "w", Training: &store.Training{GradientNorm: number(math.NaN())}},
	} {
		if _, err := f.ReportMiner(ctx, r); !errors.Is(err, store.ErrInvalid) {
			t.Errorf("%s: %v, want ErrInvalid", name, err)
		}
	}
}

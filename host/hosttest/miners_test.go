package hosttest_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/r3mes/r3mes/host/config"
	"github.com/r3mes/r3mes/host/hosttest"
	"github.com/r3mes/r3mes/store"
	"github.com/r3mes/r3mes/store/badger"
)

// dates are the last days as a miner's histories name them, oldest first.
func dates(n int) []string {
	var list []string
	for i := range n {
		list = append(list, time.Now().UTC().AddDate(0, 0, i+1-n).Format("Jan 02"))
	}
	return list
}

func TestAMinersHistoryHasEveryDay(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true})
	for _, rate := range []float64{10, 30.5} {
		if got := call(t, "POST", s.URL+"/miner/report", object{"wallet_address": "m", "hashrate": rate}); got.status != 200 {
			t.Fatalf("%d %s", got.status, got.body)
		}
	}
	for _, days := range []int{1, 7, 365} {
		var answer struct {
			Hashrate []struct {
				Date     string
				Hashrate float64
			}
		}
		body := call(t, "GET", fmt.Sprintf("%s/api/miner/hashrate/m?days=%d", s.URL, days), nil).body
		if err := json.Unmarshal([]byte(body), &answer); err != nil {
			t.Fatal(err)
		}
		want := dates(days)
		if len(answer.Hashrate) != days {
			t.Fatalf("%d days: %d entries", days, len(answer.Hashrate))
		}
		for i, d := range answer.Hashrate {
			rate := 0.0
			if i == days-1 {
				rate = 20.25
			}
			if d.Date != want[i] || d.Hashrate != rate {
				t.Errorf("%d days: entry %d is %+v, want %s and %v", days, i, d, want[i], rate)
			}
		}
	}
}

// TestEarningsAreTheBlocksOfTheJournal credits blocks of several days and reads
// them as a miner does.
func TestEarningsAreTheBlocksOfTheJournal(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true})
	data := s.Data
	s.Stop()
	s.WithLedger(func(ctx context.Context, l *badger.Store) error {
		now := time.Now().UTC()
		mined := func(height int64, miner string, daysAgo int) store.BlockCredit {
			return store.BlockCredit{Height: height, Hash: fmt.Sprint("h", height), Miner: miner, Amount: 100 * store.Credit, Time: now.AddDate(0, 0, -daysAgo)}
		}
		_, err := l.CreditBlocks(ctx, store.BlockBatch{Blocks: []store.BlockCredit{
			mined(1, "m", 400), mined(2, "m", 2), mined(3, "m", 2), mined(4, "other", 1), mined(5, "m", 0),
		}})
		return err
	})
	s = tiny(t, hosttest.Options{NoPlugins: true, Data: data})
	var answer struct {
		Earnings []struct {
			Date     string
			Earnings float64
		}
	}
	if err := json.Unmarshal([]byte(call(t, "GET", s.URL+"/miner/earnings/m?days=4", nil).body), &answer); err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprint(answer.Earnings)
	d := dates(4)
	if want := fmt.Sprintf("[{%s 0} {%s 200} {%s 0} {%s 100}]", d[0], d[1], d[2], d[3]); got != want {
		t.Errorf("earnings %s, want %s", got, want)
	}
	call(t, "GET", s.URL+"/miner/stats/m", nil) // is kept, until the miner reports
	call(t, "POST", s.URL+"/miner/report", object{"wallet_address": "m", "hashrate": 5, "gpu_temperature": 60, "uptime_percentage": 98})
	call(t, "POST", s.URL+"/miner/report", object{"wallet_address": "m", "hashrate": 7})
	for wallet, want := range map[string]string{
		"m":      `{"wallet_address":"m","total_earnings":400,"hashrate":7,"gpu_temperature":60,"blocks_found":4,"uptime_percentage":98,"network_difficulty":0}`,
		"nobody": `{"wallet_address":"nobody","total_earnings":0,"hashrate":0,"gpu_temperature":0,"blocks_found":0,"uptime_percentage":0,"network_difficulty":0}`,
	} {
		if got := call(t, "GET", s.URL+"/api/miner/stats/"+wallet, nil); got.status != 200 || strings.TrimSpace(got.body) != want {
			t.Errorf("%d %s, want %s", got.status, got.body, want)
		}
	}
}

func TestReportsAreRefusedThatNoMachineCouldMake(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true})
	for name, c := range map[string]struct{ body, says string }{
		"no wallet":                  {`{"hashrate": 1}`, `"wallet_address"`},
		"no hashrate":                {`{"wallet_address": "m"}`, `"hashrate"`},
		"a hashrate that is no one":  {`{"wallet_address": "m", "hashrate": "fast"}`, `"hashrate"`},
		"a negative hashrate":        {`{"wallet_address": "m", "hashrate": -1}`, `"hashrate"`},
		"an absurd hashrate":         {`{"wallet_address": "m", "hashrate": 1e308}`, `"hashrate"`},
		"a number beyond numbers":    {`{"wallet_address": "m", "hashrate": 1e999}`, `"hashrate"`},
		"no number":                  {`{"wallet_address": "m", "hashrate": NaN}`, `not valid JSON`},
		"a GPU like the sun":         {`{"wallet_address": "m", "hashrate": 1, "gpu_temperature": 5778}`, `"gpu_temperature"`},
		"more uptime than there was": {`{"wallet_address": "m", "hashrate": 1, "uptime_percentage": 101}`, `"uptime_percentage"`},
		"an absurd loss":             {`{"wallet_address": "m", "hashrate": 1, "training": {"loss": 1e300}}`, `"training.loss"`},
	} {
		if got := call(t, "POST", s.URL+"/miner/report", c.body); got.status != 422 || !strings.Contains(got.body, c.says) {
			t.Errorf("%s: %d %s, want 422 with %s", name, got.status, got.body, c.says)
		}
	}
	if body := call(t, "GET", s.URL+"/miner/hashrate/m?days=1", nil).body; !strings.Contains(body, `"hashrate":0}`) {
		t.Errorf("after refusals only: %s", body)
	}
}

func TestAReportNeedsItsScope(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true, Data: t.TempDir(), Config: func(c *config.Config) { c.Auth.Mode = config.ModeKey }})
	data := s.Data
	s.Stop()
	var miner string
	s.WithLedger(func(ctx context.Context, l *badger.Store) error {
		plain, _, err := l.CreateKey(ctx, store.NewKey{Wallet: "m", Scopes: []store.Scope{store.ScopeReport}})
		miner = plain.Reveal()
		return err
	})
	s = tiny(t, hosttest.Options{NoPlugins: true, Data: data, Config: func(c *config.Config) { c.Auth.Mode = config.ModeKey }})
	for name, c := range map[string]struct {
		wallet string
		key    string
		want   int
	}{
		"nobody":                      {"m", "", 401},
		"a wallet's usual key":        {s.Wallet, s.Key, 403},
		"a miner about itself":        {"m", miner, 200},
		"a miner about another miner": {"other", miner, 403},
	} {
		var headers []string
		if c.key != "" {
			headers = []string{"X-API-Key", c.key}
		}
		if got := call(t, "POST", s.URL+"/miner/report", object{"wallet_address": c.wallet, "hashrate": 1}, headers...); got.status != c.want {
			t.Errorf("%s: %d %s, want %d", name, got.status, got.body, c.want)
		}
	}
}

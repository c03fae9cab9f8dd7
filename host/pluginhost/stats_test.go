package pluginhost

import (
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"
)

// Buckets cover every duration without a gap, and each is at most an eighth of
// its start wide.
func TestHistogramBuckets(t *testing.T) {
	for i := range 8*61 + 8 {
		end := bucketEnd(i)
		if bucketOf(end) != i {
			t.Fatalf("bucket %d ends at %d, which lies in %d", i, end, bucketOf(end))
		}
		if end < math.MaxUint64 && bucketOf(end+1) != i+1 {
			t.Fatalf("%d follows bucket %d but lies in %d", end+1, i, bucketOf(end+1))
		}
		if i > 0 && end-bucketEnd(i-1) > bucketEnd(i-1)/8+1 {
			t.Fatalf("bucket %d is (%d, %d]", i, bucketEnd(i-1), end)
		}
	}
	if got := bucketOf(math.MaxInt64); got >= len(histogram{}.buckets) {
		t.Errorf("the longest duration is in bucket %d of %d", got, len(histogram{}.buckets))
	}
}

func TestHistogramQuantiles(t *testing.T) {
	if (&histogram{}).sum() != (Latency{}) {
		t.Error("an empty histogram has a sum")
	}
	r := rand.New(rand.NewPCG(1, 2))
	var h histogram
	var all []time.Duration
	for range 10_000 {
		d := time.Duration(math.Exp(r.Float64()*12)) * time.Microsecond
		all = append(all, d)
		h.add(d)
	}
	slices.Sort(all)
	sum := h.sum()
	for _, q := range []struct{ got, want time.Duration }{{sum.P50, all[4_999]}, {sum.P99, all[9_899]}} {
		if q.got < q.want || q.got > q.want+q.want/8 {
			t.Errorf("quantile %v, want %v to an eighth more", q.got, q.want)
		}
	}
	if sum.Max != all[9_999] || sum.Count != 10_000 || sum.Mean <= all[0] || sum.Mean >= sum.Max {
		t.Errorf("sum %+v", sum)
	}
}

func TestStatsOfAGeneration(t *testing.T) {
	_, g := serve(t, Options{},
		routePlugin("broken", says("{"), "capabilities = [\"log\"]"), pricePlugin("price", `{"ceiling_microcredits":5}`, `{"charge_microcredits":5}`))
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 5 {
				g.Route(t.Context(), routeRequest())
				g.Settle(t.Context(), g.Quote(t.Context(), quoteRequest()), settleRequest())
			}
		})
	}
	wg.Wait()
	list := g.Stats()
	if len(list) != 2 || list[0].Plugin != "broken" || list[1].Plugin != "price" {
		t.Fatalf("stats %+v, want broken and price", list)
	}
	broken, price := list[0], list[1]
	if broken.Role != RoleActive || price.ID == "" {
		t.Errorf("roles and ids of %+v", list)
	}
	if h := broken.Hooks; len(h) != 1 || h[0].Calls != 20 || h[0].Errors["bad_answer"] != 20 || broken.Discarded != 20 {
		t.Errorf("broken: %+v, want 20 calls, all bad answers, 20 instances gone", broken)
	}
	if h := price.Hooks; len(h) != 2 || h[0].Hook != "quote" || h[1].Hook != "settle" || h[0].Calls != 20 || len(h[1].Errors) != 0 || h[1].Duration.Count != 20 || h[1].Duration.Max == 0 {
		t.Errorf("price: %+v", price)
	}
	if price.PoolWait.Count != 40 || price.Denied == nil || price.HTTP == nil || len(price.Hash) != 64 || price.Version != "1.0.0" {
		t.Errorf("price: %+v", price)
	}
}

func TestStatsKeepTheHighWaterMark(t *testing.T) {
	var s versionStats
	for _, n := range []int64{1 << 16, 3 << 16, 2 << 16} {
		s.count(Call{Hook: "route", MemoryBytes: n, Denied: map[string]int{CapKV: 2}, HTTP: map[string]int{"2xx": 1}, Duration: 5, HostTime: 2, Fuel: n >> 16})
	}
	got := s.read(&version{manifest: &Manifest{Name: "p"}, pool: &pool{}})
	if got.MemoryBytes != 3<<16 || got.Denied[CapKV] != 6 || got.HTTP["2xx"] != 3 || got.Hooks[0].Duration.Max != 3 || got.Hooks[0].Fuel != 6 || got.Hooks[0].MaxFuel != 3 {
		t.Errorf("stats %+v, want 3 pages, 6 denied, 3 requests, 3 ns in the guest", got)
	}
}

// Every version that is kept has its own numbers, under its role.
func TestStatsByRole(t *testing.T) {
	h, _ := serve(t, Options{}, naming("route", "one"))
	activate(t, h, naming("route", "two"))
	if _, err := h.Canary(prepare(t, h, naming("route", "three")), 100); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Shadow(prepare(t, h, naming("route", "four"))); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		chosen(t, h, "a wallet")
	}
	chosen(t, h, "")
	g := h.Pin("")
	defer g.Release()
	var roles []string
	calls := map[string]int64{}
	for _, s := range g.Stats() {
		roles = append(roles, s.Role)
		for _, hook := range s.Hooks {
			calls[s.Role] += hook.Calls
		}
	}
	if !slices.Equal(roles, []string{RoleActive, RoleCanary, RoleShadow, RolePrevious}) || calls[RoleCanary] != 3 || calls[RoleActive] != 1 || calls[RolePrevious] != 0 {
		t.Errorf("roles %q, calls %v", roles, calls)
	}
}

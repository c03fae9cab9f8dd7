package analytics

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"time"
)

// maxEndpoints bounds a day's endpoints; what comes later counts as "other".
// Route patterns are fewer.
const maxEndpoints = 512

// A day is what was counted in one, and its record in the store.
type day struct {
	Endpoints  map[string]int64 `json:"endpoints"`
	Users      users            `json:"users"`
	Actions    int64            `json:"actions"`    // requests that say whose they are
	Inferences int64            `json:"inferences"` // that reached the engine
	Succeeded  int64            `json:"succeeded"`
	Latency    time.Duration    `json:"latency_ns"` // of those that succeeded, in the engine
	Tokens     int64            `json:"tokens"`     // that these made
	Network    Network          `json:"network"`    // as it was last known

	dirty bool // not in the store as it is
}

func newDay() *day { return &day{Endpoints: map[string]int64{}} }

func (d *day) endpoint(name string) {
	if _, known := d.Endpoints[name]; !known && len(d.Endpoints) >= maxEndpoints {
		name = "other"
	}
	d.Endpoints[name]++
}

func (d *day) encode() []byte {
	d.Users.prune()
	record, err := json.Marshal(d)
	if err != nil {
		panic(err) // plain numbers always marshal
	}
	return record
}

// add puts o's counts on top.
func (d *day) add(o *day) {
	for endpoint, n := range o.Endpoints {
		d.Endpoints[endpoint] += n
	}
	d.Users.merge(&o.Users)
	d.Actions += o.Actions
	d.Inferences += o.Inferences
	d.Succeeded += o.Succeeded
	d.Latency += o.Latency
	d.Tokens += o.Tokens
}

// An EndpointCount is how often an endpoint was asked for.
type EndpointCount struct {
	Endpoint string
	Count    int64
}

// A Report sums up some days. Rates and means are 0 where nothing was counted.
type Report struct {
	Requests  int64
	Endpoints []EndpointCount // most asked for first

	ActiveUsers int64 // distinct wallets
	Actions     int64

	Inferences      int64
	SuccessRate     float64       // 0 to 1
	Latency         time.Duration // mean of successful answers
	TokensPerSecond float64       // of successful answers, over their whole time in the engine

	Miners, BlockTime []Point // of the days on which they were known, oldest first
}

// A Point is a number of one day.
type Point struct {
	Date  string // such as 2026-01-05
	Value float64
}

// Report sums up the last days, today included; days is 1 to Days.
func (r *Recorder) Report(ctx context.Context, days int) (Report, error) {
	sum, now := newDay(), r.options.Now().UTC()
	var miners, blockTime []Point
	for i := range days {
		date := dateOf(now.AddDate(0, 0, i+1-days))
		n, err := r.addDay(ctx, sum, date)
		if err != nil {
			return Report{}, err
		}
		miners, blockTime = point(miners, date, n.Miners), point(blockTime, date, n.BlockTime)
	}
	report := sum.report()
	report.Miners, report.BlockTime = miners, blockTime
	return report, nil
}

func point(list []Point, date string, value *float64) []Point {
	if value == nil {
		return list
	}
	return append(list, Point{date, *value})
}

// addDay puts a day's counts on top of sum and returns its network.
func (r *Recorder) addDay(ctx context.Context, sum *day, date string) (Network, error) {
	if n, ok := r.addCounted(sum, date); ok {
		return n, nil
	}
	d, err := r.stored(ctx, date)
	if err != nil {
		return Network{}, err
	}
	sum.add(d)
	return d.Network, nil
}

// addCounted adds a day that is in memory, which then is the newer one.
func (r *Recorder) addCounted(sum *day, date string) (n Network, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	d, ok := r.days[date]
	if ok {
		sum.add(d)
		n = d.Network
	}
	return n, ok
}

func (d *day) report() Report {
	rep := Report{ActiveUsers: d.Users.count(), Actions: d.Actions, Inferences: d.Inferences}
	for endpoint, n := range d.Endpoints {
		rep.Requests += n
		rep.Endpoints = append(rep.Endpoints, EndpointCount{endpoint, n})
	}
	slices.SortFunc(rep.Endpoints, func(a, b EndpointCount) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Endpoint, b.Endpoint))
	})
	if d.Inferences > 0 {
		rep.SuccessRate = float64(d.Succeeded) / float64(d.Inferences)
	}
	if d.Succeeded > 0 {
		rep.Latency = d.Latency / time.Duration(d.Succeeded)
	}
	if d.Latency > 0 {
		rep.TokensPerSecond = float64(d.Tokens) / d.Latency.Seconds()
	}
	return rep
}

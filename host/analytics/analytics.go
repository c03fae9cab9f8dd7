// Package analytics counts how the server is used, day by day: which routes are
// asked for, by how many wallets, and how the model answers.
//
//	rec, err := analytics.Open(ctx, analytics.Options{Store: ledger, WalletHash: hash})
//	go rec.Run(ctx)
//	rec.Request("POST:/chat", wallet)
//	report, err := rec.Report(ctx, 7)
//
// Recording takes a lock for the time of a few additions and never waits for a
// disk. Each day is one record of bounded size in the store, written every
// FlushEvery while something changed and at the end of Run; days are UTC and
// are kept for Days.
//
// # Caveats
//
// A process that is killed loses what it counted since the last flush. Wallets
// are kept as hashes of theirs only, and counted exactly up to some thousands a
// day; see users.
package analytics

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/r3mes/r3mes/host/pipeline"
	"github.com/r3mes/r3mes/store"
)

const (
	// Days is how long a day is kept.
	Days = 365
	// FlushEvery is how much a process that is killed may lose.
	FlushEvery = time.Minute
)

// namespace of the store's pairs; no plugin's name has a colon.
const namespace = "host:analytics"

// quota is what all days together may take.
var quota = store.KVQuota{Keys: Days + 2, Bytes: (Days + 2) * store.MaxKVValue}

// Store keeps one record a day. *badger.Store is one.
type Store interface {
	KVGet(ctx context.Context, namespace string, key []byte) (value []byte, found bool, err error)
	KVSet(ctx context.Context, namespace string, key, value []byte, ttl time.Duration, q store.KVQuota) error
}

// Options are what a Recorder needs.
type Options struct {
	Store      Store                      // required
	WalletHash func(wallet string) string // required; evenly spread, such as an HMAC
	Network    func() Network             // asked at every flush; nil: there is no chain
	Now        func() time.Time           // nil: time.Now
	Log        *slog.Logger               // nil: discarded
}

// Network is what is known of the chain; nil is not known.
type Network struct {
	Miners    *float64 `json:"miners,omitempty"`
	BlockTime *float64 `json:"block_seconds,omitempty"`
}

// Recorder counts. Its methods are safe for concurrent use.
type Recorder struct {
	options Options

	mu     sync.Mutex
	date   string          // of the day that is counted
	days   map[string]*day // that day, and others that are not in the store yet
	totals Totals
}

// Totals count since the process began.
type Totals struct {
	Requests  int64 // for an answer of the model, refused ones included
	Failed    int64
	Answered  int64         // that the model worked on, to the end or until the client left
	ModelTime time.Duration // of these, from submission to the last token
}

// MeanLatency is the model's time for an answer, 0 when there was none.
func (t Totals) MeanLatency() time.Duration {
	if t.Answered == 0 {
		return 0
	}
	return t.ModelTime / time.Duration(t.Answered)
}

// Open goes on with the day that the store has.
func Open(ctx context.Context, o Options) (*Recorder, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	r := &Recorder{options: o, days: map[string]*day{}}
	r.date = dateOf(o.Now())
	today, err := r.stored(ctx, r.date)
	if err != nil {
		return nil, err
	}
	r.days[r.date] = today
	return r, nil
}

func dateOf(t time.Time) string { return t.UTC().Format(time.DateOnly) }

// today is the day that is counted now; the caller holds mu. A clock that goes
// back does not reopen a day.
func (r *Recorder) today() *day {
	if date := dateOf(r.options.Now()); date > r.date {
		r.date = date
		r.days[date] = newDay()
	}
	d := r.days[r.date]
	d.dirty = true
	return d
}

// Request counts one request. endpoint is method and route pattern, such as
// "POST:/chat", never a path; wallet is empty when nobody said who they are.
func (r *Recorder) Request(endpoint, wallet string) {
	var user uint64
	if wallet != "" {
		user = userOf(r.options.WalletHash(wallet))
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	d := r.today()
	d.endpoint(endpoint)
	if wallet != "" {
		d.Actions++
		d.Users.add(user)
	}
}

// Answer counts one run of the pipeline.
func (r *Recorder) Answer(out pipeline.Outcome, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.totals.Requests++
	if err != nil {
		r.totals.Failed++
	}
	if out.Timing.Total == 0 {
		return // never in the engine
	}
	d := r.today()
	d.Inferences++
	if err != nil {
		return
	}
	r.totals.Answered++
	r.totals.ModelTime += out.Timing.Total
	d.Succeeded++
	d.Latency += out.Timing.Total
	d.Tokens += int64(out.Usage.CompletionTokens)
}

// Totals returns what was counted since the process began.
func (r *Recorder) Totals() Totals {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.totals
}

// Run writes to the store until ctx ends, and then once more.
func (r *Recorder) Run(ctx context.Context) {
	tick := time.NewTicker(FlushEvery)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			r.flush(ctx)
		case <-ctx.Done():
			r.flush(context.WithoutCancel(ctx))
			return
		}
	}
}

// look notes the chain's numbers; a day keeps the last that were known.
func (r *Recorder) look() {
	if r.options.Network == nil {
		return
	}
	n := r.options.Network()
	if n == (Network{}) {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	d := r.today()
	d.Network.Miners, d.Network.BlockTime = cmp.Or(n.Miners, d.Network.Miners), cmp.Or(n.BlockTime, d.Network.BlockTime)
}

// flush writes what changed. What cannot be written is written next time.
func (r *Recorder) flush(ctx context.Context) {
	r.look()
	for date, record := range r.changed() {
		err := r.options.Store.KVSet(ctx, namespace, []byte(date), record, (Days+1)*24*time.Hour, quota)
		r.written(date, err == nil)
		if err != nil {
			r.options.Log.Warn("analytics: a day was not written; it is tried again", "day", date, "error", err)
		}
	}
}

// changed encodes the days that are not in the store as they are.
func (r *Recorder) changed() map[string][]byte {
	r.mu.Lock()
	defer r.mu.Unlock()
	records := map[string][]byte{}
	for date, d := range r.days {
		if d.dirty {
			records[date] = d.encode()
			d.dirty = false
		}
	}
	return records
}

// written forgets a day that is over and stored.
func (r *Recorder) written(date string, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch d := r.days[date]; {
	case !ok:
		d.dirty = true
	case date != r.date && !d.dirty:
		delete(r.days, date)
	}
}

// stored reads a day, an empty one when there is none.
func (r *Recorder) stored(ctx context.Context, date string) (*day, error) {
	record, found, err := r.options.Store.KVGet(ctx, namespace, []byte(date))
	if err != nil {
		return nil, fmt.Errorf("analytics: read %s: %w", date, err)
	}
	d := newDay()
	if !found {
		return d, nil
	}
	if err := json.Unmarshal(record, d); err != nil {
		return nil, fmt.Errorf("analytics: read %s: %w", date, err)
	}
	return d, nil
}

package analytics

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"sync"
	"testing"
	"time"

	"github.com/r3mes/r3mes/host/pipeline"
	"github.com/r3mes/r3mes/runtime/engine"
	"github.com/r3mes/r3mes/store"
	"github.com/r3mes/r3mes/store/badger"
)

// clock is the time as a test sets it.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func openStore(t *testing.T) *badger.Store {
	t.Helper()
	l, err := badger.Open(t.TempDir(), badger.Default())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	})
	return l
}

func open(t *testing.T, s Store, c *clock) *Recorder {
	t.Helper()
	r, err := Open(t.Context(), Options{Store: s, WalletHash: func(w string) string { return "hash of " + w }, Now: c.Now})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func report(t *testing.T, r *Recorder, days int) Report {
	t.Helper()
	rep, err := r.Report(t.Context(), days)
	if err != nil {
		t.Fatal(err)
	}
	return rep
}

func answered(seconds float64, tokens int) pipeline.Outcome {
	return pipeline.Outcome{Usage: engine.Usage{CompletionTokens: tokens}, Timing: engine.Timing{Total: time.Duration(seconds * float64(time.Second))}}
}

func TestAReportSumsUpDaysAndOutlivesTheProcess(t *testing.T) {
	s, c := openStore(t), &clock{now: time.Date(2026, 3, 1, 23, 0, 0, 0, time.UTC)}
	r := open(t, s, c)
	r.Request("POST:/chat", "a")
	r.Request("POST:/chat", "b")
	r.Request("GET:/health", "")
	r.Answer(answered(1, 30), nil)
	r.Answer(answered(5, 9), engine.ErrModel)
	r.Answer(pipeline.Outcome{}, store.ErrInsufficientCredit)
	c.advance(2 * time.Hour) // the next day
	r.Request("POST:/chat", "a")
	r.Answer(answered(3, 10), nil)
	r.flush(t.Context())
	r = open(t, s, c) // a new process on the same day
	r.Request("GET:/health", "c")

	week := report(t, r, 7)
	if week.Requests != 5 || week.ActiveUsers != 3 || week.Actions != 4 {
		t.Errorf("requests %d, users %d, actions %d; want 5, 3, 4", week.Requests, week.ActiveUsers, week.Actions)
	}
	if got := fmt.Sprint(week.Endpoints); got != "[{POST:/chat 3} {GET:/health 2}]" {
		t.Errorf("endpoints %s", got)
	}
	if week.Inferences != 3 || week.Latency != 2*time.Second || week.TokensPerSecond != 10 || math.Abs(week.SuccessRate-2./3) > 1e-9 {
		t.Errorf("inferences %d, latency %v, %v tokens/s, success %v; want 3, 2s, 10, 2/3", week.Inferences, week.Latency, week.TokensPerSecond, week.SuccessRate)
	}
	if today := report(t, r, 1); today.Requests != 2 || today.ActiveUsers != 2 || today.Inferences != 1 {
		t.Errorf("today: %+v, want 2 requests of 2 users and 1 answer", today)
	}
	c.advance(400 * 24 * time.Hour)
	if later := report(t, r, Days); later.Requests != 0 || later.SuccessRate != 0 || later.Latency != 0 {
		t.Errorf("after a year: %+v, want nothing", later)
	}
}

func TestTheChainsNumbersAreKeptByDay(t *testing.T) {
	s, c := openStore(t), &clock{now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
	r := open(t, s, c)
	var known Network
	r.options.Network = func() Network { return known }
	number := func(v float64) *float64 { return &v }
	r.flush(t.Context()) // nothing is known yet
	c.advance(24 * time.Hour)
	known = Network{Miners: number(5), BlockTime: number(6.5)}
	r.flush(t.Context())
	known = Network{Miners: number(7)} // the block time is not known any more
	r.flush(t.Context())
	c.advance(24 * time.Hour)
	known = Network{Miners: number(8)}
	r.flush(t.Context())
	got := report(t, open(t, s, c), 7)
	if fmt.Sprint(got.Miners) != "[{2026-03-02 7} {2026-03-03 8}]" || fmt.Sprint(got.BlockTime) != "[{2026-03-02 6.5}]" {
		t.Errorf("miners %v, block time %v", got.Miners, got.BlockTime)
	}
}

// TestADayThatIsOverIsWrittenAndLetGo: memory holds one day, however long the
// process runs.
func TestADayThatIsOverIsWrittenAndLetGo(t *testing.T) {
	s, c := openStore(t), &clock{now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
	r := open(t, s, c)
	for range 5 {
		r.Request("POST:/chat", "a")
		c.advance(24 * time.Hour)
	}
	r.Request("POST:/chat", "a")
	r.flush(t.Context())
	if len(r.days) != 1 {
		t.Errorf("%d days in memory, want 1", len(r.days))
	}
	c.advance(-72 * time.Hour)
	r.Request("POST:/chat", "a")
	c.advance(72 * time.Hour)
	if got := report(t, r, 10); got.Requests != 7 {
		t.Errorf("%d requests, want 7: the clock that went back lost some", got.Requests)
	}
}

// failing is a store that refuses to be written.
type failing struct{ Store }

func (failing) KVSet(context.Context, string, []byte, []byte, time.Duration, store.KVQuota) error {
	return errors.New("disk full")
}

func TestWhatCannotBeWrittenIsWrittenLater(t *testing.T) {
	s, c := openStore(t), &clock{now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
	r := open(t, failing{s}, c)
	r.Request("POST:/chat", "a")
	r.flush(t.Context())
	r.options.Store = s
	r.flush(t.Context())
	if got := report(t, open(t, s, c), 1); got.Requests != 1 {
		t.Errorf("%d requests after a restart, want 1", got.Requests)
	}
}

func TestRunWritesOnceMoreAtTheEnd(t *testing.T) {
	s, c := openStore(t), &clock{now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
	r := open(t, s, c)
	r.Request("POST:/chat", "a")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	r.Run(ctx)
	if got := report(t, open(t, s, c), 1); got.Requests != 1 {
		t.Errorf("%d requests after a restart, want 1", got.Requests)
	}
}

func TestUsersAreCountedInBoundedMemory(t *testing.T) {
	var monday, tuesday users
	for i := range maxUsers {
		monday.add(userOf(fmt.Sprint("wallet ", i)))
		monday.add(userOf(fmt.Sprint("wallet ", i)))
	}
	if got := monday.count(); got != maxUsers {
		t.Errorf("%d users, want exactly %d", got, maxUsers)
	}
	const many = 200_000
	for i := range many {
		tuesday.add(userOf(fmt.Sprint("wallet ", i)))
	}
	// Six standard errors: the hashes are the same in every run.
	near := func(when string, got int64) {
		t.Helper()
		if math.Abs(float64(got)/many-1) > 6/math.Sqrt(maxUsers) {
			t.Errorf("%s: %d users, want about %d", when, got, many)
		}
	}
	near("of one day", tuesday.count())
	monday.merge(&tuesday)
	near("of both", monday.count())
	var back users
	text, err := json.Marshal(monday)
	if err == nil {
		err = json.Unmarshal(text, &back)
	}
	if err != nil || back.count() != monday.count() {
		t.Errorf("read back: %d users, %v, want %d", back.count(), err, monday.count())
	}
	full := newDay()
	for i := range 2 * maxEndpoints {
		full.endpoint(fmt.Sprintf("POST:/a/route/of/forty/characters/%07d", i))
		full.Users.merge(&tuesday)
	}
	if n := len(full.encode()); n > store.MaxKVValue || len(full.Endpoints) > maxEndpoints+1 {
		t.Errorf("the fullest day has %d bytes and %d endpoints", n, len(full.Endpoints))
	}
}

// TestManyRecordAtOnce looks for races and lost counts.
func TestManyRecordAtOnce(t *testing.T) {
	s, c := openStore(t), &clock{now: time.Date(2026, 3, 1, 23, 59, 0, 0, time.UTC)}
	r := open(t, s, c)
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for j := range 200 {
				r.Request("POST:/chat", fmt.Sprint("wallet ", i))
				r.Answer(answered(1, 1), nil)
				if j%50 == 0 {
					c.advance(time.Minute)
					r.flush(context.Background())
				}
			}
		})
	}
	all.Wait()
	if got := report(t, r, 3); got.Requests != 1600 || got.Inferences != 1600 || got.ActiveUsers != 8 {
		t.Errorf("%d requests, %d inferences, %d users; want 1600, 1600, 8", got.Requests, got.Inferences, got.ActiveUsers)
	}
}

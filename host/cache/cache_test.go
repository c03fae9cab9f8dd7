package cache

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/r3mes/r3mes/host/redis"
	"github.com/r3mes/r3mes/host/redis/redistest"
	"github.com/r3mes/r3mes/store"
)

// clock is moved by the test.
type clock struct{ at atomic.Int64 }

func (c *clock) now() time.Time { return time.Unix(0, c.at.Load()) }

func (c *clock) add(d time.Duration) { c.at.Add(int64(d)) }

var lives = Lives{UserInfo: time.Minute, Blocks: 10 * time.Second, Keys: time.Minute}

// says is a fill that makes that text.
func says(text string) func(context.Context) ([]byte, bool, error) {
	return func(context.Context) ([]byte, bool, error) { return []byte(text), true, nil }
}

// ask gets an answer and tells whether it was kept.
func ask(t *testing.T, c *Cache, q Question, fill func(context.Context) ([]byte, bool, error)) string {
	t.Helper()
	body, hit, err := c.Get(context.Background(), q, fill)
	if err != nil {
		t.Fatal(err)
	}
	if hit {
		return "hit " + string(body)
	}
	return "miss " + string(body)
}

func TestAnswersAreKeptUntilTheirTimeOrATouch(t *testing.T) {
	k := &clock{}
	var hits, misses int
	c := New(Options{Lives: lives, MaxBytes: 1 << 20, Now: k.now, Observe: func(hit bool) {
		if hit {
			hits++
		} else {
			misses++
		}
	}})
	q := Question{Name: "a", Kind: BlockList, Tags: []string{"x", "y"}}
	for i, step := range []struct {
		before func()
		want   string
	}{
		{func() {}, "miss 0"},
		{func() {}, "hit 0"},
		{func() { k.add(10*time.Second - 1) }, "hit 0"},
		{func() { k.add(1) }, "miss 3"},
		{func() { c.Touch(context.Background(), "z") }, "hit 3"},
		{func() { c.Touch(context.Background(), "y") }, "miss 5"},
		{func() { c.Touch(context.Background(), "x", "z") }, "miss 6"},
		{func() { c.Set(Lives{}) }, "miss 7"},
		{func() { c.Set(lives) }, "hit 6"},
	} {
		step.before()
		if got := ask(t, c, q, says(fmt.Sprint(i))); got != step.want {
			t.Errorf("step %d: %s, want %s", i, got, step.want)
		}
	}
	if hits != 4 || misses != 4 {
		t.Errorf("%d hits and %d misses were told, want 4 and 4", hits, misses)
	}
}

func TestWhatIsNotKept(t *testing.T) {
	c := New(Options{Lives: lives, MaxBytes: 1 << 20})
	q := Question{Name: "a", Kind: UserInfo}
	if _, _, err := c.Get(context.Background(), q, func(context.Context) ([]byte, bool, error) { return nil, true, errors.New("no") }); err == nil {
		t.Error("the error of a fill is lost")
	}
	if got := ask(t, c, q, func(context.Context) ([]byte, bool, error) { return []byte("404"), false, nil }); got != "miss 404" {
		t.Error(got)
	}
	if got := ask(t, c, q, says("1")); got != "miss 1" {
		t.Errorf("an error or a refused answer was kept: %s", got)
	}
	if got := ask(t, c, Question{Name: "big", Kind: UserInfo}, says(strings.Repeat("x", 1<<18))); len(got) != 5+1<<18 {
		t.Errorf("a big answer: %d bytes", len(got))
	}
	if got := ask(t, c, Question{Name: "big", Kind: UserInfo}, says("again")); got != "miss again" {
		t.Errorf("an answer of a quarter of all bytes was kept")
	}
	none := New(Options{Lives: lives})
	for range 2 {
		if got := ask(t, none, q, says("x")); got != "miss x" {
			t.Errorf("max_bytes 0: %s", got)
		}
	}
}

// An answer that was being made while somebody wrote is not served after the
// write, neither from the cache nor to who waits for it.
func TestAnAnswerFromBeforeAWriteIsNotServedAfterIt(t *testing.T) {
	c := New(Options{Lives: lives, MaxBytes: 1 << 20})
	q := Question{Name: "a", Kind: UserInfo, Tags: []string{"wallet"}}
	begun, written := make(chan struct{}), make(chan struct{})
	var first sync.WaitGroup
	first.Go(func() {
		got := ask(t, c, q, func(context.Context) ([]byte, bool, error) {
			close(begun)
			<-written
			return []byte("old"), true, nil
		})
		if got != "miss old" {
			t.Errorf("who asked before the write: %s", got)
		}
	})
	<-begun
	c.Touch(context.Background(), "wallet")
	if got := ask(t, c, q, says("new")); got != "miss new" {
		t.Errorf("who asks after the write: %s", got)
	}
	close(written)
	first.Wait()
	if got := ask(t, c, q, says("newer")); got == "hit old" {
		t.Errorf("the old answer was kept over the new: %s", got)
	}
}

// However many ask at once, one answer is made, though its maker leaves.
func TestOneAnswerForAStampede(t *testing.T) {
	c := New(Options{Lives: lives, MaxBytes: 1 << 20})
	q := Question{Name: "a", Kind: UserInfo}
	leaving, leave := context.WithCancel(context.Background())
	var made atomic.Int64
	begun, resume := make(chan struct{}), make(chan struct{})
	fill := func(ctx context.Context) ([]byte, bool, error) {
		if made.Add(1) == 1 {
			close(begun)
		}
		<-resume
		return []byte("x"), true, ctx.Err()
	}
	var all sync.WaitGroup
	all.Go(func() {
		if body, _, err := c.Get(leaving, q, fill); err != nil || string(body) != "x" {
			t.Errorf("who left: %q %v", body, err)
		}
	})
	<-begun
	leave()
	for range 50 {
		all.Go(func() {
			if body, _, err := c.Get(context.Background(), q, fill); err != nil || string(body) != "x" {
				t.Errorf("%q %v", body, err)
			}
		})
	}
	close(resume)
	all.Wait()
	if got := made.Load(); got != 1 {
		t.Errorf("%d answers were made, want 1", got)
	}
}

func TestAnswersAreBoundedByBytes(t *testing.T) {
	const most = 64 << 10
	c := New(Options{Lives: lives, MaxBytes: most})
	for i := range 1000 {
		ask(t, c, Question{Name: fmt.Sprint(i), Kind: UserInfo}, says(strings.Repeat("x", i)))
		ask(t, c, Question{Name: fmt.Sprint(i), Kind: UserInfo, Tags: []string{"t"}}, says(strings.Repeat("y", i/2)))
	}
	var sum int64
	for _, name := range c.kept.answers.Keys() {
		a, _ := c.kept.answers.Peek(name)
		sum += size(name, a)
	}
	if c.kept.bytes != sum || sum > most || sum < most/2 {
		t.Errorf("counted %d bytes, kept %d, at most %d", c.kept.bytes, sum, most)
	}
	if got := ask(t, c, Question{Name: "999", Kind: UserInfo, Tags: []string{"t"}}, says("new")); !strings.HasPrefix(got, "hit") {
		t.Errorf("the newest is gone: %s", got)
	}
}

func TestKeysAreRememberedUntilTheyAreTouched(t *testing.T) {
	k := &clock{}
	k.add(time.Hour)
	c := New(Options{Lives: lives, Now: k.now})
	id, plain := store.GenerateKey()
	_, other := store.GenerateKey()
	var asked int
	key := store.Key{ID: id, Wallet: "w", ExpiresAt: k.now().Add(90 * time.Second)}
	find := func(_ context.Context, text string) (store.Key, error) {
		asked++
		if text != plain.Reveal() {
			return store.Key{}, store.ErrUnknownKey
		}
		return key, nil
	}
	for i, step := range []struct {
		before func()
		text   string
		known  bool
	}{
		{func() {}, plain.Reveal(), false},
		{func() {}, plain.Reveal(), true},
		{func() { c.Touch(context.Background(), Key("another")) }, plain.Reveal(), true},
		{func() { c.Touch(context.Background(), Key(id)) }, plain.Reveal(), false},
		{func() { k.add(time.Minute - 1) }, plain.Reveal(), true},
		{func() { k.add(1) }, plain.Reveal(), false},
		{func() { k.add(30 * time.Second) }, plain.Reveal(), false}, // it has expired
		{func() {}, other.Reveal(), false},
		{func() {}, other.Reveal(), false}, // what was not found is not remembered
		{func() {}, "no key", false},
		{func() { c.Set(Lives{}) }, plain.Reveal(), false},
	} {
		step.before()
		before := asked
		_, known, _ := c.FindKey(context.Background(), step.text, find)
		if known != step.known || known == (asked != before) {
			t.Errorf("step %d: known %v, asked %v; want known %v", i, known, asked != before, step.known)
		}
	}
}

// Without a way to hear of other hosts' writes, nothing is kept for long.
func TestWithoutSharedAnswersLiveASecond(t *testing.T) {
	down, err := redis.Open(redis.Options{URL: "redis://127.0.0.1:1"})
	if err != nil {
		t.Fatal(err)
	}
	defer down.Close()
	k := &clock{}
	c := New(Options{Lives: lives, MaxBytes: 1 << 20, Shared: down, Now: k.now})
	q := Question{Name: "a", Kind: UserInfo, Tags: []string{"x"}}
	for i, step := range []struct {
		before func()
		want   string
	}{
		{func() {}, "miss 0"},
		{func() { k.add(time.Second - 1) }, "hit 0"},
		{func() { k.add(1) }, "miss 2"},
		{func() { c.Touch(context.Background(), "x") }, "miss 3"},
	} {
		step.before()
		if got := ask(t, c, q, says(fmt.Sprint(i))); got != step.want {
			t.Errorf("step %d: %s, want %s", i, got, step.want)
		}
	}
	_, plain := store.GenerateKey()
	find := func(context.Context, string) (store.Key, error) { return store.Key{ID: "k"}, nil }
	for i, want := range []bool{false, true, false} {
		if _, known, _ := c.FindKey(context.Background(), plain.Reveal(), find); known != want {
			t.Errorf("key %d: known %v, want %v", i, known, want)
		}
		k.add(time.Second / 2)
	}
}

// Two hosts behave like one: a write on either drops what both serve. Private
// answers do not leave the host that made them.
func TestHTTPCacheOfTwoHosts(t *testing.T) {
	s := redistest.Start(t)
	var hosts [2]*Cache
	for i := range hosts {
		client, err := redis.Open(redis.Options{URL: s.URL, Prefix: "test:", Ledger: "l", Wait: 10 * time.Second})
		if err != nil {
			t.Fatal(err)
		}
		defer client.Close()
		hosts[i] = New(Options{Lives: lives, MaxBytes: 1 << 20, Shared: client})
	}
	public := Question{Name: "p", Kind: UserInfo, Tags: []string{"x"}}
	private := Question{Name: "q", Kind: UserInfo, Tags: []string{"x"}, Private: true}
	touch := func(host int) func() { return func() { hosts[host].Touch(context.Background(), "x") } }
	for i, step := range []struct {
		before func()
		host   int
		q      Question
		want   string
	}{
		{nil, 0, public, "miss 0"},
		{nil, 1, public, "hit 0"},
		{nil, 0, private, "miss 2"},
		{nil, 0, private, "hit 2"},
		{nil, 1, private, "miss 4"},
		{touch(0), 1, private, "miss 5"},
		{nil, 0, private, "miss 6"},
		{nil, 0, public, "miss 7"},
		{touch(1), 0, public, "miss 8"},
		{nil, 1, public, "hit 8"},
		{nil, 0, private, "miss 10"},
	} {
		if step.before != nil {
			step.before()
		}
		if got := ask(t, hosts[step.host], step.q, says(fmt.Sprint(i))); got != step.want {
			t.Errorf("step %d: %s, want %s", i, got, step.want)
		}
	}
}

// Readers never see a number from before a write that has returned, whatever
// happens to Redis meanwhile.
func TestHTTPCacheIsExactWhileRedisDies(t *testing.T) {
	s := redistest.Start(t)
	client, err := redis.Open(redis.Options{URL: s.URL, Wait: 10 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	hammer(t, New(Options{Lives: lives, MaxBytes: 1 << 20, Shared: client}), func() {
		s.Kill()
		s.Begin()
	})
	if client.Lost() == 0 {
		t.Error("nothing noticed that Redis died")
	}
}

func TestHammer(t *testing.T) { hammer(t, New(Options{Lives: lives, MaxBytes: 1 << 20}), func() {}) }

// hammer writes a number while others read it through the cache, and lets
// disturb happen in the middle.
func hammer(t *testing.T, c *Cache, disturb func()) {
	t.Helper()
	var number, served atomic.Int64
	stop := make(chan struct{})
	var all sync.WaitGroup
	for i := range 4 {
		q := Question{Name: "n", Kind: UserInfo, Tags: []string{"n"}, Private: i%2 == 0}
		if q.Private {
			q.Name = "private"
		}
		all.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				least := served.Load()
				body, _, err := c.Get(context.Background(), q, func(context.Context) ([]byte, bool, error) {
					return bytes.Repeat([]byte{1}, int(number.Load())+1), true, nil
				})
				if err != nil || int64(len(body))-1 < least {
					t.Errorf("read %d, %v after %d was written", len(body)-1, err, least)
					return
				}
			}
		})
	}
	for i := range 400 {
		n := number.Add(1)
		c.Touch(context.Background(), "n")
		served.Store(n) // the write has returned
		if i == 200 {
			disturb()
		}
	}
	close(stop)
	all.Wait()
}

func TestWhatEntriesOfTheLedgerMakeOld(t *testing.T) {
	for name, c := range map[string]struct {
		entries []store.Entry
		want    []string
	}{
		"nothing": {nil, nil},
		"a hold":  {[]store.Entry{{Kind: store.KindHold, Wallet: "a"}}, []string{"wallet:a"}},
		"its end": {[]store.Entry{{Kind: store.KindRelease, Wallet: "a"}}, []string{"wallet:a"}},
		"a charge and a top-up": {[]store.Entry{{Kind: store.KindSettle, Wallet: "b"}, {Kind: store.KindTopUp, Wallet: "a"}, {Kind: store.KindSettle, Wallet: "b"}},
			[]string{"totals", "wallet:a", "wallet:b"}},
		"a key":   {[]store.Entry{{Kind: store.KindKey, Wallet: "a", OpID: "k"}}, []string{"key:k", "totals", "wallet:a"}},
		"a block": {[]store.Entry{{Kind: store.KindBlock, Wallet: "a"}}, []string{"blocks", "totals", "wallet:a"}},
	} {
		if got := Changed(c.entries); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

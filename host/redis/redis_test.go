package redis

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/r3mes/r3mes/host/ratelimit"
	"github.com/r3mes/r3mes/host/redis/redistest"
)

// log is a log that can be read while it is written.
type log struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// open opens a client, patient because the machine may be busy.
func open(t *testing.T, url string, said *log) *Client {
	t.Helper()
	o := Options{URL: url, Prefix: "test:", Ledger: "ledger", Wait: 10 * time.Second}
	if said != nil {
		o.Log = slog.New(slog.NewTextHandler(said, nil))
	}
	c, err := Open(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return c
}

// eventually waits for what a goroutine of the client brings about.
func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(time.Minute); !ok(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("not in a minute: %s", what)
		}
	}
}

func TestABadURLIsNotRepeated(t *testing.T) {
	for _, url := range []string{"http://:s3cret@host", "redis://:s3cret@host:port/x", "redis://:s3cret@host/1?nonsense=1", "redis://:s3cret%zz@host"} {
		if c, err := Open(Options{URL: url}); err == nil {
			c.Close()
			t.Errorf("%s: no error", url)
		} else if strings.Contains(err.Error(), "s3cret") {
			t.Errorf("the error tells the password: %v", err)
		}
	}
}

// Without a server everything fails at once, and nothing waits for it.
func TestWithoutAServer(t *testing.T) {
	said := &log{}
	c := open(t, "redis://:s3cret@127.0.0.1:1/0", said)
	ctx := context.Background()
	_, _, limits := c.Take(ctx, []string{"a"}, 1, time.Minute)
	_, _, lookup := c.Lookup(ctx, "a", []string{"b"})
	for name, err := range map[string]error{"Take": limits, "Lookup": lookup, "Keep": c.Keep(ctx, "a", "v", nil, time.Minute), "Touch": c.Touch(ctx, []string{"b"}), "Ready": c.Ready(ctx)} {
		if !errors.Is(err, ErrDown) {
			t.Errorf("%s: %v, want ErrDown", name, err)
		}
	}
	if c.Up() || c.Lost() != 5 {
		t.Errorf("up %v, %d calls lost, want false and 5", c.Up(), c.Lost())
	}
	if text := said.String(); strings.Contains(text, "s3cret") || strings.Count(text, "Redis does not answer") != 1 {
		t.Errorf("log: %s", text)
	}
}

func TestHTTPRedisLimitsAreSharedAndExact(t *testing.T) {
	s := redistest.Start(t)
	one, two := open(t, s.URL, nil), open(t, s.URL, nil)
	const most = 50
	rates := ratelimit.Rates{Chat: ratelimit.Rate{Count: most, Window: time.Hour}}
	hosts := []*ratelimit.Limiter{ratelimit.New(rates, one), ratelimit.New(rates, two)}
	var through atomic.Int64
	var all sync.WaitGroup
	for g := range 8 {
		all.Go(func() {
			for range 20 {
				if hosts[g%2].Take(context.Background(), ratelimit.Chat, "ip:192.0.2.7", fmt.Sprint("key:", g)).OK {
					through.Add(1)
				}
			}
		})
	}
	all.Wait()
	if got := through.Load(); got != most {
		t.Errorf("%d requests passed on two hosts, want %d", got, most)
	}
	d := hosts[0].Take(context.Background(), ratelimit.Chat, "ip:192.0.2.7")
	if d.OK || d.Remaining != 0 || d.Retry <= 59*time.Minute-time.Minute || d.Retry > time.Hour {
		t.Errorf("the next: %+v", d)
	}
	if d := hosts[1].Take(context.Background(), ratelimit.Chat, "key:0"); !d.OK {
		t.Errorf("what the address was refused counted for the key: %+v", d)
	}
	if one.Lost()+two.Lost() != 0 {
		t.Errorf("%d calls did without Redis", one.Lost()+two.Lost())
	}
}

func TestHTTPRedisSlotsAreForgotten(t *testing.T) {
	s := redistest.Start(t)
	c := open(t, s.URL, nil)
	l := ratelimit.New(ratelimit.Rates{Get: ratelimit.Rate{Count: 2, Window: time.Second}}, c)
	take := func() ratelimit.Decision { return l.Take(context.Background(), ratelimit.Get, "a") }
	eventually(t, "two requests in a second, and a refusal", func() bool {
		for range 3 {
			if d := take(); !d.OK {
				if d.Retry <= 0 || d.Retry > time.Second {
					t.Errorf("%+v, want to come back within a second", d)
				}
				time.Sleep(d.Retry)
				if d := take(); !d.OK {
					t.Errorf("after Retry: %+v", d)
				}
				return true
			}
		}
		return false
	})
}

func TestHTTPRedisAnswersLiveUntilATouch(t *testing.T) {
	s := redistest.Start(t)
	one, two := open(t, s.URL, nil), open(t, s.URL, nil)
	ctx := context.Background()
	look := func(c *Client, name string, tags ...string) (string, string) {
		t.Helper()
		version, body, err := c.Lookup(ctx, name, tags)
		if err != nil {
			t.Fatal(err)
		}
		return version, string(body)
	}
	version, body := look(one, "a", "x", "y")
	if body != "" {
		t.Fatalf("an answer that nobody made: %q", body)
	}
	if err := one.Keep(ctx, "a", version, []byte("\x00binary\xff"), time.Hour); err != nil {
		t.Fatal(err)
	}
	if _, body := look(two, "a", "x", "y"); body != "\x00binary\xff" {
		t.Errorf("the other host sees %q", body)
	}
	if _, body := look(two, "", "x", "y"); body != "" {
		t.Errorf("without a name: %q", body)
	}
	if err := two.Touch(ctx, []string{"z"}); err != nil {
		t.Fatal(err)
	}
	if _, body := look(one, "a", "x", "y"); body == "" {
		t.Error("another tag's touch dropped it")
	}
	if err := two.Touch(ctx, []string{"y"}); err != nil {
		t.Fatal(err)
	}
	if _, body := look(one, "a", "x", "y"); body != "" {
		t.Errorf("after the touch: %q", body)
	}
	// What was begun before the touch may be kept after it, and is never served.
	if err := one.Keep(ctx, "a", version, []byte("old"), time.Hour); err != nil {
		t.Fatal(err)
	}
	if _, body := look(one, "a", "x", "y"); body != "" {
		t.Errorf("served after the touch: %q", body)
	}
	other, err := Open(Options{URL: s.URL, Prefix: "test:", Ledger: "another", Wait: 10 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	version, _ = look(one, "a", "x", "y")
	if err := one.Keep(ctx, "a", version, []byte("new"), time.Hour); err != nil {
		t.Fatal(err)
	}
	if _, body := look(other, "a", "x", "y"); body != "" {
		t.Errorf("a host with another ledger sees %q", body)
	}
}

// A version that Redis lost under memory pressure must not let an answer come
// back that a touch dropped.
func TestHTTPRedisAForgottenVersionNeverComesBack(t *testing.T) {
	s := redistest.Start(t)
	c := open(t, s.URL, nil)
	ctx := context.Background()
	version, _, err := c.Lookup(ctx, "a", []string{"x"})
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Keep(ctx, "a", version, []byte("old"), time.Hour); err != nil {
		t.Fatal(err)
	}
	if err := c.redis.Del(ctx, c.tag("x")).Err(); err != nil {
		t.Fatal(err)
	}
	if again, body, err := c.Lookup(ctx, "a", []string{"x"}); err != nil || body != nil || again == version {
		t.Errorf("version %q, body %q, %v; want a new version and nothing kept", again, body, err)
	}
}

// A host that could not tell others of a write drops everything when it is back.
func TestHTTPRedisWhoComesBackDropsEverything(t *testing.T) {
	s := redistest.Start(t)
	said := &log{}
	stays, goes := open(t, s.URL, nil), open(t, s.URL, said)
	ctx := context.Background()
	version, _, err := stays.Lookup(ctx, "a", []string{"x"})
	if err != nil {
		t.Fatal(err)
	}
	if err := stays.Keep(ctx, "a", version, []byte("balance"), time.Hour); err != nil {
		t.Fatal(err)
	}
	goes.state.Store(down) // as after a failed call
	if err := goes.Touch(ctx, []string{"x"}); !errors.Is(err, ErrDown) {
		t.Fatalf("touch: %v", err)
	}
	eventually(t, "it is back", goes.Up)
	if _, body, err := stays.Lookup(ctx, "a", []string{"x"}); err != nil || body != nil {
		t.Errorf("served %q, %v after a write that nobody heard of", body, err)
	}
}

func TestHTTPRedisDiesAndComesBack(t *testing.T) {
	s := redistest.Start(t)
	said := &log{}
	c := open(t, s.URL, said)
	ctx := context.Background()
	if err := c.Ready(ctx); err != nil {
		t.Fatal(err)
	}
	s.Kill()
	eventually(t, "it is down", func() bool { return errors.Is(c.Ready(ctx), ErrDown) && !c.Up() })
	s.Begin()
	eventually(t, "it is back", func() bool { return c.Ready(ctx) == nil })
	if text := said.String(); strings.Count(text, "Redis does not answer") != 1 || strings.Count(text, "Redis answers again") != 1 || strings.Contains(text, redistest.Password) {
		t.Errorf("log: %s", text)
	}
}

// A server that takes connections and says nothing costs each call its wait
// once, and then nothing.
func TestHTTPRedisThatHangsIsLeftAlone(t *testing.T) {
	s := redistest.Start(t)
	c, err := Open(Options{URL: s.URL, Wait: 2 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	eventually(t, "it is up", c.Up)
	s.Pause()
	defer s.Resume()
	if err := c.Ready(context.Background()); !errors.Is(err, ErrDown) {
		t.Fatalf("%v, want ErrDown", err)
	}
	// The second is not the server's doing any more: it fails with nothing but ErrDown.
	if err := c.Ready(context.Background()); err != ErrDown {
		t.Errorf("%v, want ErrDown itself", err)
	}
}

package redis

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	goredis "github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/logging"
	"github.com/redis/go-redis/v9/maintnotifications"
)

// ErrDown is the error of every method while the server does not answer.
var ErrDown = errors.New("redis: the server does not answer")

const (
	// usualTimeout is long for a server in the same room, and short for a caller.
	usualTimeout = 250 * time.Millisecond
	// retryEvery is how often a server that is down is asked whether it is back.
	retryEvery = time.Second
)

// States of a client.
const (
	down    int32 = iota // nothing is sent
	sending              // Touch sends, so that no write is missed from here on; answers are not read yet
	up
)

// Options of Open.
type Options struct {
	URL    string        // redis://[user:password@]host:port[/database] or rediss://…
	Prefix string        // begins every name
	Ledger string        // names the ledger that answers are made from: hosts with another one must not share them
	Log    *slog.Logger  // told when the server goes and comes; nil: nobody is
	Wait   time.Duration // longest wait for one call; 0: 250 ms
}

// Client is a server's client. Safe for concurrent use.
type Client struct {
	options Options
	redis   *goredis.Client
	state   atomic.Int32
	lost    atomic.Uint64 // calls that did without
	stop    chan struct{}
	watched sync.WaitGroup
}

// without is what the log says of a server that is gone.
const without = "Redis does not answer: limits and answers are kept in this process until it does"

// silence keeps the library's messages, which it writes to standard error for
// the whole process: what matters is in our log.
var silence = sync.OnceFunc(logging.Disable)

// Open makes the client and begins to look for the server. The error is about
// the URL alone, and does not repeat it.
func Open(o Options) (*Client, error) {
	silence()
	parsed, err := goredis.ParseURL(o.URL)
	if err != nil {
		return nil, errors.New("redis: the URL is not redis://[user:password@]host:port[/database]") // err may quote the password
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Wait == 0 {
		o.Wait = usualTimeout
	}
	parsed.Protocol, parsed.DisableIdentity = 2, true
	parsed.MaintNotificationsConfig = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
	parsed.MaxRetries, parsed.DialerRetries, parsed.ContextTimeoutEnabled = -1, 1, true
	parsed.DialTimeout, parsed.ReadTimeout, parsed.WriteTimeout, parsed.PoolTimeout = o.Wait, o.Wait, o.Wait, o.Wait
	c := &Client{options: o, redis: goredis.NewClient(parsed), stop: make(chan struct{})}
	if err := c.begin(); err != nil {
		o.Log.Warn(without, "error", err)
	}
	c.watched.Go(c.watch)
	return c, nil
}

// Close ends the client. What others keep in the server stays.
func (c *Client) Close() error {
	close(c.stop)
	c.watched.Wait()
	c.state.Store(down)
	if err := c.redis.Close(); err != nil {
		return fmt.Errorf("redis: close: %w", err)
	}
	return nil
}

// Up tells whether the server answered last.
func (c *Client) Up() bool { return c.state.Load() == up }

// Lost counts the calls that had to do without the server.
func (c *Client) Lost() uint64 { return c.lost.Load() }

// Ready returns nil when the server answers now.
func (c *Client) Ready(ctx context.Context) error {
	return c.call(ctx, up, func(ctx context.Context) error { return c.redis.Ping(ctx).Err() })
}

// watch looks for a server that is gone.
func (c *Client) watch() {
	tick := time.NewTicker(retryEvery)
	defer tick.Stop()
	for {
		select {
		case <-c.stop:
			return
		case <-tick.C:
		}
		if c.Up() {
			continue
		}
		if err := c.begin(); err == nil {
			c.options.Log.Info("Redis answers again")
		}
	}
}

// begin turns the client on when the server answers. It drops all answers that
// hosts keep there, for this one's writes may not have reached them.
func (c *Client) begin() error {
	ctx, cancel := context.WithTimeout(context.Background(), c.options.Wait)
	defer cancel()
	if err := c.redis.Ping(ctx).Err(); err != nil {
		return err
	}
	c.state.Store(sending)
	if err := c.touch(ctx, []string{everything}); err != nil {
		c.state.Store(down)
		return err
	}
	if !c.state.CompareAndSwap(sending, up) {
		return ErrDown // a call failed meanwhile
	}
	return nil
}

// call carries out one exchange with the server, in that state or a better one.
// The caller's going away is no failure of the server's, so it does not end the
// exchange.
func (c *Client) call(ctx context.Context, least int32, do func(context.Context) error) error {
	if c.state.Load() < least {
		c.lost.Add(1)
		return ErrDown
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), c.options.Wait)
	defer cancel()
	err := do(ctx)
	if err == nil {
		return nil
	}
	c.lost.Add(1)
	if c.state.Swap(down) != down {
		c.options.Log.Warn(without, "error", err)
	}
	return fmt.Errorf("%w: %w", ErrDown, err)
}

// token is a value that nobody used before.
func token() string { return rand.Text() }

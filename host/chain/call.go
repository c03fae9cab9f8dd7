package chain

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/cenkalti/backoff/v5"
	"github.com/sony/gobreaker/v2"
)

// How requests are repeated and given up.
const (
	maxTries      = 3
	firstWait     = time.Second
	tryTimeout    = 10 * time.Second
	breakAfter    = 5                // failed tries in a row
	breakFor      = 30 * time.Second // then one request tries again
	maxAnswer     = 32 << 20         // bytes; the largest block of a chain that keeps Tendermint's limits fits
	maxHeadErrors = 64 << 10         // bytes read of an answer that is an error
)

// A caller sends requests to one server, repeats what may work the next time,
// and leaves an endpoint alone that keeps failing. Safe for concurrent use.
type caller struct {
	base *url.URL
	http *http.Client
	wait time.Duration // before the second try
	try  time.Duration // longest time of one
	rest time.Duration // of an open breaker

	mu       sync.Mutex
	breakers map[string]*gobreaker.CircuitBreaker[[]byte]
}

func newCaller(base string, o Options) (*caller, error) {
	u, err := url.Parse(base)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return nil, fmt.Errorf("chain: an endpoint is not http://host:port or https://host:port")
	}
	return &caller{
		base: u, wait: orDefault(o.firstWait, firstWait), try: orDefault(o.tryTimeout, tryTimeout), rest: orDefault(o.breakFor, breakFor),
		breakers: map[string]*gobreaker.CircuitBreaker[[]byte]{},
		http: &http.Client{
			// A node that sends us elsewhere is not the one that was configured.
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
			Transport:     &http.Transport{MaxIdleConnsPerHost: fetchers, IdleConnTimeout: time.Minute, MaxResponseHeaderBytes: 64 << 10},
		},
	}, nil
}

func orDefault(d, otherwise time.Duration) time.Duration {
	if d > 0 {
		return d
	}
	return otherwise
}

func (c *caller) close() { c.http.CloseIdleConnections() }

// get asks for a path below the base.
func (c *caller) get(ctx context.Context, endpoint, path string, query url.Values) ([]byte, error) {
	u := c.base.JoinPath(path)
	u.RawQuery = query.Encode()
	return c.call(ctx, endpoint, http.MethodGet, u.String(), nil)
}

// post sends JSON to the base itself.
func (c *caller) post(ctx context.Context, endpoint string, body []byte) ([]byte, error) {
	return c.call(ctx, endpoint, http.MethodPost, c.base.String(), body)
}

// call sends one request up to maxTries times. endpoint names its breaker.
func (c *caller) call(ctx context.Context, endpoint, method, target string, body []byte) ([]byte, error) {
	waits := backoff.NewExponentialBackOff()
	waits.InitialInterval, waits.Multiplier, waits.RandomizationFactor = c.wait, 2, 0.5
	breaker := c.breaker(endpoint)
	var last error
	answer, err := backoff.Retry(ctx, func() ([]byte, error) {
		answer, err := breaker.Execute(func() ([]byte, error) { return c.once(ctx, method, target, body) })
		if errors.Is(err, gobreaker.ErrOpenState) || errors.Is(err, gobreaker.ErrTooManyRequests) {
			err = backoff.Permanent(fmt.Errorf("%w: it failed too often and is left alone for %s", ErrUnavailable, c.rest))
		} else if err != nil && !errors.Is(err, ErrUnavailable) {
			err = backoff.Permanent(err)
		}
		last = err
		return answer, err
	}, backoff.WithBackOff(waits), backoff.WithMaxTries(maxTries))
	if errors.Is(ctx.Err(), context.Canceled) {
		return nil, fmt.Errorf("chain: %s: %w", endpoint, ctx.Err()) // nobody asks any more, which says nothing of the chain
	}
	if err != nil && ctx.Err() != nil {
		// What the caller's time was waited away for says more than that it ended.
		err = fmt.Errorf("%w: %w", last, ctx.Err())
	}
	if err != nil {
		return nil, fmt.Errorf("chain: %s: %w", endpoint, err)
	}
	return answer, nil
}

func (c *caller) breaker(endpoint string) *gobreaker.CircuitBreaker[[]byte] {
	c.mu.Lock()
	defer c.mu.Unlock()
	b, ok := c.breakers[endpoint]
	if !ok {
		b = gobreaker.NewCircuitBreaker[[]byte](gobreaker.Settings{
			Name: endpoint, Timeout: c.rest,
			ReadyToTrip: func(n gobreaker.Counts) bool { return n.ConsecutiveFailures >= breakAfter },
			// An endpoint that refuses a question works; one whose caller left says
			// nothing about itself.
			IsSuccessful: func(err error) bool { return !errors.Is(err, ErrUnavailable) },
			IsExcluded:   func(err error) bool { return errors.Is(err, context.Canceled) },
		})
		c.breakers[endpoint] = b
	}
	return b
}

// once is one try. An error that wraps ErrUnavailable may not come again.
func (c *caller) once(ctx context.Context, method, target string, body []byte) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, c.try)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, method, target, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Accept", "application/json")
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, networkError(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, refusal(resp)
	}
	answer, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer+1))
	if err != nil {
		return nil, networkError(err)
	}
	if len(answer) > maxAnswer {
		return nil, fmt.Errorf("%w: more than %d bytes", ErrMalformed, maxAnswer)
	}
	return answer, nil
}

// networkError leaves out the URL, which net/http puts before the cause and
// which may hold a provider's key.
func networkError(err error) error {
	var outer *url.Error
	if errors.As(err, &outer) {
		err = outer.Err
	}
	return fmt.Errorf("%w: %w", ErrUnavailable, err)
}

// refusal is the error of an answer that is not 200. Tendermint answers 500 to
// some questions that no repetition makes right: its body says so.
func refusal(resp *http.Response) error {
	body, _ := io.ReadAll(io.LimitReader(resp.Body, maxHeadErrors)) // without it the status is the error
	err := &StatusError{resp.StatusCode}
	if resp.StatusCode < http.StatusInternalServerError {
		return err
	}
	if rpc := rpcError(body); rpc != nil && rpc.final() {
		return rpc
	}
	return fmt.Errorf("%w: %w", ErrUnavailable, err)
}

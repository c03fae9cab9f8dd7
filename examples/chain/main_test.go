package main

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/r3mes/r3mes/host/chain/chaintest"
	"github.com/r3mes/r3mes/host/config"
	"github.com/r3mes/r3mes/host/hosttest"
)

// A server that follows the example's chain, which fails now and then, credits
// its miners with every block.
func TestAServerFollowsTheChain(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	r, w := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		ended <- run(ctx, w, options{rest: "127.0.0.1:0", rpc: "127.0.0.1:0", blocks: 4, every: 100 * time.Millisecond, fail: "flaky"})
		_ = w.Close()
	}()
	urls := map[string]string{}
	lines := bufio.NewScanner(r)
	for len(urls) < 2 && lines.Scan() {
		name, url, _ := strings.Cut(lines.Text(), "\t")
		urls[name] = url
	}
	go func() { _, _ = io.Copy(io.Discard, r) }()
	s := hosttest.Start(t, hosttest.Options{Model: hosttest.Tiny(), NoPlugins: true, Config: func(c *config.Config) {
		c.Chain.RESTURL, c.Chain.RPCURL, c.Chain.Poll = urls["REST"], urls["RPC"], 50*time.Millisecond
		c.Cache = config.Cache{}
	}})
	for deadline := time.Now().Add(2 * time.Minute); ; time.Sleep(50 * time.Millisecond) {
		if credits := credits(t, s.URL); credits > 400 {
			break // more than the blocks of the start
		}
		if time.Now().After(deadline) {
			t.Fatal("no new block was credited")
		}
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// credits is what the chain's miners have together.
func credits(t *testing.T, url string) (sum float64) {
	t.Helper()
	for _, m := range chaintest.Miners {
		resp, err := http.Get(url + "/user/info/" + m)
		if err != nil {
			t.Fatal(err)
		}
		var user struct{ Credits float64 }
		err = json.NewDecoder(resp.Body).Decode(&user)
		_ = resp.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		sum += user.Credits
	}
	return sum
}

func TestAnUnknownFailureIsRefused(t *testing.T) {
	if err := run(t.Context(), io.Discard, options{fail: "sometimes"}); err == nil || !strings.Contains(err.Error(), `"sometimes"`) {
		t.Errorf("run = %v, want an error that names the failure", err)
	}
}

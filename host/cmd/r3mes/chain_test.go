package main

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/r3mes/r3mes/host/chain/chaintest"
	"github.com/r3mes/r3mes/host/config"
	"github.com/r3mes/r3mes/host/hosttest"
)

func TestChainStatus(t *testing.T) {
	status := func(s *hosttest.Server) (said string, code int) {
		var out, errs strings.Builder
		code = run(t.Context(), []string{"chain", "status", "--data", s.Data}, strings.NewReader(""), &out, &errs)
		return out.String() + errs.String(), code
	}
	none := hosttest.Start(t, hosttest.Options{Model: hosttest.Tiny(), NoPlugins: true})
	if said, code := status(none); code != 0 || !strings.Contains(said, "no chain is configured") {
		t.Errorf("without a chain: %d, %s", code, said)
	}
	node := chaintest.New(9)
	server := httptest.NewServer(node)
	t.Cleanup(server.Close)
	t.Cleanup(node.Drop)
	s := hosttest.Start(t, hosttest.Options{Model: hosttest.Tiny(), NoPlugins: true, Config: func(c *config.Config) {
		c.Chain.RPCURL, c.Chain.Poll = server.URL, 20*time.Millisecond
	}})
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(10 * time.Millisecond) {
		said, code := status(s)
		if code == 0 && strings.HasSuffix(strings.TrimSpace(said), "0") && strings.Contains(said, "9 ") {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("with a chain: %d, %s", code, said)
		}
	}
	var out strings.Builder
	check := func() int {
		out.Reset()
		return run(t.Context(), []string{"doctor", "--data", t.TempDir(), "--set", "chain.rpc_url=" + server.URL, "--set", "server.listen=127.0.0.1:0"}, strings.NewReader(""), &out, &out)
	}
	if check(); !strings.Contains(out.String(), "ok    chain          answers, its newest block is 9") {
		t.Errorf("doctor says %s", out.String())
	}
	node.Fail(chaintest.Down)
	if code := check(); code == 0 || !strings.Contains(out.String(), "FAIL  chain") || strings.Contains(out.String(), server.URL) {
		t.Errorf("doctor says %d, %s", code, out.String())
	}
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(50 * time.Millisecond) {
		if said, code := status(s); code == 1 && strings.Contains(said, "The chain does not answer") {
			return
		}
		if time.Now().After(deadline) {
			t.Fatal("a chain that is down is not told")
		}
	}
}

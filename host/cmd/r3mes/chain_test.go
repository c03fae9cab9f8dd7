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
	node.Fail(chaintest.Down)
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(50 * time.Millisecond) {
		if said, code := status(s); code == 1 && strings.Contains(said, "The chain does not answer") {
			return
		}
		if time.Now().After(deadline) {
			t.Fatal("a chain that is down is not told")
		}
	}
}

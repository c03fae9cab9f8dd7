package hosttest_test

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/r3mes/r3mes/host/chain/chaintest"
	"github.com/r3mes/r3mes/host/config"
	"github.com/r3mes/r3mes/host/hosttest"
)

// newChain serves a chain of n blocks; configure makes a server follow it.
func newChain(t *testing.T, n int) (node *chaintest.Node, configure func(*config.Config)) {
	t.Helper()
	node = chaintest.New(n)
	server := httptest.NewServer(node)
	t.Cleanup(server.Close)
	t.Cleanup(node.Drop)
	return node, func(c *config.Config) {
		c.Chain.RESTURL, c.Chain.RPCURL, c.Chain.Poll = server.URL, server.URL, 20*time.Millisecond
	}
}

// credited waits until a server has looked at all blocks of a chain.
func credited(t *testing.T, s *hosttest.Server, height int) {
	t.Helper()
	want := fmt.Sprintf(`"block_height":%d,"lag_blocks":0`, height)
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(5 * time.Millisecond) {
		got := call(t, "GET", s.URL+"/health/blockchain", nil)
		if strings.Contains(got.body, want) {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("the chain is at %s, want %s", got.body, want)
		}
	}
}

// What the routes of the chain answer without one, and with one.
func TestChainShapes(t *testing.T) {
	routes := []shape{
		{"GET", "/health/blockchain", nil}, {"GET", "/network/stats", nil},
		{"GET", "/blocks?limit=2", nil}, {"GET", "/api/blocks?limit=101", nil}, {"GET", "/blocks?limit=many", nil},
		{"GET", "/leaderboard/miners?limit=4", nil}, {"GET", "/leaderboard?limit=1", nil}, {"GET", "/leaderboard/validators", nil}, {"GET", "/leaderboard/miners?limit=0", nil},
		{"GET", "/user/info/" + chaintest.Miners[0], nil}, {"GET", "/user/" + chaintest.Miners[0] + "/transactions?limit=2", nil},
		{"GET", "/user/nobody/transactions", nil}, {"GET", "/user/nobody/transactions?limit=201", nil},
	}
	none := tiny(t, hosttest.Options{NoPlugins: true})
	shapes(t, none, "chain-none", append(routes, shape{"GET", "/user/" + none.Wallet + "/transactions", nil}))
	_, configure := newChain(t, 7)
	s := tiny(t, hosttest.Options{NoPlugins: true, Config: configure})
	credited(t, s, 7)
	shapes(t, s, "chain", routes)
}

// Blocks that come while the server runs are credited, and shown.
func TestNewBlocksAreCreditedAndShown(t *testing.T) {
	node, configure := newChain(t, 3)
	s := tiny(t, hosttest.Options{NoPlugins: true, Config: configure})
	credited(t, s, 3)
	node.Grow(4)
	credited(t, s, 7)
	newest := node.Blocks()[6]
	got := call(t, "GET", s.URL+"/blocks?limit=1", nil).body
	if want := fmt.Sprintf(`"height":7,"hash":%q,"miner":%q`, newest.Hash, newest.Proposer); !strings.Contains(got, want) {
		t.Errorf("blocks = %s, want %s", got, want)
	}
	total := 0.0
	for _, m := range chaintest.Miners {
		total += call(t, "GET", s.URL+"/user/info/"+m, nil).json(t)["credits"].(float64)
	}
	if total != 700 {
		t.Errorf("the miners have %v credits, want 700", total)
	}
	text := call(t, "GET", s.URL+"/metrics", nil).body
	for _, want := range []string{"r3mes_chain_height 7", "r3mes_chain_lag_blocks 0", "r3mes_chain_up 1", "r3mes_chain_blocks_credited_total 7", "r3mes_chain_forks_total 0"} {
		if !strings.Contains(text, want) {
			t.Errorf("metrics lack %q:\n%s", want, matching(text, "r3mes_chain"))
		}
	}
}

// A chain that is down is 503 where only it could answer, and nothing to
// everything else: chats, liveness, readiness.
func TestADeadChainHarmsNobody(t *testing.T) {
	node, configure := newChain(t, 3)
	node.Fail(chaintest.Silent)
	s := tiny(t, hosttest.Options{NoPlugins: true, Config: configure})
	for _, path := range []string{"/health", "/health/live", "/ready", "/network/stats", "/user/info/" + s.Wallet} {
		if got := call(t, "GET", s.URL+path, nil); got.status != 200 {
			t.Errorf("GET %s = %d %s", path, got.status, got.body)
		}
	}
	if got := call(t, "POST", s.URL+"/chat", object{"message": "hi", "wallet_address": s.Wallet}); got.status != 200 {
		t.Errorf("POST /chat = %d %s", got.status, got.body)
	}
	node.Fail(chaintest.Down)
	for _, path := range []string{"/health/blockchain", "/blocks", "/leaderboard/miners", "/leaderboard/validators"} {
		got := call(t, "GET", s.URL+path, nil)
		if got.status != 503 || !strings.Contains(got.body, "The chain does not answer at the moment") || strings.Contains(got.body, "127.0.0.1") {
			t.Errorf("GET %s = %d %s, want 503 that tells no address", path, got.status, got.body)
		}
	}
	node.Fail(nil)
	credited(t, s, 3)
	if strings.Contains(call(t, "GET", s.URL+"/blocks", nil).body, `"blocks":[]`) {
		t.Error("the chain came back, and no block is shown")
	}
}

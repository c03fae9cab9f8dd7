package server

import (
	"context"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/r3mes/r3mes/host/analytics"
	"github.com/r3mes/r3mes/host/chain"
	"github.com/r3mes/r3mes/host/chain/chaintest"
)

// TestTheNetworkIsWhatTheChainSays follows a node with a block a second.
func TestTheNetworkIsWhatTheChainSays(t *testing.T) {
	node := httptest.NewServer(chaintest.New(20))
	defer node.Close()
	c, err := chain.Open(chain.Options{RESTURL: node.URL, RPCURL: node.URL, Poll: 10 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{chain: c}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		c.Run(ctx)
	}()
	var n analytics.Network
	for deadline := time.Now().Add(time.Minute); (n.Miners == nil || n.BlockTime == nil) && time.Now().Before(deadline); n = s.network() {
		time.Sleep(5 * time.Millisecond)
	}
	miners, err := c.Miners(ctx)
	if err != nil || len(miners) == 0 {
		t.Fatalf("%d miners, %v", len(miners), err)
	}
	if n.Miners == nil || *n.Miners != float64(len(miners)) || n.BlockTime == nil || *n.BlockTime != 1 {
		t.Errorf("network %+v, want %d miners and a block a second", n, len(miners))
	}
	if d, err := s.difficulty(ctx); err != nil || d != 1234.5 {
		t.Errorf("difficulty %v, %v, want 1234.5", d, err)
	}
	cancel()
	<-ended
	if d, err := (&Server{}).difficulty(t.Context()); err != nil || d != 0 {
		t.Errorf("without a chain: difficulty %v, %v", d, err)
	}
	if n := (&Server{}).network(); n != (analytics.Network{}) {
		t.Errorf("without a chain: %+v", n)
	}
}

func TestBlockTimeIsTheMeanOverHeights(t *testing.T) {
	at := func(height int64, seconds int) chain.Block {
		return chain.Block{Height: height, Time: time.Unix(int64(1_000_000+seconds), 0)}
	}
	if got := blockTime([]chain.Block{at(12, 15), at(11, 8), at(9, 0)}); got == nil || *got != 5 {
		t.Errorf("block time %v, want 5", got)
	}
	for name, blocks := range map[string][]chain.Block{
		"no block": nil, "one block": {at(1, 0)}, "a block without time": {at(2, 5), {Height: 1}}, "a clock that went back": {at(2, 0), at(1, 5)}, "one height twice": {at(2, 5), at(2, 0)},
	} {
		if got := blockTime(blocks); got != nil {
			t.Errorf("%s: %v, want not known", name, *got)
		}
	}
}

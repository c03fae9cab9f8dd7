package server

import (
	"context"
	"fmt"

	"github.com/r3mes/r3mes/host/cache"
	"github.com/r3mes/r3mes/host/chain"
)

// openChain prepares to follow the chain, if one is configured. Nothing waits
// for it: a node that is down when the server starts is a node that is down.
func (s *Server) openChain(_ context.Context, _ Options) (err error) {
	c := s.config.Chain
	s.chain, err = chain.Open(chain.Options{
		RESTURL: c.RESTURL, RPCURL: c.RPCURL, JSONPath: c.JSONPath,
		Credit: c.Sync, From: c.From, Poll: c.Poll, Ledger: s.ledger, OnBlock: s.newBlock, Log: s.log,
		OnStatus: s.chainChanged,
	})
	if err != nil {
		return fmt.Errorf("server: %w", err)
	}
	return nil
}

// newBlock tells those who wait for blocks that one came.
func (s *Server) newBlock(b chain.Block) {
	s.cache.Touch(context.Background(), cache.Blocks)
	s.tellBlock(b)
}

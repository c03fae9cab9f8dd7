package server

import (
	"context"
	"errors"

	"github.com/r3mes/r3mes/host/analytics"
	"github.com/r3mes/r3mes/host/chain"
)

// difficulty is the network's; 0 when no chain is configured that could say it.
func (s *Server) difficulty(ctx context.Context) (float64, error) {
	p, err := s.chain.Params(ctx)
	if errors.Is(err, chain.ErrNotConfigured) {
		return 0, nil
	}
	return float64(p.Difficulty), err
}

// timedBlocks is over how many of the newest blocks their time is averaged.
const timedBlocks = 100

// network is what analytics keeps of the chain: the miners that it names, and
// the mean time between its newest blocks.
func (s *Server) network() analytics.Network {
	var n analytics.Network
	if miners := s.chain.Network().Miners; miners != nil {
		v := float64(*miners)
		n.Miners = &v
	}
	if blocks, _, err := s.chain.Blocks(timedBlocks); err == nil {
		n.BlockTime = blockTime(blocks)
	}
	return n
}

// blockTime is the mean time from a block to the next, in seconds, of a list
// whose newest is first; nil when it does not tell.
func blockTime(newestFirst []chain.Block) *float64 {
	if len(newestFirst) < 2 {
		return nil
	}
	newest, oldest := newestFirst[0], newestFirst[len(newestFirst)-1]
	if newest.Time.IsZero() || oldest.Time.IsZero() || newest.Height <= oldest.Height || newest.Time.Before(oldest.Time) {
		return nil
	}
	v := newest.Time.Sub(oldest.Time).Seconds() / float64(newest.Height-oldest.Height)
	return &v
}

package server

import (
	"cmp"
	"context"
	"encoding/json"
	"time"

	"github.com/r3mes/r3mes/host/chain"
	"github.com/r3mes/r3mes/host/live"
	"github.com/r3mes/r3mes/store"
)

// networkEvery is how often listeners are told how the network is, when nothing
// changes.
const networkEvery = 10 * time.Second

// tellNetwork publishes the network's state until ctx ends: at once, for those
// who come to listen, when the chain changes, and again and again while somebody
// listens.
func (s *Server) tellNetwork(ctx context.Context) {
	tick := time.NewTicker(networkEvery)
	defer tick.Stop()
	for changed := true; ; {
		if changed || s.live.Listeners(live.Network) > 0 {
			status, err := s.networkStatus(ctx)
			if err == nil {
				s.live.Publish(status)
			} else if ctx.Err() == nil {
				s.log.Warn("network status", "error", err)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-s.changes:
			changed = true
		case <-tick.C:
			changed = false
		}
	}
}

// chainChanged makes tellNetwork tell.
func (s *Server) chainChanged(chain.Network) {
	select {
	case s.changes <- struct{}{}:
	default: // it will
	}
}

// tellBlock publishes a new block.
func (s *Server) tellBlock(b chain.Block) {
	s.live.Publish(live.Block{Height: b.Height, Hash: b.Hash, Proposer: b.Proposer, Time: b.Time, TxCount: b.Txs})
}

// tellReport publishes what a miner reported.
func (s *Server) tellReport(r store.MinerReport) {
	s.live.Publish(live.MinerUpdate{Wallet: r.Wallet, Hashrate: r.Hashrate, GPUTemperature: r.Temperature, Uptime: r.Uptime, Time: r.Time})
	if t := r.Training; t != nil {
		s.live.Publish(live.TrainingMetrics{Wallet: r.Wallet, Loss: t.Loss, Epoch: t.Epoch, GradientNorm: t.GradientNorm, Time: r.Time})
	}
}

// networkStatus sums up the network as far as this server knows it: users and credits
// from the ledger, the rest from the chain.
func (s *Server) networkStatus(ctx context.Context) (live.NetworkStatus, error) {
	totals, err := s.ledger.Totals(ctx)
	if err != nil {
		return live.NetworkStatus{}, err
	}
	known := s.chain.Network()
	status := live.NetworkStatus{
		BlockHeight: known.BlockHeight, TotalMiners: value(known.Miners), TotalValidators: value(known.Validators), TotalStake: "0",
		TotalUsers: totals.Wallets, TotalCredits: json.Number(totals.Credits().String()), Time: time.Now().UTC(),
	}
	if known.Stake != nil {
		status.TotalStake = json.Number(known.Stake.String())
	}
	return status, nil
}

// value is what n points to, 0 when that is not known.
func value(n *int64) int64 { return *cmp.Or(n, new(int64)) }

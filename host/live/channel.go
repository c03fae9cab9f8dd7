package live

import (
	"encoding/json"
	"time"
)

// Channel is what a socket listens to. Its text is a label of metrics.
type Channel string

// The channels that something is published on, and Chat, on which nothing is.
const (
	Miners   Channel = "miner_stats"
	Training Channel = "training_metrics"
	Network  Channel = "network_status"
	Blocks   Channel = "blocks"
	Chat     Channel = "chat"
)

// Data is the content of one published frame. Its type says the channel.
type Data interface {
	// frame returns the channel and the frame's "type".
	frame() (Channel, string)
}

// MinerUpdate is what a miner reported of itself. What it left out is null.
type MinerUpdate struct {
	Wallet         string    `json:"wallet_address"`
	Hashrate       float64   `json:"hashrate"`
	GPUTemperature *float64  `json:"gpu_temperature"`   // °C
	Uptime         *float64  `json:"uptime_percentage"` // 0 to 100
	Time           time.Time `json:"timestamp"`
}

// TrainingMetrics is what a miner reported of its training. What it left out is
// null.
type TrainingMetrics struct {
	Wallet       string    `json:"wallet_address"`
	Loss         *float64  `json:"loss"`
	Epoch        *float64  `json:"epoch"`
	GradientNorm *float64  `json:"gradient_norm"`
	Time         time.Time `json:"timestamp"`
}

// NetworkStatus is the network as a whole. Without a chain the height is null
// and there are no validators.
type NetworkStatus struct {
	BlockHeight     *int64      `json:"block_height"`
	TotalMiners     int64       `json:"total_miners"`
	TotalValidators int64       `json:"total_validators"`
	TotalStake      json.Number `json:"total_stake"` // in the chain's smallest unit
	TotalUsers      int64       `json:"total_users"`
	TotalCredits    json.Number `json:"total_credits"` // in credits
	Time            time.Time   `json:"timestamp"`
}

// Block is a new block of the chain.
type Block struct {
	Height   int64     `json:"height"`
	Hash     string    `json:"hash"`
	Proposer string    `json:"proposer"`
	Time     time.Time `json:"timestamp"`
	TxCount  int       `json:"tx_count"`
}

func (MinerUpdate) frame() (Channel, string)     { return Miners, "miner_stats" }
func (TrainingMetrics) frame() (Channel, string) { return Training, "training_metrics" }
func (NetworkStatus) frame() (Channel, string)   { return Network, "network_status" }
func (Block) frame() (Channel, string)           { return Blocks, "block_update" }

// Frame is a published frame as it is sent.
type Frame struct {
	Type string `json:"type"`
	Data Data   `json:"data"`
}

// FrameOf is the frame that d is sent in.
func FrameOf(d Data) Frame {
	_, typ := d.frame()
	return Frame{Type: typ, Data: d}
}

// Ping asks a client for a pong.
type Ping struct {
	Type string    `json:"type"`
	Time time.Time `json:"timestamp"`
}

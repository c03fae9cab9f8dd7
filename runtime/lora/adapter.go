package lora

import (
	"github.com/r3mes/r3mes/kernels/dense"
)

// Delta is the low-rank update of one linear layer: y += Scale * B(A x), with
// x the float input of the layer, before any quantisation.
type Delta struct {
	Rank  int
	Scale float32      // alpha/rank, or alpha/sqrt(rank) for rank-stabilised LoRA
	A     dense.Matrix // [Rank, in], float32
	BT    dense.Matrix // [Rank, out], float32: B transposed, so that a token's delta is a sum of whole rows
}

// Layer holds the updates of one transformer block; nil where a linear is not
// targeted.
type Layer struct {
	Q, K, V, O, Gate, Up, Down *Delta
}

// Adapter is one loaded adapter. It is read-only and safe for concurrent use.
type Adapter struct {
	Name        string
	Digest      string            // SHA-256 in hex over what the adapter computes: ranks, scales and weights by module
	BaseModel   string            // base_model_name_or_path, informational
	Description string            // from r3mes.json
	Examples    []string          // example prompts for routing, from r3mes.json
	Metadata    map[string]string // from r3mes.json
	MaxRank     int
	BF16        bool    // all A and B are bfloat16 values to the bit
	Bytes       int64   // memory of all A and B
	Layers      []Layer // [base layers]
}

//go:build xla && cgo

package xla

import (
	"strings"

	"github.com/r3mes/r3mes/runtime/checkpoint"
)

// geometry is what all programs of a model have in common.
type geometry struct {
	checkpoint.Config
	context     int   // positions of one sequence
	blockTokens int   // positions of a KV block
	blocks      int   // KV blocks of the engine
	spare       int   // blocks behind those: padding tokens write there
	adapters    int   // adapters that may be on a device at once
	adapterRoom int64 // bytes that they may take there; 0: as many as that are
	form        int   // of the ternary product, an index of forms
	shards      int   // devices that hold the model together, each a part of its matrices; 1: one holds it whole
	headInt8    bool
	// Whether the checkpoint has them as float32, not bfloat16.
	embeddingF32, headF32 bool
}

// bucket is the shape of one program.
type bucket struct {
	rows  int // sequences
	chunk int // tokens of each
	span  int // KV blocks of each
	rank  int // of the adapters, 0: none
	tap   bool
}

func (g geometry) queryDim() int { return g.Heads * g.HeadDim }
func (g geometry) kvDim() int    { return g.KVHeads * g.HeadDim }

// cacheBlocks is the number of blocks in a layer's cache: the engine's, one that
// stays zero, and those that padding tokens write to.
func (g geometry) cacheBlocks() int { return g.blocks + 1 + g.spare }

// zeroBlock is never written. Tables end with it.
func (g geometry) zeroBlock() int32 { return int32(g.blocks) }

// spareSlot is where padding token i is written.
func (g geometry) spareSlot(i int) (block, offset int32) {
	return int32(g.blocks + 1 + i/g.blockTokens), int32(i % g.blockTokens)
}

// cacheDims is the shape of a layer's cache: keys and values side by side.
func (g geometry) cacheDims() []int {
	return []int{g.cacheBlocks(), g.blockTokens, 2, g.kvDim()}
}

// shardAxis is the axis along which an input is cut among the devices that hold
// the model together, -1 for one that each of them has whole: matrices and the
// vocabulary by their outputs, caches by their heads.
func (g geometry) shardAxis(name string, dims []int) int {
	axis := -1
	switch {
	case g.shards == 1:
	case strings.HasPrefix(name, "w_"), name == "embedding", strings.HasPrefix(name, "head"):
		axis = 0
	case strings.Contains(name, "cache_"):
		axis = 3
	}
	if axis < 0 || dims[axis]%g.shards != 0 {
		return -1
	}
	return axis
}

// slots is how many slots a device has for adapters of a rank, that of none
// included: as many as may be, and as there is room for, but one at least.
func (g geometry) slots(rank int) int {
	slots := g.adapters
	if g.adapterRoom > 0 && rank > 0 {
		slots = max(1, min(slots, int(g.adapterRoom/g.adapterBytes(rank))))
	}
	return 1 + slots
}

// adapterBytes is the memory of an adapter on a device, padded to a rank.
func (g geometry) adapterBytes(rank int) int64 {
	width := 0
	for _, p := range groups {
		for _, m := range p.members {
			width += p.in(g) + m.out(g)
		}
	}
	return 4 * int64(g.Layers) * int64(rank*width+linears) // and a scale for each
}

// blockBytes is the memory of one block in all layers.
func (g geometry) blockBytes() int64 {
	return 4 * int64(g.Layers) * int64(g.blockTokens) * 2 * int64(g.kvDim())
}

// group is a set of linears that share an input and are one matrix on the device.
type group struct {
	name    string
	members []member
	in      func(geometry) int
}

// member is one linear: the name of its LoRA tensors, and its outputs.
type member struct {
	name string
	out  func(geometry) int
}

func hidden(g geometry) int { return g.HiddenSize }
func inner(g geometry) int  { return g.IntermediateSize }

// The groups of a layer, and the index of each one's first member among all
// linears of the layer.
var (
	qkv    = group{"qkv", []member{{"q", geometry.queryDim}, {"k", geometry.kvDim}, {"v", geometry.kvDim}}, hidden}
	output = group{"o", []member{{"o", hidden}}, geometry.queryDim}
	gateUp = group{"gate_up", []member{{"gate", inner}, {"up", inner}}, hidden}
	down   = group{"down", []member{{"down", hidden}}, inner}

	groups = []group{qkv, output, gateUp, down}
)

// linears is how many linears a layer has.
const linears = 7

// first is the index of a group's first member among the linears of a layer.
func (p group) first() (n int) {
	for _, other := range groups {
		if other.name == p.name {
			return n
		}
		n += len(other.members)
	}
	panic("xla: unknown group " + p.name)
}

// rows is the number of a group's packed rows: four outputs lie in each.
func (p group) rows(g geometry) (n int) {
	for _, m := range p.members {
		n += m.out(g) / 4
	}
	return n
}

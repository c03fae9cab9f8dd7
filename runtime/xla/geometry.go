//go:build xla && cgo

package xla

import (
	"fmt"
	"strings"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"

	"github.com/r3mes/r3mes/runtime/checkpoint"
	"github.com/r3mes/r3mes/runtime/xla/pjrtbackend"
)

// geometry is what all programs of a model have in common.
type geometry struct {
	checkpoint.Config
	context     int                 // positions of one sequence
	blockTokens int                 // positions of a KV block
	blocks      int                 // KV blocks of the engine
	spare       int                 // blocks behind those: padding tokens write there
	adapters    int                 // adapters that may be on a device at once
	adapterRoom int64               // bytes that they may take there; 0: as many as that are
	kernels     bool                // norms, attention of one token, the int8 head and adapters are kernels of our own
	chosen      [len(formSizes)]int // of the forms of the ternary product, for each of formSizes
	shards      int                 // devices that hold the model together, each a part of its matrices; 1: one holds it whole
	headInt8    bool
	cacheBF16   bool // the KV cache holds bfloat16, not float32
	// Whether the checkpoint has them as float32, not bfloat16.
	embeddingF32, headF32 bool
}

// bucket is the shape of one program.
type bucket struct {
	rows  int // sequences
	chunk int // tokens of each
	span  int // KV blocks of each
	lora  loraShape
	steps int  // tokens that it chooses for each, one after the other; 0: it gives logits
	draws bool // some of them are drawn, not the likeliest ones
	tap   bool
}

// loraShape is what adapters lie in on a device: all of one rank, in float32 when
// wide, else in bfloat16. Rank 0: no adapters.
type loraShape struct {
	rank int
	wide bool
}

// with is the smallest shape that holds both.
func (s loraShape) with(other loraShape) loraShape {
	return loraShape{max(s.rank, other.rank), s.wide || other.wide}
}

// kind is how the weights of adapters are held.
func (s loraShape) kind() dtypes.DType { return floatType(s.wide) }

// field is a part of the numbers that a step is told.
type field struct {
	name string
	dims []int
}

// fields are those of a program, one behind the other in its input "step", int32 or
// the bits of float32.
func (k bucket) fields() []field {
	n, steps := k.rows*k.chunk, max(k.steps, 1)
	list := []field{
		{"tokens", []int{n, 1}}, {"positions", []int{n, 1}},
		{"slots", []int{steps, n, 2}}, {"table", []int{k.rows, k.span, 1}},
	}
	if k.chunk > 1 {
		list = append(list, field{"last", []int{k.rows, 1}}) // of each row's tokens
	}
	if k.lora.rank > 0 {
		list = append(list, field{"adapters", []int{k.rows, 1}})
	}
	if k.draws {
		list = append(list, drawFields(k.rows, steps)...)
	}
	return list
}

// stepInput is the input that has fields.
func stepInput(list []field) tensor { return tensor{"step", dtypes.Int32, []int{size(list)}} }

// size is how many numbers fields have together.
func size(list []field) (n int) {
	for _, f := range list {
		n += shapes.Make(dtypes.Int32, f.dims...).Size()
	}
	return n
}

// tensor is what stays on a device between steps.
type tensor struct {
	name string
	kind dtypes.DType
	dims []int
}

func (t tensor) shape() shapes.Shape { return shapes.Make(t.kind, t.dims...) }

// bytesOf is the memory of tensors, on a device that holds them whole.
func bytesOf(list []tensor) (n int64) {
	for _, t := range list {
		n += int64(t.shape().ByteSize())
	}
	return n
}

// weights lists what the checkpoint becomes on a device.
func (g geometry) weights() []tensor {
	float := func(name string, dims ...int) tensor { return tensor{name, dtypes.Float32, dims} }
	list := []tensor{
		{"embedding", floatType(g.embeddingF32), []int{g.VocabSize, g.HiddenSize}},
		float("final_norm", g.HiddenSize), float("input_norm", g.Layers, g.HiddenSize), float("post_norm", g.Layers, g.HiddenSize),
		float("attn_sub_norm", g.Layers, g.queryDim()), float("ffn_sub_norm", g.Layers, g.IntermediateSize),
		float("cos", g.context, g.HeadDim/2), float("sin", g.context, g.HeadDim/2),
	}
	switch {
	case g.headInt8:
		list = append(list, tensor{"head_int8", dtypes.Int8, []int{g.VocabSize, g.HiddenSize}}, float("head_scale", g.VocabSize))
	case !g.TieEmbeddings:
		list = append(list, tensor{"head", floatType(g.headF32), []int{g.VocabSize, g.HiddenSize}})
	}
	for _, p := range groups {
		list = append(list, float(p.unitsName(), g.Layers, p.rows(g)))
	}
	for l := range g.Layers {
		for _, p := range groups {
			list = append(list, tensor{weightName(p, l), dtypes.Uint8, []int{p.rows(g), p.in(g)}})
		}
	}
	return list
}

func weightName(p group, l int) string { return fmt.Sprint("w_", p.name, "_", l) }

// unitsName is the tensor that has the scale of each of a group's packed rows, that
// of its member.
func (p group) unitsName() string { return "units_" + p.name }

// floatType is how embeddings are held.
func floatType(float32 bool) dtypes.DType {
	if float32 {
		return dtypes.Float32
	}
	return dtypes.BFloat16
}

// caches lists the layers' KV caches, keys and values side by side: the bits of
// their numbers as integers, see builder.store.
func (g geometry) caches() []tensor {
	kind := dtypes.Int32
	if g.cacheBF16 {
		kind = dtypes.Int16
	}
	list := make([]tensor, g.Layers)
	for l := range list {
		list[l] = tensor{cacheName(l), kind, []int{g.cacheBlocks(), g.blockTokens, 2, g.kvDim()}}
	}
	return list
}

func cacheName(l int) string { return pjrtbackend.AliasName(1+l, fmt.Sprint("cache_", l)) }

// stacks lists the tensors of adapters, [adapters, layers, …].
func (g geometry) stacks(s loraShape) []tensor {
	slots := g.slots(s)
	list := []tensor{{"lora_scales", dtypes.Float32, []int{slots, g.Layers, linears}}}
	for _, p := range groups {
		for _, m := range p.members {
			list = append(list,
				tensor{"lora_a_" + m.name, s.kind(), []int{slots, g.Layers, s.rank, p.in(g)}},
				tensor{"lora_b_" + m.name, s.kind(), []int{slots, g.Layers, s.rank, m.out(g)}})
		}
	}
	return list
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

// slots is how many slots a device has for adapters of a shape, that of none
// included: as many as may be, and as there is room for, but one at least.
func (g geometry) slots(s loraShape) int {
	slots := g.adapters
	if g.adapterRoom > 0 && s.rank > 0 {
		slots = max(1, min(slots, int(g.adapterRoom/g.adapterBytes(s))))
	}
	return 1 + slots
}

// adapterBytes is the memory of an adapter on a device.
func (g geometry) adapterBytes(s loraShape) int64 {
	width := 0
	for _, p := range groups {
		for _, m := range p.members {
			width += p.in(g) + m.out(g)
		}
	}
	return int64(g.Layers) * (int64(s.kind().Size())*int64(s.rank*width) + 4*linears) // a scale for each linear
}

// blockBytes is the memory of one block in all layers.
func (g geometry) blockBytes() int64 {
	return bytesOf(g.caches()) / int64(g.cacheBlocks())
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

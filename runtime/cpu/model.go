package cpu

import (
	"fmt"

	"github.com/r3mes/r3mes/kernels/quant"
	"github.com/r3mes/r3mes/kernels/rope"
	"github.com/r3mes/r3mes/kernels/threads"
	"github.com/r3mes/r3mes/runtime/checkpoint"
	"github.com/r3mes/r3mes/runtime/engine"
)

var _ engine.Model = (*Model)(nil)

// Model is the forward pass of one checkpoint. See the package comment.
type Model struct {
	checkpoint *checkpoint.Model
	limits     engine.Limits
	pool       *threads.Pool
	rope       *rope.Table
	head       head
	cache      *cache
	tap        Tap

	plan    plan
	acts    activations
	linears []layerLinears // [layers], writing into acts
}

// Tap receives the output of a linear for one token, adapter included: linear
// is "o_proj" or "down_proj" (the two whose scale no norm hides), row the row
// in the batch, pos the token's position. The slice is valid during the call.
type Tap = func(layer int, linear string, row, pos int, out []float32)

// activations are the buffers of a step; a step of n tokens uses the first n
// lines of each. Untouched memory costs nothing, so they have their full size
// from the start.
type activations struct {
	hidden []float32 // [stepTokens, hidden] the residual stream
	norm   []float32 // [stepTokens, hidden] input of q, k, v, gate, up
	q      []float32 // [stepTokens, heads*headDim]
	k, v   []float32 // [stepTokens, kvHeads*headDim]
	attn   []float32 // [stepTokens, heads*headDim]
	gate   []float32 // [stepTokens, intermediate]
	up     []float32 // [stepTokens, intermediate]
	out    []float32 // [stepTokens, hidden] output of o and down
	quant  quant.Rows

	keys, values [][]float32    // views of the layer's blocks, of all rows
	scores       chan []float32 // attention scratch, one a thread, [context*heads/kvHeads]

	deltas []deltaJob     // of the linears in work
	shrunk []float32      // the jobs' A·x
	sums   chan []float32 // delta scratch, one a thread, [deltaBlock]
}

// New prepares a model for an open checkpoint, which must stay open until Close.
func New(c *checkpoint.Model, o Options) (*Model, error) {
	o, err := o.fill(c.Config)
	if err != nil {
		return nil, err
	}
	if err := supported(c.Config); err != nil {
		return nil, err
	}
	kvDim := c.Config.KVHeads * c.Config.HeadDim
	sizing := newCache(c.Config.Layers, o.BlockTokens, kvDim, 0)
	blocks, err := o.blocks(sizing.blockBytes())
	if err != nil {
		return nil, err
	}
	m := &Model{
		checkpoint: c,
		pool:       threads.New(o.Threads),
		rope:       rope.New(c.Config.HeadDim, o.Context, c.Config.RopeTheta),
		cache:      newCache(c.Config.Layers, o.BlockTokens, kvDim, blocks),
		limits: engine.Limits{
			Context:     o.Context,
			Vocab:       c.Config.VocabSize,
			EOS:         c.Config.EOS,
			BlockTokens: o.BlockTokens,
			BlockBytes:  sizing.blockBytes(),
			Blocks:      blocks,
			StepTokens:  o.StepTokens,
			StepRows:    o.StepRows,
		},
	}
	m.head = newHead(m.pool, c, o)
	m.acts = newActivations(c.Config, o, m.pool.Size())
	m.linears = newLinears(c, &m.acts)
	return m, nil
}

// supported refuses what the forward pass does not compute.
func supported(c checkpoint.Config) error {
	if c.Activation != "relu2" {
		return fmt.Errorf("cpu: new: activation %q is not supported, only relu2 is", c.Activation)
	}
	return nil
}

func newActivations(c checkpoint.Config, o Options, threads int) activations {
	line := func(n int) []float32 { return make([]float32, o.StepTokens*n) }
	a := activations{
		hidden: line(c.HiddenSize),
		norm:   line(c.HiddenSize),
		q:      line(c.Heads * c.HeadDim),
		k:      line(c.KVHeads * c.HeadDim),
		v:      line(c.KVHeads * c.HeadDim),
		attn:   line(c.Heads * c.HeadDim),
		gate:   line(c.IntermediateSize),
		up:     line(c.IntermediateSize),
		out:    line(c.HiddenSize),
		scores: make(chan []float32, threads),
		sums:   make(chan []float32, threads),
	}
	for range threads {
		a.sums <- make([]float32, deltaBlock)
		a.scores <- make([]float32, o.Context*(c.Heads/c.KVHeads))
	}
	return a
}

// Limits returns what the model can do.
func (m *Model) Limits() engine.Limits { return m.limits }

// SetTap makes Forward report what o_proj and down_proj give; nil ends it. For
// tests that compare with a reference. Not during Forward.
func (m *Model) SetTap(t Tap) { m.tap = t }

// CacheBytes returns the memory that KV blocks hold now. Not during Forward.
func (m *Model) CacheBytes() int64 { return m.cache.allocated() }

// Close ends the worker goroutines. The checkpoint stays open.
func (m *Model) Close() { m.pool.Close() }

package cpu

import (
	"fmt"
	"sync"

	"github.com/r3mes/r3mes/kernels/cpufeat"
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

	running sync.Mutex // held by Forward: memory that is in use must not be freed
	closed  bool
	memory  memory

	head     head
	cache    cache
	tap      Tap
	embedded int // rows of the embedding read so far

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
	m := &Model{
		checkpoint: c,
		cache:      cache{layers: c.Config.Layers, blockTokens: o.BlockTokens, kvDim: c.Config.KVHeads * c.Config.HeadDim},
		limits: engine.Limits{
			Context:     o.Context,
			Vocab:       c.Config.VocabSize,
			EOS:         c.Config.EOS,
			BlockTokens: o.BlockTokens,
			StepTokens:  o.StepTokens,
			StepRows:    o.StepRows,
		},
	}
	m.limits.BlockBytes = 4 * int64(m.cache.blockFloats())
	if m.limits.Blocks, err = o.blocks(m.limits.BlockBytes); err != nil {
		return nil, err
	}
	m.pool = threads.New(o.Threads)
	if err := m.allocate(o); err != nil {
		m.Close()
		return nil, err
	}
	return m, nil
}

// allocate makes the tables and buffers.
func (m *Model) allocate(o Options) error {
	c := m.checkpoint
	m.rope = rope.New(c.Config.HeadDim, o.Context, c.Config.RopeTheta)
	if err := m.cache.allocate(&m.memory, m.limits.Blocks); err != nil {
		return err
	}
	if err := m.acts.allocate(&m.memory, c.Config, o, m.pool.Size()); err != nil {
		return err
	}
	m.linears = newLinears(c, &m.acts)
	return m.head.prepare(&m.memory, m.pool, c, o)
}

// supported refuses what the forward pass does not compute.
func supported(c checkpoint.Config) error {
	if c.Activation != "relu2" {
		return fmt.Errorf("cpu: new: activation %q is not supported, only relu2 is", c.Activation)
	}
	return nil
}

func (a *activations) allocate(mem *memory, c checkpoint.Config, o Options, threads int) error {
	q, kv := c.Heads*c.HeadDim, c.KVHeads*c.HeadDim
	for _, buffer := range []struct {
		floats *[]float32
		width  int
	}{
		{&a.hidden, c.HiddenSize}, {&a.norm, c.HiddenSize}, {&a.out, c.HiddenSize},
		{&a.q, q}, {&a.k, kv}, {&a.v, kv}, {&a.attn, q},
		{&a.gate, c.IntermediateSize}, {&a.up, c.IntermediateSize},
	} {
		var err error
		if *buffer.floats, err = mem.floats(o.StepTokens * buffer.width); err != nil {
			return err
		}
	}
	a.scores, a.sums = make(chan []float32, threads), make(chan []float32, threads)
	for range threads {
		a.scores <- make([]float32, o.Context*(c.Heads/c.KVHeads))
		a.sums <- make([]float32, deltaBlock)
	}
	return nil
}

// Describe says what computes.
func (m *Model) Describe() string { return cpufeat.Level() + " kernels on " + cpufeat.CPU() }

// Limits returns what the model can do.
func (m *Model) Limits() engine.Limits { return m.limits }

// SetTap makes Forward report what o_proj and down_proj give; nil ends it. For
// tests that compare with a reference. Not during Forward.
func (m *Model) SetTap(t Tap) { m.tap = t }

// CacheBytes returns the memory that KV blocks hold now. Not during Forward.
func (m *Model) CacheBytes() int64 { return m.cache.touched() }

// Close ends the worker goroutines and frees the model's memory, after a Forward
// that runs; a later Forward is refused. The checkpoint stays open.
func (m *Model) Close() {
	m.running.Lock()
	defer m.running.Unlock()
	m.closed = true
	m.pool.Close()
	m.memory.free()
}

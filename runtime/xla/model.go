//go:build xla && cgo

package xla

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"
	"unsafe"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/dtypes/bfloat16"
	"github.com/gomlx/gomlx/core/graph"

	"github.com/r3mes/r3mes/kernels/dense"
	"github.com/r3mes/r3mes/kernels/rope"
	"github.com/r3mes/r3mes/kernels/ternary"
	"github.com/r3mes/r3mes/kernels/threads"
	"github.com/r3mes/r3mes/runtime/checkpoint"
	"github.com/r3mes/r3mes/runtime/engine"
)

var _ engine.Model = (*Model)(nil)

// Model is the forward pass of one checkpoint on one device or several. See the
// package comment.
type Model struct {
	name     string // of what computes
	geometry geometry
	limits   engine.Limits
	backend  compute.Backend

	running  sync.Mutex // held by Forward
	closed   bool
	programs programs // for any device
	chooser  chooser
	replicas []*replica

	logits []float32
	tap    Tap
}

// replica is the model on one device, or on several that hold it together, with
// the KV blocks of one region.
type replica struct {
	model    *Model
	devices  []device
	resident []placed // on each device
	adapters adapters

	caches  []placed // on each device
	lost    error    // why there are none
	epoch   uint32   // grows when the caches are made anew
	written []uint32 // [blocks]; the epoch in which a block was written last
}

// Tap receives the output of a linear for one token, adapter included: linear
// is "o_proj" or "down_proj", row the row in the batch, pos the token's position.
// The slice is valid during the call. Devices call it side by side.
type Tap = func(layer int, linear string, row, pos int, out []float32)

// New loads a checkpoint to a device of a plugin. The checkpoint may be closed
// afterwards.
func New(c *checkpoint.Model, o Options) (*Model, error) {
	o, err := o.fill(c.Config)
	if err != nil {
		return nil, err
	}
	g, err := o.geometry(c)
	if err != nil {
		return nil, err
	}
	backend, err := openBackend(o.Plugin, o.Create, o.Cache)
	if err != nil {
		return nil, err
	}
	if max(o.Devices, o.Shards) > backend.NumDevices() {
		backend.Finalize()
		return nil, fmt.Errorf("xla: options: devices is %d and shards %d, the plugin %s has %d devices", o.Devices, o.Shards, o.Plugin, backend.NumDevices())
	}
	name := fmt.Sprintf("%d × %s by PJRT plugin %s", max(o.Devices, o.Shards), backend.DeviceDescription(0), backend.PluginName())
	major, minor := backend.Version()
	m, err := newModel(backend, name, c, g, o)
	if err != nil {
		return nil, fmt.Errorf("xla: plugin %s (PJRT API %d.%d): %w", o.Plugin, major, minor, err)
	}
	return m, nil
}

// newModel loads a checkpoint to the first devices of a backend. o is filled; the
// backend ends with the model, and with an error.
func newModel(backend compute.Backend, name string, c *checkpoint.Model, g geometry, o Options) (*Model, error) {
	g, err := chooseForms(device{backend: backend}, g, o.Warn)
	if err != nil {
		backend.Finalize()
		return nil, err
	}
	m := &Model{
		name:     name + ", " + g.formNames(),
		geometry: g,
		limits: engine.Limits{
			Context: o.Context, Vocab: c.Config.VocabSize, EOS: c.Config.EOS,
			BlockTokens: o.BlockTokens, BlockBytes: g.blockBytes(), Blocks: g.blocks * o.Devices, Regions: o.Devices,
			StepTokens: o.StepTokens, StepRows: o.StepRows, Ahead: o.Ahead,
		},
		backend:  backend,
		programs: programs{warn: o.Warn, compile: func(k bucket) (*program, error) { return compileForward(backend, g, k) }, ready: map[bucket]*program{}, compiling: map[bucket]bool{}},
		chooser:  chooser{vocab: c.Config.VocabSize, kernels: g.kernels, programs: map[choice]*program{}},
	}
	for n := range o.Devices {
		if err != nil {
			break
		}
		r := &replica{model: m, written: make([]uint32, g.blocks)}
		for shard := range o.Shards {
			r.devices = append(r.devices, device{backend, compute.DeviceNum(n + shard)})
			r.resident, r.caches = append(r.resident, placed{}), append(r.caches, placed{})
		}
		r.adapters.replica = r
		m.replicas = append(m.replicas, r)
		err = r.prepare(c, o.warmShape())
	}
	if err == nil && o.WarmUp {
		err = m.warmUp(o)
	}
	if err != nil {
		m.Close()
		return nil, err
	}
	return m, nil
}

// Describe says what computes.
func (m *Model) Describe() string { return m.name }

// Compiled is how many programs of the forward pass there are, and how long the
// compiler took for all of them.
func (m *Model) Compiled() (programs int, took time.Duration) { return m.programs.compiled() }

// DeviceBytes is the memory that weights, caches and adapters take on the first
// device; programs take scratch beside it. Not during Forward.
func (m *Model) DeviceBytes() (weights, caches, adapters int64) {
	sum := func(all []placed) (n int64) {
		for _, on := range all[:min(len(all), 1)] {
			for _, b := range on {
				if shape, err := b.Shape(); err == nil {
					n += int64(shape.ByteSize())
				}
			}
		}
		return n
	}
	r := m.replicas[0]
	return sum(r.resident), sum(r.caches), sum(r.adapters.stacks)
}

// warmUp compiles the programs that any request can be computed with.
func (m *Model) warmUp(o Options) error {
	span := m.geometry.spanBucket(m.geometry.context)
	var list []bucket
	for _, shape := range []loraShape{{}, o.warmShape()} {
		for rows := 1; ; rows = rowBucket(rows + 1) {
			list = append(list, bucket{rows: rows, chunk: 1, span: span, lora: shape})
			if rows >= o.StepRows {
				break
			}
		}
		for chunk := chunkBucket(2); ; chunk = chunkBucket(chunk + 1) {
			list = append(list, bucket{rows: 1, chunk: chunk, span: span, lora: shape})
			if chunk >= o.StepTokens {
				break
			}
		}
		if o.WarmRank == 0 {
			break
		}
	}
	for rows := 1; ; rows = rowBucket(rows + 1) {
		for _, draws := range []bool{false, true} {
			if _, err := m.chooser.get(m.backend, choice{rows, draws}); err != nil {
				return err
			}
		}
		if rows >= o.StepRows {
			break
		}
	}
	return m.programs.warm(list, o.Progress)
}

// Limits returns what the model can do.
func (m *Model) Limits() engine.Limits { return m.limits }

// SetTap makes Forward report what o_proj and down_proj give; nil ends it. For
// tests that compare with a reference. Not during Forward.
func (m *Model) SetTap(t Tap) { m.tap = t }

// Close frees the device, after a Forward that runs; a later Forward is refused.
func (m *Model) Close() {
	m.running.Lock()
	defer m.running.Unlock()
	if m.closed {
		return
	}
	m.closed = true
	for _, r := range m.replicas {
		r.free()
	}
	m.programs.close()
	m.chooser.close()
	m.backend.Finalize()
}

func (r *replica) free() {
	freeAll(r.resident)
	freeAll(r.caches)
	r.adapters.free()
}

// spread copies an input to the replica's devices: to each its part, or all.
func spread[T any](r *replica, name string, t dtypes.DType, data []T, dims ...int) error {
	shards := 1
	if r.model.geometry.shardAxis(name, dims) == 0 {
		shards = len(r.devices)
		dims = append([]int{dims[0] / shards}, dims[1:]...)
	}
	each := len(data) / shards
	for i, d := range r.devices {
		at := i % shards * each
		b, err := upload(d, t, data[at:at+each], dims...)
		if err != nil {
			return err
		}
		r.resident[i][name] = b
	}
	return nil
}

// prepare loads the model, and makes room for adapters of a shape: made later, that
// would drop those that came before.
func (r *replica) prepare(c *checkpoint.Model, shape loraShape) error {
	if err := r.reserve(shape); err != nil {
		return err
	}
	if err := r.load(c); err != nil || shape.rank == 0 {
		return err
	}
	return r.adapters.make(shape)
}

// reserve finds out whether the devices have the memory for the model, its caches
// and adapters of a shape, before anything is loaded. PJRT's table tells what is free,
// go-xla does not: so as much is taken, at once, and given back.
func (r *replica) reserve(shape loraShape) error {
	g := r.model.geometry
	list := append(g.weights(), g.caches()...)
	if shape.rank > 0 {
		list = append(list, g.stacks(shape)...)
	}
	need := int64(0)
	for _, t := range list {
		size := int64(t.shape().ByteSize())
		if g.shardAxis(t.name, t.dims) >= 0 {
			size /= int64(len(r.devices))
		}
		need += size
	}
	for _, d := range r.devices {
		if err := take(d, need); err != nil {
			return fmt.Errorf("device %d: %d MB are needed for weights, KV cache and adapters: take another device, a smaller KV cache, fewer adapters or a smaller model: %w", d.number, need>>20, err)
		}
	}
	return nil
}

// take makes a buffer of about so many bytes on a device, and frees it.
func take(d device, bytes int64) error {
	const line = 1 << 20
	p, err := compileZeros(d.backend, tensor{"taken", dtypes.Int32, []int{int(bytes/(4*line)) + 1, line}})
	if err != nil {
		return err
	}
	defer p.executable.Finalize()
	out, err := p.run(d, nil, nil, nil)
	free(out...)
	return err
}

// compileZeros compiles the program that makes a tensor of zeros.
func compileZeros(backend compute.Backend, t tensor) (p *program, err error) {
	defer recovered(&err, "build the program that makes zeros")
	g := graph.NewGraph(backend, "zeros")
	return compile(g, nil, []*graph.Node{graph.Zeros(g, t.shape())})
}

// load copies the weights to the devices and makes the cache.
func (r *replica) load(c *checkpoint.Model) error {
	g := r.model.geometry
	var errs []error
	floats := func(name string, data []float32, dims ...int) {
		errs = append(errs, spread(r, name, dtypes.Float32, data, dims...))
	}
	errs = append(errs, r.spreadDense("embedding", c.Embedding))
	switch {
	case g.headInt8:
		pool := threads.New(0)
		small := dense.QuantizeInt8(pool, c.Head)
		pool.Close()
		errs = append(errs, spread(r, "head_int8", dtypes.Int8, small.Q, small.Rows, small.Cols))
		floats("head_scale", small.Scale, small.Rows)
	case !g.TieEmbeddings:
		errs = append(errs, r.spreadDense("head", c.Head))
	}
	floats("final_norm", c.FinalNorm, g.HiddenSize)
	cos, sin := rope.New(g.HeadDim, g.context, g.RopeTheta).Tables()
	floats("cos", cos, g.context, g.HeadDim/2)
	floats("sin", sin, g.context, g.HeadDim/2)
	for name, of := range map[string]func(*checkpoint.Layer) []float32{
		"input_norm":    func(l *checkpoint.Layer) []float32 { return l.InputNorm },
		"post_norm":     func(l *checkpoint.Layer) []float32 { return l.PostAttnNorm },
		"attn_sub_norm": func(l *checkpoint.Layer) []float32 { return l.AttnSubNorm },
		"ffn_sub_norm":  func(l *checkpoint.Layer) []float32 { return l.FFNSubNorm },
	} {
		var all []float32
		for i := range c.Layers {
			all = append(all, of(&c.Layers[i])...)
		}
		floats(name, all, g.Layers, len(all)/g.Layers)
	}
	for _, p := range groups {
		var units []float32
		for l := range c.Layers {
			all := matrices(&c.Layers[l])
			var packed []byte
			for i, m := range p.members {
				w := all[p.first()+i]
				packed = append(packed, w.Packed...)
				units = append(units, slices.Repeat([]float32{w.Scale}, m.out(g)/4)...)
			}
			errs = append(errs, spread(r, weightName(p, l), dtypes.Uint8, packed, p.rows(g), p.in(g)))
		}
		floats(p.unitsName(), units, g.Layers, p.rows(g))
	}
	if err := errors.Join(errs...); err != nil {
		return err
	}
	c.Evict() // its pages come back from the file if another device needs them
	return r.makeCaches()
}

// matrices are the linears of a layer in the order of groups.
func matrices(l *checkpoint.Layer) [linears]ternary.Matrix {
	return [linears]ternary.Matrix{l.Q, l.K, l.V, l.O, l.Gate, l.Up, l.Down}
}

// spreadDense copies a matrix as it is held.
func (r *replica) spreadDense(name string, w dense.Matrix) error {
	if w.F32 != nil {
		return spread(r, name, dtypes.Float32, w.F32, w.Rows, w.Cols)
	}
	bf16 := unsafe.Slice((*bfloat16.BFloat16)(unsafe.Pointer(unsafe.SliceData(w.BF16))), len(w.BF16))
	return spread(r, name, dtypes.BFloat16, bf16, w.Rows, w.Cols)
}

// makeCaches makes empty KV caches, in the place of those that a failed step took
// with it. Sequences from before cannot go on; see check. The device makes them: they
// may be larger than the host's memory.
func (r *replica) makeCaches() error {
	g := r.model.geometry
	r.epoch++
	list := g.caches()
	if axis := g.shardAxis(list[0].name, list[0].dims); axis >= 0 {
		list[0].dims[axis] /= len(r.devices)
	}
	p, err := compileZeros(r.model.backend, list[0]) // all have its shape
	if err != nil {
		return err
	}
	defer p.executable.Finalize()
	for _, t := range list {
		for i, d := range r.devices {
			out, err := p.run(d, nil, nil, nil)
			if err != nil {
				return err
			}
			r.caches[i][t.name] = out[0]
		}
	}
	return nil
}

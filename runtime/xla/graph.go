//go:build xla && cgo

package xla

import (
	"fmt"
	"math"
	"slices"

	"github.com/gomlx/compute/distributed"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	"github.com/gomlx/gomlx/core/graph"
)

// builder makes the graph of the forward pass for one bucket.
//
// The tokens of all rows stand in one line, N = rows*chunk of them. Numbers are
// float32, except where said.
type builder struct {
	geometry
	bucket
	graph  *graph.Graph
	mesh   *distributed.DeviceMesh // of the devices that hold the model together; nil: one does
	inputs []string                // names of the parameters, in order

	params    map[string]*graph.Node                           // by name
	parts     map[string]*graph.Node                           // of what the step is told, by name; see fields
	caches    []*graph.Node                                    // of the layers, as far as they are written
	functions map[string]*graph.Function                       // in whose place kernels stand, by name
	loraFused bool                                             // adapters are kernels
	emulate   func(k shaped, args []*graph.Node) []*graph.Node // does in tests what kernels do; nil: they do it

	at, now     *graph.Node // [N, 2] int32: where tokens are written to; [N, 1] int32: their positions
	mask, valid *graph.Node // [rows, 1, 1, chunk, T] bool: a query sees a position; [rows, T, 1] bool: some query does
	cos, sin    *graph.Node // [N, 1, headDim/2]
	loraScales  *graph.Node // [rows, layers, linears]
	taps        []*graph.Node
}

// activation is what linears multiply.
type activation struct {
	x     *graph.Node // [N, in]; adapters see it
	q     *graph.Node // its int8 form: as float32, or as int8 from kernels
	scale *graph.Node // of that form: [N, 1], or [N] from kernels
}

// declare adds parameters. All of them come before the first that is computed: a
// loop's body cannot add any.
func (b *builder) declare(list ...tensor) {
	if b.params == nil {
		b.params = map[string]*graph.Node{}
	}
	for _, t := range list {
		b.inputs = append(b.inputs, t.name)
		b.params[t.name] = graph.ShardedParameter(b.graph, t.name, t.shape(), b.sharding(t.name, t.dims))
	}
}

// input is a parameter that was declared.
func (b *builder) input(name string) *graph.Node {
	p := b.params[name]
	if p == nil {
		panic(fmt.Sprintf("xla: no parameter %q was declared", name))
	}
	return p
}

// sharding says how an input is cut among devices, nil: it is not.
func (b *builder) sharding(name string, dims []int) *distributed.ShardingSpec {
	if b.mesh == nil {
		return nil
	}
	axis := b.shardAxis(name, dims)
	spec := distributed.BuildSpec(b.mesh)
	for i := range dims {
		if i == axis {
			spec = spec.S(meshAxis)
		} else {
			spec = spec.R()
		}
	}
	built, err := spec.Done()
	if err != nil {
		panic(err) // ours alone
	}
	return built
}

// meshAxis is the only axis of the mesh of devices that hold a model together.
const meshAxis = "model"

// positions is how many positions a row's blocks hold.
func (b *builder) positions() int { return b.span * b.blockTokens }

// forward returns the results: the logits of each row's last token, or the tokens
// chosen, [steps, rows]; the layers' caches; with tap, what o and down gave in each
// layer.
func (b *builder) forward() []*graph.Node {
	b.loraFused = b.kernels && b.chunk == 1 && b.lora.rank > 0 && b.loraFits(b.lora)
	b.declare(stepInput(b.fields()))
	b.declare(b.weights()...)
	if b.lora.rank > 0 {
		b.declare(b.stacks(b.lora)...)
	}
	kept := slices.Clone(b.inputs)
	b.declare(b.geometry.caches()...)
	for _, name := range b.inputs[len(kept):] {
		b.caches = append(b.caches, b.input(name))
	}
	b.told(b.fields())
	if b.steps > 0 {
		return append([]*graph.Node{b.ahead(kept)}, b.caches...)
	}
	slots := graph.Reshape(b.parts["slots"], b.rows*b.chunk, 2)
	logits := b.pass(b.parts["tokens"], b.parts["positions"], slots)
	return append(append([]*graph.Node{logits}, b.caches...), b.taps...)
}

// told cuts what a step is told into its fields.
func (b *builder) told(list []field) {
	b.parts = map[string]*graph.Node{}
	all, at := b.input("step"), 0
	for _, f := range list {
		n := size([]field{f})
		b.parts[f.name] = graph.Reshape(graph.Slice(all, graph.AxisRange(at, at+n)), f.dims...)
		at += n
	}
}

// pass is the forward pass: the logits of each row's last token.
//
// Source: BitNet b1.58 (arXiv 2402.17764) and 2B4T (arXiv 2504.12285), in the
// form of transformers, modeling_bitnet.py; as runtime/cpu.
func (b *builder) pass(tokens, positions, at *graph.Node) *graph.Node {
	b.at, b.now = at, positions
	if b.lora.rank > 0 && !b.loraFused {
		b.loraScales = graph.Gather(b.input("lora_scales"), b.parts["adapters"])
	}
	b.see(positions)
	x := graph.ConvertDType(graph.Gather(b.input("embedding"), tokens), dtypes.Float32)
	var y *graph.Node // what is still to be added to x
	var a activation
	for l := range b.Layers {
		x, a = b.normed("input_norm", l, x, y)
		y = b.attention(l, a)
		x, a = b.normed("post_norm", l, x, y)
		y = b.feedForward(l, a)
	}
	if b.kernels && b.headInt8 && b.chunk == 1 {
		return b.headKernel(x, y)
	}
	x = graph.Add(x, y)
	if b.chunk > 1 {
		x = graph.Gather(x, b.parts["last"])
	}
	return b.head(b.norm(x, b.input("final_norm")))
}

// normed adds y to x, unless that is nil: the sum, and its norm as linears take it.
func (b *builder) normed(name string, l int, x, y *graph.Node) (*graph.Node, activation) {
	if b.kernels {
		return b.normKernel(name, l, x, y)
	}
	if y != nil {
		x = graph.Add(x, y)
	}
	return x, b.quantize(b.norm(x, b.vector(name, l)))
}

// vector is layer l's line of a parameter [layers, width].
func (b *builder) vector(name string, l int) *graph.Node {
	all := b.input(name)
	return graph.Reshape(graph.Slice(all, graph.AxisRange(l, l+1), graph.AxisRange()), all.Shape().Dimensions[1])
}

// see prepares what depends on positions alone.
func (b *builder) see(positions *graph.Node) {
	g, t := b.graph, b.positions()
	rotation := func(name string) *graph.Node {
		return graph.Reshape(graph.Gather(b.input(name), positions), b.rows*b.chunk, 1, b.HeadDim/2)
	}
	b.cos, b.sin = rotation("cos"), rotation("sin")
	query := graph.Reshape(positions, b.rows, b.chunk, 1)
	key := graph.Iota(g, shapes.Make(dtypes.Int32, b.rows, b.chunk, t), 2)
	seen := graph.LessOrEqual(key, graph.BroadcastToDims(query, b.rows, b.chunk, t))
	b.mask = graph.Reshape(seen, b.rows, 1, 1, b.chunk, t)
	end := graph.ReduceMax(query, 1) // [rows, 1]
	key = graph.Iota(g, shapes.Make(dtypes.Int32, b.rows, t), 1)
	b.valid = graph.Reshape(graph.LessOrEqual(key, graph.BroadcastToDims(end, b.rows, t)), b.rows, t, 1)
}

// norm is x / sqrt(mean(x²) + eps) * weight.
func (b *builder) norm(x, weight *graph.Node) *graph.Node {
	n, width := x.Shape().Dimensions[0], x.Shape().Dimensions[1]
	mean := graph.DivScalar(graph.ReduceSum(graph.Mul(x, x), 1), float32(width))
	factor := graph.Reciprocal(graph.Sqrt(graph.AddScalar(mean, b.RMSEps)))
	x = graph.Mul(x, graph.BroadcastToDims(graph.Reshape(factor, n, 1), n, width))
	return graph.Mul(x, graph.BroadcastToDims(graph.Reshape(weight, 1, width), n, width))
}

// attention returns o(attn_sub_norm(attend(rope(q), rope(k), v))), and writes the
// new keys and values to the layer's cache.
func (b *builder) attention(l int, a activation) *graph.Node {
	n := b.rows * b.chunk
	product := b.linear(l, qkv, a)
	parts := b.split(qkv, product)
	k := b.rotate(graph.Reshape(parts[1], n, b.KVHeads, b.HeadDim))
	b.store(l, graph.Concatenate([]*graph.Node{graph.Reshape(k, n, 1, b.kvDim()), graph.Reshape(parts[2], n, 1, b.kvDim())}, 1))
	if b.kernels && b.chunk == 1 {
		a = b.attentionKernel(l, product)
	} else {
		q := b.rotate(graph.Reshape(parts[0], n, b.Heads, b.HeadDim))
		keys, values := b.cached(l)
		heads := b.attend(graph.Reshape(q, b.rows, b.chunk, b.KVHeads, b.Heads/b.KVHeads, b.HeadDim), keys, values)
		_, a = b.normed("attn_sub_norm", l, graph.Reshape(heads, n, b.queryDim()), nil)
	}
	y := graph.Reshape(b.linear(l, output, a), n, b.HiddenSize)
	b.report(y)
	return y
}

// cacheFloat is what the cache's bits stand for.
func (b *builder) cacheFloat() dtypes.DType {
	if b.cacheBF16 {
		return dtypes.BFloat16
	}
	return dtypes.Float32
}

// store writes a row of keys and values for each token into the layer's cache,
// [blocks, blockTokens, 2, kvDim]. The cache holds bit patterns as integers, so that
// adding the difference to what was there is exact: a scatter that adds is what
// every backend has, and does in place.
func (b *builder) store(l int, rows *graph.Node) {
	cache := b.caches[l]
	bits := graph.Bitcast(graph.ConvertDType(rows, b.cacheFloat()), cache.DType())
	b.caches[l] = graph.ScatterSum(cache, b.at, graph.Sub(bits, graph.Gather(cache, b.at)), false, true)
}

// cached are the keys and values at the rows' positions, [rows, T, kvHeads, headDim].
func (b *builder) cached(l int) (keys, values *graph.Node) {
	t := b.positions()
	read := graph.Bitcast(graph.Gather(b.caches[l], b.parts["table"]), b.cacheFloat()) // [rows, span, blockTokens, 2, kvDim]
	read = graph.Reshape(graph.ConvertDType(read, dtypes.Float32), b.rows, t, 2, b.kvDim())
	side := func(i int) *graph.Node {
		part := graph.Slice(read, graph.AxisRange(), graph.AxisRange(), graph.AxisRange(i, i+1), graph.AxisRange())
		return graph.Reshape(part, b.rows, t, b.kvDim())
	}
	values = side(1)
	// What another sequence left behind may be anything, and 0 times that need not be 0.
	values = graph.Where(graph.BroadcastToDims(b.valid, b.rows, t, b.kvDim()), values, graph.ZerosLike(values))
	return graph.Reshape(side(0), b.rows, t, b.KVHeads, b.HeadDim), graph.Reshape(values, b.rows, t, b.KVHeads, b.HeadDim)
}

// rotate turns heads [N, heads, headDim] by the tokens' positions.
func (b *builder) rotate(x *graph.Node) *graph.Node {
	dims := x.Shape().Dimensions
	half := dims[2] / 2
	first := graph.Slice(x, graph.AxisRange(), graph.AxisRange(), graph.AxisRange(0, half))
	second := graph.Slice(x, graph.AxisRange(), graph.AxisRange(), graph.AxisRange(half, 2*half))
	cos, sin := graph.BroadcastToDims(b.cos, dims[0], dims[1], half), graph.BroadcastToDims(b.sin, dims[0], dims[1], half)
	return graph.Concatenate([]*graph.Node{
		graph.Sub(graph.Mul(first, cos), graph.Mul(second, sin)),
		graph.Add(graph.Mul(second, cos), graph.Mul(first, sin)),
	}, 2)
}

// attend is softmax(q·kᵀ/sqrt(headDim))·v. q is [rows, chunk, kvHeads, group,
// headDim], k and v are [rows, T, kvHeads, headDim]; the result is as q.
func (b *builder) attend(q, k, v *graph.Node) *graph.Node {
	scores := graph.Einsum("rckgd,rtkd->rkgct", q, k)
	scores = graph.MulScalar(scores, float32(1/math.Sqrt(float64(b.HeadDim))))
	mask := graph.BroadcastToDims(b.mask, scores.Shape().Dimensions...)
	weights := graph.MaskedSoftmax(scores, mask, -1)
	return graph.Einsum("rkgct,rtkd->rckgd", weights, v)
}

// feedForward is down(ffn_sub_norm(relu(gate)² * up)).
func (b *builder) feedForward(l int, a activation) *graph.Node {
	y := b.linear(l, down, b.gated(l, b.linear(l, gateUp, a)))
	y = graph.Reshape(y, b.rows*b.chunk, b.HiddenSize)
	b.report(y)
	return y
}

// gated is ffn_sub_norm(relu(gate)² * up) of the product of both.
func (b *builder) gated(l int, product *graph.Node) activation {
	if b.kernels {
		return b.gatedKernel(l, product)
	}
	parts := b.split(gateUp, product)
	gate := graph.Max(parts[0], graph.ZerosLike(parts[0]))
	h := graph.Mul(graph.Mul(gate, gate), parts[1])
	return b.quantize(b.norm(h, b.vector("ffn_sub_norm", l)))
}

func (b *builder) report(y *graph.Node) {
	if b.tap {
		b.taps = append(b.taps, y)
	}
}

// linear returns W·x of a group's members, adapters included, [N, 4, rows]: output
// i*rows+r of the packed matrix stands at [i, r].
func (b *builder) linear(l int, p group, a activation) *graph.Node {
	y := b.product(l, p, a)
	switch {
	case b.lora.rank == 0:
		return y
	case b.loraFused:
		return b.deltaKernels(l, p, a.x, y)
	}
	return graph.Add(y, b.deltas(l, p, a.x))
}

// product is linear without adapters.
func (b *builder) product(l int, p group, a activation) *graph.Node {
	dims := []int{a.scale.Shape().Dimensions[0], 4, p.rows(b.geometry)}
	form := b.form(dims[0])
	if form.kernel {
		return b.matmulKernel(l, p, a)
	}
	dot := form.dot(b, graph.ConvertDType(a.q, dtypes.Float32), b.input(weightName(p, l)))
	units := graph.Reshape(b.vector(p.unitsName(), l), 1, 1, dims[2])
	scale := graph.BroadcastToDims(graph.Reshape(a.scale, dims[0], 1, 1), dims[0], 1, dims[2])
	return graph.Mul(dot, graph.BroadcastToDims(graph.Div(graph.BroadcastToDims(units, dims[0], 1, dims[2]), scale), dims...))
}

// split cuts the result of a group into those of its members, [N, out].
func (b *builder) split(p group, y *graph.Node) []*graph.Node {
	parts := make([]*graph.Node, len(p.members))
	at := 0
	for i, m := range p.members {
		out := m.out(b.geometry)
		part := graph.Slice(y, graph.AxisRange(), graph.AxisRange(), graph.AxisRange(at, at+out/4))
		parts[i] = graph.Reshape(part, y.Shape().Dimensions[0], out)
		at += out / 4
	}
	return parts
}

// quantize returns round(x*s), clamped to -128…127, and s = 127/max(max|x|, 1e-5).
func (b *builder) quantize(x *graph.Node) activation {
	n, width := x.Shape().Dimensions[0], x.Shape().Dimensions[1]
	largest := graph.MaxScalar(graph.ReduceMax(graph.Abs(x), 1), 1e-5)
	scale := graph.Reshape(graph.Div(graph.MulScalar(graph.OnesLike(largest), 127), largest), n, 1)
	q := graph.ClipScalar(graph.Round(graph.Mul(x, graph.BroadcastToDims(scale, n, width))), -128, 127)
	return activation{x: x, q: q, scale: scale}
}

// unpack turns packed weights [rows, in] into -1, 0, 1 as [4, rows, in]: output
// i*rows+r of the published packing stands at [i, r].
func (b *builder) unpack(packed *graph.Node) *graph.Node {
	planes := make([]*graph.Node, 4)
	for i := range planes {
		code := graph.BitwiseAnd(graph.BitwiseShiftRightLogicalScalar(packed, uint8(2*i)), graph.Scalar(b.graph, dtypes.Uint8, 3))
		planes[i] = graph.InsertAxes(graph.AddScalar(graph.ConvertDType(code, dtypes.Float32), -1), 0)
	}
	return graph.Concatenate(planes, 0)
}

// deltas are each row's s·B·(A·x), as linear's result. x is the float input: the
// ternary product alone sees its int8 form, as in training. The sum over the rank is
// made before it is scaled and meets the result, as PEFT rounds.
func (b *builder) deltas(l int, p group, x *graph.Node) *graph.Node {
	x = graph.Reshape(x, b.rows, b.chunk, p.in(b.geometry))
	all := make([]*graph.Node, len(p.members))
	for i, m := range p.members {
		out := m.out(b.geometry)
		shrunk := graph.Einsum("rci,rji->rcj", x, b.layerOf(l, "lora_a_"+m.name))
		delta := graph.Einsum("rcj,rjo->rco", shrunk, b.layerOf(l, "lora_b_"+m.name))
		scale := graph.Slice(b.loraScales, graph.AxisRange(), graph.AxisRange(l, l+1), graph.AxisRange(p.first()+i, p.first()+i+1))
		delta = graph.Mul(delta, graph.BroadcastToDims(scale, b.rows, b.chunk, out))
		all[i] = graph.Reshape(delta, b.rows*b.chunk, 4, out/4)
	}
	if len(all) == 1 {
		return all[0]
	}
	return graph.Concatenate(all, 2)
}

// layerOf is layer l of each row's adapter in a stack [adapters, layers, rank,
// width]: [rows, rank, width].
func (b *builder) layerOf(l int, name string) *graph.Node {
	adapter := b.parts["adapters"]
	layer := graph.MulScalar(graph.OnesLike(adapter), int32(l))
	weights := graph.Gather(b.input(name), graph.Concatenate([]*graph.Node{adapter, layer}, 1))
	return graph.ConvertDType(weights, dtypes.Float32)
}

// head returns the logits of h [rows, hidden].
func (b *builder) head(h *graph.Node) *graph.Node {
	if !b.headInt8 {
		name := "head"
		if b.TieEmbeddings {
			name = "embedding"
		}
		return graph.DotGeneral(h, []int{1}, nil, graph.ConvertDType(b.input(name), dtypes.Float32), []int{1}, nil)
	}
	a := b.quantize(h)
	// A product may be 2¹⁴: pieces of 1024 are exact in float32, their sum in int32.
	pieces := 1
	for b.HiddenSize%pieces != 0 || b.HiddenSize/pieces > 1024 {
		pieces++
	}
	q := graph.Reshape(a.q, b.rows, pieces, b.HiddenSize/pieces)
	w := graph.ConvertDType(graph.Reshape(b.input("head_int8"), b.VocabSize, pieces, b.HiddenSize/pieces), dtypes.Float32)
	dot := graph.ConvertDType(graph.DotGeneral(q, []int{2}, []int{1}, w, []int{2}, []int{1}), dtypes.Int32) // [pieces, rows, vocab]
	dot = graph.ConvertDType(graph.ReduceSum(dot, 0), dtypes.Float32)
	units := graph.Reshape(b.input("head_scale"), 1, b.VocabSize)
	dot = graph.Mul(dot, graph.BroadcastToDims(units, b.rows, b.VocabSize))
	return graph.Mul(dot, graph.BroadcastToDims(graph.Reciprocal(a.scale), b.rows, b.VocabSize))
}

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

	mask, valid       *graph.Node // [rows, 1, 1, chunk, T] bool: a query sees a position; [rows, T, 1] bool: some query does
	cos, sin          *graph.Node // [N, 1, headDim/2]
	adapter           *graph.Node // [rows] int32
	at, table, scales *graph.Node // [N, 2], [rows, span] int32; [layers, linears]
	loraScales        *graph.Node // [rows, layers, linears]
	taps              []*graph.Node
}

// input adds a parameter, or finds it.
func (b *builder) input(name string, t dtypes.DType, dims ...int) *graph.Node {
	if slices.Contains(b.inputs, name) {
		return b.graph.GetParameterByName(name)
	}
	b.inputs = append(b.inputs, name)
	return graph.ShardedParameter(b.graph, name, shapes.Make(t, dims...), b.sharding(name, dims))
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

// forward returns the results: the logits of each row's last token, the layers'
// caches and, with tap, what o and down gave in each layer.
//
// Source: BitNet b1.58 (arXiv 2402.17764) and 2B4T (arXiv 2504.12285), in the
// form of transformers, modeling_bitnet.py; as runtime/cpu.
func (b *builder) forward() []*graph.Node {
	n := b.rows * b.chunk
	tokens, positions := b.input("tokens", dtypes.Int32, n, 1), b.input("positions", dtypes.Int32, n, 1)
	last := b.input("last", dtypes.Int32, b.rows, 1)
	b.at, b.table = b.input("slots", dtypes.Int32, n, 2), b.input("table", dtypes.Int32, b.rows, b.span, 1)
	b.scales = b.input("scales", dtypes.Float32, b.Layers, linears)
	if b.rank > 0 {
		b.adapter = b.input("adapters", dtypes.Int32, b.rows, 1)
		b.loraScales = graph.Gather(b.input("lora_scales", dtypes.Float32, b.slots(b.rank), b.Layers, linears), b.adapter)
	}
	b.see(positions)
	embedding := b.input("embedding", floatType(b.embeddingF32), b.VocabSize, b.HiddenSize)
	x := graph.ConvertDType(graph.Gather(embedding, tokens), dtypes.Float32)
	caches := make([]*graph.Node, b.Layers)
	for l := range b.Layers {
		var y *graph.Node
		y, caches[l] = b.attention(l, b.norm(x, b.vector("input_norm", l, b.HiddenSize)))
		x = graph.Add(x, y)
		x = graph.Add(x, b.feedForward(l, b.norm(x, b.vector("post_norm", l, b.HiddenSize))))
	}
	h := b.norm(graph.Gather(x, last), b.input("final_norm", dtypes.Float32, b.HiddenSize))
	return append(append([]*graph.Node{b.head(h)}, caches...), b.taps...)
}

// floatType is how embeddings are held.
func floatType(float32 bool) dtypes.DType {
	if float32 {
		return dtypes.Float32
	}
	return dtypes.BFloat16
}

// vector is layer l's line of a parameter [layers, width].
func (b *builder) vector(name string, l, width int) *graph.Node {
	all := b.input(name, dtypes.Float32, b.Layers, width)
	return graph.Reshape(graph.Slice(all, graph.AxisRange(l, l+1), graph.AxisRange()), width)
}

// see prepares what depends on positions alone.
func (b *builder) see(positions *graph.Node) {
	g, t := b.graph, b.positions()
	rotation := func(name string) *graph.Node {
		table := b.input(name, dtypes.Float32, b.context, b.HeadDim/2)
		return graph.Reshape(graph.Gather(table, positions), b.rows*b.chunk, 1, b.HeadDim/2)
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

// attention returns o(attn_sub_norm(attend(rope(q), rope(k), v))) of x, and the
// layer's cache with the new keys and values.
func (b *builder) attention(l int, x *graph.Node) (y, cache *graph.Node) {
	n := b.rows * b.chunk
	parts := b.linear(l, qkv, x)
	q := b.rotate(graph.Reshape(parts[0], n, b.Heads, b.HeadDim))
	k := b.rotate(graph.Reshape(parts[1], n, b.KVHeads, b.HeadDim))
	cache = b.store(l, graph.Concatenate([]*graph.Node{graph.Reshape(k, n, 1, b.kvDim()), graph.Reshape(parts[2], n, 1, b.kvDim())}, 1))
	t := b.positions()
	read := graph.Bitcast(graph.Gather(cache, b.table), dtypes.Float32) // [rows, span, blockTokens, 2, kvDim]
	read = graph.Reshape(read, b.rows, t, 2, b.kvDim())
	side := func(i int) *graph.Node {
		part := graph.Slice(read, graph.AxisRange(), graph.AxisRange(), graph.AxisRange(i, i+1), graph.AxisRange())
		return graph.Reshape(part, b.rows, t, b.kvDim())
	}
	keys, values := graph.Reshape(side(0), b.rows, t, b.KVHeads, b.HeadDim), side(1)
	// What another sequence left behind may be anything, and 0 times that need not be 0.
	values = graph.Where(graph.BroadcastToDims(b.valid, b.rows, t, b.kvDim()), values, graph.ZerosLike(values))
	values = graph.Reshape(values, b.rows, t, b.KVHeads, b.HeadDim)
	heads := b.attend(graph.Reshape(q, b.rows, b.chunk, b.KVHeads, b.Heads/b.KVHeads, b.HeadDim), keys, values)
	heads = b.norm(graph.Reshape(heads, n, b.queryDim()), b.vector("attn_sub_norm", l, b.queryDim()))
	y = b.linear(l, output, heads)[0]
	b.report(y)
	return y, cache
}

// cacheType is what caches hold, see store.
const cacheType = dtypes.Int32

// store writes a row of keys and values for each token into the layer's cache,
// [blocks, blockTokens, 2, kvDim]. The cache holds bit patterns as int32, so that
// adding the difference to what was there is exact: a scatter that adds is what
// every backend has, and does in place.
func (b *builder) store(l int, rows *graph.Node) *graph.Node {
	cache := b.input(cacheName(l), cacheType, b.cacheDims()...)
	change := graph.Sub(graph.Bitcast(rows, cacheType), graph.Gather(cache, b.at))
	return graph.ScatterSum(cache, b.at, change, false, true)
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

// feedForward is down(ffn_sub_norm(relu(gate)² * up)) of x.
func (b *builder) feedForward(l int, x *graph.Node) *graph.Node {
	parts := b.linear(l, gateUp, x)
	gate := graph.Max(parts[0], graph.ZerosLike(parts[0]))
	h := graph.Mul(graph.Mul(gate, gate), parts[1])
	y := b.linear(l, down, b.norm(h, b.vector("ffn_sub_norm", l, b.IntermediateSize)))[0]
	b.report(y)
	return y
}

func (b *builder) report(y *graph.Node) {
	if b.tap {
		b.taps = append(b.taps, y)
	}
}

// linear returns W·x of a group's members for x [N, in], adapters included.
//
// The product is of the int8 form of x and of codes 0, 1, 2 less one; see forms.
func (b *builder) linear(l int, p group, x *graph.Node) []*graph.Node {
	n, in, rows := x.Shape().Dimensions[0], p.in(b.geometry), p.rows(b.geometry)
	q, scale := b.quantize(x)
	packed := b.input(fmt.Sprint("w_", p.name, "_", l), dtypes.Uint8, rows, in)
	dot := forms[b.form].dot(b, q, packed) // [N, 4, rows]
	y := make([]*graph.Node, len(p.members))
	at := 0
	for i, m := range p.members {
		out := m.out(b.geometry)
		part := graph.Reshape(graph.Slice(dot, graph.AxisRange(), graph.AxisRange(), graph.AxisRange(at, at+out/4)), n, out)
		at += out / 4
		unit := graph.Div(graph.BroadcastToDims(b.scale(b.scales, l, p.first()+i), n, 1), scale)
		y[i] = graph.Mul(part, graph.BroadcastToDims(unit, n, out))
	}
	if b.rank > 0 {
		b.addDeltas(l, p, x, y)
	}
	return y
}

// scale is one number of [layers, linears], as [1, 1].
func (b *builder) scale(all *graph.Node, l, i int) *graph.Node {
	return graph.Slice(all, graph.AxisRange(l, l+1), graph.AxisRange(i, i+1))
}

// quantize returns round(x*s), clamped to -128…127, and s = 127/max(max|x|, 1e-5),
// [N, 1].
func (b *builder) quantize(x *graph.Node) (q, scale *graph.Node) {
	n, width := x.Shape().Dimensions[0], x.Shape().Dimensions[1]
	largest := graph.MaxScalar(graph.ReduceMax(graph.Abs(x), 1), 1e-5)
	scale = graph.Reshape(graph.Div(graph.MulScalar(graph.OnesLike(largest), 127), largest), n, 1)
	return graph.ClipScalar(graph.Round(graph.Mul(x, graph.BroadcastToDims(scale, n, width))), -128, 127), scale
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

// addDeltas adds each row's s·B·(A·x) to y. x is the float input: the ternary
// product alone sees its int8 form, as in training. The sum over the rank is
// made before it is scaled and meets the result, as PEFT rounds.
func (b *builder) addDeltas(l int, p group, x *graph.Node, y []*graph.Node) {
	in := p.in(b.geometry)
	x = graph.Reshape(x, b.rows, b.chunk, in)
	for i, m := range p.members {
		out := m.out(b.geometry)
		a := b.layerOf(l, "lora_a_"+m.name, b.rank, in)
		bt := b.layerOf(l, "lora_b_"+m.name, b.rank, out)
		shrunk := graph.Einsum("rci,rji->rcj", x, a)
		delta := graph.Einsum("rcj,rjo->rco", shrunk, bt)
		scale := graph.Slice(b.loraScales, graph.AxisRange(), graph.AxisRange(l, l+1), graph.AxisRange(p.first()+i, p.first()+i+1))
		delta = graph.Mul(delta, graph.BroadcastToDims(scale, b.rows, b.chunk, out))
		y[i] = graph.Add(y[i], graph.Reshape(delta, b.rows*b.chunk, out))
	}
}

// layerOf is layer l of each row's adapter in a stack [adapters, layers, rank,
// width]: [rows, rank, width].
func (b *builder) layerOf(l int, name string, rank, width int) *graph.Node {
	stack := b.input(name, dtypes.Float32, b.slots(b.rank), b.Layers, rank, width)
	layer := graph.MulScalar(graph.OnesLike(b.adapter), int32(l))
	return graph.Gather(stack, graph.Concatenate([]*graph.Node{b.adapter, layer}, 1))
}

// head returns the logits of h [rows, hidden].
func (b *builder) head(h *graph.Node) *graph.Node {
	if !b.headInt8 {
		w := b.input("head", floatType(b.headF32), b.VocabSize, b.HiddenSize)
		return graph.DotGeneral(h, []int{1}, nil, graph.ConvertDType(w, dtypes.Float32), []int{1}, nil)
	}
	q, scale := b.quantize(h)
	w := b.input("head_int8", dtypes.Int8, b.VocabSize, b.HiddenSize)
	// A product may be 2¹⁴: pieces of 1024 are exact in float32, their sum in int32.
	pieces := 1
	for b.HiddenSize%pieces != 0 || b.HiddenSize/pieces > 1024 {
		pieces++
	}
	q = graph.Reshape(q, b.rows, pieces, b.HiddenSize/pieces)
	w = graph.ConvertDType(graph.Reshape(w, b.VocabSize, pieces, b.HiddenSize/pieces), dtypes.Float32)
	dot := graph.ConvertDType(graph.DotGeneral(q, []int{2}, []int{1}, w, []int{2}, []int{1}), dtypes.Int32) // [pieces, rows, vocab]
	dot = graph.ConvertDType(graph.ReduceSum(dot, 0), dtypes.Float32)
	units := graph.Reshape(b.input("head_scale", dtypes.Float32, b.VocabSize), 1, b.VocabSize)
	dot = graph.Mul(dot, graph.BroadcastToDims(units, b.rows, b.VocabSize))
	return graph.Mul(dot, graph.BroadcastToDims(graph.Reciprocal(scale), b.rows, b.VocabSize))
}

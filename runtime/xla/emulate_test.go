//go:build xla && cgo

package xla

import (
	"fmt"
	"math"
	"os"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	"github.com/gomlx/gomlx/core/graph"

	"github.com/r3mes/r3mes/runtime/xla/ptx"
)

// Programs with kernels are right on a processor too, with the kernels' definitions
// in their place: operands, offsets and the order of results are those that the
// kernels have. That the kernels do what is defined is tested in package ptx.
func TestProgramsWithKernels(t *testing.T) {
	backend, err := openBackend(os.Getenv("R3MES_PJRT_PLUGIN"), nil, "")
	if err != nil {
		t.Fatal(err)
	}
	defer backend.Finalize()
	d := device{backend: backend}
	for _, cache := range []bool{false, true} {
		g := trialModel
		g.cacheBF16 = cache
		if err := g.fits(); err != nil {
			t.Fatal(err)
		}
		for _, k := range trialSteps {
			calls := 0
			right := func(e emulation, s shaped, args []*graph.Node) []*graph.Node {
				calls++
				return e.of(s, args)
			}
			if err := compareTrials(d, g, k, emulating(right)); err != nil {
				t.Error(err)
			}
			if want := g.Layers * 9; calls < want {
				t.Errorf("%+v: %d kernels were called, want %d", k, calls, want)
			}
		}
	}
	wrong := func(e emulation, s shaped, args []*graph.Node) []*graph.Node {
		results := e.of(s, args)
		if _, ok := s.(ptx.Attention); ok {
			results[0] = graph.Neg(results[0])
		}
		return results
	}
	if err := compareTrials(d, trialModel, trialSteps[0], emulating(wrong)); err == nil {
		t.Error("attention of the wrong sign is not found")
	}
}

// emulating makes programs in which of stands for kernels.
func emulating(of func(e emulation, s shaped, args []*graph.Node) []*graph.Node) compileFor {
	return func(backend compute.Backend, g geometry, k bucket) (p *program, err error) {
		defer recovered(&err, "build with kernels emulated")
		b := &builder{geometry: g, bucket: k, graph: graph.NewGraph(backend, "emulated")}
		b.emulate = func(s shaped, args []*graph.Node) []*graph.Node {
			if _, err := s.Kernel(); err != nil {
				panic(err)
			}
			return of(emulation{b}, s, args)
		}
		outputs := b.forward()
		return compile(b.graph, b.inputs, outputs)
	}
}

// emulation does with operations of GoMLX what kernels are defined to do.
type emulation struct{ b *builder }

func (e emulation) of(s shaped, args []*graph.Node) []*graph.Node {
	switch k := s.(type) {
	case ptx.MatMul:
		return e.matmul(k, args[0], args[1], args[2], args[3])
	case ptx.Norm:
		return e.norm(k, args)
	case ptx.Attention:
		return e.attention(k, args)
	case ptx.Int8MatMul:
		return []*graph.Node{e.head(args[0], args[1], args[2], args[3])}
	case ptx.Draw:
		if k.Greedy {
			return []*graph.Node{greedyGraph(args[0])}
		}
		of := func(i int) *graph.Node { return graph.Reshape(args[i], k.Rows, 1) }
		return []*graph.Node{drawGraph(args[0], of(1), of(2), of(3), of(4))}
	case ptx.Shrink:
		return []*graph.Node{e.shrink(k, args)}
	case ptx.Expand:
		return []*graph.Node{e.expand(k, args)}
	}
	panic(fmt.Sprintf("no emulation of %T", s))
}

func wide(x *graph.Node, dims ...int) *graph.Node { return graph.BroadcastToDims(x, dims...) }

func (e emulation) matmul(m ptx.MatMul, q, scale, w, scales *graph.Node) []*graph.Node {
	dot := forms[0].dot(e.b, graph.ConvertDType(q, dtypes.Float32), w)
	flat := graph.Reshape(scales, scales.Shape().Size())
	units := graph.Reshape(graph.Slice(flat, graph.AxisRange(m.Scales, m.Scales+m.Rows)), 1, 1, m.Rows)
	unit := graph.Div(wide(units, m.Tokens, 1, m.Rows), wide(graph.Reshape(scale, m.Tokens, 1, 1), m.Tokens, 1, m.Rows))
	return []*graph.Node{graph.Mul(dot, wide(unit, m.Tokens, 4, m.Rows))}
}

func (e emulation) head(q, scale, w, scales *graph.Node) *graph.Node {
	float := func(x *graph.Node) *graph.Node { return graph.ConvertDType(x, dtypes.Float32) }
	y := graph.DotGeneral(float(q), []int{1}, nil, float(w), []int{1}, nil) // rows are short: exact
	dims := y.Shape().Dimensions
	y = graph.Mul(y, wide(graph.Reshape(scales, 1, dims[1]), dims...))
	return graph.Mul(y, wide(graph.Reshape(graph.Reciprocal(scale), dims[0], 1), dims...))
}

// ofSlots is what each token's slot has in a stack, in one layer.
func ofSlots(stack, slots *graph.Node, layer int) *graph.Node {
	at := graph.Reshape(slots, slots.Shape().Dimensions[0], 1)
	at = graph.Concatenate([]*graph.Node{at, graph.MulScalar(graph.OnesLike(at), int32(layer))}, 1)
	return graph.ConvertDType(graph.Gather(stack, at), dtypes.Float32)
}

func (e emulation) shrink(s ptx.Shrink, args []*graph.Node) *graph.Node {
	var all []*graph.Node
	for _, stack := range args[2:] {
		all = append(all, graph.InsertAxes(graph.Einsum("ti,tji->tj", args[0], ofSlots(stack, args[1], s.Layer)), 1))
	}
	return joinAt(all, 1)
}

func (e emulation) expand(x ptx.Expand, args []*graph.Node) *graph.Node {
	y, u, slots := args[0], args[1], args[2]
	scales := ofSlots(args[3], slots, x.Layer) // [tokens, linears]
	var all []*graph.Node
	for m, stack := range args[4:] {
		part := graph.Reshape(graph.Slice(u, graph.AxisRange(), graph.AxisRange(m, m+1)), x.Tokens, x.Rank)
		delta := graph.Einsum("tj,tjo->to", part, ofSlots(stack, slots, x.Layer))
		delta = graph.Mul(delta, wide(graph.Slice(scales, graph.AxisRange(), graph.AxisRange(x.First+m, x.First+m+1)), x.Tokens, x.Outs[m]))
		all = append(all, graph.Reshape(delta, x.Tokens, 4, x.Outs[m]/4))
	}
	return graph.Add(y, joinAt(all, 2))
}

func joinAt(all []*graph.Node, axis int) *graph.Node {
	if len(all) == 1 {
		return all[0]
	}
	return graph.Concatenate(all, axis)
}

func (e emulation) norm(n ptx.Norm, args []*graph.Node) (results []*graph.Node) {
	x, weights := args[0], args[len(args)-1]
	switch n.Source {
	case ptx.Sum:
		x = graph.Add(x, args[1])
		results = append(results, x)
	case ptx.ReLU2:
		rows := n.Width / 4
		gate := graph.Slice(x, graph.AxisRange(), graph.AxisRange(), graph.AxisRange(0, rows))
		up := graph.Slice(x, graph.AxisRange(), graph.AxisRange(), graph.AxisRange(rows, 2*rows))
		gate = graph.Max(gate, graph.ZerosLike(gate))
		x = graph.Reshape(graph.Mul(graph.Mul(gate, gate), up), n.Tokens, n.Width)
	case ptx.Parts:
		x = graph.Reshape(e.joined(n, x, args[1]), n.Tokens, n.Width)
	}
	flat := graph.Reshape(weights, weights.Shape().Size())
	a := e.b.quantize(e.b.norm(x, graph.Slice(flat, graph.AxisRange(n.Weight, n.Weight+n.Width))))
	results = append(results, graph.ConvertDType(a.q, dtypes.Int8), graph.Reshape(a.scale, n.Tokens))
	if n.Normed {
		results = append(results, a.x)
	}
	return results
}

// joined adds up the parts of an attention, [tokens, heads, splits, headDim].
func (e emulation) joined(n ptx.Norm, part, stat *graph.Node) *graph.Node {
	dims := part.Shape().Dimensions
	of := func(i int) *graph.Node {
		return graph.Slice(stat, graph.AxisRange(), graph.AxisRange(), graph.AxisRange(), graph.AxisRange(i, i+1))
	}
	top := graph.InsertAxes(graph.ReduceMax(of(0), 2), 2)
	weight := graph.Exp(graph.Sub(of(0), wide(top, dims[0], dims[1], dims[2], 1)))
	sum := graph.ReduceSum(graph.Mul(part, wide(weight, dims...)), 2)
	total := graph.ReduceSum(graph.Mul(of(1), weight), 2)
	return graph.Div(sum, wide(total, dims[0], dims[1], dims[3]))
}

func (e emulation) attention(a ptx.Attention, args []*graph.Node) []*graph.Node {
	y, cos, sin, positions, table, cache := args[0], args[1], args[2], args[3], args[4], args[5]
	n, t, half := a.Tokens, a.Span*a.BlockTokens, a.HeadDim/2
	q := graph.Reshape(graph.Slice(y, graph.AxisRange(), graph.AxisRange(), graph.AxisRange(0, a.Heads*a.HeadDim/4)), n, a.Heads, a.HeadDim)
	turn := &builder{}
	turn.cos = graph.Reshape(graph.Gather(cos, graph.Reshape(positions, n, 1)), n, 1, half)
	turn.sin = graph.Reshape(graph.Gather(sin, graph.Reshape(positions, n, 1)), n, 1, half)
	q = graph.Reshape(turn.rotate(q), n, a.KVHeads, a.Heads/a.KVHeads, a.HeadDim)
	kind := dtypes.Float32
	if a.BF16 {
		kind = dtypes.BFloat16
	}
	read := graph.Bitcast(graph.Gather(cache, graph.Reshape(table, n, a.Span, 1)), kind)
	read = graph.Reshape(graph.ConvertDType(read, dtypes.Float32), n, t, 2, a.KVHeads, a.HeadDim)
	side := func(i int) *graph.Node {
		return graph.Squeeze(graph.Slice(read, graph.AxisRange(), graph.AxisRange(), graph.AxisRange(i, i+1), graph.AxisRange(), graph.AxisRange()), 2)
	}
	scores := graph.MulScalar(graph.Einsum("nkgd,ntkd->nkgt", q, side(0)), float32(1/math.Sqrt(float64(a.HeadDim))))
	dims := scores.Shape().Dimensions
	at := graph.Iota(y.Graph(), shapes.Make(dtypes.Int32, dims...), 3)
	seen := graph.LessOrEqual(at, wide(graph.Reshape(positions, n, 1, 1, 1), dims...))
	scores = graph.Where(seen, scores, wide(infinity(y.Graph(), -1), dims...))
	// Each split has whole blocks.
	each := (a.Span + a.Splits - 1) / a.Splits * a.BlockTokens
	var parts, stats []*graph.Node
	for s := range a.Splits {
		from, to := min(s*each, t), min((s+1)*each, t)
		part, stat := graph.Zeros(y.Graph(), shapes.Make(dtypes.Float32, n, a.Heads, 1, a.HeadDim)), graph.Zeros(y.Graph(), shapes.Make(dtypes.Float32, n, a.Heads, 1, 1))
		top := wide(infinity(y.Graph(), -1), n, a.Heads, 1, 1)
		if from < to {
			some := graph.Slice(scores, graph.AxisRange(), graph.AxisRange(), graph.AxisRange(), graph.AxisRange(from, to))
			values := graph.Slice(side(1), graph.AxisRange(), graph.AxisRange(from, to))
			largest := graph.InsertAxes(graph.ReduceMax(some, 3), -1)
			finite := graph.Max(largest, graph.MulScalar(graph.OnesLike(largest), -1e30)) // -Inf less -Inf is NaN
			weights := graph.Exp(graph.Sub(some, wide(finite, some.Shape().Dimensions...)))
			part = graph.Reshape(graph.Einsum("nkgt,ntkd->nkgd", weights, values), n, a.Heads, 1, a.HeadDim)
			stat = graph.Reshape(graph.ReduceSum(weights, 3), n, a.Heads, 1, 1)
			top = graph.Reshape(largest, n, a.Heads, 1, 1)
		}
		parts, stats = append(parts, part), append(stats, graph.Concatenate([]*graph.Node{top, stat}, 3))
	}
	return []*graph.Node{joinAt(parts, 2), joinAt(stats, 2)}
}

// Where there is no CUDA the comparison of kernels fails with an error, and so they
// are not used.
func TestKernelsNeedCUDA(t *testing.T) {
	backend, err := openBackend(os.Getenv("R3MES_PJRT_PLUGIN"), nil, "")
	if err != nil {
		t.Fatal(err)
	}
	defer backend.Finalize()
	for name, compare := range map[string]func(device) error{"all": compareKernels, "draws": compareDraws} {
		if err := compare(device{backend: backend}); err == nil {
			t.Errorf("%s: kernels run on a processor", name)
		}
	}
}

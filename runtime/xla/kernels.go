//go:build xla && cgo

package xla

import (
	"errors"
	"fmt"
	"hash/fnv"
	"slices"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	"github.com/gomlx/gomlx/core/graph"

	"github.com/r3mes/r3mes/runtime/xla/pjrtbackend"
	"github.com/r3mes/r3mes/runtime/xla/ptx"
)

// Kernels of our own, for NVIDIA's devices: what XLA makes several kernels of, or
// writes unpacked weights to memory for. See package ptx.

// fits returns why the kernels cannot do the model's shapes, nil when they can.
func (g geometry) fits() error {
	if g.shards > 1 {
		return errors.New("xla: kernels: a model that is split over devices does without")
	}
	var errs []error
	for _, p := range groups {
		_, err := g.ternaryMatMul(p, 1, 0).Kernel()
		_, wrong := g.rmsNorm(p.in(g), 1, 0).Kernel()
		errs = append(errs, err, wrong)
	}
	_, err := g.gatedNorm(1, 0, false).Kernel()
	_, wrong := g.attention(1, 1).Kernel()
	_, small := g.headMatMul(1).Kernel()
	_, long := ptx.Draw{Rows: 1, Vocab: g.VocabSize}.Kernel()
	return errors.Join(append(errs, err, wrong, small, long)...)
}

// loraFits tells whether the kernels can do adapters of a shape.
func (g geometry) loraFits(s loraShape) bool {
	return !slices.ContainsFunc(groups, func(p group) bool {
		_, err := g.shrink(p, 1, 0, s).Kernel()
		_, wrong := g.expand(p, 1, 0, s).Kernel()
		return err != nil || wrong != nil
	})
}

func (g geometry) shrink(p group, tokens, l int, s loraShape) ptx.Shrink {
	return ptx.Shrink{Tokens: tokens, In: p.in(g), Rank: s.rank, Members: len(p.members), Layers: g.Layers, Layer: l, BF16: !s.wide}
}

func (g geometry) expand(p group, tokens, l int, s loraShape) ptx.Expand {
	e := ptx.Expand{Tokens: tokens, Rank: s.rank, Layers: g.Layers, Layer: l, Linears: linears, First: p.first(), BF16: !s.wide}
	for _, m := range p.members {
		e.Outs = append(e.Outs, m.out(g))
	}
	return e
}

func (g geometry) headMatMul(rows int) ptx.Int8MatMul {
	return ptx.Int8MatMul{Tokens: rows, In: g.HiddenSize, Rows: g.VocabSize}
}

func (g geometry) ternaryMatMul(p group, tokens, l int) ptx.MatMul {
	return ptx.MatMul{Tokens: tokens, In: p.in(g), Rows: p.rows(g), Scales: l * p.rows(g)}
}

func (g geometry) rmsNorm(width, tokens, l int) ptx.Norm {
	return ptx.Norm{Tokens: tokens, Width: width, Weight: l * width, Eps: float32(g.RMSEps)}
}

func (g geometry) gatedNorm(tokens, l int, normed bool) ptx.Norm {
	n := g.rmsNorm(g.IntermediateSize, tokens, l)
	n.Source, n.Normed = ptx.ReLU2, normed
	return n
}

// attention is that of one new token of each row over so many blocks.
func (g geometry) attention(rows, span int) ptx.Attention {
	return ptx.Attention{
		Tokens: rows, Heads: g.Heads, KVHeads: g.KVHeads, HeadDim: g.HeadDim, Span: span, BlockTokens: g.blockTokens,
		Splits: ptx.Splits(rows, g.KVHeads, span*g.blockTokens), BF16: g.cacheBF16,
	}
}

// attentionKernel is attn_sub_norm of attention, after store, for rows of one token.
func (b *builder) attentionKernel(l int, product *graph.Node) activation {
	a := b.geometry.attention(b.rows, b.span)
	part := func(size int) shapes.Shape { return shapes.Make(dtypes.Float32, b.rows, b.Heads, a.Splits, size) }
	results := b.call(a, []shapes.Shape{part(b.HeadDim), part(2)},
		product, b.input("cos"), b.input("sin"), graph.Reshape(b.now, b.rows), graph.Reshape(b.parts["table"], b.rows, b.span), b.caches[l])
	norm := b.rmsNorm(b.queryDim(), b.rows, l)
	norm.Source, norm.HeadDim, norm.Splits, norm.Normed = ptx.Parts, b.HeadDim, a.Splits, b.lora.rank > 0
	return activationOf(b.callNorm(norm, append(results, b.input("attn_sub_norm"))))
}

// headKernel is the int8 head of the final norm of x and y.
func (b *builder) headKernel(x, y *graph.Node) *graph.Node {
	norm := b.rmsNorm(b.HiddenSize, b.rows, 0)
	norm.Source = ptx.Sum
	results := b.callNorm(norm, []*graph.Node{x, y, b.input("final_norm")})
	logits := shapes.Make(dtypes.Float32, b.rows, b.VocabSize)
	return b.call(b.headMatMul(b.rows), []shapes.Shape{logits}, results[1], results[2], b.input("head_int8"), b.input("head_scale"))[0]
}

// drawKernel chooses tokens by temperature, top_k, top_p and a uniform number of each
// row, each [rows, 1], or the likeliest ones.
func (b *builder) drawKernel(logits *graph.Node, draws []*graph.Node) *graph.Node {
	rows := logits.Shape().Dimensions[0]
	d := ptx.Draw{Rows: rows, Vocab: logits.Shape().Dimensions[1], Greedy: draws == nil}
	args := []*graph.Node{logits}
	for _, one := range draws {
		args = append(args, graph.Reshape(one, rows))
	}
	return b.call(d, []shapes.Shape{shapes.Make(dtypes.Int32, rows)}, args...)[0]
}

// deltaKernels adds to y what deltas are, for rows of one token.
func (b *builder) deltaKernels(l int, p group, x, y *graph.Node) *graph.Node {
	slots := graph.Reshape(b.parts["adapters"], b.rows)
	down, up := []*graph.Node{x, slots}, []*graph.Node{y, nil, slots, b.input("lora_scales")}
	for _, m := range p.members {
		down, up = append(down, b.input("lora_a_"+m.name)), append(up, b.input("lora_b_"+m.name))
	}
	shrunk := shapes.Make(dtypes.Float32, b.rows, len(p.members), b.lora.rank)
	up[1] = b.call(b.shrink(p, b.rows, l, b.lora), []shapes.Shape{shrunk}, down...)[0]
	return b.call(b.expand(p, b.rows, l, b.lora), []shapes.Shape{y.Shape()}, up...)[0]
}

// matmulKernel is linear without adapters. a.q is int8.
func (b *builder) matmulKernel(l int, p group, a activation) *graph.Node {
	n := a.q.Shape().Dimensions[0]
	result := shapes.Make(dtypes.Float32, n, 4, p.rows(b.geometry))
	return b.call(b.ternaryMatMul(p, n, l), []shapes.Shape{result}, a.q, a.scale, b.input(weightName(p, l)), b.input(p.unitsName()))[0]
}

// matmulOfOnes is the product alone, of scales that are 1.
func matmulOfOnes(b *builder, q, w *graph.Node) *graph.Node {
	n, rows, in := q.Shape().Dimensions[0], w.Shape().Dimensions[0], w.Shape().Dimensions[1]
	ones := func(n int) *graph.Node { return graph.BroadcastToDims(graph.Const(b.graph, float32(1)), n) }
	result := shapes.Make(dtypes.Float32, n, 4, rows)
	return b.call(ptx.MatMul{Tokens: n, In: in, Rows: rows}, []shapes.Shape{result}, graph.ConvertDType(q, dtypes.Int8), ones(n), w, ones(rows))[0]
}

// normKernel is normed.
func (b *builder) normKernel(name string, l int, x, y *graph.Node) (*graph.Node, activation) {
	n, width := x.Shape().Dimensions[0], x.Shape().Dimensions[1]
	norm := b.rmsNorm(width, n, l)
	norm.Normed = b.lora.rank > 0
	args := []*graph.Node{x}
	if y != nil {
		norm.Source, args = ptx.Sum, append(args, y)
	}
	results := b.callNorm(norm, append(args, b.input(name)))
	if y != nil {
		x, results = results[0], results[1:]
	}
	return x, activationOf(results)
}

// gatedKernel is gated.
func (b *builder) gatedKernel(l int, product *graph.Node) activation {
	norm := b.gatedNorm(product.Shape().Dimensions[0], l, b.lora.rank > 0)
	return activationOf(b.callNorm(norm, []*graph.Node{product, b.input("ffn_sub_norm")}))
}

func (b *builder) callNorm(norm ptx.Norm, args []*graph.Node) []*graph.Node {
	float := shapes.Make(dtypes.Float32, norm.Tokens, norm.Width)
	results := []shapes.Shape{shapes.Make(dtypes.Int8, norm.Tokens, norm.Width), shapes.Make(dtypes.Float32, norm.Tokens)}
	if norm.Source == ptx.Sum {
		results = append([]shapes.Shape{float}, results...)
	}
	if norm.Normed {
		results = append(results, float)
	}
	return b.call(norm, results, args...)
}

// activationOf are the results of a norm's kernel.
func activationOf(results []*graph.Node) activation {
	a := activation{q: results[0], scale: results[1]}
	if len(results) > 2 {
		a.x = results[2]
	}
	return a
}

// shaped is a kernel of ptx for one shape.
type shaped interface {
	Kernel() (ptx.Kernel, error)
}

// call is a kernel's results. For GoMLX it is a function, whose body says nothing
// but what shapes the results have; the backend puts the kernel in its place.
func (b *builder) call(s shaped, results []shapes.Shape, args ...*graph.Node) []*graph.Node {
	if b.emulate != nil {
		return b.emulate(s, args)
	}
	k, err := s.Kernel()
	if err != nil {
		panic(err)
	}
	sum := fnv.New32a()
	fmt.Fprint(sum, k.Text)
	for _, a := range args { // two tables of one kernel may have other shapes
		fmt.Fprint(sum, a.Shape())
	}
	name := fmt.Sprintf("%s_%08x", k.Name, sum.Sum32())
	if b.functions[name] == nil {
		b.define(name, k, results, args)
	}
	return b.functions[name].Call(args...)
}

// define makes a kernel's function.
func (b *builder) define(name string, k ptx.Kernel, results []shapes.Shape, args []*graph.Node) {
	if b.functions == nil {
		b.functions = map[string]*graph.Function{}
	}
	b.functions[name] = graph.NewFunction(b.graph, name, func(g *graph.Graph) (out []*graph.Node) {
		for i, a := range args {
			graph.Parameter(g, fmt.Sprint("operand_", i), a.Shape())
		}
		for _, shape := range results {
			out = append(out, graph.BroadcastToShape(graph.ConvertDType(graph.Const(g, float32(0)), shape.DType), shape))
		}
		return out
	})
	b.graph.Backend().(*pjrtbackend.Backend).DefineKernel(name, pjrtbackend.Kernel{
		Name: k.Name, PTX: k.Text, Grid: k.Grid, Block: k.Block, Shared: k.Shared,
	})
}

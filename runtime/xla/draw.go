//go:build xla && cgo

package xla

import (
	"fmt"
	"math"
	"slices"
	"sync"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	"github.com/gomlx/gomlx/core/graph"

	"github.com/r3mes/r3mes/runtime/sample"
)

// Choosing tokens where the logits are spares the host a row of logits a token,
// half a megabyte with a vocabulary of 128,256. It follows runtime/sample, in
// float32: near the border of two tokens it may choose the other one, and of equal
// logits at the border of top-k or top-p it keeps all.

// greedyGraph chooses the likeliest token of each row, -1 where no logit is above
// -Inf.
func greedyGraph(logits *graph.Node) *graph.Node {
	clean := withoutNaN(logits)
	none := graph.LessOrEqual(graph.ReduceMax(clean, 1), infinity(logits.Graph(), -1))
	best := graph.ArgMax(clean, 1)
	return graph.Where(none, graph.MulScalar(graph.OnesLike(best), int32(-1)), best)
}

func withoutNaN(x *graph.Node) *graph.Node {
	low := graph.BroadcastToShape(infinity(x.Graph(), -1), x.Shape())
	return graph.Where(graph.Equal(x, x), x, low)
}

func infinity(g *graph.Graph, sign int) *graph.Node {
	return graph.Const(g, float32(math.Inf(sign)))
}

// drawGraph chooses a token for each row of logits [rows, vocab] by its
// temperature, the number and the share of tokens to keep, and a uniform number,
// each [rows, 1]: 0 for greedy; +Inf for all.
func drawGraph(logits, temperature, topK, topP, uniform *graph.Node) *graph.Node {
	rows, vocab := logits.Shape().Dimensions[0], logits.Shape().Dimensions[1]
	wide := func(x *graph.Node) *graph.Node { return graph.BroadcastToDims(x, rows, vocab) }
	best := greedyGraph(logits)
	l := withoutNaN(logits)
	top := graph.Reshape(graph.ReduceMax(l, 1), rows, 1)
	greedy := graph.LogicalOr(graph.LessOrEqual(temperature, graph.ZerosLike(temperature)), graph.GreaterOrEqual(top, infinity(l.Graph(), 1)))
	below := graph.Div(graph.Sub(l, wide(top)), wide(graph.Where(greedy, graph.OnesLike(temperature), temperature)))
	zeros := graph.ZerosLike(l)
	weight := graph.Where(graph.GreaterThan(below, graph.AddScalar(zeros, -50)), graph.Exp(below), zeros)
	key := orderedBits(l)
	ones := graph.Where(graph.GreaterThan(weight, zeros), graph.OnesLike(l), zeros)
	weight = graph.Where(graph.GreaterOrEqual(key, wide(threshold(key, ones, topK))), weight, zeros)
	need := graph.Mul(topP, graph.Reshape(graph.ReduceSum(weight, 1), rows, 1))
	weight = graph.Where(graph.GreaterOrEqual(key, wide(threshold(key, weight, need))), weight, zeros)
	return graph.Where(graph.Reshape(greedy, rows), best, pick(weight, uniform, best))
}

// choose chooses tokens as the step is told, [rows]; uniform are the bits of its
// numbers, [rows, 1]; nil: the likeliest.
func (b *builder) choose(logits, uniform *graph.Node) *graph.Node {
	var draws []*graph.Node
	if uniform != nil {
		for _, bits := range []*graph.Node{b.parts["temperature"], b.parts["top_k"], b.parts["top_p"], uniform} {
			draws = append(draws, graph.Bitcast(bits, dtypes.Float32))
		}
	}
	switch {
	case b.kernels:
		return b.drawKernel(logits, draws)
	case draws == nil:
		return greedyGraph(logits)
	}
	return drawGraph(logits, draws[0], draws[1], draws[2], draws[3])
}

// orderedBits are unsigned integers in the order of the floats.
func orderedBits(x *graph.Node) *graph.Node {
	bits := graph.Bitcast(graph.AddScalar(x, 0), dtypes.Uint32)
	sign := graph.Scalar(x.Graph(), dtypes.Uint32, uint32(1)<<31)
	return graph.Where(graph.GreaterOrEqual(bits, sign), graph.BitwiseNot(bits), graph.BitwiseOr(bits, sign))
}

// threshold is the largest key, [rows, 1], such that the sizes of that and larger
// ones add up to need; 0 when all together do not. It finds four bits at a time.
func threshold(key, size, need *graph.Node) *graph.Node {
	g, rows, vocab := key.Graph(), key.Shape().Dimensions[0], key.Shape().Dimensions[1]
	const bits, tries = 4, 15
	dims := []int{rows, tries, vocab}
	keys := graph.BroadcastToDims(graph.Reshape(key, rows, 1, vocab), dims...)
	sizes := graph.BroadcastToDims(graph.Reshape(size, rows, 1, vocab), dims...)
	digits := graph.OnePlus(graph.Iota(g, shapes.Make(dtypes.Uint32, rows, tries), 1))
	found := graph.Zeros(g, shapes.Make(dtypes.Uint32, rows, 1))
	for shift := 32 - bits; shift >= 0; shift -= bits {
		unit := uint32(1) << shift
		try := graph.Add(graph.BroadcastToDims(found, rows, tries), graph.MulScalar(digits, unit))
		reached := graph.GreaterOrEqual(keys, graph.BroadcastToDims(graph.Reshape(try, rows, tries, 1), dims...))
		sums := graph.ReduceSum(graph.Where(reached, sizes, graph.ZerosLike(sizes)), 2)
		enough := graph.GreaterOrEqual(sums, graph.BroadcastToDims(need, rows, tries))
		count := graph.ReduceSum(graph.ConvertDType(enough, dtypes.Uint32), 1)
		found = graph.Add(found, graph.MulScalar(graph.Reshape(count, rows, 1), unit))
	}
	return found
}

// pick is the first token at which the sum of weights exceeds uniform of the
// whole: first the block of tokens, then the token in it. Sums run by a triangular
// matrix: XLA's own running sum is quadratic on some backends.
func pick(weight, uniform, best *graph.Node) *graph.Node {
	g, rows, vocab := weight.Graph(), weight.Shape().Dimensions[0], weight.Shape().Dimensions[1]
	width := int(math.Ceil(math.Sqrt(float64(vocab))))
	blocks := (vocab + width - 1) / width
	if blocks*width > vocab {
		fill := graph.Zeros(g, shapes.Make(dtypes.Float32, rows, blocks*width-vocab))
		weight = graph.Concatenate([]*graph.Node{weight, fill}, 1)
	}
	cells := graph.Reshape(weight, rows, blocks, width)
	sums := graph.ReduceSum(cells, 2)
	running := graph.Einsum("rb,bc->rc", sums, upTo(g, blocks))
	total := graph.Slice(running, graph.AxisRange(), graph.AxisRange(blocks-1, blocks))
	target := graph.Mul(uniform, total)
	block := before(running, target, blocks)
	row := graph.Iota(g, shapes.Make(dtypes.Int32, rows, 1), 0)
	at := graph.Concatenate([]*graph.Node{row, block}, 1)
	cell := graph.Gather(cells, at)
	begin := graph.Reshape(graph.Sub(graph.Gather(running, at), graph.Gather(sums, at)), rows, 1)
	inside := graph.Add(graph.Einsum("rk,kc->rc", cell, upTo(g, width)), graph.BroadcastToDims(begin, rows, width))
	offset := before(inside, target, width)
	chosen := graph.Gather(cell, graph.Concatenate([]*graph.Node{row, offset}, 1))
	token := graph.Reshape(graph.Add(graph.MulScalar(block, int32(width)), offset), rows)
	// Where sums were rounded apart the end of a block may have no weight.
	return graph.Where(graph.GreaterThan(chosen, graph.ZerosLike(chosen)), token, best)
}

// upTo is [n, n] with ones on and above the diagonal: x·upTo is x's running sum.
func upTo(g *graph.Graph, n int) *graph.Node {
	row, column := graph.Iota(g, shapes.Make(dtypes.Int32, n, n), 0), graph.Iota(g, shapes.Make(dtypes.Int32, n, n), 1)
	return graph.ConvertDType(graph.LessOrEqual(row, column), dtypes.Float32)
}

// before counts the sums up to target, less than n of them: [rows, 1] int32.
func before(sums, target *graph.Node, n int) *graph.Node {
	rows := sums.Shape().Dimensions[0]
	passed := graph.ConvertDType(graph.LessOrEqual(sums, graph.BroadcastToDims(target, rows, n)), dtypes.Int32)
	return graph.Reshape(graph.MinScalar(graph.ReduceSum(passed, 1), float64(n-1)), rows, 1)
}

// chooser are the programs that choose tokens, by rows and whether any draws.
type chooser struct {
	vocab   int
	kernels bool

	mu       sync.Mutex
	programs map[choice]*program
}

type choice struct {
	rows  int
	draws bool
}

// get returns a program, which takes a moment to compile when it is new.
func (c *chooser) get(backend compute.Backend, k choice) (p *program, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if p := c.programs[k]; p != nil {
		return p, nil
	}
	defer recovered(&err, "build the program that chooses tokens")
	b := &builder{geometry: geometry{shards: 1, kernels: c.kernels}, graph: graph.NewGraph(backend, fmt.Sprint("choose_", k.rows))}
	b.declare(tensor{"logits", dtypes.Float32, []int{k.rows, c.vocab}})
	var uniform *graph.Node
	if k.draws {
		list := drawFields(k.rows, 1)
		b.declare(stepInput(list))
		b.told(list)
		uniform = graph.Reshape(b.parts["uniform"], k.rows, 1)
	}
	tokens := b.choose(b.input("logits"), uniform)
	if p, err = compile(b.graph, b.inputs, []*graph.Node{tokens}); err == nil {
		c.programs[k] = p
	}
	return p, err
}

// choose chooses a token for each row's draws, rows beyond them being padding.
func (c *chooser) choose(d device, rows int, draws [][]sample.Draw, logits compute.Buffer) ([]int32, error) {
	k := choice{rows: rows, draws: drawn(draws)}
	p, err := c.get(d.backend, k)
	if err != nil {
		return nil, err
	}
	call := placed{}
	if k.draws {
		told := newNumbers(drawFields(rows, 1))
		told.draw(draws, rows)
		if call["step"], err = told.upload(d); err != nil {
			return nil, err
		}
	}
	out, err := p.run(d, placed{"logits": logits}, call, nil)
	if err != nil {
		return nil, err
	}
	defer free(out...)
	tokens := make([]int32, rows)
	return tokens, download(tokens, out[0])
}

// drawn tells whether any token is more than the likeliest.
func drawn(draws [][]sample.Draw) bool {
	return slices.ContainsFunc(draws, func(row []sample.Draw) bool { return len(row) > 0 && row[0].Temperature > 0 })
}

// drawFields are what tokens depend on beside the logits, as the bits of float32.
func drawFields(rows, steps int) []field {
	column := []int{rows, 1}
	return []field{{"temperature", column}, {"top_k", column}, {"top_p", column}, {"uniform", []int{steps, rows, 1}}}
}

// numbers are what a step is told: fields in one line.
type numbers struct {
	all   []int32
	parts map[string][]int32
}

func newNumbers(list []field) numbers {
	n := numbers{make([]int32, size(list)), map[string][]int32{}}
	at := 0
	for _, f := range list {
		end := at + size([]field{f})
		n.parts[f.name], at = n.all[at:end:end], end
	}
	return n
}

func (n numbers) upload(d device) (compute.Buffer, error) {
	return upload(d, dtypes.Int32, n.all, len(n.all))
}

// draw fills in drawFields. Rows without draws are greedy.
func (n numbers) draw(draws [][]sample.Draw, rows int) {
	set := func(name string, at int, v float64) { n.parts[name][at] = int32(math.Float32bits(float32(v))) }
	for i := range rows {
		var row []sample.Draw
		if i < len(draws) {
			row = draws[i]
		}
		first := sample.Draw{}
		if len(row) > 0 {
			first = row[0]
		}
		topK, topP := float64(first.TopK), first.TopP
		if topK == 0 {
			topK = math.Inf(1) // all
		}
		if topP == 0 || topP == 1 {
			topP = math.Inf(1)
		}
		set("temperature", i, first.Temperature)
		set("top_k", i, topK)
		set("top_p", i, topP)
		for step := range min(len(row), len(n.parts["uniform"])/rows) {
			u := min(float32(row[step].Uniform), math.Nextafter32(1, 0))
			set("uniform", step*rows+i, float64(u))
		}
	}
}

func (c *chooser) close() {
	for _, p := range c.programs {
		p.executable.Finalize()
	}
}

//go:build xla && cgo

package xla

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/gomlx/core/graph"

	"github.com/r3mes/r3mes/kernels/quant"
	"github.com/r3mes/r3mes/kernels/ternary"
	"github.com/r3mes/r3mes/runtime/checkpoint"
	"github.com/r3mes/r3mes/runtime/sample"
)

// selfTest runs one ternary product, compares it with the kernels' and so finds a
// plugin that loads and does not compute: one of another time, or without its
// driver.
func selfTest(d device, f form) (err error) {
	defer recovered(&err, "self-test")
	const rows, cols, tokens = 8, 96, 3
	weights, x := make([]int8, rows*cols), make([]float32, tokens*cols)
	for i := range weights {
		weights[i] = int8(i*7%3) - 1
	}
	for i := range x {
		x[i] = float32(i*37%101-50) / 16
	}
	w := ternary.Matrix{Rows: rows, Cols: cols, Packed: make([]byte, ternary.PackedLen(rows, cols)), Scale: 0.5}
	ternary.Pack(w.Packed, weights, rows, cols)
	var q quant.Rows
	q.Quantize(nil, x, tokens, cols)
	want, got := make([]float32, tokens*rows), make([]float32, tokens*rows)
	ternary.MatMul(nil, want, w, &q)

	b := &builder{graph: graph.NewGraph(d.backend, "self_test")}
	b.declare(tensor{"x", dtypes.Float32, []int{tokens, cols}}, tensor{"unit", dtypes.Float32, []int{1, 1}}, tensor{"w", dtypes.Uint8, []int{rows / 4, cols}})
	a := b.quantize(b.input("x"))
	dot := graph.Reshape(f.dot(b, a.q, b.input("w")), tokens, rows)
	unit := graph.Div(graph.BroadcastToDims(b.input("unit"), tokens, 1), a.scale)
	p, err := compile(b.graph, b.inputs, []*graph.Node{graph.Mul(dot, graph.BroadcastToDims(unit, tokens, rows))})
	if err != nil {
		return err
	}
	defer p.executable.Finalize()
	call := placed{}
	var errs [3]error
	call["x"], errs[0] = upload(d, dtypes.Float32, x, tokens, cols)
	call["unit"], errs[1] = upload(d, dtypes.Float32, []float32{w.Scale}, 1, 1)
	call["w"], errs[2] = upload(d, dtypes.Uint8, w.Packed, rows/4, cols)
	if err := errors.Join(errs[:]...); err != nil {
		freeAll([]placed{call})
		return err
	}
	out, err := p.run(d, nil, call, nil)
	if err != nil {
		return err
	}
	defer free(out...)
	if err := download(got, out[0]); err != nil {
		return err
	}
	for i := range want {
		if got[i] != want[i] {
			return fmt.Errorf("element %d of a ternary product is %g, want %g: do not use this plugin", i, got[i], want[i])
		}
	}
	return nil
}

// compareKernels runs a step of a small model on the device with our kernels and
// without, and returns how they differ: nil, when the kernels are right there.
func compareKernels(d device) error {
	for _, k := range trialSteps {
		if err := compareTrials(d, trialModel, k, compileForward); err != nil {
			return err
		}
	}
	return compareDraws(d)
}

// compareDraws chooses tokens of made-up logits with our kernel and without.
func compareDraws(d device) error {
	const rows, vocab = 16, 1000
	logits, err := madeUp(d, tensor{"logits", dtypes.Float32, []int{rows, vocab}})
	if err != nil {
		return err
	}
	defer free(logits)
	var draws [][]sample.Draw
	for i := range rows {
		p := sample.Params{Temperature: float64(i%4) / 8, TopK: i % 3 * 20, TopP: float64(i%5) / 5, Seed: uint64(i)}
		draws = append(draws, sample.New(p, nil).Draws(nil, 1))
	}
	var tokens [2][]int32
	for i, kernels := range []bool{false, true} {
		c := chooser{vocab: vocab, kernels: kernels, programs: map[choice]*program{}}
		tokens[i], err = c.choose(d, rows, draws, logits)
		c.close()
		if err != nil {
			return err
		}
	}
	same := 0
	for i, token := range tokens[0] {
		if token == tokens[1][i] {
			same++
		}
	}
	if same < rows-1 { // one may lie at a border
		return fmt.Errorf("kernels: of %d tokens %d are those that XLA draws", rows, same)
	}
	return nil
}

// A small model, and steps of it, that have all that kernels do.
var (
	trialModel = geometry{
		Config:  checkpoint.Config{HiddenSize: 64, IntermediateSize: 96, Layers: 2, Heads: 4, KVHeads: 2, HeadDim: 16, VocabSize: 64, RMSEps: 1e-5, TieEmbeddings: true},
		context: 256, blockTokens: 8, blocks: 64, spare: 4, adapters: 2, shards: 1, headInt8: true,
	}
	trialSteps = []bucket{
		{rows: 4, chunk: 1, span: 8},
		{rows: 1, chunk: 1, span: 32, lora: loraShape{rank: 8}},
		{rows: 4, chunk: 1, span: 8, lora: loraShape{rank: 16, wide: true}},
	}
)

// compileFor makes the program of a bucket.
type compileFor = func(compute.Backend, geometry, bucket) (*program, error)

// compareTrials compares a step with kernels, in programs that compile makes, with
// one without: with all kernels, and with XLA's ternary product among them.
func compareTrials(d device, g geometry, k bucket, compile compileFor) error {
	want, err := trialStep(d, g.withForm(0), k, compileForward)
	if err != nil {
		return err
	}
	for _, form := range []int{kernelForm(), 0} {
		g := g.withForm(form)
		g.kernels = true
		got, err := trialStep(d, g, k, compile)
		if err != nil {
			return fmt.Errorf("kernels: %w", err)
		}
		largest, off := 0.0, 0.0
		for i, l := range want {
			largest = max(largest, math.Abs(float64(l)))
			off = max(off, math.Abs(float64(l-got[i])))
		}
		// An activation that is rounded to the other integer moves them by a hundredth
		// or two of the largest, what is wrong by as much as that.
		if !(off <= largest/10) || largest == 0 {
			return fmt.Errorf("kernels: logits up to %g are off by %g, in a program for %+v", largest, off, k)
		}
	}
	return nil
}

// withForm is a geometry that has one form for all numbers of tokens.
func (g geometry) withForm(form int) geometry {
	for i := range g.chosen {
		g.chosen[i] = form
	}
	return g
}

// kernelForm is the index of the form that is a kernel of our own.
func kernelForm() int {
	return slices.IndexFunc(forms, func(f form) bool { return f.kernel })
}

// trialStep runs a step of one-token rows, of a model with made-up weights: the
// logits.
func trialStep(d device, g geometry, k bucket, compile compileFor) (logits []float32, err error) {
	p, err := compile(d.backend, g, k)
	if err != nil {
		return nil, err
	}
	defer p.executable.Finalize()
	call, donated := placed{}, placed{}
	call["step"], err = trialNumbers(g, k).upload(d)
	weights := g.weights()
	if k.lora.rank > 0 {
		weights = append(weights, g.stacks(k.lora)...)
	}
	for _, t := range weights {
		if err == nil {
			call[t.name], err = madeUp(d, t)
		}
	}
	for _, t := range g.caches() {
		if err == nil {
			donated[t.name], err = madeUp(d, t)
		}
	}
	if err != nil {
		freeAll([]placed{call, donated})
		return nil, err
	}
	out, err := p.run(d, nil, call, donated)
	if err != nil {
		return nil, err
	}
	defer free(out...)
	logits = make([]float32, k.rows*g.VocabSize)
	return logits, download(logits, out[0])
}

// trialNumbers is what a trial step is told: rows at several positions, with blocks
// out of order.
func trialNumbers(g geometry, k bucket) numbers {
	told := newNumbers(k.fields())
	for i := range k.rows {
		pos := (k.span*g.blockTokens - 2) / (i + 1)
		told.parts["tokens"][i], told.parts["positions"][i] = int32(7*i), int32(pos)
		table := told.parts["table"][i*k.span:][:k.span]
		for j := range table {
			table[j] = int32((17*i + 3*j) % g.blocks)
		}
		told.parts["slots"][2*i], told.parts["slots"][2*i+1] = table[pos/g.blockTokens], int32(pos%g.blockTokens)
		if k.lora.rank > 0 {
			told.parts["adapters"][i] = int32((i + 1) % 3)
		}
	}
	return told
}

// madeUp is a tensor with numbers between -1 and 1, or with weights that are packed
// or int8.
func madeUp(d device, t tensor) (compute.Buffer, error) {
	n := t.shape().Size()
	rng := rand.New(rand.NewPCG(uint64(n), uint64(len(t.name))))
	bits := make([]uint32, n) // of floats
	for i := range bits {
		bits[i] = math.Float32bits(2*rng.Float32() - 1)
	}
	switch t.kind {
	case dtypes.Uint8:
		return upload(d, t.kind, randomCodes(rng.Uint64(), n), t.dims...)
	case dtypes.Int8:
		return upload(d, t.kind, each(bits, func(b uint32) int8 { return int8(b >> 3) }), t.dims...)
	case dtypes.Int16: // of a cache, the bits of bfloat16
		return upload(d, t.kind, each(bits, func(b uint32) int16 { return int16(b >> 16) }), t.dims...)
	case dtypes.Int32: // of a cache, those of float32
		return upload(d, t.kind, each(bits, func(b uint32) int32 { return int32(b) }), t.dims...)
	}
	return uploadFloats(d, t.kind, each(bits, func(b uint32) float32 {
		if t.kind == dtypes.BFloat16 {
			b &^= 0xffff
		}
		return math.Float32frombits(b)
	}), t.dims...)
}

// each is what becomes of each number.
func each[T any](bits []uint32, of func(uint32) T) []T {
	list := make([]T, len(bits))
	for i, b := range bits {
		list[i] = of(b)
	}
	return list
}

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
	"github.com/gomlx/compute/dtypes/bfloat16"
	"github.com/gomlx/gomlx/core/graph"

	"github.com/r3mes/r3mes/kernels/quant"
	"github.com/r3mes/r3mes/kernels/ternary"
	"github.com/r3mes/r3mes/runtime/checkpoint"
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
func compareKernels(d device) (err error) {
	defer recovered(&err, "compare kernels")
	g := geometry{
		Config:  checkpoint.Config{HiddenSize: 64, IntermediateSize: 96, Layers: 2, Heads: 4, KVHeads: 2, HeadDim: 16, VocabSize: 64, RMSEps: 1e-5, TieEmbeddings: true},
		context: 64, blockTokens: 8, blocks: 16, spare: 4, adapters: 2, shards: 1,
	}
	var logits [2][]float32
	for i, form := range []int{0, kernelForm()} {
		for size := range g.chosen {
			g.chosen[size] = form
		}
		if logits[i], err = trialStep(d, g, bucket{rows: 4, chunk: 1, span: 8, lora: loraShape{rank: 8}}); err != nil {
			return fmt.Errorf("%s: %w", forms[form].name, err)
		}
	}
	largest, off := 0.0, 0.0
	for i, l := range logits[0] {
		largest = max(largest, math.Abs(float64(l)))
		off = max(off, math.Abs(float64(l-logits[1][i])))
	}
	// An integer that is rounded the other way moves them by less than a hundredth.
	if !(off <= largest/50) || largest == 0 {
		return fmt.Errorf("kernels: logits up to %g are off by %g", largest, off)
	}
	return nil
}

// kernelForm is the index of the form that is a kernel of our own.
func kernelForm() int {
	return slices.IndexFunc(forms, func(f form) bool { return f.kernel })
}

// trialStep runs one program of a model with made-up weights: the logits.
func trialStep(d device, g geometry, k bucket) ([]float32, error) {
	p, err := compileForward(d.backend, g, k)
	if err != nil {
		return nil, err
	}
	defer p.executable.Finalize()
	call, donated := placed{}, placed{}
	told := newNumbers(k.fields())
	for i := range k.rows {
		told.parts["tokens"][i], told.parts["positions"][i] = int32(7*i), int32(9*i+3)
		for j := range k.span {
			told.parts["table"][i*k.span+j] = int32((5*i + 3*j) % g.blocks)
		}
		at := told.parts["positions"][i]
		told.parts["slots"][2*i], told.parts["slots"][2*i+1] = told.parts["table"][i*k.span+int(at)/g.blockTokens], at%int32(g.blockTokens)
		told.parts["adapters"][i] = int32(i % 3)
	}
	call["step"], err = told.upload(d)
	for _, list := range []struct {
		to      placed
		tensors []tensor
	}{{call, append(g.weights(), g.stacks(k.lora)...)}, {donated, g.caches()}} {
		for _, t := range list.tensors {
			if err == nil {
				list.to[t.name], err = madeUp(d, t)
			}
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
	logits := make([]float32, k.rows*g.VocabSize)
	return logits, download(logits, out[0])
}

// madeUp is a tensor with numbers between -1 and 1, or with ternary weights.
func madeUp(d device, t tensor) (compute.Buffer, error) {
	n := t.shape().Size()
	rng := rand.New(rand.NewPCG(uint64(n), uint64(len(t.name))))
	if t.kind == dtypes.Uint8 {
		return upload(d, t.kind, randomCodes(rng.Uint64(), n), t.dims...)
	}
	floats := make([]float32, n)
	for i := range floats {
		floats[i] = 2*rng.Float32() - 1
	}
	switch t.kind {
	case dtypes.Int32: // a cache
		bits := make([]int32, n)
		for i, f := range floats {
			bits[i] = int32(math.Float32bits(f))
		}
		return upload(d, t.kind, bits, t.dims...)
	case dtypes.BFloat16:
		short := make([]bfloat16.BFloat16, n)
		for i, f := range floats {
			short[i] = bfloat16.FromFloat32(f)
		}
		return upload(d, t.kind, short, t.dims...)
	}
	return upload(d, t.kind, floats, t.dims...)
}

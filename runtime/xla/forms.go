//go:build xla && cgo

package xla

import (
	"fmt"
	"slices"
	"time"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/gomlx/core/graph"

	"github.com/r3mes/r3mes/kernels/ternary"
	"github.com/r3mes/r3mes/runtime/xla/pjrtbackend"
)

// form is one way to multiply the integers of activations by ternary weights.
type form struct {
	name   string
	most   int  // tokens that it is tried with; 0: any number
	dense  bool // weights are bfloat16, not packed: a baseline
	kernel bool // a CUDA kernel of our own
	// dot returns [N, 4, rows] of q [N, in] and packed weights [rows, in].
	dot func(b *builder, q, w *graph.Node) *graph.Node
}

// The forms are exact, all of them: products are at most 2⁷, and sums of 2¹⁷ such
// are below 2²⁴. The first is right on every backend, and what others are held to.
var forms = []form{
	{name: "float32 dot of unpacked codes", dot: func(b *builder, q, w *graph.Node) *graph.Node {
		return graph.DotGeneral(q, []int{1}, nil, b.unpack(w), []int{2}, nil)
	}},
	{name: "bfloat16 dot of unpacked codes", dot: func(b *builder, q, w *graph.Node) *graph.Node {
		w = graph.ConvertDType(b.unpack(w), dtypes.BFloat16)
		return graph.Dot(graph.ConvertDType(q, dtypes.BFloat16), w).WithOutputDType(dtypes.Float32).General([]int{1}, nil, []int{2}, nil)
	}},
	{name: "int8 dot of unpacked codes", dot: func(b *builder, q, w *graph.Node) *graph.Node {
		w = graph.ConvertDType(b.unpack(w), dtypes.Int8)
		dot := graph.Dot(graph.ConvertDType(q, dtypes.Int8), w).WithOutputDType(dtypes.Int32).General([]int{1}, nil, []int{2}, nil)
		return graph.ConvertDType(dot, dtypes.Float32)
	}},
	{name: "multiply and reduce", most: 8, dot: func(b *builder, q, w *graph.Node) *graph.Node { // it reads all weights once for each token
		n, in := q.Shape().Dimensions[0], q.Shape().Dimensions[1]
		w = b.unpack(w)
		rows := w.Shape().Dimensions[1]
		dims := []int{n, 4, rows, in}
		x := graph.BroadcastToDims(graph.Reshape(q, n, 1, 1, in), dims...)
		return graph.ReduceSum(graph.Mul(x, graph.BroadcastToDims(graph.Reshape(w, 1, 4, rows, in), dims...)), 3)
	}},
	{name: "dp4a kernel", most: 64, kernel: true, dot: matmulOfOnes},
	{name: "bfloat16 dense", dense: true, dot: func(_ *builder, q, w *graph.Node) *graph.Node {
		return graph.Dot(graph.ConvertDType(q, dtypes.BFloat16), w).WithOutputDType(dtypes.Float32).General([]int{1}, nil, []int{1}, nil)
	}},
}

// formSizes are the numbers of tokens that forms are tried with, rising. Programs
// for other numbers take the form of the next size above, or of the last.
var formSizes = [...]int{1, 16, 64, 256}

// form is that of programs for so many tokens.
func (g geometry) form(tokens int) form {
	for i, size := range formSizes {
		if tokens <= size {
			return forms[g.chosen[i]]
		}
	}
	return forms[g.chosen[len(formSizes)-1]]
}

// formNames says which forms a model has.
func (g geometry) formNames() string {
	names := forms[g.chosen[0]].name
	if g.kernels {
		names = "CUDA kernels, " + names
	}
	for i, form := range g.chosen[1:] {
		if form != g.chosen[i] {
			names += fmt.Sprintf(", %s above %d tokens", forms[form].name, formSizes[i])
		}
	}
	return names
}

// formTrial times forms on many matrices of one shape.
type formTrial struct {
	device  device
	out, in int
	packed  []compute.Buffer // different buffers, so that no cache holds them all
}

func newFormTrial(d device, out, in, many int) (*formTrial, error) {
	t := &formTrial{device: d, out: out, in: in}
	codes := randomCodes(1, ternary.PackedLen(out, in))
	for range many {
		b, err := upload(d, dtypes.Uint8, codes, out/4, in)
		if err != nil {
			t.free()
			return nil, err
		}
		t.packed = append(t.packed, b)
	}
	return t, nil
}

func (t *formTrial) free() { free(t.packed...) }

// time is how long one matrix takes a form with rows tokens; sums are a number of
// each product. weights are t.packed, or dense ones.
func (t *formTrial) time(f form, rows int, weights []compute.Buffer) (each time.Duration, sums []float32, err error) {
	defer recovered(&err, f.name)
	b := &builder{geometry: geometry{shards: 1}, graph: graph.NewGraph(t.device.backend, "form")}
	b.declare(tensor{"q", dtypes.Float32, []int{rows, t.in}})
	resident := placed{}
	for i, w := range weights {
		one := tensor{fmt.Sprint("matrix_", i), dtypes.Uint8, []int{t.out / 4, t.in}}
		if f.dense {
			one.kind, one.dims = dtypes.BFloat16, []int{t.out, t.in}
		}
		resident[one.name] = w
		b.declare(one)
	}
	var results []*graph.Node
	for _, name := range b.inputs[1:] {
		results = append(results, graph.Reshape(graph.ReduceAllMax(f.dot(b, b.input("q"), b.input(name))), 1))
	}
	p, err := compile(b.graph, b.inputs, []*graph.Node{graph.Concatenate(results, 0)})
	if err != nil {
		return 0, nil, err
	}
	defer p.executable.Finalize()
	x := make([]float32, rows*t.in)
	for i := range x {
		x[i] = float32(i*37%255 - 127)
	}
	if resident["q"], err = upload(t.device, dtypes.Float32, x, rows, t.in); err != nil {
		return 0, nil, err
	}
	defer free(resident["q"])
	sums = make([]float32, len(weights))
	took, err := best(5, func() error {
		out, err := p.run(t.device, resident, nil, nil)
		if err != nil {
			return err
		}
		defer free(out...)
		return download(sums, out[0])
	})
	return took / time.Duration(len(weights)), sums, err
}

// chooseForms tests the device, and chooses the forms of the ternary product: the
// fastest there, save on a processor, where the first will do for a proof and a
// start is to be quick.
func chooseForms(d device, g geometry, warn func(error)) (geometry, error) {
	if err := selfTest(d, forms[0]); err != nil {
		return g, err
	}
	plugin, ok := d.backend.(*pjrtbackend.Backend)
	if !ok || plugin.IsCPU() {
		return g, nil
	}
	if plugin.IsCUDA() {
		err := g.fits()
		if err == nil {
			err = compareKernels(d)
		}
		if g.kernels = err == nil; err != nil {
			warn(fmt.Errorf("xla: XLA's own kernels serve: %w", err))
		}
	}
	t, err := newFormTrial(d, g.IntermediateSize, g.HiddenSize, 8)
	if err != nil {
		return g, err
	}
	defer t.free()
	for i, size := range formSizes {
		if g.chosen[i], err = t.fastest(size, g.kernels); err != nil {
			return g, err
		}
		if err := selfTest(d, forms[g.chosen[i]]); err != nil {
			return g, err
		}
	}
	return g, nil
}

// fastest is the index of the form that is exact and fastest for so many tokens.
func (t *formTrial) fastest(tokens int, kernels bool) (int, error) {
	fastest, shortest := 0, time.Duration(0)
	var exact []float32
	for i, f := range forms {
		if !f.tried(tokens, kernels) || f.dense {
			continue
		}
		each, sums, err := t.time(f, tokens, t.packed)
		if i == 0 {
			if err != nil {
				return 0, err
			}
			exact, shortest = sums, each
			continue
		}
		if err == nil && slices.Equal(sums, exact) && each < shortest {
			fastest, shortest = i, each
		}
	}
	return fastest, nil
}

// tried tells whether a form is for so many tokens, on a device with kernels or
// without.
func (f form) tried(tokens int, kernels bool) bool {
	return (f.most == 0 || tokens <= f.most) && (kernels || !f.kernel)
}

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
	name  string
	dense bool // weights are bfloat16, not packed: a baseline
	// dot returns [N, 4, rows] of q [N, in] and packed weights [rows, in].
	dot func(b *builder, q, w *graph.Node) *graph.Node
}

// The forms are exact, all of them: products are at most 2⁷, and sums of 2¹⁷ such
// are below 2²⁴. The first is right on every backend, and what others are held to.
var forms = []form{
	{"float32 dot of unpacked codes", false, func(b *builder, q, w *graph.Node) *graph.Node {
		return graph.DotGeneral(q, []int{1}, nil, b.unpack(w), []int{2}, nil)
	}},
	{"bfloat16 dot of unpacked codes", false, func(b *builder, q, w *graph.Node) *graph.Node {
		w = graph.ConvertDType(b.unpack(w), dtypes.BFloat16)
		return graph.Dot(graph.ConvertDType(q, dtypes.BFloat16), w).WithOutputDType(dtypes.Float32).General([]int{1}, nil, []int{2}, nil)
	}},
	{"int8 dot of unpacked codes", false, func(b *builder, q, w *graph.Node) *graph.Node {
		w = graph.ConvertDType(b.unpack(w), dtypes.Int8)
		dot := graph.Dot(graph.ConvertDType(q, dtypes.Int8), w).WithOutputDType(dtypes.Int32).General([]int{1}, nil, []int{2}, nil)
		return graph.ConvertDType(dot, dtypes.Float32)
	}},
	{"multiply and reduce", false, func(b *builder, q, w *graph.Node) *graph.Node {
		n, in := q.Shape().Dimensions[0], q.Shape().Dimensions[1]
		w = b.unpack(w)
		rows := w.Shape().Dimensions[1]
		dims := []int{n, 4, rows, in}
		x := graph.BroadcastToDims(graph.Reshape(q, n, 1, 1, in), dims...)
		return graph.ReduceSum(graph.Mul(x, graph.BroadcastToDims(graph.Reshape(w, 1, 4, rows, in), dims...)), 3)
	}},
	{"bfloat16 dense", true, func(_ *builder, q, w *graph.Node) *graph.Node {
		return graph.Dot(graph.ConvertDType(q, dtypes.BFloat16), w).WithOutputDType(dtypes.Float32).General([]int{1}, nil, []int{1}, nil)
	}},
}

// multiply-and-reduce reads all weights once for each row.
const mostReduced = 8

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

// chooseForm tests the device, and chooses the form of the ternary product: the
// fastest there, save on a processor, where the first will do for a proof and a
// start is to be quick.
func chooseForm(d device, g geometry) (geometry, error) {
	if err := selfTest(d, g); err != nil {
		return g, err
	}
	plugin, ok := d.backend.(*pjrtbackend.Backend)
	if !ok || plugin.IsCPU() {
		return g, nil
	}
	var err error
	if g.form, err = fastestForm(d, g); err != nil {
		return g, err
	}
	return g, selfTest(d, g)
}

// fastestForm is the index of the form that is exact and fastest here for one
// token, on a matrix of the model's largest shape.
func fastestForm(d device, g geometry) (int, error) {
	t, err := newFormTrial(d, g.IntermediateSize, g.HiddenSize, 8)
	if err != nil {
		return 0, err
	}
	defer t.free()
	fastest, shortest := 0, time.Duration(0)
	var exact []float32
	for i, f := range forms {
		if f.dense {
			continue
		}
		each, sums, err := t.time(f, 1, t.packed)
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

//go:build xla && cgo

package xla

import (
	"fmt"
	"slices"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/gomlx/core/graph"

	"github.com/r3mes/r3mes/kernels/quant"
	"github.com/r3mes/r3mes/kernels/ternary"
	"github.com/r3mes/r3mes/runtime/checkpoint"
)

// selfTest runs one ternary product, compares it with the kernels' and so finds a
// plugin that loads and does not compute: one of another time, or without its
// driver.
func selfTest(d device, of geometry) (err error) {
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

	g := geometry{Config: checkpoint.Config{HiddenSize: rows, IntermediateSize: cols, Layers: 1}, form: of.form, shards: 1}
	b := &builder{geometry: g, graph: graph.NewGraph(d.backend, "self_test")}
	b.declare(tensor{"x", dtypes.Float32, []int{tokens, cols}})
	b.declare(tensor{down.unitsName(), dtypes.Float32, []int{1, rows / 4}}, tensor{weightName(down, 0), dtypes.Uint8, []int{rows / 4, cols}})
	y := b.linear(0, down, b.quantize(b.input("x")))
	p, err := compile(b.graph, b.inputs, []*graph.Node{graph.Reshape(y, tokens, rows)})
	if err != nil {
		return err
	}
	defer p.executable.Finalize()
	call := map[string]compute.Buffer{}
	for name, data := range map[string][]float32{"x": x, down.unitsName(): slices.Repeat([]float32{w.Scale}, rows/4)} {
		if call[name], err = upload(d, dtypes.Float32, data, b.input(name).Shape().Dimensions...); err != nil {
			return err
		}
	}
	if call[weightName(down, 0)], err = upload(d, dtypes.Uint8, w.Packed, rows/4, cols); err != nil {
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

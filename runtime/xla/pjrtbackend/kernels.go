//go:build xla && cgo

package pjrtbackend

import (
	"fmt"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/support/xslices"
	"github.com/gomlx/go-xla/stablehlo"
	xlashapes "github.com/gomlx/go-xla/types/shapes"
)

// Kernel is a CUDA kernel. Its arguments are where its operands and then its
// results lie.
type Kernel struct {
	Name        string // entry point
	PTX         string
	Grid, Block [3]int
	Shared      int // bytes of dynamic shared memory
}

// DefineKernel makes every call of a function of this name, in any program of this
// backend, a call of a kernel. The function says what shapes there are; what it
// computes is not looked at. It is what a program of GoMLX has in place of a custom
// call. Safe for concurrent use.
func (backend *Backend) DefineKernel(function string, k Kernel) {
	backend.kernels.Store(function, k)
}

// kernelTarget is XLA's custom call for a kernel in PTX.
const kernelTarget = "__gpu$xla.gpu.ptx"

// callKernel calls a kernel in the place of a function.
func (f *Function) callKernel(k Kernel, target *Function, inputs []*stablehlo.Value) ([]compute.Value, error) {
	first := len(inputs) // results come behind the operands
	var results string
	var shapes []xlashapes.Shape
	for i, out := range target.outputs {
		if i > 0 {
			results += ", "
		}
		results += fmt.Sprintf("%d : i32", first+i)
		shapes = append(shapes, ShapeToXLA(out.shape))
	}
	config := fmt.Sprintf("{name = %q, kernel_type = \"ptx\", kernel_data = %q, grid_x = %d : i32, grid_y = %d : i32, grid_z = %d : i32, "+
		"block_x = %d : i32, block_y = %d : i32, block_z = %d : i32, shared_mem_bytes = %d : i32, output_indices = [%s]}",
		k.Name, k.PTX, k.Grid[0], k.Grid[1], k.Grid[2], k.Block[0], k.Block[1], k.Block[2], k.Shared, results)
	// Row-major, whatever XLA would like better.
	operandLayouts, resultLayouts := make([][]int, len(inputs)), make([][]int, len(shapes))
	values, err := stablehlo.CustomCallV2(kernelTarget, config, inputs, operandLayouts, shapes, resultLayouts)
	if err != nil {
		return nil, err
	}
	return xslices.Map(values, func(v *stablehlo.Value) compute.Value { return f.newNode(v) }), nil
}

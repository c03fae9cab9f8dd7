//go:build !purego

package lanes

import "github.com/r3mes/r3mes/kernels/cpufeat"

var addRowsArch = []cpufeat.Impl[addRowsFunc]{
	{Level: cpufeat.AVX512VNNI, Fn: addRowsBy(addRowsBlocksAVX512)},
	{Level: cpufeat.AVX2, Fn: addRowsBy(addRowsBlocksAVX2)},
}

// addRowsBy leaves the last columns, fewer than 32, to the generic code.
func addRowsBy(blocks func(dst, weights, rows *float32, n, stride, cols int)) addRowsFunc {
	return func(dst, weights, rows []float32, stride int) {
		whole := len(dst) &^ 31
		if whole > 0 {
			blocks(&dst[0], &weights[0], &rows[0], len(weights), 4*stride, whole)
		}
		if whole < len(dst) {
			addRowsGeneric(dst[whole:], weights, rows[whole:], stride)
		}
	}
}

//go:build !purego

package attend

import "github.com/r3mes/r3mes/kernels/cpufeat"

//go:generate go -C ../_gen run ./attend -out ../attend/attend_amd64.s -stubs ../attend/attend_stubs_amd64.go -pkg attend

var valuesArch = []cpufeat.Impl[valuesFunc]{
	{Level: cpufeat.AVX512VNNI, Fn: valuesBy(valuesBlocksAVX512)},
	{Level: cpufeat.AVX2, Fn: valuesBy(valuesBlocksAVX2)},
}

// valuesBy leaves the last columns, fewer than 32, to the generic code.
func valuesBy(blocks func(dst, weights, values *float32, tokens, stride, cols int)) valuesFunc {
	return func(dst, weights, values []float32, stride int) {
		whole := len(dst) &^ 31
		if whole > 0 && len(weights) > 0 {
			blocks(&dst[0], &weights[0], &values[0], len(weights), 4*stride, whole)
		}
		if whole < len(dst) {
			valuesGeneric(dst[whole:], weights, values[whole:], stride)
		}
	}
}

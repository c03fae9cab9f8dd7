//go:build !purego

package quant

import "github.com/r3mes/r3mes/kernels/cpufeat"

//go:generate go -C ../_gen run ./quant -out ../quant/quantize_amd64.s -stubs ../quant/quantize_stubs_amd64.go -pkg quant

var rowArch = []cpufeat.Impl[rowFunc]{{Level: cpufeat.AVX2, Fn: rowAVX2}}

func rowAVX2(q []int8, x []float32) (scale float32, sum int32) {
	blocks := len(x) / 32
	whole := blocks * 32
	var largest float32
	if blocks > 0 {
		largest = absMaxBlocksAVX2(&x[0], blocks)
	}
	scale = scaleOf(max(largest, absMax(x[whole:])))
	if blocks > 0 {
		sum = roundBlocksAVX2(&q[0], &x[0], scale, blocks)
	}
	return scale, sum + roundAll(q[whole:], x[whole:], scale)
}

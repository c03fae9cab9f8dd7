//go:build !purego

package norm

import "github.com/r3mes/r3mes/kernels/cpufeat"

//go:generate go -C ../_gen run ./norm -out ../norm/rms_amd64.s -stubs ../norm/rms_stubs_amd64.go -pkg norm

var scaleArch = []cpufeat.Impl[scaleFunc]{{Level: cpufeat.AVX2, Fn: scaleAVX2}}

func scaleAVX2(dst, x, weight []float32, factor float32) {
	blocks := len(x) / 16
	if blocks > 0 {
		scaleBlocksAVX2(&dst[0], &x[0], &weight[0], factor, blocks)
	}
	whole := blocks * 16
	scaleGeneric(dst[whole:], x[whole:], weight[whole:], factor)
}

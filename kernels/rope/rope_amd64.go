//go:build !purego

package rope

import "github.com/r3mes/r3mes/kernels/cpufeat"

//go:generate go -C ../_gen run ./rope -out ../rope/rope_amd64.s -stubs ../rope/rope_stubs_amd64.go -pkg rope

var rotateArch = []cpufeat.Impl[rotateFunc]{{Level: cpufeat.AVX2, Fn: rotateAVX2}}

func rotateAVX2(a, b, cos, sin []float32) {
	blocks := len(a) / 8
	if blocks > 0 {
		rotateBlocksAVX2(&a[0], &b[0], &cos[0], &sin[0], blocks)
	}
	whole := blocks * 8
	rotateGeneric(a[whole:], b[whole:], cos[whole:], sin[whole:])
}

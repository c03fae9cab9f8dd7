//go:build !purego

package act

import (
	"github.com/r3mes/r3mes/kernels/cpufeat"
	"github.com/r3mes/r3mes/kernels/lanes"
)

//go:generate go -C ../_gen run ./act -out ../act/act_amd64.s -stubs ../act/act_stubs_amd64.go -pkg act

var (
	relu2Arch   = []cpufeat.Impl[gatedFunc]{{Level: cpufeat.AVX2, Fn: relu2AVX2}}
	siluArch    = []cpufeat.Impl[gatedFunc]{{Level: cpufeat.AVX2, Fn: siluAVX2}}
	geluArch    = []cpufeat.Impl[geluFunc]{{Level: cpufeat.AVX2, Fn: geluAVX2}}
	softmaxArch = []cpufeat.Impl[softmaxKernel]{{Level: cpufeat.AVX2, Fn: softmaxKernel{maxAVX2, expSumAVX2, scaleAVX2}}}
)

func relu2AVX2(dst, gate, up []float32) {
	blocks := len(dst) / 8
	if blocks > 0 {
		relu2BlocksAVX2(&dst[0], &gate[0], &up[0], blocks)
	}
	relu2Generic(dst[8*blocks:], gate[8*blocks:], up[8*blocks:])
}

func siluAVX2(dst, gate, up []float32) {
	blocks := len(dst) / 8
	if blocks > 0 {
		siluBlocksAVX2(&dst[0], &gate[0], &up[0], blocks)
	}
	siluGeneric(dst[8*blocks:], gate[8*blocks:], up[8*blocks:])
}

func geluAVX2(x []float32) {
	blocks := len(x) / 8
	if blocks > 0 {
		geluBlocksAVX2(&x[0], blocks)
	}
	geluGeneric(x[8*blocks:])
}

func maxAVX2(x []float32, start float32) float32 {
	blocks := len(x) / 32
	if blocks > 0 {
		start = maxBlocksAVX2(&x[0], start, blocks)
	}
	return maxGeneric(x[32*blocks:], start)
}

func expSumAVX2(x []float32, largest float32, partial *[lanes.Count]float32) {
	blocks := len(x) / 32
	if blocks > 0 {
		expSumBlocksAVX2(&x[0], largest, &partial[0], blocks)
	}
	expSumGeneric(x[32*blocks:], largest, partial)
}

func scaleAVX2(x []float32, factor float32) {
	blocks := len(x) / 32
	if blocks > 0 {
		scaleBlocksAVX2(&x[0], factor, blocks)
	}
	scaleGeneric(x[32*blocks:], factor)
}

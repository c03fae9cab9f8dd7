//go:build !purego

package dense

import "github.com/r3mes/r3mes/kernels/cpufeat"

//go:generate go -C ../_gen run ./dense -out ../dense/dense_amd64.s -stubs ../dense/dense_stubs_amd64.go -pkg dense

var (
	axpyArch = []cpufeat.Impl[axpyFunc]{{Level: cpufeat.AVX2, Fn: axpyAVX2}}
	int8Arch = []cpufeat.Impl[int8Func]{
		{Level: cpufeat.AVX512VNNI, Fn: int8AVX512},
		{Level: cpufeat.AVX2, Fn: int8AVX2},
	}
)

func axpyAVX2(dst []float32, a float32, x []float32) {
	blocks := len(x) / 16
	if blocks > 0 {
		axpyBlocksAVX2(&dst[0], a, &x[0], blocks)
	}
	axpyGeneric(dst[blocks*16:], a, x[blocks*16:])
}

// int8Tile is the form of the assembly functions; see their comments. The
// index of a list of them is the number of tokens.
type int8Tile func(w, q *int8, dst *float32, correct *int32, scales, factors *float32, cols, rows, dstStride int)

var (
	int8Tiles512 = []int8Tile{1: int8Tile4x1AVX512, 2: int8Tile4x2AVX512, 3: int8Tile4x3AVX512, 4: int8Tile4x4AVX512, 5: int8Tile4x5AVX512, 6: int8Tile4x6AVX512}
	int8Tiles2   = []int8Tile{1: int8Tile4x1AVX2, 2: int8Tile4x2AVX2}
)

func int8AVX512(j *int8Job, lo, hi int) { j.tiled(int8Tiles512, j.sum128, lo, hi) }

func int8AVX2(j *int8Job, lo, hi int) {
	if j.m.Cols < 16 { // the tail of the assembly reads 16 columns
		int8Generic(j, lo, hi)
		return
	}
	j.tiled(int8Tiles2, j.zeros, lo, hi)
}

// panelBytes is how many bytes of rows stay in the second-level cache while
// all tokens pass over them.
const panelBytes = 128 << 10

// tiled covers rows lo to hi and all tokens with tiles, and leaves the last
// rows, fewer than four, to the generic code. correct is per token.
func (j *int8Job) tiled(tiles []int8Tile, correct []int32, lo, hi int) {
	cols, widest := j.m.Cols, len(tiles)-1
	whole := lo + (hi-lo)&^3
	panel := whole - lo
	if j.q.N > widest {
		panel = max(4, panelBytes/cols&^3)
	}
	for r := lo; r < whole; r += panel {
		for t := 0; t < j.q.N; {
			n := tokens(j.q.N-t, widest)
			tiles[n](&j.m.Q[r*cols], &j.q.Q[t*cols], &j.dst[t*j.m.Rows+r], &correct[t],
				&j.m.Scale[r], &j.factors[t], cols, min(panel, whole-r), 4*j.m.Rows)
			t += n
		}
	}
	int8Generic(j, whole, hi)
}

// tokens returns how many of the left tokens the next tile takes: the widest,
// but the last two tiles share evenly, as narrow tiles are slow.
func tokens(left, widest int) int {
	if left > widest && left < 2*widest {
		return (left + 1) / 2
	}
	return min(left, widest)
}

//go:build !purego

package ternary

import "github.com/r3mes/r3mes/kernels/cpufeat"

//go:generate go -C ../_gen run ./ternary -out ../ternary/matmul_amd64.s -stubs ../ternary/matmul_stubs_amd64.go -pkg ternary

var rowsArch = []cpufeat.Impl[rowsFunc]{
	{Level: cpufeat.AVX512VNNI, Fn: rowsAVX512},
	{Level: cpufeat.AVX2, Fn: rowsAVX2},
}

// tileFunc is the form of the assembly functions; see their comments.
type tileFunc func(packed *byte, q *int8, dst *float32, sums *int32, factors *float32, cols, rows, quarter int)

// shape is a tile: how many packed rows it takes at once, and the function.
type shape struct {
	rows int
	fn   tileFunc
}

// tiles512[t] lists the tiles for t tokens, the larger one first. More rows
// at once share the loads of the activations; with many tokens the registers
// allow one row only.
var tiles512 = [7][]shape{
	1: {{4, tile4x1AVX512}, {1, tile1x1AVX512}},
	2: {{2, tile2x2AVX512}, {1, tile1x2AVX512}},
	3: {{2, tile2x3AVX512}, {1, tile1x3AVX512}},
	4: {{1, tile1x4AVX512}},
	5: {{1, tile1x5AVX512}},
	6: {{1, tile1x6AVX512}},
}

var tiles2 = [4][]shape{
	1: {{2, tile2x1AVX2}, {1, tile1x1AVX2}},
	2: {{1, tile1x2AVX2}},
	3: {{1, tile1x3AVX2}},
}

func rowsAVX512(j *job, lo, hi int) { j.tiled(tiles512[:], lo, hi) }

func rowsAVX2(j *job, lo, hi int) {
	if j.m.Cols < 32 { // the tail of the assembly reads 32 columns
		rowsGeneric(j, lo, hi)
		return
	}
	j.tiled(tiles2[:], lo, hi)
}

// panelBytes is how many packed bytes stay in the second-level cache while
// all tokens pass over them; the rest of it is for the tokens.
const panelBytes = 128 << 10

// tiled covers rows lo to hi and all tokens with tiles.
func (j *job) tiled(tiles [][]shape, lo, hi int) {
	cols, panel := j.m.Cols, hi-lo
	if j.q.N >= len(tiles) {
		panel = max(rowGrain, panelBytes/cols/rowGrain*rowGrain)
	}
	for ; lo < hi; lo += panel {
		rows := min(panel, hi-lo)
		for t := 0; t < j.q.N; {
			n := tokens(j.q.N-t, len(tiles)-1)
			j.strip(tiles[n], lo, rows, t)
			t += n
		}
	}
}

// tokens returns how many of the left tokens the next tile takes: the widest,
// but the last two tiles share evenly, as narrow tiles are slow.
func tokens(left, widest int) int {
	if left > widest && left < 2*widest {
		return (left + 1) / 2
	}
	return min(left, widest)
}

// strip covers some packed rows for the tokens of one tile, the first being t.
func (j *job) strip(shapes []shape, r, rows, t int) {
	cols, quarter := j.m.Cols, j.m.Rows/4
	for _, s := range shapes {
		n := rows / s.rows * s.rows
		if n == 0 {
			continue
		}
		s.fn(&j.m.Packed[r*cols], &j.q.Q[t*cols], &j.dst[t*j.m.Rows+r], &j.q.Sum[t], &j.factors[t], cols, n, quarter)
		r, rows = r+n, rows-n
	}
}

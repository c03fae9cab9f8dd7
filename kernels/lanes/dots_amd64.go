//go:build !purego

package lanes

import (
	"unsafe"

	"github.com/r3mes/r3mes/kernels/cpufeat"
)

//go:generate go -C ../_gen run ./lanes -out ../lanes/dots_amd64.s -stubs ../lanes/dots_stubs_amd64.go -pkg lanes

var (
	f32Arch = []cpufeat.Impl[func(call[float32])]{
		{Level: cpufeat.AVX512VNNI, Fn: func(c call[float32]) { c.tiled(&f32Tiles512) }},
		{Level: cpufeat.AVX2, Fn: func(c call[float32]) { c.tiled(&f32Tiles2) }},
	}
	bf16Arch = []cpufeat.Impl[func(call[uint16])]{
		{Level: cpufeat.AVX512VNNI, Fn: func(c call[uint16]) { c.tiled(&bf16Tiles512) }},
		{Level: cpufeat.AVX2, Fn: bf16AVX2},
	}
)

// widest is the number of vectors that the widest tile takes.
const widest = 3

// tile is an assembly function and how many rows it takes at once; see the
// comments of the functions.
type tile[W weight] struct {
	rows int
	fn   func(w *W, x, dst *float32, cols, rows, wStride, xStride, dstStride int)
}

// tiles lists, by the number of vectors, the tiles, the larger one first.
type tiles[W weight] [widest + 1][]tile[W]

var (
	f32Tiles512 = tiles[float32]{
		1: {{4, tile4x1F32AVX512}, {1, tile1x1F32AVX512}},
		2: {{4, tile4x2F32AVX512}, {1, tile1x2F32AVX512}},
		3: {{4, tile4x3F32AVX512}, {1, tile1x3F32AVX512}},
	}
	bf16Tiles512 = tiles[uint16]{
		1: {{4, tile4x1BF16AVX512}, {1, tile1x1BF16AVX512}},
		2: {{4, tile4x2BF16AVX512}, {1, tile1x2BF16AVX512}},
		3: {{4, tile4x3BF16AVX512}, {1, tile1x3BF16AVX512}},
	}
	f32Tiles2 = tiles[float32]{
		1: {{2, tile2x1F32AVX2}, {1, tile1x1F32AVX2}},
		2: {{1, tile1x2F32AVX2}},
		3: {{1, tile1x3F32AVX2}},
	}
	bf16Tiles2 = tiles[uint16]{
		1: {{2, tile2x1BF16AVX2}, {1, tile1x1BF16AVX2}},
		2: {{1, tile1x2BF16AVX2}},
		3: {{1, tile1x3BF16AVX2}},
	}
)

// bf16AVX2 widens rows whose last columns need a mask: AVX2 masks no 16-bit
// loads.
func bf16AVX2(c call[uint16]) {
	if c.cols%Count == 0 {
		c.tiled(&bf16Tiles2)
		return
	}
	row := make([]float32, c.cols)
	for r := range c.rows {
		widen(row, c.w[r*c.wStride:][:c.cols])
		call[float32]{c.dst[r:], row, c.x, c.dstStride, c.cols, c.xStride, 1, c.n, c.cols}.tiled(&f32Tiles2)
	}
}

// panelBytes is how many bytes of rows stay in the second-level cache while
// all vectors pass over them.
const panelBytes = 128 << 10

// tiled covers all rows and vectors with tiles.
func (c call[W]) tiled(by *tiles[W]) {
	panel := c.rows
	if c.n > widest {
		panel = max(4, panelBytes/int(unsafe.Sizeof(c.w[0]))/c.cols&^3)
	}
	for r := 0; r < c.rows; r += panel {
		rows := min(panel, c.rows-r)
		for t := 0; t < c.n; {
			n := vectors(c.n - t)
			c.strip(by[n], r, rows, t)
			t += n
		}
	}
}

// vectors returns how many of the left vectors the next tile takes: four are
// two and two, as narrow tiles are slow.
func vectors(left int) int {
	if left == 4 {
		return 2
	}
	return min(left, widest)
}

// strip covers some rows for the vectors of one tile, the first being t.
func (c call[W]) strip(shapes []tile[W], r, rows, t int) {
	wSize := int(unsafe.Sizeof(c.w[0]))
	for _, s := range shapes {
		n := rows / s.rows * s.rows
		if n == 0 {
			continue
		}
		s.fn(&c.w[r*c.wStride], &c.x[t*c.xStride], &c.dst[t*c.dstStride+r], c.cols, n, wSize*c.wStride, 4*c.xStride, 4*c.dstStride)
		r, rows = r+n, rows-n
	}
}

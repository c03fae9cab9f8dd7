package ptx

import (
	"math"
	"math/rand/v2"
	"testing"
)

// int8Data are operands of an Int8MatMul.
type int8Data struct {
	q, w          []byte // int8
	scale, scales []float32
}

func randomInt8(m Int8MatMul, seed uint64) int8Data {
	r := rand.New(rand.NewPCG(seed, 2))
	d := int8Data{q: make([]byte, m.Tokens*m.In), w: make([]byte, m.Rows*m.In)}
	for _, matrix := range [][]byte{d.q, d.w} {
		for i := range matrix {
			matrix[i] = byte(r.IntN(256))
		}
	}
	for range m.Tokens {
		d.scale = append(d.scale, 1+100*r.Float32())
	}
	for range m.Rows {
		d.scales = append(d.scales, 3*r.Float32())
	}
	return d
}

// y is the product, in plain Go.
func (d int8Data) y(m Int8MatMul) (y []float32) {
	for t := range m.Tokens {
		for row := range m.Rows {
			dot := int32(0)
			for c := range m.In {
				dot += int32(int8(d.q[t*m.In+c])) * int32(int8(d.w[row*m.In+c]))
			}
			weighted := float32(dot) * d.scales[row]
			y = append(y, weighted*float32(1/d.scale[t]))
		}
	}
	return y
}

// checkInt8 runs the kernel, whose bits must be those of plain Go.
func checkInt8(t *testing.T, m Int8MatMul, d int8Data) {
	t.Helper()
	checkBits(t, m, [][]byte{d.q, floatBytes(d.scale), d.w, floatBytes(d.scales)}, d.y(m))
}

func TestInt8MatMul(t *testing.T) {
	for _, m := range []Int8MatMul{
		{Tokens: 1, In: 16, Rows: 1},
		{Tokens: 1, In: 48, Rows: 3},
		{Tokens: 1, In: 2560, Rows: 64},
		{Tokens: 1, In: 2576, Rows: 8}, // two passes from here on
		{Tokens: 1, In: 6912, Rows: 16},
		{Tokens: 2, In: 2560, Rows: 6},
		{Tokens: 3, In: 48, Rows: 20},
		{Tokens: 5, In: 16, Rows: 48},
		{Tokens: 7, In: 528, Rows: 4},
		{Tokens: 8, In: 2560, Rows: 16},
		{Tokens: 9, In: 6912, Rows: 4},
		{Tokens: 11, In: 16, Rows: 5},
		{Tokens: 16, In: 2560, Rows: 24},
		{Tokens: 16, In: 6912, Rows: 2},
		{Tokens: 24, In: 512, Rows: 8},
		{Tokens: 64, In: 496, Rows: 8},
		{Tokens: 128, In: 16, Rows: 8}, // two blocks of tokens
	} {
		t.Run(m.name(), func(t *testing.T) { checkInt8(t, m, randomInt8(m, uint64(m.In))) })
	}
}

func TestInt8MatMulPlan(t *testing.T) {
	for _, c := range []struct {
		tokens, rows                            int
		tokensOfWarp, rowsOfWarp, groups, warps int
	}{
		{1, 128256, 1, 4, 1, 4},
		{4, 128256, 4, 4, 1, 4},
		{16, 128256, 8, 4, 2, 2},
		{64, 128256, 8, 4, 8, 1},
		{72, 128256, 8, 4, 3, 1},
		{11, 128256, 1, 4, 1, 4},
		{1, 8, 1, 4, 1, 2},
		{1, 12, 1, 4, 1, 1},
		{1, 6, 1, 2, 1, 1},
		{1, 7, 1, 1, 1, 1},
	} {
		p := Int8MatMul{Tokens: c.tokens, In: 2560, Rows: c.rows}.plan()
		if p.tokens != c.tokensOfWarp || p.rows != c.rowsOfWarp || p.groups != c.groups || p.warps != c.warps {
			t.Errorf("%d tokens, %d rows: %d tokens and %d rows of a warp, %d groups, %d warps; must be %v",
				c.tokens, c.rows, p.tokens, p.rows, p.groups, p.warps, c)
		}
	}
}

// The largest sums that there can be.
func TestInt8MatMulExtremes(t *testing.T) {
	m := Int8MatMul{Tokens: 2, In: mostIn, Rows: 2}
	for _, q := range []int8{-128, 127} {
		for _, w := range []int8{-128, 127} {
			d := randomInt8(m, 1)
			for i := range d.q {
				d.q[i] = byte(q)
			}
			for i := range d.w {
				d.w[i] = byte(w)
			}
			checkInt8(t, m, d)
		}
	}
}

// Scales that are hardly floats, and hardly not.
func TestInt8MatMulScales(t *testing.T) {
	m := Int8MatMul{Tokens: 4, In: 32, Rows: 4}
	d := randomInt8(m, 1)
	d.scale = []float32{math.MaxFloat32, 1e-38, 1, 3}
	d.scales = []float32{0, 1e-40, 1e-20, 1e30}
	checkInt8(t, m, d)
}

func TestInt8MatMulErrors(t *testing.T) {
	good := Int8MatMul{Tokens: 1, In: 32, Rows: 4}
	for want, change := range map[string]func(m *Int8MatMul){
		"ptx: int8 matmul: 0 tokens, must be 1 to 65535":         func(m *Int8MatMul) { m.Tokens = 0 },
		"ptx: int8 matmul: 65536 tokens, must be 1 to 65535":     func(m *Int8MatMul) { m.Tokens = 65536 },
		"ptx: int8 matmul: 20 columns, must be a multiple of 16": func(m *Int8MatMul) { m.In = 20 },
		"ptx: int8 matmul: 0 columns, must be a multiple of 16":  func(m *Int8MatMul) { m.In = 0 },
		"ptx: int8 matmul: 65552 columns, must be at most 65536": func(m *Int8MatMul) { m.In = 65552 },
		"ptx: int8 matmul: 0 rows, must be 1 to 67108864":        func(m *Int8MatMul) { m.Rows = 0 },
		"ptx: int8 matmul: 67108865 rows, must be 1 to 67108864": func(m *Int8MatMul) { m.Rows = 1<<26 + 1 },
	} {
		m := good
		change(&m)
		if _, err := m.Kernel(); err == nil || err.Error() != want {
			t.Errorf("error %v, must be %s", err, want)
		}
	}
}

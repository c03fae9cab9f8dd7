package ptx

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// matMulData are operands of a MatMul, and what it is to make of them.
type matMulData struct {
	q             []int8
	w             []byte
	scale, scales []float32
}

func randomMatMul(m MatMul, seed uint64) matMulData {
	r := rand.New(rand.NewPCG(seed, 0))
	d := matMulData{q: make([]int8, m.Tokens*m.In), w: make([]byte, m.Rows*m.In)}
	for i := range d.q {
		d.q[i] = int8(r.IntN(256) - 128)
	}
	for i := range d.w {
		for plane := range 4 {
			d.w[i] |= byte(r.IntN(3)) << (2 * plane)
		}
	}
	for range m.Tokens {
		d.scale = append(d.scale, 1+100*r.Float32())
	}
	for range m.Scales + m.Rows {
		d.scales = append(d.scales, 3*r.Float32())
	}
	return d
}

// y is the product, in plain Go.
func (d matMulData) y(m MatMul) []float32 {
	y := make([]float32, 0, m.Tokens*4*m.Rows)
	for t := range m.Tokens {
		for plane := range 4 {
			for row := range m.Rows {
				dot := d.dot(d.q[t*m.In:][:m.In], d.w[row*m.In:][:m.In], plane)
				unit := d.scales[m.Scales+row] / d.scale[t]
				y = append(y, float32(dot)*unit)
			}
		}
	}
	return y
}

func (d matMulData) dot(q []int8, w []byte, plane int) (dot int) {
	for c := range q {
		dot += (int(w[c]>>(2*plane)&3) - 1) * int(q[c])
	}
	return dot
}

func (d matMulData) operands() [][]byte {
	q := make([]byte, len(d.q))
	for i, x := range d.q {
		q[i] = byte(x)
	}
	return [][]byte{q, floatBytes(d.scale), d.w, floatBytes(d.scales)}
}

func floatBytes(x []float32) []byte {
	b := make([]byte, 0, 4*len(x))
	for _, v := range x {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(v))
	}
	return b
}

func bytesFloats(b []byte) []float32 {
	x := make([]float32, len(b)/4)
	for i := range x {
		x[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
	}
	return x
}

// checkMatMul runs the kernel, whose bits must be those of plain Go.
func checkMatMul(t *testing.T, m MatMul, d matMulData) {
	t.Helper()
	checkBits(t, m, d.operands(), d.y(m))
}

func checkBits(t *testing.T, m maker, operands [][]byte, want []float32) {
	t.Helper()
	k, err := m.Kernel()
	if err != nil {
		t.Fatal(err)
	}
	y := make([]byte, 4*len(want))
	if err := launch(k, operands, [][]byte{y}); err != nil {
		t.Fatal(err)
	}
	for i, got := range bytesFloats(y) {
		if math.Float32bits(got) != math.Float32bits(want[i]) {
			t.Fatalf("result %d is %g, must be %g", i, got, want[i])
		}
	}
}

func TestMatMul(t *testing.T) {
	for _, m := range []MatMul{
		{Tokens: 1, In: 16, Rows: 3, Scales: 5},
		{Tokens: 2, In: 48, Rows: 3, Scales: 5},
		{Tokens: 3, In: 96, Rows: 3, Scales: 5},
		{Tokens: 8, In: 512, Rows: 3, Scales: 5},
		{Tokens: 9, In: 528, Rows: 3, Scales: 5},
		{Tokens: 11, In: 16, Rows: 3, Scales: 5},
		{Tokens: 16, In: 4096, Rows: 3, Scales: 5},
		{Tokens: 1, In: 4112, Rows: 3, Scales: 5}, // two rounds from here on
		{Tokens: 1, In: 2560, Rows: 3, Scales: 5},
		{Tokens: 9, In: 2560, Rows: 5, Scales: 7},
		{Tokens: 1, In: 6912, Rows: 3, Scales: 5},
		{Tokens: 16, In: 6912, Rows: 2},
	} {
		t.Run(fmt.Sprintf("%dx%dx%d", m.Tokens, m.In, m.Rows), func(t *testing.T) {
			checkMatMul(t, m, randomMatMul(m, uint64(m.In)))
		})
	}
}

// Blocks of several rows.
func TestMatMulRowsOfBlock(t *testing.T) {
	for _, c := range []struct{ tokens, rows, each int }{{1, 4 * fewBlocks, 4}, {4, 2 * fewBlocks, 2}} {
		m := MatMul{Tokens: c.tokens, In: 16, Rows: c.rows, Scales: 3}
		if got := m.product().rows; got != c.each {
			t.Errorf("%d tokens: %d rows in a block, must be %d", c.tokens, got, c.each)
		}
		checkMatMul(t, m, randomMatMul(m, 1))
	}
}

// The largest sums that there can be, and codes that no weight has.
func TestMatMulExtremes(t *testing.T) {
	m := MatMul{Tokens: 2, In: mostIn, Rows: 1}
	for _, q := range []int8{-128, 127} {
		for _, code := range []byte{0x00, 0x55, 0xAA, 0xFF} {
			d := randomMatMul(m, 1)
			for i := range d.q {
				d.q[i] = q
			}
			for i := range d.w {
				d.w[i] = code
			}
			checkMatMul(t, m, d)
		}
	}
}

func TestMatMulErrors(t *testing.T) {
	good := MatMul{Tokens: 1, In: 32, Rows: 4}
	for want, change := range map[string]func(m *MatMul){
		"ptx: matmul: 0 tokens, must be 1 to 65535":               func(m *MatMul) { m.Tokens = 0 },
		"ptx: matmul: 65536 tokens, must be 1 to 65535":           func(m *MatMul) { m.Tokens = 65536 },
		"ptx: matmul: 20 columns, must be a multiple of 16":       func(m *MatMul) { m.In = 20 },
		"ptx: matmul: 0 columns, must be a multiple of 16":        func(m *MatMul) { m.In = 0 },
		"ptx: matmul: 65552 columns, must be at most 65536":       func(m *MatMul) { m.In = 65552 },
		"ptx: matmul: 0 rows, must be 1 to 67108864":              func(m *MatMul) { m.Rows = 0 },
		"ptx: matmul: scales at -1, must be 0 to 67108864":        func(m *MatMul) { m.Scales = -1 },
		"ptx: matmul: scales at 134217728, must be 0 to 67108864": func(m *MatMul) { m.Scales = 1 << 27 },
	} {
		m := good
		change(&m)
		if _, err := m.Kernel(); err == nil || err.Error() != want {
			t.Errorf("error %v, must be %s", err, want)
		}
	}
}

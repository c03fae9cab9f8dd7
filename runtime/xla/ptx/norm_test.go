package ptx

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// normResults are what a Norm writes.
type normResults struct {
	sum    []float32
	q      []byte
	scale  []float32
	normed []float32
}

func runNorm(t *testing.T, n Norm, operands [][]byte) (r normResults) {
	t.Helper()
	k, err := n.Kernel()
	if err != nil {
		t.Fatal(err)
	}
	size := n.Tokens * n.Width
	sum, q, scale, normed := make([]byte, 4*size), make([]byte, size), make([]byte, 4*n.Tokens), make([]byte, 4*size)
	var results [][]byte
	if n.Source == Sum {
		results = append(results, sum)
	}
	results = append(results, q, scale)
	if n.Normed {
		results = append(results, normed)
	}
	if err := launch(k, operands, results); err != nil {
		t.Fatal(err)
	}
	return normResults{bytesFloats(sum), q, bytesFloats(scale), bytesFloats(normed)}
}

// checkNorm runs the kernel, with and without Normed. Rows are what it has to norm,
// and operands what it makes them from. Its normed values are close to those that
// double precision gives, and all that follows from them has the bits of plain Go.
func checkNorm(t *testing.T, n Norm, operands [][]byte, rows, weights []float32) {
	t.Helper()
	operands = append(operands, floatBytes(weights))
	n.Normed = true
	got := runNorm(t, n, operands)
	if n.Source == Sum && !bytes.Equal(floatBytes(got.sum), floatBytes(rows)) {
		t.Errorf("the sum is not that of plain Go")
	}
	for row := range n.Tokens {
		part := func(x []float32) []float32 { return x[row*n.Width:][:n.Width] }
		checkNormed(t, part(got.normed), normReference(n, part(rows), weights[n.Weight:]))
		checkQuantised(t, part(got.normed), got.q[row*n.Width:][:n.Width], got.scale[row])
	}
	n.Normed = false
	again := runNorm(t, n, operands)
	if !bytes.Equal(again.q, got.q) || !bytes.Equal(floatBytes(again.scale), floatBytes(got.scale)) {
		t.Errorf("results depend on whether normed values are one")
	}
}

// normReference is a normed row in double precision.
func normReference(n Norm, x, weights []float32) []float64 {
	squares := 0.0
	for _, v := range x {
		squares += float64(v) * float64(v)
	}
	factor := 1 / math.Sqrt(squares/float64(n.Width)+float64(n.Eps))
	y := make([]float64, len(x))
	for i, v := range x {
		y[i] = float64(v) * factor * float64(weights[i])
	}
	return y
}

func checkNormed(t *testing.T, got []float32, want []float64) {
	t.Helper()
	for i, v := range got {
		if distance := math.Abs(float64(v) - want[i]); distance > 1e-6*math.Abs(want[i]) {
			t.Fatalf("normed value %d is %g, must be %g", i, v, want[i])
		}
	}
}

func checkQuantised(t *testing.T, normed []float32, q []byte, scale float32) {
	t.Helper()
	largest := float32(leastMax)
	for _, v := range normed {
		largest = max(largest, float32(math.Abs(float64(v))))
	}
	if want := 127 / largest; scale != want {
		t.Fatalf("scale is %g, must be %g", scale, want)
	}
	for i, v := range normed {
		want := max(-128, min(127, math.RoundToEven(float64(v*scale))))
		if int8(q[i]) != int8(want) {
			t.Fatalf("quantised value %d is %d, must be %g", i, int8(q[i]), want)
		}
	}
}

func randomFloats(r *rand.Rand, n int, size float32) []float32 {
	x := make([]float32, n)
	for i := range x {
		x[i] = size * float32(r.NormFloat64())
	}
	return x
}

// checkRandomNorm norms rows of the size; the first is all zeros.
func checkRandomNorm(t *testing.T, n Norm, size float32) {
	t.Helper()
	r := rand.New(rand.NewPCG(uint64(n.Width), uint64(n.Source)))
	values := n.Tokens * n.Width
	weights := randomFloats(r, n.Weight+n.Width, 1)
	x := randomFloats(r, values, size)
	clear(x[:n.Width])
	switch n.Source {
	case Plain:
		checkNorm(t, n, [][]byte{floatBytes(x)}, x, weights)
	case Sum:
		y := randomFloats(r, values, size)
		clear(y[:n.Width])
		rows := make([]float32, values)
		for i := range rows {
			rows[i] = x[i] + y[i]
		}
		checkNorm(t, n, [][]byte{floatBytes(x), floatBytes(y)}, rows, weights)
	case ReLU2:
		g := append(x, randomFloats(r, values, size)...)
		checkNorm(t, n, [][]byte{floatBytes(g)}, gated(n, g), weights)
	}
}

// gated are the rows of gates and ups.
func gated(n Norm, g []float32) (rows []float32) {
	quarter := n.Width / 4
	for range n.Tokens * 4 {
		for r := range quarter {
			gate, up := max(g[r], 0), g[quarter+r]
			rows = append(rows, gate*gate*up)
		}
		g = g[2*quarter:]
	}
	return rows
}

func TestNorm(t *testing.T) {
	for _, source := range []Source{Plain, Sum, ReLU2} {
		for _, width := range []int{16, 48, 96, 2560, 4160, 6912, 16384} {
			n := Norm{Tokens: 3, Width: width, Source: source, Weight: 4 * (width % 7), Eps: 1e-5}
			t.Run(fmt.Sprintf("%v/%d", source, width), func(t *testing.T) {
				checkRandomNorm(t, n, 1)
			})
		}
	}
	checkRandomNorm(t, Norm{Tokens: 2, Width: 20, Source: Plain, Eps: 1e-6}, 1) // not a multiple of 16
}

// Values whose squares are hardly or hardly not floats. The cubes that ReLU2 makes
// are taken from values as large as cubes may be.
func TestNormSizes(t *testing.T) {
	for _, size := range []float32{1e-30, 1e-10, 1e-3, 1e6, 1e16} {
		for _, source := range []Source{Plain, Sum} {
			checkRandomNorm(t, Norm{Tokens: 2, Width: 96, Source: source, Eps: 1e-5}, size)
		}
		checkRandomNorm(t, Norm{Tokens: 2, Width: 96, Source: ReLU2, Eps: 1e-5}, float32(math.Cbrt(float64(size))))
	}
}

// Where the sum of squares is infinite, all values are normed to 0.
func TestNormOverflow(t *testing.T) {
	n := Norm{Tokens: 1, Width: 32, Eps: 1e-5, Normed: true}
	x, ones := make([]float32, n.Width), make([]float32, n.Width)
	for i := range x {
		x[i], ones[i] = 3e38, 1
	}
	got := runNorm(t, n, [][]byte{floatBytes(x), floatBytes(ones)})
	checkNormed(t, got.normed, make([]float64, n.Width))
	checkQuantised(t, got.normed, got.q, got.scale[0])
}

// Halves are rounded to even numbers. The weights are what is quantised: factor and
// scale are exactly 1.
func TestNormHalves(t *testing.T) {
	n := Norm{Tokens: 1, Width: 8, Eps: 1e-30}
	ones := []float32{1, 1, 1, 1, 1, 1, 1, 1}
	weights := []float32{0.5, 1.5, 2.5, -0.5, -1.5, 126.5, 127, -127}
	got := runNorm(t, n, [][]byte{floatBytes(ones), floatBytes(weights)})
	want := []int8{0, 2, 2, 0, -2, 126, 127, -127}
	for i := range want {
		if int8(got.q[i]) != want[i] {
			t.Errorf("%g is quantised to %d, must be %d", weights[i], int8(got.q[i]), want[i])
		}
	}
}

func TestNormErrors(t *testing.T) {
	good := Norm{Tokens: 1, Width: 32, Eps: 1e-5}
	for want, change := range map[string]func(n *Norm){
		"ptx: norm: Source(4), must be Plain, Sum, ReLU2 or Parts":              func(n *Norm) { n.Source = 4 },
		"ptx: norm: head dimension 6, must be a multiple of 4 that divides 32":  func(n *Norm) { n.Source, n.HeadDim, n.Splits = Parts, 6, 1 },
		"ptx: norm: head dimension 0, must be a multiple of 4 that divides 32":  func(n *Norm) { n.Source, n.Splits = Parts, 1 },
		"ptx: norm: head dimension 12, must be a multiple of 4 that divides 32": func(n *Norm) { n.Source, n.HeadDim, n.Splits = Parts, 12, 1 },
		"ptx: norm: 0 splits, must be 1 to 16":                                  func(n *Norm) { n.Source, n.HeadDim = Parts, 8 },
		"ptx: norm: 17 splits, must be 1 to 16":                                 func(n *Norm) { n.Source, n.HeadDim, n.Splits = Parts, 8, 17 },
		"ptx: norm: 0 tokens, must be 1 to 65535":                               func(n *Norm) { n.Tokens = 0 },
		"ptx: norm: width 0, must be a multiple of 4":                           func(n *Norm) { n.Width = 0 },
		"ptx: norm: width 18, must be a multiple of 4":                          func(n *Norm) { n.Width = 18 },
		"ptx: norm: width 20, must be a multiple of 16":                         func(n *Norm) { n.Width, n.Source = 20, ReLU2 },
		"ptx: norm: width 16388, must be at most 16384":                         func(n *Norm) { n.Width = 16388 },
		"ptx: norm: weights at 6, must be a multiple of 4, at most 67108864":    func(n *Norm) { n.Weight = 6 },
		"ptx: norm: weights at -4, must be a multiple of 4, at most 67108864":   func(n *Norm) { n.Weight = -4 },
		"ptx: norm: epsilon 0, must be above 0":                                 func(n *Norm) { n.Eps = 0 },
		"ptx: norm: epsilon NaN, must be above 0":                               func(n *Norm) { n.Eps = float32(math.NaN()) },
		"ptx: norm: epsilon +Inf, must be above 0":                              func(n *Norm) { n.Eps = float32(math.Inf(1)) },
	} {
		n := good
		change(&n)
		if _, err := n.Kernel(); err == nil || err.Error() != want {
			t.Errorf("error %v, must be %s", err, want)
		}
	}
}

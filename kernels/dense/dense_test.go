package dense

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/r3mes/r3mes/kernels/cpufeat"
	"github.com/r3mes/r3mes/kernels/kerneltest"
	"github.com/r3mes/r3mes/kernels/lanes"
	"github.com/r3mes/r3mes/kernels/quant"
	"github.com/r3mes/r3mes/kernels/threads"
)

// randomMatrix returns a matrix of the wanted type; bfloat16 ones are exact.
func randomMatrix(r *rand.Rand, rows, cols int, bf16 bool) Matrix {
	m := Matrix{Rows: rows, Cols: cols, F32: kerneltest.Floats(r, rows*cols)}
	if !bf16 {
		return m
	}
	m.BF16 = make([]uint16, rows*cols)
	for i, v := range m.F32 {
		m.BF16[i] = uint16(math.Float32bits(v) >> 16)
	}
	m.F32 = nil
	return m
}

func TestMatMulIsADotForEachOutput(t *testing.T) {
	r := kerneltest.Rand(1)
	pool := threads.New(3)
	defer pool.Close()
	for _, bf16 := range []bool{false, true} {
		for _, n := range []int{0, 1, 2, 5, 9} {
			const rows, cols = 45, 83
			m := randomMatrix(r, rows, cols, bf16)
			x := kerneltest.Floats(r, n*cols)
			kerneltest.EachLevel(t, func(t *testing.T) {
				dst, check := kerneltest.Guarded[float32](t, n*rows, 3, -7)
				MatMul(pool, dst, m, x, n)
				check()
				row := make([]float32, cols)
				for i := range dst {
					m.Row(row, i%rows)
					if got, want := dst[i], lanes.Dot(row, x[i/rows*cols:][:cols]); got != want {
						t.Fatalf("bf16=%v n=%d: output %d = %v, want %v", bf16, n, i, got, want)
					}
				}
			})
		}
	}
}

func TestAXPYHasTheSameBitsAtEveryLevel(t *testing.T) {
	r := kerneltest.Rand(2)
	for n := range 70 {
		x, y := kerneltest.Nasty(r, n, true), kerneltest.Nasty(r, n, true)
		a := kerneltest.Nasty(r, 1, false)[0]
		want := slices.Clone(y)
		axpyGeneric(want, a, x)
		kerneltest.EachLevel(t, func(t *testing.T) {
			dst, check := kerneltest.Guarded[float32](t, n, n%5, -7)
			copy(dst, y)
			AXPY(dst, a, kerneltest.Copy(x, n%7))
			check()
			kerneltest.SameBits(t, dst, want)
		})
	}
}

func randomInt8(r *rand.Rand, rows, cols int) Int8 {
	m := Int8{Rows: rows, Cols: cols, Q: kerneltest.Int8s(r, rows*cols), Scale: make([]float32, rows)}
	for i := range m.Scale {
		m.Scale[i] = 0.001 + r.Float32()
	}
	return m
}

func rowsOf(q []int8, n, cols int) *quant.Rows {
	rows := &quant.Rows{N: n, Cols: cols, Q: q, Scale: make([]float32, n), Sum: make([]int32, n)}
	for t := range n {
		rows.Scale[t] = 3 + 0.7*float32(t)
		for _, v := range q[t*cols:][:cols] {
			rows.Sum[t] += int32(v)
		}
	}
	return rows
}

func productInt8(m Int8, q *quant.Rows) []float32 {
	dst := make([]float32, q.N*m.Rows)
	for i := range dst {
		t, r, dot := i/m.Rows, i%m.Rows, 0
		for c := range m.Cols {
			dot += int(m.Q[r*m.Cols+c]) * int(q.Q[t*m.Cols+c])
		}
		scaled := float32(dot) * m.Scale[r]
		dst[i] = scaled * (1 / q.Scale[t])
	}
	return dst
}

func TestMatMulInt8IsTheProductAtEveryLevel(t *testing.T) {
	r := kerneltest.Rand(3)
	for _, rows := range []int{0, 1, 3, 4, 5, 8, 18} {
		for _, cols := range []int{0, 1, 15, 16, 17, 63, 64, 65, 100, 257} {
			for _, n := range []int{0, 1, 2, 3, 4, 5, 6, 7, 11, 13} {
				m := randomInt8(r, rows, cols)
				m.Q = kerneltest.Copy(m.Q, r.IntN(64))
				q := rowsOf(kerneltest.Copy(kerneltest.Int8s(r, n*cols), r.IntN(64)), n, cols)
				want := productInt8(m, q)
				kerneltest.EachLevel(t, func(t *testing.T) {
					dst, check := kerneltest.Guarded[float32](t, n*rows, r.IntN(16), -7)
					MatMulInt8(nil, dst, m, q)
					check()
					kerneltest.SameBits(t, dst, want)
				})
			}
		}
	}
}

func TestMatMulInt8SurvivesTheLargestSums(t *testing.T) {
	const cols = 1 << 16
	for _, act := range []int8{-128, 127} {
		for _, weight := range []int8{-128, 127} {
			m := Int8{Rows: 4, Cols: cols, Q: slices.Repeat([]int8{weight}, 4*cols), Scale: []float32{1, 1, 1, 1}}
			q := rowsOf(slices.Repeat([]int8{act}, 2*cols), 2, cols)
			want := productInt8(m, q)
			kerneltest.EachLevel(t, func(t *testing.T) {
				dst := make([]float32, 8)
				MatMulInt8(nil, dst, m, q)
				kerneltest.SameBits(t, dst, want)
			})
		}
	}
}

func TestAnInt8RowDoesNotDependOnBatchMatesOrThreads(t *testing.T) {
	const rows, cols, n = 203, 160, 15
	r := kerneltest.Rand(4)
	m := randomInt8(r, rows, cols)
	q := rowsOf(kerneltest.Int8s(r, n*cols), n, cols)
	pool := threads.New(3)
	defer pool.Close()
	kerneltest.EachLevel(t, func(t *testing.T) {
		dst := make([]float32, n*rows)
		MatMulInt8(pool, dst, m, q)
		for i := range n {
			got := make([]float32, rows)
			MatMulInt8(nil, got, m, &quant.Rows{N: 1, Cols: cols, Q: q.Q[i*cols:][:cols], Scale: q.Scale[i : i+1], Sum: q.Sum[i : i+1]})
			kerneltest.SameBits(t, got, dst[i*rows:][:rows])
		}
	})
}

func TestQuantizeInt8IsWithinHalfAStep(t *testing.T) {
	r := kerneltest.Rand(5)
	for _, bf16 := range []bool{false, true} {
		m := randomMatrix(r, 9, 50, bf16)
		out := QuantizeInt8(nil, m)
		row := make([]float32, m.Cols)
		for i := range m.Rows {
			m.Row(row, i)
			for c, v := range row {
				got := float64(out.Q[i*m.Cols+c]) * float64(out.Scale[i])
				// Half a step, and the rounding of scale and product.
				if bound := float64(out.Scale[i]) * (0.5 + 1e-4); math.Abs(got-float64(v)) > bound {
					t.Fatalf("row %d column %d: %v became %v, bound %v", i, c, v, got, bound)
				}
			}
		}
	}
}

func TestRowWidensBFloat16(t *testing.T) {
	m := Matrix{Rows: 2, Cols: 2, BF16: []uint16{0, 0, 0x3f80, 0xc020}}
	dst := make([]float32, 2)
	m.Row(dst, 1)
	if dst[0] != 1 || dst[1] != -2.5 {
		t.Errorf("Row = %v, want [1 -2.5]", dst)
	}
}

func TestWrongShapesPanic(t *testing.T) {
	m := randomMatrix(kerneltest.Rand(6), 4, 8, false)
	both := m
	both.BF16 = make([]uint16, 32)
	for name, call := range map[string]func(){
		"dst too short": func() { MatMul(nil, make([]float32, 3), m, make([]float32, 8), 1) },
		"x too short":   func() { MatMul(nil, make([]float32, 4), m, make([]float32, 7), 1) },
		"both types":    func() { MatMul(nil, make([]float32, 4), both, make([]float32, 8), 1) },
		"no weights":    func() { MatMul(nil, make([]float32, 4), Matrix{Rows: 4, Cols: 8}, make([]float32, 8), 1) },
		"row too short": func() { m.Row(make([]float32, 7), 0) },
		"axpy lengths":  func() { AXPY(make([]float32, 7), 1, make([]float32, 8)) },
		"int8 scale count": func() {
			MatMulInt8(nil, make([]float32, 4), Int8{Rows: 4, Cols: 1, Q: make([]int8, 4)}, rowsOf(make([]int8, 1), 1, 1))
		},
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			call()
		})
	}
}

func FuzzMatMulInt8(f *testing.F) {
	f.Add(uint64(1), uint8(9), uint16(2560), uint8(7), uint8(3))
	f.Fuzz(func(t *testing.T, seed uint64, rows uint8, cols uint16, n, shift uint8) {
		r := kerneltest.Rand(seed)
		m := randomInt8(r, int(rows%20), int(cols%3000))
		m.Q = kerneltest.Copy(m.Q, int(shift))
		q := rowsOf(kerneltest.Int8s(r, int(n%14)*m.Cols), int(n%14), m.Cols)
		compute := func() []float32 {
			dst, check := kerneltest.Guarded[float32](t, q.N*m.Rows, int(shift), -7)
			MatMulInt8(nil, dst, m, q)
			check()
			return dst
		}
		want := kerneltest.AtLevel(t, cpufeat.Generic, compute)
		for _, level := range cpufeat.Levels() {
			kerneltest.SameBits(t, kerneltest.AtLevel(t, level, compute), want)
		}
	})
}

func FuzzAXPY(f *testing.F) {
	f.Add(uint64(1), uint16(100), float32(0.5))
	f.Fuzz(func(t *testing.T, seed uint64, n uint16, a float32) {
		r := kerneltest.Rand(seed)
		x, y := kerneltest.Nasty(r, int(n%600), true), kerneltest.Nasty(r, int(n%600), true)
		want := slices.Clone(y)
		axpyGeneric(want, a, x)
		for _, level := range cpufeat.Levels() {
			got := kerneltest.AtLevel(t, level, func() []float32 {
				dst, check := kerneltest.Guarded[float32](t, len(y), int(n%3), -7)
				copy(dst, y)
				AXPY(dst, a, x)
				check()
				return dst
			})
			kerneltest.SameBits(t, got, want)
		}
	})
}

// The head of a 2B-4T decode step, and the two factors of a LoRA delta.
func BenchmarkMatMul(b *testing.B) {
	for _, c := range []struct {
		kind          string
		rows, cols, n int
	}{
		{"bf16", 128256, 2560, 1}, {"bf16", 16032, 2560, 8}, {"f32", 16, 2560, 64}, {"f32", 2560, 16, 64}, {"f32", 2560, 16, 1},
	} {
		m := randomMatrix(kerneltest.Rand(7), c.rows, c.cols, c.kind == "bf16")
		x := kerneltest.Floats(kerneltest.Rand(8), c.n*c.cols)
		dst := make([]float32, c.n*c.rows)
		for _, size := range []int{1, 2} {
			name := fmt.Sprintf("type=%s/rows=%d/cols=%d/n=%d/threads=%d", c.kind, c.rows, c.cols, c.n, size)
			kerneltest.BenchLevels(b, name, func(b *testing.B) {
				pool := threads.New(size)
				defer pool.Close()
				for b.Loop() {
					MatMul(pool, dst, m, x, c.n)
				}
				report(b, 4*len(m.F32)+2*len(m.BF16), c.rows*c.cols*c.n)
			})
		}
	}
}

func BenchmarkMatMulInt8(b *testing.B) {
	for _, shape := range [][3]int{{128256, 2560, 1}, {16032, 2560, 8}} {
		rows, cols, n := shape[0], shape[1], shape[2]
		m := randomInt8(kerneltest.Rand(9), rows, cols)
		q := rowsOf(kerneltest.Int8s(kerneltest.Rand(10), n*cols), n, cols)
		dst := make([]float32, n*rows)
		for _, size := range []int{1, 2} {
			kerneltest.BenchLevels(b, fmt.Sprintf("rows=%d/cols=%d/n=%d/threads=%d", rows, cols, n, size), func(b *testing.B) {
				pool := threads.New(size)
				defer pool.Close()
				for b.Loop() {
					MatMulInt8(pool, dst, m, q)
				}
				report(b, len(m.Q), rows*cols*n)
			})
		}
	}
}

// report gives gigabytes of weights and operations, a multiplication and an
// addition each, per second.
func report(b *testing.B, bytes, macs int) {
	seconds := b.Elapsed().Seconds() / float64(b.N)
	b.ReportMetric(float64(bytes)/seconds/1e9, "GB/s")
	b.ReportMetric(2*float64(macs)/seconds/1e9, "GOP/s")
}

package ternary

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/r3mes/r3mes/kernels/cpufeat"
	"github.com/r3mes/r3mes/kernels/kerneltest"
	"github.com/r3mes/r3mes/kernels/quant"
	"github.com/r3mes/r3mes/kernels/threads"
)

func randomMatrix(r *rand.Rand, rows, cols int) (Matrix, []int8) {
	values := make([]int8, rows*cols)
	for i := range values {
		values[i] = int8(r.IntN(3) - 1)
	}
	m := Matrix{Rows: rows, Cols: cols, Packed: make([]byte, PackedLen(rows, cols)), Scale: 0.0123}
	Pack(m.Packed, values, rows, cols)
	return m, values
}

// rowsOf builds quantised rows from integers, the extremes included.
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

// product is MatMul from its definition, on unpacked weights.
func product(m Matrix, values []int8, q *quant.Rows) []float32 {
	dst := make([]float32, q.N*m.Rows)
	for t := range q.N {
		for j := range m.Rows {
			dot := 0
			for c := range m.Cols {
				dot += int(values[j*m.Cols+c]) * int(q.Q[t*m.Cols+c])
			}
			dst[t*m.Rows+j] = float32(dot) * (m.Scale / q.Scale[t])
		}
	}
	return dst
}

func TestMatMulIsTheProductAtEveryLevel(t *testing.T) {
	r := kerneltest.Rand(1)
	for _, rows := range []int{4, 8, 12, 20, 36, 68} {
		for _, cols := range []int{0, 1, 3, 31, 32, 33, 63, 64, 65, 95, 128, 257, 2080} {
			for _, n := range []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 11, 13} {
				m, values := randomMatrix(r, rows, cols)
				q := rowsOf(kerneltest.Int8s(r, n*cols), n, cols)
				want := product(m, values, q)
				kerneltest.EachLevel(t, func(t *testing.T) {
					dst, check := kerneltest.Guarded[float32](t, n*rows, r.IntN(16), -7)
					m.Packed = kerneltest.Copy(m.Packed, r.IntN(64))
					q.Q = kerneltest.Copy(q.Q, r.IntN(64))
					MatMul(nil, dst, m, q)
					check()
					kerneltest.SameBits(t, dst, want)
				})
			}
		}
	}
}

func TestMatMulSurvivesTheLargestSums(t *testing.T) {
	const rows, cols, n = 4, 1 << 17, 2
	for _, weight := range []int8{-1, 0, 1} {
		for _, act := range []int8{-128, 127} {
			values := slices.Repeat([]int8{weight}, rows*cols)
			m := Matrix{Rows: rows, Cols: cols, Packed: make([]byte, PackedLen(rows, cols)), Scale: 1}
			Pack(m.Packed, values, rows, cols)
			q := rowsOf(slices.Repeat([]int8{act}, n*cols), n, cols)
			want := product(m, values, q)
			kerneltest.EachLevel(t, func(t *testing.T) {
				dst := make([]float32, n*rows)
				MatMul(nil, dst, m, q)
				kerneltest.SameBits(t, dst, want)
			})
		}
	}
}

func TestATokenDoesNotDependOnBatchMatesOrThreads(t *testing.T) {
	const rows, cols, n = 212, 320, 23
	r := kerneltest.Rand(2)
	m, _ := randomMatrix(r, rows, cols)
	q := rowsOf(kerneltest.Int8s(r, n*cols), n, cols)
	pool := threads.New(3)
	defer pool.Close()
	kerneltest.EachLevel(t, func(t *testing.T) {
		dst := make([]float32, n*rows)
		MatMul(pool, dst, m, q)
		for i := range n {
			alone := &quant.Rows{N: 1, Cols: cols, Q: q.Q[i*cols:][:cols], Scale: q.Scale[i : i+1], Sum: q.Sum[i : i+1]}
			got := make([]float32, rows)
			MatMul(nil, got, m, alone)
			kerneltest.SameBits(t, got, dst[i*rows:][:rows])
		}
	})
}

func TestMatMulPanicsOnWrongShapes(t *testing.T) {
	m, _ := randomMatrix(kerneltest.Rand(3), 8, 16)
	q := rowsOf(make([]int8, 16), 1, 16)
	short := m
	short.Packed = m.Packed[1:]
	for name, call := range map[string]func(){
		"dst too short":    func() { MatMul(nil, make([]float32, 7), m, q) },
		"packed too short": func() { MatMul(nil, make([]float32, 8), short, q) },
		"other columns":    func() { MatMul(nil, make([]float32, 8), m, rowsOf(make([]int8, 15), 1, 15)) },
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

func FuzzMatMul(f *testing.F) {
	f.Add(uint64(1), uint8(2), uint16(64), uint8(6), uint8(0))
	f.Add(uint64(2), uint8(5), uint16(4133), uint8(1), uint8(13))
	f.Fuzz(func(t *testing.T, seed uint64, quarter uint8, cols uint16, n, shift uint8) {
		rows, c, tokens := 4*(int(quarter%16)+1), int(cols%4200), int(n%16)
		r := kerneltest.Rand(seed)
		m, _ := randomMatrix(r, rows, c)
		m.Packed = kerneltest.Copy(m.Packed, int(shift))
		q := rowsOf(kerneltest.Int8s(r, tokens*c), tokens, c)
		compute := func() []float32 {
			dst, check := kerneltest.Guarded[float32](t, tokens*rows, int(shift), -7)
			MatMul(nil, dst, m, q)
			check()
			return dst
		}
		want := kerneltest.AtLevel(t, cpufeat.Generic, compute)
		for _, level := range cpufeat.Levels() {
			kerneltest.SameBits(t, kerneltest.AtLevel(t, level, compute), want)
		}
	})
}

func BenchmarkMatMul(b *testing.B) {
	for _, shape := range [][2]int{{2560, 2560}, {640, 2560}, {6912, 2560}, {2560, 6912}} {
		for _, n := range []int{1, 8, 512} {
			for _, size := range []int{1, 2} {
				name := fmt.Sprintf("rows=%d/cols=%d/n=%d/threads=%d", shape[0], shape[1], n, size)
				kerneltest.BenchLevels(b, name, func(b *testing.B) { benchmarkMatMul(b, shape[0], shape[1], n, size) })
			}
		}
	}
}

// benchmarkMatMul walks over enough matrices that none is left in the cache,
// as a decode step does. It reports packed gigabytes and operations, a
// multiplication and an addition each, per second.
func benchmarkMatMul(b *testing.B, rows, cols, n, size int) {
	if cpufeat.Level() == cpufeat.Generic && n > 8 {
		b.Skip("takes minutes")
	}
	r := kerneltest.Rand(4)
	m, _ := randomMatrix(r, rows, cols)
	matrices := []Matrix{m}
	for n == 1 && len(matrices)*len(m.Packed) < 256<<20 {
		m.Packed = slices.Clone(m.Packed)
		matrices = append(matrices, m)
	}
	q := rowsOf(kerneltest.Int8s(r, n*cols), n, cols)
	dst := make([]float32, n*rows)
	pool := threads.New(size)
	defer pool.Close()
	i := 0
	for b.Loop() {
		MatMul(pool, dst, matrices[i%len(matrices)], q)
		i++
	}
	seconds := b.Elapsed().Seconds() / float64(b.N)
	b.ReportMetric(float64(len(m.Packed))/seconds/1e9, "GB/s")
	b.ReportMetric(2*float64(rows)*float64(cols)*float64(n)/seconds/1e9, "GOP/s")
	want := kerneltest.AtLevel(b, cpufeat.Generic, func() []float32 {
		dst := make([]float32, rows)
		MatMul(nil, dst, m, &quant.Rows{N: 1, Cols: cols, Q: q.Q[:cols], Scale: q.Scale[:1], Sum: q.Sum[:1]})
		return dst
	})
	kerneltest.SameBits(b, dst[:rows], want)
}

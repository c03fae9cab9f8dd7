package ternary

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/r3mes/r3mes/kernels/kerneltest"
)

func TestPackKeepsEveryWeight(t *testing.T) {
	m, values := randomMatrix(kerneltest.Rand(1), 12, 7)
	for r := range m.Rows {
		for c := range m.Cols {
			if got, want := m.At(r, c), values[r*m.Cols+c]; got != want {
				t.Errorf("At(%d, %d) = %d, want %d", r, c, got, want)
			}
		}
	}
}

// The published layout, spelled out: byte [r][c] holds rows r, r+R/4, r+R/2
// and r+3R/4, lowest bits first, codes being weights plus one.
func TestPackIsThePublishedLayout(t *testing.T) {
	dst := make([]byte, 1)
	Pack(dst, []int8{-1, 0, 1, 0}, 4, 1)
	if want := byte(0 | 1<<2 | 2<<4 | 1<<6); dst[0] != want {
		t.Errorf("Pack = %08b, want %08b", dst[0], want)
	}
}

func TestValidateNamesWhatIsWrong(t *testing.T) {
	good, _ := randomMatrix(kerneltest.Rand(2), 8, 16)
	if err := good.Validate(); err != nil {
		t.Fatalf("a good matrix: %v", err)
	}
	with := func(change func(m *Matrix)) Matrix {
		m := good
		m.Packed = slices.Clone(m.Packed)
		change(&m)
		return m
	}
	for name, c := range map[string]struct {
		m    Matrix
		want string
	}{
		"rows not in fours": {with(func(m *Matrix) { m.Rows = 6 }), "multiple of 4"},
		"no columns":        {with(func(m *Matrix) { m.Cols = 0 }), "cols positive"},
		"too many columns":  {with(func(m *Matrix) { m.Cols = 1<<17 + 1 }), "exceed 131072"},
		"short":             {with(func(m *Matrix) { m.Packed = m.Packed[1:] }), "31 packed bytes for [8, 16], want 32"},
		"zero scale":        {with(func(m *Matrix) { m.Scale = 0 }), "scale 0"},
		"NaN scale":         {with(func(m *Matrix) { m.Scale = float32(math.NaN()) }), "scale NaN"},
		"infinite scale":    {with(func(m *Matrix) { m.Scale = float32(math.Inf(1)) }), "scale +Inf"},
		"code 3":            {with(func(m *Matrix) { m.Packed[16+5] = 3 << 4 }), "code 3 at row 5, column 5"},
		"all zero weights":  {with(func(m *Matrix) { clear(m.Packed); fill(m.Packed, 0x55) }), "every weight is 0"},
		"all zero bytes":    {with(func(m *Matrix) { clear(m.Packed) }), "every weight is -1"},
		"all one":           {with(func(m *Matrix) { fill(m.Packed, 0xaa) }), "every weight is 1"},
	} {
		t.Run(name, func(t *testing.T) {
			if err := c.m.Validate(); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("Validate() = %v, want %q in it", err, c.want)
			}
		})
	}
}

func TestValidateAcceptsRowsOfOneValue(t *testing.T) {
	m := Matrix{Rows: 4, Cols: 4, Packed: make([]byte, 4), Scale: 1}
	fill(m.Packed, 0b10_01_00_01)
	if err := m.Validate(); err != nil {
		t.Errorf("equal bytes, different rows: %v", err)
	}
}

func fill(b []byte, v byte) {
	for i := range b {
		b[i] = v
	}
}

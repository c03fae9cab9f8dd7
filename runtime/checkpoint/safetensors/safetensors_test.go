package safetensors_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/r3mes/r3mes/runtime/checkpoint/safetensors"
)

// file builds a file from a header as text.
func file(header string, body int) []byte {
	data := binary.LittleEndian.AppendUint64(nil, uint64(len(header)))
	return append(append(data, header...), make([]byte, body)...)
}

// entry is the header entry of one tensor.
func entry(name, dtype, shape string, begin, end int) string {
	return fmt.Sprintf(`%q: {"dtype": %q, "shape": %s, "data_offsets": [%d, %d]}`, name, dtype, shape, begin, end)
}

func TestWriteThenParseGivesTheTensors(t *testing.T) {
	var b bytes.Buffer
	want := []safetensors.Entry{
		safetensors.Bytes("second", safetensors.BF16, []int{1, 3}, []byte{1, 2, 3, 4, 5, 6}),
		safetensors.Bytes("scalar", safetensors.F32, nil, []byte{0, 0, 128, 63}),
		safetensors.Bytes("empty", safetensors.U8, []int{0, 4}, nil),
		safetensors.Bytes("a", safetensors.U8, []int{2, 2}, []byte{7, 8, 9, 10}),
	}
	if err := safetensors.Write(&b, map[string]string{"format": "pt"}, want); err != nil {
		t.Fatal(err)
	}
	f, err := safetensors.Parse("x.safetensors", b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if f.Metadata["format"] != "pt" || len(f.Tensors) != len(want) {
		t.Errorf("metadata %v, %d tensors", f.Metadata, len(f.Tensors))
	}
	for _, e := range want {
		var data bytes.Buffer
		if err := e.Data(&data); err != nil {
			t.Fatal(err)
		}
		got := f.Tensors[e.Name]
		if got.DType != e.DType || !slices.Equal(got.Shape, e.Shape) || !bytes.Equal(got.Data, data.Bytes()) {
			t.Errorf("tensor %s = %+v", e.Name, got)
		}
	}
	if header := binary.LittleEndian.Uint64(b.Bytes()); header%8 != 0 {
		t.Errorf("header of %d bytes: data are not aligned", header)
	}
}

func TestWriteRefusesDataOfAnotherSize(t *testing.T) {
	for _, e := range []safetensors.Entry{
		safetensors.Bytes("short", safetensors.F32, []int{2}, []byte{1, 2, 3, 4}),
		safetensors.Bytes("dtype", "F8", []int{1}, []byte{1}),
		safetensors.Bytes("negative", safetensors.U8, []int{-1}, nil),
	} {
		if err := safetensors.Write(&bytes.Buffer{}, nil, []safetensors.Entry{e}); err == nil || !strings.Contains(err.Error(), e.Name) {
			t.Errorf("Write of %s = %v", e.Name, err)
		}
	}
	e := safetensors.Bytes("twice", safetensors.U8, nil, []byte{1})
	if err := safetensors.Write(&bytes.Buffer{}, nil, []safetensors.Entry{e, e}); err == nil {
		t.Error("Write accepts a name twice")
	}
}

func TestParseRefusesDamagedFilesWithAReason(t *testing.T) {
	huge := binary.LittleEndian.AppendUint64(nil, 1<<40)
	for name, c := range map[string]struct {
		data []byte
		want string // part of the error
	}{
		"an empty file":                  {nil, "truncated"},
		"seven bytes":                    {make([]byte, 7), "truncated"},
		"a header length of a terabyte":  {append(huge, '{'), "header of 1099511627776 bytes"},
		"a header longer than the file":  {file(`{}`, 0)[:9], "truncated: header of 2 bytes"},
		"a header that is no object":     {file(`[]`, 0), "does not start with {"},
		"a header of no bytes":           {make([]byte, 8), "does not start with {"},
		"text after the header":          {file(`{} x`, 0), "after the object"},
		"a tensor twice":                 {file(`{`+entry("a", "U8", "[1]", 0, 1)+`,`+entry("a", "U8", "[1]", 1, 2)+`}`, 2), `key "a" occurs twice`},
		"data that end early":            {file(`{`+entry("a", "F32", "[4]", 0, 16)+`}`, 12), "truncated: ends at byte 16"},
		"overlapping tensors":            {file(`{`+entry("a", "U8", "[4]", 0, 4)+`,`+entry("b", "U8", "[4]", 2, 6)+`}`, 6), `"b" overlaps tensor "a"`},
		"the same bytes for two tensors": {file(`{`+entry("a", "U8", "[4]", 0, 4)+`,`+entry("b", "U8", "[4]", 0, 4)+`}`, 4), "overlaps"},
		"a hole":                         {file(`{`+entry("a", "U8", "[4]", 2, 6)+`}`, 6), "hole of 2 bytes"},
		"bytes after the last tensor":    {file(`{`+entry("a", "U8", "[4]", 0, 4)+`}`, 6), "2 bytes after the last tensor"},
		"offsets that run backwards":     {file(`{`+entry("a", "U8", "[4]", 4, 0)+`}`, 4), "run backwards"},
		"a negative offset":              {file(`{`+entry("a", "U8", "[4]", -4, 0)+`}`, 4), "run backwards"},
		"a negative dimension":           {file(`{`+entry("a", "U8", "[-2, -2]", 0, 4)+`}`, 4), "negative dimension"},
		"a shape that overflows":         {file(`{`+entry("a", "F32", "[4611686018427387904, 2]", 0, 4)+`}`, 4), "overflows"},
		"a shape that overflows to fit":  {file(`{`+entry("a", "U8", "[4294967296, 4294967296]", 0, 0)+`}`, 0), "overflows"},
		"a dimension beyond int64":       {file(`{`+entry("a", "U8", "[99999999999999999999]", 0, 4)+`}`, 4), "shape"},
		"a fraction as a dimension":      {file(`{`+entry("a", "U8", "[1.5]", 0, 4)+`}`, 4), "shape"},
		"null as a dimension":            {file(`{`+entry("a", "U8", "[null]", 0, 0)+`}`, 0), "null"},
		"a shape that is not the size":   {file(`{`+entry("a", "F32", "[3]", 0, 16)+`}`, 16), "takes 12 bytes, data_offsets give 16"},
		"too many dimensions":            {file(`{`+entry("a", "U8", "[1,1,1,1,1,1,1,1,1]", 0, 1)+`}`, 1), "9 dimensions"},
		"an unknown dtype":               {file(`{`+entry("a", "Q4", "[4]", 0, 4)+`}`, 4), `unknown dtype "Q4"`},
		"an unknown key":                 {file(`{"a": {"dtype": "U8", "shape": [0], "data_offsets": [0, 0], "x": 1}}`, 0), `unknown key "x"`},
		"a missing shape":                {file(`{"a": {"dtype": "U8", "data_offsets": [0, 0]}}`, 0), "no shape"},
		"three offsets":                  {file(`{"a": {"dtype": "U8", "shape": [0], "data_offsets": [0, 0, 0]}}`, 0), "3 numbers"},
		"a tensor that is a number":      {file(`{"a": 1}`, 0), "no object"},
		"metadata that are not strings":  {file(`{"__metadata__": {"a": 1}}`, 0), "__metadata__"},
		"deep nesting":                   {file(`{"a": `+strings.Repeat("[", 1e6)+`}`, 0), "nested deeper"},
	} {
		_, err := safetensors.Parse("bad.safetensors", c.data)
		if err == nil {
			t.Errorf("Parse accepts %s", name)
			continue
		}
		if !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "bad.safetensors") {
			t.Errorf("Parse of %s: error %q, want the file name and %q", name, err, c.want)
		}
	}
}

func TestWidenIsExactForEveryHalfAndBfloat(t *testing.T) {
	for bits := range 1 << 16 {
		data := binary.LittleEndian.AppendUint16(nil, uint16(bits))
		got := make([]float32, 1)
		safetensors.Widen(got, safetensors.F16, data)
		if want := half(uint16(bits)); float64(got[0]) != want && !(math.IsNaN(want) && got[0] != got[0]) {
			t.Fatalf("half %04x = %v, want %v", bits, got[0], want)
		}
		safetensors.Widen(got, safetensors.BF16, data)
		if want := uint32(bits) << 16; math.Float32bits(got[0]) != want {
			t.Fatalf("bfloat %04x = %08x, want %08x", bits, math.Float32bits(got[0]), want)
		}
	}
}

// half is the definition of binary16.
func half(bits uint16) float64 {
	sign, exponent, fraction := 1-2*float64(bits>>15), int(bits>>10&31), float64(bits&1023)/1024
	switch {
	case exponent == 31 && fraction != 0:
		return math.NaN()
	case exponent == 31:
		return math.Inf(int(sign))
	case exponent == 0:
		return sign * math.Ldexp(fraction, -14)
	}
	return sign * math.Ldexp(1+fraction, exponent-15)
}

func TestCheckFiniteFindsEveryNaNAndInfinity(t *testing.T) {
	bad := map[safetensors.DType][]uint32{
		safetensors.F16:  {0x7c00, 0xfc00, 0x7c01, 0xffff},
		safetensors.BF16: {0x7f80, 0xff80, 0x7f81, 0xffff},
		safetensors.F32:  {0x7f800000, 0xff800000, 0x7f800001, 0xffffffff},
	}
	largest := map[safetensors.DType]uint32{safetensors.F16: 0xfbff, safetensors.BF16: 0xff7f, safetensors.F32: 0xff7fffff}
	for dtype, patterns := range bad {
		for n := 1; n < 12; n++ {
			data := make([]byte, n*dtype.Size())
			put := func(i int, v uint32) {
				if dtype.Size() == 2 {
					binary.LittleEndian.PutUint16(data[2*i:], uint16(v))
				} else {
					binary.LittleEndian.PutUint32(data[4*i:], v)
				}
			}
			for i := range n {
				put(i, largest[dtype])
			}
			if err := safetensors.CheckFinite(dtype, data, 0); err != nil {
				t.Fatalf("%s: largest finite values: %v", dtype, err)
			}
			for i := range n {
				for _, p := range patterns {
					put(i, p)
					err := safetensors.CheckFinite(dtype, data, 100)
					if err == nil || !strings.Contains(err.Error(), fmt.Sprintf("element %d ", 100+i)) {
						t.Fatalf("%s: %x at %d of %d: %v", dtype, p, i, n, err)
					}
				}
				put(i, largest[dtype])
			}
		}
	}
}

func TestViewsAreRightOnUnalignedData(t *testing.T) {
	data := make([]byte, 17)
	for i := range data {
		data[i] = byte(i)
	}
	for shift := range 2 {
		t16 := safetensors.Tensor{DType: safetensors.BF16, Shape: []int{8}, Data: data[shift:][:16]}
		if got := t16.View16()[1]; got != binary.LittleEndian.Uint16(data[shift+2:]) {
			t.Errorf("shift %d: View16 = %04x", shift, got)
		}
		t32 := safetensors.Tensor{DType: safetensors.F32, Shape: []int{4}, Data: data[shift:][:16]}
		if got := math.Float32bits(t32.View32()[1]); got != binary.LittleEndian.Uint32(data[shift+4:]) {
			t.Errorf("shift %d: View32 = %08x", shift, got)
		}
	}
}

func TestFloat32RefusesIntegers(t *testing.T) {
	if _, err := (safetensors.Tensor{DType: safetensors.U8, Shape: []int{1}, Data: []byte{1}}).Float32(); err == nil {
		t.Error("Float32 takes U8")
	}
}

func FuzzParse(f *testing.F) {
	f.Add(file(`{`+entry("a", "F32", "[1, 2]", 0, 8)+`,`+entry("b", "U8", "[]", 8, 9)+`}`, 9))
	f.Add(file(`{"__metadata__": {"format": "pt"}}`, 0))
	f.Add(file(`{`+entry("a", "F16", "[0]", 0, 0)+`}`, 0))
	f.Add(file(`{`+entry("a", "U8", "[4294967296, 4294967296]", 0, 0)+`}`, 0))
	f.Add([]byte{255, 255, 255, 255, 255, 255, 255, 255, '{'})
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := safetensors.Parse("fuzz", data)
		if err != nil {
			return
		}
		total := 0
		for name, tensor := range file.Tensors {
			size := tensor.DType.Size()
			for _, n := range tensor.Shape {
				size *= n
			}
			if size != len(tensor.Data) || cap(tensor.Data) != len(tensor.Data) {
				t.Fatalf("tensor %q: %s%v has %d bytes (capacity %d)", name, tensor.DType, tensor.Shape, len(tensor.Data), cap(tensor.Data))
			}
			total += size
		}
		if header := binary.LittleEndian.Uint64(data); total != len(data)-8-int(header) {
			t.Fatalf("tensors have %d bytes of a file of %d", total, len(data))
		}
	})
}

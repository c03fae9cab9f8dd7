// Package safetensors reads and writes the safetensors file format: eight
// bytes of header length, a JSON header that gives each tensor its type, shape
// and place, and the tensors' bytes without gaps.
//
//	file, err := safetensors.Parse("model.safetensors", data)
//	t, ok := file.Tensors["model.norm.weight"] // t.Data is a view on data
//
// Parse trusts nothing: whatever it returns has a known type, a size that
// follows from its shape, and bytes that belong to no other tensor.
//
// # Caveats
//
// Tensor data alias the parsed bytes. When those are a mapped file, they are
// valid as long as the mapping, and read-only.
//
// Source: https://huggingface.co/docs/safetensors (format, version 0.x).
package safetensors

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/r3mes/r3mes/runtime/checkpoint/strictjson"
)

// Limits of a header. A 2-billion-parameter model needs 61 kB for 542 tensors.
const (
	MaxHeader  = 16 << 20
	MaxTensors = 100_000
	MaxDims    = 8
)

// DType is an element type by the format's own name.
type DType string

// The element types that our models use; a file may hold the others of the
// format, of which only the size matters here.
const (
	U8   DType = "U8"
	F16  DType = "F16"
	BF16 DType = "BF16"
	F32  DType = "F32"
	F64  DType = "F64"
)

var elementBytes = map[DType]int{
	"BOOL": 1, U8: 1, "I8": 1, "U16": 2, "I16": 2, F16: 2, BF16: 2,
	"U32": 4, "I32": 4, F32: 4, "U64": 8, "I64": 8, F64: 8,
}

// Size returns the bytes of one element, 0 for an unknown type.
func (d DType) Size() int { return elementBytes[d] }

// Tensor is one named array.
type Tensor struct {
	File  string // the file it came from, for error messages
	Name  string
	DType DType
	Shape []int  // row-major; empty for a scalar
	Data  []byte // little-endian, a view on the parsed bytes
}

// Len returns the number of elements.
func (t Tensor) Len() int { return len(t.Data) / t.DType.Size() }

// File is a parsed file.
type File struct {
	Name     string
	Metadata map[string]string
	Tensors  map[string]Tensor
}

// Parse reads a whole file. name appears in every error and in each tensor.
func Parse(name string, data []byte) (*File, error) {
	header, body, err := split(data)
	if err != nil {
		return nil, fmt.Errorf("safetensors: %s: %w", name, err)
	}
	f := &File{Name: name, Tensors: map[string]Tensor{}}
	if err := f.parseHeader(header, body); err != nil {
		return nil, fmt.Errorf("safetensors: %s: %w", name, err)
	}
	return f, nil
}

// split finds the header and the tensors' bytes.
func split(data []byte) (header, body []byte, err error) {
	if len(data) < 8 {
		return nil, nil, fmt.Errorf("truncated: %d bytes, the header length alone takes 8", len(data))
	}
	n := binary.LittleEndian.Uint64(data)
	switch {
	case n > MaxHeader:
		return nil, nil, fmt.Errorf("header of %d bytes (limit %d): not a safetensors file?", n, MaxHeader)
	case n > uint64(len(data)-8):
		return nil, nil, fmt.Errorf("truncated: header of %d bytes in a file of %d", n, len(data))
	case n == 0 || data[8] != '{':
		return nil, nil, errors.New("header does not start with {")
	}
	return data[8 : 8+n], data[8+n:], nil
}

func (f *File) parseHeader(header, body []byte) error {
	o, err := strictjson.Parse(header)
	if err != nil {
		return fmt.Errorf("header: %w", err)
	}
	if f.Metadata, err = strictjson.Get(o, "__metadata__", map[string]string(nil)); err != nil {
		return fmt.Errorf("header: %w", err)
	}
	if len(o.Keys) > MaxTensors {
		return fmt.Errorf("header: %d tensors (limit %d)", len(o.Keys), MaxTensors)
	}
	var spans []span
	for _, name := range o.Keys {
		if name == "__metadata__" {
			continue
		}
		entry, err := o.Sub(name)
		if err != nil {
			return fmt.Errorf("header: tensor %w", err)
		}
		t, s, err := parseEntry(entry, len(body))
		if err != nil {
			return fmt.Errorf("tensor %q: %w", name, err)
		}
		t.File, t.Name, s.name = f.Name, name, name
		t.Data = body[s.begin:s.end:s.end]
		f.Tensors[name] = t
		spans = append(spans, s)
	}
	return checkSpans(spans, len(body))
}

// span is the place of a tensor in the bytes after the header.
type span struct {
	name       string
	begin, end int
}

// parseEntry reads one tensor's description and checks it against itself and
// against the size of the file.
func parseEntry(entry strictjson.Object, size int) (Tensor, span, error) {
	fail := func(err error) (Tensor, span, error) { return Tensor{}, span{}, err }
	if err := entry.Only("dtype", "shape", "data_offsets"); err != nil {
		return fail(err)
	}
	for _, key := range []string{"dtype", "shape", "data_offsets"} {
		if !entry.Has(key) {
			return fail(fmt.Errorf("no %s", key))
		}
	}
	dtype, err := strictjson.Get(entry, "dtype", DType(""))
	if err != nil {
		return fail(err)
	}
	shape, err := strictjson.Get(entry, "shape", []int(nil))
	if err != nil {
		return fail(err)
	}
	offsets, err := strictjson.Get(entry, "data_offsets", []int(nil))
	if err != nil {
		return fail(err)
	}
	if len(offsets) != 2 {
		return fail(fmt.Errorf("data_offsets has %d numbers, want 2", len(offsets)))
	}
	s := span{begin: offsets[0], end: offsets[1]}
	if s.begin < 0 || s.end < s.begin {
		return fail(fmt.Errorf("data_offsets [%d, %d] run backwards", s.begin, s.end))
	}
	if s.end > size {
		return fail(fmt.Errorf("truncated: ends at byte %d of the data, the file has %d", s.end, size))
	}
	want, err := shapeBytes(dtype, shape)
	if err != nil {
		return fail(err)
	}
	if want != s.end-s.begin {
		return fail(fmt.Errorf("%s%v takes %d bytes, data_offsets give %d", dtype, shape, want, s.end-s.begin))
	}
	return Tensor{DType: dtype, Shape: shape}, s, nil
}

// shapeBytes multiplies without overflow.
func shapeBytes(dtype DType, shape []int) (int, error) {
	if dtype.Size() == 0 {
		return 0, fmt.Errorf("unknown dtype %q", dtype)
	}
	if len(shape) > MaxDims {
		return 0, fmt.Errorf("%d dimensions (limit %d)", len(shape), MaxDims)
	}
	if slices.ContainsFunc(shape, func(n int) bool { return n < 0 }) {
		return 0, fmt.Errorf("negative dimension in shape %v", shape)
	}
	if slices.Contains(shape, 0) {
		return 0, nil
	}
	total := dtype.Size()
	for _, n := range shape {
		if n > math.MaxInt/total {
			return 0, fmt.Errorf("shape %v overflows", shape)
		}
		total *= n
	}
	return total, nil
}

// checkSpans wants every byte after the header to belong to one tensor.
func checkSpans(spans []span, size int) error {
	slices.SortFunc(spans, func(a, b span) int {
		return cmp.Or(cmp.Compare(a.begin, b.begin), cmp.Compare(a.end, b.end))
	})
	at := 0
	for i, s := range spans {
		switch {
		case s.begin < at:
			return fmt.Errorf("tensor %q overlaps tensor %q", s.name, spans[i-1].name)
		case s.begin > at:
			return fmt.Errorf("hole of %d bytes before tensor %q", s.begin-at, s.name)
		}
		at = s.end
	}
	if at != size {
		return fmt.Errorf("%d bytes after the last tensor belong to none", size-at)
	}
	return nil
}

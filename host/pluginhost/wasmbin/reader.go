// Package wasmbin reads the values that WebAssembly's binary format is made of
// (WebAssembly Core Specification 2.0, section 5.2).
package wasmbin

import (
	"errors"
	"fmt"
	"unicode/utf8"
)

// Preamble is how every WebAssembly 1.0 and 2.0 module begins.
const Preamble = "\x00asm\x01\x00\x00\x00"

// Section ids.
const (
	SectionCustom    = 0
	SectionType      = 1
	SectionImport    = 2
	SectionFunction  = 3
	SectionTable     = 4
	SectionMemory    = 5
	SectionGlobal    = 6
	SectionExport    = 7
	SectionStart     = 8
	SectionElement   = 9
	SectionCode      = 10
	SectionData      = 11
	SectionDataCount = 12
)

// Kinds of imports and exports.
const (
	KindFunction = 0
	KindTable    = 1
	KindMemory   = 2
	KindGlobal   = 3
)

// ErrTruncated is the error of a value that goes on after the data ends.
var ErrTruncated = errors.New("file ends in the middle of a section")

// Reader takes values off Data from At on. After the first error every value
// is zero and Err stays. What it returns are parts of Data, not copies.
type Reader struct {
	Data []byte
	At   int
	Err  error
}

// Fail notes an error unless there is one, and ends the reading.
func (r *Reader) Fail(format string, args ...any) {
	if r.Err == nil {
		r.Err = fmt.Errorf(format, args...)
	}
	r.At = len(r.Data)
}

// More says that there is something left to read.
func (r *Reader) More() bool { return r.At < len(r.Data) }

// Done returns the error of the reading, and makes it one that something is
// left.
func (r *Reader) Done() error {
	if left := len(r.Data) - r.At; r.Err == nil && left > 0 {
		r.Fail("%d bytes are left over", left)
	}
	return r.Err
}

// Byte reads one byte.
func (r *Reader) Byte() byte {
	if r.At >= len(r.Data) {
		r.Fail("%w", ErrTruncated)
		return 0
	}
	r.At++
	return r.Data[r.At-1]
}

// U32 reads an unsigned LEB128 number of at most 32 bits.
func (r *Reader) U32() uint32 {
	if r.At < len(r.Data) && r.Data[r.At] < 0x80 {
		r.At++
		return uint32(r.Data[r.At-1])
	}
	var value uint64
	for shift := 0; ; shift += 7 {
		b := r.Byte()
		if r.Err != nil {
			return 0
		}
		value |= uint64(b&0x7f) << shift
		if shift == 28 && b > 0x0f {
			r.Fail("number exceeds 32 bits")
			return 0
		}
		if b < 0x80 {
			return uint32(value)
		}
	}
}

// Signed reads a signed LEB128 number of at most width bits: 32, 33 or 64.
func (r *Reader) Signed(width int) int64 {
	var value int64
	for shift := 0; shift < width; {
		b := r.Byte()
		if r.Err != nil {
			return 0
		}
		value |= int64(b&0x7f) << shift
		if shift += 7; b >= 0x80 {
			continue
		}
		if shift > width && !extends(b, width-(shift-7)) {
			break
		}
		if shift < 64 && b&0x40 != 0 {
			value |= -1 << shift
		}
		return value
	}
	r.Fail("number exceeds %d bits", width)
	return 0
}

// extends says that the bits of a last byte above the first n repeat the sign,
// which is bit n-1.
func extends(b byte, n int) bool {
	high := int8(b<<1) >> n // the sign bit and all above it
	return high == 0 || high == -1
}

// Skip passes over n bytes and returns them.
func (r *Reader) Skip(n uint32) []byte {
	if uint64(n) > uint64(len(r.Data)-r.At) {
		r.Fail("%w", ErrTruncated)
		return nil
	}
	b := r.Data[r.At : r.At+int(n) : r.At+int(n)]
	r.At += int(n)
	return b
}

// Bytes reads a length and that many bytes.
func (r *Reader) Bytes() []byte { return r.Skip(r.U32()) }

// Name reads a text, which must be UTF-8.
func (r *Reader) Name() string {
	b := r.Bytes()
	if !utf8.Valid(b) {
		r.Fail("name is not UTF-8")
		return ""
	}
	return string(b)
}

// Limits are of a table in elements or of a memory in pages. Max is 1<<32 when
// the file has none.
type Limits struct{ Min, Max uint64 }

// Limits reads the limits of a table or a memory.
func (r *Reader) Limits() Limits {
	const hasMax, known = 1, 1
	flags := r.Byte()
	if flags&^known != 0 {
		r.Fail("limits have flags %#x: shared and 64-bit memories are not accepted", flags)
	}
	l := Limits{Min: uint64(r.U32()), Max: 1 << 32}
	if flags&hasMax != 0 {
		l.Max = uint64(r.U32())
	}
	return l
}

// Vector calls element once per entry of a vector. An entry takes at least one
// byte, so a lying count ends at the end of the data.
func (r *Reader) Vector(element func(*Reader)) error {
	for n := r.U32(); n > 0 && r.Err == nil; n-- {
		element(r)
	}
	return r.Err
}

// Count reads the length of a vector whose entries take at least one byte
// each, and holds it to a limit.
func (r *Reader) Count(what string, limit int) int {
	n := r.U32()
	if left := len(r.Data) - r.At; r.Err == nil && (uint64(n) > uint64(limit) || uint64(n) > uint64(left)) {
		r.Fail("%d %s (limit %d, and %d bytes are left)", n, what, limit, left)
		return 0
	}
	return int(n)
}

// Sections calls f for every section of a module, in the order of the file.
func Sections(wasm []byte, f func(id byte, body *Reader) error) error {
	if len(wasm) < len(Preamble) || string(wasm[:len(Preamble)]) != Preamble {
		return errors.New("not a WebAssembly 1.0 module")
	}
	for r := (&Reader{Data: wasm, At: len(Preamble)}); r.More(); {
		id := r.Byte()
		body := Reader{Data: r.Bytes()}
		if r.Err != nil {
			return r.Err
		}
		if err := f(id, &body); err != nil {
			return fmt.Errorf("section %d: %w", id, err)
		}
	}
	return nil
}

// AppendU32 appends v as unsigned LEB128.
func AppendU32(b []byte, v uint32) []byte {
	for ; v >= 0x80; v >>= 7 {
		b = append(b, byte(v)|0x80)
	}
	return append(b, byte(v))
}

// AppendI64 appends v as signed LEB128.
func AppendI64(b []byte, v int64) []byte {
	for {
		c := byte(v & 0x7f)
		v >>= 7
		if (v == 0 && c&0x40 == 0) || (v == -1 && c&0x40 != 0) {
			return append(b, c)
		}
		b = append(b, c|0x80)
	}
}

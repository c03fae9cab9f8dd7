// Package wire writes and reads the byte layout of stored records: fixed-width
// big-endian integers, minimal varints, and byte strings with their length
// before them. Reading is strict, so that a record has exactly one encoding:
// what Reader accepts, the Append functions give back bit for bit.
//
// Caveats: a Reader keeps its first error and answers zero values after it, so
// check Close before using anything that was read.
package wire

import (
	"encoding/binary"
	"errors"
)

// The ways in which bytes are not a record.
var (
	ErrShort   = errors.New("ends too early")
	ErrLong    = errors.New("has bytes after its end")
	ErrVarint  = errors.New("holds a varint that is too long or not minimal")
	ErrVersion = errors.New("has an unknown version")
	ErrFlag    = errors.New("holds a flag that is neither 0 nor 1")
)

// AppendString appends the length of s as a varint, then s.
func AppendString[T ~string | ~[]byte](dst []byte, s T) []byte {
	return append(binary.AppendUvarint(dst, uint64(len(s))), s...)
}

// A Reader takes a record apart from its front.
type Reader struct {
	rest []byte
	err  error
}

// NewReader reads from b, which it does not change or keep beyond its use.
func NewReader(b []byte) *Reader { return &Reader{rest: b} }

// Fail makes err the Reader's error unless it already has one.
func (r *Reader) Fail(err error) {
	if r.err == nil {
		r.err = err
	}
}

// Version reads one byte, which must be want.
func (r *Reader) Version(want byte) {
	if r.Byte() != want {
		r.Fail(ErrVersion)
	}
}

// Byte reads one byte.
func (r *Reader) Byte() byte {
	if b := r.Bytes(1); b != nil {
		return b[0]
	}
	return 0
}

// Flag reads one byte that is 0 or 1.
func (r *Reader) Flag() bool {
	b := r.Byte()
	if b > 1 {
		r.Fail(ErrFlag)
	}
	return b == 1
}

// Bytes reads n bytes; the slice aliases the record. nil after an error.
func (r *Reader) Bytes(n int) []byte {
	if r.err == nil && (n < 0 || n > len(r.rest)) {
		r.err = ErrShort
	}
	if r.err != nil {
		return nil
	}
	b := r.rest[:n:n]
	r.rest = r.rest[n:]
	return b
}

// Uint64 reads eight bytes, big-endian.
func (r *Reader) Uint64() uint64 {
	if b := r.Bytes(8); b != nil {
		return binary.BigEndian.Uint64(b)
	}
	return 0
}

// Uvarint reads a minimal unsigned varint.
func (r *Reader) Uvarint() uint64 {
	v, n := binary.Uvarint(r.rest)
	return r.skip(v, n)
}

// Varint reads a minimal signed varint.
func (r *Reader) Varint() int64 {
	u := r.Uvarint()
	v := int64(u >> 1)
	if u&1 != 0 {
		v = ^v
	}
	return v
}

func (r *Reader) skip(v uint64, n int) uint64 {
	if r.err != nil {
		return 0
	}
	switch {
	case n == 0:
		r.err = ErrShort
	case n < 0 || (n > 1 && r.rest[n-1] == 0):
		r.err = ErrVarint
	default:
		r.rest = r.rest[n:]
		return v
	}
	return 0
}

// String reads a string with its length before it; it is copied.
func (r *Reader) String() string { return string(r.block()) }

// Block reads a byte string with its length before it; it is copied, nil when
// empty.
func (r *Reader) Block() []byte {
	b := r.block()
	if len(b) == 0 {
		return nil
	}
	return append([]byte(nil), b...)
}

func (r *Reader) block() []byte {
	n := r.Uvarint()
	if n > uint64(len(r.rest)) {
		r.Fail(ErrShort)
		return nil
	}
	return r.Bytes(int(n))
}

// More tells whether bytes are left and nothing went wrong so far.
func (r *Reader) More() bool { return r.err == nil && len(r.rest) > 0 }

// Close returns the first error, ErrLong when bytes are left over.
func (r *Reader) Close() error {
	if r.err == nil && len(r.rest) > 0 {
		return ErrLong
	}
	return r.err
}

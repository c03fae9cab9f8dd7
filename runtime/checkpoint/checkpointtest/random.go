package checkpointtest

import (
	"encoding/binary"
	"hash/fnv"
	"io"
	"math"
	"math/rand/v2"

	"github.com/r3mes/r3mes/runtime/checkpoint/safetensors"
)

// chunk is how many bytes are drawn at once.
const chunk = 1 << 16

// random draws 16-bit numbers from a generator of 64-bit ones.
type random struct {
	source *rand.PCG
	bits   uint64
	left   int
}

func newRandom(seed uint64, name string) *random {
	h := fnv.New64a()
	io.WriteString(h, name)
	return &random{source: rand.NewPCG(seed, h.Sum64())}
}

func (r *random) uint16() uint16 {
	if r.left == 0 {
		r.bits, r.left = r.source.Uint64(), 4
	}
	v := uint16(r.bits)
	r.bits, r.left = r.bits>>16, r.left-1
	return v
}

func (r *random) uniform() float64 { return float64(r.uint16()) / 65536 }

// normal draws from 65,536 quantiles of the standard normal distribution,
// which is fast and has no outliers that would dominate an int8 scale.
func (r *random) normal() float64 { return quantiles[r.uint16()] }

var quantiles = func() (q [65536]float64) {
	for i := range q {
		q[i] = math.Sqrt2 * math.Erfinv(2*(float64(i)+0.5)/65536-1)
	}
	return q
}()

// fourCodes maps a random byte to four ternary codes, each close to equally
// frequent.
var fourCodes = func() (table [256]byte) {
	for i := range table {
		for n, digits := 0, i%81; n < 4; n, digits = n+1, digits/3 {
			table[i] |= byte(digits%3) << (2 * n)
		}
	}
	return table
}()

// packed makes a random packed linear of [rows, cols] bytes.
func packed(seed uint64, name string, rows, cols int) safetensors.Entry {
	return safetensors.Entry{Name: name, DType: safetensors.U8, Shape: []int{rows, cols}, Data: func(w io.Writer) error {
		r := newRandom(seed, name)
		return inChunks(w, rows*cols, 1, func(b []byte, n int) {
			for i := 0; i < n; i += 2 {
				v := r.uint16()
				b[i], b[i+1] = fourCodes[v&255], fourCodes[v>>8]
			}
		})
	}}
}

// floats makes a float tensor of the shape's type, drawing each element.
func (s Shape) floats(seed uint64, name string, shape []int, draw func(*random) float64) safetensors.Entry {
	count := 1
	for _, n := range shape {
		count *= n
	}
	put := encoders[s.Floats]
	return safetensors.Entry{Name: name, DType: s.Floats, Shape: shape, Data: func(w io.Writer) error {
		r := newRandom(seed, name)
		size := s.Floats.Size()
		return inChunks(w, count, size, func(b []byte, n int) {
			for i := range n {
				put(b[i*size:], draw(r))
			}
		})
	}}
}

// inChunks calls fill for pieces of count elements and writes what it made.
func inChunks(w io.Writer, count, size int, fill func(b []byte, n int)) error {
	buffer := make([]byte, chunk)
	for count > 0 {
		n := min(count, chunk/size)
		fill(buffer, n)
		if _, err := w.Write(buffer[:n*size]); err != nil {
			return err
		}
		count -= n
	}
	return nil
}

var encoders = map[safetensors.DType]func(b []byte, v float64){
	safetensors.F32:  func(b []byte, v float64) { binary.LittleEndian.PutUint32(b, math.Float32bits(float32(v))) },
	safetensors.BF16: func(b []byte, v float64) { binary.LittleEndian.PutUint16(b, bfloat(float32(v))) },
	safetensors.F16:  func(b []byte, v float64) { binary.LittleEndian.PutUint16(b, half(v)) },
}

// bfloat rounds a finite float32 to the nearest bfloat16, ties to even.
func bfloat(v float32) uint16 {
	b := math.Float32bits(v)
	return uint16((b + 0x7fff + b>>16&1) >> 16)
}

// half rounds a magnitude below 65,504 to the nearest IEEE 754 half, ties to
// even.
func half(v float64) uint16 {
	sign := uint16(0)
	if v < 0 {
		sign, v = 0x8000, -v
	}
	if v < 0x1p-14 {
		return sign | uint16(math.RoundToEven(v*0x1p24)) // subnormal, or the smallest normal number
	}
	fraction, exponent := math.Frexp(v) // v = fraction * 2^exponent, fraction in [0.5, 1)
	return sign | (uint16(exponent+13)<<10 + uint16(math.RoundToEven(fraction*2048)))
}

package safetensors

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"unsafe"
)

// FloatTypes are the float types that weights come in.
var FloatTypes = []DType{BF16, F16, F32}

// littleEndian tells whether tensor bytes can be used in place.
var littleEndian = binary.NativeEndian.Uint16([]byte{1, 0}) == 1

// inPlace reports whether data can be seen as elements of the given size. The
// format does not promise alignment, though its writers keep it.
func inPlace(data []byte, size uintptr) bool {
	return littleEndian && len(data) > 0 && uintptr(unsafe.Pointer(unsafe.SliceData(data)))%size == 0
}

// View16 returns the bit patterns of a tensor of two-byte elements, as a view
// on Data when that is aligned, otherwise copied.
func (t Tensor) View16() []uint16 {
	if inPlace(t.Data, 2) {
		return unsafe.Slice((*uint16)(unsafe.Pointer(unsafe.SliceData(t.Data))), len(t.Data)/2)
	}
	out := make([]uint16, len(t.Data)/2)
	for i := range out {
		out[i] = binary.LittleEndian.Uint16(t.Data[2*i:])
	}
	return out
}

// View32 returns a float tensor as float32, exactly: float32 data as a view on
// Data when that is aligned, anything else copied. It does not look for NaN.
func (t Tensor) View32() []float32 {
	if t.DType == F32 && inPlace(t.Data, 4) {
		return unsafe.Slice((*float32)(unsafe.Pointer(unsafe.SliceData(t.Data))), t.Len())
	}
	out := make([]float32, t.Len())
	Widen(out, t.DType, t.Data)
	return out
}

// CheckFloats refuses types other than FloatTypes, and values that are not finite.
func (t Tensor) CheckFloats() error {
	if !slices.Contains(FloatTypes, t.DType) {
		return fmt.Errorf("dtype %s, want one of %v", t.DType, FloatTypes)
	}
	return CheckFinite(t.DType, t.Data, 0)
}

// Float32 returns a copy of a float tensor as float32, exactly. It refuses
// other types, and values that are not finite.
func (t Tensor) Float32() ([]float32, error) {
	if err := t.CheckFloats(); err != nil {
		return nil, err
	}
	out := make([]float32, t.Len())
	Widen(out, t.DType, t.Data)
	return out, nil
}

// Widen converts float elements of one of the FloatTypes; data holds at least
// len(dst) of them.
func Widen(dst []float32, dtype DType, data []byte) {
	switch dtype {
	case BF16:
		for i := range dst {
			dst[i] = math.Float32frombits(uint32(binary.LittleEndian.Uint16(data[2*i:])) << 16)
		}
	case F16:
		for i := range dst {
			dst[i] = fromHalf(binary.LittleEndian.Uint16(data[2*i:]))
		}
	case F32:
		for i := range dst {
			dst[i] = math.Float32frombits(binary.LittleEndian.Uint32(data[4*i:]))
		}
	default:
		panic("safetensors: widen: not a float type: " + string(dtype))
	}
}

// fromHalf widens an IEEE 754 half; every value is exact in float32.
func fromHalf(h uint16) float32 {
	sign, exponent, fraction := uint32(h>>15)<<31, uint32(h>>10&31), uint32(h&1023)
	switch exponent {
	case 0: // zero or subnormal: fraction * 2^-24
		return math.Float32frombits(sign | math.Float32bits(float32(fraction)*0x1p-24))
	case 31:
		return math.Float32frombits(sign | 0x7f800000 | fraction<<13)
	}
	return math.Float32frombits(sign | (exponent+112)<<23 | fraction<<13)
}

// exponentMasks holds, for each float type, the exponent bits of all elements
// in eight bytes, and the lowest of those bits. A NaN or infinity has all of
// them set, so adding the lowest carries into the sign bit.
var exponentMasks = map[DType]struct{ exponent, lowest, sign uint64 }{
	BF16: {0x7f80_7f80_7f80_7f80, 0x0080_0080_0080_0080, 0x8000_8000_8000_8000},
	F16:  {0x7c00_7c00_7c00_7c00, 0x0400_0400_0400_0400, 0x8000_8000_8000_8000},
	F32:  {0x7f80_0000_7f80_0000, 0x0080_0000_0080_0000, 0x8000_0000_8000_0000},
}

// CheckFinite returns an error that names the first NaN or infinity in data,
// which are whole elements, the first of them number first of its tensor.
// Types other than FloatTypes pass.
func CheckFinite(dtype DType, data []byte, first int) error {
	mask, ok := exponentMasks[dtype]
	if !ok {
		return nil
	}
	at := 0
	for ; at+8 <= len(data); at += 8 {
		word := binary.LittleEndian.Uint64(data[at:])
		if (word&mask.exponent+mask.lowest)&mask.sign != 0 {
			break
		}
	}
	size := dtype.Size()
	one := make([]float32, 1)
	for ; at < len(data); at += size {
		Widen(one, dtype, data[at:])
		if v := float64(one[0]); math.IsNaN(v) || math.IsInf(v, 0) {
			return fmt.Errorf("element %d is %v", first+at/size, v)
		}
	}
	return nil
}

package checkpoint

import (
	"encoding/binary"
	"fmt"
	"math"
	"unsafe"

	"github.com/r3mes/r3mes/runtime/checkpoint/safetensors"
)

const maxFloat = math.MaxFloat32

var floatTypes = []safetensors.DType{safetensors.BF16, safetensors.F16, safetensors.F32}

// littleEndian tells whether tensor bytes can be used in place.
var littleEndian = binary.NativeEndian.Uint16([]byte{1, 0}) == 1

// inPlace reports whether data can be seen as elements of the given size. The
// format does not promise alignment, though its writers keep it.
func inPlace(data []byte, size uintptr) bool {
	return littleEndian && len(data) > 0 && uintptr(unsafe.Pointer(unsafe.SliceData(data)))%size == 0
}

// bfloats returns bfloat16 data as their bit patterns, in place when possible.
func bfloats(data []byte) []uint16 {
	if inPlace(data, 2) {
		return unsafe.Slice((*uint16)(unsafe.Pointer(unsafe.SliceData(data))), len(data)/2)
	}
	out := make([]uint16, len(data)/2)
	for i := range out {
		out[i] = binary.LittleEndian.Uint16(data[2*i:])
	}
	return out
}

// floats returns a float tensor as float32, exactly; float32 data in place
// when possible.
func floats(t safetensors.Tensor) []float32 {
	if t.DType == safetensors.F32 && inPlace(t.Data, 4) {
		return unsafe.Slice((*float32)(unsafe.Pointer(unsafe.SliceData(t.Data))), t.Len())
	}
	out := make([]float32, t.Len())
	widen(out, t.DType, t.Data)
	return out
}

// widen converts float elements of any of the three types.
func widen(dst []float32, dtype safetensors.DType, data []byte) {
	for i := range dst {
		switch dtype {
		case safetensors.BF16:
			dst[i] = math.Float32frombits(uint32(binary.LittleEndian.Uint16(data[2*i:])) << 16)
		case safetensors.F16:
			dst[i] = fromHalf(binary.LittleEndian.Uint16(data[2*i:]))
		default:
			dst[i] = math.Float32frombits(binary.LittleEndian.Uint32(data[4*i:]))
		}
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
var exponentMasks = map[safetensors.DType]struct{ exponent, lowest, sign uint64 }{
	safetensors.BF16: {0x7f80_7f80_7f80_7f80, 0x0080_0080_0080_0080, 0x8000_8000_8000_8000},
	safetensors.F16:  {0x7c00_7c00_7c00_7c00, 0x0400_0400_0400_0400, 0x8000_8000_8000_8000},
	safetensors.F32:  {0x7f80_0000_7f80_0000, 0x0080_0000_0080_0000, 0x8000_0000_8000_0000},
}

// checkFinite returns an error that names the first NaN or infinity in data,
// which are whole elements of a float tensor from element first on. Other
// types pass.
func checkFinite(dtype safetensors.DType, data []byte, first int) error {
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
		widen(one, dtype, data[at:])
		if v := float64(one[0]); math.IsNaN(v) || math.IsInf(v, 0) {
			return fmt.Errorf("element %d is %v", first+at/size, v)
		}
	}
	return nil
}

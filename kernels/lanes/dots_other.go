//go:build !amd64 || purego

package lanes

import "github.com/r3mes/r3mes/kernels/cpufeat"

var (
	f32Arch  []cpufeat.Impl[func(call[float32])]
	bf16Arch []cpufeat.Impl[func(call[uint16])]
)

var addRowsArch []cpufeat.Impl[addRowsFunc]

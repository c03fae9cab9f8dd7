//go:build !amd64 || purego

package dense

import "github.com/r3mes/r3mes/kernels/cpufeat"

var (
	axpyArch []cpufeat.Impl[axpyFunc]
	int8Arch []cpufeat.Impl[int8Func]
)

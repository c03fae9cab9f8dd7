//go:build !never

package dense

import "github.com/r3mes/r3mes/kernels/cpufeat"

var (
	dotArch    []cpufeat.Impl[dotFunc]
	axpyArch   []cpufeat.Impl[axpyFunc]
	matMulArch []cpufeat.Impl[matMulFunc]
	int8Arch   []cpufeat.Impl[int8Func]
)

//go:build !amd64 || purego

package act

import "github.com/r3mes/r3mes/kernels/cpufeat"

var (
	relu2Arch   []cpufeat.Impl[gatedFunc]
	siluArch    []cpufeat.Impl[gatedFunc]
	geluArch    []cpufeat.Impl[geluFunc]
	softmaxArch []cpufeat.Impl[softmaxKernel]
)

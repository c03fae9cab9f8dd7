//go:build !amd64 || purego

package norm

import "github.com/r3mes/r3mes/kernels/cpufeat"

var scaleArch []cpufeat.Impl[scaleFunc]

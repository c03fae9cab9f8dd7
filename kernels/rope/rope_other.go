//go:build !amd64 || purego

package rope

import "github.com/r3mes/r3mes/kernels/cpufeat"

var rotateArch []cpufeat.Impl[rotateFunc]

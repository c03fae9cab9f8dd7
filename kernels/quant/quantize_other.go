//go:build !amd64 || purego

package quant

import "github.com/r3mes/r3mes/kernels/cpufeat"

var rowArch []cpufeat.Impl[rowFunc]

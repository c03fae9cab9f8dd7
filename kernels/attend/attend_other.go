//go:build !amd64 || purego

package attend

import "github.com/r3mes/r3mes/kernels/cpufeat"

var valuesArch []cpufeat.Impl[valuesFunc]

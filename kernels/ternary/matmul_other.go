//go:build !amd64 || purego

package ternary

import "github.com/r3mes/r3mes/kernels/cpufeat"

var rowsArch []cpufeat.Impl[rowsFunc]

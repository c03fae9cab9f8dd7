//go:build !never

package ternary

import "github.com/r3mes/r3mes/kernels/cpufeat"

var rowsArch []cpufeat.Impl[rowsFunc]

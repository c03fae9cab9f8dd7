//go:build !never

package attend

import "github.com/r3mes/r3mes/kernels/cpufeat"

var arch []cpufeat.Impl[kernel]

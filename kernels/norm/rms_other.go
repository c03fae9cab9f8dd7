//go:build !never

package norm

import "github.com/r3mes/r3mes/kernels/cpufeat"

var arch []cpufeat.Impl[kernel]

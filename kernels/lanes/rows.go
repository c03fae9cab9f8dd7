package lanes

import (
	"fmt"

	"github.com/r3mes/r3mes/kernels/cpufeat"
)

// AddRows adds weights[i] times row i to dst, for i rising: the values of
// attention weighted by their scores, or the rows of a transposed factor. It
// is a sequence of dense.AXPY, bit for bit, but keeps dst in registers.
//
// Shapes: row i is rows[i*stride:][:len(dst)]; there are len(weights) of them.
// dst must not overlap rows or weights. All implementations agree bit for
// bit. Panics if rows is too short.
func AddRows(dst, weights, rows []float32, stride int) {
	if len(weights) == 0 || len(dst) == 0 {
		return
	}
	if stride < 0 || len(rows) < (len(weights)-1)*stride+len(dst) {
		panic(fmt.Sprintf("lanes: add rows: %d rows of %d in %d floats, %d apart", len(weights), len(dst), len(rows), stride))
	}
	addRowsTable.Fn()(dst, weights, rows, stride)
}

// addRowsFunc computes AddRows of at least one row and column.
type addRowsFunc func(dst, weights, rows []float32, stride int)

var addRowsTable = cpufeat.NewTable(append(addRowsArch, cpufeat.Impl[addRowsFunc]{Level: cpufeat.Generic, Fn: addRowsGeneric})...)

func addRowsGeneric(dst, weights, rows []float32, stride int) {
	for i, w := range weights {
		for c, v := range rows[i*stride:][:len(dst)] {
			dst[c] += float32(w * v)
		}
	}
}

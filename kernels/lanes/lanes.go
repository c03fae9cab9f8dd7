// Package lanes adds products of floats in one fixed order.
//
// A float sum depends on its order, and each instruction set has an order
// that it likes. All kernels here use one order on every machine, so their
// results are the same bits: element i goes to partial sum i%32, in rising
// order, starting from zero; then the upper half of the partial sums is added
// to the lower half, 32 to 16 to 8 to 4 to 2 to 1. A product is rounded before
// it is added.
//
// Dot is one product. Dots and DotsBF16 are those of several rows with several
// vectors, which is what matrices and attention scores are made of; rows and
// vectors may lie any distance apart. AddRows is the other direction, a
// weighted sum of rows, one row after the other.
//
// # Caveats
//
// Another order, for example a plain loop in float64, gives other last bits:
// compare with a tolerance there, and bit for bit among levels.
package lanes

// Count is the number of partial sums: two registers of AVX-512 or four of
// AVX2, enough independent additions to hide the latency of each.
const Count = 32

// Sum adds the partial sums, upper half to lower half, and overwrites them.
func Sum(partial *[Count]float32) float32 {
	for half := Count / 2; half > 0; half /= 2 {
		for i := range half {
			partial[i] += partial[i+half]
		}
	}
	return partial[0]
}

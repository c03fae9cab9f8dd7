// Package lanes fixes the order in which kernels add floats.
//
// A float sum depends on its order, and each instruction set has an order
// that it likes. All kernels here use one order on every machine, so their
// results are the same bits: element i goes to partial sum i%32, in rising
// order, starting from zero; then the upper half of the partial sums is added
// to the lower half, 32 to 16 to 8 to 4 to 2 to 1. A product is rounded before
// it is added.
//
// # Caveats
//
// These functions are the specification, not the fast path: kernels call
// their own assembly and use Dot and Sum for generic code and tails.
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

// Dot returns the sum of a[i]*b[i] for i below len(a). b is at least as long.
func Dot(a, b []float32) float32 {
	var partial [Count]float32
	DotFrom(&partial, a, b)
	return Sum(&partial)
}

// DotFrom adds the products a[i]*b[i] to the partial sums. Assembly that
// handles whole blocks of Count elements leaves the rest to it.
func DotFrom(partial *[Count]float32, a, b []float32) {
	b = b[:len(a)]
	for i, v := range a {
		// The conversion forbids the compiler to fuse the two roundings.
		partial[i%Count] += float32(v * b[i])
	}
}

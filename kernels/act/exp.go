package act

import "math"

// The constants of exp. log2e and the polynomial are those of Cephes expf
// (Stephen L. Moshier, https://www.netlib.org/cephes/, free to use), whose
// error is below 2 ULP with separate roundings. The assembly uses the same
// values in the same order.
const (
	expLow  = -87.33654 // below it the result would be subnormal: it is 0
	expHigh = 88        // above it the result is that of 88, close to the largest float
	log2e   = 1.44269504088896341
	ln2High = 0.693359375 // 9 bits, so its product with n is exact
	ln2Low  = -2.12194440e-4
	magic   = 1<<23 + 1<<22 // adding it rounds to an integer, ties to even

	exp5 = 1.9875691500e-4
	exp4 = 1.3981999507e-3
	exp3 = 8.3334519073e-3
	exp2 = 4.1665795894e-2
	exp1 = 1.6666665459e-1
	exp0 = 5.0000001201e-1
)

// exp returns e to the power x, within 2 ULP where the result is normal and
// x is at most 88; 0 below -87.33. NaN gives NaN.
func exp(x float32) float32 {
	if x < expLow {
		return 0
	}
	if expHigh < x {
		x = expHigh
	}
	// x = n*ln2 + r with |r| <= ln2/2.
	t := float32(x*log2e) + magic
	n := t - magic
	r := x - float32(n*ln2High)
	r -= float32(n * ln2Low)

	p := float32(exp5)
	p = float32(p*r) + exp4
	p = float32(p*r) + exp3
	p = float32(p*r) + exp2
	p = float32(p*r) + exp1
	p = float32(p*r) + exp0
	p = float32(p*float32(r*r)) + r
	p++
	// The low bits of t are n; moved to the exponent of 1 they make 2^n.
	scale := math.Float32frombits(math.Float32bits(t)<<23 + 127<<23)
	return p * scale
}

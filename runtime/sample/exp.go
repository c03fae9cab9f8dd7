package sample

import "math"

// exp returns e^x for -700 <= x <= 0 with a relative error below 1e-15.
//
// The standard library's has assembly on some platforms and may be fused on
// others, so that its last bit differs between machines. Here each operation is
// rounded by itself (the conversions forbid fusing), hence the result is the same
// everywhere.
func exp(x float64) float64 {
	const (
		log2e = 1.44269504088896338700
		ln2hi = 6.93147180369123816490e-01
		ln2lo = 1.90821492927058770002e-10
	)
	k := math.RoundToEven(float64(x * log2e))
	r := float64(x-float64(k*ln2hi)) - float64(k*ln2lo) // |r| <= ln(2)/2
	sum := taylor[0]
	for _, c := range taylor[1:] {
		sum = float64(sum*r) + c
	}
	return sum * math.Float64frombits(uint64(int64(k)+1023)<<52) // 2^k
}

// taylor holds 1/13!, 1/12!, … 1/0!; the first term left out is below 5e-18.
var taylor = func() (c [14]float64) {
	f := 1.0
	for n := range c {
		if n > 0 {
			f *= float64(n)
		}
		c[len(c)-1-n] = 1 / f
	}
	return c
}()

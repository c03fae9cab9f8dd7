package act

import "github.com/r3mes/r3mes/kernels/cpufeat"

// GELU replaces x by x * (1 + erf(x/√2)) / 2, element by element: the exact
// form, not the one by tanh.
//
// Off by at most 4 * 2^-24 * |x|. NaN stays NaN and -Inf becomes NaN. All
// implementations agree bit for bit.
// Source: Gaussian Error Linear Units (arXiv 1606.08415).
func GELU(x []float32) { geluTable.Fn()(x) }

// geluFunc computes GELU.
type geluFunc func(x []float32)

var geluTable = cpufeat.NewTable(append(geluArch, cpufeat.Impl[geluFunc]{Level: cpufeat.Generic, Fn: geluGeneric})...)

// The constants of erf: z*P(z²)/Q(z²) on ±erfEnd, where erf is one but for a
// rounding. The coefficients, of the highest power first, are those of XLA's
// ErfImpl32 (https://github.com/openxla/xla, Apache-2.0), which has them from
// Eigen; its error is below 6 ULP with separate roundings. The assembly uses the
// same values in the same order.
const (
	sqrtHalf = 0.70710678118654752
	erfEnd   = 3.832506856900711

	erfP4 = 0.00022905065861350646
	erfP3 = 0.0034082910107109506
	erfP2 = 0.050955695062380861
	erfP1 = 0.18520832239976145
	erfP0 = 1.128379143519084

	erfQ6 = -1.1791602954361697e-7
	erfQ5 = 0.000023547966471313185
	erfQ4 = 0.0010179625278914885
	erfQ3 = 0.014070470171167667
	erfQ2 = 0.11098505178285362
	erfQ1 = 0.49746925110067538
	erfQ0 = 1
)

func geluGeneric(x []float32) {
	for i, v := range x {
		x[i] = float32(v*0.5) * (1 + erf(v*sqrtHalf))
	}
}

// erf returns the error function of z, within 6 ULP and ±1.
func erf(z float32) float32 {
	z = clamp(z, erfEnd)
	s := z * z
	p := float32(erfP4)
	p = float32(p*s) + erfP3
	p = float32(p*s) + erfP2
	p = float32(p*s) + erfP1
	p = float32(p*s) + erfP0
	q := float32(erfQ6)
	q = float32(q*s) + erfQ5
	q = float32(q*s) + erfQ4
	q = float32(q*s) + erfQ3
	q = float32(q*s) + erfQ2
	q = float32(q*s) + erfQ1
	q = float32(q*s) + erfQ0
	return clamp(float32(z*p)/q, 1)
}

// clamp bounds v to ±end; NaN stays.
func clamp(v, end float32) float32 {
	if v > end {
		return end
	}
	if v < -end {
		return -end
	}
	return v
}

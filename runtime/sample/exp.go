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
		perLn2 = 32 / math.Ln2
		ln2hi  = 6.93147180369123816490e-01 / 32 // its last 21 bits are zero: k*ln2hi is exact
		ln2lo  = 1.90821492927058770002e-10 / 32
	)
	k := math.RoundToEven(float64(x * perLn2))
	r := float64(x-float64(k*ln2hi)) - float64(k*ln2lo) // |r| <= ln(2)/64
	sum := float64(float64(r*(1.0/720)) + 1.0/120)      // the first term left out is below 4e-18
	sum = float64(sum*r) + 1.0/24
	sum = float64(sum*r) + 1.0/6
	sum = float64(sum*r) + 0.5
	sum = float64(sum*r) + 1
	sum = float64(sum*r) + 1
	n := int(k)
	return float64(sum*root32[n&31]) * math.Float64frombits(uint64(n>>5+1023)<<52)
}

// root32 holds 2^(i/32), rounded.
var root32 = [32]float64{
	1.0, 1.0218971486541166, 1.0442737824274138, 1.0671404006768237,
	1.0905077326652577, 1.1143867425958924, 1.1387886347566916, 1.1637248587775775,
	1.189207115002721, 1.215247359980469, 1.241857812073484, 1.2690509571917332,
	1.2968395546510096, 1.3252366431597413, 1.3542555469368927, 1.383909881963832,
	1.4142135623730951, 1.4451808069770467, 1.4768261459394993, 1.5091644275934228,
	1.5422108254079407, 1.5759808451078865, 1.6104903319492543, 1.645755478153965,
	1.681792830507429, 1.718619298122478, 1.7562521603732995, 1.7947090750031072,
	1.8340080864093424, 1.8741676341103, 1.9152065613971474, 1.9571441241754002,
}

package sample

// uniform returns the draw of one step, 0 <= u < 1, on a grid of 2^-53.
//
// It is a function of seed and step alone (a counter-based generator): nothing is
// carried from step to step, so a sequence that is moved, retried or batched
// differently draws the same. The numbers are those of SplitMix64 (Steele, Lea,
// Flood 2014), begun at the mixed seed so that neighbouring seeds share nothing.
func uniform(seed, step uint64) float64 {
	return float64(mix(mix(seed)+step*0x9E3779B97F4A7C15)>>11) / (1 << 53)
}

// mix is the finalizer of SplitMix64, a bijection.
func mix(z uint64) uint64 {
	z += 0x9E3779B97F4A7C15
	z = (z ^ z>>30) * 0xBF58476D1CE4E5B9
	z = (z ^ z>>27) * 0x94D049BB133111EB
	return z ^ z>>31
}

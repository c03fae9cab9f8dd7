package sample

import "math"

// mostLikely keeps the shortest run of the most likely candidates whose sizes add
// up to need or more, in the order they are in; among equal logits those that
// come first. All are kept when they do not add up.
//
// Linear in the number of candidates, whatever their values: instead of sorting,
// it finds the logit of the last one kept byte by byte, the highest first, from the summed size of all that share them (radix selection). The sums
// are taken in a fixed order, so rounding is the same everywhere.
func mostLikely(c []candidate, need float64, size func(*candidate) float64) []candidate {
	var last uint64 // the bytes found so far
	for shift := 24; shift >= 0; shift -= 8 {
		var sums [256]float64
		for i := range c {
			if key := uint64(order(c[i].logit)) >> shift; key>>8 == last {
				sums[key&255] += size(&c[i])
			}
		}
		b := 255
		for ; b > 0 && sums[b] < need; b-- {
			need -= sums[b]
		}
		last = last<<8 | uint64(b)
	}
	kept := c[:0]
	for i := range c {
		switch key := uint64(order(c[i].logit)); {
		case key > last:
			kept = append(kept, c[i])
		case key == last && need > 0:
			need -= size(&c[i])
			kept = append(kept, c[i])
		}
	}
	return kept
}

// order maps floats to integers that sort alike. Both zeros are one.
func order(f float32) uint32 {
	bits := math.Float32bits(f + 0) // -0 + 0 = 0
	if bits>>31 == 1 {
		return ^bits
	}
	return bits | 1<<31
}

package dense

import "github.com/r3mes/r3mes/kernels/lanes"

// Dot returns the sum of a[i]*b[i] in the order of package lanes. Panics if
// the lengths differ.
func Dot(a, b []float32) float32 { return lanes.Dot(a, b) }

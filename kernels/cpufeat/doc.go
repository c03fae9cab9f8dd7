// Package cpufeat names the machine's kernel levels and picks one of them.
//
// A level is a set of instructions that a family of kernels is written for.
// Every kernel package lists its implementations in a Table, fastest first,
// and asks the table for the function of the current level:
//
//	var sum = cpufeat.NewTable(
//		cpufeat.Impl[func([]float32) float32]{Level: cpufeat.AVX2, Fn: sumAVX2},
//		cpufeat.Impl[func([]float32) float32]{Level: cpufeat.Generic, Fn: sumGeneric},
//	)
//
//	func Sum(x []float32) float32 { return sum.Fn()(x) }
//
// A kernel without an implementation for a level uses its next slower one, so
// a new level needs only the kernels that profit from it.
//
// The level is the fastest one that the machine supports, or the one named by
// the environment variable R3MES_KERNEL.
//
// # Caveats
//
// Levels never change a result: all implementations of a kernel agree bit for
// bit (see kernels/RATIONALE.md). A level therefore is a matter of speed, and
// a difference between two levels is a bug.
//
// A bad R3MES_KERNEL does not panic at start: the best level is used and Err
// tells what was wrong. A program with a user in front of it must ask Err.
package cpufeat

package cpufeat

import "slices"

// Impl is one implementation of a kernel: F is its function type.
type Impl[F any] struct {
	Level string
	Fn    F
}

// Table holds the implementations of one kernel.
type Table[F any] struct {
	fns [len(all)]F // by index into all; holes filled with the next slower one
}

// NewTable builds a table from implementations in any order. It panics when
// Generic is missing or a level is unknown or given twice.
func NewTable[F any](impls ...Impl[F]) *Table[F] {
	t := new(Table[F])
	var given [len(all)]bool
	for _, impl := range impls {
		i := slices.Index(all[:], impl.Level)
		if i < 0 || given[i] {
			panic("cpufeat: table: level " + impl.Level + " is unknown or given twice")
		}
		t.fns[i], given[i] = impl.Fn, true
	}
	if !given[len(all)-1] {
		panic("cpufeat: table: a kernel needs a generic implementation")
	}
	for i := len(all) - 2; i >= 0; i-- {
		if !given[i] {
			t.fns[i] = t.fns[i+1]
		}
	}
	return t
}

// Fn returns the implementation for the current level.
func (t *Table[F]) Fn() F { return t.fns[current.Load()] }

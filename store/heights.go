package store

import (
	"cmp"
	"slices"
)

// Heights is a set of block heights, kept as runs, so that a chain without
// gaps takes one of them. The zero value is empty. Not safe for concurrent use.
type Heights struct {
	runs []run // ascending, with a gap between each two
}

type run struct{ first, last int64 }

// Has tells whether height is in the set.
func (h *Heights) Has(height int64) bool {
	i, found := h.search(height)
	return found && h.runs[i].first <= height
}

// Add puts height into the set; false when it was in.
func (h *Heights) Add(height int64) bool {
	i, found := h.search(height)
	if found && h.runs[i].first <= height {
		return false
	}
	before := i > 0 && h.runs[i-1].last == height-1
	after := i < len(h.runs) && h.runs[i].first == height+1
	switch {
	case before && after:
		h.runs[i-1].last = h.runs[i].last
		h.runs = slices.Delete(h.runs, i, i+1)
	case before:
		h.runs[i-1].last = height
	case after:
		h.runs[i].first = height
	default:
		h.runs = slices.Insert(h.runs, i, run{height, height})
	}
	return true
}

// search finds the first run that ends at height or later.
func (h *Heights) search(height int64) (i int, found bool) {
	i, _ = slices.BinarySearchFunc(h.runs, height, func(r run, height int64) int { return cmp.Compare(r.last, height) })
	return i, i < len(h.runs)
}

//go:build !unix

package cpu

import "unsafe"

// mapMemory takes from Go's heap where there is nothing else.
func mapMemory(n int) ([]byte, error) {
	words := make([]uint64, (n+7)/8) // aligned
	return unsafe.Slice((*byte)(unsafe.Pointer(&words[0])), n), nil
}

func unmapMemory([]byte) {}

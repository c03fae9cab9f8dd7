//go:build unix

package cpu

import "golang.org/x/sys/unix"

func mapMemory(n int) ([]byte, error) {
	return unix.Mmap(-1, 0, n, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_PRIVATE|unix.MAP_ANON)
}

// unmapMemory can fail only for memory that mapMemory did not return.
func unmapMemory(b []byte) { _ = unix.Munmap(b) }

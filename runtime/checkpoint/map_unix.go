//go:build unix

package checkpoint

import (
	"fmt"
	"math"
	"os"

	"golang.org/x/sys/unix"
)

// mapFile maps a regular file read-only. The descriptor can be closed at
// once: the mapping holds the file.
func mapFile(path string) (*blob, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	size := info.Size()
	switch {
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s: not a regular file", path)
	case size == 0:
		return &blob{}, nil // an empty range cannot be mapped
	case size > math.MaxInt:
		return nil, fmt.Errorf("%s: %d bytes do not fit in memory", path, size)
	}
	data, err := unix.Mmap(int(f.Fd()), 0, int(size), unix.PROT_READ, unix.MAP_SHARED)
	if err != nil {
		return nil, fmt.Errorf("map %s: %w", path, err)
	}
	return &blob{data: data, mapped: true}, nil
}

func unmap(data []byte) error { return unix.Munmap(data) }

// evictPages drops clean pages from this process; the page cache keeps them.
// A failure only costs memory.
func evictPages(data []byte) { _ = unix.Madvise(data, unix.MADV_DONTNEED) }

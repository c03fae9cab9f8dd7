//go:build !unix

package checkpoint

import "os"

// mapFile reads the file: this platform has no mapping that we use.
func mapFile(path string) (*blob, error) {
	data, err := os.ReadFile(path)
	return &blob{data: data}, err
}

func unmap([]byte) error { return nil }

func evictPages([]byte) {}

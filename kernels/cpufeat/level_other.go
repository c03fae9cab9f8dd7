//go:build !amd64 || purego

package cpufeat

// has reports whether a level is compiled in: without assembly none is.
func has(string) bool { return false }

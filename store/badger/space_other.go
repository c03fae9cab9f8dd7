//go:build !(linux || darwin)

package badger

// freeBytes does not know: here a full disk ends the process.
func freeBytes(string) (int64, error) { return 1<<63 - 1, nil }

package badger

import (
	"os"
	"testing"
)

// TestMain runs the tests, or, started by one of them, the process that is to
// be killed.
func TestMain(m *testing.M) {
	if dir := os.Getenv(killedDir); dir != "" {
		beKilled(dir)
	}
	os.Exit(m.Run())
}

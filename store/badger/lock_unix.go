//go:build unix

package badger

import (
	"errors"
	"os"
	"syscall"
)

// tryLock takes the file's lock for this process; false when another has it.
// The lock ends with the process, however that ends.
func tryLock(f *os.File) (bool, error) {
	err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return false, nil
	}
	return err == nil, err
}

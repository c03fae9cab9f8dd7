package badger

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/r3mes/r3mes/store"
)

// lockFolder makes this process the only one that has dir open. The lock file
// names the process, for the message that the second one gets.
func lockFolder(dir string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("badger: open %s: lock: %w", dir, err)
	}
	locked, err := tryLock(f)
	if err == nil && !locked {
		err = fmt.Errorf("%w: %s, probably a running server; stop it or ask it over HTTP", store.ErrLocked, owner(f))
	}
	if err == nil {
		err = errors.Join(f.Truncate(0), writePID(f))
	}
	if err != nil {
		_ = f.Close()
		return nil, fmt.Errorf("badger: open %s: %w", dir, err)
	}
	return f, nil
}

func writePID(f *os.File) error {
	_, err := f.WriteAt(fmt.Appendf(nil, "%d\n", os.Getpid()), 0)
	return err
}

func owner(f *os.File) string {
	body, err := io.ReadAll(io.LimitReader(f, 32))
	if pid := strings.TrimSpace(string(body)); err == nil && pid != "" {
		return "process " + pid
	}
	return "unknown process"
}

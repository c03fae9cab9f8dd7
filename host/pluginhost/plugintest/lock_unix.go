//go:build unix

package plugintest

import (
	"fmt"
	"os"
	"syscall"
)

// lock keeps other test binaries from building at the same time.
func lock(path string) (unlock func(), err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != nil {
		f.Close()
		return nil, fmt.Errorf("plugintest: lock %s: %w", path, err)
	}
	return func() { f.Close() }, nil
}

// ours refuses a path that is a link, another user's, or open to others.
func ours(dir string) error {
	info, err := os.Lstat(dir)
	if err != nil {
		return err
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !info.IsDir() || !ok || int(stat.Uid) != os.Getuid() || info.Mode().Perm()&0o022 != 0 {
		return fmt.Errorf("not a folder that only we may write (mode %v)", info.Mode())
	}
	return nil
}

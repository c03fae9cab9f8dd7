//go:build unix

package pluginhost

import (
	"fmt"
	"os"
	"syscall"
)

// ownedByUs refuses a directory that another user owns or may write.
func ownedByUs(dir string) error {
	info, err := os.Stat(dir)
	if err != nil {
		return err
	}
	if stat, ok := info.Sys().(*syscall.Stat_t); ok && int(stat.Uid) != os.Geteuid() {
		return fmt.Errorf("belongs to user %d, not to us (%d)", stat.Uid, os.Geteuid())
	}
	if perm := info.Mode().Perm(); perm&0o022 != 0 {
		return fmt.Errorf("others may write it (mode %#o): run chmod 700", perm)
	}
	return nil
}

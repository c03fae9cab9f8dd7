//go:build unix

package durable

import (
	"fmt"
	"os"
	"syscall"
)

// OwnerOnly refuses a folder that another user owns or may write: what is in it
// is believed, or run.
func OwnerOnly(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if stat, ok := info.Sys().(*syscall.Stat_t); ok && int(stat.Uid) != os.Geteuid() {
		return fmt.Errorf("belongs to user %d, not to us (%d)", stat.Uid, os.Geteuid())
	}
	if perm := info.Mode().Perm(); perm&0o022 != 0 {
		return fmt.Errorf("others may write it (mode %#o): look whether they did, then run chmod 700", perm)
	}
	return nil
}

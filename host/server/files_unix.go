//go:build unix

package server

import "syscall"

// openFiles is how many files and connections this process may have open; 0: not
// known. Go's runtime has raised it as far as the operator allows.
func openFiles() int {
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		return 0
	}
	return int(min(uint64(limit.Cur), 1<<30)) // signed on some systems
}

// Package durabletest kills processes that write, so that tests see what they
// leave behind.
package durabletest

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// Kill starts cmd, kills it some time after what it printed is ready, and
// returns all that it printed. The test fails when the process ends before, or
// writes to standard error.
func Kill(t testing.TB, cmd *exec.Cmd, ready func(printed string) bool, after time.Duration) string {
	t.Helper()
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var printed strings.Builder
	reader := bufio.NewReader(stdout)
	for err == nil && !ready(printed.String()) {
		var line string
		line, err = reader.ReadString('\n')
		printed.WriteString(line)
	}
	time.Sleep(after)
	killed := cmd.Process.Kill()
	_, readErr := io.Copy(&printed, reader)
	_ = cmd.Wait() // it was killed
	if err := errors.Join(err, killed, readErr); err != nil || stderr.Len() > 0 {
		t.Fatalf("%v\n%s%s", err, &printed, &stderr)
	}
	return printed.String()
}
